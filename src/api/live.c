/* live.c - one thread between the core and everybody who watches.
 *
 * THEORY      The thread wakes every TICK_MS while somebody watches, takes what was committed
 *             out of the feed (unify/feed.h), holds it against each watcher's filter, and moves
 *             what each is to get into that watcher's buffer; a request that waits is then
 *             resumed.  An item is written as text once, whoever gets it.
 *             A watcher gets at most `rate` items a second, and nothing while its buffer is
 *             full because its client does not read: then it is a sample, and the count says
 *             so.  Counting goes on whatever is sent.
 *             With Last-Event-ID the log is read, as fast as the client reads, until it meets
 *             the feed: whatever the rate, nothing is left out.  Past CATCH_UP_MAX entries the
 *             beginning is, and a `gap` says which.
 *             A stream ends after LIFE_MS, so that whose right to look has ended stops looking;
 *             EventSource comes back by itself, with the id of the last event.
 * INVARIANTS  (1) A watcher's request is touched by this thread only while `waiting`, under the
 *                 watcher's lock: then it is parked and nobody else has it.
 *             (2) Every item of a watcher has a higher seq than the one before.
 *             (3) seen, matched and errors count every entry once, sent or not; when the feed
 *                 lost some, seen still does, and `exact` is false.
 * LIMITS      LIVE_WATCHERS_MAX, BUFFER_MAX a watcher.
 * THREADS     The list of watchers is the thread's; new ones are handed over under l->lock.
 */
#include "api/live.h"

#include "api/event_scan.h"
#include "api/routes_gen.h"
#include "http/metrics.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define TICK_MS 100
#define BUFFER_MAX (256u << 10)
#define COUNT_ROOM 1024u     /* of the buffer, kept for counts */
#define CATCH_UP_MAX 200000u /* entries read back for one who comes back */
#define CATCH_UP_NS 20000000 /* of a tick */
#define LIFE_MS (10 * 60 * 1000)

struct watcher {
    struct watcher *next;
    struct live *live;
    struct event_filter f;
    uint32_t rate;
    bool resumes;         /* at `at`; else from now on */
    /* the thread's */
    bool begun, told, catching;
    uint64_t at;          /* next entry to read from the log */
    uint64_t counted;     /* entries up to here are in the counts */
    uint32_t tokens;      /* items that may still go out, in TICK_MS-ths */
    uint64_t seen, errors, matched, sent, seen_before;
    bool sampled, inexact;
    int64_t begun_ns;
    struct buf tick;      /* what this tick adds */
    size_t room;          /* in the buffer, for this tick */
    /* under lock */
    pthread_mutex_t lock;
    struct http_req *r;   /* ours while `waiting` */
    bool waiting, gone, over;
    struct buf out;       /* on its way */
    struct arena arena;   /* the filter's texts */
};

struct live {
    struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct watcher *fresh; /* under lock, like the next two */
    bool stop;
    uint32_t n;            /* watchers, fresh ones too */
    struct watcher *list;  /* the thread's, as all below */
    uint64_t drained;      /* everything up to this entry came out of the feed */
    struct feed_count lost;
    int64_t counted_ns;
    struct db *db;         /* for catching up, once somebody needs it */
    struct log_reader *log;
    struct buf text;       /* the item being given out */
    uint64_t text_seq;
    _Atomic uint64_t st_sent, st_skipped, st_watchers;
};

/* ---- a watcher ---- */

static struct watcher *watcher_new(struct live *l) {
    struct watcher *w = calloc(1, sizeof *w);
    CHECK(w);
    w->live = l;
    pthread_mutex_init(&w->lock, NULL);
    buf_init(&w->out, "live events", BUFFER_MAX);
    buf_init(&w->tick, "live events", BUFFER_MAX);
    arena_init(&w->arena, "watcher", 64u << 10);
    return w;
}

static void watcher_free(struct watcher *w) {
    pthread_mutex_destroy(&w->lock);
    buf_release(&w->out);
    buf_release(&w->tick);
    arena_release(&w->arena);
    free(w);
}

