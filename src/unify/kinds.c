/* kinds.c - which kinds of identifiers there are: the built-in ones, and those that the identity
 * rules declare.
 *
 * THEORY      A declared kind gets a number for ever when it is first published, by an entry in
 *             the very commit that publishes it:
 *                 IDENT_KIND v1   varint number, from IDENT_OWN_FIRST | bytes key | u8 1: of a
 *                                 device | u8 steps of its normalisation | bytes region
 *             That much of it never changes, so that what is known keeps its meaning: whatever
 *             the rules say now, a replay has the kinds as they were.  Rules that would change it
 *             are refused.  The rest (limits, priority, blocked values, where it is read) is the
 *             rules' and may be anything.
 *             Readers on other threads need both together: a plan, made anew when either changed
 *             with a commit, immutable, kept to the end.
 * INVARIANTS  (1) An identifier's kind is built in or has its entry before it.
 *             (2) A plan never knows of a kind that is not committed.
 * LIMITS      IDENT_OWN_MAX declared kinds, ever.  A plan takes 5 KB.
 * THREADS     Core thread, but for what takes a plan.
 */
#include "base/hash.h"
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

const struct ident_kind_info ident_built_in[IDENT_KIND_COUNT] = {
    [IDENT_USER_ID] = { "user_id", false, 1 },
    [IDENT_EMAIL] = { "email", false, 2 },
    [IDENT_PHONE] = { "phone", false, 3 },
    [IDENT_CUSTOMER_NUMBER] = { "customer_number", false, 4 },
    [IDENT_EXTERNAL] = { "external_id", false, 5 },
    [IDENT_PUSH_TOKEN] = { "push_token", true, 6 },
    [IDENT_ADVERTISING_ID] = { "advertising_id", true, 7 },
    [IDENT_DEVICE_ID] = { "device_id", true, 8 },
    [IDENT_ANONYMOUS_ID] = { "anonymous_id", true, 9 },
};

const char *const ident_step_names[IDENT_STEPS] = { "trim", "nfkc", "lower", "digits",
                                                    "strip_leading_zeros", "e164" };

/* ---- the state ---- */

void on_ident_kind(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    struct kind_known k = { .device = 0 };
    uint32_t number = (uint32_t)rd_varint(&r);
    struct str key = rd_bytes(&r);
    k.device = rd_u8(&r);
    k.steps = rd_u8(&r);
    struct str region = rd_bytes(&r);
    void *p;
    CHECK(!r.bad && key.n <= IDENT_KEY_MAX && region.n < sizeof k.region);
    memcpy(k.key, key.s, key.n);
    if (region.n > 0)
        memcpy(k.region, region.s, region.n);
    CHECK(hvec_push(u->h, &u->root->kinds, &p) + IDENT_OWN_FIRST == number);
    CHECK(u->root->kinds.n <= IDENT_OWN_MAX);
    memcpy(p, &k, sizeof k);
    HEAP_SET(u->h, u->root->kinds_hash, hash_xx64(e->body.s, e->body.n,
                                                  u->root->kinds_hash ^ e->seq));
}

void ident_kinds_dump(struct unify *u, core_line *line, void *ctx) {
    struct buf b;
    buf_init(&b, "dump line", 65536);
    for (unsigned k = IDENT_OWN_FIRST; k < IDENT_OWN_FIRST + u->root->kinds.n; k++) {
        const struct kind_known *x = kind_known(u, k);
        buf_reset(&b);
        buf_printf(&b, "identifier kind %u %s device=%u steps=%u region=%s", k, x->key,
                   x->device, x->steps, x->region);
        line(ctx, buf_str(&b));
    }
    buf_release(&b);
}

static uint64_t hash(struct hash_key k, unsigned kind, const char *key, struct str value) {
    uint64_t table = kind < IDENT_OWN_FIRST ? (uint64_t)kind * 0x9e3779b97f4a7c15ull
                                            : hash_xx64(key, strlen(key), IDENT_OWN_FIRST);
    k.k1 ^= table; /* each kind is a table of its own */
    return hash_sip(k, value.s, value.n);
}

uint64_t ident_hash(struct unify *u, unsigned kind, struct str value) {
    return hash(u->key, kind, kind_is_there(u, kind) ? kind_key(u, kind) : "", value);
}

