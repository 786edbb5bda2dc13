/* heap.c - state memory with undo, snapshots of an instant and fast load.
 *
 * THEORY      One mapping is reserved for bytes_max and filled from the bottom.  Its first
 *             pages hold the allocator's own head and the rooms' roots, so that undo and
 *             snapshot cover them like everything else.  Freed blocks wait in lists by size
 *             class; small ones are also cut from large ones that wait.  heap_touch() keeps the
 *             old bytes in a journal; memory that was allocated after the newest mark needs no old
 *             bytes, since undoing the allocation forgets it.
 *             Snapshots are heap_image.c's.
 * INVARIANTS  see heap.h.
 * THREADS     Core thread.
 */
#include "core/heap_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

#define HEAP_BYTES_LIMIT (32ull << 30)
#define SMALL_MAX 512u /* classes in steps of 8 bytes up to here, then 4 a doubling */

struct undo_tail {
    uint64_t off;
    uint64_t len;
};

static void image_reset(struct heap_full *f) {
    struct heap_head *hd = head_of(&f->pub);
    memset(f->pub.base, 0, heap_data_from);
    hd->magic = HEAP_MAGIC;
    hd->bump = heap_data_from;
    hd->live = 0;
    f->skip_from = hd->bump;
    f->journal_len = 0;
    if (f->dirty_to < heap_data_from)
        f->dirty_to = heap_data_from;
}

