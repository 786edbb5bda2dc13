// People: search as you type, columns by choice. The search stands in the address, so that a list
// can be sent to somebody; the columns too, and they are remembered on this device.
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconColumns3, IconSearch, IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listPeople, type Person } from '../../kit/api_gen';
import { Avatar } from '../../kit/avatar';
import { number, shortId } from '../../kit/format';
import { useKindName } from '../../kit/kinds';
import { late } from '../../kit/late';
import { bestIdentifier, knownName } from '../../kit/names';
import { Page } from '../../kit/page';
import { pagesOf, usePages } from '../../kit/pages';
import { Empty, Trouble } from '../../kit/state';
import { rowLink, Table, type Column } from '../../kit/table';
import { Ago, Ticking } from '../../kit/time';
import { Value } from '../../kit/value';
import { askedOf, KIND, readColumns, rememberColumns, TRAIT } from './columns';
import styles from './people.module.css';

const route = getRouteApi('/inside/people');
const PAGE = 50;
const ColumnMenu = late(() => import('./column_menu'));

function PersonCell({ person }: { person: Person }) {
    const { t } = useTranslation();
    const name = knownName(person);
    const id = bestIdentifier(person);
    const shown = name ?? t('name.anonymous', { id: shortId(person.id) });
    return (
        <div className={styles.person}>
            <Avatar id={person.id} name={name} picture={person.traits.avatar} size={30} />
            <div className={styles.names}>
                <Link to="/people/$id" params={{ id: person.id }} className={rowLink}>
                    <span className={name ? styles.name : styles.nobody}>{shown}</span>
                </Link>
                {id && id.value !== shown && <span className={styles.second}>{id.value}</span>}
            </div>
        </div>
    );
}

const valuesOf = (p: Person, kind: string) =>
    p.identifiers
        .filter((i) => i.kind === kind)
        .map((i) => i.value)
        .join(', ');

function useColumns(ids: string[]): Column<Person>[] {
    const { t } = useTranslation();
    const kindName = useKindName();
    return useMemo(() => {
        const known: Record<string, Column<Person>> = {
            identifier: {
                id: 'identifier',
                header: t('people.colIdentifier'),
                meta: { only: 'wide' },
                cell: ({ row }) => {
                    const found = bestIdentifier(row.original);
                    return (
                        found && (
                            <>
                                <span className={styles.kind}>{kindName(found.kind)}</span>{' '}
                                {found.value}
                            </>
                        )
                    );
                },
            },
            last: {
                id: 'last',
                header: t('people.colLast'),
                meta: { width: '150px' },
                cell: ({ row }) => <Ago time={row.original.last_seen} />,
            },
            first: {
                id: 'first',
                header: t('people.colFirst'),
                meta: { only: 'wide', width: '150px' },
                cell: ({ row }) => <Ago time={row.original.first_seen} />,
            },
            events: {
                id: 'events',
                header: t('people.colEvents'),
                meta: { right: true, only: 'wide', width: '100px' },
                cell: ({ row }) => number(row.original.events),
            },
            id: {
                id: 'id',
                header: t('people.colId'),
                meta: { only: 'wide' },
                cell: ({ row }) => <span className="ms-mono">{row.original.id}</span>,
            },
        };
        const person: Column<Person> = {
            id: 'person',
            header: t('people.colName'),
            cell: ({ row }) => <PersonCell person={row.original} />,
        };
        return [
            person,
            ...ids.map(
                (id): Column<Person> =>
                    known[id] ??
                    (id.startsWith(KIND)
                        ? {
                              id,
                              header: kindName(id.slice(KIND.length)),
                              meta: { only: 'wide' },
                              cell: ({ row }) =>
                                  valuesOf(row.original, id.slice(KIND.length)) || '–',
                          }
                        : {
                              id,
                              header: id.slice(TRAIT.length),
                              meta: { only: 'wide' },
                              cell: ({ row }) => (
                                  <Value value={row.original.traits[id.slice(TRAIT.length)]} />
                              ),
                          }),
            ),
        ];
    }, [ids, t, kindName]);
}

export default function People() {
    const { t } = useTranslation();
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const [text, setText] = useState(search.q ?? '');
    const [q] = useDebouncedValue(text.trim(), 160);
    const ids = useMemo(() => readColumns(search.columns), [search.columns]);
    const asked = useMemo(() => askedOf(ids), [ids]);
    const columns = useColumns(ids);
    useEffect(() => {
        void navigate({
            search: (s) => ({ ...s, q: q === '' ? undefined : q }),
            replace: true,
        });
    }, [q, navigate]);
    const query = useInfiniteQuery({
        ...pagesOf(['people', 'list', q, asked], (at, o) =>
            listPeople(
                { ...(q === '' ? {} : { q }), columns: asked, limit: PAGE, ...at },
                o,
            ),
        ),
        placeholderData: keepPreviousData,
    });
    const { rows, more, none, error } = usePages(query);
    const choose = (next: string[]) => {
        rememberColumns(next);
        void navigate({ search: (s) => ({ ...s, columns: next.join(',') }), replace: true });
    };
    return (
        <Page title={t('people.title')} about={t('people.about')}>
            <div className={styles.tools}>
                <TextInput
                    className={styles.search}
                    type="search"
                    value={text}
                    onChange={(e) => setText(e.currentTarget.value)}
                    leftSection={<IconSearch size={16} aria-hidden />}
                    aria-label={t('people.search')}
                    placeholder={t('people.searchPlaceholder')}
                />
                <ColumnMenu chosen={ids} onChange={choose}>
                    <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
                        {t('people.columns')}
                    </Button>
                </ColumnMenu>
            </div>
            <div className={`ms-card ${styles.list}`} aria-busy={query.isFetching}>
                {error && <Trouble error={error} retry={() => void query.refetch()} />}
                {none && q === '' && (
                    <Empty
                        icon={<IconUsers size={22} stroke={1.5} />}
                        title={t('people.empty')}
                        action={
                            <Button renderRoot={(p) => <Link to="/sources" {...p} />}>
                                {t('people.emptyAction')}
                            </Button>
                        }
                    >
                        {t('people.emptyText')}
                    </Empty>
                )}
                {none && q !== '' && (
                    <Empty title={t('people.none', { text: q })}>{t('people.noneText')}</Empty>
                )}
                {!none && !error && (
                    <Ticking>
                        <Table
                            label={t('people.title')}
                            columns={columns}
                            rows={rows}
                            rowId={(p) => p.id}
                            waiting={query.isPending ? 10 : 0}
                            foot={more}
                        />
                    </Ticking>
                )}
            </div>
            <p className={styles.count} role="status">
                {rows.length > 0 &&
                    (query.hasNextPage
                        ? t('people.loadedMore', { count: rows.length })
                        : t('people.loaded', { count: rows.length }))}
            </p>
        </Page>
    );
}
