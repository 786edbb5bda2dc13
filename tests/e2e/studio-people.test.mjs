// People and the person: search, columns, timeline, traits, splitting, merging, undoing, erasing;
// empty lists, errors, and all of it from the keyboard.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { personBy } from '../api/harness.mjs';
import { startStudio } from './studio.mjs';

describe('people', () => {
    let studio;
    before(async () => {
        studio = await startStudio();
    });
    after(() => studio?.close());
    afterEach(() => studio.closePages());

    test('search as you type, the address keeps it, nothing found says so', async () => {
        const page = await studio.open('/app/people');
        await page.getByRole('link', { name: '佐藤 美香' }).waitFor();
        const box = page.getByLabel('Search people');
        await box.fill('olivia');
        await page.getByRole('link', { name: '佐藤 美香' }).waitFor({ state: 'detached' });
        assert.equal(await page.locator('tbody tr').count(), 2);
        await page.waitForURL(/q=olivia/);
        await page.reload();
        await page.getByRole('link', { name: 'Olivia Bennett' }).waitFor();
        await box.fill('no such person');
        await page.getByText('Nobody matches “no such person”').waitFor();
        await studio.inspect(page);
    });

    test('columns by choice are remembered', async () => {
        const page = await studio.open('/app/people');
        await page.getByRole('button', { name: 'Columns' }).click();
        await page.getByLabel('plan', { exact: true }).check();
        await page.getByRole('columnheader', { name: 'plan' }).waitFor();
        assert.match(page.url(), /columns=/);
        await page.goto(`${studio.url}/app/people`);
        await page.getByRole('cell', { name: 'premium' }).waitFor();
        await page.getByRole('button', { name: 'Columns' }).click();
        await studio.inspect(page, 'columns');
        await page.getByLabel('Phone', { exact: true }).check();
        await page.getByRole('cell', { name: '+819012345678' }).waitFor();
        const asked = page.waitForRequest(/\/api\/people\?.*columns=/);
        await page.reload();
        const columns = new URL((await asked).url()).searchParams.get('columns').split(',');
        assert.ok(columns.includes('traits.plan') && !columns.includes('traits.city'));
    });

    test('timeline: an event opens, filters leave what they say', async () => {
        const page = await studio.open(`/app/people/${studio.mika}`);
        const order = page.getByRole('button', { name: /Order Completed/ });
        await order.click();
        await page.locator('pre').getByText('"total": 4800').waitFor();
        await page.getByText('Page', { exact: true }).first().click();
        await order.waitFor({ state: 'detached' });
        assert.equal(await page.getByRole('button', { name: /Home/ }).count(), 2);
        await page.getByText('Page', { exact: true }).first().click();
        await page.getByLabel('Event name').fill('Rate Viewed');
        await page.getByRole('button', { name: /Home/ }).first().waitFor({ state: 'detached' });
        await page.getByRole('button', { name: /Rate Viewed/ }).waitFor();
    });

    test('a trait tells where it comes from, and what lost', async () => {
        const page = await studio.open(`/app/people/${studio.mika}?tab=traits`);
        await page.getByRole('tabpanel').getByRole('button', { name: /^plan/ }).click();
        await page.getByText('Won by newest value').waitFor();
        await page.getByText('free', { exact: true }).waitFor();
    });

    test('no label of the identity graph lies on another', async () => {
        // the second device shares an address with the fifth, the third a phone with the fourth:
        // both ties have their middle at the same place
        const traits = [{}, { email: 'many@example.com' }, { phone: '+81 90 5555 0101' }];
        const seen = [0, 1, 2, 2, 1].map((which, i) => ({
            type: 'identify', anonymousId: `many-${i}`, userId: 'u-many', traits: traits[which],
            messageId: `many-${i}`, timestamp: new Date(Date.now() - i * 60_000),
        }));
        await studio.send(...seen);
        const { id } = await personBy(studio.server, 'user_id', 'u-many');
        const page = await studio.open(`/app/people/${id}?tab=identity`);
        const labels = page.getByRole('group', { name: 'Why this is one person' })
            .getByRole('button', { name: /^Shared/ });
        await labels.nth(5).waitFor();
        const boxes = await labels.evaluateAll((all) => all.map((x) => x.getBoundingClientRect()));
        assert.equal(boxes.length, 6);
        for (const [i, a] of boxes.entries())
            for (const b of boxes.slice(i + 1))
                assert.ok(a.right <= b.left || b.right <= a.left || a.bottom <= b.top ||
                          b.bottom <= a.top, JSON.stringify([a, b]));
    });

    test('split at a link with preview, undo from the other side', async () => {
        const page = await studio.open(`/app/people/${studio.mika}?tab=identity`);
        await page.getByRole('button', { name: /Shared User ID/ }).click();
        await page.getByRole('button', { name: 'Split here' }).first().click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Why').fill('two people on two devices');
        await dialog.getByRole('button', { name: 'Preview' }).click();
        await dialog.getByRole('heading', { name: 'Two persons' }).waitFor();
        assert.equal(await dialog.getByRole('article').count(), 2);
        assert.equal((await personBy(studio.server, 'anonymous_id', 'phone')).id, studio.mika);
        await studio.inspect(page, 'preview of a split');
        await dialog.getByRole('button', { name: 'Split', exact: true }).click();
        await dialog.waitFor({ state: 'detached' });
        await page.getByText('two people on two devices').waitFor();
        const parted = await personBy(studio.server, 'anonymous_id', 'phone');
        assert.notEqual(parted.id, studio.mika);
        await page.getByRole('button', { name: 'Undo this split' }).click();
        await dialog.getByRole('button', { name: 'Preview' }).click();
        await dialog.getByRole('heading', { name: 'One person' }).waitFor();
        await dialog.getByRole('button', { name: 'Undo', exact: true }).click();
        await dialog.waitFor({ state: 'detached' });
        assert.equal((await personBy(studio.server, 'anonymous_id', 'phone')).id, studio.mika);
    });

    test('merge with words, refused by a limit in the server’s words', async () => {
        const page = await studio.open(`/app/people/${studio.olivia}`);
        await page.getByRole('button', { name: 'Merge' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Find the other person').fill('olivia@example.com');
        await dialog.getByRole('button', { name: /Olivia B\./ }).click();
        await dialog.getByLabel('How do you know').fill('told us on the phone');
        await dialog.getByRole('button', { name: 'Preview' }).click();
        await dialog.getByRole('alert').waitFor(); // two user IDs
        assert.equal((await personBy(studio.server, 'user_id', 'u-4')).id, studio.olivia2);
    });

    test('erase asks for a word and gives a receipt; then nobody is there', async () => {
        const page = await studio.open(`/app/people/${studio.ken}`);
        await page.getByRole('button', { name: 'Actions' }).click();
        await page.getByRole('menuitem', { name: /Erase/ }).click();
        const dialog = page.getByRole('dialog');
        const erase = dialog.getByRole('button', { name: 'Erase for good' });
        assert.ok(await erase.isDisabled());
        await dialog.getByLabel(/Type “erase”/).fill('erase');
        await studio.inspect(page, 'erasing');
        await erase.click();
        await page.getByText('Finished: nothing is left').waitFor();
        await studio.inspect(page, 'receipt');
        await page.goto(`${studio.url}/app/people/${studio.ken}`);
        await page.getByText('Nobody has this ID').waitFor();
    });

    test('an error says what the server said, and tries again', async () => {
        const page = await studio.open('/app/people');
        await page.getByRole('link', { name: '佐藤 美香' }).waitFor();
        const problem = {
            status: 422,
            contentType: 'application/problem+json',
            body: JSON.stringify({ detail: 'not today', code: 'invalid', request_id: 'r-77' }),
        };
        await page.route('**/api/people?*', (route) => route.fulfill(problem));
        await page.reload();
        await page.getByText('not today').waitFor();
        await page.getByText('Request r-77').waitFor();
        await page.unroute('**/api/people?*');
        await page.getByRole('button', { name: 'Try again' }).click();
        await page.getByRole('link', { name: '佐藤 美香' }).waitFor();
    });

    test('from the keyboard: palette, a person, tabs, back', async () => {
        const page = await studio.open('/app/people');
        await page.getByRole('link', { name: '佐藤 美香' }).waitFor();
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').waitFor();
        await page.keyboard.type('佐藤');
        await page.getByRole('option', { name: /佐藤 美香/ }).waitFor();
        await studio.inspect(page, 'palette');
        await page.keyboard.press('Enter');
        await page.waitForURL(new RegExp(studio.mika));
        await page.getByRole('tab', { name: 'Timeline' }).focus();
        await page.keyboard.press('ArrowRight');
        await page.waitForURL(/tab=traits/);
        await page.keyboard.press('Control+k');
        await page.keyboard.type('identity');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: 'Identity rules' }).waitFor();
    });
});

test('an empty workspace says what to do', async () => {
    const studio = await startStudio({ empty: true });
    try {
        const page = await studio.open('/app/people');
        await page.getByText('Nobody yet').waitFor();
        await studio.inspect(page);
        await page.getByRole('link', { name: 'Connect a source' }).click();
        await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
    } finally {
        await studio.close();
    }
});
