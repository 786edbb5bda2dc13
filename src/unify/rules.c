/* rules.c - the identity rules: limits, priorities, values that stand for nobody.
 *
 * THEORY      The built-in rules follow Segment's and Adobe's published defaults.  The
 *             definition identity/rules replaces what it names, and may declare kinds of its own:
 *             which numbers these have the log says (kinds.c).  Rules are immutable; a new
 *             version is swapped in on the core thread, and older ones are kept to the end,
 *             since a connection's thread may be reading them.
 * THREADS     ident_rules_make, kind_rule_blocks: any.  Publishing: core thread.
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

static int usual(struct identity_rules *r, struct kind_rule *q, uint32_t max, uint8_t priority,
                 struct err *err) {
    enum { WORDS = sizeof blocked_words / sizeof *blocked_words };
    q->max = max;
    q->priority = priority;
    q->words = arena_alloc(&r->arena, WORDS * sizeof *q->words);
    for (q->n_words = 0; q->n_words < WORDS; q->n_words++)
        q->words[q->n_words] = str_of(blocked_words[q->n_words]);
    q->patterns = arena_alloc(&r->arena, sizeof *q->patterns);
    q->patterns[0] = re_compile(str_of(blocked_pattern), err);
    q->n_patterns = q->patterns[0] != NULL;
    return q->patterns[0] ? 0 : -1;
}

/* Of a declared kind: as customer numbers, as device IDs. */
static int usual_own(struct identity_rules *r, struct kind_rule *q, bool device,
                     struct err *err) {
    return usual(r, q, device ? 50 : 5,
                 ident_built_in[device ? IDENT_DEVICE_ID : IDENT_CUSTOMER_NUMBER].priority, err);
}

