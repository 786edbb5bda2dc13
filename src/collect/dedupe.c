/* dedupe.c - which message ids have been seen.
 *
 * THEORY      Keyed 64-bit hashes lie in generations: one a day, or several where a day's ids
 *             would take more than an eighth of the budget, so that dropping the oldest
 *             shortens the window by little.  A generation is an extendible hash (Fagin et al.
 *             1979): the top bits of a hash choose a segment through a directory, the low 32
 *             bits a slot in it; a slot is the hash itself, 0 is free, probing is linear.
 *             A segment grows through seven sizes and then splits in two of the third largest,
 *             so loads stay between 0.58 and 0.87 (9 to 14 bytes an id) and no step moves
 *             more than 7,200 slots.
 * INVARIANTS  (1) All changes follow from entries alone: arrival, entry time, hash, limits.
 *             (2) Slots of a segment are never more than 7/8 full, so probing ends.
 *             (3) Generations stand in order of age; only the last one takes ids.
 * LIMITS      A hash that collides in 64 bits loses an event: at 40 million ids in the window
 *             one in 5e11 events.
 * THREADS     Core thread only. */
#include "collect/collect_internal.h"

struct seg {
    uint32_t n, cap; /* ids, slots */
    uint32_t depth;  /* top bits that all its ids share */
    uint32_t size;   /* index into seg_bytes */
    uint64_t slots[];
};

/* Sizes are classes of the heap's allocator, so nothing is lost to rounding. */
static const uint32_t seg_bytes[] = { 8192, 12288, 16384, 24576, 32768, 49152, 65536 };
#define SEG_SIZES (sizeof(seg_bytes) / sizeof(seg_bytes[0]))
#define BITS_MAX 24u

static uint32_t size_cap(uint32_t size) {
    return (uint32_t)((seg_bytes[size] - sizeof(struct seg)) / sizeof(uint64_t));
}

static bool seg_full(const struct seg *s) { return s->n + 1 > s->cap - s->cap / 8; }

static uint64_t dir_index(uint64_t hash, uint32_t bits) { return bits ? hash >> (64 - bits) : 0; }

static href *gen_dir(const struct heap *h, const struct dedupe_gen *g) {
    return heap_at(h, g->dir);
}

static struct seg *gen_seg(const struct heap *h, const struct dedupe_gen *g, uint64_t hash) {
    return heap_at(h, gen_dir(h, g)[dir_index(hash, g->bits)]);
}

/* The slot that holds hash, or the free one where it belongs. */
static uint64_t *seg_slot(struct seg *s, uint64_t hash) {
    uint64_t i = ((hash & 0xffffffffu) * s->cap) >> 32;
    while (s->slots[i] && s->slots[i] != hash)
        i = i + 1 == s->cap ? 0 : i + 1;
    return &s->slots[i];
}

static uint64_t clean(uint64_t hash) { return hash ? hash : 1; }

bool dedupe_seen(const struct heap *h, const struct dedupe *d, uint64_t hash) {
    hash = clean(hash);
    for (uint32_t i = d->n_gens; i-- > 0;) { /* repeats mostly come soon */
        if (*seg_slot(gen_seg(h, &d->gens[i], hash), hash) == hash)
            return true;
    }
    return false;
}

void dedupe_prefetch(const struct heap *h, const struct dedupe *d, uint64_t hash) {
    hash = clean(hash);
    for (uint32_t i = 0; i < d->n_gens; i++) {
        struct seg *s = gen_seg(h, &d->gens[i], hash);
        __builtin_prefetch(&s->slots[((hash & 0xffffffffu) * s->cap) >> 32]);
    }
}

/* d and g are announced by the caller of everything below. */
static href seg_new(struct heap *h, struct dedupe *d, struct dedupe_gen *g, uint32_t size,
                    uint32_t depth) {
    href r = heap_alloc(h, seg_bytes[size]);
    struct seg *s = heap_touch(h, heap_at(h, r), seg_bytes[size]);
    s->cap = size_cap(size);
    s->size = size;
    s->depth = depth;
    g->bytes += seg_bytes[size];
    d->bytes += seg_bytes[size];
    return r;
}

