import { ActionIcon, Button, NumberInput } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IdentityRules } from '../../kit/api_gen';
import { useKindName, useKinds } from '../../kit/kinds';
import { Section } from '../../kit/page';
import { Answer } from '../../kit/state';
import { KindDialog } from './kind_dialog';
import { useDefaults } from './queries';
import { kindRule, kindsOf, withKind, type KindLine } from './rules';
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

function KindRow({
    line,
    rules,
    inForce,
    onChange,
    fixed,
    onOpen,
}: TableProps & {
    line: KindLine;
    onOpen: () => void;
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
                        onClick={onOpen}
                        aria-label={label(fixed ? t('action.show') : t('action.edit'))}
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
    const lines = kindsOf(kinds.data?.items ?? [], p.rules);
    const [open, setOpen] = useState<KindLine | 'new' | null>(null);
    const add = !p.fixed && (
        <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setOpen('new')}
        >
            {t('identity.addKind')}
        </Button>
    );
    return (
        <Section
            title={t('identity.kinds')}
            about={t('identity.priorityAbout')}
            actions={add}
            flush
        >
            <Answer query={kinds}>
                {() => (
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
                                {lines.map((line) => (
                                    <KindRow
                                        key={line.kind}
                                        line={line}
                                        {...p}
                                        onOpen={() => setOpen(line)}
                                    />
                                ))}
                            </tbody>
                        </table>
                    </div>
                )}
            </Answer>
            {open && (
                <KindDialog
                    line={open === 'new' ? null : open}
                    taken={lines.filter((l) => !l.gone).map((l) => l.kind)}
                    {...p}
                    onClose={() => setOpen(null)}
                />
            )}
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
