/* test_core.c - one writer: group commit, commands that fail, commits in doubt, the quarantine.
 *
 * Runs on the store that MUSUBI_TEST_STORE names.
 */
#include "base/fault.h"
#include "fault/seed.h"
#include "lab.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- a read that keeps the core busy while others queue up ---- */

struct plug { struct command cmd; _Atomic bool in, out, over; };

static int plug_run(struct core *c, struct command *cmd, struct err *err) {
    struct plug *p = (struct plug *)cmd;
    (void)c;
    (void)err;
    atomic_store(&p->in, true);
    for (int i = 0; !atomic_load(&p->out) && i < 15000; i++)
        lab_pause();
    return 0;
}

static void plug_done(struct command *cmd, const struct err *err, uint64_t seq) {
    (void)err;
    (void)seq;
    atomic_store(&((struct plug *)cmd)->over, true);
}

static void plug_in(struct lab *l, struct plug *p) {
    struct err err;
    *p = (struct plug){ .cmd = { .name = "plug", .bytes = 8, .reads = true, .run = plug_run,
                                 .done = plug_done } };
    OK(core_submit(l->core, &p->cmd, &err));
    LAB_WAIT(atomic_load(&p->in));
}

static void plug_out(struct plug *p) {
    atomic_store(&p->out, true);
    LAB_WAIT(atomic_load(&p->over));
}

static uint64_t commits_of(struct lab *l) {
    struct core_stats st;
    core_stats(l->core, &st);
    return st.commits;
}

/* ---- group commit ---- */

static void many_share_a_commit(void **state) {
    enum { N = 400 };
    static struct lab_cmd cmds[N];
    struct lab l;
    struct plug p;
    struct err err;
    (void)state;
    lab_make(&l, lab_kind());
    lab_open(&l);
    uint64_t before = commits_of(&l);
    plug_in(&l, &p);
    for (int i = 0; i < N; i++) {
        lab_cmd(&cmds[i], &l, (uint64_t)i + 1, 1, 1);
        OK(lab_submit(&cmds[i], &err));
        assert_int_equal(cmds[i].answered, 0);
    }
    plug_out(&p);
    uint64_t last = 0;
    for (int i = 0; i < N; i++) {
        LAB_WAIT(atomic_load(&cmds[i].answered));
        assert_int_equal(cmds[i].answered, 1);
        assert_true(cmds[i].seq >= last && cmds[i].seq >= (uint64_t)i + 1);
        last = cmds[i].seq;
    }
    /* the fake clock stands still, so time does not cut the batch */
    assert_int_equal(commits_of(&l) - before, 1);
    assert_int_equal(lab_count(&l, SQL("SELECT COUNT(*) FROM log")), 1);
    assert_int_equal(lab_count(&l, SQL("SELECT n FROM log")), N);
    lab_check_once(&l, 1, N);
    lab_remove(&l);
}

/* A batch ends at its bytes: no frame grows without bound. */
static void bytes_cut_a_batch(void **state) {
    enum { N = 40 };
    static struct lab_cmd cmds[N];
    struct lab l;
    struct plug p;
    struct err err;
    (void)state;
    lab_make(&l, lab_kind());
    lab_open(&l);
    plug_in(&l, &p);
    for (int i = 0; i < N; i++) {
        lab_cmd(&cmds[i], &l, (uint64_t)i * 10 + 1, 10, 1);
        cmds[i].pad = 20000;
        cmds[i].cmd.bytes = 1; /* a wrong guess must not matter */
        OK(lab_submit(&cmds[i], &err));
    }
    plug_out(&p);
    for (int i = 0; i < N; i++)
        LAB_WAIT(atomic_load(&cmds[i].answered) == 1);
    int64_t frames = lab_count(&l, SQL("SELECT COUNT(*) FROM log"));
    assert_in_range(frames, 7, 9); /* 8 MB in frames of 1 MB and a bit */
    lab_check_once(&l, 1, N * 10);
    lab_check_rebuilt(&l);
    lab_remove(&l);
}

