/* log.c - frames: building, walking, reading one entry.
 *
 * THEORY      A frame is one commit.  Its body is
 *                 u8 version | u8 0 | u16 blocks | 16 bytes salt | u32 entries of each block
 *                 | blocks
 *             (version 1 had no salt)
 *             and each block is a zblock (base/zblock.h) over
 *                 u64 first seq | i64 ms | entries
 *             with an entry as  varint kind | u8 version | varint length | bytes.
 *             A block ends with the entry that brings it past 16 KB, so one event is read by
 *             unpacking one block.
 * INVARIANTS  (1) Entries of a frame are consecutive; a block knows the seq of its first.
 *             (2) chain(n) = SHA-256(chain(n-1) | first seq | SHA-256(body)): a lost or changed
 *                 frame is noticed by the next.  A frame that was rewritten (rewrite.c) keeps
 *                 the digest of its first body; the salt, which went away with that body, keeps
 *                 anybody from guessing what stood there.
 * THREADS     A builder, walker or reader belongs to one thread at a time.
 */
#include "core/core_internal.h"
#include "core/fetch.h"

#include <stdlib.h>

#define BLOCK_HEAD 16u /* first seq and ms in front of a block's entries */

void frame_init(struct frame_builder *f) {
    memset(f, 0, sizeof *f);
    buf_init(&f->raw, "frame", FRAME_BYTES_MAX);
    buf_init(&f->body, "packed frame", FRAME_BYTES_MAX);
    buf_init(&f->block, "block", FRAME_BYTES_MAX);
    f->z = zblock_new(1);
}

void frame_release(struct frame_builder *f) {
    buf_release(&f->raw);
    buf_release(&f->body);
    buf_release(&f->block);
    free(f->cuts);
    zblock_free(f->z);
}

void frame_reset(struct frame_builder *f, uint64_t first_seq) {
    buf_reset(&f->raw);
    f->first_seq = first_seq;
    f->n = 0;
    f->n_cuts = 0;
}

static void frame_cut_here(struct frame_builder *f) {
    if (f->n_cuts == f->cuts_cap) {
        f->cuts_cap = f->cuts_cap ? f->cuts_cap * 2 : 64;
        f->cuts = realloc(f->cuts, f->cuts_cap * sizeof *f->cuts);
        CHECK(f->cuts);
    }
    f->cuts[f->n_cuts++] = (struct frame_cut){ (uint32_t)f->raw.len, f->n };
}

void frame_add(struct frame_builder *f, uint16_t kind, uint8_t version, struct str body) {
    if (f->n_cuts == 0 || f->raw.len - f->cuts[f->n_cuts - 1].raw_off >= BLOCK_RAW_CUT)
        frame_cut_here(f);
    buf_varint(&f->raw, kind);
    buf_u8(&f->raw, version);
    buf_bytes(&f->raw, body);
    f->n++;
}

struct frame_mark frame_here(const struct frame_builder *f) {
    return (struct frame_mark){ f->raw.len, f->n, f->n_cuts };
}

void frame_undo(struct frame_builder *f, struct frame_mark m) {
    CHECK(m.raw_len <= f->raw.len && m.n <= f->n && m.n_cuts <= f->n_cuts);
    f->raw.len = m.raw_len;
    f->raw.full = false;
    f->n = m.n;
    f->n_cuts = m.n_cuts;
}

static uint32_t cut_entries(const struct frame_builder *f, uint32_t i) {
    uint32_t end = i + 1 < f->n_cuts ? f->cuts[i + 1].entry : f->n;
    return end - f->cuts[i].entry;
}

void frame_pack(struct frame_builder *f, int64_t ms,
                void (*row)(void *ctx, const struct block_row *row), void *ctx) {
    CHECK(f->n > 0 && f->n_cuts > 0 && f->n_cuts < 65536 && !f->raw.full);
    buf_reset(&f->body);
    uint8_t salt[FRAME_SALT];
    hash_random(salt, sizeof salt);
    buf_u8(&f->body, FRAME_VERSION);
    buf_u8(&f->body, 0);
    buf_u16(&f->body, (uint16_t)f->n_cuts);
    buf_put(&f->body, salt, sizeof salt);
    for (uint32_t i = 0; i < f->n_cuts; i++)
        buf_u32(&f->body, cut_entries(f, i));
    for (uint32_t i = 0; i < f->n_cuts; i++) {
        size_t from = f->cuts[i].raw_off;
        size_t to = i + 1 < f->n_cuts ? f->cuts[i + 1].raw_off : f->raw.len;
        buf_reset(&f->block);
        buf_u64(&f->block, f->first_seq + f->cuts[i].entry);
        buf_u64(&f->block, (uint64_t)ms);
        buf_put(&f->block, f->raw.data + from, to - from);
        struct block_row r = { f->first_seq + f->cuts[i].entry, f->cuts[i].entry,
                               (uint32_t)f->body.len };
        zblock_pack(f->z, f->block.data, f->block.len, &f->body);
        row(ctx, &r);
    }
    CHECK(!f->body.full && !f->block.full);
}

