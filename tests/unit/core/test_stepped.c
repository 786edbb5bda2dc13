/* test_stepped.c - the core without threads: everything happens when it is asked for, and
 * nothing else does. */
#include "unit/core/lab.h"

#include "base/fault.h"

#include <stdio.h>

static void arm(const char *spec) {
    struct err err;
    OK(fault_arm(spec, &err));
}

static void open_new(struct lab *l) {
    memset(l, 0, sizeof *l);
    lab_make(l, lab_kind());
    l->stepped = true;
    lab_open(l);
}

static void turns_answer(void **state) {
    struct lab l;
    struct lab_cmd a, b;
    struct err err;
    (void)state;
    open_new(&l);
    lab_cmd(&a, &l, 1, 3, 7);
    lab_cmd(&b, &l, 4, 2, 8);
    OK(lab_submit(&a, &err));
    OK(lab_submit(&b, &err));
    assert_int_equal(a.answered, 0);
    assert_true(core_turn(l.core));
    assert_int_equal(a.answered, 1);
    assert_int_equal(b.answered, 1);
    struct core_stats st;
    core_stats(l.core, &st);
    assert_int_equal(st.commits, 1); /* one frame for both */
    assert_false(core_turn(l.core));
    lab_check_once(&l, 1, 5); /* core_call() makes its turns itself */
    lab_remove(&l);
}

/* A commit in doubt: the store is tried again when the workspace's own clock says so. */
static void recovers_by_its_clock(void **state) {
    struct lab l;
    struct lab_cmd a, b;
    struct err err;
    (void)state;
    open_new(&l);
    lab_cmd(&a, &l, 1, 3, 7);
    OK(lab_submit(&a, &err));
    arm(lab_kind() == DB_SQLITE ? "sqlite.commit.after,sqlite.open" : "pg.commit.after,pg.open");
    core_turn(l.core);
    assert_int_equal(a.answered, -1);
    core_turn(l.core); /* in vain: it cannot be opened */
    fault_disarm();
    for (int i = 0; i < 20; i++)
        core_turn(l.core);
    assert_false(core_writable(l.core)); /* no time has passed */
    clock_advance_ms(&l.clock, 250);
    core_turn(l.core);
    assert_true(core_writable(l.core));
    lab_check_once(&l, 1, 3); /* it was there after all */
    lab_cmd(&b, &l, 1, 4, 7);
    OK(lab_submit(&b, &err));
    core_turn(l.core);
    assert_int_equal(b.posted, 1);
    lab_remove(&l);
}

struct alarm { struct command cmd; int rang, refused; };

static int alarm_run(struct core *c, struct command *cmd, struct err *err) {
    (void)c, (void)err;
    ((struct alarm *)cmd)->rang++;
    return 0;
}

static void alarm_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct alarm *a = (struct alarm *)cmd;
    (void)seq;
    a->refused += err != NULL;
}

static void again_done(struct command *cmd, const struct err *err, uint64_t seq) {
    alarm_done(cmd, err, seq);
    core_timer_in(((struct lab *)cmd->waiter)->core, 1000, cmd);
}

/* A clock that is set back stands still until it has caught up: what was to be done at an instant
 * waits for it, what was to be done in a while does not. */
static void a_while_passes_all_the_same(void **state) {
    struct alarm at = { .cmd = { .name = "alarm", .run = alarm_run, .done = alarm_done } }, in = at;
    struct lab l;
    (void)state;
    open_new(&l);
    core_timer(l.core, clock_wall_ms(&l.clock) + 1000, &at.cmd);
    core_timer_in(l.core, 1000, &in.cmd);
    l.clock.mono_ns += 999000000;
    core_turn(l.core);
    assert_int_equal(at.rang + in.rang, 0);
    l.clock.mono_ns += 1000000;
    core_turn(l.core);
    assert_int_equal(in.rang, 1);
    assert_int_equal(at.rang, 0);
    clock_advance_ms(&l.clock, 1000);
    core_turn(l.core);
    assert_int_equal(in.rang, 1);
    assert_int_equal(at.rang, 1);
    lab_remove(&l);
}

/* However long the store is away, what is tried every second is tried every second. */
static void tried_no_more_often(void **state) {
    struct alarm a = { .cmd = { .name = "alarm", .run = alarm_run, .done = again_done } };
    struct lab l;
    struct lab_cmd lost;
    struct err err;
    (void)state;
    open_new(&l);
    a.cmd.waiter = &l;
    lab_cmd(&lost, &l, 1, 3, 7);
    OK(lab_submit(&lost, &err));
    arm(lab_kind() == DB_SQLITE ? "sqlite.commit,sqlite.openx*" : "pg.commit,pg.openx*");
    core_timer_in(l.core, 1000, &a.cmd);
    core_turn(l.core);
    assert_false(core_writable(l.core));
    for (int i = 0; i < 600; i++) {
        clock_advance_ms(&l.clock, 100);
        core_turn(l.core);
    }
    assert_int_equal(a.refused, 60);
    fault_disarm();
    lab_remove(&l);
}

static void post(struct lab *l, uint64_t id) {
    struct lab_cmd a;
    struct err err;
    lab_cmd(&a, l, id, 1, 7);
    OK(lab_submit(&a, &err));
    core_turn(l->core);
    assert_int_equal(a.answered, 1);
}

static void snapshots_when_asked(void **state) {
    struct lab l;
    struct err err;
    struct core_stats st;
    (void)state;
    open_new(&l);
    post(&l, 1);
    core_snapshot_begin(l.core);
    post(&l, 2); /* while it is frozen */
    core_stats(l.core, &st);
    assert_int_equal(st.snapshots, 0);
    OK(core_snapshot_end(l.core, &err));
    core_stats(l.core, &st);
    assert_int_equal(st.snapshots, 1);
    OK(core_checkpoint(l.core, false, &err));
    core_snapshot_begin(l.core); /* never written */
    core_kill(l.core);
    core_free(l.core);
    l.core = NULL;
    lab_open(&l);
    core_stats(l.core, &st);
    assert_int_equal(st.replayed, 1);
    lab_check_once(&l, 1, 2);
    lab_check_rebuilt(&l);
    lab_remove(&l);
}

/* What waits when the process is killed is told so, and is not in the log. */
static void killed(void **state) {
    struct lab l;
    struct lab_cmd a;
    struct err err;
    (void)state;
    open_new(&l);
    post(&l, 1);
    lab_cmd(&a, &l, 2, 1, 7);
    OK(lab_submit(&a, &err));
    core_kill(l.core);
    assert_int_equal(a.answered, -1);
    assert_int_equal(a.err.code, E_UNAVAILABLE);
    core_free(l.core);
    l.core = NULL;
    lab_open(&l);
    assert_int_equal(lab_rows(&l), 1);
    lab_remove(&l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turns_answer),
        cmocka_unit_test(recovers_by_its_clock),
        cmocka_unit_test(a_while_passes_all_the_same),
        cmocka_unit_test(tried_no_more_often),
        cmocka_unit_test(snapshots_when_asked),
        cmocka_unit_test(killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
