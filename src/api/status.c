/* status.c - /api/system: how the program and its store are, and a copy of it to take away.
 *
 * THEORY      A backup is what `musubi backup` makes: one consistent read of the store, copied
 *             into a new SQLite file by a thread of its own, while everything goes on.  Only
 *             when the copy is whole does the answer begin; then the file has no name any more,
 *             and is gone when the request ends, however it ends.
 * LIMITS      One backup at a time.  It needs as much room in the folder as the store has data.
 * THREADS     The copying thread owns the request while it is parked.
 */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_system.h"
#include "api/event_scan.h"
#include "api/routes_gen.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define NODES_SHOWN 64

static struct app *app_of(struct http_req *r) { return r->app; }

/* ---- figures ---- */

struct node_row { struct str id, url, version; };
struct status {
    struct core_stats st;
    struct core_lease lease;
    uint64_t frames, log_bytes;
    int64_t store_bytes, disk_free, disk_total, snapshot_ms, snapshot_bytes;
    long threads;
    struct node_row nodes[NODES_SHOWN];
    int n_nodes;
    struct app *app;
};

static struct str keep(struct http_req *r, struct str s) {
    return str_n(arena_dup(r->arena, s.s, s.n), s.n);
}

static void look_log(struct unify *u, void *ctx) {
    struct status *s = ctx;
    (void)u;
    core_log_size(s->app->core, &s->frames, &s->log_bytes);
}

static long thread_count(void) {
    char line[256];
    long n = 0;
    FILE *f = fopen("/proc/self/status", "re");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "Threads:", 8) == 0)
            n = strtol(line + 8, NULL, 10);
    if (f)
        fclose(f);
    return n;
}

/* The newest image in DIR/snapshot. */
static void snapshot_file(struct status *s, const char *dir) {
    char path[4200];
    snprintf(path, sizeof path, "%s/snapshot", dir);
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d));) {
        struct stat st;
        if (e->d_name[0] == '.' || fstatat(dirfd(d), e->d_name, &st, 0) < 0 ||
            !S_ISREG(st.st_mode))
            continue;
        int64_t ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
        if (ms > s->snapshot_ms) {
            s->snapshot_ms = ms;
            s->snapshot_bytes = st.st_size;
        }
    }
    if (d)
        closedir(d);
}

static int read_nodes(struct reader *rd, struct http_req *r, struct status *s,
                      struct err *err) {
    struct sql *q = db_sql(rd->db, SQL("SELECT id, url, version FROM node ORDER BY id LIMIT $1"),
                           err);
    int rc = q ? 0 : -1;
    if (q)
        sql_int(q, 1, NODES_SHOWN);
    while (q && (rc = sql_step(q, err)) > 0)
        s->nodes[s->n_nodes++] = (struct node_row){ keep(r, sql_get_text(q, 0)),
                                                    keep(r, sql_get_text(q, 1)),
                                                    keep(r, sql_get_text(q, 2)) };
    sql_end(q);
    return rc;
}

static int status_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct status *s = own;
    struct statvfs v;
    const char *dir = core_dir(app_of(r)->core);
    s->app = r->app;
    core_stats(s->app->core, &s->st);
    core_lease(s->app->core, &s->lease);
    s->store_bytes = db_size_bytes(rd->db);
    if (statvfs(dir, &v) == 0) {
        s->disk_free = (int64_t)v.f_bavail * (int64_t)v.f_frsize;
        s->disk_total = (int64_t)v.f_blocks * (int64_t)v.f_frsize;
    }
    s->threads = thread_count();
    snapshot_file(s, dir);
    if (read_nodes(rd, r, s, err) < 0)
        return -1;
    return event_state_look(s->app, look_log, s, err);
}

