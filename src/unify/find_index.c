/* find_index.c - the index behind search-as-you-type: a file of its own, fed in the background.
 *
 * THEORY      DIR/search.db is an SQLite file beside the store, on every node, whatever the
 *             store.  `term` holds (key, newest atoms first), so that the beginning of a word is
 *             a range of its primary key; `doc` holds each atom's keys, so that what an atom is
 *             not found by any more is deleted by key.  On the core thread, an atom whose texts
 *             may have changed gets a bit; the thread takes the texts of some hundred marked
 *             atoms in one look, makes keys and writes what differs.  Atoms that were erased come
 *             first, so that an erasure does not wait for all that others do meanwhile.
 *             An empty file is filled another way, since rows in random order touch every page
 *             again and again: first all `doc`s, which come in order, then `term` from them, a
 *             range of keys at a time, sorted in memory (find_bulk.c).
 *             The file says up to which entry it is complete.  At a start, atoms with anything
 *             newer, and all that are erased, are marked; so nothing need be known of the time
 *             in between.  A file of another workspace, of a log that was replaced, or one that
 *             is damaged is made anew: it is a view, and losing it costs time only.
 *             Nothing is synced, so that those who wait for the log's disk never wait for this one:
 *             the system writes the file when it likes, and a process that dies loses nothing.
 *             The file names the start of the machine (its boot id) from which on that is so;
 *             after another start it is made anew, unless it was settled at the end.
 * INVARIANTS  (1) Persons are not in the file: atoms are, and who they are is asked of the state
 *                 when somebody searches.  So merges and splits need nothing here.
 *             (2) After a round that took out somebody erased the write-ahead log is emptied;
 *                 pages are overwritten by secure_delete.  An erasure is not finished before.
 * LIMITS      TAKE atoms a look, TAKES looks a transaction; the thread rests as long as it works,
 *             and longer while much is committed.
 * THREADS     find_mark() and the looks: core.  The rest: the thread.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "unify/find_internal.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define SETTLED 0       /* in place of a start of the machine */
#define FORMAT 1        /* raise when keys are made differently */
#define TAKE 400u       /* atoms of one look: about a millisecond */
#define TAKE_BYTES (512u << 10)
#define SCAN 2000u      /* atoms looked through for marks by one look: half a millisecond */
#define BULK_FROM 100000u
#define IDLE_MS 250
#define TAKES 10u       /* looks of one transaction */
#define PAUSE_NS_MAX 200000000
#define BUSY_ENTRIES 1000u /* between two rounds: others want the processor */
#define BUSY_REST 4
#define NICE 10
#define WAL_EVERY 25u   /* rounds between two checkpoints */

/* ---- marks: core thread ---- */

void find_mark(struct unify *u, uint32_t atom) {
    struct finder *f = u->finder;
    if (!f->on)
        return;
    uint32_t w = atom / 64;
    if (w >= f->n_words) {
        uint32_t n = w + 1 > f->n_words * 2 ? w + 1024 : f->n_words * 2;
        f->dirty = realloc(f->dirty, n * sizeof *f->dirty);
        CHECK(f->dirty);
        memset(f->dirty + f->n_words, 0, (n - f->n_words) * sizeof *f->dirty);
        f->n_words = n;
    }
    uint64_t bit = 1ull << (atom % 64);
    f->n_dirty += !(f->dirty[w] & bit);
    f->dirty[w] |= bit;
    atomic_store_explicit(&f->st_dirty, f->n_dirty, memory_order_relaxed);
}

void find_mark_erased(struct unify *u, uint32_t atom) {
    struct finder *f = u->finder;
    if (!f->on)
        return;
    find_mark(u, atom);
    if (f->n_gone == f->gone_cap) {
        f->gone_cap = f->gone_cap ? f->gone_cap * 2 : 1024;
        f->gone = realloc(f->gone, f->gone_cap * sizeof *f->gone);
        CHECK(f->gone);
    }
    f->gone[f->n_gone++] = atom;
}

void find_mark_all(struct unify *u) {
    if (u->finder->on)
        u->finder->anew = true;
}

/* ---- texts of an atom: core thread ---- */

static enum find_class class_of(struct unify *u, uint32_t name) {
    struct finder *f = u->finder;
    if (name >= NAMES_MAX)
        return FIND_NOT;
    if (!f->class[name])
        f->class[name] = (uint8_t)(find_class_of(name_text(u, name)) + 1);
    return (enum find_class)(f->class[name] - 1);
}

