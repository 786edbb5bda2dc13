/* test_tornvfs.c - the VFS loses what it should, and the store loses nothing on it. */
#include "fault/tornvfs.h"

#include "fault/stores.h"
#include "store/sql.h"
#include "store/store_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static uint64_t next_random(uint64_t *s)
{
    uint64_t z = (*s += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* ---- the VFS by itself ---- */

static sqlite3_file *open_raw(const char *path, int kind)
{
    sqlite3_vfs *v = sqlite3_vfs_find("torn");
    sqlite3_file *f = calloc(1, (size_t)v->szOsFile);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | kind;
    int rc = v->xOpen(v, path, f, flags, &flags);
    assert_int_equal(rc, SQLITE_OK);
    return f;
}

static void close_raw(sqlite3_file *f)
{
    assert_int_equal(f->pMethods->xClose(f), SQLITE_OK);
    free(f);
}

static void put(sqlite3_file *f, char c, int n, int at, int want)
{
    char block[8192];
    memset(block, c, (size_t)n);
    assert_int_equal(f->pMethods->xWrite(f, block, n, at), want);
}

/* What lies on the disk: the bytes at the beginning of each sector, '-' where there is none. */
static void disk(const char *path, char *out, int sectors)
{
    FILE *f = fopen(path, "r");
    for (int i = 0; i < sectors; i++) {
        int c = f && fseek(f, i * 512L, SEEK_SET) == 0 ? fgetc(f) : EOF;
        out[i] = c == EOF ? '-' : (char)c;
    }
    out[sectors] = 0;
    if (f)
        fclose(f);
}

static void unsynced_is_lost_and_synced_stays(void **state)
{
    char path[128] = "", seen[16];
    int old = 0, new = 0, torn = 0, gap = 0, gone = 0;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        snprintf(path, sizeof path, "%s/raw%d", stores_dir(), (int)seed);
        sqlite3_file *f = open_raw(path, SQLITE_OPEN_SUPER_JOURNAL);
        put(f, 'A', 4096, 0, SQLITE_OK);
        assert_int_equal(access(path, F_OK), 0);
        disk(path, seen, 8);
        assert_string_equal(seen, "--------"); /* nothing before the sync */
        assert_int_equal(f->pMethods->xSync(f, SQLITE_SYNC_NORMAL), SQLITE_OK);
        disk(path, seen, 8);
        assert_string_equal(seen, "AAAAAAAA");
        put(f, 'B', 1024, 1024, SQLITE_OK);
        put(f, 'C', 1024, 3072, SQLITE_OK);
        char c;
        assert_int_equal(f->pMethods->xRead(f, &c, 1, 1024), SQLITE_OK);
        assert_int_equal(c, 'B'); /* the program sees its writes */
        tornvfs_power_loss(seed);
        assert_int_equal(f->pMethods->xRead(f, &c, 1, 0), SQLITE_IOERR_READ);
        put(f, 'D', 512, 0, SQLITE_IOERR_WRITE);
        disk(path, seen, 8);
        for (int i = 0; i < 8; i++)
            assert_true(seen[i] == 'A' || seen[i] == (i / 2 == 1 ? 'B' : i / 2 == 3 ? 'C' : 'A'));
        old += strcmp(seen, "AAAAAAAA") == 0;
        new += strcmp(seen, "AABBAACC") == 0;
        torn += (seen[2] == 'B') != (seen[3] == 'B');
        gap += seen[2] == 'A' && seen[3] == 'A' && seen[6] == 'C';
        gone += seen[0] != 'A';
        tornvfs_restart();
        put(f, 'D', 512, 0, SQLITE_IOERR_WRITE); /* a handle of before stays dead */
        close_raw(f);
    }
    assert_int_equal(gone, 0);
    assert_true(old > 20 && new > 20 && torn > 20 && gap > 5);
}

static void folders_and_truncates_wait_too(void **state)
{
    sqlite3_vfs *v = sqlite3_vfs_find("torn");
    char path[128] = "", seen[16];
    int made_gone = 0, delete_undone = 0, truncate_undone = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        /* a new file that nobody synced */
        snprintf(path, sizeof path, "%s/made%d", stores_dir(), (int)seed);
        sqlite3_file *f = open_raw(path, SQLITE_OPEN_MAIN_DB);
        close_raw(f);
        tornvfs_power_loss(seed);
        tornvfs_restart();
        made_gone += access(path, F_OK) != 0;
        /* a durable one, truncated, or deleted without a sync of the folder */
        snprintf(path, sizeof path, "%s/del%d", stores_dir(), (int)seed);
        f = open_raw(path, SQLITE_OPEN_SUPER_JOURNAL);
        put(f, 'A', 1024, 0, SQLITE_OK);
        f->pMethods->xSync(f, SQLITE_SYNC_NORMAL);
        if (seed % 2) {
            assert_int_equal(f->pMethods->xTruncate(f, 0), SQLITE_OK);
            close_raw(f);
        } else {
            close_raw(f);
            int there = 1;
            assert_int_equal(v->xDelete(v, path, 0), SQLITE_OK);
            assert_int_equal(v->xAccess(v, path, SQLITE_ACCESS_EXISTS, &there), SQLITE_OK);
            assert_int_equal(there, 0);
            assert_int_equal(v->xDelete(v, path, 0), SQLITE_IOERR_DELETE_NOENT);
        }
        tornvfs_power_loss(seed);
        tornvfs_restart();
        disk(path, seen, 2);
        if (seed % 2)
            truncate_undone += strcmp(seen, "AA") == 0;
        else
            delete_undone += access(path, F_OK) == 0;
    }
    assert_true(made_gone > 30 && made_gone < 170);
    assert_true(truncate_undone > 10 && truncate_undone < 90);
    assert_true(delete_undone > 10 && delete_undone < 90);
    /* with the folder synced it is gone for good */
    snprintf(path, sizeof path, "%s/del", stores_dir());
    sqlite3_file *f = open_raw(path, SQLITE_OPEN_SUPER_JOURNAL);
    put(f, 'A', 1024, 0, SQLITE_OK);
    close_raw(f);
    assert_int_equal(v->xDelete(v, path, 1), SQLITE_OK);
    tornvfs_power_loss(1);
    tornvfs_restart();
    assert_int_equal(access(path, F_OK), -1);
}

