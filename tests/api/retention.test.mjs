// Retention: a try tells what the rules would take and changes nothing; a run takes exactly that,
// traits and identities stay, the values are nowhere any more; killed in the middle, with erasure
// and new trait rules afterwards, and on a node that follows.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { BIN, STORE, startServer, timelineOf, waitFor } from './harness.mjs';
import { Cluster } from '../fault/cluster.mjs';

const run = promisify(execFile);
const DAY = 24 * 3600 * 1000;
let s, shopKey, made = 0;

before(async () => {
    s = await startServer();
    if (STORE === 'postgres')
        await run('psql', [s.database.url, '-qXc', 'CREATE EXTENSION IF NOT EXISTS pageinspect']);
    const draft = { name: 'Shop', type: 'server' };
    await ok('PUT', '/api/definitions/source/shop', { draft });
    await ok('POST', '/api/definitions/source/shop/publish', {});
    shopKey = (await ok('POST', '/api/keys', { kind: 'write', name: 'shop', source: 'shop' })).key;
});
after(() => s?.close());

const call = (method, where, body) => s.api(method, where, { key: s.secretKey, body });
async function ok(method, where, body) {
    const r = await call(method, where, body);
    assert.ok(r.status < 300, r.text);
    return r.body;
}
async function send(key, ...batch) {
    const items = batch.map(([days, m]) => ({
        messageId: `keep-${++made}`,
        timestamp: new Date(Date.now() - days * DAY).toISOString(),
        ...m,
    }));
    const r = await s.api('POST', '/v1/batch', { key, body: { batch: items } });
    assert.equal(r.status, 200, r.text);
}
const track = (userId, event, secret) => ({
    type: 'track', event, userId, properties: { secret }, context: { ip: '192.0.2.77' },
});
const identify = (userId, traits) => ({ type: 'identify', userId, traits });
const group = (userId, groupId, traits) => ({ type: 'group', userId, groupId, traits });
const person = async (userId) => {
    const r = await call('GET', `/api/people/by/user_id/${userId}`);
    assert.equal(r.status, 200, r.text);
    return r.body;
};
const names = async (p) => (await timelineOf(s, p.id)).map((i) => i.name);
async function publish(...rules) {
    await ok('PUT', '/api/definitions/retention/rules', { draft: { rules } });
    await ok('POST', '/api/definitions/retention/rules/publish', {});
}
const drop = (event, more) => ({ event, max_age_days: 90, action: 'drop', ...more });
const thin = (event, more) => ({ event, max_age_days: 90, action: 'thin', ...more });
const idle = () =>
    waitFor('the end of the run', async () => {
        const r = await ok('GET', '/api/retention');
        return r.state === 'waiting' && r.last && r;
    }, { timeoutMs: 60_000 });
async function runNow() {
    const r = await call('POST', '/api/retention/run');
    assert.equal(r.status, 202, r.text);
    assert.equal(r.body.state, 'running');
    assert.equal(r.body.running.asked, true);
    const end = await idle();
    assert.ok(end.last.ended >= r.body.running.began);
    return end.last;
}
async function found(value) {
    try {
        const options = { timeout: 120_000, maxBuffer: 1 << 26 };
        await run(BIN, ['scan', value, ...s.place], options);
        return '';
    } catch (e) {
        assert.equal(e.code, 1, e.stderr);
        return e.stdout;
    }
}
async function whole() {
    await s.stop();
    await s.cli('verify'); // what was kept and what the log gives are one
    await s.start();
}

test('without rules nothing runs; bad rules are refused with their place', async () => {
    const off = await ok('GET', '/api/retention');
    assert.deepEqual(off,
        { state: 'off', rules_version: 0, next: null, running: null, last: null });
    const none = await call('POST', '/api/retention/run');
    assert.equal(none.status, 409, none.text);
    const bad = [
        [{ rules: [drop('')] }, /rules\/0\/event/],
        [{ rules: [drop('x'), drop('*', { max_age_days: 0 })] }, /rules\/1\/max_age_days/],
        [{ rules: [drop('x', { action: 'burn' })] }, /rules\/0\/action/],
        [{ rules: [drop('x', { type: 'dance' })] }, /rules\/0\/type/],
        [{ rules: [drop('x', { source: 'nowhere' })] }, /rules\/0\/source/],
        [{ rules: Array.from({ length: 61 }, () => drop('x')) }, /rules/],
        [{}, /rules/],
    ];
    for (const [body, place] of bad) {
        const r = await call('POST', '/api/retention/try', body);
        assert.equal(r.status, 422, r.text);
        assert.match(r.text, place);
    }
    await ok('PUT', '/api/definitions/retention/rules',
        { draft: { rules: [drop('x', { source: 'nowhere' })] } });
    const r = await call('POST', '/api/definitions/retention/rules/publish', {});
    assert.equal(r.status, 422, r.text);
    assert.equal((await ok('GET', '/api/retention')).state, 'off');
});

