/* value.c - equality, order, maps and their keys, text.
 *
 * Source: cel-spec, langdef.md, "Equality" and "Ordering": numbers are compared by value whatever
 * their types, an integer with a double as the double nearest to it.  Keys of maps are compared
 * exactly.
 */
#include "lang/cel/cel_internal.h"

#include "base/check.h"
#include "base/hash.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define MAP_LINEAR 8u /* entries that are compared one by one */
#define EQUAL_MAX 10000000u /* elements that are compared where nobody counts steps */

const struct cel_type cel_types[CEL_PARAM] = {
    [CEL_NULL] = { .kind = CEL_NULL },           [CEL_BOOL] = { .kind = CEL_BOOL },
    [CEL_INT] = { .kind = CEL_INT },             [CEL_UINT] = { .kind = CEL_UINT },
    [CEL_DOUBLE] = { .kind = CEL_DOUBLE },       [CEL_STRING] = { .kind = CEL_STRING },
    [CEL_BYTES] = { .kind = CEL_BYTES },         [CEL_DURATION] = { .kind = CEL_DURATION },
    [CEL_TIMESTAMP] = { .kind = CEL_TIMESTAMP }, [CEL_LIST] = { .kind = CEL_LIST },
    [CEL_MAP] = { .kind = CEL_MAP },             [CEL_TYPE] = { .kind = CEL_TYPE },
    [CEL_OPTIONAL] = { .kind = CEL_OPTIONAL },   [CEL_ERROR] = { .kind = CEL_ERROR },
    [CEL_DYN] = { .kind = CEL_DYN },             [CEL_RECORD] = { .kind = CEL_RECORD },
    [CEL_SEQ] = { .kind = CEL_SEQ },
};

const char *cel_kind_name(enum cel_kind k) {
    static const char *const names[] = {
        "null_type", "bool", "int", "uint", "double", "string", "bytes",
        "google.protobuf.Duration", "google.protobuf.Timestamp", "list", "map", "type",
        "optional_type", "record", "list", "error", "dyn", "any",
    };
    return names[k];
}

/* ---- numbers ---- */

bool cel_is_number(struct cel_value v) {
    return v.kind == CEL_INT || v.kind == CEL_UINT || v.kind == CEL_DOUBLE;
}

static int order(bool less, bool more) { return less ? -1 : more ? 1 : 0; }

static int doubles(double a, double b) {
    return isnan(a) || isnan(b) ? 2 : order(a < b, a > b);
}

/* Beyond the range of the integer the double decides; within, the integer as a double. */
static int int_double(int64_t i, double d) {
    if (d < -9223372036854775808.0 || d > 9223372036854775808.0)
        return d < 0 ? 1 : -1;
    return doubles((double)i, d);
}

static int uint_double(uint64_t u, double d) {
    if (d < 0.0 || d > 18446744073709551616.0)
        return d < 0 ? 1 : -1;
    return doubles((double)u, d);
}

static int flip(int c) { return c == 2 ? 2 : -c; }

static int compare_numbers(struct cel_value a, struct cel_value b) {
    if (a.kind == CEL_DOUBLE && b.kind == CEL_DOUBLE)
        return doubles(a.d, b.d);
    if (a.kind == CEL_DOUBLE)
        return flip(compare_numbers(b, a));
    if (b.kind == CEL_DOUBLE)
        return a.kind == CEL_INT ? int_double(a.i, b.d) : uint_double(a.u, b.d);
    if (a.kind == b.kind)
        return a.kind == CEL_INT ? order(a.i < b.i, a.i > b.i) : order(a.u < b.u, a.u > b.u);
    if (a.kind == CEL_INT)
        return a.i < 0 ? -1 : order((uint64_t)a.i < b.u, (uint64_t)a.i > b.u);
    return flip(compare_numbers(b, a));
}

/* ---- order and equality ---- */

bool cel_comparable(struct cel_value a, struct cel_value b) {
    if (cel_is_number(a))
        return cel_is_number(b);
    return a.kind == b.kind && (a.kind == CEL_BOOL || a.kind == CEL_STRING || a.kind == CEL_BYTES ||
                                a.kind == CEL_DURATION || a.kind == CEL_TIMESTAMP);
}

