/* api_people.h - figures of people at /metrics, and what several handlers tell of a person. */
#ifndef MUSUBI_API_API_PEOPLE_H
#define MUSUBI_API_API_PEOPLE_H

#include "api/app.h"
#include "http/http.h"
#include "unify/unify.h"

/* Registers them for the life of the process; once, before the server starts. */
void api_people_metrics(struct unify *u);

/* What of people a list shows (columns.c). */
#define API_COLUMNS_MAX 40u
struct api_columns {
    bool some;      /* else everything */
    struct str traits[API_COLUMNS_MAX];
    uint32_t n_traits;
    uint64_t kinds; /* bit per kind of identifier */
};
/* "traits.plan, identifiers.email"; what is kept lies in the request's arena. */
MUST_USE int api_columns_read(struct http_req *r, struct str text, struct api_columns *c,
                              struct err *err);
/* A person with these columns only; core thread. */
void api_columns_json(struct unify *u, uint32_t atom, const struct api_columns *c, struct jw *w);

/* "flags": what is odd about an event (enum event_flag). */
void api_event_flags(uint8_t flags, bool thinned, struct jw *w);
/* An event of a timeline, as one JSON object. */
void api_timeline_item(struct http_req *r, const struct entry *entry,
                       const struct event_entry *e, struct json_parser *p, struct jw *w);
/* A person's traits with all their values, as one JSON list, without message ids; core thread.
 * At most `max` values and `bytes` of them; false when there were more. */
bool api_traits_json(struct http_req *r, uint32_t person, uint32_t max, size_t bytes,
                     struct jw *w);

#endif
