// One expected event: its call, name and properties.
import {
    ActionIcon,
    Button,
    Checkbox,
    Select,
    Switch,
    Textarea,
    TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogEnd } from '../../kit/dialog';
import {
    CALLS,
    SHAPES,
    callOf,
    freshLine,
    isNamed,
    isTwice,
    linesOf,
    sameEvent,
    schemaOf,
    withLines,
    type Line,
    type PlannedEvent,
} from './plan';
import styles from './tracking.module.css';

interface LineProps {
    line: Line;
    /** Another has its name. */
    twice: boolean;
    onChange: (line: Line) => void;
    onRemove: () => void;
}

function PropertyLine({ line, twice, onChange, onRemove }: LineProps) {
    const { t } = useTranslation();
    const named = line.name || t('tracking.property');
    return (
        <li className={styles.property}>
            <TextInput
                size="xs"
                className={styles.propertyName}
                aria-label={t('tracking.property')}
                placeholder={t('tracking.propertyHint')}
                value={line.name}
                error={twice && t('tracking.propertyTwice')}
                onChange={(e) => onChange({ ...line, name: e.currentTarget.value })}
            />
            <Select
                size="xs"
                className={styles.shape}
                aria-label={t('tracking.shapeOf', { name: named })}
                value={line.shape}
                data={SHAPES.map((s) => ({ value: s, label: t(`tracking.shape.${s}`) }))}
                onChange={(v) => {
                    const shape = SHAPES.find((s) => s === v) ?? 'any';
                    const schema = schemaOf(line);
                    const text =
                        shape === 'json' && schema ? JSON.stringify(schema, null, 2) : '';
                    onChange({ ...line, shape, text });
                }}
            />
            <Checkbox
                size="xs"
                className={styles.must}
                label={t('tracking.required')}
                aria-label={t('tracking.requiredOf', { name: named })}
                checked={line.required}
                onChange={(e) => onChange({ ...line, required: e.currentTarget.checked })}
            />
            <ActionIcon
                aria-label={t('tracking.removeProperty', { name: named })}
                onClick={onRemove}
            >
                <IconTrash size={16} />
            </ActionIcon>
            {(line.shape === 'enum' || line.shape === 'json') && (
                <Textarea
                    size="xs"
                    className={styles.text}
                    autosize
                    minRows={line.shape === 'enum' ? 1 : 3}
                    maxRows={10}
                    aria-label={t(`tracking.text.${line.shape}`, { name: named })}
                    placeholder={t(`tracking.text.${line.shape}`, { name: named })}
                    error={schemaOf(line) === undefined && t('tracking.notJson')}
                    value={line.text}
                    onChange={(e) => onChange({ ...line, text: e.currentTarget.value })}
                />
            )}
        </li>
    );
}

interface DialogProps {
    /** null: a new one. */
    event: PlannedEvent | null;
    others: PlannedEvent[];
    onDone: (event: PlannedEvent) => void;
    onClose: () => void;
}

export function EventDialog({ event, others, onDone, onClose }: DialogProps) {
    const { t } = useTranslation();
    const [draft, setDraft] = useState<PlannedEvent>(event ?? { name: '' });
    const [lines, setLines] = useState<Line[]>(event ? linesOf(event) : [freshLine()]);
    const call = callOf(draft);
    const named = isNamed(call);
    const whole: PlannedEvent = { ...draft, name: named ? draft.name.trim() : '' };
    const twice = others.some((o) => sameEvent(o, whole));
    const ok =
        (call !== 'track' || whole.name !== '') &&
        !twice &&
        lines.every((l) => schemaOf(l) !== undefined && !isTwice(l, lines));
    const submit = (e: FormEvent) => {
        e.preventDefault();
        if (ok) onDone(withLines(whole, lines));
    };
    return (
        <Dialog
            onClose={onClose}
            title={event ? t('tracking.editEvent') : t('tracking.addEvent')}
            size={640}
        >
            <form onSubmit={submit} className={styles.dialog}>
                <div className={styles.pair}>
                    <Select
                        label={t('tracking.call')}
                        value={call}
                        data={CALLS.map((c) => ({ value: c, label: c }))}
                        error={twice && !named && t('tracking.callTwice')}
                        onChange={(v) =>
                            setDraft({ ...draft, type: CALLS.find((c) => c === v) ?? 'track' })
                        }
                    />
                    {named && (
                        <TextInput
                            label={t('tracking.name')}
                            required={call === 'track'}
                            value={draft.name}
                            maxLength={250}
                            data-autofocus
                            error={twice && t('tracking.twice')}
                            onChange={(e) => setDraft({ ...draft, name: e.currentTarget.value })}
                        />
                    )}
                </div>
                <fieldset className={styles.properties}>
                    <legend>{named ? t('tracking.properties') : t('person.traits')}</legend>
                    <ul>
                        {lines.map((l) => (
                            <PropertyLine
                                key={l.id}
                                line={l}
                                twice={isTwice(l, lines)}
                                onChange={(next) =>
                                    setLines(lines.map((x) => (x.id === l.id ? next : x)))
                                }
                                onRemove={() => setLines(lines.filter((x) => x.id !== l.id))}
                            />
                        ))}
                    </ul>
                    <Button
                        size="compact-sm"
                        variant="subtle"
                        leftSection={<IconPlus size={14} aria-hidden />}
                        onClick={() => setLines([...lines, freshLine()])}
                    >
                        {t('tracking.addProperty')}
                    </Button>
                </fieldset>
                <Switch
                    label={t('tracking.additional')}
                    checked={draft.additional ?? true}
                    onChange={(e) => setDraft({ ...draft, additional: e.currentTarget.checked })}
                />
                <DialogEnd onClose={onClose}>
                    <Button type="submit" disabled={!ok}>
                        {t('action.done')}
                    </Button>
                </DialogEnd>
            </form>
        </Dialog>
    );
}
