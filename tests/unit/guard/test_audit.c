/* test_audit.c - the audit log's table and its chain: rows of a batch, of commands that are undone,
 * of commits that fail or are in doubt; clearing; reading back; what verify finds. */
#include "base/fault.h"
#include "core/verify.h"
#include "fault/stores.h"
#include "fault/temp.h"
#include "guard/audit_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define START_MS 1790000000000LL

struct desk {
    char dir[64];
    const char *store;
    struct clock clock;
    struct core *core;
    struct audit *audit;
    int written, dropped; /* batches that were sealed, and that came to nothing */
};

static enum db_kind kind(void) {
    const char *name = getenv("MUSUBI_TEST_STORE");
    return name && strcmp(name, "postgres") == 0 ? DB_POSTGRES : DB_SQLITE;
}

static int count_seals(void *room, struct db *db, struct err *err) {
    struct desk *d = room;
    (void)err;
    d->written += db != NULL;
    d->dropped += db == NULL;
    return 0;
}

static void desk_open(struct desk *d, bool rebuilt) {
    struct err err = ERR_INIT;
    if (!d->core && d->clock.fake == 0)
        clock_init_fake(&d->clock, START_MS);
    struct core_config cfg = { .data_dir = d->dir, .store = d->store, .clock = &d->clock,
                               .memory_max = 64 << 20, .stepped = true,
                               .ignore_snapshot = rebuilt };
    OK(core_new(&cfg, &d->core, &err));
    d->audit = audit_new(d->core);
    core_on_seal(d->core, count_seals, d);
    OK(core_start(d->core, &err));
}

static void desk_close(struct desk *d) {
    core_stop(d->core);
    audit_free(d->audit);
    core_free(d->core);
    d->core = NULL;
}

static void desk_make(struct desk *d) {
    *d = (struct desk){ .store = stores_new(kind()) };
    temp_dir(d->dir, sizeof d->dir, "audit");
    desk_open(d, false);
}

static void desk_remove(struct desk *d) {
    char command[128];
    desk_close(d);
    snprintf(command, sizeof command, "rm -rf '%s'", d->dir);
    assert_int_equal(system(command), 0);
}

/* ---- commands ---- */

struct telling {
    struct command cmd; /* first */
    struct desk *d;
    int rows;
    const char *subject, *detail;
    bool fails;
    uint64_t clear[4];
    uint32_t n_clear;
    uint64_t last; /* out */
    int over;      /* 1 done, -1 failed */
    struct err err;
};

static int tell_run(struct core *c, struct command *cmd, struct err *err) {
    struct telling *t = (struct telling *)cmd;
    (void)c;
    for (int i = 0; i < t->rows; i++) {
        struct audit_act act = {
            .who = STR("key:1"), .who_name = STR("所有者"), .address = STR("192.0.2.1"),
            .request = STR("r-1"), .operation = STR("getPerson"),
            .subject = str_of(t->subject ? t->subject : "person:1"),
            .detail = str_of(t->detail ? t->detail : "{\"a\":1}")
        };
        t->last = audit_add(t->d->audit, &act);
    }
    if (t->n_clear && audit_clear(t->d->audit, t->clear, t->n_clear, err) < 0)
        return -1;
    return t->fails ? err_set(err, E_CONFLICT, "on purpose") : 0;
}

static void tell_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct telling *t = (struct telling *)cmd;
    (void)seq;
    t->over = err ? -1 : 1;
    if (err)
        t->err = *err;
}

static void submit(struct desk *d, struct telling *t) {
    struct err err = ERR_INIT;
    t->d = d;
    t->over = 0;
    t->cmd = (struct command){ .name = "tell", .bytes = 64, .run = tell_run,
                               .done = tell_done };
    OK(core_submit(d->core, &t->cmd, &err));
}

static int tell(struct desk *d, struct telling *t) {
    submit(d, t);
    while (t->over == 0)
        assert_true(core_turn(d->core));
    return t->over;
}