/* ---- commands that fail ---- */

static void failing_leaves_no_trace(void **state) {
    enum { N = 1200 };
    static struct lab_cmd cmds[N];
    struct lab l;
    struct err err;
    uint64_t s = seed_begin("failing_leaves_no_trace");
    int64_t rows = 0, entries = 0;
    (void)state;
    lab_make(&l, lab_kind());
    lab_open(&l);
    for (int from = 0; from < N;) {
        int to = from + 1 + (int)seed_below(&s, 60);
        for (to = to > N ? N : to; from < to; from++) {
            struct lab_cmd *c = &cmds[from];
            lab_cmd(c, &l, (uint64_t)from * 100 + 1, seed_below(&s, 12), seed_next(&s) | 1);
            c->pad = seed_below(&s, 4) ? seed_below(&s, 60) : seed_below(&s, 9000);
            c->row = seed_below(&s, 4) == 0;
            uint32_t dice = seed_below(&s, 10);
            c->fail = dice < 2 ? LAB_FAILS : dice < 3 ? LAB_FAILS_SQL : LAB_WELL;
            OK(lab_submit(c, &err));
        }
        LAB_WAIT(atomic_load(&cmds[from - 1].answered));
    }
    for (int i = 0; i < N; i++) {
        struct lab_cmd *c = &cmds[i];
        LAB_WAIT(atomic_load(&c->answered));
        assert_int_equal(c->answered, c->fail == LAB_WELL ? 1 : -1);
        if (c->fail == LAB_WELL) {
            rows += c->row;
            entries += c->n;
        } else
            assert_int_equal(c->err.code, c->fail == LAB_FAILS ? E_INVALID : E_CONFLICT);
    }
    assert_int_equal(lab_rows(&l), entries);
    assert_int_equal(lab_count(&l, SQL("SELECT CAST(SUM(n) AS BIGINT) FROM log")), entries);
    assert_int_equal(lab_count(&l, SQL("SELECT COUNT(*) FROM meta WHERE key LIKE 'lab %'")),
                     rows);
    lab_check_rebuilt(&l);
    lab_remove(&l);
}

/* ---- reads ---- */

struct reading { uint64_t looks, odd, uncommitted; _Atomic bool stop; struct lab *l; };

static void look_even(struct lab *l, void *ctx) {
    struct reading *r = ctx;
    r->looks++;
    r->odd += lab_rows_here(l) % 2 != 0 || lab_sum_here(l) != lab_rows_here(l) * 3;
    struct core_stats st;
    core_stats(l->core, &st);
    r->uncommitted += core_seq(l->core) != st.seq || lab_rows_here(l) != st.seq;
}

static void *reader_main(void *arg) {
    struct reading *r = arg;
    while (!atomic_load(&r->stop))
        lab_read(r->l, look_even, r);
    return NULL;
}

struct writing { struct lab *l; uint64_t from; int n; uint64_t s; pthread_t t; };

/* Pairs of entries, each pair in one command; every fourth command fails at its end. */
static void *writer_main(void *arg) {
    struct writing *w = arg;
    for (int i = 0; i < w->n; i++) {
        struct lab_cmd c;
        struct err err;
        uint64_t id = w->from + (uint64_t)i * 2;
        lab_cmd(&c, w->l, id, 2, 3);
        if (seed_below(&w->s, 4) == 0) {
            c.fail = LAB_FAILS;
            while (lab_post(&c, &err) == 0 || err.code == E_UNAVAILABLE)
                lab_pause();
            c.fail = LAB_WELL;
        }
        c.row = seed_below(&w->s, 3) == 0;
        lab_insist(&c);
    }
    return NULL;
}

static const char *const commit_faults[2] = {
    [DB_SQLITE] = "sqlite.commit@5x2,sqlite.commit.after@3x1,sqlite.commit@40x3,"
                  "sqlite.commit.after@31x2",
    [DB_POSTGRES] = "pg.commit@5x2,pg.commit.after@3x1,pg.commit@40x3,pg.commit.after@31x2",
};

