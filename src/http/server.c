/* server.c - the daemon's life: listening, connections, slow clients, graceful stop.
 *
 * THEORY      libmicrohttpd runs cfg.threads epoll loops; a thread of ours accepts and deals
 *             connections out to them.  It calls on_request() when the head is there, for each
 *             piece of the body, when the body is complete, and again after each resume; the
 *             request's phase says which.  Its own time-out covers silence only, so that a
 *             client which sends a byte now and then would live for ever:
 *             each connection therefore has a deadline, which one sweeper thread enforces by
 *             shutdown(2).
 * INVARIANTS  (1) A struct conn lives from libmicrohttpd's "started" to its "closed", and its
 *                 fd is open all that time; the sweeper looks at it under conn_lock.
 *             (2) MHD_stop_daemon() is called only when no request is parked.
 * LIMITS      connections_max, per_ip_max, timeout_ms, header_bytes_max of the config.
 * THREADS     cfg.threads of libmicrohttpd, one acceptor, one sweeper; start and stop from one
 *             thread. */
#define _GNU_SOURCE /* accept4() */
#include "http/http_internal.h"

#include "base/check.h"
#include "base/hash.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Of libmicrohttpd: head and read buffer.  It clears all of it for every request. */
#define CONNECTION_MEMORY (32u << 10)
#define TLS_FILE_MAX (1u << 20)
/* libmicrohttpd divides its limit by its threads, and counts a connection a little longer than we
 * do: ours is kept by the acceptor, and this lets any thread have all of them. */
#define SPARE 64
#define ACCEPT_PAUSE_NS 10000000 /* while nothing more can be taken */
#define ACCEPT_SILENT_NS 60000000000ll /* between two complaints of that */

/* ---- callbacks of libmicrohttpd ---- */

static enum MHD_Result on_head(struct request *q, const char *method) {
    const struct http_server *s = q->pub.server;
    conn_wait(q, true, q->start_ns + (int64_t)s->cfg.timeout_ms * 1000000);
    if (head_check(q, method) == 0) {
        q->phase = PHASE_BODY;
        return MHD_YES;
    }
    q->phase = PHASE_REFUSED;
    /* A client that waits for "100 Continue" has not sent its body, and a huge one is not
     * worth reading: answer now, which closes the connection. */
    bool waits = http_header(&q->pub, "Expect").n != 0;
    if ((waits && (q->body_announced || q->chunked)) || q->body_announced > DRAIN_MAX)
        return request_answer(q);
    return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *size, void **req_cls) {
    struct request *q = *req_cls;
    if (!q)
        return MHD_NO;
    int state = atomic_load_explicit(&q->state, memory_order_acquire);
    if (state == REQ_ABANDONED || state == REQ_LATE)
        return MHD_NO;
    /* With more chunks at hand libmicrohttpd calls once more after the suspension. */
    if (state == REQ_PARKED)
        return MHD_YES;
    if (state == REQ_RESUMED) {
        q->parked_ns += server_mono(q->pub.server) - q->park_began_ns;
        atomic_store_explicit(&q->state, REQ_RUNNING, memory_order_relaxed);
    }
    switch (q->phase) {
    case PHASE_HEAD:
        return on_head(q, method);
    case PHASE_BODY:
        if (*size)
            return body_take(q, data, size);
        body_end(q);
        return request_running(q) ? request_answer(q) : MHD_YES;
    case PHASE_REFUSED:
        if (*size)
            return body_take(q, data, size);
        return request_answer(q);
    case PHASE_HANDLER:
        if (q->again)
            body_handle(q);
        return request_running(q) ? request_answer(q) : MHD_YES;
    case PHASE_ANSWERED:
        return MHD_YES;
    }
    return MHD_NO;
}

static void *on_uri(void *cls, const char *uri, struct MHD_Connection *mhd) {
    return request_take(cls, mhd, uri);
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **req_cls,
                         enum MHD_RequestTerminationCode why) {
    struct request *q = *req_cls;
    *req_cls = NULL;
    if (q)
        request_done(q);
}

