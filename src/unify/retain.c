/* retain.c - what retention does to the state and to the log's frames.
 *
 * THEORY      An old event is replaced by a shorter version: dropped, it is no event any more;
 *             thinned, its name and time stay.  What else rests on an event stays in that
 *             version: atom, time (sign-ins, first and last seen, lateness), group.  Only what it
 *             said of traits goes.  So before it goes, all values that its atom (or group) keeps
 *             are written down afresh: a checkpoint.  Applying one sets these values, whatever
 *             stood there; so a replay in which older entries say less arrives at the same.
 *             A checkpoint makes the one before it superfluous, and values that were read again
 *             for new trait rules (trait_fill.c); those entries are emptied, too, so that a
 *             value leaves the log once no person has it and no event that is left says it.
 *                 RETAIN v1  u8 1 planned: varint version of the rules | u64 ms of the next run
 *                            u8 2 checkpoint of an atom: varint atom | varint n, each a trait
 *                            u8 3 of a group: u64 keyed hash | varint n, each a trait, varint
 *                                 atom that said it + 1
 *                            u8 4 a frame was rewritten: the news | varint n, each: varint row,
 *                                 varint atom, u8 kept | varint n, each varint seq of emptied
 *                                 values | varint n, each emptied checkpoint: u8 2, varint atom
 *                                 or u8 3, u64 hash | varint bytes
 *                            u8 5 a run began: varint version | u8 why | varint key
 *                            u8 6 it ended
 *                            u8 7 values of an atom whose events are gone, kept by the trait rules
 *                                 in force: varint atom | varint n, each a trait
 *                 a trait    varint name, source, ms, seq, more | u8 generation | bytes value
 *                 v2         u8 what: emptied
 * INVARIANTS  (1) What an entry says of an atom's or group's traits leaves the log only when a
 *                 checkpoint of these stands behind it.
 *             (2) At most one checkpoint of each is to be emptied; it is before there is another.
 *             (3) Events of somebody erased are the eraser's alone.
 * THREADS     Core thread.
 */
#include "unify/unify_internal.h"

#include <stdlib.h>

#define DAY_MS (24 * 3600 * 1000ll)
#define STALE_LOOK 20000u /* rows of one look */

enum what { /* first byte of ENTRY_RETAIN; numbers stand in the log */
    RETAIN_PLANNED = 1, RETAIN_OF_GROUP = 3, RETAIN_NEWS = REWRITE_NEWS,
    RETAIN_BEGUN = 5, RETAIN_ENDED = 6
};

void retain_begin(struct unify *u) {
    hvec_init(u->h, &u->root->retains, sizeof(struct retain_row), 16384);
    hidx_init(u->h, &u->root->retains_ix, 4);
}

/* ---- checkpoints that there are ---- */

struct probe { struct unify *u; uint64_t key; };

static struct retain_row *row_at(struct unify *u, uint32_t i) {
    return hvec_at(u->h, &u->root->retains, i);
}

static bool row_eq(const void *ctx, uint32_t i) {
    const struct probe *p = ctx;
    return row_at(p->u, i)->key == p->key;
}

static uint64_t key_hash(uint64_t key) { return (key + 1) * 0x9e3779b97f4a7c15ull; }

uint64_t retain_group_key(struct unify *u, uint32_t group) {
    return group_hash(u, group) | RETAIN_GROUP;
}

static struct retain_row *row_of(struct unify *u, uint64_t key) {
    struct probe p = { u, key };
    uint32_t i = u->root->retains.n == 0
                     ? NONE
                     : hidx_find(u->h, &u->root->retains_ix, key_hash(key), row_eq, &p);
    return i == NONE ? NULL : row_at(u, i);
}

static void row_set(struct unify *u, uint64_t key, uint64_t seq) {
    struct retain_row *row = row_of(u, key);
    if (row) {
        heap_touch(u->h, row, sizeof *row);
        row->stale_seq = row->seq;
        row->seq = seq;
        return;
    }
    void *p;
    uint32_t i = hvec_push(u->h, &u->root->retains, &p);
    *(struct retain_row *)p = (struct retain_row){ .seq = seq, .key = key };
    hidx_put(u->h, &u->root->retains_ix, key_hash(key), i);
}

