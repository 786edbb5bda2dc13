/* erase.c - what an erasure does to the state and to the log's frames.
 *
 * THEORY      A person is erased in the state by one entry, at once: nobody finds it any more,
 *             its identifiers are nobody's.  Then its traces in the log are replaced, frame by
 *             frame, by shorter versions of the same entries: numbers and seqs stay, so that
 *             everything else keeps its meaning, and what was said goes.  Each frame is told of
 *             by an entry (core/rewrite.c).
 *             Replaying the log after that must give what the state is now.  Entries of other
 *             people do not mention the erased but by PARTITION, which passes over them; what
 *             their evidence had done to other people's is told afresh, all of it
 *             (partition_afresh()), right behind the entry.  Frames are rewritten from the newest
 *             to the oldest, so that at every moment the log holds a beginning of that person's
 *             history: its atoms come before what hangs off them.
 *             A group goes with its last member; a group's trait that the erased person said
 *             goes, too.
 * INVARIANTS  (1) Applying an entry to a state in which its work is done changes nothing.
 *             (2) A value leaves memory (wiped, not only freed) after the rejects were searched
 *                 for it and before the first frame that holds it is rewritten.
 * LIMITS      An identifier that more than CARRIES_MAX others of its atom came before stands in
 *             the log, carried by nobody; it is not found.
 * THREADS     Core thread.
 */
#include "guard/guard.h"
#include "unify/unify_internal.h"

#include "base/fault.h"
#include "collect/collect.h"
#include "guard/audit.h"

#include <stdlib.h>

#define AT_ONCE_NS 1000000

enum what { /* first byte of ENTRY_ERASE; numbers stand in the log */
    ERASE_REQUEST = 1, ERASE_PERSON = 2, ERASE_VALUES = 3, ERASE_NEWS = REWRITE_NEWS,
    ERASE_FINISH = 5
};

static void add(struct unify *u, uint32_t *count, uint64_t n) {
    HEAP_SET(u->h, *count, *count + (uint32_t)n);
}

static void row_push(struct unify *u, struct hvec *to, uint32_t *n, uint64_t v,
                     uint32_t erasure) {
    void *p;
    hvec_push(u->h, to, &p);
    struct erase_row row = { v, erasure, 0 };
    memcpy(p, &row, sizeof row);
    add(u, n, 1);
}

/* The next row of this erasure from *i on; requests may come between. */
struct erase_row *erase_row_next(struct unify *u, struct hvec *of, uint32_t *i,
                                 uint32_t erasure) {
    while (*i < of->n) {
        struct erase_row *row = hvec_at(u->h, of, (*i)++);
        if (row->erasure == erasure)
            return row;
    }
    return NULL;
}

static uint32_t number_of(struct unify *u, const struct erasure *e) {
    return unify_erasure_find(u, e->id);
}

static void push_seq(struct unify *u, struct erasure *e, uint64_t seq) {
    row_push(u, &u->root->erase_seqs, &e->n_seqs, seq, number_of(u, e));
}

/* ---- the erasure list ---- */

static bool hash_is(const void *ctx, uint32_t i) {
    (void)ctx;
    (void)i;
    return true; /* 64 bits say enough */
}

static void erased_add(struct unify *u, uint32_t erasure, uint32_t kind, uint64_t hash) {
    void *p;
    uint32_t i = hvec_push(u->h, &u->root->erased, &p);
    struct erased_ident x = { hash, kind, erasure };
    memcpy(p, &x, sizeof x);
    if (hidx_find(u->h, &u->root->erased_ix, hash, hash_is, NULL) == NONE)
        hidx_put(u->h, &u->root->erased_ix, hash, i);
    else if (erasure_at(u, erasure)->refuse) { /* the newest word counts */
        uint32_t was = hidx_find(u->h, &u->root->erased_ix, hash, hash_is, NULL);
        CHECK(hidx_del(u->h, &u->root->erased_ix, hash, was));
        hidx_put(u->h, &u->root->erased_ix, hash, i);
    }
}

static bool hash_refused(struct unify *u, uint64_t hash) {
    uint32_t at = hidx_find(u->h, &u->root->erased_ix, hash, hash_is, NULL);
    if (at == NONE)
        return false;
    const struct erased_ident *x = hvec_at(u->h, &u->root->erased, at);
    return erasure_at(u, x->erasure)->refuse;
}

/* alias: the previous id would be stored as well, as a device's or an account's. */
static bool previous_refused(struct unify *u, const struct event *ev) {
    struct arena a;
    struct err err = ERR_INIT;
    struct str v;
    arena_init(&a, "alias", 65536);
    bool is = ident_normalise(u, IDENT_ANONYMOUS_ID, ev->previous_id, "", &a, &v, &err) == 0 &&
              (hash_refused(u, ident_hash(u, IDENT_ANONYMOUS_ID, v)) ||
               hash_refused(u, ident_hash(u, IDENT_USER_ID, v)));
    arena_release(&a);
    return is;
}

