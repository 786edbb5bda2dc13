/* trait_fill.c - after new trait rules: what came before them is read again, a little at a time.
 *
 * THEORY      A rule that asks for more than was kept (the first value, when the newest was kept)
 *             needs events of the past.  One command puts the rules in force (trait_rules.c);
 *             then, atom by atom, a look finds the events up to that entry that can hold traits,
 *             a thread of its own reads them from the log, and a command emits what they said
 *             of the traits concerned, and how far it came.  A restart goes on from there.
 *             What comes meanwhile is kept by the new rules already, so nothing is read twice.
 *             Of events that retention took, nothing can be read: what the rules before kept of
 *             them is what the new rules are given (ENTRY_RETAIN, u8 7).  Retention waits as long
 *             as something is being read.
 * INVARIANTS  (1) An event is told once: progress and values are emitted together.
 * LIMITS      FILL_ROWS events and FILL_LOOK event rows or atoms a turn.
 * THREADS     look, run, done: core thread.  read: its own, or in the core's stepped mode that
 *             of the caller of unify_traits_step().  trait_fill_start() from any.
 */
#include "core/readers.h"
#include "unify/unify_internal.h"

#include <stdlib.h>
#include <time.h>

#define FILL_ROWS 256u
#define FILL_LOOK 10000u
#define RETRY_MS 1000
#define PAUSE_NS 20000000l

enum fill_phase { FILL_RULES, FILL_FIND, FILL_TELL, FILL_AGAIN };

struct part {
    uint32_t atom, from, n;
    bool forget;      /* what the rules before kept */
    size_t old, n_old; /* of that, what may be of events that are gone: where in trait_fill.old */
};
struct old { struct log_at at; struct trait t; bool told; };
struct trait_fill {
    struct command cmd;   /* first */
    struct read_job job;
    struct unify *u;
    struct readers *readers;
    enum fill_phase phase;
    struct part parts[FILL_ROWS + 1];
    struct log_at at[FILL_ROWS];
    uint32_t n_parts, n_rows;
    uint32_t next_atom, next_row;
    uint32_t names[TRAIT_RULES_MAX * 2]; /* being filled */
    uint32_t n_names;
    struct buf out;       /* entries: u32 n, n bytes */
    struct buf old;       /* struct log_at, u32 n, n bytes as retain_put_trait() makes them */
    _Atomic bool busy, stopping;
};

static bool wanted(struct unify *u) {
    const struct trait_plan *p = atomic_load(&u->trait_plan);
    return u->root->fill_end > 0 || (p && p->version != u->root->trait_version);
}

/* ---- find: which events, between two batches ---- */

static void find_names(struct trait_fill *f) {
    struct unify *u = f->u;
    f->n_names = 0;
    for (uint32_t i = 0; i < u->root->trait_rules.n; i++) {
        const struct trait_rule *r = hvec_at(u->h, &u->root->trait_rules, i);
        if (r->flags & TRAIT_FILLING) {
            CHECK(f->n_names < TRAIT_RULES_MAX * 2); /* one version after another changes these */
            f->names[f->n_names++] = r->name;
        }
    }
}

static bool has_old(struct unify *u, const struct atom *a) {
    struct trait t;
    for (uint32_t off = 0; trait_next(u, a->traits, a->traits_bytes, &off, &t);) {
        const struct trait_rule *r = trait_rule_of(u, t.name);
        if (r && r->flags & TRAIT_FILLING && r->gen != t.gen)
            return true;
    }
    return false;
}

/* What the rules before kept of an atom of which retention took events. */
static void find_old(struct trait_fill *f, struct part *p, uint32_t *budget) {
    struct unify *u = f->u;
    const struct atom *a = atom_at(u, p->atom);
    struct trait t;
    p->old = f->old.len;
    if (!p->forget || !retain_covered(u, p->atom, 0))
        return;
    for (uint32_t off = 0; trait_next(u, a->traits, a->traits_bytes, &off, &t);) {
        const struct trait_rule *r = trait_rule_of(u, t.name);
        struct log_at at;
        if (!r || !(r->flags & TRAIT_FILLING) || r->gen == t.gen)
            continue;
        CHECK(core_locate(u->core, t.seq, &at));
        buf_put(&f->old, &at, sizeof at);
        retain_put_trait(&f->old, &t);
        p->n_old++;
        *budget -= *budget > 1;
    }
}

