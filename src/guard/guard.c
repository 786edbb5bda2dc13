/* guard.c - accounts and sessions in memory, kept level with the committed rows; roles.
 *
 * THEORY      The rows are the truth.  apply() of an ENTRY_STAFF only notes which account it is
 *             about; when a commit has reached it, that account's rows are read anew on a
 *             connection of the room's own, which sees nothing but what is committed.  A
 *             follower applies the same entries and so hears of a sign-out as fast as of
 *             anything else.
 * INVARIANTS  (1) What guard_auth() says was committed at some time, and is as new as the last
 *                 commit after which reading succeeded.
 *             (2) A reading that failed is tried again until it succeeds.
 * LIMITS      STAFF_MAX accounts, SESSIONS_MAX sessions each.
 * THREADS     Core thread (main before core_start()), but for what takes the lock. */
#include "guard/guard_internal.h"
#include "guard/provider.h"
#include "guard/throttle.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

#define RETRY_MS 1000

/* ---- roles ---- */

static int role_of(const struct guard *g, struct str name) {
    for (uint32_t i = 0; i < g->cfg.n_roles; i++)
        if (str_is(name, g->cfg.roles[i].key))
            return (int)i;
    return -1;
}

int guard_role_bits(const struct guard *g, struct str names, uint32_t *ret, struct err *err) {
    uint32_t bits = 0;
    for (struct str word; (word = str_word(&names)).n > 0;) {
        int i = role_of(g, word);
        if (i < 0)
            return err_set(err, E_INVALID, "unknown role \"%.*s\"",
                           (int)(word.n < 60 ? word.n : 60), word.s);
        bits |= 1u << i;
    }
    *ret = bits;
    return 0;
}

/* A newer program may have given others. */
uint32_t guard_roles_known(const struct guard *g, struct str names) {
    uint32_t bits = 0;
    for (struct str word; (word = str_word(&names)).n > 0;) {
        int i = role_of(g, word);
        if (i >= 0)
            bits |= 1u << i;
    }
    return bits;
}

char *guard_role_names(const struct guard *g, uint32_t roles, struct arena *a) {
    char *names = arena_dup(a, "", 0);
    for (uint32_t i = 0; i < g->cfg.n_roles; i++)
        if (roles >> i & 1)
            names = arena_printf(a, "%s%s%s", names, *names ? " " : "", g->cfg.roles[i].key);
    return names;
}

uint64_t guard_role_scopes(const struct guard *g, uint32_t roles) {
    uint64_t scopes = 0;
    for (uint32_t i = 0; i < g->cfg.n_roles; i++)
        if (roles >> i & 1)
            scopes |= g->cfg.roles[i].scopes;
    return scopes;
}

bool guard_role_masks(const struct guard *g, uint32_t roles) {
    for (uint32_t i = 0; i < g->cfg.n_roles; i++)
        if (roles >> i & 1 && !g->cfg.roles[i].masks)
            return false;
    return true;
}

const struct guard_role *guard_roles(const struct guard *g, uint32_t *ret_n) {
    *ret_n = g->cfg.n_roles;
    return g->cfg.roles;
}

/* ---- level with the rows ---- */

static void live_free(struct live *l) {
    if (!l)
        return;
    arena_release(&l->text);
    free(l);
}

/* What was seen since it was last written stays known. */
static void carry_over(const struct live *old, struct live *l) {
    for (int i = 0; old && i < l->n; i++)
        for (int j = 0; j < old->n; j++)
            if (old->sessions[j].id == l->sessions[i].id) {
                int64_t seen = atomic_load(&old->sessions[j].seen_ms);
                if (seen > atomic_load(&l->sessions[i].seen_ms))
                    atomic_store(&l->sessions[i].seen_ms, seen);
                atomic_store(&l->sessions[i].passed_ms,
                             atomic_load(&old->sessions[j].passed_ms));
            }
}

static void put(struct guard *g, uint32_t id, struct live *l) {
    pthread_rwlock_wrlock(&g->lock);
    if (id >= g->n_live && l) {
        uint32_t n = id + 64;
        struct live **wide = realloc(g->live, n * sizeof(*wide));
        CHECK(wide);
        memset(wide + g->n_live, 0, (n - g->n_live) * sizeof(*wide));
        g->live = wide;
        g->n_live = n;
    }
    struct live *old = id < g->n_live ? g->live[id] : NULL;
    if (old || l) {
        carry_over(old, l);
        g->live[id] = l;
        g->n_accounts += (l != NULL) - (old != NULL);
    }
    pthread_rwlock_unlock(&g->lock);
    live_free(old);
}

