/* api_command.h - how a handler does its work on another thread and answers.
 *
 * A handler checks what it can on the connection's thread, puts what it needs into a struct of
 * its own in r->arena and calls one of the three functions below as its last act: from then on
 * the request belongs to the other thread.  `own` and all that it points to must lie in the
 * request's arena (or be static); nothing has to be freed, and no clean-up is called.
 *
 *     static int run(struct core *c, struct http_req *r, void *own, struct err *err);
 *     static void render(struct http_req *r, void *own, struct jw *w);
 *     void api_createKey(struct http_req *r) {
 *         struct key_work *w = arena_zalloc(r->arena, sizeof(*w));
 *         …
 *         api_run(r, "keys.create", run, render, w);
 *     }
 *
 * run() returns 0, or -1 with err, which is answered as a problem document.  After a success
 * render() writes the one JSON value of the answer (NULL: the answer has no body); either may
 * set r->status and headers.  Both see r only: they may call its arena, params, json, who and
 * http_set_header(), but read header fields and the query before the work is handed over.
 */
#ifndef MUSUBI_API_API_COMMAND_H
#define MUSUBI_API_API_COMMAND_H

#include "core/core.h"
#include "core/readers.h"
#include "http/http.h"

typedef int api_run_fn(struct core *c, struct http_req *r, void *own, struct err *err);
typedef int api_read_fn(struct reader *rd, struct http_req *r, void *own, struct err *err);
typedef void api_render_fn(struct http_req *r, void *own, struct jw *w);

/* A problem as the answer, on the thread that holds the request.  A body that its schema allows
 * and a rule beyond it forbids is E_INVALID, answered with 422 like the schema's own refusals. */
void api_body_problem(struct http_req *r, const struct err *err);

/* A change: run() and then render() on the core thread inside the command's savepoint, so the
 * answer exists before the commit and leaves after it.  POSTs with a secret key or a session
 * honour Idempotency-Key here: a repeated one gets the stored answer and run() is not called. */
void api_run(struct http_req *r, const char *name, api_run_fn *run, api_render_fn *render,
             void *own);
/* The same for answers that hold a secret: these are never stored, so a repeated
 * Idempotency-Key is answered with 409 instead. */
void api_run_secret(struct http_req *r, const char *name, api_run_fn *run,
                    api_render_fn *render, void *own);

/* A look at the state in memory: a command with .reads, on committed state.  Keep it short:
 * the core waits for it. */
void api_look(struct http_req *r, const char *name, api_run_fn *run, api_render_fn *render,
              void *own);

/* A look at tables or the log: on a reader thread with its own connection. */
void api_read(struct http_req *r, api_read_fn *run, api_render_fn *render, void *own);

/* First a look at the state, then at the log or tables, on the next thread; `look` may end the
 * matter by failing. */
void api_look_then_read(struct http_req *r, const char *name, api_run_fn *look,
                        api_read_fn *read, api_render_fn *render, void *own);

/* A change that needs something slow first, such as a password's hash: slow() on one of a few
 * threads of its own, with a store connection; then run() and render() as with api_run_secret().
 * 503 when too many wait already. */
void api_slow_run(struct http_req *r, const char *name, api_read_fn *slow, api_run_fn *run,
                  api_render_fn *render, void *own);

/* The same for what asks another server first, on threads that may wait long; and a look alone. */
void api_outside_run(struct http_req *r, const char *name, api_read_fn *slow, api_run_fn *run,
                     api_render_fn *render, void *own);
void api_outside_read(struct http_req *r, api_read_fn *run, api_render_fn *render, void *own);

/* ---- lists: ?limit=&cursor= (http/cursor.h) ---- */

/* Read both off the query; `list` names the list.  *ret_cursor: the bytes that api_cursor()
 * was given, in r->arena; {NULL,0} at the beginning of a list.  E_INVALID when either is
 * malformed. */
MUST_USE int api_page(struct http_req *r, const char *list, int *ret_limit,
                      struct str *ret_cursor, struct err *err);
/* Write "next_cursor": the opaque form of `at`, or null when at.s is NULL (end of the list). */
void api_cursor(struct http_req *r, struct jw *w, const char *list, struct str at);

#endif
