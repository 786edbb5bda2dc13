/* sqlite.c - the driver for SQLite 3 (3.38 or newer).
 *
 * THEORY      One file in WAL mode with synchronous=FULL: a COMMIT returns after the fsync of
 *             the WAL.  Nobody checkpoints by itself; a thread with a connection of its own
 *             calls db_checkpoint().
 * INVARIANTS  (1) "$1" is a name in SQLite, numbered by first appearance: values are bound
 *                 through indices looked up by name when the statement is prepared.
 *             (2) An I/O error or a full disk leaves the connection broken: what was written
 *                 of the transaction is known only after reopening.
 * LIMITS      Readers map at most 1 GB of the file.
 * THREADS     Opened without SQLite's mutexes: one thread at a time.
 */
#include "store/store_internal.h"

#include "base/check.h"
#include "base/fault.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#define BUSY_TIMEOUT_MS 5000

struct lite {
    sqlite3 *db;
    sqlite3_blob *body; /* of the log row that was read last, until lite_log_rest() */
};

struct lite_stmt {
    sqlite3_stmt *stmt;
    int *index; /* SQLite's index of $1, $2, …; 0 where the text has no such name */
    bool writes;
    int64_t total_before;
};

static sqlite3 *conn(struct db *db)
{
    return ((struct lite *)db->conn)->db;
}

/* ---- errors ---- */

static enum err_code code_of(int rc, const char *msg)
{
    switch (rc) {
    case SQLITE_CONSTRAINT_DATATYPE: /* STRICT, an overflow that became a real */
    case SQLITE_CONSTRAINT_FUNCTION: /* our own checked arithmetic */
    case SQLITE_MISMATCH:
        return E_INVALID;
    default:
        break;
    }
    switch (rc & 0xff) {
    case SQLITE_CONSTRAINT:
        return E_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
        return E_UNAVAILABLE;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return E_CORRUPT;
    case SQLITE_TOOBIG:
        return E_LIMIT;
    case SQLITE_ERROR:
        return msg && strstr(msg, "integer overflow") ? E_INVALID : E_INTERNAL;
    default:
        return E_INTERNAL;
    }
}

/* Invariant 2. */
static bool breaks(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
        return true;
    default:
        return false;
    }
}

static int fail(struct db *db, int rc, const char *text, struct err *err)
{
    const char *msg = sqlite3_errmsg(conn(db));
    if (breaks(rc))
        db->broken = true;
    err_set(err, code_of(rc, msg), "sqlite: %s (%d)", msg, rc);
    if (text)
        err_within(err, "%.140s", text);
    return -1;
}

static int injected(struct db *db, struct err *err)
{
    db->broken = true;
    return err_set(err, E_UNAVAILABLE, "sqlite: injected fault");
}

/* ---- functions that SQLite lacks: arithmetic that fails instead of turning real or NULL ---- */

static void overflow(sqlite3_context *ctx, const char *what)
{
    sqlite3_result_error(ctx, what, -1);
    sqlite3_result_error_code(ctx, SQLITE_CONSTRAINT_FUNCTION);
}

static bool two_ints(sqlite3_context *ctx, sqlite3_value **v, int64_t *a, int64_t *b)
{
    int ta = sqlite3_value_type(v[0]), tb = sqlite3_value_type(v[1]);
    if (ta == SQLITE_NULL || tb == SQLITE_NULL) {
        sqlite3_result_null(ctx);
        return false;
    }
    if (ta != SQLITE_INTEGER || tb != SQLITE_INTEGER) {
        overflow(ctx, "integers are needed");
        return false;
    }
    *a = sqlite3_value_int64(v[0]);
    *b = sqlite3_value_int64(v[1]);
    return true;
}

