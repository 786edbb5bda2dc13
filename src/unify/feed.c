/* feed.c - a ring of what was committed.
 *
 * THEORY      One writer, the core thread; one reader.  Records are written as entries are
 *             applied, and become visible at the commit: `published` moves to `head`.  Each
 *             record knows how long the one before it is, so that what is taken back (a command
 *             or a commit failed) is walked off the end by its seq.  When the ring is full, the
 *             record is counted and dropped: the core never waits for who watches.
 *             Name and person are looked up here, where the state is; both have just been
 *             touched by the event itself.
 * INVARIANTS  (1) tail <= published <= head <= tail + RING_BYTES; all are multiples of 8.
 *             (2) The reader looks only between tail and published, the writer writes only
 *                 between head and tail + RING_BYTES.
 * LIMITS      RING_BYTES, some 50,000 records.
 * THREADS     feed_event(), feed_reject(), the callbacks: core.  The rest: who watches.
 */
#include "unify/feed.h"

#include "base/utf8.h"
#include "collect/collect.h"
#include "unify/unify_internal.h"

#include <stdlib.h>

#define RING_BYTES (8u << 20)
#define MESSAGE_ID_MAX 100u

struct record { /* followed by name and message id */
    uint32_t bytes, before; /* of this one with its texts; of the one before it */
    uint64_t seq;
    uint8_t what, type, flags, reason; /* what 0: filler up to the ring's end */
    uint32_t source;
    int64_t time_ms, received_ms;
    uint64_t line;
    struct id person;
    uint16_t name_bytes, id_bytes;
    uint32_t pad;
};

struct feed {
    _Atomic bool on;
    uint8_t *ring; /* made when somebody watches first */
    _Atomic uint64_t published, tail;
    _Atomic uint64_t seq;
    uint64_t head;      /* core thread, as all below */
    uint32_t last;      /* bytes of the newest record */
    struct feed_count pend;
    uint64_t next;      /* who watches: behind the item given last, which is still borrowed */
    _Atomic uint64_t lost_events, lost_rejects;
};

static struct record *record_at(struct feed *f, uint64_t pos) {
    return (struct record *)(void *)(f->ring + pos % RING_BYTES);
}

/* ---- the core's side ---- */

static struct record *room_for(struct feed *f, uint32_t bytes) {
    uint64_t used = f->head - atomic_load_explicit(&f->tail, memory_order_acquire);
    uint32_t to_end = RING_BYTES - (uint32_t)(f->head % RING_BYTES);
    uint32_t fill = to_end < bytes ? to_end : 0;
    if (used + bytes + fill > RING_BYTES)
        return NULL;
    if (fill) { /* at least 8 bytes: bytes, before; then nothing is read of it */
        struct record *r = record_at(f, f->head);
        r->bytes = fill;
        r->before = f->last;
        if (fill >= sizeof *r) {
            r->what = 0;
            r->seq = 0;
        }
        f->last = fill;
        f->head += fill;
    }
    struct record *r = record_at(f, f->head);
    r->bytes = bytes;
    r->before = f->last;
    f->last = bytes;
    f->head += bytes;
    return r;
}

static void put(struct feed *f, const struct feed_item *x) {
    size_t name = utf8_cut(x->name, FEED_TEXT_MAX);
    size_t id = x->message_id.n < MESSAGE_ID_MAX ? x->message_id.n : MESSAGE_ID_MAX;
    struct record *r = room_for(f, (uint32_t)((sizeof *r + name + id + 7) & ~(size_t)7));
    if (!r) {
        if (x->what == FEED_EVENT)
            f->pend.events++;
        else
            f->pend.rejects++;
        return;
    }
    r->seq = x->seq;
    r->what = x->what;
    r->type = x->type;
    r->flags = x->flags;
    r->reason = x->reason;
    r->source = x->source;
    r->time_ms = x->time_ms;
    r->received_ms = x->received_ms;
    r->line = x->line;
    r->person = x->person;
    r->name_bytes = (uint16_t)name;
    r->id_bytes = (uint16_t)id;
    memcpy(r + 1, x->name.s, name);
    memcpy((char *)(r + 1) + name, x->message_id.s, id);
}

bool feed_on(struct unify *u) {
    return atomic_load_explicit(&u->feed->on, memory_order_acquire); /* the ring is there */
}

