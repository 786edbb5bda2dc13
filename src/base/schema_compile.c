/* schema_compile.c - from a parsed JSON Schema to nodes that can be run.
 *
 * THEORY      One node for each subschema, all in the schema's arena.  A table gives each
 *             keyword its function; a word that is not in it is an error.  The target of a
 *             $ref gets its node at once and is filled later from a list of work, so loops of
 *             references end and long chains of them need no stack.
 * INVARIANTS  (1) No node leads back to itself through $ref, allOf, anyOf, oneOf alone, and
 *                 no such chain is longer than SCHEMA_CHAIN_MAX: the check always ends.
 * LIMITS      SCHEMA_NODES_MAX nodes.  Memory is linear in the text of the schema.
 * THREADS     Any; one compilation per call. */
#include "base/check.h"
#include "base/schema_internal.h"

#include <stdlib.h>

#define ARENA_BYTES_MAX ((size_t)1 << 30)
#define KEYWORDS_MAX 256
#define WORDS_MAX 500000u /* of the schema's own text on the tape; keeps the arena far off */

const char *const schema_type_names[SCHEMA_TYPE_COUNT] = {
    "null", "boolean", "integer", "number", "string", "array", "object",
};

struct work {
    struct work *next;
    struct json source;
    struct schema_node *node;
    struct str pointer;
    bool done;
};

struct compile {
    struct schema *s;
    struct json root;
    struct work *refs; /* every target of a $ref, newest first */
    size_t nodes_n;
    struct err *err;
};

typedef int keyword_fn(struct compile *c, struct schema_node *n, struct json v,
                       const struct schema_place *at);

static int fill(struct compile *c, struct schema_node *n, struct json v,
                const struct schema_place *at);

static int wrong(struct compile *c, const struct schema_place *at, const char *text) {
    err_set(c->err, E_INVALID, "%s", text);
    schema_place_err(at, c->err);
    return -1;
}

static struct schema_node *node_new(struct compile *c) {
    if (c->nodes_n++ >= SCHEMA_NODES_MAX) {
        err_set(c->err, E_LIMIT, "schema has more than %d parts", SCHEMA_NODES_MAX);
        return NULL;
    }
    struct schema_node *n = arena_zalloc(&c->s->arena, sizeof *n);
    n->length_max = n->items_max = n->members_max = UINT64_MAX;
    n->next = c->s->nodes;
    c->s->nodes = n;
    return n;
}

static struct schema_node *sub(struct compile *c, struct json v, const struct schema_place *at) {
    struct schema_node *n = node_new(c);
    return n && fill(c, n, v, at) == 0 ? n : NULL;
}

static int list_of(struct compile *c, struct schema_list *list, struct json v,
                   const struct schema_place *at) {
    if (json_type(v) != JSON_ARRAY || json_count(v) == 0)
        return wrong(c, at, "must be an array of at least one schema");
    list->nodes = arena_alloc(&c->s->arena, json_count(v) * sizeof list->nodes[0]);
    for (struct json_it it = json_it(v); json_next(&it); list->n++) {
        struct schema_place in = { .up = at, .index = list->n, .kind = SCHEMA_AT_INDEX };
        if (!(list->nodes[list->n] = sub(c, it.value, &in)))
            return -1;
    }
    return 0;
}

/* ---- keywords ---- */

static int kw_ignored(struct compile *c, struct schema_node *n, struct json v,
                      const struct schema_place *at) {
    return 0;
}

static int add_type(struct compile *c, struct schema_node *n, struct json v,
                    const struct schema_place *at) {
    for (int i = 0; i < SCHEMA_TYPE_COUNT; i++) {
        if (json_is(v, JSON_STRING) && str_is(json_str(v), schema_type_names[i])) {
            n->types |= (uint8_t)(1 << i);
            return 0;
        }
    }
    return wrong(c, at, "type must be null, boolean, integer, number, string, array or object");
}

static int kw_type(struct compile *c, struct schema_node *n, struct json v,
                   const struct schema_place *at) {
    if (!json_is(v, JSON_ARRAY))
        return add_type(c, n, v, at);
    if (json_count(v) == 0)
        return wrong(c, at, "type must name at least one type");
    for (struct json_it it = json_it(v); json_next(&it);)
        if (add_type(c, n, it.value, at) != 0)
            return -1;
    return 0;
}

