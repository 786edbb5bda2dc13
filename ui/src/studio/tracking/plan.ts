// A tracking plan as the form has it. A property's schema is one of the simple shapes, or JSON as
// it is written.
import type { Json } from '../../kit/api_gen';
import { isObject, type Body } from '../definition/queries';

export const CALLS = ['track', 'page', 'screen', 'identify', 'group'] as const;
export type Call = (typeof CALLS)[number];
export interface PlannedEvent {
    name: string;
    type?: Call;
    description?: string;
    properties?: Record<string, Schema>;
    required?: string[];
    additional?: boolean;
}
export interface Plan {
    unplanned?: 'allow' | 'count' | 'block';
    violations?: 'allow' | 'block';
    events: PlannedEvent[];
}
export type Schema = Record<string, Json>;

function readEvent(event: Body): PlannedEvent {
    const { name, type, properties, required, additional, ...rest } = event;
    const call = CALLS.find((c) => c === type);
    const schemas = Object.entries(isObject(properties) ? properties : {}).flatMap(
        ([property, schema]): [string, Schema][] => (isObject(schema) ? [[property, schema]] : []),
    );
    return {
        ...rest,
        name: typeof name === 'string' ? name : '',
        ...(call ? { type: call } : {}),
        ...(isObject(properties) ? { properties: Object.fromEntries(schemas) } : {}),
        ...(Array.isArray(required)
            ? { required: required.filter((r) => typeof r === 'string') }
            : {}),
        ...(typeof additional === 'boolean' ? { additional } : {}),
    };
}

/** What the form can show of a body: a draft may hold anything, and what is no plan is left out. */
export function readPlan(body: Body): Plan {
    const { events, ...rest } = body;
    return {
        ...rest,
        events: Array.isArray(events) ? events.filter(isObject).map(readEvent) : [],
    };
}

export const SHAPES = [
    'any',
    'string',
    'number',
    'integer',
    'boolean',
    'array',
    'object',
    'enum',
    'json',
] as const;
export type Shape = (typeof SHAPES)[number];

/** A property while it is edited. `text`: the values of an enum, or the schema. */
export interface Line {
    id: number;
    name: string;
    shape: Shape;
    text: string;
    required: boolean;
}

let made = 0;
export const freshLine = (): Line => ({
    id: ++made,
    name: '',
    shape: 'string',
    text: '',
    required: false,
});

function shapeOf(schema: Schema): { shape: Shape; text: string } {
    const keys = Object.keys(schema);
    if (keys.length === 0) return { shape: 'any', text: '' };
    const only = keys.length === 1 ? schema.type : undefined;
    const simple = SHAPES.find((s) => s === only);
    if (simple && simple !== 'enum' && simple !== 'any' && simple !== 'json')
        return { shape: simple, text: '' };
    const values = keys.length === 1 ? schema.enum : undefined;
    const plain = (v: Json) => typeof v === 'string' && v !== '' && !/[,\n]/.test(v);
    if (Array.isArray(values) && values.every(plain))
        return { shape: 'enum', text: values.join(', ') };
    return { shape: 'json', text: JSON.stringify(schema, null, 2) };
}

export function linesOf(e: PlannedEvent): Line[] {
    const names = [...new Set([...Object.keys(e.properties ?? {}), ...(e.required ?? [])])];
    return names.map((name) => ({
        id: ++made,
        name,
        ...shapeOf(e.properties?.[name] ?? {}),
        required: e.required?.includes(name) ?? false,
    }));
}

/** undefined: the text is no JSON object. */
export function schemaOf(line: Line): Schema | undefined {
    if (line.shape === 'any') return {};
    if (line.shape === 'enum')
        return {
            enum: line.text
                .split(/[,\n]/)
                .map((v) => v.trim())
                .filter((v) => v !== ''),
        };
    if (line.shape !== 'json') return { type: line.shape };
    try {
        const v: unknown = JSON.parse(line.text);
        return v !== null && typeof v === 'object' && !Array.isArray(v) ? (v as Schema) : undefined;
    } catch {
        return undefined;
    }
}

/** The event with these properties; what is not said is left out. */
export function withLines(e: PlannedEvent, lines: Line[]): PlannedEvent {
    const named = lines.filter((l) => l.name.trim() !== '');
    const properties = Object.fromEntries(
        named.map((l) => [l.name.trim(), schemaOf(l) ?? {}] as const),
    );
    const required = named.filter((l) => l.required).map((l) => l.name.trim());
    const { properties: _, required: __, ...rest } = e;
    return {
        ...rest,
        ...(named.length > 0 ? { properties } : {}),
        ...(required.length > 0 ? { required } : {}),
    };
}

export const callOf = (e: PlannedEvent): Call => e.type ?? 'track';
export const isNamed = (call: Call) => call !== 'identify' && call !== 'group';
/** Whether another property has its name. */
export const isTwice = (line: Line, lines: Line[]) =>
    line.name.trim() !== '' &&
    lines.some((l) => l.id !== line.id && l.name.trim() === line.name.trim());
export const sameEvent = (a: PlannedEvent, b: PlannedEvent) =>
    a.name === b.name && callOf(a) === callOf(b);
