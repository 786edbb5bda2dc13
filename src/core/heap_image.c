/* heap_image.c - snapshots: the image as it was at an instant, written beside the core.
 *
 * THEORY      The snapshot thread copies the pages from front to back while the core goes on, so
 *             that each page is of another instant.  A touch of a page that is still to be copied
 *             first keeps the old bytes; whoever reads the file applies these to the pages, newest
 *             first, and has the image of the beginning.  A touch of what was copied already
 *             costs nothing.  Old bytes are few, and they are written one behind the other: saving
 *             the blocks around them, as was done once, took as long as the core's own work.
 *             Neither side ever waits for the other.  What the core keeps although the page was
 *             just copied does no harm: it is what stood there before.
 *             The file is a head and chunks of pages and of old bytes in the order in which they
 *             came, so that the disk is written from front to back.  All of it is whole pages,
 *             written from page-aligned memory, so that the caller may give a file that passes
 *             by the page cache (O_DIRECT): a gigabyte copied there would take the processor from
 *             the core and push the database out of memory.
 * INVARIANTS  (1) Every page of the image is in the file once, in order.
 *             (2) Of every byte that changed before its page was copied, the oldest change that
 *                 is in the file kept the byte of the beginning.
 *             (3) Slabs are released only when all is copied and the core is not keeping.
 * LIMITS      Old bytes wait in memory until they are written: with the disk at its pace some
 *             20 MB a second at 70,000 events a second. Past SNAP_KEPT_MAX waiting, or so
 *             many and the image's size ever, the core gives the snapshot up: it is to save time,
 *             and is tried again; memory and disk are for what must not be lost.
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

#define CHUNK_PAGES 64u             /* of one write */
#define SLAB_BYTES ((1u << 20) - 64)
#define KEPT_MAX 65536u             /* bytes of one record */
#define SNAP_SPARE 8                /* empty slabs (8 MB) held ready for the core */
#define SNAP_KEPT_HIGH 64           /* slabs (64 MB) past which no pace is kept */
#define SNAP_KEPT_MAX 256           /* slabs (256 MB) past which it is given up */
#define SNAP_DIRTY_MAX (2u << 20)   /* bytes written between two waits for the disk */

/* Old bytes, each record followed by its place: offset << 20 | length. */
struct slab {
    struct slab *_Atomic next; /* set when the core has gone on to it */
    uint32_t n;                /* core, until `next` is set or all is copied */
    uint8_t bytes[SLAB_BYTES];
};

/* ---- the core's side ---- */

static struct slab *slab_new(void) {
    void *p = mmap(NULL, sizeof(struct slab), PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); /* goes back to the system when freed */
    CHECK(p != MAP_FAILED);
    return p;
}

static void slab_free(struct slab *s) { munmap(s, sizeof *s); }

/* Only the core takes, so the first cannot be taken and put back behind its back. */
static struct slab *spare_take(struct heap_full *f) {
    struct slab *s = atomic_load_explicit(&f->spare, memory_order_acquire);
    while (s && !atomic_compare_exchange_weak_explicit(
                    &f->spare, &s, atomic_load_explicit(&s->next, memory_order_relaxed),
                    memory_order_acquire, memory_order_acquire))
        ;
    if (s)
        atomic_fetch_sub(&f->n_spare, 1);
    return s;
}

/* NULL: there are too many. */
static struct slab *slab_with_room(struct heap_full *f, size_t n) {
    struct slab *was = f->keeping;
    if (was && was->n + n <= SLAB_BYTES)
        return was;
    if (atomic_load(&f->n_kept) >= SNAP_KEPT_MAX ||
        f->kept_ever++ >= f->snap_bytes / SLAB_BYTES + SNAP_KEPT_MAX)
        return NULL;
    struct slab *s = spare_take(f);
    if (!s)
        s = slab_new();
    s->n = 0;
    atomic_store_explicit(&s->next, NULL, memory_order_relaxed);
    atomic_fetch_add(&f->n_kept, 1);
    atomic_store_explicit(was ? &was->next : &f->kept_first, s, memory_order_release);
    return f->keeping = s;
}

