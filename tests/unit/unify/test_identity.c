/* test_identity.c - who is who: the stories of stories.txt, and what a person shows. */
#include "fault/house.h"
#include "stories.h"
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

#define ARRIVAL (HOUSE_START_MS)

static void persons_come_out(void **state) {
    (void)state;
    assert_true(stories_tell("tests/unit/unify/stories.txt") >= 60);
}

/* ---- traits and groups ---- */

static void send_json(struct house *h, const char *json) {
    struct err err;
    struct collect_result r;
    OK(house_send(h, json, ARRIVAL, &r, &err));
    if (r.rejected || r.accepted == 0)
        fail_msg("not taken: %s", json);
}

static void has(struct house *h, unsigned kind, const char *value, const char *text, bool want) {
    struct buf b = { 0 };
    house_person(h, kind, value, &b);
    buf_putc(&b, 0);
    if ((strstr(b.data, text) != NULL) != want)
        fail_msg("%s is %s: %s", text, want ? "missing" : "there", b.data);
    buf_release(&b);
}

#define AT(m) "\"timestamp\":\"2026-09-2" m "\""

static void last_by_time_wins(void **state) {
    struct house h;
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\"," AT("0T10:00:00Z")
                  ",\"traits\":{\"plan\":\"gold\",\"n\":1}}]}");
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\"," AT("0T09:00:00Z")
                  ",\"traits\":{\"plan\":\"free\",\"city\":\"Kobe\"}}]}");
    has(&h, IDENT_USER_ID, "a", "\"plan\":\"gold\"", true); /* the older one came later */
    has(&h, IDENT_USER_ID, "a", "\"city\":\"Kobe\"", true);
    /* at the same time the later entry wins, within one batch, too */
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\"," AT("0T11:00:00Z")
                  ",\"traits\":{\"n\":2}},{\"type\":\"identify\",\"userId\":\"a\","
                  AT("0T11:00:00Z") ",\"traits\":{\"n\":3}}]}");
    has(&h, IDENT_USER_ID, "a", "\"n\":3", true);
    /* null takes a trait away, and an older value does not bring it back */
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\"," AT("0T12:00:00Z")
                  ",\"traits\":{\"city\":null}}]}");
    has(&h, IDENT_USER_ID, "a", "\"city\"", false);
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\"," AT("0T11:30:00Z")
                  ",\"traits\":{\"city\":\"Nara\"}}]}");
    has(&h, IDENT_USER_ID, "a", "\"city\"", false);
    house_remove(&h);
}

static void traits_fold_over_merged_atoms(void **state) {
    struct house h;
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"anonymousId\":\"a\"," AT("0T10:00:00Z")
                  ",\"traits\":{\"plan\":\"gold\",\"seat\":1}},"
                  "{\"type\":\"identify\",\"anonymousId\":\"b\"," AT("0T09:00:00Z")
                  ",\"traits\":{\"plan\":\"free\",\"seat\":2,\"city\":\"Kobe\"}}]}");
    has(&h, IDENT_ANONYMOUS_ID, "b", "\"plan\":\"free\"", true);
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"anonymousId\":\"a\"," AT("0T08:00:00Z")
                  ",\"traits\":{\"customer_number\":\"K1\"}},"
                  "{\"type\":\"identify\",\"anonymousId\":\"b\"," AT("0T08:00:00Z")
                  ",\"traits\":{\"customer_number\":\"K1\",\"seat\":9}}]}");
    for (const char *id = "ab"; *id; id++) { /* both devices show the same person */
        char name[2] = { *id, 0 };
        has(&h, IDENT_ANONYMOUS_ID, name, "\"plan\":\"gold\"", true);
        has(&h, IDENT_ANONYMOUS_ID, name, "\"seat\":1", true);
        has(&h, IDENT_ANONYMOUS_ID, name, "\"city\":\"Kobe\"", true);
        has(&h, IDENT_ANONYMOUS_ID, name, "\"events\":4", true);
    }
    house_remove(&h);
}

static void groups_are_joined(void **state) {
    struct house h;
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    send_json(&h, "{\"batch\":[{\"type\":\"group\",\"userId\":\"a\",\"groupId\":\"acme\","
                  "\"traits\":{\"name\":\"Acme\",\"email\":\"office@acme.example\"}},"
                  "{\"type\":\"group\",\"userId\":\"b\",\"groupId\":\"acme\"},"
                  "{\"type\":\"group\",\"userId\":\"b\",\"groupId\":\"beta\","
                  "\"traits\":{\"name\":\"Beta\"}}]}");
    has(&h, IDENT_USER_ID, "a", "\"groups\":[{\"id\":\"acme\",\"traits\":{\"name\":\"Acme\"", true);
    has(&h, IDENT_USER_ID, "a", "\"beta\"", false);
    has(&h, IDENT_USER_ID, "b", "\"acme\"", true);
    has(&h, IDENT_USER_ID, "b", "\"Beta\"", true);
    has(&h, IDENT_USER_ID, "b", "\"office@acme.example\"", true); /* the group's trait … */
    struct buf p = { 0 };
    house_person(&h, IDENT_EMAIL, "office@acme.example", &p); /* … is nobody's address */
    assert_int_equal(p.len, 0);
    buf_release(&p);
    house_remove(&h);
}

