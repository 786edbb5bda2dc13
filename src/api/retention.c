/* retention.c - retention over HTTP: how it stands, a run now, and a try.
 *
 * A run is begun by an entry; the work is the thread's of unify/retainer.c.  A try goes in
 * turns: rows on the core thread, at most some thousand events on a reader's.
 */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/app.h"
#include "api/routes_gen.h"
#include "unify/unify.h"

static struct unify *unify_of(struct http_req *r) { return ((struct app *)r->app)->unify; }

static int look(struct core *c, struct http_req *r, void *own, struct err *err) {
    (void)c, (void)r, (void)own, (void)err;
    return 0;
}

static void render(struct http_req *r, void *own, struct jw *w) {
    (void)own;
    unify_retain_json(unify_of(r), w);
}

void api_getRetention(struct http_req *r) { api_look(r, "retention.get", look, render, NULL); }

static int begin(struct core *c, struct http_req *r, void *own, struct err *err) {
    (void)c, (void)own;
    api_audit(r, STR("retention"), (struct str){ NULL, 0 }, STR("{\"run\":\"asked\"}"));
    return unify_retain_run(unify_of(r), (uint32_t)r->who.key_id, err);
}

static void begin_render(struct http_req *r, void *own, struct jw *w) {
    render(r, own, w);
    r->status = 202;
    unify_retain_kick(unify_of(r));
}

void api_runRetention(struct http_req *r) {
    api_run(r, "retention.run", begin, begin_render, NULL);
}

/* ---- a try ---- */

struct trial {
    struct command cmd; /* first */
    struct read_job job;
    struct http_req *r;
    struct unify_retain_trial *t;
    bool over;
};

static void answer(struct trial *t, const struct err *err) {
    struct http_req *r = t->r;
    if (err) {
        http_problem(r, err);
    } else {
        struct jw w;
        jw_init(&w, &r->out);
        unify_retain_trial_json(t->t, ((struct app *)r->app)->registry, &w);
    }
    unify_retain_trial_free(t->t);
    http_resume(r);
}

static void trial_read(struct read_job *job, struct reader *rd) {
    struct trial *t = (struct trial *)((char *)job - offsetof(struct trial, job));
    struct err err = ERR_INIT;
    if (unify_retain_trial_read(t->t, rd->log, &err) < 0 ||
        core_submit(((struct app *)t->r->app)->core, &t->cmd, &err) < 0)
        answer(t, &err);
}

static int trial_run(struct core *c, struct command *cmd, struct err *err) {
    struct trial *t = (struct trial *)cmd;
    (void)c, (void)err;
    t->over = unify_retain_trial_scan(t->t);
    return 0;
}

static void trial_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct trial *t = (struct trial *)cmd;
    struct err full = ERR_INIT;
    (void)seq;
    t->job.run = trial_read;
    if (err || t->over)
        answer(t, err);
    else if (readers_submit(((struct app *)t->r->app)->readers, &t->job, &full) < 0)
        answer(t, &full);
}

void api_tryRetention(struct http_req *r) {
    struct trial *t = arena_zalloc(r->arena, sizeof *t);
    struct err err = ERR_INIT;
    t->r = r;
    t->t = unify_retain_trial_new(unify_of(r), r->json, &err);
    if (!t->t) {
        http_problem_status(r, 422, &err);
        return;
    }
    t->cmd = (struct command){ .name = "retention.try", .bytes = sizeof *t, .reads = true,
                               .run = trial_run, .done = trial_done };
    http_park(r);
    if (core_submit(((struct app *)r->app)->core, &t->cmd, &err) < 0)
        answer(t, &err);
}
