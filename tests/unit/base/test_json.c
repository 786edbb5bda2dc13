/* test_json.c - JSON in and out, and the JSON test suite. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

#include <dirent.h>
#include <math.h>

/* Parse and write again into `out` of 4 KB; "E_INVALID" and so on when refused. */
static const char *again(struct json_parser *p, const char *s, size_t n, char *out) {
    struct err e = ERR_INIT;
    struct json v;
    if (json_parse(p, s, n, &v, &e) != 0) {
        snprintf(out, 4096, "%s%s%s: %s", err_slug(e.code), e.where[0] ? " " : "", e.where,
                 e.msg);
        return out;
    }
    struct buf b;
    struct jw w;
    buf_init(&b, "out", 4095);
    jw_init(&w, &b);
    jw_value(&w, v);
    assert_int_equal(buf_check(&b, &e), 0);
    memcpy(out, b.data, b.len);
    out[b.len] = '\0';
    buf_release(&b);
    return out;
}

static void values_there_and_back(void **state) {
    static const struct {
        const char *in, *out; /* out NULL: the same; "invalid…": refused */
    } CASES[] = {
        { "null", NULL },
        { "true", NULL },
        { " [ 1 , 2 ] ", "[1,2]" },
        { "{}", NULL },
        { "[]", NULL },
        { "{\"a\":{\"b\":[{},[],\"\"]},\"c\":null}", NULL },
        { "\xEF\xBB\xBF{\"a\":1}", "{\"a\":1}" },
        { "\"\xE7\xB5\x90\xE3\x81\xB3\"", NULL },
        { "\"\\u7d50\"", "\"\xE7\xB5\x90\"" },
        { "\"\\ud83d\\ude00\"", "\"\xF0\x9F\x98\x80\"" },
        { "\"\\ud83d\"", "\"\xEF\xBF\xBD\"" },
        { "\"\\ude00x\"", "\"\xEF\xBF\xBDx\"" },
        { "\"\\ud83d\\ud83d\\ude00\"", "\"\xEF\xBF\xBD\xF0\x9F\x98\x80\"" },
        { "{\"\\uD800\":1}", "{\"\xEF\xBF\xBD\":1}" },
        { "\"a\\u0000b\"", "\"ab\"" },
        { "\"\\b\\f\\n\\r\\t\\\"\\\\\\/\"", "\"\\b\\f\\n\\r\\t\\\"\\\\/\"" },
        { "\"\\u0001\\u001f\\u007f\"", "\"\\u0001\\u001f\x7F\"" },
        { "0", NULL },
        { "-0", "0" },
        { "-0.0", "-0.0" },
        { "9223372036854775807", NULL },
        { "-9223372036854775808", NULL },
        { "9223372036854775808", NULL },
        { "18446744073709551615", NULL },
        { "18446744073709551616", "1.8446744073709552e+19" },
        { "-9223372036854775809", "-9.223372036854776e+18" },
        { "[123456789012345678901234567890,1]", "[1.2345678901234568e+29,1]" },
        { "1.0", "1" },
        { "1.5", NULL },
        { "0.1", NULL },
        { "1e400", "invalid: JSON number out of range" },
        { "-1e400", "invalid: JSON number out of range" },
        { "1e-400", "0" },
        { "1.7976931348623157e308", "1.7976931348623157e+308" },
        { "5e-324", NULL },
        { "", "invalid: not JSON: the text is empty" },
        { "  ", "invalid byte 2: not JSON: the text ends too early" },
        { "{\"a\":1", "invalid byte 6: not JSON: the text ends too early" },
        { "[1,]", "invalid byte 3: not JSON: unexpected character" },
        { "[1 2]", "invalid byte 3: not JSON: a comma or a closing bracket must follow" },
        { "[01]", "invalid byte 1: not JSON: a number must not start with 0" },
        { "{a:1}", "invalid byte 1: not JSON: a key must be a string" },
        { "{\"a\" 1}", "invalid byte 5: not JSON: a colon must follow the key" },
        { "[nul]", "invalid byte 1: not JSON: unexpected character" },
        { "\"\\x\"", "invalid byte 1: not JSON: unknown escape" },
        { "\"\\u12g4\"", "invalid byte 1: not JSON: \\u needs four hexadecimal digits" },
        { "\"a\nb\"", "invalid byte 2: not JSON: control character inside a string" },
        { "\"a\xFF\"", "invalid byte 2: not JSON: broken UTF-8" },
        { "\"a\xED\xA0\x80\"", "invalid byte 2: not JSON: broken UTF-8" },
        { "1 2", "invalid byte 2: not JSON: something follows the value" },
        { "\xEF\xBB\xBF[1,]", "invalid byte 6: not JSON: unexpected character" },
        { "[18446744073709551616,]", "invalid byte 22: not JSON: unexpected character" },
    };
    struct json_parser *p = json_parser_new();
    char out[4096];
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const char *want = CASES[i].out ? CASES[i].out : CASES[i].in;
        /* exactly as long as it is, so that reading past the end shows under ASan */
        size_t n = strlen(CASES[i].in);
        char *text = malloc(n ? n : 1);
        memcpy(text, CASES[i].in, n);
        if (strcmp(again(p, text, n, out), want) != 0)
            fail_msg("%s: got %s, want %s", CASES[i].in, out, want);
        free(text);
    }
    json_parser_free(p);
}

