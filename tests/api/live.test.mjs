// Events as they arrive, by time, and one by one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { listAll, startServer, waitFor } from './harness.mjs';
import { watch } from './sse.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

const get = (path) => s.api('GET', path, { key: s.secretKey });

async function send(...batch) {
    const r = await s.api('POST', '/v1/batch', { key: s.writeKey, body: { batch } });
    assert.equal(r.status, 200, r.text);
    return Number(r.headers.get('musubi-seq'));
}

const track = (event, userId, more = {}) => ({ type: 'track', event, userId, ...more });
const isItem = (name) => (e) => e.event === 'item' && e.data.name === name;

async function joined(path, headers) {
    const w = await watch(s, path, headers);
    await w.next((e) => e.event === 'count'); // it is in the list of those who watch
    return w;
}

test('an event is shown to who watches, with its person, and the counts are exact', async () => {
    const w = await joined('/api/events/live');
    await send(track('Seen Live', 'live-1', { messageId: 'live-m-1' }), track('Second', 'live-1'));
    const { data, id } = await w.next(isItem('Seen Live'));
    assert.equal(data.message_id, 'live-m-1');
    assert.equal(data.type, 'track');
    assert.equal(data.source, 'default');
    assert.equal(String(data.seq), id);
    const p = await get('/api/people/by/user_id/live-1');
    assert.equal(data.person, p.body.id);
    const c = await w.next((e) => e.event === 'count' && e.data.seen >= 2);
    assert.equal(c.data.seen, 2);
    assert.equal(c.data.matched, 2);
    assert.equal(c.data.sent, 2);
    assert.equal(c.data.sampled, false);
    assert.equal(c.data.exact, true);
    w.close();
});

test('filters: name, source, person, type, errors', async () => {
    await send({ type: 'identify', userId: 'live-2', anonymousId: 'live-a2' });
    const p = (await get('/api/people/by/user_id/live-2')).body;
    const cases = [
        ['name=Wanted', (d) => d.name === 'Wanted', 2],
        ['name=identify', (d) => d.type === 'identify', 1],
        ['type=page', (d) => d.type === 'page', 1],
        [`person=${p.id}`, (d) => d.person === p.id, 2],
        ['source=default', () => true, 5],
    ];
    const streams = [];
    for (const [query] of cases) streams.push(await joined(`/api/events/live?${query}`));
    const errors = await joined('/api/events/live?errors=only');
    await send(
        track('Wanted', 'live-2'),
        track('Wanted', 'live-3'),
        track('Other', 'live-2'),
        { type: 'page', name: 'Home', userId: 'live-3' },
        { type: 'identify', userId: 'live-3' },
        { type: 'track', userId: 'live-3' },
    );
    for (const [i, [query, fits, n]] of cases.entries()) {
        const c = await streams[i].next((e) => e.event === 'count' && e.data.matched >= n);
        assert.equal(c.data.matched, n, query);
        assert.equal(c.data.seen, 5, query);
        assert.equal(c.data.errors, 1, query);
        assert.equal(streams[i].items().length, n, query);
        assert.ok(streams[i].items().every(fits), query);
        streams[i].close();
    }
    const e = await errors.next((x) => x.event === 'error');
    assert.equal(e.data.reason, 'no_event');
    assert.equal(e.data.source, 'default');
    assert.equal(e.data.position, 6);
    assert.equal(errors.items().length, 0);
    const inside = await get(`/api/events/${e.data.seq}`);
    assert.equal(inside.body.kind, 'error');
    assert.equal(JSON.parse(inside.body.raw).userId, 'live-3');
    errors.close();
});

test('a person that is merged while somebody watches is still followed', async () => {
    await send(track('One', 'm-old', { anonymousId: 'm-dev' }));
    await send({ type: 'track', event: 'Two', anonymousId: 'm-new' });
    const young = (await get('/api/people/by/anonymous_id/m-new')).body.id;
    const old = (await get('/api/people/by/user_id/m-old')).body.id;
    const w = await joined(`/api/events/live?person=${young}`);
    const merged = await s.api('POST', '/api/people/merge', {
        key: s.secretKey,
        body: { people: [old, young], evidence: 'a test' },
    });
    assert.ok(merged.status < 300, merged.text);
    let n = 0;
    await waitFor('an event under the older id', async () => {
        await send({ type: 'track', event: `After ${n++}`, anonymousId: 'm-new' });
        return w.items().some((x) => x.person === old);
    }, { everyMs: 100 });
    w.close();
});

test('who comes back with Last-Event-ID misses nothing and sees nothing twice', async () => {
    const w = await joined('/api/events/live?name=Kept');
    await send(track('Kept', 'back-1', { properties: { i: 0 } }));
    const first = await w.next(isItem('Kept'));
    w.close();
    for (let i = 1; i <= 30; i++) await send(track('Kept', 'back-1', { messageId: `back-${i}` }));
    const again = await watch(s, '/api/events/live?name=Kept', { 'last-event-id': first.id });
    for (let i = 31; i <= 40; i++) await send(track('Kept', 'back-1', { messageId: `back-${i}` }));
    await again.next((e) => e.event === 'item' && e.data.message_id === 'back-40');
    const ids = again.items().map((x) => x.message_id);
    assert.deepEqual(ids, Array.from({ length: 40 }, (_, i) => `back-${i + 1}`));
    again.close();
});

