/* clock.h - the only way to read the time.
 *
 * `wall` is ms since 1970 UTC and never runs backwards within a process: when the system
 * clock is set back, the last value is given until it has caught up.  `mono` is for
 * durations.  Tests inject a fake clock and turn it.  Thread safe.
 */
#ifndef MUSUBI_BASE_CLOCK_H
#define MUSUBI_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct clock {
    bool fake;
    _Atomic int64_t wall_ms; /* fake: the time; real: the highest time given so far */
    _Atomic int64_t mono_ns; /* fake only */
};

void clock_init_real(struct clock *c);
void clock_init_fake(struct clock *c, int64_t start_ms);
int64_t clock_wall_ms(struct clock *c);
int64_t clock_mono_ns(struct clock *c);
void clock_advance_ms(struct clock *c, int64_t ms);      /* fake only; ms >= 0 */
void clock_set_at_least_ms(struct clock *c, int64_t ms); /* e.g. the log's newest time */

/* RFC 3339, UTC, milliseconds: 2026-11-23T14:32:56.123Z.  out holds 32 bytes, and
 * a NUL follows the 24 that are returned.  Times outside the years 0000-9999 give the nearest. */
size_t clock_format(int64_t ms, char out[32]);
/* Accepts what ISO 8601 clients really send: date only, with or without seconds, 1-9
 * fraction digits, Z or ±hh:mm or ±hhmm, space or T.  -1 when it is none of these or not a
 * day of the calendar.  No zone means UTC.  A leap second (23:59:60 UTC) gives 23:59:59.999. */
int clock_parse(const char *s, size_t n, int64_t *ret_ms);

#endif
