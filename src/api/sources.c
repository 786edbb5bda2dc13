/* sources.c - /api/sources: sources as what most people want of them, with their write keys.
 *
 * A source is a definition of kind "source"; changing one goes through /api/definitions. */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_core.h"
#include "api/app.h"
#include "api/routes_gen.h"

#define WRITE_KEYS_SHOWN 100
#define KEY_TRIES 100 /* "shop", "shop-2", … */

struct source_row {
    struct source source;
    int64_t created_ms;
    struct key_info *keys;
    int n_keys;
};

struct source_work {
    struct str name, key, body, after;
    struct definition_who who;
    int limit, n;
    bool more;
    struct str last; /* key of the last definition that was looked at */
    struct source_row *rows;
};

static struct registry *registry_of(struct http_req *r) {
    return ((struct app *)r->app)->registry;
}

static int fill_row(struct db *db, struct json_parser *parser, const struct definition *d,
                    struct arena *a, struct source_row *ret, struct err *err) {
    struct json body;
    if (json_parse(parser, d->body.s, d->body.n, &body, err) ||
        source_read(d->key, body, &ret->source, err))
        return err_within(err, "source \"%.*s\"", STR_FMT(d->key));
    ret->source.id = d->id;
    ret->source.version = d->published;
    ret->created_ms = d->created_ms;
    ret->n_keys = key_list(db, 0, d->id, WRITE_KEYS_SHOWN, a, &ret->keys, err);
    return ret->n_keys < 0 ? -1 : 0;
}

static void write_source(struct http_req *r, struct jw *w, const struct source_row *row) {
    const struct source *s = &row->source;
    jw_obj(w);
    JW_INT(w, "id", s->id);
    JW_Z(w, "key", s->key);
    JW_Z(w, "name", s->name);
    JW_Z(w, "type", source_type_name(s->type));
    JW_BOOL(w, "enabled", s->enabled);
    jw_key(w, "settings");
    jw_obj(w);
    JW_Z(w, "delivery", s->batching ? "batching" : "standard");
    jw_obj_end(w);
    JW_INT(w, "version", s->version);
    JW_TIME(w, "created", row->created_ms);
    jw_key(w, "write_keys");
    jw_arr(w);
    for (int i = 0; i < row->n_keys; i++) {
        const struct key_info *k = &row->keys[i];
        if (k->revoked_ms && k->revoked_ms <= r->received_ms)
            continue;
        jw_obj(w);
        JW_INT(w, "id", k->id);
        JW_STR(w, "name", k->name);
        JW_STR(w, "key", k->prefix);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
}

/* ---- list ---- */

static int list_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct source_work *w = own;
    struct definition *defs;
    int n = definition_list(rd->db, STR("source"), w->after, w->limit, r->arena, &defs, err);
    if (n < 0)
        return -1;
    w->rows = arena_zalloc(r->arena, (size_t)(n + 1) * sizeof(*w->rows));
    w->more = n == w->limit;
    struct json_parser *parser = json_parser_new();
    int rc = 0;
    for (int i = 0; !rc && i < n; i++) {
        w->last = defs[i].key;
        if (defs[i].body.s) /* not a mere draft */
            rc = fill_row(rd->db, parser, &defs[i], r->arena, &w->rows[w->n++], err);
    }
    json_parser_free(parser);
    return rc;
}

static void list_render(struct http_req *r, void *own, struct jw *w) {
    struct source_work *s = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (int i = 0; i < s->n; i++)
        write_source(r, w, &s->rows[i]);
    jw_arr_end(w);
    api_cursor(r, w, "sources", s->more ? s->last : (struct str){ NULL, 0 });
    jw_obj_end(w);
}

void api_listSources(struct http_req *r) {
    struct err err = ERR_INIT;
    struct source_work *w = arena_zalloc(r->arena, sizeof(*w));
    if (api_page(r, "sources", &w->limit, &w->after, &err)) {
        http_problem(r, &err);
        return;
    }
    api_read(r, list_run, list_render, w);
}

/* ---- create ---- */

