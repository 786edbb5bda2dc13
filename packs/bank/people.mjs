// people.mjs - who there is: households, their people, and what nobody tells the bank.
//
//   const { people, households } = makePeople(seed, 10000);
//
// THEORY  A person's behaviour (behaviour.mjs) follows hidden things alone: how much each category
//         interests them, which colour they like, how much the rate matters, whether they are
//         about to do something (the intent). Those are drawn here, from age, work and income, and
//         go to the truth file, never to the server.
import { COLOURS, BY_CATEGORY, BRANCHES } from './products.mjs';
import { deviceSet, sharedTablet } from './devices.mjs';
import {
    EMPLOYERS, ENGLISH_FAMILIES, ENGLISH_MEN, ENGLISH_WOMEN, FAMILIES, MEN, PLACES, WOMEN,
} from './names.mjs';
import { Rng } from './rng.mjs';

const MAIL_DOMAINS = [
    ['example.com', 40], ['example.jp', 30], ['mail.example.net', 15], ['keitai.example.org', 15],
];

/** What is given out once: e-mail addresses, numbers. */
class Registry {
    constructor(seed) {
        this.r = new Rng(seed, 'registry');
        this.taken = new Set();
    }

    fresh(make) {
        for (;;) {
            const v = make();
            if (!this.taken.has(v)) {
                this.taken.add(v);
                return v;
            }
        }
    }

    /** Japan reserves no mobile range for fiction: numbers of a valid form, in national digits. */
    mobile() {
        return this.fresh(() => `${this.r.pick(['070', '080', '090'])}${1 + this.r.int(9)}` +
            this.r.digits(7));
    }

    fixed(area) {
        const first = 2 + this.r.int(8);
        return this.fresh(() => area + first + this.r.digits(9 - area.length));
    }

    /** Seven digits and a check digit, so that a mistyped number is nobody's. */
    customerNumber() {
        return this.fresh(() => {
            const body = `${1 + this.r.int(9)}${this.r.digits(6)}`;
            let sum = 0;
            for (let i = 0; i < 7; i++) sum += Number(body[i]) * (i % 2 ? 7 : 3);
            return body + (sum % 10);
        });
    }

    userId() {
        return this.fresh(() => `mb${this.r.digits(8)}`);
    }

    email(name, birthYear) {
        const [given, family] = [name.given, name.family].map((x) =>
            x.toLowerCase().replace(/[^a-z]/g, ''));
        return this.fresh(() => {
            const local = this.r.weighted([
                [`${given}.${family}`, 4], [`${family}${given[0]}${this.r.int(100)}`, 3],
                [`${given}${String(birthYear).slice(2)}`, 2], [`${given}_${this.r.digits(4)}`, 3],
                [`${family}.${given}${this.r.int(1000)}`, 4],
            ]);
            return `${local}@${this.r.weighted(MAIL_DOMAINS)}`;
        });
    }
}

function personName(r, woman, family, foreign) {
    if (foreign) {
        const given = r.pick(woman ? ENGLISH_WOMEN : ENGLISH_MEN);
        return { given, family: family[2], full: `${given} ${family[2]}`, kana: null };
    }
    const [kanji, kana, romaji] = r.pick(woman ? WOMEN : MEN);
    return {
        given: romaji, family: family[2],
        full: `${family[0]} ${kanji}`, kana: `${family[1]} ${kana}`,
        kanjiGiven: kanji, kanjiFamily: family[0],
    };
}

/** Interests: a share for each category, 1 in all. */
function interestsOf(r, p) {
    const base = { account: 2, deposit: 2, card: 2.5, loan: 1, mortgage: 1, insurance: 1.2,
        invest: 1.5 };
    const young = p.age < 35, old = p.age >= 58;
    if (young) Object.assign(base, { account: 3.5, card: 4, deposit: 1, insurance: 0.6 });
    if (old) Object.assign(base, { deposit: 6, card: 1, mortgage: 0.2, loan: 0.4, insurance: 2 });
    if (p.age >= 28 && p.age < 45 && p.partner) base.mortgage = 4;
    if (p.income > 8_000_000) base.invest = 4;
    if (p.segment === 'young_professional') Object.assign(base, { account: 6, invest: 2.5 });
    const out = {};
    let sum = 0;
    for (const [c, weight] of Object.entries(base)) {
        // Squared: most people have one or two things in mind, not seven.
        out[c] = (weight * r.lognormal(1, 0.8)) ** 2;
        sum += out[c];
    }
    for (const c of Object.keys(out)) out[c] = Math.round((out[c] / sum) * 1000) / 1000;
    return out;
}

