/* lease.c - who writes, when several nodes serve one store.
 *
 * THEORY      One row, lease(epoch, beat, holder, url), says which node writes.  Every commit
 *             raises `beat` where epoch and holder are still its own, in the transaction of the
 *             frame, and must hit that row: the row's lock puts commits and takeovers in one
 *             order, so a writer that was frozen or cut off cannot commit after a takeover.
 *             (Reading the row is not enough: the takeover could come between the look and the
 *             commit.)
 *             Nobody compares clocks of two machines.  A follower takes over when it has seen
 *             the row unchanged for lease_ms of its own seconds, or given up by a clean stop:
 *             it raises the epoch where epoch and beat are still what it saw, reads the log to
 *             its end, and only then commits.  A transaction of the old writer that was under
 *             way holds the row's lock, so the takeover waits for its outcome; a client that is
 *             silent inside of a transaction loses it (db_idle_limit()).
 *             Each start of a node is a holder of its own ("node.boot"); a node that starts
 *             again finds its own name in the row and need not wait, since the lock on its
 *             folder proves that the process before it is gone.
 * INVARIANTS  (1) A frame is committed only by the holder of the lease, with its epoch.
 *             (2) A node becomes the writer only after it has applied the whole log, read after
 *                 its takeover was committed.
 *             (3) Epochs never go back, in the row and along the log.
 * LIMITS      A takeover after a crash: lease_ms and one look at the row (a tenth of that).
 * THREADS     Core thread, or the starting one; what others see is under core->lock.
 */
#include "core/core_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NODE_CHARS 16 /* hex digits of a node's name; as many of one start's */

static int64_t lease_ns(const struct core *c) { return c->cfg.lease_ms * 1000000; }

/* ---- who we are ---- */

static int node_read(const char *path, char out[NODE_CHARS + 1]) {
    FILE *f = fopen(path, "re");
    if (!f)
        return -1;
    size_t n = fread(out, 1, NODE_CHARS, f);
    fclose(f);
    out[n] = 0;
    return n == NODE_CHARS && strspn(out, "0123456789abcdef") == NODE_CHARS ? 0 : -1;
}

/* The node's name: made once, kept in the folder. */
static int node_name(struct core *c, char out[NODE_CHARS + 1], struct err *err) {
    char path[4096];
    uint8_t raw[NODE_CHARS / 2];
    snprintf(path, sizeof path, "%s/node", c->cfg.data_dir);
    if (node_read(path, out) == 0)
        return 0;
    hash_random(raw, sizeof raw);
    hash_hex(raw, sizeof raw, out);
    FILE *f = fopen(path, "we");
    bool well = f && fprintf(f, "%s\n", out) > 0;
    if (f && (fflush(f) || fsync(fileno(f)) < 0))
        well = false;
    if (f && fclose(f))
        well = false;
    return well ? 0 : err_set(err, E_UNAVAILABLE, "cannot write %s: %s", path, strerror(errno));
}

