/* eraser.c - the thread that carries erasures out, beside all other work.
 *
 * THEORY      Requests are taken in order.  Each goes through steps, all of which may be done
 *             again: whoever is named leaves the state (one command each); with the values, still
 *             in memory, the rejects and the stored answers are searched on a connection of our
 *             own; the values leave memory; frames are rewritten, one a command; the identifiers'
 *             hashes are added to the file `erasures`; snapshot, write-ahead log and dead rows go
 *             (core_scrub()); the request is finished.  After a crash the first request that is
 *             not finished begins again at the step that its state tells.
 *             The work is cut into pieces (unify_erase_step()), most of them one command; the
 *             thread does nothing but one after the other. A simulator has no such thread, and
 *             lets other things happen in between.
 *             Between two commands the thread waits for a multiple of what the last one took, as
 *             long as others want the core, so that they keep most of it.
 *             On a node that follows, it waits until the node becomes the writer.
 * INVARIANTS  (1) The core never waits for this thread.
 *             (2) A command looks whether the erasure is as the piece before left it: another node
 *                 may have gone on with it meanwhile.
 * THREADS     One of its own; unify_erase_start() and _stop() from outside.
 */
#include "unify/unify_internal.h"

#include "base/fault.h"
#include "collect/collect.h"
#include "guard/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define RETRY_NS 200000000
#define FIND_WAIT_MS 2000 /* for the search index, before we look whether to stop */
#define SLICE_NS 1000000  /* no further frame in a command past this */
#define YIELD 6           /* times what a command took, given to others */
#define YIELD_NS_MAX 50000000

enum step { STEP_LOOK, STEP_PERSON, STEP_TAKE_VALUES, STEP_REJECTS, STEP_ANSWER, STEP_VALUES,
            STEP_FRAME, STEP_LIST, STEP_FINISH, STEP_AGAIN, STEP_NAMES, STEP_WORDS, STEP_AUDIT,
            STEP_COUNT };

struct work { /* one command of ours */
    struct command cmd; /* first */
    struct unify *u;
    enum step step;
    uint32_t erasure;
    uint64_t below;    /* STEP_FRAME */
    uint32_t frames;   /* STEP_FRAME: at most so many; 0: while they are quick */
    bool more;         /* out */
    int64_t took_ns;   /* out */
    uint8_t state;     /* out */
    struct buf values; /* STEP_TAKE_VALUES: bytes value … */
    struct erase_names names; /* STEP_NAMES */
    bool audited;      /* out: the audit log has rows */
    struct buf list;   /* STEP_LIST: the line */
    const uint64_t *seqs; /* STEP_REJECTS, of one frame */
    uint32_t n_seqs;
    int64_t principal; /* STEP_ANSWER */
    struct str key;
    uint32_t counts[3]; /* STEP_FINISH: answers, definitions, snapshots */
    struct id id;       /* of the erasure; STEP_LOOK finds it */
    bool refuse;        /* STEP_AGAIN */
    struct erased_ident *want;
    uint32_t n_want;
    uint64_t rows[AUDIT_CLEAR_MAX]; /* STEP_WORDS: to be cleared */
    uint32_t n_rows;
    uint32_t atom;     /* STEP_AUDIT: of the call before */
    uint64_t after;    /* … its rows up to this one are cleared */
};

/* What comes next. After a stop or a failure it is found out anew. */
enum phase { PHASE_LOOK, PHASE_HIDE, PHASE_SEARCH, PHASE_AUDIT, PHASE_VALUES, PHASE_CLEAN,
             PHASE_FRAMES, PHASE_LIST, PHASE_SCRUB, PHASE_FINISH };

struct eraser {
    struct unify *u;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    bool on, stop, kick;
    bool listed;      /* the file `erasures` was gone through */
    char *dir, *path; /* of the file `erasures`, or NULL */
    enum phase phase;
    struct work work; /* of the erasure under way */
    uint64_t clean;   /* from this seq on no value of it is in memory */
    bool snapshots;   /* there were any */
};

/* ---- what runs on the core ---- */

static uint32_t first_unfinished(struct unify *u) {
    uint32_t i = 0;
    while (i < u->root->erasures.n && erasure_at(u, i)->state == ERASURE_FINISHED)
        i++;
    return i;
}

