import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
    discardDraft,
    getDefinition,
    listConstantIdentifiers,
    listVersions,
    publishDefinition,
    putDefinition,
    releaseConstantIdentifier,
    rollbackDefinition,
    tryIdentityRules,
    type Definition,
    type IdentityRules,
    type Json,
} from '../../kit/api_gen';
import { freshId, Problem } from '../../kit/transport';

const AT = { kind: 'identity', key: 'rules' } as const;
const KEY = ['definitions', 'identity', 'rules'] as const;

/** null: never written. */
export const useRules = () =>
    useQuery({
        queryKey: KEY,
        queryFn: async ({ signal }): Promise<Definition | null> => {
            try {
                return await getDefinition(AT, { signal });
            } catch (e) {
                if (e instanceof Problem && e.status === 404) return null;
                throw e;
            }
        },
    });

export const useVersions = (enabled: boolean) =>
    useQuery({
        queryKey: [...KEY, 'versions'],
        queryFn: ({ signal }) => listVersions({ ...AT, limit: 50 }, { signal }),
        enabled,
    });

export const useConstants = () =>
    useQuery({
        queryKey: ['identity', 'constant'],
        queryFn: ({ signal }) => listConstantIdentifiers({ limit: 50 }, { signal }),
    });

export const useTrial = () =>
    useMutation({
        mutationFn: (rules: IdentityRules) => tryIdentityRules({ body: rules }),
    });

/** Against the version that was read: what somebody else changed meanwhile is not overwritten. */
export function useChange() {
    const client = useQueryClient();
    const onSuccess = () => client.invalidateQueries({ queryKey: KEY });
    const match = (d: Definition | null) => (d ? { ifMatch: d.etag } : { ifNoneMatch: '*' });
    const put = (before: Definition | null, rules: IdentityRules) =>
        putDefinition({
            ...AT,
            ...match(before),
            body: { draft: rules as Record<string, Json> },
        });
    return {
        save: useMutation({
            mutationFn: (p: { before: Definition | null; rules: IdentityRules }) =>
                put(p.before, p.rules),
            onSuccess,
        }),
        publish: useMutation({
            mutationFn: async (p: {
                before: Definition | null;
                rules: IdentityRules;
                note: string;
            }) => {
                const saved = await put(p.before, p.rules);
                return publishDefinition({
                    ...AT,
                    ifMatch: saved.etag,
                    idempotencyKey: freshId(),
                    body: p.note === '' ? {} : { note: p.note },
                });
            },
            onSuccess,
        }),
        discard: useMutation({
            mutationFn: (before: Definition) => discardDraft({ ...AT, ifMatch: before.etag }),
            onSuccess,
        }),
        rollback: useMutation({
            mutationFn: (p: { before: Definition; version: number }) =>
                rollbackDefinition({
                    ...AT,
                    ifMatch: p.before.etag,
                    idempotencyKey: freshId(),
                    body: { version: p.version },
                }),
            onSuccess,
        }),
        release: useMutation({
            mutationFn: (id: number) =>
                releaseConstantIdentifier({
                    id: String(id),
                    idempotencyKey: freshId(),
                }),
            onSuccess: () => client.invalidateQueries({ queryKey: ['identity', 'constant'] }),
        }),
    };
}
