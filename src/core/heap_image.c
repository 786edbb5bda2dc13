/* heap_image.c - snapshots: the frozen image written beside the core, and read back.
 *
 * THEORY      A snapshot is the bytes at its beginning.  Each block of 512 bytes has a bit that
 *             says it is still to be copied.  The snapshot thread goes through the pages in order;
 *             a touch of a pending block first saves that block aside.  Blocks are small because
 *             in the first second of a snapshot nearly everything that the core touches is
 *             pending: saving whole pages then cost more than the work itself.
 *             Neither side ever waits for the other: both copy first and claim afterwards, and
 *             only the one whose atomic operation took the bit keeps its copy.  The core takes
 *             the bit before it writes, so a copy whose bit could be taken later is of old bytes.
 *             The file is a head and chunks of blocks in the order in which they came, so that
 *             the disk is written from front to back whichever blocks the core saves.  All of it
 *             is whole pages, written from page-aligned memory, so that the caller may give a file
 *             that passes by the page cache (O_DIRECT): a gigabyte copied there would take the
 *             processor from the core and push the database out of memory.
 * INVARIANTS  (1) Every block of the image is in the file exactly once.
 *             (2) The core writes to a block only after its bit is clear.
 *             (3) Slabs are released only when no bit is set and the core is not saving.
 * THREADS     heap_snapshot_write() on the snapshot thread, the rest on the core's.
 */
#define _GNU_SOURCE /* sync_file_range */
#include "core/heap_internal.h"

#include "base/clock.h"
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define BLOCK 512u
#define BLOCKS (PAGE / BLOCK) /* of a page: the bits of a byte */
_Static_assert(BLOCKS == 8, "a byte says which blocks of a page are pending");

#define SLAB_BLOCKS 2040u
#define SNAP_SPARE 16               /* empty slabs (16 MB) held ready for the core */
#define SNAP_SAVED_HIGH 64          /* slabs saved aside (64 MB) past which no pace is kept */
#define SNAP_DIRTY_MAX (2u << 20)   /* bytes written between two waits for the disk */
#define CHUNK_BLOCKS 512u           /* blocks of one write */

struct saved_slab { /* blocks as they were at the snapshot's beginning, saved by the core */
    struct saved_slab *_Atomic next; /* set when the core has gone on to it */
    _Atomic uint32_t n;              /* blocks that stand in it */
    uint32_t taken;                  /* of them, written; snapshot thread */
    uint32_t block[SLAB_BLOCKS];
    uint8_t bytes[SLAB_BLOCKS][BLOCK];
};

/* ---- the core's side ---- */

static struct saved_slab *slab_new(void) {
    void *p = mmap(NULL, sizeof(struct saved_slab), PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); /* goes back to the system when freed */
    CHECK(p != MAP_FAILED);
    return p;
}

static void slab_free(struct saved_slab *s) { munmap(s, sizeof *s); }

/* Only the core takes, so the first cannot be taken and put back behind its back. */
static struct saved_slab *spare_take(struct heap_full *f) {
    struct saved_slab *s = atomic_load_explicit(&f->spare, memory_order_acquire);
    while (s && !atomic_compare_exchange_weak_explicit(
                    &f->spare, &s, atomic_load_explicit(&s->next, memory_order_relaxed),
                    memory_order_acquire, memory_order_acquire))
        ;
    if (s)
        atomic_fetch_sub(&f->n_spare, 1);
    return s;
}

static struct saved_slab *slab_with_room(struct heap_full *f) {
    struct saved_slab *was = f->saving;
    if (was && atomic_load_explicit(&was->n, memory_order_relaxed) + BLOCKS <= SLAB_BLOCKS)
        return was;
    struct saved_slab *s = spare_take(f);
    if (!s)
        s = slab_new();
    atomic_store_explicit(&s->n, 0, memory_order_relaxed);
    atomic_store_explicit(&s->next, NULL, memory_order_relaxed);
    s->taken = 0;
    atomic_fetch_add(&f->n_saved, 1);
    atomic_store_explicit(was ? &was->next : &f->saved_first, s, memory_order_release);
    return f->saving = s;
}

