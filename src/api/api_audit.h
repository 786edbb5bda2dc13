/* api_audit.h - what the audit log (guard/audit.h) is told of requests.
 *
 * Which operations are told of stands in the fragments of api/ ("x-audit").  A look is told of in
 * front of its handler, which is called when the row is committed; or, where the route says
 * ROUTE_CARRIED, in front of what its handler hands to api_look().  A change is told of in the
 * command that api_run() makes of it; its handler may say inside run() what it was about and what
 * was there before and after.  Where it says nothing, the row holds the path's parameters.
 */
#ifndef MUSUBI_API_API_AUDIT_H
#define MUSUBI_API_API_AUDIT_H

#include "base/id.h"
#include "core/core.h"
#include "http/http.h"

/* For http_config.before, first of all: keeps what a row needs and only the connection knows. */
void api_audit_note(struct http_req *r);
/* For http_config.before: true when the request was taken, to be told of first; it then goes on
 * by itself, or is refused with 503.  False: nothing is to be told, or it was told already. */
bool api_audit_look(struct http_req *r);
/* The same for a request that is parked: goes on with http_again(). */
void api_audit_look_parked(struct http_req *r);

/* Is this request's look still to be told of, by api_audit_carry()?  Then nothing else may be done
 * with the request but answering it with a problem. */
bool api_audit_carries(const struct http_req *r);
/* A parked request: has the look told of, then calls run() and done() of `reads`, a reading that
 * was not submitted, on the core thread and on committed state; or answers 503. */
void api_audit_carry(struct http_req *r, struct command *reads);

/* A follower's request that is parked: the writer, whose state was that of seq, has told of it. */
void api_audit_told(struct http_req *r, uint64_t seq);

/* Inside a look's run(): was the look at this person (any atom of it) told of?  Not when the
 * identifier became another's between the row and now: then nothing may be shown. */
MUST_USE int api_audit_covers(struct http_req *r, uint32_t atom, struct err *err);

/* ---- inside a change's run(): one row each ---- */
/* before, after: JSON, .s NULL to leave it out.  Borrowed until the answer.  subject: "key:3" */
void api_audit(struct http_req *r, struct str subject, struct str before, struct str after);
/* About a person, named by any of its atoms. */
void api_audit_person(struct http_req *r, uint32_t atom, struct str before, struct str after);
/* About a member of staff. */
void api_audit_staff(struct http_req *r, uint32_t staff, struct str before, struct str after);
/* Whoever does it was nobody when the request came, and has signed in with it. */
struct staff;
void api_audit_by(struct http_req *r, const struct staff *s);
/* What stands after, for the rows that were noted without it. */
void api_audit_outcome(struct http_req *r, struct str after);
/* For writing such JSON: an empty writer, and what it holds, in the request's arena. */
struct jw *api_audit_json(struct http_req *r);
struct str api_audit_text(struct http_req *r);
/* Adds the rows; api_run() calls it. */
void api_audit_add(struct core *c, struct http_req *r);

/* ---- a change that is refused ---- */
/* Somebody did not prove who they are; staff: whose account it was for, 0: nobody's.  Any thread
 * that has the request; the command must fail. */
struct attempt;
void api_audit_failed(struct http_req *r, uint32_t staff, const struct attempt *a);
/* A parked request whose problem stands: true when that was noted; the request is then resumed by
 * itself, once a row tells of it. */
bool api_audit_refusal(struct http_req *r);

/* ---- elsewhere ---- */
/* A parked request: commit rows as a command of their own and then call then(r), on the core
 * thread; or answer 503.  note(r) calls api_audit() in it; NULL: that was done. */
void api_audit_ahead(struct http_req *r, void (*note)(struct http_req *r),
                     void (*then)(struct http_req *r));
/* Hand the one row that was noted in, without waiting: its outcome is known before that of what
 * is submitted after it.  Then nothing is noted.  *ret is for api_row_drop(), from any thread. */
struct api_row;
MUST_USE int api_audit_submit(struct http_req *r, struct api_row **ret, struct err *err);
bool api_row_failed(const struct api_row *x); /* so far, it was not committed */
void api_row_drop(struct api_row *x);         /* NULL is fine */

/* Who does it, as "key:3"; lives in the request's arena. */
struct str api_who(struct http_req *r);

struct audit;
void api_audit_metrics(struct audit *a);

#endif
