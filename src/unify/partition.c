/* partition.c - who is one person, given all evidence and all cuts.
 *
 * THEORY      Nodes are atoms and account identifiers.  A piece of evidence ties two nodes: an
 *             atom carries an identifier, or a link says that two atoms are one.  A person is
 *             what is connected by the evidence that holds.  Evidence is judged once, in the
 *             order of the log: it holds unless the person that it would make breaks a limit,
 *             has nodes on both sides of a cut, or has more atoms than the rules allow.
 *             Evidence that is refused stays, with the reason.
 *             So the persons are a function of the evidence in log order, of the cuts in force now
 *             and of the values that stand for nobody, and of nothing else. That is what makes an
 *             undo exact: whatever happened in between, partition_again() computes that function
 *             afresh for everything around the atoms concerned. A new event adds the newest
 *             evidence, for which judging against the present persons is the function's last step.
 *             The identifiers of one event are judged from the strongest to the weakest, so of two
 *             that cannot go together the weaker is left out, and the rest still tried.
 * INVARIANTS  (1) Incremental equals partition_again(), at every moment (property test).
 *             (2) No person has nodes on both sides of a cut in force.
 * COST        tie_judge(): the atoms of the two persons.  partition_again(): n log n of the
 *             evidence around.
 * LIMITS      AROUND_MAX, and what the rules say (rules.c).
 * THREADS     Core thread.
 */
#include "base/fault.h"
#include "unify/unify_internal.h"

#include <stdlib.h>

/* ---- judging one piece against the persons as they are ---- */

struct tally { uint32_t of[IDENT_NUMBERS]; };

/* Does the identifier, held since `day`, count at the time of the evidence? */
static bool counts(const struct ident_plan *p, unsigned kind, uint32_t since, uint32_t day) {
    uint32_t window = p->rule[kind]->window_days;
    return window == 0 || since + window > day;
}

static void tally_person(struct unify *u, uint32_t person, uint32_t day, struct tally *t) {
    uint32_t i = person;
    do {
        for (uint32_t c = atom_at(u, i)->carries; c != NONE; c = carry_at(u, c)->next_of_atom) {
            const struct carry *k = carry_at(u, c);
            const struct ident *x = ident_at(u, k->ident);
            if (k->state == TIE_HELD && ident_holder(u, k->ident) == i &&
                counts(ident_plan(u), x->kind, k->day, day))
                t->of[x->kind]++;
        }
        i = atom_at(u, i)->next;
    } while (i != person);
}

static bool over_limit(struct unify *u, const struct ident_plan *p, const struct tally *t) {
    unsigned end = IDENT_OWN_FIRST + u->root->kinds.n;
    for (unsigned k = 1; k < end; k = k + 1 == IDENT_KIND_COUNT ? IDENT_OWN_FIRST : k + 1)
        if (t->of[k] > p->rule[k]->max && !kind_is_device(u, k))
            return true;
    return false;
}

bool ident_nobodys(struct unify *u, const struct ident_plan *p, uint32_t ident) {
    char room[40];
    return is_constant(u, ident) ||
           ident_blocked(p, ident_at(u, ident)->kind, ident_text(u, ident, room));
}

/* The person that a node belongs to, or NONE for an identifier that nobody holds. */
static uint32_t node_person(struct unify *u, uint32_t node) {
    uint32_t atom = node & NODE_IDENT ? ident_holder(u, node & ~NODE_IDENT) : node;
    return atom == NONE ? NONE : person_rep(u, atom);
}

/* Is a cut in force between this node and the person (or the node that stands for it)? */
static bool node_cut_from(struct unify *u, uint32_t node, uint32_t person, uint32_t other_node) {
    for (uint32_t row = cut_rows_of(u, node); row != NONE;) {
        const struct cut_row *r = hvec_at(u->h, &u->root->cut_rows, row);
        const struct cut *c = cut_at(u, r->cut);
        const uint32_t *other = (uint32_t *)heap_at(u->h, c->nodes) + (r->side ? 0 : c->n[0]);
        for (uint32_t i = 0; !c->withdrawn && i < c->n[!r->side]; i++)
            if (other[i] == other_node || (person != NONE && node_person(u, other[i]) == person))
                return true;
        row = r->next;
    }
    return false;
}