bool retain_covered(struct unify *u, uint64_t key, uint64_t seq) {
    const struct retain_row *row = row_of(u, key);
    return row && row->seq > seq;
}

void retain_forget(struct unify *u, uint64_t key, struct erasure *e, retain_push *push) {
    const struct retain_row *row = row_of(u, key);
    if (row && row->seq)
        push(u, e, row->seq);
    if (row && row->stale_seq)
        push(u, e, row->stale_seq);
}

void retain_clear(struct unify *u, uint64_t key) {
    struct retain_row *row = row_of(u, key);
    if (row) {
        heap_touch(u->h, row, sizeof *row);
        row->seq = row->stale_seq = 0;
    }
}

/* ---- traits in entries ---- */

void retain_put_trait(struct buf *b, const struct trait *t) {
    buf_varint(b, t->name);
    buf_varint(b, t->source);
    buf_varint(b, (uint64_t)t->ms);
    buf_varint(b, t->seq);
    buf_varint(b, t->more);
    buf_u8(b, t->gen);
    buf_bytes(b, t->json);
}

struct trait retain_get_trait(struct rd *r) {
    struct trait t = { .name = (uint32_t)rd_varint(r) };
    t.source = (uint16_t)rd_varint(r);
    t.ms = (int64_t)rd_varint(r);
    t.seq = rd_varint(r);
    t.more = (uint16_t)rd_varint(r);
    t.gen = rd_u8(r) & 1;
    t.json = rd_bytes(r);
    return t;
}

static void set_traits(struct unify *u, struct trait_set s, struct rd *r, bool group) {
    uint32_t n = (uint32_t)rd_varint(r);
    CHECK(n <= ATOM_TRAITS_MAX);
    struct trait *list = calloc(n + 1, sizeof *list);
    CHECK(list);
    for (uint32_t i = 0; i < n; i++) {
        list[i] = retain_get_trait(r);
        if (group)
            rd_varint(r);
    }
    CHECK(!r->bad);
    trait_set_all(u, s, list, n);
    free(list);
}

/* ---- applying ---- */

static void count(struct unify *u, enum unify_retained what, uint64_t n) {
    HEAP_SET(u->h, u->root->retain_now.count[what], u->root->retain_now.count[what] + n);
}

static void on_atom(struct unify *u, const struct entry *e, struct rd *r) {
    uint32_t atom = (uint32_t)rd_varint(r);
    if (atom_erased(u, atom))
        return;
    struct atom *a = heap_touch(u->h, atom_at(u, atom), sizeof *a);
    set_traits(u, atom_traits(a), r, false);
    row_set(u, atom, e->seq);
    if (u->watch.room)
        u->watch.traits(u->watch.room, atom);
}

static void on_group(struct unify *u, const struct entry *e, struct rd *r) {
    uint64_t hash = rd_u64(r);
    uint32_t g = group_by_hash(u, hash);
    row_set(u, hash | RETAIN_GROUP, e->seq);
    if (g == NONE) /* only the erased had said something by then */
        return;
    struct group *gr = heap_touch(u->h, hvec_at(u->h, &u->root->groups, g), sizeof *gr);
    set_traits(u, (struct trait_set){ &gr->traits, &gr->traits_bytes, &gr->n_traits }, r, true);
}

static void row_kept(struct unify *u, uint32_t number, uint32_t atom, enum event_kept kept) {
    struct event_row *row = hvec_at(u->h, &u->root->events, number);
    if (row->seq == 0 || row->kept >= kept)
        return; /* erased since, or read back as it is now */
    if (u->watch.room)
        u->watch.retained(u->watch.room, atom, row->seq, row->name, kept);
    heap_touch(u->h, row, sizeof *row);
    row->kept = (uint32_t)kept & 3;
    if (kept != EVENT_DROPPED)
        return;
    row->name = 0;
    HEAP_SET(u->h, atom_at(u, atom)->n_events, atom_at(u, atom)->n_events - 1);
}

