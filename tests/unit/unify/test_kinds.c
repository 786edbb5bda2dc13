/* test_kinds.c - kinds of identifiers that the rules declare: what may be declared, where they are
 * read, how they are normalised, and that they are what they were whatever the rules say later. */
#include "fault/house.h"
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- declaring ---- */

static struct identity_rules *rules_of(const char *body, struct err *err) {
    struct json_parser *p = json_parser_new();
    struct identity_rules *r = NULL;
    struct json v;
    assert_int_equal(json_parse(p, body, strlen(body), &v, err), 0);
    if (ident_rules_make(v, &r, err) < 0)
        r = NULL;
    json_parser_free(p);
    return r;
}

static void what_may_be_declared(void **state) {
    static const struct { const char *kinds, *where, *msg; } rows[] = {
        { "\"card\":{\"from\":[]}", NULL, NULL },
        { "\"c\":{\"from\":[\"externalIds.a.b\",\"traits.a.b.c\",\"context.x\",\"properties.y\"],"
          "\"device\":true,\"title\":\"カード\",\"limit\":3,\"blocked\":[\"x\"]}", NULL, NULL },
        { "\"p\":{\"from\":[],\"normalise\":[\"trim\",\"nfkc\",\"e164\"],\"region\":\"JP\"}", NULL,
          NULL },
        { "\"emial\":{\"limit\":3}", "/kinds/emial", "unknown identifier kind \"emial\"" },
        { "\"email\":{\"from\":[\"traits.mail\"]}", "/kinds/email/from",
          "a built-in kind has no \"from\"" },
        { "\"email\":{\"normalise\":[\"lower\"]}", "/kinds/email/normalise",
          "a built-in kind has no \"normalise\"" },
        { "\"Card\":{\"from\":[]}", "/kinds/Card",
          "a kind's key is 1 to 40 characters a-z, 0-9, '_'" },
        { "\"9a\":{\"from\":[]}", "/kinds/9a", "a kind's key is 1 to 40 characters a-z, 0-9, '_'" },
        { "\"\":{\"from\":[]}", "/kinds/", "a kind's key is 1 to 40 characters a-z, 0-9, '_'" },
        { "\"a12345678901234567890123456789012345678901\":{\"from\":[]}",
          "/kinds/a12345678901234567890123456789012345678901",
          "a kind's key is 1 to 40 characters a-z, 0-9, '_'" },
        { "\"card\":{\"from\":[]},\"card\":{\"from\":[]}", "/kinds/card",
          "the kind stands twice" },
        { "\"card\":{\"from\":[\"traits.a\",\"userId\"]}", "/kinds/card/from/1",
          "unknown place \"userId\"" },
        { "\"card\":{\"from\":[\"traits.\"]}", "/kinds/card/from/0",
          "a path has 1 to 8 names between dots" },
        { "\"card\":{\"from\":[\"traits.a..b\"]}", "/kinds/card/from/0",
          "a path has 1 to 8 names between dots" },
        { "\"card\":{\"from\":[\"traits.1.2.3.4.5.6.7.8.9\"]}", "/kinds/card/from/0",
          "a path has 1 to 8 names between dots" },
        { "\"card\":{\"from\":[],\"normalise\":[\"e164\",\"digits\"]}", "/kinds/card/normalise",
          "e164 goes with trim and nfkc only" },
        { "\"card\":{\"from\":[],\"region\":\"JP\"}", "/kinds/card/region",
          "a region goes with e164" },
        { "\"card\":{\"from\":[],\"blocked_patterns\":[\"ok\",\"(\"]}",
          "/kinds/card/blocked_patterns/1", NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char body[600];
        struct err err = ERR_INIT;
        snprintf(body, sizeof body, "{\"kinds\":{%s}}", rows[i].kinds);
        struct identity_rules *r = rules_of(body, &err);
        if (!rows[i].where != (r != NULL) || (rows[i].where && strcmp(err.where, rows[i].where)) ||
            (rows[i].msg && strcmp(err.msg, rows[i].msg)))
            fail_msg("%s\n  gave %s: %s", rows[i].kinds, r ? "rules" : err.where, err.msg);
        ident_rules_free(r);
    }
}

static void no_more_than_there_is_room_for(void **state) {
    struct house h;
    struct err err = ERR_INIT;
    char body[4096];
    (void)state;
    house_make(&h, house_kind());
    house_open(&h);
    for (unsigned n = 0; n <= IDENT_OWN_MAX; n++) { /* one by one, the others dropped */
        snprintf(body, sizeof body, "{\"kinds\":{\"k%u\":{\"from\":[]}}}", n);
        int rc = house_rules(&h, body, &err);
        assert_int_equal(rc, n < IDENT_OWN_MAX ? 0 : -1);
    }
    assert_string_equal(err.msg, "a workspace has at most 32 kinds of its own, ever");
    assert_int_equal(h.unify->root->kinds.n, IDENT_OWN_MAX);
    assert_int_equal(ident_kind_of(h.unify, STR("k31")), IDENT_NUMBERS - 1);
    assert_int_equal(ident_kind_of(h.unify, STR("k32")), 0);
    OK(house_rules(&h, "{\"kinds\":{\"k7\":{\"from\":[\"traits.k7\"]}}}", &err)); /* again */
    assert_int_equal(ident_kind_of(h.unify, STR("k7")), IDENT_OWN_FIRST + 7);
    size_t n = (size_t)snprintf(body, sizeof body, "{\"kinds\":{\"z\":{\"from\":[]}");
    for (unsigned i = 0; i < IDENT_OWN_MAX; i++)
        n += (size_t)snprintf(body + n, sizeof body - n, ",\"z%u\":{\"from\":[]}", i);
    snprintf(body + n, sizeof body - n, "}}");
    err = ERR_INIT;
    assert_null(rules_of(body, &err));
    assert_string_equal(err.msg, "more than 32 kinds of your own");
    house_remove(&h);
}

/* ---- normalising ---- */

static void values_are_normalised(void **state) {
    static const struct { uint8_t steps; const char *region, *from, *in, *out; } rows[] = {
        { 0, "", "", " Ａ ", " Ａ " },
        { 0, "", "", "  ", NULL },
        { 0, "", "", "", NULL },
        { 0, "", "", "a\xff", NULL },
        { STEP_TRIM, "", "", "\xe3\x80\x80Ａ ", "Ａ" },
        { STEP_TRIM | STEP_NFKC, "", "", " Ａｂ-１ ", "Ab-1" },
        { STEP_NFKC | STEP_LOWER, "", "", "ＡＢ", "ab" },
        { STEP_NFKC | STEP_DIGITS, "", "", "会員番号：００１２－３４５", "0012345" },
        { STEP_NFKC | STEP_DIGITS, "", "", "none", NULL },
        { STEP_NFKC | STEP_DIGITS | STEP_ZEROS, "", "", "No. 00 12", "12" },
        { STEP_NFKC | STEP_DIGITS | STEP_ZEROS, "", "", "0000", "0" },
        { STEP_ZEROS, "", "", "00a", "a" },
        { STEP_ZEROS, "", "", " 00a", " 00a" },
        { STEP_TRIM | STEP_ZEROS, "", "", " 0 0 a", "a" },
        { STEP_TRIM | STEP_NFKC | STEP_E164, "JP", "", "０９０-1234-5678", "+819012345678" },
        { STEP_TRIM | STEP_E164, "JP", "US", "090-1234-5678", "+819012345678" },
        { STEP_TRIM | STEP_E164, "", "JP", "090-1234-5678", "+819012345678" },
        { STEP_TRIM | STEP_E164, "", "", "090-1234-5678", NULL },
    };
    struct ident_plan seed = { .n_known = 1, .known = { { .key = "card" } } };
    struct err err = ERR_INIT;
    struct identity_rules *rules = rules_of("{}", &err);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a;
        struct str got = STR(""), again;
        arena_init(&a, "case", 65536);
        seed.known[0].steps = rows[i].steps;
        memcpy(seed.known[0].region, rows[i].region, strlen(rows[i].region) + 1);
        struct ident_plan *p = ident_plan_with(&seed, rules);
        int rc = ident_plan_normalise(p, IDENT_OWN_FIRST, str_of(rows[i].in), rows[i].from, &a,
                                      &got, &err);
        if (rows[i].out ? rc < 0 || !str_is(got, rows[i].out) : rc == 0)
            fail_msg("%u: \"%s\" gives \"%.*s\" (%d), not \"%s\"", rows[i].steps, rows[i].in,
                     STR_FMT(got), rc, rows[i].out ? rows[i].out : "nothing");
        if (rc == 0) {
            OK(ident_plan_normalise(p, IDENT_OWN_FIRST, got, "", &a, &again, &err));
            assert_true(str_eq(got, again));
        }
        ident_plan_free(p);
        arena_release(&a);
    }
    ident_rules_free(rules);
}

