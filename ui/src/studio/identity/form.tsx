import { ActionIcon, Button, Modal, NumberInput, Textarea } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IdentityRules } from '../../kit/api_gen';
import { DialogEnd } from '../../kit/dialog_end';
import { useKindName, useKinds } from '../../kit/kinds';
import { Section } from '../../kit/page';
import { Answer } from '../../kit/state';
import { useDefaults } from './queries';
import { kindRule, kindsOf, linesOf, withKind, type KindLine } from './rules';
import styles from './identity.module.css';

interface FormProps {
    rules: IdentityRules;
    onChange: (rules: IdentityRules) => void;
    /** Only to look at. */
    fixed: boolean;
}

interface WholeProps {
    label: string;
    hidden?: boolean;
    value: number | undefined;
    /** What holds when nothing is written, where that is known: shown grey. */
    usual: number | undefined;
    min: number;
    max: number;
    fixed: boolean;
    onChange: (n: number | undefined) => void;
}

/** A whole number, or nothing for the built-in one. */
function Whole({ label, hidden, value, usual, min, max, fixed, onChange }: WholeProps) {
    const { t } = useTranslation();
    return (
        <NumberInput
            {...(hidden ? { 'aria-label': label } : { label })}
            value={value ?? ''}
            placeholder={usual === undefined ? t('identity.inherit') : String(usual)}
            min={min}
            max={max}
            disabled={fixed}
            allowDecimal={false}
            allowNegative={false}
            size="xs"
            w={hidden ? 92 : 220}
            hideControls
            clampBehavior="blur"
            onChange={(v) => onChange(typeof v === 'number' ? v : undefined)}
        />
    );
}

interface TableProps extends FormProps {
    /** The rules that were published last. */
    inForce: IdentityRules;
}

function BlockedDialog({
    kind,
    rules,
    onChange,
    onClose,
    fixed,
}: FormProps & {
    kind: string;
    onClose: () => void;
}) {
    const { t } = useTranslation();
    const kindName = useKindName();
    const rule = kindRule(rules, kind);
    const [values, setValues] = useState((rule.blocked ?? []).join('\n'));
    const [patterns, setPatterns] = useState((rule.blocked_patterns ?? []).join('\n'));
    const done = () => {
        onChange(
            withKind(rules, kind, {
                blocked: linesOf(values),
                blocked_patterns: linesOf(patterns),
            }),
        );
        onClose();
    };
    return (
        <Modal
            opened
            onClose={onClose}
            size={520}
            title={`${kindName(kind)}: ${t('identity.blocked')}`}
            closeButtonProps={{ 'aria-label': t('action.close') }}
        >
            <div className={styles.dialog}>
                <Textarea
                    label={t('identity.blocked')}
                    description={t('identity.blockedAbout')}
                    value={values}
                    autosize
                    minRows={4}
                    maxRows={12}
                    disabled={fixed}
                    placeholder={t('identity.inherit')}
                    data-autofocus
                    onChange={(e) => setValues(e.currentTarget.value)}
                />
                <Textarea
                    label={t('identity.patterns')}
                    description={t('identity.patternsAbout')}
                    value={patterns}
                    autosize
                    minRows={2}
                    maxRows={8}
                    disabled={fixed}
                    placeholder={t('identity.inherit')}
                    onChange={(e) => setPatterns(e.currentTarget.value)}
                />
                <DialogEnd onClose={onClose}>
                    {!fixed && <Button onClick={done}>{t('action.done')}</Button>}
                </DialogEnd>
            </div>
        </Modal>
    );
}