/* The row of this entry among those that hold values read again, in order of seq. */
static void told_emptied(struct unify *u, uint64_t seq) {
    uint32_t lo = 0, hi = u->root->fills.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (((struct trait_told *)hvec_at(u->h, &u->root->fills, mid))->seq < seq)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == u->root->fills.n)
        return;
    struct trait_told *t = hvec_at(u->h, &u->root->fills, lo);
    if (t->seq == seq)
        HEAP_SET(u->h, t->atom, NONE);
}

static void checkpoint_emptied(struct unify *u, struct rd *r) {
    bool atom = rd_u8(r) == RETAIN_ATOM;
    struct retain_row *row = row_of(u, atom ? rd_varint(r) : rd_u64(r) | RETAIN_GROUP);
    if (row)
        HEAP_SET(u->h, row->stale_seq, 0);
}

static void on_news(struct unify *u, struct rd *r) {
    uint64_t first;
    uint32_t frame_n;
    core_rewritten(u->core, r, &first, &frame_n);
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        uint32_t row = (uint32_t)rd_varint(r), atom = (uint32_t)rd_varint(r);
        enum event_kept kept = (enum event_kept)rd_u8(r);
        row_kept(u, row, atom, kept);
        count(u, kept == EVENT_DROPPED ? RETAINED_DROPPED : RETAINED_THINNED, 1);
    }
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        told_emptied(u, rd_varint(r));
        count(u, RETAINED_ENTRIES, 1);
    }
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        checkpoint_emptied(u, r);
        count(u, RETAINED_ENTRIES, 1);
    }
    count(u, RETAINED_BYTES, rd_varint(r));
    count(u, RETAINED_FRAMES, 1);
    CHECK(!r->bad);
}

static void on_begun(struct unify *u, const struct entry *e, struct rd *r) {
    struct retain_run run = { .began_ms = e->ms, .version = (uint32_t)rd_varint(r),
                              .rows = u->root->events.n,
                              .left_over = retain_rewrote(&u->root->retain_now) };
    run.why = rd_u8(r);
    run.key = (uint32_t)rd_varint(r);
    HEAP_SET(u->h, u->root->retain_now, run);
    HEAP_SET(u->h, u->root->retain_version, run.version);
    HEAP_SET(u->h, u->root->retain_due_ms, e->ms + DAY_MS);
}

static void on_ended(struct unify *u, const struct entry *e) {
    struct retain_run run = u->root->retain_now;
    run.ended_ms = e->ms;
    HEAP_SET(u->h, u->root->retain_last, run);
    HEAP_SET(u->h, u->root->retain_now, (struct retain_run){ 0 });
    u->erasure_over |= retain_rewrote(&run) > 0; /* a follower's snapshot goes, too */
}

static void on_carried(struct unify *u, const struct entry *e, struct rd *r) {
    uint32_t atom = (uint32_t)rd_varint(r);
    void *row;
    if (atom_erased(u, atom))
        return;
    hvec_push(u->h, &u->root->fills, &row);
    *(struct trait_told *)row = (struct trait_told){ e->seq, atom, 0 };
    struct atom *a = heap_touch(u->h, atom_at(u, atom), sizeof *a);
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        struct trait t = retain_get_trait(r);
        if (!r->bad)
            trait_keep(u, atom_traits(a), &t);
    }
}

void retain_on_entry(void *room, const struct entry *e) {
    struct unify *u = room;
    struct rd r = rd_of(e->body.s, e->body.n);
    unsigned what = rd_u8(&r);
    if (what == RETAIN_ATOM || what == RETAIN_OF_GROUP)
        count(u, RETAINED_CHECKPOINTS, 1);
    if (e->version >= 2)
        return;
    switch (what) {
    case RETAIN_PLANNED:
        HEAP_SET(u->h, u->root->retain_version, (uint32_t)rd_varint(&r));
        HEAP_SET(u->h, u->root->retain_due_ms, (int64_t)rd_u64(&r));
        break;
    case RETAIN_ATOM:
        on_atom(u, e, &r);
        break;
    case RETAIN_OF_GROUP:
        on_group(u, e, &r);
        break;
    case RETAIN_NEWS:
        on_news(u, &r);
        break;
    case RETAIN_BEGUN:
        on_begun(u, e, &r);
        break;
    case RETAIN_ENDED:
        on_ended(u, e);
        break;
    case RETAIN_CARRIED:
        on_carried(u, e, &r);
        break;
    default:
        CHECK(!"a retention entry of an unknown kind");
    }
    CHECK(!r.bad);
}

