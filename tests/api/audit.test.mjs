// The audit log: every change and every look leaves a row that tells who, what, before and after,
// from where; looks repeated are one row; erasure takes details away and the chain still holds;
// `musubi verify` finds what was done to the table behind the log's back.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { BIN, listAll, personBy, startServer, STORE, waitFor } from './harness.mjs';

const run = promisify(execFile);
let s, made = 0;

before(async () => {
    s = await startServer();
});
after(() => s?.close());

const call = (method, where, body, key = s.secretKey, headers = {}) =>
    s.api(method, where, { key, body, headers });

async function send(...batch) {
    const items = batch.map((m) => ({ messageId: `audit-${++made}`, ...m }));
    const r = await s.api('POST', '/v1/batch', { key: s.writeKey, body: { batch: items } });
    assert.equal(r.status, 200, r.text);
}

/** All rows, oldest first. */
async function rows(query = '') {
    return (await listAll(s, `/api/audit${query}`)).reverse();
}

/** The rows that come of fn(): none of them are of reading the audit log. */
async function rowsOf(fn) {
    const last = (await rows()).at(-1)?.id ?? 0;
    const got = await fn();
    const more = (await rows()).filter((r) => r.id > last && r.operation !== 'listAudit');
    return { got, rows: more };
}

async function ok(p, status = 200) {
    const r = await p;
    assert.equal(r.status, status, r.text);
    return r.body;
}

async function key(name, scopes) {
    return ok(call('POST', '/api/keys', { kind: 'secret', name, scopes }), 201);
}

async function personOf(email) {
    const id = `u-${email.split('@')[0]}`;
    await send({ type: 'identify', userId: id, traits: { email, name: `N ${email}` } });
    return ok(call('GET', `/api/people/by/email/${encodeURIComponent(email)}`));
}

// ---- changes ----

test('keys: made, revoked, replaced, with what was there before, and no secret', async () => {
    const { got, rows: r } = await rowsOf(async () => {
        const a = await key('Robot', ['people:read']);
        const b = await ok(call('POST', `/api/keys/${a.id}/rotate`, {}), 201);
        await ok(call('POST', `/api/keys/${b.id}/revoke`));
        return { a, b };
    });
    assert.deepEqual(
        r.map((x) => [x.operation, x.kind, x.subject.key]),
        [
            ['createKey', 'change', `key:${got.a.id}`],
            ['rotateKey', 'change', `key:${got.a.id}`],
            ['rotateKey', 'change', `key:${got.b.id}`],
            ['revokeKey', 'change', `key:${got.b.id}`],
        ],
    );
    assert.equal(r[0].detail.before, undefined);
    assert.deepEqual(r[0].detail.after.scopes, ['people:read']);
    assert.equal(r[3].detail.before.revoked, null);
    assert.notEqual(r[3].detail.after.revoked, null);
    assert.ok(!JSON.stringify(r).includes(got.a.key), 'a secret stands in the audit log');
    assert.ok(!JSON.stringify(r).includes(got.b.key));
    const keys = await listAll(s, '/api/keys');
    const owner = keys.find((k) => k.name === 'Owner');
    for (const x of r) {
        assert.deepEqual(x.principal, { kind: 'key', id: String(owner.id), name: 'Owner' });
        assert.equal(x.address, '127.0.0.1');
        assert.equal(x.cleared, false);
    }
});

test('the row carries the id of the request', async () => {
    const last = (await rows()).at(-1).id;
    const r = await call('POST', '/api/sources', { name: 'Told' });
    assert.equal(r.status, 201);
    const more = (await rows()).filter((x) => x.id > last && x.operation === 'createSource');
    assert.deepEqual(more.map((x) => x.request_id), [r.headers.get('x-request-id'),
        r.headers.get('x-request-id')]);
    assert.equal(more[0].subject.key, `definition:source/${r.body.key}`);
    assert.equal(more[0].detail.after.name, 'Told');
});

test('definitions: drafts, versions, roll backs, with both bodies', async () => {
    const where = '/api/definitions/source/web';
    const body = (name) => ({ name, type: 'browser', enabled: true,
        settings: { delivery: 'standard' } });
    const { rows: r } = await rowsOf(async () => {
        await ok(call('PUT', where, { draft: body('One') }));
        await ok(call('POST', `${where}/publish`, { note: 'first' }));
        await ok(call('PUT', where, { draft: body('Two') }));
        await ok(call('POST', `${where}/publish`, {}));
        await ok(call('POST', `${where}/rollback`, { version: 1 }));
        await ok(call('PUT', where, { draft: body('Three') }));
        await ok(call('DELETE', where), 204);
        assert.equal((await call('POST', `${where}/publish`, {})).status, 409);
    });
    const told = r.map((x) => [x.operation, x.detail.before, x.detail.after]);
    assert.deepEqual(told, [
        ['putDefinition', { draft: null }, { draft: body('One') }],
        ['publishDefinition', { version: 0, published: null },
            { version: 1, published: body('One'), note: 'first' }],
        ['putDefinition', { draft: null }, { draft: body('Two') }],
        ['publishDefinition', { version: 1, published: body('One') },
            { version: 2, published: body('Two') }],
        ['rollbackDefinition', { version: 2, published: body('Two') },
            { version: 3, published: body('One') }],
        ['putDefinition', { draft: null }, { draft: body('Three') }],
        ['discardDraft', { draft: body('Three') }, { draft: null }],
    ]);
    assert.ok(r.every((x) => x.subject.key === 'definition:source/web'));
});

