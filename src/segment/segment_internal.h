/* segment_internal.h - the state of this room in the heap, plans, and what the files say to each
 * other. */
#ifndef MUSUBI_SEGMENT_SEGMENT_INTERNAL_H
#define MUSUBI_SEGMENT_SEGMENT_INTERNAL_H

#include "segment/segment.h"

#include "base/check.h"
#include "lang/cel/host.h"
#include "unify/unify.h"

#include <pthread.h>
#include <stdatomic.h>

#define NONE UINT32_MAX
#define SEG_AUDIENCES_MAX 4096u
#define SEG_NAME_MAX 1024u      /* bytes of an event's or a field's name */
#define SEG_COLS_MAX 64u        /* of one table */
#define SEG_FIELDS_MAX 256u     /* that one expression names */
#define SEG_SOURCES_MAX 64u     /* kinds of events that it names */
#define SEG_STEPS_MAX 1000000u  /* of one evaluation */
#define SEG_RUN_BYTES (4u << 20)

/* ---- words: every text in a cell, once ---- */
struct seg_word { href at; uint32_t n, refs; }; /* refs 0: free, at is the next free one + 1 */

/* ---- cells ----
 * 8 bytes, all zeros: the event does not have the property.  A number is its double (0.0 as -0.0);
 * everything else a NaN that no arithmetic makes, with a tag and what belongs to it. */
typedef uint64_t seg_cell;
enum seg_tag { SEG_NULL = 1, SEG_FALSE = 2, SEG_TRUE = 3, SEG_STRING = 4, SEG_JSON = 5 };
#define SEG_TAGGED 0xFFF8000000000000ull
static inline seg_cell seg_cell_tag(enum seg_tag tag, uint32_t word) {
    return SEG_TAGGED | (uint64_t)tag << 40 | word;
}
static inline unsigned seg_tag_of(seg_cell c) { /* 0: a number */
    return c >= SEG_TAGGED ? (unsigned)(c >> 40 & 0xFF) : 0;
}

/* ---- tables: the events of one name, in the order of the log ---- */
struct seg_col { struct hvec cells; href name; uint32_t n; };
struct seg_slot { uint32_t atom, newest, n; }; /* an atom's events in one table */
struct seg_table {
    uint32_t name;        /* unify's number; 0: of any name */
    uint8_t type;         /* enum event_type */
    uint8_t used;         /* enum seg_used */
    uint8_t n_cols;
    uint8_t pad;
    href cols;            /* struct seg_col[n_cols] */
    struct hvec atom;     /* uint32_t; NONE: erased or dropped since */
    struct hvec time;     /* int64_t, ms */
    struct hvec seq;      /* uint32_t, low bits */
    struct hvec prev;     /* uint32_t: earlier row of the same atom + 1, 0: none; top bit: one of
                             them has a later time */
    struct hvec slots;    /* struct seg_slot */
    struct hidx slots_ix; /* by atom */
};
#define SEG_LATE 0x80000000u
enum seg_used { SEG_FREE, SEG_LIVE, SEG_LOADING };

/* ---- audiences ---- */
struct seg_audience {
    href key;              /* bytes */
    uint32_t key_n;
    uint32_t version;      /* of the definition, by which `bits` are; 0: none yet */
    uint32_t members;
    uint32_t archived;
    int64_t since_ms;      /* that version is in force */
    uint64_t entered, left; /* ever */
    struct hvec bits;      /* uint32_t: a bit for each atom that is a person's oldest */
    /* A view: what a newer version makes of everybody. */
    uint32_t next_version; /* 0: nothing of the sort */
    uint32_t next_atom;    /* those below are in next_bits */
    struct hvec next_bits;
};
struct seg_change { /* one person's entering or leaving; 32 bytes */
    uint64_t seq;
    int64_t ms;            /* when it was due */
    uint32_t atom, prev;   /* prev: earlier one of the same atom, or NONE */
    uint16_t audience;
    uint8_t in, reason;    /* enum seg_reason */
    uint32_t version;
};
struct seg_heads { uint32_t atom, newest; };

struct seg_due { /* until when an answer holds; 32 bytes */
    int64_t ms;
    uint32_t atom;         /* NONE: free */
    uint32_t next, prev;   /* in its slot of the wheel, or NONE; free: next free one */
    uint16_t audience, slot;
    uint64_t pad;
};
#define SEG_WHEEL_LEVELS 7
#define SEG_WHEEL_SLOTS (SEG_WHEEL_LEVELS * 64)