static void page_save(struct heap_full *f, uint64_t page, uint8_t mask) {
    atomic_store(&f->saver_in, true); /* before the look at the bits: invariant 3 */
    uint8_t want = atomic_load(&f->pending[page]) & mask;
    if (want) {
        struct saved_slab *s = slab_with_room(f);
        uint32_t n = atomic_load_explicit(&s->n, memory_order_relaxed), k = n;
        const uint8_t *from = f->pub.base + page * PAGE;
        for (uint32_t b = 0; b < BLOCKS; b++)
            if (want >> b & 1)
                memcpy(s->bytes[k++], from + b * BLOCK, BLOCK);
        uint8_t got = atomic_fetch_and(&f->pending[page], (uint8_t)~want) & want;
        k = n;
        for (uint32_t b = 0, was = n; b < BLOCKS; b++) {
            if (got >> b & 1) {
                if (k != was)
                    memcpy(s->bytes[k], s->bytes[was], BLOCK);
                s->block[k++] = (uint32_t)(page * BLOCKS + b);
            }
            was += want >> b & 1;
        }
        atomic_store_explicit(&s->n, k, memory_order_release);
    }
    atomic_store_explicit(&f->saver_in, false, memory_order_release);
}

void heap_image_save(struct heap_full *f, uint64_t off, size_t n) {
    uint64_t first = off / BLOCK, last = (off + n - 1) / BLOCK;
    for (uint64_t p = first / BLOCKS; p <= last / BLOCKS && p < f->snap_pages; p++) {
        unsigned lo = p == first / BLOCKS ? first % BLOCKS : 0;
        unsigned hi = p == last / BLOCKS ? last % BLOCKS : BLOCKS - 1;
        uint8_t mask = (uint8_t)(0xffu << lo & 0xffu >> (BLOCKS - 1 - hi));
        if (atomic_load_explicit(&f->pending[p], memory_order_relaxed) & mask)
            page_save(f, p, mask);
    }
}

int heap_snapshot_begin(struct heap *h, struct err *err) {
    struct heap_full *f = full(h);
    if (atomic_load(&f->snapping))
        return err_set(err, E_CONFLICT, "a snapshot is under way");
    CHECK(f->journal_len == 0);
    f->snap_pages = (head_of(h)->bump + PAGE - 1) / PAGE;
    memset((void *)f->pending, 0xff, f->snap_pages);
    f->saving = NULL;
    atomic_store(&f->saved_first, NULL);
    atomic_store(&f->snapping, true);
    return 0;
}

/* ---- the file ---- */

struct snap_head { /* first page of a snapshot file */
    uint64_t magic;
    uint32_t layout; /* the caller's, from its head bytes: see heap_snapshot_write */
    uint32_t head_bytes;
    uint64_t pages;
    uint64_t head_sum;
    uint64_t self_sum; /* XXH64 of the fields above */
};

struct chunk { /* as in the file: a page of head, then n blocks, to the end of a page */
    uint64_t n;
    uint64_t sum; /* XXH64 of the rest, seeded with the chunk's place in the file */
    uint32_t number[CHUNK_BLOCKS];
    uint8_t zeros[PAGE - 16 - 4 * CHUNK_BLOCKS];
    uint8_t bytes[CHUNK_BLOCKS][BLOCK];
};
_Static_assert(offsetof(struct chunk, bytes) == PAGE, "blocks begin with a page");

static size_t whole_pages(size_t n) { return (n + PAGE - 1) / PAGE * PAGE; }
static size_t chunk_bytes(uint64_t n) { return whole_pages(PAGE + n * BLOCK); }

static uint64_t chunk_sum(const struct chunk *c, uint64_t at) {
    size_t from = offsetof(struct chunk, number);
    return hash_xx64((const char *)c + from, chunk_bytes(c->n) - from, at + c->n);
}

static void *aligned_zeros(size_t n) {
    void *p = aligned_alloc(PAGE, whole_pages(n));
    CHECK(p);
    return memset(p, 0, whole_pages(n));
}

