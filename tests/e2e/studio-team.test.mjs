// Team and roles: invite, hand over links, change, disable; what each role may do.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { PASSWORD, ROOT } from '../api/harness.mjs';
import { signedIn, totp } from '../api/visitor.mjs';
import { PHONE, startStudio } from './studio.mjs';

describe('team', () => {
    let studio;
    before(async () => {
        studio = await startStudio({ empty: true });
    });
    after(() => studio?.close());
    afterEach(() => studio.closePages());

    const act = async (page, who, what) => {
        await page.getByRole('button', { name: `Actions for ${who}` }).click();
        await page.getByRole('menuitem', { name: what }).click();
        return page.getByRole('dialog');
    };
    const invitations = async () =>
        (await studio.server.api('GET', '/api/invitations', { key: studio.server.secretKey }))
            .body.items;

    test('invite, a new link, join by it; withdraw', async () => {
        const page = await studio.open('/app/team');
        await page.getByText('No invitation is open.').waitFor();
        await page.getByRole('button', { name: 'Invite' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('E-mail address').fill('hanako@example.com');
        await dialog.getByLabel('Analyst').check();
        await studio.inspect(page, 'inviting');
        await dialog.getByRole('button', { name: 'Make the link' }).click();
        const first = await dialog.locator('code', { hasText: '/invitation#' }).innerText();
        await studio.inspect(page, 'a link');
        await dialog.getByRole('button', { name: 'Done' }).click();
        await page.getByRole('row', { name: /hanako@example.com/ }).waitFor();
        await act(page, 'hanako@example.com', /New link/);
        await dialog.getByRole('button', { name: 'New link' }).click();
        await dialog.getByText('The invitation of hanako@example.com').waitFor();
        const second = await dialog.locator('code', { hasText: '/invitation#' }).innerText();
        assert.notEqual(first, second);
        await dialog.getByRole('button', { name: 'Done' }).click();
        const at = new URL(second);
        const guest = await studio.open(at.pathname + at.hash, { signIn: false });
        await guest.getByLabel('Your name').fill('花子');
        await guest.getByLabel(/^Password/).fill(PASSWORD);
        await guest.getByRole('button', { name: 'Join' }).click();
        await guest.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
        assert.equal(await guest.getByRole('link', { name: 'Team' }).count(), 0);
        await guest.goto(`${studio.url}/app/team`);
        await guest.getByText('This is not yours to see').waitFor();
        await page.reload();
        await page.getByRole('row', { name: /花子.*Analyst/ }).waitFor();
        await page.getByRole('button', { name: 'Invite' }).click();
        await dialog.getByLabel('E-mail address').fill('wrong@example.com');
        await dialog.getByLabel('Agent').check();
        await dialog.getByRole('button', { name: 'Make the link' }).click();
        await dialog.getByRole('button', { name: 'Done' }).click();
        await act(page, 'wrong@example.com', /Withdraw/);
        await dialog.getByRole('button', { name: 'Withdraw' }).click();
        await page.getByText('No invitation is open.').waitFor();
        assert.deepEqual(await invitations(), []);
    });

    test('roles and name, second factor, new password, disabled and back', async () => {
        const { email, password } = await studio.member('jiro@example.com', ['agent']);
        const jiro = await signedIn(studio.server, email, password);
        const { secret } = (await jiro.call('POST', '/api/me/second-factor')).body;
        await jiro.call('POST', '/api/me/second-factor/confirm', { code: totp(secret) });
        const page = await studio.open('/app/team');
        const row = page.getByRole('row', { name: /jiro@example.com/ });
        await row.getByText('on', { exact: true }).waitFor();
        const dialog = await act(page, email, /Name and roles/);
        await dialog.getByLabel('Name').fill('二郎');
        await dialog.getByLabel('Marketer').check();
        await dialog.getByRole('button', { name: 'Save' }).click();
        await row.getByText('Marketer').waitFor();
        await act(page, '二郎', /Reset second factor/);
        await dialog.getByRole('button', { name: 'Reset second factor' }).click();
        await row.getByText('off', { exact: true }).waitFor();
        await act(page, '二郎', /Link for a new password/);
        await dialog.getByRole('button', { name: 'Link for a new password' }).click();
        await dialog.locator('code', { hasText: '/reset#' }).waitFor();
        await dialog.getByRole('button', { name: 'Done' }).click();
        await act(page, '二郎', /Disable/);
        await page.getByRole('menu').waitFor({ state: 'detached' });
        await studio.inspect(page, 'disabling');
        await dialog.getByRole('button', { name: 'Disable' }).click();
        await row.getByText('disabled').waitFor();
        assert.equal((await jiro.session()).body.state, 'signed_out');
        await act(page, '二郎', /Enable/);
        await dialog.getByRole('button', { name: 'Enable' }).click();
        await row.getByText('active').waitFor();
    });

    test('the last owner stays, in the words of the server', async () => {
        const page = await studio.open('/app/team');
        const dialog = await act(page, 'owner@example.com', /Name and roles/);
        await dialog.getByLabel('Owner').uncheck();
        await dialog.getByLabel('Agent').check();
        await dialog.getByRole('button', { name: 'Save' }).click();
        await dialog.getByRole('alert').waitFor();
        await dialog.getByRole('button', { name: 'Cancel' }).click();
    });

    test('an auditor only looks; an administrator makes no owner', async () => {
        const auditor = await studio.member('auditor@example.com', ['auditor']);
        const page = await studio.open('/app/team', { signIn: auditor });
        await page.getByRole('row', { name: /Auditor/ }).waitFor();
        assert.equal(await page.getByRole('button', { name: 'Invite' }).count(), 0);
        assert.equal(await page.getByRole('button', { name: /Actions for/ }).count(), 0);
        await page.getByRole('link', { name: 'Roles' }).click();
        await page.getByText('yours').waitFor();
        const admin = await studio.member('admin@example.com', ['administrator']);
        const other = await studio.open('/app/team', { signIn: admin });
        await other.getByRole('button', { name: 'Invite' }).click();
        assert.ok(await other.getByRole('dialog').getByLabel('Owner').isDisabled());
        assert.ok(await other.getByRole('dialog').getByLabel('Auditor').isEnabled());
    });

    test('one\'s own name, changed here, is one\'s own everywhere', async () => {
        const signIn = await studio.member('self@example.com', ['administrator']);
        const page = await studio.open('/app/team', { signIn });
        const dialog = await act(page, signIn.email, /Name and roles/);
        await dialog.getByLabel('Name').fill('わたし');
        await dialog.getByRole('button', { name: 'Save' }).click();
        await page.getByRole('button', { name: /わたし.*Account/s }).waitFor();
    });

    test('every scope has a name in both languages', async () => {
        const doc = await (await fetch(`${studio.url}/api/openapi.json`)).json();
        const ops = Object.values(doc.paths).flatMap((item) => Object.values(item));
        const scopes = new Set(ops.flatMap((op) => op['x-scopes'] ?? []));
        assert.ok(scopes.size > 10);
        for (const locale of ['en', 'ja']) {
            const file = path.join(ROOT, `ui/src/i18n/${locale}/team.ts`);
            const texts = readFileSync(file, 'utf8');
            for (const s of scopes)
                assert.match(texts, new RegExp(`\\b${s.replace(':', '_')}: '`), locale);
        }
    });

    test('roles beside each other, on a telephone, in Japanese', async () => {
        const page = await studio.open('/app/roles', { locale: 'ja', ...PHONE });
        await page.getByRole('columnheader', { name: 'アナリスト' }).waitFor();
        const read = page.getByRole('row', { name: /people:read/ });
        assert.equal(await read.getByRole('img', { name: '不可' }).count(), 1); // a developer
        await studio.inspect(page);
    });
});