static void take_values(struct work *w) {
    struct unify *u = w->u;
    for (uint32_t i = erasure_at(u, w->erasure)->idents; i < u->root->erase_idents.n; i++) {
        const struct erase_row *row = hvec_at(u->h, &u->root->erase_idents, i);
        char room[40];
        struct str v = ident_text(u, (uint32_t)row->v, room);
        if (row->erasure == w->erasure && v.n > 0)
            buf_bytes(&w->values, v);
    }
}

static void put_line(struct work *w) {
    struct unify *u = w->u;
    const struct erasure *e = erasure_at(u, w->erasure);
    char id[37];
    id_format(e->id, id);
    buf_printf(&w->list, "%s %u", id, e->refuse);
    for (uint32_t i = 0; i < u->root->erased.n; i++) {
        const struct erased_ident *x = hvec_at(u->h, &u->root->erased, i);
        if (x->erasure == w->erasure)
            buf_printf(&w->list, " %u:%016llx", x->kind, (unsigned long long)x->hash);
    }
    buf_puts(&w->list, "\n");
}

static int drop_answer(struct core *c, struct work *w, struct err *err) {
    struct db *db;
    if (core_db(c, &db, err) < 0)
        return -1;
    struct sql *q = db_sql(db, SQL("DELETE FROM idempotency WHERE principal = $1 AND key = $2"),
                           err);
    if (!q)
        return -1;
    sql_int(q, 1, w->principal);
    sql_text_(q, 2, w->key);
    return sql_run(q, err) < 0 ? -1 : 0;
}

/* A few frames, while they are quick. */
static int step_frames(struct core *c, struct work *w, struct err *err) {
    int64_t began = clock_mono_ns(core_clock(c));
    uint32_t most = w->frames ? w->frames : fault_armed ? 1 : UINT32_MAX;
    int rc = 1;
    for (uint32_t n = 0; rc > 0 && n < most &&
                         (n == 0 || clock_mono_ns(core_clock(c)) - began < SLICE_NS); n++)
        rc = erase_frame(w->u, w->erasure, w->below, &w->below, err);
    w->more = rc > 0;
    return rc;
}

static void step_look(struct work *w) {
    struct unify *u = w->u;
    w->erasure = first_unfinished(u);
    w->more = w->erasure < u->root->erasures.n;
    if (!w->more)
        return;
    w->state = erasure_at(u, w->erasure)->state;
    w->id = erasure_at(u, w->erasure)->id;
}

/* Is it where the piece of work before left it? */
static int step_guard(struct work *w, struct err *err) {
    static const uint8_t wanted[STEP_COUNT] = {
        [STEP_TAKE_VALUES] = ERASURE_SEARCHING, [STEP_REJECTS] = ERASURE_SEARCHING,
        [STEP_ANSWER] = ERASURE_SEARCHING,      [STEP_VALUES] = ERASURE_SEARCHING,
        [STEP_FRAME] = ERASURE_REWRITING,       [STEP_LIST] = ERASURE_REWRITING,
        [STEP_FINISH] = ERASURE_REWRITING,      [STEP_NAMES] = ERASURE_SEARCHING,
        [STEP_WORDS] = ERASURE_SEARCHING,       [STEP_AUDIT] = ERASURE_SEARCHING,
    };
    if (wanted[w->step] == 0)
        return 0;
    if (w->erasure < w->u->root->erasures.n &&
        memcmp(&erasure_at(w->u, w->erasure)->id, &w->id, sizeof w->id) == 0 &&
        erasure_at(w->u, w->erasure)->state == wanted[w->step])
        return 0;
    return err_set(err, E_CONFLICT, "another node went on with the erasure");
}

/* A request that a restored log does not know. */
static void step_again(struct work *w) {
    char id[37], subject[50], detail[80];
    erase_emit_request(w->u, w->id, w->refuse, 0, w->want, w->n_want);
    if (!w->u->audit)
        return;
    id_format(w->id, id);
    snprintf(subject, sizeof subject, "erasure:%s", id);
    snprintf(detail, sizeof detail, "{\"after\":{\"again\":true,\"named\":%u,\"refuse\":%s}}",
             w->n_want, w->refuse ? "true" : "false");
    audit_add_own(w->u->audit, "eraseByIdentifiers", str_of(subject), str_of(detail));
}

