// The store goes away in the middle of real load and comes back: PostgreSQL stopped hard, or the
// disk of an SQLite workspace full.  Meanwhile writing gets 503 with Retry-After.  So does looking
// at people, since the audit log could not tell of it, but for a look that one file's only node has
// told of already.  Afterwards writing resumes by itself, and every acknowledged event is there
// once.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { personBy, ROOT, startServer, STORE, waitFor } from '../api/harness.mjs';
import { Load, seeded } from './load.mjs';

const run = promisify(execFile);
const PG = path.join(ROOT, 'tools/pg_throwaway.sh');
const OUTAGES = 4;

/** Load, an outage, load, …: away() and back() are the store's.  gone: nothing can be written, not
 * even a little. */
async function outages(s, random, away, back, gone) {
    const load = new Load(s, random, 6);
    const known = { type: 'identify', userId: 'known', traits: { name: 'Mika' } };
    const sender = { key: s.writeKey, basic: true };
    const first = await s.api('POST', '/v1/identify', { ...sender, body: known });
    assert.equal(first.status, 200);
    try {
        for (let round = 0; round < OUTAGES; round++) {
            load.begin(round);
            const before = load.seen.acked;
            await waitFor('some load', () => load.seen.acked > before + 50, { everyMs: 1 });
            await personBy(s, 'user_id', 'known');
            await new Promise((done) => setTimeout(done, random.below(200)));
            await away(round);
            const refused = load.seen.refused;
            await waitFor('refusals', () => load.seen.refused > refused + 10, { everyMs: 2 });
            for (let i = 0; i < 20; i++) {
                if (!gone) {
                    const person = await personBy(s, 'user_id', 'known');
                    assert.equal(person.traits.name, 'Mika');
                } else if (i === 10) {
                    const body = { type: 'track', event: 'Meanwhile', userId: 'known' };
                    const r = [
                        await s.api('POST', '/v1/track', { ...sender, body }),
                        await s.raw('GET', '/api/people?q=mika', { key: s.secretKey }),
                    ];
                    for (const one of r) {
                        assert.equal(one.status, 503, one.text);
                        assert.match(one.headers.get('retry-after') ?? '', /^[1-9][0-9]*$/);
                    }
                }
            }
            await back(round);
            const then = load.seen.acked;
            await waitFor('writing to resume', () => load.seen.acked > then + 50, { everyMs: 2 });
            await load.end();
            await load.settle();
            await load.check((user) => user.endsWith(`-r${round}`));
            console.log(`# outage ${round}: ${load.seen.refused - refused} refusals`);
        }
        const events = await load.check();
        await s.cli('verify', '--json');
        await s.restart();
        assert.equal(await load.check(), events);
        for (const c of load.clients) {
            for (const { acked, sent } of c.people.values()) assert.equal(acked.size, sent.size);
        }
    } finally {
        load.stopping = true;
    }
}

if (STORE === 'postgres' || !process.env.MUSUBI_TEST_STORE) {
    test('PostgreSQL stopped hard and started again under load', async () => {
        const random = seeded();
        const dir = await mkdtemp('/tmp/musubi-pg-');
        const pg = async (action, ...more) =>
            (await run(PG, [action, dir, ...more])).stdout.trim();
        let s;
        const kept = process.env.MUSUBI_TEST_PG;
        try {
            process.env.MUSUBI_TEST_PG = await pg('start'); // the one that may be crashed
            s = await startServer({ store: 'postgres', args: ['--snapshot-every', '1'] });
            await outages(s, random, () => pg('stop', 'immediate'), () => pg('restart'), true);
        } finally {
            s?.child?.kill('SIGKILL');
            await s?.exited;
            await s?.close();
            await run(PG, ['stop', dir, 'immediate']).catch(() => {});
            await rm(dir, { recursive: true, force: true });
            if (kept === undefined) delete process.env.MUSUBI_TEST_PG;
            else process.env.MUSUBI_TEST_PG = kept;
        }
    });
}

/** Files of the server may grow no further than this; works without any rights. */
async function limitFiles(pid, bytes) {
    await run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

if (STORE === 'sqlite') {
    test('no room for the files of an SQLite workspace, and room again, under load', async () => {
        const random = seeded();
        // ignored signals are inherited: the write then fails instead of ending the program
        const dir = await mkdtemp('/tmp/musubi-full-');
        const bin = path.join(dir, 'musubi');
        const real = path.resolve(ROOT, process.env.MUSUBI_BIN ?? 'build/musubi');
        await writeFile(bin, `#!/bin/sh\ntrap '' XFSZ\nexec '${real}' "$@"\n`, { mode: 0o755 });
        let s;
        try {
            s = await startServer({ bin });
            const full = async () => {
                const { size } = await stat(path.join(s.data, 'musubi.db-wal'));
                await limitFiles(s.child.pid, size + 20_000);
            };
            await outages(s, random, full, () => limitFiles(s.child.pid, 'unlimited'), false);
        } finally {
            s?.child?.kill('SIGKILL');
            await s?.exited;
            await s?.close();
            await rm(dir, { recursive: true, force: true });
        }
    });
}
