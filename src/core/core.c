/* core.c - the writer: queue, batches, commits, and what happens when a commit fails.
 *
 * THEORY      Threads hand in commands; one thread takes them in order.  A batch is as many as
 *             fit 1 MB of entries and about a millisecond of work.  Each command runs inside an
 *             undo mark (state, entries) and, once it touches rows, a savepoint.  The batch's
 *             entries become one frame, one COMMIT makes them durable, and only then are the
 *             commands answered.  While a commit is on its way others queue up, so the batches
 *             grow with the load by themselves.
 *             Reads run between batches, where memory is exactly what is committed.
 *             When a COMMIT fails its outcome may be unknown.  Memory goes back to the last
 *             commit that is certain, callers get "unavailable", and until the store answers
 *             again writing is refused while reading goes on.  Then the log's tail is read: if
 *             the doubtful frame is there after all, it is applied like any frame on replay.
 * INVARIANTS  (1) done(…, NULL, seq) is called only after the frame holding seq is durable.
 *             (2) Between batches the heap's journal is empty and root->seq is the newest
 *                 durable entry known.
 *             (3) A failing command leaves no trace in state, frame or rows.
 * LIMITS      FRAME_RAW_MAX, TURN_NS_MAX, queue_max_bytes.
 * THREADS     core_submit() and core_stats() from any; everything else on the core thread, which
 *             in the stepped mode is whoever calls core_turn().
 */
#include "core/core_internal.h"

#include "base/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define TURN_NS 1000000ll           /* work of a batch before it commits; more, where commits */
#define TURN_NS_MAX 4000000ll       /* take longer, so that a slow fsync does not cap the rate */
#define QUEUE_BYTES_MAX (64u << 20) /* past this, submitters are refused */
#define RETRY_NS 200000000ll        /* between attempts to reach a failed store */
#define LAYOUT_SEED 4ull            /* raise when struct core_root or heap.c changes */

/* ---- what rooms call inside run() ---- */

struct heap *core_heap(struct core *c) { return c->heap; }
int64_t core_now(struct core *c) { return c->now_ms; }
uint64_t core_seq(struct core *c) { return c->seq; }
struct hash_key core_hash_key(struct core *c) { return c->key; }
struct clock *core_clock(struct core *c) { return c->clock; }
uint64_t core_dropped(struct core *c) { return atomic_load(&c->st_dropped); }
const char *core_store_where(struct core *c) { return c->where; }
const char *core_dir(struct core *c) { return c->cfg.data_dir; }
void core_log_size(struct core *c, uint64_t *ret_frames, uint64_t *ret_bytes) {
    *ret_frames = c->root->frames;
    *ret_bytes = c->root->log_bytes;
}
bool core_live(struct core *c) { return c->in_run; }
bool core_writable(struct core *c) { return atomic_load(&c->st_writable); }

uint64_t core_emit(struct core *c, enum entry_kind kind, uint8_t version, struct str body) {
    CHECK(c->in_run);
    if (!core_may_emit(c, kind))
        c->kind_refused = (uint16_t)kind;
    frame_add(&c->frame, (uint16_t)kind, version, body);
    struct entry e = { ++c->seq, c->now_ms, (uint16_t)kind, version, body };
    core_apply_entry(c, &e);
    return c->seq;
}

int core_db(struct core *c, struct db **ret, struct err *err) {
    CHECK(c->in_run);
    if (!c->in_tx) {
        if (db_begin(c->db, err) < 0)
            return -1;
        c->in_tx = true;
    }
    if (!c->in_savepoint) {
        if (db_savepoint(c->db, err) < 0)
            return -1;
        c->in_savepoint = true;
    }
    *ret = c->db;
    return 0;
}