static void seg_drop(struct heap *h, struct dedupe *d, struct dedupe_gen *g, href r) {
    uint32_t bytes = seg_bytes[((struct seg *)heap_at(h, r))->size];
    g->bytes -= bytes;
    d->bytes -= bytes;
    heap_free(h, r, bytes);
}

static void seg_move(const struct seg *from, struct seg *to, uint64_t mask, uint64_t want) {
    for (uint32_t i = 0; i < from->cap; i++) {
        uint64_t hash = from->slots[i];
        if (hash && (hash & mask) == want) {
            *seg_slot(to, hash) = hash;
            to->n++;
        }
    }
    CHECK(to->n <= to->cap - to->cap / 8);
}

/* Point every directory entry that named the segment of `hash` at r. */
static void dir_set(struct heap *h, struct dedupe_gen *g, uint64_t hash, uint32_t depth, href r) {
    uint64_t count = 1ull << (g->bits - depth);
    href *dir = gen_dir(h, g) + (dir_index(hash, g->bits) & ~(count - 1));
    heap_touch(h, dir, count * sizeof(href));
    for (uint64_t i = 0; i < count; i++)
        dir[i] = r;
}

static size_t dir_bytes(uint32_t bits) { return sizeof(href) << (bits ? bits : 1); }

static void dir_double(struct heap *h, struct dedupe *d, struct dedupe_gen *g) {
    href wide = heap_alloc(h, dir_bytes(g->bits + 1));
    const href *from = gen_dir(h, g);
    href *to = heap_touch(h, heap_at(h, wide), dir_bytes(g->bits + 1));
    for (uint64_t i = 0; i < 1ull << g->bits; i++)
        to[2 * i] = to[2 * i + 1] = from[i];
    heap_free(h, g->dir, dir_bytes(g->bits));
    uint64_t more = dir_bytes(g->bits + 1) - dir_bytes(g->bits);
    g->bytes += more;
    d->bytes += more;
    g->dir = wide;
    g->bits++;
}

static uint64_t top_mask(uint32_t depth) { return depth ? ~0ull << (64 - depth) : 0; }

static uint32_t size_for(uint32_t n) {
    uint32_t size = SEG_SIZES - 2;
    if (n + 1 > size_cap(size) - size_cap(size) / 8)
        size++;
    return size;
}

static void split(struct heap *h, struct dedupe *d, struct dedupe_gen *g, uint64_t hash) {
    if (gen_seg(h, g, hash)->depth == g->bits)
        dir_double(h, d, g);
    href old = gen_dir(h, g)[dir_index(hash, g->bits)];
    const struct seg *from = heap_at(h, old);
    uint32_t depth = from->depth + 1, ones = 0;
    uint64_t bit = 1ull << (64 - depth);
    for (uint32_t i = 0; i < from->cap; i++)
        ones += (from->slots[i] & bit) != 0;
    for (int side = 0; side < 2; side++) {
        uint64_t want = (hash & top_mask(depth - 1)) | (side ? bit : 0);
        href r = seg_new(h, d, g, size_for(side ? ones : from->n - ones), depth);
        seg_move(from, heap_at(h, r), top_mask(depth), want);
        dir_set(h, g, want, depth, r);
    }
    seg_drop(h, d, g, old);
}

static void grow(struct heap *h, struct dedupe *d, struct dedupe_gen *g, uint64_t hash) {
    href old = gen_dir(h, g)[dir_index(hash, g->bits)];
    const struct seg *from = heap_at(h, old);
    href r = seg_new(h, d, g, from->size + 1, from->depth);
    seg_move(from, heap_at(h, r), 0, 0);
    dir_set(h, g, hash, from->depth, r);
    seg_drop(h, d, g, old);
}

