/* session.c - sessions of staff: begun, recognised, ended.
 *
 * THEORY      A token is "ms_", the account's number, "_" and 256 random bits; only its SHA-256 is
 *             stored, so a copy of the store opens nothing.  The number finds the account
 *             without a table that outsiders could fill.  The token changes whenever rights do:
 *             at sign-in, after the second factor, after a change of password.  What a page
 *             must add to a change (the CSRF token) is an HMAC under the token: it needs no row,
 *             is the same on all nodes, and a page of another site cannot know it.
 *
 *             Idle time is counted from the last use.  A follower sees uses that the writer does
 *             not; so once in a quarter of the idle time it passes a request of the session on
 *             to the writer, a read as well, and that counts there.
 * INVARIANTS  (1) Of the sessions of one account at most SESSIONS_MAX have rows.
 *             (2) Only seen_ms and passed_ms of a live session change while it is in place.
 * LIMITS      USED_ROWS rows written by one command.
 * THREADS     guard_auth() anywhere, the rest on the core thread (reads: any connection). */
#include "guard/guard_internal.h"

#include "base/check.h"

#include <stdio.h>

#define TICK_MS 60000
#define USED_ROWS 200
#define SECRET_CHARS 43

/* ---- tokens ---- */

static void token_make(uint32_t staff, char out[SESSION_TOKEN_SIZE]) {
    uint8_t bits[32];
    char text[4 * 11 + 1];
    hash_random(bits, sizeof(bits));
    size_t n = hash_base64url_encode(bits, sizeof(bits), text);
    CHECK(n == SECRET_CHARS);
    snprintf(out, SESSION_TOKEN_SIZE, "ms_%u_%.*s", staff, SECRET_CHARS, text);
}

/* The account's number; 0 when it is no token. */
static uint32_t token_staff(struct str t) {
    uint64_t v = 0;
    size_t i = 3;
    if (t.n < 3 + 1 + 1 + SECRET_CHARS || t.n >= SESSION_TOKEN_SIZE ||
        !str_starts(t, STR("ms_")))
        return 0;
    for (; i < t.n && t.s[i] >= '0' && t.s[i] <= '9'; i++) {
        v = v * 10 + (uint64_t)(t.s[i] - '0');
        if (v >= GUARD_BY_STAFF)
            return 0;
    }
    return i < t.n && t.s[i] == '_' && t.n - i - 1 == SECRET_CHARS ? (uint32_t)v : 0;
}

void session_csrf(struct str token, char out[SESSION_CSRF_SIZE]) {
    uint8_t mac[32];
    char text[4 * 11 + 1];
    hash_hmac_sha256(token, STR("musubi csrf"), mac);
    size_t n = hash_base64url_encode(mac, 32, text);
    CHECK(n + 1 == SESSION_CSRF_SIZE);
    memcpy(out, text, n);
    out[n] = 0;
}

/* ---- whose it is ---- */

bool session_over(const struct guard *g, const struct live_session *s, int64_t now) {
    return now >= s->ends_ms || now - atomic_load(&s->seen_ms) >= g->cfg.idle_ms;
}

static bool due_at_writer(const struct guard *g, struct live_session *s, int64_t now) {
    int64_t passed = atomic_load(&s->passed_ms), written = s->written_ms;
    if (now - (passed > written ? passed : written) < g->cfg.idle_ms / 4)
        return false;
    return atomic_compare_exchange_strong(&s->passed_ms, &passed, now);
}

static struct session_who who_of(const struct guard *g, const struct staff *s, uint32_t session,
                                 enum session_state state, int64_t ends_ms) {
    struct session_who who = { .staff = s->id, .session = session, .state = state,
                               .ends_ms = ends_ms, .masked = guard_role_masks(g, s->roles) };
    who.lacks_factor = state == SESSION_FULL && g->cfg.factor_required && !s->second_factor;
    if (state == SESSION_FULL && !who.lacks_factor)
        who.scopes = guard_role_scopes(g, s->roles);
    return who;
}

