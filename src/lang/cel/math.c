/* math.c - the extension library "math".
 *
 * Source: cel-go, ext/README.md, "Math".
 */
#include "lang/cel/cel_internal.h"

#include <math.h>

static bool is_integer(struct cel_value v) { return v.kind == CEL_INT || v.kind == CEL_UINT; }

/* Of the arguments, or of the one list. */
static struct cel_value extreme(struct cel_frame *f, const struct cel_value *v, uint32_t n,
                                int side) {
    if (n == 1 && v[0].kind == CEL_LIST) {
        n = v[0].list->n;
        v = v[0].list->v;
        if (n == 0)
            return cel_error(f, E_INVALID, "%.*s() of an empty list", STR_FMT(f->node->name));
    }
    if (!cel_step(f, n / 8))
        return cel_too_long(f);
    if (n == 0)
        return cel_no_overload(f);
    uint32_t best = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!cel_is_number(v[i]))
            return cel_no_overload(f);
        if (cel_compare(v[i], v[best]) == side)
            best = i;
    }
    return v[best];
}

static struct cel_value greatest(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    return extreme(f, v, n, 1);
}

static struct cel_value least(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    return extreme(f, v, n, -1);
}

#define ROUNDING(name, c_name)                                                                  \
    static struct cel_value name(struct cel_frame *f, const struct cel_value *v, uint32_t n) {  \
        (void)n;                                                                                \
        return v[0].kind == CEL_DOUBLE ? cel_double(c_name(v[0].d)) : cel_no_overload(f);       \
    }
ROUNDING(ceiling, ceil)
ROUNDING(flooring, floor)
ROUNDING(rounding, round)
ROUNDING(truncating, trunc)

#define TEST(name, c_name)                                                                      \
    static struct cel_value name(struct cel_frame *f, const struct cel_value *v, uint32_t n) {  \
        (void)n;                                                                                \
        return v[0].kind == CEL_DOUBLE ? cel_bool(c_name(v[0].d)) : cel_no_overload(f);         \
    }
TEST(is_nan, isnan)
TEST(is_inf, isinf)
TEST(is_finite, isfinite)

static struct cel_value absolute(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[0].kind == CEL_DOUBLE)
        return cel_double(fabs(v[0].d));
    if (v[0].kind == CEL_UINT)
        return v[0];
    if (v[0].kind != CEL_INT)
        return cel_no_overload(f);
    return v[0].i == INT64_MIN ? cel_error(f, E_INVALID, "int overflow")
                               : cel_int(v[0].i < 0 ? -v[0].i : v[0].i);
}

static struct cel_value sign(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[0].kind == CEL_DOUBLE)
        return cel_double(isnan(v[0].d) ? v[0].d : v[0].d > 0 ? 1 : v[0].d < 0 ? -1 : 0);
    if (v[0].kind == CEL_UINT)
        return cel_uint(v[0].u > 0);
    return v[0].kind == CEL_INT ? cel_int((v[0].i > 0) - (v[0].i < 0)) : cel_no_overload(f);
}

static struct cel_value root(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (!cel_is_number(v[0]))
        return cel_no_overload(f);
    return cel_double(sqrt(v[0].kind == CEL_DOUBLE ? v[0].d
                           : v[0].kind == CEL_INT  ? (double)v[0].i
                                                   : (double)v[0].u));
}

#define BITS(name, op)                                                                          \
    static struct cel_value name(struct cel_frame *f, const struct cel_value *v, uint32_t n) {  \
        (void)n;                                                                                \
        if (!is_integer(v[0]) || v[0].kind != v[1].kind)                                        \
            return cel_no_overload(f);                                                          \
        struct cel_value r = v[0];                                                              \
        r.u = v[0].u op v[1].u;                                                                 \
        return r;                                                                               \
    }
BITS(bit_and, &)
BITS(bit_or, |)
BITS(bit_xor, ^)

static struct cel_value bit_not(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct cel_value r = v[0];
    (void)n;
    r.u = ~v[0].u;
    return is_integer(v[0]) ? r : cel_no_overload(f);
}

/* Ints are shifted as their bits are: what comes in from the left is 0. */
static struct cel_value shift(struct cel_frame *f, const struct cel_value *v, bool left) {
    struct cel_value r = v[0];
    if (!is_integer(v[0]) || v[1].kind != CEL_INT)
        return cel_no_overload(f);
    if (v[1].i < 0)
        return cel_error(f, E_INVALID, "negative offset");
    r.u = v[1].i > 63 ? 0 : left ? v[0].u << v[1].i : v[0].u >> v[1].i;
    return r;
}

static struct cel_value shift_left(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return shift(f, v, true);
}

static struct cel_value shift_right(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return shift(f, v, false);
}

#define EXTREME(name, call)                                                                     \
    { name, false, "i>i", call }, { name, false, "u>u", call }, { name, false, "d>d", call },   \
    { name, false, "ii>i", call }, { name, false, "uu>u", call }, { name, false, "dd>d", call }, \
    { name, false, "id>?", call }, { name, false, "di>?", call }, { name, false, "iu>?", call }, \
    { name, false, "ui>?", call }, { name, false, "ud>?", call }, { name, false, "du>?", call }, \
    { name, false, "Li>i", call }, { name, false, "Lu>u", call }, { name, false, "Ld>d", call }, \
    { name, false, "+i>i", call }, { name, false, "+u>u", call }, { name, false, "+d>d", call }, \
    { name, false, "+?>?", call }
#define DOUBLE(name, call) { name, false, "d>d", call }
#define NUMBER(name, call)                                                                      \
    { name, false, "i>i", call }, { name, false, "u>u", call }, { name, false, "d>d", call }
#define BIT(name, call) { name, false, "ii>i", call }, { name, false, "uu>u", call }
static const struct cel_func rows[] = {
    EXTREME("math.greatest", greatest),
    EXTREME("math.least", least),
    DOUBLE("math.ceil", ceiling),
    DOUBLE("math.floor", flooring),
    DOUBLE("math.round", rounding),
    DOUBLE("math.trunc", truncating),
    { "math.isNaN", false, "d>b", is_nan },
    { "math.isInf", false, "d>b", is_inf },
    { "math.isFinite", false, "d>b", is_finite },
    NUMBER("math.abs", absolute),
    NUMBER("math.sign", sign),
    { "math.sqrt", false, "i>d", root },
    { "math.sqrt", false, "u>d", root },
    { "math.sqrt", false, "d>d", root },
    BIT("math.bitAnd", bit_and),
    BIT("math.bitOr", bit_or),
    BIT("math.bitXor", bit_xor),
    { "math.bitNot", false, "i>i", bit_not },
    { "math.bitNot", false, "u>u", bit_not },
    { "math.bitShiftLeft", false, "ii>i", shift_left },
    { "math.bitShiftLeft", false, "ui>u", shift_left },
    { "math.bitShiftRight", false, "ii>i", shift_right },
    { "math.bitShiftRight", false, "ui>u", shift_right },
};
const struct cel_library cel_lib_math = { rows, sizeof rows / sizeof *rows };
