// What was not as planned: counted by event, property and reason, each with an example to look at.
import { Badge, Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listViolations, type Violation } from '../../kit/api_gen';
import { Dialog } from '../../kit/dialog';
import { number } from '../../kit/format';
import { Section } from '../../kit/page';
import { PagedTable, pagesOf } from '../../kit/pages';
import { Empty } from '../../kit/state';
import type { Column } from '../../kit/table';
import { Ago } from '../../kit/time';
import { Detail } from '../live/detail';
import styles from './tracking.module.css';

function useColumns(look: (seq: number) => void): Column<Violation>[] {
    const { t } = useTranslation();
    return useMemo(
        (): Column<Violation>[] => [
            {
                id: 'event',
                header: t('tracking.event'),
                cell: ({ row: { original: v } }) => (
                    <div className={styles.what}>
                        <strong className="ms-clip">{v.event || v.type}</strong>
                        <span className="ms-muted ms-clip">
                            {t(`tracking.reason.${v.reason}`)}
                            {v.property !== null && (
                                <>
                                    {' '}
                                    <code className="ms-mono">{v.property}</code>
                                </>
                            )}
                        </span>
                    </div>
                ),
            },
            {
                id: 'count',
                header: t('tracking.count'),
                meta: { right: true, width: '90px' },
                cell: ({ row }) => number(row.original.count),
            },
            {
                id: 'blocked',
                header: t('tracking.blocked'),
                meta: { right: true, only: 'wide', width: '110px' },
                cell: ({ row }) =>
                    row.original.blocked > 0 ? (
                        <Badge variant="light" color="red" tt="none">
                            {number(row.original.blocked)}
                        </Badge>
                    ) : (
                        '–'
                    ),
            },
            {
                id: 'last',
                header: t('tracking.last'),
                meta: { only: 'wide', width: '150px' },
                cell: ({ row }) => <Ago time={row.original.last_seen} />,
            },
            {
                id: 'example',
                header: () => <span className="ms-hidden">{t('tracking.example')}</span>,
                meta: { width: '100px', right: true },
                cell: ({ row: { original: v } }) => (
                    <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={t('tracking.exampleOf', { name: v.event || v.type })}
                        onClick={() => look(v.example_seq)}
                    >
                        {t('tracking.example')}
                    </Button>
                ),
            },
        ],
        [t, look],
    );
}

/** source: undefined for those of all sources. */
export function Violations({ source }: { source: string | undefined }) {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const [example, setExample] = useState<number | null>(null);
    const columns = useColumns(setExample);
    const query = useInfiniteQuery(
        pagesOf(['tracking_plan', 'violations', source], (at, o) =>
            listViolations({ ...(source === undefined ? {} : { source }), limit: 50, ...at }, o),
        ),
    );
    return (
        <Section title={t('tracking.violations')} about={t('tracking.violationsAbout')} flush>
            <PagedTable
                query={query}
                waiting={3}
                label={t('tracking.violations')}
                columns={columns}
                rowId={(v) => [v.source, v.type, v.event, v.property, v.reason].join('\u0000')}
                empty={
                    <Empty
                        icon={<IconCircleCheck size={22} stroke={1.5} />}
                        title={t('tracking.noViolations')}
                    >
                        {t('tracking.noViolationsText')}
                    </Empty>
                }
            />
            {example !== null && (
                <Dialog onClose={() => setExample(null)} title={t('tracking.example')} size={680}>
                    <Detail
                        seq={example}
                        onOnly={(person) => void navigate({ to: '/live', search: { person } })}
                    />
                </Dialog>
            )}
        </Section>
    );
}
