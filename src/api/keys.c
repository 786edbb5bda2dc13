/* keys.c - /api/keys.
 *
 * A key hands out no more than it has: whoever makes or replaces a secret key needs all of its
 * scopes. */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_core.h"
#include "api/app.h"
#include "api/routes_gen.h"

#include <stdio.h>

struct key_work {
    uint32_t id;
    enum key_kind kind;
    struct str name, source;
    uint64_t scopes;
    int64_t grace_ms;
    char text[KEY_TEXT_SIZE];
    struct key_info key; /* what is answered */
    struct key_info *list;
    int n, limit;
    uint32_t after;
};

static struct registry *registry_of(struct http_req *r) {
    return ((struct app *)r->app)->registry;
}

uint32_t api_number(struct str s) {
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] < '0' || s.s[i] > '9' || v > UINT32_MAX)
            return 0;
        v = v * 10 + (uint64_t)(s.s[i] - '0');
    }
    return v <= UINT32_MAX ? (uint32_t)v : 0;
}

static void optional_time(struct jw *w, const char *name, int64_t ms) {
    jw_key(w, name);
    if (ms)
        jw_time(w, ms);
    else
        jw_null(w);
}

static void write_scopes(struct jw *w, struct str names) {
    jw_key(w, "scopes");
    jw_arr(w);
    for (size_t i = 0, from = 0; i <= names.n; i++)
        if (i == names.n || names.s[i] == ' ') {
            if (i > from)
                jw_str(w, str_n(names.s + from, i - from));
            from = i + 1;
        }
    jw_arr_end(w);
}

/* text: plain text of a key that was just made; NULL: what may be shown later. */
static void write_key(struct jw *w, const struct key_info *k, const char *text) {
    jw_obj(w);
    JW_INT(w, "id", k->id);
    JW_Z(w, "kind", k->kind == KEY_WRITE ? "write" : "secret");
    JW_STR(w, "name", k->name);
    JW_STR(w, "prefix", k->kind == KEY_WRITE ? str_n(k->prefix.s, 10) : k->prefix);
    jw_key(w, "key");
    if (text)
        jw_z(w, text);
    else if (k->kind == KEY_WRITE)
        jw_str(w, k->prefix);
    else
        jw_null(w);
    write_scopes(w, k->scopes);
    jw_key(w, "source");
    if (k->source_key.s)
        jw_str(w, k->source_key);
    else
        jw_null(w);
    JW_TIME(w, "created", k->created_ms);
    optional_time(w, "last_used", k->last_used_ms);
    optional_time(w, "revoked", k->revoked_ms);
    jw_obj_end(w);
}

/* For the audit log: without what opens anything. */
static struct str key_told(struct http_req *r, const struct key_info *k) {
    write_key(api_audit_json(r), k, NULL);
    return api_audit_text(r);
}

static struct str key_subject(struct http_req *r, uint32_t id) {
    return str_of(arena_printf(r->arena, "key:%u", id));
}

/* ---- list ---- */

static int list_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct key_work *w = own;
    w->n = key_list(rd->db, w->after, 0, w->limit, r->arena, &w->list, err);
    return w->n < 0 ? -1 : 0;
}

static void list_render(struct http_req *r, void *own, struct jw *w) {
    struct key_work *k = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (int i = 0; i < k->n; i++)
        write_key(w, &k->list[i], NULL);
    jw_arr_end(w);
    char at[16];
    struct str next = { NULL, 0 };
    if (k->n == k->limit)
        next = str_n(at, (size_t)snprintf(at, sizeof(at), "%u", k->list[k->n - 1].id));
    api_cursor(r, w, "keys", next);
    jw_obj_end(w);
}

void api_listKeys(struct http_req *r) {
    struct err err = ERR_INIT;
    struct key_work *w = arena_zalloc(r->arena, sizeof(*w));
    struct str at;
    if (api_page(r, "keys", &w->limit, &at, &err)) {
        http_problem(r, &err);
        return;
    }
    w->after = at.s ? api_number(at) : 0;
    api_read(r, list_run, list_render, w);
}

/* ---- create ---- */

static int may_give(struct http_req *r, uint64_t scopes, struct err *err) {
    if ((scopes & ~r->who.scopes) == 0)
        return 0;
    err_set(err, E_FORBIDDEN, "this key lacks some of the scopes that it would hand out");
    return err_hint(err, "use a key that has them");
}

