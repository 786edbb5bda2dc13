// visit.mjs - what a scripted visit expects in the timelines afterwards.
import assert from 'node:assert/strict';
import { personBy, timelineOf, waitFor } from './harness.mjs';

/** A person's calls as they were made: add() while calling, check() at the end. */
export class Expected {
    constructor(userId) {
        this.userId = userId;
        this.calls = []; // { type, name, messageId?, time? }
    }

    add(type, name, more = {}) {
        this.calls.push({ type, name, ...more });
    }

    /** Every call stands in the person's timeline exactly once, and nothing else does. */
    async check(server, { timeoutMs = 30_000 } = {}) {
        let items = [];
        const complete = async () => {
            const person = await personBy(server, 'user_id', this.userId);
            if (!person) return null;
            items = await timelineOf(server, person.id);
            return items.length >= this.calls.length ? person : null;
        };
        let person;
        try {
            person = await waitFor(`the timeline of ${this.userId}`, complete, {
                timeoutMs,
                everyMs: 100,
            });
        } catch (e) {
            const missing = difference(this.calls.map(label), items.map(label));
            throw new Error(
                `${this.userId}: ${items.length} of ${this.calls.length} calls arrived; ` +
                    `missing: ${missing.slice(0, 20).join(', ')}`,
                { cause: e },
            );
        }
        const sent = this.calls.map(label).sort();
        const got = items.map(label).sort();
        assert.deepEqual(got, sent, `${this.userId}: the timeline holds exactly what was called`);
        const ids = items.map((item) => item.message_id);
        assert.equal(new Set(ids).size, ids.length, `${this.userId}: a message id stands twice`);
        const byId = new Map(items.map((item) => [item.message_id, item]));
        for (const call of this.calls) {
            if (call.messageId !== undefined) {
                const item = byId.get(call.messageId);
                assert.ok(item, `${this.userId}: ${label(call)} ${call.messageId} is not there`);
                assert.equal(label(item), label(call));
                if (call.time) assert.equal(item.time, call.time, `time of ${label(call)}`);
            }
        }
        return person;
    }
}

// A call without a name of its own (identify, group, alias) is named after its type.
const label = (call) => `${call.type} ${call.name ?? call.type}`;

/** What is in a and not in b, counted. */
function difference(a, b) {
    const left = new Map();
    for (const x of b) left.set(x, (left.get(x) ?? 0) + 1);
    return a.filter((x) => {
        const n = left.get(x) ?? 0;
        left.set(x, n - 1);
        return n <= 0;
    });
}
