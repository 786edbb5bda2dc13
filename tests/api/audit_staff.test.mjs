// The audit log and the people who work here: rows name them; signing in, failing to, being locked
// out, signing out, second factors, accounts and providers are told of; what the server does by
// itself is "system".
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, STORE, listAll, startServer, waitFor } from './harness.mjs';
import { Visitor, invite, member, signedIn, totp } from './visitor.mjs';

let s, owner;
before(async () => {
    s = await startServer();
    owner = await signedIn(s);
    await named(owner, '佐藤 葵');
});
after(() => s?.close());

const rows = async (query = '') => (await listAll(s, `/api/audit${query}`)).reverse();

async function named(visitor, name) {
    const r = await visitor.call('PATCH', '/api/me', { name });
    assert.equal(r.status, 200, r.text);
}

/** The rows that come of fn(), but for those of reading the audit log. */
async function rowsOf(fn) {
    const last = (await rows()).at(-1)?.id ?? 0;
    await fn();
    return (await rows()).filter((r) => r.id > last && r.operation !== 'listAudit');
}

const gist = (x) => [x.operation, x.principal.kind, x.principal.name, x.subject.key, x.detail];

test('a row names who did it', async () => {
    const me = (await owner.call('GET', '/api/me')).body;
    const r = await rowsOf(async () => {
        await named(owner, '佐藤 葵子');
        assert.equal((await owner.call('GET', '/api/people')).status, 200);
        assert.equal((await owner.call('GET', '/api/people')).status, 200);
        const made = await owner.call('POST', '/api/sources', { name: 'By hand' });
        assert.equal(made.status, 201, made.text);
    });
    assert.deepEqual(r.slice(0, 2).map(gist), [
        ['changeMe', 'staff', '佐藤 葵', `staff:${me.id}`, {
            before: { name: '佐藤 葵', locale: me.locale, theme: me.theme },
            after: { name: '佐藤 葵子', locale: me.locale, theme: me.theme } }],
        ['listPeople', 'staff', '佐藤 葵子', 'people', {}],
    ]);
    assert.deepEqual([...new Set(r.slice(2).map((x) => x.operation))], ['createSource']);
    assert.ok(r.every((x) => x.principal.id === String(me.id) && x.address === '127.0.0.1'));
    const mine = await rows(`?principal=staff:${me.id}`);
    assert.ok(mine.length >= r.length && mine.every((x) => x.principal.id === String(me.id)));
});

test('invited, signed in, signed out: each is a row, without what opens anything', async () => {
    const secrets = [PASSWORD];
    let id;
    const r = await rowsOf(async () => {
        const made = await invite(owner, 'mio@example.com', ['agent']);
        secrets.push(made.token);
        const v = new Visitor(s);
        const got = await v.call('POST', '/api/invitations/accept',
            { token: made.token, name: '高橋 澪', password: PASSWORD });
        assert.equal(got.status, 201, got.text);
        await v.session(); // its token
        id = got.body.staff.id;
        assert.equal((await v.call('DELETE', '/api/session')).status, 204);
        const w = new Visitor(s);
        assert.equal((await w.signIn('MIO@example.com')).status, 200);
    });
    const inv = r[0].subject.key;
    assert.match(inv, /^invitation:\d+$/);
    assert.deepEqual(r.map((x) => [x.operation, x.principal.name, x.subject.key]), [
        ['invite', '佐藤 葵子', inv],
        ['acceptInvitation', '高橋 澪', inv],
        ['acceptInvitation', '高橋 澪', `staff:${id}`],
        ['acceptInvitation', '高橋 澪', `staff:${id}`],
        ['signOut', '高橋 澪', `staff:${id}`],
        ['signIn', '高橋 澪', `staff:${id}`],
    ]);
    assert.deepEqual(r[0].detail.after.roles, ['agent']);
    assert.deepEqual(r[2].detail.after, { name: '高橋 澪', email: 'mio@example.com',
        roles: ['agent'], disabled: false, second_factor: false });
    assert.equal(r[5].detail.after.state, 'signed_in');
    for (const x of secrets)
        assert.ok(!JSON.stringify(await rows()).includes(x), 'a secret in the audit log');
});

