/* segment.c - the room's life, its definition kind, and what is asked of audiences.
 *
 * THREADS     Core thread, but for what segment.h says.
 */
#include "segment/segment_internal.h"

#include "core/registry.h"

#include <stdlib.h>

#define STATE_VERSION 1u /* raise when any struct in the heap changes */
#define HISTORY_LOOK 20000u

/* ---- definitions ---- */

static int compile(void *room, struct str key, struct json body, void **ret_plan,
                   struct err *err) {
    struct seg_plan *p;
    if (seg_plan_make(room, key, body, &p, err) < 0)
        return -1;
    *ret_plan = p;
    return 0;
}

static void plan_free(void *room, void *plan) {
    (void)room;
    seg_plan_unref(plan);
}

static int publishing(void *room, void *plan, struct err *err) {
    struct segment *s = room;
    const struct seg_plan *p = plan;
    if (!core_may_emit(s->core, ENTRY_MEMBER)) {
        err_set(err, E_UNAVAILABLE, "another node does not know audiences yet");
        return err_hint(err, "stop the older version, or upgrade it");
    }
    if (!seg_live_find(s, p->key) && s->n_live >= SEG_AUDIENCES_MAX)
        return err_set(err, E_LIMIT, "a workspace has at most %u audiences", SEG_AUDIENCES_MAX);
    if (s->publish_seq) { /* what is checked here is checked against what is committed */
        err_set(err, E_CONFLICT, "another audience is being published at this very moment");
        return err_hint(err, "nothing was changed; try again");
    }
    if (seg_fill_fits(s, p, err) < 0 || seg_cycle_check(s, p, err) < 0)
        return -1;
    s->publish_seq = core_seq(s->core) + 1;
    return 0;
}

/* A version that is worked out already, or is about to be. */
static void published(void *room, uint32_t id, struct str key, uint32_t version, void *plan) {
    struct segment *s = room;
    struct seg_live *l = seg_live_find(s, key);
    (void)id;
    if (!l) {
        if (s->n_live == s->live_cap) {
            s->live_cap = s->live_cap ? 2 * s->live_cap : 16;
            s->live = realloc(s->live, s->live_cap * sizeof *s->live);
            CHECK(s->live);
        }
        l = &s->live[s->n_live++];
        *l = (struct seg_live){ .key = strndup(key.s, key.n), .number = NONE };
        CHECK(l->key);
        if (s->started)
            l->number = seg_audience_find(s, key);
    }
    bool in_force = l->plan && l->number != NONE &&
                    seg_audience_at(s, l->number)->version == l->version;
    seg_plan_unref(in_force ? l->old : l->plan);
    if (in_force)
        l->old = l->plan;
    l->plan = plan;
    l->version = version;
    l->switching = l->loops = false;
    s->gen++;
    if (s->started)
        seg_work_next(s);
}

int segment_register(struct segment *s, struct registry *r, struct err *err) {
    const struct registry_kind kind = { .name = "audience", .title = "Audiences", .room = s,
                                        .compile = compile, .plan_free = plan_free,
                                        .publishing = publishing, .published = published };
    s->registry = r;
    return registry_kind(r, &kind, err);
}

/* ---- life ---- */

/* What this room remembers of the heap beside it. */
static void forget(struct segment *s) {
    seg_fill_cancel(s);
    s->n_stale = s->n_touch = s->n_moved = 0;
    s->gen++;
    for (uint32_t i = 0; i < s->n_live; i++)
        s->live[i].number = NONE;
}

static void begin(void *room) {
    struct segment *s = room;
    seg_tables_begin(s);
    seg_members_begin(s);
    seg_wheel_begin(s);
    forget(s);
    for (uint32_t i = 0; i < s->n_live; i++) {
        const struct seg_plan *p = s->live[i].plan;
        for (uint32_t k = 0; p && k < p->n_sources; k++) /* nothing was ever sent */
            if (!p->source[k].name.s && seg_table_find(s, p->source[k].type, 0) == NONE)
                seg_table_for(s, p->source[k].type, 0, p->source[k].name);
    }
}

void seg_numbers(struct segment *s) {
    for (uint32_t i = 0; i < s->n_live; i++)
        if (s->live[i].number == NONE)
            s->live[i].number = seg_audience_find(s, str_of(s->live[i].key));
}

/* Until when answers hold is known only where they were worked out, and a snapshot may be older
 * than a version: whoever begins to write looks at everybody once. */
static void look_at_all(struct segment *s) {
    seg_numbers(s);
    s->n_stale = 0;
    s->all_stale = true;
}

