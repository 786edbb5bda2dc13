/* trait_fold.c - the values of a person's traits, folded from what its atoms keep.
 *
 * THEORY      All candidates of all atoms, in order of name, time and seq; for each name the rule
 *             picks one, or puts the members of objects together, the newest last.  Nothing is
 *             kept of it: a person that joins or parts is folded anew at the next look, exactly.
 * COST        n log n of the candidates of all atoms.
 * THREADS     Core thread; reads only.
 */
#include "unify/unify_internal.h"

#include <stdlib.h>

/* ---- objects, member by member ---- */

struct node { /* of the object in the making */
    struct str key;   /* with its quotes */
    struct str value; /* .s NULL: an object */
    struct trait_cand *from;
    struct node *child, *last, *next;
};
struct merging { struct arena *a; struct node root; struct trait_cand *from; bool any, keep; };

static struct node *child_of(struct merging *m, struct node *at, struct str key) {
    for (struct node *c = at->child; c; c = c->next)
        if (str_eq(c->key, key))
            return c;
    struct node *c = arena_zalloc(m->a, sizeof *c);
    c->key = key;
    *(at->child ? &at->last->next : &at->child) = c;
    at->last = c;
    return c;
}

static void clear(struct node *at, struct str value) {
    at->value = value;
    at->child = at->last = NULL;
}

/* leaf: borrowed until the return. */
static void merge_leaf(void *ctx, struct str leaf) {
    struct merging *m = ctx;
    struct str value = trait_leaf_value(leaf);
    struct node *at = &m->root;
    if (m->keep && trait_blank(value))
        return;
    m->any = true;
    const char *s = arena_dup(m->a, leaf.s, leaf.n);
    uint32_t path = trait_path(leaf);
    for (uint32_t i = 0; i < path; i += 2) { /* {"key": */
        uint32_t from = ++i;
        for (i++; s[i] != '"'; i++)
            i += s[i] == '\\';
        if (at->value.s)
            clear(at, (struct str){ NULL, 0 });
        at = child_of(m, at, str_n(s + from, i + 1 - from));
    }
    at->from = m->from;
    value.s = s + path;
    if (!str_is(value, "{}"))
        clear(at, value);
    else if (at->value.s)
        clear(at, (struct str){ NULL, 0 });
}

static void node_text(const struct node *at, struct buf *b) {
    if (at->from && (at->value.s || !at->child))
        at->from->won = true;
    if (at->value.s) {
        buf_put_str(b, at->value);
        return;
    }
    buf_u8(b, '{');
    for (const struct node *c = at->child; c; c = c->next) {
        if (c != at->child)
            buf_u8(b, ',');
        buf_put_str(b, c->key);
        buf_u8(b, ':');
        node_text(c, b);
    }
    buf_u8(b, '}');
}

struct str trait_join(const struct trait *list, uint32_t n, struct arena *a) {
    struct trait_cand none = { 0 };
    struct merging m = { .a = a, .root.value = STR("null"), .from = &none };
    struct buf b;
    if (n == 1)
        return list[0].json;
    for (uint32_t i = 0; i < n; i++)
        trait_leaves(list[i].json, merge_leaf, &m);
    buf_init(&b, "merged trait", 4u << 20);
    node_text(&m.root, &b);
    struct str json = str_n(arena_dup(a, b.data, b.len), b.len);
    buf_release(&b);
    return json;
}

static void fold_merged(struct trait_won *w, struct arena *a) {
    struct merging m = { .a = a, .root.value = STR("null"), .keep = w->flags & TRAIT_KEEP };
    struct buf b;
    for (uint32_t i = 0; i < w->n; i++) {
        m.from = &w->all[i];
        trait_leaves(w->all[i].t.json, merge_leaf, &m);
    }
    if (!m.any)
        return;
    buf_init(&b, "merged trait", 4u << 20);
    node_text(&m.root, &b);
    w->json = str_n(arena_dup(a, b.data, b.len), b.len);
    for (uint32_t i = 0; i < w->n; i++)
        if (w->all[i].won)
            w->from = w->all[i];
    buf_release(&b);
}

/* ---- one value of several ---- */

static unsigned rank_of(const struct trait_rule *r, const struct trait *t) {
    unsigned i = 0;
    while (i < r->n_sources && r->sources[i] != t->source)
        i++;
    return i;
}

