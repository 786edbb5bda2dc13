/* state.c - names, identifiers, atoms, persons: finding them, and the changes that log entries
 * make.
 *
 * INVARIANTS  (1) atom.rep is the same for all atoms of a person; rings and n_atoms agree.
 *             (2) Numbers are given in log order and never reused.
 *             (3) The sign-ins of a device are in order of time, one at a moment, each with
 *                 another account than the one before: a function of the events of its atoms,
 *                 in whatever order these came, and also when some were erased since.
 * THREADS     Core thread.
 */
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

void unify_begin(void *room) {
    struct unify *u = room;
    struct unify_root *r = u->root;
    find_mark_all(u);
    hvec_init(u->h, &r->names, sizeof(struct text), 16384);
    hvec_init(u->h, &r->idents, sizeof(struct ident), 65536);
    hvec_init(u->h, &r->carries, sizeof(struct carry), 65536);
    hvec_init(u->h, &r->signins, sizeof(struct signin), 65536);
    hvec_init(u->h, &r->atoms, sizeof(struct atom), 65536);
    hvec_init(u->h, &r->links, sizeof(struct link), 65536);
    hvec_init(u->h, &r->cuts, sizeof(struct cut), 16384);
    hvec_init(u->h, &r->cut_rows, sizeof(struct cut_row), 16384);
    hvec_init(u->h, &r->events, sizeof(struct event_row), 65536);
    hvec_init(u->h, &r->groups, sizeof(struct group), 16384);
    hvec_init(u->h, &r->members, sizeof(struct member), 16384);
    trait_rules_begin(u);
    retain_begin(u);
    hvec_init(u->h, &r->constants, sizeof(struct constant), 4096);
    hidx_init(u->h, &r->cut_rows_ix, 4);
    hidx_init(u->h, &r->names_ix, 4);
    hidx_init(u->h, &r->groups_ix, 6);
    hidx_init(u->h, &r->idents_ix, 12);
    hidx_init(u->h, &r->atoms_ix, 12);
    hidx_init(u->h, &r->ids_ix, 12);
    hvec_init(u->h, &r->erasures, sizeof(struct erasure), 16384);
    hvec_init(u->h, &r->erased, sizeof(struct erased_ident), 16384);
    hvec_init(u->h, &r->erase_heads, sizeof(struct erase_row), 16384);
    hvec_init(u->h, &r->erase_seqs, sizeof(struct erase_row), 16384);
    hvec_init(u->h, &r->erase_idents, sizeof(struct erase_row), 16384);
    hvec_init(u->h, &r->reject_groups, sizeof(uint64_t), 16384);
    hidx_init(u->h, &r->erased_ix, 4);
    hvec_init(u->h, &r->kinds, sizeof(struct kind_known), 4096);
    hvec_push(u->h, &r->names, NULL); /* number 0 */
}

static struct text text_keep(struct unify *u, struct str s) {
    struct text t = { 0, (uint32_t)s.n };
    if (s.n > 0) {
        t.at = heap_alloc(u->h, s.n);
        memcpy(heap_at(u->h, t.at), s.s, s.n);
    }
    return t;
}

struct str text_str(struct unify *u, struct text t) {
    return str_n(t.n ? heap_at(u->h, t.at) : "", t.n);
}

/* What an index compares with. */
struct probe {
    struct unify *u;
    struct str s;
    struct id id;
    uint32_t a, b;
    unsigned kind;
};

/* ---- names ---- */

static bool name_eq(const void *ctx, uint32_t i) {
    const struct probe *p = ctx;
    return str_eq(text_str(p->u, *(struct text *)hvec_at(p->u->h, &p->u->root->names, i)), p->s);
}

uint32_t name_find(struct unify *u, struct str name) {
    struct probe p = { .u = u, .s = name };
    uint32_t i = hidx_find(u->h, &u->root->names_ix, hash_sip(u->key, name.s, name.n), name_eq,
                           &p);
    return i == NONE ? 0 : i;
}

uint32_t name_add(struct unify *u, struct str name) {
    void *p;
    struct text t = text_keep(u, name);
    uint32_t i = hvec_push(u->h, &u->root->names, &p);
    memcpy(p, &t, sizeof t);
    hidx_put(u->h, &u->root->names_ix, hash_sip(u->key, name.s, name.n), i);
    return i;
}