/* The client left, or the answer is over.  The thread frees the watcher. */
static void gone(struct http_req *r) {
    struct watcher *w = r->own;
    pthread_mutex_lock(&w->lock);
    w->gone = true;
    pthread_mutex_unlock(&w->lock);
}

/* Connection's thread: all that was given is sent. */
static void more(struct http_req *r) {
    struct watcher *w = r->own;
    pthread_mutex_lock(&w->lock);
    if (w->over)
        r->more = NULL;
    if (w->out.len > 0 || w->over) {
        buf_put_str(&r->out, buf_str(&w->out));
        buf_reset(&w->out);
    } else {
        http_park(r);
        w->waiting = true;
    }
    pthread_mutex_unlock(&w->lock);
}

/* Move what this tick made to the request, or to where it will look. */
static void hand_over(struct watcher *w, bool last) {
    struct http_req *resume = NULL;
    pthread_mutex_lock(&w->lock);
    buf_put_str(&w->out, buf_str(&w->tick));
    if (last)
        w->over = true;
    if (w->waiting && (w->out.len > 0 || w->over)) {
        resume = w->r;
        buf_put_str(&resume->out, buf_str(&w->out));
        buf_reset(&w->out);
        if (w->over)
            resume->more = NULL;
        w->waiting = false;
    }
    pthread_mutex_unlock(&w->lock);
    buf_reset(&w->tick);
    if (resume)
        http_resume(resume); /* may call gone() */
}

/* ---- items ---- */

static void item_text(struct live *l, const struct feed_item *x) {
    struct jw w;
    if (l->text.len > 0 && l->text_seq == x->seq)
        return;
    buf_reset(&l->text);
    buf_printf(&l->text, "id: %llu\nevent: %s\ndata: ", (unsigned long long)x->seq,
               x->what == FEED_REJECT ? "error" : "item");
    jw_init(&w, &l->text);
    event_item_json(l->app, x, &w);
    buf_puts(&l->text, "\n\n");
    l->text_seq = x->seq;
}

/* False for want of room. */
static bool put(struct live *l, struct watcher *w, const struct feed_item *x) {
    item_text(l, x);
    if (w->tick.len + l->text.len + COUNT_ROOM > w->room)
        return false;
    buf_put_str(&w->tick, buf_str(&l->text));
    w->sent++;
    atomic_fetch_add_explicit(&l->st_sent, 1, memory_order_relaxed);
    return true;
}

static void offer(struct live *l, struct watcher *w, const struct feed_item *x) {
    if (!event_filter_match(&w->f, x))
        return;
    w->matched++;
    if (w->tokens >= 1000 && put(l, w, x)) {
        w->tokens -= 1000;
        return;
    }
    w->sampled = true;
    atomic_fetch_add_explicit(&l->st_skipped, 1, memory_order_relaxed);
}

static void drain(struct live *l) {
    struct feed_item x;
    for (struct watcher *w = l->list; w; w = w->next) {
        pthread_mutex_lock(&w->lock);
        w->room = BUFFER_MAX - w->out.len;
        pthread_mutex_unlock(&w->lock);
    }
    uint64_t upto = unify_feed_seq(l->app->unify);
    struct feed_count lost = unify_feed_lost(l->app->unify);
    while (unify_feed_next(l->app->unify, &x)) {
        for (struct watcher *w = l->list; w; w = w->next) {
            if (w->catching || x.seq < w->at)
                continue;
            *(x.what == FEED_EVENT ? &w->seen : &w->errors) += 1;
            offer(l, w, &x);
        }
        upto = x.seq > upto ? x.seq : upto;
    }
    uint64_t events = lost.events - l->lost.events, rejects = lost.rejects - l->lost.rejects;
    for (struct watcher *w = l->list; w && events + rejects > 0; w = w->next) {
        if (w->catching)
            continue;
        w->seen += events;
        w->errors += rejects;
        w->sampled = w->inexact = true;
    }
    l->lost = lost;
    l->drained = upto > l->drained ? upto : l->drained;
}

/* ---- from where somebody left off ---- */

static int reader_open(struct live *l, struct err *err) {
    if (l->log && db_broken(l->db) && db_reopen(l->db, err) < 0)
        return -1;
    if (l->log)
        return 0;
    if (db_open(core_store_where(l->app->core), DB_READER, &l->db, err) < 0)
        return -1;
    if (log_reader_new(l->db, &l->log, err) == 0)
        return 0;
    db_close(l->db);
    l->db = NULL;
    return -1;
}

