/* postgres.c - the driver for PostgreSQL 12 or newer, through libpq.
 *
 * THEORY      The connection stays in pipeline mode.  What need not be answered by itself
 *             (BEGIN, SAVEPOINT, RELEASE, preparing a statement) waits in `prefix` and travels
 *             in front of the next statement: BEGIN + INSERT is one round trip, COMMIT the
 *             other.  Parameters and results are binary, rows come one at a time.
 * INVARIANTS  (1) Between calls either nothing is on its way, or one statement streams (then
 *                 db->running is set); every send ends with one sync that is read again.
 *             (2) Whatever leaves the outcome unknown (a lost connection, a FATAL) breaks the
 *                 connection.
 *             (3) A statement's parameters keep the types with which it was prepared; another
 *                 type prepares it anew.  NULL goes with any type.
 * LIMITS      STATEMENT_TIMEOUT for one statement, rows streamed included.
 * THREADS     One thread at a time.
 */
#include "store/store_internal.h"

#include "base/check.h"
#include "base/fault.h"
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

#define PREFIX_MAX 4

/* from the server's catalogue (pg_type.dat); they never change */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_NAME = 19, OID_INT8 = 20, OID_INT2 = 21,
       OID_INT4 = 23, OID_TEXT = 25, OID_FLOAT4 = 700, OID_FLOAT8 = 701, OID_UNKNOWN = 705,
       OID_BPCHAR = 1042, OID_VARCHAR = 1043, OID_VOID = 2278 };

struct pg {
    PGconn *conn;
    const char *prefix[PREFIX_MAX]; /* literals */
    int nprefix;
    bool begin_waits; /* prefix[0] is the BEGIN */
    bool syncing;     /* a sync was sent and not read back */
    uint32_t names;   /* statements named so far */
    char tag[32];     /* of the last command */
};

struct pg_stmt {
    char name[16];
    bool prepared;
    Oid *types; /* what it was prepared with; 0: the server's guess */
    const char **values;
    int *lengths, *formats;
    uint64_t *words; /* numbers in network order */
    PGresult *row;
    bool checked; /* the types of the columns */
};

static struct pg *pg_of(struct db *db)
{
    return db->conn;
}

/* ---- errors ---- */

static enum err_code code_of(const char *state)
{
    static const struct { const char *start; enum err_code code; } codes[] = {
        { "22", E_INVALID },      { "23", E_CONFLICT },     { "54", E_LIMIT },
        { "XX001", E_CORRUPT },   { "XX002", E_CORRUPT },   { "08", E_UNAVAILABLE },
        { "28", E_UNAVAILABLE },  { "3D", E_UNAVAILABLE },  { "40", E_UNAVAILABLE },
        { "53", E_UNAVAILABLE },  { "55P", E_UNAVAILABLE }, { "57", E_UNAVAILABLE },
        { "58", E_UNAVAILABLE },  { "25P03", E_UNAVAILABLE },
        { "42804", E_INVALID }, /* a value of another type than the column */
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strncmp(state, codes[i].start, strlen(codes[i].start)) == 0)
            return codes[i].code;
    return E_INTERNAL;
}

/* libpq's own messages end with a line break and may be of several lines. */
static void one_line(const char *msg, char *out, size_t size)
{
    snprintf(out, size, "%s", msg ? msg : "no message");
    size_t n = strlen(out);
    while (n && (out[n - 1] == '\n' || out[n - 1] == ' '))
        out[--n] = 0;
    for (char *p = out; *p; p++)
        if (*p == '\n' || *p == '\t')
            *p = ' ';
}

static int lost(struct db *db, struct err *err)
{
    char msg[120];
    one_line(PQerrorMessage(pg_of(db)->conn), msg, sizeof msg);
    db->broken = true;
    return err_set(err, E_UNAVAILABLE, "postgres: %s", msg);
}

