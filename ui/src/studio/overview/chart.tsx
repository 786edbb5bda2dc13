// Events by time as bars, what was refused on top; the same as a table for who cannot see it.
import { useTranslation } from 'react-i18next';
import type { FigureSlot } from '../../kit/api_gen';
import { compact, dateTime, number, shortClock } from '../../kit/format';
import styles from './overview.module.css';

/** A round number at or above n, so that the axis reads well. */
function ceiling(n: number): number {
    const size = 10 ** Math.floor(Math.log10(Math.max(n, 1)));
    const top = [1, 2, 4, 5, 10].find((k) => k * size >= n) ?? 10;
    return Math.max(top * size, 4);
}

const share = (n: number, of: number) => `${(100 * n) / of}%`;

export function Chart({ slots, span }: { slots: FigureSlot[]; span: 'hours' | 'minutes' }) {
    const { t } = useTranslation();
    const top = ceiling(Math.max(...slots.map((s) => s.events + s.errors)));
    const every = span === 'hours' ? 12 : 15;
    const name = (s: FigureSlot) =>
        `${dateTime(s.time)}: ${t('overview.taken', { count: s.events })}, ` +
        t('overview.notTaken', { count: s.errors });
    return (
        <figure className={styles.chart}>
            <div className={styles.axis} aria-hidden>
                <span>{compact(top)}</span>
                <span>{compact(top / 2)}</span>
                <span>0</span>
            </div>
            <div className={styles.plot} aria-hidden>
                <div className={styles.bars}>
                    {slots.map((s) => (
                        <div key={s.time} className={styles.slot} title={name(s)}>
                            <div className={styles.bad} style={{ height: share(s.errors, top) }} />
                            <div className={styles.bar} style={{ height: share(s.events, top) }} />
                        </div>
                    ))}
                </div>
                <div className={styles.times}>
                    {slots.map((s, i) =>
                        i % every === 0 ? (
                            <span key={s.time} style={{ left: share(i, slots.length) }}>
                                {shortClock(s.time)}
                            </span>
                        ) : null,
                    )}
                </div>
            </div>
            <figcaption className={styles.legend}>
                <span data-what="events">{t('overview.legendTaken')}</span>
                <span data-what="errors">{t('overview.legendRefused')}</span>
            </figcaption>
            <table className="ms-hidden">
                <caption>{t('overview.arrived')}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t('overview.time')}</th>
                        <th scope="col">{t('overview.legendTaken')}</th>
                        <th scope="col">{t('overview.legendRefused')}</th>
                    </tr>
                </thead>
                <tbody>
                    {slots
                        .filter((s) => s.events + s.errors > 0)
                        .map((s) => (
                            <tr key={s.time}>
                                <th scope="row">{dateTime(s.time)}</th>
                                <td>{number(s.events)}</td>
                                <td>{number(s.errors)}</td>
                            </tr>
                        ))}
                </tbody>
            </table>
        </figure>
    );
}
