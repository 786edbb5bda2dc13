/* arena.c - memory freed all at once.
 *
 * THEORY      A chain of blocks, newest first; allocation moves a pointer through the newest.
 *             Blocks double from BLOCK_MIN to BLOCK_MAX bytes; what is larger than a quarter
 *             of the next block gets a block of its own behind the head, so that the head's
 *             room is not thrown away.  Under AddressSanitizer next == end always, so each
 *             piece is a block of exactly its size and overruns hit the red zone.
 * INVARIANTS  (1) next and end are multiples of 16.  (2) bytes_used <= bytes_max.
 * THREADS     One owner at a time. */
#include "base/arena.h"
#include "base/check.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_PIECEWISE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_PIECEWISE 1
#endif
#endif
#ifndef ARENA_PIECEWISE
#define ARENA_PIECEWISE 0
#endif

#define BLOCK_MIN ((size_t)4096)
#define BLOCK_MAX ((size_t)1 << 20)

struct arena_block {
    struct arena_block *older;
    size_t bytes; /* behind this head */
};
_Static_assert(sizeof(struct arena_block) % 16 == 0, "pieces are 16-byte aligned");

static char *block_room(struct arena_block *b) {
    return (char *)(b + 1);
}

static struct arena_block *block_new(size_t bytes) {
    if (bytes > SIZE_MAX - sizeof(struct arena_block))
        return NULL;
    struct arena_block *b = malloc(sizeof *b + bytes);
    if (b)
        b->bytes = bytes;
    return b;
}

void arena_init(struct arena *a, const char *name, size_t bytes_max) {
    *a = (struct arena){ .name = name, .bytes_max = bytes_max };
}

void arena_release(struct arena *a) {
    for (struct arena_block *b = a->head, *older; b; b = older) {
        older = b->older;
        free(b);
    }
    a->head = NULL;
    a->next = a->end = NULL;
    a->bytes_used = 0;
}

void arena_reset(struct arena *a) {
    struct arena_block *keep = NULL;
    for (struct arena_block *b = a->head, *older; b; b = older) {
        older = b->older;
        if (!ARENA_PIECEWISE && b->bytes <= BLOCK_MAX && (!keep || b->bytes > keep->bytes)) {
            free(keep);
            keep = b;
        } else {
            free(b);
        }
    }
    a->head = keep;
    a->next = a->end = NULL;
    a->bytes_used = 0;
    if (keep) {
        keep->older = NULL;
        a->next = block_room(keep);
        a->end = a->next + keep->bytes;
    }
}

/* A piece in a new block; NULL when out of memory. */
static void *grow(struct arena *a, size_t size, size_t whole) {
    if (ARENA_PIECEWISE) {
        struct arena_block *b = block_new(size);
        if (!b)
            return NULL;
        b->older = a->head;
        a->head = b;
        a->bytes_used += whole;
        return block_room(b);
    }
    size_t next_bytes = a->head ? a->head->bytes * 2 : BLOCK_MIN;
    if (next_bytes > BLOCK_MAX)
        next_bytes = BLOCK_MAX;
    bool own = whole > next_bytes / 4;
    struct arena_block *b = block_new(own ? whole : next_bytes);
    if (!b)
        return NULL;
    if (own && a->head) {
        b->older = a->head->older;
        a->head->older = b;
    } else {
        b->older = a->head;
        a->head = b;
        a->next = block_room(b) + whole;
        a->end = block_room(b) + b->bytes;
    }
    a->bytes_used += whole;
    return block_room(b);
}

static bool past_cap(const struct arena *a, size_t size) {
    return size > SIZE_MAX - 15 ||
           ((size + 15) & ~(size_t)15) > a->bytes_max - a->bytes_used;
}

void *arena_alloc_slow(struct arena *a, size_t size) {
    if (size == 0)
        size = 1;
    if (past_cap(a, size)) {
        fprintf(stderr, "arena \"%s\" is past its %zu bytes\n", a->name, a->bytes_max);
        CHECK(!"arena past its cap");
    }
    size_t whole = (size + 15) & ~(size_t)15;
    if (whole <= (size_t)(a->end - a->next)) { /* came by arena_try_alloc or with size 0 */
        char *p = a->next;
        a->next += whole;
        a->bytes_used += whole;
        return p;
    }
    void *p = grow(a, size, whole);
    CHECK(p != NULL);
    return p;
}

void *arena_zalloc(struct arena *a, size_t size) {
    return memset(arena_alloc(a, size), 0, size);
}

void *arena_try_alloc(struct arena *a, size_t size, struct err *err) {
    if (size == 0)
        size = 1;
    if (past_cap(a, size)) {
        err_set(err, E_LIMIT, "more than the %zu bytes of memory that one %s may use",
                a->bytes_max, a->name);
        return NULL;
    }
    size_t whole = (size + 15) & ~(size_t)15;
    if (whole <= (size_t)(a->end - a->next))
        return arena_alloc(a, size);
    void *p = grow(a, size, whole);
    if (!p)
        err_set(err, E_UNAVAILABLE, "out of memory for this %s", a->name);
    return p;
}

char *arena_dup(struct arena *a, const void *p, size_t n) {
    CHECK(n < SIZE_MAX);
    char *copy = arena_alloc(a, n + 1);
    if (n)
        memcpy(copy, p, n);
    copy[n] = '\0';
    return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...) {
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    CHECK(n >= 0);
    char *out = arena_alloc(a, (size_t)n + 1);
    vsnprintf(out, (size_t)n + 1, fmt, again);
    va_end(again);
    return out;
}