static int kw_enum(struct compile *c, struct schema_node *n, struct json v,
                   const struct schema_place *at) {
    if (!json_is(v, JSON_ARRAY) || json_count(v) == 0)
        return wrong(c, at, "enum must be an array of at least one value");
    n->choices = json_dup(&c->s->arena, v);
    return 0;
}

static int kw_const(struct compile *c, struct schema_node *n, struct json v,
                    const struct schema_place *at) {
    n->constant = json_dup(&c->s->arena, v);
    n->has_constant = true;
    return 0;
}

static struct str dup_str(struct compile *c, struct str s) {
    return str_n(arena_dup(&c->s->arena, s.s, s.n), s.n);
}

static int kw_properties(struct compile *c, struct schema_node *n, struct json v,
                         const struct schema_place *at) {
    if (!json_is(v, JSON_OBJECT))
        return wrong(c, at, "properties must be an object");
    for (struct json_it it = json_it(v); json_next(&it);) {
        struct schema_place in = { .up = at, .key = it.key };
        struct schema_node *node = sub(c, it.value, &in);
        if (!node)
            return -1;
        n->props[n->props_n++] =
            (struct schema_prop){ dup_str(c, it.key), node, -1 };
    }
    return 0;
}

static int kw_required(struct compile *c, struct schema_node *n, struct json v,
                       const struct schema_place *at) {
    if (!json_is(v, JSON_ARRAY))
        return wrong(c, at, "required must be an array of names");
    if (json_count(v) > SCHEMA_REQUIRED_MAX)
        return wrong(c, at, "required names too many");
    for (struct json_it it = json_it(v); json_next(&it);) {
        if (!json_is(it.value, JSON_STRING))
            return wrong(c, at, "required must be an array of names");
        n->props[n->props_n++] = (struct schema_prop){ dup_str(c, json_str(it.value)), NULL,
                                                       (int)n->required_n++ };
    }
    return 0;
}

static int kw_rest(struct compile *c, struct schema_node *n, struct json v,
                   const struct schema_place *at) {
    return (n->rest = sub(c, v, at)) ? 0 : -1;
}

static int kw_items(struct compile *c, struct schema_node *n, struct json v,
                    const struct schema_place *at) {
    return (n->items = sub(c, v, at)) ? 0 : -1;
}

static int kw_unique(struct compile *c, struct schema_node *n, struct json v,
                     const struct schema_place *at) {
    return json_bool(v, &n->unique) ? 0 : wrong(c, at, "uniqueItems must be true or false");
}

static int count_of(struct compile *c, uint64_t *ret, struct json v,
                    const struct schema_place *at) {
    int64_t count;
    if (!json_int(v, &count) || count < 0)
        return wrong(c, at, "must be a whole number from 0");
    *ret = (uint64_t)count;
    return 0;
}

#define COUNT_KEYWORD(fn, field) \
    static int fn(struct compile *c, struct schema_node *n, struct json v, \
                  const struct schema_place *at) { \
        return count_of(c, &n->field, v, at); \
    }
COUNT_KEYWORD(kw_length_min, length_min)
COUNT_KEYWORD(kw_length_max, length_max)
COUNT_KEYWORD(kw_items_min, items_min)
COUNT_KEYWORD(kw_items_max, items_max)
COUNT_KEYWORD(kw_members_min, members_min)
COUNT_KEYWORD(kw_members_max, members_max)

static int number_of(struct compile *c, struct schema_node *n, enum schema_bound bound,
                     long double *ret, struct json v, const struct schema_place *at) {
    double d;
    int64_t i;
    if (!json_double(v, &d))
        return wrong(c, at, "must be a number");
    *ret = json_int(v, &i) ? (long double)i : (long double)d;
    n->bounds |= (uint8_t)bound;
    return 0;
}

#define BOUND_KEYWORD(fn, bound, field) \
    static int fn(struct compile *c, struct schema_node *n, struct json v, \
                  const struct schema_place *at) { \
        return number_of(c, n, bound, &n->field, v, at); \
    }
BOUND_KEYWORD(kw_min, SCHEMA_MIN, min)
BOUND_KEYWORD(kw_max, SCHEMA_MAX, max)
BOUND_KEYWORD(kw_min_exclusive, SCHEMA_MIN_EXCLUSIVE, min_exclusive)
BOUND_KEYWORD(kw_max_exclusive, SCHEMA_MAX_EXCLUSIVE, max_exclusive)

