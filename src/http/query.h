/* query.h - percent decoding and query strings. */
#ifndef MUSUBI_HTTP_QUERY_H
#define MUSUBI_HTTP_QUERY_H

#include "base/arena.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

#define QUERY_PAIRS_MAX 64

struct query_pair { struct str name, value; };
struct query {
    uint32_t n;
    struct query_pair *pairs; /* in order, decoded, in the arena */
};

/* Decode a part of a path.  E_INVALID on a broken escape, U+0000 or text that is not UTF-8.
 * Result in the arena, or `s` itself when there is nothing to decode. */
MUST_USE int percent_decode(struct arena *a, struct str s, struct str *ret, struct err *err);

/* Parse what follows the '?', as application/x-www-form-urlencoded: '+' is a space and a
 * broken escape stands for itself (WHATWG URL, 5.1).  E_INVALID on U+0000, text that is not
 * UTF-8 or more than QUERY_PAIRS_MAX pairs.  One pass. */
MUST_USE int query_parse(struct arena *a, struct str s, struct query *ret, struct err *err);

/* First value of that name; {NULL,0} when absent, s != NULL when empty. */
struct str query_get(const struct query *q, const char *name);

#endif