static void fn_int(sqlite3_context *ctx, int n, sqlite3_value **v)
{
    int64_t a, b, r = 0;
    bool bad = false;
    if (!two_ints(ctx, v, &a, &b))
        return;
    char op = *(const char *)sqlite3_user_data(ctx);
    if (op == '+')
        bad = __builtin_add_overflow(a, b, &r);
    else if (op == '-')
        bad = __builtin_sub_overflow(a, b, &r);
    else if (op == '*')
        bad = __builtin_mul_overflow(a, b, &r);
    else if (b == 0)
        bad = true;
    else if (op == '/')
        bad = a == INT64_MIN && b == -1 ? true : (r = a / b, false);
    else
        r = b == -1 ? 0 : a % b;
    if (bad)
        overflow(ctx, b == 0 && strchr("/%", op) ? "division by zero" : "integer overflow");
    else
        sqlite3_result_int64(ctx, r);
}

static int add_functions(sqlite3 *c)
{
    static const struct { const char *name; const char *op; } fns[] = {
        { "int_add", "+" }, { "int_sub", "-" }, { "int_mul", "*" },
        { "int_div", "/" }, { "int_mod", "%" },
    };
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, rc = SQLITE_OK;
    for (size_t i = 0; i < sizeof fns / sizeof *fns && rc == SQLITE_OK; i++)
        rc = sqlite3_create_function_v2(c, fns[i].name, 2, flags, (void *)(uintptr_t)fns[i].op,
                                        fn_int, NULL, NULL, NULL);
    return rc;
}

/* ---- connection ---- */

static const char *const pragmas_writer[] = {
    "PRAGMA page_size=16384", /* before WAL: it can only be set on a new file */
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-4096", /* the log is appended and not read back by its writer */
    NULL,
};
/* No mmap: SQLite gives the mapping back at the first read after each commit of the writer, and the
 * page faults that follow cost three times the read() calls that it saves. */
static const char *const pragmas_reader[] = {
    "PRAGMA query_only=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA cache_size=-8192",
    NULL,
};
static const char *const pragmas_both[] = {
    "PRAGMA wal_autocheckpoint=0",
    "PRAGMA foreign_keys=ON",
    "PRAGMA case_sensitive_like=ON", /* as in PostgreSQL */
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
    NULL,
};

static int run_list(sqlite3 *c, const char *const *list)
{
    int rc = SQLITE_OK;
    for (; *list && rc == SQLITE_OK; list++)
        rc = sqlite3_exec(c, *list, NULL, NULL, NULL);
    return rc;
}

static int set_up(struct db *db)
{
    sqlite3 *c = conn(db);
    sqlite3_extended_result_codes(c, 1);
    sqlite3_busy_timeout(c, BUSY_TIMEOUT_MS);
    sqlite3_db_config(c, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_DQS_DML, 0, (int *)NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)NULL);
    int rc = run_list(c, db->mode == DB_WRITER ? pragmas_writer : pragmas_reader);
    if (rc == SQLITE_OK)
        rc = run_list(c, pragmas_both);
    if (rc == SQLITE_OK)
        rc = add_functions(c);
    /* read the header now, so that a file that is no database fails here */
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(c, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL);
    return rc;
}

/* "vfs=NAME:path" or MUSUBI_SQLITE_VFS choose another VFS; ret_vfs is NULL for the default. */
static const char *split_where(const char *where, char *vfs, size_t size, const char **ret_vfs)
{
    const char *env = getenv("MUSUBI_SQLITE_VFS");
    *ret_vfs = env && *env ? env : NULL;
    if (strncmp(where, "vfs=", 4) != 0)
        return where;
    const char *colon = strchr(where + 4, ':');
    if (!colon || (size_t)(colon - where - 4) >= size)
        return where;
    snprintf(vfs, size, "%.*s", (int)(colon - where - 4), where + 4);
    *ret_vfs = vfs;
    return colon + 1;
}

static void lite_close(struct db *db)
{
    struct lite *l = db->conn;
    if (!l)
        return;
    sqlite3_blob_close(l->body);
    CHECK(sqlite3_close(l->db) == SQLITE_OK); /* busy would mean a statement was left over */
    free(l);
    db->conn = NULL;
}