bool core_locate(struct core *c, uint64_t seq, struct log_at *ret) {
    struct hvec *v = &c->root->blocks;
    if (seq == 0 || seq > c->root->seq || v->n == 0)
        return false;
    uint32_t lo = 0, hi = v->n; /* the last block whose first seq is <= seq */
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        const struct block_row *m = hvec_at(c->heap, v, mid);
        if (m->first_seq <= seq)
            lo = mid;
        else
            hi = mid;
    }
    const struct block_row *r = hvec_at(c->heap, v, lo);
    if (r->first_seq > seq)
        return false;
    *ret = (struct log_at){ seq, r->first_seq - r->back, r->off, 0, c->root->rewrites };
    if (lo + 1 < v->n) {
        const struct block_row *next = hvec_at(c->heap, v, lo + 1);
        if (next->first_seq - next->back == ret->frame)
            ret->bytes = next->off - r->off;
    }
    return true;
}

/* ---- queue ---- */

static void list_init(struct cmd_list *l) { *l = (struct cmd_list){ NULL, &l->head, 0, 0 }; }

static void list_add(struct cmd_list *l, struct command *cmd) {
    cmd->next = NULL;
    *l->tail = cmd;
    l->tail = &cmd->next;
    l->n++;
    l->bytes += cmd->bytes;
}

static struct command *list_pop(struct cmd_list *l) {
    struct command *cmd = l->head;
    if (cmd) {
        l->head = cmd->next;
        if (!l->head)
            l->tail = &l->head;
        l->n--;
        l->bytes -= cmd->bytes;
    }
    return cmd;
}

int core_submit(struct core *c, struct command *cmd, struct err *err) {
    if (!cmd->reads && !atomic_load(&c->st_writable) && atomic_load(&c->st_started) &&
        core_role(c) != CORE_FOLLOWER) {
        err_set(err, E_UNAVAILABLE, "the store cannot be written at the moment");
        return err_hint(err, "nothing was changed; try again shortly");
    }
    pthread_mutex_lock(&c->lock);
    struct cmd_list *l = cmd->reads ? &c->reads : &c->writes;
    int rc = 0;
    if (c->stopping || !c->running)
        rc = err_set(err, E_UNAVAILABLE, "the server is %s",
                     c->stopping ? "stopping" : "starting");
    else if (l->bytes > c->queue_max_bytes)
        rc = err_set(err, E_RATE, "too much is waiting to be written");
    else {
        list_add(l, cmd);
        if (c->sleeping)
            pthread_cond_signal(&c->wake);
    }
    pthread_mutex_unlock(&c->lock);
    return rc;
}

/* ---- one command ---- */

static void inflight_set(struct core *c, const struct command *cmd) {
    struct inflight *m = c->quarantine.mark;
    if (!m || cmd->digest == 0)
        return;
    m->digest = cmd->digest;
    snprintf(m->name, sizeof m->name, "%s", cmd->name);
    m->state = INFLIGHT_COMMAND;
}

static int savepoint_end(struct core *c, int rc, struct err *err) {
    if (!c->in_savepoint)
        return rc;
    c->in_savepoint = false;
    struct err second = ERR_INIT;
    if (rc == 0)
        return db_release(c->db, err);
    if (!db_broken(c->db) && db_rollback_to(c->db, &second) < 0)
        *err = second; /* the batch's commit will fail and undo everything */
    return rc;
}

/* Run cmd inside its undo mark. */
static int run_one(struct core *c, struct command *cmd, struct err *err) {
    if (cmd->digest && quarantine_has_digest(&c->quarantine, cmd->digest)) {
        err_set(err, E_INVALID, "this input made the program fail before and is quarantined");
        return err_hint(err, "send it in smaller parts to find the one at fault");
    }
    if (heap_near_full(c->heap))
        return err_set(err, E_UNAVAILABLE, "the memory allowed is used up");
    heap_mark hm = heap_here(c->heap);
    struct frame_mark fm = frame_here(&c->frame);
    uint64_t seq = c->seq;
    inflight_set(c, cmd);
    if (fault_hit("core.poison") && cmd->digest)
        CHECK(!"fault core.poison");
    c->in_run = true;
    c->kind_refused = 0;
    int rc = cmd->run(c, cmd, err);
    c->in_run = false;
    if (rc == 0 && c->kind_refused) {
        err_set(err, E_UNAVAILABLE, "another node does not know entries of kind %u",
                c->kind_refused);
        rc = err_hint(err, "stop the older version, or upgrade it");
    }
    if (c->quarantine.mark)
        c->quarantine.mark->state = INFLIGHT_IDLE;
    rc = savepoint_end(c, rc, err);
    if (rc < 0) {
        heap_undo(c->heap, hm);
        frame_undo(&c->frame, fm);
        c->seq = seq;
        core_tell_undone(c, seq);
    }
    return rc;
}

