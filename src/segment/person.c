/* person.c - an expression on one person: its fields, its events, its functions.
 *
 * THEORY      Everything is read from memory: traits from unify, events from tables.  Whatever is
 *             looked at tells until when it stays as it is: an event in a window until it falls out
 *             of it, one of the future until it comes in, a calendar day until midnight.
 *             A window is a pair of bounds; a bound that moves with the present moves at its speed.
 * THREADS     Core thread.
 */
#include "segment/segment_internal.h"

#include "lang/cel/calendar.h"

#include <stdlib.h>

#define DAY_S 86400ll

/* ---- the person ---- */

void seg_subject_init(struct seg_subject *x, struct segment *s, uint32_t person, int64_t now_ms) {
    *x = (struct seg_subject){ .s = s, .person = person, .now_ms = now_ms, .arena = &s->arena };
    if (person == NONE)
        return;
    uint32_t n = unify_person_atoms(s->unify, person);
    x->atoms = malloc((n + 1) * sizeof *x->atoms);
    CHECK(x->atoms);
    x->n_atoms = unify_person_numbers(s->unify, person, x->atoms, n);
}

void seg_subject_release(struct seg_subject *x) { free(x->atoms); }

static struct seg_subject *subject_of(struct cel_frame *f) { return f->run->host; }

static struct cel_value from_json(struct cel_frame *f, struct str text) {
    struct seg_subject *x = subject_of(f);
    struct err err = ERR_INIT;
    struct json v;
    if (json_parse(x->s->parser, text.s, text.n, &v, &err) < 0)
        return cel_error(f, E_INVALID, "the value cannot be read");
    if (json_type(v) == JSON_NULL)
        return cel_null();
    double d;
    if (json_double(v, &d))
        return cel_double(d);
    struct cel_value r = cel_from_json(f->run->arena, v, &err);
    return r.kind == CEL_ERROR ? cel_full(f) : r;
}

/* Texts without escapes are what most traits are. */
static struct cel_value trait_value(struct cel_frame *f, struct str json) {
    bool plain = json.n >= 2 && json.s[0] == '"' && !memchr(json.s, '\\', json.n);
    return plain ? cel_string(str_n(json.s + 1, json.n - 2)) : from_json(f, json);
}

static struct str trait_json(struct cel_frame *f, uint32_t name) {
    const struct seg_subject *x = subject_of(f);
    return x->person == NONE ? STR("")
                             : unify_trait_value(x->s->unify, x->person, name, f->run->arena);
}

static int get_trait(struct cel_frame *f, const struct seg_field *field, struct cel_value *ret) {
    struct str json = trait_json(f, field->number);
    if (json.n == 0 || str_is(json, "null"))
        return 0;
    *ret = trait_value(f, json);
    return ret->kind == CEL_ERROR ? -1 : 1;
}

/* ---- events ---- */

static int cell_value(struct cel_frame *f, seg_cell c, struct cel_value *ret) {
    struct segment *s = subject_of(f)->s;
    double d;
    switch (seg_tag_of(c)) {
    case 0:
        memcpy(&d, &c, sizeof d);
        *ret = cel_double(d == 0 ? 0.0 : d);
        return c != 0;
    case SEG_FALSE:
    case SEG_TRUE:
        *ret = cel_bool(seg_tag_of(c) == SEG_TRUE);
        return 1;
    case SEG_STRING:
        *ret = cel_string(seg_word_text(s, (uint32_t)c));
        return 1;
    case SEG_JSON:
        *ret = from_json(f, seg_word_text(s, (uint32_t)c));
        return ret->kind == CEL_ERROR ? -1 : 1;
    default:
        return 0; /* null is none */
    }
}

