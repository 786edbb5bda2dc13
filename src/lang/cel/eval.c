/* eval.c - a plan run on one set of values.
 *
 * THEORY      The tree is walked.  An error is a value: && and || may come to an answer without
 *             it, all else passes it on.  Each function looks at the kinds of its arguments, so
 *             a plan that was not type-checked runs the same way.
 * INVARIANTS  (1) A function of the library never gets an error.
 *             (2) Nothing is allocated but in the run's arena.
 * LIMITS      steps_max and the arena's cap; the depth is that of the tree (CEL_DEPTH_MAX).
 */
#include "lang/cel/cel_internal.h"

#include "base/check.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static struct cel_value eval(struct cel_frame *f, const struct cel_node *n);

static bool is_error(struct cel_value v) { return v.kind == CEL_ERROR; }

/* ---- errors and limits ---- */

static struct cel_value fault_of(const struct cel_fault *x) {
    return (struct cel_value){ .kind = CEL_ERROR, .fault = x };
}

void *cel_room(struct cel_frame *f, size_t n) {
    struct err err = ERR_INIT;
    return arena_try_alloc(f->run->arena, n, &err);
}

struct cel_value cel_full(struct cel_frame *f) {
    f->full = (struct cel_fault){ E_LIMIT, "the result needs too much memory",
                                  f->node ? f->node->at : 0 };
    return fault_of(&f->full);
}

struct cel_value cel_error(struct cel_frame *f, enum err_code code, const char *fmt, ...) {
    char text[160];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    struct cel_fault *x = cel_room(f, sizeof *x + len + 1);
    if (!x)
        return cel_full(f);
    char *copy = (char *)(x + 1);
    memcpy(copy, text, len + 1);
    *x = (struct cel_fault){ code, copy, f->node ? f->node->at : 0 };
    return fault_of(x);
}

struct cel_value cel_no_overload(struct cel_frame *f) {
    struct str name = f->node->name;
    return cel_error(f, E_INVALID, "no such overload of %.*s for these values", STR_FMT(name));
}

bool cel_step(struct cel_frame *f, uint64_t n) {
    f->run->steps += n;
    return f->run->steps <= f->run->steps_max;
}

struct cel_value cel_too_long(struct cel_frame *f) {
    return cel_error(f, E_LIMIT, "it takes more than %llu steps",
                     (unsigned long long)f->run->steps_max);
}

uint32_t cel_own(const struct cel_frame *f) { return f->node->own; }
bool cel_moves(const struct cel_frame *f, uint32_t arg) { return f->node->moving >> arg & 1; }

static struct cel_value fail_at(struct cel_frame *f, const struct cel_node *n, const char *what,
                                struct cel_value v) {
    f->node = n;
    return cel_error(f, E_INVALID, what, cel_kind_name(v.kind));
}

/* What is put into something, or looked at as a list, is no sequence any more. */
static struct cel_value whole(struct cel_frame *f, const struct cel_node *n, struct cel_value v) {
    if (v.kind != CEL_SEQ)
        return v;
    f->node = n;
    return cel_seq_list(f, v);
}

/* ---- fields and elements ---- */

/* 1 and *ret, 0: there is none, -1 and *ret: an error. */
static int look_up(struct cel_frame *f, struct cel_value of, struct cel_value key,
                   struct cel_value *ret) {
    if (of.kind == CEL_MAP) {
        const struct cel_entry *e = cel_map_find(of.map, key);
        if (e)
            *ret = e->value;
        return e != NULL;
    }
    if (of.kind != CEL_LIST) {
        *ret = cel_no_overload(f);
        return -1;
    }
    int64_t at = -1;
    if (key.kind == CEL_INT)
        at = key.i;
    else if (key.kind == CEL_UINT && key.u <= INT64_MAX)
        at = (int64_t)key.u;
    else if (key.kind == CEL_DOUBLE && key.d >= 0 && key.d < 4e9 && key.d == (double)(int64_t)key.d)
        at = (int64_t)key.d;
    else {
        *ret = cel_error(f, E_INVALID, "a list has no element at a %s", cel_kind_name(key.kind));
        return -1;
    }
    if (at < 0 || at >= of.list->n)
        return 0;
    *ret = of.list->v[at];
    return 1;
}

