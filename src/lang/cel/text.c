/* text.c - a tree as text, in the one form that everybody writes.
 *
 * INVARIANTS  (1) What is written reads as the same tree; so it is written the same again.
 */
#include "lang/cel/cel_internal.h"

#include <math.h>
#include <stdio.h>

/* How strongly it holds together: a weaker one inside of a stronger is put into brackets. */
enum strength { CHOICE, OR, AND, RELATION, SUM, PRODUCT, UNARY, MEMBER };

static void put(const struct cel_node *n, enum strength least, struct buf *out);

static void put_quoted(struct str s, bool bytes, struct buf *out) {
    static const char from[] = "\a\b\f\n\r\t\v\\\"", to[] = "abfnrtv\\\"";
    buf_puts(out, bytes ? "b\"" : "\"");
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        const char *p = c ? strchr(from, (char)c) : NULL;
        if (p)
            buf_printf(out, "\\%c", to[p - from]);
        else if (c < 0x20 || c == 0x7F || (bytes && c >= 0x80))
            buf_printf(out, "\\x%02x", c);
        else
            buf_putc(out, (char)c);
    }
    buf_putc(out, '"');
}

static void put_const(struct cel_value v, struct buf *out) {
    size_t from = out->len;
    switch (v.kind) {
    case CEL_STRING:
    case CEL_BYTES:
        put_quoted(cel_str(v), v.kind == CEL_BYTES, out);
        return;
    case CEL_DOUBLE:
        cel_value_text(v, out);
        if (isfinite(v.d) && !memchr(out->data + from, '.', out->len - from) &&
            !memchr(out->data + from, 'e', out->len - from))
            buf_puts(out, ".0");
        return;
    default:
        cel_value_text(v, out);
        if (v.kind == CEL_UINT)
            buf_putc(out, 'u');
    }
}

static const struct operator { const char *name, *text; enum strength strength; } operators[] = {
    { "_||_", " || ", OR },      { "_&&_", " && ", AND },     { "_<_", " < ", RELATION },
    { "_<=_", " <= ", RELATION }, { "_>_", " > ", RELATION },  { "_>=_", " >= ", RELATION },
    { "_==_", " == ", RELATION }, { "_!=_", " != ", RELATION }, { "@in", " in ", RELATION },
    { "_+_", " + ", SUM },       { "_-_", " - ", SUM },       { "_*_", " * ", PRODUCT },
    { "_/_", " / ", PRODUCT },   { "_%_", " % ", PRODUCT },
};

static const struct operator *operator_of(const struct cel_node *n) {
    for (size_t i = 0; n->kind == NODE_CALL && i < sizeof operators / sizeof *operators; i++)
        if (str_is(n->name, operators[i].name))
            return &operators[i];
    return NULL;
}

static enum strength strength_of(const struct cel_node *n) {
    const struct operator *o = operator_of(n);
    if (o)
        return o->strength;
    if (n->kind == NODE_CALL && str_is(n->name, "_?_:_"))
        return CHOICE;
    if (n->kind == NODE_CALL && (str_is(n->name, "!_") || str_is(n->name, "-_")))
        return UNARY;
    bool minus = n->kind == NODE_CONST &&
                 ((n->value.kind == CEL_INT && n->value.i < 0) ||
                  (n->value.kind == CEL_DOUBLE && signbit(n->value.d)));
    return minus ? UNARY : MEMBER;
}

static bool is_name(struct str s) {
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        bool letter = c == '_' || (str_lower(c) >= 'a' && str_lower(c) <= 'z');
        if (!letter && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    return s.n > 0 && !str_is(s, "in") && !str_is(s, "true") && !str_is(s, "false") &&
           !str_is(s, "null");
}

static void put_all(struct cel_node *const *arg, uint32_t n, const bool *opt, struct buf *out) {
    for (uint32_t i = 0; i < n; i++) {
        buf_puts(out, i ? ", " : "");
        buf_puts(out, opt && opt[i] ? "?" : "");
        put(arg[i], CHOICE, out);
    }
}

static void put_operation(const struct cel_node *n, const struct operator *o, struct buf *out) {
    for (uint32_t i = 0; i < n->n; i++) {
        buf_puts(out, i ? o->text : "");
        put(n->arg[i], i == 0 && o->strength > AND ? o->strength : o->strength + 1u, out);
    }
}

/* Is a number what is written first? */
static bool begins_with_number(const struct cel_node *n) {
    while (n->kind == NODE_SELECT || n->kind == NODE_LOOP || n->kind == NODE_OPT_MAP ||
           (n->kind == NODE_CALL && strength_of(n) == MEMBER && n->n > 0 &&
            (n->test || n->name.s[0] == '_')))
        n = n->arg[0];
    return n->kind == NODE_CONST && cel_is_number(n->value);
}

static void put_call(const struct cel_node *n, struct buf *out) {
    const struct operator *o = operator_of(n);
    if (o) {
        put_operation(n, o, out);
    } else if (str_is(n->name, "_?_:_")) {
        put(n->arg[0], OR, out);
        buf_puts(out, " ? ");
        put(n->arg[1], OR, out);
        buf_puts(out, " : ");
        put(n->arg[2], CHOICE, out);
    } else if (str_is(n->name, "!_") || str_is(n->name, "-_")) {
        bool number = n->name.s[0] == '-' && begins_with_number(n->arg[0]);
        buf_putc(out, n->name.s[0]); /* -(1) is a call, -1 a number */
        buf_puts(out, number ? "(" : "");
        put(n->arg[0], number ? CHOICE : UNARY, out);
        buf_puts(out, number ? ")" : "");
    } else if (str_is(n->name, "_[_]") || str_is(n->name, "_[?_]")) {
        put(n->arg[0], MEMBER, out);
        buf_puts(out, n->name.n == 4 ? "[" : "[?");
        put(n->arg[1], CHOICE, out);
        buf_putc(out, ']');
    } else {
        if (n->test) {
            put(n->arg[0], MEMBER, out);
            buf_putc(out, '.');
        }
        buf_put_str(out, n->name);
        buf_putc(out, '(');
        put_all(n->arg + n->test, n->n - n->test, NULL, out);
        buf_putc(out, ')');
    }
}

/* As the lexer reads them in backquotes. */
static bool may_be_quoted(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!is_name(str_n(s.s + i, 1)) && !(s.s[i] && strchr("0123456789.-/ ", s.s[i])))
            return false;
    return s.n > 0;
}