test('more than a watcher may get is sampled, and says so', async () => {
    const w = await joined('/api/events/live?rate=1&name=Flood');
    const batch = Array.from({ length: 500 }, (_, i) => track('Flood', `flood-${i}`));
    await send(...batch);
    const c = await w.next((e) => e.event === 'count' && e.data.matched >= 500);
    assert.equal(c.data.matched, 500);
    assert.ok(c.data.sent < 10, `sent ${c.data.sent}`);
    assert.ok(w.events.some((e) => e.event === 'count' && e.data.sampled));
    w.close();
});

test('a client that does not read costs nobody else anything', async () => {
    const stuck = await fetch(`${s.url}/api/events/live?rate=1000`, {
        headers: { authorization: `Bearer ${s.secretKey}` },
    });
    const w = await joined('/api/events/live?rate=1000');
    for (let k = 0; k < 10; k++)
        await send(...Array.from({ length: 500 }, (_, i) => track('Slow', `slow-${k}-${i}`)));
    const c = await w.next((e) => e.event === 'count' && e.data.seen >= 5000);
    assert.equal(c.data.seen, 5000);
    await stuck.body.cancel();
    w.close();
});

test('streams end when the server stops, and go on behind the restart', async () => {
    const w = await joined('/api/events/live?name=Over');
    await send(track('Over', 'over-1', { messageId: 'over-1' }));
    const last = await w.next(isItem('Over'));
    await s.restart();
    await w.next(() => false).catch(() => {});
    assert.ok(w.ended);
    await send(track('Over', 'over-1', { messageId: 'over-2' }));
    const again = await watch(s, `/api/events/live?name=Over&after=${last.id}`);
    const e = await again.next(isItem('Over'));
    assert.equal(e.data.message_id, 'over-2');
    again.close();
});

test('bad filters and keys are refused', async () => {
    for (const query of ['source=nobody', 'person=x', 'type=x', 'errors=maybe', 'rate=0'])
        assert.equal((await get(`/api/events/live?${query}`)).status, 400, query);
    const r = await s.raw('GET', '/api/events/live', { key: s.writeKey });
    assert.ok([401, 403].includes(r.status));
});

test('the log is looked through by time, from either end, page by page', async () => {
    const begun = new Date((await s.raw('GET', '/api/people?limit=1', { key: s.secretKey }))
        .headers.get('date') ?? Date.now());
    for (let k = 0; k < 6; k++)
        await send(
            ...Array.from({ length: 40 }, (_, i) =>
                track(i % 4 === 0 ? 'Rare' : 'Often', `log-${i}`, { messageId: `log-${k}-${i}` }),
            ),
        );
    const all = await listAll(s, `/api/events?from=${begun.toISOString()}&name=Rare`, 7);
    assert.equal(all.length, 60);
    const seqs = all.map((e) => e.seq);
    assert.deepEqual(seqs, [...seqs].sort((a, b) => b - a));
    const forward = await listAll(s, '/api/events?name=Rare&order=oldest', 50);
    assert.deepEqual(forward.map((e) => e.seq), [...seqs].reverse());
    const middle = (await get(`/api/events/${seqs[30]}`)).body;
    const from = await listAll(s, `/api/events?name=Rare&from=${middle.stored}`, 50);
    const to = await listAll(s, `/api/events?name=Rare&to=${middle.stored}`, 50);
    assert.equal(from.length + to.length, 60);
    assert.ok(from.some((e) => e.seq === middle.seq) && !to.some((e) => e.seq === middle.seq));
    const none = await listAll(s, '/api/events?name=Never', 50);
    assert.equal(none.length, 0);
    const person = (await get('/api/people/by/user_id/log-4')).body.id;
    assert.equal((await listAll(s, `/api/events?person=${person}`)).length, 6);
    const errors = await listAll(s, '/api/events?errors=only');
    assert.ok(errors.length >= 1 && errors.every((e) => e.reason));
});

test('one event from inside: what identity made of it', async () => {
    const seq = await send({
        type: 'identify',
        userId: 'inside-1',
        anonymousId: 'inside-a',
        traits: { email: 'Inside@Example.com', name: '佐藤 美香' },
    });
    const r = (await get(`/api/events/${seq}`)).body;
    assert.equal(r.kind, 'event');
    assert.equal(r.message.traits.name, '佐藤 美香');
    assert.deepEqual(JSON.parse(r.raw), r.message);
    assert.deepEqual(r.atom.account, { kind: 'user_id', value: 'inside-1' });
    assert.deepEqual(r.atom.device, { kind: 'anonymous_id', value: 'inside-a' });
    const seen = r.identity.filter((x) => x.what === 'identifier').map((x) => x.identifier.value);
    assert.deepEqual(seen.sort(), ['inside-1', 'inside-a', 'inside@example.com']);
    assert.equal(r.identity.filter((x) => x.what === 'atom').length, 1);
    assert.ok(r.identity.some((x) => x.what === 'carry'));
    for (const none of ['0', '99999999', 'x', '12x3', String(seq - 1)])
        assert.equal((await get(`/api/events/${none}`)).status, 404, none);
});

test('what was erased is not shown any more', async () => {
    const seq = await send(track('Secret Past', 'forget-me', { anonymousId: 'forget-a' }));
    const id = (await get('/api/people/by/user_id/forget-me')).body.id;
    const r = await s.api('DELETE', `/api/people/${id}`, { key: s.secretKey });
    assert.ok(r.status < 300, r.text);
    assert.equal((await get(`/api/events/${seq}`)).status, 404);
    assert.equal((await listAll(s, '/api/events?name=Secret%20Past')).length, 0);
});
