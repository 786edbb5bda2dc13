/* json_write.c - JSON out.
 *
 * THEORY      Appends straight to a buf, whose cap stands for error handling.  A string is
 *             looked at eight bytes at a time for bytes that need an escape (a word holds one
 *             when (x - 0x20..) & ~x & 0x80.. is not zero for a suitable x; Mycroft's test),
 *             and the runs between are copied whole.  UTF-8 goes out as it is.
 * INVARIANTS  (1) depth < length of first[].
 * THREADS     One owner at a time. */
#include "base/check.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/json_internal.h"

#include <math.h>

#define ONES UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

void jw_init(struct jw *w, struct buf *b) {
    w->b = b;
    w->depth = 0;
    w->first[0] = true;
    w->after_key = false;
}

/* The comma before a value or key, where one belongs. */
static inline void separate(struct jw *w) {
    if (w->after_key)
        w->after_key = false;
    else if (w->first[w->depth])
        w->first[w->depth] = false;
    else
        buf_putc(w->b, ',');
}

static void open_level(struct jw *w, char c) {
    separate(w);
    buf_putc(w->b, c);
    CHECK(w->depth + 1 < sizeof w->first / sizeof w->first[0]);
    w->first[++w->depth] = true;
}

static void close_level(struct jw *w, char c) {
    CHECK(w->depth > 0 && !w->after_key);
    w->depth--;
    buf_putc(w->b, c);
}

void jw_obj(struct jw *w) {
    open_level(w, '{');
}

void jw_obj_end(struct jw *w) {
    close_level(w, '}');
}

void jw_arr(struct jw *w) {
    open_level(w, '[');
}

void jw_arr_end(struct jw *w) {
    close_level(w, ']');
}

/* ---- strings ---- */

static inline bool needs_escape(uint8_t c) {
    return c < 0x20 || c == '"' || c == '\\';
}

/* Length of the run at p that can be copied as it is. */
static inline size_t plain_run(const uint8_t *p, size_t n) {
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t x, quote, slash;
        memcpy(&x, p + i, 8);
        quote = x ^ ONES * '"';
        slash = x ^ ONES * '\\';
        uint64_t hit = ((x - ONES * 0x20) & ~x) | ((quote - ONES) & ~quote) |
                       ((slash - ONES) & ~slash);
        if (hit & HIGHS)
            break;
    }
    while (i < n && !needs_escape(p[i]))
        i++;
    return i;
}

static void put_escape(struct buf *b, uint8_t c) {
    static const char HEX[] = "0123456789abcdef";
    static const char SHORT[0x20] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
                                      ['\r'] = 'r' };
    char out[6] = { '\\', 'u', '0', '0', HEX[c >> 4], HEX[c & 15] };
    if (c == 0)
        return;
    if (c >= 0x20 || SHORT[c]) {
        out[1] = c >= 0x20 ? (char)c : SHORT[c];
        buf_put(b, out, 2);
    } else {
        buf_put(b, out, 6);
    }
}

static void put_string(struct buf *b, struct str s) {
    const uint8_t *p = (const uint8_t *)s.s;
    size_t left = s.n;
    if (plain_run(p, left) == left) { /* nearly every string */
        char *room = buf_room(b, left + 2);
        if (!room)
            return;
        room[0] = '"';
        if (left)
            memcpy(room + 1, p, left);
        room[left + 1] = '"';
        b->len += left + 2;
        return;
    }
    buf_putc(b, '"');
    while (left) {
        size_t run = plain_run(p, left);
        buf_put(b, p, run);
        p += run;
        left -= run;
        if (left) {
            put_escape(b, *p++);
            left--;
        }
    }
    buf_putc(b, '"');
}

void jw_key_str(struct jw *w, struct str key) {
    CHECK(!w->after_key);
    separate(w);
    put_string(w->b, key);
    buf_putc(w->b, ':');
    w->after_key = true;
}

void jw_key(struct jw *w, const char *key) {
    jw_key_str(w, str_of(key));
}

void jw_str(struct jw *w, struct str s) {
    separate(w);
    put_string(w->b, s);
}

void jw_z(struct jw *w, const char *z) {
    if (z)
        jw_str(w, str_of(z));
    else
        jw_null(w);
}

