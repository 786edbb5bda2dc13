/* json.c - reading JSON: the parse with its mending, and navigation over simdjson's tape.
 *
 * THEORY      The text is copied behind our own padding and given to simdjson.  Only when it
 *             refuses, a plain checker reads the text once: it finds the first byte that
 *             breaks the grammar of RFC 8259, or writes a mended copy in which integers past
 *             64 bits end in ".0" (so they are read as doubles) and lone surrogate escapes
 *             are \ufffd; that copy is parsed.
 *             Tape (simdjson doc/tape.md): a word holds the type in its top byte.  '{' and '['
 *             hold the index behind their end (32 bits) and the count (24 bits, saturated);
 *             '"' holds an offset into the strings, where a 32-bit length precedes the bytes;
 *             'l', 'u', 'd' are followed by a word of value.
 * INVARIANTS  (1) An index stored in a container is greater than the container's own, so every
 *                 walk ends.
 * LIMITS      JSON_DEPTH_MAX levels; texts under 4 GB (simdjson's own bound).
 * THREADS     A parser and its values belong to one thread at a time. */
#include "base/json.h"
#include "base/check.h"
#include "base/json_internal.h"
#include "base/utf8_internal.h"

#include <stdlib.h>

#define BYTES_MAX ((size_t)0xFFFFFF00)
#define COUNT_SATURATED 0xFFFFFFu

struct json_parser {
    struct json_simd *simd;
    char *text; /* cap + JSON_PADDING bytes */
    size_t cap;
};

struct json_parser *json_parser_new(void) {
    struct json_parser *p = calloc(1, sizeof *p);
    CHECK(p != NULL);
    p->simd = json_simd_new(JSON_DEPTH_MAX);
    CHECK(p->simd != NULL);
    return p;
}

void json_parser_free(struct json_parser *p) {
    if (!p)
        return;
    json_simd_free(p->simd);
    free(p->text);
    free(p);
}

/* ---- the checker that mends ---- */

struct mend {
    const uint8_t *start, *p, *end;
    char *out;         /* NULL: only look; else the room that `bytes` of a first pass asked for */
    size_t bytes;      /* of the mended text so far */
    const uint8_t *kept; /* input before here is written */
    const char *wrong; /* NULL: nothing */
    bool deep;         /* wrong is that it is too deep */
};

/* Write the input up to `to`, then n bytes of z in place of the input up to `from`. */
static void put_instead(struct mend *m, const uint8_t *to, const char *z, size_t n,
                        const uint8_t *from) {
    size_t run = (size_t)(to - m->kept);
    if (m->out) {
        memcpy(m->out + m->bytes, m->kept, run);
        memcpy(m->out + m->bytes + run, z, n);
    }
    m->bytes += run + n;
    m->kept = from;
}

static bool fail(struct mend *m, const char *wrong) {
    m->wrong = wrong;
    return false;
}

static void skip_space(struct mend *m) {
    while (m->p < m->end &&
           (*m->p == ' ' || *m->p == '\n' || *m->p == '\r' || *m->p == '\t'))
        m->p++;
}

static int hex4(const uint8_t *p, const uint8_t *end) {
    int v = 0;
    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int c = p[i] | 0x20;
        if (p[i] >= '0' && p[i] <= '9')
            v = v << 4 | (p[i] - '0');
        else if (c >= 'a' && c <= 'f')
            v = v << 4 | (c - 'a' + 10);
        else
            return -1;
    }
    return v;
}

/* p stands on a backslash. */
static bool mend_escape(struct mend *m) {
    if (m->end - m->p < 2)
        return fail(m, "the text ends inside a string");
    if (m->p[1] != 'u') {
        if (m->p[1] == 0 || !strchr("\"\\/bfnrt", m->p[1]))
            return fail(m, "unknown escape");
        m->p += 2;
        return true;
    }
    int unit = hex4(m->p + 2, m->end);
    if (unit < 0)
        return fail(m, "\\u needs four hexadecimal digits");
    if (unit >= 0xD800 && unit < 0xDC00 && m->end - m->p >= 12 && m->p[6] == '\\' &&
        m->p[7] == 'u') {
        int low = hex4(m->p + 8, m->end);
        if (low >= 0xDC00 && low < 0xE000) {
            m->p += 12;
            return true;
        }
    }
    if (unit >= 0xD800 && unit < 0xE000)
        put_instead(m, m->p, "\\ufffd", 6, m->p + 6);
    m->p += 6;
    return true;
}

