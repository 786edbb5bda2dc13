/* test_clock.c - the clock and RFC 3339. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"

#include <pthread.h>

static void fake_clock_turns(void **state) {
    struct clock c;
    clock_init_fake(&c, 1000);
    assert_int_equal(clock_wall_ms(&c), 1000);
    assert_int_equal(clock_mono_ns(&c), 0);
    clock_advance_ms(&c, 250);
    assert_int_equal(clock_wall_ms(&c), 1250);
    assert_int_equal(clock_mono_ns(&c), 250000000);
    clock_set_at_least_ms(&c, 1000);
    assert_int_equal(clock_wall_ms(&c), 1250);
    clock_set_at_least_ms(&c, 5000);
    assert_int_equal(clock_wall_ms(&c), 5000);
}

static void real_clock_never_runs_back(void **state) {
    struct clock c;
    clock_init_real(&c);
    int64_t now = clock_wall_ms(&c);
    assert_true(now > INT64_C(1577836800000)); /* 2020 */
    clock_set_at_least_ms(&c, now + 3600000);
    assert_int_equal(clock_wall_ms(&c), now + 3600000);
    int64_t before = clock_mono_ns(&c);
    assert_true(clock_mono_ns(&c) >= before);
}

static void *raise_and_watch(void *arg) {
    struct clock *c = arg;
    int64_t last = 0;
    for (int i = 0; i < 20000; i++) {
        if (i % 64 == 0)
            clock_set_at_least_ms(c, clock_wall_ms(c) + 1);
        int64_t now = clock_wall_ms(c);
        if (now < last)
            return "ran backwards";
        last = now;
    }
    return NULL;
}

static void threads_see_it_grow(void **state) {
    struct clock c;
    pthread_t t[4];
    clock_init_real(&c);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, raise_and_watch, &c), 0);
    for (int i = 0; i < 4; i++) {
        void *wrong;
        pthread_join(t[i], &wrong);
        assert_null(wrong);
    }
}