void feed_event(struct unify *u, const struct entry *e, const struct event_entry *v) {
    struct feed_item x = { .seq = e->seq, .what = FEED_EVENT, .type = v->type,
                           .flags = v->flags, .source = v->source, .time_ms = v->time_ms,
                           .received_ms = v->received_ms, .message_id = v->message_id };
    x.person = unify_person_id(u, v->atom);
    x.name = name_text(u, v->name);
    put(u->feed, &x);
}

static void feed_reject(void *room, const struct entry *e) {
    struct unify *u = room;
    struct reject_entry v;
    struct err err = ERR_INIT;
    if (!feed_on(u) || reject_decode(e, &v, &err) < 0)
        return;
    struct feed_item x = { .seq = e->seq, .what = FEED_REJECT, .reason = v.reason,
                           .source = v.source, .time_ms = v.received_ms,
                           .received_ms = v.received_ms, .line = v.line, .name = v.detail,
                           .message_id = STR("") };
    put(u->feed, &x);
}

static void feed_undone(void *room, uint64_t seq) {
    struct feed *f = ((struct unify *)room)->feed;
    f->pend = (struct feed_count){ 0, 0 };
    while (f->head > atomic_load_explicit(&f->published, memory_order_relaxed)) {
        uint64_t at = f->head - f->last;
        const struct record *r = record_at(f, at);
        if (r->bytes >= sizeof *r && r->what != 0 && r->seq <= seq)
            break;
        f->head = at;
        f->last = r->before;
    }
}

static void feed_commit(void *room, uint64_t seq) {
    struct feed *f = ((struct unify *)room)->feed;
    if (f->pend.events | f->pend.rejects) {
        atomic_fetch_add(&f->lost_events, f->pend.events);
        atomic_fetch_add(&f->lost_rejects, f->pend.rejects);
        f->pend = (struct feed_count){ 0, 0 };
    }
    atomic_store_explicit(&f->published, f->head, memory_order_release);
    atomic_store_explicit(&f->seq, seq, memory_order_release);
}

/* ---- who watches ---- */

void unify_feed_watch(struct unify *u, bool on) {
    struct feed *f = u->feed;
    if (on && !f->ring) {
        f->ring = malloc(RING_BYTES);
        CHECK(f->ring);
    }
    atomic_store_explicit(&f->tail, atomic_load_explicit(&f->published, memory_order_acquire),
                          memory_order_release);
    atomic_store_explicit(&f->on, on, memory_order_release);
}

bool unify_feed_next(struct unify *u, struct feed_item *ret) {
    struct feed *f = u->feed;
    uint64_t to = atomic_load_explicit(&f->published, memory_order_acquire);
    uint64_t tail = atomic_load_explicit(&f->tail, memory_order_relaxed);
    if (f->next > tail)
        tail = f->next;
    while (tail < to) {
        const struct record *r = record_at(f, tail);
        uint64_t next = tail + r->bytes;
        if (r->bytes < sizeof *r || r->what == 0) {
            tail = next;
            continue;
        }
        *ret = (struct feed_item){ .seq = r->seq, .what = r->what, .type = r->type,
                                   .flags = r->flags, .reason = r->reason,
                                   .source = r->source, .time_ms = r->time_ms,
                                   .received_ms = r->received_ms, .line = r->line,
                                   .person = r->person };
        ret->name = str_n((const char *)(r + 1), r->name_bytes);
        ret->message_id = str_n((const char *)(r + 1) + r->name_bytes, r->id_bytes);
        atomic_store_explicit(&f->tail, tail, memory_order_release);
        f->next = next;
        return true;
    }
    atomic_store_explicit(&f->tail, tail, memory_order_release);
    return false;
}

struct feed_count unify_feed_lost(struct unify *u) {
    return (struct feed_count){ atomic_load(&u->feed->lost_events),
                                atomic_load(&u->feed->lost_rejects) };
}

uint64_t unify_feed_seq(struct unify *u) {
    return atomic_load_explicit(&u->feed->seq, memory_order_acquire);
}

/* ---- life ---- */

struct feed *feed_new(struct unify *u) {
    struct feed *f = calloc(1, sizeof *f);
    CHECK(f);
    core_on_entry(u->core, ENTRY_REJECT, feed_reject, u);
    core_on_undo(u->core, feed_undone, u);
    core_on_commit(u->core, feed_commit, u);
    return f;
}

void feed_free(struct feed *f) {
    if (!f)
        return;
    free(f->ring);
    free(f);
}