static void store_json(struct jw *w, const struct status *s) {
    const char *where = core_store_where(s->app->core);
    JW_OBJ_KEY(w, "store");
    JW_Z(w, "kind", strstr(where, "://") ? "postgresql" : "sqlite");
    JW_INT(w, "bytes", s->store_bytes);
    JW_BOOL(w, "writable", s->st.writable);
    JW_INT(w, "commit_failures", (int64_t)s->st.commit_failures);
    jw_obj_end(w);
    JW_OBJ_KEY(w, "log");
    JW_INT(w, "seq", (int64_t)s->st.seq);
    JW_INT(w, "frames", (int64_t)s->frames);
    JW_INT(w, "bytes", (int64_t)s->log_bytes);
    jw_obj_end(w);
    JW_OBJ_KEY(w, "snapshot");
    JW_INT(w, "seq", (int64_t)s->st.snapshot_seq);
    jw_key(w, "time");
    if (s->snapshot_ms)
        jw_time(w, s->snapshot_ms);
    else
        jw_null(w);
    JW_INT(w, "bytes", s->snapshot_bytes);
    JW_INT(w, "entries_behind", (int64_t)(s->st.seq - s->st.snapshot_seq));
    jw_obj_end(w);
}

static void nodes_json(struct jw *w, const struct status *s) {
    jw_key(w, "nodes");
    jw_arr(w);
    for (int i = 0; i < s->n_nodes; i++) {
        jw_obj(w);
        JW_STR(w, "id", s->nodes[i].id);
        JW_STR(w, "url", s->nodes[i].url);
        JW_STR(w, "version", s->nodes[i].version);
        jw_obj_end(w);
    }
    jw_arr_end(w);
}

static void status_render(struct http_req *r, void *own, struct jw *w) {
    const struct status *s = own;
    struct unify_find_stats find;
    unify_find_stats(s->app->unify, &find);
    jw_obj(w);
    JW_Z(w, "version", MUSUBI_VERSION);
    int64_t up = clock_mono_ns(core_clock(s->app->core)) - s->app->started_ns;
    JW_INT(w, "uptime_s", up / 1000000000);
    JW_Z(w, "status", api_ready_status(s->app, &s->st, &s->lease));
    JW_Z(w, "role", api_role_text(s->lease.role));
    JW_INT(w, "epoch", s->lease.epoch);
    jw_key(w, "behind_ms");
    if (s->lease.role != CORE_ALONE && s->lease.behind_ms < INT64_MAX)
        jw_int(w, s->lease.behind_ms);
    else
        jw_null(w);
    JW_STR(w, "writer_url", str_of(s->lease.writer_url));
    store_json(w, s);
    nodes_json(w, s);
    JW_OBJ_KEY(w, "disk");
    JW_INT(w, "free_bytes", s->disk_free);
    JW_INT(w, "total_bytes", s->disk_total);
    jw_obj_end(w);
    JW_OBJ_KEY(w, "memory");
    JW_INT(w, "resident_bytes", (int64_t)api_resident_bytes());
    JW_INT(w, "state_bytes", (int64_t)s->st.heap_bytes);
    jw_obj_end(w);
    JW_INT(w, "threads", s->threads);
    JW_OBJ_KEY(w, "search");
    JW_BOOL(w, "ready", find.ready);
    JW_INT(w, "waiting", (int64_t)find.waiting);
    jw_obj_end(w);
    jw_obj_end(w);
}

void api_getSystem(struct http_req *r) {
    api_read(r, status_run, status_render, arena_zalloc(r->arena, sizeof(struct status)));
}

/* ---- backup ---- */

struct backup {
    struct app *app;
    pthread_mutex_t lock;
    pthread_t thread;
    bool busy, joinable, closing; /* under lock */
    struct http_req *r;  /* the thread's, while it copies */
    int64_t bytes;
};

struct download { struct backup *b; int fd; };

static void drop_file(const char *path) {
    char other[4200];
    (void)unlink(path);
    snprintf(other, sizeof other, "%s-wal", path);
    (void)unlink(other);
    snprintf(other, sizeof other, "%s-shm", path);
    (void)unlink(other);
}

