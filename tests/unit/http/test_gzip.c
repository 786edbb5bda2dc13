/* test_gzip.c - Content-Encoding in and out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <zlib.h>

#include "http/gzip.h"

/* zlib's own compressor in each format: 31 gzip, 15 zlib, -15 raw. */
static struct str pack(int bits, const void *p, size_t n) {
    z_stream z = { 0 };
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t cap = deflateBound(&z, n) + 64;
    char *out = malloc(cap);
    z.next_in = (Bytef *)(uintptr_t)p;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)cap;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t made = cap - z.avail_out;
    deflateEnd(&z);
    return str_n(out, made);
}

static char *sample(size_t n) {
    char *p = malloc(n + 1);
    uint32_t x = 1;
    for (size_t i = 0; i < n; i++) {
        x = x * 1664525 + 1013904223;
        p[i] = "abcdefgh"[x >> 29];
    }
    return p;
}

static void test_formats(void **state) {
    static const struct { int bits; enum coding coding; } formats[] = {
        { 31, CODING_GZIP }, { 15, CODING_DEFLATE }, { -15, CODING_DEFLATE }
    };
    static const size_t sizes[] = { 0, 1, 2, 100, 65536, 300000 };
    struct inflater *f = inflater_new();
    struct buf out;
    buf_init(&out, "test", 64 << 20);
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < sizeof(sizes) / sizeof(sizes[0]); j++) {
            struct err err = ERR_INIT;
            char *text = sample(sizes[j]);
            struct str packed = pack(formats[i].bits, text, sizes[j]);
            if (inflate_all(f, formats[i].coding, packed, 1 << 20, &out, &err))
                fail_msg("format %zu, %zu bytes: %s", i, sizes[j], err.msg);
            assert_int_equal(out.len, sizes[j]);
            if (sizes[j])
                assert_memory_equal(out.data, text, sizes[j]);
            free((char *)(uintptr_t)packed.s);
            free(text);
        }
    }
    buf_release(&out);
    inflater_free(f);
}

/* Every split of a small body, one byte of room at a time. */
static void test_pieces(void **state) {
    char *text = sample(500);
    struct inflater *f = inflater_new();
    for (int bits = -15; bits <= 31; bits += bits < 0 ? 30 : 16) {
        struct str packed = pack(bits, text, 500);
        for (size_t cut = 0; cut <= packed.n; cut++) {
            struct err err = ERR_INIT;
            char got[600];
            size_t n = 0;
            inflater_begin(f, bits == 31 ? CODING_GZIP : CODING_DEFLATE, 1000);
            struct str parts[2] = { str_n(packed.s, cut),
                                    str_n(packed.s + cut, packed.n - cut) };
            for (int p = 0; p < 2; p++) {
                for (size_t made = 1; made > 0 || parts[p].n > 0;) {
                    if (inflater_feed(f, &parts[p], got + n, 1, &made, &err))
                        fail_msg("cut %zu: %s", cut, err.msg);
                    n += made;
                }
            }
            assert_int_equal(inflater_end(f, &err), 0);
            assert_int_equal(n, 500);
            assert_memory_equal(got, text, 500);
        }
        free((char *)(uintptr_t)packed.s);
    }
    inflater_free(f);
    free(text);
}

static int inflate_code(enum coding c, struct str in, uint64_t max, char msg[160]) {
    struct inflater *f = inflater_new();
    struct buf out;
    struct err err = ERR_INIT;
    buf_init(&out, "test", 64 << 20);
    int rc = inflate_all(f, c, in, max, &out, &err);
    memcpy(msg, err.msg, 160);
    buf_release(&out);
    inflater_free(f);
    return rc ? (int)err.code : 0;
}

static void test_broken(void **state) {
    char *text = sample(5000), msg[160];
    struct str good = pack(31, text, 5000);
    char *copy = malloc(good.n + 40);
    /* cut anywhere: refused */
    for (size_t n = 0; n < good.n; n += n < 40 ? 1 : 37) {
        int code = inflate_code(CODING_GZIP, str_n(good.s, n), 1 << 20, msg);
        if (code != E_INVALID)
            fail_msg("cut to %zu bytes: code %d (%s)", n, code, msg);
    }
    /* the checksum at the end: refused */
    memcpy(copy, good.s, good.n);
    copy[good.n - 6] ^= 1;
    assert_int_equal(inflate_code(CODING_GZIP, str_n(copy, good.n), 1 << 20, msg), E_INVALID);
    /* something behind the end: refused */
    memcpy(copy, good.s, good.n);
    memcpy(copy + good.n, "garbage", 7);
    assert_int_equal(inflate_code(CODING_GZIP, str_n(copy, good.n + 7), 1 << 20, msg),
                     E_INVALID);
    assert_int_equal(inflate_code(CODING_GZIP, STR("{\"plain\":1}"), 1 << 20, msg), E_INVALID);
    assert_int_equal(inflate_code(CODING_DEFLATE, STR("{\"plain\":1}"), 1 << 20, msg),
                     E_INVALID);
    free(copy);
    free((char *)(uintptr_t)good.s);
    free(text);
}

