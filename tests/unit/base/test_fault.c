/* test_fault.c - fault points by name and by number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/fault.h"

/* Hit a, b, a, b, … twelve times; "1" where it failed. */
static void pattern(char out[13]) {
    for (int i = 0; i < 12; i++)
        out[i] = fault_hit(i % 2 ? "b.two" : "a.one") ? '1' : '0';
    out[12] = '\0';
}

static void specs(void **state) {
    static const struct {
        const char *spec, *want; /* want NULL: refused */
    } CASES[] = {
        { "", "000000000000" },
        { "a.one", "100000000000" },
        { "b.two", "010000000000" },
        { "a.one@2", "000010000000" },
        { "a.onex3", "101010000000" },
        { "a.one@1x2", "001010000000" },
        { "a.one@1x*", "001010101010" },
        { "a.onex*", "101010101010" },
        { "a.onex0", "000000000000" },
        { "a.one,b.two@5", "100000000001" },
        { "#1", "100000000000" },
        { "#4", "000100000000" },
        { "#4x3", "000111000000" },
        { "#12x*", "000000000001" },
        { "#13", "000000000000" },
        { "#2,#4,a.one@5", "010100000010" },
        { "a.one,a.one@1", "101000000000" },
        { "a", "000000000000" },
        { "a.one@", NULL },
        { "a.one@x", NULL },
        { "a.one@1y", NULL },
        { "@1", NULL },
        { "#", NULL },
        { "#0", NULL },
        { "#a", NULL },
        { "#1@2", NULL },
        { ",", NULL },
        { "a.one,", NULL },
        { "a.one,,b.two", NULL },
        { "a.one@99999999999999999999", NULL },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL },
        { "a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a", NULL },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct err e = ERR_INIT;
        char got[13] = "refused";
        fault_disarm();
        if (fault_arm(CASES[i].spec, &e) == 0)
            pattern(got);
        if (strcmp(got, CASES[i].want ? CASES[i].want : "refused") != 0)
            fail_msg("\"%s\": got %s, want %s", CASES[i].spec, got,
                     CASES[i].want ? CASES[i].want : "refused");
        assert_int_equal(e.code == E_OK, CASES[i].want != NULL);
    }
    fault_disarm();
}

static void a_bad_spec_changes_nothing(void **state) {
    struct err e = ERR_INIT;
    assert_int_equal(fault_arm("a.one@1", &e), 0);
    assert_int_equal(fault_arm("b.two@", &e), -1);
    char got[13];
    pattern(got);
    assert_string_equal(got, "001000000000");
    fault_disarm();
}

static void hits_are_counted_while_armed(void **state) {
    struct err e = ERR_INIT;
    char got[13];
    assert_int_equal(fault_arm("#1000", &e), 0);
    assert_int_equal(fault_hits(), 0);
    pattern(got);
    assert_int_equal(fault_hits(), 12);
    fault_disarm();
    pattern(got);
    assert_int_equal(fault_hits(), 12);
    assert_string_equal(got, "000000000000");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(specs),
        cmocka_unit_test(a_bad_spec_changes_nothing),
        cmocka_unit_test(hits_are_counted_while_armed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
