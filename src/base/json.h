/* json.h - JSON in (simdjson) and out (own writer).
 *
 * A parsed document is simdjson's tape (its doc/tape.md): values as 64-bit words, strings in
 * a side buffer behind a 32-bit length.  `struct json` points at one value; navigation is
 * plain C over the tape.  Values borrow from the parser and die at its next parse.
 *
 * What JSON allows and simdjson does not is mended before it is refused: integers past 64
 * bits become doubles, lone surrogate escapes become U+FFFD.
 */
#ifndef MUSUBI_BASE_JSON_H
#define MUSUBI_BASE_JSON_H

#include "base/arena.h"
#include "base/buf.h"

#define JSON_DEPTH_MAX 128

#ifdef __cplusplus
extern "C" {
#endif

struct json_parser; /* one thread at a time; reuse it, it keeps its buffers */

enum json_type { JSON_NONE, JSON_NULL, JSON_BOOL, JSON_INT, JSON_UINT, JSON_DOUBLE,
                 JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    const uint64_t *tape;    /* NULL: no value (JSON_NONE) */
    const uint8_t *strings;
    uint32_t at;             /* index of this value on the tape */
};

struct json_parser *json_parser_new(void);
void json_parser_free(struct json_parser *p);

/* Parse n bytes of UTF-8 (a byte order mark is passed over).  -1 with E_INVALID, where says
 * "byte N" when known; deeper than JSON_DEPTH_MAX: E_LIMIT.  Needs no padding. */
MUST_USE int json_parse(struct json_parser *p, const char *s, size_t n, struct json *ret,
                        struct err *err);

enum json_type json_type(struct json v);
static inline bool json_is(struct json v, enum json_type t) { return json_type(v) == t; }
struct str json_str(struct json v);            /* empty unless a string; borrowed */
bool json_int(struct json v, int64_t *ret);    /* integers, and doubles that are whole */
bool json_double(struct json v, double *ret);  /* any number */
bool json_bool(struct json v, bool *ret);
bool json_true(struct json v);                 /* exactly true */
size_t json_count(struct json v);              /* members or elements, 0 for others */

/* Member by key; the last one wins where a key stands twice.  JSON_NONE when absent. */
struct json json_get(struct json obj, const char *key);
struct json json_get_str(struct json obj, struct str key);
/* Nested by dots: json_path(e, "context.traits.email"). */
struct json json_path(struct json obj, const char *dotted);

/* A copy that lives in `a`, for values that must outlive the parser. */
struct json json_dup(struct arena *a, struct json v);
/* Same JSON value: numbers by value, objects without order.  Depth JSON_DEPTH_MAX. */
bool json_equal(struct json a, struct json b);

/* Iterate: for (struct json_it it = json_it(v); json_next(&it);) { it.key, it.value } */
struct json_it { struct json value; struct str key; uint32_t next, end; bool object; };
struct json_it json_it(struct json v); /* empty for scalars */
bool json_next(struct json_it *it);

/* ---- writer: commas and quoting by itself; U+0000 is dropped on the way out ---- */
struct jw {
    struct buf *b;
    uint32_t depth;
    bool first[JSON_DEPTH_MAX + 8]; /* no comma before the next value at this depth */
    bool after_key;
};
void jw_init(struct jw *w, struct buf *b);
void jw_obj(struct jw *w);
void jw_obj_end(struct jw *w);
void jw_arr(struct jw *w);
void jw_arr_end(struct jw *w);
void jw_key(struct jw *w, const char *key);
void jw_key_str(struct jw *w, struct str key);
void jw_str(struct jw *w, struct str s);
void jw_z(struct jw *w, const char *z);      /* NULL writes null */
void jw_int(struct jw *w, int64_t v);
void jw_uint(struct jw *w, uint64_t v);
void jw_double(struct jw *w, double v);      /* shortest that reads back; 3.0: 3; NaN: null */
void jw_bool(struct jw *w, bool v);
void jw_null(struct jw *w);
void jw_time(struct jw *w, int64_t ms);      /* RFC 3339 string */
void jw_raw(struct jw *w, struct str json);  /* already JSON */
void jw_value(struct jw *w, struct json v);  /* a parsed value, minified */
#define JW_OBJ_KEY(w, key) (jw_key(w, key), jw_obj(w))
#define JW_STR(w, key, s) (jw_key(w, key), jw_str(w, s))
#define JW_Z(w, key, z) (jw_key(w, key), jw_z(w, z))
#define JW_INT(w, key, v) (jw_key(w, key), jw_int(w, v))
#define JW_BOOL(w, key, v) (jw_key(w, key), jw_bool(w, v))
#define JW_TIME(w, key, v) (jw_key(w, key), jw_time(w, v))

#ifdef __cplusplus
}
#endif
#endif