/* One atom, from next_row on; false when the turn is over first. */
static bool find_atom(struct trait_fill *f, uint32_t *budget) {
    struct unify *u = f->u;
    const struct atom *a = atom_at(u, f->next_atom);
    struct part *p = &f->parts[f->n_parts];
    bool begins = f->next_row == NONE;
    if (atom_erased(u, f->next_atom)) { /* its events are not there any more, rows included */
        f->next_row = NONE;
        f->next_atom++;
        return true;
    }
    *p = (struct part){ f->next_atom, f->n_rows, 0, begins && has_old(u, a), 0, 0 };
    find_old(f, p, budget);
    uint32_t row = begins ? a->events : f->next_row;
    bool over = true;
    while (row != NONE) {
        const struct event_row *e = hvec_at(u->h, &u->root->events, row);
        bool may = e->seq < u->root->fill_seq && e->name == 0 && /* identify has no name */
                   e->kept == EVENT_WHOLE;
        if (*budget == 0 || (may && f->n_rows == FILL_ROWS)) {
            over = false;
            break;
        }
        --*budget;
        if (may) {
            CHECK(core_locate(u->core, e->seq, &f->at[f->n_rows++]));
            p->n++;
        }
        row = e->prev;
    }
    f->n_parts += p->n > 0 || p->forget;
    f->next_row = over ? NONE : row;
    f->next_atom += over;
    return over;
}

static void find(struct trait_fill *f) {
    struct unify *u = f->u;
    f->n_parts = f->n_rows = 0;
    buf_reset(&f->old);
    f->next_atom = u->root->fill_atom;
    f->next_row = u->root->fill_row;
    find_names(f);
    for (uint32_t budget = FILL_LOOK; budget > 0 && f->next_atom < u->root->fill_end; budget--)
        if (f->n_parts > FILL_ROWS - 1 || !find_atom(f, &budget) || budget == 0)
            break;
}

/* ---- read: what they said of the traits concerned ---- */

static bool concerned(const struct trait_fill *f, uint32_t name) {
    for (uint32_t i = 0; i < f->n_names; i++)
        if (f->names[i] == name)
            return true;
    return false;
}

static uint32_t put_event(const struct trait_fill *f, const struct entry *e,
                          const struct event_entry *v, struct buf *b) {
    struct rd traits = v->traits;
    uint32_t name, n = 0;
    struct str json;
    if (v->type == EVENT_GROUP && v->group_id.n > 0)
        return 0; /* those are the group's */
    while (event_trait_next(&traits, &name, &json)) {
        if (!concerned(f, name))
            continue;
        buf_varint(b, name);
        buf_varint(b, v->source > UINT16_MAX ? 0 : v->source);
        buf_varint(b, (uint64_t)v->time_ms);
        buf_varint(b, e->seq);
        buf_bytes(b, json);
        n++;
    }
    return n;
}

/* 1: retention took what this event said; 0: not. */
static int is_gone(struct log_reader *log, const struct log_at *at, struct err *err) {
    struct entry e;
    struct err own = ERR_INIT;
    if (log_read_at(log, at, &e, &own) == 0)
        return e.kind == ENTRY_EVENT && e.version == EVENT_VERSION_RETAINED;
    if (own.code == E_NOT_FOUND)
        return 0;
    *err = own;
    return -1;
}

