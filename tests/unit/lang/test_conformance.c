/* test_conformance.c - the cases of the CEL specification (tools/cel_cases.mjs), one by one.
 *
 * What is not as the suite says stands in `known` with the reason, which docs/cel.md tells of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "lang/cel/cel.h"

#define CASES "build/cel_cases.ndjson"
#define VARS_MAX 8

static const struct { const char *name, *reason; } known[] = {
    { "", "" },
};

struct count { unsigned passed, left_out, failed; };

/* ---- what the lines say ---- */

static const struct cel_type *read_type(struct arena *a, const char **s) {
    static const char letters[] = "nbiudsyDT?";
    static const enum cel_kind kinds[] = { CEL_NULL, CEL_BOOL, CEL_INT, CEL_UINT, CEL_DOUBLE,
                                           CEL_STRING, CEL_BYTES, CEL_DURATION, CEL_TIMESTAMP,
                                           CEL_DYN };
    char c = *(*s)++;
    const char *p = strchr(letters, c);
    if (p)
        return &cel_types[kinds[p - letters]];
    const struct cel_type *x = read_type(a, s);
    enum cel_kind kind = c == 'L' ? CEL_LIST : c == 'M' ? CEL_MAP : c == 'O' ? CEL_OPTIONAL
                                                                             : CEL_TYPE;
    return cel_type_of(a, kind, x, c == 'M' ? read_type(a, s) : NULL);
}

static const char *text(struct arena *a, struct json v) {
    struct str s = json_str(v);
    return arena_dup(a, s.s ? s.s : "", s.n);
}

/* The value of an expression without variables, whose plan stays in `keep`. */
static struct cel_value value_of(struct arena *a, struct json expr, struct cel_plan **keep) {
    static const struct cel_env none = { .n_vars = 0 };
    struct err err = ERR_INIT;
    struct cel_run run = { .arena = a, .steps_max = 1000000 };
    struct cel_value v;
    *keep = cel_compile(&none, json_str(expr), NULL, NULL, &err);
    if (!*keep || cel_eval(*keep, &run, &v, &err) < 0)
        fail_msg("\"%.*s\": %s", STR_FMT(json_str(expr)), err.msg);
    return v;
}

/* ---- one case ---- */

struct one {
    struct arena *a;
    struct json line;
    struct cel_var vars[VARS_MAX];
    struct cel_value values[VARS_MAX];
    struct cel_plan *kept[VARS_MAX + 1];
    uint32_t n;
    char why[400]; /* it failed */
};

static void read_vars(struct one *o) {
    for (struct json_it it = json_it(json_get(o->line, "vars")); json_next(&it); o->n++) {
        assert_in_range(o->n, 0, VARS_MAX - 1);
        const char *type = text(o->a, json_get(it.value, "type"));
        o->vars[o->n] = (struct cel_var){ text(o->a, json_get(it.value, "name")),
                                          read_type(o->a, &type) };
        if (json_type(json_get(it.value, "is")) == JSON_STRING)
            o->values[o->n] = value_of(o->a, json_get(it.value, "is"), &o->kept[o->n]);
    }
}

static void compare(struct one *o, struct cel_value got) {
    struct cel_value want = value_of(o->a, json_get(o->line, "is"), &o->kept[VARS_MAX]);
    bool nan = got.kind == CEL_DOUBLE && want.kind == CEL_DOUBLE && got.d != got.d &&
               want.d != want.d;
    if (nan || (got.kind == want.kind && cel_equal(got, want)))
        return;
    struct buf b;
    buf_init(&b, "values", 10000);
    cel_value_text(got, &b);
    buf_puts(&b, " instead of ");
    cel_value_text(want, &b);
    snprintf(o->why, sizeof o->why, "%.*s", STR_FMT(buf_str(&b)));
    buf_release(&b);
}

static void compare_type(struct one *o, const struct cel_plan *p) {
    const char *want = text(o->a, json_get(o->line, "type"));
    struct buf b;
    if (!*want)
        return;
    buf_init(&b, "types", 10000);
    cel_type_text(cel_plan_type(p), &b);
    size_t n = b.len;
    cel_type_text(read_type(o->a, &want), &b);
    if (b.len != 2 * n || memcmp(b.data, b.data + n, n) != 0)
        snprintf(o->why, sizeof o->why, "type %.*s instead of %.*s", (int)n, b.data,
                 (int)(b.len - n), b.data + n);
    buf_release(&b);
}

