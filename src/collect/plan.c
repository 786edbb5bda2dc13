/* plan.c - tracking plans: is this event as it was planned?
 *
 * THEORY      A plan is a definition of kind tracking_plan, named like the source that it is for,
 *             or `workspace`.  Publishing compiles each property's schema.  All plans in force
 *             hang together in one table that never changes; another one takes its place, and
 *             older ones stay, since a connection's thread may be looking at them.  Checking
 *             happens on connection threads, before an event goes to the core, on the message
 *             as it was sent; what is found travels with the event.
 * LIMITS      PLAN_FOUND_MAX violations told of one message.
 * THREADS     plan_check() on connection threads; published() on the core thread.
 */
#include "base/schema.h"
#include "base/utf8.h"
#include "collect/collect_internal.h"
#include "core/registry.h"

#include <stdlib.h>

enum unplanned { UNPLANNED_ALLOW, UNPLANNED_COUNT, UNPLANNED_BLOCK };

struct plan_property { struct str name; struct schema *schema; bool required; };
struct plan_event {
    uint8_t type;
    bool additional;
    struct str name;
    struct plan_property *properties; /* by name */
    uint32_t n;
};
struct plan { /* immutable */
    struct arena arena;
    enum unplanned unplanned;
    bool block;
    struct plan_event *events; /* by type, then name */
    uint32_t n;
};
struct plan_table { /* immutable */
    struct plan_table *older;
    struct plan *replaced;   /* by this table */
    uint32_t n;
    struct { char key[DEFINITION_KEY_MAX + 1]; struct plan *plan; } row[];
};

/* ---- compile ---- */

static int text_order(struct str a, struct str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.s, b.s, n) : 0;
    return c ? c : a.n < b.n ? -1 : a.n > b.n;
}

static int property_order(const void *a, const void *b) {
    const struct plan_property *x = a, *y = b;
    return text_order(x->name, y->name);
}

static int event_order(const void *a, const void *b) {
    const struct plan_event *x = a, *y = b;
    return x->type != y->type ? x->type - y->type : text_order(x->name, y->name);
}

static struct str keep(struct plan *p, struct str s) {
    return str_n(arena_dup(&p->arena, s.s, s.n), s.n);
}

static int read_properties(struct plan *p, struct plan_event *e, struct json properties,
                           struct json required, struct err *err) {
    size_t max = json_count(properties) + json_count(required);
    e->properties = arena_zalloc(&p->arena, (max + 1) * sizeof *e->properties);
    for (struct json_it it = json_it(properties); json_next(&it);) {
        struct plan_property *q = &e->properties[e->n];
        q->schema = schema_compile(it.value, it.value, err);
        if (!q->schema)
            return err_within(err, "/properties/%.60s", keep(p, it.key).s);
        q->name = keep(p, it.key);
        e->n++;
    }
    qsort(e->properties, e->n, sizeof *e->properties, property_order);
    uint32_t named = e->n;
    for (struct json_it it = json_it(required); json_next(&it);) {
        const struct plan_property want = { .name = json_str(it.value) };
        struct plan_property *q = bsearch(&want, e->properties, named, sizeof want,
                                          property_order);
        if (!q) {
            q = &e->properties[e->n++];
            q->name = keep(p, want.name);
        }
        q->required = true;
    }
    qsort(e->properties, e->n, sizeof *e->properties, property_order);
    return 0;
}

static uint8_t type_of(struct json v) {
    static const char *const names[] = { "", "track", "identify", "page", "screen", "group" };
    for (uint8_t i = 1; i < sizeof names / sizeof *names; i++)
        if (str_is(json_str(v), names[i]))
            return i;
    return EVENT_TRACK;
}

static int read_events(struct plan *p, struct json events, struct err *err) {
    p->events = arena_zalloc(&p->arena, (json_count(events) + 1) * sizeof *p->events);
    for (struct json_it it = json_it(events); json_next(&it);) {
        struct plan_event *e = &p->events[p->n++];
        struct json additional = json_get(it.value, "additional");
        e->type = type_of(json_get(it.value, "type"));
        e->name = keep(p, json_str(json_get(it.value, "name")));
        e->additional = json_is(additional, JSON_NONE) || json_true(additional);
        if (read_properties(p, e, json_get(it.value, "properties"),
                            json_get(it.value, "required"), err) < 0)
            return err_within(err, "/events/%u", p->n - 1);
    }
    qsort(p->events, p->n, sizeof *p->events, event_order);
    for (uint32_t i = 1; i < p->n; i++)
        if (event_order(&p->events[i - 1], &p->events[i]) == 0) {
            err_set(err, E_INVALID, "the event \"%.60s\" stands there twice", p->events[i].name.s);
            return err_within(err, "/events");
        }
    return 0;
}

static void plan_free(void *room, void *plan) {
    struct plan *p = plan;
    (void)room;
    if (!p)
        return;
    for (uint32_t i = 0; i < p->n; i++)
        for (uint32_t k = 0; k < p->events[i].n; k++)
            if (p->events[i].properties[k].schema)
                schema_free(p->events[i].properties[k].schema);
    arena_release(&p->arena);
    free(p);
}

