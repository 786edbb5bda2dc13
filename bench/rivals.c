/* rivals.c - what the stores can do with the same events, without the program around them.
 *
 *   rivals fsync DIR                 64 KB appended and fdatasync, one after the other
 *   rivals beside DIR SECONDS        the same every 20 ms while something else is measured, and how
 *                                    late the machine woke us: what nobody can be faster than
 *   rivals frames DIR SECONDS        SQLite: 500 events, zstd level 1, one row, one commit
 *   rivals rows DIR SECONDS          SQLite: a row per event, two indexes, 500 a commit
 *   rivals pgcopy URL SECONDS        PostgreSQL: COPY into a table with two indexes, 500 a commit
 *
 * SQLite in WAL mode, synchronous=FULL, checkpoints as it makes them by default.  Making the
 * events is not counted.  Each prints one line of JSON. */
#include "events.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zstd.h>

#define A_COMMIT 500u
#define PEOPLE 1000000u
#define FSYNCS 300
#define BESIDE_NS 20000000ll
#define BESIDE_BYTES (8 << 20)
#define COMMITS_MAX 1000000u

struct feed {
    struct population pop;
    struct body body;
    uint64_t events;
    int64_t spent_ns;
    double seconds;
    uint32_t *latency; /* 0.1 us */
    size_t n_latency;
};

static void feed_init(struct feed *f, double seconds) {
    *f = (struct feed){ .seconds = seconds };
    population_init(&f->pop, PEOPLE, 0, 77);
    body_init(&f->body, A_COMMIT, true, NULL, 0);
    f->latency = calloc(COMMITS_MAX, sizeof *f->latency);
    if (!f->latency)
        bench_die("memory");
}

/* False when the time is over. */
static bool feed_next(struct feed *f) {
    if ((double)f->spent_ns >= f->seconds * 1e9 || f->n_latency == COMMITS_MAX)
        return false;
    body_vary(&f->body, &f->pop, bench_wall_ms());
    return true;
}

static void feed_done(struct feed *f, int64_t began) {
    int64_t ns = bench_ns() - began;
    f->spent_ns += ns;
    f->latency[f->n_latency++] = (uint32_t)(ns / 100);
    f->events += A_COMMIT;
}

static void feed_report(struct feed *f, const char *name, double bytes) {
    bench_sort(f->latency, f->n_latency);
    printf("{\"mode\":\"%s\",\"events\":%llu,\"events_per_s\":%.1f,\"p50_ms\":%.4f,"
           "\"p99_ms\":%.4f,\"bytes_per_event\":%.1f}\n",
           name, (unsigned long long)f->events, (double)f->events * 1e9 / (double)f->spent_ns,
           bench_quantile(f->latency, f->n_latency, 0.5) / 1e4,
           bench_quantile(f->latency, f->n_latency, 0.99) / 1e4, bytes / (double)f->events);
}

/* ---- the disk ---- */

struct disk {
    char path[512], block[65536];
    int fd;
    off_t at;
};

static void disk_open(struct disk *d, const char *dir, const char *name) {
    snprintf(d->path, sizeof d->path, "%s/%s.tmp", dir, name);
    d->fd = open(d->path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (d->fd < 0)
        bench_die(d->path);
    memset(d->block, 'x', sizeof d->block);
}

/* In units of 0.1 us. */
static uint32_t disk_write(struct disk *d) {
    int64_t t = bench_ns();
    if (pwrite(d->fd, d->block, sizeof d->block, d->at) != (ssize_t)sizeof d->block ||
        fdatasync(d->fd) < 0)
        bench_die("fdatasync");
    d->at += (off_t)sizeof d->block;
    return (uint32_t)((bench_ns() - t) / 100);
}

static void disk_close(struct disk *d) {
    close(d->fd);
    unlink(d->path);
}

static int run_fsync(const char *dir) {
    static struct disk d;
    static uint32_t v[FSYNCS];
    disk_open(&d, dir, "fsync");
    for (int i = 0; i < FSYNCS; i++)
        v[i] = disk_write(&d);
    disk_close(&d);
    bench_sort(v, FSYNCS);
    printf("{\"mode\":\"fsync\",\"p50_ms\":%.4f,\"p99_ms\":%.4f,\"max_ms\":%.4f}\n",
           bench_quantile(v, FSYNCS, 0.5) / 1e4, bench_quantile(v, FSYNCS, 0.99) / 1e4,
           bench_quantile(v, FSYNCS, 1) / 1e4);
    return 0;
}

/* Written over and over, as a write-ahead log is. */
static int run_beside(const char *dir, double seconds) {
    static struct disk d;
    size_t n = 0, max = (size_t)(seconds * 1e9 / BESIDE_NS) + 1;
    uint32_t *v = calloc(2 * max, sizeof *v), *late = v + max;
    disk_open(&d, dir, "beside");
    if (!v || fallocate(d.fd, 0, 0, BESIDE_BYTES) < 0)
        bench_die("beside");
    for (int64_t due = bench_ns(), busy = 0; n < max; n++, due += BESIDE_NS) {
        struct timespec until = { due / 1000000000, due % 1000000000 };
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        int64_t now = bench_ns();
        late[n] = (uint32_t)((now - (due > busy ? due : busy)) / 100);
        v[n] = disk_write(&d);
        busy = bench_ns();
        d.at %= BESIDE_BYTES;
        if (now - due > BESIDE_NS)
            due = now;
    }
    disk_close(&d);
    bench_sort(v, n);
    bench_sort(late, n);
    printf("{\"mode\":\"beside\",\"p50_ms\":%.4f,\"p99_ms\":%.4f,\"max_ms\":%.4f,"
           "\"late_p99_ms\":%.4f,\"late_max_ms\":%.4f}\n",
           bench_quantile(v, n, 0.5) / 1e4, bench_quantile(v, n, 0.99) / 1e4,
           bench_quantile(v, n, 1) / 1e4, bench_quantile(late, n, 0.99) / 1e4,
           bench_quantile(late, n, 1) / 1e4);
    free(v);
    return 0;
}

/* ---- SQLite ---- */

static void exec(sqlite3 *db, const char *sql) {
    char *msg = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &msg) != SQLITE_OK) {
        fprintf(stderr, "bench: %s: %s\n", sql, msg);
        exit(1);
    }
}

