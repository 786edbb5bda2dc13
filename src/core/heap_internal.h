/* heap_internal.h - what heap.c and heap_image.c share. */
#ifndef MUSUBI_CORE_HEAP_INTERNAL_H
#define MUSUBI_CORE_HEAP_INTERNAL_H

#include "core/heap.h"

#include <stdatomic.h>

#define PAGE 4096u
#define HEAP_CLASSES 160
#define HEAP_MAGIC 0x3350414548534d55ull /* "UMSHEAP3" */

struct heap_head { /* at offset 0 of the image */
    uint64_t magic;
    uint64_t bump;      /* first byte never allocated */
    uint64_t live;      /* bytes in use, by class size */
    uint64_t carve, carve_end; /* a freed large block from which small ones are cut */
    href free[HEAP_CLASSES]; /* lists through the first word of each block */
};

struct saved_slab;
struct heap_full {
    struct heap pub; /* must be first */
    uint64_t bytes_max;
    uint64_t dirty_to; /* bytes below this may be other than zero */
    uint64_t skip_from; /* no old bytes are kept from here on: newer than the newest mark */
    uint8_t *journal;   /* old bytes, then struct undo_tail, again and again */
    size_t journal_len, journal_cap;
    /* snapshot, heap_image.c */
    _Atomic bool snapping;
    _Atomic uint8_t *pending; /* one a page of bytes_max: a bit a block still to be copied */
    uint64_t snap_pages;
    struct saved_slab *saving;  /* core: the slab being filled, NULL before the first */
    struct saved_slab *_Atomic saved_first; /* snapshot thread: the oldest not yet written */
    struct saved_slab *_Atomic spare; /* empty, their memory already there */
    _Atomic int n_spare, n_saved; /* slabs: in that list; begun and not yet written out */
    _Atomic bool saver_in;        /* the core is at saving a block */
};

static inline struct heap_full *full(const struct heap *h) {
    return (struct heap_full *)(uintptr_t)h;
}
static inline struct heap_head *head_of(const struct heap *h) {
    return (struct heap_head *)h->base;
}

static const uint64_t heap_data_from = PAGE + (uint64_t)HEAP_ROOTS * HEAP_ROOT_BYTES;

/* A snapshot is under way and n bytes at off are about to change: keep the old ones. */
void heap_image_save(struct heap_full *f, uint64_t off, size_t n);

#endif
