/* collect.h - what clients send becomes events in the log.
 *
 * A connection's thread takes a batch, gives it a body, tells where it came from and submits
 * it; the core thread drops what it has seen before, asks the hooks for atom and names, and
 * emits one ENTRY_EVENT a message (ENTRY_REJECT for one that cannot be taken).
 *
 *     struct collect_batch *b = collect_batch_new(c);
 *     collect_batch_parse(b, body, &err);        400 when it fails
 *     … find the source by a key; collect_batch_write_key(b) gives the one in the body …
 *     collect_batch_build(b, COLLECT_BATCH, &origin);
 *     collect_batch_submit(b, done, own, &err);  done() comes after the commit, core thread
 *     … collect_batch_result(b) … collect_batch_free(b);
 */
#ifndef MUSUBI_COLLECT_COLLECT_H
#define MUSUBI_COLLECT_COLLECT_H

#include "collect/event.h"

struct collect;

#define COLLECT_BODY_MAX 512000u     /* bytes of a batch, inflated */
#define COLLECT_BATCH_EVENTS_MAX 2500u
#define COLLECT_MESSAGE_ID_MAX 100u  /* bytes */

/* ---- why a message was not taken; numbers stand in the log and are never reused ---- */
enum collect_reason {
    COLLECT_NOT_AN_OBJECT = 1,
    COLLECT_INVALID_JSON = 2, /* a line of an import */
    COLLECT_NO_TYPE = 3,
    COLLECT_UNKNOWN_TYPE = 4,
    COLLECT_NO_USER_ANON_ID = 5,
    COLLECT_NO_USABLE_ID = 6, /* every identifier is blocked, malformed or too long */
    COLLECT_NO_EVENT = 7,
    COLLECT_NO_GROUP_ID = 8,
    COLLECT_NO_PREVIOUS_ID = 9,
    COLLECT_NO_MERGE_PROPERTIES = 10,
    COLLECT_WRONG_TYPE = 11, /* of a JSON value */
    COLLECT_ID_TOO_LONG = 12, /* messageId, groupId, previousId */
    COLLECT_EVENT_TOO_LARGE = 13,
    COLLECT_TOO_MANY_TRAITS = 14,
    COLLECT_TOO_MANY_EVENTS = 15, /* the whole batch */
    COLLECT_NO_BATCH = 16,
    COLLECT_BATCH_EXPANDS = 17, /* its context, merged into each item, makes it too large */
    COLLECT_ERASED = 18, /* of an identifier that was erased, to be refused from then on */
    COLLECT_UNPLANNED = 19,      /* the tracking plan does not have this event, and blocks it */
    COLLECT_PLAN_VIOLATION = 20, /* it is not as the tracking plan says, which blocks it */
    COLLECT_REASON_COUNT
};
const char *collect_reason_slug(unsigned reason); /* "no_user_anon_id"; "other" when unknown */
unsigned collect_reason_of(struct str slug);      /* 0 when there is none */

/* ---- life ---- */
struct collect_config {
    int64_t dedupe_window_ms;  /* 0: 3 days */
    uint64_t dedupe_bytes_max; /* 0: 512 MB, some 40 million ids */
};
/* Registers with the core, so before core_start().  Never fails but for want of memory. */
struct collect *collect_new(struct core *core, const struct collect_config *cfg);
void collect_free(struct collect *c); /* after core_stop() */
/* Copied.  Before core_start(). */
void collect_hooks_set(struct collect *c, const struct collect_hooks *hooks);

/* Register the definition kind "tracking_plan" (plan.c).  After registry_new(), before
 * core_start(). */
struct registry;
MUST_USE int collect_plans_register(struct collect *c, struct registry *r, struct err *err);

/* ---- a batch ---- */
enum collect_call { /* numbers up to COLLECT_ALIAS are enum event_type */
    COLLECT_TRACK = EVENT_TRACK,
    COLLECT_IDENTIFY = EVENT_IDENTIFY,
    COLLECT_PAGE = EVENT_PAGE,
    COLLECT_SCREEN = EVENT_SCREEN,
    COLLECT_GROUP = EVENT_GROUP,
    COLLECT_ALIAS = EVENT_ALIAS,
    COLLECT_MERGE, /* RudderStack's: stored as an alias with two external ids */
    COLLECT_BATCH  /* {"batch": [...]}: each item says what it is */
};

struct collect_origin { /* what the door knows of the sender; borrowed during build */
    uint32_t source;
    int64_t received_ms;
    struct str ip;           /* of the client; empty: unknown, nothing is filled in */
    struct str anonymous_id; /* header AnonymousId, for items without any id */
    bool browser;            /* from a person's own device: page, pixel, beacon, app */
    bool server;             /* from a server of the customer's: ip is not the person's */
    bool gpc;                /* Sec-GPC: 1 */
    bool import;             /* history: no clock correction, marked EVENT_IMPORTED */
};

struct collect_batch;
struct collect_batch *collect_batch_new(struct collect *c);
void collect_batch_free(struct collect_batch *b); /* NULL is fine; recycled */

/* Memory that lives as long as the batch, e.g. for a body put together from a query. */
struct arena *collect_batch_arena(struct collect_batch *b);

/* Parse a body.  -1: E_INVALID (not JSON, or not an object), E_LIMIT (nesting, or over
 * COLLECT_BODY_MAX).  The body is borrowed until collect_batch_build() is over. */
MUST_USE int collect_batch_parse(struct collect_batch *b, struct str body, struct err *err);
struct str collect_batch_write_key(struct collect_batch *b); /* empty when the body has none */

