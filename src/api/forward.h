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
/* A follower's look at a person's data, which the writer is to tell the audit log of: made before
 * the request is parked (NULL: it is answered), given once it is.  Ends with api_audit_told(),
 * with the writer's refusal, or, when this node writes now, with api_audit_look_parked(). */
struct job;
struct job *forward_look_new(struct forward *f, struct http_req *r);
void forward_look(struct forward *f, struct job *j);
void forward_look_drop(struct job *j);
/* What the request is called where it arrived first; empty: here.  *ret_only: a node of ours asks
 * to tell of it only. */
struct str forward_request_id(struct forward *f, struct http_req *r, bool *ret_only);
/* What Musubi-Min-Seq says, 0: nothing.  E_INVALID. */
MUST_USE int forward_seq(struct http_req *r, uint64_t *ret, struct err *err);
/* A parked request: to its handler, once this node has that entry. */
void forward_wait(struct forward *f, struct http_req *r, uint64_t seq);
/* For http_config.passed_on_for. */
struct str forward_client(struct forward *f, struct http_req *r);

#endif
