// Members of staff over HTTP: invited, changed, disabled, their passwords reset; second factors;
// and what guessing costs.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { OWNER, PASSWORD, STORE, listAll, startServer, waitFor } from './harness.mjs';
import { Visitor, base32, invite, member, signedIn, totp } from './visitor.mjs';

let s, owner;
before(async () => {
    s = await startServer();
    owner = await signedIn(s);
});
after(() => s?.close());

/** A code that was not used yet: of this step or the next. */
function fresh(secret, used) {
    for (const more of [0, 1, -1]) {
        const step = Math.floor(Date.now() / 30000) + more;
        if (step > (used.step ?? 0)) {
            used.step = step;
            return totp(secret, step);
        }
    }
    throw new Error('all codes of now are used');
}

test('invited, accepted, signed in', async () => {
    const made = await owner.call('POST', '/api/invitations', {
        email: ' Kenji@Example.com ', roles: ['marketer', 'agent'],
    });
    assert.equal(made.status, 201, made.text);
    assert.equal(made.body.email, 'kenji@example.com');
    const [base, token] = made.body.url.split('#');
    assert.equal(base, `${s.url}/app/invitation`);
    assert.match(token, /^[\w-]{43}$/);
    const listed = (await owner.call('GET', '/api/invitations')).body.items;
    assert.equal(listed.find((x) => x.id === made.body.id).email, 'kenji@example.com');

    const v = new Visitor(s);
    const shown = await v.call('GET', `/api/invitations/by-token/${token}`);
    assert.deepEqual(shown.body.roles, ['marketer', 'agent']);
    const weak = await v.call('POST', '/api/invitations/accept', { token, password: 'short' });
    assert.equal(weak.status, 422);
    const take = { token, name: '伊藤 健二', password: PASSWORD };
    const both = await Promise.all([
        v.call('POST', '/api/invitations/accept', take),
        new Visitor(s).call('POST', '/api/invitations/accept', take),
    ]);
    assert.deepEqual(both.map((r) => r.status).sort(), [201, 404]);
    assert.equal((await new Visitor(s).signIn('KENJI@example.com')).body.staff.name, '伊藤 健二');
    assert.equal((await v.call('GET', `/api/invitations/by-token/${token}`)).status, 404);
    const again = await owner.call('POST', '/api/invitations', {
        email: 'kenji@example.com', roles: ['agent'],
    });
    assert.equal(again.status, 409);
});

test('an invitation ends with a later one, or withdrawn', async () => {
    const first = await invite(owner, 'late@example.com', ['agent']);
    const second = await invite(owner, 'late@example.com', ['agent']);
    const at = (token) => `/api/invitations/by-token/${token}`;
    assert.equal((await s.api('GET', at(first.token))).status, 404);
    assert.equal((await s.api('GET', at(second.token))).status, 200);
    const gone = await owner.call('DELETE', `/api/invitations/${second.id}`);
    assert.equal(gone.status, 204);
    assert.equal((await s.api('GET', at(second.token))).status, 404);
    assert.equal((await owner.call('DELETE', `/api/invitations/${second.id}`)).status, 404);
    for (const body of [{ email: 'x', roles: ['agent'] }, { email: 'a@b.example', roles: [] },
        { email: 'a@b.example', roles: ['king'] }, { email: 'a@b.example' }]) {
        assert.equal((await owner.call('POST', '/api/invitations', body)).status, 422);
    }
});

test('roles hold from the next request on; disabling ends sessions', async () => {
    const m = await member(owner, 'roles@example.com', ['marketer']);
    assert.equal((await m.call('GET', '/api/keys')).status, 403);
    const path_ = `/api/staff/${m.id}`;
    const r = await owner.call('PATCH', path_, { roles: ['developer'], name: 'Dev' });
    assert.deepEqual(r.body.roles, ['developer']);
    assert.equal((await m.call('GET', '/api/keys')).status, 200);
    assert.equal((await m.call('GET', '/api/people')).status, 403);
    const off = await owner.call('PATCH', path_, { disabled: true });
    assert.notEqual(off.body.disabled, null);
    assert.equal((await m.session()).body.state, 'signed_out');
    assert.equal((await new Visitor(s).signIn('roles@example.com')).status, 401);
    assert.equal((await owner.call('PATCH', path_, { disabled: false })).body.disabled, null);
    assert.equal((await new Visitor(s).signIn('roles@example.com')).status, 200);
    assert.equal((await owner.call('PATCH', '/api/staff/999', { name: 'x' })).status, 404);
    assert.equal((await owner.call('PATCH', path_, { roles: ['king'] })).status, 422);
});