int cel_compare(struct cel_value a, struct cel_value b) {
    if (cel_is_number(a))
        return compare_numbers(a, b);
    switch (a.kind) {
    case CEL_BOOL:
        return order(a.b < b.b, a.b > b.b);
    case CEL_DURATION:
    case CEL_TIMESTAMP:
        return a.i != b.i ? order(a.i < b.i, true) : order(a.n < b.n, a.n > b.n);
    default: {
        int c = str_cmp(cel_str(a), cel_str(b));
        return order(c < 0, c > 0);
    }
    }
}

/* left: elements and 64 bytes of text that may still be looked at; 0 in the end: it gave up. */
static bool equal(struct cel_value a, struct cel_value b, uint64_t *left);

static bool maps_equal(const struct cel_map *a, const struct cel_map *b, uint64_t *left) {
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        const struct cel_entry *e = cel_map_find(b, a->v[i].key);
        if (!e || !equal(a->v[i].value, e->value, left))
            return false;
    }
    return true;
}

static bool lists_equal(const struct cel_list *a, const struct cel_list *b, uint64_t *left) {
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (!equal(a->v[i], b->v[i], left))
            return false;
    return true;
}

static bool equal(struct cel_value a, struct cel_value b, uint64_t *left) {
    uint64_t cost = 1;
    if (cel_is_number(a))
        return cel_is_number(b) && compare_numbers(a, b) == 0;
    if (a.kind != b.kind)
        return false;
    if (a.kind == CEL_STRING || a.kind == CEL_BYTES)
        cost += a.n / 64;
    *left -= cost < *left ? cost : *left;
    if (*left == 0)
        return false;
    switch (a.kind) {
    case CEL_NULL:
        return true;
    case CEL_STRING:
    case CEL_BYTES:
        return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
    case CEL_LIST:
        return lists_equal(a.list, b.list, left);
    case CEL_MAP:
        return maps_equal(a.map, b.map, left);
    case CEL_TYPE:
        return a.type->kind == b.type->kind;
    case CEL_OPTIONAL:
        return a.opt && b.opt ? equal(*a.opt, *b.opt, left) : a.opt == b.opt;
    case CEL_RECORD:
        return a.n == b.n && a.u == b.u;
    default:
        return cel_compare(a, b) == 0;
    }
}

bool cel_equal(struct cel_value a, struct cel_value b) {
    uint64_t left = EQUAL_MAX;
    return equal(a, b, &left);
}

bool cel_equal_in(struct cel_frame *f, struct cel_value a, struct cel_value b,
                  struct cel_value *ret_wrong) {
    uint64_t spare = f->run->steps_max - f->run->steps, left = spare + 1;
    bool same = equal(a, b, &left);
    *ret_wrong = cel_null();
    if (!cel_step(f, spare + 1 - left))
        *ret_wrong = cel_too_long(f);
    return same;
}

int cel_rank(struct cel_value a, struct cel_value b) {
    bool x = a.kind == CEL_DOUBLE && isnan(a.d), y = b.kind == CEL_DOUBLE && isnan(b.d);
    return x || y ? y - x : cel_compare(a, b);
}

bool cel_is_zero(struct cel_value v) {
    switch (v.kind) {
    case CEL_NULL:
        return true;
    case CEL_BOOL:
        return !v.b;
    case CEL_INT:
    case CEL_UINT:
        return v.u == 0;
    case CEL_DOUBLE:
        return v.d == 0;
    case CEL_STRING:
    case CEL_BYTES:
        return v.n == 0;
    case CEL_DURATION:
        return v.i == 0 && v.n == 0;
    case CEL_LIST:
        return v.list->n == 0;
    case CEL_MAP:
        return v.map->n == 0;
    case CEL_OPTIONAL:
        return !v.opt;
    default:
        return false;
    }
}

/* ---- maps ---- */

static uint64_t hash_seed;

