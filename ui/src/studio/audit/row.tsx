// One row: who did what to whom and when; opens to what was there before and after, or what was
// asked for.
import { Badge } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
    IconChevronRight,
    IconEye,
    IconKey,
    IconPencil,
    IconRobot,
    IconShieldX,
    IconUser,
    IconUserQuestion,
    type Icon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditRow, Json } from '../../kit/api_gen';
import { Copy } from '../../kit/copy';
import { clock, fullTime, number } from '../../kit/format';
import { useKindName } from '../../kit/kinds';
import { useCan } from '../../kit/session';
import { valueText } from '../../kit/value';
import { changesOf, failureOf, type Change } from './changes';
import { useNames } from './names';
import styles from './audit.module.css';

const WHO: Record<string, Icon> = { staff: IconUser, key: IconKey, system: IconRobot };

const record = (v: Json | undefined): Record<string, Json> =>
    v !== null && typeof v === 'object' && !Array.isArray(v) ? v : {};

function Values({ changed }: { changed: Change[] }) {
    const { t } = useTranslation();
    const sides = (['before', 'after'] as const).filter((side) =>
        changed.some((c) => c[side] !== undefined),
    );
    return (
        <div
            className={styles.scroll}
            role="region"
            aria-label={t('audit.change')}
            tabIndex={0}
        >
            <table className={styles.changes}>
                <thead>
                    <tr>
                        <th scope="col">{t('audit.field')}</th>
                        {sides.map((side) => (
                            <th key={side} scope="col">
                                {t(`audit.${side}`)}
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {changed.map((c) => (
                        <tr key={c.path}>
                            <th scope="row" className="ms-mono">
                                {c.path}
                            </th>
                            {sides.map((side) => (
                                <td key={side} data-none={c[side] === undefined || undefined}>
                                    {c[side] === undefined
                                        ? t('audit.nothing')
                                        : valueText(c[side])}
                                </td>
                            ))}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function Changes({ row }: { row: AuditRow }) {
    const { t } = useTranslation();
    const { changed, same } = changesOf(row);
    return (
        <>
            {changed.length > 0 && <Values changed={changed} />}
            {same > 0 && <p className={styles.note}>{t('audit.same', { count: same })}</p>}
        </>
    );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
    return (
        <div className={styles.fact}>
            <dt>{name}</dt>
            <dd>{children}</dd>
        </div>
    );
}

/** Of a look: by what, and what was asked for. */
function Asked({ row }: { row: AuditRow }) {
    const { t } = useTranslation();
    const kindName = useKindName();
    const { query, by, event, found, erased, path } = row.detail ?? {};
    return (
        <>
            {typeof by === 'string' && <Fact name={t('audit.by')}>{kindName(by)}</Fact>}
            {typeof event === 'number' && <Fact name={t('audit.event')}>{number(event)}</Fact>}
            {found === false && <Fact name={t('audit.asked')}>{t('audit.notFound')}</Fact>}
            {erased === true && <Fact name={t('audit.asked')}>{t('audit.searchErased')}</Fact>}
            {Object.entries({ ...record(path), ...record(query) }).map(([name, value]) => (
                <Fact key={name} name={name}>
                    {valueText(value)}
                </Fact>
            ))}
        </>
    );
}

/** Where the thing itself can be looked at. */
function SubjectLink({ row, children }: { row: AuditRow; children: string }) {
    const can = useCan();
    const { kind, id } = row.subject;
    if (kind === 'person' && id && can('people:read')) {
        return (
            <Link to="/people/$id" params={{ id }}>
                {children}
            </Link>
        );
    }
    if (kind === 'erasure' && id && can('people:read')) {
        return (
            <Link to="/erasures/$id" params={{ id }}>
                {children}
            </Link>
        );
    }
    return <>{children}</>;
}

function Detail({ row, subject }: { row: AuditRow; subject: string }) {
    const { t } = useTranslation();
    return (
        <div className={styles.detail}>
            {row.cleared && <p className={styles.note}>{t('audit.clearedText')}</p>}
            {row.detail?.truncated === true && (
                <p className={styles.note}>{t('audit.truncated')}</p>
            )}
            <Changes row={row} />
            <dl className={styles.facts}>
                <Asked row={row} />
                <Fact name={t('audit.subjectOf')}>
                    <SubjectLink row={row}>{subject}</SubjectLink>
                </Fact>
                <Fact name={t('audit.when')}>{fullTime(row.time)}</Fact>
                {row.address && <Fact name={t('audit.address')}>{row.address}</Fact>}
                <Fact name={t('audit.operation')}>
                    <span className="ms-mono">{row.operation}</span>
                </Fact>
                {row.request_id && (
                    <Fact name={t('audit.request')}>
                        <span className="ms-mono ms-break">{row.request_id}</span>
                    </Fact>
                )}
                <Fact name={t('audit.row')}>{number(row.id)}</Fact>
                <Fact name={t('audit.chain')}>
                    <span className={styles.chain}>
                        <span className="ms-mono ms-clip">{row.chain}</span>
                        <Copy text={row.chain} />
                    </span>
                </Fact>
            </dl>
        </div>
    );
}

function Badges({ row }: { row: AuditRow }) {
    const { t } = useTranslation();
    const failure = failureOf(row);
    return (
        <>
            {failure && (
                <Badge variant="light" color="red" tt="none" size="sm">
                    {failure.locked ? t('audit.locked') : t('audit.failed')}
                </Badge>
            )}
            {row.cleared && (
                <Badge variant="light" color="gray" tt="none" size="sm">
                    {t('audit.cleared')}
                </Badge>
            )}
        </>
    );
}

interface RowProps {
    row: AuditRow;
    staff: readonly { id: string; name: string }[];
}

export function Row({ row, staff }: RowProps) {
    const { t } = useTranslation();
    const names = useNames();
    const [open, openIs] = useDisclosure(false);
    const failure = failureOf(row);
    const Who = WHO[row.principal.kind] ?? IconUserQuestion;
    const What = failure ? IconShieldX : row.kind === 'look' ? IconEye : IconPencil;
    const subject = names.subject(row, staff);
    return (
        <li className={styles.item}>
            <button
                type="button"
                className={`ms-opens ${styles.row}`}
                onClick={openIs.toggle}
                aria-expanded={open}
            >
                <span
                    className={styles.sign}
                    data-kind={failure ? 'failed' : row.kind}
                    title={t(`audit.${row.kind}`)}
                >
                    <What size={15} stroke={1.7} aria-hidden />
                </span>
                <span className={styles.who}>
                    <Who size={15} stroke={1.6} aria-hidden className={styles.whoIcon} />
                    <span className="ms-clip">{names.principal(row.principal)}</span>
                </span>
                <span className={styles.what}>
                    <span className="ms-clip">{names.operation(row.operation)}</span>
                    <Badges row={row} />
                </span>
                <span className={`ms-clip ${styles.about}`}>{subject}</span>
                <time dateTime={row.time} className={styles.time}>
                    {clock(row.time)}
                </time>
                <IconChevronRight size={14} aria-hidden className={`ms-arrow ${styles.arrow}`} />
            </button>
            {open && <Detail row={row} subject={subject} />}
        </li>
    );
}