static int get(struct cel_frame *f, struct cel_value record, uint32_t number,
               struct cel_value *ret) {
    struct seg_subject *x = subject_of(f);
    const struct seg_field *field = &x->plan->field[number];
    if (field->sort == 0)
        return get_trait(f, field, ret);
    const struct seg_source *src = &x->plan->source[record.n - 1];
    if (str_is(field->name, "time")) {
        *ret = cel_timestamp(seg_row_time(x->s, src->table, (uint32_t)record.u));
        return 1;
    }
    if (str_is(field->name, "name")) {
        *ret = cel_string(src->name.s ? src->name : STR(""));
        return 1;
    }
    return cell_value(f, seg_row_cell(x->s, src->table, field->number, (uint32_t)record.u), ret);
}

/* Events with lo <= time < hi.  A bound that moves does so with the present. */
struct window {
    uint32_t source;
    int64_t lo, hi;
    bool lo_moves, hi_moves;
};

/* When this event's being inside changes, now being the present. */
static void tell_until(struct cel_frame *f, const struct window *w, int64_t time, int64_t now) {
    if (time < w->lo)
        return; /* it comes back no more */
    if (time >= w->hi) {
        if (w->hi_moves)
            cel_until(f, now + (time - w->hi) + 1);
        return;
    }
    if (w->lo_moves)
        cel_until(f, now + (time - w->lo) + 1);
}

/* at.a: atom's index, at.b: row + 1; 0: the atom's newest. */
static bool next(struct cel_frame *f, struct cel_value seq, struct cel_seq_at *at,
                 struct cel_value *ret) {
    struct seg_subject *x = subject_of(f);
    const struct window *w = seq.seq;
    const uint32_t table = x->plan->source[w->source].table;
    *ret = cel_null();
    if (table == NONE)
        return false;
    for (; at->a < x->n_atoms; at->a++, at->b = 0) {
        bool late;
        uint32_t before, row = at->b == 0
                                   ? seg_row_newest(x->s, table, x->atoms[at->a])
                                   : seg_row_prev(x->s, table, (uint32_t)at->b - 1, &late);
        for (; row != NONE; row = before) {
            int64_t time = seg_row_time(x->s, table, row);
            before = seg_row_prev(x->s, table, row, &late);
            if (!cel_step(f, 1)) {
                *ret = cel_error(f, E_LIMIT, "it takes more than %llu steps",
                                 (unsigned long long)f->run->steps_max);
                return false;
            }
            tell_until(f, w, time, x->now_ms);
            if (time >= w->lo && time < w->hi) {
                at->b = row + 1ull;
                *ret = (struct cel_value){ .kind = CEL_RECORD, .n = w->source + 1, .u = row };
                return true;
            }
            if (time < w->lo && !late)
                break; /* all that are left are older */
        }
    }
    return false;
}

static int64_t time_of(struct cel_frame *f, struct cel_value record) {
    struct seg_subject *x = subject_of(f);
    return seg_row_time(x->s, x->plan->source[record.n - 1].table, (uint32_t)record.u);
}

const struct cel_host seg_host = { .get = get, .next = next, .time = time_of };

/* ---- functions of events ---- */

static struct cel_value seq_of(struct cel_frame *f, const struct window *w) {
    struct window *own = cel_room(f, sizeof *own);
    if (!own)
        return cel_full(f);
    *own = *w;
    return (struct cel_value){ .kind = CEL_SEQ, .seq = own };
}

static struct cel_value events(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)v, (void)n;
    const struct window w = { cel_own(f), INT64_MIN, INT64_MAX, false, false };
    return seq_of(f, &w);
}

/* Those of a list that are inside. */
static struct cel_value narrow_list(struct cel_frame *f, struct cel_value list,
                                    const struct window *w) {
    struct cel_value *out = cel_room(f, (list.list->n + 1) * sizeof *out);
    uint32_t n = 0;
    if (!out)
        return cel_full(f);
    for (uint32_t i = 0; i < list.list->n; i++) {
        struct cel_value v = list.list->v[i];
        if (v.kind != CEL_RECORD || v.n == 0)
            return cel_no_overload(f);
        int64_t time = time_of(f, v);
        tell_until(f, w, time, f->run->now_ms);
        if (time >= w->lo && time < w->hi)
            out[n++] = v;
    }
    return cel_list_of(f, out, n);
}

