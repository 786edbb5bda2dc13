// The rows, of which only those in view are in the document. One may be open; it has a fixed
// height, so that where each row stands follows from its number. Up, Down, Home and End move.
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import {
    useEffect,
    useLayoutEffect,
    useRef,
    useState,
    type KeyboardEvent,
    type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import { eventIcon } from '../../kit/event_icon';
import { clockMs, fullTime, shortId } from '../../kit/format';
import { usePhone } from '../../kit/phone';
import { useCan } from '../../kit/session';
import { useReason } from './reason';
import { isRefused, type Row } from './stream';
import styles from './list.module.css';

const OVERSCAN = 6;
const FLAGS = ['late', 'future', 'imported'] as const;

interface RowProps {
    row: Row;
    open: boolean;
    reachable: boolean;
    onOpen: () => void;
    onFocus: () => void;
}

function RowLine({ row, open, reachable, onOpen, onFocus }: RowProps) {
    const { t } = useTranslation();
    const can = useCan();
    const reason = useReason();
    const refused = isRefused(row);
    const Sign = refused ? IconAlertTriangle : eventIcon(row.type, row.name);
    const tabIndex = reachable ? 0 : -1;
    return (
        <div className={styles.line} data-open={open || undefined}>
            <button
                type="button"
                className={`ms-opens ${styles.button}`}
                data-seq={row.seq}
                tabIndex={tabIndex}
                aria-expanded={open}
                onClick={onOpen}
                onFocus={onFocus}
            >
                <IconChevronRight size={14} aria-hidden className={`ms-arrow ${styles.arrow}`} />
                <time
                    className={styles.time}
                    dateTime={row.received}
                    title={fullTime(row.received)}
                >
                    {clockMs(row.received)}
                </time>
                <span className={styles.icon} data-refused={refused || undefined} aria-hidden>
                    <Sign size={15} stroke={1.7} />
                </span>
                <span className={styles.what}>
                    <span className={`ms-clip ${styles.name}`}>
                        {refused ? reason(row.reason) : row.name}
                    </span>
                    {refused ? (
                        <span className={`ms-clip ${styles.detail}`}>{row.detail}</span>
                    ) : (
                        row.name !== row.type && (
                            <span className={styles.type}>
                                {t(`person.type.${row.type as 'track'}`)}
                            </span>
                        )
                    )}
                    {!refused &&
                        FLAGS.filter((f) => row[f]).map((f) => (
                            <span key={f} className={styles.flag}>
                                {t(`person.flag.${f}`)}
                            </span>
                        ))}
                </span>
                <span className={`ms-clip ${styles.source}`}>
                    {row.source ?? t('person.sourceUnknown')}
                </span>
            </button>
            <span className={styles.person}>
                {!refused && can('people:read') && (
                    <Link
                        to="/people/$id"
                        params={{ id: row.person }}
                        tabIndex={tabIndex}
                        aria-label={t('live.toPerson', { id: shortId(row.person) })}
                    >
                        <span className="ms-mono">{shortId(row.person)}</span>
                    </Link>
                )}
            </span>
        </div>
    );
}

/** Where the row of this seq is; rows are newest first. */
function indexOf(rows: readonly Row[], seq: number | null): number {
    if (seq === null) return -1;
    let lo = 0;
    let hi = rows.length - 1;
    while (lo <= hi) {
        const mid = (lo + hi) >> 1;
        const at = rows[mid]?.seq ?? 0;
        if (at === seq) return mid;
        if (at > seq) lo = mid + 1;
        else hi = mid - 1;
    }
    return -1;
}

interface ListProps {
    rows: readonly Row[];
    prepended: number;
    open: number | null;
    onOpen: (seq: number | null) => void;
    detail: ReactNode;
    /** Older ones, if there are any. */
    foot: { has: boolean; loading: boolean; load: () => void };
}

/** Steps from one row to another by a key. */
const stepOf = (key: string, at: number, last: number): number | undefined =>
    ({
        ArrowDown: at + 1,
        ArrowUp: at - 1,
        PageDown: at + 10,
        PageUp: at - 10,
        Home: 0,
        End: last,
    })[key];

export function EventList({ rows, prepended, open, onOpen, detail, foot }: ListProps) {
    const { t } = useTranslation();
    const phone = usePhone();
    const rowPx = phone ? 54 : 40;
    const openPx = phone ? 420 : 340;
    const box = useRef<HTMLDivElement>(null);
    const [view, setView] = useState({ top: 0, height: 800 });
    const [active, setActive] = useState<number | null>(null);
    const moving = useRef(false);
    const before = useRef(prepended);
    const opened = indexOf(rows, open);
    const current = Math.max(indexOf(rows, active), 0);
    const topOf = (i: number) => i * rowPx + (opened >= 0 && i > opened ? openPx : 0);

    useEffect(() => {
        const el = box.current;
        if (!el) return;
        const look = () => setView({ top: el.scrollTop, height: el.clientHeight });
        const watch = new ResizeObserver(look);
        watch.observe(el);
        el.addEventListener('scroll', look, { passive: true });
        return () => {
            watch.disconnect();
            el.removeEventListener('scroll', look);
        };
    }, []);
    // Whoever has scrolled away from the newest keeps the place.
    useLayoutEffect(() => {
        const el = box.current;
        if (el && el.scrollTop > rowPx / 2) el.scrollTop += (prepended - before.current) * rowPx;
        before.current = prepended;
    }, [prepended, rowPx]);
    useLayoutEffect(() => {
        if (!moving.current) return;
        moving.current = false;
        box.current?.querySelector<HTMLElement>(`[data-seq="${active}"]`)?.focus();
    }, [active]);

    // What was opened comes into view as far as there is room.
    useLayoutEffect(() => {
        const el = box.current;
        if (!el || opened < 0) return;
        const top = opened * rowPx;
        const over = top + rowPx + openPx - (el.scrollTop + el.clientHeight);
        if (over > 0) el.scrollTop = Math.min(el.scrollTop + over, top);
    }, [open]);

    const onKey = (e: KeyboardEvent) => {
        if (e.key === 'Escape' && open !== null) {
            onOpen(null);
            return;
        }
        const inRow = e.target instanceof HTMLElement && e.target.dataset.seq !== undefined;
        const to = inRow ? stepOf(e.key, current, rows.length - 1) : undefined;
        const el = box.current;
        if (to === undefined || !el) return;
        e.preventDefault();
        const at = Math.min(Math.max(to, 0), rows.length - 1);
        const top = topOf(at);
        if (top < el.scrollTop) el.scrollTop = top;
        else if (top + rowPx > el.scrollTop + el.clientHeight)
            el.scrollTop = top + rowPx - el.clientHeight;
        moving.current = true;
        setActive(rows[at]?.seq ?? null);
    };

    const from = view.top - (opened >= 0 && view.top > (opened + 1) * rowPx ? openPx : 0);
    const first = Math.max(Math.floor(from / rowPx) - OVERSCAN, 0);
    const last = Math.min(first + Math.ceil(view.height / rowPx) + 2 * OVERSCAN, rows.length);
    const shown = new Set(Array.from({ length: Math.max(last - first, 0) }, (_, i) => first + i));
    if (rows.length > 0) shown.add(current); // the focus stays though it is out of view
    if (opened >= 0) shown.add(opened);
    return (
        <div ref={box} className={styles.box} onKeyDown={onKey}>
            <ul
                className={styles.rows}
                aria-label={t('live.title')}
                style={{ height: topOf(rows.length) }}
            >
                {[...shown]
                    .sort((a, b) => a - b)
                    .map((i) => {
                        const row = rows[i];
                        if (!row) return null;
                        return (
                            <li
                                key={row.seq}
                                className={styles.row}
                                style={{ top: topOf(i), height: rowPx }}
                            >
                                <RowLine
                                    row={row}
                                    open={i === opened}
                                    reachable={i === current}
                                    onOpen={() => onOpen(row.seq === open ? null : row.seq)}
                                    onFocus={() => setActive(row.seq)}
                                />
                                {i === opened && (
                                    <div className={styles.opened} style={{ height: openPx }}>
                                        {detail}
                                    </div>
                                )}
                            </li>
                        );
                    })}
            </ul>
            {foot.has && (
                <div className={styles.foot}>
                    <Button
                        variant="subtle"
                        size="compact-sm"
                        loading={foot.loading}
                        onClick={foot.load}
                    >
                        {t('live.older')}
                    </Button>
                </div>
            )}
        </div>
    );
}
