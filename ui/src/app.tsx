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
import { auditSearch } from './studio/audit/queries';

const root = createRootRoute({
    component: Outlet,
    notFoundComponent: Missing,
    errorComponent: ({ error, reset }) => (
        <Trouble
            error={error instanceof Error ? error : new Error(String(error))}
            retry={reset}
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

const identity = createRoute({
    getParentRoute: () => inside,
    path: '/identity',
    component: lazyRouteComponent(() => import('./studio/identity/identity')),
});

const keys = createRoute({
    getParentRoute: () => inside,
    path: '/keys',
    component: lazyRouteComponent(() => import('./studio/keys/keys')),
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
    inside.addChildren([start, people, person, erasure, sources, source, identity, keys, audit]),
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