test('a change that is refused, and one that was done before, leave no row', async () => {
    const headers = { 'Idempotency-Key': 'told-once' };
    const { rows: r } = await rowsOf(async () => {
        assert.equal((await call('POST', '/api/keys/999999/revoke')).status, 404);
        const body = { name: 'Twice' };
        await ok(call('POST', '/api/sources', body, s.secretKey, headers), 201);
        await ok(call('POST', '/api/sources', body, s.secretKey, headers), 201);
    });
    assert.deepEqual(r.map((x) => x.operation), ['createSource', 'createSource']);
    assert.equal(r[0].request_id, r[1].request_id); // its source and its key
});

test('splits, merges and their undoing: a row for each person, a preview is a look', async () => {
    await send({ type: 'identify', userId: 'ann' },
        { type: 'identify', anonymousId: 'bobs-phone', traits: { email: 'bob@example.com' } });
    const a = await ok(call('GET', '/api/people/by/user_id/ann'));
    const b = await ok(call('GET', '/api/people/by/email/bob@example.com'));
    const { got, rows: r } = await rowsOf(async () => {
        await ok(call('POST', '/api/people/merge', { people: [a.id, b.id], preview: true,
            evidence: 'looks alike' }));
        const merged = await ok(call('POST', '/api/people/merge', { people: [a.id, b.id],
            evidence: 'looks alike' }));
        await ok(call('POST', `/api/links/${merged.link}/undo`, {}));
        await ok(call('POST', '/api/people/merge', { people: [a.id, b.id], evidence: 'again' }));
        const cut = await ok(call('POST', `/api/people/${a.id}/split`, { atoms: [b.id],
            reason: 'not alike', preview: false }));
        return { ...merged, cut: cut.cut };
    });
    assert.deepEqual(
        r.map((x) => [x.operation, x.subject.id]),
        [
            ['mergePeople', a.id],
            ['mergePeople', b.id],
            ['mergePeople', a.id],
            ['mergePeople', b.id],
            ['undoLink', a.id],
            ['undoLink', b.id],
            ['mergePeople', a.id],
            ['mergePeople', b.id],
            ['splitPerson', a.id],
            ['splitPerson', b.id],
        ],
    );
    assert.equal(r[0].detail.after.preview, true);
    assert.deepEqual([r[2].detail.before, r[2].detail.after],
        [{ atoms: 1 }, { link: got.link, atoms: 2 }]);
    assert.deepEqual([r[8].detail.before, r[8].detail.after, r[9].detail.after],
        [{ atoms: 2 }, { cut: got.cut, atoms: 1 }, { cut: got.cut, atoms: 1 }]);
    assert.ok(r.every((x) => !JSON.stringify(x).includes('alike')));
    for (const x of r) assert.ok(!(JSON.stringify(x).includes(a.id) &&
        JSON.stringify(x).includes(b.id)), 'a row names two people');
});

test('an import is told of when it begins and when it ends', async () => {
    const { rows: r } = await rowsOf(async () => {
        const lines = Array.from({ length: 50 }, (_, i) => JSON.stringify({
            type: 'track', event: 'Old', userId: `imported-${i}`, messageId: `im-${i}`,
            timestamp: '2026-01-01T00:00:00Z' })).join('\n');
        await ok(s.api('POST', '/api/imports/events?source=default', { key: s.secretKey,
            body: `${lines}\nnonsense\n`, headers: { 'content-type': 'application/x-ndjson' } }));
    });
    assert.deepEqual(r.map((x) => [x.operation, x.detail.after]), [
        ['importEvents', { import: 'begun' }],
        ['importEvents', { import: 'ended', accepted: 50, duplicates: 0, rejected: 1 }],
    ]);
});

// ---- looks ----

const isStream = (op) => 'text/event-stream' in (op.responses['200']?.content ?? {});