bool unify_refused(void *room, const struct event *ev) {
    struct unify *u = room;
    if (u->root->erased.n == 0)
        return false;
    for (unsigned i = 0; i < ev->n_idents; i++)
        if (hash_refused(u, ev->idents[i].hash))
            return true;
    return ev->type == EVENT_ALIAS && ev->previous_id.n > 0 && previous_refused(u, ev);
}

bool erased_hash_known(struct unify *u, uint64_t hash) {
    return hidx_find(u->h, &u->root->erased_ix, hash, hash_is, NULL) != NONE;
}

/* ---- applying ---- */

static void on_request(struct unify *u, const struct entry *entry, struct rd *r) {
    void *p;
    struct erasure e = { .seq = entry->seq, .requested_ms = entry->ms,
                         .state = ERASURE_SEARCHING, .heads = u->root->erase_heads.n,
                         .seqs = u->root->erase_seqs.n, .idents = u->root->erase_idents.n };
    struct str id = rd_take(r, sizeof e.id);
    CHECK(!r->bad);
    memcpy(&e.id, id.s, sizeof e.id);
    e.refuse = rd_u8(r);
    e.key = (uint32_t)rd_varint(r);
    e.n_want = (uint32_t)rd_varint(r);
    if (e.n_want > 0) {
        e.want = heap_alloc(u->h, e.n_want * sizeof(struct erased_ident));
        struct erased_ident *w = heap_at(u->h, e.want);
        for (uint32_t i = 0; i < e.n_want; i++) {
            w[i].kind = rd_u8(r);
            w[i].hash = rd_u64(r);
        }
    }
    CHECK(!r->bad);
    hvec_push(u->h, &u->root->erasures, &p);
    memcpy(p, &e, sizeof e);
}

static void text_wipe(struct unify *u, struct text *t) {
    if (t->n > 0)
        heap_wipe(u->h, t->at, t->n);
    HEAP_SET(u->h, t->at, 0);
    HEAP_SET(u->h, t->n, 0);
}

static bool node_gone(struct unify *u, uint32_t node) {
    return node & NODE_IDENT ? (ident_at(u, node & ~NODE_IDENT)->packed & IDENT_ERASED) != 0
                             : atom_erased(u, node);
}

/* The cut goes on without those who are gone, and without its words. */
static void cut_thin(struct unify *u, struct cut *c) {
    uint32_t all = c->n[0] + c->n[1], n[2] = { 0, 0 };
    if (all == 0)
        return;
    uint32_t *keep = malloc(all * sizeof *keep);
    const uint32_t *nodes = heap_at(u->h, c->nodes);
    CHECK(keep);
    for (uint32_t i = 0; i < all; i++)
        if (!node_gone(u, nodes[i])) {
            keep[n[0] + n[1]] = nodes[i];
            n[i >= c->n[0]]++;
        }
    heap_touch(u->h, c, sizeof *c);
    heap_wipe(u->h, c->nodes, all * sizeof *keep);
    c->nodes = 0;
    if (n[0] + n[1] > 0) {
        c->nodes = heap_alloc(u->h, (size_t)(n[0] + n[1]) * sizeof *keep);
        memcpy(heap_at(u->h, c->nodes), keep, (size_t)(n[0] + n[1]) * sizeof *keep);
    }
    c->n[0] = n[0];
    c->n[1] = n[1];
    free(keep);
}

static void cuts_forget(struct unify *u, struct erasure *e, uint32_t node) {
    for (uint32_t row = cut_rows_of(u, node); row != NONE;) {
        const struct cut_row *r = hvec_at(u->h, &u->root->cut_rows, row);
        struct cut *c = cut_at(u, r->cut);
        push_seq(u, e, c->seq);
        cut_thin(u, c);
        text_wipe(u, &c->text);
        row = r->next;
    }
}

static void link_forget(struct unify *u, uint32_t i, uint32_t atom) {
    struct link *l = heap_touch(u->h, link_row(u, i), sizeof *l);
    uint32_t other = l->a == atom ? l->b : l->a;
    uint32_t next = l->a == other ? l->next_a : l->next_b;
    struct atom *o = atom_at(u, other);
    if (o->links == i)
        HEAP_SET(u->h, o->links, next);
    for (uint32_t k = o->links; k != NONE;) {
        struct link *x = link_row(u, k);
        uint32_t *at = x->a == other ? &x->next_a : &x->next_b;
        if (*at == i)
            HEAP_SET(u->h, *at, next);
        k = *at;
    }
    text_wipe(u, &l->text);
    *l = (struct link){ .a = NONE, .b = NONE, .ident = NONE, .next_a = NONE, .next_b = NONE };
}