uint64_t ident_plan_hash(const struct ident_plan *p, struct hash_key k, unsigned kind,
                         struct str value) {
    return hash(k, kind, p->info[kind].key, value);
}

/* ---- plans ---- */

static unsigned known_find(const struct ident_plan *p, const char *key) {
    for (uint32_t i = 0; i < p->n_known; i++)
        if (strcmp(p->known[i].key, key) == 0)
            return IDENT_OWN_FIRST + i;
    return 0;
}

/* What follows from rules and kinds. */
static void bind(struct ident_plan *p) {
    const struct identity_rules *r = p->rules;
    for (unsigned k = 0; k < IDENT_NUMBERS; k++)
        p->rule[k] = k < IDENT_KIND_COUNT ? &r->kind[k] : &r->dropped[0];
    memcpy(p->info, ident_built_in, sizeof ident_built_in);
    for (uint32_t i = 0; i < p->n_known; i++)
        p->rule[IDENT_OWN_FIRST + i] = &r->dropped[p->known[i].device];
    for (uint32_t i = 0; i < r->n_own; i++) {
        unsigned k = known_find(p, r->own[i].is.key);
        p->number[i] = (uint8_t)k;
        if (k)
            p->rule[k] = &r->own[i].rule;
    }
    for (uint32_t i = 0; i < p->n_known; i++) {
        unsigned k = IDENT_OWN_FIRST + i;
        p->info[k] = (struct ident_kind_info){ p->known[i].key, p->known[i].device != 0,
                                               p->rule[k]->priority };
    }
}

struct ident_plan *ident_plan_make(struct unify *u, const struct identity_rules *r) {
    struct ident_plan *p = calloc(1, sizeof *p);
    CHECK(p);
    p->rules = r;
    p->kinds_hash = u->root->kinds_hash;
    p->n_known = u->root->kinds.n;
    for (uint32_t i = 0; i < p->n_known; i++)
        p->known[i] = *kind_known(u, IDENT_OWN_FIRST + i);
    bind(p);
    return p;
}

struct ident_plan *ident_plan_with(const struct ident_plan *p, const struct identity_rules *r) {
    struct ident_plan *q = malloc(sizeof *q);
    CHECK(q);
    *q = *p;
    q->next = NULL;
    q->rules = r;
    memset(q->number, 0, sizeof q->number);
    bind(q);
    return q;
}

void ident_plan_free(struct ident_plan *p) { free(p); }

static void put(struct unify *u, struct ident_plan *p) {
    p->next = atomic_load(&u->plan);
    atomic_store_explicit(&u->plan, p, memory_order_release);
}

void ident_plan_set(struct unify *u, struct identity_rules *r) {
    r->next = u->rules;
    u->rules = r;
    put(u, ident_plan_make(u, r));
}

void ident_plan_renew(struct unify *u) {
    if (ident_plan(u)->kinds_hash != u->root->kinds_hash)
        put(u, ident_plan_make(u, u->rules));
}

/* ---- declaring ---- */

static void steps_text(unsigned steps, char *to, size_t n) {
    size_t at = 0;
    to[0] = 0;
    for (unsigned i = 0; i < IDENT_STEPS; i++)
        if (steps & 1u << i && at < n)
            at += (size_t)snprintf(to + at, n - at, "%s%s", at ? ", " : "", ident_step_names[i]);
    if (at == 0)
        snprintf(to, n, "nothing");
}

static int kind_same(const struct kind_known *is, const struct kind_known *want,
                     struct err *err) {
    char steps[80];
    const char *field = "device";
    if (is->device != want->device) {
        err_set(err, E_INVALID, "\"%s\" is a kind of %s for ever", is->key,
                is->device ? "device" : "account");
    } else if (is->steps != want->steps) {
        field = "normalise";
        steps_text(is->steps, steps, sizeof steps);
        err_set(err, E_INVALID, "\"%s\" is normalised by %s for ever", is->key, steps);
    } else if (strcmp(is->region, want->region) != 0) {
        field = "region";
        err_set(err, E_INVALID, "the region of \"%s\" is %s for ever", is->key,
                is->region[0] ? is->region : "the message's");
    } else {
        return 0;
    }
    err_hint(err, "declare a kind with another key");
    return err_within(err, "/kinds/%s/%s", is->key, field);
}

