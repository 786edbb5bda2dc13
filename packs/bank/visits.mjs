// visits.mjs - what people do in a browser and in the bank's app.
//
// THEORY  What is looked at follows the intent while there is one, else the interests; which card
//         follows the colour, which deposit or loan the rate, as far as that matters to a person.
import { BY_CATEGORY, BY_ID, productProperties } from './products.mjs';
import { apply, mayApply } from './application.mjs';
import { Session } from './session.mjs';

const SEARCHES = {
    account: '口座 開設', deposit: '定期 金利', card: 'カード 年会費', loan: 'ローン 審査',
    mortgage: '住宅ローン 借り換え', insurance: '保険 比較', invest: 'NISA 始め方',
};

export function activeIntent(p, day) {
    return p.intent && !p.intent.done && day >= p.intent.first && day <= p.intent.last
        ? p.intent : null;
}

function categoryOf(world, p) {
    const { r } = world;
    const intent = activeIntent(p, world.day);
    if (intent && r.chance(0.55 + 0.35 * intent.strength)) return intent.category;
    if (world.campaign && r.chance(0.12)) return world.campaign.category;
    if (r.chance(0.08)) return r.pick(Object.keys(BY_CATEGORY)); // idle curiosity
    return r.weighted(p.leanings);
}

function productOf(world, p, category) {
    const { r } = world;
    const intent = activeIntent(p, world.day);
    const list = BY_CATEGORY[category];
    if (intent?.category === category && r.chance(0.6)) return BY_ID.get(intent.product);
    if (category === 'card' && r.chance(0.65)) return list.find((x) => x.colour === p.colour);
    const rated = list.filter((x) => x.rate !== null);
    if (rated.length > 0 && r.chance(0.7 * p.rateSensitivity)) {
        const high = ['account', 'deposit', 'invest'].includes(category);
        return rated.reduce((a, b) => (high === b.rate > a.rate ? b : a));
    }
    return r.pick(list);
}

/** Where the visit comes from. */
function arrive(s, from) {
    const { r, world, p } = s;
    const season = world.campaign?.name ?? `always-on-${world.season}`;
    const intent = activeIntent(p, world.day);
    const how = from ?? r.weighted([
        ['direct', p.status === 'customer' ? 50 : 15], ['search', 30],
        ['ad', (intent ? 25 : 9) * (world.campaign ? 1.8 : 1)], ['social', 5],
    ]);
    if (how === 'search') {
        s.referrer = r.pick(['https://www.google.com/', 'https://search.yahoo.co.jp/']);
    } else if (how === 'ad') {
        const [source, param] = r.pick([['google', 'gclid'], ['yahoo', 'yclid'],
            ['meta', 'fbclid']]);
        s.campaign = { source, medium: 'cpc', name: season, content: categoryOf(world, p) };
        if (p.app && !p.app.done) s.campaign.name = 'retargeting';
        s.search = `?utm_source=${source}&utm_medium=cpc&utm_campaign=${s.campaign.name}` +
            `&${param}=${r.hex(24)}`;
    } else if (how === 'email') {
        s.campaign = { source: 'newsletter', medium: 'email', name: season };
        s.search = `?utm_source=newsletter&utm_medium=email&utm_campaign=${season}`;
    } else if (how === 'social') {
        s.referrer = r.pick(['https://x.com/', 'https://www.instagram.com/']);
        s.campaign = { source: 'social', medium: 'organic', name: 'posts' };
    }
    return how;
}

/** One product page and what follows from it. */
function look(s, seen) {
    const { r, world, p } = s;
    const category = categoryOf(world, p);
    if (!seen.has(category)) {
        s.page('Category', `/${category}`, { category });
        if (r.chance(0.35)) {
            const products = BY_CATEGORY[category].map((x, i) =>
                ({ product_id: x.id, position: i + 1 }));
            s.track('Product List Viewed', { list_id: category, category, products });
        }
        seen.add(category);
        if (r.chance(0.25)) return category;
    }
    const x = productOf(world, p, category);
    s.page('Product', `/${category}/${x.id}`, { category });
    s.track('Product Viewed', productProperties(x));
    const keen = activeIntent(p, world.day)?.category === category;
    if (['loan', 'mortgage', 'deposit'].includes(category) && r.chance(keen ? 0.45 : 0.15)) {
        s.track('Rate Simulated', {
            product_id: x.id, category, rate: x.rate,
            years: 1 + r.int(category === 'mortgage' ? 35 : 7),
            amount: Math.round(r.lognormal(category === 'mortgage' ? 35e6 : 1e6, 0.4) / 1e4) * 1e4,
        });
    }
    if (r.chance(keen ? 0.1 : 0.03)) s.page('Rates', '/rates', {});
    if (r.chance(0.04)) s.track('FAQ Searched', { query: SEARCHES[category] });
    return category;
}

/** A mistyped address, and whether it is noticed at once. */
export function typo(r, email) {
    const [local, domain] = email.split('@');
    return r.chance(0.5) ? `${local}@${domain.replace('example', 'exmaple')}`
        : `${local.slice(0, -1)}${local.at(-1) === 'a' ? 's' : 'a'}@${domain}`;
}

/** The chat: a question, and from strangers an address. */
function chat(s, category) {
    const { r, p } = s;
    s.track('Chat Opened', { page: s.where?.path ?? '/' });
    const topics = [`${category}_rate`, `${category}_bonus`, 'how_to_apply', 'opening_hours'];
    for (let n = 1 + r.int(3); n > 0; n--) {
        s.track('Chat Message Sent', { intent: r.pick(topics), category });
        s.wait(20);
    }
    if (s.dev.userId || !r.chance(0.55)) return;
    const email = r.pick(p.emails);
    if (r.chance(0.04)) {
        const wrong = typo(r, email);
        s.world.owns(p, 'email', wrong);
        s.identify(null, { email: wrong });
        s.track('Lead Captured', { channel: 'chat', category });
        if (!r.chance(0.6)) return;
    }
    const traits = { email };
    if (r.chance(0.3)) traits.name = r.chance(0.7) ? p.name.full : p.name.given;
    if (r.chance(0.2)) traits.phone = spokenMobile(r, p);
    s.identify(null, traits);
    s.track('Lead Captured', { channel: 'chat', category });
}

