// Persons over HTTP: found by identifier, id, alias and text; what they show; their timelines.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listAll, startServer } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

let made = 0;
async function send(...batch) {
    const items = batch.map((m) => ({ messageId: `people-${++made}`, ...m }));
    const r = await s.api('POST', '/v1/batch', { key: s.writeKey, body: { batch: items } });
    assert.equal(r.status, 200, r.text);
}
const get = (path) => s.api('GET', path, { key: s.secretKey });
async function person(kind, value) {
    const r = await get(`/api/people/by/${kind}/${encodeURIComponent(value)}`);
    assert.equal(r.status, 200, r.text);
    return r.body;
}
const at = (s0) => new Date(Date.UTC(2026, 8, 1, 9, 0, s0)).toISOString();

test('an anonymous visit becomes a known person', async () => {
    await send({ type: 'page', anonymousId: 'visit-1', name: 'Home', timestamp: at(0) });
    const before = await person('anonymous_id', 'visit-1');
    await send({
        type: 'identify',
        anonymousId: 'visit-1',
        userId: 'mika',
        timestamp: at(10),
        traits: { email: ' Mika.Sato@Example.com ', name: '佐藤 美香', plan: null },
    });
    const p = await person('email', 'MIKA.SATO@example.com');
    assert.equal(p.id, before.id);
    assert.equal(p.events, 2);
    assert.equal(p.first_seen, at(0).replace('.000Z', '.000Z'));
    assert.deepEqual(p.traits, { email: ' Mika.Sato@Example.com ', name: '佐藤 美香' });
    assert.equal(p.provenance.name.time, at(10));
    assert.deepEqual(
        p.identifiers.map((i) => [i.kind, i.value]),
        [
            ['user_id', 'mika'],
            ['email', 'mika.sato@example.com'],
            ['anonymous_id', 'visit-1'],
        ],
    );
    assert.equal(p.aliases.length, 1);
    const alias = await get(`/api/people/${p.aliases[0]}`);
    assert.equal(alias.body.id, p.id);
    const why = await get(`/api/people/${p.id}/identities`);
    assert.equal(why.status, 200, why.text);
    assert.deepEqual(
        why.body.links.map((l) => [l.because, l.kind, l.value]),
        [['first_sign_in', 'anonymous_id', 'visit-1']],
    );
    assert.equal(why.body.atoms.length, 2);
});

test('two people on one tablet stay two', async () => {
    await send(
        { type: 'identify', anonymousId: 'tablet', userId: 'dad', timestamp: at(0) },
        { type: 'track', event: 'Read', anonymousId: 'tablet', timestamp: at(5) },
        { type: 'identify', anonymousId: 'tablet', userId: 'kid', timestamp: at(10) },
        { type: 'track', event: 'Play', anonymousId: 'tablet', timestamp: at(15) },
        { type: 'track', event: 'Late Read', anonymousId: 'tablet', timestamp: at(7) },
    );
    const names = async (user) => {
        const p = await person('user_id', user);
        return (await listAll(s, `/api/people/${p.id}/timeline`)).map((e) => e.name);
    };
    assert.deepEqual(await names('dad'), ['Late Read', 'Read', 'identify']);
    assert.deepEqual(await names('kid'), ['Play', 'identify']);
});

test('a shared customer number ties two devices, and the latest trait stands', async () => {
    const traits = (city) => ({ customer_number: 'C-77', city });
    await send(
        { type: 'identify', anonymousId: 'x-1', timestamp: at(20), traits: traits('Oslo') },
        { type: 'identify', anonymousId: 'x-2', timestamp: at(10), traits: traits('Bern') },
    );
    const p = await person('anonymous_id', 'x-1');
    assert.equal((await person('anonymous_id', 'x-2')).id, p.id);
    assert.equal(p.traits.city, 'Oslo');
    const why = (await get(`/api/people/${p.id}/identities`)).body;
    assert.deepEqual(
        why.links.map((l) => [l.because, l.kind, l.value]),
        [['shared_identifier', 'customer_number', 'C-77']],
    );
});

