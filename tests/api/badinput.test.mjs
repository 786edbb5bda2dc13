// badinput.test.mjs - hostile input: each has its documented answer and changes nothing.
//
// A row is [name, request, answer].  The answer is a status, or the reason under which a message
// that was answered with 200 stands in GET /api/collect/errors.  After each row the number of
// events taken must be what it was; at the end the server must still do its work.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { personBy, ROOT, SLOW, startServer, timelineOf, waitFor } from './harness.mjs';

const FIXTURES = process.env.MUSUBI_FIXTURES ?? path.join(ROOT, '../shared/fixtures');
const SUITE = path.join(FIXTURES, 'json-test-suite/test_parsing');

let s;
before(async () => {
    s = await startServer();
});
after(() => s?.close());

async function takenCount() {
    const { text } = await s.raw('GET', '/metrics');
    const m = /^musubi_events_accepted_total (\d+)$/m.exec(text);
    assert.ok(m, 'musubi_events_accepted_total is at /metrics');
    return Number(m[1]);
}

async function newestError() {
    const r = await s.raw('GET', '/api/collect/errors?limit=1', { key: s.secretKey });
    return r.body.items[0];
}

const post = (body, { path: at = '/v1/track', headers = {}, key = s.writeKey } = {}) =>
    s.raw('POST', at, { key, body, headers: { 'content-type': 'application/json', ...headers } });

/** Run rows one after the other as subtests. */
async function table(t, rows) {
    for (const [name, send, answer] of rows) {
        await t.test(name, async () => {
            const taken = await takenCount();
            const previous = await newestError();
            const r = await send();
            if (typeof answer === 'number') {
                assert.equal(r.status, answer, r.text);
                if (r.type === 'application/problem+json') assert.equal(r.body.status, answer);
            } else {
                assert.equal(r.status, 200, r.text);
                const e = await newestError();
                assert.notEqual(e?.id, previous?.id, 'the message stands among the errors');
                assert.equal(e.reason, answer, e.detail);
            }
            assert.equal(await takenCount(), taken, 'nothing was taken');
        });
    }
}

const track = (more, drop = []) => {
    const body = { userId: 'u', event: 'E', ...more };
    for (const key of drop) delete body[key];
    return JSON.stringify(body);
};

test('the server takes a good event', async () => {
    const taken = await takenCount();
    assert.equal((await post(track({ userId: 'first' }))).status, 200);
    assert.equal(await takenCount(), taken + 1);
});

test('json-test-suite: bodies that are not JSON', async (t) => {
    if (!existsSync(SUITE)) {
        assert.ok(!process.env.MUSUBI_FIXTURES_REQUIRED, 'the fixtures are required here');
        t.skip('no fixtures');
        return;
    }
    const rows = readdirSync(SUITE)
        .filter((f) => f.startsWith('n_'))
        .map((f) => [f, () => post(readFileSync(path.join(SUITE, f))), 400]);
    assert.ok(rows.length > 150, 'all of them are there');
    await table(t, rows);
});

test('json-test-suite: what a parser may take or leave is no message either', async (t) => {
    if (!existsSync(SUITE)) {
        assert.ok(!process.env.MUSUBI_FIXTURES_REQUIRED, 'the fixtures are required here');
        t.skip('no fixtures');
        return;
    }
    for (const f of readdirSync(SUITE).filter((x) => /^[iy]_/.test(x))) {
        const taken = await takenCount();
        const r = await post(readFileSync(path.join(SUITE, f)));
        assert.ok([200, 400].includes(r.status), `${f}: ${r.status}`);
        assert.equal(await takenCount(), taken, f);
    }
});

