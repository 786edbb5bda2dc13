/* cel.c - compiling, places of faults, hints, what is done once.
 *
 * THEORY      Text becomes a tree (parse.c), the tree gets names, functions and types (check.c),
 *             and calls on constants are carried out here, since neither their arguments nor the
 *             library change.  What they were stays in the tree, for cel_plan_text().
 */
#include "lang/cel/cel_internal.h"

#include "base/check.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define NAME_MAX_HINTED 40u
#define FOLD_STEPS 100000u     /* for all constants of a plan */
#define FOLD_BYTES (256u << 10) /* for one */
#define FOLD_TEXT_MAX 4096u

/* ---- faults ---- */

void cel_place(struct str source, uint32_t at, struct err *err) {
    uint32_t line = 1, begin = 0;
    if (at > source.n)
        at = (uint32_t)source.n;
    for (uint32_t i = 0; i < at; i++)
        if (source.s[i] == '\n') {
            line++;
            begin = i + 1;
        }
    (void)err_within(err, "line %u, column %zu", line,
                     utf8_count(str_n(source.s + begin, at - begin)) + 1);
}

int cel_fail(struct cel_compiler *c, uint32_t at, uint32_t end, const char *fmt, ...) {
    char text[160];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    const uint32_t n = (uint32_t)c->source.n;
    c->at = at < n ? at : n;
    c->end = end < c->at ? c->at : end < n ? end : n;
    err_set(c->err, E_INVALID, "%s", text);
    cel_place(c->source, at, c->err);
    return -1;
}

int cel_fail_limit(struct cel_compiler *c, uint32_t at, uint32_t end, const char *what,
                   uint32_t max) {
    (void)cel_fail(c, at, end, what, max);
    c->err->code = E_LIMIT;
    return -1;
}

uint32_t cel_distance(struct str a, struct str b, uint32_t max) {
    uint32_t row[3][NAME_MAX_HINTED + 1];
    if (a.n > NAME_MAX_HINTED || b.n > NAME_MAX_HINTED)
        return max + 1;
    for (uint32_t k = 0; k <= b.n; k++)
        row[0][k] = row[2][k] = k;
    for (uint32_t i = 1; i <= a.n; i++) {
        uint32_t *now = row[i % 3], *up = row[(i + 2) % 3], *up2 = row[(i + 1) % 3];
        now[0] = i;
        for (uint32_t k = 1; k <= b.n; k++) {
            bool same = str_lower(a.s[i - 1]) == str_lower(b.s[k - 1]);
            uint32_t best = up[k - 1] + !same;
            best = up[k] + 1 < best ? up[k] + 1 : best;
            best = now[k - 1] + 1 < best ? now[k - 1] + 1 : best;
            if (i > 1 && k > 1 && a.s[i - 1] == b.s[k - 2] && a.s[i - 2] == b.s[k - 1] &&
                up2[k - 2] + 1 < best)
                best = up2[k - 2] + 1;
            now[k] = best;
        }
    }
    return row[a.n % 3][b.n];
}

void cel_hint_near(struct cel_compiler *c, struct str name, const struct str *known, uint32_t n) {
    uint32_t best = (uint32_t)(name.n < 4 ? 1 : name.n < 8 ? 2 : 3) + 1, at = n;
    for (uint32_t i = 0; i < n; i++) {
        char first = known[i].n ? str_lower(known[i].s[0]) : '\0';
        bool word = first >= 'a' && first <= 'z'; /* operators have names, too */
        uint32_t d = word ? cel_distance(name, known[i], best) : best;
        if (d < best) {
            best = d;
            at = i;
        }
    }
    if (at < n)
        (void)err_hint(c->err, "did you mean \"%.*s\"?", STR_FMT(known[at]));
}

/* ---- the library ---- */

const struct cel_library *const *cel_libraries(uint32_t *ret_n) {
    static const struct cel_library *const all[] = {
        &cel_lib_std,  &cel_lib_time,  &cel_lib_strings, &cel_lib_format,
        &cel_lib_math, &cel_lib_lists, &cel_lib_more,
    };
    *ret_n = sizeof all / sizeof *all;
    return all;
}

