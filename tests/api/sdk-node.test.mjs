// The Node clients of Segment and RudderStack, unchanged, against the real server: a scripted
// visit of several hundred calls each; afterwards every call stands in its person's timeline
// exactly once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Analytics } from '@segment/analytics-node';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { SLOW, personBy, startServer, waitFor } from './harness.mjs';
import { Expected } from './visit.mjs';

const PEOPLE = 6;
const HOUR_MS = 3_600_000;

/**
 * The visit of one person through call(type, params): anonymous first, then signed in, then from
 * the server side by user id alone. Times lie a second apart within the last hour.
 */
function visit(prefix, i, call) {
    const userId = `${prefix}-user-${i}`;
    const anonymousId = `${prefix}-device-${i}`;
    let clock = Date.now() - HOUR_MS + i;
    const expected = new Expected(userId);
    const say = (type, name, params) => {
        clock += 1000;
        const timestamp = new Date(clock);
        const entry = { time: timestamp.toISOString() };
        expected.add(type, name, entry);
        call(type, { ...params, timestamp }, expected.calls.at(-1));
    };
    const properties = { url: 'https://shop.example/' };
    say('page', 'Home', { anonymousId, name: 'Home', properties });
    for (let n = 0; n < 20; n++) {
        const event = `Product Viewed ${n}`;
        say('track', event, { anonymousId, event, properties: { sku: `s-${n}`, price: n * 1.5 } });
    }
    const traits = { email: `${userId}@example.com`, name: `名前 ${i}`, plan: 'free', age: 20 + i };
    say('identify', null, { userId, anonymousId, traits });
    for (let n = 0; n < 20; n++) {
        const event = `Order Completed ${n}`;
        const properties = { total: 1000 + n, currency: 'JPY', products: [{ sku: 'a' }] };
        say('track', event, { userId, anonymousId, event, properties });
    }
    say('screen', 'Settings', { userId, anonymousId, name: 'Settings' });
    say('group', null, { userId, groupId: `${prefix}-company`, traits: { seats: 7 } });
    say('alias', null, { userId, previousId: anonymousId });
    for (let n = 0; n < 20; n++) {
        const event = `Invoice Paid ${n}`;
        say('track', event, { userId, event, properties: { n } });
    }
    say('identify', null, { userId, traits: { plan: 'pro' } });
    return expected;
}

async function checkPeople(server, everyone) {
    for (const [i, expected] of everyone.entries()) {
        const person = await expected.check(server, { timeoutMs: 30_000 });
        assert.equal(person.traits.plan, 'pro');
        assert.equal(person.traits.name, `名前 ${i}`);
        const device = expected.userId.replace('-user-', '-device-');
        const byDevice = await personBy(server, 'anonymous_id', device);
        assert.equal(byDevice?.id, person.id, `${device} leads to ${expected.userId}`);
    }
    const ids = new Set();
    for (const e of everyone) ids.add((await personBy(server, 'user_id', e.userId)).id);
    assert.equal(ids.size, everyone.length, 'as many persons as people');
}

describe('clients for Node', () => {
    let server;
    before(async () => {
        server = await startServer();
    });
    after(() => server?.close());

    test('@segment/analytics-node: nothing lost, nothing doubled', async () => {
        const analytics = new Analytics({ writeKey: server.writeKey, host: server.url });
        const errors = [];
        analytics.on('error', (e) => errors.push(e));
        const delivered = [];
        const call = (type, params, entry) => {
            delivered.push(
                new Promise((done, no) => {
                    analytics[type](params, (err, ctx) => {
                        if (err) return no(err);
                        entry.messageId = ctx.event.messageId;
                        done();
                    });
                }),
            );
        };
        const everyone = [];
        for (let i = 0; i < PEOPLE; i++) everyone.push(visit('segment', i, call));
        await Promise.all([analytics.closeAndFlush({ timeout: 60_000 * SLOW }), ...delivered]);
        assert.deepEqual(errors, []);
        assert.ok(delivered.length >= 300, `${delivered.length} calls`);
        await checkPeople(server, everyone);
    });

    test('@rudderstack/rudder-sdk-node: nothing lost, nothing doubled', async () => {
        const seen = new Map(); // mark of the call -> what is expected of it
        const analytics = new RudderAnalytics(server.writeKey, {
            dataPlaneUrl: server.url,
            logLevel: 'error',
        });
        let open = 0;
        const failures = [];
        const call = (type, params, entry) => {
            open++;
            // The mark finds the message again in the batch that the callback is given.
            const mark = `mark-${seen.size}`;
            seen.set(mark, entry);
            const message = {
                ...params,
                context: { mark },
                originalTimestamp: params.timestamp,
            };
            analytics[type](message, (err, data) => {
                open--;
                if (err) return failures.push(err);
                const { batch } = Buffer.isBuffer(data) ? JSON.parse(gunzipSync(data)) : data;
                for (const sent of batch) {
                    const known = seen.get(sent.context.mark);
                    if (known) known.messageId = sent.messageId;
                }
            });
        };
        const everyone = [];
        for (let i = 0; i < PEOPLE; i++) everyone.push(visit('rudder', i, call));
        await waitFor(
            'the client to deliver',
            async () => {
                await analytics.flush();
                return open === 0;
            },
            { timeoutMs: 60_000 },
        );
        assert.deepEqual(failures, []);
        assert.ok(seen.size >= 300, `${seen.size} calls`);
        await checkPeople(server, everyone);
    });

    test('@segment/analytics-node: kill -9 in the middle, the client retries', async () => {
        const analytics = new Analytics({
            writeKey: server.writeKey,
            host: server.url,
            flushAt: 5,
            flushInterval: 500,
            httpRequestTimeout: 5_000 * SLOW,
        });
        const delivered = [];
        let count = 0;
        let half;
        const halfWay = new Promise((done) => {
            half = done;
        });
        const call = (type, params, entry) => {
            delivered.push(
                new Promise((done, no) => {
                    analytics[type](params, (err, ctx) => {
                        if (err) return no(err);
                        entry.messageId = ctx.event.messageId;
                        if (++count === 100) half();
                        done();
                    });
                }),
            );
        };
        const everyone = [];
        for (let i = 0; i < 3; i++) everyone.push(visit('killed', i, call));
        await halfWay;
        const rest = [];
        for (let i = 3; i < PEOPLE; i++) rest.push(visit('killed', i, call));
        await server.kill9();
        await server.start();
        await Promise.all([analytics.closeAndFlush({ timeout: 120_000 * SLOW }), ...delivered]);
        assert.ok(delivered.length >= 300, `${delivered.length} calls`);
        await checkPeople(server, [...everyone, ...rest]);
    });
});