/* ---- reading ---- */

static void found(struct house *h, struct json_parser *p, enum event_type type, const char *message,
                  const char *want) {
    struct err err = ERR_INIT;
    struct json m;
    struct arena a;
    struct event ev = { .type = (uint8_t)type };
    arena_init(&a, "test", 1u << 20);
    OK(json_parse(p, message, strlen(message), &m, &err));
    struct collect_hooks hooks = unify_hooks(h->unify);
    hooks.identify(hooks.room, m, &ev, &a);
    char *text = arena_printf(&a, "%s", "");
    for (unsigned i = 0; i < ev.n_idents; i++) {
        assert_int_equal(ev.idents[i].hash,
                         ident_hash(h->unify, ev.idents[i].kind, ev.idents[i].value));
        text = arena_printf(&a, "%s%s%s=%.*s", text, i ? " " : "",
                            ident_kind(h->unify, ev.idents[i].kind)->key,
                            STR_FMT(ev.idents[i].value));
    }
    if (strcmp(text, want) != 0)
        fail_msg("%s\n  gave \"%s\"\n  want \"%s\"", message, text, want);
    arena_release(&a);
}

static void where_they_are_read(void **state) {
    static const char rules[] =
        "{\"kinds\":{"
        "\"card\":{\"from\":[\"externalIds.card\",\"traits.loyalty.cards\",\"properties.card\"],"
        "\"normalise\":[\"digits\"],\"priority\":1,\"blocked\":[\"99\"]},"
        "\"till\":{\"device\":true,\"from\":[\"context.till.id\"]},"
        "\"both\":{\"from\":[\"externalIds.old\"],\"keep_external_id\":true,\"priority\":90},"
        "\"off\":{\"from\":[]}}}";
    static const struct { const char *message, *want; enum event_type type; } rows[] = {
        { "{\"userId\":\"u\",\"properties\":{\"card\":\"No. 12\"}}", "user_id=u card=12",
          EVENT_TRACK },
        { "{\"userId\":\"u\",\"properties\":{\"card\":12}}", "user_id=u card=12", EVENT_TRACK },
        { "{\"userId\":\"u\",\"properties\":{\"card\":{\"x\":1}}}", "user_id=u", EVENT_TRACK },
        { "{\"userId\":\"u\",\"properties\":{\"card\":true}}", "user_id=u", EVENT_TRACK },
        { "{\"userId\":\"u\",\"properties\":[\"card\"]}", "user_id=u", EVENT_TRACK },
        { "{\"userId\":\"u\",\"properties\":{\"card\":\"none\"}}", "user_id=u", EVENT_TRACK },
        { "{\"userId\":\"u\",\"properties\":{\"card\":\"９９\"}}", "user_id=u", EVENT_TRACK },
        { "{\"userId\":\"u\",\"properties\":{\"card\":\"0-0\"}}", "user_id=u",
          EVENT_TRACK }, /* a list of its own replaces the built-in words, not the pattern */
        { "{\"traits\":{\"loyalty\":{\"cards\":[\"1\",2,\"1\",null,{}]}}}", "card=1 card=2",
          EVENT_IDENTIFY },
        { "{\"traits\":{\"loyalty\":{\"cards\":\"1\"}}}", "", EVENT_GROUP }, /* the group's */
        { "{\"context\":{\"traits\":{\"loyalty\":{\"cards\":\"1\"}}}}", "card=1", EVENT_GROUP },
        { "{\"traits\":{\"loyalty\":\"1\"}}", "", EVENT_IDENTIFY },
        { "{\"context\":{\"till\":{\"id\":\" T1 \"}}}", "till=T1", EVENT_TRACK },
        { "{\"anonymousId\":\"a\",\"context\":{\"externalIds\":[{\"type\":\"card\",\"id\":\"7\"},"
          "{\"type\":\"old\",\"id\":\"8\"},{\"type\":\"off\",\"id\":\"9\"},"
          "{\"type\":\"card\",\"id\":\"x1\",\"encoding\":\"sha256\"}]}}",
          "card=7 external_id=old:8 external_id=off:9 external_id=card:x1 anonymous_id=a both=8",
          EVENT_TRACK },
    };
    struct house h;
    struct json_parser *p = json_parser_new();
    struct err err = ERR_INIT;
    (void)state;
    house_make(&h, house_kind());
    house_open(&h);
    found(&h, p, EVENT_TRACK, "{\"userId\":\"u\",\"properties\":{\"card\":1}}", "user_id=u");
    OK(house_rules(&h, rules, &err));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        found(&h, p, rows[i].type, rows[i].message, rows[i].want);
    OK(house_rules(&h, "{}", &err)); /* dropped: known, and no longer read */
    found(&h, p, EVENT_TRACK, "{\"userId\":\"u\",\"properties\":{\"card\":1}}", "user_id=u");
    assert_int_equal(ident_kind_of(h.unify, STR("card")), IDENT_OWN_FIRST);
    json_parser_free(p);
    house_remove(&h);
}

