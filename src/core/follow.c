/* follow.c - a node that does not write: it reads the log as the writer commits it.
 *
 * THEORY      A follower looks for frames after its own newest, applies them by the very code
 *             that replays the log at a start, and answers reads from its memory.  It looks
 *             every LOOK_MIN_MS while frames come, seldomer while none do, and at once when a
 *             read waits for a seq.  Looking costs one short query, so nothing needs to wake
 *             it: a notice from the store (PostgreSQL's NOTIFY) would need a second connection,
 *             puts all commits that send one behind one lock, and exists on one store only.
 *             A store that was replaced by an older copy of itself (a failover that lost the
 *             newest commits) shows by the chain of hashes.  What this node holds then never
 *             happened: it drops its state and replays.
 * INVARIANTS  (1) Memory is always the fold of a prefix of the log.
 *             (2) Damage that is not explained by a replaced log, and entries of a kind that
 *                 this program does not know, stop the node; they are never passed over.
 * LIMITS      FRAMES_A_TURN, so that reads are not kept waiting by a long tail.
 * THREADS     Core thread.
 */
#include "core/core_internal.h"

#define LOOK_MIN_MS 10
#define LOOK_MAX_MS 80
#define RETRY_MS 200     /* between attempts to reach a store that fails */
#define FRAMES_A_TURN 16
#define WAIT_MS 5000     /* a read waits so long for its seq */

/* What this node holds is not what the log says: begin anew. */
static int drop_state(struct core *c, struct err *err) {
    snapshot_wait(c);
    heap_clear(c->heap);
    pthread_mutex_lock(&c->lock);
    c->snap_seq = 0;
    pthread_mutex_unlock(&c->lock);
    atomic_fetch_add(&c->st_dropped, 1);
    int rc = snapshot_load(c, err);
    core_root_ready(c);
    heap_commit(c->heap);
    c->seq = c->root->seq;
    atomic_store(&c->st_seq, c->seq);
    return rc < 0 ? -1 : 0;
}

int follow_check(struct core *c, struct err *err) {
    uint8_t hash[CHAIN_BYTES];
    if (c->root->seq == 0)
        return 0;
    int rc = log_hash_at(c, c->root->seq, hash, err);
    if (rc < 0)
        return -1;
    if (rc > 0 && memcmp(hash, c->root->hash, CHAIN_BYTES) == 0)
        return 0;
    return drop_state(c, err) < 0 ? -1 : 1;
}

static void stop_for(struct core *c, const struct err *err) {
    c->recovering = true; /* no more commits, no snapshot of what may be half of a frame */
    c->retry_ns = INT64_MAX;
    atomic_store(&c->st_writable, false);
    if (c->cfg.fatal)
        c->cfg.fatal(c->cfg.fatal_ctx, err);
}

/* Frames that are there: *ret_more when there may be others. */
static int read_tail(struct core *c, int frames, bool *ret_more, struct err *err) {
    uint64_t before = c->root->seq;
    if (core_tail(c, frames, ret_more, err) == 0) {
        if (c->root->seq != before)
            core_published(c);
        return 0;
    }
    if (err->code != E_CORRUPT)
        return -1;
    struct err why = *err;
    int rc = follow_check(c, err); /* 1: it was another log, and we begin anew */
    if (rc > 0)
        *ret_more = true;
    else if (rc == 0) {
        *err = why;
        stop_for(c, err);
    }
    return rc > 0 ? 0 : -1;
}

int follow_all(struct core *c, struct err *err) {
    if (follow_check(c, err) < 0)
        return -1;
    for (bool more = true; more;)
        if (read_tail(c, 256, &more, err) < 0)
            return -1;
    return 0;
}

static int look(struct core *c, bool *ret_more, struct err *err) {
    struct lease *l = &c->lease;
    if (db_broken(c->db)) {
        if (db_reopen(c->db, err) < 0)
            return -1;
        l->row_ns = 0;
    }
    int64_t now = clock_mono_ns(c->clock);
    if (read_tail(c, FRAMES_A_TURN, ret_more, err) < 0)
        return -1;
    if (*ret_more)
        return 0;
    atomic_store(&l->tail_ns, now);
    return lease_watch(c, err);
}

void follow_turn(struct core *c) {
    struct lease *l = &c->lease;
    int64_t now = clock_mono_ns(c->clock);
    if (now < l->look_ns && !(c->waiting && now >= l->hurry_ns))
        return;
    struct err err = ERR_INIT;
    uint64_t before = c->root->seq;
    bool more = false;
    int rc = look(c, &more, &err);
    if (rc == 0 && c->root->seq != before)
        l->pause_ms = LOOK_MIN_MS;
    else
        l->pause_ms = l->pause_ms * 2 < LOOK_MAX_MS ? l->pause_ms * 2 + 1 : LOOK_MAX_MS;
    now = clock_mono_ns(c->clock);
    int64_t ms = rc < 0 ? RETRY_MS : more ? 0 : l->pause_ms;
    if (ms > c->cfg.lease_ms / 10)
        ms = c->cfg.lease_ms / 10;
    l->look_ns = now + ms * 1000000;
    l->hurry_ns = now + (rc < 0 ? RETRY_MS : 2) * 1000000ll;
}

/* ---- reads that name a seq ---- */

bool follow_wait(struct core *c, struct command *cmd) {
    if (cmd->min_seq <= c->root->seq)
        return false;
    cmd->until_ns = clock_mono_ns(c->clock) + WAIT_MS * 1000000ll;
    cmd->next = c->waiting;
    c->waiting = cmd;
    return true;
}

struct command *follow_ready(struct core *c, bool all, bool *ret_late) {
    int64_t now = c->waiting ? clock_mono_ns(c->clock) : 0;
    for (struct command **at = &c->waiting; *at; at = &(*at)->next) {
        struct command *cmd = *at;
        *ret_late = cmd->min_seq > c->root->seq;
        if (*ret_late && now < cmd->until_ns && !all)
            continue;
        *at = cmd->next;
        return cmd;
    }
    return NULL;
}
