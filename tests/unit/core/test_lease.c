/* test_lease.c - two nodes on one store: one writes, the other follows and takes over.
 *
 * Each node has a fake clock of its own, which only the test turns: a node whose clock stands
 * still is a node that is frozen, or whose clock nobody else may rely on. */
#include "core/core_internal.h"
#include "base/fault.h"
#include "lab.h"

#include <stdio.h>
#include <stdlib.h>

#define LEASE_MS 2000

struct pair { struct lab a, b; };

static void pair_make(struct pair *p) {
    lab_make(&p->a, lab_kind());
    lab_make(&p->b, DB_SQLITE); /* a folder; the store is the first one's */
    if (!p->a.store) {
        static char path[96];
        snprintf(path, sizeof path, "%s/shared.db", p->a.dir);
        p->a.store = path;
    }
    p->b.store = p->a.store;
    p->a.lease_ms = p->b.lease_ms = LEASE_MS;
    lab_open(&p->a);
    lab_open(&p->b);
}

static void pair_remove(struct pair *p) {
    lab_remove(&p->b);
    lab_remove(&p->a);
}

static enum core_role role(struct lab *l) { return core_role(l->core); }

static uint64_t durable(struct lab *l) {
    struct core_stats st;
    core_stats(l->core, &st);
    return st.seq;
}

static uint32_t epoch(struct lab *l) {
    struct core_lease v;
    core_lease(l->core, &v);
    return v.epoch;
}

static bool ticked(struct lab *l, int64_t ms) {
    clock_advance_ms(&l->clock, ms);
    return true;
}

/* Wait for cond while this node's clock goes on. */
#define TICK_UNTIL(l, ms, cond) LAB_WAIT((cond) || (ticked((l), (ms)) && (cond)))

static void post(struct lab *l, uint64_t id, uint32_t n) {
    struct lab_cmd c;
    struct err err;
    lab_cmd(&c, l, id, n, 1);
    OK(lab_post(&c, &err));
}

static void post_fails(struct lab *l, uint64_t id, struct lab_cmd *c) {
    struct err err = ERR_INIT;
    lab_cmd(c, l, id, 1, 1);
    assert_int_equal(lab_post(c, &err), -1);
    assert_int_equal(err.code, E_UNAVAILABLE);
}

static void same(struct lab *x, struct lab *y) {
    struct buf a = { 0 }, b = { 0 };
    lab_dump(x, &a);
    lab_dump(y, &b);
    buf_putc(&a, 0);
    buf_putc(&b, 0);
    assert_string_equal(a.data, b.data);
    buf_release(&a);
    buf_release(&b);
}

static void catch_up(struct lab *from, struct lab *to) {
    uint64_t seq = durable(from);
    TICK_UNTIL(to, 5, durable(to) >= seq);
    same(from, to);
}

static void one_writes_one_follows(void **state) {
    struct pair p;
    struct lab_cmd c;
    (void)state;
    pair_make(&p);
    assert_int_equal(role(&p.a), CORE_WRITER);
    assert_int_equal(role(&p.b), CORE_FOLLOWER);
    for (uint64_t id = 1; id <= 40; id += 4) {
        post(&p.a, id, 4);
        catch_up(&p.a, &p.b);
    }
    post_fails(&p.b, 100, &c);
    assert_int_equal(epoch(&p.a), 1);
    TICK_UNTIL(&p.b, 5, epoch(&p.b) == 1);
    lab_check_once(&p.a, 1, 40);
    pair_remove(&p);
}

static void a_clean_stop_hands_over_at_once(void **state) {
    struct pair p;
    (void)state;
    pair_make(&p);
    post(&p.a, 1, 10);
    lab_close(&p.a);
    int64_t before = clock_wall_ms(&p.b.clock);
    TICK_UNTIL(&p.b, 5, role(&p.b) == CORE_WRITER);
    assert_true(clock_wall_ms(&p.b.clock) - before < LEASE_MS);
    post(&p.b, 11, 10);
    lab_open(&p.a); /* comes back as the follower */
    assert_int_equal(role(&p.a), CORE_FOLLOWER);
    catch_up(&p.b, &p.a);
    assert_int_equal(epoch(&p.b), 2);
    lab_check_once(&p.b, 1, 20);
    pair_remove(&p);
}

