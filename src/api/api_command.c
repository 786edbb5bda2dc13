/* api_command.c - one pattern for all handlers that work on another thread.
 *
 * THEORY      The command lies in the request's arena, which lives until the answer is sent,
 *             so nothing is freed by hand.  A change is rendered inside run(), on what is about
 *             to be committed: the answer can then be stored under its Idempotency-Key in the
 *             very transaction of the effect, and done() has nothing left to do but resume.
 * INVARIANTS  (1) After core_submit() or readers_submit() succeeded, this thread does not touch
 *                 the request.
 *             (2) http_resume() is the last thing done to a request, once on every path.
 *             (3) An answer rendered for a command that is undone never leaves: done() puts the
 *                 problem document in its place. */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/app.h"
#include "base/check.h"
#include "core/idempotency.h"
#include "http/cursor.h"

#include <stddef.h>
#include <stdio.h>

enum api_keep { KEEP_NOTHING, KEEP_ANSWER, KEEP_FACT };

struct api_command {
    struct command cmd; /* first */
    struct http_req *r;
    api_run_fn *run;
    api_render_fn *render;
    void *own;
    enum api_keep keep; /* what stays under the Idempotency-Key */
    struct idempotency_request idem;
};

struct api_read_job {
    struct read_job job; /* first */
    struct http_req *r;
    api_read_fn *run;
    api_render_fn *render;
    void *own;
};

static void answer_problem(struct http_req *r, const struct err *err) {
    r->status = 0; /* whatever was rendered before is undone */
    http_problem(r, err);
}

void api_body_problem(struct http_req *r, const struct err *err) {
    r->status = 0;
    http_problem_status(r, err->code == E_INVALID ? 422 : err_http_status(err->code), err);
}

static int render_answer(struct http_req *r, api_render_fn *render, void *own,
                         struct err *err) {
    buf_reset(&r->out);
    if (render) {
        struct jw w;
        jw_init(&w, &r->out);
        render(r, own, &w);
    }
    return buf_check(&r->out, err);
}

static void replay(struct http_req *r, const struct idempotency_answer *a) {
    buf_reset(&r->out);
    buf_put_str(&r->out, a->body);
    r->status = a->status;
    r->content_type = arena_dup(r->arena, a->content_type.s, a->content_type.n);
    http_set_header(r, "Idempotency-Replayed", "true");
}

static int idem_look(struct api_command *a, struct core *c, struct db *db, bool *ret_replayed,
                     struct err *err) {
    struct idempotency_answer answer;
    switch (idempotency_begin(db, core_now(c), &a->idem, a->r->arena, &answer, err)) {
    case IDEMPOTENCY_NEW:
        *ret_replayed = false;
        return 0;
    case IDEMPOTENCY_STORED:
        replay(a->r, &answer);
        *ret_replayed = true;
        return 0;
    case IDEMPOTENCY_BUSY:
        http_set_header(a->r, "Retry-After", "1");
        return -1;
    case IDEMPOTENCY_FAILED:
        return -1;
    }
    CHECK(!"idempotency_begin() answered something new");
    return -1;
}

static int run_command(struct core *c, struct command *cmd, struct err *err) {
    struct api_command *a = (struct api_command *)cmd;
    struct http_req *r = a->r;
    struct db *db = NULL;
    if (a->keep != KEEP_NOTHING) {
        bool replayed = false;
        if (core_db(c, &db, err) || idem_look(a, c, db, &replayed, err))
            return -1;
        if (replayed)
            return 0;
    }
    if (a->run(c, r, a->own, err) || render_answer(r, a->render, a->own, err))
        return -1;
    if (!cmd->reads && r->route->audit == ROUTE_AUDIT_CHANGE)
        api_audit_add(c, r);
    if (a->keep == KEEP_NOTHING)
        return 0;
    struct idempotency_answer answer = { .status = r->status ? r->status : 200,
                                         .content_type = str_of(r->content_type
                                                                    ? r->content_type
                                                                    : "application/json"),
                                         .body = buf_str(&r->out) };
    return idempotency_finish(db, &a->idem, a->keep == KEEP_ANSWER ? &answer : NULL, err);
}

/* What the answer rests on, for a later request's Musubi-Min-Seq. */
static void tell_seq(struct http_req *r, uint64_t seq) {
    char text[24];
    snprintf(text, sizeof(text), "%llu", (unsigned long long)seq);
    http_set_header(r, "Musubi-Seq", text);
}

static void command_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct http_req *r = ((struct api_command *)cmd)->r;
    if (!err)
        tell_seq(r, seq);
    if (err && cmd->reads)
        answer_problem(r, err);
    else if (err)
        api_body_problem(r, err);
    if (!err || !api_audit_refusal(r))
        http_resume(r);
}

