// live.mjs - visitors of this very moment, until somebody says stop (SIGINT, SIGTERM).
//
// THEORY  The world is made again from its seed up to the end of what was loaded, unsent, so that
//         people come with the devices and accounts that they had. Then visits begin at random,
//         each of somebody who likes to come; what a visit says is sent message by message as it
//         happens, pauses shortened. Another start draws other visits.
import { setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Renderer } from './clients.mjs';
import { Sender } from './send.mjs';
import { Rng } from './rng.mjs';
import { Api, setUp } from './setup.mjs';
import { World } from './world.mjs';

const PAUSE_MS = [300, 6000]; // between two messages of one visit

/** Returns early, without a word, when it is to end. */
const sleep = (ms, signal) => setTimeout(ms, null, { signal }).catch(() => {});

/** The world as it stood at the end of the load, ready to go on. */
function resume({ seed, people, days, endMs }) {
    const world = new World({ seed, people, days, endMs });
    for (const flushes of world.run()) flushes.length = 0;
    world.r = new Rng(seed, 'live', Date.now());
    for (const p of world.people)
        for (const d of p.devices) d.r = new Rng(seed, 'live', d.anon, Date.now());
    world.endMs = Number.MAX_SAFE_INTEGER;
    return world;
}

/** One message after the other, as they happen. */
async function play(sender, renderer, flushes, signal) {
    let before = null;
    for (const flush of flushes) {
        for (const m of flush.messages) {
            const pause = before === null ? 0 : m.t - before;
            before = m.t;
            await sleep(Math.min(PAUSE_MS[1], Math.max(PAUSE_MS[0], pause / 4)), signal);
            if (signal.aborted) return;
            m.t = Date.now();
            await sender.push(0, renderer.request({ ...flush, messages: [m] }, Date.now()));
        }
    }
}

/** Somebody who is about to do something. */
function visitFlushes(world, p) {
    world.setDay(world.dayAt(Date.now()));
    if (p.intent && !p.intent.done && world.r.chance(0.5)) {
        p.intent.first = world.day - 3;
        p.intent.last = world.day + 3;
    }
    world.visit(p, Date.now());
    const flushes = world.pending.sort((a, b) => a.at - b.at);
    world.pending = [];
    // Sent twice is for the load; here a messageId goes out once.
    const seen = new WeakSet();
    return flushes.filter((f) => !seen.has(f.messages) && seen.add(f.messages));
}

export async function live({ url, secretKey, perMinute, log = console.log, signal = null,
    ...what }) {
    const stop = new AbortController();
    setMaxListeners(0, stop.signal); // each visit that runs listens
    signal?.addEventListener('abort', () => stop.abort(), { once: true });
    for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop.abort());
    const renderer = new Renderer(await setUp(new Api(url, secretKey)));
    const world = resume(what);
    const sender = new Sender(url, { lanes: 1 });
    const chances = world.people.map((p) => [p, p.activity]);
    const running = new Set();
    log(`${perMinute} visitors a minute`);
    while (!stop.signal.aborted && !sender.failure) {
        const p = world.r.weighted(chances);
        const visit = play(sender, renderer, visitFlushes(world, p), stop.signal)
            .finally(() => running.delete(visit));
        visit.catch(() => {});
        running.add(visit);
        await sleep((60_000 / perMinute) * -Math.log(1 - world.r.float()), stop.signal);
    }
    await Promise.allSettled(running);
    await sender.drain().catch(() => {});
    sender.close();
    if (sender.failure) throw sender.failure;
}
