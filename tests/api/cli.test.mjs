// The command line: person, verify, backup beside a running server, restore, copy to the other
// store and back, rebuild, and what it says when it is used wrongly.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { BIN, startServer } from './harness.mjs';

const run = promisify(execFile);
let s, dir;
const musubi = (...args) => run(BIN, args, { timeout: 60_000 });
const digest = async (...place) => JSON.parse((await musubi('verify', ...place, '--json')).stdout);

before(async () => {
    s = await startServer();
    dir = await mkdtemp(path.join(tmpdir(), 'musubi-cli-'));
    const batch = [];
    for (let i = 0; i < 500; i++)
        batch.push({
            type: i % 5 ? 'track' : 'identify',
            event: 'Bought',
            messageId: `cli-${i}`,
            userId: `u${i % 50}`,
            anonymousId: `a${i % 70}`,
            traits: { n: i, name: 'ねこ' },
        });
    const r = await s.api('POST', '/v1/batch', { key: s.writeKey, body: { batch } });
    assert.equal(r.status, 200, r.text);
});
after(async () => {
    await s?.close();
    if (dir) await rm(dir, { recursive: true, force: true });
});

test('person, beside the running server', async () => {
    const p = JSON.parse((await s.cli('person', 'user_id', 'u5')).stdout);
    assert.equal(p.traits.name, 'ねこ');
    await assert.rejects(s.cli('person', 'user_id', 'nobody'), (e) => {
        assert.equal(e.code, 1);
        assert.match(e.stderr, /nobody has user_id "nobody"/);
        return true;
    });
    await assert.rejects(s.cli('person', 'shoe', '44'), (e) => {
        assert.match(e.stderr, /no identifier kind "shoe"/);
        assert.equal(e.code, 2);
        return true;
    });
});

test('backup while running, restore, copy there and back, rebuild: the same state', async () => {
    const live = await digest(...s.place);
    const file = path.join(dir, 'backup.db');
    await s.cli('backup', file);
    await assert.rejects(s.cli('backup', file), /exists/);
    const again = path.join(dir, 'again');
    await musubi('restore', file, '--data', again);
    assert.deepEqual(await digest('--data', again), live);
    await assert.rejects(musubi('restore', file, '--data', again), (e) => e.code === 1);
    const back = path.join(dir, 'back');
    await musubi('copy', ...s.place, '--to', back);
    assert.deepEqual(await digest('--data', back), live);
    await musubi('rebuild', '--data', back);
    assert.deepEqual(await digest('--data', back), live);
    if (process.env.MUSUBI_TEST_STORE === 'postgres') {
        const t = await startServer(); // a second database, and its folder
        await t.stop();
        await assert.rejects(
            musubi('copy', '--data', back, '--to', t.database.url),
            /not empty|has data|empty/,
        );
        await t.close();
    }
});

test('eval tries an expression on values, and says where a wrong one is wrong', async () => {
    const value = async (...args) => JSON.parse((await musubi('eval', ...args)).stdout);
    const person = '{"age": 20, "plan": "gold"}';
    assert.equal(await value('age >= 18 && plan in ["gold", "free"]', person), true);
    assert.deepEqual(await value('orders.filter(o, o.total > 5000).map(o, o.id)',
        '{"orders": [{"id": "a", "total": 4800}, {"id": "b", "total": 5200.5}]}'), ['b']);
    assert.deepEqual(await value('name+" さん"', '{"name": "佐藤", "name": "美香"}', '--json'),
        { expression: 'name + " さん"', type: 'string', value: '美香 さん' });
    assert.deepEqual(
        await value('[1u, 1.5, b"hi", timestamp(0), duration("90m"), 0.0 / 0.0, type(1)]'),
        [1, 1.5, 'aGk=', '1970-01-01T00:00:00Z', '5400s', 'NaN', 'int']);
    const fails = async (wanted, ...args) => {
        const e = await musubi('eval', ...args).then(() => null, (x) => x);
        assert.ok(e && e.stderr.includes(wanted), `${args.join(' ')}: ${e?.stderr}`);
    };
    await fails('line 1, column 1: nothing is called "agee" here (did you mean "age"?)', 'agee > 1',
        '{"age": 1}');
    await fails('line 1, column 1: division by zero', '1 / n', '{"n": 0}');
    await fails('the values are no JSON object', '1', '[1]');
    await fails('the result needs too much memory',
        'lists.range(99999).all(a, lists.range(99999).all(b, true))');
});

test('the folder belongs to one server', async () => {
    await assert.rejects(musubi('rebuild', ...s.place), (e) => {
        assert.match(e.stderr, /in use by another musubi/);
        return e.code === 1;
    });
});

test('wrong usage says what is right', async () => {
    const cases = [
        [['fly'], /no command "fly"/],
        [['serve'], /--data DIR/],
        [['serve', '--daat', 'x'], /unknown option --daat/],
        [['person', 'email', '--data', 'x'], /person wants a kind and a value/],
        [['backup', '--data', 'x'], /backup wants a file/],
        [['serve', '--data', 'x', '--memory-max', '3q'], /unknown unit/],
    ];
    for (const [args, want] of cases)
        await assert.rejects(musubi(...args), (e) => {
            assert.match(e.stderr, want);
            assert.equal(e.code, 2, args.join(' '));
            return true;
        });
    const nothing = path.join(dir, 'nothing');
    await assert.rejects(musubi('verify', '--data', nothing), (e) => e.code === 1);
    assert.match((await musubi('version')).stdout, /^musubi \d+\.\d+\.\d+\n$/);
    assert.match((await musubi('help')).stdout, /serve[\s\S]*--listen/);
});
