// sse.mjs - a reader of server-sent events for tests.
//
//   const s = await watch(server, '/api/events/live?errors=too');
//   const e = await s.next((x) => x.event === 'item' && x.data.name === 'A');
//   s.close();
import { SLOW } from './harness.mjs';

/** Open a stream; it fails unless the answer is one. */
export async function watch(server, path, headers = {}) {
    const stop = new AbortController();
    const answer = await fetch(server.url + path, {
        headers: { authorization: `Bearer ${server.secretKey}`, ...headers },
        signal: stop.signal,
    });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    const stream = {
        answer,
        events: [],
        ended: false,
        waiting: [],
        close() {
            stop.abort();
        },
        /** The first event, of those that came or will come, for which fn is true. */
        async next(fn, timeoutMs = 15_000) {
            const end = performance.now() + timeoutMs * SLOW;
            for (let i = 0; ; i++) {
                while (i >= stream.events.length) {
                    if (stream.ended) throw new Error('the stream ended');
                    let late;
                    await new Promise((done, no) => {
                        stream.waiting.push(done);
                        late = setTimeout(() => {
                            const had = JSON.stringify(stream.events.slice(-5));
                            no(new Error(`no such event in time; last: ${had}`));
                        }, end - performance.now());
                    }).finally(() => clearTimeout(late));
                }
                if (fn(stream.events[i])) return stream.events[i];
            }
        },
        items: () => stream.events.filter((e) => e.event === 'item').map((e) => e.data),
    };
    const wake = () => stream.waiting.splice(0).forEach((done) => done());
    (async () => {
        let text = '';
        const decoder = new TextDecoder();
        try {
            for await (const chunk of answer.body) {
                text += decoder.decode(chunk, { stream: true });
                const blocks = text.split('\n\n');
                text = blocks.pop();
                for (const block of blocks) {
                    const e = { event: 'message', data: null, id: null };
                    for (const line of block.split('\n')) {
                        const at = line.indexOf(': ');
                        if (at > 0) e[line.slice(0, at)] = line.slice(at + 2);
                    }
                    if (e.data !== null) {
                        e.data = JSON.parse(e.data);
                        stream.events.push(e);
                    }
                }
                wake();
            }
        } catch (e) {
            if (e.name !== 'AbortError') stream.failure = e;
        }
        stream.ended = true;
        wake();
    })();
    return stream;
}