/* What is written anew means the same, and is written the same again. */
static void write_again(struct one *o, const struct cel_env *env, const struct cel_plan *p) {
    struct buf once, twice;
    struct err err = ERR_INIT;
    buf_init(&once, "text", CEL_SOURCE_MAX);
    buf_init(&twice, "text", CEL_SOURCE_MAX);
    cel_plan_text(p, &once);
    struct cel_plan *q = cel_compile(env, buf_str(&once), NULL, NULL, &err);
    if (q)
        cel_plan_text(q, &twice);
    if (!q || !str_eq(buf_str(&once), buf_str(&twice)))
        snprintf(o->why, sizeof o->why, "written as %.*s, then as %.*s %s", STR_FMT(buf_str(&once)),
                 STR_FMT(buf_str(&twice)), err.msg);
    cel_plan_free(q);
    buf_release(&once);
    buf_release(&twice);
}

static void run_case(struct one *o) {
    struct err err = ERR_INIT;
    read_vars(o);
    struct cel_env env = { .vars = o->vars, .n_vars = o->n,
                           .container = text(o->a, json_get(o->line, "container")),
                           .unchecked = json_true(json_get(o->line, "unchecked")) };
    bool fails = json_true(json_get(o->line, "fails"));
    struct cel_plan *p = cel_compile(&env, json_str(json_get(o->line, "expr")), NULL, NULL, &err);
    struct cel_run run = { .arena = o->a, .vars = o->values, .steps_max = 1000000 };
    struct cel_value got;
    bool runs = json_type(json_get(o->line, "is")) == JSON_STRING;
    if (p && (runs || fails)) {
        int rc = cel_eval(p, &run, &got, &err);
        if (rc == 0 && runs)
            compare(o, got);
        else if (rc == 0)
            snprintf(o->why, sizeof o->why, "it should have failed");
        else if (!fails)
            snprintf(o->why, sizeof o->why, "%s: %s", err.where, err.msg);
    } else if (!p && !fails) {
        snprintf(o->why, sizeof o->why, "%s: %s", err.where, err.msg);
    }
    if (p && !*o->why) {
        compare_type(o, p);
        write_again(o, &env, p);
    }
    cel_plan_free(p);
    for (uint32_t i = 0; i <= VARS_MAX; i++)
        cel_plan_free(o->kept[i]);
}

static bool is_known(struct str name) {
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_is(name, known[i].name))
            return true;
    return false;
}

static void take_line(struct json line, struct arena *a, struct count *c) {
    int64_t left_out;
    if (json_int(json_get(line, "left_out"), &left_out)) {
        c->left_out += (unsigned)left_out;
        return;
    }
    struct one o = { .a = a, .line = line };
    struct str name = json_str(json_get(line, "name"));
    run_case(&o);
    bool expected = is_known(name);
    if (*o.why && !expected)
        print_error("%.*s: %.*s\n    %s\n", STR_FMT(name),
                    STR_FMT(json_str(json_get(line, "expr"))), o.why);
    if (!*o.why && expected)
        print_error("%.*s passes, though it stands among those that do not\n", STR_FMT(name));
    if (*o.why || expected)
        c->failed += !*o.why || !expected;
    c->passed += !*o.why;
}

static void conformance(void **state) {
    FILE *f = fopen(CASES, "r");
    struct json_parser *parser = json_parser_new();
    struct count c = { 0 };
    struct arena a;
    char *line = NULL;
    size_t room = 0;
    if (!f)
        fail_msg(CASES " is not there: make tests");
    arena_init(&a, "case", 64 << 20);
    for (ssize_t n; (n = getline(&line, &room, f)) > 0;) {
        struct json v;
        struct err err = ERR_INIT;
        assert_int_equal(json_parse(parser, line, (size_t)n, &v, &err), 0);
        take_line(v, &a, &c);
        arena_reset(&a);
    }
    print_message("CEL: %u cases of the specification pass, %zu do not and are known, %u need "
                  "protobuf messages\n",
                  c.passed, sizeof known / sizeof *known - 1, c.left_out);
    free(line);
    fclose(f);
    json_parser_free(parser);
    arena_release(&a);
    assert_int_equal(c.failed, 0);
    assert_true(c.passed > 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(conformance) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
