/* std.c - the standard library: operators, conversions, strings. Times are in time.c.
 *
 * Source: cel-spec, langdef.md, "List of Standard Definitions".
 */
#define _GNU_SOURCE /* memmem */
#include "lang/cel/cel_internal.h"

#include "base/re.h"
#include "base/utf8.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NUMBER_MAX 400    /* bytes of a number's text */
#define PATTERNS_MAX 32u  /* of a plan: each may take 1 MB */

/* ---- arithmetic ---- */

static struct cel_value overflow(struct cel_frame *f, const char *kind) {
    return cel_error(f, E_INVALID, "%s overflow", kind);
}

static struct cel_value joined(struct cel_frame *f, struct cel_value a, struct cel_value b) {
    if (a.n == 0 || b.n == 0)
        return a.n ? a : b;
    if (!cel_step(f, (a.n + b.n) / 64))
        return cel_too_long(f);
    char *p = cel_room(f, (size_t)a.n + b.n);
    if (!p)
        return cel_full(f);
    memcpy(p, a.s, a.n);
    memcpy(p + a.n, b.s, b.n);
    return cel_text(a.kind, str_n(p, (size_t)a.n + b.n));
}

static struct cel_value lists_joined(struct cel_frame *f, const struct cel_list *a,
                                     const struct cel_list *b) {
    struct cel_value *v = cel_room(f, ((size_t)a->n + b->n + 1) * sizeof *v);
    if (!v)
        return cel_full(f);
    if (!cel_step(f, a->n / 8 + b->n / 8))
        return cel_too_long(f);
    for (uint32_t i = 0; i < a->n + b->n; i++)
        v[i] = i < a->n ? a->v[i] : b->v[i - a->n];
    return cel_list_of(f, v, a->n + b->n);
}

static struct cel_value add(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct cel_value r = v[0];
    (void)n;
    if (v[0].kind == CEL_TIMESTAMP || v[0].kind == CEL_DURATION)
        return cel_time_add(f, v[0], v[1]);
    if (v[0].kind != v[1].kind)
        return cel_no_overload(f);
    switch (v[0].kind) {
    case CEL_INT:
        return __builtin_add_overflow(v[0].i, v[1].i, &r.i) ? overflow(f, "int") : r;
    case CEL_UINT:
        return __builtin_add_overflow(v[0].u, v[1].u, &r.u) ? overflow(f, "uint") : r;
    case CEL_DOUBLE:
        return cel_double(v[0].d + v[1].d);
    case CEL_STRING:
    case CEL_BYTES:
        return joined(f, v[0], v[1]);
    case CEL_LIST:
        return lists_joined(f, v[0].list, v[1].list);
    default:
        return cel_no_overload(f);
    }
}

static struct cel_value subtract(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct cel_value r = v[0];
    (void)n;
    if (v[0].kind == CEL_TIMESTAMP || v[0].kind == CEL_DURATION)
        return cel_time_subtract(f, v[0], v[1]);
    if (v[0].kind != v[1].kind)
        return cel_no_overload(f);
    switch (v[0].kind) {
    case CEL_INT:
        return __builtin_sub_overflow(v[0].i, v[1].i, &r.i) ? overflow(f, "int") : r;
    case CEL_UINT:
        return __builtin_sub_overflow(v[0].u, v[1].u, &r.u) ? overflow(f, "uint") : r;
    case CEL_DOUBLE:
        return cel_double(v[0].d - v[1].d);
    default:
        return cel_no_overload(f);
    }
}

static struct cel_value multiply(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct cel_value r = v[0];
    (void)n;
    if (v[0].kind != v[1].kind)
        return cel_no_overload(f);
    switch (v[0].kind) {
    case CEL_INT:
        return __builtin_mul_overflow(v[0].i, v[1].i, &r.i) ? overflow(f, "int") : r;
    case CEL_UINT:
        return __builtin_mul_overflow(v[0].u, v[1].u, &r.u) ? overflow(f, "uint") : r;
    case CEL_DOUBLE:
        return cel_double(v[0].d * v[1].d);
    default:
        return cel_no_overload(f);
    }
}