/* Make events and rejects of the parsed body.  Everything wrong with a message becomes a
 * reject.  A single message over EVENT_BYTES_MAX is an error: -1 E_LIMIT. */
MUST_USE int collect_batch_build(struct collect_batch *b, enum collect_call call,
                                 const struct collect_origin *o, struct err *err);

struct collect_result { uint32_t received, accepted, duplicates, rejected; };
typedef void collect_done(struct collect_batch *b, void *own, const struct err *err,
                          uint64_t seq);
/* -1 as core_submit(); done is then not called and the batch still the caller's.  done() runs
 * on the core thread and owns the batch. */
MUST_USE int collect_batch_submit(struct collect_batch *b, collect_done *done, void *own,
                                  struct err *err);
struct collect_result collect_batch_result(const struct collect_batch *b);

/* ---- bulk import: NDJSON in pieces of any size, in bounded memory ---- */
#define COLLECT_IMPORT_OUTSTANDING 4   /* pieces on their way through the core */
#define COLLECT_IMPORT_ERRORS 20       /* first errors kept for the answer */

struct collect_import;
struct collect_import_error { uint64_t line; unsigned reason; char detail[120]; };
struct collect_import_result {
    uint64_t received, accepted, duplicates, rejected; /* lines that are not blank */
    unsigned n_errors;
    struct collect_import_error errors[COLLECT_IMPORT_ERRORS];
};
typedef void collect_ready(void *own);
struct collect_import *collect_import_new(struct collect *c, uint32_t source,
                                          collect_ready *ready, void *own);
/* Take bytes.  0: go on.  1: taken too, but collect_import_wait() before the next call.  -1: a
 * piece failed, or cannot be submitted now (E_UNAVAILABLE); nothing more can be fed. */
MUST_USE int collect_import_feed(struct collect_import *im, struct str bytes,
                                 int64_t received_ms, struct err *err);
/* The last line is complete.  Answers as feed does: after 1 wait and call it again; after 0
 * everything is durable and *ret is filled. */
MUST_USE int collect_import_end(struct collect_import *im, int64_t received_ms,
                                struct collect_import_result *ret, struct err *err);
/* ready() is called once, when the next call makes sense: from the core thread, or at once.
 * Park first. */
void collect_import_wait(struct collect_import *im);
/* Not between wait and ready.  Pieces under way still finish. */
void collect_import_free(struct collect_import *im);

/* ---- rejects ---- */
struct collect_reject_ref { uint64_t seq; uint32_t source; uint8_t reason; };
/* The newest kept rejects with seq < before (0: from the newest), newest first, of this
 * source (0: any) and reason (0: any); how many of at most max.  Any thread. */
unsigned collect_rejects(struct collect *c, uint64_t before, uint32_t source, unsigned reason,
                         struct collect_reject_ref *ret, unsigned max);

/* ENTRY_REJECT v1 as read back; borrowed from the entry. */
struct reject_entry {
    uint8_t reason;
    uint32_t source;
    int64_t received_ms;
    uint64_t line; /* of an import, or item of a batch, from 1; 0: none */
    struct str detail, raw;
};
#define REJECT_VERSION_ERASED 2 /* without what was sent */
void reject_erase(const struct entry *e, struct buf *out); /* that version of it */
MUST_USE int reject_decode(const struct entry *e, struct reject_entry *ret, struct err *err);

/* ---- figures (any thread) ---- */
struct collect_stats {
    uint64_t accepted, duplicates, rejected[COLLECT_REASON_COUNT]; /* since the start */
    uint64_t rejected_all; /* since the log's beginning */
    uint64_t bytes;        /* of stored JSON, since the start */
    uint64_t dedupe_ids, dedupe_bytes, dedupe_bytes_max;
    uint64_t dedupe_shrunk;   /* buckets dropped early for want of room: warn when it grows */
    int64_t dedupe_window_ms; /* that the ids in memory really cover */
};
void collect_stats(struct collect *c, struct collect_stats *ret);

/* ---- how much arrived when: part of the state, so exact over restarts (core thread) ---- */
#define FIGURE_MINUTES 60u
#define FIGURE_HOURS 48u
struct collect_slot { int64_t ms; uint32_t events, rejects; }; /* ms: its beginning */
struct collect_source_figures {
    uint32_t source;
    uint64_t events, rejects;               /* ever */
    int64_t last_event_ms, last_reject_ms;  /* of arrival; 0: never */
    uint64_t hour_events, hour_rejects;     /* in the last 60 minutes */
    uint64_t lately_events, lately_rejects; /* in the last 5 */
};
struct collect_figures {
    uint64_t events, rejects; /* ever */
    struct collect_slot minute[FIGURE_MINUTES], hour[FIGURE_HOURS]; /* oldest first */
    uint64_t reason[COLLECT_REASON_COUNT]; /* rejects in the last 60 minutes */
    uint32_t n_sources;
    struct collect_source_figures *sources; /* in the arena */
};
void collect_figures(struct collect *c, int64_t now_ms, struct arena *a,
                     struct collect_figures *ret);

/* ---- violations of tracking plans (core thread) ---- */
struct collect_violation {
    uint32_t row, source;
    uint8_t type;          /* enum event_type */
    const char *reason;    /* "unplanned_event", "missing_property", … */
    struct str name, property; /* borrowed; property may be empty */
    uint64_t n, blocked;
    int64_t first_ms, last_ms;
    uint64_t seq;          /* of the newest such event or reject */
};
/* All of this source (0: any), newest first, in the arena; *ret_lost: further ones, for which
 * there was no row. */
uint32_t collect_violations(struct collect *c, uint32_t source, struct arena *a,
                            struct collect_violation **ret, uint64_t *ret_lost);

#endif
