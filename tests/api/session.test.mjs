// Signing in over HTTP: the first owner, sessions and their cookies, what other sites' pages can
// do (nothing), what is left of a session after it ended.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { OWNER, PASSWORD, startServer } from './harness.mjs';
import { Visitor, signedIn } from './visitor.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

test('a session from sign-in to sign-out', async () => {
    const v = new Visitor(s);
    assert.deepEqual((await v.session()).body, {
        state: 'signed_out', staff: null, scopes: [], csrf: null, providers: [], expires: null,
    });
    const r = await v.signIn(' OWNER@example.com ');
    assert.equal(r.status, 200);
    assert.equal(r.body.state, 'signed_in');
    assert.equal(r.body.staff.email, OWNER);
    assert.deepEqual(r.body.staff.roles, ['owner']);
    assert.ok(r.body.scopes.includes('keys:write'));
    assert.equal(r.headers.get('cache-control'), 'no-store');
    const cookie = v.setCookies[0];
    assert.match(cookie, /^musubi_session=ms_1_[\w-]{43}; Path=\/; Max-Age=86400; /);
    assert.match(cookie, /; HttpOnly; SameSite=Lax$/);
    assert.ok(!r.text.includes([...v.cookies.values()][0]), 'the token stands in the answer');
    assert.deepEqual((await v.session()).body, r.body);
    assert.equal((await v.call('GET', '/api/people')).status, 200);

    const old = v.cookie;
    assert.equal((await v.call('DELETE', '/api/session')).status, 204);
    assert.deepEqual([...v.cookies.keys()], ['musubi_device']);
    for (const path of ['/api/people', '/api/me']) {
        const late = await s.api('GET', path, { headers: { cookie: old } });
        assert.equal(late.status, 401, path);
    }
    assert.equal((await v.session()).body.state, 'signed_out');
});

test('wrong passwords and unknown accounts get one answer', async () => {
    const answers = [];
    for (const [email, password] of [
        [OWNER, 'wrong horse battery'], ['nobody@example.com', PASSWORD], ['no address', 'x'],
        ['', ''], [OWNER, ''], [OWNER, 'x'.repeat(4000)],
    ]) {
        const v = new Visitor(s);
        const r = await v.signIn(email, password);
        assert.equal(r.status, 401, r.text);
        assert.deepEqual(v.setCookies, []);
        answers.push({ ...r.body, request_id: '' });
    }
    for (const a of answers) assert.deepEqual(a, answers[0]);
});

test('a change needs the token of its own session', async () => {
    const a = await signedIn(s);
    const b = await signedIn(s);
    assert.notEqual(a.csrf, b.csrf);
    for (const csrf of [null, '', 'x', b.csrf, a.csrf.slice(0, -1), `${a.csrf}x`]) {
        const r = await a.call('PATCH', '/api/me', { name: 'Mallory' }, { csrf });
        assert.equal(r.status, 403, String(csrf));
    }
    assert.notEqual((await a.call('GET', '/api/me')).body.name, 'Mallory');
    const r = await a.call('PATCH', '/api/me', { name: '佐藤 花子', locale: 'ja', theme: 'dark' });
    assert.equal(r.status, 200, r.text);
    assert.equal((await b.call('GET', '/api/me')).body.name, '佐藤 花子');
    assert.equal((await b.session()).body.staff.theme, 'dark');
});

test('pages of other sites change nothing', async () => {
    const a = await signedIn(s);
    const foreign = [
        { origin: 'http://evil.example' }, { origin: 'null' },
        { origin: `http://127.0.0.1:${s.port + 1}` }, { origin: `${s.url}.evil.example` },
        { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'cross-site', origin: s.url },
    ];
    for (const headers of foreign) {
        const tries = [
            a.call('PATCH', '/api/me', { name: 'Mallory' }, { headers }),
            a.call('DELETE', '/api/session', undefined, { headers }),
            new Visitor(s, headers).signIn(),
        ];
        const all = (await Promise.all(tries)).map((r) => r.status);
        assert.deepEqual(all, [403, 403, 403], JSON.stringify(headers));
    }
    assert.equal((await a.session()).body.state, 'signed_in');
    for (const headers of [{ origin: s.url }, { 'sec-fetch-site': 'same-origin' }]) {
        const r = await a.call('PATCH', '/api/me', { theme: 'auto' }, { headers });
        assert.equal(r.status, 200, JSON.stringify(headers));
    }
});