/* What the request is, for Idempotency-Key: any difference in these makes it another one. */
static void hash_request(struct http_req *r, uint8_t out[32]) {
    struct buf b;
    buf_init(&b, "request hash", r->path.n + r->body.n + 64);
    buf_bytes(&b, str_of(r->method));
    buf_bytes(&b, r->path);
    buf_bytes(&b, r->body);
    hash_sha256(b.data, b.len, out);
    buf_release(&b);
}

static int idem_read(struct http_req *r, struct api_command *a, enum api_keep keep,
                     struct err *err) {
    struct str key = http_header(r, "Idempotency-Key");
    bool known = r->who.kind == WHO_SECRET_KEY || r->who.kind == WHO_STAFF;
    if (!key.s || !known || strcmp(r->method, "POST") != 0)
        return 0;
    if (idempotency_key_check(key, err))
        return -1;
    a->keep = keep;
    a->idem.principal = who_number(&r->who);
    a->idem.key = str_n(arena_dup(r->arena, key.s, key.n), key.n);
    hash_request(r, a->idem.request_hash);
    return 0;
}

static struct api_command *command_new(struct http_req *r, const char *name, api_run_fn *run,
                                       api_render_fn *render, void *own, bool reads) {
    struct api_command *a = arena_zalloc(r->arena, sizeof(*a));
    a->cmd.name = name;
    a->cmd.bytes = sizeof(*a) + r->body.n;
    a->cmd.reads = reads;
    if (!reads) {
        uint64_t h = hash_xx64(name, strlen(name), 0);
        h = hash_xx64(r->path.s, r->path.n, h);
        a->cmd.digest = hash_xx64(r->body.s, r->body.n, h) | 1;
    }
    a->cmd.run = run_command;
    a->cmd.done = command_done;
    a->r = r;
    a->run = run;
    a->render = render;
    a->own = own;
    r->own = a;
    return a;
}

/* The request is parked. */
static void to_core(struct http_req *r, struct command *cmd) {
    struct err err = ERR_INIT;
    if (api_audit_carries(r)) {
        CHECK(cmd->reads);
        api_audit_carry(r, cmd);
    } else if (core_submit(((struct app *)r->app)->core, cmd, &err)) {
        answer_problem(r, &err);
        http_resume(r);
    }
}

static void submit(struct http_req *r, const char *name, api_run_fn *run,
                   api_render_fn *render, void *own, bool reads, enum api_keep keep) {
    struct err err = ERR_INIT;
    struct api_command *a = command_new(r, name, run, render, own, reads);
    if (keep != KEEP_NOTHING && idem_read(r, a, keep, &err)) {
        answer_problem(r, &err);
        return;
    }
    http_park(r);
    to_core(r, &a->cmd);
}

void api_run(struct http_req *r, const char *name, api_run_fn *run, api_render_fn *render,
             void *own) {
    submit(r, name, run, render, own, false, KEEP_ANSWER);
}

void api_run_secret(struct http_req *r, const char *name, api_run_fn *run,
                    api_render_fn *render, void *own) {
    submit(r, name, run, render, own, false, KEEP_FACT);
}

void api_look(struct http_req *r, const char *name, api_run_fn *run, api_render_fn *render,
              void *own) {
    submit(r, name, run, render, own, true, KEEP_NOTHING);
}

static void run_read(struct read_job *job, struct reader *rd) {
    struct api_read_job *j = (struct api_read_job *)job;
    struct http_req *r = j->r;
    struct err err = ERR_INIT;
    if (j->run(rd, r, j->own, &err) || render_answer(r, j->render, j->own, &err))
        answer_problem(r, &err);
    http_resume(r);
}

static void read_on(struct readers *pool, struct http_req *r, api_read_fn *run,
                    api_render_fn *render, void *own) {
    struct err err = ERR_INIT;
    struct api_read_job *j = arena_zalloc(r->arena, sizeof(*j));
    *j = (struct api_read_job){
        .job = { .run = run_read }, .r = r, .run = run, .render = render, .own = own
    };
    CHECK(!api_audit_carries(r));
    r->own = j;
    http_park(r);
    if (readers_submit(pool, &j->job, &err)) {
        answer_problem(r, &err);
        http_resume(r);
    }
}

void api_read(struct http_req *r, api_read_fn *run, api_render_fn *render, void *own) {
    read_on(((struct app *)r->app)->readers, r, run, render, own);
}

void api_outside_read(struct http_req *r, api_read_fn *run, api_render_fn *render, void *own) {
    read_on(((struct app *)r->app)->outside, r, run, render, own);
}

/* ---- state first, then the disk ---- */

