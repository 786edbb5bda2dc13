// A trait's or property's value in one line, and JSON in full.
import { Code } from '@mantine/core';
import type { Json } from './api_gen';
import { dateTime, number } from './format';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** One line of text for any JSON. */
export function valueText(v: Json | undefined): string {
    if (v === undefined || v === null) return '–';
    if (typeof v === 'number') return Number.isInteger(v) ? number(v) : String(v);
    if (typeof v === 'boolean') return v ? '✓' : '✗';
    if (typeof v === 'string') return TIME.test(v) ? dateTime(v) : v;
    if (Array.isArray(v)) return v.map(valueText).join(', ');
    return Object.entries(v)
        .map(([k, x]) => `${k}: ${valueText(x)}`)
        .join(' · ');
}

export const Value = ({ value }: { value: Json | undefined }) => (
    <span title={valueText(value)}>{valueText(value)}</span>
);

export const JsonBlock = ({ value }: { value: unknown }) => (
    <Code block tabIndex={0} style={{ maxHeight: 360, overflow: 'auto', fontSize: 12 }}>
        {JSON.stringify(value, null, 2)}
    </Code>
);