struct seg_root {
    struct hvec tables;
    struct hvec words;
    struct hidx words_ix;
    uint32_t free_word;    /* + 1 */
    struct hvec audiences;
    struct hidx audiences_ix; /* by key */
    struct hvec changes;
    struct hvec heads;     /* struct seg_heads: who has changes */
    struct hidx heads_ix;  /* by atom */
    struct hvec dues;
    struct hidx dues_ix;   /* by (audience, atom) */
    uint32_t free_due;     /* + 1 */
    uint32_t n_dues;
    uint64_t tick;         /* the wheel's: SEG_TICK_MS each */
    href wheel;            /* uint32_t[SEG_WHEEL_SLOTS]: first due, or NONE */
    uint32_t pad;
};
_Static_assert(sizeof(struct seg_root) <= HEAP_ROOT_BYTES, "root fits");

/* ---- plans ---- */
struct seg_source { /* events of one name, as an expression names them */
    uint8_t type;
    struct str name;       /* .s NULL: of any */
    struct cel_type record, list;
    uint32_t at, end;      /* first place in the source */
    uint32_t table;        /* bound: where they are; NONE: there are none yet */
};
struct seg_field {
    uint32_t sort;         /* 0: of the person, else of source sort - 1 */
    struct str name;
    uint32_t at, end;      /* first place in the source */
    uint32_t number;       /* bound: of a trait's name; of an event's column; NONE */
};
enum seg_own_field { SEG_OWN_TIME, SEG_OWN_NAME, SEG_OWN_FIELDS }; /* of an event; others follow */
struct seg_plan {
    _Atomic uint32_t refs;
    struct arena arena;
    struct str key;        /* of the audience; empty for a preview */
    struct str name;       /* of the audience */
    struct str text;       /* the expression */
    bool archived;
    uint32_t refresh_s;    /* 0: live */
    struct cel_plan *cel;
    struct cel_host host;
    struct seg_source source[SEG_SOURCES_MAX];
    struct seg_field field[SEG_FIELDS_MAX];
    struct str audience[SEG_FIELDS_MAX]; /* in_audience() */
    uint32_t n_sources, n_fields, n_audiences;
    bool any_event, any_change; /* it looks at whatever comes; at identifiers */
    /* bound on the core thread */
    uint32_t bound_gen;
    bool ready;            /* all tables are there */
};

/* ---- the room ---- */
struct seg_live { /* an audience that there is, or is to be, beside its state */
    char *key;
    uint32_t number;       /* of its state; NONE: it has none yet */
    uint32_t version;      /* published */
    struct seg_plan *plan; /* of that version */
    struct seg_plan *old;  /* by which the bits are, while a newer one is worked out; or NULL */
    uint32_t rank;         /* above those that it asks for */
    bool seen;             /* while ranks, or a circle, are looked for */
    bool loops;            /* its own events set it in motion again and again */
    bool behind;           /* something was not there when it was needed: all anew */
    bool switching;        /* the newer version's bits are being told, one part after another */
    uint32_t word;         /* how far that came */
};
struct seg_touch { uint32_t atom, live; uint8_t why; int64_t due_ms; };
struct seg_moved { uint32_t atom, was; }; /* oldest of its person before the batch */

struct seg_fill;
struct segment {
    struct core *core;
    struct unify *unify;
    struct registry *registry; /* or NULL */
    struct heap *h;
    struct seg_root *root;
    struct hash_key key;
    struct buf entry;
    struct json_parser *parser;
    struct arena arena;        /* of one evaluation */
    uint64_t publish_seq;      /* of a publish in the batch under way, or 0 */
    uint64_t dropped;          /* core_dropped() when this room's memory was right */
    uint32_t gen;              /* tables, columns or names are others than when plans were bound */

    pthread_mutex_t lock;      /* of `pending` */
    struct seg_live *live;     /* core thread, once it runs */
    uint32_t n_live, live_cap;
    uint16_t *by_rank;         /* numbers of live, lowest rank first */
    struct deps *deps;         /* which audiences look at what; made anew when gen changes */
    uint32_t deps_gen;

    /* of the batch under way */
    struct seg_touch *touch;
    size_t n_touch, touch_cap;
    struct seg_moved *moved;
    size_t n_moved, moved_cap;
    /* persons to be looked at again without a word, after a replay */
    uint32_t *stale;
    size_t n_stale, stale_cap;
    bool all_stale, started;

    struct seg_fill *fill;     /* fill.c */
    struct command work;       /* the next piece of what is to be done beside other work */
    bool work_set;
    struct seg_timer { struct command cmd; struct segment *s; bool set; int64_t ms; } timer[2];
    struct readers *readers;   /* or NULL */
    struct seg_watch watch;
    _Atomic uint64_t st_evals, st_changes, st_loops;
};

