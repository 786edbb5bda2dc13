// load.mjs - clients that send like SDKs do: on several connections, batches and single calls,
// everything again with the same messageId until it is acknowledged.
import assert from 'node:assert/strict';
import { personBy, SLOW, timelineOf } from '../api/harness.mjs';

/** Random numbers that can be had again with SEED=…. */
export function seeded() {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
    console.log(`# SEED=${seed}`);
    let a = seed | 0;
    const next = () => {
        a = (a + 0x6d2b79f5) | 0;
        let t = Math.imul(a ^ (a >>> 15), 1 | a);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    return { seed, below: (n) => Math.floor(next() * n) };
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** One client: a person a round on a device of their own. */
class Client {
    constructor(load, name) {
        this.load = load;
        this.name = name;
        this.number = 0;
        this.pending = []; // requests that were not acknowledged, oldest first
        this.people = new Map(); // userId -> { acked: Set, sent: Set }
    }

    message(type) {
        const id = `${this.name}-${++this.number}`;
        const m = { type, messageId: id, anonymousId: `${this.user}-device` };
        if (type !== 'page') m.userId = this.user; // pages are told by the device alone
        if (type === 'track') Object.assign(m, { event: `Event ${this.number % 7}` });
        if (type === 'page') Object.assign(m, { name: 'Home' });
        if (type === 'identify') m.traits = { n: this.number, plan: 'gold' };
        return m;
    }

    request() {
        const { below } = this.load.random;
        const types = ['track', 'track', 'identify', 'page'];
        const type = () => types[below(4)];
        let path = '/v1/batch';
        let body;
        if (below(3) === 0) {
            body = this.message(type());
            path = `/v1/${body.type}`;
        } else {
            body = { batch: Array.from({ length: 1 + below(25) }, () => this.message(type())) };
        }
        const messages = body.batch ?? [body];
        const person = this.people.get(this.user);
        for (const m of messages) person.sent.add(m.messageId);
        return { path, body, messages, person };
    }

    async send(r) {
        const { server } = this.load;
        const answer = await fetch(server.url + r.path, {
            method: 'POST',
            headers: {
                'content-type': 'application/json',
                authorization: `Basic ${Buffer.from(`${server.writeKey}:`).toString('base64')}`,
            },
            body: JSON.stringify({ ...r.body, sentAt: new Date().toISOString() }),
            signal: AbortSignal.timeout(this.load.timeoutMs),
        });
        await answer.arrayBuffer();
        return answer;
    }

    /** Until load.stopping; what is not acknowledged then stays pending. */
    async work() {
        while (!this.load.stopping) {
            this.pending[0] ??= this.request();
            const r = this.pending[0];
            let answer;
            try {
                answer = await this.send(r);
            } catch {
                this.load.seen.lost++;
                await pause(5); // the connection is gone: was it taken?
                continue;
            }
            if (answer.status === 200) {
                for (const m of r.messages) r.person.acked.add(m.messageId);
                this.load.seen.acked += r.messages.length;
                this.pending.shift();
            } else {
                // what SDKs send again; anything else would lose the messages
                assert.ok([429, 503].includes(answer.status), `${r.path}: ${answer.status}`);
                if (answer.status === 503) {
                    assert.ok(Number(answer.headers.get('retry-after')) > 0, '503: Retry-After');
                }
                this.load.seen.refused++;
                await pause(20);
            }
        }
    }
}

export class Load {
    constructor(server, random, clients) {
        this.server = server;
        this.random = random;
        this.timeoutMs = 20_000 * SLOW; // for an answer; then the same is sent again
        this.seen = { acked: 0, lost: 0, refused: 0 };
        this.clients = Array.from({ length: clients }, (_, i) => new Client(this, `c${i}`));
        this.stopping = true;
    }

    /** Begin to send, for a new person each. */
    begin(round) {
        this.stopping = false;
        for (const c of this.clients) {
            c.user = `${c.name}-r${round}`;
            c.people.set(c.user, { acked: new Set(), sent: new Set() });
        }
        this.working = Promise.all(this.clients.map((c) => c.work()));
        this.working.catch(() => {}); // told by end()
    }

    async end() {
        this.stopping = true;
        await this.working;
    }

    /** Let everything that is pending arrive. */
    async settle() {
        for (const c of this.clients) {
            while (c.pending.length > 0) {
                const r = c.pending[0];
                const answer = await c.send(r);
                assert.equal(answer.status, 200);
                for (const m of r.messages) r.person.acked.add(m.messageId);
                c.pending.shift();
            }
        }
    }

    /** Whatever was acknowledged stands in its person's timeline once, and nothing unsent. */
    async check(filter = () => true) {
        let events = 0;
        for (const c of this.clients) {
            for (const [user, { acked, sent }] of c.people) {
                if (!filter(user) || sent.size === 0) continue;
                events += await this.checkOne(user, acked, sent);
            }
        }
        return events;
    }

    async checkOne(user, acked, sent) {
        // the person may have been told by pages of the device only
        const person =
            (await personBy(this.server, 'user_id', user)) ??
            (await personBy(this.server, 'anonymous_id', `${user}-device`));
        const items = person ? await timelineOf(this.server, person.id, 200) : [];
        const ids = items.map((i) => i.message_id);
        const there = new Set(ids);
        assert.equal(there.size, ids.length, `${user}: a message stands twice`);
        const lost = [...acked].filter((id) => !there.has(id));
        assert.deepEqual(lost, [], `${user}: acknowledged and lost`);
        assert.deepEqual(
            ids.filter((id) => !sent.has(id)),
            [],
            `${user}: another's messages`,
        );
        if (person) assert.equal(person.events, ids.length, `${user}: events counted`);
        return ids.length;
    }
}
