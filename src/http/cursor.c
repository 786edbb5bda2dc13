/* cursor.c - opaque cursors and limits of lists. */
#include "http/cursor.h"

#include "base/check.h"

#define MAC_BYTES 8

static uint64_t mac(struct hash_key key, const char *list, struct str at) {
    uint8_t text[CURSOR_BYTES_MAX + 64];
    size_t n = strlen(list);
    CHECK(n < 64 && at.n <= CURSOR_BYTES_MAX);
    memcpy(text, list, n);
    text[n++] = 0;
    if (at.n)
        memcpy(text + n, at.s, at.n);
    return hash_sip(key, text, n + at.n);
}

const char *cursor_encode(struct arena *a, struct hash_key key, const char *list,
                          struct str at) {
    uint8_t raw[CURSOR_BYTES_MAX + MAC_BYTES];
    uint64_t m = mac(key, list, at);
    if (at.n)
        memcpy(raw, at.s, at.n);
    for (int i = 0; i < MAC_BYTES; i++)
        raw[at.n + (size_t)i] = (uint8_t)(m >> (8 * i));
    size_t n = at.n + MAC_BYTES;
    char *out = arena_alloc(a, 4 * ((n + 2) / 3) + 1);
    out[hash_base64url_encode(raw, n, out)] = '\0';
    return out;
}

static int refuse(struct err *err) {
    err_set(err, E_INVALID, "the cursor is not one of this list");
    return err_hint(err, "take next_cursor of the answer before, or leave it out");
}

int cursor_decode(struct arena *a, struct hash_key key, const char *list, struct str text,
                  struct str *ret_at, struct err *err) {
    if (text.n == 0 || text.n > 4 * ((CURSOR_BYTES_MAX + MAC_BYTES + 2) / 3))
        return refuse(err);
    uint8_t *raw = arena_alloc(a, text.n * 3 / 4 + 3);
    size_t n;
    if (hash_base64_decode(text, raw, &n) || n < MAC_BYTES ||
        n - MAC_BYTES > CURSOR_BYTES_MAX)
        return refuse(err);
    struct str at = str_n((const char *)raw, n - MAC_BYTES);
    uint64_t m = mac(key, list, at);
    uint8_t want[MAC_BYTES];
    for (int i = 0; i < MAC_BYTES; i++)
        want[i] = (uint8_t)(m >> (8 * i));
    if (!str_eq_secret(str_n((const char *)raw + at.n, MAC_BYTES),
                       str_n((const char *)want, MAC_BYTES)))
        return refuse(err);
    *ret_at = at;
    return 0;
}

int list_limit(struct str text, uint32_t *ret, struct err *err) {
    uint32_t v = 0;
    if (text.n == 0) {
        *ret = LIST_LIMIT_DEFAULT;
        return 0;
    }
    for (size_t i = 0; i < text.n && v <= LIST_LIMIT_MAX; i++) {
        if (text.s[i] < '0' || text.s[i] > '9')
            return err_set(err, E_INVALID, "limit is not a whole number");
        v = v * 10 + (uint32_t)(text.s[i] - '0');
    }
    if (v < 1 || v > LIST_LIMIT_MAX)
        return err_set(err, E_INVALID, "limit is not between 1 and %d", LIST_LIMIT_MAX);
    *ret = v;
    return 0;
}
