// world.mjs - sixty days of a bank's visitors, day by day.
//
//   const world = new World({ seed: 'a', people: 10000, days: 60, endMs: Date.now() });
//   for (const flushes of world.run()) …      // one array a day, in order of arrival
//   world.truth()                             // afterwards: what nobody told the server
//
// A flush is what one client sends in one request: { at, source, dev, messages }. Times are ms.
//
// THEORY      Days are Japan's. A day makes everybody's visits, calls and payments; what they give
//             is put in order of arrival. Everything follows from seed, people, days and end: the
//             same four give the same messages with the same messageIds.
// INVARIANTS  No message lies after endMs. A message stands in one flush, or in two when its
//             client sent it again.
import { handsetDevices, privately } from './devices.mjs';
import { branchVisit, call, hostDay, newsletter } from './offline.mjs';
import { makePeople } from './people.mjs';
import { Rng } from './rng.mjs';
import { e164 } from './session.mjs';
import { activeIntent, appVisit, bank, browse } from './visits.mjs';

const DAY_MS = 86_400_000;
const JST_MS = 9 * 3_600_000;
const HOST_BATCH = 100;
const ANY = 'anonymous_id';

/** Hours of the day by how people live; 24 weights. */
const CURVES = {
    commuter: [2, 1, 0, 0, 0, 1, 4, 8, 6, 3, 3, 4, 10, 5, 3, 3, 3, 4, 6, 7, 8, 10, 9, 5],
    home: [1, 0, 0, 0, 0, 1, 2, 3, 5, 9, 10, 8, 6, 8, 8, 6, 5, 4, 3, 4, 5, 5, 4, 2],
    student: [6, 4, 2, 1, 0, 0, 1, 3, 3, 3, 4, 4, 7, 5, 4, 4, 5, 6, 6, 7, 8, 10, 10, 9],
    retired: [0, 0, 0, 0, 1, 3, 6, 7, 9, 11, 10, 8, 4, 7, 8, 7, 6, 5, 4, 4, 3, 2, 1, 0],
    weekend: [3, 1, 1, 0, 0, 1, 2, 3, 5, 7, 8, 8, 6, 6, 7, 7, 6, 5, 5, 6, 8, 9, 8, 6],
};
for (const name of Object.keys(CURVES)) CURVES[name] = CURVES[name].map((w, h) => [h, w]);
const CURVE_OF = { employee: 'commuter', public: 'commuter', self_employed: 'home',
    homemaker: 'home', part_time: 'home', student: 'student', retired: 'retired' };
// Sunday first.
const WEEKDAY = [0.9, 1.15, 1.0, 1.0, 1.0, 1.1, 0.85];

/** Trails and identifiers of one person that messages tie: a union-find with few nodes. */
class Trails {
    constructor() {
        this.index = new Map();
        this.up = [];
        this.messages = [];
        this.nodes = []; // of each message
    }

    node(name) {
        let i = this.index.get(name);
        if (i === undefined) {
            i = this.up.length;
            this.index.set(name, i);
            this.up.push(i);
        }
        return i;
    }

    root(i) {
        while (this.up[i] !== i) i = this.up[i] = this.up[this.up[i]];
        return i;
    }

    add(messageId, names) {
        const first = this.node(names[0]);
        for (let k = 1; k < names.length; k++)
            this.up[this.root(this.node(names[k]))] = this.root(first);
        this.messages.push(messageId);
        this.nodes.push(first);
    }

    /** [{ identifiers: ["kind:value"], messages: [id] }] */
    parts() {
        const byRoot = new Map();
        const at = (i) => {
            const root = this.root(i);
            if (!byRoot.has(root)) byRoot.set(root, { identifiers: [], messages: [] });
            return byRoot.get(root);
        };
        for (const [name, i] of this.index) at(i).identifiers.push(name);
        this.messages.forEach((id, k) => at(this.nodes[k]).messages.push(id));
        return [...byRoot.values()];
    }
}

const plainDigits = (text) => text.normalize('NFKC').replace(/[^0-9+]/g, '');

/** A trait's value as the truth writes it. */
function canonical(kind, value) {
    if (kind === 'email') return value.toLowerCase();
    const digits = plainDigits(value);
    return kind === 'phone' && digits.startsWith('0') ? `+81${digits.slice(1)}` : digits;
}

