/* audiences.c - audiences over HTTP: how many, who, since when; an expression tried.
 *
 * THEORY      What an audience is called is a row of definitions, who is in it is state: a list is
 *             a look at the state and then at the table.
 *             A preview goes through everybody in helpings, so that the core is never held.
 * LIMITS      VALUES_MAX values of a trait are counted apart.
 */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_people.h"
#include "api/app.h"
#include "api/routes_gen.h"
#include "core/registry.h"
#include "segment/segment.h"

#include <stdlib.h>

#define HELPING_NS 1000000ll
#define HISTORY_SHOWN 50u
#define VALUES_MAX 1000u
#define VALUES_SHOWN 20u
#define TRAITS_MAX 3u
#define SAMPLE_MAX 50u

static struct app *app_of(struct http_req *r) { return r->app; }
static struct segment *segment_of(struct http_req *r) { return app_of(r)->segment; }
static struct unify *unify_of(struct http_req *r) { return app_of(r)->unify; }

static void time_or_null(struct jw *w, const char *key, int64_t ms, bool there) {
    jw_key(w, key);
    if (there)
        jw_time(w, ms);
    else
        jw_null(w);
}

static void id_json(struct unify *u, uint32_t atom, struct jw *w) {
    char text[37];
    id_format(unify_person_id(u, atom), text);
    jw_z(w, text);
}

/* ---- audiences ---- */

struct audiences {
    struct str key;         /* of the one asked for; empty: a list */
    struct str after;
    int limit, n;
    struct definition *defs;
    struct seg_info *info;  /* of all that the state knows, keys copied */
    uint32_t n_info;
};

static int audiences_look(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct audiences *x = own;
    (void)c, (void)err;
    x->n_info = segment_audiences(segment_of(r));
    x->info = arena_alloc(r->arena, (x->n_info + 1) * sizeof *x->info);
    for (uint32_t i = 0; i < x->n_info; i++) {
        struct seg_info *to = &x->info[i];
        segment_info(segment_of(r), i, to);
        to->key = str_n(arena_dup(r->arena, to->key.s, to->key.n), to->key.n);
    }
    return 0;
}

static int audiences_read(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct audiences *x = own;
    if (x->key.n) {
        x->defs = arena_alloc(r->arena, sizeof *x->defs);
        x->n = 1;
        return definition_get(rd->db, STR("audience"), x->key, r->arena, x->defs, err);
    }
    x->n = definition_list(rd->db, STR("audience"), x->after, x->limit + 1, r->arena, &x->defs,
                           err);
    return x->n < 0 ? -1 : 0;
}

static const struct seg_info *info_of(const struct audiences *x, struct str key) {
    for (uint32_t i = 0; i < x->n_info; i++)
        if (str_eq(x->info[i].key, key))
            return &x->info[i];
    return NULL;
}

static void text(struct jw *w, struct json body, const char *key) {
    JW_STR(w, key, json_str(json_get(body, key)));
}

static void number(struct jw *w, struct json body, const char *key) {
    int64_t v;
    jw_key(w, key);
    if (json_int(json_get(body, key), &v))
        jw_int(w, v);
    else
        jw_null(w);
}

static void state_json(const struct seg_info *i, struct jw *w) {
    static const struct seg_info none = { 0 };
    i = i ? i : &none;
    jw_key(w, "version");
    if (i->version)
        jw_int(w, i->version);
    else
        jw_null(w);
    JW_INT(w, "members", i->members);
    JW_INT(w, "entered", (int64_t)i->entered);
    JW_INT(w, "left", (int64_t)i->left);
    time_or_null(w, "since", i->since_ms, i->version != 0);
    jw_key(w, "working");
    if (i->of > 0) {
        jw_obj(w);
        JW_INT(w, "done", i->done);
        JW_INT(w, "of", i->of);
        jw_obj_end(w);
    } else {
        jw_null(w);
    }
    JW_BOOL(w, "waiting", i->waits);
    JW_BOOL(w, "loops", i->loops);
}

