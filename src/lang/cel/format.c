/* format.c - "…".format([…]) of the extension library "strings".
 *
 * Source: cel-go, ext/README.md, "Format".
 */
#include "lang/cel/cel_internal.h"

#include <math.h>

#define PRECISION_MAX 1000

struct formatting {
    struct cel_frame *f;
    struct buf *out;
    int precision;  /* -1: none was given */
    char clause;
    struct cel_value wrong; /* what went wrong */
};

static bool refuse(struct formatting *p, struct cel_value v, const char *only) {
    p->wrong = cel_error(p->f, E_INVALID, "error during formatting: %s, was given %s", only,
                         cel_kind_name(v.kind));
    return false;
}

static void in_base(struct formatting *p, struct cel_value v, unsigned base) {
    char text[70];
    bool minus = v.kind == CEL_INT && v.i < 0;
    uint64_t u = minus ? 0 - (uint64_t)v.i : v.kind == CEL_BOOL ? v.b : v.u;
    int at = sizeof text;
    const char *digits = p->clause == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    do
        text[--at] = digits[u % base];
    while (u /= base);
    if (minus)
        text[--at] = '-';
    buf_put(p->out, text + at, sizeof text - (size_t)at);
}

static bool is_integer(struct cel_value v) { return v.kind == CEL_INT || v.kind == CEL_UINT; }

static bool hexadecimal(struct formatting *p, struct cel_value v) {
    if (is_integer(v)) {
        in_base(p, v, 16);
        return true;
    }
    if (v.kind != CEL_STRING && v.kind != CEL_BYTES)
        return refuse(p, v, "only integers, byte buffers, and strings can be formatted as hex");
    for (uint32_t i = 0; i < v.n && !p->out->full && cel_step(p->f, 1); i++)
        buf_printf(p->out, p->clause == 'X' ? "%02X" : "%02x", (unsigned char)v.s[i]);
    return true;
}

static bool decimal(struct formatting *p, struct cel_value v) {
    if (is_integer(v))
        in_base(p, v, 10);
    else if (v.kind == CEL_DOUBLE && !isfinite(v.d))
        cel_value_text(v, p->out);
    else
        return refuse(p, v, "decimal clause can only be used on integers");
    return true;
}

static bool fractional(struct formatting *p, struct cel_value v) {
    int digits = p->precision < 0 ? 6 : p->precision;
    if (!cel_is_number(v))
        return refuse(p, v, p->clause == 'f' ? "fixed-point clause can only be used on doubles"
                                             : "scientific clause can only be used on doubles");
    double d = v.kind == CEL_DOUBLE ? v.d : v.kind == CEL_INT ? (double)v.i : (double)v.u;
    if (!isfinite(d))
        cel_value_text(v, p->out);
    else if (p->clause == 'f')
        buf_printf(p->out, "%.*f", digits, d);
    else
        buf_printf(p->out, "%.*e", digits, d);
    return true;
}

/* Costs a step an element. */
static bool holds_only_values(struct cel_frame *f, struct cel_value v) {
    if (!cel_step(f, 1) || v.kind == CEL_OPTIONAL || v.kind == CEL_RECORD)
        return false;
    if (v.kind == CEL_LIST)
        for (uint32_t i = 0; i < v.list->n; i++)
            if (!holds_only_values(f, v.list->v[i]))
                return false;
    if (v.kind == CEL_MAP)
        for (uint32_t i = 0; i < v.map->n; i++)
            if (!holds_only_values(f, v.map->v[i].value))
                return false;
    return true;
}

static bool one(struct formatting *p, struct cel_value v) {
    switch (p->clause) {
    case 's':
        if (!holds_only_values(p->f, v) && cel_step(p->f, 0))
            return refuse(p, v, "string clause can only be used on strings, bools, bytes, ints, "
                                "doubles, maps, lists, types, durations, and timestamps");
        cel_value_text(v, p->out);
        return true;
    case 'd':
        return decimal(p, v);
    case 'f':
    case 'e':
        return fractional(p, v);
    case 'b':
        if (!is_integer(v) && v.kind != CEL_BOOL)
            return refuse(p, v, "only integers and bools can be formatted as binary");
        in_base(p, v, 2);
        return true;
    case 'o':
        if (!is_integer(v))
            return refuse(p, v, "octal clause can only be used on integers");
        in_base(p, v, 8);
        return true;
    default:
        return hexadecimal(p, v);
    }
}

/* Behind "%"; where it goes on, or NULL. */
static const char *clause(struct formatting *p, const char *s, const char *end) {
    p->precision = -1;
    if (s < end && *s == '.') {
        p->precision = 0;
        const char *from = ++s;
        for (; s < end && *s >= '0' && *s <= '9' && p->precision <= PRECISION_MAX; s++)
            p->precision = p->precision * 10 + (*s - '0');
        if (s == from || p->precision > PRECISION_MAX) {
            p->wrong = cel_error(p->f, E_INVALID, "a precision is a number up to %d",
                                 PRECISION_MAX);
            return NULL;
        }
    }
    p->clause = s < end ? *s : '\0';
    if (p->clause && strchr("sdfebxXo", p->clause))
        return s + 1;
    p->wrong = cel_error(p->f, E_INVALID, "could not parse formatting clause: unrecognized "
                                          "formatting clause \"%.1s\"", s < end ? s : "");
    return NULL;
}

static bool write_out(struct formatting *p, struct cel_value text, const struct cel_list *args) {
    const char *s = text.s, *end = text.s + text.n;
    uint32_t used = 0;
    while (s < end) {
        const char *percent = memchr(s, '%', (size_t)(end - s));
        buf_put(p->out, s, (size_t)((percent ? percent : end) - s));
        if (!percent)
            return true;
        s = percent + 1;
        if (s < end && *s == '%') {
            buf_putc(p->out, *s++);
            continue;
        }
        s = clause(p, s, end);
        if (!s)
            return false;
        if (used == args->n) {
            p->wrong = cel_error(p->f, E_INVALID, "index %u out of range", used);
            return false;
        }
        if (!cel_step(p->f, 10) || p->out->full) {
            p->wrong = cel_error(p->f, E_LIMIT, "the result is too large");
            return false;
        }
        if (!one(p, args->v[used++]))
            return false;
        if (!cel_step(p->f, 0)) {
            p->wrong = cel_too_long(p->f);
            return false;
        }
    }
    return true;
}

static struct cel_value format(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct buf b;
    (void)n;
    if (v[0].kind != CEL_STRING || v[1].kind != CEL_LIST)
        return cel_no_overload(f);
    buf_init(&b, "string", f->run->arena->bytes_max);
    struct formatting p = { .f = f, .out = &b };
    if (write_out(&p, v[0], v[1].list))
        return cel_take_str(f, &b);
    buf_release(&b);
    return p.wrong;
}

static const struct cel_func rows[] = { { "format", true, "sL?>s", format } };
const struct cel_library cel_lib_format = { rows, sizeof rows / sizeof *rows };