/* ---- what is known stays what it is ---- */

static void what_never_changes(void **state) {
    static const struct { const char *kind, *where, *msg; } rows[] = {
        { "{\"from\":[],\"normalise\":[\"digits\"]}", NULL, NULL },
        { "{\"from\":[\"traits.x\"],\"normalise\":[\"nfkc\",\"digits\"],\"limit\":9}", NULL, NULL },
        { "{\"from\":[]}", "/kinds/card/normalise",
          "\"card\" is normalised by nfkc, digits for ever" },
        { "{\"from\":[],\"normalise\":[\"digits\"],\"device\":true}", "/kinds/card/device",
          "\"card\" is a kind of account for ever" },
    };
    struct house h;
    (void)state;
    house_make(&h, house_kind());
    h.rules = "{\"kinds\":{\"card\":{\"from\":[\"traits.card\"],\"normalise\":[\"digits\"]},"
              "\"tel\":{\"from\":[],\"normalise\":[\"e164\"],\"region\":\"JP\"}}}";
    house_open(&h);
    for (int pass = 0; pass < 2; pass++) {
        struct err err = ERR_INIT;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            char body[300];
            err = ERR_INIT;
            snprintf(body, sizeof body, "{\"kinds\":{\"card\":%s}}", rows[i].kind);
            int rc = house_rules(&h, body, &err);
            if (rc != (rows[i].where ? -1 : 0) ||
                (rc && (strcmp(err.where, rows[i].where) || strcmp(err.msg, rows[i].msg))))
                fail_msg("%s gave %s: %s", rows[i].kind, err.where, err.msg);
        }
        int rc = house_rules(&h, "{\"kinds\":{\"tel\":{\"from\":[],\"normalise\":[\"e164\"],"
                                 "\"region\":\"US\"}}}", &err);
        assert_int_equal(rc, -1);
        assert_string_equal(err.msg, "the region of \"tel\" is JP for ever");
        house_close(&h); /* and after a restart that knows of no rules */
        h.rules = NULL;
        house_open(&h);
        assert_int_equal(ident_kind_of(h.unify, STR("tel")), IDENT_OWN_FIRST + 1);
    }
    house_remove(&h);
}

