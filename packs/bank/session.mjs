// session.mjs - one client's run of calls: what was said, when, and as whom.
//
//   const s = new Session(world, person, device, startMs);
//   s.page('Product', '/cards/gold');  s.track('Product Viewed', {…});  s.identify(id, traits);
//   s.end();                            // hands it over for delivery
//
// THEORY  A message holds what only this moment knows (IDs, time, page); what the client adds from
//         the device is put around it when it is sent (clients.mjs). Beside it, and not in it,
//         the world notes whose it is and which identifiers of this very person it carries: two
//         trails belong together as far as somebody could know when messages tie them.
const BATCH = 10;

/** A messageId as the client makes it. */
function idOf(r, t, client) {
    if (client === 'app') return r.uuid();
    return `${client === 'browser' ? 'ajs' : 'node'}-next-${t}-${r.uuid()}`;
}

/** A telephone number as the truth has it: E.164. */
export const e164 = (national) => `+81${national.slice(1)}`;

export class Session {
    constructor(world, person, device, startMs) {
        this.world = world;
        this.p = person;
        this.dev = device;
        this.r = world.r;
        this.t = startMs;
        this.messages = [];
        this.where = null; // of the browser: page and referrer
        this.campaign = null;
        this.offline = false;
    }

    /** Time passes. */
    wait(seconds, spread = 0.6) {
        this.t += Math.round(1000 * this.r.lognormal(seconds, spread)) + 1;
    }

    say(type, name, data) {
        const { dev, p } = this;
        if (this.t > this.world.endMs) return;
        const m = {
            p, type, name, data, t: this.t, id: idOf(dev.r, this.t, dev.kind),
            anon: dev.anon, userId: dev.userId, page: this.where, campaign: this.campaign,
            traits: dev.carriesTraits ? { ...dev.traits } : null,
        };
        this.messages.push(m);
        this.world.note(p, m);
    }

    track(event, properties = {}) {
        this.say('track', event, properties);
        this.wait(9);
    }

    page(name, path, properties = {}) {
        const before = this.where;
        this.where = {
            path, title: name, search: this.search ?? '',
            referrer: before ? before.url : (this.referrer ?? ''),
            url: `https://www.bank.example${path}${this.search ?? ''}`,
        };
        this.search = '';
        this.say('page', name, properties);
        this.wait(14);
    }

    screen(name, properties = {}) {
        this.say('screen', name, properties);
        this.wait(7);
    }

    /** userId null: traits alone, as a form without an account says them. */
    identify(userId, traits) {
        this.dev.learn(userId, traits);
        this.say('identify', null, traits);
        this.wait(2);
    }

    /** Everything goes out: in batches, off line only with the device's next visit. */
    end() {
        const { dev, messages } = this;
        this.world.active.add(dev);
        if (this.offline) {
            dev.queue.push(...messages);
        } else if (messages.length > 0) {
            const all = dev.queue.concat(messages);
            dev.queue = [];
            for (let i = 0; i < all.length; i += BATCH) {
                const part = all.slice(i, i + BATCH);
                const at = Math.max(part[part.length - 1].t, messages[0].t) + 400;
                this.world.deliver(at + i, dev.kind, dev, part);
            }
        }
        dev.sleep();
        this.messages = [];
    }
}

/** A message of a server: no device; anonymousId where there is no user ID to give. */
export function serverMessage(world, p, t, { type = 'track', name = null, data, anon, userId,
    traits = null, externalIds = null, locale = null }) {
    const m = {
        type, name, data, t, id: idOf(world.r, t, 'server'), anon, userId, traits,
        page: null, campaign: null, extra: { externalIds, locale },
    };
    if (t > world.endMs) return null;
    world.note(p, m);
    return m;
}
