/* test_heap.c - undo restores every byte, a snapshot is the image at its beginning, and a
 * damaged one is refused. */
#include "core/heap.h"

#include "base/hash.h"
#include "fault/seed.h"
#include "fault/stores.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define LAYOUT 77u
#define PAGE 4096u
#define ROOM 3
#define LIVE_MAX 600
#define MARKS_MAX 6

/* ---- a world of random operations, and what it should hold ---- */

struct root { struct hvec v; struct hidx x; };
struct cell { uint64_t value; uint32_t tag; };
struct live { href r; uint32_t n; };
struct model { /* beside the heap, copied at each mark */
    struct live live[LIVE_MAX];
    uint32_t n_live;
    uint32_t n_cells;
    uint64_t cells[4000];
    uint32_t n_keys;
    struct { uint64_t hash; uint32_t value; } keys[2000];
};
struct mark { heap_mark at; uint64_t bytes; uint8_t *image; struct model *model; };
struct world {
    struct heap *h;
    struct root *root;
    uint64_t s;
    struct model *m;
    struct mark marks[MARKS_MAX];
    int n_marks;
    uint32_t big; /* largest allocation */
};

static void *must(void *p) {
    assert_non_null(p);
    return p;
}

static void world_begin(struct world *w, uint64_t seed, uint32_t big) {
    struct err err;
    memset(w, 0, sizeof *w);
    OK(heap_new(256u << 20, &w->h, &err));
    w->s = seed;
    w->big = big;
    w->m = must(calloc(1, sizeof *w->m));
    w->root = heap_root(w->h, ROOM);
    hvec_init(w->h, &w->root->v, sizeof(struct cell), 512);
    hidx_init(w->h, &w->root->x, 3);
    heap_commit(w->h);
}

static void marks_drop(struct world *w, int from) {
    for (int i = from; i < w->n_marks; i++) {
        free(w->marks[i].image);
        free(w->marks[i].model);
    }
    w->n_marks = from;
}

static void world_end(struct world *w) {
    marks_drop(w, 0);
    heap_free_all(w->h);
    free(w->m);
}

static void do_alloc(struct world *w) {
    struct model *m = w->m;
    if (m->n_live == LIVE_MAX)
        return;
    uint32_t n = seed_below(&w->s, 8) ? 1 + seed_below(&w->s, 600)
                                      : 1 + seed_below(&w->s, w->big);
    href r = heap_alloc(w->h, n);
    uint8_t *p = heap_at(w->h, r);
    for (uint32_t i = 0; i < n; i++)
        if (p[i])
            fail_msg("byte %u of %u allocated bytes is %u, not 0", i, n, p[i]);
    seed_fill(&w->s, p, n < 64 ? n : 64); /* fresh memory needs no touch */
    m->live[m->n_live++] = (struct live){ r, n };
}

static void do_free(struct world *w) {
    struct model *m = w->m;
    if (m->n_live == 0)
        return;
    uint32_t i = seed_below(&w->s, m->n_live);
    heap_free(w->h, m->live[i].r, m->live[i].n);
    m->live[i] = m->live[--m->n_live];
}

static void do_write(struct world *w) {
    struct model *m = w->m;
    if (m->n_live == 0)
        return;
    struct live *l = &m->live[seed_below(&w->s, m->n_live)];
    uint32_t from = seed_below(&w->s, l->n), n = 1 + seed_below(&w->s, l->n - from);
    seed_fill(&w->s, heap_touch(w->h, (uint8_t *)heap_at(w->h, l->r) + from, n), n);
}

static void do_push(struct world *w) {
    struct model *m = w->m;
    void *p;
    if (m->n_cells == sizeof m->cells / sizeof *m->cells)
        return;
    uint64_t v = seed_next(&w->s);
    uint32_t i = hvec_push(w->h, &w->root->v, &p);
    struct cell *c = p, zero = { 0 };
    assert_int_equal(i, m->n_cells);
    assert_memory_equal(c, &zero, sizeof zero);
    *c = (struct cell){ v, 5 };
    m->cells[m->n_cells++] = v;
}