static void answer(struct cmd_list *l, const struct err *err, uint64_t seq) {
    for (struct command *cmd; (cmd = list_pop(l));)
        cmd->done(cmd, err, seq);
}

/* ---- commit ---- */

static void row_add(void *ctx, const struct block_row *row) {
    struct core *c = ctx;
    void *p;
    hvec_push(c->heap, &c->root->blocks, &p);
    memcpy(p, row, sizeof *row);
}

static int frame_insert(struct core *c, struct err *err) {
    struct core_root *r = c->root;
    frame_pack(&c->frame, c->now_ms, row_add, c);
    struct sql *q = db_sql(c->db,
                           SQL("INSERT INTO log(first_seq, n, first_ms, last_ms, epoch, "
                               "prev_hash, body) VALUES ($1, $2, $3, $4, $5, $6, $7)"),
                           err);
    if (!q)
        return -1;
    sql_int(q, 1, (int64_t)c->frame.first_seq);
    sql_int(q, 2, c->frame.n);
    sql_int(q, 3, c->now_ms);
    sql_int(q, 4, c->now_ms);
    uint32_t epoch = c->lease.on ? (uint32_t)c->lease.row.epoch : r->epoch;
    sql_int(q, 5, epoch);
    sql_bytes(q, 6, str_n((char *)r->hash, CHAIN_BYTES));
    sql_bytes(q, 7, buf_str(&c->frame.body));
    if (sql_run(q, err) < 0)
        return -1;
    heap_touch(c->heap, r, sizeof *r);
    r->seq = c->seq;
    r->epoch = epoch;
    r->last_ms = c->now_ms;
    r->frames++;
    r->log_bytes += c->frame.body.len;
    chain_next(r->hash, c->frame.first_seq, buf_str(&c->frame.body), STR(""));
    return 0;
}

static int seal(struct core *c, struct db *db, struct err *err) {
    for (int i = 0; i < c->n_seal; i++)
        if (c->seal[i].fn(c->seal[i].room, db, err) < 0)
            return -1;
    return 0;
}

static int commit(struct core *c, struct err *err) {
    if (c->frame.n == 0 && seal(c, NULL, err) < 0)
        return -1;
    if (c->frame.n == 0 && !c->in_tx)
        return 0;
    if (!c->in_tx && db_begin(c->db, err) < 0)
        return -1;
    c->in_tx = true;
    if (lease_hold(c, err) < 0)
        return -1;
    if (c->frame.n > 0 && (seal(c, c->db, err) < 0 || frame_insert(c, err) < 0))
        return -1;
    int64_t t = clock_mono_ns(c->clock);
    if (db_commit(c->db, err) < 0)
        return -1;
    c->in_tx = false;
    lease_proved(c);
    t = clock_mono_ns(c->clock) - t;
    c->commit_ns += (t - c->commit_ns) / 8;
    atomic_store(&c->st_commit_us, t / 1000);
    atomic_fetch_add(&c->st_commits, 1);
    atomic_fetch_add(&c->st_entries, c->frame.n);
    atomic_fetch_add(&c->ckpt_hint, (int64_t)c->frame.body.len + 16384);
    return 0;
}

void core_published(struct core *c) {
    atomic_store_explicit(&c->st_heap, heap_live_bytes(c->heap), memory_order_relaxed);
    for (int i = 0; i < c->n_after; i++)
        c->after[i].fn(c->after[i].room, c->seq);
    atomic_store(&c->st_seq, c->seq); /* last: whoever sees it sees what rooms have published */
}

