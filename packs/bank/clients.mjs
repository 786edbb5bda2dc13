// clients.mjs - a message as the client on its device or server writes it, and the request that
// carries it.
//
//   const request = new Renderer(keys).request(flush, Date.now());   // { path, headers, body }
//
// THEORY  The members follow what the published clients send: the browser's batches as text/plain
//         with sentAt, the key in the body; the app's with the key in Basic and what it knows of
//         the device; servers' with a library and little else. Both times are read off
//         the device's clock, so a clock that is wrong is wrong in both. What happened on days
//         past is sent now, as by clients that were off line until now, so that times stand.
//         Written as text and not made as objects first, which would take longer than sending.
const iso = (ms) => new Date(ms).toISOString();
const quote = (text) => JSON.stringify(text);
const basic = (key) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

/** Context that does not change from message to message. */
function browserContext(p, dev) {
    return {
        library: { name: 'analytics.js', version: 'npm:next-1.84.3' },
        userAgent: dev.ua, locale: p.locale, timezone: 'Asia/Tokyo',
        screen: { width: dev.screen[0], height: dev.screen[1] },
        ip: dev.place === 'office' ? `198.51.100.${1 + (p.employer ? p.employer.length * 7 : 0)}`
            : p.house.ip,
        consent: { categoryPreferences: p.consent },
    };
}

function appContext(p, dev) {
    const apple = dev.os === 'iOS';
    return {
        app: { name: 'Musubi Bank', version: '5.2.0', build: '5200',
            namespace: 'example.bank.app' },
        device: {
            id: dev.deviceId, manufacturer: dev.maker, model: dev.model, name: dev.model,
            type: apple ? 'ios' : 'android', token: dev.token,
            adTrackingEnabled: dev.adId !== null, ...(dev.adId ? { advertisingId: dev.adId } : {}),
        },
        library: apple ? { name: 'analytics-swift', version: '1.9.1' }
            : { name: 'analytics-android', version: '4.11.3' },
        locale: p.locale, timezone: 'Asia/Tokyo', ip: p.house.ip,
        network: { carrier: dev.carrier, cellular: dev.cellular, wifi: true,
            bluetooth: false },
        os: { name: dev.os, version: dev.osVersion },
        screen: { width: dev.screen[0], height: dev.screen[1], density: 3 },
        userAgent: dev.ua,
    };
}

/** The members that depend on the type of the call, as the end of an object. */
function saying(m, data) {
    let out = `"type":"${m.type}","${m.type === 'identify' ? 'traits' : 'properties'}":` +
        JSON.stringify(data);
    if (m.name !== null) out += `,"${m.type === 'track' ? 'event' : 'name'}":${quote(m.name)}`;
    if (m.userId) out += `,"userId":"${m.userId}"`;
    if (m.anon) out += `,"anonymousId":"${m.anon}"`;
    return `${out}}`;
}

function browserMessage(m, dev, context) {
    let own = context, data = m.data;
    if (m.page) {
        const { path, referrer, search, title, url } = m.page;
        const page = { path, referrer, search, title, url };
        own += `,"page":${JSON.stringify(page)}`;
        if (m.type === 'page') data = { ...page, ...m.data };
    }
    if (m.campaign) own += `,"campaign":${JSON.stringify(m.campaign)}`;
    return `{"timestamp":"${iso(m.t + dev.skewMs)}","integrations":{},"messageId":"${m.id}",` +
        `"context":{${own}},` +
        '"_metadata":{"bundled":["Segment.io"],"unbundled":[],"bundledIds":[]},' +
        saying(m, data);
}

function appMessage(m, dev, context) {
    const own = m.traits
        ? `${context},"traits":${JSON.stringify({ anonymousId: m.anon, ...m.traits })}` : context;
    const time = dev.os === 'iOS' ? 'timestamp' : 'originalTimestamp';
    return `{"messageId":"${m.id}","channel":"mobile","integrations":{},"context":{${own}},` +
        `"${time}":"${iso(m.t + dev.skewMs)}",${saying(m, m.data)}`;
}

function serverMessage(m) {
    let own = '"library":{"name":"@segment/analytics-node","version":"3.1.0"}';
    if (m.extra.locale) own += `,"locale":"${m.extra.locale}"`;
    if (m.extra.externalIds) own += `,"externalIds":${JSON.stringify(m.extra.externalIds)}`;
    if (m.traits) own += `,"traits":${JSON.stringify(m.traits)}`;
    return `{"timestamp":"${iso(m.t)}","integrations":{},"messageId":"${m.id}",` +
        `"_metadata":{"nodeVersion":"20.20.2","jsRuntime":"node"},"context":{${own}},` +
        saying(m, m.data);
}

/** Which source an app's messages come from. */
export const sourceOf = (flush) =>
    flush.source === 'app' ? (flush.dev.os === 'iOS' ? 'ios' : 'android')
        : flush.source === 'browser' ? 'web' : flush.source;

export class Renderer {
    /** keys: write keys by source (setup.mjs). */
    constructor(keys) {
        this.keys = keys;
        this.contexts = new WeakMap(); // device -> { person, context }
    }

    context(p, dev) {
        const had = this.contexts.get(dev);
        if (had && had.p === p) return had.context;
        const made = dev.kind === 'app' ? appContext(p, dev) : browserContext(p, dev);
        const context = JSON.stringify(made).slice(1, -1);
        this.contexts.set(dev, { p, context });
        return context;
    }

    /** One request; now is the moment of sending. */
    request(flush, now) {
        const source = sourceOf(flush), key = this.keys[source], { dev, messages } = flush;
        const json = { authorization: basic(key), 'content-type': 'application/json' };
        if (!dev) {
            const batch = messages.map(serverMessage).join(',');
            return { path: '/v1/batch', headers: json,
                body: `{"batch":[${batch}],"sentAt":"${iso(now)}"}` };
        }
        const write = dev.kind === 'app' ? appMessage : browserMessage;
        const batch = messages.map((m) => write(m, dev, this.context(m.p, dev))).join(',');
        return {
            path: '/v1/b', headers: dev.kind === 'app' ? json : { 'content-type': 'text/plain' },
            body: `{"writeKey":"${key}","sentAt":"${iso(now + dev.skewMs)}","batch":[${batch}]}`,
        };
    }
}
