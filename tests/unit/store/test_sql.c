/* test_sql.c - every row of src/store/README.md's parity table, on both stores. */
#include "store/sql.h"

#include "base/fault.h"
#include "fault/stores.h"
#include "store/store_internal.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* One store for all tests of a kind; each test makes its tables anew. */
struct kind {
    enum db_kind kind;
    const char *where;
};
static struct kind lite = { DB_SQLITE, NULL }, pg = { DB_POSTGRES, NULL };

static struct kind *kind_of(void **state)
{
    return *state;
}

static void exec_text(struct db *db, const char *text)
{
    struct err err = ERR_INIT;
    char *sql = store_dialect(db_kind(db), text);
    OK(db->drv->exec(db, sql, &err));
    free(sql);
}

#define TABLE_T \
    "CREATE TABLE t (k {id}, i {int}, r {real}, s {text}, b {bytes}, u {int} UNIQUE," \
    " c {int} CHECK (c > 0), p {int} REFERENCES t (k)) {strict}"

static struct db *open_kind(void **state)
{
    struct err err = ERR_INIT;
    struct kind *k = kind_of(state);
    struct db *db = NULL;
    if (!k->where) {
        k->where = stores_new(k->kind);
        OK(db_open(k->where, DB_WRITER, &db, &err));
        OK(store_migrate(db, &err)); /* for the functions that it brings */
    } else {
        OK(db_open(k->where, DB_WRITER, &db, &err));
    }
    exec_text(db, "DROP TABLE IF EXISTS t");
    exec_text(db, TABLE_T);
    return db;
}

/* ---- small verbs ---- */

static struct sql *ask(struct db *db, struct sql_text text)
{
    struct err err = ERR_INIT;
    struct sql *q = db_sql(db, text, &err);
    stores_ok(q ? 0 : -1, &err, __FILE__, __LINE__);
    return q;
}

static int64_t run(struct db *db, struct sql_text text)
{
    struct err err = ERR_INIT;
    int64_t n = sql_run(ask(db, text), &err);
    stores_ok(n < 0 ? -1 : 0, &err, __FILE__, __LINE__);
    return n;
}

static int64_t int_of(struct db *db, struct sql_text text)
{
    struct err err = ERR_INIT;
    struct sql *q = ask(db, text);
    int rc = sql_step(q, &err);
    stores_ok(rc < 0 ? -1 : 0, &err, __FILE__, __LINE__);
    assert_int_equal(rc, 1);
    int64_t v = sql_get_int(q, 0);
    sql_end(q);
    return v;
}

/* All rows of the first column, joined by commas; NULL shows as "-". */
static const char *joined(struct db *db, struct sql_text text)
{
    static char out[512];
    struct err err = ERR_INIT;
    struct sql *q = ask(db, text);
    int rc;
    size_t n = 0;
    out[0] = 0;
    while ((rc = sql_step(q, &err)) > 0) {
        struct str s = sql_get_text(q, 0);
        if (sql_is_null(q, 0))
            s = STR("-");
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s", n ? "," : "", STR_FMT(s));
    }
    stores_ok(rc, &err, __FILE__, __LINE__);
    sql_end(q);
    return out;
}

static void fails_with(struct db *db, struct sql_text text, enum err_code code)
{
    struct err err = ERR_INIT;
    struct sql *q = db_sql(db, text, &err);
    int64_t n = q ? sql_run(q, &err) : -1;
    if (n >= 0 || err.code != code)
        fail_msg("%s: got %lld %s \"%s\", want %s", text.text, (long long)n,
                 err_slug(err.code), err.msg, err_slug(code));
}

static void step_fails(struct sql *q, enum err_code code)
{
    struct err err = ERR_INIT;
    int64_t n = sql_run(q, &err);
    if (n >= 0 || err.code != code)
        fail_msg("got %lld %s \"%s\", want %s", (long long)n, err_slug(err.code), err.msg,
                 err_slug(code));
}

static void put_text(struct db *db, int64_t k, const char *s)
{
    struct err err = ERR_INIT;
    struct sql *q = ask(db, SQL("INSERT INTO t (k, s) VALUES ($1, $2)"));
    sql_int(q, 1, k);
    if (s)
        sql_text_(q, 2, str_of(s));
    else
        sql_null(q, 2);
    OK(sql_run(q, &err));
}

static void put_int(struct db *db, int64_t k, int64_t i)
{
    struct err err = ERR_INIT;
    struct sql *q = ask(db, SQL("INSERT INTO t (k, i) VALUES ($1, $2)"));
    sql_int(q, 1, k);
    sql_int(q, 2, i);
    OK(sql_run(q, &err));
}

/* ---- binding ---- */

static void bound_by_name(void **state)
{
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    /* in SQLite "$2" would be parameter 1 if it were bound by position */
    struct sql *q = ask(db, SQL("SELECT CAST($2 AS BIGINT), '$9', CAST($1 AS BIGINT),"
                                " CAST($2 AS BIGINT)"));
    sql_int(q, 1, 11);
    sql_int(q, 2, 22);
    assert_int_equal(sql_step(q, &err), 1);
    assert_int_equal(sql_get_int(q, 0), 22);
    assert_true(str_is(sql_get_text(q, 1), "$9"));
    assert_int_equal(sql_get_int(q, 2), 11);
    assert_int_equal(sql_get_int(q, 3), 22);
    assert_int_equal(sql_step(q, &err), 0);
    sql_end(q);
    db_close(db);
}

