/* figures.c - how much arrived when, from which source, and what was refused: a fold.
 *
 * THEORY      Counters lie in the heap like all state and are changed by the entries alone, by
 *             the clock of their batch; so a restart, a replay and another node have the same.
 *             A slot is of a minute (or hour) and says which; one that is met for a later minute
 *             begins anew.  Entries of erased people keep their source, and so count as before.
 * LIMITS      SOURCES_MAX; what comes from further ones counts as of source 0.
 * THREADS     Core thread.
 */
#include "collect/collect_internal.h"

#include <stdio.h>

#define SOURCES_MAX 4096u

static struct figures *figures_of(struct collect *c) {
    return heap_at(core_heap(c->core), collect_root(c)->figures);
}

void figures_begin(void *room) {
    struct collect *c = room;
    struct heap *h = core_heap(c->core);
    href at = heap_alloc(h, sizeof(struct figures));
    HEAP_SET(h, collect_root(c)->figures, at);
    hvec_init(h, &figures_of(c)->sources, sizeof(struct figure_source), 16384);
    violations_begin(c);
}

static struct figure_source *source_row(struct collect *c, struct figures *f, uint32_t source) {
    struct heap *h = core_heap(c->core);
    struct figure_source *row;
    if (c->figure_last < f->sources.n) {
        row = hvec_at(h, &f->sources, c->figure_last);
        if (row->source == source)
            return row;
    }
    for (uint32_t i = 0; i < f->sources.n; i++) {
        row = hvec_at(h, &f->sources, i);
        if (row->source == source) {
            c->figure_last = i;
            return row;
        }
    }
    if (f->sources.n >= SOURCES_MAX && source != 0)
        return source_row(c, f, 0);
    void *p;
    c->figure_last = hvec_push(h, &f->sources, &p);
    *(struct figure_source *)p = (struct figure_source){ .source = source };
    return p;
}

/* One more in the slot of this minute or hour; true when the slot began anew. */
static bool slot_add(struct heap *h, struct figure_slot *slot, uint32_t at, bool reject) {
    bool anew = slot->at != at;
    heap_touch(h, slot, sizeof *slot);
    if (anew)
        *slot = (struct figure_slot){ .at = at };
    *(reject ? &slot->rejects : &slot->events) += 1;
    return anew;
}

static void add(struct collect *c, uint32_t source, int64_t ms, unsigned reason) {
    struct heap *h = core_heap(c->core);
    struct figures *f = figures_of(c);
    uint32_t minute = (uint32_t)(ms / 60000), hour = minute / 60, m = minute % FIGURE_MINUTES;
    bool reject = reason != 0;
    if (reject)
        HEAP_SET(h, f->rejects, f->rejects + 1);
    else
        HEAP_SET(h, f->events, f->events + 1);
    if (slot_add(h, &f->minute[m], minute, reject)) {
        heap_touch(h, f->reason[m], sizeof f->reason[m]);
        memset(f->reason[m], 0, sizeof f->reason[m]);
    }
    slot_add(h, &f->hour[hour % FIGURE_HOURS], hour, reject);
    if (reject)
        HEAP_SET(h, f->reason[m][reason], f->reason[m][reason] + 1);
    struct figure_source *row = source_row(c, f, source);
    heap_touch(h, row, offsetof(struct figure_source, minute));
    *(reject ? &row->rejects : &row->events) += 1;
    *(reject ? &row->last_reject_ms : &row->last_event_ms) = ms;
    slot_add(h, &row->minute[m], minute, reject);
}

void figures_event(struct collect *c, const struct entry *e) {
    add(c, event_source(e), e->ms, 0);
}

void figures_reject(struct collect *c, const struct entry *e, const struct reject_entry *x) {
    add(c, x->source, e->ms, x->reason < FIGURE_REASONS ? x->reason : FIGURE_REASONS - 1);
}

/* ---- looking ---- */

