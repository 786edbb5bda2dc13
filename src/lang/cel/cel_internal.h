/* cel_internal.h - the tree, the library's table, what the parts say to each other. */
#ifndef MUSUBI_LANG_CEL_CEL_INTERNAL_H
#define MUSUBI_LANG_CEL_CEL_INTERNAL_H

#include "lang/cel/host.h"

/* ---- the tree ---- */

/* Macros are nodes of their own: what is written, checked, run and shown are one thing. */
enum cel_node_kind {
    NODE_CONST, NODE_IDENT, NODE_SELECT, NODE_CALL, NODE_LIST, NODE_MAP, NODE_LOOP, NODE_BIND,
    NODE_OPT_MAP
};

enum cel_loop {
    LOOP_ALL, LOOP_EXISTS, LOOP_EXISTS_ONE, LOOP_MAP, LOOP_FILTER, LOOP_TRANSFORM_LIST,
    LOOP_TRANSFORM_MAP, LOOP_TRANSFORM_MAP_ENTRY, LOOP_SORT_BY,
    LOOP_WHERE, /* from here on where there is a host */
    LOOP_SUM, LOOP_AVG, LOOP_MIN, LOOP_MAX, LOOP_DISTINCT
};
/* Whether it tests (one more: it makes something of what passes). */
static inline bool cel_loop_tests(uint8_t loop) {
    return loop <= LOOP_EXISTS_ONE || loop == LOOP_FILTER || loop == LOOP_WHERE;
}

enum cel_lazy {
    LAZY_NOT, LAZY_AND, LAZY_OR, LAZY_IF, LAZY_OPT_OR, LAZY_OPT_OR_VALUE, LAZY_COUNT
};

#define CEL_SLOT_NONE INT32_MIN /* an ident that nothing is known of: an error when it runs */

struct cel_func;

struct cel_node {
    uint8_t kind;       /* enum cel_node_kind */
    uint8_t loop;       /* enum cel_loop */
    uint8_t lazy;       /* call: enum cel_lazy */
    bool test;          /* select: has(); opt_map: flat; call: of a member's function */
    bool optional;      /* select: .? */
    bool folded;        /* call: its value is known, in `value` */
    bool dotted;        /* ident, type: with a dot in front, so that no container counts */
    bool quoted;        /* select: in backquotes, a field and no part of a name */
    bool host;          /* call: of one of the host's functions */
    bool may_move;      /* such a call's arguments */
    bool record;        /* select: of a record of the sort `sort`, `own` is the field's number */
    int8_t moves;       /* comparison: how its left side, less the right one, moves with the
                           present: 1, -1, 0: not at all */
    uint8_t moving;     /* call: a bit for each argument that moves with the present */
    uint16_t depth;     /* of the tree below */
    uint32_t at, end;   /* bytes of the source */
    const struct cel_type *type;
    struct cel_value value;  /* const; call: when folded; loop: a sum of nothing */
    struct str name;         /* ident; select: field; call: function; the others: variable */
    struct str name2;        /* loop: second variable, or empty */
    int32_t slot;            /* ident: >= 0 a variable of the env, < 0 a local one, ~slot of the
                                frame; loop, bind: first local slot of its variables */
    uint32_t n;
    struct cel_node **arg;   /* select: of; call: target first, when it has one; list: items;
                                map: key, value, key, value…; loop: range, condition, transform;
                                bind, opt_map: value, body; n of them (maps: 2 n) */
    bool *opt;               /* list, map: which are optional; NULL: none */
    const struct cel_func *func;
    const void *prepared;    /* call: what the function prepared at compile time (a pattern) */
    uint32_t own;            /* the host's: number of a field, or what call() said */
    uint32_t sort;           /* select of a record */
    uint32_t limit;          /* count(): past it, it does not matter; 0: there is none */
};

struct cel_plan {
    struct arena arena;
    struct str source;
    struct cel_node *root;
    uint32_t n_locals; /* room for the variables of loops and binds */
    uint32_t n_vars;
    struct cel_prepared { struct cel_prepared *next; void (*drop)(void *p); void *p; } *prepared;
    uint32_t n_prepared;
    const struct cel_host *host;
    enum cel_now now;
    uint32_t now_at, now_end;
};

/* ---- compiling ---- */

struct cel_compiler {
    const struct cel_env *env;
    struct str source;
    struct cel_plan *plan;
    struct arena *a; /* the plan's */
    struct err *err;
    uint32_t at, end; /* of the fault */
};