/* A JSON string's text; escapes but for \uXXXX are read. */
static struct str unquoted(struct str json, char room[FIND_TEXT_MAX]) {
    struct str s = str_n(json.s + 1, json.n - 2);
    size_t n = 0;
    if (!memchr(s.s, '\\', s.n < FIND_TEXT_MAX ? s.n : FIND_TEXT_MAX))
        return s;
    for (size_t i = 0; i < s.n && n < FIND_TEXT_MAX; i++) {
        if (s.s[i] == '\\' && i + 1 < s.n) {
            char c = s.s[++i];
            room[n++] = c == 'n' || c == 't' || c == 'r' || c == 'u' ? ' ' : c;
        } else {
            room[n++] = s.s[i];
        }
    }
    return str_n(room, n);
}

void find_texts(struct unify *u, uint32_t atom, find_text *fn, void *ctx) {
    const struct atom *a = atom_at(u, atom);
    struct trait t;
    char room[FIND_TEXT_MAX];
    if (atom_erased(u, atom))
        return;
    for (uint32_t c = a->carries, n = 0; c != NONE && n < FIND_KEYS_MAX; n++) {
        const struct carry *k = carry_at(u, c);
        const struct ident *x = ident_at(u, k->ident);
        if (!ident_is_device(u, k->ident) && !(x->packed & IDENT_ERASED)) {
            char id[40];
            enum find_class class = x->kind == IDENT_EMAIL   ? FIND_EMAIL
                                    : x->kind == IDENT_PHONE ? FIND_PHONE : FIND_ID;
            fn(ctx, class, ident_text(u, k->ident, id));
        }
        c = k->next_of_atom;
    }
    for (uint32_t off = 0; trait_next(u, a->traits, a->traits_bytes, &off, &t);) {
        enum find_class class = t.json.n >= 3 && t.json.s[0] == '"' ? class_of(u, t.name)
                                                                   : FIND_NOT;
        if (class != FIND_NOT)
            fn(ctx, class, unquoted(t.json, room));
    }
}

uint64_t find_print(struct unify *u, uint32_t atom) {
    const struct atom *a = atom_at(u, atom);
    struct trait t;
    uint64_t sum = 0;
    if (!u->finder->on)
        return 0;
    for (uint32_t off = 0; trait_next(u, a->traits, a->traits_bytes, &off, &t);)
        if (class_of(u, t.name) != FIND_NOT)
            sum += hash_xx64(t.json.s, t.json.n, t.name);
    return sum;
}

/* ---- looks ---- */

struct state_look {
    struct command cmd; /* first */
    struct unify *u;
    find_look *look;
    void *ctx;
};

static int run_look(struct core *c, struct command *cmd, struct err *err) {
    struct state_look *s = (struct state_look *)cmd;
    (void)c;
    (void)err;
    s->look(s->u, s->ctx);
    return 0;
}

int find_state(struct unify *u, find_look *look, void *ctx, struct err *err) {
    struct state_look s = { .cmd = { .name = "people.index", .bytes = sizeof s, .reads = true,
                                     .run = run_look },
                            .u = u, .look = look, .ctx = ctx };
    return core_call(u->core, &s.cmd, err);
}

struct take { /* texts of some marked atoms */
    struct buf out; /* each: u32 atom, u8 erased, varint n, each u8 class, bytes text */
    uint32_t n_atoms;
    struct buf one;
    uint32_t n_texts;
    bool over, anew; /* nothing is marked any more; the state began anew */
    bool gone;       /* all that was erased is taken */
    uint64_t seq;
    uint32_t *atoms; /* to mark again when the round fails */
    uint32_t atoms_max; /* for this look and those before it */
    size_t bytes_max;
};

static void one_text(void *ctx, enum find_class class, struct str text) {
    struct take *t = ctx;
    if (text.n > FIND_TEXT_MAX)
        text.n = FIND_TEXT_MAX;
    buf_u8(&t->one, (uint8_t)class);
    buf_bytes(&t->one, text);
    t->n_texts++;
}

static void take_atom(struct unify *u, struct take *t, uint32_t atom) {
    buf_reset(&t->one);
    t->n_texts = 0;
    if (atom < u->root->atoms.n)
        find_texts(u, atom, one_text, t);
    buf_u32(&t->out, atom);
    buf_u8(&t->out, atom >= u->root->atoms.n || atom_erased(u, atom));
    buf_varint(&t->out, t->n_texts);
    buf_put_str(&t->out, buf_str(&t->one));
    t->atoms[t->n_atoms++] = atom;
}

