// What the live view is narrowed to; it stands in the address.
import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getPerson, listPeople, type Person } from '../../kit/api_gen';
import { EVENT_TYPES, isEventType } from '../../kit/event_types';
import { shortId } from '../../kit/format';
import { bestIdentifier, knownName } from '../../kit/names';
import { useCan } from '../../kit/session';
import { useTyped } from '../../kit/typed';
import { useOverview } from '../overview/queries';
import type { Filters } from './stream';
import styles from './live.module.css';

interface Props {
    filters: Filters;
    onChange: (change: { [K in keyof Filters]?: Filters[K] | undefined }) => void;
}

/** Found by name, address or number. */
function PersonSelect({ filters, onChange }: Props) {
    const { t } = useTranslation();
    const [text, setText] = useState('');
    const [q] = useDebouncedValue(text.trim(), 160);
    const id = filters.person ?? null;
    const chosen = useQuery({
        queryKey: ['people', 'one', id],
        queryFn: ({ signal }) => getPerson({ id: id ?? '' }, { signal }),
        enabled: id !== null,
    });
    const found = useQuery({
        queryKey: ['people', 'palette', q],
        queryFn: ({ signal }) => listPeople({ q, limit: 6 }, { signal }),
        enabled: q !== '',
        placeholderData: keepPreviousData,
    });
    const option = (p: Person) => {
        const name = knownName(p) ?? t('name.anonymous', { id: shortId(p.id) });
        const other = bestIdentifier(p)?.value;
        return {
            value: p.id,
            label: other && other !== name && p.id !== id ? `${name} · ${other}` : name,
        };
    };
    const data = (q === '' ? [] : (found.data?.items ?? [])).map(option);
    if (id !== null && !data.some((o) => o.value === id))
        data.unshift(
            chosen.data
                ? { ...option(chosen.data), value: id }
                : { value: id, label: t('name.anonymous', { id: shortId(id) }) },
        );
    return (
        <Select
            className={styles.field}
            size="sm"
            searchable
            clearable
            allowDeselect
            aria-label={t('live.person')}
            placeholder={t('live.person')}
            value={id}
            data={data}
            filter={({ options }) => options}
            nothingFoundMessage={q === '' ? t('live.personHint') : t('people.none', { text: q })}
            onSearchChange={setText}
            onChange={(person) => onChange({ person: person ?? undefined })}
        />
    );
}

function NameField({ filters, onChange }: Props) {
    const { t } = useTranslation();
    const typed = useTyped(filters.name, (name) => onChange({ name }));
    return (
        <TextInput
            className={styles.field}
            size="sm"
            type="search"
            aria-label={t('person.filterName')}
            placeholder={t('person.filterName')}
            {...typed}
        />
    );
}

export function FilterBar(p: Props) {
    const { t } = useTranslation();
    const can = useCan();
    const { filters, onChange } = p;
    const sources = useOverview().data?.sources ?? [];
    return (
        <div className={styles.filters} role="group" aria-label={t('live.filters')}>
            <NameField {...p} />
            <Select
                className={styles.field}
                size="sm"
                clearable
                allowDeselect
                aria-label={t('person.filterType')}
                placeholder={t('person.filterType')}
                value={filters.type ?? null}
                data={EVENT_TYPES.map((x) => ({ value: x, label: t(`person.type.${x}`) }))}
                onChange={(v) => onChange({ type: isEventType(v) ? v : undefined })}
            />
            <Select
                className={styles.field}
                size="sm"
                clearable
                allowDeselect
                searchable={sources.length > 8}
                aria-label={t('keys.source')}
                placeholder={t('keys.source')}
                value={filters.source ?? null}
                data={sources.map((s) => ({ value: s.key, label: s.name }))}
                onChange={(v) => onChange({ source: v ?? undefined })}
            />
            {can('people:read') && <PersonSelect {...p} />}
            <Select
                className={styles.field}
                size="sm"
                aria-label={t('live.refusedToo')}
                value={filters.errors ?? 'too'}
                data={(['too', 'only', 'none'] as const).map((v) => ({
                    value: v,
                    label: t(`live.errors.${v}`),
                }))}
                onChange={(v) => onChange({ errors: v === 'only' || v === 'none' ? v : undefined })}
            />
        </div>
    );
}
