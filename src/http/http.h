/* http.h - the door: connections, limits, parking and resuming; knows no route's meaning.
 *
 * Several libmicrohttpd threads (epoll).  A handler runs on a connection's thread once the
 * body is complete, inflated, parsed and validated.  It either fills the answer and returns,
 * or parks the request, hands work to another thread and returns; that thread fills the
 * answer and calls http_resume().
 */
#ifndef MUSUBI_HTTP_HTTP_H
#define MUSUBI_HTTP_HTTP_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include <stdbool.h>
#include <stdint.h>

struct http_server;
struct http_req;
struct route;
struct site;

enum who_kind { WHO_NOBODY, WHO_WRITE_KEY, WHO_SECRET_KEY, WHO_STAFF };
struct who {
    enum who_kind kind;
    uint32_t key_id;
    uint32_t source;   /* write key: the source it belongs to */
    uint64_t scopes;   /* bit per scope of the generated table */
    uint32_t staff_id; /* WHO_STAFF */
    uint32_t session;  /* WHO_STAFF: number of the session */
    bool masked;       /* WHO_STAFF: sees personal data only masked */
    const char *barred; /* why there are no scopes, and what to do; NULL: as they are */
    bool renew;        /* WHO_STAFF: the node that writes must see this request, so that the
                          session does not count as idle there */
};
#define WHO_TEXT_SIZE 24
/* Who did it, as it is kept and shown: "key:3", "staff:5", "nobody". */
void who_text(const struct who *w, char out[WHO_TEXT_SIZE]);
/* The same as one number: a key's id, or a member of staff's with WHO_NUMBER_STAFF; 0: nobody. */
uint32_t who_number(const struct who *w);
#define WHO_NUMBER_STAFF 0x80000000u

#define HTTP_PARAMS_MAX 4

struct http_req {
    const struct route *route;
    struct http_server *server;
    void *app;            /* what main gave to http_start() */
    struct arena *arena;  /* lives until the answer is sent */
    const char *method;   /* "GET"; "HEAD" stays "HEAD" on the handler of a GET route */
    struct str path;      /* as sent, percent-decoded */
    struct str params[HTTP_PARAMS_MAX]; /* path parameters in order of the pattern, decoded */
    struct str body;      /* inflated; empty when the route takes none */
    struct json json;     /* parsed and validated when the route declares a JSON body; lives
                             until the answer is sent, so other threads may read it */
    struct who who;
    struct str key;       /* the key that was presented in header or query, known or not;
                             {NULL,0} when none was */
    int64_t received_ms;
    char request_id[24];  /* sent back as X-Request-Id, stands in problem documents */

    /* the answer; may be filled by another thread while parked */
    int status;              /* 200 unless set */
    const char *content_type; /* application/json unless set */
    struct buf out;          /* body */
    void *own;               /* the handler's own, e.g. its command */
    void *audit;             /* api/api_audit.h's */
    bool masks_itself;       /* its handler masks what must be (finish() leaves it alone) */
    /* ROUTE_STREAM: set by `before`, takes the pieces in place of the route's. */
    int (*piece)(struct http_req *r, struct str piece, bool last);
    void (*more)(struct http_req *r); /* when set: `out` is only the beginning.  Called on the
                                connection's thread each time all of it is sent, with `out`
                                empty: fill it, or park and have another thread fill it and
                                resume.  NULL again: `out` is the last piece.  A problem that
                                comes up then cuts the answer off: it is not whole. */
    void (*gone)(struct http_req *r); /* when set: called once when the request's life ends,
                                         answered or cut off; the arena is still there */
};

/* Only on the connection's thread and before parking: the client may go away afterwards. */
struct str http_query(struct http_req *r, const char *name);  /* decoded; {NULL,0} when absent */
/* The i-th parameter of the query as it stands there; false past the last. */
bool http_query_at(struct http_req *r, uint32_t i, struct str *ret_name, struct str *ret_value);
struct str http_header(struct http_req *r, const char *name); /* {NULL,0} when absent */
struct str http_client_ip(struct http_req *r); /* "192.0.2.7", "2001:db8::1"; empty: unknown */

