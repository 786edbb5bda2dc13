/* fill.c - tables that an expression needs and that are not there, from the log.
 *
 * THEORY      A table is always made whole: when a further property is asked for, another table
 *             with it is made beside the one that serves, and takes its place.
 *               reading  a reader's thread goes through the log up to the entry that was the newest
 *                        when it began, and keeps rows of its own; what comes later is kept by the
 *                        core thread as it is applied (the gap)
 *               loading  the rows go into the heap, some thousand at a time; then those of the gap,
 *                        and the table is live
 *             One such run makes all tables that are wanted when it begins.
 * INVARIANTS  (1) A table that is live has every event of its name that was applied.
 * LIMITS      GAP_BYTES_MAX: past it the run begins anew.
 * THREADS     read() on a reader's thread; all else on the core thread.
 */
#include "segment/segment_internal.h"

#include "core/readers.h"

#include <stdlib.h>
#include <time.h>

#define WANTS_MAX 64u
#define GAP_BYTES_MAX (256u << 20)
#define LOAD_ROWS 2000u
#define PAUSE_NS 20000000l
#define STAGE_ROWS_MAX (1u << 30)

struct local { /* words of the run's own */
    struct buf text;
    struct { uint32_t at, n; } *item;
    uint32_t n, cap;
    uint32_t *slots, mask;
};

struct want {
    uint8_t type;
    uint32_t number;        /* 0: of any name */
    struct str cols[SEG_COLS_MAX + 1];
    uint32_t n_cols;
    uint32_t table;         /* in the heap, while it loads */
    /* rows as read */
    uint32_t *atom, *seq_lo;
    int64_t *time;
    seg_cell *cells;        /* n_cols each; words are local ones */
    uint32_t n, cap, loaded;
};

enum phase { FILL_IDLE, FILL_READING, FILL_LOADING };

struct seg_fill {
    struct segment *s;
    enum phase phase;       /* core thread, but while reading */
    struct read_job job;
    struct command cmd;     /* its own way back to the core */
    struct want want[WANTS_MAX];
    uint32_t n_wants, at;   /* at: the one that loads */
    uint64_t upto;          /* read up to here */
    _Atomic uint64_t done;
    struct arena arena;     /* names of columns */
    struct local local;
    struct json_parser *parser;
    struct buf gap;         /* u64 seq, u32 atom, i64 time, u8 type, u32 name, bytes json */
    bool again, wanted, failed;
    _Atomic bool stopping;
    /* wanted next: by plans that are waiting */
    struct seg_plan *plans[WANTS_MAX];
    uint32_t n_plans;
};

/* ---- words of the run ---- */

static uint32_t local_word(void *ctx, struct str text) {
    struct local *l = &((struct seg_fill *)ctx)->local;
    if (2 * (l->n + 1) > l->mask + 1 || !l->slots) {
        uint32_t size = l->slots ? 2 * (l->mask + 1) : 1024;
        free(l->slots);
        l->slots = calloc(size, sizeof *l->slots);
        CHECK(l->slots);
        l->mask = size - 1;
        for (uint32_t i = 0; i < l->n; i++) {
            uint64_t h = hash_xx64(l->text.data + l->item[i].at, l->item[i].n, 0);
            uint32_t k = (uint32_t)h & l->mask;
            while (l->slots[k])
                k = (k + 1) & l->mask;
            l->slots[k] = i + 1;
        }
    }
    uint32_t k = (uint32_t)hash_xx64(text.s, text.n, 0) & l->mask;
    for (; l->slots[k]; k = (k + 1) & l->mask) {
        uint32_t i = l->slots[k] - 1;
        if (str_eq(str_n(l->text.data + l->item[i].at, l->item[i].n), text))
            return i;
    }
    if (l->n == l->cap) {
        l->cap = l->cap ? 2 * l->cap : 1024;
        l->item = realloc(l->item, l->cap * sizeof *l->item);
        CHECK(l->item);
    }
    l->item[l->n].at = (uint32_t)l->text.len;
    l->item[l->n].n = (uint32_t)text.n;
    buf_put_str(&l->text, text);
    l->slots[k] = l->n + 1;
    return l->n++;
}

/* ---- reading ---- */

