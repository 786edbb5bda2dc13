/* verify.c - see verify.h.  Nothing is kept but the chain and 48 bytes for each
 * frame that was rewritten. */
#include "core/verify.h"

#include "core/core_internal.h"

#include <stdlib.h>

struct walk {
    struct verify_result *r;
    uint8_t chain[CHAIN_BYTES];
    struct zblock *z;
    struct buf raw;
    struct rewritten { uint64_t first; size_t order; uint8_t is[32]; } *is, *told;
    size_t n_is, n_told;
    verify_entry *each; /* or NULL */
    void *ctx;
};

static void note(struct rewritten **list, size_t *n, uint64_t first, const void *digest) {
    if ((*n & (*n + 1)) == 0) { /* 0, 1, 3, 7, …: full */
        *list = realloc(*list, (*n * 2 + 1) * sizeof **list);
        CHECK(*list);
    }
    (*list)[*n].first = first;
    (*list)[*n].order = *n;
    memcpy((*list)[(*n)++].is, digest, 32);
}

/* By frame; of one frame, the newest word last. */
static int by_frame(const void *a, const void *b) {
    const struct rewritten *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* An entry that tells of a frame's rewriting names the digest of its new body. */
static void note_told(struct walk *w, const struct entry *e) {
    struct rd r = rd_of(e->body.s, e->body.n);
    if (rd_u8(&r) != REWRITE_NEWS)
        return;
    uint64_t first = rd_varint(&r);
    rd_varint(&r);
    struct str is = rd_take(&r, 32);
    if (!r.bad)
        note(&w->told, &w->n_told, first, is.s);
}

/* Every rewritten frame is as the newest entry about it says. */
static int check_rewritten(struct walk *w, struct err *err) {
    size_t k = 0;
    if (w->n_told > 0)
        qsort(w->told, w->n_told, sizeof *w->told, by_frame);
    for (size_t i = 0; i < w->n_is; i++) { /* in order of the log already */
        while (k < w->n_told && w->told[k].first <= w->is[i].first)
            k++;
        if (k == 0 || w->told[k - 1].first != w->is[i].first ||
            memcmp(w->told[k - 1].is, w->is[i].is, 32) != 0) {
            err_set(err, E_CORRUPT, "the frame was changed by something that the log does not "
                    "tell of");
            return err_within(err, "log frame %llu", (unsigned long long)w->is[i].first);
        }
    }
    return 0;
}

static int check_frame(struct walk *w, struct sql *q, struct err *err) {
    uint64_t first = (uint64_t)sql_get_int(q, 0);
    uint32_t n = (uint32_t)sql_get_int(q, 1);
    struct str prev = sql_get_bytes(q, 2), body = sql_get_bytes(q, 3);
    struct str kept = sql_get_bytes(q, 4);
    if (first != w->r->seq + 1 || prev.n != CHAIN_BYTES ||
        memcmp(prev.s, w->chain, CHAIN_BYTES) != 0) {
        err_set(err, E_CORRUPT, "the frame does not continue the log");
        return err_within(err, "log frame %llu", (unsigned long long)first);
    }
    struct frame_walk f;
    struct entry e;
    uint32_t block;
    int rc;
    if (frame_open(&f, w->z, &w->raw, first, n, body, err) < 0)
        return -1;
    while ((rc = frame_next(&f, &e, &block, err)) > 0) {
        w->r->entries++;
        if (e.kind == ENTRY_ERASE || e.kind == ENTRY_RETAIN)
            note_told(w, &e);
        if (w->each && w->each(w->ctx, &e, err) < 0)
            return -1;
    }
    if (kept.n > 0) {
        uint8_t is[32];
        hash_sha256(body.s, body.n, is);
        note(&w->is, &w->n_is, first, is);
        w->r->rewritten++;
    }
    chain_next(w->chain, first, body, kept);
    w->r->frames++;
    w->r->seq = first + n - 1;
    return rc;
}

static int64_t check_some(struct walk *w, struct db *db, struct err *err) {
    struct sql *q = db_sql(db,
                           SQL("SELECT first_seq, n, prev_hash, body, body_hash FROM log "
                               "WHERE first_seq > $1 ORDER BY first_seq LIMIT 256"),
                           err);
    if (!q)
        return -1;
    int64_t frames = 0;
    int rc;
    sql_int(q, 1, (int64_t)w->r->seq);
    while ((rc = sql_step(q, err)) > 0) {
        if (check_frame(w, q, err) < 0) {
            rc = -1;
            break;
        }
        frames++;
    }
    sql_end(q);
    return rc < 0 ? -1 : frames;
}

int verify_log_with(struct db *db, verify_entry *each, void *ctx, struct verify_result *ret,
                    struct err *err) {
    struct walk w = { .r = ret, .z = zblock_new(1), .each = each, .ctx = ctx };
    int64_t n;
    *ret = (struct verify_result){ 0, 0, 0, 0 };
    buf_init(&w.raw, "block", FRAME_BYTES_MAX);
    while ((n = check_some(&w, db, err)) > 0)
        ;
    buf_release(&w.raw);
    zblock_free(w.z);
    int rc = n < 0 ? -1 : check_rewritten(&w, err);
    free(w.is);
    free(w.told);
    return rc;
}

int verify_log(struct db *db, struct verify_result *ret, struct err *err) {
    return verify_log_with(db, NULL, NULL, ret, err);
}
