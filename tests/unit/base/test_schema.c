/* test_schema.c - JSON Schema: what fits, what does not, and what the error says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/re.h"
#include "base/schema.h"

/* Check `value` against `schema`: "ok", "where | msg | hint", or "schema: where | msg". */
static const char *run(const char *schema, const char *value, char *out, size_t size) {
    struct json_parser *p = json_parser_new(), *q = json_parser_new();
    struct err e = ERR_INIT;
    struct json v;
    if (json_parse(p, schema, strlen(schema), &v, &e) != 0)
        fail_msg("%s: %s", schema, e.msg);
    struct schema *s = schema_compile(v, v, &e);
    json_parser_free(p); /* the schema keeps what it needs */
    if (!s) {
        snprintf(out, size, "schema: %s | %s", e.where, e.msg);
    } else if (json_parse(q, value, strlen(value), &v, &e) != 0) {
        fail_msg("%s: %s", value, e.msg);
    } else if (schema_check(s, v, &e) == 0) {
        assert_int_equal(e.code, E_OK);
        snprintf(out, size, "ok");
    } else {
        snprintf(out, size, "%s | %s%s%s", e.where, e.msg, e.hint[0] ? " | " : "", e.hint);
    }
    schema_free(s);
    json_parser_free(q);
    return out;
}

struct verdict {
    const char *schema, *value, *want;
};

static void hold(const struct verdict *cases, size_t n) {
    char out[1024];
    for (size_t i = 0; i < n; i++)
        if (strcmp(run(cases[i].schema, cases[i].value, out, sizeof out), cases[i].want) != 0)
            fail_msg("%s\n  on %s\n  got  %s\n  want %s", cases[i].schema, cases[i].value, out,
                     cases[i].want);
}
#define HOLD(cases) hold(cases, sizeof(cases) / sizeof(cases)[0])

static void types_and_constants(void **state) {
    static const struct verdict CASES[] = {
        { "true", "1", "ok" },
        { "false", "1", " | is not allowed here" },
        { "{}", "null", "ok" },
        { "{\"type\":\"string\"}", "\"x\"", "ok" },
        { "{\"type\":\"string\"}", "1", " | must be string, not number" },
        { "{\"type\":\"integer\"}", "1", "ok" },
        { "{\"type\":\"integer\"}", "1.0", "ok" },
        { "{\"type\":\"integer\"}", "1.5", " | must be integer, not number" },
        { "{\"type\":\"number\"}", "1", "ok" },
        { "{\"type\":[\"string\",\"null\"]}", "null", "ok" },
        { "{\"type\":[\"string\",\"null\"]}", "[]", " | must be null or string, not array" },
        { "{\"type\":\"object\"}", "[]", " | must be object, not array" },
        { "{\"type\":\"boolean\"}", "false", "ok" },
        { "{\"enum\":[\"a\",\"b\",3]}", "\"b\"", "ok" },
        { "{\"enum\":[\"a\",\"b\",3]}", "3.0", "ok" },
        { "{\"enum\":[\"a\",\"b\",3]}", "\"c\"",
          " | \"c\" is not one of the allowed values | allowed: \"a\", \"b\", 3" },
        { "{\"const\":{\"a\":[1]}}", "{\"a\":[1]}", "ok" },
        { "{\"const\":{\"a\":[1]}}", "{\"a\":[2]}",
          " | must be the one allowed value | allowed: {\"a\":[1]}" },
        { "{\"const\":null}", "null", "ok" },
        { "{\"const\":null}", "0", " | must be the one allowed value | allowed: null" },
    };
    HOLD(CASES);
}

