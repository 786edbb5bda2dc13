// Overview: what came in, whether all is well, and the first steps while nothing is there yet.
import { Alert, Badge, SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FigureSlot, Overview, SourceFigures } from '../../kit/api_gen';
import { number, percent } from '../../kit/format';
import { Page, Section } from '../../kit/page';
import { READY_COLOURS } from '../../kit/ready';
import { useCan } from '../../kit/session';
import { Answer } from '../../kit/state';
import { rowLink, Table, type Column } from '../../kit/table';
import { Ago, Ticking } from '../../kit/time';
import { useReason } from '../live/reason';
import { Chart } from './chart';
import { useOverview } from './queries';
import { FirstSteps } from './steps';
import styles from './overview.module.css';

const STATE_COLOURS = { ok: 'green', silent: 'yellow', failing: 'red', never: 'gray' } as const;

const sum = (slots: FigureSlot[], what: 'events' | 'errors') =>
    slots.reduce((n, s) => n + s[what], 0);

/** The hours since midnight where the reader is, and the same hours of the day before. */
function days(o: Overview) {
    const midnight = new Date(o.time).setHours(0, 0, 0, 0);
    const before = new Date(midnight - 43_200_000).setHours(0, 0, 0, 0);
    const sameTime = before + (Date.parse(o.time) - midnight);
    const at = (s: FigureSlot) => Date.parse(s.time);
    return {
        today: o.hours.filter((s) => at(s) >= midnight),
        before: o.hours.filter((s) => at(s) >= before && at(s) < sameTime),
    };
}

function Stat({
    title,
    value,
    children,
    bad,
}: {
    title: string;
    value: number;
    children?: ReactNode;
    bad?: boolean;
}) {
    return (
        <div className={`ms-card ${styles.stat}`}>
            <dt>{title}</dt>
            <dd>
                <span className={styles.value} data-bad={bad || undefined}>
                    {number(value)}
                </span>
                <span className={styles.note}>{children}</span>
            </dd>
        </div>
    );
}

function Stats({ o }: { o: Overview }) {
    const { t } = useTranslation();
    const { today, before } = days(o);
    const perMinute = o.sources.reduce((n, s) => n + s.per_minute, 0);
    const refused = sum(o.minutes, 'errors');
    const taken = sum(o.minutes, 'events');
    return (
        <dl className={styles.stats}>
            <Stat title={t('overview.today')} value={sum(today, 'events')}>
                {t('overview.before', { count: sum(before, 'events') })}
            </Stat>
            <Stat title={t('overview.lastHour')} value={taken}>
                {t('overview.perMinute', { count: Math.round(perMinute) })}
            </Stat>
            <Stat title={t('overview.people')} value={o.people}>
                {t('overview.events', { count: o.events })}
            </Stat>
            <Stat title={t('overview.refused')} value={refused} bad={refused > 0}>
                {refused === 0
                    ? t('overview.refusedNone')
                    : t('overview.refusedPart', { part: percent(refused / (refused + taken)) })}
            </Stat>
        </dl>
    );
}

function Health({ o }: { o: Overview }) {
    const { t } = useTranslation();
    const failing = o.sources.filter((s) => s.state === 'failing').length;
    const silent = o.sources.filter((s) => s.state === 'silent').length;
    const { status } = o.ready;
    return (
        <div className={styles.health}>
            <Badge variant="light" tt="none" size="lg" color={READY_COLOURS[status]}>
                {t(`overview.ready.${status}`)}
            </Badge>
            {failing > 0 && (
                <Badge variant="light" tt="none" size="lg" color="red">
                    {t('overview.failing', { count: failing })}
                </Badge>
            )}
            {silent > 0 && (
                <Badge variant="light" tt="none" size="lg" color="yellow">
                    {t('overview.silent', { count: silent })}
                </Badge>
            )}
        </div>
    );
}

