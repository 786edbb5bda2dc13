/* json.c - JSON as values, and values as JSON.
 *
 * Source: cel-spec, langdef.md, "JSON Data Conversion"; protobuf's JSON mapping for what JSON does
 * not have: bytes in Base64, NaN and infinities as strings.
 */
#include "lang/cel/cel_internal.h"

#include <math.h>

static struct cel_value from_array(struct arena *a, struct json v, struct err *err) {
    struct cel_list *l = arena_try_alloc(a, sizeof *l, err);
    struct cel_value *item = l ? arena_try_alloc(a, (json_count(v) + 1) * sizeof *item, err) : NULL;
    if (!item)
        return (struct cel_value){ .kind = CEL_ERROR };
    *l = (struct cel_list){ 0, item };
    for (struct json_it it = json_it(v); json_next(&it); l->n++) {
        item[l->n] = cel_from_json(a, it.value, err);
        if (item[l->n].kind == CEL_ERROR)
            return item[l->n];
    }
    return (struct cel_value){ .kind = CEL_LIST, .list = l };
}

static bool dup_str(struct arena *a, struct str s, struct str *ret, struct err *err) {
    char *p = arena_try_alloc(a, s.n + 1, err);
    if (!p)
        return false;
    memcpy(p, s.s ? s.s : "", s.n);
    p[s.n] = '\0';
    *ret = str_n(p, s.n);
    return true;
}

/* Where a name stands twice the last one wins, as in json_get(). */
static struct cel_value from_object(struct arena *a, struct json v, struct err *err) {
    struct cel_entry *e = arena_try_alloc(a, (json_count(v) + 1) * sizeof *e, err);
    struct str key;
    uint32_t n = 0;
    bool again;
    if (!e)
        return (struct cel_value){ .kind = CEL_ERROR };
    for (struct json_it it = json_it(v); json_next(&it); n++) {
        if (!dup_str(a, it.key, &key, err))
            return (struct cel_value){ .kind = CEL_ERROR };
        e[n].key = cel_string(key);
        e[n].value = cel_from_json(a, it.value, err);
        if (e[n].value.kind == CEL_ERROR)
            return e[n].value;
    }
    const struct cel_map *m = cel_map_of(a, e, n, true, &again);
    if (!m) {
        err_set(err, E_LIMIT, "the values need too much memory");
        return (struct cel_value){ .kind = CEL_ERROR };
    }
    return (struct cel_value){ .kind = CEL_MAP, .map = m };
}

struct cel_value cel_from_json(struct arena *a, struct json v, struct err *err) {
    int64_t i;
    double d;
    bool b;
    struct str s = json_str(v);
    switch (json_type(v)) {
    case JSON_BOOL:
        return json_bool(v, &b) ? cel_bool(b) : cel_null();
    case JSON_INT:
    case JSON_UINT:
        if (json_int(v, &i))
            return cel_int(i);
        return json_double(v, &d) ? cel_double(d) : cel_null();
    case JSON_DOUBLE:
        return json_double(v, &d) ? cel_double(d) : cel_null();
    case JSON_STRING:
        return dup_str(a, s, &s, err) ? cel_string(s) : (struct cel_value){ .kind = CEL_ERROR };
    case JSON_ARRAY:
        return from_array(a, v, err);
    case JSON_OBJECT:
        return from_object(a, v, err);
    default:
        return cel_null();
    }
}

static void text_to_json(struct cel_value v, struct jw *w) {
    struct buf b;
    buf_init(&b, "value", 4096);
    cel_value_text(v, &b);
    jw_str(w, buf_str(&b));
    buf_release(&b);
}

static void bytes_to_json(struct cel_value v, struct jw *w) {
    struct buf b;
    buf_init(&b, "bytes", 2u * v.n + 8);
    cel_base64(cel_str(v), &b);
    jw_str(w, buf_str(&b));
    buf_release(&b);
}

static void put_key(struct cel_value key, struct jw *w) {
    struct buf b;
    buf_init(&b, "key", 64);
    if (key.kind != CEL_STRING)
        cel_value_text(key, &b);
    jw_key_str(w, key.kind == CEL_STRING ? cel_str(key) : buf_str(&b));
    buf_release(&b);
}

/* False: deeper than JSON may be. */
static bool put(struct cel_value v, struct jw *w);

static bool put_all(struct cel_value v, struct jw *w) {
    bool fits = w->depth < JSON_DEPTH_MAX;
    if (!fits)
        return false;
    if (v.kind == CEL_LIST) {
        jw_arr(w);
        for (uint32_t i = 0; i < v.list->n && fits && !w->b->full; i++)
            fits = put(v.list->v[i], w);
        jw_arr_end(w);
        return fits;
    }
    jw_obj(w);
    for (uint32_t i = 0; i < v.map->n && fits && !w->b->full; i++) {
        put_key(v.map->v[i].key, w);
        fits = put(v.map->v[i].value, w);
    }
    jw_obj_end(w);
    return fits;
}

static bool put(struct cel_value v, struct jw *w) {
    switch (v.kind) {
    case CEL_BOOL:
        jw_bool(w, v.b);
        break;
    case CEL_INT:
        jw_int(w, v.i);
        break;
    case CEL_UINT:
        jw_uint(w, v.u);
        break;
    case CEL_DOUBLE:
        if (isfinite(v.d))
            jw_double(w, v.d);
        else
            text_to_json(v, w);
        break;
    case CEL_STRING:
        jw_str(w, cel_str(v));
        break;
    case CEL_BYTES:
        bytes_to_json(v, w);
        break;
    case CEL_LIST:
    case CEL_MAP:
        return put_all(v, w);
    case CEL_DURATION:
    case CEL_TIMESTAMP:
    case CEL_TYPE:
        text_to_json(v, w);
        break;
    case CEL_OPTIONAL:
        for (; v.kind == CEL_OPTIONAL && v.opt; v = *v.opt)
            ;
        return put(v.kind == CEL_OPTIONAL ? cel_null() : v, w);
    default:
        jw_null(w);
    }
    return true;
}

int cel_to_json(struct cel_value v, struct jw *w, struct err *err) {
    if (put(v, w))
        return 0;
    return err_set(err, E_LIMIT, "the result is nested more than %d deep", JSON_DEPTH_MAX);
}
