import {
    useInfiniteQuery,
    useMutation,
    useQuery,
    useQueryClient,
} from '@tanstack/react-query';
import {
    changeStaff,
    invite,
    listInvitations,
    listRoles,
    listStaff,
    makeReset,
    withdrawInvitation,
    type InvitationList,
    type RoleList,
    type StaffChange,
} from '../../kit/api_gen';
import { pagesOf } from '../../kit/pages';
import { SESSION, useSession } from '../../kit/session';
import { freshId } from '../../kit/transport';

export type Invited = InvitationList['items'][number];
export type Role = RoleList['items'][number];

export const useStaff = () =>
    useInfiniteQuery(
        pagesOf(['team', 'staff'], (at, o) => listStaff({ limit: 100, ...at }, o)),
    );

export const useInvitations = () =>
    useInfiniteQuery(
        pagesOf(['team', 'invitations'], (at, o) => listInvitations({ limit: 100, ...at }, o)),
    );

export const useRoles = () =>
    useQuery({
        queryKey: ['team', 'roles'],
        queryFn: ({ signal }) => listRoles({ signal }),
        staleTime: Number.POSITIVE_INFINITY,
    });

/** Who may give a role: an owner any, others those that may do no more than they. */
export function useMayGive() {
    const { scopes, staff } = useSession();
    const owner = staff?.roles.includes('owner') ?? false;
    return (role: Role) =>
        owner || (role.key !== 'owner' && role.scopes.every((s) => scopes.includes(s)));
}

export function useTeamDeeds() {
    const client = useQueryClient();
    const me = useSession().staff?.id;
    const onSuccess = () => client.invalidateQueries({ queryKey: ['team'] });
    return {
        invite: useMutation({
            mutationFn: (body: { email: string; roles: string[] }) =>
                invite({ idempotencyKey: freshId(), body }),
            onSuccess,
        }),
        withdraw: useMutation({
            mutationFn: (id: number) => withdrawInvitation({ id: String(id) }),
            onSuccess,
        }),
        change: useMutation({
            mutationFn: (p: { id: number; body: StaffChange }) =>
                changeStaff({ id: String(p.id), body: p.body }),
            onSuccess: async (_, { id }) => {
                await onSuccess();
                if (id === me) await client.invalidateQueries({ queryKey: SESSION });
            },
        }),
        reset: useMutation({
            mutationFn: (id: number) =>
                makeReset({ id: String(id), idempotencyKey: freshId() }),
        }),
    };
}
