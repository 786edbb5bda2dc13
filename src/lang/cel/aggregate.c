/* aggregate.c - sequences as lists, and one value made of many.
 *
 * INVARIANTS  (1) Doubles are added in the order in which the records came to be (their numbers),
 *             so
 *                 that whoever adds them gets the same sum to the last bit.
 */
#include "lang/cel/cel_internal.h"

#include "base/check.h"

#include <stdlib.h>

/* ---- sequences ---- */

struct timed { int64_t ms; struct cel_value v; };

static int by_time(const void *a, const void *b) {
    const struct timed *x = a, *y = b;
    if (x->ms != y->ms)
        return x->ms < y->ms ? -1 : 1;
    return x->v.u < y->v.u ? -1 : x->v.u > y->v.u;
}

struct cel_value cel_seq_list(struct cel_frame *f, struct cel_value seq) {
    struct cel_seq_at at = { 0, 0 };
    struct cel_value v = cel_null();
    struct timed *all = NULL;
    uint32_t n = 0, room = 0;
    while (f->host->next(f, seq, &at, &v)) {
        if (n == room) {
            uint32_t more = room ? 2 * room : 16;
            struct timed *p = cel_room(f, more * sizeof *p);
            if (!p)
                return cel_full(f);
            if (n)
                memcpy(p, all, n * sizeof *p);
            all = p;
            room = more;
        }
        all[n++] = (struct timed){ f->host->time(f, v), v };
    }
    if (v.kind == CEL_ERROR)
        return v;
    if (!cel_step(f, cel_sort_cost(v, n) * n / 4))
        return cel_too_long(f);
    struct cel_value *out = cel_room(f, (n + 1) * sizeof *out);
    if (!out)
        return cel_full(f);
    if (n > 1)
        qsort(all, n, sizeof *all, by_time);
    for (uint32_t i = 0; i < n; i++)
        out[i] = all[i].v;
    return cel_list_of(f, out, n);
}

/* ---- sums ---- */

struct numbered { uint64_t order; struct cel_value v; };

static int by_number(const void *a, const void *b) {
    const struct numbered *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

static double as_double(struct cel_value v) {
    return v.kind == CEL_INT ? (double)v.i : v.kind == CEL_UINT ? (double)v.u : v.d;
}

static struct cel_value add_up(struct cel_frame *f, struct cel_value *v,
                               const struct cel_value *from, uint32_t n, bool ints) {
    struct numbered *x = cel_room(f, (n + 1) * sizeof *x);
    int64_t whole = 0;
    double sum = 0;
    if (!x)
        return cel_full(f);
    for (uint32_t i = 0; i < n; i++) {
        if (!cel_is_number(v[i]))
            return cel_error(f, E_INVALID, "numbers can be added, a %s cannot",
                             cel_kind_name(v[i].kind));
        ints = ints && v[i].kind == CEL_INT;
        x[i] = (struct numbered){ from[i].kind == CEL_RECORD ? from[i].u : i, v[i] };
    }
    if (n > 1)
        qsort(x, n, sizeof *x, by_number);
    for (uint32_t i = 0; i < n; i++) {
        if (ints && __builtin_add_overflow(whole, x[i].v.i, &whole))
            return cel_error(f, E_INVALID, "integer overflow");
        sum += as_double(x[i].v);
    }
    return ints ? cel_int(whole) : cel_double(sum);
}

static struct cel_value extreme(struct cel_frame *f, const struct cel_value *v, uint32_t n,
                                bool most) {
    struct cel_value best = v[0];
    for (uint32_t i = 0; i < n; i++) {
        if (!cel_comparable(best, v[i]))
            return cel_error(f, E_INVALID, "a %s and a %s have no order",
                             cel_kind_name(best.kind), cel_kind_name(v[i].kind));
        int c = cel_compare(v[i], best);
        if (most ? c == 1 : c == -1)
            best = v[i];
    }
    return best;
}

static struct cel_value distinct(struct cel_frame *f, struct cel_value *v, uint32_t n) {
    uint32_t made = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool seen = false;
        struct cel_value wrong = cel_null();
        for (uint32_t k = 0; k < made && !seen; k++) {
            seen = cel_equal_in(f, v[k], v[i], &wrong);
            if (wrong.kind == CEL_ERROR)
                return wrong;
            if (!cel_step(f, 1))
                return cel_too_long(f);
        }
        if (!seen)
            v[made++] = v[i];
    }
    return cel_list_of(f, v, made);
}

struct cel_value cel_aggregate(struct cel_frame *f, const struct cel_node *loop,
                               struct cel_value *made, const struct cel_value *from, uint32_t n) {
    const bool ints = loop->arg[2]->type->kind == CEL_INT || n > 0;
    if (loop->loop == LOOP_SUM)
        return add_up(f, made, from, n, ints);
    if (loop->loop == LOOP_DISTINCT)
        return distinct(f, made, n);
    if (n == 0)
        return cel_error(f, E_INVALID, "there is nothing to take it of");
    if (loop->loop != LOOP_AVG)
        return extreme(f, made, n, loop->loop == LOOP_MAX);
    struct cel_value sum = add_up(f, made, from, n, false);
    return sum.kind == CEL_DOUBLE ? cel_double(sum.d / n) : sum;
}