static void want_grow(struct want *w) {
    if (w->n < w->cap)
        return;
    w->cap = w->cap ? 2 * w->cap : 1024;
    w->atom = realloc(w->atom, w->cap * sizeof *w->atom);
    w->seq_lo = realloc(w->seq_lo, w->cap * sizeof *w->seq_lo);
    w->time = realloc(w->time, w->cap * sizeof *w->time);
    w->cells = realloc(w->cells, ((size_t)w->cap * w->n_cols + 1) * sizeof *w->cells);
    CHECK(w->atom && w->seq_lo && w->time && w->cells);
}

static bool is_wanted(const struct want *w, unsigned type, uint32_t name) {
    return w->type == type && (w->number == 0 || w->number == name);
}

static int on_entry(void *ctx, const struct entry *e, struct err *err) {
    struct seg_fill *f = ctx;
    struct event_entry v;
    struct err gone = ERR_INIT;
    struct json all, properties = { 0 };
    if (e->kind != ENTRY_EVENT || e->seq > f->upto || event_decode(e, &v, &gone) < 0)
        return gone.code == E_CORRUPT ? (*err = gone, -1) : 0;
    for (uint32_t i = 0; i < f->n_wants; i++) {
        struct want *w = &f->want[i];
        if (!is_wanted(w, v.type, v.name))
            continue;
        if (w->n >= STAGE_ROWS_MAX)
            return err_set(err, E_LIMIT, "more than %u events of one name", STAGE_ROWS_MAX);
        want_grow(w);
        if (w->n_cols > 0 && !properties.tape) {
            if (json_parse(f->parser, v.json.s, v.json.n, &all, err) < 0)
                return -1;
            properties = json_get(all, "properties");
        }
        w->atom[w->n] = v.atom;
        w->seq_lo[w->n] = (uint32_t)e->seq;
        w->time[w->n] = v.time_ms;
        for (uint32_t k = 0; k < w->n_cols; k++)
            w->cells[(size_t)w->n * w->n_cols + k] =
                seg_cell_from(json_get_str(properties, w->cols[k]), local_word, f);
        w->n++;
    }
    return 0;
}

static void read(struct read_job *job, struct reader *rd) {
    struct seg_fill *f = (struct seg_fill *)((char *)job - offsetof(struct seg_fill, job));
    struct err err = ERR_INIT;
    uint64_t first = 0;
    uint32_t n = 0;
    int rc = 1;
    for (uint64_t seq = 1; seq <= f->upto && rc > 0 && !atomic_load(&f->stopping);
         seq = first + n) {
        rc = log_frame(rd->log, seq, on_entry, f, &first, &n, &err);
        atomic_store_explicit(&f->done, first + n, memory_order_relaxed);
    }
    f->failed = rc < 0 || f->local.text.full || atomic_load(&f->stopping);
    while (core_submit(f->s->core, &f->cmd, &err) < 0) { /* until there is room in the queue */
        const struct timespec pause = { 0, PAUSE_NS };
        if (atomic_load(&f->stopping))
            return;
        nanosleep(&pause, NULL);
    }
}

/* ---- loading ---- */

static seg_cell heap_cell(struct seg_fill *f, seg_cell c) {
    const struct local *l = &f->local;
    unsigned tag = seg_tag_of(c);
    if (tag != SEG_STRING && tag != SEG_JSON)
        return c;
    uint32_t i = (uint32_t)c;
    struct str text = str_n(l->text.data + l->item[i].at, l->item[i].n);
    return seg_cell_tag((enum seg_tag)tag, seg_word_take(f->s, text));
}

static void load_row(struct seg_fill *f, struct want *w, uint32_t i) {
    struct segment *s = f->s;
    struct id id;
    if (!unify_atom_person(s->unify, w->atom[i], &id))
        return; /* erased meanwhile */
    uint32_t row = seg_row_add(s, w->table, w->atom[i], w->time[i], w->seq_lo[i]);
    for (uint32_t k = 0; k < w->n_cols; k++)
        seg_row_set(s, w->table, k, row, heap_cell(f, w->cells[(size_t)i * w->n_cols + k]));
}

