// Nothing that a client sends runs in the pages of those who look at it: markup, script and
// addresses in every field of the protocol, in names that members give, and in the address itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { personBy } from '../api/harness.mjs';
import { startStudio } from './studio.mjs';

const RUN = 'window.stolen=1';
const BAD = [
    `<img src=x onerror="${RUN}">`,
    `"><script>${RUN}</script>`,
    `' onmouseover='${RUN}' x='`,
    `javascript:${RUN}`,
    `<svg/onload=${RUN}>`,
    `</title><iframe srcdoc="<script>parent.${RUN}</script>">`,
    `{{constructor.constructor('${RUN}')()}}`,
    `data:text/html,<script>opener.${RUN}</script>`,
];

/** One person whose every field holds this text. */
function everywhere(bad, n) {
    const texts = (...names) => Object.fromEntries(names.map((name) => [name, bad]));
    const ids = { userId: `${bad}${n}`, anonymousId: `${n}${bad}` };
    const context = {
        ...texts('userAgent', 'ip', 'locale', 'timezone'),
        page: texts('url', 'path', 'referrer', 'title', 'search'),
        campaign: texts('name', 'source', 'medium'),
        library: texts('name', 'version'),
        device: texts('id', 'model', 'name'),
    };
    const traits = {
        ...texts('name', 'firstName', 'lastName', 'email', 'phone', 'avatar', 'website', 'title'),
        address: texts('street', 'city'),
        [bad]: bad,
    };
    const item = (rest) => ({ ...ids, context, messageId: `${rest.type}-${n}-${bad}`, ...rest });
    return [
        item({ type: 'identify', traits }),
        item({ type: 'track', event: bad, properties: { [bad]: bad, ...traits } }),
        item({ type: 'page', name: bad, category: bad, properties: context.page }),
        item({ type: 'screen', name: bad, properties: { [bad]: [bad, { [bad]: bad }] } }),
        item({ type: 'group', groupId: bad, traits }),
        item({ type: 'alias', previousId: `before ${bad}`, userId: ids.userId }),
        item({ type: 'track', event: '', properties: { [bad]: bad } }), // refused
        item({ type: bad }), // refused
    ];
}

let studio;
let person;
before(async () => {
    studio = await startStudio();
    for (const [n, bad] of BAD.entries()) {
        const r = await studio.server.api('POST', '/v1/batch', {
            key: studio.server.writeKey,
            body: { batch: everywhere(bad, n) },
            headers: { 'user-agent': bad, referer: bad },
        });
        assert.equal(r.status, 200, r.text);
        const source = { key: `bad-${n}`, name: bad.slice(0, 50) };
        const made = await studio.server.api('POST', '/api/sources', {
            key: studio.server.secretKey,
            body: source,
        });
        assert.ok(made.status < 300, made.text);
    }
    person = await personBy(studio.server, 'user_id', `${BAD[0]}0`);
});
after(() => studio?.close());

/** Opens all that can be opened, moves over all of it, and looks whether anything ran. */
async function tryOut(page, what) {
    page.on('dialog', (d) => {
        page.complaints.push(`dialog ${d.message()}`);
        return d.dismiss();
    });
    for (const list of ['summary', 'button[aria-expanded=false]', '[role=tab]']) {
        const items = page.locator(`main ${list}`);
        const n = Math.min(await items.count(), 6);
        for (let i = 0; i < n; i++) {
            await items.nth(i).click({ timeout: 1000 }).catch(() => {});
        }
    }
    await page.evaluate(() => {
        for (const e of document.querySelectorAll('body *')) {
            for (const type of ['mouseover', 'mouseenter', 'focus']) {
                e.dispatchEvent(new Event(type));
            }
        }
    });
    const links = await page.locator('a[href]').evaluateAll((all) => all.map((a) => a.href));
    for (const href of links) assert.match(href, /^https?:/, `${what}: ${href}`);
    const ran = await page.evaluate(() => {
        return window.stolen ?? document.querySelector('iframe')?.srcdoc;
    });
    assert.equal(ran, undefined, what);
    assert.deepEqual(page.complaints, [], what);
    assert.deepEqual([...page.hosts], [new URL(studio.url).host], what);
}

for (const [name, at] of [
    ['people', () => '/app/people'],
    ['people found', () => `/app/people?q=${encodeURIComponent(BAD[0])}`],
    ['a column', () => `/app/people?columns=${encodeURIComponent(`traits.${BAD[1]}`)}`],
    ['a person', () => `/app/people/${person.id}`],
    ['traits', () => `/app/people/${person.id}?tab=traits`],
    ['the identity graph', () => `/app/people/${person.id}?tab=identity`],
    ['sources', () => '/app/sources'],
    ['a source', () => '/app/sources/bad-1'],
    ['identity rules', () => '/app/identity'],
    ['an address', () => `/app/nowhere?q=${encodeURIComponent(BAD[3])}#${BAD[4]}`],
]) {
    test(`${name}: nothing runs`, async () => {
        const page = await studio.open(at());
        await page.locator('h1, p').first().waitFor();
        await page.waitForLoadState('networkidle');
        await tryOut(page, name);
        await studio.closePages();
    });
}
