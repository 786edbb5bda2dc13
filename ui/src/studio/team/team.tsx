// Team: who works here, with which roles; who is invited.
import { ActionIcon, Badge, Button, Menu } from '@mantine/core';
import { IconDots, IconUserPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffMember } from '../../kit/api_gen';
import { Avatar } from '../../kit/avatar';
import { dateTime } from '../../kit/format';
import { Page, Section } from '../../kit/page';
import { PagedTable } from '../../kit/pages';
import { useCan, useSession } from '../../kit/session';
import { Forbidden } from '../../kit/state';
import type { Column } from '../../kit/table';
import { Ago } from '../../kit/time';
import {
    ChangeDialog,
    DeedDialog,
    InviteDialog,
    LinkDialog,
    type Deed,
    type Link,
} from './dialogs';
import { useInvitations, useStaff, type Invited } from './queries';
import { useRoleName } from './role_name';
import styles from './team.module.css';

type Doing =
    | { dialog: 'invite' }
    | { dialog: 'change'; member: StaffMember }
    | { dialog: 'deed'; deed: Deed }
    | { dialog: 'link'; link: Link }
    | null;
type Open = (d: Doing) => void;

function Roles({ roles }: { roles: string[] }) {
    const { roleName } = useRoleName();
    return (
        <span className={styles.badges}>
            {roles.map((r) => (
                <Badge key={r} variant="light" color="ai" tt="none">
                    {roleName(r)}
                </Badge>
            ))}
        </span>
    );
}

interface MenuItem {
    label: string;
    act: () => void;
    bad?: boolean;
}

function Actions({ name, items }: { name: string; items: MenuItem[] }) {
    return (
        <Menu position="bottom-end" shadow="md">
            <Menu.Target>
                <ActionIcon aria-label={name}>
                    <IconDots size={17} />
                </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
                {items.map((i) => (
                    <Menu.Item key={i.label} onClick={i.act} {...(i.bad ? { color: 'red' } : {})}>
                        {i.label} …
                    </Menu.Item>
                ))}
            </Menu.Dropdown>
        </Menu>
    );
}

function MemberActions({ m, open }: { m: StaffMember; open: Open }) {
    const { t } = useTranslation();
    const me = useSession().staff?.id === m.id;
    const deed = (what: 'disable' | 'enable' | 'factor' | 'reset') => () =>
        open({ dialog: 'deed', deed: { what, member: m } });
    const items: MenuItem[] = [
        { label: t('team.change'), act: () => open({ dialog: 'change', member: m }) },
    ];
    if (!m.disabled) items.push({ label: t('team.deed.reset'), act: deed('reset') });
    if (m.second_factor)
        items.push({ label: t('team.deed.factor'), act: deed('factor'), bad: true });
    if (m.disabled) items.push({ label: t('team.deed.enable'), act: deed('enable') });
    else if (!me) items.push({ label: t('team.deed.disable'), act: deed('disable'), bad: true });
    return <Actions name={t('keys.actions', { name: m.name || m.email })} items={items} />;
}

function MemberState({ m }: { m: StaffMember }) {
    const { t } = useTranslation();
    return (
        <Badge variant="light" tt="none" color={m.disabled ? 'gray' : 'green'}>
            {m.disabled ? t('team.disabled') : t('team.active')}
        </Badge>
    );
}

function MemberName({ m }: { m: StaffMember }) {
    const { t } = useTranslation();
    const me = useSession().staff?.id === m.id;
    return (
        <div className={styles.person}>
            <Avatar id={String(m.id)} name={m.name || m.email} size={30} />
            <div className={styles.names}>
                <span className={styles.name}>
                    <strong className="ms-clip">{m.name || m.email}</strong>
                    {me && <span className={styles.you}>{t('team.you')}</span>}
                </span>
                {m.name && <span className={`ms-muted ms-clip ${styles.second}`}>{m.email}</span>}
            </div>
        </div>
    );
}

