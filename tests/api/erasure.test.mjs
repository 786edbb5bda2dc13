// Erasure: the scanner finds the value wherever it is stored, and nowhere afterwards; receipts;
// a crash in the middle; a backup of before that is restored after; refusing what comes later.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { BIN, Server, STORE, startServer, waitFor } from './harness.mjs';

const run = promisify(execFile);
const EMAIL = 'mika.sato@victim.example';
const UUID = 'c0ffee00-1234-4abc-8def-001122334455';
const VALUES = [EMAIL, UUID, '佐藤 美香', 'mika-1042', '+819012345678'];
let s, dir, made = 0;

before(async () => {
    s = await startServer();
    dir = await mkdtemp(path.join(tmpdir(), 'musubi-erasure-'));
    if (STORE === 'postgres')
        await run('psql', [s.database.url, '-qXc', 'CREATE EXTENSION IF NOT EXISTS pageinspect']);
});
after(async () => {
    await s?.close();
    if (dir) await rm(dir, { recursive: true, force: true });
});

async function send(server, ...batch) {
    const items = batch.map((m) => ({ messageId: `erase-${++made}`, ...m }));
    const body = { batch: items };
    const r = await server.api('POST', '/v1/batch', { key: server.writeKey, body });
    assert.equal(r.status, 200, r.text);
}
const call = (server, method, where, body) =>
    server.api(method, where, { key: server.secretKey, body });

/** What `musubi scan` says of a value: its exit code and the places. */
async function scan(value, place) {
    try {
        const options = { timeout: 120_000, maxBuffer: 1 << 26 };
        const r = await run(BIN, ['scan', value, ...place], options);
        return { code: 0, places: r.stdout };
    } catch (e) {
        assert.equal(e.code, 1, e.stderr);
        assert.match(e.stderr, /^found/m, e.stderr);
        return { code: 1, places: e.stdout };
    }
}
async function nowhere(place) {
    for (const value of VALUES) {
        const r = await scan(value, place);
        assert.equal(r.code, 0, `${value}: ${r.places}`);
    }
}
async function finished(server, id) {
    return waitFor('the end of the erasure', async () => {
        const r = await call(server, 'GET', `/api/erasures/${id}`);
        return r.status === 200 && r.body.state === 'finished' && r.body;
    }, { timeoutMs: 60_000 });
}

/** A person with a history of many frames, among others. */
async function live(server) {
    for (let round = 0; round < 12; round++) {
        const others = Array.from({ length: 40 }, (_, i) => ({
            type: 'track', event: 'Seen', userId: `other-${i}`, properties: { round, i },
        }));
        await send(server, ...others,
            { type: 'track', event: 'Bought', userId: 'mika-1042', anonymousId: UUID,
                properties: { to: EMAIL, note: '佐藤 美香 様', round } },
            ...others);
    }
    await send(server,
        { type: 'identify', userId: 'mika-1042', anonymousId: UUID,
            traits: { email: EMAIL, name: '佐藤 美香', phone: '+81 90-1234-5678', plan: 'gold' } },
        { type: 'group', userId: 'mika-1042', groupId: `home of ${EMAIL}`, traits: { n: 1 } },
        { type: 'group', userId: 'other-1', groupId: 'acme', traits: { n: 2 } },
        { type: 'group', userId: 'mika-1042', groupId: 'acme', traits: { owner: EMAIL } },
        { type: 'dance', userId: 'mika-1042', traits: { email: EMAIL } },
        { type: 'dance', userId: 'other-3' });
    const traits = { name: 'M. S.', email: EMAIL };
    await send(server, { type: 'identify', userId: 'mika-1042', traits });
}

const personOf = async (server, value) =>
    call(server, 'GET', `/api/people/by/user_id/${encodeURIComponent(value)}`);

