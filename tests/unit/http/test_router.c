/* test_router.c - from a path to its route. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/router.h"

static void handle(struct http_req *r) {
}

#define ROUTE(m, p, i) { .method = m, .pattern = p, .id = i, .handle = handle }
static const struct route routes[] = {
    ROUTE("GET", "/", "root"),
    ROUTE("GET", "/people", "list"),
    ROUTE("POST", "/people", "create"),
    ROUTE("GET", "/people/{id}", "get"),
    ROUTE("DELETE", "/people/{id}", "remove"),
    ROUTE("GET", "/people/by/{kind}/{value}", "by"),
    ROUTE("GET", "/people/{id}/timeline", "timeline"),
    ROUTE("GET", "/people/by/all", "all"),
    ROUTE("GET", "/slash/", "slash"),
    { .method = "POST", .pattern = "/cors", .id = "cors", .flags = ROUTE_CORS },
};

static void test_find(void **state) {
    static const struct { const char *method, *path, *id, *p0, *p1; } cases[] = {
        { "GET", "/", "root", NULL, NULL },
        { "GET", "/people", "list", NULL, NULL },
        { "HEAD", "/people", "list", NULL, NULL },
        { "POST", "/people", "create", NULL, NULL },
        { "GET", "/people/17", "get", "17", NULL },
        { "GET", "/people/by", "get", "by", NULL },
        { "DELETE", "/people/a%2Fb", "remove", "a%2Fb", NULL },
        { "GET", "/people/by/all", "all", NULL, NULL },
        { "GET", "/people/by/timeline", "timeline", "by", NULL },
        { "GET", "/people/x/timeline", "timeline", "x", NULL },
        { "GET", "/people/by/email/a@b.c", "by", "email", "a@b.c" },
        { "GET", "/people/", "-", NULL, NULL },
        { "GET", "/people//timeline", "-", NULL, NULL },
        { "GET", "/slash/", "slash", NULL, NULL },
        { "GET", "/slash", "-", NULL, NULL },
        { "PUT", "/people", "405", NULL, NULL },
        { "HEAD", "/cors", "405", NULL, NULL },
        { "GET", "people", "-", NULL, NULL },
        { "GET", "", "-", NULL, NULL },
        { "GET", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", "-", NULL, NULL },
    };
    struct router *r;
    struct err err = ERR_INIT;
    assert_int_equal(router_new(routes, sizeof(routes) / sizeof(routes[0]), &r, &err), 0);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct router_match m;
        router_find(r, str_of(cases[i].method), str_of(cases[i].path), &m);
        const char *got = m.route ? m.route->id : m.node ? "405" : "-";
        if (strcmp(got, cases[i].id) != 0)
            fail_msg("%s %s: %s, not %s", cases[i].method, cases[i].path, got, cases[i].id);
        uint32_t want = (cases[i].p0 != NULL) + (cases[i].p1 != NULL);
        if (m.route && m.n_params != want)
            fail_msg("%s: %u parameters, not %u", cases[i].path, m.n_params, want);
        if (cases[i].p0 && !str_is(m.params[0], cases[i].p0))
            fail_msg("%s: first is %.*s, not %s", cases[i].path, STR_FMT(m.params[0]),
                     cases[i].p0);
        if (cases[i].p1 && !str_is(m.params[1], cases[i].p1))
            fail_msg("%s: second is %.*s, not %s", cases[i].path, STR_FMT(m.params[1]),
                     cases[i].p1);
    }
    router_free(r);
}

static void test_allow(void **state) {
    struct router *r;
    struct err err = ERR_INIT;
    char allow[160];
    bool cors;
    struct router_match m;
    assert_int_equal(router_new(routes, sizeof(routes) / sizeof(routes[0]), &r, &err), 0);
    router_find(r, STR("PUT"), STR("/people"), &m);
    router_allow(m.node, allow, sizeof(allow), &cors);
    assert_string_equal(allow, "POST, GET, HEAD, OPTIONS");
    assert_false(cors);
    router_find(r, STR("OPTIONS"), STR("/cors"), &m);
    router_allow(m.node, allow, sizeof(allow), &cors);
    assert_string_equal(allow, "POST, OPTIONS");
    assert_true(cors);
    router_free(r);
}

static void test_refused_tables(void **state) {
    static const struct { struct route a, b; const char *part; } cases[] = {
        { ROUTE("GET", "/a/{x}", "one"), ROUTE("GET", "/a/{y}", "two"), "two routes" },
        { ROUTE("GET", "a", "one"), ROUTE("GET", "/b", "two"), "malformed" },
        { ROUTE("GET", "/{a}/{b}/{c}/{d}/{e}", "one"), ROUTE("GET", "/b", "two"), "more than" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct route pair[2] = { cases[i].a, cases[i].b };
        struct router *r = NULL;
        struct err err = ERR_INIT;
        assert_int_equal(router_new(pair, 2, &r, &err), -1);
        if (!strstr(err.msg, cases[i].part))
            fail_msg("case %zu: \"%s\" does not say \"%s\"", i, err.msg, cases[i].part);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_allow),
        cmocka_unit_test(test_refused_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
