/* live.c - which audiences an event concerns, and what it makes of the persons it touches.
 *
 * THEORY      Each published audience notes which traits, events and audiences it looks at.  What
 *             is applied in a batch leaves touches: this person, that audience, why.  When the
 *             batch's commands are done (seg_settle()) each touched pair is evaluated once,
 *             audiences that others ask for first, and what changed is emitted into the same
 *             frame; it is itself something that audiences may look at, so there are rounds.
 *             Persons that join or part take their memberships along: whoever was a member through
 *             any of the parts, and is one afterwards, has neither entered nor left.
 *             In a replay nothing is decided; persons are only noted, and looked at afterwards to
 *             learn until when their answers hold.
 * INVARIANTS  (1) After a batch every touched pair is as its expression says, at the batch's time.
 * LIMITS      ROUNDS_MAX rounds a batch: an audience that sets itself in motion is left as it is
 *             then, and told of (struct seg_live.loops).
 * THREADS     Core thread.
 */
#include "segment/segment_internal.h"

#include <stdlib.h>

#define ROUNDS_MAX 8
#define NAMES_MAX 65536u
#define ITEMS_AT_ONCE 2000u

enum dep_list { DEP_TRAIT, DEP_TRACK, DEP_PAGE, DEP_SCREEN, DEP_LISTS };

struct deps {
    uint32_t *head[DEP_LISTS];   /* by name: index into pool + 1 */
    struct dep { uint32_t live, next; } *pool;
    uint32_t n, cap;
    uint32_t any_event[DEP_LISTS]; /* heads: whatever its name */
    uint32_t any, changed, born; /* heads: any event; identifiers; somebody new */
    uint32_t *of;                /* heads, by live: which ask for it */
    bool waits;                  /* some names have no number yet */
};

static void grow(void *array, size_t *cap, size_t n, size_t elem) {
    void **p = array;
    if (n < *cap)
        return;
    *cap = *cap ? 2 * *cap : 256;
    *p = realloc(*p, *cap * elem);
    CHECK(*p);
}

/* ---- who looks at what ---- */

static void dep_add(struct deps *d, uint32_t *head, uint32_t live) {
    for (uint32_t i = *head; i; i = d->pool[i - 1].next)
        if (d->pool[i - 1].live == live)
            return;
    if (d->n == d->cap) {
        d->cap = d->cap ? 2 * d->cap : 256;
        d->pool = realloc(d->pool, d->cap * sizeof *d->pool);
        CHECK(d->pool);
    }
    d->pool[d->n] = (struct dep){ live, *head };
    *head = ++d->n;
}

static enum dep_list list_of(unsigned type) {
    return type == EVENT_PAGE ? DEP_PAGE : type == EVENT_SCREEN ? DEP_SCREEN : DEP_TRACK;
}

void seg_deps_free(struct segment *s) {
    struct deps *d = s->deps;
    if (!d)
        return;
    for (int i = 0; i < DEP_LISTS; i++)
        free(d->head[i]);
    free(d->pool);
    free(d->of);
    free(d);
    s->deps = NULL;
}

static void dep_name(struct segment *s, struct deps *d, enum dep_list list, struct str name,
                     uint32_t live) {
    uint32_t number = unify_name_number(s->unify, name);
    if (number == 0)
        d->waits = true;
    else
        dep_add(d, &d->head[list][number], live);
}

static bool about_blank(struct segment *s, struct seg_plan *p) {
    struct seg_subject x;
    int64_t until;
    seg_subject_init(&x, s, NONE, core_now(s->core));
    bool in = seg_eval(&x, p, &until);
    seg_subject_release(&x);
    return in || until != INT64_MAX;
}

static void deps_of(struct segment *s, struct deps *d, uint32_t live, struct seg_plan *p) {
    seg_plan_bind(s, p);
    for (uint32_t i = 0; i < p->n_fields; i++)
        if (p->field[i].sort == 0)
            dep_name(s, d, DEP_TRAIT, p->field[i].name, live);
    for (uint32_t i = 0; i < p->n_sources; i++) {
        const struct seg_source *x = &p->source[i];
        if (x->name.s)
            dep_name(s, d, list_of(x->type), x->name, live);
        else
            dep_add(d, &d->any_event[list_of(x->type)], live);
    }
    dep_name(s, d, DEP_TRAIT, STR("timezone"), live);
    for (uint32_t i = 0; i < p->n_audiences; i++) {
        const struct seg_live *other = seg_live_find(s, p->audience[i]);
        if (other)
            dep_add(d, &d->of[other - s->live], live);
    }
    if (p->any_event)
        dep_add(d, &d->any, live);
    if (p->any_change)
        dep_add(d, &d->changed, live);
    if (about_blank(s, p))
        dep_add(d, &d->born, live);
}

