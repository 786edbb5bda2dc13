/* schema.c - run a compiled schema on a parsed value.
 *
 * THEORY      check_node() walks schema and value together.  The way into the value is a list
 *             of places on the stack; it becomes a JSON Pointer only when an error is made.
 *             A branch of anyOf and oneOf works on an err of its own; when no branch fits, the
 *             err of the one that failed deepest in the value is handed up, since that is the
 *             form which the sender most likely meant.
 * LIMITS      SCHEMA_STEPS_MAX nodes in one check, since branches inside branches multiply.
 *             Stack: JSON_DEPTH_MAX values deep, at each at most SCHEMA_CHAIN_MAX nodes, and
 *             DEPTH_MAX of both together.
 * THREADS     A schema is immutable; any number of checks run at once. */
#include "base/check.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/json_internal.h"
#include "base/schema_internal.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define DEPTH_MAX 1000
#define SIMILAR_BYTES_MAX 48

struct check {
    const struct schema *s;
    size_t steps;
    size_t depth;
    bool stopped;        /* a limit ended it: no other branch is tried */
    unsigned failed_at;  /* rank of the newest failure: places deep, constants rank lower */
};

static int check_node(struct check *c, const struct schema_node *n, struct json v,
                      const struct schema_place *at, struct err *err);

/* ---- places and errors ---- */

/* Append src to out with the escapes of a JSON Pointer; the new length. */
static size_t put_token(char *out, size_t n, size_t size, struct str src, bool escape) {
    for (size_t i = 0; i < src.n && n + 3 < size; i++) {
        if (escape && (src.s[i] == '~' || src.s[i] == '/')) {
            out[n++] = '~';
            out[n++] = src.s[i] == '~' ? '0' : '1';
        } else {
            out[n++] = src.s[i] ? src.s[i] : '?';
        }
    }
    return n;
}

void schema_place_err(const struct schema_place *at, struct err *err) {
    const struct schema_place *way[2 * JSON_DEPTH_MAX + 2];
    size_t depth = 0, n = 0;
    char out[256];
    for (; at && depth < sizeof way / sizeof way[0]; at = at->up)
        way[depth++] = at;
    while (depth-- > 0) {
        char digits[24];
        struct str token = way[depth]->key;
        if (way[depth]->kind == SCHEMA_AT_INDEX)
            token = str_n(digits, (size_t)snprintf(digits, sizeof digits, "%zu",
                                                   way[depth]->index));
        if (way[depth]->kind != SCHEMA_AT_POINTER && n + 1 < sizeof out)
            out[n++] = '/';
        n = put_token(out, n, sizeof out, token, way[depth]->kind == SCHEMA_AT_KEY);
    }
    out[n < sizeof out ? n : sizeof out - 1] = '\0';
    if (n)
        err_within(err, "%s", out);
}

/* 2, 4, 6, …: a rank is never 0, even less one. */
static unsigned rank_of(const struct schema_place *at) {
    unsigned depth = 1;
    for (; at; at = at->up)
        depth++;
    return depth * 2;
}

/* After err_set(): add the place.  Returns -1. */
static int failed(struct check *c, const struct schema_place *at, struct err *err) {
    c->failed_at = rank_of(at);
    schema_place_err(at, err);
    return -1;
}

static int stop(struct check *c, const struct schema_place *at, struct err *err) {
    c->stopped = true;
    return failed(c, at, err);
}

/* ---- hints ---- */

static char fold(char ch) {
    return (char)(ch >= 'A' && ch <= 'Z' ? ch + 32 : ch);
}