static void crash_at_the_nth(void **state)
{
    char path[128] = "";
    for (uint64_t n = 1; n <= 4; n++) {
        snprintf(path, sizeof path, "%s/nth%d", stores_dir(), (int)n);
        sqlite3_file *f = open_raw(path, SQLITE_OPEN_MAIN_DB);
        uint64_t before = tornvfs_ops();
        tornvfs_crash_at(n);
        put(f, 'A', 512, 0, n == 1 ? SQLITE_IOERR_WRITE : SQLITE_OK);
        assert_int_equal(f->pMethods->xSync(f, SQLITE_SYNC_NORMAL),
                         n <= 2 ? SQLITE_IOERR_FSYNC : SQLITE_OK);
        assert_int_equal(f->pMethods->xTruncate(f, 0),
                         n <= 3 ? SQLITE_IOERR_TRUNCATE : SQLITE_OK);
        assert_int_equal(tornvfs_ops() - before, n < 3 ? n : 3);
        assert_int_equal(tornvfs_crashed(), n <= 3);
        tornvfs_power_loss(n);
        tornvfs_restart();
        close_raw(f);
    }
}

static void settle_keeps_all(void **state)
{
    char path[128] = "", seen[16];
    snprintf(path, sizeof path, "%s/settled", stores_dir());
    sqlite3_file *f = open_raw(path, SQLITE_OPEN_MAIN_DB);
    put(f, 'A', 1024, 0, SQLITE_OK);
    close_raw(f);
    tornvfs_settle();
    disk(path, seen, 2);
    assert_string_equal(seen, "AA");
}

/* ---- the store on it: random transactions, every crash point ---- */

#define TXS 24
#define KEYS 12

/* The state after `txs` transactions of a script; version 0: no such row. */
struct model { int version[KEYS]; };

static size_t body_len(int k, int version)
{
    return (size_t)((k * 7919 + version * 104729) % 60000) + 1;
}

static void body_fill(char *p, int k, int version)
{
    size_t n = body_len(k, version);
    for (size_t i = 0; i < n; i++)
        p[i] = (char)(i * 131 + (size_t)k * 17 + (size_t)version * 29 + (i >> 9));
}