const topOf = (interests) => Object.entries(interests).sort((a, b) => b[1] - a[1])[0][0];

/** The product that a person would take: by rate, colour or plainly by luck. */
function favourite(r, p, category) {
    const list = BY_CATEGORY[category];
    if (category === 'card') return list.find((x) => x.colour === p.colour);
    if (category === 'account') {
        if (p.segment === 'young_professional') return list[1];
        if (p.age < 24) return list[2];
    }
    if (p.rateSensitivity > 0.7 && list[0].rate !== null) {
        const saving = ['account', 'deposit', 'invest'].includes(category);
        const rated = list.filter((x) => x.rate !== null);
        return rated.sort((a, b) => (saving ? b.rate - a.rate : a.rate - b.rate))[0];
    }
    return r.pick(list);
}

/** What somebody is about to do within the time told, or nothing. */
function intentOf(r, p, days) {
    const likely = { customer: 0.16, prospect: 0.42, passer: 0 }[p.status];
    if (!r.chance(likely)) return null;
    const category = r.weighted(Object.entries(p.interests));
    const first = r.int(days - 4);
    return {
        category, product: favourite(r, p, category).id, first,
        last: first + 6 + r.int(22), strength: r.between(0.25, 1),
    };
}

const OCCUPATIONS = [
    ['employee', 58], ['public', 8], ['self_employed', 9], ['homemaker', 10], ['part_time', 15],
];

function work(r, age) {
    if (age < 23) return r.chance(0.75) ? 'student' : 'employee';
    if (age >= 66) return r.chance(0.8) ? 'retired' : 'self_employed';
    return r.weighted(OCCUPATIONS);
}

function incomeOf(r, p) {
    const base = { employee: 4.6e6, public: 5.2e6, self_employed: 4.5e6, homemaker: 0,
        part_time: 1.4e6, student: 0.5e6, retired: 2.2e6 }[p.occupation];
    const grown = base * (0.7 + Math.min(p.age, 55) / 100) * r.lognormal(1, 0.35);
    return Math.round(grown / 10000) * 10000;
}

