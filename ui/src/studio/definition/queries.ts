// Definitions: read, written as a draft, published, gone back to; always against the version that
// was read, so that what somebody else changed meanwhile is not overwritten.
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
    discardDraft,
    getDefinition,
    listVersions,
    publishDefinition,
    putDefinition,
    rollbackDefinition,
    type Definition,
    type Json,
} from '../../kit/api_gen';
import { freshId, Problem } from '../../kit/transport';

export interface Place {
    kind: string;
    key: string;
}
export type Body = Record<string, Json>;

const keyOf = (at: Place) => ['definitions', at.kind, at.key];

/** null: never written. */
export const useDefinition = (at: Place, enabled = true) =>
    useQuery({
        queryKey: keyOf(at),
        queryFn: async ({ signal }): Promise<Definition | null> => {
            try {
                return await getDefinition(at, { signal });
            } catch (e) {
                if (e instanceof Problem && e.status === 404) return null;
                throw e;
            }
        },
        enabled,
    });

export const useVersions = (at: Place, enabled: boolean) =>
    useQuery({
        queryKey: [...keyOf(at), 'versions'],
        queryFn: ({ signal }) => listVersions({ ...at, limit: 50 }, { signal }),
        enabled,
    });

export function useDefinitionChange(at: Place) {
    const client = useQueryClient();
    // What follows from a definition has a key that begins with its kind.
    const onSuccess = async () => {
        await client.invalidateQueries({ queryKey: [at.kind] });
        await client.invalidateQueries({ queryKey: keyOf(at) });
    };
    const match = (d: Definition | null) => (d ? { ifMatch: d.etag } : { ifNoneMatch: '*' });
    const put = (before: Definition | null, draft: Body) =>
        putDefinition({ ...at, ...match(before), body: { draft } });
    return {
        save: useMutation({
            mutationFn: (p: { before: Definition | null; body: Body }) => put(p.before, p.body),
            onSuccess,
        }),
        publish: useMutation({
            mutationFn: async (p: { before: Definition | null; body: Body; note: string }) => {
                const saved = await put(p.before, p.body);
                return publishDefinition({
                    ...at,
                    ifMatch: saved.etag,
                    idempotencyKey: freshId(),
                    body: p.note === '' ? {} : { note: p.note },
                });
            },
            onSuccess,
        }),
        discard: useMutation({
            mutationFn: (before: Definition) => discardDraft({ ...at, ifMatch: before.etag }),
            onSuccess,
        }),
        rollback: useMutation({
            mutationFn: (p: { before: Definition; version: number }) =>
                rollbackDefinition({
                    ...at,
                    ifMatch: p.before.etag,
                    idempotencyKey: freshId(),
                    body: { version: p.version },
                }),
            onSuccess,
        }),
    };
}

function sorted(v: unknown): unknown {
    if (v === null || typeof v !== 'object') return v;
    if (Array.isArray(v)) return v.map(sorted);
    return Object.fromEntries(
        Object.entries(v)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([k, x]) => [k, sorted(x)]),
    );
}
export const equalBodies = (a: unknown, b: unknown) =>
    JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** What is being edited, and the deeds; `empty` is what nothing written means. */
export function useEditing<T extends object>(at: Place, before: Definition | null, empty: T) {
    const { t } = useTranslation();
    // What the server took is of its kind's shape: it checked that.
    const read = (body: Body | null | undefined) => (body ?? empty) as T;
    const server = read(before?.draft ?? before?.published);
    const [body, setBody] = useState<T>(server);
    const [text, setText] = useState<string | null>(null);
    const change = useDefinitionChange(at);
    return {
        body,
        text,
        change,
        error:
            change.save.error ??
            change.discard.error ??
            change.publish.error ??
            change.rollback.error,
        changed: !equalBodies(body, server),
        differs: !equalBodies(body, read(before?.published)),
        edit: (next: T) => {
            setBody(next);
            setText(null);
        },
        save: () =>
            change.save.mutate(
                { before, body: body as Body },
                { onSuccess: () => setText(t('definition.saved')) },
            ),
        publish: (note: string, done: () => void) =>
            change.publish.mutate(
                { before, body: body as Body, note },
                {
                    onSuccess: (d) => {
                        setText(t('definition.published', { version: d.version ?? 0 }));
                        done();
                    },
                },
            ),
        rollback: (version: number) => before && change.rollback.mutate({ before, version }),
        discard: () =>
            before &&
            change.discard.mutate(before, { onSuccess: () => setBody(read(before.published)) }),
    };
}

export type Editing = ReturnType<typeof useEditing>;

/** Reads it again, and what is edited begins anew: a key for the form, and the deed. */
export function useReload(query: UseQueryResult<Definition | null>) {
    const [generation, setGeneration] = useState(0);
    return {
        key: `${generation} ${query.data?.version ?? 0}`,
        reload: () => void query.refetch().then(() => setGeneration((n) => n + 1)),
    };
}
