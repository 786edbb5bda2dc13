// By whom, what, when, about whom; all of it stands in the address.
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useTyped } from '../../kit/typed';
import { OPERATIONS, useNames } from './names';
import { isWrong, SPANS, usePrincipals, type AuditSearch, type Span } from './queries';
import styles from './audit.module.css';

interface FiltersProps {
    search: AuditSearch;
    set: (change: { [K in keyof AuditSearch]?: AuditSearch[K] | undefined }) => void;
    clear: () => void;
}

function useWhoChoices(chosen: string | undefined) {
    const { t } = useTranslation();
    const { staff, keys } = usePrincipals();
    return useMemo(() => {
        const groups: { group: string; items: { value: string; label: string }[] }[] = [
            {
                group: t('audit.staff'),
                items: [
                    { value: 'staff', label: t('audit.staff') },
                    ...staff.map((m) => ({ value: m.id, label: m.name })),
                ],
            },
            {
                group: t('audit.key'),
                items: [
                    { value: 'key', label: t('audit.key') },
                    ...keys.map((k) => ({ value: k.id, label: k.name })),
                ],
            },
            {
                group: '–',
                items: [
                    { value: 'system', label: t('audit.system') },
                    { value: 'nobody', label: t('audit.nobody') },
                ],
            },
        ];
        const known = groups.some((g) => g.items.some((i) => i.value === chosen));
        if (chosen && !known) {
            groups.push({ group: '…', items: [{ value: chosen, label: chosen }] });
        }
        return groups;
    }, [t, staff, keys, chosen]);
}

interface TimeProps {
    name: 'from' | 'to';
    search: AuditSearch;
    set: FiltersProps['set'];
}

function TimeField({ name, search, set }: TimeProps) {
    const { t } = useTranslation();
    const typed = useTyped(search[name], (v) => set({ [name]: v }));
    return <TextInput type="datetime-local" aria-label={t(`audit.${name}`)} {...typed} />;
}

export function Filters({ search, set, clear }: FiltersProps) {
    const { t } = useTranslation();
    const names = useNames();
    const who = useWhoChoices(search.who);
    const what = useMemo(
        () =>
            OPERATIONS.map((o) => ({ value: o, label: names.operation(o) })).sort((a, b) =>
                a.label.localeCompare(b.label),
            ),
        [names],
    );
    const person = useTyped(search.person, (v) => set({ person: v }));
    const words = useTyped(search.text, (v) => set({ text: v }));
    const any = Object.keys(search).length > 0;
    return (
        <div className={styles.filters} role="search">
            <SegmentedControl
                aria-label={t('audit.kind')}
                className={styles.kind}
                value={search.kind ?? 'all'}
                onChange={(v) => set({ kind: v === 'change' || v === 'look' ? v : undefined })}
                data={[
                    { value: 'all', label: t('audit.all') },
                    { value: 'change', label: t('audit.change') },
                    { value: 'look', label: t('audit.look') },
                ]}
            />
            <Select
                aria-label={t('audit.who')}
                placeholder={t('audit.whoAny')}
                value={search.who ?? null}
                onChange={(v) => set({ who: v ?? undefined })}
                data={who}
                searchable
                clearable
                allowDeselect
                clearButtonProps={{ 'aria-label': t('audit.whoAny') }}
            />
            <Select
                aria-label={t('audit.what')}
                placeholder={t('audit.whatAny')}
                value={search.what ?? null}
                onChange={(v) => set({ what: v ?? undefined })}
                data={what}
                searchable
                clearable
                allowDeselect
                clearButtonProps={{ 'aria-label': t('audit.whatAny') }}
            />
            <Select
                aria-label={t('audit.when')}
                placeholder={t('audit.ever')}
                value={search.when ?? null}
                onChange={(v) =>
                    set({ when: (v as Span | null) ?? undefined, from: undefined, to: undefined })
                }
                data={SPANS.map((s) => ({ value: s, label: t(`audit.${s}`) }))}
                clearable
                allowDeselect
                clearButtonProps={{ 'aria-label': t('audit.ever') }}
            />
            <TextInput
                aria-label={t('audit.person')}
                placeholder={t('audit.personAbout')}
                {...person}
                error={isWrong(search) && t('audit.personWrong')}
            />
            <TextInput
                type="search"
                aria-label={t('audit.words')}
                placeholder={t('audit.words')}
                leftSection={<IconSearch size={15} aria-hidden />}
                {...words}
            />
            {search.when === 'between' &&
                (['from', 'to'] as const).map((name) => (
                    <TimeField key={name} name={name} search={search} set={set} />
                ))}
            {any && (
                <Button variant="subtle" onClick={clear} className={styles.clear}>
                    {t('audit.reset')}
                </Button>
            )}
        </div>
    );
}