static void test_members(void **state) {
    char msg[160];
    struct str a = pack(31, "hello ", 6), b = pack(31, "world", 5);
    char both[200];
    memcpy(both, a.s, a.n);
    memcpy(both + a.n, b.s, b.n);
    struct inflater *f = inflater_new();
    struct buf out;
    struct err err = ERR_INIT;
    buf_init(&out, "test", 1 << 20);
    assert_int_equal(inflate_all(f, CODING_GZIP, str_n(both, a.n + b.n), 100, &out, &err), 0);
    assert_true(str_is(buf_str(&out), "hello world"));
    buf_release(&out);
    inflater_free(f);
    assert_int_equal(inflate_code(CODING_GZIP, str_n(both, a.n + b.n - 1), 100, msg), E_INVALID);
    free((char *)(uintptr_t)a.s);
    free((char *)(uintptr_t)b.s);
}

static void test_bombs(void **state) {
    char msg[160];
    size_t n = 30 << 20;
    char *zeros = calloc(1, n);
    struct str bomb = pack(31, zeros, n);
    assert_int_equal(inflate_code(CODING_GZIP, bomb, 500000, msg), E_LIMIT);
    assert_non_null(strstr(msg, "500000"));
    assert_int_equal(inflate_code(CODING_GZIP, bomb, 0, msg), E_LIMIT);
    assert_non_null(strstr(msg, "times"));
    /* exactly at the bound is fine, one more is not */
    struct str small = pack(31, zeros, 1000);
    assert_int_equal(inflate_code(CODING_GZIP, small, 1000, msg), 0);
    assert_int_equal(inflate_code(CODING_GZIP, small, 999, msg), E_LIMIT);
    free((char *)(uintptr_t)small.s);
    free((char *)(uintptr_t)bomb.s);
    free(zeros);
}

static void test_fields(void **state) {
    static const struct { const char *in; int coding; } codings[] = { /* -1: refused */
        { "", CODING_IDENTITY }, { "identity", CODING_IDENTITY }, { "gzip", CODING_GZIP },
        { "GZip", CODING_GZIP }, { " x-gzip ", CODING_GZIP }, { "deflate", CODING_DEFLATE },
        { "br", -1 }, { "gzip, gzip", -1 }, { "zstd", -1 },
    };
    static const struct { const char *in; bool yes; } accepts[] = {
        { "", false }, { "gzip", true }, { "deflate, gzip;q=0.5", true }, { "gzip;q=0", false },
        { "gzip; q=0.000", false }, { "*", true }, { "*;q=0", false }, { "br", false },
        { "gzip;q=0, *", false }, { "GZIP", true }, { ",,", false }, { ";q=1", false },
    };
    for (size_t i = 0; i < sizeof(codings) / sizeof(codings[0]); i++) {
        enum coding c = CODING_IDENTITY;
        struct err err = ERR_INIT;
        int rc = coding_parse(str_of(codings[i].in), &c, &err);
        int got = rc ? -1 : (int)c;
        if (got != codings[i].coding)
            fail_msg("\"%s\": %d, not %d", codings[i].in, got, codings[i].coding);
    }
    for (size_t i = 0; i < sizeof(accepts) / sizeof(accepts[0]); i++)
        if (gzip_accepted(str_of(accepts[i].in)) != accepts[i].yes)
            fail_msg("\"%s\": not %d", accepts[i].in, accepts[i].yes);
}

static void test_out(void **state) {
    struct deflater *d = deflater_new(4);
    struct inflater *f = inflater_new();
    struct buf zipped, back;
    struct err err = ERR_INIT;
    buf_init(&zipped, "test", 1 << 20);
    buf_init(&back, "test", 1 << 22);
    for (int round = 0; round < 3; round++) {
        char *text = sample(50000);
        assert_true(deflate_all(d, str_n(text, 50000), &zipped));
        assert_true(zipped.len < 50000);
        assert_int_equal(inflate_all(f, CODING_GZIP, buf_str(&zipped), 1 << 20, &back, &err), 0);
        assert_int_equal(back.len, 50000);
        assert_memory_equal(back.data, text, 50000);
        free(text);
    }
    assert_false(deflate_all(d, STR("tiny"), &zipped));
    buf_release(&zipped);
    buf_release(&back);
    deflater_free(d);
    inflater_free(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats), cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_broken),  cmocka_unit_test(test_members),
        cmocka_unit_test(test_bombs),   cmocka_unit_test(test_fields),
        cmocka_unit_test(test_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
