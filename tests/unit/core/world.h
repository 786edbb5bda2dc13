/* world.h - a core with a registry on a store of its own, for tests of what stands on them. */
#ifndef MUSUBI_TESTS_WORLD_H
#define MUSUBI_TESTS_WORLD_H

#include "core/core.h"
#include "core/registry.h"
#include "fault/stores.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define WORLD_START_MS 1790000000000LL

struct world {
    char dir[64];
    const char *store; /* NULL: SQLite in dir */
    struct clock clock;
    struct core *core;
    struct registry *registry;
};

extern const char *const world_scopes[];
#define WORLD_SCOPES 3

void world_open(struct world *w, enum db_kind kind); /* a new, empty one */
void world_stop(struct world *w);                    /* a clean stop */
void world_start(struct world *w);                   /* again, on what is there */
void world_close(struct world *w);                   /* stop and remove */

/* Run fn(core, ctx, err) as a command; its result. */
typedef int world_fn(struct core *c, void *ctx, struct err *err);
int world_run(struct world *w, world_fn *fn, void *ctx, struct err *err);

/* A number from the store, by a connection of its own. */
int64_t world_count(struct world *w, struct sql_text text);

/* Wait until cond(ctx) holds; fails the test after 20 s. */
#define WORLD_WAIT(cond) \
    do { \
        int world_turns = 0; \
        while (!(cond)) { \
            if (++world_turns > 10000) \
                fail_msg("%s:%d: waited in vain for %s", __FILE__, __LINE__, #cond); \
            world_pause(); \
        } \
    } while (0)
void world_pause(void); /* 2 ms */

#endif
