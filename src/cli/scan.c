/* scan.c - musubi scan VALUE: the proof that something is gone, or where it still is.
 *
 * Reads only, also beside a running server.  Looks at every log entry, every row, every file of
 * the folder byte by byte (the database's free pages and write-ahead log with the blocks that
 * were compressed into them, snapshots), and on PostgreSQL at rows that are dead and not yet
 * vacuumed, where the role may.  Says where, and never what stands around it.
 */
#include "cli/cli_internal.h"

#include "core/search.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct scan {
    struct search *s;
    uint64_t files, frames, rows;
    struct chunk { uint32_t id, seq; char *p; size_t n; } *chunks; /* of values that lie apart */
    size_t n_chunks, cap;
};

static void told(void *ctx, const char *place, uint64_t at) {
    (void)ctx;
    printf("%s, at byte %llu\n", place, (unsigned long long)at);
}

/* ---- files ---- */

static bool ends(const char *s, const char *with) {
    size_t n = strlen(s), k = strlen(with);
    return n >= k && strcmp(s + n - k, with) == 0;
}

/* The first *n bytes, or as many as there still are. */
static char *file_copy(int fd, size_t *n) {
    char *p = malloc(*n);
    size_t have = 0;
    ssize_t k = 1;
    CHECK(p);
    while (have < *n && (k = read(fd, p + have, *n - have)) > 0)
        have += (size_t)k;
    *n = have;
    return p;
}

static int scan_file(struct scan *c, const char *path, struct err *err) {
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) < 0) {
        if (fd >= 0)
            close(fd);
        return errno == ENOENT ? 0 /* a snapshot that was replaced meanwhile */
                               : err_set(err, E_FORBIDDEN, "cannot read %.120s: %s", path,
                                         strerror(errno));
    }
    c->files++;
    if (st.st_size > 0) {
        size_t n = (size_t)st.st_size;
        bool grows = ends(path, ".db") || ends(path, ".state"); /* others may become shorter */
        char *p = grows ? mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0) : file_copy(fd, &n);
        if (p == MAP_FAILED) {
            close(fd);
            return err_set(err, E_INTERNAL, "cannot read %.120s: %s", path, strerror(errno));
        }
        if (ends(path, ".db") || ends(path, ".db-wal") ||
            (n >= 15 && memcmp(p, "SQLite format 3", 15) == 0))
            search_sqlite(c->s, path, str_n(p, n));
        else
            search_blob(c->s, path, str_n(p, n));
        if (grows)
            munmap(p, n);
        else
            free(p);
    }
    close(fd);
    return 0;
}

static int scan_folder(struct scan *c, const char *dir, int depth, struct err *err) {
    DIR *d = opendir(dir);
    if (!d)
        return err_set(err, E_NOT_FOUND, "cannot read %.120s: %s", dir, strerror(errno));
    int rc = 0;
    for (struct dirent *e; rc == 0 && (e = readdir(d));) {
        char path[4096];
        struct stat st;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        if (lstat(path, &st) < 0)
            continue;
        if (S_ISDIR(st.st_mode) && depth < 8)
            rc = scan_folder(c, path, depth + 1, err);
        else if (S_ISREG(st.st_mode))
            rc = scan_file(c, path, err);
    }
    closedir(d);
    return rc;
}

/* ---- the store ---- */

static int scan_log(struct scan *c, struct db *db, struct err *err) {
    int64_t after = 0, before = -1;
    int rc = 0;
    while (rc == 0 && after != before) {
        struct sql *q = db_sql(db,
                               SQL("SELECT first_seq, n, body FROM log WHERE first_seq > $1 "
                                   "ORDER BY first_seq LIMIT 256"),
                               err);
        if (!q)
            return -1;
        before = after;
        sql_int(q, 1, after);
        while ((rc = sql_step(q, err)) > 0) {
            after = sql_get_int(q, 0);
            c->frames++;
            if (search_frame(c->s, (uint64_t)after, (uint32_t)sql_get_int(q, 1),
                             sql_get_bytes(q, 2), err) < 0) {
                rc = -1;
                break;
            }
        }
        sql_end(q);
    }
    return rc;
}

