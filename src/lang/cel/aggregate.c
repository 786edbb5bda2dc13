/* aggregate.c - sequences as lists, and one value made of many.
 *
 * INVARIANTS  (1) Doubles are added in the order in which the records came to be (their numbers),
 *             so
 *                 that whoever adds them gets the same sum to the last bit.
 */
#include "lang/cel/cel_internal.h"

#include <stdlib.h>

/* ---- sequences ---- */

struct timed { int64_t ms; struct cel_value v; };

static int by_time(const void *a, const void *b) {
    const struct timed *x = a, *y = b;
    if (x->ms != y->ms)
        return x->ms < y->ms ? -1 : 1;
    return x->v.u < y->v.u ? -1 : x->v.u > y->v.u;
}

bool cel_seq_next(struct cel_frame *f, struct cel_value seq, struct cel_seq_at *at,
                  struct cel_value *ret) {
    *ret = cel_null();
    if (cel_step(f, 1))
        return f->host->next(f, seq, at, ret);
    *ret = cel_too_long(f);
    return false;
}

struct cel_value cel_seq_list(struct cel_frame *f, struct cel_value seq) {
    struct cel_seq_at at = { 0, 0 };
    struct cel_value v;
    struct timed *all = NULL;
    uint32_t n = 0, room = 0;
    while (cel_seq_next(f, seq, &at, &v)) {
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

struct numbered { uint64_t order; uint32_t at; struct cel_value v; };

static int by_number(const void *a, const void *b) {
    const struct numbered *x = a, *y = b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static double as_double(struct cel_value v) {
    return v.kind == CEL_INT ? (double)v.i : v.kind == CEL_UINT ? (double)v.u : v.d;
}

/* All ints, all uints, or else as doubles; of nothing: what `none` is. */
static enum cel_kind kind_of_sum(const struct cel_value *v, uint32_t n, enum cel_kind none) {
    for (uint32_t i = 1; i < n; i++)
        if (v[i].kind != v[0].kind)
            return CEL_DOUBLE;
    return n ? v[0].kind : none;
}

static struct cel_value sum_of_doubles(struct cel_frame *f, const struct cel_value *v,
                                       const struct cel_value *from, uint32_t n) {
    struct numbered *x = cel_room(f, (n + 1) * sizeof *x);
    double sum = 0;
    if (!x)
        return cel_full(f);
    if (!cel_step(f, cel_sort_cost(cel_null(), n) * n / 4))
        return cel_too_long(f);
    for (uint32_t i = 0; i < n; i++)
        x[i] = (struct numbered){ from[i].kind == CEL_RECORD ? from[i].u : i, i, v[i] };
    if (n > 1)
        qsort(x, n, sizeof *x, by_number);
    for (uint32_t i = 0; i < n; i++)
        sum += as_double(x[i].v);
    return cel_double(sum);
}

/* kind: of the sum. */
static struct cel_value add_up(struct cel_frame *f, const struct cel_value *v,
                               const struct cel_value *from, uint32_t n, enum cel_kind kind) {
    __int128 sum = 0; /* so many cannot overflow it */
    for (uint32_t i = 0; i < n; i++)
        if (!cel_is_number(v[i]))
            return cel_error(f, E_INVALID, "numbers can be added, a %s cannot",
                             cel_kind_name(v[i].kind));
    if (kind == CEL_DOUBLE)
        return sum_of_doubles(f, v, from, n);
    for (uint32_t i = 0; i < n; i++)
        sum += kind == CEL_INT ? (__int128)v[i].i : (__int128)v[i].u;
    if (kind == CEL_INT ? sum < INT64_MIN || sum > INT64_MAX : sum > UINT64_MAX)
        return cel_error(f, E_INVALID, "%s overflow", cel_kind_name(kind));
    return kind == CEL_INT ? cel_int((int64_t)sum) : cel_uint((uint64_t)sum);
}

static struct cel_value extreme(struct cel_frame *f, const struct cel_value *v, uint32_t n,
                                bool most) {
    struct cel_value best = v[0];
    for (uint32_t i = 0; i < n; i++) {
        if (!cel_comparable(best, v[i]))
            return cel_error(f, E_INVALID, "a %s and a %s have no order",
                             cel_kind_name(best.kind), cel_kind_name(v[i].kind));
        if (cel_rank(v[i], best) == (most ? 1 : -1))
            best = v[i];
    }
    return best;
}

struct cel_value cel_aggregate(struct cel_frame *f, const struct cel_node *loop,
                               const struct cel_value *made, const struct cel_value *from,
                               uint32_t n) {
    if (loop->loop == LOOP_SUM)
        return add_up(f, made, from, n, kind_of_sum(made, n, loop->value.kind));
    if (loop->loop == LOOP_DISTINCT)
        return cel_distinct(f, made, n);
    if (n == 0)
        return cel_error(f, E_INVALID, "there is nothing to take it of");
    if (loop->loop != LOOP_AVG)
        return extreme(f, made, n, loop->loop == LOOP_MAX);
    struct cel_value sum = add_up(f, made, from, n, CEL_DOUBLE);
    return sum.kind == CEL_DOUBLE ? cel_double(sum.d / n) : sum;
}
