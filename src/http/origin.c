/* origin.c - who presents a request, and for whose page a browser sends it.
 *
 * THEORY      A browser says in Sec-Fetch-Site, and older ones in Origin, for which site's page it
 *             sends a request; pages cannot forge either.  So a change that carries a cookie, or
 *             that would give out one, is refused when another site asks for it, whatever its
 *             form: also a request that a browser sends without asking first (no Content-Type,
 *             text/plain).  What says nothing is no browser, and has no cookies that it did not
 *             mean to send.  A request that another node passes on was checked there. */
#include "http/http_internal.h"

#include <stdio.h>

void who_text(const struct who *w, char out[WHO_TEXT_SIZE]) {
    if (w->kind == WHO_STAFF)
        snprintf(out, WHO_TEXT_SIZE, "staff:%u", w->staff_id);
    else if (w->kind != WHO_NOBODY)
        snprintf(out, WHO_TEXT_SIZE, "key:%u", w->key_id);
    else
        snprintf(out, WHO_TEXT_SIZE, "nobody");
}

uint32_t who_number(const struct who *w) {
    return w->kind == WHO_STAFF ? w->staff_id | WHO_NUMBER_STAFF : w->key_id;
}

/* "https://example.com:8443/path" -> "example.com:8443"; ports that a scheme implies go. */
static struct str authority(struct str url) {
    struct str none = { NULL, 0 };
    bool tls = str_starts(url, STR("https://"));
    if (!tls && !str_starts(url, STR("http://")))
        return none;
    struct str rest = str_n(url.s + (tls ? 8 : 7), url.n - (tls ? 8 : 7));
    const char *end = rest.n ? memchr(rest.s, '/', rest.n) : NULL;
    if (end)
        rest.n = (size_t)(end - rest.s);
    struct str port = tls ? STR(":443") : STR(":80");
    if (rest.n > port.n && memcmp(rest.s + rest.n - port.n, port.s, port.n) == 0)
        rest.n -= port.n;
    return rest;
}

static struct str without_port(struct str host, bool tls) {
    struct str port = tls ? STR(":443") : STR(":80");
    if (host.n > port.n && memcmp(host.s + host.n - port.n, port.s, port.n) == 0)
        host.n -= port.n;
    return host;
}

bool origin_foreign(struct request *q) {
    struct http_req *r = &q->pub;
    const struct http_config *cfg = &r->server->cfg;
    struct str site = http_header(r, "Sec-Fetch-Site"), origin = http_header(r, "Origin");
    if (!site.n && !origin.n)
        return false;
    if (cfg->passed_on_for && cfg->passed_on_for(cfg->app, r).s)
        return false;
    if (site.n)
        return !str_is(site, "same-origin") && !str_is(site, "none");
    struct str from = authority(origin);
    if (!from.n)
        return true; /* "null", or a scheme that we are not served by */
    if (cfg->public_url && str_eq_nocase(from, authority(str_of(cfg->public_url))))
        return false;
    struct str host = http_header(r, "Host");
    return !host.n ||
           !str_eq_nocase(from, without_port(host, str_starts(origin, STR("https://"))));
}