static struct cel_value divide(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[0].kind != v[1].kind)
        return cel_no_overload(f);
    if (v[0].kind == CEL_DOUBLE)
        return cel_double(v[0].d / v[1].d);
    if (v[0].kind != CEL_INT && v[0].kind != CEL_UINT)
        return cel_no_overload(f);
    if (v[1].u == 0)
        return cel_error(f, E_INVALID, "division by zero");
    if (v[0].kind == CEL_UINT)
        return cel_uint(v[0].u / v[1].u);
    return v[0].i == INT64_MIN && v[1].i == -1 ? overflow(f, "int") : cel_int(v[0].i / v[1].i);
}

static struct cel_value modulo(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[0].kind != v[1].kind || (v[0].kind != CEL_INT && v[0].kind != CEL_UINT))
        return cel_no_overload(f);
    if (v[1].u == 0)
        return cel_error(f, E_INVALID, "modulus by zero");
    if (v[0].kind == CEL_UINT)
        return cel_uint(v[0].u % v[1].u);
    return v[0].i == INT64_MIN && v[1].i == -1 ? overflow(f, "int") : cel_int(v[0].i % v[1].i);
}

static struct cel_value negate(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[0].kind == CEL_DOUBLE)
        return cel_double(-v[0].d);
    if (v[0].kind != CEL_INT)
        return cel_no_overload(f);
    return v[0].i == INT64_MIN ? overflow(f, "int") : cel_int(-v[0].i);
}

static struct cel_value not(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return v[0].kind == CEL_BOOL ? cel_bool(!v[0].b) : cel_no_overload(f);
}

/* ---- comparisons ---- */

static struct cel_value equality(struct cel_frame *f, const struct cel_value *v, bool wanted) {
    struct cel_value wrong;
    bool same = cel_equal_in(f, v[0], v[1], &wrong);
    return wrong.kind == CEL_ERROR ? wrong : cel_bool(same == wanted);
}

static struct cel_value equals(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return equality(f, v, true);
}

static struct cel_value differs(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return equality(f, v, false);
}

#define COMPARISON(name, condition)                                                             \
    static struct cel_value name(struct cel_frame *f, const struct cel_value *v, uint32_t n) {  \
        (void)n;                                                                                \
        if (!cel_comparable(v[0], v[1]))                                                        \
            return cel_no_overload(f);                                                          \
        int c = cel_compare(v[0], v[1]);                                                        \
        return cel_bool(condition);                                                             \
    }
COMPARISON(less, c == -1)
COMPARISON(less_equal, c == -1 || c == 0)
COMPARISON(more, c == 1)
COMPARISON(more_equal, c == 1 || c == 0)

static struct cel_value in(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[1].kind == CEL_MAP)
        return cel_bool(cel_map_find(v[1].map, v[0]) != NULL);
    if (v[1].kind != CEL_LIST)
        return cel_no_overload(f);
    if (!cel_step(f, v[1].list->n / 8))
        return cel_too_long(f);
    for (uint32_t i = 0; i < v[1].list->n; i++) {
        struct cel_value wrong;
        if (cel_equal_in(f, v[1].list->v[i], v[0], &wrong) || wrong.kind == CEL_ERROR)
            return wrong.kind == CEL_ERROR ? wrong : cel_bool(true);
    }
    return cel_bool(false);
}

static struct cel_value index_of(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return cel_index(f, v[0], v[1]);
}

static struct cel_value index_opt(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return cel_index_opt(f, v[0], v[1]);
}

static struct cel_value size(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    switch (v[0].kind) {
    case CEL_STRING:
        return cel_int((int64_t)utf8_count(cel_str(v[0])));
    case CEL_BYTES:
        return cel_int(v[0].n);
    case CEL_LIST:
        return cel_int(v[0].list->n);
    case CEL_MAP:
        return cel_int(v[0].map->n);
    default:
        return cel_no_overload(f);
    }
}

/* ---- conversions ---- */

static struct cel_value range_error(struct cel_frame *f, const char *to) {
    return cel_error(f, E_INVALID, "the value is out of the range of %s", to);
}

static struct cel_value unreadable(struct cel_frame *f, struct cel_value v, const char *to) {
    return cel_error(f, E_INVALID, "\"%.*s\" is no %s", (int)utf8_cut(cel_str(v), 40), v.s, to);
}

