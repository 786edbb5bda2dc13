/* definitions.c - what people design: drafted, checked, published, rolled back.
 *
 * THEORY      A definition is one row with at most one draft and a pointer to the version in
 *             force; versions are rows that never change.  Publishing checks the draft against
 *             the kind's schema, compiles it and moves the pointer.  Rolling back publishes an
 *             old body as a new version, so that versions only ever grow and a run that began
 *             with one keeps it.
 * INVARIANTS  (1) Every version passed its schema and compiled when it was published.
 *             (2) Numbers of definitions and versions are never given twice.
 * LIMITS      DEFINITION_BODY_MAX bytes a body.  Compilation runs on the core: under 5 ms.
 * THREADS     Changes and loading on the core thread; reads on any connection. */
#include "base/check.h"
#include "core/registry_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- kinds ---- */

static const char *schema_text_of(const char *kind) {
    for (const struct schema_file *f = schema_files; f->name; f++)
        if (strcmp(f->name, kind) == 0)
            return f->text;
    return NULL;
}

int registry_kind(struct registry *r, const struct registry_kind *kind, struct err *err) {
    CHECK(r->n_kinds < REGISTRY_KINDS_MAX);
    struct kind_state *k = &r->kinds[r->n_kinds];
    *k = (struct kind_state){ .face = *kind, .schema_text = schema_text_of(kind->name) };
    CHECK(k->schema_text); /* schema/<kind>.json is missing */
    struct json_parser *parser = json_parser_new();
    struct json root;
    if (!json_parse(parser, k->schema_text, strlen(k->schema_text), &root, err))
        k->schema = schema_compile(root, root, err);
    json_parser_free(parser);
    if (!k->schema)
        return err_within(err, "schema of kind \"%s\"", kind->name);
    r->n_kinds++;
    return definitions_load(r, k, err);
}

int registry_kinds(const struct registry *r) { return r->n_kinds; }

const struct registry_kind *registry_kind_at(const struct registry *r, int i) {
    CHECK(i >= 0 && i < r->n_kinds);
    return &r->kinds[i].face;
}

struct str registry_kind_schema(const struct registry *r, int i) {
    CHECK(i >= 0 && i < r->n_kinds);
    return str_of(r->kinds[i].schema_text);
}

int registry_kind_find(const struct registry *r, struct str name, int *ret_kind,
                       struct err *err) {
    for (int i = 0; i < r->n_kinds; i++)
        if (str_is(name, r->kinds[i].face.name)) {
            *ret_kind = i;
            return 0;
        }
    return err_set(err, E_NOT_FOUND, "there is no kind \"%.*s\"",
                   (int)(name.n < 60 ? name.n : 60), name.s);
}

/* ---- checking a body ---- */

static int compile(const struct kind_state *k, struct str key, struct str body,
                   void **ret_plan, struct err *err) {
    struct json_parser *parser = json_parser_new();
    struct json v;
    int rc = json_parse(parser, body.s, body.n, &v, err);
    if (!rc)
        rc = schema_check(k->schema, v, err);
    *ret_plan = NULL;
    if (!rc && k->face.compile)
        rc = k->face.compile(k->face.room, key, v, ret_plan, err);
    json_parser_free(parser);
    return rc;
}

/* ---- what is in force ---- */

