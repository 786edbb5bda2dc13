// studio.mjs - Studio in a real browser: a server with believable people, pages that are signed in,
// and what every screen must fulfil.
//
//   const studio = await startStudio();
//   const page = await studio.open('/app/people', { locale: 'ja', width: 390 });
//   await studio.inspect(page);                    // axe, overflow, console, other hosts
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { OWNER, PASSWORD, ROOT, SLOW, personBy, startServer } from '../api/harness.mjs';
import { member, signedIn } from '../api/visitor.mjs';

const AXE = readFileSync(path.join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8');
const FLAGS = [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
];
export const WAIT = 30_000 * SLOW;
export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Every screen: a name, its address, its title in both languages, what shows that it is there. */
export const SCREENS = [
    {
        name: 'overview',
        at: () => '/app/overview',
        en: 'Overview',
        ja: '概要',
        there: 'figure',
    },
    { name: 'people', at: () => '/app/people', en: 'People', ja: '人の一覧', there: 'table' },
    {
        name: 'person',
        at: (s) => `/app/people/${s.mika}`,
        en: '佐藤 美香',
        ja: '佐藤 美香',
        there: 'ol',
    },
    {
        name: 'traits',
        at: (s) => `/app/people/${s.mika}?tab=traits`,
        en: '佐藤 美香',
        ja: '佐藤 美香',
        there: '[role=tabpanel] li',
    },
    {
        name: 'identity-graph',
        at: (s) => `/app/people/${s.mika}?tab=identity`,
        en: '佐藤 美香',
        ja: '佐藤 美香',
        there: '.react-flow__node, section li', // the picture, on a telephone the list
    },
    { name: 'live', at: () => '/app/live', en: 'Live events', ja: 'ライブイベント', there: 'dl' },
    { name: 'sources', at: () => '/app/sources', en: 'Sources', ja: 'ソース', there: 'table' },
    {
        name: 'source',
        at: () => '/app/sources/default',
        en: 'Default',
        ja: 'Default',
        there: 'details',
    },
    {
        name: 'plan',
        at: () => '/app/sources/default/plan',
        en: 'Tracking plan',
        ja: 'トラッキングプラン',
        there: 'section',
    },
    {
        name: 'identity-rules',
        at: () => '/app/identity',
        en: 'Identity rules',
        ja: '同一人物の判定ルール',
        there: 'table',
    },
    { name: 'team', at: () => '/app/team', en: 'Team', ja: 'チーム', there: 'table' },
    { name: 'roles', at: () => '/app/roles', en: 'Roles', ja: 'ロール', there: 'table' },
    {
        name: 'reference',
        at: () => '/app/reference',
        en: 'API reference',
        ja: 'API リファレンス',
        there: 'section li',
    },
    { name: 'system', at: () => '/app/system', en: 'System', ja: 'システム', there: 'dl' },
    {
        name: 'account',
        at: () => '/app/account',
        en: 'My account',
        ja: '自分のアカウント',
        there: 'section li',
    },
    { name: 'keys', at: () => '/app/keys', en: 'API keys', ja: 'API キー', there: 'table' },
    { name: 'audit', at: () => '/app/audit', en: 'Audit log', ja: '監査ログ', there: 'ol' },
];

const DAY = 86_400_000;

/** Two devices of one person, her husband with the same address, an anonymous visitor, a reject. */
function visits(now) {
    const at = (days) => new Date(now - days * DAY).toISOString();
    let n = 0;
    const item = (days, rest) => ({ messageId: `m-${++n}`, timestamp: at(days), ...rest });
    const mika = { name: '佐藤 美香', email: 'mika@example.jp', plan: 'free', city: '東京' };
    return [
        item(9, { type: 'page', name: 'Home', anonymousId: 'office-pc' }),
        item(8.9, {
            type: 'track',
            event: 'Rate Viewed',
            anonymousId: 'office-pc',
            properties: { product: 'Current account', rate: 0.3 },
        }),
        item(8.8, { type: 'identify', userId: 'u-1', anonymousId: 'office-pc', traits: mika }),
        item(5, { type: 'page', name: 'Home', anonymousId: 'phone' }),
        item(4.9, {
            type: 'identify',
            userId: 'u-1',
            anonymousId: 'phone',
            traits: { ...mika, plan: 'premium', phone: '+819012345678' },
        }),
        item(4.8, {
            type: 'track',
            event: 'Order Completed',
            userId: 'u-1',
            anonymousId: 'phone',
            properties: { total: 4800, currency: 'JPY' },
        }),
        item(3, {
            type: 'identify',
            userId: 'u-2',
            anonymousId: 'tablet',
            traits: { name: 'Ken Satō', email: 'mika@example.jp', plan: 'free' },
        }),
        item(2, { type: 'identify', userId: 'u-3', traits: { name: 'Olivia Bennett' } }),
        item(1, {
            type: 'identify',
            userId: 'u-4',
            traits: { name: 'Olivia B.', email: 'olivia@example.com' },
        }),
        item(0.5, { type: 'page', name: 'Help', anonymousId: 'nobody' }),
        { type: 'track', userId: 'u-1' },
    ];
}

export class Studio {
    constructor(server, browser) {
        this.server = server;
        this.browser = browser;
        this.url = server.url;
        this.pages = [];
        this.cookies = null; // of the owner's session: to sign in costs half a second
    }

    async send(...batch) {
        const r = await this.server.api('POST', '/v1/batch', {
            key: this.server.writeKey,
            body: { batch },
        });
        assert.equal(r.status, 200, r.text);
    }

    /** The people of visits(); their ids as mika, ken, olivia, olivia2. */
    async load() {
        await this.send(...visits(Date.now()));
        const id = async (user) => (await personBy(this.server, 'user_id', user)).id;
        [this.mika, this.ken, this.olivia, this.olivia2] = await Promise.all(
            ['u-1', 'u-2', 'u-3', 'u-4'].map(id),
        );
    }

    /** A context of its own; signed in as the owner unless told otherwise. */
    async context({ locale = 'en', scheme = 'light', signIn = true, ...size } = {}) {
        const context = await this.browser.newContext({
            viewport: { ...DESK, ...size },
            locale: locale === 'ja' ? 'ja-JP' : 'en-GB',
            timezoneId: 'Asia/Tokyo',
            colorScheme: scheme,
            reducedMotion: 'reduce',
        });
        context.setDefaultTimeout(WAIT);
        await context.addInitScript(
            (l) => {
                const kept = localStorage.getItem('musubi-locale');
                if (kept === null) localStorage.setItem('musubi-locale', l);
            },
            locale,
        );
        if (signIn === true && this.cookies) {
            await context.addCookies(this.cookies);
        } else if (signIn) {
            const { email = OWNER, password = PASSWORD } = signIn === true ? {} : signIn;
            const r = await context.request.post(`${this.url}/api/session`, {
                data: { email, password },
            });
            assert.equal(r.status(), 200, await r.text());
            if (signIn === true) this.cookies = await context.cookies();
        }
        return context;
    }

    /** A page at this address; what it complains of is kept for inspect(). */
    async open(at, options) {
        const context = await this.context(options);
        const page = await context.newPage();
        page.complaints = [];
        page.hosts = new Set();
        page.on('pageerror', (e) => page.complaints.push(String(e.stack ?? e)));
        page.on('console', (m) => {
            const handled = page.failing ? /status of \d+/ : /status of (401|403|404|422)/;
            const refused = handled.test(m.text()); // the page handles these
            if (m.type() === 'error' && !refused) page.complaints.push(m.text());
        });
        page.on('request', (r) => page.hosts.add(new URL(r.url()).host));
        await page.goto(this.url + at);
        this.pages.push(page);
        return page;
    }

    /** The reader comes back to the page after a while: what was read is old, and is read again. */
    async comeBack(page) {
        await page.clock.install();
        await page.clock.fastForward(60_000);
        await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    }

    /** What every screen must fulfil, as it is now. */
    async inspect(page, what = page.url()) {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${what}: ${wide} pixels wider than the screen`);
        assert.deepEqual(page.complaints, [], what);
        assert.deepEqual([...page.hosts], [new URL(this.url).host], `${what}: another host`);
        assert.deepEqual(await this.axe(page), [], what);
    }

    /** Serious and critical findings, one line each. */
    async axe(page) {
        await page.evaluate(AXE);
        return page.evaluate(async () => {
            const { violations } = await window.axe.run(document, {
                resultTypes: ['violations'],
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
            });
            return violations
                .filter((v) => v.impact === 'serious' || v.impact === 'critical')
                .flatMap((v) =>
                    v.nodes.map(
                        (n) => `${v.id}: ${n.target.join(' ')} ${n.any[0]?.message ?? v.help}`,
                    ),
                );
        });
    }

    /** Change the owner's own settings. */
    async setMe(page, change) {
        const session = await (await page.request.get(`${this.url}/api/session`)).json();
        const r = await page.request.patch(`${this.url}/api/me`, {
            data: change,
            headers: { 'x-csrf-token': session.csrf },
        });
        assert.equal(r.status(), 200, await r.text());
    }

    /** Somebody new with these roles, to be given to open() as signIn. */
    async member(email, roles) {
        this.owner ??= await signedIn(this.server);
        await member(this.owner, email, roles);
        return { email, password: PASSWORD };
    }

    async closePages() {
        await Promise.all(this.pages.splice(0).map((p) => p.context().close()));
    }

    async close() {
        await this.browser.close();
        await this.server.close();
    }
}

export async function startStudio({ empty = false, ...options } = {}) {
    const server = await startServer(options);
    let browser;
    try {
        browser = await chromium.launch({
            // Chromium without its own windows: pages alike, a quarter of the time less.
            executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
            args: FLAGS,
        });
        const studio = new Studio(server, browser);
        if (!empty) await studio.load();
        return studio;
    } catch (e) {
        await browser?.close();
        await server.close().catch(() => {});
        throw e;
    }
}