static void an_idle_writer_keeps_it(void **state) {
    struct pair p;
    (void)state;
    pair_make(&p);
    for (int i = 0; i < 100; i++) { /* five times the lease, in small steps */
        int64_t beats = lab_count(&p.a, SQL("SELECT beat FROM lease"));
        clock_advance_ms(&p.a.clock, LEASE_MS / 5 + 1);
        LAB_WAIT(lab_count(&p.a, SQL("SELECT beat FROM lease")) > beats);
        if (i % 2)
            clock_advance_ms(&p.b.clock, LEASE_MS / 10);
    }
    assert_int_equal(role(&p.a), CORE_WRITER);
    assert_int_equal(role(&p.b), CORE_FOLLOWER);
    pair_remove(&p);
}

static void a_frozen_writer_cannot_commit(void **state) {
    struct pair p;
    struct lab_cmd c;
    (void)state;
    pair_make(&p);
    for (int round = 0; round < 6; round++) {
        struct lab *old = round % 2 ? &p.b : &p.a, *next = round % 2 ? &p.a : &p.b;
        uint64_t id = 1 + (uint64_t)round * 100;
        post(old, id, 10);
        TICK_UNTIL(next, 50, role(next) == CORE_WRITER);
        assert_int_equal(role(old), CORE_WRITER); /* it does not know */
        if (round >= 2)
            post(next, id + 10, 10);
        post_fails(old, id + 50, &c);
        assert_int_equal(role(old), CORE_FOLLOWER);
        catch_up(next, old);
        assert_int_equal(lab_times(next, id + 50), 0);
        lab_check_once(next, id, id + 9);
        assert_int_equal(epoch(next), (uint32_t)round + 2);
    }
    lab_check_rebuilt(&p.a);
    pair_remove(&p);
}

/* The commit's outcome is unknown to the one who asked for it; meanwhile another takes over. */
static void doubt_and_takeover(void **state) {
    static const char *const faults[2][2] = {
        { "sqlite.commit", "sqlite.commit.after" }, { "pg.commit", "pg.commit.after" }
    };
    (void)state;
    for (int there = 0; there < 2; there++) {
        struct pair p;
        struct lab_cmd c;
        struct err err = ERR_INIT;
        pair_make(&p);
        post(&p.a, 1, 5);
        OK(fault_arm(faults[lab_kind() == DB_POSTGRES][there], &err));
        lab_cmd(&c, &p.a, 6, 5, 1);
        assert_int_equal(lab_post(&c, &err), -1);
        TICK_UNTIL(&p.b, 50, role(&p.b) == CORE_WRITER);
        lab_cmd(&c, &p.b, 6, 5, 1); /* the client repeats it at the new writer */
        OK(lab_post(&c, &err));
        assert_int_equal(c.posted, there ? 0 : 5);
        LAB_WAIT(core_role(p.a.core) == CORE_FOLLOWER || core_writable(p.a.core));
        if (role(&p.a) == CORE_WRITER)
            post_fails(&p.a, 50, &c);
        catch_up(&p.b, &p.a);
        lab_check_once(&p.b, 1, 10);
        pair_remove(&p);
    }
}

static void exec(struct lab *l, struct sql_text text) {
    struct err err;
    struct db *db;
    OK(db_open(l->store, DB_WRITER, &db, &err));
    struct sql *q = db_sql(db, text, &err);
    assert_non_null(q);
    assert_true(sql_run(q, &err) >= 0);
    db_close(db);
}

