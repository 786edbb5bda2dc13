/* keys.c - API keys: made, looked up, used, replaced, revoked.
 *
 * THEORY      A key is 128 (write) or 256 (secret) random bits in text form; its SHA-256 is
 *             stored, so that a copy of the store opens nothing.  No slow hash is needed: there
 *             is nothing to guess in random bits.  Write keys stand in every page's source and
 *             are therefore kept readable (in `prefix`).  Rotation makes a new row and lets the
 *             old one end in the future, so that both are seen and revoked one by one.
 *             All keys in force stand in one table that is replaced whole; its slots are found
 *             by the digest's first bytes, which no caller can choose at will.
 * INVARIANTS  (1) A table is at most half full.
 *             (2) Only used_ms changes in a table that is in place.
 * LIMITS      REGISTRY_KEYS_MAX in force; USED_ROWS written by one command.
 * THREADS     registry_auth() anywhere, the rest on the core thread (reads: any connection). */
#include "base/check.h"
#include "base/clock.h"
#include "core/registry_internal.h"

#include <stdlib.h>

#define SECRET_PREFIX_CHARS 10
#define USED_EVERY_MS 60000
#define USED_ROWS 200

/* ---- the table ---- */

static uint32_t slot_at(const struct key_table *t, const uint8_t hash[32], bool *ret_found) {
    uint32_t at;
    memcpy(&at, hash, sizeof(at));
    for (at &= t->mask; t->slots[at].who.id != 0; at = (at + 1) & t->mask)
        if (memcmp(t->slots[at].hash, hash, 32) == 0) {
            *ret_found = true;
            return at;
        }
    *ret_found = false;
    return at;
}

static struct key_table *table_new(uint32_t keys) {
    uint32_t size = 16;
    while (size < keys * 2)
        size *= 2;
    struct key_table *t = calloc(1, sizeof(*t) + size * sizeof(t->slots[0]));
    CHECK(t);
    t->mask = size - 1;
    return t;
}

/* A fuller table when the next key would break (1). */
static struct key_table *table_with_room(struct key_table *t) {
    if ((t->n + 1) * 2 <= t->mask + 1)
        return t;
    struct key_table *wide = table_new(t->n * 2 + 2);
    for (uint32_t i = 0; i <= t->mask; i++)
        if (t->slots[i].who.id != 0) {
            bool found;
            wide->slots[slot_at(wide, t->slots[i].hash, &found)] = t->slots[i];
        }
    wide->n = t->n;
    free(t);
    return wide;
}

static int table_put(struct registry *r, struct key_table *t, struct sql *q, struct err *err) {
    struct str hash = sql_get_bytes(q, 2);
    uint32_t id = (uint32_t)sql_get_int(q, 0);
    if (hash.n != 32 || id == 0)
        return err_set(err, E_CORRUPT, "key %u has a digest of %zu bytes", id, hash.n);
    bool found;
    struct key_slot *s = &t->slots[slot_at(t, (const uint8_t *)hash.s, &found)];
    if (found)
        return err_set(err, E_CORRUPT, "key %u has the digest of another", id);
    memcpy(s->hash, hash.s, 32);
    s->who.id = id;
    s->who.kind = str_is(sql_get_text(q, 1), "write") ? KEY_WRITE : KEY_SECRET;
    s->who.scopes = registry_scopes_known(r, sql_get_text(q, 3));
    s->who.source = sql_is_null(q, 4) ? 0 : (uint32_t)sql_get_int(q, 4);
    s->revoked_ms = sql_is_null(q, 5) ? 0 : sql_get_int(q, 5);
    s->written_ms = sql_is_null(q, 6) ? 0 : sql_get_int(q, 6);
    int64_t used = s->written_ms;
    if (r->keys) { /* what was seen since it was last written */
        const struct key_slot *old = &r->keys->slots[slot_at(r->keys, s->hash, &found)];
        if (found && atomic_load_explicit(&old->used_ms, memory_order_relaxed) > used)
            used = atomic_load_explicit(&old->used_ms, memory_order_relaxed);
    }
    atomic_store_explicit(&s->used_ms, used, memory_order_relaxed);
    t->n++;
    return 0;
}

