// Kinds of identifiers that the identity rules declare: read from the publication's answer on,
// found, split, exported, erased like any; what they are they stay, over restarts, rebuilds, other
// rules, a backup of before, and on the node that does not write.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { BIN, Server, STORE, listAll, startServer, waitFor } from './harness.mjs';
import { Cluster } from '../fault/cluster.mjs';

const run = promisify(execFile);
let s, dir, made = 0;

before(async () => {
    s = await startServer();
    dir = await mkdtemp(path.join(tmpdir(), 'musubi-kinds-'));
});
after(async () => {
    await s?.close();
    if (dir) await rm(dir, { recursive: true, force: true });
});

const CARD = {
    title: 'ポイントカード',
    from: ['traits.loyalty.card', 'externalIds.card'],
    normalise: ['digits', 'strip_leading_zeros'],
    limit: 2,
    priority: 3,
};
const TILL = { device: true, from: ['context.till'] };

const call = (node, method, where, body) => node.api(method, where, { key: node.secretKey, body });
async function ok(method, where, body, node = s) {
    const r = await call(node, method, where, body);
    assert.ok(r.status < 300, `${method} ${where}: ${r.status} ${r.text}`);
    return r.body;
}
async function send(...batch) {
    const items = batch.map((m) => ({ messageId: `kinds-${++made}`, ...m }));
    return sendTo(s, items);
}
async function sendTo(node, batch) {
    const r = await node.api('POST', '/v1/batch', { key: node.writeKey, body: { batch } });
    assert.equal(r.status, 200, r.text);
    return r;
}
async function publish(kinds, more = {}, node = s) {
    await ok('PUT', '/api/definitions/identity/rules', { draft: { kinds, ...more } }, node);
    return call(node, 'POST', '/api/definitions/identity/rules/publish', { note: 'test' });
}
const by = (kind, value, node = s) =>
    call(node, 'GET', `/api/people/by/${kind}/${encodeURIComponent(value)}`);
const kindOf = async (key) =>
    (await ok('GET', '/api/identity/kinds')).items.find((k) => k.kind === key);
const identifiers = (p) => p.identifiers.map((i) => `${i.kind}=${i.value}`).sort();

test('before it is declared: an external id, and nobody knows the kind', async () => {
    await send({ type: 'identify', userId: 'old', traits: { loyalty: { card: '1' } },
        context: { externalIds: [{ type: 'card', id: '0555' }] } });
    const r = await by('card', '555');
    assert.equal(r.status, 404);
    assert.match(r.body.detail ?? r.body.title, /no identifier kind "card"/);
    assert.equal((await by('external_id', 'card:0555')).status, 200);
    assert.equal((await ok('GET', '/api/identity/kinds')).items.length, 9);
    const erase = await call(s, 'POST', '/api/erasures', {
        identifiers: [{ kind: 'card', value: '1' }],
    });
    assert.equal(erase.status, 422, erase.text);
});

test('declared: tried, published, read by the very next message', async () => {
    const tried = await ok('POST', '/api/identity/try', { kinds: { card: CARD, till: TILL } });
    assert.deepEqual([tried.would_join, tried.would_part], [0, 0]);
    assert.equal((await by('card', '555')).status, 404); // nothing happened
    assert.equal((await publish({ card: CARD, till: TILL })).status, 200);
    await send(
        { type: 'identify', anonymousId: 'pc', traits: { loyalty: { card: '会員００１２-３４' } } },
        { type: 'identify', anonymousId: 'phone', context: { till: 'T-1',
            externalIds: [{ type: 'card', id: 1234 }] } },
        { type: 'track', event: 'Paid', anonymousId: 'other', context: { till: 'T-1' } },
    );
    const p = (await by('card', 'No. 1234')).body;
    assert.deepEqual(identifiers(p), ['anonymous_id=pc', 'anonymous_id=phone', 'card=1234',
        'till=T-1']);
    assert.equal(p.identifiers[0].kind, 'card'); // strongest first
    assert.notEqual((await by('anonymous_id', 'other')).body.id, p.id); // a till ties nobody
    assert.deepEqual(await kindOf('card'), { kind: 'card', title: 'ポイントカード', device: false,
        declared: true, read: true, normalise: ['nfkc', 'digits', 'strip_leading_zeros'], limit: 2,
        window_days: 0, priority: 3 });
    assert.equal((await kindOf('till')).device, true);
    const found = await listAll(s, '/api/people?q=1234');
    assert.deepEqual(found.map((x) => x.id), [p.id]);
    assert.deepEqual(JSON.parse((await s.cli('person', 'card', '01234')).stdout).id, p.id);
    await assert.rejects(s.cli('person', 'crad', '1'), (e) => /no identifier kind/.test(e.stderr));
    // what came before keeps what it was
    assert.equal((await by('card', '555')).status, 404);
    assert.equal((await by('external_id', 'card:0555')).status, 200);
});

