/* readers.h - a few threads with their own store connections and log readers, for everything
 * that reads more than memory, so that neither the core nor a connection's thread waits for
 * the disk. */
#ifndef MUSUBI_CORE_READERS_H
#define MUSUBI_CORE_READERS_H

#include "core/core.h"

struct readers;
struct reader {          /* given to a job */
    struct db *db;       /* read-only */
    struct log_reader *log;
};
struct read_job {
    struct read_job *next;
    void (*run)(struct read_job *job, struct reader *rd); /* reader thread; owns job */
};

/* helpers: further threads that read parts of the log beside a reader, on SQLite. */
MUST_USE int readers_new(struct core *c, int threads, int helpers, struct readers **ret,
                         struct err *err);
void readers_free(struct readers *r); /* finishes what is queued */
MUST_USE int readers_submit(struct readers *r, struct read_job *job, struct err *err);
/* In the core's stepped mode: run one job, on the caller's thread; false: none waits. */
bool readers_step(struct readers *r);

#endif