/* Apply transaction i to the model and, if there is one, to the store. */
static int transaction(struct db *db, struct model *m, uint64_t script, int i, struct err *err)
{
    static char body[70000];
    uint64_t s = script * 1000 + (uint64_t)i;
    int changes = 1 + (int)(next_random(&s) % 4);
    if (db && db_begin(db, err))
        return -1;
    for (int c = 0; c < changes; c++) {
        int k = (int)(next_random(&s) % KEYS);
        bool drop = next_random(&s) % 5 == 0;
        m->version[k] = drop ? 0 : i + 1;
        if (!db)
            continue;
        struct sql *q = drop
            ? db_sql(db, SQL("DELETE FROM t WHERE k = $1"), err)
            : db_sql(db, SQL("INSERT INTO t (k, version, body) VALUES ($1, $2, $3) ON CONFLICT"
                             " (k) DO UPDATE SET version = excluded.version,"
                             " body = excluded.body"), err);
        if (!q)
            return -1;
        sql_int(q, 1, k);
        if (!drop) {
            body_fill(body, k, i + 1);
            sql_int(q, 2, i + 1);
            sql_bytes(q, 3, str_n(body, body_len(k, i + 1)));
        }
        if (sql_run(q, err) < 0)
            return -1;
    }
    if (!db)
        return 0;
    struct sql *q = db_sql(db, SQL("UPDATE last SET tx = $1"), err);
    if (!q)
        return -1;
    sql_int(q, 1, i + 1);
    if (sql_run(q, err) != 1)
        return -1;
    return db_commit(db, err);
}

static int set_up(struct db *db, struct err *err)
{
    static const char *const steps[] = {
        "CREATE TABLE t (k {id}, version {int} NOT NULL, body {bytes} NOT NULL) {strict}",
        "CREATE TABLE last (tx {int} NOT NULL) {strict}",
        "INSERT INTO last (tx) VALUES (0)",
    };
    if (db_begin(db, err))
        return -1;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        char *sql = store_dialect(DB_SQLITE, steps[i]);
        int rc = db->drv->exec(db, sql, err);
        free(sql);
        if (rc) {
            db_rollback(db);
            return -1;
        }
    }
    return db_commit(db, err);
}

static int open_writer(const char *where, bool careless, struct db **ret, struct err *err)
{
    struct db *db = NULL;
    if (db_open(where, DB_WRITER, &db, err))
        return -1;
    if (careless && db->drv->exec(db, "PRAGMA synchronous=OFF", err)) {
        db_close(db);
        return -1;
    }
    *ret = db;
    return 0;
}

/* Run the script until it ends or the power goes.  Returns the transactions acknowledged, -1
 * when not even the tables were. */
static int run_script(const char *where, uint64_t script, bool careless)
{
    struct err err = ERR_INIT;
    struct db *db = NULL, *other = NULL;
    struct model m = { { 0 } };
    int done = -1;
    if (open_writer(where, careless, &db, &err))
        return -1;
    if (set_up(db, &err) == 0) {
        done = 0;
        uint64_t s = script;
        if (open_writer(where, careless, &other, &err) == 0)
            while (done < TXS && transaction(db, &m, script, done, &err) == 0) {
                done++;
                if (next_random(&s) % 5 == 0 &&
                    db_checkpoint(other, next_random(&s) % 3 == 0, &err) < 0)
                    break;
            }
    }
    assert_true(done == TXS || tornvfs_crashed());
    db_close(other);
    db_close(db);
    return done;
}

static int64_t int_of(struct db *db, struct sql_text text)
{
    struct err err = ERR_INIT;
    struct sql *q = db_sql(db, text, &err);
    int64_t v = -1;
    if (q && sql_step(q, &err) > 0)
        v = sql_get_int(q, 0);
    else
        OK(-1);
    sql_end(q);
    return v;
}

static int rows_right(struct db *db, const struct model *m)
{
    static char body[70000];
    struct err err = ERR_INIT;
    int right = 0;
    struct sql *q = db_sql(db, SQL("SELECT k, version, body FROM t"), &err);
    while (q && sql_step(q, &err) > 0) {
        int k = (int)sql_get_int(q, 0), version = (int)sql_get_int(q, 1);
        struct str got = sql_get_bytes(q, 2);
        body_fill(body, k, version);
        if (version != m->version[k] || got.n != body_len(k, version) ||
            memcmp(got.s, body, got.n) != 0)
            fail_msg("key %d: version %d, want %d", k, version, m->version[k]);
        right++;
    }
    OK(err.code ? -1 : 0);
    sql_end(q);
    return right;
}

