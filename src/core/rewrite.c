/* rewrite.c - taking entries' contents out of frames that are written already.
 *
 * THEORY      Erasure and retention replace entries in place: each keeps its seq and its kind
 *             and gets another version with less in it.  Blocks keep their number and their
 *             entries; only those that hold such an entry are packed anew, the others are
 *             copied as they lie.  The row is updated in the batch's transaction, and an entry
 *             of the caller's tells of it: which frame, where its blocks lie now, and the digest
 *             of the new body, so that the chain covers rewritten frames, too.
 * INVARIANTS  (1) body_hash keeps the digest of the first body: the chain is as it was.
 *             (2) The new body carries zeros for the salt: nobody can check a guess at what
 *                 stood there against body_hash.
 *             (3) root->rewrites grows with each, so that no reader takes a block that it
 *                 unpacked before for what lies there now.
 * LIMITS      One frame at a time: some 2 ms.
 * THREADS     Core thread, but core_scrub(), which waits on a thread of its caller's.
 */
#include "core/core_internal.h"

#include "base/fault.h"

#include <stdlib.h>
#include <time.h>

#define CKPT_TRIES 400
#define CKPT_PASSES 8
#define PAUSE_NS 5000000

struct rewriting {
    struct zblock *z;
    struct buf raw, block, body, news, text;
    core_rewriter *fn;
    void *ctx;
    uint32_t changed;
};

/* One block's entries into w->block, anew where fn says so; how many did. */
static int block_entries(struct rewriting *w, uint64_t *seq, uint32_t n, struct err *err) {
    struct rd r = rd_of(w->raw.data, w->raw.len);
    uint64_t first = rd_u64(&r);
    int64_t ms = (int64_t)rd_u64(&r);
    int changed = 0;
    buf_reset(&w->block);
    buf_u64(&w->block, first);
    buf_u64(&w->block, (uint64_t)ms);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t kind = rd_varint(&r);
        uint8_t version = rd_u8(&r);
        struct entry e = { (*seq)++, ms, (uint16_t)kind, version, rd_bytes(&r) };
        if (r.bad || kind > UINT16_MAX)
            return err_set(err, E_CORRUPT, "an entry is damaged");
        buf_reset(&w->text);
        bool other = w->fn(w->ctx, &e, &version, &w->text);
        changed += other;
        buf_varint(&w->block, kind);
        buf_u8(&w->block, version);
        buf_bytes(&w->block, other ? buf_str(&w->text) : e.body);
    }
    return buf_check(&w->text, err) < 0 || buf_check(&w->block, err) < 0 ? -1 : changed;
}

static int rewrite_blocks(struct rewriting *w, uint64_t first, uint32_t n, struct str body,
                          struct err *err) {
    struct frame_walk f;
    if (frame_open(&f, w->z, &w->raw, first, n, body, err) < 0)
        return -1;
    static const uint8_t salt[FRAME_SALT];
    uint64_t seq = first;
    struct rd at = f.body, counts = rd_of(f.counts, (size_t)f.n_blocks * 4);
    buf_u8(&w->body, FRAME_VERSION);
    buf_u8(&w->body, 0);
    buf_u16(&w->body, (uint16_t)f.n_blocks);
    buf_put(&w->body, salt, sizeof salt);
    buf_put(&w->body, f.counts, (size_t)f.n_blocks * 4);
    buf_varint(&w->news, f.n_blocks);
    for (uint32_t i = 0; i < f.n_blocks; i++) {
        size_t size;
        uint32_t entries = rd_u32(&counts);
        if (zblock_size(at.p, rd_left(&at), &size, err) < 0 || size > rd_left(&at) ||
            zblock_unpack(w->z, at.p, size, &w->raw, err) < 0)
            return err_within(err, "log frame %llu", (unsigned long long)first);
        buf_varint(&w->news, w->body.len);
        int changed = block_entries(w, &seq, entries, err);
        if (changed < 0)
            return err_within(err, "log frame %llu", (unsigned long long)first);
        if (changed > 0)
            zblock_pack(w->z, w->block.data, w->block.len, &w->body);
        else
            buf_put(&w->body, at.p, size);
        w->changed += (uint32_t)changed;
        at.p += size;
    }
    return buf_check(&w->body, err);
}

