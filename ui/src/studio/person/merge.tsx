import { Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listPeople, type Person } from '../../kit/api_gen';
import { Avatar } from '../../kit/avatar';
import { shortId } from '../../kit/format';
import { bestIdentifier, knownName } from '../../kit/names';
import { DeedDialog } from './deed';
import styles from './deed.module.css';

const OFFERED = 8;

export function MergeDialog({ person, onClose }: { person: Person; onClose: () => void }) {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const [text, setText] = useState('');
    const [q] = useDebouncedValue(text.trim(), 160);
    const [other, setOther] = useState('');
    const [evidence, setEvidence] = useState('');
    const found = useQuery({
        queryKey: ['people', 'merge', q],
        queryFn: ({ signal }) => listPeople({ q, limit: OFFERED + 1 }, { signal }),
        enabled: q !== '',
        placeholderData: keepPreviousData,
    });
    const rows = q === '' ? [] : (found.data?.items ?? []).filter((p) => p.id !== person.id);
    const enough = other !== '' && evidence.trim() !== '';
    return (
        <DeedDialog
            title={t('person.mergeTitle')}
            about={t('person.mergeAbout')}
            submit={t('person.doMerge')}
            onClose={onClose}
            onDone={() => void navigate({ to: '/people/$id', params: { id: person.id } })}
            deed={
                enough
                    ? {
                          what: 'merge',
                          body: { people: [person.id, other], evidence: evidence.trim() },
                      }
                    : null
            }
        >
            <TextInput
                label={t('person.mergeFind')}
                placeholder={t('people.searchPlaceholder')}
                leftSection={<IconSearch size={15} aria-hidden />}
                value={text}
                data-autofocus
                onChange={(e) => setText(e.currentTarget.value)}
            />
            <div className={styles.found}>
                {rows.slice(0, OFFERED).map((p) => {
                    const name = knownName(p);
                    return (
                        <button
                            key={p.id}
                            type="button"
                            className={styles.foundRow}
                            aria-pressed={p.id === other}
                            onClick={() => setOther(p.id)}
                        >
                            <Avatar id={p.id} name={name} size={26} />
                            <span className="ms-clip">
                                {name ?? t('name.anonymous', { id: shortId(p.id) })}
                            </span>
                            <span className="ms-clip ms-muted ms-small">
                                {bestIdentifier(p)?.value}
                            </span>
                        </button>
                    );
                })}
                {q !== '' && found.isSuccess && rows.length === 0 && (
                    <p className="ms-muted">{t('people.none', { text: q })}</p>
                )}
            </div>
            <Textarea
                label={t('person.mergeEvidence')}
                placeholder={t('person.mergeEvidenceHint')}
                required
                value={evidence}
                maxLength={1000}
                autosize
                minRows={2}
                onChange={(e) => setEvidence(e.currentTarget.value)}
            />
        </DeedDialog>
    );
}
