// One event from inside: where it went, the message as it is kept, what identity made of it.
import { Button } from '@mantine/core';
import { IconFilter, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { getEvent, getPerson, type EventDetail } from '../../kit/api_gen';
import { Copy } from '../../kit/copy';
import { dateTime, shortId } from '../../kit/format';
import { useKindName } from '../../kit/kinds';
import { knownName } from '../../kit/names';
import { useCan } from '../../kit/session';
import { Answer, ListSkeleton } from '../../kit/state';
import { JsonBlock } from '../../kit/value';
import { useReason } from './reason';
import styles from './live.module.css';

const FLAGS = [
    'late',
    'future',
    'skewed',
    'no_time',
    'imported',
    'no_message_id',
    'thinned',
] as const;

function PersonButtons({ id, onOnly }: { id: string; onOnly: (person: string) => void }) {
    const { t } = useTranslation();
    const can = useCan()('people:read');
    const person = useQuery({
        queryKey: ['people', 'one', id],
        queryFn: ({ signal }) => getPerson({ id }, { signal }),
        enabled: can,
    });
    const name =
        (person.data && knownName(person.data)) ?? t('name.anonymous', { id: shortId(id) });
    return (
        <div className={styles.buttons}>
            {can && (
                <Button
                    size="xs"
                    variant="default"
                    leftSection={<IconUser size={15} aria-hidden />}
                    renderRoot={(p) => <Link to="/people/$id" params={{ id }} {...p} />}
                >
                    {name}
                </Button>
            )}
            <Button
                size="xs"
                variant="subtle"
                leftSection={<IconFilter size={15} aria-hidden />}
                onClick={() => onOnly(id)}
            >
                {t('live.onlyPerson')}
            </Button>
        </div>
    );
}

function Made({ made }: { made: NonNullable<EventDetail['identity']> }) {
    const { t } = useTranslation();
    const kindName = useKindName();
    const told = made.filter((m) => m.what !== 'name');
    if (told.length === 0) return null;
    return (
        <>
            <h3 className={styles.small}>{t('live.made')}</h3>
            <ul className={styles.made}>
                {told.map((m, i) => {
                    const id = (m as { identifier?: { kind: string; value: string } }).identifier;
                    return (
                        <li key={i}>
                            {t(`live.madeOf.${m.what as 'atom'}`)}
                            {id && (
                                <span className="ms-muted">
                                    {' '}
                                    {kindName(id.kind)} <span className="ms-mono">{id.value}</span>
                                </span>
                            )}
                        </li>
                    );
                })}
            </ul>
        </>
    );
}

function Inside({ d, onOnly }: { d: EventDetail; onOnly: (person: string) => void }) {
    const { t } = useTranslation();
    const reason = useReason();
    const flags = FLAGS.filter((f) => d.flags?.includes(f));
    const facts = [
        ...(d.time ? [t('live.happened', { time: dateTime(d.time) })] : []),
        t('person.received', { time: dateTime(d.received) }),
        t('person.entry', { seq: d.seq }),
        ...(d.position ? [t('live.position', { n: d.position })] : []),
        ...flags.map((f) => t(`person.flag.${f}`)),
    ];
    return (
        <>
            {d.kind === 'error' && (
                <p className={styles.why}>
                    <strong>{reason(d.reason ?? '')}</strong> <span>{d.detail}</span>
                </p>
            )}
            <div className={styles.detailHead}>
                <p className="ms-muted">{facts.join(' · ')}</p>
                {d.person && <PersonButtons id={d.person} onOnly={onOnly} />}
            </div>
            {d.identity && <Made made={d.identity} />}
            <div className={styles.json}>
                {d.message ? (
                    <JsonBlock value={d.message} />
                ) : (
                    <pre
                        className={`ms-code ${styles.raw}`}
                        tabIndex={0}
                        aria-label={t('sources.errorRaw')}
                    >
                        {d.raw}
                    </pre>
                )}
                <div className={styles.copy}>
                    <Copy text={d.message ? JSON.stringify(d.message, null, 2) : d.raw} />
                </div>
            </div>
        </>
    );
}

export function Detail({ seq, onOnly }: { seq: number; onOnly: (person: string) => void }) {
    const query = useQuery({
        queryKey: ['events', 'one', seq],
        queryFn: ({ signal }) => getEvent({ seq: String(seq) }, { signal }),
        staleTime: Number.POSITIVE_INFINITY,
    });
    return (
        <Answer query={query} loading={<ListSkeleton rows={3} />}>
            {(d) => <Inside d={d} onOnly={onOnly} />}
        </Answer>
    );
}
