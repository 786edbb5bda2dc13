/* test_server.c - the door itself, driven over sockets: refusals, keep-alive, slow and vanishing
 * clients, compressed bodies, parking under load, streams, graceful stop. */
#define _GNU_SOURCE /* memmem, gettid */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/gzip.h"
#include "http/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define WAIT_MS 10000
#define DEALT 16
#define GET_THREAD "GET /thread HTTP/1.1\r\nHost: x\r\n\r\n"

/* ---- the work of the test routes ---- */

struct job { struct job *next; struct http_req *r; bool answers; };
static pthread_mutex_t job_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t job_wake = PTHREAD_COND_INITIALIZER;
static struct job *jobs;
static bool jobs_end, jobs_hold; /* hold: leave them parked */
static _Atomic int gone_count, piece_count;

static void job_add(struct http_req *r, bool answers) {
    struct job *j = arena_alloc(r->arena, sizeof(*j));
    *j = (struct job){ NULL, r, answers };
    http_park(r);
    pthread_mutex_lock(&job_lock);
    j->next = jobs;
    jobs = j;
    pthread_cond_signal(&job_wake);
    pthread_mutex_unlock(&job_lock);
}

static void *job_main(void *arg) {
    pthread_mutex_lock(&job_lock);
    while (!jobs_end || jobs) {
        if (!jobs || (jobs_hold && !jobs_end)) {
            pthread_cond_wait(&job_wake, &job_lock);
            continue;
        }
        struct job *j = jobs;
        jobs = j->next;
        pthread_mutex_unlock(&job_lock);
        if (j->answers) {
            struct jw w;
            jw_init(&w, &j->r->out);
            jw_obj(&w);
            JW_INT(&w, "parked", (int64_t)j->r->body.n);
            jw_obj_end(&w);
        }
        http_resume(j->r);
        pthread_mutex_lock(&job_lock);
    }
    pthread_mutex_unlock(&job_lock);
    return NULL;
}

static void on_gone(struct http_req *r) {
    atomic_fetch_add(&gone_count, 1);
}

static void do_echo(struct http_req *r) {
    r->content_type = "text/plain";
    buf_printf(&r->out, "%s %.*s %d %.*s|", r->method, STR_FMT(r->path), r->who.kind,
               STR_FMT(r->key));
    buf_put_str(&r->out, r->body);
}

static void do_park(struct http_req *r) {
    r->gone = on_gone;
    job_add(r, true);
}

static void do_json(struct http_req *r) {
    int64_t n = 0;
    (void)json_int(json_get(r->json, "n"), &n);
    buf_printf(&r->out, "{\"n\":%lld}", (long long)n);
}

static void do_person(struct http_req *r) {
    buf_printf(&r->out, "{\"id\":\"%.*s\"}", STR_FMT(r->params[0]));
}

static void do_thread(struct http_req *r) {
    buf_printf(&r->out, "%d", gettid());
}

static void do_large(struct http_req *r) {
    buf_puts(&r->out, "[");
    for (int i = 0; i < 2000; i++)
        buf_puts(&r->out, "\"again and again\",");
    buf_puts(&r->out, "0]");
}

struct sum { uint64_t bytes, total; uint32_t pieces; };

static int do_stream(struct http_req *r, struct str piece, bool last) {
    if (!r->own) {
        r->own = arena_zalloc(r->arena, sizeof(struct sum));
        r->gone = on_gone;
    }
    struct sum *s = r->own;
    for (size_t i = 0; i < piece.n; i++)
        s->total += (uint8_t)piece.s[i];
    s->bytes += piece.n;
    atomic_fetch_add(&piece_count, 1);
    if (piece.n && piece.s[0] == '!') {
        struct err err = ERR_INIT;
        err_set(&err, E_INVALID, "an exclamation");
        http_problem(r, &err);
        return -1;
    }
    if (last)
        buf_printf(&r->out, "{\"bytes\":%llu,\"total\":%llu}", (unsigned long long)s->bytes,
                   (unsigned long long)s->total);
    if (++s->pieces % 3 == 0 || last)
        job_add(r, false);
    return 0;
}

/* Nine pieces, every other one filled by another thread; ?fail=1 breaks off at the seventh. */
static void next_piece(struct http_req *r) {
    struct sum *s = r->own;
    struct err err = ERR_INIT;
    if (++s->pieces == 9)
        r->more = NULL;
    if (s->pieces == 7 && s->total) {
        err_set(&err, E_UNAVAILABLE, "gone");
        http_problem(r, &err);
    } else if (s->pieces % 2) {
        buf_printf(&r->out, "<%u>", s->pieces);
    } else {
        job_add(r, true);
    }
}

static void do_pieces(struct http_req *r) {
    struct sum *s = arena_zalloc(r->arena, sizeof *s);
    s->total = http_query(r, "fail").n > 0;
    r->own = s;
    r->gone = on_gone;
    r->more = next_piece;
    buf_puts(&r->out, "<0>");
}

