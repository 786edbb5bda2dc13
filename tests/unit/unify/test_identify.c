/* Identifiers off messages: which are found, and how they are normalised. */
#include "fault/house.h"

#include <stdlib.h>

struct shelf { struct house h; struct json_parser *p; struct arena a; };

static int setup(void **state) {
    struct shelf *s = calloc(1, sizeof *s);
    house_make(&s->h, DB_SQLITE);
    house_open(&s->h);
    s->p = json_parser_new();
    arena_init(&s->a, "test", 1u << 20);
    *state = s;
    return 0;
}

static int teardown(void **state) {
    struct shelf *s = *state;
    house_remove(&s->h);
    json_parser_free(s->p);
    arena_release(&s->a);
    free(s);
    return 0;
}

/* "user_id=u1 email=…", strongest first. */
static const char *found(struct shelf *s, const char *message, enum event_type type) {
    struct err err = ERR_INIT;
    struct json m;
    struct event ev = { .type = (uint8_t)type };
    assert_int_equal(json_parse(s->p, message, strlen(message), &m, &err), 0);
    struct collect_hooks hooks = unify_hooks(s->h.unify);
    hooks.identify(hooks.room, m, &ev, &s->a);
    char *text = arena_printf(&s->a, "%s", "");
    for (unsigned i = 0; i < ev.n_idents; i++)
        text = arena_printf(&s->a, "%s%s%s=%.*s", text, i ? " " : "",
                            ident_kind(s->h.unify, ev.idents[i].kind)->key,
                            STR_FMT(ev.idents[i].value));
    return text;
}

static void finds(void **state) {
    static const struct { const char *message, *want; enum event_type type; } rows[] = {
        { "{\"userId\":\"u1\",\"anonymousId\":\"a1\"}", "user_id=u1 anonymous_id=a1", EVENT_TRACK },
        { "{\"anonymousId\":\" a1 \"}", "anonymous_id=a1", EVENT_TRACK },
        { "{\"userId\":42}", "user_id=42", EVENT_TRACK },
        { "{\"userId\":\"0000\",\"anonymousId\":\"a\"}", "anonymous_id=a", EVENT_TRACK },
        { "{\"userId\":\"NULL\",\"anonymousId\":\"undefined\"}", "", EVENT_TRACK },
        { "{\"userId\":\"-1\"}", "", EVENT_TRACK },
        { "{\"userId\":\"ｕ１\"}", "user_id=u1", EVENT_TRACK },
        { "{\"userId\":\"u\",\"traits\":{\"email\":\" Mika@Example.COM\"}}",
          "user_id=u email=mika@example.com", EVENT_IDENTIFY },
        { "{\"userId\":\"u\",\"traits\":{\"email\":\"nobody\"}}", "user_id=u", EVENT_IDENTIFY },
        { "{\"userId\":\"u\",\"traits\":{\"email\":\"@b\"}}", "user_id=u", EVENT_IDENTIFY },
        { "{\"userId\":\"u\",\"traits\":{\"phone\":\"+81 (3) 1234-5678\"}}",
          "user_id=u phone=+81312345678", EVENT_IDENTIFY },
        { "{\"userId\":\"u\",\"context\":{\"locale\":\"ja-JP\"},"
          "\"traits\":{\"phone\":\"０３－１２３４－５６７８\"}}",
          "user_id=u phone=+81312345678", EVENT_IDENTIFY },
        { "{\"userId\":\"u\",\"traits\":{\"phone\":\"03-1234-5678\"}}", "user_id=u",
          EVENT_IDENTIFY },
        { "{\"userId\":\"u\",\"traits\":{\"email\":\"of@group.example\"}}", "user_id=u",
          EVENT_GROUP },
        { "{\"anonymousId\":\"a\",\"context\":{\"traits\":{\"email\":\"a@b.example\"}}}",
          "email=a@b.example anonymous_id=a", EVENT_TRACK },
        { "{\"anonymousId\":\"a\",\"context\":{\"device\":{\"id\":\"d1\",\"token\":\"t1\","
          "\"advertisingId\":\"00000000-0000-0000-0000-000000000000\"}}}",
          "push_token=t1 device_id=d1 anonymous_id=a", EVENT_TRACK },
        { "{\"anonymousId\":\"a\",\"context\":{\"externalIds\":["
          "{\"id\":\"X@Y.example\",\"type\":\"email\",\"encoding\":\"none\"},"
          "{\"id\":\"77\",\"type\":\"crm\",\"collection\":\"users\"},"
          "{\"id\":\"5e88\",\"type\":\"email\",\"encoding\":\"sha256\"}]}}",
          "email=x@y.example external_id=crm:77 external_id=email:5e88 anonymous_id=a",
          EVENT_TRACK },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got = found(*state, rows[i].message, rows[i].type);
        if (strcmp(got, rows[i].want) != 0)
            fail_msg("%s\n  gave \"%s\"\n  want \"%s\"", rows[i].message, got, rows[i].want);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(finds, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
