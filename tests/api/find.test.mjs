// Search as you type: what finds whom, and that the index follows the state.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';

import { listAll, personBy, startServer, waitFor } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

async function send(...batch) {
    const r = await s.api('POST', '/v1/batch', { key: s.writeKey, body: { batch } });
    assert.equal(r.status, 200, r.text);
}
const identify = (userId, traits, more = {}) => ({ type: 'identify', userId, traits, ...more });

async function find(q, more = '') {
    const r = await s.api('GET', `/api/people?q=${encodeURIComponent(q)}${more}`, {
        key: s.secretKey,
    });
    assert.equal(r.status, 200, r.text);
    return r.body;
}
const userOf = (p) => p.identifiers.find((i) => i.kind === 'user_id')?.value;
async function users(q) {
    return (await find(q)).items.map(userOf).sort();
}
/** The index follows in the background. */
async function comes(q, want) {
    await waitFor(`${q} to find ${want}`, async () => {
        const got = await users(q);
        return JSON.stringify(got) === JSON.stringify([...want].sort());
    });
}

test('names, addresses, numbers, ids; Japanese; several words', async () => {
    await send(
        identify('u-sato', {
            name: '佐藤 美香',
            email: 'Mika.Sato@Example.com',
            phone: '+819012345678',
        }),
        identify('u-tanaka', { firstName: 'Ken', lastName: 'Tanaka', email: 'ken@acme.co.jp' }),
        identify('u-kana', { name: 'スズキ はなこ', company: '株式会社カナ商事' }),
        identify('u-obrien', { name: "Conan O'Brien-Smith", username: 'conan_99' }),
        identify('shop-1042', { name: 'Ｗｉｄｅ Ｎａｍｅ', plan: 'platinum' }),
    );
    const cases = [
        ['佐藤', ['u-sato']],
        ['美', ['u-sato']],
        ['香', ['u-sato']],
        ['佐藤美香', ['u-sato']],
        ['美香 佐', ['u-sato']],
        ['mika', ['u-sato']],
        ['SATO@exam', ['u-sato']],
        ['090-1234-5678', ['u-sato']],
        ['+81 90 1234', ['u-sato']],
        ['0901', ['u-sato']],
        ['佐藤 0901', ['u-sato']],
        ['佐藤 tanaka', []],
        ['ken tan', ['u-tanaka']],
        ['tana', ['u-tanaka']],
        ['acme.co', ['u-tanaka']],
        ['すずき', ['u-kana']],
        ['スズキ', ['u-kana']],
        ['ハナコ', ['u-kana']],
        ['商事', ['u-kana']],
        ["o'br", ['u-obrien']],
        ['smith', ['u-obrien']],
        ['conan', ['u-obrien']],
        ['wide na', ['shop-1042']],
        ['1042', ['shop-1042']],
        ['shop-10', ['shop-1042']],
        ['u-', ['u-sato', 'u-tanaka', 'u-kana', 'u-obrien']],
        ['platinum', []],
        ['nobody', []],
    ];
    await comes('u-sato', ['u-sato']);
    for (const [q, want] of cases)
        assert.deepEqual(await users(q), [...want].sort(), `q=${q}`);
    assert.deepEqual((await find('platinum', '&match=contains')).items.map(userOf), ['shop-1042']);
});

test('what was sent just before is found, in a moment', async () => {
    for (let i = 0; i < 20; i++) {
        await send(identify(`fresh-${i}`, { name: `Freshly Made${i}` }));
        await comes(`made${i}`, [`fresh-${i}`]);
    }
});

test('ids of persons and devices, typed whole', async () => {
    await send({ type: 'track', event: 'x', anonymousId: 'dev-11112222-3333' });
    const p = await personBy(s, 'anonymous_id', 'dev-11112222-3333');
    assert.deepEqual((await find('dev-11112222-3333')).items.map((x) => x.id), [p.id]);
    assert.deepEqual((await find(p.id)).items.map((x) => x.id), [p.id]);
});

test('whole words come first, then who was seen last; pages; columns', async () => {
    const batch = [];
    for (let i = 0; i < 130; i++)
        batch.push(identify(`rank-${i}`, { name: `Ranking${i} Person`, plan: 'x', n: i }));
    await send(...batch);
    await send(identify('rank-whole', { name: 'Rank Person' }));
    await send({ type: 'track', event: 'Seen', userId: 'rank-7' });
    await waitFor('all of them', async () => (await find('rank')).found === 131);
    const first = (await find('rank', '&limit=3')).items.map(userOf);
    assert.deepEqual(first.slice(0, 2), ['rank-whole', 'rank-7']);
    const all = await listAll(s, '/api/people?q=rank', 40);
    assert.equal(all.length, 131);
    assert.equal(new Set(all.map((p) => p.id)).size, 131);
    const some = await find('ranking12', '&columns=traits.n,%20identifiers.user_id');
    assert.equal(some.items.length, 11);
    for (const p of some.items) {
        assert.deepEqual(Object.keys(p.traits), ['n']);
        assert.deepEqual(p.identifiers.map((i) => i.kind), ['user_id']);
        assert.ok(p.last_seen);
    }
    const everyone = await s.api('GET', '/api/people?columns=traits.name&limit=5', {
        key: s.secretKey,
    });
    assert.deepEqual(Object.keys(everyone.body.items[0].traits), ['name']);
    const bad = await s.api('GET', '/api/people?columns=plan', { key: s.secretKey });
    assert.equal(bad.status, 400);
});

