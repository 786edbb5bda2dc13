/* heap.c - state memory with undo, copy-on-write snapshots and instant load.
 *
 * THEORY      One mapping is reserved for bytes_max and filled from the bottom.  Its first
 *             pages hold the allocator's own head and the rooms' roots, so that undo and
 *             snapshot cover them like everything else.  Freed blocks wait in lists by size
 *             class; small ones are also cut from large ones that wait.  heap_touch() keeps the
 *             old bytes in a journal; memory that was allocated after the newest mark needs no old
 *             bytes, since undoing the allocation forgets it.
 *             A snapshot is the bytes at its beginning.  Every page has a state; the snapshot
 *             thread copies pending pages in order, and a touch of a pending page first saves
 *             that page aside.  A page is "busy" for one memcpy of 4 KB, which is the longest
 *             that the core ever waits here.
 * INVARIANTS  see heap.h.
 * THREADS     Core thread, but heap_snapshot_write(), which runs on the snapshot's.
 */
#define _GNU_SOURCE /* sync_file_range */
#include "core/heap.h"

#include "base/clock.h"
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096u
#define HEAP_BYTES_LIMIT (32ull << 30)
#define SMALL_MAX 512u /* classes in steps of 8 bytes up to here, then 4 a doubling */
#define CLASSES 160
#define HEAP_MAGIC 0x3250414548534d55ull /* "UMSHEAP2" */

enum page_state { PAGE_DONE = 0, PAGE_PENDING = 1, PAGE_BUSY = 2 };

struct heap_head { /* at offset 0 of the image */
    uint64_t magic;
    uint64_t bump;      /* first byte never allocated */
    uint64_t live;      /* bytes in use, by class size */
    uint64_t carve, carve_end; /* a freed large block from which small ones are cut */
    href free[CLASSES]; /* lists through the first word of each block */
};

#define SAVED_PER_SLAB 255u
#define SNAP_DIRTY_MAX (2u << 20)  /* bytes written between two waits for the disk */
#define SNAP_SPARE 32u             /* empty slabs (32 MB) held ready for the core */
#define SNAP_SAVED_HIGH 16384u     /* pages saved aside (64 MB) past which no pace is kept */
struct saved_slab { /* pages as they were at the snapshot's beginning, saved by the core */
    struct saved_slab *next;
    uint32_t n;
    uint32_t page[SAVED_PER_SLAB];
    uint8_t bytes[SAVED_PER_SLAB][PAGE];
};

struct heap_full {
    struct heap pub; /* must be first */
    uint64_t bytes_max;
    uint64_t dirty_to; /* bytes below this may be other than zero */
    uint64_t skip_from; /* no old bytes are kept from here on: newer than the newest mark */
    uint8_t *journal;   /* old bytes, then struct undo_tail, again and again */
    size_t journal_len, journal_cap;
    /* snapshot */
    _Atomic bool snapping;
    _Atomic uint8_t *page_state; /* one a page of bytes_max */
    uint64_t snap_pages;
    pthread_mutex_t saved_lock;
    struct saved_slab *saved; /* full slabs and the one being filled by the core */
    _Atomic uint32_t n_saved; /* pages in them */
    struct saved_slab *spare; /* empty, their memory already there; during a snapshot only */
    uint32_t n_spare;
};

struct undo_tail {
    uint64_t off;
    uint64_t len;
};

static struct heap_full *full(const struct heap *h) { return (struct heap_full *)(uintptr_t)h; }
static struct heap_head *head_of(const struct heap *h) { return (struct heap_head *)h->base; }

static const uint64_t heap_data_from = PAGE + (uint64_t)HEAP_ROOTS * HEAP_ROOT_BYTES;

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
    f->page_state = mmap(NULL, bytes_max / PAGE, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (f->pub.base == MAP_FAILED || (void *)f->page_state == MAP_FAILED) {
        if (f->pub.base != MAP_FAILED)
            munmap(f->pub.base, bytes_max);
        free(f);
        return err_set(err, E_INTERNAL, "cannot reserve %llu bytes of memory: %s",
                       (unsigned long long)bytes_max, strerror(errno));
    }
    (void)madvise(f->pub.base, bytes_max, MADV_HUGEPAGE); /* access is at random */
    f->bytes_max = bytes_max;
    pthread_mutex_init(&f->saved_lock, NULL);
    image_reset(f);
    *ret = &f->pub;
    return 0;
}

