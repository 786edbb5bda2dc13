/* people.c - persons over HTTP: find, show, timeline, identities. */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_people.h"
#include "api/app.h"
#include "api/routes_gen.h"
#include "core/registry.h"
#include "http/metrics.h"

#define SEARCH_BUDGET 2000u /* atoms looked at before other commands get their turn */

static struct unify *unify_of(struct http_req *r) { return ((struct app *)r->app)->unify; }

/* ---- one person ---- */

struct who_is { /* by id, or by kind and value */
    bool by_ident;
    struct id id;
    unsigned kind;
    struct str value;
    uint32_t atom;
};

static int find(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct who_is *w = own;
    (void)c;
    w->atom = w->by_ident ? unify_by_ident(unify_of(r), w->kind, w->value)
                          : unify_by_id(unify_of(r), w->id);
    if (w->atom != UNIFY_NONE)
        return api_audit_covers(r, w->atom, err);
    if (w->by_ident)
        err_set(err, E_NOT_FOUND, "nobody has %s \"%.60s\"", ident_kind(w->kind)->key,
                arena_dup(r->arena, w->value.s, w->value.n));
    else
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
    struct err err = ERR_INIT;
    w->by_ident = true;
    w->kind = ident_kind_of(r->params[0]);
    if (!w->kind) {
        err_set(&err, E_NOT_FOUND, "there is no identifier kind \"%.60s\"",
                arena_dup(r->arena, r->params[0].s, r->params[0].n));
        err_hint(&err, "user_id, email, phone, customer_number, anonymous_id, …");
        http_problem(r, &err);
        return;
    }
    if (ident_normalise(w->kind, r->params[1], "", r->arena, &w->value, &err) < 0) {
        http_problem(r, &err);
        return;
    }
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

static void flags_json(uint8_t flags, struct jw *w) {
    static const char *const names[] = { "late", "future", "skewed", "no_time", "imported",
                                         "no_message_id" };
    jw_key(w, "flags");
    jw_arr(w);
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (flags & 1u << i)
            jw_z(w, names[i]);
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
    flags_json(e->flags, w);
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
        struct entry entry;
        struct event_entry e;
        rc = log_read_at(rd->log, &t->rows[i].at, &entry, err);
        if (rc == 0)
            rc = event_decode(&entry, &e, err);
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

/* ---- search: in helpings, so that the core is never held ---- */

struct search {
    struct command cmd; /* first */
    struct http_req *r;
    struct str q;
    uint32_t from;
    unsigned limit, n;
    uint32_t *atoms;
    struct jw w;
};

static int search_run(struct core *c, struct command *cmd, struct err *err) {
    struct search *s = (struct search *)cmd;
    (void)c;
    (void)err;
    unsigned more = unify_search(unify_of(s->r), s->q, s->from, SEARCH_BUDGET, s->atoms + s->n,
                                 s->limit - s->n, &s->from);
    for (unsigned i = 0; i < more; i++)
        unify_person_json(unify_of(s->r), s->atoms[s->n + i], &s->w);
    s->n += more;
    return 0;
}

static void search_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct search *s = (struct search *)cmd;
    struct http_req *r = s->r;
    struct err again = ERR_INIT;
    (void)seq;
    bool on = !err && s->from > 0 && s->n < s->limit;
    if (on && core_submit(((struct app *)r->app)->core, cmd, &again) == 0)
        return;
    jw_arr_end(&s->w);
    api_cursor(r, &s->w, "people",
               s->from > 0 ? str_n((const char *)&s->from, sizeof s->from)
                           : (struct str){ NULL, 0 });
    jw_obj_end(&s->w);
    if (!err && !on)
        (void)!buf_check(&r->out, &again);
    if (err || again.code != E_OK)
        http_problem(r, err ? err : &again);
    http_resume(r);
}

void api_listPeople(struct http_req *r) {
    struct search *s = arena_zalloc(r->arena, sizeof *s);
    struct err err = ERR_INIT;
    struct str cursor;
    struct buf q;
    int limit;
    buf_init(&q, "search text", 4096);
    if (api_page(r, "people", &limit, &cursor, &err) < 0 ||
        unify_fold(http_query(r, "q"), &q, &err) < 0 || buf_check(&q, &err) < 0) {
        buf_release(&q);
        http_problem(r, &err);
        return;
    }
    s->q = str_n(arena_dup(r->arena, q.data, q.len), q.len);
    buf_release(&q);
    s->r = r;
    s->limit = (unsigned)limit;
    s->from = UNIFY_NONE;
    if (cursor.n == sizeof s->from)
        memcpy(&s->from, cursor.s, sizeof s->from);
    s->atoms = arena_alloc(r->arena, s->limit * sizeof *s->atoms);
    s->cmd = (struct command){ .name = "people.search", .bytes = sizeof *s, .reads = true,
                               .run = search_run, .done = search_done };
    jw_init(&s->w, &r->out);
    jw_obj(&s->w);
    jw_key(&s->w, "items");
    jw_arr(&s->w);
    http_park(r);
    if (core_submit(((struct app *)r->app)->core, &s->cmd, &err) < 0) {
        http_problem(r, &err);
        http_resume(r);
    }
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

void api_people_metrics(struct unify *u) {
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
