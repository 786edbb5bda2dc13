/* wheel.c - until when each answer holds.
 *
 * THEORY      Whenever an expression is evaluated it is known until when the answer holds if
 *             nothing happens.  Where that is not for ever it is kept here: one row for each
 *             audience and person, found by both, in a hierarchical timing wheel (Varghese, Lauck
 *             1987).  Level 0 has 64 slots of a tick, level 1 64 of 64 ticks, and so on; a row
 *             stands in the level where its tick first differs from the wheel's own, and comes
 *             down as that turns.  The rows of the present tick stand in order of their exact
 *             milliseconds.
 * INVARIANTS  (1) The row's instant is not later than the true one.
 *             (2) The wheel's tick is not past that of any row but those in its present slot.
 * LIMITS      7 levels: 140,000 years.  Among more than SORT_FAR rows of the present tick one that
 *             comes now may wait until the tick is over; whoever reads meanwhile evaluates.
 * THREADS     Core thread.
 */
#include "segment/segment_internal.h"

#include <stdlib.h>

#define SORT_FAR 256u

static struct seg_due *due_at(struct segment *s, uint32_t i) {
    return hvec_at(s->h, &s->root->dues, i);
}

static uint32_t *slot_at(struct segment *s, unsigned i) {
    return (uint32_t *)heap_at(s->h, s->root->wheel) + i;
}

void seg_wheel_begin(struct segment *s) {
    hvec_init(s->h, &s->root->dues, sizeof(struct seg_due), 65536);
    hidx_init(s->h, &s->root->dues_ix, 8);
    HEAP_SET(s->h, s->root->wheel, heap_alloc(s->h, SEG_WHEEL_SLOTS * sizeof(uint32_t)));
    for (unsigned i = 0; i < SEG_WHEEL_SLOTS; i++)
        *slot_at(s, i) = NONE;
}

/* ---- the wheel ---- */

static uint64_t tick_of(int64_t ms) { return ms < 0 ? 0 : (uint64_t)ms / SEG_TICK_MS; }

static unsigned slot_for(const struct segment *s, int64_t ms) {
    uint64_t tick = tick_of(ms), now = s->root->tick;
    if (tick <= now)
        return now & 63;
    unsigned level = (63u - (unsigned)__builtin_clzll(tick ^ now)) / 6;
    if (level >= SEG_WHEEL_LEVELS)
        level = SEG_WHEEL_LEVELS - 1;
    return level * 64 + (unsigned)(tick >> (6 * level) & 63);
}

/* In front of `next` in its slot; behind all when that is NONE and `prev` the last. */
static void put_between(struct segment *s, uint32_t i, uint32_t prev, uint32_t next) {
    struct seg_due *d = due_at(s, i);
    d->prev = prev;
    d->next = next;
    if (next != NONE)
        HEAP_SET(s->h, due_at(s, next)->prev, i);
    if (prev != NONE)
        HEAP_SET(s->h, due_at(s, prev)->next, i);
    else
        HEAP_SET(s->h, *slot_at(s, d->slot), i);
}

/* far: how far to look for its place among those of the present tick. */
static void chain(struct segment *s, uint32_t i, unsigned far) {
    struct seg_due *d = heap_touch(s->h, due_at(s, i), sizeof *d);
    d->slot = (uint16_t)slot_for(s, d->ms);
    uint32_t next = *slot_at(s, d->slot), prev = NONE;
    if (d->slot != (s->root->tick & 63))
        far = 0;
    for (; far > 0 && next != NONE && due_at(s, next)->ms < d->ms; far--) {
        prev = next;
        next = due_at(s, next)->next;
    }
    put_between(s, i, prev, next);
}

static void unchain(struct segment *s, uint32_t i) {
    const struct seg_due *d = due_at(s, i);
    if (d->next != NONE)
        HEAP_SET(s->h, due_at(s, d->next)->prev, d->prev);
    if (d->prev != NONE)
        HEAP_SET(s->h, due_at(s, d->prev)->next, d->next);
    else
        HEAP_SET(s->h, *slot_at(s, d->slot), d->next);
}

/* Rows of this slot to where they belong now. */
static void come_down(struct segment *s, unsigned slot) {
    uint32_t i = *slot_at(s, slot);
    HEAP_SET(s->h, *slot_at(s, slot), NONE);
    while (i != NONE) {
        uint32_t next = due_at(s, i)->next;
        chain(s, i, 0);
        i = next;
    }
}

struct in_order { int64_t ms; uint32_t i; };

static int by_ms(const void *a, const void *b) {
    const struct in_order *x = a, *y = b;
    if (x->ms != y->ms)
        return x->ms < y->ms ? -1 : 1;
    return x->i < y->i ? -1 : x->i > y->i;
}

/* A slot that has become the present one. */
static void sort_present(struct segment *s) {
    const unsigned slot = s->root->tick & 63;
    uint32_t n = 0, prev = NONE;
    for (uint32_t i = *slot_at(s, slot); i != NONE; i = due_at(s, i)->next)
        n++;
    if (n < 2)
        return;
    struct in_order *all = malloc(n * sizeof *all);
    CHECK(all);
    n = 0;
    for (uint32_t i = *slot_at(s, slot); i != NONE; i = due_at(s, i)->next)
        all[n++] = (struct in_order){ due_at(s, i)->ms, i };
    qsort(all, n, sizeof *all, by_ms);
    for (uint32_t k = 0; k < n; k++) {
        heap_touch(s->h, due_at(s, all[k].i), sizeof(struct seg_due));
        put_between(s, all[k].i, prev, NONE);
        prev = all[k].i;
    }
    free(all);
}

