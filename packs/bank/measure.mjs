// measure.mjs - the server's persons beside the truth.
//
//   const found = await readPersons(new Api(url, secretKey));
//   const m = measure(await readTruth(file), found);       // figures; rows(m) for people
//   faults(m)                                             // what is not as it must be, as text
//
// THEORY  A part of the truth is what messages of one person tie (trails, identifiers; world.mjs):
//         a private window that never signs in is a part of its own, since nobody could know. An
//         event is with the right person when it lies where most of its part lies, in a server's
//         person that is mostly its own person's. Two people are fused when one server's person
//         holds identifiers that belong to each of them alone. "together" leaves parts aside: the
//         share of events that lie with the rest of their person, whether or not one could know.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const READERS = 8;

/** { world, people } of a truth file. */
export async function readTruth(file) {
    const people = [];
    let world = null;
    for await (const line of createInterface({ input: createReadStream(file) })) {
        if (line === '') continue;
        if (world === null) world = JSON.parse(line);
        else people.push(JSON.parse(line));
    }
    return { world, people };
}

/** All persons of the server with identifiers ("kind:value") and messageIds. */
export async function readPersons(api) {
    const persons = [];
    for await (const p of api.list('/api/people')) {
        persons.push({
            id: p.id, identifiers: p.identifiers.map((x) => `${x.kind}:${x.value}`),
            messages: [], events: p.events,
        });
    }
    let next = 0;
    const reader = async () => {
        while (next < persons.length) {
            const p = persons[next++];
            for await (const item of api.list(`/api/people/${p.id}/timeline`))
                p.messages.push(item.message_id);
        }
    };
    await Promise.all(Array.from({ length: READERS }, reader));
    return persons;
}

/** messageId -> [person, part], numbers in the truth. */
function whose(people) {
    const out = new Map();
    people.forEach((p, i) => p.parts.forEach((part, k) => {
        for (const id of part.messages) out.set(id, [i, k]);
    }));
    return out;
}

const most = (counts) => [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];

function add(map, key, n = 1) {
    map.set(key, (map.get(key) ?? 0) + n);
}

/** Identifiers that belong to one person of the truth alone. */
function exclusive(people) {
    const owner = new Map();
    people.forEach((p, i) => {
        const mine = new Set(p.identifiers);
        for (const part of p.parts) part.identifiers.forEach((x) => mine.add(x));
        for (const x of mine) owner.set(x, owner.has(x) && owner.get(x) !== i ? null : i);
    });
    return owner;
}

function fusedPairs(people, persons) {
    const owner = exclusive(people);
    const pairs = new Map(); // "i j" -> the server's person
    for (const p of persons) {
        const there = new Set();
        for (const x of p.identifiers) {
            const i = owner.get(x);
            if (i !== undefined && i !== null) there.add(i);
        }
        const list = [...there].sort((a, b) => a - b);
        for (let a = 0; a < list.length; a++)
            for (let b = a + 1; b < list.length; b++) pairs.set(`${list[a]} ${list[b]}`, p.id);
    }
    return pairs;
}

/** Tablets that two people used: how many, and how many of them made one person of two. */
function tablets(people, pairs) {
    const users = new Map();
    people.forEach((p, i) => {
        if (!p.shared_tablet) return;
        const used = p.parts.some((x) => x.identifiers.includes(`anonymous_id:${p.shared_tablet}`));
        if (used) users.set(p.shared_tablet, [...(users.get(p.shared_tablet) ?? []), i]);
    });
    const shared = [...users.values()].filter((list) => list.length > 1);
    return {
        shared: shared.length,
        fused: shared.filter((list) => pairs.has(list.slice(0, 2).join(' '))).length,
    };
}

/** Figures of persons that the server found, against the truth. */
export function measure(truth, persons) {
    const { people } = truth;
    const of = whose(people);
    const byPart = new Map(), byHuman = new Map(), byPerson = new Map();
    const seen = new Map();
    let foreign = 0, double = 0;
    persons.forEach((p, n) => {
        for (const id of p.messages) {
            const w = of.get(id);
            if (!w) {
                foreign++;
                continue;
            }
            if (seen.has(id)) double++;
            seen.set(id, n);
            for (const [map, key, value] of [[byPart, `${w[0]} ${w[1]}`, n], [byHuman, w[0], n],
                [byPerson, n, w[0]]]) {
                if (!map.has(key)) map.set(key, new Map());
                add(map.get(key), value);
            }
        }
    });
    const home = new Map([...byPart].map(([k, c]) => [k, most(c)]));
    const all = new Map([...byHuman].map(([k, c]) => [k, most(c)]));
    const owner = new Map([...byPerson].map(([k, c]) => [k, most(c)]));
    let right = 0, together = 0;
    const wrong = [];
    for (const [id, n] of seen) {
        const [i, k] = of.get(id);
        const mine = owner.get(n) === i;
        if (mine && home.get(`${i} ${k}`) === n) right++;
        else wrong.push(id);
        if (mine && all.get(i) === n) together++;
    }
    const pairs = fusedPairs(people, persons);
    return {
        world: truth.world, people: people.length, persons: persons.length,
        parts: people.reduce((sum, p) => sum + p.parts.length, 0),
        events: of.size, missing: of.size - seen.size, foreign, double,
        right: right / seen.size, together: together / seen.size,
        mixed: [...byPerson.values()].filter((c) => c.size > 1).length,
        fused: pairs.size, pairs, tablets: tablets(people, pairs), wrong,
    };
}

const percent = (x) => `${(100 * x).toFixed(3)} %`;

/** The table for people. */
export function rows(m) {
    return [
        ['seed', m.world.seed],
        ['people, and what messages tie', `${m.people}, ${m.parts}`],
        ["the server's persons", m.persons],
        ['events', `${m.events} (${m.missing} missing, ${m.foreign} unknown, ${m.double} twice)`],
        ['pairs of people fused', m.fused],
        ['events with the right person', percent(m.right)],
        ['  of all, known or not', percent(m.together)],
        ["persons with another's events", m.mixed],
        ['shared tablets, of them fused', `${m.tablets.shared}, ${m.tablets.fused}`],
    ].map(([what, value]) => `${what.padEnd(34)}${value}`);
}

/** What must hold and does not. */
export function faults(m) {
    const out = [];
    if (m.missing > 0) out.push(`${m.missing} events are missing`);
    if (m.double > 0) out.push(`${m.double} events stand twice`);
    if (m.fused > 0) out.push(`${m.fused} pairs of people are fused`);
    if (m.tablets.fused > 0) out.push(`${m.tablets.fused} shared tablets are fused`);
    if (m.tablets.shared === 0) out.push('no tablet was shared: nothing was shown about them');
    if (!(m.right >= 0.98)) out.push(`${percent(m.right)} of events with the right person`);
    return out;
}
