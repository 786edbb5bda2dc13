/* retainer.c - the thread that carries retention out, beside all other work.
 *
 * THEORY      A run is begun by an entry, once a day or when somebody asks.  It empties what older
 *             checkpoints made superfluous; then, some thousand events at a time: a look at the
 *             rows of all events finds those that may be due, this thread reads them from the
 *             log, checkpoints are emitted for whatever they said, and the frames are rewritten,
 *             one after the other; then it empties again.  In the end snapshot, write-ahead log
 *             and dead rows go (core_scrub()), if anything was taken, also by a run before that
 *             other rules cut short.
 *             Every step may be done again: after a crash the run begins its walk anew and
 *             finds what is left, by the clock of its beginning.
 *             The work is cut into pieces (unify_retain_step()), most of them one command; the
 *             thread does nothing but one after the other. A simulator has no such thread, and
 *             lets other things happen in between.
 *             Between two commands the thread waits for a multiple of what the last one took, as
 *             long as others want the core.  While values are read again for new trait rules, and
 *             on a node that follows, it waits.
 * INVARIANTS  (1) The core never waits for this thread.
 * LIMITS      A command takes about a millisecond; one large frame about three.
 * THREADS     One of its own, or the caller's of unify_retain_step() and unify_retain_now().
 */
#include "unify/unify_internal.h"

#include "guard/audit.h"

#include "base/fault.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define DAY_MS (24 * 3600 * 1000ll)
#define RETRY_NS 200000000
#define SLICE_NS 1000000 /* nothing further in a command past this */
#define FRAMES_NS 500000 /* the same of frames: a large one takes some milliseconds more */
#define YIELD 6          /* times what a command took, given to others */
#define YIELD_NS_MAX 50000000
#define TOLD_MAX 4096u
#define GROUP_TRIES 20

enum step { STEP_LOOK, STEP_BEGIN, STEP_STALE, STEP_SCAN, STEP_ATOMS, STEP_GROUP_LOOK, STEP_GROUP,
            STEP_FRAMES, STEP_END };

struct want { uint32_t atom; uint64_t seq; }; /* a checkpoint behind seq */

struct work { /* one command of ours */
    struct command cmd; /* first */
    struct retainer *r;
    struct unify *u;
    enum step step;
    int64_t took_ns;   /* out */
    bool active, due, unplanned; /* STEP_LOOK, out: go on with the run; begin one; plan one */
    const struct retain_plan *plan;
    struct retain_run now, last;
    struct want *want; /* STEP_ATOMS */
    uint32_t n_want, done;
    struct str group_id; /* STEP_GROUP_LOOK, STEP_GROUP */
    uint64_t group_seq;
    struct retain_said *said;
    uint32_t n_said;
    bool over;           /* out: nothing more to do for this group */
    struct retain_item *items; /* STEP_FRAMES: from `done` on */
    uint32_t n_items;
    struct retain_told *told;
    uint32_t n_told;
    struct retain_place place; /* STEP_STALE */
    struct db *db;             /* of the run */
};

/* What comes next. After a stop or a failure it is found out anew. */
enum phase { PHASE_LOOK, PHASE_STALE, PHASE_ROWS, PHASE_ATOMS, PHASE_GROUPS, PHASE_GROUP,
             PHASE_FRAMES, PHASE_OVER };

struct retainer {
    struct unify *u;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    bool on, stop, kick;
    struct command timer; /* core thread; set at `due_ms` where that is not 0.  A run that is due
                           * later is seen to when it has fired: set twice, it is in a list twice */
    int64_t due_ms;
    bool clean;           /* old copies of what was taken go, too */
    uint32_t most;        /* atoms or frames of a command; 0: while they are quick */
    enum phase phase;
    struct work work;     /* of the run under way; PHASE_LOOK: none */
    struct retain_scan scan;
    struct log_reader *log;
    bool walked;          /* all rows were looked at: PHASE_STALE comes for the second time */
    uint32_t group;       /* items from here on have had their group's checkpoint */
    int tries;            /* of the group under way */
};