test('a type that becomes a kind can go on as an external id, too', async () => {
    const both = { card: { ...CARD, keep_external_id: true }, till: TILL };
    const card = (id) => ({ externalIds: [{ type: 'card', id }] });
    await send({ type: 'identify', anonymousId: 'e-1', context: card('0555') });
    const old = (await by('user_id', 'old')).body.id;
    assert.notEqual((await by('anonymous_id', 'e-1')).body.id, old);
    assert.equal((await publish(both)).status, 200);
    await send({ type: 'identify', anonymousId: 'e-2', context: card('0555') });
    const one = (await by('card', '555')).body;
    assert.equal(old, one.id);
    assert.equal((await by('anonymous_id', 'e-1')).body.id, one.id);
    assert.equal((await publish({ card: CARD, till: TILL })).status, 200);
});

test('limits: refused and shown, tried, judged again, rolled back', async () => {
    const who = (card) => ({ type: 'identify', userId: 'lim', traits: { loyalty: { card } } });
    await send(who('9001'), who('9002'), who('9003'));
    const p = (await by('user_id', 'lim')).body;
    const evidence = async () => {
        const { atoms } = await ok('GET', `/api/people/${p.id}/identities`);
        const cards = atoms.flatMap((a) => a.identifiers).filter((i) => i.kind === 'card');
        return [...new Set(cards.map((i) => `${i.value} ${i.state}`))].sort();
    };
    assert.deepEqual(await evidence(), ['9001 held', '9002 held', '9003 over_limit']);
    await send({ type: 'identify', anonymousId: 'third', traits: { loyalty: { card: '9003' } } });
    const wider = { card: { ...CARD, limit: 3, blocked: ['9001'] }, till: TILL };
    const tried = await ok('POST', '/api/identity/try', { kinds: wider });
    assert.equal(tried.would_join, 1, JSON.stringify(tried));
    assert.equal((await publish(wider)).status, 200);
    await waitFor('the evidence to be judged again', async () =>
        (await evidence()).join() === '9001 blocked,9002 held,9003 held');
    assert.equal((await by('anonymous_id', 'third')).body.id, p.id);
    const { items } = await ok('GET', '/api/definitions/identity/rules/versions');
    const back = items.find((v) => v.version === items[0].version - 1).version;
    await ok('POST', '/api/definitions/identity/rules/rollback', { version: back });
    await waitFor('all as before', async () =>
        (await evidence()).join() === '9001 held,9002 held,9003 over_limit');
});

test('what it is it stays: refused, and nothing changed', async () => {
    const cases = [
        [{ card: { ...CARD, device: true } }, /kinds\/card\/device/, /kind of account for ever/],
        [{ card: { ...CARD, normalise: ['trim'] } }, /kinds\/card\/normalise/, /nfkc, digits/],
        [{ till: { from: [] } }, /kinds\/till\/device/, /kind of device for ever/],
        [{ crad: { limit: 3 } }, /kinds\/crad/, /unknown identifier kind "crad"/],
        [{ email: { title: 'Mail' } }, /kinds\/email/, /limit|title/],
        [{ Card: CARD }, /kinds\/Card/, /a-z/],
        [{ x: { from: ['userId'] } }, /kinds\/x\/from\/0/, /unknown place/],
        [{ x: { from: [], normalise: ['upper'] } }, /kinds\/x\/normalise\/0/, /./],
        [{ x: { from: [], normalise: ['e164', 'digits'] } }, /kinds\/x\/normalise/, /e164/],
        [{ x: { from: [], region: 'japan' } }, /kinds\/x\/region/, /./],
    ];
    const versions = async () =>
        (await ok('GET', '/api/definitions/identity/rules/versions')).items.length;
    const was = await versions();
    const { seq } = (await s.api('GET', '/readyz')).body;
    for (const [kinds, where, what] of cases) {
        const body = JSON.stringify({ kinds });
        const tried = await call(s, 'POST', '/api/identity/try', { kinds });
        assert.equal(tried.status, 422, `${body}: ${tried.text}`);
        assert.match(tried.body.where, where);
        assert.match(`${tried.body.detail} ${tried.body.hint}`, what);
        const r = await publish(kinds);
        assert.ok(r.status === 422 || r.status === 400, `${body}: ${r.status} ${r.text}`);
        assert.match(r.text, where);
    }
    assert.equal(await versions(), was);
    const added = (await s.api('GET', '/readyz')).body.seq - seq;
    assert.ok(added <= cases.length * 3, `${added} entries`); // drafts, tries, rows of both
    assert.equal((await ok('GET', '/api/identity/kinds')).items.length, 11); // crad has no number
});

