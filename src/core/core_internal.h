/* core_internal.h - what the files of this room share. */
#ifndef MUSUBI_CORE_CORE_INTERNAL_H
#define MUSUBI_CORE_CORE_INTERNAL_H

#include "base/zblock.h"
#include "core/core.h"

#include <pthread.h>
#include <stdatomic.h>

#define CHAIN_BYTES 32              /* SHA-256 over previous hash, first seq and body */
#define FRAME_RAW_MAX (1u << 20)    /* a batch takes no further command past this */
#define FRAME_BYTES_MAX (64u << 20) /* cap of one frame: one huge command */
#define BLOCK_RAW_CUT 16384u        /* a block ends with the entry that passes this */
#define FRAME_VERSION 2
#define FRAME_SALT 16               /* random bytes in its head; gone when it is rewritten */

/* ---- frames (log.c) ---- */

struct block_row { /* directory: one a block, in order of first_seq */
    uint64_t first_seq;
    uint32_t back; /* first_seq - the frame's first_seq */
    uint32_t off;  /* in the frame's body */
};

struct frame_cut { uint32_t raw_off, entry; }; /* where a block begins */
struct frame_builder {
    struct buf raw;  /* entries one after the other, uncompressed */
    uint64_t first_seq;
    uint32_t n;      /* entries */
    struct frame_cut *cuts;
    uint32_t n_cuts, cuts_cap;
    struct zblock *z;
    struct buf body; /* packed */
    struct buf block;
};
struct frame_mark { size_t raw_len; uint32_t n, n_cuts; };

void frame_init(struct frame_builder *f);
void frame_release(struct frame_builder *f);
void frame_reset(struct frame_builder *f, uint64_t first_seq);
void frame_add(struct frame_builder *f, uint16_t kind, uint8_t version, struct str body);
struct frame_mark frame_here(const struct frame_builder *f);
void frame_undo(struct frame_builder *f, struct frame_mark m);
/* Pack into f->body; row(ctx, …) is called for each block. */
void frame_pack(struct frame_builder *f, int64_t ms,
                void (*row)(void *ctx, const struct block_row *row), void *ctx);

/* Walk a packed frame.  Entries borrow from the walker. */
struct frame_walk {
    uint64_t first_seq, seq; /* seq: of the next entry */
    uint32_t n, n_blocks, block;
    const uint8_t *counts;
    struct rd body;    /* blocks not yet unpacked */
    uint32_t left;     /* entries left in the unpacked block */
    int64_t ms;
    struct rd entries;
    uint32_t block_off; /* of the unpacked block in the body */
    struct zblock *z;
    struct buf *raw;
    const uint8_t *start;
};
MUST_USE int frame_open(struct frame_walk *w, struct zblock *z, struct buf *raw,
                        uint64_t first_seq, uint32_t n, struct str body, struct err *err);
/* 1 an entry, 0 the end, -1 damage.  *ret_block is set to the block's offset when a block
 * begins with this entry, else to 0. */
MUST_USE int frame_next(struct frame_walk *w, struct entry *ret, uint32_t *ret_block,
                        struct err *err);
/* kept: the digest of the first body of a frame that was rewritten, else empty. */
/* The row of the frame that holds seq, to be stepped: first_seq, n, body.  NULL on error. */
struct sql *log_frame_of(struct db *db, uint64_t seq, struct err *err);
void chain_next(uint8_t hash[CHAIN_BYTES], uint64_t first_seq, struct str body, struct str kept);

/* ---- state of the core itself (in the heap) ---- */
struct core_root {
    uint64_t seq;        /* newest entry */
    int64_t last_ms;     /* clock of its batch */
    uint64_t frames, log_bytes;
    uint32_t epoch;
    uint32_t ready;      /* the vectors are made */
    uint32_t rewrites;   /* frames rewritten ever: blocks read before may be stale */
    uint32_t pad;
    uint8_t hash[CHAIN_BYTES];
    struct hvec blocks;  /* struct block_row */
};

/* ---- in-flight marker and quarantine (quarantine.c) ---- */
enum inflight_state { INFLIGHT_IDLE = 0, INFLIGHT_COMMAND = 1, INFLIGHT_REPLAY = 2,
                      INFLIGHT_CRASHED = 4 /* added to one of the others */ };
struct inflight { /* a shared mapping: outlives the process, not the machine */
    uint64_t magic;
    uint32_t state;
    uint64_t seq, digest;
    char name[40];
};
struct quarantine {
    struct inflight *mark;
    uint64_t *digests, *seqs;
    size_t n_digests, n_seqs;
};
MUST_USE int quarantine_open(struct quarantine *q, const char *dir, struct db *db,
                             int64_t now_ms, bool read_only, struct err *err);