int ident_plan_fits(const struct ident_plan *p, const struct identity_rules *r,
                    struct err *err) {
    uint32_t n = p->n_known;
    for (uint32_t i = 0; i < r->n_own; i++) {
        unsigned k = known_find(p, r->own[i].is.key);
        if (k && kind_same(&p->known[k - IDENT_OWN_FIRST], &r->own[i].is, err) < 0)
            return -1;
        n += k == 0;
        if (n > IDENT_OWN_MAX) {
            err_set(err, E_INVALID, "a workspace has at most %u kinds of its own, ever",
                    IDENT_OWN_MAX);
            err_hint(err, "use one that is no longer read");
            return err_within(err, "/kinds/%s", r->own[i].is.key);
        }
    }
    return 0;
}

static void emit_kind(struct unify *u, const struct kind_known *k) {
    buf_reset(&u->entry);
    buf_varint(&u->entry, IDENT_OWN_FIRST + u->root->kinds.n);
    buf_bytes(&u->entry, str_of(k->key));
    buf_u8(&u->entry, k->device);
    buf_u8(&u->entry, k->steps);
    buf_bytes(&u->entry, str_of(k->region));
    entry_emit(u, ENTRY_IDENT_KIND, 1);
}

int ident_kinds_emit(struct unify *u, const struct identity_rules *r, struct err *err) {
    struct ident_plan *now = ident_plan_make(u, r); /* also what this batch declared */
    int rc = ident_plan_fits(now, r, err);
    for (uint32_t i = 0; rc == 0 && i < r->n_own; i++)
        if (!now->number[i])
            emit_kind(u, &r->own[i].is);
    ident_plan_free(now);
    return rc;
}

/* ---- asking ---- */

const struct ident_kind_info *ident_kind(struct unify *u, unsigned kind) {
    const struct ident_plan *p = ident_plan(u);
    return kind < IDENT_NUMBERS && p->info[kind].key ? &p->info[kind] : NULL;
}

unsigned ident_kind_of(struct unify *u, struct str key) {
    const struct ident_plan *p = ident_plan(u);
    for (unsigned k = 1; k < IDENT_NUMBERS; k++)
        if (p->info[k].key && str_is(key, p->info[k].key))
            return k;
    return 0;
}

int ident_kind_unknown(struct unify *u, struct str key, enum err_code code, struct err *err) {
    const struct ident_plan *p = ident_plan(u);
    char more[64] = "";
    size_t at = 0;
    for (uint32_t i = 0; i < p->n_known && at < sizeof more; i++)
        at += (size_t)snprintf(more + at, sizeof more - at, ", %s", p->known[i].key);
    err_set(err, code, "there is no identifier kind \"%.*s\"",
            (int)(key.n < 60 ? key.n : 60), key.s);
    return err_hint(err, "user_id, email, phone, customer_number, …%s", more);
}

static void kind_json(const struct ident_plan *p, unsigned kind, struct jw *w) {
    const struct kind_rule *q = p->rule[kind];
    const struct own_kind *o = NULL;
    bool own = kind >= IDENT_OWN_FIRST;
    const struct kind_known *k = own ? &p->known[kind - IDENT_OWN_FIRST] : NULL;
    for (uint32_t i = 0; own && i < p->rules->n_own; i++)
        if (p->number[i] == kind)
            o = &p->rules->own[i];
    jw_obj(w);
    JW_Z(w, "kind", p->info[kind].key);
    JW_STR(w, "title", o && o->title.n ? o->title : str_of(p->info[kind].key));
    JW_BOOL(w, "device", p->info[kind].device);
    JW_BOOL(w, "declared", own);
    JW_BOOL(w, "read", !own || (o && o->n_from > 0));
    if (own) {
        jw_key(w, "normalise");
        jw_arr(w);
        for (unsigned i = 0; i < IDENT_STEPS; i++)
            if (k->steps & 1u << i)
                jw_z(w, ident_step_names[i]);
        jw_arr_end(w);
        if (k->region[0])
            JW_Z(w, "region", k->region);
    }
    JW_INT(w, "limit", q->max);
    JW_INT(w, "window_days", q->window_days);
    JW_INT(w, "priority", q->priority);
    jw_obj_end(w);
}

void unify_kinds_json(struct unify *u, struct jw *w) {
    const struct ident_plan *p = ident_plan(u);
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (unsigned k = 1; k < IDENT_NUMBERS; k++)
        if (p->info[k].key)
            kind_json(p, k, w);
    jw_arr_end(w);
    jw_obj_end(w);
}