static void scalars(void **state) {
    static const struct verdict CASES[] = {
        { "{\"minLength\":2}", "\"\xE7\xB5\x90\xE3\x81\xB3\"", "ok" },
        { "{\"minLength\":2}", "\"\xE7\xB5\x90\"", " | must have at least 2 characters, has 1" },
        { "{\"maxLength\":1}", "\"\xE7\xB5\x90\"", "ok" },
        { "{\"maxLength\":1}", "\"ab\"", " | must have at most 1 characters, has 2" },
        { "{\"maxLength\":1}", "12", "ok" },
        { "{\"pattern\":\"^[a-z]+$\"}", "\"abc\"", "ok" },
        { "{\"pattern\":\"^[a-z]+$\"}", "\"aBc\"", " | does not match the pattern" },
        { "{\"pattern\":\"b\"}", "\"abc\"", "ok" },
        { "{\"minimum\":1,\"maximum\":3}", "1", "ok" },
        { "{\"minimum\":1,\"maximum\":3}", "0.5", " | must be at least 1" },
        { "{\"minimum\":1,\"maximum\":3}", "3.1", " | must be at most 3" },
        { "{\"maximum\":0.1}", "0.2", " | must be at most 0.1" },
        { "{\"exclusiveMinimum\":1}", "1", " | must be above 1" },
        { "{\"exclusiveMaximum\":1}", "1", " | must be below 1" },
        { "{\"exclusiveMaximum\":1}", "0.9", "ok" },
        { "{\"maximum\":9223372036854775806}", "9223372036854775807",
          " | must be at most 9223372036854775806" },
        { "{\"multipleOf\":5}", "15", "ok" },
        { "{\"multipleOf\":5}", "16", " | must be a multiple of 5" },
        { "{\"multipleOf\":0.01}", "19.99", "ok" },
        { "{\"multipleOf\":0.01}", "19.995", " | must be a multiple of 0.01" },
        { "{\"multipleOf\":3}", "9007199254740992", " | must be a multiple of 3" },
        { "{\"format\":\"date-time\"}", "\"2026-11-23T14:32:56Z\"", "ok" },
        { "{\"format\":\"date-time\"}", "\"2026-02-30\"",
          " | must be a time such as 2026-11-23T14:32:56Z" },
        { "{\"format\":\"email\"}", "\"a.b+c@example.co.jp\"", "ok" },
        { "{\"format\":\"email\"}", "\"a@b@c\"", " | must be an e-mail address" },
        { "{\"format\":\"email\"}", "\"@b.c\"", " | must be an e-mail address" },
        { "{\"format\":\"email\"}", "\"a@\"", " | must be an e-mail address" },
        { "{\"format\":\"email\"}", "\"a@b..c\"", " | must be an e-mail address" },
        { "{\"format\":\"email\"}", "\"a b@c.d\"", " | must be an e-mail address" },
        { "{\"format\":\"email\"}", "\"\"", " | must be an e-mail address" },
        { "{\"format\":\"uri\"}", "\"https://example.com/a?b=c#d\"", "ok" },
        { "{\"format\":\"uri\"}", "\"mailto:a@b.c\"", "ok" },
        { "{\"format\":\"uri\"}", "\"/a/b\"", " | must be a URI" },
        { "{\"format\":\"uri\"}", "\"http://a b\"", " | must be a URI" },
        { "{\"format\":\"uri\"}", "\"\"", " | must be a URI" },
        { "{\"format\":\"uuid\"}", "\"019abcde-f012-7abc-8def-0123456789ab\"", "ok" },
        { "{\"format\":\"uuid\"}", "\"019abcde\"", " | must be a UUID" },
    };
    HOLD(CASES);
}

#define PERSON \
    "{\"type\":\"object\",\"properties\":{\"email\":{\"type\":\"string\"}," \
    "\"plan\":{\"enum\":[\"free\",\"pro\"]}},\"required\":[\"email\",\"zip\"]," \
    "\"additionalProperties\":false}"

static void containers(void **state) {
    static const struct verdict CASES[] = {
        { "{\"required\":[\"b\",\"a\"]}", "{\"a\":1}", " | missing property \"b\"" },
        { "{\"required\":[\"b\",\"a\"]}", "{\"b\":1,\"b\":2}", " | missing property \"a\"" },
        { "{\"required\":[\"a\",\"a\"]}", "{\"a\":1}", "ok" },
        { "{\"required\":[\"b\",\"a\"]}", "{\"a\":1,\"b\":null}", "ok" },
        { PERSON, "{\"email\":\"x\",\"emial\":1}",
          "/emial | unknown property \"emial\" | did you mean \"email\"?" },
        { PERSON, "{\"telephone\":1}",
          "/telephone | unknown property \"telephone\" | known: plan, email" },
        { PERSON, "{\"email\":1}", "/email | must be string, not number" },
        { PERSON, "{\"plan\":\"gold\"}",
          "/plan | \"gold\" is not one of the allowed values | allowed: \"free\", \"pro\"" },
        { PERSON, "{\"email\":\"x\"}", " | missing property \"zip\"" },
        { "{\"properties\":{\"a\":{\"properties\":{\"b/c~\":false}}}}",
          "{\"a\":{\"b/c~\":1}}", "/a/b~1c~0 | is not allowed here" },
        { "{\"properties\":{\"a\":true},\"additionalProperties\":{\"type\":\"integer\"}}",
          "{\"a\":\"x\",\"b\":1,\"c\":\"y\"}", "/c | must be integer, not string" },
        { "{\"minProperties\":1}", "{}", " | must have at least 1 properties, has 0" },
        { "{\"maxProperties\":1}", "{\"a\":1,\"b\":2}",
          " | must have at most 1 properties, has 2" },
        { "{\"items\":{\"items\":{\"type\":\"integer\"}}}", "[[1],[2,\"x\"]]",
          "/1/1 | must be integer, not string" },
        { "{\"minItems\":1}", "[]", " | must have at least 1 items, has 0" },
        { "{\"maxItems\":1}", "[1,2]", " | must have at most 1 items, has 2" },
        { "{\"uniqueItems\":true}", "[1,2,\"1\",[1],{\"a\":1,\"b\":2},true,null]", "ok" },
        { "{\"uniqueItems\":true}", "[1,2,1.0]", " | must not hold the same value twice" },
        { "{\"uniqueItems\":true}", "[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1}]",
          " | must not hold the same value twice" },
        { "{\"uniqueItems\":true}", "[[1,2],[2,1]]", "ok" },
        { "{\"uniqueItems\":false}", "[1,1]", "ok" },
    };
    HOLD(CASES);
}

