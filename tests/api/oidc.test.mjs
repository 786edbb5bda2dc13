// Signing in at a real OpenID provider (npm's oidc-provider): who is let in, who is not, keys that
// change, answers that were not asked for.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, test } from 'node:test';
import Provider from 'oidc-provider';
import { OWNER, startServer } from './harness.mjs';
import { Visitor, invite, member, signedIn } from './visitor.mjs';

const SECRET = 'a secret: of/the=client+';
let s, owner, idp;

function jwk(alg, kid) {
    const pair =
        alg === 'RS256'
            ? generateKeyPairSync('rsa', { modulusLength: 2048 })
            : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return { ...pair.privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' };
}

/** A provider that lets in whoever `idp.who` is. */
class Idp {
    constructor() {
        this.people = new Map();
        this.who = null;
        this.port = 0;
        this.server = http.createServer((req, res) => this.answer(req, res));
    }

    async listen() {
        this.server.listen(this.port, '127.0.0.1');
        await once(this.server, 'listening');
        this.port = this.server.address().port;
        this.issuer = `http://127.0.0.1:${this.port}`;
    }

    /** New keys, as after a change of them. */
    make(serial) {
        const client = (client_id, alg, more) => ({
            client_id, id_token_signed_response_alg: alg,
            redirect_uris: ['idp', 'es', 'public', 'bad'].map(
                (id) => `${s.url}/api/session/oidc/${id}/callback`,
            ),
            grant_types: ['authorization_code'], response_types: ['code'], ...more,
        });
        this.provider = new Provider(this.issuer, {
            clients: [
                client('musubi', 'RS256', { client_secret: SECRET }),
                client('musubi-es', 'ES256', { client_secret: SECRET }),
                client('musubi-public', 'RS256', { token_endpoint_auth_method: 'none' }),
            ],
            jwks: { keys: [jwk('RS256', `r${serial}`), jwk('ES256', `e${serial}`)] },
            pkce: { required: () => true },
            claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
            features: { devInteractions: { enabled: false } },
            interactions: { url: (_, i) => `/interaction/${i.uid}` },
            cookies: { keys: ['of a test'] },
            findAccount: (_, sub) => ({
                accountId: sub, claims: () => ({ sub, ...this.people.get(sub) }),
            }),
        });
        this.callback = this.provider.callback();
    }

    async answer(req, res) {
        if (!req.url.startsWith('/interaction/')) return this.callback(req, res);
        const { params } = await this.provider.interactionDetails(req, res);
        const grant = new this.provider.Grant({ accountId: this.who, clientId: params.client_id });
        grant.addOIDCScope('openid email profile');
        const grantId = await grant.save();
        const result = { login: { accountId: this.who }, consent: { grantId } };
        return this.provider.interactionFinished(req, res, result);
    }

    close() {
        this.server.closeAllConnections?.();
        this.server.close();
    }
}

/** As a browser: from the provider's page to the address that it sends the browser back to. */
async function atProvider(location) {
    const jar = new Map();
    for (let at = location, hops = 0; hops < 10; hops++) {
        if (at.startsWith(s.url)) return at.slice(s.url.length);
        const cookie = [...jar].map(([k, v]) => `${k}=${v}`).join('; ');
        const r = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const line of r.headers.getSetCookie()) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
            jar.set(name, value);
        }
        const next = r.headers.get('location');
        assert.ok(next, `${at}: ${r.status} ${await r.text()}`);
        at = new URL(next, at).href;
    }
    throw new Error('redirected for ever');
}

async function begin(v, provider = 'idp') {
    const r = await v.call('GET', `/api/session/oidc/${provider}`, undefined, { raw: true });
    assert.equal(r.status, 302, r.text);
    return r.headers.get('location');
}

// A navigation from the provider's page: what a browser says of it must not matter.
const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
const back = (v, path) => v.call('GET', path, undefined, { raw: true, headers });

/** The whole way; gives where it ended. */
async function signIn(who, provider = 'idp', v = new Visitor(s)) {
    idp.who = who;
    const r = await back(v, await atProvider(await begin(v, provider)));
    assert.equal(r.status, 302, r.text);
    v.to = r.headers.get('location');
    return v;
}

const put = (id, more = {}, by = owner) =>
    by.call('PUT', `/api/providers/${id}`, {
        title: 'The company', issuer: idp.issuer, client_id: 'musubi', client_secret: SECRET,
        ...more,
    });

before(async () => {
    s = await startServer();
    owner = await signedIn(s);
    idp = new Idp();
    await idp.listen();
    idp.make(1);
    const r = await put('idp', { domains: ['company.example'], roles: ['agent'] });
    assert.equal(r.status, 200, r.text);
    const person = (sub, email, email_verified = true) =>
        idp.people.set(sub, { email, email_verified, name: `花子 ${sub}` });
    person('owner', OWNER.toUpperCase());
    person('invited', 'invited@example.com');
    person('company', 'anybody@company.example');
    person('stranger', 'stranger@example.com');
    person('unverified', 'other@company.example', false);
    person('liar', 'liar@notcompany.example');
});
after(async () => {
    idp?.close();
    await s?.close();
});

const state = async (v) => (await v.session()).body;

