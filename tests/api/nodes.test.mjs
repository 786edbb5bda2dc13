// What clients see of several nodes: Musubi-Seq and Musubi-Min-Seq anywhere; on PostgreSQL also
// changes sent to the node that does not write.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { execFile } from 'node:child_process';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { BIN, personBy, SLOW, startServer, STORE, timelineOf, waitFor } from './harness.mjs';
import { Cluster } from '../fault/cluster.mjs';
import { Visitor, member, signedIn } from './visitor.mjs';

const run = promisify(execFile);
let cluster, s, writer, follower;

before(async () => {
    if (STORE === 'postgres') {
        cluster = await Cluster.start([]);
        writer = await cluster.writer();
        follower = cluster.other(writer);
        s = follower; // the tests of both stores ask the one that does not write
    } else {
        s = await startServer();
    }
});
after(async () => {
    await (cluster ?? s).close();
});

const send = (node, body) =>
    node.api('POST', '/v1/track', { key: node.writeKey, basic: true, body: { ...body } });

/** node:http, where the address of the client and any header can be chosen. */
function plain(node, method, path, { headers = {}, body, localAddress } = {}) {
    const { hostname, port } = new URL(node.url);
    return new Promise((done, no) => {
        const req = http.request(
            { hostname, port, method, path, headers, localAddress, agent: false },
            (res) => {
                const parts = [];
                res.on('data', (b) => parts.push(b));
                res.on('end', () =>
                    done({
                        status: res.statusCode,
                        headers: res.headers,
                        text: Buffer.concat(parts).toString(),
                    }),
                );
            },
        );
        req.on('error', no);
        req.end(body);
    });
}

test('staff at the node that does not write: signed in, changed, signed out at once', async () => {
    const owner = await signedIn(s);
    assert.equal((await owner.session()).body.state, 'signed_in');
    for (let i = 0; i < 10; i++) {
        const name = `Name ${i}`;
        const r = await owner.call('PATCH', '/api/me', { name }, { headers: { origin: s.url } });
        assert.equal(r.status, 200, r.text);
        assert.equal((await owner.call('GET', '/api/me')).body.name, name);
    }
    const far = { headers: { origin: 'http://evil.example' } };
    assert.equal((await owner.call('PATCH', '/api/me', { name: 'x' }, far)).status, 403);
    assert.equal((await owner.call('PATCH', '/api/me', { name: 'x' }, { csrf: 'x' })).status, 403);
    const m = await member(owner, 'nodes@example.com', ['agent']);
    assert.equal((await m.session()).body.state, 'signed_in');
    assert.equal((await m.call('GET', '/api/me/sessions')).body.items[0].address, '127.0.0.1');

    const there = new Visitor(writer ?? s); // the same cookies at the other node
    there.cookies = m.cookies;
    there.csrf = m.csrf;
    assert.equal((await there.session()).body.state, 'signed_in');
    const began = performance.now();
    const off = await owner.call('PATCH', `/api/staff/${m.id}`, { disabled: true });
    assert.equal(off.status, 200);
    const out = async (v) => (await v.session()).body.state === 'signed_out';
    await waitFor('the sign-out at both nodes', async () => (await out(m)) && (await out(there)));
    assert.ok(performance.now() - began < 1000 * SLOW, 'within a second');
    for (let i = 0; i < 6; i++) await new Visitor(s).signIn('nodes@example.com', `guess ${i} xx`);
    const locked = await new Visitor(writer ?? s).signIn('nodes@example.com', 'guess again');
    assert.equal(locked.status, 429, 'failures count wherever they were made');
});

test('a read that names the seq of a write sees it', async () => {
    for (let n = 1; n <= 40; n++) {
        const body = { event: 'Seen', userId: 'reader', messageId: `seen-${n}` };
        const wrote = await send(s, body);
        assert.equal(wrote.status, 200);
        const seq = wrote.headers.get('musubi-seq');
        assert.match(seq ?? '', /^[1-9][0-9]*$/);
        for (const node of cluster?.nodes ?? [s]) {
            const r = await node.api('GET', '/api/people/by/user_id/reader', {
                key: node.secretKey,
                headers: { 'Musubi-Min-Seq': seq },
            });
            assert.equal(r.status, 200, r.text);
            assert.equal(r.body.events, n);
            assert.ok(Number(r.headers.get('musubi-seq')) >= Number(seq));
        }
    }
});

