// An identifier that is sent for everybody: noticed, listed, counted, released.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

async function ok(method, path, body) {
    const r = await s.api(method, path, { key: s.secretKey, body });
    assert.ok(r.status < 300, r.text);
    return r.body;
}
async function visitors(from, n) {
    const batch = Array.from({ length: n }, (_, i) => ({
        type: 'identify',
        anonymousId: `visitor-${from + i}`,
        messageId: `constant-${from + i}`,
        traits: { email: 'Info@Example.com' },
    }));
    const r = await s.api('POST', '/v1/batch', { key: s.writeKey, body: { batch } });
    assert.equal(r.status, 200, r.text);
}
const by = (kind, value) => s.api('GET', `/api/people/by/${kind}/${value}`, { key: s.secretKey });
const gauge = async () => {
    const { text } = await s.api('GET', '/metrics');
    return Number(/^musubi_people_constant_identifiers (\d+)$/m.exec(text)[1]);
};

test('noticed, reported, released', async () => {
    await ok('PUT', '/api/definitions/identity/rules', {
        draft: { constant: { atoms: 10, window_days: 2 } },
    });
    await ok('POST', '/api/definitions/identity/rules/publish', {});
    assert.deepEqual(await ok('GET', '/api/identity/constant'), { items: [], next_cursor: null });
    await visitors(0, 10);
    assert.equal((await by('email', 'info@example.com')).body.aliases.length, 9);
    await visitors(10, 3);
    assert.equal((await by('email', 'info@example.com')).status, 404);
    const { items } = await ok('GET', '/api/identity/constant');
    assert.equal(items.length, 1);
    const { since, seq, ...rest } = items[0];
    assert.ok(Date.parse(since) > 0 && seq > 0);
    assert.deepEqual(rest, {
        id: 0,
        kind: 'email',
        value: 'info@example.com',
        atoms: 11,
        released: false,
    });
    assert.equal(await gauge(), 1);
    const one = (await by('anonymous_id', 'visitor-3')).body;
    assert.equal(one.aliases.length, 0);
    assert.equal(one.events, 1);
    const why = await ok('GET', `/api/people/${one.id}/identities`);
    const states = why.atoms[0].identifiers.map((i) => [i.kind, i.state]).sort();
    assert.deepEqual(states, [['anonymous_id', 'held'], ['email', 'blocked']]);
    await s.stop();
    await s.start();
    assert.equal((await by('email', 'info@example.com')).status, 404);

    const released = await ok('POST', '/api/identity/constant/0/release');
    assert.deepEqual(released, { id: 0, released: true });
    assert.equal((await by('email', 'info@example.com')).body.aliases.length, 10);
    assert.equal((await ok('GET', '/api/identity/constant')).items[0].released, true);
    assert.equal(await gauge(), 0);
    for (const [id, status] of [[0, 409], [1, 404], ['x', 404]]) {
        const r = await s.api('POST', `/api/identity/constant/${id}/release`, { key: s.secretKey });
        assert.equal(r.status, status, r.text);
    }
});