test('JSON, but not a message', async (t) => {
    const deep = (n) => '['.repeat(n) + ']'.repeat(n);
    const objects = (n) => '{"a":'.repeat(n) + '1' + '}'.repeat(n);
    const props = (text) => `{"userId":"u","event":"E","properties":${text}}`;
    await table(t, [
        ['nothing', () => post(''), 400],
        ['white space', () => post(' \r\n\t '), 400],
        ['a byte order mark alone', () => post('\ufeff'), 400],
        ['null', () => post('null'), 400],
        ['true', () => post('true'), 400],
        ['a number', () => post('1'), 400],
        ['a string', () => post('"track"'), 400],
        ['an array', () => post('[]'), 400],
        ['an array of messages', () => post(`[${track({})}]`), 400],
        ['two documents', () => post(`${track({})}${track({})}`), 400],
        ['two documents on two lines', () => post(`${track({})}\n${track({})}`), 400],
        ['cut in the middle', () => post(track({}).slice(0, -3)), 400],
        ['single quotes', () => post("{'userId':'u','event':'E'}"), 400],
        ['a trailing comma', () => post('{"userId":"u","event":"E",}'), 400],
        ['a comment', () => post('{"userId":"u",/* */"event":"E"}'), 400],
        ['NaN', () => post(props('{"x":NaN}')), 400],
        ['Infinity', () => post(props('{"x":Infinity}')), 400],
        ['hexadecimal', () => post(props('{"x":0x10}')), 400],
        ['a leading zero', () => post(props('{"x":010}')), 400],
        ['a lone minus', () => post(props('{"x":-}')), 400],
        ['a raw line end in a string', () => post(props('{"x":"a\nb"}')), 400],
        ['a raw U+0000 in a string', () => post(props('{"x":"a\0b"}')), 400],
        ['a raw U+0000 outside', () => post('{"userId":"u",\0"event":"E"}'), 400],
        ['a raw U+0000 at the end', () => post(`${track({})}\0`), 400],
        ['a broken escape', () => post(props('{"x":"\\x41"}')), 400],
        ['a short \\u escape', () => post(props('{"x":"\\u12"}')), 400],
        ['form fields', () => post('userId=u&event=E'), 400],
        ['XML', () => post('<track userId="u"/>'), 400],
        ['multipart', () => post('--x\r\n\r\n{}\r\n--x--'), 400],
        ['UTF-16 little-endian', () => post(Buffer.from(track({}), 'utf16le')), 400],
        ['129 arrays deep', () => post(props(deep(129))), 400],
        ['100,000 arrays deep', () => post(deep(100000)), 400],
        ['50,000 objects deep', () => post(objects(50000)), 400],
        ['100,000 open arrays', () => post('['.repeat(100000)), 400],
        ['200,000 open objects', () => post('{"a":'.repeat(80000)), 400],
    ]);
});

test('broken UTF-8', async (t) => {
    const bad = {
        'a lone continuation byte': [0x80],
        'a cut two-byte sequence': [0xc3],
        'an overlong slash': [0xc0, 0xaf],
        'an overlong NUL': [0xc0, 0x80],
        'an overlong three-byte form': [0xe0, 0x80, 0xaf],
        'a surrogate half': [0xed, 0xa0, 0x80],
        'past U+10FFFF': [0xf4, 0x90, 0x80, 0x80],
        'a byte that is none': [0xff],
        'a five-byte form': [0xf8, 0x88, 0x80, 0x80, 0x80],
        'a cut four-byte sequence': [0xf0, 0x9f, 0x98],
        'Latin-1': [0xfc],
    };
    const rows = [];
    for (const [name, bytes] of Object.entries(bad)) {
        const around = (a, b) =>
            Buffer.concat([Buffer.from(a), Buffer.from(bytes), Buffer.from(b)]);
        rows.push([`${name} in a value`, () => post(around('{"userId":"', '","event":"E"}')), 400]);
        const key = () => post(around('{"userId":"u","event":"E","', '":1}'));
        rows.push([`${name} in a key`, key, 400]);
    }
    await table(t, rows);
});