struct seg_live *seg_live_find(struct segment *s, struct str key) {
    for (uint32_t i = 0; i < s->n_live; i++)
        if (str_is(key, s->live[i].key))
            return &s->live[i];
    return NULL;
}

struct seg_live *seg_live_of(struct segment *s, uint32_t audience) {
    for (uint32_t i = 0; i < s->n_live; i++)
        if (s->live[i].number == audience)
            return &s->live[i];
    return NULL;
}

/* Above all that it asks for; there are no cycles (work.c). */
static uint32_t rank_of(struct segment *s, struct seg_live *l) {
    uint32_t rank = 0;
    if (l->seen)
        return l->rank;
    l->seen = true;
    l->rank = 0;
    for (uint32_t i = 0; l->plan && i < l->plan->n_audiences; i++) {
        struct seg_live *other = seg_live_find(s, l->plan->audience[i]);
        uint32_t r = other && other != l ? rank_of(s, other) + 1 : 0;
        rank = r > rank ? r : rank;
    }
    l->rank = rank;
    return rank;
}

struct ranked { uint32_t rank; uint16_t live; };

static int by_rank(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    return x->rank != y->rank ? (x->rank < y->rank ? -1 : 1) : (int)x->live - (int)y->live;
}

static void ranks_make(struct segment *s) {
    struct ranked *r = calloc(s->n_live + 1, sizeof *r);
    s->by_rank = realloc(s->by_rank, (s->n_live + 1) * sizeof *s->by_rank);
    CHECK(r && s->by_rank);
    for (uint32_t i = 0; i < s->n_live; i++)
        s->live[i].seen = false;
    for (uint32_t i = 0; i < s->n_live; i++)
        r[i] = (struct ranked){ rank_of(s, &s->live[i]), (uint16_t)i };
    qsort(r, s->n_live, sizeof *r, by_rank);
    for (uint32_t i = 0; i < s->n_live; i++) {
        s->by_rank[i] = r[i].live;
        s->live[r[i].live].rank = i;
    }
    free(r);
}

void seg_deps_make(struct segment *s) {
    if (s->deps && s->deps_gen == s->gen)
        return;
    seg_deps_free(s);
    struct deps *d = calloc(1, sizeof *d);
    CHECK(d);
    s->deps = d;
    s->deps_gen = s->gen;
    for (int i = 0; i < DEP_LISTS; i++)
        CHECK(d->head[i] = calloc(NAMES_MAX, sizeof *d->head[i]));
    CHECK(d->of = calloc(s->n_live + 1, sizeof *d->of));
    for (uint32_t i = 0; i < s->n_live; i++) {
        if (s->live[i].plan && !s->live[i].plan->archived)
            deps_of(s, d, i, s->live[i].plan);
        if (s->live[i].old && !s->live[i].old->archived)
            deps_of(s, d, i, s->live[i].old);
    }
    ranks_make(s);
}

/* ---- touches ---- */

void seg_touch_person(struct segment *s, uint32_t atom, uint32_t live, uint8_t why,
                      int64_t due_ms) {
    grow(&s->touch, &s->touch_cap, s->n_touch, sizeof *s->touch);
    s->touch[s->n_touch++] = (struct seg_touch){ atom, live, why, due_ms };
}

void seg_touch_all(struct segment *s, uint32_t atom, uint8_t why) {
    for (uint32_t i = 0; i < s->n_live; i++)
        seg_touch_person(s, atom, i, why, 0);
}

static void touch_list(struct segment *s, uint32_t head, uint32_t atom, uint8_t why) {
    for (uint32_t i = head; i; i = s->deps->pool[i - 1].next)
        seg_touch_person(s, atom, s->deps->pool[i - 1].live, why, 0);
}

/* Is what befalls this person decided upon here?  Not in a replay: at a start everybody is looked
 * at when it is over, on a node that follows whoever a frame touched (seg_followed()). */