static int lite_open(struct db *db, struct err *err)
{
    char name[64];
    const char *vfs;
    const char *path = split_where(db->where, name, sizeof name, &vfs);
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= db->mode == DB_WRITER ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                   : SQLITE_OPEN_READONLY;
    if (fault_hit("sqlite.open"))
        return err_set(err, E_UNAVAILABLE, "sqlite: injected fault");
    struct lite *l = store_alloc(sizeof *l);
    int rc = sqlite3_open_v2(path, &l->db, flags, vfs);
    CHECK(l->db); /* NULL only when out of memory */
    db->conn = l;
    if (rc == SQLITE_OK)
        rc = set_up(db);
    if (rc == SQLITE_OK)
        return 0;
    const char *msg = sqlite3_errmsg(l->db);
    err_set(err, code_of(rc, msg), "sqlite: %s (%d)", msg, rc);
    err_within(err, "%.140s", path);
    lite_close(db);
    return -1;
}

/* ---- statements ---- */

static int lite_prepare(struct sql *q, struct err *err)
{
    struct lite_stmt *s = store_alloc(sizeof *s);
    const char *tail = NULL;
    int rc = sqlite3_prepare_v3(conn(q->db), q->text, -1, SQLITE_PREPARE_PERSISTENT, &s->stmt,
                                &tail);
    if (rc != SQLITE_OK || !s->stmt || (tail && tail[strspn(tail, " \n\t;")])) {
        if (rc != SQLITE_OK)
            fail(q->db, rc, q->text, err);
        else
            err_set(err, E_INTERNAL, "not exactly one statement: %.100s", q->text);
        sqlite3_finalize(s->stmt);
        free(s);
        return -1;
    }
    s->index = store_alloc((size_t)q->nparams * sizeof *s->index);
    for (int i = 0; i < q->nparams; i++) {
        char name[16];
        snprintf(name, sizeof name, "$%d", i + 1);
        s->index[i] = sqlite3_bind_parameter_index(s->stmt, name);
    }
    s->writes = !sqlite3_stmt_readonly(s->stmt);
    q->ncols = sqlite3_column_count(s->stmt);
    q->stmt = s;
    return 0;
}

static void lite_drop(struct sql *q)
{
    struct lite_stmt *s = q->stmt;
    if (!s)
        return;
    sqlite3_finalize(s->stmt);
    free(s->index);
    free(s);
    q->stmt = NULL;
}

