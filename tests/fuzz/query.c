/* query.c - fuzz target: query strings and percent decoding. */
#include "base/check.h"
#include "base/utf8.h"
#include "http/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_text(struct str s) {
    CHECK(s.n == 0 || (utf8_valid(s.s, s.n) && !memchr(s.s, 0, s.n)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct arena a;
    struct err err = ERR_INIT;
    struct str in = str_n((const char *)data, n), out;
    struct query q;
    arena_init(&a, "fuzz", 16 << 20);
    if (n < 1 << 20 && percent_decode(&a, in, &out, &err) == 0) {
        CHECK(out.n <= n);
        check_text(out);
    }
    if (n < 1 << 20 && query_parse(&a, in, &q, &err) == 0) {
        size_t sum = 0;
        for (uint32_t i = 0; i < q.n; i++) {
            check_text(q.pairs[i].name);
            check_text(q.pairs[i].value);
            sum += q.pairs[i].name.n + q.pairs[i].value.n;
        }
        CHECK(sum <= n && q.n <= QUERY_PAIRS_MAX);
        (void)query_get(&q, "writeKey");
    }
    arena_release(&a);
    return 0;
}
