// Definitions and sources over HTTP: drafts, versions, conditions, and a write key that works.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listAll, startServer } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

const at = (key, rest = '') => `/api/definitions/source/${key}${rest}`;
const call = (method, path, body, headers = {}) =>
    s.api(method, path, { key: s.secretKey, body, headers });
const shop = { name: 'Shop', type: 'browser', enabled: true, settings: { delivery: 'batching' } };
const office = { name: 'Office', type: 'server' };

test('kinds come with their schemas', async () => {
    const r = await call('GET', '/api/definitions');
    assert.equal(r.status, 200);
    const source = r.body.items.find((k) => k.kind === 'source');
    assert.ok(source.schema.required.includes('name'));
});

test('draft, publish, draft again, publish, roll back', async () => {
    const drafted = await call('PUT', at('shop'), { draft: shop });
    assert.equal(drafted.status, 200, drafted.text);
    assert.deepEqual(drafted.body.draft, shop);
    assert.equal(drafted.body.published, null);
    assert.equal(drafted.body.version, null);
    assert.equal(drafted.headers.get('etag'), drafted.body.etag);

    const first = await call('POST', at('shop', '/publish'), { note: 'first' });
    assert.equal(first.status, 200, first.text);
    assert.deepEqual([first.body.draft, first.body.version], [null, 1]);
    assert.deepEqual(first.body.published, shop);

    await call('PUT', at('shop'), { draft: office });
    const second = await call('POST', at('shop', '/publish'));
    assert.equal(second.status, 200, second.text);
    assert.equal(second.body.version, 2);
    assert.deepEqual(second.body.published, office);

    const back = await call('POST', at('shop', '/rollback'), { version: 1, note: 'back' });
    assert.equal(back.status, 200, back.text);
    assert.equal(back.body.version, 3);
    assert.deepEqual(back.body.published, shop);

    const versions = await listAll(s, at('shop', '/versions'), 2);
    assert.deepEqual(
        versions.map((v) => [v.version, v.note, v.body]),
        [
            [3, 'back', shop],
            [2, '', office],
            [1, 'first', shop],
        ],
    );
    assert.ok(versions.every((v) => /^key:\d+$/.test(v.author)));
    assert.deepEqual((await call('GET', at('shop', '/versions/2'))).body, versions[1]);
    assert.equal((await call('GET', at('shop', '/versions/4'))).status, 404);

    await s.kill9();
    await s.start();
    const after = await call('GET', at('shop'));
    assert.deepEqual(after.body, back.body);
});

test('a draft may be wrong, what is published may not', async () => {
    assert.equal((await call('PUT', at('wrong'), { draft: { name: 'x' } })).status, 200);
    const r = await call('POST', at('wrong', '/publish'));
    assert.equal(r.status, 422);
    assert.equal((await call('GET', at('wrong'))).body.version, null);
    assert.equal((await call('DELETE', at('wrong'))).status, 204);
    assert.equal((await call('GET', at('wrong'))).status, 404);
});

test('ETag and If-Match', async () => {
    const none = { 'if-none-match': '*' };
    const made = await call('PUT', at('tagged'), { draft: shop }, none);
    assert.equal(made.status, 200);
    assert.equal((await call('PUT', at('tagged'), { draft: shop }, none)).status, 412);
    const etag = made.headers.get('etag');
    assert.equal((await call('GET', at('tagged'))).headers.get('etag'), etag);
    const mine = await call('PUT', at('tagged'), { draft: office }, { 'if-match': etag });
    assert.equal(mine.status, 200);
    const late = await call('PUT', at('tagged'), { draft: shop }, { 'if-match': etag });
    assert.equal(late.status, 412);
    assert.equal(late.body.code, 'precondition_failed');
    const now = mine.headers.get('etag');
    const stale = { 'if-match': etag };
    assert.equal((await call('POST', at('tagged', '/publish'), {}, stale)).status, 412);
    assert.equal((await call('DELETE', at('tagged'), undefined, stale)).status, 412);
    const fresh = { 'if-match': now };
    assert.equal((await call('POST', at('tagged', '/publish'), {}, fresh)).status, 200);
});

test('of many who publish the same draft, one does', async () => {
    await call('PUT', at('race'), { draft: shop });
    const etag = (await call('GET', at('race'))).headers.get('etag');
    const answers = await Promise.all(
        Array.from({ length: 12 }, () =>
            call('POST', at('race', '/publish'), {}, { 'if-match': etag }),
        ),
    );
    const count = (status) => answers.filter((r) => r.status === status).length;
    assert.deepEqual([count(200), count(412)], [1, 11]);
    assert.equal((await listAll(s, at('race', '/versions'))).length, 1);
});

