/* test_replay.c - random histories: the state that grew entry by entry, the one read from a
 * snapshot with the log's tail replayed, and the one rebuilt from the log alone are the same.
 *
 * Runs on the store that MUSUBI_TEST_STORE names.
 */
#include "base/fault.h"
#include "fault/house.h"
#include "fault/seed.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define DAY (24 * 3600 * 1000ll)

/* The rules of half of the workspaces: a kind of account and a kind of device of their own. */
static const char declaring[] =
    "{\"kinds\":{\"card\":{\"from\":[\"externalIds.card\",\"traits.card\"],"
    "\"normalise\":[\"digits\"],\"limit\":2},"
    "\"till\":{\"device\":true,\"from\":[\"context.till\"]}}}";

/* ---- random messages ---- */

struct author { uint64_t s; uint32_t people, ids, next_id; };

static const char *pick(uint64_t *s, const char *const *list, uint32_t n) {
    return list[seed_below(s, n)];
}

static void put_ids(struct author *a, struct buf *b) {
    uint32_t dice = seed_below(&a->s, 10);
    uint32_t who = seed_below(&a->s, a->people);
    if (dice < 7) /* devices are shared by a few */
        buf_printf(b, ",\"anonymousId\":\"d-%u\"", (who / 2 + seed_below(&a->s, 2)) % a->people);
    if (dice > 3)
        buf_printf(b, ",\"userId\":\"u-%u\"", who);
    if (seed_below(&a->s, 15) == 0)
        buf_printf(b, ",\"context\":{\"device\":{\"id\":\"dev-%u\",\"token\":\"tok-%u\"},"
                   "\"externalIds\":[{\"type\":\"crm\",\"id\":\"x%u\"},"
                   "{\"type\":\"card\",\"id\":\"No. %u\"}],\"till\":\"t-%u\"}", who, who,
                   seed_below(&a->s, a->people), 100 + seed_below(&a->s, a->people), who % 3);
}

static void put_traits(struct author *a, struct buf *b) {
    static const char *const values[] = { "1", "true", "null", "\"gold\"", "\"東京\"", "[1,2]",
                                          "{\"a\":1}", "3.25", "\"a longer text than before\"" };
    uint32_t n = seed_below(&a->s, 5);
    buf_puts(b, ",\"traits\":{\"seat\":1");
    for (uint32_t i = 0; i < n; i++)
        buf_printf(b, ",\"t%u\":%s", seed_below(&a->s, 12),
                   pick(&a->s, values, sizeof values / sizeof *values));
    if (seed_below(&a->s, 12) == 0)
        buf_printf(b, ",\"email\":\"p%u@example.com\"", seed_below(&a->s, a->people * 2));
    if (seed_below(&a->s, 12) == 0)
        buf_printf(b, ",\"card\":%u", 100 + seed_below(&a->s, a->people));
    if (seed_below(&a->s, 30) == 0)
        buf_printf(b, ",\"phone\":\"+8190%08u\"", 10000000 + seed_below(&a->s, a->people));
    buf_puts(b, "}");
}