/* The id of the person whose device this is. */
static void id_of(struct house *h, const char *device, char out[40]) {
    struct buf b = { 0 };
    house_person(h, IDENT_ANONYMOUS_ID, device, &b);
    buf_putc(&b, 0);
    const char *id = strstr(b.data, "\"id\":\"");
    assert_non_null(id);
    snprintf(out, 40, "%.36s", id + 6);
    buf_release(&b);
}

static void the_first_id_answers_for_ever(void **state) {
    struct house h;
    char first[40], second[40], both[40];
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    send_json(&h, "{\"batch\":[{\"type\":\"track\",\"event\":\"x\",\"anonymousId\":\"a\"}]}");
    send_json(&h, "{\"batch\":[{\"type\":\"track\",\"event\":\"x\",\"anonymousId\":\"b\"}]}");
    id_of(&h, "a", first);
    id_of(&h, "b", second);
    assert_string_not_equal(first, second);
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"anonymousId\":\"a\",\"userId\":\"u\"},"
                  "{\"type\":\"identify\",\"anonymousId\":\"b\",\"userId\":\"u\"}]}");
    id_of(&h, "b", both);
    assert_string_equal(both, first); /* the oldest atom's */
    char aliases[80];
    snprintf(aliases, sizeof aliases, "\"%s\"", second); /* among those of the signed-in atoms */
    has(&h, IDENT_ANONYMOUS_ID, "a", aliases, true);
    struct id id;
    assert_int_equal(id_parse(str_of(second), &id), 0);
    house_close(&h); /* so that the state may be looked at from here */
    h.read_only = true;
    house_open(&h);
    uint32_t atom = unify_by_id(h.unify, id);
    assert_int_not_equal(atom, UNIFY_NONE);
    id_format(unify_person_id(h.unify, atom), both);
    assert_string_equal(both, first);
    house_remove(&h);
}

/* ---- normalisation ---- */

