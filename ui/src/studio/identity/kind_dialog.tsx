// One kind: whose a contested identifier is, which values stand for nobody; of a kind of one's own
// also where it is read and what is done to its values.
import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { IdentityOwnKind, IdentityRules } from '../../kit/api_gen';
import { Dialog, DialogEnd } from '../../kit/dialog';
import { useKindName } from '../../kit/kinds';
import { KEY, kindRule, linesOf, STEPS, withKind, type KindLine, type Step } from './rules';
import styles from './identity.module.css';

interface PartProps {
    rule: IdentityOwnKind;
    onChange: (rule: IdentityOwnKind) => void;
    fixed: boolean;
}

/** What is done to a value, before it is compared. */
function Steps({ rule, onChange, fixed }: PartProps) {
    const { t } = useTranslation();
    const steps: readonly string[] = rule.normalise ?? ['trim', 'nfkc'];
    // What goes with a telephone number's own form.
    const useless = (s: Step, of = steps) =>
        of.includes('e164') && !['e164', 'trim', 'nfkc'].includes(s);
    return (
        <>
            <Checkbox.Group
                label={t('identity.normalise')}
                description={t('identity.normaliseAbout')}
                value={[...steps]}
                onChange={(v) => {
                    const normalise = STEPS.filter((s) => v.includes(s) && !useless(s, v));
                    const { region, ...rest } = rule;
                    const kept = v.includes('e164') && region ? { region } : {};
                    onChange({ ...rest, ...kept, normalise });
                }}
            >
                <div className={styles.steps}>
                    {STEPS.map((s) => (
                        <Checkbox
                            key={s}
                            size="xs"
                            value={s}
                            label={t(`identity.step.${s}`)}
                            disabled={fixed || useless(s)}
                        />
                    ))}
                </div>
            </Checkbox.Group>
            {steps.includes('e164') && (
                <TextInput
                    label={t('identity.region')}
                    description={t('identity.regionAbout')}
                    value={rule.region ?? ''}
                    maxLength={2}
                    w={160}
                    disabled={fixed}
                    error={rule.region && !/^[A-Z]{2}$/.test(rule.region) && t('identity.noRegion')}
                    onChange={(e) => {
                        const { region: _, ...rest } = rule;
                        const region = e.currentTarget.value.trim().toUpperCase();
                        onChange(region === '' ? rest : { ...rest, region });
                    }}
                />
            )}
        </>
    );
}

/** settled: its key has a number, so what its values mean cannot change any more. */
function OwnParts({ rule, onChange, fixed, settled }: PartProps & { settled: boolean }) {
    const { t } = useTranslation();
    return (
        <>
            <TextInput
                label={t('identity.kindTitle')}
                value={rule.title ?? ''}
                maxLength={100}
                disabled={fixed}
                onChange={(e) => {
                    const { title: _, ...rest } = rule;
                    const title = e.currentTarget.value;
                    onChange(title === '' ? rest : { ...rest, title });
                }}
            />
            <Lines
                label={t('identity.places')}
                about={t('identity.placesAbout')}
                none={'traits.loyalty.card\nexternalIds.loyalty_card'}
                lines={rule.from}
                minRows={2}
                fixed={fixed}
                onChange={(from) => onChange({ ...rule, from: from ?? [] })}
            />
            <Checkbox
                label={t('identity.keepExternal')}
                checked={rule.keep_external_id ?? false}
                disabled={fixed}
                onChange={(e) => onChange({ ...rule, keep_external_id: e.currentTarget.checked })}
            />
            <p className="ms-muted">
                {settled ? t('identity.settled') : t('identity.forEver')}
            </p>
            <Checkbox
                label={t('identity.ofDevice')}
                checked={rule.device ?? false}
                disabled={fixed || settled}
                onChange={(e) => onChange({ ...rule, device: e.currentTarget.checked })}
            />
            <Steps rule={rule} onChange={onChange} fixed={fixed || settled} />
        </>
    );
}

interface LinesProps {
    label: string;
    about: string;
    /** What holds while there are none. */
    none: string;
    lines: string[] | undefined;
    minRows: number;
    fixed: boolean;
    onChange: (lines: string[] | undefined) => void;
}

