/* test_query.c - percent decoding and query strings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "http/query.h"

static void test_percent(void **state) {
    static const struct { const char *in, *out; } cases[] = { /* out NULL: refused */
        { "", "" }, { "abc", "abc" }, { "a%20b", "a b" }, { "a+b", "a+b" },
        { "%e3%81%82", "\xe3\x81\x82" }, { "%2F", "/" }, { "%2f%2F", "//" },
        { "%", NULL }, { "%4", NULL }, { "%zz", NULL }, { "a%00b", NULL }, { "%ff", NULL },
        { "%c0%80", NULL }, { "%ed%a0%80", NULL },
    };
    struct arena a;
    arena_init(&a, "test", 1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err = ERR_INIT;
        struct str got = { NULL, 0 };
        int rc = percent_decode(&a, str_of(cases[i].in), &got, &err);
        if ((rc == 0) != (cases[i].out != NULL))
            fail_msg("\"%s\": %d (%s)", cases[i].in, rc, err.msg);
        if (rc == 0 && !str_is(got, cases[i].out))
            fail_msg("\"%s\": \"%.*s\", not \"%s\"", cases[i].in, STR_FMT(got), cases[i].out);
        if (rc)
            assert_int_equal(err.code, E_INVALID);
    }
    arena_release(&a);
}

static void test_query(void **state) {
    static const struct { const char *in, *out; } cases[] = { /* out: name=value| … */
        { "", "" }, { "a=1", "a=1|" }, { "a=1&b=2", "a=1|b=2|" }, { "&&a=1&", "a=1|" },
        { "a", "a=|" }, { "a=", "a=|" }, { "=b", "=b|" }, { "a=b=c", "a=b=c|" },
        { "a+b=c+d", "a b=c d|" }, { "q=%41%", "q=A%|" }, { "q=100%&r=%4", "q=100%|r=%4|" },
        { "q=%zz", "q=%zz|" }, { "%61=x", "a=x|" }, { "a=%00", NULL }, { "a=%ff", NULL },
        { "a=1&a=2", "a=1|a=2|" },
    };
    struct arena a;
    arena_init(&a, "test", 1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err = ERR_INIT;
        struct query q = { 0, NULL };
        char got[200] = "";
        int rc = query_parse(&a, str_of(cases[i].in), &q, &err);
        if ((rc == 0) != (cases[i].out != NULL))
            fail_msg("\"%s\": %d (%s)", cases[i].in, rc, err.msg);
        for (uint32_t j = 0, n = 0; j < q.n; j++)
            n += (uint32_t)snprintf(got + n, sizeof(got) - n, "%.*s=%.*s|",
                                    STR_FMT(q.pairs[j].name), STR_FMT(q.pairs[j].value));
        if (rc == 0 && strcmp(got, cases[i].out) != 0)
            fail_msg("\"%s\": \"%s\", not \"%s\"", cases[i].in, got, cases[i].out);
    }
    arena_release(&a);
}

static void test_get_and_limit(void **state) {
    struct arena a;
    struct err err = ERR_INIT;
    struct query q;
    char many[4 * (QUERY_PAIRS_MAX + 1) + 1] = "";
    arena_init(&a, "test", 1 << 20);
    assert_int_equal(query_parse(&a, STR("a=1&a=2&b"), &q, &err), 0);
    assert_true(str_is(query_get(&q, "a"), "1"));
    assert_non_null(query_get(&q, "b").s);
    assert_int_equal(query_get(&q, "b").n, 0);
    assert_null(query_get(&q, "c").s);
    for (int i = 0; i < QUERY_PAIRS_MAX; i++)
        memcpy(many + 4 * i, "a=1&", 5);
    assert_int_equal(query_parse(&a, str_of(many), &q, &err), 0);
    assert_int_equal(q.n, QUERY_PAIRS_MAX);
    memcpy(many + 4 * QUERY_PAIRS_MAX, "b=1", 4);
    assert_int_equal(query_parse(&a, str_of(many), &q, &err), -1);
    assert_int_equal(err.code, E_INVALID);
    arena_release(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_percent),
        cmocka_unit_test(test_query),
        cmocka_unit_test(test_get_and_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
