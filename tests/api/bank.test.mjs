// The bank's simulator (packs/bank): a seed is a world, what people do follows what is hidden, the
// clients say all that they should, and the server's persons are those of the truth, on seeds that
// nobody looked at while the simulator was written.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Renderer, sourceOf } from '../../packs/bank/clients.mjs';
import { live } from '../../packs/bank/live.mjs';
import { load } from '../../packs/bank/load.mjs';
import { faults, measure, readPersons, readTruth } from '../../packs/bank/measure.mjs';
import { PRODUCTS } from '../../packs/bank/products.mjs';
import { Api, IDENTITY_RULES, SOURCES } from '../../packs/bank/setup.mjs';
import { World } from '../../packs/bank/world.mjs';
import { listAll, startServer, waitFor } from './harness.mjs';

const END = Date.parse('2025-11-30T03:00:00Z');
const DAY_MS = 86_400_000;
const KEYS = Object.fromEntries(SOURCES.map(([short]) => [short, `wk_${short}`]));

/** A world, all that it sends as flushes. */
function whole(what) {
    const world = new World({ days: 60, endMs: END, ...what });
    const flushes = [];
    for (const day of world.run()) flushes.push(...day);
    return { world, flushes };
}

function digest({ flushes, world }) {
    const renderer = new Renderer(KEYS), h = createHash('sha256');
    for (const f of flushes) h.update(renderer.request(f, END).body);
    for (const line of world.truth()) h.update(JSON.stringify(line));
    return h.digest('hex');
}

describe('the world', () => {
    let big, views;
    before(() => {
        big = whole({ seed: 'north', people: 2500 });
        views = big.flushes.flatMap((f) => f.messages.map((m) => ({ ...m, source: f.source })))
            .filter((m) => m.name === 'Product Viewed');
    });

    test('follows from its seed', () => {
        const what = { seed: 'east', people: 60 };
        assert.equal(digest(whole(what)), digest(whole(what)));
        assert.notEqual(digest(whole(what)), digest(whole({ ...what, seed: 'west' })));
        assert.notEqual(digest(whole(what)), digest(whole({ ...what, endMs: END - DAY_MS })));
    });

    test('people look at what interests them', () => {
        const of = new Map(big.world.people.map((p) => [p, new Map()]));
        for (const m of views) {
            const mine = of.get(m.p);
            mine.set(m.data.category, (mine.get(m.data.category) ?? 0) + 1);
        }
        let follow = 0, all = 0, young = [0, 0], others = [0, 0];
        for (const [p, mine] of of) {
            const n = [...mine.values()].reduce((a, b) => a + b, 0);
            const side = p.segment === 'young_professional' ? young : others;
            side[0] += mine.get('account') ?? 0;
            side[1] += n;
            if (n < 8 || p.interests[p.top] < 0.5 || p.intent) continue;
            all++;
            if ([...mine].sort((a, b) => b[1] - a[1])[0][0] === p.top) follow++;
        }
        assert.ok(all > 100, `${all} people to judge`);
        assert.ok(follow / all > 0.8, `${follow} of ${all} look most at what interests them most`);
        assert.ok(young[0] / young[1] > 1.5 * (others[0] / others[1]), 'young professionals');
    });

    test('an intent shows', () => {
        const chance = [0, 0], held = [0, 0];
        for (const m of views) {
            const { intent } = m.p;
            if (!intent) continue;
            const day = big.world.dayAt(m.t);
            const side = day >= intent.first && day <= intent.last ? held : chance;
            side[0] += m.data.category === intent.category ? 1 : 0;
            side[1]++;
        }
        assert.ok(held[0] / held[1] > 0.6, `${held}: within the intent`);
        assert.ok(held[0] / held[1] > chance[0] / chance[1] + 0.1, `${chance}: outside`);
    });

    test('a card is chosen by its colour', () => {
        const cards = views.filter((m) => m.data.category === 'card');
        const liked = cards.filter((m) => m.data.color === m.p.colour).length;
        assert.ok(cards.length > 500 && liked / cards.length > 0.55, `${liked}/${cards.length}`);
    });

    test('all that a bank sees is there', () => {
        const { flushes, world } = big;
        const sources = new Set(flushes.map(sourceOf));
        assert.deepEqual([...sources].sort(), SOURCES.map(([short]) => short).sort());
        const count = (test) => flushes.flatMap((f) => f.messages).filter(test).length;
        for (const name of ['Product Viewed', 'Rate Simulated', 'Chat Opened', 'Lead Captured',
            'Application Started', 'Licence Photographed', 'Terms Accepted', 'SMS Confirmed',
            'Video Identification Completed', 'Application Resumed', 'Account Opened',
            'Branch Visited', 'Call Ended', 'Salary Received', 'Card Payment', 'Signed In',
            'Signed Out', 'Email Link Clicked', 'Application Installed', 'Transfer Made'])
            assert.ok(count((m) => m.name === name) > 5, name);
        const started = world.people.filter((p) => p.app);
        const done = started.filter((p) => p.app.done);
        assert.ok(done.length > 0.15 * started.length && done.length < 0.75 * started.length,
            `${done.length} of ${started.length} applications were finished`);
        assert.ok(count((m) => m.data?.phone === '0000') > 0, 'the call centre types 0000');
        assert.ok(count((m) => m.userId === 'unknown') > 0, 'the branch asks nothing');
        assert.ok(count((m) => m.campaign?.name === 'retargeting') > 0, 'ads follow');
        const seen = new Set();
        const twice = flushes.filter((f) => seen.has(f.messages) || !seen.add(f.messages));
        assert.ok(twice.length > 20, 'requests are repeated');
        const late = flushes.filter((f) => f.at - f.messages[0].t > 3_600_000);
        assert.ok(late.length > 20, 'some come late');
        assert.ok(flushes.some((f) => f.dev?.skewMs > 60_000), 'clocks are ahead');
        assert.ok(flushes.some((f) => f.dev?.skewMs < -60_000), 'clocks are behind');
        for (const f of flushes)
            for (const m of f.messages) assert.ok(m.t <= END && m.t >= END - 60 * DAY_MS);
    });

    test('the week and pay day show', () => {
        const days = new Map();
        for (const f of big.flushes)
            for (const m of f.messages) {
                if (m.name !== 'Signed In') continue;
                const day = big.world.dayAt(m.t);
                days.set(day, (days.get(day) ?? 0) + 1);
            }
        const world = new World({ seed: 'x', people: 1, days: 60, endMs: END });
        const mean = (pick) => {
            const list = [...days].filter(([d]) => {
                world.setDay(d);
                return d < 59 && pick(world);
            });
            return list.reduce((a, b) => a + b[1], 0) / list.length;
        };
        assert.ok(mean((w) => w.payday) > 1.2 * mean((w) => !w.payday && w.weekday > 0));
        assert.ok(mean((w) => w.weekday === 1) > 1.1 * mean((w) => w.weekday === 6));
    });
});

