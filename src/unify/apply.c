/* apply.c - what log entries of this room, and events, do to its state.
 *
 * INVARIANTS  (1) Only these functions write the state; they decide nothing.
 *             (2) They look at the entry and the state alone, so replay gives the same.
 * THREADS     Core thread.
 */
#include "unify/unify_internal.h"

#include <stdlib.h>

#define STATE_VERSION 12u /* raise when any struct in the heap changes */

static uint32_t back(uint64_t plus_one) { return plus_one == 0 ? NONE : (uint32_t)(plus_one - 1); }

static void on_name(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    uint32_t number = (uint32_t)rd_varint(&r);
    struct str name = rd_bytes(&r);
    CHECK(!r.bad && name_add(u, name) == number);
}

static void on_ident(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    uint32_t number = (uint32_t)rd_varint(&r);
    unsigned kind = rd_u8(&r);
    struct str value = e->version == 1 ? rd_bytes(&r) : STR(""); /* 2: erased */
    CHECK(!r.bad && kind_is_there(u, kind));
    CHECK(ident_add(u, kind, value, e->seq) == number);
}

/* Version 1 had no verdict: everything held. */
static enum tie_state verdict(struct rd *r, const struct entry *e) {
    return e->version >= 2 ? (enum tie_state)rd_u8(r) : TIE_HELD;
}

static void on_atom(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    uint32_t number = (uint32_t)rd_varint(&r);
    if (e->version == 3) { /* erased */
        CHECK(number == u->root->atoms.n);
        atom_add_erased(u, rd_u8(&r));
        return;
    }
    struct str id = rd_take(&r, sizeof(struct id));
    uint32_t device = back(rd_varint(&r)), account = back(rd_varint(&r));
    enum tie_state state = verdict(&r, e);
    struct id atom_id;
    CHECK(!r.bad);
    memcpy(&atom_id, id.s, sizeof atom_id);
    CHECK(atom_add(u, atom_id, device, account, e->seq, e->ms, state) == number);
}

static void on_carry(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    if (e->version == 3) { /* erased */
        carry_add_erased(u);
        return;
    }
    uint32_t atom = (uint32_t)rd_varint(&r), ident = (uint32_t)rd_varint(&r);
    enum tie_state state = verdict(&r, e);
    CHECK(!r.bad);
    carry_add(u, atom, ident, e->seq, e->ms, state);
}

static void on_link(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    struct link l = { .seq = e->seq };
    if (e->version == 3) { /* erased */
        link_add_erased(u);
        return;
    }
    l.a = (uint32_t)rd_varint(&r);
    l.b = (uint32_t)rd_varint(&r);
    l.ident = back(rd_varint(&r));
    l.why = rd_u8(&r);
    l.state = (uint16_t)verdict(&r, e);
    struct str text = e->version >= 2 ? rd_bytes(&r) : STR("");
    CHECK(!r.bad);
    if (l.why == LINK_SHARED) /* version 1 told what carried identifiers already say */
        persons_join(u, l.a, l.b);
    else
        link_add(u, &l, text);
}

static void on_cut(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    uint32_t n0 = (uint32_t)rd_varint(&r), n1 = (uint32_t)rd_varint(&r);
    struct str nodes = rd_take(&r, (size_t)(n0 + n1) * sizeof(uint32_t));
    struct str text = rd_bytes(&r);
    CHECK(!r.bad);
    uint32_t *copy = malloc(nodes.n + 1);
    CHECK(copy);
    memcpy(copy, nodes.s, nodes.n);
    cut_add(u, e->seq, copy, n0, n1, text);
    free(copy);
}

static void link_set(struct unify *u, uint32_t row, enum tie_state state) {
    if (link_row(u, row)->why != 0) /* else erased since */
        HEAP_SET(u->h, link_row(u, row)->state, (uint16_t)state);
}

