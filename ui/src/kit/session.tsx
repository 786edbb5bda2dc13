// Who is signed in. The session's answer decides what is shown; what is allowed the server decides.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, type ReactNode } from 'react';
import { getSession, type Session } from './api_gen';
import { setCsrf, whenSignedOut } from './transport';

export const SESSION = ['session'] as const;

/** The session as the server told it last; the whole app stands on it. */
export function useSessionQuery() {
    return useQuery({
        queryKey: SESSION,
        queryFn: async ({ signal }) => {
            const session = await getSession({ signal });
            setCsrf(session.csrf ?? '');
            return session;
        },
        staleTime: 5 * 60_000,
        refetchOnWindowFocus: true,
    });
}

/** Take a session that came with an answer (sign-in, setup). */
export function useTakeSession() {
    const client = useQueryClient();
    return (session: Session) => {
        setCsrf(session.csrf ?? '');
        client.setQueryData(SESSION, session);
    };
}

/** Forget everything read so far: the next person at this screen must not see it. */
export function useForget() {
    const client = useQueryClient();
    return async () => {
        setCsrf('');
        client.removeQueries({ predicate: (q) => q.queryKey[0] !== SESSION[0] });
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
    return <Signed value={session}>{children}</Signed>;
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