static void audience_json(const struct audiences *x, const struct definition *d, struct jw *w) {
    struct json_parser *p = json_parser_new();
    struct err err = ERR_INIT;
    struct json body = { 0 };
    struct str source = d->body.s ? d->body : d->draft;
    if (source.s && json_parse(p, source.s, source.n, &body, &err) < 0)
        body = (struct json){ 0 };
    jw_obj(w);
    JW_STR(w, "key", d->key);
    text(w, body, "name");
    text(w, body, "description");
    text(w, body, "folder");
    jw_key(w, "tags");
    jw_arr(w);
    for (struct json_it it = json_it(json_get(body, "tags")); json_next(&it);)
        jw_str(w, json_str(it.value));
    jw_arr_end(w);
    text(w, body, "owner");
    number(w, body, "priority");
    text(w, body, "expression");
    jw_key(w, "published");
    if (d->published)
        jw_int(w, d->published);
    else
        jw_null(w);
    JW_BOOL(w, "draft", d->draft.s != NULL);
    JW_BOOL(w, "archived", json_true(json_get(body, "archived")));
    number(w, body, "refresh_minutes");
    state_json(info_of(x, d->key), w);
    jw_obj_end(w);
    json_parser_free(p);
}

static void audiences_render(struct http_req *r, void *own, struct jw *w) {
    struct audiences *x = own;
    if (x->key.n) {
        audience_json(x, x->defs, w);
        return;
    }
    bool more = x->n > x->limit;
    int n = more ? x->limit : x->n;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (int i = 0; i < n; i++)
        audience_json(x, &x->defs[i], w);
    jw_arr_end(w);
    api_cursor(r, w, "audiences", more ? x->defs[n - 1].key : (struct str){ NULL, 0 });
    jw_obj_end(w);
}

void api_listAudiences(struct http_req *r) {
    struct audiences *x = arena_zalloc(r->arena, sizeof *x);
    struct err err = ERR_INIT;
    if (api_page(r, "audiences", &x->limit, &x->after, &err) < 0) {
        http_problem(r, &err);
        return;
    }
    api_look_then_read(r, "audiences.list", audiences_look, audiences_read, audiences_render, x);
}

void api_getAudience(struct http_req *r) {
    struct audiences *x = arena_zalloc(r->arena, sizeof *x);
    x->key = r->params[0];
    api_look_then_read(r, "audiences.get", audiences_look, audiences_read, audiences_render, x);
}

/* ---- members ---- */

struct members {
    uint32_t audience, from, next, n, before;
    uint32_t limit;
    uint32_t *atoms;
    struct api_columns columns;
    struct seg_history *changes;
};

static int find(struct http_req *r, struct str key, uint32_t *ret, struct err *err) {
    *ret = segment_find(segment_of(r), key);
    if (*ret != UINT32_MAX)
        return 0;
    err_set(err, E_NOT_FOUND, "there is no audience \"%.*s\" in force",
            (int)(key.n < 100 ? key.n : 100), key.s);
    return err_hint(err, "GET /api/audiences lists them; publish a draft to put it in force");
}

static int members_look(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct members *x = own;
    (void)c;
    if (find(r, r->params[0], &x->audience, err) < 0)
        return -1;
    x->next = segment_members(segment_of(r), x->audience, x->from, x->atoms, x->limit, &x->n);
    return 0;
}

static void cursor_u32(struct http_req *r, struct jw *w, const char *list, const uint32_t *at) {
    api_cursor(r, w, list,
               *at != UINT32_MAX ? str_n((const char *)at, sizeof *at) : (struct str){ NULL, 0 });
}