/** Several values, one a line. */
function Lines({ label, about, none, lines, minRows, fixed, onChange }: LinesProps) {
    const [text, setText] = useState((lines ?? []).join('\n'));
    return (
        <Textarea
            label={label}
            description={about}
            placeholder={none}
            value={text}
            autosize
            minRows={minRows}
            maxRows={10}
            disabled={fixed}
            onChange={(e) => {
                setText(e.currentTarget.value);
                onChange(linesOf(e.currentTarget.value));
            }}
        />
    );
}

function Blocked({ rule, onChange, fixed }: PartProps) {
    const { t } = useTranslation();
    const part = { none: t('identity.inherit'), fixed };
    return (
        <>
            <Lines
                {...part}
                label={t('identity.blocked')}
                about={t('identity.blockedAbout')}
                lines={rule.blocked}
                minRows={3}
                onChange={(blocked) => {
                    const { blocked: _, ...rest } = rule;
                    onChange(blocked ? { ...rest, blocked } : rest);
                }}
            />
            <Lines
                {...part}
                label={t('identity.patterns')}
                about={t('identity.patternsAbout')}
                lines={rule.blocked_patterns}
                minRows={2}
                onChange={(patterns) => {
                    const { blocked_patterns: _, ...rest } = rule;
                    onChange(patterns ? { ...rest, blocked_patterns: patterns } : rest);
                }}
            />
        </>
    );
}

interface DialogProps {
    /** null: a new one. */
    line: KindLine | null;
    rules: IdentityRules;
    /** The keys that are there already. */
    taken: readonly string[];
    fixed: boolean;
    onChange: (rules: IdentityRules) => void;
    onClose: () => void;
}

export function KindDialog(p: DialogProps) {
    const { t } = useTranslation();
    const kindName = useKindName();
    const { line, fixed } = p;
    const [key, setKey] = useState(line?.kind ?? '');
    const [rule, setRule] = useState<IdentityOwnKind>(
        (line?.gone && line.forEver) || kindRule(p.rules, key),
    );
    const own = line === null || line.declared;
    const settled = line?.forEver !== undefined;
    const device = line?.device ?? rule.device ?? false;
    const taken = line === null && p.taken.includes(key);
    const usable = line?.gone
        ? (rule.from ?? []).length > 0
        : line !== null || (KEY.test(key) && !taken);
    const submit = (e: FormEvent) => {
        e.preventDefault();
        if (!usable || fixed) return;
        const named = own && Object.keys(rule).length === 0 ? { title: key } : rule;
        p.onChange(withKind(withKind(p.rules, key, null), key, named));
        p.onClose();
    };
    const part = { rule, onChange: setRule, fixed };
    return (
        <Dialog
            onClose={p.onClose}
            size={560}
            title={line === null ? t('identity.addKind') : kindName(line.kind)}
        >
            <form onSubmit={submit} className={styles.dialog}>
                {line === null && (
                    <TextInput
                        label={t('identity.key')}
                        description={t('identity.keyAbout')}
                        value={key}
                        maxLength={40}
                        required
                        data-autofocus
                        error={
                            taken
                                ? t('identity.keyTaken')
                                : key !== '' && !KEY.test(key) && t('identity.keyWrong')
                        }
                        onChange={(e) => setKey(e.currentTarget.value)}
                    />
                )}
                {own && <OwnParts {...part} settled={settled} />}
                {!device && (
                    <Select
                        label={t('identity.contested')}
                        description={t('identity.contestedAbout')}
                        value={rule.contested ?? 'first'}
                        disabled={fixed}
                        data={(['first', 'nobody'] as const).map((v) => ({
                            value: v,
                            label: t(`identity.contestedOf.${v}`),
                        }))}
                        onChange={(v) => {
                            const { contested: _, ...rest } = rule;
                            setRule(v === 'nobody' ? { ...rest, contested: v } : rest);
                        }}
                    />
                )}
                <Blocked {...part} />
                <DialogEnd onClose={p.onClose}>
                    {!fixed && own && line !== null && !line.gone && (
                        <Button
                            variant="light"
                            color="red"
                            onClick={() => {
                                p.onChange(withKind(p.rules, key, null));
                                p.onClose();
                            }}
                        >
                            {settled ? t('identity.stopReading') : t('action.remove')}
                        </Button>
                    )}
                    {!fixed && (
                        <Button type="submit" disabled={!usable}>
                            {line?.gone ? t('identity.readAgain') : t('action.done')}
                        </Button>
                    )}
                </DialogEnd>
            </form>
        </Dialog>
    );
}
