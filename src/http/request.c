/* request.c - a request object: reuse, what handlers see of it, its answer.
 *
 * THEORY      libmicrohttpd binds a connection to one of its threads, so a request is taken and
 *             given back on the same thread and the free lists need no lock.  Between http_park()
 *             and http_resume() it belongs to another thread.
 * INVARIANTS  (1) `state` changes by exchange: of http_resume() and the server's stop exactly
 *                 one finds REQ_PARKED.
 *             (2) The answer's bytes stay in the request until libmicrohttpd has sent them
 *                 (MHD_RESPMEM_PERSISTENT): nothing is copied.
 * THREADS     As said at each function of http.h. */
#include "http/http_internal.h"

#include "base/check.h"
#include "base/hash.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#define FREE_MAX 512 /* requests kept by one thread */

/* ---- per-thread store ---- */

static __thread struct http_thread *self;
static pthread_key_t self_key;
static pthread_once_t self_once = PTHREAD_ONCE_INIT;
static _Atomic uint32_t thread_count;

static void request_unlink(struct http_server *s, struct request *q) {
    pthread_mutex_lock(&s->requests_lock);
    if (q->all_prev)
        q->all_prev->all_next = q->all_next;
    else
        s->requests = q->all_next;
    if (q->all_next)
        q->all_next->all_prev = q->all_prev;
    pthread_mutex_unlock(&s->requests_lock);
}

static void request_destroy(struct request *q) {
    arena_release(&q->arena);
    buf_release(&q->in);
    buf_release(&q->inflated);
    buf_release(&q->zipped);
    buf_release(&q->pub.out);
    free(q);
}

static void thread_release(void *arg) {
    struct http_thread *t = arg;
    for (struct request *q = t->free, *next; q; q = next) {
        next = q->free_next;
        request_unlink(q->pub.server, q);
        request_destroy(q);
    }
    for (uint32_t i = 0; i < t->n_parsers; i++)
        json_parser_free(t->parsers[i]);
    if (t->param_parser)
        json_parser_free(t->param_parser);
    inflater_free(t->inflater);
    deflater_free(t->deflater);
    free(t);
    self = NULL;
}

static void self_key_make(void) {
    int rc = pthread_key_create(&self_key, thread_release);
    CHECK(rc == 0);
}

struct http_thread *http_thread_self(void) {
    if (self)
        return self;
    pthread_once(&self_once, self_key_make);
    struct http_thread *t = calloc(1, sizeof(*t));
    CHECK(t);
    t->number = atomic_fetch_add(&thread_count, 1);
    pthread_setspecific(self_key, t);
    self = t;
    return t;
}

void http_thread_end(void) {
    if (!self)
        return;
    pthread_setspecific(self_key, NULL);
    thread_release(self);
}

/* ---- life of a request ---- */

static struct request *request_new(struct http_server *s) {
    struct request *q = calloc(1, sizeof(*q));
    CHECK(q);
    arena_init(&q->arena, "request", ARENA_BYTES_MAX);
    buf_init(&q->in, "request body", SIZE_MAX / 4);
    buf_init(&q->inflated, "inflated body", SIZE_MAX / 4);
    buf_init(&q->zipped, "compressed answer", OUT_BYTES_MAX);
    buf_init(&q->pub.out, "answer", OUT_BYTES_MAX);
    q->pub.server = s;
    pthread_mutex_lock(&s->requests_lock);
    q->all_next = s->requests;
    if (s->requests)
        s->requests->all_prev = q;
    s->requests = q;
    pthread_mutex_unlock(&s->requests_lock);
    return q;
}

static void set_request_id(struct http_server *s, struct http_thread *t, char out[24]) {
    static const char hex[] = "0123456789abcdef";
    uint64_t v[2] = { s->boot, ++t->counter << 8 | (t->number & 255) };
    static const int digits[2] = { 8, 12 };
    char *p = out;
    for (int i = 0; i < 2; i++) {
        for (int d = digits[i] - 1; d >= 0; d--)
            *p++ = hex[v[i] >> (4 * d) & 15];
        if (i == 0)
            *p++ = '-';
    }
    *p = '\0';
}

