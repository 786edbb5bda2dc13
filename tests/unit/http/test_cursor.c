/* test_cursor.c - opaque cursors and limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "http/cursor.h"

static const struct hash_key KEY = { 1, 2 };

static void test_round_trip(void **state) {
    struct arena a;
    arena_init(&a, "test", 1 << 20);
    char bytes[CURSOR_BYTES_MAX];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(i * 7);
    for (size_t n = 0; n <= sizeof(bytes); n++) {
        struct err err = ERR_INIT;
        struct str got;
        const char *text = cursor_encode(&a, KEY, "people", str_n(bytes, n));
        if (cursor_decode(&a, KEY, "people", str_of(text), &got, &err))
            fail_msg("%zu bytes: %s", n, err.msg);
        assert_int_equal(got.n, n);
        assert_memory_equal(got.s, bytes, n);
        arena_reset(&a);
    }
    arena_release(&a);
}

static void test_forged(void **state) {
    struct arena a;
    struct err err = ERR_INIT;
    struct str got;
    arena_init(&a, "test", 1 << 20);
    const char *text = cursor_encode(&a, KEY, "people", STR("\x01\x02\x03\x04"));
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++) {
        char *copy = arena_dup(&a, text, n);
        copy[i] = copy[i] == 'A' ? 'E' : 'A';
        if (cursor_decode(&a, KEY, "people", str_n(copy, n), &got, &err) == 0)
            fail_msg("character %zu changed and taken all the same", i);
    }
    for (size_t i = 0; i < n; i++)
        if (cursor_decode(&a, KEY, "people", str_n(text, i), &got, &err) == 0)
            fail_msg("cut to %zu characters and taken all the same", i);
    assert_int_equal(cursor_decode(&a, KEY, "keys", str_of(text), &got, &err), -1);
    struct hash_key other = { 1, 3 };
    assert_int_equal(cursor_decode(&a, other, "people", str_of(text), &got, &err), -1);
    assert_int_equal(cursor_decode(&a, KEY, "people", STR("***"), &got, &err), -1);
    char large[2000];
    memset(large, 'A', sizeof(large));
    assert_int_equal(cursor_decode(&a, KEY, "people", str_n(large, 2000), &got, &err), -1);
    assert_int_equal(err.code, E_INVALID);
    assert_int_equal(cursor_decode(&a, KEY, "people", str_of(text), &got, &err), 0);
    arena_release(&a);
}

static void test_limit(void **state) {
    static const struct { const char *in; int out; } cases[] = { /* -1: refused */
        { "", LIST_LIMIT_DEFAULT }, { "1", 1 }, { "200", 200 }, { "007", 7 }, { "0", -1 },
        { "201", -1 }, { "-1", -1 }, { "1.5", -1 }, { "x", -1 }, { " 5", -1 },
        { "99999999999999999999", -1 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err = ERR_INIT;
        uint32_t v = 0;
        int rc = list_limit(str_of(cases[i].in), &v, &err);
        int got = rc ? -1 : (int)v;
        if (got != cases[i].out)
            fail_msg("\"%s\": %d, not %d", cases[i].in, got, cases[i].out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_forged),
        cmocka_unit_test(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