static void saved_free(struct saved_slab *s) {
    while (s) {
        struct saved_slab *next = s->next;
        free(s);
        s = next;
    }
}

void heap_free_all(struct heap *h) {
    if (!h)
        return;
    struct heap_full *f = full(h);
    munmap(f->pub.base, f->bytes_max);
    munmap((void *)f->page_state, f->bytes_max / PAGE);
    saved_free(f->saved);
    saved_free(f->spare);
    pthread_mutex_destroy(&f->saved_lock);
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

static void page_save(struct heap_full *f, uint64_t page) {
    for (;;) {
        uint8_t want = PAGE_PENDING;
        if (atomic_compare_exchange_strong_explicit(&f->page_state[page], &want, PAGE_BUSY,
                                                    memory_order_acquire, memory_order_acquire))
            break;
        if (want == PAGE_DONE)
            return;
        sched_yield(); /* the snapshot thread is copying this very page */
    }
    pthread_mutex_lock(&f->saved_lock);
    struct saved_slab *s = f->saved;
    if (!s || s->n == SAVED_PER_SLAB) {
        s = f->spare;
        if (s) {
            f->spare = s->next;
            f->n_spare--;
        } else {
            s = malloc(sizeof *s);
            CHECK(s);
        }
        s->n = 0;
        s->next = f->saved;
        f->saved = s;
    }
    memcpy(s->bytes[s->n], f->pub.base + page * PAGE, PAGE);
    s->page[s->n++] = (uint32_t)page;
    atomic_fetch_add(&f->n_saved, 1);
    pthread_mutex_unlock(&f->saved_lock);
    atomic_store_explicit(&f->page_state[page], PAGE_DONE, memory_order_release);
}

static void pages_save(struct heap_full *f, uint64_t off, size_t n) {
    uint64_t last = (off + n - 1) / PAGE;
    for (uint64_t p = off / PAGE; p <= last && p < f->snap_pages; p++)
        if (atomic_load_explicit(&f->page_state[p], memory_order_acquire) != PAGE_DONE)
            page_save(f, p);
}

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
        pages_save(f, off, n);
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
    CHECK(c < CLASSES);
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
        while (c < CLASSES && !hd->free[c])
            c++;
        if (c == CLASSES)
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
            pages_save(f, off, size); /* the last page of the image may be shared */
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

/* ---- snapshot ---- */

struct snap_head { /* first page of a snapshot file */
    uint64_t magic;
    uint32_t layout; /* the caller's, from its head bytes: see heap_snapshot_write */
    uint32_t head_bytes;
    uint64_t pages;
    uint64_t head_sum;
    uint64_t self_sum; /* XXH64 of the fields above */
};

int heap_snapshot_begin(struct heap *h, struct err *err) {
    struct heap_full *f = full(h);
    if (atomic_load(&f->snapping))
        return err_set(err, E_CONFLICT, "a snapshot is under way");
    CHECK(f->journal_len == 0);
    f->snap_pages = (head_of(h)->bump + PAGE - 1) / PAGE;
    memset((void *)f->page_state, PAGE_PENDING, f->snap_pages);
    atomic_store(&f->snapping, true);
    return 0;
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

struct snap_job {
    struct heap_full *f;
    int fd;
    uint64_t from;     /* file offset of the first page */
    uint32_t *number;  /* of each page, in the order of the file */
    uint64_t *sums;
    uint64_t n;        /* pages in the file or in the stage */
    uint8_t *stage;    /* pages not yet written */
    size_t staged;
    uint64_t pace;     /* bytes/s or 0 */
    uint64_t dirty;    /* bytes that may not be on the disk yet */
    struct clock clock; /* real time, whatever clock the workspace runs on */
    int64_t began_ns;
    bool failed; /* pages are still passed through, so that the core is never held up */
};

#define SNAP_RUN 64u /* pages gathered for one write */

/* Have every few megabytes written back before going on, so that commits on the same disk never
 * queue behind a gigabyte; and sleep as long as the writing is ahead of its pace, unless what
 * the core has saved aside waits in memory. */
static void snap_pace(struct snap_job *j, size_t n) {
    j->dirty += n;
    if (j->dirty >= SNAP_DIRTY_MAX) {
        (void)sync_file_range(j->fd, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
                                               SYNC_FILE_RANGE_WAIT_AFTER);
        j->dirty = 0;
    }
    if (j->pace == 0 || atomic_load(&j->f->n_saved) > SNAP_SAVED_HIGH)
        return;
    int64_t due_ns = (int64_t)(j->n * PAGE * 1000000ull / (j->pace / 1000 + 1));
    int64_t ahead_ns = due_ns - (clock_mono_ns(&j->clock) - j->began_ns);
    if (ahead_ns > 1000000) {
        struct timespec nap = { ahead_ns / 1000000000, ahead_ns % 1000000000 };
        nanosleep(&nap, NULL);
    }
}

static void snap_flush(struct snap_job *j, struct err *err) {
    size_t n = j->staged * PAGE;
    uint64_t off = j->from + (j->n - j->staged) * PAGE;
    j->staged = 0;
    if (n > 0 && !j->failed && write_at(j->fd, j->stage, n, off, err) < 0)
        j->failed = true;
    if (n > 0 && !j->failed)
        snap_pace(j, n);
}

/* The file holds pages in the order in which they come, so that the disk is written from front
 * to back, whichever pages the core saves aside. */
static void snap_put(struct snap_job *j, uint32_t page, const uint8_t *bytes, struct err *err) {
    CHECK(j->n < j->f->snap_pages);
    j->number[j->n] = page;
    j->sums[j->n++] = hash_xx64(bytes, PAGE, page);
    memcpy(j->stage + j->staged++ * PAGE, bytes, PAGE);
    if (j->staged == SNAP_RUN)
        snap_flush(j, err);
}

/* Fresh memory costs a fault a page, which is more than the copy: it is this thread that takes
 * it, so that the core finds room that is already there. */
static void spare_give(struct heap_full *f, struct saved_slab *s) {
    pthread_mutex_lock(&f->saved_lock);
    bool keep = f->n_spare < SNAP_SPARE;
    if (keep) {
        s->next = f->spare;
        f->spare = s;
        f->n_spare++;
    }
    pthread_mutex_unlock(&f->saved_lock);
    if (!keep)
        free(s);
}

static void spare_fill(struct heap_full *f) {
    pthread_mutex_lock(&f->saved_lock);
    uint32_t want = SNAP_SPARE - f->n_spare;
    pthread_mutex_unlock(&f->saved_lock);
    while (want-- > 0) {
        struct saved_slab *s = malloc(sizeof *s);
        CHECK(s);
        memset(s, 0, sizeof *s);
        spare_give(f, s);
    }
}

static void spare_drop(struct heap_full *f) {
    pthread_mutex_lock(&f->saved_lock);
    struct saved_slab *s = f->spare;
    f->spare = NULL;
    f->n_spare = 0;
    pthread_mutex_unlock(&f->saved_lock);
    saved_free(s);
}

/* Write out what the core saved aside. */
static void snap_drain(struct snap_job *j, struct err *err) {
    pthread_mutex_lock(&j->f->saved_lock);
    struct saved_slab *s = j->f->saved;
    j->f->saved = NULL;
    pthread_mutex_unlock(&j->f->saved_lock);
    while (s) {
        struct saved_slab *next = s->next;
        for (uint32_t i = 0; i < s->n; i++) {
            snap_put(j, s->page[i], s->bytes[i], err);
            atomic_fetch_sub(&j->f->n_saved, 1);
        }
        spare_give(j->f, s);
        s = next;
    }
}

static void snap_pages_out(struct snap_job *j, struct err *err) {
    struct heap_full *f = j->f;
    uint8_t copy[PAGE];
    for (uint64_t p = 0; p < f->snap_pages; p++) {
        uint8_t want = PAGE_PENDING;
        if (atomic_compare_exchange_strong_explicit(&f->page_state[p], &want, PAGE_BUSY,
                                                    memory_order_acquire, memory_order_acquire)) {
            memcpy(copy, f->pub.base + p * PAGE, PAGE);
            atomic_store_explicit(&f->page_state[p], PAGE_DONE, memory_order_release);
            snap_put(j, (uint32_t)p, copy, err);
        }
        if (p % 256 == 0) {
            snap_drain(j, err);
            spare_fill(f);
        }
    }
}

/* What stands behind the pages and before them. */
static int snap_finish(struct snap_job *j, struct str head, struct err *err) {
    uint64_t pages = j->f->snap_pages, at = j->from + pages * PAGE;
    struct snap_head sh = { HEAP_MAGIC, 0, (uint32_t)head.n, pages, hash_xx64(head.s, head.n, 0),
                            0 };
    memcpy(&sh.layout, head.s, sizeof sh.layout);
    sh.self_sum = hash_xx64(&sh, offsetof(struct snap_head, self_sum), 0);
    CHECK(j->failed || j->n == pages);
    if (j->failed || write_at(j->fd, j->sums, pages * sizeof *j->sums, at, err) < 0)
        return -1;
    at += pages * sizeof *j->sums;
    if (write_at(j->fd, j->number, pages * sizeof *j->number, at, err) < 0)
        return -1;
    if (write_at(j->fd, head.s, head.n, PAGE, err) < 0)
        return -1;
    return write_at(j->fd, &sh, sizeof sh, 0, err);
}

int heap_snapshot_write(struct heap *h, int fd, struct str head, uint64_t pace_bytes_s,
                        struct err *err) {
    struct heap_full *f = full(h);
    CHECK(atomic_load(&f->snapping));
    CHECK(head.n >= sizeof(uint32_t)); /* the caller's head begins with its layout number */
    uint64_t head_room = (head.n + PAGE - 1) / PAGE * PAGE;
    struct snap_job j = { .f = f, .fd = fd, .from = PAGE + head_room, .pace = pace_bytes_s };
    clock_init_real(&j.clock);
    j.began_ns = clock_mono_ns(&j.clock);
    j.sums = calloc(f->snap_pages, sizeof *j.sums);
    j.number = calloc(f->snap_pages, sizeof *j.number);
    j.stage = malloc(SNAP_RUN * PAGE);
    CHECK(j.sums && j.number && j.stage);
    snap_pages_out(&j, err);
    /* A page the core took shows as done before it stands in the list only while the core
     * holds it busy; the list is complete once nothing is busy, which is now. */
    for (uint64_t p = 0; p < f->snap_pages; p++)
        while (atomic_load_explicit(&f->page_state[p], memory_order_acquire) != PAGE_DONE)
            sched_yield();
    snap_drain(&j, err);
    atomic_store(&f->snapping, false);
    spare_drop(f);
    snap_flush(&j, err);
    int rc = snap_finish(&j, head, err);
    free(j.sums);
    free(j.number);
    free(j.stage);
    return rc;
}

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

static int snap_read_pages(struct heap_full *f, int fd, const struct snap_head *sh, uint64_t from,
                           struct err *err) {
    uint64_t *sums = malloc(sh->pages * sizeof *sums), at = from + sh->pages * PAGE;
    uint32_t *number = malloc(sh->pages * sizeof *number);
    uint8_t *stage = malloc(256 * PAGE);
    CHECK(sums && number && stage);
    int rc = read_at(fd, sums, sh->pages * sizeof *sums, at, err);
    if (rc == 0)
        rc = read_at(fd, number, sh->pages * sizeof *number, at + sh->pages * sizeof *sums, err);
    for (uint64_t p = 0; rc == 0 && p < sh->pages; p += 256) {
        uint64_t n = sh->pages - p < 256 ? sh->pages - p : 256;
        rc = read_at(fd, stage, n * PAGE, from + p * PAGE, err);
        for (uint64_t i = 0; rc == 0 && i < n; i++) {
            uint32_t page = number[p + i];
            if (page >= sh->pages || hash_xx64(stage + i * PAGE, PAGE, page) != sums[p + i])
                rc = err_set(err, E_CORRUPT, "page %u of the snapshot is damaged", page);
            else
                memcpy(f->pub.base + (uint64_t)page * PAGE, stage + i * PAGE, PAGE);
        }
    }
    free(sums);
    free(number);
    free(stage);
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
    uint64_t from = PAGE + (sh.head_bytes + (uint64_t)PAGE - 1) / PAGE * PAGE;
    if (snap_read_pages(f, fd, &sh, from, err) < 0 || head_of(h)->magic != HEAP_MAGIC) {
        heap_clear(h);
        return -1;
    }
    f->skip_from = head_of(h)->bump;
    return 0;
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
