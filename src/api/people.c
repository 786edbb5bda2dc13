/* people.c - persons over HTTP: find, show, timeline, identities. */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_people.h"
#include "api/app.h"
#include "api/routes_gen.h"
#include "core/registry.h"
#include "http/metrics.h"

static struct unify *unify_of(struct http_req *r) { return ((struct app *)r->app)->unify; }

/* ---- one person ---- */

struct who_is { /* by id, or by kind and value */
    bool by_ident;
    struct id id;
    struct str kind, value;
    uint32_t atom;
};

/* Read on the core thread: a follower that was asked to wait may learn of the kind meanwhile. */
static int find_ident(struct http_req *r, struct who_is *w, struct err *err) {
    struct unify *u = unify_of(r);
    unsigned kind = ident_kind_of(u, w->kind);
    struct str value;
    if (!kind)
        return ident_kind_unknown(u, w->kind, E_NOT_FOUND, err); /* it is part of the path */
    if (ident_normalise(u, kind, w->value, "", r->arena, &value, err) < 0)
        return -1;
    w->atom = unify_by_ident(u, kind, value);
    if (w->atom != UNIFY_NONE)
        return api_audit_covers(r, w->atom, err);
    err_set(err, E_NOT_FOUND, "nobody has %s \"%.60s\"", ident_kind(u, kind)->key,
            arena_dup(r->arena, value.s, value.n));
    return err_hint(err, "search with GET /api/people?q=");
}

static int find(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct who_is *w = own;
    (void)c;
    if (w->by_ident)
        return find_ident(r, w, err);
    w->atom = unify_by_id(unify_of(r), w->id);
    if (w->atom != UNIFY_NONE)
        return api_audit_covers(r, w->atom, err);
    err_set(err, E_NOT_FOUND, "there is no person with this id");
    return err_hint(err, "search with GET /api/people?q=");
}

static void render_person(struct http_req *r, void *own, struct jw *w) {
    unify_person_json(unify_of(r), ((struct who_is *)own)->atom, w);
}

static void render_identities(struct http_req *r, void *own, struct jw *w) {
    unify_identities_json(unify_of(r), ((struct who_is *)own)->atom, w);
}

static int read_id(struct http_req *r, struct who_is *w) {
    struct err err = ERR_INIT;
    if (id_parse(r->params[0], &w->id) == 0)
        return 0;
    err_set(&err, E_NOT_FOUND, "a person's id looks like 018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11");
    err_hint(&err, "by an identifier: GET /api/people/by/email/…");
    http_problem(r, &err);
    return -1;
}

void api_getPerson(struct http_req *r) {
    struct who_is *w = arena_zalloc(r->arena, sizeof *w);
    if (read_id(r, w) == 0)
        api_look(r, "people.get", find, render_person, w);
}

void api_getIdentities(struct http_req *r) {
    struct who_is *w = arena_zalloc(r->arena, sizeof *w);
    if (read_id(r, w) == 0)
        api_look(r, "people.identities", find, render_identities, w);
}

void api_getPersonBy(struct http_req *r) {
    struct who_is *w = arena_zalloc(r->arena, sizeof *w);
    w->by_ident = true;
    w->kind = r->params[0];
    w->value = r->params[1];
    api_look(r, "people.by", find, render_person, w);
}

/* ---- timeline ---- */

struct timeline {
    struct who_is who; /* first: find() looks at it */
    struct str name;
    bool has_before, more;
    struct timeline_at before;
    unsigned limit, n;
    struct timeline_row *rows; /* limit + 1 */
    struct str *items;         /* n pieces of JSON */
};

static int timeline_look(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct timeline *t = own;
    if (find(c, r, own, err) < 0)
        return -1;
    t->n = unify_timeline(unify_of(r), t->who.atom, t->has_before ? &t->before : NULL, t->name,
                          t->rows, t->limit + 1);
    t->more = t->n > t->limit;
    if (t->more)
        t->n = t->limit;
    return 0;
}

void api_event_flags(uint8_t flags, bool thinned, struct jw *w) {
    static const char *const names[] = { "late", "future", "skewed", "no_time", "imported",
                                         "no_message_id" };
    jw_key(w, "flags");
    jw_arr(w);
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (flags & 1u << i)
            jw_z(w, names[i]);
    if (thinned)
        jw_z(w, "thinned"); /* by a retention rule */
    jw_arr_end(w);
}

static struct str name_of(const struct event_entry *e, struct json_parser *p) {
    static const char *const types[] = { "", "track", "identify", "page", "screen", "group",
                                         "alias" };
    struct json m;
    struct err err = ERR_INIT;
    struct str name = { NULL, 0 };
    if ((e->type == EVENT_TRACK || e->type == EVENT_PAGE || e->type == EVENT_SCREEN) &&
        json_parse(p, e->json.s, e->json.n, &m, &err) == 0)
        name = json_str(json_get(m, e->type == EVENT_TRACK ? "event" : "name"));
    return name.n ? name : str_of(e->type <= EVENT_ALIAS ? types[e->type] : "");
}

void api_timeline_item(struct http_req *r, const struct entry *entry,
                       const struct event_entry *e, struct json_parser *p, struct jw *w) {
    static const char *const types[] = { "", "track", "identify", "page", "screen", "group",
                                         "alias" };
    struct source src;
    bool known = registry_source(((struct app *)r->app)->registry, e->source, &src) == 0;
    jw_obj(w);
    JW_INT(w, "seq", (int64_t)entry->seq);
    JW_STR(w, "message_id", e->message_id);
    JW_Z(w, "type", types[e->type <= EVENT_ALIAS ? e->type : 0]);
    JW_STR(w, "name", name_of(e, p));
    JW_TIME(w, "time", e->time_ms);
    JW_TIME(w, "received", e->received_ms);
    JW_Z(w, "source", known ? src.key : "");
    api_event_flags(e->flags, e->kept == EVENT_THINNED, w);
    jw_key(w, "message");
    jw_raw(w, e->json);
    jw_obj_end(w);
}