static void unbound_is_refused(void **state)
{
    struct db *db = open_kind(state);
    struct sql *q = ask(db, SQL("INSERT INTO t (k, i) VALUES ($1, $2)"));
    sql_int(q, 1, 1);
    step_fails(q, E_INTERNAL);
    /* what was bound last time does not stay */
    put_int(db, 1, 5);
    q = ask(db, SQL("INSERT INTO t (k, i) VALUES ($1, $2)"));
    sql_int(q, 1, 2);
    step_fails(q, E_INTERNAL);
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t")), 1);
    db_close(db);
}

static void null_then_value(void **state)
{
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    for (int i = 0; i < 6; i++) {
        struct sql *q = ask(db, SQL("INSERT INTO t (k, i, r, s, b)"
                                    " VALUES ($1, $2, $3, $4, $5)"));
        sql_int(q, 1, i);
        if (i % 2) {
            sql_int(q, 2, i);
            sql_real(q, 3, i / 2.0);
            sql_text_(q, 4, STR("x"));
            sql_bytes(q, 5, STR("y"));
        } else {
            for (int n = 2; n <= 5; n++)
                sql_null(q, n);
        }
        OK(sql_run(q, &err));
    }
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t WHERE i IS NULL AND r IS NULL"
                                    " AND s IS NULL AND b IS NULL")), 3);
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t WHERE r = i / 2.0 AND s = 'x'")), 3);
    /* an int where a real was bound before */
    for (int i = 0; i < 4; i++) {
        struct sql *q = ask(db, SQL("SELECT count(*) FROM t WHERE r > $1"));
        if (i % 2)
            sql_int(q, 1, 1);
        else
            sql_real(q, 1, 1.0);
        assert_int_equal(sql_step(q, &err), 1);
        assert_int_equal(sql_get_int(q, 0), 2);
        sql_end(q);
    }
    db_close(db);
}

static void empty_is_not_null(void **state)
{
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    struct sql *q = ask(db, SQL("INSERT INTO t (k, s, b) VALUES (1, $1, $2)"));
    sql_text_(q, 1, (struct str){ NULL, 0 });
    sql_bytes(q, 2, (struct str){ NULL, 0 });
    OK(sql_run(q, &err));
    q = ask(db, SQL("SELECT s, b, i, length(s), length(b) FROM t"));
    assert_int_equal(sql_step(q, &err), 1);
    assert_false(sql_is_null(q, 0));
    assert_false(sql_is_null(q, 1));
    assert_true(sql_is_null(q, 2));
    assert_non_null(sql_get_bytes(q, 1).s);
    assert_int_equal(sql_get_bytes(q, 1).n, 0);
    assert_int_equal(sql_get_int(q, 2), 0);
    assert_int_equal(sql_get_int(q, 3), 0);
    assert_int_equal(sql_get_int(q, 4), 0);
    sql_end(q);
    db_close(db);
}

static void text_without_nul(void **state)
{
    struct db *db = open_kind(state);
    static const struct { struct str s; bool good; } cases[] = {
        { { "a\0b", 3 }, false },          { { "\0", 1 }, false },
        { { "a\xff", 2 }, false },         { { "\xc0\xaf", 2 }, false },
        { { "\xed\xa0\x80", 3 }, false },  { { "\xf4\x90\x80\x80", 4 }, false },
        { { "\xe7\xb5\x90\xe3\x81\xb3", 6 }, true }, { { "\xf0\x9f\x98\x80", 4 }, true },
    };
    struct err err = ERR_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sql *q = ask(db, SQL("INSERT INTO t (k, s) VALUES ($1, $2)"));
        sql_int(q, 1, (int64_t)i);
        sql_text_(q, 2, cases[i].s);
        if (!cases[i].good) {
            step_fails(q, E_INVALID);
            continue;
        }
        OK(sql_run(q, &err));
        q = ask(db, SQL("SELECT s, length(s) FROM t WHERE k = $1"));
        sql_int(q, 1, (int64_t)i);
        assert_int_equal(sql_step(q, &err), 1);
        assert_true(str_eq(sql_get_text(q, 0), cases[i].s));
        assert_int_equal(sql_get_int(q, 1), i == 6 ? 2 : 1); /* code points */
        sql_end(q);
    }
    db_close(db);
}

static void statement_limits(void **state)
{
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    assert_null(db_sql(db, SQL("SELECT CAST($1000 AS BIGINT)"), &err));
    assert_int_equal(err.code, E_INTERNAL);
    fails_with(db, SQL("SELECT nothing FROM nowhere"), E_INTERNAL);
    fails_with(db, SQL("SELECT 1; SELECT 2"), E_INTERNAL);
    struct sql *q = ask(db, SQL("SELECT 1"));
    err = ERR_INIT;
    assert_null(db_sql(db, (struct sql_text){ q->text }, &err)); /* it is in use */
    assert_int_equal(err.code, E_INTERNAL);
    sql_end(q);
    assert_int_equal(int_of(db, SQL("SELECT 1")), 1);
    db_close(db);
}