/* While commits fail and are found again, a read never sees what is not durable. */
static void reads_see_committed_state_only(void **state) {
    struct lab l;
    struct err err;
    struct writing w[4];
    uint64_t s = seed_begin("reads_see_committed_state_only");
    (void)state;
    lab_make(&l, lab_kind());
    l.real_clock = true;
    lab_open(&l);
    struct reading r = { .l = &l };
    pthread_t t;
    OK(fault_arm(commit_faults[lab_kind()], &err));
    assert_int_equal(pthread_create(&t, NULL, reader_main, &r), 0);
    for (int i = 0; i < 4; i++) {
        w[i] = (struct writing){ &l, (uint64_t)i * 200 + 1, 100, s + (uint64_t)i, 0 };
        assert_int_equal(pthread_create(&w[i].t, NULL, writer_main, &w[i]), 0);
    }
    for (int i = 0; i < 4; i++)
        pthread_join(w[i].t, NULL);
    atomic_store(&r.stop, true);
    pthread_join(t, NULL);
    fault_disarm();
    assert_true(r.looks > 20);
    assert_int_equal(r.odd, 0);
    assert_int_equal(r.uncommitted, 0);
    struct core_stats st;
    core_stats(l.core, &st);
    assert_true(st.commit_failures >= 4);
    lab_check_once(&l, 1, 800);
    lab_check_rebuilt(&l);
    lab_remove(&l);
}

/* ---- timers ---- */

struct alarm { struct command cmd; struct lab *l; int64_t due; _Atomic int64_t rang; int order; };
static _Atomic int rung;

static int alarm_run(struct core *c, struct command *cmd, struct err *err) {
    struct alarm *a = (struct alarm *)cmd;
    (void)err;
    a->order = atomic_fetch_add(&rung, 1);
    atomic_store(&a->rang, core_now(c));
    return 0;
}

static void alarm_done(struct command *cmd, const struct err *err, uint64_t seq) {
    (void)seq;
    if (err) /* the core stops */
        atomic_store(&((struct alarm *)cmd)->rang, -1);
}

struct setting { struct alarm *a; int n; };
static void set_alarms(struct lab *l, void *ctx) {
    struct setting *s = ctx;
    for (int i = 0; i < s->n; i++)
        core_timer(l->core, s->a[i].due, &s->a[i].cmd);
}

static void timers_follow_the_clock(void **state) {
    enum { N = 200 };
    static struct alarm a[N];
    struct lab l;
    uint64_t s = seed_begin("timers_follow_the_clock");
    struct setting set = { a, N };
    (void)state;
    lab_make(&l, lab_kind());
    lab_open(&l);
    atomic_store(&rung, 0);
    for (int i = 0; i < N; i++)
        a[i] = (struct alarm){ .cmd = { .name = "alarm", .run = alarm_run, .done = alarm_done },
                               .l = &l,
                               .due = LAB_START_MS + 1000 * (1 + (int64_t)seed_below(&s, 50)) };
    a[0].due = LAB_START_MS + 1000000; /* never comes */
    lab_read(&l, set_alarms, &set);
    assert_int_equal(lab_rows(&l), 0); /* the core has turned once more, and nothing rang */
    assert_int_equal(atomic_load(&rung), 0);
    for (int step = 1; step <= 50; step++) {
        int due = 0;
        clock_advance_ms(&l.clock, 1000);
        int64_t now = LAB_START_MS + 1000 * step;
        for (int i = 0; i < N; i++)
            due += a[i].due <= now;
        LAB_WAIT(atomic_load(&rung) >= due);
        lab_rows(&l);
        assert_int_equal(atomic_load(&rung), due);
    }
    for (int i = 1; i < N; i++) {
        assert_int_equal(a[i].rang, a[i].due);
        for (int j = 1; j < N; j++) /* in order of due, then of setting */
            if (a[i].due < a[j].due || (a[i].due == a[j].due && i < j))
                assert_true(a[i].order < a[j].order);
    }
    lab_close(&l);
    assert_int_equal(a[0].rang, -1);
    lab_remove(&l);
}