static void load_gap(struct seg_fill *f) {
    struct segment *s = f->s;
    struct rd r = rd_of(f->gap.data, f->gap.len);
    while (rd_left(&r) > 0) {
        struct event_entry v = { 0 };
        struct json properties = { 0 };
        struct id id;
        uint64_t seq = rd_u64(&r);
        v.atom = rd_u32(&r);
        v.time_ms = (int64_t)rd_u64(&r);
        v.type = rd_u8(&r);
        v.name = rd_u32(&r);
        v.json = rd_take(&r, rd_u32(&r));
        CHECK(!r.bad);
        if (!unify_atom_person(s->unify, v.atom, &id))
            continue;
        for (uint32_t i = 0; i < f->n_wants; i++)
            if (is_wanted(&f->want[i], v.type, v.name))
                seg_row_of_event(s, f->want[i].table, seq, &v, &properties);
    }
}

static void clear(struct seg_fill *f) {
    struct segment *s = f->s;
    for (uint32_t i = 0; i < f->n_wants; i++) {
        struct want *w = &f->want[i];
        if (w->cells) /* what people said leaves no trace */
            memset(w->cells, 0, (size_t)w->n * w->n_cols * sizeof *w->cells);
        free(w->atom);
        free(w->seq_lo);
        free(w->time);
        free(w->cells);
        if (w->table != NONE)
            seg_table_free(s, w->table);
    }
    if (f->local.text.data)
        memset(f->local.text.data, 0, f->local.text.len);
    if (f->gap.data)
        memset(f->gap.data, 0, f->gap.len);
    buf_release(&f->local.text);
    free(f->local.item);
    free(f->local.slots);
    f->local = (struct local){ 0 };
    buf_init(&f->local.text, "words", UINT32_MAX);
    f->n_wants = 0;
    buf_release(&f->gap);
    buf_init(&f->gap, "events meanwhile", GAP_BYTES_MAX);
    arena_reset(&f->arena);
    f->phase = FILL_IDLE;
    f->again = f->failed = false;
}

static void loaded(struct seg_fill *f) {
    load_gap(f);
    for (uint32_t i = 0; i < f->n_wants; i++) {
        seg_table_live(f->s, f->want[i].table);
        f->want[i].table = NONE;
    }
    clear(f);
}

static int load(struct core *c, struct command *cmd, struct err *err) {
    struct seg_fill *f = (struct seg_fill *)((char *)cmd - offsetof(struct seg_fill, cmd));
    (void)c, (void)err;
    if (f->again || f->failed || f->gap.full || heap_near_full(f->s->h)) {
        clear(f);
        return 0;
    }
    f->phase = FILL_LOADING;
    uint32_t left = LOAD_ROWS;
    for (; f->at < f->n_wants && left > 0; f->at++) {
        struct want *w = &f->want[f->at];
        if (w->table == NONE)
            w->table = seg_table_add(f->s, w->type, w->number, w->cols, w->n_cols);
        for (; w->loaded < w->n && left > 0; w->loaded++, left--)
            load_row(f, w, w->loaded);
        if (w->loaded < w->n)
            break;
    }
    if (f->at == f->n_wants)
        loaded(f);
    return 0;
}

static void load_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct seg_fill *f = (struct seg_fill *)((char *)cmd - offsetof(struct seg_fill, cmd));
    struct err own = ERR_INIT;
    (void)err, (void)seq;
    if (f->phase == FILL_LOADING && core_submit(f->s->core, cmd, &own) < 0)
        core_timer_in(f->s->core, PAUSE_NS / 1000000, cmd);
    if (f->phase == FILL_IDLE)
        seg_work_next(f->s);
}

/* ---- beginning ---- */

/* Columns of these events that a plan asks for. */
static void add_cols(struct seg_fill *f, struct want *w, const struct seg_plan *p,
                     uint32_t source) {
    for (uint32_t i = 0; i < p->n_fields; i++) {
        struct str name = p->field[i].name;
        uint32_t k = 0;
        if (p->field[i].sort != source + 1 || str_is(name, "time") || str_is(name, "name"))
            continue;
        while (k < w->n_cols && !str_eq(w->cols[k], name))
            k++;
        if (k == w->n_cols && k <= SEG_COLS_MAX) /* one too many is told by seg_fill_fits() */
            w->cols[w->n_cols++] = str_n(arena_dup(&f->arena, name.s, name.n), name.n);
    }
}