static void take_erased(struct unify *u, struct take *t) {
    struct finder *f = u->finder;
    while (f->n_gone > 0 && t->n_atoms < t->atoms_max) {
        uint32_t atom = f->gone[--f->n_gone];
        uint64_t bit = 1ull << (atom % 64);
        if (!(f->dirty[atom / 64] & bit)) /* taken since */
            continue;
        f->dirty[atom / 64] &= ~bit;
        f->n_dirty--;
        take_atom(u, t, atom);
    }
    t->gone = f->n_gone == 0;
}

static void look_take(struct unify *u, void *ctx) {
    struct take *t = ctx;
    struct finder *f = u->finder;
    t->seq = core_seq(u->core);
    if (f->anew) { /* begin again with an empty index */
        f->anew = false;
        t->anew = true;
        for (uint32_t i = 0; i < u->root->atoms.n; i++)
            find_mark(u, i);
    }
    take_erased(u, t);
    uint32_t w = f->from < f->n_words ? f->from : 0;
    for (uint32_t k = 0; k < f->n_words && f->n_dirty > 0 && t->n_atoms < t->atoms_max &&
                         t->out.len < t->bytes_max; k++) {
        while (f->dirty[w] && t->n_atoms < t->atoms_max) {
            uint32_t bit = (uint32_t)__builtin_ctzll(f->dirty[w]);
            f->dirty[w] &= f->dirty[w] - 1;
            f->n_dirty--;
            take_atom(u, t, w * 64 + bit);
        }
        if (!f->dirty[w])
            w = w + 1 < f->n_words ? w + 1 : 0;
    }
    f->from = w;
    t->over = f->n_dirty == 0;
    atomic_store(&f->st_flight, t->n_atoms); /* before they are missing from the marks */
    atomic_store_explicit(&f->st_dirty, f->n_dirty, memory_order_relaxed);
}

static void look_mark(struct unify *u, void *ctx) {
    struct take *t = ctx;
    for (uint32_t i = 0; i < t->n_atoms; i++)
        if (t->atoms[i] < u->root->atoms.n && atom_erased(u, t->atoms[i]))
            find_mark_erased(u, t->atoms[i]);
        else
            find_mark(u, t->atoms[i]);
}

/* ---- the file ---- */

static int run(struct db *db, struct sql_text text, struct err *err) {
    struct sql *q = db_sql(db, text, err);
    return q && sql_run(q, err) >= 0 ? 0 : -1;
}