/* ---- a store that refuses ---- */

static const char *const outage[2] = {
    [DB_SQLITE] = "sqlite.commit,sqlite.openx*",
    [DB_POSTGRES] = "pg.commit,pg.openx*",
};

static void refused_and_back(void **state) {
    struct lab l;
    struct lab_cmd c;
    struct err err;
    (void)state;
    lab_make(&l, lab_kind());
    lab_open(&l);
    lab_cmd(&c, &l, 1, 5, 1);
    OK(lab_post(&c, &err));
    OK(fault_arm(outage[lab_kind()], &err));
    lab_cmd(&c, &l, 11, 5, 1);
    assert_int_equal(lab_post(&c, &err), -1);
    assert_int_equal(err.code, E_UNAVAILABLE);
    assert_false(core_writable(l.core));
    for (int i = 0; i < 50; i++) { /* reading goes on, of what is certain */
        assert_int_equal(lab_rows(&l), 5);
        assert_int_equal(lab_post(&c, &err), -1);
        assert_int_equal(err.code, E_UNAVAILABLE);
    }
    fault_disarm();
    LAB_WAIT(core_writable(l.core));
    lab_insist(&c);
    assert_int_equal(lab_rows(&l), 10);
    lab_check_once(&l, 11, 15);
    lab_check_rebuilt(&l);
    /* stopping in the middle of an outage ends, and what was acknowledged is there */
    OK(fault_arm(outage[lab_kind()], &err));
    lab_cmd(&c, &l, 21, 5, 1);
    assert_int_equal(lab_post(&c, &err), -1);
    lab_close(&l);
    fault_disarm();
    lab_open(&l);
    assert_int_equal(lab_rows(&l), 10);
    lab_remove(&l);
}

/* ---- commits in doubt ---- */

/* One commit is hit by each fault point, at each of the first hits. */
static void doubtful_commits(void **state) {
    static const char *const names[2][6] = {
        { "sqlite.begin", "sqlite.write", "sqlite.commit", "sqlite.commit.after", NULL },
        { "pg.query", "pg.commit", "pg.commit.after", NULL },
    };
    struct lab l;
    struct err err;
    uint64_t id = 1;
    (void)state;
    lab_make(&l, lab_kind());
    lab_open(&l);
    for (const char *const *name = names[lab_kind()]; *name; name++) {
        uint64_t hit = 0;
        for (int skip = 0; skip < 8; skip++) {
            struct lab_cmd c[3];
            struct core_stats before, after;
            char spec[64];
            snprintf(spec, sizeof spec, "%s@%d", *name, skip);
            core_stats(l.core, &before);
            OK(fault_arm(spec, &err));
            for (int i = 0; i < 3; i++, id += 4) {
                lab_cmd(&c[i], &l, id, 4, 2);
                c[i].row = i == 1;
                lab_insist(&c[i]);
            }
            fault_disarm();
            LAB_WAIT(core_writable(l.core));
            core_stats(l.core, &after);
            hit += after.commit_failures - before.commit_failures;
            /* "after": the first try was durable, the repeated one found it */
            if (strstr(*name, ".after") && skip < 3)
                assert_int_equal(c[skip].posted, 0);
            assert_int_equal(lab_rows(&l), id - 1);
        }
        if (hit == 0)
            fail_msg("the fault point %s never struck", *name);
        lab_check_once(&l, 1, id - 1);
        lab_check_rebuilt(&l);
    }
    lab_close(&l);
    lab_open(&l);
    assert_int_equal(lab_rows(&l), id - 1);
    assert_int_equal(lab_count(&l, SQL("SELECT CAST(SUM(n) AS BIGINT) FROM log")), id - 1);
    lab_remove(&l);
}

/* ---- queue ---- */