static int built_in(struct identity_rules *r, struct err *err) {
    static const uint32_t limits[IDENT_KIND_COUNT] = { [IDENT_USER_ID] = 1,
                                                       [IDENT_EXTERNAL] = 50 };
    r->atoms_max = ATOMS_MAX_DEFAULT;
    r->constant_atoms = CONSTANT_ATOMS_DEFAULT;
    r->constant_days = CONSTANT_DAYS_DEFAULT;
    for (unsigned k = 1; k < IDENT_KIND_COUNT; k++)
        if (usual(r, &r->kind[k], ident_built_in[k].device ? 50 : limits[k] ? limits[k] : 5,
                  ident_built_in[k].priority, err) < 0)
            return -1;
    return usual_own(r, &r->dropped[0], false, err) < 0 ||
                   usual_own(r, &r->dropped[1], true, err) < 0
               ? -1
               : 0;
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

static int read_rule(struct identity_rules *r, const char *key, struct kind_rule *q,
                     struct json v, struct err *err) {
    int64_t n;
    if (json_int(json_get(v, "limit"), &n))
        q->max = (uint32_t)n;
    if (json_int(json_get(v, "window_days"), &n))
        q->window_days = (uint32_t)n;
    if (json_int(json_get(v, "priority"), &n))
        q->priority = (uint8_t)n;
    struct json contested = json_get(v, "contested");
    if (json_is(contested, JSON_STRING))
        q->contested_nobody = str_is(json_str(contested), "nobody");
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

/* ---- kinds that the rules declare ---- */

static int read_key(struct str key, struct kind_known *k, struct err *err) {
    bool fine = key.n >= 1 && key.n <= IDENT_KEY_MAX;
    for (size_t i = 0; fine && i < key.n; i++) {
        char c = key.s[i];
        fine = (c >= 'a' && c <= 'z') || (i > 0 && ((c >= '0' && c <= '9') || c == '_'));
    }
    if (!fine) {
        err_set(err, E_INVALID, "a kind's key is 1 to %d characters a-z, 0-9, '_'",
                IDENT_KEY_MAX);
        return err_hint(err, "it starts with a letter");
    }
    memcpy(k->key, key.s, key.n);
    return 0;
}

static int read_steps(struct json v, struct kind_known *k, struct err *err) {
    struct json list = json_get(v, "normalise");
    struct str region = json_str(json_get(v, "region"));
    if (!json_is(list, JSON_ARRAY))
        k->steps = STEP_TRIM | STEP_NFKC;
    for (struct json_it it = json_it(list); json_next(&it);)
        for (unsigned i = 0; i < IDENT_STEPS; i++)
            if (str_is(json_str(it.value), ident_step_names[i]))
                k->steps = (uint8_t)(k->steps | 1u << i);
    if (k->steps & (STEP_LOWER | STEP_DIGITS))
        k->steps |= STEP_NFKC;
    if (k->steps & STEP_E164 && k->steps & (STEP_LOWER | STEP_DIGITS | STEP_ZEROS)) {
        err_set(err, E_INVALID, "e164 goes with trim and nfkc only");
        return err_within(err, "/kinds/%s/normalise", k->key);
    }
    if (region.n > 0 && !(k->steps & STEP_E164)) {
        err_set(err, E_INVALID, "a region goes with e164");
        return err_within(err, "/kinds/%s/region", k->key);
    }
    if (region.n == 2) /* the schema says so */
        memcpy(k->region, region.s, 2);
    return 0;
}

static int read_place(struct identity_rules *r, struct str text, struct own_from *f,
                      struct err *err) {
    static const struct { struct str prefix; enum own_place place; } places[] = {
        { { "externalIds.", 12 }, OWN_EXTERNAL }, { { "traits.", 7 }, OWN_TRAITS },
        { { "context.", 8 }, OWN_CONTEXT }, { { "properties.", 11 }, OWN_PROPERTIES } };
    size_t i = 0;
    while (i < 4 && !str_starts(text, places[i].prefix))
        i++;
    if (i == 4) {
        err_set(err, E_INVALID, "unknown place \"%.*s\"", (int)(text.n < 60 ? text.n : 60),
                text.s);
        return err_hint(err, "externalIds.TYPE, traits.PATH, context.PATH, properties.PATH");
    }
    f->place = places[i].place;
    struct str rest = str_n(text.s + places[i].prefix.n, text.n - places[i].prefix.n);
    rest = str_n(arena_dup(&r->arena, rest.s, rest.n), rest.n);
    for (bool more = true; more; f->n++) {
        const char *dot = f->place == OWN_EXTERNAL ? NULL : memchr(rest.s, '.', rest.n);
        struct str part = str_n(rest.s, dot ? (size_t)(dot - rest.s) : rest.n);
        if (part.n == 0 || f->n == OWN_DEPTH_MAX)
            return err_set(err, E_INVALID, "a path has 1 to %u names between dots",
                           OWN_DEPTH_MAX);
        f->part[f->n] = part;
        more = dot != NULL;
        rest = more ? str_n(dot + 1, rest.n - part.n - 1) : rest;
    }
    return 0;
}

static int read_from(struct identity_rules *r, struct json list, struct own_kind *o,
                     struct err *err) {
    o->from = arena_zalloc(&r->arena, (json_count(list) + 1) * sizeof *o->from);
    for (struct json_it it = json_it(list); json_next(&it); o->n_from++) {
        CHECK(o->n_from < OWN_FROM_MAX); /* the schema says so */
        if (read_place(r, json_str(it.value), &o->from[o->n_from], err) < 0)
            return err_within(err, "/kinds/%s/from/%u", o->is.key, o->n_from);
    }
    return 0;
}

/* May it be declared?  Fills the key in. */
static int may_declare(struct identity_rules *r, struct str key, struct json v,
                       struct own_kind *o, struct err *err) {
    if (!json_is(json_get(v, "from"), JSON_ARRAY)) { /* most likely one of ours, misspelt */
        err_set(err, E_INVALID, "unknown identifier kind \"%.*s\"",
                (int)(key.n < 60 ? key.n : 60), key.s);
        return err_hint(err, "a kind of your own says \"from\" where in a message it is read");
    }
    if (r->n_own == IDENT_OWN_MAX)
        return err_set(err, E_LIMIT, "more than %u kinds of your own", IDENT_OWN_MAX);
    if (read_key(key, &o->is, err) < 0)
        return -1;
    for (uint32_t i = 0; i < r->n_own; i++)
        if (strcmp(r->own[i].is.key, o->is.key) == 0)
            return err_set(err, E_INVALID, "the kind stands twice");
    return 0;
}

static int read_own(struct identity_rules *r, struct str key, struct json v, struct err *err) {
    struct own_kind *o = &r->own[r->n_own];
    struct str title = json_str(json_get(v, "title"));
    if (may_declare(r, key, v, o, err) < 0)
        return err_within(err, "/kinds/%.*s", (int)(key.n < 60 ? key.n : 60), key.s);
    r->n_own++;
    o->is.device = json_true(json_get(v, "device"));
    o->title = str_n(arena_dup(&r->arena, title.s, title.n), title.n);
    o->keep_external = json_true(json_get(v, "keep_external_id"));
    if (read_steps(v, &o->is, err) < 0 || read_from(r, json_get(v, "from"), o, err) < 0 ||
        usual_own(r, &o->rule, o->is.device, err) < 0)
        return -1;
    return read_rule(r, o->is.key, &o->rule, v, err);
}

/* What only a declared kind can say. */
static int built_in_only(struct json v, const char *key, struct err *err) {
    static const char *const own[] = { "title", "device", "normalise", "region", "from",
                                       "keep_external_id" };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (!json_is(json_get(v, own[i]), JSON_NONE)) {
            err_set(err, E_INVALID, "a built-in kind has no \"%s\"", own[i]);
            return err_within(err, "/kinds/%s/%s", key, own[i]);
        }
    return 0;
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
        unsigned kind = IDENT_KIND_COUNT - 1;
        while (kind > 0 && !str_is(it.key, ident_built_in[kind].key))
            kind--;
        const char *key = ident_built_in[kind].key;
        if (kind ? built_in_only(it.value, key, err) < 0 ||
                       read_rule(r, key, &r->kind[kind], it.value, err) < 0
                 : read_own(r, it.key, it.value, err) < 0)
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
        for (unsigned k = 0; k < IDENT_OWN_MAX; k++)
            patterns_free(&r->own[k].rule);
        patterns_free(&r->dropped[0]);
        patterns_free(&r->dropped[1]);
        arena_release(&r->arena);
        free(r);
        r = next;
    }
}

bool kind_rule_blocks(const struct kind_rule *q, struct str value) {
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
    struct unify *u = room;
    if (!str_is(key, "rules")) {
        err_set(err, E_INVALID, "the identity rules are called \"rules\"");
        return err_hint(err, "PUT /api/definitions/identity/rules");
    }
    if (ident_rules_make(body, &r, err) < 0)
        return -1;
    if (ident_plan_fits(ident_plan(u), r, err) < 0) {
        ident_rules_free(r);
        return -1;
    }
    *ret_plan = r;
    return 0;
}

static void plan_free(void *room, void *plan) {
    (void)room;
    ident_rules_free(plan);
}

/* A kind gets its number in the commit that declares it. */
static int publishing(void *room, void *plan, struct err *err) {
    return ident_kinds_emit(room, plan, err);
}

static void published(void *room, uint32_t id, struct str key, uint32_t version, void *plan) {
    struct unify *u = room;
    struct identity_rules *r = plan;
    (void)id;
    (void)key;
    r->version = version;
    ident_plan_set(u, r);
    unify_rules_start(u);
}

int unify_rules_register(struct unify *u, struct registry *r, struct err *err) {
    const struct registry_kind kind = { .name = "identity", .title = "Identity rules", .room = u,
                                        .compile = compile, .plan_free = plan_free,
                                        .publishing = publishing,
                                        .published = published };
    if (registry_kind(r, &kind, err) < 0)
        return -1;
    return trait_rules_register(u, r, err) < 0 ? -1 : retain_rules_register(u, r, err);
}
