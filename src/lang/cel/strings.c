/* strings.c - the extension library "strings" but for format(): places are counted in code points.
 *
 * Source: cel-go, ext/README.md, "Strings".
 */
#define _GNU_SOURCE /* memmem */
#include "lang/cel/cel_internal.h"

#include "base/utf8.h"

/* Bytes of the code point there. */
static uint32_t point_bytes(const char *s) {
    unsigned char c = (unsigned char)*s;
    return c < 0x80 ? 1u : c < 0xE0 ? 2u : c < 0xF0 ? 3u : 4u;
}

/* Byte at which the nth code point begins; the end for the one past the last; -1 past that. */
static int64_t byte_of(struct cel_value v, int64_t nth) {
    uint32_t at = 0;
    if (nth < 0)
        return -1;
    for (; nth > 0 && at < v.n; nth--)
        at += point_bytes(v.s + at);
    return nth == 0 ? (int64_t)at : -1;
}

static int64_t points(const char *s, size_t n) { return (int64_t)utf8_count(str_n(s, n)); }

static struct cel_value out_of_range(struct cel_frame *f, int64_t at) {
    return cel_error(f, E_INVALID, "index out of range: %lld", (long long)at);
}

static bool kinds(const struct cel_value *v, uint32_t n, const char *want) {
    for (uint32_t i = 0; i < n; i++)
        if (v[i].kind != (want[i] == 's' ? CEL_STRING : CEL_INT))
            return false;
    return true;
}

/* Costs as much as it reads. */
static bool reads(struct cel_frame *f, struct cel_value v) { return cel_step(f, v.n / 64); }

static struct cel_value char_at(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    if (!kinds(v, n, "si"))
        return cel_no_overload(f);
    int64_t at = byte_of(v[0], v[1].i);
    if (at < 0)
        return out_of_range(f, v[1].i);
    return cel_string(str_n(v[0].s + at, at < v[0].n ? point_bytes(v[0].s + at) : 0));
}

static struct cel_value index_of(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    if (!kinds(v, n, "ssi"))
        return cel_no_overload(f);
    int64_t from = n == 3 ? byte_of(v[0], v[2].i) : 0;
    if (from < 0)
        return out_of_range(f, v[2].i);
    if (!reads(f, v[0]))
        return cel_too_long(f);
    const char *p = v[1].n ? memmem(v[0].s + from, (size_t)(v[0].n - from), v[1].s, v[1].n)
                           : v[0].s + from;
    return cel_int(p ? points(v[0].s, (size_t)(p - v[0].s)) : -1);
}

static struct cel_value last_index_of(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    if (!kinds(v, n, "ssi"))
        return cel_no_overload(f);
    int64_t last = n == 3 ? byte_of(v[0], v[2].i) : v[0].n;
    if (last < 0)
        return out_of_range(f, v[2].i);
    if (!cel_step(f, (uint64_t)v[0].n * (v[1].n + 1) / 64))
        return cel_too_long(f);
    int64_t at = (int64_t)v[0].n - v[1].n;
    for (at = at < last ? at : last; at >= 0; at--)
        if (memcmp(v[0].s + at, v[1].s, v[1].n) == 0)
            return cel_int(points(v[0].s, (size_t)at));
    return cel_int(-1);
}

static struct cel_value cased(struct cel_frame *f, struct cel_value v, char from, char to) {
    char *p = v.kind == CEL_STRING ? cel_room(f, v.n + 1u) : NULL;
    if (v.kind != CEL_STRING)
        return cel_no_overload(f);
    if (!p)
        return cel_full(f);
    for (uint32_t i = 0; i < v.n; i++)
        p[i] = v.s[i] >= from && v.s[i] <= to ? (char)(v.s[i] ^ 0x20) : v.s[i];
    return reads(f, v) ? cel_string(str_n(p, v.n)) : cel_too_long(f);
}

static struct cel_value lower(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return cased(f, v[0], 'A', 'Z');
}

static struct cel_value upper(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return cased(f, v[0], 'a', 'z');
}

/* Where the next piece ends; an empty separator stands behind each code point. */
static uint32_t piece_end(struct cel_value s, uint32_t at, struct cel_value by) {
    if (by.n == 0)
        return at + (at < s.n ? point_bytes(s.s + at) : 0u);
    const char *p = memmem(s.s + at, s.n - at, by.s, by.n);
    return p ? (uint32_t)(p - s.s) : UINT32_MAX;
}

static struct cel_value replace(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct buf b;
    if (!kinds(v, n, "sssi"))
        return cel_no_overload(f);
    int64_t left = n == 4 && v[3].i >= 0 ? v[3].i : INT64_MAX;
    uint32_t at = 0;
    buf_init(&b, "string", f->run->arena->bytes_max);
    if (v[1].n == 0 && left != 0) { /* in front of the first, too */
        buf_put_str(&b, cel_str(v[2]));
        left--;
    }
    while (left != 0 && at < v[0].n) {
        uint32_t end = piece_end(v[0], at, v[1]);
        if (end == UINT32_MAX)
            break;
        if (!cel_step(f, 1 + (v[2].n + end - at) / 64)) {
            buf_release(&b);
            return cel_too_long(f);
        }
        buf_put(&b, v[0].s + at, end - at);
        buf_put_str(&b, cel_str(v[2]));
        at = end + v[1].n;
        left--;
    }
    buf_put(&b, v[0].s + at, v[0].n - at);
    return cel_take_str(f, &b);
}

