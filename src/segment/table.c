/* table.c - the events of one name as columns.
 *
 * THEORY      A row is an event: atom, time, low bits of its seq, the row before of the same atom,
 *             and a cell for each property that somebody asked for.  Rows are in the order of the
 *             log and stay where they are, so that whoever scans needs no lock; one that is gone
 *             has no atom.  From an atom a slot leads to its newest row, from there the chain to
 *             the older ones.
 *             A table is a view: it exists because an expression names these events, and it can be
 *             made again from the log (fill.c).
 * INVARIANTS  (1) A row whose late bit is not set has no earlier row of the same atom with a later
 *                 time.
 * LIMITS      2^31 rows of one table; SEG_COLS_MAX columns.
 * THREADS     Core thread.
 */
#include "segment/segment_internal.h"

#define ROWS_A_CHUNK 4096u

void seg_tables_begin(struct segment *s) {
    hvec_init(s->h, &s->root->tables, sizeof(struct seg_table), 16384);
    hvec_init(s->h, &s->root->words, sizeof(struct seg_word), 65536);
    hidx_init(s->h, &s->root->words_ix, 8);
}

uint32_t seg_table_find(struct segment *s, uint8_t type, uint32_t name) {
    for (uint32_t i = 0; i < s->root->tables.n; i++) {
        const struct seg_table *t = seg_table_at(s, i);
        if (t->used == SEG_LIVE && t->type == type && t->name == name)
            return i;
    }
    return NONE;
}

static uint32_t row_of_tables(struct segment *s) {
    for (uint32_t i = 0; i < s->root->tables.n; i++)
        if (!seg_table_at(s, i)->used)
            return i;
    return hvec_push(s->h, &s->root->tables, NULL);
}

uint32_t seg_table_add(struct segment *s, uint8_t type, uint32_t name, const struct str *cols,
                       uint32_t n_cols) {
    struct heap *h = s->h;
    uint32_t i = row_of_tables(s);
    CHECK(n_cols <= SEG_COLS_MAX);
    struct seg_table *t = heap_touch(h, seg_table_at(s, i), sizeof *t);
    *t = (struct seg_table){ .name = name, .type = type, .used = SEG_LOADING,
                              .n_cols = (uint8_t)n_cols };
    hvec_init(h, &t->atom, sizeof(uint32_t), ROWS_A_CHUNK * sizeof(uint32_t));
    hvec_init(h, &t->time, sizeof(int64_t), ROWS_A_CHUNK * sizeof(int64_t));
    hvec_init(h, &t->seq, sizeof(uint32_t), ROWS_A_CHUNK * sizeof(uint32_t));
    hvec_init(h, &t->prev, sizeof(uint32_t), ROWS_A_CHUNK * sizeof(uint32_t));
    hvec_init(h, &t->slots, sizeof(struct seg_slot), 16384);
    hidx_init(h, &t->slots_ix, 4);
    if (n_cols == 0)
        return i;
    t->cols = heap_alloc(h, n_cols * sizeof(struct seg_col));
    for (uint32_t k = 0; k < n_cols; k++) {
        struct seg_col *c = seg_col_at(s, i, k);
        c->name = heap_alloc(h, cols[k].n + 1);
        c->n = (uint32_t)cols[k].n;
        memcpy(heap_at(h, c->name), cols[k].s, cols[k].n);
        hvec_init(h, &c->cells, sizeof(seg_cell), ROWS_A_CHUNK * sizeof(seg_cell));
    }
    return i;
}

struct seg_col *seg_col_at(struct segment *s, uint32_t table, uint32_t col) {
    const struct seg_table *t = seg_table_at(s, table);
    CHECK(col < t->n_cols);
    return (struct seg_col *)heap_at(s->h, t->cols) + col;
}

uint32_t seg_col_find(struct segment *s, uint32_t table, struct str name) {
    const struct seg_table *t = seg_table_at(s, table);
    for (uint32_t k = 0; k < t->n_cols; k++) {
        const struct seg_col *c = seg_col_at(s, table, k);
        if (str_eq(str_n(heap_at(s->h, c->name), c->n), name))
            return k;
    }
    return NONE;
}

void seg_table_free(struct segment *s, uint32_t table) {
    struct seg_table *t = heap_touch(s->h, seg_table_at(s, table), sizeof *t);
    for (uint32_t k = 0; k < t->n_cols; k++) {
        struct seg_col *c = seg_col_at(s, table, k);
        for (uint32_t i = 0; i < c->cells.n; i++)
            seg_cell_drop(s, *(seg_cell *)hvec_at(s->h, &c->cells, i));
        heap_free(s->h, c->name, c->n + 1);
        hvec_drop(s->h, &c->cells);
    }
    if (t->n_cols)
        heap_free(s->h, t->cols, t->n_cols * sizeof(struct seg_col));
    hvec_drop(s->h, &t->atom);
    hvec_drop(s->h, &t->time);
    hvec_drop(s->h, &t->seq);
    hvec_drop(s->h, &t->prev);
    hvec_drop(s->h, &t->slots);
    hidx_drop(s->h, &t->slots_ix);
    *t = (struct seg_table){ .used = SEG_FREE };
}