/* So that nobody outside can choose keys that fall together. */
static void choose_seed(void) { hash_random(&hash_seed, sizeof hash_seed); }

static uint32_t key_hash(struct cel_value k) {
    if (k.kind == CEL_STRING)
        return (uint32_t)hash_xx64(k.s, k.n, hash_seed);
    uint64_t u = k.kind == CEL_BOOL ? k.b : k.u;
    return (uint32_t)hash_xx64(&u, sizeof u, hash_seed + 1 + (k.kind == CEL_BOOL));
}

/* As a key of a map: a double that is whole is looked for as the integer it is. */
static bool as_key(struct cel_value *k) {
    if (k->kind != CEL_DOUBLE)
        return k->kind == CEL_BOOL || k->kind == CEL_INT || k->kind == CEL_UINT ||
               k->kind == CEL_STRING;
    if (k->d != trunc(k->d) || k->d < -9223372036854775808.0 || k->d >= 18446744073709551616.0)
        return false;
    *k = k->d < 0 ? cel_int((int64_t)k->d) : cel_uint((uint64_t)k->d);
    return true;
}

const struct cel_entry *cel_map_find(const struct cel_map *m, struct cel_value key) {
    if (!as_key(&key))
        return NULL;
    if (!m->slots) {
        for (uint32_t i = 0; i < m->n; i++)
            if (cel_equal(m->v[i].key, key))
                return &m->v[i];
        return NULL;
    }
    for (uint32_t at = key_hash(key) & m->mask; m->slots[at]; at = (at + 1) & m->mask)
        if (cel_equal(m->v[m->slots[at] - 1].key, key))
            return &m->v[m->slots[at] - 1];
    return NULL;
}

static uint32_t *slots_for(struct arena *a, uint32_t n, uint32_t *ret_mask) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct err err = ERR_INIT;
    uint32_t size = 16;
    while (size < 2 * n)
        size *= 2;
    pthread_once(&once, choose_seed);
    uint32_t *slots = arena_try_alloc(a, size * sizeof *slots, &err);
    if (slots)
        memset(slots, 0, size * sizeof *slots);
    *ret_mask = size - 1;
    return slots;
}

const struct cel_map *cel_map_of(struct arena *a, struct cel_entry *v, uint32_t n, bool last_wins,
                                 bool *ret_again) {
    struct err err = ERR_INIT;
    struct cel_map *m = arena_try_alloc(a, sizeof *m, &err);
    uint32_t *slots = NULL;
    *ret_again = false;
    if (!m)
        return NULL;
    *m = (struct cel_map){ .v = v };
    if (n > MAP_LINEAR) {
        slots = slots_for(a, n, &m->mask);
        if (!slots)
            return NULL;
        m->slots = slots;
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct cel_entry *e = cel_map_find(m, v[i].key);
        if (e && !last_wins) {
            *ret_again = true;
            return NULL;
        }
        if (e) {
            v[e - m->v].value = v[i].value;
            continue;
        }
        v[m->n++] = v[i];
        if (slots) {
            uint32_t at = key_hash(v[i].key) & m->mask;
            while (slots[at])
                at = (at + 1) & m->mask;
            slots[at] = m->n;
        }
    }
    return m;
}

/* ---- making them ---- */

struct cel_value cel_list_of(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct cel_list *l = cel_room(f, sizeof *l);
    if (!l)
        return cel_full(f);
    *l = (struct cel_list){ n, v };
    return (struct cel_value){ .kind = CEL_LIST, .list = l };
}

struct cel_value cel_none(void) { return (struct cel_value){ .kind = CEL_OPTIONAL }; }

struct cel_value cel_some(struct cel_frame *f, struct cel_value v) {
    struct cel_value *p = cel_room(f, sizeof *p);
    if (!p)
        return cel_full(f);
    *p = v;
    return (struct cel_value){ .kind = CEL_OPTIONAL, .opt = p };
}

struct cel_value cel_take_str(struct cel_frame *f, struct buf *b) {
    char *p = b->full ? NULL : cel_room(f, b->len + 1);
    size_t n = b->len;
    if (p)
        memcpy(p, b->data ? b->data : "", n);
    buf_release(b);
    return p ? cel_string(str_n(p, n)) : cel_full(f);
}