int guard_auth(struct guard *g, struct str token, struct session_who *ret) {
    uint32_t id = token_staff(token);
    uint8_t hash[32];
    int64_t now = clock_wall_ms(core_clock(g->core));
    if (!id)
        return -1;
    hash_sha256(token.s, token.n, hash);
    struct live_session *found = NULL;
    pthread_rwlock_rdlock(&g->lock);
    struct live *l = id < g->n_live ? g->live[id] : NULL;
    for (int i = 0; l && !l->staff.disabled_ms && i < l->n; i++)
        if (str_eq_secret(str_n((const char *)hash, 32),
                          str_n((const char *)l->sessions[i].hash, 32)))
            found = &l->sessions[i];
    if (found && session_over(g, found, now))
        found = NULL;
    if (found) {
        *ret = who_of(g, &l->staff, found->id, found->state, found->ends_ms);
        atomic_store_explicit(&found->seen_ms, now, memory_order_relaxed);
        atomic_store_explicit(&g->any_used, true, memory_order_relaxed);
    }
    pthread_rwlock_unlock(&g->lock);
    return found ? 0 : -1;
}

bool guard_renew(struct guard *g, const struct session_who *s) {
    int64_t now = clock_wall_ms(core_clock(g->core));
    bool due = false;
    if (core_role(g->core) != CORE_FOLLOWER)
        return false;
    pthread_rwlock_rdlock(&g->lock);
    struct live *l = s->staff < g->n_live ? g->live[s->staff] : NULL;
    for (int i = 0; l && i < l->n; i++)
        if (l->sessions[i].id == s->session)
            due = due_at_writer(g, &l->sessions[i], now);
    pthread_rwlock_unlock(&g->lock);
    return due;
}

int session_load(struct guard *g, uint32_t staff, struct live *into, struct err *err) {
    struct sql *q = db_sql(g->db, SQL("SELECT id, state, hash, created_ms, seen_ms, ends_ms"
                                      " FROM staff_session WHERE staff_id = $1"
                                      " ORDER BY seen_ms DESC, id DESC LIMIT 20"), err);
    _Static_assert(SESSIONS_MAX == 20, "stands in the statement");
    if (!q)
        return -1;
    sql_int(q, 1, staff);
    int rc;
    while ((rc = sql_step(q, err)) > 0 && into->n < SESSIONS_MAX) {
        struct live_session *s = &into->sessions[into->n];
        struct str hash = sql_get_bytes(q, 2);
        if (hash.n != 32) {
            rc = err_set(err, E_CORRUPT, "a session has a digest of %zu bytes", hash.n);
            break;
        }
        s->id = (uint32_t)sql_get_int(q, 0);
        s->state = sql_get_int(q, 1) == SESSION_FULL ? SESSION_FULL : SESSION_HALF;
        memcpy(s->hash, hash.s, 32);
        s->created_ms = sql_get_int(q, 3);
        s->written_ms = sql_get_int(q, 4);
        atomic_store(&s->seen_ms, s->written_ms);
        s->ends_ms = sql_get_int(q, 5);
        into->n++;
    }
    sql_end(q);
    return rc < 0 ? -1 : 0;
}

/* ---- begin and end ---- */

static int delete_one(struct db *db, uint32_t staff, uint32_t session, int64_t *ret_n,
                      struct err *err) {
    struct sql *q = db_sql(db, SQL("DELETE FROM staff_session WHERE staff_id = $1 AND id = $2"),
                           err);
    if (!q)
        return -1;
    sql_int(q, 1, staff);
    sql_int(q, 2, session);
    *ret_n = sql_run(q, err);
    return *ret_n < 0 ? -1 : 0;
}

