/* timers.c - commands that run at or after an instant: a binary min-heap by (due, order).
 * Core thread only. */
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

void timers_push(struct core *c, int64_t due_ms, struct command *cmd) {
    if (c->n_timers == c->timers_cap) {
        c->timers_cap = c->timers_cap ? c->timers_cap * 2 : 64;
        c->timers = realloc(c->timers, c->timers_cap * sizeof *c->timers);
        CHECK(c->timers);
    }
    for (size_t k = 0; k < c->n_timers; k++)
        CHECK(c->timers[k].cmd != cmd); /* it would be in one list twice when both are due */
    size_t i = c->n_timers++;
    c->timers[i] = (struct timer){ due_ms, c->timer_order++, cmd };
    for (; i > 0 && before(&c->timers[i], &c->timers[(i - 1) / 2]); i = (i - 1) / 2)
        swap(&c->timers[i], &c->timers[(i - 1) / 2]);
}

struct command *timers_pop_due(struct core *c, int64_t now_ms) {
    if (c->n_timers == 0 || c->timers[0].due_ms > now_ms)
        return NULL;
    struct command *cmd = c->timers[0].cmd;
    c->timers[0] = c->timers[--c->n_timers];
    for (size_t i = 0;;) {
        size_t least = i, l = 2 * i + 1, r = l + 1;
        if (l < c->n_timers && before(&c->timers[l], &c->timers[least]))
            least = l;
        if (r < c->n_timers && before(&c->timers[r], &c->timers[least]))
            least = r;
        if (least == i)
            return cmd;
        swap(&c->timers[i], &c->timers[least]);
        i = least;
    }
}

/* done() of a repeated command sets its timer anew: those are let go without another call. */
void timers_drop(struct core *c) {
    struct err stopping = ERR_INIT;
    err_set(&stopping, E_UNAVAILABLE, "the server is stopping");
    struct timer *timers = c->timers;
    size_t n = c->n_timers;
    c->timers = NULL;
    c->n_timers = c->timers_cap = 0;
    for (size_t i = 0; i < n; i++)
        timers[i].cmd->done(timers[i].cmd, &stopping, 0);
    free(timers);
    free(c->timers);
    c->timers = NULL;
    c->n_timers = c->timers_cap = 0;
}
