// Segment's browser client, unchanged, in a real browser: settings from our server, both delivery
// strategies, and pages that are left while calls are under way. Afterwards the visitor's
// timeline holds every call exactly once.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { ROOT, SLOW, personBy, startServer, waitFor } from '../api/harness.mjs';
import { Expected } from '../api/visit.mjs';

const FLAGS = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
];

// Runs in the page: each part makes its calls and waits for the test to say leave(). That makes
// some more and leaves with requests in flight and a batch not yet sent. (What is called in the
// very task that leaves is lost in the client: it hands an event to its sender in a later task,
// with no copy kept. Hence the two tasks in between.)
const PAGE = `
import { AnalyticsBrowser } from '@segment/analytics-next';
const query = new URLSearchParams(location.search);
const part = Number(query.get('part'));
const userId = query.get('user');
const analytics = AnalyticsBrowser.load({
    writeKey: query.get('key'),
    cdnURL: query.get('cdn'),
});
const many = (what, n) => {
    for (let i = 0; i < n; i++) analytics.track(what + ' ' + i, { i, part });
};
async function visit() {
    await analytics.page('Part ' + part);
    if (part === 1) {
        many('Anonymous', 60);
        analytics.identify(userId, { email: userId + '@example.com', plan: 'free' });
        many('Signed In', 40);
        analytics.group(userId + '-company', { seats: 3 });
    } else if (part === 2) {
        many('Bought', 60);
        analytics.screen('Cart');
        analytics.alias(userId, (await analytics.user()).anonymousId());
        many('Paid', 40);
        analytics.identify(userId, { plan: 'pro' });
    } else {
        many('Returned', 60);
    }
    document.title = 'part ' + part;
}
window.leave = async () => {
    many('Left ' + part, 15);
    for (let i = 0; i < 2; i++) await new Promise((done) => setTimeout(done, 0));
    query.set('part', part + 1);
    location.href = '?' + query;
};
visit();
`;

function expect(userId) {
    const expected = new Expected(userId);
    const many = (what, n) => {
        for (let i = 0; i < n; i++) expected.add('track', `${what} ${i}`);
    };
    for (const part of [1, 2, 3]) expected.add('page', `Part ${part}`);
    many('Anonymous', 60);
    many('Signed In', 40);
    many('Bought', 60);
    many('Paid', 40);
    many('Returned', 60);
    many('Left 1', 15);
    many('Left 2', 15);
    expected.add('identify', null);
    expected.add('identify', null);
    expected.add('group', null);
    expected.add('alias', null);
    expected.add('screen', 'Cart');
    return expected;
}

async function servePage() {
    const bundle = await build({
        stdin: { contents: PAGE, resolveDir: ROOT, loader: 'js' },
        bundle: true,
        write: false,
        format: 'iife',
        platform: 'browser',
        target: 'es2020',
        define: { 'process.env.NODE_ENV': '"production"' },
    });
    const script = bundle.outputFiles[0].text;
    const html = '<!doctype html><meta charset="utf-8"><title>visit</title><script src="/v.js">';
    const site = createServer((request, answer) => {
        const js = request.url === '/v.js';
        const type = js ? 'text/javascript' : 'text/html';
        answer.writeHead(200, { 'content-type': `${type}; charset=utf-8` });
        answer.end(js ? script : `${html}</script>`);
    });
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    return site;
}

describe('@segment/analytics-next in Chromium', () => {
    let server;
    let site;
    let browser;
    before(async () => {
        server = await startServer();
        site = await servePage();
        browser = await chromium.launch({
            executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
            args: FLAGS,
        });
    });
    after(async () => {
        await browser?.close();
        site?.closeAllConnections();
        site?.close();
        await server?.close();
    });

    /** Tell browsers how to deliver, through the source's definition, as an operator would. */
    async function setStrategy(strategy) {
        const key = server.secretKey;
        const at = '/api/definitions/source/default';
        const found = await server.api('GET', at, { key });
        assert.equal(found.status, 200, found.text);
        const draft = { ...found.body.published, settings: { delivery: strategy } };
        const put = await server.api('PUT', at, { key, body: { draft } });
        assert.equal(put.status, 200, put.text);
        const published = await server.api('POST', `${at}/publish`, { key, body: {} });
        assert.equal(published.status, 200, published.text);
    }

    /** Wait until the person has this many events. */
    async function arrived(userId, calls) {
        await waitFor(
            `${calls} calls of ${userId}`,
            async () => (await personBy(server, 'user_id', userId))?.events >= calls,
            { timeoutMs: 60_000, everyMs: 50 },
        );
    }

    for (const strategy of ['standard', 'batching']) {
        test(`${strategy} delivery, pages left midway`, async () => {
            await setStrategy(strategy);
            const settings = await server.raw(
                'GET',
                `/v1/projects/${server.writeKey}/settings`,
            );
            const told = settings.body.integrations['Segment.io'].deliveryStrategy;
            assert.equal(told.strategy, strategy);
            const userId = `browser-${strategy}`;
            const context = await browser.newContext();
            const page = await context.newPage();
            const complaints = [];
            page.on('pageerror', (e) => complaints.push(String(e)));
            const query = new URLSearchParams({
                part: '1',
                user: userId,
                key: server.writeKey,
                cdn: server.url,
            });
            await page.goto(`http://127.0.0.1:${site.address().port}/?${query}`);
            for (const [part, calls] of [[1, 103], [2, 222], [3, null]]) {
                await page.waitForFunction((title) => document.title === title, `part ${part}`, {
                    timeout: 60_000 * SLOW,
                });
                if (calls === null) break;
                await arrived(userId, calls);
                await page.evaluate(() => void window.leave()); // not awaited: it ends the page
            }
            const person = await expect(userId).check(server, { timeoutMs: 60_000 });
            assert.equal(person.traits.plan, 'pro');
            assert.deepEqual(complaints, []);
            await context.close();
        });
    }
});