/* ---- walking ---- */

static int damaged(uint64_t first_seq, const char *what, struct err *err) {
    err_set(err, E_CORRUPT, "%s", what);
    return err_within(err, "log frame %llu", (unsigned long long)first_seq);
}

int frame_open(struct frame_walk *w, struct zblock *z, struct buf *raw, uint64_t first_seq,
               uint32_t n, struct str body, struct err *err) {
    struct rd r = rd_of(body.s, body.n);
    uint8_t version = rd_u8(&r);
    rd_u8(&r);
    uint32_t blocks = rd_u16(&r);
    if (r.bad || (version != 1 && version != FRAME_VERSION))
        return damaged(first_seq, "unknown frame version", err);
    if (version >= 2)
        rd_take(&r, FRAME_SALT);
    struct str counts = rd_take(&r, (size_t)blocks * 4);
    if (r.bad)
        return damaged(first_seq, "the frame is short", err);
    *w = (struct frame_walk){ .first_seq = first_seq, .seq = first_seq, .n = n,
                              .n_blocks = blocks, .counts = (const uint8_t *)counts.s,
                              .body = r, .z = z, .raw = raw,
                              .start = (const uint8_t *)body.s };
    uint64_t sum = 0;
    for (uint32_t i = 0; i < blocks; i++) {
        struct rd c = rd_of(w->counts + i * 4, 4);
        sum += rd_u32(&c);
    }
    if (sum != n)
        return damaged(first_seq, "the frame's counts do not add up", err);
    return 0;
}

static int walk_block(struct frame_walk *w, struct err *err) {
    size_t size;
    if (zblock_size(w->body.p, rd_left(&w->body), &size, err) < 0 || size > rd_left(&w->body) ||
        zblock_unpack(w->z, w->body.p, size, w->raw, err) < 0)
        return damaged(w->first_seq, "a block is damaged", err);
    struct rd c = rd_of(w->counts + w->block * 4, 4);
    w->left = rd_u32(&c);
    w->block_off = (uint32_t)(w->body.p - w->start);
    w->body.p += size;
    w->block++;
    w->entries = rd_of(w->raw->data, w->raw->len);
    uint64_t first = rd_u64(&w->entries);
    w->ms = (int64_t)rd_u64(&w->entries);
    if (w->entries.bad || first != w->seq)
        return damaged(w->first_seq, "a block is out of order", err);
    return 0;
}

static int entry_read(struct rd *r, uint64_t seq, int64_t ms, struct entry *ret) {
    uint64_t kind = rd_varint(r);
    uint8_t version = rd_u8(r);
    struct str body = rd_bytes(r);
    if (r->bad || kind > UINT16_MAX)
        return -1;
    *ret = (struct entry){ seq, ms, (uint16_t)kind, version, body };
    return 0;
}

int frame_next(struct frame_walk *w, struct entry *ret, uint32_t *ret_block, struct err *err) {
    *ret_block = 0;
    while (w->left == 0) {
        if (w->block == w->n_blocks)
            return 0;
        if (walk_block(w, err) < 0)
            return -1;
        *ret_block = w->block_off;
    }
    if (entry_read(&w->entries, w->seq, w->ms, ret) < 0)
        return damaged(w->first_seq, "an entry is damaged", err);
    w->left--;
    w->seq++;
    return 1;
}

void chain_next(uint8_t hash[CHAIN_BYTES], uint64_t first_seq, struct str body, struct str kept) {
    uint8_t in[CHAIN_BYTES + 8 + 32]; /* the digest of the body stands for it */
    memcpy(in, hash, CHAIN_BYTES);
    for (int i = 0; i < 8; i++)
        in[CHAIN_BYTES + i] = (uint8_t)(first_seq >> (8 * i));
    if (kept.n == 32)
        memcpy(in + CHAIN_BYTES + 8, kept.s, 32);
    else
        hash_sha256(body.s, body.n, in + CHAIN_BYTES + 8);
    hash_sha256(in, sizeof in, hash);
}

/* ---- reading one entry ---- */

#define CACHE_SLOTS 256u /* unpacked blocks kept, about 20 KB each */

/* gen: a block fetched for an older one may be of a frame that was rewritten since. */
struct cached { uint64_t frame; uint32_t off; uint32_t gen; bool used; struct buf raw; };
struct log_reader {
    struct db *db;
    struct zblock *z;
    struct cached slot[CACHE_SLOTS];
    struct buf frame; /* a block as it is stored; log_read(): unpacked */
    struct fetchers *fetchers; /* or NULL */
};