/* ---- emitting ---- */

void retain_emit_planned(struct unify *u, uint32_t version, int64_t due_ms) {
    buf_reset(&u->entry);
    buf_u8(&u->entry, RETAIN_PLANNED);
    buf_varint(&u->entry, version);
    buf_u64(&u->entry, (uint64_t)due_ms);
    entry_emit(u, ENTRY_RETAIN, 1);
}

void retain_emit_begun(struct unify *u, uint32_t version, enum retain_why why, uint32_t key) {
    buf_reset(&u->entry);
    buf_u8(&u->entry, RETAIN_BEGUN);
    buf_varint(&u->entry, version);
    buf_u8(&u->entry, (uint8_t)why);
    buf_varint(&u->entry, key);
    entry_emit(u, ENTRY_RETAIN, 1);
}

void retain_emit_finished(struct unify *u) {
    buf_reset(&u->entry);
    buf_u8(&u->entry, RETAIN_ENDED);
    entry_emit(u, ENTRY_RETAIN, 1);
}

static int may_checkpoint(struct unify *u, uint64_t key, struct err *err) {
    const struct retain_row *row = row_of(u, key);
    return row && row->stale_seq
               ? err_set(err, E_CONFLICT, "an older checkpoint is still to be emptied")
               : 0;
}

int retain_checkpoint(struct unify *u, uint32_t atom, struct err *err) {
    const struct atom *a = atom_at(u, atom);
    struct trait t;
    if (may_checkpoint(u, atom, err) < 0)
        return -1;
    buf_reset(&u->entry);
    buf_u8(&u->entry, RETAIN_ATOM);
    buf_varint(&u->entry, atom);
    buf_varint(&u->entry, a->n_traits);
    for (uint32_t off = 0; trait_next(u, a->traits, a->traits_bytes, &off, &t);)
        retain_put_trait(&u->entry, &t);
    entry_emit(u, ENTRY_RETAIN, 1);
    return 0;
}

struct retain_said *retain_group_said(struct unify *u, uint32_t group, uint32_t *ret_n) {
    const struct group *g = hvec_at(u->h, &u->root->groups, group);
    struct retain_said *said = calloc(g->n_traits + 1u, sizeof *said);
    struct trait t;
    CHECK(said);
    *ret_n = 0;
    for (uint32_t off = 0; trait_next(u, g->traits, g->traits_bytes, &off, &t);) {
        struct retain_said *s = &said[(*ret_n)++];
        s->seq = t.seq;
        s->atom = NONE;
        CHECK(core_locate(u->core, t.seq, &s->at));
    }
    return said;
}

int retain_checkpoint_group(struct unify *u, uint32_t group, const struct retain_said *said,
                            uint32_t n, struct err *err) {
    const struct group *g = hvec_at(u->h, &u->root->groups, group);
    struct trait t;
    uint32_t i = 0;
    if (may_checkpoint(u, retain_group_key(u, group), err) < 0)
        return -1;
    buf_reset(&u->entry);
    buf_u8(&u->entry, RETAIN_OF_GROUP);
    buf_u64(&u->entry, group_hash(u, group));
    buf_varint(&u->entry, g->n_traits);
    for (uint32_t off = 0; trait_next(u, g->traits, g->traits_bytes, &off, &t); i++) {
        if (i >= n || said[i].seq != t.seq)
            return 0;
        retain_put_trait(&u->entry, &t);
        buf_varint(&u->entry, said[i].atom == NONE ? 0 : said[i].atom + 1ull);
    }
    entry_emit(u, ENTRY_RETAIN, 1);
    return 1;
}

/* ---- entries that later checkpoints make superfluous ---- */

