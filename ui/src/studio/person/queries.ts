// What the person's page reads, and what has to be read again after a deed.
import {
    keepPreviousData,
    useInfiniteQuery,
    useMutation,
    useQuery,
    useQueryClient,
} from '@tanstack/react-query';
import {
    getIdentities,
    getPerson,
    getTimeline,
    getTraits,
    mergePeople,
    splitPerson,
    undoCut,
    undoLink,
    type Merge,
    type Split,
    type Surgery,
} from '../../kit/api_gen';
import { pagesOf } from '../../kit/pages';
import { freshId } from '../../kit/transport';

const TIMELINE_PAGE = 50;

export const usePerson = (id: string) =>
    useQuery({
        queryKey: ['people', 'one', id],
        queryFn: ({ signal }) => getPerson({ id }, { signal }),
    });

export const useTraits = (id: string) =>
    useQuery({
        queryKey: ['people', 'traits', id],
        queryFn: ({ signal }) => getTraits({ id }, { signal }),
    });

export const useIdentities = (id: string, enabled = true) =>
    useQuery({
        queryKey: ['people', 'identities', id],
        queryFn: ({ signal }) => getIdentities({ id }, { signal }),
        enabled,
    });

export const useTimeline = (id: string, name: string) =>
    useInfiniteQuery({
        ...pagesOf(['people', 'timeline', id, name], (at, o) =>
            getTimeline({ id, limit: TIMELINE_PAGE, ...(name === '' ? {} : { name }), ...at }, o),
        ),
        placeholderData: keepPreviousData,
    });

export type Deed =
    | { what: 'split'; id: string; body: Split }
    | { what: 'merge'; body: Merge }
    | { what: 'undo_cut'; cut: number }
    | { what: 'undo_link'; link: number };

function run(deed: Deed, preview: boolean): Promise<Surgery> {
    const idempotencyKey = freshId();
    switch (deed.what) {
        case 'split':
            return splitPerson({ id: deed.id, idempotencyKey, body: { ...deed.body, preview } });
        case 'merge':
            return mergePeople({ idempotencyKey, body: { ...deed.body, preview } });
        case 'undo_cut':
            return undoCut({ id: String(deed.cut), idempotencyKey, body: { preview } });
        case 'undo_link':
            return undoLink({ id: String(deed.link), idempotencyKey, body: { preview } });
    }
}

/** Show what a deed would do. The server does the very thing and takes it back. */
export const usePreview = () => useMutation({ mutationFn: (deed: Deed) => run(deed, true) });

export function useDeed() {
    const client = useQueryClient();
    return useMutation({
        mutationFn: (deed: Deed) => run(deed, false),
        onSuccess: () => client.invalidateQueries({ queryKey: ['people'] }),
    });
}