int log_reader_new(struct db *db, struct log_reader **ret, struct err *err) {
    struct log_reader *r = calloc(1, sizeof *r);
    CHECK(r);
    r->db = db;
    r->z = zblock_new(1);
    buf_init(&r->frame, "block", FRAME_BYTES_MAX);
    for (unsigned i = 0; i < CACHE_SLOTS; i++)
        buf_init(&r->slot[i].raw, "block", FRAME_BYTES_MAX);
    *ret = r;
    return 0;
}

void log_reader_free(struct log_reader *r) {
    if (!r)
        return;
    for (unsigned i = 0; i < CACHE_SLOTS; i++)
        buf_release(&r->slot[i].raw);
    buf_release(&r->frame);
    zblock_free(r->z);
    free(r);
}

void log_reader_help(struct log_reader *r, struct fetchers *f) { r->fetchers = f; }

static int gone(uint64_t seq, struct err *err) {
    return err_set(err, E_NOT_FOUND, "log entry %llu is not there", (unsigned long long)seq);
}

static int block_fetch(struct log_reader *r, const struct log_at *at, struct cached *slot,
                       struct err *err) {
    size_t size = 0;
    slot->used = false;
    buf_reset(&r->frame);
    int rc = db_log_part(r->db, (int64_t)at->frame, at->off,
                         at->bytes ? at->bytes : (int64_t)FRAME_BYTES_MAX, &r->frame, err);
    if (rc == 0)
        return gone(at->seq, err);
    if (rc > 0)
        rc = zblock_size(r->frame.data, r->frame.len, &size, err);
    if (rc == 0 && size > r->frame.len)
        rc = err_set(err, E_CORRUPT, "a block is short");
    if (rc == 0)
        rc = zblock_unpack(r->z, r->frame.data, size, &slot->raw, err);
    if (rc < 0)
        return err_within(err, "log frame %llu", (unsigned long long)at->frame);
    slot->frame = at->frame;
    slot->off = at->off;
    slot->gen = at->gen;
    slot->used = true;
    return 0;
}

static struct cached *slot_of(struct log_reader *r, const struct log_at *at) {
    uint64_t h = (at->frame + at->off) * 0x9e3779b97f4a7c15ull;
    return &r->slot[h >> 56];
}

static bool slot_holds(const struct cached *slot, const struct log_at *at) {
    return slot->used && slot->frame == at->frame && slot->off == at->off &&
           slot->gen >= at->gen;
}

struct prefetch { struct log_reader *r; const struct log_at *at[64]; };

static void prefetched(void *ctx, int i, struct str bytes) {
    struct prefetch *p = ctx;
    const struct log_at *at = p->at[i];
    struct cached *slot = slot_of(p->r, at);
    struct err err = ERR_INIT;
    size_t size;
    slot->used = false;
    if (zblock_size(bytes.s, bytes.n, &size, &err) < 0 || size > bytes.n ||
        zblock_unpack(p->r->z, bytes.s, size, &slot->raw, &err) < 0)
        return;
    slot->frame = at->frame;
    slot->off = at->off;
    slot->gen = at->gen;
    slot->used = true;
}

void log_prefetch(struct log_reader *r, const struct log_at *at, int n) {
    struct log_part parts[64];
    struct prefetch p = { .r = r };
    struct err err = ERR_INIT;
    int want = 0;
    for (int i = 0; i < n && want < 64; i++) {
        bool asked = slot_holds(slot_of(r, &at[i]), &at[i]);
        for (int k = 0; k < want && !asked; k++) /* or its place is another's */
            asked = slot_of(r, p.at[k]) == slot_of(r, &at[i]);
        if (asked)
            continue;
        p.at[want] = &at[i];
        parts[want++] = (struct log_part){ (int64_t)at[i].frame, at[i].off,
                                           at[i].bytes ? at[i].bytes : FRAME_BYTES_MAX };
    }
    if (r->fetchers) /* what fails is told by the reads that follow */
        (void)!fetch_parts(r->fetchers, r->db, parts, want, prefetched, &p, &err);
    else
        (void)!db_log_parts(r->db, parts, want, prefetched, &p, &err);
}

static int block_entry(struct buf *raw, uint64_t seq, struct entry *ret, struct err *err) {
    struct rd e = rd_of(raw->data, raw->len);
    uint64_t at = rd_u64(&e);
    int64_t ms = (int64_t)rd_u64(&e);
    for (; !e.bad && at <= seq && rd_left(&e) > 0; at++) {
        if (entry_read(&e, at, ms, ret) < 0)
            break;
        if (at == seq)
            return 0;
    }
    return gone(seq, err);
}