static bool decides(struct segment *s, uint32_t atom) {
    if (s->n_live == 0)
        return false;
    if (core_live(s->core)) {
        seg_deps_make(s);
        return true;
    }
    if (s->started && (s->n_stale == 0 || s->stale[s->n_stale - 1] != atom)) {
        grow(&s->stale, &s->stale_cap, s->n_stale, sizeof *s->stale);
        s->stale[s->n_stale++] = atom;
    }
    return false;
}

static void moved_add(struct segment *s, uint32_t atom, uint32_t was) {
    grow(&s->moved, &s->moved_cap, s->n_moved, sizeof *s->moved);
    s->moved[s->n_moved++] = (struct seg_moved){ atom, was };
}

static void on_born(void *room, uint32_t atom) {
    struct segment *s = room;
    if (decides(s, atom))
        touch_list(s, s->deps->born, atom, SEG_EVENT);
}

static void on_moving(void *room, uint32_t atom) {
    struct segment *s = room;
    if (decides(s, atom))
        moved_add(s, atom, unify_person_oldest(s->unify, atom));
}

static void on_carried(void *room, uint32_t atom) {
    struct segment *s = room;
    if (decides(s, atom))
        touch_list(s, s->deps->changed, atom, SEG_EVENT);
}

static void on_traits(void *room, uint32_t atom) {
    struct segment *s = room;
    if (atom == UNIFY_NONE)
        s->all_stale = true; /* work.c works everything out anew */
    else if (decides(s, atom))
        seg_touch_all(s, atom, SEG_OTHER);
}

static void touch_traits(struct segment *s, const struct event_entry *v) {
    struct rd traits = v->traits;
    uint32_t name;
    struct str json;
    if (v->type == EVENT_GROUP && v->group_id.n > 0)
        return; /* they are the group's */
    while (event_trait_next(&traits, &name, &json))
        if (name != 0)
            touch_list(s, s->deps->head[DEP_TRAIT][name], v->atom, SEG_EVENT);
}

static void on_event(void *room, const struct entry *e, const struct event_entry *v) {
    struct segment *s = room;
    const enum dep_list list = list_of(v->type);
    if (s->root->tables.n > 0)
        seg_event_rows(s, e, v);
    seg_fill_event(s, e, v);
    if (!decides(s, v->atom))
        return;
    touch_list(s, s->deps->any, v->atom, SEG_EVENT);
    if (v->type == EVENT_TRACK || v->type == EVENT_PAGE || v->type == EVENT_SCREEN) {
        if (v->name != 0)
            touch_list(s, s->deps->head[list][v->name], v->atom, SEG_EVENT);
        touch_list(s, s->deps->any_event[list], v->atom, SEG_EVENT);
    }
    if (v->n_traits > 0)
        touch_traits(s, v);
}

static void on_retained(void *room, uint32_t atom, uint64_t seq, uint32_t name, unsigned what) {
    struct segment *s = room;
    seg_row_forget(s, 0, name, atom, seq, what == EVENT_THINNED);
    seg_fill_retained(s, atom, seq);
    if (decides(s, atom))
        seg_touch_all(s, atom, SEG_OTHER);
}

static void on_forget(void *room, uint32_t atom) {
    struct segment *s = room;
    seg_rows_forget(s, atom);
    seg_person_forget(s, atom);
}

static void name_begins(struct segment *s, const struct seg_plan *p, struct str name,
                        uint32_t number) {
    for (uint32_t k = 0; p && k < p->n_sources; k++)
        if (p->source[k].name.s && str_eq(p->source[k].name, name)) {
            if (seg_table_find(s, p->source[k].type, number) == NONE)
                seg_table_for(s, p->source[k].type, number, p->source[k].name);
            s->gen++;
        }
    for (uint32_t k = 0; p && k < p->n_fields; k++)
        s->gen += p->field[k].sort == 0 && str_eq(p->field[k].name, name);
}

/* A name got its number: what expressions ask of it begins here. */
static void on_name(void *room, const struct entry *e) {
    struct segment *s = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    uint32_t number = (uint32_t)rd_varint(&r);
    struct str name = rd_bytes(&r);
    CHECK(!r.bad);
    for (uint32_t i = 0; i < s->n_live; i++) {
        name_begins(s, s->live[i].plan, name, number);
        name_begins(s, s->live[i].old, name, number);
    }
    s->gen += str_is(name, "timezone");
}

/* ---- settling ---- */

struct pair { uint32_t person, live; uint8_t why; int64_t due_ms; };

static int by_pair(const void *a, const void *b) {
    const struct pair *x = a, *y = b;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    if (x->live != y->live)
        return x->live < y->live ? -1 : 1;
    return (int)x->why - (int)y->why;
}