static void do_set(struct world *w) {
    struct model *m = w->m;
    if (m->n_cells == 0)
        return;
    uint32_t i = seed_below(&w->s, m->n_cells);
    struct cell *c = hvec_at(w->h, &w->root->v, i);
    m->cells[i] = seed_next(&w->s);
    HEAP_SET(w->h, c->value, m->cells[i]);
}

static bool eq_value(const void *ctx, uint32_t value) { return *(const uint32_t *)ctx == value; }

static void do_key(struct world *w) {
    struct model *m = w->m;
    if (m->n_keys == sizeof m->keys / sizeof *m->keys || (m->n_keys && seed_below(&w->s, 3) == 0)) {
        uint32_t i = seed_below(&w->s, m->n_keys);
        assert_true(hidx_del(w->h, &w->root->x, m->keys[i].hash, m->keys[i].value));
        assert_false(hidx_del(w->h, &w->root->x, m->keys[i].hash, m->keys[i].value));
        m->keys[i] = m->keys[--m->n_keys];
        return;
    }
    uint32_t value = (uint32_t)seed_next(&w->s) >> 2;
    uint64_t hash = hash_xx64(&value, sizeof value, 1);
    if (hidx_find(w->h, &w->root->x, hash, eq_value, &value) != UINT32_MAX)
        return;
    hidx_put(w->h, &w->root->x, hash, value);
    m->keys[m->n_keys].hash = hash;
    m->keys[m->n_keys++].value = value;
}

static void do_something(struct world *w) {
    static void (*const ops[])(struct world *) = { do_alloc, do_alloc, do_free, do_write,
                                                   do_write, do_push,  do_set,  do_key, do_key };
    ops[seed_below(&w->s, sizeof ops / sizeof *ops)](w);
}

/* What the structures hold is what the model says. */
static void check_content(struct world *w) {
    struct model *m = w->m;
    assert_int_equal(w->root->v.n, m->n_cells);
    for (uint32_t i = 0; i < m->n_cells; i++)
        assert_int_equal(((struct cell *)hvec_at(w->h, &w->root->v, i))->value, m->cells[i]);
    assert_int_equal(w->root->x.n, m->n_keys);
    for (uint32_t i = 0; i < m->n_keys; i++)
        assert_int_equal(hidx_find(w->h, &w->root->x, m->keys[i].hash, eq_value,
                                   &m->keys[i].value), m->keys[i].value);
}

static void same_bytes(struct heap *h, const uint8_t *image, uint64_t bytes, const char *what) {
    assert_int_equal(heap_bytes(h), bytes);
    const uint8_t *p = heap_base(h);
    for (uint64_t i = 0; i < bytes; i++)
        if (p[i] != image[i])
            fail_msg("%s: byte %llu is %u and was %u", what, (unsigned long long)i, p[i],
                     image[i]);
}

static uint8_t *image_of(struct heap *h) {
    uint8_t *p = must(malloc(heap_bytes(h)));
    memcpy(p, heap_base(h), heap_bytes(h));
    return p;
}

static void set_mark(struct world *w) {
    if (w->n_marks == MARKS_MAX)
        return;
    struct mark *k = &w->marks[w->n_marks++];
    k->at = heap_here(w->h);
    k->bytes = heap_bytes(w->h);
    k->image = image_of(w->h);
    k->model = must(malloc(sizeof *k->model));
    memcpy(k->model, w->m, sizeof *k->model);
}

static void undo_to_some(struct world *w) {
    if (w->n_marks == 0)
        return;
    int i = (int)seed_below(&w->s, (uint32_t)w->n_marks);
    struct mark *k = &w->marks[i];
    heap_undo(w->h, k->at);
    same_bytes(w->h, k->image, k->bytes, "after undo");
    memcpy(w->m, k->model, sizeof *w->m);
    if (seed_below(&w->s, 2)) /* the same mark may be undone again */
        marks_drop(w, i);
    else
        marks_drop(w, i + 1);
}