static int do_auth(void *app, struct http_req *r, struct str key, struct who *ret,
                   struct err *err) {
    if (str_is(key, "wk"))
        *ret = (struct who){ .kind = WHO_WRITE_KEY, .key_id = 1, .source = 7 };
    else if (str_is(key, "sk"))
        *ret = (struct who){ .kind = WHO_SECRET_KEY, .key_id = 2, .scopes = 1 };
    else if (str_is(key, "sk2"))
        *ret = (struct who){ .kind = WHO_SECRET_KEY, .key_id = 3 };
    else
        return err_set(err, E_UNAUTHENTICATED, "the key is not known");
    return 0;
}

static const struct route_param limit_param[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
      "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200}" },
};
static const struct route_param id_param[] = {
    { "id", PARAM_PATH, PARAM_STRING, true, "{\"type\":\"string\",\"maxLength\":8}" },
};
static const struct route routes[] = {
    { .method = "POST", .pattern = "/echo", .id = "echo", .handle = do_echo,
      .key = ROUTE_KEY_WRITE, .flags = ROUTE_RAW | ROUTE_CORS, .body_max = 100000 },
    { .method = "GET", .pattern = "/hello", .id = "hello", .handle = do_echo },
    { .method = "GET", .pattern = "/thread", .id = "thread", .handle = do_thread },
    { .method = "POST", .pattern = "/park", .id = "park", .handle = do_park,
      .flags = ROUTE_RAW, .body_max = 100000 },
    { .method = "POST", .pattern = "/json", .id = "json", .handle = do_json,
      .flags = ROUTE_NEEDS_BODY, .body_max = 1000,
      .body_schema = "{\"$ref\":\"#/components/schemas/N\"}" },
    { .method = "POST", .pattern = "/write", .id = "write", .handle = do_json,
      .key = ROUTE_KEY_WRITE, .body_max = 1000, .body_schema = "{\"type\":\"object\"}" },
    { .method = "GET", .pattern = "/people", .id = "people", .handle = do_large,
      .key = ROUTE_KEY_SECRET, .scopes = 1, .params = limit_param, .n_params = 1 },
    { .method = "GET", .pattern = "/people/{id}", .id = "person", .handle = do_person,
      .key = ROUTE_KEY_SECRET, .scopes = 1, .params = id_param, .n_params = 1 },
    { .method = "GET", .pattern = "/pieces", .id = "pieces", .handle = do_pieces,
      .flags = ROUTE_RAW },
    { .method = "POST", .pattern = "/stream", .id = "stream", .piece = do_stream,
      .flags = ROUTE_STREAM },
};
static const char *const scope_names[] = { "people:read" };

static struct clock test_clock;
static pthread_t job_thread;

static struct http_server *start_limited(uint32_t timeout_ms, uint32_t connections) {
    struct http_config cfg = {
        .connections_max = connections,
        .clock = &test_clock, .listen = "127.0.0.1:0", .routes = routes,
        .n_routes = sizeof(routes) / sizeof(routes[0]), .scope_names = scope_names,
        .n_scopes = 1, .authenticate = do_auth, .timeout_ms = timeout_ms,
        .schema_root = "{\"components\":{\"schemas\":{\"N\":{\"type\":\"object\",\"required\":"
                       "[\"n\"],\"properties\":{\"n\":{\"type\":\"integer\"}},"
                       "\"additionalProperties\":false}}}}",
    };
    struct http_server *s = NULL;
    struct err err = ERR_INIT;
    if (http_start(&cfg, &s, &err))
        fail_msg("%s: %s", err.where, err.msg);
    jobs_end = jobs_hold = false;
    atomic_store(&gone_count, 0);
    assert_int_equal(pthread_create(&job_thread, NULL, job_main, NULL), 0);
    return s;
}

static struct http_server *start(uint32_t timeout_ms) { return start_limited(timeout_ms, 0); }

static void hold_jobs(bool hold) {
    pthread_mutex_lock(&job_lock);
    jobs_hold = hold;
    pthread_cond_broadcast(&job_wake);
    pthread_mutex_unlock(&job_lock);
}

static void wait_job(void) {
    for (bool there = false; !there;) {
        pthread_mutex_lock(&job_lock);
        there = jobs != NULL;
        pthread_mutex_unlock(&job_lock);
        if (!there)
            poll(NULL, 0, 1);
    }
}

static void end_jobs(void) {
    pthread_mutex_lock(&job_lock);
    jobs_end = true;
    pthread_cond_broadcast(&job_wake);
    pthread_mutex_unlock(&job_lock);
    pthread_join(job_thread, NULL);
}

static void stop(struct http_server *s) {
    http_stop(s, 5000);
    end_jobs();
}

/* ---- a client ---- */

static int dial(struct http_server *s) {
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(http_port(s)) };
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&a, sizeof(a)))
        fail_msg("connect: %s", strerror(errno));
    return fd;
}

static bool send_all(int fd, const char *p, size_t n) {
    while (n) {
        ssize_t k = send(fd, p, n, MSG_NOSIGNAL);
        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
    }
    return true;
}

struct client { int fd; struct buf in; };
struct answer { int status; struct str head, body; };

static struct client client_of(int fd) {
    struct client c = { .fd = fd };
    buf_init(&c.in, "client", 64 << 20);
    return c;
}

static void client_close(struct client *c) {
    close(c->fd);
    buf_release(&c->in);
}

