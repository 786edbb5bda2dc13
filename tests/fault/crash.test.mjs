// kill -9 in the middle of real load, again and again: every acknowledged event is there once,
// and the state that is kept equals the state rebuilt from the log.
//
// MUSUBI_CRASH_ROUNDS (25), SEED.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SLOW, startServer, waitFor } from '../api/harness.mjs';
import { Load, seeded } from './load.mjs';

const ROUNDS = Number(process.env.MUSUBI_CRASH_ROUNDS ?? process.env.CRASH_ROUNDS ?? 25);
const CLIENTS = 6;

test(`${ROUNDS} times kill -9 under load`, async () => {
    const random = seeded();
    // snapshots all the time, so that a start finds one and a tail
    const s = await startServer({ args: ['--snapshot-every', '1'] });
    const load = new Load(s, random, CLIENTS);
    let halves = 0; // requests that were cut off
    try {
        for (let round = 0; round < ROUNDS; round++) {
            const before = load.seen.acked;
            load.begin(round);
            await waitFor('some load', () => load.seen.acked > before, { everyMs: 1 });
            const ms = random.below(round % 5 === 4 ? 2500 : 350) * SLOW;
            await new Promise((done) => setTimeout(done, ms));
            const lost = load.seen.lost;
            await s.kill9();
            await load.end();
            halves += load.seen.lost - lost;
            await verify(s, `round ${round}`);
            await s.start();
            await load.check((user) => user.endsWith(`-r${round}`));
            if (round % 25 === 24) await load.settle();
        }
        await load.settle();
        const events = await load.check();
        await verify(s, 'a running server');
        await s.restart();
        assert.equal(await load.check(), events, 'the same after a clean stop');
        for (const c of load.clients) {
            for (const { acked, sent } of c.people.values()) assert.equal(acked.size, sent.size);
        }
        console.log(`# ${events} events, ${halves} requests cut off`);
        assert.ok(events > ROUNDS * 20, `only ${events} events`);
        assert.ok(halves > 0, 'no request was ever cut off');
    } finally {
        load.stopping = true;
        s.child?.kill('SIGKILL');
        await s.exited;
        await s.close();
    }
});

async function verify(s, what) {
    try {
        const said = JSON.parse((await s.cli('verify', '--json')).stdout);
        assert.ok(said.seq > 0 && said.entries === said.seq, `${what}: ${JSON.stringify(said)}`);
    } catch (e) {
        throw s.failure(`${what}: verify: ${e.message}`);
    }
}
