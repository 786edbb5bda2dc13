/* router.h - from a path to its route. */
#ifndef MUSUBI_HTTP_ROUTER_H
#define MUSUBI_HTTP_ROUTER_H

#include "http/http.h"

#define ROUTER_SEGMENTS_MAX 16

struct router;
struct router_node;
struct router_match {
    const struct route *route;      /* NULL: no such path or not this method there */
    const struct router_node *node; /* NULL: no such path */
    struct str params[HTTP_PARAMS_MAX]; /* raw, not decoded; borrowed from the path */
    uint32_t n_params;
};

/* Compile a table; it must outlive the router.  E_INVALID when two routes are the same or a
 * pattern is malformed. */
MUST_USE int router_new(const struct route *routes, uint32_t n, struct router **ret,
                        struct err *err);
void router_free(struct router *r);

/* path: as sent, up to '?'.  A literal segment wins over a parameter; an empty segment matches
 * no parameter.  A HEAD is matched by GET.  O(segments x siblings), no allocation. */
void router_find(const struct router *r, struct str method, struct str path,
                 struct router_match *ret);

/* "GET, HEAD, OPTIONS" for a node; *ret_cors: any of its routes answers cross-origin. */
void router_allow(const struct router_node *node, char *out, size_t size, bool *ret_cors);

#endif
