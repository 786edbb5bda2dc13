/* The simulator: seeds of everything that may befall a workspace (README.md of this folder).
 *
 * SIM_SEED=n [SIM_STEPS=m] runs that one alone; SIM_SEEDS says how many (300), SIM_SECONDS how
 * long they may take at most (600).
 */
#include "sim/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static struct sim sim;

static int64_t number(const char *name, int64_t usual) {
    const char *env = getenv(name);
    return env && *env ? strtoll(env, NULL, 10) : usual;
}

/* The shortest run of the seed that fails, by bisection: a failing step fails in every longer
 * run, since a run of fewer steps is the beginning of it (but for its last checks). */
static void shrink(uint64_t seed, int steps) {
    int lo = 0, hi = steps;
    while (hi - lo > 1) {
        int mid = lo + (hi - lo) / 2;
        if (sim_run(&sim, seed, mid, PLANT_NONE))
            lo = mid;
        else
            hi = mid;
    }
    if (sim_run(&sim, seed, hi, PLANT_NONE))
        fprintf(stderr, "seed %llu does not fail again\n", (unsigned long long)seed);
    sim_print(&sim);
}

static void seeds(void **state) {
    struct clock clock;
    int counts[64] = { 0 }, done = 0, steps = 0;
    struct { int erased, runs, taken, contested, members; } sum = { 0, 0, 0, 0, 0 };
    int64_t one = number("SIM_SEED", 0), n = number("SIM_SEEDS", 300);
    int64_t from = number("SIM_FROM", 1), box_s = number("SIM_SECONDS", 600);
    (void)state;
    clock_init_real(&clock);
    int64_t end_ns = clock_mono_ns(&clock) + box_s * 1000000000;
    for (; done < n && clock_mono_ns(&clock) < end_ns; done++) {
        uint64_t seed = (uint64_t)(one ? one : from + done);
        int want = (int)number("SIM_STEPS", sim_steps(seed));
        if (!sim_run(&sim, seed, want, PLANT_NONE)) {
            sim_print(&sim);
            if (!one)
                shrink(seed, sim.step < want ? sim.step + 1 : want);
            fail_msg("seed %d fails; %d seeds were well", (int)seed, done);
        }
        steps += sim.steps;
        for (int i = 0; sim_step_name(i); i++)
            counts[i] += sim.counts[i];
        for (int i = 0; i < sim.n_messages; i++)
            sum.taken += sim.message[i].kept != M_WHOLE;
        sum.erased += sim.n_erasures;
        sum.runs += sim.n_runs;
        sum.contested += sim.n_contested;
        sum.members += sim.n_members;
        if (one)
            return;
    }
    fprintf(stderr, "# %d seeds, %d steps in %d s:", done, steps,
            (int)((clock_mono_ns(&clock) - end_ns) / 1000000000 + box_s));
    for (int i = 0; sim_step_name(i); i++)
        fprintf(stderr, " %s %d%s", sim_step_name(i), counts[i], sim_step_name(i + 1) ? "," : "\n");
    fprintf(stderr, "# %d erasures, %d runs of retention that took %d events, %d contested, "
            "%d memberships compared\n",
            sum.erased, sum.runs, sum.taken, sum.contested, sum.members);
    if (done < n)
        fail_msg("%d seeds of %d were done in %d s", done, (int)n, (int)box_s);
    if (n >= 300)
        assert_true(sum.erased > n / 2 && sum.runs > n / 2 && sum.taken > n / 2 &&
                    sum.contested > n / 4 && sum.members > n * 20);
    for (int i = 0; sim_step_name(i); i++)
        if (n >= 300 && counts[i] < 5)
            fail_msg("step \"%s\" was taken %d times only", sim_step_name(i), counts[i]);
}

