// Which columns the list of people has: five of its own, kinds of identifiers, and any trait.
import { NAME_COLUMNS } from '../../kit/names';

export const OWN = ['identifier', 'last', 'first', 'events', 'id'] as const;
export const TITLES = {
    identifier: 'people.colIdentifier',
    last: 'people.colLast',
    first: 'people.colFirst',
    events: 'people.colEvents',
    id: 'people.colId',
} as const;
const FIRST = ['identifier', 'events', 'last'];
const REMEMBERED = 'musubi-people-columns';

const isOwn = (id: string) => (OWN as readonly string[]).includes(id);
export const TRAIT = 'traits.';
export const KIND = 'identifiers.';

export const isColumn = (id: string) =>
    isOwn(id) ||
    ([TRAIT, KIND].some((p) => id.startsWith(p) && id.length > p.length) && !id.includes(','));

/** What the server has to send for these: as little as makes a name, and what is shown. */
export const askedOf = (ids: string[]) =>
    [...new Set([...NAME_COLUMNS, ...ids.filter((id) => !isOwn(id))])].join(',');

/** From the address, else as last time, else the usual ones. */
export function readColumns(text: string | undefined): string[] {
    let from = text;
    try {
        from ??= localStorage.getItem(REMEMBERED) ?? undefined;
    } catch {
        // the usual ones then
    }
    return from === undefined ? FIRST : from.split(',').filter(isColumn);
}

export function rememberColumns(ids: string[]) {
    try {
        localStorage.setItem(REMEMBERED, ids.join(','));
    } catch {
        // they stay in the address
    }
}
