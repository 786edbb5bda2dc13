/* idempotency.c - answers kept under the caller's own key.
 *
 * THEORY      One row for each (principal, key), written in the transaction of the effect.  All
 *             changes run on one thread in one order, so a repetition that overtakes the first
 *             request's answer still finds its row; a request is in flight for others only
 *             when it was reserved across commands.
 * INVARIANTS  (1) A row with an answer is there if and only if its effect is.
 *             (2) status is 0 for a reservation, 1 for "done, answer not kept", else the HTTP
 *                 status that was answered.
 * LIMITS      IDEMPOTENCY_BODY_MAX; SWEEP_ROWS deleted by one command.
 * THREADS     Core thread only, but for idempotency_key_check(). */
#include "core/idempotency.h"
#include "base/check.h"

#include <stdlib.h>

#define STATUS_RESERVED 0
#define STATUS_NOT_KEPT 1
#define SWEEP_ROWS 500
#define SWEEP_EVERY_MS (10 * 60 * 1000LL)

int idempotency_key_check(struct str key, struct err *err) {
    bool fine = key.n >= 1 && key.n <= IDEMPOTENCY_KEY_MAX;
    for (size_t i = 0; fine && i < key.n; i++)
        fine = key.s[i] >= 0x20 && key.s[i] <= 0x7e;
    if (fine)
        return 0;
    err_set(err, E_INVALID, "an idempotency key is 1 to %d printable ASCII characters",
            IDEMPOTENCY_KEY_MAX);
    return err_within(err, "header \"Idempotency-Key\"");
}

static enum idempotency failed(struct err *err, const char *msg, const char *hint) {
    err_set(err, E_CONFLICT, "%s", msg);
    err_hint(err, "%s", hint);
    err_within(err, "header \"Idempotency-Key\"");
    return IDEMPOTENCY_FAILED;
}

/* The row stands ready in q. */
static enum idempotency judge(struct sql *q, const struct idempotency_request *req,
                              struct arena *a, struct idempotency_answer *ret_answer,
                              struct err *err) {
    if (sql_get_int(q, 4) <= req->now_ms - IDEMPOTENCY_KEEP_MS)
        return IDEMPOTENCY_NEW;
    struct str hash = sql_get_bytes(q, 0);
    if (!str_eq(hash, str_n((const char *)req->request_hash, 32)))
        return failed(err, "this key was used for another request",
                      "use a new key for each request that is to be carried out");
    int status = (int)sql_get_int(q, 1);
    if (status == STATUS_RESERVED) {
        failed(err, "the request with this key is still being carried out", "ask again soon");
        return IDEMPOTENCY_BUSY;
    }
    if (status == STATUS_NOT_KEPT)
        return failed(err, "this was carried out; its answer held a secret and was not kept",
                      "list what there is, revoke what you cannot use, create anew");
    struct str type = sql_get_text(q, 2), body = sql_get_bytes(q, 3);
    *ret_answer = (struct idempotency_answer){
        .status = status,
        .content_type = { arena_dup(a, type.s, type.n), type.n },
        .body = { arena_dup(a, body.s, body.n), body.n },
    };
    return IDEMPOTENCY_STORED;
}

enum idempotency idempotency_begin(struct db *db, int64_t now_ms,
                                   struct idempotency_request *req, struct arena *a,
                                   struct idempotency_answer *ret_answer, struct err *err) {
    req->now_ms = now_ms;
    struct sql *q = db_sql(db, SQL("SELECT request_hash, status, content_type, body, created_ms "
                                   "FROM idempotency WHERE principal = $1 AND key = $2"), err);
    if (!q)
        return IDEMPOTENCY_FAILED;
    sql_int(q, 1, req->principal);
    sql_text_(q, 2, req->key);
    int rc = sql_step(q, err);
    enum idempotency ret = rc < 0   ? IDEMPOTENCY_FAILED
                           : rc == 0 ? IDEMPOTENCY_NEW
                                     : judge(q, req, a, ret_answer, err);
    sql_end(q);
    return ret;
}