struct str name_text(struct unify *u, uint32_t name) {
    if (name == 0 || name >= u->root->names.n)
        return STR("");
    return text_str(u, *(struct text *)hvec_at(u->h, &u->root->names, name));
}

/* ---- identifiers ---- */

struct str ident_text(struct unify *u, uint32_t ident, char room[40]) {
    const struct ident *x = ident_at(u, ident);
    if (!(x->packed & IDENT_PACKED) || x->n == 0)
        return str_n(heap_at(u->h, x->value), x->n);
    struct id id;
    memcpy(&id, heap_at(u->h, x->value), sizeof id);
    id_format(id, room);
    return str_n(room, 36);
}

static bool ident_eq(const void *ctx, uint32_t i) {
    const struct probe *p = ctx;
    const struct ident *x = ident_at(p->u, i);
    if (x->kind != p->kind || x->n != p->s.n)
        return false;
    char room[40];
    return str_eq(ident_text(p->u, i, room), p->s);
}

uint32_t ident_find(struct unify *u, unsigned kind, struct str value, uint64_t hash) {
    struct probe p = { .u = u, .s = value, .kind = kind };
    return hidx_find(u->h, &u->root->idents_ix, hash, ident_eq, &p);
}

/* A UUID in the spelling that id_format() gives takes 16 bytes. */
static bool uuid_pack(struct str s, struct id *ret) {
    char again[37];
    if (s.n != 36 || id_parse(s, ret) < 0)
        return false;
    id_format(*ret, again);
    return memcmp(again, s.s, 36) == 0;
}

uint64_t ident_hash_of(struct unify *u, uint32_t ident) {
    char room[40];
    return ident_hash(u, ident_at(u, ident)->kind, ident_text(u, ident, room));
}

/* Without a value: erased. */
uint32_t ident_add(struct unify *u, unsigned kind, struct str value, uint64_t seq) {
    CHECK(value.n <= IDENT_VALUE_MAX && seq >> 40 == 0);
    struct ident x = { .n = value.n & 2047u, .kind = kind & 255u,
                       .device = kind_is_device(u, kind), .carriers = NONE, .tie = NONE,
                       .seq_lo = (uint32_t)seq, .seq_hi = seq >> 32 & 255u };
    struct id packed;
    void *p;
    if (value.n == 0) {
        uint32_t gone = hvec_push(u->h, &u->root->idents, &p);
        x.packed = IDENT_ERASED;
        memcpy(p, &x, sizeof x);
        return gone;
    }
    x.packed = uuid_pack(value, &packed) ? IDENT_PACKED : 0;
    if (x.packed)
        value = str_n((const char *)packed.b, 16);
    x.value = text_keep(u, value).at;
    uint32_t i = hvec_push(u->h, &u->root->idents, &p);
    memcpy(p, &x, sizeof x);
    hidx_put(u->h, &u->root->idents_ix, ident_hash_of(u, i), i);
    return i;
}

/* ---- atoms ---- */

static uint64_t pair_hash(struct unify *u, uint32_t device, uint32_t account) {
    uint32_t pair[2] = { device, account };
    return hash_sip(u->key, pair, sizeof pair);
}

static bool atom_eq(const void *ctx, uint32_t i) {
    const struct probe *p = ctx;
    const struct atom *a = atom_at(p->u, i);
    return a->device == p->a && a->account == p->b;
}

uint32_t atom_find(struct unify *u, uint32_t device, uint32_t account) {
    struct probe p = { .u = u, .a = device, .b = account };
    return hidx_find(u->h, &u->root->atoms_ix, pair_hash(u, device, account), atom_eq, &p);
}