struct request *request_take(struct http_server *s, struct MHD_Connection *mhd,
                             const char *uri) {
    struct http_thread *t = http_thread_self();
    struct request *q = t->free;
    if (q) {
        t->free = q->free_next;
        t->n_free--;
    } else {
        q = request_new(s);
    }
    const union MHD_ConnectionInfo *ci =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    CHECK(ci && ci->socket_context);
    q->mhd = mhd;
    q->conn = ci->socket_context;
    q->phase = PHASE_HEAD;
    atomic_store_explicit(&q->state, REQ_RUNNING, memory_order_relaxed);
    q->pub.app = s->cfg.app;
    q->pub.arena = &q->arena;
    q->pub.status = 200;
    q->pub.content_type = "application/json";
    q->pub.received_ms = clock_wall_ms(s->cfg.clock);
    q->start_ns = server_mono(s);
    q->uri.n = strlen(uri);
    q->uri.s = arena_dup(&q->arena, uri, q->uri.n);
    set_request_id(s, t, q->pub.request_id);
    atomic_fetch_add_explicit(&s->in_flight, 1, memory_order_relaxed);
    return q;
}

static void trim(struct buf *b) {
    if (b->cap > KEEP_BYTES)
        buf_release(b);
    buf_reset(b);
}

static void give_parser(struct request *q) {
    struct http_thread *t = http_thread_self();
    if (!q->parser)
        return;
    /* A parser that saw a large body holds many times its size. */
    if (t->n_parsers < 8 && q->pub.body.n <= KEEP_BYTES)
        t->parsers[t->n_parsers++] = q->parser;
    else
        json_parser_free(q->parser);
    q->parser = NULL;
}

struct json_parser *request_parser(struct request *q) {
    struct http_thread *t = http_thread_self();
    if (!q->parser)
        q->parser = t->n_parsers ? t->parsers[--t->n_parsers] : json_parser_new();
    return q->parser;
}

/* End of a request that nobody else knows: clean up and keep the object. */
static void request_free(struct request *q) {
    struct http_thread *t = http_thread_self();
    struct http_server *s = q->pub.server;
    if (q->pub.gone)
        q->pub.gone(&q->pub);
    give_parser(q);
    inflater_free(q->inflater);
    trim(&q->in);
    trim(&q->inflated);
    trim(&q->zipped);
    trim(&q->pub.out);
    arena_reset(&q->arena);
    q->pub = (struct http_req){ .server = s, .out = q->pub.out };
    size_t from = offsetof(struct request, mhd);
    memset((char *)q + from, 0, sizeof(*q) - from);
    if (t->n_free >= FREE_MAX) {
        request_unlink(s, q);
        request_destroy(q);
        return;
    }
    t->n_free++;
    q->free_next = t->free;
    t->free = q;
}

/* The same for an abandoned one; the server may be gone. */
static void orphan_free(struct request *q) {
    if (q->pub.gone)
        q->pub.gone(&q->pub);
    if (q->parser)
        json_parser_free(q->parser);
    inflater_free(q->inflater);
    request_destroy(q);
}

static bool swap_state(struct request *q, int from, int to) {
    return atomic_compare_exchange_strong(&q->state, &from, to);
}

void request_done(struct request *q) {
    struct http_server *s = q->pub.server;
    int64_t now = server_mono(s);
    conn_wait(q, true, now + (int64_t)s->cfg.keep_alive_ms * 1000000);
    if (q->phase != PHASE_ANSWERED)
        route_metrics_count(q->pub.route ? &rules_of(q)->metrics : &s->unrouted, 0,
                            now - q->start_ns);
    if (swap_state(q, REQ_ABANDONED, REQ_ORPHAN))
        ; /* http_resume() frees it */
    else if (atomic_load(&q->state) == REQ_LATE)
        orphan_free(q);
    else
        request_free(q);
    atomic_fetch_sub_explicit(&s->in_flight, 1, memory_order_release);
}

/* Under requests_lock.  An abandoned request is no longer in the list. */
bool request_abandon(struct request *q) {
    struct http_server *s = q->pub.server;
    if (!swap_state(q, REQ_PARKED, REQ_ABANDONED))
        return false;
    if (q->all_prev)
        q->all_prev->all_next = q->all_next;
    else
        s->requests = q->all_next;
    if (q->all_next)
        q->all_next->all_prev = q->all_prev;
    return true;
}

void http_park(struct http_req *r) {
    struct request *q = request_of(r);
    q->park_began_ns = server_mono(r->server);
    conn_wait(q, false, 0);
    MHD_suspend_connection(q->mhd);
    CHECK(swap_state(q, REQ_RUNNING, REQ_PARKED));
}

