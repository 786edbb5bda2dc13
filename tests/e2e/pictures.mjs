// pictures.mjs - the README's pictures, of the running demo: make demo, beside it make pictures.
//
// docs/pictures/NAME-LOCALE.png. DEMO_URL (http://127.0.0.1:8080), DEMO_HOME (build/demo).
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from '../api/harness.mjs';

const URL_ = process.env.DEMO_URL ?? 'http://127.0.0.1:8080';
const HOME = path.resolve(ROOT, process.env.DEMO_HOME ?? 'build/demo');
const OUT = path.join(ROOT, 'docs/pictures');
const ATOMS = 4; // of the person that is shown: enough to see, few enough to read

async function api(page, at) {
    const r = await page.request.get(URL_ + at);
    if (!r.ok()) throw new Error(`${at}: ${r.status()} ${await r.text()}`);
    return r.json();
}

/** Somebody known who did much, on several devices. */
async function somebody(page) {
    for (let cursor = '', n = 0; n < 10 && cursor !== null; n++) {
        const list = await api(page, `/api/people?limit=100${cursor && `&cursor=${cursor}`}`);
        for (const p of list.items) {
            if (!p.traits.email) continue;
            const { atoms, cuts } = await api(page, `/api/people/${p.id}/identities`);
            const events = atoms.reduce((sum, a) => sum + a.events, 0);
            const few = atoms.length >= ATOMS && atoms.length <= ATOMS + 1;
            if (few && cuts.length === 0 && events > 60) return p.id;
        }
        cursor = list.next_cursor;
    }
    throw new Error('nobody among the first thousand');
}

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox'],
});
try {
    mkdirSync(OUT, { recursive: true });
    for (const locale of ['en', 'ja']) {
        const context = await browser.newContext({
            viewport: { width: 1280, height: 800 },
            locale: locale === 'ja' ? 'ja-JP' : 'en-GB',
            timezoneId: 'Asia/Tokyo',
            colorScheme: 'light',
            reducedMotion: 'reduce',
        });
        const keep = (l) => localStorage.setItem('musubi-locale', l);
        await context.addInitScript(keep, locale);
        const page = await context.newPage();
        const password = readFileSync(path.join(HOME, 'password'), 'utf8').trim();
        const data = { email: 'owner@example.com', password };
        const { ok, csrf } = await page.request
            .post(`${URL_}/api/session`, { data })
            .then(async (r) => ({ ok: r.ok(), ...(await r.json()) }));
        if (!ok) throw new Error('the demo does not let us in');
        await page.request.patch(`${URL_}/api/me`, {
            data: { locale },
            headers: { 'x-csrf-token': csrf },
        });
        const id = await somebody(page);
        const shown = [
            ['overview', '/app/overview', 'table tbody tr'],
            ['live', '/app/live', '[data-seq]'],
            ['person', `/app/people/${id}`, 'ol li'],
            ['identity', `/app/people/${id}?tab=identity`, '.react-flow__node'],
        ];
        for (const [name, at, there] of shown) {
            await page.goto(URL_ + at);
            await page.locator('main').locator(there).nth(2).waitFor();
            await page.waitForTimeout(800); // what comes a moment later: the graph finds its place
            await page.screenshot({ path: path.join(OUT, `${name}-${locale}.png`) });
        }
        await context.close();
    }
} finally {
    await browser.close();
}