static void got_value(void *ctx, const char *table, struct str bytes) {
    struct scan *c = ctx;
    char place[96];
    snprintf(place, sizeof place, "table %s", table);
    c->rows++;
    search_blob(c->s, place, bytes);
}

static uint32_t le32(const char *p) {
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* chunk_id oid | chunk_seq int4 | varlena: one byte head (odd) or four bytes (length << 2). */
static void got_chunk(struct scan *c, struct str b) {
    if (b.n < 9)
        return;
    size_t head = b.s[8] & 1 ? 1 : 4;
    if (b.n < 8 + head)
        return;
    if (c->n_chunks == c->cap) {
        c->cap = c->cap ? c->cap * 2 : 256;
        c->chunks = realloc(c->chunks, c->cap * sizeof *c->chunks);
        CHECK(c->chunks);
    }
    struct chunk k = { le32(b.s), le32(b.s + 4), malloc(b.n), b.n - 8 - head };
    CHECK(k.p);
    memcpy(k.p, b.s + 8 + head, k.n);
    c->chunks[c->n_chunks++] = k;
}

static void got_row(void *ctx, const char *table, bool toast, struct str bytes) {
    struct scan *c = ctx;
    char place[96];
    snprintf(place, sizeof place, "table %s, row in its pages, live or dead", table);
    search_blob(c->s, place, bytes);
    if (toast)
        got_chunk(c, bytes);
}

static int by_chunk(const void *a, const void *b) {
    const struct chunk *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static void scan_chunks(struct scan *c) {
    struct buf b;
    buf_init(&b, "value", 1u << 30);
    if (c->n_chunks > 0)
        qsort(c->chunks, c->n_chunks, sizeof *c->chunks, by_chunk);
    for (size_t i = 0; i < c->n_chunks; i++) {
        buf_put(&b, c->chunks[i].p, c->chunks[i].n);
        free(c->chunks[i].p);
        if (i + 1 < c->n_chunks && c->chunks[i + 1].id == c->chunks[i].id)
            continue;
        search_blob(c->s, "a value that lies apart from its row, live or dead", buf_str(&b));
        buf_reset(&b);
    }
    free(c->chunks);
    buf_release(&b);
}

static int scan_store(struct scan *c, const char *where, struct err *err) {
    struct db *db;
    if (db_open(where, DB_READER, &db, err) < 0)
        return -1;
    int rc = scan_log(c, db, err), dead = 0;
    if (rc == 0)
        rc = store_each_value(db, got_value, c, err);
    if (rc == 0)
        rc = dead = store_each_row(db, got_row, c, err);
    if (rc >= 0 && db_kind(db) == DB_POSTGRES && dead == 0)
        fprintf(stderr, "musubi: dead rows were not looked at: that takes a superuser and the "
                "extension pageinspect\n");
    db_close(db);
    scan_chunks(c);
    return rc < 0 ? -1 : 0;
}

int cmd_scan(const struct options *o, struct err *err) {
    const char *data = o->value[OPT_DATA], *store = o->value[OPT_STORE];
    if (o->n_args != 2 || !o->args[1][0] || !(data || store)) {
        err_set(err, E_INVALID, "scan wants a value, and --data or --store");
        return err_hint(err, "musubi scan mika@example.com --data DIR");
    }
    struct scan c = { .s = search_new(str_of(o->args[1]), told, NULL) };
    char *path = data ? arena_printf(o->arena, "%s/musubi.db", data) : NULL;
    int rc = 0;
    if (store || access(path, F_OK) == 0)
        rc = scan_store(&c, store ? store : path, err);
    if (rc == 0 && data)
        rc = scan_folder(&c, data, 0, err);
    uint64_t hits = search_hits(c.s);
    search_free(c.s);
    if (rc < 0)
        return -1;
    fprintf(stderr, "%s: %llu log frames, %llu values in tables, %llu files\n",
            hits ? "found" : "not found", (unsigned long long)c.frames,
            (unsigned long long)c.rows, (unsigned long long)c.files);
    return hits ? 1 : 0;
}
