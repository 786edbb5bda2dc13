/* http_internal.h - what the files of the room share. */
#ifndef MUSUBI_HTTP_HTTP_INTERNAL_H
#define MUSUBI_HTTP_HTTP_INTERNAL_H

#include "base/schema.h"
#include "http/gzip.h"
#include "http/http.h"
#include "http/metrics.h"
#include "http/query.h"
#include "http/router.h"
#include "http/static.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#define OUT_BYTES_MAX ((size_t)256 << 20)  /* an answer */
#define ARENA_BYTES_MAX ((size_t)64 << 20) /* what one request allocates */
#define DRAIN_MAX ((uint64_t)16 << 20)     /* of a refused body, passed over */
#define KEEP_BYTES ((size_t)256 << 10)     /* a recycled buffer larger than this is given back */
#define HEADERS_MAX 16                     /* that a handler sets */
#define GZIP_FROM 1024                     /* bytes of an answer worth compressing */

/* ---- a connection ---- */
struct conn {
    struct http_server *server;
    int fd;
    _Atomic int64_t deadline_ns; /* mono: cut off when passed; 0: none */
    _Atomic bool reading;        /* waiting for the client to send */
    uint8_t ended;               /* sweeps in a row that found its end; the sweeper's */
    struct conn *prev, *next;    /* server->conns, under conn_lock */
};

/* ---- a request ---- */
enum phase {
    PHASE_HEAD,    /* request line seen */
    PHASE_BODY,    /* head accepted, reading the body */
    PHASE_REFUSED, /* the answer is there; passing over what is left of the body */
    PHASE_HANDLER, /* the handler has it */
    PHASE_ANSWERED /* response queued */
};
enum req_state {
    REQ_RUNNING,   /* the connection's thread has it */
    REQ_PARKED,    /* another thread has it */
    REQ_RESUMED,   /* coming back to the connection's thread */
    REQ_ABANDONED, /* the server stops: cut off while parked, both sides still know it */
    REQ_LATE,      /* abandoned, then resumed: the connection's side frees it */
    REQ_ORPHAN     /* abandoned, connection closed: http_resume() frees it */
};

struct header_out { const char *name, *value; };

struct request {
    struct http_req pub; /* first */
    /* kept when the object is used again */
    _Atomic int state;   /* enum req_state; changes hands by compare and exchange */
    struct arena arena;
    struct buf in;       /* body as sent, or (pieces) what inflate makes */
    struct buf inflated; /* whole body, inflated */
    struct buf zipped;   /* answer, compressed */
    struct request *free_next;
    struct request *all_prev, *all_next; /* server->requests, under requests_lock */
    /* zeroed for each request, from `mhd` on */
    struct MHD_Connection *mhd;
    struct conn *conn;
    enum phase phase;
    bool last_piece;   /* the piece handler has been given `last` */
    bool asked;        /* `before` was called */
    bool again;        /* http_again() */
    bool chunked;      /* the body's size is not announced */
    bool broken;       /* a streamed answer cannot go on */
    size_t sent;       /* bytes of pub.out, of a streamed answer */
    enum coding coding;
    struct str uri;    /* as sent */
    struct query query;
    struct inflater *inflater;   /* of a compressed x-stream body */
    struct json_parser *parser;  /* holds pub.json */
    struct header_out headers[HEADERS_MAX];
    uint32_t n_headers;
    const char *cors_origin;     /* to echo; NULL: none */
    uint64_t body_announced;     /* Content-Length */
    uint64_t body_bytes;         /* as sent, so far */
    uint64_t drained;
    int64_t start_ns, parked_ns, park_began_ns; /* mono; parked: sum */
};

/* What one connection thread keeps for reuse; freed when the thread ends. */
struct http_thread {
    struct request *free;
    uint32_t n_free;
    struct json_parser *parsers[8];
    uint32_t n_parsers;
    struct json_parser *param_parser;
    struct inflater *inflater;
    struct deflater *deflater;
    uint32_t number;
    uint64_t counter; /* request ids */
};
struct http_thread *http_thread_self(void);
void http_thread_end(void); /* for a thread that is not libmicrohttpd's */

struct param_rule {
    const struct route_param *param;
    struct schema *schema; /* or NULL */
};
struct route_rules { /* per route, in the order of the table */
    struct schema *body;
    struct param_rule *params;
    struct route_metrics metrics;
};

struct http_server {
    struct http_config cfg; /* defaults filled in */
    struct MHD_Daemon *daemon;
    struct router *router;
    struct route *own_routes; /* the configured ones, and behind them the site's */
    struct route_rules *rules;
    struct route_metrics unrouted; /* 404, 405 and what never got that far */
    int listen_fd;
    uint16_t port;
    char *tls_cert, *tls_key; /* contents */
    uint32_t boot;            /* random part of request ids */
    _Atomic bool stopping;
    _Atomic uint64_t in_flight, accepted, cut_off, open;

    pthread_mutex_t conn_lock;
    struct conn *conns;
    pthread_mutex_t requests_lock;
    struct request *requests;

    pthread_t acceptor, sweeper;
    int64_t accept_silent_ns; /* the acceptor's: no complaint before */
    int sweep_fd; /* eventfd: ends the sweeper */
};

/* The route of the site's files: the last one.  Only where there is a site. */
static inline const struct route *site_route(const struct http_server *s) {
    return &s->cfg.routes[s->cfg.n_routes - 1];
}
static inline struct request *request_of(struct http_req *r) { return (struct request *)r; }
static inline int64_t server_mono(const struct http_server *s) {
    return clock_mono_ns(s->cfg.clock);
}
static inline bool request_running(struct request *q) {
    return atomic_load_explicit(&q->state, memory_order_acquire) == REQ_RUNNING;
}
/* What the connection waits for from now on: the client's bytes or not, and until when. */
static inline void conn_wait(struct request *q, bool reading, int64_t deadline_ns) {
    atomic_store_explicit(&q->conn->reading, reading, memory_order_relaxed);
    atomic_store_explicit(&q->conn->deadline_ns, deadline_ns, memory_order_relaxed);
}

/* request.c */
struct request *request_take(struct http_server *s, struct MHD_Connection *mhd,
                             const char *uri);
void request_done(struct request *q);    /* end of its life on the connection */
bool request_abandon(struct request *q); /* true: it was parked */
struct json_parser *request_parser(struct request *q);
enum MHD_Result request_answer(struct request *q);

/* head.c: all that is checked before the body.  -1: the answer is there already. */
int head_check(struct request *q, const char *method);

/* body.c */
enum MHD_Result body_take(struct request *q, const char *data, size_t *size);
/* The body is complete: parse, validate, call the handler.  The answer is there afterwards,
 * unless the request is parked. */
void body_end(struct request *q);
void body_handle(struct request *q); /* the handler alone, after http_again() */

/* origin.c: whether a browser sends this for the page of another site. */
bool origin_foreign(struct request *q);

/* rules.c: schemas of bodies and parameters */
MUST_USE int rules_new(const struct http_config *cfg, struct route_rules **ret,
                       struct err *err);
void rules_free(struct route_rules *rules, const struct http_config *cfg);
static inline struct route_rules *rules_of(struct request *q) {
    const struct http_server *s = q->pub.server;
    return &s->rules[q->pub.route - s->cfg.routes];
}
MUST_USE int rules_params(struct request *q, struct err *err);

#endif
