/* traits.c - a person's traits with where each value came from, and the values that lost. */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_people.h"
#include "api/app.h"
#include "api/routes_gen.h"
#include "core/registry.h"
#include "unify/unify.h"

#define SHOWN_MAX 1000u                /* values told in one answer */
#define SHOWN_BYTES_MAX (256u << 10)

struct work {
    struct id id;
    struct id person;
    struct unify_trait *traits;
    uint32_t n;
    bool cut;
    struct str **message_ids; /* of each candidate; empty: the event is gone.  NULL: not told */
};

static struct unify *unify_of(struct http_req *r) { return ((struct app *)r->app)->unify; }

static int look(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct work *w = own;
    uint32_t atom = unify_by_id(unify_of(r), w->id);
    (void)c;
    if (atom == UNIFY_NONE)
        return err_set(err, E_NOT_FOUND, "there is no person with this id");
    if (api_audit_covers(r, atom, err) < 0)
        return -1;
    w->person = unify_person_id(unify_of(r), atom);
    w->n = unify_traits(unify_of(r), atom, SHOWN_MAX, SHOWN_BYTES_MAX, r->arena, &w->traits,
                        &w->cut);
    return 0;
}

static int read_ids(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct work *w = own;
    w->message_ids = arena_alloc(r->arena, (w->n + 1) * sizeof *w->message_ids);
    for (uint32_t i = 0; i < w->n; i++) {
        const struct unify_trait *t = &w->traits[i];
        w->message_ids[i] = arena_alloc(r->arena, (t->n + 1) * sizeof *w->message_ids[i]);
        for (uint32_t k = 0; k < t->n; k++) {
            w->message_ids[i][k] = STR("");
            struct entry entry;
            struct event_entry e;
            struct err gone = ERR_INIT;
            if (log_read_at(rd->log, &t->from[k].at, &entry, &gone) == 0 &&
                event_decode(&entry, &e, &gone) == 0) {
                w->message_ids[i][k] = str_n(arena_dup(r->arena, e.message_id.s, e.message_id.n),
                                             e.message_id.n);
            } else if (gone.code != E_NOT_FOUND && gone.code != E_CORRUPT) {
                *err = gone;
                return -1;
            }
        }
    }
    return 0;
}

static void from_json(struct http_req *r, const struct unify_trait_from *f, struct str message,
                      struct jw *w) {
    struct source src;
    char id[37];
    bool known = registry_source(((struct app *)r->app)->registry, f->source, &src) == 0;
    id_format(f->atom, id);
    jw_obj(w);
    jw_key(w, "value");
    jw_raw(w, f->value);
    JW_Z(w, "source", known ? src.key : "");
    JW_TIME(w, "time", f->ms);
    JW_INT(w, "seq", (int64_t)f->at.seq);
    if (message.s)
        JW_STR(w, "message_id", message);
    JW_Z(w, "atom", id);
    JW_INT(w, "times", f->times);
    jw_obj_end(w);
}

static void trait_json(struct http_req *r, const struct work *own, uint32_t i, struct jw *w) {
    const struct unify_trait *t = &own->traits[i];
    jw_obj(w);
    JW_STR(w, "name", t->name);
    jw_key(w, "value");
    jw_raw(w, t->value);
    JW_Z(w, "rule", t->rule);
    JW_BOOL(w, "keep", t->keep);
    JW_BOOL(w, "merge", t->merge);
    JW_BOOL(w, "filling", t->filling);
    for (int lost = 0; lost < 2; lost++) {
        jw_key(w, lost ? "lost" : "won");
        jw_arr(w);
        for (uint32_t k = 0; k < t->n; k++)
            if (t->from[k].won != lost)
                from_json(r, &t->from[k],
                          own->message_ids ? own->message_ids[i][k] : (struct str){ NULL, 0 },
                          w);
        jw_arr_end(w);
    }
    jw_obj_end(w);
}

bool api_traits_json(struct http_req *r, uint32_t person, uint32_t max, size_t bytes,
                     struct jw *w) {
    struct work x = { 0 };
    x.n = unify_traits(unify_of(r), person, max, bytes, r->arena, &x.traits, &x.cut);
    jw_arr(w);
    for (uint32_t i = 0; i < x.n; i++)
        trait_json(r, &x, i, w);
    jw_arr_end(w);
    return !x.cut;
}

static void render(struct http_req *r, void *own, struct jw *w) {
    struct work *x = own;
    char id[37];
    id_format(x->person, id);
    jw_obj(w);
    JW_Z(w, "id", id);
    jw_key(w, "traits");
    jw_arr(w);
    for (uint32_t i = 0; i < x->n; i++)
        trait_json(r, x, i, w);
    jw_arr_end(w);
    JW_BOOL(w, "truncated", x->cut);
    jw_obj_end(w);
}

void api_getTraits(struct http_req *r) {
    struct work *w = arena_zalloc(r->arena, sizeof *w);
    struct err err = ERR_INIT;
    if (id_parse(r->params[0], &w->id) == 0) {
        api_look_then_read(r, "people.traits", look, read_ids, render, w);
        return;
    }
    err_set(&err, E_NOT_FOUND, "a person's id looks like 018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11");
    http_problem(r, &err);
}
