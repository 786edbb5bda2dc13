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
        reason: 'everybody',
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

test('what two people claim is neither\'s, where the rules say so', async () => {
    const path = '/api/definitions/identity/rules';
    const rule = (contested) => ({
        draft: { kinds: { email: { contested }, badge: { from: ['traits.badge'], contested } } },
    });
    await ok('PUT', path, rule('both'));
    const bad = await s.api('POST', `${path}/publish`, { key: s.secretKey, body: {} });
    assert.equal(bad.status, 422, bad.text);
    await ok('PUT', path, rule('nobody'));
    await ok('POST', '/api/identity/try', rule('nobody').draft);
    await ok('POST', `${path}/publish`, {});
    const known = (await ok('GET', '/api/identity/constant')).items.length;
    const say = async (anonymousId, userId) => {
        const r = await s.api('POST', '/v1/identify', {
            key: s.writeKey, body: { anonymousId, userId, traits: { email: 'Us@Example.com' } },
        });
        assert.equal(r.status, 200, r.text);
    };
    const devices = async (user) => (await by('user_id', user)).body.identifiers
        .filter((x) => x.kind === 'anonymous_id').map((x) => x.value);
    await say('pc-ann', 'ann');
    await say('pc-whose');
    assert.deepEqual((await devices('ann')).sort(), ['pc-ann', 'pc-whose']);
    await say('pc-bob', 'bob');
    assert.deepEqual(await devices('ann'), ['pc-ann']);
    assert.deepEqual(await devices('bob'), ['pc-bob']);
    assert.equal((await by('email', 'us@example.com')).status, 404);
    const { items } = await ok('GET', '/api/identity/constant');
    assert.equal(items.length, known + 1);
    const { reason, atoms, value, id } = items.at(-1);
    assert.deepEqual({ reason, atoms, value },
        { reason: 'contested', atoms: 0, value: 'us@example.com' });
    await s.stop();
    await s.start();
    assert.deepEqual(await devices('ann'), ['pc-ann']);
    await ok('POST', `/api/identity/constant/${id}/release`);
    assert.deepEqual((await devices('ann')).sort(), ['pc-ann', 'pc-whose']);
    assert.deepEqual(await devices('bob'), ['pc-bob']);
});