test('a changed name is found, the old one is not; a merge makes one of two', async () => {
    await send(identify('change', { name: 'Beforehand' }));
    await comes('beforehand', ['change']);
    await send(identify('change', { name: 'Afterwards' }));
    await comes('afterwards', ['change']);
    await comes('beforehand', []);
    await send(
        { type: 'identify', anonymousId: 'mm-1', traits: { name: 'Mergeling One' } },
        { type: 'identify', anonymousId: 'mm-2', traits: { name: 'Mergeling Two' } },
    );
    await waitFor('both', async () => (await find('mergeling')).found === 2);
    const [a, b] = (await find('mergeling')).items.map((p) => p.id);
    const r = await s.api('POST', '/api/people/merge', {
        key: s.secretKey,
        body: { people: [a, b], evidence: 'a test' },
    });
    assert.ok(r.status < 300, r.text);
    assert.equal((await find('mergeling')).items.length, 1);
    assert.equal((await find('mergeling one two')).items.length, 1);
});

test('the index goes on after a crash, and is made anew when it is lost or damaged', async () => {
    await send(identify('crash-1', { name: 'Crashproof' }));
    await comes('crashproof', ['crash-1']);
    await s.kill9();
    await s.start();
    await send(identify('crash-2', { name: 'Crashproof' }));
    await comes('crashproof', ['crash-1', 'crash-2']);
    await s.stop();
    const { writeFile, rm } = await import('node:fs/promises');
    for (const f of await readdir(s.data))
        if (f.startsWith('search.db')) await rm(`${s.data}/${f}`);
    await s.start();
    await comes('crashproof', ['crash-1', 'crash-2']);
    await s.stop();
    await writeFile(`${s.data}/search.db`, Buffer.alloc(65536, 7));
    await s.start();
    await comes('crashproof', ['crash-1', 'crash-2']);
    await comes('佐藤 090', ['u-sato']);
});

/** What is found may be found in memory still: wait for the file to hold it. */
async function written() {
    await waitFor('the index to be written', async () => {
        const r = await s.api('GET', '/metrics', { key: s.secretKey });
        return /^musubi_search_waiting 0$/m.test(r.text);
    });
}

/** Run SQL on the index of a stopped server; the first column of the first row. */
async function indexSql(sql) {
    const script = `import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
print((db.execute(sys.argv[2]).fetchone() or [''])[0])`;
    const r = await promisify(execFile)('python3', ['-c', script, `${s.data}/search.db`, sql]);
    return r.stdout.trim();
}

test('after the machine went down the index is made anew, unless it was settled', async () => {
    const boot = "SELECT value FROM meta WHERE key = 'boot'";
    await send(identify('power-1', { name: 'Powerproof' }));
    await comes('powerproof', ['power-1']);
    await s.stop();
    assert.equal(await indexSql(boot), '0');
    await s.start();
    await send(identify('power-2', { name: 'Powerproof' }));
    await comes('powerproof', ['power-1', 'power-2']);
    await written();
    await s.kill9();
    assert.notEqual(await indexSql(boot), '0');
    // What a loss of power may leave: a file that looks whole and is not.
    await indexSql("UPDATE meta SET value = 12345 WHERE key = 'boot'");
    await indexSql('DELETE FROM term');
    await s.start();
    await comes('powerproof', ['power-1', 'power-2']);
    await comes('佐藤 090', ['u-sato']);
});

test('what was erased is in the index no more', async () => {
    await send(
        identify('gone-1', { name: 'Erasurenamesake Twice', email: 'erasurenamesake@example.com' }),
    );
    await comes('erasurenamesake', ['gone-1']);
    await written();
    const p = await personBy(s, 'user_id', 'gone-1');
    const scan = async (value) => (await s.cli('scan', value).catch((e) => e)).stdout;
    assert.match(await scan('erasurenamesake'), /search\.db/);
    const r = await s.api('DELETE', `/api/people/${p.id}`, { key: s.secretKey });
    assert.ok(r.status < 300, r.text);
    assert.deepEqual(await users('erasurenamesake'), []);
    await waitFor('the erasure', async () => {
        const list = await s.api('GET', '/api/erasures', { key: s.secretKey });
        return list.body.items.every((x) => x.state === 'finished');
    });
    assert.doesNotMatch(await scan('erasurenamesake'), /search\.db/);
});
