/* test_idempotency.c - a repeated request gets the stored answer, or is told why not. */
#include "core/idempotency.h"
#include "base/fault.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>

static enum db_kind kind;

/* One request, handled the way that api_run() does. */
struct ask {
    const char *key, *what, *answer;
    uint32_t principal;
    bool secret; /* the answer is not to be kept */
    bool fail;   /* the work fails after its effect */
    enum idempotency got;
    int status;
    char body[200];
};

/* The effect: one more quarantine row, whatever the request. */
static int effect(struct db *db, int64_t now_ms, struct err *err) {
    struct sql *q = db_sql(db, SQL("INSERT INTO quarantine (id, digest, name, at_ms, detail)"
                                   " SELECT COALESCE(MAX(id), 0) + 1, 0, 'effect', $1, ''"
                                   " FROM quarantine"), err);
    if (!q)
        return -1;
    sql_int(q, 1, now_ms);
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int ask_run(struct core *c, void *ctx, struct err *err) {
    struct ask *a = ctx;
    struct db *db;
    struct arena arena;
    struct idempotency_answer answer = { .status = 201, .content_type = STR("text/plain"),
                                         .body = str_of(a->answer) };
    struct idempotency_request req = { .principal = a->principal, .key = str_of(a->key) };
    hash_sha256(a->what, strlen(a->what), req.request_hash);
    if (core_db(c, &db, err))
        return -1;
    arena_init(&arena, "test", 1 << 20);
    a->got = idempotency_begin(db, core_now(c), &req, &arena, &answer, err);
    int rc = a->got == IDEMPOTENCY_NEW || a->got == IDEMPOTENCY_STORED ? 0 : -1;
    if (a->got == IDEMPOTENCY_NEW)
        rc = effect(db, core_now(c), err) ||
                     idempotency_finish(db, &req, a->secret ? NULL : &answer, err)
                 ? -1
                 : 0;
    if (!rc && a->fail)
        rc = err_set(err, E_INTERNAL, "failed on purpose");
    a->status = answer.status;
    snprintf(a->body, sizeof(a->body), "%.*s", STR_FMT(answer.body));
    arena_release(&arena);
    return rc;
}

static int64_t effects(struct world *w) {
    return world_count(w, SQL("SELECT COUNT(*) FROM quarantine"));
}

static int64_t rows(struct world *w) {
    return world_count(w, SQL("SELECT COUNT(*) FROM idempotency"));
}

static void test_table(void **state) {
    static const struct {
        const char *about;
        uint32_t principal;
        const char *key, *what;
        int64_t later_ms;
        enum idempotency want;
        enum err_code code;
        const char *body;
        int64_t effects;
    } cases[] = {
        { "first", 1, "k", "a", 0, IDEMPOTENCY_NEW, E_OK, "0", 1 },
        { "again", 1, "k", "a", 0, IDEMPOTENCY_STORED, E_OK, "0", 1 },
        { "other body", 1, "k", "b", 0, IDEMPOTENCY_FAILED, E_CONFLICT, NULL, 1 },
        { "other principal", 2, "k", "b", 0, IDEMPOTENCY_NEW, E_OK, "3", 2 },
        { "other key", 1, "K", "a", 0, IDEMPOTENCY_NEW, E_OK, "4", 3 },
        { "just before a day", 1, "k", "a", IDEMPOTENCY_KEEP_MS - 1, IDEMPOTENCY_STORED, E_OK,
          "0", 3 },
        { "a day later", 1, "k", "a", 1, IDEMPOTENCY_NEW, E_OK, "6", 4 },
        { "again after that", 1, "k", "a", 0, IDEMPOTENCY_STORED, E_OK, "6", 4 },
    };
    struct world w;
    world_open(&w, kind);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err = ERR_INIT;
        char answer[8];
        snprintf(answer, sizeof(answer), "%zu", i);
        struct ask a = { .principal = cases[i].principal, .key = cases[i].key,
                         .what = cases[i].what, .answer = answer };
        clock_advance_ms(&w.clock, cases[i].later_ms);
        world_run(&w, ask_run, &a, &err);
        if (a.got != cases[i].want || err.code != cases[i].code)
            fail_msg("%s: outcome %d, expected %d; error %d, expected %d (%s)", cases[i].about,
                     a.got, cases[i].want, err.code, cases[i].code, err.msg);
        if (cases[i].body)
            assert_string_equal(a.body, cases[i].body);
        assert_int_equal(effects(&w), cases[i].effects);
    }
    world_close(&w);
}

