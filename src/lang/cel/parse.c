/* parse.c - tokens into the tree, by recursive descent.
 *
 * THEORY      && and || take any number of operands in one node, so that long conditions are flat.
 *             Macros (all, map, has, cel.bind, …) become nodes of their own here, since their
 *             variables are names and not values.
 * LIMITS      CEL_DEPTH_MAX of the tree and of the descent.
 *
 * Source: cel-spec, langdef.md, "Syntax" and "Macros"; cel-go, ext/README.md, for the extensions.
 */
#include "lang/cel/cel_internal.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ARGS_MAX 4096u

struct parser {
    struct cel_compiler *c;
    uint32_t pos;
    struct cel_token tok; /* the next one */
    uint32_t depth;
    uint32_t end; /* of the token before */
};

struct nodes { struct cel_node **v; bool *opt; uint32_t n, room; bool some_opt; };

static struct cel_node *expr(struct parser *p);

/* ---- helpers ---- */

static int next(struct parser *p) {
    p->end = p->tok.end;
    return cel_lex(p->c, &p->pos, &p->tok);
}

static int too_deep(struct parser *p, uint32_t at, uint32_t end) {
    return cel_fail_limit(p->c, at, end, "operations are nested more than %u deep", CEL_DEPTH_MAX);
}

static bool is_op(const struct parser *p, const char *op) {
    return p->tok.kind == TOK_OP && strcmp(p->tok.op, op) == 0;
}

static bool is_word(const struct parser *p, const char *word) {
    return p->tok.kind == TOK_IDENT && str_is(p->tok.text, word);
}

/* What stands there, for an error. */
static int unexpected(struct parser *p, const char *wanted) {
    const struct cel_token *t = &p->tok;
    if (t->kind == TOK_END)
        return cel_fail(p->c, t->at, t->end, "the expression ends where %s should follow", wanted);
    int n = (int)(t->end - t->at);
    return cel_fail(p->c, t->at, t->end, "\"%.*s\" stands where %s should", n > 40 ? 40 : n,
                    p->c->source.s + t->at, wanted);
}

static int expect(struct parser *p, const char *op) {
    char wanted[8];
    snprintf(wanted, sizeof wanted, "\"%s\"", op);
    return is_op(p, op) ? next(p) : unexpected(p, wanted);
}

static struct cel_node *node(struct parser *p, enum cel_node_kind kind, uint32_t at) {
    struct cel_node *n = arena_try_alloc(p->c->a, sizeof *n, p->c->err);
    if (n)
        *n = (struct cel_node){ .kind = (uint8_t)kind, .at = at, .end = p->end, .depth = 1 };
    return n;
}

/* The arguments are there. */
static struct cel_node *finish(struct parser *p, struct cel_node *n) {
    uint32_t parts = n->kind == NODE_MAP ? 2 * n->n : n->n;
    for (uint32_t i = 0; i < parts; i++) {
        if (n->arg[i]->depth >= n->depth)
            n->depth = (uint16_t)(n->arg[i]->depth + 1);
        if (n->arg[i]->end > n->end)
            n->end = n->arg[i]->end;
    }
    if (n->depth <= CEL_DEPTH_MAX)
        return n;
    (void)too_deep(p, n->at, n->end);
    return NULL;
}

static struct cel_node *with_args(struct parser *p, struct cel_node *n, uint32_t count,
                                  struct cel_node *const *arg) {
    if (!n)
        return NULL;
    n->arg = arena_try_alloc(p->c->a, (count + 1) * sizeof *n->arg, p->c->err);
    if (!n->arg)
        return NULL;
    n->n = n->kind == NODE_MAP ? count / 2 : count;
    if (count)
        memcpy(n->arg, arg, count * sizeof *arg);
    return finish(p, n);
}

static struct cel_node *call(struct parser *p, const char *name, uint32_t at, uint32_t count,
                             struct cel_node *const *arg) {
    struct cel_node *n = node(p, NODE_CALL, at);
    if (n)
        n->name = str_of(name);
    return with_args(p, n, count, arg);
}

