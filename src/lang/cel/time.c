/* time.c - timestamps and durations: text, arithmetic, parts in a time zone.
 *
 * THEORY      Seconds since 1970 in UTC and nanoseconds 0 to 999,999,999 on top, also for what is
 *             negative.  Zones are those of the IANA database by name, or "+09:00".
 * LIMITS      Years 1 to 9999; durations of 10,000 years; the difference of two timestamps must fit
 *             into 64 bits of nanoseconds, as cel-spec says.
 *
 * Source: cel-spec, langdef.md, "Timestamps and durations"; RFC 3339; days from a civil date and
 * back after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
#include "lang/cel/calendar.h"
#include "lang/cel/cel_internal.h"

#include "base/utf8.h"

#include <unicode/ucal.h>

#include <stdlib.h>

#define NANOS 1000000000ll
#define DIGITS_MAX ((__int128)CEL_SPAN_MAX * NANOS) /* of any unit that is more than is allowed */
#define DAY 86400ll

struct civil { int64_t year; int month, day, weekday, yearday, hour, minute, second; };

int64_t cel_days_of(int64_t y, int m, int d) {
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static struct civil civil_of(int64_t seconds) {
    int64_t days = seconds / DAY, left = seconds % DAY;
    if (left < 0) {
        left += DAY;
        days--;
    }
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    struct civil c = { .year = yoe + era * 400,
                       .month = (int)(mp < 10 ? mp + 3 : mp - 9),
                       .day = (int)(doy - (153 * mp + 2) / 5 + 1),
                       .weekday = (int)(((days % 7) + 11) % 7),
                       .hour = (int)(left / 3600),
                       .minute = (int)(left / 60 % 60),
                       .second = (int)(left % 60) };
    c.year += c.month <= 2;
    c.yearday = (int)(days - cel_days_of(c.year, 1, 1));
    return c;
}

struct cel_civil cel_civil_of(int64_t day) {
    struct civil c = civil_of(day * DAY);
    return (struct cel_civil){ c.year, c.month, c.day };
}

/* ---- text ---- */

static void fraction(uint32_t nanos, struct buf *out) {
    if (nanos == 0)
        return;
    int digits = 9;
    for (; nanos % 10 == 0; nanos /= 10)
        digits--;
    buf_printf(out, ".%0*u", digits, nanos);
}

void cel_time_text(struct cel_value v, struct buf *out) {
    struct civil c = civil_of(v.i);
    buf_printf(out, "%04lld-%02d-%02dT%02d:%02d:%02d", (long long)c.year, c.month, c.day, c.hour,
               c.minute, c.second);
    fraction(v.n, out);
    buf_putc(out, 'Z');
}

void cel_duration_text(struct cel_value v, struct buf *out) {
    bool minus = v.i < 0;
    int64_t seconds = v.i;
    uint32_t nanos = v.n;
    if (minus) {
        seconds = -seconds - (nanos > 0);
        nanos = nanos ? (uint32_t)NANOS - nanos : 0;
    }
    buf_printf(out, "%s%lld", minus ? "-" : "", (long long)seconds);
    fraction(nanos, out);
    buf_putc(out, 's');
}

/* ---- from text ---- */

/* n digits; -1: there are none. */
static int digits(struct str *s, int n) {
    int v = 0;
    if (s->n < (size_t)n)
        return -1;
    for (int i = 0; i < n; i++) {
        if (s->s[i] < '0' || s->s[i] > '9')
            return -1;
        v = v * 10 + (s->s[i] - '0');
    }
    *s = str_n(s->s + n, s->n - (size_t)n);
    return v;
}

static bool at_one_of(struct str s, const char *any) {
    return s.n > 0 && s.s[0] && strchr(any, s.s[0]);
}

static bool take(struct str *s, const char *any) {
    if (!at_one_of(*s, any))
        return false;
    *s = str_n(s->s + 1, s->n - 1);
    return true;
}

/* "+09:00", "-09:30", "09:00"; in seconds. */
static bool offset(struct str *s, int64_t *ret) {
    bool minus = at_one_of(*s, "-");
    (void)take(s, "+-");
    int h = digits(s, 2);
    if (h < 0 || !take(s, ":"))
        return false;
    int m = digits(s, 2);
    *ret = (minus ? -1 : 1) * (h * 3600ll + m * 60ll);
    return m >= 0 && h < 24 && m < 60;
}

static int month_days(int64_t y, int m) {
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return days[m - 1] + (m == 2 && leap);
}

static bool nanos_of(struct str *s, uint32_t *ret) {
    uint32_t v = 0;
    int n = 0;
    *ret = 0;
    if (!take(s, "."))
        return true;
    for (int d; (d = digits(s, 1)) >= 0; n++)
        if (n < 9) /* what is finer is passed over */
            v = v * 10 + (uint32_t)d;
    if (n == 0)
        return false;
    for (; n < 9; n++)
        v *= 10;
    *ret = v;
    return true;
}

static bool time_read(struct str s, struct cel_value *ret) {
    int y = digits(&s, 4), mo, d, h, mi, se;
    int64_t shift = 0;
    uint32_t nanos;
    if (y < 0 || !take(&s, "-") || (mo = digits(&s, 2)) < 1 || mo > 12 || !take(&s, "-") ||
        (d = digits(&s, 2)) < 1 || d > month_days(y, mo) || !take(&s, "Tt") ||
        (h = digits(&s, 2)) < 0 || h > 23 || !take(&s, ":") || (mi = digits(&s, 2)) < 0 ||
        mi > 59 || !take(&s, ":") || (se = digits(&s, 2)) < 0 || se > 59 || !nanos_of(&s, &nanos))
        return false;
    if (!take(&s, "Zz") && (!at_one_of(s, "+-") || !offset(&s, &shift)))
        return false;
    *ret = (struct cel_value){ .kind = CEL_TIMESTAMP, .n = nanos };
    ret->i = cel_days_of(y, mo, d) * DAY + h * 3600 + mi * 60 + se - shift;
    return s.n == 0;
}

/* "1h30m", "-1.5s", "300ms": Go's way; whole and fraction are read apart, so that nothing is
 * rounded. */
static bool duration_read(struct str s, struct cel_value *ret) {
    static const struct { const char *name; int64_t nanos; } units[] = {
        { "ns", 1 }, { "us", 1000 }, { "\u00b5s", 1000 }, { "\u03bcs", 1000 },
        { "ms", 1000000 }, { "s", NANOS }, { "m", 60 * NANOS }, { "h", 3600 * NANOS },
    };
    bool minus = at_one_of(s, "-");
    __int128 sum = 0;
    (void)take(&s, "+-");
    if (str_is(s, "0")) {
        *ret = (struct cel_value){ .kind = CEL_DURATION };
        return true;
    }
    if (s.n == 0)
        return false;
    while (s.n > 0) {
        __int128 whole = 0, part = 0, scale = 1;
        int n = 0, d;
        for (; (d = digits(&s, 1)) >= 0; n++)
            whole = whole > DIGITS_MAX ? whole : whole * 10 + d;
        if (whole > DIGITS_MAX)
            return false;
        if (take(&s, "."))
            for (; (d = digits(&s, 1)) >= 0; n++)
                if (scale < NANOS * NANOS) {
                    part = part * 10 + d;
                    scale *= 10;
                }
        int64_t unit = 0;
        for (size_t i = 0; n > 0 && i < sizeof units / sizeof *units && !unit; i++)
            if (str_starts(s, str_of(units[i].name))) {
                size_t len = strlen(units[i].name);
                s = str_n(s.s + len, s.n - len);
                unit = units[i].nanos;
            }
        if (!unit)
            return false;
        sum += whole * unit + part * unit / scale;
    }
    if (minus)
        sum = -sum;
    __int128 seconds = sum / NANOS;
    if (sum % NANOS < 0)
        seconds--;
    if (seconds > INT64_MAX || seconds < INT64_MIN)
        return false;
    *ret = (struct cel_value){ .kind = CEL_DURATION, .n = (uint32_t)(sum - seconds * NANOS),
                               .i = (int64_t)seconds };
    return true;
}

/* ---- ranges ---- */

static struct cel_value in_range(struct cel_frame *f, struct cel_value v) {
    if (v.kind == CEL_TIMESTAMP && (v.i < CEL_SECOND_MIN || v.i > CEL_SECOND_MAX))
        return cel_error(f, E_INVALID, "timestamp out of range: years 1 to 9999");
    if (v.kind == CEL_DURATION && (v.i < -CEL_SPAN_MAX || v.i > CEL_SPAN_MAX ||
                                   (v.i == CEL_SPAN_MAX && v.n > 0)))
        return cel_error(f, E_INVALID, "duration out of range: 10,000 years");
    return v;
}

/* Of the very kind, of whole seconds, or of text; like: what it should look like. */
static struct cel_value convert(struct cel_frame *f, struct cel_value v, enum cel_kind kind,
                                bool (*read)(struct str s, struct cel_value *ret),
                                const char *like) {
    struct cel_value r = { .kind = (uint8_t)kind };
    if (v.kind == kind)
        return v;
    if (v.kind == CEL_INT) {
        r.i = v.i;
        return in_range(f, r);
    }
    if (v.kind != CEL_STRING)
        return cel_no_overload(f);
    if (read(cel_str(v), &r))
        return in_range(f, r);
    return cel_error(f, E_INVALID, "\"%.*s\" is no %s, or out of range",
                     (int)utf8_cut(cel_str(v), 40), v.s, like);
}

static struct cel_value to_time(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return convert(f, v[0], CEL_TIMESTAMP, time_read, "timestamp as 2026-11-28T09:00:00Z");
}

static struct cel_value to_duration(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return convert(f, v[0], CEL_DURATION, duration_read, "duration as 90m, 1h30m or 1.5s");
}

/* ---- arithmetic ---- */

static struct cel_value sum(struct cel_frame *f, enum cel_kind kind, int64_t seconds,
                            int64_t nanos) {
    if (nanos < 0 || nanos >= NANOS) {
        seconds += nanos < 0 ? -1 : 1;
        nanos += nanos < 0 ? NANOS : -NANOS;
    }
    struct cel_value v = { .kind = (uint8_t)kind, .n = (uint32_t)nanos, .i = seconds };
    return in_range(f, v);
}

/* All are far from the ends of 64 bits, so sums cannot overflow. */
struct cel_value cel_time_add(struct cel_frame *f, struct cel_value a, struct cel_value b) {
    bool time = a.kind == CEL_TIMESTAMP || b.kind == CEL_TIMESTAMP;
    if ((a.kind == CEL_TIMESTAMP && b.kind != CEL_DURATION) ||
        (b.kind != CEL_TIMESTAMP && b.kind != CEL_DURATION))
        return cel_no_overload(f);
    return sum(f, time ? CEL_TIMESTAMP : CEL_DURATION, a.i + b.i, (int64_t)a.n + b.n);
}

struct cel_value cel_time_subtract(struct cel_frame *f, struct cel_value a, struct cel_value b) {
    if (b.kind != CEL_DURATION && (a.kind != CEL_TIMESTAMP || b.kind != CEL_TIMESTAMP))
        return cel_no_overload(f);
    enum cel_kind kind = a.kind == CEL_TIMESTAMP && b.kind == CEL_DURATION ? CEL_TIMESTAMP
                                                                           : CEL_DURATION;
    struct cel_value v = sum(f, kind, a.i - b.i, (int64_t)a.n - b.n);
    if (b.kind == CEL_TIMESTAMP && v.kind == CEL_DURATION &&
        (v.i > INT64_MAX / NANOS - 1 || v.i < INT64_MIN / NANOS + 1))
        return cel_error(f, E_INVALID, "duration out of range: 292 years between two timestamps");
    return v;
}

/* ---- parts ---- */

/* Seconds east of UTC then and there. */
bool cel_zone_offset(struct str zone, int64_t seconds, int64_t *ret) {
    UChar name[64];
    UErrorCode rc = U_ZERO_ERROR;
    struct str s = zone;
    if (str_is(zone, "UTC")) {
        *ret = 0;
        return true;
    }
    if (at_one_of(s, "+-0123456789"))
        return offset(&s, ret) && s.n == 0;
    if (zone.n == 0 || zone.n >= sizeof name / sizeof *name)
        return false;
    for (size_t i = 0; i <= zone.n; i++)
        name[i] = i < zone.n ? (UChar)(unsigned char)zone.s[i] : 0;
    UChar known[64];
    UBool system;
    ucal_getCanonicalTimeZoneID(name, (int32_t)zone.n, known, 64, &system, &rc);
    if (U_FAILURE(rc) || !system) /* it would take an unknown name for UTC, and makes some up */
        return false;
    UCalendar *c = ucal_open(name, (int32_t)zone.n, "en", UCAL_GREGORIAN, &rc);
    if (U_FAILURE(rc))
        return false;
    ucal_setMillis(c, (UDate)seconds * 1000.0, &rc);
    int32_t ms = ucal_get(c, UCAL_ZONE_OFFSET, &rc) + ucal_get(c, UCAL_DST_OFFSET, &rc);
    ucal_close(c);
    *ret = ms / 1000;
    return U_SUCCESS(rc);
}

enum part { YEAR, MONTH, YEARDAY, MONTHDAY, DATE, WEEKDAY, HOUR, MINUTE, SECOND, MILLIS };

static int64_t part_of_time(struct cel_value v, int64_t shift, enum part part) {
    struct civil c = civil_of(v.i + shift);
    switch (part) {
    case YEAR: return c.year;
    case MONTH: return c.month - 1;
    case YEARDAY: return c.yearday;
    case MONTHDAY: return c.day - 1;
    case DATE: return c.day;
    case WEEKDAY: return c.weekday;
    case HOUR: return c.hour;
    case MINUTE: return c.minute;
    case SECOND: return c.second;
    default: return v.n / 1000000;
    }
}

/* Whole ones, towards zero. */
static int64_t part_of_duration(struct cel_value v, enum part part) {
    int64_t whole = v.i < 0 && v.n > 0 ? v.i + 1 : v.i;
    int64_t left = v.i < 0 && v.n > 0 ? (int64_t)v.n - NANOS : v.n;
    return part == HOUR ? whole / 3600 : part == MINUTE ? whole / 60 : part == SECOND
                        ? whole : left / 1000000;
}

static struct cel_value part(struct cel_frame *f, const struct cel_value *v, uint32_t n,
                             enum part which) {
    int64_t shift = 0;
    if (v[0].kind == CEL_DURATION && n == 1 && which >= HOUR)
        return cel_int(part_of_duration(v[0], which));
    if (v[0].kind != CEL_TIMESTAMP || (n == 2 && v[1].kind != CEL_STRING))
        return cel_no_overload(f);
    if (n == 2 && !cel_step(f, 200)) /* a zone costs as much */
        return cel_too_long(f);
    if (n == 2 && !cel_zone_offset(cel_str(v[1]), v[0].i, &shift)) {
        return cel_error(f, E_INVALID, "\"%.*s\" is no time zone as Asia/Tokyo or +09:00",
                         (int)utf8_cut(cel_str(v[1]), 40), v[1].s);
    }
    return cel_int(part_of_time(v[0], shift, which));
}

#define PART(name, which)                                                                       \
    static struct cel_value name(struct cel_frame *f, const struct cel_value *v, uint32_t n) {  \
        return part(f, v, n, which);                                                            \
    }
PART(year, YEAR)
PART(month, MONTH)
PART(yearday, YEARDAY)
PART(monthday, MONTHDAY)
PART(date, DATE)
PART(weekday, WEEKDAY)
PART(hours, HOUR)
PART(minutes, MINUTE)
PART(seconds, SECOND)
PART(millis, MILLIS)

#define BOTH(name, call) { name, true, "T>i", call }, { name, true, "Ts>i", call }
static const struct cel_func rows[] = {
    { "timestamp", false, "s>T", to_time },    { "timestamp", false, "i>T", to_time },
    { "timestamp", false, "T>T", to_time },
    { "duration", false, "s>D", to_duration }, { "duration", false, "i>D", to_duration },
    { "duration", false, "D>D", to_duration },
    BOTH("getFullYear", year),       BOTH("getMonth", month),
    BOTH("getDayOfYear", yearday),   BOTH("getDayOfMonth", monthday),
    BOTH("getDate", date),           BOTH("getDayOfWeek", weekday),
    BOTH("getHours", hours),         BOTH("getMinutes", minutes),
    BOTH("getSeconds", seconds),     BOTH("getMilliseconds", millis),
    { "getHours", true, "D>i", hours },     { "getMinutes", true, "D>i", minutes },
    { "getSeconds", true, "D>i", seconds }, { "getMilliseconds", true, "D>i", millis },
};
const struct cel_library cel_lib_time = { rows, sizeof rows / sizeof *rows };