uint32_t atom_add(struct unify *u, struct id id, uint32_t device, uint32_t account,
                  uint64_t seq, int64_t ms, enum tie_state account_state) {
    void *p;
    uint32_t i = hvec_push(u->h, &u->root->atoms, &p);
    struct atom a = { .id = id, .first_ms = INT64_MAX, .last_ms = INT64_MIN, .device = device,
                      .account = account, .rep = i, .next = i, .oldest = i, .n_atoms = 1,
                      .carries = NONE, .events = NONE, .links = NONE, .groups = NONE };
    memcpy(p, &a, sizeof a);
    hidx_put(u->h, &u->root->atoms_ix, pair_hash(u, device, account), i);
    hidx_put(u->h, &u->root->ids_ix, hash_sip(u->key, id.b, sizeof id.b), i);
    HEAP_SET(u->h, u->root->persons, u->root->persons + 1);
    if (u->watch.room)
        u->watch.born(u->watch.room, i);
    if (device != NONE)
        carry_add(u, i, device, seq, ms, TIE_HELD);
    if (account != NONE)
        carry_add(u, i, account, seq, ms, account_state);
    return i;
}

void atom_add_erased(struct unify *u, uint32_t carries) {
    void *p;
    uint32_t i = hvec_push(u->h, &u->root->atoms, &p);
    struct atom a = { .first_ms = INT64_MAX, .last_ms = INT64_MIN, .device = NONE,
                      .account = NONE, .rep = i, .next = i, .oldest = NONE, .n_atoms = 1,
                      .carries = NONE, .events = NONE, .links = NONE, .groups = NONE };
    memcpy(p, &a, sizeof a);
    while (carries-- > 0)
        carry_add_erased(u);
}

static bool id_eq(const void *ctx, uint32_t i) {
    const struct probe *p = ctx;
    return memcmp(&atom_at(p->u, i)->id, &p->id, sizeof p->id) == 0;
}

uint32_t unify_by_id(struct unify *u, struct id id) {
    struct probe p = { .u = u, .id = id };
    return hidx_find(u->h, &u->root->ids_ix, hash_sip(u->key, id.b, sizeof id.b), id_eq, &p);
}

void atom_unindex(struct unify *u, uint32_t atom) {
    const struct atom *a = atom_at(u, atom);
    CHECK(hidx_del(u->h, &u->root->atoms_ix, pair_hash(u, a->device, a->account), atom));
    CHECK(hidx_del(u->h, &u->root->ids_ix, hash_sip(u->key, a->id.b, sizeof a->id.b), atom));
}

struct carry *carry_at(struct unify *u, uint32_t i) {
    return hvec_at(u->h, &u->root->carries, i);
}

uint32_t unify_by_ident(struct unify *u, unsigned kind, struct str normalised) {
    uint32_t i = ident_find(u, kind, normalised, ident_hash(u, kind, normalised));
    if (i == NONE)
        return NONE;
    if (!kind_is_device(u, kind))
        return ident_holder(u, i);
    if (ident_signins(u, i) != NONE) /* a shared device: the one who has it now */
        return signin_at(u, i, INT64_MAX);
    uint32_t c = ident_at(u, i)->carriers;
    return c == NONE ? NONE : carry_at(u, c)->atom;
}

struct id unify_person_id(struct unify *u, uint32_t atom) {
    return atom_at(u, atom_at(u, person_rep(u, atom))->oldest)->id;
}

uint32_t unify_person_atoms(struct unify *u, uint32_t atom) {
    return atom_at(u, person_rep(u, atom))->n_atoms;
}

bool unify_atom_person(struct unify *u, uint32_t atom, struct id *ret) {
    if (atom >= u->root->atoms.n || atom_erased(u, atom))
        return false;
    *ret = unify_person_id(u, atom);
    return true;
}

uint32_t unify_name_number(struct unify *u, struct str name) { return name_find(u, name); }
struct str unify_name_text(struct unify *u, uint32_t number) { return name_text(u, number); }
uint32_t unify_person_oldest(struct unify *u, uint32_t atom) {
    return atom_at(u, person_rep(u, atom))->oldest;
}

uint32_t unify_atoms(struct unify *u) { return u->root->atoms.n; }

bool unify_is_person(struct unify *u, uint32_t atom) {
    return !atom_erased(u, atom) && unify_person_oldest(u, atom) == atom;
}

void unify_watch(struct unify *u, const struct unify_watch *w) { u->watch = *w; }

uint32_t unify_person_numbers(struct unify *u, uint32_t atom, uint32_t *ret, uint32_t max) {
    uint32_t rep = person_rep(u, atom), n = 0;
    do {
        ret[n++] = atom;
        atom = atom_at(u, atom)->next;
    } while (n < max && person_rep(u, atom) == rep && atom != ret[0]);
    return n;
}

