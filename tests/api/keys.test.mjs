// Keys over HTTP: made, shown once, used, limited by scopes, replaced, revoked; and what a
// repeated Idempotency-Key gets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listAll, startServer } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

const post = (path, body, key = s.secretKey, headers = {}) =>
    s.api('POST', path, { key, body, headers });
const list = (key) => s.api('GET', '/api/keys', { key });

async function secretKey(name, scopes) {
    const r = await post('/api/keys', { kind: 'secret', name, scopes });
    assert.equal(r.status, 201, r.text);
    return r.body;
}

test('the first keys are listed; no secret is shown', async () => {
    const keys = await listAll(s, '/api/keys');
    assert.deepEqual(
        keys.map((k) => k.kind),
        ['write', 'secret'],
    );
    assert.equal(keys[0].key, s.writeKey);
    assert.equal(keys[0].source, 'default');
    assert.equal(keys[1].key, null);
    assert.ok(s.secretKey.startsWith(keys[1].prefix));
    assert.ok(keys[1].prefix.length <= 10);
    assert.ok(keys[1].scopes.includes('keys:write'));
});

test('a secret key does what its scopes say and no more', async () => {
    const reader = await secretKey('Reader', ['keys:read']);
    assert.match(reader.key, /^sk_[A-Za-z0-9_-]{43}$/);
    assert.equal((await list(reader.key)).status, 200);
    const body = { kind: 'secret', name: 'x', scopes: ['keys:read'] };
    const made = await post('/api/keys', body, reader.key);
    assert.equal(made.status, 403);
    assert.equal(made.type, 'application/problem+json');
});

test('a key hands out no scope that it lacks', async () => {
    const writer = await secretKey('Writer', ['keys:read', 'keys:write']);
    const more = { kind: 'secret', name: 'More', scopes: ['definitions:write'] };
    assert.equal((await post('/api/keys', more, writer.key)).status, 403);
    const same = { kind: 'secret', name: 'Same', scopes: ['keys:read'] };
    assert.equal((await post('/api/keys', same, writer.key)).status, 201);
    const owner = (await listAll(s, '/api/keys')).find((k) => k.name === 'Owner');
    assert.equal((await post(`/api/keys/${owner.id}/rotate`, {}, writer.key)).status, 403);
    assert.equal((await list(s.secretKey)).status, 200); // and nothing happened to it
});

test('what is refused', async () => {
    const cases = [
        [{ kind: 'secret', name: 'x' }, 422],
        [{ kind: 'secret', name: 'x', scopes: [] }, 422],
        [{ kind: 'secret', name: 'x', scopes: ['all'] }, 422],
        [{ kind: 'secret', name: 'x', scopes: ['keys:read'], source: 'default' }, 422],
        [{ kind: 'secret', name: '', scopes: ['keys:read'] }, 422],
        [{ kind: 'write', name: 'x' }, 422],
        [{ kind: 'write', name: 'x', source: 'nowhere' }, 404],
        [{ kind: 'write', name: 'x', source: 'default', scopes: ['keys:read'] }, 422],
        [{ kind: 'other', name: 'x' }, 422],
        [{}, 422],
    ];
    const before = (await listAll(s, '/api/keys')).length;
    for (const [body, status] of cases) {
        const r = await post('/api/keys', body);
        assert.equal(r.status, status, `${JSON.stringify(body)}: ${r.text}`);
    }
    assert.equal((await post('/api/keys/999999/revoke')).status, 404);
    assert.equal((await post('/api/keys/999999/rotate', {})).status, 404);
    assert.equal((await listAll(s, '/api/keys')).length, before);
});

test('who is nobody', async () => {
    assert.equal((await s.api('GET', '/api/keys')).status, 401);
    assert.equal((await list('sk_0000000000000000000000000000000000000000000')).status, 401);
    const write = (await list(s.writeKey)).status; // known, but not for this
    assert.ok(write === 401 || write === 403, `status ${write}`);
});

