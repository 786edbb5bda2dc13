/* app.h - what every handler can reach: the rooms of one running workspace. */
#ifndef MUSUBI_API_APP_H
#define MUSUBI_API_APP_H

#include "core/core.h"

#include <stdatomic.h>

struct app {
    struct core *core;
    struct registry *registry; /* keys and definitions (core/registry.h) */
    struct guard *guard;       /* roles and sessions of staff (guard/guard.h) */
    struct audit *audit;       /* who did and looked at what (guard/audit.h) */
    struct collect *collect;   /* collect/collect.h */
    struct unify *unify;       /* unify/unify.h */
    struct segment *segment;   /* segment/segment.h */
    struct readers *readers;   /* threads with own store connections (core/readers.h) */
    struct readers *slow;      /* the same for what takes long: passwords */
    _Atomic int slow_waiting;  /* jobs given to them */
    struct readers *outside;   /* the same for what waits for others' servers */
    struct oidc *oidc;         /* guard/provider.h */
    struct forward *forward;   /* passes changes on to the writer (api/forward.h) */
    struct backup *backup;     /* one at a time (api/status.c) */
    int64_t started_ns;        /* when this process began to serve; monotonic */
    struct live *live;         /* fans events out to who watches (api/live.h) */
    _Atomic bool draining;     /* told to stop: a load balancer shall send nothing more */
    _Atomic bool open;         /* everything that must come before the first request is done */
    const char *public_url;    /* what clients call us, e.g. http://127.0.0.1:8080 */
    _Atomic(const char *) own_url; /* where we listen, for when that is not said */
    bool secure;               /* browsers reach us by HTTPS */
};

#endif
