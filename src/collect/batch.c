/* batch.c - the room's life, and the command that takes messages into the log.
 *
 * THEORY      Everything about a message is settled before the core thread sees it.  That
 *             thread asks: seen before? which atom? which numbers have its names? and then
 *             emits.  An entry is applied as it is emitted, so a message id that comes twice
 *             in one batch is found by its second look.
 *             Batches (with their arenas) and scratches (parsers and buffers) are pooled; in
 *             steady state a request allocates nothing.
 * INVARIANTS  (1) The set of seen ids changes in event_apply() only, so that replay makes the
 *                 same set.
 *             (2) run() may be called again after an undo: it begins its counts anew.
 * THREADS     Pool and look: under their locks.  run, done, apply: core thread. */
#include "collect/collect_internal.h"

#include <stdatomic.h>
#include <stdlib.h>

static const struct dedupe_limits default_limits = { 3 * DAY_MS, 512ull << 20 };
#define ENTRY_MAX (EVENT_BYTES_MAX * 2u + 65536u) /* text, ids, refs of traits */
#define STATE_VERSION 3u  /* raise when any struct in the heap changes */
#define PREFETCH 8u /* messages ahead */

struct collect_root *collect_root(struct collect *c) {
    return heap_root(core_heap(c->core), COLLECT_HEAP_ROOT);
}

/* ---- pools ---- */

struct scratch *scratch_take(struct collect *c) {
    pthread_mutex_lock(&c->pool_lock);
    struct scratch *s = c->scratches;
    if (s) {
        c->scratches = s->next;
        c->n_scratches--;
    }
    pthread_mutex_unlock(&c->pool_lock);
    return s ? s : scratch_new();
}

void scratch_give(struct collect *c, struct scratch *s) {
    pthread_mutex_lock(&c->pool_lock);
    bool keep = c->n_scratches < POOL_MAX;
    if (keep) {
        s->next = c->scratches;
        c->scratches = s;
        c->n_scratches++;
    }
    pthread_mutex_unlock(&c->pool_lock);
    if (!keep)
        scratch_free(s);
}

struct collect_batch *collect_batch_new(struct collect *c) {
    pthread_mutex_lock(&c->pool_lock);
    struct collect_batch *b = c->batches;
    if (b) {
        c->batches = b->next;
        c->n_batches--;
    }
    pthread_mutex_unlock(&c->pool_lock);
    if (!b) {
        b = calloc(1, sizeof(*b));
        CHECK(b);
        b->room = c;
        arena_init(&b->arena, "batch", COLLECT_ARENA_MAX);
    }
    return b;
}

static void batch_drop(struct collect_batch *b) {
    arena_release(&b->arena);
    free(b);
}

void collect_batch_free(struct collect_batch *b) {
    if (!b)
        return;
    struct collect *c = b->room;
    struct arena arena = b->arena;
    if (b->s)
        scratch_give(c, b->s);
    arena_reset(&arena);
    *b = (struct collect_batch){ .room = c, .arena = arena };
    pthread_mutex_lock(&c->pool_lock);
    bool keep = c->n_batches < POOL_MAX;
    if (keep) {
        b->next = c->batches;
        c->batches = b;
        c->n_batches++;
    }
    pthread_mutex_unlock(&c->pool_lock);
    if (!keep)
        batch_drop(b);
}

struct arena *collect_batch_arena(struct collect_batch *b) { return &b->arena; }

/* ---- from body to events ---- */

int collect_batch_parse(struct collect_batch *b, struct str body, struct err *err) {
    if (body.n > COLLECT_BODY_MAX)
        return err_set(err, E_LIMIT, "the body is larger than %u bytes", COLLECT_BODY_MAX);
    if (!b->s)
        b->s = scratch_take(b->room);
    if (json_parse(b->s->parser, body.s, body.n, &b->doc, err))
        return -1;
    if (!json_is(b->doc, JSON_OBJECT))
        return err_set(err, E_INVALID, "the body is not a JSON object");
    b->body = body;
    b->digest = hash_xx64(body.s, body.n, 0);
    return 0;
}

