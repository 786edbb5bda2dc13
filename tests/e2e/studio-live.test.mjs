// Live events: what arrives shows up, pausing loses nothing, filters, a flood, the server away.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { waitFor } from '../api/harness.mjs';
import { PHONE, startStudio } from './studio.mjs';

const track = (event, more = {}) => ({ type: 'track', event, userId: 'u-1', ...more });

describe('live events', () => {
    let studio;
    before(async () => {
        studio = await startStudio();
    });
    after(() => studio?.close());
    afterEach(() => studio.closePages());

    async function opened(at = '/app/live', options) {
        const page = await studio.open(at, options);
        await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
        return page;
    }
    const rows = (page) => page.locator('main').getByRole('listitem');
    const row = (page, name) => rows(page).filter({ hasText: name });
    const figure = (page, name) =>
        page.locator('dl div').filter({ hasText: name }).locator('dd').innerText();

    test('what was there and what arrives; refused with its reason', async () => {
        const page = await opened();
        await row(page, 'Order Completed').waitFor();
        await row(page, 'No event name').getByText('a track call needs event').waitFor();
        await studio.send(track('Just Now'), { type: 'track', userId: 'u-1' });
        await row(page, 'Just Now').waitFor();
        const first = rows(page).first();
        await first.getByText('No event name').waitFor();
        await waitFor('exact counts', async () => (await figure(page, 'Refused')) === '1');
        assert.equal(await figure(page, 'Taken'), '1');
        await studio.inspect(page);
    });

    test('looked inside: JSON, person, only this person', async () => {
        const page = await opened();
        await row(page, 'Order Completed').getByRole('button').click();
        await page.locator('pre').getByText('"total": 4800').waitFor();
        await page.getByRole('status').getByText('Paused').waitFor();
        await studio.inspect(page, 'an open event');
        await page.getByRole('button', { name: 'Only this person' }).click();
        await page.waitForURL(new RegExp(`person=${studio.mika}`));
        await row(page, 'Help').waitFor({ state: 'detached' });
        await row(page, 'Order Completed').getByRole('link', { name: /Open person/ }).click();
        await page.getByRole('heading', { level: 1, name: '佐藤 美香' }).waitFor();
    });

    test('filters: type, source, refused only; nothing fits says so', async () => {
        const page = await opened();
        const choose = async (field, option) => {
            await page.getByRole('textbox', { name: field }).or(
                page.getByRole('combobox', { name: field }),
            ).first().click();
            await page.getByRole('option', { name: option, exact: true }).click();
        };
        await choose('Kinds of events', 'Page');
        await row(page, 'Order Completed').waitFor({ state: 'detached' });
        await row(page, 'Help').waitFor();
        await page.waitForURL(/type=page/);
        await page.getByLabel('Event name').fill('No Such Event');
        await page.getByText('Nothing that fits').waitFor();
        await studio.inspect(page, 'nothing fits');
        await page.getByRole('button', { name: 'Clear filters' }).click();
        await row(page, 'Order Completed').waitFor();
        await choose('Refused events', 'Only refused');
        await row(page, 'Help').waitFor({ state: 'detached' });
        await row(page, 'No event name').first().waitFor();
    });

    test('two words can be typed; a choice is taken back by the keyboard', async () => {
        const page = await opened();
        const field = page.getByLabel('Event name');
        await field.pressSequentially('Order ');
        await page.waitForURL(/name=Order$/);
        await row(page, 'Help').waitFor({ state: 'detached' });
        assert.equal(await field.inputValue(), 'Order ');
        await field.pressSequentially('Completed');
        await page.waitForURL(/name=Order(\+|%20)Completed/);
        assert.equal(await field.inputValue(), 'Order Completed');
        await page.goBack();
        await page.goto(`${studio.url}/app/live?type=page`);
        await row(page, 'Help').waitFor();
        await page.getByRole('combobox', { name: 'Kinds of events' }).focus();
        await page.keyboard.press('Enter');
        await page.getByRole('option', { name: 'Page', exact: true }).waitFor();
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => !url.search.includes('type='));
        await row(page, 'Order Completed').waitFor();
    });

    test('on a telephone an event opens, too', async () => {
        const page = await opened('/app/live', PHONE);
        await row(page, 'Order Completed').getByRole('button').click();
        await page.locator('pre').getByText('"total": 4800').waitFor();
        await studio.inspect(page);
    });

    test('keyboard: rows by arrows, open by Enter, close by Escape', async () => {
        const page = await opened();
        await row(page, 'Order Completed').waitFor();
        await page.locator('[data-seq][tabindex="0"]').focus();
        const seq = () => page.evaluate(() => document.activeElement.dataset.seq);
        const first = await seq();
        await page.keyboard.press('ArrowDown');
        await waitFor('the next row', async () => (await seq()) !== first);
        await page.keyboard.press('Enter');
        await page.locator('[aria-expanded="true"][data-seq]').waitFor();
        await page.keyboard.press('Escape');
        await page.locator('[aria-expanded="true"][data-seq]').waitFor({ state: 'detached' });
    });

    test('a pause holds what arrives, in order and without loss', async () => {
        const page = await opened('/app/live?name=Held');
        await page.getByRole('button', { name: 'Pause' }).click();
        for (let i = 0; i < 30; i++) await studio.send(track('Held', { messageId: `held-${i}` }));
        await page.getByRole('button', { name: 'Resume, 30 waiting' }).waitFor();
        assert.equal(await rows(page).count(), 0);
        await page.locator('body').press('p');
        await row(page, 'Held').first().waitFor();
        await rows(page).first().getByRole('button').focus();
        await page.keyboard.press('End');
        const seqs = async () =>
            page
                .locator('[data-seq]')
                .evaluateAll((all) => all.map((b) => Number(b.dataset.seq)));
        const last = await waitFor('the last row', async () => (await seqs()).at(-1));
        await page.keyboard.press('Home');
        await waitFor('the first row', async () => (await seqs())[0] > last);
        const from = await studio.server.api('GET', '/api/events?name=Held&limit=100', {
            key: studio.server.secretKey,
        });
        assert.equal(from.body.items.length, 30);
        assert.equal((await seqs())[0], from.body.items[0].seq);
        assert.equal(last, from.body.items[29].seq);
    });

    test('a flood: few rows in the document, the counts say what is shown', async () => {
        const page = await opened('/app/live?name=Flood');
        const batch = Array.from({ length: 500 }, () => track('Flood'));
        for (let i = 0; i < 12; i++) await studio.send(...batch);
        await waitFor('6,000 counted', async () => (await figure(page, 'Matching')) === '6,000');
        await page.getByText(/More arrive than can be read: [\d,]+ of 6,000/).waitFor();
        assert.ok((await rows(page).count()) < 60);
        await studio.inspect(page, 'a flood');
    });

    test('the server away: said, and what was sent meanwhile is there afterwards', async () => {
        const page = await opened('/app/live?name=Afterwards');
        await studio.server.stop();
        await page.getByRole('status').getByText(/Connection lost/).waitFor();
        await studio.server.start();
        await studio.send(track('Afterwards'));
        await row(page, 'Afterwards').waitFor();
        await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
    });

    test('replay: from a time on, as it arrived, then live', async () => {
        for (let i = 0; i < 5; i++)
            await studio.send(track('Replayed', { messageId: `again-${i}` }));
        const { items } = (
            await studio.server.api('GET', '/api/events?name=Replayed', {
                key: studio.server.secretKey,
            })
        ).body;
        const at = encodeURIComponent(items[2].received);
        const page = await studio.open(`/app/live?name=Replayed&at=${at}`);
        await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
        await waitFor('all five', async () => (await rows(page).count()) === 5);
        const seqs = await page
            .locator('[data-seq]')
            .evaluateAll((all) => all.map((b) => Number(b.dataset.seq)));
        assert.deepEqual(seqs, items.map((i) => i.seq));
        await studio.send(track('Replayed'));
        await waitFor('the next', async () => (await rows(page).count()) === 6);
        await page.getByRole('button', { name: 'Replay …' }).waitFor();
        assert.equal(await page.getByRole('button', { name: 'Back to live' }).count(), 0);
        await studio.inspect(page, 'a replay that is over');
    });

    test('replay: a page of it that fails is said, and asked for again', async () => {
        const page = await opened();
        const json = { code: 'internal', detail: 'no disk' };
        await page.route(/order=oldest/, (r) => r.fulfill({ status: 500, json }));
        await page.getByRole('button', { name: 'Replay …' }).click();
        await page.getByLabel('From').fill('2020-01-01T00:00:00');
        await page.getByRole('button', { name: 'Start' }).click();
        await page.getByRole('alert').getByText('no disk').waitFor();
        await page.unroute(/order=oldest/);
        await page.getByRole('button', { name: 'Try again' }).click();
        await row(page, 'Order Completed').waitFor();
    });

    test('replay: chosen by hand, paused, faster, and back', async () => {
        const page = await opened();
        await page.getByRole('button', { name: 'Replay …' }).click();
        await page.getByLabel('From').fill('2099-01-01T00:00:00');
        await page.getByText('Choose a time that is over.').waitFor();
        await studio.inspect(page, 'the choice of a time');
        await page.getByLabel('From').fill('2020-01-01T00:00:00');
        await page.getByRole('button', { name: 'Start' }).click();
        await page.waitForURL(/at=2019-12-31T15/); // the reader's midnight, in Tokyo
        await page.getByText('1×', { exact: true }).click();
        await row(page, 'Order Completed').waitFor();
        await studio.inspect(page, 'a replay');
        await page.getByRole('button', { name: 'Back to live' }).click();
        await page.waitForURL((url) => !url.search.includes('at='));
        await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
    });

    test('an error can be tried again; who may not, sees neither entry nor page', async () => {
        const page = await studio.open('/app/live?person=x');
        await page.getByRole('button', { name: 'Try again' }).waitFor();
        const agent = await studio.member('live-agent@example.com', ['agent']);
        const other = await studio.open('/app/live', { signIn: agent });
        await other.getByText('This is not yours to see').waitFor();
        assert.equal(await other.getByRole('link', { name: 'Live events' }).count(), 0);
        await studio.inspect(other, 'forbidden');
    });
});

test('live events of an empty workspace', async () => {
    const studio = await startStudio({ empty: true });
    try {
        const page = await studio.open('/app/live', { locale: 'ja' });
        await page.getByText('まだ何も届いていません').waitFor();
        await studio.inspect(page);
    } finally {
        await studio.close();
    }
});