test('a revoked key is refused with the answer, and after a restart', async () => {
    const key = await secretKey('Short', ['keys:read']);
    assert.equal((await list(key.key)).status, 200);
    const r = await post(`/api/keys/${key.id}/revoke`);
    assert.equal(r.status, 200);
    assert.notEqual(r.body.revoked, null);
    assert.equal((await list(key.key)).status, 401);
    await s.restart();
    assert.equal((await list(key.key)).status, 401);
    assert.equal((await list(s.secretKey)).status, 200);
});

test('rotation: both are in force for the grace, then the new one alone', async () => {
    const old = await secretKey('Turned', ['keys:read']);
    const kept = (await post(`/api/keys/${old.id}/rotate`, { grace_seconds: 3600 })).body;
    assert.equal((await list(old.key)).status, 200);
    assert.equal((await list(kept.key)).status, 200);
    assert.deepEqual(kept.scopes, old.scopes);
    assert.equal((await post(`/api/keys/${old.id}/rotate`, {})).status, 409);
    const last = (await post(`/api/keys/${kept.id}/rotate`, { grace_seconds: 0 })).body;
    assert.equal((await list(kept.key)).status, 401);
    assert.equal((await list(last.key)).status, 200);
});

test('pages', async () => {
    for (let i = 0; i < 5; i++) await secretKey(`Page ${i}`, ['keys:read']);
    const all = (await s.api('GET', '/api/keys?limit=200', { key: s.secretKey })).body.items;
    assert.deepEqual(await listAll(s, '/api/keys', 2), all);
    for (const query of ['limit=0', 'limit=x', 'limit=201', 'cursor=abc', 'nothing=1']) {
        const r = await s.api('GET', `/api/keys?${query}`, { key: s.secretKey });
        assert.equal(r.status, 400, query);
    }
});

test('Idempotency-Key: the same answer, one effect', async () => {
    const body = { kind: 'write', name: 'Once', source: 'default' };
    const head = { 'idempotency-key': 'make-once' };
    const answers = await Promise.all(
        Array.from({ length: 8 }, () => post('/api/keys', body, s.secretKey, head)),
    );
    for (const r of answers) {
        assert.equal(r.status, 201, r.text);
        assert.equal(r.text, answers[0].text);
    }
    const replayed = answers.filter((r) => r.headers.get('idempotency-replayed') === 'true');
    assert.equal(replayed.length, 7);
    await s.kill9();
    await s.start();
    const late = await post('/api/keys', body, s.secretKey, head);
    assert.equal(late.text, answers[0].text);
    const once = (await listAll(s, '/api/keys')).filter((k) => k.name === 'Once');
    assert.equal(once.length, 1);

    const other = await post('/api/keys', { ...body, name: 'Twice' }, s.secretKey, head);
    assert.equal(other.status, 409);
    assert.equal(other.body.code, 'conflict');
    const bad = await post('/api/keys', body, s.secretKey, { 'idempotency-key': 'k'.repeat(256) });
    assert.equal(bad.status, 400);
});

test('Idempotency-Key: a secret is not kept', async () => {
    const body = { kind: 'secret', name: 'Only once', scopes: ['keys:read'] };
    const head = { 'idempotency-key': 'secret-once' };
    const first = await post('/api/keys', body, s.secretKey, head);
    assert.equal(first.status, 201);
    const again = await post('/api/keys', body, s.secretKey, head);
    assert.equal(again.status, 409);
    assert.ok(!again.text.includes(first.body.key));
    const made = (await listAll(s, '/api/keys')).filter((k) => k.name === 'Only once');
    assert.equal(made.length, 1);
});

test('a refusal is not kept under its Idempotency-Key', async () => {
    const head = { 'idempotency-key': 'try-again' };
    const body = { kind: 'write', name: 'Late', source: 'late-source' };
    assert.equal((await post('/api/keys', body, s.secretKey, head)).status, 404);
    assert.equal((await post('/api/sources', { name: 'Late source' })).status, 201);
    assert.equal((await post('/api/keys', body, s.secretKey, head)).status, 201);
});