test('each operation that looks at people leaves a row; the document says which', async () => {
    const p = await personOf('seen@example.com');
    const doc = (await s.document()).doc;
    const event = (await ok(call('GET', `/api/events?person=${p.id}`))).items[0];
    const draft = { name: 'Seen', expression: 'knows("email")' };
    await ok(call('PUT', '/api/definitions/audience/seen', { draft }));
    await ok(call('POST', '/api/definitions/audience/seen/publish', {}));
    await waitFor('the audience', async () =>
        (await ok(call('GET', '/api/audiences/seen'))).version === 1);
    const fill = { id: p.id, kind: 'email', value: 'seen@example.com', seq: event.seq,
        key: 'seen' };
    const reader = await key('Reader', ['people:read', 'collect:read', 'audit:read',
        ...['definitions:read']]);
    let looks = 0;
    for (const [template, item] of Object.entries(doc.paths))
        for (const [method, op] of Object.entries(item)) {
            if (op['x-audit'] !== 'look' || isStream(op)) continue;
            const where = template.replace(/\{(\w+)\}/g, (_, n) => encodeURIComponent(fill[n]));
            const body = { tryIdentityRules: {}, tryRetention: { rules: [] },
                previewAudience: { expression: 'knows("email")' } }[op.operationId];
            const last = (await rows()).at(-1).id;
            const r = await s.raw(method.toUpperCase(), where, { key: reader.key, body });
            assert.ok([200, 422].includes(r.status), `${where}: ${r.status} ${r.text}`);
            const mine = (await rows()).filter((x) => x.id > last &&
                x.principal.id === String(reader.id));
            assert.deepEqual(mine.map((x) => [x.operation, x.kind, x.request_id]),
                [[op.operationId, 'look', r.headers.get('x-request-id')]]);
            if (template.startsWith('/api/people/{id}') || template.includes('/by/') ||
                template === '/api/events/{seq}')
                assert.equal(mine[0].subject.id, p.id);
            looks++;
        }
    assert.ok(looks >= 9, `${looks} looks`);
});

test('every operation that takes a secret key says what is told of it', async () => {
    const doc = (await s.document()).doc;
    for (const [template, item] of Object.entries(doc.paths))
        for (const [method, op] of Object.entries(item))
            if (op['x-scopes']?.length)
                assert.ok(['look', 'change', 'none'].includes(op['x-audit']),
                    `${method} ${template}`);
});

test('a look repeated is one row; another person, operation, query or key is another', async () => {
    const [p, q] = [await personOf('one@example.com'), await personOf('two@example.com')];
    const other = await key('Other', ['people:read']);
    const { rows: r } = await rowsOf(async () => {
        for (let i = 0; i < 3; i++) {
            await ok(call('GET', `/api/people/${p.id}`));
            await ok(call('GET', `/api/people/${q.id}`));
            await ok(call('GET', `/api/people/${p.id}/timeline?limit=1`));
            await ok(call('GET', `/api/people/${p.id}/timeline?limit=2`));
            await ok(call('GET', `/api/people/${p.id}/timeline?name=Bought`));
            await ok(call('GET', `/api/people/${p.id}`, undefined, other.key));
            await ok(call('GET', '/api/people?q=one'));
        }
    });
    assert.deepEqual(r.map((x) => [x.operation, x.principal.name, x.subject.id, x.detail.query]), [
        ['getPerson', 'Owner', p.id, undefined],
        ['getPerson', 'Owner', q.id, undefined],
        ['getTimeline', 'Owner', p.id, undefined],
        ['getTimeline', 'Owner', p.id, { name: 'Bought' }],
        ['getPerson', 'Other', p.id, undefined],
        ['listPeople', 'Owner', null, { q: 'one' }],
    ]);
});

test('who was looked at is who the path names, then who a parameter for people does', async () => {
    const [a, b] = [await personOf('path@example.com'), await personOf('query@example.com')];
    const { rows: r } = await rowsOf(async () => {
        for (let i = 0; i < 2; i++) {
            await ok(call('GET', `/api/people/${a.id}/timeline?name=${b.id}`));
            await ok(call('GET', `/api/people/${b.id}/timeline?name=${b.id}`));
            await ok(call('GET', `/api/events?name=${b.id}`));
            await ok(call('GET', `/api/events?name=${a.id}`));
            await ok(call('GET', `/api/events?name=${b.id}&person=${a.id}`));
            await ok(call('GET', `/api/audit/export?text=${b.id}&subject=person:${a.id}`));
            await ok(call('GET', `/api/people?q=%20${b.id}`));
        }
    });
    assert.deepEqual(r.map((x) => [x.operation, x.subject.id, x.detail.query]), [
        ['getTimeline', a.id, undefined],
        ['getTimeline', b.id, undefined],
        ['listEvents', null, undefined],
        ['listEvents', null, undefined],
        ['listEvents', a.id, undefined],
        ['exportAudit', a.id, undefined],
        ['listPeople', b.id, undefined],
    ]);
});

