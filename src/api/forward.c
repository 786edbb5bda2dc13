/* forward.c - a follower passes changes on to the writer.
 *
 * THEORY      Whatever changes something is carried out by the node that holds the lease.  A
 *             request of that kind that reaches a follower is parked; one thread sends it to
 *             the writer as it came (its key included: the writer checks it again) and gives
 *             the writer's answer back.  While there is no writer, or it cannot be reached,
 *             the request is held for up to HOLD_MS: a takeover or a restart takes less.  When
 *             this node has become the writer itself meanwhile, it carries the request out.
 *             The head of a request passed on says for whom (the client's address), and proves
 *             by an HMAC with the nodes' common secret that a node says so.
 * INVARIANTS  (1) A request is sent again only if it was certainly not carried out (no
 *                 connection, nothing sent, the other side says that it is no writer), or if
 *                 an Idempotency-Key makes the repetition harmless.  Else the client is told
 *                 503 and repeats it itself: messages carry a messageId for that.
 *             (2) What was passed on once is not passed on again: two followers that take each
 *                 other for the writer send nothing in a circle.
 *             (3) libcurl resends by itself on a kept connection that dies; so a body can be
 *                 read once only, and what has no body gets a fresh connection.
 * LIMITS      HOLD_MS, ANSWER_S; bodies are those of parked requests, bounded by their routes.
 * THREADS     forward_before() and forward_client() on connection threads; the rest on its own. */
#include "api/forward_internal.h"

#include "api/api_audit.h"
#include "base/check.h"
#include "base/hash.h"
#include "http/metrics.h"

#include <stdio.h>
#include <stdlib.h>

#define HOLD_MS 10000      /* a request waits so long for a writer */
#define AGAIN_MS 25        /* between attempts */
#define CONNECT_MS 1000
#define ANSWER_S 60L
#define CONNECTIONS_MAX 64L
static int64_t now_ns(struct forward *f) { return clock_mono_ns(core_clock(f->core)); }

/* ---- the proof ---- */

static void mac(struct forward *f, struct http_req *r, struct str ip, char hex[65]) {
    struct buf b;
    uint8_t out[32];
    struct str target = http_target(r);
    buf_init(&b, "forward", target.n + ip.n + 256);
    buf_bytes(&b, str_of(r->method));
    buf_bytes(&b, target);
    buf_bytes(&b, ip);
    hash_hmac_sha256(str_n((const char *)f->secret, sizeof f->secret), buf_str(&b), out);
    hash_hex(out, sizeof out, hex);
    buf_release(&b);
}

/* The address in a head that a node of ours wrote; .s is NULL when it was not. */
static struct str proven(struct forward *f, struct http_req *r) {
    struct str none = { NULL, 0 }, h = http_header(r, HEADER);
    char want[65];
    if (h.n < 66 || h.s[h.n - 65] != ' ')
        return none;
    struct str ip = str_n(h.s, h.n - 65);
    mac(f, r, ip, want);
    uint8_t differ = 0;
    for (size_t i = 0; i < 64; i++)
        differ |= (uint8_t)(want[i] ^ h.s[h.n - 64 + i]);
    return differ ? none : ip;
}

struct str forward_client(struct forward *f, struct http_req *r) {
    struct str ip = proven(f, r);
    return str_is(ip, "-") ? (struct str){ NULL, 0 } : ip;
}

/* ---- what is sent ---- */

/* Of this connection, or of the body as it was coded for it. */
static bool stays_here(const char *name) {
    static const char *const names[] = {
        "Host", "Content-Length", "Transfer-Encoding", "Content-Encoding", "Accept-Encoding",
        "Connection", "Keep-Alive", "Expect", "TE", "Trailer", "Upgrade", "Proxy-Authorization",
        "Proxy-Connection", HEADER, AUDIT_ONLY, REQUEST_ID
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(str_of(name), str_of(names[i])))
            return true;
    return false;
}

