// Every route against every role, made from the document: who lacks a scope gets 403 and nothing
// happens; nobody gets in without a session or key; a change takes the session's token.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { OWNER, ROOT, startServer } from './harness.mjs';
import { Visitor, member, signedIn, totp } from './visitor.mjs';

const { 'x-roles': roles } = JSON.parse(readFileSync(path.join(ROOT, 'api/staff.json'), 'utf8'));

// What takes no key at all: a new one is a decision, and is written down here.
const OPEN = [
    'acceptInvitation', 'finishOidc', 'getDocs', 'getDocsScript', 'getDocsStyle', 'getHealth',
    'getInvitation', 'getMetrics', 'getOpenapi', 'getReadiness', 'getServerVersion', 'getSession',
    'resetPassword', 'sdkMetrics', 'secondFactor', 'segmentSettings', 'setUp', 'signIn', 'signOut',
    'startOidc',
];

// What an owner alone may do, with whatever scopes.
const OWNERS = ['deleteProvider', 'putProvider'];

const streams = (op) => 'text/event-stream' in (op.responses['200']?.content ?? {});

let s, owner, ops;
const people = new Map(); // role -> visitor

before(async () => {
    s = await startServer();
    owner = await signedIn(s);
    const doc = (await s.document()).doc;
    ops = Object.entries(doc.paths).flatMap(([template, item]) =>
        Object.entries(item)
            .filter(([, op]) => op['x-key'] !== undefined)
            .map(([method, op]) => ({ method: method.toUpperCase(), template, op })),
    );
    for (const role of roles) {
        const email = `${role.key}@example.com`;
        const first = role.key === 'owner';
        people.set(role.key, first ? owner : await member(owner, email, [role.key]));
    }
});
after(() => s?.close());

/** A call that would be found wrong or empty behind the door, whoever makes it. */
function call({ method, template, op }) {
    const where = template.replaceAll(/\{(\w+)\}/g, (_, name) =>
        name === 'id' ? '4294967290' : 'no-such-thing',
    );
    const json = op.requestBody?.content?.['application/json'];
    return [method, where, json ? {} : undefined];
}

test('what takes no key is what is meant to', () => {
    const open = ops.filter((x) => x.op['x-key'] === 'none').map((x) => x.op.operationId);
    assert.deepEqual(open.sort(), OPEN);
});

test('roles are what /api/roles says, and what a session is told', async () => {
    const said = (await owner.call('GET', '/api/roles')).body.items;
    assert.deepEqual(said.map((r) => r.key), roles.map((r) => r.key));
    for (const role of said) {
        const mine = (await people.get(role.key).session()).body;
        assert.deepEqual(mine.scopes, role.scopes, role.key);
        assert.deepEqual(mine.staff.roles, [role.key]);
    }
    const all = said[0].scopes;
    const used = [...new Set(ops.flatMap((x) => x.op['x-scopes']))].sort();
    assert.deepEqual(all, used, 'the owner has every scope');
});

test('every route, every role', async () => {
    const said = new Map(
        (await owner.call('GET', '/api/roles')).body.items.map((r) => [r.key, r.scopes]),
    );
    let refused = 0;
    let passed = 0;
    for (const x of ops.filter((o) => o.op['x-key'] === 'secret')) {
        for (const [role, v] of people) {
            const may = x.op['x-scopes'].every((scope) => said.get(role).includes(scope));
            if (may && streams(x.op)) continue; // without end; masked roles are refused it
            const r = await v.call(...call(x), { raw: true });
            const told = `${r.status} ${r.text.slice(0, 200)}`;
            const what = `${x.method} ${x.template} as ${role}: ${told}`;
            const ownerOnly = OWNERS.includes(x.op.operationId) && role !== 'owner';
            if (may && ownerOnly && r.status === 403) {
                assert.match(r.body.detail, /for an owner/, what);
            } else if (may) assert.ok(![401, 403].includes(r.status), what);
            else {
                assert.equal(r.status, 403, what);
                assert.match(r.body.detail, /lack the scope/, what);
            }
            if (may) passed++;
            else refused++;
        }
    }
    assert.ok(refused > 30 && passed > 100, `${refused} refused, ${passed} passed`);
});

test('every route without a session, half a session, a wrong kind of key, no token', async () => {
    const full = await member(owner, 'half@example.com', ['administrator']);
    const { secret } = (await full.call('POST', '/api/me/second-factor')).body;
    await full.call('POST', '/api/me/second-factor/confirm', { code: totp(secret) });
    const half = new Visitor(s);
    assert.equal((await half.signIn('half@example.com')).body.state, 'second_factor');
    for (const x of ops.filter((o) => ['secret', 'staff'].includes(o.op['x-key']))) {
        const what = `${x.method} ${x.template}`;
        const [method, where, body] = call(x);
        assert.equal((await s.raw(method, where, { body })).status, 401, what);
        assert.equal((await half.call(method, where, body, { raw: true })).status, 401, what);
        const key = await s.raw(method, where, { body, key: s.writeKey });
        assert.equal(key.status, 403, what);
        if (x.op['x-key'] === 'staff') {
            const secret_ = await s.raw(method, where, { body, key: s.secretKey });
            assert.equal(secret_.status, 403, what);
        }
        if (method !== 'GET') {
            const r = await owner.call(method, where, body, { csrf: null, raw: true });
            assert.equal(r.status, 403, what);
            const headers = { 'sec-fetch-site': 'cross-site' };
            const far = await owner.call(method, where, body, { headers, raw: true });
            assert.equal(far.status, 403, what);
        }
    }
    assert.equal((await owner.session()).body.staff.email, OWNER, 'and the session is still there');
});