int heap_new(uint64_t bytes_max, struct heap **ret, struct err *err) {
    if (bytes_max > HEAP_BYTES_LIMIT)
        bytes_max = HEAP_BYTES_LIMIT;
    bytes_max = (bytes_max + PAGE - 1) / PAGE * PAGE;
    CHECK(bytes_max > heap_data_from + PAGE);
    CHECK(sizeof(struct heap_head) <= PAGE);
    struct heap_full *f = calloc(1, sizeof *f);
    CHECK(f);
    f->pub.base = mmap(NULL, bytes_max, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (f->pub.base == MAP_FAILED) {
        free(f);
        return err_set(err, E_INTERNAL, "cannot reserve %llu bytes of memory: %s",
                       (unsigned long long)bytes_max, strerror(errno));
    }
    (void)madvise(f->pub.base, bytes_max, MADV_HUGEPAGE); /* access is at random */
    f->bytes_max = bytes_max;
    image_reset(f);
    *ret = &f->pub;
    return 0;
}

void heap_free_all(struct heap *h) {
    if (!h)
        return;
    struct heap_full *f = full(h);
    munmap(f->pub.base, f->bytes_max);
    free(f->journal);
    free(f);
}

void heap_clear(struct heap *h) {
    struct heap_full *f = full(h);
    CHECK(!atomic_load(&f->snapping));
    uint64_t to = f->dirty_to;
    if (to > heap_data_from) {
        CHECK(madvise(h->base, (to + PAGE - 1) / PAGE * PAGE, MADV_DONTNEED) == 0);
        f->dirty_to = 0;
    }
    image_reset(f);
}

uint64_t heap_bytes(const struct heap *h) { return head_of(h)->bump; }
uint64_t heap_live_bytes(const struct heap *h) { return head_of(h)->live; }

bool heap_near_full(const struct heap *h) {
    uint64_t max = full(h)->bytes_max;
    return head_of(h)->bump > max - max / 16;
}

void *heap_root(struct heap *h, int room) {
    CHECK(room >= 0 && room < HEAP_ROOTS);
    return h->base + PAGE + (size_t)room * HEAP_ROOT_BYTES;
}

/* ---- touch and undo ---- */

static void journal_keep(struct heap_full *f, uint64_t off, size_t n) {
    size_t need = f->journal_len + n + sizeof(struct undo_tail);
    if (need > f->journal_cap) {
        f->journal_cap = need * 2 < 65536 ? 65536 : need * 2;
        f->journal = realloc(f->journal, f->journal_cap);
        CHECK(f->journal);
    }
    memcpy(f->journal + f->journal_len, f->pub.base + off, n);
    struct undo_tail t = { off, n };
    memcpy(f->journal + f->journal_len + n, &t, sizeof t);
    f->journal_len = need;
}

void *heap_touch(struct heap *h, void *p, size_t n) {
    struct heap_full *f = full(h);
    uint64_t off = (uint64_t)((uint8_t *)p - h->base);
    CHECK(off + n <= f->bytes_max);
    if (off < f->skip_from)
        journal_keep(f, off, n);
    if (__builtin_expect(atomic_load_explicit(&f->snapping, memory_order_acquire), 0))
        heap_image_keep(f, off, n);
    return p;
}

heap_mark heap_here(const struct heap *h) {
    struct heap_full *f = full(h);
    f->skip_from = head_of(h)->bump;
    return f->journal_len;
}

void heap_undo(struct heap *h, heap_mark m) {
    struct heap_full *f = full(h);
    CHECK(m <= f->journal_len);
    while (f->journal_len > m) {
        struct undo_tail t;
        f->journal_len -= sizeof t;
        memcpy(&t, f->journal + f->journal_len, sizeof t);
        f->journal_len -= t.len;
        memcpy(h->base + t.off, f->journal + f->journal_len, t.len);
    }
    CHECK(f->journal_len == m);
    f->skip_from = head_of(h)->bump;
}

void heap_commit(struct heap *h) {
    struct heap_full *f = full(h);
    f->journal_len = 0;
    if (f->journal_cap > (8u << 20)) { /* one huge batch must not hold its memory for ever */
        f->journal_cap = 0;
        free(f->journal);
        f->journal = NULL;
    }
    f->skip_from = head_of(h)->bump;
}

void heap_journal_off(struct heap *h) { full(h)->skip_from = 0; }

/* ---- allocator ---- */

/* Class and size of a request of n bytes. */
static unsigned class_of(size_t n, uint64_t *ret_size) {
    if (n <= SMALL_MAX) {
        unsigned c = (unsigned)((n + 7) / 8);
        *ret_size = (uint64_t)c * 8;
        return c;
    }
    unsigned top = 63 - (unsigned)__builtin_clzll(n - 1); /* 2^top < n <= 2^(top+1) */
    uint64_t step = 1ull << (top - 2);
    uint64_t k = (n - (1ull << top) + step - 1) / step; /* 1..4 */
    *ret_size = (1ull << top) + k * step;
    unsigned c = SMALL_MAX / 8 + (top - 9) * 4 + (unsigned)k;
    CHECK(c < HEAP_CLASSES);
    return c;
}

/* The size that class_of() gives a large class. */
static uint64_t size_of_class(unsigned c) {
    unsigned i = c - SMALL_MAX / 8 - 1, top = 9 + i / 4;
    return (1ull << top) + (i % 4 + 1) * (1ull << (top - 2));
}

/* Room for a small block out of a large one that was freed: tables that grow leave theirs behind,
 * and nobody asks for such sizes again.  0 when there is none. */
static href carve(struct heap *h, uint64_t size) {
    struct heap_head *hd = head_of(h);
    if (hd->carve_end - hd->carve < size) {
        unsigned c = SMALL_MAX / 8 + 1;
        while (c < HEAP_CLASSES && !hd->free[c])
            c++;
        if (c == HEAP_CLASSES)
            return 0;
        uint64_t left = hd->carve_end - hd->carve;
        if (left > 0) { /* what is over is itself a small block */
            href *p = (href *)(h->base + hd->carve);
            HEAP_SET(h, *p, hd->free[left / 8]);
            HEAP_SET(h, hd->free[left / 8], (href)(hd->carve >> 3));
        }
        href r = hd->free[c], next;
        memcpy(&next, heap_at(h, r), sizeof next);
        HEAP_SET(h, hd->free[c], next);
        HEAP_SET(h, hd->carve, (uint64_t)r << 3);
        HEAP_SET(h, hd->carve_end, ((uint64_t)r << 3) + size_of_class(c));
    }
    href r = (href)(hd->carve >> 3);
    memset(heap_touch(h, h->base + hd->carve, size), 0, size);
    HEAP_SET(h, hd->carve, hd->carve + size);
    return r;
}

href heap_alloc(struct heap *h, size_t n) {
    struct heap_full *f = full(h);
    struct heap_head *hd = head_of(h);
    uint64_t size;
    CHECK(n > 0);
    unsigned c = class_of(n, &size);
    href r = hd->free[c];
    if (r) {
        void *p = heap_touch(h, heap_at(h, r), size);
        href next;
        memcpy(&next, p, sizeof next);
        HEAP_SET(h, hd->free[c], next);
        memset(p, 0, size);
    } else if (size > SMALL_MAX || !(r = carve(h, size))) {
        uint64_t off = hd->bump;
        CHECK(off + size <= f->bytes_max);
        r = (href)(off >> 3);
        if (f->snapping)
            heap_image_keep(f, off, size); /* the last page of the image may be shared */
        if (off < f->dirty_to)
            memset(h->base + off, 0, off + size > f->dirty_to ? f->dirty_to - off : size);
        if (off + size > f->dirty_to)
            f->dirty_to = off + size;
        HEAP_SET(h, hd->bump, off + size);
    }
    HEAP_SET(h, hd->live, hd->live + size);
    return r;
}

void heap_free(struct heap *h, href r, size_t n) {
    struct heap_head *hd = head_of(h);
    uint64_t size;
    CHECK(r && n > 0);
    unsigned c = class_of(n, &size);
    href *p = heap_at(h, r);
    HEAP_SET(h, *p, hd->free[c]);
    HEAP_SET(h, hd->free[c], r);
    HEAP_SET(h, hd->live, hd->live - size);
}

void heap_wipe(struct heap *h, href r, size_t n) {
    memset(heap_touch(h, heap_at(h, r), n), 0, n);
    heap_free(h, r, n);
}

/* ---- vector ---- */

void hvec_init(struct heap *h, struct hvec *v, uint32_t elem, uint32_t chunk_bytes) {
    CHECK(elem > 0 && elem % 4 == 0 && chunk_bytes >= elem);
    heap_touch(h, v, sizeof *v);
    uint32_t per = 1;
    while (per * 2 * elem <= chunk_bytes)
        per *= 2;
    *v = (struct hvec){ .elem = elem, .per_chunk = per };
}

void *hvec_at(const struct heap *h, const struct hvec *v, uint32_t i) {
    CHECK(i < v->n);
    const href *dir = heap_at(h, v->dir);
    unsigned shift = (unsigned)__builtin_ctz(v->per_chunk);
    return (uint8_t *)heap_at(h, dir[i >> shift]) + (size_t)(i & (v->per_chunk - 1)) * v->elem;
}

static void hvec_dir_grow(struct heap *h, struct hvec *v) {
    uint32_t cap = v->dir_cap ? v->dir_cap * 2 : 16;
    href dir = heap_alloc(h, cap * sizeof(href));
    if (v->dir) {
        memcpy(heap_at(h, dir), heap_at(h, v->dir), v->dir_cap * sizeof(href));
        heap_free(h, v->dir, v->dir_cap * sizeof(href));
    }
    v->dir = dir;
    v->dir_cap = cap;
}

uint32_t hvec_push(struct heap *h, struct hvec *v, void **ret_elem) {
    heap_touch(h, v, sizeof *v);
    CHECK(v->n < UINT32_MAX - 1);
    uint32_t chunk = v->n / v->per_chunk;
    if (v->n % v->per_chunk == 0) {
        if (chunk == v->dir_cap)
            hvec_dir_grow(h, v);
        href c = heap_alloc(h, (size_t)v->per_chunk * v->elem);
        href *slot = (href *)heap_at(h, v->dir) + chunk;
        HEAP_SET(h, *slot, c);
    }
    uint32_t i = v->n++;
    void *p = hvec_at(h, v, i);
    /* The chunk may be older than the newest mark, and an earlier undo may have left bytes. */
    memset(heap_touch(h, p, v->elem), 0, v->elem);
    if (ret_elem)
        *ret_elem = p;
    return i;
}

void hvec_drop(struct heap *h, struct hvec *v) {
    const href *dir = v->dir ? heap_at(h, v->dir) : NULL;
    for (uint32_t i = 0; (uint64_t)i * v->per_chunk < v->n; i++)
        heap_wipe(h, dir[i], (size_t)v->per_chunk * v->elem);
    if (v->dir)
        heap_free(h, v->dir, v->dir_cap * sizeof(href));
    heap_touch(h, v, sizeof *v);
    *v = (struct hvec){ .elem = v->elem, .per_chunk = v->per_chunk };
}

/* ---- hash index ---- */

struct seg {
    href slots;
    uint32_t cap;  /* a multiple of 8, or 0 */
    uint32_t used; /* slots that are not empty, deleted ones included */
};
#define SLOT_DELETED 0xffffffffull
#define SEG_CAP_FIRST 8u

/* Where a tag's search begins: its share of the segment (Lemire 2019), so that a segment may
 * have any size and grow by half. */
static uint32_t seg_home(uint64_t tag, uint32_t cap) { return (uint32_t)(tag * cap >> 32); }

static struct seg *seg_of(const struct heap *h, const struct hidx *x, uint64_t hash) {
    return (struct seg *)heap_at(h, x->segs) + (hash >> (64 - x->seg_bits));
}

void hidx_init(struct heap *h, struct hidx *x, uint32_t seg_bits) {
    CHECK(seg_bits >= 1 && seg_bits <= 16);
    href segs = heap_alloc(h, sizeof(struct seg) << seg_bits);
    heap_touch(h, x, sizeof *x);
    *x = (struct hidx){ .segs = segs, .n = 0, .seg_bits = seg_bits };
}

uint32_t hidx_find(const struct heap *h, const struct hidx *x, uint64_t hash, hidx_eq *eq,
                   const void *ctx) {
    const struct seg *s = seg_of(h, x, hash);
    if (s->cap == 0)
        return UINT32_MAX;
    const uint64_t *slots = heap_at(h, s->slots);
    uint64_t tag = hash & 0xffffffffu;
    for (uint32_t i = seg_home(tag, s->cap);; i = i + 1 < s->cap ? i + 1 : 0) {
        uint64_t slot = slots[i];
        if (slot == 0)
            return UINT32_MAX;
        uint64_t low = slot & 0xffffffffu;
        if (slot >> 32 == tag && low != SLOT_DELETED && eq(ctx, (uint32_t)low - 1))
            return (uint32_t)low - 1;
    }
}

static void seg_place(uint64_t *slots, uint32_t cap, uint64_t slot) {
    uint32_t i = seg_home(slot >> 32, cap);
    while (slots[i] != 0)
        i = i + 1 < cap ? i + 1 : 0;
    slots[i] = slot;
}

static void seg_grow(struct heap *h, struct seg *s) {
    uint32_t live = 0;
    const uint64_t *old = s->cap ? heap_at(h, s->slots) : NULL;
    for (uint32_t i = 0; i < s->cap; i++)
        live += old[i] != 0 && (old[i] & 0xffffffffu) != SLOT_DELETED;
    uint32_t cap = s->cap ? s->cap : SEG_CAP_FIRST;
    while (live + 1 > cap - cap / 4)
        cap = (cap + cap / 2 + 7) & ~7u;
    href fresh = heap_alloc(h, (size_t)cap * 8);
    uint64_t *slots = heap_at(h, fresh);
    for (uint32_t i = 0; i < s->cap; i++)
        if (old[i] != 0 && (old[i] & 0xffffffffu) != SLOT_DELETED)
            seg_place(slots, cap, old[i]);
    if (s->cap)
        heap_free(h, s->slots, (size_t)s->cap * 8);
    heap_touch(h, s, sizeof *s);
    *s = (struct seg){ fresh, cap, live };
}

void hidx_put(struct heap *h, struct hidx *x, uint64_t hash, uint32_t value) {
    CHECK(value < UINT32_MAX - 2);
    struct seg *s = seg_of(h, x, hash);
    if (s->used + 1 > s->cap - s->cap / 8)
        seg_grow(h, s);
    uint64_t *slots = heap_at(h, s->slots);
    uint64_t slot = (hash & 0xffffffffu) << 32 | (value + 1u);
    uint32_t i = seg_home(slot >> 32, s->cap);
    while (slots[i] != 0)
        i = i + 1 < s->cap ? i + 1 : 0;
    HEAP_SET(h, slots[i], slot);
    HEAP_SET(h, s->used, s->used + 1);
    HEAP_SET(h, x->n, x->n + 1);
}

bool hidx_del(struct heap *h, struct hidx *x, uint64_t hash, uint32_t value) {
    struct seg *s = seg_of(h, x, hash);
    if (s->cap == 0)
        return false;
    uint64_t *slots = heap_at(h, s->slots);
    uint64_t want = (hash & 0xffffffffu) << 32 | (value + 1u);
    for (uint32_t i = seg_home(want >> 32, s->cap); slots[i] != 0;
         i = i + 1 < s->cap ? i + 1 : 0)
        if (slots[i] == want) {
            HEAP_SET(h, slots[i], (slots[i] & ~0xffffffffull) | SLOT_DELETED);
            HEAP_SET(h, x->n, x->n - 1);
            return true;
        }
    return false;
}

void hidx_drop(struct heap *h, struct hidx *x) {
    struct seg *s = heap_at(h, x->segs);
    for (uint32_t i = 0; i < 1u << x->seg_bits; i++)
        if (s[i].cap)
            heap_free(h, s[i].slots, (size_t)s[i].cap * 8);
    heap_free(h, x->segs, sizeof(struct seg) << x->seg_bits);
    heap_touch(h, x, sizeof *x);
    *x = (struct hidx){ 0 };
}
