/* snapshot.c - the state on disk, and the database's checkpoints, beside the core.
 *
 * THEORY      At a commit the core freezes the heap (core/heap.h) and goes on; a thread writes
 *             the frozen image to snapshot/writing, syncs it and renames it to <seq>.state; the
 *             one before becomes the next snapshot/writing and is written over in place, since
 *             giving a gigabyte back to the file system, and taking it again, makes commits wait
 *             a tenth of a second.  After an erasure nothing older is kept.  A start reads the
 *             newest that is whole and replays what follows.
 *             A second thread copies the write-ahead log into the database.  A busy writer is
 *             always a little ahead of it, so the file would grow for ever: now and then the core
 *             copies the little that remains between two batches, and the file begins anew.
 * INVARIANTS  (1) A snapshot is a view: missing, damaged or left over from another log (the
 *                 chain's hash tells), it costs time only.
 *             (2) At most one is being written.
 * THREADS     As said; fields snap_* under core->lock.  In the stepped mode there are none, and
 *             the core's caller says when what they do happens.
 */
#define _GNU_SOURCE /* O_DIRECT */
#include "core/core_internal.h"

#include "base/fault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".state"
/* A start replays about 0.7 million entries a second and should not take longer because the load
 * was high. */
#define SNAP_ENTRIES 6000000u
#define SNAP_NICE 10 /* of the thread: nobody waits for it, so others go first */
/* Log written before the database is brought up to date: little, since each time the disk is
 * busy with it, and commits wait, for as long as so much takes. */
#define CKPT_BYTES (4ll << 20)
/* Log written before the core finishes: much, since commits wait for that, and a log that is
 * written over costs less to sync than one that grows. */
#define CKPT_FINISH_BYTES (128ll << 20)
#define CKPT_LEFT (1ll << 20)   /* so little may be left for the core to finish */
#define CKPT_PASSES 8

struct snap_label { uint32_t layout; uint32_t zero; uint64_t seq; };

static void path_of(const struct core *c, uint64_t seq, char *out, size_t size) {
    snprintf(out, size, "%s/%020llu" SUFFIX, c->snap_dir, (unsigned long long)seq);
}

static uint64_t seq_of_name(const char *name) {
    char *end;
    unsigned long long seq = strtoull(name, &end, 10);
    return end != name && strcmp(end, SUFFIX) == 0 ? seq : 0;
}

/* The newest snapshot below `below`, 0 for none. */
static uint64_t newest_below(const struct core *c, uint64_t below) {
    uint64_t best = 0;
    DIR *d = opendir(c->snap_dir);
    for (struct dirent *e; d && (e = readdir(d));) {
        uint64_t seq = seq_of_name(e->d_name);
        if (seq > best && seq < below)
            best = seq;
    }
    if (d)
        closedir(d);
    return best;
}