test('nobody gives or takes more than they have', async () => {
    const admin = await member(owner, 'admin@example.com', ['administrator']);
    const me = (await owner.session()).body.staff.id;
    const tries = [
        ['POST', '/api/invitations', { email: 'o@example.com', roles: ['owner'] }],
        ['PATCH', `/api/staff/${admin.id}`, { roles: ['owner'] }],
        ['PATCH', `/api/staff/${admin.id}`, { roles: ['administrator', 'owner'] }],
        ['PATCH', `/api/staff/${me}`, { roles: ['agent'] }],
        ['PATCH', `/api/staff/${me}`, { disabled: true }],
        ['PATCH', `/api/staff/${me}`, { second_factor: false }],
        ['POST', `/api/staff/${me}/reset`, undefined],
    ];
    for (const [method, where, body] of tries) {
        const r = await admin.call(method, where, body);
        assert.equal(r.status, 403, `${method} ${where} ${JSON.stringify(body)}: ${r.text}`);
    }
    const key = await s.api('POST', '/api/invitations', {
        key: s.secretKey, body: { email: 'o@example.com', roles: ['owner'] },
    });
    assert.equal(key.status, 403, 'a key makes no owner');
    const alone = await owner.call('PATCH', `/api/staff/${me}`, { roles: ['administrator'] });
    assert.equal(alone.status, 409, 'the last owner stays');
    assert.equal((await owner.call('PATCH', `/api/staff/${me}`, { disabled: true })).status, 409);
    const self = await admin.call('PATCH', `/api/staff/${admin.id}`, { disabled: true });
    assert.equal(self.status, 409);
    assert.equal((await owner.session()).body.state, 'signed_in');
});

test('a link for another password', async () => {
    const m = await member(owner, 'forgot@example.com', ['agent']);
    const made = await owner.call('POST', `/api/staff/${m.id}/reset`);
    assert.equal(made.status, 201, made.text);
    const token = made.body.url.split('#')[1];
    const v = new Visitor(s);
    const bad = await v.call('POST', '/api/password-reset', { token, password: 'short' });
    assert.equal(bad.status, 422);
    const none = await v.call('POST', '/api/password-reset', { token: 'x', password: PASSWORD });
    assert.equal(none.status, 404);
    const body_ = { token, password: PASSWORD };
    const wrongKind = await v.call('POST', '/api/invitations/accept', body_);
    assert.equal(wrongKind.status, 404);
    const body = { token, password: 'a new one for the agent' };
    const r = await v.call('POST', '/api/password-reset', body);
    assert.equal(r.body.state, 'signed_in', r.text);
    assert.equal((await m.session()).body.state, 'signed_out');
    assert.equal((await v.call('POST', '/api/password-reset', body)).status, 404);
    assert.equal((await new Visitor(s).signIn('forgot@example.com')).status, 401);
});