function useColumns(): Column<SourceFigures>[] {
    const { t } = useTranslation();
    const can = useCan()('definitions:read');
    return useMemo(
        (): Column<SourceFigures>[] => [
            {
                id: 'name',
                header: t('sources.name'),
                cell: ({ row: { original: s } }) =>
                    can ? (
                        <Link to="/sources/$key" params={{ key: s.key }} className={rowLink}>
                            <strong>{s.name}</strong>
                        </Link>
                    ) : (
                        <strong>{s.name}</strong>
                    ),
            },
            {
                id: 'state',
                header: t('keys.state'),
                cell: ({ row: { original: s } }) => (
                    <Badge
                        variant="light"
                        tt="none"
                        color={s.enabled ? STATE_COLOURS[s.state] : 'gray'}
                    >
                        {s.enabled ? t(`overview.source.${s.state}`) : t('sources.disabled')}
                    </Badge>
                ),
            },
            {
                id: 'rate',
                header: t('overview.rate'),
                meta: { right: true, only: 'wide' },
                cell: ({ row }) => number(Math.round(row.original.per_minute * 10) / 10),
            },
            {
                id: 'hour',
                header: t('overview.lastHour'),
                meta: { right: true },
                cell: ({ row }) => number(row.original.events_last_hour),
            },
            {
                id: 'refused',
                header: t('overview.refused'),
                meta: { right: true, only: 'wide' },
                cell: ({ row }) => (
                    <span data-bad={row.original.errors_last_hour > 0 || undefined}>
                        {number(row.original.errors_last_hour)}
                    </span>
                ),
            },
            {
                id: 'last',
                header: t('overview.lastEvent'),
                meta: { only: 'wide' },
                cell: ({ row }) => <Ago time={row.original.last_event} />,
            },
        ],
        [t, can],
    );
}

function Refused({ errors }: { errors: Overview['errors_last_hour'] }) {
    const { t } = useTranslation();
    const reason = useReason();
    if (errors.length === 0) return null;
    return (
        <Section
            title={t('overview.reasons')}
            actions={
                <Link to="/live" search={{ errors: 'only' }} className={styles.more}>
                    {t('overview.look')}
                </Link>
            }
        >
            <ul className={styles.reasons}>
                {errors.map((e) => (
                    <li key={e.reason}>
                        <span>{reason(e.reason)}</span>
                        <span className="ms-tabular">{number(e.count)}</span>
                    </li>
                ))}
            </ul>
        </Section>
    );
}

function View({ o }: { o: Overview }) {
    const { t } = useTranslation();
    const columns = useColumns();
    const [span, setSpan] = useState<'hours' | 'minutes'>('hours');
    return (
        <div className={styles.all}>
            {o.ready.status !== 'ready' && (
                <Alert
                    color={READY_COLOURS[o.ready.status]}
                    variant="light"
                    title={t(`overview.ready.${o.ready.status}`)}
                >
                    {t(`overview.readyText.${o.ready.status}`)}
                </Alert>
            )}
            {o.events === 0 && <FirstSteps sources={o.sources.length} />}
            <Stats o={o} />
            {o.events > 0 && (
                <Section
                    title={t('overview.arrived')}
                    actions={
                        <SegmentedControl
                            size="xs"
                            value={span}
                            aria-label={t('overview.span')}
                            onChange={(v) => setSpan(v === 'minutes' ? 'minutes' : 'hours')}
                            data={[
                                { value: 'hours', label: t('overview.hours') },
                                { value: 'minutes', label: t('overview.minutes') },
                            ]}
                        />
                    }
                >
                    <Chart slots={o[span]} span={span} />
                </Section>
            )}
            <Refused errors={o.errors_last_hour} />
            {o.sources.length > 0 && (
                <Section title={t('overview.sources')} flush>
                    <Ticking>
                        <Table
                            label={t('overview.sources')}
                            columns={columns}
                            rows={o.sources}
                            rowId={(s) => s.key}
                        />
                    </Ticking>
                </Section>
            )}
        </div>
    );
}

export default function OverviewPage() {
    const { t } = useTranslation();
    const query = useOverview(true);
    return (
        <Page
            title={t('overview.title')}
            about={t('overview.about')}
            actions={query.data && <Health o={query.data} />}
        >
            <Answer query={query}>{(o) => <View o={o} />}</Answer>
        </Page>
    );
}
