/* quarantine.c - an input that makes the program fail is not met twice.
 *
 * THEORY      Before a command with a digest runs, and before an entry is applied on replay,
 *             its digest or seq is written to a small shared mapping, which outlives a crash of
 *             the process.  A failed CHECK or a fault of the processor marks it as crashed on
 *             the way down.  The next start keeps that mark in the table `quarantine`, and from
 *             then on refuses the input, or passes over the entry.
 * INVARIANTS  (1) Only a crash of this program condemns an input: kill -9, a power loss and an
 *                 orderly end leave the mark uncrashed, and it is forgotten.
 * LIMITS      A crash outside the core thread condemns nobody; nor does an exhausted stack.
 * THREADS     Core thread, and the starting thread before it runs.
 */
#include "core/core_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define INFLIGHT_MAGIC 0x544c464e4955534dull

static __thread struct inflight *my_mark; /* of the core that runs on this thread */
static const int crash_signals[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL };

static void on_crash(int sig) {
    if (my_mark && my_mark->state != INFLIGHT_IDLE)
        my_mark->state |= INFLIGHT_CRASHED;
    signal(sig, SIG_DFL);
    raise(sig);
}

void quarantine_watch(struct quarantine *q) {
    my_mark = q->mark;
    for (size_t i = 0; i < sizeof crash_signals / sizeof *crash_signals; i++) {
        struct sigaction old;
        if (sigaction(crash_signals[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            signal(crash_signals[i], on_crash); /* a sanitizer's own handler is left alone */
    }
}

static void keep(uint64_t **list, size_t *n, uint64_t v) {
    *list = realloc(*list, (*n + 1) * sizeof **list);
    CHECK(*list);
    (*list)[(*n)++] = v;
}

static int load(struct quarantine *q, struct db *db, struct err *err) {
    struct sql *s = db_sql(db, SQL("SELECT seq, digest FROM quarantine"), err);
    if (!s)
        return -1;
    int rc;
    while ((rc = sql_step(s, err)) > 0) {
        if (!sql_is_null(s, 0))
            keep(&q->seqs, &q->n_seqs, (uint64_t)sql_get_int(s, 0));
        else
            keep(&q->digests, &q->n_digests, (uint64_t)sql_get_int(s, 1));
    }
    sql_end(s);
    return rc;
}

static int record(struct db *db, const struct inflight *m, int64_t now_ms, struct err *err) {
    struct sql *s = db_sql(db,
                           SQL("INSERT INTO quarantine(id, seq, digest, name, at_ms, detail) "
                               "SELECT COALESCE(max(id), 0) + 1, $1, $2, $3, $4, $5 "
                               "FROM quarantine"),
                           err);
    if (!s)
        return -1;
    bool replay = m->state & INFLIGHT_REPLAY;
    if (replay)
        sql_int(s, 1, (int64_t)m->seq);
    else
        sql_null(s, 1);
    sql_int(s, 2, replay ? 0 : (int64_t)m->digest); /* no command has 0 */
    sql_text_(s, 3, str_n(m->name, strnlen(m->name, sizeof m->name)));
    sql_int(s, 4, now_ms);
    sql_text_(s, 5, STR("the program failed on it"));
    return sql_run(s, err) < 0 ? -1 : 0;
}

int quarantine_open(struct quarantine *q, const char *dir, struct db *db, int64_t now_ms,
                    bool read_only, struct err *err) {
    memset(q, 0, sizeof *q);
    if (read_only)
        return load(q, db, err);
    char path[4096];
    snprintf(path, sizeof path, "%s/inflight", dir);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    /* Its room is taken now: on a full disk a write to the mapping would be a SIGBUS. */
    int full = fd < 0 ? errno : posix_fallocate(fd, 0, 4096);
    if (full) {
        if (fd >= 0)
            close(fd);
        return err_set(err, E_UNAVAILABLE, "cannot open %s: %s", path, strerror(full));
    }
    q->mark = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (q->mark == MAP_FAILED) {
        q->mark = NULL;
        return err_set(err, E_INTERNAL, "cannot map %s: %s", path, strerror(errno));
    }
    struct inflight *m = q->mark;
    if (m->magic == INFLIGHT_MAGIC && (m->state & INFLIGHT_CRASHED))
        if (record(db, m, now_ms, err) < 0)
            return -1;
    m->state = INFLIGHT_IDLE;
    m->magic = INFLIGHT_MAGIC;
    return load(q, db, err);
}

void quarantine_close(struct quarantine *q) {
    if (q->mark)
        munmap(q->mark, 4096);
    free(q->digests);
    free(q->seqs);
    memset(q, 0, sizeof *q);
}

static bool listed(const uint64_t *list, size_t n, uint64_t v) {
    for (size_t i = 0; i < n; i++)
        if (list[i] == v)
            return true;
    return false;
}

bool quarantine_has_digest(const struct quarantine *q, uint64_t digest) {
    return q->n_digests > 0 && listed(q->digests, q->n_digests, digest);
}

bool quarantine_has_seq(const struct quarantine *q, uint64_t seq) {
    return q->n_seqs > 0 && listed(q->seqs, q->n_seqs, seq);
}