int log_read_at(struct log_reader *r, const struct log_at *at, struct entry *ret,
                struct err *err) {
    struct cached *slot = slot_of(r, at);
    if (!slot_holds(slot, at)) {
        struct err first = ERR_INIT;
        int rc = block_fetch(r, at, slot, &first);
        /* A connection that lay idle while the server went away and came back says so only
         * when it is used. */
        if (rc < 0 && db_broken(r->db) && db_reopen(r->db, &first) == 0)
            rc = block_fetch(r, at, slot, &first);
        if (rc < 0 && first.code != E_CORRUPT && first.code != E_NOT_FOUND) {
            if (err)
                *err = first;
            return -1;
        }
        if (rc < 0) /* rewritten since it was located: blocks may lie elsewhere */
            return log_read(r, at->seq, ret, err);
    }
    if (block_entry(&slot->raw, at->seq, ret, NULL) == 0)
        return 0;
    slot->used = false;
    return log_read(r, at->seq, ret, err);
}

struct sql *log_frame_of(struct db *db, uint64_t seq, struct err *err) {
    struct sql *q = db_sql(db,
                           SQL("SELECT first_seq, n, body FROM log WHERE first_seq <= $1 "
                               "ORDER BY first_seq DESC LIMIT 1"),
                           err);
    if (q)
        sql_int(q, 1, (int64_t)seq);
    return q;
}

int log_read(struct log_reader *r, uint64_t seq, struct entry *ret, struct err *err) {
    struct sql *q = log_frame_of(r->db, seq, err);
    if (!q)
        return -1;
    int rc = sql_step(q, err);
    struct frame_walk w;
    bool found = false;
    if (rc > 0)
        rc = frame_open(&w, r->z, &r->frame, (uint64_t)sql_get_int(q, 0),
                        (uint32_t)sql_get_int(q, 1), sql_get_bytes(q, 2), err) < 0 ? -1 : 1;
    uint32_t block;
    while (rc > 0 && (rc = frame_next(&w, ret, &block, err)) > 0)
        if (ret->seq == seq) {
            found = true;
            break;
        }
    sql_end(q);
    if (rc < 0)
        return -1;
    return found ? 0 : gone(seq, err);
}

/* ---- stretches of the log ---- */

int log_frame(struct log_reader *r, uint64_t seq, log_each *each, void *ctx,
              uint64_t *ret_first, uint32_t *ret_n, struct err *err) {
    struct frame_walk w;
    struct entry e;
    uint32_t block;
    struct sql *q = log_frame_of(r->db, seq < INT64_MAX ? seq : INT64_MAX, err);
    if (!q)
        return -1;
    int rc = sql_step(q, err);
    if (rc > 0) {
        *ret_first = (uint64_t)sql_get_int(q, 0);
        *ret_n = (uint32_t)sql_get_int(q, 1);
        rc = frame_open(&w, r->z, &r->frame, *ret_first, *ret_n, sql_get_bytes(q, 2), err);
        while (rc == 0 && (rc = frame_next(&w, &e, &block, err)) > 0)
            rc = each(ctx, &e, err);
        rc = rc < 0 ? -1 : 1;
    }
    sql_end(q);
    return rc;
}

/* The frame at or before seq: 1, its first seq, what follows it, and its clock. */
static int frame_clock(struct log_reader *r, uint64_t seq, uint64_t *ret_first,
                       uint64_t *ret_next, int64_t *ret_ms, struct err *err) {
    struct sql *q = db_sql(r->db,
                           SQL("SELECT first_seq, n, last_ms FROM log WHERE first_seq <= $1 "
                               "ORDER BY first_seq DESC LIMIT 1"),
                           err);
    if (!q)
        return -1;
    sql_int(q, 1, (int64_t)seq);
    int rc = sql_step(q, err);
    if (rc > 0) {
        *ret_first = (uint64_t)sql_get_int(q, 0);
        *ret_next = *ret_first + (uint64_t)sql_get_int(q, 1);
        *ret_ms = sql_get_int(q, 2);
    }
    sql_end(q);
    return rc;
}

int log_seq_at(struct log_reader *r, int64_t ms, uint64_t *ret, struct err *err) {
    uint64_t lo = 1, hi, first, next; /* everything before lo is older, hi is not */
    int64_t at;
    int rc = frame_clock(r, INT64_MAX, &first, &hi, &at, err);
    if (rc <= 0) {
        *ret = 1;
        return rc;
    }
    while (lo < hi) {
        rc = frame_clock(r, lo + (hi - lo) / 2, &first, &next, &at, err);
        if (rc < 0)
            return -1;
        if (rc == 0 || at < ms) /* 0: dropped by retention */
            lo = rc == 0 ? lo + (hi - lo) / 2 + 1 : next;
        else
            hi = first < lo ? lo : first;
    }
    *ret = lo;
    return 0;
}
