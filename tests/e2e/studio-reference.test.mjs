// The API reference: found, read, tried; for whoever may see keys.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { PHONE, startStudio } from './studio.mjs';

describe('API reference', () => {
    let studio;
    before(async () => {
        studio = await startStudio();
    });
    after(() => studio?.close());
    afterEach(() => studio.closePages());

    const open = async (page, path) => {
        await page.getByLabel('Search calls').fill(path);
        await page.getByRole('button', { name: new RegExp(`GET ${path}(?![/a-z])`) }).click();
    };

    test('a call is found and tried; what is missing is told by the server', async () => {
        const page = await studio.open('/app/reference');
        await open(page, '/api/people');
        await page.getByText('people:read').waitFor();
        await page.getByLabel('limit', { exact: true }).fill('1');
        await page.getByRole('button', { name: 'Send' }).click();
        await page.getByText(/Answer: 200/).waitFor();
        await page.locator('pre', { hasText: '"next_cursor"' }).waitFor();
        await studio.inspect(page);
        await page.getByLabel('limit', { exact: true }).fill('9999');
        await page.getByRole('button', { name: 'Send' }).click();
        await page.getByText(/Answer: 400/).waitFor();
        await page.getByLabel('Search calls').fill('no such call');
        await page.getByText('No call matches “no such call”').waitFor();
    });

    test('a call that changes something says so, and sends a body', async () => {
        const page = await studio.open('/app/reference', PHONE);
        await page.getByLabel('Search calls').fill('createSource');
        await page.getByRole('button', { name: /POST \/api\/sources/ }).click();
        await page.getByText('This changes data of the workspace').waitFor();
        const body = page.getByLabel('Body (JSON)');
        await body.fill('{');
        await page.getByText('This is not JSON.').waitFor();
        assert.ok(await page.getByRole('button', { name: 'Send' }).isDisabled());
        await body.fill('{"name": "Tried", "type": "server"}');
        await page.getByRole('button', { name: 'Send' }).click();
        await page.getByText(/Answer: 201/).waitFor();
        await studio.inspect(page);
    });

    test('a marketer has no such page', async () => {
        const marketer = await studio.member('ref-marketer@example.com', ['marketer']);
        const page = await studio.open('/app/overview', { signIn: marketer });
        await page.getByText('All systems ready').waitFor();
        assert.equal(await page.getByRole('link', { name: 'API reference' }).count(), 0);
        await page.goto(`${studio.url}/app/reference`);
        await page.getByText('This is not yours to see').waitFor();
    });
});
