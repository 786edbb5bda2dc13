/* utf8.c - fuzz target: normalising twice changes nothing; cuts and trims stay inside. */
#include "base/check.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void normalise(struct str s, bool fold) {
    static struct buf once, twice;
    struct err err = ERR_INIT;
    if (!once.name) {
        buf_init(&once, "once", 1 << 26);
        buf_init(&twice, "twice", 1 << 26);
    }
    buf_reset(&once);
    buf_reset(&twice);
    if (utf8_nfkc(s, fold, &once, &err) != 0) {
        CHECK(err.code == E_INVALID && !utf8_valid(s.s, s.n));
        return;
    }
    CHECK(utf8_valid(once.data, once.len));
    CHECK(utf8_nfkc(buf_str(&once), fold, &twice, &err) == 0);
    CHECK(str_eq(buf_str(&once), buf_str(&twice)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct str s = str_n((const char *)data, n);
    normalise(s, false);
    normalise(s, true);
    struct str trimmed = utf8_trim(s);
    CHECK(trimmed.n <= n && str_eq(utf8_trim(trimmed), trimmed));
    for (size_t max = 0; max <= n && max < 16; max++) {
        size_t cut = utf8_cut(s, max);
        CHECK(cut <= max && (!utf8_valid(data, n) || utf8_valid(data, cut)));
    }
    CHECK(utf8_count(s) <= n);
    int64_t ms, back;
    char text[32];
    if (clock_parse(s.s, n, &ms) == 0)
        CHECK(clock_parse(text, clock_format(ms, text), &back) == 0 && back == ms);
    struct id id;
    (void)id_parse(s, &id);
    uint8_t *out = malloc(n * 3 / 4 + 3);
    size_t got;
    CHECK(out != NULL);
    if (hash_base64_decode(s, out, &got) == 0)
        CHECK(got <= n * 3 / 4 + 3);
    free(out);
    return 0;
}
