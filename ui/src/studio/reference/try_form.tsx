// Trying a call with one's own session: parameters, body, and the answer as it came.
import { Alert, Button, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { freshId, pathSegment, queryString, tryOut } from '../../kit/transport';
import type { Operation } from './document';
import styles from './reference.module.css';

const SHOWN_MAX = 50_000;

function parsed(text: string): { ok: boolean; value: unknown } {
    try {
        return { ok: true, value: JSON.parse(text) as unknown };
    } catch {
        return { ok: false, value: undefined };
    }
}

function indented(text: string): string {
    const { ok, value } = parsed(text);
    return (ok ? JSON.stringify(value, null, 2) : text).slice(0, SHOWN_MAX);
}

/** The address, and the headers that are parameters. */
function addressOf(o: Operation, values: Record<string, string>) {
    const of = (place: string) =>
        Object.fromEntries(
            o.parameters
                .filter((p) => p.in === place)
                .map((p) => [p.name, values[p.name] || undefined] as const),
        );
    const path = o.path.replace(/\{([^}]*)\}/g, (_, name: string) =>
        pathSegment(values[name] ?? ''),
    );
    const headers = of('header');
    if ('Idempotency-Key' in headers) headers['Idempotency-Key'] ??= freshId();
    return { url: path + queryString(of('query')), headers };
}

export function TryForm({ o }: { o: Operation }) {
    const { t } = useTranslation();
    const [values, setValues] = useState<Record<string, string>>({});
    const [body, setBody] = useState(o.body ?? '');
    const json = parsed(body);
    const hasBody = o.body !== undefined && body.trim() !== '';
    const run = useMutation({
        mutationFn: () => {
            const { url, headers } = addressOf(o, values);
            return tryOut(o.method, url, { headers, ...(hasBody ? { body: json.value } : {}) });
        },
    });
    const ready =
        (!hasBody || json.ok) && o.parameters.every((p) => !p.required || values[p.name]);
    const submit = (e: FormEvent) => {
        e.preventDefault();
        if (ready) run.mutate();
    };
    return (
        <form onSubmit={submit} className={styles.form}>
            {o.parameters.length > 0 && (
                <fieldset className={styles.parameters}>
                    <legend>{t('reference.parameters')}</legend>
                    {o.parameters.map((p) => (
                        <TextInput
                            key={`${p.in} ${p.name}`}
                            size="xs"
                            label={p.name}
                            description={p.description}
                            placeholder={p.hint}
                            required={p.required}
                            value={values[p.name] ?? ''}
                            onChange={(e) =>
                                setValues({ ...values, [p.name]: e.currentTarget.value })
                            }
                        />
                    ))}
                </fieldset>
            )}
            {o.body !== undefined && (
                <Textarea
                    label={t('reference.body')}
                    autosize
                    minRows={3}
                    maxRows={16}
                    value={body}
                    error={hasBody && !json.ok && t('reference.notJson')}
                    classNames={{ input: styles.code ?? '' }}
                    onChange={(e) => setBody(e.currentTarget.value)}
                />
            )}
            {o.method !== 'GET' && (
                <Alert color="yellow" variant="light">
                    {t('reference.changes')}
                </Alert>
            )}
            <div>
                <Button
                    type="submit"
                    size="xs"
                    disabled={!ready}
                    loading={run.isPending}
                    {...(o.method === 'DELETE' ? { color: 'red' } : {})}
                >
                    {t('reference.send')}
                </Button>
            </div>
            {run.error && (
                <Alert color="red" variant="light" role="alert">
                    {t('state.unreachable')}
                </Alert>
            )}
            {run.data && (
                <div className={styles.answer}>
                    <p role="status" data-bad={run.data.status >= 400 || undefined}>
                        {t('reference.answer', {
                            status: run.data.status,
                            ms: run.data.ms,
                        })}
                    </p>
                    {run.data.text !== '' && (
                        <pre tabIndex={0} className={styles.code}>
                            {indented(run.data.text)}
                        </pre>
                    )}
                    {run.data.text.length > SHOWN_MAX && (
                        <p className="ms-muted">{t('reference.cut', { count: SHOWN_MAX })}</p>
                    )}
                </div>
            )}
        </form>
    );
}