static struct cel_value missing(struct cel_frame *f, struct cel_value of, struct cel_value key) {
    struct buf b;
    buf_init(&b, "key", 64);
    if (key.kind == CEL_STRING && key.n > 40)
        key.n = (uint32_t)utf8_cut(cel_str(key), 40);
    cel_value_text(key, &b);
    struct cel_value v =
        of.kind == CEL_LIST
            ? cel_error(f, E_INVALID, "index out of bounds: %.*s", STR_FMT(buf_str(&b)))
            : cel_error(f, E_INVALID, "no such key: %.*s", STR_FMT(buf_str(&b)));
    buf_release(&b);
    return v;
}

struct cel_value cel_index_opt(struct cel_frame *f, struct cel_value of, struct cel_value key) {
    struct cel_value v;
    if (of.kind == CEL_OPTIONAL) {
        if (!of.opt)
            return of;
        of = *of.opt;
    }
    int found = look_up(f, of, key, &v);
    return found < 0 ? v : found ? cel_some(f, v) : cel_none();
}

struct cel_value cel_index(struct cel_frame *f, struct cel_value of, struct cel_value key) {
    struct cel_value v;
    if (of.kind == CEL_OPTIONAL)
        return cel_index_opt(f, of, key);
    int found = look_up(f, of, key, &v);
    return found == 0 ? missing(f, of, key) : v;
}

static struct cel_value has(struct cel_frame *f, const struct cel_node *n, struct cel_value of) {
    struct cel_value v, key = cel_string(n->name);
    if (of.kind == CEL_OPTIONAL) {
        if (!of.opt)
            return cel_bool(false);
        of = *of.opt;
    }
    if (of.kind != CEL_MAP)
        return fail_at(f, n, "a value of type %s has no fields", of);
    return cel_bool(look_up(f, of, key, &v) > 0);
}

/* Of a record, by the field's number. */
static struct cel_value field_of(struct cel_frame *f, const struct cel_node *n,
                                 struct cel_value of) {
    struct cel_value v = cel_null();
    bool optional = n->optional || of.kind == CEL_OPTIONAL;
    if (of.kind == CEL_OPTIONAL) {
        if (!of.opt)
            return n->test ? cel_bool(false) : of;
        of = *of.opt;
    }
    if (of.kind != CEL_RECORD || of.n != n->sort) /* through dyn another may stand there */
        return fail_at(f, n, "a value of type %s has no such field", of);
    int there = f->host->get(f, of, n->own, &v);
    if (there < 0)
        return v;
    if (n->test)
        return cel_bool(there > 0);
    if (!there)
        return optional ? cel_none() : missing(f, of, cel_string(n->name));
    if (optional)
        v = whole(f, n, v);
    return optional && !is_error(v) ? cel_some(f, v) : v;
}

static struct cel_value select_field(struct cel_frame *f, const struct cel_node *n) {
    struct cel_value of = eval(f, n->arg[0]);
    if (is_error(of))
        return of;
    f->node = n;
    if (n->record)
        return field_of(f, n, of);
    if (n->test)
        return has(f, n, of);
    struct cel_value inner = of.kind == CEL_OPTIONAL && of.opt ? *of.opt : of;
    if (inner.kind != CEL_MAP && inner.kind != CEL_OPTIONAL)
        return fail_at(f, n, "a value of type %s has no fields", inner);
    struct cel_value key = cel_string(n->name);
    return n->optional ? cel_index_opt(f, of, key) : cel_index(f, of, key);
}

/* ---- logic ---- */