test('what is refused', async () => {
    const cases = [
        ['GET', '/api/definitions/nothing', undefined, 404],
        ['GET', '/api/definitions/nothing/x', undefined, 404],
        ['PUT', '/api/definitions/nothing/x', { draft: {} }, 404],
        ['GET', at('absent'), undefined, 404],
        ['GET', at('absent', '/versions'), undefined, 404],
        ['POST', at('absent', '/publish'), {}, 404],
        ['POST', at('absent', '/rollback'), { version: 1 }, 404],
        ['DELETE', at('absent'), undefined, 404],
        ['POST', at('default', '/publish'), {}, 409],
        ['DELETE', at('default'), undefined, 409],
        ['POST', at('default', '/rollback'), { version: 0 }, 422],
        ['POST', at('default', '/rollback'), {}, 422],
        ['PUT', at('Upper'), { draft: {} }, 400],
        ['PUT', at('ok'), { draft: [] }, 422],
        ['PUT', at('ok'), {}, 422],
    ];
    for (const [method, path, body, status] of cases) {
        const r = await call(method, path, body);
        assert.equal(r.status, status, `${method} ${path}: ${r.text}`);
        assert.equal(r.type, 'application/problem+json');
    }
    const before = (await call('GET', at('default'))).body;
    assert.equal(before.version, 1);
});

test('text survives as it was written', async () => {
    const name = 'Läden 店 🛍 "quoted" \\ \u2028';
    await call('PUT', at('text'), { draft: { ...shop, name } });
    const r = await call('POST', at('text', '/publish'), { note: name });
    assert.equal(r.status, 200, r.text);
    assert.equal(r.body.published.name, name);
    assert.equal((await listAll(s, at('text', '/versions')))[0].note, name);
});

test('pages of definitions are in order of their keys', async () => {
    for (const key of ['page-b', 'page-a', 'page_1', 'page-a.1']) {
        await call('PUT', at(key), { draft: {} });
    }
    const all = await listAll(s, '/api/definitions/source', 3);
    const keys = all.map((d) => d.key);
    assert.deepEqual(keys, [...keys].sort());
    assert.equal(new Set(keys).size, keys.length);
    assert.ok(keys.includes('page-a.1') && keys.includes('default'));
});

test('a source with its write key in one call', async () => {
    const r = await call('POST', '/api/sources', { name: 'Web Shop (EU)', type: 'browser' });
    assert.equal(r.status, 201, r.text);
    assert.equal(r.body.key, 'web-shop-eu');
    assert.equal(r.body.enabled, true);
    assert.equal(r.body.settings.delivery, 'standard');
    const [write] = r.body.write_keys;
    assert.match(write.key, /^wk_[0-9a-f]{32}$/);
    const sent = await s.raw('POST', '/v1/track', {
        key: write.key,
        basic: true,
        body: { event: 'Seen', userId: 'u-1' },
    });
    assert.equal(sent.status, 200, sent.text);

    const again = await call('POST', '/api/sources', { name: 'Web shop, EU' });
    assert.equal(again.body.key, 'web-shop-eu-2');
    const named = await call('POST', '/api/sources', { name: 'x', key: 'web-shop-eu' });
    assert.equal(named.status, 409);
    const nameless = await call('POST', '/api/sources', { name: '店' });
    assert.equal(nameless.body.key, 'source');

    const listed = await listAll(s, '/api/sources', 2);
    assert.deepEqual(
        listed.find((x) => x.key === 'web-shop-eu'),
        r.body,
    );
    const keys = listed.map((x) => x.key);
    assert.ok(!keys.includes('page-a'), 'a mere draft is no source');
    await call('POST', `/api/keys/${write.id}/revoke`);
    const without = (await listAll(s, '/api/sources')).find((x) => x.key === 'web-shop-eu');
    assert.deepEqual(without.write_keys, []);
});

test('a source made twice with one Idempotency-Key is one source', async () => {
    const head = { 'idempotency-key': 'one-source' };
    const a = await call('POST', '/api/sources', { name: 'Single' }, head);
    const b = await call('POST', '/api/sources', { name: 'Single' }, head);
    assert.equal(a.status, 201);
    assert.equal(a.text, b.text);
    const made = (await listAll(s, '/api/sources')).filter((x) => x.name === 'Single');
    assert.equal(made.length, 1);
});
