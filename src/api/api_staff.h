/* api_staff.h - sessions of staff at the door: cookies, and what the handlers of signing in and
 * of accounts share. */
#ifndef MUSUBI_API_API_STAFF_H
#define MUSUBI_API_API_STAFF_H

#include "api/app.h"
#include "guard/staff.h"
#include "guard/throttle.h"
#include "http/http.h"

/* For http_config.session. */
int api_session_of(void *app, struct http_req *r, struct who *ret, struct err *err);

/* The session token in the request's cookies; {NULL,0} when there is none.  Connection thread. */
struct str api_session_token(struct http_req *r);
/* The value of a cookie. */
struct str api_cookie(struct http_req *r, const char *name);
/* Set the session's cookie; token NULL takes it back. */
void api_session_cookie(struct http_req *r, const char *token, int64_t seconds);

/* Where a request comes from, for the list of sessions; in the arena.  Connection thread. */
struct api_client { struct str address, agent; };
void api_client(struct http_req *r, struct api_client *ret);

/* A session that begins with this request: what its commands need and leave. */
struct api_begin {
    struct api_client client;
    struct str device;  /* that is known already */
    uint32_t replaces; /* session that ends with it, if it is the same member's */
    uint32_t replaces_of;
    char token[SESSION_TOKEN_SIZE];
    struct session_who who;
    struct staff staff;
};
void api_begin(struct http_req *r, struct api_begin *b); /* connection thread */
/* Inside run(): begin it for this account, set the cookie. */
MUST_USE int api_begin_run(struct core *c, struct http_req *r, struct api_begin *b,
                           uint32_t staff, enum session_state state, struct err *err);
/* The answer of all that signs in. */
void api_begin_render(struct http_req *r, const struct api_begin *b, struct jw *w);

/* Whether this attempt may be made now: else it is answered with 429.  Connection thread; a holds
 * what throttle_well() needs.  account: an e-mail as it was given. */
MUST_USE int api_attempt(struct http_req *r, const char *what, struct str account,
                         struct attempt *a);

struct str api_base_url(struct http_req *r); /* how browsers reach us, without a slash behind */
bool api_is_owner(struct http_req *r);
/* The roles of a JSON array as bits, when the caller may give them. */
MUST_USE int api_read_roles(struct http_req *r, struct json names, uint32_t *ret,
                            struct err *err);
/* A page of the interface, for a link that is handed on: "https://…/app/reset#TOKEN". */
char *api_page_url(struct http_req *r, const char *page, const char *token);

/* For http_config.finish: personal data in an answer, masked where the roles say so (mask.c). */
void api_mask(void *app, struct http_req *r);
void api_mask_json(struct json v, struct jw *w); /* v, masked */
void api_mask_text(struct str s, struct buf *out); /* appends s with addresses and numbers masked */

/* An account as the audit log keeps it. */
struct str api_staff_told(struct http_req *r, const struct staff *s);
/* An account as its owner sees it. */
void api_me_write(struct http_req *r, const struct staff *s, struct jw *w);
void api_scopes_write(uint64_t scopes, struct jw *w); /* an array of names */
void api_roles_write(struct http_req *r, uint32_t roles, struct jw *w);

#endif
