/* sql.c - the part of the store that is the same for both drivers.
 *
 * THEORY      PostgreSQL is the stricter of the two, so its rules are kept here for both: what
 *             would work on SQLite alone fails on SQLite, too, and a test on one store speaks
 *             for the other (README.md lists the rules).
 * INVARIANTS  (1) At most one statement of a connection runs; others may be prepared.
 *             (2) After a failed statement in a transaction nothing runs until it is rolled
 *                 back, or rolled back to the savepoint.
 *             (3) Every parameter is bound before the first step; text is UTF-8 without U+0000,
 *                 reals are numbers.
 *             (4) A broken connection does nothing but close and reopen.
 * LIMITS      SQL_PARAMS_MAX parameters.  A connection keeps every text that it was asked for:
 *             they are literals, so there are as many as the program has.
 * THREADS     A connection belongs to one thread at a time.
 *
 * A savepoint is only sent when a statement follows it: a batch of commands that write no rows
 * costs no savepoints.
 */
#include "store/store_internal.h"

#include "base/check.h"
#include "base/utf8.h"
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void *store_alloc(size_t n)
{
    void *p = calloc(1, n ? n : 1);
    CHECK(p);
    return p;
}

char *store_dup(const char *z)
{
    size_t n = strlen(z) + 1;
    char *p = store_alloc(n);
    memcpy(p, z, n);
    return p;
}

/* ---- connections ---- */

int db_open(const char *where, enum db_mode mode, struct db **ret, struct err *err)
{
    struct db *db = store_alloc(sizeof *db);
    struct str w = str_of(where);
    bool pg = str_starts(w, STR("postgresql://")) || str_starts(w, STR("postgres://"));
    db->drv = pg ? &store_postgres : &store_sqlite;
    db->where = store_dup(where);
    db->mode = mode;
    if (db->drv->open(db, err)) {
        free(db->where);
        free(db);
        return -1;
    }
    *ret = db;
    return 0;
}

static void drop_statements(struct db *db)
{
    if (db->running)
        sql_end(db->running);
    for (struct sql *q = db->stmts, *next; q; q = next) {
        next = q->next;
        db->drv->drop(q);
        free(q->params);
        free(q);
    }
    free(db->slots);
    db->stmts = NULL;
    db->slots = NULL;
    db->nslots = db->nstmts = 0;
}

static void disconnect(struct db *db)
{
    if (db->in_tx && !db->broken)
        db_rollback(db);
    drop_statements(db);
    db->drv->close(db);
    db->in_tx = db->tx_read = db->tx_failed = false;
    db->sp = SP_NONE;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    disconnect(db);
    free(db->where);
    free(db);
}

enum db_kind db_kind(const struct db *db)
{
    return db->drv->kind;
}

bool db_broken(const struct db *db)
{
    return db->broken;
}

int db_reopen(struct db *db, struct err *err)
{
    disconnect(db);
    db->broken = false;
    if (db->drv->open(db, err)) {
        db->broken = true;
        return -1;
    }
    return 0;
}

int db_idle_limit(struct db *db, int64_t ms, struct err *err)
{
    char sql[80];
    db->idle_ms = ms;
    if (db->drv->kind != DB_POSTGRES)
        return 0;
    if (db->broken)
        return err_set(err, E_UNAVAILABLE, "the connection to the store is broken");
    snprintf(sql, sizeof sql, "SET idle_in_transaction_session_timeout = %lld", (long long)ms);
    return db->drv->exec(db, sql, err);
}

/* Invariants 1 and 4, for whatever is about to talk to the store. */
static int ready(struct db *db, struct err *err)
{
    if (db->broken)
        return err_set(err, E_UNAVAILABLE, "the connection to the store is broken");
    if (db->running)
        return err_set(err, E_INTERNAL, "a statement is still running: %.100s",
                       db->running->text);
    return 0;
}

/* ---- statements ---- */