/* Room for one more (1). */
static int make_room(struct db *db, uint32_t staff, struct err *err) {
    struct sql *q = db_sql(db, SQL("DELETE FROM staff_session WHERE id IN (SELECT id FROM"
                                   " staff_session WHERE staff_id = $1 ORDER BY seen_ms DESC,"
                                   " id DESC LIMIT 1000 OFFSET 19)"), err);
    if (!q)
        return -1;
    sql_int(q, 1, staff);
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int insert(struct db *db, uint32_t id, const struct session_new *s, struct str token,
                  int64_t now, int64_t ends, struct err *err) {
    uint8_t hash[32];
    hash_sha256(token.s, token.n, hash);
    struct sql *q = db_sql(db, SQL("INSERT INTO staff_session (id, staff_id, state, hash,"
                                   " created_ms, seen_ms, ends_ms, address, agent)"
                                   " VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)"), err);
    if (!q)
        return -1;
    sql_int(q, 1, id);
    sql_int(q, 2, s->staff);
    sql_int(q, 3, s->state);
    sql_bytes(q, 4, str_n((const char *)hash, 32));
    sql_int(q, 5, now);
    sql_int(q, 6, ends);
    sql_text_(q, 7, s->address);
    sql_text_(q, 8, s->agent);
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int note_sign_in(struct db *db, uint32_t staff, int64_t now, struct err *err) {
    struct sql *q = db_sql(db, SQL("UPDATE staff SET signed_in_ms = $1 WHERE id = $2"), err);
    if (!q)
        return -1;
    sql_int(q, 1, now);
    sql_int(q, 2, staff);
    return sql_run(q, err) < 0 ? -1 : 0;
}

int session_open(struct guard *g, struct core *c, const struct session_new *s,
                 char ret_token[SESSION_TOKEN_SIZE], struct session_who *ret, struct err *err) {
    struct db *db;
    struct arena a;
    struct staff who;
    uint32_t id;
    int64_t now = core_now(c), gone;
    int64_t ends = now + (s->state == SESSION_FULL ? g->cfg.life_ms : SESSION_HALF_MS);
    arena_init(&a, "session", 1 << 16);
    int rc = core_db(c, &db, err) || staff_get(g, db, s->staff, &a, &who, err) ? -1 : 0;
    arena_release(&a);
    if (!rc && who.disabled_ms)
        rc = err_set(err, E_FORBIDDEN, "the account is disabled");
    if (rc || (s->replaces && delete_one(db, s->staff, s->replaces, &gone, err)) ||
        make_room(db, s->staff, err) || guard_next_id(db, "session", &id, err))
        return -1;
    token_make(s->staff, ret_token);
    if (insert(db, id, s, str_of(ret_token), now, ends, err) ||
        (s->state == SESSION_FULL && note_sign_in(db, s->staff, now, err)))
        return -1;
    *ret = who_of(g, &who, id, s->state, ends);
    guard_emit(c, s->staff, s->state == SESSION_FULL ? STAFF_SIGNED_IN : STAFF_HALF_SIGNED_IN,
               s->staff | GUARD_BY_STAFF, id);
    return 0;
}

int session_end(struct core *c, uint32_t staff, uint32_t session, uint32_t by,
                struct err *err) {
    struct db *db;
    int64_t n;
    if (core_db(c, &db, err) || delete_one(db, staff, session, &n, err))
        return -1;
    if (n == 0)
        return err_set(err, E_NOT_FOUND, "there is no session %u", session);
    guard_emit(c, staff, STAFF_SIGNED_OUT, by, session);
    return 0;
}

int session_end_all(struct core *c, uint32_t staff, uint32_t except, uint32_t by,
                    struct err *err) {
    struct db *db;
    if (core_db(c, &db, err))
        return -1;
    struct sql *q = db_sql(db, SQL("DELETE FROM staff_session WHERE staff_id = $1 AND id <> $2"),
                           err);
    if (!q)
        return -1;
    sql_int(q, 1, staff);
    sql_int(q, 2, except);
    int64_t n = sql_run(q, err);
    if (n > 0)
        guard_emit(c, staff, STAFF_SIGNED_OUT, by, 0);
    return n < 0 ? -1 : 0;
}

int session_list(struct guard *g, struct db *db, uint32_t staff, struct arena *a,
                 struct session_info **ret, struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT id, created_ms, seen_ms, ends_ms, address, agent"
                                   " FROM staff_session WHERE staff_id = $1 AND ends_ms > $2"
                                   " AND seen_ms > $3 AND state = 2"
                                   " ORDER BY seen_ms DESC, id DESC LIMIT 20"), err);
    int64_t now = clock_wall_ms(core_clock(g->core));
    struct session_info *rows = arena_alloc(a, SESSIONS_MAX * sizeof(*rows));
    int n = 0, rc;
    if (!q)
        return -1;
    sql_int(q, 1, staff);
    sql_int(q, 2, now);
    sql_int(q, 3, now - g->cfg.idle_ms - TICK_MS);
    while ((rc = sql_step(q, err)) > 0 && n < SESSIONS_MAX)
        rows[n++] = (struct session_info){
            .id = (uint32_t)sql_get_int(q, 0), .created_ms = sql_get_int(q, 1),
            .seen_ms = sql_get_int(q, 2), .ends_ms = sql_get_int(q, 3),
            .address = guard_text(q, 4, a), .agent = guard_text(q, 5, a)
        };
    sql_end(q);
    *ret = rows;
    return rc < 0 ? -1 : n;
}

