/* tornvfs.c - an SQLite VFS that can lose power.
 *
 * THEORY      A node stands for a database, journal or WAL.  `cur` is what the program sees, the
 *             real file is what is durable, `ops` is the way from one to the other.  A sync
 *             carries the ops out, a power loss a random part of them.
 * INVARIANTS  (1) Real file + all ops in order = cur.
 *             (2) A handle of before a power loss gives I/O errors for ever.
 * LIMITS      Temporary files are passed through to the default VFS.
 * THREADS     One mutex around everything but locks and shared memory, which are passed on.
 */
#include "fault/tornvfs.h"

#include "base/check.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECTOR 512

enum op_kind { OP_WRITE, OP_TRUNCATE };

struct op {
    enum op_kind kind;
    sqlite3_int64 at; /* offset, or the new size */
    size_t n;
    uint8_t *data;
};

struct node {
    struct node *next;
    char *path;
    uint8_t *cur;
    size_t len, cap;
    struct op *ops;
    size_t nops, ops_cap;
    int refs;
    bool made;    /* its folder does not know it durably yet */
    bool deleted; /* its folder still knows it durably */
    bool dead;    /* from before a power loss; not in the list */
};

struct torn_file {
    sqlite3_file base;
    struct node *node;
    bool syncs_folder; /* journal or WAL: SQLite's unix VFS syncs the folder with it */
    sqlite3_file *real;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sqlite3_vfs *below;
static struct node *nodes;
static uint64_t ops_done, crash_op; /* crash_op 0: never */
static bool crashed;
static bool sync_lies;

static void *must(void *p)
{
    CHECK(p);
    return p;
}

static uint64_t next_random(uint64_t *s)
{
    uint64_t z = (*s += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* ---- nodes ---- */

static struct node *find(const char *path)
{
    struct node *n = nodes;
    while (n && strcmp(n->path, path) != 0)
        n = n->next;
    return n;
}

static void clear_ops(struct node *n)
{
    for (size_t i = 0; i < n->nops; i++)
        free(n->ops[i].data);
    n->nops = 0;
}

static void unlist(struct node *n)
{
    for (struct node **p = &nodes; *p; p = &(*p)->next)
        if (*p == n) {
            *p = n->next;
            return;
        }
}

static void node_free(struct node *n)
{
    clear_ops(n);
    free(n->ops);
    free(n->cur);
    free(n->path);
    free(n);
}

static void resize(struct node *n, size_t len)
{
    if (len > n->cap) {
        n->cap = len * 2;
        n->cur = must(realloc(n->cur, n->cap));
    }
    if (len > n->len)
        memset(n->cur + n->len, 0, len - n->len);
    n->len = len;
}

static void add_op(struct node *n, enum op_kind kind, sqlite3_int64 at, const void *p, size_t len)
{
    if (n->nops == n->ops_cap) {
        n->ops_cap = n->ops_cap ? 2 * n->ops_cap : 16;
        n->ops = must(realloc(n->ops, n->ops_cap * sizeof *n->ops));
    }
    struct op *o = &n->ops[n->nops++];
    *o = (struct op){ kind, at, len, NULL };
    if (len) {
        o->data = must(malloc(len));
        memcpy(o->data, p, len);
    }
}

static void put(int fd, const void *p, size_t n, sqlite3_int64 at)
{
    CHECK(pwrite(fd, p, n, at) == (ssize_t)n);
}

/* Invariant 1: carry out all ops. */
static void make_durable(struct node *n)
{
    int fd = open(n->path, O_RDWR | O_CREAT, 0644);
    CHECK(fd >= 0);
    for (size_t i = 0; i < n->nops; i++) {
        struct op *o = &n->ops[i];
        if (o->kind == OP_WRITE)
            put(fd, o->data, o->n, o->at);
        else
            CHECK(ftruncate(fd, o->at) == 0);
    }
    close(fd);
    clear_ops(n);
}

static bool same_folder(const char *a, const char *b)
{
    const char *x = strrchr(a, '/'), *y = strrchr(b, '/');
    return x && y && x - a == y - b && memcmp(a, b, (size_t)(x - a)) == 0;
}

static void folder_synced(const char *path)
{
    for (struct node *n = nodes, *next; n; n = next) {
        next = n->next;
        if (!same_folder(n->path, path))
            continue;
        n->made = false;
        if (n->deleted) {
            unlink(n->path);
            unlist(n);
            if (n->refs)
                n->dead = true;
            else
                node_free(n);
        }
    }
}

/* ---- power ---- */

/* One op is about to happen.  True: it is the one that crashes. */
static bool tick(void)
{
    ops_done++;
    if (crash_op && ops_done >= crash_op)
        crashed = true;
    return crashed;
}

/* What becomes of one write: each sector by itself. */
static void tear(int fd, const struct op *o, unsigned keep, uint64_t *seed, bool junk)
{
    sqlite3_int64 end = o->at + (sqlite3_int64)o->n;
    for (sqlite3_int64 at = o->at; at < end;) {
        sqlite3_int64 stop = (at / SECTOR + 1) * SECTOR;
        size_t n = (size_t)((stop < end ? stop : end) - at);
        uint8_t noise[SECTOR];
        if (next_random(seed) % 256 < keep) {
            put(fd, o->data + (at - o->at), n, at);
        } else if (junk && at >= lseek(fd, 0, SEEK_END)) {
            /* the size reached the disk and the data did not */
            for (size_t i = 0; i < n; i++)
                noise[i] = (uint8_t)next_random(seed);
            put(fd, noise, n, at);
        }
        at += (sqlite3_int64)n;
    }
}

static void lose(struct node *n, uint64_t *seed)
{
    /* often all or nothing, else by the sector */
    static const unsigned keeps[] = { 0, 0, 256, 128, 220, 30 };
    unsigned keep = keeps[next_random(seed) % (sizeof keeps / sizeof *keeps)];
    bool junk = next_random(seed) % 4 == 0;
    int fd = open(n->path, O_RDWR | O_CREAT, 0644);
    CHECK(fd >= 0);
    for (size_t i = 0; i < n->nops; i++) {
        const struct op *o = &n->ops[i];
        if (o->kind == OP_WRITE)
            tear(fd, o, keep, seed, junk);
        else if (next_random(seed) % 256 < keep)
            CHECK(ftruncate(fd, o->at) == 0);
    }
    close(fd);
    if ((n->made || n->deleted) && next_random(seed) % 2)
        unlink(n->path);
    clear_ops(n);
}

void tornvfs_power_loss(uint64_t seed)
{
    pthread_mutex_lock(&lock);
    crashed = true;
    while (nodes) {
        struct node *n = nodes;
        nodes = n->next;
        lose(n, &seed);
        char shm[PATH_MAX]; /* shared memory is memory */
        snprintf(shm, sizeof shm, "%s-shm", n->path);
        unlink(shm);
        n->dead = true;
        if (!n->refs)
            node_free(n);
    }
    pthread_mutex_unlock(&lock);
}

void tornvfs_restart(void)
{
    pthread_mutex_lock(&lock);
    crashed = false;
    crash_op = 0;
    pthread_mutex_unlock(&lock);
}

void tornvfs_settle(void)
{
    pthread_mutex_lock(&lock);
    for (struct node *n = nodes, *next; n; n = next) {
        next = n->next;
        make_durable(n);
        n->made = false;
        if (n->deleted)
            unlink(n->path);
        if (!n->refs) {
            unlist(n);
            node_free(n);
        }
    }
    pthread_mutex_unlock(&lock);
}

void tornvfs_sync_lies(bool lies)
{
    pthread_mutex_lock(&lock);
    sync_lies = lies;
    pthread_mutex_unlock(&lock);
}

uint64_t tornvfs_ops(void)
{
    pthread_mutex_lock(&lock);
    uint64_t n = ops_done;
    pthread_mutex_unlock(&lock);
    return n;
}

void tornvfs_crash_at(uint64_t n)
{
    pthread_mutex_lock(&lock);
    crash_op = n ? ops_done + n : 0;
    pthread_mutex_unlock(&lock);
}

void tornvfs_crash_now(void)
{
    pthread_mutex_lock(&lock);
    crashed = true;
    pthread_mutex_unlock(&lock);
}

bool tornvfs_crashed(void)
{
    pthread_mutex_lock(&lock);
    bool c = crashed;
    pthread_mutex_unlock(&lock);
    return c;
}

/* ---- file methods ---- */

static struct torn_file *torn(sqlite3_file *f)
{
    return (struct torn_file *)f;
}

/* Take the lock; false (and not locked) when the power is gone for this handle. */
static bool enter(struct torn_file *f)
{
    pthread_mutex_lock(&lock);
    if (!crashed && !f->node->dead)
        return true;
    pthread_mutex_unlock(&lock);
    return false;
}

static int leave(int rc)
{
    pthread_mutex_unlock(&lock);
    return rc;
}

static int t_close(sqlite3_file *f)
{
    struct torn_file *t = torn(f);
    int rc = t->real->pMethods->xClose(t->real);
    pthread_mutex_lock(&lock);
    struct node *n = t->node;
    if (--n->refs == 0) {
        if (n->dead) {
            node_free(n);
        } else if (n->nops == 0 && !n->made && !n->deleted) {
            unlist(n);
            node_free(n);
        }
    }
    pthread_mutex_unlock(&lock);
    return rc;
}

static int t_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
    struct torn_file *t = torn(f);
    if (!enter(t))
        return SQLITE_IOERR_READ;
    struct node *d = t->node;
    size_t have = (size_t)at < d->len ? d->len - (size_t)at : 0;
    size_t take = have < (size_t)n ? have : (size_t)n;
    if (take)
        memcpy(p, d->cur + at, take);
    memset((char *)p + take, 0, (size_t)n - take);
    return leave(take == (size_t)n ? SQLITE_OK : SQLITE_IOERR_SHORT_READ);
}

static int t_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    struct torn_file *t = torn(f);
    if (!enter(t))
        return SQLITE_IOERR_WRITE;
    bool crash = tick(); /* even then some of it may reach the disk */
    struct node *d = t->node;
    if ((size_t)(at + n) > d->len)
        resize(d, (size_t)(at + n));
    memcpy(d->cur + at, p, (size_t)n);
    add_op(d, OP_WRITE, at, p, (size_t)n);
    return leave(crash ? SQLITE_IOERR_WRITE : SQLITE_OK);
}

static int t_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    struct torn_file *t = torn(f);
    if (!enter(t))
        return SQLITE_IOERR_TRUNCATE;
    bool crash = tick();
    resize(t->node, (size_t)size);
    add_op(t->node, OP_TRUNCATE, size, NULL, 0);
    return leave(crash ? SQLITE_IOERR_TRUNCATE : SQLITE_OK);
}