void heap_image_keep(struct heap_full *f, uint64_t off, size_t n) {
    uint64_t end = off + n < f->snap_bytes ? off + n : f->snap_bytes;
    if (end <= atomic_load_explicit(&f->copied, memory_order_acquire) ||
        atomic_load_explicit(&f->given_up, memory_order_relaxed))
        return;
    atomic_store(&f->keeper_in, true); /* before the look: invariant 3 */
    uint64_t from = atomic_load(&f->copied);
    for (from = from > off ? from : off; from < end;) {
        size_t some = end - from < KEPT_MAX ? end - from : KEPT_MAX;
        uint64_t place = from << 20 | some;
        struct slab *s = slab_with_room(f, some + sizeof place);
        if (!s) {
            atomic_store(&f->given_up, true);
            break;
        }
        memcpy(s->bytes + s->n, f->pub.base + from, some);
        memcpy(s->bytes + s->n + some, &place, sizeof place);
        s->n += (uint32_t)(some + sizeof place);
        from += some;
    }
    atomic_store_explicit(&f->keeper_in, false, memory_order_release);
}

int heap_snapshot_begin(struct heap *h, struct err *err) {
    struct heap_full *f = full(h);
    if (atomic_load(&f->snapping))
        return err_set(err, E_CONFLICT, "a snapshot is under way");
    CHECK(f->journal_len == 0);
    f->snap_bytes = (head_of(h)->bump + PAGE - 1) / PAGE * PAGE;
    f->keeping = NULL;
    f->kept_ever = 0;
    atomic_store(&f->given_up, false);
    atomic_store(&f->kept_first, NULL);
    atomic_store(&f->copied, 0);
    atomic_store(&f->snapping, true);
    return 0;
}

/* ---- the file ---- */

struct snap_head { /* first page of a snapshot file */
    uint64_t magic;
    uint32_t layout; /* the caller's, from its head bytes: see heap_snapshot_write */
    uint32_t head_bytes;
    uint64_t pages;
    uint64_t chunks;
    uint64_t head_sum;
    uint64_t self_sum; /* XXH64 of the fields above */
};

enum chunk_kind { CHUNK_IMAGE = 1, CHUNK_KEPT };

struct chunk { /* as in the file: a page of head, then n bytes, to the end of a page */
    uint64_t sum; /* XXH64 of the rest, seeded with the chunk's place in the file */
    uint64_t kind;
    uint64_t n;
    uint8_t zeros[PAGE - 24];
    uint8_t bytes[SLAB_BYTES + 64];
};
_Static_assert(offsetof(struct chunk, bytes) == PAGE, "bytes begin with a page");
_Static_assert(CHUNK_PAGES * PAGE <= SLAB_BYTES, "a chunk has room for its pages");

static size_t whole_pages(size_t n) { return (n + PAGE - 1) / PAGE * PAGE; }
static size_t chunk_bytes(uint64_t n) { return PAGE + whole_pages(n); }

static uint64_t chunk_sum(const struct chunk *c, uint64_t at) {
    size_t from = offsetof(struct chunk, kind);
    return hash_xx64((const char *)c + from, chunk_bytes(c->n) - from, at);
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
    uint64_t at;         /* file offset of the next chunk */
    uint64_t chunks;
    uint64_t image;      /* bytes of it that are in the file or the chunk */
    struct chunk *chunk;
    struct slab *slab;   /* the oldest that is not in the file; NULL: there is none yet */
    uint64_t pace;       /* bytes/s of the image, or 0 */
    uint64_t dirty;      /* bytes that may not be on the disk yet */
    struct clock clock;  /* real time, whatever clock the workspace runs on */
    int64_t began_ns;
    bool failed; /* the core's slabs are released all the same */
};

/* Have every few megabytes written back before going on (what passed by the page cache already
 * is), so that commits on the same disk never queue behind a gigabyte; and sleep as long as the
 * copying is ahead of its pace, unless much that the core has kept waits in memory. */
static void snap_pace(struct snap_job *j, size_t n) {
    j->dirty += n;
    if (j->dirty >= SNAP_DIRTY_MAX) {
        (void)sync_file_range(j->fd, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
                                               SYNC_FILE_RANGE_WAIT_AFTER);
        j->dirty = 0;
    }
    if (j->pace == 0 || atomic_load(&j->f->n_kept) > SNAP_KEPT_HIGH)
        return;
    int64_t due_ns = (int64_t)(j->image * 1000000ull / (j->pace / 1000 + 1));
    int64_t ahead_ns = due_ns - (clock_mono_ns(&j->clock) - j->began_ns);
    if (ahead_ns > 1000000) {
        struct timespec nap = { ahead_ns / 1000000000, ahead_ns % 1000000000 };
        nanosleep(&nap, NULL);
    }
}

