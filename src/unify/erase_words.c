/* erase_words.c - is what somebody typed an identifier of somebody erased, in whatever form?
 *
 * THEORY      What was stored is normalised; what is typed into a search is not.  So a text, each
 *             of its words and each stretch of it that could be a telephone number is normalised
 *             as each kind would be, and compared.  A telephone number without its country needs
 *             a region for that, which nobody gives who types it: while the values are known, the
 *             digits are looked for in them; once only hashes are left, the digits are put behind
 *             each calling code that there is, without what may stand for "a number of this
 *             country" in front (0, 8, 06, …), and are taken with a calling code, without what is
 *             dialled for "abroad" (0, 00, 011, 010, …).
 *             A search as one types leaves beginnings, too.  While the values are known, what has
 *             most of one counts as that one.
 * LIMITS      TRUNK_MAX or ABROAD_MAX digits in front are left out, PHONE_DIGITS_MIN must remain;
 *             PARTS_MAX words and as many stretches; of which only hashes are left, PHONES_MAX
 *             numbers.  A hash does not tell of a beginning: one that is typed after the erasure
 *             stays.
 * THREADS     unify_erased_value(): core thread.  erase_word_is(): any.
 */
#define _GNU_SOURCE /* memmem */
#include "base/utf8.h"
#include "unify/unify_internal.h"

#include <stdio.h>

#define TRUNK_MAX 2u
#define ABROAD_MAX 5u        /* 00 and the longest calling code, or 010 and two of it */
#define PARTS_MAX 16u
#define BEGINNING_MIN 6u     /* characters of a beginning that counts: no family name in Japanese */
#define PHONES_MAX 4u        /* parts of one text that are tried behind every calling code */
#define PHONE_DIGITS_MIN 7u  /* of a number that is typed whole */
#define PHONE_TAIL 8u        /* digits that are the same at the end are the same number */
#define PHONE_DIGITS_MAX 20u

static bool is_phone(const struct ident_plan *p, unsigned kind) {
    return kind == IDENT_PHONE ||
           (kind >= IDENT_OWN_FIRST && p->known[kind - IDENT_OWN_FIRST].steps & STEP_E164);
}

/* The digits of a text that is a telephone number to the eye; none of any other. */
static size_t phone_digits(struct str text, char out[PHONE_DIGITS_MAX]) {
    struct buf b;
    struct err none = ERR_INIT;
    size_t n = 0;
    bool is = text.n <= IDENT_VALUE_MAX && utf8_valid(text.s, text.n);
    buf_init(&b, "digits", IDENT_VALUE_MAX * 8);
    is = is && utf8_nfkc(text, true, &b, &none) == 0;
    for (size_t i = 0; is && i < b.len; i++) {
        char c = b.data[i];
        bool digit = c >= '0' && c <= '9';
        is = digit ? n < PHONE_DIGITS_MAX : memchr(" +-.()/", c, 7) != NULL || (c & 0x80);
        if (is && digit)
            out[n++] = c;
    }
    buf_release(&b);
    return is && n >= PHONE_DIGITS_MIN ? n : 0;
}

/* ---- its parts ---- */

struct parts { struct str text; size_t at; unsigned n, way, phones; };

static bool blank_at(struct str t, size_t i, size_t *ret_n) {
    *ret_n = 1;
    if (t.s[i] == ' ' || t.s[i] == '\t' || t.s[i] == ',' || t.s[i] == ';')
        return true;
    *ret_n = 3; /* U+3000, between Japanese words */
    return i + 3 <= t.n && memcmp(t.s + i, "\xe3\x80\x80", 3) == 0;
}

static bool letter(char c) { return str_lower(c) >= 'a' && str_lower(c) <= 'z'; }

/* way 1: a word; way 2: no letter in it, so that digits are together whatever parts them. */
static bool part_ends(const struct parts *p, size_t i, size_t *ret_n) {
    *ret_n = 1;
    return p->way == 1 ? blank_at(p->text, i, ret_n)
                       : letter(p->text.s[i]) || p->text.s[i] == ':' || p->text.s[i] == '@';
}

/* The whole, its words, its stretches without letters. */
static bool next_part(struct parts *p, struct str *ret) {
    size_t skip;
    if (p->way == 0) {
        p->way = 1;
        *ret = p->text;
        return true;
    }
    for (; p->way <= 2; p->way++, p->at = 0, p->n = 0) {
        while (p->at < p->text.n && part_ends(p, p->at, &skip))
            p->at += skip;
        size_t from = p->at;
        while (p->at < p->text.n && !part_ends(p, p->at, &skip))
            p->at++;
        *ret = str_n(p->text.s + from, p->at - from);
        if (ret->n > 0 && ret->n < p->text.n && p->n++ < PARTS_MAX)
            return true;
    }
    return false;
}

/* ---- while the values are known ---- */

