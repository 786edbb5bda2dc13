/* test_cel.c - faults with place and hint, limits, canonical text, what a run may use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lang/cel/cel_internal.h"

static const struct cel_type strings_to_dyn = { .kind = CEL_MAP, .a = &cel_types[CEL_STRING],
                                                .b = &cel_types[CEL_DYN] };
static const struct cel_var vars[] = {
    { "plan", &cel_types[CEL_STRING] },
    { "age", &cel_types[CEL_INT] },
    { "balance", &cel_types[CEL_DOUBLE] },
    { "person", &strings_to_dyn },
};
static const struct cel_env env = { .vars = vars, .n_vars = sizeof vars / sizeof *vars };

/* ---- every wrong expression gets its place and a hint ---- */

static const struct { const char *source, *where, *msg, *hint; uint32_t at, n; } wrong[] = {
    { "", "line 1, column 1", "the expression ends where a value should follow", "", 0, 0 },
    { "1 +", "line 1, column 4", "the expression ends where a value should follow", "", 3, 0 },
    { "plann == 'x'", "line 1, column 1", "nothing is called \"plann\" here",
      "did you mean \"plan\"?", 0, 5 },
    { "plan == 'x' &&\n  agee > 3", "line 2, column 3", "nothing is called \"agee\" here",
      "did you mean \"age\"?", 17, 4 },
    { "'\xE4\xBD\x90\xE8\x97\xA4' == plam", "line 1, column 9", "nothing is called \"plam\" here",
      "did you mean \"plan\"?", 12, 4 },
    { "plan = 'x'", "line 1, column 6", "\"=\" has no meaning here", "equality is written ==", 5,
      1 },
    { "age & 1", "line 1, column 5", "\"&\" has no meaning here", "and is written &&", 4, 1 },
    { "age > 'old'", "line 1, column 1", "operator _>_ does not take (int, string)",
      "convert one of them, as with double(\xE2\x80\xA6) or string(\xE2\x80\xA6)", 0, 11 },
    { "balance + age", "line 1, column 1", "operator _+_ does not take (double, int)",
      "convert one of them, as with double(\xE2\x80\xA6) or string(\xE2\x80\xA6)", 0, 13 },
    { "plan.startWith('a')", "line 1, column 1", "there is no function \"startWith\"",
      "did you mean \"startsWith\"?", 0, 19 },
    { "plan.startsWith(1)", "line 1, column 1", "startsWith does not take (int) on string", "", 0,
      18 },
    { "age.name", "line 1, column 1", "a value of type int has no fields", "", 0, 3 },
    { "[1, 2].map(1, 2)", "line 1, column 12", "a variable of a macro must be a simple name",
      "as x in items.map(x, x + 1)", 11, 1 },
    { "age.all(x, x > 1)", "line 1, column 1",
      "a int cannot be gone through; a list or a map can", "", 0, 3 },
    { "age && true", "line 1, column 1", "a condition is a int, not a bool", "", 0, 3 },
    { "true ? 1 : 'a'", "line 1, column 1", "one side of the choice is a int, the other a string",
      "dyn(\xE2\x80\xA6) around one of them allows both", 0, 14 },
    { "has(plan)", "line 1, column 5", "has() needs a field, as in has(a.b)", "", 4, 4 },
    { "'abc", "line 1, column 1", "a string does not end", "it began with '", 0, 4 },
    { "'a\\qb'", "line 1, column 3", "a string has no escape \"\\q\"",
      "write \\\\ for a backslash, or r\"\xE2\x80\xA6\" for one without escapes", 2, 2 },
    { "9223372036854775808", "line 1, column 1", "this int does not fit into 64 bits", "", 0, 19 },
    { "plan.matches('(')", "line 1, column 14", NULL, NULL, 13, 3 },
    { "(1 + 2", "line 1, column 7", "the expression ends where \")\" should follow", "", 6, 0 },
    { "1 2", "line 1, column 3", "\"2\" stands where an operator or the end should", "", 2, 1 },
    { ".null()", "line 1, column 2", "\"null\" stands where a value should", "", 1, 4 },
    { "for + 1", "line 1, column 1", "\"for\" is a reserved word", "", 0, 3 },
    { "Money{amount: 1}", "line 1, column 1", "messages are not a part of this language",
      "a map is written {\"field\": value}", 0, 6 },
    { "{1.5: 2}", "line 1, column 2", "a double cannot be the key of a map", "", 1, 3 },
    { "\xC3", "", "the expression is no UTF-8", "", 0, 0 },
};