test('what is erased is found before, everywhere, and nowhere afterwards', async () => {
    await live(s);
    await s.cli('backup', path.join(dir, 'before.db'));
    await s.stop(); // writes a snapshot
    await s.start();
    const properties = { to: EMAIL };
    await send(s, { type: 'track', event: 'Again', userId: 'mika-1042', properties });

    const seen = await scan(EMAIL, s.place);
    assert.equal(seen.code, 1);
    assert.match(seen.places, /log frame \d+, entry \d+ of kind 4/, 'an identifier');
    assert.match(seen.places, /of kind 5/, 'an event');
    assert.match(seen.places, /of kind 6/, 'a reject');
    assert.match(seen.places, /\.state/, 'the snapshot');
    if (STORE === 'sqlite') {
        assert.match(seen.places, /musubi\.db, page \d+.*compressed/, 'compressed, in a page');
        assert.match(seen.places, /-wal/, 'the write-ahead log');
    } else {
        assert.match(seen.places, /live or dead.*compressed/);
    }
    for (const value of VALUES) assert.equal((await scan(value, s.place)).code, 1, value);
    const packed = await scan(UUID, s.place);
    assert.match(packed.places, /\.state/, 'packed to 16 bytes');

    const p = (await personOf(s, 'mika-1042')).body;
    const other = (await personOf(s, 'other-1')).body;
    const r = await call(s, 'DELETE', `/api/people/${p.id}`);
    assert.equal(r.status, 202, r.text);
    assert.equal((await personOf(s, 'mika-1042')).status, 404);
    assert.equal((await call(s, 'GET', `/api/people/${p.id}`)).status, 404);
    assert.equal((await call(s, 'GET', `/api/people/${p.id}/timeline`)).status, 404);
    const receipt = await finished(s, r.body.id);
    assert.equal(receipt.removed.people, 1);
    assert.equal(receipt.removed.events, p.events);
    assert.equal(receipt.removed.rejects, 1);
    assert.ok(receipt.removed.frames >= 12, JSON.stringify(receipt));
    assert.ok(receipt.removed.identifiers >= 4, JSON.stringify(receipt));
    await nowhere(s.place);

    for (const g of other.groups) delete g.traits.owner; // that was said by the one who is gone
    assert.deepEqual((await personOf(s, 'other-1')).body, other);
    const rejects = await call(s, 'GET', '/api/collect/errors');
    if (rejects.status === 200) assert.ok(!rejects.text.includes(EMAIL));
    const list = await call(s, 'GET', '/api/erasures');
    assert.equal(list.body.items[0].id, r.body.id);
    await s.stop();
    await s.cli('verify');
    await nowhere(s.place);
    await s.start();
    await send(s, { type: 'identify', userId: 'mika-1042', traits: { plan: 'new' } });
    const anew = (await personOf(s, 'mika-1042')).body;
    assert.notEqual(anew.id, p.id);
    assert.equal(anew.events, 1);
});

test('a backup of before, restored after: erased again before anybody can look', async () => {
    const file = path.join(dir, 'before.db');
    assert.equal((await scan(EMAIL, ['--data', dir])).code, 1, 'the backup is out of our reach');
    const back = new Server({ store: 'sqlite' });
    back.dir = path.join(dir, 'again');
    back.data = path.join(back.dir, 'data');
    back.log = path.join(dir, 'again.log');
    back.place = ['--data', back.data];
    back.writeKey = s.writeKey;
    back.secretKey = s.secretKey;
    await mkdir(back.data, { recursive: true });
    await run(BIN, ['restore', file, ...back.place]);
    await copyFile(path.join(s.data, 'erasures'), path.join(back.data, 'erasures'));
    assert.equal((await scan(EMAIL, back.place)).code, 1);
    await back.start();
    try {
        assert.equal((await personOf(back, 'mika-1042')).status, 404);
        assert.equal((await personOf(back, 'other-1')).status, 200);
        const list = await call(back, 'GET', '/api/erasures');
        await finished(back, list.body.items[0].id);
        await nowhere(back.place);
        await back.stop();
        await back.cli('verify');
    } finally {
        back.child?.kill('SIGKILL');
    }
});

