/* rules.c - the identity rules: limits, priorities, values that stand for nobody.
 *
 * THEORY      The built-in rules follow Segment's and Adobe's published defaults.  The
 *             definition identity/rules replaces what it names.  Rules are immutable; a new
 *             version is swapped in on the core thread, and older ones are kept to the end,
 *             since a connection's thread may be reading them.
 * THREADS     ident_rules_make, ident_rules_blocked: any.  Publishing: core thread.
 */
#include "base/re.h"
#include "core/registry.h"
#include "unify/unify_internal.h"

#include <stdlib.h>

#define RULES_BYTES_MAX (4u << 20)
#define ATOMS_MAX_DEFAULT 2000u
#define CONSTANT_ATOMS_DEFAULT 500u
#define CONSTANT_DAYS_DEFAULT 30u

static const char *const blocked_words[] = { "-1", "null", "undefined", "anonymous", "unknown",
                                             "test", "none", "nil", "nan", "[object object]" };
static const char blocked_pattern[] = "^[0-]*$";

static int built_in(struct identity_rules *r, struct err *err) {
    static const uint32_t limits[IDENT_KIND_COUNT] = { [IDENT_USER_ID] = 1,
                                                       [IDENT_EXTERNAL] = 50 };
    enum { WORDS = sizeof blocked_words / sizeof *blocked_words };
    r->atoms_max = ATOMS_MAX_DEFAULT;
    r->constant_atoms = CONSTANT_ATOMS_DEFAULT;
    r->constant_days = CONSTANT_DAYS_DEFAULT;
    for (unsigned k = 1; k < IDENT_KIND_COUNT; k++) {
        struct kind_rule *q = &r->kind[k];
        q->max = ident_kind(k)->device ? 50 : limits[k] ? limits[k] : 5;
        q->priority = ident_kind(k)->priority;
        q->words = arena_alloc(&r->arena, WORDS * sizeof *q->words);
        for (q->n_words = 0; q->n_words < WORDS; q->n_words++)
            q->words[q->n_words] = str_of(blocked_words[q->n_words]);
        q->patterns = arena_alloc(&r->arena, sizeof *q->patterns);
        q->patterns[0] = re_compile(str_of(blocked_pattern), err);
        if (!q->patterns[0])
            return -1;
        q->n_patterns = 1;
    }
    return 0;
}

static void patterns_free(struct kind_rule *q) {
    for (uint32_t i = 0; i < q->n_patterns; i++)
        re_free(q->patterns[i]);
    q->n_patterns = 0;
}

static int read_patterns(struct identity_rules *r, const char *key, struct kind_rule *q,
                         struct json list, struct err *err) {
    patterns_free(q);
    q->patterns = arena_alloc(&r->arena, (json_count(list) + 1) * sizeof *q->patterns);
    for (struct json_it it = json_it(list); json_next(&it); q->n_patterns++) {
        q->patterns[q->n_patterns] = re_compile(json_str(it.value), err);
        if (!q->patterns[q->n_patterns])
            return err_within(err, "/kinds/%s/blocked_patterns/%u", key, q->n_patterns);
    }
    return 0;
}

static int read_kind(struct identity_rules *r, unsigned kind, struct json v, struct err *err) {
    struct kind_rule *q = &r->kind[kind];
    const char *key = ident_kind(kind)->key;
    int64_t n;
    if (json_int(json_get(v, "limit"), &n))
        q->max = (uint32_t)n;
    if (json_int(json_get(v, "window_days"), &n))
        q->window_days = (uint32_t)n;
    if (json_int(json_get(v, "priority"), &n))
        q->priority = (uint8_t)n;
    struct json words = json_get(v, "blocked");
    if (json_is(words, JSON_ARRAY)) {
        q->words = arena_alloc(&r->arena, (json_count(words) + 1) * sizeof *q->words);
        q->n_words = 0;
        for (struct json_it it = json_it(words); json_next(&it);) {
            struct str w = json_str(it.value);
            q->words[q->n_words++] = str_n(arena_dup(&r->arena, w.s, w.n), w.n);
        }
    }
    struct json patterns = json_get(v, "blocked_patterns");
    return json_is(patterns, JSON_ARRAY) ? read_patterns(r, key, q, patterns, err) : 0;
}

static int read_body(struct identity_rules *r, struct json body, struct err *err) {
    int64_t n;
    if (json_int(json_get(body, "atoms_max"), &n))
        r->atoms_max = (uint32_t)n;
    if (json_int(json_path(body, "constant.atoms"), &n))
        r->constant_atoms = (uint32_t)n;
    if (json_int(json_path(body, "constant.window_days"), &n))
        r->constant_days = (uint32_t)n;
    for (struct json_it it = json_it(json_get(body, "kinds")); json_next(&it);) {
        unsigned kind = ident_kind_of(it.key);
        if (!kind)
            return err_set(err, E_INVALID, "unknown identifier kind \"%.*s\"", STR_FMT(it.key));
        if (read_kind(r, kind, it.value, err) < 0)
            return -1;
    }
    return 0;
}

int ident_rules_make(struct json body, struct identity_rules **ret, struct err *err) {
    struct identity_rules *r = calloc(1, sizeof *r);
    CHECK(r);
    arena_init(&r->arena, "identity rules", RULES_BYTES_MAX);
    if (built_in(r, err) < 0 || (json_is(body, JSON_OBJECT) && read_body(r, body, err) < 0)) {
        ident_rules_free(r);
        return -1;
    }
    *ret = r;
    return 0;
}

void ident_rules_free(struct identity_rules *r) {
    while (r) {
        struct identity_rules *next = r->next;
        for (unsigned k = 0; k < IDENT_KIND_COUNT; k++)
            patterns_free(&r->kind[k]);
        arena_release(&r->arena);
        free(r);
        r = next;
    }
}

bool ident_rules_blocked(const struct identity_rules *r, unsigned kind, struct str value) {
    const struct kind_rule *q = &r->kind[kind];
    for (uint32_t i = 0; i < q->n_words; i++)
        if (str_eq_nocase(value, q->words[i]))
            return true;
    for (uint32_t i = 0; i < q->n_patterns; i++)
        if (re_match(q->patterns[i], value))
            return true;
    return false;
}

/* ---- the definition ---- */

static int compile(void *room, struct str key, struct json body, void **ret_plan,
                   struct err *err) {
    struct identity_rules *r;
    (void)room;
    if (!str_is(key, "rules")) {
        err_set(err, E_INVALID, "the identity rules are called \"rules\"");
        return err_hint(err, "PUT /api/definitions/identity/rules");
    }
    if (ident_rules_make(body, &r, err) < 0)
        return -1;
    *ret_plan = r;
    return 0;
}

static void plan_free(void *room, void *plan) {
    (void)room;
    ident_rules_free(plan);
}

static void published(void *room, uint32_t id, struct str key, uint32_t version, void *plan) {
    struct unify *u = room;
    struct identity_rules *r = plan;
    (void)id;
    (void)key;
    r->version = version;
    r->next = atomic_load(&u->rules);
    atomic_store_explicit(&u->rules, r, memory_order_release);
    unify_rules_start(u);
}

int unify_rules_register(struct unify *u, struct registry *r, struct err *err) {
    const struct registry_kind kind = { .name = "identity", .title = "Identity rules", .room = u,
                                        .compile = compile, .plan_free = plan_free,
                                        .published = published };
    if (registry_kind(r, &kind, err) < 0)
        return -1;
    return trait_rules_register(u, r, err) < 0 ? -1 : retain_rules_register(u, r, err);
}
