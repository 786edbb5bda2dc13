/* trait_rules.c - which value of a trait wins: the definition traits/rules, and the rules by which
 * the state is kept.
 *
 * THEORY      A published version is wanted; the background job of trait_fill.c puts it in force
 *             with an entry that holds the rules themselves, so that a replay needs no
 *             definition.  From that entry on the values that come are kept by the new rules.
 *             Where a rule differs from the one before, its generation turns, and what came
 *             before is read again and added:
 *                 TRAIT_RULES v1   u8 1 | varint version | varint n, each: varint name, u8 how,
 *                                  u8 flags, varint sources, each varint
 *                                  u8 2 | varint atom | u8 1: forget what older rules kept |
 *                                  varint n, each: varint name, varint source, varint ms,
 *                                  varint seq, bytes value
 *                                  u8 3 | varint next atom | varint next event row + 1, or 0
 * INVARIANTS  (1) A new version is put in force only when nothing is being read again, so two
 *                 generations suffice.
 *             (2) Once atom fill_end is reached, what is kept is what the rules would have kept
 *                 had they always been in force.
 * THREADS     Core thread; trait_plan_make() on any.
 */
#include "core/registry.h"
#include "unify/unify_internal.h"

#include <stdlib.h>

static const char *const hows[TRAIT_HOW_COUNT] = {
    [TRAIT_LAST] = "last", [TRAIT_FIRST] = "first", [TRAIT_MOST_FREQUENT] = "most_frequent",
    [TRAIT_SOURCE_ORDER] = "source_order",
};

const char *trait_how_text(unsigned how) { return hows[how]; }

/* ---- the definition ---- */

static int read_sources(struct unify *u, struct json list, struct trait_rule *r,
                        struct err *err) {
    for (struct json_it it = json_it(list); json_next(&it); r->n_sources++) {
        struct source src;
        struct str key = json_str(it.value);
        CHECK(r->n_sources < TRAIT_SOURCES_MAX); /* the schema says so */
        if (!u->registry || registry_source_find(u->registry, key, &src) < 0) {
            err_set(err, E_INVALID, "there is no source \"%.*s\"", STR_FMT(key));
            return err_within(err, "/sources/%u", r->n_sources);
        }
        r->sources[r->n_sources] = (uint16_t)src.id;
    }
    return 0;
}

static int read_rule(struct unify *u, struct json v, struct trait_rule *r, struct err *err) {
    struct str how = json_str(json_get(v, "rule"));
    bool keep, merge = json_true(json_get(v, "merge"));
    for (unsigned i = 0; i < TRAIT_HOW_COUNT; i++)
        if (str_is(how, hows[i]))
            r->how = (uint8_t)i;
    if (!json_bool(json_get(v, "keep"), &keep)) /* there a blank says nothing */
        keep = r->how == TRAIT_FIRST || r->how == TRAIT_MOST_FREQUENT;
    r->flags = (uint8_t)((keep ? TRAIT_KEEP : 0) | (merge ? TRAIT_MERGE : 0));
    if (merge && r->how != TRAIT_LAST) {
        err_set(err, E_INVALID, "only the rule \"last\" can merge");
        return err_within(err, "/merge");
    }
    struct json sources = json_get(v, "sources");
    if ((r->how == TRAIT_SOURCE_ORDER) != (json_count(sources) > 0)) {
        err_set(err, E_INVALID, "sources go with the rule \"source_order\", and it with them");
        return err_within(err, "/sources");
    }
    return read_sources(u, sources, r, err);
}

int trait_plan_make(struct unify *u, struct json body, struct trait_plan **ret,
                    struct err *err) {
    struct trait_plan *p = calloc(1, sizeof *p);
    CHECK(p);
    arena_init(&p->arena, "trait rules", 1u << 20);
    for (struct json_it it = json_it(json_get(body, "traits")); json_next(&it);) {
        struct trait_rule *r = &p->item[p->n].rule;
        int rc;
        if (p->n == TRAIT_RULES_MAX)
            rc = err_set(err, E_LIMIT, "more than %u traits", TRAIT_RULES_MAX);
        else if (it.key.n == 0 || it.key.n > NAME_BYTES_MAX)
            rc = err_set(err, E_INVALID, "a trait's name has 1 to %u bytes", NAME_BYTES_MAX);
        else
            rc = read_rule(u, it.value, r, err);
        if (rc < 0) {
            err_within(err, "/traits/%.*s", (int)(it.key.n < 80 ? it.key.n : 80), it.key.s);
            trait_plan_free(p);
            return -1;
        }
        p->item[p->n++].name = str_n(arena_dup(&p->arena, it.key.s, it.key.n), it.key.n);
    }
    *ret = p;
    return 0;
}

void trait_plan_free(struct trait_plan *p) {
    while (p) {
        struct trait_plan *next = p->next;
        arena_release(&p->arena);
        free(p);
        p = next;
    }
}

