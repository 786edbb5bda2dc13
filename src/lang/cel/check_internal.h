/* check_internal.h - between check.c and types.c. */
#ifndef MUSUBI_LANG_CEL_CHECK_INTERNAL_H
#define MUSUBI_LANG_CEL_CHECK_INTERNAL_H

#include "lang/cel/cel_internal.h"

#define TYPES_WORK_MAX 4000000u
#define LIBRARIES_MAX 12

struct scope { struct scope *up; struct str name; const struct cel_type *type; int32_t slot; };

struct checker {
    struct cel_compiler *c;
    struct arena tmp;                 /* types under way; those of nodes are copied in the end */
    uint64_t work;                    /* looked at or made, of types: TYPES_WORK_MAX ends it */
    struct scope *scope;
    uint32_t n_locals;                /* in use */
    const struct cel_type **bound;    /* of each variable of a type: what it stands for, or NULL */
    uint32_t n_bound, bound_room;
    uint32_t *trail;                  /* which were bound, in order */
    uint32_t n_trail, trail_room;
    const struct cel_library *libs[LIBRARIES_MAX]; /* with the host's */
};
struct type_mark { uint32_t trail; };

/* One more piece of work; false: too much. */
bool type_work(struct checker *k);
const struct cel_type *type_dyn(void);
const struct cel_type *type_list(struct checker *k, const struct cel_type *of);
const struct cel_type *type_map(struct checker *k, const struct cel_type *key,
                                const struct cel_type *value);
const struct cel_type *type_optional(struct checker *k, const struct cel_type *of);
const struct cel_type *type_type(struct checker *k, const struct cel_type *of);
const struct cel_type *type_new_param(struct checker *k);
/* What a variable stands for, if for something. */
const struct cel_type *type_seen(struct checker *k, const struct cel_type *t);
const struct cel_type *type_a(const struct cel_type *t);
const struct cel_type *type_b(const struct cel_type *t);
/* May a value of `from` stand where one of `to` is wanted?  Binds variables, also when not. */
bool type_fits(struct checker *k, const struct cel_type *to, const struct cel_type *from);
struct type_mark type_mark(const struct checker *k);
void type_undo(struct checker *k, struct type_mark m);
/* Of elements of one list: the more general, dyn where they have nothing in common.  a: NULL
 * for the first. */
const struct cel_type *type_joined(struct checker *k, const struct cel_type *a,
                                   const struct cel_type *b);
/* A copy without variables. */
const struct cel_type *type_final(struct checker *k, const struct cel_type *t, struct arena *a);
bool type_same(struct checker *k, const struct cel_type *a, const struct cel_type *b);
/* The next type of a signature; var: those of A and B. */
const struct cel_type *type_read(struct checker *k, const char **sig,
                                 const struct cel_type *var[2]);

#endif