function useMemberColumns(open: Open, writes: boolean): Column<StaffMember>[] {
    const { t } = useTranslation();
    return useMemo(() => {
        const columns: Column<StaffMember>[] = [
            {
                id: 'name',
                header: t('team.member'),
                cell: ({ row }) => <MemberName m={row.original} />,
            },
            {
                id: 'roles',
                header: t('team.roles'),
                meta: { only: 'wide' },
                cell: ({ row }) => <Roles roles={row.original.roles} />,
            },
            {
                id: 'factor',
                header: t('team.factor'),
                meta: { only: 'wide' },
                cell: ({ row }) =>
                    row.original.second_factor ? (
                        t('team.factorOn')
                    ) : (
                        <span className="ms-muted">{t('team.factorOff')}</span>
                    ),
            },
            {
                id: 'seen',
                header: t('team.signedIn'),
                meta: { only: 'wide', width: '140px' },
                cell: ({ row }) => <Ago time={row.original.signed_in} none={t('team.never')} />,
            },
            {
                id: 'state',
                header: t('keys.state'),
                meta: { width: '110px' },
                cell: ({ row }) => <MemberState m={row.original} />,
            },
        ];
        if (writes)
            columns.push({
                id: 'actions',
                header: () => <span className="ms-hidden">{t('person.actions')}</span>,
                meta: { width: '60px' },
                cell: ({ row }) => <MemberActions m={row.original} open={open} />,
            });
        return columns;
    }, [t, open, writes]);
}

function useInvitedColumns(open: Open, writes: boolean): Column<Invited>[] {
    const { t } = useTranslation();
    return useMemo(() => {
        const columns: Column<Invited>[] = [
            { id: 'email', header: t('account.email'), accessorKey: 'email' },
            {
                id: 'roles',
                header: t('team.roles'),
                meta: { only: 'wide' },
                cell: ({ row }) => <Roles roles={row.original.roles} />,
            },
            {
                id: 'created',
                header: t('team.invitedAt'),
                meta: { only: 'wide', width: '140px' },
                cell: ({ row }) => <Ago time={row.original.created} />,
            },
            {
                id: 'expires',
                header: t('team.expires'),
                meta: { width: '180px' },
                cell: ({ row }) => dateTime(row.original.expires),
            },
        ];
        if (writes)
            columns.push({
                id: 'actions',
                header: () => <span className="ms-hidden">{t('person.actions')}</span>,
                meta: { width: '60px' },
                cell: ({ row: { original: i } }) => {
                    const deed = (what: 'resend' | 'withdraw') => () =>
                        open({ dialog: 'deed', deed: { what, invited: i } });
                    return (
                        <Actions
                            name={t('keys.actions', { name: i.email })}
                            items={[
                                { label: t('team.deed.resend'), act: deed('resend') },
                                {
                                    label: t('team.deed.withdraw'),
                                    act: deed('withdraw'),
                                    bad: true,
                                },
                            ]}
                        />
                    );
                },
            });
        return columns;
    }, [t, open, writes]);
}

function Members({ open, writes }: { open: Open; writes: boolean }) {
    const { t } = useTranslation();
    const columns = useMemberColumns(open, writes);
    return (
        <Section title={t('team.members')} flush>
            <PagedTable
                query={useStaff()}
                waiting={4}
                label={t('team.members')}
                columns={columns}
                rowId={(m) => String(m.id)}
            />
        </Section>
    );
}

function Invitations({ open, writes }: { open: Open; writes: boolean }) {
    const { t } = useTranslation();
    const columns = useInvitedColumns(open, writes);
    return (
        <Section title={t('team.invitations')} about={t('team.invitationsAbout')} flush>
            <PagedTable
                query={useInvitations()}
                waiting={2}
                label={t('team.invitations')}
                columns={columns}
                rowId={(i) => String(i.id)}
                empty={<p className={styles.none}>{t('team.noInvitations')}</p>}
            />
        </Section>
    );
}

export default function Team() {
    const { t } = useTranslation();
    const can = useCan();
    const writes = can('staff:write');
    const [doing, setDoing] = useState<Doing>(null);
    if (!can('staff:read')) return <Forbidden scope="staff:read" />;
    const close = () => setDoing(null);
    const shown = (link: Link) => setDoing({ dialog: 'link', link });
    return (
        <Page
            title={t('team.title')}
            about={t('team.about')}
            actions={
                writes && (
                    <Button
                        leftSection={<IconUserPlus size={16} aria-hidden />}
                        onClick={() => setDoing({ dialog: 'invite' })}
                    >
                        {t('team.invite')}
                    </Button>
                )
            }
        >
            <Members open={setDoing} writes={writes} />
            <Invitations open={setDoing} writes={writes} />
            {doing?.dialog === 'invite' && <InviteDialog onClose={close} onMade={shown} />}
            {doing?.dialog === 'change' && <ChangeDialog member={doing.member} onClose={close} />}
            {doing?.dialog === 'deed' && (
                <DeedDialog deed={doing.deed} onClose={close} onLink={shown} />
            )}
            {doing?.dialog === 'link' && <LinkDialog link={doing.link} onClose={close} />}
        </Page>
    );
}