/* ---- words.c ---- */
/* The word's number, with one more reference. */
uint32_t seg_word_take(struct segment *s, struct str text);
void seg_word_drop(struct segment *s, uint32_t word);
struct str seg_word_text(struct segment *s, uint32_t word);
/* Of a value, with the word that take() gives for its text where it has one. */
typedef uint32_t seg_take(void *ctx, struct str text);
seg_cell seg_cell_from(struct json v, seg_take *take, void *ctx);
/* Of a value as an event has it; takes a word where it needs one. */
seg_cell seg_cell_of(struct segment *s, struct json v);
void seg_cell_drop(struct segment *s, seg_cell c);

/* ---- table.c ---- */
void seg_tables_begin(struct segment *s);
static inline struct seg_table *seg_table_at(struct segment *s, uint32_t i) {
    return hvec_at(s->h, &s->root->tables, i);
}
uint32_t seg_table_find(struct segment *s, uint8_t type, uint32_t name); /* or NONE */
/* An empty one with these columns, SEG_LOADING. */
uint32_t seg_table_add(struct segment *s, uint8_t type, uint32_t name, const struct str *cols,
                       uint32_t n_cols);
void seg_table_live(struct segment *s, uint32_t table); /* in place of one that there is */
void seg_table_free(struct segment *s, uint32_t table);
uint32_t seg_col_find(struct segment *s, uint32_t table, struct str name); /* or NONE */
struct seg_col *seg_col_at(struct segment *s, uint32_t table, uint32_t col);
/* Append a row; cells follow with seg_row_set(). */
uint32_t seg_row_add(struct segment *s, uint32_t table, uint32_t atom, int64_t ms, uint64_t seq);
void seg_row_set(struct segment *s, uint32_t table, uint32_t col, uint32_t row, seg_cell c);
/* Newest first; NONE: no further.  *ret_late: an earlier one has a later time. */
uint32_t seg_row_newest(struct segment *s, uint32_t table, uint32_t atom);
uint32_t seg_row_prev(struct segment *s, uint32_t table, uint32_t row, bool *ret_late);
int64_t seg_row_time(struct segment *s, uint32_t table, uint32_t row);
seg_cell seg_row_cell(struct segment *s, uint32_t table, uint32_t col, uint32_t row);
/* Nothing is left of an atom; of one event (thin: its properties only). */
void seg_rows_forget(struct segment *s, uint32_t atom);
void seg_row_forget(struct segment *s, uint8_t type, uint32_t name, uint32_t atom, uint64_t seq,
                    bool thin);
/* Of this table; properties: as parsed, or nothing yet. */
void seg_row_of_event(struct segment *s, uint32_t table, uint64_t seq,
                      const struct event_entry *v, struct json *properties);
/* Of all tables that it belongs to. */
void seg_event_rows(struct segment *s, const struct entry *e, const struct event_entry *v);

/* ---- plan.c ---- */
MUST_USE int seg_plan_make(struct segment *s, struct str key, struct json body,
                           struct seg_plan **ret, struct err *err);
MUST_USE int seg_plan_of(struct segment *s, struct str expression, struct seg_plan **ret,
                         struct err *err);
struct seg_plan *seg_plan_ref(struct seg_plan *p);
void seg_plan_unref(struct seg_plan *p); /* NULL is fine */
/* Core thread: names, tables and columns as they are now. */
void seg_plan_bind(struct segment *s, struct seg_plan *p);

/* ---- person.c: a plan on one person ---- */
#define SEG_ATOMS_MAX 5000u
struct seg_subject {
    struct segment *s;
    struct seg_plan *plan;
    uint32_t person;       /* its oldest atom; NONE: somebody of whom nothing is known */
    uint32_t *atoms, n_atoms;
    const struct seg_over *over; /* memberships that this batch has changed, or NULL */
    struct str zone;       /* of the person; .s NULL: not looked up yet */
    int64_t now_ms;
    struct arena *arena;   /* of one evaluation at a time */
};
struct seg_over_item { uint32_t audience; bool in; };
struct seg_over { uint32_t n; struct seg_over_item *item; };
extern const struct cel_library seg_library;
extern const struct cel_host seg_host; /* its functions of a run */
void seg_subject_init(struct seg_subject *x, struct segment *s, uint32_t person, int64_t now_ms);
void seg_subject_release(struct seg_subject *x);
/* Is the expression true of the person?  What cannot be said is not true; ret_until: until when
 * that holds. */
bool seg_eval(struct seg_subject *x, struct seg_plan *p, int64_t *ret_until_ms);

/* ---- wheel.c ---- */
#define SEG_TICK_MS 1024
void seg_wheel_begin(struct segment *s);
/* INT64_MAX: it holds for ever. */
void seg_due_set(struct segment *s, uint32_t audience, uint32_t atom, int64_t ms);
int64_t seg_due_of(struct segment *s, uint32_t audience, uint32_t atom); /* INT64_MAX: none */
/* The next that is due at now, taken off; false: none is. */
bool seg_due_pop(struct segment *s, int64_t now_ms, struct seg_due *ret);
int64_t seg_due_next(struct segment *s); /* at the earliest then; INT64_MAX: none at all */