static void on_commit(void *room, uint64_t seq) {
    struct segment *s = room;
    (void)seq;
    s->publish_seq = 0;
    if (!s->started)
        return;
    if (s->dropped != core_dropped(s->core)) { /* the heap is that of another log */
        s->dropped = core_dropped(s->core);
        forget(s);
        look_at_all(s);
    }
    if (core_role(s->core) == CORE_FOLLOWER) {
        seg_numbers(s);
        seg_followed(s);
    }
    seg_work_next(s);
}

static void on_lead(void *room) {
    struct segment *s = room;
    look_at_all(s);
    seg_work_next(s);
}

struct segment *segment_new(struct core *core, struct unify *u) {
    struct segment *s = calloc(1, sizeof *s);
    CHECK(s);
    s->core = core;
    s->unify = u;
    s->h = core_heap(core);
    s->root = heap_root(s->h, HEAP_ROOM_SEGMENT);
    s->key = core_hash_key(core);
    s->gen = 1;
    s->parser = json_parser_new();
    buf_init(&s->entry, "log entry", 1u << 20);
    arena_init(&s->arena, "evaluation", SEG_RUN_BYTES);
    s->fill = seg_fill_new(s);
    seg_work_init(s);
    core_on_begin(core, begin, s);
    core_on_entry(core, ENTRY_MEMBER, seg_on_entry, s);
    seg_live_register(s);
    core_on_commit(core, on_commit, s);
    core_on_lead(core, on_lead, s);
    core_on_dump(core, seg_dump, s);
    core_state_version(core, "segment", STATE_VERSION);
    return s;
}

void segment_free(struct segment *s) {
    if (!s)
        return;
    for (uint32_t i = 0; i < s->n_live; i++) {
        seg_plan_unref(s->live[i].plan);
        seg_plan_unref(s->live[i].old);
        free(s->live[i].key);
    }
    seg_deps_free(s);
    seg_fill_free(s->fill);
    free(s->live);
    free(s->by_rank);
    free(s->touch);
    free(s->moved);
    free(s->stale);
    json_parser_free(s->parser);
    buf_release(&s->entry);
    arena_release(&s->arena);
    free(s);
}

/* Tables that were being filled when the image was made. */
static void tables_tidy(struct segment *s) {
    for (uint32_t i = 0; i < s->root->tables.n; i++)
        if (seg_table_at(s, i)->used == SEG_LOADING)
            seg_table_free(s, i);
}

static int start(struct core *c, struct command *cmd, struct err *err) {
    struct starting { struct command cmd; struct segment *s; } *x = (void *)cmd;
    struct segment *s = x->s;
    (void)c, (void)err;
    tables_tidy(s);
    look_at_all(s);
    s->started = true;
    seg_work_next(s);
    return 0;
}

void segment_start(struct segment *s, struct readers *readers) {
    struct err err = ERR_INIT;
    struct starting { struct command cmd; struct segment *s; } x = {
        { .name = "segment.start", .run = start, .reads = true, .views = true }, s
    };
    s->readers = readers;
    (void)!core_call(s->core, &x.cmd, &err); /* it fails only when the program stops */
}

void segment_stop(struct segment *s) {
    if (s)
        seg_fill_stop(s);
}

void segment_watch(struct segment *s, const struct seg_watch *w) { s->watch = *w; }

/* ---- what is asked ---- */

uint32_t segment_audiences(struct segment *s) { return s->root->audiences.n; }
uint32_t segment_find(struct segment *s, struct str key) { return seg_audience_find(s, key); }

void segment_info(struct segment *s, uint32_t audience, struct seg_info *ret) {
    const struct seg_audience *a = seg_audience_at(s, audience);
    const struct seg_live *l = seg_live_of(s, audience);
    *ret = (struct seg_info){ .key = seg_audience_key(s, audience), .version = a->version,
                              .members = a->members, .entered = a->entered, .left = a->left,
                              .since_ms = a->since_ms, .archived = a->archived };
    if (!l)
        return;
    ret->published = l->version;
    ret->loops = l->loops;
    ret->waits = l->plan && !l->plan->ready && !l->plan->archived;
    if (a->version != l->version || a->next_version) {
        ret->done = a->next_version == l->version ? a->next_atom : 0;
        ret->of = unify_atoms(s->unify);
    }
}

struct str segment_name(struct segment *s, uint32_t audience) {
    const struct seg_live *l = seg_live_of(s, audience);
    return l && l->plan ? l->plan->name : STR("");
}

