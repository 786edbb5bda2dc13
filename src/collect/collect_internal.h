/* collect_internal.h - shared by the files of this room only. */
#ifndef MUSUBI_COLLECT_COLLECT_INTERNAL_H
#define MUSUBI_COLLECT_COLLECT_INTERNAL_H

#include "collect/collect.h"

#include <pthread.h>
#include <stdatomic.h>

/* Roots of the heap by room; core keeps 0. */
enum { COLLECT_HEAP_ROOT = 1 };

#define COLLECT_ID_MAX 1024u               /* bytes of groupId, previousId, names */
#define COLLECT_OUT_MAX (4u << 20)         /* stored JSON of one batch */
#define COLLECT_ARENA_MAX (32u << 20)
#define COLLECT_REJECTS_KEPT 1000u
#define COLLECT_RAW_MAX 32768u
#define COLLECT_MERGE_PAIRS_MAX 16384u /* member comparisons of one context merge */
#define DAY_MS 86400000ll

/* ---- time.c ---- */
struct time_in { /* what a message says of time, as JSON values */
    struct json timestamp, original, sent_at;
    int64_t received_ms;
    bool import;
};
/* When it happened; adds to *flags (enum event_flag). */
int64_t time_correct(const struct time_in *in, uint8_t *flags);

/* ---- dedupe.c: which ids were seen ---- */
#define DEDUPE_GENS 40u
struct dedupe_gen { /* ids of one day, or of less when the day is busy */
    int64_t first_ms, last_ms; /* of arrival */
    uint64_t n, bytes;
    href dir;       /* 2^bits hrefs of segments */
    uint32_t bits;
};
struct dedupe {
    uint32_t n_gens; /* oldest first; the last one takes new ids */
    uint32_t shrunk; /* dropped early */
    uint64_t bytes, n;
    struct dedupe_gen gens[DEDUPE_GENS];
};
struct dedupe_limits { int64_t window_ms; uint64_t bytes_max; };

bool dedupe_seen(const struct heap *h, const struct dedupe *d, uint64_t hash);
void dedupe_prefetch(const struct heap *h, const struct dedupe *d, uint64_t hash);
/* now_ms drops what is older than the window.  hash must not be there yet. */
void dedupe_add(struct heap *h, struct dedupe *d, const struct dedupe_limits *lim,
                uint64_t hash, int64_t received_ms, int64_t now_ms);
void dedupe_expire(struct heap *h, struct dedupe *d, const struct dedupe_limits *lim,
                   int64_t now_ms);
/* Of all ids of a generation, whatever their order; counts them by looking. */
uint64_t dedupe_sum(const struct heap *h, const struct dedupe_gen *g, uint64_t *ret_n);

/* ---- state in the heap ---- */
struct reject_slot { uint64_t seq; uint32_t source; uint32_t reason; };
struct collect_root {
    uint64_t rejects;                       /* ever */
    uint64_t by_reason[COLLECT_REASON_COUNT + 15]; /* ever */
    href ring;                              /* COLLECT_REJECTS_KEPT slots, by rejects % kept */
    href figures;                           /* struct figures */
    struct dedupe_limits limits;            /* by which ids are kept; zeros: the default */
    struct dedupe dedupe;
    struct hvec violations;                 /* struct violation */
    struct hidx violations_ix;
    uint32_t pad;
    uint64_t violations_lost;               /* for which there was no row */
};
_Static_assert(sizeof(struct collect_root) <= HEAP_ROOT_BYTES, "root fits");

/* ---- figures.c: how much arrived when ---- */
#define FIGURE_REASONS 40u
_Static_assert(COLLECT_REASON_COUNT <= FIGURE_REASONS, "room for each reason");
struct figure_slot { uint32_t at, events, rejects; }; /* at: minutes or hours since 1970 */
struct figure_source {
    uint32_t source, pad;
    uint64_t events, rejects; /* ever */
    int64_t last_event_ms, last_reject_ms; /* of arrival; 0: never */
    struct figure_slot minute[FIGURE_MINUTES];
};
struct figures {
    uint64_t events, rejects; /* ever */
    struct figure_slot minute[FIGURE_MINUTES], hour[FIGURE_HOURS]; /* by their `at` */
    uint32_t reason[FIGURE_MINUTES][FIGURE_REASONS]; /* rejects of that minute */
    struct hvec sources;      /* struct figure_source */
};
core_begin figures_begin;
void figures_event(struct collect *c, const struct entry *e);
void figures_reject(struct collect *c, const struct entry *e, const struct reject_entry *x);
void figures_dump(struct collect *c, core_line *line, void *ctx);

