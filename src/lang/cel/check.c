/* check.c - names, functions and types of a tree.
 *
 * THEORY      Each node gets its type.  A call takes every overload that its arguments fit; where
 *             several do, the type of the result is their common one, else dyn, and which it is
 *             shows when it runs.  Names are looked for in the scopes of loops and binds, then
 *             among the variables of the environment, the longest first: "a.b.c" may be one
 *             variable, a field of "a.b", or two fields of "a".
 *             Unchecked, the same is done and nothing is refused but what cannot run at all.
 *
 * Source: cel-spec, langdef.md, "Name resolution" and "Gradual type checking".
 */
#include "lang/cel/check_internal.h"

#include "base/check.h"

#include <stdio.h>

#define TYPES_MAX (512u << 20) /* bytes; more than TYPES_WORK_MAX can need */
#define COUNT_LIMIT_MAX 1000000000 /* past it nobody counts to an end */

static int check(struct checker *k, struct cel_node *n);

static bool strict(const struct checker *k) { return !k->c->env->unchecked; }

static const char *type_name(struct checker *k, const struct cel_type *t) {
    struct buf b;
    buf_init(&b, "type", 512);
    cel_type_text(type_final(k, t, &k->tmp), &b);
    const char *text = arena_dup(&k->tmp, b.data ? b.data : "", b.len);
    buf_release(&b);
    return text;
}

/* ---- names ---- */

static struct scope *local(struct checker *k, struct str name) {
    for (struct scope *s = k->scope; s; s = s->up)
        if (str_eq(s->name, name))
            return s;
    return NULL;
}

/* "a.b.c": fields on a name. */
struct chain { struct str part[CEL_DEPTH_MAX + 1]; uint32_t n; bool dotted; };

/* False: it is no such thing. */
static bool chain_of(const struct cel_node *n, struct chain *ret) {
    uint32_t depth = 1;
    for (const struct cel_node *x = n; x->kind == NODE_SELECT; x = x->arg[0], depth++)
        if (x->test || x->optional || x->quoted)
            return false;
    ret->n = depth;
    for (; n->kind == NODE_SELECT; n = n->arg[0])
        ret->part[--depth] = n->name;
    ret->part[0] = n->name;
    ret->dotted = n->dotted;
    return n->kind == NODE_IDENT && n->slot == CEL_SLOT_NONE;
}

static bool takes(struct str *rest, struct str part, bool dot) {
    if (dot && !str_starts(*rest, STR(".")))
        return false;
    *rest = str_n(rest->s + dot, rest->n - dot);
    if (!str_starts(*rest, part))
        return false;
    *rest = str_n(rest->s + part.n, rest->n - part.n);
    return true;
}

static bool is_called(struct str name, struct str box, const struct chain *c) {
    if (box.n && !takes(&name, box, false))
        return false;
    for (uint32_t i = 0; i < c->n; i++)
        if (!takes(&name, c->part[i], i > 0 || box.n > 0))
            return false;
    return name.n == 0;
}

/* A variable of the environment, within the container first: in "a.b", x is a.b.x, a.x or x. */
static int32_t variable(struct checker *k, const struct chain *c) {
    const struct cel_env *e = k->c->env;
    struct str box = c->dotted || !e->container ? STR("") : str_of(e->container);
    for (;;) {
        for (uint32_t i = 0; i < e->n_vars; i++)
            if (is_called(str_of(e->vars[i].name), box, c))
                return (int32_t)i;
        if (box.n == 0)
            return -1;
        while (box.n > 0 && box.s[box.n - 1] != '.')
            box.n--;
        box.n -= box.n > 0;
    }
}

/* int, list, …: types are values. */
static const struct cel_type *type_called(const struct chain *c) {
    static const struct { const char *name; enum cel_kind kind; } types[] = {
        { "bool", CEL_BOOL }, { "int", CEL_INT }, { "uint", CEL_UINT }, { "double", CEL_DOUBLE },
        { "string", CEL_STRING }, { "bytes", CEL_BYTES }, { "list", CEL_LIST }, { "map", CEL_MAP },
        { "null_type", CEL_NULL }, { "type", CEL_TYPE }, { "optional_type", CEL_OPTIONAL },
        { "google.protobuf.Timestamp", CEL_TIMESTAMP },
        { "google.protobuf.Duration", CEL_DURATION },
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_called(str_of(types[i].name), STR(""), c))
            return &cel_types[types[i].kind];
    return NULL;
}