/* Edit distance (Levenshtein) without ASCII case; a large number for long words. */
static size_t distance(struct str a, struct str b) {
    size_t row[SIMILAR_BYTES_MAX + 1];
    if (a.n > SIMILAR_BYTES_MAX || b.n > SIMILAR_BYTES_MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t best = corner + (fold(a.s[i - 1]) != fold(b.s[j - 1]));
            corner = row[j];
            if (corner + 1 < best)
                best = corner + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[b.n];
}

static void hint_property(const struct schema_node *n, struct str name, struct err *err) {
    const struct schema_prop *near = NULL;
    size_t best = name.n / 3 + 1;
    char known[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < n->props_n; i++) {
        const struct schema_prop *p = &n->props[i];
        if (!p->node)
            continue;
        size_t d = distance(name, p->key);
        if (d < best || (d == best && !near)) {
            best = d;
            near = p;
        }
        if (used < sizeof known - 1)
            used += (size_t)snprintf(known + used, sizeof known - used, "%s%.*s",
                                     used ? ", " : "", STR_FMT(p->key));
    }
    if (near)
        err_hint(err, "did you mean \"%.*s\"?", STR_FMT(near->key));
    else if (used)
        err_hint(err, "known: %s", known);
}

static void hint_choices(struct json choices, struct err *err) {
    struct buf b;
    struct jw w;
    buf_init(&b, "hint", sizeof err->hint);
    for (struct json_it it = json_it(choices); json_next(&it) && !b.full;) {
        if (b.len)
            buf_puts(&b, ", ");
        jw_init(&w, &b);
        jw_value(&w, it.value);
    }
    err_hint(err, "allowed: %.*s%s", (int)b.len, b.data ? b.data : "", b.full ? " …" : "");
    buf_release(&b);
}

/* ---- scalars ---- */

static unsigned types_of(struct json v) {
    double d;
    switch (json_type(v)) {
    case JSON_NULL:
        return SCHEMA_NULL;
    case JSON_BOOL:
        return SCHEMA_BOOLEAN;
    case JSON_INT:
    case JSON_UINT:
        return SCHEMA_INTEGER | SCHEMA_NUMBER;
    case JSON_DOUBLE:
        return json_double(v, &d) && d == trunc(d) ? SCHEMA_INTEGER | SCHEMA_NUMBER
                                                   : SCHEMA_NUMBER;
    case JSON_STRING:
        return SCHEMA_STRING;
    case JSON_ARRAY:
        return SCHEMA_ARRAY;
    case JSON_OBJECT:
        return SCHEMA_OBJECT;
    default:
        return 0;
    }
}

static int wrong_type(struct check *c, unsigned want, unsigned got,
                      const struct schema_place *at, struct err *err) {
    char names[96] = "";
    size_t used = 0;
    const char *is = "nothing";
    for (int i = 0; i < SCHEMA_TYPE_COUNT; i++) {
        if (want & 1u << i)
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%s",
                                     used ? " or " : "", schema_type_names[i]);
        if (got & 1u << i)
            is = schema_type_names[i];
    }
    err_set(err, E_INVALID, "must be %s, not %s", names, is);
    return failed(c, at, err);
}

static int check_constant(struct check *c, const struct schema_node *n, struct json v,
                          const struct schema_place *at, struct err *err) {
    if (n->has_constant && !json_equal(n->constant, v)) {
        struct buf b;
        struct jw w;
        buf_init(&b, "hint", sizeof err->hint);
        jw_init(&w, &b);
        jw_value(&w, n->constant);
        err_set(err, E_INVALID, "must be the one allowed value");
        err_hint(err, "allowed: %.*s", (int)b.len, b.data ? b.data : "");
        buf_release(&b);
    } else if (n->choices.tape) {
        for (struct json_it it = json_it(n->choices); json_next(&it);)
            if (json_equal(it.value, v))
                return 0;
        if (json_is(v, JSON_STRING))
            err_set(err, E_INVALID, "\"%.*s\" is not one of the allowed values",
                    STR_FMT(json_str(v)));
        else
            err_set(err, E_INVALID, "is not one of the allowed values");
        hint_choices(n->choices, err);
    } else {
        return 0;
    }
    failed(c, at, err);
    c->failed_at--; /* another constant means another form: a lesser sign of intent */
    return -1;
}

static bool multiple_of(long double value, long double multiple) {
    if (fmodl(value, multiple) == 0)
        return true;
    long double q = value / multiple, off = fabsl(q - roundl(q));
    bool whole = value == truncl(value) && multiple == truncl(multiple);
    return !whole && off <= 1e-9L * fmaxl(1, fabsl(q)) && off < 0.25L;
}

static int wrong_number(struct check *c, const char *must, long double bound,
                        const struct schema_place *at, struct err *err) {
    char text[JSON_NUMBER_BYTES_MAX];
    int n;
    if (bound == truncl(bound) && fabsl(bound) < 0x1p63L)
        n = snprintf(text, sizeof text, "%lld", (long long)bound);
    else
        n = (int)json_simd_double((double)bound, text);
    err_set(err, E_INVALID, "must be %s %.*s", must, n, text);
    return failed(c, at, err);
}