static int load_providers(struct guard *g, struct err *err) {
    struct arena a;
    struct provider *rows;
    arena_init(&a, "providers", 1 << 20);
    int n = provider_list(g, g->db, &a, &rows, err);
    if (n < 0) {
        arena_release(&a);
        return -1;
    }
    pthread_rwlock_wrlock(&g->lock);
    struct arena old = g->provider_text;
    g->provider_text = a;
    g->providers = rows;
    g->n_providers = n;
    pthread_rwlock_unlock(&g->lock);
    arena_release(&old);
    return 0;
}

/* 0: what belongs to no account. */
static int load(struct guard *g, uint32_t id, struct err *err) {
    if (id == 0)
        return load_providers(g, err);
    struct live *l = calloc(1, sizeof(*l));
    CHECK(l);
    arena_init(&l->text, "account", 1 << 16);
    int rc = staff_get(g, g->db, id, &l->text, &l->staff, err);
    if (!rc)
        rc = session_load(g, id, l, err);
    if (rc && err->code == E_NOT_FOUND) {
        live_free(l);
        put(g, id, NULL);
        *err = ERR_INIT;
        return 0;
    }
    if (rc) {
        live_free(l);
        return -1;
    }
    l->staff.hash = (struct str){ NULL, 0 };
    put(g, id, l);
    return 0;
}

static int load_all(struct guard *g, struct err *err) {
    struct arena a;
    struct staff *rows;
    uint32_t after = 0;
    int n = 1, rc = 0;
    while (n > 0 && rc == 0) {
        arena_init(&a, "accounts", 4 << 20);
        n = staff_list(g, g->db, after, 200, &a, &rows, err);
        for (int i = 0; i < n && rc == 0; i++)
            rc = load(g, rows[i].id, err);
        after = n > 0 ? rows[n - 1].id : after;
        arena_release(&a);
    }
    return n < 0 || rc ? -1 : load_providers(g, err);
}

static void apply(void *room, const struct entry *e) {
    struct guard *g = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    uint32_t id = (uint32_t)rd_varint(&r);
    if (!g->dirty_from)
        g->dirty_from = e->seq;
    g->dirty_to = e->seq;
    for (uint32_t i = 0; i < g->n_dirty && i < DIRTY_MAX; i++)
        if (g->dirty[i] == id)
            return;
    if (g->n_dirty < DIRTY_MAX)
        g->dirty[g->n_dirty] = id;
    if (g->n_dirty <= DIRTY_MAX)
        g->n_dirty++;
}

static int mended(struct guard *g, struct err *err) {
    return db_broken(g->db) ? db_reopen(g->db, err) : 0;
}

static void retry_later(struct guard *g) {
    if (g->retry_waits)
        return;
    g->retry_waits = true;
    core_timer_in(g->core, RETRY_MS, &g->retry);
}

static struct guard *of_retry(struct command *cmd) {
    return (struct guard *)((char *)cmd - offsetof(struct guard, retry));
}

static int retry_run(struct core *c, struct command *cmd, struct err *err) {
    struct guard *g = of_retry(cmd);
    (void)c;
    return mended(g, err) || load_all(g, err) ? -1 : 0;
}

static void retry_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct guard *g = of_retry(cmd);
    (void)seq;
    g->retry_waits = false;
    if (err)
        retry_later(g);
}

static void after_commit(void *room, uint64_t seq) {
    struct guard *g = room;
    struct core_stats st;
    struct err err = ERR_INIT;
    if (!g->dirty_from || g->dirty_from > seq)
        return;
    core_stats(g->core, &st);
    bool failed = false;
    if (st.started) { /* during a replay: the rows were read at registration and are newer */
        failed = mended(g, &err) != 0;
        if (g->n_dirty > DIRTY_MAX)
            failed = failed || load_all(g, &err);
        else
            for (uint32_t i = 0; i < g->n_dirty && !failed; i++)
                failed = load(g, g->dirty[i], &err) != 0;
    }
    if (failed)
        retry_later(g);
    if (g->dirty_to <= seq) {
        g->dirty_from = g->dirty_to = 0;
        g->n_dirty = 0;
    } else { /* of the next batch: read again with its commit */
        g->dirty_from = seq + 1;
    }
}

/* ---- in memory, for everybody ---- */

int guard_live(struct guard *g, uint32_t id, struct arena *a, struct staff *ret) {
    pthread_rwlock_rdlock(&g->lock);
    const struct live *l = id < g->n_live ? g->live[id] : NULL;
    if (l) {
        *ret = l->staff;
        struct str *texts[] = { &ret->email, &ret->name, &ret->locale, &ret->theme };
        for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
            texts[i]->s = arena_dup(a, texts[i]->n ? texts[i]->s : "", texts[i]->n);
    }
    pthread_rwlock_unlock(&g->lock);
    return l ? 0 : -1;
}