/* ---- types and values ---- */

static void strict_types(void **state)
{
    struct db *db = open_kind(state);
    struct sql *q = ask(db, SQL("INSERT INTO t (k, i) VALUES (1, $1)"));
    sql_text_(q, 1, STR("five"));
    step_fails(q, E_INVALID);
    q = ask(db, SQL("INSERT INTO t (k, r) VALUES (2, $1)"));
    sql_bytes(q, 1, STR("x"));
    step_fails(q, E_INVALID);
    q = ask(db, SQL("INSERT INTO t (k, b) VALUES (3, $1)"));
    sql_text_(q, 1, STR("x"));
    step_fails(q, E_INVALID);
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t")), 0);
    /* the program gives keys */
    fails_with(db, SQL("INSERT INTO t (k) VALUES (NULL)"), E_CONFLICT);
    fails_with(db, SQL("INSERT INTO t (i) VALUES (1)"), E_CONFLICT);
    db_close(db);
}

static void numbers_survive(void **state)
{
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    static const int64_t ints[] = { 0, -1, 1, INT64_MAX, INT64_MIN, 1ll << 53, (1ll << 53) + 1 };
    const double reals[] = { 0, 0.1, -1.5, 1e308, 5e-324, INFINITY, -INFINITY, 1.0 / 3 };
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        int64_t n = ints[i % (sizeof ints / sizeof *ints)];
        struct sql *q = ask(db, SQL("INSERT INTO t (k, i, r) VALUES ($1, $2, $3)"
                                    " RETURNING i, r"));
        sql_int(q, 1, (int64_t)i);
        sql_int(q, 2, n);
        sql_real(q, 3, reals[i]);
        assert_int_equal(sql_step(q, &err), 1);
        assert_true(sql_get_int(q, 0) == n);
        assert_true(sql_get_real(q, 1) == reals[i]);
        sql_end(q);
    }
    struct sql *q = ask(db, SQL("INSERT INTO t (k, r) VALUES (100, $1)"));
    sql_real(q, 1, NAN);
    step_fails(q, E_INVALID);
    q = ask(db, SQL("INSERT INTO t (k, r) VALUES (101, $1)"));
    sql_real(q, 1, -0.0);
    OK(sql_run(q, &err));
    q = ask(db, SQL("SELECT r FROM t WHERE k = 101"));
    assert_int_equal(sql_step(q, &err), 1);
    assert_false(signbit(sql_get_real(q, 0)));
    sql_end(q);
    db_close(db);
}

static void booleans_are_ints(void **state)
{
    struct db *db = open_kind(state);
    put_int(db, 1, 5);
    assert_int_equal(int_of(db, SQL("SELECT i > 4 FROM t")), 1);
    assert_int_equal(int_of(db, SQL("SELECT i > 5 FROM t")), 0);
    assert_int_equal(int_of(db, SQL("SELECT EXISTS (SELECT 1 FROM t WHERE k = 1)")), 1);
    assert_int_equal(int_of(db, SQL("SELECT i IS NULL FROM t")), 0);
    db_close(db);
}

static void overflow_is_an_error(void **state)
{
    struct db *db = open_kind(state);
    put_int(db, 1, INT64_MAX);
    put_int(db, 2, INT64_MIN);
    put_int(db, 3, 7);
    fails_with(db, SQL("UPDATE t SET i = i + 1 WHERE k = 1"), E_INVALID);
    fails_with(db, SQL("UPDATE t SET i = i * 2 WHERE k = 1"), E_INVALID);
    fails_with(db, SQL("SELECT int_add(i, 1) FROM t WHERE k = 1"), E_INVALID);
    fails_with(db, SQL("SELECT int_sub(i, 1) FROM t WHERE k = 2"), E_INVALID);
    fails_with(db, SQL("SELECT int_mul(i, 2) FROM t WHERE k = 2"), E_INVALID);
    fails_with(db, SQL("SELECT int_div(i, -1) FROM t WHERE k = 2"), E_INVALID);
    fails_with(db, SQL("SELECT CAST(sum(i) AS BIGINT) FROM t WHERE k <> 2"), E_INVALID);
    assert_int_equal(int_of(db, SQL("SELECT CAST(sum(i) AS BIGINT) FROM t WHERE k = 3")), 7);
    assert_int_equal(int_of(db, SQL("SELECT int_add(i, 1) FROM t WHERE k = 3")), 8);
    assert_int_equal(int_of(db, SQL("SELECT int_mul(i, -2) FROM t WHERE k = 3")), -14);
    db_close(db);
}