static int kw_multiple(struct compile *c, struct schema_node *n, struct json v,
                       const struct schema_place *at) {
    if (number_of(c, n, SCHEMA_MULTIPLE, &n->multiple, v, at) != 0)
        return -1;
    return n->multiple > 0 ? 0 : wrong(c, at, "multipleOf must be above 0");
}

static int kw_pattern(struct compile *c, struct schema_node *n, struct json v,
                      const struct schema_place *at) {
    if (!json_is(v, JSON_STRING))
        return wrong(c, at, "pattern must be a string");
    struct re *re = re_compile(json_str(v), c->err);
    if (!re) {
        schema_place_err(at, c->err);
        return -1;
    }
    struct schema_re *keep = arena_alloc(&c->s->arena, sizeof *keep);
    *keep = (struct schema_re){ c->s->patterns, re };
    c->s->patterns = keep;
    n->pattern = re;
    return 0;
}

static int kw_format(struct compile *c, struct schema_node *n, struct json v,
                     const struct schema_place *at) {
    static const char *const NAMES[] = { [SCHEMA_FORMAT_DATE_TIME] = "date-time",
                                         [SCHEMA_FORMAT_EMAIL] = "email",
                                         [SCHEMA_FORMAT_URI] = "uri",
                                         [SCHEMA_FORMAT_UUID] = "uuid" };
    for (int i = 1; json_is(v, JSON_STRING) && i <= SCHEMA_FORMAT_UUID; i++) {
        if (str_is(json_str(v), NAMES[i])) {
            n->format = (enum schema_format)i;
            return 0;
        }
    }
    return wrong(c, at, "format must be date-time, email, uri or uuid");
}

static int kw_all(struct compile *c, struct schema_node *n, struct json v,
                  const struct schema_place *at) {
    return list_of(c, &n->all, v, at);
}

static int kw_any(struct compile *c, struct schema_node *n, struct json v,
                  const struct schema_place *at) {
    return list_of(c, &n->any, v, at);
}

static int kw_one(struct compile *c, struct schema_node *n, struct json v,
                  const struct schema_place *at) {
    return list_of(c, &n->one, v, at);
}

/* Definitions nobody refers to are compiled all the same, so that their faults show. */
static int kw_defs(struct compile *c, struct schema_node *n, struct json v,
                   const struct schema_place *at) {
    if (!json_is(v, JSON_OBJECT))
        return wrong(c, at, "$defs must be an object");
    for (struct json_it it = json_it(v); json_next(&it);) {
        struct schema_place in = { .up = at, .key = it.key };
        if (!sub(c, it.value, &in))
            return -1;
    }
    return 0;
}

/* ---- references ---- */

static int hex_digit(char ch) {
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    ch |= 0x20;
    return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* One token of a pointer in a URI fragment, %xx and ~0 ~1 undone, into out (n bytes of room). */
static struct str token_of(struct str raw, char *out) {
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        char ch = raw.s[i];
        if (ch == '%' && i + 2 < raw.n && hex_digit(raw.s[i + 1]) >= 0 &&
            hex_digit(raw.s[i + 2]) >= 0) {
            ch = (char)(hex_digit(raw.s[i + 1]) << 4 | hex_digit(raw.s[i + 2]));
            i += 2;
        }
        if (n && out[n - 1] == '~' && (ch == '0' || ch == '1'))
            out[n - 1] = ch == '0' ? '\x01' : '/'; /* \x01 stands for a finished ~ */
        else
            out[n++] = ch;
    }
    for (size_t i = 0; i < n; i++)
        if (out[i] == '\x01')
            out[i] = '~';
    return str_n(out, n);
}

static struct json element_at(struct json array, struct str token) {
    size_t index = 0;
    for (size_t i = 0; i < token.n; i++) {
        if (token.s[i] < '0' || token.s[i] > '9' || i > 8)
            return (struct json){ 0 };
        index = index * 10 + (size_t)(token.s[i] - '0');
    }
    for (struct json_it it = json_it(array); json_next(&it);)
        if (index-- == 0)
            return it.value;
    return (struct json){ 0 };
}

static struct json resolve(struct compile *c, struct str ref) {
    struct json v = c->root;
    char *scratch = arena_alloc(&c->s->arena, ref.n + 1);
    size_t i = 1;
    while (i < ref.n && v.tape) {
        size_t from = ++i; /* past the slash */
        while (i < ref.n && ref.s[i] != '/')
            i++;
        struct str token = token_of(str_n(ref.s + from, i - from), scratch);
        v = json_is(v, JSON_ARRAY) ? element_at(v, token) : json_get_str(v, token);
    }
    return v;
}

