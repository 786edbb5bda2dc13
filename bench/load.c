/* load.c - a load generator for HTTP/1.1 on keep-alive connections, one thread, epoll.
 *
 *   load MODE --port N --write-key K [options]       prints one line of JSON
 *
 *   batch      POST /v1/batch of --batch messages (100)
 *   track      POST /v1/track
 *   person     GET /api/people/by/user_id/…
 *   timeline   GET /api/people/{id}/timeline?limit=50 of persons drawn by --top; "cold" is the
 *              first time, "warm" the same pages again
 *
 * THEORY      Closed loop (--rate 0): each connection sends its next request when it has the
 *             answer.  Open loop (--rate R requests/s): requests are due at fixed instants,
 *             wait for a free connection, and their latency counts from the instant they were
 *             due, so a server that stalls does not hide it by being sent less.
 *             Bodies are made beforehand and varied in place (events.h).
 * NOTE        Everything that is not a 200 is an error and printed by status.  At the end the
 *             server's own count of accepted events is compared with what it acknowledged.
 */
#include "events.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNS_MAX 1024
#define HEAD_MAX 2048
#define PEEK 48 /* bytes of an answer's body that are kept: {"id":"…36…" */
#define STATUSES 600

enum mode { BATCH, TRACK, PERSON, TIMELINE, IDS, MODES };
static const char *const mode_names[MODES] = { "batch", "track", "person", "timeline", "ids" };

struct conn {
    int fd;
    bool busy;
    struct body body;      /* of the modes that send */
    char get[512];         /* of those that ask */
    const char *out;
    size_t out_left;
    int64_t due_ns;
    uint32_t item;         /* which of the persons */
    char head[HEAD_MAX];   /* the answer's, until it is whole */
    size_t head_len;
    bool in_body;
    size_t body_left;
    int status;
    char peek[PEEK];
    size_t peek_len;
};

struct load {
    enum mode mode;
    const char *write_key, *secret_key;
    int port, n_conns;
    unsigned batch;
    double rate, seconds, skip;
    uint64_t count;
    bool until_refused; /* the server will be killed: that is the end, no error */
    uint32_t top;
    struct population pop;
    struct conn conns[CONNS_MAX];
    int epoll;
    char (*ids)[40]; /* timeline: of the persons */
    uint32_t n_ids;
    /* what came of it */
    uint64_t sent, answered, good, lost, by_status[STATUSES], answer_bytes;
    uint32_t *latency; /* 0.1 us */
    size_t n_latency, latency_cap;
    int64_t from_ns, to_ns, skip_until_ns;
    uint64_t good_before, backlog_max;
    bool refused;
};

/* ---- connections ---- */

