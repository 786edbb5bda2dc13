// The rules as the form has them, and what the server has: only what differs from the built-in
// ones is written down, so that what is left alone follows the program.
import type { IdentityKindRule, IdentityRules, Json } from '../../kit/api_gen';

export interface BuiltIn {
    kind: string;
    device: boolean;
    limit: number;
    priority: number;
}

/** As src/unify/rules.c and identify.c have them. */
export const BUILT_IN: readonly BuiltIn[] = [
    { kind: 'user_id', device: false, limit: 1, priority: 1 },
    { kind: 'email', device: false, limit: 5, priority: 2 },
    { kind: 'phone', device: false, limit: 5, priority: 3 },
    { kind: 'customer_number', device: false, limit: 5, priority: 4 },
    { kind: 'external_id', device: false, limit: 50, priority: 5 },
    { kind: 'push_token', device: true, limit: 50, priority: 6 },
    { kind: 'advertising_id', device: true, limit: 50, priority: 7 },
    { kind: 'device_id', device: true, limit: 50, priority: 8 },
    { kind: 'anonymous_id', device: true, limit: 50, priority: 9 },
];
export const ATOMS_MAX = 2000;
export const CONSTANT = { atoms: 500, window_days: 30 };

/** What the server took as rules is of their shape: it checked that when they were published. */
export const asRules = (body: Record<string, Json> | null | undefined): IdentityRules =>
    (body ?? {}) as IdentityRules;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The same with one kind's rule changed; a member that is undefined is taken away. */
export function withKind(
    rules: IdentityRules,
    kind: string,
    change: Partial<Record<keyof IdentityKindRule, unknown>>,
): IdentityRules {
    const kinds: Record<string, IdentityKindRule> = { ...rules.kinds };
    const rule = Object.fromEntries(
        Object.entries({ ...kinds[kind], ...change }).filter(([, v]) => v !== undefined),
    ) as IdentityKindRule;
    if (Object.keys(rule).length === 0) delete kinds[kind];
    else kinds[kind] = rule;
    const { kinds: _, ...rest } = rules;
    return Object.keys(kinds).length === 0 ? rest : ({ ...rest, kinds } as IdentityRules);
}

export const kindRule = (rules: IdentityRules, kind: string): IdentityKindRule =>
    (rules.kinds as Record<string, IdentityKindRule> | undefined)?.[kind] ?? {};

export const equalRules = (a: IdentityRules, b: IdentityRules) => same(sorted(a), sorted(b));

function sorted(v: unknown): unknown {
    if (v === null || typeof v !== 'object' || Array.isArray(v)) return v;
    return Object.fromEntries(
        Object.entries(v)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([k, x]) => [k, sorted(x)]),
    );
}

export const linesOf = (text: string): string[] | undefined => {
    const lines = text
        .split('\n')
        .map((l) => l.trim())
        .filter((l) => l !== '');
    return lines.length === 0 ? undefined : lines;
};