/* Read more; false at the end of the connection. */
static bool more(struct client *c) {
    struct pollfd p = { .fd = c->fd, .events = POLLIN };
    if (poll(&p, 1, WAIT_MS) != 1)
        fail_msg("nothing came for %d ms after \"%.*s\"", WAIT_MS, STR_FMT(buf_str(&c->in)));
    char *room = buf_room(&c->in, 65536);
    ssize_t n = recv(c->fd, room, 65536, 0);
    if (n <= 0)
        return false;
    c->in.len += (size_t)n;
    return true;
}

/* The next answer; borrowed until the next call.  False when the connection ended instead. */
static bool read_answer(struct client *c, struct answer *a, bool no_body, size_t *taken) {
    for (;;) {
        struct str s = str_n(c->in.data ? c->in.data + *taken : "", c->in.len - *taken);
        const char *end = s.n ? memmem(s.s, s.n, "\r\n\r\n", 4) : NULL;
        if (end) {
            a->head = str_n(s.s, (size_t)(end - s.s) + 4);
            a->status = (int)strtol(s.s + 9, NULL, 10);
            const char *len = memmem(s.s, a->head.n, "Content-Length: ", 16);
            size_t n = len && !no_body ? strtoul(len + 16, NULL, 10) : 0;
            if (s.n >= a->head.n + n) {
                a->body = str_n(end + 4, n);
                *taken += a->head.n + n;
                return true;
            }
        }
        if (!more(c))
            return false;
    }
}

static bool holds(struct str s, const char *part) {
    return memmem(s.s, s.n, part, strlen(part)) != NULL;
}

static void wait_count(struct http_server *s, uint64_t connections) {
    struct http_stats st;
    for (int i = 0; i < WAIT_MS; i++) {
        http_stats(s, &st);
        if (st.connections == connections && st.in_flight == 0)
            return;
        poll(NULL, 0, 1);
    }
    fail_msg("%llu connections, %llu requests are left", (unsigned long long)st.connections,
             (unsigned long long)st.in_flight);
}

/* ---- tests ---- */

#define BASIC_WK "Authorization: Basic d2s6\r\n"
#define SK "Authorization: Bearer sk\r\n"