void http_resume(struct http_req *r) {
    struct request *q = request_of(r);
    struct MHD_Connection *mhd = q->mhd;
    if (swap_state(q, REQ_PARKED, REQ_RESUMED)) {
        MHD_resume_connection(mhd);
        return;
    }
    if (swap_state(q, REQ_ABANDONED, REQ_LATE))
        return;
    CHECK(atomic_load(&q->state) == REQ_ORPHAN);
    orphan_free(q);
}

void http_again(struct http_req *r) {
    request_of(r)->again = true;
    http_resume(r);
}

/* ---- what handlers see ---- */

struct fields { http_field *field; void *ctx; };

static enum MHD_Result one_field(void *cls, enum MHD_ValueKind kind, const char *name,
                                 const char *value) {
    const struct fields *f = cls;
    (void)kind;
    if (value)
        f->field(f->ctx, name, value);
    return MHD_YES;
}

void http_fields(struct http_req *r, http_field *field, void *ctx) {
    struct fields f = { field, ctx };
    (void)MHD_get_connection_values(request_of(r)->mhd, MHD_HEADER_KIND, one_field, &f);
}

struct str http_target(struct http_req *r) { return request_of(r)->uri; }

struct str http_query(struct http_req *r, const char *name) {
    return query_get(&request_of(r)->query, name);
}

bool http_query_at(struct http_req *r, uint32_t i, struct str *ret_name, struct str *ret_value) {
    const struct query *q = &request_of(r)->query;
    if (i >= q->n)
        return false;
    *ret_name = q->pairs[i].name;
    *ret_value = q->pairs[i].value;
    return true;
}

struct str http_header(struct http_req *r, const char *name) {
    const char *v = NULL;
    size_t n = 0;
    if (MHD_lookup_connection_value_n(request_of(r)->mhd, MHD_HEADER_KIND, name, strlen(name),
                                      &v, &n) != MHD_YES || !v)
        return (struct str){ NULL, 0 };
    return str_n(v, n);
}

static struct str forwarded_ip(struct http_req *r) {
    struct str f = http_header(r, "X-Forwarded-For");
    for (size_t i = f.n; i > 0; i--)
        if (f.s[i - 1] == ',')
            return str_trim(str_n(f.s + i, f.n - i));
    return str_trim(f);
}