static void undo_is_exact(void **state) {
    struct world w;
    uint64_t seed = seed_begin("undo_is_exact");
    (void)state;
    for (uint64_t round = 0; round < 12; round++) {
        world_begin(&w, seed + round, 3000);
        for (int step = 0; step < 2500; step++) {
            uint32_t dice = seed_below(&w.s, 100);
            if (dice < 4)
                set_mark(&w);
            else if (dice < 7)
                undo_to_some(&w);
            else if (dice < 9) {
                heap_commit(w.h);
                marks_drop(&w, 0);
            } else
                do_something(&w);
            if (step % 250 == 0)
                check_content(&w);
        }
        check_content(&w);
        world_end(&w);
    }
}

/* A world in which much has happened, all of it committed. */
static void world_filled(struct world *w, uint64_t seed, uint32_t big, int steps) {
    world_begin(w, seed, big);
    for (int i = 0; i < steps; i++)
        do_something(w);
    heap_commit(w->h);
}

static void live_bytes_come_back(void **state) {
    struct world w;
    (void)state;
    world_begin(&w, seed_begin("live_bytes_come_back"), 100000);
    uint64_t before = heap_live_bytes(w.h);
    for (int i = 0; i < 400; i++)
        do_alloc(&w);
    uint64_t top = heap_bytes(w.h);
    assert_true(heap_live_bytes(w.h) > before);
    for (int round = 0; round < 20; round++) { /* freed blocks are used again */
        while (w.m->n_live)
            do_free(&w);
        assert_int_equal(heap_live_bytes(w.h), before);
        uint32_t sizes[] = { 8, 100, 513, 4096, 70000 };
        for (int i = 0; i < 5; i++) {
            href r = heap_alloc(w.h, sizes[i]);
            heap_free(w.h, r, sizes[i]);
            heap_free(w.h, heap_alloc(w.h, sizes[i]), sizes[i]);
        }
    }
    assert_true(heap_bytes(w.h) < top + 200000);
    assert_false(heap_near_full(w.h));
    world_end(&w);
}

static void clear_is_empty(void **state) {
    struct world w;
    struct err err;
    struct heap *fresh;
    (void)state;
    world_begin(&w, seed_begin("clear_is_empty"), 3000);
    for (int i = 0; i < 3000; i++)
        do_something(&w);
    heap_clear(w.h);
    OK(heap_new(256u << 20, &fresh, &err));
    uint8_t *image = image_of(fresh);
    same_bytes(w.h, image, heap_bytes(fresh), "cleared");
    memset(w.m, 0, sizeof *w.m);
    hvec_init(w.h, &w.root->v, sizeof(struct cell), 512);
    hidx_init(w.h, &w.root->x, 3);
    for (int i = 0; i < 3000; i++)
        do_something(&w); /* do_alloc finds zeros everywhere */
    check_content(&w);
    free(image);
    heap_free_all(fresh);
    world_end(&w);
}

/* ---- snapshots ---- */

struct writer { struct heap *h; int fd; uint64_t pace; _Atomic bool over; int rc; struct err err; };

static const uint32_t head_bytes[2] = { LAYOUT, 4242 };

static void *writer_main(void *arg) {
    struct writer *w = arg;
    w->rc = heap_snapshot_write(w->h, w->fd, str_n((const char *)head_bytes, sizeof head_bytes),
                                w->pace, &w->err);
    atomic_store(&w->over, true);
    return NULL;
}

static int temp_file(void) {
    char path[] = "/tmp/musubi-heap-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    unlink(path);
    return fd;
}

static int read_back(struct heap *h, int fd, uint32_t layout, struct err *err) {
    struct buf head;
    buf_init(&head, "head", 4096);
    int rc = heap_snapshot_read(h, fd, layout, &head, err);
    if (rc == 0) {
        assert_int_equal(head.len, sizeof head_bytes);
        assert_memory_equal(head.data, head_bytes, sizeof head_bytes);
    }
    buf_release(&head);
    return rc;
}