/* Answer and effect come and go together. */
static void test_undone(void **state) {
    struct world w;
    struct err err = ERR_INIT;
    struct ask a = { .principal = 1, .key = "k", .what = "a", .answer = "x", .fail = true };
    world_open(&w, kind);
    assert_int_equal(world_run(&w, ask_run, &a, &err), -1);
    assert_int_equal(effects(&w), 0);
    assert_int_equal(rows(&w), 0);

    a.fail = false;
    OK(fault_arm(kind == DB_SQLITE ? "sqlite.commitx*" : "pg.commitx*", &err));
    assert_int_equal(world_run(&w, ask_run, &a, &err), -1);
    assert_int_equal(err.code, E_UNAVAILABLE);
    fault_disarm();

    /* writing resumes by itself; nothing of the failed commit is there */
    struct core_stats st;
    WORLD_WAIT((core_stats(w.core, &st), st.writable));
    assert_int_equal(effects(&w), 0);
    OK(world_run(&w, ask_run, &a, &err));
    assert_int_equal(a.got, IDEMPOTENCY_NEW);
    assert_int_equal(effects(&w), 1);
    assert_int_equal(rows(&w), 1);
    world_close(&w);
}

static void test_secret(void **state) {
    struct world w;
    struct err err = ERR_INIT;
    struct ask a = { .principal = 1, .key = "k", .what = "a", .answer = "s3cret",
                     .secret = true };
    world_open(&w, kind);
    OK(world_run(&w, ask_run, &a, &err));
    assert_int_equal(a.got, IDEMPOTENCY_NEW);
    assert_int_equal(world_run(&w, ask_run, &a, &err), -1);
    assert_int_equal(a.got, IDEMPOTENCY_FAILED);
    assert_int_equal(err.code, E_CONFLICT);
    assert_int_equal(effects(&w), 1);
    assert_int_equal(world_count(&w, SQL("SELECT SUM(LENGTH(body)) FROM idempotency")), 0);
    world_close(&w);
}

static int reserve_run(struct core *c, void *ctx, struct err *err) {
    struct db *db;
    struct arena arena;
    struct idempotency_answer answer;
    struct idempotency_request req = { .principal = 1, .key = str_of(ctx) };
    hash_sha256("a", 1, req.request_hash);
    if (core_db(c, &db, err))
        return -1;
    arena_init(&arena, "test", 1 << 20);
    int rc = idempotency_begin(db, core_now(c), &req, &arena, &answer, err) != IDEMPOTENCY_NEW;
    arena_release(&arena);
    return rc || idempotency_reserve(db, &req, err) ? -1 : 0;
}

static int release_run(struct core *c, void *ctx, struct err *err) {
    struct db *db;
    struct idempotency_request req = { .principal = 1, .key = str_of(ctx) };
    return core_db(c, &db, err) || idempotency_release(db, &req, err) ? -1 : 0;
}