/* After the crash: how many transactions the store holds, -1 when not even the tables. */
static int held_by(const char *where)
{
    struct err err = ERR_INIT;
    struct db *db = NULL;
    OK(db_open(where, DB_WRITER, &db, &err));
    int there = db->drv->has_table(db, "last", &err);
    OK(there);
    int held = there ? (int)int_of(db, SQL("SELECT tx FROM last")) : -1;
    db_close(db);
    return held;
}

/* Exact content, and the store goes on working. */
static void check_content(const char *where, uint64_t script, int held)
{
    struct err err = ERR_INIT;
    struct db *db = NULL;
    struct model m = { { 0 } };
    int want = 0;
    OK(db_open(where, DB_WRITER, &db, &err));
    for (int i = 0; i < held; i++)
        OK(transaction(NULL, &m, script, i, &err));
    for (int k = 0; k < KEYS; k++)
        want += m.version[k] != 0;
    assert_int_equal(rows_right(db, &m), want);
    struct sql *q = db_sql(db, SQL("PRAGMA integrity_check"), &err);
    assert_int_equal(sql_step(q, &err), 1);
    assert_true(str_is(sql_get_text(q, 0), "ok"));
    sql_end(q);
    OK(transaction(db, &m, script, held, &err));
    assert_int_equal(int_of(db, SQL("SELECT tx FROM last")), held + 1);
    db_close(db);
}

static uint64_t ops_of_script(uint64_t script)
{
    char where[128];
    snprintf(where, sizeof where, "vfs=torn:%s/full%d.db", stores_dir(), (int)script);
    uint64_t before = tornvfs_ops();
    assert_int_equal(run_script(where, script, false), TXS);
    return tornvfs_ops() - before;
}

static void remove_store(const char *path)
{
    static const char *const tails[] = { "", "-wal", "-shm", "-journal" };
    char name[160];
    for (int i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%s%s", path, tails[i]);
        unlink(name);
    }
}

/* Crash at op n; the number of transactions that were acknowledged and are lost. */
static int crash_once(uint64_t script, uint64_t n, bool careless)
{
    char where[128];
    int length = snprintf(where, sizeof where, "vfs=torn:%s/c.db", stores_dir());
    assert_true(length < (int)sizeof where);
    tornvfs_crash_at(n);
    int acked = run_script(where, script, careless);
    tornvfs_power_loss(script * 100003 + n);
    tornvfs_restart();
    int lost = 0;
    if (!careless) {
        int held = held_by(where);
        if (held < acked || held > acked + 1)
            fail_msg("script %d, crash at %d: %d acknowledged, %d held", (int)script, (int)n,
                     acked, held);
        if (held >= 0)
            check_content(where, script, held);
    } else {
        struct err err = ERR_INIT;
        struct db *db = NULL;
        struct sql *q = NULL;
        /* whatever is wrong with it counts */
        lost = db_open(where, DB_READER, &db, &err) ||
               !(q = db_sql(db, SQL("SELECT tx FROM last"), &err)) || sql_step(q, &err) <= 0 ||
               sql_get_int(q, 0) < acked;
        sql_end(q);
        db_close(db);
        lost = acked >= 0 && lost;
    }
    tornvfs_settle();
    remove_store(strchr(where, '/'));
    return lost;
}

static void committed_survives_every_crash(void **state)
{
    for (uint64_t script = 1; script <= 3; script++) {
        uint64_t total = ops_of_script(script);
        assert_true(total > 150);
        for (uint64_t n = 1; n <= total; n++)
            crash_once(script, n, false);
    }
}

/* The test above can fail: without syncs it does. */
static void without_syncs_it_would_not(void **state)
{
    int lost = 0;
    for (uint64_t n = 40; n < 140; n += 5)
        lost += crash_once(1, n, true);
    assert_true(lost > 5);
}

int main(void)
{
    tornvfs_register();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unsynced_is_lost_and_synced_stays),
        cmocka_unit_test(folders_and_truncates_wait_too),
        cmocka_unit_test(crash_at_the_nth),
        cmocka_unit_test(settle_keeps_all),
        cmocka_unit_test(committed_survives_every_crash),
        cmocka_unit_test(without_syncs_it_would_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
