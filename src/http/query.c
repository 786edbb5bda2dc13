/* query.c - percent decoding and query strings. */
#include "http/query.h"

#include "base/utf8.h"

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The byte that the escape at s[i] stands for, or -1 when it is broken. */
static int escape_at(struct str s, size_t i) {
    if (s.n - i < 3)
        return -1;
    int hi = hex_digit(s.s[i + 1]), lo = hex_digit(s.s[i + 2]);
    return hi < 0 || lo < 0 ? -1 : hi << 4 | lo;
}

static int text_check(struct str s, struct err *err) {
    if (s.n && memchr(s.s, '\0', s.n))
        return err_set(err, E_INVALID, "the address holds U+0000");
    if (s.n && !utf8_valid(s.s, s.n))
        return err_set(err, E_INVALID, "the address is not UTF-8 once decoded");
    return 0;
}

int percent_decode(struct arena *a, struct str s, struct str *ret, struct err *err) {
    struct str result = s;
    if (s.n && memchr(s.s, '%', s.n)) {
        char *out = arena_alloc(a, s.n);
        size_t n = 0;
        for (size_t i = 0; i < s.n; i++) {
            int c = (unsigned char)s.s[i];
            if (c == '%') {
                c = escape_at(s, i);
                if (c < 0)
                    return err_set(err, E_INVALID, "broken percent escape in the path");
                i += 2;
            }
            out[n++] = (char)c;
        }
        result = str_n(out, n);
    }
    if (text_check(result, err))
        return -1;
    *ret = result;
    return 0;
}

static struct str form_decode(struct arena *a, struct str s) {
    if (s.n == 0 || (!memchr(s.s, '%', s.n) && !memchr(s.s, '+', s.n)))
        return s;
    char *out = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int c = (unsigned char)s.s[i];
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            int byte = escape_at(s, i);
            if (byte >= 0) {
                c = byte;
                i += 2;
            }
        }
        out[n++] = (char)c;
    }
    return str_n(out, n);
}

int query_parse(struct arena *a, struct str s, struct query *ret, struct err *err) {
    struct query q = { 0, NULL };
    size_t at = 0;
    while (at < s.n) {
        const char *amp = memchr(s.s + at, '&', s.n - at);
        struct str pair = str_n(s.s + at, amp ? (size_t)(amp - s.s) - at : s.n - at);
        at += pair.n + 1;
        if (pair.n == 0)
            continue;
        if (q.n == QUERY_PAIRS_MAX)
            return err_set(err, E_INVALID, "more than %d query parameters", QUERY_PAIRS_MAX);
        if (!q.pairs)
            q.pairs = arena_alloc(a, QUERY_PAIRS_MAX * sizeof(*q.pairs));
        const char *eq = memchr(pair.s, '=', pair.n);
        size_t n = eq ? (size_t)(eq - pair.s) : pair.n;
        struct str value = eq ? str_n(eq + 1, pair.n - n - 1) : str_n("", 0);
        struct query_pair *p = &q.pairs[q.n++];
        p->name = form_decode(a, str_n(pair.s, n));
        p->value = form_decode(a, value);
        if (text_check(p->name, err) || text_check(p->value, err))
            return -1;
    }
    *ret = q;
    return 0;
}

struct str query_get(const struct query *q, const char *name) {
    struct str want = str_of(name);
    for (uint32_t i = 0; i < q->n; i++)
        if (str_eq(q->pairs[i].name, want))
            return q->pairs[i].value;
    return (struct str){ NULL, 0 };
}