static void put_message(struct author *a, struct buf *b, int64_t now) {
    static const char *const events[] = { "Seen", "Added", "Paid", "Left", "注文" };
    char when[32];
    uint32_t dice = seed_below(&a->s, 100);
    int64_t back = dice < 70 ? (int64_t)seed_below(&a->s, 60000)
                             : (int64_t)seed_below(&a->s, 3 * 86400) * 1000;
    uint32_t id = seed_below(&a->s, 8) && a->next_id ? a->next_id : seed_below(&a->s, a->ids);
    a->next_id = id == a->next_id ? id + 1 : a->next_id;
    clock_format(now - back, when);
    if (dice < 3) { /* cannot be taken */
        buf_puts(b, dice == 0 ? "7" : dice == 1 ? "{\"type\":\"dance\",\"userId\":\"a\"}"
                                                : "{\"type\":\"track\",\"event\":\"x\"}");
        return;
    }
    buf_printf(b, "{\"messageId\":\"m-%u\",\"timestamp\":\"%s\"", id, when);
    uint32_t kind = seed_below(&a->s, 20);
    if (kind == 0) {
        buf_printf(b, ",\"type\":\"alias\",\"previousId\":\"%s-%u\",\"userId\":\"u-%u\"}",
                   seed_below(&a->s, 3) ? "d" : "u", seed_below(&a->s, a->people),
                   seed_below(&a->s, a->people));
        return;
    }
    put_ids(a, b);
    if (!memchr(b->data + b->len - 40 * (b->len > 40), '-', b->len > 40 ? 40 : b->len))
        buf_puts(b, ",\"userId\":\"u-0\"");
    if (kind < 7) {
        buf_puts(b, ",\"type\":\"identify\"");
        put_traits(a, b);
    } else if (kind < 9) {
        buf_printf(b, ",\"type\":\"group\",\"groupId\":\"g-%u\"", seed_below(&a->s, 9));
        put_traits(a, b);
    } else if (kind < 12) {
        buf_puts(b, ",\"type\":\"page\",\"name\":\"Home\",\"properties\":{\"path\":\"/\"}");
    } else {
        buf_printf(b, ",\"type\":\"track\",\"event\":\"%s\",\"properties\":{\"n\":%u}",
                   pick(&a->s, events, 5), seed_below(&a->s, 1000));
    }
    buf_putc(b, '}');
}

static void put_batch(struct author *a, struct buf *b, int64_t now) {
    uint32_t n = 1 + seed_below(&a->s, 12);
    buf_reset(b);
    buf_puts(b, "{\"batch\":[");
    for (uint32_t i = 0; i < n; i++) {
        buf_puts(b, i ? "," : "");
        put_message(a, b, now);
    }
    buf_puts(b, "]}");
    buf_putc(b, 0);
    assert_false(b->full);
}

/* Send some batches; what is refused for the moment is sent again. */
static void send_some(struct house *h, struct author *a, int batches) {
    struct buf b;
    buf_init(&b, "batch", 1u << 20);
    for (int i = 0; i < batches; i++) {
        struct err err = ERR_INIT;
        put_batch(a, &b, clock_wall_ms(&h->clock));
        int tries = 0;
        while (house_send(h, b.data, 0, NULL, &err) < 0) {
            if (err.code != E_UNAVAILABLE || ++tries > 5000)
                OK(-1);
            house_pause();
        }
        uint32_t dice = seed_below(&a->s, 100);
        clock_advance_ms(&h->clock, dice < 90 ? seed_below(&a->s, 5000)
                                    : dice < 98 ? seed_below(&a->s, 3600) * 1000ll : DAY / 2);
    }
    buf_release(&b);
}

/* ---- the three states ---- */

static void same_as_rebuilt(struct house *h, const char *what) {
    struct house rebuilt;
    struct buf a = { 0 }, b = { 0 };
    house_dump(h, &a);
    house_open_rebuilt(h, &rebuilt);
    house_dump(&rebuilt, &b);
    house_same(&a, &b, what);
    assert_true(a.len > 500);
    house_close(&rebuilt);
    buf_release(&a);
    buf_release(&b);
}

static void same_after_reopen(struct house *h, const char *what) {
    struct buf a = { 0 }, b = { 0 };
    house_dump(h, &a);
    house_close(h);
    house_open(h);
    house_dump(h, &b);
    house_same(&a, &b, what);
    buf_release(&a);
    buf_release(&b);
}