/* ---- what runs on the core ---- */

static void look(struct core *c, struct work *w) {
    struct unify *u = w->u;
    struct unify_root *root = u->root;
    w->plan = atomic_load(&u->retain_plan);
    w->now = root->retain_now;
    w->last = root->retain_last;
    bool on = w->plan && w->plan->n > 0;
    w->active = on && w->now.version == w->plan->version;
    w->due = on && !w->active &&
             (w->now.version != 0 || (root->retain_due_ms && root->retain_due_ms <= core_now(c)));
    w->unplanned = on && !w->active &&
                   (root->retain_due_ms == 0 || root->retain_version != w->plan->version);
    if (on && !w->active && !w->due && !w->unplanned && w->r->on && w->r->due_ms == 0) {
        w->r->due_ms = root->retain_due_ms;
        core_timer(c, root->retain_due_ms, &w->r->timer);
    }
}

/* The audit log is told when a run begins by itself, and when any ends. */
static void told(struct unify *u, const struct retain_run *run, bool over) {
    struct buf b;
    struct jw w;
    if (!u->audit)
        return;
    buf_init(&b, "audit", 4096);
    jw_init(&w, &b);
    jw_obj(&w);
    JW_OBJ_KEY(&w, "after");
    JW_Z(&w, "run", over ? "ended" : "begun");
    JW_INT(&w, "rules_version", run->version);
    if (over) {
        JW_INT(&w, "dropped", (int64_t)run->count[RETAINED_DROPPED]);
        JW_INT(&w, "thinned", (int64_t)run->count[RETAINED_THINNED]);
    }
    jw_obj_end(&w);
    jw_obj_end(&w);
    audit_add_own(u->audit, "runRetention", STR("retention"), buf_str(&b));
    buf_release(&b);
}

/* Begin a run, or plan the first. */
static void begin(struct core *c, struct work *w) {
    struct unify *u = w->u;
    if (w->due) {
        retain_emit_begun(u, w->plan->version, RETAIN_DAILY, 0);
        told(u, &u->root->retain_now, false);
    } else
        retain_emit_planned(u, w->plan->version,
                            u->root->retain_due_ms ? u->root->retain_due_ms
                                                   : core_now(c) + DAY_MS);
}

static bool in_time(struct work *w, int64_t began, uint32_t n, int64_t slice_ns) {
    uint32_t most = w->r->most ? w->r->most : fault_armed ? 1 : UINT32_MAX;
    return n == 0 || (n < most && clock_mono_ns(core_clock(w->u->core)) - began < slice_ns);
}

static int step_atoms(struct core *c, struct work *w, struct err *err) {
    int64_t began = clock_mono_ns(core_clock(c));
    for (uint32_t n = 0; w->done < w->n_want && in_time(w, began, n, SLICE_NS); w->done++) {
        const struct want *x = &w->want[w->done];
        if (atom_erased(w->u, x->atom) || retain_covered(w->u, x->atom, x->seq))
            continue;
        if (retain_checkpoint(w->u, x->atom, err) < 0)
            return -1;
        n++;
    }
    return 0;
}

static uint32_t group_of(struct work *w) {
    uint32_t g = group_find(w->u, w->group_id);
    return g != NONE && retain_covered(w->u, retain_group_key(w->u, g), w->group_seq) ? NONE : g;
}

static void step_group_look(struct work *w) {
    uint32_t g = group_of(w);
    w->over = g == NONE;
    w->said = w->over ? NULL : retain_group_said(w->u, g, &w->n_said);
}

static int step_group(struct work *w, struct err *err) {
    uint32_t g = group_of(w);
    int rc = g == NONE ? 1 : retain_checkpoint_group(w->u, g, w->said, w->n_said, err);
    w->over = rc > 0;
    return rc < 0 ? -1 : 0;
}

