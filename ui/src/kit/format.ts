// Numbers, times and names as the reader expects them. Times are shown in the reader's own zone;
// the full form names it.
import { currentLocale } from '../i18n';

const cache = new Map<
    string,
    Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat
>();

function cached<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
    name: string,
    make: (locale: string) => T,
): T {
    const locale = currentLocale() === 'ja' ? 'ja-JP' : 'en-GB';
    const key = `${locale} ${name}`;
    let found = cache.get(key);
    if (!found) {
        found = make(locale);
        cache.set(key, found);
    }
    return found as T;
}

export const number = (n: number) => cached('n', (l) => new Intl.NumberFormat(l)).format(n);
export const compact = (n: number) =>
    cached(
        'c',
        (l) => new Intl.NumberFormat(l, { notation: 'compact', maximumFractionDigits: 1 }),
    ).format(n);
export const percent = (ratio: number) =>
    cached(
        'p',
        (l) => new Intl.NumberFormat(l, { style: 'percent', maximumFractionDigits: 1 }),
    ).format(ratio);

const date = (options: Intl.DateTimeFormatOptions, at: Date) =>
    cached(JSON.stringify(options), (l) => new Intl.DateTimeFormat(l, options)).format(at);

export const fullTime = (iso: string) =>
    date({ dateStyle: 'full', timeStyle: 'long' }, new Date(iso));
export const dateTime = (iso: string) =>
    date({ dateStyle: 'medium', timeStyle: 'short' }, new Date(iso));
export const dateTimeSeconds = (iso: string) =>
    date({ dateStyle: 'medium', timeStyle: 'medium' }, new Date(iso));
export const clock = (iso: string) =>
    date(
        { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
        new Date(iso),
    );
/** To the millisecond, for what comes many times a second. */
export const clockMs = (iso: string) =>
    date(
        {
            hour: '2-digit',
            minute: '2-digit',
            second: '2-digit',
            fractionalSecondDigits: 3,
            hourCycle: 'h23',
        },
        new Date(iso),
    );
export const shortClock = (iso: string) =>
    date({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, new Date(iso));
export const dayOf = (iso: string) =>
    date({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' }, new Date(iso));
export const dayKey = (iso: string) => {
    const d = new Date(iso);
    return `${d.getFullYear()}-${d.getMonth() + 1}-${d.getDate()}`;
};

/** For a field of type datetime-local. */
export const localDateTime = (d: Date) => {
    const two = (n: number) => String(n).padStart(2, '0');
    const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
    return `${day}T${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
};

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
    ['second', 60],
    ['minute', 60],
    ['hour', 24],
    ['day', 30],
    ['month', 12],
    ['year', Number.POSITIVE_INFINITY],
];

/** "3 minutes ago"; now is given so that a screen ages all its times together. */
export function ago(iso: string, now: number): string {
    let n = (new Date(iso).getTime() - now) / 1000;
    for (const [unit, size] of STEPS) {
        if (Math.abs(n) < size) {
            return cached('r', (l) => new Intl.RelativeTimeFormat(l, { numeric: 'auto' })).format(
                Math.round(n),
                unit,
            );
        }
        n /= size;
    }
    return '';
}

const SIZES = ['B', 'KB', 'MB', 'GB', 'TB'];
export function bytes(n: number): string {
    let i = 0;
    let v = n;
    while (v >= 1024 && i < SIZES.length - 1) {
        v /= 1024;
        i++;
    }
    const digits = i > 0 && v < 100 ? 1 : 0;
    return `${cached(
        `b${digits}`,
        (l) =>
            new Intl.NumberFormat(l, {
                maximumFractionDigits: digits,
            }),
    ).format(v)} ${SIZES[i]}`;
}

/** "3 days, 4 hours": the two largest units. */
export function duration(seconds: number): string {
    const units = [
        ['day', 86_400],
        ['hour', 3600],
        ['minute', 60],
        ['second', 1],
    ] as const;
    let rest = Math.floor(seconds);
    const parts: string[] = [];
    for (const [unit, size] of units) {
        const n = Math.floor(rest / size);
        rest -= n * size;
        if (parts.length > 0 || n > 0 || unit === 'second')
            parts.push(
                cached(
                    `u${unit}`,
                    (l) => new Intl.NumberFormat(l, { style: 'unit', unit, unitDisplay: 'long' }),
                ).format(n),
            );
        if (parts.length === 2) break;
    }
    return parts.join(' ');
}

/** The last 8 of a UUID's digits: the first ones are its time, and alike. */
export const shortId = (id: string) => id.slice(-8);