test('a seq that nobody has is waited for, and then refused', async () => {
    const ask = (seq) =>
        s.api('GET', '/api/people/by/user_id/reader', {
            key: s.secretKey,
            headers: { 'Musubi-Min-Seq': seq },
        });
    for (const bad of ['x', '-1', '1.5', '99999999999999999999', ' ']) {
        assert.equal((await ask(bad)).status, 400, bad);
    }
    const late = await ask('1000000000');
    assert.equal(late.status, 503, late.text);
    assert.ok(Number(late.headers.get('retry-after')) > 0);
    const { seq } = (await s.api('GET', '/readyz')).body;
    const soon = ask(String(seq + 1)); // comes with the next write
    await send(s, { event: 'Next', userId: 'next' });
    assert.equal((await soon).status, 200);
});

test('options that no node could work with are refused', async () => {
    const cases = [
        ['--node-url', 'somewhere', /no URL that a node can be reached at/],
        ['--node-url', `http://${'x'.repeat(300)}`, /no URL/],
        ['--lease', '5', /100 to 60000/],
        ['--drain', 'soon', /not a number/],
    ];
    for (const [option, value, says] of cases) {
        const other = ['--data', `${s.dir}/other`, '--listen', '127.0.0.1:0'];
        await assert.rejects(s.cli('serve', ...other, option, value), (e) => {
            assert.equal(e.code, 2, `${option} ${value}`);
            assert.match(e.stderr, says);
            return true;
        });
    }
});

