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
    ENTRY_TRAIT_RULES = 16, /* unify: which values of traits are kept, and what came before */
    ENTRY_KIND_COUNT
};

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

/* ---- inside run() ---- */
uint64_t core_emit(struct core *c, enum entry_kind kind, uint8_t version, struct str body);
struct heap *core_heap(struct core *c);
int64_t core_now(struct core *c); /* ms; the same for the whole batch */
uint64_t core_seq(struct core *c); /* of the newest entry, committed or not */
/* The writer's connection, inside the batch's transaction and this command's savepoint. */
MUST_USE int core_db(struct core *c, struct db **ret, struct err *err);
struct hash_key core_hash_key(struct core *c); /* secret of this workspace, for table hashes */

/* ---- timers: run a command at or after an instant; lost at restart, so rooms set them from
 * their state ---- */
void core_timer(struct core *c, int64_t due_ms, struct command *cmd);

/* ---- reading the log ---- */
struct log_at {      /* where an entry lies */
    uint64_t seq;
    uint64_t frame;  /* first_seq of its frame */
    uint32_t off;    /* of its block in the frame's body, bytes */
    uint32_t bytes;  /* of the block, stored; 0: up to the end of the frame */
};
/* Core thread: where a committed entry lies, O(log blocks).  False when there is no such seq. */
bool core_locate(struct core *c, uint64_t seq, struct log_at *ret);

struct log_reader; /* one thread at a time; keeps the last blocks that it unpacked */
MUST_USE int log_reader_new(struct db *db, struct log_reader **ret, struct err *err);
void log_reader_free(struct log_reader *r);
/* The entry there; its body is borrowed until the next call.  Reads and unpacks one block.
 * E_NOT_FOUND when the frame is gone. */
MUST_USE int log_read_at(struct log_reader *r, const struct log_at *at, struct entry *ret,
                         struct err *err);
/* Have the blocks of these entries ready, in few round trips; a block that cannot be had is left
 * to log_read_at(), which says why. */
void log_prefetch(struct log_reader *r, const struct log_at *at, int n);
/* The same by seq alone, any thread, from a whole frame: slower. */
MUST_USE int log_read(struct log_reader *r, uint64_t seq, struct entry *ret, struct err *err);

/* ---- life ---- */
struct core_config {
    const char *data_dir;    /* key, snapshot/, inflight; musubi.db when store is NULL */
    const char *store;       /* postgresql://… or NULL */
    struct clock *clock;
    uint64_t memory_max;     /* bytes of state; 0: 3/4 of the machine's */
    int64_t snapshot_every_s; /* background snapshots; 0: only at a clean stop */
    uint64_t snapshot_pace;  /* bytes/s, 0: none */
    bool read_only;          /* command line beside a running server: replay, no commits */
    bool ignore_snapshot;    /* rebuild from the log */
};
/* Opens the store, migrates.  Rooms then register; core_start() replays and runs. */
MUST_USE int core_new(const struct core_config *cfg, struct core **ret, struct err *err);
MUST_USE int core_start(struct core *c, struct err *err);
/* Drain, commit, answer, write the last snapshot. */
void core_stop(struct core *c);
void core_free(struct core *c);

/* ---- what it looks like from outside (any thread) ---- */
struct core_stats {
    uint64_t seq;            /* newest durable entry */
    uint64_t commits, entries, commit_failures, queue_len, queue_bytes;
    uint64_t snapshot_seq, snapshots, replayed;
    uint64_t heap_bytes, quarantined;
    int64_t last_commit_us;  /* duration */
    bool writable;           /* false while the store refuses */
    bool started;            /* replay is over */
};
void core_stats(struct core *c, struct core_stats *ret);
const char *core_store_where(struct core *c); /* for own reader connections */
struct clock *core_clock(struct core *c);
bool core_writable(struct core *c); /* false: answer 503 at once */

/* Before core_start(): a room's state layout; any change makes older snapshots void. */
void core_state_version(struct core *c, const char *room, uint32_t version);

/* Rooms' roots in the heap. */
enum heap_room { HEAP_ROOM_CORE = 0, HEAP_ROOM_COLLECT = 1, HEAP_ROOM_UNIFY = 2 };

#endif