/* Is all of it the name of one variable, or of a type?  Then it becomes that. */
static bool is_name(struct checker *k, struct cel_node *n) {
    struct chain c;
    if (!chain_of(n, &c) || (!c.dotted && local(k, c.part[0])))
        return false;
    int32_t slot = variable(k, &c);
    const struct cel_type *type = slot < 0 ? type_called(&c) : NULL;
    if (slot < 0 && !type)
        return false;
    n->n = 0;
    n->dotted = c.dotted;
    if (type) {
        n->kind = NODE_CONST;
        n->value = (struct cel_value){ .kind = CEL_TYPE, .type = type };
        n->type = type_type(k, type);
        return true;
    }
    struct buf b;
    buf_init(&b, "name", CEL_SOURCE_MAX);
    for (uint32_t i = 0; i < c.n; i++) {
        buf_puts(&b, i ? "." : "");
        buf_put_str(&b, c.part[i]);
    }
    n->kind = NODE_IDENT;
    n->name = str_n(arena_dup(k->c->a, b.data, b.len), b.len);
    n->slot = slot;
    n->type = k->c->env->vars[slot].type;
    buf_release(&b);
    return true;
}

static void hint_names(struct checker *k, struct str name) {
    uint32_t n = k->c->env->n_vars, at = n;
    for (struct scope *s = k->scope; s; s = s->up)
        n++;
    struct str *known = arena_alloc(&k->tmp, (n + 1) * sizeof *known);
    for (uint32_t i = 0; i < at; i++)
        known[i] = str_of(k->c->env->vars[i].name);
    for (struct scope *s = k->scope; s; s = s->up)
        known[at++] = s->name;
    cel_hint_near(k->c, name, known, n);
}

static int check_ident(struct checker *k, struct cel_node *n) {
    struct scope *s = n->dotted ? NULL : local(k, n->name);
    n->slot = CEL_SLOT_NONE;
    n->type = type_dyn();
    if (s) {
        n->slot = ~s->slot;
        n->type = s->type;
        return 0;
    }
    if (is_name(k, n) || !strict(k))
        return 0;
    (void)cel_fail(k->c, n->at, n->end, "nothing is called \"%.*s\" here", STR_FMT(n->name));
    hint_names(k, n->name);
    return -1;
}

/* ---- fields ---- */

static int no_fields(struct checker *k, struct cel_node *n, const struct cel_type *t) {
    return cel_fail(k->c, n->arg[0]->at, n->arg[0]->end, "a value of type %s has no fields",
                    type_name(k, t));
}

/* What the host said; -1. */
static int host_says(struct checker *k, const struct cel_node *n, const struct err *said) {
    (void)cel_fail(k->c, n->at, n->end, "%s", said->msg);
    k->c->err->code = said->code;
    return said->hint[0] ? err_hint(k->c->err, "%s", said->hint) : -1;
}

/* Of a record: the name is behind the last dot. */
static int check_field(struct checker *k, struct cel_node *n, uint32_t sort, bool opt) {
    const struct cel_host *h = k->c->env->host;
    const struct cel_type *field = type_dyn();
    struct err err = ERR_INIT;
    if (h->field(h->ctx, sort, n->name, n->at, n->end, &n->own, &field, &err) < 0)
        return host_says(k, n, &err);
    n->record = true;
    n->sort = sort;
    n->type = n->test ? &cel_types[CEL_BOOL] : opt || n->optional ? type_optional(k, field) : field;
    return 0;
}

