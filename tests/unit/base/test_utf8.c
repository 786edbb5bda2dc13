/* test_utf8.c - UTF-8, normal forms, trimming. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

static void valid_or_not(void **state) {
    static const struct {
        const char *s;
        size_t n;
        bool valid;
        size_t count;
    } CASES[] = {
        { "", 0, true, 0 },
        { "abcdefghijklmnop", 16, true, 16 },
        { "\0", 1, true, 1 },
        { "\xC3\xA9", 2, true, 1 },
        { "\xE7\xB5\x90\xE3\x81\xB3", 6, true, 2 },
        { "\xF0\x9F\x98\x80", 4, true, 1 },
        { "\xF4\x8F\xBF\xBF", 4, true, 1 },
        { "\xED\x9F\xBF", 3, true, 1 },
        { "\xEE\x80\x80", 3, true, 1 },
        { "\xF4\x90\x80\x80", 4, false, 0 },  /* past U+10FFFF */
        { "\xED\xA0\x80", 3, false, 0 },      /* surrogate */
        { "\xC0\x80", 2, false, 0 },          /* overlong */
        { "\xC1\xBF", 2, false, 0 },
        { "\xE0\x9F\xBF", 3, false, 0 },
        { "\xF0\x8F\xBF\xBF", 4, false, 0 },
        { "\x80", 1, false, 0 },
        { "abcdefghi\xBF", 10, false, 0 },
        { "\xC3", 1, false, 0 },
        { "\xE7\xB5", 2, false, 0 },
        { "\xF0\x9F\x98", 3, false, 0 },
        { "\xC3\x41", 2, false, 0 },
        { "\xF5\x80\x80\x80", 4, false, 0 },
        { "\xFE", 1, false, 0 },
        { "\xFF", 1, false, 0 },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        if (utf8_valid(CASES[i].s, CASES[i].n) != CASES[i].valid)
            fail_msg("case %zu: want %d", i, CASES[i].valid);
        if (CASES[i].valid)
            assert_int_equal(utf8_count(str_n(CASES[i].s, CASES[i].n)), CASES[i].count);
    }
    assert_true(utf8_is_ascii(STR("abcdefgh~\x7F")) && utf8_is_ascii(STR("")));
    assert_false(utf8_is_ascii(STR("abcdefgh\xC3\xA9")));
}

static void cut_at_boundaries(void **state) {
    struct str s = STR("a\xC3\xA9\xE7\xB5\x90\xF0\x9F\x98\x80z"); /* 1 + 2 + 3 + 4 + 1 bytes */
    static const size_t WANT[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11, 11 };
    for (size_t max = 0; max < sizeof WANT / sizeof WANT[0]; max++)
        if (utf8_cut(s, max) != WANT[max])
            fail_msg("cut to %zu: got %zu, want %zu", max, utf8_cut(s, max), WANT[max]);
}

static void normal_forms(void **state) {
    static const struct {
        const char *in, *nfkc, *folded; /* NULL: refused */
    } CASES[] = {
        { "", "", "" },
        { "Bob@Example.COM", "Bob@Example.COM", "bob@example.com" },
        { "e\xCC\x81", "\xC3\xA9", "\xC3\xA9" },
        { "\xC3\x89", "\xC3\x89", "\xC3\xA9" },
        { "\xEF\xBC\xA1\xEF\xBD\x82\xEF\xBC\x91", "Ab1", "ab1" },            /* full width */
        { "\xEF\xBD\xB6\xEF\xBE\x9E", "\xE3\x82\xAC", "\xE3\x82\xAC" },      /* half width GA */
        { "Stra\xC3\x9F" "e", "Stra\xC3\x9F" "e", "strasse" },
        { "\xEF\xAC\x81", "fi", "fi" },
        { "\xCE\xA3\xCE\xBF\xCF\x82", "\xCE\xA3\xCE\xBF\xCF\x82", "\xCF\x83\xCE\xBF\xCF\x83" },
        { "\xC4\xB0", "\xC4\xB0", "i\xCC\x87" },
        { "\xE2\x84\xAB", "\xC3\x85", "\xC3\xA5" },                          /* Angstrom */
        { "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80" },
        { "\xFF", NULL, NULL },
        { "a\xED\xA0\x80", NULL, NULL },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        for (int fold = 0; fold < 2; fold++) {
            const char *want = fold ? CASES[i].folded : CASES[i].nfkc;
            struct buf b;
            struct err e = ERR_INIT;
            buf_init(&b, "text", 1000);
            int rc = utf8_nfkc(str_of(CASES[i].in), fold, &b, &e);
            buf_putc(&b, '\0');
            assert_int_equal(rc, want ? 0 : -1);
            if (want)
                assert_string_equal(b.data, want);
            else
                assert_int_equal(e.code, E_INVALID);
            buf_release(&b);
        }
    }
}

static void long_text_and_caps(void **state) {
    struct buf in, out;
    struct err e = ERR_INIT;
    buf_init(&in, "in", 1 << 20);
    for (int i = 0; i < 5000; i++)
        buf_puts(&in, "\xEF\xB7\xBA"); /* U+FDFA: one becomes 18 characters */
    buf_init(&out, "out", 1 << 20);
    buf_puts(&out, "x");
    assert_int_equal(utf8_nfkc(buf_str(&in), true, &out, &e), 0);
    assert_int_equal(utf8_count(buf_str(&out)), 1 + 18 * 5000);
    assert_int_equal(out.data[0], 'x');
    buf_release(&out);
    buf_init(&out, "out", 1000);
    assert_int_equal(utf8_nfkc(buf_str(&in), true, &out, &e), -1);
    assert_int_equal(e.code, E_LIMIT);
    e = ERR_INIT;
    buf_reset(&out);
    assert_int_equal(utf8_nfkc(str_n(in.data, 0), true, &out, &e), 0);
    for (int i = 0; i < 100; i++)
        buf_puts(&in, "a");
    assert_int_equal(utf8_nfkc(str_n(in.data + 15000, 100), true, &out, &e), 0);
    assert_int_equal(out.len, 100);
    buf_release(&in);
    buf_release(&out);
}

static void trims(void **state) {
    static const struct {
        const char *in, *out;
    } CASES[] = {
        { "", "" },
        { "  a b\t\n", "a b" },
        { " \xC2\xA0\xE3\x80\x80", "" },                                  /* NBSP, ideographic */
        { "\xE3\x80\x80\xE7\xB5\x90\xE2\x80\x83", "\xE7\xB5\x90" },       /* em space */
        { "\xC2\x85x\xE2\x80\xA8", "x" },
        { "\xE2\x80\x8Bx", "\xE2\x80\x8Bx" },                            /* zero width: not space */
        { "\x80 a \x80", "\x80 a \x80" },
        { "\xA0", "\xA0" },
        { " \xE3\x80", "\xE3\x80" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct str got = utf8_trim(str_of(CASES[i].in));
        if (!str_is(got, CASES[i].out))
            fail_msg("case %zu: got \"%.*s\", want \"%s\"", i, STR_FMT(got), CASES[i].out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_or_not),
        cmocka_unit_test(cut_at_boundaries),
        cmocka_unit_test(normal_forms),
        cmocka_unit_test(long_text_and_caps),
        cmocka_unit_test(trims),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
