// API keys: make, replace, revoke. A secret is shown once, in the answer that made it.
import { ActionIcon, Alert, Badge, Button, Menu, Select } from '@mantine/core';
import { IconDots, IconKey, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listKeys, revokeKey, rotateKey, type KeyInfo } from '../../kit/api_gen';
import { Copy } from '../../kit/copy';
import { Dialog, DialogEnd } from '../../kit/dialog';
import { dateTime } from '../../kit/format';
import { Page } from '../../kit/page';
import { PagedTable, pagesOf } from '../../kit/pages';
import { useCan } from '../../kit/session';
import { Empty } from '../../kit/state';
import type { Column } from '../../kit/table';
import { Ago } from '../../kit/time';
import { freshId } from '../../kit/transport';
import { CreateDialog } from './create';
import styles from './keys.module.css';

type Doing = { what: 'create' } | { what: 'revoke' | 'rotate' | 'shown'; key: KeyInfo } | null;

const GRACES = [
    { value: '0', label: 'keys.graceNow' },
    { value: '3600', label: 'keys.graceHour' },
    { value: '86400', label: 'keys.graceDay' },
    { value: '604800', label: 'keys.graceWeek' },
] as const;

const useKeys = () =>
    useInfiniteQuery(pagesOf(['keys'], (at, o) => listKeys({ limit: 50, ...at }, o)));

function State({ info }: { info: KeyInfo }) {
    const { t } = useTranslation();
    if (!info.revoked) {
        return (
            <Badge variant="light" color="green" tt="none">
                {t('keys.active')}
            </Badge>
        );
    }
    const future = new Date(info.revoked).getTime() > Date.now();
    return (
        <Badge variant="light" color={future ? 'yellow' : 'gray'} tt="none">
            {future ? t('keys.expiring', { time: dateTime(info.revoked) }) : t('keys.revoked')}
        </Badge>
    );
}

function useColumns(open: (d: Doing) => void, writes: boolean): Column<KeyInfo>[] {
    const { t } = useTranslation();
    return useMemo(
        (): Column<KeyInfo>[] => [
            {
                id: 'name',
                header: t('keys.name'),
                cell: ({ row: { original: k } }) => (
                    <div className={styles.name}>
                        <strong className="ms-clip">{k.name}</strong>
                        <span className="ms-mono ms-muted">{k.key ?? `${k.prefix}…`}</span>
                    </div>
                ),
            },
            {
                id: 'kind',
                header: t('keys.kind'),
                meta: { only: 'wide' },
                cell: ({ row: { original: k } }) => (
                    <>
                        {k.kind === 'write' ? t('keys.kindWrite') : t('keys.kindSecret')}
                        {k.source && <span className="ms-muted"> · {k.source}</span>}
                    </>
                ),
            },
            {
                id: 'scopes',
                header: t('keys.scopes'),
                meta: { only: 'wide' },
                cell: ({ row: { original: k } }) => (
                    <span title={k.scopes.join('\n')}>{k.scopes.join(', ') || '–'}</span>
                ),
            },
            {
                id: 'created',
                header: t('keys.created'),
                meta: { only: 'wide', width: '130px' },
                cell: ({ row }) => <Ago time={row.original.created} />,
            },
            {
                id: 'used',
                header: t('keys.lastUsed'),
                meta: { only: 'wide', width: '130px' },
                cell: ({ row }) => <Ago time={row.original.last_used} />,
            },
            {
                id: 'state',
                header: t('keys.state'),
                meta: { width: '110px' },
                cell: ({ row }) => <State info={row.original} />,
            },
            ...(writes
                ? [
                      {
                          id: 'actions',
                          header: () => <span className="ms-hidden">{t('person.actions')}</span>,
                          meta: { width: '60px' },
                          cell: ({ row: { original: k } }) =>
                              !k.revoked && (
                                  <Menu position="bottom-end" shadow="md">
                                      <Menu.Target>
                                          <ActionIcon
                                              aria-label={t('keys.actions', { name: k.name })}
                                          >
                                              <IconDots size={17} />
                                          </ActionIcon>
                                      </Menu.Target>
                                      <Menu.Dropdown>
                                          <Menu.Item
                                              onClick={() => open({ what: 'rotate', key: k })}
                                          >
                                              {t('keys.rotate')} …
                                          </Menu.Item>
                                          <Menu.Item
                                              color="red"
                                              onClick={() => open({ what: 'revoke', key: k })}
                                          >
                                              {t('keys.revoke')} …
                                          </Menu.Item>
                                      </Menu.Dropdown>
                                  </Menu>
                              ),
                      } satisfies Column<KeyInfo>,
                  ]
                : []),
        ],
        [t, open, writes],
    );
}

