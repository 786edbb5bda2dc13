// System: how it is, a backup that can be restored; who may see it and who may take it away.
import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import { after, afterEach, before, describe, test } from 'node:test';
import { startStudio } from './studio.mjs';

describe('system', () => {
    let studio;
    before(async () => {
        studio = await startStudio();
    });
    after(() => studio?.close());
    afterEach(() => studio.closePages());

    test('version, store, disk; a backup is a database', async () => {
        const page = await studio.open('/app/system');
        await page.getByText('All systems ready').waitFor();
        const { body } = await studio.server.api('GET', '/api/system', {
            key: studio.server.secretKey,
        });
        const fact = (name) =>
            page.locator('dl > div').filter({ hasText: name }).locator('dd').first().innerText();
        assert.equal(await fact('Version'), body.version);
        assert.equal(await fact('Role'), 'alone');
        await page.getByText(/free of/).waitFor();
        const coming = page.waitForEvent('download');
        await page.getByRole('button', { name: /Download a backup/ }).click();
        const file = await coming;
        assert.match(file.suggestedFilename(), /^musubi-.*\.backup$/);
        const handle = await open(await file.path());
        const { buffer } = await handle.read(Buffer.alloc(15), 0, 15);
        await handle.close();
        assert.equal(buffer.toString(), 'SQLite format 3');
        await page.getByText(/downloaded\./).waitFor();
        await studio.inspect(page);
    });

    test('read only is said, with what to do; a backup that fails says why', async () => {
        const page = await studio.open('/app/keys');
        await page.route('**/api/system', async (route) => {
            const r = await route.fetch();
            const json = await r.json();
            json.status = 'read_only';
            json.store = { ...json.store, writable: false, commit_failures: 3 };
            json.disk = { free_bytes: 1e6, total_bytes: 1e9 };
            await route.fulfill({ response: r, json });
        });
        await page.getByRole('link', { name: 'System' }).click();
        await page.getByText('The store cannot be written (3 failures so far).').waitFor();
        await page.getByText(/The disk is nearly full/).waitFor();
        await studio.inspect(page, 'read only');
        const problem = {
            status: 409,
            contentType: 'application/problem+json',
            body: JSON.stringify({ detail: 'another backup is being made', code: 'conflict' }),
        };
        await page.route('**/api/system/backup', (route) => route.fulfill(problem));
        await page.getByRole('button', { name: /Download a backup/ }).click();
        await page.getByText('another backup is being made').waitFor();
    });

    test('an auditor looks, a marketer does not', async () => {
        const auditor = await studio.member('sys-auditor@example.com', ['auditor']);
        const page = await studio.open('/app/system', { signIn: auditor });
        await page.getByText(/free of/).waitFor();
        assert.equal(await page.getByRole('button', { name: /Download a backup/ }).count(), 0);
        const marketer = await studio.member('sys-marketer@example.com', ['marketer']);
        const other = await studio.open('/app/system', { signIn: marketer });
        await other.getByText('This is not yours to see').waitFor();
        assert.equal(await other.getByRole('link', { name: 'System' }).count(), 0);
    });

    test('an error, then again', async () => {
        const page = await studio.open('/app/keys');
        await page.route('**/api/system', (r) => r.abort());
        await page.getByRole('link', { name: 'System' }).click();
        await page.getByText('The server cannot be reached').waitFor();
        await page.unroute('**/api/system');
        await page.getByRole('button', { name: 'Try again' }).click();
        await page.getByText(/free of/).waitFor();
    });
});
