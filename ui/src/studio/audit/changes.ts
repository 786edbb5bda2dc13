// A row's detail, taken apart: which values were changed from what to what.
import type { AuditRow, Json } from '../../kit/api_gen';

export interface Change {
    path: string;
    before: Json | undefined;
    after: Json | undefined;
}

const isObject = (v: Json | undefined): v is Record<string, Json> =>
    v !== null && typeof v === 'object' && !Array.isArray(v);

const same = (a: Json | undefined, b: Json | undefined) => JSON.stringify(a) === JSON.stringify(b);

const DEEP = 5;

function walk(path: string, before: Json | undefined, after: Json | undefined, out: Change[]) {
    const either = isObject(before) || isObject(after);
    const fits = (v: Json | undefined) => isObject(v) || v === undefined || v === null;
    if (!either || !fits(before) || !fits(after) || path.split('.').length > DEEP) {
        out.push({ path, before, after });
        return;
    }
    const a = isObject(before) ? before : {};
    const b = isObject(after) ? after : {};
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    if (names.length === 0) out.push({ path, before, after });
    for (const name of names) walk(path === '' ? name : `${path}.${name}`, a[name], b[name], out);
}

/** What a change did, and how many values it left as they were. */
export function changesOf(row: AuditRow): { changed: Change[]; same: number } {
    const { before, after } = row.detail ?? {};
    const all: Change[] = [];
    if (before === undefined && after === undefined) return { changed: [], same: 0 };
    walk('', before, after, all);
    const changed = all.filter((c) => c.path !== '' && !same(c.before, c.after));
    return { changed, same: all.filter((c) => c.path !== '').length - changed.length };
}

/** An attempt that went wrong: how. */
export function failureOf(row: AuditRow): { how: string; locked: boolean } | undefined {
    const after = row.detail?.after;
    if (!isObject(after) || typeof after.failed !== 'string') return undefined;
    return { how: after.failed, locked: after.locked === true };
}