static int step_frames(struct core *c, struct work *w, struct err *err) {
    int64_t began = clock_mono_ns(core_clock(c));
    for (uint32_t n = 0;
         w->done < w->n_items + w->n_told && in_time(w, began, n, FRAMES_NS); n++) {
        uint32_t i = w->done, k = i;
        int rc;
        if (w->items) {
            while (k < w->n_items && w->items[k].at.frame == w->items[i].at.frame)
                k++;
            rc = retain_frame(w->u, w->items + i, k - i, NULL, 0, err);
        } else {
            while (k < w->n_told && w->told[k].frame == w->told[i].frame)
                k++;
            rc = retain_frame(w->u, NULL, 0, w->told + i, k - i, err);
        }
        if (rc < 0)
            return -1;
        w->done = k;
    }
    return 0;
}

/* The rules may be others by now, or be withdrawn; new trait rules may want to read. */
static int may_change(struct work *w, struct err *err) {
    const struct unify_root *root = w->u->root;
    if (root->fill_end > 0)
        return err_set(err, E_UNAVAILABLE, "values are being read again for new trait rules");
    if (root->retain_now.version != w->plan->version ||
        root->retain_now.began_ms != w->now.began_ms ||
        atomic_load(&w->u->retain_plan) != w->plan)
        return err_set(err, E_CONFLICT, "there are other retention rules by now");
    return 0;
}

static int run_step(struct core *c, struct work *w, struct err *err) {
    struct unify *u = w->u;
    if (w->step > STEP_SCAN && w->step != STEP_GROUP_LOOK && may_change(w, err) < 0)
        return -1;
    switch (w->step) {
    case STEP_LOOK:
        look(c, w);
        break;
    case STEP_BEGIN:
        begin(c, w);
        break;
    case STEP_STALE:
        w->n_told = retain_stale(u, &w->place, w->told, TOLD_MAX);
        break;
    case STEP_SCAN:
        retain_scan_rows(u, &w->r->scan);
        break;
    case STEP_ATOMS:
        return step_atoms(c, w, err);
    case STEP_GROUP_LOOK:
        step_group_look(w);
        break;
    case STEP_GROUP:
        return step_group(w, err);
    case STEP_FRAMES:
        return step_frames(c, w, err);
    case STEP_END:
        told(u, &u->root->retain_now, true);
        retain_emit_finished(u);
        break;
    }
    return 0;
}

static int run(struct core *c, struct command *cmd, struct err *err) {
    struct work *w = (struct work *)cmd;
    int64_t began = clock_mono_ns(core_clock(c));
    uint32_t done = w->done;
    int rc = run_step(c, w, err);
    if (rc < 0)
        w->done = done; /* what it did is undone */
    w->took_ns = clock_mono_ns(core_clock(c)) - began;
    return rc;
}

static bool stopping(struct retainer *r) {
    pthread_mutex_lock(&r->lock);
    bool stop = r->stop;
    pthread_mutex_unlock(&r->lock);
    return stop;
}

static int call(struct work *w, enum step step, struct err *err) {
    bool reads = step == STEP_LOOK || step == STEP_STALE || step == STEP_SCAN ||
                 step == STEP_GROUP_LOOK;
    if (stopping(w->r))
        return err_set(err, E_UNAVAILABLE, "the server is stopping");
    w->step = step;
    w->cmd = (struct command){ .name = "unify.retain", .bytes = 4096, .reads = reads,
                               .run = run };
    int rc = core_call(w->u->core, &w->cmd, err);
    struct core_stats st;
    core_stats(w->u->core, &st);
    int64_t ns = w->took_ns * YIELD;
    if (rc == 0 && st.queue_len > 0) {
        struct timespec ts = { 0, ns < 0 ? 0 : ns > YIELD_NS_MAX ? YIELD_NS_MAX : (long)ns };
        nanosleep(&ts, NULL);
    }
    return rc;
}

/* ---- one run, piece by piece ---- */