static int create_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct key_work *w = own;
    struct registry *reg = registry_of(r);
    struct db *db;
    int rc;
    if (core_db(c, &db, err))
        return -1;
    if (w->kind == KEY_WRITE) {
        struct definition source;
        rc = definition_get(db, STR("source"), w->source, r->arena, &source, err);
        if (!rc)
            rc = key_create_write(reg, c, w->name, source.id, &w->id, w->text, err);
    } else {
        rc = key_create_secret(reg, c, w->name, w->scopes, &w->id, w->text, err);
    }
    if (rc)
        return -1;
    r->status = 201;
    if (key_get(db, w->id, r->arena, &w->key, err))
        return -1;
    api_audit(r, key_subject(r, w->id), (struct str){ NULL, 0 }, key_told(r, &w->key));
    return 0;
}

static void new_render(struct http_req *r, void *own, struct jw *w) {
    struct key_work *k = own;
    (void)r;
    write_key(w, &k->key, k->text);
}

/* The names of a JSON array as bits. */
static int read_scopes(struct http_req *r, struct json names, uint64_t *ret, struct err *err) {
    *ret = 0;
    for (struct json_it it = json_it(names); json_next(&it);) {
        uint64_t bit;
        struct str name = json_str(it.value);
        if (registry_scopes(registry_of(r), name, &bit, err))
            return err_within(err, "/scopes");
        *ret |= bit;
    }
    if (*ret == 0) {
        err_set(err, E_INVALID, "a secret key needs at least one scope");
        return err_within(err, "/scopes");
    }
    return may_give(r, *ret, err);
}

static int create_read(struct http_req *r, struct key_work *w, struct err *err) {
    struct json source = json_get(r->json, "source"), scopes = json_get(r->json, "scopes");
    w->name = json_str(json_get(r->json, "name"));
    w->kind = str_is(json_str(json_get(r->json, "kind")), "write") ? KEY_WRITE : KEY_SECRET;
    if (w->kind == KEY_SECRET && !json_is(source, JSON_NONE))
        return err_set(err, E_INVALID, "a secret key belongs to no source");
    if (w->kind == KEY_SECRET)
        return read_scopes(r, scopes, &w->scopes, err);
    if (!json_is(scopes, JSON_NONE))
        return err_set(err, E_INVALID, "a write key has no scopes");
    w->source = json_str(source);
    if (w->source.n == 0)
        return err_set(err, E_INVALID, "a write key needs a source");
    return 0;
}

void api_createKey(struct http_req *r) {
    struct err err = ERR_INIT;
    struct key_work *w = arena_zalloc(r->arena, sizeof(*w));
    if (create_read(r, w, &err)) {
        api_body_problem(r, &err);
        return;
    }
    if (w->kind == KEY_WRITE)
        api_run(r, "keys.create", create_run, new_render, w);
    else
        api_run_secret(r, "keys.create", create_run, new_render, w);
}

/* ---- revoke, rotate ---- */

static int revoke_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct key_work *w = own;
    struct db *db;
    if (core_db(c, &db, err) || key_get(db, w->id, r->arena, &w->key, err))
        return -1;
    struct str was = key_told(r, &w->key);
    if (key_revoke(registry_of(r), c, w->id, err) ||
        key_get(db, w->id, r->arena, &w->key, err))
        return -1;
    api_audit(r, key_subject(r, w->id), was, key_told(r, &w->key));
    return 0;
}

static void revoke_render(struct http_req *r, void *own, struct jw *w) {
    struct key_work *k = own;
    (void)r;
    write_key(w, &k->key, NULL);
}

void api_revokeKey(struct http_req *r) {
    struct key_work *w = arena_zalloc(r->arena, sizeof(*w));
    w->id = api_number(r->params[0]);
    api_run(r, "keys.revoke", revoke_run, revoke_render, w);
}

static int rotate_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct key_work *w = own;
    struct db *db;
    uint32_t made;
    if (core_db(c, &db, err) || key_get(db, w->id, r->arena, &w->key, err) ||
        registry_scopes(registry_of(r), w->key.scopes, &w->scopes, err) ||
        may_give(r, w->scopes, err))
        return -1;
    struct str was = key_told(r, &w->key);
    if (key_rotate(registry_of(r), c, w->id, w->grace_ms, &made, w->text, err))
        return -1;
    r->status = 201;
    if (key_get(db, made, r->arena, &w->key, err))
        return -1;
    struct str is = key_told(r, &w->key);
    api_audit(r, key_subject(r, w->id), was, is); /* who replaces it; it ends by itself */
    api_audit(r, key_subject(r, made), (struct str){ NULL, 0 }, is);
    return 0;
}

void api_rotateKey(struct http_req *r) {
    struct key_work *w = arena_zalloc(r->arena, sizeof(*w));
    int64_t grace_s;
    w->id = api_number(r->params[0]);
    w->grace_ms = KEY_GRACE_MS_DEFAULT;
    if (json_int(json_get(r->json, "grace_seconds"), &grace_s))
        w->grace_ms = grace_s * 1000; /* the body's schema bounds it */
    api_run_secret(r, "keys.rotate", rotate_run, new_render, w);
}
