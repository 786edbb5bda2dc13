// The audit log: who changed what and who looked at whom, by day, newest first.
import { Button } from '@mantine/core';
import { IconDownload, IconHistory } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useDays } from '../../kit/days';
import { dayOf } from '../../kit/format';
import { Page } from '../../kit/page';
import { usePages } from '../../kit/pages';
import { useCan } from '../../kit/session';
import { Empty, Forbidden, ListSkeleton, Trouble } from '../../kit/state';
import { Problem } from '../../kit/transport';
import { Broken, Chain } from './chain';
import { Filters } from './filters';
import { downloadUrl, isWrong, usePrincipals, useRows, type AuditSearch } from './queries';
import { Row } from './row';
import styles from './audit.module.css';

const route = getRouteApi('/inside/audit');

function Rows({ clear }: { clear: () => void }) {
    const { t } = useTranslation();
    const search = route.useSearch();
    const query = useRows(search);
    const { staff } = usePrincipals();
    const { rows, more, none, error } = usePages(query);
    const days = useDays(rows);
    const wrong = isWrong(search);
    const filtered = Object.keys(search).length > 0;
    const showAll = filtered && (
        <Button variant="default" onClick={clear}>
            {t('audit.reset')}
        </Button>
    );
    const gone = error instanceof Problem && error.status === 404;
    return (
        <section className={`ms-card ${styles.list}`} aria-label={t('audit.title')}>
            {wrong && (
                <Empty title={t('audit.notAsked')} action={showAll}>
                    {t('audit.notAskedText')}
                </Empty>
            )}
            {!wrong && query.isPending && <ListSkeleton />}
            {gone && (
                <Empty title={t('audit.gone')} action={showAll}>
                    {t('audit.goneText')}
                </Empty>
            )}
            {error && !gone && <Trouble error={error} retry={() => void query.refetch()} />}
            {none && (
                <Empty
                    icon={<IconHistory size={22} stroke={1.5} />}
                    title={filtered ? t('audit.none') : t('audit.empty')}
                    action={showAll}
                >
                    {filtered ? t('audit.noneText') : t('audit.emptyText')}
                </Empty>
            )}
            {days.map((d) => (
                <div key={d.key}>
                    <h2 className={styles.day}>{dayOf(d.time)}</h2>
                    <ol className={styles.items}>
                        {d.items.map((r) => (
                            <Row key={r.id} row={r} staff={staff} />
                        ))}
                    </ol>
                </div>
            ))}
            {query.isSuccess && rows.length === 0 && query.hasNextPage && (
                <p className={styles.note}>{t('audit.searching')}</p>
            )}
            {more}
        </section>
    );
}

function Download({ search }: { search: AuditSearch }) {
    const { t } = useTranslation();
    const look = {
        variant: 'default',
        title: t('audit.downloadAbout'),
        leftSection: <IconDownload size={16} aria-hidden />,
        children: t('audit.download'),
    };
    return isWrong(search) ? (
        <Button {...look} disabled />
    ) : (
        <Button {...look} component="a" href={downloadUrl(search)} download="audit.ndjson" />
    );
}

export default function Audit() {
    const { t } = useTranslation();
    const may = useCan()('audit:read');
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const clear = () => void navigate({ search: {}, replace: true });
    if (!may) {
        return (
            <Page title={t('audit.title')}>
                <Forbidden scope="audit:read" />
            </Page>
        );
    }
    return (
        <Page
            title={t('audit.title')}
            about={t('audit.about')}
            actions={
                <Download search={search} />
            }
        >
            <Broken />
            <Filters
                search={search}
                clear={clear}
                set={(change) =>
                    void navigate({
                        search: (was) =>
                            Object.fromEntries(
                                Object.entries({ ...was, ...change }).filter(
                                    ([, v]) => v !== undefined,
                                ),
                            ),
                        replace: true,
                    })
                }
            />
            <Chain />
            <Rows clear={clear} />
        </Page>
    );
}
