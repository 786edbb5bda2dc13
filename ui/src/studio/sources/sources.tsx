// Where events come from.
import { Badge, Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
    IconApps,
    IconBrowser,
    IconDeviceMobile,
    IconFileImport,
    IconPlug,
    IconPlus,
    IconServer,
    type Icon,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { createSource, type Source } from '../../kit/api_gen';
import { Dialog, DialogEnd } from '../../kit/dialog';
import { dateTime } from '../../kit/format';
import { Page } from '../../kit/page';
import { useCan } from '../../kit/session';
import { Answer, Empty } from '../../kit/state';
import { rowLink, Table, type Column } from '../../kit/table';
import { freshId } from '../../kit/transport';
import { useSources } from './queries';
import styles from './sources.module.css';

type Type = Source['type'];
const TYPES: readonly Type[] = ['browser', 'server', 'mobile', 'import', 'other'];
const ICONS: Record<Type, Icon> = {
    browser: IconBrowser,
    server: IconServer,
    mobile: IconDeviceMobile,
    import: IconFileImport,
    other: IconApps,
};

export function TypeIcon({ type }: { type: Type }) {
    const Sign = ICONS[type];
    return (
        <span className={styles.icon} aria-hidden>
            <Sign size={17} stroke={1.6} />
        </span>
    );
}

function CreateDialog({ onClose }: { onClose: () => void }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const navigate = useNavigate();
    const [name, setName] = useState('');
    const [type, setType] = useState<Type>('browser');
    const run = useMutation({
        mutationFn: () =>
            createSource({
                idempotencyKey: freshId(),
                body: { name: name.trim(), type },
            }),
        onSuccess: async (made) => {
            await client.invalidateQueries({ queryKey: ['sources'] });
            await navigate({ to: '/sources/$key', params: { key: made.key } });
        },
    });
    const submit = (e: FormEvent) => {
        e.preventDefault();
        if (name.trim() !== '') run.mutate();
    };
    return (
        <Dialog onClose={onClose} title={t('sources.create')} size={480}>
            <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
                <TextInput
                    label={t('sources.name')}
                    description={t('sources.nameHint')}
                    required
                    value={name}
                    maxLength={50}
                    data-autofocus
                    onChange={(e) => setName(e.currentTarget.value)}
                />
                <div>
                    <div className={styles.label} id="source-type">
                        {t('sources.type')}
                    </div>
                    <SegmentedControl
                        fullWidth
                        size="xs"
                        value={type}
                        aria-labelledby="source-type"
                        onChange={(v) => setType(TYPES.find((x) => x === v) ?? 'other')}
                        data={TYPES.map((x) => ({ value: x, label: t(`sources.types.${x}`) }))}
                    />
                </div>
                <DialogEnd error={run.error} onClose={onClose}>
                    <Button type="submit" loading={run.isPending}>
                        {t('sources.create')}
                    </Button>
                </DialogEnd>
            </form>
        </Dialog>
    );
}

function useColumns(): Column<Source>[] {
    const { t } = useTranslation();
    return useMemo(
        (): Column<Source>[] => [
            {
                id: 'name',
                header: t('sources.name'),
                cell: ({ row: { original: s } }) => (
                    <div className={styles.source}>
                        <TypeIcon type={s.type} />
                        <Link to="/sources/$key" params={{ key: s.key }} className={rowLink}>
                            <span className={styles.name}>{s.name}</span>
                        </Link>
                    </div>
                ),
            },
            {
                id: 'type',
                header: t('sources.type'),
                meta: { only: 'wide' },
                cell: ({ row }) => t(`sources.types.${row.original.type}`),
            },
            {
                id: 'key',
                header: t('sources.key'),
                meta: { only: 'wide' },
                cell: ({ row }) => <span className="ms-mono">{row.original.key}</span>,
            },
            {
                id: 'created',
                header: t('keys.created'),
                meta: { only: 'wide' },
                cell: ({ row }) => dateTime(row.original.created),
            },
            {
                id: 'state',
                header: t('keys.state'),
                meta: { width: '140px' },
                cell: ({ row }) => (
                    <Badge
                        variant="light"
                        color={row.original.enabled ? 'green' : 'gray'}
                        tt="none"
                    >
                        {row.original.enabled ? t('sources.enabled') : t('sources.disabled')}
                    </Badge>
                ),
            },
        ],
        [t],
    );
}

export default function Sources() {
    const { t } = useTranslation();
    const can = useCan();
    const query = useSources();
    const columns = useColumns();
    const [open, openIs] = useDisclosure(false);
    const create = can('definitions:write', 'keys:write') && (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={openIs.open}>
            {t('sources.create')}
        </Button>
    );
    return (
        <Page title={t('sources.title')} about={t('sources.about')} actions={create}>
            <div className={`ms-card ${styles.list}`}>
                <Answer query={query}>
                    {(all) =>
                        all.length === 0 ? (
                            <Empty
                                icon={<IconPlug size={22} stroke={1.5} />}
                                title={t('sources.empty')}
                                action={create}
                            >
                                {t('sources.emptyText')}
                            </Empty>
                        ) : (
                            <Table
                                label={t('sources.title')}
                                columns={columns}
                                rows={all}
                                rowId={(s) => s.key}
                            />
                        )
                    }
                </Answer>
            </div>
            {open && <CreateDialog onClose={openIs.close} />}
        </Page>
    );
}
