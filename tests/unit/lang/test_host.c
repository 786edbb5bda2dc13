/* test_host.c - a host's records, sequences and functions; until when an answer holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lang/cel/cel_internal.h"
#include "unit/lang/toy_host.h"

#define NEVER INT64_MAX
#define STEPS 100000u

/* ---- one expression ---- */

struct ran {
    struct err err;      /* of compiling or of the run */
    bool compiled, fine;
    char text[300];      /* of the value */
    int64_t until_ms;
    uint32_t asked;      /* records that the host handed out */
    enum cel_now now;
    uint32_t now_at, now_n;
};

static struct ran run_in(const struct cel_env *e, const char *source, int64_t now_ms) {
    struct ran r = { .err = ERR_INIT };
    struct cel_plan *p = cel_compile(e, str_of(source), NULL, NULL, &r.err);
    struct cel_value v, in[3];
    struct arena a;
    struct toy toy = { 0 };
    if (!p)
        return r;
    r.compiled = true;
    r.now = cel_plan_now(p, &r.now_at, &r.now_n);
    toy_values(now_ms, in);
    arena_init(&a, "run", 1 << 20);
    struct cel_run run = { .arena = &a, .vars = in, .now_ms = now_ms, .host = &toy,
                           .steps_max = STEPS };
    r.fine = cel_eval(p, &run, &v, &r.err) == 0;
    if (r.fine) {
        struct buf b;
        buf_init(&b, "value", sizeof r.text);
        cel_value_text(v, &b);
        snprintf(r.text, sizeof r.text, "%.*s", STR_FMT(buf_str(&b)));
        buf_release(&b);
    }
    r.until_ms = run.until_ms;
    r.asked = toy.asked;
    arena_release(&a);
    cel_plan_free(p);
    return r;
}

static struct ran run(const char *source) { return run_in(&toy_env, source, TOY_NOW); }

struct answer { const char *source, *text, *error; };

static void try_all(const struct answer *c, size_t n) {
    for (size_t i = 0; i < n; i++) {
        struct ran r = run(c[i].source);
        if (!r.compiled)
            fail_msg("%s is refused: %s", c[i].source, r.err.msg);
        if (r.fine != (c[i].text != NULL) || (r.fine && strcmp(r.text, c[i].text) != 0) ||
            (!r.fine && strcmp(r.err.msg, c[i].error) != 0))
            fail_msg("%s: \"%s\" (%s), not \"%s\"", c[i].source, r.fine ? r.text : r.err.msg,
                     r.fine ? "a value" : "an error", c[i].text ? c[i].text : c[i].error);
    }
}
#define TRY_ALL(cases) try_all(cases, sizeof(cases) / sizeof *(cases))

/* ---- fields ---- */

static void fields(void **state) {
    static const struct answer cases[] = {
        { "person.plan", "gold", NULL },
        { "other.plan", "free", NULL },
        { "person.age + 1", "31", NULL },
        { "has(person.plan)", "true", NULL },
        { "has(person.note)", "false", NULL },
        { "person.note == 'x'", NULL, "no such key: note" },
        { "has(person.note) && person.note == 'x'", "false", NULL },
        { "person.?plan", "optional(gold)", NULL },
        { "person.?note", "optional.none()", NULL },
        { "person.?note.orValue('none')", "none", NULL },
        { "person['plan']", "gold", NULL },
        { "person['note']", NULL, "no such key: note" },
        { "person[?'plan'].orValue('none')", "gold", NULL },
        { "person['\xE8\xAA\x9E`']", "kotoba", NULL },
        { "person.`plan`", "gold", NULL },
        { "person.friend.plan", "free", NULL },
        { "person['friend']['friend'].plan", "gold", NULL },
        { "optional.of(person).plan", "optional(gold)", NULL },
        { "optional.of(person).note", "optional.none()", NULL },
        { "optional.of(person).?friend.friend.plan", "optional(gold)", NULL },
        { "has(optional.of(person).note)", "false", NULL },
        { "has(optional.of(person).plan)", "true", NULL },
        { "[person][?1].plan", "optional.none()", NULL },
        { "has([person][?1].plan)", "false", NULL },
        { "person.?note.optMap(x, other.plan)", "optional.none()", NULL },
        { "person.maybe", "optional.none()", NULL }, /* a value that is an optional */
        { "person.maybe.orValue(7)", "7", NULL },
        { "person.?maybe", "optional(optional.none())", NULL },
        { "person.orders.count()", "5", NULL },
        { "person.?orders.value().count()", "5", NULL },
        { "person.?orders.orValue([]).size()", "5", NULL },
        { "optional.of(person).orders == optional.of(person.orders)", "true", NULL },
    };
    TRY_ALL(cases);
}