uint32_t carry_find(struct unify *u, uint32_t atom, uint32_t ident) {
    uint32_t i = atom_at(u, atom)->carries;
    while (i != NONE && carry_at(u, i)->ident != ident)
        i = carry_at(u, i)->next_of_atom;
    return i;
}

/* A held account identifier belongs to the person of its first holder. */
static void hold(struct unify *u, uint32_t atom, uint32_t ident) {
    if (ident_is_device(u, ident))
        return;
    uint32_t holder = ident_holder(u, ident);
    if (holder == NONE)
        HEAP_SET(u->h, ident_at(u, ident)->tie, atom);
    else
        persons_join(u, holder, atom);
}

void carry_add(struct unify *u, uint32_t atom, uint32_t ident, uint64_t seq, int64_t ms,
               enum tie_state state) {
    void *p;
    uint32_t i = hvec_push(u->h, &u->root->carries, &p);
    struct atom *a = heap_touch(u->h, atom_at(u, atom), sizeof *a);
    struct ident *x = heap_touch(u->h, ident_at(u, ident), sizeof *x);
    struct carry k = { .seq = seq, .day = (uint64_t)(ms / 86400000), .state = state,
                       .atom = atom, .ident = ident, .next_of_atom = a->carries,
                       .next_of_ident = x->carriers };
    memcpy(p, &k, sizeof k);
    a->carries = i;
    x->carriers = i;
    if (!ident_is_device(u, ident)) /* nobody is found by a device's */
        find_mark(u, atom);
    if (state == TIE_HELD)
        hold(u, atom, ident);
    if (u->watch.room)
        u->watch.carried(u->watch.room, atom);
}

void carry_add_erased(struct unify *u) {
    void *p;
    hvec_push(u->h, &u->root->carries, &p);
    struct carry k = { .atom = NONE, .ident = NONE, .next_of_atom = NONE, .next_of_ident = NONE };
    memcpy(p, &k, sizeof k);
}

void carry_unlink(struct unify *u, uint32_t carry) {
    const struct carry *k = carry_at(u, carry);
    struct ident *x = ident_at(u, k->ident);
    if (x->carriers == carry) {
        HEAP_SET(u->h, x->carriers, k->next_of_ident);
        return;
    }
    for (uint32_t c = x->carriers; c != NONE; c = carry_at(u, c)->next_of_ident)
        if (carry_at(u, c)->next_of_ident == carry) {
            HEAP_SET(u->h, carry_at(u, c)->next_of_ident, k->next_of_ident);
            return;
        }
}

void carry_set(struct unify *u, uint32_t carry, enum tie_state state) {
    if (carry_at(u, carry)->atom == NONE) /* erased since */
        return;
    struct carry *k = heap_touch(u->h, carry_at(u, carry), sizeof *k);
    k->state = state;
    if (u->watch.room)
        u->watch.carried(u->watch.room, k->atom);
}

/* ---- persons ---- */

/* Two rings become one; the smaller person's atoms get the larger's representative. */
void persons_join(struct unify *u, uint32_t a, uint32_t b) {
    uint32_t keep = person_rep(u, a), gone = person_rep(u, b);
    if (keep == gone)
        return;
    if (atom_at(u, keep)->n_atoms < atom_at(u, gone)->n_atoms) {
        uint32_t t = keep;
        keep = gone;
        gone = t;
    }
    if (u->watch.room) {
        u->watch.moving(u->watch.room, keep);
        u->watch.moving(u->watch.room, gone);
    }
    struct atom *k = heap_touch(u->h, atom_at(u, keep), sizeof *k);
    struct atom *g = heap_touch(u->h, atom_at(u, gone), sizeof *g);
    if (g->oldest < k->oldest)
        k->oldest = g->oldest;
    k->n_atoms += g->n_atoms;
    for (uint32_t i = gone;;) {
        struct atom *x = atom_at(u, i);
        HEAP_SET(u->h, x->rep, keep);
        i = x->next;
        if (i == gone)
            break;
    }
    uint32_t next = k->next;
    k->next = g->next;
    g->next = next;
    HEAP_SET(u->h, u->root->persons, u->root->persons - 1);
}