static int check_select(struct checker *k, struct cel_node *n) {
    /* what is below may be a name only together with this field */
    for (struct cel_node *x = n; x->kind == NODE_SELECT || x->kind == NODE_IDENT; x = x->arg[0])
        if (x->kind == NODE_IDENT) {
            x->slot = CEL_SLOT_NONE;
            break;
        }
    if (is_name(k, n))
        return 0;
    if (check(k, n->arg[0]) < 0)
        return -1;
    const struct cel_type *of = type_seen(k, n->arg[0]->type), *in = of;
    bool opt = of->kind == CEL_OPTIONAL;
    if (opt)
        in = type_seen(k, type_a(of));
    const struct cel_type *field = in->kind == CEL_MAP ? type_b(in) : type_dyn();
    if (in->kind == CEL_PARAM) { /* the element of an empty list: anything */
        (void)type_fits(k, in, type_dyn());
        in = type_dyn();
    }
    if (in->kind == CEL_RECORD)
        return check_field(k, n, in->param, opt);
    if (in->kind != CEL_MAP && in->kind != CEL_DYN) {
        if (strict(k))
            return no_fields(k, n, of);
        field = type_dyn();
    }
    if (in->kind == CEL_MAP && strict(k) &&
        !type_fits(k, type_a(in), &cel_types[CEL_STRING]))
        return no_fields(k, n, of);
    n->type = n->test ? &cel_types[CEL_BOOL] : opt || n->optional ? type_optional(k, field) : field;
    return 0;
}

/* ---- calls ---- */

/* Those of the language, and the host's. */
static const struct cel_library *const *libraries(struct checker *k, uint32_t *ret_n) {
    const struct cel_library *const *own = cel_libraries(ret_n);
    const struct cel_host *h = k->c->env->host;
    if (!h)
        return own;
    CHECK(*ret_n < LIBRARIES_MAX);
    memcpy(k->libs, own, *ret_n * sizeof *own);
    k->libs[(*ret_n)++] = h->lib;
    return k->libs;
}

struct overloads { const struct cel_func *func; const struct cel_type *type; bool named; };

static bool arguments_fit(struct checker *k, const struct cel_node *n, const char **sig,
                          const struct cel_type *var[2]) {
    bool many = **sig == '+';
    const char *repeat = *sig += many;
    for (uint32_t i = 0; i < n->n; i++) {
        if (many)
            *sig = repeat;
        if (**sig == '>' || !type_fits(k, type_read(k, sig, var), n->arg[i]->type))
            return false;
    }
    return **sig == '>' && (!many || n->n > 0);
}

static void try_row(struct checker *k, const struct cel_node *n, const struct cel_func *row,
                    struct overloads *o) {
    const struct cel_type *var[2] = { NULL, NULL };
    const char *sig = row->sig;
    struct type_mark m = type_mark(k);
    if (!str_is(n->name, row->name))
        return;
    o->named = true;
    if (row->member != n->test || (o->type && *sig == '+'))
        return;
    if (!arguments_fit(k, n, &sig, var)) {
        type_undo(k, m);
        return;
    }
    sig++;
    const struct cel_type *t = type_read(k, &sig, var);
    if (!o->type)
        o->type = t;
    else if (!type_same(k, o->type, t))
        o->type = type_dyn();
    o->func = row;
}

/* Of how many arguments a signature is; UINT32_MAX: of any number. */
static uint32_t arity(const char *sig) {
    uint32_t n = 0;
    for (; *sig != '>'; sig++)
        if (*sig == '+')
            return UINT32_MAX;
        else if (strchr("LOt", *sig) == NULL)
            n += *sig == 'M' ? UINT32_MAX : 1; /* of its two types one is counted */
    return n;
}

static const struct cel_func *any_row(struct checker *k, const struct cel_node *n) {
    uint32_t libs;
    const struct cel_library *const *lib = libraries(k, &libs);
    for (uint32_t l = 0; l < libs; l++)
        for (uint32_t i = 0; i < lib[l]->n; i++)
            if (str_is(n->name, lib[l]->row[i].name) && lib[l]->row[i].member == n->test &&
                (arity(lib[l]->row[i].sig) == n->n ||
                 (arity(lib[l]->row[i].sig) == UINT32_MAX && n->n > 0)))
                return &lib[l]->row[i];
    return NULL;
}