/* A failover to a copy that lacks the newest commits. */
static void a_lost_tail_is_noticed(void **state) {
    (void)state;
    for (int written = 0; written < 2; written++) {
        struct pair p;
        struct core_stats st;
        pair_make(&p);
        post(&p.a, 1, 5);
        post(&p.a, 6, 5);
        catch_up(&p.a, &p.b);
        lab_close(&p.a);
        exec(&p.b, SQL("DELETE FROM log WHERE first_seq > 1"));
        lab_open(&p.a); /* b's clock stands still: it sees none of this */
        assert_int_equal(role(&p.a), CORE_WRITER);
        if (written)
            post(&p.a, 21, 20);
        TICK_UNTIL(&p.b, 5, (core_stats(p.b.core, &st), st.dropped == 1));
        catch_up(&p.a, &p.b);
        assert_int_equal(lab_times(&p.b, 6), 0);
        p.b.torn = false; /* its seq went back, as it had to */
        pair_remove(&p);
    }
}

static void old_run_done(struct command *cmd, const struct err *err, uint64_t seq) {
    (void)seq;
    atomic_store((_Atomic int *)cmd->waiter, err ? -(int)err->code : 1);
}

static int old_run(struct core *c, struct command *cmd, struct err *err) {
    (void)c;
    (void)cmd;
    (void)err;
    return 0;
}

static void reads_wait_for_a_seq(void **state) {
    struct pair p;
    struct err err;
    _Atomic int over = 0;
    (void)state;
    pair_make(&p);
    post(&p.a, 1, 5);
    struct command look = { .name = "look", .bytes = 64, .reads = true, .run = old_run,
                            .done = old_run_done, .waiter = &over };
    look.min_seq = durable(&p.a);
    OK(core_submit(p.b.core, &look, &err));
    TICK_UNTIL(&p.b, 1, atomic_load(&over));
    assert_int_equal(atomic_load(&over), 1);
    assert_true(durable(&p.b) >= look.min_seq);
    look.min_seq = durable(&p.a) + 1; /* nobody writes it */
    atomic_store(&over, 0);
    OK(core_submit(p.b.core, &look, &err));
    lab_rows(&p.b);
    TICK_UNTIL(&p.b, 100, atomic_load(&over));
    assert_int_equal(atomic_load(&over), -E_UNAVAILABLE);
    atomic_store(&over, 0); /* still waiting when the node stops */
    OK(core_submit(p.b.core, &look, &err));
    lab_close(&p.b);
    assert_int_equal(atomic_load(&over), -E_UNAVAILABLE);
    pair_remove(&p);
}

static void no_row(void *ctx, const struct block_row *row) {
    (void)ctx;
    (void)row;
}

static void hash_look(struct lab *l, void *ctx) {
    memcpy(ctx, l->core->root->hash, CHAIN_BYTES);
}

/* An entry of a newer program: the follower says so and takes no part any more. */
static void unknown_kinds_stop_a_follower(void **state) {
    struct pair p;
    struct err err;
    struct frame_builder f;
    struct db *db;
    uint8_t hash[CHAIN_BYTES];
    (void)state;
    pair_make(&p);
    post(&p.a, 1, 5);
    catch_up(&p.a, &p.b);
    lab_read(&p.b, hash_look, hash);
    frame_init(&f);
    frame_reset(&f, 6);
    frame_add(&f, 60000, 1, STR("from the future"));
    frame_pack(&f, LAB_START_MS, no_row, NULL);
    OK(db_open(p.a.store, DB_WRITER, &db, &err));
    struct sql *q = db_sql(db, SQL("INSERT INTO log(first_seq, n, first_ms, last_ms, epoch, "
                                   "prev_hash, body) VALUES (6, 1, 0, 0, 1, $1, $2)"), &err);
    assert_non_null(q);
    sql_bytes(q, 1, str_n((char *)hash, CHAIN_BYTES));
    sql_bytes(q, 2, buf_str(&f.body));
    assert_int_equal(sql_run(q, &err), 1);
    TICK_UNTIL(&p.b, 5, atomic_load(&p.b.fatal) == 1);
    assert_false(core_writable(p.b.core));
    q = db_sql(db, SQL("DELETE FROM log WHERE first_seq = 6"), &err);
    assert_true(q && sql_run(q, &err) == 1);
    db_close(db);
    frame_release(&f);
    pair_remove(&p);
}

