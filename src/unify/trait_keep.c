/* trait_keep.c - what an atom keeps of the values of a trait.
 *
 * THEORY      Persons join and part, so what is kept belongs to the atom, and a person's value
 *             is folded from what its atoms keep (trait_fold.c).  Each rule keeps just enough
 *             for that fold to be the one over all events, in whatever order they came:
 *                 last           the newest value          first    the oldest
 *                 most_frequent  every value, how often, and when last
 *                 source_order   the newest of each source named, and of all others together
 *                 last, merged   every member of the objects with its time, as {"a":{"b":5}}
 *             "Newest" goes by (time, seq), so nothing depends on the order of arrival.
 *             A merged member is dropped once a newer one hides it for ever: the same member, or
 *             a newer plain value at it or above it.  A plain value below which newer members
 *             stand is kept, since it hides members that may yet come late.
 * INVARIANTS  (1) While TRAIT_FILLING, candidates of the other generation are what the rule
 *                 before kept; trait_fill.c replaces them.
 * LIMITS      TRAIT_VALUES_MAX, TRAIT_LEAVES_MAX: past them the least frequent (then oldest)
 *             value, or the oldest member, gives way.  How often: 65,536 of one atom at most.
 * THREADS     Core thread; the functions over JSON text on any.
 */
#include "unify/unify_internal.h"

bool trait_blank(struct str json) { return str_is(json, "null") || str_is(json, "\"\""); }

/* ---- members of an object: the text is minified, as the server wrote it ---- */

static uint32_t skip_string(struct str j, uint32_t at) {
    for (at++; at < j.n && j.s[at] != '"'; at++)
        at += j.s[at] == '\\';
    return at + 1;
}

static uint32_t skip_value(struct str j, uint32_t at) {
    uint32_t depth = 0;
    while (at < j.n) {
        char c = j.s[at];
        if (c == '"') {
            at = skip_string(j, at);
        } else {
            if (depth == 0 && (c == ',' || c == '}' || c == ']'))
                return at;
            depth += c == '{' || c == '[';
            depth -= c == '}' || c == ']';
            at++;
        }
        if (depth == 0 && (c == '"' || c == '}' || c == ']'))
            return at;
    }
    return at;
}

struct walk { struct buf path; uint32_t depth; trait_leaf *leaf; void *ctx; };

static void one_leaf(struct walk *w, struct str value) {
    size_t n = w->path.len;
    buf_put_str(&w->path, value);
    for (uint32_t i = 0; i < w->depth; i++)
        buf_u8(&w->path, '}');
    w->leaf(w->ctx, buf_str(&w->path));
    w->path.len = n;
}

static void walk_value(struct walk *w, struct str j) {
    if (j.n <= 2 || j.s[0] != '{' || w->depth == TRAIT_DEPTH_MAX) {
        one_leaf(w, j);
        return;
    }
    size_t n = w->path.len;
    for (uint32_t at = 1; at < j.n && j.s[at] == '"';) {
        uint32_t colon = skip_string(j, at), end = skip_value(j, colon + 1);
        buf_u8(&w->path, '{');
        buf_put_str(&w->path, str_n(j.s + at, colon + 1 - at));
        w->depth++;
        walk_value(w, str_n(j.s + colon + 1, end - colon - 1));
        w->depth--;
        w->path.len = n;
        at = end + 1;
    }
}

void trait_leaves(struct str json, trait_leaf *leaf, void *ctx) {
    struct walk w = { .leaf = leaf, .ctx = ctx };
    buf_init(&w.path, "trait member", 1u << 20);
    walk_value(&w, json);
    buf_release(&w.path);
}

struct str trait_leaf_value(struct str leaf) {
    uint32_t from = trait_path(leaf);
    return str_n(leaf.s + from, skip_value(leaf, from) - from);
}

uint32_t trait_path(struct str leaf) {
    uint32_t at = 0;
    for (uint32_t depth = 0; depth < TRAIT_DEPTH_MAX; depth++) {
        if (at + 2 >= leaf.n || leaf.s[at] != '{' || leaf.s[at + 1] != '"')
            break;
        at = skip_string(leaf, at + 1) + 1;
    }
    return at;
}

/* Does `newer` hide `older` for ever? */
static bool hides(struct str newer, struct str older) {
    uint32_t p = trait_path(newer), q = trait_path(older);
    bool p_object = newer.s[p] == '{' && newer.s[p + 1] == '}';
    bool q_object = older.s[q] == '{' && older.s[q + 1] == '}';
    if (!p_object)
        return (p <= q && memcmp(newer.s, older.s, p) == 0) ||
               (q_object && p > q && memcmp(newer.s, older.s, q) == 0);
    return q_object && p >= q && memcmp(newer.s, older.s, q) == 0;
}

