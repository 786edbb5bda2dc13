/* ident.c - fuzz: normalising identifiers.  What comes out is valid, within bounds, and stays
 * as it is when it is normalised again. */
#include "unify/unify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const regions[] = { "", "JP", "US", "DE", "??" };
    if (size < 2 || size > 4096)
        return 0;
    unsigned kind = 1 + data[0] % (IDENT_KIND_COUNT - 1);
    const char *region = regions[data[1] % 5];
    struct arena a;
    struct err err = ERR_INIT;
    struct str v, again;
    arena_init(&a, "fuzz", 1u << 20);
    if (ident_normalise(kind, str_n((const char *)data + 2, size - 2), region, &a, &v, &err) == 0) {
        CHECK(v.n > 0 && v.n <= 1024);
        CHECK(ident_normalise(kind, v, region, &a, &again, &err) == 0);
        CHECK(str_eq(v, again));
    }
    arena_release(&a);
    return 0;
}