/* The whole of a string, a NUL behind it; NULL: there is something else in it than these. */
static const char *number_text(struct cel_value v, const char *letters, char room[NUMBER_MAX]) {
    if (v.n == 0 || v.n >= NUMBER_MAX || memchr(v.s, '\0', v.n))
        return NULL;
    memcpy(room, v.s, v.n);
    room[v.n] = '\0';
    return strspn(room, letters) == v.n ? room : NULL;
}

/* "NaN", "-Infinity"; how strtod() reads them is wider. */
static bool special_double(struct str s, double *ret) {
    bool minus = s.n > 0 && s.s[0] == '-';
    if (minus || (s.n > 0 && s.s[0] == '+'))
        s = str_n(s.s + 1, s.n - 1);
    bool infinite = str_eq_nocase(s, STR("infinity")) || str_eq_nocase(s, STR("inf"));
    if (!infinite && !str_eq_nocase(s, STR("nan")))
        return false;
    *ret = !infinite ? (double)NAN : minus ? -(double)INFINITY : (double)INFINITY;
    return true;
}

static struct cel_value to_int(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    char room[NUMBER_MAX], *end;
    const char *text;
    (void)n;
    switch (v[0].kind) {
    case CEL_INT:
        return v[0];
    case CEL_UINT:
        return v[0].u > INT64_MAX ? range_error(f, "int") : cel_int(v[0].i);
    case CEL_DOUBLE:
        return v[0].d > -9223372036854775808.0 && v[0].d < 9223372036854775808.0
                   ? cel_int((int64_t)v[0].d)
                   : range_error(f, "int");
    case CEL_TIMESTAMP:
    case CEL_DURATION:
        return cel_int(v[0].i);
    case CEL_STRING:
        text = number_text(v[0], "+-0123456789", room);
        errno = 0;
        long long i = text ? strtoll(text, &end, 10) : 0;
        return text && *end == '\0' && errno == 0 ? cel_int(i) : unreadable(f, v[0], "int");
    default:
        return cel_no_overload(f);
    }
}

static struct cel_value to_uint(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    char room[NUMBER_MAX], *end;
    const char *text;
    (void)n;
    switch (v[0].kind) {
    case CEL_UINT:
        return v[0];
    case CEL_INT:
        return v[0].i < 0 ? range_error(f, "uint") : cel_uint(v[0].u);
    case CEL_DOUBLE:
        return v[0].d >= 0 && v[0].d < 18446744073709551616.0 ? cel_uint((uint64_t)v[0].d)
                                                              : range_error(f, "uint");
    case CEL_STRING:
        text = number_text(v[0], "+0123456789", room);
        errno = 0;
        unsigned long long u = text ? strtoull(text, &end, 10) : 0;
        return text && *end == '\0' && errno == 0 ? cel_uint(u) : unreadable(f, v[0], "uint");
    default:
        return cel_no_overload(f);
    }
}

static struct cel_value to_double(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    char room[NUMBER_MAX], *end;
    const char *text;
    double d;
    (void)n;
    switch (v[0].kind) {
    case CEL_DOUBLE:
        return v[0];
    case CEL_INT:
        return cel_double((double)v[0].i);
    case CEL_UINT:
        return cel_double((double)v[0].u);
    case CEL_STRING:
        if (special_double(cel_str(v[0]), &d))
            return cel_double(d);
        text = number_text(v[0], "+-0123456789.eE", room);
        d = text ? strtod(text, &end) : 0;
        return text && *end == '\0' && isfinite(d) ? cel_double(d)
                                                   : unreadable(f, v[0], "double");
    default:
        return cel_no_overload(f);
    }
}

static struct cel_value to_bool(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    static const char *const words[] = { "1", "t", "true", "TRUE", "True",
                                         "0", "f", "false", "FALSE", "False" };
    (void)n;
    if (v[0].kind == CEL_BOOL)
        return v[0];
    if (v[0].kind != CEL_STRING)
        return cel_no_overload(f);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(cel_str(v[0]), words[i]))
            return cel_bool(i < 5);
    return unreadable(f, v[0], "bool");
}