/* The process ended without a word; its folder's lock proves that it is gone. */
static void a_restarted_node_need_not_wait(void **state) {
    struct pair p;
    (void)state;
    pair_make(&p);
    post(&p.a, 1, 5);
    lab_close(&p.b);
    char text[80], node[20] = "";
    snprintf(text, sizeof text, "%s/node", p.a.dir);
    FILE *file = fopen(text, "r");
    assert_non_null(file);
    assert_non_null(fgets(node, sizeof node, file));
    fclose(file);
    lab_close(&p.a);
    struct err err;
    struct db *db;
    OK(db_open(p.a.store, DB_WRITER, &db, &err)); /* as a kill would have left it */
    struct sql *q = db_sql(db, SQL("UPDATE lease SET holder = $1"), &err);
    assert_non_null(q);
    snprintf(text, sizeof text, "%.16s.0123456789abcdef", node);
    sql_text_(q, 1, str_of(text));
    assert_int_equal(sql_run(q, &err), 1);
    db_close(db);
    lab_open(&p.b);
    assert_int_equal(role(&p.b), CORE_FOLLOWER);
    lab_open(&p.a);
    assert_int_equal(role(&p.a), CORE_WRITER);
    post(&p.a, 6, 5);
    lab_check_once(&p.a, 1, 10);
    pair_remove(&p);
}

/* While an older program follows, nothing is written that it would stop at. */
static void older_nodes_hold_back_newer_kinds(void **state) {
    struct pair p;
    struct lab_cmd c;
    (void)state;
    pair_make(&p);
    post(&p.a, 1, 5);
    TICK_UNTIL(&p.b, 1, lab_count(&p.a, SQL("SELECT count(*) FROM node")) == 2);
    exec(&p.a, SQL("INSERT INTO node (id, url, version, kinds, beat) "
                   "VALUES ('older', '', '0.0.1', 0, 1)"));
    ticked(&p.a, LEASE_MS + 1);
    LAB_WAIT(lab_count(&p.a, SQL("SELECT CAST(sum(beat) AS BIGINT) FROM node")) >= 4);
    post_fails(&p.a, 6, &c);
    assert_non_null(strstr(c.err.msg, "another node"));
    post_fails(&p.a, 7, &c);
    assert_int_equal(role(&p.a), CORE_WRITER);
    assert_int_equal(lab_rows(&p.a), 5);
    /* it shows no life */
    TICK_UNTIL(&p.a, LEASE_MS / 2, lab_count(&p.a, SQL("SELECT count(*) FROM node "
                                                       "WHERE id = 'older'")) == 0);
    TICK_UNTIL(&p.a, LEASE_MS / 2, core_may_emit(p.a.core, LAB_KIND));
    post(&p.a, 6, 5);
    lab_check_once(&p.a, 1, 10);
    lab_close(&p.b);
    TICK_UNTIL(&p.a, 1, lab_count(&p.a, SQL("SELECT count(*) FROM node")) == 1);
    pair_remove(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_writes_one_follows),
        cmocka_unit_test(a_clean_stop_hands_over_at_once),
        cmocka_unit_test(an_idle_writer_keeps_it),
        cmocka_unit_test(a_frozen_writer_cannot_commit),
        cmocka_unit_test(doubt_and_takeover),
        cmocka_unit_test(a_lost_tail_is_noticed),
        cmocka_unit_test(reads_wait_for_a_seq),
        cmocka_unit_test(unknown_kinds_stop_a_follower),
        cmocka_unit_test(a_restarted_node_need_not_wait),
        cmocka_unit_test(older_nodes_hold_back_newer_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