/* ---- text ---- */

/* Shortest that reads back, without an exponent where it is short enough. */
static void double_text(double d, struct buf *out) {
    char text[40];
    if (isnan(d) || isinf(d)) {
        buf_puts(out, isnan(d) ? "NaN" : d < 0 ? "-Infinity" : "Infinity");
        return;
    }
    int digits = 1;
    do
        snprintf(text, sizeof text, "%.*e", digits - 1, d);
    while (strtod(text, NULL) != d && ++digits <= 17);
    int exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
    if (exponent < -6 || exponent > 20)
        buf_printf(out, "%s", text);
    else
        buf_printf(out, "%.*f", digits - 1 > exponent ? digits - 1 - exponent : 0, d);
}

struct shown_key { struct str text; uint32_t at, from; };

static int by_key_text(const void *a, const void *b) {
    return str_cmp(((const struct shown_key *)a)->text, ((const struct shown_key *)b)->text);
}

/* In the order of the keys' texts, so that the same map reads the same. */
static void map_text(const struct cel_map *m, struct buf *out) {
    struct shown_key *key = calloc(m->n + 1u, sizeof *key);
    struct buf texts; /* of keys that are no strings: short */
    CHECK(key);
    buf_init(&texts, "keys", 32u * (m->n + 1u));
    for (uint32_t i = 0; i < m->n; i++) {
        key[i] = (struct shown_key){ cel_str(m->v[i].key), i, (uint32_t)texts.len };
        if (m->v[i].key.kind != CEL_STRING) {
            cel_value_text(m->v[i].key, &texts);
            key[i].text = str_n(NULL, texts.len - key[i].from);
        }
    }
    for (uint32_t i = 0; i < m->n; i++)
        if (m->v[i].key.kind != CEL_STRING)
            key[i].text.s = texts.data + key[i].from;
    qsort(key, m->n, sizeof *key, by_key_text);
    buf_putc(out, '{');
    for (uint32_t i = 0; i < m->n && !out->full; i++) {
        buf_puts(out, i ? ", " : "");
        buf_put_str(out, key[i].text);
        buf_puts(out, ": ");
        cel_value_text(m->v[key[i].at].value, out);
    }
    buf_putc(out, '}');
    buf_release(&texts);
    free(key);
}

void cel_value_text(struct cel_value v, struct buf *out) {
    if (out->full) /* each value is a byte at least, so this ends */
        return;
    switch (v.kind) {
    case CEL_NULL:
        buf_puts(out, "null");
        break;
    case CEL_BOOL:
        buf_puts(out, v.b ? "true" : "false");
        break;
    case CEL_INT:
        buf_printf(out, "%lld", (long long)v.i);
        break;
    case CEL_UINT:
        buf_printf(out, "%llu", (unsigned long long)v.u);
        break;
    case CEL_DOUBLE:
        double_text(v.d, out);
        break;
    case CEL_STRING:
    case CEL_BYTES:
        buf_put_str(out, cel_str(v));
        break;
    case CEL_DURATION:
        cel_duration_text(v, out);
        break;
    case CEL_TIMESTAMP:
        cel_time_text(v, out);
        break;
    case CEL_LIST:
        buf_putc(out, '[');
        for (uint32_t i = 0; i < v.list->n && !out->full; i++) {
            buf_puts(out, i ? ", " : "");
            cel_value_text(v.list->v[i], out);
        }
        buf_putc(out, ']');
        break;
    case CEL_MAP:
        map_text(v.map, out);
        break;
    case CEL_TYPE:
        buf_puts(out, cel_kind_name(v.type->kind));
        break;
    case CEL_OPTIONAL:
        buf_puts(out, v.opt ? "optional(" : "optional.none()");
        if (v.opt) {
            cel_value_text(*v.opt, out);
            buf_putc(out, ')');
        }
        break;
    case CEL_RECORD:
        buf_puts(out, "record");
        break;
    default:
        CHECK(!"a value of no kind");
    }
}