static int t_sync(sqlite3_file *f, int flags)
{
    struct torn_file *t = torn(f);
    (void)flags;
    if (!enter(t))
        return SQLITE_IOERR_FSYNC;
    if (tick())
        return leave(SQLITE_IOERR_FSYNC);
    if (sync_lies)
        return leave(SQLITE_OK);
    make_durable(t->node);
    if (t->syncs_folder)
        folder_synced(t->node->path);
    return leave(SQLITE_OK);
}

static int t_size(sqlite3_file *f, sqlite3_int64 *ret)
{
    struct torn_file *t = torn(f);
    if (!enter(t))
        return SQLITE_IOERR_FSTAT;
    *ret = (sqlite3_int64)t->node->len;
    return leave(SQLITE_OK);
}

static int t_lock(sqlite3_file *f, int level)
{
    struct torn_file *t = torn(f);
    if (!enter(t))
        return SQLITE_IOERR_LOCK;
    pthread_mutex_unlock(&lock);
    return t->real->pMethods->xLock(t->real, level);
}

static int t_unlock(sqlite3_file *f, int level)
{
    return torn(f)->real->pMethods->xUnlock(torn(f)->real, level);
}

static int t_reserved(sqlite3_file *f, int *ret)
{
    return torn(f)->real->pMethods->xCheckReservedLock(torn(f)->real, ret);
}

