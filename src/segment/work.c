/* work.c - what is to be done beside other work, a piece at a time.
 *
 * THEORY      A version that was published is worked out for everybody while the one before stays
 *             in force: each person once, some hundred in a command, into bits of its own (a
 *             view); who is touched meanwhile is worked out by both.  When all are there, those
 *             that differ are told, and the version is in force.
 *             The same is done anew where an audience missed something, and where what it looks at
 *             was not in memory.
 *             What is due is taken off the wheel and touched like anything else.
 *             Only the writer does any of it; at a start, and when it becomes the writer, for every
 *             audience (segment.c).
 * THREADS     Core thread.
 */
#include "segment/segment_internal.h"

#include "core/registry.h"

#include <stdlib.h>

#define TURN_NS 1000000ll
#define PEOPLE_A_TURN 4096u
#define DUE_A_TURN 1000u
#define STEPS_A_TURN 16u
#define ITEMS_A_TURN 4000u
#define TICK_MS 1000

/* ---- one audience ---- */

static bool is_over(struct segment *s, int64_t began, uint32_t n) {
    return n >= PEOPLE_A_TURN ||
           (n % 64 == 63 && clock_mono_ns(core_clock(s->core)) - began > TURN_NS);
}

static void begin_next(struct segment *s, struct seg_live *l) {
    struct seg_audience *a = heap_touch(s->h, seg_audience_at(s, l->number), sizeof *a);
    seg_bits_clear(s, &a->next_bits);
    a->next_version = l->version;
    a->next_atom = 0;
    l->behind = l->switching = false;
    l->word = 0;
}

/* Some more people by the newer version; true when all are there. */
static bool look(struct segment *s, struct seg_live *l) {
    struct seg_audience *a = seg_audience_at(s, l->number);
    const int64_t began = clock_mono_ns(core_clock(s->core)), now = core_now(s->core);
    const uint32_t all = unify_atoms(s->unify);
    uint32_t atom = a->next_atom;
    for (uint32_t n = 0; atom < all && !is_over(s, began, n); atom++, n++) {
        struct seg_subject x;
        int64_t until = INT64_MAX;
        bool in = false;
        if (!unify_is_person(s->unify, atom))
            continue;
        if (!l->plan->archived) {
            seg_subject_init(&x, s, atom, now);
            in = seg_eval(&x, l->plan, &until);
            seg_subject_release(&x);
        }
        seg_bit_set(s, &a->next_bits, atom, in);
        int64_t due = seg_due_of(s, l->number, atom);
        bool only = l->plan->archived || (a->version == 0 && !l->old);
        seg_due_set(s, l->number, atom, only || until < due ? until : due);
    }
    HEAP_SET(s->h, a->next_atom, atom);
    return atom == all;
}

/* Some more of those that differ; true when none is left. */
static bool tell(struct segment *s, struct seg_live *l) {
    struct seg_audience *a = seg_audience_at(s, l->number);
    struct seg_item *items = malloc(ITEMS_A_TURN * sizeof *items);
    uint32_t n = 0, words = a->bits.n > a->next_bits.n ? a->bits.n : a->next_bits.n;
    CHECK(items);
    l->switching = true;
    for (; l->word < words && n + 32 <= ITEMS_A_TURN; l->word++) {
        const uint32_t w = l->word;
        uint32_t old = w < a->bits.n ? *(uint32_t *)hvec_at(s->h, &a->bits, w) : 0;
        uint32_t new = w < a->next_bits.n ? *(uint32_t *)hvec_at(s->h, &a->next_bits, w) : 0;
        for (uint32_t d = old ^ new; d; d &= d - 1) {
            uint32_t bit = (uint32_t)__builtin_ctz(d);
            items[n++] = (struct seg_item){ .atom = w * 32 + bit, .in = new >> bit & 1 };
            seg_touch_dependents(s, (uint32_t)(l - s->live), w * 32 + bit);
        }
    }
    if (n > 0)
        seg_emit_changes(s, l->number, l->version, SEG_PUBLISH, items, n);
    free(items);
    return l->word >= words;
}

static void finish(struct segment *s, struct seg_live *l) {
    struct seg_audience *a = seg_audience_at(s, l->number);
    bool same = a->version == l->version;
    heap_touch(s->h, a, sizeof *a);
    a->next_version = 0;
    seg_bits_clear(s, &a->next_bits);
    l->switching = false;
    seg_plan_unref(l->old);
    l->old = NULL;
    s->gen++; /* who looks at what has changed */
    if (!same)
        seg_emit_version(s, l->number, l->version, l->plan->archived);
}

static bool wants_work(struct segment *s, const struct seg_live *l) {
    if (!l->plan)
        return false;
    if (l->number == NONE)
        return true;
    const struct seg_audience *a = seg_audience_at(s, l->number);
    return a->version != l->version || a->next_version != 0 || l->behind;
}

/* What it looks at is in memory; else that is seen to. */
static bool is_ready(struct segment *s, struct seg_live *l) {
    seg_plan_bind(s, l->plan);
    if (l->plan->ready || l->plan->archived)
        return true;
    seg_fill_want(s, l->plan);
    return false;
}

/* The next step towards the version that is published; false: it waits for something. */
static bool step(struct segment *s, struct seg_live *l) {
    struct seg_audience *a;
    if (l->number == NONE) {
        if (s->root->audiences.n >= SEG_AUDIENCES_MAX)
            return false;
        seg_emit_audience(s, str_of(l->key));
        l->number = seg_audience_find(s, str_of(l->key));
        s->gen++;
        return true;
    }
    if (!is_ready(s, l))
        return false;
    a = seg_audience_at(s, l->number);
    if (a->next_version != l->version || l->behind)
        begin_next(s, l);
    else if (!look(s, l))
        return true;
    else if (tell(s, l))
        finish(s, l);
    return true;
}

