// live/stream.ts - the events of the live view: what is in the log already, then what arrives.
// THEORY      The newest page of the log is read first, behind a seq that was asked for before;
//             the stream goes on behind that seq; what is in both is known by its seq. While
//             paused it goes on into `incoming`; should that overflow, it is closed, and
//             resuming goes on from the log. Nothing is left out but what the server sampled.
//             With `at`, what the log has from then on is given first as it arrived (replay.ts).
// INVARIANTS  (1) rows are newest first, no seq twice.
//             (2) counts are the server's own, of one connection: `since` says from when.
import {
    getOverview,
    listEvents,
    watchEventsUrl,
    type EventError,
    type EventItem,
} from '../../kit/api_gen';
import type { EventType } from '../../kit/event_types';
import { Problem } from '../../kit/transport';
import { Replay, type Read } from './replay';

export type Row = EventItem | EventError;
export const isRefused = (row: Row): row is EventError => 'reason' in row;

export interface Filters {
    name?: string;
    source?: string;
    person?: string;
    type?: EventType;
    /** Replay from this time on; RFC 3339. */
    at?: string;
    /** Beside the events unless 'only'; 'none': not at all. */
    errors?: 'only' | 'none';
}

export interface Counts {
    seen: number;
    errors: number;
    matched: number;
    sent: number;
    per_second: number;
    sampled: boolean;
    exact: boolean;
}

export interface LiveState {
    state: 'starting' | 'replaying' | 'live' | 'lost' | 'failed';
    /** How far the replay is, in ms. */
    clock: number;
    paused: boolean;
    rows: readonly Row[];
    /** How many were ever put before the first: lists keep their place by it. */
    prepended: number;
    held: number;
    counts: Counts | null;
    since: number;
    gap: { from: number; to: number } | null;
    older: string | null;
    loadingOlder: boolean;
    error: Error | null;
}

export const ROWS_MAX = 20_000;
const HELD_MAX = ROWS_MAX;
const RATE = 250;
const PAGE = 100;
const FLUSH_MS = 200;
const RETRY_MS_MAX = 15_000;

const FIRST: LiveState = {
    state: 'starting',
    clock: 0,
    paused: false,
    rows: [],
    prepended: 0,
    held: 0,
    counts: null,
    since: 0,
    gap: null,
    older: null,
    loadingOlder: false,
    error: null,
};

const dataOf = <T>(e: Event): T => JSON.parse((e as MessageEvent<string>).data) as T;

/** As both the list and the stream take them. */
function asked(f: Filters) {
    const { errors, at: _, ...rest } = f;
    // An error is of no name, person or type: who asks for one of these asks for events.
    const events = f.name !== undefined || f.person !== undefined || f.type !== undefined;
    if (errors === 'only') return { ...rest, errors: 'only' as const };
    return errors === 'none' || events ? rest : { ...rest, errors: 'too' as const };
}

export class LiveStream {
    private now = FIRST;
    private readonly listeners = new Set<() => void>();
    private stream: EventSource | null = null;
    private replay: Replay | null = null;
    private stop = new AbortController();
    private incoming: Row[] = []; // oldest first
    private last = 0; // the highest seq that was taken
    private flushing: ReturnType<typeof setTimeout> | undefined;
    private retry: ReturnType<typeof setTimeout> | undefined;
    private retryMs = 1000;
    private times = 1;

    constructor(private readonly filters: Filters) {}

    readonly subscribe = (f: () => void) => {
        this.listeners.add(f);
        return () => this.listeners.delete(f);
    };
    readonly state = () => this.now;

    /** May be closed and started again. */
    async start() {
        this.stop = new AbortController();
        const { signal } = this.stop;
        const { at: to } = this.filters;
        try {
            const { seq } = (await getOverview({ signal })).ready;
            const page = await listEvents(
                { ...asked(this.filters), limit: PAGE, ...(to === undefined ? {} : { to }) },
                { signal },
            );
            this.set({ rows: page.items, older: page.next_cursor });
            if (to !== undefined) return this.play(to);
            this.last = Math.max(seq, page.items[0]?.seq ?? 0);
            this.connect();
        } catch (e) {
            if (!signal.aborted) this.failed(e);
        }
    }

    close() {
        this.stop.abort();
        this.stream?.close();
        this.replay?.stop();
        clearTimeout(this.flushing);
        clearTimeout(this.retry);
        this.flushing = undefined;
    }

    pause() {
        if (this.replay) this.replay.paused = true;
        if (!this.now.paused) this.set({ paused: true });
    }