void person_make(struct unify *u, const uint32_t *atoms, uint32_t n) {
    uint32_t oldest = atoms[0];
    for (uint32_t i = 1; i < n; i++)
        oldest = atoms[i] < oldest ? atoms[i] : oldest;
    for (uint32_t i = 0; i < n && u->watch.room; i++)
        u->watch.moving(u->watch.room, atoms[i]);
    for (uint32_t i = 0; i < n; i++) {
        struct atom *a = heap_touch(u->h, atom_at(u, atoms[i]), sizeof *a);
        a->rep = oldest;
        a->next = atoms[(i + 1) % n];
        a->oldest = oldest;
        a->n_atoms = n;
    }
}

struct link *link_row(struct unify *u, uint32_t i) { return hvec_at(u->h, &u->root->links, i); }

void link_add(struct unify *u, const struct link *l, struct str text) {
    void *p;
    uint32_t i = hvec_push(u->h, &u->root->links, &p);
    struct atom *x = heap_touch(u->h, atom_at(u, l->a), sizeof *x);
    struct atom *y = heap_touch(u->h, atom_at(u, l->b), sizeof *y);
    struct link row = *l;
    row.next_a = x->links;
    row.next_b = y->links;
    row.text = text_keep(u, text);
    memcpy(p, &row, sizeof row);
    x->links = y->links = i;
    if (l->state == TIE_HELD)
        persons_join(u, l->a, l->b);
}

void link_add_erased(struct unify *u) {
    void *p;
    struct link l = { .a = NONE, .b = NONE, .ident = NONE, .next_a = NONE, .next_b = NONE };
    hvec_push(u->h, &u->root->links, &p);
    memcpy(p, &l, sizeof l);
}

void event_add_erased(struct unify *u) { hvec_push(u->h, &u->root->events, NULL); }

struct cut *cut_at(struct unify *u, uint32_t i) { return hvec_at(u->h, &u->root->cuts, i); }

static uint64_t node_hash(struct unify *u, uint32_t node) {
    return hash_sip(u->key, &node, sizeof node);
}

static bool row_of_node(const void *ctx, uint32_t i) {
    const struct probe *p = ctx;
    return ((struct cut_row *)hvec_at(p->u->h, &p->u->root->cut_rows, i))->node == p->a;
}

uint32_t cut_rows_of(struct unify *u, uint32_t node) {
    struct probe p = { .u = u, .a = node };
    if (u->root->cuts.n == 0)
        return NONE;
    return hidx_find(u->h, &u->root->cut_rows_ix, node_hash(u, node), row_of_node, &p);
}

void cut_add(struct unify *u, uint64_t seq, const uint32_t *nodes, uint32_t n0, uint32_t n1,
             struct str text) {
    void *p;
    struct cut c = { .seq = seq, .n = { n0, n1 }, .text = text_keep(u, text) };
    if (n0 + n1 > 0) { /* else those whom it kept apart were erased */
        c.nodes = heap_alloc(u->h, (size_t)(n0 + n1) * sizeof *nodes);
        memcpy(heap_at(u->h, c.nodes), nodes, (size_t)(n0 + n1) * sizeof *nodes);
    }
    uint32_t number = hvec_push(u->h, &u->root->cuts, &p);
    memcpy(p, &c, sizeof c);
    for (uint32_t i = 0; i < n0 + n1; i++) {
        uint64_t hash = node_hash(u, nodes[i]);
        uint32_t older = cut_rows_of(u, nodes[i]);
        if (older != NONE)
            CHECK(hidx_del(u->h, &u->root->cut_rows_ix, hash, older));
        uint32_t row = hvec_push(u->h, &u->root->cut_rows, &p);
        struct cut_row r = { nodes[i], number, i < n0 ? 0 : 1, older };
        memcpy(p, &r, sizeof r);
        hidx_put(u->h, &u->root->cut_rows_ix, hash, row);
    }
}

/* ---- sign-ins ---- */

static struct signin *signin_row(struct unify *u, uint32_t i) {
    return hvec_at(u->h, &u->root->signins, i);
}