static void division_is_checked(void **state)
{
    struct db *db = open_kind(state);
    put_int(db, 1, -7);
    put_int(db, 2, 0);
    put_int(db, 3, INT64_MIN);
    fails_with(db, SQL("SELECT int_div(1, i) FROM t WHERE k = 2"), E_INVALID);
    fails_with(db, SQL("SELECT int_mod(1, i) FROM t WHERE k = 2"), E_INVALID);
    assert_int_equal(int_of(db, SQL("SELECT int_div(i, 2) FROM t WHERE k = 1")), -3);
    assert_int_equal(int_of(db, SQL("SELECT int_mod(i, 2) FROM t WHERE k = 1")), -1);
    assert_int_equal(int_of(db, SQL("SELECT int_mod(i, -1) FROM t WHERE k = 3")), 0);
    assert_int_equal(int_of(db, SQL("SELECT int_div(i, NULL) IS NULL FROM t WHERE k = 1")), 1);
    db_close(db);
}

static void blob_substr(void **state)
{
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    size_t n = 3 << 20;
    char *big = malloc(n);
    for (size_t i = 0; i < n; i++)
        big[i] = (char)(i * 7 + i / 251);
    struct sql *q = ask(db, SQL("INSERT INTO t (k, b) VALUES (1, $1)"));
    sql_bytes(q, 1, str_n(big, n));
    OK(sql_run(q, &err));
    static const struct { int64_t from, len; size_t want; } cases[] = {
        { 1, 256, 256 }, { 1000001, 4096, 4096 }, { 3 << 20, 10, 1 }, { (3 << 20) + 1, 10, 0 },
        { 5, 0, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        q = ask(db, SQL("SELECT substr(b, $1, $2), length(b) FROM t WHERE k = 1"));
        sql_int(q, 1, cases[i].from);
        sql_int(q, 2, cases[i].len);
        assert_int_equal(sql_step(q, &err), 1);
        assert_int_equal(sql_get_bytes(q, 0).n, cases[i].want);
        assert_memory_equal(sql_get_bytes(q, 0).s, big + cases[i].from - 1, cases[i].want);
        assert_int_equal(sql_get_int(q, 1), n);
        sql_end(q);
    }
    q = ask(db, SQL("SELECT b FROM t WHERE k = 1"));
    assert_int_equal(sql_step(q, &err), 1);
    assert_int_equal(sql_get_bytes(q, 0).n, n);
    assert_memory_equal(sql_get_bytes(q, 0).s, big, n);
    sql_end(q);
    free(big);
    db_close(db);
}

/* ---- order and comparison ---- */

static void order_is_by_bytes(void **state)
{
    struct db *db = open_kind(state);
    static const char *const words[] = { "b", "\xc3\xa9", "a", "B", "\xf0\x9f\x98\x80", "_",
                                         "\xef\xbc\xa1", "ab", "a b", "" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        put_text(db, (int64_t)i, words[i]);
    assert_string_equal(joined(db, SQL("SELECT s FROM t ORDER BY s NULLS LAST")),
                        "B,_,a,a b,ab,b,\xc3\xa9,\xef\xbc\xa1,\xf0\x9f\x98\x80");
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t WHERE s < 'a'")), 3);
    /* keyset paging by a pair */
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t WHERE (s, k) > ('a', 2)")), 6);
    db_close(db);
}

static void nulls_are_placed(void **state)
{
    struct db *db = open_kind(state);
    put_text(db, 1, "a");
    put_text(db, 2, NULL);
    put_text(db, 3, "b");
    assert_string_equal(joined(db, SQL("SELECT s FROM t ORDER BY s NULLS FIRST")), "-,a,b");
    assert_string_equal(joined(db, SQL("SELECT s FROM t ORDER BY s NULLS LAST")), "a,b,-");
    assert_string_equal(joined(db, SQL("SELECT s FROM t ORDER BY s DESC NULLS LAST")), "b,a,-");
    db_close(db);
}

static void like_minds_case(void **state)
{
    struct db *db = open_kind(state);
    put_text(db, 1, "Anna");
    put_text(db, 2, "anna");
    put_text(db, 3, "an%a");
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t WHERE s LIKE 'an%' ESCAPE '\\'")), 2);
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t WHERE s LIKE 'A%' ESCAPE '\\'")), 1);
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t"
                                    " WHERE s LIKE 'an\\%_' ESCAPE '\\'")), 1);
    db_close(db);
}

static void lower_is_ascii(void **state)
{
    struct db *db = open_kind(state);
    put_text(db, 1, "A\xc3\x89");
    assert_string_equal(joined(db, SQL("SELECT lower(s) FROM t")), "a\xc3\x89");
    assert_string_equal(joined(db, SQL("SELECT upper(lower(s)) FROM t")), "A\xc3\x89");
    db_close(db);
}

/* ---- writing ---- */

