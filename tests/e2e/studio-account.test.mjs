// My account: name, language, password, second factor with its codes, sessions elsewhere.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { waitFor } from '../api/harness.mjs';
import { Visitor, signedIn, totp } from '../api/visitor.mjs';
import { PHONE, startStudio } from './studio.mjs';

describe('my account', () => {
    let studio;
    before(async () => {
        studio = await startStudio({ empty: true });
    });
    after(() => studio?.close());
    afterEach(() => studio.closePages());

    test('reached from the menu; name, language and colours', async () => {
        const signIn = await studio.member('mine-name@example.com', ['agent']);
        const page = await studio.open('/app', { signIn });
        await page.getByRole('button', { name: /Account/ }).click();
        await page.getByRole('menuitem', { name: 'My account' }).click();
        await page.getByLabel('Your name').fill('美香');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByText('Saved.').waitFor();
        await page.getByRole('button', { name: /美香.*Account/s }).waitFor();
        await page.getByText('日本語', { exact: true }).click();
        await page.getByRole('heading', { level: 1, name: '自分のアカウント' }).waitFor();
        await page.getByText('ダーク', { exact: true }).click();
        await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
        await studio.inspect(page);
    });

    test('another password: refused, then done; elsewhere it ends', async () => {
        const signIn = await studio.member('mine-pw@example.com', ['agent']);
        const elsewhere = await signedIn(studio.server, signIn.email, signIn.password);
        const page = await studio.open('/app/account', { signIn });
        await page.getByLabel('The password so far').fill('not this one');
        await page.getByLabel('The new password').fill('another sentence of mine');
        await page.getByRole('button', { name: 'Change the password' }).click();
        await page.getByText('the old password is wrong').waitFor();
        await page.getByLabel('The password so far').fill(signIn.password);
        await page.getByRole('button', { name: 'Change the password' }).click();
        await page.getByText('The password is changed.').waitFor();
        assert.equal((await elsewhere.session()).body.state, 'signed_out');
        await signedIn(studio.server, signIn.email, 'another sentence of mine');
        await page.getByLabel('Your name').fill('still signed in'); // with the new token
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByText('Saved.').waitFor();
    });

    test('second factor: set up, codes once, asked for, taken away', async () => {
        const signIn = await studio.member('mine-2fa@example.com', ['agent']);
        const page = await studio.open('/app/account', { signIn, ...PHONE });
        await page.getByRole('button', { name: 'Set up' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('img', { name: /QR code/ }).waitFor();
        await studio.inspect(page, 'setting up');
        const secret = (await dialog.locator('code').innerText()).replaceAll(' ', '');
        const wrong = totp(secret) === '000000' ? '000001' : '000000';
        await dialog.getByLabel('The six digits').fill(wrong);
        await dialog.getByRole('button', { name: 'Confirm' }).click();
        await dialog.getByRole('alert').waitFor();
        page.complaints.length = 0; // of the refusal
        await dialog.getByLabel('The six digits').fill(totp(secret));
        await dialog.getByRole('button', { name: 'Confirm' }).click();
        const codes = dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
        await codes.first().waitFor();
        assert.equal(await codes.count(), 10);
        await studio.inspect(page, 'recovery codes');
        await page.keyboard.press('Escape');
        const paper = await codes.nth(2).innerText();
        await dialog.getByRole('button', { name: 'I have kept them' }).click();
        await page.getByText('on', { exact: true }).waitFor();
        const v = new Visitor(studio.server);
        assert.equal((await v.signIn(signIn.email)).body.state, 'second_factor');
        const r = await v.call('POST', '/api/session/second-factor', { code: paper });
        assert.equal(r.body.state, 'signed_in');
        await page.getByRole('button', { name: 'Take away' }).click();
        await dialog.getByLabel(/^Password/).fill('not it');
        await dialog.getByRole('button', { name: 'Take the second factor away' }).click();
        await dialog.getByText('the password is wrong').waitFor();
        await dialog.getByLabel(/^Password/).fill(signIn.password);
        await dialog.getByRole('button', { name: 'Take the second factor away' }).click();
        await page.getByText('off', { exact: true }).waitFor();
    });

    test('sessions: one ended, then all others', async () => {
        const signIn = await studio.member('mine-where@example.com', ['agent']);
        const sign = () => signedIn(studio.server, signIn.email, signIn.password);
        const visitors = [await sign(), await sign()];
        const page = await studio.open('/app/account', { signIn });
        const others = page.getByRole('button', { name: /^Sign out of/ });
        await others.first().waitFor();
        const n = await others.count();
        assert.ok(n >= 2);
        await others.first().click();
        await waitFor('one less', async () => (await others.count()) === n - 1);
        await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
        await page.getByText('Everywhere else you are signed out.').waitFor();
        for (const v of visitors) assert.equal((await v.session()).body.state, 'signed_out');
        await studio.inspect(page);
    });

    test('an error of the list can be tried again', async () => {
        const page = await studio.open('/app/overview');
        await page.getByText('All systems ready').waitFor();
        await page.route('**/api/me/sessions', (r) => r.abort());
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').waitFor();
        await page.keyboard.type('my account');
        await page.keyboard.press('Enter');
        await page.getByText('The server cannot be reached').waitFor();
        await page.unroute('**/api/me/sessions');
        await page.getByRole('button', { name: 'Try again' }).click();
        await page.getByText('here', { exact: true }).waitFor();
    });
});

describe('a server that demands a second factor', () => {
    let studio;
    before(async () => {
        studio = await startStudio({ empty: true, args: ['--require-second-factor'] });
    });
    after(() => studio?.close());

    test('nothing but setting it up; then the way is open', async () => {
        const page = await studio.open('/app/people', { locale: 'ja', ...PHONE });
        await page.getByRole('heading', { name: '二要素認証の設定' }).waitFor();
        await studio.inspect(page, 'demanded');
        await page.getByRole('button', { name: '設定する' }).click();
        const dialog = page.getByRole('dialog');
        const secret = (await dialog.locator('code').innerText()).replaceAll(' ', '');
        await dialog.getByRole('textbox').fill(totp(secret));
        await dialog.getByRole('textbox').press('Enter');
        await dialog.getByRole('listitem').first().waitFor();
        await studio.comeBack(page);
        await page.keyboard.press('Escape');
        await dialog.getByRole('listitem').first().waitFor();
        assert.equal(await dialog.getByRole('listitem').count(), 10);
        await dialog.getByRole('button').last().click();
        await page.getByRole('heading', { level: 1, name: '人の一覧' }).waitFor();
        await studio.inspect(page);
    });
});