static int nodes_add(struct parser *p, struct nodes *l, struct cel_node *n, bool opt) {
    if (!n)
        return -1;
    if (l->n == ARGS_MAX)
        return cel_fail_limit(p->c, n->at, n->end, "more than %u elements", ARGS_MAX);
    if (l->n == l->room) {
        uint32_t room = l->room ? 2 * l->room : 8;
        struct cel_node **v = arena_try_alloc(p->c->a, room * sizeof *v, p->c->err);
        bool *o = v ? arena_try_alloc(p->c->a, room * sizeof *o, p->c->err) : NULL;
        if (!o)
            return -1;
        if (l->n) {
            memcpy(v, l->v, l->n * sizeof *v);
            memcpy(o, l->opt, l->n * sizeof *o);
        }
        *l = (struct nodes){ v, o, l->n, room, l->some_opt };
    }
    l->v[l->n] = n;
    l->opt[l->n++] = opt;
    l->some_opt |= opt;
    return 0;
}

/* ---- literals ---- */

static struct cel_node *constant(struct parser *p, struct cel_value v) {
    struct cel_node *n = node(p, NODE_CONST, p->tok.at);
    if (!n)
        return NULL;
    n->value = v;
    n->end = p->tok.end;
    return next(p) < 0 ? NULL : n;
}

static struct cel_node *too_large(struct parser *p, const char *what) {
    (void)cel_fail(p->c, p->tok.at, p->tok.end, "this %s does not fit into 64 bits", what);
    return NULL;
}

static struct cel_node *constant_true(struct parser *p) {
    struct cel_node *n = node(p, NODE_CONST, p->tok.at);
    if (n)
        n->value = cel_bool(true);
    return n;
}

/* minus_at: of a sign in front, which is a part of it; UINT32_MAX: none. */
static struct cel_node *number(struct parser *p, uint32_t minus_at) {
    char text[400];
    const struct cel_token *t = &p->tok;
    bool minus = minus_at != UINT32_MAX, hex = t->text.n > 1 && str_lower(t->text.s[1]) == 'x';
    if (t->text.n >= sizeof text)
        return too_large(p, t->kind == TOK_DOUBLE ? "double" : "int");
    snprintf(text, sizeof text, "%.*s", STR_FMT(t->text));
    struct cel_value v;
    errno = 0;
    if (t->kind == TOK_DOUBLE) {
        double d = strtod(text, NULL);
        if (!isfinite(d))
            return too_large(p, "double");
        v = cel_double(minus ? -d : d);
    } else {
        unsigned long long u = strtoull(text, NULL, hex ? 16 : 10);
        uint64_t max = t->kind == TOK_UINT ? UINT64_MAX : (uint64_t)INT64_MAX + minus;
        if (errno == ERANGE || u > max)
            return too_large(p, t->kind == TOK_UINT ? "uint" : "int");
        v = t->kind == TOK_UINT ? cel_uint(u) : cel_int(minus ? (int64_t)(0 - u) : (int64_t)u);
    }
    struct cel_node *n = constant(p, v);
    if (n && minus)
        n->at = minus_at;
    return n;
}

/* ---- macros ---- */

/* A name alone, as a macro's variable. */
static int variable(struct parser *p, const struct cel_node *n, struct str *ret) {
    if (n->kind != NODE_IDENT || n->dotted || memchr(n->name.s, '.', n->name.n)) {
        (void)cel_fail(p->c, n->at, n->end, "a variable of a macro must be a simple name");
        return err_hint(p->c->err, "as x in items.map(x, x + 1)");
    }
    *ret = n->name;
    return 0;
}