static struct cel_value split(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    if (!kinds(v, n, "ssi"))
        return cel_no_overload(f);
    int64_t max = n == 3 && v[2].i >= 0 ? v[2].i : INT64_MAX;
    uint32_t pieces = 1, at = 0, made = 0;
    for (uint32_t p = 0, end; p < v[0].n && (end = piece_end(v[0], p, v[1])) != UINT32_MAX;
         p = end + v[1].n)
        pieces++;
    if (!cel_step(f, pieces) || !reads(f, v[0]))
        return cel_too_long(f);
    struct cel_value *out = cel_room(f, (pieces + 1) * sizeof *out);
    if (!out)
        return cel_full(f);
    if (max == 0)
        return cel_list_of(f, out, 0);
    while (made + 1 < max && (v[1].n || at < v[0].n)) {
        uint32_t end = piece_end(v[0], at, v[1]);
        if (end == UINT32_MAX || (v[1].n == 0 && end == v[0].n))
            break;
        out[made++] = cel_string(str_n(v[0].s + at, end - at));
        at = end + v[1].n;
    }
    if (v[1].n || at < v[0].n)
        out[made++] = cel_string(str_n(v[0].s + at, v[0].n - at));
    return cel_list_of(f, out, made);
}

static struct cel_value substring(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    if (!kinds(v, n, "sii"))
        return cel_no_overload(f);
    int64_t from = byte_of(v[0], v[1].i), to = n == 3 ? byte_of(v[0], v[2].i) : v[0].n;
    if (from < 0)
        return out_of_range(f, v[1].i);
    if (to < 0)
        return out_of_range(f, v[2].i);
    if (to < from)
        return cel_error(f, E_INVALID, "invalid substring range. start: %lld, end: %lld",
                         (long long)v[1].i, (long long)v[2].i);
    return cel_string(str_n(v[0].s + from, (size_t)(to - from)));
}

static struct cel_value trim(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    if (!kinds(v, n, "s"))
        return cel_no_overload(f);
    return cel_string(utf8_trim(cel_str(v[0])));
}

/* Of a list, too: one function has one name. */
static struct cel_value reverse(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    if (v[0].kind == CEL_LIST)
        return cel_reversed(f, v[0]);
    if (!kinds(v, n, "s"))
        return cel_no_overload(f);
    char *p = cel_room(f, v[0].n + 1u);
    if (!p)
        return cel_full(f);
    for (uint32_t at = 0; at < v[0].n;) {
        uint32_t bytes = point_bytes(v[0].s + at);
        memcpy(p + (v[0].n - at - bytes), v[0].s + at, bytes);
        at += bytes;
    }
    return reads(f, v[0]) ? cel_string(str_n(p, v[0].n)) : cel_too_long(f);
}

static struct cel_value join(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct buf b;
    if (v[0].kind != CEL_LIST || (n == 2 && v[1].kind != CEL_STRING))
        return cel_no_overload(f);
    buf_init(&b, "string", f->run->arena->bytes_max);
    for (uint32_t i = 0; i < v[0].list->n; i++) {
        struct cel_value x = v[0].list->v[i];
        bool wrong = x.kind != CEL_STRING;
        if (wrong || !cel_step(f, 1 + x.n / 64)) {
            buf_release(&b);
            return wrong ? cel_no_overload(f) : cel_too_long(f);
        }
        if (i && n == 2)
            buf_put_str(&b, cel_str(v[1]));
        buf_put_str(&b, cel_str(x));
    }
    return cel_take_str(f, &b);
}

static struct cel_value quote(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    static const char from[] = "\a\b\f\n\r\t\v\\\"", to[] = "abfnrtv\\\"";
    struct buf b;
    if (!kinds(v, n, "s"))
        return cel_no_overload(f);
    buf_init(&b, "string", f->run->arena->bytes_max);
    buf_putc(&b, '"');
    for (uint32_t i = 0; i < v[0].n; i++) {
        const char *p = v[0].s[i] ? strchr(from, v[0].s[i]) : NULL;
        if (p)
            buf_putc(&b, '\\');
        buf_putc(&b, p ? to[p - from] : v[0].s[i]);
    }
    buf_putc(&b, '"');
    return reads(f, v[0]) ? cel_take_str(f, &b) : (buf_release(&b), cel_too_long(f));
}

static const struct cel_func rows[] = {
    { "charAt", true, "si>s", char_at },
    { "indexOf", true, "ss>i", index_of },
    { "indexOf", true, "ssi>i", index_of },
    { "lastIndexOf", true, "ss>i", last_index_of },
    { "lastIndexOf", true, "ssi>i", last_index_of },
    { "lowerAscii", true, "s>s", lower },
    { "upperAscii", true, "s>s", upper },
    { "replace", true, "sss>s", replace },
    { "replace", true, "sssi>s", replace },
    { "split", true, "ss>Ls", split },
    { "split", true, "ssi>Ls", split },
    { "substring", true, "si>s", substring },
    { "substring", true, "sii>s", substring },
    { "trim", true, "s>s", trim },
    { "reverse", true, "s>s", reverse },
    { "reverse", true, "LA>LA", reverse },
    { "join", true, "Ls>s", join },
    { "join", true, "Lss>s", join },
    { "strings.quote", false, "s>s", quote },
};
const struct cel_library cel_lib_strings = { rows, sizeof rows / sizeof *rows };