/* Back to the last certain commit; writing is refused until recover() has looked. */
static void commit_failed(struct core *c, struct cmd_list *ran, struct err *err) {
    struct err none = ERR_INIT;
    heap_undo(c->heap, 0);
    heap_commit(c->heap);
    (void)!seal(c, NULL, &none);
    if (c->in_tx)
        db_rollback(c->db);
    c->in_tx = c->in_savepoint = false;
    c->seq = c->root->seq;
    core_tell_undone(c, c->seq);
    atomic_fetch_add(&c->st_failures, 1);
    struct err told = ERR_INIT;
    if (c->lease.lost) { /* nothing in doubt: this node's time was over before it began */
        lease_step_down(c);
        told = *err;
    } else {
        c->recovering = true;
        c->retry_ns = 0;
        atomic_store(&c->st_writable, false);
        err_set(&told, E_UNAVAILABLE, "the store could not commit: %.120s", err->msg);
    }
    err_hint(&told, "try again; what was stored after all is recognised");
    answer(ran, &told, 0);
}

/* Reach the store again and learn from the log's tail what became of the doubtful frame. */
static void recover(struct core *c) {
    struct clock real; /* tests turn the other one at will, and a store comes back in real time */
    clock_init_real(&real);
    int64_t t = clock_mono_ns(c->cfg.stepped ? c->clock : &real);
    if (t < c->retry_ns)
        return;
    c->retry_ns = t + RETRY_NS;
    struct err err = ERR_INIT;
    if (db_reopen(c->db, &err) < 0)
        return;
    if (core_replay_tail(c, &err) < 0) {
        if (!c->lease.on || err.code != E_CORRUPT)
            return;
        c->recovering = false; /* as a follower it finds out what became of the log */
        lease_step_down(c);
        return;
    }
    int may = lease_recovered(c, &err);
    if (may < 0)
        return;
    c->recovering = false;
    core_published(c);
    atomic_store(&c->st_writable, may > 0);
}

/* ---- batches ---- */

void core_read_next(struct core *c, struct command *reads) { list_add(&c->next, reads); }

/* And those that come of them. */
static void run_reads(struct core *c, struct cmd_list *reads) {
    for (struct command *cmd; (cmd = list_pop(reads)) || (cmd = list_pop(&c->next));) {
        struct err err = ERR_INIT;
        if (follow_wait(c, cmd))
            continue;
        c->now_ms = clock_wall_ms(c->clock);
        int rc = cmd->run(c, cmd, &err);
        if (cmd->views)
            heap_commit(c->heap);
        cmd->done(cmd, rc < 0 ? &err : NULL, rc < 0 ? 0 : c->seq);
    }
}

/* Reads that waited for a seq: those that have it, and those that waited too long.  all: the
 * core ends. */
static void run_waiting(struct core *c, bool all) {
    struct cmd_list ready;
    struct err err = ERR_INIT;
    bool late;
    list_init(&ready);
    err_set(&err, E_UNAVAILABLE, "this node does not have the entry asked for yet");
    err_hint(&err, "try again shortly, or at another node");
    for (struct command *cmd; (cmd = follow_ready(c, all, &late));) {
        if (late)
            cmd->done(cmd, &err, 0);
        else
            list_add(&ready, cmd);
    }
    run_reads(c, &ready);
}

/* Run commands off `todo` until the batch is full; those that failed are answered at once. */
static void fill(struct core *c, struct cmd_list *todo, struct cmd_list *ran) {
    int64_t began = clock_mono_ns(c->clock), turn = c->commit_ns * 3 / 2;
    turn = turn < TURN_NS ? TURN_NS : turn > TURN_NS_MAX ? TURN_NS_MAX : turn;
    c->now_ms = clock_wall_ms(c->clock);
    if (c->now_ms < c->root->last_ms)
        c->now_ms = c->root->last_ms;
    frame_reset(&c->frame, c->seq + 1);
    heap_here(c->heap);
    while (todo->head && c->frame.raw.len < FRAME_RAW_MAX) {
        struct command *cmd = list_pop(todo);
        struct err err = ERR_INIT;
        if (run_one(c, cmd, &err) < 0)
            cmd->done(cmd, &err, 0);
        else
            list_add(ran, cmd);
        if (db_broken(c->db) || clock_mono_ns(c->clock) - began > turn)
            break;
    }
}