static void values_are_normalised(void **state) {
    static const struct { unsigned kind; const char *region, *in, *out; } cases[] = {
        { IDENT_USER_ID, "", "  u-1 ", "u-1" },
        { IDENT_USER_ID, "", "\xe3\x80\x80u-1\xe3\x80\x80", "u-1" }, /* U+3000 */
        { IDENT_USER_ID, "", "Ｕ－１", "U-1" },
        { IDENT_USER_ID, "", "株式会社", "株式会社" },
        { IDENT_USER_ID, "", "㍿", "株式会社" },
        { IDENT_USER_ID, "", "ｱｲｳ", "アイウ" },
        { IDENT_USER_ID, "", "0", "0" },
        { IDENT_USER_ID, "", "００００", "0000" }, /* full-width zeros */
        { IDENT_USER_ID, "", "0-0-0", "0-0-0" },
        { IDENT_USER_ID, "", "NULL", "NULL" },
        { IDENT_USER_ID, "", "ｎｕｌｌ", "null" },
        { IDENT_USER_ID, "", "[object Object]", "[object Object]" },
        { IDENT_USER_ID, "", "nullable", "nullable" },
        { IDENT_USER_ID, "", "", NULL },
        { IDENT_USER_ID, "", "   ", NULL },
        { IDENT_USER_ID, "", "a\xff", NULL },
        { IDENT_EMAIL, "", " Mika@Example.COM ", "mika@example.com" },
        { IDENT_EMAIL, "", "ＭＩＫＡ＠ｅｘａｍｐｌｅ．ｊｐ", "mika@example.jp" },
        { IDENT_EMAIL, "", "müller@EXAMPLE.de", "müller@example.de" },
        { IDENT_EMAIL, "", "a@b", "a@b" },
        { IDENT_EMAIL, "", "a@", NULL },
        { IDENT_EMAIL, "", "@b", NULL },
        { IDENT_EMAIL, "", "a b@c.d", NULL },
        { IDENT_EMAIL, "", "a\nb@c.d", NULL },
        { IDENT_EMAIL, "", "nobody", NULL },
        { IDENT_PHONE, "", "+81 90-1234-5678", "+819012345678" },
        { IDENT_PHONE, "", "＋８１ ９０ １２３４ ５６７８", "+819012345678" },
        { IDENT_PHONE, "JP", "090-1234-5678", "+819012345678" },
        { IDENT_PHONE, "JP", "０９０－１２３４－５６７８", "+819012345678" },
        { IDENT_PHONE, "JP", "03(1234)5678", "+81312345678" },
        { IDENT_PHONE, "US", "(212) 555-2368", "+12125552368" },
        { IDENT_PHONE, "", "090-1234-5678", NULL }, /* whose country? */
        { IDENT_PHONE, "", "12", NULL },
        { IDENT_PHONE, "", "call me", NULL },
        { IDENT_PHONE, "", "+999999", NULL },
        { IDENT_ANONYMOUS_ID, "", "5F2B9B1E-9D2E-4C5F-8A57-3B1D6B1B6C11",
          "5F2B9B1E-9D2E-4C5F-8A57-3B1D6B1B6C11" },
        { IDENT_ANONYMOUS_ID, "", "00000000-0000-0000-0000-000000000000",
          "00000000-0000-0000-0000-000000000000" },
    };
    static const struct ident_plan none;
    struct identity_rules *rules;
    struct err made;
    (void)state;
    assert_int_equal(ident_rules_make((struct json){ 0 }, &rules, &made), 0);
    struct ident_plan *plan = ident_plan_with(&none, rules);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a;
        struct str got = { "", 0 };
        struct err err = ERR_INIT;
        arena_init(&a, "case", 65536);
        int rc = ident_plan_normalise(plan, cases[i].kind, str_of(cases[i].in), cases[i].region,
                                      &a, &got, &err);
        if (cases[i].out ? rc < 0 || !str_is(got, cases[i].out) : rc == 0)
            fail_msg("\"%s\" gives \"%.*s\" (%d), not \"%s\"", cases[i].in, STR_FMT(got), rc,
                     cases[i].out ? cases[i].out : "nothing");
        if (rc < 0)
            assert_int_equal(err.code, E_INVALID);
        else { /* once more changes nothing */
            struct str again;
            OK(ident_plan_normalise(plan, cases[i].kind, got, "", &a, &again, &err));
            assert_true(str_eq(got, again));
        }
        arena_release(&a);
    }
    ident_plan_free(plan);
    ident_rules_free(rules);
}

/* As they are normalised, by the built-in rules. */
static void values_that_stand_for_nobody(void **state) {
    static const struct { const char *value; bool blocked; } cases[] = {
        { "0", true }, { "0000", true }, { "0-0-0", true }, { "-1", true }, { "NULL", true },
        { "null", true }, { "Undefined", true }, { "[object Object]", true },
        { "00000000-0000-0000-0000-000000000000", true }, { "nullable", false },
        { "00001", false }, { "-2", false }, { "tester", false }, { "ann", false },
    };
    struct identity_rules *rules;
    struct err err;
    (void)state;
    OK(ident_rules_make((struct json){ 0 }, &rules, &err));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (unsigned kind = 1; kind < IDENT_KIND_COUNT; kind++)
            if (kind_rule_blocks(&rules->kind[kind], str_of(cases[i].value)) != cases[i].blocked)
                fail_msg("%s \"%s\" is %sblocked", ident_built_in[kind].key, cases[i].value,
                         cases[i].blocked ? "not " : "");
    ident_rules_free(rules);
}

/* What identifies without tying: the region of a phone number comes off context.locale. */
static void phones_by_locale(void **state) {
    struct house h;
    struct buf p = { 0 };
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\",\"context\":{\"locale\":"
                  "\"ja-JP\"},\"traits\":{\"phone\":\"090-1234-5678\"}},"
                  "{\"type\":\"identify\",\"userId\":\"b\",\"traits\":"
                  "{\"phone\":\"090-1234-5678\"}}]}");
    house_person(&h, IDENT_PHONE, "+81 90 1234 5678", &p);
    buf_putc(&p, 0);
    assert_non_null(strstr(p.data, "\"value\":\"a\""));
    assert_null(strstr(p.data, "\"value\":\"b\""));
    has(&h, IDENT_USER_ID, "b", "\"phone\":\"090-1234-5678\"", true); /* the trait is kept */
    buf_release(&p);
    house_remove(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_come_out),
        cmocka_unit_test(last_by_time_wins),
        cmocka_unit_test(traits_fold_over_merged_atoms),
        cmocka_unit_test(groups_are_joined),
        cmocka_unit_test(the_first_id_answers_for_ever),
        cmocka_unit_test(values_are_normalised),
        cmocka_unit_test(values_that_stand_for_nobody),
        cmocka_unit_test(phones_by_locale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