test('a second factor: begun, confirmed, asked for, never twice, on paper, ended', async () => {
    const m = await member(owner, 'two@example.com', ['agent']);
    const other = await signedIn(s, 'two@example.com');
    const confirm = (code) => m.call('POST', '/api/me/second-factor/confirm', { code });
    assert.equal((await confirm('1')).status, 409);
    const begun = (await m.call('POST', '/api/me/second-factor')).body;
    assert.match(begun.secret, /^[A-Z2-7]{32}$/);
    assert.match(begun.uri, /^otpauth:\/\/totp\/Musubi:two%40example\.com\?secret=/);
    const early = await new Visitor(s).signIn('two@example.com');
    assert.equal(early.body.state, 'signed_in', 'not in force yet');
    const used = {};
    const wrongCode = totp(begun.secret) === '000000' ? '000001' : '000000';
    assert.equal((await confirm(wrongCode)).status, 422);
    const first = fresh(begun.secret, used);
    const codes = (await confirm(first)).body.recovery_codes;
    assert.equal(new Set(codes).size, 10);
    assert.equal((await other.session()).body.state, 'signed_out');
    assert.equal((await m.session()).body.staff.second_factor, true);
    assert.equal((await m.call('POST', '/api/me/second-factor')).status, 409);

    const v = new Visitor(s);
    const half = await v.signIn('two@example.com');
    assert.equal(half.body.state, 'second_factor');
    assert.deepEqual([half.body.staff, half.body.scopes], [null, []]);
    assert.equal((await v.call('GET', '/api/people')).status, 401, 'half is not enough');
    assert.equal((await v.call('GET', '/api/me')).status, 401);
    const second = (code) => v.call('POST', '/api/session/second-factor', { code });
    assert.equal((await second(first)).status, 401, 'used to confirm');
    assert.equal((await second('12345')).status, 401);
    const before_ = v.cookies.get('musubi_session');
    assert.equal((await second(fresh(begun.secret, used))).body.state, 'signed_in');
    assert.notEqual(v.cookies.get('musubi_session'), before_);
    assert.equal((await second('123456')).status, 401, 'not half any more');

    const paper = new Visitor(s);
    const bySlip = (code) => paper.call('POST', '/api/session/second-factor', { code });
    await paper.signIn('two@example.com');
    const typed = codes[3].toLowerCase().replaceAll('-', ' ');
    assert.equal((await bySlip(typed)).body.state, 'signed_in');
    await paper.call('DELETE', '/api/session');
    await paper.signIn('two@example.com');
    assert.equal((await bySlip(codes[3])).status, 401, 'a recovery code works once');
    assert.equal((await bySlip(codes[4])).status, 200);

    const wrong = await v.call('DELETE', '/api/me/second-factor', { password: 'not it at all' });
    assert.equal(wrong.status, 403);
    assert.equal((await v.call('DELETE', '/api/me/second-factor', { code: '000' })).status, 403);
    const off = await v.call('DELETE', '/api/me/second-factor', { password: PASSWORD });
    assert.equal(off.status, 204, off.text);
    assert.equal((await new Visitor(s).signIn('two@example.com')).body.state, 'signed_in');
});

test('a server that demands a second factor gives no rights before there is one', async () => {
    const t = await startServer({ args: ['--require-second-factor'] });
    try {
        const v = new Visitor(t);
        const r = await v.signIn();
        assert.equal(r.body.state, 'second_factor_missing');
        assert.deepEqual(r.body.scopes, []);
        assert.equal((await v.session()).body.state, 'second_factor_missing');
        for (const at of ['/api/people', '/api/staff', '/api/keys']) {
            const no = await v.call('GET', at);
            assert.equal(no.status, 403, at);
            assert.match(no.text, /second factor must be set up first/);
        }
        assert.equal((await v.call('GET', '/api/me')).status, 200);
        const { secret } = (await v.call('POST', '/api/me/second-factor')).body;
        assert.equal((await v.call('GET', '/api/people')).status, 403, 'not in force yet');
        const code = totp(secret);
        const done = await v.call('POST', '/api/me/second-factor/confirm', { code });
        assert.equal(done.status, 200, done.text);
        await waitFor('rights', async () => (await v.session()).body.state === 'signed_in');
        assert.equal((await v.call('GET', '/api/people')).status, 200);
        const off = await v.call('DELETE', '/api/me/second-factor', { password: PASSWORD });
        assert.equal(off.status, 204, off.text);
        assert.equal((await v.call('GET', '/api/people')).status, 403);
        assert.equal((await t.api('GET', '/api/people', { key: t.secretKey })).status, 200);
    } finally {
        await t.close();
    }
});