/* ---- candidates of one name ---- */

struct keeping {
    struct unify *u;
    struct trait_set s;
    const struct trait_rule *rule;
    const struct trait *t;
};

/* Go on from *off to the next candidate of the name that the rule itself kept. */
static bool next_kept(const struct keeping *k, uint32_t *off, uint32_t *ret_at,
                      struct trait *ret) {
    for (uint32_t at = *off; trait_next(k->u, *k->s.at, *k->s.bytes, off, ret); at = *off)
        if (ret->name == k->t->name && ret->gen == k->rule->gen) {
            *ret_at = at;
            return true;
        }
    return false;
}

static void put(const struct keeping *k, const struct trait *t) {
    struct trait fresh = *t;
    fresh.gen = k->rule->gen;
    (void)!trait_add(k->u, k->s, &fresh); /* no room: as without a rule, it is left out */
}

static unsigned rank_of(const struct trait_rule *r, uint16_t source) {
    unsigned i = 0;
    while (i < r->n_sources && r->sources[i] != source)
        i++;
    return i;
}

/* One candidate (of each rank): the newest, or the oldest. */
static void keep_one(const struct keeping *k) {
    uint32_t off = 0, at;
    struct trait old;
    while (next_kept(k, &off, &at, &old)) {
        if (k->rule->how == TRAIT_SOURCE_ORDER &&
            rank_of(k->rule, old.source) != rank_of(k->rule, k->t->source))
            continue;
        if (trait_before(k->t, &old) != (k->rule->how == TRAIT_FIRST))
            return;
        trait_del(k->u, k->s, at);
        break;
    }
    put(k, k->t);
}

static void keep_count(const struct keeping *k) {
    uint32_t off = 0, at, least_at = 0, n = 0;
    struct trait old, least = { 0 }, t = *k->t;
    while (next_kept(k, &off, &at, &old)) {
        if (str_eq(old.json, t.json)) {
            uint32_t sum = old.more + t.more + 1u;
            uint16_t more = sum < UINT16_MAX ? (uint16_t)sum : UINT16_MAX;
            if (trait_before(&t, &old)) {
                t.ms = old.ms;
                t.seq = old.seq;
                t.source = old.source;
            }
            t.more = more;
            trait_del(k->u, k->s, at);
            put(k, &t);
            return;
        }
        if (n++ == 0 || old.more < least.more ||
            (old.more == least.more && trait_before(&old, &least))) {
            least = old;
            least_at = at;
        }
    }
    if (n >= TRAIT_VALUES_MAX)
        trait_del(k->u, k->s, least_at);
    put(k, &t);
}

static void keep_leaf(void *ctx, struct str json) {
    struct keeping k = *(struct keeping *)ctx;
    struct trait t = *k.t, old, oldest = { 0 };
    uint32_t off = 0, at, oldest_at = 0, n = 0;
    if (k.rule->flags & TRAIT_KEEP && trait_blank(trait_leaf_value(json)))
        return;
    t.json = json;
    while (next_kept(&k, &off, &at, &old)) {
        if (trait_before(&t, &old)) {
            if (hides(old.json, json))
                return;
        } else if (hides(json, old.json)) {
            trait_del(k.u, k.s, at);
            off = at;
            continue;
        }
        if (n++ == 0 || trait_before(&old, &oldest)) {
            oldest = old;
            oldest_at = at;
        }
    }
    if (n >= TRAIT_LEAVES_MAX) {
        if (trait_before(&t, &oldest))
            return;
        trait_del(k.u, k.s, oldest_at);
    }
    put(&k, &t);
}

void trait_keep(struct unify *u, struct trait_set s, const struct trait *t) {
    const struct trait_rule *rule = trait_rule_of(u, t->name);
    struct keeping k = { u, s, rule, t };
    if (!rule)
        trait_put(u, s, t);
    else if (rule->flags & TRAIT_KEEP && trait_blank(t->json))
        return;
    else if (rule->flags & TRAIT_MERGE)
        trait_leaves(t->json, keep_leaf, &k);
    else if (rule->how == TRAIT_MOST_FREQUENT)
        keep_count(&k);
    else
        keep_one(&k);
}

void trait_forget_old(struct unify *u, struct trait_set s) {
    struct trait t;
    for (uint32_t off = 0, at = 0; trait_next(u, *s.at, *s.bytes, &off, &t); at = off) {
        const struct trait_rule *r = trait_rule_of(u, t.name);
        if (r && r->flags & TRAIT_FILLING && t.gen != r->gen) {
            trait_del(u, s, at);
            off = at;
        }
    }
}
