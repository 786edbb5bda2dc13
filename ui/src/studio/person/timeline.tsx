// What the person did, by day, newest first; each event opens to the message as it was kept.
import { Button, Chip, Collapse, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { IconChevronRight, IconFilter } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineItem } from '../../kit/api_gen';
import { useDays } from '../../kit/days';
import { eventIcon } from '../../kit/event_icon';
import { EVENT_TYPES } from '../../kit/event_types';
import { clock, dateTime, dayKey, dayOf } from '../../kit/format';
import { usePages } from '../../kit/pages';
import { Empty, ListSkeleton, Trouble } from '../../kit/state';
import { JsonBlock, valueText } from '../../kit/value';
import { useTimeline } from './queries';
import styles from './timeline.module.css';

/** The few words after the name: properties or traits, in one line. */
function gist(item: TimelineItem): string {
    const { properties, traits } = item.message;
    const from = item.type === 'identify' || item.type === 'group' ? traits : properties;
    if (!from || typeof from !== 'object' || Array.isArray(from)) return '';
    return Object.entries(from)
        .slice(0, 4)
        .map(([k, v]) => `${k}: ${valueText(v)}`)
        .join(' · ');
}

function Row({ item }: { item: TimelineItem }) {
    const { t } = useTranslation();
    const [open, openIs] = useDisclosure(false);
    const Sign = eventIcon(item.type, item.name);
    const special = item.type === 'identify' || item.type === 'alias';
    const title =
        item.type === 'track' || item.type === 'page' || item.type === 'screen'
            ? item.name
            : t(`person.type.${item.type}`);
    return (
        <li className={styles.item}>
            <span className={styles.icon} data-special={special || undefined} aria-hidden>
                <Sign size={15} stroke={1.7} />
            </span>
            <div className={styles.body}>
                <button
                    type="button"
                    className={`ms-opens ${styles.row}`}
                    onClick={openIs.toggle}
                    aria-expanded={open}
                >
                    <span className={styles.title}>
                        {(item.type === 'page' || item.type === 'screen') && (
                            <span className={styles.type}>{t(`person.type.${item.type}`)}</span>
                        )}
                        {title}
                    </span>
                    <span className={`ms-clip ${styles.gist}`}>{gist(item)}</span>
                    <time dateTime={item.time} className={styles.time}>
                        {clock(item.time)}
                    </time>
                    <IconChevronRight size={14} aria-hidden className="ms-arrow" />
                </button>
                <Collapse expanded={open}>
                    {open && (
                        <div className={styles.detail}>
                            <p className={styles.meta}>
                                {t('person.via', {
                                    source: item.source || t('person.sourceUnknown'),
                                })}
                                {' · '}
                                {t('person.received', { time: dateTime(item.received) })}
                                {' · '}
                                {t('person.entry', { seq: item.seq })}
                                {item.flags.map((f) => ` · ${t(`person.flag.${f}`)}`)}
                            </p>
                            <JsonBlock value={item.message} />
                        </div>
                    )}
                </Collapse>
            </div>
        </li>
    );
}

function useDayName() {
    const { t } = useTranslation();
    const now = new Date();
    const today = dayKey(now.toISOString());
    now.setDate(now.getDate() - 1);
    const yesterday = dayKey(now.toISOString());
    return (key: string, time: string) => {
        const prefix =
            key === today ? t('person.today') : key === yesterday ? t('person.yesterday') : '';
        return prefix ? `${prefix} · ${dayOf(time)}` : dayOf(time);
    };
}

export function Timeline({ id }: { id: string }) {
    const { t } = useTranslation();
    const [text, setText] = useState('');
    const [name] = useDebouncedValue(text.trim(), 250);
    const [kinds, setKinds] = useState<string[]>([]);
    const query = useTimeline(id, name);
    const { rows: all, more, error } = usePages(query);
    const items = useMemo(
        () => (kinds.length === 0 ? all : all.filter((i) => kinds.includes(i.type))),
        [all, kinds],
    );
    const days = useDays(items);
    const dayName = useDayName();
    const filtered = name !== '' || kinds.length > 0;
    return (
        <section className="ms-card" aria-label={t('person.timeline')}>
            <div className={styles.tools}>
                <TextInput
                    value={text}
                    onChange={(e) => setText(e.currentTarget.value)}
                    leftSection={<IconFilter size={15} aria-hidden />}
                    type="search"
                    aria-label={t('person.filterName')}
                    placeholder={t('person.filterName')}
                    className={styles.filter}
                />
                <Chip.Group multiple value={kinds} onChange={setKinds}>
                    <div
                        className={styles.kinds}
                        role="group"
                        aria-label={t('person.filterType')}
                    >
                        {EVENT_TYPES.map((k) => (
                            <Chip key={k} value={k} size="xs" variant="outline">
                                {t(`person.type.${k}`)}
                            </Chip>
                        ))}
                    </div>
                </Chip.Group>
            </div>
            {query.isPending && <ListSkeleton />}
            {error && <Trouble error={error} retry={() => void query.refetch()} />}
            {query.isSuccess && items.length === 0 && !query.hasNextPage && (
                <Empty
                    title={t('person.emptyTimeline')}
                    action={
                        filtered && (
                            <Button
                                variant="default"
                                onClick={() => {
                                    setText('');
                                    setKinds([]);
                                }}
                            >
                                {t('person.filterAll')}
                            </Button>
                        )
                    }
                >
                    {t('person.emptyTimelineText')}
                </Empty>
            )}
            {days.map((d) => (
                <div key={d.key} className={styles.day}>
                    <h3 className={styles.dayName}>{dayName(d.key, d.time)}</h3>
                    <ol className={styles.items}>
                        {d.items.map((i) => (
                            <Row key={i.seq} item={i} />
                        ))}
                    </ol>
                </div>
            ))}
            {more}
        </section>
    );
}