static void found(struct unify *u, struct retain_told *t, uint64_t seq, uint64_t key) {
    struct log_at at;
    CHECK(core_locate(u->core, seq, &at));
    *t = (struct retain_told){ seq, at.frame, key };
}

uint32_t retain_stale(struct unify *u, struct retain_place *at, struct retain_told *ret,
                      uint32_t max) {
    const struct hvec *rows = &u->root->retains, *told = &u->root->fills;
    uint32_t n = 0;
    for (uint32_t look = 0; look < STALE_LOOK && n < max && !at->over; look++) {
        if (at->row >= (at->told ? told->n : rows->n)) {
            at->over = at->told;
            at->told = true;
            at->row = 0;
        } else if (!at->told) {
            const struct retain_row *row = row_at(u, at->row++);
            if (row->stale_seq)
                found(u, &ret[n++], row->stale_seq, row->key);
        } else {
            const struct trait_told *t = hvec_at(u->h, told, at->row++);
            if (t->atom != NONE && !atom_erased(u, t->atom) &&
                retain_covered(u, t->atom, t->seq))
                found(u, &ret[n++], t->seq, RETAIN_NOBODY);
        }
    }
    return n;
}

/* ---- frames ---- */

struct job {
    struct unify *u;
    struct retain_item *items;
    const struct retain_told *told;
    uint8_t *emptied; /* of each told, whether */
    uint32_t n, n_told;
    uint64_t bytes;
};

static int item_cmp(const void *key, const void *item) {
    uint64_t a = *(const uint64_t *)key, b = ((const struct retain_item *)item)->seq;
    return a < b ? -1 : a > b;
}

static int told_cmp(const void *key, const void *told) {
    uint64_t a = *(const uint64_t *)key, b = ((const struct retain_told *)told)->seq;
    return a < b ? -1 : a > b;
}

static bool rewrite_event(struct job *j, const struct entry *e, uint8_t *version,
                          struct buf *out) {
    struct retain_item *x =
        j->n ? bsearch(&e->seq, j->items, j->n, sizeof *x, item_cmp) : NULL;
    if (!x || !x->take || *version >= EVENT_VERSION_ERASED)
        return false;
    buf_put_str(out, x->body);
    *version = EVENT_VERSION_RETAINED;
    x->done = true;
    return true;
}

static bool rewrite_told(struct job *j, const struct entry *e, uint8_t *version,
                         struct buf *out) {
    const struct retain_told *t =
        j->n_told ? bsearch(&e->seq, j->told, j->n_told, sizeof *t, told_cmp) : NULL;
    if (!t || *version >= 2)
        return false;
    if (e->kind == ENTRY_RETAIN)
        buf_u8(out, (uint8_t)e->body.s[0]);
    *version = 2;
    j->emptied[t - j->told] = 1;
    return true;
}

static bool rewrite(void *ctx, const struct entry *e, uint8_t *version, struct buf *out) {
    struct job *j = ctx;
    bool other = e->kind == ENTRY_EVENT ? rewrite_event(j, e, version, out)
                 : e->kind == ENTRY_TRAIT_RULES || e->kind == ENTRY_RETAIN
                     ? rewrite_told(j, e, version, out)
                     : false;
    if (other && e->body.n > out->len)
        j->bytes += e->body.n - out->len;
    return other;
}

/* May it go now?  -1: what it says stands in no checkpoint yet. */
static int take(struct unify *u, struct retain_item *x, struct err *err) {
    x->take = x->done = false;
    const struct event_row *row = hvec_at(u->h, &u->root->events, x->row);
    if (row->seq != x->seq || atom_erased(u, x->atom))
        return 0;
    uint32_t g = x->group_id.n > 0 ? group_find(u, x->group_id) : NONE;
    if ((x->traits && !retain_covered(u, x->atom, x->seq)) ||
        (g != NONE && !retain_covered(u, retain_group_key(u, g), x->seq)))
        return err_set(err, E_CONFLICT, "what event %llu says stands in no checkpoint",
                       (unsigned long long)x->seq);
    x->take = true;
    return 0;
}