/* Is any node of person a cut from person b, or from node b where nobody holds it? */
static bool persons_cut(struct unify *u, uint32_t a, uint32_t b, uint32_t b_node) {
    uint32_t i = a;
    do {
        if (node_cut_from(u, i, b, b_node))
            return true;
        for (uint32_t c = atom_at(u, i)->carries; c != NONE; c = carry_at(u, c)->next_of_atom) {
            const struct carry *k = carry_at(u, c);
            if (ident_holder(u, k->ident) == i &&
                node_cut_from(u, k->ident | NODE_IDENT, b, b_node))
                return true;
        }
        i = atom_at(u, i)->next;
    } while (i != a);
    return false;
}

enum tie_state tie_judge(struct unify *u, uint32_t atom, uint32_t node, uint32_t day) {
    uint32_t a = person_rep(u, atom), b = node_person(u, node);
    struct tally t = { { 0 } };
    if (node & NODE_IDENT && ident_nobodys(u, ident_plan(u), node & ~NODE_IDENT))
        return TIE_BLOCKED; /* since it was read */
    if (a == b)
        return TIE_HELD;
    uint32_t more = b == NONE ? 0 : atom_at(u, b)->n_atoms;
    if (atom_at(u, a)->n_atoms + more > ident_rules(u)->atoms_max)
        return TIE_CAP;
    tally_person(u, a, day, &t);
    if (b != NONE)
        tally_person(u, b, day, &t);
    else
        t.of[ident_at(u, node & ~NODE_IDENT)->kind]++;
    if (over_limit(u, ident_plan(u), &t))
        return TIE_LIMIT;
    if (u->root->cuts.n > 0 && !fault_hit("unify.cuts_ignored") && persons_cut(u, a, b, node))
        return TIE_CUT;
    return TIE_HELD;
}

/* ---- all evidence around some atoms ---- */

struct set { /* of atoms: open addressing; order of coming in list */
    uint32_t *slots, mask;
    uint32_t *list, n, cap;
};

static void set_grow(struct set *s) {
    uint32_t size = s->mask ? (s->mask + 1) * 2 : 256;
    free(s->slots);
    s->slots = malloc(size * sizeof *s->slots);
    CHECK(s->slots);
    memset(s->slots, 0xff, size * sizeof *s->slots);
    s->mask = size - 1;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t at = (s->list[i] * 2654435761u) & s->mask;
        while (s->slots[at] != NONE)
            at = (at + 1) & s->mask;
        s->slots[at] = i;
    }
}

/* Index of v in the list, or NONE. */
static uint32_t set_find(const struct set *s, uint32_t v) {
    if (!s->mask)
        return NONE;
    uint32_t at = (v * 2654435761u) & s->mask;
    while (s->slots[at] != NONE && s->list[s->slots[at]] != v)
        at = (at + 1) & s->mask;
    return s->slots[at];
}

static uint32_t set_add(struct set *s, uint32_t v) {
    uint32_t i = set_find(s, v);
    if (i != NONE)
        return i;
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 128;
        s->list = realloc(s->list, s->cap * sizeof *s->list);
        CHECK(s->list);
    }
    s->list[s->n++] = v;
    if (!s->mask || s->n * 2 > s->mask)
        set_grow(s);
    else {
        uint32_t at = (v * 2654435761u) & s->mask;
        while (s->slots[at] != NONE)
            at = (at + 1) & s->mask;
        s->slots[at] = s->n - 1;
    }
    return s->n - 1;
}

static void set_free(struct set *s) {
    free(s->slots);
    free(s->list);
}