static void random_histories(void **state) {
    uint64_t seed = seed_begin("random_histories");
    (void)state;
    for (uint64_t round = 0; round < 4; round++) {
        struct house h;
        struct author a = { seed + round, 4 + (uint32_t)round * 20, 4000, 1 };
        house_make(&h, house_kind());
        h.rules = round % 2 ? declaring : NULL;
        house_open(&h);
        for (int part = 0; part < 4; part++) {
            send_some(&h, &a, 40);
            same_as_rebuilt(&h, "incremental and rebuilt");
            if (part % 2)
                same_after_reopen(&h, "incremental and snapshot");
        }
        house_remove(&h);
    }
}

/* The window of seen ids moves, generations come and go: still the same. */
static void windows_that_move(void **state) {
    struct house h;
    struct author a = { seed_begin("windows_that_move"), 30, 300, 1 };
    (void)state;
    house_make(&h, house_kind());
    h.cc = (struct collect_config){ .dedupe_window_ms = DAY, .dedupe_bytes_max = 100000 };
    house_open(&h);
    for (int part = 0; part < 6; part++) {
        send_some(&h, &a, 30);
        clock_advance_ms(&h.clock, DAY / 2 + 60000);
        same_as_rebuilt(&h, "a moving window, rebuilt");
        if (part % 2)
            same_after_reopen(&h, "a moving window, snapshot");
    }
    struct collect_stats st;
    collect_stats(h.collect, &st);
    assert_true(st.rejected_all > 0);
    house_remove(&h);
}

/* A child that is killed in the middle leaves a snapshot and a tail. */
static void child_works(struct house *h, struct author *a, int ready) {
    house_open(h);
    for (int part = 0; part < 1000; part++) {
        send_some(h, a, 10);
        clock_advance_ms(&h->clock, 1100); /* a snapshot is due each fake second */
        struct core_stats st;
        core_stats(h->core, &st);
        if (part >= 8 && st.snapshots >= 2 && write(ready, "x", 1) != 1)
            _exit(9);
    }
    _exit(0);
}

static void snapshot_and_tail(void **state) {
    uint64_t seed = seed_begin("snapshot_and_tail");
    (void)state;
    for (uint64_t round = 0; round < 5; round++) {
        struct house h;
        struct author a = { seed + round, 20, 2000, 1 };
        int fds[2];
        char byte;
        house_make(&h, house_kind());
        h.snapshot_every_s = 1;
        assert_int_equal(pipe(fds), 0);
        fflush(NULL);
        pid_t pid = fork();
        if (pid == 0)
            child_works(&h, &a, fds[1]);
        assert_true(pid > 0);
        close(fds[1]);
        assert_int_equal(read(fds[0], &byte, 1), 1); /* it has snapshots and goes on */
        for (uint64_t i = seed_below(&a.s, 15); i > 0; i--)
            house_pause();
        kill(pid, SIGKILL);
        int status;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        close(fds[0]);
        if (h.store)
            stores_settle(h.store);
        h.snapshot_every_s = 0;
        house_open(&h);
        struct core_stats st;
        core_stats(h.core, &st);
        if (st.snapshot_seq == 0 || st.replayed == st.seq)
            fail_msg("round %d: no snapshot was used", (int)round);
        same_as_rebuilt(&h, "snapshot and tail");
        send_some(&h, &a, 10);
        same_as_rebuilt(&h, "snapshot, tail and more");
        house_remove(&h);
    }
}

/* Commits that fail or hang in doubt in the middle of it. */
static void commits_in_doubt(void **state) {
    static const char *const faults[2] = {
        [DB_SQLITE] = "sqlite.commit@4x1,sqlite.commit.after@9x2,sqlite.write@20x1,"
                      "sqlite.commit.after@25x1,sqlite.begin@30x1,sqlite.commit@33x2",
        [DB_POSTGRES] = "pg.commit@4x1,pg.commit.after@9x2,pg.query@60x1,pg.commit.after@25x1,"
                        "pg.commit@33x2",
    };
    uint64_t seed = seed_begin("commits_in_doubt");
    (void)state;
    for (uint64_t round = 0; round < 3; round++) {
        struct house h;
        struct err err;
        struct author a = { seed + round, 20, 2000, 1 };
        house_make(&h, house_kind());
        house_open(&h);
        OK(fault_arm(faults[house_kind()], &err));
        send_some(&h, &a, 60);
        fault_disarm();
        HOUSE_WAIT(core_writable(h.core));
        struct core_stats st;
        core_stats(h.core, &st);
        assert_true(st.commit_failures >= 5);
        same_as_rebuilt(&h, "after doubtful commits, rebuilt");
        same_after_reopen(&h, "after doubtful commits, snapshot");
        house_remove(&h);
    }
}