/* Everything that hangs off the atom; its row stays, without a word. */
static void atom_forget(struct unify *u, uint32_t number, struct erasure *e, uint32_t erasure) {
    struct atom *a = heap_touch(u->h, atom_at(u, number), sizeof *a);
    find_mark_erased(u, number);
    if (u->watch.room)
        u->watch.forget(u->watch.room, number);
    for (uint32_t c = a->carries; c != NONE;) {
        struct carry *k = heap_touch(u->h, carry_at(u, c), sizeof *k);
        uint32_t next = k->next_of_atom;
        push_seq(u, e, k->seq);
        if (!(ident_at(u, k->ident)->packed & IDENT_ERASED))
            carry_unlink(u, c);
        *k = (struct carry){ .atom = NONE, .ident = NONE, .next_of_atom = NONE,
                             .next_of_ident = NONE };
        c = next;
    }
    while (a->links != NONE) {
        uint32_t i = a->links;
        const struct link *l = link_row(u, i);
        push_seq(u, e, l->seq);
        a->links = l->a == number ? l->next_a : l->next_b;
        link_forget(u, i, number);
    }
    for (uint32_t m = a->groups; m != NONE;) {
        const struct member *k = hvec_at(u->h, &u->root->members, m);
        struct group *g = hvec_at(u->h, &u->root->groups, k->group);
        HEAP_SET(u->h, g->members, g->members - 1);
        retain_forget(u, retain_group_key(u, k->group), e, push_seq);
        m = k->next_of_atom;
    }
    retain_forget(u, number, e, push_seq);
    retain_clear(u, number);
    if (a->events != NONE)
        row_push(u, &u->root->erase_heads, &e->n_heads, a->events, erasure);
    if (a->traits)
        heap_wipe(u->h, a->traits, (size_t)a->traits_bytes * 4);
    uint32_t device = a->device;
    *a = (struct atom){ .first_ms = INT64_MAX, .last_ms = INT64_MIN, .device = NONE,
                        .account = NONE, .rep = number, .next = number, .oldest = erasure,
                        .n_atoms = 1, .carries = NONE, .events = NONE, .links = NONE,
                        .groups = NONE };
    if (device != NONE && !(ident_at(u, device)->packed & IDENT_ERASED))
        signins_forget(u, device);
}

static void ident_forget(struct unify *u, uint32_t number, struct erasure *e, uint32_t erasure) {
    struct ident *x = heap_touch(u->h, ident_at(u, number), sizeof *x);
    if (x->n > 0)
        CHECK(hidx_del(u->h, &u->root->idents_ix, ident_hash_of(u, number), number));
    x->packed |= IDENT_ERASED;
    x->carriers = NONE;
    x->tie = erasure;
    push_seq(u, e, (uint64_t)x->seq_hi << 32 | x->seq_lo);
    row_push(u, &u->root->erase_idents, &e->n_idents, number, erasure);
}

/* Entries that told what older events had said of traits (trait_fill.c). */
static void told_forget(struct unify *u, struct erasure *e, uint32_t erasure) {
    for (uint32_t i = 0; i < u->root->fills.n; i++) {
        struct trait_told *t = hvec_at(u->h, &u->root->fills, i);
        if (t->atom == NONE || !atom_erased(u, t->atom) ||
            atom_at(u, t->atom)->oldest != erasure)
            continue;
        push_seq(u, e, t->seq);
        HEAP_SET(u->h, t->atom, NONE);
    }
}

/* Off the indexes, and who else was counted as a person. */
static void atoms_hide(struct unify *u, struct rd atoms, uint32_t n) {
    uint32_t persons = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t number = (uint32_t)rd_varint(&atoms);
        struct atom *a = atom_at(u, number);
        if (atom_erased(u, number))
            continue;
        persons += a->rep == number;
        atom_unindex(u, number);
        HEAP_SET(u->h, a->id, (struct id){ { 0 } });
    }
    HEAP_SET(u->h, u->root->persons, u->root->persons - persons);
}

static void groups_forget(struct unify *u, struct rd *r) {
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        uint64_t hash = rd_u64(r);
        uint32_t g = group_by_hash(u, hash);
        retain_clear(u, hash | RETAIN_GROUP);
        if (g != NONE)
            group_erase(u, g);
    }
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        uint32_t g = group_by_hash(u, rd_u64(r)), name = (uint32_t)rd_varint(r);
        if (g == NONE)
            continue;
        struct group *gr = heap_touch(u->h, hvec_at(u->h, &u->root->groups, g), sizeof *gr);
        trait_drop(u, (struct trait_set){ &gr->traits, &gr->traits_bytes, &gr->n_traits }, name);
    }
}

static void holders_forget(struct unify *u, struct rd atoms, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t number = (uint32_t)rd_varint(&atoms);
        for (uint32_t c = atom_at(u, number)->carries; c != NONE;
             c = carry_at(u, c)->next_of_atom) {
            uint32_t ident = carry_at(u, c)->ident, holder = ident_holder(u, ident);
            if (holder != NONE && atom_erased(u, holder))
                HEAP_SET(u->h, ident_at(u, ident)->tie, NONE);
        }
    }
}

