// All screens that navigation and palette know. A system that is not there yet has no entry, and a
// group without entries is not shown: a new screen is one row here, one route in app.tsx.
import {
    IconActivity,
    IconApi,
    IconFingerprint,
    IconHistory,
    IconKey,
    IconLayoutDashboard,
    IconPlug,
    IconServerCog,
    IconShieldLock,
    IconUsers,
    IconUsersGroup,
    type Icon,
} from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';

export type AppId = 'studio' | 'console';
export const GROUPS = ['home', 'data', 'person', 'admin'] as const;
export type GroupId = (typeof GROUPS)[number];

type Title =
    | 'overview'
    | 'people'
    | 'live'
    | 'sources'
    | 'identity'
    | 'team'
    | 'roles'
    | 'keys'
    | 'audit'
    | 'reference'
    | 'system';

export interface Screen {
    to: NonNullable<LinkProps['to']>;
    title: `nav.${Title}`;
    group: GroupId;
    icon: Icon;
    /** All of these are needed to see it. */
    scopes: string[];
    apps: readonly AppId[];
}

export const SCREENS: readonly Screen[] = [
    {
        to: '/overview',
        title: 'nav.overview',
        group: 'home',
        icon: IconLayoutDashboard,
        scopes: ['collect:read'],
        apps: ['studio'],
    },
    {
        to: '/people',
        title: 'nav.people',
        group: 'person',
        icon: IconUsers,
        scopes: ['people:read'],
        apps: ['studio', 'console'],
    },
    {
        to: '/identity',
        title: 'nav.identity',
        group: 'person',
        icon: IconFingerprint,
        scopes: ['definitions:read', 'people:read'],
        apps: ['studio'],
    },
    {
        to: '/live',
        title: 'nav.live',
        group: 'data',
        icon: IconActivity,
        scopes: ['collect:read'],
        apps: ['studio'],
    },
    {
        to: '/sources',
        title: 'nav.sources',
        group: 'data',
        icon: IconPlug,
        scopes: ['definitions:read'],
        apps: ['studio'],
    },
    {
        to: '/team',
        title: 'nav.team',
        group: 'admin',
        icon: IconUsersGroup,
        scopes: ['staff:read'],
        apps: ['studio'],
    },
    {
        to: '/roles',
        title: 'nav.roles',
        group: 'admin',
        icon: IconShieldLock,
        scopes: ['staff:read'],
        apps: ['studio'],
    },
    {
        to: '/keys',
        title: 'nav.keys',
        group: 'admin',
        icon: IconKey,
        scopes: ['keys:read'],
        apps: ['studio'],
    },
    {
        to: '/reference',
        title: 'nav.reference',
        group: 'admin',
        icon: IconApi,
        scopes: ['keys:read'],
        apps: ['studio'],
    },
    {
        to: '/system',
        title: 'nav.system',
        group: 'admin',
        icon: IconServerCog,
        scopes: ['system:read'],
        apps: ['studio'],
    },
    {
        to: '/audit',
        title: 'nav.audit',
        group: 'admin',
        icon: IconHistory,
        scopes: ['audit:read'],
        apps: ['studio'],
    },
];

export const screensFor = (app: AppId, can: (...scopes: string[]) => boolean) =>
    SCREENS.filter((s) => s.apps.includes(app) && can(...s.scopes));