struct settling {
    struct segment *s;
    struct pair *pairs;
    size_t n, cap;
    struct seg_moved *moved;   /* atom: the person as it is now; in its order */
    size_t n_moved;
    struct seg_item *items;
    size_t n_items, items_cap;
    uint64_t *todo;            /* of one person: a bit for each rank */
    struct pair *why;          /* by live */
    struct seg_over over;
    bool emit;                 /* false: only until when answers hold */
};

static bool alive(const struct segment *s, uint32_t atom) {
    struct id id;
    return unify_atom_person(s->unify, atom, &id);
}

static void pair_add(struct settling *t, uint32_t person, uint32_t live, uint8_t why,
                     int64_t due_ms) {
    grow(&t->pairs, &t->cap, t->n, sizeof *t->pairs);
    t->pairs[t->n++] = (struct pair){ person, live, why, due_ms };
}

static int by_atom(const void *a, const void *b) {
    const struct seg_moved *x = a, *y = b;
    if (x->atom != y->atom)
        return x->atom < y->atom ? -1 : 1;
    return x->was < y->was ? -1 : x->was > y->was;
}

/* Touches become pairs of persons and audiences, moves persons and what they were. */
static void gather(struct settling *t) {
    struct segment *s = t->s;
    for (size_t i = 0; i < s->n_touch; i++) {
        const struct seg_touch *x = &s->touch[i];
        if (alive(s, x->atom) && x->live < s->n_live)
            pair_add(t, unify_person_oldest(s->unify, x->atom), x->live, x->why, x->due_ms);
    }
    s->n_touch = 0;
    t->moved = malloc((2 * s->n_moved + 1) * sizeof *t->moved);
    CHECK(t->moved);
    t->n_moved = 0;
    for (size_t i = 0; i < s->n_moved; i++) {
        const struct seg_moved *m = &s->moved[i];
        const uint32_t both[2] = { m->atom, m->was };
        for (int k = 0; k < 2; k++)
            if (alive(s, both[k]))
                t->moved[t->n_moved++] =
                    (struct seg_moved){ unify_person_oldest(s->unify, both[k]), m->was };
    }
    s->n_moved = 0;
    qsort(t->moved, t->n_moved, sizeof *t->moved, by_atom);
    size_t n = 0;
    for (size_t i = 0; i < t->n_moved; i++) {
        if (n > 0 && by_atom(&t->moved[n - 1], &t->moved[i]) == 0)
            continue;
        t->moved[n++] = t->moved[i];
        if (n == 1 || t->moved[n - 2].atom != t->moved[n - 1].atom)
            for (uint32_t l = 0; l < s->n_live; l++)
                pair_add(t, t->moved[n - 1].atom, l, SEG_MERGE, 0);
    }
    t->n_moved = n;
    if (t->n > 1)
        qsort(t->pairs, t->n, sizeof *t->pairs, by_pair);
}

static void item_add(struct settling *t, const struct seg_item *item) {
    grow(&t->items, &t->items_cap, t->n_items, sizeof *t->items);
    t->items[t->n_items++] = *item;
}

/* A part of this person that was a person before: its bit goes.  It is told as leaving where
 * nobody is a member in its place. */
static bool parts_leave(struct settling *t, uint32_t person, uint32_t live, bool in) {
    struct segment *s = t->s;
    const struct seg_audience *a = seg_audience_at(s, s->live[live].number);
    bool was = seg_bit(s, &a->bits, person), told = was;
    size_t lo = 0, hi = t->n_moved;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (t->moved[mid].atom < person)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < t->n_moved && t->moved[lo].atom == person; lo++) {
        uint32_t part = t->moved[lo].was;
        if (part != person && unify_person_oldest(s->unify, part) == person) {
            struct seg_audience *next = seg_audience_at(s, s->live[live].number);
            seg_bit_set(s, &next->next_bits, part, false);
        }
        if (!seg_bit(s, &a->bits, part))
            continue;
        was = true;
        if (part == person || unify_person_oldest(s->unify, part) != person)
            continue; /* it still stands for itself */
        seg_due_set(s, s->live[live].number, part, INT64_MAX);
        item_add(t, &(struct seg_item){ .atom = part, .silent = in || told, .reason = SEG_MERGE,
                                        .live = live });
        told = true;
    }
    return was;
}