/* p stands on the opening quote. */
static bool mend_string(struct mend *m) {
    m->p++;
    while (m->p < m->end) {
        if (*m->p == '"') {
            m->p++;
            return true;
        }
        if (*m->p == '\\') {
            if (!mend_escape(m))
                return false;
            continue;
        }
        if (*m->p < 0x20)
            return fail(m, "control character inside a string");
        size_t step = utf8_step(m->p, m->end);
        if (step == 0)
            return fail(m, "broken UTF-8");
        m->p += step;
    }
    return fail(m, "the text ends inside a string");
}

static size_t skip_digits(struct mend *m) {
    const uint8_t *from = m->p;
    while (m->p < m->end && *m->p >= '0' && *m->p <= '9')
        m->p++;
    return (size_t)(m->p - from);
}

/* Whether the digits (no leading zero) are past what the sign can hold in 64 bits: simdjson
 * keeps negative numbers down to -2^63 and positive ones up to 2^64 - 1. */
static bool past_64_bits(const uint8_t *digits, size_t n, bool negative) {
    const char *max = negative ? "9223372036854775808" : "18446744073709551615";
    size_t max_n = strlen(max);
    return n > max_n || (n == max_n && memcmp(digits, max, n) > 0);
}

static bool mend_number(struct mend *m) {
    bool negative = *m->p == '-', whole = true;
    m->p += negative;
    const uint8_t *first = m->p;
    size_t n = skip_digits(m);
    if (n == 0)
        return fail(m, negative ? "a number needs digits" : "unexpected character");
    if (n > 1 && *first == '0') {
        m->p = first;
        return fail(m, "a number must not start with 0");
    }
    if (m->p < m->end && *m->p == '.') {
        m->p++;
        whole = false;
        if (skip_digits(m) == 0)
            return fail(m, "a number needs digits behind the point");
    }
    if (m->p < m->end && (*m->p | 0x20) == 'e') {
        m->p++;
        whole = false;
        if (m->p < m->end && (*m->p == '+' || *m->p == '-'))
            m->p++;
        if (skip_digits(m) == 0)
            return fail(m, "a number needs digits in its exponent");
    }
    if (whole && past_64_bits(first, n, negative))
        put_instead(m, m->p, ".0", 2, m->p);
    return true;
}

static bool mend_word(struct mend *m, const char *word) {
    size_t n = strlen(word);
    if ((size_t)(m->end - m->p) < n || memcmp(m->p, word, n) != 0)
        return fail(m, "unexpected character");
    m->p += n;
    return true;
}

static bool mend_scalar(struct mend *m) {
    switch (*m->p) {
    case '"':
        return mend_string(m);
    case 't':
        return mend_word(m, "true");
    case 'f':
        return mend_word(m, "false");
    case 'n':
        return mend_word(m, "null");
    default:
        return mend_number(m);
    }
}

/* p stands behind a '{' or a comma in an object: key and colon. */
static bool mend_key(struct mend *m) {
    skip_space(m);
    if (m->p == m->end || *m->p != '"')
        return fail(m, "a key must be a string");
    if (!mend_string(m))
        return false;
    skip_space(m);
    if (m->p == m->end || *m->p != ':')
        return fail(m, "a colon must follow the key");
    m->p++;
    return true;
}

/* Behind a value: close what closes.  *more: a comma asks for another value. */
static bool mend_after(struct mend *m, const bool *object, int *depth, bool *more) {
    *more = false;
    for (;;) {
        skip_space(m);
        if (*depth == 0)
            return m->p == m->end || fail(m, "something follows the value");
        if (m->p == m->end)
            return fail(m, "the text ends too early");
        bool in_object = object[*depth - 1];
        if (*m->p == ',') {
            m->p++;
            *more = true;
            return !in_object || mend_key(m);
        }
        if (*m->p != (in_object ? '}' : ']'))
            return fail(m, "a comma or a closing bracket must follow");
        m->p++;
        --*depth;
    }
}