test('a parameter that is given twice is refused, and nothing is shown or told of', async () => {
    const [a, b] = [await personOf('twice-a@example.com'), await personOf('twice-b@example.com')];
    const { rows: r } = await rowsOf(async () => {
        for (const where of [`/api/events?person=${a.id}&person=${b.id}`,
            `/api/people?q=${a.id}&limit=1&q=${b.id}`, '/api/audit?text=x&te%78t=y',
            `/api/people/${a.id}/timeline?limit=1&limit=2`]) {
            const x = await call('GET', where);
            assert.equal(x.status, 400, where);
            for (const said of ['query parameter', 'more than once', 'give each parameter once'])
                assert.ok(x.text.includes(said), x.text);
        }
    });
    assert.deepEqual(r, []);
});

test('by an identifier: whose it is counts; what nobody has is not written down', async () => {
    const by = (v) => call('GET', `/api/people/by/anonymous_id/${v}`);
    await send({ type: 'identify', userId: 'first-owner', anonymousId: 'shared-device' });
    const { rows: r } = await rowsOf(async () => {
        await ok(by('shared-device'));
        await ok(by('shared-device'));
        await send({ type: 'identify', userId: 'next-owner', anonymousId: 'shared-device' });
        await ok(by('shared-device'));
        await ok(by('unheard-of'), 404);
        await ok(by('unheard-of'), 404);
        await ok(by('unheard-of-too'), 404);
        await send({ type: 'identify', userId: 'heard-of', anonymousId: 'unheard-of' });
        await ok(by('unheard-of'));
    });
    assert.equal(r.length, 5);
    assert.notEqual(r[0].subject.id, r[1].subject.id);
    assert.equal(r[4].subject.kind, 'person');
    assert.deepEqual(r.slice(2, 4).map((x) => [x.subject.key, x.detail]), [
        ['people', { found: false, by: 'anonymous_id' }],
        ['people', { found: false, by: 'anonymous_id' }],
    ]);
});

test('a look at one person does not stand for who came of a split or a merge', async () => {
    const account = { type: 'identify', userId: 'apart-1' };
    await send({ ...account, anonymousId: 'apart-a' }, { ...account, anonymousId: 'apart-b' });
    const whole = await personBy(s, 'anonymous_id', 'apart-a');
    const atoms = (await ok(call('GET', `/api/people/${whole.id}/identities`))).atoms;
    const part = atoms.find((x) => x.id !== whole.id).id;
    const looks = async () => {
        await ok(call('GET', `/api/people/${part}/timeline`));
        await ok(call('GET', `/api/people/${part}/timeline`));
    };
    const { rows: r } = await rowsOf(async () => {
        await looks();
        const { cut } = await ok(call('POST', `/api/people/${whole.id}/split`,
            { atoms: [part], reason: 'two people' }));
        await looks();
        await ok(call('GET', `/api/people/${whole.id}/timeline`));
        await ok(call('POST', `/api/cuts/${cut}/undo`, {}));
        await looks(); /* of the same as the first ones */
        await ok(call('GET', `/api/people/${whole.id}/timeline`));
    });
    assert.deepEqual(r.filter((x) => x.kind === 'look').map((x) => x.subject.id),
        [whole.id, part, whole.id, whole.id]);
});

test('to look at an event before it is there does not stand for a later look', async () => {
    const p = await personOf('early@example.com');
    const many = (n) => Array.from({ length: n }, () => ({ type: 'track', event: 'Early',
        userId: 'u-early' }));
    await send(...many(1));
    const seq = (await ok(call('GET', '/readyz'))).seq + 20;
    const where = `/api/events/${seq}`;
    const { rows: r } = await rowsOf(async () => {
        await ok(call('GET', where), 404);
        await ok(call('GET', where), 404);
        await send(...many(40));
        await ok(call('GET', where));
        await ok(call('GET', where));
    });
    assert.deepEqual(r.map((x) => [x.operation, x.subject.id, x.detail.event]), [
        ['getEvent', null, seq], ['getEvent', null, seq], ['getEvent', p.id, seq]]);
});

test('many at once: each look is there, once', async () => {
    const many = Array.from({ length: 200 }, (_, i) => i);
    await send(...many.map((i) => ({ type: 'identify', userId: `many-${i}` })));
    const { rows: r } = await rowsOf(() => Promise.all(many.map((i) =>
        ok(call('GET', `/api/people/by/user_id/many-${i}`)))));
    assert.equal(r.length, many.length);
    assert.equal(new Set(r.map((x) => x.subject.key)).size, many.length);
});

// ---- reading it ----