static void queue_has_an_end(void **state) {
    enum { N = 80 };
    static struct lab_cmd cmds[N];
    struct lab l;
    struct plug p;
    struct err err = ERR_INIT;
    (void)state;
    lab_make(&l, lab_kind());
    lab_open(&l);
    plug_in(&l, &p);
    int taken = 0;
    for (; taken < N; taken++) {
        lab_cmd(&cmds[taken], &l, (uint64_t)taken + 1, 1, 1);
        cmds[taken].cmd.bytes = 1u << 20;
        if (lab_submit(&cmds[taken], &err) < 0)
            break;
    }
    assert_in_range(taken, 60, 70); /* 64 MB */
    assert_int_equal(err.code, E_RATE);
    plug_out(&p);
    for (int i = 0; i < taken; i++)
        LAB_WAIT(atomic_load(&cmds[i].answered) == 1);
    lab_check_once(&l, 1, (uint64_t)taken);
    lab_remove(&l);
}

/* Everything submitted before a stop is answered, and what was answered well is kept. */
static void stop_answers_all(void **state) {
    enum { N = 300 };
    static struct lab_cmd cmds[N];
    struct lab l;
    struct err err;
    (void)state;
    lab_make(&l, lab_kind());
    lab_open(&l);
    for (int i = 0; i < N; i++) {
        lab_cmd(&cmds[i], &l, (uint64_t)i + 1, 1, 1);
        OK(lab_submit(&cmds[i], &err));
    }
    lab_close(&l);
    for (int i = 0; i < N; i++)
        assert_int_equal(cmds[i].answered, 1);
    lab_open(&l);
    assert_int_equal(lab_rows(&l), N);
    struct core_stats st;
    core_stats(l.core, &st);
    assert_int_equal(st.replayed, 0); /* the last snapshot holds all of it */
    lab_check_rebuilt(&l);
    lab_remove(&l);
}

static void full_memory_refuses(void **state) {
    struct lab l;
    struct lab_cmd c;
    struct err err = ERR_INIT;
    uint64_t id = 1;
    (void)state;
    lab_make(&l, lab_kind());
    l.memory_max = 2u << 20;
    lab_open(&l);
    for (; id < 200000; id += 500) {
        lab_cmd(&c, &l, id, 500, 1);
        if (lab_post(&c, &err) < 0)
            break;
    }
    assert_int_equal(err.code, E_UNAVAILABLE);
    assert_true(id > 5000);
    assert_int_equal(lab_rows(&l), id - 1); /* reading goes on */
    lab_check_rebuilt(&l);
    lab_close(&l);
    l.memory_max = 0; /* with more memory it goes on */
    lab_open(&l);
    OK(lab_post(&c, &err));
    lab_remove(&l);
}

/* ---- snapshots and the log they belong to ---- */

static void snapshot_of_another_log_is_passed_over(void **state) {
    struct lab a, b;
    struct lab_cmd c;
    struct err err;
    char command[256];
    (void)state;
    lab_make(&a, lab_kind());
    lab_make(&b, lab_kind());
    lab_open(&a);
    lab_open(&b);
    lab_cmd(&c, &a, 1, 10, 1);
    OK(lab_post(&c, &err));
    lab_cmd(&c, &b, 101, 10, 1);
    OK(lab_post(&c, &err));
    lab_close(&a);
    lab_close(&b);
    snprintf(command, sizeof command, "cp %s/snapshot/*.state %s/snapshot/", a.dir, b.dir);
    assert_int_equal(system(command), 0);
    lab_open(&b);
    lab_check_once(&b, 101, 110);
    assert_int_equal(lab_rows(&b), 10);
    assert_int_equal(lab_times(&b, 101), 1);
    lab_cmd(&c, &b, 111, 10, 1);
    OK(lab_post(&c, &err));
    lab_check_rebuilt(&b);
    lab_remove(&a);
    lab_remove(&b);
}

