/* time.c - when did it happen?
 *
 * THEORY      timestamp = receivedAt - (sentAt - originalTimestamp).  sentAt is read off the
 *             same clock as originalTimestamp just before sending, so receivedAt - sentAt is
 *             the clock's error plus the time on the way.  The two cannot be told apart, and
 *             adding ordinary transit would delay and reorder events.  So the clock is
 *             corrected only where transit cannot explain the difference: when sentAt lies
 *             after the arrival, or more than TRANSIT_MS before it.
 * INVARIANTS  (1) The result never lies after the arrival, and never before 1970.
 *             (2) Imports tell history: no correction, never marked late. */
#include "collect/collect_internal.h"

#define TRANSIT_MS 60000

/* RFC 3339 text, or seconds or milliseconds since 1970. */
static bool read_time(struct json v, int64_t *ret_ms) {
    double d;
    if (json_is(v, JSON_STRING)) {
        struct str s = str_trim(json_str(v));
        return clock_parse(s.s, s.n, ret_ms) == 0;
    }
    if (!json_double(v, &d) || !(d > -1e14 && d < 1e14))
        return false;
    *ret_ms = (int64_t)(d > -1e11 && d < 1e11 ? d * 1000.0 : d);
    return true;
}

int64_t time_correct(const struct time_in *in, uint8_t *flags) {
    int64_t ms, sent;
    if (!read_time(json_is(in->timestamp, JSON_NONE) ? in->original : in->timestamp, &ms) ||
        ms < 0) {
        *flags |= EVENT_NO_TIME;
        return in->received_ms;
    }
    if (!in->import && read_time(in->sent_at, &sent)) {
        int64_t behind = in->received_ms - sent;
        if (behind < 0 || behind > TRANSIT_MS) {
            ms += behind;
            *flags |= EVENT_SKEWED;
        }
    }
    if (ms > in->received_ms) {
        ms = in->received_ms;
        *flags |= EVENT_FUTURE;
    }
    if (ms < 0) { /* the correction led out of the calendar */
        *flags = (uint8_t)((*flags | EVENT_NO_TIME) & ~EVENT_SKEWED);
        return in->received_ms;
    }
    if (!in->import && ms < in->received_ms - DAY_MS)
        *flags |= EVENT_LATE;
    return ms;
}
