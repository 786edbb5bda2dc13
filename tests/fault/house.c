/* house.c - see house.h. */
#include "fault/house.h"
#include "fault/temp.h"

#include "guard/audit.h"
#include "unify/unify_internal.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void house_pause(void) {
    struct timespec ts = { 0, 2000000 };
    nanosleep(&ts, NULL);
}

enum db_kind house_kind(void) {
    const char *s = getenv("MUSUBI_TEST_STORE");
    return s && strcmp(s, "postgres") == 0 ? DB_POSTGRES : DB_SQLITE;
}

void house_make(struct house *h, enum db_kind kind) {
    memset(h, 0, sizeof *h);
    temp_dir(h->dir, sizeof h->dir, "house");
    h->store = kind == DB_POSTGRES ? stores_new(kind) : NULL;
}

void house_remove(struct house *h) {
    char command[128];
    house_close(h);
    snprintf(command, sizeof command, "rm -rf '%s'", h->dir);
    assert_int_equal(system(command), 0);
}

int house_try_open(struct house *h, struct err *err) {
    if (clock_wall_ms(&h->clock) == 0 || !h->clock.fake)
        clock_init_fake(&h->clock, HOUSE_START_MS);
    struct core_config cfg = { .data_dir = h->dir, .store = h->store, .clock = &h->clock,
                               .memory_max = h->memory_max ? h->memory_max : 64u << 20,
                               .snapshot_every_s = h->snapshot_every_s,
                               .read_only = h->read_only, .stepped = h->stepped,
                               .ignore_snapshot = h->ignore_snapshot };
    h->collect = NULL;
    h->unify = NULL;
    h->audit = NULL;
    if (core_new(&cfg, &h->core, err) < 0) {
        h->core = NULL;
        return -1;
    }
    h->collect = collect_new(h->core, &h->cc);
    h->unify = unify_new(h->core);
    h->audit = audit_new(h->core);
    unify_audit_set(h->unify, h->audit);
    struct collect_hooks hooks = unify_hooks(h->unify);
    collect_hooks_set(h->collect, &hooks);
    if (core_start(h->core, err) == 0 &&
        (!h->rules || h->read_only || house_rules(h, h->rules, err) == 0))
        return 0;
    house_close(h);
    return -1;
}

void house_open(struct house *h) {
    struct err err;
    OK(house_try_open(h, &err));
}

void house_close(struct house *h) {
    if (!h->core)
        return;
    unify_retain_stop(h->unify);
    unify_erase_stop(h->unify);
    core_stop(h->core);
    collect_free(h->collect);
    unify_free(h->unify);
    audit_free(h->audit);
    core_free(h->core);
    h->core = NULL;
}

/* ---- rules ---- */

struct ruling { struct command cmd; struct unify *u; struct identity_rules *rules; };

static int rules_emit(struct core *c, struct command *cmd, struct err *err) {
    struct ruling *r = (struct ruling *)cmd;
    (void)c;
    return ident_kinds_emit(r->u, r->rules, err);
}

static int rules_set(struct core *c, struct command *cmd, struct err *err) {
    struct ruling *r = (struct ruling *)cmd;
    (void)c, (void)err;
    ident_plan_set(r->u, r->rules);
    return 0;
}

int house_rules(struct house *h, const char *body, struct err *err) {
    struct json_parser *p = json_parser_new();
    struct ruling r = { .u = h->unify };
    struct json v;
    int rc = json_parse(p, body, strlen(body), &v, err);
    if (rc == 0)
        rc = ident_rules_make(v, &r.rules, err);
    json_parser_free(p);
    if (rc < 0)
        return -1;
    r.cmd = (struct command){ .name = "rules", .run = rules_emit };
    rc = core_call(h->core, &r.cmd, err);
    if (rc < 0) {
        ident_rules_free(r.rules);
        return -1;
    }
    r.cmd = (struct command){ .name = "rules", .reads = true, .run = rules_set };
    return core_call(h->core, &r.cmd, err);
}

void house_open_rebuilt(struct house *h, struct house *ret) {
    *ret = *h;
    ret->core = NULL;
    clock_init_fake(&ret->clock, HOUSE_START_MS);
    ret->read_only = ret->ignore_snapshot = true;
    house_open(ret);
}

/* ---- sending ---- */

struct sent {
    pthread_mutex_t lock;
    pthread_cond_t cond;
    bool over, failed;
    struct err err;
    struct collect_result result;
};

