// Language, colours, one's account, sign-out.
import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout, IconUserCog } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LOCALES, currentLocale } from '../i18n';
import { SCHEMES, useChoices, useSignOut } from './choices';
import type { Opened } from './late';

const Chosen = ({ on }: { on: boolean }) =>
    on ? <IconCheck size={15} aria-hidden /> : <span style={{ width: 15 }} />;

export default function AccountMenu({ opened, onOpened, children }: Opened) {
    const { t } = useTranslation();
    const { colorScheme } = useMantineColorScheme();
    const { chooseLocale, chooseScheme } = useChoices();
    const out = useSignOut();
    return (
        <Menu
            opened={opened}
            onChange={onOpened}
            position="top-start"
            width={224}
            shadow="md"
        >
            <Menu.Target>{children}</Menu.Target>
            <Menu.Dropdown>
                <Menu.Label>{t('menu.language')}</Menu.Label>
                {LOCALES.map((l) => (
                    <Menu.Item
                        key={l.value}
                        lang={l.value}
                        onClick={() => chooseLocale(l.value)}
                        leftSection={<Chosen on={currentLocale() === l.value} />}
                    >
                        {l.label}
                    </Menu.Item>
                ))}
                <Menu.Label>{t('menu.theme')}</Menu.Label>
                {SCHEMES.map((s) => (
                    <Menu.Item
                        key={s}
                        onClick={() => chooseScheme(s)}
                        leftSection={<Chosen on={colorScheme === s} />}
                    >
                        {t(`menu.${s}`)}
                    </Menu.Item>
                ))}
                <Menu.Divider />
                <Menu.Item
                    leftSection={<IconUserCog size={15} />}
                    renderRoot={(p) => <Link to="/account" {...p} />}
                >
                    {t('mine.title')}
                </Menu.Item>
                <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => out.mutate()}>
                    {t('menu.signOut')}
                </Menu.Item>
            </Menu.Dropdown>
        </Menu>
    );
}
