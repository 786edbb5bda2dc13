/* cel_internal.h - the tree, the library's table, what the parts say to each other. */
#ifndef MUSUBI_LANG_CEL_CEL_INTERNAL_H
#define MUSUBI_LANG_CEL_CEL_INTERNAL_H

#include "lang/cel/cel.h"

/* ---- the tree ---- */

/* Macros are nodes of their own: what is written, checked, run and shown are one thing. */
enum cel_node_kind {
    NODE_CONST, NODE_IDENT, NODE_SELECT, NODE_CALL, NODE_LIST, NODE_MAP, NODE_LOOP, NODE_BIND,
    NODE_OPT_MAP
};

enum cel_loop {
    LOOP_ALL, LOOP_EXISTS, LOOP_EXISTS_ONE, LOOP_MAP, LOOP_FILTER, LOOP_TRANSFORM_LIST,
    LOOP_TRANSFORM_MAP, LOOP_TRANSFORM_MAP_ENTRY, LOOP_SORT_BY
};

enum cel_lazy { LAZY_NOT, LAZY_AND, LAZY_OR, LAZY_IF, LAZY_OPT_OR, LAZY_OPT_OR_VALUE };

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
    uint16_t depth;     /* of the tree below */
    uint32_t at, end;   /* bytes of the source */
    const struct cel_type *type;
    struct cel_value value;  /* const; call: when folded */
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
    const void *own;         /* call: what the function prepared at compile time (a pattern) */
};

struct cel_plan {
    struct arena arena;
    struct str source;
    struct cel_node *root;
    uint32_t n_locals; /* room for the variables of loops and binds */
    uint32_t n_vars;
    struct cel_prepared { struct cel_prepared *next; void (*drop)(void *p); void *p; } *prepared;
    uint32_t n_prepared;
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

struct cel_frame { /* a run under way */
    struct cel_run *run;
    struct cel_value *locals;
    const struct cel_node *node; /* the call */
    struct cel_fault full;       /* when not even a fault has room */
};

/* A row for each overload; those of one name and sort have the same function.  Signature: a letter
 * a type, "ii>b" is (int, int) -> bool.  n null, b bool, i int, u uint, d double, s string,
 * y bytes, D duration, T timestamp, ? dyn, L list of, M map of, O optional of, t type of, A and B
 * any type, the same wherever it stands.  "+i>i": any number of ints, where no row before fits. */
struct cel_func {
    const char *name;  /* "size", "math.abs", "_+_" */
    bool member;       /* called on its first argument: x.size() */
    const char *sig;
    /* Never gets an error among its arguments.  v[0] is the target, when it has one.  NULL: eval.c
     * does it, and runs no more of them than it must (enum cel_lazy). */
    struct cel_value (*call)(struct cel_frame *f, const struct cel_value *v, uint32_t n);
};
struct cel_library { const struct cel_func *row; uint32_t n; };
extern const struct cel_library cel_lib_std, cel_lib_time, cel_lib_strings, cel_lib_format,
    cel_lib_math, cel_lib_lists, cel_lib_more;
const struct cel_library *const *cel_libraries(uint32_t *ret_n);
bool cel_func_named(struct str name); /* of any sort */
/* A pattern that is written out is compiled once. */
MUST_USE int cel_prepare(struct cel_compiler *c, struct cel_node *call);

struct cel_value cel_error(struct cel_frame *f, enum err_code code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
struct cel_value cel_no_overload(struct cel_frame *f);
/* Room in the run's arena; NULL past its cap, and the caller returns cel_full(). */
void *cel_room(struct cel_frame *f, size_t n);
struct cel_value cel_full(struct cel_frame *f);
bool cel_step(struct cel_frame *f, uint64_t n); /* false: too many */

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
struct cel_value cel_too_long(struct cel_frame *f); /* the steps are used up */
/* Steps that one of n values adds to sorting them. */
static inline uint64_t cel_sort_cost(struct cel_value v, uint32_t n) {
    uint64_t text = v.kind == CEL_STRING || v.kind == CEL_BYTES ? v.n / 64 : 0;
    return (1 + text) * (uint64_t)(32 - __builtin_clz(n | 1u)) / 4 + 1;
}
struct cel_value cel_list_of(struct cel_frame *f, const struct cel_value *v, uint32_t n);
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