test('a measurement notices what is wrong', () => {
    const person = (id, k, more = {}) => ({
        id, identifiers: [`user_id:${id}`], shared_tablet: 'tab', parts: [
            { identifiers: [`user_id:${id}`, `anonymous_id:${id}`, 'anonymous_id:tab'],
                messages: Array.from({ length: k }, (_, i) => `${id}-${i}`) },
            { identifiers: [`anonymous_id:${id}-private`], messages: [`${id}-p`] },
        ], ...more,
    });
    const truth = { world: { seed: 't' }, people: [person('a', 60), person('b', 60)] };
    const server = (id, k) => [
        { id: `p-${id}`, identifiers: [`user_id:${id}`, `anonymous_id:${id}`, 'anonymous_id:tab'],
            messages: Array.from({ length: k }, (_, i) => `${id}-${i}`) },
        { id: `q-${id}`, identifiers: [`anonymous_id:${id}-private`], messages: [`${id}-p`] },
    ];
    const good = () => [...server('a', 60), ...server('b', 60)];
    assert.deepEqual(faults(measure(truth, good())), []);

    const fused = good();
    fused[0].identifiers.push(...fused[2].identifiers);
    fused[0].messages.push(...fused[2].messages);
    fused.splice(2, 1);
    const m = measure(truth, fused);
    assert.deepEqual([m.fused, m.tablets.fused, m.tablets.shared], [1, 1, 1]);
    assert.ok(m.right < 0.6);
    assert.equal(faults(m).length, 3);

    const window = good(); // a private window of one counted to the other: two people in one
    window[2].identifiers.push(...window[1].identifiers);
    window[2].messages.push(...window[1].messages);
    window.splice(1, 1);
    assert.equal(measure(truth, window).fused, 1);

    const torn = good(); // a person in two halves
    torn.push({ id: 'x', identifiers: [], messages: torn[0].messages.splice(0, 25) });
    assert.ok(faults(measure(truth, torn)).some((f) => /with the right person/.test(f)));

    const lost = good();
    lost[0].messages.pop();
    assert.deepEqual(faults(measure(truth, lost)), ['1 events are missing']);
    const twice = good();
    twice[1].messages.push('a-p');
    assert.deepEqual(faults(measure(truth, twice)), ['1 events stand twice']);
});