static void add_line(struct job *j, const char *line) {
    struct curl_slist *l = curl_slist_append(j->fields, line);
    CHECK(l);
    j->fields = l;
}

static void add_field(void *ctx, const char *name, const char *value) {
    struct job *j = ctx;
    if (!stays_here(name)) /* "Name;" is libcurl's way to say that it is empty */
        add_line(j, arena_printf(j->r->arena, *value ? "%s: %s" : "%s;", name, value));
}

static size_t body_read(char *to, size_t size, size_t n, void *ctx) {
    struct job *j = ctx;
    size_t left = j->r->body.n - j->sent, take = left < size * n ? left : size * n;
    memcpy(to, j->r->body.s + j->sent, take);
    j->sent += take;
    return take;
}

static int body_seek(void *ctx, curl_off_t at, int origin) { /* invariant 3 */
    struct job *j = ctx;
    return origin == SEEK_SET && at == 0 && j->sent == 0 ? CURL_SEEKFUNC_OK
                                                         : CURL_SEEKFUNC_FAIL;
}

/* ---- what comes back ---- */

static size_t answer_body(char *data, size_t size, size_t n, void *ctx) {
    struct job *j = ctx;
    buf_put(&j->out, data, size * n);
    return j->out.full ? 0 : size * n;
}

static bool comes_along(struct str name) {
    static const char *const names[] = {
        "Allow", "Cache-Control", "Content-Disposition", "Content-Type", "ETag",
        "Idempotency-Replayed", "Last-Modified", "Location", "Musubi-Seq", "Retry-After",
        "Set-Cookie", "WWW-Authenticate", "X-RateLimit-Reset"
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(name, str_of(names[i])))
            return true;
    return false;
}

static size_t answer_field(char *line, size_t size, size_t n, void *ctx) {
    struct job *j = ctx;
    struct str all = str_n(line, size * n);
    const char *colon = memchr(all.s, ':', all.n);
    if (!colon)
        return all.n;
    struct str name = str_n(all.s, (size_t)(colon - all.s));
    struct str value = str_trim(str_n(colon + 1, all.n - name.n - 1));
    if (str_eq_nocase(name, STR(NO_WRITER)))
        j->no_writer = true;
    else if (comes_along(name)) {
        buf_put_str(&j->fields_back, name);
        buf_putc(&j->fields_back, 0);
        buf_put_str(&j->fields_back, value);
        buf_putc(&j->fields_back, 0);
    }
    return all.n;
}

void job_answer(struct job *j, struct http_req *r) {
    r->status = (int)j->status;
    const char *at = j->fields_back.data, *end = at + j->fields_back.len;
    while (!j->fields_back.full && at < end) {
        const char *name = at, *value = name + strlen(name) + 1;
        at = value + strlen(value) + 1;
        if (str_eq_nocase(str_of(name), STR("Content-Type")))
            r->content_type = arena_dup(r->arena, value, strlen(value));
        else
            http_set_header(r, arena_dup(r->arena, name, strlen(name)), value);
    }
    buf_reset(&r->out);
    buf_put_str(&r->out, buf_str(&j->out));
}

/* A field of the answer's head. */
static struct str answers(const struct job *j, struct str want) {
    const char *at = j->fields_back.data, *end = at + j->fields_back.len;
    while (!j->fields_back.full && at < end) {
        const char *name = at, *value = name + strlen(name) + 1;
        at = value + strlen(value) + 1;
        if (str_eq_nocase(str_of(name), want))
            return str_of(value);
    }
    return (struct str){ NULL, 0 };
}

static bool number(struct str s, uint64_t *ret) {
    *ret = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] < '0' || s.s[i] > '9' || *ret > INT64_MAX / 10 - 1)
            return false;
        *ret = *ret * 10 + (uint64_t)(s.s[i] - '0');
    }
    return s.n > 0;
}

struct wait {
    struct command cmd; /* first */
    struct http_req *r;
};

static int wait_run(struct core *c, struct command *cmd, struct err *err) {
    (void)c;
    (void)cmd;
    (void)err;
    return 0;
}

