/* test_routes.c - the generated table: every schema compiles, every route is found, and the
 * documents that describe it are whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/routes_gen.h"
#include "http/router.h"

static void test_server_takes_the_table(void **state) {
    struct clock clock;
    struct http_server *s = NULL;
    struct err err = ERR_INIT;
    clock_init_real(&clock);
    struct http_config cfg = { .clock = &clock, .listen = "127.0.0.1:0", .routes = api_routes,
                               .n_routes = api_n_routes, .schema_root = api_schema_root,
                               .scope_names = api_scope_names, .n_scopes = api_n_scopes };
    if (http_start(&cfg, &s, &err))
        fail_msg("%s: %s (%s)", err.where, err.msg, err.hint);
    assert_true(http_port(s) != 0);
    http_stop(s, 100);
}

static void test_routes_are_sound(void **state) {
    struct router *r;
    struct err err = ERR_INIT;
    assert_true(api_n_routes > 0 && api_n_scopes <= 64);
    assert_int_equal(router_new(api_routes, api_n_routes, &r, &err), 0);
    for (uint32_t i = 0; i < api_n_routes; i++) {
        const struct route *x = &api_routes[i];
        struct router_match m;
        router_find(r, str_of(x->method), str_of(x->pattern), &m);
        if (m.route != x)
            fail_msg("%s %s finds %s", x->method, x->pattern, m.route ? m.route->id : "nothing");
        if ((x->flags & ROUTE_STREAM) ? !x->piece || x->handle : !x->handle || x->piece)
            fail_msg("%s: wrong kind of handler", x->id);
        if ((x->scopes != 0) != (x->key == ROUTE_KEY_SECRET))
            fail_msg("%s: scopes without a secret key, or the other way round", x->id);
        if (x->scopes >> (api_n_scopes < 64 ? api_n_scopes : 63) > 1)
            fail_msg("%s: a scope without a name", x->id);
    }
    router_free(r);
}

static void test_documents(void **state) {
    struct json_parser *p = json_parser_new();
    struct json doc;
    struct err err = ERR_INIT;
    assert_int_equal(json_parse(p, api_openapi, api_openapi_bytes, &doc, &err), 0);
    assert_true(str_is(json_str(json_get(doc, "openapi")), "3.1.0"));
    for (uint32_t i = 0; i < api_n_routes; i++) {
        char quoted[200];
        struct json item = json_get(json_get(doc, "paths"), api_routes[i].pattern);
        assert_true(json_is(item, JSON_OBJECT));
        assert_true(strlen(api_routes[i].id) < 100);
        memcpy(quoted, " id=\"", 5);
        memcpy(quoted + 5, api_routes[i].id, strlen(api_routes[i].id));
        memcpy(quoted + 5 + strlen(api_routes[i].id), "\"", 2);
        if (!strstr(api_docs_html, quoted))
            fail_msg("%s is not on the reference page", api_routes[i].id);
    }
    json_parser_free(p);
}

static void test_page_needs_nothing_else(void **state) {
    static const char *const banned[] = { "<style", "onclick=", " style=", "src=\"http",
                                          "href=\"http", "@import", "url(" };
    for (size_t i = 0; i < sizeof(banned) / sizeof(banned[0]); i++) {
        if (strstr(api_docs_html, banned[i]) || strstr(api_docs_css, banned[i]))
            fail_msg("the page or its style holds \"%s\"", banned[i]);
    }
    assert_int_equal(strlen(api_docs_html), api_docs_html_bytes);
    assert_int_equal(strlen(api_docs_js), api_docs_js_bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_server_takes_the_table),
        cmocka_unit_test(test_routes_are_sound),
        cmocka_unit_test(test_documents),
        cmocka_unit_test(test_page_needs_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