static void around_one(struct unify *u, uint32_t atom, uint32_t max, struct set *atoms,
                       struct set *idents) {
    for (uint32_t c = atom_at(u, atom)->carries; c != NONE; c = carry_at(u, c)->next_of_atom) {
        uint32_t x = carry_at(u, c)->ident, before = idents->n;
        if (ident_is_device(u, x) || set_add(idents, x) < before)
            continue;
        for (uint32_t k = ident_at(u, x)->carriers; k != NONE; k = carry_at(u, k)->next_of_ident)
            if (atoms->n <= max)
                set_add(atoms, carry_at(u, k)->atom);
    }
    for (uint32_t l = atom_at(u, atom)->links; l != NONE;) {
        const struct link *k = link_row(u, l);
        set_add(atoms, k->a == atom ? k->b : k->a);
        l = k->a == atom ? k->next_a : k->next_b;
    }
}

static int around(struct unify *u, const uint32_t *from, uint32_t n, uint32_t max,
                  struct set *atoms, struct set *idents, struct err *err) {
    for (uint32_t i = 0; i < n; i++)
        set_add(atoms, from[i]);
    for (uint32_t i = 0; i < atoms->n; i++) {
        if (atoms->n > max) {
            err_set(err, E_LIMIT, "more than %u atoms are tied to this person", max);
            return err_hint(err, "block the identifier that they share, then try again");
        }
        around_one(u, atoms->list[i], max, atoms, idents);
    }
    return 0;
}

/* ---- the function computed afresh ---- */

struct evidence {
    uint64_t seq;
    uint32_t row;      /* carry or link */
    bool is_link;
    uint32_t a, b;     /* local nodes: atoms 0 … n-1, then identifiers */
    uint32_t day;
    enum tie_state state;
};

struct again { /* local nodes and their persons in the making */
    struct unify *u;
    const struct ident_plan *plan;
    struct set atoms, idents;
    uint32_t n;           /* nodes */
    uint32_t *up;         /* union-find */
    uint32_t *n_atoms;    /* of a root */
    uint32_t *next;       /* ring of the nodes of a person */
    uint32_t *since;      /* identifier: day since when it is held */
    bool *held;           /* identifier: somebody holds it */
    bool *blocked;        /* identifier: by the rules, it stands for nobody */
    uint32_t *holder;     /* identifier: atom that holds it first */
    uint64_t *sides;      /* of a root: bit pairs of the cuts in force, words a node */
    uint32_t words;
    struct evidence *ev;
    uint32_t n_ev, cap_ev;
    bool all;             /* tell everything, changed or not */
};

static uint32_t root_of(struct again *g, uint32_t i) {
    while (g->up[i] != i)
        i = g->up[i] = g->up[g->up[i]];
    return i;
}

static void ev_add(struct again *g, struct evidence e) {
    if (g->n_ev == g->cap_ev) {
        g->cap_ev = g->cap_ev ? g->cap_ev * 2 : 256;
        g->ev = realloc(g->ev, g->cap_ev * sizeof *g->ev);
        CHECK(g->ev);
    }
    g->ev[g->n_ev++] = e;
}

static void gather(struct again *g) {
    struct unify *u = g->u;
    for (uint32_t i = 0; i < g->atoms.n; i++) {
        uint32_t atom = g->atoms.list[i];
        for (uint32_t c = atom_at(u, atom)->carries; c != NONE;) {
            const struct carry *k = carry_at(u, c);
            uint32_t x = set_find(&g->idents, k->ident);
            if (x != NONE)
                ev_add(g, (struct evidence){ .seq = k->seq, .row = c, .a = i,
                                             .b = g->atoms.n + x, .day = (uint32_t)k->day,
                                             .state = (enum tie_state)k->state });
            c = k->next_of_atom;
        }
        for (uint32_t l = atom_at(u, atom)->links; l != NONE;) {
            const struct link *k = link_row(u, l);
            if (k->a == atom)
                ev_add(g, (struct evidence){ .seq = k->seq, .row = l, .is_link = true, .a = i,
                                             .b = set_find(&g->atoms, k->b),
                                             .state = (enum tie_state)k->state });
            l = k->a == atom ? k->next_a : k->next_b;
        }
    }
}

