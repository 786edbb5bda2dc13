// Field masks: every answer that an analyst gets about people, with addresses and numbers masked.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { personBy, startServer, waitFor } from './harness.mjs';
import { member, signedIn } from './visitor.mjs';

const EMAIL = 'anna.secret@example.com';
const PHONE = '+819012345678';
let s, owner, analyst, id;

before(async () => {
    s = await startServer();
    owner = await signedIn(s);
    analyst = await member(owner, 'analyst@example.com', ['analyst']);
    const batch = [
        { type: 'identify', userId: 'u-1', traits: { email: EMAIL, phone: PHONE, name: 'Anna' } },
        { type: 'track', event: 'Wrote', userId: 'u-1',
            properties: { text: `reach me at ${EMAIL} or 090-1234-5678`, [EMAIL]: 1, total: 12 } },
        { type: 'track', event: '', userId: 'u-1', properties: { note: EMAIL } },
    ];
    await s.api('POST', '/v1/batch', { key: s.writeKey, basic: true, body: { batch } });
    const person = await waitFor('the person', () => personBy(s, 'user_id', 'u-1'));
    id = person.id;
});
after(() => s?.close());

const paths = () => [
    '/api/people', `/api/people/${id}`, `/api/people/by/user_id/u-1`,
    `/api/people/by/email/${EMAIL}`, `/api/people/${id}/timeline`,
    `/api/people/${id}/identities`, `/api/people/${id}/traits`, '/api/collect/errors',
];

test('an analyst sees them masked, an owner in full', async () => {
    let seen = 0;
    for (const path of paths()) {
        const full = await owner.call('GET', path);
        const masked = await analyst.call('GET', path);
        assert.equal(masked.status, 200, `${path}: ${masked.text}`);
        seen += full.text.includes(EMAIL) || full.text.includes(PHONE) ? 1 : 0;
        for (const bad of ['anna.secret', PHONE, PHONE.slice(3), '090-1234']) {
            assert.ok(!masked.text.includes(bad), `${path} shows ${bad}`);
        }
        if (full.text.includes(EMAIL)) {
            assert.ok(masked.text.includes('a•••@example.com'), path);
        }
        assert.deepEqual(Object.keys(masked.body), Object.keys(full.body), path);
    }
    assert.ok(seen >= 6, `only ${seen} of the answers hold them at all`);
});

test('what cannot be masked is refused', async () => {
    assert.equal((await owner.call('GET', `/api/people/${id}/export`)).status, 200);
    const r = await analyst.call('GET', `/api/people/${id}/export`);
    assert.equal(r.status, 403);
    assert.ok(!r.text.includes('secret'));
});

test('two roles, one of which sees all: in full; the colleagues are not masked', async () => {
    const path = `/api/staff/${analyst.id}`;
    await owner.call('PATCH', path, { roles: ['analyst', 'marketer'] });
    assert.ok((await analyst.call('GET', `/api/people/${id}`)).text.includes(EMAIL));
    await owner.call('PATCH', path, { roles: ['auditor'] });
    assert.ok(!(await analyst.call('GET', `/api/people/${id}`)).text.includes(EMAIL));
    assert.ok((await analyst.call('GET', '/api/staff')).text.includes('analyst@example.com'));
});