static void gap(struct watcher *w, uint64_t to) {
    if (to < w->at)
        return;
    if (w->tick.len + COUNT_ROOM <= w->room)
        buf_printf(&w->tick, "event: gap\ndata: {\"from\":%llu,\"to\":%llu}\n\n",
                   (unsigned long long)w->at, (unsigned long long)to);
    w->sampled = w->inexact = true;
    w->at = to + 1;
}

/* What is left of one frame: 1; 0 when there is none; 2 when the client has to read first. */
static int catch_frame(struct live *l, struct watcher *w, struct err *err) {
    struct arena a;
    struct event_scan s;
    arena_init(&a, "events of a frame", 256u << 20);
    int rc = event_scan_frame(l->app, l->log, w->at, w->at, l->drained, &w->f, &a, &s, err);
    if (rc > 0) {
        uint64_t behind = s.first + s.entries, was = w->at;
        uint32_t i = 0;
        if (w->at > w->counted) {
            w->seen += s.events;
            w->errors += s.rejects;
            w->counted = behind > l->drained ? l->drained : behind - 1;
        }
        while (i < s.n && put(l, w, &s.items[i]))
            i++;
        w->matched += i;
        w->at = i < s.n ? s.items[i].seq : behind > l->drained ? l->drained + 1 : behind;
        rc = i < s.n ? 2 : behind > was;
    }
    arena_release(&a);
    return rc;
}

static void catch_up(struct live *l, struct watcher *w, int64_t until_ns) {
    struct err err = ERR_INIT;
    struct clock *clock = core_clock(l->app->core);
    if (l->drained > CATCH_UP_MAX && w->at <= l->drained - CATCH_UP_MAX)
        gap(w, l->drained - CATCH_UP_MAX);
    int rc = reader_open(l, &err) < 0 ? -1 : 1;
    while (rc == 1 && w->at <= l->drained && clock_mono_ns(clock) < until_ns)
        rc = catch_frame(l, w, &err);
    if (rc <= 0 && w->at <= l->drained) /* damaged, erased from the start, or the store is away */
        gap(w, l->drained);
    w->catching = w->at <= l->drained;
    if (l->db)
        db_log_rest(l->db);
}

/* ---- counts: at the beginning, then once a second ---- */

static void count(struct watcher *w, int64_t passed_ns) {
    uint64_t since = w->seen - w->seen_before;
    double a_second = passed_ns > 0 ? (double)since * 1e9 / (double)passed_ns : 0;
    w->seen_before = w->seen;
    if (w->tick.len + COUNT_ROOM / 2 > w->room)
        return; /* the client does not read: the next one says all */
    buf_printf(&w->tick,
               "event: count\ndata: {\"seen\":%llu,\"errors\":%llu,\"matched\":%llu,"
               "\"sent\":%llu,\"sampled\":%s,\"exact\":%s,\"per_second\":%.1f}\n\n",
               (unsigned long long)w->seen, (unsigned long long)w->errors,
               (unsigned long long)w->matched, (unsigned long long)w->sent,
               w->sampled ? "true" : "false", w->inexact ? "false" : "true", a_second);
    w->sampled = false;
}

/* Whom a filter names may have been merged since. */
static void look_persons(struct unify *u, void *ctx) {
    for (struct watcher *w = ctx; w; w = w->next) {
        uint32_t atom = w->f.by_person ? unify_by_id(u, w->f.person) : UNIFY_NONE;
        if (atom != UNIFY_NONE)
            w->f.person = unify_person_id(u, atom);
    }
}

static void refresh_persons(struct live *l) {
    struct err err = ERR_INIT;
    bool any = false;
    for (struct watcher *w = l->list; w; w = w->next)
        any |= w->f.by_person;
    if (any) /* else, or when the core is away: as they were called last */
        (void)!event_state_look(l->app, look_persons, l->list, &err);
}

/* ---- the thread ---- */

static void look_nothing(struct unify *u, void *ctx) {
    (void)u;
    (void)ctx;
}

