// collect.test.mjs - the tracking API by its wire: every route, key, limit and answer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { listAll, personBy, startServer, STORE, timelineOf, waitFor } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

let counter = 0;
const fresh = (what) => `${what}-${process.pid}-${++counter}`;
const json = { 'content-type': 'application/json' };
const SUCCESS = { success: true };

const post = (path, body, options = {}) =>
    s.api('POST', path, { key: s.writeKey, body, headers: json, ...options });

/** A figure of /metrics. */
async function metric(name) {
    const r = await s.raw('GET', '/metrics');
    const line = r.text.split('\n').find((l) => l.startsWith(`${name} `));
    assert.ok(line, `${name} is at /metrics`);
    return Number(line.split(' ')[1]);
}

async function timeline(userId, kind = 'user_id') {
    const person = await personBy(s, kind, userId);
    return person ? timelineOf(s, person.id) : [];
}

const errors = (query = '') => listAll(s, `/api/collect/errors${query}`);

async function taken(r) {
    assert.equal(r.status, 200, r.text);
    assert.deepEqual(r.body, SUCCESS);
}

test('every call on every path', async () => {
    const calls = {
        track: { event: 'Opened' },
        identify: { traits: { plan: 'gold' } },
        page: { name: 'Home' },
        screen: { name: 'Start' },
        group: { groupId: 'g-1' },
        alias: { previousId: 'before' },
    };
    for (const [call, more] of Object.entries(calls)) {
        for (const path of [`/v1/${call}`, `/v1/${call[0]}`, `/${call[0]}`]) {
            const userId = fresh(call);
            if (call === 'alias') more.previousId = fresh('before');
            await taken(await post(path, { userId, messageId: fresh('m'), ...more }));
            const items = await timeline(userId);
            assert.equal(items.length, 1, `${path}: one event`);
            assert.equal(items[0].type, call, path);
        }
    }
});

test('batches on every path', async () => {
    const paths = ['/v1/batch', '/v1/import', '/v1/b', '/b'];
    for (const path of [...paths, `/beacon/v1/batch?writeKey=${s.writeKey}`]) {
        const userId = fresh('u');
        const batch = [
            { type: 'identify', userId, traits: { a: 1 }, messageId: fresh('m') },
            { type: 'track', userId, event: 'E', messageId: fresh('m') },
        ];
        await taken(await post(path, { batch }));
        assert.equal((await timeline(userId)).length, 2, path);
    }
    await taken(await post('/v1/batch', { batch: [] }));
});

test('RudderStack merge joins two external ids', async () => {
    const email = `${fresh('m')}@example.com`;
    const userId = fresh('u');
    await taken(await post('/v1/identify', { userId, traits: { email } }));
    const body = {
        type: 'merge',
        messageId: fresh('m'),
        mergeProperties: [
            { type: 'email', value: email },
            { type: 'user_id', value: userId },
        ],
    };
    await taken(await post('/v1/merge', body));
    assert.equal((await personBy(s, 'email', email)).id, (await personBy(s, 'user_id', userId)).id);
});

test('all ways to give the key', async () => {
    const basic = (text) => `Basic ${Buffer.from(text).toString('base64')}`;
    const ways = {
        'Basic with colon': { headers: { authorization: basic(`${s.writeKey}:`) } },
        'Basic without colon': { headers: { authorization: basic(s.writeKey) } },
        'Basic with a password': { headers: { authorization: basic(`${s.writeKey}:x`) } },
        'Bearer': { headers: { authorization: `Bearer ${s.writeKey}` } },
        'query': { query: `?writeKey=${s.writeKey}` },
        'body': { body: { writeKey: s.writeKey } },
        'Basic of nothing and body': {
            headers: { authorization: basic(':') },
            body: { writeKey: s.writeKey },
        },
    };
    for (const [name, way] of Object.entries(ways)) {
        const userId = fresh('u');
        const body = { userId, event: 'E', ...way.body };
        const where = `/v1/track${way.query ?? ''}`;
        const r = await s.raw('POST', where, { headers: way.headers, body });
        assert.equal(r.status, 200, `${name}: ${r.text}`);
        assert.equal((await timeline(userId)).length, 1, name);
    }
    const wrong = {
        none: {},
        'unknown in the header': { key: 'wk_nobody' },
        'unknown in the body': { body: { writeKey: 'wk_nobody' } },
        'a secret key': { key: s.secretKey },
    };
    for (const [name, way] of Object.entries(wrong)) {
        const userId = fresh('u');
        const body = { userId, event: 'E', ...way.body };
        const r = await s.raw('POST', '/v1/track', { key: way.key, body });
        assert.equal(r.status, 401, name);
        assert.equal(r.body.success, false);
        assert.equal(r.body.message, r.body.detail);
        assert.equal(await personBy(s, 'user_id', userId), null, name);
    }
});