test('messages that miss something or have the wrong type', async (t) => {
    const at = (where) => ({ path: where });
    const long = (n) => 'x'.repeat(n);
    await table(t, [
        ['an empty object', () => post('{}'), 'no_user_anon_id'],
        ['no id', () => post(track({}, ['userId'])), 'no_user_anon_id'],
        ['an empty userId', () => post(track({ userId: '' })), 'no_user_anon_id'],
        ['a null userId', () => post(track({ userId: null })), 'no_user_anon_id'],
        ['empty ids', () => post(track({ userId: '', anonymousId: '' })), 'no_user_anon_id'],
        ['the key in another case', () => post('{"userid":"u","event":"E"}'), 'no_user_anon_id'],
        [
            'the last userId is null',
            () => post('{"event":"E","userId":"u","userId":null}'),
            'no_user_anon_id',
        ],
        ['userId true', () => post(track({ userId: true })), 'wrong_type'],
        ['userId an object', () => post(track({ userId: { id: 'u' } })), 'wrong_type'],
        ['userId an array', () => post(track({ userId: ['u'] })), 'wrong_type'],
        ['anonymousId an object', () => post(track({ anonymousId: {} })), 'wrong_type'],
        ['userId "null"', () => post(track({ userId: 'null' })), 'no_usable_id'],
        ['userId "undefined"', () => post(track({ userId: 'undefined' })), 'no_usable_id'],
        ['userId "0000"', () => post(track({ userId: '0000' })), 'no_usable_id'],
        ['userId "-1"', () => post(track({ userId: '-1' })), 'no_usable_id'],
        ['userId "anonymous"', () => post(track({ userId: 'anonymous' })), 'no_usable_id'],
        ['userId of white space', () => post(track({ userId: '   ' })), 'no_usable_id'],
        ['userId of U+0000', () => post('{"userId":"\\u0000","event":"E"}'), 'no_usable_id'],
        ['userId of 1,025 characters', () => post(track({ userId: long(1025) })), 'no_usable_id'],
        ['no event', () => post(track({}, ['event'])), 'no_event'],
        ['an empty event', () => post(track({ event: '' })), 'no_event'],
        ['a null event', () => post(track({ event: null })), 'no_event'],
        ['event a number', () => post(track({ event: 7 })), 'wrong_type'],
        ['event an object', () => post(track({ event: {} })), 'wrong_type'],
        ['messageId a number', () => post(track({ messageId: 7 })), 'wrong_type'],
        ['messageId an array', () => post(track({ messageId: [] })), 'wrong_type'],
        ['messageId of 101 bytes', () => post(track({ messageId: long(101) })), 'id_too_long'],
        [
            'messageId of 51 two-byte letters',
            () => post(track({ messageId: 'é'.repeat(51) })),
            'id_too_long',
        ],
        ['properties a string', () => post(track({ properties: 'p' })), 'wrong_type'],
        ['properties an array', () => post(track({ properties: [1] })), 'wrong_type'],
        ['properties a number', () => post(track({ properties: 1e308 })), 'wrong_type'],
        ['context a string', () => post(track({ context: 'c' })), 'wrong_type'],
        ['context an array', () => post(track({ context: [{}] })), 'wrong_type'],
        ['traits a string', () => post(track({ traits: 't' }), at('/v1/identify')), 'wrong_type'],
        ['traits true', () => post(track({ traits: true }), at('/v1/i')), 'wrong_type'],
        ['257 traits', () => post(track({
            traits: Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`t${i}`, i])),
        }), at('/v1/identify')), 'too_many_traits'],
        ['name an object', () => post(track({ name: {} }), at('/v1/page')), 'wrong_type'],
        ['no groupId', () => post(track({}), at('/v1/group')), 'no_group_id'],
        ['groupId an object', () => post(track({ groupId: {} }), at('/v1/group')), 'wrong_type'],
        [
            'groupId of 1,025 bytes',
            () => post(track({ groupId: long(1025) }), at('/v1/g')),
            'id_too_long',
        ],
        ['no previousId', () => post(track({}), at('/v1/alias')), 'no_previous_id'],
        ['previousId true', () => post(track({ previousId: true }), at('/v1/a')), 'wrong_type'],
        [
            'previousId too long',
            () => post(track({ previousId: long(2000) }), at('/a')),
            'id_too_long',
        ],
        ['merge of nothing', () => post('{}', at('/v1/merge')), 'no_merge_properties'],
        [
            'merge of one',
            () => post('{"mergeProperties":[{"type":"email","value":"e"}]}', at('/v1/merge')),
            'no_merge_properties',
        ],
        [
            'merge of three',
            () => {
                const one = { type: 'email', value: 'e@example.com' };
                const body = { mergeProperties: [one, one, one] };
                return post(JSON.stringify(body), at('/v1/merge'));
            },
            'no_merge_properties',
        ],
        [
            'merge of an object',
            () => {
                const one = { type: 't', value: 'v' };
                const body = { mergeProperties: { one, two: one } };
                return post(JSON.stringify(body), at('/v1/merge'));
            },
            'no_merge_properties',
        ],
    ]);
});

