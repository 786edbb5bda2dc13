/* fetch.h - parts of the log read side by side, where each waits for the disk by itself. */
#ifndef MUSUBI_CORE_FETCH_H
#define MUSUBI_CORE_FETCH_H

#include "core/core.h"

struct fetchers;
/* n threads, each with a connection of its own. */
MUST_USE int fetchers_new(struct core *c, int n, struct fetchers **ret, struct err *err);
void fetchers_free(struct fetchers *f); /* nobody is inside fetch_parts() any more */
/* As db_log_parts(), on the caller's connection and on those of the threads that are free; `got`
 * is called by the caller's thread.  Any thread. */
MUST_USE int fetch_parts(struct fetchers *f, struct db *db, const struct log_part *parts, int n,
                         db_got_part *got, void *ctx, struct err *err);

#endif