static void refused(void **state) {
    static const struct { const char *source, *where, *msg, *hint; uint32_t at, n; } cases[] = {
        { "true && person.plann == 'x'", "line 1, column 9", "a person has no \"plann\"",
          "did you mean \"plan\"?", 8, 12 },
        { "has(person.plann)", "line 1, column 1", "a person has no \"plann\"",
          "did you mean \"plan\"?", 0, 17 },
        { "person['plann']", "line 1, column 1", "a person has no \"plann\"",
          "did you mean \"plan\"?", 0, 15 },
        { "events('order').all(e, e.totl > 1.0)", "line 1, column 24", "a order has no \"totl\"",
          "did you mean \"total\"?", 23, 6 },
        { "person.total", "line 1, column 1", "a person has no \"total\"", "", 0, 12 },
        { "person['']", "line 1, column 1", "operator _[_] does not take (record, string)", "", 0,
          10 },
        { "person[person.plan]", "line 1, column 1",
          "operator _[_] does not take (record, string)", "", 0, 19 },
        { "1 < 2 || events('ordr').count() > 1", "line 1, column 10",
          "there are no events \"ordr\"", "order, visit, broken, heavy, never or many", 9, 14 },
        { "events(person.plan)", "line 1, column 1", "the name of events is written out", "", 0,
          19 },
        { "events('order').within(1)", "line 1, column 1", "within does not take (int) on "
          "list(record)", "", 0, 25 },
        { "person.age.count()", "line 1, column 1", "count does not take () on int", "", 0, 18 },
        { "person.age.where(x, true)", "line 1, column 1",
          "a int cannot be gone through; a list or a map can", "", 0, 10 },
        { "events('order').where(e, e.items)", "line 1, column 26", "a condition is a int, not a "
          "bool", "", 25, 7 },
        { "events('order').sum(e, e.coupon)", "line 1, column 24",
          "numbers can be added, a string cannot", "", 23, 8 },
        { "events('order').avg(e, e.time)", "line 1, column 24",
          "numbers can be added, a timestamp cannot", "", 23, 6 },
        { "{person: 1}", "line 1, column 2", "a record cannot be the key of a map", "", 1, 6 },
        { "events('order') == events('visit')", "line 1, column 1",
          "operator _==_ does not take (list(record), list(record))", "", 0, 34 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;
        uint32_t at = 0, n = 0;
        struct cel_plan *p = cel_compile(&toy_env, str_of(cases[i].source), &at, &n, &err);
        if (p)
            fail_msg("\"%s\" is accepted", cases[i].source);
        assert_string_equal(err.msg, cases[i].msg);
        assert_string_equal(err.where, cases[i].where);
        assert_string_equal(err.hint, cases[i].hint);
        if (at != cases[i].at || n != cases[i].n)
            fail_msg("\"%s\": %u bytes at %u", cases[i].source, n, at);
    }
    assert_int_equal(run("events('ordr')").err.code, E_NOT_FOUND); /* as the host says */
}

/* What only a host brings is not there without one. */
static void without_host(void **state) {
    static const char *const cases[] = { "[1].where(x, x > 1)", "[1].sum(x, x)",
                                         "[1].distinct(x, x)", "[1].count()" };
    static const struct cel_env none = { .n_vars = 0 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (run_in(&none, cases[i], TOY_NOW).compiled)
            fail_msg("%s is accepted", cases[i]);
}

/* A host is told once of what is written once. */
static void told_once(void **state) {
    static const struct { const char *source; uint32_t times; } cases[] = {
        { "person.plan", 1 },
        { "person['plan']", 1 },
        { "person['friend']['friend']['plan']", 3 },
        { "events('order').filter(e, e.items > 1)[0]['items'] > 1", 3 },
        { "events('order').where(e, e.items > 1).count() > 1", 3 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        toy_told = 0;
        (void)run(cases[i].source);
        if (toy_told != cases[i].times)
            fail_msg("%s: told %u times", cases[i].source, toy_told);
    }
}

/* ---- sequences ---- */

static void sequences(void **state) {
    static const struct answer cases[] = {
        { "events('order').size()", "5", NULL },
        { "size(events('order'))", "5", NULL },
        { "events('order').count()", "5", NULL },
        { "events('never').count()", "0", NULL },
        { "events('order').map(e, e.items)", "[5, 2, 4, 1, 3]", NULL }, /* in order of time */
        { "events('order').map(e, e.items > 2, e.items)", "[5, 4, 3]", NULL },
        { "events('order').filter(e, e.items > 2).map(e, e.items)", "[5, 4, 3]", NULL },
        { "events('order').exists(e, e.items == 3)", "true", NULL },
        { "events('order').exists(e, e.items == 9)", "false", NULL },
        { "events('order').all(e, e.items < 9)", "true", NULL },
        { "events('order').exists_one(e, e.items > 4)", "true", NULL },
        { "events('order').exists(e, e.total > 120.0)", "true", NULL },
        { "events('order').exists(e, e.total > 900.0)", NULL, "no such key: total" },
        { "events('never').all(e, false) && !events('never').exists(e, true)", "true", NULL },
        { "events('order').first().items", "optional(5)", NULL },
        { "events('order').last().?items", "optional(3)", NULL },
        { "events('never').first().items", "optional.none()", NULL },
        { "events('order')[1].items", "2", NULL },
        { "events('order')[5].items", NULL, "index out of bounds: 5" },
        { "events('order')[?5].items", "optional.none()", NULL },
        { "events('order').sortBy(e, e.items).map(e, e.items)", "[1, 2, 3, 4, 5]", NULL },
        { "events('order').sort()", NULL, "a list with a record in it has no order" },
        { "events('order').slice(1, 3).map(e, e.items)", "[2, 4]", NULL },
        { "events('order').within(duration('50s')).map(e, e.items)", "[4, 1, 3]", NULL },
        { "events('order').filter(e, true).within(duration('50s')).count()", "3", NULL },
        { "events('order').since(person.seen).count()", "2", NULL },
        { "events('order')", "[record, record, record, record, record]", NULL },
        { "person", "record", NULL },
        { "events('order').map(e, events('visit').count())", "[2, 2, 2, 2, 2]", NULL },
        { "[plusAsked(1), events('order').count(), plusAsked(1)]", "[1, 5, 6]", NULL },
        /* two variables: the place is that in order of time */
        { "events('order').transformList(i, e, i * 10 + e.items)", "[5, 12, 24, 31, 43]", NULL },
        { "events('order').exists(i, e, i == 0 && e.items == 5)", "true", NULL },
        { "events('order').all(i, e, i >= 0 && i < 5)", "true", NULL },
        { "events('order').existsOne(i, e, i == 4 && e.items == 3)", "true", NULL },
        { "events('order').transformMap(i, e, e.items)[1]", "2", NULL },
        /* loops in loops over the same */
        { "cel.bind(s, events('order'), s.where(a, s.exists(b, b.items == a.items + 1)).count())",
          "4", NULL },
        { "cel.bind(s, events('order'), s.all(a, s.where(b, s.exists(c, c.items == b.items))"
          ".count() == 5))",
          "true", NULL },
        { "events('order').where(e, events('visit').where(v, v.time > e.time && "
          "v.time - e.time < duration('30s')).count() >= 1).map(e, e.items)",
          "[4, 1, 3]", NULL },
    };
    TRY_ALL(cases);
}

/* Where lists are expected a sequence is one. */
static void as_lists(void **state) {
    static const struct answer cases[] = {
        { "events('order') == events('order')", "true", NULL },
        { "events('order') != events('order').filter(e, true)", "false", NULL },
        { "events('order')[0] == events('order')[0]", "true", NULL },
        { "events('order')[0] == events('order')[1]", "false", NULL },
        { "person == other", "false", NULL },
        { "person == person.friend.friend", "true", NULL },
        { "[person] == [other]", "false", NULL },
        { "dyn(person) == dyn(events('order')[1])", "false", NULL }, /* both the first */
        { "events('order')[2] in events('order')", "true", NULL },
        { "other in [person]", "false", NULL },
        { "events('order') in [events('order')]", "true", NULL },
        { "dyn(person) in {'a': 1}", "false", NULL },
        { "[person, other, person].distinct().size()", "2", NULL },
        { "type(events('order')) == list", "true", NULL },
        { "type(person)", "record", NULL },
        { "type(person) == type(events('order')[0])", "true", NULL },
        { "(events('order') + events('order')).size()", "10", NULL },
        { "[events('order'), events('order')].map(l, l.size())", "[5, 5]", NULL },
        { "[[events('order')]].flatten(2).size()", "5", NULL },
        { "{'a': events('order')}.a.size()", "5", NULL },
        { "{'a': 1}.transformMap(k, v, events('order')).a.count()", "5", NULL },
        { "{'a': 1}.transformMapEntry(k, v, {k: events('order')}).a.count()", "5", NULL },
        { "[1, 2].map(x, events('order')).map(l, l.count())", "[5, 5]", NULL },
        { "[1].map(x, events('never'))", "[[]]", NULL },
        { "{'a': 1}.transformMap(k, v, events('never'))", "{a: []}", NULL },
        { "[1, 2].distinct(x, events('never'))", "[[]]", NULL },
        { "[1, 2].sum(x, events('order').size())", "10", NULL },
        { "cel.bind(x, events('order'), x.size() + x.count() + x.map(e, e).size())", "15", NULL },
        { "(person.age > 3 ? events('order') : events('order').filter(e, true)).count()", "5",
          NULL },
        { "true ? events('order') : []", "[record, record, record, record, record]", NULL },
        { "optional.of(events('order')).value().size()", "5", NULL },
        { "optional.of(1).optMap(x, events('never'))", "optional([])", NULL },
        { "optional.of(1).optMap(x, events('order')).value() == events('order')", "true", NULL },
        { "[1].map(x, optional.of(x).optMap(y, events('never')))", "[optional([])]", NULL },
        { "optional.of(events('order')).optMap(x, x.count())", "optional(5)", NULL },
        { "optional.none().orValue(events('never'))", "[]", NULL },
        { "[?optional.of(events('never'))]", "[[]]", NULL },
        { "'%s'.format([events('never')])", "[]", NULL },
        { "'%s'.format([person])", NULL, "error during formatting: string clause can only be used "
          "on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, "
          "was given recor" },
        { "string(dyn(person))", NULL, "no such overload of string for these values" },
        { "dyn(person) < dyn(other)", NULL, "no such overload of _<_ for these values" },
        { "math.greatest([dyn(person)])", NULL,
          "no such overload of math.greatest for these values" },
        { "{dyn(person): 1}", NULL, "a record cannot be the key of a map" },
        { "optional.ofNonZeroValue(events('never'))", "optional.none()", NULL },
        { "dyn(events('order')).plan", NULL, "a value of type list has no fields" },
        { "dyn(events('order')) && true", NULL, "a condition is a list, not a bool" },
        { "dyn(events('order')) ? 1 : 2", NULL, "a condition is a list, not a bool" },
    };
    TRY_ALL(cases);
}

/* A record of a sort that the types did not foresee reaches no field of another's. */
static void mixed_sorts(void **state) {
    static const struct answer cases[] = {
        { "([person] + [dyn(events('order')[0])])[1].plan", NULL,
          "a value of type record has no such field" },
        { "([events('order')[0]] + [dyn(person)])[1].items", NULL,
          "a value of type record has no such field" },
        { "([events('order')[0]] + [dyn(events('visit')[0])]).map(e, e.items)", NULL,
          "a value of type record has no such field" },
        { "optional.of(person).or(optional.of(dyn(events('order')[0]))).plan", "optional(gold)",
          NULL },
        { "optional.none().or(optional.of(events('order')[0])).orValue(dyn(person)).items", "5",
          NULL },
        { "has(([person] + [dyn(events('order')[0])])[1].plan)", NULL,
          "a value of type record has no such field" },
        { "([person] + [dyn(1)])[1].plan", NULL, "a value of type int has no such field" },
        { "[person, dyn(events('order')[0])][0].plan", NULL,
          "a value of type record has no fields" },
        { "([person] + [dyn(events('order')[0])]).where(x, x.plan == 'gold').count()", "1", NULL },
        { "([events('order')[0]] + [dyn(person)]).within(duration('1s'))", NULL,
          "no such overload of within for these values" },
    };
    TRY_ALL(cases);
}

/* Types not looked at, all of it comes to a value or an error. */
static void unchecked(void **state) {
    static const struct { const char *source, *text; } cases[] = { /* NULL: it fails */
        { "person.plan", "gold" },
        { "[person, 1][0].plan", NULL },
        { "(true ? person : 1).plan", NULL },
        { "(true ? events('order')[0] : person).items", NULL },
        { "events('order').where(e, e.items).count()", "0" },
        { "events('order').filter(e, e.items).count()", NULL },
        { "events('order').sum(e, e.coupon + 1)", "0" },
        { "events('order').sum(e, e)", NULL },
        { "events('order').min(e, e)", NULL },
        { "events('order').distinct(e, e).size()", "5" },
        { "(1).count()", NULL },
        { "{'a': 1}.count()", NULL },
        { "events('order').count(1)", NULL },
        { "count(events('order'))", NULL },
        { "events('order').within(1)", NULL },
        { "(1).within(duration('1s'))", NULL },
        { "person < other", NULL },
        { "events('order') + 1", NULL },
        { "nothing.where(x, x)", NULL },
        { "{person: 1}", NULL },
        { "[].sum(x, x)", "0" },
    };
    struct cel_env loose = toy_env;
    loose.unchecked = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ran r = run_in(&loose, cases[i].source, TOY_NOW);
        if (!r.compiled)
            fail_msg("%s is refused: %s", cases[i].source, r.err.msg);
        if (r.fine != (cases[i].text != NULL) || (r.fine && strcmp(r.text, cases[i].text) != 0))
            fail_msg("%s: %s", cases[i].source, r.fine ? r.text : r.err.msg);
    }
}

/* ---- what is made of many ---- */

static void made_of_many(void **state) {
    static const struct answer cases[] = {
        { "events('order').where(e, e.items > 2).count()", "3", NULL },
        { "events('order').where(e, e.items > 2).where(e, e.items < 5).map(e, e.items)", "[4, 3]",
          NULL },
        /* of one the total is missing, of one it is a text */
        { "events('order').where(e, e.total > 60.0).map(e, e.items)", "[4, 1]", NULL },
        { "events('order').where(e, e.total > 60.0).count()", "2", NULL },
        { "events('order').where(e, !(e.total > 60.0)).count()", "1", NULL },
        { "events('order').filter(e, e.total > 60.0).count()", NULL, "no such key: total" },
        { "events('order').sum(e, e.items)", "15", NULL },
        { "events('order').sum(e, e.total * 2.0)", "600", NULL },
        { "events('order').sum(e, e.total)", NULL, "numbers can be added, a string cannot" },
        { "events('order').sum(e, double(e.total))", "300", NULL },
        { "events('order').avg(e, e.total * 2.0)", "200", NULL },
        { "events('order').avg(e, e.items)", "3", NULL },
        /* by number, not by time: -1e16, 1, 1e16, 1, 1 */
        { "events('order').sum(e, e.items == 5 ? 1e16 : e.items == 2 ? -1e16 : 1.0)", "2", NULL },
        { "events('order').min(e, e.items)", "1", NULL },
        { "events('order').max(e, e.items)", "5", NULL },
        { "events('order').max(e, e.total * 1.0)", "150", NULL },
        { "events('order').max(e, e.time) == timestamp(990)", "true", NULL },
        { "events('order').min(e, e.coupon)", "A", NULL },
        { "events('order').distinct(e, e.coupon)", "[B, A]", NULL },
        { "events('order').distinct(e, e.coupon).size()", "2", NULL },
        { "events('order').distinct(e, e.time).size()", "4", NULL },
        { "events('order').max(e, e)", NULL, "a record and a record have no order" },
        { "events('order').where(e, e.items == 1 || e.items == 3).max(e, e.total)", NULL,
          "a double and a string have no order" },
        /* of none */
        { "events('never').sum(e, e.items)", "0", NULL },
        { "events('never').distinct(e, e.items)", "[]", NULL },
        { "events('never').avg(e, e.items)", NULL, "there is nothing to take it of" },
        { "events('never').min(e, e.items)", NULL, "there is nothing to take it of" },
        { "events('never').max(e, e.items)", NULL, "there is nothing to take it of" },
        { "events('order').max(e, e.total / 0)", NULL, "there is nothing to take it of" },
        /* a sum is of the type that it was said to be of */
        { "events('never').sum(e, e.items) + 1", "1", NULL },
        { "events('never').sum(e, e.rate) + 1u", "1", NULL },
        { "events('never').sum(e, double(e.items)) + 1.0", "1", NULL },
        { "events('order').sum(e, e.rate) + 1u", "16", NULL },
        { "[].sum(x, x)", "0", NULL },
        { "[].avg(x, x)", NULL, "there is nothing to take it of" },
        { "[1, 2].map(x, [x]).sum(x, x[0])", "3", NULL },
        { "[dyn(1), dyn(2u), dyn(0.5)].sum(x, x)", "3.5", NULL },
        { "[9223372036854775807, 1, -1].sum(x, x)", "9223372036854775807", NULL },
        { "[9223372036854775807, 1].sum(x, x)", NULL, "int overflow" },
        { "[18446744073709551615u, 1u].sum(x, x)", NULL, "uint overflow" },
        { "[9223372036854775807, 9223372036854775807].avg(x, x) > 9e18", "true", NULL },
        /* what is no number is less than all that are, wherever it stands */
        { "[1.0, double('NaN'), 2.0].max(x, x)", "2", NULL },
        { "[double('NaN'), 1.0, 2.0].max(x, x)", "2", NULL },
        { "[1.0, double('NaN')].min(x, x)", "NaN", NULL },
        /* lists and maps, too */
        { "[1, 2, 3].count()", "3", NULL },
        { "[1, 2, 3].where(x, x > 1).count()", "2", NULL },
        { "[3, 1, 2].where(x, 6 / (x - 1) > 3)", "[2]", NULL },
        { "{'a': 1, 'b': 2}.where(k, k != 'a').count()", "1", NULL },
        { "{'a': 1, 'b': 2}.filter(k, k != 'a').count()", "1", NULL },
        { "{1: 'a', 2: 'b'}.sum(k, k)", "3", NULL },
        { "[1, 1, 2].distinct()", "[1, 2]", NULL },
        { "[1, 1, 2].distinct(x, x % 2)", "[1, 0]", NULL },
        { "math.greatest([1, 2])", "2", NULL },
    };
    TRY_ALL(cases);
}

/* ---- how many records are looked at ---- */

static void counts(void **state) {
    static const struct { const char *source; uint32_t asked; bool text; } cases[] = {
        { "events('order').count() >= 3", 3, true },
        { "events('order').count() > 3", 4, true },
        { "events('order').count() < 3", 3, false },
        { "events('order').count() <= 3", 4, false },
        { "events('order').count() == 3", 4, false },
        { "events('order').count() != 3", 4, true },
        { "3 <= events('order').count()", 3, true },
        { "3 < events('order').count()", 4, true },
        { "3 > events('order').count()", 3, false },
        { "3 >= events('order').count()", 4, false },
        { "3 == events('order').count()", 4, false },
        { "events('order').count() > 0", 1, true },
        { "events('order').count() >= 0", 1, true },
        { "events('order').count() >= -1", 5, true },
        { "events('order').count() > -4294967296", 5, true },
        { "events('order').count() == 5", 5, true },
        { "events('order').count() == 9", 5, false },
        { "events('many').count() >= 3", 3, true },
        { "events('order').within(duration('50s')).count() >= 2", 2, true },
        { "events('order').where(e, e.items > 2).count() >= 1", 3, true },
        { "events('order').where(e, e.items > 2).count() >= 4", 5, false },
        { "events('order').exists(e, e.items == 1)", 2, true },
        { "events('order').all(e, e.items == 2)", 2, false },
        { "cel.bind(n, events('order').count(), n >= 1)", 5, true },
        { "events('order').size() >= 1", 5, true },
        /* where enough pass, it does not matter that others fail, nor where they stand */
        { "events('order').filter(e, e.total > 60.0).count() >= 2", 5, true },
        { "events('order').filter(e, 6 / (e.items - 2) > 1).count() >= 2", 4, true },
    };
    struct cel_env timeless = toy_env;
    timeless.has_now = false;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int without = 0; without < 2; without++) {
            struct ran r = run_in(without ? &timeless : &toy_env, cases[i].source, TOY_NOW);
            if (!r.fine || strcmp(r.text, cases[i].text ? "true" : "false") != 0)
                fail_msg("%s: %s", cases[i].source, r.fine ? r.text : r.err.msg);
            if (r.asked != cases[i].asked)
                fail_msg("%s looks at %u records, not %u", cases[i].source, r.asked,
                         cases[i].asked);
        }
}

/* ---- sequences that fail, and what they may cost ---- */

static void broken(void **state) {
    static const struct answer cases[] = {
        { "events('broken').count()", NULL, "the disk is gone" },
        { "events('broken').count() >= 2", "true", NULL },
        { "events('broken').count() >= 3", NULL, "the disk is gone" },
        { "events('broken').size()", NULL, "the disk is gone" },
        { "events('broken')", NULL, "the disk is gone" },
        { "[events('broken')].size()", NULL, "the disk is gone" },
        { "{'a': events('broken')}.size()", NULL, "the disk is gone" },
        { "optional.of(1).optMap(x, events('broken')).hasValue()", NULL, "the disk is gone" },
        { "person.?note.optMap(x, events('broken')).hasValue()", "false", NULL },
        { "events('broken').exists(e, e.items == 2)", "true", NULL },
        { "events('broken').exists(e, false)", NULL, "the disk is gone" },
        { "events('broken').all(e, e.items == 1)", "false", NULL },
        { "events('broken').all(e, true)", NULL, "the disk is gone" },
        { "events('broken').exists_one(e, true)", NULL, "the disk is gone" },
        { "events('broken').map(e, e.items)", NULL, "the disk is gone" },
        { "events('broken').where(e, true).size()", NULL, "the disk is gone" },
        { "events('broken').where(e, true).count()", NULL, "the disk is gone" },
        { "events('broken').where(e, true).count() >= 2", "true", NULL },
        { "events('broken').where(e, true).count() >= 3", NULL, "the disk is gone" },
        { "events('broken').sum(e, e.items)", NULL, "the disk is gone" },
        { "events('broken').within(duration('1h')).count()", NULL, "the disk is gone" },
        { "events('order').where(e, events('broken').size() > 0).count()", "0", NULL },
        { "events('order').sum(e, events('broken').size())", "0", NULL },
        { "events('broken').size() > 0 || true", "true", NULL },
        { "cel.bind(x, events('broken'), true)", "true", NULL },
        /* what takes too much is no answer whatever else there is */
        { "events('heavy').exists(e, e.coupon + 1 == 'x') || true", NULL, "the disk is slow" },
        { "events('heavy').exists(e, 1 / 0 > 0) || true", NULL, "the disk is slow" },
        { "events('heavy').filter(e, 1 / 0 > 0).count() > 0 || true", NULL, "the disk is slow" },
        { "events('order').where(e, events('heavy').exists(x, 1 / 0 > 0)).count()", NULL,
          "the disk is slow" },
        { "events('order').sum(e, events('heavy').count())", NULL, "the disk is slow" },
        { "events('order').exists(e, e.items == 2 ? events('heavy').size() > 0 : true)", NULL,
          "the disk is slow" },
        { "events('order').filter(e, e.items == 2 ? events('heavy').size() > 0 : true).count() > 0",
          NULL, "the disk is slow" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cel_env loose = toy_env;
        loose.unchecked = true; /* of a sum of texts */
        struct ran r = run_in(&loose, cases[i].source, TOY_NOW);
        if (r.fine != (cases[i].text != NULL) ||
            strcmp(r.fine ? r.text : r.err.msg, r.fine ? cases[i].text : cases[i].error) != 0)
            fail_msg("%s: %s", cases[i].source, r.fine ? r.text : r.err.msg);
    }
}

/* The fault of a sequence has the place of the sequence. */
static void places_of_faults(void **state) {
    static const struct { const char *source, *where; } cases[] = {
        { "events('broken')", "line 1, column 1" },
        { "person.age > 1 &&\n events('broken').size() > 1", "line 2, column 2" },
        { "1 + events('broken').count()", "line 1, column 5" },
        { "cel.bind(x, events('broken'),\n x.size() > 1)", "line 2, column 2" },
        { "1 + events('broken').where(e, e.items > 0).count()", "line 1, column 5" },
        { "[1, 2] == [1, events('broken').map(e, e.items)[0]]", "line 1, column 15" },
        { "false || events('broken').exists(e, e.items > 3)", "line 1, column 10" },
        { "true && person.note == ''", "line 1, column 9" },
        { "events('order').exists(e, e.coupon == 'x')", "line 1, column 27" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ran r = run(cases[i].source);
        if (!r.compiled || r.fine || strcmp(r.err.where, cases[i].where) != 0)
            fail_msg("%s: %s: %s", cases[i].source, r.err.where, r.err.msg);
    }
}

/* A million records are more than a run may look at, whoever goes through them. */
static void costs(void **state) {
    static const char *const cases[] = {
        "events('many').count()",
        "events('many').size()",
        "events('many').exists(e, false)",
        "events('many').where(e, false).count()",
        "events('many').filter(e, false).count() > 0",
        "events('many').sum(e, e.items)",
        "events('many').exists(e, events('many').count() > 1000000) || true",
        "events('many').where(e, events('many').size() > 1).count() > 0 || true",
        "lists.range(1000).all(i, cel.bind(s, events('many'), s.count() >= 1000))",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ran r = run(cases[i]);
        if (!r.compiled || r.fine || r.err.code != E_LIMIT)
            fail_msg("%s: %s", cases[i], r.fine ? r.text : r.err.msg);
        if (r.asked > STEPS)
            fail_msg("%s goes through %u records", cases[i], r.asked);
    }
}

static void json(void **state) {
    struct err err = ERR_INIT;
    struct buf b;
    struct jw w;
    struct cel_value in[3];
    toy_values(TOY_NOW, in);
    buf_init(&b, "json", 100);
    jw_init(&w, &b);
    assert_int_equal(cel_to_json(in[0], &w, &err), 0);
    assert_true(str_is(buf_str(&b), "null"));
    buf_release(&b);
}

/* ---- text ---- */

static void canonical(void **state) {
    static const struct { const char *from, *to; } cases[] = {
        { "events('order').where(e,e.items>2).count()>=3",
          "events(\"order\").where(e, e.items > 2).count() >= 3" },
        { "events('order').where(e, true)", "events(\"order\").where(e, true)" },
        { "events('order').sum(e, (e.items))", "events(\"order\").sum(e, e.items)" },
        { "events('order').avg(e,e.items)", "events(\"order\").avg(e, e.items)" },
        { "events('order').min(e,e.items)", "events(\"order\").min(e, e.items)" },
        { "events('order').max(e,e.items)", "events(\"order\").max(e, e.items)" },
        { "events('order').distinct(e,e.items).size()",
          "events(\"order\").distinct(e, e.items).size()" },
        { "events('order').distinct()", "events(\"order\").distinct()" },
        { "person['plan']", "person.`plan`" },
        { "person[?'plan']", "person.?`plan`" },
        { "person.?plan", "person.?plan" },
        { "has(person.`plan`)", "has(person.`plan`)" },
        { "person['\xE8\xAA\x9E`']=='x'", "person[\"\xE8\xAA\x9E`\"] == \"x\"" },
        { "person[?'\xE8\xAA\x9E`']", "person[?\"\xE8\xAA\x9E`\"]" },
        { "events('order').since(now-duration('1h'))",
          "events(\"order\").since(now - duration(\"1h\"))" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;
        struct buf once, twice;
        struct cel_plan *p = cel_compile(&toy_env, str_of(cases[i].from), NULL, NULL, &err);
        if (!p)
            fail_msg("%s: %s", cases[i].from, err.msg);
        buf_init(&once, "text", 1000);
        buf_init(&twice, "text", 1000);
        cel_plan_text(p, &once);
        if (!str_is(buf_str(&once), cases[i].to))
            fail_msg("%s becomes %.*s", cases[i].from, STR_FMT(buf_str(&once)));
        cel_plan_free(p);
        p = cel_compile(&toy_env, buf_str(&once), NULL, NULL, &err);
        if (!p)
            fail_msg("%.*s is refused: %s", STR_FMT(buf_str(&once)), err.msg);
        cel_plan_text(p, &twice);
        assert_true(str_eq(buf_str(&once), buf_str(&twice)));
        cel_plan_free(p);
        buf_release(&once);
        buf_release(&twice);
    }
}

/* ---- until when ---- */

static void plans_of_now(void **state) {
    static const struct { const char *source; enum cel_now now; const char *part; } cases[] = {
        { "person.plan == 'x'", CEL_NOW_NONE, NULL },
        { "events('order').within(duration('1h')).count() > 1", CEL_NOW_NONE, NULL },
        { "[1].exists(now, now > 1)", CEL_NOW_NONE, NULL }, /* another one of that name */
        { "now < person.next", CEL_NOW_BOUNDED, NULL },
        { "now - duration('1h') < person.next + duration('1h')", CEL_NOW_BOUNDED, NULL },
        { "duration('1h') + (now - person.seen) > duration('2h')", CEL_NOW_BOUNDED, NULL },
        { "person.next - now > duration('1h') ? 1 : 2", CEL_NOW_BOUNDED, NULL },
        { "events('order').where(e, now - e.time < duration('1h')).count() > 1", CEL_NOW_BOUNDED,
          NULL },
        { "events('order').exists(e, e.time + duration('1h') > now)", CEL_NOW_BOUNDED, NULL },
        { "events('order').since(now - duration('1h')).count() > 1", CEL_NOW_BOUNDED, NULL },
        { "events('order').since(now).size() > 1", CEL_NOW_BOUNDED, NULL },
        { "now == person.next || now != person.seen", CEL_NOW_BOUNDED, NULL },
        { "cel.bind(old, now > person.seen, old)", CEL_NOW_BOUNDED, NULL },
        { "1 > 0 && now.getHours() == 3", CEL_NOW_OTHER, "now" },
        { "(now - person.seen).getHours() == 3", CEL_NOW_OTHER, "now - person.seen" },
        { "now", CEL_NOW_OTHER, "now" },
        { "[now]", CEL_NOW_OTHER, "now" },
        { "{'a': now}.a > now", CEL_NOW_OTHER, "now" },
        { "now - person.seen", CEL_NOW_OTHER, "now - person.seen" },
        { "cel.bind(t, now, t > person.seen)", CEL_NOW_OTHER, "now" },
        { "(true ? now : person.seen) > person.seen", CEL_NOW_OTHER, "now" },
        { "now in [person.seen]", CEL_NOW_OTHER, "now" },
        { "string(now) == ''", CEL_NOW_OTHER, "now" },
        { "dyn(now) > person.seen", CEL_NOW_OTHER, "now" },
        { "now - now > duration('1h')", CEL_NOW_OTHER, "now - now" },
        { "now > now", CEL_NOW_OTHER, "now > now" },
        { "events('order').max(e, now - e.time) > duration('1h')", CEL_NOW_OTHER, "now - e.time" },
        { "events('order').map(e, now)[0] > now", CEL_NOW_OTHER, "now" },
        { "events('order').within(now - person.seen).size() > 1", CEL_NOW_OTHER,
          "now - person.seen" },
        { "events('order').since(person.seen + (person.next - now)).size() > 1", CEL_NOW_OTHER,
          "person.seen + (person.next - now)" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ran r = run(cases[i].source);
        if (!r.compiled)
            fail_msg("%s is refused: %s", cases[i].source, r.err.msg);
        if (r.now != cases[i].now)
            fail_msg("%s: %d", cases[i].source, r.now);
        struct str part = str_n(cases[i].source + r.now_at, r.now_n);
        if (cases[i].part && !str_is(part, cases[i].part))
            fail_msg("%s: %.*s", cases[i].source, STR_FMT(part));
    }
}

/* 990 and the like are seconds, TOY_NOW is 1000 of them. */
static void until(void **state) {
    static const struct { const char *source, *text; int64_t until; } cases[] = {
        { "person.plan == 'gold'", "true", NEVER },
        { "now < timestamp(1005)", "true", 1005000 },
        { "now < timestamp(1000)", "false", 1000001 },
        { "now < timestamp(999)", "false", NEVER },
        { "timestamp(1005) > now", "true", 1005000 },
        { "now >= timestamp(1005)", "false", 1005000 },
        { "now <= timestamp(1000)", "true", 1000001 },
        { "now > timestamp(1000)", "false", 1000001 },
        { "now - person.seen < duration('15s')", "true", 1005000 },
        { "duration('15s') >= now - person.seen", "true", 1005000 },
        { "now - person.seen > duration('15s')", "false", 1005000 },
        { "person.next - now > duration('2s')", "true", 1003000 },
        { "person.next - now > duration('5s')", "false", 1000001 },
        { "duration('2s') < person.next - now", "true", 1003000 },
        { "now + duration('1h') > person.next", "true", NEVER },
        { "now - duration('1h') > person.next", "false", 4605000 },
        { "now - duration('1h') > person.next - duration('1h')", "false", 1005000 },
        { "duration('1h') + now > timestamp(4610)", "false", 1010000 },
        { "duration('1m') - (now - person.seen) > duration('10s')", "true", 1040000 },
        { "person.seen + (now - person.seen) < person.next", "true", 1005000 },
        { "now == timestamp(1005)", "false", 1005000 },
        { "now == timestamp(1000)", "true", 1000001 },
        { "now != timestamp(1000)", "false", 1000001 },
        { "now != timestamp(999)", "true", NEVER },
        /* finer than the present */
        { "now < timestamp('1970-01-01T00:16:40.000000001Z')", "true", 1000001 },
        { "now < timestamp('1970-01-01T00:16:39.999999999Z')", "false", NEVER },
        { "now > timestamp('1970-01-01T00:16:40.000999999Z')", "false", 1000001 },
        { "now > timestamp('1970-01-01T00:16:40.001000001Z')", "false", 1000002 },
        { "now - person.seen < duration('10.000000001s')", "true", 1000001 },
        { "person.next - now > duration('4.999999999s')", "true", 1000001 },
        { "now == timestamp('1970-01-01T00:16:45.000000001Z')", "false", 1005001 },
        /* before 1970, and where nanoseconds fill no 64 bits any more */
        { "now > timestamp('1969-12-31T23:59:59.9999Z')", "true", NEVER },
        { "now > timestamp('2300-01-01T00:00:00Z')", "false", 10413792000000 },
        { "now < timestamp('9999-12-31T23:59:59Z')", "true", 253402300799000 },
        { "now > timestamp('0001-01-01T00:00:00Z')", "true", NEVER },
        /* what was left out does not count */
        { "now < timestamp(999) && now < timestamp(1005)", "false", NEVER },
        { "now < timestamp(1009) && now < timestamp(1005)", "true", 1005000 },
        { "now < timestamp(1005) || now < timestamp(1001)", "true", 1005000 },
        { "now > timestamp(1005) || now < timestamp(1001)", "true", 1001000 },
        { "person.plan == 'free' && now < timestamp(1005)", "false", NEVER },
        { "true ? now < timestamp(1005) : now < timestamp(1001)", "true", 1005000 },
        { "1 / 0 > 0 || now < timestamp(1005)", "true", 1005000 },
        { "events('never').exists(e, now < timestamp(1005))", "false", NEVER },
        { "!(now < timestamp(1005))", "false", 1005000 },
        { "[now < timestamp(1005), now < timestamp(1003)]", "[true, true]", 1003000 },
        /* what the host tells: 990 and 970 are in, they leave 50 later */
        { "events('order').within(duration('50s')).count()", "3", 1020000 },
        { "events('order').within(duration('50s')).count() >= 1", "true", 1040000 },
        { "events('order').since(now - duration('50s')).count()", "3", 1020000 + 1 },
        { "events('order').since(timestamp(950)).count()", "3", NEVER },
        { "events('order').where(e, now - e.time < duration('50s')).count()", "3", 1020000 },
        { "events('order').exists(e, now - e.time < duration('50s'))", "true", 1040000 },
        { "events('order').within(duration('50s')).size() + events('visit')"
          ".within(duration('20s')).size()",
          "4", 1015000 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ran r = run(cases[i].source);
        if (!r.fine || strcmp(r.text, cases[i].text) != 0)
            fail_msg("%s: %s", cases[i].source, r.fine ? r.text : r.err.msg);
        if (r.until_ms != cases[i].until)
            fail_msg("%s: until %lld, not %lld", cases[i].source, (long long)r.until_ms,
                     (long long)cases[i].until);
    }
}

static void until_of_errors(void **state) {
    struct ran r = run("now < timestamp(1005) && person.note == 'x'");
    assert_false(r.fine);
    assert_int_equal(r.until_ms, 1005000);
}

static void until_before_1970(void **state) {
    struct ran r = run_in(&toy_env, "now < timestamp('1969-12-31T23:59:59.9965Z')", -5);
    assert_int_equal(r.until_ms, -3);
    r = run_in(&toy_env, "now == timestamp('1969-12-31T23:59:59.997Z')", -3);
    assert_string_equal(r.text, "true");
    assert_int_equal(r.until_ms, -2);
    r = run_in(&toy_env, "now > timestamp('1969-12-31T23:59:59.9965Z')", -3);
    assert_string_equal(r.text, "true");
    assert_int_equal(r.until_ms, NEVER);
}

/* ---- by brute force ---- */

static uint64_t seed = 20261129;

static uint32_t upto(uint32_t n) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % n;
}

#define SPAN_MS 40 /* looked at, from TOY_NOW on */

/* A little before the span to a little behind it; often in whole milliseconds, sometimes not. */
static long long nanos_near(void) {
    long long n = ((long long)upto(SPAN_MS + 10) - 5) * 1000000;
    return upto(2) ? n : n + upto(3) - 1 + (upto(2) ? 0 : (long long)upto(1000000));
}

static void put_seconds(struct buf *b, long long nanos) {
    buf_printf(b, "duration('%s%lld.%09llds')", nanos < 0 ? "-" : "", llabs(nanos / 1000000000),
               llabs(nanos % 1000000000));
}

static void put_comparison(struct buf *b) {
    static const char *const ops[] = { "<", "<=", ">", ">=", "==", "!=" };
    const char *op = ops[upto(6)];
    const long long d = nanos_near();
    switch (upto(9)) {
    case 0:
        buf_printf(b, "now %s timestamp(1000) + ", op);
        put_seconds(b, d);
        break;
    case 1:
        buf_puts(b, "timestamp(1000) + ");
        put_seconds(b, d);
        buf_printf(b, " %s now", op);
        break;
    case 2:
        buf_printf(b, "now - person.seen %s ", op);
        put_seconds(b, 10000000000 + d);
        break;
    case 3:
        put_seconds(b, 5000000000 - d);
        buf_printf(b, " %s person.next - now", op);
        break;
    case 4:
        buf_puts(b, "now - ");
        put_seconds(b, d);
        buf_printf(b, " %s timestamp(1000)", op);
        break;
    case 5:
        buf_puts(b, "events('order').within(");
        put_seconds(b, 30000000000 + d);
        buf_printf(b, ").count() %s %u", op, upto(5));
        break;
    case 6:
        buf_puts(b, "events('order').since(now - ");
        put_seconds(b, 10000000000 + d);
        buf_printf(b, ").where(e, e.items %s %u).count() %s %u", op, upto(5), op, upto(4));
        break;
    case 7:
        buf_printf(b, "events('order').%s(e, now - e.time %s ", upto(2) ? "exists" : "all", op);
        put_seconds(b, 10000000000 + d);
        buf_puts(b, ")");
        break;
    default: /* an error */
        buf_printf(b, "person.note %s 'x'", op);
    }
}

static void put_condition(struct buf *b, unsigned depth) {
    static const char *const joins[] = { " && ", " || ", " ? ", " == " };
    const char *join = joins[upto(4)];
    buf_puts(b, upto(4) ? "(" : "!(");
    if (depth == 0 || upto(3) == 0) {
        put_comparison(b);
    } else {
        put_condition(b, depth - 1);
        buf_puts(b, join);
        put_condition(b, depth - 1);
        if (join[1] == '?') {
            buf_puts(b, " : ");
            put_condition(b, depth - 1);
        }
    }
    buf_putc(b, ')');
}

/* Whatever is made of the present: no answer changes before it was said to; errors are answers. */
static void holds_as_long_as_said(void **state) {
    struct buf b;
    uint32_t changes = 0;
    buf_init(&b, "source", CEL_SOURCE_MAX);
    for (int i = 0; i < 1500; i++) {
        struct ran at[SPAN_MS];
        const char *answer[SPAN_MS];
        buf_reset(&b);
        put_condition(&b, 3);
        buf_putc(&b, '\0');
        for (int64_t t = 0; t < SPAN_MS; t++) {
            at[t] = run_in(&toy_env, b.data, TOY_NOW + t);
            if (!at[t].compiled || at[t].now == CEL_NOW_OTHER)
                fail_msg("%s: %s", b.data, at[t].err.msg);
            answer[t] = at[t].fine ? at[t].text : at[t].err.msg;
            assert_true(at[t].until_ms > TOY_NOW + t);
        }
        for (int64_t t = 0; t < SPAN_MS; t++) {
            for (int64_t u = t + 1; u < SPAN_MS && TOY_NOW + u < at[t].until_ms; u++)
                if (strcmp(answer[t], answer[u]) != 0)
                    fail_msg("%s is %s at %d until %lld, and %s at %d", b.data, answer[t],
                             (int)(TOY_NOW + t), (long long)at[t].until_ms, answer[u],
                             (int)(TOY_NOW + u));
            changes += t > 0 && strcmp(answer[t], answer[t - 1]) != 0;
        }
    }
    assert_true(changes > 300);
    buf_release(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields),          cmocka_unit_test(refused),
        cmocka_unit_test(without_host),    cmocka_unit_test(told_once),
        cmocka_unit_test(sequences),       cmocka_unit_test(as_lists),
        cmocka_unit_test(mixed_sorts),     cmocka_unit_test(unchecked),
        cmocka_unit_test(made_of_many),    cmocka_unit_test(counts),
        cmocka_unit_test(broken),          cmocka_unit_test(places_of_faults),
        cmocka_unit_test(costs),           cmocka_unit_test(json),
        cmocka_unit_test(canonical),       cmocka_unit_test(plans_of_now),
        cmocka_unit_test(until),           cmocka_unit_test(until_of_errors),
        cmocka_unit_test(until_before_1970), cmocka_unit_test(holds_as_long_as_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