static void faults(void **state) {
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct err err = ERR_INIT;
        uint32_t at = 0, n = 0;
        struct cel_plan *p = cel_compile(&env, str_of(wrong[i].source), &at, &n, &err);
        if (p)
            fail_msg("\"%s\" is accepted", wrong[i].source);
        assert_int_equal(err.code, E_INVALID);
        assert_string_equal(err.where, wrong[i].where);
        if (wrong[i].msg)
            assert_string_equal(err.msg, wrong[i].msg);
        if (wrong[i].hint)
            assert_string_equal(err.hint, wrong[i].hint);
        if (at != wrong[i].at || n != wrong[i].n)
            fail_msg("\"%s\": %u bytes at %u", wrong[i].source, n, at);
    }
}

/* ---- limits ---- */

static char *repeated(const char *head, const char *part, unsigned times, const char *tail) {
    size_t n = strlen(part);
    char *s = malloc(strlen(head) + n * times + strlen(tail) + 1), *to = stpcpy(s, head);
    for (unsigned i = 0; i < times; i++)
        to = stpcpy(to, part);
    stpcpy(to, tail);
    return s;
}

static void limits_of_source(void **state) {
    static const struct {
        const char *head, *part;
        unsigned times;
        const char *tail;
        bool fine;
    } cases[] = {
        { "", "(", 100, "", false },           { "", "[", 100000 / 8, "", false },
        { "1", " + 1", 200, "", true },        { "1", " + 1", 300, "", false },
        { "true", " && true", 2000, "", true }, { "", "!", 240, "true", true },
        { "", "!", 5000, "true", false },      { "'", "x", 30000, "'", false },
        { "[1", ",1", 5000, "]", false },      { "[1", ",1", 4000, "]", true },
        { "", "-", 3000, "1", false },         { "a", ".b", 300, "", false },
    };
    static const struct cel_env loose = { .unchecked = true };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *s = repeated(cases[i].head, cases[i].part, cases[i].times, cases[i].tail);
        struct err err = ERR_INIT;
        struct cel_plan *p = cel_compile(&loose, str_of(s), NULL, NULL, &err);
        if ((p != NULL) != cases[i].fine)
            fail_msg("%s%s\xE2\x80\xA6 %u times: %s", cases[i].head, cases[i].part, cases[i].times,
                     p ? "accepted" : err.msg);
        cel_plan_free(p);
        free(s);
    }
}

/* What would take for ever, or all memory, is ended. */
static void limits_of_runs(void **state) {
    static const char *const runaway[] = {
        "lists.range(1000).all(a, lists.range(1000).all(b, lists.range(1000).all(c, true)))",
        "lists.range(100000).map(a, lists.range(100000)).size() > 0",
        "cel.bind(a, 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', cel.bind(b, a + a + a + a + a + a + a + a, "
        "cel.bind(c, b + b + b + b + b + b + b + b, cel.bind(d, c + c + c + c + c + c + c + c, "
        "cel.bind(e, d + d + d + d + d + d + d + d, cel.bind(f, e + e + e + e + e + e + e + e, "
        "f + f + f + f + f + f + f + f))))))",
        "'%.1000f'.format([1.0]).replace('0', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')"
        ".replace('x', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy') == ''",
        "lists.range(20000).map(x, 20000 - x).distinct().size() == 1",
        "false || lists.range(100000).exists(a, lists.range(100000).exists(b, false))",
    };
    static const struct cel_env none = { .n_vars = 0 };
    for (size_t i = 0; i < sizeof runaway / sizeof *runaway; i++) {
        struct err err = ERR_INIT;
        struct arena a;
        struct cel_value v;
        arena_init(&a, "run", 1 << 20);
        struct cel_run run = { .arena = &a, .steps_max = 1000000 };
        struct cel_plan *p = cel_compile(&none, str_of(runaway[i]), NULL, NULL, &err);
        if (!p)
            fail_msg("%s: %s", runaway[i], err.msg);
        if (cel_eval(p, &run, &v, &err) == 0 || err.code != E_LIMIT)
            fail_msg("%s: %s", runaway[i], err.code ? err.msg : "ran to its end");
        cel_plan_free(p);
        arena_release(&a);
    }
}

