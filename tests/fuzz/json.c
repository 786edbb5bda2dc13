/* json.c - fuzz target: any bytes into the JSON face; what is taken is written, parsed again
 * and must be the same value. */
#include "base/check.h"
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void walk(struct json v) {
    int64_t i;
    double d;
    bool b;
    size_t count = 0;
    json_int(v, &i);
    json_double(v, &d);
    json_bool(v, &b);
    (void)json_str(v);
    for (struct json_it it = json_it(v); json_next(&it); count++) {
        if (it.object && count < 64)
            CHECK(json_get_str(v, it.key).tape != NULL);
        walk(it.value);
    }
    CHECK(count == json_count(v));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static struct json_parser *p, *q;
    static struct buf out;
    struct err err = ERR_INIT;
    struct json v, w;
    struct jw jw;
    if (!p) {
        p = json_parser_new();
        q = json_parser_new();
        buf_init(&out, "out", 1 << 26);
    }
    if (json_parse(p, (const char *)data, n, &v, &err) != 0) {
        CHECK(err.code == E_INVALID || err.code == E_LIMIT);
        return 0;
    }
    CHECK(err.code == E_OK);
    walk(v);
    buf_reset(&out);
    jw_init(&jw, &out);
    jw_value(&jw, v);
    CHECK(buf_check(&out, &err) == 0);
    CHECK(json_parse(q, out.data, out.len, &w, &err) == 0);
    /* U+0000 is dropped on the way out, and of a key that stands twice only one is compared */
    struct arena arena;
    arena_init(&arena, "fuzz", 1 << 28);
    struct json dup = json_dup(&arena, w);
    size_t len = out.len;
    jw_init(&jw, &out);
    jw_value(&jw, dup);
    CHECK(out.len == 2 * len && memcmp(out.data, out.data + len, len) == 0);
    arena_release(&arena);
    return 0;
}
