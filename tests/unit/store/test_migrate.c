/* test_migrate.c - the schema comes to be once, fits store_tables, and is never taken back. */
#include "store/sql.h"

#include "fault/stores.h"
#include "store/store_internal.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static enum db_kind lite = DB_SQLITE, pg = DB_POSTGRES;

static enum db_kind kind_of(void **state)
{
    return *(enum db_kind *)*state;
}

static struct db *open_new(enum db_kind kind, const char **ret_where)
{
    struct err err = ERR_INIT;
    struct db *db = NULL;
    const char *where = stores_new(kind);
    OK(db_open(where, DB_WRITER, &db, &err));
    if (ret_where)
        *ret_where = where;
    return db;
}

static void run(struct db *db, struct sql_text text)
{
    struct err err = ERR_INIT;
    struct sql *q = db_sql(db, text, &err);
    OK(q ? sql_run(q, &err) : -1);
}

static void migrates_once(void **state)
{
    struct err err = ERR_INIT;
    const char *where;
    struct db *db = open_new(kind_of(state), &where), *rd = NULL;
    assert_int_equal(store_version(db, &err), 0);
    { /* a reader cannot, and says so */
        run(db, SQL("CREATE TABLE other (k BIGINT)"));
        OK(db_open(where, DB_READER, &rd, &err));
        assert_int_equal(store_migrate(rd, &err), -1);
        assert_int_equal(err.code, E_CONFLICT);
        db_close(rd);
    }
    for (int i = 0; i < 3; i++) {
        OK(store_migrate(db, &err));
        assert_int_equal(store_version(db, &err), store_version_known());
    }
    db_close(db);
}

static void newer_is_refused(void **state)
{
    struct err err = ERR_INIT;
    struct db *db = open_new(kind_of(state), NULL);
    OK(store_migrate(db, &err));
    run(db, SQL("UPDATE meta SET value = '1000' WHERE key = 'schema_version'"));
    assert_int_equal(store_migrate(db, &err), -1);
    assert_int_equal(err.code, E_CONFLICT);
    assert_true(err.hint[0] != 0);
    db_close(db);
}

static void half_a_copy_is_refused(void **state)
{
    struct err err = ERR_INIT;
    struct db *db = open_new(kind_of(state), NULL);
    OK(store_migrate(db, &err));
    run(db, SQL("INSERT INTO meta (key, value) VALUES ('" STORE_COPY_MARK "', '1')"));
    assert_int_equal(store_migrate(db, &err), -1);
    assert_int_equal(err.code, E_CONFLICT);
    db_close(db);
}

/* A failure in the middle leaves nothing behind. */
static void failure_leaves_nothing(void **state)
{
    struct err err = ERR_INIT;
    struct db *db = open_new(kind_of(state), NULL);
    run(db, SQL("CREATE TABLE staff (k BIGINT)")); /* in the way of the last table */
    assert_int_equal(store_migrate(db, &err), -1);
    assert_false(db_broken(db));
    err = ERR_INIT;
    assert_int_equal(store_version(db, &err), 0);
    assert_int_equal(db->drv->has_table(db, "log", &err), 0);
    run(db, SQL("DROP TABLE staff"));
    OK(store_migrate(db, &err));
    db_close(db);
}

/* ---- invariant 1 of migrations.c ---- */

static char letter(const char *type)
{
    static const struct { const char *type; char letter; } types[] = {
        { "INTEGER", 'i' }, { "INT", 'i' }, { "REAL", 'r' }, { "TEXT", 't' }, { "BLOB", 'b' },
        { "bigint", 'i' }, { "double precision", 'r' }, { "text", 't' }, { "bytea", 'b' },
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].type, type) == 0)
            return types[i].letter;
    return '?';
}

static struct sql *columns_of(struct db *db, const char *table)
{
    struct err err = ERR_INIT;
    struct sql *q =
        db_kind(db) == DB_SQLITE
            ? db_sql(db, SQL("SELECT name, type FROM pragma_table_info($1) ORDER BY cid"), &err)
            : db_sql(db, SQL("SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT)"
                             " FROM information_schema.columns WHERE table_name = $1"
                             " ORDER BY ordinal_position"), &err);
    OK(q ? 0 : -1);
    sql_text_(q, 1, str_of(table));
    return q;
}

static void tables_are_as_listed(void **state)
{
    struct err err = ERR_INIT;
    struct db *db = open_new(kind_of(state), NULL);
    OK(store_migrate(db, &err));
    for (int i = 0; i < store_tables_n; i++) {
        const struct store_table *t = &store_tables[i];
        char names[256] = "", types[32] = "";
        size_t n = 0, k = 0;
        struct sql *q = columns_of(db, t->name);
        while (sql_step(q, &err) > 0) {
            char type[32];
            snprintf(type, sizeof type, "%.*s", STR_FMT(sql_get_text(q, 1)));
            n += (size_t)snprintf(names + n, sizeof names - n, "%s%.*s", n ? "," : "",
                                  STR_FMT(sql_get_text(q, 0)));
            types[k++] = letter(type);
        }
        sql_end(q);
        assert_string_equal(names, t->columns);
        assert_string_equal(types, t->types);
    }
    /* and there is no other */
    struct sql *q = db_kind(db) == DB_SQLITE
        ? db_sql(db, SQL("SELECT count(*) FROM sqlite_master WHERE type = 'table'"), &err)
        : db_sql(db, SQL("SELECT count(*) FROM information_schema.tables"
                         " WHERE table_schema = 'public'"), &err);
    assert_int_equal(sql_step(q, &err), 1);
    assert_int_equal(sql_get_int(q, 0), store_tables_n);
    sql_end(q);
    db_close(db);
}

