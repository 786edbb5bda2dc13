/* erasures.c - erasing people over HTTP, and the receipts.
 *
 * The request answers when the people are out of the state; the rest is the eraser's
 * (unify/eraser.c), and the receipt tells how far it is.
 */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/app.h"
#include "api/routes_gen.h"
#include "unify/unify.h"

struct erase_work {
    bool by_id, refuse;
    struct id person;
    struct unify_named *named;
    uint32_t n;
    uint32_t erasure;
};

static struct unify *unify_of(struct http_req *r) { return ((struct app *)r->app)->unify; }

/* Whom it is about is not said: that is what is to go. */
static void erase_told(struct http_req *r, const struct erase_work *w, struct id id) {
    char text[37];
    struct jw *j = api_audit_json(r);
    id_format(id, text);
    jw_obj(j);
    JW_BOOL(j, "by_id", w->by_id);
    JW_INT(j, "named", w->n);
    JW_BOOL(j, "refuse", w->refuse);
    jw_obj_end(j);
    api_audit(r, str_of(arena_printf(r->arena, "erasure:%s", text)), (struct str){ NULL, 0 },
              api_audit_text(r));
}

static int erase_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct erase_work *w = own;
    struct unify *u = unify_of(r);
    uint32_t person = UNIFY_NONE;
    struct id id;
    (void)c;
    if (w->by_id) {
        person = unify_by_id(u, w->person);
        if (person == UNIFY_NONE)
            return err_set(err, E_NOT_FOUND, "there is no person with this id");
    }
    unify_erase(u, person, w->named, w->n, w->refuse, who_number(&r->who), &id);
    w->erasure = unify_erasure_find(u, id);
    erase_told(r, w, id);
    return 0;
}

static void erase_render(struct http_req *r, void *own, struct jw *w) {
    unify_erasure_json(unify_of(r), ((struct erase_work *)own)->erasure, w);
    r->status = 202;
    unify_erase_kick(unify_of(r));
}

void api_erasePerson(struct http_req *r) {
    struct erase_work *w = arena_zalloc(r->arena, sizeof *w);
    struct err err = ERR_INIT;
    w->by_id = true;
    w->refuse = str_is(http_query(r, "refuse"), "true");
    if (id_parse(r->params[0], &w->person) < 0) {
        err_set(&err, E_NOT_FOUND, "an id looks like 018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11");
        http_problem(r, &err);
        return;
    }
    api_run(r, "people.erase", erase_run, erase_render, w);
}

void api_eraseByIdentifiers(struct http_req *r) {
    struct erase_work *w = arena_zalloc(r->arena, sizeof *w);
    struct json list = json_get(r->json, "identifiers");
    struct err err = ERR_INIT;
    w->named = arena_alloc(r->arena, (json_count(list) + 1) * sizeof *w->named);
    w->refuse = json_true(json_get(r->json, "refuse"));
    for (struct json_it it = json_it(list); json_next(&it); w->n++) {
        struct unify_named *x = &w->named[w->n];
        struct str kind = json_str(json_get(it.value, "kind"));
        x->kind = (uint8_t)ident_kind_of(unify_of(r), kind);
        if (!x->kind)
            ident_kind_unknown(unify_of(r), kind, E_INVALID, &err);
        else if (ident_normalise(unify_of(r), x->kind, json_str(json_get(it.value, "value")), "",
                                 r->arena, &x->value, &err) == 0)
            continue;
        (void)!err_within(&err, "/identifiers/%u", w->n);
        api_body_problem(r, &err);
        return;
    }
    api_run(r, "erasures.create", erase_run, erase_render, w);
}

/* ---- receipts ---- */

struct receipt { struct id id; uint32_t erasure; };

static int receipt_find(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct receipt *x = own;
    (void)c;
    x->erasure = unify_erasure_find(unify_of(r), x->id);
    return x->erasure == UNIFY_NONE ? err_set(err, E_NOT_FOUND, "there is no such erasure") : 0;
}

static void receipt_render(struct http_req *r, void *own, struct jw *w) {
    unify_erasure_json(unify_of(r), ((struct receipt *)own)->erasure, w);
}

void api_getErasure(struct http_req *r) {
    struct receipt *x = arena_zalloc(r->arena, sizeof *x);
    struct err err = ERR_INIT;
    if (id_parse(r->params[0], &x->id) < 0) {
        err_set(&err, E_NOT_FOUND, "there is no such erasure");
        http_problem(r, &err);
        return;
    }
    api_look(r, "erasures.get", receipt_find, receipt_render, x);
}

struct receipts { uint32_t below; int limit; };

static int receipts_look(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct receipts *x = own;
    (void)c;
    (void)err;
    if (x->below > unify_erasures(unify_of(r)))
        x->below = unify_erasures(unify_of(r));
    return 0;
}

static void receipts_render(struct http_req *r, void *own, struct jw *w) {
    struct receipts *x = own;
    uint32_t i = x->below;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (int n = 0; i > 0 && n < x->limit; n++)
        unify_erasure_json(unify_of(r), --i, w);
    jw_arr_end(w);
    api_cursor(r, w, "erasures",
               i > 0 ? str_n((const char *)&i, sizeof i) : (struct str){ NULL, 0 });
    jw_obj_end(w);
}

void api_listErasures(struct http_req *r) {
    struct receipts *x = arena_zalloc(r->arena, sizeof *x);
    struct err err = ERR_INIT;
    struct str cursor;
    if (api_page(r, "erasures", &x->limit, &cursor, &err) < 0) {
        http_problem(r, &err);
        return;
    }
    x->below = UNIFY_NONE;
    if (cursor.n == sizeof x->below)
        memcpy(&x->below, cursor.s, sizeof x->below);
    api_look(r, "erasures.list", receipts_look, receipts_render, x);
}