/* Some rows of the audit log about somebody who left the state. */
static int step_audit(struct core *c, struct work *w, struct err *err) {
    struct audit *a = w->u->audit;
    uint32_t atom = audit_to_forget(a);
    char room[AUDIT_PERSON_SIZE];
    struct db *db;
    w->more = atom != UINT32_MAX;
    if (!w->more)
        return 0;
    if (w->atom != atom)
        w->after = 0;
    w->atom = atom;
    if (core_db(c, &db, err) < 0)
        return -1;
    int n = audit_rows_of(db, audit_person(atom, room), w->after, AUDIT_CLEAR_MAX, w->rows, err);
    if (n < 0 || audit_clear(a, w->rows, (uint32_t)n, err) < 0)
        return -1;
    if (n > 0)
        w->after = w->rows[n - 1];
    else
        audit_forgotten(a);
    return 0;
}

static int run_step(struct core *c, struct work *w, struct err *err) {
    struct unify *u = w->u;
    int rc = step_guard(w, err);
    if (rc < 0)
        return -1;
    switch (w->step) {
    case STEP_LOOK:
        step_look(w);
        break;
    case STEP_PERSON:
        w->more = erasure_at(u, w->erasure)->state == ERASURE_SEARCHING &&
                  erase_next(u, w->erasure);
        break;
    case STEP_TAKE_VALUES:
        take_values(w);
        w->audited = u->audit && audit_begun(u->audit);
        break;
    case STEP_REJECTS:
        rc = erase_rejects(u, w->erasure, w->seqs, w->n_seqs, err);
        break;
    case STEP_ANSWER:
        rc = drop_answer(c, w, err);
        break;
    case STEP_VALUES:
        w->more = erase_next(u, w->erasure); /* somebody named came while rejects were searched */
        if (!w->more)
            erase_emit_values(u, w->erasure);
        break;
    case STEP_FRAME:
        rc = step_frames(c, w, err);
        break;
    case STEP_LIST:
        put_line(w);
        break;
    case STEP_FINISH:
        erase_emit_finish(u, w->erasure, w->counts);
        u->erasure_over = false; /* our own snapshots are replaced */
        break;
    case STEP_AGAIN:
        if (unify_erasure_find(u, w->id) == NONE)
            step_again(w);
        break;
    case STEP_NAMES:
        w->more = erase_names_look(u, w->erasure, &w->names);
        break;
    case STEP_WORDS:
        rc = audit_clear(u->audit, w->rows, w->n_rows, err);
        break;
    case STEP_AUDIT:
        rc = step_audit(c, w, err);
        break;
    case STEP_COUNT:
        CHECK(!"no step");
    }
    return rc < 0 ? -1 : 0;
}

static int run(struct core *c, struct command *cmd, struct err *err) {
    struct work *w = (struct work *)cmd;
    int64_t began = clock_mono_ns(core_clock(c));
    int rc = run_step(c, w, err);
    w->took_ns = clock_mono_ns(core_clock(c)) - began;
    return rc;
}

static int call(struct work *w, enum step step, struct err *err) {
    bool reads = step == STEP_LOOK || step == STEP_TAKE_VALUES || step == STEP_LIST ||
                 step == STEP_NAMES;
    w->step = step;
    w->cmd = (struct command){ .name = "unify.erase", .bytes = 4096, .reads = reads, .run = run };
    int rc = core_call(w->u->core, &w->cmd, err);
    struct core_stats st;
    core_stats(w->u->core, &st);
    int64_t ns = w->took_ns * YIELD;
    if (rc == 0 && !reads && st.queue_len > 0) {
        struct timespec ts = { 0, ns < 0 ? 0 : ns > YIELD_NS_MAX ? YIELD_NS_MAX : (long)ns };
        nanosleep(&ts, NULL);
    }
    return rc;
}

