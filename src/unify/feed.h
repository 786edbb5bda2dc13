/* feed.h - what was committed just now, for one thread that watches (live views).
 *
 * The core thread writes a short record for each event and each reject into a ring; one other
 * thread takes them out.  While nobody watches, it costs the core a load and a branch.
 */
#ifndef MUSUBI_UNIFY_FEED_H
#define MUSUBI_UNIFY_FEED_H

#include "unify/unify.h"

#define FEED_TEXT_MAX 256u /* bytes kept of a name or a detail, cut at a character */

enum feed_what { FEED_EVENT = 1, FEED_REJECT = 2 };

struct feed_item {
    uint64_t seq;
    uint8_t what;          /* enum feed_what */
    uint8_t type, flags;   /* events: enum event_type, enum event_flag */
    uint8_t reason;        /* rejects: enum collect_reason */
    uint32_t source;
    int64_t time_ms, received_ms; /* rejects: the same */
    uint64_t line;         /* rejects: position in what was sent; 0: none */
    struct id person;      /* events */
    struct str name;       /* events: name, empty for none; rejects: detail */
    struct str message_id; /* events */
};

struct feed_count { uint64_t events, rejects; };

/* Begin or end watching; from the watching thread, or before it runs.  What stands in the ring
 * from an earlier time is passed over. */
void unify_feed_watch(struct unify *u, bool on);
/* The next committed item, in the log's order; its texts are borrowed until the next call.
 * False when there is none now.  The watching thread only. */
bool unify_feed_next(struct unify *u, struct feed_item *ret);
/* Items committed since watching began that did not fit the ring, and so were never given. */
struct feed_count unify_feed_lost(struct unify *u);
/* Everything up to this entry is in the ring, taken, or lost. */
uint64_t unify_feed_seq(struct unify *u);

#endif