int guard_providers(struct guard *g, struct arena *a, struct provider **ret) {
    pthread_rwlock_rdlock(&g->lock);
    int n = g->n_providers;
    struct provider *rows = arena_zalloc(a, (size_t)(n ? n : 1) * sizeof(*rows));
    for (int i = 0; i < n; i++) {
        struct str id = g->providers[i].id, title = g->providers[i].title;
        rows[i].id = str_n(arena_dup(a, id.s, id.n), id.n);
        rows[i].title = str_n(arena_dup(a, title.s, title.n), title.n);
    }
    pthread_rwlock_unlock(&g->lock);
    *ret = rows;
    return n;
}

bool guard_is_new(struct guard *g) {
    pthread_rwlock_rdlock(&g->lock);
    bool none = g->n_accounts == 0;
    pthread_rwlock_unlock(&g->lock);
    return none;
}

void guard_setup_token(struct guard *g, char out[SESSION_CSRF_SIZE]) {
    uint8_t secret[32], mac[32];
    core_node_secret(g->core, secret);
    hash_hmac_sha256(str_n((const char *)secret, 32), STR("first set-up"), mac);
    size_t n = hash_base64url_encode(mac, 16, out);
    out[n] = 0;
}

/* ---- life ---- */

int guard_new(struct core *c, const struct guard_config *cfg, struct guard **ret,
              struct err *err) {
    CHECK(cfg->n_roles >= 1 && cfg->n_roles <= 32);
    struct guard *g = calloc(1, sizeof(*g));
    CHECK(g);
    g->core = c;
    g->cfg = *cfg;
    if (!g->cfg.idle_ms)
        g->cfg.idle_ms = 3600 * 1000LL;
    if (!g->cfg.life_ms)
        g->cfg.life_ms = 24 * 3600 * 1000LL;
    pthread_mutex_init(&g->key_lock, NULL);
    arena_init(&g->provider_text, "providers", 1 << 20);
    g->throttle = throttle_new(core_hash_key(c));
    pthread_rwlockattr_t attr;
    pthread_rwlockattr_init(&attr);
    /* A change must not wait for ever behind a stream of readers. */
    pthread_rwlockattr_setkind_np(&attr, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&g->lock, &attr);
    pthread_rwlockattr_destroy(&attr);
    g->retry = (struct command){ .name = "guard.retry", .bytes = sizeof(*g), .reads = true,
                                 .run = retry_run, .done = retry_done };
    if (db_open(core_store_where(c), DB_READER, &g->db, err) || load_all(g, err)) {
        guard_free(g);
        return err_within(err, "guard");
    }
    core_on_entry(c, ENTRY_STAFF, apply, g);
    core_on_commit(c, after_commit, g);
    *ret = g;
    return 0;
}

int guard_start(struct guard *g, struct err *err) { return session_start(g, err); }

void guard_free(struct guard *g) {
    if (!g)
        return;
    for (uint32_t i = 0; i < g->n_live; i++)
        live_free(g->live[i]);
    free(g->live);
    arena_release(&g->provider_text);
    if (g->db)
        db_close(g->db);
    throttle_free(g->throttle);
    explicit_bzero(g->key, sizeof(g->key));
    pthread_mutex_destroy(&g->key_lock);
    pthread_rwlock_destroy(&g->lock);
    free(g);
}

/* ---- rows ---- */

int guard_next_id(struct db *db, const char *of, uint32_t *ret, struct err *err) {
    char name[40];
    snprintf(name, sizeof(name), "guard.last_%s", of);
    struct sql *q = db_sql(db, SQL("INSERT INTO meta (key, value) VALUES ($1, '1')"
                                   " ON CONFLICT (key) DO UPDATE SET"
                                   " value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)"
                                   " RETURNING CAST(value AS BIGINT)"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, str_of(name));
    int rc = sql_step(q, err);
    int64_t v = rc > 0 ? sql_get_int(q, 0) : 0;
    sql_end(q);
    if (rc < 0)
        return -1;
    if (v < 1 || v >= GUARD_BY_STAFF)
        return err_set(err, E_CORRUPT, "meta \"%s\" is no number", name);
    *ret = (uint32_t)v;
    return 0;
}

struct str guard_text(struct sql *q, int col, struct arena *a) {
    struct str s = sql_get_text(q, col);
    return str_n(arena_dup(a, s.n ? s.s : "", s.n), s.n);
}

void guard_emit(struct core *c, uint32_t staff, enum staff_change what, uint32_t by,
                uint32_t about) {
    struct buf b;
    buf_init(&b, "staff entry", 64);
    buf_varint(&b, staff);
    buf_u8(&b, (uint8_t)what);
    buf_varint(&b, by);
    buf_varint(&b, about);
    core_emit(c, ENTRY_STAFF, 1, buf_str(&b));
    buf_release(&b);
}

struct throttle *guard_throttle(struct guard *g) { return g->throttle; }