int keys_load(struct registry *r, struct err *err) {
    struct sql *q = db_sql(r->db, SQL("SELECT id, kind, hash, scopes, source_id, revoked_ms,"
                                      " last_used_ms FROM api_key"
                                      " WHERE revoked_ms IS NULL OR revoked_ms > $1"
                                      " ORDER BY id"), err);
    if (!q)
        return -1;
    sql_int(q, 1, clock_wall_ms(core_clock(r->core)));
    struct key_table *t = table_new(r->keys ? r->keys->n + 1 : 16);
    int rc;
    while ((rc = sql_step(q, err)) > 0) {
        t = table_with_room(t);
        if ((rc = table_put(r, t, q, err)) < 0)
            break;
    }
    sql_end(q);
    if (rc < 0) {
        free(t);
        return -1;
    }
    pthread_rwlock_wrlock(&r->lock);
    struct key_table *old = r->keys;
    r->keys = t;
    pthread_rwlock_unlock(&r->lock);
    free(old);
    return 0;
}

int registry_auth(struct registry *r, struct str key, struct who_key *ret) {
    if (key.n < 32 || key.n >= KEY_TEXT_SIZE)
        return -1;
    uint8_t hash[32];
    hash_sha256(key.s, key.n, hash);
    int64_t now = clock_wall_ms(core_clock(r->core));
    bool found;
    pthread_rwlock_rdlock(&r->lock);
    struct key_slot *s = &r->keys->slots[slot_at(r->keys, hash, &found)];
    found = found && (s->revoked_ms == 0 || now < s->revoked_ms);
    if (found) {
        *ret = s->who;
        if (now - atomic_load_explicit(&s->used_ms, memory_order_relaxed) >= USED_EVERY_MS) {
            atomic_store_explicit(&s->used_ms, now, memory_order_relaxed);
            atomic_store_explicit(&r->any_used, true, memory_order_release);
        }
    }
    pthread_rwlock_unlock(&r->lock);
    return found ? 0 : -1;
}

/* ---- when a key was last used ---- */

static struct registry *of_used(struct command *cmd) {
    return (struct registry *)((char *)cmd - offsetof(struct registry, used));
}

static int used_write(struct db *db, const struct key_slot *s, struct err *err) {
    struct sql *q = db_sql(db, SQL("UPDATE api_key SET last_used_ms = $1 WHERE id = $2"), err);
    if (!q)
        return -1;
    sql_int(q, 1, s->writing_ms);
    sql_int(q, 2, s->who.id);
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int used_run(struct core *c, struct command *cmd, struct err *err) {
    struct registry *r = of_used(cmd);
    struct db *db = NULL;
    int rows = 0;
    if (!atomic_exchange(&r->any_used, false))
        return 0;
    if (core_db(c, &db, err))
        return -1;
    for (uint32_t i = 0; i <= r->keys->mask; i++) {
        struct key_slot *s = &r->keys->slots[i];
        s->writing_ms = atomic_load_explicit(&s->used_ms, memory_order_relaxed);
        if (s->who.id == 0 || s->writing_ms <= s->written_ms) {
            s->writing_ms = s->written_ms;
            continue;
        }
        if (rows++ == USED_ROWS) { /* the rest a minute later */
            s->writing_ms = s->written_ms;
            atomic_store(&r->any_used, true);
            break;
        }
        if (used_write(db, s, err))
            return -1;
    }
    return 0;
}

static void used_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct registry *r = of_used(cmd);
    (void)seq;
    for (uint32_t i = 0; !err && i <= r->keys->mask; i++)
        if (r->keys->slots[i].writing_ms > r->keys->slots[i].written_ms)
            r->keys->slots[i].written_ms = r->keys->slots[i].writing_ms;
    if (err)
        atomic_store(&r->any_used, true);
    core_timer_in(r->core, USED_EVERY_MS, &r->used);
}

int keys_start(struct registry *r, struct err *err) {
    r->used = (struct command){ .name = "keys.used", .bytes = sizeof(*r), .run = used_run,
                                .done = used_done };
    return core_submit(r->core, &r->used, err);
}

/* ---- rows ---- */

static int key_row(struct sql *q, struct arena *a, struct key_info *ret) {
    *ret = (struct key_info){
        .id = (uint32_t)sql_get_int(q, 0),
        .kind = str_is(sql_get_text(q, 1), "write") ? KEY_WRITE : KEY_SECRET,
        .name = registry_text(q, 2, a),
        .prefix = registry_text(q, 3, a),
        .scopes = registry_text(q, 4, a),
        .source = sql_is_null(q, 5) ? 0 : (uint32_t)sql_get_int(q, 5),
        .created_ms = sql_get_int(q, 6),
        .last_used_ms = sql_is_null(q, 7) ? 0 : sql_get_int(q, 7),
        .revoked_ms = sql_is_null(q, 8) ? 0 : sql_get_int(q, 8),
        .source_key = registry_text(q, 9, a),
    };
    return 0;
}