test('a cookie that somebody planted is not the one of the session', async () => {
    const mallory = await signedIn(s);
    const planted = mallory.cookies.get('musubi_session');
    const victim = new Visitor(s);
    victim.cookies.set('musubi_session', planted);
    await victim.signIn();
    assert.notEqual(victim.cookies.get('musubi_session'), planted);
    assert.equal((await mallory.session()).body.state, 'signed_out', 'replaced at sign-in');
    const none = 'A'.repeat(43);
    const far = `ms_4294967297${planted.slice(4)}`;
    const tokens = ['x', 'ms_1_', `ms_1_${none}`, planted, far, 'a=b', '"'.repeat(90)];
    tokens.push(`ms_0_${none}`);
    for (const token of tokens) {
        const v = new Visitor(s);
        v.cookies.set('musubi_session', token);
        assert.equal((await v.session()).body.state, 'signed_out', token);
        assert.equal((await v.call('GET', '/api/people')).status, 401, token);
    }
});

test('one key or the other: a header goes before the cookie', async () => {
    const a = await signedIn(s);
    const bad = { authorization: 'Bearer sk_nothing_of_the_kind_at_all_______________' };
    assert.equal((await a.call('GET', '/api/people', undefined, { headers: bad })).status, 401);
    const r = await s.api('GET', '/api/me', { key: s.secretKey });
    assert.equal(r.status, 403, 'a key has no account');
});

test('my sessions: listed, ended one by one and together', async () => {
    const a = await signedIn(s, OWNER, PASSWORD, { 'user-agent': 'Tester/1' });
    const b = await signedIn(s);
    const c = await signedIn(s);
    const list = (await a.call('GET', '/api/me/sessions')).body.items;
    assert.ok(list.length >= 3);
    const mine = list.find((x) => x.current);
    assert.equal(mine.address, '127.0.0.1');
    assert.equal(mine.agent, 'Tester/1');
    const other = (await b.call('GET', '/api/me/sessions')).body.items.find((x) => x.current);
    assert.notEqual(mine.id, other.id);
    assert.equal((await a.call('DELETE', `/api/me/sessions/${other.id}`)).status, 204);
    assert.equal((await b.session()).body.state, 'signed_out');
    for (const id of [other.id, 0, 999999, 'x']) {
        assert.equal((await a.call('DELETE', `/api/me/sessions/${id}`)).status, 404, String(id));
    }
    assert.equal((await a.call('DELETE', '/api/me/sessions')).status, 204);
    assert.equal((await c.session()).body.state, 'signed_out');
    const left = (await a.call('GET', '/api/me/sessions')).body.items;
    assert.deepEqual(left.map((x) => x.id), [mine.id]);
});

test('another password: other sessions end, this one gets another token', async () => {
    const a = await signedIn(s);
    const b = await signedIn(s);
    const token = a.cookies.get('musubi_session');
    const wrong = await a.call('POST', '/api/me/password', { old: 'not it at all', new: PASSWORD });
    assert.equal(wrong.status, 403);
    for (const bad of ['', 'short', 'x'.repeat(1025), 'Password1', 'owner@example1']) {
        const r = await a.call('POST', '/api/me/password', { old: PASSWORD, new: bad });
        assert.ok([413, 422].includes(r.status), r.text);
    }
    const r = await a.call('POST', '/api/me/password', { old: PASSWORD, new: `${PASSWORD}!` });
    assert.equal(r.status, 200, r.text);
    assert.notEqual(a.cookies.get('musubi_session'), token);
    assert.equal((await a.session()).body.state, 'signed_in');
    assert.equal((await b.session()).body.state, 'signed_out');
    const old = new Visitor(s);
    old.cookies.set('musubi_session', token);
    assert.equal((await old.session()).body.state, 'signed_out');
    assert.equal((await new Visitor(s).signIn()).status, 401);
    const back = await a.call('POST', '/api/me/password', { old: `${PASSWORD}!`, new: PASSWORD });
    assert.equal(back.status, 200);
});

test('twenty sessions; the one used longest ago gives way', async () => {
    const first = await signedIn(s);
    await first.call('DELETE', '/api/me/sessions');
    for (let i = 0; i < 20; i++) await signedIn(s);
    assert.equal((await first.session()).body.state, 'signed_out');
});