/* Of the newest of each rank, the first that has a value; where none has, the best of all. */
static const struct trait_cand *best_source(const struct trait_won *w,
                                            const struct trait_rule *r) {
    const struct trait_cand *newest[TRAIT_SOURCES_MAX + 1] = { NULL }, *first = NULL;
    for (uint32_t i = 0; i < w->n; i++)
        newest[rank_of(r, &w->all[i].t)] = &w->all[i];
    for (unsigned k = 0; k <= r->n_sources; k++) {
        if (newest[k] && !trait_blank(newest[k]->t.json))
            return newest[k];
        first = first ? first : newest[k];
    }
    return first;
}

static int by_value(const void *a, const void *b) {
    const struct trait_cand *x = *(const struct trait_cand *const *)a,
                            *y = *(const struct trait_cand *const *)b;
    size_t n = x->t.json.n < y->t.json.n ? x->t.json.n : y->t.json.n;
    int d = memcmp(x->t.json.s, y->t.json.s, n);
    if (d == 0)
        d = x->t.json.n < y->t.json.n ? -1 : x->t.json.n > y->t.json.n;
    return d ? d : trait_before(&x->t, &y->t) ? -1 : 1;
}

static const struct trait_cand *most_frequent(struct trait_won *w, struct arena *a) {
    const struct trait_cand **v = arena_alloc(a, w->n * sizeof *v), *best = NULL;
    uint64_t times = 0;
    for (uint32_t i = 0; i < w->n; i++)
        v[i] = &w->all[i];
    qsort(v, w->n, sizeof *v, by_value);
    for (uint32_t i = 0; i < w->n; i++) {
        times += v[i]->t.more + 1u;
        if (i + 1 < w->n && str_eq(v[i]->t.json, v[i + 1]->t.json))
            continue; /* the last of them is the newest */
        if (!best || times > w->times || (times == w->times && trait_before(&best->t, &v[i]->t))) {
            best = v[i];
            w->times = times;
        }
        times = 0;
    }
    return best;
}

static void fold_name(struct unify *u, struct trait_won *w, struct arena *a) {
    const struct trait_rule *r = trait_rule_of(u, w->name);
    const struct trait_cand *best = &w->all[w->n - 1];
    w->json = STR("null");
    w->how = r ? (enum trait_how)r->how : TRAIT_LAST;
    w->flags = r ? r->flags : 0;
    w->times = 1;
    w->from = *best;
    if (w->flags & TRAIT_MERGE) {
        fold_merged(w, a);
        return;
    }
    if (w->how == TRAIT_FIRST)
        best = &w->all[0];
    else if (w->how == TRAIT_SOURCE_ORDER)
        best = best_source(w, r);
    else if (w->how == TRAIT_MOST_FREQUENT)
        best = most_frequent(w, a);
    w->from = *best;
    w->json = best->t.json;
    for (uint32_t i = 0; i < w->n; i++)
        w->all[i].won = &w->all[i] == best;
}

/* ---- all of them ---- */

static int by_name(const void *a, const void *b) {
    const struct trait_cand *x = a, *y = b;
    if (x->t.name != y->t.name)
        return x->t.name < y->t.name ? -1 : 1;
    return trait_before(&x->t, &y->t) ? -1 : trait_before(&y->t, &x->t);
}

static struct trait_cand *gather(struct unify *u, uint32_t person, struct arena *a,
                                 uint32_t *ret_n) {
    uint32_t n = 0, i = person;
    do {
        n += atom_at(u, i)->n_traits;
        i = atom_at(u, i)->next;
    } while (i != person);
    struct trait_cand *c = arena_alloc(a, (n + 1) * sizeof *c);
    n = 0;
    do {
        const struct atom *x = atom_at(u, i);
        struct trait t;
        for (uint32_t off = 0; trait_next(u, x->traits, x->traits_bytes, &off, &t);) {
            const struct trait_rule *r = trait_rule_of(u, t.name);
            if (!(r && r->flags & TRAIT_KEEP && trait_blank(t.json))) /* of the rule before */
                c[n++] = (struct trait_cand){ t, i, false };
        }
        i = x->next;
    } while (i != person);
    qsort(c, n, sizeof *c, by_name);
    *ret_n = n;
    return c;
}

