// Two nodes on one PostgreSQL under load: the writer killed, frozen, cut off, cut off in the
// middle of a COMMIT, or restarted.  Whatever was acknowledged is there once, on both.
//
// MUSUBI_REPLICA_ROUNDS (100) within MUSUBI_REPLICA_BOX_S (180) seconds; SEED=… repeats one.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { BIN, personBy, ROOT, SLOW, startServer, STORE, waitFor } from '../api/harness.mjs';
import { Cluster } from './cluster.mjs';
import { Load, seeded } from './load.mjs';

const ROUNDS = Number(process.env.MUSUBI_REPLICA_ROUNDS ?? 100);
const BOX_MS = Number(process.env.MUSUBI_REPLICA_BOX_S ?? 180) * 1000;
const EPISODE = 10; // rounds between two checks of everything
const LEASE = ['--lease', '400'];
const OLDER = path.resolve(ROOT, 'build/older/musubi'); // make VARIANT=older

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** What the clients see as one server: now this node, now that, dead or not. */
class Door {
    constructor(cluster, random) {
        this.cluster = cluster;
        this.random = random;
        this.writeKey = cluster.first.writeKey;
        this.secretKey = cluster.first.secretKey;
        this.reader = cluster.nodes[0];
    }

    get url() {
        return this.cluster.nodes[this.random.below(2)].url;
    }

    api(...args) {
        return this.reader.api(...args);
    }
}

const track = (n) => ({
    type: 'track',
    event: 'Straight',
    userId: 'straight',
    messageId: `s-${n}`,
});

/** One message straight to one node, without a second try. */
function straight(node, n) {
    return fetch(`${node.url}/v1/track`, {
        method: 'POST',
        headers: {
            'content-type': 'application/json',
            authorization: `Basic ${Buffer.from(`${node.writeKey}:`).toString('base64')}`,
        },
        body: JSON.stringify(track(n)),
        signal: AbortSignal.timeout(30_000 * SLOW),
    }).then(
        (r) => r.status,
        () => 'gone',
    );
}

const FAULTS = {
    async killed(c, w) {
        await w.kill9();
        return async () => {
            await w.start();
        };
    },
    /** The one that sleeps is asked meanwhile, and answers when it wakes. */
    async frozen(c, w, n) {
        w.child.kill('SIGSTOP');
        const asked = straight(w, n);
        return async () => {
            w.child.kill('SIGCONT');
            const status = await asked;
            assert.ok([200, 503, 'gone'].includes(status), `woken: ${status}`);
            if (status === 200) c.straight.add(`s-${n}`);
        };
    },
    async silent(c, w) {
        w.wire.silent = true;
        return async () => w.wire.mend();
    },
    async cutOff(c, w) {
        w.wire.cut();
        return async () => w.wire.mend();
    },
    async cutBeforeCommit(c, w) {
        w.wire.atCommit = 'before';
        await waitFor('a COMMIT', () => w.wire.atCommit === null, { everyMs: 1 });
        return async () => w.wire.mend();
    },
    async cutAfterCommit(c, w) {
        w.wire.atCommit = 'after';
        await waitFor('a COMMIT', () => w.wire.atCommit === null, { everyMs: 1 });
        return async () => w.wire.mend();
    },
    /** Too short for a takeover, mostly: the same node finds out what became of it. */
    async blinkAtCommit(c, w, n) {
        w.wire.atCommit = n % 2 ? 'before' : 'after';
        await waitFor('a COMMIT', () => w.wire.atCommit === null, { everyMs: 1 });
        w.wire.mend();
        return null;
    },
};

async function oneRound(c, load, name, n) {
    const w = await c.writer();
    const { epoch } = await w.role();
    const heal = await FAULTS[name](c, w, n);
    if (heal) {
        const other = c.other(w);
        await waitFor(
            `${name}: the other one to write`,
            async () => {
                const r = await other.role();
                return r.role === 'writer' && r.epoch > epoch;
            },
            { everyMs: 5 },
        );
        const then = load.seen.acked;
        await waitFor('acknowledgements', () => load.seen.acked > then + 20, { everyMs: 2 });
        await heal();
    }
    await c.whole();
}