void quarantine_watch(struct quarantine *q); /* the calling thread runs this core from now on */
void quarantine_close(struct quarantine *q);
bool quarantine_has_digest(const struct quarantine *q, uint64_t digest);
bool quarantine_has_seq(const struct quarantine *q, uint64_t seq);

/* ---- several nodes (lease.c, follow.c) ---- */
#define LEASE_HOLDER_SIZE 48
struct lease_row { int64_t epoch, beat; char holder[LEASE_HOLDER_SIZE], url[CORE_URL_SIZE]; };
struct lease {
    bool on;
    bool lost;              /* a commit found another holder */
    _Atomic int role;       /* enum core_role */
    char self[LEASE_HOLDER_SIZE], url[CORE_URL_SIZE];
    uint8_t secret[32];     /* of all nodes */
    struct lease_row row;   /* as last seen; ours: as last written, but for beat */
    int64_t changed_ns;     /* mono, as all below: when the row last changed */
    int64_t renew_ns;       /* writer: when to show that it lives */
    int64_t row_ns;         /* follower: when to look at the row again */
    int64_t look_ns, hurry_ns; /* at the log; hurry: when a read waits */
    int64_t pause_ms;
    _Atomic int64_t tail_ns; /* when this node had the whole log, for certain */
    struct core_lease shown; /* under core->lock */
};

#define NODES_MAX 16
struct node_seen { char id[24]; int64_t beat, changed_ns; };
struct nodes {
    int64_t floor;  /* the highest kind that all nodes know */
    int64_t due_ns; /* when to show that we live, and to look */
    struct node_seen seen[NODES_MAX];
};

/* ---- the core ---- */
#define APPLY_MAX 6
#define AFTER_MAX 12
#define SEAL_MAX 4
#define READS_A_TURN 256

struct timer { int64_t due_ms; uint64_t order; struct command *cmd; };
enum timer_clock { TIMER_WALL, TIMER_MONO, TIMER_CLOCKS }; /* what due_ms counts by */
struct timers { struct timer *at; size_t n, cap; };        /* min-heap by due_ms, order */
struct cmd_list { struct command *head, **tail; size_t n, bytes; };

struct core {
    struct core_config cfg;
    char *where, *snap_dir;
    struct clock *clock;
    struct db *db;
    int lock_fd;
    struct heap *heap;
    struct core_root *root;
    struct hash_key key;
    struct quarantine quarantine;
    uint64_t layout; /* grows with every core_state_version() */

    struct { core_apply *fn; void *room; } apply[ENTRY_KIND_COUNT][APPLY_MAX];
    struct { core_after *fn; void *room; } after[AFTER_MAX];
    struct { core_dump *fn; void *room; } dump[AFTER_MAX];
    struct { core_lead *fn; void *room; } lead[AFTER_MAX];
    struct { core_seal *fn; void *room; } seal[SEAL_MAX];
    struct { core_settle *fn; void *room; } settle[SEAL_MAX];
    struct { core_begin *fn; void *room; } begin[AFTER_MAX];
    struct { core_undone *fn; void *room; } undone[AFTER_MAX];
    int n_after, n_dump, n_begin, n_lead, n_undone, n_seal, n_settle;

    /* queue: any thread under lock */
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct cmd_list writes, reads;
    bool stopping, running, sleeping;
    pthread_t thread;
    size_t queue_max_bytes;

    struct cmd_list next; /* core thread: readings that come of answers */

    /* batch: core thread */
    struct frame_builder frame;
    int64_t now_ms;
    int64_t turn_ms;      /* mono: when this turn began */
    uint64_t seq;         /* newest emitted */
    bool in_tx, in_savepoint, in_run;
    struct timers timers[TIMER_CLOCKS];
    uint64_t timer_order;
    int64_t commit_ns;    /* moving average of a COMMIT's duration */
    bool recovering;      /* the store failed: memory is at the last commit that is certain */
    int64_t retry_ns;     /* when to try the store again */
    struct lease lease;
    struct nodes nodes;
    uint16_t kind_refused; /* a command emitted a kind that some node does not know; 0: none */
    struct command *waiting; /* reads whose seq is not here yet */
    struct tail *tail;    /* replay.c */

