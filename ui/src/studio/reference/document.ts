// The OpenAPI document as this page reads it: its operations, flat.
import type { Json } from '../../kit/api_gen';

type Dict = { [key: string]: Json };
const dict = (v: Json | undefined): Dict =>
    v !== null && typeof v === 'object' && !Array.isArray(v) ? v : {};
const list = (v: Json | undefined): Json[] => (Array.isArray(v) ? v : []);
const text = (v: Json | undefined): string => (typeof v === 'string' ? v : '');

export interface Parameter {
    name: string;
    in: string;
    required: boolean;
    description: string;
    hint: string;
}
export interface Operation {
    id: string;
    method: string;
    path: string;
    tag: string;
    summary: string;
    description: string;
    /** none, write, secret, staff: as x-key. */
    key: string;
    scopes: string[];
    parameters: Parameter[];
    /** An example of the body as JSON; undefined: it takes none. */
    body: string | undefined;
    /** The answer is JSON, or empty. */
    plain: boolean;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

function hintOf(schema: Dict): string {
    const values = list(schema.enum);
    if (values.length > 0) return values.join(' | ');
    return schema.default !== undefined ? String(schema.default) : text(schema.type);
}

/** The body's example, of the operation or of the schema that it names. */
function bodyOf(doc: Dict, op: Dict): string | undefined {
    const media = dict(dict(dict(op.requestBody).content)['application/json']);
    if (Object.keys(media).length === 0) return undefined;
    const name = text(dict(media.schema).$ref).split('/').at(-1) ?? '';
    const schema = dict(dict(dict(doc.components).schemas)[name]);
    const example = media.example ?? schema.example ?? {};
    return JSON.stringify(example, null, 2);
}

function operationOf(doc: Dict, path: string, method: string, op: Dict): Operation {
    const answers = Object.entries(dict(op.responses)).filter(([status]) => status[0] === '2');
    const media = answers.flatMap(([, a]) => Object.keys(dict(dict(a).content)));
    return {
        id: text(op.operationId),
        method: method.toUpperCase(),
        path,
        tag: text(list(op.tags)[0]),
        summary: text(op.summary),
        description: text(op.description),
        key: text(op['x-key']),
        scopes: list(op['x-scopes']).map(text),
        parameters: list(op.parameters).map((v) => {
            const p = dict(v);
            return {
                name: text(p.name),
                in: text(p.in),
                required: p.required === true,
                description: text(p.description),
                hint: hintOf(dict(p.schema)),
            };
        }),
        body: bodyOf(doc, op),
        plain: answers.length > 0 && media.every((m) => m === 'application/json'),
    };
}

export function operationsOf(doc: Dict): Operation[] {
    return Object.entries(dict(doc.paths)).flatMap(([path, item]) =>
        METHODS.filter((m) => dict(item)[m] !== undefined).map((m) =>
            operationOf(doc, path, m, dict(dict(item)[m])),
        ),
    );
}

/** By tag, in the order of the document. */
export function byTag(operations: Operation[]): [string, Operation[]][] {
    const tags = new Map<string, Operation[]>();
    for (const o of operations) tags.set(o.tag, [...(tags.get(o.tag) ?? []), o]);
    return [...tags];
}
