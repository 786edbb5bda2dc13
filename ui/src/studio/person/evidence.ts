// The identity graph as data: atoms, the ties between them, what lies behind one, where to draw
// it.
import type { Identities } from '../../kit/api_gen';

export type Tie = Identities['links'][number];
export type Atom = Identities['atoms'][number];

/** All evidence between the same two atoms: one line in the picture. */
export interface Bond {
    id: string;
    from: string;
    to: string;
    /** What holds first. */
    ties: Tie[];
}

export const tieKey = (x: Tie) => `${x.from} ${x.to} ${x.because} ${x.seq} ${x.value ?? ''}`;

export function bonds(data: Identities): Bond[] {
    const found = new Map<string, Bond>();
    for (const x of data.links) {
        const [from, to] = x.from < x.to ? [x.from, x.to] : [x.to, x.from];
        const id = `${from} ${to}`;
        const bond = found.get(id) ?? { id, from, to, ties: [] };
        bond.ties.push(x);
        found.set(id, bond);
    }
    const held = (x: Tie) => (x.state === 'held' ? 0 : 1);
    for (const b of found.values()) b.ties.sort((a, c) => held(a) - held(c) || a.seq - c.seq);
    return [...found.values()];
}

/** Who is tied to whom; `apart`: as if nothing tied these two directly. */
function neighbours(data: Identities, apart?: Tie): Map<string, string[]> {
    const near = new Map<string, string[]>(data.atoms.map((a) => [a.id, []]));
    const between = (x: Tie) =>
        apart !== undefined &&
        ((x.from === apart.from && x.to === apart.to) ||
            (x.from === apart.to && x.to === apart.from));
    for (const x of data.links) {
        if (x.state !== 'held' || between(x)) continue;
        near.get(x.from)?.push(x.to);
        near.get(x.to)?.push(x.from);
    }
    return near;
}

function reached(near: Map<string, string[]>, from: string): Map<string, number> {
    const depth = new Map([[from, 0]]);
    const queue = [from];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
        for (const next of near.get(at) ?? []) {
            if (depth.has(next)) continue;
            depth.set(next, (depth.get(at) ?? 0) + 1);
            queue.push(next);
        }
    }
    return depth;
}

/** The atoms on the younger side of a tie; where others go round it, the younger end alone. */
export function behind(data: Identities, tie: Tie): string[] {
    const order = new Map(data.atoms.map((a, i) => [a.id, i]));
    const younger = (order.get(tie.from) ?? 0) > (order.get(tie.to) ?? 0) ? tie.from : tie.to;
    const older = younger === tie.from ? tie.to : tie.from;
    const side = reached(neighbours(data, tie), younger);
    return side.has(older) ? [younger] : [...side.keys()];
}

export const BOX_WIDTH = 226;
const COLUMN = BOX_WIDTH + 176;
const GAP = 26;
const LINE = 22;
const SHOWN_LINES = 4;

export const boxHeight = (a: Atom) => 44 + Math.min(a.identifiers.length, SHOWN_LINES) * LINE;

export interface Placed {
    atom: Atom;
    x: number;
    y: number;
}

/** The best connected atom of each piece in the middle of its steps: columns stay few. */
export function place(data: Identities): Placed[] {
    const near = neighbours(data);
    const degree = (a: Atom) => new Set(near.get(a.id)).size;
    const depths = new Map<string, number>();
    for (const a of [...data.atoms].sort((p, q) => degree(q) - degree(p))) {
        if (depths.has(a.id)) continue;
        for (const [id, d] of reached(near, a.id)) depths.set(id, d);
    }
    const columns: Atom[][] = [];
    for (const a of data.atoms) (columns[depths.get(a.id) ?? 0] ??= []).push(a);
    return columns.flatMap((atoms, x) => {
        const total = atoms.reduce((sum, a) => sum + boxHeight(a) + GAP, -GAP);
        let y = -total / 2;
        return atoms.map((atom) => {
            const at = { atom, x: x * COLUMN, y };
            y += boxHeight(atom) + GAP;
            return at;
        });
    });
}

/** Of a tie's label and the room below it: two lines, or three where there is more evidence. */
const labelHeight = (b: Bond) => (b.ties.length > 1 ? 58 : 44);

/** How far down each tie's label moves so that none lies on another between the same columns. */
export function labelShifts(placed: Placed[], all: Bond[]): Map<string, number> {
    const at = new Map(placed.map((p) => [p.atom.id, p]));
    const between = new Map<string, { bond: Bond; middle: number }[]>();
    for (const b of all) {
        const [from, to] = [at.get(b.from), at.get(b.to)];
        if (!from || !to) continue;
        const columns = `${Math.min(from.x, to.x)} ${Math.max(from.x, to.x)}`;
        const height = (p: Placed) => p.y + boxHeight(p.atom) / 2;
        const labels = between.get(columns) ?? [];
        labels.push({ bond: b, middle: (height(from) + height(to)) / 2 });
        between.set(columns, labels);
    }
    const shifts = new Map<string, number>();
    for (const labels of between.values()) {
        let free = -Infinity;
        for (const { bond, middle } of labels.sort((a, b) => a.middle - b.middle)) {
            const half = labelHeight(bond) / 2;
            const y = Math.max(middle, free + half);
            shifts.set(bond.id, y - middle);
            free = y + half;
        }
    }
    return shifts;
}
