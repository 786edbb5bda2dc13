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

/* Where a name stands twice the last one wins, as in json_get(). */
static struct cel_value from_object(struct arena *a, struct json v, bool twice, struct err *err) {
    struct cel_entry *e = arena_try_alloc(a, (json_count(v) + 1) * sizeof *e, err);
    uint32_t n = 0;
    if (!e)
        return (struct cel_value){ .kind = CEL_ERROR };
    for (struct json_it it = json_it(v); json_next(&it);) {
        if (twice && json_get_str(v, it.key).at != it.value.at)
            continue;
        e[n].key = cel_string(str_n(arena_dup(a, it.key.s, it.key.n), it.key.n));
        e[n].value = cel_from_json(a, it.value, err);
        if (e[n++].value.kind == CEL_ERROR)
            return e[n - 1].value;
    }
    bool again;
    struct cel_run run = { .arena = a };
    struct cel_frame f = { .run = &run };
    const struct cel_map *m = cel_map_of(&f, e, n, &again);
    if (again)
        return from_object(a, v, true, err);
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
        return cel_string(str_n(arena_dup(a, s.s, s.n), s.n));
    case JSON_ARRAY:
        return from_array(a, v, err);
    case JSON_OBJECT:
        return from_object(a, v, false, err);
    default:
        return cel_null();
    }
}

static void text_to_json(struct cel_value v, struct jw *w) {
    struct buf b;
    buf_init(&b, "value", 1u << 20);
    cel_value_text(v, &b);
    jw_str(w, buf_str(&b));
    buf_release(&b);
}

static void map_to_json(const struct cel_map *m, struct jw *w) {
    jw_obj(w);
    for (uint32_t i = 0; i < m->n; i++) {
        struct buf b;
        buf_init(&b, "key", 1u << 20);
        cel_value_text(m->v[i].key, &b);
        jw_key_str(w, buf_str(&b));
        buf_release(&b);
        cel_to_json(m->v[i].value, w);
    }
    jw_obj_end(w);
}

static void bytes_to_json(struct cel_value v, struct jw *w) {
    struct buf b;
    buf_init(&b, "bytes", 2u * v.n + 8);
    cel_base64(cel_str(v), &b);
    jw_str(w, buf_str(&b));
    buf_release(&b);
}

void cel_to_json(struct cel_value v, struct jw *w) {
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
        jw_arr(w);
        for (uint32_t i = 0; i < v.list->n; i++)
            cel_to_json(v.list->v[i], w);
        jw_arr_end(w);
        break;
    case CEL_MAP:
        map_to_json(v.map, w);
        break;
    case CEL_DURATION:
    case CEL_TIMESTAMP:
    case CEL_TYPE:
        text_to_json(v, w);
        break;
    case CEL_OPTIONAL:
        cel_to_json(v.opt ? *v.opt : cel_null(), w);
        break;
    default:
        jw_null(w);
    }
}