test('batches', async (t) => {
    const batch = (body) =>
        post(typeof body === 'string' ? body : JSON.stringify(body), { path: '/v1/batch' });
    const wide = (letter) =>
        Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`${letter}${i}`, 1]));
    const one = (item) => () => batch({ batch: [item] });
    await table(t, [
        ['no batch', () => batch({}), 'no_batch'],
        ['batch null', () => batch({ batch: null }), 'no_batch'],
        ['batch an object', () => batch({ batch: {} }), 'no_batch'],
        ['batch a string', () => batch({ batch: '[]' }), 'no_batch'],
        ['an item null', one(null), 'not_an_object'],
        ['an item a number', one(1), 'not_an_object'],
        ['an item a string', one('track'), 'not_an_object'],
        ['an item an array', one([]), 'not_an_object'],
        ['no type', one({ userId: 'u', event: 'E' }), 'no_type'],
        ['an empty type', one({ userId: 'u', event: 'E', type: '' }), 'no_type'],
        ['a null type', one({ userId: 'u', event: 'E', type: null }), 'no_type'],
        ['type an object', one({ userId: 'u', event: 'E', type: {} }), 'no_type'],
        ['type a number', one({ userId: 'u', event: 'E', type: 1 }), 'unknown_type'],
        ['an unknown type', one({ userId: 'u', event: 'E', type: 'purchase' }), 'unknown_type'],
        ['type in capitals', one({ userId: 'u', event: 'E', type: 'TRACK' }), 'unknown_type'],
        ['a batch in a batch', one({ type: 'batch', batch: [] }), 'unknown_type'],
        [
            '2,501 events',
            () => batch({ batch: Array(2501).fill({ type: 'page', userId: 'u' }) }),
            'too_many_events',
        ],
        [
            '40,000 empty items',
            () => batch(`{"batch":[${Array(40000).fill('{}')}]}`),
            'too_many_events',
        ],
        [
            'an item of 33 KB',
            one({ type: 'page', userId: 'u', properties: { x: 'x'.repeat(33000) } }),
            'event_too_large',
        ],
        [
            'a context that makes an item too large',
            () =>
                batch({
                    batch: [{ type: 'page', userId: 'u' }],
                    context: { x: 'x'.repeat(33000) },
                }),
            'event_too_large',
        ],
        ['contexts too wide to merge', () => batch({
            batch: [{ type: 'page', userId: 'u', context: wide('a') }],
            context: wide('b'),
        }), 'event_too_large'],
        [
            'broken in the last item',
            () => batch('{"batch":[{"type":"page","userId":"u"},{"type":}]}'),
            400,
        ],
        ['more than 500 KB', () => batch(`{"batch":[],"x":"${'x'.repeat(512000)}"}`), 400],
        ['a megabyte and a half', () => batch(`{"batch":[],"x":"${'x'.repeat(1500000)}"}`), 413],
        [
            'a single message of 33 KB',
            () => post(track({ properties: { x: 'x'.repeat(33000) } })),
            400,
        ],
    ]);
});

test('encodings', async (t) => {
    const zipped = gzipSync(track({}));
    const as = (coding, body) => post(body, { headers: { 'content-encoding': coding } });
    await table(t, [
        ['gzip that is not', () => as('gzip', track({})), 400],
        ['gzip cut short', () => as('gzip', zipped.subarray(0, -5)), 400],
        ['gzip with a wrong checksum', () => {
            const bad = Buffer.from(zipped);
            bad[bad.length - 6] ^= 0xff;
            return as('gzip', bad);
        }, 400],
        ['gzip of nothing', () => as('gzip', gzipSync('')), 400],
        ['gzip of gzip', () => as('gzip', gzipSync(zipped)), 400],
        ['deflate under the name gzip', () => as('gzip', deflateSync(track({}))), 400],
        ['gzip without saying so', () => post(zipped), 400],
        ['gzip with a tail', () => as('gzip', Buffer.concat([zipped, Buffer.from('tail')])), 400],
        ['a bomb', () => as('gzip', gzipSync(Buffer.alloc(64 << 20))), 413],
        ['a small bomb', () => as('gzip', gzipSync(Buffer.alloc(900000, 0x20))), 400],
        ['br', () => as('br', track({})), 415],
        ['an unknown coding', () => as('compress', track({})), 415],
        ['two codings', () => as('gzip, gzip', zipped), 415],
    ]);
});