test('JSON whatever the Content-Type says, plain or gzip', async () => {
    const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'x/y'];
    for (const type of types) {
        for (const zip of [false, true]) {
            const userId = fresh('u');
            const text = JSON.stringify({ batch: [{ type: 'page', userId }] });
            const headers = { 'content-type': type };
            if (zip) headers['content-encoding'] = 'gzip';
            const body = zip ? gzipSync(text) : text;
            const r = await s.raw('POST', '/v1/batch', { key: s.writeKey, body, headers });
            assert.equal(r.status, 200, `${type} ${zip}: ${r.text}`);
            assert.equal((await timeline(userId)).length, 1, `${type} ${zip}`);
        }
    }
});

test('a batch with one bad item keeps the good ones and lists the bad one', async () => {
    const userId = fresh('u');
    const marker = fresh('marker');
    const batch = [
        { type: 'track', userId, event: 'A' },
        { type: 'track', userId, properties: { marker } },
        { type: 'track', userId, event: 'C' },
    ];
    await taken(await post('/v1/batch', { batch }));
    const names = (await timeline(userId)).map((i) => i.name).sort();
    assert.deepEqual(names, ['A', 'C']);
    const found = (await errors('?reason=no_event')).filter((e) => e.raw.includes(marker));
    assert.equal(found.length, 1);
    assert.equal(found[0].position, 2);
    assert.equal(found[0].reason, 'no_event');
    assert.deepEqual(JSON.parse(found[0].raw), batch[1]);
    const other = await errors('?reason=wrong_type');
    assert.ok(other.every((e) => e.reason === 'wrong_type'));
    const unknown = await s.api('GET', '/api/collect/errors?source=nope', { key: s.secretKey });
    assert.equal(unknown.status, 400);
    const mine = await errors(`?source=${found[0].source}&reason=no_event`);
    assert.ok(mine.some((e) => e.id === found[0].id));
});

test('errors come newest first, page by page', async () => {
    for (let i = 0; i < 5; i++) await taken(await post('/v1/track', { event: `E${i}` }));
    const first = await s.api('GET', '/api/collect/errors?limit=2&reason=no_user_anon_id', {
        key: s.secretKey,
    });
    assert.equal(first.body.items.length, 2);
    assert.match(first.body.items[0].raw, /E4/);
    assert.match(first.body.items[1].raw, /E3/);
    const all = await listAll(s, '/api/collect/errors?reason=no_user_anon_id', 2);
    const ids = all.map((e) => Number(e.id));
    assert.deepEqual(ids, [...ids].sort((a, b) => b - a));
    assert.ok(all.length >= 5);
});

