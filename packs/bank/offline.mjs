// offline.mjs - what the bank's own systems say: branch, call centre, host, mailings.
//
// Each is a server with a source of its own and its own idea of who a customer is: the branch and
// the host know customer numbers, the call centre a telephone number and what an agent types.
import { productProperties } from './products.mjs';
import { halfWidth, wide } from './names.mjs';
import { activeIntent, spokenMobile } from './visits.mjs';
import { serverMessage } from './session.mjs';

const customer = (number) => [
    { id: number, type: 'customer_number', collection: 'users', encoding: 'none' },
];

function topicOf(world, p) {
    return activeIntent(p, world.day)?.category
        ?? world.r.weighted(p.leanings);
}

/** Somebody comes to a branch. */
export function branchVisit(world, p, t) {
    const { r } = world;
    const anon = r.uuid();
    const topic = topicOf(world, p);
    const data = {
        branch: p.home.code, branch_name: p.home.name, topic, waited_minutes: r.poisson(9),
        channel: 'branch',
    };
    const out = [];
    const say = (more) => out.push(serverMessage(world, p, t + out.length * 60_000,
        { anon, locale: 'ja-JP', ...more }));
    if (p.customerNumber) {
        const externalIds = customer(p.customerNumber);
        say({ name: 'Branch Visited', data, externalIds });
        if (r.chance(0.3)) {
            const traits = { name: p.name.full, phone: p.fixed ? p.house.fixed : p.mobile };
            if (r.chance(0.5)) traits.email = r.pick(p.emails).toUpperCase();
            say({ type: 'identify', data: traits, externalIds });
        }
        if (r.chance(0.25))
            say({ name: 'Advice Given', data: { topic, minutes: 10 + r.int(40) }, externalIds });
    } else if (r.chance(0.5)) {
        const traits = { name: p.name.full, phone: spokenMobile(r, p) };
        if (r.chance(0.4)) traits.email = p.emails[0];
        say({ type: 'identify', data: traits });
        say({ name: 'Branch Visited', data });
    } else {
        say({ name: 'Branch Visited', data, userId: 'unknown' }); // asked for nothing
    }
    world.deliver(t + 120_000, 'branch', null, out.filter(Boolean));
}

/** Somebody telephones. */
export function call(world, p, t) {
    const { r } = world;
    const anon = r.uuid();
    const topic = topicOf(world, p);
    const traits = { phone: p.fixed && r.chance(0.5) ? p.house.fixed : spokenMobile(r, p) };
    if (r.chance(0.08)) traits.phone = '0000'; // the number was withheld
    if (p.customerNumber && r.chance(0.75))
        traits.customer_number = r.chance(0.1) ? wide(p.customerNumber) : p.customerNumber;
    if (r.chance(0.6)) traits.name = p.name.kana ?? p.name.full;
    const out = [];
    const say = (after, more) => out.push(serverMessage(world, p, t + after * 1000,
        { anon, locale: 'ja-JP', ...more }));
    const queue = r.pick(['general', 'cards', 'loans']);
    say(0, { name: 'Call Received', data: { topic, queue } });
    if (r.chance(0.03) && traits.phone.startsWith('0') && traits.phone !== '0000') {
        // Two digits swapped, put right before the call is over.
        const wrong = traits.phone.slice(0, -2) + traits.phone.at(-1) + traits.phone.at(-2);
        world.owns(p, 'phone', `+81${wrong.replace(/-/g, '').slice(1)}`);
        say(40, { type: 'identify', data: { ...traits, phone: wrong } });
    }
    say(70, { type: 'identify', data: traits });
    say(120 + r.int(600), { name: 'Call Ended', data: {
        topic, resolved: r.chance(0.8), csat: r.chance(0.3) ? 1 + r.int(5) : null,
    } });
    world.deliver(t + 800_000, 'call', null, out.filter(Boolean));
}