static int check_number(struct check *c, const struct schema_node *n, struct json v,
                        const struct schema_place *at, struct err *err) {
    double d = 0;
    json_double(v, &d);
    long double value = d;
    if (json_type(v) == JSON_INT)
        value = (long double)(int64_t)v.tape[v.at + 1];
    else if (json_type(v) == JSON_UINT)
        value = (long double)v.tape[v.at + 1];
    if ((n->bounds & SCHEMA_MIN) && value < n->min)
        return wrong_number(c, "at least", n->min, at, err);
    if ((n->bounds & SCHEMA_MAX) && value > n->max)
        return wrong_number(c, "at most", n->max, at, err);
    if ((n->bounds & SCHEMA_MIN_EXCLUSIVE) && value <= n->min_exclusive)
        return wrong_number(c, "above", n->min_exclusive, at, err);
    if ((n->bounds & SCHEMA_MAX_EXCLUSIVE) && value >= n->max_exclusive)
        return wrong_number(c, "below", n->max_exclusive, at, err);
    if ((n->bounds & SCHEMA_MULTIPLE) && !multiple_of(value, n->multiple))
        return wrong_number(c, "a multiple of", n->multiple, at, err);
    return 0;
}

/* local@domain: a local part of 1 to 64 bytes, labels parted by single dots, no white space. */
static bool is_email(struct str s) {
    const char *at = s.n ? memchr(s.s, '@', s.n) : NULL;
    size_t local = at ? (size_t)(at - s.s) : 0;
    if (local == 0 || local > 64 || s.n > 254 || local + 1 == s.n)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] <= ' ' || s.s[i] == 0x7F || (s.s[i] == '@' && i != local))
            return false;
    char before = '.';
    for (size_t i = local + 1; i < s.n; i++) {
        char ch = s.s[i];
        bool plain = (ch >= '0' && ch <= '9') || (fold(ch) >= 'a' && fold(ch) <= 'z') ||
                     (ch & 0x80) || ch == '-' || ch == '.';
        if (!plain || (ch == '.' && before == '.'))
            return false;
        before = ch;
    }
    return before != '.';
}

/* RFC 3986: scheme ":" and characters of its alphabet only. */
static bool is_uri(struct str s) {
    size_t i = 0;
    while (i < s.n && ((fold(s.s[i]) >= 'a' && fold(s.s[i]) <= 'z') ||
                       (i && ((s.s[i] >= '0' && s.s[i] <= '9') || s.s[i] == '+' ||
                              s.s[i] == '-' || s.s[i] == '.'))))
        i++;
    if (i == 0 || i + 1 >= s.n || s.s[i] != ':')
        return false;
    for (; i < s.n; i++)
        if ((unsigned char)s.s[i] <= ' ' || (unsigned char)s.s[i] >= 0x7F ||
            strchr("\"<>\\^`{|}", s.s[i]))
            return false;
    return true;
}

static int check_string(struct check *c, const struct schema_node *n, struct str s,
                        const struct schema_place *at, struct err *err) {
    bool lengths = n->length_min > 0 || n->length_max != UINT64_MAX;
    uint64_t length = lengths ? utf8_count(s) : 0;
    int64_t ms;
    struct id id;
    if (length < n->length_min)
        err_set(err, E_INVALID, "must have at least %llu characters, has %llu",
                (unsigned long long)n->length_min, (unsigned long long)length);
    else if (length > n->length_max)
        err_set(err, E_INVALID, "must have at most %llu characters, has %llu",
                (unsigned long long)n->length_max, (unsigned long long)length);
    else if (n->pattern && !re_match(n->pattern, s))
        err_set(err, E_INVALID, "does not match the pattern");
    else if (n->format == SCHEMA_FORMAT_DATE_TIME && clock_parse(s.s, s.n, &ms) != 0)
        err_set(err, E_INVALID, "must be a time such as 2026-11-23T14:32:56Z");
    else if (n->format == SCHEMA_FORMAT_EMAIL && !is_email(s))
        err_set(err, E_INVALID, "must be an e-mail address");
    else if (n->format == SCHEMA_FORMAT_URI && !is_uri(s))
        err_set(err, E_INVALID, "must be a URI");
    else if (n->format == SCHEMA_FORMAT_UUID && id_parse(s, &id) != 0)
        err_set(err, E_INVALID, "must be a UUID");
    else
        return 0;
    return failed(c, at, err);
}

/* ---- arrays ---- */

struct hashed {
    uint64_t hash;
    struct json v;
};

/* Equal values (json_equal) have equal hashes; the members of an object are added up, so that
 * their order does not count. */