/* What follows from the batch as a whole. */
static void settle(struct core *c) {
    if (db_broken(c->db))
        return;
    c->in_run = true;
    for (int i = 0; i < c->n_settle; i++)
        c->settle[i].fn(c->settle[i].room);
    c->in_run = false;
}

static void batch(struct core *c, struct cmd_list *todo) {
    struct cmd_list ran;
    list_init(&ran);
    fill(c, todo, &ran);
    settle(c);
    struct err err = ERR_INIT;
    if (db_broken(c->db) || commit(c, &err) < 0) {
        if (err.code == E_OK)
            err_set(&err, E_UNAVAILABLE, "the connection was lost");
        commit_failed(c, &ran, &err);
        return;
    }
    heap_commit(c->heap);
    core_published(c);
    answer(&ran, NULL, c->seq);
    run_reads(c, &ran); /* it is empty; those that came of the answers */
}

/* Put what this turn did not reach back in front of the queue. */
static void put_back(struct core *c, struct cmd_list *todo) {
    if (!todo->head)
        return;
    pthread_mutex_lock(&c->lock);
    bool empty = !c->writes.head;
    *todo->tail = c->writes.head;
    c->writes.head = todo->head;
    if (empty)
        c->writes.tail = todo->tail;
    c->writes.n += todo->n;
    c->writes.bytes += todo->bytes;
    pthread_mutex_unlock(&c->lock);
    list_init(todo);
}

static void sleep_until_work(struct core *c) {
    struct clock real;
    clock_init_real(&real);
    int64_t ms = 60000, left = timers_wait_ms(c);
    if (left < INT64_MAX) {
        ms = left < ms ? left : ms;
        if (c->clock->fake && ms > 20)
            ms = 20; /* somebody else turns that clock */
    }
    if (c->cfg.snapshot_every_s > 0 && ms > 1000)
        ms = 1000;
    if (c->recovering && ms > 50)
        ms = 50;
    if (c->waiting && ms > 2)
        ms = 2;
    if (!c->recovering && ms > lease_wait_ms(c))
        ms = lease_wait_ms(c);
    if (ms == 0)
        return;
    int64_t at = clock_wall_ms(&real) + ms;
    struct timespec ts = { at / 1000, at % 1000 * 1000000 };
    c->sleeping = true;
    pthread_cond_timedwait(&c->wake, &c->lock, &ts);
    c->sleeping = false;
}

/* Take the queues, or sleep.  False when it is time to end. */
static bool take(struct core *c, struct cmd_list *reads, struct cmd_list *writes) {
    pthread_mutex_lock(&c->lock);
    if (!c->reads.head && !c->writes.head) {
        if (c->stopping) {
            pthread_mutex_unlock(&c->lock);
            return false;
        }
        if (!c->cfg.stepped)
            sleep_until_work(c);
    }
    for (int i = 0; i < READS_A_TURN && c->reads.head; i++)
        list_add(reads, list_pop(&c->reads));
    size_t bytes = 0;
    while (c->writes.head && bytes < FRAME_RAW_MAX) {
        bytes += c->writes.head->bytes;
        list_add(writes, list_pop(&c->writes));
    }
    pthread_mutex_unlock(&c->lock);
    return true;
}

static void refuse_all(struct core *c, struct cmd_list *writes) {
    struct err err = ERR_INIT;
    err_set(&err, E_UNAVAILABLE, "%s cannot be written at the moment",
            core_role(c) == CORE_FOLLOWER ? "this node follows another and" : "the store");
    err_hint(&err, "nothing was changed; try again shortly");
    answer(writes, &err, 0);
}

