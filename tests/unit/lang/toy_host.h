/* toy_host.h - a host of the language for its tests: a person, events of some names.
 *
 * Whoever includes it has it once: a test, or a fuzz target.  Its times are milliseconds; TOY_NOW
 * is the present of whoever wants no other.
 */
#ifndef MUSUBI_TESTS_UNIT_LANG_TOY_HOST_H
#define MUSUBI_TESTS_UNIT_LANG_TOY_HOST_H

#include "base/check.h"
#include "lang/cel/host.h"

#define TOY_NOW 1000000
#define TOY_MANY 1000000u /* events called "many" */

enum toy_sort { TOY_PERSON, TOY_ORDER, TOY_VISIT, TOY_BROKEN, TOY_HEAVY, TOY_NEVER, TOY_MANY_SORT,
                TOY_SORTS };
static const char *const toy_names[TOY_SORTS] = { "person", "order", "visit", "broken",
                                                  "heavy", "never", "many" };

struct toy { uint32_t asked; }; /* records that were handed out: a run's host */

/* ---- what there is ---- */

struct toy_event { int64_t ms; double total; int64_t items; const char *coupon; };
/* Not in order of time.  total 0: there is none, below: it is a text; coupon NULL: none. */
static const struct toy_event toy_orders[] = {
    { 940000, 50, 2, "A" },  { 990000, 150, 1, NULL }, { 900000, 0, 5, "B" },
    { 990000, -1, 3, NULL }, { 970000, 100, 4, "A" },
};
static const struct toy_event toy_visits[] = { { 995000, 0, 1, "home" }, { 800000, 0, 1, "faq" } };
static const struct toy_event toy_others[] = { { 999000, 1, 1, "x" }, { 999001, 1, 2, "x" } };

static uint32_t toy_size(uint32_t sort) {
    return sort == TOY_ORDER         ? 5
           : sort == TOY_NEVER       ? 0
           : sort == TOY_MANY_SORT   ? TOY_MANY
                                     : 2; /* the broken ones: so many before they fail */
}

/* u counts from 1. */
static const struct toy_event *toy_event_of(struct cel_value record) {
    CHECK(record.n > TOY_PERSON && record.n < TOY_SORTS && record.u > 0 &&
          record.u <= toy_size(record.n));
    uint64_t i = record.u - 1;
    return record.n == TOY_ORDER   ? &toy_orders[i]
           : record.n == TOY_VISIT ? &toy_visits[i]
                                   : &toy_others[i % 2];
}

/* ---- types ---- */

#define TOY_RECORD(i) { .kind = CEL_RECORD, .param = i }
#define TOY_LIST(i) { .kind = CEL_LIST, .a = &toy_record[i] }
static const struct cel_type toy_record[TOY_SORTS] = {
    TOY_RECORD(0), TOY_RECORD(1), TOY_RECORD(2), TOY_RECORD(3), TOY_RECORD(4), TOY_RECORD(5),
    TOY_RECORD(6),
};
static const struct cel_type toy_list[TOY_SORTS] = { TOY_LIST(0), TOY_LIST(1), TOY_LIST(2),
                                                     TOY_LIST(3), TOY_LIST(4), TOY_LIST(5),
                                                     TOY_LIST(6) };
static const struct cel_type toy_maybe = { .kind = CEL_OPTIONAL, .a = &cel_types[CEL_INT] };

enum toy_field { PLAN, AGE, NOTE, SEEN, NEXT, ORDERS, FRIEND, MAYBE, WORD, TIME, TOTAL, ITEMS, RATE,
                 COUPON, TOY_FIELDS };
static const struct { const char *name; const struct cel_type *type; } toy_fields[TOY_FIELDS] = {
    [PLAN] = { "plan", &cel_types[CEL_STRING] },    [AGE] = { "age", &cel_types[CEL_INT] },
    [NOTE] = { "note", &cel_types[CEL_STRING] }, /* nobody has it */
    [SEEN] = { "seen", &cel_types[CEL_TIMESTAMP] }, [NEXT] = { "next", &cel_types[CEL_TIMESTAMP] },
    [ORDERS] = { "orders", &toy_list[TOY_ORDER] },  [FRIEND] = { "friend", &toy_record[0] },
    [MAYBE] = { "maybe", &toy_maybe },
    [WORD] = { "\xE8\xAA\x9E`", &cel_types[CEL_STRING] }, /* no name in backquotes */
    [TIME] = { "time", &cel_types[CEL_TIMESTAMP] }, [TOTAL] = { "total", &cel_types[CEL_DYN] },
    [ITEMS] = { "items", &cel_types[CEL_INT] },     [RATE] = { "rate", &cel_types[CEL_UINT] },
    [COUPON] = { "coupon", &cel_types[CEL_STRING] },
};
/* Of a field and its sort, so that get() can look whether it is given another. */
static uint32_t toy_field_number(uint32_t sort, uint32_t field) {
    return sort * TOY_FIELDS + field;
}