test('filters, pages and times', async () => {
    const p = await personOf('filter@example.com');
    await ok(call('GET', `/api/people/${p.id}`));
    const all = await rows();
    assert.deepEqual(all.map((x) => x.id), all.map((_, i) => i + 1), 'ids have no gap');
    const cases = [
        ['?operation=createKey', (x) => x.operation === 'createKey'],
        ['?principal=key', (x) => x.principal.kind === 'key'],
        [`?subject=person:${p.id}`, (x) => x.subject.id === p.id],
        ['?subject=people&operation=listPeople',
            (x) => x.subject.key === 'people' && x.operation === 'listPeople'],
        ['?text=ROBOT', (x) => JSON.stringify(x.detail).includes('Robot')],
        [`?from=${all[10].time}`, (x) => x.time >= all[10].time],
        [`?to=${all[10].time}`, (x) => x.time < all[10].time],
        [`?from=${all[5].time}&to=${all[20].time}&principal=${all[7].principal.kind}`,
            (x) => x.time >= all[5].time && x.time < all[20].time],
        ['?to=2000-01-01T00:00:00Z', () => false],
        ['?from=2100-01-01T00:00:00Z', () => false],
        ['?principal=key:999999', () => false],
    ];
    for (const [query, want] of cases) {
        const got = (await rows(query)).filter((x) => x.id <= all.length);
        assert.deepEqual(got.map((x) => x.id), all.filter(want).map((x) => x.id), query);
    }
    const small = await listAll(s, '/api/audit?operation=createKey', 1);
    assert.ok(small.length > 2);
    assert.deepEqual(small.map((x) => x.id), all.filter((x) => x.operation === 'createKey')
        .map((x) => x.id).reverse());
    for (const bad of ['?from=yesterday', '?limit=0', '?cursor=xx', '?subject='])
        assert.ok([400, 422].includes((await call('GET', `/api/audit${bad}`)).status), bad);
    const nobody = '018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11';
    await ok(call('GET', `/api/audit?subject=person:${nobody}`), 404);
    const few = await key('Few', ['people:read']);
    await ok(call('GET', '/api/audit', undefined, few.key), 403);
});

// The digests as docs/audit.md describes them.
const varint = (n) => {
    const out = [];
    for (; n > 127; n = Math.floor(n / 128)) out.push((n % 128) | 128);
    return Buffer.from([...out, n]);
};
const bytes = (b) => Buffer.concat([varint(b.length), b]);
const u64 = (n) => {
    const b = Buffer.alloc(8);
    b.writeBigUInt64LE(BigInt(n));
    return b;
};
const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();

test('the export holds all rows, and the chain can be computed from it', async () => {
    const r = await call('GET', '/api/audit/export');
    assert.equal(r.status, 200, r.text);
    assert.equal(r.type, 'application/x-ndjson');
    const lines = r.text.trim().split('\n').map((x) => JSON.parse(x));
    assert.deepEqual(lines.map((x) => x.id), lines.map((_, i) => i + 1));
    assert.equal(lines.at(-1).operation, 'exportAudit');
    const raw = r.text.trim().split('\n');
    let chain = Buffer.alloc(32);
    for (const [i, x] of lines.entries()) {
        const who = x.principal.kind + (x.principal.id === null ? '' : `:${x.principal.id}`);
        const detail = /"detail":(.*),"cleared":false,"salt"/.exec(raw[i])[1];
        const sealed = sha(bytes(Buffer.from(x.salt, 'hex')), bytes(Buffer.from(detail)));
        assert.equal(sealed.toString('hex'), x.sealed);
        const fields = [who, x.principal.name, x.address, x.request_id, x.operation,
            x.subject.key].map((f) => bytes(Buffer.from(f)));
        chain = sha(chain, sha(u64(x.id), u64(Date.parse(x.time)), ...fields, bytes(sealed)));
        assert.equal(chain.toString('hex'), x.chain, `row ${x.id}`);
    }
    const some = await call('GET', '/api/audit/export?operation=createKey');
    assert.ok(some.text.trim().split('\n').every((x) => JSON.parse(x).operation === 'createKey'));
    const none = await call('GET', '/api/audit/export?operation=noSuchThing');
    assert.deepEqual([none.status, none.text], [200, '']);
});

// ---- erasure ----

async function scanned(value) {
    try {
        await run(BIN, ['scan', value, ...s.place], { maxBuffer: 1 << 26, timeout: 120_000 });
        return '';
    } catch (e) {
        return e.stdout;
    }
}