static const struct loop_macro {
    const char *name;
    uint8_t vars, args_min, args_max; /* args: variables included */
    uint8_t loop;
    bool host; /* only where there is one */
} loops[] = {
    { "all", 1, 2, 2, LOOP_ALL, false },
    { "exists", 1, 2, 2, LOOP_EXISTS, false },
    { "exists_one", 1, 2, 2, LOOP_EXISTS_ONE, false },
    { "existsOne", 1, 2, 2, LOOP_EXISTS_ONE, false },
    { "map", 1, 2, 3, LOOP_MAP, false },
    { "filter", 1, 2, 2, LOOP_FILTER, false },
    { "sortBy", 1, 2, 2, LOOP_SORT_BY, false },
    { "all", 2, 3, 3, LOOP_ALL, false },
    { "exists", 2, 3, 3, LOOP_EXISTS, false },
    { "exists_one", 2, 3, 3, LOOP_EXISTS_ONE, false },
    { "existsOne", 2, 3, 3, LOOP_EXISTS_ONE, false },
    { "transformList", 2, 3, 4, LOOP_TRANSFORM_LIST, false },
    { "transformMap", 2, 3, 4, LOOP_TRANSFORM_MAP, false },
    { "transformMapEntry", 2, 3, 4, LOOP_TRANSFORM_MAP_ENTRY, false },
    { "where", 1, 2, 2, LOOP_WHERE, true },
    { "sum", 1, 2, 2, LOOP_SUM, true },
    { "avg", 1, 2, 2, LOOP_AVG, true },
    { "min", 1, 2, 2, LOOP_MIN, true },
    { "max", 1, 2, 2, LOOP_MAX, true },
    { "distinct", 1, 2, 2, LOOP_DISTINCT, true },
};

/* arg: range, condition or NULL, transform or NULL. */
static struct cel_node *loop(struct parser *p, struct cel_node *of, const struct loop_macro *m,
                             const struct nodes *args) {
    struct cel_node *n = node(p, NODE_LOOP, of->at);
    if (!n || variable(p, args->v[0], &n->name) < 0 ||
        (m->vars == 2 && variable(p, args->v[1], &n->name2) < 0))
        return NULL;
    if (m->vars == 2 && str_eq(n->name, n->name2)) {
        (void)cel_fail(p->c, args->v[1]->at, args->v[1]->end, "both variables are called \"%.*s\"",
                       STR_FMT(n->name));
        return NULL;
    }
    n->loop = m->loop;
    struct cel_node *yes = constant_true(p), *part[3] = { of, yes, yes };
    uint32_t rest = args->n - m->vars;
    if (!yes)
        return NULL;
    if (cel_loop_tests(m->loop) || rest == 2)
        part[1] = args->v[m->vars];
    if (!cel_loop_tests(m->loop))
        part[2] = args->v[args->n - 1];
    return with_args(p, n, 3, part);
}

static struct cel_node *macro_has(struct parser *p, struct nodes *args, uint32_t at) {
    struct cel_node *s = args->v[0];
    if (s->kind != NODE_SELECT || s->test) {
        (void)cel_fail(p->c, s->at, s->end, "has() needs a field, as in has(a.b)");
        return NULL;
    }
    s->test = true;
    s->at = at;
    return s;
}

static struct cel_node *macro_bind(struct parser *p, struct nodes *args, uint32_t at) {
    struct cel_node *n = node(p, NODE_BIND, at);
    return n && variable(p, args->v[0], &n->name) == 0 ? with_args(p, n, 2, args->v + 1) : NULL;
}

static struct cel_node *macro_opt(struct parser *p, struct cel_node *of, struct nodes *args,
                                  bool flat) {
    struct cel_node *n = node(p, NODE_OPT_MAP, of->at), *part[2] = { of, args->v[1] };
    if (!n || variable(p, args->v[0], &n->name) < 0)
        return NULL;
    n->test = flat;
    return with_args(p, n, 2, part);
}

/* 1: it is one, *ret is its node or NULL for an error. */
static int macro(struct parser *p, struct cel_node *of, struct str name, struct nodes *args,
                 uint32_t at, struct cel_node **ret) {
    if (!of) {
        if (!str_is(name, "has") || args->n != 1)
            return 0;
        *ret = macro_has(p, args, at);
        return 1;
    }
    if (of->kind == NODE_IDENT && str_is(of->name, "cel") && str_is(name, "bind") && args->n == 3) {
        *ret = macro_bind(p, args, of->at);
        return 1;
    }
    bool flat = str_is(name, "optFlatMap");
    if ((flat || str_is(name, "optMap")) && args->n == 2) {
        *ret = macro_opt(p, of, args, flat);
        return 1;
    }
    for (size_t i = 0; i < sizeof loops / sizeof *loops; i++)
        if (str_is(name, loops[i].name) && args->n >= loops[i].args_min &&
            args->n <= loops[i].args_max && (!loops[i].host || p->c->env->host)) {
            *ret = loop(p, of, &loops[i], args);
            return 1;
        }
    return 0;
}