/* ---- last use, and the end of what has expired ---- */

static struct guard *of_tick(struct command *cmd) {
    return (struct guard *)((char *)cmd - offsetof(struct guard, tick));
}

static int write_seen(struct db *db, const struct live_session *s, struct err *err) {
    struct sql *q = db_sql(db, SQL("UPDATE staff_session SET seen_ms = $1 WHERE id = $2"), err);
    if (!q)
        return -1;
    sql_int(q, 1, s->writing_ms);
    sql_int(q, 2, s->id);
    return sql_run(q, err) < 0 ? -1 : 0;
}

/* The core thread alone replaces live accounts, so it may look without the lock. */
static int write_used(struct guard *g, struct db *db, struct err *err) {
    int rows = 0;
    for (uint32_t i = 0; i < g->n_live; i++)
        for (int j = 0; g->live[i] && j < g->live[i]->n; j++) {
            struct live_session *s = &g->live[i]->sessions[j];
            int64_t seen = atomic_load_explicit(&s->seen_ms, memory_order_relaxed);
            s->writing_ms = 0;
            if (seen <= s->written_ms)
                continue;
            if (rows++ == USED_ROWS) { /* the rest a minute later */
                atomic_store(&g->any_used, true);
                return 0;
            }
            s->writing_ms = seen;
            if (write_seen(db, s, err))
                return -1;
        }
    return 0;
}

static int delete_expired(struct guard *g, struct db *db, int64_t now, struct err *err) {
    struct sql *q = db_sql(db, SQL("DELETE FROM staff_session WHERE ends_ms <= $1"
                                   " OR seen_ms <= $2"), err);
    if (!q)
        return -1;
    sql_int(q, 1, now);
    /* a day's grace: a follower may have seen it and not been able to tell the writer */
    sql_int(q, 2, now - g->cfg.idle_ms - 24 * 3600 * 1000LL);
    if (sql_run(q, err) < 0)
        return -1;
    q = db_sql(db, SQL("DELETE FROM staff_link WHERE ends_ms <= $1"), err);
    if (!q)
        return -1;
    sql_int(q, 1, now);
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int tick_run(struct core *c, struct command *cmd, struct err *err) {
    struct guard *g = of_tick(cmd);
    struct db *db;
    if (core_db(c, &db, err) || delete_expired(g, db, core_now(c), err))
        return -1;
    return atomic_exchange(&g->any_used, false) ? write_used(g, db, err) : 0;
}

static void tick_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct guard *g = of_tick(cmd);
    (void)seq;
    for (uint32_t i = 0; !err && i < g->n_live; i++)
        for (int j = 0; g->live[i] && j < g->live[i]->n; j++) {
            struct live_session *s = &g->live[i]->sessions[j];
            if (s->writing_ms > s->written_ms)
                s->written_ms = s->writing_ms;
        }
    if (err)
        atomic_store(&g->any_used, true);
    core_timer_in(g->core, TICK_MS, &g->tick);
}

int session_start(struct guard *g, struct err *err) {
    g->tick = (struct command){ .name = "guard.tick", .bytes = sizeof(*g), .run = tick_run,
                                .done = tick_done };
    return core_submit(g->core, &g->tick, err);
}
