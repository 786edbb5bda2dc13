/* forward.h - what a node does with a request that another one must carry out, or that it
 * cannot answer yet. */
#ifndef MUSUBI_API_FORWARD_H
#define MUSUBI_API_FORWARD_H

#include "core/core.h"
#include "http/http.h"

struct forward;

/* One thread that passes requests on.  After core_new(). */
MUST_USE int forward_new(struct core *c, struct forward **ret, struct err *err);
/* Answers what it still holds with 503.  After http_stop(). */
void forward_free(struct forward *f);
void forward_metrics(struct forward *f);

/* For http_config.before: true when the request was taken, to be passed on to the writer, or
 * to wait for the seq that it names in Musubi-Min-Seq. */
bool forward_before(struct forward *f, struct http_req *r);
/* For http_config.passed_on_for. */
struct str forward_client(struct forward *f, struct http_req *r);

#endif