test('failures are told of, and the one that locks; what was typed is not', async () => {
    const m = await member(owner, 'locked@example.com', ['agent']);
    const r = await rowsOf(async () => {
        for (let i = 0; i < 5; i++) {
            const v = new Visitor(s);
            assert.equal((await v.signIn('locked@example.com', `wrong ${i} typed`)).status, 401);
        }
        assert.equal((await new Visitor(s).signIn('locked@example.com', 'any')).status, 429);
        assert.equal((await new Visitor(s).signIn('nobody.typed@example.com')).status, 401);
    });
    const wrong = ['signIn', 'nobody', '', `staff:${m.id}`, { after: { failed: 'password' } }];
    assert.deepEqual(r.map(gist), [
        wrong, wrong, wrong, wrong,
        [...wrong.slice(0, 4), { after: { failed: 'password', locked: true } }],
        ['signIn', 'nobody', '', 'staff', { after: { failed: 'password' } }],
    ]);
    assert.ok(!/typed/.test(JSON.stringify(r)));
});

test('passwords and second factors', async () => {
    const m = await member(owner, 'factor@example.com', ['agent']);
    let secret;
    const r = await rowsOf(async () => {
        const no = await m.call('POST', '/api/me/password',
            { old: 'not my password', new: 'another password 1' });
        assert.equal(no.status, 403);
        const begun = await m.call('POST', '/api/me/second-factor');
        assert.equal(begun.status, 200, begun.text);
        secret = begun.body.secret;
        const step = Math.floor(Date.now() / 30000);
        const on = await m.call('POST', '/api/me/second-factor/confirm',
            { code: totp(secret, step - 1) });
        assert.equal(on.status, 200, on.text);
        const v = new Visitor(s);
        assert.equal((await v.signIn('factor@example.com')).body.state, 'second_factor');
        assert.equal((await v.call('POST', '/api/session/second-factor',
            { code: '000000' })).status, 401);
        const full = await v.call('POST', '/api/session/second-factor',
            { code: totp(secret, step) });
        assert.equal(full.body.state, 'signed_in', full.text);
        assert.equal((await owner.call('PATCH', `/api/staff/${m.id}`,
            { second_factor: false, roles: ['marketer'] })).status, 200);
    });
    assert.deepEqual(r.map((x) => [x.operation, x.principal.kind,
        x.detail.after.failed ?? x.detail.after.state ?? x.detail.after.second_factor]), [
        ['changePassword', 'staff', 'password'],
        ['beginSecondFactor', 'staff', 'begun'],
        ['confirmSecondFactor', 'staff', true],
        ['signIn', 'staff', 'second_factor'],
        ['secondFactor', 'nobody', 'code'],
        ['secondFactor', 'staff', 'signed_in'],
        ['changeStaff', 'staff', false],
    ]);
    assert.deepEqual(r.at(-1).detail.before.roles, ['agent']);
    assert.deepEqual(r.at(-1).detail.after.roles, ['marketer']);
    assert.ok(!JSON.stringify(r).includes(secret));
});

test('a backup is a row before it is made', async () => {
    const r = await rowsOf(async () => {
        const got = await s.raw('POST', '/api/system/backup', { key: s.secretKey });
        assert.equal(got.status, 200);
    });
    assert.deepEqual(r.map((x) => [x.operation, x.kind, x.subject.key]),
        [['downloadBackup', 'change', 'workspace']]);
});

test('a look at one event is a look at its person', async () => {
    const sent = await s.api('POST', '/v1/track', { key: s.writeKey,
        body: { userId: 'seen-event', event: 'Seen', messageId: 'seen-event-1' } });
    assert.equal(sent.status, 200);
    const p = (await s.api('GET', '/api/people/by/user_id/seen-event',
        { key: s.secretKey })).body;
    const { items } = (await s.api('GET', `/api/events?person=${p.id}`,
        { key: s.secretKey })).body;
    const r = await rowsOf(async () => {
        assert.equal((await owner.call('GET', `/api/events/${items[0].seq}`)).status, 200);
        assert.equal((await owner.call('GET', `/api/events/${items[0].seq}`)).status, 200);
        assert.equal((await owner.call('GET', '/api/events/999999999')).status, 404);
    });
    assert.deepEqual(r.map((x) => [x.operation, x.subject.kind, x.subject.id, x.detail]), [
        ['getEvent', 'person', p.id, { person: p.id, event: items[0].seq }],
        ['getEvent', 'people', null, { event: 999999999 }],
    ]);
});