static int compile(void *room, struct str key, struct json body, void **ret_plan,
                   struct err *err) {
    struct plan *p = calloc(1, sizeof *p);
    (void)key;
    CHECK(p);
    arena_init(&p->arena, "tracking plan", 16u << 20);
    struct str unplanned = json_str(json_get(body, "unplanned"));
    p->unplanned = str_is(unplanned, "allow")   ? UNPLANNED_ALLOW
                   : str_is(unplanned, "block") ? UNPLANNED_BLOCK : UNPLANNED_COUNT;
    p->block = str_is(json_str(json_get(body, "violations")), "block");
    if (read_events(p, json_get(body, "events"), err) < 0) {
        plan_free(room, p);
        return -1;
    }
    *ret_plan = p;
    return 0;
}

/* ---- in force ---- */

static void published(void *room, uint32_t id, struct str key, uint32_t version, void *plan) {
    struct collect *c = room;
    struct plan_table *was = atomic_load(&c->plans);
    uint32_t n = was ? was->n : 0, at = 0;
    struct plan_table *t = calloc(1, sizeof *t + (n + 1) * sizeof t->row[0]);
    (void)id;
    (void)version;
    CHECK(t);
    if (n > 0)
        memcpy(t->row, was->row, n * sizeof t->row[0]);
    while (at < n && !str_is(key, t->row[at].key))
        at++;
    t->n = at == n ? n + 1 : n;
    t->replaced = t->row[at].plan;
    memcpy(t->row[at].key, key.s, key.n < DEFINITION_KEY_MAX ? key.n : DEFINITION_KEY_MAX);
    t->row[at].plan = plan;
    t->older = was;
    atomic_store_explicit(&c->plans, t, memory_order_release);
}

int collect_plans_register(struct collect *c, struct registry *r, struct err *err) {
    const struct registry_kind kind = { .name = "tracking_plan", .title = "Tracking plan",
                                        .room = c, .compile = compile, .plan_free = plan_free,
                                        .published = published };
    c->registry = r;
    return registry_kind(r, &kind, err);
}

void plans_free(struct collect *c) {
    struct plan_table *t = atomic_load(&c->plans);
    for (uint32_t i = 0; t && i < t->n; i++)
        plan_free(c, t->row[i].plan);
    for (struct plan_table *older; t; t = older) {
        older = t->older;
        plan_free(c, t->replaced);
        free(t);
    }
}

const struct plan *plan_for(struct collect *c, uint32_t source) {
    const struct plan_table *t = atomic_load_explicit(&c->plans, memory_order_acquire);
    const struct plan *all = NULL;
    struct source s;
    if (!t || registry_source(c->registry, source, &s) < 0)
        return NULL;
    for (uint32_t i = 0; i < t->n; i++) {
        if (strcmp(t->row[i].key, s.key) == 0)
            return t->row[i].plan;
        if (strcmp(t->row[i].key, "workspace") == 0)
            all = t->row[i].plan;
    }
    return all;
}

/* ---- checking ---- */

struct checking { struct arena *a; struct plan_found *f; };

static void found(struct checking *c, enum plan_reason why, struct str property,
                  const char *detail) {
    struct plan_found *f = c->f;
    if (f->n == PLAN_FOUND_MAX)
        return;
    size_t n = property.n < PLAN_PROPERTY_MAX ? property.n : utf8_cut(property, PLAN_PROPERTY_MAX);
    f->item[f->n].reason = (uint8_t)why;
    f->item[f->n].property = str_n(arena_dup(c->a, property.n ? property.s : "", n), n);
    if (f->n++ == 0)
        f->detail = detail[0] ? arena_printf(c->a, "property \"%.*s\": %s", (int)n, property.s,
                                             detail)
                              : "the event is not in the tracking plan";
}

static void check_properties(struct checking *c, const struct plan_event *e, struct json values) {
    for (uint32_t i = 0; i < e->n; i++) {
        const struct plan_property *q = &e->properties[i];
        struct json v = json_get_str(values, q->name);
        struct err err = ERR_INIT;
        bool none = json_is(v, JSON_NONE) || json_is(v, JSON_NULL);
        if (none && q->required)
            found(c, PLAN_MISSING, q->name, "it is missing");
        else if (!json_is(v, JSON_NONE) && q->schema && !(none && !q->required) &&
                 schema_check(q->schema, v, &err) < 0)
            found(c, PLAN_INVALID, q->name, err.msg);
    }
    if (e->additional)
        return;
    for (struct json_it it = json_it(values); json_next(&it);) {
        const struct plan_property want = { .name = it.key };
        if (!bsearch(&want, e->properties, e->n, sizeof want, property_order))
            found(c, PLAN_UNEXPECTED, it.key, "it is not in the tracking plan");
    }
}

bool plan_check(const struct plan *p, uint8_t type, struct str name, struct json values,
                struct arena *a, struct plan_found **ret) {
    const struct plan_event want = { .type = type, .name = name };
    const struct plan_event *e = bsearch(&want, p->events, p->n, sizeof want, event_order);
    struct plan_found f = { .n = 0 };
    struct checking c = { a, &f };
    bool block = false;
    if (e) {
        check_properties(&c, e, values);
        block = f.n > 0 && p->block;
    } else if (type == EVENT_TRACK && p->unplanned != UNPLANNED_ALLOW) {
        found(&c, PLAN_UNPLANNED, STR(""), "");
        block = p->unplanned == UNPLANNED_BLOCK;
    }
    *ret = NULL;
    if (f.n > 0) {
        f.type = type;
        f.blocked = block;
        f.name = str_n(arena_dup(a, name.n ? name.s : "", name.n), name.n);
        *ret = arena_alloc(a, sizeof f);
        **ret = f;
    }
    return !block;
}