/* ---- calls, fields, elements ---- */

static int arguments(struct parser *p, const char *close, bool optional, struct nodes *l) {
    while (!is_op(p, close)) {
        bool opt = optional && is_op(p, "?");
        if ((opt && next(p) < 0) || nodes_add(p, l, expr(p), opt) < 0)
            return -1;
        if (!is_op(p, ",")) {
            char wanted[16];
            snprintf(wanted, sizeof wanted, "\",\" or \"%s\"", close);
            return is_op(p, close) ? 0 : unexpected(p, wanted);
        }
        if (next(p) < 0)
            return -1;
        if (is_op(p, close) && close[0] == ')')
            return unexpected(p, "another argument");
    }
    return 0;
}

/* "math.abs" when target and name are that of a function of the library, else empty. */
static struct str qualified(struct parser *p, const struct cel_node *of, struct str name) {
    if (of->kind != NODE_IDENT || of->dotted)
        return STR("");
    const char *whole = arena_printf(p->c->a, "%.*s.%.*s", STR_FMT(of->name), STR_FMT(name));
    return cel_func_named(str_of(whole)) ? str_of(whole) : STR("");
}

/* Behind "name(". */
static struct cel_node *invoke(struct parser *p, struct cel_node *of, struct str name,
                               uint32_t at) {
    struct nodes args = { 0 };
    struct cel_node *n;
    if (arguments(p, ")", false, &args) < 0)
        return NULL;
    const uint32_t end = p->tok.end;
    if (next(p) < 0)
        return NULL;
    if (macro(p, of, name, &args, at, &n)) {
        if (n)
            n->end = end;
        return n;
    }
    struct str whole = of ? qualified(p, of, name) : STR("");
    bool member = of && !whole.n;
    struct nodes all = { 0 };
    if (member && nodes_add(p, &all, of, false) < 0)
        return NULL;
    for (uint32_t i = 0; i < args.n; i++)
        if (nodes_add(p, &all, args.v[i], false) < 0)
            return NULL;
    n = node(p, NODE_CALL, of ? of->at : at);
    if (!n)
        return NULL;
    n->name = whole.n ? whole : name;
    n->test = member;
    n->end = end;
    return with_args(p, n, all.n, all.v);
}

static const char *const keywords[] = { "true", "false", "null", "in" };
static const char *const reserved[] = { "as", "break", "const", "continue", "else", "for",
                                        "function", "if", "import", "let", "loop", "package",
                                        "namespace", "return", "var", "void", "while" };

static bool among(struct str s, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_is(s, list[i]))
            return true;
    return false;
}
#define AMONG(s, list) among(s, list, sizeof(list) / sizeof *(list))

/* Behind ".": a field, or a call of a member's function. */
static struct cel_node *dot(struct parser *p, struct cel_node *of) {
    bool optional = is_op(p, "?");
    if (optional && next(p) < 0)
        return NULL;
    const struct cel_token t = p->tok;
    bool quoted = t.kind == TOK_QUOTED_IDENT;
    if (!quoted && (t.kind != TOK_IDENT || AMONG(t.text, keywords))) {
        (void)unexpected(p, "the name of a field");
        return NULL;
    }
    if (next(p) < 0)
        return NULL;
    if (is_op(p, "(") && !optional && !quoted)
        return next(p) < 0 ? NULL : invoke(p, of, t.text, t.at);
    struct cel_node *n = node(p, NODE_SELECT, of->at);
    if (!n)
        return NULL;
    n->name = t.text;
    n->optional = optional;
    n->quoted = quoted;
    n->end = t.end;
    return with_args(p, n, 1, &of);
}

