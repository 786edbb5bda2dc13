// devices.mjs - what people hold in their hands, and what the client on it remembers.
//
// A device here is one client: a browser, or the bank's app, with an anonymous ID of its own. The
// browser and the app of one telephone are two of them. remember tells what the client does with
// the user ID after a visit: true keeps it (Segment's default), false has it forgotten with the
// session, as banks often set it up.
import { Rng } from './rng.mjs';

const CHROME = ['140.0.0.0', '141.0.0.0', '142.0.0.0'];
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const IOS = ['18_5', '18_6', '26_0', '26_1'];
const ANDROIDS = [
    ['Pixel 8', 'Google', '15', 412, 915], ['Pixel 9a', 'Google', '16', 412, 923],
    ['SO-51E', 'Sony', '15', 384, 896], ['SC-53F', 'Samsung', '15', 360, 780],
    ['SH-52E', 'Sharp', '14', 360, 800],
];
const IPHONES = [
    ['iPhone14,7', 390, 844], ['iPhone15,4', 393, 852], ['iPhone16,1', 393, 852],
    ['iPhone17,3', 393, 852], ['iPhone14,6', 375, 667],
];

function computer(r) {
    const v = r.pick(CHROME);
    const ua = r.weighted([
        [`${WINDOWS} Chrome/${v} Safari/537.36`, 55],
        [`${WINDOWS} Chrome/${v} Safari/537.36 Edg/${v}`, 22],
        [`${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`, 15],
        ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0', 8],
    ]);
    return { ua, screen: r.pick([[1920, 1080], [1366, 768], [2560, 1440], [1536, 864]]) };
}

function handset(r, apple) {
    if (apple) {
        const [model, w, h] = r.pick(IPHONES), os = r.pick(IOS);
        return {
            os: 'iOS', osVersion: os.replace('_', '.'), model, maker: 'Apple', screen: [w, h],
            ua: `Mozilla/5.0 (iPhone; CPU iPhone OS ${os} like Mac OS X) AppleWebKit/605.1.15 ` +
                '(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
        };
    }
    const [model, maker, version, w, h] = r.pick(ANDROIDS);
    return {
        os: 'Android', osVersion: version, model, maker, screen: [w, h],
        ua: `Mozilla/5.0 (Linux; Android ${version}; ${model}) AppleWebKit/537.36 ` +
            `(KHTML, like Gecko) Chrome/${r.pick(CHROME)} Mobile Safari/537.36`,
    };
}

/** The same browser without its memory. */
export const privately = (r, d) => new Device(r, 'browser', {
    ua: d.ua, screen: d.screen, mobile: d.mobile, place: d.place, remember: false, private: true,
});

/** How wrong a clock is, in ms: most are right, some are not. */
function skew(r) {
    if (!r.chance(0.04)) return 0;
    const size = r.weighted([[90_000, 5], [600_000, 3], [10_800_000, 2], [86_400_000, 1]]);
    return Math.round(size * r.between(0.5, 1.5)) * (r.chance(0.5) ? 1 : -1);
}

export class Device {
    constructor(r, kind, more) {
        this.kind = kind; // browser, app
        this.r = new Rng('device', r.hex(16));
        this.skewMs = skew(r);
        this.remember = true;
        this.place = 'home';
        this.queue = []; // what was done off line and is still to be sent
        Object.assign(this, more);
        this.fresh();
    }

    /** A client that knows nothing: cookie gone, app installed anew, reset() called. */
    fresh() {
        this.anon = this.r.uuid();
        this.userId = null;
        this.traits = {};
        this.signedIn = false;
    }

    /** identify(): another account replaces what was known of the one before. */
    learn(userId, traits) {
        if (userId && userId !== this.userId) this.traits = {};
        if (userId) this.userId = userId;
        Object.assign(this.traits, traits);
    }

    /** The session ends by itself. */
    sleep() {
        this.signedIn = false;
        if (!this.remember) {
            this.userId = null;
            this.traits = {};
        }
    }
}

/** The bank's app on a handset. */
function app(r, hand) {
    const apple = hand.os === 'iOS';
    return new Device(r, 'app', {
        ...hand, place: 'phone', installed: false, mobile: true,
        carriesTraits: !apple, // Android's client puts what it knows into every message
        deviceId: apple ? r.uuid().toUpperCase() : r.hex(16),
        adId: r.chance(apple ? 0.3 : 0.8) ? r.uuid() : null,
        token: apple ? r.hex(64) : `f${r.hex(20)}:APA91b${r.hex(40)}`,
        cellular: r.chance(0.5), carrier: r.pick(['docomo', 'au', 'SoftBank', 'Rakuten']),
    });
}

/** A handset has a browser; who banks by telephone has the app, too. */
export function handsetDevices(r, withApp, apple = r.chance(0.62)) {
    const hand = handset(r, apple);
    const out = [new Device(r, 'browser', {
        ...hand, place: 'phone', mobile: true, remember: r.chance(0.6),
    })];
    if (withApp) out.push(app(r, hand));
    return out;
}

export function deviceSet(r, p) {
    const out = [];
    const bankApp = p.userId !== null && r.chance(p.age < 60 ? 0.75 : 0.35);
    if (r.chance(p.age < 70 ? 0.97 : 0.6)) out.push(...handsetDevices(r, bankApp));
    if (out.length === 0 || r.chance(p.status === 'passer' ? 0.2 : 0.55))
        out.push(new Device(r, 'browser', { ...computer(r), remember: r.chance(0.6) }));
    if (p.employer && r.chance(0.45))
        out.push(new Device(r, 'browser', {
            ...computer(r), place: 'office', remember: r.chance(0.4),
        }));
    return out;
}

/** A family's tablet: one browser, nobody signs out of it. */
export function sharedTablet(r) {
    return new Device(r, 'browser', {
        os: 'iPadOS', screen: [820, 1180], mobile: true, shared: true, remember: r.chance(0.5),
        ua: `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`,
    });
}
