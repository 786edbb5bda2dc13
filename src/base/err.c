/* err.c - errors that tell what, where and what to do.
 *
 * THEORY      Texts often quote outside input, so what is kept is made safe to print and to
 *             put into JSON: control characters and broken UTF-8 become '?', and a text that
 *             is too long ends at a character's boundary.
 * THREADS     Any; an err belongs to its caller. */
#include "base/err.h"
#include "base/utf8_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Copy the NUL-terminated src into dst of `size` bytes, made safe. */
static void put_safe(char *dst, size_t size, const char *src) {
    const uint8_t *p = (const uint8_t *)src;
    const uint8_t *end = p + strlen(src);
    size_t n = 0;
    while (p < end) {
        size_t step = utf8_step(p, end);
        size_t want = step ? step : 1;
        if (n + want >= size)
            break;
        if (step == 0 || *p < 0x20 || *p == 0x7F)
            dst[n] = '?';
        else
            memcpy(dst + n, p, step);
        n += want;
        p += want;
    }
    dst[n] = '\0';
}

__attribute__((format(printf, 3, 0)))
static void format_safe(char *dst, size_t size, const char *fmt, va_list ap) {
    char text[512];
    int n = vsnprintf(text, sizeof text, fmt, ap);
    if (n < 0)
        text[0] = '\0';
    put_safe(dst, size, text);
}

int err_set(struct err *err, enum err_code code, const char *fmt, ...) {
    if (!err)
        return -1;
    char msg[sizeof err->msg];
    va_list ap;
    va_start(ap, fmt);
    format_safe(msg, sizeof msg, fmt, ap); /* apart, since arguments may point into *err */
    va_end(ap);
    err->code = code;
    memcpy(err->msg, msg, sizeof msg);
    err->where[0] = err->hint[0] = '\0';
    return -1;
}

int err_hint(struct err *err, const char *fmt, ...) {
    if (!err)
        return -1;
    char hint[sizeof err->hint];
    va_list ap;
    va_start(ap, fmt);
    format_safe(hint, sizeof hint, fmt, ap);
    va_end(ap);
    memcpy(err->hint, hint, sizeof hint);
    return -1;
}

int err_within(struct err *err, const char *fmt, ...) {
    if (!err)
        return -1;
    char outer[sizeof err->where], both[2 * sizeof err->where + 2];
    va_list ap;
    va_start(ap, fmt);
    format_safe(outer, sizeof outer, fmt, ap);
    va_end(ap);
    snprintf(both, sizeof both, "%s%s%s", outer, err->where[0] ? ": " : "", err->where);
    put_safe(err->where, sizeof err->where, both);
    return -1;
}

static const struct {
    int status;
    const char *slug;
} CODES[E_CODE_COUNT] = {
    [E_OK] = { 200, "ok" },
    [E_INVALID] = { 400, "invalid" },
    [E_UNAUTHENTICATED] = { 401, "unauthenticated" },
    [E_FORBIDDEN] = { 403, "forbidden" },
    [E_NOT_FOUND] = { 404, "not_found" },
    [E_CONFLICT] = { 409, "conflict" },
    [E_PRECONDITION] = { 412, "precondition_failed" },
    [E_LIMIT] = { 413, "too_large" },
    [E_RATE] = { 429, "rate_limited" },
    [E_UNAVAILABLE] = { 503, "unavailable" },
    [E_CORRUPT] = { 500, "corrupt" },
    [E_INTERNAL] = { 500, "internal" },
};

int err_http_status(enum err_code code) {
    return (unsigned)code < E_CODE_COUNT ? CODES[code].status : 500;
}

const char *err_slug(enum err_code code) {
    return (unsigned)code < E_CODE_COUNT ? CODES[code].slug : "internal";
}

const char *err_line(const struct err *err, char *out, unsigned long size) {
    char line[sizeof err->msg + sizeof err->where + sizeof err->hint + 8];
    if (size == 0)
        return "";
    snprintf(line, sizeof line, "%s%s%s%s%s%s", err->where, err->where[0] ? ": " : "", err->msg,
             err->hint[0] ? " (" : "", err->hint, err->hint[0] ? ")" : "");
    put_safe(out, size, line);
    return out;
}
