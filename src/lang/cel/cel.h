/* cel.h - the Common Expression Language: conditions and computed values.
 *
 * An expression is compiled once into a plan, which is immutable and may run on any number of
 * threads; a run holds its own memory and limits.  Language and library: docs/cel.md; source of
 * both: the CEL specification (github.com/google/cel-spec, langdef.md), version 0.25.
 */
#ifndef MUSUBI_LANG_CEL_CEL_H
#define MUSUBI_LANG_CEL_CEL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"

#include <stdbool.h>
#include <stdint.h>

#define CEL_SOURCE_MAX 20000u /* bytes of an expression */
#define CEL_DEPTH_MAX 250u    /* of nested operations */
#define CEL_PLAN_MAX (64u << 20) /* bytes of a plan; more than such a source can need */

/* ---- values ---- */

enum cel_kind {
    CEL_NULL, CEL_BOOL, CEL_INT, CEL_UINT, CEL_DOUBLE, CEL_STRING, CEL_BYTES, CEL_DURATION,
    CEL_TIMESTAMP, CEL_LIST, CEL_MAP, CEL_TYPE, CEL_OPTIONAL,
    CEL_RECORD, /* something of the host's that has fields (host.h) */
    CEL_SEQ,    /* records that are still to be gone through; its type is a list of them */
    CEL_ERROR, /* of a run: what went wrong; && and || may still come to an answer */
    CEL_DYN,   /* of types only: known when it runs */
    CEL_PARAM  /* of types only: a variable of the checker's */
};

struct cel_list;
struct cel_map;
struct cel_type;
struct cel_fault;

struct cel_value {      /* 16 bytes; what it points to lives in the run's arena or longer */
    uint8_t kind;       /* enum cel_kind */
    uint32_t n;         /* strings, bytes: length; durations, timestamps: nanoseconds, under 10^9;
                           records: of which sort */
    union {
        bool b;
        int64_t i;      /* ints; seconds of a duration, of a timestamp since 1970 */
        uint64_t u;     /* of a record: which */
        double d;
        const char *s;  /* UTF-8, never NULL */
        const struct cel_list *list;
        const struct cel_map *map;
        const struct cel_type *type;
        const struct cel_value *opt; /* NULL: none */
        const struct cel_fault *fault;
        const void *seq; /* the host's */
    };
};

struct cel_list { uint32_t n; const struct cel_value *v; };
struct cel_entry { struct cel_value key, value; };
/* Keys are bool, int, uint or string, no two of them equal; found by hash past MAP_LINEAR. */
struct cel_map { uint32_t n; const struct cel_entry *v; const uint32_t *slots; uint32_t mask; };
struct cel_fault { enum err_code code; const char *msg; uint32_t at; /* byte of the source */ };

static inline struct cel_value cel_bool(bool b) {
    return (struct cel_value){ .kind = CEL_BOOL, .b = b };
}
static inline struct cel_value cel_int(int64_t i) {
    return (struct cel_value){ .kind = CEL_INT, .i = i };
}
static inline struct cel_value cel_uint(uint64_t u) {
    return (struct cel_value){ .kind = CEL_UINT, .u = u };
}
static inline struct cel_value cel_double(double d) {
    return (struct cel_value){ .kind = CEL_DOUBLE, .d = d };
}
static inline struct cel_value cel_null(void) { return (struct cel_value){ .kind = CEL_NULL }; }
static inline struct cel_value cel_text(enum cel_kind kind, struct str s) {
    return (struct cel_value){ .kind = (uint8_t)kind, .n = (uint32_t)s.n, .s = s.s ? s.s : "" };
}
static inline struct cel_value cel_string(struct str s) { return cel_text(CEL_STRING, s); }
static inline struct str cel_str(struct cel_value v) { return str_n(v.s, v.n); }

/* ---- types ---- */

struct cel_type { uint8_t kind; uint32_t param; const struct cel_type *a, *b; };
/* list: a; map: a to b; optional, type: a; record: param tells of which sort.  Those without parts
 * are these: */
