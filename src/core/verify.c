/* verify.c - see verify.h.  Nothing is kept but the chain, so memory is one frame. */
#include "core/verify.h"

#include "core/core_internal.h"

struct walk {
    struct verify_result *r;
    uint8_t chain[CHAIN_BYTES];
    struct zblock *z;
    struct buf raw;
};

static int check_frame(struct walk *w, struct sql *q, struct err *err) {
    uint64_t first = (uint64_t)sql_get_int(q, 0);
    uint32_t n = (uint32_t)sql_get_int(q, 1);
    struct str prev = sql_get_bytes(q, 2), body = sql_get_bytes(q, 3);
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
    while ((rc = frame_next(&f, &e, &block, err)) > 0)
        w->r->entries++;
    chain_next(w->chain, first, body);
    w->r->frames++;
    w->r->seq = first + n - 1;
    return rc;
}

static int64_t check_some(struct walk *w, struct db *db, struct err *err) {
    struct sql *q = db_sql(db,
                           SQL("SELECT first_seq, n, prev_hash, body FROM log "
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

int verify_log(struct db *db, struct verify_result *ret, struct err *err) {
    struct walk w = { .r = ret, .z = zblock_new(1) };
    int64_t n;
    *ret = (struct verify_result){ 0, 0, 0 };
    buf_init(&w.raw, "block", FRAME_BYTES_MAX);
    while ((n = check_some(&w, db, err)) > 0)
        ;
    buf_release(&w.raw);
    zblock_free(w.z);
    return n < 0 ? -1 : 0;
}