/* The first slot from there on that has rows, or 64. */
static unsigned first_used(struct segment *s, unsigned level, unsigned from) {
    while (from < 64 && *slot_at(s, level * 64 + from) == NONE)
        from++;
    return from;
}

/* The tick at which something stands or comes down next; UINT64_MAX: there is nothing. */
static uint64_t next_tick(struct segment *s) {
    const uint64_t now = s->root->tick;
    for (unsigned level = 0; level < SEG_WHEEL_LEVELS; level++) {
        uint64_t turn = now >> (6 * level);
        unsigned at = first_used(s, level, (unsigned)(turn & 63) + (level > 0));
        if (at < 64)
            return ((turn & ~63ull) | at) << (6 * level);
    }
    return UINT64_MAX;
}

static void turn_to(struct segment *s, uint64_t tick) {
    HEAP_SET(s->h, s->root->tick, tick);
    for (unsigned level = SEG_WHEEL_LEVELS - 1; level > 0; level--)
        if ((tick & ((1ull << (6 * level)) - 1)) == 0)
            come_down(s, level * 64 + (unsigned)(tick >> (6 * level) & 63));
    sort_present(s);
}

/* ---- rows ---- */

struct probe { struct segment *s; uint32_t audience, atom; };

static bool same(const void *ctx, uint32_t i) {
    const struct probe *p = ctx;
    const struct seg_due *d = due_at(p->s, i);
    return d->atom == p->atom && d->audience == p->audience;
}

static uint64_t hash_of(uint32_t audience, uint32_t atom) {
    uint64_t x = ((uint64_t)audience << 32 | atom) + 1;
    x = (x ^ x >> 29) * 0xbf58476d1ce4e5b9ull;
    return (x ^ x >> 32) * 0x9e3779b97f4a7c15ull;
}

static uint32_t find(struct segment *s, uint32_t audience, uint32_t atom) {
    const struct probe p = { s, audience, atom };
    return hidx_find(s->h, &s->root->dues_ix, hash_of(audience, atom), same, &p);
}

static void drop(struct segment *s, uint32_t i) {
    struct seg_due *d = due_at(s, i);
    unchain(s, i);
    CHECK(hidx_del(s->h, &s->root->dues_ix, hash_of(d->audience, d->atom), i));
    heap_touch(s->h, d, sizeof *d);
    *d = (struct seg_due){ .atom = NONE, .next = s->root->free_due };
    HEAP_SET(s->h, s->root->free_due, i + 1);
    HEAP_SET(s->h, s->root->n_dues, s->root->n_dues - 1);
}

void seg_due_set(struct segment *s, uint32_t audience, uint32_t atom, int64_t ms) {
    uint32_t i = find(s, audience, atom);
    if (i != NONE && due_at(s, i)->ms == ms)
        return;
    if (i != NONE && ms == INT64_MAX) {
        drop(s, i);
        return;
    }
    if (ms == INT64_MAX)
        return;
    if (i != NONE) {
        unchain(s, i);
        HEAP_SET(s->h, due_at(s, i)->ms, ms);
        chain(s, i, SORT_FAR);
        return;
    }
    if (s->root->free_due) {
        i = s->root->free_due - 1;
        HEAP_SET(s->h, s->root->free_due, due_at(s, i)->next);
    } else {
        i = hvec_push(s->h, &s->root->dues, NULL);
    }
    struct seg_due *d = heap_touch(s->h, due_at(s, i), sizeof *d);
    *d = (struct seg_due){ .ms = ms, .atom = atom, .audience = (uint16_t)audience };
    hidx_put(s->h, &s->root->dues_ix, hash_of(audience, atom), i);
    HEAP_SET(s->h, s->root->n_dues, s->root->n_dues + 1);
    chain(s, i, SORT_FAR);
}

int64_t seg_due_of(struct segment *s, uint32_t audience, uint32_t atom) {
    uint32_t i = find(s, audience, atom);
    return i == NONE ? INT64_MAX : due_at(s, i)->ms;
}

bool seg_due_pop(struct segment *s, int64_t now_ms, struct seg_due *ret) {
    const uint64_t now = tick_of(now_ms);
    for (;;) {
        uint32_t first = *slot_at(s, s->root->tick & 63);
        if (first != NONE && due_at(s, first)->ms <= now_ms) {
            *ret = *due_at(s, first);
            drop(s, first);
            return true;
        }
        if (s->root->tick >= now)
            return false;
        CHECK(first == NONE); /* of a tick that is over */
        uint64_t next = next_tick(s);
        turn_to(s, next < now ? next : now);
    }
}

int64_t seg_due_next(struct segment *s) {
    uint32_t first = *slot_at(s, s->root->tick & 63);
    if (first != NONE)
        return due_at(s, first)->ms;
    uint64_t tick = next_tick(s);
    return tick == UINT64_MAX ? INT64_MAX : (int64_t)(tick * SEG_TICK_MS);
}