static int write_at(int fd, const void *p, size_t n, uint64_t off, struct err *err) {
    const char *s = p;
    while (n > 0) {
        ssize_t w = pwrite(fd, s, n, (off_t)off);
        if (w < 0 && errno == EINTR)
            continue;
        if (w <= 0)
            return err_set(err, E_UNAVAILABLE, "cannot write the snapshot: %s", strerror(errno));
        s += w;
        off += (uint64_t)w;
        n -= (size_t)w;
    }
    return 0;
}

/* ---- the snapshot thread's side ---- */

struct snap_job {
    struct heap_full *f;
    int fd;
    uint64_t at;       /* file offset of the next chunk */
    uint64_t n;        /* blocks that came, in the file or in the chunk */
    struct chunk *chunk;
    struct saved_slab *slab; /* being emptied, NULL before the first */
    uint64_t pace;     /* bytes/s or 0 */
    uint64_t dirty;    /* bytes that may not be on the disk yet */
    struct clock clock; /* real time, whatever clock the workspace runs on */
    int64_t began_ns;
    bool failed; /* blocks are still passed through, so that the core's are released */
};

/* Have every few megabytes written back before going on (what passed by the page cache already
 * is), so that commits on the same disk never queue behind a gigabyte; and sleep as long as the
 * writing is ahead of its pace, unless what the core has saved aside waits in memory. */
static void snap_pace(struct snap_job *j, size_t n) {
    j->dirty += n;
    if (j->dirty >= SNAP_DIRTY_MAX) {
        (void)sync_file_range(j->fd, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
                                               SYNC_FILE_RANGE_WAIT_AFTER);
        j->dirty = 0;
    }
    if (j->pace == 0 || atomic_load(&j->f->n_saved) > SNAP_SAVED_HIGH)
        return;
    int64_t due_ns = (int64_t)(j->n * BLOCK * 1000000ull / (j->pace / 1000 + 1));
    int64_t ahead_ns = due_ns - (clock_mono_ns(&j->clock) - j->began_ns);
    if (ahead_ns > 1000000) {
        struct timespec nap = { ahead_ns / 1000000000, ahead_ns % 1000000000 };
        nanosleep(&nap, NULL);
    }
}

static void snap_flush(struct snap_job *j, struct err *err) {
    struct chunk *c = j->chunk;
    if (c->n == 0)
        return;
    size_t bytes = chunk_bytes(c->n);
    memset(c->number + c->n, 0, (CHUNK_BLOCKS - c->n) * sizeof *c->number);
    memset(c->bytes + c->n, 0, bytes - PAGE - c->n * BLOCK);
    c->sum = chunk_sum(c, j->at);
    if (!j->failed && write_at(j->fd, c, bytes, j->at, err) < 0)
        j->failed = true;
    j->at += bytes;
    c->n = 0;
    if (!j->failed)
        snap_pace(j, bytes);
}

static void snap_put(struct snap_job *j, uint32_t block, const void *bytes, struct err *err) {
    struct chunk *c = j->chunk;
    CHECK(j->n < j->f->snap_pages * BLOCKS);
    j->n++;
    c->number[c->n] = block;
    memcpy(c->bytes[c->n++], bytes, BLOCK);
    if (c->n == CHUNK_BLOCKS)
        snap_flush(j, err);
}

static void spare_give(struct heap_full *f, struct saved_slab *s) {
    struct saved_slab *first = atomic_load_explicit(&f->spare, memory_order_relaxed);
    do {
        atomic_store_explicit(&s->next, first, memory_order_relaxed);
    } while (!atomic_compare_exchange_weak_explicit(&f->spare, &first, s, memory_order_release,
                                                    memory_order_relaxed));
    atomic_fetch_add(&f->n_spare, 1);
}

/* Fresh memory costs a fault a page, which is more than the copy: it is this thread that takes
 * it, so that the core finds room that is already there; of a small heap no more than all of it. */
static void spare_fill(struct heap_full *f) {
    uint64_t whole = f->snap_pages * BLOCKS / (SLAB_BLOCKS - BLOCKS) + 1;
    int want = whole < SNAP_SPARE ? (int)whole : SNAP_SPARE;
    while (atomic_load(&f->n_spare) < want) {
        struct saved_slab *s = slab_new();
        memset(s->bytes, 0xff, sizeof s->bytes);
        spare_give(f, s);
    }
}

