// cluster.mjs - two real nodes on one PostgreSQL, each reaching it through a TCP proxy of its own
// that can cut it off, also in the middle of a COMMIT.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT, Server, waitFor } from '../api/harness.mjs';

/** Bytes back and forth between a node and its PostgreSQL. */
class Wire {
    constructor(url) {
        this.target = new URL(url);
        this.pairs = new Set();
        this.open = true; // false: new connections are refused
        this.silent = false; // nothing gets through, and nobody is told
        this.atCommit = null; // 'before' | 'after': cut at the next COMMIT
        this.cuts = 0;
    }

    async listen() {
        this.server = net.createServer((near) => this.connect(near));
        this.server.listen(0, '127.0.0.1');
        await once(this.server, 'listening');
        const url = new URL(this.target);
        url.host = `127.0.0.1:${this.server.address().port}`;
        this.url = url.href;
    }

    connect(near) {
        if (!this.open) {
            near.destroy();
            return;
        }
        const far = net.connect(Number(this.target.port), this.target.hostname);
        const pair = { near, far };
        this.pairs.add(pair);
        const end = () => {
            this.pairs.delete(pair);
            near.destroy();
            far.destroy();
        };
        for (const s of [near, far]) {
            s.setNoDelay(true);
            s.on('error', () => {});
            s.on('close', () => (pair.cut ? null : end()));
        }
        near.on('data', (bytes) => this.sent(pair, bytes));
        far.on('data', (bytes) => {
            if (!this.silent && !pair.cut) near.write(bytes);
        });
    }

    sent(pair, bytes) {
        if (this.silent || pair.cut) return;
        if (this.atCommit && bytes.includes('COMMIT\0')) {
            const how = this.atCommit;
            this.atCommit = null;
            this.cuts++;
            pair.cut = true;
            pair.near.destroy();
            // after: the server gets the COMMIT, only its answer never arrives
            if (how === 'after') pair.far.end(bytes);
            else pair.far.destroy();
            this.pairs.delete(pair);
            this.cut();
            return;
        }
        pair.far.write(bytes);
    }

    /** No connection survives, and none is made until mend(). */
    cut() {
        this.open = false;
        for (const { near, far } of this.pairs) {
            near.destroy();
            far.destroy();
        }
        this.pairs.clear();
    }

    mend() {
        if (this.silent) this.cut(); // what was swallowed cannot be made up for
        this.silent = false;
        this.open = true;
        this.atCommit = null;
    }

    close() {
        this.cut();
        this.server.close();
    }
}

/** A node of a cluster whose store is there already. */
class Node extends Server {
    async join(first, wire) {
        this.wire = wire;
        this.dir = await mkdtemp(path.join(tmpdir(), 'musubi-node-'));
        this.data = path.join(this.dir, 'data');
        this.log = path.join(ROOT, 'build/test-logs/servers', `${path.basename(this.dir)}.log`);
        this.place = ['--data', this.data, '--store', wire.url];
        this.writeKey = first.writeKey;
        this.secretKey = first.secretKey;
    }

    async role() {
        const r = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(1000) });
        return r.json();
    }
}

export class Cluster {
    /** Two nodes that run.  The first writes. */
    static async start(args, bin) {
        const c = new Cluster();
        // Makes the database, the keys and the owner, but an older program may not know of staff.
        c.first = new Server({ store: 'postgres', bin, owner: bin === undefined });
        await c.first.init();
        c.nodes = [];
        for (let i = 0; i < 2; i++) {
            const wire = new Wire(c.first.database.url);
            await wire.listen();
            const node = new Node({ args, bin });
            await node.join(c.first, wire);
            c.nodes.push(node);
            await node.start();
        }
        await c.writer();
        return c;
    }

    /** The node that says it is the writer; with its epoch the highest, since one that is
     * frozen or cut off does not know better. */
    async writer(other) {
        return waitFor(
            'a writer',
            async () => {
                let best;
                for (const node of this.nodes) {
                    if (node === other || !node.child) continue;
                    const r = await node.role().catch(() => ({}));
                    if (r.role === 'writer' && !(best?.epoch > r.epoch)) best = { node, ...r };
                }
                return best?.node;
            },
            { everyMs: 5 },
        );
    }

    other(node) {
        return this.nodes[node === this.nodes[0] ? 1 : 0];
    }

    /** Both run, one writes, the other follows and has all of it. */
    async whole() {
        return waitFor(
            'two nodes, one of them the writer',
            async () => {
                const [a, b] = await Promise.all(this.nodes.map((n) => n.role()));
                const roles = [a.role, b.role].sort().join(' ');
                return roles === 'follower writer' && a.epoch === b.epoch &&
                    a.status === 'ready' && b.status === 'ready' && a.seq === b.seq
                    ? [a, b]
                    : null;
            },
            { everyMs: 10 },
        );
    }

    async close() {
        for (const n of this.nodes ?? []) {
            n.child?.kill('SIGCONT');
            n.child?.kill('SIGKILL');
            await n.exited;
            n.wire.close();
            await rm(n.dir, { recursive: true, force: true });
        }
        await this.first.close();
    }
}