    /* snapshot.c */
    pthread_t snap_thread;
    pthread_cond_t snap_wake;
    bool snap_thread_on, snap_wanted, snap_busy;
    bool snap_wipe, snap_wiping; /* keep nothing older: the next one, the one being written */
    uint64_t snap_seq;       /* of the newest complete one */
    uint64_t snap_writing;
    int64_t snap_next_ns;
    uint64_t snap_tried; /* core thread: the log's end when one was last due */
    pthread_t ckpt_thread;
    bool ckpt_thread_on;
    struct db *ckpt_db;        /* that thread's own */
    _Atomic bool ckpt_finish; /* the core should finish the checkpoint between two batches */
    _Atomic int64_t ckpt_hint; /* WAL bytes written since, roughly */
    bool scrub_wanted;       /* core_scrub() waits; under lock */
    int scrub_rc;            /* of the write-ahead log's emptying; under lock */

    /* figures for core_stats() */
    _Atomic uint64_t st_seq, st_commits, st_entries, st_failures, st_snap_seq, st_snaps,
        st_replayed, st_heap, st_takeovers, st_dropped;
    _Atomic int64_t st_commit_us;
    _Atomic bool st_writable, st_started;
};

/* replay.c */
MUST_USE int core_replay_tail(struct core *c, struct err *err);
/* At most so many frames of it; *ret_more when there may be others. */
MUST_USE int core_tail(struct core *c, int frames, bool *ret_more, struct err *err);
void core_tail_free(struct core *c);
void core_apply_entry(struct core *c, const struct entry *e);
void core_root_ready(struct core *c);
void core_published(struct core *c); /* core.c: tell the rooms and core_stats() */
void core_tell_undone(struct core *c, uint64_t seq);
/* lease.c */
MUST_USE int lease_open(struct core *c, struct err *err);
MUST_USE int lease_start(struct core *c, struct err *err); /* after the replay: our role */
/* In the transaction of a commit: -1 with lease.lost when it is another's. */
MUST_USE int lease_hold(struct core *c, struct err *err);
/* Between batches.  -1: the writer could not renew it, which is a commit that failed. */
MUST_USE int lease_turn(struct core *c, struct err *err);
MUST_USE int lease_watch(struct core *c, struct err *err); /* a follower's look at the row */
/* After the store came back: 1 when this node may write, 0 when it has become a follower. */
MUST_USE int lease_recovered(struct core *c, struct err *err);
void lease_proved(struct core *c); /* a commit went through: we were the writer just now */
void lease_step_down(struct core *c);
void lease_give_up(struct core *c); /* a clean stop */
int64_t lease_wait_ms(const struct core *c); /* how long the core may sleep */
/* nodes.c */
void nodes_open(struct core *c);
MUST_USE int nodes_look(struct core *c, struct err *err); /* at the others: sets the floor */
MUST_USE int nodes_turn(struct core *c, bool writer, struct err *err);
void nodes_leave(struct core *c);
/* follow.c */
void follow_turn(struct core *c);
MUST_USE int follow_all(struct core *c, struct err *err); /* the log to its end */
/* Does the log hold what this node holds?  1: it did not, the state was dropped. */
MUST_USE int follow_check(struct core *c, struct err *err);
bool follow_wait(struct core *c, struct command *cmd); /* false: it need not wait */
/* The next waiting read that is ready, late, or (all) any; NULL when there is none. */
struct command *follow_ready(struct core *c, bool all, bool *ret_late);
/* snapshot.c */
/* The chain's hash behind the frame that ends with seq: 1, or 0 when there is no such frame. */
MUST_USE int log_hash_at(struct core *c, uint64_t seq, uint8_t hash[CHAIN_BYTES],
                         struct err *err);
MUST_USE int snapshot_load(struct core *c, struct err *err); /* 1 loaded, 0 none usable */
MUST_USE int snapshot_threads_start(struct core *c, struct err *err);
void snapshot_threads_stop(struct core *c);
void snapshot_maybe_begin(struct core *c, bool now); /* core thread, between batches */
void snapshot_wait(struct core *c);
/* While none is being written; under c->lock.  What is gone stays gone when the power goes. */
MUST_USE int snapshot_drop_spare(struct core *c, struct err *err);
void checkpoint_finish(struct core *c);              /* core thread, between batches */
/* rewrite.c */
void scrub_finish(struct core *c);                   /* core thread, between batches */
/* timers.c */
struct command *timers_pop_due(struct core *c);
int64_t timers_wait_ms(struct core *c); /* until the next is due; INT64_MAX: there is none */
void timers_drop(struct core *c);

#endif