/* One snapshot while the main thread goes on; what is read back is the image at the beginning. */
static void snapshot_once(struct world *w, uint64_t pace) {
    struct err err;
    struct writer wr = { .h = w->h, .fd = temp_file(), .pace = pace };
    pthread_t t;
    heap_commit(w->h);
    marks_drop(w, 0);
    uint64_t bytes = heap_bytes(w->h);
    uint8_t *image = image_of(w->h);
    OK(heap_snapshot_begin(w->h, &err));
    assert_int_equal(heap_snapshot_begin(w->h, &err), -1); /* one at a time */
    assert_int_equal(err.code, E_CONFLICT);
    assert_int_equal(pthread_create(&t, NULL, writer_main, &wr), 0);
    for (int step = 0; !atomic_load(&wr.over) || step < 200; step++) {
        uint32_t dice = seed_below(&w->s, 1000);
        if (dice < 10) {
            heap_commit(w->h);
            marks_drop(w, 0);
            set_mark(w);
        } else if (dice < 15)
            undo_to_some(w);
        else
            do_something(w);
    }
    pthread_join(t, NULL);
    assert_int_equal(wr.rc, 0);
    check_content(w);
    struct heap *again;
    OK(heap_new(256u << 20, &again, &err));
    OK(read_back(again, wr.fd, LAYOUT, &err));
    same_bytes(again, image, bytes, "read back");
    heap_free_all(again);
    free(image);
    close(wr.fd);
}

static void snapshot_is_the_beginning(void **state) {
    struct world w;
    (void)state;
    world_begin(&w, seed_begin("snapshot_is_the_beginning"), 40000);
    for (int i = 0; i < 4000; i++)
        do_something(&w);
    for (int round = 0; round < 8; round++)
        snapshot_once(&w, round % 2 ? 40u << 20 : 0);
    world_end(&w);
}

/* What changes faster than it is written is given up, and the next one is as good as any. */
static void too_much_is_given_up(void **state) {
    struct world w;
    struct err err;
    (void)state;
    world_filled(&w, seed_begin("too_much_is_given_up"), 3000, 3000);
    marks_drop(&w, 0);
    struct writer wr = { .h = w.h, .fd = temp_file() };
    size_t some = 60000;
    href r = heap_alloc(w.h, some);
    heap_commit(w.h);
    OK(heap_snapshot_begin(w.h, &err));
    for (size_t kept = 0; kept < 300u << 20; kept += some) {
        memset(heap_touch(w.h, heap_at(w.h, r), some), (int)kept, some);
        heap_commit(w.h);
    }
    writer_main(&wr);
    assert_int_equal(wr.rc, -1);
    assert_int_equal(wr.err.code, E_UNAVAILABLE);
    struct heap *h;
    OK(heap_new(256u << 20, &h, &err));
    assert_int_equal(read_back(h, wr.fd, LAYOUT, &err), -1); /* no file to be taken for one */
    heap_free_all(h);
    heap_free(w.h, r, some);
    snapshot_once(&w, 0);
    close(wr.fd);
    world_end(&w);
}

/* A heap that was read back goes on working like the one that was written. */
static void read_back_goes_on(void **state) {
    struct world w;
    struct err err;
    (void)state;
    world_filled(&w, seed_begin("read_back_goes_on"), 3000, 3000);
    struct writer wr = { .h = w.h, .fd = temp_file() };
    OK(heap_snapshot_begin(w.h, &err));
    writer_main(&wr);
    assert_int_equal(wr.rc, 0);
    heap_clear(w.h);
    OK(read_back(w.h, wr.fd, LAYOUT, &err));
    check_content(&w);
    for (int step = 0; step < 4000; step++) {
        uint32_t dice = seed_below(&w.s, 100);
        if (dice < 4)
            set_mark(&w);
        else if (dice < 8)
            undo_to_some(&w);
        else
            do_something(&w);
    }
    check_content(&w);
    close(wr.fd);
    world_end(&w);
}

/* ---- damage ---- */

static void refused(struct heap *h, int fd, const char *what, long at) {
    struct err err = ERR_INIT;
    uint64_t empty = PAGE + (uint64_t)HEAP_ROOTS * HEAP_ROOT_BYTES;
    if (read_back(h, fd, LAYOUT, &err) == 0)
        fail_msg("taken although damaged: %s %ld", what, at);
    assert_int_equal(err.code, E_CORRUPT);
    assert_int_equal(heap_bytes(h), empty);
    assert_int_equal(heap_live_bytes(h), 0);
}

static void flip(int fd, off_t at) {
    uint8_t b;
    assert_int_equal(pread(fd, &b, 1, at), 1);
    b ^= 0x10;
    assert_int_equal(pwrite(fd, &b, 1, at), 1);
}