struct str collect_batch_write_key(struct collect_batch *b) {
    return json_str(json_get(b->doc, "writeKey"));
}

void batch_begin(struct collect_batch *b, const struct collect_origin *o, uint32_t events_max) {
    struct build *build = &b->build;
    *build = (struct build){ .hooks = &b->room->hooks,
                             .hash_key = core_hash_key(b->room->core),
                             .origin = o,
                             .plan = plan_for(b->room, o->source),
                             .arena = &b->arena,
                             .s = b->s };
    b->source = o->source;
    b->received_ms = o->received_ms;
    build_start(build, events_max);
}

int collect_batch_build(struct collect_batch *b, enum collect_call call,
                        const struct collect_origin *o, struct err *err) {
    size_t n = 1;
    if (call == COLLECT_BATCH)
        n = json_count(json_get(b->doc, "batch"));
    if (n > COLLECT_BATCH_EVENTS_MAX)
        n = 0; /* the whole is rejected */
    batch_begin(b, o, (uint32_t)n + 1);
    if (call == COLLECT_BATCH) {
        build_batch(&b->build, b->doc, b->body);
    } else {
        build_message(&b->build, call, b->doc, (struct json){ 0 }, 0);
        if (b->build.too_large)
            return err_set(err, E_LIMIT, "the message is larger than %d bytes",
                           EVENT_BYTES_MAX);
    }
    return 0;
}

/* ---- the command ---- */

static void put_event(struct collect *c, struct core *core, const struct event *ev) {
    uint32_t names[EVENT_TRAITS_MAX];
    const struct collect_hooks *k = &c->hooks;
    uint32_t atom = k->resolve(k->room, ev);
    uint32_t name = ev->name.n ? k->name(k->room, ev->name) : 0;
    for (uint32_t i = 0; i < ev->n_traits; i++)
        names[i] = k->name(k->room, ev->traits[i].name);
    buf_reset(&c->entry);
    event_encode(&c->entry, ev, atom, name, names);
    CHECK(!c->entry.full);
    core_emit(core, ENTRY_EVENT, 1, buf_str(&c->entry));
}

/* What is not as planned, of the entry before. */
static void tell_violations(struct collect *c, struct core *core, uint32_t source,
                            const struct plan_found *f) {
    if (!f || !core_may_emit(core, ENTRY_VIOLATION)) /* an older node follows: not counted */
        return;
    buf_reset(&c->entry);
    violations_encode(&c->entry, f, source);
    core_emit(core, ENTRY_VIOLATION, 1, buf_str(&c->entry));
}

/* Settings that decide what is remembered stand in the log, so that a replay by anybody, with
 * whatever settings, remembers the same. */
static void tell_limits(struct collect *c, struct core *core) {
    const struct dedupe_limits *is = &collect_root(c)->limits;
    if (is->window_ms == c->limits.window_ms && is->bytes_max == c->limits.bytes_max)
        return;
    buf_reset(&c->entry);
    buf_u64(&c->entry, (uint64_t)c->limits.window_ms);
    buf_u64(&c->entry, c->limits.bytes_max);
    core_emit(core, ENTRY_DEDUPE, 1, buf_str(&c->entry));
}

/* Nothing of what was sent is kept, nor its message id. */
static void refuse(struct collect_batch *b, struct core *core) {
    struct collect *c = b->room;
    const struct rejected r = { .reason = COLLECT_ERASED, .detail = STR(""), .raw = STR("") };
    buf_reset(&c->entry);
    reject_encode(&c->entry, &r, b->source, b->received_ms);
    core_emit(core, ENTRY_REJECT, 1, buf_str(&c->entry));
    b->refused++;
}