/* The person was erased between the look at the state and the look at the log. */
static int erased_meanwhile(struct json_parser *p, struct err *err) {
    json_parser_free(p);
    *err = (struct err)ERR_INIT;
    return err_set(err, E_NOT_FOUND, "there is no person with this id");
}

static int timeline_read(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct timeline *t = own;
    struct json_parser *p = json_parser_new();
    struct buf b;
    int rc = 0;
    t->items = arena_alloc(r->arena, (t->n + 1) * sizeof *t->items);
    struct log_at *at = arena_alloc(r->arena, (t->n + 1) * sizeof *at);
    for (unsigned i = 0; i < t->n; i++)
        at[i] = t->rows[i].at;
    log_prefetch(rd->log, at, (int)t->n);
    for (unsigned i = 0; i < t->n && rc == 0; i++) {
        struct entry entry = { 0 };
        struct event_entry e;
        rc = log_read_at(rd->log, &t->rows[i].at, &entry, err);
        if (rc == 0)
            rc = event_decode(&entry, &e, err);
        t->items[i] = (struct str){ NULL, 0 };
        if (rc < 0 && err->code == E_NOT_FOUND && entry.version == EVENT_VERSION_RETAINED) {
            *err = (struct err)ERR_INIT; /* dropped between the two looks */
            rc = 0;
            continue;
        }
        if (rc < 0 && err->code == E_NOT_FOUND)
            return erased_meanwhile(p, err);
        if (rc < 0)
            break;
        buf_init(&b, "timeline item", 1u << 20);
        struct jw w;
        jw_init(&w, &b);
        api_timeline_item(r, &entry, &e, p, &w);
        t->items[i] = str_n(arena_dup(r->arena, b.data, b.len), b.len);
        buf_release(&b);
    }
    json_parser_free(p);
    return rc;
}

static void timeline_render(struct http_req *r, void *own, struct jw *w) {
    struct timeline *t = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (unsigned i = 0; i < t->n; i++)
        if (t->items[i].s)
            jw_raw(w, t->items[i]);
    jw_arr_end(w);
    struct timeline_at last = { 0, 0 };
    if (t->more)
        last = (struct timeline_at){ t->rows[t->n - 1].time_ms, t->rows[t->n - 1].at.seq };
    api_cursor(r, w, "timeline",
               t->more ? str_n((const char *)&last, sizeof last) : (struct str){ NULL, 0 });
    jw_obj_end(w);
}

void api_getTimeline(struct http_req *r) {
    struct timeline *t = arena_zalloc(r->arena, sizeof *t);
    struct err err = ERR_INIT;
    struct str cursor;
    int limit;
    if (read_id(r, &t->who) < 0)
        return;
    if (api_page(r, "timeline", &limit, &cursor, &err) < 0) {
        http_problem(r, &err);
        return;
    }
    if (cursor.n == sizeof t->before) {
        memcpy(&t->before, cursor.s, sizeof t->before);
        t->has_before = true;
    }
    t->name = http_query(r, "name");
    t->limit = (unsigned)limit < TIMELINE_MAX ? (unsigned)limit : TIMELINE_MAX - 1;
    t->rows = arena_alloc(r->arena, (t->limit + 1) * sizeof *t->rows);
    api_look_then_read(r, "people.timeline", timeline_look, timeline_read, timeline_render, t);
}

/* ---- figures ---- */

static double m_persons(void *u) {
    struct unify_stats st;
    unify_stats(u, &st);
    return (double)st.persons;
}

static double m_atoms(void *u) {
    struct unify_stats st;
    unify_stats(u, &st);
    return (double)st.atoms;
}

static double m_identifiers(void *u) {
    struct unify_stats st;
    unify_stats(u, &st);
    return (double)st.identifiers;
}

static double m_events(void *u) {
    struct unify_stats st;
    unify_stats(u, &st);
    return (double)st.events;
}

static double m_names(void *u) {
    struct unify_stats st;
    unify_stats(u, &st);
    return (double)st.names;
}

static double m_constants(void *u) {
    struct unify_stats st;
    unify_stats(u, &st);
    return (double)st.constants;
}

static double m_search_waiting(void *u) {
    struct unify_find_stats st;
    unify_find_stats(u, &st);
    return (double)st.waiting;
}

static double m_search_ready(void *u) {
    struct unify_find_stats st;
    unify_find_stats(u, &st);
    return st.ready;
}

void api_people_metrics(struct unify *u) {
    metrics_add("musubi_search_waiting", "Atoms whose texts are not in the search index yet.",
                METRIC_GAUGE, m_search_waiting, u);
    metrics_add("musubi_search_ready", "1 once the search index is made.", METRIC_GAUGE,
                m_search_ready, u);
    metrics_add("musubi_people_constant_identifiers",
                "Identifiers in quarantine, since they are sent for everybody.", METRIC_GAUGE,
                m_constants, u);
    metrics_add("musubi_people", "Persons.", METRIC_GAUGE, m_persons, u);
    metrics_add("musubi_people_atoms", "Pairs of device and account.", METRIC_GAUGE, m_atoms, u);
    metrics_add("musubi_people_identifiers", "Identifiers.", METRIC_GAUGE, m_identifiers, u);
    metrics_add("musubi_people_events", "Events of all persons.", METRIC_GAUGE, m_events, u);
    metrics_add("musubi_people_names", "Event and trait names with a number, of 65,536.",
                METRIC_GAUGE, m_names, u);
}
