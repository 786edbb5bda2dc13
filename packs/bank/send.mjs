// send.mjs - requests in order over a few connections.
//
//   const sender = new Sender('http://127.0.0.1:8080', { lanes: 64 });
//   await sender.push(lane, { path, headers, body });  // waits while too much is on the way
//   await sender.drain();
//   sender.close();
//
// THEORY  A lane is a keep-alive connection on which requests go one after the other, so what one
//         device says arrives in its order; lanes run beside one another, the foremost at most
//         WINDOW requests ahead. Plain sockets, because Node's own client costs more than the
//         server does. 429 and 503 are repeated after Retry-After and a lost connection after a
//         moment, as the clients do; messageIds make that harmless. Anything else that is not 200
//         ends the run.
import net from 'node:net';

const WINDOW = 256;
const TRIES = 20;
const PAUSE_S = 0.2;

/** One connection; ask() is called again only when the answer before is there. */
class Lane {
    constructor(url) {
        this.url = url;
        this.host = `Host: ${url.host}\r\n`;
        this.socket = null;
        this.waiting = null; // { done, fail }
        this.text = '';
        this.last = Promise.resolve();
    }

    open() {
        const host = this.url.hostname.replace(/^\[|\]$/g, '');
        const socket = net.connect(Number(this.url.port || 80), host);
        socket.setNoDelay(true);
        socket.setEncoding('latin1');
        socket.on('data', (part) => this.read(part));
        socket.on('error', (e) => this.lost(socket, e));
        socket.on('close', () => this.lost(socket, new Error('the connection was closed')));
        this.text = '';
        return socket;
    }

    lost(socket, error) {
        if (socket !== this.socket) return;
        this.socket = null;
        socket.destroy();
        const { waiting } = this;
        this.waiting = null;
        waiting?.fail(error);
    }

    read(part) {
        this.text += part;
        const head = this.text.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = /\r\ncontent-length: *(\d+)/i.exec(this.text.slice(0, head));
        if (!length) {
            this.lost(this.socket, new Error('an answer without Content-Length'));
            return;
        }
        const whole = head + 4 + Number(length[1]);
        if (this.text.length < whole) return;
        const again = /\r\nretry-after: *(\d+)/i.exec(this.text.slice(0, head));
        const answer = {
            status: Number(this.text.slice(9, 12)), text: this.text.slice(head + 4, whole),
            retryS: again ? Number(again[1]) : PAUSE_S,
        };
        if (/\r\nconnection: *close/i.test(this.text.slice(0, head))) {
            const { socket } = this;
            this.socket = null;
            socket.destroy();
        }
        this.text = '';
        const { waiting } = this;
        this.waiting = null;
        waiting?.done(answer);
    }

    ask({ path, headers, body }) {
        this.socket ??= this.open();
        let head = `POST ${path} HTTP/1.1\r\n${this.host}`;
        for (const name of Object.keys(headers)) head += `${name}: ${headers[name]}\r\n`;
        head += `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
        return new Promise((done, fail) => {
            this.waiting = { done, fail };
            this.socket.write(head + body, 'utf8');
        });
    }
}

const pause = (seconds) => new Promise((next) => { setTimeout(next, seconds * 1000); });

export class Sender {
    constructor(url, { lanes = 64 } = {}) {
        if (new URL(url).protocol !== 'http:') throw new Error(`${url}: http only`);
        this.lanes = Array.from({ length: lanes }, () => new Lane(new URL(url)));
        this.onWay = 0;
        this.wake = null;
        this.failure = null;
        this.requests = 0;
        this.bytes = 0;
        this.repeated = 0;
    }

    async deliver(lane, request) {
        for (let n = 1; ; n++) {
            let answer;
            try {
                answer = await lane.ask(request);
            } catch (e) {
                if (n === TRIES) throw e;
                answer = { status: 0, retryS: PAUSE_S };
            }
            if (answer.status === 200) {
                this.requests++;
                this.bytes += request.body.length;
                return;
            }
            if (![0, 429, 503].includes(answer.status) || n === TRIES)
                throw new Error(`${request.path}: ${answer.status} ${answer.text ?? ''}`);
            this.repeated++;
            await pause(answer.retryS);
        }
    }

    async push(number, request) {
        while (this.onWay >= WINDOW && !this.failure)
            await new Promise((next) => { this.wake = next; });
        if (this.failure) throw this.failure;
        this.onWay++;
        const lane = this.lanes[number % this.lanes.length];
        lane.last = lane.last
            .then(() => (this.failure ? null : this.deliver(lane, request)))
            .catch((e) => { this.failure ??= e; })
            .finally(() => {
                this.onWay--;
                this.wake?.();
            });
    }

    async drain() {
        await Promise.all(this.lanes.map((lane) => lane.last));
        if (this.failure) throw this.failure;
    }

    close() {
        for (const lane of this.lanes) lane.socket?.destroy();
    }
}