static bool stopping(struct eraser *e) {
    pthread_mutex_lock(&e->lock);
    bool stop = e->stop;
    pthread_mutex_unlock(&e->lock);
    return stop;
}

static int stop_err(struct err *err) {
    return err_set(err, E_UNAVAILABLE, "the server is stopping");
}

/* ---- searching with the values, while they are known ---- */

struct search { struct str *v; uint32_t n; };

static bool word(char c) {
    c = str_lower(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Is the value there as a whole, ASCII case aside?  "7" is not in "17". */
static bool holds_one(struct str text, struct str v) {
    for (size_t i = 0; i + v.n <= text.n; i++) {
        size_t k = 0;
        while (k < v.n && str_lower(text.s[i + k]) == str_lower(v.s[k]))
            k++;
        if (k == v.n && (i == 0 || !word(text.s[i - 1]) || !word(v.s[0])) &&
            (i + k == text.n || !word(text.s[i + k]) || !word(v.s[v.n - 1])))
            return true;
    }
    return false;
}

static bool holds(const struct search *s, struct str text) {
    for (uint32_t i = 0; i < s->n; i++)
        if (holds_one(text, s->v[i]))
            return true;
    return false;
}

static struct search search_of(const struct buf *values) {
    struct search s = { NULL, 0 };
    struct rd r = rd_of(values->data, values->len), again = r;
    while (rd_left(&r) > 0 && !r.bad) {
        rd_bytes(&r);
        s.n++;
    }
    s.v = calloc(s.n + 1, sizeof *s.v);
    CHECK(s.v);
    for (uint32_t i = 0; i < s.n; i++)
        s.v[i] = rd_bytes(&again);
    return s;
}

/* The rejects of one group of seqs that hold a value. */
static int group_rejects(struct work *w, struct log_reader *log, const struct search *s,
                         uint64_t group, struct err *err) {
    uint64_t seqs[REJECT_GROUP];
    uint32_t n = 0;
    for (uint64_t seq = group * REJECT_GROUP; seq < (group + 1) * REJECT_GROUP; seq++) {
        struct entry e;
        struct reject_entry x;
        struct err gone = ERR_INIT;
        if (log_read(log, seq, &e, &gone) < 0) {
            if (gone.code == E_NOT_FOUND)
                continue;
            *err = gone;
            return -1;
        }
        if (e.kind == ENTRY_REJECT && e.version == 1 && reject_decode(&e, &x, &gone) == 0 &&
            (holds(s, x.detail) || holds(s, x.raw)))
            seqs[n++] = seq;
    }
    for (uint32_t i = 0; i < n; i++) { /* a frame may hold several: rewriting twice is harmless */
        w->seqs = &seqs[i];
        w->n_seqs = 1;
        if (call(w, STEP_REJECTS, err) < 0)
            return -1;
    }
    return 0;
}

struct groups { struct command cmd; struct unify *u; uint64_t *v; uint32_t n; };

static int groups_run(struct core *c, struct command *cmd, struct err *err) {
    struct groups *g = (struct groups *)cmd;
    (void)c;
    (void)err;
    g->n = g->u->root->reject_groups.n;
    g->v = calloc(g->n + 1, sizeof *g->v);
    CHECK(g->v);
    for (uint32_t i = 0; i < g->n; i++)
        g->v[i] = *(uint64_t *)hvec_at(g->u->h, &g->u->root->reject_groups, i);
    return 0;
}

static int search_rejects(struct eraser *e, struct work *w, struct log_reader *log,
                          const struct search *s, struct err *err) {
    struct groups g = { .cmd = { .name = "unify.erase", .bytes = 64, .reads = true,
                                 .run = groups_run },
                        .u = w->u };
    int rc = core_call(w->u->core, &g.cmd, err);
    for (uint32_t i = 0; i < g.n && rc == 0; i++)
        rc = stopping(e) ? stop_err(err) : group_rejects(w, log, s, g.v[i], err);
    free(g.v);
    return rc;
}

/* Stored answers that hold a value go. */
static int search_answers(struct work *w, struct db *db, const struct search *s,
                          struct err *err) {
    struct buf keys;
    buf_init(&keys, "answers", 64u << 20);
    struct sql *q = db_sql(db, SQL("SELECT principal, key, body FROM idempotency"), err);
    int rc = q ? 0 : -1;
    while (q && (rc = sql_step(q, err)) > 0)
        if (holds(s, sql_get_bytes(q, 2))) {
            buf_varint(&keys, (uint64_t)sql_get_int(q, 0));
            buf_bytes(&keys, sql_get_text(q, 1));
        }
    sql_end(q);
    struct rd r = rd_of(keys.data, keys.len);
    while (rc == 0 && rd_left(&r) > 0 && !r.bad) {
        w->principal = (int64_t)rd_varint(&r);
        w->key = rd_bytes(&r);
        rc = call(w, STEP_ANSWER, err);
        w->counts[0]++;
    }
    buf_release(&keys);
    return rc;
}

/* Texts that people wrote are theirs to mend: they are counted. */
static int count_texts(struct work *w, struct db *db, const struct search *s, struct err *err) {
    struct sql *q = db_sql(db,
                           SQL("SELECT body FROM definition_version UNION ALL "
                               "SELECT draft FROM definition WHERE draft IS NOT NULL"),
                           err);
    int rc = q ? 0 : -1;
    while (q && (rc = sql_step(q, err)) > 0)
        w->counts[1] += holds(s, sql_get_text(q, 0));
    sql_end(q);
    return rc;
}

/* What they were called, as the log has it, and their identifiers, as JSON writes either. */
static int find_names(struct eraser *e, struct work *w, struct log_reader *log,
                      const struct search *s, struct err *err) {
    struct buf text;
    struct jw j;
    int rc = 0;
    buf_init(&text, "value", 1u << 20);
    for (uint32_t i = 0; i < s->n; i++) {
        buf_reset(&text);
        jw_init(&j, &text);
        jw_str(&j, s->v[i]);
        buf_bytes(&w->names.found, str_n(text.data + 1, text.len - 2));
    }
    buf_release(&text);
    for (w->more = true; rc == 0 && w->more;) {
        rc = stopping(e) ? stop_err(err) : call(w, STEP_NAMES, err);
        if (rc == 0)
            rc = erase_names_read(&w->names, log, err);
    }
    return rc;
}

struct words { /* what a look's words may hold */
    struct unify *u;
    const struct search *values; /* identifiers as they are stored */
    const struct search *named;  /* these and names, as JSON writes them */
    struct json_parser *parser;
    struct arena arena;
};

/* A text that was typed: it holds a value or a name as it stands or most of it, or is an identifier
 * in a form of its own. */
static bool typed(struct words *x, struct str text) {
    struct buf b;
    struct jw w;
    buf_init(&b, "words", AUDIT_DETAIL_MAX + 2);
    jw_init(&w, &b);
    jw_str(&w, text);
    struct str quoted = buf_str(&b), as_json = str_n(quoted.s + 1, quoted.n - 2);
    bool is = holds(x->named, quoted) ||
              erase_word_begins(as_json, x->named->v, x->named->n) ||
              erase_word_is(x->u, text, x->values->v, x->values->n, &x->arena);
    if (b.data)
        explicit_bzero(b.data, b.len);
    buf_release(&b);
    return is;
}

static bool words_hold(struct words *x, struct str detail) {
    struct json v;
    struct err none = ERR_INIT;
    bool is = false;
    if (json_parse(x->parser, detail.s, detail.n, &v, &none) < 0)
        return holds(x->named, detail);
    for (struct json_it it = json_it(json_get(v, "query")); json_next(&it) && !is;)
        is = typed(x, json_str(it.value));
    return is;
}

/* Rows of the audit log whose words hold a value or a name: also of a look at somebody else. */
static int search_audit(struct eraser *e, struct work *w, struct db *db, struct words *x,
                        struct err *err) {
    struct str details[AUDIT_CLEAR_MAX];
    uint64_t after = 0;
    bool more = true;
    int rc = 0;
    while (rc == 0 && more) {
        arena_reset(&x->arena);
        int n = audit_rows_asked(db, &after, AUDIT_CLEAR_MAX, &x->arena, w->rows, details, &more,
                                 err);
        w->n_rows = 0;
        for (int i = 0; i < n; i++)
            if (words_hold(x, details[i]))
                w->rows[w->n_rows++] = w->rows[i];
        if (n < 0 || (w->n_rows > 0 && call(w, STEP_WORDS, err) < 0))
            rc = -1;
        else if (stopping(e))
            rc = stop_err(err);
    }
    return rc;
}

static int search_words(struct eraser *e, struct work *w, struct db *db, struct log_reader *log,
                        const struct search *s, struct err *err) {
    erase_names_init(&w->names);
    int rc = find_names(e, w, log, s, err);
    struct search named = search_of(&w->names.found);
    struct words x = { .u = w->u, .values = s, .named = &named, .parser = json_parser_new() };
    arena_init(&x.arena, "audit rows", 256u << 20);
    if (rc == 0 && named.n > 0)
        rc = search_audit(e, w, db, &x, err);
    arena_release(&x.arena);
    json_parser_free(x.parser);
    free(named.v);
    erase_names_release(&w->names);
    return rc;
}

static int search(struct eraser *e, struct work *w, struct err *err) {
    struct db *db = NULL;
    struct log_reader *log = NULL;
    buf_init(&w->values, "values", 64u << 20);
    int rc = call(w, STEP_TAKE_VALUES, err);
    struct search s = search_of(&w->values);
    w->counts[1] = 0;
    if (rc == 0 && (s.n > 0 || w->audited) &&
        (db_open(core_store_where(w->u->core), DB_READER, &db, err) < 0 ||
         log_reader_new(db, &log, err) < 0))
        rc = -1;
    if (rc == 0 && s.n > 0 &&
        (search_rejects(e, w, log, &s, err) < 0 || search_answers(w, db, &s, err) < 0 ||
         count_texts(w, db, &s, err) < 0))
        rc = -1;
    if (rc == 0 && w->audited)
        rc = search_words(e, w, db, log, &s, err);
    log_reader_free(log);
    db_close(db);
    free(s.v);
    if (w->values.data)
        explicit_bzero(w->values.data, w->values.len);
    buf_release(&w->values);
    return rc;
}

/* ---- the erasure list outside of the store ---- */

/* Where the last whole line ends: a write may have been cut short. */
static off_t list_end(int fd) {
    char part[4096];
    off_t at = lseek(fd, 0, SEEK_END);
    while (at > 0) {
        off_t from = at > (off_t)sizeof part ? at - (off_t)sizeof part : 0;
        ssize_t n = pread(fd, part, (size_t)(at - from), from);
        if (n != at - from)
            return -1;
        while (at > from)
            if (part[--at - from] == '\n')
                return at + 1;
    }
    return at;
}

static bool synced_dir(const char *dir) {
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool well = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return well;
}

static bool list_write(struct eraser *e, struct str line) {
    int fd = open(e->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    off_t end = fd < 0 ? -1 : list_end(fd);
    bool half = fault_hit("erase.list");
    size_t n = half ? line.n / 2 : line.n;
    bool well = end >= 0 && ftruncate(fd, end) == 0 && pwrite(fd, line.s, n, end) == (ssize_t)n &&
                !half && fsync(fd) == 0 && synced_dir(e->dir);
    if (fd >= 0)
        close(fd);
    return well;
}

static int list_append(struct eraser *e, struct work *w, struct err *err) {
    if (!e->path)
        return 0;
    buf_init(&w->list, "erasure list", 64u << 20);
    int rc = call(w, STEP_LIST, err);
    if (rc == 0)
        rc = buf_check(&w->list, err);
    if (rc == 0 && !list_write(e, buf_str(&w->list)))
        rc = err_set(err, E_UNAVAILABLE, "cannot write %s: %s", e->path, strerror(errno));
    buf_release(&w->list);
    return rc;
}

/* One line: ask again for what the log does not know of. */
static int list_line(struct eraser *e, char *line, struct err *err) {
    struct work w = { .u = e->u };
    char *at = line + 36, *end;
    size_t n = strlen(line);
    if (n < 38 || line[n - 1] != '\n' || id_parse(str_n(line, 36), &w.id) < 0)
        return 0; /* the last line of a write that was cut short: its erasure is not finished */
    w.refuse = strtoul(at, &end, 10) != 0;
    w.want = calloc(n / 4 + 1, sizeof *w.want);
    CHECK(w.want);
    for (at = end; *at == ' '; at = end) {
        w.want[w.n_want].kind = (uint32_t)strtoul(at, &end, 10);
        if (*end != ':')
            break;
        w.want[w.n_want++].hash = strtoull(end + 1, &end, 16);
    }
    int rc = call(&w, STEP_AGAIN, err);
    free(w.want);
    return rc;
}

static int list_apply(struct eraser *e, struct err *err) {
    FILE *f = e->path ? fopen(e->path, "re") : NULL;
    char *line = NULL;
    size_t cap = 0;
    int rc = 0;
    while (f && rc == 0 && getline(&line, &cap, f) > 0)
        rc = list_line(e, line, err);
    free(line);
    if (f)
        fclose(f);
    return rc;
}

/* ---- one erasure, piece by piece ---- */

static int hide(struct work *w, struct err *err) {
    w->more = true;
    while (w->more)
        if (call(w, STEP_PERSON, err) < 0)
            return -1;
    return 0;
}

static int piece_look(struct eraser *e, struct err *err) {
    struct work *w = &e->work;
    *w = (struct work){ .u = e->u, .frames = w->frames };
    if (call(w, STEP_LOOK, err) < 0)
        return -1;
    if (w->more)
        e->phase = w->state == ERASURE_SEARCHING ? PHASE_HIDE : PHASE_CLEAN;
    return w->more;
}

/* The state is clean: its snapshot can be written while frames are rewritten. */
static int piece_clean(struct eraser *e) {
    struct core_stats st;
    core_stats(e->u->core, &st);
    e->clean = st.seq;
    e->snapshots = st.snapshot_seq > 0;
    core_snapshot_now(e->u->core);
    e->work.below = UINT64_MAX;
    e->phase = PHASE_FRAMES;
    return 1;
}

static int piece_frames(struct eraser *e, struct err *err) {
    if (fault_hit("erase.frame"))
        return err_set(err, E_UNAVAILABLE, "fault erase.frame");
    if (call(&e->work, STEP_FRAME, err) < 0)
        return -1;
    e->phase = e->work.more ? PHASE_FRAMES : PHASE_LIST;
    return 1;
}

/* 1: go on, 0: nothing is left to do. */
static int piece(struct eraser *e, struct err *err) {
    struct work *w = &e->work;
    int rc = 0;
    switch (e->phase) {
    case PHASE_LOOK:
        return piece_look(e, err);
    case PHASE_HIDE:
        rc = call(w, STEP_PERSON, err);
        e->phase = w->more ? PHASE_HIDE : PHASE_SEARCH;
        break;
    case PHASE_SEARCH:
        rc = search(e, w, err);
        w->atom = UINT32_MAX;
        e->phase = w->u->audit ? PHASE_AUDIT : PHASE_VALUES;
        break;
    case PHASE_AUDIT:
        rc = call(w, STEP_AUDIT, err);
        e->phase = w->more ? PHASE_AUDIT : PHASE_VALUES;
        break;
    case PHASE_VALUES:
        rc = call(w, STEP_VALUES, err);
        e->phase = w->more ? PHASE_HIDE : PHASE_CLEAN;
        break;
    case PHASE_CLEAN:
        return piece_clean(e);
    case PHASE_FRAMES:
        return piece_frames(e, err);
    case PHASE_LIST:
        rc = list_append(e, w, err);
        e->phase = PHASE_SCRUB;
        break;
    case PHASE_SCRUB:
        if (find_wait_erased(w->u, FIND_WAIT_MS, err) < 0)
            return 1; /* asked again, and nothing else is done again */
        rc = core_scrub(w->u->core, e->clean, err);
        e->phase = PHASE_FINISH;
        break;
    case PHASE_FINISH:
        w->counts[2] = e->snapshots;
        rc = call(w, STEP_FINISH, err);
        e->phase = PHASE_LOOK;
        break;
    }
    return rc < 0 ? -1 : 1;
}

static int step(struct eraser *e, struct err *err) {
    int rc;
    if (core_role(e->u->core) == CORE_FOLLOWER)
        rc = 0; /* on_lead() kicks */
    else if (!e->listed) {
        rc = list_apply(e, err) < 0 ? -1 : 1;
        e->listed = rc > 0;
    } else {
        rc = piece(e, err);
    }
    if (rc <= 0)
        e->phase = PHASE_LOOK;
    return rc;
}

int unify_erase_step(struct unify *u, uint32_t frames, struct err *err) {
    u->eraser->work.frames = frames;
    return step(u->eraser, err);
}

static int all(struct eraser *e, struct err *err) {
    int rc = 1;
    while (rc > 0)
        rc = stopping(e) ? stop_err(err) : step(e, err);
    return rc;
}

/* ---- the thread ---- */

static void *eraser_main(void *arg) {
    struct eraser *e = arg;
    bool again = false;
    pthread_mutex_lock(&e->lock);
    while (!e->stop) {
        if (!e->kick && !again) {
            pthread_cond_wait(&e->wake, &e->lock);
            continue;
        }
        e->kick = false;
        pthread_mutex_unlock(&e->lock);
        struct err err = ERR_INIT;
        again = all(e, &err) < 0;
        struct timespec ts = { 0, RETRY_NS };
        if (again && !stopping(e))
            nanosleep(&ts, NULL); /* the store is away, or a file cannot be written */
        pthread_mutex_lock(&e->lock);
    }
    pthread_mutex_unlock(&e->lock);
    return NULL;
}

void unify_erase_kick(struct unify *u) {
    struct eraser *e = u->eraser;
    pthread_mutex_lock(&e->lock);
    e->kick = true;
    pthread_cond_signal(&e->wake);
    pthread_mutex_unlock(&e->lock);
}

/* All who are named are out of the state when this returns. */
static int hide_all(struct eraser *e, struct err *err) {
    struct work w = { .u = e->u };
    if (call(&w, STEP_LOOK, err) < 0)
        return -1;
    uint32_t n = w.more ? unify_erasures(e->u) : 0; /* nobody else asks yet */
    for (; w.erasure < n; w.erasure++)
        if (hide(&w, err) < 0)
            return -1;
    return 0;
}

int unify_erase_open(struct unify *u, const char *dir, struct err *err) {
    struct eraser *e = u->eraser;
    if (dir) {
        size_t n = strlen(dir) + 16;
        free(e->dir);
        free(e->path);
        e->dir = strdup(dir);
        e->path = malloc(n);
        CHECK(e->dir && e->path);
        snprintf(e->path, n, "%s/erasures", dir);
    }
    e->phase = PHASE_LOOK;
    e->listed = core_role(u->core) != CORE_FOLLOWER;
    if (e->listed && (list_apply(e, err) < 0 || hide_all(e, err) < 0))
        return -1;
    return 0;
}

int unify_erase_start(struct unify *u, const char *dir, struct err *err) {
    struct eraser *e = u->eraser;
    if (unify_erase_open(u, dir, err) < 0)
        return -1;
    e->stop = false;
    e->kick = true;
    if (pthread_create(&e->thread, NULL, eraser_main, e) != 0)
        return err_set(err, E_INTERNAL, "cannot start the eraser's thread");
    e->on = true;
    return 0;
}

void unify_erase_stop(struct unify *u) {
    struct eraser *e = u ? u->eraser : NULL;
    if (!e || !e->on)
        return;
    pthread_mutex_lock(&e->lock);
    e->stop = true;
    pthread_cond_signal(&e->wake);
    pthread_mutex_unlock(&e->lock);
    pthread_join(e->thread, NULL);
    e->on = false;
}

struct eraser *eraser_new(struct unify *u) {
    struct eraser *e = calloc(1, sizeof *e);
    CHECK(e);
    e->u = u;
    pthread_mutex_init(&e->lock, NULL);
    pthread_cond_init(&e->wake, NULL);
    return e;
}

void eraser_free(struct eraser *e) {
    if (!e)
        return;
    pthread_mutex_destroy(&e->lock);
    pthread_cond_destroy(&e->wake);
    free(e->dir);
    free(e->path);
    free(e);
}
