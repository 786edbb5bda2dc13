import { Button, Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { createKey, type KeyInfo } from '../../kit/api_gen';
import { Dialog, DialogEnd } from '../../kit/dialog';
import { useSession } from '../../kit/session';
import { freshId } from '../../kit/transport';
import { useSources } from '../sources/queries';
import styles from './keys.module.css';

interface CreateProps {
    onClose: () => void;
    onMade: (key: KeyInfo) => void;
}

function Scopes({ chosen, onChange }: { chosen: string[]; onChange: (s: string[]) => void }) {
    const { t } = useTranslation();
    const offered = useSession().scopes ?? []; // nobody gives what they do not have
    return (
        <Checkbox.Group
            label={t('keys.scopes')}
            description={t('keys.scopesAbout')}
            value={chosen}
            onChange={onChange}
        >
            <div className={styles.all}>
                <Button size="compact-xs" variant="subtle" onClick={() => onChange([...offered])}>
                    {t('keys.all')}
                </Button>
                <Button size="compact-xs" variant="subtle" onClick={() => onChange([])}>
                    {t('keys.none')}
                </Button>
            </div>
            <div className={styles.scopes}>
                {offered.map((s) => (
                    <Checkbox
                        key={s}
                        value={s}
                        size="xs"
                        label={<code className="ms-mono">{s}</code>}
                    />
                ))}
            </div>
        </Checkbox.Group>
    );
}

export function CreateDialog({ onClose, onMade }: CreateProps) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const sources = useSources();
    const [name, setName] = useState('');
    const [kind, setKind] = useState<'write' | 'secret'>('secret');
    const [source, setSource] = useState<string | null>(null);
    const [scopes, setScopes] = useState<string[]>([]);
    const run = useMutation({
        mutationFn: () =>
            createKey({
                idempotencyKey: freshId(),
                body:
                    kind === 'write'
                        ? { kind, name: name.trim(), source: source ?? '' }
                        : { kind, name: name.trim(), scopes },
            }),
        onSuccess: async (made) => {
            await client.invalidateQueries({ queryKey: ['keys'] });
            await client.invalidateQueries({ queryKey: ['sources'] });
            onMade(made);
        },
    });
    const enough = name.trim() !== '' && (kind === 'write' ? source !== null : scopes.length > 0);
    const submit = (e: FormEvent) => {
        e.preventDefault();
        if (enough) run.mutate();
    };
    return (
        <Dialog onClose={onClose} title={t('keys.create')} size={520}>
            <form onSubmit={submit} className={styles.dialog}>
                <SegmentedControl
                    value={kind}
                    onChange={(v) => setKind(v === 'write' ? 'write' : 'secret')}
                    aria-label={t('keys.kind')}
                    data={[
                        { value: 'secret', label: t('keys.kindSecret') },
                        { value: 'write', label: t('keys.kindWrite') },
                    ]}
                />
                <p className="ms-muted">
                    {kind === 'write' ? t('keys.kindWriteAbout') : t('keys.kindSecretAbout')}
                </p>
                <TextInput
                    label={t('keys.name')}
                    required
                    value={name}
                    maxLength={50}
                    data-autofocus
                    onChange={(e) => setName(e.currentTarget.value)}
                />
                {kind === 'write' ? (
                    <Select
                        label={t('keys.source')}
                        required
                        value={source}
                        onChange={setSource}
                        data={(sources.data ?? []).map((s) => ({
                            value: s.key,
                            label: s.name,
                        }))}
                    />
                ) : (
                    <Scopes chosen={scopes} onChange={setScopes} />
                )}
                <DialogEnd error={run.error} onClose={onClose}>
                    <Button type="submit" disabled={!enough} loading={run.isPending}>
                        {t('keys.create')}
                    </Button>
                </DialogEnd>
            </form>
        </Dialog>
    );
}