static void on_person(struct unify *u, struct rd *r) {
    uint32_t number = (uint32_t)rd_varint(r);
    struct erasure *e = heap_touch(u->h, erasure_at(u, number), sizeof *e);
    e->next_want = (uint32_t)rd_varint(r);
    e->count[ERASED_TRAITS] += (uint32_t)rd_varint(r);
    uint32_t n = (uint32_t)rd_varint(r);
    struct rd atoms = *r;
    for (uint32_t i = 0; i < n; i++)
        rd_varint(r);
    CHECK(!r->bad);
    e->count[ERASED_PEOPLE]++;
    e->count[ERASED_ATOMS] += n;
    atoms_hide(u, atoms, n);
    uint32_t n_idents = (uint32_t)rd_varint(r);
    for (uint32_t i = 0; i < n_idents && !r->bad; i++) {
        uint32_t x = (uint32_t)rd_varint(r);
        unsigned kind = rd_u8(r);
        uint64_t hash = rd_u64(r);
        ident_forget(u, x, e, number);
        cuts_forget(u, e, x | NODE_IDENT);
        erased_add(u, number, kind, hash);
    }
    e->count[ERASED_IDENTIFIERS] += n_idents;
    holders_forget(u, atoms, n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t atom = (uint32_t)rd_varint(&atoms);
        cuts_forget(u, e, atom);
        atom_forget(u, atom, e, number);
    }
    told_forget(u, e, number);
    groups_forget(u, r);
    CHECK(!r->bad);
}

static void on_values(struct unify *u, struct rd *r) {
    uint32_t number = (uint32_t)rd_varint(r);
    struct erasure *e = heap_touch(u->h, erasure_at(u, number), sizeof *e);
    uint32_t i = e->idents;
    for (struct erase_row *at; (at = erase_row_next(u, &u->root->erase_idents, &i, number));) {
        struct ident *x = heap_touch(u->h, ident_at(u, (uint32_t)at->v), sizeof *x);
        if (x->n > 0)
            heap_wipe(u->h, x->value, x->packed & IDENT_PACKED ? 16 : x->n);
        x->value = 0;
        x->n = 0;
        x->packed = IDENT_ERASED;
    }
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        unsigned kind = rd_u8(r);
        erased_add(u, number, kind, rd_u64(r));
    }
    e->next_want = e->n_want;
    e->state = ERASURE_REWRITING;
    CHECK(!r->bad);
}

static void on_news(struct unify *u, struct rd *r) {
    uint64_t first;
    uint32_t n;
    core_rewritten(u->core, r, &first, &n);
    uint32_t number = (uint32_t)rd_varint(r);
    struct erasure *e = heap_touch(u->h, erasure_at(u, number), sizeof *e);
    e->count[ERASED_EVENTS] += (uint32_t)rd_varint(r);
    uint32_t rejects = (uint32_t)rd_varint(r);
    e->count[ERASED_REJECTS] += rejects;
    e->count[ERASED_ENTRIES] += (uint32_t)rd_varint(r);
    e->count[ERASED_FRAMES]++;
    CHECK(!r->bad);
    if (rejects > 0)
        return; /* what the erased themselves said in this frame comes later */
    uint32_t i = e->heads;
    for (struct erase_row *at; (at = erase_row_next(u, &u->root->erase_heads, &i, number));) {
        while (at->v != NONE) {
            struct event_row *row = hvec_at(u->h, &u->root->events, (uint32_t)at->v);
            if (row->seq < first || row->seq >= first + n)
                break;
            HEAP_SET(u->h, at->v, row->prev);
            memset(heap_touch(u->h, row, sizeof *row), 0, sizeof *row);
        }
    }
}

static void on_finish(struct unify *u, const struct entry *entry, struct rd *r) {
    struct erasure *e = erasure_at(u, (uint32_t)rd_varint(r));
    heap_touch(u->h, e, sizeof *e);
    for (unsigned i = ERASED_ANSWERS; i < UNIFY_ERASED_COUNT; i++)
        e->count[i] = (uint32_t)rd_varint(r);
    e->state = ERASURE_FINISHED;
    e->finished_ms = entry->ms;
    u->erasure_over = true;
    CHECK(!r->bad);
}

void erase_on_entry(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    switch (rd_u8(&r)) {
    case ERASE_REQUEST:
        on_request(u, e, &r);
        break;
    case ERASE_PERSON:
        on_person(u, &r);
        break;
    case ERASE_VALUES:
        on_values(u, &r);
        break;
    case ERASE_NEWS:
        on_news(u, &r);
        break;
    case ERASE_FINISH:
        on_finish(u, e, &r);
        break;
    default:
        CHECK(!"an erasure of an unknown kind");
    }
}

/* Where rejects stand, so that they are found without reading the whole log. */
void erase_on_reject(void *room, const struct entry *e) {
    struct unify *u = room;
    struct hvec *v = &u->root->reject_groups;
    uint64_t group = e->seq / REJECT_GROUP;
    void *p;
    if (v->n > 0 && *(uint64_t *)hvec_at(u->h, v, v->n - 1) == group)
        return;
    hvec_push(u->h, v, &p);
    memcpy(p, &group, sizeof group);
}