static void add_plan(struct seg_fill *f, struct want *w, const struct seg_plan *p,
                     struct str name) {
    for (uint32_t i = 0; p && i < p->n_sources; i++)
        if (p->source[i].type == w->type && (p->source[i].name.s != NULL) == (name.s != NULL) &&
            str_eq(p->source[i].name, name))
            add_cols(f, w, p, i);
}

static void cols_of_all(struct seg_fill *f, struct want *w, struct str name) {
    struct segment *s = f->s;
    for (uint32_t i = 0; i < s->n_live; i++) {
        add_plan(f, w, s->live[i].plan, name);
        add_plan(f, w, s->live[i].old, name);
    }
    for (uint32_t i = 0; i < f->n_plans; i++)
        add_plan(f, w, f->plans[i], name);
}

/* As of now, beside whatever is being filled; the caller releases own->arena. */
static void cols_now(struct segment *s, struct seg_fill *own, struct want *w, struct str name) {
    *own = (struct seg_fill){ .s = s, .n_plans = s->fill->n_plans };
    memcpy(own->plans, s->fill->plans, sizeof own->plans);
    arena_init(&own->arena, "columns", 1u << 20);
    cols_of_all(own, w, name);
}

/* What a table can have; whoever asks for the rest waits (seg_fill_fits() refuses it before). */
static uint32_t cols_kept(const struct want *w) {
    return w->n_cols < SEG_COLS_MAX ? w->n_cols : SEG_COLS_MAX;
}

void seg_table_for(struct segment *s, uint8_t type, uint32_t number, struct str name) {
    struct want w = { .type = type, .number = number };
    struct seg_fill own;
    cols_now(s, &own, &w, name);
    seg_table_live(s, seg_table_add(s, type, number, w.cols, cols_kept(&w)));
    arena_release(&own.arena);
}

int seg_fill_fits(struct segment *s, const struct seg_plan *p, struct err *err) {
    int rc = 0;
    for (uint32_t i = 0; i < p->n_sources && rc == 0; i++) {
        struct want w = { .type = p->source[i].type };
        struct seg_fill own;
        cols_now(s, &own, &w, p->source[i].name);
        add_plan(&own, &w, p, p->source[i].name);
        if (w.n_cols > SEG_COLS_MAX) {
            rc = err_set(err, E_LIMIT, "more than %u properties of one event are looked at",
                         SEG_COLS_MAX);
            err_hint(err, "all audiences together; archive one that nobody needs");
        }
        arena_release(&own.arena);
    }
    return rc;
}

void seg_fill_want(struct segment *s, struct seg_plan *p) {
    struct seg_fill *f = s->fill;
    f->wanted = true;
    for (uint32_t i = 0; i < f->n_plans; i++)
        if (f->plans[i] == p)
            return;
    for (uint32_t i = 0; i < s->n_live; i++)
        if (s->live[i].plan == p)
            return; /* it is looked at anyway */
    if (f->n_plans == WANTS_MAX) {
        seg_plan_unref(f->plans[0]);
        memmove(f->plans, f->plans + 1, --f->n_plans * sizeof *f->plans);
    }
    f->plans[f->n_plans++] = seg_plan_ref(p);
}

static void want_of(struct seg_fill *f, struct seg_plan *p) {
    struct segment *s = f->s;
    if (!p || p->archived)
        return;
    seg_plan_bind(s, p);
    for (uint32_t i = 0; !p->ready && i < p->n_sources && f->n_wants < WANTS_MAX; i++) {
        const struct seg_source *x = &p->source[i];
        uint32_t number = x->name.s ? unify_name_number(s->unify, x->name) : 0, k = 0;
        if (x->name.s && number == 0)
            continue;
        while (k < f->n_wants && !(f->want[k].type == x->type && f->want[k].number == number))
            k++;
        if (k < f->n_wants)
            continue;
        struct want *w = &f->want[f->n_wants];
        *w = (struct want){ .type = x->type, .number = number, .table = NONE };
        cols_of_all(f, w, x->name);
        w->n_cols = cols_kept(w);
        uint32_t have = seg_table_find(s, w->type, number);
        bool all = have != NONE;
        for (uint32_t c = 0; all && c < w->n_cols; c++)
            all = seg_col_find(s, have, w->cols[c]) != NONE;
        f->n_wants += !all;
    }
}