test('sessions outlive the process, and their ends do, too', async () => {
    const a = await signedIn(s);
    const b = await signedIn(s);
    const old = b.cookie;
    await b.call('DELETE', '/api/session');
    await s.kill9();
    await s.start();
    assert.equal((await a.session()).body.state, 'signed_in');
    assert.equal((await s.api('GET', '/api/me', { headers: { cookie: old } })).status, 401);
});

test('no password and no token stands in what the server writes', async () => {
    const a = await signedIn(s);
    const token = a.cookies.get('musubi_session');
    await s.stop();
    for (const secret of [PASSWORD, token, a.csrf]) {
        assert.ok(!s.stderr().includes(secret));
        const scan = await s.cli('scan', secret).then(() => 0, (e) => e.code);
        assert.equal(scan, 0, 'scan found it');
    }
    await s.start();
});

test('headers that a browser heeds', async () => {
    for (const path of ['/docs', '/api/session', '/api/people', '/nothing']) {
        const r = await s.raw('GET', path);
        const csp = r.headers.get('content-security-policy');
        assert.match(csp, /default-src 'none'/, path);
        for (const what of ['frame-ancestors', 'object-src', 'base-uri']) {
            assert.ok(csp.includes(`${what} 'none'`), `${path}: ${what}`);
        }
        assert.ok(!/unsafe/.test(csp), path);
        assert.equal(r.headers.get('x-frame-options'), 'DENY');
        assert.equal(r.headers.get('x-content-type-options'), 'nosniff');
        assert.equal(r.headers.get('referrer-policy'), 'no-referrer');
        assert.equal(r.headers.get('cross-origin-resource-policy'), 'same-origin');
        assert.equal(r.headers.get('strict-transport-security'), null);
    }
});

test('behind HTTPS the cookie is for this host, and the origin is the public one', async () => {
    const t = await startServer({ args: ['--public-url', 'https://musubi.example'] });
    try {
        const v = new Visitor(t);
        assert.equal((await v.signIn()).status, 200);
        assert.match(v.setCookies[0], /^__Host-musubi_session=.*; Secure$/);
        const headers = { origin: 'https://musubi.example' };
        const r = await v.call('PATCH', '/api/me', { name: 'x' }, { headers });
        assert.equal(r.status, 200);
        const hsts = r.headers.get('strict-transport-security');
        assert.match(hsts, /max-age=\d{8}; includeSubDomains/);
        v.cookies.set('musubi_session', v.cookies.get('__Host-musubi_session'));
        v.cookies.delete('__Host-musubi_session');
        assert.equal((await v.call('GET', '/api/me')).status, 401, 'a name that others can set');
    } finally {
        await t.close();
    }
});

test('the first owner: once, from this machine or with the token', async () => {
    const t = await startServer({ owner: false });
    try {
        const who = { name: '佐藤', email: 'first@example.com', password: PASSWORD };
        const v = new Visitor(t);
        assert.equal((await v.session()).body.state, 'setup');
        const proxied = [{ 'x-forwarded-for': '192.0.2.7' }, { forwarded: 'for=192.0.2.7' }];
        for (const headers of proxied) {
            const far = new Visitor(t, headers);
            assert.equal((await far.call('POST', '/api/setup', who)).status, 403);
            const r = await far.call('POST', '/api/setup', { ...who, token: 'x' });
            assert.equal(r.status, 403);
        }
        for (const bad of [{ email: 'x' }, { password: 'short' }, { email: '' }]) {
            const r = await v.call('POST', '/api/setup', { ...who, ...bad });
            assert.equal(r.status, 422, r.text);
        }
        const token = /token (\S+)\)/.exec(t.stdout)[1];
        const far = new Visitor(t, { 'x-forwarded-for': '192.0.2.7' });
        const tries = [far.call('POST', '/api/setup', { ...who, token }),
            new Visitor(t).call('POST', '/api/setup', { ...who, email: 'second@example.com' })];
        const done = (await Promise.all(tries)).map((r) => r.status).sort();
        assert.deepEqual(done, [201, 409]);
        assert.equal((await new Visitor(t).session()).body.state, 'signed_out');
        assert.equal((await v.call('POST', '/api/setup', { ...who, token })).status, 409);
        await t.restart();
        assert.ok(!/token/.test(t.stdout.split('listening').at(-1)));
    } finally {
        await t.close();
    }
});