test('limits', async () => {
    const user = () => ({ userId: fresh('u'), event: 'E' });
    const of = (n) => {
        const body = { ...user(), type: 'track', properties: { p: '' } };
        body.properties.p = 'x'.repeat(n - JSON.stringify(body).length);
        return body;
    };
    await taken(await post('/v1/track', of(32768)));
    const large = await post('/v1/track', of(32769));
    assert.equal(large.status, 400);
    assert.equal(large.body.success, false);
    // in a batch the item is rejected and the others are taken
    const good = user();
    const before = await metric('musubi_events_rejected_total{reason="event_too_large"}');
    await taken(await post('/v1/batch', { batch: [of(32769), { ...good, type: 'track' }] }));
    assert.equal((await timeline(good.userId)).length, 1);
    assert.equal(
        await metric('musubi_events_rejected_total{reason="event_too_large"}'),
        before + 1,
    );
    // 500 KB, inflated
    const fill = (n) => {
        const body = { batch: [], fill: '' };
        body.fill = 'x'.repeat(n - JSON.stringify(body).length);
        return JSON.stringify(body);
    };
    await taken(await post('/v1/batch', fill(512000)));
    for (const zip of [false, true]) {
        const headers = zip ? { ...json, 'content-encoding': 'gzip' } : json;
        const body = zip ? gzipSync(fill(512001)) : fill(512001);
        assert.equal((await post('/v1/batch', body, { headers })).status, 400, `gzip ${zip}`);
    }
    // 2,500 events
    const userId = fresh('u');
    const many = (n) => ({ batch: Array.from({ length: n }, () => ({ type: 'page', userId })) });
    const taken0 = await metric('musubi_events_accepted_total');
    await taken(await post('/v1/batch', many(2501)));
    assert.equal(await metric('musubi_events_accepted_total'), taken0);
    assert.ok((await errors('?reason=too_many_events')).length > 0);
    await taken(await post('/v1/batch', many(2500)));
    assert.equal(await metric('musubi_events_accepted_total'), taken0 + 2500);
    // messageId of 100 bytes, and of one more
    const long = user();
    await taken(await post('/v1/track', { ...long, messageId: 'm'.repeat(100) }));
    await taken(await post('/v1/track', { ...long, messageId: 'm'.repeat(101) }));
    assert.equal((await timeline(long.userId)).length, 1);
});

test('what the batch says holds for each item', async () => {
    const userId = fresh('u');
    const sentAt = new Date().toISOString();
    await taken(
        await post('/v1/batch', {
            writeKey: s.writeKey,
            batch: [{ type: 'track', userId, event: 'E', context: { app: { name: 'mine' } } }],
            context: { app: { name: 'theirs', version: '2' }, locale: 'ja-JP' },
            integrations: { Ads: false },
            sentAt,
        }),
    );
    const [item] = await timeline(userId);
    const text = JSON.stringify(item);
    assert.match(text, /"mine"/);
    assert.match(text, /"ja-JP"/);
    assert.doesNotMatch(text, /"theirs"/);
    assert.doesNotMatch(text, new RegExp(s.writeKey));
});

test('the header AnonymousId counts where an item names nobody', async () => {
    const anonymousId = fresh('anon');
    const headers = { ...json, AnonymousId: anonymousId };
    await taken(await post('/v1/batch', { batch: [{ type: 'page', name: 'P' }] }, { headers }));
    assert.equal((await timeline(anonymousId, 'anonymous_id')).length, 1);
});

test('time: corrected, original kept, never in the future', async () => {
    const userId = fresh('u');
    const now = Date.now();
    const iso = (ms) => new Date(ms).toISOString();
    const hour = 3_600_000;
    const send = (event, timestamp, sentAt) =>
        post('/v1/track', { userId, event, timestamp: iso(timestamp), sentAt: iso(sentAt) });
    await taken(await send('behind', now - hour - 5000, now - hour));
    await taken(await send('in time', now - 5000, now));
    await taken(await send('future', now + 48 * hour, now));
    const by = Object.fromEntries((await timeline(userId)).map((i) => [i.name, i]));
    const at = (name) => Date.parse(by[name].time);
    assert.ok(Math.abs(at('behind') - (now - 5000)) < 30_000, by.behind.time);
    assert.equal(by['in time'].time, iso(now - 5000));
    assert.equal(by.future.time, by.future.received);
    assert.ok(at('future') >= now - 1000);
});

test('a message id counts once, also after a restart and in one batch', async () => {
    const userId = fresh('u');
    const event = { type: 'track', userId, event: 'E', messageId: fresh('m') };
    await taken(await post('/v1/batch', { batch: [event, event] }));
    await taken(await post('/v1/track', event));
    assert.equal((await timeline(userId)).length, 1);
    await s.restart();
    await taken(await post('/v1/track', event));
    assert.equal((await timeline(userId)).length, 1);
    await s.kill9();
    await s.start();
    await taken(await post('/v1/track', event));
    assert.equal((await timeline(userId)).length, 1);
    assert.equal(await metric('musubi_events_duplicate_total'), 1);
    // without a message id nothing is known to be the same
    await taken(await post('/v1/track', { userId, event: 'F' }));
    await taken(await post('/v1/track', { userId, event: 'F' }));
    assert.equal((await timeline(userId)).length, 3);
});

