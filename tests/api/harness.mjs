// harness.mjs - run the real binary for a test and check every exchange against its document.
//
//   const s = await startServer();            // or startServer({ args: ['--test-clock'] })
//   const r = await s.api('GET', '/api/people?limit=10', { key: s.secretKey });
//   r.status, r.body (parsed JSON or text), r.text, r.headers
//   await s.kill9(); await s.start();         // same data, same port
//   await s.close();                          // SIGTERM, expects exit 0, removes the data
//
// Environment: MUSUBI_BIN (build/musubi), MUSUBI_TEST_STORE (sqlite | postgres), MUSUBI_TEST_PG
// (URL of a throwaway PostgreSQL; every server gets a database of its own), MUSUBI_SLOW (a factor
// for time-outs, for sanitizer builds).
//
// api() fails when the answer's status, content type or body is not what /api/openapi.json says,
// and when the server took a JSON body that the document forbids. raw() is the same fetch
// without these checks, for what no document describes.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const run = promisify(execFile);
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const BIN = path.resolve(ROOT, process.env.MUSUBI_BIN ?? 'build/musubi');
export const STORE = process.env.MUSUBI_TEST_STORE ?? 'sqlite';
export const SLOW = Number(process.env.MUSUBI_SLOW ?? 1);
const LOGS = path.join(ROOT, 'build/test-logs/servers');
export const OWNER = 'owner@example.com';
export const PASSWORD = 'correct horse battery staple';
const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];
let counter = 0;

/** The environment of a server: ours without what the program would take for its own options. */
function childEnv(...more) {
    const env = Object.assign({}, process.env, ...more);
    for (const name of ['STORE', 'DATA', 'LISTEN', 'PUBLIC_URL']) delete env[`MUSUBI_${name}`];
    return env;
}

/** Wait until fn() gives something true, and give that back. */
export async function waitFor(what, fn, { timeoutMs = 20_000, everyMs = 20 } = {}) {
    const end = performance.now() + timeoutMs * SLOW;
    let last;
    for (;;) {
        try {
            const value = await fn();
            if (value) return value;
            last = undefined;
        } catch (e) {
            last = e;
        }
        if (performance.now() > end) {
            throw new Error(`waited ${timeoutMs * SLOW} ms in vain for ${what}`, { cause: last });
        }
        await new Promise((done) => setTimeout(done, everyMs));
    }
}

/** A look at people: asked again while it cannot be recorded, as every client should. */
async function look(server, where) {
    let r;
    await waitFor(`${where}: something else than 503`, async () => {
        r = await server.api('GET', where, { key: server.secretKey });
        return r.status !== 503;
    });
    return r;
}

/** A person by identifier, or null where nobody has it. */
export async function personBy(server, kind, value) {
    const r = await look(server, `/api/people/by/${kind}/${encodeURIComponent(value)}`);
    if (r.status === 404) return null;
    if (r.status !== 200) throw new Error(`person ${kind} ${value}: ${r.status} ${r.text}`);
    return r.body;
}

/** Every item of a cursor list, page by page. */
export async function listAll(server, pathAndQuery, limit = 100) {
    const items = [];
    let cursor = null;
    do {
        const join = pathAndQuery.includes('?') ? '&' : '?';
        const next = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const r = await look(server, `${pathAndQuery}${join}limit=${limit}${next}`);
        if (r.status !== 200) throw new Error(`${pathAndQuery}: ${r.status} ${r.text}`);
        items.push(...r.body.items);
        if (cursor !== null && cursor === r.body.next_cursor) {
            throw new Error(`${pathAndQuery}: the cursor stands still`);
        }
        cursor = r.body.next_cursor ?? null;
    } while (cursor !== null);
    return items;
}

export const timelineOf = (server, id, limit) =>
    listAll(server, `/api/people/${encodeURIComponent(id)}/timeline`, limit);

const isJson = (type) => /[/+]json$/.test(type);
const mediaType = (header) => (header ?? '').split(';')[0].trim().toLowerCase();
const escape = (p) => encodeURIComponent(p.replaceAll('~', '~0').replaceAll('/', '~1'));
const unescape = (p) => decodeURIComponent(p).replaceAll('~1', '/').replaceAll('~0', '~');
const pointer = (...parts) => parts.map((p) => `/${escape(p)}`).join('');

