import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
    listConstantIdentifiers,
    listKinds,
    releaseConstantIdentifier,
    tryIdentityRules,
    type IdentityRules,
    type Json,
} from '../../kit/api_gen';
import { freshId } from '../../kit/transport';

export const RULES = { kind: 'identity', key: 'rules' } as const;

export const useConstants = () =>
    useQuery({
        queryKey: ['identity', 'constant'],
        queryFn: ({ signal }) => listConstantIdentifiers({ limit: 50 }, { signal }),
    });

export const useTrial = () =>
    useMutation({
        mutationFn: (rules: IdentityRules) => tryIdentityRules({ body: rules }),
    });

export function useRelease() {
    const client = useQueryClient();
    return useMutation({
        mutationFn: (id: number) =>
            releaseConstantIdentifier({ id: String(id), idempotencyKey: freshId() }),
        onSuccess: () => client.invalidateQueries({ queryKey: ['identity', 'constant'] }),
    });
}

/** The default at this path of the rules' schema. */
function defaultAt(schema: Json | undefined, path: string[]): number | undefined {
    let at = schema;
    for (const name of path.flatMap((p) => ['properties', p])) {
        if (at === null || typeof at !== 'object' || Array.isArray(at)) return undefined;
        at = at[name];
    }
    const found = at !== null && typeof at === 'object' && !Array.isArray(at) ? at.default : at;
    return typeof found === 'number' ? found : undefined;
}

/** What holds for everybody when the rules say nothing, as the server's schema has it. */
export function useDefaults() {
    const query = useQuery({
        queryKey: ['definitions', 'kinds'],
        queryFn: ({ signal }) => listKinds({ signal }),
        staleTime: Number.POSITIVE_INFINITY,
    });
    const schema = query.data?.items.find((k) => k.kind === RULES.kind)?.schema;
    return {
        atomsMax: defaultAt(schema, ['atoms_max']),
        constantAtoms: defaultAt(schema, ['constant', 'atoms']),
        constantDays: defaultAt(schema, ['constant', 'window_days']),
    };
}