    resume() {
        if (this.replay) this.replay.paused = false;
        this.set({ paused: false });
        this.flush();
        if (this.stream === null && this.now.state === 'live') this.connect();
    }

    /** Of the replay; now and from now on. */
    speed(times: number) {
        this.times = times;
        if (this.replay) this.replay.speed = times;
    }

    async loadOlder() {
        const { older } = this.now;
        if (older === null || this.now.loadingOlder) return;
        this.set({ loadingOlder: true });
        try {
            const page = await listEvents(
                { ...asked(this.filters), limit: PAGE, cursor: older },
                { signal: this.stop.signal },
            );
            this.set({
                rows: [...this.now.rows, ...page.items],
                older: page.next_cursor,
                loadingOlder: false,
            });
        } catch {
            this.set({ loadingOlder: false }); // the button is still there
        }
    }

    private set(change: Partial<LiveState>) {
        this.now = { ...this.now, ...change };
        for (const f of this.listeners) f();
    }

    private play(from: string) {
        const { signal } = this.stop;
        const read: Read = async (cursor) => {
            const { seq } = (await getOverview({ signal })).ready;
            const page = await listEvents(
                {
                    ...asked(this.filters),
                    from,
                    order: 'oldest',
                    limit: 200,
                    ...(cursor === null ? {} : { cursor }),
                },
                { signal },
            );
            return { ...page, seq };
        };
        this.last = 0;
        this.replay = new Replay(Date.parse(from), read, {
            rows: (rows) => rows.forEach((r) => this.take(r)),
            clock: (clock) => this.set({ clock }),
            end: (seq) => {
                this.replay = null;
                this.last = Math.max(seq, this.last);
                this.connect();
            },
            failed: (e) => {
                if (!signal.aborted) this.failed(e);
            },
        });
        this.replay.speed = this.times;
        this.replay.paused = this.now.paused;
        this.set({ state: 'replaying', clock: Date.parse(from) });
    }

    private connect() {
        const url = watchEventsUrl({ ...asked(this.filters), rate: RATE, after: this.last });
        const stream = new EventSource(url);
        this.stream = stream;
        stream.addEventListener('open', () => {
            this.retryMs = 1000;
            this.set({ state: 'live', error: null, counts: null, since: Date.now() });
        });
        stream.addEventListener('item', (e) => this.take(dataOf<Row>(e)));
        stream.addEventListener('count', (e) => this.set({ counts: dataOf<Counts>(e) }));
        stream.addEventListener('gap', (e) =>
            this.set({ gap: dataOf<NonNullable<LiveState['gap']>>(e) }),
        );
        stream.addEventListener('error', (e) => {
            if (e instanceof MessageEvent) this.take(dataOf<Row>(e)); // a refused event's name, too
            else if (stream.readyState === EventSource.CLOSED) void this.lost();
            else this.set({ state: 'lost' }); // EventSource comes back by itself
        });
    }

    /** The server's answer was no stream: is it away, or does it refuse us? */
    private async lost() {
        const { signal } = this.stop;
        this.stream = null;
        this.set({ state: 'lost' });
        try {
            await listEvents({ ...asked(this.filters), limit: 1 }, { signal });
        } catch (e) {
            if (signal.aborted) return;
            const away = e instanceof Problem && (e.status === 0 || e.status === 503);
            if (!away) return this.failed(e);
        }
        if (signal.aborted) return;
        this.retry = setTimeout(() => this.connect(), this.retryMs);
        this.retryMs = Math.min(this.retryMs * 2, RETRY_MS_MAX);
    }

    private failed(e: unknown) {
        this.set({ state: 'failed', error: e instanceof Error ? e : new Error(String(e)) });
    }

    private take(row: Row) {
        if (row.seq <= this.last) return;
        this.last = row.seq;
        this.incoming.push(row);
        if (this.now.paused && this.incoming.length >= HELD_MAX) {
            this.stream?.close(); // the log has the rest
            this.stream = null;
        }
        this.flushing ??= setTimeout(() => this.flush(), FLUSH_MS);
    }

    private flush() {
        clearTimeout(this.flushing);
        this.flushing = undefined;
        if (this.now.paused) return this.set({ held: this.incoming.length });
        const n = this.incoming.length;
        if (n === 0) return;
        const rows = this.incoming.reverse().concat(this.now.rows);
        this.incoming = [];
        const cut = rows.length > ROWS_MAX; // what came before is not behind the last row any more
        if (cut) rows.length = ROWS_MAX;
        this.set({
            rows,
            held: 0,
            prepended: this.now.prepended + n,
            ...(cut ? { older: null } : {}),
        });
    }
}