test('keys', async (t) => {
    const auth = (authorization) =>
        s.raw('POST', '/v1/track', {
            body: track({}),
            headers: authorization === null ? {} : { authorization },
        });
    const b64 = (text) => Buffer.from(text).toString('base64');
    const body = (more) => s.raw('POST', '/v1/track', { body: track(more) });
    await table(t, [
        ['none', () => auth(null), 401],
        ['an empty Basic', () => auth('Basic '), 401],
        ['Basic of a colon', () => auth(`Basic ${b64(':')}`), 401],
        ['Basic that is not base64', () => auth('Basic %%%'), 401],
        ['the key as password', () => auth(`Basic ${b64(`x:${s.writeKey}`)}`), 401],
        ['an unknown key', () => auth('Bearer wk_0123456789abcdef0123456789abcdef'), 401],
        ['a key with one letter more', () => auth(`Bearer ${s.writeKey}0`), 401],
        ['a key with one letter less', () => auth(`Bearer ${s.writeKey.slice(0, -1)}`), 401],
        ['a key in capitals', () => auth(`Bearer ${s.writeKey.toUpperCase()}`), 401],
        ['a secret key', () => auth(`Bearer ${s.secretKey}`), 401],
        ['another scheme', () => auth(`Digest ${s.writeKey}`), 401],
        ['no scheme', () => auth(s.writeKey), 401],
        ['a key of 10,000 letters', () => auth(`Bearer ${'k'.repeat(10000)}`), 401],
        ['a key of 20,000 letters', () => auth(`Bearer ${'k'.repeat(20000)}`), 431],
        ['an unknown key in the body', () => body({ writeKey: 'nobody' }), 401],
        ['a number as key in the body', () => body({ writeKey: 1 }), 401],
        ['an object as key in the body', () => body({ writeKey: {} }), 401],
        ['a key with U+0000', () => body({ writeKey: `${s.writeKey}\0` }), 401],
        ['a secret key in the body', () => body({ writeKey: s.secretKey }), 401],
        [
            'an unknown key in the query',
            () => s.raw('POST', '/v1/track?writeKey=no', { body: track({}) }),
            401,
        ],
        [
            'a write key for reading',
            () => s.raw('GET', '/api/collect/errors', { key: s.writeKey }),
            403,
        ],
        ['no key for reading', () => s.raw('GET', '/api/collect/errors'), 401],
        [
            'a write key for importing',
            () => {
                const where = '/api/imports/events?source=default';
                return s.raw('POST', where, { key: s.writeKey, body: '{}' });
            },
            403,
        ],
    ]);
});

test('paths, methods and queries', async (t) => {
    const get = (where) => () => s.raw('GET', where, { key: s.writeKey });
    const key = () => `writeKey=${s.writeKey}`;
    await table(t, [
        ['GET of a call', get('/v1/track'), 405],
        [
            'PUT of a call',
            () => s.raw('PUT', '/v1/track', { key: s.writeKey, body: track({}) }),
            405,
        ],
        ['DELETE of a batch', () => s.raw('DELETE', '/v1/batch', { key: s.writeKey }), 405],
        ['an unknown call', () => post(track({}), { path: '/v1/purchase' }), 404],
        ['another version', () => post(track({}), { path: '/v2/track' }), 404],
        ['a slash too many', () => post(track({}), { path: '/v1/track/' }), 404],
        ['two slashes', () => post(track({}), { path: '/v1//track' }), 404],
        ['a path in capitals', () => post(track({}), { path: '/V1/TRACK' }), 404],
        ['an encoded slash', () => post(track({}), { path: '/v1%2ftrack' }), 404],
        [
            'a broken escape in the path',
            () => post(track({}), { path: '/v1/projects/%zz/settings' }),
            400,
        ],
        ['U+0000 in the path', get('/v1/projects/a%00b/settings'), 400],
        ['broken UTF-8 in the path', get('/v1/projects/%ff/settings'), 400],
        ['settings of nobody', get('/v1/projects/nobody/settings'), 404],
        ['sourceConfig of nobody', () => s.raw('GET', '/sourceConfig?writeKey=no'), 401],
        ['sourceConfig without a key', () => s.raw('GET', '/sourceConfig/'), 401],
        ['U+0000 in the query', () => s.raw('GET', `/pixel/v1/page?${key()}&userId=a%00b`), 400],
        [
            'broken UTF-8 in the query',
            () => s.raw('GET', `/pixel/v1/page?${key()}&userId=%ff`),
            400,
        ],
        ['100 parameters', () => s.raw('GET', `/pixel/v1/page?${key()}${'&a=b'.repeat(100)}`), 400],
        ['a pixel without a key', () => s.raw('GET', '/pixel/v1/page?userId=u'), 401],
        [
            'a pixel with an unknown key',
            () => s.raw('GET', '/pixel/v1/page?userId=u&writeKey=no'),
            401,
        ],
        [
            'a pixel with data that is not base64',
            () => s.raw('GET', `/pixel/v1/page?${key()}&data=***`),
            400,
        ],
        [
            'a pixel with data that is not JSON',
            () => s.raw('GET', `/pixel/v1/page?${key()}&data=aGVsbG8`),
            400,
        ],
        [
            'a pixel with a broken object',
            () => s.raw('GET', `/pixel/v1/page?${key()}&userId=u&context=%7B`),
            400,
        ],
        [
            'a pixel that closes the object early',
            () => s.raw('GET', `/pixel/v1/page?${key()}&userId=u&context=%7B%7D%7D`),
            400,
        ],
        ['a pixel without an id', () => s.raw('GET', `/pixel/v1/page?${key()}`), 'no_user_anon_id'],
        [
            'a pixel without an event',
            () => s.raw('GET', `/pixel/v1/track?${key()}&userId=u`),
            'no_event',
        ],
        [
            'a pixel with userId twice over',
            () => s.raw('GET', `/pixel/v1/page?${key()}&userId.a=u`),
            'wrong_type',
        ],
        [
            'errors with a bad limit',
            () => s.raw('GET', '/api/collect/errors?limit=0', { key: s.secretKey }),
            400,
        ],
        [
            'errors with a forged cursor',
            () => s.raw('GET', '/api/collect/errors?cursor=AAAA', { key: s.secretKey }),
            400,
        ],
        [
            'errors of an unknown reason',
            () => s.raw('GET', '/api/collect/errors?reason=none', { key: s.secretKey }),
            400,
        ],
        [
            'errors with an unknown parameter',
            () => s.raw('GET', '/api/collect/errors?x=1', { key: s.secretKey }),
            400,
        ],
    ]);
});