/* From here on the feed has everything past `drained`: a batch that was under way without it
 * is over once the core has looked at something between two batches. */
static void watch(struct live *l) {
    struct core_stats st;
    struct err err = ERR_INIT;
    unify_feed_watch(l->app->unify, true);
    (void)!event_state_look(l->app, look_nothing, NULL, &err);
    core_stats(l->app->core, &st);
    l->lost = unify_feed_lost(l->app->unify);
    l->drained = st.seq;
}

/* New ones join; those that are gone leave.  True when anybody watches. */
static bool roll_call(struct live *l, int64_t now) {
    uint32_t left = 0;
    for (struct watcher **at = &l->list, *w; (w = *at);) {
        pthread_mutex_lock(&w->lock);
        bool away = w->gone;
        pthread_mutex_unlock(&w->lock);
        if (away) {
            *at = w->next;
            watcher_free(w);
            left++;
        } else {
            at = &w->next;
        }
    }
    bool none = !l->list;
    pthread_mutex_lock(&l->lock);
    l->n -= left;
    struct watcher *fresh = l->fresh;
    l->fresh = NULL;
    atomic_store(&l->st_watchers, l->n);
    pthread_mutex_unlock(&l->lock);
    bool new = fresh != NULL;
    if (new && !none)
        drain(l); /* what came before them is not theirs */
    for (struct watcher *w; (w = fresh);) {
        fresh = w->next;
        w->next = l->list;
        w->begun_ns = now;
        w->tokens = w->rate * 1000;
        l->list = w;
    }
    if (new && none) {
        watch(l);
        l->counted_ns = now;
    }
    if (!none && !l->list)
        unify_feed_watch(l->app->unify, false);
    if (new)
        refresh_persons(l);
    return l->list != NULL;
}

/* The log up to the feed's place, for those who have just come. */
static void begin(struct live *l, struct watcher *w) {
    w->begun = true;
    if (!w->resumes || w->at > l->drained)
        w->at = l->drained + 1;
    w->catching = w->at <= l->drained;
}

static void tick(struct live *l, int64_t now) {
    struct clock *clock = core_clock(l->app->core);
    bool ending = atomic_load(&l->app->draining);
    for (struct watcher *w = l->list; w; w = w->next) {
        w->tokens += w->rate * TICK_MS;
        if (w->tokens > w->rate * 1000)
            w->tokens = w->rate * 1000;
        if (!w->begun)
            begin(l, w);
    }
    drain(l);
    int64_t until = clock_mono_ns(clock) + CATCH_UP_NS;
    for (struct watcher *w = l->list; w; w = w->next)
        if (w->catching)
            catch_up(l, w, until);
    bool counts = now - l->counted_ns >= 1000000000;
    if (counts)
        refresh_persons(l);
    for (struct watcher *w = l->list; w; w = w->next) {
        if (counts || !w->told) /* the first says that the watching has begun */
            count(w, w->told ? now - l->counted_ns : 0);
        w->told = true;
        hand_over(w, ending || now - w->begun_ns > LIFE_MS * 1000000ll);
    }
    if (counts)
        l->counted_ns = now;
}

static void wait_a_tick(struct live *l, bool anybody) {
    pthread_mutex_lock(&l->lock);
    while (!l->stop && !anybody && !l->fresh)
        pthread_cond_wait(&l->wake, &l->lock);
    pthread_mutex_unlock(&l->lock);
    struct timespec ts = { 0, TICK_MS * 1000000 };
    if (anybody)
        nanosleep(&ts, NULL);
}

static void *live_main(void *arg) {
    struct live *l = arg;
    struct clock real; /* a test's clock may stand still */
    clock_init_real(&real);
    for (bool stop = false; !stop;) {
        int64_t now = clock_mono_ns(&real);
        bool anybody = roll_call(l, now);
        if (anybody)
            tick(l, now);
        wait_a_tick(l, anybody);
        pthread_mutex_lock(&l->lock);
        stop = l->stop;
        pthread_mutex_unlock(&l->lock);
    }
    return NULL;
}

/* ---- the handler ---- */

