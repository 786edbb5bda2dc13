// One's own account: name, language and colours, password, second factor, where one is signed in.
import {
    Badge,
    Button,
    PasswordInput,
    SegmentedControl,
    TextInput,
    useMantineColorScheme,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { NewPassword } from '../../account/new_password';
import { currentLocale, LOCALES } from '../../i18n';
import {
    changeMe,
    changePassword,
    endMyOtherSessions,
    endMySession,
    listMySessions,
    type Session,
    type SessionList,
} from '../../kit/api_gen';
import { SCHEMES, useChoices } from '../../kit/choices';
import { dateTime } from '../../kit/format';
import { Page, Section } from '../../kit/page';
import { SESSION, useSession, useTakeSession } from '../../kit/session';
import { Answer } from '../../kit/state';
import { Ago, Ticking } from '../../kit/time';
import { useRoleName } from '../team/role_name';
import { Factor } from './factor';
import { Outcome } from './outcome';
import styles from './account.module.css';

function Profile() {
    const { t } = useTranslation();
    const client = useQueryClient();
    const { roleName } = useRoleName();
    const me = useSession().staff;
    const [name, setName] = useState(me?.name ?? '');
    const run = useMutation({
        mutationFn: () => changeMe({ body: { name: name.trim() } }),
        onSuccess: (staff) => client.setQueryData<Session>(SESSION, (s) => s && { ...s, staff }),
    });
    const submit = (e: FormEvent) => {
        e.preventDefault();
        run.mutate();
    };
    return (
        <Section title={t('mine.profile')}>
            <form onSubmit={submit} className={styles.form}>
                <TextInput
                    label={t('account.name')}
                    value={name}
                    maxLength={100}
                    autoComplete="name"
                    onChange={(e) => setName(e.currentTarget.value)}
                />
                <dl className={styles.facts}>
                    <dt>{t('account.email')}</dt>
                    <dd className="ms-break">{me?.email}</dd>
                    <dt>{t('team.roles')}</dt>
                    <dd>
                        {me?.roles.map((r) => (
                            <Badge key={r} variant="light" color="ai" tt="none" mr={6}>
                                {roleName(r)}
                            </Badge>
                        ))}
                    </dd>
                </dl>
                <Outcome error={run.error} done={run.isSuccess && t('mine.saved')} />
                <div>
                    <Button
                        type="submit"
                        disabled={name.trim() === me?.name}
                        loading={run.isPending}
                    >
                        {t('action.save')}
                    </Button>
                </div>
            </form>
        </Section>
    );
}

function Looks() {
    const { t } = useTranslation();
    const { colorScheme } = useMantineColorScheme();
    const { chooseLocale, chooseScheme } = useChoices();
    return (
        <Section title={t('mine.looks')} about={t('mine.looksAbout')}>
            <div className={styles.looks}>
                <div>
                    <div id="mine-language">{t('menu.language')}</div>
                    <SegmentedControl
                        aria-labelledby="mine-language"
                        value={currentLocale()}
                        data={LOCALES.map((l) => ({ value: l.value, label: l.label }))}
                        onChange={(v) => chooseLocale(v === 'ja' ? 'ja' : 'en')}
                    />
                </div>
                <div>
                    <div id="mine-theme">{t('menu.theme')}</div>
                    <SegmentedControl
                        aria-labelledby="mine-theme"
                        value={colorScheme}
                        data={SCHEMES.map((s) => ({ value: s, label: t(`menu.${s}`) }))}
                        onChange={(v) => chooseScheme(SCHEMES.find((s) => s === v) ?? 'auto')}
                    />
                </div>
            </div>
        </Section>
    );
}

function Password() {
    const { t } = useTranslation();
    const take = useTakeSession();
    const client = useQueryClient();
    const [old, setOld] = useState('');
    const [fresh, setFresh] = useState('');
    const run = useMutation({
        mutationFn: () => changePassword({ body: { old, new: fresh } }),
        onSuccess: async (session) => {
            take(session); // with another token
            setOld('');
            setFresh('');
            await client.invalidateQueries({ queryKey: ['mine'] });
        },
    });
    const submit = (e: FormEvent) => {
        e.preventDefault();
        run.mutate();
    };
    return (
        <Section title={t('account.password')} about={t('mine.passwordAbout')}>
            <form onSubmit={submit} className={styles.form}>
                <PasswordInput
                    label={t('mine.oldPassword')}
                    size="md"
                    required
                    autoComplete="current-password"
                    value={old}
                    onChange={(e) => setOld(e.currentTarget.value)}
                />
                <NewPassword value={fresh} onChange={setFresh} label={t('mine.newPassword')} />
                <Outcome error={run.error} done={run.isSuccess && t('mine.passwordDone')} />
                <div>
                    <Button
                        type="submit"
                        disabled={old === '' || fresh === ''}
                        loading={run.isPending}
                    >
                        {t('mine.passwordDo')}
                    </Button>
                </div>
            </form>
        </Section>
    );
}

/** "Firefox, Linux" of a user agent; what it is called by itself where that is not known. */
function agentName(agent: string): string {
    const browsers = [
        ['Edge', /Edg\//],
        ['Opera', /OPR\//],
        ['Firefox', /Firefox\//],
        ['Chrome', /Chrome\//],
        ['Safari', /Safari\//],
    ] as const;
    const systems = [
        ['iPhone', /iPhone/],
        ['iPad', /iPad/],
        ['Android', /Android/],
        ['Windows', /Windows/],
        ['macOS', /Mac OS X/],
        ['Linux', /Linux/],
    ] as const;
    const known = [browsers, systems].map((list) => list.find(([, re]) => re.test(agent))?.[0]);
    return known.filter((x) => x !== undefined).join(', ') || agent || '–';
}

function SessionLine({ s, onEnd }: { s: SessionList['items'][number]; onEnd: () => void }) {
    const { t } = useTranslation();
    const name = agentName(s.agent);
    return (
        <li className={styles.session}>
            <div className={styles.where}>
                <span title={s.agent}>
                    <strong>{name}</strong>{' '}
                    {s.current && (
                        <Badge variant="light" color="green" tt="none">
                            {t('mine.here')}
                        </Badge>
                    )}
                </span>
                <span className="ms-muted">
                    <span className="ms-mono">{s.address}</span> ·{' '}
                    {t('mine.since', { time: dateTime(s.created) })} · {t('mine.lastSeen')}{' '}
                    <Ago time={s.last_seen} />
                </span>
            </div>
            {!s.current && (
                <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('mine.endOne', { name })}
                    onClick={onEnd}
                >
                    {t('menu.signOut')}
                </Button>
            )}
        </li>
    );
}

function Sessions() {
    const { t } = useTranslation();
    const client = useQueryClient();
    const query = useQuery({
        queryKey: ['mine', 'sessions'],
        queryFn: ({ signal }) => listMySessions({ signal }),
    });
    const onSuccess = () => client.invalidateQueries({ queryKey: ['mine', 'sessions'] });
    const one = useMutation({
        mutationFn: (id: number) => endMySession({ id: String(id) }),
        onSuccess,
    });
    const others = useMutation({ mutationFn: () => endMyOtherSessions(), onSuccess });
    const more = (query.data?.items.length ?? 0) > 1;
    return (
        <Section
            title={t('mine.sessions')}
            about={t('mine.sessionsAbout')}
            flush
            actions={
                more && (
                    <Button
                        size="xs"
                        variant="default"
                        loading={others.isPending}
                        onClick={() => others.mutate()}
                    >
                        {t('mine.endOthers')}
                    </Button>
                )
            }
        >
            <div className={styles.outcome}>
                <Outcome
                    error={one.error ?? others.error}
                    done={others.isSuccess && !more && t('mine.endedOthers')}
                />
            </div>
            <Answer query={query}>
                {({ items }) => (
                    <Ticking>
                        <ul className={styles.sessions}>
                            {items.map((s) => (
                                <SessionLine key={s.id} s={s} onEnd={() => one.mutate(s.id)} />
                            ))}
                        </ul>
                    </Ticking>
                )}
            </Answer>
        </Section>
    );
}

export default function AccountPage() {
    const { t } = useTranslation();
    return (
        <Page title={t('mine.title')} narrow>
            <Profile />
            <Looks />
            <Password />
            <Factor />
            <Sessions />
        </Page>
    );
}