static void person_has(struct house *h, unsigned kind, const char *value, const char *want) {
    struct buf b = { 0 };
    house_person(h, kind, value, &b);
    buf_putc(&b, 0);
    if (want ? !strstr(b.data, want) : b.len > 1)
        fail_msg("%s has %s, should have %s", value, b.data, want ? want : "nothing");
    buf_release(&b);
}

/* They tie, up to their limit, in every state that is read of the log; and when nobody declares
 * them any more. */
static void they_tie(void **state) {
    struct house h, rebuilt;
    struct err err = ERR_INIT;
    unsigned card = IDENT_OWN_FIRST, till = IDENT_OWN_FIRST + 1;
    (void)state;
    house_make(&h, house_kind());
    h.rules = "{\"kinds\":{\"card\":{\"from\":[\"traits.card\"],\"normalise\":[\"digits\"],"
              "\"limit\":1},\"till\":{\"device\":true,\"from\":[\"context.till\"]}}}";
    house_open(&h);
    OK(house_send(&h, "{\"batch\":["
                      "{\"type\":\"identify\",\"anonymousId\":\"a\",\"traits\":{\"card\":\"1-1\"}},"
                      "{\"type\":\"identify\",\"anonymousId\":\"b\",\"traits\":{\"card\":\"１１\"}},"
                      "{\"type\":\"identify\",\"userId\":\"u\",\"traits\":{\"card\":\"11\"}},"
                      "{\"type\":\"identify\",\"userId\":\"u\",\"traits\":{\"card\":\"22\"}},"
                      "{\"type\":\"page\",\"context\":{\"till\":\"T1\"},\"anonymousId\":\"a\"},"
                      "{\"type\":\"page\",\"context\":{\"till\":\"T1\"},\"userId\":\"v\"},"
                      "{\"type\":\"identify\",\"traits\":{\"card\":\"33\"},\"userId\":\"null\"}]}",
                  0, NULL, &err));
    for (int pass = 0; pass < 4; pass++) {
        person_has(&h, card, "No. 11", "\"value\":\"u\"");
        person_has(&h, IDENT_ANONYMOUS_ID, "b", "\"kind\":\"card\",\"value\":\"11\"");
        person_has(&h, card, "22", NULL); /* one too many: nobody's */
        person_has(&h, card, "33", "\"events\":1,");
        person_has(&h, till, "T1", "\"kind\":\"till\",\"value\":\"T1\"");
        person_has(&h, IDENT_USER_ID, "v", "\"events\":1,"); /* a till ties nobody */
        if (pass == 3)
            break;
        if (pass == 1) {
            house_open_rebuilt(&h, &rebuilt);
            struct buf one = { 0 }, two = { 0 };
            house_dump(&h, &one);
            house_dump(&rebuilt, &two);
            house_same(&one, &two, "kept and rebuilt");
            buf_putc(&one, 0);
            assert_non_null(strstr(one.data, "identifier kind 32 card device=0 steps=10 region="));
            house_close(&rebuilt);
            buf_release(&one);
            buf_release(&two);
        }
        house_close(&h);
        h.rules = NULL; /* dropped */
        h.ignore_snapshot = pass == 2;
        house_open(&h);
    }
    house_remove(&h);
}