static void caught_up(struct command *cmd, const struct err *err, uint64_t seq) {
    (void)err; /* it was done in any case */
    (void)seq;
    http_resume(((struct wait *)cmd)->r);
}

/* People see what they have just done, also at this node: the session that they began, the
 * name that they changed.  False: it need not or cannot be waited for. */
static bool catch_up(struct forward *f, struct http_req *r, uint64_t seq) {
    struct err err = ERR_INIT;
    struct core_stats st;
    core_stats(f->core, &st);
    if (seq <= st.seq)
        return false;
    struct wait *w = arena_zalloc(r->arena, sizeof *w);
    w->cmd = (struct command){ .name = "wait", .bytes = sizeof *w, .reads = true,
                               .min_seq = seq, .run = wait_run, .done = caught_up };
    w->r = r;
    return core_submit(f->core, &w->cmd, &err) == 0;
}

/* ---- the end of a job ---- */

void job_drop(struct job *j) {
    curl_slist_free_all(j->fields);
    buf_release(&j->out);
    buf_release(&j->fields_back);
}

static void refuse(struct forward *f, struct job *j, const char *what, const char *hint) {
    struct http_req *r = j->r;
    struct err err = ERR_INIT;
    err_set(&err, E_UNAVAILABLE, "%s", what);
    err_hint(&err, "%s", hint);
    atomic_fetch_add(&f->refused, 1);
    if (j->stream) {
        stream_over(f, j, &err);
        return;
    }
    r->status = 0;
    http_problem(r, &err);
    job_drop(j);
    http_resume(r);
}

static void hold(struct forward *f, struct job *j) {
    j->again_ns = now_ns(f) + AGAIN_MS * 1000000ll;
    j->next = f->held;
    f->held = j;
}

static void give_back(struct forward *f, struct job *j) {
    struct http_req *r = j->r;
    atomic_fetch_add(&f->passed, 1);
    if (j->stream) {
        stream_over(f, j, NULL);
        return;
    }
    uint64_t n;
    bool has_seq = number(answers(j, STR("Musubi-Seq")), &n);
    if (j->look && j->status == 204) {
        job_drop(j);
        api_audit_told(r, has_seq ? n : 0);
        return;
    }
    job_answer(j, r);
    bool own = r->who.kind == WHO_STAFF || answers(j, STR("Set-Cookie")).s;
    if (own && has_seq && catch_up(f, r, n)) {
        job_drop(j);
        return; /* resumed once it is here */
    }
    job_drop(j);
    http_resume(r);
}

void job_easy_end(struct forward *f, struct job *j) {
    curl_multi_remove_handle(f->multi, j->easy);
    curl_easy_cleanup(j->easy);
    j->easy = NULL;
    for (struct job **at = &f->running; *at; at = &(*at)->next)
        if (*at == j) {
            *at = j->next;
            break;
        }
}

/* Invariant 1. */
static void over(struct forward *f, struct job *j, CURLcode rc) {
    long request = 0;
    curl_easy_getinfo(j->easy, CURLINFO_RESPONSE_CODE, &j->status);
    curl_easy_getinfo(j->easy, CURLINFO_REQUEST_SIZE, &request);
    job_easy_end(f, j);
    bool sent = j->stream || j->r->body.n ? j->sent > 0 : request > 0;
    bool undone = rc == CURLE_COULDNT_CONNECT || rc == CURLE_COULDNT_RESOLVE_HOST ||
                  rc == CURLE_SSL_CONNECT_ERROR || !sent;
    if (rc == CURLE_OK && !j->no_writer) {
        give_back(f, j);
    } else if (j->stream && rc == CURLE_OK && sent) {
        refuse(f, j, "the writer changed meanwhile", "nothing was changed; send it again");
    } else if (rc == CURLE_OK || undone || j->sendable_twice) {
        atomic_fetch_add(&f->retried, 1);
        hold(f, j);
    } else {
        atomic_fetch_add(&f->unknown, 1);
        refuse(f, j, "the node that writes went away before it answered",
               "it may have been done: send it again, what carries an id is recognised");
    }
}

