/* types.c - types as values: signatures, what may stand where, variables of the checker.
 *
 * THEORY      A variable of a type (CEL_PARAM) is free or bound to a type in a table; to bind is to
 *             write into the table, and what did not fit is taken back by its length and a trail.
 *             dyn fits everything both ways.
 * LIMITS      TYPES_WORK_MAX: types share their parts, so that what is short may be huge when it
 *             is written out.
 *
 * Source: the algorithm of cel-go's checker (checker/types.go): assignability with substitution,
 * and the more general of two types for elements of a list.
 */
#include "lang/cel/check_internal.h"

#include "base/check.h"

const struct cel_type *cel_type_of(struct arena *a, enum cel_kind kind, const struct cel_type *x,
                                   const struct cel_type *y) {
    struct cel_type *t = arena_alloc(a, sizeof *t);
    *t = (struct cel_type){ .kind = (uint8_t)kind, .a = x, .b = y };
    return t;
}

bool type_work(struct checker *k) { return ++k->work <= TYPES_WORK_MAX; }

static const struct cel_type *made(struct checker *k, enum cel_kind kind,
                                   const struct cel_type *x, const struct cel_type *y) {
    if (!type_work(k))
        return type_dyn();
    return cel_type_of(&k->tmp, kind, x, y);
}

const struct cel_type *type_dyn(void) { return &cel_types[CEL_DYN]; }
const struct cel_type *type_list(struct checker *k, const struct cel_type *of) {
    return made(k, CEL_LIST, of, NULL);
}
const struct cel_type *type_map(struct checker *k, const struct cel_type *key,
                                const struct cel_type *value) {
    return made(k, CEL_MAP, key, value);
}
const struct cel_type *type_optional(struct checker *k, const struct cel_type *of) {
    return made(k, CEL_OPTIONAL, of, NULL);
}
const struct cel_type *type_type(struct checker *k, const struct cel_type *of) {
    return made(k, CEL_TYPE, of, NULL);
}

const struct cel_type *type_new_param(struct checker *k) {
    struct cel_type *t = arena_alloc(&k->tmp, sizeof *t);
    if (k->n_bound == k->bound_room) {
        uint32_t room = k->bound_room ? 2 * k->bound_room : 64;
        const struct cel_type **p = arena_alloc(&k->tmp, room * sizeof *p);
        if (k->n_bound)
            memcpy(p, k->bound, k->n_bound * sizeof *p);
        k->bound = p;
        k->bound_room = room;
    }
    *t = (struct cel_type){ .kind = CEL_PARAM, .param = k->n_bound };
    k->bound[k->n_bound++] = NULL;
    return t;
}

const struct cel_type *type_seen(struct checker *k, const struct cel_type *t) {
    while (t->kind == CEL_PARAM && k->bound[t->param])
        t = k->bound[t->param];
    return t;
}

/* A list of nothing in particular has no part: that is dyn. */
const struct cel_type *type_a(const struct cel_type *t) { return t->a ? t->a : type_dyn(); }
const struct cel_type *type_b(const struct cel_type *t) { return t->b ? t->b : type_dyn(); }

/* ---- binding, and taking it back ---- */

struct type_mark type_mark(const struct checker *k) {
    return (struct type_mark){ k->n_trail };
}

void type_undo(struct checker *k, struct type_mark m) {
    while (k->n_trail > m.trail)
        k->bound[k->trail[--k->n_trail]] = NULL;
}

static void bind(struct checker *k, uint32_t param, const struct cel_type *t) {
    if (k->n_trail == k->trail_room) {
        uint32_t room = k->trail_room ? 2 * k->trail_room : 64;
        uint32_t *p = arena_alloc(&k->tmp, room * sizeof *p);
        if (k->n_trail)
            memcpy(p, k->trail, k->n_trail * sizeof *p);
        k->trail = p;
        k->trail_room = room;
    }
    k->trail[k->n_trail++] = param;
    k->bound[param] = t;
}

static bool occurs(struct checker *k, uint32_t param, const struct cel_type *t) {
    t = type_seen(k, t);
    if (t->kind == CEL_PARAM)
        return t->param == param;
    if (!type_work(k))
        return true;
    return (t->a && occurs(k, param, t->a)) || (t->b && occurs(k, param, t->b));
}

/* ---- what may stand where ---- */

static bool parts_fit(struct checker *k, const struct cel_type *to, const struct cel_type *from) {
    switch (to->kind) {
    case CEL_LIST:
    case CEL_OPTIONAL:
        return type_fits(k, type_a(to), type_a(from));
    case CEL_MAP:
        return type_fits(k, type_a(to), type_a(from)) && type_fits(k, type_b(to), type_b(from));
    case CEL_RECORD:
        return to->param == from->param;
    default: /* of types only that they are such */
        return true;
    }
}