static void members_render(struct http_req *r, void *own, struct jw *w) {
    struct members *x = own;
    struct seg_info info;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (uint32_t i = 0; i < x->n; i++)
        api_columns_json(unify_of(r), x->atoms[i], &x->columns, w);
    jw_arr_end(w);
    cursor_u32(r, w, "members", &x->next);
    segment_info(segment_of(r), x->audience, &info);
    JW_INT(w, "members", info.members);
    jw_obj_end(w);
}

void api_listAudienceMembers(struct http_req *r) {
    struct members *x = arena_zalloc(r->arena, sizeof *x);
    struct err err = ERR_INIT;
    struct str cursor;
    int limit;
    if (api_page(r, "members", &limit, &cursor, &err) < 0 ||
        api_columns_read(r, http_query(r, "columns"), &x->columns, &err) < 0) {
        http_problem(r, &err);
        return;
    }
    if (cursor.n == sizeof x->from)
        memcpy(&x->from, cursor.s, sizeof x->from);
    x->limit = (uint32_t)limit;
    x->atoms = arena_alloc(r->arena, x->limit * sizeof *x->atoms);
    api_look(r, "audiences.members", members_look, members_render, x);
}

/* ---- who came and went ---- */

static int history_look(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct members *x = own;
    (void)c;
    if (find(r, r->params[0], &x->audience, err) < 0)
        return -1;
    x->n = segment_history(segment_of(r), x->audience, x->before, x->changes, x->limit, &x->next);
    return 0;
}

static void change_json(struct http_req *r, const struct seg_history *h, struct jw *w) {
    struct seg_info info;
    segment_info(segment_of(r), h->audience, &info);
    jw_obj(w);
    jw_key(w, "person");
    id_json(unify_of(r), h->atom, w);
    JW_STR(w, "audience", info.key);
    JW_Z(w, "what", h->in ? "entered" : "left");
    JW_Z(w, "reason", seg_reason_text(h->reason));
    JW_TIME(w, "time", h->ms);
    JW_INT(w, "version", h->version);
    JW_INT(w, "seq", (int64_t)h->seq);
    jw_obj_end(w);
}

static void history_render(struct http_req *r, void *own, struct jw *w) {
    struct members *x = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (uint32_t i = 0; i < x->n; i++)
        change_json(r, &x->changes[i], w);
    jw_arr_end(w);
    cursor_u32(r, w, "audience history", &x->next);
    jw_obj_end(w);
}

void api_listAudienceHistory(struct http_req *r) {
    struct members *x = arena_zalloc(r->arena, sizeof *x);
    struct err err = ERR_INIT;
    struct str cursor;
    int limit;
    if (api_page(r, "audience history", &limit, &cursor, &err) < 0) {
        http_problem(r, &err);
        return;
    }
    x->before = UINT32_MAX;
    if (cursor.n == sizeof x->before)
        memcpy(&x->before, cursor.s, sizeof x->before);
    x->limit = (uint32_t)limit;
    x->changes = arena_alloc(r->arena, x->limit * sizeof *x->changes);
    api_look(r, "audiences.history", history_look, history_render, x);
}

/* ---- of one person ---- */

struct of_person {
    struct id id;
    uint32_t person;
    uint32_t *in, n_in;
    struct seg_history changes[HISTORY_SHOWN];
    uint32_t n;
};

static int person_look(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct of_person *x = own;
    struct segment *s = segment_of(r);
    (void)c;
    x->person = unify_by_id(unify_of(r), x->id);
    if (x->person == UNIFY_NONE)
        return err_set(err, E_NOT_FOUND, "there is no person with this id");
    if (api_audit_covers(r, x->person, err) < 0)
        return -1;
    x->in = arena_alloc(r->arena, (segment_audiences(s) + 1) * sizeof *x->in);
    for (uint32_t i = 0; i < segment_audiences(s); i++)
        if (segment_has(s, i, x->person))
            x->in[x->n_in++] = i;
    x->n = segment_person_history(s, x->person, x->changes, HISTORY_SHOWN);
    return 0;
}