/* To the byte: the log, the state and everything that was told on the way. */
static void a_seed_repeats(void **state) {
    (void)state;
    for (uint64_t seed = 7; seed < 12; seed++) {
        assert_true(sim_run(&sim, seed, sim_steps(seed), PLANT_NONE));
        uint64_t trace = sim.trace, log = sim.log_hash, followed = sim.followed;
        assert_true(sim_run(&sim, seed, sim_steps(seed), PLANT_NONE));
        assert_int_equal(sim.followed, followed);
        assert_true(sim.log_hash == log);
        assert_true(sim.trace == trace);
    }
}

/* ---- faults that are planted ---- */

/* In a process of its own, since the fault may end it: the seed that finds it, 0 for none. */
static int find(enum sim_plant plant, int n) {
    _Atomic int *seed = mmap(NULL, sizeof *seed, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int status = 0;
    assert_true(seed != MAP_FAILED);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        for (int i = 1; i <= n; i++) {
            *seed = i;
            if (!sim_run(&sim, (uint64_t)i, sim_steps((uint64_t)i), plant)) {
                fprintf(stderr, "# found: %s\n", sim.why);
                _exit(1);
            }
        }
        _exit(0);
    }
    assert_true(waitpid(pid, &status, 0) == pid);
    int found = WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : *seed;
    munmap((void *)seed, sizeof *seed);
    return found;
}

static void is_found(const char *what, enum sim_plant plant) {
    int seed = find(plant, 300);
    if (!seed)
        fail_msg("%s: not found within 300 seeds", what);
    fprintf(stderr, "# %s: found by seed %d\n", what, seed);
}

static void a_lying_disk_is_found(void **state) {
    (void)state;
    is_found("a disk that lies about fsync", PLANT_SYNC_LIES);
}

static void an_unannounced_write_is_found(void **state) {
    (void)state;
    is_found("a write unknown to the undo journal", PLANT_UNANNOUNCED);
}

static void a_skipping_replay_is_found(void **state) {
    (void)state;
    is_found("a replay that skips withdrawals", PLANT_REPLAY_SKIPS);
}

static void a_forgetful_dedupe_is_found(void **state) {
    (void)state;
    is_found("a restart that forgets message ids", PLANT_DEDUPE_FORGETS);
}

static void an_ignored_cut_is_found(void **state) {
    (void)state;
    is_found("a judge that ignores cuts", PLANT_CUTS_IGNORED);
}

static void a_skipped_frame_is_found(void **state) {
    (void)state;
    is_found("an eraser that passes over a frame", PLANT_ERASE_SKIPS);
}

static void an_ignored_contest_is_found(void **state) {
    (void)state;
    is_found("what two people claim, left to the first", PLANT_CONTESTED);
}

static void a_skipped_event_is_found(void **state) {
    (void)state;
    is_found("retention that passes over an event", PLANT_RETAIN_SKIPS);
}

static void lost_rows_are_found(void **state) {
    (void)state;
    is_found("rows of the audit log that are not written", PLANT_ROWS_LOST);
}

int main(void) {
    const struct CMUnitTest one[] = { cmocka_unit_test(seeds) };
    const struct CMUnitTest all[] = {
        cmocka_unit_test(a_seed_repeats),
        cmocka_unit_test(a_lying_disk_is_found),
        cmocka_unit_test(an_unannounced_write_is_found),
        cmocka_unit_test(a_skipping_replay_is_found),
        cmocka_unit_test(a_forgetful_dedupe_is_found),
        cmocka_unit_test(an_ignored_cut_is_found),
        cmocka_unit_test(a_skipped_frame_is_found),
        cmocka_unit_test(an_ignored_contest_is_found),
        cmocka_unit_test(a_skipped_event_is_found),
        cmocka_unit_test(lost_rows_are_found),
        cmocka_unit_test(seeds),
    };
    return getenv("SIM_SEED") || getenv("SIM_FROM") ? cmocka_run_group_tests(one, NULL, NULL)
                              : cmocka_run_group_tests(all, NULL, NULL);
}
