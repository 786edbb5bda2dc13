// What to call a person, from traits and identifiers. Japanese names are written family name first.
import type { Json, Person } from './api_gen';

const CJK = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;

type Traits = Record<string, Json>;

const NAMES = {
    whole: ['name', 'full_name', 'fullName'],
    first: ['firstName', 'first_name', 'given_name'],
    last: ['lastName', 'last_name', 'family_name'],
};

function text(traits: Traits, ...keys: string[]): string | undefined {
    for (const key of keys) {
        const v = traits[key];
        if (typeof v === 'string' && v.trim() !== '') return v.trim();
    }
    return undefined;
}

function ofParts(traits: Traits): string | undefined {
    const first = text(traits, ...NAMES.first);
    const last = text(traits, ...NAMES.last);
    if (!first || !last) return first ?? last;
    return CJK.test(last) ? `${last} ${first}` : `${first} ${last}`;
}

/** How strongly a kind names somebody, for the second line. */
const ORDER = ['email', 'phone', 'user_id', 'customer_number', 'external_id'];

export function bestIdentifier(p: Pick<Person, 'identifiers'>) {
    for (const kind of ORDER) {
        const found = p.identifiers.find((i) => i.kind === kind);
        if (found) return found;
    }
    return p.identifiers[0];
}

/** What these need, as columns of the list of people. */
export const NAME_COLUMNS = [
    ...NAMES.whole,
    ...NAMES.first,
    ...NAMES.last,
    'email',
    'avatar',
]
    .map((k) => `traits.${k}`)
    .concat([...ORDER, 'device_id', 'anonymous_id'].map((k) => `identifiers.${k}`));

/** undefined: nobody knows (an anonymous visitor). */
export function knownName(p: Pick<Person, 'traits' | 'identifiers'>): string | undefined {
    const named = text(p.traits, ...NAMES.whole) ?? ofParts(p.traits);
    if (named) return named;
    return text(p.traits, 'email') ?? p.identifiers.find((i) => ORDER.includes(i.kind))?.value;
}

/** One or two letters for the picture. */
export function initials(name: string): string {
    if (CJK.test(name)) return Array.from(name)[0] ?? '';
    const words = name.split(/[\s@._-]+/).filter((w) => w !== '');
    const first = Array.from(words[0] ?? '?')[0] ?? '?';
    const second =
        words.length > 1 && !name.includes('@') ? Array.from(words.at(-1) ?? '')[0] : '';
    return (first + (second ?? '')).toUpperCase();
}
