// Audiences over HTTP: published, live on the event and on the clock, moved by merges and splits,
// gone with an erasure, the same after a restart and a rebuild.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer, waitFor } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

async function ok(method, path, body) {
    const r = await s.api(method, path, { key: s.secretKey, body });
    assert.ok(r.status < 300, `${method} ${path}: ${r.text}`);
    return r.body;
}
let made = 0;
async function send(path, body) {
    const r = await s.api('POST', path, {
        key: s.writeKey,
        body: { messageId: `audience-${++made}`, ...body },
    });
    assert.equal(r.status, 200, r.text);
}
const track = (userId, event, properties = {}, more = {}) =>
    send('/v1/track', { userId, event, properties, ...more });
const identify = (userId, traits, more = {}) => send('/v1/identify', { userId, traits, ...more });
const person = async (userId) => (await ok('GET', `/api/people/by/user_id/${userId}`)).id;
const audience = (key) => ok('GET', `/api/audiences/${key}`);
async function publish(key, expression, more = {}) {
    await ok('PUT', `/api/definitions/audience/${key}`, {
        draft: { name: `The ${key}`, expression, ...more },
    });
    const { version } = await ok('POST', `/api/definitions/audience/${key}/publish`, {});
    return waitFor(`${key} worked out`, async () => {
        const a = await audience(key);
        return a.version === version && !a.working && a;
    });
}
const members = async (key) =>
    (await ok('GET', `/api/audiences/${key}/members?columns=identifiers.user_id`)).items
        .map((p) => p.identifiers.find((i) => i.kind === 'user_id')?.value)
        .sort();
const of = async (userId) => ok('GET', `/api/people/${await person(userId)}/audiences`);

test('a trait and a count of events, before and after they are published', async () => {
    await identify('ann', { plan: 'pro' });
    await identify('bob', { plan: 'free' });
    await track('ann', 'Order Completed', { total: 120 });
    await track('bob', 'Order Completed', { total: 5 });
    const a = await publish('pro', 'person.plan == "pro"');
    assert.equal(a.members, 1);
    await publish('buyers', 'events("Order Completed").where(e, e.total > 100).count() >= 1');
    assert.deepEqual(await members('pro'), ['ann']);
    assert.deepEqual(await members('buyers'), ['ann']);
    await identify('bob', { plan: 'pro' });
    await track('bob', 'Order Completed', { total: 101.5 });
    assert.deepEqual(await members('pro'), ['ann', 'bob']);
    assert.deepEqual(await members('buyers'), ['ann', 'bob']);
    await identify('ann', { plan: 'free' });
    assert.deepEqual(await members('pro'), ['bob']);
    const history = await ok('GET', '/api/audiences/pro/history');
    assert.deepEqual(
        history.items.map((h) => `${h.what} ${h.reason}`),
        ['left event', 'entered event', 'entered publish'],
    );
    const bob = await of('bob');
    assert.deepEqual(bob.items.map((i) => i.audience).sort(), ['buyers', 'pro']);
    assert.ok(bob.items.every((i) => i.reason === 'event' && i.name.startsWith('The ')));
});

test('a window lets an event go with no event at all, and says when and why', async () => {
    const pings = 'events("Ping").within(duration("3s")).count()';
    await publish('fresh', `${pings} >= 1`);
    await publish('quiet', `knows("user_id") && ${pings} == 0`);
    await track('ann', 'Ping');
    assert.deepEqual(await members('fresh'), ['ann']);
    const inside = (await of('ann')).items.find((i) => i.audience === 'fresh');
    assert.ok(inside.until > inside.since, JSON.stringify(inside));
    assert.ok(!(await members('quiet')).includes('ann'));
    await waitFor('the window to pass', async () => (await members('fresh')).length === 0);
    assert.ok((await members('quiet')).includes('ann'));
    await waitFor('both told', async () => (await audience('fresh')).left === 1);
    const [left] = (await ok('GET', '/api/audiences/fresh/history')).items;
    assert.equal(left.what, 'left');
    assert.equal(left.reason, 'time');
    assert.equal(left.time, inside.until);
});

test('audiences that ask for audiences; no circles', async () => {
    await publish('inner', 'person.level >= 3.0');
    await publish('outer', '!in_audience("inner") && has(person.level)');
    await identify('lev', { level: 1 });
    assert.deepEqual(await members('outer'), ['lev']);
    await identify('lev', { level: 4 });
    assert.deepEqual([await members('outer'), await members('inner')], [[], ['lev']]);
    const r = await s.api('PUT', '/api/definitions/audience/inner', {
        key: s.secretKey,
        body: { draft: { name: 'x', expression: 'in_audience("outer")' } },
    });
    assert.ok(r.status < 300);
    const refused = await s.api('POST', '/api/definitions/audience/inner/publish', {
        key: s.secretKey,
        body: {},
    });
    assert.equal(refused.status, 422, refused.text);
    assert.match(refused.text, /circle/);
});