/* The error of a result (invariant 2). */
static int fail(struct db *db, PGresult *res, struct err *err)
{
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
    const char *severity = PQresultErrorField(res, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (!state || PQstatus(pg_of(db)->conn) == CONNECTION_BAD)
        db->broken = true;
    if (severity && (strcmp(severity, "FATAL") == 0 || strcmp(severity, "PANIC") == 0))
        db->broken = true;
    char msg[120];
    one_line(state ? PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY)
                   : PQresultErrorMessage(res), msg, sizeof msg);
    return err_set(err, db->broken ? E_UNAVAILABLE : code_of(state), "postgres: %s (%s)", msg,
                   state ? state : "lost");
}

static int injected(struct db *db, struct err *err)
{
    db->broken = true;
    return err_set(err, E_UNAVAILABLE, "postgres: injected fault");
}

/* ---- the pipeline ---- */

/* Read to the sync.  -1 with the first error on the way. */
static int drain(struct db *db, struct err *err)
{
    struct pg *c = pg_of(db);
    int rc = 0, nulls = 0;
    while (c->syncing) {
        PGresult *res = PQgetResult(c->conn);
        if (!res) {
            /* each command ends with one NULL; two in a row: nothing will come any more */
            if (++nulls < 2 && PQstatus(c->conn) != CONNECTION_BAD)
                continue;
            c->syncing = false;
            return rc ? rc : lost(db, err);
        }
        nulls = 0;
        ExecStatusType st = PQresultStatus(res);
        if (st == PGRES_PIPELINE_SYNC)
            c->syncing = false;
        else if (st == PGRES_FATAL_ERROR && !rc)
            rc = fail(db, res, err);
        PQclear(res);
    }
    return rc;
}

/* Read one command's answer that must hold no rows of interest.  On -1 all is drained. */
static int expect(struct db *db, struct err *err)
{
    struct pg *c = pg_of(db);
    int rc = 0;
    PGresult *res = PQgetResult(c->conn);
    if (!res)
        rc = lost(db, err);
    for (; res; res = PQgetResult(c->conn)) {
        ExecStatusType st = PQresultStatus(res);
        if (!rc && st != PGRES_COMMAND_OK && st != PGRES_TUPLES_OK)
            rc = fail(db, res, err);
        snprintf(c->tag, sizeof c->tag, "%s", PQcmdStatus(res));
        PQclear(res);
        if (PQstatus(c->conn) == CONNECTION_BAD)
            break;
    }
    if (rc) {
        drain(db, NULL);
        return -1;
    }
    return 0;
}

static bool send_command(struct pg *c, const char *sql)
{
    return PQsendQueryParams(c->conn, sql, 0, NULL, NULL, NULL, NULL, 1);
}

static bool send_prefix(struct pg *c, int *sent)
{
    for (int i = 0; i < c->nprefix; i++, ++*sent)
        if (!send_command(c, c->prefix[i]))
            return false;
    c->nprefix = 0;
    c->begin_waits = false;
    return true;
}

static void add_prefix(struct pg *c, const char *sql)
{
    CHECK(c->nprefix < PREFIX_MAX);
    c->prefix[c->nprefix++] = sql;
}

/* The prefix and n commands in one round trip. */
static int run_commands(struct db *db, const char *const *sql, int n, struct err *err)
{
    struct pg *c = pg_of(db);
    int sent = 0;
    if (fault_hit("pg.query"))
        return injected(db, err);
    bool ok = send_prefix(c, &sent);
    for (int i = 0; i < n && ok; i++, sent++)
        ok = send_command(c, sql[i]);
    if (!ok || !PQpipelineSync(c->conn))
        return lost(db, err);
    c->syncing = true;
    for (int i = 0; i < sent; i++)
        if (expect(db, err))
            return -1;
    return drain(db, err);
}

static int pg_exec(struct db *db, const char *sql, struct err *err)
{
    return run_commands(db, &sql, 1, err);
}

/* ---- connection ---- */

static void no_notice(void *arg, const char *message)
{
    (void)arg;
    (void)message;
}

static void pg_close(struct db *db)
{
    struct pg *c = db->conn;
    if (!c)
        return;
    PQfinish(c->conn);
    free(c);
    db->conn = NULL;
}

