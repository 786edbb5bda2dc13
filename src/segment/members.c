/* members.c - which audiences there are, who is in them, who came and went.
 *
 * THEORY      ENTRY_MEMBER v1, first byte what:
 *               1 an audience got its number: varint number | bytes key
 *               2 a version is in force: varint number | varint version | u8 archived
 *               3 who entered and left: varint number | varint version | u8 reason | varint n, each
 *                 varint atom << 2 | silent << 1 | in, varint ms before the entry's that it was due
 *             Members are a bit for each person, by the number of its oldest atom.  Where persons
 *             join and part, bits move with them: "silent", since nobody entered or left.
 * INVARIANTS  (1) A bit is set only at the oldest atom of a person that is not erased.
 * THREADS     Core thread.
 */
#include "segment/segment_internal.h"

#include <stdio.h>

static const char *const reasons[SEG_REASON_COUNT] = { "", "event", "time", "publish", "merge",
                                                       "other" };
const char *seg_reason_text(unsigned reason) {
    return reason < SEG_REASON_COUNT ? reasons[reason] : "other";
}

void seg_members_begin(struct segment *s) {
    hvec_init(s->h, &s->root->audiences, sizeof(struct seg_audience), 16384);
    hidx_init(s->h, &s->root->audiences_ix, 4);
    hvec_init(s->h, &s->root->changes, sizeof(struct seg_change), 65536);
    hvec_init(s->h, &s->root->heads, sizeof(struct seg_heads), 65536);
    hidx_init(s->h, &s->root->heads_ix, 8);
}

/* ---- bits ---- */

#define BITS_CHUNK 4096u /* bytes */

bool seg_bit(struct segment *s, const struct hvec *bits, uint32_t atom) {
    if (atom / 32 >= bits->n)
        return false;
    return *(uint32_t *)hvec_at(s->h, bits, atom / 32) >> (atom & 31) & 1;
}

void seg_bit_set(struct segment *s, struct hvec *bits, uint32_t atom, bool in) {
    while (in && atom / 32 >= bits->n)
        hvec_push(s->h, bits, NULL);
    if (atom / 32 >= bits->n)
        return;
    uint32_t *w = hvec_at(s->h, bits, atom / 32), bit = 1u << (atom & 31);
    if (!!(*w & bit) != in)
        HEAP_SET(s->h, *w, *w ^ bit);
}

void seg_bits_clear(struct segment *s, struct hvec *bits) {
    if (bits->elem)
        hvec_drop(s->h, bits);
    hvec_init(s->h, bits, sizeof(uint32_t), BITS_CHUNK);
}

/* ---- audiences ---- */

struct str seg_audience_key(struct segment *s, uint32_t audience) {
    const struct seg_audience *a = seg_audience_at(s, audience);
    return str_n(heap_at(s->h, a->key), a->key_n);
}

struct key_probe { struct segment *s; struct str key; };

static bool key_eq(const void *ctx, uint32_t i) {
    const struct key_probe *p = ctx;
    return str_eq(seg_audience_key(p->s, i), p->key);
}

uint32_t seg_audience_find(struct segment *s, struct str key) {
    const struct key_probe p = { s, key };
    return hidx_find(s->h, &s->root->audiences_ix, hash_sip(s->key, key.s, key.n), key_eq, &p);
}

static void on_audience(struct segment *s, struct rd *r) {
    uint32_t number = (uint32_t)rd_varint(r);
    struct str key = rd_bytes(r);
    CHECK(!r->bad && key.n > 0 && number < SEG_AUDIENCES_MAX);
    CHECK(hvec_push(s->h, &s->root->audiences, NULL) == number);
    struct seg_audience *a = heap_touch(s->h, seg_audience_at(s, number), sizeof *a);
    a->key = heap_alloc(s->h, key.n);
    a->key_n = (uint32_t)key.n;
    memcpy(heap_at(s->h, a->key), key.s, key.n);
    hvec_init(s->h, &a->bits, sizeof(uint32_t), BITS_CHUNK);
    hvec_init(s->h, &a->next_bits, sizeof(uint32_t), BITS_CHUNK);
    hidx_put(s->h, &s->root->audiences_ix, hash_sip(s->key, key.s, key.n), number);
}

static void on_version(struct segment *s, const struct entry *e, struct rd *r) {
    uint32_t number = (uint32_t)rd_varint(r), version = (uint32_t)rd_varint(r);
    uint8_t archived = rd_u8(r);
    CHECK(!r->bad);
    struct seg_audience *a = heap_touch(s->h, seg_audience_at(s, number), sizeof *a);
    a->version = version;
    a->archived = archived;
    a->since_ms = e->ms;
}