static void conn_started(struct http_server *s, struct MHD_Connection *mhd, void **ctx) {
    const union MHD_ConnectionInfo *ci =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct conn *c = calloc(1, sizeof(*c));
    CHECK(c && ci);
    c->server = s;
    c->fd = ci->connect_fd;
    atomic_init(&c->deadline_ns, server_mono(s) + (int64_t)s->cfg.timeout_ms * 1000000);
    atomic_init(&c->reading, true);
    pthread_mutex_lock(&s->conn_lock);
    c->next = s->conns;
    if (s->conns)
        s->conns->prev = c;
    s->conns = c;
    pthread_mutex_unlock(&s->conn_lock);
    *ctx = c;
}

static void conn_closed(struct http_server *s, void **ctx) {
    struct conn *c = *ctx;
    if (!c)
        return;
    pthread_mutex_lock(&s->conn_lock);
    if (c->prev)
        c->prev->next = c->next;
    else
        s->conns = c->next;
    if (c->next)
        c->next->prev = c->prev;
    pthread_mutex_unlock(&s->conn_lock);
    atomic_fetch_sub_explicit(&s->open, 1, memory_order_relaxed);
    free(c);
    *ctx = NULL;
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **ctx,
                          enum MHD_ConnectionNotificationCode what) {
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        conn_started(cls, mhd, ctx);
    else
        conn_closed(cls, ctx);
}

/* Escapes are left as they are: the room decodes for itself, after splitting. */
static size_t on_unescape(void *cls, struct MHD_Connection *mhd, char *s) {
    return strlen(s);
}

static void on_log(void *cls, const char *fmt, va_list args) {
    struct http_server *s = cls;
    char line[512];
    if (!s->cfg.log)
        return;
    vsnprintf(line, sizeof(line), fmt, args);
    line[strcspn(line, "\r\n")] = '\0';
    if (strncmp(line, "Failed to send the chunked", 26) == 0)
        return; /* a client left a stream, as each browser does that watches */
    s->cfg.log(s->cfg.app, line);
}

/* ---- slow clients ---- */

/* The client has sent its last byte while we wait for more.  libmicrohttpd takes edge-triggered
 * events and misses an end that arrives together with data.  Twice in a row: it may be about
 * to work on what it has just read. */