/* ---- starting one ---- */

static void set_up(struct job *j, const char *url) {
    struct http_req *r = j->r;
    struct str target = http_target(r);
    CURL *e = j->easy;
    curl_easy_setopt(e, CURLOPT_URL, arena_printf(r->arena, "%s%.*s", url, STR_FMT(target)));
    curl_easy_setopt(e, CURLOPT_PRIVATE, (void *)j);
    curl_easy_setopt(e, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(e, CURLOPT_PROXY, "");
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(e, CURLOPT_TIMEOUT, ANSWER_S);
    curl_easy_setopt(e, CURLOPT_HTTPHEADER, j->fields);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, answer_body);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, (void *)j);
    curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, answer_field);
    curl_easy_setopt(e, CURLOPT_HEADERDATA, (void *)j);
    if (j->stream) {
        stream_set_up(j);
    } else if (r->body.n) {
        curl_easy_setopt(e, CURLOPT_POST, 1L);
        curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.n);
        curl_easy_setopt(e, CURLOPT_READFUNCTION, body_read);
        curl_easy_setopt(e, CURLOPT_READDATA, (void *)j);
        curl_easy_setopt(e, CURLOPT_SEEKFUNCTION, body_seek);
        curl_easy_setopt(e, CURLOPT_SEEKDATA, (void *)j);
    } else {
        curl_easy_setopt(e, CURLOPT_FRESH_CONNECT, 1L);
        if (strcmp(r->method, "HEAD") == 0)
            curl_easy_setopt(e, CURLOPT_NOBODY, 1L);
    }
    curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, r->method);
}

/* True: it is no longer held. */
static bool start(struct forward *f, struct job *j, int64_t now) {
    struct core_lease l;
    core_lease(f->core, &l);
    if (l.role != CORE_FOLLOWER && j->stream) {
        refuse(f, j, "this node has only now become the one that writes",
               "nothing was changed; send it again");
        return true;
    }
    if (l.role != CORE_FOLLOWER) { /* it is for us to do now */
        struct http_req *r = j->r;
        job_drop(j);
        api_audit_look_parked(r);
        return true;
    }
    if (now > j->until_ns) {
        refuse(f, j, l.writer_url[0] ? "the node that writes cannot be reached"
                                     : "no node writes at the moment, or none that is reachable",
               "nothing was changed; try again shortly");
        return true;
    }
    if (!l.writer_url[0])
        return false;
    j->easy = curl_easy_init();
    CHECK(j->easy);
    j->epoch = l.epoch;
    j->sent = 0;
    j->no_writer = false;
    buf_reset(&j->out);
    buf_reset(&j->fields_back);
    set_up(j, l.writer_url);
    curl_multi_add_handle(f->multi, j->easy);
    j->next = f->running;
    f->running = j;
    return true;
}

static void start_held(struct forward *f) {
    int64_t now = now_ns(f);
    struct job *list = f->held;
    f->held = NULL;
    for (struct job *j = list, *next; j; j = next) {
        next = j->next;
        if (now >= j->again_ns && start(f, j, now))
            continue;
        if (now >= j->again_ns)
            j->again_ns = now + AGAIN_MS * 1000000ll;
        j->next = f->held;
        f->held = j;
    }
}

/* A frozen writer answers nobody: once another has its place, waiting is over. */
static void drop_overtaken(struct forward *f) {
    struct core_lease l;
    core_lease(f->core, &l);
    for (struct job *j = f->running, *next; j; j = next) {
        next = j->next;
        if (j->epoch != l.epoch)
            over(f, j, CURLE_OPERATION_TIMEDOUT);
    }
}

static void finished(struct forward *f) {
    int left;
    for (CURLMsg *m; (m = curl_multi_info_read(f->multi, &left));) {
        char *j = NULL;
        CURLcode rc = m->data.result;
        if (m->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &j);
        over(f, (struct job *)(void *)j, rc);
    }
}