static void close_log(struct retainer *r) {
    log_reader_free(r->log);
    db_close(r->work.db);
    r->log = NULL;
    r->work.db = NULL;
}

static void close_run(struct retainer *r) {
    if (r->phase == PHASE_LOOK)
        return;
    r->phase = PHASE_LOOK;
    free(r->work.told);
    free(r->work.want);
    free(r->work.said);
    close_log(r);
    retain_scan_release(&r->scan);
}

static int open_run(struct retainer *r, struct err *err) {
    struct work *w = &r->work;
    retain_scan_init(&r->scan, w->plan, w->now.began_ms, w->now.rows);
    r->scan.last = w->last;
    r->walked = false;
    r->phase = PHASE_STALE;
    if (db_open(core_store_where(w->u->core), DB_READER, &w->db, err) < 0)
        return -1;
    return log_reader_new(w->db, &r->log, err);
}

static int piece_look(struct retainer *r, struct err *err) {
    struct work *w = &r->work;
    *w = (struct work){ .r = r, .u = r->u };
    if (call(w, STEP_LOOK, err) < 0)
        return -1;
    if (w->active)
        return open_run(r, err) < 0 ? -1 : 1;
    if (!w->due && !w->unplanned)
        return 0;
    return call(w, STEP_BEGIN, err) < 0 ? -1 : 1;
}

static int rewrite_frames(struct work *w, struct err *err) {
    if (fault_hit("retain.frame"))
        return err_set(err, E_UNAVAILABLE, "fault retain.frame");
    return call(w, STEP_FRAMES, err);
}

static int told_order(const void *a, const void *b) {
    uint64_t x = ((const struct retain_told *)a)->seq, y = ((const struct retain_told *)b)->seq;
    return x < y ? -1 : x > y;
}

/* What older checkpoints made superfluous. */
static int piece_stale(struct retainer *r, struct err *err) {
    struct work *w = &r->work;
    if (!w->told) {
        w->place = (struct retain_place){ 0 };
        w->told = malloc(TOLD_MAX * sizeof *w->told);
        CHECK(w->told);
        w->n_told = w->done = 0;
    }
    if (w->done < w->n_told)
        return rewrite_frames(w, err);
    if (!w->place.over) {
        if (call(w, STEP_STALE, err) < 0)
            return -1;
        if (w->n_told > 0)
            qsort(w->told, w->n_told, sizeof *w->told, told_order);
        w->done = 0;
        return 0;
    }
    free(w->told);
    w->told = NULL;
    w->n_told = 0;
    r->phase = r->walked ? PHASE_OVER : PHASE_ROWS;
    return 0;
}

static int want_order(const void *a, const void *b) {
    const struct want *x = a, *y = b;
    if (x->atom != y->atom)
        return x->atom < y->atom ? -1 : 1;
    return x->seq > y->seq ? -1 : x->seq < y->seq; /* one behind the newest serves all */
}

/* The atoms of which these events said something. */
static void want_atoms(struct work *w, const struct retain_scan *s) {
    uint32_t n = 0, kept = 0;
    w->want = malloc((s->n + 1) * sizeof *w->want);
    CHECK(w->want);
    for (uint32_t i = 0; i < s->n; i++)
        if (s->items[i].traits)
            w->want[n++] = (struct want){ s->items[i].atom, s->items[i].seq };
    qsort(w->want, n, sizeof *w->want, want_order);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || w->want[i].atom != w->want[kept - 1].atom)
            w->want[kept++] = w->want[i];
    w->n_want = kept;
    w->done = 0;
}

static int piece_rows(struct retainer *r, struct err *err) {
    struct retain_scan *s = &r->scan;
    if (s->row >= s->end) {
        r->walked = true;
        r->phase = PHASE_STALE;
        return 0;
    }
    if (call(&r->work, STEP_SCAN, err) < 0)
        return -1;
    if (!retain_scan_full(s))
        return 0;
    int rc = retain_scan_read(s, r->log, err);
    db_log_rest(r->work.db); /* what others write meanwhile is seen next time, and no checkpoint
                              * of the write-ahead log waits for us */
    if (rc < 0)
        return -1;
    if (s->n == 0) {
        retain_scan_clear(s);
        return 0;
    }
    want_atoms(&r->work, s);
    r->phase = PHASE_ATOMS;
    return 0;
}