/* && and ||: `decides` is the value that settles it whatever else there is. */
static struct cel_value logic(struct cel_frame *f, const struct cel_node *n, bool decides) {
    struct cel_value wrong = { .kind = CEL_NULL };
    for (uint32_t i = 0; i < n->n; i++) {
        struct cel_value v = eval(f, n->arg[i]);
        if (v.kind == CEL_BOOL && v.b == decides)
            return v;
        if (v.kind != CEL_BOOL && !is_error(v))
            v = fail_at(f, n->arg[i], "a condition is a %s, not a bool", v);
        if (is_error(v) && !is_error(wrong))
            wrong = v;
        if (is_error(v) && v.fault->code == E_LIMIT)
            return v;
    }
    return is_error(wrong) ? wrong : cel_bool(!decides);
}

static struct cel_value choose(struct cel_frame *f, const struct cel_node *n) {
    struct cel_value v = eval(f, n->arg[0]);
    if (is_error(v))
        return v;
    if (v.kind != CEL_BOOL)
        return fail_at(f, n->arg[0], "a condition is a %s, not a bool", v);
    return eval(f, n->arg[v.b ? 1 : 2]);
}

/* or(), orValue(): the other side only where it is wanted. */
static struct cel_value opt_or(struct cel_frame *f, const struct cel_node *n, bool value) {
    struct cel_value v = eval(f, n->arg[0]);
    if (is_error(v))
        return v;
    f->node = n;
    if (v.kind != CEL_OPTIONAL)
        return cel_no_overload(f);
    if (v.opt)
        return value ? *v.opt : v;
    v = eval(f, n->arg[1]);
    if (!is_error(v) && !value && v.kind != CEL_OPTIONAL)
        return fail_at(f, n->arg[1], "a %s is no optional", v);
    return v;
}

/* ---- calls ---- */

#define ARGS_HERE 6

static struct cel_value call(struct cel_frame *f, const struct cel_node *n) {
    struct cel_value here[ARGS_HERE], *v = here;
    uint64_t text = 0;
    if (n->n > ARGS_HERE && !(v = cel_room(f, n->n * sizeof *v)))
        return cel_full(f);
    for (uint32_t i = 0; i < n->n; i++) {
        v[i] = eval(f, n->arg[i]);
        if (!n->host)
            v[i] = whole(f, n->arg[i], v[i]);
        if (is_error(v[i]))
            return v[i];
        if (v[i].kind == CEL_STRING || v[i].kind == CEL_BYTES)
            text += v[i].n;
    }
    f->node = n;
    if (!cel_step(f, text / 64)) /* it will be read */
        return cel_too_long(f);
    if (!n->func)
        return cel_error(f, E_INVALID, "no such overload: there is no function %.*s of %u",
                         STR_FMT(n->name), n->n);
    if (n->moves)
        cel_until_compared(f, n, v[0], v[1]);
    return n->func->call(f, v, n->n);
}

static struct cel_value count(struct cel_frame *f, const struct cel_node *n);

static struct cel_value call_of(struct cel_frame *f, const struct cel_node *n) {
    switch ((enum cel_lazy)n->lazy) {
    case LAZY_AND:
        return logic(f, n, false);
    case LAZY_OR:
        return logic(f, n, true);
    case LAZY_IF:
        return choose(f, n);
    case LAZY_OPT_OR:
        return opt_or(f, n, false);
    case LAZY_OPT_OR_VALUE:
        return opt_or(f, n, true);
    case LAZY_COUNT:
        return count(f, n);
    case LAZY_NOT:
        break;
    }
    return call(f, n);
}

/* ---- lists and maps ---- */

/* An element that is written with ?: 1 and what is in it, 0: left out, -1: no optional. */
static int unwrap(struct cel_frame *f, const struct cel_node *n, struct cel_value *v) {
    if (v->kind != CEL_OPTIONAL) {
        *v = fail_at(f, n, "a %s stands behind ?, not an optional", *v);
        return -1;
    }
    if (!v->opt)
        return 0;
    *v = *v->opt;
    return 1;
}