/** The OpenAPI document as a judge of exchanges. */
export class Contract {
    constructor(doc) {
        this.doc = doc;
        this.ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
        addFormats(this.ajv);
        for (const name of ['int32', 'int64', 'float', 'double', 'password', 'binary']) {
            this.ajv.addFormat(name, true);
        }
        this.ajv.addSchema({ ...doc, $id: 'musubi:openapi' });
        this.paths = Object.keys(doc.paths).map((template) => ({
            template,
            parts: template.split('/'),
            params: template.split('{').length - 1,
        }));
        this.paths.sort((a, b) => a.params - b.params);
        this.compiled = new Map();
    }

    template(pathname) {
        const parts = pathname.split('/');
        return this.paths.find(
            (p) =>
                p.parts.length === parts.length &&
                p.parts.every((x, i) => x === parts[i] || (x.startsWith('{') && parts[i] !== '')),
        )?.template;
    }

    /** Follow a $ref of the document's own; gives [object, JSON pointer]. */
    resolve(object, at) {
        for (let n = 0; object?.$ref !== undefined; n++) {
            if (n > 8 || !object.$ref.startsWith('#/')) throw new Error(`bad $ref ${object.$ref}`);
            at = object.$ref.slice(1);
            const keys = at.slice(1).split('/');
            object = keys.reduce((o, k) => o?.[unescape(k)], this.doc);
        }
        return [object, at];
    }

    validate(at, value) {
        let check = this.compiled.get(at);
        if (!check) {
            check = this.ajv.compile({ $ref: `musubi:openapi#${at}` });
            this.compiled.set(at, check);
        }
        if (check(value)) return null;
        return check.errors.map((e) => `${e.instancePath || '/'} ${e.message}`).join('; ');
    }

    response(op, at, status) {
        const keys = [String(status), `${String(status)[0]}XX`, 'default'];
        const key = keys.find((k) => op.responses?.[k] !== undefined);
        if (key === undefined) return [undefined, at];
        return this.resolve(op.responses[key], at + pointer('responses', key));
    }

    /** The fault of one exchange as text, or null. */
    fault({ method, pathname, sent, sentType, status, type, body, text }) {
        const template = this.template(pathname);
        if (template === undefined) return `path ${pathname} is not documented`;
        const name = method.toLowerCase();
        const [item, itemAt] = this.resolve(this.doc.paths[template], pointer('paths', template));
        const op = item[name];
        if (op === undefined) {
            const others = METHODS.filter((m) => item[m]).join(', ');
            if (status === 405) return null;
            return `${method} ${template} is not documented (${others} are)`;
        }
        const at = itemAt + pointer(name);
        const [answer, answerAt] = this.response(op, at, status);
        if (!answer) return `status ${status} is not documented for ${name} ${template}`;
        const content = answer.content ?? {};
        if (Object.keys(content).length === 0) {
            if (text !== '') return `status ${status} is documented as empty`;
        } else if (method !== 'HEAD') {
            const media = Object.keys(content).find((k) => mediaType(k) === type);
            if (!media) return `content type "${type}" is not documented for ${status}`;
            if (content[media].schema !== undefined && isJson(type)) {
                const bad = this.validate(answerAt + pointer('content', media, 'schema'), body);
                if (bad) return `body of ${status}: ${bad}`;
            }
        }
        if (status < 300 && !op['x-raw'] && sent !== undefined && op.requestBody) {
            const [request, requestAt] = this.resolve(op.requestBody, at + pointer('requestBody'));
            const media = Object.keys(request.content ?? {}).find((k) => mediaType(k) === sentType);
            if (media !== undefined && request.content[media].schema && isJson(sentType)) {
                const bad = this.validate(requestAt + pointer('content', media, 'schema'), sent);
                if (bad) return `the server took a body that the document forbids: ${bad}`;
            }
        }
        return null;
    }
}