static void every_table_is_strict(void **state)
{
    struct err err = ERR_INIT;
    struct db *db = open_new(kind_of(state), NULL);
    OK(store_migrate(db, &err));
    /* SQLite: STRICT; PostgreSQL: every text column compares by bytes */
    struct sql *q = db_kind(db) == DB_SQLITE
        ? db_sql(db, SQL("SELECT count(*) FROM pragma_table_list WHERE schema = 'main'"
                         " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND strict = 0"), &err)
        : db_sql(db, SQL("SELECT count(*) FROM information_schema.columns WHERE"
                         " table_schema = 'public' AND data_type = 'text'"
                         " AND collation_name IS DISTINCT FROM 'C'"), &err);
    assert_int_equal(sql_step(q, &err), 1);
    assert_int_equal(sql_get_int(q, 0), 0);
    sql_end(q);
    db_close(db);
}

/* ---- two programs that start at once ---- */

struct racer {
    const char *where;
    pthread_barrier_t *gate;
    int rc;
    struct err err;
};

static void *race(void *arg)
{
    struct racer *r = arg;
    struct db *db = NULL;
    r->rc = db_open(r->where, DB_WRITER, &db, &r->err);
    pthread_barrier_wait(r->gate);
    if (!r->rc)
        r->rc = store_migrate(db, &r->err);
    db_close(db);
    return NULL;
}

static void two_at_once(void **state)
{
    const char *where;
    struct err err = ERR_INIT;
    for (int round = 0; round < 3; round++) {
        db_close(open_new(kind_of(state), &where));
        pthread_barrier_t gate;
        pthread_barrier_init(&gate, NULL, 4);
        struct racer r[4];
        pthread_t t[4];
        for (int i = 0; i < 4; i++) {
            r[i] = (struct racer){ where, &gate, 0, ERR_INIT };
            pthread_create(&t[i], NULL, race, &r[i]);
        }
        for (int i = 0; i < 4; i++) {
            pthread_join(t[i], NULL);
            err = r[i].err;
            stores_ok(r[i].rc, &err, __FILE__, __LINE__);
        }
        pthread_barrier_destroy(&gate);
    }
}

struct got { const struct log_part *parts; const char *big; int seen; };

static void got_part(void *ctx, int i, struct str bytes)
{
    struct got *g = ctx;
    assert_int_equal(bytes.n, g->parts[i].n);
    assert_memory_equal(bytes.s, g->big + g->parts[i].off, bytes.n);
    g->seen |= 1 << i;
}

static void part_of_a_log_body(void **state)
{
    struct err err = ERR_INIT;
    struct db *db = open_new(kind_of(state), NULL);
    struct buf out;
    size_t n = 1 << 20;
    char *big = malloc(n);
    for (size_t i = 0; i < n; i++)
        big[i] = (char)(i * 31 + i / 253);
    OK(store_migrate(db, &err));
    struct sql *q = db_sql(db, SQL("INSERT INTO log(first_seq, n, first_ms, last_ms, epoch, "
                                   "prev_hash, body) VALUES (7, 1, 0, 0, 0, $1, $1)"), &err);
    sql_bytes(q, 1, str_n(big, n));
    OK(sql_run(q, &err));
    static const struct { int64_t seq, off, n; int want; size_t bytes; } cases[] = {
        { 7, 0, 16, 1, 16 },         { 7, 500001, 40000, 1, 40000 }, { 7, (1 << 20) - 3, 10, 1, 3 },
        { 7, 1 << 20, 10, 1, 0 },    { 7, 5, 0, 1, 0 },              { 8, 0, 16, 0, 0 },
        { 7, 0, 1 << 26, 1, 1 << 20 },
    };
    buf_init(&out, "part", 2u << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_reset(&out);
        assert_int_equal(db_log_part(db, cases[i].seq, cases[i].off, cases[i].n, &out, &err),
                         cases[i].want);
        assert_int_equal(out.len, cases[i].bytes);
        if (out.len)
            assert_memory_equal(out.data, big + cases[i].off, out.len);
    }
    buf_release(&out);
    struct log_part parts[11]; /* more than one statement takes; two rows that are not there */
    for (int i = 0; i < 11; i++)
        parts[i] = (struct log_part){ i == 3 || i == 9 ? 8 : 7, i * 1000, 500 + i };
    struct got g = { .parts = parts, .big = big };
    OK(db_log_parts(db, parts, 11, got_part, &g, &err));
    assert_int_equal(g.seen, 0x7ff & ~(1 << 3) & ~(1 << 9));
    OK(db_log_parts(db, parts, 0, got_part, &g, &err));
    db_log_rest(db);
    free(big);
    db_close(db);
}

#define ON(f, k) { #f " on " #k, f, NULL, NULL, &k }
#define BOTH(f) ON(f, lite), ON(f, pg)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(migrates_once), BOTH(part_of_a_log_body), BOTH(newer_is_refused),
        BOTH(half_a_copy_is_refused),
        BOTH(failure_leaves_nothing), BOTH(tables_are_as_listed), BOTH(every_table_is_strict),
        BOTH(two_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