void seg_fill_next(struct segment *s, uint64_t seq) {
    struct seg_fill *f = s->fill;
    struct err err = ERR_INIT;
    if (f->phase != FILL_IDLE || !f->wanted || !s->readers)
        return;
    f->wanted = false;
    for (uint32_t i = 0; i < s->n_live; i++)
        want_of(f, s->live[i].plan);
    for (uint32_t i = 0; i < f->n_plans; i++)
        want_of(f, f->plans[i]);
    for (uint32_t i = 0; i < f->n_plans; i++)
        seg_plan_unref(f->plans[i]);
    f->n_plans = 0;
    if (f->n_wants == 0)
        return;
    f->upto = seq;
    f->at = 0;
    atomic_store(&f->done, 0);
    f->job = (struct read_job){ .run = read };
    f->cmd = (struct command){ .name = "segment.load", .run = load, .done = load_done,
                               .reads = true, .views = true };
    f->phase = FILL_READING;
    if (readers_submit(s->readers, &f->job, &err) < 0) {
        clear(f);
        f->wanted = true;
    }
}

/* ---- meanwhile ---- */

void seg_fill_event(struct segment *s, const struct entry *e, const struct event_entry *v) {
    struct seg_fill *f = s->fill;
    if (f->phase == FILL_IDLE || v->kept == EVENT_DROPPED)
        return;
    for (uint32_t i = 0; i < f->n_wants; i++)
        if (is_wanted(&f->want[i], v->type, v->name)) {
            buf_u64(&f->gap, e->seq);
            buf_u32(&f->gap, v->atom);
            buf_u64(&f->gap, (uint64_t)v->time_ms);
            buf_u8(&f->gap, v->type);
            buf_u32(&f->gap, v->name);
            buf_u32(&f->gap, (uint32_t)v->json.n);
            buf_put_str(&f->gap, v->json);
            return;
        }
}

void seg_fill_retained(struct segment *s, uint32_t atom, uint64_t seq) {
    (void)atom, (void)seq;
    s->fill->again |= s->fill->phase != FILL_IDLE;
}

void seg_fill_undone(struct segment *s, uint64_t seq) {
    struct seg_fill *f = s->fill;
    struct rd r = rd_of(f->gap.data, f->gap.len);
    while (rd_left(&r) > 0) {
        size_t at = f->gap.len - rd_left(&r);
        if (rd_u64(&r) > seq) {
            f->gap.len = at;
            return;
        }
        rd_take(&r, 4 + 8 + 1 + 4);
        rd_take(&r, rd_u32(&r));
    }
}

void seg_fill_cancel(struct segment *s) {
    struct seg_fill *f = s->fill;
    for (uint32_t i = 0; i < f->n_wants; i++)
        f->want[i].table = NONE; /* gone with the rest */
    f->again |= f->phase != FILL_IDLE;
}

void seg_fill_stop(struct segment *s) { atomic_store(&s->fill->stopping, true); }

void seg_fill_progress(const struct segment *s, uint64_t *ret_done, uint64_t *ret_of) {
    const struct seg_fill *f = s->fill;
    *ret_of = f->phase == FILL_IDLE ? 0 : f->upto;
    *ret_done = atomic_load_explicit(&f->done, memory_order_relaxed);
}

/* ---- life ---- */

struct seg_fill *seg_fill_new(struct segment *s) {
    struct seg_fill *f = calloc(1, sizeof *f);
    CHECK(f);
    f->s = s;
    f->parser = json_parser_new();
    arena_init(&f->arena, "columns", 4u << 20);
    buf_init(&f->local.text, "words", UINT32_MAX);
    buf_init(&f->gap, "events meanwhile", GAP_BYTES_MAX);
    return f;
}

void seg_fill_free(struct seg_fill *f) {
    for (uint32_t i = 0; i < f->n_wants; i++) {
        free(f->want[i].atom);
        free(f->want[i].seq_lo);
        free(f->want[i].time);
        free(f->want[i].cells);
    }
    for (uint32_t i = 0; i < f->n_plans; i++)
        seg_plan_unref(f->plans[i]);
    buf_release(&f->local.text);
    free(f->local.item);
    free(f->local.slots);
    buf_release(&f->gap);
    arena_release(&f->arena);
    json_parser_free(f->parser);
    free(f);
}