static void depth_is_limited(void **state) {
    struct json_parser *p = json_parser_new();
    for (int depth = JSON_DEPTH_MAX - 1; depth <= JSON_DEPTH_MAX + 1; depth++) {
        char text[4 * JSON_DEPTH_MAX];
        struct err e = ERR_INIT;
        struct json v;
        for (int mend = 0; mend < 2; mend++) { /* the checker has the same limit */
            size_t n = 0;
            for (int i = 0; i < depth; i++)
                text[n++] = '[';
            n += (size_t)snprintf(text + n, 40, "%s", mend ? "18446744073709551616" : "1");
            for (int i = 0; i < depth; i++)
                text[n++] = ']';
            int rc = json_parse(p, text, n, &v, &e);
            assert_int_equal(rc, depth <= JSON_DEPTH_MAX ? 0 : -1);
            assert_int_equal(e.code, depth <= JSON_DEPTH_MAX ? E_OK : E_LIMIT);
        }
    }
    json_parser_free(p);
}

static struct json parse(struct json_parser *p, const char *s) {
    struct err e = ERR_INIT;
    struct json v = { 0 };
    if (json_parse(p, s, strlen(s), &v, &e) != 0)
        fail_msg("%s: %s", s, e.msg);
    return v;
}

static void navigation(void **state) {
    struct json_parser *p = json_parser_new();
    struct json v = parse(p, "{\"a\":1,\"b\":[true,\"x\",{\"c\":-2.5}],"
                             "\"n\":{\"m\":{\"z\":\"deep\"}},"
                             "\"a\":7,\"big\":18446744073709551615,\"whole\":3.0,\"\":null}");
    int64_t i = 0;
    double d = 0;
    bool t = false;
    assert_int_equal(json_type(v), JSON_OBJECT);
    assert_int_equal(json_count(v), 7);
    assert_true(json_int(json_get(v, "a"), &i) && i == 7); /* the last one wins */
    assert_int_equal(json_type(json_get(v, "nothing")), JSON_NONE);
    assert_int_equal(json_type(json_get(v, "")), JSON_NULL);
    assert_true(str_is(json_str(json_path(v, "n.m.z")), "deep"));
    assert_int_equal(json_type(json_path(v, "n.q.z")), JSON_NONE);
    assert_int_equal(json_type(json_path(v, "a.b")), JSON_NONE);
    assert_true(json_int(json_get(v, "whole"), &i) && i == 3);
    assert_int_equal(json_type(json_get(v, "big")), JSON_UINT);
    assert_false(json_int(json_get(v, "big"), &i));
    assert_true(json_double(json_get(v, "big"), &d) && d == 0x1p64);
    struct json b = json_get(v, "b");
    assert_int_equal(json_count(b), 3);
    struct json_it it = json_it(b);
    assert_true(json_next(&it) && json_true(it.value) && json_bool(it.value, &t) && t);
    assert_true(json_next(&it) && str_is(json_str(it.value), "x") && !json_true(it.value));
    assert_true(json_next(&it) && json_double(json_get(it.value, "c"), &d) && d == -2.5);
    assert_false(json_int(json_get(it.value, "c"), &i));
    assert_false(json_next(&it));
    assert_false(json_next(&it));
    char keys[64] = "";
    for (it = json_it(v); json_next(&it);)
        snprintf(keys + strlen(keys), sizeof keys - strlen(keys), "%.*s;", STR_FMT(it.key));
    assert_string_equal(keys, "a;b;n;a;big;whole;;");
    struct json none = { 0 };
    assert_int_equal(json_type(json_get(none, "a")), JSON_NONE);
    assert_int_equal(json_count(none), 0);
    assert_int_equal(json_str(none).n, 0);
    it = json_it(none);
    assert_false(json_next(&it));
    it = json_it(json_get(v, "a"));
    assert_false(json_next(&it));
    json_parser_free(p);
}