/** Everything acknowledged, asked for on both nodes. */
async function checkBoth(c, door, load, filter) {
    const seq = Math.max(...(await Promise.all(c.nodes.map((n) => n.role()))).map((r) => r.seq));
    let events;
    for (const node of c.nodes) {
        await waitFor('a node that has it all', async () => {
            const r = await node.api('GET', '/api/people/by/user_id/nobody', {
                key: c.first.secretKey,
                headers: { 'Musubi-Min-Seq': String(seq) },
            });
            assert.ok([404, 503].includes(r.status), r.text);
            return r.status === 404;
        });
        door.reader = node;
        events = await load.check(filter);
    }
    return events;
}

async function rounds(args) {
    const random = seeded();
    const c = await Cluster.start(args);
    c.straight = new Set();
    const door = new Door(c, random);
    const load = new Load(door, random, 4);
    load.timeoutMs = 1500 * SLOW;
    const names = Object.keys(FAULTS);
    const counts = {};
    const end = performance.now() + BOX_MS;
    let n = 0;
    try {
        while (n < ROUNDS && performance.now() < end) {
            const episode = Math.floor(n / EPISODE);
            load.begin(episode);
            do {
                const name = names[n % names.length];
                await pause(random.below(60)); // any moment of the load
                await oneRound(c, load, name, n);
                counts[name] = (counts[name] ?? 0) + 1;
            } while (++n % EPISODE && n < ROUNDS && performance.now() < end);
            await load.end();
            await load.settle();
            await checkBoth(c, door, load, (user) => user.endsWith(`-r${episode}`));
        }
        const events = await checkBoth(c, door, load);
        for (const client of load.clients) {
            for (const { acked, sent } of client.people.values()) {
                assert.equal(acked.size, sent.size);
            }
        }
        const person = await personBy(c.nodes[0], 'user_id', 'straight');
        assert.ok((person?.events ?? 0) >= c.straight.size, 'answered 200 and not there');
        const verified = await c.nodes[1].cli('verify', '--json');
        assert.ok(JSON.parse(verified.stdout).frames > 0);
        console.log(`# ${n} rounds, ${events} events, ${JSON.stringify(counts)}`);
        console.log(`# seen ${JSON.stringify(load.seen)}`);
    } finally {
        load.stopping = true;
        await load.working?.catch(() => {});
        await c.close();
    }
}

/** With the lease that the product has: how long nobody can write. */
async function takeovers() {
    const c = await Cluster.start([]);
    const took = [];
    try {
        for (let n = 0; n < 4; n++) {
            await c.whole();
            const w = await c.writer();
            const other = c.other(w);
            assert.equal(await straight(other, `warm-${n}`), 200); // passed on
            const began = performance.now();
            if (n % 2) w.child.kill('SIGSTOP');
            else await w.kill9();
            // held by the follower until it writes itself
            const status = await straight(other, `take-${n}`);
            if (n % 2 === 0) assert.equal(status, 200);
            await waitFor('an answer', async () => (await straight(other, `take-${n}`)) === 200);
            took.push(Math.round(performance.now() - began));
            if (n % 2) w.child.kill('SIGCONT');
            else await w.start({ args: ['--node-url', `${w.url}/`] });
        }
        console.log(`# takeover after kill -9, SIGSTOP, …: ${took.join(', ')} ms`);
        const person = await personBy(c.nodes[0], 'user_id', 'straight');
        assert.equal(person.events, 8);
    } finally {
        await c.close();
    }
    assert.ok(Math.max(...took) < 20_000 * SLOW, `took ${took} ms`);
}

/** A node that nobody tells that it is cut off: a load balancer must find out. */
async function cutOffIsSeen() {
    const c = await Cluster.start(LEASE);
    const ready = (node) => fetch(`${node.url}/readyz`).then((r) => r.status === 200);
    try {
        for (const who of ['writer', 'follower']) {
            await c.whole();
            const w = await c.writer();
            const node = who === 'writer' ? w : c.other(w);
            assert.ok(await ready(node));
            node.wire.silent = true;
            await waitFor(`${who}: not ready`, async () => !(await ready(node)));
            assert.ok(await ready(c.other(node)));
            node.wire.mend();
            await waitFor(`${who}: ready again`, () => ready(node));
        }
    } finally {
        await c.close();
    }
}

/** What an older program cannot read is refused while there is one: an erasure; or waits: rules
 * of traits.  Both work when it is gone. */