/* Members of one value that the rules before had taken apart are one again. */
static uint32_t put_carried(struct old *list, uint32_t i, uint32_t n, struct arena *a,
                            struct buf *b) {
    struct trait part[TRAIT_LEAVES_MAX], t = list[i].t;
    uint32_t parts = 0;
    for (; i < n; i++)
        if (!list[i].told && list[i].t.name == t.name && list[i].t.seq == t.seq &&
            parts < TRAIT_LEAVES_MAX) {
            part[parts++] = list[i].t;
            list[i].told = true;
        }
    t.json = trait_join(part, parts, a);
    retain_put_trait(b, &t);
    return 1;
}

static int read_old(struct trait_fill *f, const struct part *p, struct log_reader *log,
                    struct buf *values, struct err *err) {
    struct rd r = rd_of(f->old.data + p->old, f->old.len - p->old);
    struct old *list = calloc(p->n_old + 1, sizeof *list);
    struct arena a;
    uint32_t n = 0;
    int rc = 0;
    CHECK(list);
    arena_init(&a, "carried traits", 64u << 20);
    for (size_t i = 0; i < p->n_old; i++) {
        struct str at = rd_take(&r, sizeof list[i].at);
        memcpy(&list[i].at, at.s, at.n);
        list[i].t = retain_get_trait(&r);
    }
    CHECK(!r.bad);
    buf_reset(values);
    for (uint32_t i = 0; i < p->n_old && rc >= 0; i++)
        if (!list[i].told && (rc = is_gone(log, &list[i].at, err)) > 0)
            n += put_carried(list, i, (uint32_t)p->n_old, &a, values);
    free(list);
    arena_release(&a);
    return rc < 0 ? -1 : (int)n;
}

static int out_entry(struct trait_fill *f, uint8_t what, const struct part *p, uint32_t n,
                     const struct buf *values, struct err *err) {
    size_t at = f->out.len;
    buf_u32(&f->out, 0);
    buf_u8(&f->out, what);
    buf_varint(&f->out, p->atom);
    if (what == 2)
        buf_u8(&f->out, p->forget);
    buf_varint(&f->out, n);
    buf_put_str(&f->out, buf_str(values));
    if (buf_check(&f->out, err) < 0)
        return -1;
    uint32_t bytes = (uint32_t)(f->out.len - at - 4);
    memcpy(f->out.data + at, &bytes, sizeof bytes);
    return 0;
}

static int read_part(struct trait_fill *f, const struct part *p, struct log_reader *log,
                     struct buf *values, struct err *err) {
    uint32_t n = 0;
    buf_reset(values);
    for (uint32_t i = p->from; i < p->from + p->n; i++) {
        struct entry e;
        struct event_entry v;
        struct err gone = ERR_INIT;
        if (log_read_at(log, &f->at[i], &e, &gone) == 0) {
            if (event_decode(&e, &v, &gone) == 0)
                n += put_event(f, &e, &v, values);
        } else if (gone.code != E_NOT_FOUND) { /* what was erased is not there any more */
            *err = gone;
            return -1;
        }
    }
    if (n == 0 && !p->forget)
        return 0;
    if (out_entry(f, 2, p, n, values, err) < 0)
        return -1;
    int carried = p->n_old ? read_old(f, p, log, values, err) : 0;
    if (carried <= 0)
        return carried;
    return out_entry(f, RETAIN_CARRIED, p, (uint32_t)carried, values, err);
}

static void read_events(struct read_job *job, struct reader *rd) {
    struct trait_fill *f = (struct trait_fill *)((char *)job - offsetof(struct trait_fill, job));
    struct err err = ERR_INIT;
    struct buf values;
    int rc = 0;
    buf_init(&values, "trait values", 32u << 20);
    buf_reset(&f->out);
    for (uint32_t i = 0; i < f->n_parts && rc == 0; i++)
        rc = read_part(f, &f->parts[i], rd->log, &values, &err);
    buf_release(&values);
    f->phase = rc == 0 ? FILL_TELL : FILL_AGAIN;
    f->cmd.reads = false;
    while (core_submit(f->u->core, &f->cmd, &err) < 0) { /* until the store is back */
        const struct timespec pause = { 0, PAUSE_NS };
        if (atomic_load(&f->stopping))
            return;
        nanosleep(&pause, NULL);
    }
}