static int piece_atoms(struct retainer *r, struct err *err) {
    struct work *w = &r->work;
    if (w->done < w->n_want)
        return call(w, STEP_ATOMS, err);
    free(w->want);
    w->want = NULL;
    r->group = r->scan.n;
    r->tries = 0;
    r->phase = PHASE_GROUPS;
    return 0;
}

/* From the newest event on, which serves all of its group. */
static bool next_group(struct retainer *r) {
    const struct retain_scan *s = &r->scan;
    while (r->group > 0) {
        uint32_t i = --r->group;
        r->work.group_id = s->items[i].group_id;
        r->work.group_seq = s->items[i].seq;
        bool before = r->work.group_id.n == 0;
        for (uint32_t k = i + 1; k < s->n && !before; k++)
            before = str_eq(s->items[k].group_id, r->work.group_id);
        if (!before)
            return true;
    }
    return false;
}

/* Who said what of a group is told by the events themselves. */
static int read_said(struct work *w, struct log_reader *log, struct err *err) {
    for (uint32_t i = 0; i < w->n_said; i++) {
        struct entry e;
        struct err own = ERR_INIT;
        if (log_read_at(log, &w->said[i].at, &e, &own) == 0) {
            if (e.kind == ENTRY_EVENT && e.version < EVENT_VERSION_ERASED)
                w->said[i].atom = event_atom(&e);
        } else if (own.code != E_NOT_FOUND) {
            *err = own;
            return -1;
        }
    }
    return 0;
}

static int piece_groups(struct retainer *r, struct err *err) {
    struct work *w = &r->work;
    if (r->tries == 0 && !next_group(r)) {
        w->items = r->scan.items;
        w->n_items = r->scan.n;
        w->done = 0;
        r->phase = PHASE_FRAMES;
        return 0;
    }
    if (++r->tries > GROUP_TRIES)
        return err_set(err, E_CONFLICT, "a group changes too often");
    if (call(w, STEP_GROUP_LOOK, err) < 0)
        return -1;
    if (w->over) {
        r->tries = 0;
        return 0;
    }
    r->phase = PHASE_GROUP;
    int rc = read_said(w, r->log, err);
    db_log_rest(w->db);
    return rc;
}

static int piece_group(struct retainer *r, struct err *err) {
    struct work *w = &r->work;
    if (call(w, STEP_GROUP, err) < 0)
        return -1;
    free(w->said);
    w->said = NULL;
    r->tries = w->over ? 0 : r->tries;
    r->phase = PHASE_GROUPS;
    return 0;
}

static int piece_frames(struct retainer *r, struct err *err) {
    struct work *w = &r->work;
    if (w->done < w->n_items)
        return rewrite_frames(w, err);
    w->items = NULL;
    w->n_items = 0;
    retain_scan_clear(&r->scan);
    r->phase = PHASE_ROWS;
    return 0;
}

static int piece_over(struct retainer *r, struct err *err) {
    struct work did = { .r = r, .u = r->u }; /* of its own: w knows which run it carried out */
    struct core_stats st;
    close_log(r); /* or the write-ahead log is in use */
    if (call(&did, STEP_LOOK, err) < 0)
        return -1;
    core_stats(r->u->core, &st);
    if (retain_rewrote(&did.now) > 0 && r->clean) {
        core_snapshot_now(r->u->core);
        if (core_scrub(r->u->core, st.seq, err) < 0)
            return -1;
    }
    if (call(&r->work, STEP_END, err) < 0)
        return -1;
    close_run(r);
    return 0;
}

