/* test_buf.c - buffers: caps, encoders, and the reader on broken bytes; strings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static void grows_and_keeps(void **state) {
    struct buf b;
    struct err e = ERR_INIT;
    buf_init(&b, "body", 1 << 20);
    for (int i = 0; i < 10000; i++)
        buf_printf(&b, "%05d,", i);
    assert_int_equal(buf_check(&b, &e), 0);
    assert_int_equal(b.len, 60000);
    assert_memory_equal(b.data + 6 * 1234, "01234,", 6);
    size_t len;
    char *taken = buf_take(&b, &len);
    assert_int_equal(len, 60000);
    assert_int_equal(taken[len], 0);
    assert_int_equal(b.len, 0);
    assert_null(b.data);
    free(taken);
    taken = buf_take(&b, &len);
    assert_non_null(taken);
    assert_int_equal(len, 0);
    free(taken);
}

static void cap_is_exact(void **state) {
    for (size_t cap = 0; cap < 600; cap++) {
        struct buf b;
        struct err e = ERR_INIT;
        buf_init(&b, "body", cap);
        for (size_t i = 0; i < cap; i++)
            buf_putc(&b, 'x');
        assert_int_equal(buf_check(&b, &e), 0);
        assert_int_equal(b.len, cap);
        buf_puts(&b, "");
        assert_false(b.full);
        buf_putc(&b, 'y');
        assert_int_equal(buf_check(&b, &e), -1);
        assert_int_equal(e.code, E_LIMIT);
        assert_int_equal(b.len, cap);
        buf_reset(&b);
        assert_int_equal(buf_check(&b, &e), 0);
        assert_int_equal(b.len, 0);
        buf_release(&b);
    }
}

static void printf_at_the_cap(void **state) {
    for (size_t cap = 0; cap < 12; cap++) {
        struct buf b;
        buf_init(&b, "body", cap);
        buf_printf(&b, "%s", "123456");
        assert_int_equal(b.full, cap < 6);
        assert_int_equal(b.len, cap < 6 ? 0 : 6);
        buf_printf(&b, "%d", 7890);
        assert_int_equal(b.len, cap >= 10 ? 10 : cap >= 6 ? 6 : cap >= 4 ? 4 : 0);
        buf_release(&b);
    }
}

static void room_is_there_or_null(void **state) {
    struct buf b;
    buf_init(&b, "body", 1000);
    assert_non_null(buf_room(&b, 0));
    char *room = buf_room(&b, 1000);
    assert_non_null(room);
    memset(room, 'a', 1000);
    b.len += 1000;
    assert_non_null(buf_room(&b, 0));
    assert_null(buf_room(&b, 1));
    assert_true(b.full);
    buf_reset(&b);
    assert_null(buf_room(&b, SIZE_MAX));
    buf_release(&b);
}

static void numbers_go_there_and_back(void **state) {
    static const uint64_t VALUES[] = {
        0, 1, 127, 128, 255, 256, 16383, 16384, 0x7FFFFFFF, 0xFFFFFFFF, UINT64_C(1) << 35,
        (UINT64_C(1) << 63) - 1, UINT64_C(1) << 63, UINT64_MAX,
    };
    struct buf b;
    buf_init(&b, "body", 1 << 16);
    for (size_t i = 0; i < sizeof VALUES / sizeof VALUES[0]; i++) {
        buf_u8(&b, (uint8_t)VALUES[i]);
        buf_u16(&b, (uint16_t)VALUES[i]);
        buf_u32(&b, (uint32_t)VALUES[i]);
        buf_u64(&b, VALUES[i]);
        buf_varint(&b, VALUES[i]);
        buf_bytes(&b, STR("abc"));
        buf_bytes(&b, STR(""));
        buf_put_str(&b, STR("xy"));
    }
    struct rd r = rd_of(b.data, b.len);
    for (size_t i = 0; i < sizeof VALUES / sizeof VALUES[0]; i++) {
        assert_int_equal(rd_u8(&r), (uint8_t)VALUES[i]);
        assert_int_equal(rd_u16(&r), (uint16_t)VALUES[i]);
        assert_int_equal(rd_u32(&r), (uint32_t)VALUES[i]);
        assert_true(rd_u64(&r) == VALUES[i]);
        assert_true(rd_varint(&r) == VALUES[i]);
        assert_true(str_is(rd_bytes(&r), "abc"));
        assert_true(str_is(rd_bytes(&r), ""));
        assert_true(str_is(rd_take(&r, 2), "xy"));
    }
    assert_false(r.bad);
    assert_int_equal(rd_left(&r), 0);
    assert_int_equal(rd_u8(&r), 0);
    assert_true(r.bad);
    buf_release(&b);
}

static void little_endian_layout(void **state) {
    struct buf b;
    buf_init(&b, "body", 100);
    buf_u32(&b, 0x04030201);
    buf_varint(&b, 300);
    assert_int_equal(b.len, 6);
    assert_memory_equal(b.data, "\x01\x02\x03\x04\xAC\x02", 6);
    buf_reset(&b);
    buf_varint(&b, UINT64_MAX);
    assert_int_equal(b.len, 10);
    buf_release(&b);
}

static void broken_bytes_stick(void **state) {
    static const struct {
        const char *bytes;
        size_t n;
        int ok;
        uint64_t value;
    } CASES[] = {
        { "", 0, 0, 0 },
        { "\x80", 1, 0, 0 },
        { "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 9, 0, 0 },
        { "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 10, 1, UINT64_MAX },
        { "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", 10, 0, 0 },
        { "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", 11, 0, 0 },
        { "\x80\x00", 2, 1, 0 },
        { "\x7F", 1, 1, 127 },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct rd r = rd_of(CASES[i].bytes, CASES[i].n);
        uint64_t got = rd_varint(&r);
        if (r.bad == CASES[i].ok || got != CASES[i].value)
            fail_msg("case %zu: bad %d value %llu", i, r.bad, (unsigned long long)got);
        if (r.bad) {
            assert_int_equal(rd_u64(&r), 0);
            assert_int_equal(rd_bytes(&r).n, 0);
            assert_int_equal(rd_take(&r, 0).n, 0);
            assert_true(r.bad);
        }
    }
    struct rd r = rd_of("\x05" "abcd", 5); /* one byte short */
    assert_int_equal(rd_bytes(&r).n, 0);
    assert_true(r.bad);
    r = rd_of("\x01\x02\x03", 3);
    assert_int_equal(rd_u32(&r), 0);
    assert_true(r.bad);
    assert_int_equal(rd_u8(&r), 0);
}

