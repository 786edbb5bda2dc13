/* fetch.c - parts of the log read side by side.
 *
 * THEORY      A page of a person's events lies in as many frames.  In SQLite each is some reads
 *             of pages, one after the other, since a row's further pages are found by the one
 *             before.  What is asked for is an errand; the caller and whichever threads are free
 *             take its parts one by one.  The caller never waits for a thread that has not
 *             begun: when nobody is free it reads all of them.
 * INVARIANTS  (1) An errand lives on its caller's stack until no thread is in it.
 *             (2) A part is taken once.  What a thread could not read is left out, as the
 *                 caller's reader asks again and is told why.
 * THREADS     `lock` is for the list of errands and who is in them. */
#include "core/fetch.h"
#include "base/check.h"
#include "core/core_internal.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define PART_MAX (4u << 20)

struct errand {
    struct errand *next;
    const struct log_part *parts;
    int n;
    _Atomic int taken;
    int inside;       /* threads, under lock */
    struct buf *read; /* n: what the threads read */
};

struct fetcher {
    struct fetchers *all;
    struct db *db;
    pthread_t thread;
    bool running;
};

struct fetchers {
    pthread_mutex_t lock;
    pthread_cond_t work, left;
    struct errand *errands; /* under lock */
    bool stopping;
    int n;
    struct fetcher threads[];
};

/* ---- the threads ---- */

static void keep(void *ctx, int i, struct str bytes) {
    (void)i;
    buf_put(ctx, bytes.s, bytes.n);
}

/* False: its connection cannot be had. */
static bool help(struct fetcher *t, struct errand *e) {
    struct err err = ERR_INIT;
    if (db_broken(t->db) && db_reopen(t->db, &err) < 0)
        return false;
    for (int i; (i = atomic_fetch_add(&e->taken, 1)) < e->n;)
        if (db_log_parts(t->db, &e->parts[i], 1, keep, &e->read[i], &err) < 0)
            buf_reset(&e->read[i]);
    db_log_rest(t->db);
    return true;
}

static struct errand *unfinished(struct fetchers *f) {
    struct errand *e = f->errands;
    while (e && atomic_load(&e->taken) >= e->n)
        e = e->next;
    return e;
}

static void *fetcher_main(void *arg) {
    struct fetcher *t = arg;
    struct fetchers *f = t->all;
    pthread_mutex_lock(&f->lock);
    while (!f->stopping) {
        struct errand *e = unfinished(f);
        if (!e) {
            pthread_cond_wait(&f->work, &f->lock);
            continue;
        }
        e->inside++;
        pthread_mutex_unlock(&f->lock);
        bool can = help(t, e);
        pthread_mutex_lock(&f->lock);
        e->inside--;
        pthread_cond_broadcast(&f->left);
        if (!can && !f->stopping)
            pthread_cond_wait(&f->work, &f->lock);
    }
    pthread_mutex_unlock(&f->lock);
    return NULL;
}

/* ---- the caller ---- */

static void list(struct fetchers *f, struct errand *e) {
    pthread_mutex_lock(&f->lock);
    e->next = f->errands;
    f->errands = e;
    pthread_cond_broadcast(&f->work);
    pthread_mutex_unlock(&f->lock);
}

static void unlist(struct fetchers *f, struct errand *e) {
    pthread_mutex_lock(&f->lock);
    struct errand **at = &f->errands;
    while (*at != e)
        at = &(*at)->next;
    *at = e->next;
    while (e->inside > 0)
        pthread_cond_wait(&f->left, &f->lock);
    pthread_mutex_unlock(&f->lock);
}

struct own { db_got_part *got; void *ctx; int part; };

static void pass_on(void *ctx, int i, struct str bytes) {
    struct own *o = ctx;
    (void)i;
    o->got(o->ctx, o->part, bytes);
}

int fetch_parts(struct fetchers *f, struct db *db, const struct log_part *parts, int n,
                db_got_part *got, void *ctx, struct err *err) {
    if (n < 2)
        return db_log_parts(db, parts, n, got, ctx, err);
    struct errand e = { .parts = parts, .n = n, .read = calloc((size_t)n, sizeof *e.read) };
    struct own o = { .got = got, .ctx = ctx };
    int rc = 0;
    CHECK(e.read);
    for (int i = 0; i < n; i++)
        buf_init(&e.read[i], "log part", PART_MAX);
    list(f, &e);
    while (rc >= 0 && (o.part = atomic_fetch_add(&e.taken, 1)) < n)
        rc = db_log_parts(db, &parts[o.part], 1, pass_on, &o, err);
    unlist(f, &e);
    for (int i = 0; i < n; i++) {
        if (rc >= 0 && e.read[i].len > 0)
            got(ctx, i, buf_str(&e.read[i]));
        buf_release(&e.read[i]);
    }
    free(e.read);
    return rc < 0 ? -1 : 0;
}

/* ---- life ---- */

int fetchers_new(struct core *c, int n, struct fetchers **ret, struct err *err) {
    struct fetchers *f = calloc(1, sizeof *f + (size_t)n * sizeof f->threads[0]);
    CHECK(f);
    pthread_mutex_init(&f->lock, NULL);
    pthread_cond_init(&f->work, NULL);
    pthread_cond_init(&f->left, NULL);
    f->n = n;
    for (int i = 0; i < n; i++) {
        struct fetcher *t = &f->threads[i];
        t->all = f;
        if (db_open(core_store_where(c), DB_READER, &t->db, err) < 0) {
            fetchers_free(f);
            return -1;
        }
        t->running = pthread_create(&t->thread, NULL, fetcher_main, t) == 0;
    }
    *ret = f;
    return 0;
}

void fetchers_free(struct fetchers *f) {
    if (!f)
        return;
    pthread_mutex_lock(&f->lock);
    CHECK(!f->errands);
    f->stopping = true;
    pthread_cond_broadcast(&f->work);
    pthread_mutex_unlock(&f->lock);
    for (int i = 0; i < f->n; i++) {
        if (f->threads[i].running)
            pthread_join(f->threads[i].thread, NULL);
        db_close(f->threads[i].db);
    }
    pthread_cond_destroy(&f->work);
    pthread_cond_destroy(&f->left);
    pthread_mutex_destroy(&f->lock);
    free(f);
}