static void on_withdraw(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    unsigned what = rd_u8(&r);
    uint32_t number = (uint32_t)rd_varint(&r);
    uint32_t atoms = what == WITHDRAW_IDENT ? (uint32_t)rd_varint(&r) : 0;
    CHECK(!r.bad);
    if (what == WITHDRAW_CUT)
        HEAP_SET(u->h, cut_at(u, number)->withdrawn, 1);
    else if (what >= WITHDRAW_IDENT)
        constant_apply(u, e, (enum withdraw)what, number, atoms);
    else
        link_set(u, number, TIE_WITHDRAWN);
}

/* Whoever became the first holder only because the one who was is erased since, and lost the
 * tie here: the identifier is of the next who holds it.  Without that, two persons whom it tied
 * to the erased one at different times would be one. */
static void partition_holder(struct unify *u, uint32_t carry) {
    const struct carry *k = carry_at(u, carry);
    if (k->atom == NONE || k->state == TIE_HELD || ident_is_device(u, k->ident) ||
        ident_at(u, k->ident)->packed & IDENT_ERASED || ident_holder(u, k->ident) != k->atom)
        return;
    uint32_t holder = NONE;
    for (uint32_t c = ident_at(u, k->ident)->carriers; c != NONE;
         c = carry_at(u, c)->next_of_ident)
        if (carry_at(u, c)->state == TIE_HELD)
            holder = carry_at(u, c)->atom;
    HEAP_SET(u->h, ident_at(u, k->ident)->tie, holder);
}

/* Those who were erased since are passed over. */
static void partition_persons(struct unify *u, struct rd *r) {
    uint32_t n = (uint32_t)rd_varint(r), was = 0, made = 0;
    uint32_t *atoms = NULL;
    struct rd again = *r;
    for (uint32_t i = 0; i < n; i++) { /* persons that there were: their representatives */
        uint32_t k = (uint32_t)rd_varint(&again);
        for (uint32_t j = 0; j < k; j++) {
            uint32_t atom = (uint32_t)rd_varint(&again);
            was += !atom_erased(u, atom) && person_rep(u, atom) == atom;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = (uint32_t)rd_varint(r), m = 0;
        CHECK(!r->bad && k > 0);
        atoms = realloc(atoms, k * sizeof *atoms);
        CHECK(atoms);
        for (uint32_t j = 0; j < k; j++) {
            atoms[m] = (uint32_t)rd_varint(r);
            m += !atom_erased(u, atoms[m]);
        }
        if (m > 0)
            person_make(u, atoms, m);
        made += m > 0;
    }
    free(atoms);
    HEAP_SET(u->h, u->root->persons, u->root->persons + made - was);
}

static void on_partition(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n), again = r;
    for (uint64_t n = rd_varint(&r); n > 0 && !r.bad; n--) {
        uint32_t row = (uint32_t)rd_varint(&r);
        carry_set(u, row, (enum tie_state)rd_u8(&r));
    }
    for (uint64_t n = rd_varint(&r); n > 0 && !r.bad; n--) {
        uint32_t row = (uint32_t)rd_varint(&r);
        link_set(u, row, (enum tie_state)rd_u8(&r));
    }
    for (uint64_t n = rd_varint(&r); n > 0 && !r.bad; n--) {
        uint32_t ident = (uint32_t)rd_varint(&r);
        uint32_t holder = back(rd_varint(&r));
        if (ident_at(u, ident)->packed & IDENT_ERASED)
            continue;
        if (holder != NONE && atom_erased(u, holder))
            holder = NONE;
        HEAP_SET(u->h, ident_at(u, ident)->tie, holder);
    }
    CHECK(!r.bad);
    for (uint64_t n = rd_varint(&again); n > 0; n--) {
        partition_holder(u, (uint32_t)rd_varint(&again));
        (void)rd_u8(&again);
    }
    partition_persons(u, &r);
}

/* ---- events ---- */

/* A person's are kept by the trait rules; of a group's, the newest. */
static void put_traits(struct unify *u, struct trait_set s, const struct entry *e,
                       const struct event_entry *v, bool person) {
    struct rd traits = v->traits;
    uint32_t name;
    struct str json;
    while (event_trait_next(&traits, &name, &json)) {
        struct trait t = { name, v->source > UINT16_MAX ? 0 : (uint16_t)v->source, v->time_ms,
                           e->seq, json, 0, 0 };
        if (name != 0 && person)
            trait_keep(u, s, &t);
        else if (name != 0)
            trait_put(u, s, &t);
    }
}