/* ---- plan.c: tracking plans ---- */
#define PLAN_FOUND_MAX 8u
#define PLAN_PROPERTY_MAX 100u /* bytes kept of a property's name */
enum plan_reason { PLAN_UNPLANNED = 1, PLAN_MISSING, PLAN_INVALID, PLAN_UNEXPECTED };
struct plan_found { /* of one message */
    uint8_t type;
    bool blocked;
    uint32_t n;
    struct str name;
    const char *detail; /* of the first, for a reject */
    struct { uint8_t reason; struct str property; } item[PLAN_FOUND_MAX];
};
struct plan;
const struct plan *plan_for(struct collect *c, uint32_t source); /* NULL: none */
/* values: properties or traits.  False when it is to be refused.  *ret: NULL, all is well. */
bool plan_check(const struct plan *p, uint8_t type, struct str name, struct json values,
                struct arena *a, struct plan_found **ret);
void plans_free(struct collect *c);

/* ---- violations.c ---- */
void violations_begin(struct collect *c);
core_apply violations_apply;
void violations_encode(struct buf *out, const struct plan_found *f, uint32_t source);
void violations_dump(struct collect *c, core_line *line, void *ctx);

/* ---- parse.c ---- */
struct rejected { /* one message that cannot be taken */
    struct rejected *next;
    uint8_t reason;
    uint64_t line;
    struct str detail, raw;
    const struct plan_found *found;
};

struct scratch { /* a thread's tools while it builds a batch; pooled */
    struct scratch *next;
    struct json_parser *parser, *again; /* the body; a message that was changed */
    struct buf out;                     /* the message being written */
    struct buf side;                    /* raw text of a reject */
};

struct build { /* input and output of parse.c */
    const struct collect_hooks *hooks;
    struct hash_key hash_key;
    const struct collect_origin *origin;
    const struct plan *plan; /* of the source; NULL: none */
    struct arena *arena;
    struct scratch *s;
    struct event *events; /* room for events_max */
    uint32_t n_events, events_max;
    struct rejected *rejects, **rejects_end;
    uint32_t n_rejects;
    size_t out_bytes;     /* stored JSON so far */
    bool too_large;       /* the newest message was over EVENT_BYTES_MAX */
};
void build_start(struct build *b, uint32_t events_max);
/* One message of this kind (COLLECT_BATCH: it says so itself), with what the batch around it
 * gives: JSON_NONE for none. */
void build_message(struct build *b, enum collect_call call, struct json item,
                   struct json outer, uint64_t line);
/* raw: the body as sent, for a reject of the whole. */
void build_batch(struct build *b, struct json body, struct str raw);
void build_reject(struct build *b, enum collect_reason why, uint64_t line, struct str raw,
                  const char *fmt, ...) PRINTF_LIKE(5, 6);

/* ---- reject.c ---- */
void reject_encode(struct buf *out, const struct rejected *r, uint32_t source,
                   int64_t received_ms);
core_apply reject_apply;

/* ---- dump.c ---- */
core_dump collect_dump;

/* ---- the room ---- */
struct collect_batch {
    struct command cmd; /* first */
    struct collect *room;
    struct collect_batch *next; /* free list */
    struct arena arena;
    struct scratch *s;   /* from parse to submit */
    struct json doc;
    struct str body;
    uint64_t digest; /* of what was sent */
    struct build build;
    uint32_t source;
    int64_t received_ms;
    uint32_t accepted, duplicates, refused;
    size_t accepted_bytes;
    collect_done *done;
    void *own;
};

#define POOL_MAX 32u /* of either kind: each holds its arena or its parsers */

struct collect {
    struct core *core;
    struct collect_hooks hooks;
    struct dedupe_limits limits; /* as the settings say; in force once they stand in the log */
    struct buf entry;          /* core thread: the entry being written */
    struct registry *registry; /* NULL in a program that only reads */
    struct plan_table *_Atomic plans;
    uint32_t figure_last;      /* core thread: row of the source that sent last */

    pthread_mutex_t pool_lock;
    struct collect_batch *batches;
    struct scratch *scratches;
    unsigned n_batches, n_scratches;

    pthread_mutex_t look_lock; /* what follows is written after each commit */
    struct reject_slot ring[COLLECT_REJECTS_KEPT];
    uint64_t rejects;
    struct collect_stats shown; /* dedupe part and rejected_all */

    _Atomic uint64_t accepted, duplicates, bytes, rejected[COLLECT_REASON_COUNT];
};

struct collect_root *collect_root(struct collect *c);
struct scratch *scratch_take(struct collect *c);
void scratch_give(struct collect *c, struct scratch *s);
struct scratch *scratch_new(void);
void scratch_free(struct scratch *s);
/* Prepare b->build for this origin. */
void batch_begin(struct collect_batch *b, const struct collect_origin *o, uint32_t events_max);

#endif
