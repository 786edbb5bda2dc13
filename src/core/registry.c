/* registry.c - what is in force, in memory, kept level with the committed rows.
 *
 * THEORY      The rows are the truth.  apply() of an ENTRY_KEY or ENTRY_DEFINITION only notes
 *             its seq; when a commit has reached that seq the rows are read anew on a
 *             connection of the registry's own, which sees nothing but what is committed.  So
 *             an undone command or a failed batch needs no undoing here.
 * INVARIANTS  (1) What registry_auth() and the plans say was committed at some time, and is as
 *                 new as the last commit after which reading succeeded.
 *             (2) A reading that failed is tried again until it succeeds.
 * LIMITS      REGISTRY_KEYS_MAX keys in force, REGISTRY_KINDS_MAX kinds.
 * THREADS     Core thread (main before core_start()), but for what takes the lock. */
#include "core/registry_internal.h"
#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

#define RETRY_MS 1000

/* ---- level with the rows ---- */

static void dirty_note(struct dirty *d, uint64_t seq) {
    if (!d->from)
        d->from = seq;
    d->to = seq;
}

/* Whether a commit that reached seq holds any of what was noted.  Entries of the next batch
 * may be noted already while this one commits. */
static bool dirty_take(struct dirty *d, uint64_t seq) {
    if (!d->from || d->from > seq)
        return false;
    if (d->to <= seq)
        *d = (struct dirty){ 0, 0 };
    else
        d->from = seq + 1;
    return true;
}

static void apply(void *room, const struct entry *e) {
    struct registry *r = room;
    dirty_note(e->kind == ENTRY_KEY ? &r->keys_dirty : &r->definitions_dirty, e->seq);
}

static int load_definitions(struct registry *r, struct err *err) {
    for (int i = 0; i < r->n_kinds; i++)
        if (definitions_load(r, &r->kinds[i], err))
            return -1;
    return 0;
}

static int mended(struct registry *r, struct err *err) {
    return db_broken(r->db) ? db_reopen(r->db, err) : 0;
}

static void retry_later(struct registry *r) {
    if (r->retry_waits)
        return;
    r->retry_waits = true;
    core_timer_in(r->core, RETRY_MS, &r->retry);
}

static struct registry *of_retry(struct command *cmd) {
    return (struct registry *)((char *)cmd - offsetof(struct registry, retry));
}

static int retry_run(struct core *c, struct command *cmd, struct err *err) {
    struct registry *r = of_retry(cmd);
    return mended(r, err) || keys_load(r, err) || load_definitions(r, err) ? -1 : 0;
}

static void retry_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct registry *r = of_retry(cmd);
    (void)seq;
    r->retry_waits = false;
    if (err)
        retry_later(r);
}

static void after_commit(void *room, uint64_t seq) {
    struct registry *r = room;
    bool keys = dirty_take(&r->keys_dirty, seq);
    bool definitions = dirty_take(&r->definitions_dirty, seq);
    if (!keys && !definitions)
        return;
    struct core_stats st;
    core_stats(r->core, &st);
    if (!st.started) /* replay: the rows were read at registration and are newer */
        return;
    struct err err = ERR_INIT;
    if (mended(r, &err) || (keys && keys_load(r, &err)) ||
        (definitions && load_definitions(r, &err)))
        retry_later(r);
}

/* ---- life ---- */

int registry_new(struct core *c, const char *const *scope_names, int n, struct registry **ret,
                 struct err *err) {
    CHECK(n >= 0 && n <= REGISTRY_SCOPES_MAX);
    struct registry *r = calloc(1, sizeof(*r));
    CHECK(r);
    r->core = c;
    r->scope_names = scope_names;
    r->n_scopes = n;
    pthread_rwlockattr_t attr;
    pthread_rwlockattr_init(&attr);
    /* A change must not wait for ever behind a stream of readers. */
    pthread_rwlockattr_setkind_np(&attr, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&r->lock, &attr);
    pthread_rwlockattr_destroy(&attr);
    r->retry = (struct command){ .name = "registry.retry", .bytes = sizeof(*r), .reads = true,
                                 .run = retry_run, .done = retry_done };
    if (db_open(core_store_where(c), DB_READER, &r->db, err) || keys_load(r, err) ||
        sources_register(r, err)) {
        registry_free(r);
        return err_within(err, "registry");
    }
    core_on_entry(c, ENTRY_KEY, apply, r);
    core_on_entry(c, ENTRY_DEFINITION, apply, r);
    core_on_commit(c, after_commit, r);
    *ret = r;
    return 0;
}

int registry_start(struct registry *r, struct err *err) {
    return keys_start(r, err) || idempotency_sweep_start(r->core, &r->sweeper, err) ? -1 : 0;
}