describe('the server', () => {
    const servers = [];
    after(async () => {
        for (const s of servers) await s.close();
    });

    const start = async () => {
        const s = await startServer();
        servers.push(s);
        return s;
    };
    const what = (s, more) => ({
        url: s.url, secretKey: s.secretKey, days: 60, endMs: END, people: 350,
        truthFile: path.join(s.dir, 'truth.ndjson'), ...more,
    });

    for (const seed of ['larch', 'heron']) {
        test(`finds the people of seed ${seed}`, async (t) => {
            const s = await start();
            const done = await load(what(s, { seed }));
            const errors = await listAll(s, '/api/collect/errors');
            assert.deepEqual(errors, []);
            const truth = await readTruth(path.join(s.dir, 'truth.ndjson'));
            const m = measure(truth, await readPersons(new Api(s.url, s.secretKey)));
            t.diagnostic(`${done.messages} messages, ${m.right} right, ${m.together} together`);
            assert.equal(m.events, done.messages - done.twice);
            assert.equal(m.foreign, 0);
            assert.deepEqual(faults(m), []);
        });
    }

    test('a load that is run again adds nothing', async () => {
        const s = await start();
        const small = what(s, { seed: 'wren', people: 40 });
        const first = await load(small);
        const before = await listAll(s, '/api/people');
        const second = await load(small);
        assert.equal(second.messages, first.messages);
        assert.deepEqual(second.keys, first.keys);
        assert.deepEqual(await listAll(s, '/api/people'), before);
        const rules = await s.api('GET', '/api/definitions/identity/rules', { key: s.secretKey });
        assert.deepEqual(rules.body.published, IDENTITY_RULES);
        assert.equal(rules.body.version, 1);
    });

    test('times are what people lived, whatever their clocks said', async () => {
        const s = servers.at(-1);
        const { flushes } = whole({ seed: 'wren', people: 40 });
        const when = new Map(flushes.flatMap((f) => f.messages.map((m) => [m.id, m.t])));
        assert.ok(flushes.some((f) => f.dev?.skewMs), 'a clock is wrong');
        for (const p of await listAll(s, '/api/people'))
            for (const item of await listAll(s, `/api/people/${p.id}/timeline`)) {
                const off = Math.abs(Date.parse(item.time) - when.get(item.message_id));
                assert.ok(off < 65_000, `${item.message_id}: ${off} ms`);
            }
    });

    test('visitors come while it runs, until they are told to stop', async () => {
        const s = servers.at(-1);
        const count = async () =>
            (await listAll(s, '/api/people')).reduce((n, p) => n + p.events, 0);
        const before = await count();
        const stop = new AbortController();
        const began = Date.now();
        const running = live({
            ...what(s, { seed: 'wren', people: 40 }), perMinute: 3000, log: () => {},
            signal: stop.signal,
        });
        await waitFor('events of visitors', async () => (await count()) >= before + 40);
        stop.abort();
        await running;
        const recent = [];
        for (const p of await listAll(s, '/api/people')) {
            const r = await s.api('GET', `/api/people/${p.id}/timeline?limit=1`,
                { key: s.secretKey });
            if (Date.parse(r.body.items[0].time) >= began) recent.push(r.body.items[0]);
        }
        assert.ok(recent.length >= 5, `${recent.length} people were there just now`);
        assert.deepEqual(await listAll(s, '/api/collect/errors'), []);
    });
});

test('what the server is told names no hidden thing', async () => {
    const { flushes, world } = whole({ seed: 'south', people: 80 });
    const renderer = new Renderer(KEYS);
    const text = flushes.map((f) => renderer.request(f, END).body).join('\n');
    for (const word of ['interests"', 'rate_sensitivity"', 'segment"', 'top"', 'household"'])
        assert.ok(!text.includes(`"${word}`), word);
    for (const p of world.people) assert.ok(!text.includes(`"${p.id}"`), p.id);
    assert.equal(new Set(PRODUCTS.map((x) => x.id)).size, PRODUCTS.length);
    const readme = await readFile(new URL('../../packs/bank/README.md', import.meta.url), 'utf8');
    for (const name of ['world.mjs', 'measure.mjs']) assert.ok(readme.includes(`\`${name}\``));
});