static int put(struct db *db, const struct idempotency_request *req, int status,
               struct str content_type, struct str body, struct err *err) {
    struct sql *q = db_sql(db, SQL("INSERT INTO idempotency (principal, key, request_hash, status,"
                                   " content_type, body, created_ms)"
                                   " VALUES ($1, $2, $3, $4, $5, $6, $7)"
                                   " ON CONFLICT (principal, key) DO UPDATE SET"
                                   " request_hash = excluded.request_hash,"
                                   " status = excluded.status,"
                                   " content_type = excluded.content_type,"
                                   " body = excluded.body,"
                                   " created_ms = excluded.created_ms"), err);
    if (!q)
        return -1;
    sql_int(q, 1, req->principal);
    sql_text_(q, 2, req->key);
    sql_bytes(q, 3, str_n((const char *)req->request_hash, 32));
    sql_int(q, 4, status);
    sql_text_(q, 5, content_type);
    sql_bytes(q, 6, body);
    sql_int(q, 7, req->now_ms);
    return sql_run(q, err) < 0 ? -1 : 0;
}

int idempotency_finish(struct db *db, const struct idempotency_request *req,
                       const struct idempotency_answer *answer, struct err *err) {
    if (!answer || answer->body.n > IDEMPOTENCY_BODY_MAX)
        return put(db, req, STATUS_NOT_KEPT, STR(""), STR(""), err);
    CHECK(answer->status >= 100 && answer->status <= 599);
    struct str body = answer->body.s ? answer->body : STR("");
    return put(db, req, answer->status, answer->content_type, body, err);
}

int idempotency_reserve(struct db *db, const struct idempotency_request *req, struct err *err) {
    return put(db, req, STATUS_RESERVED, STR(""), STR(""), err);
}

int idempotency_release(struct db *db, const struct idempotency_request *req, struct err *err) {
    struct sql *q = db_sql(db, SQL("DELETE FROM idempotency WHERE principal = $1 AND key = $2"
                                   " AND status = $3"), err);
    if (!q)
        return -1;
    sql_int(q, 1, req->principal);
    sql_text_(q, 2, req->key);
    sql_int(q, 3, STATUS_RESERVED);
    return sql_run(q, err) < 0 ? -1 : 0;
}

/* ---- sweeping ---- */

struct idempotency_sweeper {
    struct command cmd; /* first; submitted again and again */
    struct core *core;
    bool fresh;         /* reservations of an earlier process are still to be dropped */
    int64_t deleted;    /* by the last run */
};

static int64_t sweep_expired(struct db *db, int64_t before_ms, struct err *err) {
    struct sql *q = db_sql(db, SQL("DELETE FROM idempotency WHERE (principal, key) IN"
                                   " (SELECT principal, key FROM idempotency"
                                   " WHERE created_ms <= $1 LIMIT 500)"), err);
    _Static_assert(SWEEP_ROWS == 500, "the statement names it");
    if (!q)
        return -1;
    sql_int(q, 1, before_ms);
    return sql_run(q, err);
}

static int sweep_run(struct core *c, struct command *cmd, struct err *err) {
    struct idempotency_sweeper *s = (struct idempotency_sweeper *)cmd;
    struct db *db;
    if (core_db(c, &db, err))
        return -1;
    if (s->fresh) {
        struct sql *q = db_sql(db, SQL("DELETE FROM idempotency WHERE status = $1"), err);
        if (!q)
            return -1;
        sql_int(q, 1, STATUS_RESERVED);
        if (sql_run(q, err) < 0)
            return -1;
    }
    s->deleted = sweep_expired(db, core_now(c) - IDEMPOTENCY_KEEP_MS, err);
    return s->deleted < 0 ? -1 : 0;
}

static void sweep_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct idempotency_sweeper *s = (struct idempotency_sweeper *)cmd;
    (void)seq;
    if (!err)
        s->fresh = false;
    bool more = !err && s->deleted >= SWEEP_ROWS;
    core_timer_in(s->core, more ? 1 : SWEEP_EVERY_MS, &s->cmd);
}

int idempotency_sweep_start(struct core *c, struct idempotency_sweeper **ret,
                            struct err *err) {
    struct idempotency_sweeper *s = calloc(1, sizeof(*s));
    CHECK(s);
    s->core = c;
    s->fresh = true;
    s->cmd = (struct command){ .name = "idempotency.sweep", .bytes = sizeof(*s),
                               .run = sweep_run, .done = sweep_done };
    if (core_submit(c, &s->cmd, err)) {
        free(s);
        return -1;
    }
    *ret = s;
    return 0;
}

void idempotency_sweep_stop(struct idempotency_sweeper *s) { free(s); }