/* Connection's thread: the next piece. */
static void download_more(struct http_req *r) {
    struct download *d = r->own;
    char bytes[HTTP_PIECE_MAX];
    ssize_t n = read(d->fd, bytes, sizeof bytes);
    if (n < 0) {
        struct err err = ERR_INIT;
        err_set(&err, E_INTERNAL, "cannot read the copy: %s", strerror(errno));
        http_problem(r, &err); /* cut off: the client sees that it is not whole */
        return;
    }
    if (n == 0)
        r->more = NULL;
    buf_put(&r->out, bytes, (size_t)n);
}

static void download_gone(struct http_req *r) {
    struct download *d = r->own;
    if (d->fd >= 0)
        close(d->fd);
    pthread_mutex_lock(&d->b->lock);
    d->b->busy = false;
    pthread_mutex_unlock(&d->b->lock);
}

static void *backup_main(void *arg) {
    struct backup *b = arg;
    struct http_req *r = b->r;
    struct download *d = r->own;
    struct err err = ERR_INIT;
    char path[4100];
    snprintf(path, sizeof path, "%s/download.backup", core_dir(b->app->core));
    drop_file(path); /* of a program that ended in the middle */
    int rc = store_copy_to(core_store_where(b->app->core), path, &err);
    if (rc == 0 && (d->fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
        rc = err_set(&err, E_INTERNAL, "cannot read the copy: %s", strerror(errno));
    drop_file(path);
    if (rc == 0) {
        r->content_type = "application/vnd.sqlite3";
        http_set_header(r, "Content-Disposition", "attachment; filename=\"musubi.backup\"");
        r->more = download_more;
    } else {
        http_problem(r, &err);
    }
    http_resume(r);
    return NULL;
}

static void backup_told(struct http_req *r) {
    api_audit(r, STR("workspace"), (struct str){ NULL, 0 }, STR("{\"backup\":\"made\"}"));
}

/* It is told of. */
static void backup_begin(struct http_req *r) {
    struct backup *b = app_of(r)->backup;
    struct err err = ERR_INIT;
    pthread_mutex_lock(&b->lock);
    bool closing = b->closing; /* the commit took longer than the server waited for it */
    bool on = !closing && pthread_create(&b->thread, NULL, backup_main, b) == 0;
    b->joinable = on;
    pthread_mutex_unlock(&b->lock);
    if (on)
        return;
    err_set(&err, E_UNAVAILABLE,
            closing ? "the server is stopping" : "cannot start the backup's thread");
    http_problem(r, &err);
    http_resume(r);
}

void api_downloadBackup(struct http_req *r) {
    struct backup *b = app_of(r)->backup;
    struct err err = ERR_INIT;
    struct download *d = arena_zalloc(r->arena, sizeof *d);
    *d = (struct download){ b, -1 };
    pthread_mutex_lock(&b->lock);
    bool busy = b->busy;
    if (!busy && b->joinable) { /* of the one before, which is over */
        pthread_join(b->thread, NULL);
        b->joinable = false;
    }
    b->busy = true;
    pthread_mutex_unlock(&b->lock);
    if (busy) {
        err_set(&err, E_CONFLICT, "a backup is being made or downloaded");
        err_hint(&err, "wait for it, or use musubi backup FILE");
        http_problem(r, &err);
        return;
    }
    r->own = d;
    r->gone = download_gone;
    b->r = r;
    http_park(r);
    api_audit_ahead(r, backup_told, backup_begin);
}

struct backup *backup_new(struct app *app) {
    struct backup *b = calloc(1, sizeof *b);
    CHECK(b);
    b->app = app;
    pthread_mutex_init(&b->lock, NULL);
    return b;
}

void backup_stop(struct backup *b) {
    if (!b)
        return;
    pthread_mutex_lock(&b->lock);
    b->closing = true;
    bool joinable = b->joinable;
    b->joinable = false;
    pthread_mutex_unlock(&b->lock);
    if (joinable) /* it ends with the request's end, which takes the lock */
        pthread_join(b->thread, NULL);
}

void backup_free(struct backup *b) {
    if (!b)
        return;
    CHECK(!b->joinable);
    pthread_mutex_destroy(&b->lock);
    free(b);
}
