// Lists that come page by page: the query, what was read so far, the states, the way on.
import { Button } from '@mantine/core';
import {
    infiniteQueryOptions,
    type InfiniteData,
    type QueryKey,
    type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isAway, ListSkeleton, Trouble } from './state';
import { Table, type Column } from './table';
import { Ticking } from './time';
import styles from './state.module.css';

/** For useInfiniteQuery; `ask` puts the first among its parameters. */
export const pagesOf = <T extends { next_cursor: string | null }>(
    queryKey: QueryKey,
    ask: (at: { cursor?: string }, options: { signal: AbortSignal }) => Promise<T>,
) =>
    infiniteQueryOptions({
        queryKey,
        queryFn: ({ pageParam, signal }) =>
            ask(pageParam ? { cursor: pageParam } : {}, { signal }),
        initialPageParam: '',
        getNextPageParam: (last) => last.next_cursor,
    });

type Query<T> = UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;

interface MoreProps {
    has: boolean;
    loading: boolean;
    /** Why the next ones could not be read. */
    error: Error | null;
    load: () => void;
}

/** The end of a list that goes on: loads by itself when it comes into view, or by the button. */
function More({ has, loading, error, load }: MoreProps) {
    const { t } = useTranslation();
    const box = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (!has || loading || error || !box.current) return; // after an error by hand alone
        const watch = new IntersectionObserver(
            (seen) => {
                if (seen.some((e) => e.isIntersecting)) load();
            },
            { rootMargin: '200px' },
        );
        watch.observe(box.current);
        return () => watch.disconnect();
    }, [has, loading, error, load]);
    if (!has) return null;
    return (
        <div ref={box} className={styles.more}>
            {error && !loading && (
                <p role="alert" className={styles.failed}>
                    {isAway(error) ? t('state.unreachable') : error.message}
                </p>
            )}
            <Button variant="subtle" size="compact-sm" loading={loading} onClick={load}>
                {error ? t('state.retry') : t('state.more')}
            </Button>
        </div>
    );
}

/** All rows that were read so far, and what stands below the last. */
export function usePages<T>(query: Query<T>) {
    const { data, fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = query;
    const rows = useMemo(() => data?.pages.flatMap((p) => p.items) ?? [], [data]);
    const load = useCallback(() => void fetchNextPage(), [fetchNextPage]);
    return {
        rows,
        more: (
            <More
                has={hasNextPage}
                loading={isFetchingNextPage}
                error={isFetchNextPageError ? query.error : null}
                load={load}
            />
        ),
        /** There are none. */
        none: query.isSuccess && rows.length === 0 && !hasNextPage,
        /** Nothing could be read; what was read before stays while a later reading fails. */
        error: rows.length === 0 ? query.error : null,
    };
}

interface PagesProps<T> {
    query: Query<T>;
    /** Grey lines while the first page is on its way. */
    waiting?: number;
    empty?: ReactNode;
}

interface ListProps<T> extends PagesProps<T> {
    children: (rows: T[], more: ReactNode) => ReactNode;
}

export function Pages<T>({ query, waiting, empty, children }: ListProps<T>) {
    const { rows, more, none, error } = usePages(query);
    if (query.isPending) return <ListSkeleton rows={waiting} />;
    if (error) return <Trouble error={error} retry={() => void query.refetch()} />;
    return <>{none ? empty : children(rows, more)}</>;
}

interface TableProps<T> extends PagesProps<T> {
    label: string;
    columns: Column<T>[];
    rowId: (row: T) => string;
}

export function PagedTable<T>({ label, columns, rowId, ...pages }: TableProps<T>) {
    return (
        <Pages {...pages}>
            {(rows, more) => (
                <Ticking>
                    <Table label={label} columns={columns} rows={rows} rowId={rowId} foot={more} />
                </Ticking>
            )}
        </Pages>
    );
}