static void sent_done(struct collect_batch *b, void *own, const struct err *err, uint64_t seq) {
    struct sent *s = own;
    (void)seq;
    pthread_mutex_lock(&s->lock);
    s->over = true;
    s->failed = err != NULL;
    if (err)
        s->err = *err;
    s->result = collect_batch_result(b);
    collect_batch_free(b);
    pthread_cond_signal(&s->cond);
    pthread_mutex_unlock(&s->lock);
}

int house_submit(struct house *h, struct str body, int64_t received_ms, collect_done *done,
                 void *own, struct err *err) {
    struct collect_origin o = { .source = h->source ? h->source : HOUSE_SOURCE,
                                .received_ms = received_ms ? received_ms
                                                           : clock_wall_ms(&h->clock) };
    struct collect_batch *b = collect_batch_new(h->collect);
    if (collect_batch_parse(b, body, err) == 0 &&
        collect_batch_build(b, COLLECT_BATCH, &o, err) == 0 &&
        collect_batch_submit(b, done, own, err) == 0)
        return 0;
    collect_batch_free(b);
    return -1;
}

int house_send(struct house *h, const char *body, int64_t received_ms,
               struct collect_result *ret, struct err *err) {
    struct sent s = { .lock = PTHREAD_MUTEX_INITIALIZER, .cond = PTHREAD_COND_INITIALIZER };
    if (house_submit(h, str_of(body), received_ms, sent_done, &s, err) < 0)
        return -1;
    while (h->stepped && !s.over)
        assert_true(core_turn(h->core));
    pthread_mutex_lock(&s.lock);
    while (!s.over)
        pthread_cond_wait(&s.cond, &s.lock);
    pthread_mutex_unlock(&s.lock);
    if (s.failed) {
        *err = s.err;
        return -1;
    }
    if (ret)
        *ret = s.result;
    return 0;
}

/* ---- looking: on the core thread ---- */

struct look {
    struct command cmd; /* first */
    struct house *h;
    unsigned kind;
    const char *value;
    struct buf *out;
};

static void look_line(void *ctx, struct str line) {
    buf_put_str(ctx, line);
    buf_putc(ctx, '\n');
}

static int look_run(struct core *c, struct command *cmd, struct err *err) {
    struct look *l = (struct look *)cmd;
    (void)err;
    buf_reset(l->out);
    if (l->kind == 0) {
        core_dump_all(c, look_line, l->out);
        return 0;
    }
    struct arena a;
    struct str v;
    arena_init(&a, "look", 65536);
    int rc = ident_normalise(l->h->unify, l->kind, str_of(l->value), "", &a, &v, err);
    uint32_t atom = rc == 0 ? unify_by_ident(l->h->unify, l->kind, v) : UNIFY_NONE;
    arena_release(&a);
    if (atom != UNIFY_NONE) {
        struct jw w;
        jw_init(&w, l->out);
        unify_person_json(l->h->unify, atom, &w);
    }
    return 0;
}

static void look(struct house *h, unsigned kind, const char *value, struct buf *out) {
    struct err err;
    if (!out->name)
        buf_init(out, "look", 512u << 20);
    struct look l = { .cmd = { .name = "look", .bytes = 64, .reads = true, .run = look_run },
                      .h = h, .kind = kind, .value = value, .out = out };
    OK(core_call(h->core, &l.cmd, &err));
    assert_false(out->full);
}

void house_dump(struct house *h, struct buf *out) { look(h, 0, NULL, out); }

void house_person(struct house *h, unsigned kind, const char *value, struct buf *out) {
    look(h, kind, value, out);
}

static struct str line_of(struct str *rest) {
    const char *nl = memchr(rest->s, '\n', rest->n);
    struct str line = str_n(rest->s, nl ? (size_t)(nl - rest->s) : rest->n);
    size_t skip = line.n + (nl != NULL);
    *rest = str_n(rest->s + skip, rest->n - skip);
    return line;
}

void house_same(const struct buf *a, const struct buf *b, const char *what) {
    struct str x = buf_str(a), y = buf_str(b);
    for (int n = 1; x.n || y.n; n++) {
        struct str p = line_of(&x), q = line_of(&y);
        if (!str_eq(p, q))
            fail_msg("%s: line %d differs:\n  %.*s\n  %.*s", what, n, STR_FMT(p), STR_FMT(q));
    }
}