test('split by it, undone; exported', async () => {
    await send({ type: 'identify', userId: 'mika', traits: { loyalty: { card: '1234' } } });
    const p = (await by('card', '1234')).body;
    const parts = { identifiers: [{ kind: 'anonymous_id', value: 'pc' }], reason: 'two' };
    const done = await ok('POST', `/api/people/${p.id}/split`, parts);
    const { cuts } = await ok('GET', `/api/people/${p.id}/identities`);
    assert.equal(cuts.length, 1);
    await ok('POST', `/api/cuts/${done.cut}/undo`, {});
    const off = await ok('POST', `/api/people/${p.id}/split`, {
        identifiers: [{ kind: 'card', value: '０００1234' }], reason: 'two', preview: true,
    });
    assert.equal(off.people.length, 2);
    const bad = await call(s, 'POST', `/api/people/${p.id}/split`, {
        identifiers: [{ kind: 'crad', value: '1' }], reason: 'x',
    });
    assert.equal(bad.status, 422, bad.text);
    assert.match(bad.text, /identifiers\/0\/kind/);
    assert.match(bad.text, /card, till/); // the hint knows them
    const all = (await call(s, 'GET', `/api/people/${p.id}/export`)).text;
    assert.match(all, /"kind":"card","value":"1234"/);
    assert.match(all, /"complete":true/);
});

test('sent for everybody: noticed like any', async () => {
    const rules = { constant: { atoms: 3, window_days: 1 } };
    assert.equal((await publish({ card: { ...CARD, limit: 50 }, till: TILL }, rules)).status, 200);
    for (let i = 0; i < 5; i++)
        await send({ type: 'identify', anonymousId: `many-${i}`, context: { till: 'T-9' },
            traits: { loyalty: { card: '777777' } } });
    const { items } = await ok('GET', '/api/identity/constant');
    assert.deepEqual(items.map((i) => [i.kind, i.value]), [['card', '777777']]);
    assert.equal((await by('card', '777777')).status, 404);
    await ok('POST', '/api/identity/constant/0/release');
    assert.equal((await by('card', '777777')).body.aliases.length, 3); // the fifth came without
    assert.equal((await publish({ card: CARD, till: TILL })).status, 200);
});

test('the same after a restart, from a snapshot and from the log alone', async () => {
    const was = (await by('card', '1234')).body;
    await s.restart();
    assert.deepEqual((await by('card', '1234')).body, was);
    await s.stop();
    await s.cli('verify');
    await s.cli('rebuild');
    await s.start();
    assert.deepEqual((await by('card', '1234')).body, was);
    await send({ type: 'identify', anonymousId: 'pc-2', traits: { loyalty: { card: '1234' } } });
    assert.equal((await by('anonymous_id', 'pc-2')).body.id, was.id);
    await run(BIN, ['backup', path.join(dir, 'declared.db'), ...s.place]);
});

test('dropped: known, shown, and no longer read', async () => {
    assert.equal((await publish({ till: TILL, shop: { from: ['traits.shop'] } })).status, 200);
    await send({ type: 'identify', anonymousId: 'later', context: { externalIds: [
        { type: 'card', id: '1234' }] } });
    assert.ok(!identifiers((await by('card', '1234')).body).includes('anonymous_id=later'));
    assert.deepEqual(identifiers((await by('anonymous_id', 'later')).body),
        ['anonymous_id=later', 'external_id=card:1234']);
    const k = await kindOf('card');
    assert.deepEqual([k.declared, k.read, k.title, k.limit], [true, false, 'card', 5]);
    await s.restart();
    assert.equal((await by('card', '1234')).status, 200);
    assert.equal((await publish({ card: CARD, till: TILL })).status, 200); // the same one again
    await send({ type: 'identify', anonymousId: 'again', traits: { loyalty: { card: '1234' } } });
    assert.ok(identifiers((await by('card', '1234')).body).includes('anonymous_id=again'));
});

async function finished(node, id) {
    return waitFor('the end of the erasure', async () =>
        (await ok('GET', `/api/erasures/${id}`, undefined, node)).state === 'finished', {
        timeoutMs: 60_000 });
}
async function scan(value, place) {
    return run(BIN, ['scan', value, ...place], { timeout: 120_000 }).then(() => 0, (e) => e.code);
}

