/* test_err.c - errors: set once, placed, safe to print. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void set_fills_and_returns(void **state) {
    struct err e = ERR_INIT;
    assert_int_equal(err_set(&e, E_INVALID, "unknown trait \"%s\"", "plann"), -1);
    assert_int_equal(err_hint(&e, "did you mean \"%s\"?", "plan"), -1);
    assert_int_equal(err_within(&e, "line %d", 1), -1);
    assert_int_equal(err_within(&e, "segment \"vip\""), -1);
    assert_int_equal(e.code, E_INVALID);
    assert_string_equal(e.msg, "unknown trait \"plann\"");
    assert_string_equal(e.hint, "did you mean \"plan\"?");
    assert_string_equal(e.where, "segment \"vip\": line 1");
    char line[256];
    assert_string_equal(err_line(&e, line, sizeof line),
                        "segment \"vip\": line 1: unknown trait \"plann\" "
                        "(did you mean \"plan\"?)");
    assert_string_equal(err_line(&e, line, 8), "segment");
}

static void null_is_allowed(void **state) {
    assert_int_equal(err_set(NULL, E_LIMIT, "x"), -1);
    assert_int_equal(err_hint(NULL, "x"), -1);
    assert_int_equal(err_within(NULL, "x"), -1);
}

static void foreign_text_is_made_safe(void **state) {
    static const struct {
        const char *in, *out;
    } CASES[] = {
        { "plain", "plain" },
        { "tab\there", "tab?here" },
        { "bad \xFF byte", "bad ? byte" },
        { "cut \xE3\x81", "cut ??" },
        { "\xE7\xB5\x90\xE3\x81\xB3", "\xE7\xB5\x90\xE3\x81\xB3" },
        { "\xED\xA0\x80", "???" },
        { "del\x7F", "del?" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct err e = ERR_INIT;
        err_set(&e, E_INVALID, "%s", CASES[i].in);
        assert_string_equal(e.msg, CASES[i].out);
    }
}

static void long_text_ends_at_a_character(void **state) {
    struct err e = ERR_INIT;
    char text[400] = "";
    for (int i = 0; i < 100; i++)
        strncat(text, "\xE7\xB5\x90", sizeof text - strlen(text) - 1);
    err_set(&e, E_INVALID, "%s", text);
    assert_int_equal(strlen(e.msg), 159); /* 53 characters of three bytes */
    err_within(&e, "%s", text);
    err_within(&e, "outer");
    assert_true(strlen(e.where) < sizeof e.where);
    assert_memory_equal(e.where, "outer: ", 7);
}

static void own_text_may_be_an_argument(void **state) {
    struct err e = ERR_INIT;
    err_set(&e, E_INVALID, "inner");
    err_set(&e, E_CORRUPT, "outer %s", e.msg);
    assert_string_equal(e.msg, "outer inner");
}

static void codes_have_status_and_slug(void **state) {
    static const struct {
        enum err_code code;
        int status;
        const char *slug;
    } CASES[] = {
        { E_OK, 200, "ok" },
        { E_INVALID, 400, "invalid" },
        { E_UNAUTHENTICATED, 401, "unauthenticated" },
        { E_FORBIDDEN, 403, "forbidden" },
        { E_NOT_FOUND, 404, "not_found" },
        { E_CONFLICT, 409, "conflict" },
        { E_PRECONDITION, 412, "precondition_failed" },
        { E_LIMIT, 413, "too_large" },
        { E_RATE, 429, "rate_limited" },
        { E_UNAVAILABLE, 503, "unavailable" },
        { E_CORRUPT, 500, "corrupt" },
        { E_INTERNAL, 500, "internal" },
        { (enum err_code)99, 500, "internal" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(err_http_status(CASES[i].code), CASES[i].status);
        assert_string_equal(err_slug(CASES[i].code), CASES[i].slug);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(set_fills_and_returns),
        cmocka_unit_test(null_is_allowed),
        cmocka_unit_test(foreign_text_is_made_safe),
        cmocka_unit_test(long_text_ends_at_a_character),
        cmocka_unit_test(own_text_may_be_an_argument),
        cmocka_unit_test(codes_have_status_and_slug),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