static int dial(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (fd < 0)
        bench_die("socket");
    if (connect(fd, (struct sockaddr *)&a, sizeof a) < 0) {
        close(fd);
        return -1;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

static void watch(struct load *l, struct conn *c, uint32_t events, int op) {
    struct epoll_event e = { .events = events, .data.ptr = c };
    if (epoll_ctl(l->epoll, op, c->fd, &e) < 0)
        bench_die("epoll_ctl");
}

static void attach(struct load *l, struct conn *c) {
    c->fd = dial(l->port);
    if (c->fd < 0) {
        l->refused = true;
        return;
    }
    watch(l, c, EPOLLIN, EPOLL_CTL_ADD);
}

static void conn_lost(struct load *l, struct conn *c) {
    close(c->fd);
    if (c->busy)
        l->lost++;
    c->busy = c->in_body = false;
    c->out_left = c->head_len = 0;
    attach(l, c);
}

/* ---- sending ---- */

static void flush(struct load *l, struct conn *c) {
    while (c->out_left > 0) {
        ssize_t n = send(c->fd, c->out, c->out_left, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
            watch(l, c, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
            return;
        }
        if (n < 0) {
            conn_lost(l, c);
            return;
        }
        c->out += n;
        c->out_left -= (size_t)n;
    }
}

static void prepare_get(struct load *l, struct conn *c) {
    char path[160];
    uint32_t who = l->top ? population_top(&l->pop, l->top)
                          : (uint32_t)(population_random(&l->pop) % l->pop.people);
    if (l->mode == TIMELINE) {
        c->item = (uint32_t)(l->sent % l->n_ids);
        snprintf(path, sizeof path, "/api/people/%s/timeline?limit=50", l->ids[c->item]);
    } else {
        c->item = (uint32_t)l->sent;
        snprintf(path, sizeof path, "/api/people/by/user_id/usr_%08u", who);
    }
    c->out_left = (size_t)snprintf(c->get, sizeof c->get,
                                   "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                   "Authorization: Bearer %s\r\n\r\n",
                                   path, l->secret_key);
    c->out = c->get;
}

static void start(struct load *l, struct conn *c, int64_t due_ns) {
    if (l->mode == BATCH || l->mode == TRACK) {
        body_vary(&c->body, &l->pop, bench_wall_ms());
        c->out = c->body.text;
        c->out_left = c->body.len;
    } else {
        prepare_get(l, c);
    }
    c->busy = true;
    c->due_ns = due_ns;
    l->sent++;
    flush(l, c);
}

/* ---- answers ---- */

static void keep_latency(struct load *l, int64_t ns) {
    if (l->n_latency == l->latency_cap) {
        l->latency_cap = l->latency_cap ? l->latency_cap * 2 : 65536;
        l->latency = realloc(l->latency, l->latency_cap * sizeof *l->latency);
        if (!l->latency)
            bench_die("memory");
    }
    int64_t v = ns / 100;
    l->latency[l->n_latency++] = v < 0 ? 0 : v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

static void finished(struct load *l, struct conn *c, int64_t now) {
    c->busy = c->in_body = false;
    c->head_len = 0;
    l->answered++;
    l->by_status[c->status < STATUSES ? c->status : 0]++;
    if (c->status == 200) {
        l->good++;
        if (now >= l->skip_until_ns)
            keep_latency(l, now - c->due_ns);
        else
            l->good_before = l->good;
        if (l->mode == IDS && c->item < l->n_ids && c->peek_len >= 43)
            memcpy(l->ids[c->item], c->peek + 7, 36);
    }
}

static size_t header_end(const char *s, size_t n) {
    const char *p = memmem(s, n, "\r\n\r\n", 4);
    return p ? (size_t)(p - s) + 4 : 0;
}

static void read_head(struct conn *c) {
    c->head[c->head_len < HEAD_MAX ? c->head_len : HEAD_MAX - 1] = 0;
    c->status = c->head_len > 12 ? (int)strtol(c->head + 9, NULL, 10) : 0;
    const char *p = strcasestr(c->head, "\r\ncontent-length:");
    c->body_left = p ? strtoull(p + 17, NULL, 10) : 0;
    c->in_body = true;
    c->peek_len = 0;
}

static void take_body(struct load *l, struct conn *c, const char *s, size_t n, int64_t now) {
    if (n > c->body_left)
        n = c->body_left;
    size_t keep = n < PEEK - c->peek_len ? n : PEEK - c->peek_len;
    memcpy(c->peek + c->peek_len, s, keep);
    c->peek_len += keep;
    c->body_left -= n;
    l->answer_bytes += n;
    if (c->body_left == 0)
        finished(l, c, now);
}

static void take_bytes(struct load *l, struct conn *c, const char *s, size_t n, int64_t now) {
    if (c->in_body) {
        take_body(l, c, s, n, now);
        return;
    }
    size_t room = HEAD_MAX - 1 - c->head_len, had = c->head_len;
    size_t part = n < room ? n : room;
    memcpy(c->head + had, s, part);
    c->head_len += part;
    size_t end = header_end(c->head, c->head_len);
    if (end == 0) {
        if (c->head_len == HEAD_MAX - 1)
            conn_lost(l, c);
        return;
    }
    c->head_len = end;
    read_head(c);
    take_body(l, c, s + (end - had), n - (end - had), now);
}

static void readable(struct load *l, struct conn *c, int64_t now) {
    static char in[256 << 10];
    ssize_t n = recv(c->fd, in, sizeof in, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0)
        conn_lost(l, c);
    else
        take_bytes(l, c, in, (size_t)n, now);
}

/* ---- the loop ---- */

static bool over(const struct load *l, int64_t now) {
    if (l->refused)
        return true;
    if (l->count && l->sent >= l->count)
        return true;
    return l->seconds > 0 && now >= l->from_ns + (int64_t)(l->seconds * 1e9);
}

static void pump(struct load *l, int64_t now, bool more) {
    if (!more)
        return;
    int64_t gap = l->rate > 0 ? (int64_t)(1e9 / l->rate) : 0;
    if (gap > 0 && now > l->from_ns) {
        uint64_t due = (uint64_t)((now - l->from_ns) / gap) + 1;
        if (due > l->sent && due - l->sent > l->backlog_max)
            l->backlog_max = due - l->sent;
    }
    for (int i = 0; i < l->n_conns; i++) {
        struct conn *c = &l->conns[i];
        if (c->busy || c->fd < 0)
            continue;
        int64_t due = gap > 0 ? l->from_ns + (int64_t)l->sent * gap : now;
        if (due > now || over(l, now))
            return;
        start(l, c, due);
    }
}

static void wait_for(struct load *l, bool more) {
    struct epoll_event ev[256];
    int64_t ns = 100000000, now = bench_ns();
    if (more && l->rate > 0) {
        int free_conn = 0;
        while (free_conn < l->n_conns && l->conns[free_conn].busy)
            free_conn++;
        int64_t due = l->from_ns + (int64_t)((double)l->sent * 1e9 / l->rate);
        if (free_conn < l->n_conns && due - now < ns)
            ns = due > now ? due - now : 0;
    }
    struct timespec ts = { 0, ns };
    int n = epoll_pwait2(l->epoll, ev, 256, &ts, NULL);
    now = bench_ns();
    for (int i = 0; i < n; i++) {
        struct conn *c = ev[i].data.ptr;
        if (ev[i].events & EPOLLOUT) {
            watch(l, c, EPOLLIN, EPOLL_CTL_MOD);
            flush(l, c);
        }
        if (ev[i].events & ~EPOLLOUT)
            readable(l, c, now);
        if (l->rate == 0 && !c->busy && c->fd >= 0 && !over(l, now))
            start(l, c, bench_ns());
    }
}

static uint64_t in_flight(const struct load *l) {
    uint64_t n = 0;
    for (int i = 0; i < l->n_conns; i++)
        n += l->conns[i].busy;
    return n;
}

static void run(struct load *l) {
    l->sent = l->answered = l->good = l->lost = l->good_before = 0;
    l->n_latency = 0;
    l->answer_bytes = 0;
    memset(l->by_status, 0, sizeof l->by_status);
    l->from_ns = bench_ns();
    l->skip_until_ns = l->from_ns + (int64_t)(l->skip * 1e9);
    int64_t give_up = 0;
    for (;;) {
        int64_t now = bench_ns();
        bool more = !over(l, now);
        if (more) {
            pump(l, now, more);
        } else {
            if (in_flight(l) == 0 || l->refused)
                break;
            if (give_up == 0)
                give_up = now + 20000000000ll;
            if (now > give_up)
                break;
        }
        wait_for(l, more);
    }
    l->to_ns = bench_ns();
}

/* ---- what the server says ---- */

/* A blocking GET /metrics into out; false when it does not answer. */
static bool metrics(int port, char *out, size_t size) {
    static const char ask[] = "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                              "Connection: close\r\n\r\n";
    int fd = dial(port);
    if (fd < 0)
        return false;
    size_t n = 0;
    if (send(fd, ask, sizeof ask - 1, MSG_NOSIGNAL) > 0)
        for (ssize_t r; n < size - 1 && (r = recv(fd, out + n, size - 1 - n, 0)) > 0;)
            n += (size_t)r;
    out[n] = 0;
    close(fd);
    return n > 0;
}

/* The value of one series, -1 when it is not there. */
static double metric(const char *text, const char *name) {
    char key[128];
    snprintf(key, sizeof key, "\n%s ", name);
    const char *p = strstr(text, key);
    return p ? strtod(p + strlen(key), NULL) : -1;
}

static double accepted_now(int port) {
    static char text[1 << 20];
    return metrics(port, text, sizeof text) ? metric(text, "musubi_events_accepted_total") : -1;
}

/* ---- report ---- */

static void report(struct load *l, const char *name, double accepted) {
    double s = (double)(l->to_ns - (l->good_before ? l->skip_until_ns : l->from_ns)) / 1e9;
    uint64_t measured = l->good - l->good_before;
    unsigned per = l->mode == BATCH ? l->batch : 1;
    bench_sort(l->latency, l->n_latency);
    printf("{\"mode\":\"%s\",\"requests\":%llu,\"events\":%llu,\"seconds\":%.3f,"
           "\"per_s\":%.1f,\"events_per_s\":%.1f,",
           name, (unsigned long long)l->good, (unsigned long long)(l->good * per), s,
           (double)measured / s, (double)(measured * per) / s);
    static const struct { const char *name; double q; } qs[] = {
        { "p50_ms", 0.5 }, { "p90_ms", 0.9 }, { "p99_ms", 0.99 }, { "p999_ms", 0.999 },
        { "max_ms", 1 } };
    for (size_t i = 0; i < sizeof qs / sizeof *qs; i++)
        printf("\"%s\":%.4f,", qs[i].name,
               bench_quantile(l->latency, l->n_latency, qs[i].q) / 1e4);
    printf("\"answer_bytes\":%.0f,\"backlog_max\":%llu,\"lost\":%llu,\"errors\":{",
           l->good ? (double)l->answer_bytes / (double)l->good : 0,
           (unsigned long long)l->backlog_max, (unsigned long long)l->lost);
    const char *comma = "";
    for (int i = 0; i < STATUSES; i++)
        if (l->by_status[i] && i != 200) {
            printf("%s\"%d\":%llu", comma, i, (unsigned long long)l->by_status[i]);
            comma = ",";
        }
    printf("},\"accepted\":%.0f,\"next\":%llu}\n", accepted, (unsigned long long)l->pop.next);
    fflush(stdout);
}

/* ---- start ---- */

static const char b64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void base64(const char *s, char *out) {
    size_t n = strlen(s);
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)(unsigned char)s[i] << 16;
        if (i + 1 < n)
            v |= (uint32_t)(unsigned char)s[i + 1] << 8;
        if (i + 2 < n)
            v |= (unsigned char)s[i + 2];
        *out++ = b64[v >> 18];
        *out++ = b64[v >> 12 & 63];
        *out++ = i + 1 < n ? b64[v >> 6 & 63] : '=';
        *out++ = i + 2 < n ? b64[v & 63] : '=';
    }
    *out = 0;
}

static void prepare(struct load *l) {
    char head[512], user[160], basic[256];
    snprintf(user, sizeof user, "%.140s:", l->write_key);
    base64(user, basic);
    snprintf(head, sizeof head,
             "POST /v1/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic %.200s\r\n"
             "Content-Type: application/json\r\nContent-Length: ",
             l->mode == BATCH ? "batch" : "track", basic);
    l->epoll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < l->n_conns; i++) {
        struct conn *c = &l->conns[i];
        if (l->mode == BATCH || l->mode == TRACK)
            body_init(&c->body, l->mode == BATCH ? l->batch : 1, l->mode == BATCH, head,
                      (uint64_t)i);
        attach(l, c);
    }
    if (l->refused)
        bench_die("connect");
}

static int posts(struct load *l) {
    double before = accepted_now(l->port);
    run(l);
    double after = l->refused ? -1 : accepted_now(l->port);
    bool known = before >= 0 && after >= 0 && l->mode != PERSON;
    report(l, mode_names[l->mode], known ? after - before : -1);
    uint64_t acked = l->good * (l->mode == BATCH ? l->batch : 1);
    if (known && l->lost == 0 && l->good == l->answered && after - before != (double)acked) {
        fprintf(stderr, "bench: %llu events acknowledged, %.0f accepted\n",
                (unsigned long long)acked, after - before);
        return 1;
    }
    return l->until_refused || (l->lost == 0 && l->good == l->answered) ? 0 : 1;
}

static int timelines(struct load *l) {
    uint64_t n = l->count ? l->count : 2000;
    double rate = l->rate;
    l->ids = calloc(n, sizeof *l->ids);
    l->n_ids = (uint32_t)n;
    l->count = n;
    l->mode = IDS;
    l->rate = 0;
    run(l);
    uint32_t have = 0;
    for (uint32_t i = 0; i < n; i++)
        if (l->ids[i][0])
            memmove(l->ids[have++], l->ids[i], sizeof *l->ids);
    l->n_ids = have;
    if (have == 0) {
        fprintf(stderr, "bench: no person found\n");
        return 1;
    }
    l->count = have;
    l->mode = TIMELINE;
    l->rate = rate;
    uint64_t bad = 0;
    for (int warm = 0; warm < 2; warm++) {
        run(l);
        report(l, warm ? "timeline warm" : "timeline cold", -1);
        bad += l->lost + l->answered - l->good;
    }
    return bad == 0 ? 0 : 1;
}

static double number(const char *s) { return strtod(s, NULL); }

static bool option(struct load *l, const char *k, const char *v, uint32_t *people,
                   uint64_t *first, uint64_t *tag) {
    if (!strcmp(k, "--port")) l->port = (int)number(v);
    else if (!strcmp(k, "--write-key")) l->write_key = v;
    else if (!strcmp(k, "--secret-key")) l->secret_key = v;
    else if (!strcmp(k, "--conns")) l->n_conns = (int)number(v);
    else if (!strcmp(k, "--batch")) l->batch = (unsigned)number(v);
    else if (!strcmp(k, "--rate")) l->rate = number(v);
    else if (!strcmp(k, "--seconds")) l->seconds = number(v);
    else if (!strcmp(k, "--skip")) l->skip = number(v);
    else if (!strcmp(k, "--count")) l->count = (uint64_t)number(v);
    else if (!strcmp(k, "--top")) l->top = (uint32_t)number(v);
    else if (!strcmp(k, "--people")) *people = (uint32_t)number(v);
    else if (!strcmp(k, "--first")) *first = (uint64_t)number(v);
    else if (!strcmp(k, "--tag")) *tag = (uint64_t)number(v);
    else if (!strcmp(k, "--until-refused")) l->until_refused = number(v) != 0;
    else return false;
    return true;
}

int main(int argc, char **argv) {
    static struct load l = { .write_key = "", .secret_key = "", .n_conns = 16, .batch = 100,
                             .mode = MODES };
    uint32_t people = 1000000;
    uint64_t first = 0, tag = 1;
    for (int i = 0; argc > 1 && i < MODES; i++)
        if (!strcmp(argv[1], mode_names[i]))
            l.mode = (enum mode)i;
    for (int i = 2; i < argc; i += 2)
        if (i + 1 >= argc || !option(&l, argv[i], argv[i + 1], &people, &first, &tag)) {
            fprintf(stderr, "bench: option %s\n", argv[i]);
            return 2;
        }
    if (l.mode == MODES || !l.port || l.n_conns < 1 || l.n_conns > CONNS_MAX || people < 10 ||
        l.batch < 1 || l.batch > 1000) {
        fprintf(stderr, "usage: load batch|track|person|timeline --port N --write-key K …\n");
        return 2;
    }
    population_init(&l.pop, people, first, tag);
    prepare(&l);
    if (l.mode == TIMELINE)
        return timelines(&l);
    return posts(&l);
}
