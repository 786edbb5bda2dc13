/* zblock.c - one compressed block with a checksum.
 *
 * INVARIANTS  (1) A block by zstd is smaller than its raw bytes; a raw one is as long.  The
 *                 reader checks both, and the sum before anything is unpacked.
 * LIMITS      ZBLOCK_RAW_MAX raw bytes.
 * THREADS     A context belongs to one thread at a time. */
#include "base/zblock.h"
#include "base/check.h"
#include "base/hash.h"

#include <stdlib.h>
#include <zstd.h>

#define KEPT_RAW 0x80000000u

struct zblock {
    ZSTD_CCtx *pack;
    ZSTD_DCtx *unpack;
    int level;
};

struct zblock *zblock_new(int level) {
    struct zblock *z = malloc(sizeof *z);
    CHECK(z != NULL);
    z->pack = ZSTD_createCCtx();
    z->unpack = ZSTD_createDCtx();
    z->level = level;
    CHECK(z->pack && z->unpack);
    return z;
}

void zblock_free(struct zblock *z) {
    if (!z)
        return;
    ZSTD_freeCCtx(z->pack);
    ZSTD_freeDCtx(z->unpack);
    free(z);
}

static void put32(uint8_t *p, uint32_t v) {
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> (8 * i));
}

static uint64_t get_le(const uint8_t *p, int n) {
    uint64_t v = 0;
    for (int i = 0; i < n; i++)
        v |= (uint64_t)p[i] << (8 * i);
    return v;
}

/* Of the whole block at `head`, its lengths set. */
static uint64_t sum_of(const uint8_t *head, size_t stored) {
    return hash_xx64(head + ZBLOCK_HEAD, stored, get_le(head, 8));
}

void zblock_pack(struct zblock *z, const void *raw, size_t n, struct buf *out) {
    CHECK(n <= ZBLOCK_RAW_MAX);
    uint8_t *head = (uint8_t *)buf_room(out, ZBLOCK_HEAD + n);
    if (!head)
        return;
    size_t stored = n;
    uint32_t flag = KEPT_RAW;
    if (n > 1) {
        /* room for n - 1 bytes: zstd gives up where it would not be smaller */
        size_t got = ZSTD_compressCCtx(z->pack, head + ZBLOCK_HEAD, n - 1, raw, n, z->level);
        if (!ZSTD_isError(got)) {
            stored = got;
            flag = 0;
        }
    }
    if (flag && n)
        memcpy(head + ZBLOCK_HEAD, raw, n);
    put32(head, (uint32_t)n);
    put32(head + 4, (uint32_t)stored | flag);
    uint64_t sum = sum_of(head, stored);
    put32(head + 8, (uint32_t)sum);
    put32(head + 12, (uint32_t)(sum >> 32));
    out->len += ZBLOCK_HEAD + stored;
}

int zblock_size(const void *p, size_t n, size_t *ret_size, struct err *err) {
    const uint8_t *head = p;
    if (n < ZBLOCK_HEAD)
        return err_set(err, E_CORRUPT, "block: %zu bytes are no head", n);
    uint32_t raw = (uint32_t)get_le(head, 4), word = (uint32_t)get_le(head + 4, 4);
    uint32_t stored = word & ~KEPT_RAW;
    bool fits = word & KEPT_RAW ? stored == raw : stored < raw;
    if (raw > ZBLOCK_RAW_MAX || !fits)
        return err_set(err, E_CORRUPT, "block: lengths %u and %u are out of range", raw, stored);
    *ret_size = ZBLOCK_HEAD + stored;
    return 0;
}

int zblock_unpack(struct zblock *z, const void *p, size_t n, struct buf *out, struct err *err) {
    const uint8_t *head = p;
    size_t size;
    if (zblock_size(p, n, &size, err) != 0)
        return -1;
    if (size > n)
        return err_set(err, E_CORRUPT, "block: %zu of its %zu bytes are there", n, size);
    size_t raw = (size_t)get_le(head, 4), stored = size - ZBLOCK_HEAD;
    if (sum_of(head, stored) != get_le(head + 8, 8))
        return err_set(err, E_CORRUPT, "block: the checksum does not hold");
    buf_reset(out);
    char *room = buf_room(out, raw);
    if (!room)
        return buf_check(out, err);
    if (head[7] & 0x80) {
        if (raw)
            memcpy(room, head + ZBLOCK_HEAD, raw);
    } else {
        size_t got = ZSTD_decompressDCtx(z->unpack, room, raw, head + ZBLOCK_HEAD, stored);
        if (ZSTD_isError(got) || got != raw)
            return err_set(err, E_CORRUPT, "block: zstd cannot read it");
    }
    out->len = raw;
    return 0;
}