bool cel_func_named(struct str name) {
    uint32_t libs;
    const struct cel_library *const *lib = cel_libraries(&libs);
    for (uint32_t l = 0; l < libs; l++)
        for (uint32_t i = 0; i < lib[l]->n; i++)
            if (str_is(name, lib[l]->row[i].name))
                return true;
    return false;
}

/* ---- constants ---- */

static bool known(const struct cel_node *n) {
    return n->kind == NODE_CONST || (n->kind == NODE_CALL && n->folded);
}

/* What stays in the plan: scalars, and texts that are not long. */
static bool keep(struct arena *a, struct cel_value *v) {
    if (v->kind > CEL_TIMESTAMP)
        return false;
    if (v->kind != CEL_STRING && v->kind != CEL_BYTES)
        return true;
    if (v->n > FOLD_TEXT_MAX)
        return false;
    v->s = arena_dup(a, v->s, v->n);
    return true;
}

struct folding { struct cel_plan *plan; struct arena tmp; uint64_t steps; };

static void fold(struct folding *x, struct cel_node *n) {
    struct cel_value v[8];
    uint32_t parts = n->kind == NODE_MAP ? 2 * n->n : n->n;
    for (uint32_t i = 0; i < parts; i++)
        fold(x, n->arg[i]);
    bool all = n->kind == NODE_CALL && n->func && !n->host && !n->lazy && n->n > 0 &&
               n->n <= 8;
    for (uint32_t i = 0; all && i < n->n; i++) {
        all = known(n->arg[i]);
        v[i] = n->arg[i]->value;
    }
    if (!all || x->steps >= FOLD_STEPS)
        return;
    struct cel_run run = { .arena = &x->tmp, .steps_max = FOLD_STEPS - x->steps };
    struct cel_frame f = { .run = &run, .node = n };
    struct cel_value r = n->func->call(&f, v, n->n);
    n->folded = keep(&x->plan->arena, &r);
    n->value = r;
    x->steps += run.steps + 1;
    arena_reset(&x->tmp);
}

static void fold_all(struct cel_plan *p) {
    struct folding x = { .plan = p };
    arena_init(&x.tmp, "constants", FOLD_BYTES);
    fold(&x, p->root);
    arena_release(&x.tmp);
}

/* ---- plans ---- */

struct cel_plan *cel_compile(const struct cel_env *env, struct str source, uint32_t *ret_at,
                             uint32_t *ret_n, struct err *err) {
    struct cel_plan *p = calloc(1, sizeof *p);
    struct err none = ERR_INIT;
    CHECK(p);
    arena_init(&p->arena, "expression", CEL_PLAN_MAX);
    struct cel_compiler c = { .env = env, .plan = p, .a = &p->arena, .err = err ? err : &none };
    p->n_vars = env->n_vars;
    int rc = 0;
    if (source.n > CEL_SOURCE_MAX)
        rc = err_set(err, E_LIMIT, "an expression has at most %u bytes", CEL_SOURCE_MAX);
    else if (!utf8_valid(source.s, source.n))
        rc = err_set(err, E_INVALID, "the expression is no UTF-8");
    if (rc == 0) {
        c.source = p->source = str_n(arena_dup(&p->arena, source.s, source.n), source.n);
        p->root = cel_parse(&c);
        rc = p->root ? cel_check(&c, p->root) : -1;
    }
    if (ret_at)
        *ret_at = c.at;
    if (ret_n)
        *ret_n = c.end - c.at;
    if (rc == 0) {
        p->host = env->host;
        fold_all(p);
        cel_find_now(p, env);
        return p;
    }
    cel_plan_free(p);
    return NULL;
}

void cel_plan_free(struct cel_plan *p) {
    if (!p)
        return;
    for (struct cel_prepared *x = p->prepared; x; x = x->next)
        x->drop(x->p);
    arena_release(&p->arena);
    free(p);
}

const struct cel_type *cel_plan_type(const struct cel_plan *p) { return p->root->type; }

enum cel_now cel_plan_now(const struct cel_plan *p, uint32_t *ret_at, uint32_t *ret_n) {
    *ret_at = p->now_at;
    *ret_n = p->now_end - p->now_at;
    return p->now;
}

void cel_plan_place(const struct cel_plan *p, uint32_t at, struct err *err) {
    cel_place(p->source, at, err);
}

void cel_plan_text(const struct cel_plan *p, struct buf *out) { cel_node_text(p->root, out); }