test('erasing a person takes the details of its rows; the chain still holds', async () => {
    const email = 'gone.for.good@example.com', p = await personOf(email);
    await send({ type: 'identify', userId: 'u-gone.for.good', traits: { name: '山田 "花" 子' } });
    const other = await personOf('stays@example.com');
    await ok(call('GET', `/api/people/${p.id}`));
    await ok(call('GET', `/api/people/${p.id}/timeline`));
    await ok(call('GET', `/api/audit?subject=person:${p.id}`));
    await ok(call('GET', `/api/people?q=${email}`));
    await ok(call('GET', '/api/people?q=gone'));
    await ok(call('GET', `/api/people?q=${encodeURIComponent('山田 "花" 子')}`));
    await ok(call('GET', `/api/people/${other.id}`));
    const mine = (await rows(`?subject=person:${p.id}`)).map((x) => x.id);
    const words = (await rows('?subject=people'))
        .filter((x) => [email, '山田 "花" 子'].includes(x.detail.query?.q)).map((x) => x.id);
    assert.ok(mine.length >= 3 && words.length === 2);
    assert.match(await scanned(email), /audit/);
    const receipt = await ok(call('DELETE', `/api/people/${p.id}`), 202);
    await waitFor('the end of the erasure', async () =>
        (await ok(call('GET', `/api/erasures/${receipt.id}`))).state === 'finished');
    const all = await rows();
    for (const x of all) {
        const cleared = mine.includes(x.id) || words.includes(x.id);
        if (cleared) {
            assert.deepEqual([x.detail, x.cleared, x.subject.id], [null, true, null]);
            assert.match(x.chain, /^[0-9a-f]{64}$/);
        }
        assert.equal(x.cleared, x.detail === null);
        assert.ok(cleared || !JSON.stringify(x).includes(p.id), `row ${x.id} names the erased`);
    }
    assert.ok(all.some((x) => x.operation === 'erasePerson' &&
        x.subject.key === `erasure:${receipt.id}`));
    assert.ok((await rows(`?subject=person:${other.id}`)).every((x) => !x.cleared));
    // What is asked afterwards does not bring it back.
    await ok(call('GET', `/api/people/${p.id}`), 404);
    await ok(call('GET', `/api/people/by/email/${email}`), 404);
    await ok(call('GET', `/api/people?q=${email}`));
    await ok(call('GET', `/api/audit?subject=person:${p.id}`), 404);
    await s.stop();
    for (const value of [email, p.id, 'u-gone.for.good', '山田 "花" 子'])
        assert.equal(await scanned(value), '', value);
    assert.match((await s.cli('verify')).stdout, /audit .* rows as the log tells, [1-9]/);
    await s.start();
});

test('the chain holds while an erasure takes details away', async () => {
    const p = await personOf('looked.at.a.lot@example.com');
    const many = Array.from({ length: 3000 }, (_, i) => i);
    for (let i = 0; i < many.length; i += 100)
        await Promise.all(many.slice(i, i + 100).map((n) =>
            ok(call('GET', `/api/people/${p.id}/timeline?name=${n}`))));
    const { id } = await ok(call('DELETE', `/api/people/${p.id}`), 202);
    const states = [];
    const check = async () => {
        for (let on = true; on;) {
            on = (await ok(call('GET', `/api/erasures/${id}`))).state !== 'finished';
            const r = await ok(call('GET', '/api/audit/check'));
            states.push(r.fault?.what ?? r.state);
        }
    };
    await Promise.all([check(), check(), check(), check()]);
    assert.deepEqual([...new Set(states)], ['intact']);
});

test('an own kind of identifiers: found by it, erased, not written down again', async () => {
    const kinds = { card: { from: ['traits.card'], normalise: ['digits'] } };
    await ok(call('PUT', '/api/definitions/identity/rules', { draft: { kinds } }));
    await ok(call('POST', '/api/definitions/identity/rules/publish', {}));
    await send({ type: 'identify', userId: 'has-a-card', traits: { card: '7700-1234' } });
    const { got: p, rows: r } = await rowsOf(() => ok(call('GET', '/api/people/by/card/77001234')));
    assert.deepEqual(r.map((x) => [x.subject.id, x.detail.by]), [[p.id, 'card']]);
    await ok(call('GET', '/api/people?q=77001234'));
    const { id } = await ok(call('DELETE', `/api/people/${p.id}`), 202);
    await waitFor('the end of the erasure', async () =>
        (await ok(call('GET', `/api/erasures/${id}`))).state === 'finished');
    assert.ok((await rows('?operation=getPersonBy')).find((x) => x.id === r[0].id).cleared);
    assert.ok(!JSON.stringify(await rows()).includes('77001234'), 'the search was cleared');
    const { rows: later } = await rowsOf(() => ok(call('GET', '/api/people?q=7700%201234')));
    assert.deepEqual(later.map((x) => x.detail), [{ erased: true }]);
});