/** One number, written in the ways people write it. */
export function spokenMobile(r, p) {
    const m = p.mobile;
    if (p.locale !== 'ja-JP') return `+81 ${m.slice(1, 3)} ${m.slice(3, 7)} ${m.slice(7)}`;
    return r.weighted([
        [`${m.slice(0, 3)}-${m.slice(3, 7)}-${m.slice(7)}`, 5], [m, 4], [`+81${m.slice(1)}`, 2],
    ]);
}

/** What the bank's site says of somebody who has signed in. */
export function accountTraits(p, full) {
    const t = { email: p.emails[0], name: p.name.full };
    if (p.customerNumber) t.customer_number = p.customerNumber;
    if (full) {
        const place = p.house.place;
        Object.assign(t, {
            phone: p.mobile, birthday: p.birth, language: p.locale.slice(0, 2),
            address: {
                postal_code: place[2], city: p.locale === 'ja-JP' ? place[1] : place[5],
                state: p.locale === 'ja-JP' ? place[0] : place[4], street: p.house.block,
                country: 'JP',
            },
        });
        if (p.name.kana) t.name_kana = p.name.kana;
        if (p.locale === 'ja-JP') t.name_roman = `${p.name.given} ${p.name.family}`;
        else Object.assign(t, { first_name: p.name.given, last_name: p.name.family });
    }
    return t;
}

function looks(s, count) {
    const seen = new Set();
    let category = null;
    for (let n = count; n > 0; n--) category = look(s, seen);
    return category;
}

/** The public site, by anybody. */
export function browse(world, p, dev, t, from = null) {
    const s = new Session(world, p, dev, t);
    const { r } = s;
    const how = arrive(s, from);
    if (how === 'direct' || r.chance(0.3)) s.page('Home', '/');
    // The link of a newsletter says who it was sent to.
    if (how === 'email' && !dev.userId && r.chance(0.6)) s.identify(null, { email: p.emails[0] });
    const intent = activeIntent(p, world.day);
    const category = looks(s, 1 + r.poisson(intent ? 1.5 : p.status === 'passer' ? 0.6 : 0.9));
    if (r.chance(intent ? 0.1 + 0.1 * intent.strength : 0.012)) chat(s, category);
    if (r.chance(0.02)) s.page('Branches', '/branches', { prefecture: p.house.place[0] });
    if (mayApply(world, p, intent)) apply(s, intent);
    s.end();
}

/** Online banking: a look at the front page as nobody, then the sign-in. */
export function bank(world, p, dev, t) {
    const s = new Session(world, p, dev, t);
    const { r } = s;
    if (r.chance(0.6)) s.page('Home', '/');
    if (r.chance(0.12)) looks(s, 1); // not signed in yet
    s.page('Sign-in', '/online/sign-in');
    s.identify(p.userId, accountTraits(p, false));
    s.track('Signed In', { method: r.pick(['password', 'password', 'one_time_code']) });
    dev.signedIn = true;
    s.page('Accounts', '/online/accounts');
    for (let n = r.poisson(1.4); n > 0; n--) business(s);
    if (r.chance(0.18)) looks(s, 1);
    const intent = activeIntent(p, world.day);
    if (mayApply(world, p, intent)) apply(s, intent);
    if (!dev.shared && r.chance(0.25)) {
        s.track('Signed Out');
        s.end();
        dev.fresh(); // the site calls reset()
        return;
    }
    s.end();
}

function business(s) {
    const { r, p } = s;
    const amount = Math.round(r.lognormal(18_000, 0.9) / 100) * 100;
    const what = r.weighted([['transfer', 3], ['statement', 5], ['card', 3], ['profile', 0.4]]);
    if (what === 'transfer') s.track('Transfer Made', { amount, currency: 'JPY' });
    else if (what === 'statement') s.track('Statement Viewed', { account: 'acc-plain' });
    else if (what === 'card') s.track('Card Statement Viewed', { month: s.world.month });
    else {
        if (p.emails.length > 1 && r.chance(0.3)) p.emails.reverse();
        s.identify(p.userId, accountTraits(p, true));
        s.track('Profile Updated');
    }
}

const RELEASE = { version: '5.2.0', build: '5200' };

/** The bank's app. */
export function appVisit(world, p, dev, t) {
    const s = new Session(world, p, dev, t);
    const { r } = s;
    s.offline = dev.userId === p.userId && r.chance(0.05);
    if (!dev.installed) {
        dev.installed = true;
        s.track('Application Installed', { ...RELEASE });
    }
    s.track('Application Opened', { from_background: r.chance(0.4), ...RELEASE });
    s.screen('Home');
    if (dev.userId !== p.userId || r.chance(0.1)) s.identify(p.userId, accountTraits(p, true));
    s.track('Signed In', { method: r.pick(['face', 'finger', 'pin']) });
    s.screen('Accounts');
    for (let n = r.poisson(1.1); n > 0; n--) business(s);
    if (r.chance(0.2)) {
        const x = productOf(world, p, categoryOf(world, p));
        s.screen('Offers', { category: x.category });
        s.track('Product Viewed', productProperties(x));
    }
    if (r.chance(0.3)) s.track('Application Backgrounded');
    s.end();
}
