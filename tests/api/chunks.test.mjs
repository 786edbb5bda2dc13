// A body in many small chunks: while a handler holds the request, more of it lies ready.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { startServer } from './harness.mjs';

let s;
before(async () => {
    s = await startServer();
});
after(async () => {
    await s.close();
});

/** One import over a bare socket, `lines` of them a chunk. */
function importInChunks(first, n, lines) {
    const { hostname, port } = new URL(s.url);
    const parts = [
        'POST /api/imports/events?source=default HTTP/1.1\r\nHost: x\r\nConnection: close\r\n',
        `Authorization: Bearer ${s.secretKey}\r\nContent-Type: application/x-ndjson\r\n`,
        'Transfer-Encoding: chunked\r\n\r\n',
    ];
    for (let i = 0; i < n; i += lines) {
        let chunk = '';
        for (let k = i; k < Math.min(i + lines, n); k++) {
            const pad = { pad: 'y'.repeat(300) };
            const id = `chunk-${first + k}`;
            const m = { type: 'track', event: 'x', userId: 'u', messageId: id, properties: pad };
            chunk += `${JSON.stringify(m)}\n`;
        }
        parts.push(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
    }
    parts.push('0\r\n\r\n');
    return new Promise((done, no) => {
        const socket = net.connect(Number(port), hostname);
        let text = '';
        socket.on('data', (b) => (text += b));
        socket.on('end', () => done(text));
        socket.on('error', no);
        socket.write(parts.join(''));
    });
}

test('an import in many small chunks', async () => {
    const sizes = [1, 2, 7, 30];
    const answers = await Promise.all(sizes.map((n, i) => importInChunks(i * 9000, 9000, n)));
    for (const text of answers) {
        assert.match(text, /^HTTP\/1\.1 200 /);
        assert.match(text, /"received":9000,"accepted":9000,/);
    }
});