static void test_reserved(void **state) {
    struct world w;
    struct err err = ERR_INIT;
    struct ask a = { .principal = 1, .key = "k", .what = "a", .answer = "x" };
    world_open(&w, kind);
    OK(world_run(&w, reserve_run, "k", &err));
    assert_int_equal(world_run(&w, ask_run, &a, &err), -1);
    assert_int_equal(a.got, IDEMPOTENCY_BUSY);
    assert_int_equal(err.code, E_CONFLICT);
    OK(world_run(&w, release_run, "k", &err));
    OK(world_run(&w, ask_run, &a, &err));
    assert_int_equal(a.got, IDEMPOTENCY_NEW);
    OK(world_run(&w, release_run, "k", &err)); /* finished: stays */
    assert_int_equal(rows(&w), 1);

    /* a reservation of a process that is gone is dropped at the next start */
    OK(world_run(&w, reserve_run, "lost", &err));
    assert_int_equal(rows(&w), 2);
    world_stop(&w);
    world_start(&w);
    WORLD_WAIT(rows(&w) == 1);
    OK(world_run(&w, ask_run, &a, &err));
    assert_int_equal(a.got, IDEMPOTENCY_STORED);
    world_close(&w);
}

static int fill_run(struct core *c, void *ctx, struct err *err) {
    struct db *db;
    if (core_db(c, &db, err))
        return -1;
    for (int i = 0; i < *(int *)ctx; i++) {
        char key[24];
        struct arena arena;
        struct idempotency_answer answer = { .status = 200, .content_type = STR("t"),
                                             .body = STR("") };
        snprintf(key, sizeof(key), "%lld-%d", (long long)core_now(c), i);
        struct idempotency_request req = { .principal = 9, .key = str_of(key) };
        arena_init(&arena, "test", 1 << 20);
        int rc = idempotency_begin(db, core_now(c), &req, &arena, &answer, err);
        arena_release(&arena);
        if (rc != IDEMPOTENCY_NEW || idempotency_finish(db, &req, &answer, err))
            return -1;
    }
    return 0;
}

static void test_sweep(void **state) {
    struct world w;
    struct err err = ERR_INIT;
    int n = 1203; /* three slices */
    world_open(&w, kind);
    OK(world_run(&w, fill_run, &n, &err));
    clock_advance_ms(&w.clock, IDEMPOTENCY_KEEP_MS / 2);
    n = 7;
    OK(world_run(&w, fill_run, &n, &err));
    assert_int_equal(rows(&w), 1210);
    clock_advance_ms(&w.clock, IDEMPOTENCY_KEEP_MS / 2 + 1);
    /* turn the clock while waiting: the slices follow each other on timers */
    WORLD_WAIT((clock_advance_ms(&w.clock, 1), rows(&w) == 7));
    world_close(&w);
}

static void test_key_check(void **state) {
    char longest[IDEMPOTENCY_KEY_MAX + 2];
    memset(longest, 'k', sizeof(longest));
    const struct {
        struct str key;
        bool fine;
    } cases[] = {
        { STR("a"), true },
        { STR("8e03978e-40d5-43dd-bc93-6894a57f9324"), true },
        { STR("a b~!"), true },
        { str_n(longest, IDEMPOTENCY_KEY_MAX), true },
        { str_n(longest, IDEMPOTENCY_KEY_MAX + 1), false },
        { STR(""), false },
        { STR("a\tb"), false },
        { STR("\xc3\xa9"), false },
        { STR("a\x7f"), false },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err = ERR_INIT;
        bool fine = idempotency_key_check(cases[i].key, &err) == 0;
        if (fine != cases[i].fine)
            fail_msg("case %zu (%.*s): taken %d, expected %d", i, STR_FMT(cases[i].key), fine,
                     cases[i].fine);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_table),  cmocka_unit_test(test_undone),
    cmocka_unit_test(test_secret), cmocka_unit_test(test_reserved),
    cmocka_unit_test(test_sweep),  cmocka_unit_test(test_key_check),
};

int main(void) {
    kind = DB_SQLITE;
    int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
    if (getenv("MUSUBI_TEST_PG")) {
        kind = DB_POSTGRES;
        failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
    }
    return failed;
}
