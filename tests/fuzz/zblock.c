/* zblock.c - fuzz target: any bytes as a block; with a sum made right, so that zstd's reader is
 * reached; and as raw bytes that must come back. */
#include "base/check.h"
#include "base/hash.h"
#include "base/zblock.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static struct zblock *z;
    static struct buf packed, out;
    struct err err = ERR_INIT;
    size_t size;
    if (!z) {
        z = zblock_new(1);
        buf_init(&packed, "packed", 1 << 22);
        buf_init(&out, "out", ZBLOCK_RAW_MAX);
    }
    if (zblock_unpack(z, data, n, &out, &err) != 0)
        CHECK(err.code == E_CORRUPT);
    if (n >= ZBLOCK_HEAD && zblock_size(data, n, &size, NULL) == 0 && size <= n) {
        uint8_t *copy = malloc(size);
        uint64_t seed;
        CHECK(copy != NULL);
        memcpy(copy, data, size);
        memcpy(&seed, copy, 8);
        uint64_t sum = hash_xx64(copy + ZBLOCK_HEAD, size - ZBLOCK_HEAD, seed);
        memcpy(copy + 8, &sum, 8);
        if (zblock_unpack(z, copy, size, &out, &err) != 0)
            CHECK(err.code == E_CORRUPT);
        free(copy);
    }
    if (n > ZBLOCK_RAW_MAX)
        return 0;
    buf_reset(&packed);
    zblock_pack(z, data, n, &packed);
    CHECK(zblock_unpack(z, packed.data, packed.len, &out, &err) == 0);
    CHECK(out.len == n && (n == 0 || memcmp(out.data, data, n) == 0));
    return 0;
}
