// What every screen shows when it cannot be as one would like it: the server fails, one may not see
// it, there is nothing yet; and that the keyboard alone reaches all of it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { waitFor } from '../api/harness.mjs';
import { DESK, PHONE, SCREENS, startStudio, WAIT } from './studio.mjs';

const RETRY = { en: 'Try again', ja: '再試行' };

/** A role of those that come with the product that may not see the screen. */
const REFUSED = {
    overview: 'agent',
    live: 'agent',
    people: 'developer',
    person: 'developer',
    traits: 'developer',
    'identity-graph': 'developer',
    'identity-rules': 'developer',
    team: 'marketer',
    roles: 'marketer',
    reference: 'marketer',
    system: 'marketer',
    keys: 'marketer',
    audit: 'marketer',
};
/** One of each role: the box is the same on all. */
const LOOKED_AT = ['overview', 'people', 'team'];
/** Everybody may see these. */
const OPEN = ['sources', 'source', 'plan', 'account'];

/** What stands on a screen of a workspace into which nothing has come yet. */
const NOTHING = {
    overview: 'Nothing has arrived yet',
    people: 'Nobody yet',
    person: 'Nobody has this ID',
    traits: 'Nobody has this ID',
    'identity-graph': 'Nobody has this ID',
    live: 'Nothing has arrived yet',
    source: 'Nothing was refused',
    plan: 'No plan is in force.',
    'identity-rules': 'No identifier is in quarantine.',
};

const settled = (page) =>
    page.waitForFunction(() => {
        const main = document.querySelector('main');
        return main && !main.querySelector('[role=status][aria-label]');
    });

describe('states of every screen', () => {
    let studio;
    before(async () => {
        studio = await startStudio();
    });
    after(() => studio?.close());

    describe('the server fails', () => {
        const pages = {};
        before(async () => {
            pages.en = await studio.open('/app/account', { locale: 'en', ...DESK });
            pages.ja = await studio.open('/app/account', { locale: 'ja', ...PHONE });
        });
        after(() => studio.closePages());
        SCREENS.forEach((screen, i) => {
            const locale = i % 2 ? 'ja' : 'en';
            test(`${screen.name} (${locale})`, () => fails(pages[locale], screen, locale));
        });
    });

    for (const role of new Set(Object.values(REFUSED))) {
        describe(`refused to a ${role}`, () => {
            let page;
            before(async () => {
                const signIn = await studio.member(`state-${role}@example.com`, [role]);
                page = await studio.open('/app/account', { signIn });
            });
            after(() => studio.closePages());
            for (const screen of SCREENS.filter((s) => REFUSED[s.name] === role))
                test(screen.name, () => refused(page, screen));
        });
    }

    test('of every screen it is known who may not see it', () => {
        const told = [...Object.keys(REFUSED), ...OPEN].sort();
        assert.deepEqual(told, SCREENS.map((s) => s.name).sort());
    });

    describe('by the keyboard alone', () => {
        let page;
        before(async () => {
            page = await studio.open('/app/account');
        });
        after(() => studio.closePages());
        for (const screen of SCREENS) test(screen.name, () => reached(page, screen, studio));
    });

    async function fails(page, screen, locale) {
        const calls = ({ pathname }) => pathname.startsWith('/api/') && pathname !== '/api/session';
        page.failing = true;
        const json = { code: 'internal', detail: 'the disk said no', request_id: 'r-1234' };
        await page.route(calls, (r) => r.fulfill({ status: 500, json }));
        await page.goto(studio.url + screen.at(studio));
        const main = page.locator('main');
        await main.getByRole('alert').first().waitFor();
        const said = await main.getByRole('alert').first().innerText();
        assert.match(said, /the disk said no/);
        await studio.inspect(page, `${screen.name} failing`);
        await page.unroute(calls);
        const retry = main.getByRole('button', { name: RETRY[locale] });
        await waitFor('the screen, asked for again', async () => {
            // One that comes by another's answer may be gone before it is pressed.
            for (const b of await retry.all()) await b.click({ timeout: 1000 }).catch(() => {});
            const there = await main.locator(screen.there).first().isVisible();
            return there && (await retry.count()) === 0;
        });
        page.failing = false;
    }

    async function refused(page, screen) {
        await page.goto(studio.url + screen.at(studio));
        await page.locator('main').getByText('This is not yours to see').first().waitFor();
        const here = page.locator('nav').getByRole('link', { name: screen.en, exact: true });
        assert.equal(await here.count(), 0, 'not in the navigation either');
        if (LOOKED_AT.includes(screen.name)) await studio.inspect(page, `${screen.name} refused`);
    }
});

/** Tab once around: everything that can be pressed was reached, was in sight then, and
 *  showed that it was. */
async function reached(page, screen, studio) {
    await page.goto(studio.url + screen.at(studio));
    await page.locator('main').locator(screen.there).first().waitFor();
    await settled(page);
    await page.evaluate(() => {
        document.activeElement?.blur();
        window.reached = new Set();
        window.unseen = [];
    });
    for (let over = false, n = 0; !over && n < 400; n++) {
        await page.keyboard.press('Tab');
        over = await page.evaluate(() => {
            const e = document.activeElement;
            if (!e || e === document.body) return false; // the end: on from the beginning
            if (window.reached.has(e)) return true;
            window.reached.add(e);
            const seen = e.labels?.[0] && e.offsetWidth < 2 ? e.labels[0] : e; // a choice's label
            const box = seen.getBoundingClientRect();
            const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
            const ring = (x) => x && getComputedStyle(x).outlineStyle !== 'none';
            const ringed = ring(seen) || ring(e.closest('tr'));
            const typed = e.matches('input, textarea, select') && seen === e; // its border tells
            if (!inside || !(ringed || typed))
                window.unseen.push(`${inside} ${e.outerHTML}`.slice(0, 160));
            return false;
        });
    }
    const { unseen, missed, n } = await page.evaluate(() => {
        const can = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
        const visible = (e) => e.checkVisibility({ visibilityProperty: true });
        const missed = [...document.querySelectorAll(can)].filter(
            (e) =>
                !window.reached.has(e) && !e.disabled && e.tabIndex >= 0 && visible(e) &&
                e.type !== 'radio' && e.type !== 'hidden',
        );
        return {
            unseen: window.unseen,
            missed: missed.map((e) => e.outerHTML.slice(0, 120)),
            n: window.reached.size,
        };
    });
    assert.ok(n > 5, `${n} elements`);
    assert.deepEqual(missed, []);
    assert.deepEqual(unseen, []);
}

describe('nothing has come yet', () => {
    let studio, page;
    before(async () => {
        studio = await startStudio({ empty: true });
        const nobody = '00000000-0000-7000-8000-000000000000';
        Object.assign(studio, { mika: nobody });
        page = await studio.open('/app/account', PHONE);
    });
    after(() => studio?.close());
    for (const screen of SCREENS)
        test(screen.name, async () => {
            await page.goto(studio.url + screen.at(studio));
            const what = NOTHING[screen.name];
            const main = page.locator('main');
            const there = what ? main.getByText(what) : main.locator(screen.there);
            await there.first().waitFor({ timeout: WAIT });
            await settled(page);
            await studio.inspect(page, `${screen.name} empty`);
        });
});
