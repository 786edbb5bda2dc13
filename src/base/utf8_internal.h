/* utf8_internal.h - one step of UTF-8, for files of this room. */
#ifndef MUSUBI_BASE_UTF8_INTERNAL_H
#define MUSUBI_BASE_UTF8_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

/* Length (1-4) of the well-formed sequence at p (RFC 3629, table 3-7 of Unicode), 0 when there
 * is none.  p < end. */
static inline size_t utf8_step(const uint8_t *p, const uint8_t *end) {
    uint8_t c = p[0];
    size_t left = (size_t)(end - p);
    if (c < 0x80)
        return 1;
    if (c < 0xC2 || c > 0xF4)
        return 0;
    if (c < 0xE0)
        return left >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
    if (left < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
        return 0;
    if (c < 0xF0)
        return (c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F) ? 0 : 3;
    if (left < 4 || (p[3] & 0xC0) != 0x80)
        return 0;
    return (c == 0xF0 && p[1] < 0x90) || (c == 0xF4 && p[1] > 0x8F) ? 0 : 4;
}

#endif
