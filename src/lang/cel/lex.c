/* lex.c - source text into tokens: numbers, strings with their escapes, names, operators.
 *
 * Source: cel-spec, langdef.md, "Syntax".
 */
#include "lang/cel/cel_internal.h"

#include "base/utf8.h"

static char peek(const struct cel_compiler *c, uint32_t pos) {
    return pos < c->source.n ? c->source.s[pos] : '\0';
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_hex(char c) {
    return is_digit(c) || (str_lower(c) >= 'a' && str_lower(c) <= 'f');
}
static bool begins_name(char c) {
    return c == '_' || (str_lower(c) >= 'a' && str_lower(c) <= 'z');
}
static bool in_name(char c) { return begins_name(c) || is_digit(c); }

static uint32_t skip_blank(const struct cel_compiler *c, uint32_t pos) {
    for (;; pos++) {
        char k = peek(c, pos);
        if (k == '/' && peek(c, pos + 1) == '/')
            while (pos < c->source.n && peek(c, pos) != '\n')
                pos++;
        else if (k != ' ' && k != '\t' && k != '\n' && k != '\r' && k != '\f')
            return pos;
        if (pos >= c->source.n)
            return pos;
    }
}

/* ---- numbers ---- */

static int number(struct cel_compiler *c, uint32_t pos, struct cel_token *t) {
    const uint32_t at = pos;
    t->kind = TOK_INT;
    if (peek(c, pos) == '0' && str_lower(peek(c, pos + 1)) == 'x') {
        pos += 2;
        if (!is_hex(peek(c, pos)))
            return cel_fail(c, at, pos, "0x needs hexadecimal digits");
        while (is_hex(peek(c, pos)))
            pos++;
    } else {
        while (is_digit(peek(c, pos)))
            pos++;
        if (peek(c, pos) == '.' && is_digit(peek(c, pos + 1))) {
            t->kind = TOK_DOUBLE;
            for (pos++; is_digit(peek(c, pos));)
                pos++;
        }
        if (str_lower(peek(c, pos)) == 'e') {
            uint32_t e = pos + 1 + (peek(c, pos + 1) == '+' || peek(c, pos + 1) == '-');
            if (!is_digit(peek(c, e)))
                return cel_fail(c, at, e, "an exponent needs digits");
            t->kind = TOK_DOUBLE;
            for (pos = e; is_digit(peek(c, pos));)
                pos++;
        }
    }
    t->text = str_n(c->source.s + at, pos - at);
    if (t->kind == TOK_INT && str_lower(peek(c, pos)) == 'u') {
        t->kind = TOK_UINT;
        pos++;
    }
    if (in_name(peek(c, pos)))
        return cel_fail(c, at, pos + 1, "a number ends in \"%c\"", peek(c, pos));
    t->end = pos;
    return 0;
}

/* ---- strings ---- */

static int hex_value(const struct cel_compiler *c, uint32_t pos, int digits, uint32_t *ret) {
    *ret = 0;
    for (int i = 0; i < digits; i++) {
        char k = peek(c, pos + (uint32_t)i);
        if (!is_hex(k))
            return -1;
        *ret = *ret * 16 + (uint32_t)(is_digit(k) ? k - '0' : str_lower(k) - 'a' + 10);
    }
    return 0;
}

static void put_point(struct buf *out, uint32_t p) {
    if (p < 0x80) {
        buf_u8(out, (uint8_t)p);
    } else if (p < 0x800) {
        buf_u8(out, (uint8_t)(0xC0 | p >> 6));
        buf_u8(out, (uint8_t)(0x80 | (p & 0x3F)));
    } else if (p < 0x10000) {
        buf_u8(out, (uint8_t)(0xE0 | p >> 12));
        buf_u8(out, (uint8_t)(0x80 | (p >> 6 & 0x3F)));
        buf_u8(out, (uint8_t)(0x80 | (p & 0x3F)));
    } else {
        buf_u8(out, (uint8_t)(0xF0 | p >> 18));
        buf_u8(out, (uint8_t)(0x80 | (p >> 12 & 0x3F)));
        buf_u8(out, (uint8_t)(0x80 | (p >> 6 & 0x3F)));
        buf_u8(out, (uint8_t)(0x80 | (p & 0x3F)));
    }
}

static const char ESCAPES[] = "a\ab\bf\fn\nr\rt\tv\v\\\\??\"\"''``";

/* Behind the backslash.  Where it goes on, or 0. */
static uint32_t escape(struct cel_compiler *c, uint32_t pos, bool bytes, struct buf *out) {
    char k = peek(c, pos);
    uint32_t v = 0;
    for (size_t i = 0; i + 1 < sizeof ESCAPES; i += 2)
        if (k == ESCAPES[i]) {
            buf_putc(out, ESCAPES[i + 1]);
            return pos + 1;
        }
    int digits = k == 'x' || k == 'X' ? 2 : k == 'u' ? 4 : k == 'U' ? 8 : 0;
    if (digits && (digits == 2 || !bytes)) {
        if (hex_value(c, pos + 1, digits, &v) < 0)
            return (uint32_t)(1 + cel_fail(c, pos - 1, pos + 1, "\\%c needs %d hexadecimal digits",
                                           k, digits));
        pos += 1 + (uint32_t)digits;
    } else if (k >= '0' && k <= '3' && peek(c, pos + 1) >= '0' && peek(c, pos + 1) <= '7' &&
               peek(c, pos + 2) >= '0' && peek(c, pos + 2) <= '7') {
        v = (uint32_t)((k - '0') * 64 + (peek(c, pos + 1) - '0') * 8 + (peek(c, pos + 2) - '0'));
        pos += 3;
    } else {
        uint32_t end = pos + 1;
        while (((unsigned char)peek(c, end) & 0xC0) == 0x80)
            end++;
        (void)cel_fail(c, pos - 1, end, "a string has no escape \"\\%.*s\"", (int)(end - pos),
                       c->source.s + pos);
        (void)err_hint(c->err, "write \\\\ for a backslash, or r\"…\" for one without escapes");
        return 0;
    }
    if (bytes)
        buf_u8(out, (uint8_t)v);
    else if (v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF))
        return (uint32_t)(1 + cel_fail(c, pos - 1, pos, "there is no character U+%04X", v));
    else
        put_point(out, v);
    return pos;
}

