/* gzip.c - fuzz target: inflating foreign bodies, whole and in pieces, which must agree. */
#include "base/check.h"
#include "http/gzip.h"

#include <stdlib.h>

#define INFLATED_MAX 200000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* In two pieces with little room; -1 when refused. */
static long in_pieces(struct inflater *f, enum coding coding, struct str in, size_t cut,
                      char *out) {
    struct err err = ERR_INIT;
    struct str parts[2] = { str_n(in.s, cut), str_n(in.s + cut, in.n - cut) };
    size_t n = 0;
    inflater_begin(f, coding, INFLATED_MAX);
    for (int i = 0; i < 2; i++) {
        for (size_t made = 1; made > 0 || parts[i].n > 0;) {
            char room[777];
            if (inflater_feed(f, &parts[i], room, sizeof(room), &made, &err))
                return -1;
            CHECK(n + made <= INFLATED_MAX);
            memcpy(out + n, room, made);
            n += made;
        }
    }
    return inflater_end(f, &err) ? -1 : (long)n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    if (n < 2 || n > 1 << 20)
        return 0;
    enum coding coding = data[0] & 1 ? CODING_GZIP : CODING_DEFLATE;
    struct str in = str_n((const char *)data + 2, n - 2);
    struct inflater *f = inflater_new();
    struct buf out;
    struct err err = ERR_INIT;
    char *pieces = malloc(INFLATED_MAX);
    CHECK(pieces);
    buf_init(&out, "fuzz", 4 << 20);
    int rc = inflate_all(f, coding, in, INFLATED_MAX, &out, &err);
    long m = in_pieces(f, coding, in, in.n * data[1] / 256, pieces);
    CHECK((rc == 0) == (m >= 0));
    if (rc == 0)
        CHECK((size_t)m == out.len && (m == 0 || memcmp(out.data, pieces, out.len) == 0));
    free(pieces);
    buf_release(&out);
    inflater_free(f);
    return 0;
}
