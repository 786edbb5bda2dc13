/* live.h - GET /api/events/live: events as they arrive, for any number of browsers. */
#ifndef MUSUBI_API_LIVE_H
#define MUSUBI_API_LIVE_H

#include "api/app.h"

struct live;
#define LIVE_WATCHERS_MAX 500u
#define LIVE_RATE_DEFAULT 100u /* items a second that one watcher gets */
#define LIVE_RATE_MAX 1000u

/* Starts the thread; after the other rooms, before the door opens.  app->core must be there. */
MUST_USE int live_new(struct app *app, struct live **ret, struct err *err);
/* Ends every stream and the thread; after http_stop(), before the core stops. */
void live_free(struct live *l);
void live_metrics(struct live *l);

#endif