/* From the quote at pos. */
static int quoted(struct cel_compiler *c, uint32_t pos, bool raw, struct cel_token *t) {
    const char q = peek(c, pos);
    const bool triple = peek(c, pos + 1) == q && peek(c, pos + 2) == q;
    struct buf out;
    buf_init(&out, "string", CEL_SOURCE_MAX);
    pos += triple ? 3 : 1;
    for (;;) {
        char k = peek(c, pos);
        if (pos + (k == '\\' && !raw) >= c->source.n || (!triple && (k == '\n' || k == '\r'))) {
            buf_release(&out);
            (void)cel_fail(c, t->at, pos, "a string does not end");
            return err_hint(c->err, "it began with %.3s", triple ? (q == '"' ? "\"\"\"" : "'''")
                                                                : (q == '"' ? "\"" : "'"));
        }
        if (k == q && (!triple || (peek(c, pos + 1) == q && peek(c, pos + 2) == q)))
            break;
        if (k != '\\' || raw) {
            buf_putc(&out, k);
            pos++;
            continue;
        }
        pos = escape(c, pos + 1, t->kind == TOK_BYTES, &out);
        if (!pos) {
            buf_release(&out);
            return -1;
        }
    }
    t->end = pos + (triple ? 3 : 1);
    t->text = str_n(arena_dup(c->a, out.data, out.len), out.len);
    buf_release(&out);
    return 0;
}

/* r, b, or both in either order, and a quote: its place, else 0. */
static uint32_t prefix(const struct cel_compiler *c, uint32_t pos, bool *raw, bool *bytes) {
    *raw = *bytes = false;
    for (uint32_t i = 0; i < 3; i++) {
        char k = peek(c, pos + i);
        if (k == '"' || k == '\'')
            return pos + i + 1;
        if (str_lower(k) == 'r' && !*raw)
            *raw = true;
        else if (str_lower(k) == 'b' && !*bytes)
            *bytes = true;
        else
            return 0;
    }
    return 0;
}

static int quoted_name(struct cel_compiler *c, uint32_t pos, struct cel_token *t) {
    uint32_t from = pos + 1, to = from;
    while (in_name(peek(c, to)) || (peek(c, to) && strchr(".-/ ", peek(c, to))))
        to++;
    if (peek(c, to) != '`' || to == from) {
        (void)cel_fail(c, pos, to, "a name in backquotes does not end");
        return err_hint(c->err, "letters, digits, _ . - / and blanks may stand in it");
    }
    t->kind = TOK_QUOTED_IDENT;
    t->text = str_n(c->source.s + from, to - from);
    t->end = to + 1;
    return 0;
}

static int operator(struct cel_compiler *c, uint32_t pos, struct cel_token *t) {
    static const char two[][3] = { "&&", "||", "==", "!=", "<=", ">=" };
    t->kind = TOK_OP;
    t->end = pos + 1;
    t->op[0] = peek(c, pos);
    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        if (peek(c, pos) == two[i][0] && peek(c, pos + 1) == two[i][1]) {
            t->op[1] = two[i][1];
            t->end++;
        }
    if (t->op[1] || (t->op[0] && strchr("+-*/%!<>?:.,()[]{}", t->op[0])))
        return 0;
    uint32_t end = pos + 1;
    while (((unsigned char)peek(c, end) & 0xC0) == 0x80)
        end++;
    (void)cel_fail(c, pos, end, "\"%.*s\" has no meaning here", (int)(end - pos),
                   c->source.s + pos);
    static const struct { char found; const char *hint; } hints[] = {
        { '=', "equality is written ==" }, { '&', "and is written &&" },
        { '|', "or is written ||" },
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (hints[i].found == t->op[0])
            return err_hint(c->err, "%s", hints[i].hint);
    return -1;
}

int cel_lex(struct cel_compiler *c, uint32_t *pos, struct cel_token *ret) {
    uint32_t at = skip_blank(c, *pos);
    char k = peek(c, at);
    bool raw, bytes;
    int rc = 0;
    *ret = (struct cel_token){ .kind = TOK_END, .at = at, .end = at };
    uint32_t quote = prefix(c, at, &raw, &bytes);
    if (at >= c->source.n) {
        *pos = at;
        return 0;
    }
    if (quote) {
        ret->kind = bytes ? TOK_BYTES : TOK_STRING;
        rc = quoted(c, quote - 1, raw, ret);
    } else if (is_digit(k) || (k == '.' && is_digit(peek(c, at + 1)))) {
        rc = number(c, at, ret);
    } else if (k == '`') {
        rc = quoted_name(c, at, ret);
    } else if (begins_name(k)) {
        ret->kind = TOK_IDENT;
        while (in_name(peek(c, ret->end)))
            ret->end++;
        ret->text = str_n(c->source.s + at, ret->end - at);
    } else {
        rc = operator(c, at, ret);
    }
    *pos = ret->end;
    return rc;
}
