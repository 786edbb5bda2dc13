/* The inputs that the fuzz target "frame" begins with are whole frames of the version written now.
 *
 * MUSUBI_MAKE_CORPUS=tests/fuzz/frame/corpus makes them anew, after a change of the layout.
 */
#include "core/core_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define OK(call) \
    do { \
        if ((call) < 0) \
            fail_msg("%s: %s", #call, err.msg); \
    } while (0)

static const struct sample {
    const char *name;
    uint32_t n, bytes;
    bool rewritten, raw;
} samples[] = {
    { "one", 1, 40, false, false },
    { "several", 12, 100, false, false },
    { "blocks", 120, 700, false, false }, /* of more than one block */
    { "rewritten", 7, 60, true, false },  /* its salt is gone */
    { "empty-entries", 3, 0, false, false },
    { "raw", 5, 30, false, true },        /* entries alone: the target puts a frame around */
};
enum { SAMPLES = sizeof samples / sizeof *samples };

static void no_row(void *ctx, const struct block_row *row) {
    (void)ctx;
    (void)row;
}

static void make(const struct sample *s, struct buf *out) {
    struct frame_builder f;
    struct buf body;
    frame_init(&f);
    frame_reset(&f, 1);
    buf_init(&body, "entry", 65536);
    for (uint32_t i = 0; i < s->n; i++) {
        buf_reset(&body);
        for (uint32_t k = 0; k < s->bytes; k++)
            buf_u8(&body, (uint8_t)("{\"n\":\"entry \"}"[k % 14] + (k % 97 == 5 ? i % 26 : 0)));
        frame_add(&f, (uint16_t)(1 + i % (ENTRY_KIND_COUNT - 1)), 1, buf_str(&body));
    }
    buf_u8(out, (uint8_t)s->n);
    if (s->raw)
        buf_put_str(out, buf_str(&f.raw));
    frame_pack(&f, 1790000000000, no_row, NULL);
    if (s->rewritten)
        memset(f.body.data + 4, 0, FRAME_SALT);
    if (!s->raw)
        buf_put_str(out, buf_str(&f.body));
    buf_release(&body);
    frame_release(&f);
}

static void read_sample(const char *name, struct buf *out) {
    char path[200], part[4096];
    snprintf(path, sizeof path, "tests/fuzz/frame/corpus/%s", name);
    FILE *file = fopen(path, "rbe");
    if (!file)
        fail_msg("%s is missing: see the head of test_corpus.c", path);
    for (size_t n; (n = fread(part, 1, sizeof part, file)) > 0;)
        buf_put(out, part, n);
    fclose(file);
}

static void write_sample(const char *dir, const char *name, const struct buf *b) {
    char path[400];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "wbe");
    assert_non_null(file);
    assert_int_equal(fwrite(b->data, 1, b->len, file), b->len);
    assert_int_equal(fclose(file), 0);
}

/* To its end, entry by entry. */
static void walk(const struct sample *s, const struct buf *b) {
    struct zblock *z = zblock_new(1);
    struct frame_walk w;
    struct entry e;
    struct err err = ERR_INIT;
    struct buf raw;
    uint32_t block, n = 0;
    buf_init(&raw, "block", FRAME_BYTES_MAX);
    assert_int_equal((uint8_t)b->data[0], s->n);
    assert_int_equal((uint8_t)b->data[1], FRAME_VERSION);
    OK(frame_open(&w, z, &raw, 1, s->n, str_n((char *)b->data + 1, b->len - 1), &err));
    int rc;
    while ((rc = frame_next(&w, &e, &block, &err)) > 0) {
        assert_int_equal(e.body.n, s->bytes);
        n++;
    }
    OK(rc);
    assert_int_equal(n, s->n);
    assert_int_equal(w.n_blocks > 1, strcmp(s->name, "blocks") == 0);
    buf_release(&raw);
    zblock_free(z);
}

static void whole_frames_of_this_version(void **state) {
    const char *dir = getenv("MUSUBI_MAKE_CORPUS");
    (void)state;
    for (int i = 0; i < SAMPLES; i++) {
        struct buf b;
        buf_init(&b, "sample", 65536); /* what the target takes */
        if (dir) {
            make(&samples[i], &b);
            write_sample(dir, samples[i].name, &b);
            buf_reset(&b);
        }
        read_sample(samples[i].name, &b);
        assert_false(b.full);
        if (!samples[i].raw)
            walk(&samples[i], &b);
        buf_release(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(whole_frames_of_this_version) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
