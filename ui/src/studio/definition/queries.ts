// Definitions: read, written as a draft, published, gone back to; always against the version that
// was read, so that what somebody else changed meanwhile is not overwritten.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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
const versionsOf = (at: Place) => [...keyOf(at), 'versions'];

/** null: never written. */
async function readDefinition(at: Place, signal?: AbortSignal): Promise<Definition | null> {
    try {
        return await getDefinition(at, { signal });
    } catch (e) {
        if (e instanceof Problem && e.status === 404) return null;
        throw e;
    }
}

export const useDefinition = (at: Place) =>
    useQuery({
        queryKey: keyOf(at),
        queryFn: ({ signal }) => readDefinition(at, signal),
    });

export const useVersions = (at: Place, enabled: boolean) =>
    useQuery({
        queryKey: versionsOf(at),
        queryFn: ({ signal }) => listVersions({ ...at, limit: 50 }, { signal }),
        enabled,
    });

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

export const isObject = (v: unknown): v is Body =>
    v !== null && typeof v === 'object' && !Array.isArray(v);

const isConflict = (e: Error | null) => e instanceof Problem && e.status === 412;

type Deed = 'save' | 'publish' | 'discard' | 'rollback';

interface Asked {
    deed: Deed;
    run: () => Promise<Definition | null>;
}

/**
 * What is being edited, and the deeds.
 *
 * THEORY      `base` is the definition that `body` was made of. It changes by one's own deeds alone
 *             and is what they are conditional on, so that nobody is overwritten who wrote
 *             meanwhile. What the server has now (`now`) is read again at any time; when it is not
 *             `base` any more, that is said, and what is edited stays.
 * NOT DONE    Drafts may be anything: only what is published was checked. `read` makes of them what
 *             the form can show.
 */
export function useEditing<T extends object>(
    at: Place,
    now: Definition | null,
    read: (body: Body) => T,
) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const shown = (d: Definition | null) => read(d?.draft ?? d?.published ?? {});
    const [base, setBase] = useState(now);
    const [body, setBody] = useState<T>(() => shown(now));
    const [text, setText] = useState<string | null>(null);
    const adopt = async (d: Definition | null) => {
        setBase(d);
        await client.cancelQueries({ queryKey: keyOf(at), exact: true });
        client.setQueryData(keyOf(at), d);
    };
    const match = base ? { ifMatch: base.etag } : { ifNoneMatch: '*' };
    const put = async () => {
        const saved = await putDefinition({ ...at, ...match, body: { draft: body as Body } });
        await adopt(saved); // also when publishing is refused
        return saved;
    };
    const run = useMutation({
        mutationFn: (asked: Asked) => asked.run(),
        onMutate: () => setText(null),
        onSuccess: async (d) => {
            await adopt(d);
            // What follows from a definition has a key that begins with its kind.
            await client.invalidateQueries({ queryKey: [at.kind] });
            await client.invalidateQueries({ queryKey: versionsOf(at) });
        },
        onError: async (e) => {
            if (isConflict(e)) await client.invalidateQueries({ queryKey: keyOf(at) });
        },
    });
    const inForce = (d: Definition | null) =>
        setText(t('definition.published', { version: d?.version ?? 0 }));
    const server = shown(base);
    return {
        body,
        base,
        text,
        error: run.error,
        doing: run.isPending ? run.variables.deed : null,
        failed: run.error ? (run.variables?.deed ?? null) : null,
        /** Somebody else wrote since; not asked while a deed of one's own is on its way. */
        stale:
            isConflict(run.error) ||
            (!run.isPending && now?.etag !== base?.etag && !isOlder(now, base)),
        changed: !equalBodies(body, server),
        differs: !equalBodies(body, read(base?.published ?? {})),
        edit: (next: T) => {
            setBody(next);
            setText(null);
        },
        /** An error of before is of no interest any more. */
        calm: run.reset,
        save: () =>
            run.mutate(
                { deed: 'save', run: put },
                { onSuccess: () => setText(t('definition.saved')) },
            ),
        publish: (note: string, done: () => void) =>
            run.mutate(
                {
                    deed: 'publish',
                    run: async () =>
                        publishDefinition({
                            ...at,
                            ifMatch: (await put()).etag,
                            idempotencyKey: freshId(),
                            body: note === '' ? {} : { note },
                        }),
                },
                {
                    onSuccess: (d) => {
                        inForce(d);
                        done();
                    },
                },
            ),
        /** What is edited, saved or not, gives way to the version; a draft stays a draft. */
        rollback: (version: number, done: () => void) =>
            run.mutate(
                {
                    deed: 'rollback',
                    run: () =>
                        rollbackDefinition({
                            ...at,
                            ifMatch: base?.etag ?? '',
                            idempotencyKey: freshId(),
                            body: { version },
                        }),
                },
                {
                    onSuccess: (d) => {
                        setBody(shown(d));
                        inForce(d);
                        done();
                    },
                },
            ),
        discard: () =>
            run.mutate(
                {
                    deed: 'discard',
                    run: async () => {
                        await discardDraft({ ...at, ifMatch: base?.etag ?? '' });
                        return readDefinition(at);
                    },
                },
                {
                    onSuccess: (d) => {
                        setBody(shown(d));
                        setText(t('definition.discarded'));
                    },
                },
            ),
    };
}

/** Read before it was written: an answer that was long on its way. */
const isOlder = (now: Definition | null, base: Definition | null) =>
    base !== null && (now === null || now.updated < base.updated);

/** As far as its parts need to know. */
export type Editing = Omit<ReturnType<typeof useEditing>, 'body' | 'edit'>;
