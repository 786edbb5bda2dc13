// The rules as the form has them, and what the server has: only what differs from the built-in
// ones is written down, so that what is left alone follows the program.
import type {
    IdentifierKind,
    IdentityKindRule,
    IdentityOwnKind,
    IdentityRules,
} from '../../kit/api_gen';
import { isObject, type Body } from '../definition/queries';

/** A kind as the form has it: what holds for it now, where the server told. */
export type KindLine = Pick<IdentifierKind, 'kind' | 'title' | 'device' | 'declared'> &
    Partial<Pick<IdentifierKind, 'limit' | 'window_days' | 'priority'>> & {
        /** Declared once, and named by these rules no more. */
        gone: boolean;
        /** Of a kind that was declared: what its values mean, and so cannot change any more. */
        forEver?: Pick<IdentityOwnKind, 'device' | 'normalise' | 'region'>;
    };

const LISTS = ['from', 'normalise', 'blocked', 'blocked_patterns'] as const;

/** What the form can show of a body: a draft may hold anything, and what is no rule is left out. */
export function readRules(body: Body): IdentityRules {
    const { kinds, constant, ...rest } = body;
    const isList = (v: unknown) => Array.isArray(v) && v.every((x) => typeof x === 'string');
    const read = (rule: Body) =>
        Object.fromEntries(
            Object.entries(rule).filter(
                ([name, v]) => !LISTS.some((l) => l === name) || isList(v),
            ),
        );
    return {
        ...rest,
        ...(isObject(constant) ? { constant } : {}),
        ...(isObject(kinds)
            ? {
                  kinds: Object.fromEntries(
                      Object.entries(kinds).flatMap(([kind, rule]) =>
                          isObject(rule) ? [[kind, read(rule)]] : [],
                      ),
                  ),
              }
            : {}),
    };
}

/** The rule of a kind of one's own has more members than that of a built-in one. */
export const kindRule = (rules: IdentityRules, kind: string): IdentityOwnKind =>
    (rules.kinds as Record<string, IdentityOwnKind> | undefined)?.[kind] ?? {};

const forEverOf = ({ device, normalise, region }: IdentifierKind) => ({
    ...(device ? { device } : {}),
    ...(normalise ? { normalise } : {}),
    ...(region ? { region } : {}),
});

/** The kinds as the server has them, and those that these rules would declare. */
export function kindsOf(known: IdentifierKind[], rules: IdentityRules): KindLine[] {
    const mentioned = Object.keys(rules.kinds ?? {});
    const fresh = mentioned.filter((kind) => !known.some((k) => k.kind === kind));
    return [
        ...known.map((k) => ({
            ...k,
            gone: k.declared && !mentioned.includes(k.kind),
            ...(k.declared ? { forEver: forEverOf(k) } : {}),
        })),
        ...fresh.map((kind) => {
            const own = kindRule(rules, kind);
            const device = own.device ?? false;
            return { kind, title: own.title ?? kind, device, declared: true, gone: false };
        }),
    ];
}

/** A key as the server takes it. */
export const KEY = /^[a-z][a-z0-9_]{0,39}$/;
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