/* The list of the erased means the same in a log in which a kind has another number. */
static void a_hash_goes_by_the_key(void **state) {
    static const char *const orders[2] = { "\"card\":{\"from\":[]},\"shop\":{\"from\":[]}",
                                           "\"shop\":{\"from\":[]},\"card\":{\"from\":[]}" };
    uint64_t hash[2][2];
    struct hash_key same = { 1, 2 };
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct house h;
        struct err err = ERR_INIT;
        char body[100];
        house_make(&h, house_kind());
        house_open(&h);
        snprintf(body, sizeof body, "{\"kinds\":{%s}}", orders[i]);
        OK(house_rules(&h, body, &err));
        unsigned card = ident_kind_of(h.unify, STR("card")),
                 shop = ident_kind_of(h.unify, STR("shop"));
        assert_int_equal(card, IDENT_OWN_FIRST + (unsigned)i);
        hash[i][0] = ident_plan_hash(ident_plan(h.unify), same, card, STR("x"));
        hash[i][1] = ident_plan_hash(ident_plan(h.unify), same, shop, STR("x"));
        house_remove(&h);
    }
    assert_int_equal(hash[0][0], hash[1][0]);
    assert_int_equal(hash[0][1], hash[1][1]);
    assert_int_not_equal(hash[0][0], hash[0][1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_may_be_declared),
        cmocka_unit_test(no_more_than_there_is_room_for),
        cmocka_unit_test(values_are_normalised),
        cmocka_unit_test(where_they_are_read),
        cmocka_unit_test(what_never_changes),
        cmocka_unit_test(they_tie),
        cmocka_unit_test(a_hash_goes_by_the_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
