// All addresses. Everything below /app is a page of one of the applications; each screen's code is
// loaded when its address is visited.
import {
    createRootRoute,
    createRoute,
    createRouter,
    lazyRouteComponent,
    Navigate,
    Outlet,
} from '@tanstack/react-router';
import { Gate } from './account/gate';
import { Missing } from './kit/missing';
import { screensFor } from './kit/registry';
import { useCan } from './kit/session';
import { Forbidden, Trouble } from './kit/state';
import type { Filters } from './studio/live/stream';
import { isEventType } from './kit/event_types';
import { auditSearch } from './studio/audit/queries';

const root = createRootRoute({
    component: Outlet,
    notFoundComponent: Missing,
    // Also where a part of the program could not be loaded, which only a fresh page does again.
    errorComponent: ({ error }) => (
        <Trouble
            error={error instanceof Error ? error : new Error(String(error))}
            retry={() => location.reload()}
        />
    ),
});

const invited = createRoute({
    getParentRoute: () => root,
    path: '/invitation',
    component: lazyRouteComponent(() => import('./account/link'), 'Invited'),
});
const reset = createRoute({
    getParentRoute: () => root,
    path: '/reset',
    component: lazyRouteComponent(() => import('./account/link'), 'Reset'),
});

/** Who is not signed in sees the way in instead. */
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Gate });

/** The first screen that one may see. */
function Start() {
    const can = useCan();
    const first = screensFor('studio', can)[0];
    return first ? <Navigate to={first.to} replace /> : <Forbidden />;
}

const start = createRoute({ getParentRoute: () => inside, path: '/', component: Start });

const overview = createRoute({
    getParentRoute: () => inside,
    path: '/overview',
    component: lazyRouteComponent(() => import('./studio/overview/overview')),
});

export interface PeopleSearch {
    q?: string;
    columns?: string;
}
const people = createRoute({
    getParentRoute: () => inside,
    path: '/people',
    validateSearch: (s: Record<string, unknown>): PeopleSearch => ({
        ...(typeof s.q === 'string' && s.q !== '' ? { q: s.q } : {}),
        ...(typeof s.columns === 'string' ? { columns: s.columns } : {}),
    }),
    component: lazyRouteComponent(() => import('./studio/people/people')),
});

export const PERSON_TABS = ['timeline', 'traits', 'identity'] as const;
export type PersonTab = (typeof PERSON_TABS)[number];
const isTab = (v: unknown): v is PersonTab => PERSON_TABS.includes(v as PersonTab);
const person = createRoute({
    getParentRoute: () => inside,
    path: '/people/$id',
    validateSearch: (s: Record<string, unknown>): { tab?: PersonTab } =>
        isTab(s.tab) ? { tab: s.tab } : {},
    component: lazyRouteComponent(() => import('./studio/person/person')),
});

const erasure = createRoute({
    getParentRoute: () => inside,
    path: '/erasures/$id',
    component: lazyRouteComponent(() => import('./studio/person/receipt')),
});

const text = (v: unknown) => (typeof v === 'string' && v !== '' ? v : undefined);
const live = createRoute({
    getParentRoute: () => inside,
    path: '/live',
    validateSearch: (s: Record<string, unknown>): Filters => {
        const [name, source, person] = [text(s.name), text(s.source), text(s.person)];
        const at = text(s.at);
        return {
            ...(name ? { name } : {}),
            ...(source ? { source } : {}),
            ...(person ? { person } : {}),
            ...(isEventType(s.type) ? { type: s.type } : {}),
            ...(s.errors === 'only' || s.errors === 'none' ? { errors: s.errors } : {}),
            ...(at && !Number.isNaN(Date.parse(at)) ? { at } : {}),
        };
    },
    component: lazyRouteComponent(() => import('./studio/live/live')),
});

const sources = createRoute({
    getParentRoute: () => inside,
    path: '/sources',
    component: lazyRouteComponent(() => import('./studio/sources/sources')),
});
const source = createRoute({
    getParentRoute: () => inside,
    path: '/sources/$key',
    component: lazyRouteComponent(() => import('./studio/sources/source')),
});

const plan = createRoute({
    getParentRoute: () => inside,
    path: '/sources/$key/plan',
    component: lazyRouteComponent(() => import('./studio/tracking/tracking')),
});

const identity = createRoute({
    getParentRoute: () => inside,
    path: '/identity',
    component: lazyRouteComponent(() => import('./studio/identity/identity')),
});

const team = createRoute({
    getParentRoute: () => inside,
    path: '/team',
    component: lazyRouteComponent(() => import('./studio/team/team')),
});
const roles = createRoute({
    getParentRoute: () => inside,
    path: '/roles',
    component: lazyRouteComponent(() => import('./studio/team/roles')),
});

const keys = createRoute({
    getParentRoute: () => inside,
    path: '/keys',
    component: lazyRouteComponent(() => import('./studio/keys/keys')),
});

const reference = createRoute({
    getParentRoute: () => inside,
    path: '/reference',
    component: lazyRouteComponent(() => import('./studio/reference/reference')),
});

const system = createRoute({
    getParentRoute: () => inside,
    path: '/system',
    component: lazyRouteComponent(() => import('./studio/system/system')),
});

const account = createRoute({
    getParentRoute: () => inside,
    path: '/account',
    component: lazyRouteComponent(() => import('./studio/account/account')),
});

const audit = createRoute({
    getParentRoute: () => inside,
    path: '/audit',
    validateSearch: auditSearch,
    component: lazyRouteComponent(() => import('./studio/audit/audit')),
});

const tree = root.addChildren([
    invited,
    reset,
    inside.addChildren([
        start,
        overview,
        live,
        people,
        person,
        erasure,
        sources,
        source,
        plan,
        identity,
        team,
        roles,
        keys,
        audit,
        reference,
        system,
        account,
    ]),
]);

export const router = createRouter({
    routeTree: tree,
    basepath: '/app',
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    trailingSlash: 'never',
});

declare module '@tanstack/react-router' {
    interface Register {
        router: typeof router;
    }
}
