/* core.h - one writer, one clock, one log.
 *
 * Every change is a command that runs on the core thread.  It looks at the state, emits log
 * entries (which are applied to the state at once, by the same functions that replay them)
 * and may change record rows.  All commands of a batch commit together; only then are they
 * answered.
 */
#ifndef MUSUBI_CORE_CORE_H
#define MUSUBI_CORE_CORE_H

#include "base/clock.h"
#include "base/hash.h"
#include "core/heap.h"
#include "store/sql.h"

struct core;

/* ---- log entries ---- */
enum entry_kind { /* never renumbered; docs/log.md describes each */
    ENTRY_NAME = 1,     /* unify: a name got its number */
    ENTRY_ATOM = 2,     /* unify: an atom came to be */
    ENTRY_LINK = 3,     /* unify: two atoms are one person */
    ENTRY_IDENT = 4,    /* unify: an identifier got its number */
    ENTRY_EVENT = 5,    /* collect: what a client sent, with the atom chosen */
    ENTRY_REJECT = 6,   /* collect: what a client sent and could not be taken */
    ENTRY_DEFINITION = 7, /* core: a definition was drafted, published or rolled back */
    ENTRY_KEY = 8,      /* core: a key was made or revoked */
    ENTRY_CARRY = 9,    /* unify: an atom carries a further identifier */
    ENTRY_PARTITION = 10, /* unify: who is one person, after a cut, its undoing, or new rules */
    ENTRY_CUT = 11,     /* unify: somebody said "never together" */
    ENTRY_WITHDRAW = 12, /* unify: a cut or a link was taken back */
    ENTRY_RULES = 13,   /* unify: all evidence is judged by this version of the rules */
    ENTRY_DEDUPE = 14,  /* collect: how long message ids are remembered, in how much memory */
    ENTRY_IDENT_KIND = 15, /* unify: a kind of identifiers that the rules declare got its number */
    ENTRY_TRAIT_RULES = 16, /* unify: which values of traits are kept, and what came before */
    ENTRY_ERASE = 17,   /* unify: a person was erased, and what was removed where */
    ENTRY_RETAIN = 18,  /* unify: what old events left behind, and where they were taken out */
    ENTRY_STAFF = 19,   /* guard: an account of staff, or a session of one, changed */
    ENTRY_AUDIT = 20,   /* guard: a row of the audit log was written or cleared */
    ENTRY_VIOLATION = 22, /* collect: the event before it is not as its tracking plan says */
    ENTRY_MEMBER = 23,  /* segment: an audience came to be, or who entered and left it */
    ENTRY_KIND_COUNT
};
#ifndef ENTRY_KINDS_KNOWN /* VARIANT=older knows fewer, as a program of yesterday would */
#define ENTRY_KINDS_KNOWN (ENTRY_KIND_COUNT - 1)
#endif

struct entry {
    uint64_t seq;
    int64_t ms;       /* clock of its batch: the only time that apply may use */
    uint16_t kind;    /* enum entry_kind */
    uint8_t version;  /* of the kind's layout */
    struct str body;  /* borrowed */
};

/* Change the state for one entry.  Called for new entries and on replay alike; never decides,
 * never fails, never looks at anything but the state and the entry. */
typedef void core_apply(void *room, const struct entry *e);
void core_on_entry(struct core *c, enum entry_kind kind, core_apply *apply, void *room);
/* Called once on empty state, before the first entry is applied: make the room's structures. */
typedef void core_begin(void *room);
void core_on_begin(struct core *c, core_begin *begin, void *room);
/* Called after each commit (and each replayed frame), e.g. to publish to readers. */
typedef void core_after(void *room, uint64_t seq);
void core_on_commit(struct core *c, core_after *after, void *room);

/* Called when entries past seq are taken back, by a command that failed or a commit that did:
 * for what a room keeps outside of the heap.  Core thread, before anything else is emitted. */
typedef void core_undone(void *room, uint64_t seq);
void core_on_undo(struct core *c, core_undone *undone, void *room);
/* Called when a batch's commands are done: emit what follows from all of them together, in the same
 * frame.  Core thread; cannot fail, must be quick. */