static void whole_doubles_are_ints(void **state) {
    static const struct {
        const char *text;
        bool ok;
        int64_t want;
    } CASES[] = {
        { "1e3", true, 1000 },  { "-4.0", true, -4 },  { "0.5", false, 0 },
        { "9223372036854775808.0", false, 0 }, { "-9223372036854775808.0", true, INT64_MIN },
        { "1e300", false, 0 },  { "\"1\"", false, 0 }, { "true", false, 0 },
    };
    struct json_parser *p = json_parser_new();
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        int64_t got = 0;
        bool ok = json_int(parse(p, CASES[i].text), &got);
        if (ok != CASES[i].ok || got != CASES[i].want)
            fail_msg("%s: got %d %lld", CASES[i].text, ok, (long long)got);
    }
    json_parser_free(p);
}

static void equal_and_copies(void **state) {
    static const struct {
        const char *a, *b;
        bool equal;
    } CASES[] = {
        { "1", "1.0", true },
        { "0", "-0.0", true },
        { "1", "true", false },
        { "9007199254740993", "9007199254740992.0", false },
        { "18446744073709551615", "18446744073709551615", true },
        { "18446744073709551615", "18446744073709551616", false },
        { "9223372036854775808", "9223372036854775808.0", true },
        { "null", "false", false },
        { "\"a\"", "\"\\u0061\"", true },
        { "{\"a\":1,\"b\":[{}]}", "{\"b\":[{}],\"a\":1}", true },
        { "{\"a\":1}", "{\"b\":1}", false },
        { "[1,2]", "[2,1]", false },
        { "[1,2]", "[1,2,3]", false },
        { "[]", "{}", false },
    };
    struct json_parser *p = json_parser_new();
    struct arena arena;
    arena_init(&arena, "test", 1 << 20);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, "[0,%s,[],%s]", CASES[i].a, CASES[i].b);
        struct json_it it = json_it(parse(p, text));
        json_next(&it);
        json_next(&it);
        struct json a = it.value, dup = json_dup(&arena, a);
        json_next(&it);
        json_next(&it);
        if (json_equal(a, it.value) != CASES[i].equal || json_equal(it.value, a) != CASES[i].equal)
            fail_msg("%s == %s: want %d", CASES[i].a, CASES[i].b, CASES[i].equal);
        assert_true(json_equal(a, dup));
        char before[4096], after[4096];
        again(p, CASES[i].a, strlen(CASES[i].a), before); /* the parse that `a` dies at */
        struct buf b;
        struct jw w;
        buf_init(&b, "out", 4095);
        jw_init(&w, &b);
        jw_value(&w, dup);
        snprintf(after, sizeof after, "%.*s", (int)b.len, b.data);
        assert_string_equal(after, before);
        buf_release(&b);
    }
    arena_release(&arena);
    json_parser_free(p);
}

static void writer_writes(void **state) {
    struct buf b;
    struct jw w;
    struct err e = ERR_INIT;
    buf_init(&b, "out", 1 << 16);
    jw_init(&w, &b);
    jw_obj(&w);
    JW_INT(&w, "min", INT64_MIN);
    jw_key(&w, "max");
    jw_uint(&w, UINT64_MAX);
    JW_STR(&w, "s", STR("tab\t \"q\" \\ \x01 long enough for words"));
    JW_Z(&w, "none", NULL);
    JW_BOOL(&w, "yes", true);
    JW_TIME(&w, "at", 0);
    jw_key_str(&w, STR("k\"\n"));
    jw_arr(&w);
    jw_arr(&w);
    jw_arr_end(&w);
    jw_double(&w, 0.1);
    jw_double(&w, NAN);
    jw_double(&w, -INFINITY);
    jw_double(&w, 3.0);
    jw_raw(&w, STR("{\"r\":1}"));
    jw_null(&w);
    jw_str(&w, str_n("a\0b", 3));
    jw_str(&w, (struct str){ NULL, 0 });
    jw_value(&w, (struct json){ 0 });
    jw_obj(&w);
    jw_obj_end(&w);
    jw_arr_end(&w);
    jw_obj_end(&w);
    assert_int_equal(buf_check(&b, &e), 0);
    buf_putc(&b, '\0');
    assert_string_equal(
        b.data, "{\"min\":-9223372036854775808,\"max\":18446744073709551615,"
                "\"s\":\"tab\\t \\\"q\\\" \\\\ \\u0001 long enough for words\",\"none\":null,"
                "\"yes\":true,\"at\":\"1970-01-01T00:00:00.000Z\",\"k\\\"\\n\":[[],0.1,null,null,"
                "3,{\"r\":1},null,\"ab\",\"\",null,{}]}");
    buf_release(&b);
}