static uint64_t hash_value(struct hash_key key, struct json v) {
    double d = 0;
    int64_t i;
    uint64_t sum = (uint64_t)json_type(v);
    switch (json_type(v)) {
    case JSON_STRING:
        return hash_sip(key, json_str(v).s, json_str(v).n);
    case JSON_BOOL:
        return sum + json_true(v);
    case JSON_INT:
    case JSON_UINT:
    case JSON_DOUBLE:
        if (json_int(v, &i))
            return hash_sip(key, &i, sizeof i);
        json_double(v, &d);
        return hash_sip(key, &d, sizeof d) + 1;
    case JSON_ARRAY:
    case JSON_OBJECT:
        for (struct json_it it = json_it(v); json_next(&it);) {
            uint64_t pair[2] = { hash_value(key, it.value), 0 };
            if (it.object)
                pair[1] = hash_sip(key, it.key.s, it.key.n);
            else
                pair[1] = sum; /* the place counts */
            sum += hash_sip(key, pair, sizeof pair);
        }
        return sum;
    default:
        return sum;
    }
}

static int hashed_cmp(const void *a, const void *b) {
    uint64_t x = ((const struct hashed *)a)->hash, y = ((const struct hashed *)b)->hash;
    return (x > y) - (x < y);
}

static int check_unique(struct check *c, struct json v, const struct schema_place *at,
                        struct err *err) {
    size_t n = json_count(v), i = 0;
    if (n < 2)
        return 0;
    struct hashed *list = calloc(n, sizeof *list);
    if (!list) {
        err_set(err, E_UNAVAILABLE, "out of memory for a check");
        return stop(c, at, err);
    }
    for (struct json_it it = json_it(v); json_next(&it); i++)
        list[i] = (struct hashed){ hash_value(c->s->key, it.value), it.value };
    qsort(list, n, sizeof *list, hashed_cmp);
    bool twice = false;
    for (i = 1; i < n && !twice; i++)
        twice = list[i - 1].hash == list[i].hash && json_equal(list[i - 1].v, list[i].v);
    free(list);
    if (!twice)
        return 0;
    err_set(err, E_INVALID, "must not hold the same value twice");
    return failed(c, at, err);
}

static int check_array(struct check *c, const struct schema_node *n, struct json v,
                       const struct schema_place *at, struct err *err) {
    size_t count = json_count(v);
    if (count < n->items_min) {
        err_set(err, E_INVALID, "must have at least %llu items, has %zu",
                (unsigned long long)n->items_min, count);
        return failed(c, at, err);
    }
    if (count > n->items_max) {
        err_set(err, E_INVALID, "must have at most %llu items, has %zu",
                (unsigned long long)n->items_max, count);
        return failed(c, at, err);
    }
    if (n->items) {
        struct schema_place in = { .up = at, .kind = SCHEMA_AT_INDEX };
        for (struct json_it it = json_it(v); json_next(&it); in.index++)
            if (check_node(c, n->items, it.value, &in, err) != 0)
                return -1;
    }
    return n->unique ? check_unique(c, v, at, err) : 0;
}

/* ---- objects ---- */