static int set_up(struct db *db, struct err *err)
{
    struct pg *c = pg_of(db);
    const char *encoding = PQparameterStatus(c->conn, "server_encoding");
    if (PQserverVersion(c->conn) < 120000)
        return err_set(err, E_INVALID, "postgres: version 12 or newer is needed");
    if (!encoding || strcmp(encoding, "UTF8") != 0) {
        err_set(err, E_INVALID, "postgres: the database is encoded in %.20s, not UTF8",
                encoding ? encoding : "?");
        return err_hint(err, "CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0");
    }
    char sql[320];
    snprintf(sql, sizeof sql,
             "SET statement_timeout = 60000;"
             "SET idle_in_transaction_session_timeout = %lld;"
             "SET TimeZone = 'UTC';"
             "SET standard_conforming_strings = on;"
             "SET client_min_messages = error;"
             "SET jit = off",
             (long long)(db->idle_ms ? db->idle_ms : 60000));
    PGresult *res = PQexec(c->conn, sql);
    int rc = PQresultStatus(res) == PGRES_COMMAND_OK ? 0 : fail(db, res, err);
    PQclear(res);
    if (!rc && db->mode == DB_READER) {
        res = PQexec(c->conn, "SET default_transaction_read_only = on");
        rc = PQresultStatus(res) == PGRES_COMMAND_OK ? 0 : fail(db, res, err);
        PQclear(res);
    }
    if (!rc && !PQenterPipelineMode(c->conn))
        rc = lost(db, err);
    return rc;
}

static int pg_open(struct db *db, struct err *err)
{
    /* before dbname: defaults that the URL may override; behind it: what it may not */
    const char *const keys[] = { "application_name", "connect_timeout", "keepalives",
                                 "keepalives_idle", "keepalives_interval", "keepalives_count",
                                 "tcp_user_timeout", "dbname", "client_encoding", NULL };
    const char *const values[] = { "musubi", "5", "1", "10", "5", "3", "15000", db->where,
                                   "UTF8", NULL };
    if (fault_hit("pg.open"))
        return err_set(err, E_UNAVAILABLE, "postgres: injected fault");
    struct pg *c = store_alloc(sizeof *c);
    db->conn = c;
    c->conn = PQconnectdbParams(keys, values, 1);
    CHECK(c->conn);
    int rc = 0;
    if (PQstatus(c->conn) != CONNECTION_OK) {
        char msg[140];
        one_line(PQerrorMessage(c->conn), msg, sizeof msg);
        rc = err_set(err, E_UNAVAILABLE, "postgres: %s", msg);
    } else {
        PQsetNoticeProcessor(c->conn, no_notice, NULL);
        rc = set_up(db, err);
    }
    if (rc)
        pg_close(db);
    return rc;
}

/* ---- statements ---- */

static int pg_prepare(struct sql *q, struct err *err)
{
    (void)err;
    struct pg_stmt *s = store_alloc(sizeof *s);
    size_t n = (size_t)q->nparams;
    s->types = store_alloc(n * sizeof *s->types);
    s->values = store_alloc(n * sizeof *s->values);
    s->lengths = store_alloc(n * sizeof *s->lengths);
    s->formats = store_alloc(n * sizeof *s->formats);
    s->words = store_alloc(n * sizeof *s->words);
    q->stmt = s;
    return 0;
}

static void pg_drop(struct sql *q)
{
    struct pg_stmt *s = q->stmt;
    if (!s)
        return;
    PQclear(s->row);
    free(s->types);
    free(s->values);
    free(s->lengths);
    free(s->formats);
    free(s->words);
    free(s);
    q->stmt = NULL;
}

/* Fill the arrays for libpq.  True when the types are not those that were prepared. */
static bool bind(struct sql *q, struct pg_stmt *s)
{
    bool changed = false;
    for (int i = 0; i < q->nparams; i++) {
        const struct sql_val *v = &q->params[i];
        Oid type = s->types[i];
        uint64_t word = 0;
        s->formats[i] = 1;
        s->values[i] = (const char *)&s->words[i];
        s->lengths[i] = 8;
        switch (v->type) {
        case SQL_INT:
            type = OID_INT8;
            word = (uint64_t)v->i;
            break;
        case SQL_REAL:
            type = OID_FLOAT8;
            memcpy(&word, &v->r, 8);
            break;
        case SQL_TEXT:
        case SQL_BYTES:
            type = v->type == SQL_TEXT ? OID_TEXT : OID_BYTEA;
            s->values[i] = v->s.s;
            s->lengths[i] = (int)v->s.n;
            break;
        default:
            s->values[i] = NULL;
            break;
        }
        s->words[i] = __builtin_bswap64(word);
        changed |= type != s->types[i];
        s->types[i] = type;
    }
    return changed;
}

