// Sign-in, second factor (asked for, or set up where the server demands one), and the first owner's
// set-up.
import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForget, useTakeSession } from '../kit/session';
import {
    beginSecondFactor,
    secondFactor,
    setUp,
    signIn,
    signOut,
    type Session,
} from '../kit/api_gen';
import { freshId } from '../kit/transport';
import { Form } from './form';
import { Frame } from './frame';
import { NewPassword } from './new_password';

function SignIn({ session }: { session: Session }) {
    const { t } = useTranslation();
    const take = useTakeSession();
    const [email, setEmail] = useState('');
    const [password, setPassword] = useState('');
    const run = useMutation({
        mutationFn: () => signIn({ body: { email, password } }),
        onSuccess: take,
    });
    const providers = session.providers ?? [];
    return (
        <Frame title={t('account.signIn')} about={t('account.signInAbout')}>
            <Form run={run} submit={t('account.signIn')} wrong={t('account.wrong')}>
                <TextInput
                    label={t('account.email')}
                    type="email"
                    size="md"
                    required
                    autoFocus
                    autoComplete="username"
                    value={email}
                    onChange={(e) => setEmail(e.currentTarget.value)}
                />
                <PasswordInput
                    label={t('account.password')}
                    size="md"
                    required
                    value={password}
                    autoComplete="current-password"
                    onChange={(e) => setPassword(e.currentTarget.value)}
                />
            </Form>
            {providers.map((p) => (
                <Button
                    key={p.id}
                    component="a"
                    variant="default"
                    fullWidth
                    size="md"
                    mt={12}
                    href={`/api/session/oidc/${encodeURIComponent(p.id)}`}
                >
                    {t('account.with', { provider: p.title })}
                </Button>
            ))}
        </Frame>
    );
}

function SecondFactor() {
    const { t } = useTranslation();
    const take = useTakeSession();
    const forget = useForget();
    const [code, setCode] = useState('');
    const run = useMutation({
        mutationFn: () => secondFactor({ body: { code: code.replace(/\s/g, '') } }),
        onSuccess: take,
    });
    const leave = useMutation({ mutationFn: () => signOut(), onSettled: forget });
    return (
        <Frame title={t('account.second')} about={t('account.secondAbout')}>
            <Form run={run} submit={t('account.check')} wrong={t('account.wrongCode')}>
                <TextInput
                    label={t('account.code')}
                    size="md"
                    required
                    autoFocus
                    value={code}
                    inputMode="numeric"
                    autoComplete="one-time-code"
                    onChange={(e) => setCode(e.currentTarget.value)}
                />
            </Form>
            <Anchor component="button" type="button" mt={16} onClick={() => leave.mutate()}>
                {t('account.other')}
            </Anchor>
        </Frame>
    );
}

const FactorSetUp = lazy(() =>
    import('../studio/account/factor').then((m) => ({ default: m.FactorSetUp })),
);

/** The server demands a second factor, and the account has none yet. */
function SecondFactorMissing({ session }: { session: Session }) {
    const { t } = useTranslation();
    const forget = useForget();
    const begin = useMutation({
        mutationFn: () => beginSecondFactor({ idempotencyKey: freshId() }),
    });
    const leave = useMutation({ mutationFn: () => signOut(), onSettled: forget });
    const about = t('account.demandedAbout', { email: session.staff?.email ?? '' });
    return (
        <Frame title={t('account.demanded')} about={about}>
            <Form run={begin} submit={t('account.demandedDo')}>
                {null}
            </Form>
            <Anchor component="button" type="button" mt={16} onClick={() => leave.mutate()}>
                {t('account.other')}
            </Anchor>
            <Suspense>
                {begin.data && <FactorSetUp begun={begin.data} onClose={() => begin.reset()} />}
            </Suspense>
        </Frame>
    );
}

function SetUp() {
    const { t } = useTranslation();
    const take = useTakeSession();
    const [name, setName] = useState('');
    const [email, setEmail] = useState('');
    const [password, setPassword] = useState('');
    const [token, setToken] = useState('');
    const given = token.trim() === '' ? {} : { token: token.trim() };
    const run = useMutation({
        mutationFn: () => setUp({ body: { name, email, password, ...given } }),
        onSuccess: take,
    });
    return (
        <Frame title={t('account.setup')} about={t('account.setupAbout')}>
            <Form run={run} submit={t('account.create')}>
                <TextInput
                    label={t('account.name')}
                    size="md"
                    required
                    autoFocus
                    autoComplete="name"
                    value={name}
                    onChange={(e) => setName(e.currentTarget.value)}
                />
                <TextInput
                    label={t('account.email')}
                    type="email"
                    size="md"
                    required
                    autoComplete="username"
                    value={email}
                    onChange={(e) => setEmail(e.currentTarget.value)}
                />
                <NewPassword value={password} onChange={setPassword} />
                <TextInput
                    label={t('account.token')}
                    description={t('account.tokenHint')}
                    size="md"
                    value={token}
                    autoComplete="off"
                    onChange={(e) => setToken(e.currentTarget.value)}
                />
            </Form>
        </Frame>
    );
}

export default function Way({ session }: { session: Session }) {
    const { t } = useTranslation();
    useEffect(() => {
        document.title = t('app.name');
    }, [t]);
    if (session.state === 'setup') return <SetUp />;
    if (session.state === 'second_factor') return <SecondFactor />;
    if (session.state === 'second_factor_missing') return <SecondFactorMissing session={session} />;
    return <SignIn session={session} />;
}