/* ---- tell ---- */

static void tell(struct trait_fill *f) {
    struct unify *u = f->u;
    for (size_t at = 0; at < f->out.len;) {
        uint32_t n;
        memcpy(&n, f->out.data + at, sizeof n);
        struct rd r = rd_of(f->out.data + at + 5, n - 1);
        if (!atom_erased(u, (uint32_t)rd_varint(&r))) /* since its events were read */
            core_emit(u->core,
                      f->out.data[at + 4] == RETAIN_CARRIED ? ENTRY_RETAIN : ENTRY_TRAIT_RULES,
                      1, str_n((char *)f->out.data + at + 4, n));
        at += 4 + n;
    }
    buf_reset(&u->entry);
    buf_u8(&u->entry, 3);
    buf_varint(&u->entry, f->next_atom);
    buf_varint(&u->entry, f->next_row == NONE ? 0 : (uint64_t)f->next_row + 1);
    entry_emit(u, ENTRY_TRAIT_RULES, 1);
}

static int run(struct core *c, struct command *cmd, struct err *err) {
    struct trait_fill *f = (struct trait_fill *)cmd;
    struct unify *u = f->u;
    (void)c;
    (void)err;
    if (core_role(u->core) == CORE_FOLLOWER)
        f->phase = FILL_AGAIN; /* the writer does it; perhaps that is this node, later */
    else if (f->phase == FILL_RULES && u->root->fill_end == 0 && wanted(u))
        trait_rules_emit(u, atomic_load(&u->trait_plan));
    else if (f->phase == FILL_FIND)
        find(f);
    else if (f->phase == FILL_TELL)
        tell(f);
    return 0;
}

static int read_next(struct trait_fill *f, struct err *err) {
    if (!f->readers && readers_new(f->u->core, 1, 0, &f->readers, err) < 0)
        return -1;
    f->job.run = read_events;
    return readers_submit(f->readers, &f->job, err);
}

static void done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct trait_fill *f = (struct trait_fill *)cmd;
    struct unify *u = f->u;
    struct err again = ERR_INIT;
    (void)seq;
    bool later = err || f->phase == FILL_AGAIN;
    if (!later && f->phase == FILL_FIND) {
        if (read_next(f, &again) == 0)
            return;
        later = true;
    }
    f->phase = u->root->fill_end > 0 ? FILL_FIND : FILL_RULES;
    f->cmd.reads = f->phase == FILL_FIND;
    if (!wanted(u)) {
        readers_free(f->readers); /* its job is over, or has never begun */
        f->readers = NULL;
        atomic_store(&f->busy, false);
    } else if (later || core_submit(u->core, cmd, &again) < 0) {
        core_timer_in(u->core, RETRY_MS, cmd);
    }
}

void trait_fill_start(struct trait_fill *f) {
    struct err err = ERR_INIT;
    if (atomic_exchange(&f->busy, true))
        return; /* it notices a newer version by itself */
    f->phase = FILL_RULES;
    f->cmd.reads = false;
    if (core_submit(f->u->core, &f->cmd, &err) < 0)
        atomic_store(&f->busy, false); /* not yet started: it is called again then */
}

bool unify_traits_step(struct unify *u) {
    struct trait_fill *f = u->trait_fill;
    return f->readers && core_writable(u->core) && readers_step(f->readers);
}

struct trait_fill *trait_fill_new(struct unify *u) {
    struct trait_fill *f = calloc(1, sizeof *f);
    CHECK(f);
    f->u = u;
    f->cmd = (struct command){ .name = "unify.traits", .bytes = 4096, .run = run, .done = done };
    buf_init(&f->out, "trait values", 48u << 20);
    buf_init(&f->old, "old trait values", 32u << 20);
    return f;
}

void trait_fill_free(struct trait_fill *f) {
    if (!f)
        return;
    atomic_store(&f->stopping, true);
    readers_free(f->readers);
    buf_release(&f->out);
    buf_release(&f->old);
    free(f);
}
