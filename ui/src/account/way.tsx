// Sign-in, second factor, and the first owner's set-up.
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTakeSession } from '../kit/session';
import { setUp, signIn, type Session } from '../kit/api_gen';
import { Problem } from '../kit/transport';
import { Frame } from './frame';

/** Why it did not work, in words; a wrong password says no more than that. */
function Why({ error }: { error: Error | null }) {
    const { t } = useTranslation();
    if (!error) return null;
    const problem = error instanceof Problem ? error : undefined;
    const text =
        problem?.status === 401
            ? t('account.wrong')
            : problem?.status === 0
              ? t('state.unreachable')
              : error.message;
    return (
        <Alert color="red" variant="light" role="alert">
            {text}
            {problem?.hint && <div>{problem.hint}</div>}
        </Alert>
    );
}

interface FormProps {
    run: UseMutationResult<Session, Error, void>;
    submit: string;
    children: ReactNode;
}

function Form({ run, submit, children }: FormProps) {
    const onSubmit = (e: FormEvent) => {
        e.preventDefault();
        run.mutate();
    };
    return (
        <form onSubmit={onSubmit} style={{ display: 'grid', gap: 16 }}>
            {children}
            <Why error={run.error} />
            <Button type="submit" fullWidth size="md" loading={run.isPending}>
                {submit}
            </Button>
        </form>
    );
}

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
            <Form run={run} submit={t('account.signIn')}>
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
                <PasswordInput
                    label={t('account.password')}
                    description={t('account.passwordHint')}
                    size="md"
                    required
                    minLength={12}
                    autoComplete="new-password"
                    value={password}
                    onChange={(e) => setPassword(e.currentTarget.value)}
                />
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
    return <SignIn session={session} />;
}