test('a try says what a run takes; traits, groups and identities stay', async () => {
    for (let i = 0; i < 6; i++)
        await send(s.writeKey,
            [200 - i, track('ann', 'Product Viewed', 'pumpernickel-1')],
            [200 - i, track('ann', 'Order Completed', 'pumpernickel-2')],
            [200 - i, track(`other-${i}`, 'Product Viewed', 'x')],
            [190 - i, identify('ann', { plan: `old-plan-${i}`, email: 'ann@x.example' })],
            [190 - i, group('ann', 'acme', { size: `old-size-${i}` })]);
    await send(s.writeKey,
        [3, track('ann', 'Product Viewed', 'fresh-3')],
        [2, identify('ann', { city: '東京' })],
        [150, { type: 'page', name: 'Home', userId: 'ann', properties: { path: '/pumper' } }]);
    await send(shopKey, [150, track('ann', 'Order Completed', 'in-the-shop')]);
    const before = await person('ann');
    assert.equal(before.events, 28);
    assert.equal(before.traits.plan, 'old-plan-5');
    const rules = [
        drop('Product*'), thin('*', { type: 'page' }), thin('*', { source: 'shop' }),
        drop('*', { type: 'identify' }), drop('*', { type: 'group' }),
        drop('Order*', { max_age_days: 1000 }),
    ];
    const log = await person('other-1');
    const t = await ok('POST', '/api/retention/try', { rules });
    assert.deepEqual(await person('other-1'), log);
    assert.equal(t.complete, true);
    assert.equal(t.drop.events, 24, JSON.stringify(t));
    assert.equal(t.thin.events, 2);
    const seen = Object.fromEntries(t.by_name.map((x) => [`${x.type} ${x.name} ${x.action}`, x]));
    assert.deepEqual(Object.fromEntries(Object.entries(seen).map(([k, x]) => [k, x.events])), {
        'track Product Viewed drop': 12, 'identify  drop': 6, 'group  drop': 6,
        'page Home thin': 1, 'track Order Completed thin': 1,
    });
    assert.equal(seen['track Order Completed thin'].examples[0].source, 'shop');
    assert.equal(seen['track Product Viewed drop'].examples.length, 3);
    assert.ok(seen['track Product Viewed drop'].oldest < seen['track Product Viewed drop'].newest);
    for (const value of ['pumpernickel-1', 'old-plan-0', 'old-size-0', 'in-the-shop'])
        assert.match(await found(value), /log frame \d+, entry \d+ of kind 5/, value);

    await publish(...rules);
    const planned = await waitFor('the plan', async () => {
        const r = await ok('GET', '/api/retention');
        return r.next && r;
    });
    assert.equal(planned.state, 'waiting');
    assert.ok(Math.abs(new Date(planned.next) - Date.now() - DAY) < 60_000, planned.next);
    const last = await runNow();
    assert.equal(last.dropped, t.drop.events);
    assert.equal(last.thinned, t.thin.events);
    assert.equal(last.bytes, t.drop.bytes + t.thin.bytes);
    assert.ok(last.checkpoints >= 2 && last.frames >= 6, JSON.stringify(last));
    for (const value of ['pumpernickel-1', 'old-plan-0', 'old-size-0', 'in-the-shop', '/pumper'])
        assert.equal(await found(value), '', value);
    assert.notEqual(await found('pumpernickel-2'), '', 'no rule took that');
    assert.notEqual(await found('old-plan-5'), '', 'that is the trait');

    const now = await person('ann');
    assert.deepEqual({ ...now, events: 0 }, { ...before, events: 0 });
    assert.equal(now.events, 10);
    const items = await timelineOf(s, now.id);
    assert.equal(items.length, 10);
    const page = items.find((i) => i.type === 'page');
    assert.deepEqual([page.name, page.flags.includes('thinned')], ['Home', true]);
    assert.deepEqual(page.message,
        { type: 'page', messageId: page.message_id, name: 'Home' });
    assert.ok(!items.some((i) => i.type === 'group'));
    assert.equal(items.filter((i) => i.name === 'Product Viewed').length, 1);
    const told = await ok('GET', `/api/people/${now.id}/traits`);
    const plan = told.traits.find((x) => x.name === 'plan');
    assert.equal(plan.value, 'old-plan-5');
    assert.equal(plan.won[0].message_id, '', 'its event is gone');
    const file = await ok('GET', `/api/people/${now.id}/export`);
    assert.equal(file.events.length, 10);
    assert.equal(file.complete, true);
    const again = await runNow();
    assert.deepEqual([again.dropped, again.thinned, again.frames], [0, 0, 0]);
    await whole();
    assert.deepEqual(await person('ann'), now);
    assert.equal((await idle()).last.began, again.began);
});

