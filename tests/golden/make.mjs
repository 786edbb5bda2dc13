// make.mjs - writes a golden workspace: node tests/golden/make.mjs NAME
//
// A fixed script of calls against build/musubi; see README.md. It refuses to touch what is there.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const bin = path.resolve(here, '../../build/musubi');
const name = process.argv[2];
if (!/^[\w.-]+$/.test(name ?? '')) throw new Error('usage: node make.mjs NAME');
const file = path.join(here, `${name}.db`);
const dump = path.join(here, `${name}.txt`);
if (existsSync(`${file}.gz`) || existsSync(dump)) throw new Error(`${name} is there already`);

const dir = mkdtempSync('/tmp/musubi-golden-');
const data = path.join(dir, 'data');
const cli = (...args) => execFileSync(bin, args, { encoding: 'utf8' });
const keys = JSON.parse(cli('init', '--data', data, '--json'));

const child = spawn(bin, ['serve', '--data', data, '--listen', '127.0.0.1:0']);
const url = await new Promise((done) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
        const m = /^listening on (\S+)$/.exec(line);
        if (m) done(m[1]);
    });
});

async function call(method, to, body, key = keys.write_key) {
    const answer = await fetch(url + to, {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: body && (typeof body === 'string' ? body : JSON.stringify(body)),
    });
    const text = await answer.text();
    assert.ok(answer.status < 300, `${method} ${to}: ${answer.status} ${text}`);
    return text && JSON.parse(text);
}
const post = (type, body) =>
    call('POST', `/v1/${type}`, body, keys.write_key);
const at = (minute) => new Date(Date.UTC(2026, 10, 1, 9, minute)).toISOString();
let id = 0;
const m = (type, minute, more) => ({ type, messageId: `g-${++id}`, timestamp: at(minute), ...more });

const secret = (method, to, body) => call(method, to, body, keys.secret_key);
const person = (kind, value) => secret('GET', `/api/people/by/${kind}/${value}`);

// Ask until it is so, at most 500 times.
async function until(what, isSo) {
    for (let tries = 0; !(await isSo()); tries++) {
        assert.ok(tries < 500, `waited in vain for ${what}`);
        await new Promise((done) => setTimeout(done, 10));
    }
}

// splits and merges, some of them taken back, with events in between
async function byHand() {
    const deed = (to, body) => secret('POST', to, body);
    const part = async (userId, identifiers, reason) =>
        deed(`/api/people/${(await person('user_id', userId)).id}/split`, { identifiers, reason });
    const merge = async (a, b, evidence) =>
        deed('/api/people/merge', {
            people: [(await person(...a)).id, (await person(...b)).id],
            evidence,
        });
    const device = (value) => [{ kind: 'anonymous_id', value }];
    await part('u-6', device('device-6'), '母の端末');
    const cut = await part('u-7', device('device-7'), 'a typing error');
    for (const v of ['kiosk-1', 'kiosk-2'])
        await post('track', m('track', 70, { anonymousId: v, event: 'Waited' }));
    const link = await merge(['user_id', 'u-8'], ['anonymous_id', 'kiosk-1'], 'showed her card');
    await merge(['user_id', 'u-9'], ['anonymous_id', 'kiosk-2'], '会員証');
    const between = { event: 'Between', userId: 'u-7', anonymousId: 'device-7' };
    await post('track', m('track', 71, between));
    await post('track', m('track', 71, { anonymousId: 'kiosk-1', event: 'Between' }));
    await deed(`/api/cuts/${cut.cut}/undo`, {});
    await deed(`/api/links/${link.link}/undo`, {});
}

// identity rules of our own, by which everything is judged again
async function otherRules() {
    const same = async () =>
        (await person('user_id', 'r-1')).id === (await person('user_id', 'r-2')).id;
    for (const userId of ['r-1', 'r-2'])
        await post('identify', m('identify', 72, { userId, traits: { phone: '+81312345678' } }));
    assert.equal(await same(), false);
    await secret('PUT', '/api/definitions/identity/rules', {
        draft: { kinds: { user_id: { limit: 2 }, customer_number: { blocked: ['K-77'] } } },
    });
    await secret('POST', '/api/definitions/identity/rules/publish', { note: 'sisters' });
    await until('the evidence judged again', same);
    await post('track', m('track', 73, { userId: 'r-2', event: 'After the rules' }));
}

// One person is erased in the middle of a log that goes on.
async function erasing() {
    const identifiers = [{ kind: 'user_id', value: 'u-9' }, { kind: 'email', value: 'x@y.example' }];
    const r = await secret('POST', '/api/erasures', { identifiers, refuse: true });
    await until('the end of the erasure', async () =>
        (await secret('GET', `/api/erasures/${r.id}`)).state === 'finished');
    await post('track', m('track', 74, { userId: 'u-9', event: 'Refused' }));
    await post('track', m('track', 75, { userId: 'u-10', event: 'After the erasure' }));
}