/* Values and types that share their parts are small, and huge when they are gone through. */

static void nested(struct buf *b, const char *bind, const char *first, const char *next,
                   unsigned depth, const char *body) {
    buf_reset(b);
    for (unsigned i = 0; i < depth; i++) {
        buf_printf(b, bind, i);
        if (i == 0)
            buf_puts(b, first);
        else
            buf_printf(b, next, i - 1, i - 1);
        buf_puts(b, ", ");
    }
    buf_printf(b, body, depth - 1, depth - 1);
    for (unsigned i = 0; i < depth; i++)
        buf_putc(b, ')');
}

/* Its end; E_OK when it comes to a value, whose text and JSON end, too. */
static enum err_code end_of(struct str source, bool unchecked) {
    const struct cel_env loose = { .unchecked = unchecked };
    struct err err = ERR_INIT;
    struct arena a;
    struct cel_value v;
    struct cel_plan *p = cel_compile(&loose, source, NULL, NULL, &err);
    if (!p)
        return err.code;
    arena_init(&a, "run", 1 << 20);
    struct cel_run run = { .arena = &a, .steps_max = 100000 };
    if (cel_eval(p, &run, &v, &err) == 0) {
        struct buf b;
        struct jw w;
        struct err deep = ERR_INIT;
        buf_init(&b, "value", 1 << 16);
        cel_value_text(v, &b);
        buf_reset(&b);
        jw_init(&w, &b);
        if (cel_to_json(v, &w, &deep) < 0)
            assert_int_equal(deep.code, E_LIMIT);
        buf_release(&b);
    }
    cel_plan_free(p);
    arena_release(&a);
    return err.code;
}

static void hostile(void **state) {
    static const char *const bodies[] = { "z%u == z%u", "z%u in [z%u]", "[z%u, z%u].distinct()",
                                          "[z%u, z%u].flatten(100)", "'%%s'.format([[z%u, z%u]])" };
    struct buf b;
    buf_init(&b, "source", CEL_SOURCE_MAX);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        nested(&b, "cel.bind(z%u, ", "[1, 1]", "[z%u, z%u]", 40, bodies[i]);
        assert_int_equal(end_of(buf_str(&b), false), E_LIMIT);
    }
    nested(&b, "cel.bind(z%u, ", "[1, 1]", "[z%u, z%u]", 40, "[z%u, z%u]");
    assert_int_equal(end_of(buf_str(&b), false), E_OK);
    nested(&b, "cel.bind(z%u, ", "{1: 1}", "{z%u: z%u}", 40, "1");
    assert_int_equal(end_of(buf_str(&b), false), E_INVALID);
    assert_int_equal(end_of(buf_str(&b), true), E_OK); /* nothing asks for them */
    static const struct { const char *head, *part; unsigned times; const char *tail; } chains[] = {
        { "m", ".aaaaaaaaaaaaaaa", 249, "" },
        { "m", ".aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 240, "" },
        { "[1", ", lists.range(79999)", 60, "].size()" },
        { "'a'", ".replace('a', 'aaaaaaaaaaaaaaaa')", 200, "" },
        { "", "[", 200, "]" },
    };
    for (size_t i = 0; i < sizeof chains / sizeof *chains; i++)
        for (int unchecked = 0; unchecked < 2; unchecked++) {
            char *s = repeated(chains[i].head, chains[i].part, chains[i].times, chains[i].tail);
            (void)end_of(str_of(s), unchecked); /* whatever it is, it comes */
            free(s);
        }
    char *deep = repeated("", "[", 140, ""), *s = repeated(deep, "]", 140, "");
    assert_int_equal(end_of(str_of(s), false), E_OK);
    free(deep);
    free(s);
    buf_reset(&b);
    buf_puts(&b, "true");
    for (unsigned i = 0; i < 33; i++)
        buf_printf(&b, " && 'a'.matches('a%u?')", i);
    assert_int_equal(end_of(buf_str(&b), false), E_LIMIT);
    assert_int_equal(end_of(STR("math.greatest()"), true), E_INVALID);
    buf_release(&b);
}

