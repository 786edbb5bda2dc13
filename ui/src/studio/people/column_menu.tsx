// The choice of columns. Which traits there are to choose from is read from a few people, whole.
import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { listPeople, type Person } from '../../kit/api_gen';
import { useKindName, useKinds } from '../../kit/kinds';
import type { Opened } from '../../kit/late';
import { isColumn, KIND, OWN, TITLES, TRAIT } from './columns';
import styles from './people.module.css';

const SAMPLE = 100;
const TRAITS_OFFERED = 16;

interface Props extends Opened {
    chosen: string[];
    onChange: (ids: string[]) => void;
}

/** The traits of these, the most frequent first. */
function traitsOf(people: Person[]): string[] {
    const seen = new Map<string, number>();
    for (const p of people) {
        for (const k of Object.keys(p.traits)) seen.set(k, (seen.get(k) ?? 0) + 1);
    }
    return [...seen].sort((a, b) => b[1] - a[1]).map(([k]) => TRAIT + k);
}

function useOffered(chosen: string[]) {
    const kinds = useKinds().data?.items ?? [];
    const sample = useQuery({
        queryKey: ['people', 'sample'],
        queryFn: ({ signal }) => listPeople({ limit: SAMPLE }, { signal }),
        staleTime: 60_000,
    });
    const kept = (prefix: string) => chosen.filter((c) => c.startsWith(prefix));
    const traits = kept(TRAIT);
    const most = traitsOf(sample.data?.items ?? []).filter(isColumn);
    return {
        kinds: [...new Set([...kept(KIND), ...kinds.map((k) => KIND + k.kind)])],
        traits: [...new Set([...traits, ...most])].slice(
            0,
            Math.max(TRAITS_OFFERED, traits.length),
        ),
    };
}

export default function ColumnMenu({ chosen, onChange, opened, onOpened, children }: Props) {
    const { t } = useTranslation();
    const kindName = useKindName();
    const [trait, setTrait] = useState('');
    const { kinds, traits } = useOffered(chosen);
    const toggle = (id: string) =>
        onChange(chosen.includes(id) ? chosen.filter((c) => c !== id) : [...chosen, id]);
    const add = (e: FormEvent) => {
        e.preventDefault();
        const id = TRAIT + trait.trim();
        if (isColumn(id) && !chosen.includes(id)) onChange([...chosen, id]);
        setTrait('');
    };
    const groups = [
        { name: 'people.ownColumns', ids: OWN.map((id) => [id, t(TITLES[id])]) },
        { name: 'people.traitColumns', ids: traits.map((id) => [id, id.slice(TRAIT.length)]) },
        {
            name: 'people.kindColumns',
            ids: kinds.map((id) => [id, kindName(id.slice(KIND.length))]),
        },
    ] as const;
    return (
        <Popover
            opened={opened}
            onChange={onOpened}
            position="bottom-end"
            width={280}
            shadow="md"
            trapFocus
        >
            <Popover.Target>{children}</Popover.Target>
            <Popover.Dropdown>
                <div className={styles.columnList}>
                    {groups.map(
                        (g) =>
                            g.ids.length > 0 && (
                                <fieldset key={g.name} className={styles.columnGroup}>
                                    <legend>{t(g.name)}</legend>
                                    {g.ids.map(([id, label]) => (
                                        <Checkbox
                                            key={id}
                                            size="sm"
                                            label={label}
                                            checked={chosen.includes(id ?? '')}
                                            onChange={() => toggle(id ?? '')}
                                        />
                                    ))}
                                </fieldset>
                            ),
                    )}
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
