/* event_scan.h - events and rejects as lists and live views show them, from the log.
 *
 * What is wanted is a filter; a frame of the log is looked through at a time.  Persons and names
 * are in the state, so each frame takes one short look at it on the core thread.
 */
#ifndef MUSUBI_API_EVENT_SCAN_H
#define MUSUBI_API_EVENT_SCAN_H

#include "api/app.h"
#include "core/readers.h"
#include "http/http.h"
#include "unify/feed.h"

enum event_errors { EVENTS_ONLY, EVENTS_AND_ERRORS, ERRORS_ONLY };

struct event_filter {
    enum event_errors errors;
    uint8_t type;        /* enum event_type; 0: any */
    uint32_t source;     /* 0: any */
    struct str name;     /* empty: any; an event without a name goes by its type's */
    bool by_person;
    struct id person;    /* as it is called now; unify_by_id() gives that */
};

/* Read name, source, person, type and errors off the query, into r->arena.  The person is not
 * looked up.  E_INVALID. */
MUST_USE int event_filter_read(struct http_req *r, struct event_filter *ret, struct err *err);
/* Find what the person is called now; a filter by nobody matches nothing.  Blocks for a turn of
 * the core; not on the core thread. */
MUST_USE int event_filter_person(struct app *app, struct event_filter *f, struct err *err);
bool event_filter_match(const struct event_filter *f, const struct feed_item *x);

/* What happened in the frame that holds seq, of the entries lo to hi, in their order, all that
 * matches.  *ret_seen: events looked at, matching or not.  1, or 0 when there is no such frame.
 * Blocks; not on the core thread. */
struct event_scan {
    struct feed_item *items; /* in the arena, like their texts */
    uint32_t n;
    uint64_t first;          /* bounds of the frame */
    uint32_t entries;
    uint64_t events, rejects; /* looked at */
};
MUST_USE int event_scan_frame(struct app *app, struct log_reader *log, uint64_t seq,
                              uint64_t lo, uint64_t hi, const struct event_filter *f,
                              struct arena *a, struct event_scan *ret, struct err *err);

/* {"seq","message_id","type","name","source","person","time","received",…}; of a reject
 * {"seq","reason","source","received","detail",…}. */
void event_item_json(struct app *app, const struct feed_item *x, struct jw *w);
/* Plain digits, at most 18; -1 when it is none. */
int event_number(struct str s, uint64_t *ret);
const char *event_type_text(unsigned type);

/* A look at the state from a thread that may wait. */
MUST_USE int event_state_look(struct app *app, void (*look)(struct unify *u, void *ctx),
                              void *ctx, struct err *err);

#endif