static struct cel_value list_new(struct cel_frame *f, const struct cel_node *n) {
    struct cel_value *v = cel_room(f, (n->n + 1) * sizeof *v);
    uint32_t k = 0;
    if (!v)
        return cel_full(f);
    for (uint32_t i = 0; i < n->n; i++) {
        v[k] = whole(f, n->arg[i], eval(f, n->arg[i]));
        int there = is_error(v[k]) ? -1 : n->opt && n->opt[i] ? unwrap(f, n->arg[i], &v[k]) : 1;
        if (there < 0)
            return v[k];
        k += (uint32_t)there;
    }
    return cel_list_of(f, v, k);
}

static bool is_key(struct cel_value k) {
    return k.kind == CEL_BOOL || k.kind == CEL_INT || k.kind == CEL_UINT || k.kind == CEL_STRING;
}

static struct cel_value map_of(struct cel_frame *f, const struct cel_node *n, struct cel_entry *v,
                               uint32_t k) {
    bool again;
    const struct cel_map *m = cel_map_of(f->run->arena, v, k, false, &again);
    f->node = n;
    if (!m)
        return again ? cel_error(f, E_INVALID, "a key stands twice in a map") : cel_full(f);
    return (struct cel_value){ .kind = CEL_MAP, .map = m };
}

static struct cel_value map_new(struct cel_frame *f, const struct cel_node *n) {
    struct cel_entry *v = cel_room(f, (n->n + 1) * sizeof *v);
    uint32_t k = 0;
    if (!v)
        return cel_full(f);
    for (uint32_t i = 0; i < n->n; i++) {
        v[k].key = eval(f, n->arg[2 * i]);
        if (is_error(v[k].key))
            return v[k].key;
        if (!is_key(v[k].key))
            return fail_at(f, n->arg[2 * i], "a %s cannot be the key of a map", v[k].key);
        v[k].value = whole(f, n->arg[2 * i + 1], eval(f, n->arg[2 * i + 1]));
        int there = is_error(v[k].value)        ? -1
                    : n->opt && n->opt[i] ? unwrap(f, n->arg[2 * i + 1], &v[k].value)
                                                : 1;
        if (there < 0)
            return v[k].value;
        k += (uint32_t)there;
    }
    return map_of(f, n, v, k);
}

/* ---- loops ---- */

struct looping {
    struct cel_frame *f;
    const struct cel_node *n;
    struct cel_value range;
    struct cel_seq_at seq;
    uint32_t size, at;
    struct cel_value *out;     /* lists; sortBy: values, keys behind them */
    struct cel_entry *entries; /* maps */
    uint32_t made;
};

/* The variables of the next round. */
static bool loop_next(struct looping *l) {
    struct cel_value *local = &l->f->locals[~l->n->slot];
    if (l->range.kind == CEL_SEQ) {
        l->f->node = l->n->arg[0];
        return cel_seq_next(l->f, l->range, &l->seq, local);
    }
    if (l->at == l->size)
        return false;
    uint32_t i = l->at++;
    if (l->range.kind == CEL_MAP) {
        local[0] = l->range.map->v[i].key;
        local[1] = l->range.map->v[i].value;
    } else {
        bool two = l->n->name2.n > 0;
        local[0] = two ? cel_int(i) : l->range.list->v[i];
        local[1] = l->range.list->v[i];
    }
    return true;
}

static struct cel_value condition(struct looping *l) {
    struct cel_value v = eval(l->f, l->n->arg[1]);
    if (v.kind != CEL_BOOL && !is_error(v))
        v = fail_at(l->f, l->n->arg[1], "a condition is a %s, not a bool", v);
    return v;
}

static bool is_limit(struct cel_value v) { return is_error(v) && v.fault->code == E_LIMIT; }