test('the pixel', async () => {
    const gif = async (r) => {
        assert.equal(r.status, 200, r.text);
        assert.equal(r.type, 'image/gif');
        assert.equal(r.bytes.length, 43);
        assert.equal(r.bytes.toString('latin1', 0, 6), 'GIF89a');
        assert.match(r.headers.get('cache-control'), /no-store/);
    };
    for (const path of ['/pixel/v1/track', '/v1/pixel/track']) {
        const anonymousId = fresh('a');
        const query = new URLSearchParams({
            writeKey: s.writeKey,
            anonymousId,
            event: 'Opened mail',
            'properties.campaign.name': 'spring',
            context: '{"locale":"ja-JP"}',
        });
        await gif(await s.api('GET', `${path}?${query}`));
        const [item] = await timeline(anonymousId, 'anonymous_id');
        assert.equal(item.name, 'Opened mail');
        assert.match(JSON.stringify(item), /spring/);
        assert.match(JSON.stringify(item), /ja-JP/);
    }
    for (const call of ['track', 'page', 'identify', 'screen', 'group', 'alias']) {
        const userId = fresh('u');
        const text = JSON.stringify({
            writeKey: s.writeKey, userId, event: 'E', groupId: 'g', previousId: fresh('p'),
        });
        const data = Buffer.from(text).toString('base64');
        await gif(await s.api('GET', `/v1/pixel/${call}?data=${encodeURIComponent(data)}`));
        assert.equal((await timeline(userId))[0].type, call);
    }
    assert.equal((await s.api('GET', '/pixel/v1/page?writeKey=no&userId=u')).status, 401);
    const bad = `/pixel/v1/page?writeKey=${s.writeKey}&data=%25%25`;
    assert.equal((await s.api('GET', bad)).status, 400);
});

test('settings for both families of SDKs', async () => {
    const r = await s.api('GET', `/v1/projects/${s.writeKey}/settings`);
    assert.equal(r.status, 200, r.text);
    const io = r.body.integrations['Segment.io'];
    assert.equal(io.apiKey, s.writeKey);
    assert.equal(`${io.protocol}://${io.apiHost}`, `${s.url}/v1`);
    assert.equal(io.deliveryStrategy.strategy, 'standard');
    assert.equal(r.body.metrics.sampleRate, 0);
    assert.equal((await s.api('GET', '/v1/projects/nobody/settings')).status, 404);
    for (const path of ['/sourceConfig', '/sourceConfig/']) {
        for (const options of [{ key: s.writeKey, basic: true }, {}]) {
            const query = options.key ? '?p=npm&v=3' : `?writeKey=${s.writeKey}`;
            const c = await s.raw('GET', path + query, options);
            assert.equal(c.status, 200, c.text);
            assert.equal(c.body.source.writeKey, s.writeKey);
            assert.equal(c.body.source.enabled, true);
        }
        assert.equal((await s.raw('GET', `${path}?writeKey=no`)).status, 401);
    }
    await taken(await s.api('POST', '/v1/m', { body: { series: [] } }));
});

test('other origins may call', async () => {
    const origin = 'https://shop.example.com';
    const paths = ['/v1/t', '/t', '/v1/batch', '/b', '/beacon/v1/batch', '/v1/m', '/v1/merge'];
    for (const path of paths) {
        const pre = await s.raw('OPTIONS', path, {
            headers: { origin, 'access-control-request-method': 'POST' },
        });
        assert.equal(pre.status, 204, path);
        assert.ok(['*', origin].includes(pre.headers.get('access-control-allow-origin')), path);
        assert.match(pre.headers.get('access-control-allow-methods'), /POST/);
        assert.match(pre.headers.get('access-control-allow-headers'), /authorization/i);
    }
    const headers = { origin, 'content-type': 'text/plain' };
    const body = JSON.stringify({ userId: fresh('u'), event: 'E', writeKey: s.writeKey });
    const ok = await s.raw('POST', '/v1/t', { headers, body });
    assert.equal(ok.status, 200);
    assert.ok(['*', origin].includes(ok.headers.get('access-control-allow-origin')));
    // also where it fails, so that a page can read why
    const no = await s.raw('POST', '/v1/t', { headers, body: '{' });
    assert.equal(no.status, 400);
    assert.ok(['*', origin].includes(no.headers.get('access-control-allow-origin')));
    const settings = await s.raw('GET', `/v1/projects/${s.writeKey}/settings`, { headers });
    assert.ok(['*', origin].includes(settings.headers.get('access-control-allow-origin')));
});