/* 1: go on, 0: nothing is due. */
static int piece(struct retainer *r, struct err *err) {
    static int (*const pieces[])(struct retainer *r, struct err *err) = {
        [PHASE_STALE] = piece_stale,   [PHASE_ROWS] = piece_rows,   [PHASE_ATOMS] = piece_atoms,
        [PHASE_GROUPS] = piece_groups, [PHASE_GROUP] = piece_group, [PHASE_FRAMES] = piece_frames,
        [PHASE_OVER] = piece_over,
    };
    int rc;
    if (core_role(r->u->core) == CORE_FOLLOWER)
        rc = 0; /* on_lead() kicks */
    else if (r->phase == PHASE_LOOK)
        rc = piece_look(r, err);
    else
        rc = pieces[r->phase](r, err) < 0 ? -1 : 1;
    if (rc <= 0)
        close_run(r);
    return rc;
}

int unify_retain_step(struct unify *u, uint32_t most, struct err *err) {
    u->retainer->most = most;
    u->retainer->clean = true;
    return piece(u->retainer, err);
}

/* Until nothing is due. */
static int all(struct retainer *r, struct err *err) {
    int rc = 1;
    while (rc > 0)
        rc = piece(r, err);
    return rc;
}

int unify_retain_now(struct unify *u, struct err *err) { return all(u->retainer, err); }

/* ---- the thread ---- */

static void *retainer_main(void *arg) {
    struct retainer *r = arg;
    bool again = false;
    pthread_mutex_lock(&r->lock);
    while (!r->stop) {
        if (!r->kick && !again) {
            pthread_cond_wait(&r->wake, &r->lock);
            continue;
        }
        r->kick = false;
        pthread_mutex_unlock(&r->lock);
        struct err err = ERR_INIT;
        again = all(r, &err) < 0;
        struct timespec ts = { 0, RETRY_NS };
        if (again && !stopping(r))
            nanosleep(&ts, NULL); /* the store is away, or others come first */
        pthread_mutex_lock(&r->lock);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

void unify_retain_kick(struct unify *u) {
    struct retainer *r = u->retainer;
    pthread_mutex_lock(&r->lock);
    r->kick = true;
    pthread_cond_signal(&r->wake);
    pthread_mutex_unlock(&r->lock);
}

static int timer_run(struct core *c, struct command *cmd, struct err *err) {
    (void)c, (void)cmd, (void)err;
    return 0;
}

static void timer_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct retainer *r = (struct retainer *)((char *)cmd - offsetof(struct retainer, timer));
    (void)seq;
    (void)err; /* the store is away, or another node writes: then it is found out anew */
    r->due_ms = 0;
    unify_retain_kick(r->u);
}

int unify_retain_start(struct unify *u, struct err *err) {
    struct retainer *r = u->retainer;
    r->stop = false;
    r->kick = true;
    r->on = r->clean = true;
    if (pthread_create(&r->thread, NULL, retainer_main, r) != 0) {
        r->on = false;
        return err_set(err, E_INTERNAL, "cannot start the thread of retention");
    }
    return 0;
}

void unify_retain_stop(struct unify *u) {
    struct retainer *r = u ? u->retainer : NULL;
    if (!r || !r->on)
        return;
    pthread_mutex_lock(&r->lock);
    r->stop = true;
    pthread_cond_signal(&r->wake);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->thread, NULL);
    r->on = false;
    r->stop = false;
}

struct retainer *retainer_new(struct unify *u) {
    struct retainer *r = calloc(1, sizeof *r);
    CHECK(r);
    r->u = u;
    r->timer = (struct command){ .name = "unify.retain.timer", .bytes = 64, .run = timer_run,
                                 .done = timer_done };
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->wake, NULL);
    return r;
}

void retainer_free(struct retainer *r) {
    if (!r)
        return;
    close_run(r);
    pthread_mutex_destroy(&r->lock);
    pthread_cond_destroy(&r->wake);
    free(r);
}