// Trait rules of our own: what came before them is read again.
async function traitRules() {
    const tell = (n, traits) =>
        post('identify', m('identify', n, { userId: 'traits', anonymousId: `traits-${n}`, traits }));
    await tell(80, { plan: 'free', home: { city: '大阪', zip: '530' }, seen: 'tv' });
    await tell(81, { plan: 'gold', home: { zip: '531' }, seen: '' });
    await tell(82, { plan: 'free', home: null, seen: 'web' });
    await secret('PUT', '/api/definitions/traits/rules', {
        draft: {
            traits: {
                plan: { rule: 'most_frequent' },
                home: { merge: true, keep: true },
                seen: { rule: 'first' },
                name: { rule: 'source_order', sources: ['default'] },
            },
        },
    });
    await secret('POST', '/api/definitions/traits/rules/publish', {});
    await until('the past read again', async () =>
        JSON.stringify((await person('user_id', 'traits')).traits)
            .includes('{"plan":"free","home":{"city"'));
    await tell(83, { plan: 'gold', home: { street: { no: 3 } }, seen: 'shop' });
}

// Old events are dropped and thinned, twice, with a change of trait rules and an erasure between.
async function retaining() {
    const rule = (event, action, more) => ({ event, action, max_age_days: 10, ...more });
    const rules = [
        rule('注文', 'drop'), rule('*', 'thin', { type: 'page' }),
        rule('*', 'drop', { type: 'identify' }), rule('*', 'drop', { type: 'group' }),
    ];
    const run = async () => {
        const { running } = await secret('POST', '/api/retention/run');
        await until('the end of the run', async () =>
            (await secret('GET', '/api/retention')).last?.began === running.began);
    };
    await secret('PUT', '/api/definitions/retention/rules', { draft: { rules } });
    await secret('POST', '/api/definitions/retention/rules/publish', {});
    await run();
    const traits = { plan: 'late', name: '山田' };
    await post('identify', m('identify', 90, { userId: 'u-7', traits }));
    await secret('PUT', '/api/definitions/traits/rules', {
        draft: { traits: { plan: { rule: 'first' }, home: { merge: true } } },
    });
    await secret('POST', '/api/definitions/traits/rules/publish', {});
    await until('the past read again', async () => {
        const { id: who } = await person('user_id', 'u-7');
        const { traits: all } = await secret('GET', `/api/people/${who}/traits`);
        return all.every((t) => !t.filling && (t.name !== 'plan' || t.rule === 'first'));
    });
    const gone = { identifiers: [{ kind: 'user_id', value: 'u-11' }] };
    const erasure = await secret('POST', '/api/erasures', gone);
    await until('the end of the erasure', async () =>
        (await secret('GET', `/api/erasures/${erasure.id}`)).state === 'finished');
    await run();
    await post('track', m('track', 91, { userId: 'u-7', event: 'After retention' }));
}

try {
    await until('the start', async () => (await fetch(`${url}/readyz`)).ok);
    // visitors who sign in, on devices of their own and shared ones
    for (let i = 0; i < 30; i++) {
        const anonymousId = i % 5 === 0 ? 'tablet' : `device-${i}`;
        const userId = `u-${i % 24}`;
        const email = i % 4 === 0 ? `Shared${i % 8}@Example.com` : `p${i}@example.com`;
        await post('page', m('page', i, { anonymousId, name: 'Home' }));
        await post('identify', m('identify', i + 1, {
            anonymousId,
            userId,
            traits: { email, name: `山田 ${i}`, plan: i % 3 ? 'gold' : null, n: i, tags: ['a', i] },
        }));
        await post('batch', {
            batch: [
                m('track', i + 2, { userId, event: 'Order Completed', properties: { total: i } }),
                m('track', i + 3, { anonymousId, event: '注文', properties: { 品: 'りんご' } }),
                m('screen', i + 4, { anonymousId, name: 'Cart' }),
                m('group', i + 5, { userId, groupId: `g-${i % 4}`, traits: { name: `G${i % 4}` } }),
                m('track', i + 6, { event: 'of nobody' }), // a reject
                m('dance', i + 6, { userId }), // and another
            ],
            context: { library: { name: 'golden' }, locale: 'ja-JP', device: { id: `dev-${i}` } },
        });
    }
    await post('alias', m('alias', 50, { previousId: 'visitor', userId: 'u-1' }));
    await post('alias', m('alias', 51, { previousId: 'u-2', userId: 'u-3' }));
    await post('identify', m('identify', 52, {
        userId: 'u-5',
        traits: { phone: '０９０－１２３４－５６７８', customer_number: 'K-77' },
        context: { locale: 'ja-JP', externalIds: [{ type: 'crm', id: 'x1', encoding: 'none' }] },
    }));
    await post('track', m('track', 1, { userId: 'u-6', event: 'Late' })); // long ago
    await post('track', { ...m('track', 1, { userId: 'u-6', event: 'Again' }), messageId: 'g-1' });
    // a frame of many blocks
    await post('batch', {
        batch: Array.from({ length: 400 }, (_, i) =>
            m('track', 60 + (i % 60), {
                userId: `u-${i % 24}`,
                event: `Event ${i % 20}`,
                properties: { text: `some text number ${i} `.repeat(3), n: i * 1.5 },
            }),
        ),
    });
    await call('POST', '/api/imports/events?source=default', [
        '{"type":"track","userId":"u-7","event":"Old","messageId":"i-1","timestamp":"2019-01-02"}',
        'not json',
        '{"type":"identify","userId":"u-7","messageId":"i-2","traits":{"city":"奈良"}}',
    ].join('\n'), keys.secret_key);
    await byHand();
    await otherRules();
    await traitRules();
    await erasing();
    await retaining();
} finally {
    child.kill('SIGTERM');
    await new Promise((done) => child.once('exit', done));
}
cli('backup', file, '--data', data);
cli('verify', '--data', data, '--dump', dump);
execFileSync('gzip', ['-9n', file]);
rmSync(dir, { recursive: true });
