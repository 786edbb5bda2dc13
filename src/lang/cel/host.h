/* host.h - what a host adds to the language: functions and records of its own.
 *
 * A record is an object of the host's (a person, an event): the language knows of which sort it is
 * and a number that tells which.  Its fields are asked for by number; each that an expression
 * names is told when it is compiled, so the host knows what it needs.  A sequence is records that
 * nobody has looked at yet; its type is a list of them.
 *
 * With a host there are the macros where, sum, avg, min, max and distinct; in them an element for
 * which the inner expression fails (an event without that property) is left out.  count() is a row
 * of the host's without a function (eval.c): it looks no further than the comparison that it stands
 * in needs, in whatever order the sequence comes.
 */
#ifndef MUSUBI_LANG_CEL_HOST_H
#define MUSUBI_LANG_CEL_HOST_H

#include "lang/cel/cel.h"

struct cel_node;
struct cel_host;

struct cel_frame { /* a run under way */
    struct cel_run *run;
    struct cel_value *locals;
    const struct cel_node *node; /* the call */
    const struct cel_host *host;
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

struct cel_seq_at { uint64_t a, b; }; /* where one goes on in a sequence; begins with zeros */

struct cel_called { /* what the host makes of a call */
    const struct cel_type *type;
    uint32_t own;      /* for its runs: cel_own() */
    bool moves;        /* its arguments may move with the present; it tells cel_until() itself */
};

struct cel_host {
    const struct cel_library *lib; /* its functions get sequences as they are */
    void *ctx;         /* of the three that are called while an expression is compiled */
    /* A field of a record is named at bytes at to end of the source: its number and type.  -1 with
     * message and hint. */
    int (*field)(void *ctx, uint32_t sort, struct str name, uint32_t at, uint32_t end,
                 uint32_t *ret_field, const struct cel_type **ret_type, struct err *err);
    /* A function of lib is called; known[i]: the argument where it is written out, else NULL.
     * ret->type is there, and may be changed. */
    int (*call)(void *ctx, const struct cel_func *fn, const struct cel_value *const *known,
                uint32_t n, uint32_t at, uint32_t end, struct cel_called *ret,
                struct err *err);
    /* Of a run; record is of the sort that field() was asked of.  1 and the value, which may be a
     * sequence, 0: the record has no such field, -1 and an error. */
    int (*get)(struct cel_frame *f, struct cel_value record, uint32_t field,
               struct cel_value *ret);
    /* The next of a sequence; false at its end, or with an error in *ret, which was null.  A step
     * has been charged; what it passes over it charges itself. */
    bool (*next)(struct cel_frame *f, struct cel_value seq, struct cel_seq_at *at,
                 struct cel_value *ret);
    int64_t (*time)(struct cel_frame *f, struct cel_value record); /* for the order; ms */
};

struct cel_value cel_error(struct cel_frame *f, enum err_code code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
struct cel_value cel_no_overload(struct cel_frame *f);
/* Room in the run's arena; NULL past its cap, and the caller returns cel_full(). */
void *cel_room(struct cel_frame *f, size_t n);
struct cel_value cel_full(struct cel_frame *f);
bool cel_step(struct cel_frame *f, uint64_t n); /* false: too many */
/* From ms on the answer may be another. */
static inline void cel_until(struct cel_frame *f, int64_t ms) {
    if (ms < f->run->until_ms)
        f->run->until_ms = ms;
}
uint32_t cel_own(const struct cel_frame *f);             /* of the call under way */
bool cel_moves(const struct cel_frame *f, uint32_t arg); /* does this argument move? */
/* All of a sequence as a list, in order of time. */
struct cel_value cel_seq_list(struct cel_frame *f, struct cel_value seq);
struct cel_value cel_list_of(struct cel_frame *f, const struct cel_value *v, uint32_t n);
/* Milliseconds since 1970 as a timestamp, and back: rounded down. */
struct cel_value cel_timestamp(int64_t ms);
int64_t cel_timestamp_ms(struct cel_value v);

#endif
