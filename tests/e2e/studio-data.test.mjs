// Sources, identity rules and keys: made, tried, published, taken back.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startStudio } from './studio.mjs';

describe('sources, rules, keys', () => {
    let studio;
    before(async () => {
        studio = await startStudio();
    });
    after(() => studio?.close());
    afterEach(() => studio.closePages());

    test('a new source has a snippet with its key, and a test event arrives', async () => {
        const page = await studio.open('/app/sources');
        await page.getByRole('button', { name: 'New source' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Name').fill('ウェブ shop');
        await studio.inspect(page, 'new source');
        await dialog.getByRole('button', { name: 'New source' }).click();
        await page.getByRole('heading', { level: 1, name: /ウェブ shop/ }).waitFor();
        const key = await page.locator('code', { hasText: 'wk_' }).innerText();
        for (const language of ['Browser', 'Node.js', 'Python', 'curl']) {
            await page.getByText(language, { exact: true }).click();
            const code = page.locator('pre', { hasText: key });
            await code.waitFor();
            assert.ok((await code.innerText()).includes(studio.url), language);
        }
        await page.getByText('Nothing was refused').waitFor();
        await page.getByRole('button', { name: 'Send a test event' }).click();
        await page.getByText(/Arrived after/).waitFor();
        await page.getByRole('link', { name: 'Open its person' }).click();
        await page.getByRole('button', { name: /Test Event/ }).waitFor();
    });

    test('what a source sent and could not be taken', async () => {
        const page = await studio.open('/app/sources/default');
        await page.getByText('a track call needs event').click();
        await page.locator('pre', { hasText: '"u-1"' }).waitFor();
    });

    test('rules: tried, published, gone back; somebody else is not overwritten', async () => {
        const page = await studio.open('/app/identity');
        await page.getByLabel('E-mail: Limit a person').fill('1');
        await page.getByRole('button', { name: 'Try on all people' }).click();
        await page.getByText('Nobody would join or part.').waitFor();
        await studio.inspect(page);
        await page.getByRole('button', { name: 'Publish' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Note').fill('one address each');
        await dialog.getByRole('button', { name: 'Publish' }).click();
        await page.getByText('Version 1 is in force.').waitFor();
        await page.getByText('one address each').waitFor();
        const other = await studio.open('/app/identity');
        await other.getByLabel('Phone: Limit a person').fill('3');
        await page.getByLabel('Phone: Limit a person').fill('2');
        await page.getByRole('button', { name: 'Save draft' }).click();
        await page.getByText('There is a draft that is not published.').waitFor();
        await other.getByRole('button', { name: 'Save draft' }).click();
        await other.getByText(/Somebody else has changed this/).waitFor();
        const r = await studio.server.api('GET', '/api/definitions/identity/rules', {
            key: studio.server.secretKey,
        });
        assert.deepEqual(r.body.published, { kinds: { email: { limit: 1 } } });
        assert.deepEqual(r.body.draft.kinds.phone, { limit: 2 });
    });

    test('a key is made, shown once, and revoked', async () => {
        const page = await studio.open('/app/keys');
        await page.getByRole('button', { name: 'New key' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Name').fill('Reports');
        await dialog.getByLabel('people:read').check();
        await studio.inspect(page, 'new key');
        await dialog.getByRole('button', { name: 'New key' }).click();
        const key = await dialog.locator('code', { hasText: 'sk_' }).innerText();
        const ask = () => studio.server.api('GET', '/api/people?limit=1', { key });
        assert.equal((await ask()).status, 200);
        await dialog.getByRole('button', { name: 'Done' }).click();
        await page.getByRole('button', { name: 'Actions for Reports' }).click();
        await page.getByRole('menuitem', { name: /Revoke/ }).click();
        await dialog.getByRole('button', { name: 'Revoke' }).click();
        await page.getByText('revoked').waitFor();
        assert.equal((await ask()).status, 401);
    });
});