test('it is offered, and the browser is sent there with PKCE', async () => {
    const r = (await new Visitor(s).session()).body;
    assert.deepEqual(r.providers, [{ id: 'idp', title: 'The company' }]);
    const v = new Visitor(s);
    const to = new URL(await begin(v));
    assert.equal(to.origin, idp.issuer);
    const q = Object.fromEntries(to.searchParams);
    assert.equal(q.code_challenge_method, 'S256');
    for (const name of ['state', 'nonce', 'code_challenge']) assert.match(q[name], /^[\w-]{43}$/);
    assert.equal(new Set([q.state, q.nonce, q.code_challenge]).size, 3);
    assert.match(v.setCookies[0], /^musubi_oidc=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
    const none = await v.call('GET', '/api/session/oidc/nobody');
    assert.equal(none.status, 404);
});

test('an account here, an invitation, a domain that is allowed', async () => {
    const o = await signIn('owner');
    assert.equal(o.to, '/app');
    assert.deepEqual((await state(o)).staff.roles, ['owner']);
    assert.ok(!o.cookies.has('musubi_oidc'), 'used up');
    await invite(owner, 'invited@example.com', ['marketer']);
    const i = await signIn('invited');
    assert.deepEqual((await state(i)).staff.roles, ['marketer']);
    assert.equal((await state(i)).staff.name, '花子 invited');
    const c = await signIn('company');
    assert.deepEqual((await state(c)).staff.roles, ['agent']);
    const again = await signIn('company');
    assert.equal((await state(again)).staff.id, (await state(c)).staff.id);
    idp.people.set('company', { email: 'married@elsewhere.example', email_verified: true });
    const renamed = await signIn('company');
    assert.equal((await state(renamed)).staff.id, (await state(c)).staff.id, 'known by number');
});

test('everybody else stays outside', async () => {
    for (const who of ['stranger', 'unverified', 'liar']) {
        const v = await signIn(who);
        assert.equal(v.to, '/app#sign-in-error=forbidden', who);
        assert.equal((await state(v)).state, 'signed_out');
    }
    const m = await member(owner, 'gone@company.example', ['agent']);
    idp.people.set('gone', { email: 'gone@company.example', email_verified: true });
    await owner.call('PATCH', `/api/staff/${m.id}`, { disabled: true });
    assert.equal((await signIn('gone')).to, '/app#sign-in-error=forbidden');
});

test('answers that this browser has not asked for', async () => {
    idp.who = 'owner';
    const v = new Visitor(s);
    const path = await atProvider(await begin(v));
    assert.equal((await back(new Visitor(s), path)).status, 403, 'another browser');
    const other = new Visitor(s);
    await begin(other);
    assert.equal((await back(other, path)).status, 403, 'one that asked for something else');
    const kept = v.cookies.get('musubi_oidc');
    assert.equal((await back(v, path.replace(/state=[^&]*/, 'state='))).status, 403);
    assert.equal((await back(v, path)).headers.get('location'), '/app');
    await v.call('DELETE', '/api/session');
    v.cookies.set('musubi_oidc', kept);
    const twice = await back(v, path);
    assert.equal(twice.headers.get('location'), '/app#sign-in-error=unauthenticated');
    assert.equal((await state(v)).state, 'signed_out');
    const swapped = new Visitor(s); // a code of another sign-in: PKCE and nonce do not fit
    const own = new URL(await begin(swapped)).searchParams.get('state');
    const theirs = await atProvider(await begin(new Visitor(s)));
    const mixed = theirs.replace(/state=[^&]*/, `state=${own}`);
    const r = await back(swapped, mixed);
    assert.equal(r.headers.get('location'), '/app#sign-in-error=unauthenticated');
    const refused = new Visitor(s);
    const q = new URL(await begin(refused)).searchParams.get('state');
    const no = await back(refused, `/api/session/oidc/idp/callback?error=access_denied&state=${q}`);
    assert.equal(no.headers.get('location'), '/app#sign-in-error=unauthenticated');
});

test('other algorithms and clients; a wrong secret; keys that change', async () => {
    await put('es', { client_id: 'musubi-es' });
    await put('public', { client_id: 'musubi-public', client_secret: '' });
    await put('bad', { client_secret: 'not it' });
    for (const id of ['es', 'public']) {
        assert.equal((await signIn('owner', id)).to, '/app', id);
    }
    assert.equal((await signIn('owner', 'bad')).to, '/app#sign-in-error=unauthenticated');
    idp.make(2);
    assert.equal((await signIn('owner')).to, '/app', 'other keys');
    await s.restart();
    assert.equal((await signIn('owner')).to, '/app', 'the secret is read again');
});

test('who sets up a provider says who is who: owners only; secrets stay', async () => {
    const admin = await member(owner, 'admin@example.com', ['administrator']);
    assert.equal((await put('mine', {}, admin)).status, 403);
    assert.equal((await admin.call('DELETE', '/api/providers/idp')).status, 403);
    const list = await admin.call('GET', '/api/providers');
    assert.ok(!list.text.includes(SECRET));
    assert.equal(list.body.items.find((p) => p.id === 'idp').client_secret, true);
    for (const issuer of ['http://example.com', 'ftp://x', 'https://x?y', 'https://', 'x',
        'http://127.0.0.1.example.com', 'https://a b']) {
        assert.equal((await put('odd', { issuer })).status, 422, issuer);
    }
    await put('idp', { client_secret: undefined, title: 'Renamed', roles: ['agent'] });
    assert.equal((await signIn('owner')).to, '/app', 'the secret stayed');
    idp.close();
    await put('idp', { issuer: `http://127.0.0.1:${idp.port}/other` });
    const down = await new Visitor(s).call('GET', '/api/session/oidc/idp');
    assert.equal(down.status, 503);
    assert.equal((await owner.call('DELETE', '/api/providers/idp')).status, 204);
    assert.equal((await owner.call('DELETE', '/api/providers/idp')).status, 404);
});
