/* cel.c - fuzz target: any text compiles or is refused with its place; what compiles is written
 * in a form that reads as the same; any run ends, checked and unchecked. */
#include "base/check.h"
#include "lang/cel/cel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct cel_type strings_to_dyn = { .kind = CEL_MAP, .a = &cel_types[CEL_STRING],
                                                .b = &cel_types[CEL_DYN] };
static const struct cel_type ints = { .kind = CEL_LIST, .a = &cel_types[CEL_INT] };
static const struct cel_var vars[] = {
    { "s", &cel_types[CEL_STRING] }, { "i", &cel_types[CEL_INT] },
    { "d", &cel_types[CEL_DOUBLE] }, { "l", &ints },
    { "m", &strings_to_dyn },        { "t", &cel_types[CEL_TIMESTAMP] },
};

static void run(const struct cel_plan *p) {
    static const struct cel_value elements[] = {
        { .kind = CEL_INT, .i = 3 }, { .kind = CEL_INT, .i = -1 }, { .kind = CEL_INT, .i = 3 },
    };
    static const struct cel_list list = { 3, elements };
    static const struct cel_map map = { .n = 0 };
    const struct cel_value in[] = {
        cel_string(STR("\xE4\xBD\x90\xE8\x97\xA4 abc")),
        cel_int(7),
        cel_double(1.5),
        { .kind = CEL_LIST, .list = &list },
        { .kind = CEL_MAP, .map = &map },
        { .kind = CEL_TIMESTAMP, .i = 1790000000 },
    };
    struct arena a;
    struct cel_value v;
    struct err err = ERR_INIT;
    arena_init(&a, "run", 1 << 20);
    struct cel_run r = { .arena = &a, .vars = in, .steps_max = 20000 };
    if (cel_eval(p, &r, &v, &err) == 0) {
        struct buf b;
        buf_init(&b, "value", 1 << 16);
        cel_value_text(v, &b);
        CHECK(v.kind != CEL_ERROR);
        buf_release(&b);
    } else {
        CHECK(err.code == E_INVALID || err.code == E_LIMIT);
    }
    arena_release(&a);
}

static void try_with(const struct cel_env *env, struct str source) {
    struct err err = ERR_INIT;
    uint32_t at, size;
    struct cel_plan *p = cel_compile(env, source, &at, &size, &err);
    if (!p) {
        CHECK(err.code == E_INVALID || err.code == E_LIMIT);
        CHECK(at <= source.n && size <= source.n - at);
        return;
    }
    struct buf once, twice;
    buf_init(&once, "text", 8 * CEL_SOURCE_MAX);
    buf_init(&twice, "text", 8 * CEL_SOURCE_MAX);
    cel_plan_text(p, &once);
    if (once.len <= CEL_SOURCE_MAX) {
        struct cel_plan *q = cel_compile(env, buf_str(&once), NULL, NULL, &err);
        CHECK(q || err.code == E_LIMIT); /* brackets may make it deeper */
        if (q)
            cel_plan_text(q, &twice);
        CHECK(!q || str_eq(buf_str(&once), buf_str(&twice)));
        cel_plan_free(q);
    }
    buf_release(&once);
    buf_release(&twice);
    run(p);
    cel_plan_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct str source = str_n((const char *)data, n);
    const uint32_t n_vars = sizeof vars / sizeof *vars;
    try_with(&(struct cel_env){ .vars = vars, .n_vars = n_vars }, source);
    try_with(&(struct cel_env){ .vars = vars, .n_vars = n_vars, .unchecked = true }, source);
    return 0;
}