static void put_select(const struct cel_node *n, struct buf *out) {
    bool name = is_name(n->name) && !n->quoted;
    buf_puts(out, n->test ? "has(" : "");
    put(n->arg[0], MEMBER, out);
    if (!name && !may_be_quoted(n->name)) { /* of a record */
        buf_puts(out, n->optional ? "[?" : "[");
        put_quoted(n->name, false, out);
        buf_putc(out, ']');
        return;
    }
    buf_puts(out, n->optional ? ".?" : ".");
    buf_puts(out, name ? "" : "`");
    buf_put_str(out, n->name);
    buf_puts(out, name ? "" : "`");
    buf_puts(out, n->test ? ")" : "");
}

static void put_map(const struct cel_node *n, struct buf *out) {
    buf_putc(out, '{');
    for (uint32_t i = 0; i < n->n; i++) {
        buf_puts(out, i ? ", " : "");
        buf_puts(out, n->opt && n->opt[i] ? "?" : "");
        put(n->arg[2 * i], CHOICE, out);
        buf_puts(out, ": ");
        put(n->arg[2 * i + 1], CHOICE, out);
    }
    buf_putc(out, '}');
}

static void put_loop(const struct cel_node *n, struct buf *out) {
    static const char *const names[] = { "all", "exists", "exists_one", "map", "filter",
                                         "transformList", "transformMap", "transformMapEntry",
                                         "sortBy", "where", "sum", "avg", "min", "max",
                                         "distinct" };
    bool tests = cel_loop_tests(n->loop);
    const struct cel_node *c = n->arg[1];
    bool always = c->kind == NODE_CONST && c->value.kind == CEL_BOOL && c->value.b;
    put(n->arg[0], MEMBER, out);
    buf_printf(out, ".%s(%.*s",
               n->loop == LOOP_EXISTS_ONE && n->name2.n ? "existsOne" : names[n->loop],
               STR_FMT(n->name));
    if (n->name2.n)
        buf_printf(out, ", %.*s", STR_FMT(n->name2));
    if (tests || !always) {
        buf_puts(out, ", ");
        put(n->arg[1], CHOICE, out);
    }
    if (!tests) {
        buf_puts(out, ", ");
        put(n->arg[2], CHOICE, out);
    }
    buf_putc(out, ')');
}

static void put(const struct cel_node *n, enum strength least, struct buf *out) {
    bool brackets = strength_of(n) < least;
    buf_puts(out, brackets ? "(" : "");
    switch ((enum cel_node_kind)n->kind) {
    case NODE_CONST:
        buf_puts(out, n->dotted ? "." : "");
        put_const(n->value, out);
        break;
    case NODE_IDENT:
        buf_puts(out, n->dotted ? "." : "");
        buf_put_str(out, n->name);
        break;
    case NODE_SELECT:
        put_select(n, out);
        break;
    case NODE_CALL:
        put_call(n, out);
        break;
    case NODE_LIST:
        buf_putc(out, '[');
        put_all(n->arg, n->n, n->opt, out);
        buf_putc(out, ']');
        break;
    case NODE_MAP:
        put_map(n, out);
        break;
    case NODE_LOOP:
        put_loop(n, out);
        break;
    case NODE_BIND:
        buf_printf(out, "cel.bind(%.*s, ", STR_FMT(n->name));
        put_all(n->arg, 2, NULL, out);
        buf_putc(out, ')');
        break;
    case NODE_OPT_MAP:
        put(n->arg[0], MEMBER, out);
        buf_printf(out, ".%s(%.*s, ", n->test ? "optFlatMap" : "optMap", STR_FMT(n->name));
        put(n->arg[1], CHOICE, out);
        buf_putc(out, ')');
        break;
    }
    buf_puts(out, brackets ? ")" : "");
}

void cel_node_text(const struct cel_node *n, struct buf *out) { put(n, CHOICE, out); }
