/* test_constant.c - an identifier that is sent for everybody makes no giant person. */
#include "fault/house.h"
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

static void send_n(struct house *h, int from, int n, const char *more) {
    struct buf b;
    struct collect_result r;
    struct err err;
    buf_init(&b, "batch", 1u << 20);
    buf_puts(&b, "{\"batch\":[");
    for (int i = from; i < from + n; i++)
        buf_printf(&b, "%s{\"type\":\"identify\",\"anonymousId\":\"d%d\",\"traits\":{%s}}",
                   i > from ? "," : "", i, more);
    buf_puts(&b, "]}");
    buf_putc(&b, 0);
    OK(house_send(h, (char *)b.data, 0, &r, &err));
    assert_int_equal(r.accepted, n);
    buf_release(&b);
}

struct asking { struct command cmd; struct house *h; uint32_t constants, largest, released; };

/* Also: judging everything afresh changes nothing. */
static int look(struct core *c, struct command *cmd, struct err *err) {
    struct asking *a = (struct asking *)cmd;
    struct unify *u = a->h->unify;
    uint64_t seq = core_seq(c);
    a->constants = u->root->constants.n;
    a->largest = 0;
    for (uint32_t i = 0; i < u->root->atoms.n; i++) {
        uint32_t n = unify_person_atoms(u, i);
        a->largest = n > a->largest ? n : a->largest;
        if (partition_again(u, &i, 1, err) < 0)
            return -1;
    }
    if (core_seq(c) != seq)
        return err_set(err, E_INTERNAL, "judging afresh changed something");
    return 0;
}

/* As new rules have it done. */
static int judge_again(struct core *c, struct command *cmd, struct err *err) {
    struct unify *u = ((struct asking *)cmd)->h->unify;
    (void)c;
    for (uint32_t i = 0; i < u->root->atoms.n; i++)
        if (partition_again(u, &i, 1, err) < 0)
            return -1;
    return 0;
}

static int size_of_first(struct core *c, struct command *cmd, struct err *err) {
    struct asking *a = (struct asking *)cmd;
    (void)c;
    (void)err;
    a->constants = a->h->unify->root->constants.n;
    a->largest = unify_person_atoms(a->h->unify, 0);
    return 0;
}

static int release(struct core *c, struct command *cmd, struct err *err) {
    (void)c;
    return unify_constant_release(((struct asking *)cmd)->h->unify, 0, err);
}

static struct asking ask(struct house *h) {
    struct asking a = { .cmd = { .name = "test", .run = look }, .h = h };
    struct err err;
    OK(core_call(h->core, &a.cmd, &err));
    return a;
}

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

static void it_is_noticed_and_released(void **state) {
    struct house h;
    struct buf b = { 0 };
    struct err err = ERR_INIT;
    (void)state;
    house_make(&h, house_kind());
    house_open(&h);
    send_n(&h, 0, 500, "\"email\":\"info@example.com\",\"phone\":\"+81312345678\"");
    assert_int_equal(ask(&h).constants, 0);
    assert_int_equal(ask(&h).largest, 500);
    send_n(&h, 500, 3, "\"email\":\"info@example.com\"");
    struct asking a = ask(&h); /* the telephone still ties those that brought it */
    assert_int_equal(a.constants, 1);
    assert_int_equal(a.largest, 500);
    send_n(&h, 600, 1, "\"phone\":\"+81312345678\"");
    a = ask(&h); /* one too many of these, too */
    assert_int_equal(a.constants, 2);
    assert_int_equal(a.largest, 1);
    send_n(&h, 700, 50, "\"email\":\"info@example.com\",\"phone\":\"+81312345678\"");
    assert_int_equal(ask(&h).largest, 1);
    house_person(&h, IDENT_EMAIL, "info@example.com", &b);
    assert_int_equal(b.len, 0); /* nobody's */
    rebuilt_is_the_same(&h);

    struct asking r = { .cmd = { .name = "test", .run = release }, .h = &h };
    OK(core_call(h.core, &r.cmd, &err));
    a = ask(&h); /* the evidence from before counts again: 501 when it was noticed */
    assert_int_equal(a.largest, 501);
    send_n(&h, 800, 5, "\"email\":\"info@example.com\"");
    a = ask(&h); /* and it is not noticed again */
    assert_int_equal(a.constants, 2);
    assert_int_equal(a.largest, 506);
    assert_int_equal(core_call(h.core, &r.cmd, &err), -1); /* once */
    rebuilt_is_the_same(&h);
    house_remove(&h);
}

/* Many in a long time are somebody with many devices. */
static void slowly_is_nothing(void **state) {
    struct house h;
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    for (int day = 0; day < 60; day++) {
        send_n(&h, day * 10, 10, "\"email\":\"ann@example.com\"");
        clock_advance_ms(&h.clock, 86400000);
    }
    struct asking a = ask(&h);
    assert_int_equal(a.constants, 0);
    assert_int_equal(a.largest, 600);
    house_remove(&h);
}

struct ruling { struct command cmd; struct house *h; struct identity_rules *rules; };