/* ---- while it is compiled ---- */

static int toy_field(void *ctx, uint32_t sort, struct str name, uint32_t at, uint32_t end,
                     uint32_t *ret_field, const struct cel_type **ret_type, struct err *err) {
    uint32_t from = sort == TOY_PERSON ? PLAN : TIME, to = sort == TOY_PERSON ? TIME : TOY_FIELDS;
    ++*(uint32_t *)ctx;
    CHECK(sort < TOY_SORTS && at < end);
    for (uint32_t i = from; i < to; i++)
        if (str_is(name, toy_fields[i].name)) {
            *ret_field = toy_field_number(sort, i);
            *ret_type = toy_fields[i].type;
            return 0;
        }
    err_set(err, E_INVALID, "a %s has no \"%.*s\"", toy_names[sort], STR_FMT(name));
    for (uint32_t i = from; i < to; i++)
        if (cel_distance(name, str_of(toy_fields[i].name), 2) < 2)
            return err_hint(err, "did you mean \"%s\"?", toy_fields[i].name);
    return -1;
}

static int toy_call(void *ctx, const struct cel_func *fn, const struct cel_value *const *known,
                    uint32_t n, uint32_t at, uint32_t end, struct cel_called *ret,
                    struct err *err) {
    ++*(uint32_t *)ctx;
    CHECK(at < end);
    ret->moves = strcmp(fn->name, "since") == 0;
    if (strcmp(fn->name, "events") != 0)
        return 0;
    if (n != 1 || !known[0] || known[0]->kind != CEL_STRING)
        return err_set(err, E_INVALID, "the name of events is written out");
    for (uint32_t i = TOY_ORDER; i < TOY_SORTS; i++)
        if (str_is(cel_str(*known[0]), toy_names[i])) {
            ret->type = &toy_list[i];
            ret->own = i;
            return 0;
        }
    err_set(err, E_NOT_FOUND, "there are no events \"%.*s\"", STR_FMT(cel_str(*known[0])));
    return err_hint(err, "order, visit, broken, heavy, never or many");
}

/* ---- while it runs ---- */

/* From a time on, which may move with the present. */
struct toy_window { uint32_t sort; int64_t from; bool moves; };

static struct cel_value toy_seq(struct cel_frame *f, struct toy_window w) {
    struct toy_window *own = cel_room(f, sizeof *own);
    if (!own)
        return cel_full(f);
    *own = w;
    return (struct cel_value){ .kind = CEL_SEQ, .seq = own };
}

static int toy_of_person(struct cel_frame *f, struct cel_value person, uint32_t field,
                         struct cel_value *ret) {
    const bool first = person.u == 1;
    switch (field) {
    case PLAN:
        *ret = cel_string(first ? STR("gold") : STR("free"));
        return 1;
    case AGE:
        *ret = cel_int(30);
        return 1;
    case SEEN:
        *ret = cel_timestamp(TOY_NOW - 10000);
        return 1;
    case NEXT:
        *ret = cel_timestamp(TOY_NOW + 5000);
        return 1;
    case ORDERS:
        *ret = toy_seq(f, (struct toy_window){ TOY_ORDER, INT64_MIN, false });
        return ret->kind == CEL_ERROR ? -1 : 1;
    case FRIEND:
        *ret = (struct cel_value){ .kind = CEL_RECORD, .n = TOY_PERSON, .u = first ? 2 : 1 };
        return 1;
    case MAYBE:
        *ret = (struct cel_value){ .kind = CEL_OPTIONAL };
        return 1;
    case WORD:
        *ret = cel_string(STR("kotoba"));
        return 1;
    default:
        return 0;
    }
}

static int toy_get(struct cel_frame *f, struct cel_value record, uint32_t number,
                   struct cel_value *ret) {
    uint32_t field = number % TOY_FIELDS;
    CHECK(record.kind == CEL_RECORD && record.n == number / TOY_FIELDS);
    if (record.n == TOY_PERSON)
        return toy_of_person(f, record, field, ret);
    const struct toy_event *e = toy_event_of(record);
    if (field == TIME)
        *ret = cel_timestamp(e->ms);
    else if (field == TOTAL)
        *ret = e->total < 0 ? cel_string(STR("much")) : cel_double(e->total);
    else if (field == COUPON)
        *ret = cel_string(e->coupon ? str_of(e->coupon) : STR(""));
    else
        *ret = field == ITEMS ? cel_int(e->items) : cel_uint((uint64_t)e->items);
    return field == TOTAL ? e->total != 0 : field != COUPON || e->coupon;
}

static int64_t toy_time(struct cel_frame *f, struct cel_value record) {
    (void)f;
    return toy_event_of(record)->ms;
}

