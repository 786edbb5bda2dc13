// live/replay.ts - the log again from a time on, as it arrived, at a chosen speed.
// THEORY      Pages of the log are read oldest first; each row is given when the time of its
//             arrival comes on a clock that runs `speed` times as fast as the reader's. Where
//             nothing arrived for more than QUIET_MS of the reader's time, the clock jumps.
//             At the end of the log it says up to where it has given everything.
import type { EventList } from '../../kit/api_gen';
import type { Row } from './stream';

export const SPEEDS = [1, 10, 60, 600] as const;

const TICK_MS = 100;
const QUIET_MS = 1500;
const AHEAD = 200; // rows, below which the next page is read
const TICK_ROWS = 500; // given at once, at most

/** A page of the log, and the newest entry there was before it was read. */
export type Read = (cursor: string | null) => Promise<EventList & { seq: number }>;

interface Given {
    rows: (rows: Row[]) => void;
    clock: (ms: number) => void;
    end: (seq: number) => void;
    failed: (e: unknown) => void;
}

export class Replay {
    speed = 1;
    paused = false;
    private readonly timer = setInterval(() => this.tick(), TICK_MS);
    private ticked = performance.now();
    private waiting: Row[] = []; // oldest first
    private next: string | null = null;
    private seq = 0;
    private more = true;
    private reading = false;

    constructor(
        private clock: number, // of the log, in ms
        private readonly read: Read,
        private readonly give: Given,
    ) {
        void this.readOn();
    }

    stop() {
        clearInterval(this.timer);
        this.more = false;
    }

    private async readOn() {
        this.reading = true;
        try {
            const page = await this.read(this.next);
            this.waiting.push(...page.items);
            this.next = page.next_cursor;
            this.more &&= page.next_cursor !== null;
            this.seq = page.seq;
        } catch (e) {
            this.stop();
            this.give.failed(e);
        }
        this.reading = false;
    }

    private tick() {
        const now = performance.now();
        const passed = (now - this.ticked) * this.speed;
        this.ticked = now;
        if (this.paused) return;
        const first = this.waiting[0];
        if (first) {
            const ahead = Date.parse(first.received) - this.clock;
            this.clock += ahead > QUIET_MS * this.speed ? ahead : passed;
            const later = this.waiting.findIndex((r) => Date.parse(r.received) > this.clock);
            const due = later < 0 ? this.waiting.length : later;
            const rows = this.waiting.splice(0, Math.min(due, TICK_ROWS));
            if (rows.length > 0) this.give.rows(rows);
            this.give.clock(this.clock);
        }
        if (this.more && !this.reading && this.waiting.length < AHEAD) void this.readOn();
        if (!this.more && !this.reading && this.waiting.length === 0) {
            this.stop();
            this.give.end(this.seq);
        }
    }
}