void seg_table_live(struct segment *s, uint32_t table) {
    const struct seg_table *t = seg_table_at(s, table);
    uint32_t old = seg_table_find(s, t->type, t->name);
    if (old != NONE)
        seg_table_free(s, old);
    HEAP_SET(s->h, seg_table_at(s, table)->used, SEG_LIVE);
    s->gen++;
}

/* ---- rows ---- */

struct probe { struct segment *s; const struct seg_table *t; uint32_t atom; };

static bool slot_eq(const void *ctx, uint32_t i) {
    const struct probe *p = ctx;
    return ((struct seg_slot *)hvec_at(p->s->h, &p->t->slots, i))->atom == p->atom;
}

static uint64_t atom_hash(uint32_t atom) { return (atom + 1ull) * 0x9e3779b97f4a7c15ull; }

static struct seg_slot *slot_of(struct segment *s, const struct seg_table *t, uint32_t atom) {
    const struct probe p = { s, t, atom };
    uint32_t i = hidx_find(s->h, &t->slots_ix, atom_hash(atom), slot_eq, &p);
    return i == NONE ? NULL : hvec_at(s->h, &t->slots, i);
}

static void push_u32(struct segment *s, struct hvec *v, uint32_t value) {
    void *p;
    hvec_push(s->h, v, &p);
    memcpy(p, &value, sizeof value);
}

/* Has this row, or one before it, a later time?  A row that is not late has the latest so far. */
static bool any_later(struct segment *s, uint32_t table, uint32_t row, int64_t ms) {
    bool late = true;
    while (row != NONE && late) {
        if (seg_row_time(s, table, row) > ms)
            return true;
        row = seg_row_prev(s, table, row, &late);
    }
    return false;
}

uint32_t seg_row_add(struct segment *s, uint32_t table, uint32_t atom, int64_t ms, uint64_t seq) {
    struct seg_table *t = seg_table_at(s, table);
    uint32_t row = t->atom.n, prev = 0;
    void *p;
    CHECK(row < SEG_LATE - 2);
    struct seg_slot *slot = slot_of(s, t, atom);
    if (slot) {
        heap_touch(s->h, slot, sizeof *slot);
        uint32_t before = slot->newest;
        prev = (before + 1) | (any_later(s, table, before, ms) ? SEG_LATE : 0);
        slot->newest = row;
        slot->n++;
    } else {
        uint32_t i = hvec_push(s->h, &t->slots, &p);
        *(struct seg_slot *)p = (struct seg_slot){ atom, row, 1 };
        hidx_put(s->h, &t->slots_ix, atom_hash(atom), i);
    }
    push_u32(s, &t->atom, atom);
    hvec_push(s->h, &t->time, &p);
    memcpy(p, &ms, sizeof ms);
    push_u32(s, &t->seq, (uint32_t)seq);
    push_u32(s, &t->prev, prev);
    for (uint32_t k = 0; k < t->n_cols; k++)
        hvec_push(s->h, &seg_col_at(s, table, k)->cells, NULL);
    return row;
}

void seg_row_set(struct segment *s, uint32_t table, uint32_t col, uint32_t row, seg_cell c) {
    seg_cell *cell = hvec_at(s->h, &seg_col_at(s, table, col)->cells, row);
    seg_cell old = *cell;
    if (old == 0 && c == 0)
        return;
    HEAP_SET(s->h, *cell, c);
    seg_cell_drop(s, old);
}

uint32_t seg_row_newest(struct segment *s, uint32_t table, uint32_t atom) {
    const struct seg_slot *slot = slot_of(s, seg_table_at(s, table), atom);
    return slot ? slot->newest : NONE;
}

uint32_t seg_row_prev(struct segment *s, uint32_t table, uint32_t row, bool *ret_late) {
    uint32_t prev = *(uint32_t *)hvec_at(s->h, &seg_table_at(s, table)->prev, row);
    if (ret_late)
        *ret_late = prev & SEG_LATE;
    prev &= ~SEG_LATE;
    return prev ? prev - 1 : NONE;
}

int64_t seg_row_time(struct segment *s, uint32_t table, uint32_t row) {
    return *(int64_t *)hvec_at(s->h, &seg_table_at(s, table)->time, row);
}

seg_cell seg_row_cell(struct segment *s, uint32_t table, uint32_t col, uint32_t row) {
    return *(seg_cell *)hvec_at(s->h, &seg_col_at(s, table, col)->cells, row);
}

/* ---- what goes ---- */

static void row_empty(struct segment *s, uint32_t table, uint32_t row) {
    for (uint32_t k = 0; k < seg_table_at(s, table)->n_cols; k++)
        seg_row_set(s, table, k, row, 0);
}