static int put_rules(struct core *c, struct command *cmd, struct err *err) {
    struct ruling *r = (struct ruling *)cmd;
    (void)c;
    (void)err;
    ident_plan_set(r->h->unify, r->rules);
    return 0;
}

static void rule(struct house *h, const char *text) {
    struct json json;
    struct err err;
    struct ruling r = { .cmd = { .name = "test", .run = put_rules }, .h = h };
    struct json_parser *p = json_parser_new();
    OK(json_parse(p, text, strlen(text), &json, &err));
    OK(ident_rules_make(json, &r.rules, &err));
    json_parser_free(p);
    OK(core_call(h->core, &r.cmd, &err));
}

/* Where nobody looks for constant identifiers, the limit of a person's atoms holds. */
static void the_cap_holds(void **state) {
    static const char rules[] = "{\"constant\":{\"atoms\":0}}";
    struct house h;
    struct buf b = { 0 };
    struct err err;
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    rule(&h, rules);
    for (int i = 0; i < 2010; i += 335)
        send_n(&h, i, 335, "\"email\":\"info@example.com\"");
    struct asking a = { .cmd = { .name = "test", .run = size_of_first }, .h = &h };
    OK(core_call(h.core, &a.cmd, &err));
    assert_int_equal(a.largest, 2000);
    assert_int_equal(a.constants, 0);
    house_person(&h, IDENT_ANONYMOUS_ID, "d2005", &b);
    buf_putc(&b, 0);
    assert_non_null(strstr((char *)b.data, "\"events\":1,"));
    buf_release(&b);
    rebuilt_is_the_same(&h);
    house_remove(&h);
}

static void taken(struct collect_batch *b, void *own, const struct err *err, uint64_t seq) {
    (void)seq;
    *(unsigned *)own = err ? 0 : collect_batch_result(b).accepted;
    collect_batch_free(b);
}

/* Read before the rules that block a value, and written after: it ties nobody. */
static void blocked_on_the_way(void **state) {
    static const char body[] =
        "{\"batch\":[{\"type\":\"identify\",\"anonymousId\":\"d1\",\"userId\":\"ann\","
        "\"traits\":{\"email\":\"shop@example.com\"}},"
        "{\"type\":\"identify\",\"anonymousId\":\"d2\","
        "\"traits\":{\"email\":\"shop@example.com\"}}]}";
    struct house h;
    struct err err = ERR_INIT;
    unsigned accepted = 0;
    (void)state;
    house_make(&h, house_kind());
    h.stepped = true;
    house_open(&h);
    send_n(&h, 0, 1, "\"email\":\"shop@example.com\"");
    struct collect_origin o = { .source = HOUSE_SOURCE, .received_ms = HOUSE_START_MS };
    struct collect_batch *b = collect_batch_new(h.collect);
    OK(collect_batch_parse(b, str_of(body), &err));
    OK(collect_batch_build(b, COLLECT_BATCH, &o, &err));
    rule(&h, "{\"kinds\":{\"email\":{\"blocked\":[\"shop@example.com\"]}}}");
    struct asking again = { .cmd = { .name = "test", .run = judge_again }, .h = &h };
    OK(core_call(h.core, &again.cmd, &err));
    OK(collect_batch_submit(b, taken, &accepted, &err));
    core_turn(h.core);
    assert_int_equal(accepted, 2);
    assert_int_equal(ask(&h).largest, 1);
    house_remove(&h);
}

/* An event that has nothing else still belongs to exactly one atom. */
static void alone_it_is_kept(void **state) {
    struct house h;
    struct collect_result r;
    struct err err;
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    send_n(&h, 0, 501, "\"customer_number\":\"K-1\"");
    assert_int_equal(ask(&h).constants, 1);
    uint32_t before = h.unify->root->atoms.n;
    for (int i = 0; i < 2; i++)
        OK(house_send(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"null\",\"traits\":"
                          "{\"customer_number\":\"K-1\"}}]}", 0, &r, &err));
    assert_int_equal(r.accepted, 1);
    struct asking a = ask(&h);
    assert_int_equal(a.largest, 1);
    assert_int_equal(h.unify->root->atoms.n, before + 1);
    rebuilt_is_the_same(&h);
    house_remove(&h);
}

/* Which of the three devices belong to the person who has this user id?  One bit each. */
static unsigned devices_of(struct house *h, const char *user) {
    struct buf b = { 0 };
    unsigned got = 0;
    house_person(h, IDENT_USER_ID, user, &b);
    buf_putc(&b, 0);
    for (unsigned i = 0; i < 3; i++) {
        char device[16];
        snprintf(device, sizeof device, "\"d%u\"", i);
        got |= strstr((char *)b.data, device) ? 1u << i : 0;
    }
    buf_release(&b);
    return got;
}

