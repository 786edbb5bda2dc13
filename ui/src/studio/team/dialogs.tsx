// What can be done to the team: invite, change, hand over a link, and what needs a second thought.
import { Alert, Button, Checkbox, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffMember } from '../../kit/api_gen';
import { Copy } from '../../kit/copy';
import { Dialog, DialogEnd } from '../../kit/dialog';
import { dateTime } from '../../kit/format';
import { Answer } from '../../kit/state';
import { useMayGive, useRoles, useTeamDeeds, type Invited } from './queries';
import { useRoleName } from './role_name';
import styles from './team.module.css';

function RolePicker({ chosen, onChange }: { chosen: string[]; onChange: (r: string[]) => void }) {
    const { t } = useTranslation();
    const { roleName, roleAbout } = useRoleName();
    const mayGive = useMayGive();
    const roles = useRoles();
    return (
        <Answer query={roles}>
            {({ items }) => (
                <Checkbox.Group
                    label={t('team.roles')}
                    description={t('team.rolesHint')}
                    value={chosen}
                    onChange={onChange}
                >
                    <div className={styles.roles}>
                        {items.map((r) => (
                            <Checkbox
                                key={r.key}
                                value={r.key}
                                disabled={!mayGive(r)}
                                label={roleName(r.key, r.title)}
                                description={roleAbout(r.key)}
                            />
                        ))}
                    </div>
                </Checkbox.Group>
            )}
        </Answer>
    );
}

export interface Link {
    url: string;
    expires: string;
    who: string;
    what: 'invitation' | 'reset';
}

export function InviteDialog({
    onClose,
    onMade,
}: {
    onClose: () => void;
    onMade: (link: Link) => void;
}) {
    const { t } = useTranslation();
    const { invite } = useTeamDeeds();
    const [email, setEmail] = useState('');
    const [roles, setRoles] = useState<string[]>([]);
    const enough = email.includes('@') && roles.length > 0;
    const submit = (e: FormEvent) => {
        e.preventDefault();
        if (!enough) return;
        invite.mutate(
            { email: email.trim(), roles },
            {
                onSuccess: (m) =>
                    onMade({ url: m.url, expires: m.expires, who: m.email, what: 'invitation' }),
            },
        );
    };
    return (
        <Dialog onClose={onClose} title={t('team.invite')} size={520}>
            <form onSubmit={submit} className={styles.dialog}>
                <TextInput
                    type="email"
                    label={t('account.email')}
                    required
                    value={email}
                    data-autofocus
                    autoComplete="off"
                    onChange={(e) => setEmail(e.currentTarget.value)}
                />
                <RolePicker chosen={roles} onChange={setRoles} />
                <DialogEnd error={invite.error} onClose={onClose}>
                    <Button type="submit" disabled={!enough} loading={invite.isPending}>
                        {t('team.inviteDo')}
                    </Button>
                </DialogEnd>
            </form>
        </Dialog>
    );
}

export function ChangeDialog({ member, onClose }: { member: StaffMember; onClose: () => void }) {
    const { t } = useTranslation();
    const { change } = useTeamDeeds();
    const [name, setName] = useState(member.name);
    const [roles, setRoles] = useState(member.roles);
    const submit = (e: FormEvent) => {
        e.preventDefault();
        if (roles.length === 0) return;
        const sameRoles = [...roles].sort().join() === [...member.roles].sort().join();
        change.mutate(
            {
                id: member.id,
                body: { name: name.trim(), ...(sameRoles ? {} : { roles }) },
            },
            { onSuccess: onClose },
        );
    };
    return (
        <Dialog
            onClose={onClose}
            title={t('team.changeTitle', { name: member.name || member.email })}
            size={520}
        >
            <form onSubmit={submit} className={styles.dialog}>
                <TextInput
                    label={t('team.name')}
                    value={name}
                    maxLength={100}
                    data-autofocus
                    onChange={(e) => setName(e.currentTarget.value)}
                />
                <RolePicker chosen={roles} onChange={setRoles} />
                <DialogEnd error={change.error} onClose={onClose}>
                    <Button type="submit" disabled={roles.length === 0} loading={change.isPending}>
                        {t('action.save')}
                    </Button>
                </DialogEnd>
            </form>
        </Dialog>
    );
}

export function LinkDialog({ link, onClose }: { link: Link; onClose: () => void }) {
    const { t } = useTranslation();
    return (
        <Dialog
            onClose={onClose}
            title={t(`team.link.${link.what}`, { who: link.who })}
            size={560}
            once
        >
            <div className={styles.dialog}>
                <Alert color="yellow" variant="light">
                    {t('team.linkText')}
                </Alert>
                <div className={styles.shown}>
                    <code className="ms-mono ms-break">{link.url}</code>
                    <Copy text={link.url} />
                </div>
                <p className="ms-muted">
                    {t('team.linkExpires', { time: dateTime(link.expires) })}
                </p>
                <div className={styles.buttons}>
                    <Button onClick={onClose}>{t('action.done')}</Button>
                </div>
            </div>
        </Dialog>
    );
}

export type Deed =
    | { what: 'disable' | 'enable' | 'factor' | 'reset'; member: StaffMember }
    | { what: 'withdraw' | 'resend'; invited: Invited };

/** One sentence about what becomes of it, then the deed. */
export function DeedDialog({
    deed,
    onClose,
    onLink,
}: {
    deed: Deed;
    onClose: () => void;
    onLink: (link: Link) => void;
}) {
    const { t } = useTranslation();
    const d = useTeamDeeds();
    const who =
        'member' in deed ? deed.member.name || deed.member.email : deed.invited.email;
    const done = { onSuccess: onClose };
    const run = () => {
        if ('invited' in deed) {
            const { id, email, roles } = deed.invited;
            if (deed.what === 'withdraw') return d.withdraw.mutate(id, done);
            return d.invite.mutate(
                { email, roles },
                {
                    onSuccess: (m) =>
                        onLink({ url: m.url, expires: m.expires, who, what: 'invitation' }),
                },
            );
        }
        const { id } = deed.member;
        if (deed.what === 'reset')
            return d.reset.mutate(id, {
                onSuccess: (m) => onLink({ ...m, who, what: 'reset' }),
            });
        const body =
            deed.what === 'factor'
                ? { second_factor: false as const }
                : { disabled: deed.what === 'disable' };
        return d.change.mutate({ id, body }, done);
    };
    const error = d.invite.error ?? d.withdraw.error ?? d.change.error ?? d.reset.error;
    const busy = [d.invite, d.withdraw, d.change, d.reset].some((m) => m.isPending);
    const dangerous = deed.what === 'disable' || deed.what === 'withdraw' || deed.what === 'factor';
    return (
        <Dialog onClose={onClose} title={t(`team.deed.${deed.what}Title`, { who })} size={460}>
            <div className={styles.dialog}>
                <p className="ms-muted">{t(`team.deed.${deed.what}Text`)}</p>
                <DialogEnd error={error} onClose={onClose}>
                    <Button
                        {...(dangerous ? { color: 'red' } : {})}
                        loading={busy}
                        onClick={run}
                    >
                        {t(`team.deed.${deed.what}`)}
                    </Button>
                </DialogEnd>
            </div>
        </Dialog>
    );
}