test('erased by it, and refused, also where a backup gives it another number', async () => {
    await run(BIN, ['backup', path.join(dir, 'before.db'), ...s.place]);
    const other = await startServer({ store: 'sqlite' }); // a log in which `card` is not the first
    try {
        const secret = '482915773300';
        await sendTo(other, [{ type: 'page', anonymousId: 'nobody' }]);
        await run(BIN, ['backup', path.join(dir, 'undeclared.db'), ...other.place]);
        assert.equal((await publish({ card: CARD }, {}, other)).status, 200);
        const gone = { type: 'identify', anonymousId: 'x', traits: { loyalty: { card: secret } } };
        await sendTo(other, [gone, { type: 'identify', userId: 'stays', traits: {
            loyalty: { card: '11' } } }]);
        assert.equal(await scan(secret, other.place), 1);
        const e = await ok('POST', '/api/erasures', {
            identifiers: [{ kind: 'card', value: `0${secret}` }], refuse: true }, other);
        await finished(other, e.id);
        assert.equal(await scan(secret, other.place), 0);
        assert.equal((await by('card', secret, other)).status, 404);
        assert.equal((await by('card', '11', other)).status, 200);
        await sendTo(other, [gone]);
        assert.equal((await by('card', secret, other)).status, 404);
        await other.stop();
        await other.cli('verify');

        const back = new Server({ store: 'sqlite' });
        back.dir = path.join(dir, 'back');
        back.data = path.join(back.dir, 'data');
        back.log = other.log;
        back.place = ['--data', back.data];
        back.writeKey = other.writeKey;
        back.secretKey = other.secretKey;
        await mkdir(back.data, { recursive: true });
        await run(BIN, ['restore', path.join(dir, 'undeclared.db'), ...back.place]);
        await copyFile(path.join(other.data, 'erasures'), path.join(back.data, 'erasures'));
        await back.start();
        try {
            const kinds = { shop: { from: ['traits.shop'], normalise: ['digits'] }, card: CARD };
            assert.equal((await publish({ shop: kinds.shop }, {}, back)).status, 200);
            assert.equal((await publish(kinds, {}, back)).status, 200); // the second, now
            await sendTo(back, [gone, { type: 'identify', userId: 'shopper', traits: {
                shop: secret } }]);
            assert.equal((await by('card', secret, back)).status, 404); // refused as ever
            assert.equal((await by('shop', secret, back)).status, 200); // it never was erased
            await back.stop();
            await back.cli('verify');
        } finally {
            back.child?.kill('SIGKILL');
        }
    } finally {
        await other.close();
    }
});

test('restored: the kinds go along', async () => {
    const data = path.join(dir, 'restored');
    await run(BIN, ['restore', path.join(dir, 'declared.db'), '--data', data]);
    const p = await run(BIN, ['person', 'card', '1234', '--data', data]);
    assert.match(p.stdout, /"kind":"card","value":"1234"/);
});

async function twoNodes() {
    const cluster = await Cluster.start([]);
    try {
        const writer = await cluster.writer();
        const follower = cluster.other(writer);
        const done = await publish({ card: CARD, till: TILL }, {}, follower); // sent on
        assert.equal(done.status, 200, done.text);
        const sent = await sendTo(follower, [{ type: 'identify', anonymousId: 'n', messageId: 'n-1',
            traits: { loyalty: { card: '0042' } }, context: { till: 'T-2' } }]);
        const headers = { 'Musubi-Min-Seq': sent.headers.get('musubi-seq') };
        for (const node of [follower, writer]) {
            const key = node.secretKey;
            const r = await node.api('GET', '/api/people/by/card/42', { key, headers });
            assert.equal(r.status, 200, r.text);
            assert.deepEqual(identifiers(r.body), ['anonymous_id=n', 'card=42', 'till=T-2']);
        }
        const erased = await ok('POST', '/api/identity/try', { kinds: { card: CARD } }, follower);
        assert.equal(erased.would_part, 0);
        await writer.kill9(); // the other takes over, with kinds and rules
        const now = await cluster.writer(writer);
        await sendTo(now, [{ type: 'identify', anonymousId: 'n-2', messageId: 'n-2', traits: {
            loyalty: { card: '42' } } }]);
        assert.equal((await by('card', '42', now)).body.aliases.length, 1);
        const wrong = await publish({ card: { ...CARD, device: true } }, {}, now);
        assert.equal(wrong.status, 422, wrong.text);
    } finally {
        await cluster.close();
    }
}
if (STORE === 'postgres')
    test('the node that does not write learns of a kind with the entry', twoNodes);