extern const struct cel_type cel_types[CEL_PARAM];
const struct cel_type *cel_type_of(struct arena *a, enum cel_kind kind, const struct cel_type *x,
                                   const struct cel_type *y);
/* "map(string, int)" */
void cel_type_text(const struct cel_type *t, struct buf *out);

/* ---- what an expression may speak of ---- */

struct cel_var { const char *name; const struct cel_type *type; }; /* name: may have dots */
struct cel_env {
    const struct cel_var *vars; /* slot i of a run is vars[i] */
    uint32_t n_vars;
    const char *container;      /* names are looked for within it first; NULL: none */
    bool unchecked;             /* types are looked at only when it runs */
    const struct cel_host *host; /* host.h; outlives the plans.  NULL: none */
    bool has_now;               /* vars[now] is the present, of which a run tells until when it
                                   holds */
    uint32_t now;
};

/* ---- plans ---- */

struct cel_plan;
/* All of source, UTF-8.  NULL with E_INVALID, where: "line 1, column 14", often with a hint;
 * E_LIMIT past one of the limits above.  ret_at, ret_n: the bytes at fault; NULL is fine. */
MUST_USE struct cel_plan *cel_compile(const struct cel_env *env, struct str source,
                                      uint32_t *ret_at, uint32_t *ret_n, struct err *err);
void cel_plan_free(struct cel_plan *p);
const struct cel_type *cel_plan_type(const struct cel_plan *p);
/* The expression in its one canonical form. */
void cel_plan_text(const struct cel_plan *p, struct buf *out);
/* Whether runs know until when their answer holds.  CEL_NOW_OTHER: not in all that is done with the
 * present, *ret_at and *ret_n are the first such place. */
enum cel_now { CEL_NOW_NONE, CEL_NOW_BOUNDED, CEL_NOW_OTHER };
enum cel_now cel_plan_now(const struct cel_plan *p, uint32_t *ret_at, uint32_t *ret_n);
/* Changes from one name to the other, at most `max`, letters that changed places as one; names of
 * more than 40 bytes are as far apart as can be. */
uint32_t cel_distance(struct str a, struct str b, uint32_t max);
/* "line 1, column 14" of a byte of the source, in front of what err says. */
void cel_plan_place(const struct cel_plan *p, uint32_t at, struct err *err);

/* ---- runs ---- */

struct cel_run {
    struct arena *arena;         /* what the result holds lives here, in vars or in the plan */
    const struct cel_value *vars; /* one for each of the env */
    int64_t now_ms;              /* the present, where the env has one: vars[now] is
                                    cel_timestamp() of it */
    int64_t until_ms;            /* from then on the answer may be another, though nothing happens;
                                    INT64_MAX: never */
    void *host;                  /* for the host's functions */
    uint64_t steps_max, steps;   /* operations; past it the run ends with E_LIMIT */
};
/* 0, or -1: E_INVALID when the expression fails on these values, E_LIMIT when it takes too much of
 * steps or memory. */
MUST_USE int cel_eval(const struct cel_plan *p, struct cel_run *run, struct cel_value *ret,
                      struct err *err);
/* As in the language: numbers by value, maps without order.  Gives up, with false, after ten
 * million elements, which values that share their parts may have. */
bool cel_equal(struct cel_value a, struct cel_value b);
/* As string() and format("%s") write it. */
void cel_value_text(struct cel_value v, struct buf *out);

/* ---- JSON ---- */
/* Numbers written without fraction and exponent that fit are ints, others doubles.  Strings have a
 * NUL behind them.  Its kind is CEL_ERROR, with E_LIMIT, past the arena's cap. */
struct cel_value cel_from_json(struct arena *a, struct json v, struct err *err);
/* Timestamps, durations and types as their texts, bytes in Base64, NaN and infinities as strings,
 * keys as their texts, an optional as what is in it or null, records as null.  E_LIMIT: deeper than
 * JSON_DEPTH_MAX; what was written is of no use then.  The caller looks at the buffer, too. */
MUST_USE int cel_to_json(struct cel_value v, struct jw *w, struct err *err);

#endif
