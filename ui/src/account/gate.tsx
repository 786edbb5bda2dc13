// The way in: what is shown depends on the session's state alone.
import { Loader, useMantineColorScheme } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { currentLocale, speak } from '../i18n';
import { SCHEMES } from '../kit/choices';
import { SignedIn, useSessionQuery } from '../kit/session';
import { Trouble } from '../kit/state';

const Way = lazy(() => import('./way'));
const Shell = lazy(() => import('../kit/shell').then((m) => ({ default: m.Shell })));

const Waiting = () => (
    <div style={{ display: 'grid', placeItems: 'center', minHeight: '100dvh' }}>
        <Loader size="sm" />
    </div>
);

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