static struct cel_value to_string(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct buf b;
    (void)n;
    switch (v[0].kind) {
    case CEL_STRING:
        return v[0];
    case CEL_BYTES:
        return utf8_valid(v[0].s, v[0].n) ? cel_string(cel_str(v[0]))
                                          : cel_error(f, E_INVALID, "the bytes are no UTF-8");
    case CEL_BOOL:
    case CEL_INT:
    case CEL_UINT:
    case CEL_DOUBLE:
    case CEL_TIMESTAMP:
    case CEL_DURATION:
        buf_init(&b, "string", 1024);
        cel_value_text(v[0], &b);
        return cel_take_str(f, &b);
    default:
        return cel_no_overload(f);
    }
}

static struct cel_value to_bytes(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[0].kind != CEL_STRING && v[0].kind != CEL_BYTES)
        return cel_no_overload(f);
    return cel_text(CEL_BYTES, cel_str(v[0]));
}

static struct cel_value to_dyn(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)f, (void)n;
    return v[0];
}

static struct cel_value type_of(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)f, (void)n;
    return (struct cel_value){ .kind = CEL_TYPE, .type = &cel_types[v[0].kind] };
}

/* ---- strings ---- */

static bool strings(const struct cel_value *v, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (v[i].kind != CEL_STRING)
            return false;
    return true;
}

static struct cel_value starts_with(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    if (!strings(v, n))
        return cel_no_overload(f);
    return cel_bool(str_starts(cel_str(v[0]), cel_str(v[1])));
}

static struct cel_value ends_with(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    if (!strings(v, n))
        return cel_no_overload(f);
    return cel_bool(v[0].n >= v[1].n &&
                    memcmp(v[0].s + (v[0].n - v[1].n), v[1].s, v[1].n) == 0);
}

static struct cel_value contains(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    if (!strings(v, n))
        return cel_no_overload(f);
    return cel_bool(v[1].n == 0 || memmem(v[0].s, v[0].n, v[1].s, v[1].n) != NULL);
}

static struct cel_value matches(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct err err = ERR_INIT;
    if (!strings(v, n))
        return cel_no_overload(f);
    if (!cel_step(f, v[0].n / 16))
        return cel_too_long(f);
    if (f->node->prepared)
        return cel_bool(re_match(f->node->prepared, cel_str(v[0])));
    if (!cel_step(f, 1000 + 16ull * v[1].n)) /* to compile a pattern costs as much */
        return cel_too_long(f);
    struct re *re = re_compile(cel_str(v[1]), &err);
    if (!re)
        return cel_error(f, E_INVALID, "%s", err.msg);
    bool found = re_match(re, cel_str(v[0]));
    re_free(re);
    return cel_bool(found);
}

static void drop_pattern(void *re) { re_free(re); }

int cel_prepare(struct cel_compiler *c, struct cel_node *n) {
    if (!n->func || n->func->call != matches || n->n != 2 || n->arg[1]->kind != NODE_CONST ||
        n->arg[1]->value.kind != CEL_STRING)
        return 0;
    struct err why = ERR_INIT;
    if (c->plan->n_prepared == PATTERNS_MAX)
        return cel_fail_limit(c, n->arg[1]->at, n->arg[1]->end, "more than %u patterns",
                              PATTERNS_MAX);
    struct re *re = re_compile(cel_str(n->arg[1]->value), &why);
    if (!re) {
        (void)cel_fail(c, n->arg[1]->at, n->arg[1]->end, "%s", why.msg);
        c->err->code = why.code;
        return why.hint[0] ? err_hint(c->err, "%s", why.hint) : -1;
    }
    c->plan->n_prepared++;
    struct cel_prepared *p = arena_alloc(c->a, sizeof *p);
    *p = (struct cel_prepared){ c->plan->prepared, drop_pattern, re };
    c->plan->prepared = p;
    n->prepared = re;
    return 0;
}

/* ---- the table ---- */