/* What stands in the chunk goes out. */
static void snap_put(struct snap_job *j, enum chunk_kind kind, size_t n, struct err *err) {
    struct chunk *c = j->chunk;
    size_t bytes = chunk_bytes(n);
    if (j->failed)
        return;
    c->kind = kind;
    c->n = n;
    memset(c->bytes + n, 0, bytes - PAGE - n);
    c->sum = chunk_sum(c, j->at);
    if (write_at(j->fd, c, bytes, j->at, err) < 0) {
        j->failed = true;
        return;
    }
    j->at += bytes;
    j->chunks++;
    snap_pace(j, bytes);
}

static void spare_give(struct heap_full *f, struct slab *s) {
    struct slab *first = atomic_load_explicit(&f->spare, memory_order_relaxed);
    do {
        atomic_store_explicit(&s->next, first, memory_order_relaxed);
    } while (!atomic_compare_exchange_weak_explicit(&f->spare, &first, s, memory_order_release,
                                                    memory_order_relaxed));
    atomic_fetch_add(&f->n_spare, 1);
}

/* Fresh memory costs a fault a page, which is more than the copy: it is this thread that takes
 * it, so that the core finds room that is already there; of a small heap no more than all of it. */
static void spare_fill(struct heap_full *f) {
    uint64_t whole = f->snap_bytes / SLAB_BYTES + 1;
    int want = whole < SNAP_SPARE ? (int)whole : SNAP_SPARE;
    while (atomic_load(&f->n_spare) < want) {
        struct slab *s = slab_new();
        memset(s->bytes, 0xff, sizeof s->bytes);
        spare_give(f, s);
    }
}

static void slab_put(struct snap_job *j, struct slab *s, struct err *err) {
    memcpy(j->chunk->bytes, s->bytes, s->n);
    snap_put(j, CHUNK_KEPT, s->n, err);
    atomic_fetch_sub(&j->f->n_kept, 1);
    if (atomic_load(&j->f->n_spare) < SNAP_SPARE)
        spare_give(j->f, s);
    else
        slab_free(s);
}

/* Write out the slabs that the core has filled; not those that it fills meanwhile, since the more
 * is copied the less it keeps. */
static void snap_drain(struct snap_job *j, struct err *err) {
    int most = atomic_load(&j->f->n_kept);
    if (!j->slab)
        j->slab = atomic_load_explicit(&j->f->kept_first, memory_order_acquire);
    for (struct slab *next; j->slab && most-- > 0; j->slab = next) {
        next = atomic_load_explicit(&j->slab->next, memory_order_acquire);
        if (!next)
            return;
        slab_put(j, j->slab, err);
    }
}

/* Copy a page that the core may be writing to: it has kept what it writes over. */
__attribute__((no_sanitize("thread")))
static void page_copy(uint8_t *out, const uint8_t *page) {
    const volatile uint64_t *from = (const volatile uint64_t *)(const void *)page;
    uint64_t *to = (uint64_t *)(void *)out;
    for (unsigned i = 0; i < PAGE / 8; i++)
        to[i] = from[i];
}

static void snap_look(struct snap_job *j, struct err *err) {
    if (j->failed || !atomic_load(&j->f->given_up))
        return;
    err_set(err, E_UNAVAILABLE, "the state changes faster than the disk takes its snapshot");
    j->failed = true;
}

static void snap_pages_out(struct snap_job *j, struct err *err) {
    struct heap_full *f = j->f;
    for (uint64_t at = 0; at < f->snap_bytes && !j->failed;) {
        size_t n = 0;
        for (; n < CHUNK_PAGES * PAGE && at < f->snap_bytes; n += PAGE) {
            page_copy(j->chunk->bytes + n, f->pub.base + at);
            at += PAGE;
            atomic_store_explicit(&f->copied, at, memory_order_release);
        }
        j->image = at;
        snap_look(j, err);
        snap_put(j, CHUNK_IMAGE, n, err);
        snap_drain(j, err);
        spare_fill(f);
    }
}