static struct in_force *force_find(struct kind_state *k, uint32_t id) {
    size_t lo = 0, hi = k->n_in_force;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (k->in_force[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < k->n_in_force && k->in_force[lo].id == id ? &k->in_force[lo] : NULL;
}

static void force_set(struct registry *r, struct kind_state *k, uint32_t id, uint32_t version,
                      const struct err *problem) {
    struct err *kept = NULL;
    if (problem) {
        kept = malloc(sizeof(*kept));
        CHECK(kept);
        *kept = *problem;
    }
    pthread_rwlock_wrlock(&r->lock);
    struct in_force *f = force_find(k, id);
    if (!f) {
        k->in_force = realloc(k->in_force, (k->n_in_force + 1) * sizeof(*f));
        CHECK(k->in_force);
        size_t at = k->n_in_force++;
        for (; at > 0 && k->in_force[at - 1].id > id; at--)
            k->in_force[at] = k->in_force[at - 1];
        f = &k->in_force[at];
        *f = (struct in_force){ .id = id };
    }
    free(f->problem);
    f->problem = kept;
    f->version = version;
    pthread_rwlock_unlock(&r->lock);
}

bool registry_problem(struct registry *r, int kind, uint32_t id, struct err *ret) {
    CHECK(kind >= 0 && kind < r->n_kinds);
    pthread_rwlock_rdlock(&r->lock);
    const struct in_force *f = force_find(&r->kinds[kind], id);
    bool is = f && f->problem;
    if (is)
        *ret = *f->problem;
    pthread_rwlock_unlock(&r->lock);
    return is;
}

struct changed {
    uint32_t id, version;
    char key[DEFINITION_KEY_MAX + 1];
};

/* The definitions of the kind whose version in force is not the one that we have. */
static int find_changed(struct registry *r, struct kind_state *k, struct changed **ret,
                        size_t *ret_n, struct err *err) {
    struct sql *q = db_sql(r->db, SQL("SELECT id, published, key FROM definition"
                                      " WHERE kind = $1 AND published IS NOT NULL"
                                      " ORDER BY id"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, str_of(k->face.name));
    struct changed *list = NULL;
    size_t n = 0, cap = 0;
    int rc;
    while ((rc = sql_step(q, err)) > 0) {
        struct changed c = { .id = (uint32_t)sql_get_int(q, 0),
                             .version = (uint32_t)sql_get_int(q, 1) };
        struct str key = sql_get_text(q, 2);
        const struct in_force *f = force_find(k, c.id);
        if ((f && f->version == c.version) || key.n > DEFINITION_KEY_MAX)
            continue;
        memcpy(c.key, key.s, key.n);
        if (n == cap) {
            cap = cap ? cap * 2 : 16;
            list = realloc(list, cap * sizeof(*list));
            CHECK(list);
        }
        list[n++] = c;
    }
    sql_end(q);
    *ret = list;
    *ret_n = n;
    return rc;
}

/* Put one version in force.  A body that this program cannot compile is noted, not fatal: a
 * newer program may have published it. */
static int put_in_force(struct registry *r, struct kind_state *k, const struct changed *c,
                        struct arena *a, struct err *err) {
    struct definition_version v;
    struct err problem = ERR_INIT;
    void *plan = NULL;
    if (definition_version_get(r->db, c->id, c->version, a, &v, err))
        return -1;
    struct str key = str_of(c->key);
    if (compile(k, key, v.body, &plan, &problem)) {
        force_set(r, k, c->id, c->version, &problem);
        return 0;
    }
    if (k->face.published)
        k->face.published(k->face.room, c->id, key, c->version, plan);
    else if (plan)
        k->face.plan_free(k->face.room, plan);
    force_set(r, k, c->id, c->version, NULL);
    return 0;
}

int definitions_load(struct registry *r, struct kind_state *k, struct err *err) {
    struct changed *list = NULL;
    size_t n = 0;
    struct arena a;
    arena_init(&a, "definition", 4 * DEFINITION_BODY_MAX);
    int rc = find_changed(r, k, &list, &n, err);
    for (size_t i = 0; !rc && i < n; i++) {
        arena_reset(&a);
        rc = put_in_force(r, k, &list[i], &a, err);
    }
    free(list);
    arena_release(&a);
    return rc ? err_within(err, "definitions of kind \"%s\"", k->face.name) : 0;
}

/* ---- rows ---- */

#define DEFINITION_COLUMNS                                                                  \
    "SELECT d.id, d.kind, d.key, d.draft, d.published, d.created_ms, d.updated_ms, v.body"  \
    " FROM definition d LEFT JOIN definition_version v"                                     \
    " ON v.definition_id = d.id AND v.version = d.published"

/* Changes with the draft, with the version and, since a draft may be written twice with the
 * same text, with the time. */
static void make_etag(struct definition *d) {
    uint64_t h = hash_xx64(d->draft.s, d->draft.n, d->published);
    h = hash_xx64(&d->updated_ms, sizeof(d->updated_ms), h + (d->draft.s ? 1 : 0));
    h = hash_xx64(&d->id, sizeof(d->id), h);
    snprintf(d->etag, sizeof(d->etag), "\"%016" PRIx64 "\"", h);
}

static void definition_row(struct sql *q, struct arena *a, struct definition *ret) {
    *ret = (struct definition){
        .id = (uint32_t)sql_get_int(q, 0),
        .kind = registry_text(q, 1, a),
        .key = registry_text(q, 2, a),
        .draft = registry_text(q, 3, a),
        .published = sql_is_null(q, 4) ? 0 : (uint32_t)sql_get_int(q, 4),
        .created_ms = sql_get_int(q, 5),
        .updated_ms = sql_get_int(q, 6),
        .body = registry_text(q, 7, a),
    };
    make_etag(ret);
}

/* 1: found, 0: there is none, -1: error. */
static int find(struct db *db, struct str kind, struct str key, struct arena *a,
                struct definition *ret, struct err *err) {
    struct sql *q = db_sql(db, SQL(DEFINITION_COLUMNS " WHERE d.kind = $1 AND d.key = $2"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, kind);
    sql_text_(q, 2, key);
    int rc = sql_step(q, err);
    if (rc > 0)
        definition_row(q, a, ret);
    sql_end(q);
    return rc;
}

int definition_get(struct db *db, struct str kind, struct str key, struct arena *a,
                   struct definition *ret, struct err *err) {
    int rc = find(db, kind, key, a, ret, err);
    if (rc == 0)
        return err_set(err, E_NOT_FOUND, "there is no %.*s \"%.*s\"",
                       (int)(kind.n < 40 ? kind.n : 40), kind.s,
                       (int)(key.n < 80 ? key.n : 80), key.s);
    return rc < 0 ? -1 : 0;
}

int definition_list(struct db *db, struct str kind, struct str after, int limit,
                    struct arena *a, struct definition **ret, struct err *err) {
    struct sql *q = db_sql(db, SQL(DEFINITION_COLUMNS " WHERE d.kind = $1 AND d.key > $2"
                                                      " ORDER BY d.key LIMIT $3"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, kind);
    sql_text_(q, 2, after.s ? after : STR(""));
    sql_int(q, 3, limit);
    struct definition *rows = arena_alloc(a, (size_t)limit * sizeof(*rows));
    int n = 0, rc;
    while ((rc = sql_step(q, err)) > 0 && n < limit)
        definition_row(q, a, &rows[n++]);
    sql_end(q);
    if (rc < 0)
        return -1;
    *ret = rows;
    return n;
}

static void version_row(struct sql *q, struct arena *a, struct definition_version *ret) {
    *ret = (struct definition_version){
        .version = (uint32_t)sql_get_int(q, 0),
        .body = registry_text(q, 1, a),
        .author = registry_text(q, 2, a),
        .at_ms = sql_get_int(q, 3),
        .note = registry_text(q, 4, a),
    };
}

#define VERSION_COLUMNS \
    "SELECT version, body, author, at_ms, note FROM definition_version WHERE definition_id = $1"

int definition_versions(struct db *db, uint32_t id, uint32_t before, int limit,
                        struct arena *a, struct definition_version **ret, struct err *err) {
    struct sql *q = db_sql(db, SQL(VERSION_COLUMNS " AND version < $2"
                                                   " ORDER BY version DESC LIMIT $3"), err);
    if (!q)
        return -1;
    sql_int(q, 1, id);
    sql_int(q, 2, before ? before : INT64_MAX);
    sql_int(q, 3, limit);
    struct definition_version *rows = arena_alloc(a, (size_t)limit * sizeof(*rows));
    int n = 0, rc;
    while ((rc = sql_step(q, err)) > 0 && n < limit)
        version_row(q, a, &rows[n++]);
    sql_end(q);
    if (rc < 0)
        return -1;
    *ret = rows;
    return n;
}

int definition_version_get(struct db *db, uint32_t id, uint32_t version, struct arena *a,
                           struct definition_version *ret, struct err *err) {
    struct sql *q = db_sql(db, SQL(VERSION_COLUMNS " AND version = $2"), err);
    if (!q)
        return -1;
    sql_int(q, 1, id);
    sql_int(q, 2, version);
    int rc = sql_step(q, err);
    if (rc > 0)
        version_row(q, a, ret);
    sql_end(q);
    if (rc == 0)
        return err_set(err, E_NOT_FOUND, "there is no version %u", version);
    return rc < 0 ? -1 : 0;
}

/* ---- changes ---- */

int definition_key_check(struct str key, struct err *err) {
    bool fine = key.n >= 1 && key.n <= DEFINITION_KEY_MAX;
    for (size_t i = 0; fine && i < key.n; i++) {
        char c = key.s[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        fine = word || (i > 0 && (c == '.' || c == '_' || c == '-'));
    }
    if (fine)
        return 0;
    err_set(err, E_INVALID, "a key is 1 to %d characters a-z, 0-9, '.', '_', '-'",
            DEFINITION_KEY_MAX);
    return err_hint(err, "it starts with a letter or digit");
}

/* One change under way: what stands now, and where to write. */
struct change {
    struct kind_state *kind;
    struct db *db;
    struct arena arena;
    struct definition def;
    bool there;
};

/* If-Match: "*" or a list of strong tags. */
static bool etag_matches(struct str want, const char *etag) {
    struct str tag = str_of(etag);
    if (str_is(str_trim(want), "*"))
        return true;
    for (size_t i = 0; i + tag.n <= want.n; i++)
        if (memcmp(want.s + i, tag.s, tag.n) == 0 && (i < 2 || want.s[i - 1] != '/'))
            return true;
    return false;
}

static int precondition(const struct change *ch, const struct definition_who *who,
                        struct err *err) {
    if (who->if_none_match && ch->there)
        return err_set(err, E_PRECONDITION, "it exists already");
    if (who->if_match.s && (!ch->there || !etag_matches(who->if_match, ch->def.etag))) {
        err_set(err, E_PRECONDITION, "it has changed since it was read");
        return err_hint(err, "read it again and repeat the change on what is there now");
    }
    return 0;
}

static int change_begin(struct change *ch, struct registry *r, struct core *c, struct str kind,
                        struct str key, const struct definition_who *who, struct err *err) {
    int i;
    ch->there = false;
    arena_init(&ch->arena, "definition", 8 * DEFINITION_BODY_MAX);
    if (registry_kind_find(r, kind, &i, err) || core_db(c, &ch->db, err))
        return -1;
    ch->kind = &r->kinds[i];
    int rc = find(ch->db, kind, key, &ch->arena, &ch->def, err);
    if (rc < 0)
        return -1;
    ch->there = rc > 0;
    return precondition(ch, who, err);
}

static void emit(struct core *c, uint32_t id, struct str kind, struct str key,
                 enum definition_change change, uint32_t version) {
    struct buf b;
    buf_init(&b, "definition entry", 1024);
    buf_varint(&b, id);
    buf_bytes(&b, kind);
    buf_bytes(&b, key);
    buf_u8(&b, (uint8_t)change);
    buf_varint(&b, version);
    core_emit(c, ENTRY_DEFINITION, 1, buf_str(&b));
    buf_release(&b);
}

/* updated_ms is never given twice to one definition, so that ETags differ within one ms. */
static int64_t updated(const struct change *ch, struct core *c) {
    int64_t now = core_now(c);
    return ch->there && now <= ch->def.updated_ms ? ch->def.updated_ms + 1 : now;
}

static int insert_draft(struct change *ch, struct core *c, struct str kind, struct str key,
                        struct str body, uint32_t *ret_id, struct err *err) {
    if (registry_next_id(ch->db, "definition", ret_id, err))
        return -1;
    struct sql *q = db_sql(ch->db, SQL("INSERT INTO definition (id, kind, key, draft, published,"
                                       " created_ms, updated_ms)"
                                       " VALUES ($1, $2, $3, $4, NULL, $5, $6)"), err);
    if (!q)
        return -1;
    sql_int(q, 1, *ret_id);
    sql_text_(q, 2, kind);
    sql_text_(q, 3, key);
    sql_text_(q, 4, body);
    sql_int(q, 5, core_now(c));
    sql_int(q, 6, core_now(c));
    return sql_run(q, err) < 0 ? -1 : 0;
}

/* body.s NULL: no draft. */
static int update_draft(struct change *ch, struct core *c, struct str body, struct err *err) {
    struct sql *q = db_sql(ch->db, SQL("UPDATE definition SET draft = $1, updated_ms = $2"
                                       " WHERE id = $3"), err);
    if (!q)
        return -1;
    if (body.s)
        sql_text_(q, 1, body);
    else
        sql_null(q, 1);
    sql_int(q, 2, updated(ch, c));
    sql_int(q, 3, ch->def.id);
    return sql_run(q, err) < 0 ? -1 : 0;
}

int definition_draft(struct registry *r, struct core *c, struct str kind, struct str key,
                     struct str body, const struct definition_who *who, uint32_t *ret_id,
                     struct err *err) {
    struct change ch;
    if (body.n > DEFINITION_BODY_MAX)
        return err_set(err, E_LIMIT, "a definition is at most %u bytes", DEFINITION_BODY_MAX);
    int rc = definition_key_check(key, err);
    if (rc)
        return rc;
    rc = change_begin(&ch, r, c, kind, key, who, err);
    uint32_t id = rc == 0 && ch.there ? ch.def.id : 0;
    if (!rc)
        rc = ch.there ? update_draft(&ch, c, body, err)
                      : insert_draft(&ch, c, kind, key, body, &id, err);
    arena_release(&ch.arena);
    if (rc)
        return -1;
    emit(c, id, kind, key, DEFINITION_DRAFTED, 0);
    *ret_id = id;
    return 0;
}

static int no_draft(struct err *err, struct str key) {
    err_set(err, E_CONFLICT, "\"%.*s\" has no draft", STR_FMT(key));
    return err_hint(err, "write one first");
}

static int missing(struct err *err, struct str kind, struct str key) {
    return err_set(err, E_NOT_FOUND, "there is no %.*s \"%.*s\"", STR_FMT(kind),
                   (int)(key.n < 80 ? key.n : 80), key.s);
}

int definition_discard(struct registry *r, struct core *c, struct str kind, struct str key,
                       const struct definition_who *who, struct err *err) {
    struct change ch;
    int rc = change_begin(&ch, r, c, kind, key, who, err);
    if (!rc && !ch.there)
        rc = missing(err, kind, key);
    else if (!rc && !ch.def.draft.s)
        rc = no_draft(err, key);
    if (!rc && ch.def.published) {
        rc = update_draft(&ch, c, (struct str){ NULL, 0 }, err);
    } else if (!rc) {
        struct sql *q = db_sql(ch.db, SQL("DELETE FROM definition WHERE id = $1"), err);
        rc = q ? 0 : -1;
        if (q) {
            sql_int(q, 1, ch.def.id);
            rc = sql_run(q, err) < 0 ? -1 : 0;
        }
    }
    if (!rc)
        emit(c, ch.def.id, kind, key, DEFINITION_DISCARDED, 0);
    arena_release(&ch.arena);
    return rc;
}

/* The newest version's number, 0 when there is none. */
static int newest(struct db *db, uint32_t id, uint32_t *ret, struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT MAX(version) FROM definition_version"
                                   " WHERE definition_id = $1"), err);
    if (!q)
        return -1;
    sql_int(q, 1, id);
    int rc = sql_step(q, err);
    if (rc > 0)
        *ret = sql_is_null(q, 0) ? 0 : (uint32_t)sql_get_int(q, 0);
    sql_end(q);
    return rc < 0 ? -1 : 0;
}

static int insert_version(struct change *ch, struct core *c, uint32_t version, struct str body,
                          const struct definition_who *who, struct err *err) {
    struct sql *q = db_sql(ch->db, SQL("INSERT INTO definition_version (definition_id, version,"
                                       " body, author, at_ms, note)"
                                       " VALUES ($1, $2, $3, $4, $5, $6)"), err);
    if (!q)
        return -1;
    sql_int(q, 1, ch->def.id);
    sql_int(q, 2, version);
    sql_text_(q, 3, body);
    sql_text_(q, 4, who->author);
    sql_int(q, 5, core_now(c));
    sql_text_(q, 6, who->note.s ? who->note : STR(""));
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int point_at(struct change *ch, struct core *c, uint32_t version, bool drop_draft,
                    struct err *err) {
    struct sql *q = drop_draft
                        ? db_sql(ch->db, SQL("UPDATE definition SET published = $1,"
                                             " updated_ms = $2, draft = NULL WHERE id = $3"), err)
                        : db_sql(ch->db, SQL("UPDATE definition SET published = $1,"
                                             " updated_ms = $2 WHERE id = $3"), err);
    if (!q)
        return -1;
    sql_int(q, 1, version);
    sql_int(q, 2, updated(ch, c));
    sql_int(q, 3, ch->def.id);
    return sql_run(q, err) < 0 ? -1 : 0;
}

/* Check the body, then write it as the next version and put that in force. */
static int publish_body(struct change *ch, struct core *c, struct str body, bool drop_draft,
                        const struct definition_who *who, uint32_t *ret_version,
                        struct err *err) {
    void *plan;
    uint32_t version = 0;
    if (who->note.n > DEFINITION_NOTE_MAX)
        return err_set(err, E_LIMIT, "a note is at most %d bytes", DEFINITION_NOTE_MAX);
    int rc = compile(ch->kind, ch->def.key, body, &plan, err);
    if (!rc && ch->kind->face.publishing)
        rc = ch->kind->face.publishing(ch->kind->face.room, plan, err);
    if (plan)
        ch->kind->face.plan_free(ch->kind->face.room, plan);
    if (rc)
        return err_within(err, "%s \"%.*s\"", ch->kind->face.name, STR_FMT(ch->def.key));
    if (newest(ch->db, ch->def.id, &version, err))
        return -1;
    version++;
    if (insert_version(ch, c, version, body, who, err) ||
        point_at(ch, c, version, drop_draft, err))
        return -1;
    *ret_version = version;
    return 0;
}

int definition_publish(struct registry *r, struct core *c, struct str kind, struct str key,
                       const struct definition_who *who, uint32_t *ret_version,
                       struct err *err) {
    struct change ch;
    int rc = change_begin(&ch, r, c, kind, key, who, err);
    if (!rc && !ch.there)
        rc = missing(err, kind, key);
    else if (!rc && !ch.def.draft.s)
        rc = no_draft(err, key);
    if (!rc)
        rc = publish_body(&ch, c, ch.def.draft, true, who, ret_version, err);
    if (!rc)
        emit(c, ch.def.id, kind, key, DEFINITION_PUBLISHED, *ret_version);
    arena_release(&ch.arena);
    return rc;
}

int definition_rollback(struct registry *r, struct core *c, struct str kind, struct str key,
                        uint32_t version, const struct definition_who *who,
                        uint32_t *ret_version, struct err *err) {
    struct change ch;
    struct definition_version v;
    int rc = change_begin(&ch, r, c, kind, key, who, err);
    if (!rc && !ch.there)
        rc = missing(err, kind, key);
    if (!rc)
        rc = definition_version_get(ch.db, ch.def.id, version, &ch.arena, &v, err);
    if (!rc)
        rc = publish_body(&ch, c, v.body, false, who, ret_version, err);
    if (!rc)
        emit(c, ch.def.id, kind, key, DEFINITION_ROLLED_BACK, *ret_version);
    arena_release(&ch.arena);
    return rc;
}