static bool has_ended(struct conn *c) {
    char byte;
    if (atomic_load_explicit(&c->reading, memory_order_relaxed) &&
        recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
        c->ended++;
    else
        c->ended = 0;
    return c->ended == 2;
}

static void sweep(struct http_server *s) {
    int64_t now = server_mono(s);
    pthread_mutex_lock(&s->conn_lock);
    for (struct conn *c = s->conns; c; c = c->next) {
        int64_t deadline = atomic_load_explicit(&c->deadline_ns, memory_order_relaxed);
        if (has_ended(c)) {
            shutdown(c->fd, SHUT_RDWR);
            continue;
        }
        if (deadline == 0 || now < deadline)
            continue;
        atomic_store_explicit(&c->deadline_ns, 0, memory_order_relaxed);
        atomic_fetch_add_explicit(&s->cut_off, 1, memory_order_relaxed);
        shutdown(c->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&s->conn_lock);
}

static void *sweeper_main(void *arg) {
    struct http_server *s = arg;
    int every_ms = (int)(s->cfg.timeout_ms / 4);
    every_ms = every_ms > 1000 ? 1000 : every_ms < 20 ? 20 : every_ms;
    struct pollfd p = { .fd = s->sweep_fd, .events = POLLIN };
    while (poll(&p, 1, every_ms) <= 0) /* readable: http_stop() */
        sweep(s);
    return NULL;
}

/* ---- new connections ---- */

/* No descriptor or memory is left: said once a minute. */
static void tell_of_accept(struct http_server *s, int why) {
    char line[120];
    int64_t now = server_mono(s);
    if (!s->cfg.log || now < s->accept_silent_ns)
        return;
    s->accept_silent_ns = now + ACCEPT_SILENT_NS;
    snprintf(line, sizeof(line), "connections cannot be taken: %s", strerror(why));
    s->cfg.log(s->cfg.app, line);
}

static void deal_out(struct http_server *s, int fd, const struct sockaddr *addr, socklen_t n) {
    atomic_fetch_add_explicit(&s->open, 1, memory_order_relaxed);
    if (MHD_add_connection(s->daemon, fd, addr, n) == MHD_YES)
        atomic_fetch_add_explicit(&s->accepted, 1, memory_order_relaxed);
    else /* too many of this address */
        atomic_fetch_sub_explicit(&s->open, 1, memory_order_relaxed);
}

/* libmicrohttpd gives a connection to a thread by its descriptor's number, so all get their share.
 * Where its threads accept by themselves, the first to wake takes all that wait, and one of them
 * does the work of two. */
static void accept_all(struct http_server *s) {
    errno = 0;
    while (atomic_load(&s->open) < s->cfg.connections_max) { /* else they wait where they are */
        struct sockaddr_storage addr;
        socklen_t n = sizeof(addr);
        int fd = accept4(s->listen_fd, (struct sockaddr *)&addr, &n, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd >= 0)
            deal_out(s, fd, (struct sockaddr *)&addr, n);
        else if (errno != EINTR && errno != ECONNABORTED)
            break;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        return;
    if (errno && !atomic_load(&s->stopping)) /* else as many are open as may be */
        tell_of_accept(s, errno);
    nanosleep(&(struct timespec){ 0, ACCEPT_PAUSE_NS }, NULL);
}

static void *acceptor_main(void *arg) {
    struct http_server *s = arg;
    struct pollfd p = { .fd = s->listen_fd, .events = POLLIN }; /* http_stop() shuts it down */
    while (poll(&p, 1, -1) <= 0 || !atomic_load(&s->stopping))
        accept_all(s);
    return NULL;
}

/* ---- start ---- */

static int split_listen(const char *listen, char *host, size_t host_size, const char **ret_port,
                        struct err *err) {
    const char *colon = strrchr(listen, ':');
    if (!colon)
        return err_set(err, E_INVALID, "listen address \"%.80s\" has no port", listen);
    const char *from = listen, *to = colon;
    if (to > from + 1 && *from == '[' && to[-1] == ']') {
        from++;
        to--;
    }
    if ((size_t)(to - from) >= host_size)
        return err_set(err, E_INVALID, "listen address is too long");
    memcpy(host, from, (size_t)(to - from));
    host[to - from] = '\0';
    *ret_port = colon + 1;
    return 0;
}

static int try_listen(const struct addrinfo *a) {
    int fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1, off = 0;
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (a->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
    if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0)
        return fd;
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

static int open_listener(struct http_server *s, struct err *err) {
    char host[128];
    const char *port = NULL;
    struct addrinfo *list = NULL, hints = { .ai_family = AF_UNSPEC,
                                            .ai_socktype = SOCK_STREAM,
                                            .ai_flags = AI_PASSIVE };
    if (split_listen(s->cfg.listen, host, sizeof(host), &port, err))
        return -1;
    int rc = getaddrinfo(host[0] ? host : NULL, port, &hints, &list);
    if (rc)
        return err_set(err, E_INVALID, "listen address \"%.80s\": %s", s->cfg.listen,
                       gai_strerror(rc));
    for (const struct addrinfo *a = list; a && s->listen_fd < 0; a = a->ai_next)
        s->listen_fd = try_listen(a);
    freeaddrinfo(list);
    if (s->listen_fd < 0)
        return err_set(err, E_UNAVAILABLE, "cannot listen on %.80s: %s", s->cfg.listen,
                       strerror(errno));
    struct sockaddr_storage addr;
    socklen_t n = sizeof(addr);
    if (getsockname(s->listen_fd, (struct sockaddr *)&addr, &n))
        return err_set(err, E_INTERNAL, "getsockname: %s", strerror(errno));
    const void *p = &addr;
    s->port = ntohs(addr.ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)p)->sin6_port
                                               : ((const struct sockaddr_in *)p)->sin_port);
    return 0;
}

static int read_pem(const char *path, char **ret, struct err *err) {
    FILE *f = fopen(path, "rb");
    if (!f)
        return err_set(err, E_INVALID, "cannot read %.100s: %s", path, strerror(errno));
    struct buf b;
    buf_init(&b, "TLS file", TLS_FILE_MAX);
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
        buf_put(&b, chunk, n);
    bool bad = ferror(f) || b.full || b.len == 0;
    fclose(f);
    buf_putc(&b, '\0');
    size_t n;
    *ret = buf_take(&b, &n);
    buf_release(&b);
    return bad ? err_set(err, E_INVALID, "cannot read %.100s", path) : 0;
}

static int load_tls(struct http_server *s, struct err *err) {
    const struct http_config *c = &s->cfg;
    if (!c->tls_cert && !c->tls_key)
        return 0;
    if (!c->tls_cert || !c->tls_key)
        return err_set(err, E_INVALID, "certificate and key go together");
    if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES)
        return err_set(err, E_INVALID, "this libmicrohttpd is built without TLS");
    if (read_pem(c->tls_cert, &s->tls_cert, err))
        return -1;
    return read_pem(c->tls_key, &s->tls_key, err);
}

/* Each connection is a descriptor; a few hundred are for everything else. */
static void raise_files(uint32_t connections) {
    struct rlimit r;
    rlim_t need = (rlim_t)connections + 512;
    if (getrlimit(RLIMIT_NOFILE, &r) || r.rlim_cur >= need)
        return;
    r.rlim_cur = r.rlim_max < need ? r.rlim_max : need;
    (void)setrlimit(RLIMIT_NOFILE, &r);
}

static int start_daemon(struct http_server *s, struct err *err) {
    const struct http_config *c = &s->cfg;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                     MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG | (s->tls_cert ? MHD_USE_TLS : 0);
    struct MHD_OptionItem tls[] = {
        { MHD_OPTION_HTTPS_MEM_CERT, 0, s->tls_cert },
        { MHD_OPTION_HTTPS_MEM_KEY, 0, s->tls_key },
        { MHD_OPTION_END, 0, NULL },
    };
    struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };
    s->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER, on_log, (void *)s,
        MHD_OPTION_THREAD_POOL_SIZE, c->threads > 1 ? c->threads : 0u,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)(c->connections_max + SPARE) * c->threads,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)c->per_ip_max,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)((c->timeout_ms + 999) / 1000),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)(CONNECTION_MEMORY / 4),
        MHD_OPTION_URI_LOG_CALLBACK, on_uri, (void *)s, MHD_OPTION_NOTIFY_COMPLETED,
        on_completed, (void *)s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, (void *)s,
        MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, (void *)s, MHD_OPTION_ARRAY,
        s->tls_cert ? tls : none, MHD_OPTION_END);
    if (!s->daemon)
        return err_set(err, E_INTERNAL, "libmicrohttpd does not start");
    return 0;
}

