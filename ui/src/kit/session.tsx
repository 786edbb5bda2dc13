// Who is signed in. The session's answer decides what is shown; what is allowed the server decides.
import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, type ReactNode } from 'react';
import { getSession, type Session } from './api_gen';
import { setCsrf, whenSignedOut } from './transport';

export const SESSION = ['session'] as const;

/** Who it is and what they may see: what was read for one is not another's. */
const whose = (s: Session) => JSON.stringify([s.staff?.id, [...s.scopes].sort()]);

const forgetRead = (client: QueryClient) =>
    client.removeQueries({ predicate: (q) => q.queryKey[0] !== SESSION[0] });

/** The session as it is from now on. What was read in another's is forgotten before. */
function take(client: QueryClient, session: Session) {
    setCsrf(session.csrf ?? '');
    const before = client.getQueryData<Session>(SESSION);
    if (before && whose(before) !== whose(session)) forgetRead(client);
    return session;
}

export const sessionQuery = (client: QueryClient) =>
    queryOptions({
        queryKey: SESSION,
        queryFn: async ({ signal }) => take(client, await getSession({ signal })),
        staleTime: 5 * 60_000,
        // What is shown once while a second factor is set up, another answer would take away.
        refetchOnWindowFocus: (q) => q.state.data?.state !== 'second_factor_missing',
        refetchOnReconnect: (q) => q.state.data?.state !== 'second_factor_missing',
    });

/** The session as the server told it last; the whole app stands on it. */
export const useSessionQuery = () => useQuery(sessionQuery(useQueryClient()));

/** Take a session that came with an answer (sign-in, setup). */
export function useTakeSession() {
    const client = useQueryClient();
    return (session: Session) => {
        client.setQueryData(SESSION, take(client, session));
    };
}

/** Forget everything read so far: the next person at this screen must not see it. */
export function useForget() {
    const client = useQueryClient();
    return async () => {
        setCsrf('');
        forgetRead(client);
        await client.invalidateQueries({ queryKey: SESSION });
    };
}

const Signed = createContext<Session | null>(null);

export function SignedIn({ session, children }: { session: Session; children: ReactNode }) {
    const client = useQueryClient();
    useEffect(() => {
        whenSignedOut(() => void client.invalidateQueries({ queryKey: SESSION }));
        return () => whenSignedOut(() => {});
    }, [client]);
    // Another's pages begin anew: they must not go on with what they have read.
    return (
        <Signed key={whose(session)} value={session}>
            {children}
        </Signed>
    );
}

export function useSession(): Session {
    const session = useContext(Signed);
    if (!session) throw new Error('outside of a session');
    return session;
}

/** Whether the one signed in may do all of this, by scope names as in the reference. */
export function useCan() {
    const scopes = useSession().scopes;
    return (...needed: string[]) => needed.every((s) => scopes.includes(s));
}