/* What audit_verify() says: rows, or -1 and the error. */
static int64_t verified(struct desk *d, struct audit_verified *ret, struct err *err) {
    struct verify_result log;
    struct db *a = NULL, *b = NULL;
    struct err none = ERR_INIT, *told = err ? err : &none;
    assert_int_equal(db_open(core_store_where(d->core), DB_READER, &a, told), 0);
    assert_int_equal(db_open(core_store_where(d->core), DB_READER, &b, told), 0);
    int rc = audit_verify(a, b, &log, ret, told);
    db_close(a);
    db_close(b);
    if (rc < 0 && !err)
        fail_msg("%s (%s)", told->msg, told->where);
    return rc < 0 ? -1 : (int64_t)ret->rows;
}

static void dump_line(void *ctx, struct str line) {
    if (str_starts(line, STR("audit ")))
        snprintf(ctx, 200, "%.*s", STR_FMT(line));
}

static void rebuilt_is_the_same(struct desk *d) {
    char was[200] = "", is[200] = "";
    core_dump_all(d->core, dump_line, was);
    desk_close(d);
    desk_open(d, true);
    core_dump_all(d->core, dump_line, is);
    assert_string_equal(was, is);
    assert_true(strstr(was, "audit rows") != NULL);
}

/* ---- tests ---- */

static void rows_of_one_batch(void **state) {
    static const int sizes[] = { 1, 2, 3, 63, 64, 65, 127, 200 };
    struct audit_verified v;
    struct desk d;
    uint64_t n = 0;
    (void)state;
    desk_make(&d);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct telling t[3] = { { .rows = sizes[i] }, { .rows = 5, .fails = true },
                                { .rows = 2 } };
        for (int k = 0; k < 3; k++)
            submit(&d, &t[k]);
        assert_true(core_turn(d.core)); /* one batch: the second is undone in the middle */
        n += (uint64_t)sizes[i] + 2;
        assert_int_equal(t[0].over, 1);
        assert_int_equal(t[1].over, -1);
        assert_int_equal(t[2].over, 1);
        assert_int_equal(t[2].last, n);
        assert_int_equal(verified(&d, &v, NULL), n);
    }
    rebuilt_is_the_same(&d);
    assert_int_equal(verified(&d, &v, NULL), n);
    desk_remove(&d);
}

static void commits_that_fail(void **state) {
    static const char *const faults[2][4] = {
        [DB_SQLITE] = { "sqlite.commit", "sqlite.commit.after", "sqlite.write", "sqlite.begin" },
        [DB_POSTGRES] = { "pg.commit", "pg.commit.after", "pg.query", "pg.query@2" },
    };
    struct audit_verified v;
    struct desk d;
    struct err err = ERR_INIT;
    uint64_t acked = 0;
    (void)state;
    desk_make(&d);
    for (int i = 0; i < 4; i++) {
        struct telling t = { .rows = 70 };
        assert_int_equal(tell(&d, &t), 1);
        acked = t.last;
        OK(fault_arm(faults[kind()][i], &err));
        struct telling lost = { .rows = 3 };
        int rc = tell(&d, &lost);
        fault_disarm();
        while (!core_writable(d.core)) {
            clock_advance_ms(&d.clock, 500);
            core_turn(d.core);
            struct telling none = { .rows = 0 };
            submit(&d, &none);
            while (none.over == 0)
                core_turn(d.core);
        }
        uint64_t rows = (uint64_t)verified(&d, &v, NULL);
        if (rc > 0)
            acked = lost.last;
        assert_true(rows == acked || rows == acked + 3);
        struct telling next = { .rows = 1 }; /* no gap, and nothing twice */
        assert_int_equal(tell(&d, &next), 1);
        assert_int_equal(next.last, rows + 1);
        assert_int_equal(verified(&d, &v, NULL), rows + 1);
    }
    rebuilt_is_the_same(&d);
    desk_remove(&d);
}