static sqlite3 *lite_open(const char *dir, char path[512]) {
    sqlite3 *db;
    snprintf(path, 512, "%s/rival.db", dir);
    unlink(path);
    if (sqlite3_open(path, &db) != SQLITE_OK)
        bench_die(path);
    exec(db, "PRAGMA page_size=16384");
    exec(db, "PRAGMA journal_mode=WAL");
    exec(db, "PRAGMA synchronous=FULL");
    exec(db, "PRAGMA cache_size=-65536");
    return db;
}

static double lite_close(sqlite3 *db, const char *path) {
    exec(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_close(db);
    struct stat st;
    double bytes = stat(path, &st) == 0 ? (double)st.st_size : 0;
    unlink(path);
    return bytes;
}

static sqlite3_stmt *lite_prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *q;
    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench: %s\n", sqlite3_errmsg(db));
        exit(1);
    }
    return q;
}

static void lite_step(sqlite3 *db, sqlite3_stmt *q) {
    if (sqlite3_step(q) != SQLITE_DONE) {
        fprintf(stderr, "bench: %s\n", sqlite3_errmsg(db));
        exit(1);
    }
    sqlite3_reset(q);
}

static int run_frames(const char *dir, double seconds) {
    struct feed f;
    char path[512];
    feed_init(&f, seconds);
    size_t room = ZSTD_compressBound(f.body.len);
    char *packed = malloc(room);
    ZSTD_CCtx *z = ZSTD_createCCtx();
    sqlite3 *db = lite_open(dir, path);
    exec(db, "CREATE TABLE log(first_seq INTEGER PRIMARY KEY, n INTEGER, body BLOB)");
    sqlite3_stmt *q = lite_prepare(db, "INSERT INTO log VALUES (?, ?, ?)");
    while (feed_next(&f)) {
        int64_t began = bench_ns();
        size_t n = ZSTD_compressCCtx(z, packed, room, f.body.text, f.body.len, 1);
        sqlite3_bind_int64(q, 1, (int64_t)f.events + 1);
        sqlite3_bind_int(q, 2, A_COMMIT);
        sqlite3_bind_blob(q, 3, packed, (int)n, SQLITE_STATIC);
        lite_step(db, q);
        feed_done(&f, began);
    }
    sqlite3_finalize(q);
    feed_report(&f, "frames", lite_close(db, path));
    ZSTD_freeCCtx(z);
    free(packed);
    body_release(&f.body);
    return 0;
}

static const char *person_of(const struct feed *f, const struct slot *s, size_t *n) {
    *n = s->user_id ? 8 : 36;
    return f->body.text + (s->user_id ? s->user_id : s->anonymous_id);
}