static int by_seq(const void *a, const void *b) {
    const struct evidence *x = a, *y = b;
    return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* Number the cuts in force that touch these nodes; mark each node's sides. */
static void mark_cuts(struct again *g) {
    struct unify *u = g->u;
    uint32_t in_force = 0;
    for (uint32_t i = 0; i < u->root->cuts.n; i++)
        in_force += !cut_at(u, i)->withdrawn;
    g->words = in_force * 2 / 64 + 1;
    g->sides = calloc((size_t)g->n * g->words, sizeof *g->sides);
    CHECK(g->sides);
    uint32_t number = 0;
    for (uint32_t i = 0; i < u->root->cuts.n; i++) {
        const struct cut *c = cut_at(u, i);
        if (c->withdrawn)
            continue;
        const uint32_t *nodes = heap_at(u->h, c->nodes);
        for (uint32_t k = 0; k < c->n[0] + c->n[1]; k++) {
            uint32_t x = nodes[k] & NODE_IDENT ? set_find(&g->idents, nodes[k] & ~NODE_IDENT)
                                               : set_find(&g->atoms, nodes[k]);
            if (x == NONE)
                continue;
            if (nodes[k] & NODE_IDENT)
                x += g->atoms.n;
            uint32_t bit = number * 2 + (k >= c->n[0]);
            g->sides[(size_t)x * g->words + bit / 64] |= 1ull << (bit % 64);
        }
        number++;
    }
}

static bool sides_clash(const struct again *g, uint32_t a, uint32_t b) {
    for (uint32_t w = 0; w < g->words; w++) {
        uint64_t both = g->sides[(size_t)a * g->words + w] | g->sides[(size_t)b * g->words + w];
        if (both & (both >> 1) & 0x5555555555555555ull)
            return true;
    }
    return false;
}

static void tally_ring(struct again *g, uint32_t root, uint32_t day, struct tally *t) {
    uint32_t i = root;
    do {
        if (i >= g->atoms.n && (g->held[i - g->atoms.n] || i == root)) {
            unsigned kind = ident_at(g->u, g->idents.list[i - g->atoms.n])->kind;
            uint32_t since = g->held[i - g->atoms.n] ? g->since[i - g->atoms.n] : day;
            if (counts(g->plan, kind, since, day))
                t->of[kind]++;
        }
        i = g->next[i];
    } while (i != root);
}

static enum tie_state judge(struct again *g, const struct evidence *e) {
    uint32_t a = root_of(g, e->a), b = root_of(g, e->b);
    struct tally t = { { 0 } };
    if (e->b >= g->atoms.n && g->blocked[e->b - g->atoms.n])
        return TIE_BLOCKED;
    if (a == b)
        return TIE_HELD;
    if (g->n_atoms[a] + g->n_atoms[b] > g->plan->rules->atoms_max)
        return TIE_CAP;
    tally_ring(g, a, e->day, &t);
    tally_ring(g, b, e->day, &t);
    if (over_limit(g->u, g->plan, &t))
        return TIE_LIMIT;
    return sides_clash(g, a, b) ? TIE_CUT : TIE_HELD;
}

static void join(struct again *g, const struct evidence *e) {
    uint32_t a = root_of(g, e->a), b = root_of(g, e->b);
    if (e->b >= g->atoms.n && !g->held[e->b - g->atoms.n]) {
        g->held[e->b - g->atoms.n] = true;
        g->since[e->b - g->atoms.n] = e->day;
        g->holder[e->b - g->atoms.n] = g->atoms.list[e->a];
    }
    if (a == b)
        return;
    if (g->n_atoms[a] < g->n_atoms[b]) {
        uint32_t t = a;
        a = b;
        b = t;
    }
    g->up[b] = a;
    g->n_atoms[a] += g->n_atoms[b];
    uint32_t next = g->next[a];
    g->next[a] = g->next[b];
    g->next[b] = next;
    for (uint32_t w = 0; w < g->words; w++)
        g->sides[(size_t)a * g->words + w] |= g->sides[(size_t)b * g->words + w];
}

static void *zeroed(size_t n, size_t size) {
    void *p = calloc(n + 1, size);
    CHECK(p);
    return p;
}

static void compute(struct again *g) {
    g->n = g->atoms.n + g->idents.n;
    g->up = zeroed(g->n, sizeof *g->up);
    g->n_atoms = zeroed(g->n, sizeof *g->n_atoms);
    g->next = zeroed(g->n, sizeof *g->next);
    g->since = zeroed(g->idents.n, sizeof *g->since);
    g->held = zeroed(g->idents.n, sizeof *g->held);
    g->blocked = zeroed(g->idents.n, sizeof *g->blocked);
    g->holder = zeroed(g->idents.n, sizeof *g->holder);
    for (uint32_t i = 0; i < g->n; i++) {
        g->up[i] = g->next[i] = i;
        g->n_atoms[i] = i < g->atoms.n;
    }
    for (uint32_t i = 0; i < g->idents.n; i++) {
        g->holder[i] = NONE;
        g->blocked[i] = ident_nobodys(g->u, g->plan, g->idents.list[i]);
    }
    mark_cuts(g);
    gather(g);
    if (g->n_ev > 0) /* a nameless atom alone has none */
        qsort(g->ev, g->n_ev, sizeof *g->ev, by_seq);
    for (uint32_t i = 0; i < g->n_ev; i++) {
        struct evidence *e = &g->ev[i];
        if (e->state == TIE_WITHDRAWN)
            continue;
        e->state = judge(g, e);
        if (e->state == TIE_HELD)
            join(g, e);
    }
}

/* ---- telling what changed ---- */

static void put_states(struct again *g, bool links, struct buf *out, uint32_t *changes) {
    uint32_t n = 0;
    for (int pass = 0; pass < 2; pass++) {
        if (pass)
            buf_varint(out, n);
        for (uint32_t i = 0; i < g->n_ev; i++) {
            const struct evidence *e = &g->ev[i];
            if (e->is_link != links)
                continue;
            enum tie_state was = e->is_link ? (enum tie_state)link_row(g->u, e->row)->state
                                            : (enum tie_state)carry_at(g->u, e->row)->state;
            if (was == e->state && !g->all)
                continue;
            n += pass == 0;
            if (pass) {
                buf_varint(out, e->row);
                buf_u8(out, (uint8_t)e->state);
            }
        }
    }
    *changes += n;
}

static void put_holders(struct again *g, struct buf *out, uint32_t *changes) {
    uint32_t n = 0;
    for (int pass = 0; pass < 2; pass++) {
        if (pass)
            buf_varint(out, n);
        for (uint32_t i = 0; i < g->idents.n; i++) {
            if (ident_holder(g->u, g->idents.list[i]) == g->holder[i] && !g->all)
                continue;
            n += pass == 0;
            if (pass) {
                buf_varint(out, g->idents.list[i]);
                buf_varint(out, g->holder[i] == NONE ? 0 : (uint64_t)g->holder[i] + 1);
            }
        }
    }
    *changes += n;
}

/* Is the person in the making the very one that there is? */
static bool unchanged(struct again *g, uint32_t root) {
    uint32_t rep = NONE, i = root;
    do {
        if (i < g->atoms.n) {
            uint32_t r = person_rep(g->u, g->atoms.list[i]);
            if (rep != NONE && r != rep)
                return false;
            rep = r;
        }
        i = g->next[i];
    } while (i != root);
    return rep == NONE || atom_at(g->u, rep)->n_atoms == g->n_atoms[root];
}

static void put_persons(struct again *g, struct buf *out, uint32_t *changes) {
    uint32_t n = 0;
    for (int pass = 0; pass < 2; pass++) {
        if (pass)
            buf_varint(out, n);
        for (uint32_t r = 0; r < g->n; r++) {
            if (g->up[r] != r || g->n_atoms[r] == 0 || (!g->all && unchanged(g, r)))
                continue;
            n += pass == 0;
            if (!pass)
                continue;
            buf_varint(out, g->n_atoms[r]);
            uint32_t i = r;
            do {
                if (i < g->atoms.n)
                    buf_varint(out, g->atoms.list[i]);
                i = g->next[i];
            } while (i != r);
        }
    }
    *changes += n;
}

static void again_free(struct again *g) {
    set_free(&g->atoms);
    set_free(&g->idents);
    free(g->up);
    free(g->n_atoms);
    free(g->next);
    free(g->since);
    free(g->held);
    free(g->blocked);
    free(g->holder);
    free(g->sides);
    free(g->ev);
}

static int emit_changes(struct again *g, struct err *err) {
    struct unify *u = g->u;
    uint32_t changes = 0;
    struct buf out;
    buf_init(&out, "partition", g->all ? 48u << 20 : 8u << 20);
    compute(g);
    put_states(g, false, &out, &changes);
    put_states(g, true, &out, &changes);
    put_holders(g, &out, &changes);
    put_persons(g, &out, &changes);
    int rc = buf_check(&out, err);
    if (rc == 0 && changes > 0)
        core_emit(u->core, ENTRY_PARTITION, 1, buf_str(&out));
    buf_release(&out);
    return rc;
}

int partition_fits(struct unify *u, uint32_t atom, struct err *err) {
    struct set atoms = { 0 }, idents = { 0 };
    int rc = around(u, &atom, 1, AROUND_MAX, &atoms, &idents, err);
    set_free(&atoms);
    set_free(&idents);
    return rc;
}

int partition_again(struct unify *u, const uint32_t *atoms, uint32_t n, struct err *err) {
    struct again g = { .u = u, .plan = ident_plan(u) };
    int rc = around(u, atoms, n, AROUND_MAX, &g.atoms, &g.idents, err);
    if (rc == 0)
        rc = emit_changes(&g, err);
    again_free(&g);
    return rc;
}

void partition_afresh(struct unify *u, const uint32_t *atoms, uint32_t n) {
    struct again g = { .u = u, .plan = ident_plan(u), .all = true };
    struct err err = ERR_INIT;
    CHECK(around(u, atoms, n, NONE - 1, &g.atoms, &g.idents, &err) == 0 &&
          emit_changes(&g, &err) == 0);
    again_free(&g);
}

/* ---- what other rules would make of it ---- */

int partition_try(struct unify *u, uint32_t atom, const struct ident_plan *plan,
                  struct partition_trial *ret, struct err *err) {
    struct again g = { .u = u, .plan = plan };
    *ret = (struct partition_trial){ 0 };
    int rc = around(u, &atom, 1, AROUND_MAX, &g.atoms, &g.idents, err);
    if (rc == 0) {
        compute(&g);
        for (uint32_t i = 0; i < g.atoms.n; i++)
            ret->before += person_rep(u, g.atoms.list[i]) == g.atoms.list[i];
        for (uint32_t i = 0; i < g.n; i++) {
            bool person = g.up[i] == i && g.n_atoms[i] > 0;
            ret->after += person;
            uint32_t olds = 0, j = i;
            do { /* an id lives on with the person that has its atom */
                if (person && j < g.atoms.n) {
                    uint32_t x = g.atoms.list[j];
                    olds += atom_at(u, person_rep(u, x))->oldest == x;
                }
                j = g.next[j];
            } while (j != i);
            ret->joined += person && olds > 1 ? olds - 1 : 0;
            ret->parted += person && olds == 0;
        }
        ret->n = g.atoms.n;
        ret->atoms = g.atoms.list;
        g.atoms.list = NULL;
    }
    again_free(&g);
    return rc;
}