/* ---- changes ---- */

struct head_probe { struct segment *s; uint32_t atom; };

static bool head_eq(const void *ctx, uint32_t i) {
    const struct head_probe *p = ctx;
    return ((struct seg_heads *)hvec_at(p->s->h, &p->s->root->heads, i))->atom == p->atom;
}

static uint64_t atom_hash(uint32_t atom) { return (atom + 1ull) * 0x9e3779b97f4a7c15ull; }

static struct seg_heads *heads_of(struct segment *s, uint32_t atom) {
    const struct head_probe p = { s, atom };
    uint32_t i = hidx_find(s->h, &s->root->heads_ix, atom_hash(atom), head_eq, &p);
    return i == NONE ? NULL : hvec_at(s->h, &s->root->heads, i);
}

static struct seg_change *change_at(struct segment *s, uint32_t i) {
    return hvec_at(s->h, &s->root->changes, i);
}

struct seg_change *seg_change_newest(struct segment *s, uint32_t atom) {
    const struct seg_heads *h = heads_of(s, atom);
    return h ? change_at(s, h->newest) : NULL;
}

struct seg_change *seg_change_prev(struct segment *s, const struct seg_change *c) {
    return c->prev == NONE ? NULL : change_at(s, c->prev);
}

static void change_add(struct segment *s, const struct seg_change *c) {
    void *p;
    uint32_t i = hvec_push(s->h, &s->root->changes, &p);
    struct seg_change row = *c;
    struct seg_heads *h = heads_of(s, c->atom);
    row.prev = NONE;
    if (h) {
        row.prev = h->newest;
        HEAP_SET(s->h, h->newest, i);
    }
    memcpy(p, &row, sizeof row);
    if (!h) {
        uint32_t k = hvec_push(s->h, &s->root->heads, &p);
        *(struct seg_heads *)p = (struct seg_heads){ c->atom, i };
        hidx_put(s->h, &s->root->heads_ix, atom_hash(c->atom), k);
    }
}

static void change(struct segment *s, uint32_t number, bool silent, const struct seg_change *c) {
    struct seg_audience *a = seg_audience_at(s, number);
    struct id id;
    if (!unify_atom_person(s->unify, c->atom, &id))
        return; /* of somebody erased since */
    if (seg_bit(s, &a->bits, c->atom) == c->in)
        return;
    seg_bit_set(s, &a->bits, c->atom, c->in);
    heap_touch(s->h, a, sizeof *a);
    a->members += c->in ? 1u : -1u;
    if (silent)
        return;
    a->entered += c->in;
    a->left += !c->in;
    change_add(s, c);
    atomic_fetch_add_explicit(&s->st_changes, 1, memory_order_relaxed);
    if (s->watch.room) {
        const struct seg_history h = { c->ms, c->seq, c->atom, number, c->version, c->reason,
                                       c->in };
        s->watch.changed(s->watch.room, &h);
    }
}

static void on_changes(struct segment *s, const struct entry *e, struct rd *r) {
    uint32_t number = (uint32_t)rd_varint(r), version = (uint32_t)rd_varint(r);
    uint8_t reason = rd_u8(r);
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        uint64_t item = rd_varint(r), ago = rd_varint(r);
        const struct seg_change c = { .seq = e->seq, .ms = e->ms - (int64_t)ago,
                                      .atom = (uint32_t)(item >> 2), .audience = (uint16_t)number,
                                      .in = item & 1, .reason = reason, .version = version };
        if (!r->bad)
            change(s, number, item & 2, &c);
    }
    CHECK(!r->bad);
}

void seg_on_entry(void *room, const struct entry *e) {
    struct segment *s = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    switch (rd_u8(&r)) {
    case SEG_E_AUDIENCE:
        on_audience(s, &r);
        break;
    case SEG_E_VERSION:
        on_version(s, e, &r);
        break;
    case SEG_E_CHANGES:
        on_changes(s, e, &r);
        break;
    default:
        CHECK(!"an audience's entry of an unknown kind");
    }
}