static const struct table_case {
    const char *name, *request;
    int status;
    const char *in_body, *in_head; /* parts, or NULL */
} table[] = {
    { "plain get", "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n", 200, "GET /hello 0", "X-Request-Id" },
    { "security", "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n", 200, NULL, "nosniff" },
    { "absolute form", "GET http://x/hello HTTP/1.1\r\nHost: x\r\n\r\n", 200, "/hello", NULL },
    { "unknown path", "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", 404, "\"not_found\"",
      "application/problem+json" },
    { "wrong method", "DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n", 405, "\"invalid\"",
      "Allow: GET, HEAD, OPTIONS" },
    { "encoded path", "GET /%68ello HTTP/1.1\r\nHost: x\r\n\r\n", 404, NULL, NULL },
    { "nul in path", "GET /hello%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "U+0000", NULL },
    { "nul in query", "GET /hello?a=%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "U+0000", NULL },
    { "bad utf-8 in query", "GET /hello?a=%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400, "UTF-8", NULL },
    { "unknown query", "GET /hello?zzz=1 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "zzz", NULL },
    { "no key", "GET /people HTTP/1.1\r\nHost: x\r\n\r\n", 401, "secret key",
      "WWW-Authenticate: Bearer" },
    { "wrong key", "GET /people HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer no\r\n\r\n", 401,
      "not known", NULL },
    { "write key for a secret route",
      "GET /people HTTP/1.1\r\nHost: x\r\n" BASIC_WK "\r\n", 403, "secret key", NULL },
    { "scope", "GET /people HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk2\r\n\r\n", 403,
      "people:read", NULL },
    { "secret key", "GET /people/7 HTTP/1.1\r\nHost: x\r\n" SK "\r\n", 200, "{\"id\":\"7\"}",
      "no-store" },
    { "key as basic", "GET /people/7 HTTP/1.1\r\nHost: x\r\nAuthorization: Basic c2s=\r\n\r\n",
      200, NULL, NULL },
    { "decoded parameter", "GET /people/a%2Fb HTTP/1.1\r\nHost: x\r\n" SK "\r\n", 200, "a/b",
      NULL },
    { "long parameter", "GET /people/123456789 HTTP/1.1\r\nHost: x\r\n" SK "\r\n", 400,
      "path parameter", NULL },
    { "limit", "GET /people?limit=200 HTTP/1.1\r\nHost: x\r\n" SK "\r\n", 200, NULL, NULL },
    { "limit range", "GET /people?limit=201 HTTP/1.1\r\nHost: x\r\n" SK "\r\n", 400, "limit",
      NULL },
    { "limit text", "GET /people?limit=ten HTTP/1.1\r\nHost: x\r\n" SK "\r\n", 400, "limit",
      NULL },
    { "limit json", "GET /people?limit=[1] HTTP/1.1\r\nHost: x\r\n" SK "\r\n", 400, "limit",
      NULL },
    { "json", "POST /json HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n{\"n\":5}", 200,
      "{\"n\":5}", NULL },
    { "broken json", "POST /json HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n{\"n\":5", 400,
      "body", NULL },
    { "schema", "POST /json HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n{\"m\":5}", 422,
      "\"invalid\"", NULL },
    { "no body", "POST /json HTTP/1.1\r\nHost: x\r\n\r\n", 400, "body", NULL },
    { "type", "POST /json HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 7"
      "\r\n\r\n{\"n\":5}", 415, "application/json", NULL },
    { "encoding", "POST /json HTTP/1.1\r\nHost: x\r\nContent-Encoding: br\r\nContent-Length: 7"
      "\r\n\r\n{\"n\":5}", 415, "br", NULL },
    { "announced too large", "POST /json HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n"
      "Expect: 100-continue\r\n\r\n", 413, "1000", NULL },
    { "raw without key", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi", 200,
      "POST /echo 0 |hi", NULL },
    { "raw with key", "POST /echo HTTP/1.1\r\nHost: x\r\n" BASIC_WK "Content-Length: 2\r\n\r\nhi",
      200, "POST /echo 1 wk|hi", NULL },
    { "raw, key in query", "POST /echo?writeKey=wk HTTP/1.1\r\nHost: x\r\nContent-Length: 2"
      "\r\n\r\nhi", 200, "POST /echo 1 wk|hi", NULL },
    { "raw, wrong key", "POST /echo?writeKey=no HTTP/1.1\r\nHost: x\r\nContent-Length: 2"
      "\r\n\r\nhi", 200, "POST /echo 0 no|hi", NULL },
    { "write without key", "POST /write HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 401,
      "write key", NULL },
    { "write, key in query", "POST /write?writeKey=wk HTTP/1.1\r\nHost: x\r\nContent-Length: 2"
      "\r\n\r\n{}", 200, NULL, NULL },
    { "chunked", "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", 200, "|abcde", NULL },
    { "preflight", "OPTIONS /echo HTTP/1.1\r\nHost: x\r\nOrigin: https://shop.example\r\n"
      "Access-Control-Request-Method: POST\r\n\r\n", 204, NULL,
      "Access-Control-Allow-Origin: https://shop.example" },
    { "cors answer", "POST /echo HTTP/1.1\r\nHost: x\r\nOrigin: https://shop.example\r\n"
      "Content-Length: 2\r\n\r\nhi", 200, NULL,
      "Access-Control-Allow-Origin: https://shop.example" },
    { "options without cors", "OPTIONS /hello HTTP/1.1\r\nHost: x\r\nOrigin: https://a\r\n\r\n",
      204, NULL, "Allow: GET, HEAD, OPTIONS" },
    { "broken gzip", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\n"
      "Content-Length: 5\r\n\r\nhello", 400, "not valid gzip", NULL },
    { "body of a get", "GET /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 200,
      NULL, NULL },
};

static void test_table(void **state) {
    struct http_server *s = start(0);
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        const struct table_case *c = &table[i];
        struct client cl = client_of(dial(s));
        struct answer a;
        size_t taken = 0;
        assert_true(send_all(cl.fd, c->request, strlen(c->request)));
        if (!read_answer(&cl, &a, false, &taken))
            fail_msg("%s: no answer", c->name);
        if (a.status != c->status)
            fail_msg("%s: %d, not %d: %.*s", c->name, a.status, c->status, STR_FMT(a.body));
        if (c->in_body && !holds(a.body, c->in_body))
            fail_msg("%s: \"%s\" is not in %.*s", c->name, c->in_body, STR_FMT(a.body));
        if (c->in_head && !holds(a.head, c->in_head))
            fail_msg("%s: \"%s\" is not in %.*s", c->name, c->in_head, STR_FMT(a.head));
        client_close(&cl);
    }
    wait_count(s, 0);
    stop(s);
}

static void test_keep_alive_and_pipeline(void **state) {
    static const char three[] =
        "POST /park HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na"
        "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
        "POST /park HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
    static const char *const want[] = { "{\"parked\":1}", "GET /hello 0 |", "{\"parked\":3}" };
    struct http_server *s = start(0);
    struct client c = client_of(dial(s));
    size_t taken = 0;
    for (int round = 0; round < 20; round++) {
        struct answer a;
        assert_true(send_all(c.fd, three, sizeof(three) - 1));
        for (int i = 0; i < 3; i++) {
            assert_true(read_answer(&c, &a, false, &taken));
            assert_int_equal(a.status, 200);
            if (!str_is(a.body, want[i]))
                fail_msg("answer %d: \"%.*s\", not \"%s\"", i, STR_FMT(a.body), want[i]);
        }
    }
    struct http_stats st;
    http_stats(s, &st);
    assert_int_equal(st.accepted, 1);
    client_close(&c);
    wait_count(s, 0);
    stop(s);
}

static void test_head_has_no_body(void **state) {
    struct http_server *s = start(0);
    struct client c = client_of(dial(s));
    struct answer a;
    size_t taken = 0;
    static const char two[] = "HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n"
                              "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
    assert_true(send_all(c.fd, two, sizeof(two) - 1));
    assert_true(read_answer(&c, &a, true, &taken));
    assert_int_equal(a.status, 200);
    assert_true(read_answer(&c, &a, false, &taken));
    assert_int_equal(a.status, 200);
    assert_true(holds(a.body, "GET /hello"));
    client_close(&c);
    stop(s);
}

/* A byte now and then does not keep a connection alive. */
static void trickle(struct http_server *s, const char *first, const char *drop) {
    int fd = dial(s);
    struct http_stats before, after;
    http_stats(s, &before);
    assert_true(send_all(fd, first, strlen(first)));
    bool ended = false;
    for (int i = 0; i < 400 && !ended; i++) {
        struct pollfd p = { .fd = fd, .events = POLLIN };
        char byte[256];
        ended = !send_all(fd, drop, 1) || (poll(&p, 1, 25) == 1 && recv(fd, byte, 256, 0) <= 0);
    }
    assert_true(ended);
    close(fd);
    wait_count(s, 0);
    http_stats(s, &after);
    assert_int_equal(after.cut_off, before.cut_off + 1);
}

static void test_slow_clients(void **state) {
    struct http_server *s = start(300);
    trickle(s, "GET /hello HTTP/1.1\r\nX-Slow: ", "a");
    trickle(s, "GET /he", "l");
    trickle(s, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n", "a");
    trickle(s, "POST /stream HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n", "a");
    /* silence */
    struct client c = client_of(dial(s));
    assert_false(more(&c));
    client_close(&c);
    stop(s);
}

static void test_half_closed(void **state) {
    static const char request[] = "POST /park HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na";
    struct http_server *s = start(0);
    struct client c = client_of(dial(s));
    struct answer a;
    size_t taken = 0;
    assert_true(send_all(c.fd, request, sizeof(request) - 1));
    shutdown(c.fd, SHUT_WR);
    assert_true(read_answer(&c, &a, false, &taken)); /* still answered */
    assert_int_equal(a.status, 200);
    assert_false(more(&c)); /* and then closed from the other side */
    client_close(&c);
    struct client cut[sizeof(request) - 1]; /* at any byte: nothing is left behind */
    for (size_t n = 0; n < sizeof(request) - 1; n++) {
        cut[n] = client_of(dial(s));
        assert_true(send_all(cut[n].fd, request, n));
        shutdown(cut[n].fd, SHUT_WR);
    }
    for (size_t n = 0; n < sizeof(request) - 1; n++) {
        while (more(&cut[n]))
            ;
        client_close(&cut[n]);
    }
    wait_count(s, 0);
    stop(s);
}

static void test_oversize(void **state) {
    struct http_server *s = start(0);
    struct answer a;
    size_t taken = 0;
    char *big = malloc(300000);
    memset(big, 'a', 300000);
    /* announced: refused, passed over, the connection lives on */
    struct client c = client_of(dial(s));
    static const char head[] = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n";
    assert_true(send_all(c.fd, head, sizeof(head) - 1) && send_all(c.fd, big, 300000));
    assert_true(read_answer(&c, &a, false, &taken));
    assert_int_equal(a.status, 413);
    static const char next[] = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
    assert_true(send_all(c.fd, next, sizeof(next) - 1));
    assert_true(read_answer(&c, &a, false, &taken));
    assert_int_equal(a.status, 200);
    client_close(&c);
    /* not announced */
    c = client_of(dial(s));
    taken = 0;
    static const char chunked[] = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked"
                                  "\r\n\r\n493e0\r\n"; /* 300,000 */
    assert_true(send_all(c.fd, chunked, sizeof(chunked) - 1) && send_all(c.fd, big, 300000) &&
                send_all(c.fd, "\r\n0\r\n\r\n", 7));
    assert_true(read_answer(&c, &a, false, &taken));
    assert_int_equal(a.status, 413);
    client_close(&c);
    /* header fields: our limit, then libmicrohttpd's */
    for (size_t n = 17000; n <= 170000; n *= 10) {
        c = client_of(dial(s));
        taken = 0;
        static const char field[] = "GET /hello HTTP/1.1\r\nHost: x\r\nX-Big: ";
        assert_true(send_all(c.fd, field, sizeof(field) - 1));
        (void)(send_all(c.fd, big, n) && send_all(c.fd, "\r\n\r\n", 4));
        if (read_answer(&c, &a, false, &taken) && a.status != 431)
            fail_msg("%zu bytes of header: %d, not 431", n, a.status);
        client_close(&c);
    }
    free(big);
    wait_count(s, 0);
    stop(s);
}

static void post(struct client *c, const char *path, const char *fields, struct str body) {
    char head[500];
    int n = snprintf(head, sizeof(head),
                     "POST %s HTTP/1.1\r\nHost: x\r\n%sContent-Length: %zu\r\n\r\n", path, fields,
                     body.n);
    (void)(send_all(c->fd, head, (size_t)n) && send_all(c->fd, body.s, body.n));
}

static void test_gzip(void **state) {
    struct http_server *s = start(0);
    struct deflater *d = deflater_new(9);
    struct inflater *f = inflater_new();
    struct buf zip, back;
    struct answer a;
    struct err err = ERR_INIT;
    buf_init(&zip, "test", 8 << 20);
    buf_init(&back, "test", 8 << 20);
    size_t big = 2 << 20, taken = 0;
    char *text = malloc(big);
    memset(text, 'z', big);
    struct client c = client_of(dial(s));
    assert_true(deflate_all(d, str_n(text, 50000), &zip));
    post(&c, "/echo", "Content-Encoding: gzip\r\n", buf_str(&zip));
    assert_true(read_answer(&c, &a, false, &taken));
    assert_int_equal(a.status, 200);
    assert_true(holds(a.body, "zzzz"));
    assert_int_equal(a.body.n, 50000 + strlen("POST /echo 0 |"));
    post(&c, "/echo", "Content-Encoding: gzip\r\n", str_n(zip.data, zip.len - 5)); /* cut */
    assert_true(read_answer(&c, &a, false, &taken));
    assert_int_equal(a.status, 400);
    assert_true(holds(a.body, "cut short"));
    assert_true(deflate_all(d, str_n(text, big), &zip)); /* inflates past the route's limit */
    post(&c, "/echo", "Content-Encoding: gzip\r\n", buf_str(&zip));
    assert_true(read_answer(&c, &a, false, &taken));
    assert_int_equal(a.status, 413);
    post(&c, "/stream", "Content-Encoding: gzip\r\n", buf_str(&zip)); /* past the ratio */
    assert_true(read_answer(&c, &a, false, &taken));
    assert_int_equal(a.status, 413);
    static const char want[] = "GET /people HTTP/1.1\r\nHost: x\r\n" SK
                               "Accept-Encoding: gzip\r\n\r\n";
    assert_true(send_all(c.fd, want, sizeof(want) - 1));
    assert_true(read_answer(&c, &a, false, &taken));
    assert_true(holds(a.head, "Content-Encoding: gzip"));
    assert_int_equal(inflate_all(f, CODING_GZIP, a.body, 1 << 20, &back, &err), 0);
    assert_true(holds(buf_str(&back), "again and again"));
    client_close(&c);
    free(text);
    buf_release(&zip);
    buf_release(&back);
    deflater_free(d);
    inflater_free(f);
    wait_count(s, 0);
    stop(s);
}

/* ---- many at once ---- */

#define LOAD_THREADS 4
#define LOAD_CONNS 16
#define LOAD_ROUNDS 60

struct load { struct http_server *s; pthread_t thread; int good; };

static void *load_main(void *arg) {
    struct load *l = arg;
    struct client c[LOAD_CONNS];
    size_t taken[LOAD_CONNS] = { 0 };
    char body[LOAD_CONNS];
    memset(body, 'b', sizeof(body));
    for (int i = 0; i < LOAD_CONNS; i++)
        c[i] = client_of(dial(l->s));
    for (int round = 0; round < LOAD_ROUNDS; round++) {
        for (int i = 0; i < LOAD_CONNS; i++)
            post(&c[i], "/park", "", str_n(body, (size_t)i));
        for (int i = 0; i < LOAD_CONNS; i++) {
            struct answer a;
            char want[40];
            snprintf(want, sizeof(want), "{\"parked\":%d}", i);
            if (read_answer(&c[i], &a, false, &taken[i]) && a.status == 200 &&
                str_is(a.body, want))
                l->good++;
        }
    }
    for (int i = 0; i < LOAD_CONNS; i++)
        client_close(&c[i]);
    return NULL;
}

static void test_park_under_load(void **state) {
    struct http_server *s = start(0);
    struct load l[LOAD_THREADS];
    int good = 0;
    for (int i = 0; i < LOAD_THREADS; i++) {
        l[i] = (struct load){ .s = s };
        assert_int_equal(pthread_create(&l[i].thread, NULL, load_main, &l[i]), 0);
    }
    for (int i = 0; i < LOAD_THREADS; i++) {
        pthread_join(l[i].thread, NULL);
        good += l[i].good;
    }
    int sent = LOAD_THREADS * LOAD_CONNS * LOAD_ROUNDS;
    assert_int_equal(good, sent);
    wait_count(s, 0);
    assert_int_equal(atomic_load(&gone_count), sent);
    struct buf b;
    char want[100];
    buf_init(&b, "test", 1 << 20);
    http_metrics(s, &b);
    snprintf(want, sizeof(want), "route=\"/park\",status=\"2xx\"} %d\n", sent);
    if (!holds(buf_str(&b), want))
        fail_msg("\"%s\" is not in %.*s", want, STR_FMT(buf_str(&b)));
    buf_release(&b);
    stop(s);
}

/* Elsewhere, so that the server numbers its own as it does without us in its process. */
static int dial_apart(struct http_server *s) {
    int low = dial(s), fd = fcntl(low, F_DUPFD_CLOEXEC, 500);
    close(low);
    return fd;
}

/* Each of the two threads has its share of those who come at once. */
static void test_dealt_out(void **state) {
    struct http_server *s = start(0);
    struct client c[DEALT];
    int thread[DEALT], same = 0;
    for (int i = 0; i < DEALT; i++)
        c[i] = client_of(dial_apart(s));
    for (int i = 0; i < DEALT; i++) {
        struct answer a;
        size_t taken = 0;
        assert_true(send_all(c[i].fd, GET_THREAD, sizeof GET_THREAD - 1));
        assert_true(read_answer(&c[i], &a, false, &taken));
        thread[i] = (int)strtol(a.body.s, NULL, 10);
        same += thread[i] == thread[0];
    }
    assert_in_range(same, DEALT / 4, DEALT * 3 / 4);
    for (int i = 0; i < DEALT; i++)
        client_close(&c[i]);
    stop(s);
}

/* Whoever comes when the house is full waits, and is let in when somebody leaves. */
static void test_full_house(void **state) {
    struct http_server *s = start_limited(0, 4);
    struct client c[6];
    struct http_stats st;
    for (int i = 0; i < 6; i++) {
        c[i] = client_of(dial(s));
        assert_true(send_all(c[i].fd, GET_THREAD, sizeof GET_THREAD - 1));
    }
    for (int i = 0; i < 6; i++) {
        struct answer a;
        size_t taken = 0;
        assert_true(read_answer(&c[i], &a, false, &taken));
        assert_int_equal(a.status, 200);
        http_stats(s, &st);
        assert_in_range(st.connections, 1, 4);
        client_close(&c[i]);
    }
    wait_count(s, 0);
    stop(s);
}

/* ---- streams ---- */

static void test_stream(void **state) {
    struct http_server *s = start(0);
    struct deflater *d = deflater_new(1);
    struct buf zip;
    size_t n = 3 << 20, taken = 0;
    char *text = malloc(n), want[100];
    uint64_t total = 0;
    uint32_t x = 7;
    buf_init(&zip, "test", 8 << 20);
    for (size_t i = 0; i < n; i++) {
        x = x * 1664525 + 1013904223;
        text[i] = (char)("abcdefgh"[x >> 29]);
        total += (uint8_t)text[i];
    }
    snprintf(want, sizeof(want), "{\"bytes\":%zu,\"total\":%llu}", n, (unsigned long long)total);
    struct client c = client_of(dial(s));
    struct answer a;
    assert_true(deflate_all(d, str_n(text, n), &zip));
    for (int round = 0; round < 4; round++) {
        bool zipped = round % 2;
        post(&c, "/stream", zipped ? "Content-Encoding: gzip\r\n" : "",
             zipped ? buf_str(&zip) : str_n(text, n));
        assert_true(read_answer(&c, &a, false, &taken));
        if (a.status != 200 || !str_is(a.body, want))
            fail_msg("round %d: %d %.*s, not %s", round, a.status, STR_FMT(a.body), want);
    }
    post(&c, "/stream", "", STR("")); /* empty: `last` all the same */
    assert_true(read_answer(&c, &a, false, &taken));
    assert_true(str_is(a.body, "{\"bytes\":0,\"total\":0}"));
    text[0] = '!'; /* refused at its first piece, the rest passed over */
    post(&c, "/stream", "", str_n(text, n));
    assert_true(read_answer(&c, &a, false, &taken));
    assert_int_equal(a.status, 400);
    assert_true(holds(a.body, "exclamation"));
    post(&c, "/stream", "Content-Encoding: gzip\r\n", str_n(zip.data, zip.len - 9));
    assert_true(read_answer(&c, &a, false, &taken));
    assert_int_equal(a.status, 400);
    client_close(&c);
    wait_count(s, 0);
    assert_int_equal(atomic_load(&gone_count), 7);
    free(text);
    buf_release(&zip);
    deflater_free(d);
    stop(s);
}

/* A client that vanishes in the middle: no `last`, but gone(). */
static void test_stream_vanishes(void **state) {
    struct http_server *s = start(0);
    for (int i = 1; i <= 10; i++) {
        int before = atomic_load(&piece_count);
        int fd = dial(s);
        static const char head[] = "POST /stream HTTP/1.1\r\nHost: x\r\n"
                                   "Content-Length: 100000\r\n\r\nabc";
        assert_true(send_all(fd, head, sizeof(head) - 1));
        for (int w = 0; atomic_load(&piece_count) == before && w < WAIT_MS; w++)
            poll(NULL, 0, 1);
        close(fd);
        wait_count(s, 0);
        assert_int_equal(atomic_load(&gone_count), i);
    }
    stop(s);
}

/* While the handler is parked the server does not read on. */
static void test_backpressure(void **state) {
    struct http_server *s = start(0);
    hold_jobs(true);
    struct client c = client_of(dial(s));
    struct pollfd p = { .fd = c.fd, .events = POLLOUT };
    size_t n = (size_t)64 << 20, sent = 0, taken = 0;
    char head[100], chunk[65536];
    struct answer a;
    memset(chunk, 'a', sizeof(chunk));
    int k = snprintf(head, sizeof(head),
                     "POST /stream HTTP/1.1\r\nHost: x\r\nContent-Length: %zu\r\n\r\n", n);
    assert_true(send_all(c.fd, head, (size_t)k));
    while (sent < n && poll(&p, 1, 300) == 1) {
        ssize_t done = send(c.fd, chunk, sizeof(chunk), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (done > 0)
            sent += (size_t)done;
    }
    if (sent > n / 2)
        fail_msg("%zu bytes were taken while nobody looked at them", sent);
    hold_jobs(false);
    while (sent < n) {
        size_t m = n - sent < sizeof(chunk) ? n - sent : sizeof(chunk);
        assert_true(send_all(c.fd, chunk, m));
        sent += m;
    }
    assert_true(read_answer(&c, &a, false, &taken));
    assert_int_equal(a.status, 200);
    assert_true(holds(a.body, "{\"bytes\":67108864,"));
    client_close(&c);
    stop(s);
}

/* ---- stop ---- */

static struct client parked_client(struct http_server *s) {
    struct http_stats st = { 0 };
    struct client c = client_of(dial(s));
    post(&c, "/park", "", STR("abcd"));
    for (int i = 0; st.in_flight == 0 && i < WAIT_MS; i++) {
        poll(NULL, 0, 1);
        http_stats(s, &st);
    }
    assert_int_equal(st.in_flight, 1);
    return c;
}

/* Send a GET for the pieces and read up to the end of the chunks, or of the connection. */
static bool read_pieces(struct client *c, const char *query, int chunks) {
    char head[100];
    int n = snprintf(head, sizeof head, "GET /pieces%s HTTP/1.1\r\nHost: x\r\n\r\n", query);
    assert_true(send_all(c->fd, head, (size_t)n));
    buf_reset(&c->in);
    for (;;) {
        struct str s = buf_str(&c->in);
        int seen = 0;
        for (size_t i = 0; i < s.n; i++)
            seen += s.s[i] == '<' || str_starts(str_n(s.s + i, s.n - i), STR("{\"parked\""));
        if (s.n > 7 && memcmp(s.s + s.n - 7, "\r\n0\r\n\r\n", 7) == 0) {
            assert_int_equal(seen, chunks);
            return true;
        }
        if (!more(c)) {
            assert_int_equal(seen, chunks);
            return false;
        }
    }
}

static void test_pieces(void **state) {
    struct http_server *s = start(0);
    struct client c = client_of(dial(s));
    for (int i = 0; i < 3; i++) /* the connection is kept */
        assert_true(read_pieces(&c, "", 10));
    assert_true(holds(buf_str(&c.in), "chunked"));
    assert_false(read_pieces(&c, "?fail=1", 7));
    client_close(&c);
    struct client d = client_of(dial(s)), e = client_of(dial(s));
    hold_jobs(true);
    static const char ask[] = "GET /pieces HTTP/1.1\r\nHost: x\r\n\r\n";
    assert_true(send_all(d.fd, ask, sizeof ask - 1));
    wait_job();
    client_close(&d); /* goes away in the middle */
    hold_jobs(false);
    for (int i = 0; i < WAIT_MS && atomic_load(&gone_count) < 5; i++)
        poll(NULL, 0, 1);
    assert_int_equal(atomic_load(&gone_count), 5);
    hold_jobs(true);
    assert_true(send_all(e.fd, ask, sizeof ask - 1));
    wait_job();
    http_stop(s, 50); /* stops in the middle */
    while (more(&e))
        ;
    client_close(&e);
    hold_jobs(false);
    end_jobs();
    assert_int_equal(atomic_load(&gone_count), 6);
}

static void *release_later(void *arg) {
    poll(NULL, 0, 100);
    hold_jobs(false);
    return NULL;
}

static void test_stop_answers(void **state) {
    struct http_server *s = start(0);
    pthread_t t;
    struct answer a;
    size_t taken = 0;
    hold_jobs(true);
    struct client c = parked_client(s);
    assert_int_equal(pthread_create(&t, NULL, release_later, NULL), 0);
    http_stop(s, WAIT_MS);
    pthread_join(t, NULL);
    assert_true(read_answer(&c, &a, false, &taken));
    assert_int_equal(a.status, 200);
    assert_true(str_is(a.body, "{\"parked\":4}"));
    assert_true(holds(a.head, "Connection: close"));
    assert_false(more(&c));
    client_close(&c);
    end_jobs();
}

/* What is not resumed in time is cut off; resuming it later is harmless. */
static void test_stop_abandons(void **state) {
    struct http_server *s = start(0);
    hold_jobs(true);
    struct client c = parked_client(s);
    wait_job();
    http_stop(s, 50);
    assert_false(more(&c));
    client_close(&c);
    assert_int_equal(atomic_load(&gone_count), 0);
    hold_jobs(false);
    end_jobs();
    assert_int_equal(atomic_load(&gone_count), 1);
}

static void test_refused_config(void **state) {
    static const struct { const char *listen, *part; } cases[] = {
        { "127.0.0.1", "no port" }, { "192.0.2.1:1", "cannot listen" },
        { "127.0.0.1:notaport", "listen address" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct http_config cfg = { .clock = &test_clock, .listen = cases[i].listen };
        struct http_server *s = NULL;
        struct err err = ERR_INIT;
        assert_int_equal(http_start(&cfg, &s, &err), -1);
        if (!strstr(err.msg, cases[i].part))
            fail_msg("%s: \"%s\" does not say \"%s\"", cases[i].listen, err.msg, cases[i].part);
    }
}

int main(void) {
    clock_init_real(&test_clock);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_keep_alive_and_pipeline),
        cmocka_unit_test(test_head_has_no_body),
        cmocka_unit_test(test_slow_clients),
        cmocka_unit_test(test_half_closed),
        cmocka_unit_test(test_oversize),
        cmocka_unit_test(test_gzip),
        cmocka_unit_test(test_park_under_load),
        cmocka_unit_test(test_dealt_out),
        cmocka_unit_test(test_full_house),
        cmocka_unit_test(test_stream),
        cmocka_unit_test(test_stream_vanishes),
        cmocka_unit_test(test_backpressure),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_stop_answers),
        cmocka_unit_test(test_stop_abandons),
        cmocka_unit_test(test_refused_config),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