static void put_emptied(const struct job *j, struct buf *out) {
    for (int checkpoints = 0; checkpoints < 2; checkpoints++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < j->n_told; i++)
            n += j->emptied[i] && (j->told[i].key != RETAIN_NOBODY) == checkpoints;
        buf_varint(out, n);
        for (uint32_t i = 0; i < j->n_told; i++) {
            uint64_t key = j->told[i].key;
            if (!j->emptied[i] || (key != RETAIN_NOBODY) != checkpoints)
                continue;
            if (!checkpoints) {
                buf_varint(out, j->told[i].seq);
            } else if (key & RETAIN_GROUP) {
                buf_u8(out, RETAIN_OF_GROUP);
                buf_u64(out, key);
            } else {
                buf_u8(out, RETAIN_ATOM);
                buf_varint(out, key);
            }
        }
    }
}

static void put_news(const struct job *j, struct buf *out) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < j->n; i++)
        n += j->items[i].done;
    buf_varint(out, n);
    for (uint32_t i = 0; i < j->n; i++) {
        const struct retain_item *x = &j->items[i];
        if (!x->done)
            continue;
        buf_varint(out, x->row);
        buf_varint(out, x->atom);
        buf_u8(out, x->kept);
    }
    put_emptied(j, out);
    buf_varint(out, j->bytes);
}

/* Of these, the entries that are still to be emptied: others were erased since. */
static uint32_t still_told(struct unify *u, const struct retain_told *told, uint32_t n,
                           struct retain_told *ret) {
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool nobody = told[i].key == RETAIN_NOBODY;
        const struct retain_row *row = nobody ? NULL : row_of(u, told[i].key);
        if (nobody || (row && row->stale_seq == told[i].seq))
            ret[m++] = told[i];
    }
    return m;
}

int retain_frame(struct unify *u, struct retain_item *items, uint32_t n,
                 const struct retain_told *told, uint32_t n_told, struct err *err) {
    struct retain_told *still = calloc(n_told + 1, sizeof *still);
    struct job j = { .u = u, .items = items, .n = n, .told = still,
                     .emptied = calloc(n_told + 1, 1) };
    struct buf out;
    int rc = 0;
    CHECK(still && j.emptied && n + n_told > 0);
    j.n_told = still_told(u, told, n_told, still);
    for (uint32_t i = 0; i < n && rc == 0; i++)
        rc = take(u, &items[i], err);
    buf_init(&out, "retention", 4u << 20);
    buf_u8(&out, RETAIN_NEWS);
    uint64_t seq = n > 0 ? items[0].seq : told[0].seq;
    int changed = rc == 0 ? core_rewrite(u->core, seq, rewrite, &j, &out, err) : -1;
    if (changed > 0) {
        put_news(&j, &out);
        if (buf_check(&out, err) < 0)
            changed = -1;
        else
            core_emit(u->core, ENTRY_RETAIN, 1, buf_str(&out));
    }
    buf_release(&out);
    free(still);
    free(j.emptied);
    return changed < 0 ? -1 : 0;
}

/* ---- erasure ---- */

static bool erase_group(const struct entry *e, retain_gone *gone, void *ctx, struct buf *out) {
    struct rd r = rd_of(e->body.s + 1, e->body.n - 1);
    uint64_t hash = rd_u64(&r);
    uint32_t n = (uint32_t)rd_varint(&r), keep = 0;
    struct rd again = r;
    for (uint32_t i = 0; i < n && !r.bad; i++) {
        retain_get_trait(&r);
        uint64_t atom = rd_varint(&r);
        keep += atom == 0 || !gone(ctx, (uint32_t)(atom - 1));
    }
    if (r.bad || keep == n)
        return false;
    buf_u8(out, RETAIN_OF_GROUP);
    buf_u64(out, hash);
    buf_varint(out, keep);
    for (uint32_t i = 0; i < n; i++) {
        struct trait t = retain_get_trait(&again);
        uint64_t atom = rd_varint(&again);
        if (atom != 0 && gone(ctx, (uint32_t)(atom - 1)))
            continue;
        retain_put_trait(out, &t);
        buf_varint(out, atom);
    }
    return true;
}

