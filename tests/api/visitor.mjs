// visitor.mjs - somebody with a browser: keeps cookies, sends the session's token with changes.
//
//   const owner = await signedIn(s);                   // the owner of every test server
//   await owner.call('PATCH', '/api/me', { name: 'Hanako' });
import assert from 'node:assert/strict';
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