static void upsert_and_returning(void **state)
{
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    for (int i = 1; i <= 3; i++) {
        struct sql *q = ask(db, SQL("INSERT INTO t (k, i) VALUES (1, $1)"
                                    " ON CONFLICT (k) DO UPDATE SET i = t.i + excluded.i"
                                    " RETURNING i"));
        sql_int(q, 1, i);
        assert_int_equal(sql_step(q, &err), 1);
        assert_int_equal(sql_get_int(q, 0), i * (i + 1) / 2);
        assert_int_equal(sql_step(q, &err), 0);
        sql_end(q);
    }
    assert_int_equal(run(db, SQL("INSERT INTO t (k, i) VALUES (1, 0)"
                                 " ON CONFLICT (k) DO NOTHING")), 0);
    assert_int_equal(run(db, SQL("INSERT INTO t (k, i) VALUES (1, 0), (2, 0), (3, 0)"
                                 " ON CONFLICT (k) DO NOTHING")), 2);
    assert_int_equal(run(db, SQL("DELETE FROM t WHERE k > 1 RETURNING k")), 2);
    assert_int_equal(int_of(db, SQL("SELECT i FROM t")), 6);
    db_close(db);
}

static void rows_changed(void **state)
{
    struct db *db = open_kind(state);
    assert_int_equal(run(db, SQL("INSERT INTO t (k, i) VALUES (1, 1), (2, 2), (3, 3)")), 3);
    assert_int_equal(run(db, SQL("UPDATE t SET i = i WHERE k < 3")), 2);
    assert_int_equal(run(db, SQL("SELECT k FROM t")), 0);
    assert_int_equal(run(db, SQL("UPDATE t SET i = 0 WHERE k > 100")), 0);
    assert_int_equal(run(db, SQL("CREATE TABLE IF NOT EXISTS t2 (k BIGINT)")), 0);
    assert_int_equal(run(db, SQL("DELETE FROM t")), 3);
    assert_int_equal(run(db, SQL("DROP TABLE t2")), 0);
    db_close(db);
}

static void constraints_are_conflicts(void **state)
{
    struct db *db = open_kind(state);
    run(db, SQL("INSERT INTO t (k, u) VALUES (1, 5)"));
    fails_with(db, SQL("INSERT INTO t (k) VALUES (1)"), E_CONFLICT);
    fails_with(db, SQL("INSERT INTO t (k, u) VALUES (2, 5)"), E_CONFLICT);
    fails_with(db, SQL("INSERT INTO t (k, c) VALUES (2, 0)"), E_CONFLICT);
    fails_with(db, SQL("INSERT INTO t (k, p) VALUES (2, 99)"), E_CONFLICT);
    assert_false(db_broken(db));
    /* nothing of a statement that failed half way stays */
    fails_with(db, SQL("INSERT INTO t (k, u) VALUES (7, 7), (8, 5), (9, 9)"), E_CONFLICT);
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t")), 1);
    db_close(db);
}

/* ---- transactions ---- */

static void savepoint_restores(void **state)
{
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    OK(db_begin(db, &err));
    put_int(db, 1, 1);
    for (int i = 0; i < 3; i++) {
        OK(db_savepoint(db, &err));
        put_int(db, 10 + i, 0);
        fails_with(db, SQL("INSERT INTO t (k) VALUES (1)"), E_CONFLICT);
        /* invariant 2: nothing runs now, on SQLite neither */
        fails_with(db, SQL("SELECT count(*) FROM t"), E_INTERNAL);
        OK(db_rollback_to(db, &err));
        OK(db_savepoint(db, &err));
        put_int(db, 20 + i, 0);
        OK(db_release(db, &err));
    }
    OK(db_savepoint(db, &err));
    OK(db_release(db, &err));
    OK(db_savepoint(db, &err));
    OK(db_rollback_to(db, &err));
    OK(db_commit(db, &err));
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t WHERE k >= 20")), 3);
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t")), 4);
    /* errors of every sort, as the first thing behind the savepoint */
    OK(db_begin(db, &err));
    OK(db_savepoint(db, &err));
    fails_with(db, SQL("SELECT broken syntax here from"), E_INTERNAL);
    OK(db_rollback_to(db, &err));
    OK(db_savepoint(db, &err));
    struct sql *q = ask(db, SQL("INSERT INTO t (k, s) VALUES (50, $1)"));
    sql_text_(q, 1, str_n("\0", 1));
    step_fails(q, E_INVALID);
    fails_with(db, SQL("SELECT count(*) FROM t"), E_INTERNAL);
    OK(db_rollback_to(db, &err));
    put_int(db, 51, 0);
    OK(db_commit(db, &err));
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t WHERE k >= 50")), 1);
    db_close(db);
}

static void failed_transaction_stays_failed(void **state)
{
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    OK(db_begin(db, &err));
    put_int(db, 1, 1);
    fails_with(db, SQL("INSERT INTO t (k) VALUES (1)"), E_CONFLICT);
    fails_with(db, SQL("INSERT INTO t (k) VALUES (2)"), E_INTERNAL);
    assert_int_equal(db_savepoint(db, &err), -1);
    err = ERR_INIT;
    assert_int_equal(db_commit(db, &err), -1);
    assert_int_equal(err.code, E_INTERNAL);
    assert_false(db_broken(db));
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t")), 0);
    OK(db_begin(db, &err));
    put_int(db, 3, 3);
    db_rollback(db);
    db_rollback(db);
    OK(db_begin(db, &err));
    OK(db_commit(db, &err));
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t")), 0);
    db_close(db);
}