/* What was taken, timers that are due, at most one commit. */
static void turn(struct core *c, struct cmd_list *reads, struct cmd_list *writes) {
    struct cmd_list none;
    struct err err = ERR_INIT;
    list_init(&none);
    c->turn_ms = clock_mono_ns(c->clock) / 1000000;
    for (struct command *t; (t = timers_pop_due(c));)
        list_add(t->reads && !c->recovering ? reads : writes, t); /* refused where it writes */
    run_reads(c, reads);
    if (c->recovering)
        recover(c);
    else if (lease_turn(c, &err) < 0)
        commit_failed(c, &none, &err);
    if (c->waiting)
        run_waiting(c, false);
    if (c->recovering || core_role(c) == CORE_FOLLOWER)
        refuse_all(c, writes);
    else if (writes->head)
        batch(c, writes);
    put_back(c, writes);
    if (!c->recovering) {
        checkpoint_finish(c);
        scrub_finish(c);
        pthread_mutex_lock(&c->lock);
        bool now = c->snap_wanted && !c->snap_busy;
        c->snap_wanted = c->snap_wanted && c->snap_busy;
        pthread_mutex_unlock(&c->lock);
        snapshot_maybe_begin(c, now);
    }
}

static void *core_main(void *arg) {
    struct core *c = arg;
    struct cmd_list reads, writes;
    list_init(&reads);
    list_init(&writes);
    quarantine_watch(&c->quarantine);
    while (take(c, &reads, &writes))
        turn(c, &reads, &writes);
    run_waiting(c, true);
    timers_drop(c);
    return NULL;
}

bool core_turn(struct core *c) {
    CHECK(c->cfg.stepped);
    struct cmd_list reads, writes;
    list_init(&reads);
    list_init(&writes);
    if (!take(c, &reads, &writes))
        return false;
    bool some = reads.head || writes.head;
    turn(c, &reads, &writes);
    return some;
}

void core_kill(struct core *c) {
    CHECK(c->cfg.stepped);
    struct err err = ERR_INIT;
    err_set(&err, E_UNAVAILABLE, "the server is stopping");
    c->stopping = true; /* nothing is queued again */
    c->running = false;
    answer(&c->reads, &err, 0);
    answer(&c->writes, &err, 0);
    for (bool late; c->waiting;) {
        struct command *cmd = follow_ready(c, true, &late);
        cmd->done(cmd, &err, 0);
    }
    timers_drop(c);
}

/* ---- calling and waiting ---- */

struct waiter {
    pthread_mutex_t lock;
    pthread_cond_t cond;
    bool over, failed;
    struct err err;
};

static void wake_waiter(struct command *cmd, const struct err *err, uint64_t seq) {
    (void)seq;
    struct waiter *w = cmd->waiter;
    pthread_mutex_lock(&w->lock);
    w->failed = err != NULL;
    if (err)
        w->err = *err;
    w->over = true;
    pthread_cond_signal(&w->cond);
    pthread_mutex_unlock(&w->lock);
}

static int call_inline(struct core *c, struct command *cmd, struct err *err) {
    if (!cmd->reads)
        return err_set(err, E_FORBIDDEN, "the workspace is open for reading only");
    c->now_ms = clock_wall_ms(c->clock);
    return cmd->run(c, cmd, err);
}

int core_call(struct core *c, struct command *cmd, struct err *err) {
    if (c->cfg.read_only)
        return call_inline(c, cmd, err);
    struct waiter w = { .lock = PTHREAD_MUTEX_INITIALIZER, .cond = PTHREAD_COND_INITIALIZER };
    cmd->waiter = &w;
    cmd->done = wake_waiter;
    if (core_submit(c, cmd, err) < 0)
        return -1;
    while (c->cfg.stepped && !w.over)
        CHECK(core_turn(c));
    pthread_mutex_lock(&w.lock);
    while (!w.over)
        pthread_cond_wait(&w.cond, &w.lock);
    pthread_mutex_unlock(&w.lock);
    if (w.failed)
        *err = w.err;
    return w.failed ? -1 : 0;
}

/* ---- life ---- */

void core_state_version(struct core *c, const char *room, uint32_t version) {
    char text[96];
    int n = snprintf(text, sizeof text, "%s %u", room, version);
    c->layout = hash_xx64(text, (size_t)n, c->layout);
}

static char *path_in(const char *dir, const char *name) {
    size_t n = strlen(dir) + strlen(name) + 2;
    char *p = malloc(n);
    CHECK(p);
    snprintf(p, n, "%s/%s", dir, name);
    return p;
}