/* Each byte at each place of a word is escaped or not, as a plain loop would. */
static void every_byte_at_every_place(void **state) {
    struct json_parser *p = json_parser_new();
    for (int c = 1; c < 128; c++) {
        for (size_t at = 0; at < 19; at++) {
            char text[20], out[256];
            memset(text, 'x', sizeof text);
            text[at] = (char)c;
            struct buf b;
            struct jw w;
            struct err e = ERR_INIT;
            struct json v;
            buf_init(&b, "out", 255);
            jw_init(&w, &b);
            jw_str(&w, str_n(text, 19));
            memcpy(out, b.data, b.len);
            assert_int_equal(json_parse(p, out, b.len, &v, &e), 0);
            assert_true(str_eq(json_str(v), str_n(text, 19)));
            bool plain = c >= 0x20 && c != '"' && c != '\\';
            assert_int_equal(b.len == 21, plain);
            buf_release(&b);
        }
    }
    json_parser_free(p);
}

static void doubles_read_back(void **state) {
    struct json_parser *p = json_parser_new();
    uint64_t x = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        double d, back = 0;
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        memcpy(&d, &x, 8);
        if (i % 2)
            d = (double)(int64_t)x / 100;
        if (!isfinite(d))
            continue;
        struct buf b;
        struct jw w;
        struct err e = ERR_INIT;
        struct json v;
        buf_init(&b, "out", 64);
        jw_init(&w, &b);
        jw_double(&w, d);
        assert_int_equal(json_parse(p, b.data, b.len, &v, &e), 0);
        assert_true(json_double(v, &back));
        if (back != d)
            fail_msg("%.17g written as %.*s", d, (int)b.len, b.data);
        buf_release(&b);
    }
    json_parser_free(p);
}

static void sizes_up_and_down(void **state) {
    struct json_parser *p = json_parser_new();
    struct buf b;
    buf_init(&b, "out", 1 << 22);
    for (int round = 0; round < 30; round++) {
        int n = round % 2 ? 10 : round * 3000;
        struct err e = ERR_INIT;
        struct json v;
        buf_reset(&b);
        buf_putc(&b, '[');
        for (int i = 0; i < n; i++)
            buf_printf(&b, "%s{\"i\":%d}", i ? "," : "", i);
        buf_putc(&b, ']');
        assert_int_equal(json_parse(p, b.data, b.len, &v, &e), 0);
        assert_int_equal(json_count(v), n);
    }
    buf_release(&b);
    json_parser_free(p);
}

static char *slurp(const char *dir, const char *name, size_t *ret_n) {
    char path[2048];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *text = malloc(1 << 20);
    *ret_n = fread(text, 1, 1 << 20, f);
    fclose(f);
    return realloc(text, *ret_n ? *ret_n : 1);
}

static void json_test_suite(void **state) {
    const char *fixtures = getenv("MUSUBI_FIXTURES"), *must = getenv("MUSUBI_FIXTURES_REQUIRED");
    char dir[900];
    snprintf(dir, sizeof dir, "%s/json-test-suite/test_parsing",
             fixtures ? fixtures : "../shared/fixtures");
    DIR *d = opendir(dir);
    if (!d) {
        assert_false(must && strcmp(must, "1") == 0);
        printf("skipped: no fixtures\n");
        return;
    }
    struct json_parser *p = json_parser_new();
    int files = 0;
    for (struct dirent *entry; (entry = readdir(d));) {
        char kind = entry->d_name[0];
        if (!strstr(entry->d_name, ".json"))
            continue;
        size_t n;
        char *text = slurp(dir, entry->d_name, &n);
        struct err e = ERR_INIT;
        struct json v;
        int rc = json_parse(p, text, n, &v, &e);
        if ((kind == 'y' && rc != 0) || (kind == 'n' && rc == 0))
            fail_msg("%s: got %d %s", entry->d_name, rc, e.msg);
        if (rc != 0)
            assert_true(e.code == E_INVALID || e.code == E_LIMIT);
        free(text);
        files++;
    }
    closedir(d);
    json_parser_free(p);
    assert_int_equal(files, 318);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_there_and_back),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(navigation),
        cmocka_unit_test(whole_doubles_are_ints),
        cmocka_unit_test(equal_and_copies),
        cmocka_unit_test(writer_writes),
        cmocka_unit_test(every_byte_at_every_place),
        cmocka_unit_test(doubles_read_back),
        cmocka_unit_test(sizes_up_and_down),
        cmocka_unit_test(json_test_suite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
