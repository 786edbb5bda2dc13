/* readers.c - threads that wait for the disk, so that others need not.
 *
 * THEORY      One queue, N threads, each with a store connection and a log reader of its own.
 *             A job is run exactly once, also when the connection could not be mended: its own
 *             statements then fail and it answers with that error.
 *             In the core's stepped mode there are no threads: a job waits until somebody calls
 *             readers_step().
 * LIMITS      QUEUE_MAX jobs wait; the next is refused with E_UNAVAILABLE.
 * THREADS     readers_submit() from any thread; a reader is used by its thread only. */
#include "core/readers.h"
#include "base/check.h"
#include "base/fault.h"
#include "core/core_internal.h"
#include "core/fetch.h"

#include <pthread.h>
#include <stdlib.h>

#define QUEUE_MAX 1024
#define THREADS_MAX 64

struct reader_thread {
    struct readers *all;
    struct reader rd;
    pthread_t thread;
    bool running;
};

struct readers {
    struct core *core;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct read_job *head, **tail; /* under lock, as all below */
    size_t queued;
    bool stopping;
    int n;
    struct fetchers *fetchers;
    struct reader_thread threads[];
};

/* A connection that broke under an earlier job is made anew; the log reader uses the same. */
static void mend(struct reader_thread *t) {
    struct err err = ERR_INIT;
    if (db_broken(t->rd.db) && db_reopen(t->rd.db, &err))
        return; /* the job learns of it at its first statement */
}

static struct read_job *next_job(struct readers *r, bool wait) {
    pthread_mutex_lock(&r->lock);
    while (wait && !r->head && !r->stopping)
        pthread_cond_wait(&r->work, &r->lock);
    struct read_job *job = r->head;
    if (job) {
        r->head = job->next;
        if (!r->head)
            r->tail = &r->head;
        r->queued--;
    }
    pthread_mutex_unlock(&r->lock);
    return job;
}

static bool one_job(struct reader_thread *t, bool wait) {
    struct read_job *job = next_job(t->all, wait);
    if (!job)
        return false;
    mend(t);
    job->run(job, &t->rd);
    db_log_rest(t->rd.db);
    return true;
}

static void *reader_main(void *arg) {
    while (one_job(arg, true))
        ;
    return NULL;
}

bool readers_step(struct readers *r) { return one_job(&r->threads[0], false); }

static int start_thread(struct readers *r, struct reader_thread *t, struct err *err) {
    t->all = r;
    if (db_open(core_store_where(r->core), DB_READER, &t->rd.db, err) ||
        log_reader_new(t->rd.db, &t->rd.log, err))
        return err_within(err, "reader thread");
    log_reader_help(t->rd.log, r->fetchers);
    if (r->core->cfg.stepped)
        return 0;
    if (pthread_create(&t->thread, NULL, reader_main, t) != 0)
        return err_set(err, E_INTERNAL, "cannot start a reader thread");
    t->running = true;
    return 0;
}

int readers_new(struct core *c, int threads, int helpers, struct readers **ret,
                struct err *err) {
    CHECK(threads >= 1 && threads <= THREADS_MAX);
    struct readers *r = calloc(1, sizeof(*r) + (size_t)threads * sizeof(r->threads[0]));
    CHECK(r);
    r->core = c;
    r->n = threads;
    r->tail = &r->head;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->work, NULL);
    if (helpers > 0 && !c->cfg.stepped && db_kind(c->db) == DB_SQLITE &&
        fetchers_new(c, helpers, &r->fetchers, err) < 0) {
        readers_free(r);
        return err_within(err, "reader thread");
    }
    for (int i = 0; i < threads; i++)
        if (start_thread(r, &r->threads[i], err)) {
            readers_free(r);
            return -1;
        }
    *ret = r;
    return 0;
}

void readers_free(struct readers *r) {
    if (!r)
        return;
    pthread_mutex_lock(&r->lock);
    r->stopping = true;
    pthread_cond_broadcast(&r->work);
    pthread_mutex_unlock(&r->lock);
    while (r->core->cfg.stepped && readers_step(r))
        ;
    for (int i = 0; i < r->n; i++) {
        struct reader_thread *t = &r->threads[i];
        if (t->running)
            pthread_join(t->thread, NULL);
        if (t->rd.log)
            log_reader_free(t->rd.log);
        if (t->rd.db)
            db_close(t->rd.db);
    }
    CHECK(!r->head);
    fetchers_free(r->fetchers);
    pthread_cond_destroy(&r->work);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

int readers_submit(struct readers *r, struct read_job *job, struct err *err) {
    int rc = 0;
    job->next = NULL;
    pthread_mutex_lock(&r->lock);
    if (r->stopping) {
        rc = err_set(err, E_UNAVAILABLE, "the server is stopping");
    } else if (r->queued >= QUEUE_MAX || fault_hit("readers.queue")) {
        rc = err_set(err, E_UNAVAILABLE, "too many reads are waiting");
        err_hint(err, "ask again in a moment");
    } else {
        *r->tail = job;
        r->tail = &job->next;
        r->queued++;
        pthread_cond_signal(&r->work);
    }
    pthread_mutex_unlock(&r->lock);
    return rc;
}