static int kw_ref(struct compile *c, struct schema_node *n, struct json v,
                  const struct schema_place *at) {
    struct str ref = json_str(v);
    if (ref.n == 0 || ref.s[0] != '#' || (ref.n > 1 && ref.s[1] != '/'))
        return wrong(c, at, "$ref must begin with #/");
    struct json target = resolve(c, ref);
    if (!target.tape)
        return wrong(c, at, "$ref leads nowhere");
    for (struct work *w = c->refs; w; w = w->next) {
        if (w->source.tape == target.tape && w->source.at == target.at) {
            n->ref = w->node;
            return 0;
        }
    }
    struct work *w = arena_zalloc(&c->s->arena, sizeof *w);
    *w = (struct work){ c->refs, target, node_new(c), dup_str(c, str_n(ref.s + 1, ref.n - 1)),
                        false };
    if (!w->node)
        return -1;
    c->refs = w;
    n->ref = w->node;
    return 0;
}

static const struct {
    const char *name;
    keyword_fn *fn;
} KEYWORDS[] = {
    { "type", kw_type },
    { "enum", kw_enum },
    { "const", kw_const },
    { "properties", kw_properties },
    { "required", kw_required },
    { "additionalProperties", kw_rest },
    { "minProperties", kw_members_min },
    { "maxProperties", kw_members_max },
    { "items", kw_items },
    { "minItems", kw_items_min },
    { "maxItems", kw_items_max },
    { "uniqueItems", kw_unique },
    { "minLength", kw_length_min },
    { "maxLength", kw_length_max },
    { "pattern", kw_pattern },
    { "minimum", kw_min },
    { "maximum", kw_max },
    { "exclusiveMinimum", kw_min_exclusive },
    { "exclusiveMaximum", kw_max_exclusive },
    { "multipleOf", kw_multiple },
    { "format", kw_format },
    { "oneOf", kw_one },
    { "anyOf", kw_any },
    { "allOf", kw_all },
    { "$ref", kw_ref },
    { "$defs", kw_defs },
    { "title", kw_ignored },
    { "description", kw_ignored },
    { "default", kw_ignored },
    { "example", kw_ignored },
    { "examples", kw_ignored },
    { "$schema", kw_ignored },
    { "$id", kw_ignored },
    { "$comment", kw_ignored },
    { "deprecated", kw_ignored },
};

static int keyword(struct compile *c, struct schema_node *n, struct str name, struct json v,
                   const struct schema_place *at) {
    if (str_starts(name, STR("x-")))
        return 0;
    for (size_t i = 0; i < sizeof KEYWORDS / sizeof KEYWORDS[0]; i++)
        if (str_is(name, KEYWORDS[i].name))
            return KEYWORDS[i].fn(c, n, v, at);
    err_set(c->err, E_INVALID, "unknown schema keyword \"%.*s\"", STR_FMT(name));
    err_hint(c->err, "what is not enforced must not be written; \"x-…\" is free");
    schema_place_err(at, c->err);
    return -1;
}

/* ---- nodes ---- */

int schema_key_cmp(struct str a, struct str b) {
    if (a.n != b.n)
        return a.n < b.n ? -1 : 1;
    return a.n ? memcmp(a.s, b.s, a.n) : 0;
}

static int prop_cmp(const void *a, const void *b) {
    const struct schema_prop *x = a, *y = b;
    return schema_key_cmp(x->key, y->key);
}

/* Sort the names and make one of those that stand in both properties and required.  Where a
 * name stands twice in properties, any of them counts: the text is ambiguous. */
static void merge_props(struct schema_node *n) {
    size_t kept = 0;
    if (n->props_n == 0)
        return;
    qsort(n->props, n->props_n, sizeof n->props[0], prop_cmp);
    for (size_t i = 1; i < n->props_n; i++) {
        struct schema_prop *last = &n->props[kept], *p = &n->props[i];
        if (prop_cmp(last, p) != 0) {
            n->props[++kept] = *p;
            continue;
        }
        if (p->node)
            last->node = p->node;
        if (p->required >= 0)
            last->required = p->required;
    }
    n->props_n = kept + 1;
}

