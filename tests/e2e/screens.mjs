// screens.mjs - pictures of every screen for people to look at: make screens.
//
// build/screens/NAME-LOCALE-WIDTH-SCHEME.png, the whole page each.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../api/harness.mjs';
import { DESK, PHONE, SCREENS, startStudio } from './studio.mjs';

const OUT = path.join(ROOT, 'build/screens');
const ENTRY = { name: 'sign-in', at: () => '/app', there: 'form' };

async function picture(studio, page, screen, locale) {
    await page.goto(studio.url + screen.at(studio));
    await page.locator('main').locator(screen.there).first().waitFor();
    for (const size of [DESK, PHONE]) {
        for (const colorScheme of ['light', 'dark']) {
            await page.setViewportSize(size);
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
            const name = `${screen.name}-${locale}-${size.width}-${colorScheme}.png`;
            await page.screenshot({ path: path.join(OUT, name), fullPage: true });
        }
    }
}

mkdirSync(OUT, { recursive: true });
const studio = await startStudio();
try {
    for (const locale of ['en', 'ja']) {
        const outside = await studio.open(ENTRY.at(), { locale, signIn: false });
        await picture(studio, outside, ENTRY, locale);
        const page = await studio.open('/app', { locale });
        for (const screen of SCREENS) await picture(studio, page, screen, locale);
        await studio.closePages();
    }
} finally {
    await studio.close();
}
