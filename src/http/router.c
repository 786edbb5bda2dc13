/* router.c - from a path to its route.
 *
 * THEORY      A tree of path segments, built once.  A node has its literal children in a list
 *             and at most one parameter child; the search tries the literal first and comes
 *             back when that leads nowhere ("/people/by/{kind}" beside "/people/{id}").
 * LIMITS      ROUTER_SEGMENTS_MAX segments, HTTP_PARAMS_MAX parameters.
 * THREADS     Read-only after router_new(). */
#include "http/router.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

struct node_route {
    const struct route *route;
    struct str method;
    struct node_route *next;
};

struct router_node {
    struct str segment; /* literal text; of a parameter child: unused */
    struct router_node *child, *param, *sibling;
    struct node_route *routes;
};

struct router {
    struct router_node root;
};

struct segments {
    struct str s[ROUTER_SEGMENTS_MAX];
    uint32_t n;
};

static bool split(struct str path, struct segments *ret) {
    ret->n = 0;
    if (path.n == 0 || path.s[0] != '/')
        return false;
    for (size_t at = 1; at <= path.n;) {
        const char *slash = memchr(path.s + at, '/', path.n - at);
        size_t n = slash ? (size_t)(slash - path.s) - at : path.n - at;
        if (ret->n == ROUTER_SEGMENTS_MAX)
            return false;
        ret->s[ret->n++] = str_n(path.s + at, n);
        at += n + 1;
    }
    return true;
}

static bool is_param(struct str seg) {
    return seg.n > 2 && seg.s[0] == '{' && seg.s[seg.n - 1] == '}';
}

static struct router_node *node_add(struct str segment) {
    struct router_node *n = calloc(1, sizeof(*n));
    CHECK(n);
    n->segment = segment;
    return n;
}

static struct router_node *node_under(struct router_node *parent, struct str seg) {
    if (is_param(seg)) {
        if (!parent->param)
            parent->param = node_add(seg);
        return parent->param;
    }
    for (struct router_node *c = parent->child; c; c = c->sibling)
        if (str_eq(c->segment, seg))
            return c;
    struct router_node *c = node_add(seg);
    c->sibling = parent->child;
    parent->child = c;
    return c;
}

static int add_route(struct router *r, const struct route *route, struct err *err) {
    struct segments seg;
    if (!split(str_of(route->pattern), &seg))
        return err_set(err, E_INVALID, "malformed route pattern \"%s\"", route->pattern);
    uint32_t params = 0;
    struct router_node *at = &r->root;
    for (uint32_t i = 0; i < seg.n; i++) {
        params += is_param(seg.s[i]);
        at = node_under(at, seg.s[i]);
    }
    if (params > HTTP_PARAMS_MAX)
        return err_set(err, E_INVALID, "more than %d parameters in \"%s\"", HTTP_PARAMS_MAX,
                       route->pattern);
    for (struct node_route *x = at->routes; x; x = x->next)
        if (str_is(x->method, route->method))
            return err_set(err, E_INVALID, "two routes for %s %s", route->method,
                           route->pattern);
    struct node_route *x = malloc(sizeof(*x));
    CHECK(x);
    *x = (struct node_route){ route, str_of(route->method), at->routes };
    at->routes = x;
    return 0;
}

int router_new(const struct route *routes, uint32_t n, struct router **ret, struct err *err) {
    struct router *r = calloc(1, sizeof(*r));
    CHECK(r);
    for (uint32_t i = 0; i < n; i++) {
        if (add_route(r, &routes[i], err)) {
            router_free(r);
            return -1;
        }
    }
    *ret = r;
    return 0;
}

static void node_release(struct router_node *n) {
    for (struct node_route *x = n->routes, *next; x; x = next) {
        next = x->next;
        free(x);
    }
    for (struct router_node *c = n->child, *next; c; c = next) {
        next = c->sibling;
        node_release(c);
        free(c);
    }
    if (n->param)
        node_release(n->param);
    free(n->param);
}

void router_free(struct router *r) {
    if (!r)
        return;
    node_release(&r->root);
    free(r);
}

static const struct router_node *walk(const struct router_node *at, const struct segments *seg,
                                      uint32_t i, struct router_match *m) {
    if (i == seg->n)
        return at->routes ? at : NULL;
    for (const struct router_node *c = at->child; c; c = c->sibling) {
        if (str_eq(c->segment, seg->s[i])) {
            const struct router_node *found = walk(c, seg, i + 1, m);
            if (found)
                return found;
            break;
        }
    }
    if (!at->param || seg->s[i].n == 0)
        return NULL;
    m->params[m->n_params++] = seg->s[i];
    const struct router_node *found = walk(at->param, seg, i + 1, m);
    if (!found)
        m->n_params--;
    return found;
}

void router_find(const struct router *r, struct str method, struct str path,
                 struct router_match *ret) {
    struct segments seg;
    *ret = (struct router_match){ 0 };
    if (!split(path, &seg))
        return;
    ret->node = walk(&r->root, &seg, 0, ret);
    if (!ret->node)
        return;
    struct str want = str_is(method, "HEAD") ? STR("GET") : method;
    for (struct node_route *x = ret->node->routes; x; x = x->next)
        if (str_eq(x->method, want))
            ret->route = x->route;
}

void router_allow(const struct router_node *node, char *out, size_t size, bool *ret_cors) {
    size_t n = 0;
    *ret_cors = false;
    for (struct node_route *x = node->routes; x; x = x->next) {
        bool get = str_is(x->method, "GET");
        n += (size_t)snprintf(out + n, size - n, "%s%s, ", x->route->method,
                              get ? ", HEAD" : "");
        CHECK(n < size);
        *ret_cors |= (x->route->flags & ROUTE_CORS) != 0;
    }
    n += (size_t)snprintf(out + n, size - n, "OPTIONS");
    CHECK(n < size);
}
