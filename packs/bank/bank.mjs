// bank.mjs - the bank's simulator from the command line:
//
//   node packs/bank/bank.mjs load    --url URL --secret-key K [--seed S] [--people N] [--days N]
//                                    [--end TIME] [--truth FILE] [--state FILE]
//   node packs/bank/bank.mjs live    --url URL --secret-key K --state FILE [--per-minute N]
//   node packs/bank/bank.mjs measure --url URL --secret-key K --truth FILE
//   node packs/bank/bank.mjs count   [--seed S] [--people N] [--days N] [--end TIME]
//
// load fills a workspace; live goes on with what load left in the state file, in real time, until
// it is told to stop; measure compares the persons with the truth and ends with 1 when they fall
// short; count only tells how much a seed would send. SECRET_KEY may stand in the environment.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { live } from './live.mjs';
import { load } from './load.mjs';
import { faults, measure, readPersons, readTruth, rows } from './measure.mjs';
import { Api } from './setup.mjs';
import { World } from './world.mjs';

const OPTIONS = {
    url: { type: 'string' }, 'secret-key': { type: 'string' }, seed: { type: 'string' },
    people: { type: 'string' }, days: { type: 'string' }, end: { type: 'string' },
    truth: { type: 'string' }, state: { type: 'string' }, 'per-minute': { type: 'string' },
};

function fail(text) {
    console.error(`bank: ${text}`);
    process.exit(2);
}

function number(text, what, least, most) {
    const n = Number(text);
    if (!Number.isFinite(n) || n < least || n > most) fail(`--${what} is ${least} to ${most}`);
    return n;
}

function settings(o) {
    const endMs = o.end === undefined ? Date.now() : Date.parse(o.end);
    if (!Number.isFinite(endMs)) fail('--end is a time as 2026-11-30T09:00:00Z');
    if (endMs > Date.now()) fail('--end lies ahead');
    return {
        seed: o.seed ?? 'demo', endMs, people: number(o.people ?? 10_000, 'people', 1, 1_000_000),
        days: number(o.days ?? 60, 'days', 5, 400),
    };
}

function server(o) {
    const secretKey = o['secret-key'] ?? process.env.SECRET_KEY;
    if (!o.url || !secretKey) fail('needs --url and --secret-key');
    return { url: o.url.replace(/\/$/, ''), secretKey };
}

/** Somebody worth a look: became a customer on several devices. Their user ID. */
function example(world) {
    const trails = (p) =>
        [...p.trails.index.keys()].filter((x) => x.startsWith('anonymous_id:')).length;
    const list = world.people.filter((p) => p.userId && p.trails.messages.length <= 150);
    const joined = list.filter((p) => p.status === 'prospect' && p.app?.done);
    const best = (joined.length > 0 ? joined : list).sort((a, b) => trails(b) - trails(a))[0];
    return best?.userId ?? null;
}

async function doLoad(o) {
    const what = settings(o), to = server(o);
    let shown = performance.now();
    const done = await load({
        ...what, ...to, truthFile: o.truth ?? null,
        progress: (day, messages) => {
            if (performance.now() - shown < 5000) return;
            shown = performance.now();
            console.log(`  day ${day} of ${what.days}, ${messages} messages`);
        },
    });
    if (o.state)
        writeFileSync(o.state, `${JSON.stringify({ ...what, example: example(done.world) })}\n`);
    const rate = Math.round(done.messages / done.seconds);
    console.log(`${done.messages} messages (${done.twice} of them sent twice) of ${what.people} ` +
        `people in ${done.requests} requests, ${(done.bytes / 1e6).toFixed(0)} MB, ` +
        `${done.seconds.toFixed(1)} s (${rate}/s, ${done.repeated} repeated)`);
}

async function doMeasure(o) {
    const to = server(o);
    if (!o.truth) fail('needs --truth');
    const truth = await readTruth(o.truth);
    const m = measure(truth, await readPersons(new Api(to.url, to.secretKey)));
    console.log(rows(m).join('\n'));
    for (const f of faults(m)) console.log(`FAULT ${f}`);
    return faults(m).length === 0 ? 0 : 1;
}

function doCount(o) {
    const world = new World(settings(o));
    const by = {};
    let messages = 0, requests = 0;
    for (const flushes of world.run())
        for (const f of flushes) {
            requests++;
            messages += f.messages.length;
            by[f.source] = (by[f.source] ?? 0) + f.messages.length;
        }
    console.log(JSON.stringify({ messages, requests, by }));
}

async function doLive(o) {
    if (!o.state) fail('needs --state');
    const state = JSON.parse(readFileSync(o.state, 'utf8'));
    const perMinute = number(o['per-minute'] ?? 6, 'per-minute', 0.1, 6000);
    await live({ ...state, ...server(o), perMinute });
}

const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
const commands = { load: doLoad, live: doLive, measure: doMeasure, count: doCount };
const command = commands[positionals[0]];
if (!command || positionals.length > 1) fail('say load, live, measure or count');
process.exitCode = (await command(values)) ?? 0;