/* Most of the value, from its beginning: half of it, or all up to an @. */
static bool begins(struct str text, struct str value) {
    size_t n = 0, chars = 0, name = 0;
    for (; n < text.n && n < value.n && str_lower(text.s[n]) == str_lower(value.s[n]); n++)
        chars += (text.s[n] & 0xc0) != 0x80;
    while (name < value.n && value.s[name] != '@')
        name++;
    return n == text.n && chars >= BEGINNING_MIN && (n * 2 >= value.n || n > name);
}

bool erase_word_begins(struct str text, const struct str *values, uint32_t n) {
    struct parts p = { .text = text };
    struct str part;
    while (next_part(&p, &part))
        for (uint32_t i = 0; i < n; i++)
            if (begins(part, values[i]))
                return true;
    return false;
}

/* The digits are of this number: at its end, or enough of them anywhere. */
static bool same_phone(const char *digits, size_t n, struct str value) {
    if (value.n < 2 || value.s[0] != '+')
        return false;
    size_t same = 0;
    while (same < n && same < value.n && digits[n - 1 - same] == value.s[value.n - 1 - same])
        same++;
    if (same >= PHONE_TAIL || same == n)
        return true;
    for (size_t cut = 0; cut <= ABROAD_MAX && n - cut >= PHONE_DIGITS_MIN; cut++)
        if (memmem(value.s, value.n, digits + cut, n - cut))
            return true;
    return false;
}

static bool part_is(const struct ident_plan *p, struct str text, const struct str *values,
                    uint32_t n, struct arena *a) {
    char digits[PHONE_DIGITS_MAX];
    size_t n_digits = phone_digits(text, digits);
    for (uint32_t i = 0; i < n && n_digits > 0; i++)
        if (same_phone(digits, n_digits, values[i]))
            return true;
    for (unsigned kind = 1; kind < IDENT_NUMBERS; kind++) {
        struct str v;
        struct err none = ERR_INIT;
        if (!p->info[kind].key || ident_plan_normalise(p, kind, text, "", a, &v, &none) < 0)
            continue;
        for (uint32_t i = 0; i < n; i++)
            if (str_eq(v, values[i]))
                return true;
    }
    return false;
}

bool erase_word_is(struct unify *u, struct str text, const struct str *values, uint32_t n,
                   struct arena *a) {
    const struct ident_plan *plan = ident_plan(u);
    struct parts p = { .text = text };
    struct str part;
    while (next_part(&p, &part))
        if (part_is(plan, part, values, n, a))
            return true;
    return false;
}

/* ---- once only their hashes are ---- */

static bool hash_erased(struct unify *u, const struct ident_plan *p, unsigned kind,
                        struct str value) {
    return erased_hash_known(u, ident_plan_hash(p, u->key, kind, value));
}

static bool phone_erased(struct unify *u, const struct ident_plan *p, unsigned kind,
                         const char *digits, size_t n) {
    const uint16_t *codes;
    size_t n_codes = phone_codes(&codes);
    char text[PHONE_DIGITS_MAX + 8];
    for (size_t cut = 0; cut <= ABROAD_MAX && n - cut >= PHONE_DIGITS_MIN; cut++) {
        const char *rest = digits + cut;
        int len = snprintf(text, sizeof text, "+%.*s", (int)(n - cut), rest);
        if (hash_erased(u, p, kind, str_n(text, (size_t)len)))
            return true;
        for (size_t i = 0; i < n_codes && cut <= TRUNK_MAX; i++) {
            len = snprintf(text, sizeof text, "+%u%.*s", codes[i], (int)(n - cut), rest);
            if (hash_erased(u, p, kind, str_n(text, (size_t)len)))
                return true;
        }
    }
    return false;
}

static bool part_erased(struct unify *u, const struct ident_plan *p, struct str text,
                        unsigned *phones, struct arena *a) {
    char digits[PHONE_DIGITS_MAX];
    size_t n = phone_digits(text, digits);
    if (n > 0 && (*phones)++ >= PHONES_MAX)
        n = 0;
    for (unsigned kind = 1; kind < IDENT_NUMBERS; kind++) {
        struct str value;
        struct err none = ERR_INIT;
        if (!p->info[kind].key)
            continue;
        if (ident_plan_normalise(p, kind, text, "", a, &value, &none) == 0 &&
            hash_erased(u, p, kind, value))
            return true;
        if (n > 0 && is_phone(p, kind) && phone_erased(u, p, kind, digits, n))
            return true;
    }
    return false;
}

bool unify_erased_value(struct unify *u, struct str text, struct arena *a) {
    const struct ident_plan *plan = ident_plan(u);
    struct parts p = { .text = text };
    struct str part;
    while (u->root->erased.n > 0 && next_part(&p, &part))
        if (part_erased(u, plan, part, &p.phones, a))
            return true;
    return false;
}