static int frame_update(struct db *db, uint64_t first, struct str body, const uint8_t was[32],
                        struct err *err) {
    struct sql *q = db_sql(db,
                           SQL("UPDATE log SET body = $2, body_hash = COALESCE(body_hash, $3) "
                               "WHERE first_seq = $1"),
                           err);
    if (!q)
        return -1;
    sql_int(q, 1, (int64_t)first);
    sql_bytes(q, 2, body);
    sql_bytes(q, 3, str_n((const char *)was, 32));
    int64_t rows = sql_run(q, err);
    if (rows == 0)
        return err_set(err, E_CORRUPT, "log frame %llu is gone", (unsigned long long)first);
    return rows < 0 ? -1 : 0;
}

/* Read the frame that holds seq and make its new body. */
static int rewrite_read(struct rewriting *w, struct db *db, uint64_t seq, uint64_t *ret_first,
                        uint32_t *ret_n, uint8_t was[32], struct err *err) {
    struct sql *q = log_frame_of(db, seq, err);
    if (!q)
        return -1;
    int rc = sql_step(q, err);
    if (rc > 0) {
        struct str body = sql_get_bytes(q, 2);
        *ret_first = (uint64_t)sql_get_int(q, 0);
        *ret_n = (uint32_t)sql_get_int(q, 1);
        rc = rewrite_blocks(w, *ret_first, *ret_n, body, err);
        if (rc == 0 && w->changed > 0)
            hash_sha256(body.s, body.n, was);
    } else if (rc == 0) {
        rc = err_set(err, E_CORRUPT, "log entry %llu is gone", (unsigned long long)seq);
    }
    sql_end(q);
    return rc;
}

int core_rewrite(struct core *c, uint64_t seq, core_rewriter *fn, void *ctx, struct buf *news,
                 struct err *err) {
    struct rewriting w = { .z = zblock_new(1), .fn = fn, .ctx = ctx };
    struct db *db;
    uint64_t first = 0;
    uint32_t n = 0;
    uint8_t was[32], is[32];
    CHECK(seq > 0 && seq <= c->root->seq);
    buf_init(&w.raw, "block", FRAME_BYTES_MAX);
    buf_init(&w.block, "block", FRAME_BYTES_MAX);
    buf_init(&w.body, "frame", FRAME_BYTES_MAX);
    buf_init(&w.news, "offsets", 1u << 20);
    buf_init(&w.text, "entry", FRAME_BYTES_MAX);
    int rc = core_db(c, &db, err);
    if (rc == 0)
        rc = rewrite_read(&w, db, seq, &first, &n, was, err);
    if (rc == 0 && w.changed > 0) {
        rc = frame_update(db, first, buf_str(&w.body), was, err);
        hash_sha256(w.body.data, w.body.len, is);
        buf_varint(news, first);
        buf_varint(news, n);
        buf_put(news, is, sizeof is);
        buf_put_str(news, buf_str(&w.news));
    }
    int changed = (int)w.changed;
    buf_release(&w.raw);
    buf_release(&w.block);
    buf_release(&w.body);
    buf_release(&w.news);
    buf_release(&w.text);
    zblock_free(w.z);
    return rc < 0 ? -1 : changed;
}

void core_rewritten(struct core *c, struct rd *news, uint64_t *ret_first, uint32_t *ret_n) {
    struct hvec *v = &c->root->blocks;
    uint64_t first = rd_varint(news);
    *ret_first = first;
    *ret_n = (uint32_t)rd_varint(news);
    rd_take(news, 32); /* for verify */
    uint32_t n = (uint32_t)rd_varint(news), lo = 0, hi = v->n;
    CHECK(!news->bad);
    while (lo < hi) { /* the first block of the frame */
        uint32_t mid = lo + (hi - lo) / 2;
        if (((struct block_row *)hvec_at(c->heap, v, mid))->first_seq < first)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t off = (uint32_t)rd_varint(news);
        CHECK(!news->bad && lo + i < v->n);
        struct block_row *row = hvec_at(c->heap, v, lo + i);
        CHECK(row->first_seq - row->back == first);
        HEAP_SET(c->heap, row->off, off);
    }
    HEAP_SET(c->heap, c->root->rewrites, c->root->rewrites + 1);
}

/* ---- nothing of what was there before stays in files ---- */

static void pause_a_little(void) {
    struct timespec ts = { 0, PAUSE_NS };
    nanosleep(&ts, NULL);
}