/* Invariant 3: drop the old one, name and prepare a new one.  Adds to *sent. */
static bool send_prepare(struct sql *q, int *sent)
{
    struct pg *c = pg_of(q->db);
    struct pg_stmt *s = q->stmt;
    if (s->prepared) {
        char sql[40];
        snprintf(sql, sizeof sql, "DEALLOCATE %s", s->name);
        if (!send_command(c, sql))
            return false;
        s->prepared = false;
        ++*sent;
    }
    snprintf(s->name, sizeof s->name, "s%u", ++c->names);
    ++*sent;
    return PQsendPrepare(c->conn, s->name, q->text, q->nparams, s->types);
}

static int pg_start(struct sql *q, struct err *err)
{
    struct db *db = q->db;
    struct pg *c = pg_of(db);
    struct pg_stmt *s = q->stmt;
    int sent = 0;
    if (fault_hit("pg.query"))
        return injected(db, err);
    bool fresh = bind(q, s) || !s->prepared;
    bool ok = send_prefix(c, &sent);
    if (ok && fresh)
        ok = send_prepare(q, &sent);
    ok = ok && PQsendQueryPrepared(c->conn, s->name, q->nparams, s->values, s->lengths,
                                   s->formats, 1);
    if (!ok || !PQpipelineSync(c->conn))
        return lost(db, err);
    c->syncing = true;
    for (int i = 0; i < sent; i++)
        if (expect(db, err))
            return err_within(err, "%.140s", q->text);
    s->prepared = true;
    s->checked = false;
    PQsetSingleRowMode(c->conn);
    return 0;
}

static bool known_type(Oid type)
{
    switch (type) {
    case OID_BOOL: case OID_BYTEA: case OID_NAME: case OID_INT8: case OID_INT2: case OID_INT4:
    case OID_TEXT: case OID_FLOAT4: case OID_FLOAT8: case OID_UNKNOWN: case OID_BPCHAR:
    case OID_VARCHAR: case OID_VOID:
        return true;
    default:
        return false;
    }
}

static int check_types(struct sql *q, struct pg_stmt *s, struct err *err)
{
    q->ncols = PQnfields(s->row);
    for (int i = 0; i < q->ncols; i++)
        if (!known_type(PQftype(s->row, i))) {
            err_set(err, E_INTERNAL, "column %d has type %u; cast it: %.80s", i,
                    PQftype(s->row, i), q->text);
            return -1;
        }
    s->checked = true;
    return 0;
}

static int pg_step(struct sql *q, struct err *err)
{
    struct pg_stmt *s = q->stmt;
    struct pg *c = pg_of(q->db);
    PQclear(s->row);
    s->row = NULL;
    PGresult *res = PQgetResult(c->conn);
    if (!res)
        return lost(q->db, err);
    switch (PQresultStatus(res)) {
    case PGRES_SINGLE_TUPLE:
        s->row = res;
        return s->checked || check_types(q, s, err) == 0 ? 1 : -1;
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
        if (strncmp(PQcmdStatus(res), "SELECT", 6) != 0)
            q->changes = strtoll(PQcmdTuples(res), NULL, 10);
        PQclear(res);
        return drain(q->db, err); /* outside of a transaction this is where it commits */
    default: {
        const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
        /* the plan does not fit a changed table, or the server forgot the name */
        if (state && (strcmp(state, "0A000") == 0 || strcmp(state, "26000") == 0))
            s->prepared = false;
        fail(q->db, res, err);
        PQclear(res);
        return err_within(err, "%.140s", q->text);
    }
    }
}

static void pg_finish(struct sql *q)
{
    struct pg_stmt *s = q->stmt;
    PQclear(s->row);
    s->row = NULL;
    if (drain(q->db, NULL) && q->db->in_tx)
        q->db->tx_failed = true;
}

