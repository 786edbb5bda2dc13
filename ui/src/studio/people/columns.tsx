// Which columns the list of people has: five of its own, and any trait by name.
import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../kit/api_gen';
import styles from './people.module.css';

const OWN = ['identifier', 'last', 'first', 'events', 'id'] as const;
const TITLES = {
    identifier: 'people.colIdentifier',
    last: 'people.colLast',
    first: 'people.colFirst',
    events: 'people.colEvents',
    id: 'people.colId',
} as const;
const FIRST = ['identifier', 'events', 'last'];
const REMEMBERED = 'musubi-people-columns';
const TRAITS_OFFERED = 12;

const isColumn = (id: string) =>
    (OWN as readonly string[]).includes(id) || (id.startsWith('traits.') && id.length > 7);

/** From the address, else as last time, else the usual ones. */
export function readColumns(text: string | undefined): string[] {
    let from = text;
    try {
        from ??= localStorage.getItem(REMEMBERED) ?? undefined;
    } catch {
        // the usual ones then
    }
    return from === undefined ? FIRST : from.split(',').filter(isColumn);
}

export function rememberColumns(ids: string[]) {
    try {
        localStorage.setItem(REMEMBERED, ids.join(','));
    } catch {
        // they stay in the address
    }
}

interface ColumnMenuProps {
    chosen: string[];
    onChange: (ids: string[]) => void;
    /** Those in view: their traits are offered, the most frequent first. */
    people: Person[];
}

export function ColumnMenu({ chosen, onChange, people }: ColumnMenuProps) {
    const { t } = useTranslation();
    const [trait, setTrait] = useState('');
    const traits = useMemo(() => {
        const seen = new Map<string, number>();
        for (const p of people) {
            for (const k of Object.keys(p.traits)) seen.set(k, (seen.get(k) ?? 0) + 1);
        }
        const most = [...seen].sort((a, b) => b[1] - a[1]).map(([k]) => `traits.${k}`);
        const kept = chosen.filter((c) => c.startsWith('traits.'));
        return [...new Set([...kept, ...most])].slice(0, Math.max(TRAITS_OFFERED, kept.length));
    }, [people, chosen]);
    const toggle = (id: string) =>
        onChange(chosen.includes(id) ? chosen.filter((c) => c !== id) : [...chosen, id]);
    const add = (e: FormEvent) => {
        e.preventDefault();
        const id = `traits.${trait.trim()}`;
        if (isColumn(id) && !id.includes(',') && !chosen.includes(id)) onChange([...chosen, id]);
        setTrait('');
    };
    return (
        <Popover position="bottom-end" width={260} shadow="md" trapFocus>
            <Popover.Target>
                <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
                    {t('people.columns')}
                </Button>
            </Popover.Target>
            <Popover.Dropdown>
                <div className={styles.columnList}>
                    {OWN.map((id) => (
                        <Checkbox
                            key={id}
                            size="sm"
                            label={t(TITLES[id])}
                            checked={chosen.includes(id)}
                            onChange={() => toggle(id)}
                        />
                    ))}
                    {traits.map((id) => (
                        <Checkbox
                            key={id}
                            size="sm"
                            label={id.slice(7)}
                            checked={chosen.includes(id)}
                            onChange={() => toggle(id)}
                        />
                    ))}
                </div>
                <form onSubmit={add} className={styles.addColumn}>
                    <TextInput
                        size="xs"
                        value={trait}
                        aria-label={t('people.addColumn')}
                        placeholder={t('people.addColumnHint')}
                        onChange={(e) => setTrait(e.currentTarget.value)}
                    />
                    <Button size="xs" type="submit" variant="default">
                        {t('people.add')}
                    </Button>
                </form>
            </Popover.Dropdown>
        </Popover>
    );
}
