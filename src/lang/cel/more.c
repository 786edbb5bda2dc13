/* more.c - the extension libraries "optionals" and "encoders".
 *
 * Source: cel-go, ext/README.md, "Encoders"; cel-spec, proposal 246 for optional values.
 */
#include "lang/cel/cel_internal.h"

#include "base/hash.h"

/* ---- optionals ---- */

static struct cel_value opt_of(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return cel_some(f, v[0]);
}

static struct cel_value opt_non_zero(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return cel_is_zero(v[0]) ? cel_none() : cel_some(f, v[0]);
}

static struct cel_value opt_none(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)f, (void)v, (void)n;
    return cel_none();
}

static struct cel_value has_value(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    return v[0].kind == CEL_OPTIONAL ? cel_bool(v[0].opt != NULL) : cel_no_overload(f);
}

static struct cel_value value(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[0].kind != CEL_OPTIONAL)
        return cel_no_overload(f);
    return v[0].opt ? *v[0].opt : cel_error(f, E_INVALID, "optional.none() dereference");
}

static struct cel_value unwrap(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    uint32_t made = 0;
    (void)n;
    if (v[0].kind != CEL_LIST)
        return cel_no_overload(f);
    struct cel_value *out = cel_room(f, (v[0].list->n + 1u) * sizeof *out);
    if (!out)
        return cel_full(f);
    for (uint32_t i = 0; i < v[0].list->n; i++) {
        if (v[0].list->v[i].kind != CEL_OPTIONAL)
            return cel_no_overload(f);
        if (v[0].list->v[i].opt)
            out[made++] = *v[0].list->v[i].opt;
    }
    return cel_list_of(f, out, made);
}

/* ---- encoders ---- */

void cel_base64(struct str s, struct buf *out) {
    static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *p = (const unsigned char *)s.s;
    for (size_t i = 0; i < s.n; i += 3) {
        size_t left = s.n - i;
        uint32_t bits = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0u) |
                        (left > 2 ? p[i + 2] : 0u);
        buf_putc(out, set[bits >> 18]);
        buf_putc(out, set[bits >> 12 & 63]);
        buf_putc(out, left > 1 ? set[bits >> 6 & 63] : '=');
        buf_putc(out, left > 2 ? set[bits & 63] : '=');
    }
}

static struct cel_value encode(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct buf b;
    (void)n;
    if (v[0].kind != CEL_BYTES)
        return cel_no_overload(f);
    if (!cel_step(f, v[0].n / 64))
        return cel_too_long(f);
    buf_init(&b, "string", f->run->arena->bytes_max);
    cel_base64(cel_str(v[0]), &b);
    return cel_take_str(f, &b);
}

/* Either alphabet, with padding or without. */
static struct cel_value decode(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    size_t size;
    (void)n;
    if (v[0].kind != CEL_STRING)
        return cel_no_overload(f);
    uint8_t *p = cel_room(f, (size_t)v[0].n * 3 / 4 + 3);
    if (!p)
        return cel_full(f);
    if (!cel_step(f, v[0].n / 64))
        return cel_too_long(f);
    if (hash_base64_decode(cel_str(v[0]), p, &size) < 0)
        return cel_error(f, E_INVALID, "illegal base64 data");
    return cel_text(CEL_BYTES, str_n((char *)p, size));
}

static const struct cel_func rows[] = {
    { "optional.of", false, "A>OA", opt_of },
    { "optional.ofNonZeroValue", false, "A>OA", opt_non_zero },
    { "optional.none", false, ">OA", opt_none },
    { "optional.unwrap", false, "LOA>LA", unwrap },
    { "unwrapOpt", true, "LOA>LA", unwrap },
    { "hasValue", true, "OA>b", has_value },
    { "value", true, "OA>A", value },
    { "or", true, "OAOA>OA", NULL },
    { "orValue", true, "OAA>A", NULL },
    { "base64.encode", false, "y>s", encode },
    { "base64.decode", false, "s>y", decode },
};
const struct cel_library cel_lib_more = { rows, sizeof rows / sizeof *rows };