/* The last sign-in at or before ms, or NONE. */
static uint32_t signin_before(struct unify *u, uint32_t device, int64_t ms) {
    uint32_t best = NONE;
    for (uint32_t i = ident_signins(u, device); i != NONE && signin_row(u, i)->ms <= ms;
         i = signin_row(u, i)->next)
        best = i;
    return best;
}

uint32_t signin_at(struct unify *u, uint32_t device, int64_t ms) {
    uint32_t i = signin_before(u, device, ms);
    return i == NONE ? NONE : signin_row(u, i)->atom;
}

static uint32_t signin_put(struct unify *u, uint32_t device, uint32_t prev, int64_t ms,
                           uint32_t atom) {
    void *p;
    uint32_t next = prev == NONE ? ident_signins(u, device) : signin_row(u, prev)->next;
    uint32_t i = hvec_push(u->h, &u->root->signins, &p);
    struct signin s = { ms, atom, next };
    memcpy(p, &s, sizeof s);
    if (prev == NONE)
        HEAP_SET(u->h, ident_at(u, device)->tie, i);
    else
        HEAP_SET(u->h, signin_row(u, prev)->next, i);
    return i;
}

/* The earliest event of the atom later than ms, or INT64_MAX. */
static int64_t event_after(struct unify *u, uint32_t atom, int64_t ms) {
    int64_t best = INT64_MAX;
    const struct atom *a = atom_at(u, atom);
    if (a->last_ms <= ms)
        return best;
    for (uint32_t i = a->events; i != NONE;) {
        const struct event_row *r = hvec_at(u->h, &u->root->events, i);
        if (r->time_ms > ms && r->time_ms < best)
            best = r->time_ms;
        i = r->prev;
    }
    return best;
}

static void signin_unlink(struct unify *u, uint32_t device, uint32_t prev, uint32_t row) {
    uint32_t next = signin_row(u, row)->next;
    if (prev == NONE)
        HEAP_SET(u->h, ident_at(u, device)->tie, next);
    else
        HEAP_SET(u->h, signin_row(u, prev)->next, next);
}

/* Of several at one moment, whoever came last has the device from then on: *prev, another's of the
 * same moment, goes. */
static void signin_replace(struct unify *u, uint32_t device, uint32_t *prev) {
    uint32_t older = NONE, i = ident_signins(u, device);
    for (; i != *prev; i = signin_row(u, i)->next)
        older = i;
    signin_unlink(u, device, older, *prev);
    *prev = older;
}

void signin_add(struct unify *u, uint32_t device, int64_t ms, uint32_t atom) {
    uint32_t prev = signin_before(u, device, ms);
    if (prev != NONE && signin_row(u, prev)->atom == atom)
        return;
    uint32_t next = prev == NONE ? ident_signins(u, device) : signin_row(u, prev)->next;
    int64_t until = next == NONE ? INT64_MAX : signin_row(u, next)->ms;
    /* When this one came late, the account before it may have been seen again afterwards. */
    uint32_t other = prev == NONE ? NONE : signin_row(u, prev)->atom;
    int64_t again = prev == NONE ? INT64_MAX : event_after(u, other, ms);
    if (prev != NONE && signin_row(u, prev)->ms == ms)
        signin_replace(u, device, &prev);
    bool goes_on = prev != NONE && signin_row(u, prev)->atom == atom;
    if (next != NONE && signin_row(u, next)->atom == atom && again >= until) {
        if (goes_on)
            signin_unlink(u, device, prev, next);
        else
            HEAP_SET(u->h, signin_row(u, next)->ms, ms); /* the same, known earlier now */
        return;
    }
    uint32_t mine = goes_on ? prev : signin_put(u, device, prev, ms, atom);
    if (again < until)
        signin_put(u, device, mine, again, other);
}

struct seen_at { int64_t ms; uint64_t seq; uint32_t atom; };
struct seen_list { struct seen_at *v; uint32_t n, cap; };

static void seen_put(struct seen_list *l, struct seen_at s) {
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 64;
        l->v = realloc(l->v, l->cap * sizeof *l->v);
        CHECK(l->v);
    }
    l->v[l->n++] = s;
}

