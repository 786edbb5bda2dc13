// The one place that asks the server. The generated client (api_gen.ts) calls it; screens call the
// client, through TanStack Query.

export interface CallOptions {
    signal?: AbortSignal | undefined;
    /** A write key, for sending an event as a client of ours would. */
    writeKey?: string;
}

interface Sent extends CallOptions {
    body?: unknown;
    headers?: Record<string, string | undefined>;
}

/** A refusal, as RFC 9457 tells it. status 0: the server could not be reached. */
export class Problem extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        readonly detail: string,
        readonly where: string | undefined,
        readonly hint: string | undefined,
        readonly requestId: string | undefined,
    ) {
        super(detail);
    }
}

let csrf = '';
let onSignedOut: () => void = () => {};

/** The token of the session's answer, to be sent with everything that changes something. */
export function setCsrf(token: string) {
    csrf = token;
}

/** Called when the server no longer knows us. */
export function whenSignedOut(f: () => void) {
    onSignedOut = f;
}

export const pathSegment = (value: string | number) => encodeURIComponent(String(value));

type QueryValue = string | number | boolean | readonly string[] | undefined;

export function queryString(values: Record<string, QueryValue>): string {
    const q = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) {
        if (value !== undefined && value !== '') q.set(name, String(value));
    }
    const text = q.toString();
    return text === '' ? '' : `?${text}`;
}

/** For Idempotency-Key; also where there is no secure context. */
export function freshId(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

const textOf = (v: unknown) => (typeof v === 'string' && v !== '' ? v : undefined);

async function problemOf(answer: Response): Promise<Problem> {
    const body: unknown = await answer.json().catch(() => null);
    const p = (body !== null && typeof body === 'object' ? body : {}) as Record<string, unknown>;
    return new Problem(
        answer.status,
        textOf(p.code) ?? 'internal',
        textOf(p.detail) ?? answer.statusText,
        textOf(p.where),
        textOf(p.hint),
        textOf(p.request_id) ?? answer.headers.get('x-request-id') ?? undefined,
    );
}

/** The server's answer, whatever it says; thrown as a Problem when there is none. */
async function send(method: string, url: string, sent: Sent): Promise<Response> {
    const headers = new Headers();
    for (const [name, value] of Object.entries(sent.headers ?? {})) {
        if (value !== undefined) headers.set(name, value);
    }
    if (sent.body !== undefined) headers.set('Content-Type', 'application/json');
    if (sent.writeKey !== undefined) headers.set('Authorization', `Bearer ${sent.writeKey}`);
    else if (method !== 'GET' && csrf !== '') headers.set('X-CSRF-Token', csrf);
    try {
        return await fetch(url, {
            method,
            headers,
            body: sent.body === undefined ? null : JSON.stringify(sent.body),
            credentials: 'same-origin',
            signal: sent.signal ?? null,
        });
    } catch (e) {
        if (sent.signal?.aborted) throw e;
        throw new Problem(0, 'unreachable', String(e), undefined, undefined, undefined);
    }
}

/** What the server refused is thrown as a Problem. */
async function ask(method: string, url: string, sent: Sent): Promise<Response> {
    const answer = await send(method, url, sent);
    if (!answer.ok) {
        const problem = await problemOf(answer);
        if (answer.status === 401 && sent.writeKey === undefined) onSignedOut();
        throw problem;
    }
    return answer;
}

export async function call<T>(method: string, url: string, sent: Sent): Promise<T> {
    const answer = await ask(method, url, sent);
    if (answer.status === 204) return undefined as T;
    return (await answer.json()) as T;
}

/** A file; one that is cut off is none. */
export async function download(method: string, url: string, sent: Sent): Promise<Blob> {
    const answer = await ask(method, url, sent);
    try {
        return await answer.blob();
    } catch (e) {
        if (sent.signal?.aborted) throw e;
        throw new Problem(0, 'unreachable', String(e), undefined, undefined, undefined);
    }
}

export interface Tried {
    status: number;
    ms: number;
    text: string;
}

/** For trying the API out: the answer as it came, refusals included. */
export async function tryOut(method: string, url: string, sent: Sent): Promise<Tried> {
    const began = performance.now();
    const answer = await send(method, url, sent);
    const text = await answer.text();
    return { status: answer.status, ms: Math.round(performance.now() - began), text };
}
