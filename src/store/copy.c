/* copy.c - a whole store from one connection to another.
 *
 * THEORY      The source is read in one consistent view, table by table in key order, while the
 *             target commits every COPY_COMMIT_BYTES.  A mark in the target's meta table stands
 *             from the first commit to the last, so a copy that was cut short is never taken
 *             for a store: store_migrate() refuses it.
 * LIMITS      One row in memory.
 */
#include "store/store_internal.h"

#include "base/check.h"

#define COPY_COMMIT_BYTES (64u << 20)

struct copy {
    struct db *from, *to;
    uint64_t bytes; /* since the last commit of the target */
};

static int64_t count_rows(struct db *db, const struct store_table *t, struct err *err)
{
    struct sql *q = db_sql(db, t->count, err);
    int64_t n = -1;
    if (q && sql_step(q, err) > 0)
        n = sql_get_int(q, 0);
    sql_end(q);
    return n;
}

/* The meta row that the migration wrote; the target has its own. */
static bool own_row(const struct store_table *t, struct sql *row)
{
    return strcmp(t->name, "meta") == 0 && str_is(sql_get_text(row, 0), "schema_version");
}

static uint64_t bind_row(const struct store_table *t, struct sql *row, struct sql *q)
{
    uint64_t bytes = 16;
    for (int i = 0; t->types[i]; i++) {
        if (sql_is_null(row, i)) {
            sql_null(q, i + 1);
            continue;
        }
        switch (t->types[i]) {
        case 'i':
            sql_int(q, i + 1, sql_get_int(row, i));
            break;
        case 'r':
            sql_real(q, i + 1, sql_get_real(row, i));
            break;
        case 't':
            sql_text_(q, i + 1, sql_get_text(row, i));
            bytes += sql_get_text(row, i).n;
            break;
        default:
            CHECK(t->types[i] == 'b');
            sql_bytes(q, i + 1, sql_get_bytes(row, i));
            bytes += sql_get_bytes(row, i).n;
            break;
        }
        bytes += 8;
    }
    return bytes;
}

static int copy_row(struct copy *c, const struct store_table *t, struct sql *row,
                    struct err *err)
{
    struct sql *q = db_sql(c->to, t->insert, err);
    if (!q)
        return -1;
    c->bytes += bind_row(t, row, q);
    if (sql_run(q, err) < 0)
        return -1;
    if (c->bytes < COPY_COMMIT_BYTES)
        return 0;
    c->bytes = 0;
    return db_commit(c->to, err) || db_begin(c->to, err) ? -1 : 0;
}

static int copy_table(struct copy *c, const struct store_table *t, struct err *err)
{
    struct sql *row = db_sql(c->from, t->select, err);
    if (!row)
        return -1;
    int rc;
    int64_t n = 0;
    while ((rc = sql_step(row, err)) > 0) {
        if (own_row(t, row))
            continue;
        n++;
        rc = copy_row(c, t, row, err);
        if (rc)
            break;
    }
    sql_end(row);
    if (rc)
        return err_within(err, "table %s", t->name);
    int64_t there = count_rows(c->to, t, err);
    if (there < 0)
        return -1;
    if (strcmp(t->name, "meta") == 0)
        there -= 2; /* schema_version and the mark */
    if (there != n)
        return err_set(err, E_INTERNAL, "table %s: %lld rows copied, %lld there", t->name,
                       (long long)n, (long long)there);
    return 0;
}

static int must_be_empty(struct db *to, struct err *err)
{
    for (int i = 0; i < store_tables_n; i++) {
        const struct store_table *t = &store_tables[i];
        int64_t n = count_rows(to, t, err);
        if (n < 0)
            return -1;
        if (n > (strcmp(t->name, "meta") == 0)) {
            err_set(err, E_CONFLICT, "the target is not empty: table %s", t->name);
            return err_hint(err, "copy into a new folder or database");
        }
    }
    return 0;
}

static int run_text(struct db *db, struct sql_text text, struct err *err)
{
    struct sql *q = db_sql(db, text, err);
    return q && sql_run(q, err) >= 0 ? 0 : -1;
}

static int copy_all(struct copy *c, struct err *err)
{
    /* one view over a large log takes longer than a statement or a pause may */
    if (db_kind(c->from) == DB_POSTGRES &&
        (run_text(c->from, SQL("SET LOCAL statement_timeout = 0"), err) ||
         run_text(c->from, SQL("SET LOCAL idle_in_transaction_session_timeout = 0"), err)))
        return -1;
    int version = store_version(c->from, err);
    if (version < 0)
        return -1;
    if (version != store_version_known()) {
        err_set(err, E_CONFLICT, "the source has schema %d, this program knows %d", version,
                store_version_known());
        return err_hint(err, "start the server on it once");
    }
    if (run_text(c->to, SQL("INSERT INTO meta (key, value) VALUES ('" STORE_COPY_MARK "', '1')"),
                 err))
        return -1;
    for (int i = 0; i < store_tables_n; i++)
        if (copy_table(c, &store_tables[i], err))
            return -1;
    return run_text(c->to, SQL("DELETE FROM meta WHERE key = '" STORE_COPY_MARK "'"), err);
}

int store_copy(struct db *from, struct db *to, struct err *err)
{
    struct copy c = { .from = from, .to = to };
    int version = store_version(to, err);
    if (version < 0)
        return -1;
    if (version != store_version_known())
        return err_set(err, E_CONFLICT, "the target has not been migrated");
    if (must_be_empty(to, err) || db_begin_read(from, err))
        return -1;
    if (db_begin(to, err)) {
        db_rollback(from);
        return -1;
    }
    int rc = copy_all(&c, err);
    if (rc)
        db_rollback(to);
    else
        rc = db_commit(to, err);
    db_rollback(from);
    return rc;
}

int store_copy_to(const char *from, const char *to, struct err *err)
{
    struct db *a = NULL, *b = NULL;
    int rc = db_open(from, DB_READER, &a, err);
    if (rc == 0)
        rc = db_open(to, DB_WRITER, &b, err);
    if (rc == 0)
        rc = store_migrate(b, err);
    if (rc == 0)
        rc = store_copy(a, b, err);
    if (rc == 0 && db_checkpoint(b, true, err) < 0)
        rc = -1;
    db_close(a);
    db_close(b);
    return rc;
}