static uint64_t word_of(const char *p, int n)
{
    uint64_t v = 0;
    for (int i = 0; i < n; i++)
        v = v << 8 | (uint8_t)p[i];
    return v;
}

static void pg_column(struct sql *q, int col, struct sql_val *ret)
{
    PGresult *row = ((struct pg_stmt *)q->stmt)->row;
    if (PQgetisnull(row, 0, col)) {
        ret->type = SQL_NULL;
        return;
    }
    const char *p = PQgetvalue(row, 0, col);
    int n = PQgetlength(row, 0, col);
    ret->type = SQL_INT;
    switch (PQftype(row, col)) {
    case OID_BOOL:
        ret->i = *p != 0;
        return;
    case OID_INT2:
        ret->i = (int16_t)word_of(p, 2);
        return;
    case OID_INT4:
        ret->i = (int32_t)word_of(p, 4);
        return;
    case OID_INT8:
        ret->i = (int64_t)word_of(p, 8);
        return;
    case OID_FLOAT4: {
        uint32_t w = (uint32_t)word_of(p, 4);
        float f;
        memcpy(&f, &w, 4);
        ret->type = SQL_REAL;
        ret->r = f;
        return;
    }
    case OID_FLOAT8: {
        uint64_t w = word_of(p, 8);
        ret->type = SQL_REAL;
        memcpy(&ret->r, &w, 8);
        return;
    }
    default:
        ret->type = PQftype(row, col) == OID_BYTEA ? SQL_BYTES : SQL_TEXT;
        ret->s = str_n(p, (size_t)n);
        return;
    }
}

/* ---- transactions ---- */

