/* schema.c - fuzz target: [schema, value]; any schema compiles or is refused, any value fits
 * or has an error, and the same one twice. */
#include "base/check.h"
#include "base/schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static struct json_parser *p;
    struct err err = ERR_INIT, again = ERR_INIT;
    struct json pair;
    if (!p)
        p = json_parser_new();
    if (json_parse(p, (const char *)data, n, &pair, &err) != 0 || !json_is(pair, JSON_ARRAY) ||
        json_count(pair) != 2)
        return 0;
    struct json_it it = json_it(pair);
    CHECK(json_next(&it));
    struct json root = it.value;
    CHECK(json_next(&it));
    struct schema *s = schema_compile(root, root, &err);
    if (!s) {
        CHECK(err.code == E_INVALID || err.code == E_LIMIT);
        return 0;
    }
    CHECK(err.code == E_OK);
    int rc = schema_check(s, it.value, &err);
    CHECK((rc == 0) == (err.code == E_OK));
    CHECK(schema_check(s, it.value, &again) == rc && memcmp(&err.msg, &again.msg, 1) == 0);
    CHECK(schema_check(s, it.value, NULL) == rc);
    schema_free(s);
    return 0;
}