static int by_moment(const void *a, const void *b) {
    const struct seen_at *x = a, *y = b;
    if (x->ms != y->ms)
        return x->ms < y->ms ? -1 : 1;
    return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* Those who are left and were seen on the device from ms on, before `until`. */
static void seen_between(struct unify *u, uint32_t device, int64_t ms, int64_t until,
                         struct seen_list *to) {
    uint32_t from = to->n;
    for (uint32_t c = ident_at(u, device)->carriers; c != NONE; c = carry_at(u, c)->next_of_ident) {
        uint32_t atom = carry_at(u, c)->atom;
        const struct atom *a = atom_at(u, atom);
        if (atom_erased(u, atom) || a->device != device || a->account == NONE ||
            until <= a->first_ms || ms > a->last_ms)
            continue;
        for (uint32_t i = a->events; i != NONE;) {
            const struct event_row *r = hvec_at(u->h, &u->root->events, i);
            if (r->time_ms >= ms && r->time_ms < until)
                seen_put(to, (struct seen_at){ r->time_ms, r->seq, atom });
            i = r->prev;
        }
    }
    if (to->n > from)
        qsort(to->v + from, to->n - from, sizeof *to->v, by_moment);
}

void signins_forget(struct unify *u, uint32_t device) {
    struct seen_list l = { NULL, 0, 0 };
    uint32_t n = 0, last = NONE;
    for (uint32_t i = ident_signins(u, device); i != NONE;) {
        const struct signin *s = signin_row(u, i);
        if (!atom_erased(u, s->atom))
            seen_put(&l, (struct seen_at){ s->ms, 0, s->atom });
        else /* it hid whoever was seen at the very same moments */
            seen_between(u, device, s->ms,
                         s->next == NONE ? INT64_MAX : signin_row(u, s->next)->ms, &l);
        i = s->next;
    }
    for (uint32_t i = 0; i < l.n; i++) {
        n -= n > 0 && l.v[n - 1].ms == l.v[i].ms;
        if (n == 0 || l.v[n - 1].atom != l.v[i].atom)
            l.v[n++] = l.v[i];
    }
    HEAP_SET(u->h, ident_at(u, device)->tie, NONE);
    for (uint32_t i = 0; i < n; i++)
        last = signin_put(u, device, last, l.v[i].ms, l.v[i].atom);
    free(l.v);
}

/* ---- groups ---- */

static bool group_eq(const void *ctx, uint32_t i) {
    const struct probe *p = ctx;
    return str_eq(text_str(p->u, ((struct group *)hvec_at(p->u->h, &p->u->root->groups, i))->id),
                  p->s);
}

uint32_t group_find(struct unify *u, struct str id) {
    struct probe p = { .u = u, .s = id };
    return hidx_find(u->h, &u->root->groups_ix, hash_sip(u->key, id.s, id.n), group_eq, &p);
}

uint32_t group_add(struct unify *u, struct str id) {
    void *p;
    struct group g = { .id = text_keep(u, id) };
    uint32_t i = hvec_push(u->h, &u->root->groups, &p);
    memcpy(p, &g, sizeof g);
    hidx_put(u->h, &u->root->groups_ix, hash_sip(u->key, id.s, id.n), i);
    return i;
}

uint64_t group_hash(struct unify *u, uint32_t group) {
    struct str id = text_str(u, ((struct group *)hvec_at(u->h, &u->root->groups, group))->id);
    return hash_sip(u->key, id.s, id.n);
}

static bool any(const void *ctx, uint32_t i) {
    (void)ctx;
    (void)i;
    return true;
}

uint32_t group_by_hash(struct unify *u, uint64_t hash) {
    return hidx_find(u->h, &u->root->groups_ix, hash, any, NULL);
}

void group_erase(struct unify *u, uint32_t group) {
    uint64_t hash = group_hash(u, group);
    struct group *g = hvec_at(u->h, &u->root->groups, group);
    CHECK(hidx_del(u->h, &u->root->groups_ix, hash, group));
    heap_touch(u->h, g, sizeof *g);
    if (g->id.n)
        heap_wipe(u->h, g->id.at, g->id.n);
    if (g->traits)
        heap_wipe(u->h, g->traits, (size_t)g->traits_bytes * 4);
    *g = (struct group){ .members = 0 };
}