typedef void core_settle(void *room);
void core_on_settle(struct core *c, core_settle *settle, void *room);
/* Called in each batch's transaction when its commands are done, right before the COMMIT, to write
 * rows of all of them at once; -1 fails the whole batch.  db NULL: the batch came to nothing (it
 * failed, or emitted no entry), and what was kept for it is to be dropped.  (Of a single command
 * that fails nothing is told: its entries are undone.)  Core thread; emits nothing. */
typedef int core_seal(void *room, struct db *db, struct err *err);
void core_on_seal(struct core *c, core_seal *seal, void *room);

/* Called when this node becomes the writer in another's place, so that what the writer does in the
 * background goes on here.  Core thread; must be quick.  Not called at a start. */
typedef void core_lead(void *room);
void core_on_lead(struct core *c, core_lead *lead, void *room);

/* Write the state of a room as lines of text in an order that depends on nothing but its
 * meaning: what "replay equals incremental" compares. */
typedef void core_line(void *ctx, struct str line);
typedef void core_dump(void *room, core_line *line, void *ctx);
void core_on_dump(struct core *c, core_dump *dump, void *room);
/* All rooms' lines; core thread, or when the core does not run. */
void core_dump_all(struct core *c, core_line *line, void *ctx);

/* ---- commands ---- */
struct command {
    struct command *next;
    const char *name; /* for metrics and quarantine: "collect.batch" */
    size_t bytes;     /* rough size, bounds queue and batch */
    uint64_t digest;  /* of its input, 0 for none: quarantined by it if it trips a CHECK */
    void *waiter;     /* core_call()'s own */
    bool reads;       /* only looks: runs between batches, on committed state */
    bool views;       /* beside reads: it may write to the heap what can be made again from the
                         log (a view), on any node; it emits nothing, and none of it is undone */
    uint64_t min_seq; /* reads: wait, for 5 s at most, until this entry is part of the state */
    int64_t until_ns; /* the core's own */
    /* Core thread.  -1 undoes everything that this command did (state, entries, rows). */
    int (*run)(struct core *c, struct command *cmd, struct err *err);
    /* Core thread; err is NULL on success.  seq: the last entry that is durable and that this
     * answer rests on.  Must be quick (resume the connection); owns cmd from here on. */
    void (*done)(struct command *cmd, const struct err *err, uint64_t seq);
};

/* Any thread.  -1 E_UNAVAILABLE when the queue is full, writing is not possible at the moment
 * or the core is stopping; done() is then not called. */
MUST_USE int core_submit(struct core *c, struct command *cmd, struct err *err);
/* Submit and wait; for the command line and start-up.  cmd->done is overwritten. */
MUST_USE int core_call(struct core *c, struct command *cmd, struct err *err);

/* Core thread, inside done(): run a reading that was not submitted, once all whose turn it is have
 * their answers. */
void core_read_next(struct core *c, struct command *reads);

/* Core thread: entries are applied because somebody emits them, not in a replay. */
bool core_live(struct core *c);

/* ---- inside run() ---- */
uint64_t core_emit(struct core *c, enum entry_kind kind, uint8_t version, struct str body);
struct heap *core_heap(struct core *c);
int64_t core_now(struct core *c); /* ms; the same for the whole batch */
uint64_t core_seq(struct core *c); /* of the newest entry, committed or not */
/* The writer's connection, inside the batch's transaction and this command's savepoint. */
MUST_USE int core_db(struct core *c, struct db **ret, struct err *err);
struct hash_key core_hash_key(struct core *c); /* secret of this workspace, for table hashes */

/* Whether all nodes know this kind (core/nodes.c): for a command that can do without.  One that
 * emits it all the same fails with E_UNAVAILABLE while an older program follows. */
bool core_may_emit(struct core *c, enum entry_kind kind);

/* ---- timers: run a command at or after an instant; lost at restart, so rooms set them from
 * their state ---- */
/* One command is set once at a time: again only when it has run. */
void core_timer(struct core *c, int64_t due_ms, struct command *cmd);
/* The same so long from now, whatever becomes of the machine's clock (set back, it stands still
 * until it has caught up): for what is tried again, or done every so often. */
void core_timer_in(struct core *c, int64_t ms, struct command *cmd);