static bool take(struct forward *f) {
    pthread_mutex_lock(&f->lock);
    struct job *list = f->inbox;
    f->inbox = NULL;
    bool on = !f->stopping;
    pthread_mutex_unlock(&f->lock);
    for (struct job *j = list, *next; j; j = next) {
        next = j->next;
        j->next = f->held;
        f->held = j;
    }
    return on;
}

static void *forward_main(void *arg) {
    struct forward *f = arg;
    while (take(f)) {
        int n;
        if (f->held)
            start_held(f);
        curl_multi_perform(f->multi, &n);
        finished(f);
        if (f->running)
            drop_overtaken(f);
        streams_turn(f);
        curl_multi_poll(f->multi, NULL, 0, f->held ? 5 : f->running ? 100 : 1000, NULL);
    }
    while (f->running)
        over(f, f->running, CURLE_OPERATION_TIMEDOUT);
    while (f->held) {
        struct job *j = f->held;
        f->held = j->next;
        refuse(f, j, "this node stops", "try again at another one");
    }
    return NULL;
}

/* ---- in front of the handlers ---- */

/* The request as it goes to the writer; NULL: it is answered. */
static struct job *job_new(struct forward *f, struct http_req *r, bool look) {
    struct err err = ERR_INIT;
    if (proven(f, r).s) { /* invariant 2 */
        http_set_header(r, NO_WRITER, "no");
        err_set(&err, E_UNAVAILABLE, "this node does not write");
        http_problem(r, &err);
        return NULL;
    }
    bool stream = r->route->flags & ROUTE_STREAM;
    struct job *j = stream ? stream_new(f, r) : arena_zalloc(r->arena, sizeof *j);
    struct str ip = http_client_ip(r), idem = http_header(r, "Idempotency-Key");
    char hex[65];
    j->r = r;
    j->look = look;
    bool known = r->who.kind == WHO_SECRET_KEY || r->who.kind == WHO_STAFF;
    j->sendable_twice = look ||
                        (!stream && idem.n && known && strcmp(r->method, "POST") == 0);
    j->until_ns = now_ns(f) + HOLD_MS * 1000000ll;
    buf_init(&j->out, "answer passed on", OUT_MAX);
    buf_init(&j->fields_back, "its head", 1u << 16);
    http_fields(r, add_field, j);
    if (!ip.n)
        ip = STR("-");
    mac(f, r, ip, hex);
    add_line(j, arena_printf(r->arena, HEADER ": %.*s %s", STR_FMT(ip), hex));
    add_line(j, arena_printf(r->arena, REQUEST_ID ": %s", r->request_id));
    if (look)
        add_line(j, AUDIT_ONLY ": only");
    add_line(j, "Expect:");
    if (!http_header(r, "Content-Type").n)
        add_line(j, "Content-Type:");
    if (!http_header(r, "Accept").n)
        add_line(j, "Accept:");
    return j;
}

static bool pass_on(struct forward *f, struct http_req *r) {
    struct job *j = job_new(f, r, false);
    if (!j)
        return true;
    if (j->stream)
        return false; /* its pieces come */
    http_park(r);
    forward_give(f, j);
    return true;
}

struct job *forward_look_new(struct forward *f, struct http_req *r) {
    return job_new(f, r, true);
}

void forward_look(struct forward *f, struct job *j) { forward_give(f, j); }

void forward_look_drop(struct job *j) { job_drop(j); }

struct str forward_request_id(struct forward *f, struct http_req *r, bool *ret_only) {
    struct str none = { NULL, 0 };
    *ret_only = false;
    if (!proven(f, r).s)
        return none;
    *ret_only = str_is(http_header(r, AUDIT_ONLY), "only");
    return http_header(r, REQUEST_ID);
}

void forward_give(struct forward *f, struct job *j) {
    pthread_mutex_lock(&f->lock);
    j->next = f->inbox;
    f->inbox = j;
    pthread_mutex_unlock(&f->lock);
    curl_multi_wakeup(f->multi);
}

