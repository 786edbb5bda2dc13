/* api_people.h - figures of people at /metrics. */
#ifndef MUSUBI_API_API_PEOPLE_H
#define MUSUBI_API_API_PEOPLE_H

#include "unify/unify.h"

/* Registers them for the life of the process; once, before the server starts. */
void api_people_metrics(struct unify *u);

#endif
