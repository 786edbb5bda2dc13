/* audit.h - who changed what and who looked at whom: an append-only, hash-chained table.
 *
 * A row is added inside the command of the change itself, or by a command of its own before a
 * look is answered; it becomes durable with that command or not at all.  Each row is told of by
 * a log entry, so the log's own chain anchors the table (docs/audit.md).
 *
 * Threads: audit_new() before core_start(); what takes a `struct audit *` and says nothing else
 * on the core thread; audit_seen() and audit_saw() anywhere; what takes a `struct db *` wherever
 * that connection is used.
 */
#ifndef MUSUBI_GUARD_AUDIT_H
#define MUSUBI_GUARD_AUDIT_H

#include "base/arena.h"
#include "core/core.h"

struct audit;

#define AUDIT_DETAIL_MAX (3u << 20)  /* bytes of a row's JSON; more is left out, and it says so */
#define AUDIT_NAME_MAX 256           /* of a principal's name; the rest is cut off */
#define AUDIT_AGAIN_MS (10 * 60000)  /* a look repeated within so long is the same row */
#define AUDIT_DIGEST 32

struct audit *audit_new(struct core *c);
void audit_free(struct audit *a); /* after core_stop() */

/* ---- adding: inside a command's run() ---- */
struct audit_act {       /* all borrowed for the call */
    struct str who;      /* "key:3", "staff:7", "system" */
    struct str who_name; /* as it was called at that time */
    struct str address;  /* where from; empty: not known */
    struct str request;  /* id of the request; empty: none */
    struct str operation; /* operationId, or the command line's word */
    struct str subject;  /* what it was about: "person:17", "definition:source/web", "people" */
    struct str detail;   /* a JSON object: the only part that is taken away by erasure */
};
/* Returns the row's id.  Written with the batch's other rows, in its transaction.  0: the audit
 * log has not begun, since an older program follows that does not know it. */
uint64_t audit_add(struct audit *a, const struct audit_act *act);
bool audit_begun(struct audit *a); /* there is a row */
/* What the program did by itself: who is "system". */
uint64_t audit_add_own(struct audit *a, const char *operation, struct str subject,
                       struct str detail);
/* Subject of a person: by the number of its atom, which says nothing once it is erased. */
#define AUDIT_PERSON_SIZE 24
struct str audit_person(uint32_t atom, char out[AUDIT_PERSON_SIZE]);
#define AUDIT_PEOPLE STR("people") /* of looks that name nobody whom we know: words typed */

/* What a principal that is never renamed is called: kept in memory once it was read. */
bool audit_name_known(struct audit *a, struct str who, struct str *ret); /* borrowed */
void audit_name_keep(struct audit *a, struct str who, struct str name);

/* ---- taking details away ---- */
#define AUDIT_CLEAR_MAX 64u
/* Inside run(): the details and salts of these rows go (at most AUDIT_CLEAR_MAX; those that are
 * cleared already are passed over). */
MUST_USE int audit_clear(struct audit *a, const uint64_t *ids, uint32_t n, struct err *err);
/* Inside run(): all rows about these atoms are to be cleared.  Kept until audit_forgotten(). */
void audit_forget(struct audit *a, const uint32_t *atoms, uint32_t n);
/* The first atom whose rows are still to be cleared, or UINT32_MAX. */
uint32_t audit_to_forget(struct audit *a);
void audit_forgotten(struct audit *a); /* inside run(): the first one is done */
/* Up to `max` rows of this subject that have details and an id past `after`: ids in order, how
 * many. */
MUST_USE int audit_rows_of(struct db *db, struct str subject, uint64_t after, uint32_t max,
                           uint64_t *ret_ids, struct err *err);
/* Rows, whomever they are about, whose details may tell what was asked for ("query"), with these
 * in the arena: at most `max`, of the AUDIT_SCAN_MAX ids past *after, which moves on. */
MUST_USE int audit_rows_asked(struct db *db, uint64_t *after, uint32_t max, struct arena *arena,
                              uint64_t *ret_ids, struct str *ret_details, bool *ret_more,
                              struct err *err);

/* ---- looks repeated: a table in memory, of this process ---- */
/* key: a digest of who looked from where at what.  True: a row that tells of it was committed
 * within AUDIT_AGAIN_MS before now_ms.  What does not fit is forgotten, never made up. */
bool audit_seen(struct audit *a, uint64_t key, int64_t now_ms);
void audit_saw(struct audit *a, uint64_t key, int64_t at_ms);
void audit_repeated(struct audit *a); /* a look that needs no row: counted */

/* ---- reading ---- */
struct audit_row { /* text lives in the arena that it was read into */
    uint64_t id;
    int64_t at_ms;
    struct str who, who_name, address, request, operation, subject;
    struct str detail, salt; /* .s NULL once cleared */
    struct str sealed, chain;
};
struct audit_filter {
    struct str who, subject, operation;  /* .n 0: any; who may be "key" for all keys */
    const uint32_t *atoms;   /* or it is a person: any of these, at most AUDIT_ATOMS_MAX */
    uint32_t n_atoms;
    uint64_t first, last;    /* ids, inclusive; 0: open */
    bool (*wants)(struct str operation); /* NULL: any */
    struct str text;         /* ASCII case aside, in any of the row's texts; .n 0: any */
    bool not_detail;         /* but for the detail: it is masked for whoever asks */
};
/* Newest first (or oldest first when `forward`) those that match, from the filter's bounds on.
 * Looks at no more than AUDIT_SCAN_MAX rows; *ret_next: where to go on (the first id not looked
 * at), 0: there is nothing more.  Returns their number, at most `max`. */
#define AUDIT_ATOMS_MAX 64u
#define AUDIT_SCAN_MAX 20000u
MUST_USE int audit_list(struct db *db, const struct audit_filter *f, bool forward, int max,
                        struct arena *arena, struct audit_row **ret, uint64_t *ret_next,
                        struct err *err);
/* The first id at or after an instant; one past the last when there is none.  Times never go
 * back along the ids: some 20 reads of one row. */
MUST_USE int audit_id_at(struct db *db, int64_t ms, uint64_t *ret, struct err *err);
/* The id of the newest row; 0 when there is none. */
MUST_USE int audit_last_id(struct db *db, uint64_t *ret, struct err *err);

/* ---- checking (audit_verify.c) ---- */
struct verify_result;
struct audit_verified { uint64_t rows, cleared; uint8_t head[AUDIT_DIGEST]; };
/* verify_log(), and every row against the log: none changed, removed, added or cleared that the
 * log does not tell of.  Two connections; may run beside a server.  E_CORRUPT names the row. */
MUST_USE int audit_verify(struct db *log, struct db *rows, struct verify_result *ret_log,
                          struct audit_verified *ret, struct err *err);

/* The table by itself, against what the state says, a stretch at a time: begins with next = 1.
 * Finds rows that were changed or are gone; details that were taken away it can only count. */
struct audit_told { uint64_t rows, cleared; uint8_t head[AUDIT_DIGEST]; };
void audit_told(struct audit *a, struct audit_told *ret); /* core thread */
struct audit_walk {
    uint64_t next, cleared; /* the next row; rows without details so far */
    uint8_t head[AUDIT_DIGEST];
    const char *fault;      /* of the row `next`, or NULL */
};
MUST_USE int audit_walk(struct db *db, struct audit_walk *w, uint64_t last, uint32_t max,
                        struct err *err);

struct audit_stats { uint64_t rows, cleared, repeated; }; /* repeated: looks without a row */
void audit_stats(struct audit *a, struct audit_stats *ret); /* any thread */

#endif
