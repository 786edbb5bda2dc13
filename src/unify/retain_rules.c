/* retain_rules.c - the definition retention/rules, and which events it concerns.
 *
 * THEORY      Every rule is looked at; the one that takes most counts, so their order has no
 *             meaning.  A rule's age counts from the event's own time: what is imported today and
 *             happened long ago is old.
 * LIMITS      RETAIN_RULES_MAX rules, so that a set of them fits a word.
 * THREADS     Plans are immutable: any.
 */
#include "core/registry.h"
#include "unify/unify_internal.h"

#include <stdlib.h>

#define DAY_MS (24 * 3600 * 1000ll)

static uint8_t type_of(struct str text) {
    static const char *const types[] = { "", "track", "identify", "page", "screen", "group",
                                         "alias" };
    for (uint8_t i = EVENT_TRACK; i <= EVENT_ALIAS; i++)
        if (str_is(text, types[i]))
            return i;
    return 0;
}

/* Rule number p->n. */
static int read_rule(struct unify *u, struct json v, struct retain_plan *p, struct err *err) {
    struct retain_rule *r = &p->rule[p->n];
    struct str event = json_str(json_get(v, "event")), source = json_str(json_get(v, "source"));
    int64_t days = 0;
    struct source src;
    CHECK(json_int(json_get(v, "max_age_days"), &days) && days >= 1); /* the schema says so */
    r->pattern = str_n(arena_dup(&p->arena, event.s, event.n), event.n);
    r->age_ms = days * DAY_MS;
    r->type = type_of(json_str(json_get(v, "type")));
    r->what = str_is(json_str(json_get(v, "action")), "drop") ? EVENT_DROPPED : EVENT_THINNED;
    if (source.n == 0)
        return 0;
    if (!u->registry || registry_source_find(u->registry, source, &src) < 0) {
        err_set(err, E_INVALID, "there is no source \"%.*s\"", STR_FMT(source));
        return err_within(err, "/rules/%u/source", p->n);
    }
    r->source = src.id;
    return 0;
}

int retain_plan_make(struct unify *u, struct json body, struct retain_plan **ret,
                     struct err *err) {
    struct retain_plan *p = calloc(1, sizeof *p);
    CHECK(p);
    arena_init(&p->arena, "retention rules", 1u << 20);
    for (struct json_it it = json_it(json_get(body, "rules")); json_next(&it); p->n++) {
        if ((p->n < RETAIN_RULES_MAX
                 ? read_rule(u, it.value, p, err)
                 : err_set(err, E_LIMIT, "more than %u rules", RETAIN_RULES_MAX)) < 0) {
            retain_plan_free(p);
            return -1;
        }
    }
    *ret = p;
    return 0;
}

void retain_plan_free(struct retain_plan *p) {
    while (p) {
        struct retain_plan *next = p->next;
        arena_release(&p->arena);
        free(p);
        p = next;
    }
}

/* '*' stands for any text; goes back to the last of them only. */
static bool matches(struct str pattern, struct str text) {
    size_t p = 0, t = 0, star = SIZE_MAX, from = 0;
    while (t < text.n) {
        if (p < pattern.n && pattern.s[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.n && pattern.s[p] == text.s[t]) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.s[p] == '*')
        p++;
    return p == pattern.n;
}

uint64_t retain_rules_of(const struct retain_plan *p, struct str name) {
    uint64_t set = 0;
    for (uint32_t i = 0; i < p->n; i++)
        set |= (uint64_t)matches(p->rule[i].pattern, name) << i;
    return set;
}

enum event_kept retain_verdict(const struct retain_plan *p, const struct event_entry *e,
                               struct str name, int64_t now) {
    enum event_kept most = EVENT_WHOLE;
    for (uint32_t i = 0; i < p->n; i++) {
        const struct retain_rule *r = &p->rule[i];
        if (r->what > most && e->time_ms < now - r->age_ms &&
            (r->type == 0 || r->type == e->type) && (r->source == 0 || r->source == e->source) &&
            matches(r->pattern, name))
            most = (enum event_kept)r->what;
    }
    return most;
}

/* ---- the definition ---- */

static int compile(void *room, struct str key, struct json body, void **ret_plan,
                   struct err *err) {
    struct retain_plan *p;
    if (!str_is(key, "rules")) {
        err_set(err, E_INVALID, "the retention rules are called \"rules\"");
        return err_hint(err, "PUT /api/definitions/retention/rules");
    }
    if (retain_plan_make(room, body, &p, err) < 0)
        return -1;
    *ret_plan = p;
    return 0;
}

static void plan_free(void *room, void *plan) {
    (void)room;
    retain_plan_free(plan);
}

static void in_force(struct unify *u, struct retain_plan *p, uint32_t version) {
    p->version = version;
    p->next = atomic_load(&u->retain_plan);
    atomic_store(&u->retain_plan, p);
    unify_retain_kick(u);
}

static void published(void *room, uint32_t id, struct str key, uint32_t version, void *plan) {
    (void)id;
    (void)key;
    in_force(room, plan, version);
}

int retain_rules_register(struct unify *u, struct registry *r, struct err *err) {
    const struct registry_kind kind = { .name = "retention", .title = "Retention rules",
                                        .room = u, .compile = compile, .plan_free = plan_free,
                                        .published = published };
    return registry_kind(r, &kind, err);
}

int unify_retain_rules(struct unify *u, struct json body, uint32_t version, struct err *err) {
    struct retain_plan *p;
    if (retain_plan_make(u, body, &p, err) < 0)
        return -1;
    in_force(u, p, version);
    return 0;
}
