// tools/demo.sh as somebody meets it: it loads, prints what works, keeps visitors coming, ends on a
// signal, and goes on with its data when it is run again.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { BIN, ROOT, waitFor } from './harness.mjs';

const run = promisify(execFile);
const running = new Set();
let dir;
before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'musubi-demo-'));
});
after(async () => {
    for (const demo of running) demo.child.kill('SIGTERM');
    await Promise.all([...running].map((demo) => demo.ended));
    await rm(dir, { recursive: true, force: true });
});

/** Start the script; resolves when it has printed all. */
async function demo(home, more = {}) {
    const env = {
        ...process.env, MUSUBI_BIN: BIN, DEMO_HOME: path.join(dir, home),
        DEMO_LISTEN: '127.0.0.1:0', DEMO_PEOPLE: '60', DEMO_PER_MINUTE: '2000', ...more,
    };
    for (const name of ['STORE', 'DATA', 'LISTEN', 'PUBLIC_URL']) delete env[`MUSUBI_${name}`];
    const child = spawn('tools/demo.sh', { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const d = { child, out: '', code: undefined };
    for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text) => { d.out += text; });
    d.ended = once(child, 'close').then(([code]) => {
        running.delete(d);
        d.code = code;
        return code;
    });
    running.add(d);
    const ready = () => d.code !== undefined || /Ctrl-C ends it\.$/m.test(d.out);
    await waitFor('the end of what it prints', ready, { timeoutMs: 120_000 });
    if (d.code !== undefined) throw new Error(`it ended with ${d.code}:\n${d.out}`);
    d.say = (name) => new RegExp(`^\\s*(?:export )?${name}[= ]+(\\S+)$`, 'm').exec(d.out)?.[1];
    return d;
}

async function stop(d) {
    d.child.kill('SIGINT');
    assert.equal(await d.ended, 0, d.out);
    await assert.rejects(fetch(`${d.say('URL')}/healthz`), 'the server is gone, too');
}

/** The lines to try, as they stand, with what is to be exported before. */
async function tryLines(d) {
    const text = d.out.slice(d.out.indexOf('  export URL=')).split('\nWhose trails')[0];
    const script = text.split('\n').filter((line) => /^ {2}(export|curl| {2})/.test(line))
        .join('\n').replaceAll('curl -', 'curl -fsS -');
    const commands = script.match(/curl -fsS/g).length;
    const { stdout } = await run('bash', ['-euc', script], { cwd: ROOT });
    return { commands, stdout };
}

test('the bank: loaded, served, visited, gone on with', async () => {
    const d = await demo('bank');
    assert.match(d.out, /messages .* of 60 people/);
    assert.match(d.out, /\d+ events on \d+ trails/);
    assert.equal(d.say('e-mail'), 'owner@example.com');
    assert.match(d.say('password'), /^[0-9a-f]{24}$/);
    const { mode } = await stat(path.join(dir, 'bank/password'));
    assert.equal(mode & 0o077, 0, 'nobody else reads the password');
    const { commands, stdout } = await tryLines(d);
    assert.ok(commands >= 4, d.out);
    assert.match(stdout, /Rate Viewed/);
    const key = { headers: { authorization: `Bearer ${d.say('SECRET_KEY')}` } };
    const newest = async () => {
        const r = await fetch(`${d.say('URL')}/api/people?limit=200`, key);
        return (await r.json()).items.map((p) => Date.parse(p.last_seen));
    };
    const began = Date.now();
    await waitFor('visitors of this moment', async () =>
        (await newest()).filter((t) => t > began).length >= 3, { timeoutMs: 60_000 });
    await stop(d);

    const again = await demo('bank');
    assert.match(again.out, /Going on with the data/);
    for (const name of ['password', 'SECRET_KEY', 'WRITE_KEY'])
        assert.equal(again.say(name), d.say(name), name);
    assert.match((await tryLines(again)).stdout, /Rate Viewed/);
    await stop(again);

    // A load that was cut off leaves no mark; the next run begins anew.
    await rm(path.join(dir, 'bank/loaded'));
    const anew = await demo('bank');
    assert.doesNotMatch(anew.out, /Going on/);
    assert.notEqual(anew.say('password'), d.say('password'));
    await stop(anew);
});

test('without Node a single visit', async () => {
    const d = await demo('plain', { WITH_UI: '0' });
    assert.match(d.out, /山田 花子/);
    assert.match((await tryLines(d)).stdout, /hanako@example\.com/);
    await stop(d);
});

test('a folder of something else is left alone', async () => {
    await mkdir(path.join(dir, 'mine'));
    await writeFile(path.join(dir, 'mine/letter'), 'dear');
    await assert.rejects(demo('mine'), /holds something else than a demo/);
    assert.ok((await stat(path.join(dir, 'mine/letter'))).isFile());
});
