// visitor.mjs - somebody with a browser: keeps cookies, sends the session's token with changes.
//
//   const owner = await signedIn(s);                   // the owner of every test server
//   await owner.call('PATCH', '/api/me', { name: 'Hanako' });
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { OWNER, PASSWORD } from './harness.mjs';

export class Visitor {
    constructor(server, headers = {}) {
        this.server = server;
        this.headers = headers; // sent with every request
        this.cookies = new Map();
        this.csrf = null;
        this.setCookies = []; // of the last answer, as they came
    }

    get cookie() {
        return [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
    }

    /** One request, checked against the document; csrf: null leaves the token out. */
    async call(method, path, body, { headers = {}, csrf = this.csrf, raw = false } = {}) {
        const head = { ...this.headers, ...headers };
        if (this.cookies.size) head.cookie = this.cookie;
        if (csrf && method !== 'GET') head['x-csrf-token'] = csrf;
        const r = await this.server[raw ? 'raw' : 'api'](method, path, { body, headers: head });
        this.setCookies = r.headers.getSetCookie();
        for (const line of this.setCookies) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
            if (value === '') this.cookies.delete(name);
            else this.cookies.set(name, value);
        }
        if (r.body && typeof r.body === 'object' && 'csrf' in r.body) this.csrf = r.body.csrf;
        return r;
    }

    session() {
        return this.call('GET', '/api/session');
    }

    signIn(email = OWNER, password = PASSWORD) {
        return this.call('POST', '/api/session', { email, password });
    }
}

export async function signedIn(server, email, password, headers) {
    const v = new Visitor(server, headers);
    const r = await v.signIn(email, password);
    assert.equal(r.status, 200, r.text);
    assert.equal(r.body.state, 'signed_in');
    return v;
}

/** An invitation: {id, token}. */
export async function invite(owner, email, roles) {
    const r = await owner.call('POST', '/api/invitations', { email, roles });
    assert.equal(r.status, 201, r.text);
    return { id: r.body.id, token: r.body.url.split('#')[1] };
}

/** A new member of staff, signed in; .id is the account's. */
export async function member(owner, email, roles) {
    const { token } = await invite(owner, email, roles);
    const v = new Visitor(owner.server);
    const body = { token, name: email, password: PASSWORD };
    const r = await v.call('POST', '/api/invitations/accept', body);
    assert.equal(r.status, 201, r.text);
    v.id = r.body.staff.id;
    return v;
}

export function base32(text) {
    let bits = '';
    for (const c of text) {
        bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0');
    }
    return Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
}

/** RFC 6238, written anew here. */
export function totp(secret, step = Math.floor(Date.now() / 30000)) {
    const msg = Buffer.alloc(8);
    msg.writeBigUInt64BE(BigInt(step));
    const mac = createHmac('sha1', base32(secret)).update(msg).digest();
    const v = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
    return String(v % 1000000).padStart(6, '0');
}
