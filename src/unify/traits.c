/* traits.c - the packed traits of an atom or a group.
 *
 * THEORY      One block holds, for each trait, a 20-byte head and its JSON text, padded to 4.
 *             A value of the same padded length is written in place; another length makes a
 *             new block.  Time has 47 bits, seq 48.
 *             Without a rule for the trait there is one candidate, the newest: trait_put().
 *             What other rules keep is trait_keep.c's matter.
 * INVARIANTS  (1) A name without a rule stands once, with the greatest (time, seq).
 * LIMITS      ATOM_TRAITS_MAX candidates and ATOM_TRAITS_BYTES bytes of one atom or group.
 */
#include "unify/unify_internal.h"

static uint32_t padded(uint32_t n) { return (uint32_t)sizeof(struct trait_head) + (n + 3) / 4 * 4; }

static int64_t head_ms(const struct trait_head *t) {
    return (int64_t)((uint64_t)(t->ms_hi & 0x7fff) << 32 | t->ms_lo);
}
static uint64_t head_seq(const struct trait_head *t) {
    return (uint64_t)t->seq_hi << 32 | t->seq_lo;
}

static void head_set(struct trait_head *t, const struct trait *v) {
    uint64_t ms = v->ms < 0 ? 0 : (uint64_t)v->ms; /* before 1970 counts as 1970 */
    *t = (struct trait_head){ .name = (uint16_t)v->name, .more = v->more,
                              .n = (uint16_t)v->json.n, .source = v->source,
                              .ms_lo = (uint32_t)ms,
                              .ms_hi = (uint16_t)((ms >> 32) | (uint64_t)v->gen << 15),
                              .seq_lo = (uint32_t)v->seq, .seq_hi = (uint16_t)(v->seq >> 32) };
}

bool trait_next(struct unify *u, href at, uint16_t bytes, uint32_t *off, struct trait *ret) {
    uint32_t end = (uint32_t)bytes * 4;
    if (!at || *off >= end)
        return false;
    const uint8_t *p = (uint8_t *)heap_at(u->h, at) + *off;
    const struct trait_head *t = (const struct trait_head *)p;
    *ret = (struct trait){ t->name, t->source, head_ms(t), head_seq(t),
                           str_n((const char *)p + sizeof *t, t->n), t->more,
                           (uint8_t)(t->ms_hi >> 15) };
    *off += padded(t->n);
    return true;
}

/* Where the trait with this name begins, or `end`. */
static uint32_t trait_off(struct unify *u, struct trait_set s, uint32_t name,
                          struct trait *ret) {
    uint32_t off = 0, at = 0;
    while (trait_next(u, *s.at, *s.bytes, &off, ret)) {
        if (ret->name == name)
            return at;
        at = off;
    }
    return at;
}

/* A block of the new size: what stands before and after the hole, and the hole at the end. */
static uint8_t *block_remake(struct unify *u, struct trait_set s, uint32_t cut_from,
                             uint32_t cut_to, uint32_t add) {
    uint32_t old = (uint32_t)*s.bytes * 4, size = old - (cut_to - cut_from) + add;
    href fresh = heap_alloc(u->h, size);
    uint8_t *p = heap_at(u->h, fresh);
    if (*s.at) {
        const uint8_t *q = heap_at(u->h, *s.at);
        memcpy(p, q, cut_from);
        memcpy(p + cut_from, q + cut_to, old - cut_to);
        heap_wipe(u->h, *s.at, old); /* old values leave no trace (erase.c) */
    }
    HEAP_SET(u->h, *s.at, fresh);
    HEAP_SET(u->h, *s.bytes, (uint16_t)(size / 4));
    return p + size - add;
}

bool trait_add(struct unify *u, struct trait_set s, const struct trait *v) {
    uint32_t bytes = (uint32_t)*s.bytes * 4, need = padded((uint32_t)v->json.n);
    if (v->json.n > UINT16_MAX || *s.n >= ATOM_TRAITS_MAX || bytes + need > ATOM_TRAITS_BYTES)
        return false;
    HEAP_SET(u->h, *s.n, (uint16_t)(*s.n + 1));
    uint8_t *p = block_remake(u, s, bytes, bytes, need);
    memset(p + need - 4, 0, 4);
    head_set((struct trait_head *)p, v);
    memcpy(p + sizeof(struct trait_head), v->json.s, v->json.n);
    return true;
}