static int no_function(struct checker *k, const struct cel_node *n, bool named) {
    struct buf b;
    uint32_t libs, count = 0;
    const struct cel_library *const *lib = libraries(k, &libs);
    if (!named) {
        struct str known[512];
        for (uint32_t l = 0; l < libs; l++)
            for (uint32_t i = 0; i < lib[l]->n && count < 512; i++)
                known[count++] = str_of(lib[l]->row[i].name);
        (void)cel_fail(k->c, n->at, n->end, "there is no function \"%.*s\"", STR_FMT(n->name));
        cel_hint_near(k->c, n->name, known, count);
        return -1;
    }
    buf_init(&b, "types", 100);
    for (uint32_t i = n->test; i < n->n; i++)
        buf_printf(&b, "%s%s", i > n->test ? ", " : "", type_name(k, n->arg[i]->type));
    const char *op = n->name.s[0] == '_' || n->name.s[0] == '-' || n->name.s[0] == '!' ||
                             n->name.s[0] == '@' ? "operator " : "";
    (void)cel_fail(k->c, n->at, n->end, "%s%.*s does not take (%.*s)%s%s", op, STR_FMT(n->name),
                   STR_FMT(buf_str(&b)), n->test ? " on " : "",
                   n->test ? type_name(k, n->arg[0]->type) : "");
    buf_release(&b);
    if (n->n == 2 && !n->test) {
        int a = type_seen(k, n->arg[0]->type)->kind, c = type_seen(k, n->arg[1]->type)->kind;
        if (a != c && a >= CEL_INT && a <= CEL_STRING && c >= CEL_INT && c <= CEL_STRING)
            return err_hint(k->c->err, "convert one of them, as with double(…) or string(…)");
    }
    return -1;
}

/* && || take any number of bools. */
static int check_logic(struct checker *k, struct cel_node *n) {
    for (uint32_t i = 0; i < n->n; i++)
        if (strict(k) && !type_fits(k, &cel_types[CEL_BOOL], n->arg[i]->type))
            return cel_fail(k->c, n->arg[i]->at, n->arg[i]->end, "a condition is a %s, not a bool",
                            type_name(k, n->arg[i]->type));
    n->type = &cel_types[CEL_BOOL];
    return 0;
}

static int check_choice(struct checker *k, struct cel_node *n) {
    n->lazy = LAZY_IF;
    if (strict(k) && !type_fits(k, &cel_types[CEL_BOOL], n->arg[0]->type))
        return cel_fail(k->c, n->arg[0]->at, n->arg[0]->end, "a condition is a %s, not a bool",
                        type_name(k, n->arg[0]->type));
    struct type_mark m = type_mark(k);
    if (strict(k) && !type_fits(k, n->arg[1]->type, n->arg[2]->type)) {
        type_undo(k, m);
        (void)cel_fail(k->c, n->at, n->end, "one side of the choice is a %s, the other a %s",
                       type_name(k, n->arg[1]->type), type_name(k, n->arg[2]->type));
        return err_hint(k->c->err, "dyn(…) around one of them allows both");
    }
    type_undo(k, m);
    n->type = type_joined(k, n->arg[1]->type, n->arg[2]->type);
    return 0;
}

/* person["plan"] is person.plan. */
static bool is_field(struct checker *k, struct cel_node *n) {
    bool opt = str_is(n->name, "_[?_]");
    if ((!opt && !str_is(n->name, "_[_]")) || n->arg[1]->kind != NODE_CONST ||
        n->arg[1]->value.kind != CEL_STRING || n->arg[1]->value.n == 0 ||
        type_seen(k, n->arg[0]->type)->kind != CEL_RECORD)
        return false;
    n->kind = NODE_SELECT;
    n->name = cel_str(n->arg[1]->value);
    n->optional = opt;
    n->quoted = true;
    n->n = 1;
    return true;
}

static bool is_hosts(const struct checker *k, const struct cel_func *fn) {
    const struct cel_host *h = k->c->env->host;
    return h && fn && fn >= h->lib->row && fn < h->lib->row + h->lib->n;
}

static int check_host_call(struct checker *k, struct cel_node *n) {
    const struct cel_host *h = k->c->env->host;
    const struct cel_value *known[8] = { NULL };
    struct err err = ERR_INIT;
    for (uint32_t i = 0; i < n->n && i < 8; i++)
        known[i] = n->arg[i]->kind == NODE_CONST ? &n->arg[i]->value : NULL;
    struct cel_called said = { .type = n->type };
    if (h->call(h->ctx, n->func, known, n->n < 8 ? n->n : 8, n->at, n->end, &said, &err) < 0)
        return host_says(k, n, &err);
    n->host = true;
    n->type = said.type;
    n->own = said.own;
    n->may_move = said.moves;
    return 0;
}

