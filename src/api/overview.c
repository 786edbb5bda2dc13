/* overview.c - /api/overview: what the first screen shows, in one look at the state.
 *
 * A source is `failing` when in the last hour at least a tenth of what it sent could not be
 * taken, `silent` when it has sent nothing for an hour though it did before, `never` when it has
 * not sent anything yet. */
#include "api/api_command.h"
#include "api/api_system.h"
#include "api/routes_gen.h"
#include "collect/collect.h"
#include "core/registry.h"
#include "unify/unify.h"

#define SOURCES_SHOWN 500u
#define HOUR_MS 3600000

struct overview {
    int64_t now_ms;
    uint64_t people;
    struct collect_figures f;
};

static struct app *app_of(struct http_req *r) { return r->app; }

static int look(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct overview *o = own;
    struct unify_stats st;
    (void)err;
    unify_stats(app_of(r)->unify, &st);
    o->people = st.persons;
    o->now_ms = core_now(c);
    collect_figures(app_of(r)->collect, o->now_ms, r->arena, &o->f);
    return 0;
}

static void slots_json(struct jw *w, const char *key, const struct collect_slot *slots,
                       unsigned n) {
    jw_key(w, key);
    jw_arr(w);
    for (unsigned i = 0; i < n; i++) {
        jw_obj(w);
        JW_TIME(w, "time", slots[i].ms);
        JW_INT(w, "events", slots[i].events);
        JW_INT(w, "errors", slots[i].rejects);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void reasons_json(struct jw *w, const struct collect_figures *f) {
    jw_key(w, "errors_last_hour");
    jw_arr(w);
    for (unsigned i = 0; i < COLLECT_REASON_COUNT; i++) {
        if (!f->reason[i])
            continue;
        jw_obj(w);
        JW_Z(w, "reason", collect_reason_slug(i));
        JW_INT(w, "count", (int64_t)f->reason[i]);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static const char *state_of(const struct collect_source_figures *s, int64_t now_ms) {
    int64_t last = s->last_event_ms > s->last_reject_ms ? s->last_event_ms : s->last_reject_ms;
    if (s->hour_rejects * 10 >= s->hour_events + s->hour_rejects && s->hour_rejects > 0)
        return "failing";
    if (last == 0)
        return "never";
    return now_ms - last > HOUR_MS ? "silent" : "ok";
}

static void time_or_null(struct jw *w, const char *key, int64_t ms) {
    jw_key(w, key);
    if (ms)
        jw_time(w, ms);
    else
        jw_null(w);
}

static void source_json(struct jw *w, const struct overview *o, const struct source *src) {
    struct collect_source_figures s = { .source = src->id };
    for (uint32_t i = 0; i < o->f.n_sources; i++)
        if (o->f.sources[i].source == src->id)
            s = o->f.sources[i];
    jw_obj(w);
    JW_INT(w, "id", src->id);
    JW_Z(w, "key", src->key);
    JW_Z(w, "name", src->name);
    JW_Z(w, "type", source_type_name(src->type));
    JW_BOOL(w, "enabled", src->enabled);
    JW_Z(w, "state", state_of(&s, o->now_ms));
    JW_INT(w, "events", (int64_t)s.events);
    JW_INT(w, "errors", (int64_t)s.rejects);
    JW_INT(w, "events_last_hour", (int64_t)s.hour_events);
    JW_INT(w, "errors_last_hour", (int64_t)s.hour_rejects);
    jw_key(w, "per_minute");
    jw_double(w, (double)s.lately_events / 5);
    time_or_null(w, "last_event", s.last_event_ms);
    time_or_null(w, "last_error", s.last_reject_ms);
    jw_obj_end(w);
}

static void ready_json(struct http_req *r, struct jw *w) {
    struct core_stats st = { 0 };
    struct core_lease l;
    core_stats(app_of(r)->core, &st);
    core_lease(app_of(r)->core, &l);
    JW_OBJ_KEY(w, "ready");
    JW_Z(w, "status", api_ready_status(app_of(r), &st, &l));
    JW_BOOL(w, "writable", st.writable);
    JW_Z(w, "role", api_role_text(l.role));
    jw_key(w, "seq");
    jw_uint(w, st.seq);
    jw_obj_end(w);
}

static void render(struct http_req *r, void *own, struct jw *w) {
    const struct overview *o = own;
    struct source src;
    jw_obj(w);
    JW_TIME(w, "time", o->now_ms);
    JW_INT(w, "people", (int64_t)o->people);
    JW_INT(w, "events", (int64_t)o->f.events);
    JW_INT(w, "errors", (int64_t)o->f.rejects);
    ready_json(r, w);
    slots_json(w, "minutes", o->f.minute, FIGURE_MINUTES);
    slots_json(w, "hours", o->f.hour, FIGURE_HOURS);
    reasons_json(w, &o->f);
    jw_key(w, "sources");
    jw_arr(w);
    for (size_t i = 0; i < SOURCES_SHOWN &&
                       registry_source_at(app_of(r)->registry, i, &src) == 0; i++)
        source_json(w, o, &src);
    jw_arr_end(w);
    jw_obj_end(w);
}

void api_getOverview(struct http_req *r) {
    api_look(r, "overview", look, render, arena_zalloc(r->arena, sizeof(struct overview)));
}