test('a repeated message is still known, and a person goes on', async () => {
    const body = { messageId: 'twice', timestamp: new Date(Date.now() - 200 * DAY).toISOString(),
        ...track('bob', 'Product Viewed', 'y') };
    const post = () => s.api('POST', '/v1/track', { key: s.writeKey, body });
    assert.equal((await post()).status, 200);
    await runNow();
    assert.equal((await post()).status, 200);
    const bob = await person('bob');
    assert.equal(bob.events, 0);
    assert.equal(bob.first_seen.slice(0, 10), body.timestamp.slice(0, 10));
    assert.deepEqual(await names(bob), []);
    await send(s.writeKey, [0, track('bob', 'Back', 'z')]);
    assert.deepEqual(await names(bob), ['Back']);
});

// A value that a newer one had replaced stays in the checkpoint until there is another.
test('old checkpoints lose their values with the next', async () => {
    await send(s.writeKey, [100, identify('eve', { hideout: 'cellar-of-rye' })]);
    await runNow();
    assert.match(await found('cellar-of-rye'), /of kind 18/);
    await send(s.writeKey, [95, identify('eve', { hideout: 'attic-of-rye' })]);
    await runNow();
    assert.equal(await found('cellar-of-rye'), '');
    assert.match(await found('attic-of-rye'), /of kind 18/);
    assert.equal((await person('eve')).traits.hideout, 'attic-of-rye');
});

test('new trait rules go by what is left', async () => {
    const tell = (days, v) => send(s.writeKey, [days, identify('uma', { first: v, often: v })]);
    for (const [days, v] of [[120, 'rum'], [110, 'rum'], [100, 'gin'], [5, 'tea']])
        await tell(days, v);
    const traits = (v) => ({ first: { rule: v[0] }, often: { rule: v[1] } });
    const rules = async (...v) => {
        await ok('PUT', '/api/definitions/traits/rules', { draft: { traits: traits(v) } });
        await ok('POST', '/api/definitions/traits/rules/publish', {});
        await waitFor('the past read again', async () => {
            const r = await ok('GET', `/api/people/${(await person('uma')).id}/traits`);
            return r.traits.every((t) => !t.filling && ['first', 'often'].indexOf(t.name) >= 0 &&
                t.rule === v[t.name === 'first' ? 0 : 1]);
        });
    };
    await rules('first', 'most_frequent');
    await runNow();
    assert.deepEqual((await person('uma')).traits, { first: 'rum', often: 'rum' });
    assert.equal((await person('uma')).events, 1);
    await rules('most_frequent', 'last');
    await rules('first', 'most_frequent');
    assert.deepEqual((await person('uma')).traits, { first: 'rum', often: 'tea' });
    await runNow();
    await whole();
    assert.deepEqual((await person('uma')).traits, { first: 'rum', often: 'tea' });
});

test('killed in the middle: nothing is lost, the next start ends it', async () => {
    const secrets = [];
    for (let i = 0; i < 8; i++) {
        secrets.push(`rusk-${i}-rusk`);
        await send(s.writeKey,
            [150, track('kim', 'Product Viewed', secrets[i])],
            [150, identify('kim', { plan: `p${i}`, [`t${i}`]: i })],
            [150, group('kim', 'guild', { [`g${i}`]: i })]);
    }
    const before = await person('kim');
    await s.stop();
    await s.start({ env: { MUSUBI_FAULT: 'retain.frame@4x*' } });
    assert.equal((await call('POST', '/api/retention/run')).status, 202);
    const half = await waitFor('some frames', async () => {
        const r = await ok('GET', '/api/retention');
        return r.running?.frames >= 3 && r;
    });
    assert.equal(half.state, 'running');
    assert.equal(half.last.ended !== null, true);
    const between = await person('kim');
    assert.deepEqual({ ...between, events: 0 }, { ...before, events: 0 });
    await s.kill9();
    await s.start({ env: { MUSUBI_FAULT: 'core.scrubx2' } });
    const end = await waitFor('the end', async () => {
        const r = await ok('GET', '/api/retention');
        return r.state === 'waiting' && r.last.began === half.running.began && r;
    }, { timeoutMs: 60_000 });
    assert.equal(end.last.dropped, 24, JSON.stringify(end));
    const now = await person('kim');
    assert.deepEqual(now, { ...before, events: 0 });
    for (const x of secrets) assert.equal(await found(x), '');
    await whole();
    assert.deepEqual(await person('kim'), now);
});