#define FORMS \
    "{\"oneOf\":[{\"properties\":{\"kind\":{\"const\":\"a\"},\"n\":{\"type\":\"integer\"}}," \
    "\"required\":[\"kind\"]},{\"properties\":{\"kind\":{\"const\":\"b\"}," \
    "\"list\":{\"items\":{\"type\":\"string\"}}},\"required\":[\"kind\"]}]}"

static void branches_and_references(void **state) {
    static const struct verdict CASES[] = {
        { "{\"anyOf\":[{\"type\":\"string\"},{\"minimum\":3}]}", "4", "ok" },
        { "{\"anyOf\":[{\"type\":\"string\"},{\"minimum\":3}]}", "2",
          " | fits none of the 2 allowed forms" },
        { "{\"anyOf\":[{\"const\":1}]}", "2", " | must be the one allowed value | allowed: 1" },
        { "{\"oneOf\":[{\"enum\":[1]}]}", "2",
          " | is not one of the allowed values | allowed: 1" },
        { "{\"oneOf\":[{\"const\":1},{\"const\":3}]}", "2",
          " | fits none of the 2 allowed forms" },
        { "{\"allOf\":[{\"minimum\":3},{\"maximum\":5}]}", "6", " | must be at most 5" },
        { "{\"oneOf\":[{\"minimum\":3},{\"maximum\":5}]}", "4",
          " | fits more than one of the 2 allowed forms" },
        { "{\"oneOf\":[{\"minimum\":3},{\"maximum\":5}]}", "6", "ok" },
        { FORMS, "{\"kind\":\"b\",\"list\":[\"x\"]}", "ok" },
        { FORMS, "{\"kind\":\"b\",\"list\":[1]}", "/list/0 | must be string, not number" },
        { FORMS, "{\"kind\":\"a\",\"n\":\"x\"}", "/n | must be integer, not string" },
        { "{\"$defs\":{\"p\":{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":"
          "\"#/$defs/p\"}},\"additionalProperties\":false}},\"$ref\":\"#/$defs/p\"}",
          "{\"next\":{\"next\":{\"nxt\":1}}}",
          "/next/next/nxt | unknown property \"nxt\" | did you mean \"next\"?" },
        { "{\"items\":{\"$ref\":\"#\"},\"type\":\"array\"}", "[[],[[]],[1]]",
          "/2/0 | must be array, not number" },
        { "{\"x-a\":{\"b/c d\":[0,{\"type\":\"null\"}]},\"$ref\":\"#/x-a/b~1c%20d/1\"}", "1",
          " | must be null, not number" },
    };
    HOLD(CASES);
}