/* The core empties the write-ahead log between two batches, when little is left in it. */
void scrub_finish(struct core *c) {
    pthread_mutex_lock(&c->lock);
    bool wanted = c->scrub_wanted;
    pthread_mutex_unlock(&c->lock);
    if (!wanted)
        return;
    struct err err = ERR_INIT;
    int64_t left = db_checkpoint(c->db, true, &err);
    pthread_mutex_lock(&c->lock);
    c->scrub_wanted = false;
    c->scrub_rc = left == 0 ? 0 : 1;
    pthread_cond_broadcast(&c->snap_wake);
    pthread_mutex_unlock(&c->lock);
}

static int scrub_stopped(struct core *c, struct err *err) {
    return c->stopping || !c->running
               ? err_set(err, E_UNAVAILABLE, "the server is stopping")
               : 0;
}

void core_snapshot_now(struct core *c) {
    pthread_mutex_lock(&c->lock);
    c->snap_wanted = c->snap_wipe = true;
    pthread_cond_broadcast(&c->wake);
    pthread_mutex_unlock(&c->lock);
}

/* While the other threads do their part; in the stepped mode it is done here. */
static int scrub_wait(struct core *c, struct err *err) {
    if (!c->cfg.stepped) {
        pause_a_little();
        return 0;
    }
    core_turn(c);
    if (!core_writable(c))
        return err_set(err, E_UNAVAILABLE, "the store cannot be written at the moment");
    return core_snapshot_end(c, err);
}

static int scrub_snapshot(struct core *c, uint64_t seq, struct err *err) {
    int rc = 0;
    pthread_mutex_lock(&c->lock);
    while (rc == 0 && (c->snap_seq < seq || c->snap_busy) &&
           (c->snap_thread_on || c->cfg.stepped)) {
        bool ask = !c->snap_busy;
        pthread_mutex_unlock(&c->lock);
        if (ask)
            core_snapshot_now(c);
        rc = scrub_wait(c, err);
        pthread_mutex_lock(&c->lock);
        if (rc == 0)
            rc = scrub_stopped(c, err);
    }
    if (rc == 0)
        rc = snapshot_drop_spare(c, err);
    pthread_mutex_unlock(&c->lock);
    return rc;
}

static int scrub_wal(struct core *c, struct db *db, struct err *err) {
    int rc = 1;
    for (int i = 0; i < CKPT_TRIES && rc > 0; i++) {
        int64_t left = INT64_MAX;
        for (int k = 0; k < CKPT_PASSES && left > 1 << 20; k++)
            left = db_checkpoint(db, false, err);
        pthread_mutex_lock(&c->lock);
        c->scrub_wanted = true;
        c->scrub_rc = 1;
        pthread_cond_broadcast(&c->wake);
        while (c->scrub_wanted && (rc = scrub_stopped(c, err)) == 0) {
            pthread_mutex_unlock(&c->lock);
            rc = scrub_wait(c, err);
            pthread_mutex_lock(&c->lock);
            if (rc < 0)
                break;
        }
        if (rc == 0)
            rc = c->scrub_rc;
        c->scrub_wanted = false;
        pthread_mutex_unlock(&c->lock);
        if (rc > 0 && c->cfg.stepped)
            break; /* whoever reads goes on only when the caller lets it */
        if (rc > 0)
            pause_a_little();
    }
    return rc > 0 ? err_set(err, E_UNAVAILABLE, "the write-ahead log is in use") : rc;
}

static int run_text(struct db *db, struct sql_text text, struct err *err) {
    struct sql *q = db_sql(db, text, err);
    return q && sql_run(q, err) >= 0 ? 0 : -1;
}

static int scrub_rows(struct db *db, struct err *err) {
    if (run_text(db, SQL("SET statement_timeout = 0"), err) < 0 ||
        run_text(db, SQL("VACUUM log"), err) < 0 ||
        run_text(db, SQL("VACUUM idempotency"), err) < 0 ||
        run_text(db, SQL("VACUUM audit"), err) < 0)
        return -1;
    return 0;
}

int core_scrub(struct core *c, uint64_t seq, struct err *err) {
    struct db *db = NULL;
    if (fault_hit("core.scrub"))
        return err_set(err, E_UNAVAILABLE, "fault core.scrub");
    int rc = db_open(c->where, DB_WRITER, &db, err);
    if (rc == 0)
        rc = scrub_snapshot(c, seq, err);
    if (rc == 0)
        rc = db_kind(db) == DB_SQLITE ? scrub_wal(c, db, err) : scrub_rows(db, err);
    db_close(db);
    return rc;
}
