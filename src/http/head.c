/* head.c - all that is checked before the body is read: size, path, key, scopes, parameters,
 * codings, announced length.  So a stranger's body is never kept. */
#include "http/http_internal.h"

#include "base/check.h"
#include "base/hash.h"

#include <stdio.h>

static int refuse(struct request *q, int status, const struct err *err) {
    if (status)
        http_problem_status(&q->pub, status, err);
    else
        http_problem(&q->pub, err);
    return -1;
}

static int header_size(struct request *q) {
    const union MHD_ConnectionInfo *ci =
        MHD_get_connection_info(q->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    uint32_t max = q->pub.server->cfg.header_bytes_max;
    if (!ci || ci->header_size <= max)
        return 0;
    struct err err = ERR_INIT;
    err_set(&err, E_LIMIT, "the request line and header fields are larger than %u bytes", max);
    return refuse(q, 431, &err);
}

/* Path and query of the request target; the absolute form (RFC 9112, 3.2.2) loses its host. */
static void split_target(struct str uri, struct str *ret_path, struct str *ret_query) {
    if (str_starts(uri, STR("http://")) || str_starts(uri, STR("https://"))) {
        size_t at = uri.s[4] == 's' ? 8 : 7;
        const char *slash = memchr(uri.s + at, '/', uri.n - at);
        uri = slash ? str_n(slash, uri.n - (size_t)(slash - uri.s)) : STR("/");
    }
    const char *mark = memchr(uri.s, '?', uri.n);
    size_t n = mark ? (size_t)(mark - uri.s) : uri.n;
    *ret_path = str_n(uri.s, n);
    *ret_query = mark ? str_n(mark + 1, uri.n - n - 1) : str_n("", 0);
}

static void set_cors(struct request *q) {
    struct str origin = http_header(&q->pub, "Origin");
    if (origin.n && origin.n < 1024)
        q->cors_origin = arena_dup(&q->arena, origin.s, origin.n);
}

/* No route: 404, 405 or the answer to OPTIONS. */
static int unrouted(struct request *q, const char *method, const struct router_match *m) {
    struct err err = ERR_INIT;
    char allow[160];
    bool cors;
    if (!m->node) {
        struct str p = q->pub.path;
        err_set(&err, E_NOT_FOUND, "there is nothing at %.*s", (int)(p.n < 100 ? p.n : 100),
                p.s);
        return refuse(q, 404, &err);
    }
    router_allow(m->node, allow, sizeof(allow), &cors);
    http_set_header(&q->pub, "Allow", allow);
    if (cors)
        set_cors(q);
    if (strcmp(method, "OPTIONS") != 0) {
        err_set(&err, E_INVALID, "%.20s is not possible here", method);
        err_hint(&err, "possible are %.70s", allow);
        return refuse(q, 405, &err);
    }
    q->pub.status = 204;
    if (q->cors_origin) {
        http_set_header(&q->pub, "Access-Control-Allow-Methods", allow);
        http_set_header(&q->pub, "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, Content-Encoding, Idempotency-Key, "
                        "If-Match, AnonymousId, X-Retry-Count, Musubi-Min-Seq");
        http_set_header(&q->pub, "Access-Control-Max-Age", "86400");
        http_set_header(&q->pub, "Vary", "Origin");
    }
    return -1;
}

/* No route, but a file or the page of the site. */
static bool at_site(const struct request *q, const char *method) {
    const struct site *site = q->pub.server->cfg.site;
    return site && (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0) &&
           site_has(site, q->pub.path);
}

static int find_route(struct request *q, const char *method, struct str *ret_query) {
    struct err err = ERR_INIT;
    struct router_match m;
    struct str path;
    split_target(q->uri, &path, ret_query);
    if (percent_decode(&q->arena, path, &q->pub.path, &err))
        return refuse(q, 400, &err);
    router_find(q->pub.server->router, str_of(method), path, &m);
    if (!m.node && at_site(q, method))
        m.route = site_route(q->pub.server);
    if (!m.route)
        return unrouted(q, method, &m);
    q->pub.route = m.route;
    q->pub.method = str_is(str_of(method), "HEAD") ? "HEAD" : m.route->method;
    if (m.route->flags & ROUTE_CORS)
        set_cors(q);
    for (uint32_t i = 0; i < m.n_params; i++)
        if (percent_decode(&q->arena, m.params[i], &q->pub.params[i], &err))
            return refuse(q, 400, &err);
    return 0;
}

/* Basic: the user part, with or without the colon.  Bearer: the token. */
static struct str key_of_header(struct request *q) {
    struct str h = str_trim(http_header(&q->pub, "Authorization"));
    struct str none = { NULL, 0 };
    const char *space = h.n ? memchr(h.s, ' ', h.n) : NULL;
    if (!space)
        return none;
    struct str scheme = str_n(h.s, (size_t)(space - h.s));
    struct str rest = str_trim(str_n(space, h.n - scheme.n));
    if (rest.n > 1024)
        return none;
    if (str_eq_nocase(scheme, STR("Bearer")))
        return str_n(arena_dup(&q->arena, rest.s, rest.n), rest.n);
    if (!str_eq_nocase(scheme, STR("Basic")))
        return none;
    uint8_t *raw = arena_alloc(&q->arena, rest.n * 3 / 4 + 3);
    size_t n;
    if (hash_base64_decode(rest, raw, &n))
        return none;
    const uint8_t *colon = memchr(raw, ':', n);
    return str_n((const char *)raw, colon ? (size_t)(colon - raw) : n);
}

static int wrong_key(struct request *q, bool missing) {
    struct err err = ERR_INIT;
    enum route_key key = q->pub.route->key;
    if (!missing)
        err_set(&err, E_UNAUTHENTICATED, "the key is not known");
    else
        err_set(&err, E_UNAUTHENTICATED, "%s is needed",
                key == ROUTE_KEY_WRITE ? "a write key"
                : key == ROUTE_KEY_STAFF ? "a session" : "a secret key, or a session,");
    if (key == ROUTE_KEY_STAFF)
        err_hint(&err, "sign in");
    else
        err_hint(&err, "send it as the user name of Basic or as Bearer");
    return refuse(q, 401, &err);
}

static int check_scopes(struct request *q) {
    const struct http_config *cfg = &q->pub.server->cfg;
    uint64_t lacking = q->pub.route->scopes & ~q->pub.who.scopes;
    if (!lacking)
        return 0;
    uint32_t bit = (uint32_t)__builtin_ctzll(lacking);
    struct err err = ERR_INIT;
    if (q->pub.who.barred) {
        err_set(&err, E_FORBIDDEN, "%s", q->pub.who.barred);
        return refuse(q, 403, &err);
    }
    err_set(&err, E_FORBIDDEN, "%s the scope \"%s\"",
            q->pub.who.kind == WHO_STAFF ? "your roles lack" : "the key lacks",
            bit < cfg->n_scopes ? cfg->scope_names[bit] : "?");
    return refuse(q, 403, &err);
}

/* Changes that a browser sends for another site's page (origin.c). */
static int check_origin(struct request *q) {
    struct err err = ERR_INIT;
    const struct route *route = q->pub.route;
    if (!(route->flags & ROUTE_WRITES) || route->flags & ROUTE_CORS ||
        strcmp(route->method, "GET") == 0 || !origin_foreign(q)) /* a link may be followed */
        return 0;
    err_set(&err, E_FORBIDDEN, "this request comes from another site's page");
    err_hint(&err, "behind a proxy: --public-url says how browsers reach us");
    return refuse(q, 403, &err);
}

static int by_session(struct request *q) {
    struct http_req *r = &q->pub;
    const struct http_config *cfg = &r->server->cfg;
    struct err err = ERR_INIT;
    struct who who = { 0 };
    if (cfg->session(cfg->app, r, &who, &err))
        return err.code == E_UNAUTHENTICATED ? wrong_key(q, true) : refuse(q, 0, &err);
    r->who = who;
    return check_origin(q) ? -1 : check_scopes(q);
}

static int authenticate(struct request *q) {
    struct http_req *r = &q->pub;
    const struct route *route = r->route;
    const struct http_config *cfg = &r->server->cfg;
    if (route->key == ROUTE_KEY_NONE)
        return check_origin(q);
    bool write = route->key == ROUTE_KEY_WRITE, raw = route->flags & ROUTE_RAW;
    r->key = key_of_header(q);
    if (r->key.n == 0 && write)
        r->key = http_query(r, "writeKey");
    if (r->key.n == 0 && !write && cfg->session)
        return by_session(q);
    if (r->key.n == 0)
        return write && raw ? 0 : wrong_key(q, true);
    struct err err = ERR_INIT;
    struct who who = { 0 };
    if (!cfg->authenticate || cfg->authenticate(cfg->app, r, r->key, &who, &err)) {
        if (err.code && err.code != E_UNAUTHENTICATED)
            return refuse(q, 0, &err);
        return write && raw ? 0 : wrong_key(q, false);
    }
    if (route->key == ROUTE_KEY_STAFF || who.kind != (write ? WHO_WRITE_KEY : WHO_SECRET_KEY)) {
        if (write && raw)
            return 0; /* for the handler to refuse in its own way */
        err_set(&err, E_FORBIDDEN, "this needs a %s",
                write ? "write key" : route->key == ROUTE_KEY_STAFF ? "session" : "secret key");
        return refuse(q, 403, &err);
    }
    r->who = who;
    return check_scopes(q);
}

static bool json_type_field(struct str type) {
    const char *semi = type.n ? memchr(type.s, ';', type.n) : NULL;
    if (semi)
        type.n = (size_t)(semi - type.s);
    type = str_trim(type);
    if (type.n > 5 && str_eq_nocase(str_n(type.s + type.n - 5, 5), STR("+json")))
        return true;
    return type.n == 0 || str_eq_nocase(type, STR("application/json")) ||
           str_eq_nocase(type, STR("text/json"));
}

static int body_head(struct request *q) {
    struct http_req *r = &q->pub;
    const struct route *route = r->route;
    struct err err = ERR_INIT;
    if (coding_parse(http_header(r, "Content-Encoding"), &q->coding, &err))
        return refuse(q, 415, &err);
    if (route->body_schema && !(route->flags & ROUTE_RAW) &&
        !json_type_field(http_header(r, "Content-Type"))) {
        err_set(&err, E_INVALID, "the body must be application/json");
        err_hint(&err, "set Content-Type: application/json");
        return refuse(q, 415, &err);
    }
    if (route->body_max && q->body_announced > route->body_max) {
        err_set(&err, E_LIMIT, "the body is larger than %llu bytes",
                (unsigned long long)route->body_max);
        return refuse(q, 413, &err);
    }
    return 0;
}

/* Size of the body still to come.  libmicrohttpd has refused malformed lengths by now. */
static void announced(struct request *q) {
    struct str len = http_header(&q->pub, "Content-Length");
    q->chunked = http_header(&q->pub, "Transfer-Encoding").n != 0;
    for (size_t i = 0; i < len.n && len.s[i] >= '0' && len.s[i] <= '9'; i++)
        if (q->body_announced < UINT64_MAX / 16)
            q->body_announced = q->body_announced * 10 + (uint64_t)(len.s[i] - '0');
}

int head_check(struct request *q, const char *method) {
    struct err err = ERR_INIT;
    struct str query = { NULL, 0 };
    q->pub.method = arena_dup(&q->arena, method, strlen(method));
    announced(q);
    if (header_size(q) || find_route(q, method, &query))
        return -1;
    if (query_parse(&q->arena, query, &q->query, &err))
        return refuse(q, 400, &err);
    if (authenticate(q))
        return -1;
    if (rules_params(q, &err))
        return refuse(q, 0, &err);
    return body_head(q);
}
