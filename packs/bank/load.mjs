// load.mjs - the bank's sixty days, through the public API.
//
//   const done = await load({ url, secretKey, seed, people, days, endMs, truthFile });
//   done.world, done.keys, done.messages, done.seconds, …
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { Renderer, sourceOf } from './clients.mjs';
import { Sender } from './send.mjs';
import { Api, setUp } from './setup.mjs';
import { World } from './world.mjs';

/** Write the truth: one JSON line about the world, one for each person. */
export async function writeTruth(world, file) {
    const out = createWriteStream(file);
    for (const line of world.truth())
        if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
    out.end();
    await once(out, 'finish');
}

/** A lane for what one device or server says, so that it keeps its order. */
function laneOf(flush, lanes) {
    const text = flush.dev ? flush.dev.anon : sourceOf(flush);
    let h = 0;
    for (let i = 0; i < text.length; i++) h = (Math.imul(h, 31) + text.charCodeAt(i)) >>> 0;
    return h % lanes;
}

export async function load({ url, secretKey, seed, people, days, endMs, truthFile = null,
    lanes = 64, progress = () => {} }) {
    const began = performance.now();
    const keys = await setUp(new Api(url, secretKey));
    const world = new World({ seed, people, days, endMs });
    const renderer = new Renderer(keys);
    const sender = new Sender(url, { lanes });
    let messages = 0, twice = 0;
    const sent = new WeakSet();
    for (const flushes of world.run()) {
        for (const flush of flushes) {
            const again = sent.has(flush.messages);
            if (again) twice += flush.messages.length;
            else sent.add(flush.messages);
            messages += flush.messages.length;
            await sender.push(laneOf(flush, lanes), renderer.request(flush, Date.now()));
        }
        progress(world.day + 1, messages);
    }
    await sender.drain();
    sender.close();
    const seconds = (performance.now() - began) / 1000;
    if (truthFile) await writeTruth(world, truthFile);
    return { world, keys, messages, twice, seconds, requests: sender.requests,
        bytes: sender.bytes, repeated: sender.repeated };
}
