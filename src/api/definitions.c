/* definitions.c - /api/definitions. */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_core.h"
#include "api/app.h"
#include "api/routes_gen.h"

#include <stdio.h>

struct definition_work {
    struct str kind, key, body, after;
    struct definition_who who;
    uint32_t version, before;
    int limit, n;
    struct definition def;
    struct definition *list;
    struct definition_version *versions;
};

static struct registry *registry_of(struct http_req *r) {
    return ((struct app *)r->app)->registry;
}

void api_definition_who(struct http_req *r, struct definition_who *ret) {
    struct str match = http_header(r, "If-Match");
    struct str none = http_header(r, "If-None-Match");
    *ret = (struct definition_who){ .author = api_who(r), .note = STR("") };
    if (match.s)
        ret->if_match = str_n(arena_dup(r->arena, match.s, match.n), match.n);
    ret->if_none_match = none.s && str_is(str_trim(none), "*");
}

/* The path's kind and key, the head's conditions and the body's note. */
static struct definition_work *work_new(struct http_req *r) {
    struct definition_work *w = arena_zalloc(r->arena, sizeof(*w));
    w->kind = r->params[0];
    w->key = r->params[1];
    api_definition_who(r, &w->who);
    struct str note = json_str(json_get(r->json, "note"));
    if (note.s)
        w->who.note = note;
    return w;
}

static void json_or_null(struct jw *w, const char *name, struct str json) {
    jw_key(w, name);
    if (json.s)
        jw_raw(w, json);
    else
        jw_null(w);
}

void api_definition_write(struct http_req *r, const struct definition *d, struct jw *w) {
    struct err problem = ERR_INIT, none = ERR_INIT;
    int kind;
    jw_obj(w);
    JW_INT(w, "id", d->id);
    JW_STR(w, "kind", d->kind);
    JW_STR(w, "key", d->key);
    json_or_null(w, "draft", d->draft);
    json_or_null(w, "published", d->body);
    jw_key(w, "version");
    if (d->published)
        jw_int(w, d->published);
    else
        jw_null(w);
    JW_TIME(w, "created", d->created_ms);
    JW_TIME(w, "updated", d->updated_ms);
    JW_Z(w, "etag", d->etag);
    jw_key(w, "problem");
    if (!registry_kind_find(registry_of(r), d->kind, &kind, &none) &&
        registry_problem(registry_of(r), kind, d->id, &problem)) {
        char line[512];
        jw_z(w, err_line(&problem, line, sizeof(line)));
    } else {
        jw_null(w);
    }
    jw_obj_end(w);
}

static void one_render(struct http_req *r, void *own, struct jw *w) {
    struct definition_work *d = own;
    http_set_header(r, "ETag", d->def.etag);
    api_definition_write(r, &d->def, w);
}

/* ---- kinds ---- */

void api_listKinds(struct http_req *r) {
    struct jw w;
    jw_init(&w, &r->out);
    jw_obj(&w);
    jw_key(&w, "items");
    jw_arr(&w);
    for (int i = 0; i < registry_kinds(registry_of(r)); i++) {
        const struct registry_kind *k = registry_kind_at(registry_of(r), i);
        jw_obj(&w);
        JW_Z(&w, "kind", k->name);
        JW_Z(&w, "title", k->title);
        jw_key(&w, "schema");
        jw_raw(&w, registry_kind_schema(registry_of(r), i));
        jw_obj_end(&w);
    }
    jw_arr_end(&w);
    jw_key(&w, "next_cursor");
    jw_null(&w);
    jw_obj_end(&w);
}

/* ---- reading ---- */

static int kind_check(struct http_req *r, struct str kind, struct err *err) {
    int i;
    return registry_kind_find(registry_of(r), kind, &i, err);
}

static int list_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct definition_work *w = own;
    w->n = definition_list(rd->db, w->kind, w->after, w->limit, r->arena, &w->list, err);
    return w->n < 0 ? -1 : 0;
}