static int meta_set(struct db *db, const char *key, int64_t v, struct err *err) {
    struct sql *q = db_sql(db, SQL("INSERT INTO meta (key, value) VALUES ($1, $2) "
                                   "ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
                           err);
    if (!q)
        return -1;
    sql_text_(q, 1, str_of(key));
    sql_int(q, 2, v);
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int meta_get(struct db *db, const char *key, int64_t *ret, struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT value FROM meta WHERE key = $1"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, str_of(key));
    int rc = sql_step(q, err);
    *ret = rc > 0 ? sql_get_int(q, 0) : -1;
    sql_end(q);
    return rc < 0 ? -1 : 0;
}

/* What ties the file to this log: the workspace's key, and the atom before the count. */
struct tie { uint64_t workspace, last; uint32_t atoms; uint64_t seq; };

static uint64_t atom_print(struct unify *u, uint32_t n) {
    if (n == 0 || n > u->root->atoms.n || atom_erased(u, n - 1))
        return 0;
    return hash_sip(u->key, atom_at(u, n - 1)->id.b, 16) >> 1;
}

static void look_tie(struct unify *u, void *ctx) {
    struct tie *t = ctx;
    t->workspace = hash_sip(u->key, "search", 6) >> 1;
    t->seq = core_seq(u->core);
    if (!t->atoms) /* to be written: of now */
        t->atoms = u->root->atoms.n;
    t->last = t->atoms <= u->root->atoms.n ? atom_print(u, t->atoms) : UINT64_MAX;
}

/* Small pages: keys come in no order, and each touches another one. */
static int page_size(struct db *db, struct err *err) {
    int64_t have = 0;
    struct sql *q = db_sql(db, SQL("SELECT count(*) FROM sqlite_schema"), err);
    int rc = q ? sql_step(q, err) : -1;
    if (rc > 0)
        have = sql_get_int(q, 0);
    sql_end(q);
    if (rc < 0 || have > 0)
        return rc < 0 ? -1 : 0;
    return run(db, SQL("PRAGMA journal_mode=DELETE"), err) < 0 ||
                   run(db, SQL("PRAGMA page_size=4096"), err) < 0 ||
                   run(db, SQL("VACUUM"), err) < 0 ||
                   run(db, SQL("PRAGMA journal_mode=WAL"), err) < 0
               ? -1 : 0;
}

static int tables(struct db *db, struct err *err) {
    if (page_size(db, err) < 0 || run(db, SQL("PRAGMA cache_size=-8192"), err) < 0 ||
        run(db, SQL("CREATE TABLE IF NOT EXISTS meta (key TEXT NOT NULL PRIMARY KEY, "
                    "value INTEGER NOT NULL) WITHOUT ROWID"), err) < 0 ||
        run(db, SQL("CREATE TABLE IF NOT EXISTS doc (atom INTEGER PRIMARY KEY, "
                    "keys BLOB NOT NULL)"), err) < 0)
        return -1;
    return run(db, SQL("CREATE TABLE IF NOT EXISTS term (key BLOB NOT NULL, "
                       "back INTEGER NOT NULL, PRIMARY KEY (key, back)) WITHOUT ROWID"), err);
}

static void remove_files(struct finder *f) {
    static const char *const ends[] = { "", "-wal", "-shm" };
    char path[4200];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(path, sizeof path, "%s%s", f->path, ends[i]);
        (void)unlink(path);
    }
}

static void close_file(struct finder *f) {
    db_close(f->db);
    f->db = NULL;
    f->loaded = false;
    pthread_mutex_lock(&f->read_lock);
    db_close(f->read);
    f->read = NULL;
    pthread_mutex_unlock(&f->read_lock);
}

static int open_file(struct finder *f, struct err *err) {
    if (db_open(f->path, DB_WRITER, &f->db, err) == 0 && tables(f->db, err) == 0)
        return 0;
    close_file(f);
    return -1;
}

/* A number of this start of the machine; another one each time where the system does not tell. */
static int64_t this_boot(void) {
    char id[64];
    ssize_t n = -1;
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        n = read(fd, id, sizeof id);
        close(fd);
    }
    struct clock real;
    clock_init_real(&real);
    int64_t now = clock_wall_ms(&real);
    uint64_t h = n > 0 ? hash_xx64(id, (size_t)n, 0) : hash_xx64(&now, sizeof now, 1);
    return (int64_t)(h >> 1 | 1);
}

/* Have the disk hold all that was written so far, and the write-ahead log empty.  Bytes that are
 * left in it since somebody reads, or -1. */
static int64_t settle(struct finder *f, struct err *err) {
    if (run(f->db, SQL("PRAGMA synchronous=FULL"), err) < 0 ||
        meta_set(f->db, "boot", this_boot(), err) < 0) /* with nothing new, nothing is synced */
        return -1;
    int64_t left = db_checkpoint(f->db, true, err);
    return run(f->db, SQL("PRAGMA synchronous=OFF"), err) < 0 ? -1 : left;
}

/* The end: what is settled holds after another start of the machine, too. */
static void settle_last(struct finder *f) {
    struct err err = ERR_INIT;
    if (settle(f, &err) == 0 && run(f->db, SQL("PRAGMA synchronous=FULL"), &err) == 0)
        (void)!meta_set(f->db, "boot", SETTLED, &err);
}

struct since { uint64_t seq; uint32_t from; bool all, over; };

/* Marks what the file does not have, some thousand atoms a look. */
static void look_since(struct unify *u, void *ctx) {
    struct since *s = ctx;
    if (s->from == 0)
        u->finder->n_gone = 0; /* all of them come again */
    uint32_t to = s->from + SCAN < u->root->atoms.n ? s->from + SCAN : u->root->atoms.n;
    for (; s->from < to; s->from++) {
        const struct atom *a = atom_at(u, s->from);
        bool newer = s->all;
        if (atom_erased(u, s->from)) {
            find_mark_erased(u, s->from);
            continue;
        }
        if (!newer && a->events != NONE)
            newer = ((struct event_row *)hvec_at(u->h, &u->root->events, a->events))->seq > s->seq;
        if (!newer && a->carries != NONE)
            newer = carry_at(u, a->carries)->seq > s->seq;
        if (newer)
            find_mark(u, s->from);
    }
    s->over = s->from >= u->root->atoms.n;
}