bool cel_compares(const struct cel_node *n) {
    static const char *const names[] = { "_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_" };
    for (size_t i = 0; n->kind == NODE_CALL && n->n == 2 && i < sizeof names / sizeof *names; i++)
        if (str_is(n->name, names[i]))
            return true;
    return false;
}

/* person.orders.count() >= 3: nobody needs to count past 3. */
static void limit_counts(struct cel_node *n) {
    for (int side = 0; side < 2; side++) {
        struct cel_node *count = n->arg[side];
        const struct cel_node *k = n->arg[!side];
        if (count->kind != NODE_CALL || count->lazy != LAZY_COUNT || k->kind != NODE_CONST ||
            k->value.kind != CEL_INT || k->value.i < 0 || k->value.i > COUNT_LIMIT_MAX)
            continue;
        bool enough = str_is(n->name, side == 0 ? "_>=_" : "_<=_") ||
                      str_is(n->name, side == 0 ? "_<_" : "_>_");
        count->limit = (uint32_t)k->value.i + !enough;
        if (count->limit == 0)
            count->limit = 1;
    }
}

static int check_call(struct checker *k, struct cel_node *n) {
    struct overloads o = { 0 };
    uint32_t libs;
    const struct cel_library *const *lib = libraries(k, &libs);
    for (uint32_t i = 0; i < n->n; i++)
        if (check(k, n->arg[i]) < 0)
            return -1;
    if (is_field(k, n))
        return check_field(k, n, type_seen(k, n->arg[0]->type)->param, false);
    bool and = str_is(n->name, "_&&_"), or = str_is(n->name, "_||_");
    if (and || or) {
        n->lazy = and ? LAZY_AND : LAZY_OR;
        return check_logic(k, n);
    }
    if (str_is(n->name, "_?_:_"))
        return check_choice(k, n);
    for (uint32_t l = 0; l < libs; l++)
        for (uint32_t i = 0; i < lib[l]->n; i++)
            try_row(k, n, &lib[l]->row[i], &o);
    if (!o.type && strict(k))
        return no_function(k, n, o.named);
    n->type = o.type ? o.type : type_dyn();
    n->func = o.func ? o.func : any_row(k, n);
    if (n->func && !n->func->call)
        n->lazy = str_is(n->name, "or")        ? LAZY_OPT_OR
                  : str_is(n->name, "orValue") ? LAZY_OPT_OR_VALUE
                                               : LAZY_COUNT;
    if (cel_compares(n))
        limit_counts(n);
    if (is_hosts(k, n->func))
        return check_host_call(k, n);
    return cel_prepare(k->c, n);
}

/* ---- lists, maps, loops ---- */

/* Behind "?": what is in it. */
static int element_type(struct checker *k, const struct cel_node *n, bool opt,
                        const struct cel_type **ret) {
    *ret = n->type;
    if (!opt)
        return 0;
    const struct cel_type *in = type_new_param(k);
    if (!type_fits(k, type_optional(k, in), n->type)) {
        if (!strict(k)) {
            *ret = type_dyn();
            return 0;
        }
        return cel_fail(k->c, n->at, n->end, "a %s stands behind ?, not an optional",
                        type_name(k, n->type));
    }
    *ret = in;
    return 0;
}

static int check_list(struct checker *k, struct cel_node *n) {
    const struct cel_type *of = NULL, *t;
    for (uint32_t i = 0; i < n->n; i++) {
        if (check(k, n->arg[i]) < 0 || element_type(k, n->arg[i], n->opt && n->opt[i], &t) < 0)
            return -1;
        of = type_joined(k, of, t);
    }
    n->type = type_list(k, of ? of : type_new_param(k));
    return 0;
}

/* What the keys of a map may be.  A type that is not known yet is none in particular: so the type
 * of a map has one part only that may be a map again. */