/* ---- emitting ---- */

struct list { uint32_t *v, n, cap; };

static void list_put(struct list *l, uint32_t v) {
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 32;
        l->v = realloc(l->v, l->cap * sizeof *l->v);
        CHECK(l->v);
    }
    l->v[l->n++] = v;
}

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void list_unique(struct list *l) {
    uint32_t n = 0;
    if (l->n > 0)
        qsort(l->v, l->n, sizeof *l->v, by_number);
    for (uint32_t i = 0; i < l->n; i++)
        if (i == 0 || l->v[i] != l->v[n - 1])
            l->v[n++] = l->v[i];
    l->n = n;
}

void erase_emit_request(struct unify *u, struct id id, bool refuse, uint32_t key,
                        const struct erased_ident *want, uint32_t n) {
    buf_reset(&u->entry);
    buf_u8(&u->entry, ERASE_REQUEST);
    buf_put(&u->entry, id.b, sizeof id.b);
    buf_u8(&u->entry, refuse);
    buf_varint(&u->entry, key);
    buf_varint(&u->entry, n);
    for (uint32_t i = 0; i < n; i++) {
        buf_u8(&u->entry, (uint8_t)want[i].kind);
        buf_u64(&u->entry, want[i].hash);
    }
    entry_emit(u, ENTRY_ERASE, 1);
}

struct whom { /* a person about to be erased */
    struct list atoms, idents, others, groups;
    uint64_t *seqs; /* of its events; only when it is in groups */
    uint32_t n_seqs;
    uint32_t traits;
};

/* Identifiers that nobody else carries, and atoms that will have to be judged without these. */
static void gather_evidence(struct unify *u, uint32_t rep, uint32_t atom, struct whom *w) {
    for (uint32_t c = atom_at(u, atom)->carries; c != NONE; c = carry_at(u, c)->next_of_atom) {
        uint32_t x = carry_at(u, c)->ident, shared = 0;
        for (uint32_t k = ident_at(u, x)->carriers; k != NONE;
             k = carry_at(u, k)->next_of_ident) {
            uint32_t other = carry_at(u, k)->atom;
            if (person_rep(u, other) == rep)
                continue;
            shared = 1;
            if (ident_is_device(u, x))
                break; /* ties nobody */
            list_put(&w->others, other);
        }
        if (!shared)
            list_put(&w->idents, x);
    }
    for (uint32_t l = atom_at(u, atom)->links; l != NONE;) {
        const struct link *k = link_row(u, l);
        uint32_t other = k->a == atom ? k->b : k->a;
        if (person_rep(u, other) != rep)
            list_put(&w->others, other);
        l = k->a == atom ? k->next_a : k->next_b;
    }
}

static void gather(struct unify *u, uint32_t person, struct whom *w) {
    uint32_t rep = person_rep(u, person), atom = rep;
    uint64_t events = 0; /* rows: those that retention dropped, too */
    do {
        const struct atom *a = atom_at(u, atom);
        list_put(&w->atoms, atom);
        w->traits += a->n_traits;
        gather_evidence(u, rep, atom, w);
        for (uint32_t m = a->groups; m != NONE;) {
            const struct member *k = hvec_at(u->h, &u->root->members, m);
            list_put(&w->groups, k->group);
            m = k->next_of_atom;
        }
        atom = a->next;
    } while (atom != rep);
    list_unique(&w->idents);
    list_unique(&w->others);
    if (w->groups.n == 0)
        return;
    for (uint32_t i = 0; i < w->atoms.n; i++)
        for (uint32_t e = atom_at(u, w->atoms.v[i])->events; e != NONE; events++)
            e = ((struct event_row *)hvec_at(u->h, &u->root->events, e))->prev;
    w->seqs = malloc((events + 1) * sizeof *w->seqs);
    CHECK(w->seqs);
    for (uint32_t i = 0; i < w->atoms.n; i++)
        for (uint32_t e = atom_at(u, w->atoms.v[i])->events; e != NONE;) {
            const struct event_row *row = hvec_at(u->h, &u->root->events, e);
            w->seqs[w->n_seqs++] = row->seq;
            e = row->prev;
        }
}