static const struct schema_prop *find_prop(const struct schema_node *n, struct str key) {
    size_t low = 0, high = n->props_n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = schema_key_cmp(n->props[mid].key, key);
        if (order == 0)
            return &n->props[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static int check_member(struct check *c, const struct schema_node *n,
                        const struct schema_prop *prop, const struct schema_place *in,
                        struct json v, struct err *err) {
    if (prop && prop->node)
        return check_node(c, prop->node, v, in, err);
    if (!n->rest)
        return 0;
    if (n->rest->never) {
        err_set(err, E_INVALID, "unknown property \"%.*s\"", STR_FMT(in->key));
        hint_property(n, in->key, err);
        return failed(c, in, err);
    }
    return check_node(c, n->rest, v, in, err);
}

static int missing(struct check *c, const struct schema_node *n, const uint64_t *seen,
                   const struct schema_place *at, struct err *err) {
    const struct schema_prop *first = NULL;
    for (size_t i = 0; i < n->props_n; i++) {
        const struct schema_prop *p = &n->props[i];
        if (p->required >= 0 && !(seen[p->required / 64] >> (p->required % 64) & 1) &&
            (!first || p->required < first->required))
            first = p;
    }
    CHECK(first != NULL);
    err_set(err, E_INVALID, "missing property \"%.*s\"", STR_FMT(first->key));
    return failed(c, at, err);
}

static int check_object(struct check *c, const struct schema_node *n, struct json v,
                        const struct schema_place *at, struct err *err) {
    size_t count = json_count(v), required = 0;
    if (count < n->members_min) {
        err_set(err, E_INVALID, "must have at least %llu properties, has %zu",
                (unsigned long long)n->members_min, count);
        return failed(c, at, err);
    }
    if (count > n->members_max) {
        err_set(err, E_INVALID, "must have at most %llu properties, has %zu",
                (unsigned long long)n->members_max, count);
        return failed(c, at, err);
    }
    if (n->props_n == 0 && !n->rest)
        return 0;
    uint64_t seen[SCHEMA_REQUIRED_MAX / 64] = { 0 };
    for (struct json_it it = json_it(v); json_next(&it);) {
        const struct schema_prop *prop = find_prop(n, it.key);
        struct schema_place in = { .up = at, .key = it.key };
        if (prop && prop->required >= 0) {
            uint64_t bit = UINT64_C(1) << (prop->required % 64);
            required += !(seen[prop->required / 64] & bit);
            seen[prop->required / 64] |= bit;
        }
        if (check_member(c, n, prop, &in, it.value, err) != 0)
            return -1;
    }
    return required < n->required_n ? missing(c, n, seen, at, err) : 0;
}

/* ---- branches ---- */

/* How many of the branches fit, at most `enough`; when none does, *err is that of the branch
 * which came furthest, unless two came as far. */
static size_t fitting(struct check *c, const struct schema_list *list, struct json v,
                      const struct schema_place *at, size_t enough, struct err *err) {
    size_t fit = 0;
    unsigned best = 0;
    bool tie = false;
    for (size_t i = 0; i < list->n && fit < enough && !c->stopped; i++) {
        struct err mine = ERR_INIT;
        if (check_node(c, list->nodes[i], v, at, &mine) == 0) {
            fit++;
        } else if (c->failed_at > best || c->stopped) {
            best = c->failed_at;
            tie = false;
            *err = mine;
        } else if (c->failed_at == best) {
            tie = true;
        }
    }
    if (fit == 0 && !c->stopped) {
        c->failed_at = best;
        if (tie && list->n > 1) {
            err_set(err, E_INVALID, "fits none of the %zu allowed forms", list->n);
            schema_place_err(at, err);
        }
    }
    return fit;
}

static int check_branches(struct check *c, const struct schema_node *n, struct json v,
                          const struct schema_place *at, struct err *err) {
    if (n->ref && check_node(c, n->ref, v, at, err) != 0)
        return -1;
    for (size_t i = 0; i < n->all.n; i++)
        if (check_node(c, n->all.nodes[i], v, at, err) != 0)
            return -1;
    struct err why = ERR_INIT; /* *err is untouched unless the whole fails */
    if (n->any.n && fitting(c, &n->any, v, at, 1, &why) == 0) {
        if (err)
            *err = why;
        return -1;
    }
    if (n->one.n) {
        size_t fit = fitting(c, &n->one, v, at, 2, &why);
        if (fit == 1 && !c->stopped)
            return 0;
        if (fit > 1 && !c->stopped) {
            err_set(err, E_INVALID, "fits more than one of the %zu allowed forms", n->one.n);
            return failed(c, at, err);
        }
        if (err)
            *err = why;
        return -1;
    }
    return 0;
}

static int check_value(struct check *c, const struct schema_node *n, struct json v,
                       const struct schema_place *at, struct err *err) {
    if (n->never) {
        err_set(err, E_INVALID, "is not allowed here");
        return failed(c, at, err);
    }
    unsigned types = types_of(v);
    if (n->types && !(n->types & types))
        return wrong_type(c, n->types, types, at, err);
    if ((n->has_constant || n->choices.tape) && check_constant(c, n, v, at, err) != 0)
        return -1;
    if ((types & SCHEMA_NUMBER) && n->bounds && check_number(c, n, v, at, err) != 0)
        return -1;
    if ((types & SCHEMA_STRING) && check_string(c, n, json_str(v), at, err) != 0)
        return -1;
    if ((types & SCHEMA_ARRAY) && check_array(c, n, v, at, err) != 0)
        return -1;
    if ((types & SCHEMA_OBJECT) && check_object(c, n, v, at, err) != 0)
        return -1;
    return check_branches(c, n, v, at, err);
}

static int check_node(struct check *c, const struct schema_node *n, struct json v,
                      const struct schema_place *at, struct err *err) {
    if (++c->steps > SCHEMA_STEPS_MAX || c->depth >= DEPTH_MAX) {
        err_set(err, E_LIMIT, "too much to check against this schema");
        return stop(c, at, err);
    }
    c->depth++;
    int rc = check_value(c, n, v, at, err);
    c->depth--;
    return rc;
}

int schema_check(const struct schema *s, struct json v, struct err *err) {
    struct check c = { .s = s };
    return check_node(&c, s->root, v, NULL, err);
}