void trait_del(struct unify *u, struct trait_set s, uint32_t off) {
    struct trait t;
    uint32_t end = off, old = (uint32_t)*s.bytes * 4;
    CHECK(trait_next(u, *s.at, *s.bytes, &end, &t));
    HEAP_SET(u->h, *s.n, (uint16_t)(*s.n - 1));
    if (end - off < old) {
        block_remake(u, s, off, end, 0);
        return;
    }
    heap_wipe(u->h, *s.at, old);
    HEAP_SET(u->h, *s.at, 0);
    HEAP_SET(u->h, *s.bytes, 0);
}

void trait_set_all(struct unify *u, struct trait_set s, const struct trait *list, uint32_t n) {
    uint32_t size = 0;
    for (uint32_t i = 0; i < n; i++)
        size += padded((uint32_t)list[i].json.n);
    CHECK(size <= ATOM_TRAITS_BYTES && n <= ATOM_TRAITS_MAX);
    href fresh = size ? heap_alloc(u->h, size) : 0;
    uint8_t *p = size ? heap_at(u->h, fresh) : NULL;
    for (uint32_t i = 0; i < n; i++) { /* zeroed: padding is as it should be */
        head_set((struct trait_head *)p, &list[i]);
        memcpy(p + sizeof(struct trait_head), list[i].json.s, list[i].json.n);
        p += padded((uint32_t)list[i].json.n);
    }
    if (*s.at)
        heap_wipe(u->h, *s.at, (size_t)*s.bytes * 4);
    HEAP_SET(u->h, *s.at, fresh);
    HEAP_SET(u->h, *s.bytes, (uint16_t)(size / 4));
    HEAP_SET(u->h, *s.n, (uint16_t)n);
}

bool trait_put(struct unify *u, struct trait_set s, const struct trait *v) {
    struct trait old = { 0 };
    uint32_t bytes = (uint32_t)*s.bytes * 4, need = padded((uint32_t)v->json.n);
    uint32_t from = trait_off(u, s, v->name, &old), to = from;
    uint8_t *p;
    if (v->json.n > UINT16_MAX)
        return false;
    if (from < bytes) {
        if (old.ms > v->ms || (old.ms == v->ms && old.seq > v->seq))
            return true;
        to = from + padded((uint32_t)old.json.n);
    } else if (*s.n >= ATOM_TRAITS_MAX) {
        return false;
    }
    if (bytes - (to - from) + need > ATOM_TRAITS_BYTES)
        return false;
    if (from < bytes && to - from == need) {
        p = heap_touch(u->h, (uint8_t *)heap_at(u->h, *s.at) + from, need);
    } else {
        if (from == bytes)
            HEAP_SET(u->h, *s.n, (uint16_t)(*s.n + 1));
        p = block_remake(u, s, from, to, need);
    }
    memset(p + need - 4, 0, 4); /* padding is always the same bytes */
    head_set((struct trait_head *)p, v);
    memcpy(p + sizeof(struct trait_head), v->json.s, v->json.n);
    return true;
}

void trait_drop(struct unify *u, struct trait_set s, uint32_t name) {
    struct trait t = { 0 };
    uint32_t bytes = (uint32_t)*s.bytes * 4, from = trait_off(u, s, name, &t);
    if (from >= bytes)
        return;
    HEAP_SET(u->h, *s.n, (uint16_t)(*s.n - 1));
    if (*s.n > 0) {
        block_remake(u, s, from, from + padded((uint32_t)t.json.n), 0);
        return;
    }
    heap_wipe(u->h, *s.at, bytes);
    HEAP_SET(u->h, *s.at, 0);
    HEAP_SET(u->h, *s.bytes, 0);
}