static void membership_json(struct http_req *r, uint32_t audience, uint32_t person,
                            struct jw *w) {
    struct segment *s = segment_of(r);
    struct seg_info info;
    struct seg_since since;
    segment_info(s, audience, &info);
    bool told = segment_since(s, audience, person, &since);
    int64_t until = segment_until(s, audience, person);
    jw_obj(w);
    JW_STR(w, "audience", info.key);
    JW_STR(w, "name", segment_name(s, audience));
    time_or_null(w, "since", since.ms, told);
    JW_Z(w, "reason", told ? seg_reason_text(since.reason) : NULL);
    jw_key(w, "version");
    if (told)
        jw_int(w, since.version);
    else
        jw_null(w);
    jw_key(w, "seq");
    if (told)
        jw_int(w, (int64_t)since.seq);
    else
        jw_null(w);
    time_or_null(w, "until", until, until != INT64_MAX);
    jw_obj_end(w);
}

static void person_render(struct http_req *r, void *own, struct jw *w) {
    struct of_person *x = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (uint32_t i = 0; i < x->n_in; i++)
        membership_json(r, x->in[i], x->person, w);
    jw_arr_end(w);
    jw_key(w, "history");
    jw_arr(w);
    for (uint32_t i = 0; i < x->n; i++)
        change_json(r, &x->changes[i], w);
    jw_arr_end(w);
    jw_obj_end(w);
}

void api_getPersonAudiences(struct http_req *r) {
    struct of_person *x = arena_zalloc(r->arena, sizeof *x);
    struct err err = ERR_INIT;
    if (id_parse(r->params[0], &x->id) == 0) {
        api_look(r, "audiences.person", person_look, person_render, x);
        return;
    }
    err_set(&err, E_NOT_FOUND, "a person's id looks like 018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11");
    http_problem(r, &err);
}

/* ---- is it a condition? ---- */

struct checking { struct seg_plan *plan; struct err err; uint32_t at, n; };

static int check_look(struct core *c, struct http_req *r, void *own, struct err *err) {
    (void)c, (void)r, (void)own, (void)err;
    return 0;
}

static void problem_json(const struct checking *x, struct jw *w) {
    jw_obj(w);
    JW_Z(w, "message", x->err.msg);
    JW_Z(w, "where", x->err.where);
    JW_Z(w, "hint", x->err.hint);
    JW_INT(w, "at", x->at);
    JW_INT(w, "length", x->n);
    jw_obj_end(w);
}

static void canonical(const struct seg_plan *p, struct jw *w) {
    struct buf b;
    buf_init(&b, "expression", 1u << 20);
    segment_plan_text(p, &b);
    JW_STR(w, "expression", buf_str(&b));
    buf_release(&b);
}

static void check_render(struct http_req *r, void *own, struct jw *w) {
    struct checking *x = own;
    jw_obj(w);
    JW_BOOL(w, "valid", x->plan != NULL);
    if (x->plan) {
        canonical(x->plan, w);
        jw_key(w, "problem");
        jw_null(w);
        segment_plan_json(x->plan, w);
        segment_warnings_json(segment_of(r), x->plan, w);
        segment_plan_free(x->plan);
    } else {
        static const char *const lists[] = { "traits", "events", "audiences", "warnings" };
        jw_key(w, "expression");
        jw_null(w);
        jw_key(w, "problem");
        problem_json(x, w);
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
            jw_key(w, lists[i]);
            jw_arr(w);
            jw_arr_end(w);
        }
    }
    jw_obj_end(w);
}

void api_checkAudience(struct http_req *r) {
    struct checking *x = arena_zalloc(r->arena, sizeof *x);
    x->plan = segment_compile(segment_of(r), json_str(json_get(r->json, "expression")), &x->at,
                              &x->n, &x->err);
    api_look(r, "audiences.check", check_look, check_render, x);
}

/* ---- how many? ---- */

struct value { struct str json; uint32_t n; };
struct breakdown {
    struct str trait;
    struct value value[VALUES_MAX];
    uint32_t n, other, missing;
};