static int pg_begin(struct db *db, bool read, struct err *err)
{
    struct pg *c = pg_of(db);
    (void)err;
    CHECK(c->nprefix == 0);
    add_prefix(c, read ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN");
    c->begin_waits = true;
    return 0;
}

static void forget_prefix(struct pg *c)
{
    c->nprefix = 0;
    c->begin_waits = false;
}

static int pg_commit(struct db *db, struct err *err)
{
    struct pg *c = pg_of(db);
    bool read = db->tx_read;
    if (c->begin_waits) { /* nothing was done */
        forget_prefix(c);
        return 0;
    }
    if (!read && fault_hit("pg.commit"))
        return injected(db, err);
    if (pg_exec(db, "COMMIT", err)) {
        forget_prefix(c);
        return -1;
    }
    if (strcmp(c->tag, "COMMIT") != 0)
        return err_set(err, E_INTERNAL, "postgres: answered the commit with %s", c->tag);
    if (!read && fault_hit("pg.commit.after"))
        return injected(db, err);
    return 0;
}

static int pg_rollback(struct db *db)
{
    struct pg *c = pg_of(db);
    bool waits = c->begin_waits;
    forget_prefix(c);
    return waits ? 0 : pg_exec(db, "ROLLBACK", NULL);
}

static int pg_savepoint(struct db *db, struct err *err)
{
    (void)err;
    add_prefix(pg_of(db), "SAVEPOINT s");
    return 0;
}

static int pg_release(struct db *db, struct err *err)
{
    (void)err;
    add_prefix(pg_of(db), "RELEASE SAVEPOINT s");
    return 0;
}

static int pg_rollback_to(struct db *db, struct err *err)
{
    static const char *const both[] = { "ROLLBACK TO SAVEPOINT s", "RELEASE SAVEPOINT s" };
    return run_commands(db, both, 2, err);
}

/* ---- the rest ---- */

static int pg_log_part(struct db *db, int64_t first_seq, int64_t off, int64_t n,
                       struct buf *out, struct err *err)
{
    struct sql *q = db_sql(db, SQL("SELECT substr(body, $2, $3) FROM log WHERE first_seq = $1"),
                           err);
    if (!q)
        return -1;
    sql_int(q, 1, first_seq);
    sql_int(q, 2, off + 1);
    sql_int(q, 3, n);
    int rc = sql_step(q, err);
    if (rc > 0) {
        struct str part = sql_get_bytes(q, 0);
        buf_put(out, part.s, part.n);
        rc = buf_check(out, err) < 0 ? -1 : 1;
    }
    sql_end(q);
    return rc;
}

#define PART(i, seq, off, n) \
    "SELECT CAST(" #i " AS BIGINT), substr(body, $" #off ", $" #n ") FROM log " \
    "WHERE first_seq = $" #seq
#define PARTS_AT_ONCE 8

/* One statement for eight rows: a page of fifty then costs seven round trips. */
static int parts_at_once(struct db *db, const struct log_part *parts, int n, db_got_part *got,
                         void *ctx, struct err *err)
{
    struct sql *q = db_sql(db,
                           SQL(PART(0, 1, 2, 3) " UNION ALL " PART(1, 4, 5, 6) " UNION ALL "
                               PART(2, 7, 8, 9) " UNION ALL " PART(3, 10, 11, 12) " UNION ALL "
                               PART(4, 13, 14, 15) " UNION ALL " PART(5, 16, 17, 18)
                               " UNION ALL " PART(6, 19, 20, 21) " UNION ALL "
                               PART(7, 22, 23, 24)),
                           err);
    if (!q)
        return -1;
    for (int i = 0; i < PARTS_AT_ONCE; i++) {
        sql_int(q, i * 3 + 1, i < n ? parts[i].first_seq : -1);
        sql_int(q, i * 3 + 2, i < n ? parts[i].off + 1 : 1);
        sql_int(q, i * 3 + 3, i < n ? parts[i].n : 0);
    }
    int rc;
    while ((rc = sql_step(q, err)) > 0)
        got(ctx, (int)sql_get_int(q, 0), sql_get_bytes(q, 1));
    sql_end(q);
    return rc;
}

struct part_shift { db_got_part *got; void *ctx; int by; };

static void got_shifted(void *ctx, int i, struct str bytes)
{
    const struct part_shift *s = ctx;
    s->got(s->ctx, s->by + i, bytes);
}

static int pg_log_parts(struct db *db, const struct log_part *parts, int n, db_got_part *got,
                        void *ctx, struct err *err)
{
    for (int at = 0; at < n; at += PARTS_AT_ONCE) {
        struct part_shift s = { got, ctx, at };
        int some = n - at < PARTS_AT_ONCE ? n - at : PARTS_AT_ONCE;
        if (parts_at_once(db, parts + at, some, got_shifted, &s, err) < 0)
            return -1;
    }
    return 0;
}

static void pg_log_rest(struct db *db) { (void)db; }

static int64_t pg_checkpoint(struct db *db, bool truncate, struct err *err)
{
    (void)db;
    (void)truncate;
    (void)err;
    return 0; /* the server's own business */
}

static int64_t pg_size(struct db *db)
{
    int64_t n = 0;
    struct sql *q = db_sql(db, SQL("SELECT pg_database_size(current_database())"), NULL);
    if (q && sql_step(q, NULL) > 0)
        n = sql_get_int(q, 0);
    sql_end(q);
    return n;
}

static int pg_has_table(struct db *db, const char *name, struct err *err)
{
    /* not to_regclass(): it would answer from a cache that is older than an advisory lock */
    struct sql *q = db_sql(db, SQL("SELECT count(*) FROM pg_catalog.pg_tables"
                                   " WHERE schemaname = current_schema() AND tablename = $1"),
                           err);
    if (!q)
        return -1;
    sql_text_(q, 1, str_of(name));
    int rc = sql_step(q, err);
    if (rc > 0)
        rc = sql_get_int(q, 0) != 0;
    sql_end(q);
    return rc;
}

const struct store_driver store_postgres = {
    .kind = DB_POSTGRES,
    .open = pg_open,
    .close = pg_close,
    .prepare = pg_prepare,
    .drop = pg_drop,
    .start = pg_start,
    .step = pg_step,
    .finish = pg_finish,
    .column = pg_column,
    .exec = pg_exec,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .savepoint = pg_savepoint,
    .release = pg_release,
    .rollback_to = pg_rollback_to,
    .log_part = pg_log_part,
    .log_rest = pg_log_rest,
    .log_parts = pg_log_parts,
    .checkpoint = pg_checkpoint,
    .size_bytes = pg_size,
    .has_table = pg_has_table,
};