test('the secret of a second factor is sealed under a key that is not in the store', async () => {
    const m = await member(owner, 'sealed@example.com', ['agent']);
    const { secret } = (await m.call('POST', '/api/me/second-factor')).body;
    await m.call('POST', '/api/me/second-factor/confirm', { code: totp(secret) });
    const key = path.join(s.data, 'key');
    assert.match(readFileSync(key, 'utf8'), /^[0-9a-f]{64}\n$/);
    assert.equal(statSync(key).mode & 0o777, 0o600);
    if (STORE === 'sqlite') {
        await s.stop();
        const bytes = readFileSync(path.join(s.data, 'musubi.db'));
        assert.equal(bytes.indexOf(base32(secret)), -1);
        assert.equal(bytes.indexOf(secret), -1);
        await s.start();
    }
    const v = new Visitor(s);
    await v.signIn('sealed@example.com');
    await s.restart({ env: { MUSUBI_KEY: '0'.repeat(64) } });
    const code = totp(secret, Math.floor(Date.now() / 30000) + 1);
    const other = await v.call('POST', '/api/session/second-factor', { code });
    assert.equal(other.status, 503, 'another key');
    await s.restart();
    const r = await v.call('POST', '/api/session/second-factor', { code });
    assert.equal(r.status, 200, r.text);
});

test('guessing costs time, whatever is guessed; a known device is let in', async () => {
    const email = 'target@example.com';
    const m = await member(owner, email, ['agent']); // holds the cookie of a known device
    const attacker = new Visitor(s);
    for (let i = 0; i < 5; i++) {
        assert.equal((await attacker.signIn(email, `guess ${i} xx`)).status, 401);
    }
    const locked = await attacker.signIn(email);
    assert.equal(locked.status, 429, 'the right password is no way out');
    assert.match(locked.headers.get('retry-after'), /^(2\d|30)$/);
    assert.equal(locked.body.code, 'rate_limited');
    assert.equal((await m.signIn(email)).status, 200, 'the owner of the account is not locked out');
    const unknown = new Visitor(s);
    for (let i = 0; i < 5; i++) await unknown.signIn('nobody@example.com', `guess ${i} xx`);
    assert.equal((await unknown.signIn('nobody@example.com')).status, 429, 'as for an account');
    const device = m.cookies.get('musubi_device');
    const turned = device.slice(0, -5) + (device.at(-5) === 'A' ? 'B' : 'A') + device.slice(-4);
    for (const bad of [turned, 'x', device.slice(1)]) {
        const forged = new Visitor(s);
        forged.cookies.set('musubi_device', bad);
        assert.equal((await forged.signIn('nobody@example.com')).status, 429);
    }
    const stolen = new Visitor(s);
    stolen.cookies.set('musubi_device', device);
    const mine = await stolen.signIn('nobody@example.com', PASSWORD);
    assert.equal(mine.status, 429, 'known for its own account only');
});

test('musubi staff lets somebody in again', async () => {
    const email = 'cli@example.com';
    const m = await member(owner, email, ['agent']);
    const { secret } = (await m.call('POST', '/api/me/second-factor')).body;
    await m.call('POST', '/api/me/second-factor/confirm', { code: totp(secret) });
    await s.stop();
    const list = await s.cli('staff', 'list');
    assert.match(list.stdout, /cli@example\.com +agent +two factors/);
    await s.cli('staff', 'second-factor-off', email);
    const link = (await s.cli('staff', 'reset', 'CLI@example.com')).stdout;
    const token = /\/app\/reset#([\w-]{43})\n/.exec(link)[1];
    for (const args of [['reset', 'nobody@example.com'], ['reset'], ['rest', email]]) {
        await assert.rejects(s.cli('staff', ...args), args.join(' '));
    }
    await assert.rejects(s.cli('staff', 'disable', OWNER), /nobody would be left/);
    await s.cli('staff', 'disable', email);
    await s.cli('staff', 'enable', email);
    await s.start();
    const v = new Visitor(s);
    const r = await v.call('POST', '/api/password-reset', { token, password: PASSWORD });
    assert.equal(r.body.state, 'signed_in', r.text);
    assert.equal((await m.session()).body.state, 'signed_out');
});

test('links and lists: pages, and no hash or token in them', async () => {
    const all = (await owner.call('GET', '/api/staff?limit=200')).body.items;
    assert.ok(all.length >= 6);
    assert.deepEqual(await listAll(s, '/api/staff', 2), all);
    const text = JSON.stringify(all) + (await owner.call('GET', '/api/invitations')).text;
    assert.ok(!/argon2|hash|token/.test(text));
    assert.equal((await owner.call('GET', `/api/staff/${all[0].id}`)).body.email, OWNER);
});