test('imports', async (t) => {
    const send = (body, query = '?source=default', headers = {}) =>
        s.raw('POST', `/api/imports/events${query}`, { key: s.secretKey, body, headers });
    const rejected = (body) => async () => {
        const r = await send(body);
        assert.equal(r.body.accepted, 0, r.text);
        assert.ok(r.body.rejected > 0, r.text);
        return r;
    };
    await table(t, [
        ['no source', () => send('{}', ''), 400],
        ['an unknown source', () => send('{}', '?source=nope'), 400],
        ['an unknown parameter', () => send('{}', '?source=default&x=1'), 400],
        [
            'gzip that is not',
            () => send('{}', '?source=default', { 'content-encoding': 'gzip' }),
            400,
        ],
        [
            'an unknown coding',
            () => send('{}', '?source=default', { 'content-encoding': 'br' }),
            415,
        ],
        ['a line that is not JSON', rejected('nonsense\n'), 'invalid_json'],
        ['a line of broken UTF-8', rejected(Buffer.from([0x22, 0xff, 0x22, 0x0a])), 'invalid_json'],
        ['a line with U+0000', rejected('{"type":"page",\0"userId":"u"}\n'), 'invalid_json'],
        ['a line without an end', rejected('{"type":"page"'), 'invalid_json'],
        ['an array', rejected('[{"type":"page","userId":"u"}]'), 'not_an_object'],
        [
            'a pretty-printed object',
            rejected('{\n"type":"page",\n"userId":"u"\n}\n'),
            'invalid_json',
        ],
        ['a line without a type', rejected('{"userId":"u"}'), 'no_type'],
        [
            'a line of 40 KB',
            rejected(`{"type":"page","userId":"u","x":"${'x'.repeat(40000)}"}`),
            'event_too_large',
        ],
        ['a line of 2 MB', rejected('x'.repeat(2 << 20)), 'event_too_large'],
    ]);
});

/** The status that these bytes are answered with; 0: closed without one; -1: still open. */
function talk(bytes, { end = false, wait = 5000 } = {}) {
    return new Promise((done, fail) => {
        let text = '';
        const c = net.connect(s.port, '127.0.0.1', () => {
            c.write(bytes);
            if (end) c.end();
        });
        const finish = (closed = true) => {
            clearTimeout(timer);
            c.destroy();
            const m = /^HTTP\/1\.[01] (\d{3})/.exec(text);
            done({ status: m ? Number(m[1]) : closed ? 0 : -1, text, type: '' });
        };
        const timer = setTimeout(() => finish(false), wait * SLOW);
        c.on('data', (d) => {
            text += d.toString('latin1');
            if (/\r\n\r\n/.test(text)) finish();
        });
        c.on('close', () => finish());
        c.on('error', (e) => (e.code === 'ECONNRESET' || e.code === 'EPIPE' ? finish() : fail(e)));
    });
}