async function newKinds(c, mixed) {
    const w = await c.writer();
    const ask = (method, where, body) => w.raw(method, where, { key: c.first.secretKey, body });
    const erasure = { identifiers: [{ kind: 'user_id', value: 'erased-after-the-upgrade' }] };
    if (mixed) {
        const at = '/api/definitions/traits/rules';
        await ask('PUT', at, { draft: { traits: { plan: { rule: 'first' } } } });
        assert.equal((await ask('POST', `${at}/publish`, {})).status, 200);
        const r = await ask('POST', '/api/erasures', erasure);
        assert.equal(r.status, 503, r.text);
        assert.match(r.text, /older version/);
        return;
    }
    for (const [n, plan] of ['free', 'paid'].entries()) {
        const traits = { type: 'identify', userId: 'upgraded', traits: { plan } };
        const body = { ...traits, messageId: `upgraded-${n}` };
        const r = await w.raw('POST', '/v1/identify', { key: c.first.writeKey, basic: true, body });
        assert.equal(r.status, 200, r.text);
    }
    await waitFor('the older node to be forgotten', async () => {
        const r = await ask('POST', '/api/erasures', erasure);
        return r.status === 202;
    });
    await waitFor('the rules of traits', async () => {
        return (await personBy(w, 'user_id', 'upgraded')).traits.plan === 'free';
    });
}

/** Clients of a proxy that sends to whoever says it is ready: nobody is refused anything. */
async function rolling(from) {
    const random = seeded();
    const c = await Cluster.start([...LEASE, '--drain', '1'], from);
    const ready = new Set(c.nodes);
    const seen = { sent: 0, bad: [] };
    let stopping = false;
    const looks = c.nodes.map(async (node) => {
        while (!stopping) {
            const ok = await fetch(`${node.url}/readyz`, { signal: AbortSignal.timeout(500) }).then(
                (r) => r.status === 200,
                () => false,
            );
            if (ok) ready.add(node);
            else ready.delete(node);
            await pause(50);
        }
    });
    const acked = new Map();
    const clients = Array.from({ length: 4 }, async (_, i) => {
        for (let n = 0; !stopping; n++) {
            const nodes = [...ready];
            if (!nodes.length) { // a busy machine: a proxy would wait, too
                await pause(20);
                continue;
            }
            const node = nodes[random.below(nodes.length)];
            const user = `roll-${i}`;
            const body = { event: 'Rolled', userId: user, messageId: `${user}-${n}` };
            const sender = { key: c.first.writeKey, basic: true };
            const r = await node
                .raw('POST', '/v1/track', { ...sender, body: { type: 'track', ...body } })
                .catch((e) => ({ status: String(e.cause ?? e) }));
            seen.sent++;
            if (r.status === 200) acked.set(user, (acked.get(user) ?? 0) + 1);
            else seen.bad.push([node.url, r.status, r.text]);
        }
    });
    try {
        for (let n = 0; n < 4; n++) {
            const node = c.nodes[n % 2]; // the writer and the follower, by turns
            const before = seen.sent;
            await node.stop();
            await waitFor('some load', () => seen.sent > before + 100, { everyMs: 2 });
            node.bin = BIN;
            await node.start();
            await waitFor('the door to notice', () => ready.has(node), { everyMs: 5 });
            await c.writer();
            if (from && n < 2) await newKinds(c, n === 0);
        }
        stopping = true;
        await Promise.all([...clients, ...looks]);
        await c.whole();
        assert.deepEqual(seen.bad.slice(0, 5), [], `${seen.bad.length} of ${seen.sent} refused`);
        for (const node of c.nodes) {
            for (const [user, n] of acked) {
                assert.equal((await personBy(node, 'user_id', user)).events, n);
            }
        }
        console.log(`# rolling: ${seen.sent} requests, none refused or lost`);
    } finally {
        stopping = true;
        await Promise.allSettled([...clients, ...looks]);
        await c.close();
    }
}

if (STORE === 'postgres') {
    test(`${ROUNDS} faults of the writer under load`, () => rounds(LEASE));
    test('how long a takeover takes', takeovers);
    test('a node that is cut off says that it is not ready', cutOffIsSeen);
    test('two nodes restarted in turn under load', () => rolling());
    test('two nodes upgraded in turn under load', () => rolling(OLDER));
} else {
    test('a second server on the same folder does not start', async () => {
        const s = await startServer();
        try {
            await assert.rejects(s.cli('serve', '--listen', '127.0.0.1:0'), /in use by another/);
            const ready = await s.api('GET', '/readyz');
            assert.equal(ready.body.role, 'alone');
        } finally {
            await s.close();
        }
    });
}