static int by_seq(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Groups that lose their last member; what the person said of the others. */
static void put_groups(struct unify *u, struct whom *w, struct buf *out) {
    struct buf gone, said;
    uint32_t n_gone = 0, n_said = 0, n = 0;
    buf_init(&gone, "groups", 1u << 20);
    buf_init(&said, "group traits", 1u << 20);
    if (w->n_seqs > 0)
        qsort(w->seqs, w->n_seqs, sizeof *w->seqs, by_seq);
    struct list all = w->groups; /* a group stands once for each atom of the person in it */
    if (all.n > 0)
        qsort(all.v, all.n, sizeof *all.v, by_number);
    for (uint32_t i = 0; i < all.n; i += n) {
        const struct group *g = hvec_at(u->h, &u->root->groups, all.v[i]);
        struct trait t;
        for (n = 1; i + n < all.n && all.v[i + n] == all.v[i]; n++)
            ;
        if (g->members == n) {
            buf_u64(&gone, group_hash(u, all.v[i]));
            n_gone++;
            continue;
        }
        for (uint32_t off = 0; trait_next(u, g->traits, g->traits_bytes, &off, &t);)
            if (bsearch(&t.seq, w->seqs, w->n_seqs, sizeof *w->seqs, by_seq)) {
                buf_u64(&said, group_hash(u, all.v[i]));
                buf_varint(&said, t.name);
                n_said++;
            }
    }
    buf_varint(out, n_gone);
    buf_put_str(out, buf_str(&gone));
    buf_varint(out, n_said);
    buf_put_str(out, buf_str(&said));
    w->traits += n_said;
    buf_release(&gone);
    buf_release(&said);
}

static void emit_person(struct unify *u, uint32_t erasure, uint32_t person, uint32_t next_want) {
    struct whom w = { .n_seqs = 0 };
    struct buf out, groups;
    struct err err = ERR_INIT;
    gather(u, person, &w);
    buf_init(&out, "erasure", 32u << 20);
    buf_init(&groups, "groups", 4u << 20);
    put_groups(u, &w, &groups);
    buf_u8(&out, ERASE_PERSON);
    buf_varint(&out, erasure);
    buf_varint(&out, next_want);
    buf_varint(&out, w.traits);
    buf_varint(&out, w.atoms.n);
    for (uint32_t i = 0; i < w.atoms.n; i++)
        buf_varint(&out, w.atoms.v[i]);
    buf_varint(&out, w.idents.n);
    for (uint32_t i = 0; i < w.idents.n; i++) {
        buf_varint(&out, w.idents.v[i]);
        buf_u8(&out, ident_at(u, w.idents.v[i])->kind);
        buf_u64(&out, ident_hash_of(u, w.idents.v[i]));
    }
    buf_put_str(&out, buf_str(&groups));
    CHECK(buf_check(&out, &err) == 0);
    core_emit(u->core, ENTRY_ERASE, 1, buf_str(&out));
    if (u->audit)
        audit_forget(u->audit, w.atoms.v, w.atoms.n);
    if (w.others.n > 0)
        partition_afresh(u, w.others.v, w.others.n);
    buf_release(&out);
    buf_release(&groups);
    free(w.atoms.v);
    free(w.idents.v);
    free(w.others.v);
    free(w.groups.v);
    free(w.seqs);
}

static uint32_t ident_by_hash(struct unify *u, uint64_t hash) {
    return hidx_find(u->h, &u->root->idents_ix, hash, hash_is, NULL);
}

/* The person that a wanted identifier names now, or NONE.  An identifier that came after the
 * request begins somebody new, unless it was to be refused. */
static uint32_t wanted(struct unify *u, const struct erasure *e, const struct erased_ident *w) {
    uint32_t i = ident_by_hash(u, w->hash);
    if (i == NONE)
        return NONE;
    const struct ident *x = ident_at(u, i);
    if (!e->refuse && ((uint64_t)x->seq_hi << 32 | x->seq_lo) > e->seq)
        return NONE;
    if (!ident_is_device(u, i))
        return ident_holder(u, i);
    if (ident_signins(u, i) != NONE)
        return signin_at(u, i, INT64_MAX);
    uint32_t c = ident_at(u, i)->carriers;
    return c == NONE ? NONE : carry_at(u, c)->atom;
}

void erase_emit_values(struct unify *u, uint32_t erasure) {
    const struct erasure *e = erasure_at(u, erasure);
    const struct erased_ident *w = e->n_want ? heap_at(u->h, e->want) : NULL;
    uint32_t n = 0;
    buf_reset(&u->entry);
    buf_u8(&u->entry, ERASE_VALUES);
    buf_varint(&u->entry, erasure);
    for (uint32_t i = 0; i < e->n_want; i++) /* the rest were put there with their person, or
                                              * stay with somebody */
        n += ident_by_hash(u, w[i].hash) == NONE;
    buf_varint(&u->entry, n);
    for (uint32_t i = 0; i < e->n_want; i++)
        if (ident_by_hash(u, w[i].hash) == NONE) {
            buf_u8(&u->entry, (uint8_t)w[i].kind);
            buf_u64(&u->entry, w[i].hash);
        }
    entry_emit(u, ENTRY_ERASE, 1);
}

void erase_emit_finish(struct unify *u, uint32_t erasure, const uint32_t counts[3]) {
    buf_reset(&u->entry);
    buf_u8(&u->entry, ERASE_FINISH);
    buf_varint(&u->entry, erasure);
    for (unsigned i = 0; i < 3; i++)
        buf_varint(&u->entry, counts[i]);
    entry_emit(u, ENTRY_ERASE, 1);
}

bool erase_next(struct unify *u, uint32_t erasure) {
    const struct erasure *e = erasure_at(u, erasure);
    for (uint32_t i = e->next_want; i < e->n_want; i++) {
        const struct erased_ident *want = heap_at(u->h, e->want);
        uint32_t person = wanted(u, e, &want[i]);
        if (person == NONE)
            continue;
        emit_person(u, erasure, person, i); /* the same one may name more */
        return true;
    }
    return false;
}

void unify_erase(struct unify *u, uint32_t person, const struct unify_named *named, uint32_t n,
                 bool refuse, uint32_t key, struct id *ret_id) {
    uint32_t erasure = u->root->erasures.n;
    struct erased_ident *want = calloc(n + 1, sizeof *want);
    CHECK(want);
    for (uint32_t i = 0; i < n; i++) {
        want[i].kind = named[i].kind;
        want[i].hash = ident_hash(u, named[i].kind, named[i].value);
    }
    *ret_id = id_new(core_now(u->core));
    erase_emit_request(u, *ret_id, refuse, key, want, n);
    free(want);
    if (person != NONE)
        emit_person(u, erasure, person, 0);
    int64_t began = clock_mono_ns(core_clock(u->core));
    while (erase_next(u, erasure) && clock_mono_ns(core_clock(u->core)) - began < AT_ONCE_NS)
        ; /* the rest is left to the eraser's thread */
}

/* ---- frames ---- */

struct job {
    struct unify *u;
    uint32_t erasure;
    const uint64_t *rejects; /* these; else everything of the erasure's people */
    uint32_t n_rejects;
    uint32_t events, rejected;
};

static bool atom_of(struct job *j, uint32_t atom) {
    return atom_erased(j->u, atom) && atom_at(j->u, atom)->oldest == j->erasure;
}

static bool ident_of(struct job *j, uint32_t ident) {
    const struct ident *x = ident_at(j->u, ident);
    return (x->packed & IDENT_ERASED) && x->tie == j->erasure;
}

static bool cut_of(struct job *j, struct rd *r, struct buf *out) {
    uint32_t n0 = (uint32_t)rd_varint(r), n = n0 + (uint32_t)rd_varint(r), keep[2] = { 0, 0 };
    struct rd nodes = *r, again = *r;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t node = rd_u32(&nodes);
        bool gone = node & NODE_IDENT ? ident_of(j, node & ~NODE_IDENT) : atom_of(j, node);
        keep[i >= n0] += !gone;
    }
    if (nodes.bad || keep[0] + keep[1] == n)
        return false;
    buf_varint(out, keep[0]);
    buf_varint(out, keep[1]);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t node = rd_u32(&again);
        if (!(node & NODE_IDENT ? ident_of(j, node & ~NODE_IDENT) : atom_of(j, node)))
            buf_u32(out, node);
    }
    buf_bytes(out, STR(""));
    return true;
}

