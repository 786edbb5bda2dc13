/* test_traits.c - trait rules beside what tests/sim compares: many events of one atom, a stop in
 * the middle of reading the past again, limits, and members of objects.
 */
#include "fault/house.h"
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

static void send_values(struct house *h, const char *user, int from, int n, const char *format) {
    struct buf b;
    struct collect_result r;
    struct err err;
    buf_init(&b, "batch", 1u << 20);
    buf_puts(&b, "{\"batch\":[");
    for (int i = from; i < from + n; i++) {
        char value[200], when[32];
        snprintf(value, sizeof value, format, i);
        clock_format(HOUSE_START_MS - 1000000 + i, when);
        buf_printf(&b, "%s{\"type\":\"identify\",\"userId\":\"%s\",\"timestamp\":\"%s\",\"traits\":"
                       "{\"v\":%s}}", i > from ? "," : "", user, when, value);
    }
    buf_puts(&b, "]}");
    buf_putc(&b, 0);
    OK(house_send(h, (char *)b.data, 0, &r, &err));
    assert_int_equal(r.accepted, n);
    buf_release(&b);
}

static void want_rule(struct house *h, uint32_t version, enum trait_how how, unsigned flags) {
    struct trait_plan *p = calloc(1, sizeof *p);
    assert_non_null(p);
    arena_init(&p->arena, "trait rules", 65536);
    p->n = 1;
    p->item[0].name = STR("v");
    p->item[0].rule.how = (uint8_t)how;
    p->item[0].rule.flags = (uint8_t)flags;
    trait_plan_set(h->unify, p, version);
    trait_fill_start(h->unify->trait_fill);
}

struct looking {
    struct command cmd;
    struct house *h;
    uint32_t version, fill_end, fill_atom, fill_row, kept;
    char value[70000];
};

static int look(struct core *c, struct command *cmd, struct err *err) {
    struct looking *l = (struct looking *)cmd;
    struct unify *u = l->h->unify;
    struct arena a;
    uint32_t n;
    (void)c;
    (void)err;
    l->version = u->root->trait_version;
    l->fill_end = u->root->fill_end;
    l->fill_atom = u->root->fill_atom;
    l->fill_row = u->root->fill_row;
    l->kept = atom_at(u, 0)->n_traits;
    arena_init(&a, "traits", 1u << 24);
    const struct trait_won *w = trait_fold(u, 0, &a, &n);
    assert_int_equal(n, 1);
    snprintf(l->value, sizeof l->value, "%.*s", STR_FMT(w[0].json));
    arena_release(&a);
    return 0;
}

static struct looking *ask(struct house *h) {
    static struct looking l;
    struct err err;
    l.cmd = (struct command){ .name = "test", .reads = true, .run = look };
    l.h = h;
    OK(core_call(h->core, &l.cmd, &err));
    return &l;
}

static bool filled(struct house *h, uint32_t version) {
    const struct looking *l = ask(h);
    return l->version == version && l->fill_end == 0;
}

static void is(struct house *h, const char *value) { assert_string_equal(ask(h)->value, value); }

static void rebuilt_is_the_same(struct house *h) {
    struct house again;
    struct buf a, b;
    buf_init(&a, "dump", 1u << 26);
    buf_init(&b, "dump", 1u << 26);
    house_dump(h, &a);
    house_open_rebuilt(h, &again);
    house_dump(&again, &b);
    house_same(&a, &b, "kept and rebuilt");
    house_close(&again);
    buf_release(&a);
    buf_release(&b);
}

/* More events of one atom than a turn reads; stopped and started on the way, also without the
 * snapshot; each event is counted once. */
static void the_past_in_many_turns(void **state) {
    struct house h;
    (void)state;
    house_make(&h, house_kind());
    house_open(&h);
    for (int i = 0; i < 3000; i += 250)
        send_values(&h, "a", i, 250, i < 1750 ? "\"often\"" : "\"lately\"");
    for (int round = 0; round < 20; round++) { /* mostly in the middle */
        if (round % 2 == 0)
            want_rule(&h, 1, TRAIT_MOST_FREQUENT, 0);
        h.ignore_snapshot = round % 3 == 0;
        house_close(&h);
        house_open(&h);
    }
    want_rule(&h, 1, TRAIT_MOST_FREQUENT, 0);
    HOUSE_WAIT(filled(&h, 1));
    is(&h, "\"often\"");
    assert_int_equal(ask(&h)->kept, 2);
    send_values(&h, "a", 4000, 200, "\"lately\"");
    send_values(&h, "a", 4200, 200, "\"lately\"");
    is(&h, "\"often\""); /* 1,750 to 1,650: exactly */
    send_values(&h, "a", 4400, 99, "\"lately\"");
    is(&h, "\"often\"");
    send_values(&h, "a", 4500, 1, "\"lately\""); /* equal: the newest */
    is(&h, "\"lately\"");
    rebuilt_is_the_same(&h);
    house_remove(&h);
}

struct erasing { struct command cmd; struct house *h; bool over, under_way; };