static int run_rows(const char *dir, double seconds) {
    struct feed f;
    char path[512];
    feed_init(&f, seconds);
    sqlite3 *db = lite_open(dir, path);
    exec(db, "CREATE TABLE event(seq INTEGER PRIMARY KEY, person TEXT, at_ms INTEGER, "
             "message_id TEXT, body TEXT)");
    exec(db, "CREATE INDEX event_person ON event(person, at_ms)");
    exec(db, "CREATE UNIQUE INDEX event_message ON event(message_id)");
    sqlite3_stmt *q = lite_prepare(db, "INSERT INTO event VALUES (?, ?, ?, ?, ?)");
    while (feed_next(&f)) {
        int64_t began = bench_ns(), now = bench_wall_ms();
        exec(db, "BEGIN");
        for (unsigned i = 0; i < A_COMMIT; i++) {
            const struct slot *s = &f.body.slots[i];
            size_t n;
            const char *person = person_of(&f, s, &n);
            sqlite3_bind_int64(q, 1, (int64_t)(f.events + i + 1));
            sqlite3_bind_text(q, 2, person, (int)n, SQLITE_STATIC);
            sqlite3_bind_int64(q, 3, now);
            sqlite3_bind_text(q, 4, f.body.text + s->message_id, 36, SQLITE_STATIC);
            sqlite3_bind_text(q, 5, f.body.text + s->start, (int)s->len, SQLITE_STATIC);
            lite_step(db, q);
        }
        exec(db, "COMMIT");
        feed_done(&f, began);
    }
    sqlite3_finalize(q);
    feed_report(&f, "rows", lite_close(db, path));
    body_release(&f.body);
    return 0;
}

/* ---- PostgreSQL ---- */

static PGresult *pg(PGconn *c, const char *sql, ExecStatusType want) {
    PGresult *r = PQexec(c, sql);
    if (PQresultStatus(r) != want) {
        fprintf(stderr, "bench: %s: %s\n", sql, PQerrorMessage(c));
        exit(1);
    }
    return r;
}

static void pg_run(PGconn *c, const char *sql) { PQclear(pg(c, sql, PGRES_COMMAND_OK)); }

static size_t copy_rows(const struct feed *f, char *out, int64_t now) {
    size_t at = 0;
    for (unsigned i = 0; i < A_COMMIT; i++) {
        const struct slot *s = &f->body.slots[i];
        size_t n;
        const char *person = person_of(f, s, &n);
        at += (size_t)snprintf(out + at, 1200, "%llu\t%.*s\t%lld\t%.36s\t%.*s\n",
                               (unsigned long long)(f->events + i + 1), (int)n, person,
                               (long long)now, f->body.text + s->message_id, (int)s->len,
                               f->body.text + s->start);
    }
    return at;
}

static int run_pgcopy(const char *url, double seconds) {
    struct feed f;
    feed_init(&f, seconds);
    char *text = malloc(A_COMMIT * 1200u);
    PGconn *c = PQconnectdb(url);
    if (PQstatus(c) != CONNECTION_OK) {
        fprintf(stderr, "bench: %s\n", PQerrorMessage(c));
        return 1;
    }
    pg_run(c, "SET client_min_messages = error");
    pg_run(c, "DROP TABLE IF EXISTS bench_event");
    pg_run(c, "CREATE TABLE bench_event(seq bigint, person text, at_ms bigint, "
              "message_id text, body text)");
    pg_run(c, "CREATE INDEX ON bench_event(person, at_ms)");
    pg_run(c, "CREATE UNIQUE INDEX ON bench_event(message_id)");
    while (feed_next(&f)) {
        int64_t began = bench_ns();
        PQclear(pg(c, "COPY bench_event FROM STDIN", PGRES_COPY_IN));
        size_t n = copy_rows(&f, text, bench_wall_ms());
        if (PQputCopyData(c, text, (int)n) != 1 || PQputCopyEnd(c, NULL) != 1)
            bench_die("copy");
        for (PGresult *r; (r = PQgetResult(c)); PQclear(r))
            if (PQresultStatus(r) != PGRES_COMMAND_OK) {
                fprintf(stderr, "bench: copy: %s\n", PQerrorMessage(c));
                exit(1);
            }
        feed_done(&f, began);
    }
    PGresult *r = pg(c, "SELECT pg_total_relation_size('bench_event')", PGRES_TUPLES_OK);
    feed_report(&f, "pgcopy", strtod(PQgetvalue(r, 0, 0), NULL));
    PQclear(r);
    pg_run(c, "DROP TABLE bench_event");
    PQfinish(c);
    free(text);
    body_release(&f.body);
    return 0;
}

int main(int argc, char **argv) {
    const char *mode = argc > 2 ? argv[1] : "";
    double seconds = argc > 3 ? strtod(argv[3], NULL) : 10;
    if (!strcmp(mode, "fsync"))
        return run_fsync(argv[2]);
    if (!strcmp(mode, "beside"))
        return run_beside(argv[2], seconds);
    if (!strcmp(mode, "frames"))
        return run_frames(argv[2], seconds);
    if (!strcmp(mode, "rows"))
        return run_rows(argv[2], seconds);
    if (!strcmp(mode, "pgcopy"))
        return run_pgcopy(argv[2], seconds);
    fprintf(stderr, "usage: rivals fsync|beside|frames|rows|pgcopy PLACE [SECONDS]\n");
    return 2;
}