static bool mend_text(struct mend *m) {
    bool object[JSON_DEPTH_MAX];
    int depth = 0;
    for (bool more = true; more;) {
        skip_space(m);
        if (m->p == m->end)
            return fail(m, "the text ends too early");
        if (*m->p == '{' || *m->p == '[') {
            if (depth == JSON_DEPTH_MAX) {
                m->deep = true;
                return fail(m, "too deep");
            }
            object[depth] = *m->p == '{';
            m->p++;
            skip_space(m);
            bool empty = m->p < m->end && *m->p == (object[depth] ? '}' : ']');
            bool keyed = object[depth++];
            if (!empty) {
                if (keyed && !mend_key(m))
                    return false;
                continue;
            }
        } else if (!mend_scalar(m)) {
            return false;
        }
        if (!mend_after(m, object, &depth, &more))
            return false;
    }
    put_instead(m, m->end, "", 0, m->end);
    return true;
}

/* ---- parse ---- */

static void reserve(struct json_parser *p, size_t n) {
    if (p->text && n <= p->cap)
        return;
    size_t cap = 4096;
    while (cap < n)
        cap *= 2;
    free(p->text);
    p->text = malloc(cap + JSON_PADDING);
    CHECK(p->text != NULL);
    p->cap = cap;
}

static int refuse(enum json_simd_status status, struct err *err) {
    switch (status) {
    case JSON_SIMD_DEPTH:
        return err_set(err, E_LIMIT, "JSON deeper than %d levels", JSON_DEPTH_MAX);
    case JSON_SIMD_CAPACITY:
        return err_set(err, E_LIMIT, "JSON is larger than 4 GB");
    case JSON_SIMD_MEMORY:
        return err_set(err, E_UNAVAILABLE, "out of memory for JSON");
    case JSON_SIMD_NUMBER:
        return err_set(err, E_INVALID, "JSON number out of range");
    default:
        return err_set(err, E_INVALID, "not JSON");
    }
}

/* simdjson said `status` about the text in s: mend it and parse again, or say why not. */
static int parse_mended(struct json_parser *p, const char *s, size_t n,
                        enum json_simd_status status, struct json *ret, size_t skipped,
                        struct err *err) {
    const uint8_t *start = (const uint8_t *)s;
    struct mend look = { .start = start, .p = start, .end = start + n, .kept = start };
    if (!mend_text(&look)) {
        if (look.deep)
            return refuse(JSON_SIMD_DEPTH, err);
        err_set(err, E_INVALID, "not JSON: %s", look.wrong);
        return err_within(err, "byte %zu", (size_t)(look.p - start) + skipped);
    }
    if (look.bytes == n && status != JSON_SIMD_OTHER)
        return refuse(status, err);
    struct mend write = { .start = start, .p = start, .end = start + n, .kept = start };
    reserve(p, look.bytes);
    write.out = p->text;
    CHECK(mend_text(&write) && write.bytes == look.bytes);
    memset(p->text + write.bytes, 0, JSON_PADDING);
    status = json_simd_parse(p->simd, p->text, write.bytes, &ret->tape, &ret->strings);
    return status == JSON_SIMD_OK ? 0 : refuse(status, err);
}

int json_parse(struct json_parser *p, const char *s, size_t n, struct json *ret,
               struct err *err) {
    size_t skipped = n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    s += skipped;
    n -= skipped;
    if (n > BYTES_MAX)
        return refuse(JSON_SIMD_CAPACITY, err);
    if (n == 0)
        return err_set(err, E_INVALID, "not JSON: the text is empty");
    reserve(p, n);
    memcpy(p->text, s, n);
    memset(p->text + n, 0, JSON_PADDING);
    struct json v = { .at = 1 };
    enum json_simd_status status = json_simd_parse(p->simd, p->text, n, &v.tape, &v.strings);
    if (__builtin_expect(status != JSON_SIMD_OK, 0)) {
        if (status == JSON_SIMD_DEPTH || status == JSON_SIMD_CAPACITY ||
            status == JSON_SIMD_MEMORY)
            return refuse(status, err);
        if (parse_mended(p, s, n, status, &v, skipped, err) != 0)
            return -1;
    }
    *ret = v;
    return 0;
}

/* ---- navigation ---- */

