import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { ago, fullTime } from './format';

const Now = createContext(0);

/** One clock for all times on a page; it ticks twice a minute. */
export function Ticking({ children }: { children: ReactNode }) {
    const [now, setNow] = useState(() => Date.now());
    useEffect(() => {
        const timer = setInterval(() => setNow(Date.now()), 30_000);
        return () => clearInterval(timer);
    }, []);
    return <Now value={now}>{children}</Now>;
}

/** "3 minutes ago"; the exact time with its zone on hover. */
export function Ago({ time, none = '–' }: { time: string | null | undefined; none?: string }) {
    const now = useContext(Now) || Date.now();
    if (!time) return <span className="ms-muted">{none}</span>;
    return (
        <time dateTime={time} title={fullTime(time)}>
            {ago(time, Math.max(now, new Date(time).getTime()))}
        </time>
    );
}
