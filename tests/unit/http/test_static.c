/* test_static.c - files of the program over sockets: codings, tags, the page and its policy. */
#define _GNU_SOURCE /* memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/http.h"
#include "http/static.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct site_file files[] = {
    { "/assets/a-1.js", "text/javascript; charset=utf-8", "\"aa\"", { "plain", 5 },
      { "zipped", 6 }, { "brotli", 6 }, true },
    { "/theme.js", "text/javascript; charset=utf-8", "\"tt\"", { "theme", 5 }, { NULL, 0 },
      { NULL, 0 }, false },
};
static const char page_text[] = "<html>" SITE_NONCE "|" SITE_NONCE "</html>";
static const struct site site = { files, 2, { page_text, sizeof(page_text) - 1 } };

static void do_api(struct http_req *r) { buf_puts(&r->out, "{\"api\":true}"); }

static const struct route routes[] = {
    { .method = "GET", .pattern = "/api/x", .id = "x", .handle = do_api },
};

static struct http_server *server;

static int setup(void **state) {
    struct clock *clock = calloc(1, sizeof(*clock));
    struct err err = ERR_INIT;
    (void)state;
    clock_init_real(clock);
    struct http_config cfg = { .clock = clock, .listen = "127.0.0.1:0", .routes = routes,
                               .n_routes = 1, .site = &site };
    *state = clock;
    return http_start(&cfg, &server, &err);
}

static int teardown(void **state) {
    http_stop(server, 1000);
    free(*state);
    return 0;
}

/* The whole answer to one request on a connection of its own. */
static const char *ask(const char *method, const char *path, const char *fields) {
    static char answer[8192];
    char head[1024];
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(http_port(server)),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_return_code(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
    int n = snprintf(head, sizeof(head), "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n",
                     method, path, fields);
    assert_int_equal(send(fd, head, (size_t)n, 0), n);
    size_t len = 0;
    for (ssize_t got; (got = recv(fd, answer + len, sizeof(answer) - 1 - len, 0)) > 0;)
        len += (size_t)got;
    close(fd);
    answer[len] = '\0';
    return answer;
}

static void expect(const char *answer, const char *what, bool there) {
    if ((strstr(answer, what) != NULL) != there)
        fail_msg("\"%s\" %s in:\n%s", what, there ? "is not" : "is", answer);
}

static void files_and_codings(void **state) {
    static const struct { const char *path, *fields, *has, *lacks; } cases[] = {
        { "/assets/a-1.js", "", "\r\n\r\nplain", "Content-Encoding" },
        { "/assets/a-1.js", "Accept-Encoding: gzip\r\n", "\r\n\r\nzipped", "\r\n\r\nplain" },
        { "/assets/a-1.js", "Accept-Encoding: gzip, br\r\n", "Content-Encoding: br", "gzip" },
        { "/assets/a-1.js", "Accept-Encoding: br;q=0, gzip\r\n", "Content-Encoding: gzip", "br" },
        { "/assets/a-1.js", "", "max-age=31536000, immutable", "no-cache" },
        { "/assets/a-1.js", "", "ETag: \"aa\"", "Set-Cookie" },
        { "/assets/a-1.js", "If-None-Match: \"aa\"\r\n", " 304 ", "plain" },
        { "/assets/a-1.js", "If-None-Match: W/\"zz\", W/\"aa\"\r\n", " 304 ", "plain" },
        { "/assets/a-1.js", "If-None-Match: \"zz\"\r\n", " 200 ", " 304 " },
        { "/theme.js", "Accept-Encoding: br, gzip\r\n", "\r\n\r\ntheme", "Content-Encoding" },
        { "/theme.js", "", "Cache-Control: no-cache", "immutable" },
        { "/assets/none.js", "", " 404 ", "<html>" },
        { "/other", "", " 404 ", "<html>" },
        { "/application", "", " 404 ", "<html>" },
        { "/api/x", "", "{\"api\":true}", "<html>" },
        { "/api/none", "", " 404 ", "<html>" },
        { "/", "", "<html>", " 404 " },
        { "/?from=mail", "", "<html>", " 404 " },
        { "/app", "", "<html>", " 404 " },
        { "/app/people/4711?tab=traits", "", "<html>", " 404 " },
        { "/app/", "", "Cache-Control: no-cache", "immutable" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *answer = ask("GET", cases[i].path, cases[i].fields);
        expect(answer, cases[i].has, true);
        expect(answer, cases[i].lacks, false);
    }
}

static void other_methods(void **state) {
    (void)state;
    expect(ask("HEAD", "/app/people", ""), "<html>", false);
    expect(ask("HEAD", "/app/people", ""), " 200 ", true);
    expect(ask("POST", "/app/people", "Content-Length: 0\r\n"), " 404 ", true);
    expect(ask("DELETE", "/", ""), " 405 ", true);
}

/* The nonce of the page is the one of its policy, twice there, and never the same again. */
static void nonces(void **state) {
    char nonce[2][64] = { "", "" };
    (void)state;
    for (int i = 0; i < 2; i++) {
        const char *answer = ask("GET", "/app/x", "");
        const char *policy = strstr(answer, "'nonce-");
        assert_non_null(policy);
        size_t n = strcspn(policy + 7, "'");
        assert_in_range(n, 32, 63);
        memcpy(nonce[i], policy + 7, n);
        char body[300];
        snprintf(body, sizeof(body), "<html>%s|%s</html>", nonce[i], nonce[i]);
        expect(answer, body, true);
        expect(answer, "script-src 'self';", true);
        expect(answer, "unsafe", false);
    }
    assert_string_not_equal(nonce[0], nonce[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_and_codings),
        cmocka_unit_test(other_methods),
        cmocka_unit_test(nonces),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
