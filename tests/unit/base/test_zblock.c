/* test_zblock.c - blocks: there and back, and every broken byte refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/zblock.h"

static void fill(char *raw, size_t n, int kind) {
    for (size_t i = 0; i < n; i++)
        raw[i] = kind == 0 ? (char)('a' + i % 7) : 0;
    if (kind == 1)
        hash_random(raw, n);
}

static void there_and_back(void **state) {
    static const size_t SIZES[] = { 0, 1, 2, 15, 100, 4096, 32768, ZBLOCK_RAW_MAX };
    struct zblock *z = zblock_new(1);
    struct buf out, back;
    char *raw = malloc(ZBLOCK_RAW_MAX);
    buf_init(&out, "blocks", 1 << 24);
    buf_init(&back, "raw", ZBLOCK_RAW_MAX);
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        for (int kind = 0; kind < 2; kind++) {
            struct err e = ERR_INIT;
            size_t n = SIZES[i], size = 0;
            fill(raw, n, kind);
            buf_reset(&out);
            buf_puts(&out, "before");
            zblock_pack(z, raw, n, &out);
            assert_int_equal(buf_check(&out, &e), 0);
            size_t used = out.len - 6;
            assert_true(used <= n + ZBLOCK_HEAD);
            if (kind == 0 && n >= 4096)
                assert_true(used < n / 10);
            buf_puts(&out, "behind");
            assert_int_equal(zblock_size(out.data + 6, ZBLOCK_HEAD, &size, &e), 0);
            assert_int_equal(size, used);
            if (zblock_unpack(z, out.data + 6, out.len - 6, &back, &e) != 0)
                fail_msg("%zu bytes, kind %d: %s", n, kind, e.msg);
            assert_int_equal(back.len, n);
            if (n)
                assert_memory_equal(back.data, raw, n);
        }
    }
    free(raw);
    buf_release(&out);
    buf_release(&back);
    zblock_free(z);
}

static void every_flipped_bit_is_seen(void **state) {
    struct zblock *z = zblock_new(1);
    struct buf out, back;
    char raw[300];
    for (int kind = 0; kind < 2; kind++) {
        buf_init(&out, "blocks", 1 << 20);
        buf_init(&back, "raw", ZBLOCK_RAW_MAX);
        fill(raw, sizeof raw, kind);
        zblock_pack(z, raw, sizeof raw, &out);
        for (size_t bit = 0; bit < out.len * 8; bit++) {
            struct err e = ERR_INIT;
            out.data[bit / 8] ^= (char)(1 << bit % 8);
            if (zblock_unpack(z, out.data, out.len, &back, &e) == 0 || e.code != E_CORRUPT)
                fail_msg("bit %zu was not seen: %d", bit, e.code);
            out.data[bit / 8] ^= (char)(1 << bit % 8);
        }
        for (size_t n = 0; n < out.len; n++) {
            struct err e = ERR_INIT;
            assert_int_equal(zblock_unpack(z, out.data, n, &back, &e), -1);
            assert_int_equal(e.code, E_CORRUPT);
        }
        buf_release(&out);
        buf_release(&back);
    }
    zblock_free(z);
}

/* A head of our choice with the right sum. */
static void forged(char *block, uint32_t raw, uint32_t word, size_t stored) {
    uint64_t seed;
    memcpy(block, &raw, 4);
    memcpy(block + 4, &word, 4);
    memcpy(&seed, block, 8);
    uint64_t sum = hash_xx64(block + ZBLOCK_HEAD, stored, seed);
    memcpy(block + 8, &sum, 8);
}

static void forged_heads_are_refused(void **state) {
    static const struct {
        uint32_t raw, word;
    } CASES[] = {
        { ZBLOCK_RAW_MAX + 1, 8 },         { 0xFFFFFFFF, 0xFFFFFFFF },
        { 8, 8 },                          { 4, 8 },
        { 9, 0x80000000u | 8 },            { 100, 8 },
        { ZBLOCK_RAW_MAX, 8 },             { 0, 0 },
    };
    struct zblock *z = zblock_new(1);
    struct buf back;
    buf_init(&back, "raw", ZBLOCK_RAW_MAX);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char block[ZBLOCK_HEAD + 8] = { 0 };
        struct err e = ERR_INIT;
        memset(block + ZBLOCK_HEAD, 'x', 8);
        forged(block, CASES[i].raw, CASES[i].word, 8);
        if (zblock_unpack(z, block, sizeof block, &back, &e) == 0 || e.code != E_CORRUPT)
            fail_msg("case %zu was taken: %d", i, e.code);
    }
    buf_release(&back);
    zblock_free(z);
}

static void caps_hold(void **state) {
    struct zblock *z = zblock_new(1);
    struct buf out, back;
    struct err e = ERR_INIT;
    char raw[1000];
    fill(raw, sizeof raw, 0);
    buf_init(&out, "blocks", 500);
    zblock_pack(z, raw, sizeof raw, &out);
    assert_int_equal(buf_check(&out, &e), -1);
    assert_int_equal(out.len, 0);
    buf_release(&out);
    buf_init(&out, "blocks", 5000);
    zblock_pack(z, raw, sizeof raw, &out);
    buf_init(&back, "raw", 999);
    e = ERR_INIT;
    assert_int_equal(zblock_unpack(z, out.data, out.len, &back, &e), -1);
    assert_int_equal(e.code, E_LIMIT);
    buf_release(&back);
    buf_release(&out);
    zblock_free(z);
    zblock_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(every_flipped_bit_is_seen),
        cmocka_unit_test(forged_heads_are_refused),
        cmocka_unit_test(caps_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