// Another program that deletes rows without wiping them leaves frames in free pages.
test('the scanner sees into the free pages of an SQLite file', async () => {
    const folder = path.join(dir, 'free');
    const file = path.join(folder, 'musubi.db');
    await mkdir(folder);
    await copyFile(path.join(dir, 'before.db'), file);
    const script = [
        'import sqlite3, sys',
        'db = sqlite3.connect(sys.argv[1], isolation_level=None)',
        'db.execute("PRAGMA secure_delete=OFF")',
        'db.execute("DELETE FROM log")',
        'print(db.execute("PRAGMA freelist_count").fetchone()[0])',
        'db.execute("PRAGMA wal_checkpoint(TRUNCATE)")',
    ].join('\n');
    const r = await run('python3', ['-c', script, file]);
    assert.ok(Number(r.stdout) > 1, r.stdout);
    const left = await scan(EMAIL, ['--data', folder]);
    assert.equal(left.code, 1);
    assert.doesNotMatch(left.places, /log frame/);
    assert.match(left.places, /page \d+, compressed/);
});

test('killed in the middle: dead rows and old pages show it, the next start ends it', async () => {
    await s.stop();
    await s.start({ env: { MUSUBI_FAULT: 'core.scrubx*' } });
    await live(s);
    const p = (await personOf(s, 'mika-1042')).body;
    const r = await call(s, 'DELETE', `/api/people/${p.id}`);
    assert.equal(r.status, 202, r.text);
    await waitFor('the frames', async () => {
        const e = await call(s, 'GET', `/api/erasures/${r.body.id}`);
        return e.body.removed.events === p.events;
    });
    const left = await scan(EMAIL, s.place);
    assert.equal(left.code, 1, 'rewritten, but what was before is still in the store');
    assert.doesNotMatch(left.places, /log frame/);
    assert.match(left.places, STORE === 'sqlite' ? /-wal/ : /live or dead/);
    await s.kill9();
    await s.start({ env: { MUSUBI_FAULT: 'erase.frame@3x1' } });
    await finished(s, r.body.id);
    await nowhere(s.place);

    await live(s);
    await s.stop();
    await s.start({ env: { MUSUBI_FAULT: 'erase.frame@5x*' } }); // stands still at the sixth frame
    const q = (await personOf(s, 'mika-1042')).body;
    const e = await call(s, 'DELETE', `/api/people/${q.id}`);
    await waitFor('some frames', async () => {
        const now = await call(s, 'GET', `/api/erasures/${e.body.id}`);
        return now.body.removed.frames >= 5;
    });
    await s.kill9();
    await s.start();
    assert.equal((await personOf(s, 'mika-1042')).status, 404);
    const receipt = await finished(s, e.body.id);
    assert.equal(receipt.removed.events, q.events);
    await nowhere(s.place);
    await s.stop();
    await s.cli('verify');
    await s.start();
});

test('by identifiers, refused from then on; what another carries stays with that one', async () => {
    await send(s,
        { type: 'identify', userId: 'anna',
            traits: { email: 'anna@x.example', phone: '+81311112222' } },
        { type: 'identify', userId: 'ben', traits: { phone: '+81311112222' } });
    const identifiers = [
        { kind: 'user_id', value: 'anna' },
        { kind: 'email', value: 'nobody@x.example' },
    ];
    const body = { identifiers, refuse: true };
    const r = await call(s, 'POST', '/api/erasures', body);
    assert.equal(r.status, 202, r.text);
    const receipt = await finished(s, r.body.id);
    assert.equal(receipt.removed.people, 1);
    assert.equal(receipt.named, 2);
    assert.equal(receipt.refuse, true);
    assert.equal((await scan('anna@x.example', s.place)).code, 0);
    const ben = (await personOf(s, 'ben')).body;
    assert.ok(ben.identifiers.some((i) => i.kind === 'phone' && i.value === '+81311112222'));
    await send(s, { type: 'track', event: 'Back', userId: 'anna' },
        { type: 'identify', userId: 'carl', traits: { email: 'Nobody@x.example' } },
        { type: 'track', event: 'Here', userId: 'ben' });
    assert.equal((await personOf(s, 'anna')).status, 404);
    assert.equal((await personOf(s, 'carl')).status, 404);
    assert.equal((await personOf(s, 'ben')).body.events, ben.events + 1);
    assert.equal((await scan('nobody@x.example', s.place)).code, 0);
    const errors = await call(s, 'GET', '/api/collect/errors?reason=erased');
    assert.equal(errors.body.items.length, 2);
    assert.equal(errors.body.items[0].raw, '');
});