async function freshDatabase() {
    const base = process.env.MUSUBI_TEST_PG;
    if (!base) throw new Error('MUSUBI_TEST_STORE=postgres needs MUSUBI_TEST_PG');
    const name = `musubi_${process.pid}_${++counter}`;
    const sql = `CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`;
    await run('psql', [base, '-qXc', sql]);
    const url = new URL(base);
    url.pathname = `/${name}`;
    return {
        url: url.href,
        drop: () => run('psql', [base, '-qXc', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]),
    };
}

export class Server {
    constructor(options) {
        this.options = options;
        this.bin = options.bin ?? BIN;
        this.child = null;
        this.port = 0;
        this.url = null;
        this.contract = null;
        this.log = null;
        this.stdout = ''; // all lines so far
    }

    /** Data directory, keys. */
    async init() {
        this.dir = await mkdtemp(path.join(tmpdir(), 'musubi-'));
        this.data = path.join(this.dir, 'data');
        this.log = path.join(LOGS, `${path.basename(this.dir)}.log`);
        mkdirSync(LOGS, { recursive: true });
        const store = this.options.store ?? STORE;
        this.database = store === 'postgres' ? await freshDatabase() : null;
        this.place = ['--data', this.data];
        if (this.database) this.place.push('--store', this.database.url);
        const password = path.join(this.dir, 'password');
        await writeFile(password, `${PASSWORD}\n`, { mode: 0o600 });
        const owner =
            this.options.owner === false ? [] : ['--owner', OWNER, '--password-file', password];
        const made = await this.cli('init', ...owner, '--json');
        const keys = JSON.parse(made.stdout);
        this.writeKey = keys.write_key;
        this.secretKey = keys.secret_key;
    }

    /** Run a subcommand of the binary on this server's data: cli('verify'). */
    cli(command, ...args) {
        return run(this.bin, [command, ...this.place, ...args], {
            env: childEnv(this.options.env),
            maxBuffer: 1 << 28,
            timeout: 120_000 * SLOW,
        });
    }

    async start({ env = {}, args = [] } = {}) {
        if (this.child) throw new Error('the server runs already');
        const err = openSync(this.log, 'a');
        const argv = [
            ...['serve', ...this.place, '--listen', `127.0.0.1:${this.port}`],
            ...(this.options.args ?? []),
            ...args,
        ];
        const child = spawn(this.bin, argv, {
            env: childEnv(this.options.env, env),
            stdio: ['ignore', 'pipe', err],
        });
        closeSync(err);
        this.child = child;
        this.exited = once(child, 'exit').then(([code, signal]) => {
            this.child = null;
            this.exit = { code, signal };
            return this.exit;
        });
        const lines = createInterface({ input: child.stdout });
        this.url = await this.within(
            'the line "listening on …"',
            60_000,
            new Promise((done) => {
                lines.on('line', (line) => {
                    this.stdout += `${line}\n`;
                    const m = /^listening on (http:\/\/\S+)$/.exec(line);
                    if (m) done(m[1]);
                });
            }),
        );
        this.port = Number(new URL(this.url).port);
        const ready = async () => {
            if (!this.child) throw new Error('the server ended');
            return (await fetch(`${this.url}/readyz`)).status === 200;
        };
        try {
            await waitFor('/readyz', ready, { timeoutMs: 60_000 });
        } catch (e) {
            throw this.failure(`${e.message}: ${e.cause?.message ?? ''}`);
        }
        return this;
    }

    /** Await p; fail with the log when the server ends first or the time is over. */
    async within(what, timeoutMs, p) {
        let timer;
        const late = new Promise((_, no) => {
            timer = setTimeout(() => no(this.failure(`no ${what} in time`)), timeoutMs * SLOW);
        });
        const ended = this.exited.then((exit) => {
            throw this.failure(`the server ended (${JSON.stringify(exit)}) before ${what}`);
        });
        ended.catch(() => {});
        try {
            return await Promise.race([p, late, ended]);
        } finally {
            clearTimeout(timer);
        }
    }

    stderr() {
        try {
            return readFileSync(this.log, 'utf8');
        } catch {
            return '';
        }
    }

    failure(message) {
        const tail = this.stderr().split('\n').slice(-60).join('\n');
        return new Error(`${message}\n--- ${this.log}\n${tail}`);
    }

    async kill9() {
        if (!this.child) throw this.failure('the server does not run');
        this.child.kill('SIGKILL');
        await this.exited;
    }