test('a timeline comes newest first, in pages, by name', async () => {
    const batch = [];
    for (let i = 0; i < 130; i++)
        batch.push({
            type: 'track',
            event: i % 2 ? 'Odd' : 'Even',
            userId: 'pages',
            timestamp: at((i * 7) % 130),
        });
    await send(...batch);
    const p = await person('user_id', 'pages');
    const all = await listAll(s, `/api/people/${p.id}/timeline`, 50);
    assert.equal(all.length, 130);
    const times = all.map((e) => e.time);
    assert.deepEqual(times, [...times].sort().reverse());
    assert.equal(new Set(all.map((e) => e.message_id)).size, 130);
    const odd = await listAll(s, `/api/people/${p.id}/timeline?name=Odd`, 20);
    assert.equal(odd.length, 65);
    assert.ok(odd.every((e) => e.name === 'Odd' && e.message.event === 'Odd'));
    assert.equal((await get(`/api/people/${p.id}/timeline?name=Never`)).body.items.length, 0);
});

test('people are found by part of an identifier or a text trait', async () => {
    const batch = [];
    for (let i = 0; i < 120; i++)
        batch.push({ type: 'identify', userId: `find-${i}`, traits: { team: 'Ｓｅａｒｃｈ Party' } });
    await send(...batch);
    const found = await listAll(s, '/api/people?match=contains&q=search%20PARTY', 50);
    assert.equal(found.length, 120);
    assert.equal(new Set(found.map((p) => p.id)).size, 120);
    assert.equal(found[0].identifiers[0].value, 'find-119');
    const one = await listAll(s, '/api/people?q=find-77');
    assert.equal(one.length, 1);
    const jp = await listAll(s, `/api/people?q=${encodeURIComponent('美香')}`);
    assert.deepEqual(jp.map((p) => p.traits.name), ['佐藤 美香']);
    assert.equal((await listAll(s, '/api/people?q=nobody-like-this')).length, 0);
    const everyone = await listAll(s, '/api/people', 100);
    assert.ok(everyone.length >= 124);
});

test('groups', async () => {
    await send(
        {
            type: 'group',
            userId: 'member',
            groupId: 'acme',
            traits: { name: 'Acme', size: 3 },
            timestamp: at(1),
        },
        {
            type: 'group',
            userId: 'other',
            groupId: 'acme',
            traits: { size: 4 },
            timestamp: at(2),
        },
    );
    const p = await person('user_id', 'member');
    assert.deepEqual(p.groups, [{ id: 'acme', traits: { name: 'Acme', size: 4 } }]);
    assert.deepEqual(p.traits, {});
});

test('alias ties what was anonymous to the user', async () => {
    await send(
        { type: 'track', event: 'Looked', anonymousId: 'before-alias' },
        { type: 'alias', previousId: 'before-alias', userId: 'after-alias' },
    );
    const p = await person('user_id', 'after-alias');
    assert.equal((await person('anonymous_id', 'before-alias')).id, p.id);
});

test('what is not there, and what is not asked well', async () => {
    const cases = [
        ['/api/people/by/user_id/never-seen', 404],
        ['/api/people/by/shoe_size/44', 404],
        ['/api/people/by/email/not-an-address', 400],
        ['/api/people/by/user_id/null', 404],
        ['/api/people/018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11', 404],
        ['/api/people/not-an-id', 404],
        ['/api/people/not-an-id/timeline', 404],
        ['/api/people?limit=0', 400],
        ['/api/people?limit=201', 400],
        ['/api/people?cursor=forged', 400],
    ];
    for (const [path, status] of cases) {
        const r = await get(path);
        assert.equal(r.status, status, `${path}: ${r.text}`);
        assert.ok(r.body.title, path);
    }
    const r = await s.api('GET', '/api/people', { key: s.writeKey });
    assert.equal(r.status, 403); // a write key sends, it does not read
});