/* ---- erasures in between ---- */

struct erasing {
    struct command cmd;
    struct house *h;
    struct author *a;
    bool refuse;
    struct id id;
};

static int erasing_run(struct core *c, struct command *cmd, struct err *err) {
    struct erasing *e = (struct erasing *)cmd;
    struct unify_named named[3];
    char text[3][32];
    bool cards = ident_kind_of(e->h->unify, STR("card")) != 0;
    uint32_t n = 1 + seed_below(&e->a->s, 3), person = UNIFY_NONE;
    (void)c;
    (void)err;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t who = seed_below(&e->a->s, e->a->people), dice = seed_below(&e->a->s, 4);
        if (cards && seed_below(&e->a->s, 4) == 0) {
            snprintf(text[i], sizeof text[i], "%u", 100 + who);
            named[i] = (struct unify_named){ IDENT_OWN_FIRST, str_of(text[i]) };
            continue;
        }
        snprintf(text[i], sizeof text[i], dice == 0 ? "d-%u" : dice == 1 ? "p%u@example.com"
                                                                          : "u-%u", who);
        named[i].kind = dice == 0 ? IDENT_ANONYMOUS_ID : dice == 1 ? IDENT_EMAIL : IDENT_USER_ID;
        named[i].value = str_of(text[i]);
    }
    if (seed_below(&e->a->s, 2)) {
        person = unify_by_ident(e->h->unify, named[0].kind, named[0].value);
        n = person == UNIFY_NONE ? n : 0;
    }
    unify_erase(e->h->unify, person, named, n, e->refuse, 1, &e->id);
    return 0;
}

struct asking { /* what the receipt says */
    struct command cmd;
    struct house *h;
    struct id id;
    bool finished;
    uint32_t people; /* 0 or more */
    struct buf text;
};

static int asking_run(struct core *c, struct command *cmd, struct err *err) {
    struct asking *k = (struct asking *)cmd;
    struct jw w;
    (void)c;
    uint32_t e = unify_erasure_find(k->h->unify, k->id);
    if (e == UNIFY_NONE)
        return err_set(err, E_NOT_FOUND, "no erasure");
    buf_reset(&k->text);
    jw_init(&w, &k->text);
    unify_erasure_json(k->h->unify, e, &w);
    buf_putc(&k->text, 0);
    k->finished = strstr(k->text.data, "\"finished\":\"") != NULL;
    k->people = strstr(k->text.data, "\"people\":0") ? 0 : 1;
    return 0;
}

static bool is_finished(struct house *h, struct id id, uint32_t *people) {
    struct err err = ERR_INIT;
    struct asking k = { .cmd = { .name = "ask", .bytes = 1, .reads = true, .run = asking_run },
                        .h = h, .id = id };
    buf_init(&k.text, "receipt", 4096);
    OK(core_call(h->core, &k.cmd, &err));
    buf_release(&k.text);
    *people += k.finished ? k.people : 0;
    return k.finished;
}

static struct id erase_someone(struct house *h, struct author *a) {
    struct err err = ERR_INIT;
    struct erasing e = { .cmd = { .name = "erase", .bytes = 1, .run = erasing_run }, .h = h,
                         .a = a, .refuse = seed_below(&a->s, 4) == 0 };
    OK(core_call(h->core, &e.cmd, &err));
    unify_erase_kick(h->unify);
    return e.id;
}

