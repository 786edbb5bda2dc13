/* house.h - core, collect and unify of one workspace without the door, for tests of what they
 * do together: events in, persons and the state's dump out.
 */
#ifndef MUSUBI_TESTS_HOUSE_H
#define MUSUBI_TESTS_HOUSE_H

#include "collect/collect.h"
#include "fault/stores.h"
#include "unify/unify.h"

#include <setjmp.h>
#include <stdatomic.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define HOUSE_START_MS 1790000000000LL /* of the fake clock: 2026-09-21T14:13:20Z */
#define HOUSE_SOURCE 7u

struct house {
    /* what house_open() goes by */
    char dir[64];
    const char *store;     /* NULL: SQLite in dir */
    bool read_only, ignore_snapshot;
    uint64_t memory_max;   /* 0: 64 MB */
    struct collect_config cc;
    uint32_t source;       /* that sends; 0: HOUSE_SOURCE */
    int64_t snapshot_every_s;
    bool stepped;          /* the core runs on the caller's thread: none is switched */
    const char *rules;     /* identity rules that house_open() puts in force; NULL: built in */
    /* what it makes */
    struct clock clock;    /* fake; set before the first house_open() when it is 0 */
    struct core *core;
    struct collect *collect;
    struct unify *unify;
    struct audit *audit;
};

/* A new folder, and a store of this kind in it. */
void house_make(struct house *h, enum db_kind kind);
void house_remove(struct house *h); /* closes first */
MUST_USE int house_try_open(struct house *h, struct err *err);
void house_open(struct house *h); /* must work */
void house_close(struct house *h); /* a clean stop; NULL core is fine */
/* The same workspace, opened for reading and rebuilt from the log alone; beside h. */
void house_open_rebuilt(struct house *h, struct house *ret);

/* Put identity rules in force, as their publication does, but for judging again what was judged
 * before.  They end with the program that has them open; the kinds that they declare stay. */
MUST_USE int house_rules(struct house *h, const char *body, struct err *err);

/* MUSUBI_TEST_STORE says which store a test runs on. */
enum db_kind house_kind(void);

/* Send {"batch":[…]} and wait.  received_ms 0: now. */
MUST_USE int house_send(struct house *h, const char *body, int64_t received_ms,
                        struct collect_result *ret, struct err *err);
/* The same without waiting: done() as collect_done. */
MUST_USE int house_submit(struct house *h, struct str body, int64_t received_ms,
                          collect_done *done, void *own, struct err *err);

/* The state as text, a line each; released by the caller. */
void house_dump(struct house *h, struct buf *out);
/* Both dumps are the same, or the test fails with the first line that differs. */
void house_same(const struct buf *a, const struct buf *b, const char *what);

/* JSON of the person who has the identifier; empty when nobody has. */
void house_person(struct house *h, unsigned kind, const char *value, struct buf *out);

/* Wait until cond holds; fails the test after 30 s. */
#define HOUSE_WAIT(cond) \
    do { \
        int house_turns = 0; \
        while (!(cond)) { \
            if (++house_turns > 15000) \
                fail_msg("%s:%d: waited in vain for %s", __FILE__, __LINE__, #cond); \
            house_pause(); \
        } \
    } while (0)
void house_pause(void); /* 2 ms */

#endif