/* hash: of the log at seq.  Another one means that the snapshot is of another log. */
static int load_one(struct core *c, uint64_t seq, const uint8_t hash[CHAIN_BYTES],
                    struct err *err) {
    char path[4096];
    path_of(c, seq, path, sizeof path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set(err, E_INTERNAL, "cannot open %s: %s", path, strerror(errno));
    struct buf head;
    buf_init(&head, "snapshot head", 4096);
    int rc = heap_snapshot_read(c->heap, fd, (uint32_t)c->layout, &head, err);
    close(fd);
    buf_release(&head);
    if (rc == 0 && (c->root->seq != seq || memcmp(c->root->hash, hash, CHAIN_BYTES) != 0)) {
        heap_clear(c->heap);
        rc = err_set(err, E_CORRUPT, "%s is of another log", path);
    }
    return rc;
}

int log_hash_at(struct core *c, uint64_t seq, uint8_t hash[CHAIN_BYTES], struct err *err) {
    struct sql *q = db_sql(c->db,
                           SQL("SELECT first_seq, n, prev_hash, body, body_hash FROM log "
                               "WHERE first_seq <= $1 ORDER BY first_seq DESC LIMIT 1"),
                           err);
    if (!q)
        return -1;
    sql_int(q, 1, (int64_t)(seq > INT64_MAX ? INT64_MAX : seq));
    int rc = sql_step(q, err);
    if (rc > 0) {
        uint64_t first = (uint64_t)sql_get_int(q, 0);
        struct str prev = sql_get_bytes(q, 2);
        rc = first + (uint64_t)sql_get_int(q, 1) - 1 == seq && prev.n == CHAIN_BYTES;
        if (rc) {
            memcpy(hash, prev.s, CHAIN_BYTES);
            chain_next(hash, first, sql_get_bytes(q, 3), sql_get_bytes(q, 4));
        }
    }
    sql_end(q);
    return rc;
}

int snapshot_load(struct core *c, struct err *err) {
    for (uint64_t seq = newest_below(c, UINT64_MAX); seq; seq = newest_below(c, seq)) {
        uint8_t hash[CHAIN_BYTES];
        int have = log_hash_at(c, seq, hash, err);
        if (have < 0)
            return -1;
        struct err why = ERR_INIT;
        if (have && load_one(c, seq, hash, &why) == 0) {
            c->snap_seq = c->snap_tried = seq;
            atomic_store(&c->st_snap_seq, seq);
            return 1;
        }
    }
    return 0;
}

/* keep: the newest of them becomes the file that the next one is written over. */
static void retire_older(const struct core *c, uint64_t than, const char *tmp, bool keep) {
    for (uint64_t seq = newest_below(c, than); seq; seq = newest_below(c, seq)) {
        char path[4096];
        path_of(c, seq, path, sizeof path);
        if (keep && rename(path, tmp) == 0)
            keep = false;
        else
            unlink(path);
    }
}

static void tmp_path(const struct core *c, char *out, size_t size) {
    snprintf(out, size, "%s/writing", c->snap_dir);
}

int snapshot_drop_spare(struct core *c, struct err *err) {
    char tmp[4096];
    tmp_path(c, tmp, sizeof tmp);
    unlink(tmp);
    int fd = open(c->snap_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = fd < 0 || fault_hit("snapshot.gone") || fsync(fd) < 0 ? -1 : 0;
    if (rc < 0)
        err_set(err, E_UNAVAILABLE, "cannot sync %.80s: %s", c->snap_dir, strerror(errno));
    if (fd >= 0)
        close(fd);
    return rc;
}

static int write_out(struct core *c, uint64_t seq, bool last, bool wipe, struct err *err) {
    char tmp[4096], path[4096];
    tmp_path(c, tmp, sizeof tmp);
    path_of(c, seq, path, sizeof path);
    int flags = O_WRONLY | O_CREAT | O_CLOEXEC;
    int fd = open(tmp, flags | O_DIRECT, 0600);
    if (fd < 0)
        fd = open(tmp, flags, 0600); /* some file systems know no O_DIRECT */
    struct snap_label label = { (uint32_t)c->layout, 0, seq };
    uint64_t pace = last ? 0 : wipe ? c->cfg.snapshot_pace * 2 : c->cfg.snapshot_pace;
    int rc = heap_snapshot_write(c->heap, fd, str_n((char *)&label, sizeof label), pace, err);
    if (rc == 0 && (fault_hit("snapshot.sync") || fsync(fd) < 0))
        rc = err_set(err, E_UNAVAILABLE, "cannot write the snapshot: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    if (rc == 0 && rename(tmp, path) < 0)
        rc = err_set(err, E_UNAVAILABLE, "cannot name the snapshot: %s", strerror(errno));
    if (rc == 0)
        retire_older(c, seq, tmp, !wipe);
    else if (wipe || !heap_snapshot_given_up(c->heap))
        unlink(tmp); /* else it is written over by the next one: see THEORY */
    return rc;
}

/* Write what is frozen; called and left with the lock held. */
static int write_frozen(struct core *c, struct err *err) {
    uint64_t seq = c->snap_writing;
    bool last = c->stopping, wipe = c->snap_wiping;
    pthread_mutex_unlock(&c->lock);
    int rc = write_out(c, seq, last, wipe, err);
    pthread_mutex_lock(&c->lock);
    c->snap_busy = false;
    c->snap_wipe |= wipe && rc < 0;
    if (rc == 0) {
        c->snap_seq = seq;
        atomic_store(&c->st_snap_seq, seq);
        atomic_fetch_add(&c->st_snaps, 1);
    }
    pthread_cond_broadcast(&c->snap_wake);
    return rc;
}

static void *snap_main(void *arg) {
    struct core *c = arg;
    if (!c->cfg.stepped)
        (void)setpriority(PRIO_PROCESS, (id_t)gettid(), SNAP_NICE);
    pthread_mutex_lock(&c->lock);
    while (c->snap_thread_on) {
        struct err err = ERR_INIT;
        if (!c->snap_busy)
            pthread_cond_wait(&c->snap_wake, &c->lock);
        else
            (void)!write_frozen(c, &err); /* the next one is tried in its turn */
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

void snapshot_maybe_begin(struct core *c, bool now) {
    if (!now) {
        int64_t t = clock_mono_ns(c->clock);
        uint64_t most = c->cfg.snapshot_entries ? c->cfg.snapshot_entries : SNAP_ENTRIES;
        if (c->cfg.snapshot_every_s <= 0 ||
            (t < c->snap_next_ns && c->root->seq - c->snap_tried < most))
            return;
        c->snap_tried = c->root->seq;
        c->snap_next_ns = t + c->cfg.snapshot_every_s * 1000000000ll;
    }
    pthread_mutex_lock(&c->lock);
    if (!c->snap_busy && (c->snap_thread_on || c->cfg.stepped) && c->root->seq > c->snap_seq) {
        struct err err = ERR_INIT;
        if (heap_snapshot_begin(c->heap, &err) == 0) {
            c->snap_busy = true;
            c->snap_wiping = c->snap_wipe;
            c->snap_wipe = false;
            c->snap_writing = c->root->seq;
            pthread_cond_broadcast(&c->snap_wake);
        }
    }
    pthread_mutex_unlock(&c->lock);
}

void snapshot_wait(struct core *c) {
    struct err err = ERR_INIT;
    if (c->cfg.stepped)
        (void)!core_snapshot_end(c, &err); /* as the thread has it */
    pthread_mutex_lock(&c->lock);
    while (c->snap_busy)
        pthread_cond_wait(&c->snap_wake, &c->lock);
    pthread_mutex_unlock(&c->lock);
}

void core_snapshot_begin(struct core *c) { snapshot_maybe_begin(c, true); }

int core_snapshot_end(struct core *c, struct err *err) {
    CHECK(c->cfg.stepped);
    pthread_mutex_lock(&c->lock);
    int rc = c->snap_busy ? write_frozen(c, err) : 0;
    pthread_mutex_unlock(&c->lock);
    return rc;
}

int64_t core_checkpoint(struct core *c, bool truncate, struct err *err) {
    CHECK(c->cfg.stepped);
    return db_checkpoint(c->db, truncate, err);
}

/* ---- checkpoints of the write-ahead log ---- */

static void *ckpt_main(void *arg) {
    struct core *c = arg;
    struct err err = ERR_INIT;
    struct db *db = c->ckpt_db;
    int64_t grown = 0; /* log written since the file began anew, roughly */
    pthread_mutex_lock(&c->lock);
    while (c->ckpt_thread_on) {
        if (atomic_load(&c->ckpt_hint) < CKPT_BYTES || atomic_load(&c->ckpt_finish)) {
            pthread_cond_wait(&c->snap_wake, &c->lock);
            continue;
        }
        grown += atomic_exchange(&c->ckpt_hint, 0);
        pthread_mutex_unlock(&c->lock);
        int64_t left = db_checkpoint(db, false, &err);
        bool finish = left != 0 && grown >= CKPT_FINISH_BYTES;
        for (int i = 1; finish && i < CKPT_PASSES && left > CKPT_LEFT; i++)
            left = db_checkpoint(db, false, &err);
        if (left < 0 && db_broken(db) && db_reopen(db, &err) < 0)
            err = ERR_INIT; /* tried again with the next bytes */
        if (finish || left == 0)
            grown = 0;
        atomic_store(&c->ckpt_finish, finish);
        pthread_mutex_lock(&c->lock);
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

void checkpoint_finish(struct core *c) {
    if (atomic_load(&c->ckpt_finish)) {
        struct err err = ERR_INIT;
        (void)!db_checkpoint(c->db, false, &err); /* what is left over is tried again */
        atomic_store(&c->ckpt_finish, false);
    }
    if (atomic_load(&c->ckpt_hint) >= CKPT_BYTES) {
        pthread_mutex_lock(&c->lock);
        pthread_cond_broadcast(&c->snap_wake);
        pthread_mutex_unlock(&c->lock);
    }
}

int snapshot_threads_start(struct core *c, struct err *err) {
    c->snap_next_ns = clock_mono_ns(c->clock) + c->cfg.snapshot_every_s * 1000000000ll;
    c->snap_thread_on = true;
    if (pthread_create(&c->snap_thread, NULL, snap_main, c) != 0) {
        c->snap_thread_on = false;
        return err_set(err, E_INTERNAL, "cannot start the snapshot thread");
    }
    if (db_kind(c->db) != DB_SQLITE)
        return 0;
    if (db_open(c->where, DB_WRITER, &c->ckpt_db, err) < 0)
        return -1;
    c->ckpt_thread_on = true;
    if (pthread_create(&c->ckpt_thread, NULL, ckpt_main, c) == 0)
        return 0;
    c->ckpt_thread_on = false;
    return err_set(err, E_INTERNAL, "cannot start the checkpoint thread");
}

void snapshot_threads_stop(struct core *c) {
    pthread_mutex_lock(&c->lock);
    bool snap = c->snap_thread_on, ckpt = c->ckpt_thread_on;
    c->snap_thread_on = c->ckpt_thread_on = false;
    pthread_cond_broadcast(&c->snap_wake);
    pthread_mutex_unlock(&c->lock);
    if (snap)
        pthread_join(c->snap_thread, NULL);
    if (ckpt)
        pthread_join(c->ckpt_thread, NULL);
    db_close(c->ckpt_db);
    c->ckpt_db = NULL;
}