bool retain_erase(const struct entry *e, retain_gone *gone, void *ctx, uint8_t *version,
                  struct buf *out) {
    struct rd r = rd_of(e->body.s, e->body.n);
    unsigned what = rd_u8(&r);
    if (*version >= 2)
        return false;
    if (what == RETAIN_OF_GROUP)
        return erase_group(e, gone, ctx, out);
    if ((what != RETAIN_ATOM && what != RETAIN_CARRIED) || !gone(ctx, (uint32_t)rd_varint(&r)))
        return false;
    buf_u8(out, (uint8_t)what);
    *version = 2;
    return true;
}

/* ---- what it looks like ---- */

int unify_retain_run(struct unify *u, uint32_t key, struct err *err) {
    const struct retain_plan *p = atomic_load(&u->retain_plan);
    if (!p || p->n == 0) {
        err_set(err, E_CONFLICT, "there are no retention rules in force");
        return err_hint(err, "publish the definition retention/rules");
    }
    if (u->root->retain_now.version != p->version)
        retain_emit_begun(u, p->version, RETAIN_ASKED, key);
    return 0;
}

static void run_json(struct jw *w, const char *name, const struct retain_run *run) {
    static const char *const keys[RETAINED_COUNT] = { "dropped", "thinned", "checkpoints",
                                                      "entries", "frames", "bytes" };
    jw_key(w, name);
    if (run->version == 0) {
        jw_null(w);
        return;
    }
    jw_obj(w);
    JW_TIME(w, "began", run->began_ms);
    jw_key(w, "ended");
    if (run->ended_ms)
        jw_time(w, run->ended_ms);
    else
        jw_null(w);
    JW_INT(w, "rules_version", run->version);
    JW_BOOL(w, "asked", run->why == RETAIN_ASKED);
    JW_INT(w, "key", run->key);
    for (unsigned i = 0; i < RETAINED_COUNT; i++)
        JW_INT(w, keys[i], (int64_t)run->count[i]);
    jw_obj_end(w);
}

void unify_retain_json(struct unify *u, struct jw *w) {
    const struct retain_plan *p = atomic_load(&u->retain_plan);
    const struct unify_root *r = u->root;
    bool on = p && p->n > 0;
    jw_obj(w);
    JW_Z(w, "state", !on ? "off" : r->retain_now.version ? "running" : "waiting");
    JW_INT(w, "rules_version", p ? p->version : 0);
    jw_key(w, "next");
    if (on && r->retain_due_ms)
        jw_time(w, r->retain_due_ms);
    else
        jw_null(w);
    run_json(w, "running", &r->retain_now);
    run_json(w, "last", &r->retain_last);
    jw_obj_end(w);
}

static void dump_run(struct buf *b, const char *name, const struct retain_run *run) {
    buf_printf(b, " %s=%lld:%lld:%u:%u:%u:%u", name, (long long)run->began_ms,
               (long long)run->ended_ms, run->version, run->rows, run->why, run->key);
    for (unsigned i = 0; i < RETAINED_COUNT; i++)
        buf_printf(b, ":%llu", (unsigned long long)run->count[i]);
    if (run->left_over > 0)
        buf_printf(b, " left=%llu", (unsigned long long)run->left_over);
}

void retain_dump(struct unify *u, core_line *line, void *ctx) {
    struct buf b;
    uint64_t sum = 0;
    uint32_t n = 0;
    if (u->root->retain_version == 0 && u->root->retain_due_ms == 0)
        return;
    for (uint32_t i = 0; i < u->root->retains.n; i++) {
        const struct retain_row *row = row_at(u, i);
        if (row->seq == 0)
            continue;
        uint64_t key[3] = { row->key, row->seq, row->stale_seq };
        sum += hash_xx64(key, sizeof key, 1);
        n++;
    }
    buf_init(&b, "dump line", 65536);
    buf_printf(&b, "retention version=%u due=%lld checkpoints=%u sum=%016llx",
               u->root->retain_version, (long long)u->root->retain_due_ms, n,
               (unsigned long long)sum);
    dump_run(&b, "now", &u->root->retain_now);
    dump_run(&b, "last", &u->root->retain_last);
    line(ctx, buf_str(&b));
    buf_release(&b);
}