static struct cel_node *element(struct parser *p, struct cel_node *of) {
    bool optional = is_op(p, "?");
    if (optional && next(p) < 0)
        return NULL;
    struct cel_node *part[2] = { of, expr(p) };
    uint32_t end = p->tok.end;
    if (!part[1] || expect(p, "]") < 0)
        return NULL;
    struct cel_node *n = call(p, optional ? "_[?_]" : "_[_]", of->at, 2, part);
    if (n)
        n->end = end;
    return n;
}

/* ---- primaries ---- */

static struct cel_node *list_new(struct parser *p) {
    struct nodes l = { 0 };
    uint32_t at = p->tok.at;
    if (next(p) < 0 || arguments(p, "]", true, &l) < 0)
        return NULL;
    uint32_t end = p->tok.end;
    struct cel_node *n = node(p, NODE_LIST, at);
    if (!n || next(p) < 0)
        return NULL;
    n->end = end;
    n->opt = l.some_opt ? l.opt : NULL;
    return with_args(p, n, l.n, l.v);
}

static int map_entries(struct parser *p, struct nodes *l) {
    while (!is_op(p, "}")) {
        bool opt = is_op(p, "?");
        if ((opt && next(p) < 0) || nodes_add(p, l, expr(p), opt) < 0 || expect(p, ":") < 0 ||
            nodes_add(p, l, expr(p), false) < 0)
            return -1;
        if (!is_op(p, ","))
            return is_op(p, "}") ? 0 : unexpected(p, "\",\" or \"}\"");
        if (next(p) < 0)
            return -1;
    }
    return 0;
}

static struct cel_node *map_new(struct parser *p) {
    struct nodes l = { 0 };
    uint32_t at = p->tok.at;
    if (next(p) < 0 || map_entries(p, &l) < 0)
        return NULL;
    uint32_t end = p->tok.end;
    struct cel_node *n = node(p, NODE_MAP, at);
    if (!n || next(p) < 0)
        return NULL;
    n->end = end;
    if (l.some_opt) {
        n->opt = arena_zalloc(p->c->a, l.n);
        for (uint32_t i = 0; i < l.n; i += 2)
            n->opt[i / 2] = l.opt[i];
    }
    return with_args(p, n, l.n, l.v);
}

static struct cel_node *name(struct parser *p, bool dotted, uint32_t at) {
    const struct cel_token t = p->tok;
    if (!dotted && (is_word(p, "true") || is_word(p, "false")))
        return constant(p, cel_bool(str_is(t.text, "true")));
    if (!dotted && is_word(p, "null"))
        return constant(p, cel_null());
    if (t.kind != TOK_IDENT || AMONG(t.text, keywords)) {
        (void)unexpected(p, "a value");
        return NULL;
    }
    if (AMONG(t.text, reserved)) {
        (void)cel_fail(p->c, t.at, t.end, "\"%.*s\" is a reserved word", STR_FMT(t.text));
        return NULL;
    }
    if (next(p) < 0)
        return NULL;
    if (is_op(p, "("))
        return next(p) < 0 ? NULL : invoke(p, NULL, t.text, at);
    if (is_op(p, "{")) {
        (void)cel_fail(p->c, t.at, p->tok.end, "messages are not a part of this language");
        (void)err_hint(p->c->err, "a map is written {\"field\": value}");
        return NULL;
    }
    struct cel_node *n = node(p, NODE_IDENT, at);
    if (!n)
        return NULL;
    n->name = t.text;
    n->dotted = dotted;
    n->end = t.end;
    return n;
}

static struct cel_node *primary(struct parser *p) {
    const struct cel_token t = p->tok;
    struct cel_node *n;
    switch (t.kind) {
    case TOK_INT:
    case TOK_UINT:
    case TOK_DOUBLE:
        return number(p, UINT32_MAX);
    case TOK_STRING:
        return constant(p, cel_string(t.text));
    case TOK_BYTES:
        return constant(p, cel_text(CEL_BYTES, t.text));
    default:
        break;
    }
    if (is_op(p, "[") || is_op(p, "{"))
        return is_op(p, "[") ? list_new(p) : map_new(p);
    if (is_op(p, "("))
        return next(p) == 0 && (n = expr(p)) && expect(p, ")") == 0 ? n : NULL;
    bool dotted = is_op(p, ".");
    if (dotted && next(p) < 0)
        return NULL;
    return name(p, dotted, t.at);
}