static void a_fast_log_is_snapshot_sooner(void **state) {
    struct lab l;
    struct lab_cmd c;
    struct err err;
    struct core_stats st;
    (void)state;
    lab_make(&l, lab_kind());
    l.snapshot_every_s = 3600; /* of a clock that stands still */
    l.snapshot_entries = 50;
    lab_open(&l);
    for (uint64_t i = 0; i < 4; i++) {
        lab_cmd(&c, &l, 1 + i * 30, 30, 1);
        OK(lab_post(&c, &err));
        LAB_WAIT((core_stats(l.core, &st), st.snapshots) >= (i + 1) * 30 / 60);
    }
    core_stats(l.core, &st);
    assert_int_equal(st.snapshots, 2);
    assert_int_equal(st.snapshot_seq, 120);
    lab_remove(&l);
}

static void broken_snapshot_costs_time_only(void **state) {
    struct lab l;
    struct lab_cmd c;
    struct err err;
    char command[256];
    static const char *const damage[] = {
        "for f in %s/snapshot/*.state; do truncate -s 100000 $f; done",
        "for f in %s/snapshot/*.state; do printf x | dd of=$f bs=1 seek=90000 conv=notrunc "
        "status=none; done",
        "rm -r %s/snapshot", "touch %s/snapshot/99999999999999999999.state",
        "mkdir %s/snapshot/00000000000000000009.state",
    };
    (void)state;
    lab_make(&l, lab_kind());
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        lab_open(&l);
        lab_cmd(&c, &l, i * 1000 + 1, 1000, 1);
        OK(lab_post(&c, &err));
        lab_close(&l);
        snprintf(command, sizeof command, damage[i], l.dir);
        assert_int_equal(system(command), 0);
        lab_open(&l);
        lab_check_once(&l, 1, (i + 1) * 1000);
        lab_check_rebuilt(&l);
        lab_close(&l);
    }
    lab_remove(&l);
}

/* ---- quarantine: children that fail ---- */

#define TRIP 666u
static const char *self;

/* Start this program again: "self WHAT DIR STORE"; returns how it ended. */
static int child(struct lab *l, const char *what, const char *fault) {
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        if (fault)
            setenv("MUSUBI_FAULT", fault, 1);
        if (!freopen("/dev/null", "w", stderr))
            _exit(99);
        execl(self, self, what, l->dir, l->store ? l->store : "", (char *)NULL);
        _exit(98);
    }
    int status;
    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static int child_main(char **argv) {
    struct lab l = { .trip = strcmp(argv[1], "trip") == 0 ? TRIP : 0 };
    struct lab_cmd c;
    struct err err = ERR_INIT;
    snprintf(l.dir, sizeof l.dir, "%s", argv[2]);
    l.store = *argv[3] ? argv[3] : NULL;
    if (lab_try_open(&l, &err) < 0)
        return 3;
    if (strcmp(argv[1], "busy") == 0) { /* this thread fails while the core is at an input */
        struct plug p = { .cmd = { .name = "plug", .digest = 99, .run = plug_run,
                                   .done = plug_done } };
        if (core_submit(l.core, &p.cmd, &err) < 0)
            return 6;
        LAB_WAIT(atomic_load(&p.in));
        abort();
    }
    if (strcmp(argv[1], "poison") == 0) {
        lab_cmd(&c, &l, 50, 2, 1);
        c.cmd.digest = 4711;
    } else {
        lab_cmd(&c, &l, 60, 1, TRIP);
    }
    if (lab_post(&c, &err) < 0)
        return err.code == E_INVALID ? 4 : 5;
    if (strcmp(argv[1], "die") == 0) /* after the answer: a crash of nobody's making */
        raise(SIGKILL);
    if (strcmp(argv[1], "abort") == 0) /* a crash outside of the core */
        abort();
    lab_close(&l);
    return 0;
}

static void crashed(int status) {
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT)
        fail_msg("the child ended with status %x, not by abort()", (unsigned)status);
}

