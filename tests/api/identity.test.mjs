// Splitting, merging and taking back over HTTP: what a preview shows is what happens, an undo
// restores both persons exactly, and events keep arriving in between.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listAll, startServer, waitFor } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

let made = 0;
async function send(...batch) {
    const items = batch.map((m) => ({ messageId: `identity-${++made}`, ...m }));
    const r = await s.api('POST', '/v1/batch', { key: s.writeKey, body: { batch: items } });
    assert.equal(r.status, 200, r.text);
}
const get = (path) => s.api('GET', path, { key: s.secretKey });
const post = (path, body) => s.api('POST', path, { key: s.secretKey, body });
async function person(kind, value) {
    const r = await get(`/api/people/by/${kind}/${encodeURIComponent(value)}`);
    assert.equal(r.status, 200, r.text);
    return r.body;
}
async function whole(p) {
    return { person: p, timeline: await listAll(s, `/api/people/${p.id}/timeline`) };
}
async function ok(path, body) {
    const r = await post(path, body);
    assert.equal(r.status, 200, r.text);
    return r.body;
}
const names = (w) => w.timeline.map((e) => e.message_id).sort();

test('a split parts what it names, and its undo restores it exactly', async () => {
    await send(
        { type: 'identify', userId: 'ann', anonymousId: 'pc', traits: { name: 'Ann', age: 30 } },
        { type: 'track', event: 'Read', anonymousId: 'pc' },
        { type: 'identify', userId: 'ann', anonymousId: 'phone', traits: { city: '大阪' } },
        { type: 'track', event: 'Play', anonymousId: 'phone' },
    );
    const one = await whole(await person('user_id', 'ann'));
    const phone = one.person.identifiers.find((i) => i.value === 'phone');
    const ask = {
        identifiers: [{ kind: phone.kind, value: phone.value }],
        reason: "her mother's telephone",
    };
    const shown = await ok(`/api/people/${one.person.id}/split`, { ...ask, preview: true });
    assert.deepEqual(await whole(await person('user_id', 'ann')), one); // nothing happened
    const done = await ok(`/api/people/${one.person.id}/split`, ask);
    assert.deepEqual(done.people, shown.people);
    assert.equal(done.cut, shown.cut);
    const rest = await person('anonymous_id', 'pc');
    const part = await person('anonymous_id', 'phone');
    assert.notEqual(rest.id, part.id);
    assert.deepEqual(rest.traits, { name: 'Ann', age: 30 });
    assert.deepEqual(part.traits, { city: '大阪' });
    assert.equal(rest.events + part.events, 4);

    // whatever arrives, by any path, does not bring them together
    await send(
        { type: 'identify', userId: 'ann', anonymousId: 'phone', traits: { city: '京都' } },
        { type: 'identify', userId: 'ann', anonymousId: 'tablet', traits: { email: 'ann@x.jp' } },
        { type: 'identify', userId: 'ann', anonymousId: 'phone', traits: { email: 'ann@x.jp' } },
    );
    const [rest2, part2] = [
        await whole(await person('anonymous_id', 'tablet')),
        await whole(await person('anonymous_id', 'phone')),
    ];
    assert.equal(rest2.person.id, rest.id);
    assert.equal(part2.person.id, part.id);
    const why = (await get(`/api/people/${part.id}/identities`)).body;
    assert.equal(why.cuts.length, 1);
    assert.equal(why.cuts[0].reason, "her mother's telephone");
    const refused = why.atoms.flatMap((a) => a.identifiers).filter((i) => i.state !== 'held');
    assert.deepEqual(refused.map((i) => [i.kind, i.state]).sort(), [
        ['email', 'cut'],
        ['user_id', 'cut'],
    ]);

    const back = await ok(`/api/cuts/${done.cut}/undo`, {});
    assert.equal(back.people.length, 1);
    const again = await whole(await person('user_id', 'ann'));
    assert.equal(again.person.id, one.person.id);
    assert.equal(again.person.traits.city, '京都');
    assert.deepEqual(names(again), [...names(rest2), ...names(part2)].sort());
    assert.equal((await post(`/api/cuts/${done.cut}/undo`, {})).status, 409);
});

test('a merge keeps its evidence, and its undo restores both', async () => {
    await send(
        { type: 'identify', userId: 'branch-1', traits: { name: 'K. Mori' } },
        { type: 'identify', anonymousId: 'kiosk', traits: { email: 'mori@x.jp' } },
    );
    const a = await whole(await person('user_id', 'branch-1'));
    const b = await whole(await person('email', 'mori@x.jp'));
    const ask = { people: [a.person.id, b.person.id], evidence: 'showed both cards' };
    const shown = await ok('/api/people/merge', { ...ask, preview: true });
    assert.equal((await person('email', 'mori@x.jp')).id, b.person.id);
    const done = await ok('/api/people/merge', ask);
    assert.deepEqual(done.people, shown.people);
    const p = await person('email', 'mori@x.jp');
    assert.equal(p.id, a.person.id); // the oldest
    assert.equal((await get(`/api/people/${b.person.id}`)).body.id, p.id);
    const why = (await get(`/api/people/${p.id}/identities`)).body;
    assert.deepEqual(
        why.links.map((l) => [l.because, l.evidence, l.id]),
        [['merge', 'showed both cards', done.link]],
    );
    assert.equal((await post('/api/people/merge', ask)).status, 409);
    await ok(`/api/links/${done.link}/undo`, {});
    assert.deepEqual(await whole(await person('user_id', 'branch-1')), a);
    assert.deepEqual(await whole(await person('email', 'mori@x.jp')), b);
});