static int batch_run(struct core *core, struct command *cmd, struct err *err) {
    struct collect_batch *b = (struct collect_batch *)cmd;
    struct collect *c = b->room;
    struct heap *h = core_heap(core);
    const struct build *build = &b->build;
    struct collect_root *root = collect_root(c);
    (void)err;
    b->accepted = b->duplicates = b->refused = 0;
    b->accepted_bytes = 0;
    tell_limits(c, core);
    for (uint32_t i = 0; i < build->n_events; i++) {
        const struct event *ev = &build->events[i];
        if (i + PREFETCH < build->n_events)
            dedupe_prefetch(h, &root->dedupe, ev[PREFETCH].dedupe_hash);
        if (!(ev->flags & EVENT_NO_DEDUPE) && dedupe_seen(h, &root->dedupe, ev->dedupe_hash)) {
            b->duplicates++;
            continue;
        }
        if (c->hooks.refused && c->hooks.refused(c->hooks.room, ev)) {
            refuse(b, core);
            continue;
        }
        put_event(c, core, ev);
        tell_violations(c, core, b->source, ev->found);
        b->accepted++;
        b->accepted_bytes += ev->json.n;
    }
    for (const struct rejected *r = build->rejects; r; r = r->next) {
        buf_reset(&c->entry);
        reject_encode(&c->entry, r, b->source, b->received_ms);
        CHECK(!c->entry.full);
        core_emit(core, ENTRY_REJECT, 1, buf_str(&c->entry));
        tell_violations(c, core, b->source, r->found);
    }
    return 0;
}

static void count(struct collect *c, const struct collect_batch *b) {
    atomic_fetch_add_explicit(&c->accepted, b->accepted, memory_order_relaxed);
    atomic_fetch_add_explicit(&c->duplicates, b->duplicates, memory_order_relaxed);
    atomic_fetch_add_explicit(&c->bytes, b->accepted_bytes, memory_order_relaxed);
    atomic_fetch_add_explicit(&c->rejected[COLLECT_ERASED], b->refused, memory_order_relaxed);
    for (const struct rejected *r = b->build.rejects; r; r = r->next)
        atomic_fetch_add_explicit(&c->rejected[r->reason], 1, memory_order_relaxed);
}

static void batch_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct collect_batch *b = (struct collect_batch *)cmd;
    if (!err)
        count(b->room, b);
    b->done(b, b->own, err, seq);
}

int collect_batch_submit(struct collect_batch *b, collect_done *done, void *own,
                         struct err *err) {
    struct collect *c = b->room;
    CHECK(c->hooks.resolve);
    b->done = done;
    b->own = own;
    b->cmd = (struct command){ .name = "collect.batch",
                               .bytes = sizeof(*b) + b->arena.bytes_used,
                               .digest = b->digest | 1,
                               .run = batch_run,
                               .done = batch_done };
    if (b->s) {
        scratch_give(c, b->s);
        b->s = NULL;
    }
    return core_submit(c->core, &b->cmd, err);
}

struct collect_result collect_batch_result(const struct collect_batch *b) {
    return (struct collect_result){ .received = b->build.n_events + b->build.n_rejects,
                                    .accepted = b->accepted,
                                    .duplicates = b->duplicates,
                                    .rejected = b->build.n_rejects + b->refused };
}

/* ---- state ---- */

static void event_apply(void *room, const struct entry *e) {
    struct collect *c = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    (void)rd_u8(&r);
    uint8_t flags = rd_u8(&r);
    uint64_t hash = rd_u64(&r);
    int64_t received_ms = (int64_t)rd_u64(&r);
    CHECK(!r.bad); /* blocks are checksummed, and we wrote it */
    struct collect_root *root = collect_root(c);
    struct dedupe_limits lim = root->limits.window_ms ? root->limits : default_limits;
    if (!(flags & EVENT_NO_DEDUPE))
        dedupe_add(core_heap(c->core), &root->dedupe, &lim, hash, received_ms, e->ms);
    figures_event(c, e);
}

static void dedupe_apply(void *room, const struct entry *e) {
    struct collect *c = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    struct dedupe_limits lim = { (int64_t)rd_u64(&r), rd_u64(&r) };
    CHECK(!r.bad);
    HEAP_SET(core_heap(c->core), collect_root(c)->limits, lim);
}