struct preview {
    struct command cmd; /* first */
    struct http_req *r;
    struct seg_plan *plan;
    int64_t began_ns;
    uint32_t at;        /* next atom */
    uint32_t count, of;
    bool filling;
    uint64_t fill_done, fill_of;
    uint32_t sample_max, n_sample;
    struct { uint64_t order; uint32_t atom; } sample[SAMPLE_MAX]; /* lowest order first */
    struct api_columns columns;
    struct breakdown *by;
    uint32_t n_by;
    struct arena tmp;
    bool over;
};

/* The same people whenever it is asked, and not the oldest ones. */
static void sample_add(struct preview *x, uint32_t atom) {
    uint64_t order = (atom + 1ull) * 0x9e3779b97f4a7c15ull;
    uint32_t i = x->n_sample;
    if (x->sample_max == 0 || (i == x->sample_max && x->sample[i - 1].order <= order))
        return;
    i -= i == x->sample_max;
    for (; i > 0 && x->sample[i - 1].order > order; i--)
        x->sample[i] = x->sample[i - 1];
    x->sample[i].order = order;
    x->sample[i].atom = atom;
    x->n_sample += x->n_sample < x->sample_max;
}

static void breakdown_add(struct preview *x, struct breakdown *b, uint32_t atom) {
    struct unify *u = unify_of(x->r);
    struct str json = unify_trait_value(u, atom, unify_name_number(u, b->trait), &x->tmp);
    if (json.n == 0 || str_is(json, "null")) {
        b->missing++;
        return;
    }
    for (uint32_t i = 0; i < b->n; i++)
        if (str_eq(b->value[i].json, json)) {
            b->value[i].n++;
            return;
        }
    if (b->n == VALUES_MAX || json.n > 200) {
        b->other++;
        return;
    }
    b->value[b->n++] = (struct value){
        str_n(arena_dup(x->r->arena, json.s, json.n), json.n), 1
    };
}

static int preview_run(struct core *c, struct command *cmd, struct err *err) {
    struct preview *x = (struct preview *)cmd;
    struct unify *u = unify_of(x->r);
    const int64_t began = clock_mono_ns(core_clock(c));
    const uint32_t all = unify_atoms(u);
    for (uint32_t n = 0; x->at < all; x->at++, n++) {
        int64_t until;
        bool in;
        if (n % 64 == 63 && clock_mono_ns(core_clock(c)) - began > HELPING_NS)
            return 0;
        if (!unify_is_person(u, x->at))
            continue;
        if (segment_try(segment_of(x->r), x->plan, x->at, &in, &until, err) < 0) {
            if (err->code != E_UNAVAILABLE)
                return -1;
            segment_filling(segment_of(x->r), &x->fill_done, &x->fill_of);
            x->filling = x->over = true;
            *err = (struct err)ERR_INIT;
            return 0;
        }
        x->of++;
        if (!in)
            continue;
        x->count++;
        sample_add(x, x->at);
        for (uint32_t i = 0; i < x->n_by; i++)
            breakdown_add(x, &x->by[i], x->at);
        arena_reset(&x->tmp);
    }
    x->over = true;
    return 0;
}

static int by_count(const void *a, const void *b) {
    const struct value *x = a, *y = b;
    return x->n != y->n ? (x->n > y->n ? -1 : 1) : str_cmp(x->json, y->json);
}