/* Else a row of it would wait on, and take the id of another node's that comes meanwhile. */
static void a_batch_that_emits_nothing_is_dropped(void **state) {
    struct audit_verified v;
    struct desk d;
    (void)state;
    desk_make(&d);
    struct telling one = { .rows = 1 }, undone = { .rows = 3, .fails = true },
                   rows = { .clear = { 99 }, .n_clear = 1 }; /* looks at rows, emits nothing */
    assert_int_equal(tell(&d, &one), 1);
    int written = d.written, dropped = d.dropped;
    assert_int_equal(tell(&d, &undone), -1);
    assert_int_equal(d.dropped, dropped + 1);
    assert_int_equal(tell(&d, &rows), 1);
    assert_int_equal(d.dropped, dropped + 2);
    assert_int_equal(d.written, written);
    assert_int_equal(tell(&d, &one), 1);
    assert_int_equal(d.written, written + 1);
    assert_int_equal(verified(&d, &v, NULL), 2);
    desk_remove(&d);
}

static void what_is_cleared(void **state) {
    struct audit_verified v;
    struct desk d;
    (void)state;
    desk_make(&d);
    struct telling t = { .rows = 10 };
    assert_int_equal(tell(&d, &t), 1);
    uint8_t head[AUDIT_DIGEST];
    verified(&d, &v, NULL);
    memcpy(head, v.head, sizeof head);
    struct telling undone = { .clear = { 3, 4 }, .n_clear = 2, .fails = true };
    assert_int_equal(tell(&d, &undone), -1);
    verified(&d, &v, NULL);
    assert_int_equal(v.cleared, 0);
    struct telling clear = { .clear = { 7, 3, 7, 99 }, .n_clear = 4 };
    assert_int_equal(tell(&d, &clear), 1);
    assert_int_equal(tell(&d, &clear), 1); /* again changes nothing */
    assert_int_equal(verified(&d, &v, NULL), 10);
    assert_int_equal(v.cleared, 2);
    assert_memory_equal(v.head, head, sizeof head);
    rebuilt_is_the_same(&d);
    desk_remove(&d);
}

static int forget_run(struct core *c, struct command *cmd, struct err *err) {
    struct telling *t = (struct telling *)cmd;
    static const uint32_t atoms[] = { 5, 9 };
    (void)c;
    (void)err;
    if (t->rows)
        audit_forget(t->d->audit, atoms, 2);
    else
        audit_forgotten(t->d->audit);
    return 0;
}

static void what_is_to_be_forgotten_outlives_a_restart(void **state) {
    struct desk d;
    struct err err = ERR_INIT;
    (void)state;
    desk_make(&d);
    struct telling first = { .rows = 1 };
    assert_int_equal(tell(&d, &first), 1);
    assert_int_equal(audit_to_forget(d.audit), UINT32_MAX);
    struct telling t = { .d = &d, .rows = 1, .cmd = { .name = "forget", .run = forget_run } };
    OK(core_call(d.core, &t.cmd, &err));
    for (int i = 0; i < 2; i++) {
        rebuilt_is_the_same(&d);
        assert_int_equal(audit_to_forget(d.audit), i ? 9 : 5);
        t = (struct telling){ .d = &d, .cmd = { .name = "forgotten", .run = forget_run } };
        OK(core_call(d.core, &t.cmd, &err));
    }
    assert_int_equal(audit_to_forget(d.audit), UINT32_MAX);
    desk_remove(&d);
}

static void texts_that_no_column_takes(void **state) {
    struct audit_verified v;
    struct desk d;
    (void)state;
    desk_make(&d);
    char *large = malloc(AUDIT_DETAIL_MAX + 2);
    assert_non_null(large);
    memset(large, 'x', AUDIT_DETAIL_MAX + 1);
    large[AUDIT_DETAIL_MAX + 1] = 0;
    struct telling t[] = { { .rows = 1, .detail = "{\"a\":\"\xff\"}" },
                           { .rows = 1, .subject = "\xc3\x28" },
                           { .rows = 1, .detail = large } };
    for (int i = 0; i < 3; i++)
        assert_int_equal(tell(&d, &t[i]), 1);
    assert_int_equal(verified(&d, &v, NULL), 3);
    free(large);
    desk_remove(&d);
}