function makePerson(r, reg, house, n, { age, woman, partner, days }) {
    const name = personName(r, woman, house.family, house.foreign);
    const status = r.weighted([['customer', 58], ['prospect', 27], ['passer', 15]]);
    const birth = `${2026 - age}-${String(1 + r.int(12)).padStart(2, '0')}-` +
        String(1 + r.int(28)).padStart(2, '0');
    const p = {
        id: `h${String(n).padStart(5, '0')}`, house, name, woman, age, birth, status, partner,
        locale: house.foreign ? 'en-US' : 'ja-JP', occupation: work(r, age),
    };
    p.income = incomeOf(r, p);
    p.employer = ['employee', 'public'].includes(p.occupation) ? r.pick(EMPLOYERS) : null;
    const urban = house.place[3] !== '042' && Number(house.place[6]) >= 6;
    p.segment = age >= 22 && age < 36 && p.occupation === 'employee' && urban
        ? 'young_professional' : 'other';
    p.colour = r.weighted(COLOURS.map((c) => [c, c === 'rose' ? (woman ? 3 : 0.5)
        : c === 'gold' || c === 'black' ? p.income / 5e6 : 2]));
    p.rateSensitivity = r.float();
    p.interests = interestsOf(r, p);
    p.leanings = Object.entries(p.interests);
    p.top = topOf(p.interests);
    p.intent = intentOf(r, p, days);
    p.activity = r.lognormal({ customer: 0.059, prospect: 0.034, passer: 0.012 }[status], 0.7);
    p.mobile = reg.mobile();
    p.emails = [reg.email(name, 2026 - age)];
    if (r.chance(0.18)) p.emails.push(reg.email(name, 2026 - age));
    p.customerNumber = status === 'customer' ? reg.customerNumber() : null;
    const online = status === 'customer' && r.chance(age < 60 ? 0.9 : 0.55);
    p.userId = online ? reg.userId() : null;
    if (status === 'customer' && !online) p.activity *= 0.3;
    p.willBe = reg.userId(); // taken when this person registers
    p.willHave = reg.customerNumber(); // given with the first product
    p.home = r.pick(BRANCHES.filter((b) => b.prefecture === house.place[0])) ?? BRANCHES[0];
    p.emailReader = status === 'customer' && r.chance(0.4);
    p.consent = { advertising: r.chance(0.7), analytics: true, personalisation: r.chance(0.85) };
    p.comes = r.int(days); // on this day at least
    p.salaryHere = p.employer !== null && r.chance(0.7);
    [p.hostAnon, p.mailAnon] = [r.uuid(), r.uuid()];
    p.taken = []; // products opened within the time told
    p.holds = new Set();
    if (status === 'customer') {
        p.holds.add('acc-plain');
        for (const c of ['card', 'deposit', 'invest', 'mortgage'])
            if (r.chance(c === 'card' ? 0.35 + p.interests[c] : p.interests[c] * 0.8))
                p.holds.add(favourite(r, p, c).id);
    }
    p.card = [...p.holds].find((x) => x.startsWith('card')) ?? null;
    p.devices = deviceSet(r, p);
    return p;
}

function makeHouse(r, reg, n) {
    const place = r.weighted(PLACES.map((x) => [x, Number(x[6])]));
    const foreign = r.chance(0.06);
    const family = foreign ? ['', '', r.pick(ENGLISH_FAMILIES)] : r.pick(FAMILIES);
    const block = `${1 + r.int(5)}-${1 + r.int(30)}-${1 + r.int(20)}`;
    return {
        n, place, foreign, family, block, members: [], tablet: null,
        fixed: reg.fixed(place[3]),
        ip: `2001:db8:${(n >>> 16).toString(16)}:${(n & 0xffff).toString(16)}::${1 + r.int(9)}`,
    };
}

/** Ages and sexes of a household's grown-ups. */
function members(r) {
    const kind = r.weighted([['single', 46], ['couple', 34], ['family', 20]]);
    const age = Math.round(Math.min(84, Math.max(19, r.lognormal(42, 0.36))));
    const woman = r.chance(0.5);
    if (kind === 'single') return [{ age, woman, partner: false }];
    const first = Math.max(age, kind === 'family' ? 44 : 24);
    const other = Math.max(20, first - 4 + r.int(8));
    const out = [{ age: first, woman, partner: true },
        { age: other, woman: !woman, partner: true }];
    if (kind === 'family')
        for (let i = 1 + r.int(2); i > 0; i--)
            out.push({ age: 18 + r.int(Math.min(12, first - 40)), woman: r.chance(0.5),
                partner: false });
    return out;
}

/** People and households of a seed; days is how long they will be watched. */
export function makePeople(seed, count, days) {
    const reg = new Registry(seed);
    const people = [], houses = [];
    while (people.length < count) {
        const r = new Rng(seed, 'house', houses.length);
        const house = makeHouse(r, reg, houses.length);
        houses.push(house);
        for (const m of members(r)) {
            if (people.length === count) break;
            const p = makePerson(r, reg, house, people.length, { ...m, days });
            people.push(p);
            house.members.push(p);
        }
        const users = house.members.filter((p) => p.userId);
        if (users.length >= 2) {
            // A couple with one address for all post, both customers.
            if (r.chance(0.03)) users[1].emails[0] = users[0].emails[0];
            if (r.chance(0.3)) {
                house.tablet = sharedTablet(r, users[0]);
                for (const p of users.slice(0, 2)) p.devices.push(house.tablet);
            }
        }
        house.members.filter((p) => p.age > 45).forEach((p) => { p.fixed = r.chance(0.6); });
    }
    return { people, houses };
}