bool segment_has(struct segment *s, uint32_t audience, uint32_t person) {
    return seg_is_in(s, audience, unify_person_oldest(s->unify, person));
}

uint32_t segment_members(struct segment *s, uint32_t audience, uint32_t from, uint32_t *ret,
                         uint32_t max, uint32_t *ret_n) {
    const struct seg_audience *a = seg_audience_at(s, audience);
    uint32_t n = 0;
    for (uint32_t w = from / 32; w < a->bits.n; w++) {
        uint32_t bits = *(uint32_t *)hvec_at(s->h, &a->bits, w);
        if (w == from / 32)
            bits &= UINT32_MAX << (from & 31);
        for (; bits; bits &= bits - 1) {
            uint32_t atom = w * 32 + (uint32_t)__builtin_ctz(bits);
            if (n == max) {
                *ret_n = n;
                return atom;
            }
            if (seg_is_in(s, audience, atom))
                ret[n++] = atom;
        }
    }
    *ret_n = n;
    return UINT32_MAX;
}

bool segment_since(struct segment *s, uint32_t audience, uint32_t person, struct seg_since *ret) {
    struct seg_subject x;
    const struct seg_change *best = NULL;
    seg_subject_init(&x, s, unify_person_oldest(s->unify, person), core_now(s->core));
    for (uint32_t i = 0; i < x.n_atoms; i++)
        for (const struct seg_change *c = seg_change_newest(s, x.atoms[i]); c;
             c = seg_change_prev(s, c))
            if (c->audience == audience) {
                best = !best || c->seq > best->seq ? c : best;
                break;
            }
    seg_subject_release(&x);
    if (!best || !best->in)
        return false;
    *ret = (struct seg_since){ best->ms, best->seq, best->version, best->reason };
    return true;
}

int64_t segment_until(struct segment *s, uint32_t audience, uint32_t person) {
    return seg_due_of(s, audience, unify_person_oldest(s->unify, person));
}

static struct seg_history told(const struct seg_change *c) {
    return (struct seg_history){ c->ms,      c->seq,    c->atom, c->audience,
                                 c->version, c->reason, c->in };
}

uint32_t segment_history(struct segment *s, uint32_t audience, uint32_t before,
                         struct seg_history *ret, uint32_t max, uint32_t *ret_next) {
    uint32_t n = 0, looked = 0, i = before < s->root->changes.n ? before : s->root->changes.n;
    for (; i > 0 && n < max && looked < HISTORY_LOOK; i--, looked++) {
        const struct seg_change *c = hvec_at(s->h, &s->root->changes, i - 1);
        if (c->atom != NONE && c->audience == audience)
            ret[n++] = told(c);
    }
    *ret_next = i > 0 ? i : UINT32_MAX;
    return n;
}

uint32_t segment_person_history(struct segment *s, uint32_t person, struct seg_history *ret,
                                uint32_t max) {
    struct seg_subject x;
    uint32_t n = 0;
    seg_subject_init(&x, s, unify_person_oldest(s->unify, person), core_now(s->core));
    for (uint32_t i = 0; i < x.n_atoms; i++) {
        uint32_t looked = 0;
        for (const struct seg_change *c = seg_change_newest(s, x.atoms[i]); c && looked < max;
             c = seg_change_prev(s, c), looked++) {
            uint32_t at = n < max ? n++ : max;
            for (; at > 0 && ret[at - 1].seq < c->seq; at--)
                if (at < max)
                    ret[at] = ret[at - 1];
            if (at < max)
                ret[at] = told(c);
        }
    }
    seg_subject_release(&x);
    return n;
}

int segment_try(struct segment *s, struct seg_plan *p, uint32_t person, bool *ret,
                int64_t *ret_until_ms, struct err *err) {
    struct seg_subject x;
    seg_plan_bind(s, p);
    if (!p->ready) {
        if (seg_fill_fits(s, p, err) < 0)
            return -1;
        seg_fill_want(s, p);
        if (!core_live(s->core))
            seg_fill_next(s, core_seq(s->core));
        return err_set(err, E_UNAVAILABLE, "events are still being read from the log");
    }
    seg_subject_init(&x, s, unify_person_oldest(s->unify, person), core_now(s->core));
    *ret = seg_eval(&x, p, ret_until_ms);
    seg_subject_release(&x);
    return 0;
}

void segment_stats(struct segment *s, struct seg_stats *ret) {
    *ret = (struct seg_stats){ atomic_load(&s->st_evals), atomic_load(&s->st_changes),
                               atomic_load(&s->st_loops) };
}