static void gen_drop_oldest(struct heap *h, struct dedupe *d) {
    struct dedupe_gen *g = &d->gens[0];
    heap_touch(h, d, sizeof(*d));
    for (uint64_t i = 0; i < 1ull << g->bits;) {
        href r = gen_dir(h, g)[i];
        i += 1ull << (g->bits - ((struct seg *)heap_at(h, r))->depth);
        seg_drop(h, d, g, r);
    }
    heap_free(h, g->dir, dir_bytes(g->bits));
    d->bytes -= dir_bytes(g->bits);
    d->n -= g->n;
    d->n_gens--;
    memmove(&d->gens[0], &d->gens[1], d->n_gens * sizeof(d->gens[0]));
    memset(&d->gens[d->n_gens], 0, sizeof(d->gens[0]));
}

static void gen_begin(struct heap *h, struct dedupe *d, int64_t received_ms) {
    heap_touch(h, d, sizeof(*d));
    if (d->n_gens == DEDUPE_GENS) {
        gen_drop_oldest(h, d);
        d->shrunk++;
    }
    struct dedupe_gen *g = &d->gens[d->n_gens++];
    *g = (struct dedupe_gen){ .first_ms = received_ms, .last_ms = received_ms };
    g->dir = heap_alloc(h, dir_bytes(0));
    g->bytes = dir_bytes(0);
    d->bytes += dir_bytes(0);
    href r = seg_new(h, d, g, 0, 0);
    heap_touch(h, heap_at(h, g->dir), dir_bytes(0));
    gen_dir(h, g)[0] = r;
}

void dedupe_expire(struct heap *h, struct dedupe *d, const struct dedupe_limits *lim,
                   int64_t now_ms) {
    while (d->n_gens > 0 && d->gens[0].last_ms + lim->window_ms < now_ms)
        gen_drop_oldest(h, d);
}

void dedupe_add(struct heap *h, struct dedupe *d, const struct dedupe_limits *lim,
                uint64_t hash, int64_t received_ms, int64_t now_ms) {
    hash = clean(hash);
    dedupe_expire(h, d, lim, now_ms);
    const struct dedupe_gen *last = d->n_gens ? &d->gens[d->n_gens - 1] : NULL;
    if (!last || received_ms / DAY_MS > last->first_ms / DAY_MS ||
        last->bytes > lim->bytes_max / 8)
        gen_begin(h, d, received_ms);
    while (d->n_gens > 1 && d->bytes > lim->bytes_max) {
        gen_drop_oldest(h, d);
        HEAP_SET(h, d->shrunk, d->shrunk + 1);
    }
    struct dedupe_gen *g = &d->gens[d->n_gens - 1];
    struct seg *s = gen_seg(h, g, hash);
    while (seg_full(s)) {
        heap_touch(h, d, sizeof(*d));
        if (s->size + 1 < SEG_SIZES)
            grow(h, d, g, hash);
        else if (s->depth < BITS_MAX)
            split(h, d, g, hash);
        else
            return; /* no keyed hash comes here; forgetting an id is the lesser evil */
        s = gen_seg(h, g, hash);
    }
    uint64_t *slot = seg_slot(s, hash);
    if (*slot == hash)
        return;
    HEAP_SET(h, *slot, hash);
    HEAP_SET(h, s->n, s->n + 1);
    heap_touch(h, g, sizeof(*g));
    g->n++;
    if (received_ms > g->last_ms)
        g->last_ms = received_ms;
    HEAP_SET(h, d->n, d->n + 1);
}

uint64_t dedupe_sum(const struct heap *h, const struct dedupe_gen *g, uint64_t *ret_n) {
    uint64_t sum = 0, n = 0;
    for (uint64_t i = 0; i < 1ull << g->bits;) {
        const struct seg *s = heap_at(h, gen_dir(h, g)[i]);
        i += 1ull << (g->bits - s->depth);
        for (uint32_t k = 0; k < s->cap; k++)
            if (s->slots[k]) {
                sum += hash_xx64(&s->slots[k], sizeof(s->slots[k]), 0);
                n++;
            }
    }
    *ret_n = n;
    return sum;
}
