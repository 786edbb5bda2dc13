// setup.mjs - what a workspace needs before the bank's clients may speak: sources and rules.
//
//   const api = new Api(url, secretKey);
//   const keys = await setUp(api);           // { web: 'wk_…', ios: …, … }
//
// Running it again finds what is there.

export const SOURCES = [
    ['web', 'Web site', 'browser'], ['ios', 'App for iOS', 'mobile'],
    ['android', 'App for Android', 'mobile'], ['host', 'Core banking', 'server'],
    ['branch', 'Branches', 'server'], ['call', 'Call centre', 'server'],
    ['mail', 'Mailings', 'server'],
];

// A customer has one customer number. A fixed line is a household's: nine digits after +81, where
// mobile numbers have ten, so it ties nobody. What two customers claim, a couple's address, is
// neither's.
export const IDENTITY_RULES = {
    kinds: {
        customer_number: { limit: 1 },
        email: { contested: 'nobody' },
        phone: { contested: 'nobody', blocked_patterns: ['^[0-]*$', '^\\+81[0-9]{9}$'] },
    },
};

export class Api {
    constructor(url, secretKey) {
        this.url = url;
        this.secretKey = secretKey;
    }

    async call(method, path, body, headers = {}) {
        const answer = await fetch(this.url + path, {
            method, body: body === undefined ? undefined : JSON.stringify(body),
            headers: {
                authorization: `Bearer ${this.secretKey}`,
                ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers,
            },
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
        return text === '' ? null : JSON.parse(text);
    }

    /** All items of a list. */
    async *list(path) {
        let cursor = null;
        do {
            const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
            const query = `${path.includes('?') ? '&' : '?'}limit=200${more}`;
            const page = await this.call('GET', path + query);
            yield* page.items;
            cursor = page.next_cursor;
        } while (cursor);
    }
}

async function published(api, path) {
    try {
        return (await api.call('GET', path)).published ?? null;
    } catch (e) {
        if (/: 404 /.test(e.message)) return null;
        throw e;
    }
}

export async function setUp(api) {
    const there = new Map();
    for await (const s of api.list('/api/sources')) there.set(s.key, s);
    const keys = {};
    for (const [short, name, type] of SOURCES) {
        const key = `bank-${short}`;
        const s = there.get(key) ?? await api.call('POST', '/api/sources', { key, name, type });
        keys[short] = s.write_keys[0].key;
    }
    const path = '/api/definitions/identity/rules';
    if (!(await published(api, path))) {
        await api.call('PUT', path, { draft: IDENTITY_RULES });
        await api.call('POST', `${path}/publish`, {});
    }
    return keys;
}