bool cel_compares(const struct cel_node *n); /* < <= > >= == != */
/* until.c, after the check. */
void cel_find_now(struct cel_plan *p, const struct cel_env *env);
/* "line 3, column 7" of a byte; columns count characters. */
void cel_place(struct str source, uint32_t at, struct err *err);
/* Place and hint of the first fault; -1. */
int cel_fail(struct cel_compiler *c, uint32_t at, uint32_t end, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
int cel_fail_limit(struct cel_compiler *c, uint32_t at, uint32_t end, const char *what,
                   uint32_t max); /* what: "more than %u deep"; E_LIMIT */
void cel_hint_near(struct cel_compiler *c, struct str name, const struct str *known, uint32_t n);

struct cel_node *cel_parse(struct cel_compiler *c);  /* NULL: failed */
MUST_USE int cel_check(struct cel_compiler *c, struct cel_node *root);
void cel_node_text(const struct cel_node *n, struct buf *out);

/* ---- tokens ---- */

enum cel_token_kind {
    TOK_END, TOK_IDENT, TOK_QUOTED_IDENT, TOK_INT, TOK_UINT, TOK_DOUBLE, TOK_STRING, TOK_BYTES,
    TOK_OP /* op tells which */
};
struct cel_token {
    enum cel_token_kind kind;
    uint32_t at, end;
    struct str text;         /* as written; strings and quoted names: what it means */
    char op[3];              /* "&&" */
};
/* The next token behind *pos. */
MUST_USE int cel_lex(struct cel_compiler *c, uint32_t *pos, struct cel_token *ret);

/* ---- the library ---- */

extern const struct cel_library cel_lib_std, cel_lib_time, cel_lib_strings, cel_lib_format,
    cel_lib_math, cel_lib_lists, cel_lib_more;
const struct cel_library *const *cel_libraries(uint32_t *ret_n);
bool cel_func_named(struct str name); /* of any sort */
/* A pattern that is written out is compiled once. */
MUST_USE int cel_prepare(struct cel_compiler *c, struct cel_node *call);

/* ---- records, and what is made of many (aggregate.c) ---- */
/* The next of a sequence, for a step.  False at its end: *ret is null, or an error. */
bool cel_seq_next(struct cel_frame *f, struct cel_value seq, struct cel_seq_at *at,
                  struct cel_value *ret);
/* sum, avg, min, max, distinct of these values, made of the elements of `from`. */
struct cel_value cel_aggregate(struct cel_frame *f, const struct cel_node *loop,
                               const struct cel_value *made, const struct cel_value *from,
                               uint32_t n);
/* A comparison in which the present moves: until when its answer holds. */
void cel_until_compared(struct cel_frame *f, const struct cel_node *n, struct cel_value a,
                        struct cel_value b);

/* ---- values ---- */
const char *cel_kind_name(enum cel_kind k);
/* -1, 0, 1, or 2: not to be compared (NaN); the kinds were looked at. */
int cel_compare(struct cel_value a, struct cel_value b);
bool cel_comparable(struct cel_value a, struct cel_value b);
bool cel_is_number(struct cel_value v);
/* The entry whose key equals this one: numbers by value; NULL: none. */
const struct cel_entry *cel_map_find(const struct cel_map *m, struct cel_value key);
/* Takes over v.  Of two keys that are equal: last_wins, or NULL with *ret_again.  NULL without: the
 * arena is full. */
const struct cel_map *cel_map_of(struct arena *a, struct cel_entry *v, uint32_t n, bool last_wins,
                                 bool *ret_again);
/* As cel_equal(), in steps of the run; *ret_wrong is an error when they are used up. */
bool cel_equal_in(struct cel_frame *f, struct cel_value a, struct cel_value b,
                  struct cel_value *ret_wrong);
int cel_rank(struct cel_value a, struct cel_value b); /* for sorting: NaN first; -1, 0, 1 */
struct cel_value cel_reversed(struct cel_frame *f, struct cel_value list);
/* Of those that are equal the first. */
struct cel_value cel_distinct(struct cel_frame *f, const struct cel_value *v, uint32_t n);
struct cel_value cel_too_long(struct cel_frame *f); /* the steps are used up */
/* Steps that one of n values adds to sorting them. */
static inline uint64_t cel_sort_cost(struct cel_value v, uint32_t n) {
    uint64_t text = v.kind == CEL_STRING || v.kind == CEL_BYTES ? v.n / 64 : 0;
    return (1 + text) * (uint64_t)(32 - __builtin_clz(n | 1u)) / 4 + 1;
}
struct cel_value cel_some(struct cel_frame *f, struct cel_value v);
struct cel_value cel_none(void);
bool cel_is_zero(struct cel_value v);
struct cel_value cel_take_str(struct cel_frame *f, struct buf *b); /* string of b's text; frees b */
struct cel_value cel_index(struct cel_frame *f, struct cel_value of, struct cel_value key);
struct cel_value cel_index_opt(struct cel_frame *f, struct cel_value of, struct cel_value key);

void cel_base64(struct str s, struct buf *out);

/* ---- times ---- */
#define CEL_SECOND_MIN (-62135596800ll) /* 0001-01-01T00:00:00Z */
#define CEL_SECOND_MAX 253402300799ll   /* 9999-12-31T23:59:59Z */
#define CEL_SPAN_MAX 315576000000ll     /* seconds of a duration, either way: 10,000 years */
void cel_time_text(struct cel_value v, struct buf *out);
void cel_duration_text(struct cel_value v, struct buf *out);
struct cel_value cel_time_add(struct cel_frame *f, struct cel_value a, struct cel_value b);
struct cel_value cel_time_subtract(struct cel_frame *f, struct cel_value a, struct cel_value b);

#endif