/* The nodes' common secret: made by the first of them. */
static int secret_load(struct core *c, struct err *err) {
    uint8_t raw[32];
    char hex[65];
    hash_random(raw, sizeof raw);
    hash_hex(raw, sizeof raw, hex);
    struct sql *q = db_sql(c->db, SQL("INSERT INTO meta (key, value) VALUES ('node_secret', $1) "
                                      "ON CONFLICT (key) DO NOTHING"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, str_of(hex));
    if (sql_run(q, err) < 0)
        return -1;
    q = db_sql(c->db, SQL("SELECT value FROM meta WHERE key = 'node_secret'"), err);
    if (!q)
        return -1;
    int rc = sql_step(q, err);
    if (rc > 0) {
        struct str v = sql_get_text(q, 0);
        hash_sha256(v.s, v.n, c->lease.secret);
    }
    sql_end(q);
    if (rc == 0)
        return err_set(err, E_CORRUPT, "meta has no row node_secret");
    return rc < 0 ? -1 : 0;
}

void core_node_secret(struct core *c, uint8_t out[32]) {
    memcpy(out, c->lease.secret, sizeof c->lease.secret);
}

int lease_open(struct core *c, struct err *err) {
    struct lease *l = &c->lease;
    char node[NODE_CHARS + 1], boot[NODE_CHARS + 1];
    uint8_t raw[NODE_CHARS / 2];
    l->on = c->cfg.lease_ms > 0 && !c->cfg.read_only;
    nodes_open(c);
    if (!l->on)
        return 0;
    if (node_name(c, node, err) < 0 || db_idle_limit(c->db, c->cfg.lease_ms, err) < 0)
        return -1;
    hash_random(raw, sizeof raw);
    hash_hex(raw, sizeof raw, boot);
    snprintf(l->self, sizeof l->self, "%s.%s", node, boot);
    struct sql *q = db_sql(c->db, SQL("INSERT INTO lease (id, epoch, beat, holder, url) "
                                      "VALUES (1, 0, 0, '', '') ON CONFLICT (id) DO NOTHING"),
                           err);
    return q && sql_run(q, err) >= 0 ? secret_load(c, err) : -1;
}

void core_set_url(struct core *c, const char *url) {
    size_t n = url ? strlen(url) : 0;
    while (n > 0 && url[n - 1] == '/') /* a path follows */
        n--;
    snprintf(c->lease.url, sizeof c->lease.url, "%.*s", (int)n, url ? url : "");
}

/* ---- the row ---- */

static void copy_text(char *out, size_t size, struct str s) {
    snprintf(out, size, "%.*s", (int)(s.n < size ? s.n : size - 1), s.s);
}

static int row_read(struct core *c, struct lease_row *ret, struct err *err) {
    struct sql *q = db_sql(c->db, SQL("SELECT epoch, beat, holder, url FROM lease WHERE id = 1"),
                           err);
    if (!q)
        return -1;
    int rc = sql_step(q, err);
    if (rc > 0) {
        ret->epoch = sql_get_int(q, 0);
        ret->beat = sql_get_int(q, 1);
        copy_text(ret->holder, sizeof ret->holder, sql_get_text(q, 2));
        copy_text(ret->url, sizeof ret->url, sql_get_text(q, 3));
    }
    sql_end(q);
    if (rc == 0)
        return err_set(err, E_CORRUPT, "the store has no lease row");
    return rc < 0 ? -1 : 0;
}

/* What other threads are told. */
static void show(struct core *c, enum core_role role) {
    struct lease *l = &c->lease;
    pthread_mutex_lock(&c->lock);
    l->shown.role = role;
    if (l->row.epoch >= 0)
        l->shown.epoch = (uint32_t)l->row.epoch;
    bool ours = strcmp(l->row.holder, l->self) == 0;
    snprintf(l->shown.writer_url, sizeof l->shown.writer_url, "%s",
             l->row.holder[0] && !ours ? l->row.url : "");
    pthread_mutex_unlock(&c->lock);
    atomic_store(&l->role, (int)role);
}

static bool ours(const struct lease *l) { return strcmp(l->row.holder, l->self) == 0; }

/* ---- holding it ---- */

int lease_hold(struct core *c, struct err *err) {
    struct lease *l = &c->lease;
    if (!l->on)
        return 0;
    struct sql *q = db_sql(c->db, SQL("UPDATE lease SET beat = beat + 1 "
                                      "WHERE id = 1 AND epoch = $1 AND holder = $2"), err);
    if (!q)
        return -1;
    sql_int(q, 1, l->row.epoch);
    sql_text_(q, 2, str_of(l->self));
    int64_t n = sql_run(q, err);
    if (n < 0)
        return -1;
    if (n != 1) {
        l->lost = true;
        err_set(err, E_UNAVAILABLE, "another node has become the writer");
        return -1;
    }
    l->renew_ns = clock_mono_ns(c->clock) + lease_ns(c) / 5;
    return 0;
}

void lease_step_down(struct core *c) {
    struct lease *l = &c->lease;
    l->lost = false;
    l->row.holder[0] = 0;
    l->row.epoch = -1; /* whatever stands there counts as news */
    l->look_ns = l->row_ns = 0;
    l->changed_ns = clock_mono_ns(c->clock);
    atomic_store(&c->st_writable, false);
    show(c, CORE_FOLLOWER);
}

static int renew(struct core *c, struct err *err) {
    if (clock_mono_ns(c->clock) < c->lease.renew_ns)
        return 0;
    if (db_begin(c->db, err) < 0)
        return -1;
    c->in_tx = true;
    if (lease_hold(c, err) < 0 || db_commit(c->db, err) < 0)
        return -1;
    c->in_tx = false;
    lease_proved(c);
    return 0;
}

void lease_proved(struct core *c) {
    if (c->lease.on)
        atomic_store(&c->lease.tail_ns, clock_mono_ns(c->clock));
}

int lease_recovered(struct core *c, struct err *err) {
    struct lease *l = &c->lease;
    struct lease_row row;
    if (!l->on)
        return 1;
    if (row_read(c, &row, err) < 0)
        return -1;
    if (row.epoch == l->row.epoch && strcmp(row.holder, l->self) == 0)
        return 1;
    lease_step_down(c);
    return 0;
}

void lease_give_up(struct core *c) {
    struct lease *l = &c->lease;
    struct err err = ERR_INIT;
    if (!l->on || atomic_load(&l->role) != CORE_WRITER || db_broken(c->db))
        return;
    struct sql *q = db_sql(c->db, SQL("UPDATE lease SET beat = beat + 1, holder = '', url = '' "
                                      "WHERE id = 1 AND epoch = $1 AND holder = $2"), &err);
    if (!q)
        return;
    sql_int(q, 1, l->row.epoch);
    sql_text_(q, 2, str_of(l->self));
    (void)!sql_run(q, &err); /* else the others wait lease_ms */
    l->row.holder[0] = 0;
    show(c, CORE_FOLLOWER);
}

/* ---- taking it ---- */

/* 1: the lease is ours in the store; 0: somebody was quicker. */
static int row_take(struct core *c, struct err *err) {
    struct lease *l = &c->lease;
    int64_t epoch = l->row.epoch > c->root->epoch ? l->row.epoch : c->root->epoch;
    if (db_begin(c->db, err) < 0)
        return -1;
    struct sql *q = db_sql(c->db, SQL("UPDATE lease SET epoch = $1, beat = beat + 1, "
                                      "holder = $2, url = $3 "
                                      "WHERE id = 1 AND epoch = $4 AND beat = $5"), err);
    int64_t n = -1;
    if (q) {
        sql_int(q, 1, epoch + 1);
        sql_text_(q, 2, str_of(l->self));
        sql_text_(q, 3, str_of(l->url));
        sql_int(q, 4, l->row.epoch);
        sql_int(q, 5, l->row.beat);
        n = sql_run(q, err);
    }
    if (n != 1) {
        db_rollback(c->db);
        return n < 0 ? -1 : 0;
    }
    if (db_commit(c->db, err) < 0)
        return -1; /* done or not: the next look tells */
    l->row.epoch = epoch + 1;
    l->row.beat++;
    snprintf(l->row.holder, sizeof l->row.holder, "%s", l->self);
    snprintf(l->row.url, sizeof l->row.url, "%s", l->url);
    return 1;
}

/* Invariant 2. */
static int win(struct core *c, struct err *err) {
    struct lease *l = &c->lease;
    if (follow_all(c, err) < 0 || nodes_look(c, err) < 0)
        return -1;
    l->lost = false;
    l->renew_ns = clock_mono_ns(c->clock) + lease_ns(c) / 5;
    atomic_fetch_add(&c->st_takeovers, 1);
    lease_proved(c);
    show(c, CORE_WRITER);
    atomic_store(&c->st_writable, true);
    for (int i = 0; i < c->n_lead && atomic_load(&c->st_started); i++)
        c->lead[i].fn(c->lead[i].room);
    return 0;
}

int lease_watch(struct core *c, struct err *err) {
    struct lease *l = &c->lease;
    int64_t now = clock_mono_ns(c->clock);
    struct lease_row row;
    if (now < l->row_ns)
        return 0;
    if (row_read(c, &row, err) < 0)
        return -1;
    l->row_ns = now + lease_ns(c) / 10;
    bool news = row.epoch != l->row.epoch || row.beat != l->row.beat;
    bool reign = row.epoch != l->row.epoch;
    l->row = row;
    if (news)
        l->changed_ns = now;
    if (reign)
        show(c, CORE_FOLLOWER);
    if (reign && follow_check(c, err) < 0)
        return -1;
    if (!ours(l)) {
        if (row.holder[0] && now - l->changed_ns < lease_ns(c))
            return 0;
        l->changed_ns = now; /* who was quicker gets his time */
        int rc = row_take(c, err);
        if (rc <= 0) {
            l->row_ns = 0;
            return rc;
        }
    }
    return win(c, err);
}

int lease_start(struct core *c, struct err *err) {
    struct lease *l = &c->lease;
    if (!l->on) {
        atomic_store(&c->st_writable, true);
        return 0;
    }
    if (row_read(c, &l->row, err) < 0)
        return -1;
    l->changed_ns = clock_mono_ns(c->clock);
    show(c, CORE_FOLLOWER);
    for (int tries = 0; tries < 5; tries++) {
        if (l->row.holder[0] && strncmp(l->row.holder, l->self, NODE_CHARS + 1) != 0)
            return 0;
        int rc = row_take(c, err);
        if (rc != 0)
            return rc < 0 ? -1 : win(c, err);
        /* the last commit of the process before this one came in between */
        if (row_read(c, &l->row, err) < 0)
            return -1;
    }
    return 0;
}

/* ---- each turn of the core ---- */

int lease_turn(struct core *c, struct err *err) {
    struct lease *l = &c->lease;
    if (!l->on)
        return 0;
    if (atomic_load(&l->role) == CORE_WRITER)
        return renew(c, err) < 0 ? -1 : nodes_turn(c, true, err);
    follow_turn(c);
    struct err ignored = ERR_INIT;
    if (!db_broken(c->db) && !c->recovering && nodes_turn(c, false, &ignored) < 0)
        return 0; /* the next look at the log finds out */
    return 0;
}

int64_t lease_wait_ms(const struct core *c) {
    const struct lease *l = &c->lease;
    if (!l->on)
        return INT64_MAX;
    int64_t at = atomic_load(&l->role) == CORE_WRITER ? l->renew_ns : l->look_ns;
    int64_t ms = (at - clock_mono_ns(c->clock)) / 1000000 + 1;
    if (c->clock->fake && ms > 5)
        ms = 5; /* somebody else turns that clock */
    return ms < 0 ? 0 : ms;
}

void core_lease(struct core *c, struct core_lease *ret) {
    pthread_mutex_lock(&c->lock);
    *ret = c->lease.shown;
    pthread_mutex_unlock(&c->lock);
    int64_t at = atomic_load(&c->lease.tail_ns);
    ret->behind_ms = ret->role == CORE_ALONE ? 0
                     : at ? (clock_mono_ns(c->clock) - at) / 1000000 : INT64_MAX;
    ret->takeovers = atomic_load(&c->st_takeovers);
}

enum core_role core_role(struct core *c) { return (enum core_role)atomic_load(&c->lease.role); }