static void times_are_read(void **state) {
    static const struct {
        const char *in, *out; /* out NULL: refused */
    } CASES[] = {
        { "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z" },
        { "2026-11-23T14:32:56.123Z", "2026-11-23T14:32:56.123Z" },
        { "2026-11-23T14:32:56.1Z", "2026-11-23T14:32:56.100Z" },
        { "2026-11-23T14:32:56.123456789Z", "2026-11-23T14:32:56.123Z" },
        { "2026-11-23T14:32:56.1234567891Z", NULL },
        { "2026-11-23T14:32:56.Z", NULL },
        { "2026-11-23T14:32:56,123Z", NULL },
        { "2026-11-23T14:32:56", "2026-11-23T14:32:56.000Z" },
        { "2026-11-23T14:32", "2026-11-23T14:32:00.000Z" },
        { "2026-11-23T14:32Z", "2026-11-23T14:32:00.000Z" },
        { "2026-11-23", "2026-11-23T00:00:00.000Z" },
        { "2026-11-23 14:32:56", "2026-11-23T14:32:56.000Z" },
        { "2026-11-23t14:32:56z", "2026-11-23T14:32:56.000Z" },
        { "2026-11-23T14:32:56+09:00", "2026-11-23T05:32:56.000Z" },
        { "2026-11-23T14:32:56+0900", "2026-11-23T05:32:56.000Z" },
        { "2026-11-23T14:32:56.5-03:30", "2026-11-23T18:02:56.500Z" },
        { "2026-11-23T14:32-0800", "2026-11-23T22:32:00.000Z" },
        { "2026-11-23T00:30:00+01:00", "2026-11-22T23:30:00.000Z" },
        { "2026-11-23T14:32:56-00:00", "2026-11-23T14:32:56.000Z" },
        { "2026-11-23T14:32:56+23:59", "2026-11-22T14:33:56.000Z" },
        { "2026-11-23T14:32:56+24:00", NULL },
        { "2026-11-23T14:32:56+09:60", NULL },
        { "2026-11-23T14:32:56+09", NULL },
        { "2026-11-23T14:32:56+9:00", NULL },
        { "2026-11-23T14:32:56 Z", NULL },
        { "2026-11-23T14:32:56ZZ", NULL },
        { "2026-11-23Z", NULL },
        { "2026-11-23T", NULL },
        { "2026-11-23T14", NULL },
        { "2026-11-23T14:3", NULL },
        { "2026-11-23T14:32:5", NULL },
        { "2026-11-23T14:32:", NULL },
        { "2026-11-23_14:32:56", NULL },
        { "20261123T143256Z", NULL },
        { "2026-1-23", NULL },
        { "2026-00-10", NULL },
        { "2026-13-10", NULL },
        { "2026-11-00", NULL },
        { "2026-11-31", NULL },
        { "2026-02-29", NULL },
        { "2024-02-29", "2024-02-29T00:00:00.000Z" },
        { "2000-02-29", "2000-02-29T00:00:00.000Z" },
        { "1900-02-29", NULL },
        { "2100-02-29", NULL },
        { "2026-11-23T24:00:00Z", NULL },
        { "2026-11-23T14:60:00Z", NULL },
        { "2026-11-23T14:32:61Z", NULL },
        { "2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999Z" },
        { "2017-01-01T08:59:60.5+09:00", "2016-12-31T23:59:59.999Z" },
        { "2016-12-31T12:00:60Z", NULL },
        { "0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z" },
        { "0000-01-01T00:00:00+00:01", NULL },
        { "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z" },
        { "9999-12-31T23:59:59-00:01", NULL },
        { "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z" },
        { "", NULL },
        { "now", NULL },
        { "1700000000000", NULL },
        { "+002026-11-23", NULL },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        int64_t ms = 42;
        char out[32] = "refused";
        int rc = clock_parse(CASES[i].in, strlen(CASES[i].in), &ms);
        if (rc == 0)
            assert_int_equal(clock_format(ms, out), 24);
        else
            assert_int_equal(ms, 42); /* written on success only */
        if (strcmp(out, CASES[i].out ? CASES[i].out : "refused") != 0)
            fail_msg("\"%s\": got %s, want %s", CASES[i].in, out,
                     CASES[i].out ? CASES[i].out : "refused");
    }
}

static void known_instants(void **state) {
    static const struct {
        int64_t ms;
        const char *text;
    } CASES[] = {
        { 0, "1970-01-01T00:00:00.000Z" },
        { -1, "1969-12-31T23:59:59.999Z" },
        { INT64_C(1000000000123), "2001-09-09T01:46:40.123Z" },
        { INT64_C(951782400000), "2000-02-29T00:00:00.000Z" },
        { INT64_C(-62167219200000), "0000-01-01T00:00:00.000Z" },
        { INT64_C(253402300799999), "9999-12-31T23:59:59.999Z" },
        { INT64_MIN, "0000-01-01T00:00:00.000Z" },
        { INT64_MAX, "9999-12-31T23:59:59.999Z" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char out[32];
        clock_format(CASES[i].ms, out);
        assert_string_equal(out, CASES[i].text);
    }
}

static void every_day_there_and_back(void **state) {
    int64_t day = 86400000, first = INT64_C(-62167219200000);
    char out[32], last[32] = "";
    for (int64_t d = 0; d < 3652425; d++) { /* the years 0000 to 9999 */
        int64_t ms = first + d * day + d % day, back = 0;
        size_t n = clock_format(ms, out);
        if (clock_parse(out, n, &back) != 0 || back != ms || strcmp(out, last) <= 0)
            fail_msg("day %lld: %s gives %lld, want %lld", (long long)d, out, (long long)back,
                     (long long)ms);
        memcpy(last, out, sizeof last);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fake_clock_turns),
        cmocka_unit_test(real_clock_never_runs_back),
        cmocka_unit_test(threads_see_it_grow),
        cmocka_unit_test(times_are_read),
        cmocka_unit_test(known_instants),
        cmocka_unit_test(every_day_there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