static int lock_dir(struct core *c, struct err *err) {
    char *path = path_in(c->cfg.data_dir, "lock");
    c->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    free(path);
    if (c->lock_fd < 0)
        return err_set(err, E_INTERNAL, "cannot write to %s: %s", c->cfg.data_dir,
                       strerror(errno));
    if (flock(c->lock_fd, LOCK_EX | LOCK_NB) < 0) {
        err_set(err, E_CONFLICT, "%s is in use by another musubi", c->cfg.data_dir);
        return err_hint(err, "stop the other one, or choose another --data");
    }
    return 0;
}

static uint64_t default_memory(void) {
    uint64_t bytes = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    return bytes / 4 * 3;
}

/* The workspace's secret for table hashes: made once, kept with the data it belongs to. */
static int load_hash_key(struct core *c, struct err *err) {
    struct sql *q = db_sql(c->db, SQL("SELECT value FROM meta WHERE key = 'hash_key'"), err);
    if (!q)
        return -1;
    int rc = sql_step(q, err);
    unsigned long long k0 = 0, k1 = 0;
    if (rc > 0) {
        char hex[33] = "";
        struct str v = sql_get_text(q, 0);
        snprintf(hex, sizeof hex, "%.*s", STR_FMT(v));
        if (sscanf(hex, "%16llx%16llx", &k0, &k1) != 2)
            rc = err_set(err, E_CORRUPT, "meta row hash_key is damaged");
    }
    sql_end(q);
    if (rc == 0 && c->cfg.read_only)
        rc = err_set(err, E_NOT_FOUND, "there is no workspace at %s", c->where);
    if (rc == 0) {
        uint64_t k[2];
        char hex[33];
        hash_random(k, sizeof k);
        k0 = k[0], k1 = k[1];
        snprintf(hex, sizeof hex, "%016llx%016llx", k0, k1);
        q = db_sql(c->db, SQL("INSERT INTO meta(key, value) VALUES ('hash_key', $1)"), err);
        if (!q)
            return -1;
        sql_text_(q, 1, str_of(hex));
        rc = sql_run(q, err) < 0 ? -1 : 1;
    }
    c->key = (struct hash_key){ k0, k1 };
    return rc < 0 ? -1 : 0;
}

static int open_all(struct core *c, struct err *err) {
    const struct core_config *cfg = &c->cfg;
    c->where = cfg->store ? strdup(cfg->store) : path_in(cfg->data_dir, "musubi.db");
    c->snap_dir = path_in(cfg->data_dir, "snapshot");
    CHECK(c->where && c->snap_dir);
    if (!cfg->read_only) {
        if (mkdir(cfg->data_dir, 0700) < 0 && errno != EEXIST)
            return err_set(err, E_INTERNAL, "cannot make %s: %s", cfg->data_dir, strerror(errno));
        if (mkdir(c->snap_dir, 0700) < 0 && errno != EEXIST)
            return err_set(err, E_INTERNAL, "cannot make %s: %s", c->snap_dir, strerror(errno));
        if (lock_dir(c, err) < 0)
            return -1;
    }
    enum db_mode mode = cfg->read_only ? DB_READER : DB_WRITER;
    if (db_open(c->where, mode, &c->db, err) < 0)
        return -1;
    if (!cfg->read_only && store_migrate(c->db, err) < 0)
        return -1;
    if (load_hash_key(c, err) < 0 || lease_open(c, err) < 0)
        return -1;
    return heap_new(cfg->memory_max ? cfg->memory_max : default_memory(), &c->heap, err);
}

int core_new(const struct core_config *cfg, struct core **ret, struct err *err) {
    struct core *c = calloc(1, sizeof *c);
    CHECK(c);
    c->cfg = *cfg;
    c->clock = cfg->clock;
    c->lock_fd = -1;
    c->layout = LAYOUT_SEED;
    c->queue_max_bytes = QUEUE_BYTES_MAX;
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->wake, NULL);
    pthread_cond_init(&c->snap_wake, NULL);
    list_init(&c->writes);
    list_init(&c->reads);
    list_init(&c->next);
    frame_init(&c->frame);
    if (open_all(c, err) < 0) {
        core_free(c);
        return -1;
    }
    c->root = heap_root(c->heap, HEAP_ROOM_CORE);
    *ret = c;
    return 0;
}