if (STORE === 'postgres') {
    test('both nodes tell what they are', async () => {
        const [w, f] = await Promise.all([writer, follower].map((n) => n.api('GET', '/readyz')));
        assert.deepEqual([w.body.role, w.body.writable], ['writer', true]);
        assert.deepEqual([f.body.role, f.body.writable], ['follower', false]);
        assert.equal(f.body.epoch, w.body.epoch);
        assert.ok(f.body.behind_ms < 5000);
        const metrics = (await follower.api('GET', '/metrics')).text;
        assert.match(metrics, /^musubi_writer 0$/m);
        assert.match(metrics, /^musubi_forwarded_total [1-9]/m);
        assert.match((await writer.api('GET', '/metrics')).text, /^musubi_writer 1$/m);
    });

    test('a look at the node that follows is told of by the one that writes', async () => {
        const key = follower.secretKey;
        await send(writer, { event: 'Looked at', userId: 'looked-at', messageId: 'looked-1' });
        const { seq } = (await writer.api('GET', '/readyz')).body;
        const person = await follower.api('GET', '/api/people/by/user_id/looked-at', {
            key, headers: { 'Musubi-Min-Seq': String(seq) } });
        assert.equal(person.status, 200, person.text);
        const forged = { 'Musubi-Audit': 'only', 'Musubi-Request-Id': 'forged' };
        const where = `/api/people/${person.body.id}/timeline`;
        const shown = await follower.api('GET', where, { key, headers: forged });
        assert.equal(shown.body.items.length, 1);
        const again = await follower.api('GET', where, { key });
        assert.equal(again.status, 200);
        const direct = await plain(writer, 'GET', where.replace('timeline', 'traits'), {
            headers: { authorization: `Bearer ${key}`, ...forged } });
        assert.equal(direct.status, 200); // not taken for a node
        const stream = await follower.api('GET', where.replace('timeline', 'export'), { key });
        assert.equal(stream.body.complete, true);
        const rows = (await writer.api('GET', `/api/audit?subject=person:${person.body.id}`, {
            key })).body.items.reverse();
        assert.deepEqual(
            rows.map((x) => [x.operation, x.request_id, x.address]),
            [
                ['getPersonBy', person.headers.get('x-request-id'), '127.0.0.1'],
                ['getTimeline', shown.headers.get('x-request-id'), '127.0.0.1'],
                ['getTraits', direct.headers['x-request-id'], '127.0.0.1'],
                ['exportPerson', stream.headers.get('x-request-id'), '127.0.0.1'],
                ['listAudit', rows[4].request_id, '127.0.0.1'],
            ],
        );
        const owner = await signedIn(follower); // a session's look goes the same way
        const me = (await owner.call('GET', '/api/me')).body;
        const seen = await owner.call('GET', where);
        assert.equal(seen.body.items.length, 1);
        const own = (await writer.api('GET', `/api/audit?principal=staff:${me.id}&kind=look`, {
            key })).body.items;
        assert.deepEqual(own.map((x) => [x.operation, x.principal.name, x.request_id]),
            [['getTimeline', me.name || me.email, seen.headers.get('x-request-id')]]);
        const few = await writer.api('POST', '/api/keys', { key, body: { kind: 'secret',
            name: 'Few', scopes: ['keys:read'] } });
        await waitFor('the key at the follower', async () =>
            (await follower.api('GET', '/api/keys', { key: few.body.key })).status === 200);
        const no = await follower.api('GET', where, { key: few.body.key });
        assert.equal(no.status, 403);
    });

    test('a follower that lags shows whom the row tells of, not whom it still knows', async () => {
        const key = writer.secretKey;
        const passed = async () => Number(/^musubi_forwarded_total (\d+)$/m.exec(
            (await follower.api('GET', '/metrics')).text)[1]);
        const rowsAbout = async (id) => (await writer.api('GET',
            `/api/audit?subject=person:${id}&operation=getPerson`, { key })).body.items.length;
        for (const before of [false, true]) { // told of already, when the follower asks
            const people = [];
            for (const [kind, field] of [['user_id', 'userId'], ['anonymous_id', 'anonymousId']]) {
                const id = `lags-${before}`;
                await send(writer, { event: 'Lags', [field]: id });
                people.push(await personBy(writer, kind, id));
                await waitFor('the person at the follower', () => personBy(follower, kind, id));
            }
            follower.wire.cut();
            const merged = await writer.api('POST', '/api/people/merge', { key, body: {
                people: people.map((p) => p.id), evidence: 'one and the same' } });
            assert.equal(merged.status, 200, merged.text);
            const where = `/api/people/${people[1].id}`;
            if (before) await writer.api('GET', where, { key });
            const asked = await passed();
            const shown = follower.api('GET', where, { key });
            await waitFor('the row', async () => await rowsAbout(people[0].id) > 0);
            await waitFor('the writer\'s word', async () => await passed() > asked);
            follower.wire.mend();
            const r = await shown;
            assert.equal(r.status, 200, r.text);
            assert.equal(r.body.id, people[0].id);
        }
    });

    test('changes of every kind go through the node that does not write', async () => {
        const key = follower.secretKey;
        const made = await follower.api('POST', '/api/keys', {
            key,
            headers: { 'Idempotency-Key': 'one' },
            body: { kind: 'secret', name: 'Made there', scopes: ['people:read'] },
        });
        assert.equal(made.status, 201, made.text);
        const again = await follower.api('POST', '/api/keys', {
            key,
            headers: { 'Idempotency-Key': 'one' },
            body: { kind: 'secret', name: 'Made there', scopes: ['people:read'] },
        });
        assert.equal(again.status, 409); // a secret is not told twice
        await waitFor('the key at both', async () => {
            for (const node of cluster.nodes) {
                const r = await node.api('GET', '/api/people/by/user_id/reader', {
                    key: made.body.key,
                });
                if (r.status !== 200) return false;
            }
            return true;
        });
        const place = '/api/definitions/source/far';
        const draft = { name: 'Far', type: 'browser', enabled: true };
        const put = await follower.api('PUT', place, { key, body: { draft } });
        assert.ok([200, 201].includes(put.status), put.text);
        const etag = put.headers.get('etag');
        assert.ok(etag);
        const stale = await follower.api('PUT', place, {
            key,
            headers: { 'If-Match': '"0"' },
            body: { draft },
        });
        assert.equal(stale.status, 412, stale.text);
        assert.equal(stale.type, 'application/problem+json');
        const gone = await follower.api('POST', '/api/keys/99999/revoke', { key });
        assert.equal(gone.status, 404);
        const refused = await follower.api('POST', '/api/keys', { key, body: { kind: 'x' } });
        assert.equal(refused.status, 422);
        const odd = await plain(follower, 'POST', '/v1/track', { body: '{' });
        assert.equal(odd.status, (await plain(writer, 'POST', '/v1/track', { body: '{' })).status);
    });

    test('an image is a change, too, and a body may be compressed', async () => {
        const { gzipSync } = await import('node:zlib');
        const query = 'event=Pixel&userId=pixel&messageId=px-1';
        const image = await plain(
            follower,
            'GET',
            `/v1/pixel/track?writeKey=${follower.writeKey}&${query}`,
        );
        assert.equal(image.status, 200);
        assert.equal(image.headers['content-type'], 'image/gif');
        const body = gzipSync(
            JSON.stringify({ event: 'Zipped', userId: 'pixel', messageId: 'px-2' }),
        );
        const zipped = await plain(follower, 'POST', '/v1/track', {
            headers: {
                authorization: `Bearer ${follower.writeKey}`,
                'content-encoding': 'gzip',
                'content-length': body.length,
            },
            body,
        });
        assert.equal(zipped.status, 200, zipped.text);
        const person = await personBy(writer, 'user_id', 'pixel');
        assert.equal(person.events, 2);
    });

    test('the address of the client goes along, and only a node can say it', async () => {
        const forged = `6.6.6.6 ${'0'.repeat(64)}`;
        for (const [i, node] of [follower, writer].entries()) {
            const r = await plain(node, 'POST', '/v1/track', {
                localAddress: '127.0.0.9',
                headers: {
                    authorization: `Bearer ${node.writeKey}`,
                    origin: 'https://shop.example',
                    'content-type': 'text/plain',
                    'musubi-forwarded': forged,
                },
                body: JSON.stringify({ event: 'Where', userId: 'where', messageId: `where-${i}` }),
            });
            assert.equal(r.status, 200, r.text);
        }
        const person = await personBy(writer, 'user_id', 'where');
        const items = await timelineOf(writer, person.id);
        assert.deepEqual(
            items.map((item) => item.message.context.ip),
            ['127.0.0.9', '127.0.0.9'],
        );
    });

    test('what was passed on once is not passed on again', async () => {
        const sql = "SELECT value FROM meta WHERE key = 'node_secret'";
        const { stdout } = await run('psql', [cluster.first.database.url, '-qXtAc', sql]);
        const secret = createHash('sha256').update(stdout.trim()).digest();
        const bytes = (text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
        const proof = createHmac('sha256', secret)
            .update(Buffer.concat([bytes('POST'), bytes('/v1/track'), bytes('192.0.2.1')]))
            .digest('hex');
        const headers = {
            authorization: `Bearer ${follower.writeKey}`,
            'musubi-forwarded': `192.0.2.1 ${proof}`,
        };
        const body = JSON.stringify({ event: 'Hop', userId: 'hop', messageId: 'hop-1' });
        const r = await plain(follower, 'POST', '/v1/track', { headers, body });
        assert.equal(r.status, 503);
        assert.equal(r.headers['musubi-writer'], 'no');
        const w = await plain(writer, 'POST', '/v1/track', {
            headers: { ...headers, origin: 'https://shop.example' },
            body,
        });
        assert.equal(w.status, 200);
        const person = await personBy(writer, 'user_id', 'hop');
        const [item] = await timelineOf(writer, person.id);
        assert.equal(item.message.context.ip, '192.0.2.1');
    });

    test('an import is passed on piece by piece', async () => {
        const { gzipSync } = await import('node:zlib');
        const lines = (from, n) =>
            Array.from({ length: n }, (_, i) =>
                JSON.stringify({
                    type: 'track',
                    event: 'Imported',
                    userId: 'import',
                    messageId: `import-${from + i}`,
                    properties: { pad: 'x'.repeat(400 + ((i * 37) % 400)) },
                }),
            ).join('\n');
        const post = (body, more = {}, source = 'default') =>
            follower.api('POST', `/api/imports/events?source=${source}`, {
                key: follower.secretKey,
                headers: { 'content-type': 'application/x-ndjson', ...more },
                body,
            });
        const big = await post(lines(0, 5000)); // 3 MB
        assert.equal(big.status, 200, big.text);
        assert.equal(big.body.accepted, 5000);
        const zipped = await post(gzipSync(`${lines(5000, 2000)}\nnonsense\n`), {
            'content-encoding': 'gzip',
        });
        assert.equal(zipped.body.accepted, 2000, zipped.text);
        assert.equal(zipped.body.rejected, 1, zipped.text);
        const unknown = await post(lines(9000, 3000), {}, 'nowhere'); // refused at its beginning
        assert.equal(unknown.status, 400, unknown.text);
        const several = await Promise.all(
            Array.from({ length: 8 }, (_, i) => post(lines(10_000 + i * 500, 500))),
        );
        for (const r of several) assert.equal(r.body.accepted, 500, r.text);
        const person = await personBy(writer, 'user_id', 'import');
        assert.equal(person.events, 11_000);
    });

    test('whoever is erased through the node that follows is gone from both', async () => {
        const secret = 'pumpernickel-in-the-cellar';
        for (let i = 0; i < 5; i++) {
            const properties = { note: `${secret} ${i}` };
            await send(follower, { event: 'Hid', userId: 'gone', properties });
        }
        await send(follower, { event: 'Stays', userId: 'stays' });
        for (const node of cluster.nodes)
            await assert.rejects(run(BIN, ['scan', secret, ...node.place]), { code: 1 });
        const { id } = await personBy(follower, 'user_id', 'gone');
        const key = follower.secretKey;
        const r = await follower.api('DELETE', `/api/people/${id}`, { key });
        assert.equal(r.status, 202, r.text);
        const places = ['/api/people/by/user_id/gone', `/api/people/${id}`];
        for (const node of cluster.nodes) {
            await waitFor('the end of the erasure', async () => {
                const e = await node.api('GET', `/api/erasures/${r.body.id}`, { key });
                return e.status === 200 && e.body.state === 'finished';
            });
            for (const place of places)
                assert.equal((await node.api('GET', place, { key })).status, 404);
            assert.equal((await personBy(node, 'user_id', 'stays')).events, 1);
            const metrics = (await node.api('GET', '/metrics')).text;
            assert.match(metrics, /^musubi_state_dropped_total 0$/m);
        }
        for (const node of cluster.nodes) // a snapshot of before goes a little later
            await waitFor('nothing to be found', () =>
                run(BIN, ['scan', secret, ...node.place]).then(() => true, (e) => {
                    assert.equal(e.code, 1, e.stderr);
                    return false;
                }));
    });

    test('an import whose client goes away ends', async () => {
        const { hostname, port } = new URL(follower.url);
        const count = async () => {
            const m = (await follower.api('GET', '/metrics')).text;
            return Number(/^musubi_http_in_flight (\d+)$/m.exec(m)?.[1] ?? NaN);
        };
        const before = await count();
        const requests = Array.from({ length: 6 }, () => {
            const req = http.request({
                hostname,
                port,
                method: 'POST',
                path: '/api/imports/events?source=default',
                headers: {
                    authorization: `Bearer ${follower.secretKey}`,
                    'content-type': 'application/x-ndjson',
                },
            });
            req.on('error', () => {});
            req.write('{"type":"track","event":"Half","userId":"half","messageId":"half"}\n');
            return req;
        });
        await waitFor('the imports', async () => (await count()) >= before + 6);
        for (const req of requests) req.destroy();
        await waitFor('their end', async () => (await count()) <= before);
        const alive = await send(follower, { event: 'After', userId: 'after' });
        assert.equal(alive.status, 200);
    });

    // Last: the roles change.
    test('killed while somebody is erased: the other node ends it', async () => {
        const secret = 'strudel-under-the-roof';
        const key = follower.secretKey;
        await writer.stop();
        await waitFor('the other one to write', async () =>
            (await follower.role()).role === 'writer');
        await writer.start({ env: { MUSUBI_FAULT: 'erase.frame@2x*' } });
        await follower.stop(); // the one that will stand still at its third frame writes again
        await waitFor('the first one to write', async () =>
            (await writer.role()).role === 'writer');
        await follower.start();
        await cluster.whole();
        for (let i = 0; i < 8; i++) {
            const properties = { note: `${secret} ${i}` };
            await send(writer, { event: 'Hid', userId: 'lost', properties });
        }
        const { id } = await personBy(writer, 'user_id', 'lost');
        const r = await follower.api('DELETE', `/api/people/${id}`, { key });
        assert.equal(r.status, 202, r.text);
        const state = async (node) =>
            (await node.api('GET', `/api/erasures/${r.body.id}`, { key })).body;
        await waitFor('two frames', async () =>
            (await state(writer)).removed?.frames >= 2);
        await writer.kill9();
        await waitFor('the end of the erasure', async () =>
            (await state(follower)).state === 'finished');
        assert.equal((await state(follower)).removed.events, 8);
        await writer.start();
        await cluster.whole();
        for (const node of cluster.nodes) {
            const gone = await node.api('GET', `/api/people/${id}`, { key });
            assert.equal(gone.status, 404);
            await waitFor('nothing to be found', () =>
                run(BIN, ['scan', secret, ...node.place]).then(() => true, (e) => {
                    assert.equal(e.code, 1, e.stderr);
                    return false;
                }));
        }
        await follower.cli('verify');
    });
}