/* Is it inside?  When that changes is told. */
static bool toy_inside(struct cel_frame *f, const struct toy_window *w, int64_t ms) {
    if (ms < w->from)
        return false;
    if (w->moves)
        cel_until(f, f->run->now_ms + (ms - w->from) + 1);
    return true;
}

static bool toy_next(struct cel_frame *f, struct cel_value seq, struct cel_seq_at *at,
                     struct cel_value *ret) {
    const struct toy_window *w = seq.seq;
    while (at->a < toy_size(w->sort)) {
        struct cel_value v = { .kind = CEL_RECORD, .n = w->sort, .u = ++at->a };
        if (!toy_inside(f, w, toy_time(f, v)))
            continue;
        ((struct toy *)f->run->host)->asked++;
        *ret = v;
        return true;
    }
    if (w->sort == TOY_BROKEN)
        *ret = cel_error(f, E_INVALID, "the disk is gone");
    if (w->sort == TOY_HEAVY)
        *ret = cel_error(f, E_LIMIT, "the disk is slow");
    return false;
}

static struct cel_value toy_events(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)v, (void)n;
    return toy_seq(f, (struct toy_window){ cel_own(f), INT64_MIN, false });
}

static struct cel_value toy_narrow(struct cel_frame *f, struct cel_value of, int64_t from,
                                   bool moves) {
    struct toy_window w = { 0, from, moves };
    if (of.kind == CEL_SEQ) {
        const struct toy_window *was = of.seq;
        w.sort = was->sort;
        if (was->from == INT64_MIN)
            return toy_seq(f, w);
        of = cel_seq_list(f, of);
    }
    if (of.kind != CEL_LIST)
        return of.kind == CEL_ERROR ? of : cel_no_overload(f);
    struct cel_value *out = cel_room(f, (of.list->n + 1) * sizeof *out);
    uint32_t n = 0;
    if (!out)
        return cel_full(f);
    for (uint32_t i = 0; i < of.list->n; i++) {
        if (of.list->v[i].kind != CEL_RECORD || of.list->v[i].n == TOY_PERSON)
            return cel_no_overload(f);
        if (toy_inside(f, &w, toy_time(f, of.list->v[i])))
            out[n++] = of.list->v[i];
    }
    return cel_list_of(f, out, n);
}

/* Later than the present less that long. */
static struct cel_value toy_within(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[1].kind != CEL_DURATION)
        return cel_no_overload(f);
    int64_t ms = v[1].i * 1000 + (v[1].n + 999999) / 1000000;
    return toy_narrow(f, v[0], f->run->now_ms - ms + 1, true);
}

static struct cel_value toy_since(struct cel_frame *f, const struct cel_value *v, uint32_t n) {
    (void)n;
    if (v[1].kind != CEL_TIMESTAMP)
        return cel_no_overload(f);
    return toy_narrow(f, v[0], cel_timestamp_ms(v[1]) + (v[1].n % 1000000 != 0), cel_moves(f, 1));
}

/* What a host does may depend on more than its arguments: never is it done beforehand. */
static struct cel_value toy_plus_asked(struct cel_frame *f, const struct cel_value *v,
                                       uint32_t n) {
    (void)n;
    CHECK(f->run->host);
    if (v[0].kind != CEL_INT || v[0].i > INT32_MAX)
        return cel_no_overload(f);
    return cel_int(v[0].i + ((struct toy *)f->run->host)->asked);
}

static const struct cel_func toy_rows[] = {
    { "events", false, "s>?", toy_events },
    { "within", true, "LAD>LA", toy_within },
    { "since", true, "LAT>LA", toy_since },
    { "count", true, "LA>i", NULL },
    { "plusAsked", false, "i>i", toy_plus_asked },
};
static const struct cel_library toy_lib = { toy_rows, sizeof toy_rows / sizeof *toy_rows };
static uint32_t toy_told; /* how often it was told of a field or a call */
static const struct cel_host toy_host = { .lib = &toy_lib, .ctx = &toy_told, .field = toy_field,
                                          .call = toy_call, .get = toy_get, .next = toy_next,
                                          .time = toy_time };

/* ---- what an expression speaks of: a person, another one, the present ---- */

static const struct cel_var toy_vars[] = { { "person", &toy_record[TOY_PERSON] },
                                           { "other", &toy_record[TOY_PERSON] },
                                           { "now", &cel_types[CEL_TIMESTAMP] } };
static const struct cel_env toy_env = { .vars = toy_vars, .n_vars = 3, .host = &toy_host,
                                        .has_now = true, .now = 2 };

static inline void toy_values(int64_t now_ms, struct cel_value ret[3]) {
    ret[0] = (struct cel_value){ .kind = CEL_RECORD, .n = TOY_PERSON, .u = 1 };
    ret[1] = (struct cel_value){ .kind = CEL_RECORD, .n = TOY_PERSON, .u = 2 };
    ret[2] = cel_timestamp(now_ms);
}

#endif