static int t_control(sqlite3_file *f, int op, void *arg)
{
    struct torn_file *t = torn(f);
    switch (op) {
    case SQLITE_FCNTL_SIZE_HINT: /* these would write to the real file, */
    case SQLITE_FCNTL_CHUNK_SIZE:
    case SQLITE_FCNTL_MMAP_SIZE: /* or read past `cur` */
        return SQLITE_NOTFOUND;
    default:
        return t->real->pMethods->xFileControl(t->real, op, arg);
    }
}

static int t_sector(sqlite3_file *f)
{
    return torn(f)->real->pMethods->xSectorSize(torn(f)->real);
}

static int t_traits(sqlite3_file *f)
{
    return torn(f)->real->pMethods->xDeviceCharacteristics(torn(f)->real);
}

static int t_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **ret)
{
    struct torn_file *t = torn(f);
    if (!enter(t))
        return SQLITE_IOERR_SHMMAP;
    pthread_mutex_unlock(&lock);
    return t->real->pMethods->xShmMap(t->real, page, size, extend, ret);
}

static int t_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
    struct torn_file *t = torn(f);
    if (!(flags & SQLITE_SHM_UNLOCK)) {
        if (!enter(t))
            return SQLITE_IOERR_SHMLOCK;
        pthread_mutex_unlock(&lock);
    }
    return t->real->pMethods->xShmLock(t->real, at, n, flags);
}