/* The highest N of $N outside of quotes; -1 when it is too large. */
static int count_params(const char *text)
{
    int max = 0;
    for (const char *p = text; *p; p++) {
        if (*p == '\'' || *p == '"') {
            char quote = *p++;
            while (*p && *p != quote)
                p++;
            if (!*p)
                break;
        } else if (*p == '$') {
            int n = 0;
            while (p[1] >= '0' && p[1] <= '9' && n <= SQL_PARAMS_MAX)
                n = n * 10 + (*++p - '0');
            if (n > max)
                max = n;
        }
    }
    return max > SQL_PARAMS_MAX ? -1 : max;
}

static uint32_t slot_of(const struct db *db, const char *text)
{
    uint64_t h = (uint64_t)(uintptr_t)text * 0x9e3779b97f4a7c15u;
    uint32_t i = (uint32_t)(h >> 32) & (db->nslots - 1);
    while (db->slots[i] && db->slots[i]->text != text)
        i = (i + 1) & (db->nslots - 1);
    return i;
}

static void remember(struct db *db, struct sql *q)
{
    if (2 * (db->nstmts + 1) > db->nslots) {
        free(db->slots);
        db->nslots = db->nslots ? 2 * db->nslots : 64;
        db->slots = store_alloc(db->nslots * sizeof *db->slots);
        for (struct sql *old = db->stmts; old; old = old->next)
            db->slots[slot_of(db, old->text)] = old;
    }
    db->slots[slot_of(db, q->text)] = q;
    q->next = db->stmts;
    db->stmts = q;
    db->nstmts++;
}

struct sql *db_sql(struct db *db, struct sql_text text, struct err *err)
{
    struct sql *q = db->nslots ? db->slots[slot_of(db, text.text)] : NULL;
    if (db->broken) {
        err_set(err, E_UNAVAILABLE, "the connection to the store is broken");
        return NULL;
    }
    if (q && q->in_use) {
        err_set(err, E_INTERNAL, "statement is in use: %.100s", text.text);
        return NULL;
    }
    if (!q) {
        int nparams = count_params(text.text);
        if (nparams < 0) {
            err_set(err, E_INTERNAL, "more than %d parameters: %.80s", SQL_PARAMS_MAX,
                    text.text);
            return NULL;
        }
        q = store_alloc(sizeof *q);
        q->db = db;
        q->text = text.text;
        q->nparams = nparams;
        q->params = store_alloc((size_t)nparams * sizeof *q->params);
        if (db->drv->prepare(q, err)) {
            free(q->params);
            free(q);
            db->tx_failed = db->in_tx;
            return NULL;
        }
        remember(db, q);
    }
    q->in_use = true;
    q->done = q->row = false;
    q->bad.code = E_OK;
    q->changes = 0;
    for (int i = 0; i < q->nparams; i++)
        q->params[i].type = SQL_NONE;
    return q;
}

static struct sql_val *param(struct sql *q, int n)
{
    CHECK(q->in_use && q != q->db->running && !q->done);
    CHECK(n >= 1 && n <= q->nparams);
    return &q->params[n - 1];
}

void sql_int(struct sql *q, int n, int64_t v)
{
    struct sql_val *p = param(q, n);
    p->type = SQL_INT;
    p->i = v;
}

void sql_real(struct sql *q, int n, double v)
{
    struct sql_val *p = param(q, n);
    p->type = SQL_REAL;
    p->r = v + 0.0; /* SQLite keeps no negative zero */
    if (isnan(v)) /* SQLite would store NULL */
        err_set(&q->bad, E_INVALID, "parameter $%d is not a number", n);
}

void sql_text_(struct sql *q, int n, struct str v)
{
    struct sql_val *p = param(q, n);
    p->type = SQL_TEXT;
    p->s = v.n ? v : STR("");
    if (v.n && memchr(v.s, 0, v.n))
        err_set(&q->bad, E_INVALID, "text for parameter $%d holds U+0000", n);
    else if (!utf8_valid(v.s, v.n))
        err_set(&q->bad, E_INVALID, "text for parameter $%d is not UTF-8", n);
    else if (v.n > INT_MAX)
        err_set(&q->bad, E_LIMIT, "text for parameter $%d is over 2 GB", n);
}