/* ---- reading the log ---- */
struct log_at {      /* where an entry lies */
    uint64_t seq;
    uint64_t frame;  /* first_seq of its frame */
    uint32_t off;    /* of its block in the frame's body, bytes */
    uint32_t bytes;  /* of the block, stored; 0: up to the end of the frame */
    uint32_t gen;        /* frames rewritten when it was located */
};
/* Core thread: where a committed entry lies, O(log blocks).  False when there is no such seq. */
bool core_locate(struct core *c, uint64_t seq, struct log_at *ret);

struct log_reader; /* one thread at a time; keeps the last blocks that it unpacked */
struct fetchers;
MUST_USE int log_reader_new(struct db *db, struct log_reader **ret, struct err *err);
void log_reader_free(struct log_reader *r);
void log_reader_help(struct log_reader *r, struct fetchers *f); /* log_prefetch() uses them */
/* The entry there; its body is borrowed until the next call.  Reads and unpacks one block.
 * E_NOT_FOUND when the frame is gone. */
MUST_USE int log_read_at(struct log_reader *r, const struct log_at *at, struct entry *ret,
                         struct err *err);
/* Have the blocks of these entries ready, in few round trips; a block that cannot be had is left
 * to log_read_at(), which says why. */
void log_prefetch(struct log_reader *r, const struct log_at *at, int n);
/* The same by seq alone, any thread, from a whole frame: slower. */
MUST_USE int log_read(struct log_reader *r, uint64_t seq, struct entry *ret, struct err *err);

/* Frame by frame, for what looks at stretches of the log; any thread. */
typedef int log_each(void *ctx, const struct entry *e, struct err *err); /* -1 ends it */
/* Every entry, in order, of the frame that holds seq: 1 and its bounds, 0 when there is none.
 * A seq past the end gives the newest frame.  Reads and unpacks one frame: 1 to 20 ms. */
MUST_USE int log_frame(struct log_reader *r, uint64_t seq, log_each *each, void *ctx,
                       uint64_t *ret_first, uint32_t *ret_n, struct err *err);
/* The first seq whose batch was at ms or later; the one past the newest when there is none.
 * Some 20 look-ups of a row's head. */
MUST_USE int log_seq_at(struct log_reader *r, int64_t ms, uint64_t *ret, struct err *err);

/* ---- rewriting the log: what was erased leaves its frame, numbers stay (rewrite.c) ---- */
/* What becomes of an entry: false, it stays; true, its kind with *ret_version and the body in
 * out (empty when called) takes its place. */
typedef bool core_rewriter(void *ctx, const struct entry *e, uint8_t *ret_version,
                           struct buf *out);
/* Inside run(): rewrite the committed frame that holds seq, in the batch's transaction.  Returns
 * how many entries changed; when any did, `news` gets what the caller's own entry must carry
 * and give to core_rewritten() when it is applied.  Cost: one frame, about 2 ms at most. */
MUST_USE int core_rewrite(struct core *c, uint64_t seq, core_rewriter *fn, void *ctx,
                          struct buf *news, struct err *err);
#define REWRITE_NEWS 4 /* first byte of such an entry, the news behind it: what verify reads */
/* Apply: the frame's blocks lie elsewhere now.  *ret_first, *ret_n: its entries. */
void core_rewritten(struct core *c, struct rd *news, uint64_t *ret_first, uint32_t *ret_n);
/* Any thread: begin a snapshot of what is committed now or later, as soon as none is under way. */
void core_snapshot_now(struct core *c);
/* Not on the core thread, waits: a snapshot of seq or later is on disk and older ones are gone,
 * the write-ahead log is empty (SQLite), dead rows are removed (PostgreSQL). */
MUST_USE int core_scrub(struct core *c, uint64_t seq, struct err *err);

