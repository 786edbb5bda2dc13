// The audit log on the screen: who, what, when and whom; before and after; whether the chain
// holds; nothing found, nobody's business, the server away.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { PASSWORD, ROOT } from '../api/harness.mjs';
import { member, signedIn } from '../api/visitor.mjs';
import { PHONE, startStudio } from './studio.mjs';

const WEB = '/api/definitions/source/web';
const body = (name) => ({ name, type: 'browser', enabled: true,
    settings: { delivery: 'standard' } });

describe('audit log', () => {
    let studio;
    const call = async (method, where, json) => {
        const r = await studio.server.api(method, where, { key: studio.server.secretKey,
            body: json });
        assert.ok(r.status < 300, r.text);
        return r.body;
    };
    before(async () => {
        studio = await startStudio();
        await call('PUT', WEB, { draft: body('Shop') });
        await call('POST', `${WEB}/publish`, { note: 'first' });
        await call('PUT', WEB, { draft: body('Shop one') });
        await call('PUT', WEB, { draft: body('Shop two') });
        await call('GET', `/api/people/${studio.mika}/timeline`);
        const owner = await signedIn(studio.server);
        await member(owner, 'auditor@example.com', ['auditor']);
        await member(owner, 'agent@example.com', ['agent']);
    });
    after(() => studio?.close());
    afterEach(() => studio.closePages());

    const rows = (page) => page.locator('main ol > li');
    const count = (page, n) =>
        page.waitForFunction((x) => document.querySelectorAll('main ol > li').length === x, n);
    const row = (page, name) => rows(page).getByRole('button', { name });

    test('a row opens to what was there before and after', async () => {
        const page = await studio.open('/app/audit');
        await page.getByText(/Chain intact · \d+ rows/).waitFor();
        await row(page, 'Changed a draft').first().click();
        const changed = page.getByRole('row', { name: /draft\.name/ });
        assert.match(await changed.innerText(), /Shop one\s+Shop two/);
        await page.getByText('3 values unchanged').waitFor();
        await studio.inspect(page, 'a change');
        await page.setViewportSize(PHONE);
        await studio.inspect(page, 'a change on a telephone');
    });

    test('by kind, who, what, when and words; the address keeps it', async () => {
        const page = await studio.open('/app/audit');
        await row(page, 'Changed a draft').first().waitFor();
        await page.getByText('Looks', { exact: true }).click();
        await row(page, 'Changed a draft').first().waitFor({ state: 'detached' });
        await row(page, 'Looked at a timeline').waitFor();
        await page.getByText('Changes', { exact: true }).click();
        await page.getByRole('combobox', { name: 'What' }).click();
        await page.getByRole('option', { name: 'Changed a draft' }).click();
        await page.waitForURL(/what=putDefinition/);
        await row(page, 'Published a definition').waitFor({ state: 'detached' });
        await count(page, 3);
        await page.getByRole('searchbox', { name: 'Contains' }).fill('shop TWO');
        await page.waitForURL(/text=shop/);
        await count(page, 1);
        await page.getByRole('combobox', { name: 'Who' }).click();
        await page.getByRole('option', { name: 'Musubi itself' }).click();
        await page.getByText('No row is like this').waitFor();
        await studio.inspect(page, 'nothing found');
        await page.getByRole('combobox', { name: 'When' }).click();
        await page.getByRole('option', { name: 'Between …' }).click();
        await page.getByLabel('From').fill('2020-01-01T00:00');
        await page.waitForURL(/from=2020/);
        await page.reload();
        assert.equal(await page.getByLabel('From').inputValue(), '2020-01-01T00:00');
        await studio.inspect(page, 'between');
        const file = await page.getByRole('link', { name: 'Download' }).getAttribute('href');
        assert.match(file, /principal=system/);
        assert.match(file, /operation=putDefinition/);
        await page.getByRole('button', { name: 'Show all' }).first().click();
        await row(page, 'Published a definition').waitFor();
        assert.equal(new URL(page.url()).search, '');
    });

    test('two words can be typed, and a time digit by digit', async () => {
        const page = await studio.open('/app/audit');
        const words = page.getByRole('searchbox', { name: 'Contains' });
        await words.pressSequentially('shop ');
        await page.waitForURL(/text=shop$/);
        await row(page, 'Published a definition').or(row(page, 'Changed a draft')).first()
            .waitFor();
        assert.equal(await words.inputValue(), 'shop ');
        await words.pressSequentially('two');
        await page.waitForURL(/text=shop(\+|%20)two/);
        await page.goto(`${studio.url}/app/audit?when=between`);
        await page.getByLabel('From').focus();
        await page.keyboard.type('01022020', { delay: 30 }); // whatever the order of its parts
        await page.keyboard.press('ArrowRight');
        await page.keyboard.type('1030AM', { delay: 30 });
        await page.waitForURL(/from=2020/);
        assert.match(await page.getByLabel('From').inputValue(), /^2020-\d\d-\d\dT10:30$/);
    });

    test('a next page that fails is asked for by hand alone', async () => {
        const page = await studio.open('/app/people');
        let asked = 0;
        const rest = /api\/audit\?.*cursor=/;
        await page.route(rest, (r) => {
            asked++;
            return r.fulfill({ status: 500, json: { code: 'internal', detail: 'a page is torn' } });
        });
        await page.route(/api\/audit\?(?!.*cursor=)/, async (r) => {
            const answer = await r.fetch();
            await r.fulfill({ json: { ...(await answer.json()), next_cursor: 'more' } });
        });
        await page.getByRole('link', { name: 'Audit log' }).click();
        await page.getByRole('button', { name: 'Show more' }).or(
            page.getByRole('alert').getByText('a page is torn'),
        ).first().scrollIntoViewIfNeeded();
        await page.getByRole('alert').getByText('a page is torn').waitFor();
        await page.mouse.wheel(0, -5000);
        await page.mouse.wheel(0, 5000);
        await page.getByRole('button', { name: 'Try again' }).click();
        await page.waitForFunction((n) => n === 0, 0);
        await page.getByRole('alert').getByText('a page is torn').waitFor();
        assert.equal(asked, 2);
        page.complaints = page.complaints.filter((c) => !/status of 500/.test(c));
        await studio.inspect(page, 'a torn page');
    });

    test('of a person, from the person; by an ID that is none, and by one of nobody', async () => {
        const page = await studio.open(`/app/people/${studio.mika}`);
        await page.getByRole('button', { name: 'Actions' }).click();
        await page.getByRole('menuitem', { name: 'Audit log' }).click();
        await row(page, 'Looked at a timeline').first().waitFor();
        assert.ok((await rows(page).allInnerTexts()).every((t) =>
            t.includes(studio.mika.slice(-8))));
        await row(page, 'Looked at a timeline').first().click();
        await page.getByRole('link', { name: `Person ${studio.mika.slice(-8)}` }).waitFor();
        const field = page.getByRole('textbox', { name: 'Person' });
        await field.fill('not an id');
        await page.getByText('No ID of a person').waitFor();
        await page.getByText('Nothing was looked for').waitFor();
        assert.equal(await rows(page).count(), 0);
        assert.ok(await page.getByRole('button', { name: 'Download' }).isDisabled());
        await studio.inspect(page, 'no ID');
        await field.fill('018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11');
        await page.getByText('This person was erased or never was here').waitFor();
        await studio.inspect(page, 'nobody');
    });

    test('a download holds the rows that are shown', async () => {
        const page = await studio.open('/app/audit?what=putDefinition');
        await row(page, 'Changed a draft').first().waitFor();
        const coming = page.waitForEvent('download');
        await page.getByRole('link', { name: 'Download' }).click();
        const lines = readFileSync(await (await coming).path(), 'utf8').trim().split('\n');
        assert.deepEqual(lines.map((x) => JSON.parse(x).operation),
            ['putDefinition', 'putDefinition', 'putDefinition']);
    });

    test('an auditor may read it, an agent may not', async () => {
        const auditor = { email: 'auditor@example.com', password: PASSWORD };
        const page = await studio.open('/app/audit', { signIn: auditor });
        await row(page, 'Changed a draft').first().waitFor();
        await page.getByText(/Chain intact/).waitFor();
        const agent = { email: 'agent@example.com', password: PASSWORD };
        const other = await studio.open('/app/audit', { signIn: agent });
        await other.getByText('This is not yours to see').waitFor();
        await studio.inspect(other, 'forbidden');
        assert.equal(await other.getByRole('link', { name: 'Audit log' }).count(), 0);
    });

    test('a broken chain is said, and what to do', async () => {
        const page = await studio.open('/app/people');
        await page.route('**/api/audit/check', (r) => r.fulfill({ json: { state: 'broken',
            rows: 12, checked: 4, cleared: 0, head: '00', next_cursor: null,
            fault: { row: 5, what: 'the row is gone' } } }));
        await page.route('**/api/audit?*', (r) => r.abort());
        await page.getByRole('link', { name: 'Audit log' }).click();
        await page.getByText('Chain broken at row 5').first().waitFor();
        await page.getByText(/the row is gone/).waitFor();
        await page.getByText('The server cannot be reached').waitFor();
        await page.unroute('**/api/audit?*');
        await page.getByRole('button', { name: 'Try again' }).click();
        await row(page, 'Changed a draft').first().waitFor();
        await page.unroute('**/api/audit/check');
        await page.route('**/api/audit/check', (r) => r.fulfill({ status: 500, json: {
            code: 'internal', detail: 'no' } }));
        await page.getByRole('button', { name: 'Check again' }).click();
        await page.getByText('The chain could not be checked').waitFor();
        page.complaints = []; // of the requests that were cut
        await studio.inspect(page, 'broken');
    });

    test('every operation that leaves rows has a name in both languages', async () => {
        const doc = await (await fetch(`${studio.url}/api/openapi.json`)).json();
        for (const locale of ['en', 'ja']) {
            const file = path.join(ROOT, `ui/src/i18n/${locale}/audit.ts`);
            const texts = readFileSync(file, 'utf8');
            for (const item of Object.values(doc.paths))
                for (const op of Object.values(item))
                    if (['look', 'change'].includes(op['x-audit']))
                        assert.match(texts, new RegExp(`\\b${op.operationId}: '`), locale);
        }
    });
});