test('erased after retention: checkpoints forget, too; others keep what they said', async () => {
    await send(s.writeKey,
        [120, { ...identify('mia', { email: 'mia@rye.example', plan: 'rye-bread-plan' }),
            anonymousId: 'mias-phone' }],
        [120, group('mia', 'bakery', { owner: 'mia@rye.example', town: 'rye-town' })],
        [119, group('leo', 'bakery', { phone: 'leos-own-phone' })],
        [118, group('mia', 'mias-own-group', { note: 'only mia@rye.example' })]);
    await runNow();
    const mia = await person('mia');
    assert.equal(mia.events, 0);
    assert.equal(mia.groups.find((g) => g.id === 'bakery').traits.owner, 'mia@rye.example');
    for (const v of ['mia@rye.example', 'rye-bread-plan', 'rye-town'])
        assert.match(await found(v), /of kind 18/);
    const r = await call('DELETE', `/api/people/${mia.id}`);
    assert.equal(r.status, 202, r.text);
    await waitFor('the end of the erasure', async () =>
        (await ok('GET', `/api/erasures/${r.body.id}`)).state === 'finished',
    { timeoutMs: 60_000 });
    for (const v of ['mia@rye.example', 'rye-bread-plan', 'rye-town', 'mias-own-group'])
        assert.equal(await found(v), '', v);
    assert.deepEqual((await person('leo')).groups.map((g) => [g.id, g.traits]),
        [['bakery', { phone: 'leos-own-phone' }]]);
    await whole();
    assert.deepEqual((await person('leo')).groups[0].traits, { phone: 'leos-own-phone' });
    await send(s.writeKey, [120, group('leo', 'bakery', { town: 'new-town' })]);
    await runNow();
    await whole();
    assert.deepEqual((await person('leo')).groups[0].traits,
        { phone: 'leos-own-phone', town: 'new-town' });
});

test('rules that are emptied stop it', async () => {
    await publish();
    const r = await ok('GET', '/api/retention');
    assert.equal(r.state, 'off');
    assert.equal(r.next, null);
    assert.equal((await call('POST', '/api/retention/run')).status, 409);
});

// Asked at the node that follows; the writer is killed in the middle, and the other one ends it.
async function twoNodes() {
    const alone = s;
    const cluster = await Cluster.start([]);
    try {
        const first = await cluster.writer();
        s = cluster.other(first);
        await first.stop();
        await cluster.writer(first);
        await first.start({ env: { MUSUBI_FAULT: 'retain.frame@3x*' } });
        await s.stop();
        await cluster.writer(s);
        await s.start();
        await cluster.whole();
        for (let i = 0; i < 8; i++)
            await send(s.writeKey,
                [150, track('kim', 'Product Viewed', `rusk-${i}`)],
                [150, identify('kim', { plan: `p${i}`, [`t${i}`]: i })],
                [1, track('kim', 'Stays', 'x')]);
        await cluster.whole();
        const before = await person('kim');
        assert.equal(before.events, 24);
        await publish(drop('Product*'), drop('*', { type: 'identify' }));
        const asked = await call('POST', '/api/retention/run');
        assert.equal(asked.status, 202, asked.text);
        await waitFor('some frames, seen by the one that follows', async () =>
            (await ok('GET', '/api/retention')).running?.frames >= 2);
        const half = await person('kim');
        assert.deepEqual({ ...half, events: 0 }, { ...before, events: 0 });
        await first.kill9();
        assert.equal(await cluster.writer(), s);
        const end = await idle();
        assert.equal(end.last.dropped, 16, JSON.stringify(end));
        await first.start();
        await cluster.whole();
        for (const node of cluster.nodes) {
            s = node;
            assert.deepEqual(await person('kim'), { ...before, events: 8 });
            assert.deepEqual(new Set(await names(before)), new Set(['Stays']));
        }
        for (const node of cluster.nodes) await node.stop();
        await cluster.nodes[0].cli('verify');
        s = cluster.nodes[0];
        for (let i = 0; i < 8; i++) assert.equal(await found(`rusk-${i}`), '');
    } finally {
        s = alone;
        await cluster.close();
    }
}
if (STORE === 'postgres') test('on two nodes', twoNodes);
