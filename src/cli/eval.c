/* eval.c - musubi eval EXPRESSION [JSON]: try an expression without a workspace.
 *
 * The members of the JSON object are the expression's variables; "-" reads them from stdin. */
#include "cli/cli_internal.h"

#include "lang/cel/cel.h"

#include <stdio.h>
#include <stdlib.h>

#define INPUT_MAX (16u << 20)
#define STEPS_MAX 10000000u

static int read_input(const char *arg, struct buf *in, struct err *err) {
    char chunk[8192];
    if (!arg || strcmp(arg, "-") != 0) {
        buf_puts(in, arg ? arg : "{}");
        return buf_check(in, err);
    }
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, stdin)) > 0;)
        buf_put(in, chunk, n);
    return buf_check(in, err);
}

/* A variable for each member. */
static int variables(struct json object, struct arena *a, struct cel_var **ret_vars,
                     struct cel_value **ret_values, uint32_t *ret_n, struct err *err) {
    if (json_type(object) != JSON_OBJECT) {
        err_set(err, E_INVALID, "the values are no JSON object");
        return err_hint(err, "musubi eval 'age >= 18' '{\"age\": 20}'");
    }
    struct cel_value all = cel_from_json(a, object, err);
    if (all.kind == CEL_ERROR)
        return -1;
    *ret_n = all.map->n;
    *ret_vars = arena_try_alloc(a, (all.map->n + 1) * sizeof **ret_vars, err);
    *ret_values = arena_try_alloc(a, (all.map->n + 1) * sizeof **ret_values, err);
    if (!*ret_vars || !*ret_values)
        return -1;
    for (uint32_t i = 0; i < all.map->n; i++) { /* cel_from_json() puts a NUL behind */
        (*ret_vars)[i] = (struct cel_var){ all.map->v[i].key.s, &cel_types[CEL_DYN] };
        (*ret_values)[i] = all.map->v[i].value;
    }
    return 0;
}

static int print(const struct cel_plan *p, struct cel_value v, bool whole, struct err *err) {
    struct buf out, text;
    struct jw w;
    buf_init(&out, "result", INPUT_MAX);
    buf_init(&text, "text", INPUT_MAX);
    jw_init(&w, &out);
    if (whole) {
        jw_obj(&w);
        cel_plan_text(p, &text);
        JW_STR(&w, "expression", buf_str(&text));
        buf_reset(&text);
        cel_type_text(cel_plan_type(p), &text);
        JW_STR(&w, "type", buf_str(&text));
        jw_key(&w, "value");
    }
    int rc = cel_to_json(v, &w, err);
    if (whole)
        jw_obj_end(&w);
    if (rc == 0)
        rc = buf_check(&out, err);
    if (rc == 0)
        printf("%.*s\n", STR_FMT(buf_str(&out)));
    buf_release(&out);
    buf_release(&text);
    return rc;
}

static int evaluate(const struct options *o, struct json object, struct arena *a,
                    struct err *err) {
    struct cel_var *vars = NULL;
    struct cel_value *values = NULL, v;
    uint32_t n = 0;
    if (variables(object, a, &vars, &values, &n, err) < 0)
        return -1;
    struct cel_env env = { .vars = vars, .n_vars = n };
    struct cel_plan *p = cel_compile(&env, str_of(o->args[1]), NULL, NULL, err);
    struct cel_run run = { .arena = a, .vars = values, .steps_max = STEPS_MAX };
    int rc = p ? cel_eval(p, &run, &v, err) : -1;
    if (rc == 0)
        rc = print(p, v, o->value[OPT_JSON] != NULL, err);
    cel_plan_free(p);
    return rc;
}

int cmd_eval(const struct options *o, struct err *err) {
    if (o->n_args < 2 || o->n_args > 3) {
        err_set(err, E_INVALID, "eval wants an expression, and may take a JSON object");
        return err_hint(err, "musubi eval 'age >= 18' '{\"age\": 20}'");
    }
    struct json_parser *parser = json_parser_new();
    struct arena a;
    struct json object;
    struct buf in;
    buf_init(&in, "values", INPUT_MAX);
    arena_init(&a, "eval", 8 * INPUT_MAX);
    int rc = read_input(o->n_args > 2 ? o->args[2] : NULL, &in, err);
    if (rc == 0)
        rc = json_parse(parser, in.data, in.len, &object, err);
    if (rc == 0)
        rc = evaluate(o, object, &a, err);
    arena_release(&a);
    buf_release(&in);
    json_parser_free(parser);
    return rc;
}
