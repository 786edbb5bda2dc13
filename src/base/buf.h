/* buf.h - a growing byte buffer with a cap.
 *
 * Appending past the cap sets `full` and drops the bytes; nothing else happens until the
 * caller looks with buf_check(), once, at the end.  So writers need no error handling.
 */
#ifndef MUSUBI_BASE_BUF_H
#define MUSUBI_BASE_BUF_H

#include "base/err.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

struct buf {
    char *data;
    size_t len, cap;  /* bytes; cap <= bytes_max, and one more byte lies behind it */
    size_t bytes_max; /* cap with the name `name` */
    const char *name;
    bool full;
};

void buf_init(struct buf *b, const char *name, size_t bytes_max);
void buf_release(struct buf *b);
void buf_reset(struct buf *b); /* empty, room kept, `full` cleared */

/* Room for n more bytes at the end; NULL (and full) past the cap.  The caller adds to len. */
char *buf_room(struct buf *b, size_t n);
void buf_put_slow(struct buf *b, const void *p, size_t n); /* the path that grows */
static inline void buf_put(struct buf *b, const void *p, size_t n) {
    if (__builtin_expect(n - 1 < b->cap - b->len, 1)) {
        memcpy(b->data + b->len, p, n);
        b->len += n;
    } else if (n) {
        buf_put_slow(b, p, n);
    }
}
void buf_puts(struct buf *b, const char *z);
void buf_put_str(struct buf *b, struct str s);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
static inline void buf_putc(struct buf *b, char c) { buf_put(b, &c, 1); }

/* -1 with E_LIMIT when something was dropped. */
MUST_USE int buf_check(const struct buf *b, struct err *err);
static inline struct str buf_str(const struct buf *b) { return (struct str){ b->data, b->len }; }
/* The bytes as a malloc'd block, a NUL behind them, that the caller frees; never NULL.
 * b is empty afterwards. */
char *buf_take(struct buf *b, size_t *ret_len);

/* Little-endian and varint encoders of every stored format (LEB128, at most 10 bytes). */
void buf_u8(struct buf *b, uint8_t v);
void buf_u16(struct buf *b, uint16_t v);
void buf_u32(struct buf *b, uint32_t v);
void buf_u64(struct buf *b, uint64_t v);
void buf_varint_slow(struct buf *b, uint64_t v);
static inline void buf_varint(struct buf *b, uint64_t v) {
    if (v < 0x80)
        buf_putc(b, (char)v);
    else
        buf_varint_slow(b, v);
}
void buf_bytes(struct buf *b, struct str s); /* varint length, then the bytes */

/* Bounds-checked reader over foreign or stored bytes; `bad` sticks and reads give zeros. */
struct rd {
    const uint8_t *p, *end;
    bool bad;
};
static inline struct rd rd_of(const void *p, size_t n) {
    return (struct rd){ p, (const uint8_t *)p + n, false };
}
static inline size_t rd_left(const struct rd *r) { return (size_t)(r->end - r->p); }
uint8_t rd_u8(struct rd *r);
uint16_t rd_u16(struct rd *r);
uint32_t rd_u32(struct rd *r);
uint64_t rd_u64(struct rd *r);
uint64_t rd_varint_slow(struct rd *r);
static inline uint64_t rd_varint(struct rd *r) {
    return r->p < r->end && *r->p < 0x80 ? *r->p++ : rd_varint_slow(r);
}
struct str rd_bytes(struct rd *r);           /* varint length, then the bytes; borrowed */
struct str rd_take(struct rd *r, size_t n);  /* n raw bytes; borrowed */

#endif
