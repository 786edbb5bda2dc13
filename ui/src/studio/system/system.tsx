// System: how program, store, log and nodes are, of the node that answers; a backup to take away.
import { Alert, Badge, Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadBackup, getSystem, type System } from '../../kit/api_gen';
import { bytes, dayKey, duration, number, percent } from '../../kit/format';
import { Page, Section } from '../../kit/page';
import { READY_COLOURS } from '../../kit/ready';
import { useCan } from '../../kit/session';
import { Answer } from '../../kit/state';
import { Table, type Column } from '../../kit/table';
import { Ago, Ticking } from '../../kit/time';
import styles from './system.module.css';

const AGAIN_MS = 5000;
const FULL = 0.9; // of the disk: time to do something

function Facts({ rows }: { rows: [string, ReactNode][] }) {
    return (
        <dl className={styles.facts}>
            {rows.map(([name, value]) => (
                <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            ))}
        </dl>
    );
}

function Node({ s }: { s: System }) {
    const { t } = useTranslation();
    return (
        <Section title={t('system.node')}>
            <Facts
                rows={[
                    [t('system.version'), s.version],
                    [t('system.uptime'), duration(s.uptime_s)],
                    [t('system.role'), t(`system.roles.${s.role}`)],
                    [t('system.epoch'), number(s.epoch)],
                    ...(s.behind_ms === null
                        ? []
                        : ([[t('system.behind'), `${number(s.behind_ms)} ms`]] as [
                              string,
                              ReactNode,
                          ][])),
                    [t('system.threads'), number(s.threads)],
                    [t('system.resident'), bytes(s.memory.resident_bytes)],
                    [t('system.state'), bytes(s.memory.state_bytes)],
                ]}
            />
        </Section>
    );
}

function Disk({ disk }: { disk: System['disk'] }) {
    const { t } = useTranslation();
    const used = disk.total_bytes > 0 ? 1 - disk.free_bytes / disk.total_bytes : 0;
    return (
        <div className={styles.disk}>
            <div className={styles.diskHead}>
                <span>{t('system.disk')}</span>
                <span className="ms-muted">
                    {t('system.diskFree', {
                        free: bytes(disk.free_bytes),
                        total: bytes(disk.total_bytes),
                    })}
                </span>
            </div>
            <div
                className={styles.meter}
                role="meter"
                aria-label={t('system.disk')}
                aria-valuenow={Math.round(used * 100)}
                aria-valuemin={0}
                aria-valuemax={100}
                aria-valuetext={t('system.diskUsed', { part: percent(used) })}
            >
                <div style={{ width: `${used * 100}%` }} data-full={used >= FULL || undefined} />
            </div>
        </div>
    );
}

function Store({ s }: { s: System }) {
    const { t } = useTranslation();
    const { store, log, snapshot, search } = s;
    return (
        <Section title={t('system.store')}>
            <Facts
                rows={[
                    [t('system.kind'), store.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'],
                    [t('system.size'), bytes(store.bytes)],
                    [t('system.log'), t('system.entries', { count: log.seq })],
                    [t('system.frames'), `${number(log.frames)} · ${bytes(log.bytes)}`],
                    [
                        t('system.snapshot'),
                        <Ago key="a" time={snapshot.time} none={t('system.noSnapshot')} />,
                    ],
                    [t('system.behindSnapshot'), number(snapshot.entries_behind)],
                    [t('system.snapshotSize'), bytes(snapshot.bytes)],
                    [
                        t('system.search'),
                        search.ready
                            ? search.waiting === 0
                                ? t('system.searchReady')
                                : t('system.searchWaiting', { count: search.waiting })
                            : t('system.searchMaking'),
                    ],
                ]}
            />
            <Disk disk={s.disk} />
        </Section>
    );
}

function Nodes({ nodes }: { nodes: System['nodes'] }) {
    const { t } = useTranslation();
    const columns: Column<System['nodes'][number]>[] = [
        {
            id: 'url',
            header: t('system.address'),
            cell: ({ row }) => <span className="ms-mono">{row.original.url}</span>,
        },
        { id: 'version', header: t('system.version'), accessorKey: 'version' },
        {
            id: 'id',
            header: t('system.id'),
            meta: { only: 'wide' },
            cell: ({ row }) => <span className="ms-mono">{row.original.id}</span>,
        },
    ];
    return (
        <Section title={t('system.nodes')} flush>
            <Table
                label={t('system.nodes')}
                columns={columns}
                rows={nodes}
                rowId={(n) => n.id}
            />
        </Section>
    );
}

/** Hand a file to the browser's own downloads. */
function save(file: Blob, name: string) {
    const url = URL.createObjectURL(file);
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function Backup({ size }: { size: number }) {
    const { t } = useTranslation();
    const run = useMutation({
        mutationFn: () => downloadBackup(),
        onSuccess: (file) => save(file, `musubi-${dayKey(new Date().toISOString())}.backup`),
    });
    return (
        <Section title={t('system.backup')} about={t('system.backupAbout')}>
            <div className={styles.backup}>
                <Button
                    variant="default"
                    leftSection={<IconDownload size={16} aria-hidden />}
                    loading={run.isPending}
                    onClick={() => run.mutate()}
                >
                    {t('system.backupDo', { size: bytes(size) })}
                </Button>
                <span role="status" className="ms-muted">
                    {run.isPending && t('system.backupMaking')}
                    {run.isSuccess && t('system.backupDone', { size: bytes(run.data.size) })}
                </span>
            </div>
            {run.error && (
                <Alert color="red" variant="light" role="alert" mt="sm">
                    {run.error.message}
                </Alert>
            )}
        </Section>
    );
}

function Warnings({ s }: { s: System }) {
    const { t } = useTranslation();
    const full = s.disk.total_bytes > 0 && s.disk.free_bytes / s.disk.total_bytes < 1 - FULL;
    return (
        <>
            {s.status !== 'ready' && (
                <Alert color={READY_COLOURS[s.status]} variant="light" className={styles.alert}>
                    {t(`overview.readyText.${s.status}`)}
                </Alert>
            )}
            {!s.store.writable && (
                <Alert color="red" variant="light" className={styles.alert}>
                    {t('system.notWritable', { count: s.store.commit_failures })}
                </Alert>
            )}
            {full && (
                <Alert color="yellow" variant="light" className={styles.alert}>
                    {t('system.diskFull')}
                </Alert>
            )}
        </>
    );
}

export default function SystemPage() {
    const { t } = useTranslation();
    const can = useCan();
    const query = useQuery({
        queryKey: ['system'],
        queryFn: ({ signal }) => getSystem({ signal }),
        refetchInterval: AGAIN_MS,
    });
    const s = query.data;
    return (
        <Page
            title={t('system.title')}
            about={t('system.about')}
            actions={
                s && (
                    <Badge variant="light" tt="none" size="lg" color={READY_COLOURS[s.status]}>
                        {t(`overview.ready.${s.status}`)}
                    </Badge>
                )
            }
        >
            <Answer query={query}>
                {(found) => (
                    <Ticking>
                        <Warnings s={found} />
                        <div className={styles.pair}>
                            <Node s={found} />
                            <Store s={found} />
                        </div>
                        {found.nodes.length > 0 && <Nodes nodes={found.nodes} />}
                        {can('system:admin') && <Backup size={found.store.bytes} />}
                    </Ticking>
                )}
            </Answer>
        </Page>
    );
}