/* Any thread that holds the request.  name and value are copied; a second call with the same
 * name replaces the first, but for Set-Cookie. */
void http_set_header(struct http_req *r, const char *name, const char *value);

/* Answer with an RFC 9457 problem document made of err; drops what `out` held.  The second
 * form overrides the status that belongs to the code. */
void http_problem(struct http_req *r, const struct err *err);
void http_problem_status(struct http_req *r, int status, const struct err *err);

/* Park before the work is handed over; http_resume() may come at any time after that, from
 * any thread, exactly once.  After http_resume() the caller must not touch the request. */
void http_park(struct http_req *r);
void http_resume(struct http_req *r);
/* Instead of http_resume(), where `before` of the configuration parked: now call the handler. */
void http_again(struct http_req *r);

/* For passing a request on; as http_header().  Target: path and query as they were sent. */
typedef void http_field(void *ctx, const char *name, const char *value);
void http_fields(struct http_req *r, http_field *field, void *ctx);
struct str http_target(struct http_req *r);

/* ---- routes (generated by tools/gen_api.py, or made by hand in tests) ---- */
enum route_key {
    ROUTE_KEY_NONE,
    ROUTE_KEY_WRITE,
    ROUTE_KEY_SECRET, /* a secret key, or a session of staff: with the scopes of either */
    ROUTE_KEY_STAFF   /* a session only: a member of staff's own things */
};
/* Scopes of a ROUTE_KEY_SECRET route: that none are needed does not compile. */
#define ROUTE_SCOPES(bits) ((bits) + 0 * sizeof(char[(bits) ? 1 : -1]))
enum route_flag {
    ROUTE_RAW = 1,       /* the handler gets the inflated body unparsed; any query */
    ROUTE_STREAM = 2,    /* the body is handed over in pieces */
    ROUTE_CORS = 4,      /* answers cross-origin requests and their preflights */
    ROUTE_NEEDS_BODY = 8, /* an empty body is refused */
    ROUTE_WRITES = 16,   /* changes something; all but GETs do, and some of those */
    ROUTE_CARRIED = 32   /* a look that its handler has told of (api/api_audit.h) */
};
enum route_audit { ROUTE_AUDIT_NONE, ROUTE_AUDIT_LOOK, ROUTE_AUDIT_CHANGE };
enum param_in { PARAM_PATH, PARAM_QUERY, PARAM_HEADER };
enum param_type { PARAM_STRING, PARAM_INTEGER, PARAM_NUMBER, PARAM_BOOLEAN };
struct route_param {
    const char *name;
    enum param_in in;
    enum param_type type;
    bool required;
    const char *schema; /* JSON Schema text; NULL: only the type is checked */
};

typedef void http_handler(struct http_req *r);
/* ROUTE_STREAM: pieces in order, inflated, at most HTTP_PIECE_MAX bytes, borrowed until the
 * return; then one empty piece with last = true.  May park (copy the piece first): nothing
 * more is read from the client until the resume.  0: go on.  -1: the answer is filled, the
 * rest of the body is passed over.  The answer leaves after `last` or after -1.  When the
 * client vanishes there is no `last`: use r->gone. */
typedef int http_piece(struct http_req *r, struct str piece, bool last);
#define HTTP_PIECE_MAX (64u << 10)

struct route {
    const char *method;   /* "GET" */
    const char *pattern;  /* "/api/people/{id}" */
    const char *id;       /* operationId */
    http_handler *handle; /* NULL for ROUTE_STREAM */
    http_piece *piece;    /* ROUTE_STREAM */
    enum route_key key;
    uint32_t flags;       /* enum route_flag */
    enum route_audit audit;
    const char *subject;  /* kind of what the first path parameter names, or NULL */
    uint64_t scopes;      /* all of these bits are needed */
    uint64_t body_max;    /* bytes, as sent and inflated; 0: takes no body (ROUTE_STREAM: any
                             size) */
    const char *body_schema; /* JSON Schema text or NULL */
    const struct route_param *params;
    uint32_t n_params;
};