/* ---- members.c: the state of audiences ---- */
enum seg_entry { SEG_E_AUDIENCE = 1, SEG_E_VERSION = 2, SEG_E_CHANGES = 3 }; /* in the log */
core_apply seg_on_entry;
void seg_members_begin(struct segment *s);
uint32_t seg_audience_find(struct segment *s, struct str key); /* or NONE */
static inline struct seg_audience *seg_audience_at(struct segment *s, uint32_t i) {
    return hvec_at(s->h, &s->root->audiences, i);
}
struct str seg_audience_key(struct segment *s, uint32_t audience);
bool seg_bit(struct segment *s, const struct hvec *bits, uint32_t atom);
void seg_bit_set(struct segment *s, struct hvec *bits, uint32_t atom, bool in);
void seg_bits_clear(struct segment *s, struct hvec *bits);
void seg_person_forget(struct segment *s, uint32_t atom); /* it is erased */
/* Inside run(), or when a batch settles. */
void seg_emit_audience(struct segment *s, struct str key);
void seg_emit_version(struct segment *s, uint32_t audience, uint32_t version, bool archived);
struct seg_item { uint32_t atom; bool in, silent; uint8_t reason; int64_t due_ms; uint32_t live; };
/* All of one audience and one reason. */
void seg_emit_changes(struct segment *s, uint32_t audience, uint32_t version, uint8_t reason,
                      const struct seg_item *items, uint32_t n);
/* Changes of this person, newest first, over all its atoms: begins with *at = 0; NULL: no more.
 * Not while the state changes. */
struct seg_change *seg_change_newest(struct segment *s, uint32_t atom); /* of one atom */
struct seg_change *seg_change_prev(struct segment *s, const struct seg_change *c);
core_dump seg_dump;

/* ---- live.c: who is touched, and what comes of it ---- */
void seg_live_register(struct segment *s);
struct seg_live *seg_live_find(struct segment *s, struct str key);
struct seg_live *seg_live_of(struct segment *s, uint32_t audience); /* NULL: not published */
void seg_touch_person(struct segment *s, uint32_t atom, uint32_t live, uint8_t why,
                      int64_t due_ms);
/* Its membership changed: whoever asks for it is looked at. */
void seg_touch_dependents(struct segment *s, uint32_t live, uint32_t atom);
/* Audiences that are published get the numbers that the heap has for them. */
void seg_numbers(struct segment *s);
void seg_touch_all(struct segment *s, uint32_t atom, uint8_t why);
void seg_deps_make(struct segment *s);
void seg_deps_free(struct segment *s);
core_settle seg_settle;
void seg_followed(struct segment *s); /* after a frame that another node wrote */
/* The number of a live audience's membership, what of this batch counts. */
bool seg_is_in(struct segment *s, uint32_t audience, uint32_t person);

/* ---- work.c: publishing, what comes after a replay, and what is due ---- */
void seg_work_init(struct segment *s);
void seg_work_next(struct segment *s); /* core thread, after a commit: whatever is to be done */
/* Does the plan ask for what asks for it? */
MUST_USE int seg_cycle_check(struct segment *s, const struct seg_plan *p, struct err *err);

/* ---- fill.c: tables filled from the log ---- */
struct seg_fill *seg_fill_new(struct segment *s);
void seg_fill_free(struct seg_fill *f);
/* A table, or a column of it, is wanted and not there.  Core thread. */
void seg_fill_want(struct segment *s, struct seg_plan *p);
/* While one is being filled: an event was applied, was taken by retention; entries past seq are
 * undone.  Rows of whoever is erased are left out when they are loaded. */
void seg_fill_event(struct segment *s, const struct entry *e, const struct event_entry *v);
void seg_fill_retained(struct segment *s, uint32_t atom, uint64_t seq);
void seg_fill_undone(struct segment *s, uint64_t seq);
void seg_fill_progress(const struct segment *s, uint64_t *ret_done, uint64_t *ret_of);
void seg_fill_next(struct segment *s, uint64_t seq); /* core thread, after a commit of seq */
void seg_fill_cancel(struct segment *s); /* the state was dropped */
void seg_fill_stop(struct segment *s);   /* any thread: the program ends */
/* E_LIMIT: with this plan more properties of one event are looked at than a table can have. */
MUST_USE int seg_fill_fits(struct segment *s, const struct seg_plan *p, struct err *err);
/* An empty table of these events with all columns that anybody asks for; live at once. */
void seg_table_for(struct segment *s, uint8_t type, uint32_t number, struct str name);

#endif
