// The first screen: figures by minute, hour, reason and source, exact over a restart.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startServer, waitFor } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

const overview = async () => {
    const r = await s.api('GET', '/api/overview', { key: s.secretKey });
    assert.equal(r.status, 200, r.text);
    return r.body;
};
const send = async (key, ...batch) => {
    const r = await s.api('POST', '/v1/batch', { key, body: { batch } });
    assert.equal(r.status, 200, r.text);
};
const sum = (slots, what) => slots.reduce((n, x) => n + x[what], 0);
const track = (i, who) => ({ type: 'track', event: 'E', userId: who, messageId: `o-${who}-${i}` });

async function newSource(name) {
    const r = await s.api('POST', '/api/sources', {
        key: s.secretKey,
        body: { name, type: 'server' },
    });
    assert.equal(r.status, 201, r.text);
    return r.body;
}

test('an empty workspace', async () => {
    const o = await overview();
    assert.equal(o.people, 0);
    assert.equal(o.events, 0);
    assert.equal(o.ready.status, 'ready');
    assert.equal(sum(o.minutes, 'events') + sum(o.hours, 'events'), 0);
    assert.deepEqual(o.errors_last_hour, []);
    assert.deepEqual(o.sources.map((x) => [x.key, x.state]), [['default', 'never']]);
    const at = o.minutes.map((x) => Date.parse(x.time));
    assert.ok(at.every((t, i) => i === 0 || t - at[i - 1] === 60_000));
    assert.ok(Date.parse(o.time) - at[59] < 60_000);
});

test('every event and error is counted once, by source, also over a crash', async () => {
    const shop = await newSource('Shop');
    const app = await newSource('App');
    await send(s.writeKey, ...Array.from({ length: 25 }, (_, i) => track(i, `a${i % 5}`)));
    await send(s.writeKey, track(0, 'a0')); // seen before
    const bad = [{ type: 'track', userId: 'b' }, { type: 'x' }];
    await send(shop.write_keys[0].key, track(1, 'b'), ...bad);
    const look = (o) => ({
        people: o.people,
        events: o.events,
        errors: o.errors,
        minutes: [sum(o.minutes, 'events'), sum(o.minutes, 'errors')],
        hours: [sum(o.hours, 'events'), sum(o.hours, 'errors')],
        reasons: o.errors_last_hour,
        sources: o.sources.map((x) => [
            ...[x.key, x.state, x.events, x.errors, x.events_last_hour],
            ...[x.errors_last_hour, x.last_event, x.last_error],
        ]),
    });
    const first = look(await overview());
    assert.equal(first.people, 6);
    assert.equal(first.events, 26);
    assert.equal(first.errors, 2);
    assert.deepEqual(first.minutes, [26, 2]);
    assert.deepEqual(first.hours, [26, 2]);
    assert.deepEqual(first.reasons.map((x) => x.reason).sort(), ['no_event', 'unknown_type']);
    assert.deepEqual(first.sources.map((x) => x.slice(0, 4)), [
        ['default', 'ok', 25, 0],
        ['shop', 'failing', 1, 2],
        [app.key, 'never', 0, 0],
    ]);
    await s.kill9();
    await s.start();
    assert.deepEqual(look(await overview()), first);
    await s.restart();
    assert.deepEqual(look(await overview()), first);
});

test('erasing somebody leaves the figures, also in a rebuilt state', async () => {
    const before_ = await overview();
    const p = await s.api('GET', '/api/people/by/user_id/a0', { key: s.secretKey });
    const gone = await s.api('DELETE', `/api/people/${p.body.id}`, { key: s.secretKey });
    assert.ok(gone.status < 300, gone.text);
    await waitFor('the erasure', async () => {
        const r = await s.api('GET', '/api/erasures', { key: s.secretKey });
        return r.body.items.every((x) => x.state === 'finished');
    });
    await s.stop();
    await s.cli('rebuild');
    await s.start();
    const o = await overview();
    assert.equal(o.events, before_.events);
    assert.deepEqual(o.sources.map((x) => x.events), before_.sources.map((x) => x.events));
    assert.equal(o.people, before_.people - 1);
});