/* People are erased while others go on: the log that is left gives the state that is left, in
 * the middle of the work and after it. */
static void erasures(void **state) {
    static const char *const doubts[2] = {
        [DB_SQLITE] = "sqlite.commit@2x1,sqlite.commit.after@3x1,sqlite.commit.after@6x1,"
                      "sqlite.commit@9x2",
        [DB_POSTGRES] = "pg.commit@2x1,pg.commit.after@3x1,pg.commit.after@6x1,pg.commit@9x2",
    };
    uint64_t seed = seed_begin("erasures");
    uint32_t people = 0;
    (void)state;
    for (uint64_t round = 0; round < 8; round++) {
        struct house h;
        struct err err = ERR_INIT;
        struct author a = { seed + round, 3 + (uint32_t)round * 4, 4000, 1 };
        house_make(&h, house_kind());
        h.rules = round % 2 ? declaring : NULL;
        house_open(&h);
        OK(unify_erase_start(h.unify, h.dir, &err));
        for (int part = 0; part < 5; part++) {
            send_some(&h, &a, 25);
            struct id one = erase_someone(&h, &a);
            send_some(&h, &a, 3);
            struct id two = erase_someone(&h, &a);
            if (part == 2) { /* stop in the middle, go on after a restart */
                unify_erase_stop(h.unify);
                same_as_rebuilt(&h, "in the middle of an erasure");
                house_close(&h);
                house_open(&h);
                same_as_rebuilt(&h, "after a stop in the middle of an erasure");
                OK(unify_erase_start(h.unify, h.dir, &err));
            }
            if (part == 3) /* commits that fail or are in doubt under the eraser */
                OK(fault_arm(doubts[house_kind()], &err));
            send_some(&h, &a, 3);
            HOUSE_WAIT(is_finished(&h, one, &people));
            HOUSE_WAIT(is_finished(&h, two, &people));
            fault_disarm();
            same_as_rebuilt(&h, "erased, and rebuilt");
            send_some(&h, &a, 5);
            same_as_rebuilt(&h, "erased, more, and rebuilt");
        }
        unify_erase_stop(h.unify);
        same_after_reopen(&h, "erased, and snapshot");
        house_remove(&h);
    }
    assert_true(people > 25); /* requests that found somebody */
}

/* ---- each message once ---- */

static void messages_stand_once(void **state) {
    struct house h;
    struct err err;
    struct collect_result r;
    struct buf b;
    uint64_t s = seed_begin("messages_stand_once"), accepted = 0;
    (void)state;
    house_make(&h, house_kind());
    house_open(&h);
    buf_init(&b, "batch", 1u << 20);
    for (int i = 0; i < 150; i++) { /* repeats within a batch, across batches and restarts */
        buf_reset(&b);
        buf_puts(&b, "{\"batch\":[");
        for (int k = 0; k < 10; k++)
            buf_printf(&b, "%s{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"messageId\":"
                       "\"m%u\"}", k ? "," : "", seed_below(&s, 300));
        buf_puts(&b, "]}");
        buf_putc(&b, 0);
        OK(house_send(&h, b.data, 0, &r, &err));
        assert_int_equal(r.accepted + r.duplicates, 10);
        accepted += r.accepted;
        if (i % 40 == 39) {
            house_close(&h);
            house_open(&h);
        }
    }
    buf_release(&b);
    struct unify_stats st;
    unify_stats(h.unify, &st);
    assert_int_equal(st.events, accepted);
    assert_in_range(accepted, 280, 300);
    assert_int_equal(st.persons, 1);
    house_remove(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_histories),
        cmocka_unit_test(windows_that_move),
        cmocka_unit_test(snapshot_and_tail),
        cmocka_unit_test(commits_in_doubt),
        cmocka_unit_test(erasures),
        cmocka_unit_test(messages_stand_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