void sql_bytes(struct sql *q, int n, struct str v)
{
    struct sql_val *p = param(q, n);
    p->type = SQL_BYTES;
    p->s = v.n ? v : STR("");
    if (v.n > INT_MAX)
        err_set(&q->bad, E_LIMIT, "bytes for parameter $%d are over 2 GB", n);
}

void sql_null(struct sql *q, int n)
{
    param(q, n)->type = SQL_NULL;
}

/* A statement failed: the transaction, if there is one, can only go back (invariant 2). */
static int failed(struct sql *q)
{
    struct db *db = q->db;
    q->row = false;
    q->done = true;
    if (db->running == q) {
        db->drv->finish(q);
        db->running = NULL;
    }
    if (db->in_tx)
        db->tx_failed = true;
    return -1;
}

static int start(struct sql *q, struct err *err)
{
    struct db *db = q->db;
    if (ready(db, err))
        return -1;
    if (db->tx_failed)
        return err_set(err, E_INTERNAL, "the transaction has failed; roll it back");
    if (q->bad.code) {
        if (err)
            *err = q->bad;
        return failed(q);
    }
    for (int i = 0; i < q->nparams; i++)
        if (q->params[i].type == SQL_NONE) {
            err_set(err, E_INTERNAL, "parameter $%d is not bound: %.80s", i + 1, q->text);
            return failed(q);
        }
    if (db->sp == SP_PENDING) {
        if (db->drv->savepoint(db, err))
            return failed(q);
        db->sp = SP_SET;
    }
    db->running = q;
    if (db->drv->start(q, err))
        return failed(q);
    return 0;
}

int sql_step(struct sql *q, struct err *err)
{
    CHECK(q->in_use);
    struct db *db = q->db;
    if (q->done)
        return err_set(err, E_INTERNAL, "statement is at its end: %.100s", q->text);
    if (db->running != q && start(q, err))
        return -1;
    int rc = db->drv->step(q, err);
    if (rc < 0)
        return failed(q);
    q->row = rc > 0;
    if (rc == 0) {
        q->done = true;
        db->drv->finish(q);
        db->running = NULL;
    }
    return rc;
}

int64_t sql_run(struct sql *q, struct err *err)
{
    int rc;
    do
        rc = sql_step(q, err);
    while (rc > 0);
    int64_t changes = q->changes;
    sql_end(q);
    return rc < 0 ? -1 : changes;
}

void sql_end(struct sql *q)
{
    if (!q || !q->in_use)
        return;
    if (q->db->running == q) {
        q->db->drv->finish(q);
        q->db->running = NULL;
    }
    q->in_use = q->row = false;
}

/* ---- columns ---- */

static struct sql_val column(struct sql *q, int col)
{
    struct sql_val v = { .type = SQL_NULL };
    CHECK(q->row && col >= 0 && col < q->ncols);
    q->db->drv->column(q, col, &v);
    return v;
}

bool sql_is_null(struct sql *q, int col)
{
    return column(q, col).type == SQL_NULL;
}

int64_t sql_get_int(struct sql *q, int col)
{
    struct sql_val v = column(q, col);
    if (v.type == SQL_INT)
        return v.i;
    if (v.type != SQL_REAL)
        return 0;
    if (v.r >= 9223372036854775808.0)
        return INT64_MAX;
    return v.r < -9223372036854775808.0 ? INT64_MIN : (int64_t)v.r;
}

double sql_get_real(struct sql *q, int col)
{
    struct sql_val v = column(q, col);
    if (v.type == SQL_INT)
        return (double)v.i;
    return v.type == SQL_REAL ? v.r : 0;
}

struct str sql_get_text(struct sql *q, int col)
{
    struct sql_val v = column(q, col);
    return v.type == SQL_TEXT ? v.s : STR("");
}

struct str sql_get_bytes(struct sql *q, int col)
{
    struct sql_val v = column(q, col);
    return v.type == SQL_BYTES || v.type == SQL_TEXT ? v.s : STR("");
}

