// Who it is at a glance: identifiers, the traits, groups, earlier ids. Hover or focus a trait to
// see where it comes from.
import { HoverCard } from '@mantine/core';
import {
    IconAt,
    IconBellRinging,
    IconDeviceMobile,
    IconHash,
    IconId,
    IconPhone,
    IconTarget,
    IconUser,
    IconUserQuestion,
    type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Person, TraitTold } from '../../kit/api_gen';
import { Copy } from '../../kit/copy';
import { dateTime } from '../../kit/format';
import { useKindName } from '../../kit/kinds';
import { Section } from '../../kit/page';
import { Answer, ListSkeleton } from '../../kit/state';
import { valueText } from '../../kit/value';
import { useTraits } from './queries';
import styles from './person.module.css';

const ICONS: Record<string, Icon> = {
    user_id: IconUser,
    email: IconAt,
    phone: IconPhone,
    customer_number: IconId,
    external_id: IconHash,
    push_token: IconBellRinging,
    advertising_id: IconTarget,
    device_id: IconDeviceMobile,
    anonymous_id: IconUserQuestion,
};
const SHOWN = 14;

export function IdentifierLine({ kind, value }: { kind: string; value: string }) {
    const kindName = useKindName();
    const Sign = ICONS[kind] ?? IconHash;
    return (
        <span className={styles.identifier} title={`${kindName(kind)}: ${value}`}>
            <Sign size={15} stroke={1.6} aria-label={kindName(kind)} />
            <span className="ms-clip">{value}</span>
        </span>
    );
}

function Told({ trait }: { trait: TraitTold }) {
    const { t } = useTranslation();
    const won = trait.won[0];
    return (
        <div className={styles.told}>
            <strong>{trait.name}</strong>
            <div className="ms-break">{valueText(trait.value)}</div>
            {won && (
                <div className="ms-muted">
                    {t('person.told', {
                        source: won.source || t('person.sourceUnknown'),
                        time: dateTime(won.time),
                    })}
                </div>
            )}
            <div className="ms-muted">
                {t('person.wonBy', { rule: t(`person.rule.${trait.rule}`) })}
                {won && ` · ${t('person.entry', { seq: won.seq })}`}
            </div>
            {trait.lost.length > 0 && (
                <ul className={styles.lost}>
                    {trait.lost.slice(0, 4).map((l) => (
                        <li key={`${l.seq} ${l.atom}`}>
                            <s>{valueText(l.value)}</s>{' '}
                            <span className="ms-muted">
                                {l.source || t('person.sourceUnknown')}, {dateTime(l.time)}
                            </span>
                        </li>
                    ))}
                </ul>
            )}
        </div>
    );
}

function TraitLine({ trait, onOpen }: { trait: TraitTold; onOpen: () => void }) {
    return (
        <HoverCard width={320} position="right-start" shadow="md" openDelay={150} withArrow>
            <HoverCard.Target>
                <button type="button" className={styles.trait} onClick={onOpen}>
                    <span className={`ms-clip ${styles.traitName}`}>{trait.name}</span>
                    <span className={`ms-clip ${styles.traitValue}`}>
                        {valueText(trait.value)}
                    </span>
                    {trait.lost.length > 0 && (
                        <span className={styles.count} aria-hidden>
                            +{trait.lost.length}
                        </span>
                    )}
                </button>
            </HoverCard.Target>
            <HoverCard.Dropdown>
                <Told trait={trait} />
            </HoverCard.Dropdown>
        </HoverCard>
    );
}

interface AsideProps {
    person: Person;
    /** Shows them all; undefined where they are shown already. */
    onTraits?: (() => void) | undefined;
}

function Traits({ id, onTraits }: { id: string; onTraits: () => void }) {
    const { t } = useTranslation();
    const query = useTraits(id);
    return (
        <Section title={t('person.traits')}>
            <Answer query={query} loading={<ListSkeleton rows={4} />}>
                {({ traits }) => {
                    const told = traits.filter((x) => x.value !== null);
                    return told.length === 0 ? (
                        <p className={styles.quiet}>{t('person.emptyTraitsText')}</p>
                    ) : (
                        <div className={styles.traits}>
                            {told.slice(0, SHOWN).map((x) => (
                                <TraitLine key={x.name} trait={x} onOpen={onTraits} />
                            ))}
                        </div>
                    );
                }}
            </Answer>
        </Section>
    );
}

export function Aside({ person, onTraits }: AsideProps) {
    const { t } = useTranslation();
    return (
        <aside className={styles.aside}>
            <Section title={t('person.identifiers')}>
                <ul className={styles.lines}>
                    {person.identifiers.map((i) => (
                        <li key={`${i.kind} ${i.value}`} className={styles.line}>
                            <IdentifierLine kind={i.kind} value={i.value} />
                            <Copy text={i.value} label={`${t('action.copy')}: ${i.value}`} />
                        </li>
                    ))}
                </ul>
            </Section>
            {onTraits && <Traits id={person.id} onTraits={onTraits} />}
            {person.groups.length > 0 && (
                <Section title={t('person.groups')}>
                    <ul className={styles.lines}>
                        {person.groups.map((g) => (
                            <li key={g.id}>
                                <strong className="ms-break">{g.id}</strong>
                                <div className="ms-muted ms-small ms-break">
                                    {valueText(g.traits)}
                                </div>
                            </li>
                        ))}
                    </ul>
                </Section>
            )}
            {person.aliases.length > 0 && (
                <Section title={t('person.aliases')} about={t('person.aliasesAbout')}>
                    <ul className={styles.lines}>
                        {person.aliases.slice(0, 20).map((a) => (
                            <li key={a} className={`ms-mono ms-break ${styles.alias}`}>
                                {a}
                            </li>
                        ))}
                    </ul>
                </Section>
            )}
        </aside>
    );
}