/* Is the file of this log, and how far does it go?  When not, it is made anew. */
static int load(struct finder *f, struct err *err) {
    struct since since = { .all = true };
    struct tie tie = { .atoms = 0 };
    int64_t format, workspace, atoms, last, seq, boot;
    if (!f->db && open_file(f, err) < 0)
        return -1;
    if (meta_get(f->db, "format", &format, err) < 0 ||
        meta_get(f->db, "workspace", &workspace, err) < 0 ||
        meta_get(f->db, "atoms", &atoms, err) < 0 ||
        meta_get(f->db, "last", &last, err) < 0 || meta_get(f->db, "seq", &seq, err) < 0 ||
        meta_get(f->db, "boot", &boot, err) < 0)
        return -1;
    tie.atoms = atoms > 0 ? (uint32_t)atoms : 0;
    if (find_state(f->u, look_tie, &tie, err) < 0)
        return -1;
    bool known = format == FORMAT && workspace == (int64_t)tie.workspace && seq >= 0 &&
                 (uint64_t)seq <= tie.seq && (boot == SETTLED || boot == this_boot());
    if (known && atoms > 0) /* 0: that atom was or is erased */
        known = last == 0 || tie.last == 0 || last == (int64_t)tie.last;
    if (!known && format >= 0) {
        close_file(f);
        remove_files(f);
        if (open_file(f, err) < 0)
            return -1;
    }
    if (known) {
        since.all = false;
        since.seq = (uint64_t)seq;
        atomic_store(&f->ready, true);
    } else {
        atomic_store(&f->ready, false);
        f->bulk = true;
        if (meta_set(f->db, "format", FORMAT, err) < 0 ||
            meta_set(f->db, "workspace", (int64_t)tie.workspace, err) < 0)
            return -1;
    }
    if (settle(f, err) < 0)
        return -1;
    while (!since.over)
        if (find_state(f->u, look_since, &since, err) < 0)
            return -1;
    f->loaded = true;
    return 0;
}

/* ---- one atom ---- */

static int key_change(struct db *db, bool add, struct str key, uint32_t atom, struct err *err) {
    struct sql *q =
        add ? db_sql(db, SQL("INSERT INTO term (key, back) VALUES ($1, $2) ON CONFLICT DO NOTHING"),
                     err)
            : db_sql(db, SQL("DELETE FROM term WHERE key = $1 AND back = $2"), err);
    if (!q)
        return -1;
    sql_bytes(q, 1, key);
    sql_int(q, 2, (int64_t)(UINT32_MAX - atom));
    return sql_run(q, err) < 0 ? -1 : 0;
}

static bool has_key(struct str keys, struct str key) {
    for (struct rd r = rd_of(keys.s, keys.n); rd_left(&r) > 0 && !r.bad;)
        if (str_eq(rd_bytes(&r), key))
            return true;
    return false;
}