/* ---- transactions ---- */

static int begin(struct db *db, bool read, struct err *err)
{
    if (ready(db, err))
        return -1;
    CHECK(!db->in_tx);
    if (!read && db->mode == DB_READER)
        return err_set(err, E_INTERNAL, "a reader's connection cannot write");
    if (db->drv->begin(db, read, err))
        return -1;
    db->in_tx = true;
    db->tx_read = read;
    db->tx_failed = false;
    db->sp = SP_NONE;
    return 0;
}

int db_begin(struct db *db, struct err *err)
{
    return begin(db, false, err);
}

int db_begin_read(struct db *db, struct err *err)
{
    return begin(db, true, err);
}

int db_commit(struct db *db, struct err *err)
{
    CHECK(db->in_tx);
    if (ready(db, err))
        return -1;
    if (db->tx_failed) {
        db_rollback(db);
        return err_set(err, E_INTERNAL, "a failed transaction was rolled back at its commit");
    }
    db->in_tx = false;
    db->sp = SP_NONE;
    return db->drv->commit(db, err);
}

void db_rollback(struct db *db)
{
    if (!db->in_tx)
        return;
    if (db->running)
        sql_end(db->running);
    db->in_tx = db->tx_failed = false;
    db->sp = SP_NONE;
    if (!db->broken && db->drv->rollback(db))
        db->broken = true;
}

int db_savepoint(struct db *db, struct err *err)
{
    CHECK(db->in_tx && db->sp == SP_NONE);
    if (ready(db, err))
        return -1;
    if (db->tx_failed)
        return err_set(err, E_INTERNAL, "the transaction has failed; roll it back");
    db->sp = SP_PENDING;
    return 0;
}

int db_release(struct db *db, struct err *err)
{
    CHECK(db->in_tx && db->sp != SP_NONE);
    if (ready(db, err))
        return -1;
    if (db->tx_failed)
        return err_set(err, E_INTERNAL, "the transaction has failed; roll it back");
    bool sent = db->sp == SP_SET;
    db->sp = SP_NONE;
    if (sent && db->drv->release(db, err)) {
        db->tx_failed = true;
        return -1;
    }
    return 0;
}

int db_rollback_to(struct db *db, struct err *err)
{
    CHECK(db->in_tx && db->sp != SP_NONE);
    if (db->running)
        sql_end(db->running);
    if (ready(db, err))
        return -1;
    bool sent = db->sp == SP_SET;
    db->sp = SP_NONE;
    if (sent && db->drv->rollback_to(db, err)) {
        db->tx_failed = true;
        return -1;
    }
    db->tx_failed = false;
    return 0;
}

/* ---- the rest ---- */

int db_log_part(struct db *db, int64_t first_seq, int64_t off, int64_t n, struct buf *out,
                struct err *err)
{
    CHECK(!db->running && !db->in_tx && off >= 0 && n >= 0);
    if (db->broken)
        return err_set(err, E_UNAVAILABLE, "the store's connection is broken");
    return db->drv->log_part(db, first_seq, off, n, out, err);
}

int db_log_parts(struct db *db, const struct log_part *parts, int n, db_got_part *got, void *ctx,
                 struct err *err)
{
    CHECK(!db->running && !db->in_tx);
    if (db->broken)
        return err_set(err, E_UNAVAILABLE, "the store's connection is broken");
    return n > 0 ? db->drv->log_parts(db, parts, n, got, ctx, err) : 0;
}

void db_log_rest(struct db *db)
{
    if (!db->broken)
        db->drv->log_rest(db);
}

int64_t db_checkpoint(struct db *db, bool truncate, struct err *err)
{
    CHECK(!db->in_tx);
    if (ready(db, err))
        return -1;
    return db->drv->checkpoint(db, truncate, err);
}

int64_t db_size_bytes(struct db *db)
{
    return ready(db, NULL) || db->tx_failed ? 0 : db->drv->size_bytes(db);
}