struct api_chain {
    struct command cmd; /* first */
    struct http_req *r;
    api_run_fn *look;
    struct api_read_job *next;
};

static int run_look(struct core *c, struct command *cmd, struct err *err) {
    struct api_chain *a = (struct api_chain *)cmd;
    return a->look(c, a->r, a->next->own, err);
}

static void look_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct api_chain *a = (struct api_chain *)cmd;
    struct http_req *r = a->r;
    struct err full = ERR_INIT;
    if (!err)
        tell_seq(r, seq);
    if (!err && readers_submit(((struct app *)r->app)->readers, &a->next->job, &full) == 0)
        return; /* the request is the reader's now */
    answer_problem(r, err ? err : &full);
    http_resume(r);
}

void api_look_then_read(struct http_req *r, const char *name, api_run_fn *look,
                        api_read_fn *read, api_render_fn *render, void *own) {
    struct api_chain *a = arena_zalloc(r->arena, sizeof(*a));
    a->next = arena_zalloc(r->arena, sizeof(*a->next));
    *a->next = (struct api_read_job){
        .job = { .run = run_read }, .r = r, .run = read, .render = render, .own = own
    };
    a->cmd = (struct command){ .name = name, .bytes = sizeof(*a), .reads = true,
                               .run = run_look, .done = look_done };
    a->r = r;
    a->look = look;
    r->own = a;
    http_park(r);
    to_core(r, &a->cmd);
}

/* ---- something slow, then a change ---- */

#define SLOW_WAITING_MAX 32

struct api_slow {
    struct read_job job; /* first */
    struct api_command *then;
    api_read_fn *slow;
};

static void run_slow(struct read_job *job, struct reader *rd) {
    struct api_slow *s = (struct api_slow *)job;
    struct http_req *r = s->then->r;
    struct err err = ERR_INIT;
    int rc = s->slow(rd, r, s->then->own, &err);
    atomic_fetch_sub(&((struct app *)r->app)->slow_waiting, 1);
    if (rc == 0) {
        to_core(r, &s->then->cmd);
        return;
    }
    api_body_problem(r, &err);
    if (!api_audit_refusal(r))
        http_resume(r);
}

static void slow_run(struct http_req *r, struct readers *pool, const char *name,
                     api_read_fn *slow, api_run_fn *run, api_render_fn *render, void *own) {
    struct app *app = r->app;
    struct err err = ERR_INIT;
    struct api_slow *s = arena_zalloc(r->arena, sizeof(*s));
    *s = (struct api_slow){ .job = { .run = run_slow }, .slow = slow,
                            .then = command_new(r, name, run, render, own, false) };
    if (idem_read(r, s->then, KEEP_FACT, &err)) {
        answer_problem(r, &err);
        return;
    }
    if (atomic_fetch_add(&app->slow_waiting, 1) >= SLOW_WAITING_MAX) {
        atomic_fetch_sub(&app->slow_waiting, 1);
        err_set(&err, E_UNAVAILABLE, "too many people sign in at once");
        err_hint(&err, "try again in a few seconds");
        answer_problem(r, &err);
        return;
    }
    http_park(r);
    if (readers_submit(pool, &s->job, &err)) {
        atomic_fetch_sub(&app->slow_waiting, 1);
        answer_problem(r, &err);
        http_resume(r);
    }
}

void api_slow_run(struct http_req *r, const char *name, api_read_fn *slow, api_run_fn *run,
                  api_render_fn *render, void *own) {
    slow_run(r, ((struct app *)r->app)->slow, name, slow, run, render, own);
}

void api_outside_run(struct http_req *r, const char *name, api_read_fn *slow, api_run_fn *run,
                     api_render_fn *render, void *own) {
    slow_run(r, ((struct app *)r->app)->outside, name, slow, run, render, own);
}

/* ---- lists ---- */

static struct hash_key cursor_key(struct http_req *r) {
    return core_hash_key(((struct app *)r->app)->core);
}

int api_page(struct http_req *r, const char *list, int *ret_limit, struct str *ret_cursor,
             struct err *err) {
    struct str text = http_query(r, "cursor"), at = { NULL, 0 };
    uint32_t limit;
    if (list_limit(http_query(r, "limit"), &limit, err))
        return -1;
    if (text.n > 0 && cursor_decode(r->arena, cursor_key(r), list, text, &at, err))
        return -1;
    *ret_limit = (int)limit;
    *ret_cursor = at;
    return 0;
}

void api_cursor(struct http_req *r, struct jw *w, const char *list, struct str at) {
    jw_key(w, "next_cursor");
    jw_z(w, at.s ? cursor_encode(r->arena, cursor_key(r), list, at) : NULL);
}