/* Of where: what cannot be said is no. */
static struct cel_value passes(struct looping *l) {
    struct cel_value v = condition(l);
    return l->n->loop == LOOP_WHERE && is_error(v) && !is_limit(v) ? cel_bool(false) : v;
}

/* An error that ended a sequence stands in the variable. */
static struct cel_value loop_fault(const struct looping *l) {
    struct cel_value v = l->f->locals[~l->n->slot];
    return l->range.kind == CEL_SEQ && is_error(v) ? v : cel_null();
}

/* Of two errors, null where there is none: past a limit nothing else counts, else the first. */
static struct cel_value worse(struct cel_value a, struct cel_value b) {
    return !is_error(a) || is_limit(b) ? b : a;
}

/* all, exists: errors count only where nothing settles it. */
static struct cel_value quantify(struct looping *l, bool decides) {
    struct cel_value wrong = cel_null();
    while (loop_next(l)) {
        struct cel_value v = condition(l);
        if (v.kind == CEL_BOOL && v.b == decides)
            return v;
        if (is_limit(v))
            return v;
        if (is_error(v))
            wrong = worse(wrong, v);
    }
    wrong = worse(wrong, loop_fault(l));
    return is_error(wrong) ? wrong : cel_bool(!decides);
}

static struct cel_value exactly_one(struct looping *l) {
    uint32_t found = 0;
    while (loop_next(l)) {
        struct cel_value v = condition(l);
        if (is_error(v))
            return v;
        found += v.b;
    }
    struct cel_value wrong = loop_fault(l);
    return is_error(wrong) ? wrong : cel_bool(found == 1);
}

/* One element more of what is made; an error ends it. */
static struct cel_value keep(struct looping *l, struct cel_value made) {
    struct cel_value *local = &l->f->locals[~l->n->slot];
    switch (l->n->loop) {
    case LOOP_TRANSFORM_MAP:
        l->entries[l->made++] = (struct cel_entry){ local[0], made };
        break;
    case LOOP_TRANSFORM_MAP_ENTRY:
        if (made.kind != CEL_MAP || made.map->n != 1)
            return fail_at(l->f, l->n->arg[2], "a %s is no map of one entry", made);
        l->entries[l->made++] = made.map->v[0];
        break;
    case LOOP_SORT_BY:
        l->out[l->size + l->made] = made;
        l->out[l->made++] = local[0];
        break;
    default:
        l->out[l->made++] = made;
    }
    return cel_null();
}

static struct cel_value sorted(struct looping *l);

static struct cel_value collect(struct looping *l) {
    struct cel_frame *f = l->f;
    bool map = l->n->loop == LOOP_TRANSFORM_MAP || l->n->loop == LOOP_TRANSFORM_MAP_ENTRY;
    size_t room = map ? sizeof *l->entries : 2 * sizeof *l->out;
    void *p = cel_room(f, (l->size + 1) * room);
    if (!p)
        return cel_full(f);
    l->out = p;
    l->entries = p;
    while (loop_next(l)) {
        struct cel_value v = passes(l);
        if (is_error(v))
            return v;
        if (!v.b)
            continue;
        v = cel_loop_tests(l->n->loop) ? f->locals[~l->n->slot]
                                       : whole(f, l->n->arg[2], eval(f, l->n->arg[2]));
        if (!is_error(v))
            v = keep(l, v);
        if (is_error(v))
            return v;
    }
    if (l->n->loop == LOOP_SORT_BY)
        return sorted(l);
    return map ? map_of(f, l->n, l->entries, l->made) : cel_list_of(f, l->out, l->made);
}

struct ranked { struct cel_value key; uint32_t at; };

static int by_rank(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    int c = cel_rank(x->key, y->key);
    return c ? c : x->at < y->at ? -1 : 1;
}

