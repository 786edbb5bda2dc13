/* retainer.c - the thread that carries retention out, beside all other work.
 *
 * THEORY      A run is begun by an entry, once a day or when somebody asks.  It empties what older
 *             checkpoints made superfluous; then, some thousand events at a time: a look at the
 *             rows of all events finds those that may be due, this thread reads them from the
 *             log, checkpoints are emitted for whatever they said, and the frames are rewritten,
 *             one after the other; then it empties again.  In the end snapshot, write-ahead log
 *             and dead rows go (core_scrub()), if anything was taken.
 *             Every step may be done again: after a crash the run begins its walk anew and
 *             finds what is left, by the clock of its beginning.
 *             Between two commands the thread waits for a multiple of what the last one took, as
 *             long as others want the core.  While values are read again for new trait rules, and
 *             on a node that follows, it waits.
 * INVARIANTS  (1) The core never waits for this thread.
 * LIMITS      A command takes about a millisecond; one large frame about three.
 * THREADS     One of its own, or the caller's of unify_retain_now().
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

struct retainer {
    struct unify *u;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    bool on, stop, kick;
    struct command timer; /* core thread; set at `due_ms` where that is not 0 */
    int64_t due_ms;
    struct retain_scan scan;
};

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
    if (on && !w->active && !w->due && !w->unplanned && w->r->on &&
        w->r->due_ms != root->retain_due_ms) {
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

static bool in_time(struct core *c, int64_t began, uint32_t n, int64_t slice_ns) {
    return n == 0 || (clock_mono_ns(core_clock(c)) - began < slice_ns && !fault_armed);
}

static int step_atoms(struct core *c, struct work *w, struct err *err) {
    int64_t began = clock_mono_ns(core_clock(c));
    for (uint32_t n = 0; w->done < w->n_want && in_time(c, began, n, SLICE_NS); w->done++) {
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
         w->done < w->n_items + w->n_told && in_time(c, began, n, FRAMES_NS); n++) {
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

/* ---- what older checkpoints made superfluous ---- */

static int told_order(const void *a, const void *b) {
    uint64_t x = ((const struct retain_told *)a)->seq, y = ((const struct retain_told *)b)->seq;
    return x < y ? -1 : x > y;
}

static int empty_stale(struct work *w, struct err *err) {
    int rc = 0;
    w->place = (struct retain_place){ 0 };
    w->told = malloc(TOLD_MAX * sizeof *w->told);
    CHECK(w->told);
    while (rc == 0 && !w->place.over) {
        rc = call(w, STEP_STALE, err);
        if (rc < 0 || w->n_told == 0)
            continue;
        qsort(w->told, w->n_told, sizeof *w->told, told_order);
        for (w->done = 0; rc == 0 && w->done < w->n_told;)
            rc = fault_hit("retain.frame") ? err_set(err, E_UNAVAILABLE, "fault retain.frame")
                                           : call(w, STEP_FRAMES, err);
    }
    free(w->told);
    w->told = NULL;
    w->n_told = 0;
    return rc;
}

/* ---- checkpoints of what these events said ---- */

static int want_order(const void *a, const void *b) {
    const struct want *x = a, *y = b;
    if (x->atom != y->atom)
        return x->atom < y->atom ? -1 : 1;
    return x->seq > y->seq ? -1 : x->seq < y->seq; /* one behind the newest serves all */
}

static int checkpoint_atoms(struct work *w, struct err *err) {
    const struct retain_scan *s = &w->r->scan;
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
    int rc = 0;
    for (w->done = 0; rc == 0 && w->done < w->n_want;)
        rc = call(w, STEP_ATOMS, err);
    free(w->want);
    w->want = NULL;
    return rc;
}

/* Who said what of a group is told by the events themselves. */
static int read_said(struct work *w, struct log_reader *log, struct err *err) {
    db_log_rest(w->db); /* they may be newer than what was read before */
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

static int checkpoint_group(struct work *w, struct log_reader *log, struct err *err) {
    for (int i = 0; i < GROUP_TRIES; i++) {
        if (call(w, STEP_GROUP_LOOK, err) < 0)
            return -1;
        if (w->over)
            return 0;
        int rc = read_said(w, log, err);
        if (rc == 0)
            rc = call(w, STEP_GROUP, err);
        free(w->said);
        w->said = NULL;
        if (rc < 0 || w->over)
            return rc;
    }
    return err_set(err, E_CONFLICT, "a group changes too often");
}

static int checkpoint_groups(struct work *w, struct log_reader *log, struct err *err) {
    const struct retain_scan *s = &w->r->scan;
    for (uint32_t i = s->n; i-- > 0;) { /* from the newest: it serves all */
        w->group_id = s->items[i].group_id;
        w->group_seq = s->items[i].seq;
        bool before = w->group_id.n == 0;
        for (uint32_t k = i + 1; k < s->n && !before; k++)
            before = str_eq(s->items[k].group_id, w->group_id);
        if (!before && checkpoint_group(w, log, err) < 0)
            return -1;
    }
    return 0;
}

/* ---- one run ---- */

static int take_events(struct work *w, struct log_reader *log, struct err *err) {
    struct retain_scan *s = &w->r->scan;
    while (s->row < s->end) {
        retain_scan_clear(s);
        do {
            if (call(w, STEP_SCAN, err) < 0)
                return -1;
        } while (!retain_scan_full(s));
        int rc = retain_scan_read(s, log, err);
        if (rc == 0 && s->n > 0 &&
            (checkpoint_atoms(w, err) < 0 || checkpoint_groups(w, log, err) < 0))
            rc = -1;
        db_log_rest(w->db); /* else it would go on seeing the log as it was before the rewriting */
        if (rc < 0)
            return -1;
        if (s->n == 0)
            continue;
        w->items = s->items;
        w->n_items = s->n;
        for (w->done = 0; w->done < w->n_items;) {
            if (fault_hit("retain.frame"))
                return err_set(err, E_UNAVAILABLE, "fault retain.frame");
            if (call(w, STEP_FRAMES, err) < 0)
                return -1;
        }
        w->items = NULL;
        w->n_items = 0;
    }
    return 0;
}

static int carry_out(struct work *w, struct err *err) {
    struct retainer *r = w->r;
    struct log_reader *log = NULL;
    w->db = NULL;
    retain_scan_init(&r->scan, w->plan, w->now.began_ms, w->now.rows);
    r->scan.last = w->last;
    int rc = db_open(core_store_where(w->u->core), DB_READER, &w->db, err);
    if (rc == 0)
        rc = log_reader_new(w->db, &log, err);
    if (rc == 0)
        rc = empty_stale(w, err);
    if (rc == 0)
        rc = take_events(w, log, err);
    if (rc == 0)
        rc = empty_stale(w, err);
    log_reader_free(log);
    db_close(w->db);
    retain_scan_release(&r->scan);
    if (rc == 0)
        rc = call(w, STEP_LOOK, err);
    if (rc == 0 && w->now.count[RETAINED_FRAMES] > 0 && r->on) {
        struct core_stats st;
        core_stats(w->u->core, &st);
        core_snapshot_now(w->u->core);
        rc = core_scrub(w->u->core, st.seq, err);
    }
    return rc == 0 ? call(w, STEP_END, err) : -1;
}

/* Until nothing is due. */
static int all(struct retainer *r, struct err *err) {
    if (core_role(r->u->core) == CORE_FOLLOWER)
        return 0; /* on_lead() kicks */
    for (;;) {
        struct work w = { .r = r, .u = r->u };
        if (call(&w, STEP_LOOK, err) < 0)
            return -1;
        if (w.active) {
            if (carry_out(&w, err) < 0)
                return -1;
            continue;
        }
        if (!w.due && !w.unplanned)
            return 0;
        if (call(&w, STEP_BEGIN, err) < 0)
            return -1;
    }
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
    r->on = true;
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
    pthread_mutex_destroy(&r->lock);
    pthread_cond_destroy(&r->wake);
    free(r);
}
