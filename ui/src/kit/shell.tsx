// The frame around every screen: navigation, command palette, account. Not Mantine's AppShell: ours
// is a grid in a style sheet, so nothing is measured or injected.
import { ActionIcon, Kbd, UnstyledButton } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconMenu2, IconSearch, IconSelector } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from './avatar';
import { late } from './late';
import { Mark } from './mark';
import { GROUPS, screensFor, type AppId } from './registry';
import { useCan, useSession } from './session';
import { ListSkeleton } from './state';
import styles from './shell.module.css';

const Palette = lazy(() => import('./palette'));
const SideDrawer = lazy(() => import('./side_drawer'));
const AccountMenu = late(() => import('./account_menu'));

const MOD = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

function Navigation({ app, onSearch }: { app: AppId; onSearch: () => void }) {
    const { t } = useTranslation();
    const can = useCan();
    const staff = useSession().staff;
    const screens = screensFor(app, can);
    return (
        <div className={styles.side}>
            <div className={styles.brand}>
                <Mark size={26} />
                <span className={styles.brandName}>{t('app.name')}</span>
                <span className={styles.appName}>{t(`app.${app}`)}</span>
            </div>
            <UnstyledButton className={styles.search} onClick={onSearch}>
                <IconSearch size={15} aria-hidden />
                <span className={styles.searchText}>{t('palette.open')}</span>
                <Kbd className={styles.kbd}>{MOD} K</Kbd>
            </UnstyledButton>
            <nav aria-label={t('nav.label')} className={styles.nav}>
                {GROUPS.map((group) => {
                    const own = screens.filter((s) => s.group === group);
                    if (own.length === 0) return null;
                    return (
                        <div key={group} className={styles.group}>
                            {group !== 'home' && (
                                <div className={styles.groupName} id={`nav-${group}`}>
                                    {t(`nav.${group}`)}
                                </div>
                            )}
                            <ul className={styles.items} aria-label={t(`nav.${group}`)}>
                                {own.map((s) => (
                                    <li key={s.to}>
                                        <Link
                                            to={s.to}
                                            className={styles.item}
                                            activeProps={{ 'data-active': true }}
                                            activeOptions={{
                                                exact: s.to === '/',
                                                includeSearch: false,
                                            }}
                                        >
                                            <s.icon size={17} stroke={1.6} aria-hidden />
                                            {t(s.title)}
                                        </Link>
                                    </li>
                                ))}
                            </ul>
                        </div>
                    );
                })}
            </nav>
            <div className={styles.foot}>
                <AccountMenu>
                    <UnstyledButton className={styles.account}>
                        <Avatar
                            name={staff?.name || staff?.email}
                            id={String(staff?.id ?? '')}
                            size={28}
                        />
                        <span className={styles.who}>
                            <span className="ms-clip">{staff?.name || staff?.email}</span>
                            {staff?.name && (
                                <span className={`ms-clip ${styles.email}`}>{staff.email}</span>
                            )}
                        </span>
                        <IconSelector size={15} aria-hidden />
                        <span className="ms-hidden">{t('menu.account')}</span>
                    </UnstyledButton>
                </AccountMenu>
            </div>
        </div>
    );
}

export function Shell({ app }: { app: AppId }) {
    const { t } = useTranslation();
    const [menu, menuIs] = useDisclosure(false);
    const [drawer, setDrawer] = useState(false); // wanted once
    const openMenu = () => {
        setDrawer(true);
        menuIs.open();
    };
    const [palette, paletteIs] = useDisclosure(false);
    const path = useRouterState({ select: (s) => s.location.pathname });
    useHotkeys([['mod+K', paletteIs.open]], []);
    useEffect(() => {
        menuIs.close();
    }, [path]);
    const onSearch = () => {
        menuIs.close();
        paletteIs.open();
    };
    return (
        <div className={styles.shell}>
            <a href="#main" className="ms-skip">
                {t('app.skip')}
            </a>
            <aside className={styles.aside}>
                <Navigation app={app} onSearch={onSearch} />
            </aside>
            <div className={styles.bar}>
                <ActionIcon
                    size="lg"
                    aria-label={t('nav.open')}
                    onClick={openMenu}
                >
                    <IconMenu2 size={20} />
                </ActionIcon>
                <Mark size={22} />
                <span className={styles.brandName}>{t('app.name')}</span>
                <ActionIcon
                    size="lg"
                    ml="auto"
                    aria-label={t('palette.open')}
                    onClick={paletteIs.open}
                >
                    <IconSearch size={19} />
                </ActionIcon>
            </div>
            {drawer && (
                <Suspense fallback={null}>
                    <SideDrawer opened={menu} onClose={menuIs.close} label={t('nav.label')}>
                        <Navigation app={app} onSearch={onSearch} />
                    </SideDrawer>
                </Suspense>
            )}
            <main id="main" className={styles.main} tabIndex={-1}>
                <Suspense fallback={<ListSkeleton />}>
                    <Outlet />
                </Suspense>
            </main>
            {palette && (
                <Suspense fallback={null}>
                    <Palette app={app} onClose={paletteIs.close} />
                </Suspense>
            )}
        </div>
    );
}