static int join(struct live *l, struct watcher *w, struct err *err) {
    int rc = 0;
    pthread_mutex_lock(&l->lock);
    if (l->stop || atomic_load(&l->app->draining)) {
        rc = err_set(err, E_UNAVAILABLE, "the server is stopping");
    } else if (l->n >= LIVE_WATCHERS_MAX) {
        rc = err_set(err, E_UNAVAILABLE, "%u watch already", LIVE_WATCHERS_MAX);
    } else {
        l->n++;
        w->next = l->fresh;
        l->fresh = w;
        pthread_cond_signal(&l->wake);
    }
    pthread_mutex_unlock(&l->lock);
    return rc;
}

static struct str keep(struct watcher *w, struct str s) {
    return str_n(arena_dup(&w->arena, s.s, s.n), s.n);
}

void api_watchEvents(struct http_req *r) {
    struct live *l = ((struct app *)r->app)->live;
    struct err err = ERR_INIT;
    struct watcher *w = watcher_new(l);
    struct str last = http_header(r, "Last-Event-ID");
    uint64_t rate = LIVE_RATE_DEFAULT;
    if (!last.n)
        last = http_query(r, "after");
    if (event_filter_read(r, &w->f, &err) < 0) {
        watcher_free(w);
        http_problem(r, &err);
        return;
    }
    w->f.name = keep(w, w->f.name);
    (void)!event_number(http_query(r, "rate"), &rate); /* its schema was checked */
    w->rate = (uint32_t)rate;
    if (event_number(last, &w->at) == 0) {
        w->at++;
        w->resumes = true;
    }
    w->r = r;
    r->own = w;
    r->content_type = "text/event-stream";
    http_set_header(r, "Cache-Control", "no-store");
    http_set_header(r, "X-Accel-Buffering", "no"); /* a proxy in front shall pass it on at once */
    buf_puts(&r->out, "retry: 1000\n\n");
    if (strcmp(r->method, "HEAD") == 0 || join(l, w, &err) < 0) {
        r->own = NULL;
        watcher_free(w);
        if (err.code != E_OK)
            http_problem(r, &err);
        return;
    }
    r->gone = gone;
    r->more = more;
}

/* ---- life ---- */

int live_new(struct app *app, struct live **ret, struct err *err) {
    struct live *l = calloc(1, sizeof *l);
    CHECK(l);
    l->app = app;
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->wake, NULL);
    buf_init(&l->text, "live event", 64u << 10);
    if (pthread_create(&l->thread, NULL, live_main, l) != 0) {
        free(l);
        return err_set(err, E_INTERNAL, "cannot start the live thread");
    }
    *ret = l;
    return 0;
}

/* Requests that the server cut off while they were parked are still to be resumed. */
static void end_all(struct watcher *list) {
    for (struct watcher *w = list, *next; w; w = next) {
        next = w->next;
        hand_over(w, true);
        watcher_free(w);
    }
}

void live_free(struct live *l) {
    if (!l)
        return;
    metrics_remove(l);
    pthread_mutex_lock(&l->lock);
    l->stop = true;
    pthread_cond_signal(&l->wake);
    pthread_mutex_unlock(&l->lock);
    pthread_join(l->thread, NULL);
    unify_feed_watch(l->app->unify, false);
    end_all(l->list);
    end_all(l->fresh);
    log_reader_free(l->log);
    db_close(l->db);
    buf_release(&l->text);
    pthread_mutex_destroy(&l->lock);
    pthread_cond_destroy(&l->wake);
    free(l);
}

static double m_watchers(void *l) { return (double)((struct live *)l)->st_watchers; }
static double m_sent(void *l) { return (double)((struct live *)l)->st_sent; }
static double m_skipped(void *l) { return (double)((struct live *)l)->st_skipped; }

void live_metrics(struct live *l) {
    metrics_add("musubi_live_watchers", "Streams of live events open.", METRIC_GAUGE, m_watchers,
                l);
    metrics_add("musubi_live_sent_total", "Live items sent.", METRIC_COUNTER, m_sent, l);
    metrics_add("musubi_live_skipped_total",
                "Live items that a watcher wanted and did not get: a sample was sent.",
                METRIC_COUNTER, m_skipped, l);
}
