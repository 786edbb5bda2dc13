/* clock.c - the only way to read the time, and RFC 3339 in and out.
 *
 * THEORY      Days count from 1970-01-01 in the proleptic Gregorian calendar.  Counting years
 *             from March puts the leap day last, so that the day of a year is
 *             (153 * month + 2) / 5 and no table is needed; 400 years have 146,097 days.
 * INVARIANTS  (1) A wall time given out is never below one given before (a maximum kept with
 *                 compare and swap).
 * LIMITS      A leap second (23:59:60 UTC) is read as 23:59:59.999, since Unix time has no
 *             place for it; :60 in any other minute is refused.  Fractions past milliseconds
 *             are cut.
 * THREADS     Any. */
#include "base/clock.h"
#include "base/check.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

#define DAY_MS INT64_C(86400000)
#define FIRST_MS (INT64_C(-719528) * DAY_MS)      /* 0000-01-01T00:00:00.000Z */
#define LAST_MS (INT64_C(2932897) * DAY_MS - 1)   /* 9999-12-31T23:59:59.999Z */

void clock_init_real(struct clock *c) {
    c->fake = false;
    c->wall_ms = 0;
    c->mono_ns = 0;
}

void clock_init_fake(struct clock *c, int64_t start_ms) {
    c->fake = true;
    c->wall_ms = start_ms;
    c->mono_ns = 0;
}

/* Raise wall_ms to at least ms; the resulting time. */
static int64_t raise_to(struct clock *c, int64_t ms) {
    int64_t last = c->wall_ms;
    while (last < ms && !atomic_compare_exchange_weak(&c->wall_ms, &last, ms)) {
    }
    return last < ms ? ms : last;
}

int64_t clock_wall_ms(struct clock *c) {
    if (c->fake)
        return c->wall_ms;
    struct timespec ts;
    CHECK(clock_gettime(CLOCK_REALTIME, &ts) == 0);
    return raise_to(c, (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000);
}

int64_t clock_mono_ns(struct clock *c) {
    if (c->fake)
        return c->mono_ns;
    struct timespec ts;
    CHECK(clock_gettime(CLOCK_MONOTONIC, &ts) == 0);
    return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

void clock_advance_ms(struct clock *c, int64_t ms) {
    CHECK(c->fake && ms >= 0);
    c->wall_ms += ms;
    c->mono_ns += ms * 1000000;
}

void clock_set_at_least_ms(struct clock *c, int64_t ms) {
    raise_to(c, ms);
}

/* ---- calendar ---- */

static int64_t days_of(int year, int month, int day) {
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_of(int64_t days, unsigned *year, unsigned *month, unsigned *day) {
    uint64_t d = (uint64_t)(days + 719468 + 146097); /* an era early: year 0 begins in March -1 */
    uint64_t era = d / 146097, of_era = d % 146097;
    uint64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    uint64_t of_year = of_era - (365 * y + y / 4 - y / 100);
    uint64_t m = (5 * of_year + 2) / 153;
    *day = (unsigned)(of_year - (153 * m + 2) / 5 + 1);
    *month = (unsigned)(m < 10 ? m + 3 : m - 9);
    *year = (unsigned)(y + era * 400 - 400 + (*month <= 2));
}

static int month_days(int year, int month) {
    static const int8_t DAYS[13] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return DAYS[month] + (month == 2 && leap);
}

static void put2(char *out, unsigned v) {
    out[0] = (char)('0' + v / 10);
    out[1] = (char)('0' + v % 10);
}

size_t clock_format(int64_t ms, char out[32]) {
    ms = ms < FIRST_MS ? FIRST_MS : ms > LAST_MS ? LAST_MS : ms;
    int64_t days = ms / DAY_MS, of_day = ms % DAY_MS;
    if (of_day < 0) {
        of_day += DAY_MS;
        days--;
    }
    unsigned year, month, day, t = (unsigned)of_day;
    date_of(days, &year, &month, &day);
    memcpy(out, "0000-00-00T00:00:00.000Z", 25);
    put2(out, year / 100);
    put2(out + 2, year % 100);
    put2(out + 5, month);
    put2(out + 8, day);
    put2(out + 11, t / 3600000);
    put2(out + 14, t / 60000 % 60);
    put2(out + 17, t / 1000 % 60);
    out[20] = (char)('0' + t / 100 % 10);
    put2(out + 21, t % 100);
    return 24;
}

/* n digits at s, or -1. */
static int digits(const char *s, int n) {
    int v = 0;
    for (int i = 0; i < n; i++) {
        unsigned d = (unsigned)(unsigned char)s[i] - '0';
        if (d > 9)
            return -1;
        v = v * 10 + (int)d;
    }
    return v;
}

/* "", Z, ±hh:mm or ±hhmm, and nothing else: minutes east of UTC. */
static int parse_zone(const char *s, const char *end, int *ret_minutes) {
    *ret_minutes = 0;
    if (s == end || (end - s == 1 && (*s == 'Z' || *s == 'z')))
        return 0;
    if (*s != '+' && *s != '-')
        return -1;
    bool colon = end - s == 6 && s[3] == ':';
    if (!colon && end - s != 5)
        return -1;
    int h = digits(s + 1, 2), m = digits(s + (colon ? 4 : 3), 2);
    if (h < 0 || h > 23 || m < 0 || m > 59)
        return -1;
    *ret_minutes = (h * 60 + m) * (*s == '-' ? -1 : 1);
    return 0;
}

int clock_parse(const char *s, size_t n, int64_t *ret_ms) {
    if (n < 10 || s[4] != '-' || s[7] != '-')
        return -1;
    const char *end = s + n;
    int year = digits(s, 4), month = digits(s + 5, 2), day = digits(s + 8, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > month_days(year, month))
        return -1;
    int64_t ms = days_of(year, month, day) * DAY_MS;
    if (n == 10) {
        *ret_ms = ms;
        return 0;
    }
    if (n < 16 || (s[10] != 'T' && s[10] != 't' && s[10] != ' ') || s[13] != ':')
        return -1;
    int hour = digits(s + 11, 2), minute = digits(s + 14, 2), second = 0, milli = 0, zone;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return -1;
    const char *p = s + 16;
    if (p < end && *p == ':') {
        if (end - p < 3 || (second = digits(p + 1, 2)) < 0 || second > 60)
            return -1;
        p += 3;
        if (p < end && *p == '.') {
            const char *first = ++p;
            for (int scale = 100; p < end && digits(p, 1) >= 0; p++, scale /= 10)
                milli += digits(p, 1) * scale;
            if (p == first || p - first > 9)
                return -1;
        }
    }
    if (parse_zone(p, end, &zone) != 0)
        return -1;
    bool leap = second == 60;
    if (leap) {
        second = 59;
        milli = 999;
    }
    ms += ((int64_t)hour * 60 + minute - zone) * 60000 + second * 1000 + milli;
    if (ms < FIRST_MS || ms > LAST_MS || (leap && (ms - FIRST_MS) % DAY_MS != DAY_MS - 1))
        return -1;
    *ret_ms = ms;
    return 0;
}
