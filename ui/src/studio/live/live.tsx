// Live events: what arrives, as it arrives, with what could not be taken and why.
import { Alert, Badge, Button, Kbd, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconActivity, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { clock, dateTimeSeconds, number } from '../../kit/format';
import { Page } from '../../kit/page';
import { Empty, ListSkeleton, Trouble } from '../../kit/state';
import { Detail } from './detail';
import { FilterBar } from './filters';
import { EventList } from './list';
import { SPEEDS } from './replay';
import { ReplayMenu, ReplaySpeed } from './replay_menu';
import { LiveStream, type Counts, type Filters, type LiveState } from './stream';
import styles from './live.module.css';

const route = getRouteApi('/inside/live');

const COLOURS = {
    starting: 'gray',
    replaying: 'ai',
    live: 'green',
    lost: 'yellow',
    failed: 'red',
} as const;

function useLive(filters: Filters, attempt: number) {
    const key = JSON.stringify([filters, attempt]);
    const stream = useMemo(() => new LiveStream(filters), [key]);
    useEffect(() => {
        void stream.start();
        return () => stream.close();
    }, [stream]);
    return [stream, useSyncExternalStore(stream.subscribe, stream.state)] as const;
}

function StateBadge({ live }: { live: LiveState }) {
    const { t } = useTranslation();
    const paused = live.paused && (live.state === 'live' || live.state === 'replaying');
    return (
        <Badge
            variant="light"
            tt="none"
            size="lg"
            role="status"
            color={paused ? 'yellow' : COLOURS[live.state]}
        >
            {paused ? t('live.paused') : t(`live.state.${live.state}`)}
        </Badge>
    );
}

function Figure({ name, value, bad }: { name: string; value: number; bad?: boolean }) {
    return (
        <div className={styles.figure}>
            <dt>{name}</dt>
            <dd data-bad={(bad && value > 0) || undefined}>{number(value)}</dd>
        </div>
    );
}

function CountLine({ counts, since }: { counts: Counts | null; since: number }) {
    const { t } = useTranslation();
    if (!counts) return null;
    return (
        <div className={styles.counts}>
            <dl className={styles.figures}>
                <Figure name={t('live.perSecond')} value={Math.round(counts.per_second)} />
                <Figure name={t('live.seen')} value={counts.seen} />
                <Figure name={t('live.matched')} value={counts.matched} />
                <Figure name={t('live.sent')} value={counts.sent} />
                <Figure name={t('live.refused')} value={counts.errors} bad />
            </dl>
            <span className="ms-muted ms-small">
                {t('live.since', { time: clock(new Date(since).toISOString()) })}
            </span>
            {counts.matched > counts.sent && (
                <span className={styles.sampled}>
                    {t('live.sampled', { sent: counts.sent, matched: counts.matched })}
                </span>
            )}
            {!counts.exact && <span className={styles.sampled}>{t('live.inexact')}</span>}
        </div>
    );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
    const { t } = useTranslation();
    return (
        <Empty
            icon={<IconActivity size={22} stroke={1.5} />}
            title={filtered ? t('live.noneFits') : t('live.empty')}
            action={
                filtered ? (
                    <Button variant="default" onClick={onClear}>
                        {t('live.clear')}
                    </Button>
                ) : (
                    <Button renderRoot={(p) => <Link to="/sources" {...p} />}>
                        {t('people.emptyAction')}
                    </Button>
                )
            }
        >
            {filtered ? t('live.noneFitsText') : t('live.emptyText')}
        </Empty>
    );
}

export default function Live() {
    const { t } = useTranslation();
    const filters = route.useSearch();
    const navigate = route.useNavigate();
    const [attempt, setAttempt] = useState(0);
    const [open, setOpen] = useState<number | null>(null);
    const [speed, setSpeed] = useState<number>(SPEEDS[1]);
    const [stream, live] = useLive(filters, attempt);
    useEffect(() => stream.speed(speed), [stream, speed]);
    const toggle = () => (live.paused ? stream.resume() : stream.pause());
    useHotkeys([['P', toggle]]);
    const look = (seq: number | null) => {
        if (seq !== null) stream.pause(); // nobody reads what moves
        setOpen(seq);
    };
    const { at, ...narrowed } = filters;
    // A replay that has come to its end is live: there is nothing to be faster, or to go back to.
    const replays = at !== undefined && live.state !== 'live' && live.state !== 'lost';
    const spent = at !== undefined && !replays;
    const change = (c: { [K in keyof Filters]?: Filters[K] | undefined }) => {
        setOpen(null);
        const from = spent ? { at: undefined } : {};
        void navigate({ search: (s) => ({ ...s, ...from, ...c }), replace: true });
    };
    const replay = (from: string) => {
        setAttempt((n) => n + 1); // again from the same time, too
        change({ at: from });
    };
    const filtered = Object.keys(narrowed).length > 0;
    return (
        <Page
            title={t('live.title')}
            about={t('live.about')}
            actions={
                <>
                    {live.state === 'replaying' && (
                        <time className="ms-tabular ms-muted">
                            {dateTimeSeconds(new Date(live.clock).toISOString())}
                        </time>
                    )}
                    <StateBadge live={live} />
                    {replays ? (
                        <ReplaySpeed
                            speed={speed}
                            onSpeed={setSpeed}
                            onLive={() => change({ at: undefined })}
                        />
                    ) : (
                        <ReplayMenu onReplay={replay} />
                    )}
                    <Tooltip
                        label={
                            <>
                                {t('live.key')} <Kbd size="xs">P</Kbd>
                            </>
                        }
                    >
                        <Button
                            variant={live.paused ? 'filled' : 'default'}
                            disabled={live.state === 'failed'}
                            onClick={toggle}
                            leftSection={
                                live.paused ? (
                                    <IconPlayerPlay size={16} aria-hidden />
                                ) : (
                                    <IconPlayerPause size={16} aria-hidden />
                                )
                            }
                        >
                            {!live.paused
                                ? t('live.pause')
                                : live.held === 0
                                  ? t('live.resume')
                                  : t('live.resumeHeld', { count: live.held })}
                        </Button>
                    </Tooltip>
                </>
            }
        >
            <FilterBar filters={filters} onChange={change} />
            <div className={`ms-card ${styles.card}`}>
                <CountLine counts={live.counts} since={live.since} />
                {live.gap && (
                    <Alert color="yellow" variant="light" className={styles.gap}>
                        {t('live.gap', live.gap)}
                    </Alert>
                )}
                {live.error ? (
                    <Trouble error={live.error} retry={() => setAttempt((n) => n + 1)} />
                ) : live.rows.length === 0 && live.state === 'starting' ? (
                    <ListSkeleton />
                ) : live.rows.length === 0 && live.older === null ? (
                    <Nothing filtered={filtered} onClear={() => void navigate({ search: {} })} />
                ) : (
                    <EventList
                        rows={live.rows}
                        prepended={live.prepended}
                        open={open}
                        onOpen={look}
                        detail={
                            open !== null && (
                                <Detail seq={open} onOnly={(person) => change({ person })} />
                            )
                        }
                        foot={{
                            has: live.older !== null,
                            loading: live.loadingOlder,
                            load: () => void stream.loadOlder(),
                        }}
                    />
                )}
            </div>
        </Page>
    );
}
