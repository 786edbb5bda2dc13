// The way in and out, what the first page weighs, and that the page is closed to others.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { OWNER, PASSWORD } from '../api/harness.mjs';
import { startStudio, PHONE } from './studio.mjs';

const FIRST_PAGE_MAX = 250_000; // bytes, each file as gzip

describe('the way in', () => {
    let studio;
    before(async () => {
        studio = await startStudio();
    });
    after(() => studio?.close());
    afterEach(() => studio.closePages());

    test('sign in, where one wanted to go, and out', async () => {
        const page = await studio.open('/app/keys', { signIn: false });
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
        await studio.inspect(page);
        await page.getByLabel('E-mail address').fill(OWNER);
        await page.getByLabel(/^Password/).fill('not the password');
        await page.keyboard.press('Enter');
        await page.getByText('E-mail address and password do not go together.').waitFor();
        await page.getByLabel(/^Password/).fill(PASSWORD);
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: 'API keys' }).waitFor();
        await page.getByRole('button', { name: /Account/ }).click();
        await page.getByRole('menuitem', { name: 'Sign out' }).click();
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
        const r = await page.request.get(`${studio.url}/api/people`);
        assert.equal(r.status(), 401);
    });

    test('language and colours are kept with the account', async () => {
        const page = await studio.open('/app/sources');
        await page.getByRole('button', { name: /Account/ }).click();
        await page.getByRole('menuitem', { name: '日本語' }).click();
        await page.getByRole('heading', { level: 1, name: 'ソース' }).waitFor();
        await page.getByRole('button', { name: /アカウント/ }).click();
        const kept = page.waitForResponse((r) => r.request().method() === 'PATCH');
        await page.getByRole('menuitem', { name: 'ダーク' }).click();
        await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
        assert.equal((await kept).status(), 200);
        const other = await studio.open('/app/sources');
        await other.getByRole('heading', { level: 1, name: 'ソース' }).waitFor();
        await studio.setMe(other, { locale: 'en', theme: 'auto' });
    });

    test('a session that ends while one works leads to the door', async () => {
        const page = await studio.open('/app/sources');
        await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
        await page.context().clearCookies();
        await page.getByRole('link', { name: 'People' }).click();
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    });

    test('invited as an agent: joins, sees people in Console, and no keys', async () => {
        const { api, secretKey: key } = studio.server;
        const made = await api.call(studio.server, 'POST', '/api/invitations', {
            key,
            body: { email: 'agent@example.com', roles: ['agent'] },
        });
        assert.equal(made.status, 201, made.text);
        const { pathname, hash } = new URL(made.body.url);
        const page = await studio.open(pathname + hash, { signIn: false });
        await page.getByText('agent@example.com becomes a member').waitFor();
        await page.getByLabel('Your name').fill('相田 花子');
        await page.getByLabel(/^Password/).fill('twelve letters and more');
        await studio.inspect(page);
        await page.getByRole('button', { name: 'Join' }).click();
        await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
        await page.getByText('Console', { exact: true }).waitFor();
        assert.equal(await page.getByRole('link', { name: 'API keys' }).count(), 0);
        await page.goto(`${studio.url}/app/keys`);
        await page.getByText('This is not yours to see').waitFor();
        const again = await studio.open(pathname + hash, { signIn: false });
        await again.getByText(/This link is used up/).waitFor();
    });

    test('an address that leads nowhere', async () => {
        const page = await studio.open('/app/no/such/page');
        await page.getByText('No such page').waitFor();
        await studio.inspect(page);
    });

    test('the drawer on a telephone', async () => {
        const page = await studio.open('/app/people', PHONE);
        await page.getByRole('button', { name: 'Open navigation' }).click();
        const drawer = page.getByRole('dialog');
        await drawer.getByRole('link', { name: 'Sources' }).waitFor();
        await studio.inspect(page);
        await drawer.getByRole('link', { name: 'Sources' }).click();
        await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
        await drawer.waitFor({ state: 'detached' });
    });

    /** What a browser that was never here gets: [url, bytes as gzip, headers] of each file. */
    async function filesOf(at, signIn, there) {
        const context = await studio.context({ signIn });
        const page = await context.newPage();
        const bodies = [];
        page.on('response', (r) => {
            if (new URL(r.url()).pathname.startsWith('/api/')) return;
            bodies.push(r.body().then((b) => [r.url(), gzipSync(b).length, r.headers()]));
        });
        await page.goto(studio.url + at);
        await there(page).waitFor();
        const files = await Promise.all(bodies);
        await context.close();
        return files;
    }

    test('the first pages are light, their files are kept for a year', async () => {
        const first = await filesOf('/', false, (p) => p.getByRole('heading', { name: 'Sign in' }));
        const total = first.reduce((sum, [, n]) => sum + n, 0);
        assert.ok(total < FIRST_PAGE_MAX, `${total} bytes in ${first.length} files`);
        const name = (p) => p.getByRole('link', { name: '佐藤 美香' });
        const people = await filesOf('/app/people', true, name);
        const inside = people.reduce((sum, [, n]) => sum + n, 0);
        assert.ok(inside < FIRST_PAGE_MAX, `${inside} bytes in ${people.length} files`);
        for (const [url, , headers] of people) {
            if (!url.includes('/assets/')) continue;
            assert.match(headers['cache-control'], /immutable/, url);
        }
    });
});
