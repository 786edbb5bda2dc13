/* calendar.h - days and time zones. */
#ifndef MUSUBI_LANG_CEL_CALENDAR_H
#define MUSUBI_LANG_CEL_CALENDAR_H

#include "base/str.h"

#include <stdint.h>

struct cel_civil { int64_t year; int month, day; };
/* Days since 1970, of the proleptic Gregorian calendar. */
int64_t cel_days_of(int64_t year, int month, int day);
struct cel_civil cel_civil_of(int64_t days);
/* Seconds east of UTC at that instant, seconds since 1970.  False: there is no such zone.  Zones
 * are those of the IANA database by name, or "+09:00". */
bool cel_zone_offset(struct str zone, int64_t seconds, int64_t *ret);

#endif