const publish = async (traits) => {
    const place = '/api/definitions/traits/rules';
    const put = await call(s, 'PUT', place, { draft: { traits } });
    assert.ok(put.status < 300, put.text);
    const r = await call(s, 'POST', `${place}/publish`, {});
    assert.ok(r.status < 300, r.text);
};

// New rules read the past again: what it said is told once more, in entries of its own.
test('values that trait rules read again from older events go, too', async () => {
    const secret = 'cellar-of-pumpernickel';
    const tell = (userId, value) =>
        send(s, { type: 'identify', userId, traits: { hideout: value, habit: value } });
    for (const value of [secret, secret, 'attic']) await tell('rosa', value);
    for (const value of ['barn', 'loft', 'loft', 'shed']) await tell('otto', value);
    await publish({ hideout: { rule: 'first' }, habit: { rule: 'most_frequent' } });
    const rosa = (await personOf(s, 'rosa')).body;
    const kept = async (userId) => {
        const r = await personOf(s, userId);
        return [r.body.traits?.hideout, r.body.traits?.habit];
    };
    await waitFor('the past read again', async () => {
        const r = await call(s, 'GET', `/api/people/${rosa.id}/traits`);
        return r.body.traits.every((t) => !t.filling) && (await kept('rosa'))[0] === secret;
    });
    assert.deepEqual(await kept('rosa'), [secret, secret]);
    const seen = await scan(secret, s.place);
    assert.equal(seen.code, 1);
    assert.match(seen.places, /log frame \d+, entry \d+ of kind 16/, 'told again');

    const r = await call(s, 'DELETE', `/api/people/${rosa.id}`);
    assert.equal(r.status, 202, r.text);
    await finished(s, r.body.id);
    const left = await scan(secret, s.place);
    assert.equal(left.code, 0, left.places);
    assert.deepEqual(await kept('otto'), ['barn', 'loft']);

    // rules that change just as somebody is erased: the filling passes over the one who is gone
    await tell('rosa', secret);
    await tell('rosa', 'attic');
    const anew = (await personOf(s, 'rosa')).body;
    const [, gone] = await Promise.all([
        publish({ hideout: { rule: 'most_frequent' }, habit: { rule: 'first' } }),
        call(s, 'DELETE', `/api/people/${anew.id}`),
    ]);
    assert.equal(gone.status, 202, gone.text);
    await finished(s, gone.body.id);
    await waitFor('the past read again', async () => (await kept('otto'))[0] === 'loft');
    assert.deepEqual(await kept('otto'), ['loft', 'barn']);
    const again = await scan(secret, s.place);
    assert.equal(again.code, 0, again.places);
    const otto = (await personOf(s, 'otto')).body;
    await s.stop();
    await s.cli('verify'); // kept and rebuilt are one
    await s.start();
    assert.deepEqual((await personOf(s, 'otto')).body, otto);
});

test('faulty requests change nothing', async () => {
    const id = '018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11';
    assert.equal((await call(s, 'DELETE', `/api/people/${id}`)).status, 404);
    assert.equal((await call(s, 'DELETE', '/api/people/nonsense')).status, 404);
    assert.equal((await call(s, 'GET', `/api/erasures/${id}`)).status, 404);
    const n = (await call(s, 'GET', '/api/erasures')).body.items.length;
    const shoe = { kind: 'shoe', value: 'x' };
    for (const identifiers of [[], [shoe], [{ kind: 'email', value: '' }]]) {
        const r = await call(s, 'POST', '/api/erasures', { identifiers });
        assert.equal(r.status, 422, r.text);
    }
    assert.equal((await call(s, 'GET', '/api/erasures')).body.items.length, n);
});