static int check_key(struct checker *k, const struct cel_node *n, const struct cel_type **ret) {
    const struct cel_type *t = type_seen(k, n->type);
    *ret = t;
    if (t->kind == CEL_BOOL || t->kind == CEL_INT || t->kind == CEL_UINT ||
        t->kind == CEL_STRING || t->kind == CEL_DYN)
        return 0;
    *ret = type_dyn();
    if (t->kind == CEL_PARAM)
        (void)type_fits(k, t, type_dyn());
    else if (strict(k))
        return cel_fail(k->c, n->at, n->end, "a %s cannot be the key of a map", type_name(k, t));
    return 0;
}

static int check_map(struct checker *k, struct cel_node *n) {
    const struct cel_type *key = NULL, *value = NULL, *t, *of_key;
    for (uint32_t i = 0; i < n->n; i++) {
        struct cel_node **e = n->arg + 2 * i;
        if (check(k, e[0]) < 0 || check_key(k, e[0], &of_key) < 0 || check(k, e[1]) < 0 ||
            element_type(k, e[1], n->opt && n->opt[i], &t) < 0)
            return -1;
        key = type_joined(k, key, of_key);
        value = type_joined(k, value, t);
    }
    n->type = type_map(k, key ? key : type_new_param(k), value ? value : type_new_param(k));
    return 0;
}

static struct scope *scope_add(struct checker *k, struct str name, const struct cel_type *type) {
    struct scope *s = arena_alloc(&k->tmp, sizeof *s);
    *s = (struct scope){ k->scope, name, type, (int32_t)k->n_locals++ };
    if (k->n_locals > k->c->plan->n_locals)
        k->c->plan->n_locals = k->n_locals;
    k->scope = s;
    return s;
}

/* What the variables of a loop are. */
static int range_types(struct checker *k, struct cel_node *n, const struct cel_type **one,
                       const struct cel_type **two) {
    const struct cel_type *of = type_seen(k, n->arg[0]->type);
    switch (of->kind) {
    case CEL_LIST:
        *two = type_a(of);
        *one = n->name2.n ? &cel_types[CEL_INT] : *two;
        return 0;
    case CEL_MAP:
        *one = type_a(of);
        *two = type_b(of);
        return 0;
    case CEL_PARAM:
        (void)type_fits(k, of, type_dyn());
        break;
    case CEL_DYN:
        break;
    default:
        if (strict(k))
            return cel_fail(k->c, n->arg[0]->at, n->arg[0]->end,
                            "a %s cannot be gone through; a list or a map can", type_name(k, of));
    }
    *one = *two = type_dyn();
    return 0;
}

static const struct cel_type *loop_type(struct checker *k, const struct cel_node *n,
                                        const struct cel_type *one) {
    const struct cel_type *made = n->arg[2]->type;
    switch ((enum cel_loop)n->loop) {
    case LOOP_WHERE:
        return type_list(k, one);
    case LOOP_DISTINCT:
        return type_list(k, made);
    case LOOP_SUM:
    case LOOP_MIN:
    case LOOP_MAX:
        return type_seen(k, made);
    case LOOP_AVG:
        return &cel_types[CEL_DOUBLE];
    case LOOP_ALL:
    case LOOP_EXISTS:
    case LOOP_EXISTS_ONE:
        return &cel_types[CEL_BOOL];
    case LOOP_FILTER:
    case LOOP_SORT_BY:
        return type_list(k, one);
    case LOOP_MAP:
    case LOOP_TRANSFORM_LIST:
        return type_list(k, made);
    case LOOP_TRANSFORM_MAP:
        return type_map(k, one, made);
    case LOOP_TRANSFORM_MAP_ENTRY:
        made = type_seen(k, made);
        return made->kind == CEL_MAP ? made : type_map(k, type_dyn(), type_dyn());
    }
    return type_dyn();
}

/* A sum is of the type of what is added, also where that is nothing. */
static int check_sum(struct checker *k, struct cel_node *n) {
    const struct cel_type *made = type_seen(k, n->arg[2]->type);
    if (made->kind == CEL_PARAM) { /* the elements of an empty list */
        (void)type_fits(k, made, type_dyn());
        made = type_dyn();
    }
    if (strict(k) && made->kind != CEL_DYN && (made->kind < CEL_INT || made->kind > CEL_DOUBLE))
        return cel_fail(k->c, n->arg[2]->at, n->arg[2]->end, "numbers can be added, a %s cannot",
                        type_name(k, made));
    n->value = made->kind == CEL_INT    ? cel_int(0)
               : made->kind == CEL_UINT ? cel_uint(0)
                                        : cel_double(0);
    return 0;
}

