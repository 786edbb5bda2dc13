// The judge of all exchanges finds what it is for (no server needed).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Contract } from './harness.mjs';

const json = (schema) => ({ content: { 'application/json': { schema } } });
const person = { $ref: '#/components/schemas/Person' };
const order = {
    type: 'object',
    required: ['a'],
    properties: { t: { type: 'string', format: 'date-time' } },
};
const DOCUMENT = {
    openapi: '3.1.0',
    paths: {
        '/api/people/{id}': {
            get: {
                responses: {
                    200: json(person),
                    304: { description: 'not modified' },
                    404: { $ref: '#/components/responses/NotFound' },
                },
            },
        },
        '/api/people/by/{kind}/{value}': { get: { responses: { default: json(person) } } },
        '/api/orders': { post: { requestBody: json(order), responses: { '2XX': json({}) } } },
        '/v1/track': {
            post: { 'x-raw': true, requestBody: json(order), responses: { 200: json({}) } },
        },
    },
    components: {
        schemas: {
            Person: {
                type: 'object',
                properties: { id: { type: 'string' }, n: { $ref: '#/components/schemas/Count' } },
                required: ['id'],
            },
            Count: { type: 'integer', format: 'int64' },
        },
        responses: {
            NotFound: { content: { 'application/problem+json': { schema: person } } },
        },
    },
};

const PROBLEM = 'application/problem+json';
const ONE = '/api/people/1';
const BY = '/api/people/by/email/a%2Fb';
const ORDERS = {
    method: 'POST',
    pathname: '/api/orders',
    status: 201,
    sentType: 'application/json',
};
const CASES = [
    [null, { pathname: ONE, status: 200, body: { id: 'a', n: 3 } }],
    [/\/n must be integer/, { pathname: ONE, status: 200, body: { id: 'a', n: '3' } }],
    [/required property 'id'/, { pathname: ONE, status: 200, body: {} }],
    [null, { pathname: ONE, status: 404, body: { id: 'x' }, type: PROBLEM }],
    [/\/id must be string/, { pathname: ONE, status: 404, body: { id: 1 }, type: PROBLEM }],
    [/content type "application\/json"/, { pathname: ONE, status: 404, body: { id: 'x' } }],
    [/status 500 is not documented/, { pathname: ONE, status: 500, body: {} }],
    [/documented as empty/, { pathname: ONE, status: 304, body: {} }],
    [null, { pathname: ONE, status: 304, text: '', type: '' }],
    [null, { pathname: BY, status: 200, body: { id: 'a' } }],
    [/required property 'id'/, { pathname: BY, status: 418, body: {} }],
    [/path \/api\/nothing is not documented/, { pathname: '/api/nothing', status: 404, body: {} }],
    [/PUT .* is not documented/, { method: 'PUT', pathname: ONE, status: 200, body: {} }],
    [null, { method: 'PUT', pathname: ONE, status: 405, body: {} }],
    [null, { ...ORDERS, body: {}, sent: { a: 1 } }],
    [/took a body .*'a'/, { ...ORDERS, body: {}, sent: {} }],
    [/took a body .*date-time/, { ...ORDERS, body: {}, sent: { a: 1, t: 'noon' } }],
    [null, { ...ORDERS, pathname: '/v1/track', status: 200, body: {}, sent: {} }],
];

for (const [wanted, exchange] of CASES) {
    const { method = 'GET', pathname, status } = exchange;
    test(`${method} ${pathname} ${status}: ${wanted ?? 'no fault'}`, () => {
        const fault = new Contract(DOCUMENT).fault({
            method,
            type: 'application/json',
            text: 'x',
            ...exchange,
        });
        if (wanted === null) assert.equal(fault, null);
        else assert.match(fault ?? 'no fault', wanted);
    });
}