/* ---- numbers ---- */

static void put_uint(struct buf *b, uint64_t v, bool negative) {
    static const char PAIRS[] = "00010203040506070809101112131415161718192021222324"
                                "25262728293031323334353637383940414243444546474849"
                                "50515253545556575859606162636465666768697071727374"
                                "75767778798081828384858687888990919293949596979899";
    char out[21], *p = out + sizeof out;
    for (; v >= 100; v /= 100) {
        p -= 2;
        memcpy(p, PAIRS + 2 * (v % 100), 2);
    }
    if (v >= 10) {
        p -= 2;
        memcpy(p, PAIRS + 2 * v, 2);
    } else {
        *--p = (char)('0' + v);
    }
    if (negative)
        *--p = '-';
    buf_put(b, p, (size_t)(out + sizeof out - p));
}

static void put_int(struct buf *b, int64_t v) {
    put_uint(b, v < 0 ? -(uint64_t)v : (uint64_t)v, v < 0);
}

static void put_double(struct buf *b, double v) {
    char out[JSON_NUMBER_BYTES_MAX];
    if (!isfinite(v))
        buf_put(b, "null", 4);
    else if (v > -0x1p53 && v < 0x1p53 && v == (double)(int64_t)v && (v != 0 || !signbit(v)))
        put_int(b, (int64_t)v);
    else
        buf_put(b, out, json_simd_double(v, out));
}

void jw_int(struct jw *w, int64_t v) {
    separate(w);
    put_int(w->b, v);
}

void jw_uint(struct jw *w, uint64_t v) {
    separate(w);
    put_uint(w->b, v, false);
}

void jw_double(struct jw *w, double v) {
    separate(w);
    put_double(w->b, v);
}

/* ---- the rest ---- */

void jw_bool(struct jw *w, bool v) {
    separate(w);
    buf_put(w->b, v ? "true" : "false", v ? 4 : 5);
}

void jw_null(struct jw *w) {
    separate(w);
    buf_put(w->b, "null", 4);
}

void jw_time(struct jw *w, int64_t ms) {
    char out[34];
    out[0] = '"';
    size_t n = clock_format(ms, out + 1);
    out[n + 1] = '"';
    separate(w);
    buf_put(w->b, out, n + 2);
}

void jw_raw(struct jw *w, struct str json) {
    separate(w);
    buf_put_str(w->b, json);
}

static struct str tape_string(const struct json *v, uint64_t word) {
    const uint8_t *p = v->strings + (word & 0x00FFFFFFFFFFFFFF);
    uint32_t n;
    memcpy(&n, p, 4);
    return str_n((const char *)p + 4, n);
}

/* Write the value at `at`; the index behind it.  As deep as the text was: JSON_DEPTH_MAX. */
static uint32_t put_value(struct buf *b, const struct json *v, uint32_t at) {
    uint64_t word = v->tape[at];
    char type = (char)(word >> 56);
    double d;
    switch (type) {
    case '"':
        put_string(b, tape_string(v, word));
        return at + 1;
    case 'l':
        put_int(b, (int64_t)v->tape[at + 1]);
        return at + 2;
    case 'u':
        put_uint(b, v->tape[at + 1], false);
        return at + 2;
    case 'd':
        memcpy(&d, &v->tape[at + 1], 8);
        put_double(b, d);
        return at + 2;
    case 't':
        buf_put(b, "true", 4);
        return at + 1;
    case 'f':
        buf_put(b, "false", 5);
        return at + 1;
    case '{':
    case '[': {
        uint32_t end = (uint32_t)word - 1, start = ++at;
        buf_putc(b, type);
        while (at < end) {
            if (at != start)
                buf_putc(b, ',');
            if (type == '{') {
                put_string(b, tape_string(v, v->tape[at++]));
                buf_putc(b, ':');
            }
            at = put_value(b, v, at);
        }
        buf_putc(b, type == '{' ? '}' : ']');
        return at + 1;
    }
    default:
        buf_put(b, "null", 4);
        return at + 1;
    }
}

void jw_value(struct jw *w, struct json v) {
    separate(w);
    if (v.tape)
        put_value(w->b, &v, v.at);
    else
        buf_put(w->b, "null", 4);
}