static void join_group(struct unify *u, const struct entry *e, const struct event_entry *v) {
    uint32_t g = group_find(u, v->group_id);
    if (g == NONE)
        g = group_add(u, v->group_id);
    struct group *gr = heap_touch(u->h, hvec_at(u->h, &u->root->groups, g), sizeof *gr);
    put_traits(u, (struct trait_set){ &gr->traits, &gr->traits_bytes, &gr->n_traits }, e, v,
               false);
    struct atom *a = atom_at(u, v->atom);
    for (uint32_t i = a->groups; i != NONE;) {
        const struct member *m = hvec_at(u->h, &u->root->members, i);
        if (m->group == g)
            return;
        i = m->next_of_atom;
    }
    void *p;
    uint32_t i = hvec_push(u->h, &u->root->members, &p);
    struct member m = { v->atom, g, a->groups };
    memcpy(p, &m, sizeof m);
    HEAP_SET(u->h, a->groups, i);
    HEAP_SET(u->h, gr->members, gr->members + 1);
}

static void on_event(void *room, const struct entry *e) {
    struct unify *u = room;
    struct event_entry v;
    struct err err = ERR_INIT;
    if (e->version == EVENT_VERSION_ERASED) {
        event_add_erased(u);
        return;
    }
    if ((e->version == EVENT_VERSION_RETAINED ? event_decode_kept(e, &v, &err)
                                              : event_decode(e, &v, &err)) < 0)
        CHECK(!"an event in the log does not decode");
    void *p;
    uint32_t i = hvec_push(u->h, &u->root->events, &p);
    struct atom *a = heap_touch(u->h, atom_at(u, v.atom), sizeof *a);
    struct event_row row = { .time_ms = v.time_ms, .seq = e->seq, .prev = a->events,
                             .name = v.name, .kept = v.kept,
                             .late = v.time_ms < a->last_ms };
    memcpy(p, &row, sizeof row);
    a->events = i;
    a->n_events += v.kept != EVENT_DROPPED;
    if (v.time_ms < a->first_ms)
        a->first_ms = v.time_ms;
    if (v.time_ms > a->last_ms)
        a->last_ms = v.time_ms;
    uint64_t texts = v.type == EVENT_IDENTIFY ? find_print(u, v.atom) : 0;
    if (feed_on(u))
        feed_event(u, e, &v);
    if (a->device != NONE && a->account != NONE)
        signin_add(u, a->device, v.time_ms, v.atom);
    if ((v.type == EVENT_GROUP || v.kept == EVENT_DROPPED) && v.group_id.n > 0)
        join_group(u, e, &v);
    else if (v.n_traits > 0)
        put_traits(u, atom_traits(a), e, &v, true);
    if (v.type == EVENT_IDENTIFY && find_print(u, v.atom) != texts)
        find_mark(u, v.atom);
    if (u->watch.room)
        u->watch.event(u->watch.room, e, &v);
}

static void on_commit(void *room, uint64_t seq) {
    struct unify *u = room;
    (void)seq;
    ident_plan_renew(u);
    atomic_store_explicit(&u->st_persons, u->root->persons, memory_order_relaxed);
    atomic_store_explicit(&u->st_atoms, u->root->atoms.n, memory_order_relaxed);
    atomic_store_explicit(&u->st_idents, u->root->idents.n, memory_order_relaxed);
    atomic_store_explicit(&u->st_events, u->root->events.n, memory_order_relaxed);
    atomic_store_explicit(&u->st_links, u->root->links.n, memory_order_relaxed);
    atomic_store_explicit(&u->st_names, u->root->names.n, memory_order_relaxed);
    atomic_store_explicit(&u->st_groups, u->root->groups.n, memory_order_relaxed);
    atomic_store_explicit(&u->st_constants, constants_in_force(u), memory_order_relaxed);
    if (u->erasure_over) /* by another node, or before a restart: what lies here is older */
        core_snapshot_now(u->core);
    u->erasure_over = false;
}