static void t_shm_barrier(sqlite3_file *f)
{
    torn(f)->real->pMethods->xShmBarrier(torn(f)->real);
}

static int t_shm_unmap(sqlite3_file *f, int drop)
{
    return torn(f)->real->pMethods->xShmUnmap(torn(f)->real, drop);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = t_close,
    .xRead = t_read,
    .xWrite = t_write,
    .xTruncate = t_truncate,
    .xSync = t_sync,
    .xFileSize = t_size,
    .xLock = t_lock,
    .xUnlock = t_unlock,
    .xCheckReservedLock = t_reserved,
    .xFileControl = t_control,
    .xSectorSize = t_sector,
    .xDeviceCharacteristics = t_traits,
    .xShmMap = t_shm_map,
    .xShmLock = t_shm_lock,
    .xShmBarrier = t_shm_barrier,
    .xShmUnmap = t_shm_unmap,
};

/* ---- VFS methods ---- */

static int load(struct node *n, sqlite3_file *real)
{
    sqlite3_int64 size = 0;
    int rc = real->pMethods->xFileSize(real, &size);
    if (rc != SQLITE_OK)
        return rc;
    resize(n, (size_t)size);
    return size ? real->pMethods->xRead(real, n->cur, (int)size, 0) : SQLITE_OK;
}

/* The node of a file that was just opened; the lock is held. */
static int attach(struct torn_file *t, const char *path, bool existed)
{
    struct node *n = find(path);
    if (!n) {
        n = must(calloc(1, sizeof *n));
        n->path = must(strdup(path));
        n->made = !existed;
        int rc = load(n, t->real);
        if (rc != SQLITE_OK) {
            node_free(n);
            return rc;
        }
        n->next = nodes;
        nodes = n;
    }
    n->deleted = false;
    n->refs++;
    t->node = n;
    return SQLITE_OK;
}