static void breakdown_json(struct breakdown *b, struct jw *w) {
    qsort(b->value, b->n, sizeof *b->value, by_count);
    jw_obj(w);
    JW_STR(w, "trait", b->trait);
    jw_key(w, "values");
    jw_arr(w);
    for (uint32_t i = 0; i < b->n; i++) {
        if (i >= VALUES_SHOWN) {
            b->other += b->value[i].n;
            continue;
        }
        jw_obj(w);
        jw_key(w, "value");
        jw_raw(w, b->value[i].json);
        JW_INT(w, "count", b->value[i].n);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    JW_INT(w, "other", b->other);
    JW_INT(w, "missing", b->missing);
    jw_obj_end(w);
}

static void preview_json(struct preview *x) {
    struct jw w;
    struct clock *clock = core_clock(app_of(x->r)->core);
    jw_init(&w, &x->r->out);
    jw_obj(&w);
    canonical(x->plan, &w);
    jw_key(&w, "count");
    if (x->filling)
        jw_null(&w);
    else
        jw_int(&w, x->count);
    JW_INT(&w, "of", x->of);
    jw_key(&w, "took_ms");
    jw_double(&w, (double)((clock_mono_ns(clock) - x->began_ns) / 10000) / 100);
    jw_key(&w, "filling");
    if (x->filling) {
        jw_obj(&w);
        JW_INT(&w, "done", (int64_t)x->fill_done);
        JW_INT(&w, "of", (int64_t)x->fill_of);
        jw_obj_end(&w);
    } else {
        jw_null(&w);
    }
    segment_warnings_json(segment_of(x->r), x->plan, &w);
    jw_key(&w, "sample");
    jw_arr(&w);
    for (uint32_t i = 0; i < x->n_sample; i++) {
        struct id id;
        if (unify_atom_person(unify_of(x->r), x->sample[i].atom, &id))
            api_columns_json(unify_of(x->r), x->sample[i].atom, &x->columns, &w);
    }
    jw_arr_end(&w);
    jw_key(&w, "breakdown");
    jw_arr(&w);
    for (uint32_t i = 0; i < x->n_by && !x->filling; i++)
        breakdown_json(&x->by[i], &w);
    jw_arr_end(&w);
    jw_obj_end(&w);
}

static void preview_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct preview *x = (struct preview *)cmd;
    struct http_req *r = x->r;
    struct err again = ERR_INIT;
    (void)seq;
    if (!err && !x->over) {
        if (core_submit(app_of(r)->core, cmd, &again) == 0)
            return;
        err = &again;
    }
    if (err)
        http_problem(r, err);
    else
        preview_json(x);
    segment_plan_free(x->plan);
    arena_release(&x->tmp);
    http_resume(r);
}

static int preview_read(struct http_req *r, struct preview *x, struct err *err) {
    int64_t sample = 10;
    (void)json_int(json_get(r->json, "sample"), &sample);
    x->sample_max = (uint32_t)sample;
    if (api_columns_read(r, json_str(json_get(r->json, "columns")), &x->columns, err) < 0)
        return -1;
    struct json by = json_get(r->json, "breakdown");
    x->by = arena_zalloc(r->arena, TRAITS_MAX * sizeof *x->by);
    for (struct json_it it = json_it(by); json_next(&it) && x->n_by < TRAITS_MAX;)
        x->by[x->n_by++].trait = json_str(it.value);
    uint32_t at, n;
    x->plan = segment_compile(segment_of(r), json_str(json_get(r->json, "expression")), &at, &n,
                              err);
    return x->plan ? 0 : err_within(err, "/expression");
}

void api_previewAudience(struct http_req *r) {
    struct preview *x = arena_zalloc(r->arena, sizeof *x);
    struct err err = ERR_INIT;
    if (preview_read(r, x, &err) < 0) {
        api_body_problem(r, &err);
        return;
    }
    x->r = r;
    x->began_ns = clock_mono_ns(core_clock(app_of(r)->core));
    arena_init(&x->tmp, "breakdown", 64u << 20);
    x->cmd = (struct command){ .name = "audiences.preview", .bytes = sizeof *x, .reads = true,
                               .run = preview_run, .done = preview_done };
    http_park(r);
    if (core_submit(app_of(r)->core, &x->cmd, &err) == 0)
        return;
    segment_plan_free(x->plan);
    arena_release(&x->tmp);
    http_problem(r, &err);
    http_resume(r);
}