    /** SIGTERM; the server must end by itself with 0. */
    async stop() {
        if (!this.child) throw this.failure(`the server had ended: ${JSON.stringify(this.exit)}`);
        const child = this.child;
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), 60_000 * SLOW);
        const { code, signal } = await this.exited;
        clearTimeout(timer);
        if (code !== 0) throw this.failure(`stop: exit code ${code}, signal ${signal}`);
    }

    async restart(options) {
        await this.stop();
        await this.start(options);
    }

    /** Stop (when running) and remove everything. */
    async close() {
        try {
            if (this.child) await this.stop();
            else if (this.exit && this.exit.code !== 0 && this.exit.signal !== 'SIGKILL') {
                throw this.failure(`the server had ended: ${JSON.stringify(this.exit)}`);
            }
        } finally {
            await this.database?.drop();
            await rm(this.dir, { recursive: true, force: true });
        }
    }

    /**
     * One request, no checks. body: an object is sent as JSON; a string, Buffer or stream as it
     * is. key: sent as Bearer, with basic: true as Basic "key:".
     */
    async raw(method, pathAndQuery, { key, basic, body, headers = {}, signal } = {}) {
        const head = new Headers(headers);
        if (key !== undefined && !head.has('authorization')) {
            const basicValue = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
            head.set('authorization', basic ? basicValue : `Bearer ${key}`);
        }
        let payload = body;
        const plain = body !== null && typeof body === 'object' && !ArrayBuffer.isView(body);
        if (plain && typeof body.pipe !== 'function' && typeof body.getReader !== 'function') {
            payload = JSON.stringify(body);
            if (!head.has('content-type')) head.set('content-type', 'application/json');
        }
        let answer;
        try {
            answer = await fetch(this.url + pathAndQuery, {
                method,
                headers: head,
                body: payload,
                signal,
                redirect: 'manual',
                duplex: 'half',
            });
        } catch (e) {
            if (this.child) throw e;
            throw this.failure(`${method} ${pathAndQuery}: the server is gone: ${e.cause}`);
        }
        const bytes = Buffer.from(await answer.arrayBuffer());
        const text = bytes.toString('utf8');
        const type = mediaType(answer.headers.get('content-type'));
        let parsed = text;
        if (isJson(type) && text !== '') {
            try {
                parsed = JSON.parse(text);
            } catch (e) {
                throw this.failure(`${method} ${pathAndQuery}: ${type} is not JSON: ${text}`);
            }
        }
        return { status: answer.status, headers: answer.headers, type, bytes, text, body: parsed };
    }

    async document() {
        if (!this.contract) {
            const r = await this.raw('GET', '/api/openapi.json');
            if (r.status !== 200) throw this.failure(`/api/openapi.json: ${r.status}`);
            this.contract = new Contract(r.body);
        }
        return this.contract;
    }

    /** raw() with the exchange checked against the document. */
    async api(method, pathAndQuery, options = {}) {
        const contract = await this.document();
        const r = await this.raw(method, pathAndQuery, options);
        const sentType = mediaType(new Headers(options.headers ?? {}).get('content-type'));
        let sent;
        if (options.body !== null && typeof options.body === 'object' && !options.body.pipe) {
            sent = options.body;
        } else if (typeof options.body === 'string' && isJson(sentType)) {
            try {
                sent = JSON.parse(options.body);
            } catch {
                sent = undefined; // broken on purpose
            }
        }
        if (ArrayBuffer.isView(sent)) sent = undefined;
        const fault = contract.fault({
            method,
            pathname: pathAndQuery.split('?')[0],
            sent,
            sentType: sentType || 'application/json',
            ...r,
        });
        if (fault) {
            throw this.failure(`${method} ${pathAndQuery} -> ${r.status}: ${fault}\n${r.text}`);
        }
        return r;
    }
}

/** A server on fresh data, ready. options: store, bin, env, args, owner (false: none). */
export async function startServer(options = {}) {
    const server = new Server(options);
    try {
        await server.init();
        await server.start();
    } catch (e) {
        server.child?.kill('SIGKILL');
        await server.close().catch(() => {});
        throw e;
    }
    return server;
}