static void on_lead(void *room) {
    struct unify *u = room;
    unify_rules_start(u);
    unify_erase_kick(u);
    unify_retain_kick(u);
}

static void on_rules(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    uint32_t version = (uint32_t)rd_varint(&r);
    CHECK(!r.bad);
    HEAP_SET(u->h, u->root->rules_version, version);
}

void unify_register(struct unify *u) {
    struct core *c = u->core;
    core_on_begin(c, unify_begin, u);
    core_on_entry(c, ENTRY_NAME, on_name, u);
    core_on_entry(c, ENTRY_IDENT, on_ident, u);
    core_on_entry(c, ENTRY_IDENT_KIND, on_ident_kind, u);
    core_on_entry(c, ENTRY_ATOM, on_atom, u);
    core_on_entry(c, ENTRY_CARRY, on_carry, u);
    core_on_entry(c, ENTRY_LINK, on_link, u);
    core_on_entry(c, ENTRY_PARTITION, on_partition, u);
    core_on_entry(c, ENTRY_CUT, on_cut, u);
    core_on_entry(c, ENTRY_WITHDRAW, on_withdraw, u);
    core_on_entry(c, ENTRY_RULES, on_rules, u);
    core_on_entry(c, ENTRY_TRAIT_RULES, on_trait_rules, u);
    core_on_entry(c, ENTRY_EVENT, on_event, u);
    core_on_entry(c, ENTRY_ERASE, erase_on_entry, u);
    core_on_entry(c, ENTRY_RETAIN, retain_on_entry, u);
    core_on_entry(c, ENTRY_REJECT, erase_on_reject, u);
    core_on_commit(c, on_commit, u);
    core_on_lead(c, on_lead, u);
    core_on_dump(c, unify_dump, u);
    core_state_version(c, "unify", STATE_VERSION);
}

/* ---- life ---- */

struct unify *unify_new(struct core *core) {
    struct unify *u = calloc(1, sizeof *u);
    CHECK(u);
    u->core = core;
    u->h = core_heap(core);
    u->root = heap_root(u->h, HEAP_ROOM_UNIFY);
    u->key = core_hash_key(core);
    buf_init(&u->entry, "log entry", 1u << 20);
    struct identity_rules *built_in;
    struct err err = ERR_INIT;
    CHECK(ident_rules_make((struct json){ 0 }, &built_in, &err) == 0);
    ident_plan_set(u, built_in);
    u->rejudge = rejudge_new(u);
    u->eraser = eraser_new(u);
    u->retainer = retainer_new(u);
    u->trait_fill = trait_fill_new(u);
    u->feed = feed_new(u);
    u->finder = find_new(u);
    unify_register(u);
    return u;
}

void unify_free(struct unify *u) {
    if (!u)
        return;
    trait_fill_free(u->trait_fill);
    trait_plan_free(atomic_load(&u->trait_plan));
    buf_release(&u->entry);
    for (struct ident_plan *p = atomic_load(&u->plan), *next; p; p = next) {
        next = p->next;
        ident_plan_free(p);
    }
    ident_rules_free(u->rules);
    free(u->rejudge);
    eraser_free(u->eraser);
    retainer_free(u->retainer);
    retain_plan_free(atomic_load(&u->retain_plan));
    feed_free(u->feed);
    find_free(u->finder);
    free(u);
}

void unify_audit_set(struct unify *u, struct audit *audit) { u->audit = audit; }

struct collect_hooks unify_hooks(struct unify *u) {
    return (struct collect_hooks){ .room = u, .identify = unify_identify,
                                   .resolve = unify_resolve, .name = unify_name,
                                   .refused = unify_refused };
}

void unify_stats(struct unify *u, struct unify_stats *ret) {
    *ret = (struct unify_stats){ atomic_load(&u->st_persons), atomic_load(&u->st_atoms),
                                 atomic_load(&u->st_idents), atomic_load(&u->st_events),
                                 atomic_load(&u->st_links), atomic_load(&u->st_names),
                                 atomic_load(&u->st_groups),
                                 atomic_load(&u->st_constants) };
}
