/* replay.c - applying entries: new ones, the tail at start, and what others may have written.
 *
 * INVARIANTS  (1) State changes only through the functions registered here, whether an entry
 *                 is new or read back: replay equals incremental by construction.
 *             (2) Every frame continues the chain of the one before, or the start stops.
 * THREADS     Core thread, or the starting thread before it runs.
 */
#include "core/core_internal.h"

#include <stdio.h>
#include <stdlib.h>

void core_on_entry(struct core *c, enum entry_kind kind, core_apply *apply, void *room) {
    for (int i = 0; i < APPLY_MAX; i++)
        if (!c->apply[kind][i].fn) {
            c->apply[kind][i].fn = apply;
            c->apply[kind][i].room = room;
            return;
        }
    CHECK(!"too many rooms listen to one kind");
}

void core_on_commit(struct core *c, core_after *after, void *room) {
    CHECK(c->n_after < AFTER_MAX);
    c->after[c->n_after].fn = after;
    c->after[c->n_after++].room = room;
}

void core_on_begin(struct core *c, core_begin *begin, void *room) {
    CHECK(c->n_begin < AFTER_MAX);
    c->begin[c->n_begin].fn = begin;
    c->begin[c->n_begin++].room = room;
}

void core_on_lead(struct core *c, core_lead *lead, void *room) {
    CHECK(c->n_lead < AFTER_MAX);
    c->lead[c->n_lead].fn = lead;
    c->lead[c->n_lead++].room = room;
}

void core_on_undo(struct core *c, core_undone *undone, void *room) {
    CHECK(c->n_undone < AFTER_MAX);
    c->undone[c->n_undone].fn = undone;
    c->undone[c->n_undone++].room = room;
}

void core_tell_undone(struct core *c, uint64_t seq) {
    for (int i = 0; i < c->n_undone; i++)
        c->undone[i].fn(c->undone[i].room, seq);
}

void core_on_seal(struct core *c, core_seal *seal, void *room) {
    CHECK(c->n_seal < SEAL_MAX);
    c->seal[c->n_seal].fn = seal;
    c->seal[c->n_seal++].room = room;
}

void core_on_settle(struct core *c, core_settle *settle, void *room) {
    CHECK(c->n_settle < SEAL_MAX);
    c->settle[c->n_settle].fn = settle;
    c->settle[c->n_settle++].room = room;
}

void core_on_dump(struct core *c, core_dump *dump, void *room) {
    CHECK(c->n_dump < AFTER_MAX);
    c->dump[c->n_dump].fn = dump;
    c->dump[c->n_dump++].room = room;
}

void core_dump_all(struct core *c, core_line *line, void *ctx) {
    char text[128];
    int n = snprintf(text, sizeof text, "core seq %llu ms %lld",
                     (unsigned long long)c->root->seq, (long long)c->root->last_ms);
    line(ctx, str_n(text, (size_t)n));
    for (int i = 0; i < c->n_dump; i++)
        c->dump[i].fn(c->dump[i].room, line, ctx);
}

void core_apply_entry(struct core *c, const struct entry *e) {
    if (e->kind >= ENTRY_KIND_COUNT)
        return; /* of a newer program; core_replay_tail() has refused it */
    for (int i = 0; i < APPLY_MAX && c->apply[e->kind][i].fn; i++)
        c->apply[e->kind][i].fn(c->apply[e->kind][i].room, e);
}

void core_root_ready(struct core *c) {
    struct core_root *r = c->root;
    if (r->ready)
        return;
    hvec_init(c->heap, &r->blocks, sizeof(struct block_row), 65536);
    HEAP_SET(c->heap, r->ready, 1);
    for (int i = 0; i < c->n_begin; i++)
        c->begin[i].fn(c->begin[i].room);
}

static void block_add(struct core *c, uint64_t first_seq, uint64_t frame, uint32_t off) {
    struct block_row *row;
    void *p;
    hvec_push(c->heap, &c->root->blocks, &p);
    row = p;
    *row = (struct block_row){ first_seq, (uint32_t)(first_seq - frame), off };
}

struct tail { /* kept: a follower needs it many times a second */
    struct core *c;
    struct zblock *z;
    struct buf raw;
};

