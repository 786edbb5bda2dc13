// Overview: figures of what came in, health, first steps in an empty workspace.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startStudio } from './studio.mjs';

test('overview: figures, sources, why something was refused; not for everybody', async () => {
    const studio = await startStudio();
    try {
        const page = await studio.open('/app');
        await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
        const stat = (name) =>
            page.locator('dl > div').filter({ hasText: name }).locator('dd').innerText();
        assert.match(await stat('Events today'), /^10/);
        assert.match(await stat('People'), /^5\n/);
        assert.match(await stat('Refused, last hour'), /^1\n.*9\.1%/);
        await page.getByText('All systems ready').waitFor();
        await page.getByText('60 minutes').click();
        await studio.inspect(page, 'by minutes');
        await page.getByRole('row', { name: /Default sending/ }).waitFor();
        await page.getByRole('link', { name: 'Look at them' }).click();
        await page.getByRole('heading', { level: 1, name: 'Live events' }).waitFor();
        await page.waitForURL(/errors=only/);
        const agent = await studio.member('overview-agent@example.com', ['agent']);
        const other = await studio.open('/app/overview', { signIn: agent });
        await other.getByText('This is not yours to see').waitFor();
        assert.equal(await other.getByRole('link', { name: 'Overview' }).count(), 0);
        await studio.closePages();
        const broken = await studio.open('/app/keys');
        await broken.route('**/api/overview', (r) => r.abort());
        await broken.getByRole('link', { name: 'Overview' }).click();
        await broken.getByText('The server cannot be reached').waitFor();
        await broken.unroute('**/api/overview');
        await broken.getByRole('button', { name: 'Try again' }).click();
        await broken.getByText('All systems ready').waitFor();
    } finally {
        await studio.close();
    }
});

test('first steps where nothing has arrived', async () => {
    const studio = await startStudio({ empty: true });
    try {
        const page = await studio.open('/app');
        await page.getByText('Nothing has arrived yet').waitFor();
        await page.getByText('Make a source').waitFor();
        await studio.inspect(page);
        await page.getByRole('link', { name: 'To the live events' }).click();
        await page.getByText('Nothing has arrived yet').waitFor();
    } finally {
        await studio.close();
    }
});