bool type_fits(struct checker *k, const struct cel_type *to, const struct cel_type *from) {
    to = type_seen(k, to);
    from = type_seen(k, from);
    if (to == from)
        return true;
    if (!type_work(k))
        return false;
    if (to->kind == CEL_PARAM || from->kind == CEL_PARAM) {
        const struct cel_type *var = to->kind == CEL_PARAM ? to : from;
        const struct cel_type *t = to->kind == CEL_PARAM ? from : to;
        if (t->kind == CEL_PARAM && t->param == var->param)
            return true;
        if (occurs(k, var->param, t))
            return false;
        bind(k, var->param, t);
        return true;
    }
    if (to->kind == CEL_DYN || from->kind == CEL_DYN)
        return true;
    if (from->kind == CEL_NULL &&
        (to->kind == CEL_OPTIONAL || to->kind == CEL_TIMESTAMP || to->kind == CEL_DURATION))
        return true;
    return to->kind == from->kind && parts_fit(k, to, from);
}

/* Of two that fit each other. */
static const struct cel_type *more_general(struct checker *k, const struct cel_type *a,
                                           const struct cel_type *b) {
    a = type_seen(k, a);
    b = type_seen(k, b);
    if (a->kind == CEL_DYN || b->kind == CEL_DYN || !type_work(k))
        return type_dyn();
    if (type_same(k, a, b))
        return a;
    if (b->kind == CEL_NULL) /* it may stand where a is wanted */
        return a;
    switch (a->kind) {
    case CEL_LIST:
        return type_list(k, more_general(k, type_a(a), type_a(b)));
    case CEL_OPTIONAL:
        return type_optional(k, more_general(k, type_a(a), type_a(b)));
    case CEL_MAP:
        return type_map(k, more_general(k, type_a(a), type_a(b)),
                        more_general(k, type_b(a), type_b(b)));
    default:
        return a;
    }
}

const struct cel_type *type_joined(struct checker *k, const struct cel_type *a,
                                   const struct cel_type *b) {
    struct type_mark m = type_mark(k);
    if (!a)
        return b;
    if (type_fits(k, a, b))
        return more_general(k, a, b);
    type_undo(k, m);
    return type_dyn();
}

const struct cel_type *type_final(struct checker *k, const struct cel_type *t, struct arena *a) {
    t = type_seen(k, t);
    const bool parts = t->kind == CEL_LIST || t->kind == CEL_OPTIONAL || t->kind == CEL_MAP ||
                       (t->kind == CEL_TYPE && t->a);
    if (t->kind == CEL_PARAM || !type_work(k))
        return type_dyn();
    if (t->kind == CEL_RECORD)
        return t; /* the host's own */
    if (!parts)
        return &cel_types[t->kind];
    return cel_type_of(a, t->kind, type_final(k, type_a(t), a),
                       t->kind == CEL_MAP ? type_final(k, type_b(t), a) : NULL);
}

bool type_same(struct checker *k, const struct cel_type *a, const struct cel_type *b) {
    a = type_seen(k, a);
    b = type_seen(k, b);
    if (a == b)
        return true;
    if (!type_work(k) || a->kind != b->kind)
        return false;
    if ((a->kind == CEL_PARAM || a->kind == CEL_RECORD) && a->param != b->param)
        return false;
    bool parts = a->kind == CEL_LIST || a->kind == CEL_OPTIONAL || a->kind == CEL_MAP;
    return !parts || (type_same(k, type_a(a), type_a(b)) &&
                      (a->kind != CEL_MAP || type_same(k, type_b(a), type_b(b))));
}

/* ---- signatures ---- */

const struct cel_type *type_read(struct checker *k, const char **sig,
                                 const struct cel_type *var[2]) {
    static const struct { char letter; enum cel_kind kind; } simple[] = {
        { 'n', CEL_NULL },  { 'b', CEL_BOOL },      { 'i', CEL_INT },     { 'u', CEL_UINT },
        { 'd', CEL_DOUBLE }, { 's', CEL_STRING },   { 'y', CEL_BYTES },   { 'D', CEL_DURATION },
        { 'T', CEL_TIMESTAMP }, { '?', CEL_DYN },
    };
    const char c = *(*sig)++;
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++)
        if (simple[i].letter == c)
            return &cel_types[simple[i].kind];
    if (c == 'A' || c == 'B') {
        if (!var[c - 'A'])
            var[c - 'A'] = type_new_param(k);
        return var[c - 'A'];
    }
    const struct cel_type *x = type_read(k, sig, var);
    switch (c) {
    case 'L':
        return type_list(k, x);
    case 'O':
        return type_optional(k, x);
    case 't':
        return type_type(k, x);
    case 'M':
        return type_map(k, x, type_read(k, sig, var));
    default:
        CHECK(!"a letter that no type has");
        return x;
    }
}

/* ---- text ---- */

void cel_type_text(const struct cel_type *t, struct buf *out) {
    static const char *const names[] = {
        "null", "bool", "int", "uint", "double", "string", "bytes", "duration", "timestamp",
        "list", "map", "type", "optional_type", "record", "list", "error", "dyn", "dyn",
    };
    buf_puts(out, names[t->kind]);
    if (t->kind == CEL_TYPE ? !t->a : t->kind != CEL_LIST && t->kind != CEL_MAP &&
                                          t->kind != CEL_OPTIONAL)
        return;
    buf_putc(out, '(');
    cel_type_text(type_a(t), out);
    if (t->kind == CEL_MAP) {
        buf_puts(out, ", ");
        cel_type_text(type_b(t), out);
    }
    buf_putc(out, ')');
}