int core_start(struct core *c, struct err *err) {
    int64_t now = clock_wall_ms(c->clock);
    const char *dir = c->cfg.data_dir;
    if (quarantine_open(&c->quarantine, dir, c->db, now, c->cfg.read_only, err) < 0)
        return -1;
    quarantine_watch(&c->quarantine);
    if (!c->cfg.ignore_snapshot && snapshot_load(c, err) < 0)
        return -1;
    if (core_replay_tail(c, err) < 0)
        return -1;
    if (!c->cfg.read_only && lease_start(c, err) < 0)
        return -1;
    core_published(c);
    if (!c->cfg.stepped || c->cfg.read_only) /* else inputs run on this very thread */
        quarantine_watch(&(struct quarantine){ .mark = NULL });
    if (!c->cfg.read_only) {
        if (!c->cfg.stepped && snapshot_threads_start(c, err) < 0)
            return -1;
        if (!c->cfg.stepped && pthread_create(&c->thread, NULL, core_main, c) != 0)
            return err_set(err, E_INTERNAL, "cannot start the core thread");
        pthread_mutex_lock(&c->lock);
        c->running = true;
        pthread_mutex_unlock(&c->lock);
    }
    atomic_store(&c->st_started, true); /* ready is told when commands are taken, not before */
    return 0;
}

void core_stop(struct core *c) {
    pthread_mutex_lock(&c->lock);
    bool running = c->running && !c->stopping;
    c->stopping = true;
    pthread_cond_broadcast(&c->wake);
    pthread_mutex_unlock(&c->lock);
    if (!running)
        return;
    if (!c->cfg.stepped) {
        pthread_join(c->thread, NULL);
    } else {
        while (core_turn(c))
            ;
        run_waiting(c, true);
        timers_drop(c);
    }
    nodes_leave(c);
    lease_give_up(c); /* before the snapshot, which may take a while */
    if (!c->recovering) {
        snapshot_wait(c);
        snapshot_maybe_begin(c, true);
        snapshot_wait(c);
    }
    snapshot_threads_stop(c);
    c->running = false;
}

void core_free(struct core *c) {
    if (!c)
        return;
    core_stop(c);
    snapshot_threads_stop(c);
    quarantine_close(&c->quarantine);
    core_tail_free(c);
    frame_release(&c->frame);
    heap_free_all(c->heap);
    db_close(c->db);
    if (c->lock_fd >= 0)
        close(c->lock_fd);
    pthread_mutex_destroy(&c->lock);
    pthread_cond_destroy(&c->wake);
    pthread_cond_destroy(&c->snap_wake);
    for (int k = 0; k < TIMER_CLOCKS; k++)
        free(c->timers[k].at);
    free(c->where);
    free(c->snap_dir);
    free(c);
}

void core_stats(struct core *c, struct core_stats *ret) {
    pthread_mutex_lock(&c->lock);
    size_t len = c->writes.n + c->reads.n, bytes = c->writes.bytes + c->reads.bytes;
    pthread_mutex_unlock(&c->lock);
    *ret = (struct core_stats){
        .seq = atomic_load(&c->st_seq),
        .commits = atomic_load(&c->st_commits),
        .entries = atomic_load(&c->st_entries),
        .commit_failures = atomic_load(&c->st_failures),
        .queue_len = len,
        .queue_bytes = bytes,
        .snapshot_seq = atomic_load(&c->st_snap_seq),
        .snapshots = atomic_load(&c->st_snaps),
        .replayed = atomic_load(&c->st_replayed),
        .heap_bytes = atomic_load(&c->st_heap),
        .dropped = atomic_load(&c->st_dropped),
        .quarantined = c->quarantine.n_digests + c->quarantine.n_seqs,
        .last_commit_us = atomic_load(&c->st_commit_us),
        .writable = atomic_load(&c->st_writable),
        .started = atomic_load(&c->st_started),
    };
}