static int v_open(sqlite3_vfs *v, const char *path, sqlite3_file *f, int flags, int *ret_flags)
{
    (void)v;
    struct torn_file *t = torn(f);
    f->pMethods = NULL;
    int ours = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL |
               SQLITE_OPEN_SUPER_JOURNAL;
    if (!path || !(flags & ours))
        return below->xOpen(below, path, f, flags, ret_flags);
    pthread_mutex_lock(&lock);
    struct node *n = find(path);
    int existed = 0;
    if (crashed)
        return leave(SQLITE_IOERR);
    if (n && n->deleted && !(flags & SQLITE_OPEN_CREATE))
        return leave(SQLITE_CANTOPEN);
    below->xAccess(below, path, SQLITE_ACCESS_EXISTS, &existed);
    if (existed == 0 && access(path, F_OK) == 0)
        existed = 1; /* SQLite's xAccess takes an empty file for none */
    t->real = (sqlite3_file *)((char *)t + ((sizeof *t + 15) & ~(size_t)15));
    int rc = below->xOpen(below, path, t->real, flags, ret_flags);
    if (rc == SQLITE_OK)
        rc = attach(t, path, existed);
    if (rc != SQLITE_OK) {
        if (t->real->pMethods)
            t->real->pMethods->xClose(t->real);
        return leave(rc);
    }
    t->syncs_folder = !(flags & SQLITE_OPEN_MAIN_DB);
    f->pMethods = &methods;
    return leave(SQLITE_OK);
}

static int v_delete(sqlite3_vfs *v, const char *path, int sync_folder)
{
    (void)v;
    pthread_mutex_lock(&lock);
    if (crashed || tick())
        return leave(SQLITE_IOERR_DELETE);
    struct node *n = find(path);
    if (!n && access(path, F_OK) != 0)
        return leave(SQLITE_IOERR_DELETE_NOENT);
    if (n && n->deleted)
        return leave(SQLITE_IOERR_DELETE_NOENT);
    if (!n) {
        n = must(calloc(1, sizeof *n));
        n->path = must(strdup(path));
        n->next = nodes;
        nodes = n;
    }
    resize(n, 0);
    add_op(n, OP_TRUNCATE, 0, NULL, 0);
    n->deleted = true;
    if (sync_folder)
        folder_synced(path);
    return leave(SQLITE_OK);
}

static int v_access(sqlite3_vfs *v, const char *path, int flags, int *ret)
{
    (void)v;
    pthread_mutex_lock(&lock);
    struct node *n = find(path);
    if (crashed)
        return leave(SQLITE_IOERR_ACCESS);
    if (n && flags == SQLITE_ACCESS_EXISTS) {
        *ret = !n->deleted && n->len > 0;
        return leave(SQLITE_OK);
    }
    return leave(below->xAccess(below, path, flags, ret));
}

static int v_full(sqlite3_vfs *v, const char *path, int n, char *out)
{
    (void)v;
    return below->xFullPathname(below, path, n, out);
}

static int v_random(sqlite3_vfs *v, int n, char *out)
{
    (void)v;
    return below->xRandomness(below, n, out);
}

static int v_sleep(sqlite3_vfs *v, int us)
{
    (void)v;
    return below->xSleep(below, us);
}

static int v_time(sqlite3_vfs *v, double *ret)
{
    (void)v;
    return below->xCurrentTime(below, ret);
}

static int v_time64(sqlite3_vfs *v, sqlite3_int64 *ret)
{
    (void)v;
    return below->xCurrentTimeInt64(below, ret);
}

static int v_error(sqlite3_vfs *v, int n, char *out)
{
    (void)v;
    return below->xGetLastError(below, n, out);
}

void tornvfs_register(void)
{
    static sqlite3_vfs vfs = {
        .iVersion = 2,
        .zName = "torn",
        .xOpen = v_open,
        .xDelete = v_delete,
        .xAccess = v_access,
        .xFullPathname = v_full,
        .xRandomness = v_random,
        .xSleep = v_sleep,
        .xCurrentTime = v_time,
        .xGetLastError = v_error,
        .xCurrentTimeInt64 = v_time64,
    };
    pthread_mutex_lock(&lock);
    if (!below) {
        below = sqlite3_vfs_find(NULL);
        vfs.mxPathname = below->mxPathname;
        vfs.szOsFile = (int)((sizeof(struct torn_file) + 15) & ~(size_t)15) + below->szOsFile;
        CHECK(sqlite3_vfs_register(&vfs, 0) == SQLITE_OK);
    }
    pthread_mutex_unlock(&lock);
}
