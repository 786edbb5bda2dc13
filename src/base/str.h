/* str.h - a borrowed run of bytes; not NUL-terminated. */
#ifndef MUSUBI_BASE_STR_H
#define MUSUBI_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

struct str {
    const char *s;
    size_t n;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_FMT(x) (int)(x).n, (x).s /* for "%.*s" */

static inline struct str str_of(const char *z) { return (struct str){ z, z ? strlen(z) : 0 }; }
static inline struct str str_n(const char *s, size_t n) { return (struct str){ s, n }; }
static inline bool str_eq(struct str a, struct str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}
static inline bool str_is(struct str a, const char *z) { return str_eq(a, str_of(z)); }
static inline bool str_starts(struct str a, struct str p) {
    return a.n >= p.n && memcmp(a.s, p.s, p.n) == 0;
}
int str_cmp(struct str a, struct str b);   /* by bytes, like memcmp, shorter first */
struct str str_trim(struct str a);         /* ASCII white space off both ends */
struct str str_word(struct str *rest);      /* takes the next word off, up to a blank; or empty */
/* ASCII case only, here and in str_eq_nocase(). */
static inline char str_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }
bool str_eq_nocase(struct str a, struct str b);

/* Constant time in the length of `b`: for secrets and digests. */
bool str_eq_secret(struct str a, struct str b);

#ifdef __cplusplus
}
#endif
#endif
