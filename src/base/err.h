/* err.h - errors that tell what, where and what to do.
 *
 * Every fallible function takes a caller-owned `struct err *` last, returns 0 or a
 * value on success and -1 or NULL on failure, and leaves the err untouched on success.
 * The error is set once, where it is found; callers add place with err_within().
 */
#ifndef MUSUBI_BASE_ERR_H
#define MUSUBI_BASE_ERR_H

#ifdef __cplusplus
extern "C" {
#endif

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

enum err_code {
    E_OK = 0,          /* 200: no error */
    E_INVALID,         /* 400: malformed or out of range */
    E_UNAUTHENTICATED, /* 401: no or wrong credentials */
    E_FORBIDDEN,       /* 403: known, but not allowed */
    E_NOT_FOUND,       /* 404 */
    E_CONFLICT,        /* 409: another state stands in the way */
    E_PRECONDITION,    /* 412: If-Match did not hold */
    E_LIMIT,           /* 413: larger than a named limit */
    E_RATE,            /* 429: too many, come back later */
    E_UNAVAILABLE,     /* 503: cannot now, retry later */
    E_CORRUPT,         /* 500: stored data failed a check */
    E_INTERNAL,        /* 500: a library or system call failed */
    E_CODE_COUNT
};

struct err {
    enum err_code code;
    char msg[160];   /* lower case, no full stop: unknown trait "plann" */
    char where[160]; /* outermost first: segment "vip": line 1, column 14 */
    char hint[96];   /* did you mean "plan"? */
};

#define ERR_INIT ((struct err){ E_OK, "", "", "" })

/* Set *err and return -1, so that `return err_set(err, …)` reads well.  NULL is allowed. */
int err_set(struct err *err, enum err_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Add what the reader can do.  Returns -1. */
int err_hint(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Put an outer place in front of err->where.  Returns -1. */
int err_within(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The HTTP status of a code, and its stable slug ("not_found"). */
int err_http_status(enum err_code code);
const char *err_slug(enum err_code code);

/* One line "where: msg (hint)" into `out` of `size` bytes, for the command line and the log. */
const char *err_line(const struct err *err, char *out, unsigned long size);

#ifdef __cplusplus
}
#endif
#endif
