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
        await other.locator('html[data-mantine-color-scheme="dark"]').waitFor();
        await studio.setMe(other, { locale: 'en', theme: 'auto' });
    });

    test('a session that ends while one works leads to the door', async () => {
        const page = await studio.open('/app/sources');
        await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
        await page.context().clearCookies();
        await page.getByRole('link', { name: 'People' }).click();
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    });

    test('the next to sign in sees nothing of what the one before has read', async () => {
        const next = await studio.member('next@example.com', ['agent']);
        const page = await studio.open('/app/people');
        await page.getByRole('link', { name: '佐藤 美香' }).waitFor();
        await page.context().clearCookies();
        await page.getByRole('link', { name: 'Sources' }).click();
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
        await page.route(/api\/people/, (r) => r.abort());
        await page.getByLabel('E-mail address').fill(next.email);
        await page.getByLabel(/^Password/).fill(next.password);
        await page.keyboard.press('Enter');
        await page.getByRole('link', { name: 'People' }).click();
        await page.getByText('The server cannot be reached').waitFor();
        assert.equal(await page.getByRole('link', { name: '佐藤 美香' }).count(), 0);
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

    test('a link to choose a new password: once, and one is in', async () => {
        const email = 'forgot@example.com';
        await studio.member(email, ['marketer']);
        const { items } = (await studio.owner.call('GET', '/api/staff')).body;
        const { id } = items.find((m) => m.email === email);
        const made = await studio.owner.call('POST', `/api/staff/${id}/reset`);
        assert.equal(made.status, 201, made.text);
        const { pathname, hash } = new URL(made.body.url);
        const page = await studio.open(pathname + hash, { signIn: false, locale: 'ja', ...PHONE });
        await page.getByRole('heading', { name: '新しいパスワード' }).waitFor();
        await page.getByLabel(/^パスワード/).fill('password1');
        await page.keyboard.press('Enter');
        await page.getByRole('alert').waitFor(); // one that everybody tries first
        await studio.inspect(page, 'a refused password');
        await page.getByLabel(/^パスワード/).fill('eine neue, viel längere Zeile');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/app\/(overview|people)/);
        const again = await studio.open(pathname + hash, { signIn: false });
        await again.getByLabel(/^Password/).fill('and yet another long line');
        await again.keyboard.press('Enter');
        await again.getByText(/This link is used up/).waitFor();
    });

    test('an address that leads nowhere', async () => {
        const page = await studio.open('/app/no/such/page');
        await page.getByRole('heading', { level: 1, name: 'No such page' }).waitFor();
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

test('the first start: the owner is made by hand, and sees what to do next', async () => {
    const studio = await startStudio({ empty: true, owner: false });
    try {
        const page = await studio.open('/', { signIn: false });
        await page.getByRole('heading', { name: 'Set up this workspace' }).waitFor();
        await studio.inspect(page);
        await page.keyboard.type('佐藤 花子'); // the name has the focus
        await page.getByLabel('E-mail address').fill('first@example.com');
        await page.getByLabel(/^Password/).fill('first@example.com');
        await page.keyboard.press('Enter');
        await page.getByRole('alert').waitFor(); // one's own address is no password
        await page.getByLabel(/^Password/).fill('a sentence nobody else says');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
        await studio.inspect(page, 'the first overview');
        const late = await studio.open('/', { signIn: false, ...PHONE });
        await late.getByRole('heading', { name: 'Sign in' }).waitFor();
    } finally {
        await studio.close();
    }
});
