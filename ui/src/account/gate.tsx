// The way in: what is shown depends on the session's state alone.
import { useMantineColorScheme } from '@mantine/core';
import type { QueryClient } from '@tanstack/react-query';
import { lazyRouteComponent } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { currentLocale, speak } from '../i18n';
import { SCHEMES } from '../kit/choices';
import { SignedIn, sessionQuery, useSessionQuery } from '../kit/session';
import { Trouble } from '../kit/state';

const Way = lazyRouteComponent(() => import('./way'));
const Shell = lazyRouteComponent(() => import('../kit/shell'), 'Shell');

/** Have what will be shown first, so that it is shown at once: React holds back for 300 ms what
 *  takes the place of a fallback. What fails here is told by the screen itself. */
export async function readyGate(client: QueryClient) {
    const session = await client.fetchQuery(sessionQuery(client)).catch(() => null);
    if (session) await (session.state === 'signed_in' ? Shell : Way).preload?.();
}

const Waiting = () => <div className="ms-waiting" />;

export function Gate() {
    const query = useSessionQuery();
    const session = query.data;
    const locale = session?.staff?.locale;
    useEffect(() => {
        if ((locale === 'en' || locale === 'ja') && locale !== currentLocale())
            void speak(locale);
    }, [locale]);
    const { setColorScheme } = useMantineColorScheme();
    const scheme = SCHEMES.find((s) => s === session?.staff?.theme);
    useEffect(() => {
        if (scheme) setColorScheme(scheme);
    }, [scheme]);
    if (!session) {
        return query.error ? (
            <Trouble error={query.error} retry={() => void query.refetch()} />
        ) : (
            <Waiting />
        );
    }
    if (session.state !== 'signed_in') {
        return (
            <Suspense fallback={<Waiting />}>
                <Way session={session} />
            </Suspense>
        );
    }
    const roles = session.staff?.roles ?? [];
    const serves = roles.length > 0 && roles.every((r) => r === 'agent' || r === 'adviser');
    return (
        <SignedIn session={session}>
            <Suspense fallback={<Waiting />}>
                <Shell app={serves ? 'console' : 'studio'} />
            </Suspense>
        </SignedIn>
    );
}
