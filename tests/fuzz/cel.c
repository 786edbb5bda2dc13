/* cel.c - fuzz target: any text compiles or is refused with its place; what compiles is written
 * in a form that reads as the same; any run ends, checked and unchecked.  With a host an answer
 * holds as long as was said. */
#include "base/check.h"
#include "lang/cel/cel.h"
#include "unit/lang/toy_host.h"

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

/* The answer at that time, as text; until when it holds. */
static int64_t answer_at(const struct cel_plan *p, int64_t now_ms, struct buf *out,
                         struct err *err) {
    struct arena a;
    struct cel_value v, in[3];
    struct toy toy = { 0 };
    toy_values(now_ms, in);
    arena_init(&a, "run", 1 << 20);
    struct cel_run r = { .arena = &a, .vars = in, .now_ms = now_ms, .host = &toy,
                         .steps_max = 20000 };
    if (cel_eval(p, &r, &v, err) == 0) {
        cel_value_text(v, out);
        CHECK(v.kind != CEL_ERROR && v.kind != CEL_SEQ);
    } else {
        CHECK(err->code == E_INVALID || err->code == E_LIMIT);
        buf_puts(out, err->msg);
    }
    arena_release(&a);
    CHECK(r.until_ms > now_ms);
    return r.until_ms;
}

/* Not where it ran into a limit, and not where a difference left its range (until.c, LIMITS). */
static bool counts(struct buf *text, const struct err *err) {
    buf_putc(text, '\0');
    return !text->full && err->code != E_LIMIT && !strstr(text->data, "out of range");
}

static void run_with_host(const struct cel_plan *p) {
    struct buf now, later;
    struct err err = ERR_INIT, err_later = ERR_INIT;
    uint32_t at, n;
    buf_init(&now, "value", 1 << 16);
    buf_init(&later, "value", 1 << 16);
    int64_t until = answer_at(p, TOY_NOW, &now, &err), day = TOY_NOW + 86400000;
    (void)answer_at(p, until < day ? until - 1 : day, &later, &err_later);
    if (cel_plan_now(p, &at, &n) != CEL_NOW_OTHER && counts(&now, &err) &&
        counts(&later, &err_later))
        CHECK(str_eq(buf_str(&now), buf_str(&later)));
    buf_release(&now);
    buf_release(&later);
}

static void try_with(const struct cel_env *env, struct str source) {
    struct err err = ERR_INIT;
    uint32_t at, size;
    struct cel_plan *p = cel_compile(env, source, &at, &size, &err);
    if (!p) {
        CHECK(err.code == E_INVALID || err.code == E_LIMIT || err.code == E_NOT_FOUND);
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
    if (env->host)
        run_with_host(p);
    else
        run(p);
    cel_plan_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct str source = str_n((const char *)data, n);
    const uint32_t n_vars = sizeof vars / sizeof *vars;
    try_with(&(struct cel_env){ .vars = vars, .n_vars = n_vars }, source);
    try_with(&(struct cel_env){ .vars = vars, .n_vars = n_vars, .unchecked = true }, source);
    struct cel_env hosted = toy_env;
    try_with(&hosted, source);
    hosted.unchecked = true;
    try_with(&hosted, source);
    return 0;
}