static int tail_entry(struct core *c, const struct entry *e, struct err *err) {
    if (e->kind == 0 || e->kind > ENTRY_KINDS_KNOWN) {
        err_set(err, E_CORRUPT, "log entry %llu is of kind %u, which this program does not know",
                (unsigned long long)e->seq, e->kind);
        return err_hint(err, "start the newer version that wrote it");
    }
    if (quarantine_has_seq(&c->quarantine, e->seq))
        return 0;
    struct inflight *m = c->quarantine.mark;
    if (m) {
        m->seq = e->seq;
        m->state = INFLIGHT_REPLAY;
    }
    core_apply_entry(c, e);
    if (m)
        m->state = INFLIGHT_IDLE;
    return 0;
}

static int tail_frame(struct tail *t, struct sql *q, struct err *err) {
    struct core *c = t->c;
    uint64_t first = (uint64_t)sql_get_int(q, 0);
    uint32_t n = (uint32_t)sql_get_int(q, 1);
    struct str prev = sql_get_bytes(q, 4), body = sql_get_bytes(q, 5);
    int64_t epoch = sql_get_int(q, 6);
    struct str kept = sql_get_bytes(q, 7);
    if (first != c->root->seq + 1 || prev.n != CHAIN_BYTES || epoch < c->root->epoch ||
        memcmp(prev.s, c->root->hash, CHAIN_BYTES) != 0) {
        err_set(err, E_CORRUPT, "the frame does not continue the log");
        return err_within(err, "log frame %llu", (unsigned long long)first);
    }
    struct frame_walk w;
    if (frame_open(&w, t->z, &t->raw, first, n, body, err) < 0)
        return -1;
    struct entry e;
    uint32_t block;
    int rc;
    while ((rc = frame_next(&w, &e, &block, err)) > 0) {
        if (block)
            block_add(c, e.seq, first, block);
        if (tail_entry(c, &e, err) < 0)
            return -1;
    }
    if (rc < 0)
        return -1;
    struct core_root *r = heap_touch(c->heap, c->root, sizeof *c->root);
    r->seq = first + n - 1;
    r->last_ms = sql_get_int(q, 3);
    r->epoch = (uint32_t)epoch;
    r->frames++;
    r->log_bytes += body.n;
    chain_next(r->hash, first, body, kept);
    c->seq = r->seq;
    atomic_fetch_add(&c->st_replayed, n);
    for (int i = 0; i < c->n_after && atomic_load(&c->st_started); i++)
        c->after[i].fn(c->after[i].room, c->seq);
    atomic_store(&c->st_seq, c->seq); /* last, as in core_published() */
    heap_commit(c->heap);
    heap_journal_off(c->heap);
    return 0;
}

static struct tail *tail_of(struct core *c) {
    if (!c->tail) {
        c->tail = calloc(1, sizeof *c->tail);
        CHECK(c->tail);
        c->tail->c = c;
        c->tail->z = zblock_new(1);
        buf_init(&c->tail->raw, "block", FRAME_BYTES_MAX);
    }
    return c->tail;
}

void core_tail_free(struct core *c) {
    if (!c->tail)
        return;
    buf_release(&c->tail->raw);
    zblock_free(c->tail->z);
    free(c->tail);
    c->tail = NULL;
}

int core_tail(struct core *c, int frames, bool *ret_more, struct err *err) {
    struct tail *t = tail_of(c);
    heap_commit(c->heap);
    heap_journal_off(c->heap);
    struct sql *q = db_sql(c->db,
                           SQL("SELECT first_seq, n, first_ms, last_ms, prev_hash, body, epoch, "
                               "body_hash FROM log WHERE first_seq > $1 "
                               "ORDER BY first_seq LIMIT $2"),
                           err);
    if (!q)
        return -1;
    int rc, n = 0;
    sql_int(q, 1, (int64_t)c->root->seq);
    sql_int(q, 2, frames);
    while ((rc = sql_step(q, err)) > 0) {
        n++;
        if ((rc = tail_frame(t, q, err)) < 0)
            break;
    }
    sql_end(q);
    heap_commit(c->heap);
    c->seq = c->root->seq;
    clock_set_at_least_ms(c->clock, c->root->last_ms);
    *ret_more = n == frames;
    return rc;
}

int core_replay_tail(struct core *c, struct err *err) {
    core_root_ready(c);
    for (bool more = true; more;)
        if (core_tail(c, 256, &more, err) < 0)
            return -1;
    return 0;
}
