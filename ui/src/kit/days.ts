// A list by time, cut where the reader's day changes.
import { useMemo } from 'react';
import { dayKey } from './format';

interface Day<T> {
    /** As dayKey() says. */
    key: string;
    /** Of the first item. */
    time: string;
    items: T[];
}

export function useDays<T extends { time: string }>(items: T[]) {
    return useMemo(() => {
        const days: Day<T>[] = [];
        for (const item of items) {
            const key = dayKey(item.time);
            const last = days.at(-1);
            if (last?.key === key) last.items.push(item);
            else days.push({ key, time: item.time, items: [item] });
        }
        return days;
    }, [items]);
}
