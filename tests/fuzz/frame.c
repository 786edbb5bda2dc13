/* frame.c - fuzz: a frame's body as read back, and every zblock checksum mended, so that the
 * bytes behind it are reached too. */
#include "base/hash.h"
#include "core/core_internal.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Walk whatever is there; entries must lie inside the unpacked block. */
static void walk(const uint8_t *data, size_t size, uint32_t n) {
    static struct zblock *z;
    static struct buf raw;
    struct frame_walk w;
    struct err err = ERR_INIT;
    struct entry e;
    uint32_t block;
    if (!z) {
        z = zblock_new(1);
        buf_init(&raw, "fuzz", 4u << 20);
    }
    if (frame_open(&w, z, &raw, 1, n, str_n((const char *)data, size), &err) < 0)
        return;
    for (int i = 0; i < 4096 && frame_next(&w, &e, &block, &err) > 0; i++)
        CHECK(e.body.n == 0 || (e.body.s >= raw.data && e.body.s + e.body.n <= raw.data + raw.len));
}

/* Build a true frame around the input as the raw bytes of one block. */
static void wrapped(const uint8_t *data, size_t size, uint8_t n) {
    struct zblock *z = zblock_new(1);
    struct buf body, raw;
    buf_init(&body, "fuzz", 4u << 20);
    buf_init(&raw, "fuzz", 4u << 20);
    buf_u64(&raw, 1);
    buf_u64(&raw, 1790000000000u);
    buf_put(&raw, data, size);
    buf_u8(&body, FRAME_VERSION);
    buf_u8(&body, 0);
    buf_u16(&body, 1);
    buf_put(&body, "sixteen of salt.", FRAME_SALT);
    buf_u32(&body, n);
    zblock_pack(z, raw.data, raw.len, &body);
    walk((const uint8_t *)body.data, body.len, n);
    buf_release(&raw);
    buf_release(&body);
    zblock_free(z);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2 || size > 1u << 16)
        return 0;
    walk(data + 1, size - 1, data[0]);
    wrapped(data + 1, size - 1, data[0]);
    return 0;
}