void seg_touch_dependents(struct segment *s, uint32_t live, uint32_t atom) {
    seg_deps_make(s);
    touch_list(s, s->deps->of[live], atom, SEG_OTHER);
}

static void dependents(struct settling *t, uint32_t live) {
    struct segment *s = t->s;
    for (uint32_t i = s->deps->of[live]; i; i = s->deps->pool[i - 1].next) {
        uint32_t other = s->deps->pool[i - 1].live, rank = s->live[other].rank;
        if (!(t->todo[rank / 64] >> (rank & 63) & 1))
            t->why[other] = (struct pair){ .why = SEG_OTHER };
        t->todo[rank / 64] |= 1ull << (rank & 63);
    }
}

/* One audience of one person. */
static void settle_pair(struct settling *t, struct seg_subject *x, uint32_t live) {
    struct segment *s = t->s;
    struct seg_live *l = &s->live[live];
    if (l->number == NONE)
        return;
    struct seg_audience *a = seg_audience_at(s, l->number);
    const bool seen = a->next_version != 0 && x->person < a->next_atom;
    struct seg_plan *by = a->version == l->version || l->switching ? l->plan : l->old;
    int64_t until = INT64_MAX, until_next = INT64_MAX;
    if (seen) {
        seg_plan_bind(s, l->plan);
        l->behind |= !l->plan->ready && !l->plan->archived;
        bool in = !l->plan->archived && seg_eval(x, l->plan, &until_next);
        seg_bit_set(s, &a->next_bits, x->person, in);
    }
    if (by && !by->archived) {
        seg_plan_bind(s, by);
        if (!by->ready) {
            l->behind = true;
            return;
        }
        bool in = seg_eval(x, by, &until), bit = seg_bit(s, &a->bits, x->person);
        if (t->emit) {
            bool was = parts_leave(t, x->person, live, in);
            if (in != bit)
                item_add(t, &(struct seg_item){ .atom = x->person, .in = in, .silent = was == in,
                                                .reason = t->why[live].why, .live = live,
                                                .due_ms = t->why[live].due_ms });
            if (in != bit || in != was) { /* the bit changes when it is emitted */
                CHECK(t->over.n <= s->n_live); /* once each: no circles */
                t->over.item[t->over.n++] = (struct seg_over_item){ l->number, in };
                dependents(t, live);
            }
        }
    }
    seg_due_set(s, l->number, x->person, until < until_next ? until : until_next);
}

static void settle_person(struct settling *t, size_t from, size_t to) {
    struct segment *s = t->s;
    struct seg_subject x;
    const uint32_t words = s->n_live / 64 + 1;
    memset(t->todo, 0, words * sizeof *t->todo);
    for (size_t i = from; i < to; i++) {
        uint32_t live = t->pairs[i].live, rank = s->live[live].rank;
        if (t->todo[rank / 64] >> (rank & 63) & 1)
            continue; /* the first reason is the one that is told */
        t->todo[rank / 64] |= 1ull << (rank & 63);
        t->why[live] = t->pairs[i];
    }
    seg_subject_init(&x, s, t->pairs[from].person, core_now(s->core));
    t->over.n = 0;
    x.over = &t->over;
    for (uint32_t w = 0; w < words; w++)
        while (t->todo[w]) { /* dependents stand above */
            uint32_t rank = w * 64 + (uint32_t)__builtin_ctzll(t->todo[w]);
            t->todo[w] &= t->todo[w] - 1;
            settle_pair(t, &x, s->by_rank[rank]);
        }
    seg_subject_release(&x);
}

static int by_item(const void *a, const void *b) {
    const struct seg_item *x = a, *y = b;
    if (x->live != y->live)
        return x->live < y->live ? -1 : 1;
    if (x->reason != y->reason)
        return x->reason < y->reason ? -1 : 1;
    return x->atom < y->atom ? -1 : x->atom > y->atom;
}

static void emit_items(struct settling *t) {
    struct segment *s = t->s;
    if (t->n_items > 1)
        qsort(t->items, t->n_items, sizeof *t->items, by_item);
    for (size_t i = 0, k; i < t->n_items; i = k) {
        const struct seg_item *first = &t->items[i];
        for (k = i + 1; k < t->n_items && k - i < ITEMS_AT_ONCE; k++)
            if (t->items[k].live != first->live || t->items[k].reason != first->reason)
                break;
        const struct seg_live *l = &s->live[first->live];
        uint32_t version = seg_audience_at(s, l->number)->version;
        seg_emit_changes(s, l->number, l->switching ? l->version : version, first->reason, first,
                         (uint32_t)(k - i));
    }
}