function Shown({ info, onClose }: { info: KeyInfo; onClose: () => void }) {
    const { t } = useTranslation();
    return (
        <Dialog onClose={onClose} title={t('keys.newKey')} size={560} once>
            <div className={styles.dialog}>
                {info.kind === 'secret' && (
                    <Alert color="yellow" variant="light">
                        {t('keys.shownOnce')}
                    </Alert>
                )}
                <div className={styles.shown}>
                    <code className="ms-mono ms-break">{info.key}</code>
                    <Copy text={info.key ?? ''} />
                </div>
                <div className={styles.buttons}>
                    <Button onClick={onClose}>{t('action.done')}</Button>
                </div>
            </div>
        </Dialog>
    );
}

function ChangeDialog({
    what,
    info,
    onClose,
    onMade,
}: {
    what: 'revoke' | 'rotate';
    info: KeyInfo;
    onClose: () => void;
    onMade: (k: KeyInfo) => void;
}) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const [grace, setGrace] = useState('86400');
    const run = useMutation({
        mutationFn: () =>
            what === 'revoke'
                ? revokeKey({ id: info.id, idempotencyKey: freshId() })
                : rotateKey({
                      id: info.id,
                      idempotencyKey: freshId(),
                      body: { grace_seconds: Number(grace) },
                  }),
        onSuccess: async (made) => {
            await client.invalidateQueries({ queryKey: ['keys'] });
            await client.invalidateQueries({ queryKey: ['sources'] });
            if (what === 'rotate') onMade(made);
            else onClose();
        },
    });
    return (
        <Dialog onClose={onClose} title={t(`keys.${what}Title`, { name: info.name })} size={460}>
            <div className={styles.dialog}>
                <p className="ms-muted">{t(`keys.${what}Text`)}</p>
                {what === 'rotate' && (
                    <Select
                        label={t('keys.grace')}
                        value={grace}
                        onChange={(v) => setGrace(v ?? '86400')}
                        data={GRACES.map((g) => ({ value: g.value, label: t(g.label) }))}
                    />
                )}
                <DialogEnd error={run.error} onClose={onClose}>
                    <Button
                        {...(what === 'revoke' ? { color: 'red' } : {})}
                        loading={run.isPending}
                        onClick={() => run.mutate()}
                    >
                        {t(`keys.${what}`)}
                    </Button>
                </DialogEnd>
            </div>
        </Dialog>
    );
}

export default function Keys() {
    const { t } = useTranslation();
    const writes = useCan()('keys:write');
    const query = useKeys();
    const [doing, setDoing] = useState<Doing>(null);
    const columns = useColumns(setDoing, writes);
    const close = () => setDoing(null);
    const shown = (key: KeyInfo) => setDoing({ what: 'shown', key });
    const create = writes && (
        <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setDoing({ what: 'create' })}
        >
            {t('keys.create')}
        </Button>
    );
    return (
        <Page title={t('keys.title')} about={t('keys.about')} actions={create}>
            <div className={`ms-card ${styles.list}`}>
                <PagedTable
                    query={query}
                    label={t('keys.title')}
                    columns={columns}
                    rowId={(k) => String(k.id)}
                    empty={
                        <Empty
                            icon={<IconKey size={22} stroke={1.5} />}
                            title={t('keys.empty')}
                            action={create}
                        >
                            {t('keys.emptyText')}
                        </Empty>
                    }
                />
            </div>
            {doing?.what === 'create' && <CreateDialog onClose={close} onMade={shown} />}
            {(doing?.what === 'revoke' || doing?.what === 'rotate') && (
                <ChangeDialog what={doing.what} info={doing.key} onClose={close} onMade={shown} />
            )}
            {doing?.what === 'shown' && <Shown info={doing.key} onClose={close} />}
        </Page>
    );
}