void seg_person_forget(struct segment *s, uint32_t atom) {
    struct seg_heads *h = heads_of(s, atom);
    for (uint32_t i = 0; i < s->root->audiences.n; i++) {
        struct seg_audience *a = seg_audience_at(s, i);
        seg_due_set(s, i, atom, INT64_MAX);
        seg_bit_set(s, &a->next_bits, atom, false);
        if (!seg_bit(s, &a->bits, atom))
            continue;
        seg_bit_set(s, &a->bits, atom, false);
        HEAP_SET(s->h, a->members, a->members - 1);
    }
    for (uint32_t i = h ? h->newest : NONE; i != NONE;) {
        struct seg_change *c = heap_touch(s->h, change_at(s, i), sizeof *c);
        struct seg_audience *a = heap_touch(s->h, seg_audience_at(s, c->audience), sizeof *a);
        a->entered -= c->in; /* as if it had never been */
        a->left -= !c->in;
        i = c->prev;
        *c = (struct seg_change){ .atom = NONE, .prev = NONE };
    }
    if (!h)
        return;
    const struct head_probe p = { s, atom };
    uint64_t hash = atom_hash(atom);
    CHECK(hidx_del(s->h, &s->root->heads_ix, hash,
                   hidx_find(s->h, &s->root->heads_ix, hash, head_eq, &p)));
    HEAP_SET(s->h, h->atom, NONE);
}

/* ---- emitting ---- */

static void emit(struct segment *s) {
    core_emit(s->core, ENTRY_MEMBER, 1, buf_str(&s->entry));
}

void seg_emit_audience(struct segment *s, struct str key) {
    buf_reset(&s->entry);
    buf_u8(&s->entry, SEG_E_AUDIENCE);
    buf_varint(&s->entry, s->root->audiences.n);
    buf_bytes(&s->entry, key);
    emit(s);
}

void seg_emit_version(struct segment *s, uint32_t audience, uint32_t version, bool archived) {
    buf_reset(&s->entry);
    buf_u8(&s->entry, SEG_E_VERSION);
    buf_varint(&s->entry, audience);
    buf_varint(&s->entry, version);
    buf_u8(&s->entry, archived);
    emit(s);
}

void seg_emit_changes(struct segment *s, uint32_t audience, uint32_t version, uint8_t reason,
                      const struct seg_item *items, uint32_t n) {
    const int64_t now = core_now(s->core);
    buf_reset(&s->entry);
    buf_u8(&s->entry, SEG_E_CHANGES);
    buf_varint(&s->entry, audience);
    buf_varint(&s->entry, version);
    buf_u8(&s->entry, reason);
    buf_varint(&s->entry, n);
    for (uint32_t i = 0; i < n; i++) {
        bool ago = items[i].due_ms > 0 && items[i].due_ms < now;
        buf_varint(&s->entry, (uint64_t)items[i].atom << 2 | (uint64_t)items[i].silent << 1 |
                                  (uint64_t)items[i].in);
        buf_varint(&s->entry, ago ? (uint64_t)(now - items[i].due_ms) : 0);
    }
    emit(s);
}

/* ---- dump ---- */

static void dump_one(struct segment *s, uint32_t i, struct buf *b, core_line *line, void *ctx) {
    const struct seg_audience *a = seg_audience_at(s, i);
    buf_reset(b);
    buf_printf(b, "audience %.*s version=%u members=%u archived=%u since=%lld entered=%llu "
               "left=%llu",
               STR_FMT(seg_audience_key(s, i)), a->version, a->members, a->archived,
               (long long)a->since_ms, (unsigned long long)a->entered,
               (unsigned long long)a->left);
    line(ctx, buf_str(b));
    for (uint32_t w = 0; w < a->bits.n; w++)
        for (uint32_t bits = *(uint32_t *)hvec_at(s->h, &a->bits, w); bits; bits &= bits - 1) {
            buf_reset(b);
            buf_printf(b, "member %u %u", i, w * 32 + (uint32_t)__builtin_ctz(bits));
            line(ctx, buf_str(b));
        }
}

void seg_dump(void *room, core_line *line, void *ctx) {
    struct segment *s = room;
    struct buf b;
    buf_init(&b, "dump line", 4096);
    for (uint32_t i = 0; i < s->root->audiences.n; i++)
        dump_one(s, i, &b, line, ctx);
    for (uint32_t i = 0; i < s->root->changes.n; i++) {
        const struct seg_change *c = change_at(s, i);
        buf_reset(&b);
        if (c->atom == NONE)
            continue;
        buf_printf(&b, "change seq=%llu ms=%lld atom=%u audience=%u in=%u reason=%u version=%u",
                   (unsigned long long)c->seq, (long long)c->ms, c->atom, c->audience, c->in,
                   c->reason, c->version);
        line(ctx, buf_str(&b));
    }
    buf_release(&b);
}