static void damage_is_refused(void **state) {
    struct world w;
    struct err err;
    struct heap *h;
    struct stat st;
    (void)state;
    world_filled(&w, seed_begin("damage_is_refused"), 9000, 3000);
    struct writer wr = { .h = w.h, .fd = temp_file() };
    long bytes = (long)heap_bytes(w.h);
    OK(heap_snapshot_begin(w.h, &err));
    for (int i = 0; i < 300; i++) /* so that old bytes are in the file */
        do_something(&w);
    writer_main(&wr);
    assert_int_equal(wr.rc, 0);
    OK(heap_new(256u << 20, &h, &err));
    int fd = wr.fd;
    assert_int_equal(fstat(fd, &st), 0);
    long from = 2 * PAGE, size = (long)st.st_size;
    assert_true(size > from + bytes);
    for (long i = 0; i < 40; i++) { /* the head, byte for byte */
        flip(fd, i);
        refused(h, fd, "head byte", i);
        flip(fd, i);
    }
    for (long i = 0; i < (long)sizeof head_bytes; i++) {
        flip(fd, PAGE + i);
        refused(h, fd, "caller's head byte", i);
        flip(fd, PAGE + i);
    }
    for (long at = from; at < from + 16; at++) { /* the head of the first chunk */
        flip(fd, at);
        refused(h, fd, "chunk head byte", at);
        flip(fd, at);
    }
    for (long some = from; some + 512 <= size; some += 512) {
        long at = some + (long)seed_below(&w.s, 512);
        flip(fd, at);
        refused(h, fd, "byte", at);
        flip(fd, at);
    }
    OK(read_back(h, fd, LAYOUT, &err)); /* whole again, it is taken */
    heap_clear(h);
    assert_int_equal(read_back(h, fd, LAYOUT + 1, &err), -1); /* of another state version */
    for (int i = 0; i < 60; i++) {
        size -= i < 20 ? 1 + (long)seed_below(&w.s, 8) : 1 + (long)seed_below(&w.s, 9000);
        if (size <= 0)
            break;
        assert_int_equal(ftruncate(fd, size), 0);
        refused(h, fd, "cut at", size);
    }
    assert_int_equal(ftruncate(fd, 0), 0);
    refused(h, fd, "cut at", 0);
    heap_free_all(h);
    close(fd);
    world_end(&w);
}

static void too_large_is_refused(void **state) {
    struct world w;
    struct err err;
    struct heap *small;
    (void)state;
    world_filled(&w, 1, 200000, 2000);
    struct writer wr = { .h = w.h, .fd = temp_file() };
    OK(heap_snapshot_begin(w.h, &err));
    writer_main(&wr);
    OK(heap_new(256u << 10, &small, &err));
    assert_int_equal(read_back(small, wr.fd, LAYOUT, &err), -1);
    assert_int_equal(err.code, E_CORRUPT);
    heap_free_all(small);
    close(wr.fd);
    world_end(&w);
}

static void failed_write_frees_the_way(void **state) {
    struct world w;
    struct err err = ERR_INIT;
    (void)state;
    world_filled(&w, 2, 3000, 2000);
    int full = open("/dev/full", O_WRONLY);
    struct writer wr = { .h = w.h, .fd = full };
    OK(heap_snapshot_begin(w.h, &err));
    writer_main(&wr);
    assert_int_equal(wr.rc, -1);
    assert_int_equal(wr.err.code, E_UNAVAILABLE);
    close(full);
    for (int i = 0; i < 500; i++)
        do_something(&w);
    snapshot_once(&w, 0); /* the next one is whole */
    world_end(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undo_is_exact),
        cmocka_unit_test(live_bytes_come_back),
        cmocka_unit_test(clear_is_empty),
        cmocka_unit_test(snapshot_is_the_beginning),
        cmocka_unit_test(read_back_goes_on),
        cmocka_unit_test(too_much_is_given_up),
        cmocka_unit_test(damage_is_refused),
        cmocka_unit_test(too_large_is_refused),
        cmocka_unit_test(failed_write_frees_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
