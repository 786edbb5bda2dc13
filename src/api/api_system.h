/* api_system.h - how this node is doing, as several handlers tell it. */
#ifndef MUSUBI_API_API_SYSTEM_H
#define MUSUBI_API_API_SYSTEM_H

#include "api/app.h"
#include "http/http.h"

struct backup *backup_new(struct app *app);
/* Waits for one under way, and none begins any more; after http_stop(). */
void backup_stop(struct backup *b);
void backup_free(struct backup *b); /* after core_stop(): commands hold requests until then */

/* Resident memory of the process, bytes; 0 when the system does not tell. */
double api_resident_bytes(void);

/* "ready", "starting", "stopping", "read_only", "behind". */
const char *api_ready_status(const struct app *app, const struct core_stats *st,
                             const struct core_lease *l);
const char *api_role_text(enum core_role role); /* "alone", "writer", "follower" */

#endif