/* ---- all of them ---- */

static bool any_work(struct segment *s) {
    bool any = s->all_stale;
    for (uint32_t i = 0; i < s->n_live; i++) {
        struct seg_live *l = &s->live[i];
        if (l->plan && (is_ready(s, l) || l->number == NONE))
            any |= wants_work(s, l);
    }
    return any;
}

/* One step of the first audience that wants one; false: none does. */
static bool advance(struct segment *s) {
    seg_deps_make(s);
    for (uint32_t i = 0; i < s->n_live; i++) { /* those that others ask for first */
        struct seg_live *l = &s->live[s->by_rank[i]];
        if (wants_work(s, l) && step(s, l))
            return true;
    }
    return false;
}

static int work(struct core *c, struct command *cmd, struct err *err) {
    struct segment *s = (struct segment *)((char *)cmd - offsetof(struct segment, work));
    (void)c, (void)err;
    if (!core_may_emit(s->core, ENTRY_MEMBER))
        return 0;
    if (s->all_stale) {
        for (uint32_t i = 0; i < s->n_live; i++)
            s->live[i].behind = true;
        s->all_stale = false;
    }
    const int64_t began = clock_mono_ns(core_clock(s->core));
    for (uint32_t n = 0; n < STEPS_A_TURN && advance(s); n++)
        if (clock_mono_ns(core_clock(s->core)) - began > TURN_NS)
            break;
    return 0;
}

static void work_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct segment *s = (struct segment *)((char *)cmd - offsetof(struct segment, work));
    (void)seq;
    s->work_set = false;
    s->all_stale |= err != NULL; /* it is undone: from the beginning */
    if (!err)
        seg_work_next(s);
}

/* ---- what is due ---- */

static int expire(struct core *c, struct command *cmd, struct err *err) {
    struct seg_timer *t = (struct seg_timer *)((char *)cmd - offsetof(struct seg_timer, cmd));
    struct segment *s = t->s;
    struct seg_due due;
    (void)err;
    for (uint32_t n = 0; n < DUE_A_TURN && seg_due_pop(s, core_now(c), &due); n++)
        for (uint32_t i = 0; i < s->n_live; i++)
            if (s->live[i].number == due.audience)
                seg_touch_person(s, due.atom, i, SEG_TIME, due.ms);
    return 0;
}

static void expire_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct seg_timer *t = (struct seg_timer *)((char *)cmd - offsetof(struct seg_timer, cmd));
    (void)seq;
    t->set = false;
    if (!err)
        seg_work_next(t->s);
}

/* One that goes off at the latest in a second, one for what is due before that. */
static void timers_set(struct segment *s) {
    const int64_t now = core_now(s->core), due = seg_due_next(s);
    const int64_t tick = due < now + TICK_MS ? due : now + TICK_MS;
    if (due == INT64_MAX)
        return;
    for (int i = 0; i < 2; i++) {
        struct seg_timer *t = &s->timer[i];
        if (i == 1 && (due >= s->timer[0].ms || (t->set && due >= t->ms)))
            return;
        if (t->set)
            continue;
        t->set = true;
        t->ms = i == 0 ? tick : due;
        core_timer(s->core, t->ms, &t->cmd);
    }
}

void seg_work_next(struct segment *s) {
    struct err err = ERR_INIT;
    if (!s->started)
        return;
    bool any = any_work(s);
    seg_fill_next(s, core_seq(s->core));
    if (core_role(s->core) == CORE_FOLLOWER)
        return;
    timers_set(s);
    if (s->work_set || !any || !core_may_emit(s->core, ENTRY_MEMBER))
        return;
    s->work_set = true;
    if (core_submit(s->core, &s->work, &err) < 0)
        s->work_set = false; /* after the next commit */
}

void seg_work_init(struct segment *s) {
    s->work = (struct command){ .name = "segment.work", .run = work, .done = work_done };
    for (int i = 0; i < 2; i++)
        s->timer[i] = (struct seg_timer){
            .cmd = { .name = "segment.expire", .run = expire, .done = expire_done }, .s = s
        };
}

/* ---- publishing ---- */

static bool reaches(struct segment *s, const struct seg_plan *p, struct str key) {
    for (uint32_t i = 0; i < p->n_audiences; i++) {
        struct seg_live *other = seg_live_find(s, p->audience[i]);
        if (str_eq(p->audience[i], key))
            return true;
        if (!other || !other->plan || other->seen)
            continue;
        other->seen = true;
        if (reaches(s, other->plan, key))
            return true;
    }
    return false;
}

int seg_cycle_check(struct segment *s, const struct seg_plan *p, struct err *err) {
    for (uint32_t i = 0; i < p->n_audiences; i++) {
        const struct seg_live *other = seg_live_find(s, p->audience[i]);
        if (!other) {
            err_set(err, E_INVALID, "there is no audience \"%.*s\"", STR_FMT(p->audience[i]));
            return err_hint(err, "publish that one first");
        }
        for (uint32_t k = 0; k < s->n_live; k++)
            s->live[k].seen = false;
        if (other->plan && reaches(s, other->plan, p->key)) {
            err_set(err, E_INVALID, "the audience \"%.*s\" asks for this one in turn",
                    STR_FMT(p->audience[i]));
            return err_hint(err, "audiences cannot ask for each other in a circle");
        }
    }
    return 0;
}