function KindRow({
    line,
    rules,
    inForce,
    onChange,
    fixed,
    onBlocked,
}: TableProps & {
    line: KindLine;
    onBlocked: () => void;
}) {
    const { t } = useTranslation();
    const kindName = useKindName();
    const rule = kindRule(rules, line.kind);
    const now = kindRule(inForce, line.kind);
    const set = (change: Parameters<typeof withKind>[2]) =>
        onChange(withKind(rules, line.kind, change));
    const name = kindName(line.kind);
    const label = (what: string) => `${name}: ${what}`;
    const blocked = (rule.blocked?.length ?? 0) + (rule.blocked_patterns?.length ?? 0);
    const still = fixed || line.gone;
    /** What holds now is the built-in one as long as the rules in force say nothing. */
    const usual = (what: 'limit' | 'window_days' | 'priority') =>
        now[what] === undefined ? line[what] : undefined;
    return (
        <tr>
            <th scope="row">
                {name}
                {line.declared && (
                    <div className={styles.second}>
                        {line.gone ? t('identity.gone') : t('identity.own')}{' '}
                        <code className="ms-mono">{line.kind}</code>
                    </div>
                )}
                {rule.from && rule.from.length > 0 && (
                    <div className={styles.second}>
                        {t('identity.from', { places: rule.from.join(', ') })}
                    </div>
                )}
                {line.device && <div className={styles.second}>{t('identity.device')}</div>}
            </th>
            <td>
                <Whole
                    hidden
                    label={label(t('identity.priority'))}
                    value={rule.priority}
                    usual={usual('priority')}
                    min={1}
                    max={99}
                    fixed={still}
                    onChange={(priority) => set({ priority })}
                />
            </td>
            <td>
                {!line.device && (
                    <Whole
                        hidden
                        label={label(t('identity.limit'))}
                        value={rule.limit}
                        usual={usual('limit')}
                        min={1}
                        max={1000}
                        fixed={still}
                        onChange={(limit) => set({ limit })}
                    />
                )}
            </td>
            <td>
                {!line.device && (
                    <Whole
                        hidden
                        label={label(t('identity.window'))}
                        value={rule.window_days}
                        usual={usual('window_days')}
                        min={0}
                        max={3650}
                        fixed={still}
                        onChange={(window_days) => set({ window_days })}
                    />
                )}
            </td>
            <td>
                <span className={styles.blocked}>
                    <span className={blocked ? '' : 'ms-muted'}>
                        {blocked
                            ? t('identity.values', { count: blocked })
                            : t('identity.inherit')}
                    </span>
                    <ActionIcon
                        variant="subtle"
                        color="gray"
                        onClick={onBlocked}
                        aria-label={label(t('identity.blocked'))}
                    >
                        <IconPencil size={15} />
                    </ActionIcon>
                </span>
            </td>
        </tr>
    );
}

export function KindTable(p: TableProps) {
    const { t } = useTranslation();
    const kinds = useKinds();
    const [blocked, setBlocked] = useState<string | null>(null);
    return (
        <Section title={t('identity.kinds')} about={t('identity.priorityAbout')} flush>
            <Answer query={kinds}>
                {({ items }) => (
                    <div
                        role="region"
                        aria-label={t('identity.kinds')}
                        tabIndex={0}
                        className={styles.scroll}
                    >
                        <table className={styles.table}>
                            <thead>
                                <tr>
                                    <th scope="col">{t('identity.kind')}</th>
                                    <th scope="col" title={t('identity.priorityAbout')}>
                                        {t('identity.priority')}
                                    </th>
                                    <th scope="col" title={t('identity.limitAbout')}>
                                        {t('identity.limit')}
                                    </th>
                                    <th scope="col" title={t('identity.windowAbout')}>
                                        {t('identity.window')}
                                    </th>
                                    <th scope="col">{t('identity.blocked')}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {kindsOf(items, p.rules).map((line) => (
                                    <KindRow
                                        key={line.kind}
                                        line={line}
                                        {...p}
                                        onBlocked={() => setBlocked(line.kind)}
                                    />
                                ))}
                            </tbody>
                        </table>
                    </div>
                )}
            </Answer>
            {blocked && <BlockedDialog kind={blocked} {...p} onClose={() => setBlocked(null)} />}
        </Section>
    );
}

export function PersonLimits({ rules, onChange, fixed }: FormProps) {
    const { t } = useTranslation();
    const usual = useDefaults();
    const setConstant = (change: {
        atoms?: number | undefined;
        window_days?: number | undefined;
    }) => {
        const constant = Object.fromEntries(
            Object.entries({ ...rules.constant, ...change }).filter(([, v]) => v !== undefined),
        ) as NonNullable<IdentityRules['constant']>;
        const { constant: _, ...rest } = rules;
        onChange(Object.keys(constant).length === 0 ? rest : { ...rest, constant });
    };
    const setAtoms = (n: number | undefined) => {
        const { atoms_max: _, ...rest } = rules;
        onChange(n === undefined ? rest : { ...rest, atoms_max: n });
    };
    return (
        <>
            <Section title={t('identity.persons')}>
                <Whole
                    label={t('identity.atomsMax')}
                    value={rules.atoms_max}
                    usual={usual.atomsMax}
                    min={10}
                    max={20000}
                    fixed={fixed}
                    onChange={setAtoms}
                />
            </Section>
            <Section title={t('identity.constant')} about={t('identity.constantAbout')}>
                <div className={styles.pair}>
                    <Whole
                        label={t('identity.constantAtoms')}
                        value={rules.constant?.atoms}
                        usual={usual.constantAtoms}
                        min={0}
                        max={10000}
                        fixed={fixed}
                        onChange={(atoms) => setConstant({ atoms })}
                    />
                    <Whole
                        label={t('identity.constantDays')}
                        value={rules.constant?.window_days}
                        usual={usual.constantDays}
                        min={1}
                        max={365}
                        fixed={fixed}
                        onChange={(window_days) => setConstant({ window_days })}
                    />
                </div>
            </Section>
        </>
    );
}