/* What a name means must not depend on which row was found. */
static void one_function_a_name(void **state) {
    uint32_t libs;
    const struct cel_library *const *lib = cel_libraries(&libs);
    for (uint32_t l = 0; l < libs; l++)
        for (uint32_t i = 0; i < lib[l]->n; i++)
            for (uint32_t m = 0; m < libs; m++)
                for (uint32_t k = 0; k < lib[m]->n; k++) {
                    const struct cel_func *a = &lib[l]->row[i], *c = &lib[m]->row[k];
                    if (strcmp(a->name, c->name) == 0 && a->member == c->member &&
                        a->call != c->call)
                        fail_msg("%s has two functions", a->name);
                }
}

/* ---- values ---- */

static void values(void **state) {
    static const struct { const char *source, *text; } cases[] = { /* NULL: it fails */
        { "optional.of(1).orValue(1 / 0)", "1" },
        { "optional.none().orValue(1 / 0)", NULL },
        { "optional.of(1).or(optional.of(1 / 0))", "optional(1)" },
        { "dyn('abc').reverse()", "cba" },
        { "dyn([1, 2]).reverse()", "[2, 1]" },
        { "uint('\n-1')", NULL },
        { "int(' 5')", NULL },
        { "double('1e999')", NULL },
        { "double('-inf')", "-Infinity" },
        { "double('0x10')", NULL },
        { "1e999", NULL },
        { "duration('1000000000000000ns')", "1000000s" },
        { "duration('-1h30m0.5s')", "-5400.5s" },
        { "duration('99999999999999999999h')", NULL },
        { "duration('\\x001h')", NULL },
        { "timestamp('2020-01-01\\x0000:00:00Z')", NULL },
        { "timestamp('2020-01-01T00:00:00.1234567899Z')", "2020-01-01T00:00:00.123456789Z" },
        { "timestamp('2020-02-30T00:00:00Z')", NULL },
        { "timestamp(0).getHours('\\x0009:00')", NULL },
        { "timestamp(0).getHours('Asia/Tokyo')", "9" },
        { "timestamp(0).getHours('Etc/Unknown')", NULL },
        { "timestamp(0).getHours('GMT+5')", NULL },
        { "cel.bind(google, {'protobuf': {'Timestamp': 1}}, google.protobuf.Timestamp)", "1" },
        { "'aa'.replace('a', 'b', -9223372036854775808)", "bb" },
        { "[3.0, double('NaN'), 1.0, 2.0].sort()", "[NaN, 1, 2, 3]" },
        { "[3, 1, 2].sortBy(x, -x)", "[3, 2, 1]" },
        { "{1: 'a', 2u: 'b', '3': 1, true: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1}[2.0]", "b" },
        { "'%s'.format([{'b': 1, 'a': [null, b'x']}])", "{a: [null, x], b: 1}" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;
        struct cel_value v = cel_null();
        struct arena a;
        struct buf b;
        struct cel_plan *p = cel_compile(&env, str_of(cases[i].source), NULL, NULL, &err);
        arena_init(&a, "run", 1 << 20);
        buf_init(&b, "value", 10000);
        struct cel_run run = { .arena = &a, .steps_max = 1000 };
        bool fine = p && cel_eval(p, &run, &v, &err) == 0;
        if (fine)
            cel_value_text(v, &b);
        if (fine != (cases[i].text != NULL) || (fine && !str_is(buf_str(&b), cases[i].text)))
            fail_msg("%s: %.*s %s", cases[i].source, STR_FMT(buf_str(&b)), err.msg);
        buf_release(&b);
        arena_release(&a);
        cel_plan_free(p);
    }
}

/* ---- text ---- */

static void canonical(void **state) {
    static const struct { const char *from, *to; } cases[] = {
        { "plan=='gold'&&age>=18", "plan == \"gold\" && age >= 18" },
        { "(plan == 'a' || age > 1) && true", "(plan == \"a\" || age > 1) && true" },
        { "((1 + 2) * 3) - (4 - 5)", "(1 + 2) * 3 - (4 - 5)" },
        { "1 + (2 + 3)", "1 + (2 + 3)" },
        { "!(!true)", "!!true" },
        { "-(1)", "-(1)" },
        { "- 1", "-1" },
        { "-age", "-age" },
        { "--age", "--age" },
        { "1.0", "1.0" },
        { "1e30", "1e+30" },
        { "5u", "5u" },
        { "true ? 1 : false ? 2 : 3", "true ? 1 : false ? 2 : 3" },
        { "(true ? false : true) ? 1 : 2", "(true ? false : true) ? 1 : 2" },
        { "[1,2].exists( x ,x>1 )", "[1, 2].exists(x, x > 1)" },
        { "[1,2].map(x, x > 1, x)", "[1, 2].map(x, x > 1, x)" },
        { "{'a':1}.transformMap(k,v,v+1)", "{\"a\": 1}.transformMap(k, v, v + 1)" },
        { "has(person.name)", "has(person.name)" },
        { "person.?name.orValue('x')", "person.?name.orValue(\"x\")" },
        { "person.`first-name`", "person.`first-name`" },
        { "person['a']", "person[\"a\"]" },
        { "person.`name`", "person.`name`" },
        { "[1].map(int, .int)", "[1].map(int, .int)" },
        { "-([5][0])", "-[5][0]" },
        { "r'\\d'", "\"\\\\d\"" },
        { "b'\\xff'", "b\"\\xff\"" },
        { "cel.bind(x, 1, x + 1)", "cel.bind(x, 1, x + 1)" },
        { "optional.of(1).optMap(x, x + 1)", "optional.of(1).optMap(x, x + 1)" },
        { "duration('1h') < duration('90m')", "duration(\"1h\") < duration(\"90m\")" },
        { "age in [1, 2] // a comment", "age in [1, 2]" },
        { "'\xE4\xBD\x90\xE8\x97\xA4'", "\"\xE4\xBD\x90\xE8\x97\xA4\"" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;
        struct buf b;
        struct cel_plan *p = cel_compile(&env, str_of(cases[i].from), NULL, NULL, &err);
        if (!p)
            fail_msg("%s: %s", cases[i].from, err.msg);
        buf_init(&b, "text", 1000);
        cel_plan_text(p, &b);
        if (!str_is(buf_str(&b), cases[i].to))
            fail_msg("%s becomes %.*s", cases[i].from, STR_FMT(buf_str(&b)));
        buf_release(&b);
        cel_plan_free(p);
    }
}

/* ---- runs ---- */

/* One plan on many values; what fails says where. */
static void runs(void **state) {
    static const char source[] = "plan == 'gold' ?\n 100 / age : 0";
    struct err err = ERR_INIT;
    struct arena a;
    struct cel_value v, in[4] = { cel_string(STR("gold")), cel_int(4), cel_double(0), cel_null() };
    struct cel_plan *p = cel_compile(&env, str_of(source), NULL, NULL, &err);
    assert_non_null(p);
    assert_int_equal(cel_plan_type(p)->kind, CEL_INT);
    arena_init(&a, "run", 1 << 20);
    struct cel_run run = { .arena = &a, .vars = in, .steps_max = 1000 };
    assert_int_equal(cel_eval(p, &run, &v, &err), 0);
    assert_int_equal(v.i, 25);
    in[1] = cel_int(0);
    assert_int_equal(cel_eval(p, &run, &v, &err), -1);
    assert_string_equal(err.msg, "division by zero");
    assert_string_equal(err.where, "line 2, column 2");
    in[0] = cel_string(STR("free"));
    err = ERR_INIT;
    assert_int_equal(cel_eval(p, &run, &v, &err), 0);
    assert_int_equal(v.i, 0);
    cel_plan_free(p);
    arena_release(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults),         cmocka_unit_test(limits_of_source),
        cmocka_unit_test(limits_of_runs), cmocka_unit_test(hostile),
        cmocka_unit_test(values),         cmocka_unit_test(one_function_a_name),
        cmocka_unit_test(canonical),
        cmocka_unit_test(runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
