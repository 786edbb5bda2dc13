// Erasure is the one deed that cannot be undone: it asks for a word to be typed.
import { Alert, Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { erasePerson, type Person } from '../../kit/api_gen';
import { Dialog, DialogEnd } from '../../kit/dialog';
import { PersonCards } from './card';

export function EraseDialog({ person, onClose }: { person: Person; onClose: () => void }) {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const client = useQueryClient();
    const [word, setWord] = useState('');
    const [refuse, setRefuse] = useState(false);
    const sure = word.trim().toLowerCase() === t('person.eraseWord').toLowerCase();
    const run = useMutation({
        mutationFn: () => erasePerson({ id: person.id, ...(refuse ? { refuse: 'true' } : {}) }),
        onSuccess: async (receipt) => {
            await navigate({ to: '/erasures/$id', params: { id: receipt.id }, replace: true });
            client.removeQueries({ queryKey: ['people'] });
        },
    });
    const submit = (e: FormEvent) => {
        e.preventDefault();
        if (sure) run.mutate();
    };
    return (
        <Dialog onClose={onClose} size={560} title={t('person.eraseTitle')}>
            <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
                <Alert color="red" variant="light">
                    {t('person.eraseAbout')}
                </Alert>
                <PersonCards people={[person]} />
                <Checkbox
                    checked={refuse}
                    onChange={(e) => setRefuse(e.currentTarget.checked)}
                    label={t('person.eraseRefuse')}
                    description={t('person.eraseRefuseHint')}
                />
                <TextInput
                    label={t('person.eraseType', { word: t('person.eraseWord') })}
                    value={word}
                    autoComplete="off"
                    data-autofocus
                    onChange={(e) => setWord(e.currentTarget.value)}
                />
                <DialogEnd error={run.error} onClose={onClose}>
                    <Button type="submit" color="red" disabled={!sure} loading={run.isPending}>
                        {t('person.doErase')}
                    </Button>
                </DialogEnd>
            </form>
        </Dialog>
    );
}
