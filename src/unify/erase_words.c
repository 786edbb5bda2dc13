/* erase_words.c - is what somebody typed an identifier of somebody erased, in whatever form?
 *
 * THEORY      What was stored is normalised; what is typed into a search is not.  So a text is
 *             normalised as each kind would be, and compared.  A telephone number without its
 *             country needs a region for that, which nobody gives who types it: while the values
 *             are known, the digits at the end are compared; once only hashes are left, the digits
 *             are put behind each calling code that there is, without what may stand for "a
 *             number of this country" in front (0, 8, 06, …).
 * LIMITS      TRUNK_MAX digits in front are left out, PHONE_DIGITS_MIN must remain.
 * THREADS     unify_erased_value(): core thread.  erase_word_is(): any.
 */
#include "base/utf8.h"
#include "unify/unify_internal.h"

#include <stdio.h>

#define TRUNK_MAX 2u
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

/* ---- while the values are known ---- */

static bool same_phone(const char *digits, size_t n, struct str value) {
    size_t same = 0;
    while (same < n && same < value.n && digits[n - 1 - same] == value.s[value.n - 1 - same])
        same++;
    return value.n > 1 && value.s[0] == '+' && (same >= PHONE_TAIL || same == n);
}

bool erase_word_is(struct unify *u, struct str text, const struct str *values, uint32_t n,
                   struct arena *a) {
    const struct ident_plan *p = ident_plan(u);
    char digits[PHONE_DIGITS_MAX];
    size_t n_digits = phone_digits(text, digits);
    bool is = false;
    for (uint32_t i = 0; i < n && n_digits > 0 && !is; i++)
        is = same_phone(digits, n_digits, values[i]);
    for (unsigned kind = 1; kind < IDENT_NUMBERS && !is; kind++) {
        struct str v;
        struct err none = ERR_INIT;
        if (!p->info[kind].key || ident_plan_normalise(p, kind, text, "", a, &v, &none) < 0)
            continue;
        for (uint32_t i = 0; i < n && !is; i++)
            is = str_eq(v, values[i]);
    }
    return is;
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
    for (size_t cut = 0; cut <= TRUNK_MAX && n - cut >= PHONE_DIGITS_MIN; cut++)
        for (size_t i = 0; i < n_codes; i++) {
            int len = snprintf(text, sizeof text, "+%u%.*s", codes[i], (int)(n - cut),
                               digits + cut);
            if (hash_erased(u, p, kind, str_n(text, (size_t)len)))
                return true;
        }
    return false;
}

bool unify_erased_value(struct unify *u, struct str text, struct arena *a) {
    const struct ident_plan *p = ident_plan(u);
    char digits[PHONE_DIGITS_MAX];
    if (u->root->erased.n == 0)
        return false;
    size_t n = phone_digits(text, digits);
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