static void list_render(struct http_req *r, void *own, struct jw *w) {
    struct definition_work *d = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (int i = 0; i < d->n; i++)
        api_definition_write(r, &d->list[i], w);
    jw_arr_end(w);
    struct str next = { NULL, 0 };
    if (d->n == d->limit)
        next = d->list[d->n - 1].key;
    api_cursor(r, w, "definitions", next);
    jw_obj_end(w);
}

void api_listDefinitions(struct http_req *r) {
    struct err err = ERR_INIT;
    struct definition_work *w = arena_zalloc(r->arena, sizeof(*w));
    w->kind = r->params[0];
    if (kind_check(r, w->kind, &err) ||
        api_page(r, "definitions", &w->limit, &w->after, &err)) {
        http_problem(r, &err);
        return;
    }
    api_read(r, list_run, list_render, w);
}

static int get_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct definition_work *w = own;
    return kind_check(r, w->kind, err) ||
                   definition_get(rd->db, w->kind, w->key, r->arena, &w->def, err)
               ? -1
               : 0;
}

void api_getDefinition(struct http_req *r) { api_read(r, get_run, one_render, work_new(r)); }

/* ---- versions ---- */

static void write_version(struct jw *w, const struct definition_version *v) {
    jw_obj(w);
    JW_INT(w, "version", v->version);
    json_or_null(w, "body", v->body);
    JW_STR(w, "author", v->author);
    JW_STR(w, "note", v->note);
    JW_TIME(w, "at", v->at_ms);
    jw_obj_end(w);
}

static int versions_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct definition_work *w = own;
    if (get_run(rd, r, own, err))
        return -1;
    w->n = definition_versions(rd->db, w->def.id, w->before, w->limit, r->arena, &w->versions,
                               err);
    return w->n < 0 ? -1 : 0;
}

static void versions_render(struct http_req *r, void *own, struct jw *w) {
    struct definition_work *d = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (int i = 0; i < d->n; i++)
        write_version(w, &d->versions[i]);
    jw_arr_end(w);
    char at[16];
    struct str next = { NULL, 0 };
    if (d->n == d->limit && d->versions[d->n - 1].version > 1)
        next = str_n(at, (size_t)snprintf(at, sizeof(at), "%u", d->versions[d->n - 1].version));
    api_cursor(r, w, "versions", next);
    jw_obj_end(w);
}

void api_listVersions(struct http_req *r) {
    struct err err = ERR_INIT;
    struct definition_work *w = work_new(r);
    struct str at;
    if (api_page(r, "versions", &w->limit, &at, &err)) {
        http_problem(r, &err);
        return;
    }
    w->before = at.s ? api_number(at) : 0;
    api_read(r, versions_run, versions_render, w);
}

static int version_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct definition_work *w = own;
    if (get_run(rd, r, own, err))
        return -1;
    w->versions = arena_zalloc(r->arena, sizeof(*w->versions));
    return definition_version_get(rd->db, w->def.id, w->version, r->arena, w->versions, err);
}

static void version_render(struct http_req *r, void *own, struct jw *w) {
    (void)r;
    write_version(w, ((struct definition_work *)own)->versions);
}

void api_getVersion(struct http_req *r) {
    struct definition_work *w = work_new(r);
    w->version = api_number(r->params[2]);
    api_read(r, version_run, version_render, w);
}

/* ---- changes ---- */

/* What stands there after the change, as it will be committed. */
static int reread(struct core *c, struct http_req *r, struct definition_work *w,
                  struct err *err) {
    struct db *db;
    if (core_db(c, &db, err))
        return -1;
    return definition_get(db, w->kind, w->key, r->arena, &w->def, err);
}

