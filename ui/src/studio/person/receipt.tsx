// The receipt of an erasure: looks again until nothing is left.
import { Badge, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { getErasure, type Erasure } from '../../kit/api_gen';
import { Copy } from '../../kit/copy';
import { dateTime, number } from '../../kit/format';
import { Page, Section } from '../../kit/page';
import { Answer } from '../../kit/state';
import styles from './receipt.module.css';

const route = getRouteApi('/inside/erasures/$id');
const LOOK_MS = 1000;
const ROWS = [
    'people',
    'atoms',
    'identifiers',
    'traits',
    'events',
    'rejects',
    'entries',
    'frames',
    'stored_answers',
    'snapshots',
    'definition_texts_left',
] as const;

function Body({ receipt }: { receipt: Erasure }) {
    const { t } = useTranslation();
    const done = receipt.state === 'finished';
    return (
        <Section title={t('person.receipt')} about={t('person.receiptAbout')}>
            <div className={styles.top}>
                <Badge
                    variant="light"
                    color={done ? 'green' : 'ai'}
                    tt="none"
                    size="lg"
                    role="status"
                    leftSection={done ? null : <Loader size={12} />}
                >
                    {t(`person.receiptState.${receipt.state}`)}
                </Badge>
                <span className="ms-muted">
                    {dateTime(receipt.requested)}
                    {receipt.finished && ` – ${dateTime(receipt.finished)}`}
                </span>
            </div>
            <div className={styles.id}>
                <code className="ms-mono ms-break">{receipt.id}</code>
                <Copy text={receipt.id} />
            </div>
            <dl className={styles.rows}>
                {ROWS.map((k) => (
                    <div key={k}>
                        <dt>{t(`person.removed.${k}`)}</dt>
                        <dd className="ms-tabular">{number(receipt.removed[k])}</dd>
                    </div>
                ))}
            </dl>
        </Section>
    );
}

export default function Receipt() {
    const { t } = useTranslation();
    const { id } = route.useParams();
    const query = useQuery({
        queryKey: ['erasures', id],
        queryFn: ({ signal }) => getErasure({ id }, { signal }),
        refetchInterval: (q) => (q.state.data?.state === 'finished' ? false : LOOK_MS),
    });
    return (
        <Page
            title={t('person.receipt')}
            narrow
            back={{ to: '/people', label: t('person.allPeople') }}
        >
            <Answer query={query}>{(r) => <Body receipt={r} />}</Answer>
        </Page>
    );
}
