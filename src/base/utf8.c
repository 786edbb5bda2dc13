/* utf8.c - UTF-8 checks; normalisation and case folding through ICU.
 *
 * THEORY      ICU's C interface normalises UTF-16, so text goes there and back in scratch
 *             memory of its own.  Folding can undo normal form (and the other way round), so
 *             the two are repeated until nothing changes: two rounds for nearly every text.
 * LIMITS      ROUNDS_MAX rounds; texts under 256 MB.
 * THREADS     Any; ICU's normaliser is shared and immutable. */
#include "base/utf8.h"
#include "base/check.h"
#include "base/utf8_internal.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#define ROUNDS_MAX 8
#define TEXT_BYTES_MAX ((size_t)1 << 28)
#define HIGHS UINT64_C(0x8080808080808080)

/* Length of the ASCII run at p. */
static size_t ascii_run(const uint8_t *p, size_t n) {
    size_t i = 0;
    for (uint64_t x; i + 8 <= n; i += 8) {
        memcpy(&x, p + i, 8);
        if (x & HIGHS)
            break;
    }
    while (i < n && p[i] < 0x80)
        i++;
    return i;
}

bool utf8_valid(const void *p, size_t n) {
    const uint8_t *at = p, *end = at + n;
    while (at < end) {
        if (*at < 0x80) {
            at += ascii_run(at, (size_t)(end - at));
            continue;
        }
        size_t step = utf8_step(at, end);
        if (step == 0)
            return false;
        at += step;
    }
    return true;
}

size_t utf8_count(struct str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((uint8_t)s.s[i] & 0xC0) != 0x80;
    return n;
}

size_t utf8_cut(struct str s, size_t bytes_max) {
    if (s.n <= bytes_max)
        return s.n;
    size_t n = bytes_max;
    for (int back = 0; n > 0 && back < 3 && ((uint8_t)s.s[n] & 0xC0) == 0x80; back++)
        n--;
    return n;
}

bool utf8_is_ascii(struct str s) {
    return ascii_run((const uint8_t *)s.s, s.n) == s.n;
}

/* ---- UTF-16 scratch ---- */

struct text16 {
    UChar *s; /* `small` or malloc'd */
    int32_t n, cap;
    UChar small[256];
};

static void text16_init(struct text16 *t) {
    t->s = t->small;
    t->n = 0;
    t->cap = (int32_t)(sizeof t->small / sizeof t->small[0]);
}

static void text16_release(struct text16 *t) {
    if (t->s != t->small)
        free(t->s);
}

/* Room for n units; what was there is lost. */
static bool text16_room(struct text16 *t, int32_t n) {
    if (n <= t->cap)
        return true;
    UChar *s = malloc((size_t)n * sizeof *s);
    if (!s)
        return false;
    text16_release(t);
    t->s = s;
    t->cap = n;
    return true;
}

enum step { STEP_NFKC, STEP_FOLD };

/* Run one step from `in` to `out`. */
static int run_step(enum step step, const struct text16 *in, struct text16 *out,
                    struct err *err) {
    for (;;) {
        UErrorCode code = U_ZERO_ERROR;
        int32_t n;
        if (step == STEP_NFKC)
            n = unorm2_normalize(unorm2_getNFKCInstance(&code), in->s, in->n, out->s, out->cap,
                                 &code);
        else
            n = u_strFoldCase(out->s, out->cap, in->s, in->n, U_FOLD_CASE_DEFAULT, &code);
        if (code == U_BUFFER_OVERFLOW_ERROR && n > out->cap) {
            if (!text16_room(out, n))
                return err_set(err, E_UNAVAILABLE, "out of memory for a text");
            continue;
        }
        if (U_FAILURE(code))
            return err_set(err, E_INTERNAL, "text normalisation: %s", u_errorName(code));
        out->n = n;
        return 0;
    }
}

static bool same(const struct text16 *a, const struct text16 *b) {
    return a->n == b->n && memcmp(a->s, b->s, (size_t)a->n * sizeof *a->s) == 0;
}

