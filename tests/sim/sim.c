/* sim.c - one run: a seed, its steps, its last checks, and what is told when it fails. */
#include "sim/sim.h"

#include "core/core_internal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct sim *running; /* for a process that dies of a failed CHECK */

uint32_t sim_roll(struct sim *s, uint32_t n) { return seed_below(&s->random, n); }

void sim_tell(struct sim *s, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    char *line = s->story[s->n_story++ % SIM_STORY];
    int n = snprintf(line, sizeof s->story[0], "%4d  ", s->step);
    vsnprintf(line + n, sizeof s->story[0] - (size_t)n, fmt, ap);
    va_end(ap);
    s->trace = hash_xx64(line, strlen(line), s->trace);
}

void sim_fail(struct sim *s, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(s->why, sizeof s->why, fmt, ap);
    va_end(ap);
    longjmp(s->failed, 1);
}

void sim_print(const struct sim *s) {
    fprintf(stderr, "seed %llu fails at step %d of %d: %s\nthe last steps:\n",
            (unsigned long long)s->seed, s->step, s->steps, s->why);
    for (int i = s->n_story < SIM_STORY ? 0 : s->n_story - SIM_STORY; i < s->n_story; i++)
        fprintf(stderr, "%s\n", s->story[i % SIM_STORY]);
    fprintf(stderr, "again: SIM_SEED=%llu SIM_STEPS=%d\n", (unsigned long long)s->seed, s->steps);
}

static void on_abort(int sig) {
    signal(sig, SIG_DFL);
    if (running) {
        snprintf(running->why, sizeof running->why, "the program died of signal %d", sig);
        sim_print(running);
    }
    raise(sig);
}

int sim_steps(uint64_t seed) {
    uint64_t r = seed ^ 0x51e9u;
    return seed_below(&r, 4) ? 40 + (int)seed_below(&r, 120) : 160 + (int)seed_below(&r, 160);
}

void sim_begin(struct sim *s, uint64_t seed, int steps, enum sim_plant plant) {
    memset(s, 0, sizeof *s);
    s->seed = s->random = seed;
    s->id_random = seed ^ 0x9e3779b97f4a7c15u;
    s->steps = steps;
    s->plant = plant;
    for (int i = 0; i < 4; i++)
        seed_next(&s->random);
    s->devices = 1 + (int)sim_roll(s, 4);
    s->users = 1 + (int)sim_roll(s, 4);
    s->emails = 1 + (int)sim_roll(s, 3);
    s->phones = 1 + (int)sim_roll(s, 2);
    s->cards = 1 + (int)sim_roll(s, 3);
    for (int k = 1; k < M_KINDS; k++)
        s->version_rank[0][k] = k;
    model_init(&s->m);
    s->m.rules.unread[4] = true; /* until rules declare it */
    s->version[0] = s->m.rules;
    running = s;
    signal(SIGABRT, on_abort);
}

void sim_over(void) {
    running = NULL;
    signal(SIGABRT, SIG_DFL);
}

bool sim_run(struct sim *s, uint64_t seed, int steps, enum sim_plant plant) {
    sim_begin(s, seed, steps, plant);
    sim_make(s);
    volatile bool good = false;
    if (setjmp(s->failed) == 0) {
        sim_open(s);
        sim_sources(s);
        sim_audiences(s);
        for (; s->step < s->steps; s->step++) {
            sim_step(s);
            uint64_t now[2] = { s->followed, s->log_hash };
            s->trace = hash_xx64(now, sizeof now, s->trace);
        }
        sim_end(s);
        good = true;
    }
    sim_unmake(s);
    sim_over();
    return good;
}