/** One fact of the host about a customer. */
function host(world, p, t, type, name, data) {
    const m = serverMessage(world, p, t, {
        type, name, data, userId: p.userId, anon: p.userId ? null : p.hostAnon,
        externalIds: p.customerNumber ? customer(p.customerNumber) : null,
    });
    if (m) world.hostQueue.push(m);
}

/** What falls due for a customer on a day. */
export function hostDay(world, p, dayMs) {
    const { r } = world;
    const at = (hour) => dayMs + Math.round((hour + r.float()) * 3_600_000);
    if (p.customerNumber && r.chance(0.012) && !p.known) {
        p.known = true; // the host's file, once, in its own spelling
        host(world, p, at(4), 'identify', null, {
            customer_number: p.customerNumber, branch: p.home.code,
            name_kana: p.name.kana ? halfWidth(p.name.kana) : p.name.full.toUpperCase(),
            phone: `+81${p.mobile.slice(1)}`, since: `${2026 - 1 - r.int(20)}-04-01`,
        });
    }
    if (world.payday && p.employer && p.salaryHere)
        host(world, p, at(8), 'track', 'Salary Received', {
            amount: Math.round(p.income / 160_000) * 10_000, currency: 'JPY', account: 'acc-plain',
        });
    if (world.pensionDay && p.occupation === 'retired')
        host(world, p, at(8), 'track', 'Pension Received', {
            amount: Math.round(p.income / 60_000) * 10_000, currency: 'JPY',
        });
    const { card } = p;
    if (card)
        for (let n = r.poisson(0.24 * (world.payday ? 1.8 : 1)); n > 0; n--)
            host(world, p, at(8 + r.int(14)), 'track', 'Card Payment', {
                card, currency: 'JPY', amount: Math.round(r.lognormal(3800, 0.9)),
                category: r.pick(['grocery', 'restaurant', 'travel', 'fashion', 'online', 'fuel']),
            });
    if (world.dayOfMonth === 27 && p.holds.has('mtg-var'))
        host(world, p, at(6), 'track', 'Instalment Paid',
            { product_id: 'mtg-var', amount: 92_000, currency: 'JPY' });
}

/** After an application: the decision some days later, and a customer number for the new. */
export function openAccount(world, p, product, t) {
    const { r } = world;
    const decided = t + Math.round(r.between(0.6, 3) * 86_400_000);
    const approved = !['loan', 'mortgage'].includes(product.category) || r.chance(0.8);
    world.later(decided, () => {
        const facts = productProperties(product);
        if (!approved) {
            host(world, p, decided, 'track', 'Application Declined', facts);
            return;
        }
        if (!p.customerNumber) {
            p.customerNumber = p.willHave;
            world.owns(p, 'customer_number', p.customerNumber);
        }
        host(world, p, decided, 'track', 'Application Approved', facts);
        host(world, p, decided + 60_000, 'identify', null, {
            customer_number: p.customerNumber, email: p.emails[0],
        });
        host(world, p, decided + 61_000, 'track', 'Account Opened', facts);
        p.holds.add(product.id);
        if (product.category === 'card') p.card ??= product.id;
    });
}

/** The weekly letter: opened by some, followed by few. Returns the moment of a click, or 0. */
export function newsletter(world, p, dayMs) {
    const { r } = world;
    const t = dayMs + Math.round(r.between(10, 22) * 3_600_000);
    const who = p.userId ? { userId: p.userId } : { anon: p.mailAnon };
    const data = { campaign: `newsletter-${world.season}-w${Math.floor(world.day / 7) + 1}` };
    const say = (at, name) => serverMessage(world, p, at, {
        name, data, ...who, traits: { email: p.emails[0] },
    });
    const out = [];
    if (r.chance(0.35)) out.push(say(t, 'Email Opened'));
    const clicked = out.length > 0 && r.chance(0.16);
    if (clicked) out.push(say(t + 20_000, 'Email Link Clicked'));
    world.deliver(t + 60_000, 'mail', null, out.filter(Boolean));
    return clicked ? t + 25_000 : 0;
}
