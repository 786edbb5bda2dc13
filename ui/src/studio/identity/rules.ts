// The rules as the form has them, and what the server has: only what differs from the built-in
// ones is written down, so that what is left alone follows the program.
import type {
    IdentifierKind,
    IdentityKindRule,
    IdentityOwnKind,
    IdentityRules,
    Json,
} from '../../kit/api_gen';

/** A kind as the form has it: what holds for it now, where the server told. */
export type KindLine = Pick<IdentifierKind, 'kind' | 'title' | 'device' | 'declared'> &
    Partial<Pick<IdentifierKind, 'limit' | 'window_days' | 'priority'>> & {
        /** Declared once, and named by these rules no more. */
        gone: boolean;
    };

/** What the server took as rules is of their shape: it checked that when it was published. */
export const asRules = (body: Record<string, Json> | null | undefined): IdentityRules =>
    (body ?? {}) as IdentityRules;

/** The rule of a kind of one's own has more members than that of a built-in one. */
export const kindRule = (rules: IdentityRules, kind: string): IdentityOwnKind =>
    (rules.kinds as Record<string, IdentityOwnKind> | undefined)?.[kind] ?? {};

/** The kinds as the server has them, and those that these rules would declare. */
export function kindsOf(known: IdentifierKind[], rules: IdentityRules): KindLine[] {
    const mentioned = Object.keys(rules.kinds ?? {});
    const fresh = mentioned.filter((kind) => !known.some((k) => k.kind === kind));
    return [
        ...known.map((k) => ({ ...k, gone: k.declared && !mentioned.includes(k.kind) })),
        ...fresh.map((kind) => {
            const own = kindRule(rules, kind);
            const device = own.device ?? false;
            return { kind, title: own.title ?? kind, device, declared: true, gone: false };
        }),
    ];
}

/** A key as the server takes it. */
export const KEY = /^[a-z0-9_]{1,40}$/;
export const STEPS = ['trim', 'nfkc', 'lower', 'digits', 'strip_leading_zeros', 'e164'] as const;
export type Step = (typeof STEPS)[number];

/** The same with one kind's rule changed; a member that is undefined is taken away; null: all. */
export function withKind(
    rules: IdentityRules,
    kind: string,
    change: Partial<Record<keyof IdentityOwnKind, unknown>> | null,
): IdentityRules {
    const kinds: Record<string, IdentityKindRule> = { ...rules.kinds };
    const rule = Object.fromEntries(
        Object.entries(change ? { ...kinds[kind], ...change } : {}).filter(
            ([, v]) => v !== undefined,
        ),
    ) as IdentityKindRule;
    if (Object.keys(rule).length === 0) delete kinds[kind];
    else kinds[kind] = rule;
    const { kinds: _, ...rest } = rules;
    return Object.keys(kinds).length === 0 ? rest : ({ ...rest, kinds } as IdentityRules);
}

export const linesOf = (text: string): string[] | undefined => {
    const lines = text
        .split('\n')
        .map((l) => l.trim())
        .filter((l) => l !== '');
    return lines.length === 0 ? undefined : lines;
};
