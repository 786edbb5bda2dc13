// Tracking plans: written, published, violations with examples; who only looks; and the identity
// rules' kinds, which come from the server.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { PHONE, startStudio } from './studio.mjs';

describe('tracking plan', () => {
    let studio;
    before(async () => {
        studio = await startStudio();
    });
    after(() => studio?.close());
    afterEach(() => studio.closePages());

    const at = (path) => `/api/definitions/${path}`;
    const api = (method, path, body) =>
        studio.server.api(method, path, { key: studio.server.secretKey, body });

    test('an event is expected with its properties; the plan is published', async () => {
        const page = await studio.open('/app/sources/default');
        const open = page.getByRole('region', { name: 'Tracking plan' });
        await open.getByRole('link', { name: 'Show' }).click();
        await page.getByText('No event is expected yet').waitFor();
        await studio.inspect(page, 'no plan');
        await page.getByRole('button', { name: 'Add an event' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Event name').fill('Order Completed');
        await dialog.getByRole('textbox', { name: 'Property' }).fill('total');
        await dialog.getByRole('combobox', { name: 'What total is' }).click();
        await page.getByRole('option', { name: 'number', exact: true }).click();
        await dialog.getByLabel('total is required').check();
        await dialog.getByRole('button', { name: 'Add a property' }).click();
        await dialog.getByRole('textbox', { name: 'Property' }).nth(1).fill('currency');
        await dialog.getByRole('combobox', { name: 'What currency is' }).click();
        await page.getByRole('option', { name: 'one of …' }).click();
        await dialog.getByLabel(/Values of currency/).fill('JPY, EUR');
        await dialog.getByRole('switch').uncheck();
        await studio.inspect(page, 'an expected event');
        await dialog.getByRole('button', { name: 'Done' }).click();
        await page.getByText('refuse', { exact: true }).first().click();
        await page.getByRole('button', { name: 'Publish' }).click();
        await dialog.getByText(/This plan refuses events/).waitFor();
        await dialog.getByRole('button', { name: 'Publish' }).click();
        await page.getByText('Version 1 is in force.').waitFor();
        const { body } = await api('GET', at('tracking_plan/default'));
        assert.deepEqual(body.published, {
            unplanned: 'block',
            events: [
                {
                    name: 'Order Completed',
                    properties: { total: { type: 'number' }, currency: { enum: ['JPY', 'EUR'] } },
                    required: ['total'],
                    additional: false,
                },
            ],
        });
    });

    test('what was not as planned is counted, with an example to look at', async () => {
        const track = (event, properties) => ({ type: 'track', userId: 'u-1', event, properties });
        await studio.send(
            track('Order Completed', { total: 'a lot', currency: 'JPY' }),
            track('Nobody Planned', { secret: 1 }),
        );
        const page = await studio.open('/app/sources/default/plan');
        await page.getByText('other than planned:').waitFor();
        const refused = page.getByRole('row', { name: /Nobody Planned/ });
        await refused.getByText('not in the plan').waitFor();
        await refused.getByRole('button', { name: /Example/ }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByText('Not in the tracking plan', { exact: true }).waitFor();
        await dialog.locator('pre', { hasText: 'secret' }).waitFor();
        await studio.inspect(page, 'an example');
    });

    test('a schema that cannot be is told in the words of the server', async () => {
        const page = await studio.open('/app/sources/workspace/plan');
        await page.getByText('For all sources without a plan of their own.').waitFor();
        await page.getByRole('button', { name: 'Add an event' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Event name').fill('Odd');
        await dialog.getByRole('textbox', { name: 'Property' }).fill('x');
        await dialog.getByRole('combobox', { name: 'What x is' }).click();
        await page.getByRole('option', { name: 'JSON Schema' }).click();
        const box = dialog.getByLabel('JSON Schema of x');
        await box.fill('{');
        await dialog.getByText('This is not a JSON object.').waitFor();
        await box.fill('{"type": "nonsense"}');
        await dialog.getByRole('button', { name: 'Done' }).click();
        await page.getByRole('button', { name: 'Publish' }).click();
        await dialog.getByRole('button', { name: 'Publish' }).click();
        await dialog.getByRole('alert').getByText(/nonsense|type/).waitFor();
    });

    test('a name twice is said where it stands; a draft by API may be anything', async () => {
        const events = [{ type: 'identify', name: '' }];
        await api('PUT', at('tracking_plan/workspace'), { draft: { events } });
        const page = await studio.open('/app/sources/workspace/plan');
        const dialog = page.getByRole('dialog');
        await page.getByRole('button', { name: 'Add an event' }).click();
        await dialog.getByLabel('Event name').fill('Twice');
        await dialog.getByRole('textbox', { name: 'Property' }).fill('total');
        await dialog.getByRole('button', { name: 'Add a property' }).click();
        await dialog.getByRole('textbox', { name: 'Property' }).nth(1).fill('total ');
        await dialog.getByText('There is a property with this name already.').first().waitFor();
        const done = dialog.getByRole('button', { name: 'Done' });
        assert.ok(await done.isDisabled());
        await studio.inspect(page, 'a property twice');
        await dialog.getByRole('textbox', { name: 'Property' }).nth(1).fill('currency');
        assert.ok(await done.isEnabled());
        await dialog.getByRole('combobox', { name: 'Call', exact: true }).click();
        await page.getByRole('option', { name: 'identify' }).click();
        await dialog.getByText(/There is one of these in the plan already/).waitFor();
        assert.ok(await done.isDisabled());
        for (const draft of [{}, { events: 'none' }, { events: [1, { properties: 1 }] }]) {
            const r = await api('PUT', at('tracking_plan/workspace'), { draft });
            assert.equal(r.status, 200, r.text);
            const other = await studio.open('/app/sources/workspace/plan');
            await other.getByText('There is a draft that is not published.').waitFor();
            await other.getByRole('button', { name: 'Add an event' }).waitFor();
            await studio.inspect(other, JSON.stringify(draft));
        }
    });

    test('an analyst only looks, on a telephone, in Japanese', async () => {
        const analyst = await studio.member('plan-analyst@example.com', ['analyst']);
        const options = { signIn: analyst, locale: 'ja', ...PHONE };
        const page = await studio.open('/app/sources/default/plan', options);
        await page.getByText('Order Completed').first().waitFor();
        assert.equal(await page.getByRole('button', { name: '公開' }).count(), 0);
        assert.equal(await page.getByRole('button', { name: /を編集/ }).count(), 0);
        await studio.inspect(page);
    });

    test('identity rules show kinds that were declared, with their limits', async () => {
        const draft = {
            kinds: {
                card: { title: 'Loyalty card', from: ['traits.card'], limit: 3 },
                email: { limit: 2 },
            },
        };
        await api('PUT', at('identity/rules'), { draft });
        const published = await api('POST', `${at('identity/rules')}/publish`, {});
        assert.equal(published.status, 200, published.text);
        const page = await studio.open('/app/identity');
        await page.getByText('read from traits.card').waitFor();
        const limit = (name) => page.getByLabel(`${name}: Limit a person`);
        assert.equal(await limit('Loyalty card').inputValue(), '3');
        assert.equal(await limit('E-mail').inputValue(), '2');
        assert.equal(await limit('Phone').getAttribute('placeholder'), '5');
        const pairs = page.getByLabel('Pairs of device and account, at most');
        assert.equal(await pairs.getAttribute('placeholder'), '2000');
        await limit('Loyalty card').fill('4');
        await page.getByRole('button', { name: 'Save draft' }).click();
        await page.getByText('The draft is saved.').waitFor();
        const { body } = await api('GET', at('identity/rules'));
        assert.deepEqual(body.draft.kinds.card, { ...draft.kinds.card, limit: 4 });
        await studio.inspect(page);
    });

    test('a kind of one\'s own: added, tried, published; what is for ever stays', async () => {
        const page = await studio.open('/app/identity', { locale: 'ja' });
        await page.getByRole('button', { name: '種類を追加' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('キー').fill('email');
        await dialog.getByText('このキーの種類はすでにあります。').waitFor();
        await dialog.getByLabel('キー').fill('会員番号');
        await dialog.getByText(/使えるのは a–z、0–9、_ だけ/).waitFor();
        await dialog.getByLabel('キー').fill('member_no');
        await dialog.getByLabel('名前').fill('会員番号');
        await dialog.getByLabel('読み取る場所').fill('traits.member.no\nexternalIds.member');
        await dialog.getByLabel('数字だけにする').check();
        await dialog.getByLabel('先頭のゼロを除く').check();
        await studio.inspect(page, 'a new kind');
        await dialog.getByRole('button', { name: '完了' }).click();
        await page.getByText('読み取り元: traits.member.no, externalIds.member').waitFor();
        await page.getByRole('button', { name: '公開' }).click();
        await page.getByRole('dialog').getByRole('button', { name: '公開' }).click();
        await page.getByText(/バージョン \d+ が有効/).first().waitFor();
        const sent = { userId: 'm-1', traits: { member: { no: ' ００１２-3 ' } } };
        const r = await studio.server.api('POST', '/v1/identify', {
            key: studio.server.writeKey,
            body: sent,
        });
        assert.equal(r.status, 200, r.text);
        assert.equal((await api('GET', '/api/people/by/member_no/123')).status, 200);
        await page.getByRole('button', { name: '会員番号: 編集' }).click();
        assert.ok(await dialog.getByLabel('数字だけにする').isDisabled());
        await dialog.getByRole('combobox').or(dialog.getByRole('textbox', { name: '別の人も' }))
            .first().click();
        await page.getByRole('option', { name: /隔離する/ }).click();
        await dialog.getByRole('button', { name: '完了' }).click();
        await page.getByRole('button', { name: '全員で試す' }).click();
        await page.getByText('統合される人も分かれる人もいません。').or(page.getByText(/現在の人数/))
            .first().waitFor();
        await studio.inspect(page, 'tried with a contested kind');
        await page.getByRole('button', { name: '公開' }).click();
        await page.getByRole('dialog').getByRole('button', { name: '公開' }).click();
        await page.getByText(/バージョン \d+ として公開しました。/).waitFor();
        const phone = await studio.open('/app/identity', PHONE);
        await phone.getByRole('button', { name: 'E-mail: Edit' }).click();
        await studio.inspect(phone, 'a built-in kind on a telephone');
    });

    test('a kind that is read no more, and read again: what is for ever stays', async () => {
        const page = await studio.open('/app/identity');
        const dialog = page.getByRole('dialog');
        const row = page.getByRole('row', { name: /member_no/ });
        await row.getByRole('button', { name: /: Edit$/ }).click();
        await dialog.getByRole('button', { name: 'Read no more' }).click();
        await row.getByText('Not read any more:').waitFor();
        await page.getByRole('button', { name: 'Publish' }).click();
        await dialog.getByRole('button', { name: 'Publish' }).click();
        await page.getByText(/Published as version/).waitFor();
        await page.reload();
        await row.getByRole('button', { name: /: Edit$/ }).click();
        assert.equal(await dialog.getByRole('button', { name: 'Read no more' }).count(), 0);
        assert.equal(await dialog.getByRole('button', { name: 'Remove' }).count(), 0);
        const digits = dialog.getByLabel('Digits only');
        assert.ok((await digits.isDisabled()) && (await digits.isChecked()));
        assert.ok(await dialog.getByLabel(/It belongs to a device/).isDisabled());
        const again = dialog.getByRole('button', { name: 'Read it again' });
        assert.ok(await again.isDisabled());
        await dialog.getByLabel('Where it is read').fill('traits.member.no');
        await studio.inspect(page, 'a kind of before');
        await again.click();
        await row.getByText('read from traits.member.no').waitFor();
        await page.getByRole('button', { name: 'Publish' }).click();
        await dialog.getByRole('button', { name: 'Publish' }).click();
        await page.getByText(/Published as version/).waitFor();
        const { items } = (await api('GET', '/api/identity/kinds')).body;
        assert.ok(items.find((k) => k.kind === 'member_no').read);
    });

    test('a telephone number takes what does not go with it out of the steps', async () => {
        const page = await studio.open('/app/identity');
        const dialog = page.getByRole('dialog');
        await page.getByRole('button', { name: 'Add a kind' }).click();
        await dialog.getByLabel('Key').fill('fax');
        await dialog.getByLabel('Where it is read').fill('traits.fax');
        await dialog.getByLabel('Digits only').check();
        await dialog.getByLabel('Leave out leading zeros').check();
        await dialog.getByLabel('A telephone number (E.164)').check();
        assert.ok(!(await dialog.getByLabel('Digits only').isChecked()));
        await dialog.getByRole('button', { name: 'Done' }).click();
        await page.getByRole('button', { name: 'Save draft' }).click();
        await page.getByText('The draft is saved.').waitFor();
        const { body } = await api('GET', at('identity/rules'));
        assert.deepEqual(body.draft.kinds.fax.normalise, ['trim', 'nfkc', 'e164']);
        await page.getByRole('button', { name: 'fax: Edit' }).click();
        await dialog.getByRole('button', { name: 'Remove' }).click();
        await page.getByRole('button', { name: 'Save draft' }).click();
        await page.getByText('The draft is saved.').waitFor();
    });
});