static void row_gone(struct segment *s, uint32_t table, uint32_t row) {
    struct seg_table *t = seg_table_at(s, table);
    row_empty(s, table, row);
    HEAP_SET(s->h, *(uint32_t *)hvec_at(s->h, &t->atom, row), NONE);
    HEAP_SET(s->h, *(int64_t *)hvec_at(s->h, &t->time, row), INT64_MIN);
}

void seg_rows_forget(struct segment *s, uint32_t atom) {
    for (uint32_t i = 0; i < s->root->tables.n; i++) {
        struct seg_table *t = seg_table_at(s, i);
        struct seg_slot *slot = t->used ? slot_of(s, t, atom) : NULL;
        if (!slot)
            continue;
        for (uint32_t row = slot->newest, prev; row != NONE; row = prev) {
            prev = seg_row_prev(s, i, row, NULL);
            row_gone(s, i, row);
            HEAP_SET(s->h, *(uint32_t *)hvec_at(s->h, &t->prev, row), 0);
        }
        const struct probe p = { s, t, atom };
        uint32_t at = hidx_find(s->h, &t->slots_ix, atom_hash(atom), slot_eq, &p);
        CHECK(hidx_del(s->h, &t->slots_ix, atom_hash(atom), at));
        heap_touch(s->h, slot, sizeof *slot);
        *slot = (struct seg_slot){ NONE, 0, 0 };
    }
}

/* Out of its atom's chain. */
static void unchain(struct segment *s, struct seg_table *t, struct seg_slot *slot, uint32_t row,
                    uint32_t later) {
    uint32_t prev = *(uint32_t *)hvec_at(s->h, &t->prev, row) & ~SEG_LATE;
    HEAP_SET(s->h, slot->n, slot->n - 1);
    if (later != NONE) {
        uint32_t *p = hvec_at(s->h, &t->prev, later);
        HEAP_SET(s->h, *p, (*p & SEG_LATE) | prev);
    } else if (prev) {
        HEAP_SET(s->h, slot->newest, prev - 1);
    } else {
        const struct probe p = { s, t, slot->atom };
        uint64_t hash = atom_hash(slot->atom);
        CHECK(hidx_del(s->h, &t->slots_ix, hash, hidx_find(s->h, &t->slots_ix, hash, slot_eq, &p)));
        HEAP_SET(s->h, slot->atom, NONE);
    }
    HEAP_SET(s->h, *(uint32_t *)hvec_at(s->h, &t->prev, row), 0);
}

static void forget_in(struct segment *s, uint32_t table, uint32_t atom, uint64_t seq, bool thin) {
    struct seg_table *t = seg_table_at(s, table);
    struct seg_slot *slot = slot_of(s, t, atom);
    uint32_t later = NONE;
    for (uint32_t row = slot ? slot->newest : NONE; row != NONE;
         later = row, row = seg_row_prev(s, table, row, NULL)) {
        if (*(uint32_t *)hvec_at(s->h, &t->seq, row) != (uint32_t)seq)
            continue;
        if (thin) {
            row_empty(s, table, row);
            return;
        }
        unchain(s, t, slot, row, later);
        row_gone(s, table, row);
        return;
    }
}

void seg_row_forget(struct segment *s, uint8_t type, uint32_t name, uint32_t atom, uint64_t seq,
                    bool thin) {
    for (uint32_t i = 0; i < s->root->tables.n; i++) {
        const struct seg_table *t = seg_table_at(s, i);
        if (t->used && (t->name == name || t->name == 0) && (type == 0 || t->type == type))
            forget_in(s, i, atom, seq, thin);
    }
}

/* ---- an event ---- */

void seg_row_of_event(struct segment *s, uint32_t table, uint64_t seq,
                      const struct event_entry *v, struct json *properties) {
    const uint32_t n = seg_table_at(s, table)->n_cols;
    struct err err = ERR_INIT;
    uint32_t row = seg_row_add(s, table, v->atom, v->time_ms, seq);
    if (n > 0 && !properties->tape) {
        struct json all;
        if (json_parse(s->parser, v->json.s, v->json.n, &all, &err) < 0)
            CHECK(!"an event in the log is no JSON");
        *properties = json_get(all, "properties");
    }
    for (uint32_t k = 0; k < n; k++) {
        const struct seg_col *c = seg_col_at(s, table, k);
        struct json value = json_get_str(*properties, str_n(heap_at(s->h, c->name), c->n));
        seg_row_set(s, table, k, row, seg_cell_of(s, value));
    }
}

void seg_event_rows(struct segment *s, const struct entry *e, const struct event_entry *v) {
    struct json properties = { 0 };
    if (v->kept == EVENT_DROPPED)
        return;
    for (uint32_t i = 0; i < s->root->tables.n; i++) {
        const struct seg_table *t = seg_table_at(s, i);
        if (t->used == SEG_LIVE && t->type == v->type && (t->name == v->name || t->name == 0))
            seg_row_of_event(s, i, e->seq, v, &properties);
    }
}
