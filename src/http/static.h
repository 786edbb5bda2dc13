/* static.h - a site of files that lie in the program: the user interface.
 *
 * Built by tools/embed_site.py.  A file whose name holds a hash of its content is answered with
 * a year of caching; the page is answered at its own path, and at "/app" and all paths below it,
 * since the page's script reads the address.  Only GET and HEAD.
 */
#ifndef MUSUBI_HTTP_STATIC_H
#define MUSUBI_HTTP_STATIC_H

#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

struct site_file {
    const char *path; /* "/assets/index-x81h.js" */
    const char *type; /* Content-Type */
    const char *etag; /* with its quotes */
    struct str raw;
    struct str gzip, brotli; /* empty: not kept in that coding */
    bool immutable;   /* its name changes with its content */
};

/* The page's bytes hold SITE_NONCE where a nonce belongs: each answer has one of its own, named
 * in its Content-Security-Policy, so that the page's script may add style elements. */
#define SITE_NONCE "@@MUSUBI-NONCE@@"

struct site {
    const struct site_file *files; /* sorted by path, bytewise */
    uint32_t n;
    struct str page; /* HTML, UTF-8 */
};

struct http_req;
struct http_config;
struct route;

/* The file at this path or NULL. */
const struct site_file *site_find(const struct site *site, struct str path);
/* Whether anything is here: a file, or the page. */
bool site_has(const struct site *site, struct str path);
/* The handler of all of it; takes the site from the server's configuration. */
void site_answer(struct http_req *r);

#endif
