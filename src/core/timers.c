/* timers.c - commands that run at or after an instant, or some time from now: for either clock a
 * binary min-heap by (due, order).  Core thread only. */
#include "core/core_internal.h"

#include <stdlib.h>

static bool before(const struct timer *a, const struct timer *b) {
    return a->due_ms != b->due_ms ? a->due_ms < b->due_ms : a->order < b->order;
}

static void swap(struct timer *a, struct timer *b) {
    struct timer t = *a;
    *a = *b;
    *b = t;
}

static int64_t now_ms(struct core *c, int by) {
    return by == TIMER_WALL ? clock_wall_ms(c->clock) : clock_mono_ns(c->clock) / 1000000;
}

static void push(struct core *c, enum timer_clock by, int64_t due_ms, struct command *cmd) {
    struct timers *h = &c->timers[by];
    if (h->n == h->cap) {
        h->cap = h->cap ? h->cap * 2 : 64;
        h->at = realloc(h->at, h->cap * sizeof *h->at);
        CHECK(h->at);
    }
    for (int k = 0; k < TIMER_CLOCKS; k++)
        for (size_t i = 0; i < c->timers[k].n; i++)
            CHECK(c->timers[k].at[i].cmd != cmd); /* in one list twice when both are due */
    size_t i = h->n++;
    h->at[i] = (struct timer){ due_ms, c->timer_order++, cmd };
    for (; i > 0 && before(&h->at[i], &h->at[(i - 1) / 2]); i = (i - 1) / 2)
        swap(&h->at[i], &h->at[(i - 1) / 2]);
}

void core_timer(struct core *c, int64_t due_ms, struct command *cmd) {
    push(c, TIMER_WALL, due_ms, cmd);
}

void core_timer_in(struct core *c, int64_t ms, struct command *cmd) {
    push(c, TIMER_MONO, c->turn_ms + ms, cmd);
}

static struct command *pop(struct timers *h) {
    struct command *cmd = h->at[0].cmd;
    h->at[0] = h->at[--h->n];
    for (size_t i = 0;;) {
        size_t least = i, l = 2 * i + 1, r = l + 1;
        if (l < h->n && before(&h->at[l], &h->at[least]))
            least = l;
        if (r < h->n && before(&h->at[r], &h->at[least]))
            least = r;
        if (least == i)
            return cmd;
        swap(&h->at[i], &h->at[least]);
        i = least;
    }
}

struct command *timers_pop_due(struct core *c) {
    for (int k = 0; k < TIMER_CLOCKS; k++)
        if (c->timers[k].n > 0 && c->timers[k].at[0].due_ms <= now_ms(c, k))
            return pop(&c->timers[k]);
    return NULL;
}

int64_t timers_wait_ms(struct core *c) {
    int64_t ms = INT64_MAX;
    for (int k = 0; k < TIMER_CLOCKS; k++) {
        if (c->timers[k].n == 0)
            continue;
        int64_t left = c->timers[k].at[0].due_ms - now_ms(c, k);
        left = left < 0 ? 0 : left;
        ms = left < ms ? left : ms;
    }
    return ms;
}

/* done() of a repeated command sets its timer anew: those are let go without another call. */
void timers_drop(struct core *c) {
    struct err stopping = ERR_INIT;
    struct timers had[TIMER_CLOCKS];
    err_set(&stopping, E_UNAVAILABLE, "the server is stopping");
    memcpy(had, c->timers, sizeof had);
    memset(c->timers, 0, sizeof c->timers);
    for (int k = 0; k < TIMER_CLOCKS; k++) {
        for (size_t i = 0; i < had[k].n; i++)
            had[k].at[i].cmd->done(had[k].at[i].cmd, &stopping, 0);
        free(had[k].at);
    }
    for (int k = 0; k < TIMER_CLOCKS; k++)
        free(c->timers[k].at);
    memset(c->timers, 0, sizeof c->timers);
}