static void defaults(struct http_config *c) {
    if (!c->threads)
        c->threads = 2;
    if (!c->connections_max)
        c->connections_max = 4096;
    if (!c->timeout_ms)
        c->timeout_ms = 30000;
    if (!c->keep_alive_ms)
        c->keep_alive_ms = 75000;
    if (!c->header_bytes_max)
        c->header_bytes_max = 16384;
    if (!c->listen)
        c->listen = "127.0.0.1:8080";
}

/* One route more for all of the site: "/" is found by the router, the rest by head.c. */
static void add_site(struct http_server *s) {
    uint32_t n = s->cfg.n_routes;
    if (!s->cfg.site)
        return;
    s->own_routes = calloc(n + 1, sizeof(*s->own_routes));
    CHECK(s->own_routes);
    memcpy(s->own_routes, s->cfg.routes, n * sizeof(*s->own_routes));
    s->own_routes[n] = (struct route){ .method = "GET", .pattern = "/", .id = "site",
                                       .handle = site_answer, .key = ROUTE_KEY_NONE,
                                       .flags = ROUTE_RAW };
    s->cfg.routes = s->own_routes;
    s->cfg.n_routes = n + 1;
}

static void server_free(struct http_server *s) {
    if (s->listen_fd >= 0)
        close(s->listen_fd);
    router_free(s->router);
    rules_free(s->rules, &s->cfg);
    free(s->own_routes);
    free(s->tls_cert);
    free(s->tls_key);
    pthread_mutex_destroy(&s->conn_lock);
    pthread_mutex_destroy(&s->requests_lock);
    close(s->sweep_fd);
    free(s);
}