test('an erased identifier typed in another form is found, and not kept again', async () => {
    const traits = { email: 'forms@example.com', phone: '090-1234-5678' };
    await send({ type: 'identify', userId: 'has-forms', traits, context: { locale: 'ja-JP' } });
    const p = await ok(call('GET', '/api/people/by/phone/+819012345678'));
    const typed = ['+81 90-1234-5678', '090-1234-5678', '(090) 1234 5678', '9012345678',
        '０９０－１２３４－５６７８', '+81(0)90 1234 5678', 'FORMS@Example.COM', 'ｆｏｒｍｓ@example.com',
        ' forms@example.com', 'ｈａｓ-forms', 'taro forms@example.com', 'tel:090-1234-5678',
        'Taro　090-1234-5678', '010 81 90 1234 5678', '0081 90 1234 5678'];
    const begun = ['forms@exam', 'forms@', '090-1234-56']; // as one types; no hash tells of these
    const others = ['080-9999-0000', '1234', 'form@example.com', '2026-11-28', 'forms'];
    const ask = (x) => ok(call('GET', `/api/people?q=${encodeURIComponent(x)}`));
    const { rows: r } = await rowsOf(async () => {
        for (const x of [...typed, ...begun, ...others]) await ask(x);
    });
    assert.deepEqual(r.map((x) => x.detail.query.q), [...typed, ...begun, ...others]);
    const { id } = await ok(call('DELETE', `/api/people/${p.id}`), 202);
    await waitFor('the end of the erasure', async () =>
        (await ok(call('GET', `/api/erasures/${id}`))).state === 'finished');
    const after = (await rows('?operation=listPeople')).filter((x) => x.id >= r[0].id);
    assert.deepEqual(after.map((x) => x.detail?.query.q ?? null),
        [...[...typed, ...begun].map(() => null), ...others]);
    const more = '81-90-12345678'; // of a form that was not typed before
    const { rows: later } = await rowsOf(async () => {
        for (const x of [...typed, more, ...others]) await ask(`${x} `);
    });
    assert.deepEqual(later.map((x) => x.detail), [...typed.map(() => ({ erased: true })),
        { erased: true }, ...others.map((x) => ({ query: { q: `${x} ` } }))]);
});

test('a row about somebody else goes, too, when its words name whom was erased', async () => {
    const [p, other] = [await personOf('named@example.com'), await personOf('not@example.com')];
    const look = (x) => ok(call('GET', `/api/people/${other.id}/timeline?name=${x}`));
    const { rows: r } = await rowsOf(async () => {
        await look('named@example.com');
        await look('Bought');
        await ok(call('GET', `/api/events?person=${other.id}&name=NAMED@example.com`));
        await ok(call('GET', `/api/audit?subject=person:${other.id}&text=N%20named@example.com`));
    });
    assert.ok(r.every((x) => x.subject.id === other.id));
    const { id } = await ok(call('DELETE', `/api/people/${p.id}`), 202);
    await waitFor('the end of the erasure', async () =>
        (await ok(call('GET', `/api/erasures/${id}`))).state === 'finished');
    const after = await rows();
    const cleared = r.map((x) => after.find((y) => y.id === x.id).cleared);
    assert.deepEqual(cleared, [true, false, true]);
    assert.deepEqual(after.filter((x) => JSON.stringify(x).includes('named@')), []);
});

// ---- what it withstands ----

test('a kill, a rebuild, a copy and a backup change nothing', async () => {
    const was = await rows();
    await s.kill9();
    await s.start();
    assert.deepEqual((await rows()).slice(0, was.length), was);
    await s.stop();
    await s.cli('rebuild');
    await s.cli('verify');
    const file = path.join(s.dir, 'backup.db');
    await s.cli('backup', file);
    const to = path.join(s.dir, 'restored');
    await run(BIN, ['restore', file, '--data', to]);
    const verified = JSON.parse((await run(BIN, ['verify', '--data', to, '--json'])).stdout);
    const here = JSON.parse((await s.cli('verify', '--json')).stdout);
    assert.deepEqual(verified, here);
    assert.ok(verified.audit_rows >= was.length && verified.audit_cleared > 0);
    await s.start();
});

async function sql(text) {
    if (STORE === 'postgres') await run('psql', [s.database.url, '-qXc', text]);
    else await run('sqlite3', [path.join(s.data, 'musubi.db'), text]);
}