static void bad_schemas_are_refused(void **state) {
    static const struct verdict CASES[] = {
        { "1", "1", "schema:  | a schema must be an object, true or false" },
        { "{\"if\":true}", "1", "schema: /if | unknown schema keyword \"if\"" },
        { "{\"properties\":{\"a\":{\"nullable\":true}}}", "1",
          "schema: /properties/a/nullable | unknown schema keyword \"nullable\"" },
        { "{\"type\":\"text\"}", "1",
          "schema: /type | type must be null, boolean, integer, number, string, array or object" },
        { "{\"type\":[]}", "1", "schema: /type | type must name at least one type" },
        { "{\"enum\":[]}", "1", "schema: /enum | enum must be an array of at least one value" },
        { "{\"required\":\"a\"}", "1", "schema: /required | required must be an array of names" },
        { "{\"required\":[1]}", "1", "schema: /required | required must be an array of names" },
        { "{\"properties\":[]}", "1", "schema: /properties | properties must be an object" },
        { "{\"minLength\":-1}", "1", "schema: /minLength | must be a whole number from 0" },
        { "{\"minimum\":\"1\"}", "1", "schema: /minimum | must be a number" },
        { "{\"multipleOf\":0}", "1", "schema: /multipleOf | multipleOf must be above 0" },
        { "{\"pattern\":\"(\"}", "1", "schema: /pattern | pattern: missing ): (" },
        { "{\"pattern\":\"(?=a)\"}", "1",
          "schema: /pattern | pattern: invalid perl operator: (?=" },
        { "{\"format\":\"ipv4\"}", "1",
          "schema: /format | format must be date-time, email, uri or uuid" },
        { "{\"anyOf\":[]}", "1", "schema: /anyOf | must be an array of at least one schema" },
        { "{\"allOf\":[true,2]}", "1",
          "schema: /allOf/1 | a schema must be an object, true or false" },
        { "{\"$ref\":\"other.json\"}", "1", "schema: /$ref | $ref must begin with #/" },
        { "{\"$ref\":\"#/nowhere\"}", "1", "schema: /$ref | $ref leads nowhere" },
        { "{\"$ref\":\"#\"}", "1",
          "schema:  | schema refers to itself without entering a member" },
        { "{\"$defs\":{\"a\":{\"anyOf\":[{\"$ref\":\"#/$defs/b\"}]},\"b\":{\"$ref\":"
          "\"#/$defs/a\"}}}", "1",
          "schema:  | schema refers to itself without entering a member" },
        { "{\"x-a\":{\"type\":7},\"$ref\":\"#/x-a\"}", "1",
          "schema: /x-a/type | type must be null, boolean, integer, number, string, array or "
          "object" },
        { "{\"uniqueItems\":1}", "1", "schema: /uniqueItems | uniqueItems must be true or false" },
    };
    HOLD(CASES);
}

static void ignored_words_are_ignored(void **state) {
    static const struct verdict CASES[] = {
        { "{\"title\":1,\"description\":2,\"default\":3,\"example\":4,\"examples\":5,"
          "\"$schema\":6,\"$id\":7,\"$comment\":8,\"deprecated\":9,\"x-any\":{\"if\":1}}",
          "1", "ok" },
    };
    HOLD(CASES);
}

/* Branches in branches double at each level: 2^40 steps without the limit. */
static void work_is_limited(void **state) {
    struct buf b;
    char out[1024];
    buf_init(&b, "schema", 1 << 16);
    buf_puts(&b, "{\"$defs\":{");
    for (int i = 0; i < 40; i++)
        buf_printf(&b, "\"d%d\":{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"},"
                   "{\"$ref\":\"#/$defs/d%d\"}]},", i, i + 1, i + 1);
    buf_puts(&b, "\"d40\":true},\"$ref\":\"#/$defs/d0\"}");
    buf_putc(&b, '\0');
    assert_string_equal(run(b.data, "1", out, sizeof out),
                        " | too much to check against this schema");
    buf_release(&b);
}

static void patterns(void **state) {
    static const struct {
        const char *pattern, *text;
        bool found;
    } CASES[] = {
        { "", "", true },       { "", "x", true },          { "^a.c$", "abc", true },
        { "^a.c$", "a\xE7\xB5\x90" "c", true },             { "^a.c$", "xabc", false },
        { "(?i)ABC", "xabcx", true },                       { "\\d{3}", "12", false },
        { "(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct err e = ERR_INIT;
        struct re *re = re_compile(str_of(CASES[i].pattern), &e);
        assert_non_null(re);
        if (re_match(re, str_of(CASES[i].text)) != CASES[i].found)
            fail_msg("/%s/ on \"%s\": want %d", CASES[i].pattern, CASES[i].text, CASES[i].found);
        re_free(re);
    }
    struct err e = ERR_INIT;
    assert_null(re_compile(STR("((((a{100}){100}){100}){100}"), &e));
    assert_true(e.code == E_LIMIT || e.code == E_INVALID);
    re_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_and_constants),
        cmocka_unit_test(scalars),
        cmocka_unit_test(containers),
        cmocka_unit_test(branches_and_references),
        cmocka_unit_test(bad_schemas_are_refused),
        cmocka_unit_test(ignored_words_are_ignored),
        cmocka_unit_test(work_is_limited),
        cmocka_unit_test(patterns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
