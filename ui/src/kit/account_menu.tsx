// Language, colours, sign-out. Both choices are kept with the account and on this device.
import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout, IconUserCog } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LOCALES, currentLocale, speak, type Locale } from '../i18n';
import { changeMe, signOut, type Session } from './api_gen';
import { SESSION, useForget } from './session';

export const SCHEMES: readonly MantineColorScheme[] = ['light', 'dark', 'auto'];

export function useChoices() {
    const { setColorScheme } = useMantineColorScheme();
    const client = useQueryClient();
    const keep = useMutation({
        mutationFn: (body: { locale?: Locale; theme?: MantineColorScheme }) => changeMe({ body }),
        onSuccess: (me) => client.setQueryData<Session>(SESSION, (s) => s && { ...s, staff: me }),
    });
    return {
        chooseLocale: (locale: Locale) => {
            void speak(locale);
            keep.mutate({ locale });
        },
        chooseScheme: (theme: MantineColorScheme) => {
            setColorScheme(theme);
            keep.mutate({ theme });
        },
    };
}

export function useSignOut() {
    const forget = useForget();
    return useMutation({ mutationFn: () => signOut(), onSettled: forget });
}

const Chosen = ({ on }: { on: boolean }) =>
    on ? <IconCheck size={15} aria-hidden /> : <span style={{ width: 15 }} />;

export function AccountMenu({ children }: { children: ReactNode }) {
    const { t } = useTranslation();
    const { colorScheme } = useMantineColorScheme();
    const { chooseLocale, chooseScheme } = useChoices();
    const out = useSignOut();
    return (
        <Menu position="top-start" width={224} shadow="md">
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