/* Of two lower bounds the higher counts; one that moves may overtake the other. */
static void raise(struct cel_frame *f, struct window *w, int64_t lo, bool moves) {
    const struct window was = *w;
    bool other = lo > was.lo;
    w->lo = other ? lo : was.lo;
    w->lo_moves = other ? moves : was.lo_moves;
    int64_t lower = other ? was.lo : lo;
    bool lower_moves = other ? was.lo_moves : moves;
    if (lower_moves && !w->lo_moves)
        cel_until(f, f->run->now_ms + (w->lo - lower) + 1);
}

static struct cel_value narrow(struct cel_frame *f, struct cel_value v, const struct window *by) {
    if (v.kind == CEL_LIST)
        return narrow_list(f, v, by);
    if (v.kind != CEL_SEQ)
        return cel_no_overload(f);
    struct window w = *(const struct window *)v.seq;
    raise(f, &w, by->lo, by->lo_moves);
    if (by->hi < w.hi) { /* whoever is past it is told to come in no later than it does */
        w.hi = by->hi;
        w.hi_moves = by->hi_moves;
    }
    return seq_of(f, &w);
}

/* The first millisecond that is not before it. */
static int64_t ms_from(struct cel_value t) {
    return cel_timestamp_ms(t) + (t.n % 1000000 != 0);
}

/* Later than the present less that long, and not later than the present. */
static struct cel_value within(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[1].kind != CEL_DURATION)
        return cel_no_overload(f);
    int64_t ms = v[1].i * 1000 + (v[1].n + 999999) / 1000000, now = f->run->now_ms;
    const struct window w = { 0, now - ms + 1, now + 1, true, true };
    return narrow(f, v[0], &w);
}

static struct cel_value since(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[1].kind != CEL_TIMESTAMP)
        return cel_no_overload(f);
    const struct window w = { 0, ms_from(v[1]), INT64_MAX, cel_moves(f, 1), false };
    return narrow(f, v[0], &w);
}

static struct cel_value between(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[1].kind != CEL_TIMESTAMP || v[2].kind != CEL_TIMESTAMP)
        return cel_no_overload(f);
    const struct window w = { 0, ms_from(v[1]), ms_from(v[2]), cel_moves(f, 1), cel_moves(f, 2) };
    return narrow(f, v[0], &w);
}

/* ---- the calendar ---- */

static struct str zone_of(struct cel_frame *f) {
    struct seg_subject *x = subject_of(f);
    if (x->zone.s)
        return x->zone;
    struct str json = trait_json(f, unify_name_number(x->s->unify, STR("timezone")));
    int64_t east;
    x->zone = STR("UTC");
    if (json.n > 2 && json.s[0] == '"' &&
        cel_zone_offset(str_n(json.s + 1, json.n - 2), 0, &east))
        x->zone = str_n(json.s + 1, json.n - 2);
    return x->zone;
}

static int64_t east_of(struct cel_frame *f, int64_t seconds) {
    int64_t east = 0;
    (void)cel_zone_offset(zone_of(f), seconds, &east);
    return east;
}

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

/* Days since 1970 there. */
static int64_t day_of(struct cel_frame *f, int64_t ms) {
    int64_t s = floor_div(ms, 1000);
    return floor_div(s + east_of(f, s), DAY_S);
}

/* The instant at which that day begins there: where the clock is put back over midnight, the
 * first. */
static int64_t midnight(struct cel_frame *f, int64_t day) {
    int64_t s = day * DAY_S - east_of(f, day * DAY_S - east_of(f, day * DAY_S));
    while (floor_div(s - 1 + east_of(f, s - 1), DAY_S) >= day)
        s -= 900;
    while (floor_div(s + east_of(f, s), DAY_S) < day)
        s += 900;
    return s * 1000;
}

