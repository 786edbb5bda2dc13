/* segment.h - audiences that are right at every instant, and counts over everybody.
 *
 * An audience is a definition: an expression of one person in CEL (docs/audiences.md).  Whoever it
 * is true of is a member, from the commit of the event on that made it so, and until the very
 * instant at which a window lets an event go.  Entering and leaving are entries of the log.
 *
 * Threads: everything on the core thread unless it says otherwise.
 */
#ifndef MUSUBI_SEGMENT_SEGMENT_H
#define MUSUBI_SEGMENT_SEGMENT_H

#include "base/id.h"
#include "base/json.h"
#include "core/core.h"

struct segment;
struct unify;
struct registry;
struct readers;

enum seg_reason { /* why somebody entered or left; numbers stand in the log */
    SEG_EVENT = 1,   /* an event, or traits that came with one */
    SEG_TIME = 2,    /* a window or an instant passed */
    SEG_PUBLISH = 3, /* a version of the audience came into force */
    SEG_MERGE = 4,   /* two persons became one, or one two */
    SEG_OTHER = 5,   /* another audience, retention, trait rules */
    SEG_REASON_COUNT
};
const char *seg_reason_text(unsigned reason); /* "event" */

/* ---- life ---- */
/* Registers with the core and watches unify: before core_start(). */
struct segment *segment_new(struct core *core, struct unify *u);
void segment_free(struct segment *s); /* after core_stop() */
void segment_stop(struct segment *s); /* before core_stop(); NULL is fine */
/* Register the definition kind "audience".  After registry_new(), before core_start(). */
MUST_USE int segment_register(struct segment *s, struct registry *r, struct err *err);
/* After core_start(): goes on where a stop left off.  readers: for reading the log; they must be
 * freed before the room is. */
void segment_start(struct segment *s, struct readers *readers);

/* ---- audiences ---- */
struct seg_info {
    struct str key;        /* borrowed until the next commit */
    uint32_t version;      /* by which members are counted; 0: not worked out yet */
    uint32_t published;    /* in force as a definition */
    uint32_t members;      /* as of the newest commit */
    uint32_t done, of;     /* people looked at for a newer version; of 0: nothing is under way */
    uint64_t entered, left; /* ever */
    int64_t since_ms;      /* that version is in force */
    bool archived, loops, waits; /* waits: events are being read from the log first */
};
uint32_t segment_audiences(struct segment *s);  /* how many, archived ones included */
uint32_t segment_find(struct segment *s, struct str key); /* or UINT32_MAX */
void segment_info(struct segment *s, uint32_t audience, struct seg_info *ret);
/* As its published definition calls it; empty when that is not known here.  Borrowed until then. */
struct str segment_name(struct segment *s, uint32_t audience);
/* Is this person (any of its atoms) a member now? */
bool segment_has(struct segment *s, uint32_t audience, uint32_t person);
/* Members with an atom's number from `from` on, at most max, ascending; where to go on, or
 * UINT32_MAX.  O(people). */
uint32_t segment_members(struct segment *s, uint32_t audience, uint32_t from, uint32_t *ret,
                         uint32_t max, uint32_t *ret_n);
/* When and why this person entered; false: it is no member, or was not told. */
struct seg_since { int64_t ms; uint64_t seq; uint32_t version; uint8_t reason; };
bool segment_since(struct segment *s, uint32_t audience, uint32_t person, struct seg_since *ret);
/* Until when that holds if nothing happens; INT64_MAX: for ever. */
int64_t segment_until(struct segment *s, uint32_t audience, uint32_t person);

struct seg_history {
    int64_t ms;
    uint64_t seq;
    uint32_t atom, audience, version;
    uint8_t reason;
    bool in;
};
/* The newest changes of this audience with an index below `before` (UINT32_MAX: from the newest);
 * how many, at most max.  *ret_next: where to go on, or UINT32_MAX.  Looks at 20,000 changes of
 * anybody at most. */
uint32_t segment_history(struct segment *s, uint32_t audience, uint32_t before,
                         struct seg_history *ret, uint32_t max, uint32_t *ret_next);
/* The newest of this person, of all audiences.  O(max * atoms). */
uint32_t segment_person_history(struct segment *s, uint32_t person, struct seg_history *ret,
                                uint32_t max);

/* ---- trying an expression ---- */
struct seg_plan;
/* Any thread.  NULL with E_INVALID and its place. */
MUST_USE struct seg_plan *segment_compile(struct segment *s, struct str expression,
                                          uint32_t *ret_at, uint32_t *ret_n, struct err *err);
void segment_plan_free(struct seg_plan *p);
/* The canonical form. */
void segment_plan_text(const struct seg_plan *p, struct buf *out);
/* Members "traits", "events", "audiences": what it looks at.  Any thread. */
void segment_plan_json(const struct seg_plan *p, struct jw *w);
/* "warnings": names that were never seen, with the nearest that was.  Core thread. */
void segment_warnings_json(struct segment *s, const struct seg_plan *p, struct jw *w);
/* Entries of the log that were read so far for tables, of how many; 0 of 0: nothing is read. */
void segment_filling(struct segment *s, uint64_t *ret_done, uint64_t *ret_of);
/* Is it true of this person now?  E_UNAVAILABLE while events are still read from the log; E_LIMIT:
 * it looks at more properties of one event than can be kept. */
MUST_USE int segment_try(struct segment *s, struct seg_plan *p, uint32_t person, bool *ret,
                         int64_t *ret_until_ms, struct err *err);

/* ---- figures (any thread) ---- */
struct seg_stats { uint64_t evaluations, changes, loops; };
void segment_stats(struct segment *s, struct seg_stats *ret);

/* In the core's stepped mode: one piece of what other threads would do; false: nothing waits. */
bool segment_step(struct segment *s);

/* ---- told to a room above, as of a commit ---- */
struct seg_watch {
    void *room;
    void (*changed)(void *room, const struct seg_history *h); /* inside apply; may be in a replay */
};
void segment_watch(struct segment *s, const struct seg_watch *w);

#endif
