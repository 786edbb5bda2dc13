// All screens that navigation and palette know. A system that is not there yet has no entry, and a
// group without entries is not shown: a new screen is one row here, one route in app.tsx.
import {
    IconFingerprint,
    IconHistory,
    IconKey,
    IconPlug,
    IconUsers,
    type Icon,
} from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';

export type AppId = 'studio' | 'console';
export const GROUPS = ['home', 'data', 'person', 'admin'] as const;
export type GroupId = (typeof GROUPS)[number];

export interface Screen {
    to: NonNullable<LinkProps['to']>;
    title: 'nav.people' | 'nav.sources' | 'nav.identity' | 'nav.keys' | 'nav.audit';
    group: GroupId;
    icon: Icon;
    /** All of these are needed to see it. */
    scopes: string[];
    apps: readonly AppId[];
}

export const SCREENS: readonly Screen[] = [
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
        to: '/sources',
        title: 'nav.sources',
        group: 'data',
        icon: IconPlug,
        scopes: ['definitions:read'],
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