/* First day of the unit that holds it, and of the next one. */
static void unit_days(unsigned unit, int64_t day, int64_t *ret_first, int64_t *ret_next) {
    struct cel_civil c = cel_civil_of(day);
    int months = unit == 2 ? 1 : unit == 3 ? 3 : 12;
    if (unit == 0 || unit == 1) { /* a week begins on Monday; 1970 began on a Thursday */
        *ret_first = unit == 0 ? day : day - (((day + 3) % 7) + 7) % 7;
        *ret_next = *ret_first + (unit == 0 ? 1 : 7);
        return;
    }
    int first = (c.month - 1) / months * months + 1;
    *ret_first = cel_days_of(c.year, first, 1);
    *ret_next = first + months > 12 ? cel_days_of(c.year + 1, 1, 1)
                                    : cel_days_of(c.year, first + months, 1);
}

static struct cel_value start_of(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    int64_t first, after;
    (void)v, (void)n;
    unit_days(cel_own(f), day_of(f, f->run->now_ms), &first, &after);
    cel_until(f, midnight(f, after));
    return cel_timestamp(midnight(f, first));
}

static bool leap(int64_t y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

/* A date as text, 1990-05-17, or an instant: its day there. */
static bool date_of(struct cel_frame *f, struct cel_value v, struct cel_civil *ret) {
    if (v.kind == CEL_TIMESTAMP) {
        *ret = cel_civil_of(day_of(f, cel_timestamp_ms(v)));
        return true;
    }
    int year, month, day;
    if (v.kind != CEL_STRING || v.n < 10 || v.s[4] != '-' || v.s[7] != '-')
        return false;
    for (int i = 0; i < 10; i++)
        if (i != 4 && i != 7 && (v.s[i] < '0' || v.s[i] > '9'))
            return false;
    year = (v.s[0] - '0') * 1000 + (v.s[1] - '0') * 100 + (v.s[2] - '0') * 10 + v.s[3] - '0';
    month = (v.s[5] - '0') * 10 + v.s[6] - '0';
    day = (v.s[8] - '0') * 10 + v.s[9] - '0';
    *ret = (struct cel_civil){ .year = year, .month = month, .day = day };
    return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static int64_t on_year(const struct cel_civil *c, int64_t year) {
    bool moved = c->month == 2 && c->day == 29 && !leap(year);
    return cel_days_of(year, moved ? 3 : c->month, moved ? 1 : c->day);
}

/* The next time that this day of the year comes, today included. */
static struct cel_value anniversary(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct cel_civil c;
    (void)n;
    if (!date_of(f, v[0], &c))
        return cel_error(f, E_INVALID, "a date is a timestamp or a text as 1990-05-17");
    int64_t today = day_of(f, f->run->now_ms), year = cel_civil_of(today).year;
    int64_t day = on_year(&c, year);
    if (day < today)
        day = on_year(&c, year + 1);
    cel_until(f, midnight(f, day + 1));
    return cel_timestamp(midnight(f, day));
}

/* Calendar days from today to then. */
static struct cel_value days_to(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct cel_civil c;
    (void)n;
    if (!date_of(f, v[0], &c))
        return cel_error(f, E_INVALID, "a date is a timestamp or a text as 1990-05-17");
    int64_t today = day_of(f, f->run->now_ms);
    cel_until(f, midnight(f, today + 1));
    return cel_int(cel_days_of(c.year, c.month, c.day) - today);
}

static int by_i64(const void *a, const void *b) {
    const int64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* Distinct days there on which one of them was. */
static struct cel_value days(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct cel_value list = v[0];
    (void)n;
    if (list.kind == CEL_SEQ)
        list = cel_seq_list(f, list);
    if (list.kind != CEL_LIST)
        return list.kind == CEL_ERROR ? list : cel_no_overload(f);
    int64_t *day = cel_room(f, (list.list->n + 1) * sizeof *day);
    int64_t found = 0;
    if (!day)
        return cel_full(f);
    for (uint32_t i = 0; i < list.list->n; i++) {
        if (list.list->v[i].kind != CEL_RECORD || list.list->v[i].n == 0)
            return cel_no_overload(f);
        day[i] = day_of(f, time_of(f, list.list->v[i]));
    }
    if (list.list->n > 1)
        qsort(day, list.list->n, sizeof *day, by_i64);
    for (uint32_t i = 0; i < list.list->n; i++)
        found += i == 0 || day[i] != day[i - 1];
    return cel_int(found);
}

/* ---- functions of the person ---- */

static struct cel_value in_audience(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct seg_subject *x = subject_of(f);
    (void)v, (void)n;
    uint32_t audience = seg_audience_find(x->s, x->plan->audience[cel_own(f)]);
    if (audience == NONE)
        return cel_bool(false);
    for (uint32_t i = 0; x->over && i < x->over->n; i++)
        if (x->over->item[i].audience == audience)
            return cel_bool(x->over->item[i].in);
    if (x->person == NONE)
        return cel_bool(false);
    cel_until(f, seg_due_of(x->s, audience, x->person));
    return cel_bool(seg_is_in(x->s, audience, x->person));
}

static struct cel_value knows(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    struct seg_subject *x = subject_of(f);
    (void)v, (void)n;
    return cel_bool(x->person != NONE && unify_person_has(x->s->unify, x->person, cel_own(f)));
}

static struct cel_value seen(struct cel_frame *f, bool first) {
    struct seg_subject *x = subject_of(f);
    int64_t from = INT64_MAX, to = INT64_MIN;
    if (x->person != NONE)
        unify_person_seen(x->s->unify, x->person, &from, &to);
    if (from > to)
        return cel_error(f, E_INVALID, "the person has no events");
    return cel_timestamp(first ? from : to);
}

static struct cel_value first_seen(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)v, (void)n;
    return seen(f, true);
}

static struct cel_value last_seen(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)v, (void)n;
    return seen(f, false);
}

static const struct cel_func rows[] = {
    { "events", false, ">?", events },          { "events", false, "s>?", events },
    { "pages", false, ">?", events },           { "pages", false, "s>?", events },
    { "screens", false, ">?", events },         { "screens", false, "s>?", events },
    { "within", true, "LAD>LA", within },       { "since", true, "LAT>LA", since },
    { "between", true, "LATT>LA", between },    { "count", true, "LA>i", NULL },
    { "days", true, "LA>i", days },             { "in_audience", false, "s>b", in_audience },
    { "knows", false, "s>b", knows },           { "firstSeen", false, ">T", first_seen },
    { "lastSeen", false, ">T", last_seen },     { "startOf", false, "s>T", start_of },
    { "anniversary", false, "T>T", anniversary }, { "anniversary", false, "s>T", anniversary },
    { "daysTo", false, "T>i", days_to },        { "daysTo", false, "s>i", days_to },
};
const struct cel_library seg_library = { rows, sizeof rows / sizeof *rows };

/* ---- one evaluation ---- */

bool seg_eval(struct seg_subject *x, struct seg_plan *p, int64_t *ret_until_ms) {
    struct segment *s = x->s;
    struct err err = ERR_INIT;
    struct cel_value v = cel_null();
    const struct cel_value vars[] = { { .kind = CEL_RECORD, .n = 0 }, cel_timestamp(x->now_ms) };
    arena_reset(x->arena);
    x->plan = p;
    struct cel_run run = { .arena = x->arena, .vars = vars, .now_ms = x->now_ms,
                           .steps_max = SEG_STEPS_MAX, .host = x };
    bool is = cel_eval(p->cel, &run, &v, &err) == 0 && v.kind == CEL_BOOL && v.b;
    x->zone.s = NULL; /* it may lie in the arena */
    *ret_until_ms = run.until_ms;
    if (p->refresh_s && run.until_ms > x->now_ms + p->refresh_s * 1000ll)
        *ret_until_ms = x->now_ms + p->refresh_s * 1000ll;
    atomic_fetch_add_explicit(&s->st_evals, 1, memory_order_relaxed);
    return is;
}