test('verify finds a row that was changed, removed, added or cleared', async () => {
    await s.stop();
    await s.cli('verify');
    const columns = 'id, at_ms, who, who_name, address, request, operation, subject, detail, ' +
        'salt, sealed, chain';
    const n = JSON.parse((await s.cli('verify', '--json')).stdout).audit_rows;
    const keep = 'CREATE TABLE kept AS SELECT * FROM audit';
    const cases = [
        ["UPDATE audit SET who = 'key:9' WHERE id = 2", 2, /was changed/],
        ['UPDATE audit SET at_ms = at_ms + 1 WHERE id = 2', 2, /was changed/],
        ["UPDATE audit SET detail = '{\"x\":1}' WHERE id = 2", 2, /detail was changed/],
        ['UPDATE audit SET detail = NULL, salt = NULL WHERE id = 2', 2,
            /removed, and the log does not tell/],
        ['UPDATE audit SET salt = NULL WHERE id = 2', 2, /half/],
        ["UPDATE audit SET subject = 'people' WHERE id = 3", 3, /was changed/],
        ['DELETE FROM audit WHERE id = 2', 2, /is gone/],
        [`DELETE FROM audit WHERE id = ${n}`, n, /is gone/],
        [`INSERT INTO audit (${columns}) SELECT ${n + 1}, at_ms, who, who_name, address, ` +
            `request, operation, subject, detail, salt, sealed, chain FROM audit WHERE id = 2`,
        n + 1, /does not tell of this row/],
        ['UPDATE audit SET chain = sealed WHERE id = 4', 4, /chain was changed/],
        [`UPDATE audit SET detail = '{}', salt = sealed WHERE id = (SELECT min(id) FROM audit ` +
            `WHERE detail IS NULL)`, 0, /detail was changed/],
    ];
    await sql(keep);
    const after = async (change, fn) => {
        await sql(change);
        await fn();
        await sql('DELETE FROM audit');
        await sql(`INSERT INTO audit (${columns}) SELECT ${columns} FROM kept`);
    };
    for (const [change, row, said] of cases)
        await after(change, async () => {
            const e = await s.cli('verify').then(() => null, (x) => x);
            assert.ok(e, `verify let pass: ${change}`);
            assert.match(e.stderr, said, change);
            if (row) assert.match(e.stderr, new RegExp(`audit row ${row}\\b`), change);
        });
    await s.cli('verify');
    await s.start(); // the same over HTTP; a row past the end is not looked at there
    const check = () => ok(call('GET', '/api/audit/check'));
    assert.deepEqual(await check().then((x) => [x.state, x.rows, x.fault]), ['intact', n, null]);
    for (const [change, row] of cases.filter(([c]) => !c.startsWith('INSERT')))
        await after(change, async () => {
            const r = await check();
            assert.equal(r.state, 'broken', change);
            if (row && !/detail = NULL/.test(change)) assert.equal(r.fault.row, row, change);
        });
    assert.equal((await check()).state, 'intact');
    await sql('DROP TABLE kept');
});

/** An import in two pieces; the second is sent when the first has been worked on. */
const importSlowly = (n) => new Promise((done, no) => {
    const line = (i) => `${JSON.stringify({ type: 'track', event: 'Slow', userId: 'slow',
        messageId: `slow-${n}-${i}`, timestamp: '2026-01-01T00:00:00Z' })}\n`;
    const req = http.request(`${s.url}/api/imports/events?source=default`, { method: 'POST',
        headers: { authorization: `Bearer ${s.secretKey}`,
            'content-type': 'application/x-ndjson' } }, (res) => {
        res.resume();
        res.on('end', () => done(res.statusCode));
    });
    req.on('error', no);
    req.write(line(1));
    send({ type: 'track', event: 'Between', userId: 'slow' }).then(() => req.end(line(2)), no);
});

test('an import whose beginning could not be recorded is refused', async () => {
    await s.restart({ env: { MUSUBI_FAULT: 'audit.alone' } });
    const { got, rows: r } = await rowsOf(async () =>
        [await importSlowly('lost'), await importSlowly('told')]);
    assert.deepEqual(got, [503, 200]);
    assert.deepEqual(r.map((x) => [x.operation, x.detail.after.import]),
        [['importEvents', 'begun'], ['importEvents', 'ended']]);
    await s.restart();
});

if (STORE !== 'postgres') { // there the writer gives up its lease
    test('while nothing can be written, nobody is shown; what is nobody\'s is', async () => {
        const p = await personOf('shown@example.com');
        const reads = [`/api/people/${p.id}`, '/api/people/by/email/shown@example.com',
            '/api/people?q=shown', `/api/people/${p.id}/export`, '/api/collect/errors'];
        await s.restart({ env: { MUSUBI_FAULT: 'sqlite.commit@3x*' } });
        await waitFor('a commit that fails', async () =>
            (await s.raw('POST', '/v1/track', { key: s.writeKey, body: { userId: 'x',
                event: 'E' } })).status === 503);
        const before = JSON.parse((await s.cli('verify', '--json')).stdout).audit_rows;
        for (const where of reads) {
            const r = await call('GET', where);
            assert.equal(r.status, 503, where);
            assert.ok(r.headers.get('retry-after'));
            assert.ok(!r.text.includes('shown@'), where);
        }
        for (const where of ['/api/keys', '/api/definitions/source', '/api/erasures'])
            await ok(call('GET', where));
        assert.equal(JSON.parse((await s.cli('verify', '--json')).stdout).audit_rows, before);
        await s.kill9();
        await s.start();
        await ok(call('GET', reads[0]));
    });
}
