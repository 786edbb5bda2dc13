/* heap_internal.h - what heap.c and heap_image.c share. */
#ifndef MUSUBI_CORE_HEAP_INTERNAL_H
#define MUSUBI_CORE_HEAP_INTERNAL_H

#include "core/heap.h"

#include <stdatomic.h>

#define PAGE 4096u
#define HEAP_CLASSES 160
#define HEAP_MAGIC 0x3450414548534d55ull /* "UMSHEAP4" */

struct heap_head { /* at offset 0 of the image */
    uint64_t magic;
    uint64_t bump;      /* first byte never allocated */
    uint64_t live;      /* bytes in use, by class size */
    uint64_t carve, carve_end; /* a freed large block from which small ones are cut */
    href free[HEAP_CLASSES]; /* lists through the first word of each block */
};

struct slab;
struct heap_full {
    struct heap pub; /* must be first */
    uint64_t bytes_max;
    uint64_t dirty_to; /* bytes below this may be other than zero */
    uint64_t skip_from; /* no old bytes are kept from here on: newer than the newest mark */
    uint8_t *journal;   /* old bytes, then struct undo_tail, again and again */
    size_t journal_len, journal_cap;
    /* snapshot, heap_image.c */
    _Atomic bool snapping;
    uint64_t snap_bytes;        /* of the image, whole pages */
    _Atomic uint64_t copied;    /* of them, from the front */
    struct slab *keeping;       /* core: the slab being filled, NULL before the first */
    uint64_t kept_ever;         /* core: slabs begun since the beginning */
    _Atomic bool given_up;      /* by the core: too much is kept */
    struct slab *_Atomic kept_first; /* snapshot thread: the first of all */
    struct slab *_Atomic spare; /* empty, their memory already there */
    _Atomic int n_spare, n_kept; /* slabs: in that list; begun and not yet written out */
    _Atomic bool keeper_in;     /* the core is at keeping old bytes */
};

static inline struct heap_full *full(const struct heap *h) {
    return (struct heap_full *)(uintptr_t)h;
}
static inline struct heap_head *head_of(const struct heap *h) {
    return (struct heap_head *)h->base;
}

static const uint64_t heap_data_from = PAGE + (uint64_t)HEAP_ROOTS * HEAP_ROOT_BYTES;

/* A snapshot is under way and n bytes at off are about to change: keep the old ones. */
void heap_image_keep(struct heap_full *f, uint64_t off, size_t n);

#endif