/* The normal form of a; b and c are scratch, *ret one of the three. */
static int normalise(struct text16 *a, struct text16 *b, struct text16 *c, bool fold,
                     struct text16 **ret, struct err *err) {
    if (run_step(STEP_NFKC, a, b, err) != 0)
        return -1;
    for (int round = 0; fold && round < ROUNDS_MAX; round++) {
        if (run_step(STEP_FOLD, b, c, err) != 0 || run_step(STEP_NFKC, c, a, err) != 0)
            return -1;
        bool stable = same(a, b);
        struct text16 *swap = a;
        a = b;
        b = swap;
        if (stable)
            break;
    }
    *ret = b;
    return 0;
}

static int put_utf8(const struct text16 *t, struct buf *out, struct err *err) {
    UErrorCode code = U_ZERO_ERROR;
    int32_t n = 0;
    u_strToUTF8(NULL, 0, &n, t->s, t->n, &code);
    if (code != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(code))
        return err_set(err, E_INTERNAL, "text normalisation: %s", u_errorName(code));
    char *room = buf_room(out, (size_t)n);
    if (!room)
        return buf_check(out, err);
    code = U_ZERO_ERROR;
    u_strToUTF8(room, n, NULL, t->s, t->n, &code);
    CHECK(!U_FAILURE(code));
    out->len += (size_t)n;
    return 0;
}

static int nfkc_icu(struct str s, bool fold, struct buf *out, struct err *err) {
    struct text16 t[3], *result;
    for (int i = 0; i < 3; i++)
        text16_init(&t[i]);
    int rc = -1;
    UErrorCode code = U_ZERO_ERROR;
    if (!text16_room(&t[0], (int32_t)s.n)) { /* never more units than bytes */
        err_set(err, E_UNAVAILABLE, "out of memory for a text");
        goto out;
    }
    u_strFromUTF8(t[0].s, t[0].cap, &t[0].n, s.s, (int32_t)s.n, &code);
    if (U_FAILURE(code)) {
        err_set(err, E_INTERNAL, "text normalisation: %s", u_errorName(code));
        goto out;
    }
    if (normalise(&t[0], &t[1], &t[2], fold, &result, err) == 0)
        rc = put_utf8(result, out, err);
out:
    for (int i = 0; i < 3; i++)
        text16_release(&t[i]);
    return rc;
}

int utf8_nfkc(struct str s, bool fold, struct buf *out, struct err *err) {
    if (!utf8_is_ascii(s)) {
        if (!utf8_valid(s.s, s.n))
            return err_set(err, E_INVALID, "broken UTF-8");
        if (s.n > TEXT_BYTES_MAX)
            return err_set(err, E_LIMIT, "text is larger than %zu bytes", TEXT_BYTES_MAX);
        return nfkc_icu(s, fold, out, err);
    }
    char *room = buf_room(out, s.n);
    if (!room)
        return buf_check(out, err);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        room[i] = (char)(fold && c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    out->len += s.n;
    return 0;
}

/* Whether the bytes [from, to) are one character of white space. */
static bool is_space(const uint8_t *p, size_t from, size_t to) {
    UChar32 c;
    int32_t at = 0;
    U8_NEXT(p + from, at, (int32_t)(to - from), c);
    return c >= 0 && (size_t)at == to - from && u_isUWhiteSpace(c);
}

struct str utf8_trim(struct str s) {
    const uint8_t *p = (const uint8_t *)s.s;
    size_t from = 0, to = s.n;
    while (from < to) {
        size_t step = utf8_step(p + from, p + to);
        if (step == 0 || !is_space(p, from, from + step))
            break;
        from += step;
    }
    while (to > from) {
        size_t at = to - 1;
        while (at > from && to - at < 4 && (p[at] & 0xC0) == 0x80)
            at--;
        if (!is_space(p, at, to))
            break;
        to = at;
    }
    return str_n(s.s + from, to - from);
}