static void slab_done(struct heap_full *f, struct saved_slab *s) {
    atomic_fetch_sub(&f->n_saved, 1);
    if (atomic_load(&f->n_spare) < SNAP_SPARE)
        spare_give(f, s);
    else
        slab_free(s);
}

/* Write out what the core saved aside. */
static void snap_drain(struct snap_job *j, struct err *err) {
    if (!j->slab)
        j->slab = atomic_load_explicit(&j->f->saved_first, memory_order_acquire);
    while (j->slab) {
        struct saved_slab *s = j->slab;
        struct saved_slab *next = atomic_load_explicit(&s->next, memory_order_acquire);
        uint32_t n = atomic_load_explicit(&s->n, memory_order_acquire);
        for (; s->taken < n; s->taken++)
            snap_put(j, s->block[s->taken], s->bytes[s->taken], err);
        if (!next)
            return;
        j->slab = next;
        slab_done(j->f, s);
    }
}

/* Copy a page that the core may be writing to: what was written meanwhile is not used. */
__attribute__((no_sanitize("thread")))
static void page_copy(uint64_t out[PAGE / 8], const uint8_t *page) {
    const volatile uint64_t *from = (const volatile uint64_t *)(const void *)page;
    for (unsigned i = 0; i < PAGE / 8; i++)
        out[i] = from[i];
}

static void snap_pages_out(struct snap_job *j, struct err *err) {
    struct heap_full *f = j->f;
    uint64_t copy[PAGE / 8];
    for (uint64_t p = 0; p < f->snap_pages; p++) {
        if (atomic_load_explicit(&f->pending[p], memory_order_relaxed)) {
            page_copy(copy, f->pub.base + p * PAGE);
            uint8_t got = atomic_exchange(&f->pending[p], 0);
            for (uint32_t b = 0; b < BLOCKS; b++)
                if (got >> b & 1)
                    snap_put(j, (uint32_t)(p * BLOCKS + b), copy + b * (BLOCK / 8), err);
        }
        if (p % 256 == 0) {
            snap_drain(j, err);
            spare_fill(f);
        }
    }
}

/* No bit is set any more: the core saves nothing new, and what it was at is soon done. */
static void snap_core_out(struct snap_job *j, struct err *err) {
    struct heap_full *f = j->f;
    while (atomic_load(&f->saver_in))
        sched_yield();
    snap_drain(j, err);
    CHECK(j->n == f->snap_pages * BLOCKS);
    if (j->slab)
        slab_free(j->slab);
    for (struct saved_slab *s = atomic_load(&f->spare), *next; s; s = next) {
        next = atomic_load(&s->next);
        slab_free(s);
    }
    atomic_store(&f->spare, NULL);
    atomic_store(&f->n_spare, 0);
    atomic_store(&f->n_saved, 0);
    atomic_store(&f->snapping, false);
}

/* The head comes last: without it the file is no snapshot. */
static int snap_finish(struct snap_job *j, struct str head, struct err *err) {
    size_t bytes = PAGE + whole_pages(head.n);
    uint8_t *room = aligned_zeros(bytes);
    struct snap_head sh = { HEAP_MAGIC, 0, (uint32_t)head.n, j->f->snap_pages,
                            hash_xx64(head.s, head.n, 0), 0 };
    memcpy(&sh.layout, head.s, sizeof sh.layout);
    sh.self_sum = hash_xx64(&sh, offsetof(struct snap_head, self_sum), 0);
    memcpy(room, &sh, sizeof sh);
    memcpy(room + PAGE, head.s, head.n);
    int rc = j->failed ? -1 : write_at(j->fd, room, bytes, 0, err);
    if (rc == 0 && ftruncate(j->fd, (off_t)j->at) < 0) /* it may have been longer before */
        rc = err_set(err, E_UNAVAILABLE, "cannot end the snapshot: %s", strerror(errno));
    free(room);
    return rc;
}

