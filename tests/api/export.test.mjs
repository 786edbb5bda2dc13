// The export of one person: all that the other routes tell, and every event in full, streamed; cut
// off, and seen to be, when the person changes underneath.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { listAll, startServer } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

const get = (path, key = s.secretKey) => s.api('GET', path, { key });
async function person(userId) {
    const r = await get(`/api/people/by/user_id/${userId}`);
    assert.equal(r.status, 200, r.text);
    return r.body;
}
async function send(batch) {
    const r = await s.api('POST', '/v1/batch', { key: s.writeKey, body: { batch } });
    assert.equal(r.status, 200, r.text);
}
// n events of `bytes` each, in batches that the protocol allows
async function events(userId, n, bytes) {
    const text = 'x'.repeat(bytes);
    const each = Math.min(200, Math.floor(400_000 / (bytes + 200)));
    for (let i = 0; i < n; i += each)
        await send(
            Array.from({ length: Math.min(each, n - i) }, (_, k) => ({
                type: 'track',
                event: 'Read',
                userId,
                messageId: `${userId}-${i + k}`,
                properties: { text },
            })),
        );
}

test('everything is there, the events as the timeline has them', async () => {
    await send([
        { type: 'identify', userId: 'ann', anonymousId: 'pc', traits: { name: 'Ann', age: 3 } },
        { type: 'identify', userId: 'ann', anonymousId: 'tab', traits: { age: 30, f: { g: [1] } } },
        { type: 'group', userId: 'ann', groupId: 'shop', traits: { size: 3 } },
    ]);
    await events('ann', 450, 100);
    const p = await person('ann');
    const r = await get(`/api/people/${p.id}/export`);
    assert.equal(r.status, 200, r.text);
    const { body } = r;
    assert.equal(body.complete, true);
    assert.equal(body.traits_truncated, false);
    assert.deepEqual(body.person, p);
    assert.deepEqual(body.identities, (await get(`/api/people/${p.id}/identities`)).body);
    assert.deepEqual(body.events, await listAll(s, `/api/people/${p.id}/timeline`));
    assert.equal(body.events.length, 453);
    const age = body.traits.find((t) => t.name === 'age');
    assert.deepEqual([age.won[0].value, age.lost[0].value], [30, 3]);
    assert.equal(age.lost[0].seq, body.events.at(-1).seq);
});

test('a person of no pages, of a full page, and nobody', async () => {
    for (const n of [1, 100, 101]) {
        await events(`of-${n}`, n, 1);
        const r = await get(`/api/people/${(await person(`of-${n}`)).id}/export`);
        assert.equal(r.body.events.length, n);
        assert.equal(r.body.complete, true);
    }
    for (const id of ['018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11', 'nobody'])
        assert.equal((await get(`/api/people/${id}/export`)).status, 404);
    const { id } = await person('of-1');
    assert.equal((await get(`/api/people/${id}/export`, 'sk_no')).status, 401);
});

// Reads the beginning, runs `meanwhile`, reads the rest: what came, and whether it ended well.
function slowly(path, meanwhile) {
    return new Promise((done, fail) => {
        const req = http.get(
            new URL(path, s.url),
            { headers: { authorization: `Bearer ${s.secretKey}` } },
            (res) => {
                let bytes = 0;
                let begun = false;
                res.on('data', (piece) => {
                    bytes += piece.length;
                    if (begun) return;
                    begun = true;
                    res.pause();
                    meanwhile(res).then(() => res.resume(), fail);
                });
                res.on('error', () => {});
                res.on('close', () => done({ bytes, complete: res.complete }));
            },
        );
        req.on('error', fail);
    });
}

test('a large answer waits for its reader; a split meanwhile cuts it off', async () => {
    await events('big', 700, 30_000);
    await send([{ type: 'identify', userId: 'big', anonymousId: 'pc', traits: {} }]);
    const { id } = await person('big');
    const whole = await slowly(`/api/people/${id}/export`, async () => {});
    assert.equal(whole.complete, true);
    assert.ok(whole.bytes > 700 * 30_000);
    const cut = await slowly(`/api/people/${id}/export`, async () => {
        const r = await s.api('POST', `/api/people/${id}/split`, {
            key: s.secretKey,
            body: { identifiers: [{ kind: 'anonymous_id', value: 'pc' }], reason: 'another' },
        });
        assert.equal(r.status, 200, r.text);
    });
    assert.equal(cut.complete, false);
    assert.ok(cut.bytes < whole.bytes);
    // a client that goes away in the middle harms nobody
    const left = await slowly(`/api/people/${id}/export`, async (res) => res.destroy());
    assert.equal(left.complete, false);
    assert.equal((await get(`/api/people/${id}/export`)).body.complete, true);
});