test('bulk import', async () => {
    const userId = fresh('u');
    const n = 5000;
    const line = (i) =>
        JSON.stringify({
            type: 'track',
            userId: `${userId}-${i % 7}`,
            event: 'Bought',
            messageId: `${userId}#${i}`,
            timestamp: new Date(Date.UTC(2011, 0, 1) + i * 60_000).toISOString(),
        });
    const lines = Array.from({ length: n }, (_, i) => line(i));
    lines.splice(10, 0, 'not json', '', '{"type":"track","userId":"x"}', '[1]');
    lines.splice(2000, 0, `{"type":"page","userId":"${'x'.repeat(40_000)}"}`);
    lines.push(line(5), ''); // a duplicate
    const text = lines.join('\n');
    const send = (body, headers = {}, query = '?source=default') =>
        s.api('POST', `/api/imports/events${query}`, {
            key: s.secretKey, body,
            headers: { 'content-type': 'application/x-ndjson', ...headers },
        });
    const r = await send(text);
    assert.equal(r.status, 200, r.text);
    assert.equal(r.body.received, n + 5);
    assert.equal(r.body.accepted, n);
    assert.equal(r.body.duplicates, 1);
    assert.equal(r.body.rejected, 4);
    const got = r.body.errors.map((e) => [e.line, e.reason]);
    assert.deepEqual(got, [
        [11, 'invalid_json'], [13, 'no_event'], [14, 'not_an_object'], [2001, 'event_too_large'],
    ]);
    const items = await timeline(`${userId}-0`);
    assert.equal(items.length, Math.ceil(n / 7));
    assert.ok(items.every((i) => i.time.startsWith('2011-01-')), 'historical times stand');
    // again, compressed and without a line end: all of it is known
    const again = await send(gzipSync(text.trimEnd()), { 'content-encoding': 'gzip' });
    assert.equal(again.status, 200, again.text);
    assert.equal(again.body.accepted, 0);
    assert.equal(again.body.duplicates, n + 1);
    // refused before anything is taken
    assert.equal((await send(text, {}, '?source=nope')).status, 400);
    assert.equal((await send(text, {}, '')).status, 400);
    const body = '{}';
    const where = '/api/imports/events?source=default';
    assert.equal((await s.raw('POST', where, { body })).status, 401);
    assert.equal((await s.raw('POST', where, { body, key: s.writeKey })).status, 403);
    const empty = await send('\n\n');
    assert.equal(empty.status, 200);
    assert.equal(empty.body.received, 0);
});

test('figures', async () => {
    await waitFor('bytes of remembered ids', async () => (await metric('musubi_dedupe_bytes')) > 0);
    assert.ok((await metric('musubi_dedupe_ids')) > 5000);
    assert.equal(await metric('musubi_dedupe_shrunk_total'), 0);
    assert.ok((await metric('musubi_events_bytes_total')) > 0);
});

test('503 while the store refuses; the same message sent again counts once', async () => {
    const other = await startServer();
    try {
        const point = STORE === 'postgres' ? 'pg.commit' : 'sqlite.commit';
        await other.stop();
        await other.start({ env: { MUSUBI_FAULT: `${point}@5x3` } });
        const n = 30;
        let refused = 0;
        for (let i = 0; i < n; i++) {
            const body = { userId: 'steady', event: 'E', messageId: `steady-${i}` };
            await waitFor(`message ${i}`, async () => {
                const r = await other.api('POST', '/v1/track', { key: other.writeKey, body });
                if (r.status === 200) return true;
                assert.equal(r.status, 503, r.text);
                assert.ok(Number(r.headers.get('retry-after')) >= 1);
                assert.equal(r.body.success, false);
                refused++;
                return false;
            });
        }
        assert.ok(refused > 0, 'the fault was met');
        const person = await personBy(other, 'user_id', 'steady');
        assert.equal((await timelineOf(other, person.id)).length, n);
    } finally {
        await other.close();
    }
});
