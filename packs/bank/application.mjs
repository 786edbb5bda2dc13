// application.mjs - applying for a product, step by step; most stop on the way, some come back.
//
// THEORY  p.app is where somebody stands. A visit goes on from there, on any device; each
//         step is finished with a chance that depends on how much the person wants it and on what
//         the step asks (a licence is photographed with a telephone, a banker answers by day).
import { BY_ID, productProperties } from './products.mjs';
import { accountTraits, spokenMobile, typo } from './visits.mjs';
import { openAccount } from './offline.mjs';

export const STEPS = ['account', 'contact', 'licence', 'employment', 'terms', 'security', 'video',
    'sms', 'submit'];
const FINISH = { account: 0.86, contact: 0.94, licence: 0.8, employment: 0.93, terms: 0.97,
    security: 0.95, video: 0.82, sms: 0.96, submit: 0.98 };

/** Will this visit lead to the application? */
export function mayApply(world, p, intent) {
    if (!intent || intent.done) return false;
    const { r } = world;
    if (p.app) return r.chance(0.3 + 0.45 * intent.strength); // comes back to it
    return world.day > intent.first && r.chance(0.05 + 0.3 * intent.strength);
}

const DO = {
    account(s, p) {
        if (p.userId) {
            if (s.dev.signedIn) return;
            s.identify(p.userId, accountTraits(p, false));
            s.track('Signed In', { method: 'password' });
        } else {
            p.userId = p.willBe;
            s.world.owns(p, 'user_id', p.userId);
            s.identify(p.userId, { email: p.emails[0], name: p.name.full });
            s.track('Signed Up', { method: s.r.pick(['google', 'line', 'apple', 'email']) });
        }
        s.dev.signedIn = true;
    },
    contact(s, p) {
        const traits = { ...accountTraits(p, true), phone: spokenMobile(s.r, p) };
        if (s.r.chance(0.03)) {
            const wrong = typo(s.r, p.emails[0]);
            s.world.owns(p, 'email', wrong);
            s.identify(p.userId, { ...traits, email: wrong });
            s.wait(40);
        }
        s.identify(p.userId, traits);
    },
    licence(s) {
        s.track('Licence Photographed', {
            attempts: 1 + s.r.poisson(0.4), quality: Math.round(s.r.between(0.6, 1) * 100) / 100,
        });
    },
    employment(s, p) {
        s.identify(p.userId, { occupation: p.occupation, employer: p.employer });
    },
    terms(s) {
        s.track('Terms Accepted', { version: '2026-04', marketing: s.p.consent.advertising });
    },
    security() {},
    video(s) {
        s.track('Video Identification Started', { waited_seconds: s.r.int(240) });
        s.wait(240, 0.3);
        s.track('Video Identification Completed', { result: 'passed' });
    },
    sms(s) {
        s.track('SMS Confirmed', { answer: 'yes' });
    },
    submit(s, p) {
        s.track('Application Submitted', productProperties(BY_ID.get(p.app.product)));
    },
};

function finishes(s, intent, step) {
    let chance = FINISH[step] ** (2.4 - intent.strength);
    if (step === 'licence' && !s.dev.mobile) chance *= 0.55;
    return s.r.chance(chance);
}

/** Go on with the application until it is done or left. */
export function apply(s, intent) {
    const { p, r } = s;
    const product = BY_ID.get(intent.product);
    const base = { product_id: product.id, category: product.category };
    s.page('Application', `/apply/${product.id}`, base);
    if (!p.app) {
        p.app = { product: product.id, step: 0, done: false };
        s.track('Application Started', productProperties(product));
    } else {
        s.track('Application Resumed', { ...base, step: STEPS[p.app.step] });
        if (p.app.step > 0 && !s.dev.signedIn) DO.account(s, p);
    }
    while (p.app.step < STEPS.length) {
        const step = STEPS[p.app.step];
        s.track('Application Step Viewed', { ...base, step, number: p.app.step + 1 });
        const hour = s.world.hourOf(s.t);
        if (step === 'video' && (hour < 9 || hour >= 21)) {
            s.track('Video Identification Booked', { ...base, slot: 1 + r.int(20) });
            return;
        }
        s.wait(50);
        if (!finishes(s, intent, step)) return; // leaves without a word
        DO[step](s, p);
        s.track('Application Step Completed', { ...base, step, number: p.app.step + 1 });
        p.app.step++;
    }
    if (s.t > s.world.endMs) return; // not within the time told
    p.app.done = true;
    intent.done = true;
    p.taken.push(product.id);
    openAccount(s.world, p, product, s.t);
}