static inline uint8_t tag(const uint64_t *tape, uint32_t at) {
    return (uint8_t)(tape[at] >> 56);
}

/* The index behind the value at `at`. */
static inline uint32_t after(const uint64_t *tape, uint32_t at) {
    switch (tag(tape, at)) {
    case '{':
    case '[':
        return (uint32_t)tape[at];
    case 'l':
    case 'u':
    case 'd':
        return at + 2;
    default:
        return at + 1;
    }
}

static inline struct str string_at(const uint64_t *tape, const uint8_t *strings, uint32_t at) {
    const uint8_t *p = strings + (tape[at] & 0x00FFFFFFFFFFFFFF);
    uint32_t n;
    memcpy(&n, p, 4);
    return str_n((const char *)p + 4, n);
}

enum json_type json_type(struct json v) {
    if (!v.tape)
        return JSON_NONE;
    switch (tag(v.tape, v.at)) {
    case 'n':
        return JSON_NULL;
    case 't':
    case 'f':
        return JSON_BOOL;
    case 'l':
        return JSON_INT;
    case 'u':
        return JSON_UINT;
    case 'd':
        return JSON_DOUBLE;
    case '"':
        return JSON_STRING;
    case '[':
        return JSON_ARRAY;
    case '{':
        return JSON_OBJECT;
    default:
        return JSON_NONE;
    }
}

struct str json_str(struct json v) {
    if (!v.tape || tag(v.tape, v.at) != '"')
        return str_n("", 0);
    return string_at(v.tape, v.strings, v.at);
}

static double double_at(struct json v) {
    double d;
    memcpy(&d, &v.tape[v.at + 1], 8);
    return d;
}

bool json_int(struct json v, int64_t *ret) {
    double d;
    switch (json_type(v)) {
    case JSON_INT:
        *ret = (int64_t)v.tape[v.at + 1];
        return true;
    case JSON_DOUBLE:
        d = double_at(v);
        if (!(d >= -0x1p63 && d < 0x1p63) || d != (double)(int64_t)d)
            return false;
        *ret = (int64_t)d;
        return true;
    default:
        return false; /* JSON_UINT holds only what is past INT64_MAX */
    }
}

bool json_double(struct json v, double *ret) {
    switch (json_type(v)) {
    case JSON_INT:
        *ret = (double)(int64_t)v.tape[v.at + 1];
        return true;
    case JSON_UINT:
        *ret = (double)v.tape[v.at + 1];
        return true;
    case JSON_DOUBLE:
        *ret = double_at(v);
        return true;
    default:
        return false;
    }
}

bool json_bool(struct json v, bool *ret) {
    if (json_type(v) != JSON_BOOL)
        return false;
    *ret = tag(v.tape, v.at) == 't';
    return true;
}

bool json_true(struct json v) {
    return v.tape && tag(v.tape, v.at) == 't';
}

size_t json_count(struct json v) {
    if (!v.tape || (tag(v.tape, v.at) != '{' && tag(v.tape, v.at) != '['))
        return 0;
    size_t n = v.tape[v.at] >> 32 & COUNT_SATURATED;
    if (n < COUNT_SATURATED)
        return n;
    n = 0;
    for (struct json_it it = json_it(v); json_next(&it);)
        n++;
    return n;
}

struct json json_get_str(struct json obj, struct str key) {
    struct json found = { 0 };
    if (!obj.tape || tag(obj.tape, obj.at) != '{')
        return found;
    uint32_t end = (uint32_t)obj.tape[obj.at] - 1;
    for (uint32_t at = obj.at + 1; at < end; at = after(obj.tape, at + 1)) {
        struct str k = string_at(obj.tape, obj.strings, at);
        if (k.n == key.n && (k.n == 0 || memcmp(k.s, key.s, k.n) == 0))
            found = (struct json){ obj.tape, obj.strings, at + 1 };
    }
    return found;
}

struct json json_get(struct json obj, const char *key) {
    return json_get_str(obj, str_of(key));
}

struct json json_path(struct json obj, const char *dotted) {
    for (const char *p = dotted;; p++) {
        size_t n = strcspn(p, ".");
        obj = json_get_str(obj, str_n(p, n));
        p += n;
        if (*p == '\0')
            return obj;
    }
}