int http_start(const struct http_config *cfg, struct http_server **ret, struct err *err) {
    struct http_server *s = calloc(1, sizeof(*s));
    CHECK(s && cfg->clock);
    s->cfg = *cfg;
    defaults(&s->cfg);
    add_site(s);
    s->listen_fd = -1;
    hash_random(&s->boot, sizeof(s->boot));
    pthread_mutex_init(&s->conn_lock, NULL);
    pthread_mutex_init(&s->requests_lock, NULL);
    s->sweep_fd = eventfd(0, EFD_CLOEXEC);
    CHECK(s->sweep_fd >= 0);
    raise_files(s->cfg.connections_max);
    if (router_new(s->cfg.routes, s->cfg.n_routes, &s->router, err) ||
        rules_new(&s->cfg, &s->rules, err) || load_tls(s, err) || open_listener(s, err) ||
        start_daemon(s, err)) {
        server_free(s);
        return -1;
    }
    int rc = pthread_create(&s->sweeper, NULL, sweeper_main, s) ||
             pthread_create(&s->acceptor, NULL, acceptor_main, s);
    CHECK(rc == 0);
    *ret = s;
    return 0;
}

uint16_t http_port(const struct http_server *s) {
    return s->port;
}

/* ---- stop ---- */

static void wait_idle(struct http_server *s, int64_t ms) {
    for (int64_t waited = 0; waited < ms; waited += 2) {
        if (atomic_load_explicit(&s->in_flight, memory_order_acquire) == 0)
            return;
        nanosleep(&(struct timespec){ 0, 2000000 }, NULL);
    }
}

static void abandon_parked(struct http_server *s) {
    pthread_mutex_lock(&s->requests_lock);
    for (struct request *q = s->requests, *next; q; q = next) {
        next = q->all_next;
        if (request_abandon(q)) /* its connection's thread frees it at the earliest, later */
            MHD_resume_connection(q->mhd);
    }
    pthread_mutex_unlock(&s->requests_lock);
}

void http_stop(struct http_server *s, uint32_t grace_ms) {
    if (!s)
        return;
    atomic_store(&s->stopping, true);
    shutdown(s->listen_fd, SHUT_RDWR); /* who connects from now on is refused at once */
    pthread_join(s->acceptor, NULL);
    wait_idle(s, grace_ms);
    abandon_parked(s);
    MHD_stop_daemon(s->daemon);
    eventfd_write(s->sweep_fd, 1);
    pthread_join(s->sweeper, NULL);
    http_thread_end();
    server_free(s);
}

/* ---- from outside ---- */

void http_stats(struct http_server *s, struct http_stats *ret) {
    ret->connections = atomic_load_explicit(&s->open, memory_order_relaxed);
    ret->accepted = atomic_load_explicit(&s->accepted, memory_order_relaxed);
    ret->in_flight = atomic_load_explicit(&s->in_flight, memory_order_relaxed);
    ret->cut_off = atomic_load_explicit(&s->cut_off, memory_order_relaxed);
}

void http_metrics(struct http_server *s, struct buf *out) {
    struct http_stats st;
    http_stats(s, &st);
    for (int histogram = 0; histogram < 2; histogram++) {
        buf_puts(out, histogram ? "# HELP musubi_http_request_seconds From request line to "
                                  "answer.\n# TYPE musubi_http_request_seconds histogram\n"
                                : "# HELP musubi_http_requests_total Requests answered.\n"
                                  "# TYPE musubi_http_requests_total counter\n");
        for (uint32_t i = 0; i < s->cfg.n_routes; i++)
            route_metrics_write(&s->rules[i].metrics, s->cfg.routes[i].method,
                                s->cfg.routes[i].pattern, histogram, out);
        route_metrics_write(&s->unrouted, "", "", histogram, out);
    }
    const struct { const char *name, *type, *help; uint64_t value; } rows[] = {
        { "connections", "gauge", "Open connections.", st.connections },
        { "connections_total", "counter", "Connections since the start.", st.accepted },
        { "in_flight", "gauge", "Requests being worked on.", st.in_flight },
        { "cut_off_total", "counter", "Connections of clients that were too slow.", st.cut_off },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        buf_printf(out,
                   "# HELP musubi_http_%s %s\n# TYPE musubi_http_%s %s\n"
                   "musubi_http_%s %llu\n",
                   rows[i].name, rows[i].help, rows[i].name, rows[i].type, rows[i].name,
                   (unsigned long long)rows[i].value);
}