static bool rewrite_ident(struct job *j, struct rd *r, uint8_t *version, struct buf *out) {
    uint32_t number = (uint32_t)rd_varint(r);
    if (!ident_of(j, number))
        return false;
    buf_varint(out, number);
    buf_u8(out, rd_u8(r));
    *version = 2;
    return true;
}

static bool rewrite_atom(struct job *j, struct rd *r, uint8_t *version, struct buf *out) {
    uint32_t number = (uint32_t)rd_varint(r);
    if (!atom_of(j, number))
        return false;
    rd_take(r, sizeof(struct id));
    uint8_t carries = rd_varint(r) != 0;
    carries = (uint8_t)(carries + (rd_varint(r) != 0));
    buf_varint(out, number);
    buf_u8(out, carries);
    *version = 3;
    return true;
}

static bool atom_gone(void *ctx, uint32_t atom) { return atom_of(ctx, atom); }

static bool rewrite(void *ctx, const struct entry *e, uint8_t *version, struct buf *out) {
    struct job *j = ctx;
    struct rd r = rd_of(e->body.s, e->body.n);
    switch (e->kind) {
    case ENTRY_IDENT:
        return *version == 1 && rewrite_ident(j, &r, version, out);
    case ENTRY_ATOM:
        return *version < 3 && rewrite_atom(j, &r, version, out);
    case ENTRY_CARRY:
        if (*version >= 3 || !atom_of(j, (uint32_t)rd_varint(&r)))
            return false;
        *version = 3;
        return true;
    case ENTRY_LINK: {
        uint32_t a = (uint32_t)rd_varint(&r), b = (uint32_t)rd_varint(&r);
        if (*version >= 3 || (!atom_of(j, a) && !atom_of(j, b)))
            return false;
        *version = 3;
        return true;
    }
    case ENTRY_CUT:
        return cut_of(j, &r, out);
    case ENTRY_TRAIT_RULES:
        if (*version >= 2 || rd_u8(&r) != 2 || !atom_of(j, (uint32_t)rd_varint(&r)))
            return false;
        *version = 2;
        return true;
    case ENTRY_RETAIN:
        return retain_erase(e, atom_gone, j, version, out);
    case ENTRY_EVENT:
        if (*version >= EVENT_VERSION_ERASED || !atom_of(j, event_atom(e)))
            return false;
        event_erase(e, out);
        *version = EVENT_VERSION_ERASED;
        j->events++;
        return true;
    default:
        return false;
    }
}