struct json_it json_it(struct json v) {
    struct json_it it = { .value = { v.tape, v.strings, 0 } };
    if (!v.tape)
        return it;
    uint8_t t = tag(v.tape, v.at);
    if (t != '{' && t != '[')
        return it;
    it.object = t == '{';
    it.next = v.at + 1;
    it.end = (uint32_t)v.tape[v.at] - 1;
    return it;
}

bool json_next(struct json_it *it) {
    if (it->next >= it->end)
        return false;
    if (it->object)
        it->key = string_at(it->value.tape, it->value.strings, it->next++);
    it->value.at = it->next;
    it->next = after(it->value.tape, it->next);
    return true;
}

/* Copy the words of [from, to) so that the value at `from` comes to stand at index 0. */
static size_t copy_tape(struct json v, uint32_t to, uint64_t *tape, uint8_t *strings) {
    size_t used = 0;
    for (uint32_t at = v.at, n; at < to; at += n) {
        uint64_t word = v.tape[at];
        uint8_t t = (uint8_t)(word >> 56);
        n = 1;
        if (t == '"') {
            struct str s = string_at(v.tape, v.strings, at);
            if (strings) {
                uint32_t len = (uint32_t)s.n;
                memcpy(strings + used, &len, 4);
                memcpy(strings + used + 4, s.s, s.n);
                strings[used + 4 + s.n] = 0;
            }
            word = (uint64_t)'"' << 56 | used;
            used += s.n + 5;
        } else if (t == '{' || t == '[') {
            word -= v.at; /* the index behind the end is in the low bits */
        } else if (t == 'l' || t == 'u' || t == 'd') {
            n = 2;
            if (tape)
                tape[at + 1 - v.at] = v.tape[at + 1];
        }
        if (tape)
            tape[at - v.at] = word;
    }
    return used;
}

struct json json_dup(struct arena *a, struct json v) {
    if (!v.tape)
        return v;
    uint32_t to = after(v.tape, v.at);
    uint64_t *tape = arena_alloc(a, (to - v.at) * sizeof *tape);
    uint8_t *strings = arena_alloc(a, copy_tape(v, to, NULL, NULL));
    copy_tape(v, to, tape, strings);
    return (struct json){ tape, strings, 0 };
}

/* Numbers by value, exactly: no integer is compared through a double. */
static bool numbers_equal(struct json a, struct json b) {
    int64_t ia, ib;
    double da, db;
    bool wa = json_int(a, &ia), wb = json_int(b, &ib);
    if (wa || wb)
        return wa && wb && ia == ib;
    if (json_type(a) == JSON_UINT && json_type(b) == JSON_UINT)
        return a.tape[a.at + 1] == b.tape[b.at + 1];
    json_double(a, &da);
    json_double(b, &db);
    if (json_type(a) == JSON_UINT)
        return db < 0x1p64 && a.tape[a.at + 1] == (uint64_t)db && da == db;
    if (json_type(b) == JSON_UINT)
        return da < 0x1p64 && b.tape[b.at + 1] == (uint64_t)da && da == db;
    return da == db;
}

static bool is_number(enum json_type t) {
    return t == JSON_INT || t == JSON_UINT || t == JSON_DOUBLE;
}

static bool containers_equal(struct json a, struct json b, enum json_type t) {
    if (json_count(a) != json_count(b))
        return false;
    struct json_it ia = json_it(a), ib = json_it(b);
    while (json_next(&ia)) {
        struct json other;
        if (t == JSON_ARRAY) {
            json_next(&ib);
            other = ib.value;
        } else {
            other = json_get_str(b, ia.key);
        }
        if (!json_equal(ia.value, other))
            return false;
    }
    return true;
}

bool json_equal(struct json a, struct json b) {
    enum json_type t = json_type(a), u = json_type(b);
    if (is_number(t) && is_number(u))
        return numbers_equal(a, b);
    if (t != u)
        return false;
    switch (t) {
    case JSON_STRING:
        return str_eq(json_str(a), json_str(b));
    case JSON_BOOL:
        return json_true(a) == json_true(b);
    case JSON_ARRAY:
    case JSON_OBJECT:
        return containers_equal(a, b, t);
    default:
        return true;
    }
}
