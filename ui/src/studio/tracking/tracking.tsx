// The tracking plan of a source, or of the workspace: which events are expected, what becomes of
// others, and what was not as planned.
import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListCheck, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Definition } from '../../kit/api_gen';
import { Page, Section } from '../../kit/page';
import { useCan } from '../../kit/session';
import { Empty } from '../../kit/state';
import {
    Edited,
    History,
    InForce,
    PublishDialog,
    Said,
    SavePublish,
    type Again,
} from '../definition/parts';
import { useEditing } from '../definition/queries';
import { useSources } from '../sources/queries';
import { EventDialog } from './event_dialog';
import { callOf, isNamed, readPlan, type Plan, type PlannedEvent } from './plan';
import { Violations } from './violations';
import styles from './tracking.module.css';

const route = getRouteApi('/inside/sources/$key/plan');
const WORKSPACE = 'workspace';
const placeOf = (key: string) => ({ kind: 'tracking_plan', key });
const UNPLANNED = ['allow', 'count', 'block'] as const;
const FAULTY = ['allow', 'block'] as const;

interface PartProps {
    plan: Plan;
    onChange: (plan: Plan) => void;
    fixed: boolean;
}

function Choices({ plan, onChange, fixed }: PartProps) {
    const { t } = useTranslation();
    const unplanned = plan.unplanned ?? 'count';
    const violations = plan.violations ?? 'allow';
    return (
        <Section title={t('tracking.choices')}>
            <div className={styles.choices}>
                <div>
                    <div id="plan-unplanned">{t('tracking.unplanned')}</div>
                    <SegmentedControl
                        size="xs"
                        disabled={fixed}
                        aria-labelledby="plan-unplanned"
                        value={unplanned}
                        data={UNPLANNED.map((v) => ({
                            value: v,
                            label: t(`tracking.unplannedDo.${v}`),
                        }))}
                        onChange={(v) => {
                            const chosen = UNPLANNED.find((x) => x === v) ?? 'count';
                            onChange({ ...plan, unplanned: chosen });
                        }}
                    />
                </div>
                <div>
                    <div id="plan-faulty">{t('tracking.faulty')}</div>
                    <SegmentedControl
                        size="xs"
                        disabled={fixed}
                        aria-labelledby="plan-faulty"
                        value={violations}
                        data={FAULTY.map((v) => ({ value: v, label: t(`tracking.faultyDo.${v}`) }))}
                        onChange={(v) => {
                            const chosen = FAULTY.find((x) => x === v) ?? 'allow';
                            onChange({ ...plan, violations: chosen });
                        }}
                    />
                </div>
            </div>
        </Section>
    );
}

interface EventLineProps {
    event: PlannedEvent;
    onEdit: (() => void) | undefined;
    onRemove: () => void;
}

function EventLine({ event, onEdit, onRemove }: EventLineProps) {
    const { t } = useTranslation();
    const required = event.required ?? [];
    const names = [...new Set([...Object.keys(event.properties ?? {}), ...required])];
    const call = callOf(event);
    const title = isNamed(call) && event.name !== '' ? event.name : call;
    return (
        <li className={styles.event}>
            <div className={styles.what}>
                <span>
                    <strong>{title}</strong>{' '}
                    {title !== call && <code className="ms-mono">{call}</code>}
                </span>
                <span className={styles.names}>
                    {names.map((n) => (
                        <code key={n} className="ms-mono">
                            {n}
                            {required.includes(n) && (
                                <span title={t('tracking.required')} className={styles.star}>
                                    *<span className="ms-hidden">{t('tracking.required')}</span>
                                </span>
                            )}
                        </code>
                    ))}
                    {event.additional === false && (
                        <span className="ms-muted">{t('tracking.closed')}</span>
                    )}
                    {names.length === 0 && event.additional !== false && (
                        <span className="ms-muted">{t('tracking.anything')}</span>
                    )}
                </span>
            </div>
            {onEdit && (
                <span className={styles.deeds}>
                    <ActionIcon
                        aria-label={t('tracking.edit', { name: title })}
                        onClick={onEdit}
                    >
                        <IconPencil size={16} />
                    </ActionIcon>
                    <ActionIcon
                        aria-label={t('tracking.remove', { name: title })}
                        onClick={onRemove}
                    >
                        <IconTrash size={16} />
                    </ActionIcon>
                </span>
            )}
        </li>
    );
}