static int check_loop(struct checker *k, struct cel_node *n) {
    struct scope *outer = k->scope;
    const uint32_t locals = k->n_locals;
    const struct cel_type *one = NULL, *two = NULL;
    if (check(k, n->arg[0]) < 0 || range_types(k, n, &one, &two) < 0)
        return -1;
    n->slot = ~scope_add(k, n->name, one)->slot;
    (void)scope_add(k, n->name2, two); /* without a name nobody finds it */
    if (check(k, n->arg[1]) < 0 || check(k, n->arg[2]) < 0)
        return -1;
    if (strict(k) && !type_fits(k, &cel_types[CEL_BOOL], n->arg[1]->type))
        return cel_fail(k->c, n->arg[1]->at, n->arg[1]->end, "a condition is a %s, not a bool",
                        type_name(k, n->arg[1]->type));
    const struct cel_type *made = type_seen(k, n->arg[2]->type);
    if (strict(k) && n->loop == LOOP_TRANSFORM_MAP_ENTRY && made->kind != CEL_MAP &&
        made->kind != CEL_DYN)
        return cel_fail(k->c, n->arg[2]->at, n->arg[2]->end,
                        "transformMapEntry() needs a map of one entry, not a %s",
                        type_name(k, made));
    if ((n->loop == LOOP_SUM || n->loop == LOOP_AVG) && check_sum(k, n) < 0)
        return -1;
    n->type = loop_type(k, n, one);
    k->scope = outer;
    k->n_locals = locals;
    return 0;
}

/* bind: value, body; optMap: optional, body. */
static int check_bind(struct checker *k, struct cel_node *n) {
    struct scope *outer = k->scope;
    const uint32_t locals = k->n_locals;
    if (check(k, n->arg[0]) < 0)
        return -1;
    const struct cel_type *t = n->arg[0]->type;
    if (n->kind == NODE_OPT_MAP && element_type(k, n->arg[0], true, &t) < 0)
        return -1;
    n->slot = ~scope_add(k, n->name, t)->slot;
    if (check(k, n->arg[1]) < 0)
        return -1;
    n->type = n->arg[1]->type;
    if (n->kind == NODE_OPT_MAP && !n->test)
        n->type = type_optional(k, n->type);
    else if (n->kind == NODE_OPT_MAP && strict(k) &&
             !type_fits(k, type_optional(k, type_new_param(k)), n->type))
        return cel_fail(k->c, n->arg[1]->at, n->arg[1]->end,
                        "optFlatMap() needs an optional, not a %s", type_name(k, n->type));
    k->scope = outer;
    k->n_locals = locals;
    return 0;
}

static int check(struct checker *k, struct cel_node *n) {
    if (!type_work(k))
        return -1; /* cel_check() says so */
    switch ((enum cel_node_kind)n->kind) {
    case NODE_CONST:
        if (!n->type)
            n->type = &cel_types[n->value.kind];
        return 0;
    case NODE_IDENT:
        return check_ident(k, n);
    case NODE_SELECT:
        return check_select(k, n);
    case NODE_CALL:
        return check_call(k, n);
    case NODE_LIST:
        return check_list(k, n);
    case NODE_MAP:
        return check_map(k, n);
    case NODE_LOOP:
        return check_loop(k, n);
    case NODE_BIND:
    case NODE_OPT_MAP:
        return check_bind(k, n);
    }
    return 0;
}

int cel_check(struct cel_compiler *c, struct cel_node *root) {
    struct checker k = { .c = c };
    arena_init(&k.tmp, "types", TYPES_MAX);
    int rc = check(&k, root);
    if (rc == 0)
        root->type = type_final(&k, root->type, c->a);
    if (!type_work(&k))
        rc = cel_fail_limit(c, root->at, root->end, "to find the types takes more than %u steps",
                            TYPES_WORK_MAX);
    arena_release(&k.tmp);
    return rc;
}