/* What follows a primary. */
static struct cel_node *member(struct parser *p, struct cel_node *n) {
    while (n && (is_op(p, ".") || is_op(p, "["))) {
        bool field = is_op(p, ".");
        n = next(p) < 0 ? NULL : field ? dot(p, n) : element(p, n);
    }
    return n;
}

/* ---- operators ---- */

static struct cel_node *unary(struct parser *p) {
    const struct cel_token t = p->tok;
    bool not = is_op(p, "!"), minus = is_op(p, "-");
    if (!not && !minus)
        return member(p, primary(p));
    if (next(p) < 0)
        return NULL;
    if (minus && (p->tok.kind == TOK_INT || p->tok.kind == TOK_DOUBLE))
        return member(p, number(p, t.at));
    if (++p->depth > CEL_DEPTH_MAX) {
        (void)too_deep(p, t.at, t.end);
        return NULL;
    }
    struct cel_node *n = unary(p);
    p->depth--;
    return n ? call(p, not ? "!_" : "-_", t.at, 1, &n) : NULL;
}

/* Strongest last. */
static const char *const levels[][8] = {
    { "<", "<=", ">=", ">", "==", "!=", "in" }, { "+", "-" }, { "*", "/", "%" },
};

static const char *operator_at(const struct parser *p, int level) {
    for (const char *const *o = levels[level]; *o; o++)
        if (is_op(p, *o) || (level == 0 && strcmp(*o, "in") == 0 && is_word(p, "in")))
            return *o;
    return NULL;
}

static struct cel_node *binary(struct parser *p, int level) {
    if (level == (int)(sizeof levels / sizeof *levels))
        return unary(p);
    struct cel_node *n = binary(p, level + 1);
    for (const char *op; n && (op = operator_at(p, level));) {
        if (next(p) < 0)
            return NULL;
        struct cel_node *part[2] = { n, binary(p, level + 1) };
        const char *called = strcmp(op, "in") == 0 ? "@in" : arena_printf(p->c->a, "_%s_", op);
        n = part[1] ? call(p, called, n->at, 2, part) : NULL;
    }
    return n;
}

/* All that is joined by one of the two in one node. */
static struct cel_node *logical(struct parser *p, bool or) {
    struct cel_node *n = or ? logical(p, false) : binary(p, 0);
    struct nodes l = { 0 };
    while (n && is_op(p, or ? "||" : "&&")) {
        if ((l.n == 0 && nodes_add(p, &l, n, false) < 0) || next(p) < 0)
            return NULL;
        n = or ? logical(p, false) : binary(p, 0);
        if (nodes_add(p, &l, n, false) < 0)
            return NULL;
    }
    return n && l.n ? call(p, or ? "_||_" : "_&&_", l.v[0]->at, l.n, l.v) : n;
}

static struct cel_node *conditional(struct parser *p) {
    struct cel_node *part[3] = { logical(p, true) };
    if (!part[0] || !is_op(p, "?"))
        return part[0];
    if (next(p) < 0 || !(part[1] = logical(p, true)) || expect(p, ":") < 0 ||
        !(part[2] = expr(p)))
        return NULL;
    return call(p, "_?_:_", part[0]->at, 3, part);
}

static struct cel_node *expr(struct parser *p) {
    struct cel_node *n = NULL;
    if (++p->depth <= CEL_DEPTH_MAX) {
        n = conditional(p);
    } else {
        (void)too_deep(p, p->tok.at, p->tok.end);
    }
    p->depth--;
    return n;
}

struct cel_node *cel_parse(struct cel_compiler *c) {
    struct parser p = { .c = c };
    struct cel_node *n = next(&p) < 0 ? NULL : expr(&p);
    if (n && p.tok.kind != TOK_END) {
        (void)unexpected(&p, "an operator or the end");
        return NULL;
    }
    return n;
}