static const struct cel_func rows[] = {
    { "_+_", false, "ii>i", add },     { "_+_", false, "uu>u", add },
    { "_+_", false, "dd>d", add },     { "_+_", false, "ss>s", add },
    { "_+_", false, "yy>y", add },     { "_+_", false, "LALA>LA", add },
    { "_+_", false, "TD>T", add },     { "_+_", false, "DT>T", add },
    { "_+_", false, "DD>D", add },
    { "_-_", false, "ii>i", subtract }, { "_-_", false, "uu>u", subtract },
    { "_-_", false, "dd>d", subtract }, { "_-_", false, "TD>T", subtract },
    { "_-_", false, "TT>D", subtract }, { "_-_", false, "DD>D", subtract },
    { "_*_", false, "ii>i", multiply }, { "_*_", false, "uu>u", multiply },
    { "_*_", false, "dd>d", multiply },
    { "_/_", false, "ii>i", divide },   { "_/_", false, "uu>u", divide },
    { "_/_", false, "dd>d", divide },
    { "_%_", false, "ii>i", modulo },   { "_%_", false, "uu>u", modulo },
    { "-_", false, "i>i", negate },     { "-_", false, "d>d", negate },
    { "!_", false, "b>b", not },
    { "_==_", false, "AA>b", equals },  { "_!=_", false, "AA>b", differs },
#define ORDER(name, call)                                                                       \
    { name, false, "ii>b", call }, { name, false, "uu>b", call }, { name, false, "dd>b", call }, \
    { name, false, "bb>b", call }, { name, false, "ss>b", call }, { name, false, "yy>b", call }, \
    { name, false, "TT>b", call }, { name, false, "DD>b", call },                                \
    { name, false, "iu>b", call }, { name, false, "id>b", call }, { name, false, "ui>b", call }, \
    { name, false, "ud>b", call }, { name, false, "di>b", call }, { name, false, "du>b", call }
    ORDER("_<_", less),
    ORDER("_<=_", less_equal),
    ORDER("_>_", more),
    ORDER("_>=_", more_equal),
#undef ORDER
    { "@in", false, "ALA>b", in },      { "@in", false, "AMAB>b", in },
    { "_[_]", false, "LAi>A", index_of }, { "_[_]", false, "MABA>B", index_of },
    { "_[_]", false, "OLAi>OA", index_of }, { "_[_]", false, "OMABA>OB", index_of },
    { "_[?_]", false, "LAi>OA", index_opt }, { "_[?_]", false, "MABA>OB", index_opt },
    { "_[?_]", false, "OLAi>OA", index_opt }, { "_[?_]", false, "OMABA>OB", index_opt },
    { "size", false, "s>i", size },     { "size", false, "y>i", size },
    { "size", false, "LA>i", size },    { "size", false, "MAB>i", size },
    { "size", true, "s>i", size },      { "size", true, "y>i", size },
    { "size", true, "LA>i", size },     { "size", true, "MAB>i", size },
    { "int", false, "i>i", to_int },    { "int", false, "u>i", to_int },
    { "int", false, "d>i", to_int },    { "int", false, "s>i", to_int },
    { "int", false, "T>i", to_int },    { "int", false, "D>i", to_int },
    { "uint", false, "u>u", to_uint },  { "uint", false, "i>u", to_uint },
    { "uint", false, "d>u", to_uint },  { "uint", false, "s>u", to_uint },
    { "double", false, "d>d", to_double }, { "double", false, "i>d", to_double },
    { "double", false, "u>d", to_double }, { "double", false, "s>d", to_double },
    { "bool", false, "b>b", to_bool },  { "bool", false, "s>b", to_bool },
    { "string", false, "s>s", to_string }, { "string", false, "b>s", to_string },
    { "string", false, "i>s", to_string }, { "string", false, "u>s", to_string },
    { "string", false, "d>s", to_string }, { "string", false, "y>s", to_string },
    { "string", false, "T>s", to_string }, { "string", false, "D>s", to_string },
    { "bytes", false, "s>y", to_bytes }, { "bytes", false, "y>y", to_bytes },
    { "dyn", false, "A>?", to_dyn },
    { "type", false, "A>tA", type_of },
    { "startsWith", true, "ss>b", starts_with },
    { "endsWith", true, "ss>b", ends_with },
    { "contains", true, "ss>b", contains },
    { "matches", true, "ss>b", matches },
    { "matches", false, "ss>b", matches },
};
const struct cel_library cel_lib_std = { rows, sizeof rows / sizeof *rows };