/* ---- life ---- */
struct http_config { /* zero means the default */
    void *app;
    struct clock *clock;      /* required */
    const char *listen;       /* "127.0.0.1:8080", "[::1]:8080", ":8080", "host:0" */
    const struct route *routes;
    uint32_t n_routes;
    const char *schema_root;  /* JSON that "#/components/…" of the schemas refers to, or NULL */
    const struct site *site;  /* files and the page at /app (http/static.h), or NULL */
    const char *const *scope_names;
    uint32_t n_scopes;
    /* Who presents this key: 0, or -1 E_UNAUTHENTICATED when nobody does.  Connection threads,
     * many at once; must not block. */
    int (*authenticate)(void *app, struct http_req *r, struct str key, struct who *ret,
                        struct err *err);
    /* Whose session this request's cookies carry: 0; -1 E_UNAUTHENTICATED when nobody's,
     * E_FORBIDDEN when it would change something without the session's token.  Where no key is
     * presented.  As authenticate().  NULL: there are no sessions. */
    int (*session)(void *app, struct http_req *r, struct who *ret, struct err *err);
    const char *public_url;   /* how browsers reach us, when not by what Host says; or NULL */
    bool secure;              /* browsers reach us by HTTPS only, and are told to */
    /* Called in front of each handler, when the request is complete and found valid (a piece
     * handler: before its first piece).  True: it took the request; it has filled the answer,
     * or parked and will resume it or go on with http_again().  A piece handler's request may
     * not be parked here.  NULL: nothing. */
    bool (*before)(void *app, struct http_req *r);
    /* Called once for each answer, before anything of it is sent: may change it, or put a problem
     * in its place.  Connection threads.  NULL: nothing. */
    void (*finish)(void *app, struct http_req *r);
    /* The client's address, when this request was passed on by one of our own nodes; empty
     * otherwise.  NULL: there are none. */
    struct str (*passed_on_for)(void *app, struct http_req *r);
    void (*log)(void *app, const char *line); /* what went wrong below HTTP; may be NULL */
    uint32_t threads;          /* 2 */
    uint32_t connections_max;  /* 4,096 */
    uint32_t per_ip_max;       /* no limit */
    uint32_t timeout_ms;       /* 30,000: for the head, of silence, and for a body beyond what
                                  HTTP_RATE_MIN takes */
    uint32_t keep_alive_ms;    /* 75,000: from an answer to the next request's complete head */
    uint32_t header_bytes_max; /* 16,384: request line and header fields */
    bool trust_forwarded;      /* a proxy in front sets X-Forwarded-For; its last entry counts */
    const char *tls_cert, *tls_key; /* PEM files, both or none */
};
#define HTTP_RATE_MIN 2048 /* bytes/s below which a body is too slow */

MUST_USE int http_start(const struct http_config *cfg, struct http_server **ret,
                        struct err *err);
uint16_t http_port(const struct http_server *s); /* the real one when 0 was asked for */
/* Stop accepting; let requests under way be answered for at most grace_ms; close; free.  A
 * request that is still parked then is cut off, and may still be resumed later. */
void http_stop(struct http_server *s, uint32_t grace_ms);

/* ---- what it looks like from outside (any thread) ---- */
struct http_stats {
    uint64_t connections;      /* open now */
    uint64_t accepted;         /* since the start */
    uint64_t in_flight;        /* requests between their first line and the end of the answer */
    uint64_t cut_off;          /* connections closed because the client was too slow */
};
void http_stats(struct http_server *s, struct http_stats *ret);
/* Prometheus text: requests by route and status class, latency histograms, the above. */
void http_metrics(struct http_server *s, struct buf *out);

#endif