struct trait_won *trait_fold(struct unify *u, uint32_t person, struct arena *a,
                             uint32_t *ret_n) {
    uint32_t n, won = 0;
    struct trait_cand *c = gather(u, person, a, &n);
    struct trait_won *w = arena_alloc(a, (n + 1) * sizeof *w);
    for (uint32_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && c[j].t.name == c[i].t.name; j++)
            ;
        w[won] = (struct trait_won){ .name = c[i].t.name, .all = c + i, .n = j - i };
        fold_name(u, &w[won++], a);
    }
    *ret_n = won;
    return w;
}

/* ---- one of them ---- */

/* The newest, where there is no rule. */
static struct str newest(struct unify *u, uint32_t person, uint32_t name) {
    struct trait best = { .ms = INT64_MIN }, t;
    bool any = false;
    uint32_t i = person;
    do {
        const struct atom *x = atom_at(u, i);
        for (uint32_t off = 0; trait_next(u, x->traits, x->traits_bytes, &off, &t);)
            if (t.name == name && (!any || trait_before(&best, &t))) {
                best = t;
                any = true;
            }
        i = x->next;
    } while (i != person);
    return any ? best.json : STR("");
}

struct str unify_trait_value(struct unify *u, uint32_t person, uint32_t name, struct arena *a) {
    struct arena own;
    struct err err = ERR_INIT;
    struct str value = STR("");
    uint32_t n;
    if (name == 0)
        return value;
    if (!trait_rule_of(u, name))
        return newest(u, person, name);
    arena_init(&own, "traits of a person", FOLD_BYTES_MAX);
    const struct trait_won *w = trait_fold(u, person, &own, &n);
    for (uint32_t i = 0; i < n; i++)
        if (w[i].name == name) {
            char *copy = arena_try_alloc(a, w[i].json.n + 1, &err);
            if (copy)
                value = str_n(memcpy(copy, w[i].json.s, w[i].json.n), w[i].json.n);
        }
    arena_release(&own);
    return value;
}

/* ---- told to those outside ---- */

static struct str text_dup(struct arena *a, struct str s) {
    return str_n(arena_dup(a, s.s, s.n), s.n);
}

static bool same_as_won(const struct trait_won *w, const struct trait_cand *c) {
    return c->won || (!(w->flags & TRAIT_MERGE) && str_eq(c->t.json, w->json));
}

static void tell_one(struct unify *u, const struct trait_won *w, struct arena *a,
                     struct unify_trait *t, uint32_t *left, size_t *bytes) {
    *t = (struct unify_trait){ .name = text_dup(a, name_text(u, w->name)),
                               .value = text_dup(a, w->json), .rule = trait_how_text(w->how),
                               .keep = w->flags & TRAIT_KEEP, .merge = w->flags & TRAIT_MERGE,
                               .filling = w->flags & TRAIT_FILLING };
    t->from = arena_alloc(a, w->n * sizeof *t->from);
    for (uint32_t i = w->n; i > 0 && *left > 0; i--) {
        const struct trait_cand *c = &w->all[i - 1];
        if (c->t.json.n > *bytes) {
            *left = 0;
            return;
        }
        struct unify_trait_from *f = &t->from[t->n++];
        *f = (struct unify_trait_from){ .value = text_dup(a, c->t.json),
                                        .atom = atom_at(u, c->atom)->id, .source = c->t.source,
                                        .times = c->t.more + 1u, .won = same_as_won(w, c),
                                        .ms = c->t.ms };
        CHECK(core_locate(u->core, c->t.seq, &f->at));
        --*left;
        *bytes -= c->t.json.n;
    }
}

uint32_t unify_traits(struct unify *u, uint32_t person, uint32_t max, size_t bytes,
                      struct arena *a, struct unify_trait **ret, bool *ret_cut) {
    struct arena own;
    uint32_t n, told = 0, left = max, all = 0, shown = 0;
    arena_init(&own, "traits of a person", FOLD_BYTES_MAX);
    struct trait_won *w = trait_fold(u, person, &own, &n);
    *ret = arena_alloc(a, ((n < max ? n : max) + 1) * sizeof **ret);
    for (uint32_t i = 0; i < n; i++) {
        all += w[i].n;
        if (left == 0 || w[i].json.n > bytes)
            continue;
        bytes -= w[i].json.n;
        tell_one(u, &w[i], a, &(*ret)[told], &left, &bytes);
        shown += (*ret)[told++].n;
    }
    arena_release(&own);
    *ret_cut = shown < all;
    return told;
}
