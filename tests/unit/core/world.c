/* world.c - see world.h. */
#include "fault/temp.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

const char *const world_scopes[] = { "people:read", "keys:read", "keys:write" };

void world_pause(void) {
    struct timespec ts = { 0, 2000000 };
    nanosleep(&ts, NULL);
}

void world_start(struct world *w) {
    struct err err = ERR_INIT;
    struct core_config cfg = { .data_dir = w->dir, .store = w->store, .clock = &w->clock,
                               .memory_max = 64 << 20 };
    OK(core_new(&cfg, &w->core, &err));
    OK(registry_new(w->core, world_scopes, WORLD_SCOPES, &w->registry, &err));
    OK(core_start(w->core, &err));
    OK(registry_start(w->registry, &err));
}

void world_open(struct world *w, enum db_kind kind) {
    memset(w, 0, sizeof(*w));
    temp_dir(w->dir, sizeof(w->dir), "world");
    w->store = kind == DB_POSTGRES ? stores_new(kind) : NULL;
    clock_init_fake(&w->clock, WORLD_START_MS);
    world_start(w);
}

void world_stop(struct world *w) {
    core_stop(w->core);
    registry_free(w->registry);
    core_free(w->core);
    w->core = NULL;
    w->registry = NULL;
}

void world_close(struct world *w) {
    char command[128];
    world_stop(w);
    snprintf(command, sizeof(command), "rm -rf '%s'", w->dir);
    assert_int_equal(system(command), 0);
}

struct call {
    struct command cmd; /* first */
    world_fn *fn;
    void *ctx;
};

static int call_run(struct core *c, struct command *cmd, struct err *err) {
    struct call *call = (struct call *)cmd;
    return call->fn(c, call->ctx, err);
}

int world_run(struct world *w, world_fn *fn, void *ctx, struct err *err) {
    struct call call = { .cmd = { .name = "test", .bytes = 100, .run = call_run },
                         .fn = fn, .ctx = ctx };
    return core_call(w->core, &call.cmd, err);
}

int64_t world_count(struct world *w, struct sql_text text) {
    struct err err = ERR_INIT;
    struct db *db;
    OK(db_open(core_store_where(w->core), DB_READER, &db, &err));
    struct sql *q = db_sql(db, text, &err);
    assert_non_null(q);
    assert_int_equal(sql_step(q, &err), 1);
    int64_t v = sql_get_int(q, 0);
    sql_end(q);
    db_close(db);
    return v;
}