static bool rewrite_reject(void *ctx, const struct entry *e, uint8_t *version, struct buf *out) {
    struct job *j = ctx;
    if (e->kind != ENTRY_REJECT || *version != 1 ||
        !bsearch(&e->seq, j->rejects, j->n_rejects, sizeof e->seq, by_seq))
        return false;
    reject_erase(e, out);
    *version = REJECT_VERSION_ERASED;
    j->rejected++;
    return true;
}

/* Rewrite the frame that holds seq and tell of it. */
static int rewrite_frame(struct unify *u, struct job *j, uint64_t seq, struct err *err) {
    struct buf out;
    buf_init(&out, "erasure", 4u << 20);
    buf_u8(&out, ERASE_NEWS);
    int changed = core_rewrite(u->core, seq, j->rejects ? rewrite_reject : rewrite, j, &out, err);
    if (changed > 0) {
        buf_varint(&out, j->erasure);
        buf_varint(&out, j->events);
        buf_varint(&out, j->rejected);
        buf_varint(&out, (uint64_t)changed - j->events - j->rejected);
        if (buf_check(&out, err) < 0)
            changed = -1;
        else
            core_emit(u->core, ENTRY_ERASE, 1, buf_str(&out));
    }
    buf_release(&out);
    return changed < 0 ? -1 : 0;
}

/* The newest entry below `below` that is to be rewritten, or 0. */
static uint64_t next_seq(struct unify *u, uint32_t erasure, uint64_t below) {
    const struct erasure *e = erasure_at(u, erasure);
    uint64_t best = 0;
    uint32_t i = e->seqs;
    for (struct erase_row *at; (at = erase_row_next(u, &u->root->erase_seqs, &i, erasure));)
        if (at->v < below && at->v > best)
            best = at->v;
    i = e->heads;
    for (struct erase_row *at; (at = erase_row_next(u, &u->root->erase_heads, &i, erasure));) {
        if (at->v == NONE)
            continue;
        uint64_t seq =
            ((struct event_row *)hvec_at(u->h, &u->root->events, (uint32_t)at->v))->seq;
        if (seq < below && seq > best)
            best = seq;
    }
    return best;
}

int erase_frame(struct unify *u, uint32_t erasure, uint64_t below, uint64_t *ret_below,
                struct err *err) {
    struct job j = { .u = u, .erasure = erasure };
    uint64_t seq = next_seq(u, erasure, below);
    struct log_at at;
    if (seq == 0)
        return 0;
    CHECK(core_locate(u->core, seq, &at));
    *ret_below = at.frame;
    if (fault_hit("unify.erase_skips"))
        return 1;
    return rewrite_frame(u, &j, seq, err) < 0 ? -1 : 1;
}

int erase_rejects(struct unify *u, uint32_t erasure, const uint64_t *seqs, uint32_t n,
                  struct err *err) {
    struct job j = { .u = u, .erasure = erasure, .rejects = seqs, .n_rejects = n };
    return rewrite_frame(u, &j, seqs[0], err);
}

/* ---- receipts ---- */

uint32_t unify_erasures(struct unify *u) { return u->root->erasures.n; }

uint32_t unify_erasure_find(struct unify *u, struct id id) {
    for (uint32_t i = u->root->erasures.n; i-- > 0;)
        if (memcmp(&erasure_at(u, i)->id, &id, sizeof id) == 0)
            return i;
    return NONE;
}

void unify_erasure_json(struct unify *u, uint32_t erasure, struct jw *w) {
    static const char *const states[] = { "", "searching", "rewriting", "finished" };
    static const char *const keys[UNIFY_ERASED_COUNT] = {
        "people", "atoms", "identifiers", "traits", "events", "rejects", "entries", "frames",
        "stored_answers", "definition_texts_left", "snapshots"
    };
    const struct erasure *e = erasure_at(u, erasure);
    char text[37];
    id_format(e->id, text);
    jw_obj(w);
    JW_Z(w, "id", text);
    JW_Z(w, "state", states[e->state]);
    JW_TIME(w, "requested", e->requested_ms);
    jw_key(w, "finished");
    if (e->state == ERASURE_FINISHED)
        jw_time(w, e->finished_ms);
    else
        jw_null(w);
    JW_INT(w, "key", e->key & GUARD_BY_STAFF ? 0 : e->key);
    JW_INT(w, "staff", e->key & GUARD_BY_STAFF ? e->key & ~GUARD_BY_STAFF : 0);
    JW_INT(w, "named", e->n_want);
    JW_BOOL(w, "refuse", e->refuse != 0);
    JW_OBJ_KEY(w, "removed");
    for (unsigned i = 0; i < UNIFY_ERASED_COUNT; i++)
        JW_INT(w, keys[i], e->count[i]);
    jw_obj_end(w);
    jw_obj_end(w);
}