/* Publish what other threads look at. */
static void after_commit(void *room, uint64_t seq) {
    struct collect *c = room;
    const struct collect_root *root = collect_root(c);
    const struct dedupe *d = &root->dedupe;
    (void)seq;
    pthread_mutex_lock(&c->look_lock);
    c->shown.dedupe_ids = d->n;
    c->shown.dedupe_bytes = d->bytes;
    c->shown.dedupe_shrunk = d->shrunk;
    c->shown.rejected_all = root->rejects;
    c->shown.dedupe_window_ms =
        d->n_gens ? d->gens[d->n_gens - 1].last_ms - d->gens[0].first_ms : 0;
    if (root->rejects < c->rejects || root->rejects - c->rejects > COLLECT_REJECTS_KEPT)
        c->rejects = root->rejects > COLLECT_REJECTS_KEPT ? root->rejects - COLLECT_REJECTS_KEPT
                                                          : 0;
    const struct reject_slot *ring = root->ring ? heap_at(core_heap(c->core), root->ring) : NULL;
    for (; c->rejects < root->rejects; c->rejects++)
        c->ring[c->rejects % COLLECT_REJECTS_KEPT] = ring[c->rejects % COLLECT_REJECTS_KEPT];
    pthread_mutex_unlock(&c->look_lock);
}

/* ---- life ---- */

struct collect *collect_new(struct core *core, const struct collect_config *cfg) {
    struct collect *c = calloc(1, sizeof(*c));
    CHECK(c);
    c->core = core;
    c->limits = default_limits;
    if (cfg && cfg->dedupe_window_ms)
        c->limits.window_ms = cfg->dedupe_window_ms;
    if (cfg && cfg->dedupe_bytes_max)
        c->limits.bytes_max = cfg->dedupe_bytes_max;
    buf_init(&c->entry, "entry", ENTRY_MAX);
    pthread_mutex_init(&c->pool_lock, NULL);
    pthread_mutex_init(&c->look_lock, NULL);
    core_on_begin(core, figures_begin, c);
    core_on_entry(core, ENTRY_EVENT, event_apply, c);
    core_on_entry(core, ENTRY_REJECT, reject_apply, c);
    core_on_entry(core, ENTRY_DEDUPE, dedupe_apply, c);
    core_on_entry(core, ENTRY_VIOLATION, violations_apply, c);
    core_state_version(core, "collect", STATE_VERSION);
    core_on_commit(core, after_commit, c);
    core_on_dump(core, collect_dump, c);
    return c;
}

void collect_free(struct collect *c) {
    if (!c)
        return;
    for (struct collect_batch *b = c->batches, *next; b; b = next) {
        next = b->next;
        batch_drop(b);
    }
    for (struct scratch *s = c->scratches, *next; s; s = next) {
        next = s->next;
        scratch_free(s);
    }
    plans_free(c);
    buf_release(&c->entry);
    pthread_mutex_destroy(&c->pool_lock);
    pthread_mutex_destroy(&c->look_lock);
    free(c);
}

void collect_hooks_set(struct collect *c, const struct collect_hooks *hooks) {
    c->hooks = *hooks;
}

void collect_stats(struct collect *c, struct collect_stats *ret) {
    pthread_mutex_lock(&c->look_lock);
    *ret = c->shown;
    pthread_mutex_unlock(&c->look_lock);
    ret->accepted = atomic_load_explicit(&c->accepted, memory_order_relaxed);
    ret->duplicates = atomic_load_explicit(&c->duplicates, memory_order_relaxed);
    ret->bytes = atomic_load_explicit(&c->bytes, memory_order_relaxed);
    for (unsigned i = 0; i < COLLECT_REASON_COUNT; i++)
        ret->rejected[i] = atomic_load_explicit(&c->rejected[i], memory_order_relaxed);
    ret->dedupe_bytes_max = c->limits.bytes_max;
}
