/* until.c - until when an answer holds though nothing happens but that time passes.
 *
 * THEORY      The present may be added to and subtracted from; so a value moves with it (1),
 *             against it (-1) or not at all (0). Where a comparison has one side that moves, the
 *             instant at which they meet is the present less (or plus) what the sides differ by,
 *             and the answer holds until then. Functions of the host's that take a moving argument
 *             tell themselves. Whatever else is made of the present (its weekday, say) has no such
 *             instant: CEL_NOW_OTHER.
 *             An answer rests only on what was looked at, so it holds until the first of their
 *             instants; parts that && and || left out do not count.
 * LIMITS      That a sum or difference comes into or out of its range (292 years between two
 *             instants, the years 1 to 9999) is not foreseen.
 */
#include "lang/cel/cel_internal.h"

struct finding { struct cel_plan *plan; const struct cel_env *env; };

static int coefficient(struct finding *x, struct cel_node *n);

/* It moves where nobody can tell how. */
static void other(struct finding *x, const struct cel_node *n, int moves) {
    if (moves == 0 || x->plan->now == CEL_NOW_OTHER)
        return;
    x->plan->now = CEL_NOW_OTHER;
    x->plan->now_at = n->at;
    x->plan->now_end = n->end;
}

static bool is_call(const struct cel_node *n, const char *name) {
    return n->kind == NODE_CALL && n->n == 2 && str_is(n->name, name);
}

static int of_sum(struct finding *x, struct cel_node *n, int sign) {
    int a = coefficient(x, n->arg[0]), b = coefficient(x, n->arg[1]);
    if (a != 0 && b != 0) {
        other(x, n, 1);
        return 0;
    }
    return a + sign * b;
}

static int of_call(struct finding *x, struct cel_node *n) {
    if (is_call(n, "_+_"))
        return of_sum(x, n, 1);
    if (is_call(n, "_-_"))
        return of_sum(x, n, -1);
    if (cel_compares(n)) {
        n->moves = (int8_t)of_sum(x, n, -1);
        return 0;
    }
    for (uint32_t i = 0; i < n->n; i++) {
        int c = coefficient(x, n->arg[i]);
        if (c == 1 && n->may_move && i < 8)
            n->moving |= (uint8_t)(1u << i);
        else
            other(x, n->arg[i], c);
    }
    return 0;
}

static int coefficient(struct finding *x, struct cel_node *n) {
    if (n->kind == NODE_IDENT) {
        if (n->slot != (int32_t)x->env->now)
            return 0;
        if (x->plan->now == CEL_NOW_NONE)
            x->plan->now = CEL_NOW_BOUNDED;
        return 1;
    }
    if (n->kind == NODE_CALL)
        return of_call(x, n);
    uint32_t parts = n->kind == NODE_MAP ? 2 * n->n : n->n;
    for (uint32_t i = 0; i < parts; i++)
        other(x, n->arg[i], coefficient(x, n->arg[i]));
    return 0;
}

void cel_find_now(struct cel_plan *p, const struct cel_env *env) {
    if (!env->has_now)
        return;
    struct finding x = { p, env };
    other(&x, p->root, coefficient(&x, p->root));
}

/* ---- in a run ---- */

struct cel_value cel_timestamp(int64_t ms) {
    int64_t s = ms / 1000, left = ms % 1000;
    if (left < 0) {
        left += 1000;
        s--;
    }
    return (struct cel_value){ .kind = CEL_TIMESTAMP, .i = s, .n = (uint32_t)left * 1000000 };
}

int64_t cel_timestamp_ms(struct cel_value v) { return v.i * 1000 + v.n / 1000000; }

static __int128 nanos(struct cel_value v) { return (__int128)v.i * 1000000000 + v.n; }

/* Where a - b is zero: at the instant t, the present being in whole milliseconds, the answer is one
 * before t, perhaps another at t, and perhaps a third past it. */
void cel_until_compared(struct cel_frame *f, const struct cel_node *n, struct cel_value a,
                        struct cel_value b) {
    if (a.kind != b.kind || (a.kind != CEL_TIMESTAMP && a.kind != CEL_DURATION))
        return;
    const int64_t now = f->run->now_ms;
    __int128 apart = nanos(a) - nanos(b);
    __int128 t = (__int128)now * 1000000 - (n->moves > 0 ? apart : -apart);
    int64_t floor = (int64_t)(t / 1000000) - (t % 1000000 < 0); /* years of five digits at most */
    int64_t at = floor + (t - (__int128)floor * 1000000 > 0); /* the first that is not before t */
    if (now < at)
        cel_until(f, at);
    else if (now < floor + 1)
        cel_until(f, floor + 1);
}