static void one_statement_runs(void **state)
{
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    for (int i = 0; i < 50; i++)
        put_int(db, i, i);
    struct sql *q = ask(db, SQL("SELECT k FROM t ORDER BY k"));
    assert_int_equal(sql_step(q, &err), 1);
    struct sql *other = ask(db, SQL("SELECT count(*) FROM t"));
    assert_int_equal(sql_step(other, &err), -1);
    assert_int_equal(err.code, E_INTERNAL);
    for (int i = 1; i < 10; i++) {
        assert_int_equal(sql_step(q, &err), 1);
        assert_int_equal(sql_get_int(q, 0), i);
    }
    err = ERR_INIT;
    assert_int_equal(db_begin(db, &err), -1);
    sql_end(q); /* in the middle */
    assert_int_equal(sql_step(other, &err), 1);
    assert_int_equal(sql_get_int(other, 0), 50);
    sql_end(other);
    /* a write that is left at its first row is whole */
    q = ask(db, SQL("DELETE FROM t WHERE k < 20 RETURNING k"));
    assert_int_equal(sql_step(q, &err), 1);
    sql_end(q);
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t")), 30);
    db_close(db);
}

static void reader_cannot_write(void **state)
{
    struct db *db = open_kind(state), *rd = NULL;
    struct err err = ERR_INIT;
    put_int(db, 1, 1);
    OK(db_open(kind_of(state)->where, DB_READER, &rd, &err));
    assert_int_equal(int_of(rd, SQL("SELECT i FROM t")), 1);
    fails_with(rd, SQL("INSERT INTO t (k) VALUES (2)"), E_INTERNAL);
    fails_with(rd, SQL("DROP TABLE t"), E_INTERNAL);
    err = ERR_INIT;
    assert_int_equal(db_begin(rd, &err), -1);
    assert_int_equal(err.code, E_INTERNAL);
    OK(store_migrate(rd, &err)); /* nothing to do */
    assert_int_equal(int_of(rd, SQL("SELECT int_add(i, 1) FROM t")), 2);
    db_close(rd);
    db_close(db);
}

static void read_is_one_view(void **state)
{
    struct db *db = open_kind(state), *rd = NULL;
    struct err err = ERR_INIT;
    put_int(db, 1, 1);
    OK(db_open(kind_of(state)->where, DB_READER, &rd, &err));
    OK(db_begin_read(rd, &err));
    assert_int_equal(int_of(rd, SQL("SELECT count(*) FROM t")), 1);
    put_int(db, 2, 2);
    assert_int_equal(int_of(rd, SQL("SELECT count(*) FROM t")), 1);
    OK(db_commit(rd, &err));
    assert_int_equal(int_of(rd, SQL("SELECT count(*) FROM t")), 2);
    /* what is not committed is not seen */
    OK(db_begin(db, &err));
    put_int(db, 3, 3);
    assert_int_equal(int_of(rd, SQL("SELECT count(*) FROM t")), 2);
    OK(db_commit(db, &err));
    assert_int_equal(int_of(rd, SQL("SELECT count(*) FROM t")), 3);
    db_close(rd);
    db_close(db);
}

/* ---- failure ---- */

static void commit_in_doubt(void **state)
{
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    const char *name = kind_of(state)->kind == DB_SQLITE ? "sqlite.commit" : "pg.commit";
    for (int after = 0; after < 2; after++) {
        char spec[40];
        snprintf(spec, sizeof spec, "%s%s", name, after ? ".after" : "");
        OK(db_begin(db, &err));
        put_int(db, 1, 1);
        OK(fault_arm(spec, &err));
        err = ERR_INIT;
        assert_int_equal(db_commit(db, &err), -1);
        fault_disarm();
        assert_int_equal(err.code, E_UNAVAILABLE);
        assert_true(db_broken(db));
        err = ERR_INIT;
        assert_null(db_sql(db, SQL("SELECT count(*) FROM t"), &err));
        assert_int_equal(err.code, E_UNAVAILABLE);
        db_rollback(db);
        OK(db_reopen(db, &err));
        assert_false(db_broken(db));
        assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t")), after);
    }
    db_close(db);
}

static void faults_leave_it_whole(void **state)
{
    bool is_lite = kind_of(state)->kind == DB_SQLITE;
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    OK(db_begin(db, &err));
    put_int(db, 1, 1);
    OK(fault_arm(is_lite ? "sqlite.write" : "pg.query", &err));
    struct sql *q = ask(db, SQL("INSERT INTO t (k) VALUES (2)"));
    step_fails(q, E_UNAVAILABLE);
    assert_true(db_broken(db));
    db_rollback(db);
    OK(fault_arm(is_lite ? "sqlite.open" : "pg.open", &err));
    err = ERR_INIT;
    assert_int_equal(db_reopen(db, &err), -1);
    assert_int_equal(err.code, E_UNAVAILABLE);
    assert_true(db_broken(db));
    fault_disarm();
    OK(db_reopen(db, &err));
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t")), 0);
    db_close(db);
}