/* The second atom's person goes while its own events are being read; or they were read. */
static int erase_amid(struct core *c, struct command *cmd, struct err *err) {
    struct erasing *x = (struct erasing *)cmd;
    struct unify *u = x->h->unify;
    struct id id;
    (void)c;
    (void)err;
    x->over = u->root->fill_end == 0;
    x->under_way = !x->over && u->root->fill_atom == 1 && u->root->fill_row != NONE;
    if (x->under_way)
        unify_erase(u, 1, NULL, 0, false, 1, &id);
    return 0;
}

static bool erased_amid(struct erasing *x) {
    struct err err;
    x->cmd = (struct command){ .name = "test", .bytes = 4096, .run = erase_amid };
    OK(core_call(x->h->core, &x->cmd, &err));
    return x->under_way || x->over;
}

static void erased_while_read_again(void **state) {
    struct house h;
    uint32_t version = 0;
    (void)state;
    house_make(&h, house_kind());
    house_open(&h);
    send_values(&h, "a", 0, 3, "\"mine\"");
    for (int i = 0; i < 2000; i += 250)
        send_values(&h, "b", i, 250, "\"secret\"");
    struct erasing x = { .h = &h };
    while (!x.under_way) { /* mostly at once */
        assert_true(version < 100);
        version++;
        want_rule(&h, version, version % 2 ? TRAIT_FIRST : TRAIT_MOST_FREQUENT, 0);
        HOUSE_WAIT(ask(&h)->version == version);
        HOUSE_WAIT(erased_amid(&x));
    }
    HOUSE_WAIT(filled(&h, version));
    is(&h, "\"mine\"");
    assert_int_equal(atom_at(h.unify, 1)->n_traits, 0);
    rebuilt_is_the_same(&h);
    house_remove(&h);
}

static void limits_hold(void **state) {
    struct house h;
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    send_values(&h, "a", 0, 1, "\"x\"");
    want_rule(&h, 1, TRAIT_MOST_FREQUENT, 0);
    HOUSE_WAIT(filled(&h, 1));
    send_values(&h, "a", 1, 3, "\"x\"");
    send_values(&h, "a", 10, 200, "%d");
    assert_int_equal(ask(&h)->kept, TRAIT_VALUES_MAX);
    is(&h, "\"x\"");
    want_rule(&h, 2, TRAIT_LAST, TRAIT_MERGE);
    HOUSE_WAIT(filled(&h, 2));
    is(&h, "209");
    send_values(&h, "a", 300, 200, "{\"k%d\":1}");
    assert_int_equal(ask(&h)->kept, TRAIT_LEAVES_MAX);
    assert_true(strstr(ask(&h)->value, "\"k499\":1") != NULL);
    rebuilt_is_the_same(&h);
    house_remove(&h);
}

static void members(void **state) {
    static const struct { const char *values[4], *want; } cases[] = {
        { { "{\"a\":1,\"b\":{\"c\":2}}", "{\"b\":{\"d\":3}}" },
          "{\"a\":1,\"b\":{\"c\":2,\"d\":3}}" },
        { { "{\"a\":{\"b\":1}}", "{\"a\":2}", "{\"a\":{\"c\":3}}" }, "{\"a\":{\"c\":3}}" },
        { { "{\"a\":1}", "[1,{\"x\":\"}]\"}]" }, "[1,{\"x\":\"}]\"}]" },
        { { "{\"a\":1}", "{}" }, "{\"a\":1}" },
        { { "{\"a\":1}", "null", "{}" }, "{}" },
        { { "{\"a\\\"}{:\":\"b\\\\\",\"c\":[]}", "{\"c\":[[{}]]}" },
          "{\"a\\\"}{:\":\"b\\\\\",\"c\":[[{}]]}" },
        { { "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
            "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"b\":1}}}}}}}}}" },
          "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"b\":1}}}}}}}}}" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int backward = 0; backward < 2; backward++) { /* the order of arrival is nothing */
            struct house h;
            int n = 0;
            house_make(&h, DB_SQLITE);
            house_open(&h);
            want_rule(&h, 1, TRAIT_LAST, TRAIT_MERGE);
            while (n < 4 && cases[i].values[n])
                n++;
            for (int k = 0; k < n; k++) {
                int at = backward ? n - 1 - k : k;
                struct buf b = { 0 };
                buf_init(&b, "value", 1000);
                for (const char *p = cases[i].values[at]; *p; p++)
                    buf_putc(&b, *p);
                buf_putc(&b, 0);
                send_values(&h, "a", at, 1, (char *)b.data);
                buf_release(&b);
                if (k == 0)
                    HOUSE_WAIT(filled(&h, 1));
            }
            if (strcmp(ask(&h)->value, cases[i].want) != 0)
                fail_msg("case %zu %s: %s, want %s", i, backward ? "backward" : "forward",
                         ask(&h)->value, cases[i].want);
            house_remove(&h);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_past_in_many_turns),
        cmocka_unit_test(erased_while_read_again),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