test('merge, split and erasure move memberships at once', async () => {
    await publish('spender', 'events("Paid").sum(e, e.amount) >= 100.0');
    await track('m1', 'Paid', { amount: 60 });
    await send('/v1/track', { anonymousId: 'm2', event: 'Paid', properties: { amount: 50 } });
    const byDevice = (await ok('GET', '/api/people/by/anonymous_id/m2')).id;
    assert.deepEqual(await members('spender'), []);
    const [a, b] = [await person('m1'), byDevice];
    await ok('POST', '/api/people/merge', { people: [a, b], evidence: 'same card' });
    assert.equal((await audience('spender')).members, 1);
    const merged = (await of('m1')).history.filter((h) => h.audience === 'spender');
    assert.deepEqual(merged.map((h) => `${h.what} ${h.reason}`), ['entered merge']);
    const again = await ok('GET', `/api/people/${b}/audiences`);
    assert.equal(again.items.find((i) => i.audience === 'spender').seq, merged[0].seq);
    const person2 = await ok('GET', `/api/people/${a}`);
    const identities = await ok('GET', `/api/people/${person2.id}/identities`);
    const link = identities.links.find((l) => l.why === 'merge' || l.evidence === 'same card');
    await ok('POST', `/api/links/${link.id}/undo`, {});
    assert.equal((await audience('spender')).members, 0);
    await track('m1', 'Paid', { amount: 40 });
    assert.deepEqual(await members('spender'), ['m1']);
    await ok('DELETE', `/api/people/${await person('m1')}`);
    assert.equal((await audience('spender')).members, 0);
});

test('a preview counts, samples and breaks down; a wrong one says where', async () => {
    for (const [name, plan] of [['p1', 'x1'], ['p2', 'x1'], ['p3', 'x2']])
        await identify(name, { preview_plan: plan });
    const body = { expression: 'has(person.preview_plan)', breakdown: ['preview_plan'], sample: 2 };
    const r = await ok('POST', '/api/audiences/preview', body);
    assert.equal(r.count, 3);
    assert.equal(r.sample.length, 2);
    assert.deepEqual(r.breakdown[0].values, [
        { value: 'x1', count: 2 },
        { value: 'x2', count: 1 },
    ]);
    await track('p1', 'Never Seen Before', { size: 3 });
    const events = { expression: 'events("Never Seen Before").max(e, e.size) > 2.0' };
    const counted = await waitFor('the events read', async () => {
        const p = await ok('POST', '/api/audiences/preview', events);
        return p.filling === null && p;
    });
    assert.equal(counted.count, 1);
    const wrong = await s.api('POST', '/api/audiences/preview', {
        key: s.secretKey,
        body: { expression: 'person.plan = "pro"' },
    });
    assert.equal(wrong.status, 422, wrong.text);
    const check = await ok('POST', '/api/audiences/check', { expression: 'persn.plan == "pro"' });
    assert.equal(check.valid, false);
    assert.deepEqual([check.problem.at, check.problem.length], [0, 5]);
    assert.match(check.problem.hint, /person/);
    const warned = await ok('POST', '/api/audiences/check', { expression: 'person.plam == "pro"' });
    assert.equal(warned.warnings[0].hint, 'plan');
    const now = await ok('POST', '/api/audiences/check', { expression: 'now.getHours() == 3' });
    assert.match(now.problem.message, /cannot be foreseen/);
});

test('a new version logs only who changes; archiving empties; a rollback brings back', async () => {
    for (let i = 0; i < 5; i++) await identify(`v${i}`, { score: i });
    await publish('scored', 'person.score >= 2.0');
    assert.deepEqual(await members('scored'), ['v2', 'v3', 'v4']);
    await publish('scored', 'person.score >= 3.0');
    assert.deepEqual(await members('scored'), ['v3', 'v4']);
    const history = (await ok('GET', '/api/audiences/scored/history')).items;
    assert.equal(history.length, 4);
    assert.deepEqual([history[0].what, history[0].version], ['left', 2]);
    await publish('scored', 'person.score >= 3.0', { archived: true });
    assert.equal((await audience('scored')).members, 0);
    await ok('POST', '/api/definitions/audience/scored/rollback', { version: 1 });
    await waitFor('rolled back', async () => (await audience('scored')).version === 4);
    assert.deepEqual(await members('scored'), ['v2', 'v3', 'v4']);
});

test('a restart, a kill and a rebuild change nothing', async () => {
    const all = async () =>
        Promise.all(
            (await ok('GET', '/api/audiences')).items.map(async (a) => [
                a.key, a.version, a.members, a.entered, a.left, await members(a.key),
            ]),
        );
    const was = await all();
    assert.ok(was.length >= 8);
    await s.restart();
    assert.deepEqual(await all(), was);
    await track('ann', 'Order Completed', { total: 500 });
    await s.kill9();
    await s.start();
    assert.deepEqual(await all(), was);
    const out = await s.cli('verify');
    assert.match(out.stdout, /./);
});