struct str http_client_ip(struct http_req *r) {
    struct request *q = request_of(r);
    const struct http_config *cfg = &r->server->cfg;
    if (cfg->passed_on_for) {
        struct str ip = cfg->passed_on_for(cfg->app, r);
        if (ip.n)
            return ip;
    }
    if (cfg->trust_forwarded) {
        struct str f = forwarded_ip(r);
        if (f.n && f.n < INET6_ADDRSTRLEN)
            return f;
    }
    const union MHD_ConnectionInfo *ci =
        MHD_get_connection_info(q->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (!ci || !ci->client_addr)
        return (struct str){ NULL, 0 };
    char text[INET6_ADDRSTRLEN] = "";
    const void *addr = NULL;
    int family = ci->client_addr->sa_family;
    if (family == AF_INET) {
        addr = &((const struct sockaddr_in *)(const void *)ci->client_addr)->sin_addr;
    } else if (family == AF_INET6) {
        const struct in6_addr *a6 =
            &((const struct sockaddr_in6 *)(const void *)ci->client_addr)->sin6_addr;
        bool v4 = IN6_IS_ADDR_V4MAPPED(a6);
        addr = v4 ? (const void *)&a6->s6_addr[12] : a6;
        family = v4 ? AF_INET : AF_INET6;
    }
    if (!addr || !inet_ntop(family, addr, text, sizeof(text)))
        return (struct str){ NULL, 0 };
    size_t n = strlen(text);
    return str_n(arena_dup(r->arena, text, n), n);
}

void http_set_header(struct http_req *r, const char *name, const char *value) {
    struct request *q = request_of(r);
    const char *v = arena_dup(r->arena, value, strlen(value));
    for (uint32_t i = 0; i < q->n_headers; i++) {
        if (str_eq_nocase(str_of(q->headers[i].name), str_of(name)) &&
            !str_eq_nocase(str_of(name), STR("Set-Cookie"))) {
            q->headers[i].value = v;
            return;
        }
    }
    CHECK(q->n_headers < HEADERS_MAX);
    const char *n = arena_dup(r->arena, name, strlen(name));
    q->headers[q->n_headers++] = (struct header_out){ n, v };
}

static const char *header_set(const struct request *q, const char *name) {
    for (uint32_t i = 0; i < q->n_headers; i++)
        if (str_eq_nocase(str_of(q->headers[i].name), str_of(name)))
            return q->headers[i].value;
    return NULL;
}

static const char *title_of(int status) {
    static const struct { int status; const char *title; } titles[] = {
        { 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" },
        { 404, "Not Found" }, { 405, "Method Not Allowed" }, { 409, "Conflict" },
        { 412, "Precondition Failed" }, { 413, "Content Too Large" },
        { 415, "Unsupported Media Type" }, { 422, "Unprocessable Content" },
        { 429, "Too Many Requests" }, { 431, "Request Header Fields Too Large" },
        { 503, "Service Unavailable" },
    };
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
        if (titles[i].status == status)
            return titles[i].title;
    return status < 500 ? "Request Refused" : "Internal Server Error";
}

void http_problem_status(struct http_req *r, int status, const struct err *err) {
    const char *slug = err_slug(err->code);
    char type[80];
    if (request_of(r)->phase == PHASE_ANSWERED) { /* its head is sent already */
        request_of(r)->broken = true;
        r->more = NULL;
        buf_reset(&r->out);
        return;
    }
    r->more = NULL;
    snprintf(type, sizeof(type), "/docs#errors-%s", slug);
    r->status = status;
    r->content_type = "application/problem+json";
    buf_reset(&r->out);
    struct jw w;
    jw_init(&w, &r->out);
    jw_obj(&w);
    JW_Z(&w, "type", type);
    JW_Z(&w, "title", title_of(status));
    JW_INT(&w, "status", status);
    JW_Z(&w, "detail", err->msg);
    JW_Z(&w, "code", slug);
    if (err->where[0])
        JW_Z(&w, "where", err->where);
    if (err->hint[0])
        JW_Z(&w, "hint", err->hint);
    JW_Z(&w, "request_id", r->request_id);
    jw_obj_end(&w);
    if ((status == 503 || status == 429) && !header_set(request_of(r), "Retry-After"))
        http_set_header(r, "Retry-After", "1");
    if (status == 401)
        http_set_header(r, "WWW-Authenticate", "Bearer realm=\"musubi\"");
}

void http_problem(struct http_req *r, const struct err *err) {
    http_problem_status(r, err_http_status(err->code), err);
}

/* ---- the answer ---- */

static bool compressible(const char *type) {
    return str_starts(str_of(type), STR("text/")) || strstr(type, "json") ||
           strstr(type, "javascript") || strstr(type, "svg");
}

/* The bytes to send: out, or its gzip where the client takes it and it pays. */
static struct str encode(struct request *q, bool *ret_zipped) {
    struct http_req *r = &q->pub;
    *ret_zipped = false;
    if (r->out.len <= GZIP_FROM || !compressible(r->content_type) ||
        header_set(q, "Content-Encoding") || !gzip_accepted(http_header(r, "Accept-Encoding")))
        return buf_str(&r->out);
    struct http_thread *t = http_thread_self();
    if (!t->deflater)
        t->deflater = deflater_new(4);
    if (!deflate_all(t->deflater, buf_str(&r->out), &q->zipped))
        return buf_str(&r->out);
    *ret_zipped = true;
    return buf_str(&q->zipped);
}

static void add(struct MHD_Response *resp, const char *name, const char *value) {
    (void)MHD_add_response_header(resp, name, value); /* refuses CR, LF: then it is left out */
}

/* What keeps other sites' pages away from answers that are not for them. */
static void add_own_site(struct request *q, struct MHD_Response *resp) {
    bool html = str_starts(str_of(q->pub.content_type), STR("text/html"));
    if (!header_set(q, "Content-Security-Policy"))
        add(resp, "Content-Security-Policy",
            html ? "default-src 'none'; style-src 'self'; script-src 'self'; "
                   "img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
                   "object-src 'none'; form-action 'none'; frame-ancestors 'none'"
                 : "default-src 'none'; object-src 'none'; base-uri 'none'; "
                   "frame-ancestors 'none'");
    add(resp, "X-Frame-Options", "DENY"); /* for what does not know frame-ancestors */
    add(resp, "Cross-Origin-Resource-Policy", "same-origin");
    add(resp, "Cross-Origin-Opener-Policy", "same-origin");
    if (html)
        add(resp, "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
}

static void add_headers(struct request *q, struct MHD_Response *resp, bool zipped) {
    struct http_req *r = &q->pub;
    const struct route *route = r->route;
    if (r->status != 204 && r->status != 304)
        add(resp, "Content-Type", r->content_type);
    add(resp, "X-Request-Id", r->request_id);
    add(resp, "X-Content-Type-Options", "nosniff");
    add(resp, "Referrer-Policy", "no-referrer");
    if (r->server->cfg.secure)
        add(resp, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    if (!(route && route->flags & ROUTE_CORS))
        add_own_site(q, resp);
    if (route && (route->key == ROUTE_KEY_SECRET || route->key == ROUTE_KEY_STAFF) &&
        !header_set(q, "Cache-Control"))
        add(resp, "Cache-Control", "no-store");
    if (q->cors_origin) {
        add(resp, "Access-Control-Allow-Origin", q->cors_origin);
        add(resp, "Access-Control-Expose-Headers", "X-Request-Id, Retry-After, Musubi-Seq");
    }
    if (zipped)
        add(resp, "Content-Encoding", "gzip");
    bool by_origin = route && route->flags & ROUTE_CORS;
    bool by_coding = !r->more && r->out.len > GZIP_FROM && compressible(r->content_type);
    if (by_origin || by_coding)
        add(resp, "Vary", by_origin && by_coding ? "Origin, Accept-Encoding"
                          : by_origin            ? "Origin"
                                                 : "Accept-Encoding");
    for (uint32_t i = 0; i < q->n_headers; i++)
        add(resp, q->headers[i].name, q->headers[i].value);
    if (atomic_load_explicit(&r->server->stopping, memory_order_relaxed))
        add(resp, "Connection", "close");
}

/* ---- an answer in pieces ---- */

static void piece_wait(struct request *q) {
    const struct http_server *s = q->pub.server;
    conn_wait(q, false, server_mono(s) + (int64_t)s->cfg.timeout_ms * 1000000 +
                            (int64_t)(q->pub.out.len / HTTP_RATE_MIN) * 1000000000);
}

/* libmicrohttpd wants bytes: some, 0 while the request is parked, or the end. */
static ssize_t next_bytes(void *cls, uint64_t pos, char *to, size_t max) {
    struct request *q = cls;
    struct http_req *r = &q->pub;
    int state = atomic_load_explicit(&q->state, memory_order_acquire);
    (void)pos;
    if (state == REQ_ABANDONED || state == REQ_LATE)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (state == REQ_RESUMED) {
        atomic_store_explicit(&q->state, REQ_RUNNING, memory_order_relaxed);
        piece_wait(q);
    }
    while (q->sent == r->out.len) {
        if (q->broken || r->out.full)
            return MHD_CONTENT_READER_END_WITH_ERROR;
        if (!r->more)
            return MHD_CONTENT_READER_END_OF_STREAM;
        buf_reset(&r->out);
        q->sent = 0;
        r->more(r);
        if (!request_running(q))
            return 0;
        piece_wait(q);
    }
    size_t n = r->out.len - q->sent < max ? r->out.len - q->sent : max;
    memcpy(to, r->out.data + q->sent, n);
    q->sent += n;
    return (ssize_t)n;
}

enum MHD_Result request_answer(struct request *q) {
    struct http_req *r = &q->pub;
    struct http_server *s = r->server;
    if (r->out.full) {
        struct err err = ERR_INIT;
        err_set(&err, E_INTERNAL, "the answer is larger than %zu bytes", OUT_BYTES_MAX);
        http_problem(r, &err);
    }
    if (s->cfg.finish)
        s->cfg.finish(s->cfg.app, r);
    bool zipped = false;
    struct str bytes = r->more ? buf_str(&r->out) : encode(q, &zipped);
    struct MHD_Response *resp =
        r->more ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, HTTP_PIECE_MAX, next_bytes,
                                                    q, NULL)
                : MHD_create_response_from_buffer(
                      bytes.n, (void *)(uintptr_t)(bytes.n ? bytes.s : ""),
                      MHD_RESPMEM_PERSISTENT);
    if (!resp)
        return MHD_NO;
    add_headers(q, resp, zipped);
    enum MHD_Result rc = MHD_queue_response(q->mhd, (unsigned)r->status, resp);
    MHD_destroy_response(resp);
    int64_t now = server_mono(s);
    conn_wait(q, false, now + (int64_t)s->cfg.timeout_ms * 1000000 +
                            (int64_t)(bytes.n / HTTP_RATE_MIN) * 1000000000);
    q->phase = PHASE_ANSWERED;
    route_metrics_count(r->route ? &rules_of(q)->metrics : &s->unrouted, r->status,
                        now - q->start_ns);
    return rc;
}