void trait_plan_set(struct unify *u, struct trait_plan *p, uint32_t version) {
    p->version = version;
    p->next = atomic_load(&u->trait_plan);
    atomic_store(&u->trait_plan, p);
}

static int compile(void *room, struct str key, struct json body, void **ret_plan,
                   struct err *err) {
    struct trait_plan *p;
    if (!str_is(key, "rules")) {
        err_set(err, E_INVALID, "the trait rules are called \"rules\"");
        return err_hint(err, "PUT /api/definitions/traits/rules");
    }
    if (trait_plan_make(room, body, &p, err) < 0)
        return -1;
    *ret_plan = p;
    return 0;
}

static void plan_free(void *room, void *plan) {
    (void)room;
    trait_plan_free(plan);
}

static void published(void *room, uint32_t id, struct str key, uint32_t version, void *plan) {
    struct unify *u = room;
    (void)id;
    (void)key;
    trait_plan_set(u, plan, version);
    trait_fill_start(u->trait_fill);
}

int trait_rules_register(struct unify *u, struct registry *r, struct err *err) {
    const struct registry_kind kind = { .name = "traits", .title = "Trait rules", .room = u,
                                        .compile = compile, .plan_free = plan_free,
                                        .published = published };
    u->registry = r;
    return registry_kind(r, &kind, err);
}

void trait_rules_emit(struct unify *u, const struct trait_plan *p) {
    uint32_t names[TRAIT_RULES_MAX];
    CHECK(u->root->fill_end == 0);
    for (uint32_t i = 0; i < p->n; i++)
        names[i] = unify_name(u, p->item[i].name);
    buf_reset(&u->entry);
    buf_u8(&u->entry, 1);
    buf_varint(&u->entry, p->version);
    buf_varint(&u->entry, p->n);
    for (uint32_t i = 0; i < p->n; i++) {
        const struct trait_rule *r = &p->item[i].rule;
        buf_varint(&u->entry, names[i]); /* 0: the dictionary is full, the trait not folded */
        buf_u8(&u->entry, r->how);
        buf_u8(&u->entry, r->flags);
        buf_varint(&u->entry, r->n_sources);
        for (unsigned k = 0; k < r->n_sources; k++)
            buf_varint(&u->entry, r->sources[k]);
    }
    entry_emit(u, ENTRY_TRAIT_RULES, 1);
}

/* ---- the state ---- */

static uint64_t name_hash(uint32_t name) { return (name + 1) * 0x9e3779b97f4a7c15ull; }

struct probe { struct unify *u; uint32_t name; };

static struct trait_rule *rule_at(struct unify *u, uint32_t i) {
    return hvec_at(u->h, &u->root->trait_rules, i);
}

static bool rule_eq(const void *ctx, uint32_t i) {
    const struct probe *p = ctx;
    return rule_at(p->u, i)->name == p->name;
}

const struct trait_rule *trait_rule_of(struct unify *u, uint32_t name) {
    struct probe p = { u, name };
    if (u->root->trait_rules.n == 0)
        return NULL;
    uint32_t i = hidx_find(u->h, &u->root->trait_rules_ix, name_hash(name), rule_eq, &p);
    return i == NONE ? NULL : rule_at(u, i);
}

void trait_rules_begin(struct unify *u) {
    hvec_init(u->h, &u->root->fills, sizeof(struct trait_told), 65536);
    hvec_init(u->h, &u->root->trait_rules, sizeof(struct trait_rule), 4096);
    hidx_init(u->h, &u->root->trait_rules_ix, 4);
}

static bool same(const struct trait_rule *a, const struct trait_rule *b) {
    return a->how == b->how && (a->flags & ~TRAIT_FILLING) == (b->flags & ~TRAIT_FILLING) &&
           a->n_sources == b->n_sources &&
           memcmp(a->sources, b->sources, a->n_sources * sizeof *a->sources) == 0;
}

/* Put the rule in force for its name; true when it differs from the one before. */
static bool rule_set(struct unify *u, const struct trait_rule *r) {
    static const struct trait_rule usual = { .how = TRAIT_LAST };
    const struct trait_rule *old = trait_rule_of(u, r->name);
    if (same(old ? old : &usual, r))
        return false;
    struct trait_rule fresh = *r;
    fresh.gen = old ? !old->gen : 1;
    fresh.flags |= TRAIT_FILLING;
    if (old) {
        struct trait_rule *x = rule_at(u, hidx_find(u->h, &u->root->trait_rules_ix,
                                                    name_hash(r->name), rule_eq,
                                                    &(struct probe){ u, r->name }));
        memcpy(heap_touch(u->h, x, sizeof *x), &fresh, sizeof fresh);
        return true;
    }
    void *p;
    uint32_t i = hvec_push(u->h, &u->root->trait_rules, &p);
    memcpy(p, &fresh, sizeof fresh);
    hidx_put(u->h, &u->root->trait_rules_ix, name_hash(r->name), i);
    return true;
}