static int fill(struct compile *c, struct schema_node *n, struct json v,
                const struct schema_place *at) {
    if (json_is(v, JSON_BOOL)) {
        n->never = !json_true(v);
        return 0;
    }
    if (!json_is(v, JSON_OBJECT))
        return wrong(c, at, "a schema must be an object, true or false");
    if (json_count(v) > KEYWORDS_MAX)
        return wrong(c, at, "schema object has too many keywords");
    /* a keyword that stands twice would be enforced twice; JSON says the last one counts */
    size_t names = 0;
    for (struct json_it it = json_it(v); json_next(&it);)
        if (str_is(it.key, "properties") || str_is(it.key, "required"))
            names += json_count(it.value);
    n->props = arena_alloc(&c->s->arena, names * sizeof n->props[0]);
    for (struct json_it it = json_it(v); json_next(&it);) {
        struct schema_place in = { .up = at, .key = it.key };
        if (json_get_str(v, it.key).at != it.value.at)
            continue;
        if (keyword(c, n, it.key, it.value, &in) != 0)
            return -1;
    }
    merge_props(n);
    n->required_n = 0; /* without those given twice */
    for (size_t i = 0; i < n->props_n; i++)
        n->required_n += n->props[i].required >= 0;
    return 0;
}

static int fill_refs(struct compile *c) {
    for (struct work *w = c->refs; w;) {
        if (w->done) {
            w = w->next;
            continue;
        }
        w->done = true;
        struct schema_place at = { .key = w->pointer, .kind = SCHEMA_AT_POINTER };
        if (fill(c, w->node, w->source, &at) != 0)
            return -1;
        w = c->refs; /* new ones stand in front */
    }
    return 0;
}

static int chain_height(struct schema_node *n, unsigned depth, struct err *err);

static int list_height(const struct schema_list *list, unsigned depth, unsigned *height,
                       struct err *err) {
    for (size_t i = 0; i < list->n; i++) {
        struct schema_node *sub_node = (struct schema_node *)list->nodes[i];
        if (chain_height(sub_node, depth, err) != 0)
            return -1;
        if (sub_node->height > *height)
            *height = sub_node->height;
    }
    return 0;
}

/* Invariant (1): set n->height, the length of the longest chain from n. */
static int chain_height(struct schema_node *n, unsigned depth, struct err *err) {
    unsigned height = 0;
    if (n->height)
        return 0;
    if (n->open)
        return err_set(err, E_INVALID, "schema refers to itself without entering a member");
    n->open = true;
    struct schema_list ref = { (const struct schema_node **)&n->ref, n->ref != NULL };
    if (depth < SCHEMA_CHAIN_MAX &&
        (list_height(&ref, depth + 1, &height, err) != 0 ||
         list_height(&n->all, depth + 1, &height, err) != 0 ||
         list_height(&n->any, depth + 1, &height, err) != 0 ||
         list_height(&n->one, depth + 1, &height, err) != 0))
        return -1;
    if (depth >= SCHEMA_CHAIN_MAX || height >= SCHEMA_CHAIN_MAX)
        return err_set(err, E_LIMIT, "schema chains more than %d references", SCHEMA_CHAIN_MAX);
    n->open = false;
    n->height = (uint16_t)(height + 1);
    return 0;
}

static int chain_heights(struct compile *c) {
    for (struct schema_node *n = c->s->nodes; n; n = n->next)
        if (chain_height(n, 0, c->err) != 0)
            return -1;
    return 0;
}

/* ---- face ---- */

/* Words on the tape: what the schema's memory is proportional to. */
static size_t words_of(struct json v) {
    size_t n = 1;
    for (struct json_it it = json_it(v); json_next(&it);)
        n += 1 + words_of(it.value);
    return n;
}

struct schema *schema_compile(struct json root, struct json node, struct err *err) {
    if (words_of(root) > WORDS_MAX || words_of(node) > WORDS_MAX) {
        err_set(err, E_LIMIT, "schema has more than %u values", WORDS_MAX);
        return NULL;
    }
    struct schema *s = calloc(1, sizeof *s);
    CHECK(s != NULL);
    arena_init(&s->arena, "schema", ARENA_BYTES_MAX);
    hash_random(&s->key, sizeof s->key);
    struct compile c = { .s = s, .root = root, .err = err };
    s->root = sub(&c, node, NULL);
    if (!s->root || fill_refs(&c) != 0 || chain_heights(&c) != 0) {
        schema_free(s);
        return NULL;
    }
    return s;
}

void schema_free(struct schema *s) {
    if (!s)
        return;
    for (struct schema_re *r = s->patterns; r; r = r->next)
        re_free(r->re);
    arena_release(&s->arena);
    free(s);
}