static void cannot_open(void **state)
{
    bool is_lite = kind_of(state)->kind == DB_SQLITE;
    struct db *db = NULL;
    struct err err = ERR_INIT;
    assert_int_equal(db_open(is_lite ? "/nonexistent/x.db"
                                     : "postgresql://nobody@127.0.0.1:1/nothing",
                             DB_WRITER, &db, &err), -1);
    assert_int_equal(err.code, E_UNAVAILABLE);
    assert_null(db);
}

static void many_statements(void **state)
{
    struct db *db = open_kind(state);
    static char texts[300][40];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 300; i++) {
            snprintf(texts[i], sizeof texts[i], "SELECT %d", i);
            assert_int_equal(int_of(db, (struct sql_text){ texts[i] }), i);
        }
    db_close(db);
}

static void size_and_checkpoint(void **state)
{
    struct db *db = open_kind(state), *other = NULL;
    struct err err = ERR_INIT;
    OK(db_open(kind_of(state)->where, DB_WRITER, &other, &err));
    for (int i = 0; i < 100; i++)
        put_int(db, i, i);
    assert_int_equal(db_checkpoint(other, false, &err), 0);
    put_int(db, 100, 0);
    assert_int_equal(db_checkpoint(other, true, &err), 0);
    assert_true(db_size_bytes(db) > 16384);
    assert_int_equal(int_of(other, SQL("SELECT count(*) FROM t")), 101);
    db_close(other);
    db_close(db);
}

/* ---- one store only ---- */

static void sqlite_settings(void **state)
{
    struct db *db = open_kind(state), *rd = NULL;
    struct err err = ERR_INIT;
    OK(db_open(kind_of(state)->where, DB_READER, &rd, &err));
    assert_int_equal(int_of(db, SQL("PRAGMA page_size")), 16384);
    assert_int_equal(int_of(db, SQL("PRAGMA synchronous")), 2);
    assert_int_equal(int_of(db, SQL("PRAGMA secure_delete")), 1);
    assert_int_equal(int_of(db, SQL("PRAGMA foreign_keys")), 1);
    assert_int_equal(int_of(db, SQL("PRAGMA wal_autocheckpoint")), 0);
    assert_string_equal(joined(db, SQL("PRAGMA journal_mode")), "wal");
    assert_int_equal(int_of(rd, SQL("PRAGMA query_only")), 1);
    assert_int_equal(int_of(rd, SQL("PRAGMA mmap_size")), 0);
    db_close(rd);
    db_close(db);
}

static void sqlite_checkpoint_beside_reader(void **state)
{
    struct db *db = open_kind(state), *rd = NULL, *ck = NULL;
    struct err err = ERR_INIT;
    OK(db_open(kind_of(state)->where, DB_READER, &rd, &err));
    OK(db_open(kind_of(state)->where, DB_WRITER, &ck, &err));
    OK(db_checkpoint(ck, true, &err));
    put_int(db, 1, 1);
    OK(db_begin_read(rd, &err));
    assert_int_equal(int_of(rd, SQL("SELECT count(*) FROM t")), 1);
    for (int i = 2; i < 40; i++)
        put_int(db, i, 1);
    int64_t left = db_checkpoint(ck, false, &err);
    assert_true(left > 16384); /* the reader's view holds back what is newer */
    assert_int_equal(int_of(rd, SQL("SELECT count(*) FROM t")), 1);
    OK(db_commit(rd, &err));
    assert_int_equal(db_checkpoint(ck, false, &err), 0);
    db_close(ck);
    db_close(rd);
    db_close(db);
}

static void sqlite_busy(void **state)
{
    struct db *a = open_kind(state), *b = NULL;
    struct err err = ERR_INIT;
    OK(db_open(kind_of(state)->where, DB_WRITER, &b, &err));
    OK(db_begin(a, &err));
    put_int(a, 1, 1);
    assert_int_equal(db_begin(b, &err), -1); /* after the busy time-out */
    assert_int_equal(err.code, E_UNAVAILABLE);
    assert_false(db_broken(b));
    OK(db_commit(a, &err));
    OK(db_begin(b, &err));
    OK(db_commit(b, &err));
    db_close(b);
    db_close(a);
}

static void sqlite_full(void **state)
{
    struct db *db = open_kind(state);
    struct err err = ERR_INIT;
    static char big[8 << 20];
    put_int(db, 1, 1);
    /* no page more than there are now */
    exec_text(db, "PRAGMA max_page_count=1");
    OK(db_begin(db, &err));
    put_int(db, 2, 2);
    struct sql *q = ask(db, SQL("INSERT INTO t (k, b) VALUES (3, $1)"));
    sql_bytes(q, 1, str_n(big, sizeof big));
    step_fails(q, E_UNAVAILABLE);
    assert_true(db_broken(db));
    db_rollback(db);
    OK(db_reopen(db, &err));
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t")), 1);
    put_int(db, 2, 2);
    db_close(db);
}