/* What stands there before the change; nothing where it is new. */
static int before(struct core *c, struct http_req *r, struct definition_work *w,
                  struct err *err) {
    struct err none = ERR_INIT;
    w->def = (struct definition){ .id = 0 };
    if (!reread(c, r, w, &none) || none.code == E_NOT_FOUND)
        return 0;
    *err = none;
    return -1;
}

static struct str draft_told(struct http_req *r, const struct definition *d) {
    struct jw *w = api_audit_json(r);
    jw_obj(w);
    json_or_null(w, "draft", d->draft);
    jw_obj_end(w);
    return api_audit_text(r);
}

static struct str published_told(struct http_req *r, const struct definition *d,
                                 struct str note) {
    struct jw *w = api_audit_json(r);
    jw_obj(w);
    JW_INT(w, "version", d->published);
    json_or_null(w, "published", d->body);
    if (note.n)
        JW_STR(w, "note", note);
    jw_obj_end(w);
    return api_audit_text(r);
}

static struct str subject(struct http_req *r, const struct definition_work *w) {
    return str_of(arena_printf(r->arena, "definition:%.*s/%.*s", STR_FMT(w->kind),
                               STR_FMT(w->key)));
}

static int put_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct definition_work *w = own;
    uint32_t id;
    if (before(c, r, w, err))
        return -1;
    struct str was = draft_told(r, &w->def);
    if (definition_draft(registry_of(r), c, w->kind, w->key, w->body, &w->who, &id, err) ||
        reread(c, r, w, err))
        return -1;
    api_audit(r, subject(r, w), was, draft_told(r, &w->def));
    return 0;
}

void api_putDefinition(struct http_req *r) {
    struct err err = ERR_INIT;
    struct definition_work *w = work_new(r);
    struct buf b;
    struct jw text;
    buf_init(&b, "definition", DEFINITION_BODY_MAX);
    jw_init(&text, &b);
    jw_value(&text, json_get(r->json, "draft"));
    if (buf_check(&b, &err))
        http_problem(r, &err);
    else
        w->body = str_n(arena_dup(r->arena, b.data, b.len), b.len);
    buf_release(&b);
    if (w->body.s)
        api_run(r, "definitions.draft", put_run, one_render, w);
}

static int discard_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct definition_work *w = own;
    r->status = 204;
    if (before(c, r, w, err) ||
        definition_discard(registry_of(r), c, w->kind, w->key, &w->who, err))
        return -1;
    api_audit(r, subject(r, w), draft_told(r, &w->def), STR("{\"draft\":null}"));
    return 0;
}

void api_discardDraft(struct http_req *r) {
    api_run(r, "definitions.discard", discard_run, NULL, work_new(r));
}

static int publish_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct definition_work *w = own;
    uint32_t version;
    if (before(c, r, w, err))
        return -1;
    struct str was = published_told(r, &w->def, STR(""));
    if (definition_publish(registry_of(r), c, w->kind, w->key, &w->who, &version, err) ||
        reread(c, r, w, err))
        return -1;
    api_audit(r, subject(r, w), was, published_told(r, &w->def, w->who.note));
    return 0;
}

void api_publishDefinition(struct http_req *r) {
    api_run(r, "definitions.publish", publish_run, one_render, work_new(r));
}

static int rollback_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct definition_work *w = own;
    uint32_t version;
    if (before(c, r, w, err))
        return -1;
    struct str was = published_told(r, &w->def, STR(""));
    if (definition_rollback(registry_of(r), c, w->kind, w->key, w->version, &w->who, &version,
                            err) ||
        reread(c, r, w, err))
        return -1;
    api_audit(r, subject(r, w), was, published_told(r, &w->def, w->who.note));
    return 0;
}

void api_rollbackDefinition(struct http_req *r) {
    struct definition_work *w = work_new(r);
    int64_t version = 0;
    if (json_int(json_get(r->json, "version"), &version) && version <= UINT32_MAX)
        w->version = (uint32_t)version;
    api_run(r, "definitions.rollback", rollback_run, one_render, w);
}
