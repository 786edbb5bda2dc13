/* api_collect.h - figures of collection at /metrics. */
#ifndef MUSUBI_API_API_COLLECT_H
#define MUSUBI_API_API_COLLECT_H

#include "collect/collect.h"

/* Registers them for the life of the process; once, before the server starts. */
void api_collect_metrics(struct collect *c);

#endif
