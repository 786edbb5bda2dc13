/* lists.c - the extension library "lists"; sortBy() is a loop (eval.c).
 *
 * Source: cel-go, ext/README.md, "Lists".
 */
#include "lang/cel/cel_internal.h"

#include <stdlib.h>

#define RANGE_MAX 100000

/* Room for n values more than none; NULL: the arena is full. */
static struct cel_value *values(struct cel_frame *f, uint64_t n) {
    return cel_room(f, (size_t)(n + 1) * sizeof(struct cel_value));
}

static struct cel_value range(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[0].kind != CEL_INT)
        return cel_no_overload(f);
    if (v[0].i > RANGE_MAX)
        return cel_error(f, E_LIMIT, "lists.range() makes at most %d elements", RANGE_MAX);
    uint32_t size = v[0].i < 0 ? 0 : (uint32_t)v[0].i;
    if (!cel_step(f, size / 8))
        return cel_too_long(f);
    struct cel_value *out = values(f, size);
    if (!out)
        return cel_full(f);
    for (uint32_t i = 0; i < size; i++)
        out[i] = cel_int(i);
    return cel_list_of(f, out, size);
}

static struct cel_value slice(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[0].kind != CEL_LIST || v[1].kind != CEL_INT || v[2].kind != CEL_INT)
        return cel_no_overload(f);
    int64_t from = v[1].i, to = v[2].i;
    if (from < 0 || to < from || to > v[0].list->n)
        return cel_error(f, E_INVALID, "cannot slice(%lld, %lld), the list has %u elements",
                         (long long)from, (long long)to, v[0].list->n);
    return cel_list_of(f, v[0].list->v + from, (uint32_t)(to - from));
}

struct cel_value cel_reversed(struct cel_frame *f, struct cel_value list) {
    uint32_t size = list.list->n;
    struct cel_value *out = values(f, size);
    if (!out)
        return cel_full(f);
    for (uint32_t i = 0; i < size; i++)
        out[i] = list.list->v[size - 1 - i];
    return cel_step(f, size / 8) ? cel_list_of(f, out, size) : cel_too_long(f);
}

struct cel_value cel_distinct(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct cel_value *out = values(f, n), wrong = cel_null();
    uint32_t made = 0, k;
    if (!out)
        return cel_full(f);
    for (uint32_t i = 0; i < n; i++) {
        for (k = 0; k < made && !cel_equal_in(f, out[k], v[i], &wrong); k++)
            if (wrong.kind == CEL_ERROR)
                return wrong;
        if (k == made)
            out[made++] = v[i];
        if (!cel_step(f, 1 + made / 8))
            return cel_too_long(f);
    }
    return cel_list_of(f, out, made);
}

static struct cel_value distinct(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return v[0].kind == CEL_LIST ? cel_distinct(f, v[0].list->v, v[0].list->n)
                                 : cel_no_overload(f);
}

/* UINT64_MAX: it takes too many steps. */
static uint64_t flat_count(struct cel_frame *f, const struct cel_list *l, int64_t depth) {
    uint64_t n = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        bool inner = depth > 0 && l->v[i].kind == CEL_LIST;
        uint64_t more = inner ? flat_count(f, l->v[i].list, depth - 1) : 1;
        if (more == UINT64_MAX || (inner && !cel_step(f, 1)))
            return UINT64_MAX;
        n += more;
    }
    return n;
}

static void flat_copy(const struct cel_list *l, int64_t depth, struct cel_value **out) {
    for (uint32_t i = 0; i < l->n; i++)
        if (depth > 0 && l->v[i].kind == CEL_LIST)
            flat_copy(l->v[i].list, depth - 1, out);
        else
            *(*out)++ = l->v[i];
}

static struct cel_value flatten(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    if (v[0].kind != CEL_LIST || (n == 2 && v[1].kind != CEL_INT))
        return cel_no_overload(f);
    int64_t depth = n == 2 ? v[1].i : 1;
    if (depth < 0)
        return cel_error(f, E_INVALID, "level must be non-negative");
    uint64_t size = flat_count(f, v[0].list, depth);
    if (size > UINT32_MAX / 2 || !cel_step(f, size / 4))
        return cel_too_long(f);
    struct cel_value *out = values(f, size), *at = out;
    if (!out)
        return cel_full(f);
    flat_copy(v[0].list, depth, &at);
    return cel_list_of(f, out, (uint32_t)size);
}

static int by_value(const void *a, const void *b) {
    return cel_rank(*(const struct cel_value *)a, *(const struct cel_value *)b);
}

static struct cel_value sort(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[0].kind != CEL_LIST)
        return cel_no_overload(f);
    uint32_t size = v[0].list->n;
    struct cel_value *out = values(f, size);
    if (!out)
        return cel_full(f);
    for (uint32_t i = 0; i < size; i++) {
        out[i] = v[0].list->v[i];
        if (!cel_comparable(out[0], out[i]))
            return cel_error(f, E_INVALID, "a list with a %s in it has no order",
                             cel_kind_name(out[i].kind));
        if (!cel_step(f, cel_sort_cost(out[i], size)))
            return cel_too_long(f);
    }
    qsort(out, size, sizeof *out, by_value);
    return cel_list_of(f, out, size);
}

static struct cel_value first(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[0].kind != CEL_LIST)
        return cel_no_overload(f);
    return v[0].list->n ? cel_some(f, v[0].list->v[0]) : cel_none();
}

static struct cel_value last(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[0].kind != CEL_LIST)
        return cel_no_overload(f);
    return v[0].list->n ? cel_some(f, v[0].list->v[v[0].list->n - 1]) : cel_none();
}

static const struct cel_func rows[] = {
    { "lists.range", false, "i>Li", range },
    { "slice", true, "LAii>LA", slice },
    { "distinct", true, "LA>LA", distinct },
    { "flatten", true, "LLA>LA", flatten },
    { "flatten", true, "L?>L?", flatten },
    { "flatten", true, "L?i>L?", flatten },
    { "sort", true, "LA>LA", sort },
    { "first", true, "LA>OA", first },
    { "last", true, "LA>OA", last },
};
const struct cel_library cel_lib_lists = { rows, sizeof rows / sizeof *rows };
