/* static.c - files of the program, with their codings made at build time.
 *
 * THEORY      Names of files hold hashes of their content, so whoever has one never asks again;
 *             only the page that names them is looked at anew each time.  What a path says under
 *             /app is the business of the page's script: every such path is the page.
 * INVARIANTS  (1) A nonce is used for one answer.
 *             (2) The page may load from nowhere but here (its Content-Security-Policy).
 * LIMITS      An answer is copied into the request's buffer: right for files of some 100 KB.
 * THREADS     Connection threads; everything is constant. */
#define _GNU_SOURCE /* memmem */
#include "http/static.h"

#include "base/hash.h"
#include "http/http_internal.h"

#include <stdio.h>

#define NONCE_BYTES 18

const struct site_file *site_find(const struct site *site, struct str path) {
    uint32_t lo = 0, hi = site->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int c = str_cmp(str_of(site->files[mid].path), path);
        if (c == 0)
            return &site->files[mid];
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

static bool is_page(struct str path) {
    return str_is(path, "/") || str_is(path, "/app") || str_starts(path, STR("/app/"));
}

bool site_has(const struct site *site, struct str path) {
    return is_page(path) || site_find(site, path);
}

static void answer_page(struct http_req *r, const struct site *site) {
    uint8_t random[NONCE_BYTES];
    char nonce[2 * NONCE_BYTES + 1], policy[512];
    hash_random(random, sizeof(random));
    hash_hex(random, sizeof(random), nonce);
    snprintf(policy, sizeof(policy),
             "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-%s'; "
             "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
             "manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
             "frame-ancestors 'none'",
             nonce);
    r->content_type = "text/html; charset=utf-8";
    http_set_header(r, "Content-Security-Policy", policy);
    http_set_header(r, "Cache-Control", "no-cache");
    struct str rest = site->page, mark = STR(SITE_NONCE);
    while (rest.n) {
        const char *at = memmem(rest.s, rest.n, mark.s, mark.n);
        size_t n = at ? (size_t)(at - rest.s) : rest.n;
        buf_put(&r->out, rest.s, n);
        if (at)
            buf_puts(&r->out, nonce);
        n += at ? mark.n : 0;
        rest = str_n(rest.s + n, rest.n - n);
    }
}

/* Whether If-None-Match names this tag (RFC 9110, 13.1.2): "*" or a list, weak ones too. */
static bool has_it(struct str field, const char *etag) {
    struct str tag = str_of(etag);
    if (str_is(str_trim(field), "*"))
        return true;
    for (size_t at = 0; at < field.n;) {
        const char *comma = memchr(field.s + at, ',', field.n - at);
        size_t n = comma ? (size_t)(comma - field.s) - at : field.n - at;
        struct str item = str_trim(str_n(field.s + at, n));
        if (str_starts(item, STR("W/")))
            item = str_n(item.s + 2, item.n - 2);
        if (str_eq(item, tag))
            return true;
        at += n + 1;
    }
    return false;
}

static void answer_file(struct http_req *r, const struct site_file *f) {
    struct str accepts = http_header(r, "Accept-Encoding");
    r->content_type = f->type;
    http_set_header(r, "ETag", f->etag);
    http_set_header(r, "Cache-Control",
                    f->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (has_it(http_header(r, "If-None-Match"), f->etag)) {
        if (f->gzip.n) /* with a body request_answer() says so */
            http_set_header(r, "Vary", "Accept-Encoding");
        r->status = 304;
        return;
    }
    if (f->brotli.n && coding_accepted(accepts, "br")) {
        http_set_header(r, "Content-Encoding", "br");
        buf_put_str(&r->out, f->brotli);
    } else if (f->gzip.n && gzip_accepted(accepts)) {
        http_set_header(r, "Content-Encoding", "gzip");
        buf_put_str(&r->out, f->gzip);
    } else {
        buf_put_str(&r->out, f->raw);
    }
}

void site_answer(struct http_req *r) {
    const struct site *site = r->server->cfg.site;
    const struct site_file *f = site_find(site, r->path);
    if (f)
        answer_file(r, f);
    else
        answer_page(r, site);
}