int heap_snapshot_write(struct heap *h, int fd, struct str head, uint64_t pace_bytes_s,
                        struct err *err) {
    struct heap_full *f = full(h);
    CHECK(atomic_load(&f->snapping));
    CHECK(head.n >= sizeof(uint32_t)); /* the caller's head begins with its layout number */
    struct snap_job j = { .f = f, .fd = fd, .at = PAGE + whole_pages(head.n),
                          .pace = pace_bytes_s };
    clock_init_real(&j.clock);
    j.began_ns = clock_mono_ns(&j.clock);
    j.chunk = aligned_zeros(sizeof *j.chunk);
    spare_fill(f);
    snap_pages_out(&j, err);
    snap_core_out(&j, err);
    snap_flush(&j, err);
    int rc = snap_finish(&j, head, err);
    free(j.chunk);
    return rc;
}

/* ---- reading ---- */

static int read_at(int fd, void *p, size_t n, uint64_t off, struct err *err) {
    char *s = p;
    while (n > 0) {
        ssize_t r = pread(fd, s, n, (off_t)off);
        if (r < 0 && errno == EINTR)
            continue;
        if (r <= 0)
            return err_set(err, E_CORRUPT, "the snapshot is short");
        s += r;
        off += (uint64_t)r;
        n -= (size_t)r;
    }
    return 0;
}

static int snap_read_chunks(struct heap_full *f, int fd, const struct snap_head *sh,
                            uint64_t at, struct err *err) {
    struct chunk *c = malloc(sizeof *c);
    CHECK(c);
    int rc = 0;
    for (uint64_t left = sh->pages * BLOCKS; rc == 0 && left > 0;) {
        uint64_t n = left < CHUNK_BLOCKS ? left : CHUNK_BLOCKS;
        size_t bytes = chunk_bytes(n);
        rc = read_at(fd, c, bytes, at, err);
        if (rc == 0 && (c->n != n || chunk_sum(c, at) != c->sum))
            rc = err_set(err, E_CORRUPT, "the snapshot is damaged at byte %llu",
                         (unsigned long long)at);
        for (uint64_t i = 0; rc == 0 && i < n; i++) {
            if (c->number[i] >= sh->pages * BLOCKS)
                rc = err_set(err, E_CORRUPT, "the snapshot holds a block of no page");
            else
                memcpy(f->pub.base + (uint64_t)c->number[i] * BLOCK, c->bytes[i], BLOCK);
        }
        at += bytes;
        left -= n;
    }
    free(c);
    return rc;
}

int heap_snapshot_read(struct heap *h, int fd, uint32_t layout, struct buf *ret_head,
                       struct err *err) {
    struct heap_full *f = full(h);
    CHECK(head_of(h)->bump == heap_data_from && f->journal_len == 0);
    struct snap_head sh;
    if (read_at(fd, &sh, sizeof sh, 0, err) < 0)
        return -1;
    if (sh.magic != HEAP_MAGIC ||
        sh.self_sum != hash_xx64(&sh, offsetof(struct snap_head, self_sum), 0))
        return err_set(err, E_CORRUPT, "not a snapshot, or its head is damaged");
    if (sh.layout != layout)
        return err_set(err, E_CORRUPT, "the snapshot is of another state version");
    if (sh.pages * PAGE > f->bytes_max)
        return err_set(err, E_CORRUPT, "the snapshot is larger than the memory allowed");
    char *room = buf_room(ret_head, sh.head_bytes);
    if (!room)
        return err_set(err, E_CORRUPT, "the snapshot's head is too long");
    if (read_at(fd, room, sh.head_bytes, PAGE, err) < 0)
        return -1;
    ret_head->len += sh.head_bytes;
    if (hash_xx64(room, sh.head_bytes, 0) != sh.head_sum)
        return err_set(err, E_CORRUPT, "the snapshot's head is damaged");
    f->dirty_to = sh.pages * PAGE;
    uint64_t from = PAGE + whole_pages(sh.head_bytes);
    if (snap_read_chunks(f, fd, &sh, from, err) < 0 || head_of(h)->magic != HEAP_MAGIC) {
        heap_clear(h);
        return -1;
    }
    f->skip_from = head_of(h)->bump;
    return 0;
}
