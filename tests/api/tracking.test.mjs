// Tracking plans: what is expected, what is counted, what is refused.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { listAll, startServer } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

async function send(...batch) {
    const r = await s.api('POST', '/v1/batch', { key: s.writeKey, body: { batch } });
    assert.equal(r.status, 200, r.text);
}
const track = (event, properties) => ({ type: 'track', event, userId: 'tp-1', properties });

async function publish(key, body) {
    const path = `/api/definitions/tracking_plan/${key}`;
    const draft = await s.api('PUT', path, { key: s.secretKey, body: { draft: body } });
    if (draft.status >= 300) return draft;
    return s.api('POST', `${path}/publish`, { key: s.secretKey, body: {} });
}
const violations = async (more = '') => {
    const rows = await listAll(s, `/api/tracking/violations${more}`, 3);
    return rows.map((v) => [v.event, v.property, v.reason, v.count, v.blocked]).sort();
};
const names = async () =>
    (await listAll(s, '/api/events?type=track')).map((e) => e.name).sort();

const order = {
    name: 'Order Completed',
    properties: {
        total: { type: 'number', minimum: 0 },
        currency: { enum: ['JPY', 'EUR'] },
        coupon: { type: 'string' },
    },
    required: ['total', 'order_id'],
    additional: false,
};
const good = { total: 12, currency: 'JPY', order_id: 'o-1', coupon: null };

test('without a plan everything is taken', async () => {
    await send(track('Anything', { x: 1 }));
    assert.deepEqual(await violations(), []);
});

test('violations are counted and the events taken', async () => {
    const r = await publish('workspace', { events: [order] });
    assert.ok(r.status < 300, r.text);
    await send(
        track('Order Completed', good),
        track('Order Completed', { ...good, total: 'twelve', currency: 'XYZ' }),
        track('Order Completed', { total: 1, surprise: true }),
        track('Order Completed', { total: 2 }),
        track('Surprise', {}),
        { type: 'page', name: 'Home', userId: 'tp-1' },
    );
    assert.deepEqual(await violations(), [
        ['Order Completed', 'currency', 'invalid_property', 1, 0],
        ['Order Completed', 'order_id', 'missing_property', 2, 0],
        ['Order Completed', 'surprise', 'unexpected_property', 1, 0],
        ['Order Completed', 'total', 'invalid_property', 1, 0],
        ['Surprise', null, 'unplanned_event', 1, 0],
    ]);
    assert.equal((await names()).length, 6);
    const [one] = (await listAll(s, '/api/tracking/violations')).filter(
        (v) => v.property === 'order_id',
    );
    assert.equal(one.source, 'default');
    const example = await s.api('GET', `/api/events/${one.example_seq}`, { key: s.secretKey });
    assert.deepEqual(example.body.message.properties, { total: 2 });
});

test('a plan that blocks: refused with the reason, and counted', async () => {
    const body = {
        unplanned: 'block',
        violations: 'block',
        events: [order, { type: 'identify', name: '', required: ['email'] }],
    };
    assert.ok((await publish('default', body)).status < 300);
    const had = (await names()).length;
    await send(
        track('Order Completed', good),
        track('Order Completed', { total: -1, order_id: 'o-2' }),
        track('Never Planned', {}),
        { type: 'identify', userId: 'tp-2', traits: { name: 'x' } },
        { type: 'identify', userId: 'tp-3', traits: { email: 'tp3@example.com' } },
    );
    assert.equal((await names()).length, had + 1);
    const r = await s.api('GET', '/api/collect/errors', { key: s.secretKey });
    assert.deepEqual(
        r.body.items.map((e) => [e.reason, e.position, JSON.parse(e.raw).type]),
        [
            ['plan_violation', 4, 'identify'],
            ['unplanned_event', 3, 'track'],
            ['plan_violation', 2, 'track'],
        ],
    );
    assert.match(r.body.items[2].detail, /^property "total": /);
    const rows = await violations('?source=default');
    assert.ok(rows.some((v) => v[0] === 'Never Planned' && v[3] === 1 && v[4] === 1));
    assert.ok(rows.some((v) => v[1] === 'email' && v[2] === 'missing_property' && v[4] === 1));
    const total = rows.find((v) => v[1] === 'total');
    assert.deepEqual(total.slice(3), [2, 1]);
});

test('counts are the same after a crash and in a rebuilt state', async () => {
    const before_ = await violations();
    await s.kill9();
    await s.start();
    assert.deepEqual(await violations(), before_);
    await s.stop();
    await s.cli('rebuild');
    await s.start();
    assert.deepEqual(await violations(), before_);
    await send(track('Never Planned', {})); // the plan is in force again, too
    assert.deepEqual(
        (await violations()).find((v) => v[0] === 'Never Planned').slice(3),
        [2, 2],
    );
});

test('a plan that cannot be is refused, and the one in force stays', async () => {
    const cases = [
        [{ events: [order, order] }, /twice/],
        [{ events: [{ ...order, properties: { a: { type: 'nonsense' } } }] }, /type|nonsense/],
        [{ events: [{ name: 'x', properties: { a: { unknownRule: 1 } } }] }, /unknownRule/],
        [{ unplanned: 'maybe', events: [] }, /unplanned/],
        [{}, /events/],
    ];
    for (const [body, says] of cases) {
        const r = await publish('default', body);
        assert.equal(r.status, 422, JSON.stringify(body));
        assert.match(r.text, says);
    }
    const had = (await names()).length;
    await send(track('Still Not Planned', {}));
    assert.equal((await names()).length, had);
});