static void sqlite_corrupt(void **state)
{
    char path[128];
    struct db *db = NULL;
    struct err err = ERR_INIT;
    snprintf(path, sizeof path, "%s/noise.db", stores_dir());
    FILE *f = fopen(path, "w");
    for (int i = 0; i < 40000; i++)
        fputc(i * 31 % 251, f);
    fclose(f);
    assert_int_equal(db_open(path, DB_WRITER, &db, &err), -1);
    assert_int_equal(err.code, E_CORRUPT);
}

static void postgres_settings(void **state)
{
    struct db *db = open_kind(state);
    assert_string_equal(joined(db, SQL("SHOW statement_timeout")), "1min");
    assert_string_equal(joined(db, SQL("SHOW idle_in_transaction_session_timeout")), "1min");
    assert_string_equal(joined(db, SQL("SHOW timezone")), "UTC");
    assert_string_equal(joined(db, SQL("SHOW client_encoding")), "UTF8");
    assert_string_equal(joined(db, SQL("SHOW application_name")), "musubi");
    assert_string_equal(joined(db, SQL("SELECT CAST(attstorage AS TEXT) FROM pg_attribute"
                                       " WHERE attrelid = 'log'::regclass"
                                       " AND attname = 'body'")), "e");
    fails_with(db, SQL("SELECT 1.5"), E_INTERNAL); /* numeric: must be cast */
    assert_int_equal(int_of(db, SQL("SELECT 1")), 1);
    db_close(db);
}

static void postgres_killed(void **state)
{
    struct db *db = open_kind(state), *killer = NULL;
    struct err err = ERR_INIT;
    OK(db_open(kind_of(state)->where, DB_WRITER, &killer, &err));
    for (int how = 0; how < 3; how++) {
        int64_t pid = int_of(db, SQL("SELECT pg_backend_pid()"));
        if (how > 0) {
            OK(db_begin(db, &err));
            put_int(db, 1, 1);
        }
        struct sql *q = ask(killer, SQL("SELECT pg_terminate_backend(CAST($1 AS INTEGER),"
                                        " 10000)"));
        sql_int(q, 1, pid);
        OK(sql_run(q, &err));
        err = ERR_INIT;
        if (how < 2)
            fails_with(db, SQL("SELECT count(*) FROM t"), E_UNAVAILABLE);
        else
            assert_int_equal(db_commit(db, &err), -1);
        if (how == 2)
            assert_int_equal(err.code, E_UNAVAILABLE);
        assert_true(db_broken(db));
        db_rollback(db);
        OK(db_reopen(db, &err));
        assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t")), 0);
    }
    db_close(killer);
    db_close(db);
}

static void postgres_crash(void **state)
{
    struct err err = ERR_INIT;
    const char *where = stores_pg_own();
    struct db *db = NULL;
    assert_non_null(where);
    OK(db_open(where, DB_WRITER, &db, &err));
    exec_text(db, "DROP TABLE IF EXISTS t");
    exec_text(db, TABLE_T);
    OK(db_begin(db, &err));
    put_int(db, 1, 1);
    OK(db_commit(db, &err));
    OK(db_begin(db, &err));
    put_int(db, 2, 2);
    stores_pg_crash();
    err = ERR_INIT;
    assert_int_equal(db_commit(db, &err), -1);
    assert_int_equal(err.code, E_UNAVAILABLE);
    assert_true(db_broken(db));
    err = ERR_INIT;
    assert_int_equal(db_reopen(db, &err), -1);
    assert_int_equal(err.code, E_UNAVAILABLE);
    stores_pg_restart();
    OK(db_reopen(db, &err));
    assert_int_equal(int_of(db, SQL("SELECT count(*) FROM t")), 1);
    db_close(db);
}

#define ON(f, k) { #f " on " #k, f, NULL, NULL, &k }
#define BOTH(f) ON(f, lite), ON(f, pg)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(bound_by_name), BOTH(unbound_is_refused), BOTH(null_then_value),
        BOTH(empty_is_not_null), BOTH(text_without_nul), BOTH(statement_limits),
        BOTH(strict_types), BOTH(numbers_survive), BOTH(booleans_are_ints),
        BOTH(overflow_is_an_error), BOTH(division_is_checked), BOTH(blob_substr),
        BOTH(order_is_by_bytes), BOTH(nulls_are_placed), BOTH(like_minds_case),
        BOTH(lower_is_ascii), BOTH(upsert_and_returning), BOTH(rows_changed),
        BOTH(constraints_are_conflicts), BOTH(savepoint_restores),
        BOTH(failed_transaction_stays_failed), BOTH(one_statement_runs),
        BOTH(reader_cannot_write), BOTH(read_is_one_view), BOTH(commit_in_doubt),
        BOTH(faults_leave_it_whole), BOTH(cannot_open), BOTH(many_statements),
        BOTH(size_and_checkpoint), ON(sqlite_settings, lite),
        ON(sqlite_checkpoint_beside_reader, lite), ON(sqlite_busy, lite),
        ON(sqlite_full, lite), ON(sqlite_corrupt, lite), ON(postgres_settings, pg),
        ON(postgres_killed, pg), ON(postgres_crash, pg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