#define KEY_COLUMNS                                                                          \
    "SELECT k.id, k.kind, k.name, k.prefix, k.scopes, k.source_id, k.created_ms,"            \
    " k.last_used_ms, k.revoked_ms, d.key"                                                   \
    " FROM api_key k LEFT JOIN definition d ON d.id = k.source_id"

int key_get(struct db *db, uint32_t id, struct arena *a, struct key_info *ret,
            struct err *err) {
    struct sql *q = db_sql(db, SQL(KEY_COLUMNS " WHERE k.id = $1"), err);
    if (!q)
        return -1;
    sql_int(q, 1, id);
    int rc = sql_step(q, err);
    if (rc > 0)
        key_row(q, a, ret);
    sql_end(q);
    if (rc == 0)
        return err_set(err, E_NOT_FOUND, "there is no key %u", id);
    return rc < 0 ? -1 : 0;
}

int key_list(struct db *db, uint32_t after, uint32_t source, int limit, struct arena *a,
             struct key_info **ret, struct err *err) {
    struct sql *q = source ? db_sql(db, SQL(KEY_COLUMNS " WHERE k.id > $1 AND k.source_id = $3"
                                                        " ORDER BY k.id LIMIT $2"), err)
                           : db_sql(db, SQL(KEY_COLUMNS " WHERE k.id > $1"
                                                        " ORDER BY k.id LIMIT $2"), err);
    if (!q)
        return -1;
    sql_int(q, 1, after);
    sql_int(q, 2, limit);
    if (source)
        sql_int(q, 3, source);
    struct key_info *rows = arena_alloc(a, (size_t)limit * sizeof(*rows));
    int n = 0, rc;
    while ((rc = sql_step(q, err)) > 0 && n < limit)
        key_row(q, a, &rows[n++]);
    sql_end(q);
    if (rc < 0)
        return -1;
    *ret = rows;
    return n;
}

/* ---- changes ---- */

static void emit(struct core *c, uint32_t id, enum key_kind kind, enum key_change change,
                 uint32_t source) {
    struct buf b;
    buf_init(&b, "key entry", 64);
    buf_varint(&b, id);
    buf_u8(&b, (uint8_t)kind);
    buf_u8(&b, (uint8_t)change);
    buf_varint(&b, source);
    core_emit(c, ENTRY_KEY, 1, buf_str(&b));
    buf_release(&b);
}

static void make_text(enum key_kind kind, char out[KEY_TEXT_SIZE]) {
    uint8_t bits[32];
    if (kind == KEY_WRITE) {
        hash_random(bits, 16);
        memcpy(out, "wk_", 3);
        hash_hex(bits, 16, out + 3);
    } else {
        char text[4 * 11 + 1];
        hash_random(bits, 32);
        size_t n = hash_base64url_encode(bits, 32, text);
        CHECK(n == 43);
        memcpy(out, "sk_", 3);
        memcpy(out + 3, text, n);
        out[3 + n] = 0;
    }
}

static int insert(struct core *c, struct db *db, const struct key_info *k,
                  enum key_change change, uint32_t *ret_id, char ret_text[KEY_TEXT_SIZE],
                  struct err *err) {
    uint32_t id;
    uint8_t hash[32];
    if (registry_next_id(db, "key", &id, err))
        return -1;
    make_text(k->kind, ret_text);
    struct str text = str_of(ret_text);
    hash_sha256(text.s, text.n, hash);
    struct sql *q = db_sql(db, SQL("INSERT INTO api_key (id, kind, name, hash, prefix, scopes,"
                                   " source_id, created_ms, last_used_ms, revoked_ms)"
                                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL)"), err);
    if (!q)
        return -1;
    sql_int(q, 1, id);
    sql_text_(q, 2, k->kind == KEY_WRITE ? STR("write") : STR("secret"));
    sql_text_(q, 3, k->name);
    sql_bytes(q, 4, str_n((const char *)hash, 32));
    sql_text_(q, 5, k->kind == KEY_WRITE ? text : str_n(text.s, SECRET_PREFIX_CHARS));
    sql_text_(q, 6, k->scopes);
    if (k->source)
        sql_int(q, 7, k->source);
    else
        sql_null(q, 7);
    sql_int(q, 8, core_now(c));
    if (sql_run(q, err) < 0)
        return -1;
    emit(c, id, k->kind, change, k->source);
    *ret_id = id;
    return 0;
}

static int name_check(struct str name, struct err *err) {
    if (name.n >= 1 && name.n <= REGISTRY_NAME_MAX)
        return 0;
    return err_set(err, E_INVALID, "a name is 1 to %d bytes", REGISTRY_NAME_MAX);
}

/* As of the last commit: one batch may pass the bound by what it makes itself. */
static int room_for_one(struct registry *r, struct err *err) {
    if (r->keys->n < REGISTRY_KEYS_MAX)
        return 0;
    return err_set(err, E_LIMIT, "a workspace has at most %d keys", REGISTRY_KEYS_MAX);
}

static int source_check(struct db *db, uint32_t source, struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT 1 FROM definition WHERE id = $1 AND kind = 'source'"
                                   " AND published IS NOT NULL"), err);
    if (!q)
        return -1;
    sql_int(q, 1, source);
    int rc = sql_step(q, err);
    sql_end(q);
    if (rc == 0)
        return err_set(err, E_NOT_FOUND, "there is no published source %u", source);
    return rc < 0 ? -1 : 0;
}