static void lists(void **state) {
    struct desk d;
    struct db *db;
    struct arena a;
    struct audit_row *rows;
    struct err err = ERR_INIT;
    uint64_t next, id;
    (void)state;
    desk_make(&d);
    for (int i = 0; i < 30; i++) { /* 30 times 40 rows, a second apart */
        char subject[AUDIT_PERSON_SIZE], detail[40];
        snprintf(subject, sizeof subject, "person:%d", i % 3);
        snprintf(detail, sizeof detail, "{\"n\":\"Round-%d\"}", i);
        struct telling t = { .rows = 40, .subject = subject, .detail = detail };
        assert_int_equal(tell(&d, &t), 1);
        clock_advance_ms(&d.clock, 1000);
    }
    OK(db_open(core_store_where(d.core), DB_READER, &db, &err));
    arena_init(&a, "rows", 64u << 20);
    const uint32_t atoms[] = { 0, 2 };
    const struct { struct audit_filter f; uint64_t want; } cases[] = {
        { { .who = STR("key:1") }, 1200 },
        { { .who = STR("key") }, 1200 },
        { { .who = STR("key:2") }, 0 },
        { { .who = STR("ke") }, 0 },
        { { .subject = STR("person:1") }, 400 },
        { { .atoms = atoms, .n_atoms = 2 }, 800 },
        { { .text = STR("round-29") }, 40 },
        { { .text = STR("round-2") }, 440 },
        { { .first = 41, .last = 80 }, 40 },
        { { .operation = STR("getPerson"), .subject = STR("person:2"), .first = 81 }, 400 },
        { { .operation = STR("other") }, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int forward = 0; forward < 2; forward++) {
            struct audit_filter f = cases[i].f;
            uint64_t n = 0, last = 0;
            do {
                int got = audit_list(db, &f, forward, 70, &a, &rows, &next, &err);
                assert_true(got >= 0);
                for (int k = 0; k < got; k++) {
                    assert_true(last == 0 || (forward ? rows[k].id > last : rows[k].id < last));
                    last = rows[k].id;
                }
                n += (uint64_t)got;
                if (forward)
                    f.first = next;
                else
                    f.last = next;
            } while (next);
            if (n != cases[i].want)
                fail_msg("case %zu: %llu rows, wanted %llu", i, (unsigned long long)n,
                         (unsigned long long)cases[i].want);
        }
    const struct { int64_t ms; uint64_t want; } times[] = {
        { 0, 1 }, { START_MS, 1 }, { START_MS + 1, 41 }, { START_MS + 1000, 41 },
        { START_MS + 29000, 1161 }, { START_MS + 29001, 1201 }, { INT64_MAX, 1201 },
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        OK(audit_id_at(db, times[i].ms, &id, &err));
        assert_int_equal(id, times[i].want);
    }
    arena_release(&a);
    db_close(db);
    desk_remove(&d);
}

static void looks_repeated(void **state) {
    struct desk d;
    (void)state;
    desk_make(&d);
    audit_saw(d.audit, 7, START_MS);
    assert_true(audit_seen(d.audit, 7, START_MS));
    assert_true(audit_seen(d.audit, 7, START_MS + AUDIT_AGAIN_MS - 1));
    assert_false(audit_seen(d.audit, 7, START_MS + AUDIT_AGAIN_MS));
    assert_false(audit_seen(d.audit, 7, START_MS - 1)); /* a clock that was set back */
    assert_false(audit_seen(d.audit, 8, START_MS));
    for (uint64_t i = 0; i < 200000; i++) /* more than it holds: forgotten, never made up */
        audit_saw(d.audit, i * 0x9e3779b97f4a7c15u + 1, START_MS);
    int known = 0;
    for (uint64_t i = 0; i < 200000; i++) {
        known += audit_seen(d.audit, i * 0x9e3779b97f4a7c15u + 1, START_MS);
        assert_false(audit_seen(d.audit, i * 0x9e3779b97f4a7c15u + 2, START_MS));
    }
    assert_in_range(known, 50000, 65536);
    desk_remove(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_one_batch),
        cmocka_unit_test(commits_that_fail),
        cmocka_unit_test(a_batch_that_emits_nothing_is_dropped),
        cmocka_unit_test(what_is_cleared),
        cmocka_unit_test(what_is_to_be_forgotten_outlives_a_restart),
        cmocka_unit_test(texts_that_no_column_takes),
        cmocka_unit_test(lists),
        cmocka_unit_test(looks_repeated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
