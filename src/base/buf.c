/* buf.c - a growing byte buffer with a cap; encoders and the bounds-checked reader.
 *
 * INVARIANTS  (1) len <= cap <= bytes_max, so the inline append needs one comparison.
 *             (2) cap + 1 bytes are allocated: printf's NUL always has room.
 *             (3) A reader gone bad stands at its end, so that every later read fails too.
 * THREADS     One owner at a time. */
#include "base/buf.h"
#include "base/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define CAP_MIN ((size_t)255)

void buf_init(struct buf *b, const char *name, size_t bytes_max) {
    *b = (struct buf){ .name = name, .bytes_max = bytes_max };
}

void buf_release(struct buf *b) {
    free(b->data);
    b->data = NULL;
    b->len = b->cap = 0;
    b->full = false;
}

void buf_reset(struct buf *b) {
    b->len = 0;
    b->full = false;
}

char *buf_room(struct buf *b, size_t n) {
    if (n <= b->cap - b->len && b->data)
        return b->data + b->len;
    if (n > b->bytes_max - b->len) {
        b->full = true;
        return NULL;
    }
    size_t need = b->len + n, cap = b->cap < CAP_MIN ? CAP_MIN : b->cap * 2 + 1;
    if (cap < need)
        cap = need;
    if (cap > b->bytes_max)
        cap = b->bytes_max;
    CHECK(cap < SIZE_MAX);
    char *data = realloc(b->data, cap + 1);
    CHECK(data != NULL);
    b->data = data;
    b->cap = cap;
    return data + b->len;
}

void buf_put_slow(struct buf *b, const void *p, size_t n) {
    char *room = buf_room(b, n);
    if (!room)
        return;
    memcpy(room, p, n);
    b->len += n;
}

void buf_puts(struct buf *b, const char *z) {
    buf_put(b, z, strlen(z));
}

void buf_put_str(struct buf *b, struct str s) {
    buf_put(b, s.s, s.n);
}

void buf_printf(struct buf *b, const char *fmt, ...) {
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    size_t left = b->data ? b->cap - b->len + 1 : 0; /* the NUL may take the byte behind cap */
    int n = vsnprintf(left ? b->data + b->len : NULL, left, fmt, ap);
    va_end(ap);
    CHECK(n >= 0);
    if ((size_t)n >= left) {
        char *room = buf_room(b, (size_t)n);
        if (room)
            vsnprintf(room, (size_t)n + 1, fmt, again);
        else
            n = 0;
    }
    va_end(again);
    b->len += (size_t)n;
}

int buf_check(const struct buf *b, struct err *err) {
    if (!b->full)
        return 0;
    return err_set(err, E_LIMIT, "%s is larger than %zu bytes", b->name, b->bytes_max);
}

char *buf_take(struct buf *b, size_t *ret_len) {
    char *data = b->data;
    size_t len = b->len;
    if (!data) {
        data = malloc(1);
        CHECK(data != NULL);
    }
    data[len] = '\0';
    b->data = NULL;
    b->len = b->cap = 0;
    b->full = false;
    if (ret_len)
        *ret_len = len;
    return data;
}

static void put_le(struct buf *b, uint64_t v, size_t n) {
    uint8_t le[8];
    for (size_t i = 0; i < n; i++)
        le[i] = (uint8_t)(v >> (8 * i));
    buf_put(b, le, n);
}

void buf_u8(struct buf *b, uint8_t v) {
    buf_put(b, &v, 1);
}

void buf_u16(struct buf *b, uint16_t v) {
    put_le(b, v, 2);
}

void buf_u32(struct buf *b, uint32_t v) {
    put_le(b, v, 4);
}

void buf_u64(struct buf *b, uint64_t v) {
    put_le(b, v, 8);
}

void buf_varint_slow(struct buf *b, uint64_t v) {
    uint8_t out[10];
    size_t n = 0;
    while (v >= 0x80) {
        out[n++] = (uint8_t)(v | 0x80);
        v >>= 7;
    }
    out[n++] = (uint8_t)v;
    buf_put(b, out, n);
}

void buf_bytes(struct buf *b, struct str s) {
    buf_varint(b, s.n);
    buf_put(b, s.s, s.n);
}

static const uint8_t *take(struct rd *r, size_t n) {
    if (n > rd_left(r)) {
        r->bad = true;
        r->p = r->end;
        return NULL;
    }
    const uint8_t *p = r->p;
    if (n)
        r->p += n;
    return p;
}

static uint64_t get_le(struct rd *r, size_t n) {
    const uint8_t *p = take(r, n);
    uint64_t v = 0;
    for (size_t i = 0; p && i < n; i++)
        v |= (uint64_t)p[i] << (8 * i);
    return v;
}

uint8_t rd_u8(struct rd *r) {
    return (uint8_t)get_le(r, 1);
}

uint16_t rd_u16(struct rd *r) {
    return (uint16_t)get_le(r, 2);
}

uint32_t rd_u32(struct rd *r) {
    return (uint32_t)get_le(r, 4);
}

uint64_t rd_u64(struct rd *r) {
    return get_le(r, 8);
}

uint64_t rd_varint_slow(struct rd *r) {
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 70 && r->p < r->end; shift += 7) {
        uint8_t c = *r->p++;
        if (shift == 63 && c > 1)
            break; /* more than 64 bits */
        v |= (uint64_t)(c & 0x7F) << shift;
        if (c < 0x80)
            return v;
    }
    r->bad = true;
    r->p = r->end;
    return 0;
}

struct str rd_take(struct rd *r, size_t n) {
    const uint8_t *p = take(r, n);
    return p ? str_n((const char *)p, n) : str_n("", 0);
}

struct str rd_bytes(struct rd *r) {
    uint64_t n = rd_varint(r);
    if (r->bad)
        return str_n("", 0);
    return rd_take(r, n);
}