static void poison_is_met_once(void **state) {
    struct lab l;
    struct lab_cmd c;
    struct err err = ERR_INIT;
    (void)state;
    lab_make(&l, lab_kind());
    crashed(child(&l, "poison", "core.poison"));
    for (int round = 0; round < 2; round++) { /* the fault is gone, the quarantine stays */
        lab_open(&l);
        lab_cmd(&c, &l, 50, 2, 1);
        c.cmd.digest = 4711;
        assert_int_equal(lab_post(&c, &err), -1);
        assert_int_equal(err.code, E_INVALID);
        lab_cmd(&c, &l, 70 + (uint64_t)round, 1, 1);
        c.cmd.digest = 4712;
        OK(lab_post(&c, &err));
        assert_int_equal(lab_rows(&l), round + 1);
        struct core_stats st;
        core_stats(l.core, &st);
        assert_int_equal(st.quarantined, 1);
        assert_int_equal(lab_count(&l, SQL("SELECT COUNT(*) FROM quarantine")), 1);
        assert_int_equal(lab_count(&l, SQL("SELECT digest FROM quarantine")), 4711);
        lab_check_rebuilt(&l);
        lab_close(&l);
    }
    /* and with the fault still there: the same input does not make it fail again */
    int status = child(&l, "poison", "core.poison");
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 4);
    lab_remove(&l);
}

static void poison_in_the_log_is_passed_over(void **state) {
    struct lab l;
    struct lab_cmd c;
    struct err err = ERR_INIT;
    (void)state;
    lab_make(&l, lab_kind());
    lab_open(&l);
    lab_cmd(&c, &l, 1, 20, 1);
    OK(lab_post(&c, &err));
    lab_close(&l);
    /* an entry that this program takes; killed, so that no snapshot holds it */
    int status = child(&l, "die", NULL);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    crashed(child(&l, "trip", NULL)); /* another version trips over it on replay */
    l.trip = TRIP;
    for (int round = 0; round < 2; round++) {
        lab_open(&l);
        assert_int_equal(lab_rows(&l), 20 + round);
        assert_int_equal(lab_times(&l, 60), 0);
        assert_int_equal(lab_count(&l, SQL("SELECT COUNT(*) FROM quarantine")), 1);
        assert_int_equal(lab_count(&l, SQL("SELECT seq FROM quarantine")), 21);
        lab_cmd(&c, &l, 100 + (uint64_t)round, 1, 1);
        OK(lab_post(&c, &err));
        assert_int_equal(c.seq, 22 + round); /* the numbers of the log stay */
        lab_check_rebuilt(&l);
        lab_close(&l);
    }
    lab_remove(&l);
}

static void other_crashes_condemn_nobody(void **state) {
    struct lab l;
    (void)state;
    lab_make(&l, lab_kind());
    child(&l, "die", NULL);
    crashed(child(&l, "abort", NULL));
    crashed(child(&l, "busy", NULL));
    lab_open(&l);
    assert_int_equal(lab_count(&l, SQL("SELECT COUNT(*) FROM quarantine")), 0);
    assert_int_equal(lab_times(&l, 60), 1);
    lab_remove(&l);
}

int main(int argc, char **argv) {
    self = "/proc/self/exe";
    if (argc == 4)
        return child_main(argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_share_a_commit),
        cmocka_unit_test(bytes_cut_a_batch),
        cmocka_unit_test(failing_leaves_no_trace),
        cmocka_unit_test(reads_see_committed_state_only),
        cmocka_unit_test(timers_follow_the_clock),
        cmocka_unit_test(refused_and_back),
        cmocka_unit_test(doubtful_commits),
        cmocka_unit_test(queue_has_an_end),
        cmocka_unit_test(stop_answers_all),
        cmocka_unit_test(full_memory_refuses),
        cmocka_unit_test(snapshot_of_another_log_is_passed_over),
        cmocka_unit_test(a_fast_log_is_snapshot_sooner),
        cmocka_unit_test(broken_snapshot_costs_time_only),
        cmocka_unit_test(poison_is_met_once),
        cmocka_unit_test(poison_in_the_log_is_passed_over),
        cmocka_unit_test(other_crashes_condemn_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