function Events({ plan, onChange, fixed }: PartProps) {
    const { t } = useTranslation();
    const [editing, setEditing] = useState<number | 'new' | null>(null);
    const { events } = plan;
    const set = (next: PlannedEvent[]) => onChange({ ...plan, events: next });
    const add = !fixed && (
        <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setEditing('new')}
        >
            {t('tracking.addEvent')}
        </Button>
    );
    return (
        <Section title={t('tracking.expected')} actions={events.length > 0 && add} flush>
            {events.length === 0 ? (
                <Empty
                    icon={<IconListCheck size={22} stroke={1.5} />}
                    title={t('tracking.noEvents')}
                    action={add}
                >
                    {t('tracking.noEventsText')}
                </Empty>
            ) : (
                <ul className={styles.events}>
                    {events.map((e, i) => (
                        <EventLine
                            key={`${callOf(e)} ${e.name}`}
                            event={e}
                            onEdit={fixed ? undefined : () => setEditing(i)}
                            onRemove={() => set(events.filter((_, k) => k !== i))}
                        />
                    ))}
                </ul>
            )}
            {editing !== null && (
                <EventDialog
                    event={editing === 'new' ? null : (events[editing] ?? null)}
                    others={events.filter((_, k) => k !== editing)}
                    onClose={() => setEditing(null)}
                    onDone={(e) => {
                        set(
                            editing === 'new'
                                ? [...events, e]
                                : events.map((x, k) => (k === editing ? e : x)),
                        );
                        setEditing(null);
                    }}
                />
            )}
        </Section>
    );
}

interface ViewProps {
    planKey: string;
    title: string;
    now: Definition | null;
    again: Again;
}

function View({ planKey, title, now, again }: ViewProps) {
    const { t } = useTranslation();
    const can = useCan();
    const fixed = !can('definitions:write');
    const at = placeOf(planKey);
    const e = useEditing<Plan>(at, now, readPlan);
    const [asking, askingIs] = useDisclosure(false);
    const blocks = e.body.unplanned === 'block' || e.body.violations === 'block';
    const whole = planKey === WORKSPACE;
    return (
        <Page
            title={t('tracking.title')}
            about={whole ? t('tracking.aboutAll') : t('tracking.about', { name: title })}
            back={
                whole
                    ? { to: '/sources', label: t('sources.all') }
                    : { to: `/sources/${planKey}`, label: title }
            }
            actions={!fixed && <SavePublish of={e} onPublish={askingIs.open} />}
        >
            <InForce of={e} none={t('tracking.none')} fixed={fixed} />
            {!whole && !e.base?.version && (
                <p className={styles.note}>
                    {t('tracking.noneText')}{' '}
                    <Link to="/sources/$key/plan" params={{ key: WORKSPACE }}>
                        {t('tracking.toAll')}
                    </Link>
                </p>
            )}
            <Said of={e} again={again} />
            <Events plan={e.body} onChange={e.edit} fixed={fixed} />
            <Choices plan={e.body} onChange={e.edit} fixed={fixed} />
            {can('collect:read') && <Violations source={whole ? undefined : planKey} />}
            <History at={at} of={e} text={t('tracking.publishText')} fixed={fixed} />
            {asking && (
                <PublishDialog
                    title={t('tracking.publishTitle')}
                    text={t('tracking.publishText')}
                    warning={blocks && t('tracking.blocks')}
                    of={e}
                    onClose={askingIs.close}
                />
            )}
        </Page>
    );
}

export default function TrackingPlanPage() {
    const { key } = route.useParams();
    const sources = useSources();
    const title = sources.data?.find((s) => s.key === key)?.name ?? key;
    return (
        <Edited key={key} at={placeOf(key)}>
            {(now, again) => <View planKey={key} title={title} now={now} again={again} />}
        </Edited>
    );
}