/* ---- life ---- */
struct core_config {
    const char *data_dir;    /* key, snapshot/, inflight; musubi.db when store is NULL */
    const char *store;       /* postgresql://… or NULL */
    struct clock *clock;
    uint64_t memory_max;     /* bytes of state; 0: 3/4 of the machine's */
    int64_t snapshot_every_s; /* background snapshots, or sooner when the log grows fast; 0:
                               * only at a clean stop */
    uint64_t snapshot_entries; /* written since the last that make one due; 0: 6,000,000 */
    uint64_t snapshot_pace;  /* bytes/s, 0: none */
    bool read_only;          /* command line beside a running server: replay, no commits */
    bool ignore_snapshot;    /* rebuild from the log */
    bool stepped;            /* no thread of its own: the caller makes every turn, see below */
    int64_t lease_ms;        /* 0: nobody else writes to this store.  Else several nodes may be
                                started on it: one writes, the others follow, and take over when
                                they have seen no sign of it for so long (core/lease.c) */
    /* Core thread: this node cannot go on following (an entry of a newer program, damage) and
     * takes no further changes; the program should stop and say so. */
    void (*fatal)(void *ctx, const struct err *err);
    void *fatal_ctx;
};
/* Opens the store, migrates.  Rooms then register; core_start() replays and runs. */
MUST_USE int core_new(const struct core_config *cfg, struct core **ret, struct err *err);
MUST_USE int core_start(struct core *c, struct err *err);
/* Drain, commit, answer, write the last snapshot. */
void core_stop(struct core *c);
void core_free(struct core *c);

/* ---- stepped: the very same core on the caller's thread, for a simulator ----
 * Nothing waits, no real time is read, and what the other threads would do happens when it is
 * asked for; so a run follows from its inputs alone.  core_call() makes turns until it has its
 * answer. */
/* One turn: the reads and writes that wait, timers that are due, one commit.  False when
 * nothing waited. */
bool core_turn(struct core *c);
/* Freeze the state as of the last commit / write what is frozen, if anything is. */
void core_snapshot_begin(struct core *c);
MUST_USE int core_snapshot_end(struct core *c, struct err *err);
/* As the checkpoint thread does; WAL bytes left, -1 on error. */
MUST_USE int64_t core_checkpoint(struct core *c, bool truncate, struct err *err);
/* The end of a process that is killed: nothing is flushed, and what waited is told
 * "unavailable" so that its memory can go.  core_free() comes next. */
void core_kill(struct core *c);

/* ---- several nodes on one store (any thread) ---- */
enum core_role { CORE_ALONE, CORE_WRITER, CORE_FOLLOWER };
#define CORE_URL_SIZE 256
struct core_lease {
    enum core_role role;
    uint32_t epoch;       /* of the writer, as this node knows it */
    int64_t behind_ms;    /* since it last had the whole log for certain: a follower by looking,
                             the writer by a commit; INT64_MAX: never yet */
    uint64_t takeovers;   /* times that this process became the writer */
    char writer_url[CORE_URL_SIZE]; /* of another node; empty: ourselves, nobody, not told */
};
/* How other nodes reach this one; before core_start(). */
void core_set_url(struct core *c, const char *url);
void core_lease(struct core *c, struct core_lease *ret);
/* What the nodes of this store know and nobody else: they prove themselves by it. */
void core_node_secret(struct core *c, uint8_t out[32]);
enum core_role core_role(struct core *c); /* role alone, without a lock */

/* ---- what it looks like from outside (any thread) ---- */
struct core_stats {
    uint64_t seq;            /* newest durable entry; rooms have published what it brought */
    uint64_t commits, entries, commit_failures, queue_len, queue_bytes;
    uint64_t snapshot_seq, snapshots, replayed;
    uint64_t heap_bytes, quarantined;
    uint64_t dropped;        /* times that the state was dropped because the log was replaced */
    int64_t last_commit_us;  /* duration */
    bool writable;           /* false while the store refuses */
    bool started;            /* replay is over */
};
void core_stats(struct core *c, struct core_stats *ret);
/* Any thread: how often this node dropped its state, because the log was replaced by another. */
uint64_t core_dropped(struct core *c);
const char *core_store_where(struct core *c); /* for own reader connections */
const char *core_dir(struct core *c);         /* the folder of data */
void core_log_size(struct core *c, uint64_t *ret_frames, uint64_t *ret_bytes); /* core thread */
struct clock *core_clock(struct core *c);
bool core_writable(struct core *c); /* false: answer 503 at once */

/* Before core_start(): a room's state layout; any change makes older snapshots void. */
void core_state_version(struct core *c, const char *room, uint32_t version);

/* Rooms' roots in the heap. */
enum heap_room { HEAP_ROOM_CORE = 0, HEAP_ROOM_COLLECT = 1, HEAP_ROOM_UNIFY = 2,
                 HEAP_ROOM_AUDIT = 3, HEAP_ROOM_SEGMENT = 4 };

#endif
