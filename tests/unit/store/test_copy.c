/* test_copy.c - a store moves from either kind to either kind, whole or not at all. */
#include "store/sql.h"

#include "base/fault.h"
#include "fault/stores.h"
#include "store/store_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct way { enum db_kind from, to; };
static struct way lite_lite = { DB_SQLITE, DB_SQLITE }, lite_pg = { DB_SQLITE, DB_POSTGRES },
                  pg_lite = { DB_POSTGRES, DB_SQLITE }, pg_pg = { DB_POSTGRES, DB_POSTGRES };

static struct db *open_new(enum db_kind kind)
{
    struct err err = ERR_INIT;
    struct db *db = NULL;
    OK(db_open(stores_new(kind), DB_WRITER, &db, &err));
    OK(store_migrate(db, &err));
    return db;
}

/* Row `n` of a table: extreme ints, text beyond ASCII, all bytes, sometimes none. */
static void fill_row(struct db *db, const struct store_table *t, int n, size_t body)
{
    struct err err = ERR_INIT;
    char *held[16]; /* bound values are borrowed until the end */
    struct sql *q = db_sql(db, t->insert, &err);
    OK(q ? 0 : -1);
    int columns = (int)strlen(t->types);
    assert_true(columns <= 16);
    for (int i = 0; i < columns; i++) {
        char *text = held[i] = malloc(body + 64);
        size_t len = t->types[i] == 'b' && strstr(t->columns, "prev_hash") ? body : 20;
        switch (t->types[i]) {
        case 'i':
            sql_int(q, i + 1, n % 2 ? n : INT64_MAX - n);
            break;
        case 't':
            snprintf(text, body + 64, "%d \xe7\xb5\x90 %s %d", n, t->name, i);
            sql_text_(q, i + 1, str_of(text));
            break;
        default:
            for (size_t k = 0; k < len; k++)
                text[k] = (char)(k * 31 + (size_t)n * 7 + (k >> 8));
            memcpy(text, &n, sizeof n);
            sql_bytes(q, i + 1, str_n(text, n % 7 == 5 && i > 5 ? 0 : len));
            break;
        }
    }
    OK(sql_run(q, &err));
    for (int i = 0; i < columns; i++)
        free(held[i]);
}

static void fill(struct db *db, int rows, size_t body)
{
    struct err err = ERR_INIT;
    OK(db_begin(db, &err));
    for (int i = 0; i < store_tables_n; i++)
        for (int n = 0; n < rows; n++)
            fill_row(db, &store_tables[i], n, body);
    struct sql *q = db_sql(db, SQL("UPDATE definition SET draft = NULL, published = NULL"
                                   " WHERE id = 1"), &err);
    assert_int_equal(sql_run(q, &err), 1);
    OK(db_commit(db, &err));
}

static void same_value(struct sql *a, struct sql *b, int col, char type)
{
    assert_int_equal(sql_is_null(a, col), sql_is_null(b, col));
    if (type == 'i') {
        assert_true(sql_get_int(a, col) == sql_get_int(b, col));
        return;
    }
    struct str x = sql_get_bytes(a, col), y = sql_get_bytes(b, col);
    assert_int_equal(x.n, y.n);
    assert_memory_equal(x.s, y.s, x.n);
}

static int same_table(struct db *from, struct db *to, const struct store_table *t)
{
    struct err err = ERR_INIT;
    struct sql *a = db_sql(from, t->select, &err), *b = db_sql(to, t->select, &err);
    int rows = 0;
    for (;; rows++) {
        int ra = sql_step(a, &err), rb = sql_step(b, &err);
        OK(ra < 0 || rb < 0 ? -1 : 0);
        assert_int_equal(ra, rb);
        if (ra == 0)
            break;
        for (int i = 0; t->types[i]; i++)
            same_value(a, b, i, t->types[i]);
    }
    sql_end(a);
    sql_end(b);
    return rows;
}

static void copies_all(void **state)
{
    struct way *w = *state;
    struct err err = ERR_INIT;
    struct db *from = open_new(w->from), *to = open_new(w->to);
    fill(from, 40, 3000);
    OK(store_copy(from, to, &err));
    for (int i = 0; i < store_tables_n; i++)
        assert_true(same_table(from, to, &store_tables[i]) >= 40);
    OK(store_migrate(to, &err));
    /* both stay usable, and a second copy is refused */
    assert_int_equal(store_copy(from, to, &err), -1);
    assert_int_equal(err.code, E_CONFLICT);
    db_close(to);
    db_close(from);
}

/* More than one commit of the target, and a failure after the first: the mark tells. */
static void cut_short_is_marked(void **state)
{
    struct way *w = *state;
    struct err err = ERR_INIT;
    struct db *from = open_new(w->from), *to = open_new(w->to), *to2 = open_new(w->to);
    const struct store_table *log = &store_tables[store_tables_n - 1];
    assert_string_equal(log->name, "log");
    OK(db_begin(from, &err));
    for (int n = 0; n < 18; n++)
        fill_row(from, log, n, 4 << 20);
    OK(db_commit(from, &err));
    OK(store_copy(from, to, &err));
    assert_int_equal(same_table(from, to, log), 18);

    OK(fault_arm(w->to == DB_SQLITE ? "sqlite.commit@1" : "pg.commit@1", &err));
    err = ERR_INIT;
    assert_int_equal(store_copy(from, to2, &err), -1);
    fault_disarm();
    assert_int_equal(err.code, E_UNAVAILABLE);
    OK(db_reopen(to2, &err));
    struct sql *q = db_sql(to2, log->count, &err);
    assert_int_equal(sql_step(q, &err), 1);
    assert_true(sql_get_int(q, 0) > 0 && sql_get_int(q, 0) < 18);
    sql_end(q);
    err = ERR_INIT;
    assert_int_equal(store_migrate(to2, &err), -1);
    assert_int_equal(err.code, E_CONFLICT);
    err = ERR_INIT;
    assert_int_equal(store_copy(from, to2, &err), -1);
    assert_int_equal(err.code, E_CONFLICT);
    db_close(to2);
    db_close(to);
    db_close(from);
}

static void needs_both_migrated(void **state)
{
    struct way *w = *state;
    struct err err = ERR_INIT;
    struct db *good = open_new(w->from), *bare = NULL;
    OK(db_open(stores_new(w->to), DB_WRITER, &bare, &err));
    assert_int_equal(store_copy(good, bare, &err), -1);
    assert_int_equal(err.code, E_CONFLICT);
    err = ERR_INIT;
    assert_int_equal(store_copy(bare, good, &err), -1);
    assert_int_equal(err.code, E_CONFLICT);
    /* nothing hangs in a transaction */
    OK(db_begin(good, &err));
    OK(db_commit(good, &err));
    OK(db_begin(bare, &err));
    OK(db_commit(bare, &err));
    db_close(bare);
    db_close(good);
}

#define ON(f, k) { #f " " #k, f, NULL, NULL, &k }

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(copies_all, lite_lite), ON(copies_all, lite_pg), ON(copies_all, pg_lite),
        ON(copies_all, pg_pg), ON(cut_short_is_marked, lite_pg),
        ON(cut_short_is_marked, pg_lite), ON(needs_both_migrated, lite_pg),
        ON(needs_both_migrated, pg_lite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