int key_create_write(struct registry *r, struct core *c, struct str name, uint32_t source,
                     uint32_t *ret_id, char ret_text[KEY_TEXT_SIZE], struct err *err) {
    struct key_info k = { .kind = KEY_WRITE, .name = name, .scopes = STR(""), .source = source };
    struct db *db;
    if (name_check(name, err) || core_db(c, &db, err) || room_for_one(r, err) ||
        source_check(db, source, err))
        return -1;
    return insert(c, db, &k, KEY_CREATED, ret_id, ret_text, err);
}

int key_create_secret(struct registry *r, struct core *c, struct str name, uint64_t scopes,
                      uint32_t *ret_id, char ret_text[KEY_TEXT_SIZE], struct err *err) {
    struct db *db;
    CHECK((scopes & ~registry_scopes_all(r)) == 0);
    if (name_check(name, err) || core_db(c, &db, err) || room_for_one(r, err))
        return -1;
    struct buf names;
    buf_init(&names, "scope names", 1 << 16);
    for (int i = 0; i < r->n_scopes; i++)
        if (scopes >> i & 1)
            buf_printf(&names, "%s%s", names.len ? " " : "", r->scope_names[i]);
    struct key_info k = { .kind = KEY_SECRET, .name = name,
                          .scopes = names.len ? buf_str(&names) : STR("") };
    int rc = insert(c, db, &k, KEY_CREATED, ret_id, ret_text, err);
    buf_release(&names);
    return rc;
}

static int end_at(struct db *db, uint32_t id, int64_t ms, struct err *err) {
    struct sql *q = db_sql(db, SQL("UPDATE api_key SET revoked_ms = $1 WHERE id = $2"), err);
    if (!q)
        return -1;
    sql_int(q, 1, ms);
    sql_int(q, 2, id);
    return sql_run(q, err) < 0 ? -1 : 0;
}

int key_revoke(struct registry *r, struct core *c, uint32_t id, struct err *err) {
    struct db *db;
    struct arena a;
    struct key_info k;
    (void)r;
    if (core_db(c, &db, err))
        return -1;
    arena_init(&a, "key", 1 << 20);
    int rc = key_get(db, id, &a, &k, err);
    arena_release(&a);
    if (rc)
        return -1;
    if (k.revoked_ms != 0 && k.revoked_ms <= core_now(c))
        return 0;
    if (end_at(db, id, core_now(c), err))
        return -1;
    emit(c, id, k.kind, KEY_REVOKED, k.source);
    return 0;
}

int key_rotate(struct registry *r, struct core *c, uint32_t id, int64_t grace_ms,
               uint32_t *ret_id, char ret_text[KEY_TEXT_SIZE], struct err *err) {
    struct db *db;
    struct arena a;
    struct key_info k;
    (void)r;
    CHECK(grace_ms >= 0 && grace_ms <= KEY_GRACE_MS_MAX);
    if (core_db(c, &db, err))
        return -1;
    arena_init(&a, "key", 1 << 20);
    int rc = key_get(db, id, &a, &k, err);
    if (!rc && k.revoked_ms != 0) {
        rc = err_set(err, E_CONFLICT, "key %u is %s already", id,
                     k.revoked_ms <= core_now(c) ? "revoked" : "being replaced");
        err_hint(err, "create another key");
    }
    if (!rc)
        rc = end_at(db, id, core_now(c) + grace_ms, err);
    if (!rc)
        rc = insert(c, db, &k, KEY_CREATED, ret_id, ret_text, err);
    arena_release(&a);
    if (rc)
        return -1;
    emit(c, id, k.kind, KEY_ROTATED, k.source);
    return 0;
}