test('looks and changes apart', async () => {
    const all = await rows();
    const looks = await rows('?kind=look'), changes = await rows('?kind=change');
    const known = (list) => list.filter((x) => x.id <= all.at(-1).id);
    assert.ok(looks.every((x) => x.kind === 'look') && known(looks).length > 2);
    assert.ok(changes.every((x) => x.kind === 'change') && known(changes).length > 10);
    assert.equal(known(looks).length + known(changes).length, all.length);
});

test('who sees personal data masked reads the details masked, and the rest as it is', async () => {
    const auditor = await member(owner, 'auditor@example.com', ['auditor']);
    assert.equal((await owner.call('GET', '/api/people?q=hidden@example.com')).status, 200);
    const own = (await rows()).find((x) => x.detail?.query?.q === 'hidden@example.com');
    const list = await auditor.call('GET', '/api/audit?operation=listPeople');
    assert.equal(list.status, 200, list.text);
    const row = list.body.items.find((x) => x.id === own.id);
    assert.equal(row.detail.query.q, 'h•••@example.com');
    assert.deepEqual({ ...row, detail: null }, { ...own, detail: null });
    const file = await auditor.call('GET', '/api/audit/export?operation=listPeople');
    assert.equal(file.status, 200);
    assert.ok(file.text.includes('h•••@example.com') && !file.text.includes('hidden@'));
    const lines = file.text.trim().split('\n').map((x) => JSON.parse(x));
    assert.ok(lines.every((x) => x.salt === null && /^[0-9a-f]{64}$/.test(x.sealed)));
    const found = async (who, text) => (await who.call('GET', '/api/audit?operation=listPeople' +
        `&text=${text}`)).body.items.some((x) => x.id === own.id);
    assert.deepEqual([await found(owner, 'hidden@'), await found(auditor, 'hidden@')],
        [true, false]);
    assert.deepEqual([await found(auditor, 'listpeople'), await found(auditor, own.request_id)],
        [true, true]);
    const check = await auditor.call('GET', '/api/audit/check');
    assert.equal(check.body.state, 'intact');
});

test('the retention of the day is "system"', async () => {
    const put = await s.api('PUT', '/api/definitions/retention/rules', { key: s.secretKey,
        body: { draft: { rules: [{ event: '*', max_age_days: 400, action: 'drop' }] } } });
    assert.equal(put.status, 200, put.text);
    assert.equal((await s.api('POST', '/api/definitions/retention/rules/publish',
        { key: s.secretKey, body: {} })).status, 200);
    const r = await rowsOf(async () => {
        assert.equal((await owner.call('POST', '/api/retention/run')).status, 202);
        await waitFor('the end of the run', async () => (await s.api('GET', '/api/retention',
            { key: s.secretKey })).body.last !== null);
    });
    assert.deepEqual(r.map(gist), [
        ['runRetention', 'staff', '佐藤 葵子', 'retention', { after: { run: 'asked' } }],
        ['runRetention', 'system', 'Musubi', 'retention',
            { after: { run: 'ended', rules_version: 1, dropped: 0, thinned: 0 } }],
    ]);
});

if (STORE !== 'postgres') { // there it is a second node
    test('the command line leaves a row', async () => {
        await s.stop();
        await s.cli('staff', 'disable', 'mio@example.com');
        await s.start();
        const row = (await rows()).findLast((x) => x.operation === 'staff');
        assert.deepEqual([row.principal.kind, row.principal.name, row.detail.after.command],
            ['system', 'musubi staff', 'disable']);
    });
}
