/* test_time.c - when did it happen: correction, future, late, unreadable. */
#include "collect/collect_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#define NOW "2026-11-23T12:00:00.000Z"

struct row {
    const char *json; /* members timestamp, originalTimestamp, sentAt */
    bool import;
    const char *want;
    uint8_t flags;
};

static const struct row rows[] = {
    /* no sentAt: taken as it stands */
    { "{\"timestamp\":\"2026-11-23T11:59:00.000Z\"}", false, "2026-11-23T11:59:00.000Z", 0 },
    { "{\"originalTimestamp\":\"2026-11-23T11:59:00Z\"}", false, "2026-11-23T11:59:00.000Z", 0 },
    { "{\"timestamp\":\"2026-11-23T11:59:00Z\",\"originalTimestamp\":\"2001-01-01T00:00:00Z\"}",
      false, "2026-11-23T11:59:00.000Z", 0 },
    /* transit of up to a minute is not corrected */
    { "{\"timestamp\":\"2026-11-23T11:58:50Z\",\"sentAt\":\"2026-11-23T11:59:00Z\"}", false,
      "2026-11-23T11:58:50.000Z", 0 },
    { "{\"timestamp\":\"2026-11-23T11:58:50Z\",\"sentAt\":\"2026-11-23T12:00:00Z\"}", false,
      "2026-11-23T11:58:50.000Z", 0 },
    /* one ms beyond is */
    { "{\"timestamp\":\"2026-11-23T11:58:50Z\",\"sentAt\":\"2026-11-23T11:58:59.999Z\"}", false,
      "2026-11-23T11:59:50.001Z", EVENT_SKEWED },
    /* a clock that is an hour behind, an hour ahead, one second ahead */
    { "{\"timestamp\":\"2026-11-23T10:59:30Z\",\"sentAt\":\"2026-11-23T11:00:00Z\"}", false,
      "2026-11-23T11:59:30.000Z", EVENT_SKEWED },
    { "{\"timestamp\":\"2026-11-23T12:59:30Z\",\"sentAt\":\"2026-11-23T13:00:00Z\"}", false,
      "2026-11-23T11:59:30.000Z", EVENT_SKEWED },
    { "{\"timestamp\":\"2026-11-23T12:00:00Z\",\"sentAt\":\"2026-11-23T12:00:01Z\"}", false,
      "2026-11-23T11:59:59.000Z", EVENT_SKEWED },
    /* never after the arrival */
    { "{\"timestamp\":\"2026-11-23T12:00:00.001Z\"}", false, NOW, EVENT_FUTURE },
    { "{\"timestamp\":\"2027-01-01T00:00:00Z\",\"sentAt\":\"2026-11-23T12:00:00Z\"}", false, NOW,
      EVENT_FUTURE },
    { "{\"timestamp\":\"9999-12-31T23:59:59Z\"}", false, NOW, EVENT_FUTURE },
    /* late: more than a day */
    { "{\"timestamp\":\"2026-11-22T12:00:00Z\"}", false, "2026-11-22T12:00:00.000Z", 0 },
    { "{\"timestamp\":\"2026-11-22T11:59:59.999Z\"}", false, "2026-11-22T11:59:59.999Z",
      EVENT_LATE },
    { "{\"timestamp\":\"1970-01-01T00:00:00Z\"}", false, "1970-01-01T00:00:00.000Z", EVENT_LATE },
    /* unreadable, absent, before 1970 */
    { "{}", false, NOW, EVENT_NO_TIME },
    { "{\"timestamp\":\"yesterday\"}", false, NOW, EVENT_NO_TIME },
    { "{\"timestamp\":\"\"}", false, NOW, EVENT_NO_TIME },
    { "{\"timestamp\":\"2026-02-30T00:00:00Z\"}", false, NOW, EVENT_NO_TIME },
    { "{\"timestamp\":true}", false, NOW, EVENT_NO_TIME },
    { "{\"timestamp\":[1]}", false, NOW, EVENT_NO_TIME },
    { "{\"timestamp\":1e300}", false, NOW, EVENT_NO_TIME },
    { "{\"timestamp\":-1}", false, NOW, EVENT_NO_TIME },
    { "{\"timestamp\":\"1969-12-31T23:59:59Z\"}", false, NOW, EVENT_NO_TIME },
    /* an unreadable sentAt corrects nothing */
    { "{\"timestamp\":\"2026-11-23T10:00:00Z\",\"sentAt\":\"soon\"}", false,
      "2026-11-23T10:00:00.000Z", 0 },
    /* a correction that leads out of the calendar */
    { "{\"timestamp\":\"1970-01-01T00:00:00Z\",\"sentAt\":\"2030-01-01T00:00:00Z\"}", false, NOW,
      EVENT_NO_TIME },
    /* numbers: seconds, milliseconds, fractions */
    { "{\"timestamp\":1795435200}", false, NOW, 0 },
    { "{\"timestamp\":1795435199500}", false, "2026-11-23T11:59:59.500Z", 0 },
    { "{\"timestamp\":1795435199.25}", false, "2026-11-23T11:59:59.250Z", 0 },
    /* imports are history: no correction, never late */
    { "{\"timestamp\":\"2011-01-01T00:00:00Z\",\"sentAt\":\"2011-01-01T00:00:05Z\"}", true,
      "2011-01-01T00:00:00.000Z", 0 },
    { "{\"timestamp\":\"2027-01-01T00:00:00Z\"}", true, NOW, EVENT_FUTURE },
};

static void correction(void **state) {
    struct json_parser *p = json_parser_new();
    int64_t now;
    (void)state;
    assert_int_equal(clock_parse(NOW, sizeof(NOW) - 1, &now), 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct row *r = &rows[i];
        struct err err = ERR_INIT;
        struct json v;
        char got[32];
        uint8_t flags = 0;
        assert_int_equal(json_parse(p, r->json, strlen(r->json), &v, &err), 0);
        struct time_in in = { json_get(v, "timestamp"), json_get(v, "originalTimestamp"),
                              json_get(v, "sentAt"), now, r->import };
        clock_format(time_correct(&in, &flags), got);
        if (strcmp(got, r->want) || flags != r->flags)
            fail_msg("%s: got %s flags %d, want %s flags %d", r->json, got, flags, r->want,
                     r->flags);
    }
    json_parser_free(p);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(correction) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