export class World {
    constructor({ seed, people, days = 60, endMs }) {
        Object.assign(this, { seed: String(seed), count: people, days, endMs });
        this.r = new Rng(seed, 'days');
        const lastDay = Math.floor((endMs + JST_MS) / DAY_MS);
        this.startMs = (lastDay - days + 1) * DAY_MS - JST_MS;
        Object.assign(this, makePeople(this.seed, people, days));
        this.pending = [];
        this.plans = []; // { t, fn }
        this.hostQueue = [];
        this.active = new Set();
        for (const p of this.people) {
            p.trails = new Trails();
            p.own = new Set();
            for (const e of p.emails) this.owns(p, 'email', e);
            this.owns(p, 'phone', e164(p.mobile));
            if (p.userId) this.owns(p, 'user_id', p.userId);
            if (p.customerNumber) this.owns(p, 'customer_number', p.customerNumber);
        }
    }

    owns(p, kind, value) {
        p.own.add(`${kind}:${value.toLowerCase()}`);
    }

    hourOf(t) {
        return Math.floor(((t + JST_MS) % DAY_MS) / 3_600_000);
    }

    /** Whose a message is, and which of this person's identifiers it carries. */
    note(p, m) {
        const names = [];
        const mine = (kind, value) => {
            if (typeof value !== 'string' || value === '') return;
            const name = `${kind}:${value}`;
            if (p.own.has(name)) names.push(name);
        };
        if (m.anon) names.push(`${ANY}:${m.anon}`);
        mine('user_id', m.userId);
        for (const traits of [m.type === 'identify' ? m.data : null, m.traits]) {
            if (!traits) continue;
            for (const kind of ['email', 'phone', 'customer_number'])
                if (traits[kind]) mine(kind, canonical(kind, traits[kind]));
        }
        for (const x of m.extra?.externalIds ?? []) mine('customer_number', x.id);
        p.trails.add(m.id, names);
    }

    /** Hand over a request; now and then a client does not hear the answer and sends it again. */
    deliver(at, source, dev, messages) {
        if (messages.length === 0) return;
        const flush = { at, source, dev, messages };
        this.pending.push(flush);
        if (this.r.chance(0.008))
            this.pending.push({ ...flush, at: at + 5000 + this.r.int(300_000) });
    }

    dayAt(t) {
        return Math.floor((t - this.startMs) / DAY_MS);
    }

    later(t, fn) {
        this.plans.push({ t, fn });
    }

    setDay(day) {
        this.day = day;
        this.dayMs = this.startMs + day * DAY_MS;
        const date = new Date(this.dayMs + JST_MS);
        this.weekday = date.getUTCDay();
        this.dayOfMonth = date.getUTCDate();
        this.month = date.toISOString().slice(0, 7);
        this.season = ['winter', 'spring', 'summer', 'autumn'][
            Math.floor(((date.getUTCMonth() + 1) % 12) / 3)];
        // Paid on the 25th, or on the working day before.
        const working = this.weekday > 0 && this.weekday < 6;
        this.payday = working && (this.dayOfMonth === 25 ||
            (this.weekday === 5 && [23, 24].includes(this.dayOfMonth)));
        this.pensionDay = this.dayOfMonth === 15 && date.getUTCMonth() % 2 === 1;
        const begins = Math.floor(this.days * 0.35), ends = Math.floor(this.days * 0.7);
        this.campaign = day >= begins && day < ends
            ? { name: `${this.season}-bonus`, category: 'deposit' } : null;
    }

    whenOf(p) {
        const free = this.weekday === 0 || this.weekday === 6;
        const curve = CURVES[free && p.age < 60 ? 'weekend' : CURVE_OF[p.occupation]];
        const hour = this.r.weighted(curve);
        return this.dayMs + Math.round((hour + this.r.float()) * 3_600_000);
    }

    /** A moment of the day between two hours. */
    between(from, to) {
        return this.dayMs + Math.round(this.r.between(from, to) * 3_600_000);
    }

    deviceFor(p, t, list) {
        const hour = this.hourOf(t);
        const working = this.weekday > 0 && this.weekday < 6 && hour >= 9 && hour < 18;
        const weight = (d) => {
            if (d.place === 'office') return working ? 6 : 0;
            if (d.shared) return working ? 0.4 : 4;
            if (d.place === 'phone') return 5;
            return working && p.employer ? 0.3 : 4;
        };
        return this.r.weighted(list.map((d) => [d, weight(d)]));
    }

    /** One visit of one person: where, with what, to do what. */
    visit(p, t, from = null) {
        const { r } = this;
        const browsers = p.devices.filter((d) => d.kind === 'browser');
        const intent = activeIntent(p, this.day);
        const banking = p.userId && p.customerNumber && !from && r.chance(intent ? 0.45 : 0.72);
        const app = p.devices.find((d) => d.kind === 'app');
        if (banking && app && r.chance(0.72)) return appVisit(this, p, app, t);
        let dev = this.deviceFor(p, t, browsers);
        if (!dev.shared && r.chance(0.015)) dev.fresh(); // cookies cleared
        if (!banking && r.chance(0.03)) dev = privately(r, dev);
        return banking ? bank(this, p, dev, t) : browse(this, p, dev, t, from);
    }