static struct cel_value sorted(struct looping *l) {
    struct cel_frame *f = l->f;
    struct ranked *r = cel_room(f, (l->made + 1) * sizeof *r);
    struct cel_value *v = cel_room(f, (l->made + 1) * sizeof *v);
    if (!r || !v)
        return cel_full(f);
    for (uint32_t i = 0; i < l->made; i++) {
        r[i] = (struct ranked){ l->out[l->size + i], i };
        if (!cel_step(f, cel_sort_cost(r[i].key, l->made)))
            return cel_too_long(f);
        if (!cel_comparable(r[0].key, r[i].key))
            return fail_at(f, l->n, "a list with a %s in it has no order", r[i].key);
    }
    qsort(r, l->made, sizeof *r, by_rank);
    for (uint32_t i = 0; i < l->made; i++)
        v[i] = l->out[r[i].at];
    return cel_list_of(f, v, l->made);
}

/* sum, avg, min, max, distinct: what cannot be said of an element is left out. */
static struct cel_value aggregate(struct looping *l) {
    struct cel_frame *f = l->f;
    struct cel_value *from = cel_room(f, (l->size + 1) * sizeof *from);
    struct cel_value *made = cel_room(f, (l->size + 1) * sizeof *made);
    if (!from || !made)
        return cel_full(f);
    while (loop_next(l)) {
        from[l->made] = f->locals[~l->n->slot];
        made[l->made] = whole(f, l->n->arg[2], eval(f, l->n->arg[2]));
        if (is_limit(made[l->made]))
            return made[l->made];
        l->made += !is_error(made[l->made]);
    }
    f->node = l->n;
    return cel_aggregate(f, l->n, made, from, l->made);
}

/* What it goes through; a sequence only where the order does not matter.  Null, or an error. */
static struct cel_value loop_begin(struct looping *l, bool any_order) {
    struct cel_frame *f = l->f;
    const struct cel_node *of = l->n->arg[0];
    struct cel_value v = eval(f, of);
    if (!any_order)
        v = whole(f, of, v);
    if (is_error(v))
        return v;
    if (v.kind != CEL_LIST && v.kind != CEL_MAP && v.kind != CEL_SEQ)
        return fail_at(f, of, "a %s cannot be gone through; a list or a map can", v);
    l->range = v;
    l->size = v.kind == CEL_LIST ? v.list->n : v.kind == CEL_MAP ? v.map->n : 0;
    return cel_null();
}

/* Of what where() and filter() let through no list is made, and nobody looks further than it
 * matters: if so many pass, then others that fail do not count, wherever they stand. */
static struct cel_value count_passing(struct cel_frame *f, const struct cel_node *of,
                                      uint32_t limit) {
    struct looping l = { .f = f, .n = of };
    struct cel_value wrong = loop_begin(&l, true);
    uint32_t found = 0;
    if (is_error(wrong))
        return wrong;
    while (found < limit && loop_next(&l)) {
        struct cel_value v = passes(&l);
        if (is_limit(v))
            return v;
        if (is_error(v))
            wrong = worse(wrong, v);
        else
            found += v.b;
    }
    if (found == limit)
        return cel_int(found);
    wrong = worse(wrong, loop_fault(&l));
    return is_error(wrong) ? wrong : cel_int(found);
}

static struct cel_value count(struct cel_frame *f, const struct cel_node *n) {
    const struct cel_node *of = n->arg[0];
    uint32_t found = 0, limit = n->limit ? n->limit : UINT32_MAX;
    struct cel_seq_at at = { 0, 0 };
    if (of->kind == NODE_LOOP && (of->loop == LOOP_WHERE || of->loop == LOOP_FILTER))
        return count_passing(f, of, limit);
    struct cel_value range = eval(f, of), v = cel_null();
    if (is_error(range))
        return range;
    f->node = n;
    if (range.kind == CEL_LIST)
        return cel_int(range.list->n);
    if (range.kind != CEL_SEQ)
        return cel_no_overload(f);
    while (found < limit && cel_seq_next(f, range, &at, &v))
        found++;
    return is_error(v) ? v : cel_int(found);
}

