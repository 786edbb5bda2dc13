/* zblock.h - one compressed block with a checksum: the unit in which the log is read.
 *
 * Layout, little-endian:  u32 raw_bytes | u32 stored_bytes (top bit: stored raw, not zstd)
 *                         | u64 XXH64 over the two lengths and the stored bytes | stored bytes
 * The sum is XXH64 of the stored bytes, seeded with the first eight bytes of the head.
 * zstd keeps its block only where it is smaller than the raw bytes.
 */
#ifndef MUSUBI_BASE_ZBLOCK_H
#define MUSUBI_BASE_ZBLOCK_H

#include "base/buf.h"

#define ZBLOCK_HEAD 16u
#define ZBLOCK_RAW_MAX (1u << 20) /* no block says it is larger */

struct zblock; /* compression context; one thread at a time */
struct zblock *zblock_new(int level);
void zblock_free(struct zblock *z);

/* Append one block holding raw[0..n) to out; kept raw where zstd does not make it smaller.
 * n <= ZBLOCK_RAW_MAX.  Past out's cap nothing is appended and out is full. */
void zblock_pack(struct zblock *z, const void *raw, size_t n, struct buf *out);

/* Bytes of the whole block that starts at p, from its head.  -1 E_CORRUPT when n is short of
 * a head or the head's lengths are out of range. */
MUST_USE int zblock_size(const void *p, size_t n, size_t *ret_size, struct err *err);

/* Check and unpack the block at p into out (replacing its content).  Safe on any bytes; n may
 * reach past the block.  E_CORRUPT when any check fails, E_LIMIT when out is too small. */
MUST_USE int zblock_unpack(struct zblock *z, const void *p, size_t n, struct buf *out,
                           struct err *err);

#endif
