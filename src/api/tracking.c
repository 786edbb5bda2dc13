/* tracking.c - /api/tracking/violations: what was not as the tracking plans say. */
#include "api/api_command.h"
#include "api/app.h"
#include "api/event_scan.h"
#include "api/routes_gen.h"
#include "collect/collect.h"
#include "core/registry.h"

struct violations {
    uint32_t source, from, n;
    unsigned limit;
    struct collect_violation *rows;
    uint64_t lost;
};

static struct app *app_of(struct http_req *r) { return r->app; }

static int look(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct violations *v = own;
    (void)c;
    (void)err;
    v->n = collect_violations(app_of(r)->collect, v->source, r->arena, &v->rows, &v->lost);
    return 0;
}

static void row_json(struct http_req *r, const struct collect_violation *v, struct jw *w) {
    struct source s;
    jw_obj(w);
    jw_key(w, "source");
    if (registry_source(app_of(r)->registry, v->source, &s) < 0)
        jw_null(w);
    else
        jw_z(w, s.key);
    JW_Z(w, "type", event_type_text(v->type));
    JW_STR(w, "event", v->name);
    jw_key(w, "property");
    if (v->property.n)
        jw_str(w, v->property);
    else
        jw_null(w);
    JW_Z(w, "reason", v->reason);
    JW_INT(w, "count", (int64_t)v->n);
    JW_INT(w, "blocked", (int64_t)v->blocked);
    JW_TIME(w, "first_seen", v->first_ms);
    JW_TIME(w, "last_seen", v->last_ms);
    JW_INT(w, "example_seq", (int64_t)v->seq);
    jw_obj_end(w);
}

/* Core thread, like look(): rows borrow from the state. */
static void render(struct http_req *r, void *own, struct jw *w) {
    const struct violations *v = own;
    uint32_t from = v->from < v->n ? v->from : v->n;
    uint32_t to = v->n - from > v->limit ? from + v->limit : v->n;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (uint32_t i = from; i < to; i++)
        row_json(r, &v->rows[i], w);
    jw_arr_end(w);
    api_cursor(r, w, "violations", to < v->n ? str_n((const char *)&to, sizeof to)
                                             : (struct str){ NULL, 0 });
    JW_INT(w, "not_listed", (int64_t)v->lost);
    jw_obj_end(w);
}

void api_listViolations(struct http_req *r) {
    struct violations *v = arena_zalloc(r->arena, sizeof *v);
    struct err err = ERR_INIT;
    struct str cursor, key = http_query(r, "source");
    struct source s;
    int limit;
    if (api_page(r, "violations", &limit, &cursor, &err) < 0) {
        http_problem(r, &err);
        return;
    }
    if (key.n && registry_source_find(app_of(r)->registry, key, &s) < 0) {
        err_set(&err, E_INVALID, "there is no such source");
        err_within(&err, "query parameter \"source\"");
        http_problem(r, &err);
        return;
    }
    v->source = key.n ? s.id : 0;
    v->limit = (unsigned)limit;
    if (cursor.n == sizeof v->from)
        memcpy(&v->from, cursor.s, sizeof v->from);
    api_look(r, "tracking.violations", look, render, v);
}