static void kind_release(struct kind_state *k) {
    for (size_t i = 0; i < k->n_in_force; i++)
        free(k->in_force[i].problem);
    free(k->in_force);
    schema_free(k->schema);
}

void registry_free(struct registry *r) {
    if (!r)
        return;
    for (int i = 0; i < r->n_kinds; i++)
        kind_release(&r->kinds[i]);
    if (r->db)
        db_close(r->db);
    idempotency_sweep_stop(r->sweeper);
    free(r->keys);
    free(r->sources);
    pthread_rwlock_destroy(&r->lock);
    free(r);
}

/* ---- scopes ---- */

static int scope_of(const struct registry *r, struct str name) {
    for (int i = 0; i < r->n_scopes; i++)
        if (str_is(name, r->scope_names[i]))
            return i;
    return -1;
}

int registry_scopes(const struct registry *r, struct str names, uint64_t *ret,
                    struct err *err) {
    uint64_t bits = 0;
    for (struct str word; (word = str_word(&names)).n > 0;) {
        int i = scope_of(r, word);
        if (i < 0)
            return err_set(err, E_INVALID, "unknown scope \"%.*s\"",
                           (int)(word.n < 60 ? word.n : 60), word.s);
        bits |= 1ull << i;
    }
    *ret = bits;
    return 0;
}

uint64_t registry_scopes_known(const struct registry *r, struct str names) {
    uint64_t bits = 0;
    for (struct str word; (word = str_word(&names)).n > 0;) {
        int i = scope_of(r, word);
        if (i >= 0)
            bits |= 1ull << i;
    }
    return bits;
}

uint64_t registry_scopes_all(const struct registry *r) {
    return r->n_scopes == 64 ? UINT64_MAX : (1ull << r->n_scopes) - 1;
}

/* ---- rows ---- */

int registry_next_id(struct db *db, const char *of, uint32_t *ret, struct err *err) {
    char name[40];
    snprintf(name, sizeof(name), "registry.last_%s", of);
    struct sql *q = db_sql(db, SQL("INSERT INTO meta (key, value) VALUES ($1, '1')"
                                   " ON CONFLICT (key) DO UPDATE SET"
                                   " value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, str_of(name));
    if (sql_run(q, err) < 0)
        return -1;
    q = db_sql(db, SQL("SELECT CAST(value AS BIGINT) FROM meta WHERE key = $1"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, str_of(name));
    int rc = sql_step(q, err);
    int64_t v = rc > 0 ? sql_get_int(q, 0) : 0;
    sql_end(q);
    if (rc < 0)
        return -1;
    if (v < 1 || v > UINT32_MAX)
        return err_set(err, E_CORRUPT, "meta \"%s\" is no number", name);
    *ret = (uint32_t)v;
    return 0;
}

struct str registry_text(struct sql *q, int col, struct arena *a) {
    if (sql_is_null(q, col))
        return (struct str){ NULL, 0 };
    struct str s = sql_get_text(q, col);
    return (struct str){ arena_dup(a, s.s, s.n), s.n };
}

/* ---- a new workspace ---- */

struct init_command {
    struct command cmd; /* first */
    struct registry *r;
    struct registry_first *ret;
};

int registry_init_run(struct registry *r, struct core *c, struct registry_first *ret,
                      struct err *err) {
    struct definition_who who = { .author = STR("init"), .note = STR(""),
                                  .if_none_match = true };
    uint32_t source, version, id;
    if (definition_draft(r, c, STR("source"), STR("default"),
                         STR("{\"name\":\"Default\",\"type\":\"other\",\"enabled\":true,"
                             "\"settings\":{\"delivery\":\"standard\"}}"),
                         &who, &source, err)) {
        if (err->code == E_PRECONDITION)
            return err_set(err, E_CONFLICT, "this workspace is set up already");
        return -1;
    }
    who.if_none_match = false;
    if (definition_publish(r, c, STR("source"), STR("default"), &who, &version, err) ||
        key_create_write(r, c, STR("Default"), source, &id, ret->write_key, err) ||
        key_create_secret(r, c, STR("Owner"), registry_scopes_all(r), &id, ret->secret_key,
                          err))
        return -1;
    return 0;
}

static int init_run(struct core *c, struct command *cmd, struct err *err) {
    struct init_command *in = (struct init_command *)cmd;
    return registry_init_run(in->r, c, in->ret, err);
}

int registry_init_workspace(struct registry *r, struct registry_first *ret, struct err *err) {
    struct init_command in = {
        .cmd = { .name = "registry.init", .bytes = sizeof(in), .run = init_run },
        .r = r,
        .ret = ret,
    };
    return core_call(r->core, &in.cmd, err);
}