    /** A new handset; the old one is put away or goes to somebody of the family. */
    newPhone(p) {
        const { r } = this;
        const old = p.devices.filter((d) => d.place === 'phone');
        if (old.length === 0) return;
        p.devices = p.devices.filter((d) => d.place !== 'phone');
        p.devices.push(...handsetDevices(r, old.length > 1, old[0].os === 'iOS' || r.chance(0.2)));
        const heir = r.pick(p.house.members);
        if (heir === p || !r.chance(0.6)) return;
        const wiped = r.chance(0.6);
        for (const d of old) {
            this.sync(d, this.dayMs);
            if (wiped) d.fresh();
            if (d.kind === 'browser' || heir.userId)
                heir.devices = heir.devices.filter((x) => x.kind !== d.kind || x.place !== 'phone')
                    .concat(d);
        }
    }

    personDay(p) {
        const { r } = this;
        const intent = activeIntent(p, this.day);
        let mean = p.activity * WEEKDAY[this.weekday];
        if (intent) mean *= 1.3 + 2.4 * intent.strength;
        if (this.payday && p.salaryHere) mean *= 2;
        if (this.campaign) mean *= 1.15;
        const times = this.day === p.comes ? [this.whenOf(p)] : [];
        for (let n = Math.min(r.poisson(mean), 12); n > 0; n--) times.push(this.whenOf(p));
        times.sort((a, b) => a - b);
        for (const t of times) this.visit(p, t);
        if (r.chance(0.0002)) this.newPhone(p);
        const open = this.weekday > 0 && this.weekday < 6;
        const asks = intent ? 3 : 1;
        if (open && r.chance((p.customerNumber ? 0.004 : 0.0008) * asks * (p.age > 60 ? 2.5 : 1)))
            branchVisit(this, p, this.between(9, 15));
        if (r.chance((p.customerNumber ? 0.003 : 0.0006) * asks))
            call(this, p, this.between(9, 20));
        if (p.customerNumber) hostDay(this, p, this.dayMs);
        if (this.weekday === 4 && p.emailReader) {
            const click = newsletter(this, p, this.dayMs);
            if (click) this.visit(p, click, 'email');
        }
        if (p.app && !p.app.done && !p.app.mailed && p.userId && r.chance(0.25)) {
            p.app.mailed = true; // reminded of an application left half-way
            this.visit(p, this.whenOf(p), 'email');
        }
    }

    hostFlushes() {
        const queue = this.hostQueue.sort((a, b) => a.t - b.t);
        this.hostQueue = [];
        for (let i = 0; i < queue.length;) {
            const hour = Math.floor(queue[i].t / 3_600_000);
            let n = i;
            while (n < queue.length && n - i < HOST_BATCH &&
                Math.floor(queue[n].t / 3_600_000) === hour) n++;
            this.deliver(queue[n - 1].t + 1000, 'host', null, queue.slice(i, n));
            i = n;
        }
    }

    *run() {
        for (let day = 0; day < this.days; day++) {
            this.setDay(day);
            const end = this.dayMs + DAY_MS;
            const due = this.plans.filter((x) => x.t < end);
            this.plans = this.plans.filter((x) => x.t >= end);
            for (const x of due) x.fn();
            for (const p of this.people) this.personDay(p);
            this.hostFlushes();
            if (day === this.days - 1) this.emptyQueues();
            const last = day === this.days - 1;
            const now = this.pending.filter((f) => last || f.at < end);
            this.pending = last ? [] : this.pending.filter((f) => f.at >= end);
            yield now.sort((a, b) => a.at - b.at);
        }
    }

    /** What lies on devices off line arrives last of all. */
    emptyQueues() {
        for (const dev of this.active) this.sync(dev, this.endMs);
    }

    /** Send what a device did off line. */
    sync(dev, at) {
        if (dev.queue.length > 0) this.deliver(at, dev.kind, dev, dev.queue);
        dev.queue = [];
    }

    /** The truth: one object about the world, then one for each person. */
    *truth() {
        yield { seed: this.seed, people: this.count, days: this.days,
            end: new Date(this.endMs).toISOString() };
        for (const p of this.people) {
            yield {
                id: p.id, household: p.house.n, name: p.name.full, age: p.age, status: p.status,
                segment: p.segment, occupation: p.occupation, income: p.income,
                interests: p.interests, top: p.top, color: p.colour,
                rate_sensitivity: Math.round(p.rateSensitivity * 1000) / 1000, intent: p.intent,
                application: p.app ?? null, taken: p.taken,
                shared_tablet: p.house.tablet?.anon ?? null,
                identifiers: [...p.own], parts: p.trails.parts(),
            };
        }
    }
}