static struct collect_slot slot_of(const struct figure_slot *slots, uint32_t n, uint32_t at,
                                   int64_t unit_ms) {
    const struct figure_slot *s = &slots[at % n];
    struct collect_slot r = { .ms = (int64_t)at * unit_ms };
    if (s->at == at) {
        r.events = s->events;
        r.rejects = s->rejects;
    }
    return r;
}

/* Of the newest `minutes`, the one of now included. */
static void sum(const struct figure_slot *slots, uint32_t now, uint32_t minutes,
                uint64_t *ret_events, uint64_t *ret_rejects) {
    *ret_events = *ret_rejects = 0;
    for (uint32_t i = 0; i < minutes; i++) {
        struct collect_slot s = slot_of(slots, FIGURE_MINUTES, now - i, 60000);
        *ret_events += s.events;
        *ret_rejects += s.rejects;
    }
}

void collect_figures(struct collect *c, int64_t now_ms, struct arena *a,
                     struct collect_figures *ret) {
    struct heap *h = core_heap(c->core);
    const struct figures *f = figures_of(c);
    uint32_t minute = (uint32_t)(now_ms / 60000), hour = minute / 60;
    *ret = (struct collect_figures){ .events = f->events, .rejects = f->rejects,
                                     .n_sources = f->sources.n };
    for (uint32_t i = 0; i < FIGURE_MINUTES; i++) {
        uint32_t at = minute - (FIGURE_MINUTES - 1) + i;
        ret->minute[i] = slot_of(f->minute, FIGURE_MINUTES, at, 60000);
        if (f->minute[at % FIGURE_MINUTES].at == at)
            for (unsigned k = 0; k < COLLECT_REASON_COUNT; k++)
                ret->reason[k] += f->reason[at % FIGURE_MINUTES][k];
    }
    for (uint32_t i = 0; i < FIGURE_HOURS; i++)
        ret->hour[i] = slot_of(f->hour, FIGURE_HOURS, hour - (FIGURE_HOURS - 1) + i, 3600000);
    ret->sources = arena_zalloc(a, (f->sources.n + 1) * sizeof *ret->sources);
    for (uint32_t i = 0; i < f->sources.n; i++) {
        const struct figure_source *row = hvec_at(h, &f->sources, i);
        struct collect_source_figures *s = &ret->sources[i];
        *s = (struct collect_source_figures){
            .source = row->source, .events = row->events, .rejects = row->rejects,
            .last_event_ms = row->last_event_ms, .last_reject_ms = row->last_reject_ms };
        sum(row->minute, minute, FIGURE_MINUTES, &s->hour_events, &s->hour_rejects);
        sum(row->minute, minute, 5, &s->lately_events, &s->lately_rejects);
    }
}

void figures_dump(struct collect *c, core_line *line, void *ctx) {
    struct heap *h = core_heap(c->core);
    const struct figures *f = figures_of(c);
    char text[200];
    uint64_t s = hash_xx64(f->minute, sizeof f->minute, 0);
    s = hash_xx64(f->hour, sizeof f->hour, s);
    s = hash_xx64(f->reason, sizeof f->reason, s);
    int n = snprintf(text, sizeof text, "figures events=%llu rejects=%llu slots=%016llx",
                     (unsigned long long)f->events, (unsigned long long)f->rejects,
                     (unsigned long long)s);
    line(ctx, str_n(text, (size_t)n));
    for (uint32_t i = 0; i < f->sources.n; i++) { /* in order of their first entry */
        const struct figure_source *row = hvec_at(h, &f->sources, i);
        n = snprintf(text, sizeof text,
                     "figures source=%u events=%llu rejects=%llu last=%lld/%lld slots=%016llx",
                     row->source, (unsigned long long)row->events,
                     (unsigned long long)row->rejects, (long long)row->last_event_ms,
                     (long long)row->last_reject_ms,
                     (unsigned long long)hash_xx64(row->minute, sizeof row->minute, 0));
        line(ctx, str_n(text, (size_t)n));
    }
}