static void strings(void **state) {
    static const struct {
        const char *a, *b;
        int cmp;
        bool nocase;
    } CASES[] = {
        { "", "", 0, true },      { "a", "", 1, false },    { "", "a", -1, false },
        { "a", "b", -1, false },  { "ab", "a", 1, false },  { "a", "A", 1, true },
        { "Z", "a", -1, false },  { "@", "\x60", -1, false }, { "\xC3", "\xE3", -1, false },
        { "Content-Type", "content-type", -1, true },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct str a = str_of(CASES[i].a), b = str_of(CASES[i].b);
        int c = str_cmp(a, b);
        assert_int_equal((c > 0) - (c < 0), CASES[i].cmp);
        assert_int_equal(str_eq_nocase(a, b), CASES[i].nocase);
        assert_int_equal(str_eq_secret(a, b), c == 0);
        assert_int_equal(str_eq(a, b), c == 0);
    }
    assert_true(str_is(str_trim(STR(" \t\r\n a b \v\f")), "a b"));
    assert_true(str_is(str_trim(STR("   ")), ""));
    assert_true(str_is(str_of(NULL), ""));
    assert_true(str_starts(STR("abc"), STR("ab")) && !str_starts(STR("a"), STR("ab")));
    assert_false(str_eq_secret(STR("abab"), STR("ab")));
    assert_false(str_eq_secret(STR("ab"), STR("abab")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_and_keeps),
        cmocka_unit_test(cap_is_exact),
        cmocka_unit_test(printf_at_the_cap),
        cmocka_unit_test(room_is_there_or_null),
        cmocka_unit_test(numbers_go_there_and_back),
        cmocka_unit_test(little_endian_layout),
        cmocka_unit_test(broken_bytes_stick),
        cmocka_unit_test(strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