/* All is copied: the core keeps nothing new, and what it was at is soon done. */
static void snap_core_out(struct snap_job *j, struct err *err) {
    struct heap_full *f = j->f;
    atomic_store(&f->copied, UINT64_MAX); /* in one order with the look at keeper_in */
    while (atomic_load(&f->keeper_in))
        sched_yield();
    snap_look(j, err);
    snap_drain(j, err);
    if (j->slab)
        slab_put(j, j->slab, err);
    for (struct slab *s = atomic_load(&f->spare), *next; s; s = next) {
        next = atomic_load(&s->next);
        slab_free(s);
    }
    atomic_store(&f->spare, NULL);
    atomic_store(&f->n_spare, 0);
    CHECK(atomic_load(&f->n_kept) == 0);
    atomic_store(&f->snapping, false);
}

/* The head comes last: without it the file is no snapshot. */
static int snap_finish(struct snap_job *j, struct str head, struct err *err) {
    size_t bytes = PAGE + whole_pages(head.n);
    uint8_t *room = aligned_zeros(bytes);
    struct snap_head sh = { HEAP_MAGIC, 0, (uint32_t)head.n, j->f->snap_bytes / PAGE, j->chunks,
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

bool heap_snapshot_given_up(const struct heap *h) { return atomic_load(&full(h)->given_up); }

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

/* A chunk, checked. */
static int chunk_read(struct chunk *c, int fd, uint64_t at, struct err *err) {
    if (read_at(fd, c, PAGE, at, err) < 0)
        return -1;
    if (c->n == 0 || c->n > SLAB_BYTES ||
        read_at(fd, c->bytes, whole_pages(c->n), at + PAGE, err) < 0 ||
        chunk_sum(c, at) != c->sum)
        return err_set(err, E_CORRUPT, "the snapshot is damaged at byte %llu",
                       (unsigned long long)at);
    return 0;
}

/* The pages, and where the old bytes stand. */
static int read_pages(struct heap_full *f, int fd, const struct snap_head *sh, struct chunk *c,
                      uint64_t at, uint64_t *kept, uint64_t *ret_n, struct err *err) {
    uint64_t have = 0, end = sh->pages * PAGE;
    for (uint64_t i = 0; i < sh->chunks; i++) {
        if (chunk_read(c, fd, at, err) < 0)
            return -1;
        if (c->kind == CHUNK_KEPT)
            kept[(*ret_n)++] = at;
        else if (c->n % PAGE != 0 || c->n > end - have)
            return err_set(err, E_CORRUPT, "the snapshot holds a page too many");
        else
            memcpy(f->pub.base + have, c->bytes, c->n);
        have += c->kind == CHUNK_KEPT ? 0 : c->n;
        at += chunk_bytes(c->n);
    }
    return have == end ? 0 : err_set(err, E_CORRUPT, "the snapshot lacks pages");
}

/* Old bytes of one chunk back to their places, newest first. */
static int put_back(struct heap_full *f, uint64_t end, const struct chunk *c, struct err *err) {
    for (uint64_t left = c->n; left > 0;) {
        uint64_t place = 0, n, off;
        if (left >= sizeof place)
            memcpy(&place, c->bytes + left - sizeof place, sizeof place);
        n = place & ((1u << 20) - 1);
        off = place >> 20;
        if (n == 0 || n + sizeof place > left || off > end || n > end - off)
            return err_set(err, E_CORRUPT, "the snapshot holds bytes of no page");
        left -= n + sizeof place;
        memcpy(f->pub.base + off, c->bytes + left, n);
    }
    return 0;
}

static int snap_read_chunks(struct heap_full *f, int fd, const struct snap_head *sh,
                            uint64_t at, struct err *err) {
    struct chunk *c = aligned_zeros(sizeof *c);
    uint64_t n = 0, *kept = calloc(sh->chunks + 1, sizeof *kept);
    CHECK(kept);
    int rc = read_pages(f, fd, sh, c, at, kept, &n, err);
    while (rc == 0 && n > 0) {
        rc = chunk_read(c, fd, kept[--n], err);
        if (rc == 0)
            rc = put_back(f, sh->pages * PAGE, c, err);
    }
    free(kept);
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
