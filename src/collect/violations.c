/* violations.c - what was not as planned, counted: by source, event, property and reason.
 *
 * THEORY      ENTRY_VIOLATION v1, right behind the event or reject that it is about:
 *             varint source | u8 type | u8 blocked | bytes name | varint n | each u8 reason,
 *             bytes property.  It holds names of events and properties, and nobody's values.
 *             The counts are a fold of these, so they are the same after a restart.
 * LIMITS      VIOLATIONS_MAX rows; further ones are only counted together.
 * THREADS     Core thread.
 */
#include "base/utf8.h"
#include "collect/collect_internal.h"

#include <stdio.h>
#include <stdlib.h>

#define VIOLATIONS_MAX 10000u
#define NAME_MAX_BYTES 200u

struct violation { /* one row */
    uint64_t hash;
    uint64_t n, blocked;
    int64_t first_ms, last_ms;
    uint64_t seq;            /* of the newest event or reject */
    href text;               /* name, then property */
    uint16_t name_bytes, property_bytes;
    uint32_t source;
    uint8_t type, reason;
    uint16_t pad;
};

static const char *const reasons[] = { "", "unplanned_event", "missing_property",
                                       "invalid_property", "unexpected_property" };

void violations_encode(struct buf *out, const struct plan_found *f, uint32_t source) {
    size_t n = f->name.n < NAME_MAX_BYTES ? f->name.n : utf8_cut(f->name, NAME_MAX_BYTES);
    buf_varint(out, source);
    buf_u8(out, f->type);
    buf_u8(out, f->blocked);
    buf_bytes(out, str_n(f->name.s, n));
    buf_varint(out, f->n);
    for (uint32_t i = 0; i < f->n; i++) {
        buf_u8(out, f->item[i].reason);
        buf_bytes(out, f->item[i].property);
    }
}

/* ---- the fold ---- */

void violations_begin(struct collect *c) {
    struct heap *h = core_heap(c->core);
    struct collect_root *root = collect_root(c);
    hvec_init(h, &root->violations, sizeof(struct violation), 16384);
    hidx_init(h, &root->violations_ix, 10);
}

struct probe { const struct collect *c; const struct violation *want; };

static bool same(const void *ctx, uint32_t i) {
    const struct probe *p = ctx;
    struct collect *c = (struct collect *)(uintptr_t)p->c;
    const struct violation *v = hvec_at(core_heap(c->core), &collect_root(c)->violations, i);
    return v->hash == p->want->hash;
}

static void count(struct collect *c, const struct entry *e, struct violation *want,
                  struct str name, struct str property, bool blocked) {
    struct heap *h = core_heap(c->core);
    struct collect_root *root = collect_root(c);
    struct probe p = { c, want };
    uint64_t key[2] = { (uint64_t)want->source << 16 | (uint64_t)want->type << 8 | want->reason,
                        hash_xx64(name.s, name.n, 1) };
    want->hash = hash_xx64(property.s, property.n, hash_xx64(key, sizeof key, 2));
    uint32_t i = hidx_find(h, &root->violations_ix, want->hash, same, &p);
    if (i == UINT32_MAX && root->violations.n >= VIOLATIONS_MAX) {
        HEAP_SET(h, root->violations_lost, root->violations_lost + 1);
        return;
    }
    if (i == UINT32_MAX) {
        void *at;
        want->first_ms = e->ms;
        want->name_bytes = (uint16_t)name.n;
        want->property_bytes = (uint16_t)property.n;
        if (name.n + property.n > 0) {
            want->text = heap_alloc(h, name.n + property.n);
            memcpy(heap_at(h, want->text), name.s, name.n);
            memcpy((char *)heap_at(h, want->text) + name.n, property.s, property.n);
        }
        i = hvec_push(h, &root->violations, &at);
        memcpy(at, want, sizeof *want);
        hidx_put(h, &root->violations_ix, want->hash, i);
    }
    struct violation *v = hvec_at(h, &root->violations, i);
    heap_touch(h, v, sizeof *v);
    v->n++;
    v->blocked += blocked;
    v->last_ms = e->ms;
    v->seq = e->seq - 1;
}

void violations_apply(void *room, const struct entry *e) {
    struct collect *c = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    struct violation want = { .source = (uint32_t)rd_varint(&r) };
    want.type = rd_u8(&r);
    bool blocked = rd_u8(&r) != 0;
    struct str name = rd_bytes(&r);
    for (uint64_t n = rd_varint(&r); n > 0 && !r.bad; n--) {
        struct violation one = want;
        one.reason = rd_u8(&r);
        struct str property = rd_bytes(&r);
        if (!r.bad)
            count(c, e, &one, name, property, blocked);
    }
    CHECK(!r.bad); /* blocks are checksummed, and we wrote it */
}

/* ---- looking ---- */

static int newest_first(const void *a, const void *b) {
    const struct collect_violation *x = a, *y = b;
    if (x->last_ms != y->last_ms)
        return x->last_ms > y->last_ms ? -1 : 1;
    return x->seq != y->seq ? (x->seq > y->seq ? -1 : 1) : x->row > y->row ? 1 : -1;
}

uint32_t collect_violations(struct collect *c, uint32_t source, struct arena *a,
                            struct collect_violation **ret, uint64_t *ret_lost) {
    struct heap *h = core_heap(c->core);
    struct collect_root *root = collect_root(c);
    uint32_t n = 0;
    *ret = arena_alloc(a, (root->violations.n + 1) * sizeof **ret);
    for (uint32_t i = 0; i < root->violations.n; i++) {
        const struct violation *v = hvec_at(h, &root->violations, i);
        const char *text = v->text ? heap_at(h, v->text) : "";
        if (source && v->source != source)
            continue;
        (*ret)[n++] = (struct collect_violation){
            .row = i, .source = v->source, .type = v->type,
            .reason = v->reason < sizeof reasons / sizeof *reasons ? reasons[v->reason] : "",
            .name = str_n(text, v->name_bytes),
            .property = str_n(text + v->name_bytes, v->property_bytes),
            .n = v->n, .blocked = v->blocked, .first_ms = v->first_ms, .last_ms = v->last_ms,
            .seq = v->seq };
    }
    qsort(*ret, n, sizeof **ret, newest_first);
    *ret_lost = root->violations_lost;
    return n;
}

void violations_dump(struct collect *c, core_line *line, void *ctx) {
    struct heap *h = core_heap(c->core);
    struct collect_root *root = collect_root(c);
    char text[200];
    for (uint32_t i = 0; i < root->violations.n; i++) {
        const struct violation *v = hvec_at(h, &root->violations, i);
        int n = snprintf(text, sizeof text,
                         "violations source=%u what=%016llx n=%llu blocked=%llu "
                         "from=%lld to=%lld seq=%llu",
                         v->source, (unsigned long long)v->hash, (unsigned long long)v->n,
                         (unsigned long long)v->blocked, (long long)v->first_ms,
                         (long long)v->last_ms, (unsigned long long)v->seq);
        line(ctx, str_n(text, (size_t)n));
    }
}
