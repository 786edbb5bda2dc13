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
        await page.getByText('Published as version 1.').waitFor();
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

    const RULES = '/api/definitions/identity/rules';
    const rules = async (method, rest, body) => {
        const r = await studio.server.api(method, RULES + rest, {
            key: studio.server.secretKey,
            body,
        });
        assert.equal(r.status, 200, r.text);
        return r.body;
    };
    const publish = async (draft) => {
        await rules('PUT', '', { draft });
        return rules('POST', '/publish', {});
    };

    test('read again while one edits: told, kept, and the other is not overwritten', async () => {
        await publish({ kinds: { email: { limit: 4 } } });
        const page = await studio.open('/app/identity');
        const phone = page.getByLabel('Phone: Limit a person');
        await phone.fill('7');
        const theirs = await publish({ kinds: { email: { limit: 9 } } });
        const again = page.waitForResponse((r) => r.url().endsWith(RULES));
        await studio.comeBack(page);
        await again;
        await page.getByText(/Somebody else has changed this/).waitFor();
        await page.getByText('What you have changed here and not saved is lost by that.').waitFor();
        assert.equal(await phone.inputValue(), '7');
        assert.equal(await page.getByLabel('E-mail: Limit a person').inputValue(), '4');
        await studio.inspect(page, 'somebody else wrote');
        const refused = page.waitForResponse((r) => r.request().method() === 'PUT');
        await page.getByRole('button', { name: 'Save draft' }).click();
        assert.equal((await refused).status(), 412);
        page.complaints = page.complaints.filter((c) => !/412/.test(c));
        assert.equal((await rules('GET', '')).etag, theirs.etag);
        await page.getByRole('button', { name: 'Load again' }).click();
        await page.getByText(/Somebody else has changed this/).waitFor({ state: 'detached' });
        assert.equal(await page.getByLabel('E-mail: Limit a person').inputValue(), '9');
        assert.equal(await phone.inputValue(), '');
    });

    test('a refused publication is no conflict; gone back to after a question', async () => {
        const before = await publish({ kinds: { email: { limit: 5 } } });
        const page = await studio.open('/app/identity');
        await page.getByLabel('Phone: Limit a person').fill('6');
        const dialog = page.getByRole('dialog');
        await page.route(`**${RULES}/publish`, (r) => r.fulfill({ status: 422, json: {
            code: 'invalid', detail: 'these rules cannot be', where: '/kinds' } }));
        await page.getByRole('button', { name: 'Publish' }).click();
        await dialog.getByRole('button', { name: 'Publish' }).click();
        await dialog.getByRole('alert').getByText('these rules cannot be').waitFor();
        await dialog.getByRole('button', { name: 'Cancel' }).click();
        await page.getByText('There is a draft that is not published.').waitFor();
        await page.unroute(`**${RULES}/publish`);
        await page.getByRole('button', { name: 'Publish' }).click();
        assert.equal(await dialog.getByRole('alert').getByText('these rules').count(), 0);
        await dialog.getByRole('button', { name: 'Publish' }).click();
        await page.getByText(`Published as version ${before.version + 1}.`).waitFor();
        assert.equal(await page.getByText(/Somebody else/).count(), 0);
        await page.getByLabel('E-mail: Limit a person').fill('8');
        await page.getByRole('button', { name: 'Save draft' }).click();
        await page.getByText('The draft is saved.').waitFor();
        await page.getByLabel('E-mail: Limit a person').fill('9');
        await page.getByRole('button', { name: 'Go back to this' }).first().click();
        await dialog.getByText(`Go back to version ${before.version}?`).waitFor();
        await dialog.getByText('What you have changed here and not saved is lost.').waitFor();
        await studio.inspect(page, 'going back');
        assert.equal((await rules('GET', '')).version, before.version + 1);
        await dialog.getByRole('button', { name: 'Go back to this' }).click();
        await page.getByText(`Published as version ${before.version + 2}.`).waitFor();
        assert.deepEqual((await rules('GET', '')).published, before.published);
        await page.getByRole('button', { name: 'Discard draft' }).click();
        await page.getByText('The draft is discarded.').waitFor();
        assert.equal(await page.getByLabel('E-mail: Limit a person').inputValue(), '5');
    });

    test('the focus comes back from a dialog, from a menu and by way of one', async () => {
        const page = await studio.open('/app/keys');
        const focused = (name) =>
            page.getByRole('button', { name }).and(page.locator(':focus')).waitFor();
        const dialog = page.getByRole('dialog');
        await page.getByRole('button', { name: 'New key' }).focus();
        await page.keyboard.press('Enter');
        await dialog.getByLabel('Name').and(page.locator(':focus')).waitFor();
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        await focused('New key');
        const actions = page.getByRole('button', { name: /^Actions for/ }).first();
        const name = await actions.getAttribute('aria-label');
        await actions.focus();
        await page.keyboard.press('Enter');
        await page.getByRole('menuitem', { name: /Revoke/ }).click();
        await dialog.getByRole('button', { name: 'Cancel' }).click();
        await dialog.waitFor({ state: 'detached' });
        await focused(name);
        const account = page.getByRole('button', { name: /Account/ });
        await account.focus();
        await page.keyboard.press('Enter');
        await page.getByRole('menuitem').first().waitFor();
        await page.locator('[role=menu]:focus-within').waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('menu').waitFor({ state: 'detached' });
        await focused(/Account/);
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').and(page.locator(':focus')).waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('combobox').waitFor({ state: 'detached' });
        await focused(/Account/);
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