static struct cel_value loop(struct cel_frame *f, const struct cel_node *n) {
    struct looping l = { .f = f, .n = n };
    struct cel_value wrong = loop_begin(&l, n->loop <= LOOP_EXISTS_ONE && n->name2.n == 0);
    if (is_error(wrong))
        return wrong;
    switch (n->loop) {
    case LOOP_ALL:
        return quantify(&l, false);
    case LOOP_EXISTS:
        return quantify(&l, true);
    case LOOP_EXISTS_ONE:
        return exactly_one(&l);
    case LOOP_SUM:
    case LOOP_AVG:
    case LOOP_MIN:
    case LOOP_MAX:
    case LOOP_DISTINCT:
        return aggregate(&l);
    default:
        return collect(&l);
    }
}

static struct cel_value bind(struct cel_frame *f, const struct cel_node *n) {
    struct cel_value v = eval(f, n->arg[0]);
    f->locals[~n->slot] = v; /* an error is one only where it is used */
    return eval(f, n->arg[1]);
}

static struct cel_value opt_map(struct cel_frame *f, const struct cel_node *n) {
    struct cel_value of = eval(f, n->arg[0]);
    if (is_error(of))
        return of;
    if (of.kind != CEL_OPTIONAL)
        return fail_at(f, n->arg[0], "a %s is no optional", of);
    if (!of.opt)
        return of;
    f->locals[~n->slot] = *of.opt;
    struct cel_value v = whole(f, n->arg[1], eval(f, n->arg[1]));
    if (is_error(v) || (n->test && v.kind == CEL_OPTIONAL))
        return v;
    if (n->test)
        return fail_at(f, n->arg[1], "optFlatMap() made a %s, no optional", v);
    return cel_some(f, v);
}

/* ---- all of it ---- */

static struct cel_value ident(struct cel_frame *f, const struct cel_node *n) {
    if (n->slot >= 0)
        return f->run->vars[n->slot];
    if (n->slot != CEL_SLOT_NONE)
        return f->locals[~n->slot];
    f->node = n;
    return cel_error(f, E_INVALID, "nothing is called %.*s", STR_FMT(n->name));
}

static struct cel_value eval(struct cel_frame *f, const struct cel_node *n) {
    if (!cel_step(f, 1)) {
        f->node = n;
        return cel_too_long(f);
    }
    switch ((enum cel_node_kind)n->kind) {
    case NODE_CONST:
        return n->value;
    case NODE_IDENT:
        return ident(f, n);
    case NODE_SELECT:
        return select_field(f, n);
    case NODE_CALL:
        return n->folded ? n->value : call_of(f, n);
    case NODE_LIST:
        return list_new(f, n);
    case NODE_MAP:
        return map_new(f, n);
    case NODE_LOOP:
        return loop(f, n);
    case NODE_BIND:
        return bind(f, n);
    case NODE_OPT_MAP:
        return opt_map(f, n);
    }
    CHECK(!"a node of no kind");
    return cel_null();
}

int cel_eval(const struct cel_plan *p, struct cel_run *run, struct cel_value *ret,
             struct err *err) {
    struct cel_value locals[16];
    struct cel_frame f = { .run = run, .locals = locals, .node = p->root, .host = p->host };
    run->steps = 0;
    run->until_ms = INT64_MAX;
    if (p->n_locals > sizeof locals / sizeof *locals)
        f.locals = arena_try_alloc(run->arena, p->n_locals * sizeof *locals, err);
    if (!f.locals)
        return -1;
    struct cel_value v = whole(&f, p->root, eval(&f, p->root));
    if (v.kind != CEL_ERROR) {
        *ret = v;
        return 0;
    }
    err_set(err, v.fault->code, "%s", v.fault->msg);
    cel_place(p->source, v.fault->at, err);
    return -1;
}
