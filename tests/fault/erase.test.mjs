// kill -9 at any moment of an erasure, again and again: the next start goes on with it, it ends,
// and then the value is found nowhere, while what is of others is as it was.
//
// MUSUBI_CRASH_ROUNDS (25; a tenth of them is done), MUSUBI_ERASE_BOX_S (25), SEED.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { BIN, personBy, SLOW, startServer, timelineOf, waitFor } from '../api/harness.mjs';
import { seeded } from './load.mjs';

const run = promisify(execFile);
const ROUNDS = Math.max(3, Math.ceil(Number(process.env.MUSUBI_CRASH_ROUNDS ?? 25) / 10));
const BOX_S = Number(process.env.MUSUBI_ERASE_BOX_S ?? 25) * SLOW;

/** What `musubi scan` says: the places, empty where the value is nowhere. */
async function scan(s, value) {
    try {
        await run(BIN, ['scan', value, ...s.place], { timeout: 120_000, maxBuffer: 1 << 26 });
        return '';
    } catch (e) {
        assert.equal(e.code, 1, e.stderr);
        return e.stdout;
    }
}

/** A person whose events lie in many frames, among those of others. */
async function live(s, user, email, frames) {
    for (let i = 0; i < frames; i++) {
        const properties = { i, to: email };
        const body = {
            batch: [
                { type: 'track', event: 'Bought', userId: user, properties },
                { type: 'track', event: 'Seen', userId: 'witness', properties: { i } },
                ...(i % 9 === 4 ? [{ type: 'dance', userId: user, to: email }] : []),
            ],
        };
        const r = await s.api('POST', '/v1/batch', { key: s.writeKey, body });
        assert.equal(r.status, 200, r.text);
    }
    const body = { type: 'identify', userId: user, traits: { email } };
    assert.equal((await s.api('POST', '/v1/identify', { key: s.writeKey, body })).status, 200);
}

test('kill -9 in the middle of erasures', async () => {
    const random = seeded();
    const s = await startServer({ args: ['--snapshot-every', '1'] });
    const receipt = async (id) =>
        (await s.api('GET', `/api/erasures/${id}`, { key: s.secretKey })).body;
    /** The receipt once so many frames are rewritten, or the erasure is over. */
    const rewritten = async (id, frames) => {
        for (;;) {
            const now = await receipt(id);
            if (now.state === 'finished' || now.removed.frames >= frames)
                return now;
        }
    };
    const end = performance.now() + BOX_S * 1000;
    let kills = 0;
    let done = 0;
    try {
        for (; done < ROUNDS && performance.now() < end; done++) {
            const user = `victim-${done}`;
            const email = `victim-${done}@gone.example`;
            await live(s, user, email, 60);
            const p = await personBy(s, 'user_id', user);
            const r = await s.api('DELETE', `/api/people/${p.id}`, { key: s.secretKey });
            assert.equal(r.status, 202, r.text);
            for (let i = 0; i < 3; i++) {
                kills += (await rewritten(r.body.id, random.below(40))).state !== 'finished';
                await s.kill9();
                await s.start();
                assert.equal(await personBy(s, 'user_id', user), null);
            }
            const said = await waitFor('the end of the erasure', async () => {
                const now = await receipt(r.body.id);
                return now.state === 'finished' && now;
            }, { timeoutMs: 60_000 });
            assert.equal(said.removed.events, p.events);
            assert.equal(await scan(s, email), '', `round ${done}: found`);
            assert.equal(await scan(s, user), '', `round ${done}: found`);
        }
        const witness = await personBy(s, 'user_id', 'witness');
        assert.equal((await timelineOf(s, witness.id, 200)).length, done * 60);
        await s.stop();
        await s.cli('verify');
        await s.start();
        console.log(`# ${done} erasures, ${kills} kills in the middle of one`);
        assert.ok(done > 0 && kills > 0, `${kills} kills in the middle`);
    } finally {
        s.child?.kill('SIGKILL');
        await s.exited;
        await s.close();
    }
});