/* A couple's address: d2 brings nothing else. */
static void contested_is_neithers(void **state) {
    static const char *const said[] = {
        "{\"type\":\"identify\",\"anonymousId\":\"d0\",\"userId\":\"ann\","
        "\"traits\":{\"email\":\"us@example.com\"}}",
        "{\"type\":\"identify\",\"anonymousId\":\"d2\","
        "\"traits\":{\"email\":\"us@example.com\"}}",
        "{\"type\":\"identify\",\"anonymousId\":\"d1\",\"userId\":\"bob\","
        "\"traits\":{\"email\":\"us@example.com\"}}",
    };
    static const struct { const char *rules; unsigned order[3], constants, ann, bob; } cases[] = {
        { "{}", { 0, 1, 2 }, 0, 5, 2 },
        { "{\"kinds\":{\"email\":{\"contested\":\"first\"}}}", { 0, 1, 2 }, 0, 5, 2 },
        { "{\"kinds\":{\"phone\":{\"contested\":\"nobody\"}}}", { 0, 1, 2 }, 0, 5, 2 },
        { "{\"kinds\":{\"email\":{\"contested\":\"nobody\"}}}", { 0, 1, 2 }, 1, 1, 2 },
        { "{\"kinds\":{\"email\":{\"contested\":\"nobody\"}}}", { 0, 2, 1 }, 1, 1, 2 },
        { "{\"kinds\":{\"email\":{\"contested\":\"nobody\"}}}", { 1, 0, 2 }, 1, 1, 2 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct house h;
        struct collect_result r;
        struct err err = ERR_INIT;
        house_make(&h, house_kind());
        house_open(&h);
        rule(&h, cases[i].rules);
        for (unsigned k = 0; k < 3; k++) {
            char body[512];
            snprintf(body, sizeof body, "{\"batch\":[%s]}", said[cases[i].order[k]]);
            OK(house_send(&h, body, 0, &r, &err));
            assert_int_equal(r.accepted, 1);
        }
        print_message("case %zu\n", i);
        assert_int_equal(ask(&h).constants, cases[i].constants);
        assert_int_equal(devices_of(&h, "ann"), cases[i].ann);
        assert_int_equal(devices_of(&h, "bob"), cases[i].bob);
        rebuilt_is_the_same(&h);
        if (cases[i].constants > 0) { /* somebody knows better: whoever was first has it again */
            struct asking q = { .cmd = { .name = "test", .run = release }, .h = &h };
            OK(core_call(h.core, &q.cmd, &err));
            ask(&h);
            OK(house_send(&h, "{\"batch\":[{\"type\":\"identify\",\"anonymousId\":\"d1\","
                              "\"userId\":\"bob\",\"traits\":{\"email\":\"us@example.com\"}}]}",
                          0, &r, &err));
            assert_int_equal(ask(&h).constants, 1); /* and it is not contested again */
            rebuilt_is_the_same(&h);
        }
        house_remove(&h);
    }
}

struct erasing { struct command cmd; struct house *h; struct unify_named named; };

static int erase(struct core *c, struct command *cmd, struct err *err) {
    struct erasing *e = (struct erasing *)cmd;
    struct id id;
    (void)c;
    (void)err;
    unify_erase(e->h->unify, UNIFY_NONE, &e->named, 1, false, 1, &id);
    return 0;
}

/* Of all who carried it nobody is left: it is not told any more, and cannot be released. */
static void erased_it_is_not_told(void **state) {
    static const char *const users[] = { "ann", "bob" };
    struct house h;
    struct collect_result r;
    struct buf b;
    struct jw w;
    struct err err = ERR_INIT;
    (void)state;
    house_make(&h, house_kind());
    house_open(&h);
    rule(&h, "{\"kinds\":{\"email\":{\"contested\":\"nobody\"}}}");
    OK(house_send(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"ann\",\"traits\":"
                      "{\"email\":\"us@example.com\"}},{\"type\":\"identify\",\"userId\":\"bob\","
                      "\"traits\":{\"email\":\"us@example.com\"}}]}", 0, &r, &err));
    assert_int_equal(ask(&h).constants, 1);
    assert_int_equal(constants_in_force(h.unify), 1);
    for (size_t i = 0; i < 2; i++) {
        struct erasing e = { .cmd = { .name = "test", .run = erase }, .h = &h,
                             .named = { IDENT_USER_ID, str_of(users[i]) } };
        OK(core_call(h.core, &e.cmd, &err));
    }
    struct asking q = { .cmd = { .name = "test", .run = release }, .h = &h };
    assert_int_equal(core_call(h.core, &q.cmd, &err), -1);
    assert_int_equal(err.code, E_NOT_FOUND);
    assert_int_equal(constants_in_force(h.unify), 0);
    buf_init(&b, "json", 4096);
    jw_init(&w, &b);
    assert_int_equal(unify_constants_json(h.unify, 0, 10, &w), UNIFY_NONE);
    assert_int_equal(b.len, 2); /* [] */
    buf_release(&b);
    rebuilt_is_the_same(&h);
    house_remove(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_noticed_and_released),
        cmocka_unit_test(slowly_is_nothing),
        cmocka_unit_test(the_cap_holds),
        cmocka_unit_test(blocked_on_the_way),
        cmocka_unit_test(alone_it_is_kept),
        cmocka_unit_test(contested_is_neithers),
        cmocka_unit_test(erased_it_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
