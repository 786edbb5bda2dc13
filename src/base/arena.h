/* arena.h - memory freed all at once, named by its lifetime.
 *
 * Under AddressSanitizer every allocation is its own malloc, so overruns are caught.
 * Not thread safe: an arena has one owner at a time.
 */
#ifndef MUSUBI_BASE_ARENA_H
#define MUSUBI_BASE_ARENA_H

#include "base/err.h"
#include <stddef.h>

struct arena_block;
struct arena {
    const char *name;         /* for the error text: "request" */
    size_t bytes_max;         /* cap on the sum of allocations, bytes */
    size_t bytes_used;        /* bytes handed out since the last reset, each rounded up to 16 */
    struct arena_block *head; /* newest block */
    char *next, *end;         /* free room in the head block */
};

void arena_init(struct arena *a, const char *name, size_t bytes_max);
void arena_release(struct arena *a);
void arena_reset(struct arena *a); /* keeps one block for reuse */

void *arena_alloc_slow(struct arena *a, size_t size); /* the path past the head block */

/* 16-byte aligned, uninitialised, never NULL (size 0 counts as 1).  Past the cap or out of
 * memory: aborts.  For sizes of our own. */
static inline void *arena_alloc(struct arena *a, size_t size) {
    /* next and end are multiples of 16, so whatever fits also fits rounded up */
    if (__builtin_expect(size - 1 < (size_t)(a->end - a->next), 1)) {
        size_t whole = (size + 15) & ~(size_t)15;
        if (__builtin_expect(whole <= a->bytes_max - a->bytes_used, 1)) {
            char *p = a->next;
            a->next += whole;
            a->bytes_used += whole;
            return p;
        }
    }
    return arena_alloc_slow(a, size);
}
void *arena_zalloc(struct arena *a, size_t size);

/* For sizes that come from outside: NULL with E_LIMIT past the cap. */
MUST_USE void *arena_try_alloc(struct arena *a, size_t size, struct err *err);

/* NUL-terminated copies. */
char *arena_dup(struct arena *a, const void *p, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