/* One round; false: nothing was touched. */
static bool settle_round(struct segment *s, bool emit) {
    struct settling t = { .s = s, .emit = emit };
    if (s->n_touch == 0 && s->n_moved == 0)
        return false;
    seg_deps_make(s);
    gather(&t);
    t.todo = calloc(s->n_live / 64 + 1, sizeof *t.todo);
    t.why = calloc(s->n_live + 1, sizeof *t.why);
    t.over.item = calloc(s->n_live + 1, sizeof *t.over.item);
    CHECK(t.todo && t.why && t.over.item);
    for (size_t i = 0, k; i < t.n; i = k) {
        for (k = i + 1; k < t.n && t.pairs[k].person == t.pairs[i].person;)
            k++;
        settle_person(&t, i, k);
    }
    emit_items(&t);
    free(t.pairs);
    free(t.moved);
    free(t.items);
    free(t.todo);
    free(t.why);
    free(t.over.item);
    return true;
}

void seg_settle(void *room) {
    struct segment *s = room;
    int round = 0;
    seg_numbers(s);
    if (!core_may_emit(s->core, ENTRY_MEMBER)) { /* an older program follows: all anew, later */
        s->all_stale |= s->n_touch > 0 || s->n_moved > 0;
        s->n_touch = s->n_moved = 0;
        return;
    }
    while (round++ < ROUNDS_MAX && settle_round(s, true))
        ;
    for (size_t i = 0; i < s->n_touch; i++)
        if (s->touch[i].live < s->n_live)
            s->live[s->touch[i].live].loops = true;
    if (s->n_touch > 0)
        atomic_fetch_add_explicit(&s->st_loops, 1, memory_order_relaxed);
    s->n_touch = s->n_moved = 0;
}

/* ---- asked for ---- */

/* As of now, in memory of its own: somebody may be evaluating already. */
static bool evaluate_anew(struct segment *s, struct seg_plan *p, uint32_t person) {
    struct seg_subject x;
    struct arena own;
    int64_t until;
    arena_init(&own, "evaluation", SEG_RUN_BYTES);
    seg_subject_init(&x, s, person, core_now(s->core));
    x.arena = &own;
    bool in = seg_eval(&x, p, &until);
    seg_subject_release(&x);
    arena_release(&own);
    return in;
}

bool seg_is_in(struct segment *s, uint32_t audience, uint32_t person) {
    const struct seg_audience *a = seg_audience_at(s, audience);
    bool bit = seg_bit(s, &a->bits, person);
    if (seg_due_of(s, audience, person) > core_now(s->core))
        return bit;
    const struct seg_live *l = seg_live_of(s, audience);
    struct seg_plan *by = !l ? NULL : a->version == l->version ? l->plan : l->old;
    if (!by || by->archived)
        return bit;
    seg_plan_bind(s, by);
    return by->ready ? evaluate_anew(s, by, person) : bit;
}

static void on_undo(void *room, uint64_t seq) {
    struct segment *s = room;
    s->gen++; /* tables that came with it are gone, and numbers of audiences */
    for (uint32_t i = 0; i < s->n_live; i++)
        if (s->live[i].number != NONE && s->live[i].number >= s->root->audiences.n)
            s->live[i].number = NONE;
    seg_fill_undone(s, seq);
    if (seq < s->publish_seq)
        s->publish_seq = 0;
}

/* A frame that somebody else wrote, on a node that follows: nothing is decided here. */
void seg_followed(struct segment *s) {
    if (s->n_stale == 0)
        return;
    seg_deps_make(s);
    for (size_t i = 0; i < s->n_stale; i++)
        seg_touch_all(s, s->stale[i], SEG_OTHER);
    s->n_stale = 0;
    (void)settle_round(s, false);
    s->n_touch = s->n_moved = 0;
}

void seg_live_register(struct segment *s) {
    const struct unify_watch w = { .room = s, .born = on_born, .moving = on_moving,
                                   .event = on_event, .carried = on_carried,
                                   .traits = on_traits, .retained = on_retained,
                                   .forget = on_forget };
    unify_watch(s->unify, &w);
    core_on_entry(s->core, ENTRY_NAME, on_name, s);
    core_on_settle(s->core, seg_settle, s);
    core_on_undo(s->core, on_undo, s);
}