static int bind(struct lite_stmt *s, int at, const struct sql_val *v)
{
    switch (v->type) {
    case SQL_INT:
        return sqlite3_bind_int64(s->stmt, at, v->i);
    case SQL_REAL:
        return sqlite3_bind_double(s->stmt, at, v->r);
    case SQL_TEXT:
        return sqlite3_bind_text64(s->stmt, at, v->s.s, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
    case SQL_BYTES:
        return sqlite3_bind_blob64(s->stmt, at, v->s.s, v->s.n, SQLITE_STATIC);
    default:
        return sqlite3_bind_null(s->stmt, at);
    }
}

static int lite_start(struct sql *q, struct err *err)
{
    struct lite_stmt *s = q->stmt;
    if (fault_hit(s->writes ? "sqlite.write" : "sqlite.read"))
        return injected(q->db, err);
    for (int i = 0; i < q->nparams; i++) {
        int rc = s->index[i] ? bind(s, s->index[i], &q->params[i]) : SQLITE_OK;
        if (rc != SQLITE_OK)
            return fail(q->db, rc, q->text, err);
    }
    s->total_before = sqlite3_total_changes64(conn(q->db));
    return 0;
}

static int lite_step(struct sql *q, struct err *err)
{
    struct lite_stmt *s = q->stmt;
    int rc = sqlite3_step(s->stmt);
    if (rc == SQLITE_ROW)
        return 1;
    if (rc != SQLITE_DONE)
        return fail(q->db, rc, q->text, err);
    /* sqlite3_changes() keeps the last writer's number: ours only if the total moved */
    if (s->writes && sqlite3_total_changes64(conn(q->db)) != s->total_before)
        q->changes = sqlite3_changes64(conn(q->db));
    return 0;
}

static void lite_finish(struct sql *q)
{
    struct lite_stmt *s = q->stmt;
    sqlite3_reset(s->stmt); /* repeats the step's error, which was reported */
    sqlite3_clear_bindings(s->stmt);
    q->ncols = sqlite3_column_count(s->stmt); /* a schema change may have altered it */
}

static void lite_column(struct sql *q, int col, struct sql_val *ret)
{
    sqlite3_stmt *s = ((struct lite_stmt *)q->stmt)->stmt;
    switch (sqlite3_column_type(s, col)) {
    case SQLITE_INTEGER:
        ret->type = SQL_INT;
        ret->i = sqlite3_column_int64(s, col);
        return;
    case SQLITE_FLOAT:
        ret->type = SQL_REAL;
        ret->r = sqlite3_column_double(s, col);
        return;
    case SQLITE_TEXT:
        ret->type = SQL_TEXT;
        ret->s.s = (const char *)sqlite3_column_text(s, col);
        break;
    case SQLITE_BLOB:
        ret->type = SQL_BYTES;
        ret->s.s = sqlite3_column_blob(s, col);
        break;
    default:
        ret->type = SQL_NULL;
        return;
    }
    ret->s.n = (size_t)sqlite3_column_bytes(s, col);
    if (!ret->s.s) /* an empty blob */
        ret->s = STR("");
}

/* ---- transactions ---- */

static int lite_exec(struct db *db, const char *sql, struct err *err)
{
    int rc = sqlite3_exec(conn(db), sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? 0 : fail(db, rc, sql, err);
}

static int lite_begin(struct db *db, bool read, struct err *err)
{
    if (fault_hit("sqlite.begin"))
        return err_set(err, E_UNAVAILABLE, "sqlite: injected fault");
    return lite_exec(db, read ? "BEGIN" : "BEGIN IMMEDIATE", err);
}

static int lite_rollback(struct db *db)
{
    /* some errors roll back by themselves */
    if (sqlite3_get_autocommit(conn(db)))
        return 0;
    return lite_exec(db, "ROLLBACK", NULL);
}

static int lite_commit(struct db *db, struct err *err)
{
    bool read = db->tx_read;
    if (!read && fault_hit("sqlite.commit")) {
        lite_rollback(db);
        return injected(db, err);
    }
    if (lite_exec(db, "COMMIT", err)) {
        if (!db->broken && lite_rollback(db))
            db->broken = true;
        return -1;
    }
    if (!read && fault_hit("sqlite.commit.after"))
        return injected(db, err);
    return 0;
}

static int lite_savepoint(struct db *db, struct err *err)
{
    return lite_exec(db, "SAVEPOINT s", err);
}

static int lite_release(struct db *db, struct err *err)
{
    return lite_exec(db, "RELEASE s", err);
}

static int lite_rollback_to(struct db *db, struct err *err)
{
    if (lite_exec(db, "ROLLBACK TO s", err))
        return -1;
    return lite_exec(db, "RELEASE s", err);
}

/* ---- the rest ---- */

static int64_t number(struct db *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    int64_t n = -1;
    if (sqlite3_prepare_v2(conn(db), sql, -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW)
        n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return n;
}

static void lite_log_rest(struct db *db)
{
    struct lite *l = db->conn;
    sqlite3_blob_close(l->body);
    l->body = NULL;
}

/* Moving an open handle to another row costs a third of opening one. */
static int body_open(struct lite *l, int64_t first_seq)
{
    if (l->body && sqlite3_blob_reopen(l->body, first_seq) == SQLITE_OK)
        return SQLITE_OK;
    sqlite3_blob_close(l->body);
    l->body = NULL;
    return sqlite3_blob_open(l->db, "main", "log", "body", first_seq, 0, &l->body);
}

static int lite_log_part(struct db *db, int64_t first_seq, int64_t off, int64_t n,
                         struct buf *out, struct err *err)
{
    struct lite *l = db->conn;
    int rc = body_open(l, first_seq);
    if (rc == SQLITE_ERROR) { /* how it says that the row is not there */
        lite_log_rest(db);
        return 0;
    }
    if (rc == SQLITE_OK) {
        int64_t have = sqlite3_blob_bytes(l->body) - off;
        n = have < 0 ? 0 : n < have ? n : have;
        if (n == 0) /* the row was rewritten and is shorter than the caller believes */
            return 1;
        char *room = buf_room(out, (size_t)n);
        if (!room)
            return err_set(err, E_LIMIT, "%lld bytes of the log are too many", (long long)n);
        rc = sqlite3_blob_read(l->body, room, (int)n, (int)off);
        if (rc == SQLITE_OK)
            out->len += (size_t)n;
    }
    if (rc == SQLITE_OK)
        return 1;
    lite_log_rest(db);
    return fail(db, rc, "log body", err);
}

static int lite_log_parts(struct db *db, const struct log_part *parts, int n, db_got_part *got,
                          void *ctx, struct err *err)
{
    struct buf b;
    int rc = 0;
    buf_init(&b, "log part", 64u << 20);
    for (int i = 0; i < n && rc >= 0; i++) {
        buf_reset(&b);
        rc = lite_log_part(db, parts[i].first_seq, parts[i].off, parts[i].n, &b, err);
        if (rc > 0)
            got(ctx, i, buf_str(&b));
    }
    buf_release(&b);
    return rc < 0 ? -1 : 0;
}

static int64_t lite_checkpoint(struct db *db, bool truncate, struct err *err)
{
    int frames = 0, copied = 0;
    int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    if (fault_hit("sqlite.checkpoint"))
        return err_set(err, E_UNAVAILABLE, "sqlite: injected fault");
    if (truncate) /* whoever wants the file empty asks again rather than hold up a writer */
        sqlite3_busy_timeout(conn(db), 0);
    int rc = sqlite3_wal_checkpoint_v2(conn(db), "main", mode, &frames, &copied);
    if (truncate)
        sqlite3_busy_timeout(conn(db), BUSY_TIMEOUT_MS);
    /* busy: readers or the writer hold some of it; the rest was copied */
    if (rc != SQLITE_OK && (rc & 0xff) != SQLITE_BUSY)
        return fail(db, rc, "checkpoint", err);
    if (rc != SQLITE_OK && truncate && frames <= copied)
        return 1; /* all is copied, but the file could not be emptied */
    if (frames < 0 || copied < 0) /* busy before it could look */
        return 0;
    return (int64_t)(frames - copied) * (number(db, "PRAGMA page_size") + 24);
}

static int64_t lite_size(struct db *db)
{
    int64_t pages = number(db, "PRAGMA page_count"), bytes = number(db, "PRAGMA page_size");
    return pages < 0 || bytes < 0 ? 0 : pages * bytes;
}

static int lite_has_table(struct db *db, const char *name, struct err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(conn(db),
                                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1",
                                -1, &s, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(s);
    int found = rc == SQLITE_ROW;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        found = fail(db, rc, "sqlite_master", err);
    sqlite3_finalize(s);
    return found;
}

const struct store_driver store_sqlite = {
    .kind = DB_SQLITE,
    .open = lite_open,
    .close = lite_close,
    .prepare = lite_prepare,
    .drop = lite_drop,
    .start = lite_start,
    .step = lite_step,
    .finish = lite_finish,
    .column = lite_column,
    .exec = lite_exec,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .savepoint = lite_savepoint,
    .release = lite_release,
    .rollback_to = lite_rollback_to,
    .log_part = lite_log_part,
    .log_rest = lite_log_rest,
    .log_parts = lite_log_parts,
    .checkpoint = lite_checkpoint,
    .size_bytes = lite_size,
    .has_table = lite_has_table,
};