test('connections', async (t) => {
    const auth = () => `Authorization: Bearer ${s.writeKey}\r\n`;
    const head = (more, line = 'POST /v1/track HTTP/1.1') =>
        `${line}\r\nHost: x\r\n${auth()}${more}\r\n`;
    const body = track({});
    await table(t, [
        ['noise', () => talk('\x00\x01\x02\x03\r\n\r\n', { end: true }), 0],
        ['words', () => talk('what is this\r\n\r\n'), 400],
        ['no HTTP version', () => talk('GET /\r\n\r\n', { end: true }), 400],
        ['a negative length', () => talk(head('Content-Length: -5\r\n')), 400],
        ['a length that is no number', () => talk(head('Content-Length: many\r\n')), 400],
        ['an enormous length', () => talk(head('Content-Length: 99999999999\r\n')), 413],
        [
            'a broken chunk',
            () => talk(`${head('Transfer-Encoding: chunked\r\n')}zz\r\n${body}\r\n`),
            400,
        ],
        [
            'half of the body, then closed',
            () => {
                const half = body.slice(0, 10);
                return talk(head(`Content-Length: ${body.length}\r\n`) + half, { end: true });
            },
            0,
        ],
        [
            'the head only, then closed',
            () => talk(head(`Content-Length: ${body.length}\r\n`), { end: true }),
            0,
        ],
        ['half of the head, then closed', () => talk('POST /v1/track HT', { end: true }), 0],
        [
            'a chunk without an end, then closed',
            () => {
                const chunk = '10\r\n{"userId":"u"';
                return talk(head('Transfer-Encoding: chunked\r\n') + chunk, { end: true });
            },
            0,
        ],
        ['a body longer than announced', async () => {
            const r = await talk(`${head('Content-Length: 4\r\n')}nope${body}`);
            return r;
        }, 400],
        ['5,000 header fields', () => talk(head('X-A: b\r\n'.repeat(5000))), 431],
        ['nothing at all', () => talk('', { end: true }), 0],
    ]);
});

test('a client that stops in the middle keeps nobody waiting', async () => {
    const taken = await takenCount();
    const text = `POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"userId":`;
    const slow = Array.from({ length: 50 }, () => {
        const c = net.connect(s.port, '127.0.0.1', () => c.write(text));
        c.on('error', () => {});
        return c;
    });
    const sent = async () => slow.every((c) => c.bytesWritten === text.length);
    await waitFor('fifty connections', sent);
    const r = await post(track({ userId: 'in between' }));
    assert.equal(r.status, 200);
    for (const c of slow) c.destroy();
    assert.equal(await takenCount(), taken + 1);
});

test('huge and odd numbers are data, not faults', async () => {
    const numbers = ['1e400', '-1e400', '123456789012345678901234567890', '1e-400', '-0', '0.1e1'];
    for (const n of numbers) {
        const rest = `"properties":{"n":${n}},"timestamp":${n}`;
        const r = await post(`{"userId":"numbers","event":"N",${rest}}`);
        assert.ok([200, 400].includes(r.status), `${n}: ${r.status} ${r.text}`);
    }
    const odd = ['"9999-99-99"', '"-1"', '"2026-13-01T00:00:00Z"', '{}', '[]', '""', 'true'];
    for (const at of odd) {
        const r = await post(`{"userId":"numbers","event":"T","timestamp":${at},"sentAt":${at}}`);
        assert.equal(r.status, 200, at);
    }
    const person = await personBy(s, 'user_id', 'numbers');
    const items = await timelineOf(s, person.id);
    assert.equal(items.filter((i) => i.name === 'T').length, odd.length);
    for (const i of items.filter((x) => x.name === 'T')) assert.equal(i.time, i.received);
});

test('after all this the server does its work', async () => {
    const taken = await takenCount();
    const userId = 'last';
    assert.equal((await post(track({ userId }))).status, 200);
    assert.equal(await takenCount(), taken + 1);
    await s.restart();
    const person = await personBy(s, 'user_id', userId);
    assert.equal((await timelineOf(s, person.id)).length, 1);
    const verified = await s.raw('GET', '/readyz');
    assert.equal(verified.status, 200);
});
