/* lab.h - a core with a small room of the test's own: a ledger of (id, value) pairs.
 *
 * A lab command posts some ids; each new one becomes one entry (ENTRY_NAME, whose number no
 * other room uses here), an id that stands in the ledger is passed over, as collect does with
 * a message id.  So a client may repeat what was refused, and each id must stand there once.
 */
#ifndef MUSUBI_TESTS_LAB_H
#define MUSUBI_TESTS_LAB_H

#include "core/core.h"
#include "fault/stores.h"

#include <setjmp.h>
#include <stdatomic.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define LAB_START_MS 1790000000000LL
#define LAB_KIND ENTRY_NAME

struct lab {
    char dir[64];
    const char *store; /* NULL: SQLite in dir */
    bool read_only, ignore_snapshot, real_clock, stepped;
    int64_t snapshot_every_s;
    int64_t lease_ms;  /* 0: the only node */
    _Atomic int fatal; /* times that the core said it cannot go on */
    uint64_t snapshot_entries;
    uint64_t trip;     /* apply() CHECKs that no entry has this value; 0: none */
    uint64_t memory_max;
    struct clock clock;
    struct core *core;
    struct lab_root *root;
    _Atomic uint64_t after_seq; /* of the newest core_on_commit() call */
    _Atomic bool torn;          /* such a call went back or told another seq than the state's */
};

void lab_make(struct lab *l, enum db_kind kind); /* a new folder and store, not opened */
MUST_USE int lab_try_open(struct lab *l, struct err *err);
void lab_open(struct lab *l);
void lab_close(struct lab *l); /* a clean stop */
void lab_remove(struct lab *l);
enum db_kind lab_kind(void); /* MUSUBI_TEST_STORE */

enum lab_fail { LAB_WELL, LAB_FAILS, LAB_FAILS_SQL };
struct lab_cmd {
    struct command cmd; /* first */
    struct lab *lab;
    uint64_t first_id, value; /* ids first_id..first_id+n-1, all with this value */
    uint32_t n;
    uint32_t pad;             /* further bytes of each entry */
    bool row;                 /* insert a row "lab <first_id>" into meta as well */
    enum lab_fail fail;       /* after all of that was done */
    uint32_t posted;          /* ids that were new */
    /* when answered */
    _Atomic int answered;     /* 0 not yet, 1 done, -1 failed */
    struct err err;
    uint64_t seq;
};
void lab_cmd(struct lab_cmd *c, struct lab *l, uint64_t first_id, uint32_t n, uint64_t value);
MUST_USE int lab_submit(struct lab_cmd *c, struct err *err);
MUST_USE int lab_post(struct lab_cmd *c, struct err *err); /* and wait; the command's error */
/* Post again and again while the answer is "unavailable". */
void lab_insist(struct lab_cmd *c);

/* Run fn on the core thread between two batches. */
typedef void lab_look(struct lab *l, void *ctx);
void lab_read(struct lab *l, lab_look *fn, void *ctx);
uint64_t lab_rows(struct lab *l);                /* entries applied */
uint32_t lab_times(struct lab *l, uint64_t id);  /* how often the id stands in the ledger */
void lab_dump(struct lab *l, struct buf *out);
/* Inside of lab_read(). */
uint64_t lab_rows_here(struct lab *l);
uint32_t lab_times_here(struct lab *l, uint64_t id);
uint64_t lab_sum_here(struct lab *l); /* of all values */

/* The kept state equals one that is rebuilt from the log; each id of 1..n stands there once. */
void lab_check_rebuilt(struct lab *l);
void lab_check_once(struct lab *l, uint64_t from, uint64_t to);
int64_t lab_count(struct lab *l, struct sql_text text); /* a number from the store */

/* Wait until cond holds; fails the test after 30 s. */
#define LAB_WAIT(cond) \
    do { \
        int lab_turns = 0; \
        while (!(cond)) { \
            if (++lab_turns > 15000) \
                fail_msg("%s:%d: waited in vain for %s", __FILE__, __LINE__, #cond); \
            lab_pause(); \
        } \
    } while (0)
void lab_pause(void); /* 2 ms */

#endif