static void wait_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct http_req *r = ((struct wait *)cmd)->r;
    (void)seq;
    if (!err) {
        http_again(r);
        return;
    }
    http_problem(r, err);
    http_resume(r);
}

int forward_seq(struct http_req *r, uint64_t *ret, struct err *err) {
    struct str text = http_header(r, "Musubi-Min-Seq");
    *ret = 0;
    return !text.s || number(text, ret)
               ? 0
               : err_set(err, E_INVALID, "Musubi-Min-Seq is not a number");
}

static bool is_here(struct forward *f, uint64_t seq) {
    struct core_stats st;
    core_stats(f->core, &st);
    return seq <= st.seq;
}

void forward_wait(struct forward *f, struct http_req *r, uint64_t seq) {
    struct err err = ERR_INIT;
    if (is_here(f, seq)) {
        http_again(r);
        return;
    }
    struct wait *w = arena_zalloc(r->arena, sizeof *w);
    w->cmd = (struct command){ .name = "wait", .bytes = sizeof *w, .reads = true,
                               .min_seq = seq, .run = wait_run, .done = wait_done };
    w->r = r;
    if (core_submit(f->core, &w->cmd, &err) < 0) {
        http_problem(r, &err);
        http_resume(r);
    }
}

bool forward_before(struct forward *f, struct http_req *r) {
    struct err err = ERR_INIT;
    uint64_t seq;
    /* a stream's pieces then go to stream_piece() */
    if (r->route->flags & ROUTE_WRITES || r->who.renew)
        return core_role(f->core) == CORE_FOLLOWER && pass_on(f, r);
    if (forward_seq(r, &seq, &err) < 0) {
        http_problem(r, &err);
        return true;
    }
    if (is_here(f, seq))
        return false;
    http_park(r);
    forward_wait(f, r, seq);
    return true;
}

/* ---- life ---- */

int forward_new(struct core *c, struct forward **ret, struct err *err) {
    struct forward *f = calloc(1, sizeof *f);
    CHECK(f && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    f->core = c;
    core_node_secret(c, f->secret);
    f->multi = curl_multi_init();
    CHECK(f->multi);
    curl_multi_setopt(f->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, CONNECTIONS_MAX);
    pthread_mutex_init(&f->lock, NULL);
    if (pthread_create(&f->thread, NULL, forward_main, f) != 0) {
        curl_multi_cleanup(f->multi);
        free(f);
        return err_set(err, E_INTERNAL, "cannot start the thread that passes requests on");
    }
    *ret = f;
    return 0;
}

void forward_free(struct forward *f) {
    if (!f)
        return;
    metrics_remove(f);
    pthread_mutex_lock(&f->lock);
    f->stopping = true;
    pthread_mutex_unlock(&f->lock);
    curl_multi_wakeup(f->multi);
    pthread_join(f->thread, NULL);
    curl_multi_cleanup(f->multi);
    pthread_mutex_destroy(&f->lock);
    free(f);
}

static double m_passed(void *f) { return (double)((struct forward *)f)->passed; }
static double m_retried(void *f) { return (double)((struct forward *)f)->retried; }
static double m_unknown(void *f) { return (double)((struct forward *)f)->unknown; }
static double m_refused(void *f) { return (double)((struct forward *)f)->refused; }

void forward_metrics(struct forward *f) {
    metrics_add("musubi_forwarded_total", "Requests that the writer answered for this node.",
                METRIC_COUNTER, m_passed, f);
    metrics_add("musubi_forward_retries_total", "Attempts that certainly did nothing.",
                METRIC_COUNTER, m_retried, f);
    metrics_add("musubi_forward_unknown_total", "Requests whose outcome the client was told is "
                "unknown.", METRIC_COUNTER, m_unknown, f);
    metrics_add("musubi_forward_refused_total", "Requests passed on in vain.",
                METRIC_COUNTER, m_refused, f);
}
