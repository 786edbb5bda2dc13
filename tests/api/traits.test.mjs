// Trait rules over HTTP: which value wins, where it came from, which lost; that a new version
// reads the past again; and that a restart and a rebuild change nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer, waitFor } from './harness.mjs';

let s;
const keys = {};
before(async () => {
    s = await startServer();
    for (const name of ['crm', 'web']) {
        const put = await s.api('PUT', `/api/definitions/source/${name}`, {
            key: s.secretKey,
            body: { draft: { name, type: 'server' } },
        });
        assert.ok(put.status < 300, put.text);
        await ok('POST', `/api/definitions/source/${name}/publish`, {});
        const made = await s.api('POST', '/api/keys', {
            key: s.secretKey,
            body: { kind: 'write', name, source: name },
        });
        assert.equal(made.status, 201, made.text);
        keys[name] = made.body.key;
    }
});
after(() => s?.close());

async function ok(method, path, body) {
    const r = await s.api(method, path, { key: s.secretKey, body });
    assert.ok(r.status < 300, r.text);
    return r.body;
}
const post = (path) => s.api('POST', path, { key: s.secretKey, body: {} });
let made = 0;
async function tell(source, day, userId, traits, more = {}) {
    const messageId = `traits-${++made}`;
    const timestamp = `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;
    const r = await s.api('POST', '/v1/identify', {
        key: keys[source],
        body: { messageId, timestamp, userId, traits, ...more },
    });
    assert.equal(r.status, 200, r.text);
    return messageId;
}
const person = async (userId) =>
    (await s.api('GET', `/api/people/by/user_id/${userId}`, { key: s.secretKey })).body;
const traitsOf = async (userId) => {
    const r = await ok('GET', `/api/people/${(await person(userId)).id}/traits`);
    return Object.fromEntries(r.traits.map((t) => [t.name, t]));
};
async function publish(traits) {
    await ok('PUT', '/api/definitions/traits/rules', { draft: { traits } });
    await ok('POST', '/api/definitions/traits/rules/publish', {});
}
const filled = (userId, rule) =>
    waitFor('the past read again', async () =>
        Object.values(await traitsOf(userId)).every(
            (t) => !t.filling && (!rule[t.name] || t.rule === rule[t.name]),
        ),
    );

test('each rule picks its value over all events, also those from before it', async () => {
    await tell('web', 5, 'ann', { plan: 'free', city: 'Osaka', hobby: 'go', home: { zip: '1' } });
    const crm = await tell('crm', 3, 'ann', { plan: 'gold', city: 'Kyoto', hobby: 'tea' });
    await tell('web', 7, 'ann', { plan: 'trial', city: '', hobby: 'tea', home: { no: 9 } });
    let p = await person('ann');
    assert.deepEqual(p.traits, { plan: 'trial', city: '', hobby: 'tea', home: { no: 9 } });
    await publish({
        plan: { rule: 'source_order', sources: ['crm', 'web'] },
        city: { keep: true },
        hobby: { rule: 'first' },
        home: { merge: true },
    });
    await filled('ann', { plan: 'source_order', city: 'last', hobby: 'first', home: 'last' });
    p = await person('ann');
    const home = { zip: '1', no: 9 };
    assert.deepEqual(p.traits, { plan: 'gold', city: 'Osaka', hobby: 'tea', home });
    const t = await traitsOf('ann');
    assert.equal(t.plan.rule, 'source_order');
    assert.deepEqual(
        t.plan.won.map((w) => [w.value, w.source, w.message_id, w.time, w.atom]),
        [['gold', 'crm', crm, '2026-01-03T00:00:00.000Z', p.id]],
    );
    assert.deepEqual(t.plan.lost.map((w) => [w.value, w.source]), [['trial', 'web']]);
    assert.deepEqual(t.home.won.map((w) => w.value), [{ no: 9 }, { zip: '1' }]);
    // an old event that arrives late takes its place
    await tell('web', 2, 'ann', { hobby: 'sumo', home: { no: 1, name: 'x' } });
    p = await person('ann');
    assert.equal(p.traits.hobby, 'sumo');
    assert.deepEqual(p.traits.home, { name: 'x', zip: '1', no: 9 });
});

test('merge and split give each person its own values again', async () => {
    await publish({ size: { rule: 'most_frequent' }, from: { rule: 'first' } });
    await tell('web', 1, 'bo', { size: 'L', from: 'ad' });
    await tell('web', 2, 'bo', { size: 'M' });
    await tell('web', 3, 'bo', { size: 'L' });
    await tell('web', 4, 'cy', { size: 'M', from: 'mail' });
    await tell('web', 5, 'cy', { size: 'M' });
    await tell('web', 6, 'cy', { size: 'S', from: null });
    const [bo, cy] = [await person('bo'), await person('cy')];
    await filled('bo', { size: 'most_frequent' });
    assert.deepEqual((await person('bo')).traits, { size: 'L', from: 'ad' });
    assert.deepEqual((await person('cy')).traits, { size: 'M', from: 'mail' });
    // two people of one user id each: merged by hand only where the limit allows
    await ok('PUT', '/api/definitions/identity/rules', {
        draft: { kinds: { user_id: { limit: 2 } } },
    });
    await ok('POST', '/api/definitions/identity/rules/publish', {});
    const merged = await ok('POST', '/api/people/merge', {
        people: [bo.id, cy.id],
        evidence: 'one account at the shop',
    });
    assert.deepEqual(merged.people[0].traits, { size: 'M', from: 'ad' });
    const t = await traitsOf('bo');
    assert.deepEqual(t.size.won.map((w) => w.times).sort(), [1, 2]);
    assert.deepEqual(t.size.lost.map((w) => [w.value, w.times]), [['S', 1], ['L', 2]]);
    await ok('POST', `/api/links/${merged.link}/undo`, {});
    assert.deepEqual((await person('bo')).traits, { size: 'L', from: 'ad' });
    assert.deepEqual((await person('cy')).traits, { size: 'M', from: 'mail' });
});

test('a rule that says nothing sensible is refused with its place', async () => {
    for (const [traits, where] of [
        [{ a: { rule: 'source_order' } }, '/traits/a'],
        [{ a: { rule: 'source_order', sources: ['nowhere'] } }, '/traits/a'],
        [{ a: { rule: 'first', merge: true } }, '/traits/a'],
        [{ a: { rule: 'best' } }, '/traits/a'],
    ]) {
        const put = await s.api('PUT', '/api/definitions/traits/rules', {
            key: s.secretKey,
            body: { draft: { traits } },
        });
        const r = put.status >= 400 ? put : await post('/api/definitions/traits/rules/publish');
        assert.equal(r.status, 422, r.text);
        assert.ok(r.text.includes(where), r.text);
    }
});

test('a restart keeps it all', async () => {
    const was = [await person('ann'), await traitsOf('ann'), await person('cy')];
    await s.stop();
    await s.start();
    assert.deepEqual([await person('ann'), await traitsOf('ann'), await person('cy')], was);
});
