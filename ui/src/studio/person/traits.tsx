// All traits with the whole reasoning: rule, winner, losers.
import { Badge, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraitFrom, TraitTold } from '../../kit/api_gen';
import { dateTime, shortId } from '../../kit/format';
import { Section } from '../../kit/page';
import { Answer, Empty } from '../../kit/state';
import { JsonBlock, valueText } from '../../kit/value';
import { useTraits } from './queries';
import styles from './traits.module.css';

function From({ from, lost }: { from: TraitFrom; lost?: boolean }) {
    const { t } = useTranslation();
    return (
        <li className={styles.from}>
            <span className={lost ? styles.lost : styles.won}>{valueText(from.value)}</span>
            <span className="ms-muted">
                {t('person.told', {
                    source: from.source || t('person.sourceUnknown'),
                    time: dateTime(from.time),
                })}
                {from.times > 1 && ` · ${t('person.timesSeen', { count: from.times })}`}
                {` · ${t('person.entry', { seq: from.seq })} · `}
                <span className="ms-mono">{shortId(from.atom)}</span>
            </span>
        </li>
    );
}

function Row({ trait }: { trait: TraitTold }) {
    const { t } = useTranslation();
    const [open, setOpen] = useState(false);
    const won = trait.won[0];
    const deep = trait.value !== null && typeof trait.value === 'object';
    return (
        <li className={styles.item}>
            <UnstyledButton
                className={styles.row}
                aria-expanded={open}
                onClick={() => setOpen(!open)}
            >
                <IconChevronRight size={14} aria-hidden className="ms-arrow" />
                <span className={`ms-clip ${styles.name}`}>{trait.name}</span>
                <span className={`ms-clip ${styles.value}`}>
                    {trait.value === null ? (
                        <span className="ms-muted">{t('person.noValue')}</span>
                    ) : (
                        valueText(trait.value)
                    )}
                </span>
                {trait.filling && (
                    <Badge size="xs" variant="light" tt="none">
                        {t('person.filling')}
                    </Badge>
                )}
                {trait.lost.length > 0 && (
                    <span className={styles.others}>
                        {t('person.lostValues', { count: trait.lost.length })}
                    </span>
                )}
                <span className={`ms-clip ${styles.source}`}>
                    {won?.source || (won ? t('person.sourceUnknown') : '')}
                </span>
            </UnstyledButton>
            {open && (
                <div className={styles.detail}>
                    <p className="ms-muted">
                        {t('person.wonBy', { rule: t(`person.rule.${trait.rule}`) })}
                    </p>
                    {deep && <JsonBlock value={trait.value} />}
                    <ul className={styles.list}>
                        {trait.won.map((f) => (
                            <From key={`${f.seq} ${f.atom}`} from={f} />
                        ))}
                        {trait.lost.map((f) => (
                            <From key={`${f.seq} ${f.atom}`} from={f} lost />
                        ))}
                    </ul>
                </div>
            )}
        </li>
    );
}

export function TraitTable({ id }: { id: string }) {
    const { t } = useTranslation();
    const query = useTraits(id);
    return (
        <Section title={t('person.traits')} about={t('person.traitsAbout')} flush>
            <Answer query={query}>
                {(data) =>
                    data.traits.length === 0 ? (
                        <Empty title={t('person.emptyTraits')}>
                            {t('person.emptyTraitsText')}
                        </Empty>
                    ) : (
                        <ul className={styles.list}>
                            {data.traits.map((x) => (
                                <Row key={x.name} trait={x} />
                            ))}
                        </ul>
                    )
                }
            </Answer>
        </Section>
    );
}