/* Nothing is being read again: what is kept is by the rules. */
static void filled(struct unify *u) {
    for (uint32_t i = 0; i < u->root->trait_rules.n; i++)
        HEAP_SET(u->h, rule_at(u, i)->flags, (uint8_t)(rule_at(u, i)->flags & ~TRAIT_FILLING));
}

static void apply_rules(struct unify *u, const struct entry *e, struct rd *r) {
    bool changed = false;
    uint32_t was = u->root->trait_rules.n;
    bool *named = calloc(was + 1, sizeof *named);
    CHECK(named);
    HEAP_SET(u->h, u->root->trait_version, (uint32_t)rd_varint(r));
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        struct trait_rule x = { .name = (uint32_t)rd_varint(r) };
        x.how = rd_u8(r);
        x.flags = rd_u8(r);
        x.n_sources = (uint8_t)rd_varint(r);
        CHECK(x.n_sources <= TRAIT_SOURCES_MAX && x.how < TRAIT_HOW_COUNT);
        for (unsigned i = 0; i < x.n_sources; i++)
            x.sources[i] = (uint16_t)rd_varint(r);
        for (uint32_t i = 0; i < was; i++)
            named[i] |= rule_at(u, i)->name == x.name;
        if (x.name != 0)
            changed |= rule_set(u, &x);
    }
    CHECK(!r->bad);
    for (uint32_t i = 0; i < was; i++)
        if (!named[i])
            changed |= rule_set(u, &(struct trait_rule){ .name = rule_at(u, i)->name });
    free(named);
    if (!changed || u->root->atoms.n == 0) {
        filled(u);
        return;
    }
    HEAP_SET(u->h, u->root->fill_seq, e->seq);
    HEAP_SET(u->h, u->root->fill_end, u->root->atoms.n);
    HEAP_SET(u->h, u->root->fill_atom, 0);
    HEAP_SET(u->h, u->root->fill_row, NONE);
}

static void apply_values(struct unify *u, const struct entry *e, struct rd *r) {
    uint32_t atom = (uint32_t)rd_varint(r);
    void *row;
    hvec_push(u->h, &u->root->fills, &row);
    *(struct trait_told *)row = (struct trait_told){ e->seq, atom, 0 };
    struct atom *a = heap_touch(u->h, atom_at(u, atom), sizeof *a);
    find_mark(u, atom);
    if (rd_u8(r))
        trait_forget_old(u, atom_traits(a));
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        struct trait t = { .name = (uint32_t)rd_varint(r) };
        t.source = (uint16_t)rd_varint(r);
        t.ms = (int64_t)rd_varint(r);
        t.seq = rd_varint(r);
        t.json = rd_bytes(r);
        if (!r->bad)
            trait_keep(u, atom_traits(a), &t);
    }
    CHECK(!r->bad);
    if (u->watch.room)
        u->watch.traits(u->watch.room, atom);
}

static void apply_progress(struct unify *u, struct rd *r) {
    uint32_t atom = (uint32_t)rd_varint(r);
    uint64_t row = rd_varint(r);
    CHECK(!r->bad);
    HEAP_SET(u->h, u->root->fill_atom, atom);
    HEAP_SET(u->h, u->root->fill_row, row ? (uint32_t)(row - 1) : NONE);
    if (atom < u->root->fill_end)
        return;
    if (u->watch.room)
        u->watch.traits(u->watch.room, NONE);
    HEAP_SET(u->h, u->root->fill_end, 0);
    filled(u);
}

void on_trait_rules(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    if (e->version >= 2)
        return; /* the values were of somebody who was erased */
    switch (rd_u8(&r)) {
    case 1:
        apply_rules(u, e, &r);
        if (u->watch.room)
            u->watch.traits(u->watch.room, NONE);
        break;
    case 2:
        apply_values(u, e, &r);
        break;
    default:
        apply_progress(u, &r);
    }
}

void trait_rules_dump(struct unify *u, core_line *line, void *ctx) {
    struct buf b;
    if (u->root->trait_version == 0)
        return;
    buf_init(&b, "dump line", 1u << 20);
    buf_printf(&b, "trait rules version=%u seq=%llu atom=%u of=%u", u->root->trait_version,
               (unsigned long long)u->root->fill_seq, u->root->fill_atom, u->root->fill_end);
    line(ctx, buf_str(&b));
    for (uint32_t i = 0; i < u->root->trait_rules.n; i++) {
        const struct trait_rule *r = rule_at(u, i);
        buf_reset(&b);
        buf_printf(&b, "trait rule name=%u how=%u flags=%u gen=%u", r->name, r->how, r->flags,
                   r->gen);
        for (unsigned k = 0; k < r->n_sources; k++)
            buf_printf(&b, " %u", r->sources[k]);
        line(ctx, buf_str(&b));
    }
    buf_release(&b);
}
