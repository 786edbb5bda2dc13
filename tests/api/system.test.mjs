// How program and store are, and a backup to take away.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { writeFile } from 'node:fs/promises';

import { STORE, startServer } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

const send = (...batch) => s.api('POST', '/v1/batch', { key: s.writeKey, body: { batch } });
const system = async () => {
    const r = await s.api('GET', '/api/system', { key: s.secretKey });
    assert.equal(r.status, 200, r.text);
    return r.body;
};

test('figures of the program and its store', async () => {
    const before_ = await system();
    await send({ type: 'identify', userId: 'sys-1', traits: { name: 'System' } });
    const o = await system();
    assert.equal(o.status, 'ready');
    assert.equal(o.store.kind, STORE === 'postgres' ? 'postgresql' : 'sqlite');
    assert.equal(o.role, STORE === 'postgres' ? 'writer' : 'alone');
    assert.ok(o.log.seq > before_.log.seq);
    assert.equal(o.log.frames, before_.log.frames + 1);
    assert.ok(o.log.bytes > before_.log.bytes);
    assert.ok(o.store.bytes > 0 && o.disk.free_bytes > 0 && o.threads > 5);
    assert.ok(o.disk.total_bytes >= o.disk.free_bytes && o.memory.resident_bytes > 1e6);
    await s.restart();
    const again = await system();
    assert.equal(again.snapshot.entries_behind, again.log.seq - again.snapshot.seq);
    assert.ok(again.snapshot.seq > 0 && Date.parse(again.snapshot.time) > 0);
    assert.equal(again.log.frames, o.log.frames);
});

test('a backup is downloaded and restored', async () => {
    await send({ type: 'identify', userId: 'sys-2', traits: { name: '佐藤' } });
    const r = await s.raw('POST', '/api/system/backup', { key: s.secretKey });
    assert.equal(r.status, 200, r.text.slice(0, 300));
    assert.equal(r.type, 'application/vnd.sqlite3');
    assert.equal(r.bytes.subarray(0, 15).toString(), 'SQLite format 3');
    const again = await s.raw('POST', '/api/system/backup', { key: s.secretKey });
    assert.equal(again.status, 200);
    const file = `${s.dir}/downloaded.backup`;
    await writeFile(file, r.bytes);
    const other = await startServer({ store: 'sqlite' });
    try {
        await other.stop();
        const { rm } = await import('node:fs/promises');
        await rm(other.data, { recursive: true });
        await other.cli('restore', file);
        other.secretKey = s.secretKey;
        await other.start();
        const p = await other.api('GET', '/api/people/by/user_id/sys-2', { key: s.secretKey });
        assert.equal(p.body.traits.name, '佐藤');
    } finally {
        await other.close();
    }
});

test('a backup asked for beside another is refused, and loses no thread', async () => {
    const size = () => Number(/^VmSize:\s+(\d+) kB$/m.exec(
        readFileSync(`/proc/${s.child.pid}/status`, 'utf8'))[1]) / 1024;
    const ask = () => s.raw('POST', '/api/system/backup', { key: s.secretKey });
    const some = async (times) => {
        let refused = 0;
        for (let i = 0; i < times; i++)
            for (const r of await Promise.all([ask(), ask(), ask()])) {
                assert.ok([200, 409].includes(r.status), r.text.slice(0, 300));
                refused += r.status === 409 ? 1 : 0;
            }
        return refused;
    };
    await some(10);
    const was = size(), refused = await some(40);
    assert.ok(refused >= 20, `${refused} were refused`);
    // A thread that nobody waits for keeps its stack, of 8 MB.
    assert.ok(size() - was < 40, `${size() - was} MB more`);
});

test('scopes', async () => {
    const made = await s.api('POST', '/api/keys', {
        key: s.secretKey,
        body: { kind: 'secret', name: 'reader', scopes: ['system:read'] },
    });
    assert.equal(made.status, 201, made.text);
    const { key } = made.body;
    assert.equal((await s.api('GET', '/api/system', { key })).status, 200);
    assert.equal((await s.api('POST', '/api/system/backup', { key })).status, 403);
    assert.equal((await s.api('GET', '/api/overview', { key })).status, 403);
});