/* "Web Shop (EU)" -> "web-shop-eu"; "source" when nothing is left. */
static struct str slug(struct arena *a, struct str name) {
    char *out = arena_alloc(a, DEFINITION_KEY_MAX);
    size_t n = 0;
    for (size_t i = 0; i < name.n && n < DEFINITION_KEY_MAX - 8; i++) {
        char c = name.s[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
        else if (n > 0 && out[n - 1] != '-')
            out[n++] = '-';
    }
    while (n > 0 && out[n - 1] == '-')
        n--;
    return n ? str_n(out, n) : STR("source");
}

/* Draft under the key that was asked for, or the first free one like the name. */
static int draft(struct core *c, struct http_req *r, struct source_work *w, uint32_t *ret_id,
                 struct err *err) {
    struct str kind = STR("source"), base = w->key.s ? w->key : slug(r->arena, w->name);
    struct str key = base;
    for (int i = 2;; i++) {
        struct err found = ERR_INIT;
        if (!definition_draft(registry_of(r), c, kind, key, w->body, &w->who, ret_id, &found)) {
            w->last = key;
            return 0;
        }
        if (found.code != E_PRECONDITION) {
            *err = found;
            return -1;
        }
        if (w->key.s || i > KEY_TRIES)
            return err_set(err, E_CONFLICT, "there is a source \"%.*s\" already", STR_FMT(key));
        key = str_of(arena_printf(r->arena, "%.*s-%d", STR_FMT(base), i));
    }
}

static int create_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct source_work *w = own;
    struct registry *reg = registry_of(r);
    struct db *db;
    struct definition def;
    struct definition_who who = w->who;
    uint32_t id, version, key_id;
    char text[KEY_TEXT_SIZE];
    who.if_none_match = false;
    if (core_db(c, &db, err) || draft(c, r, w, &id, err) ||
        definition_publish(reg, c, STR("source"), w->last, &who, &version, err) ||
        key_create_write(reg, c, w->name, id, &key_id, text, err) ||
        definition_get(db, STR("source"), w->last, r->arena, &def, err))
        return -1;
    w->rows = arena_zalloc(r->arena, sizeof(*w->rows));
    struct json_parser *parser = json_parser_new();
    int rc = fill_row(db, parser, &def, r->arena, w->rows, err);
    json_parser_free(parser);
    r->status = 201;
    struct str none = { NULL, 0 };
    api_audit(r, str_of(arena_printf(r->arena, "definition:source/%.*s", STR_FMT(w->last))),
              none, def.body);
    api_audit(r, str_of(arena_printf(r->arena, "key:%u", key_id)), none,
              STR("{\"kind\":\"write\"}"));
    return rc;
}

static void create_render(struct http_req *r, void *own, struct jw *w) {
    write_source(r, w, ((struct source_work *)own)->rows);
}

/* The definition's body: the request's, less "key". */
static struct str body_of(struct http_req *r) {
    struct buf b;
    struct jw w;
    buf_init(&b, "source", DEFINITION_BODY_MAX);
    jw_init(&w, &b);
    jw_obj(&w);
    for (struct json_it it = json_it(r->json); json_next(&it);)
        if (!str_is(it.key, "key")) {
            jw_key_str(&w, it.key);
            jw_value(&w, it.value);
        }
    if (json_is(json_get(r->json, "type"), JSON_NONE))
        JW_Z(&w, "type", "other");
    jw_obj_end(&w);
    struct str body = str_n(arena_dup(r->arena, b.data, b.len), b.len);
    buf_release(&b);
    return body;
}

void api_createSource(struct http_req *r) {
    struct source_work *w = arena_zalloc(r->arena, sizeof(*w));
    struct json key = json_get(r->json, "key");
    w->name = json_str(json_get(r->json, "name"));
    if (!json_is(key, JSON_NONE))
        w->key = json_str(key);
    w->body = body_of(r);
    api_definition_who(r, &w->who);
    w->who.if_match = (struct str){ NULL, 0 };
    w->who.if_none_match = true;
    api_run(r, "sources.create", create_run, create_render, w);
}