static int doc_put(struct db *db, uint32_t atom, struct str keys, struct err *err) {
    struct sql *q =
        keys.n ? db_sql(db, SQL("INSERT INTO doc (atom, keys) VALUES ($1, $2) ON CONFLICT (atom) "
                                "DO UPDATE SET keys = excluded.keys"), err)
               : db_sql(db, SQL("DELETE FROM doc WHERE atom = $1"), err);
    if (!q)
        return -1;
    sql_int(q, 1, atom);
    if (keys.n)
        sql_bytes(q, 2, keys);
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int doc_get(struct db *db, uint32_t atom, struct buf *out, struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT keys FROM doc WHERE atom = $1"), err);
    if (!q)
        return -1;
    sql_int(q, 1, atom);
    int rc = sql_step(q, err);
    buf_reset(out);
    if (rc > 0)
        buf_put_str(out, sql_get_bytes(q, 0));
    sql_end(q);
    return rc < 0 ? -1 : 0;
}

/* What the atom is found by now, in place of what it was found by. */
static int write_atom(struct finder *f, uint32_t atom, struct buf *was, struct buf *now,
                      struct err *err) {
    buf_reset(now);
    for (uint32_t i = 0; i < f->keys.n; i++)
        buf_bytes(now, find_key(&f->keys, i));
    if (doc_get(f->db, atom, was, err) < 0)
        return -1;
    if (str_eq(buf_str(was), buf_str(now)))
        return 0;
    if (f->bulk) {
        for (uint32_t i = 0; i < f->keys.n; i++)
            find_sample(f, find_key(&f->keys, i));
        return doc_put(f->db, atom, buf_str(now), err);
    }
    for (struct rd r = rd_of(was->data, was->len); rd_left(&r) > 0 && !r.bad;) {
        struct str key = rd_bytes(&r);
        if (!has_key(buf_str(now), key) && key_change(f->db, false, key, atom, err) < 0)
            return -1;
    }
    for (uint32_t i = 0; i < f->keys.n; i++)
        if (!has_key(buf_str(was), find_key(&f->keys, i)) &&
            key_change(f->db, true, find_key(&f->keys, i), atom, err) < 0)
            return -1;
    return doc_put(f->db, atom, buf_str(now), err);
}

static int write_all(struct finder *f, struct take *t, struct err *err) {
    struct buf was, now;
    int rc = 0;
    buf_init(&was, "keys", 1u << 20);
    buf_init(&now, "keys", 1u << 20);
    for (struct rd r = rd_of(t->out.data, t->out.len); rc == 0 && rd_left(&r) > 0;) {
        uint32_t atom = rd_u32(&r);
        f->erased |= rd_u8(&r) != 0;
        find_keys_reset(&f->keys);
        for (uint64_t n = rd_varint(&r); n > 0; n--) {
            enum find_class class = (enum find_class)rd_u8(&r);
            find_keys_add(&f->keys, class, rd_bytes(&r));
        }
        CHECK(!r.bad);
        rc = write_atom(f, atom, &was, &now, err);
    }
    buf_release(&was);
    buf_release(&now);
    return rc;
}

/* Everything up to seq is in. */
static int complete(struct finder *f, uint64_t seq, struct err *err) {
    struct tie tie = { .atoms = 0 };
    if (find_state(f->u, look_tie, &tie, err) < 0)
        return -1;
    return meta_set(f->db, "atoms", tie.atoms, err) < 0 ||
                   meta_set(f->db, "last", (int64_t)(tie.last == UINT64_MAX ? 0 : tie.last),
                            err) < 0 ||
                   meta_set(f->db, "seq", (int64_t)seq, err) < 0
               ? -1 : 0;
}

static int write_round(struct finder *f, struct take *t, struct err *err) {
    if (db_begin(f->db, err) < 0)
        return -1;
    if (t->anew && (run(f->db, SQL("DELETE FROM term"), err) < 0 ||
                    run(f->db, SQL("DELETE FROM doc"), err) < 0)) {
        db_rollback(f->db);
        return -1;
    }
    if (write_all(f, t, err) < 0 || (t->over && !f->bulk && complete(f, t->seq, err) < 0)) {
        db_rollback(f->db);
        return -1;
    }
    if (db_commit(f->db, err) < 0)
        return -1;
    if (!t->over || !f->bulk)
        return 0;
    if (find_bulk(f, err) < 0)
        return -1;
    malloc_trim(0);
    f->bulk = false;
    f->unwritten = WAL_EVERY; /* the write-ahead log has grown */
    return complete(f, t->seq, err);
}

/* So much is marked that filling the file anew is quicker than changing it: after an import. */
static int maybe_bulk(struct finder *f, struct err *err) {
    struct unify_stats st;
    uint64_t dirty = atomic_load(&f->st_dirty);
    unify_stats(f->u, &st);
    if (f->bulk || dirty < BULK_FROM || dirty * 2 < st.atoms)
        return 0;
    atomic_store(&f->ready, false);
    f->bulk = true;
    f->sampled = 0;
    if (meta_set(f->db, "seq", -1, err) < 0)
        return -1;
    return run(f->db, SQL("DELETE FROM term"), err);
}

/* Some marked atoms: 1 when there are more, 0 when none is left.  *ret_gone: nothing that was
 * erased before is left in the file. */
static int round_once(struct finder *f, bool *ret_gone, struct err *err) {
    struct take t = { .n_atoms = 0 };
    if ((!f->loaded && load(f, err) < 0) || maybe_bulk(f, err) < 0)
        return -1;
    buf_init(&t.out, "texts", 256u << 20);
    buf_init(&t.one, "texts of an atom", 1u << 20);
    t.atoms = malloc((TAKE * TAKES + 64) * sizeof *t.atoms);
    CHECK(t.atoms);
    int rc = 0;
    for (uint32_t i = 1; i <= TAKES && rc == 0 && !t.over; i++) {
        t.atoms_max = TAKE * i;
        t.bytes_max = TAKE_BYTES * i;
        rc = find_state(f->u, look_take, &t, err);
    }
    if (rc == 0 && (t.n_atoms > 0 || t.anew || !f->caught_up)) {
        rc = write_round(f, &t, err);
        f->unwritten++;
        if (rc < 0) {
            struct err ignored = ERR_INIT;
            (void)!find_state(f->u, look_mark, &t, &ignored);
        }
    }
    atomic_store(&f->st_flight, 0);
    f->caught_up = rc == 0 && t.over;
    *ret_gone = rc == 0 && t.gone;
    if (f->caught_up)
        atomic_store(&f->ready, true);
    atomic_fetch_add(&f->st_indexed, t.n_atoms);
    buf_release(&t.out);
    buf_release(&t.one);
    free(t.atoms);
    return rc < 0 ? -1 : !t.over;
}

/* ---- the thread ---- */

/* For a condition's time-out: real time, whatever clock a test turns. */
static struct timespec in_ms(int64_t ms) {
    struct clock real;
    clock_init_real(&real);
    int64_t at = clock_wall_ms(&real) + ms;
    return (struct timespec){ at / 1000, at % 1000 * 1000000 };
}

/* After a failure: a file that cannot be used is made anew, a full disk is waited for. */
static void mend(struct finder *f, const struct err *err) {
    bool damaged = err->code == E_CORRUPT || err->code == E_INTERNAL || err->code == E_CONFLICT;
    close_file(f);
    f->caught_up = false;
    if (damaged) {
        remove_files(f);
        atomic_store(&f->ready, false);
    }
}

bool find_stopping(struct finder *f) {
    pthread_mutex_lock(&f->lock);
    bool stop = f->stop;
    pthread_mutex_unlock(&f->lock);
    return stop;
}

static void wait_ns(int64_t ns) {
    struct timespec ts = { ns / 1000000000, ns % 1000000000 };
    nanosleep(&ts, NULL);
}

/* Whoever waits for what was erased is told, once the disk has it.  1: somebody reads, again in a
 * moment. */
static int tell_erased(struct finder *f, uint64_t asked, struct err *err) {
    int64_t left = f->erased ? settle(f, err) : 0;
    if (left != 0)
        return left < 0 ? -1 : 1;
    f->erased = false;
    pthread_mutex_lock(&f->lock);
    f->erased_given = asked;
    pthread_cond_broadcast(&f->done);
    pthread_mutex_unlock(&f->lock);
    return 0;
}

/* As long as the last round took, and longer where others want the processor. */
static void rest(struct finder *f, int64_t took_ns) {
    struct core_stats st;
    core_stats(f->u->core, &st);
    bool busy = st.seq - f->rested_seq > BUSY_ENTRIES;
    f->rested_seq = st.seq;
    took_ns = took_ns < PAUSE_NS_MAX ? took_ns : PAUSE_NS_MAX;
    wait_ns(busy ? took_ns * BUSY_REST : took_ns);
}

/* What is marked, round by round.  0: all of it; 1: somebody reads, so the disk may have more of
 * an erasure than it should. */
static int all_rounds(struct finder *f, struct err *err) {
    struct clock real;
    clock_init_real(&real);
    for (int rc = 1;;) {
        int64_t began = clock_mono_ns(&real);
        bool gone;
        pthread_mutex_lock(&f->lock);
        uint64_t asked = f->erased_asked;
        pthread_mutex_unlock(&f->lock);
        rc = round_once(f, &gone, err);
        int told = rc >= 0 && gone && (f->erased || f->erased_given < asked)
                       ? tell_erased(f, asked, err) : 0;
        if (rc < 0 || told < 0)
            return -1;
        if (f->unwritten >= WAL_EVERY) {
            if (db_checkpoint(f->db, false, err) < 0)
                return -1;
            f->unwritten = 0;
        }
        if (rc == 0)
            return told;
        if (find_stopping(f))
            return 1;
        rest(f, clock_mono_ns(&real) - began);
    }
}

/* Then those who wait for all of it are told. */
static void rounds(struct finder *f, uint64_t asked) {
    struct err err = ERR_INIT;
    int rc = all_rounds(f, &err);
    if (rc < 0)
        mend(f, &err);
    pthread_mutex_lock(&f->lock);
    f->broken = rc < 0;
    if (rc == 0)
        f->given = asked;
    pthread_cond_broadcast(&f->done);
    pthread_mutex_unlock(&f->lock);
}

static void *finder_main(void *arg) {
    struct finder *f = arg;
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
    pthread_mutex_lock(&f->lock);
    while (!f->stop) {
        uint64_t asked = f->asked;
        f->kick = false;
        pthread_mutex_unlock(&f->lock);
        rounds(f, asked);
        pthread_mutex_lock(&f->lock);
        if (f->stop || (f->kick && !f->broken))
            continue;
        struct timespec ts = in_ms(IDLE_MS);
        pthread_cond_timedwait(&f->wake, &f->lock, &ts);
    }
    pthread_mutex_unlock(&f->lock);
    struct err err = ERR_INIT;
    if (f->caught_up) { /* how far it is true, for the next start */
        bool gone;
        f->caught_up = false;
        (void)!round_once(f, &gone, &err);
        if (f->caught_up)
            settle_last(f);
    }
    return NULL;
}

/* Wait, `ms` at most, until *given has what *asked is then.  Both under the lock. */
static int wait_for(struct finder *f, uint64_t *asked, const uint64_t *given, int64_t ms,
                    struct err *err) {
    struct timespec ts;
    if (!f->runs)
        return 0;
    ts = in_ms(ms);
    pthread_mutex_lock(&f->lock);
    uint64_t mine = ++*asked;
    int rc = 0;
    f->kick = true;
    pthread_cond_signal(&f->wake);
    while (*given < mine && rc == 0 && !f->stop) {
        rc = pthread_cond_timedwait(&f->done, &f->lock, &ts);
        if (f->broken)
            continue; /* it tries again by itself, at its leisure */
        f->kick = true;
        pthread_cond_signal(&f->wake);
    }
    rc = *given >= mine ? 0 : -1;
    pthread_mutex_unlock(&f->lock);
    return rc == 0 ? 0 : err_set(err, E_UNAVAILABLE, "the search index is behind");
}

int unify_find_wait(struct unify *u, int64_t ms, struct err *err) {
    struct finder *f = u->finder;
    return wait_for(f, &f->asked, &f->given, ms, err);
}

int find_wait_erased(struct unify *u, int64_t ms, struct err *err) {
    struct finder *f = u->finder;
    return wait_for(f, &f->erased_asked, &f->erased_given, ms, err);
}

/* ---- life ---- */

static void look_on(struct unify *u, void *ctx) {
    (void)ctx;
    atomic_store(&u->finder->on, true); /* marks begin */
}

int unify_find_start(struct unify *u, const char *dir, struct err *err) {
    struct finder *f = u->finder;
    size_t n = strlen(dir) + 16;
    f->path = malloc(n);
    CHECK(f->path);
    snprintf(f->path, n, "%s/search.db", dir);
    if (find_state(u, look_on, NULL, err) < 0)
        return -1;
    if (pthread_create(&f->thread, NULL, finder_main, f) != 0)
        return err_set(err, E_INTERNAL, "cannot start the search thread");
    f->runs = true;
    return 0;
}

struct finder *find_new(struct unify *u) {
    struct finder *f = calloc(1, sizeof *f);
    CHECK(f);
    f->u = u;
    pthread_mutex_init(&f->lock, NULL);
    pthread_mutex_init(&f->read_lock, NULL);
    pthread_cond_init(&f->wake, NULL);
    pthread_cond_init(&f->done, NULL);
    find_keys_init(&f->keys);
    return f;
}

void unify_find_stop(struct unify *u) {
    struct finder *f = u ? u->finder : NULL;
    if (!f || !f->runs)
        return;
    f->runs = false;
    pthread_mutex_lock(&f->lock);
    f->stop = true;
    pthread_cond_broadcast(&f->wake);
    pthread_cond_broadcast(&f->done);
    pthread_mutex_unlock(&f->lock);
    pthread_join(f->thread, NULL);
    close_file(f);
}

void find_free(struct finder *f) {
    if (!f)
        return;
    find_keys_release(&f->keys);
    pthread_mutex_destroy(&f->lock);
    pthread_mutex_destroy(&f->read_lock);
    pthread_cond_destroy(&f->wake);
    pthread_cond_destroy(&f->done);
    free(f->dirty);
    free(f->gone);
    free(f->path);
    free(f);
}
