// The second factor: set up with an authenticator app, its recovery codes shown once, taken away
// by the password.
import { Alert, Badge, Button, PasswordInput, TextInput } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import {
    beginSecondFactor,
    confirmSecondFactor,
    endSecondFactor,
    type FactorBegun,
} from '../../kit/api_gen';
import { Copy } from '../../kit/copy';
import { Dialog, DialogEnd } from '../../kit/dialog';
import { Section } from '../../kit/page';
import { SESSION, useSession } from '../../kit/session';
import { freshId } from '../../kit/transport';
import { Outcome } from './outcome';
import styles from './account.module.css';

/** Dark on light whatever the colours: that is what cameras expect. */
function QrCode({ text, label }: { text: string; label: string }) {
    const { data, size } = useMemo(() => encode(text, { border: 4 }), [text]);
    const path = data
        .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
        .join('');
    return (
        <svg
            role="img"
            aria-label={label}
            viewBox={`0 0 ${size} ${size}`}
            className={styles.qr}
            shapeRendering="crispEdges"
        >
            <rect width={size} height={size} fill="#fff" />
            <path d={path} fill="#000" />
        </svg>
    );
}

export function FactorSetUp({ begun, onClose }: { begun: FactorBegun; onClose: () => void }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const [code, setCode] = useState('');
    const run = useMutation({
        mutationFn: () =>
            confirmSecondFactor({ idempotencyKey: freshId(), body: { code: code.trim() } }),
        // The session's answer is read again when the codes were put away: it closes this dialog.
        onSuccess: () => client.invalidateQueries({ queryKey: ['mine'] }),
    });
    const codes = run.data?.recovery_codes;
    // The codes come with the answer that is on its way: whoever closes now never sees them.
    const close = () => {
        if (!run.isPending) onClose();
    };
    const done = () => {
        onClose();
        void client.invalidateQueries({ queryKey: SESSION });
    };
    const submit = (e: FormEvent) => {
        e.preventDefault();
        run.mutate();
    };
    if (codes)
        return (
            <Dialog onClose={done} title={t('mine.codes')} size={520} once>
                <div className={styles.dialog}>
                    <Alert color="yellow" variant="light">
                        {t('mine.codesText')}
                    </Alert>
                    <ul className={styles.codes} aria-label={t('mine.codes')}>
                        {codes.map((c) => (
                            <li key={c} className="ms-mono">
                                {c}
                            </li>
                        ))}
                    </ul>
                    <div className={styles.buttons}>
                        <Copy text={codes.join('\n')} />
                        <Button onClick={done}>{t('mine.codesKept')}</Button>
                    </div>
                </div>
            </Dialog>
        );
    return (
        <Dialog onClose={close} title={t('mine.factorTitle')} size={520} once>
            <form onSubmit={submit} className={styles.dialog}>
                <p className="ms-muted">{t('mine.factorScan')}</p>
                <div className={styles.scan}>
                    <QrCode text={begun.uri} label={t('mine.qr')} />
                    <div className={styles.secret}>
                        <span className="ms-muted">{t('mine.factorType')}</span>
                        <span className={styles.secretLine}>
                            <code className="ms-mono">
                                {begun.secret.match(/.{1,4}/g)?.join(' ')}
                            </code>
                            <Copy text={begun.secret} />
                        </span>
                    </div>
                </div>
                <TextInput
                    label={t('mine.factorCode')}
                    required
                    value={code}
                    inputMode="numeric"
                    autoComplete="one-time-code"
                    maxLength={7}
                    data-autofocus
                    onChange={(e) => setCode(e.currentTarget.value)}
                />
                <DialogEnd error={run.error} onClose={close}>
                    <Button
                        type="submit"
                        loading={run.isPending}
                        disabled={!/^\s*\d{3}\s?\d{3}\s*$/.test(code)}
                    >
                        {t('mine.factorConfirm')}
                    </Button>
                </DialogEnd>
            </form>
        </Dialog>
    );
}

function TakeAway({ onClose }: { onClose: () => void }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const [password, setPassword] = useState('');
    const run = useMutation({
        mutationFn: () => endSecondFactor({ body: { password } }),
        onSuccess: async () => {
            await client.invalidateQueries({ queryKey: SESSION });
            onClose();
        },
    });
    const submit = (e: FormEvent) => {
        e.preventDefault();
        run.mutate();
    };
    return (
        <Dialog onClose={onClose} title={t('mine.factorEnd')} size={460}>
            <form onSubmit={submit} className={styles.dialog}>
                <p className="ms-muted">{t('mine.factorEndText')}</p>
                <PasswordInput
                    label={t('account.password')}
                    required
                    autoComplete="current-password"
                    data-autofocus
                    value={password}
                    onChange={(e) => setPassword(e.currentTarget.value)}
                />
                <DialogEnd error={run.error} onClose={onClose}>
                    <Button
                        type="submit"
                        color="red"
                        disabled={password === ''}
                        loading={run.isPending}
                    >
                        {t('mine.factorEndDo')}
                    </Button>
                </DialogEnd>
            </form>
        </Dialog>
    );
}

export function Factor() {
    const { t } = useTranslation();
    const on = useSession().staff?.second_factor ?? false;
    const [ending, setEnding] = useState(false);
    const begin = useMutation({
        mutationFn: () => beginSecondFactor({ idempotencyKey: freshId() }),
    });
    return (
        <Section title={t('team.factor')} about={t('mine.factorAbout')}>
            <div className={styles.factor}>
                <Badge variant="light" tt="none" color={on ? 'green' : 'gray'}>
                    {on ? t('team.factorOn') : t('team.factorOff')}
                </Badge>
                {on ? (
                    <Button variant="default" onClick={() => setEnding(true)}>
                        {t('mine.factorEnd')}
                    </Button>
                ) : (
                    <Button
                        variant="default"
                        leftSection={<IconShieldCheck size={16} aria-hidden />}
                        loading={begin.isPending}
                        onClick={() => begin.mutate()}
                    >
                        {t('mine.factorSetUp')}
                    </Button>
                )}
            </div>
            <Outcome error={begin.error} done={false} />
            {begin.data && <FactorSetUp begun={begin.data} onClose={() => begin.reset()} />}
            {ending && <TakeAway onClose={() => setEnding(false)} />}
        </Section>
    );
}
