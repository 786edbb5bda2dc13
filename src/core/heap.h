/* heap.h - the memory in which the fold lives.
 *
 * THEORY      All state that follows from the log lies in one reserved stretch of memory and
 *             refers to itself by offsets (href), never by pointers.  Every write is announced
 *             with heap_touch() first.  That one call gives three things: the undo journal of
 *             a batch (old bytes are kept until the commit), a snapshot in the background that
 *             is of one instant (old bytes go into its file, too), and a start that reads the
 *             image back.
 * INVARIANTS  (1) Between heap_commit()s, heap_undo(mark) restores every byte as it was,
 *                 allocator included.
 *             (2) A snapshot holds exactly the bytes at heap_snapshot_begin().
 *             (3) Only the core thread touches; only the snapshot thread calls
 *                 heap_snapshot_write().
 * LIMITS      32 GB (an href counts 8-byte granules in 32 bits).
 */
#ifndef MUSUBI_CORE_HEAP_H
#define MUSUBI_CORE_HEAP_H

#include "base/buf.h"
#include "base/check.h"
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t href; /* 0 is nil */

struct heap { /* only for heap_base(); the rest is heap_internal.h's */
    uint8_t *base;
};

#define HEAP_ROOTS 16        /* one per room that keeps state */
#define HEAP_ROOT_BYTES 4096 /* room for its root struct, zeroed at the beginning */

MUST_USE int heap_new(uint64_t bytes_max, struct heap **ret, struct err *err);
void heap_free_all(struct heap *h);
void heap_clear(struct heap *h); /* back to empty; forgets journal */

static inline uint8_t *heap_base(const struct heap *h) { return h->base; }
uint64_t heap_bytes(const struct heap *h);      /* high-water mark of the stretch */
uint64_t heap_live_bytes(const struct heap *h); /* allocated and not freed */
bool heap_near_full(const struct heap *h);      /* past 15/16 of bytes_max */

static inline void *heap_at(const struct heap *h, href r) {
    return heap_base(h) + ((uint64_t)r << 3);
}

void *heap_root(struct heap *h, int room); /* touch before writing, as for anything else */

/* Announce a write of n bytes at p.  Returns p. */
void *heap_touch(struct heap *h, void *p, size_t n);
#define HEAP_SET(h, lvalue, v) \
    (heap_touch((h), &(lvalue), sizeof(lvalue)), (void)((lvalue) = (v)))

/* n > 0 bytes, 8-byte aligned, zeroed.  Freed with the same n.  Aborts past bytes_max: the
 * core refuses work from heap_near_full() on. */
href heap_alloc(struct heap *h, size_t n);
void heap_free(struct heap *h, href r, size_t n);
/* The same, and its bytes become zeros first: for what a person said, since freed blocks are in
 * the snapshot as they are. */
void heap_wipe(struct heap *h, href r, size_t n);

/* ---- undo ---- */
typedef uint64_t heap_mark;
heap_mark heap_here(const struct heap *h);
void heap_undo(struct heap *h, heap_mark m);
void heap_commit(struct heap *h); /* forget the journal */
/* Keep no old bytes until the next heap_here() or heap_commit(): for replay, which is never
 * undone. */
void heap_journal_off(struct heap *h);

/* ---- snapshot ---- */
/* Freeze the image as of now; -1 E_CONFLICT when one is under way.  Core thread, at once. */
MUST_USE int heap_snapshot_begin(struct heap *h, struct err *err);
/* Write the frozen image to fd behind `head` (the caller's bytes; the first four are the
 * layout number that a reader must name); snapshot thread.  pace_bytes_s limits the write rate,
 * 0 for none. */
MUST_USE int heap_snapshot_write(struct heap *h, int fd, struct str head, uint64_t pace_bytes_s,
                                 struct err *err);
/* The last one failed because the core changed more than the disk took. */
bool heap_snapshot_given_up(const struct heap *h);
/* Read an image into an empty heap; ret_head gets the caller's bytes.  E_CORRUPT when any
 * checksum or the layout number differs; the heap is then empty again. */
MUST_USE int heap_snapshot_read(struct heap *h, int fd, uint32_t layout, struct buf *ret_head,
                                struct err *err);

/* ---- vector: elements of one size, in chunks that never move ---- */
struct hvec {
    uint32_t n;         /* elements */
    uint32_t elem;      /* bytes of one, a multiple of 4 */
    uint32_t per_chunk; /* elements a chunk, a power of two */
    uint32_t dir_cap;   /* entries of dir */
    href dir;           /* href of each chunk */
};
void hvec_init(struct heap *h, struct hvec *v, uint32_t elem, uint32_t chunk_bytes);
void *hvec_at(const struct heap *h, const struct hvec *v, uint32_t i); /* CHECKs i < n */
/* Append one zeroed element; its index.  The element may be written without a touch until
 * the next heap call. */
uint32_t hvec_push(struct heap *h, struct hvec *v, void **ret_elem);
/* Free all of it, bytes zeroed; it must be initialised before it is used again. */
void hvec_drop(struct heap *h, struct hvec *v);

/* ---- hash index: 64-bit hash -> uint32 value; the caller compares ----
 * Segmented, so that growing never moves more than one segment (well under 1 ms). */
struct hidx { href segs; uint32_t n; uint32_t seg_bits; };
void hidx_init(struct heap *h, struct hidx *x, uint32_t seg_bits);
typedef bool hidx_eq(const void *ctx, uint32_t value);
/* The value with this hash for which eq() holds, or UINT32_MAX. */
uint32_t hidx_find(const struct heap *h, const struct hidx *x, uint64_t hash, hidx_eq *eq,
                   const void *ctx);
void hidx_put(struct heap *h, struct hidx *x, uint64_t hash, uint32_t value);
bool hidx_del(struct heap *h, struct hidx *x, uint64_t hash, uint32_t value);
void hidx_drop(struct heap *h, struct hidx *x); /* as hvec_drop() */

#endif
