// Every screen in both languages, both widths and both colour schemes (each with each once): its
// title, no serious finding of axe, nothing wider than the screen, nothing on the console, no other
// host.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DESK, PHONE, SCREENS, startStudio, WAIT } from './studio.mjs';

const LOOKS = {
    en: [
        [DESK, 'light'],
        [PHONE, 'dark'],
    ],
    ja: [
        [DESK, 'dark'],
        [PHONE, 'light'],
    ],
};

describe('every screen', () => {
    let studio;
    before(async () => {
        studio = await startStudio();
    });
    after(() => studio?.close());

    for (const locale of ['en', 'ja']) {
        describe(locale, () => {
            let page;
            before(async () => {
                page = await studio.open('/app/account', { locale });
            });
            after(() => studio.closePages());
            for (const screen of SCREENS) test(screen.name, () => look(page, screen, locale));
        });
    }

    async function look(page, screen, locale) {
        await page.goto(studio.url + screen.at(studio));
        await page.locator('main').locator(screen.there).first().waitFor();
        const title = await page.locator('h1').innerText();
        assert.ok(title.includes(screen[locale]), title);
        assert.equal(await page.getAttribute('html', 'lang'), locale);
        for (const [size, colorScheme] of LOOKS[locale]) {
            await page.setViewportSize(size);
            await page.emulateMedia({ colorScheme });
            await page.waitForFunction(
                (s) => document.documentElement.getAttribute('data-mantine-color-scheme') === s,
                colorScheme,
                { timeout: WAIT },
            );
            await studio.inspect(page, `${screen.name} ${size.width} ${colorScheme}`);
        }
    }
});