test('a repeated deed with the same Idempotency-Key is done once', async () => {
    await send({ type: 'identify', userId: 'twice', anonymousId: 'tw-1' });
    await send({ type: 'identify', userId: 'twice', anonymousId: 'tw-2' });
    const p = await person('user_id', 'twice');
    const ask = { identifiers: [{ kind: 'anonymous_id', value: 'tw-2' }], reason: 'x' };
    const again = () =>
        s.api('POST', `/api/people/${p.id}/split`, {
            key: s.secretKey,
            body: ask,
            headers: { 'Idempotency-Key': 'split-1' },
        });
    const [first, second] = [await again(), await again()];
    assert.equal(first.status, 200, first.text);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
    assert.deepEqual(second.body, first.body);
});

test('a limit stops a link, and the refusal is visible', async () => {
    await send(
        { type: 'identify', userId: 'sis-1', traits: { email: 'family@x.jp' } },
        {
            type: 'identify',
            userId: 'sis-2',
            traits: { email: 'family@x.jp', phone: '+819012345678' },
        },
    );
    const [a, b] = [await person('user_id', 'sis-1'), await person('user_id', 'sis-2')];
    assert.notEqual(a.id, b.id);
    assert.equal((await person('email', 'family@x.jp')).id, a.id);
    assert.equal((await person('phone', '+819012345678')).id, b.id); // the rest was tried again
    const why = (await get(`/api/people/${b.id}/identities`)).body;
    const email = why.atoms[0].identifiers.find((i) => i.kind === 'email');
    assert.equal(email.state, 'over_limit');
    const r = await post('/api/people/merge', { people: [a.id, b.id], evidence: 'x' });
    assert.equal(r.status, 409);
    assert.match(r.body.detail, /too many identifiers of one kind/);
});

test('what is refused changes nothing', async () => {
    const p = await person('user_id', 'ann');
    const before = await whole(p);
    const nobody = '018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11';
    const split = `/api/people/${p.id}/split`;
    const cases = [
        [split, {}, 422],
        [split, { atoms: [nobody] }, 422],
        [split, { identifiers: [{ kind: 'user_id', value: 'sis-1' }] }, 422],
        [split, { identifiers: [{ kind: 'email', value: 'not an address' }] }, 422],
        [split, { identifiers: [{ kind: 'shoe', value: '44' }] }, 422],
        [`/api/people/${nobody}/split`, { atoms: [nobody] }, 404],
        ['/api/people/merge', { people: [p.id, nobody], evidence: 'x' }, 404],
        ['/api/people/merge', { people: [p.id], evidence: 'x' }, 422],
        ['/api/people/merge', { people: [p.id, p.id], evidence: 'x' }, 409],
        ['/api/cuts/4000000/undo', {}, 404],
        ['/api/cuts/minus/undo', {}, 404],
        ['/api/links/4000000/undo', {}, 404],
    ];
    for (const [path, body, status] of cases) {
        const r = await post(path, body);
        assert.equal(r.status, status, `${path} ${JSON.stringify(body)}: ${r.text}`);
    }
    assert.deepEqual(await whole(await person('user_id', 'ann')), before);
    await s.restart();
    assert.deepEqual(await whole(await person('user_id', 'ann')), before);
});

test('identity rules: tried, published, judged again, rolled back', async () => {
    await send(
        { type: 'identify', userId: 'r-1', traits: { phone: '+81312340001' } },
        { type: 'identify', userId: 'r-2', traits: { phone: '+81312340001' } },
        { type: 'identify', anonymousId: 'r-a', traits: { customer_number: 'OPEN' } },
        { type: 'identify', anonymousId: 'r-b', traits: { customer_number: 'OPEN' } },
    );
    const same = async (a, b) => (await person(...a)).id === (await person(...b)).id;
    const users = () => same(['user_id', 'r-1'], ['user_id', 'r-2']);
    const devices = () => same(['anonymous_id', 'r-a'], ['anonymous_id', 'r-b']);
    assert.deepEqual([await users(), await devices()], [false, true]);

    const rules = {
        kinds: { user_id: { limit: 2 }, customer_number: { blocked: ['open'] } },
    };
    const tried = await ok('/api/identity/try', rules);
    assert.ok(tried.would_join >= 1 && tried.would_part >= 1, JSON.stringify(tried));
    assert.equal(tried.people_then - tried.people_now, tried.would_part - tried.would_join);
    assert.ok(tried.examples.length >= 2);
    assert.deepEqual([await users(), await devices()], [false, true]); // nothing happened
    const now = await ok('/api/identity/try', {});
    assert.equal(now.would_join + now.would_part, 0);
    assert.equal(now.people_now, tried.people_now);

    const draft = await s.api('PUT', '/api/definitions/identity/rules', {
        key: s.secretKey,
        body: { draft: rules },
    });
    assert.ok(draft.status < 300, draft.text);
    await ok('/api/definitions/identity/rules/publish', { note: 'sisters share a telephone' });
    await waitFor('the evidence to be judged again', async () => await users());
    await waitFor('the evidence to be judged again', async () => !(await devices()));
    assert.equal((await get('/api/people/by/customer_number/OPEN')).status, 404);
    await s.restart(); // the rules in force are found again
    assert.deepEqual([await users(), await devices()], [true, false]);

    const back = await s.api('PUT', '/api/definitions/identity/rules', {
        key: s.secretKey,
        body: { draft: {} },
    });
    assert.ok(back.status < 300, back.text);
    await ok('/api/definitions/identity/rules/publish', { note: 'as built in' });
    await waitFor('both as before', async () => !(await users()) && (await devices()));

    const bad = { kinds: { phone: { blocked_patterns: ['('] } } };
    const r = await post('/api/identity/try', bad);
    assert.equal(r.status, 422, r.text);
    assert.match(r.body.where, /kinds\/phone\/blocked_patterns\/0/);
});
