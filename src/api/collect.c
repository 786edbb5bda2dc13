/* collect.c - the tracking API as Segment's and RudderStack's clients speak it, bulk import,
 * and what could not be taken.  docs/collect.md describes the wire.
 *
 * THEORY      A tracking call is answered from done(), after the commit.  The handler does all
 *             the work that needs no state on the connection's thread.
 *             Clients repeat a request on 5xx and 429 only, and look for "success" in the body,
 *             so every problem document here carries that too.
 * INVARIANTS  (1) A request that can never be taken is answered with 4xx or 200, never with
 *                 429 or 5xx.
 *             (2) After collect_batch_submit() succeeded the request belongs to done(). */
#include "api/api_audit.h"
#include "api/api_collect.h"
#include "api/api_command.h"
#include "api/api_core.h"
#include "api/app.h"
#include "api/routes_gen.h"
#include "collect/collect.h"
#include "core/registry.h"
#include "core/readers.h"
#include "http/metrics.h"

#include <stdio.h>

static const char success[] = "{\"success\":true}";

/* The smallest GIF there is: one transparent pixel. */
static const uint8_t gif[43] = {
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x01, 0x00, 0x01, 0x00, 0x80, 0x00, 0x00, 0x00, 0x00,
    0x00, 0xff, 0xff, 0xff, 0x21, 0xf9, 0x04, 0x01, 0x00, 0x00, 0x00, 0x00, 0x2c, 0x00, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x02, 0x02, 0x44, 0x01, 0x00, 0x3b
};

static struct app *app_of(struct http_req *r) { return r->app; }

/* ---- answers ---- */

/* A problem document that also says "success": false and "message". */
static void refuse(struct http_req *r, int status, const struct err *err) {
    http_problem_status(r, status, err);
    struct buf *b = &r->out;
    if (b->len == 0 || b->data[b->len - 1] != '}')
        return;
    b->len--;
    buf_puts(b, ",\"success\":false,\"message\":");
    struct jw w;
    jw_init(&w, b);
    jw_z(&w, err->msg);
    buf_putc(b, '}');
}

/* Not now: the store refuses (503), or the queue is full (429).  Either is safe to repeat. */
static void refuse_for_now(struct http_req *r, const struct err *err, bool queue) {
    struct core_stats st;
    core_stats(app_of(r)->core, &st);
    if (queue && st.started && st.writable) {
        http_set_header(r, "Retry-After", "1");
        http_set_header(r, "X-RateLimit-Reset", "1");
        refuse(r, 429, err);
    } else {
        http_set_header(r, "Retry-After", "2");
        refuse(r, 503, err);
    }
}

static void answer_success(struct http_req *r, bool pixel) {
    r->status = 200;
    if (pixel) {
        r->content_type = "image/gif";
        http_set_header(r, "Cache-Control", "no-store");
        buf_put(&r->out, gif, sizeof(gif));
    } else {
        buf_put(&r->out, success, sizeof(success) - 1);
    }
}

/* ---- who sends ---- */

static int source_of(struct http_req *r, struct collect_batch *b, uint32_t *ret_source,
                     struct err *err) {
    if (r->who.kind == WHO_WRITE_KEY) {
        *ret_source = r->who.source;
        return 0;
    }
    struct who_key who;
    struct str key = r->key.n ? r->key : collect_batch_write_key(b);
    if (!key.n) {
        err_set(err, E_UNAUTHENTICATED, "a write key is needed");
    } else if (registry_auth(app_of(r)->registry, key, &who) || who.kind != KEY_WRITE) {
        err_set(err, E_UNAUTHENTICATED, "the write key is not known");
    } else {
        *ret_source = who.source;
        return 0;
    }
    return err_hint(err, "send it as user name of Basic, as Bearer or as \"writeKey\" in the body");
}

static int origin_of(struct http_req *r, struct collect_batch *b, bool pixel,
                     struct collect_origin *ret, struct err *err) {
    struct source source;
    *ret = (struct collect_origin){ .received_ms = r->received_ms,
                                    .ip = http_client_ip(r),
                                    .browser = pixel || http_header(r, "Origin").n,
                                    .gpc = str_is(http_header(r, "Sec-GPC"), "1") };
    if (source_of(r, b, &ret->source, err))
        return -1;
    if (registry_source(app_of(r)->registry, ret->source, &source) == 0) {
        if (!source.enabled)
            return err_set(err, E_FORBIDDEN, "the source \"%.80s\" is disabled", source.name);
        ret->server = source.type == SOURCE_SERVER;
        ret->browser |= source.type == SOURCE_MOBILE;
    }
    struct str anon = http_header(r, "AnonymousId");
    struct arena *a = collect_batch_arena(b);
    if (anon.n)
        ret->anonymous_id = str_n(arena_dup(a, anon.s, anon.n), anon.n);
    return 0;
}

/* ---- tracking calls ---- */

struct track {
    struct http_req *r;
    bool pixel;
};

static void track_done(struct collect_batch *b, void *own, const struct err *err, uint64_t seq) {
    struct track *t = own;
    struct http_req *r = t->r;
    char text[24];
    if (!err) {
        snprintf(text, sizeof(text), "%llu", (unsigned long long)seq);
        http_set_header(r, "Musubi-Seq", text);
        answer_success(r, t->pixel);
    } else if (err->code == E_UNAVAILABLE) {
        refuse_for_now(r, err, false);
    } else {
        refuse(r, err_http_status(err->code), err);
    }
    collect_batch_free(b);
    http_resume(r);
}

static void submit(struct http_req *r, struct collect_batch *b, bool pixel) {
    struct collect_result res = collect_batch_result(b);
    struct err err = ERR_INIT;
    if (res.received == 0) { /* an empty batch */
        collect_batch_free(b);
        answer_success(r, pixel);
        return;
    }
    struct track *t = arena_alloc(r->arena, sizeof(*t));
    *t = (struct track){ r, pixel };
    r->own = t;
    http_park(r);
    if (collect_batch_submit(b, track_done, t, &err)) {
        collect_batch_free(b);
        refuse_for_now(r, &err, true);
        http_resume(r);
    }
}

static void track(struct http_req *r, struct collect_batch *b, struct str body,
                  enum collect_call call, bool pixel) {
    struct err err = ERR_INIT;
    struct collect_origin origin;
    int status = 400; /* oversize and invalid JSON */
    int rc = collect_batch_parse(b, body, &err);
    if (rc == 0) {
        rc = origin_of(r, b, pixel, &origin, &err);
        status = err_http_status(err.code);
    }
    if (rc == 0) {
        rc = collect_batch_build(b, call, &origin, &err);
        status = 400;
    }
    if (rc == 0) {
        submit(r, b, pixel);
        return;
    }
    collect_batch_free(b);
    refuse(r, status, &err);
}

static void track_body(struct http_req *r, enum collect_call call) {
    track(r, collect_batch_new(app_of(r)->collect), r->body, call, false);
}

/* Several paths lead to each of these: /v1/track, /v1/t and /t ("x-handler" in api/). */
void api_collectTrack(struct http_req *r) { track_body(r, COLLECT_TRACK); }
void api_collectIdentify(struct http_req *r) { track_body(r, COLLECT_IDENTIFY); }
void api_collectPage(struct http_req *r) { track_body(r, COLLECT_PAGE); }
void api_collectScreen(struct http_req *r) { track_body(r, COLLECT_SCREEN); }
void api_collectGroup(struct http_req *r) { track_body(r, COLLECT_GROUP); }
void api_collectAlias(struct http_req *r) { track_body(r, COLLECT_ALIAS); }
void api_collectMerge(struct http_req *r) { track_body(r, COLLECT_MERGE); }
void api_collectBatch(struct http_req *r) { track_body(r, COLLECT_BATCH); }

/* The browser SDK's figures about itself: nothing of a person, so nothing is kept. */
void api_sdkMetrics(struct http_req *r) { answer_success(r, false); }

/* ---- pixel ---- */

#define PIXEL_DEPTH_MAX 8
struct pixel { /* parameters, as members of nested objects by their dots */
    uint32_t n;
    struct str names[64], values[64];
    bool done[64];
};

static struct str first_part(struct str name) {
    const char *dot = memchr(name.s, '.', name.n);
    return dot ? str_n(name.s, (size_t)(dot - name.s)) : name;
}

/* The members whose names begin with the `skip` bytes of prefix. */
static void pixel_members(struct pixel *px, struct jw *w, struct str prefix, int depth) {
    for (uint32_t i = 0; i < px->n; i++) {
        if (px->done[i] || !str_starts(px->names[i], prefix))
            continue;
        struct str rest = str_n(px->names[i].s + prefix.n, px->names[i].n - prefix.n);
        struct str part = depth < PIXEL_DEPTH_MAX ? first_part(rest) : rest;
        jw_key_str(w, part);
        if (part.n < rest.n) {
            jw_obj(w);
            pixel_members(px, w, str_n(px->names[i].s, prefix.n + part.n + 1), depth + 1);
            jw_obj_end(w);
            continue;
        }
        px->done[i] = true;
        bool object = depth == 0 && px->values[i].n && px->values[i].s[0] == '{';
        if (object)
            jw_raw(w, px->values[i]); /* the whole is parsed afterwards */
        else
            jw_str(w, px->values[i]);
    }
}

static void pixel_read(struct http_req *r, struct pixel *px) {
    struct str name, value;
    px->n = 0;
    for (uint32_t i = 0; px->n < 64 && http_query_at(r, i, &name, &value); i++) {
        if (!name.n || str_is(name, "data") || str_is(name, "type"))
            continue;
        px->names[px->n] = name;
        px->values[px->n] = value;
        px->done[px->n++] = false;
    }
}

/* base64 of a message; a '+' arrives as a space where nobody escaped it. */
static int pixel_data(struct arena *a, struct str data, struct str *ret, struct err *err) {
    char *text = arena_dup(a, data.s, data.n);
    uint8_t *out = arena_alloc(a, data.n * 3 / 4 + 3);
    for (size_t i = 0; i < data.n; i++)
        text[i] = text[i] == ' ' ? '+' : text[i];
    if (hash_base64_decode(str_n(text, data.n), out, &ret->n))
        return err_set(err, E_INVALID, "data is not base64");
    ret->s = (const char *)out;
    return 0;
}

static void pixel(struct http_req *r, enum collect_call call) {
    struct collect_batch *b = collect_batch_new(app_of(r)->collect);
    struct str data = http_query(r, "data"), body;
    struct err err = ERR_INIT;
    if (data.n) {
        if (pixel_data(collect_batch_arena(b), data, &body, &err)) {
            collect_batch_free(b);
            refuse(r, 400, &err);
            return;
        }
    } else {
        struct pixel px;
        struct buf out;
        struct jw w;
        pixel_read(r, &px);
        buf_init(&out, "pixel", 256u << 10);
        jw_init(&w, &out);
        jw_obj(&w);
        pixel_members(&px, &w, STR(""), 0);
        jw_obj_end(&w);
        body = str_n(arena_dup(collect_batch_arena(b), out.data, out.len), out.len);
        buf_release(&out);
    }
    track(r, b, body, call, true);
}

void api_pixelTrack(struct http_req *r) { pixel(r, COLLECT_TRACK); }
void api_pixelIdentify(struct http_req *r) { pixel(r, COLLECT_IDENTIFY); }
void api_pixelPage(struct http_req *r) { pixel(r, COLLECT_PAGE); }
void api_pixelScreen(struct http_req *r) { pixel(r, COLLECT_SCREEN); }
void api_pixelGroup(struct http_req *r) { pixel(r, COLLECT_GROUP); }
void api_pixelAlias(struct http_req *r) { pixel(r, COLLECT_ALIAS); }

/* ---- what SDKs ask at their start ---- */

static int key_source(struct http_req *r, struct str key, struct source *ret, struct err *err) {
    struct who_key who;
    if (!key.n || registry_auth(app_of(r)->registry, key, &who) || who.kind != KEY_WRITE)
        return err_set(err, E_NOT_FOUND, "the write key is not known");
    if (registry_source(app_of(r)->registry, who.source, ret))
        *ret = (struct source){ .id = who.source, .enabled = true };
    return 0;
}

/* "http://host:port" into protocol and "host:port". */
static struct str split_url(const char *url, const char **ret_protocol) {
    struct str s = str_of(url);
    *ret_protocol = str_starts(s, STR("https:")) ? "https" : "http";
    const char *slashes = strstr(url, "://");
    if (slashes)
        s = str_of(slashes + 3);
    while (s.n && s.s[s.n - 1] == '/')
        s.n--;
    return s;
}

/* Where this client reaches us: as configured, else as it called us. */
static struct str own_host(struct http_req *r, const char **ret_protocol) {
    const char *url = app_of(r)->public_url;
    if (url && *url)
        return split_url(url, ret_protocol);
    struct str host = http_header(r, "Host");
    for (size_t i = 0; i < host.n; i++)
        if (host.s[i] <= ' ' || host.s[i] == '/' || host.s[i] == '"' || host.s[i] & 0x80)
            host.n = 0;
    bool https = str_is(http_header(r, "X-Forwarded-Proto"), "https");
    *ret_protocol = https ? "https" : "http";
    return host;
}

static void empty(struct jw *w, const char *key, bool array) {
    jw_key(w, key);
    jw_raw(w, array ? STR("[]") : STR("{}"));
}

void api_segmentSettings(struct http_req *r) {
    struct err err = ERR_INIT;
    struct source source;
    struct jw w;
    const char *protocol;
    if (key_source(r, r->params[0], &source, &err)) {
        refuse(r, 404, &err);
        return;
    }
    struct str host = own_host(r, &protocol);
    http_set_header(r, "Cache-Control", "public, max-age=60");
    jw_init(&w, &r->out);
    jw_obj(&w);
    jw_key(&w, "integrations");
    jw_obj(&w);
    jw_key(&w, "Segment.io");
    jw_obj(&w);
    JW_STR(&w, "apiKey", r->params[0]);
    JW_Z(&w, "apiHost", arena_printf(r->arena, "%.*s/v1", STR_FMT(host)));
    JW_Z(&w, "protocol", protocol);
    empty(&w, "unbundledIntegrations", true);
    JW_BOOL(&w, "addBundledMetadata", true);
    empty(&w, "maybeBundledConfigIds", false);
    jw_key(&w, "deliveryStrategy");
    jw_obj(&w);
    JW_Z(&w, "strategy", source.batching ? "batching" : "standard");
    empty(&w, "config", false);
    jw_obj_end(&w);
    jw_obj_end(&w);
    jw_obj_end(&w);
    empty(&w, "plan", false);
    jw_key(&w, "middlewareSettings");
    jw_raw(&w, STR("{\"routingRules\":[]}"));
    empty(&w, "enabledMiddleware", false);
    jw_key(&w, "metrics");
    jw_raw(&w, STR("{\"sampleRate\":0}"));
    JW_BOOL(&w, "legacyVideoPluginsEnabled", false);
    empty(&w, "remotePlugins", true);
    jw_obj_end(&w);
}

void api_rudderSourceConfig(struct http_req *r) {
    struct err err = ERR_INIT;
    struct source source;
    struct jw w;
    struct str key = http_query(r, "writeKey");
    if (!key.n)
        key = r->key;
    if (key_source(r, key, &source, &err)) {
        err.code = E_UNAUTHENTICATED;
        refuse(r, 401, &err);
        return;
    }
    jw_init(&w, &r->out);
    jw_obj(&w);
    jw_key(&w, "source");
    jw_obj(&w);
    JW_Z(&w, "id", arena_printf(r->arena, "%u", source.id));
    JW_Z(&w, "name", source.name);
    JW_STR(&w, "writeKey", key);
    JW_BOOL(&w, "enabled", source.enabled);
    JW_Z(&w, "workspaceId", "musubi");
    jw_key(&w, "config");
    jw_raw(&w, STR("{\"statsCollection\":{\"errors\":{\"enabled\":false},"
                   "\"metrics\":{\"enabled\":false}}}"));
    empty(&w, "destinations", true);
    empty(&w, "connections", true);
    empty(&w, "dataplanes", false);
    jw_obj_end(&w);
    jw_obj_end(&w);
}

/* ---- bulk import ---- */

struct import {
    struct http_req *r;
    struct collect_import *im;
    bool ending, counted;
    struct str subject;    /* for the audit log */
    struct api_row *begun; /* the row that tells of it */
};

static void import_gone(struct http_req *r) {
    struct import *w = r->own;
    collect_import_free(w->im);
    w->im = NULL;
    api_row_drop(w->begun);
    w->begun = NULL;
}

static void import_answer(struct http_req *r, const struct collect_import_result *res) {
    struct jw w;
    jw_init(&w, &r->out);
    jw_obj(&w);
    JW_INT(&w, "received", (int64_t)res->received);
    JW_INT(&w, "accepted", (int64_t)res->accepted);
    JW_INT(&w, "duplicates", (int64_t)res->duplicates);
    JW_INT(&w, "rejected", (int64_t)res->rejected);
    jw_key(&w, "errors");
    jw_arr(&w);
    for (unsigned i = 0; i < res->n_errors; i++) {
        const struct collect_import_error *e = &res->errors[i];
        jw_obj(&w);
        JW_INT(&w, "line", (int64_t)e->line);
        JW_Z(&w, "reason", collect_reason_slug(e->reason));
        JW_Z(&w, "detail", e->detail);
        jw_obj_end(&w);
    }
    jw_arr_end(&w);
    jw_obj_end(&w);
}

static void import_refuse(struct http_req *r, const struct err *err) {
    if (err->code == E_UNAVAILABLE)
        refuse_for_now(r, err, true);
    else
        refuse(r, err_http_status(err->code), err);
}

static struct str import_told(struct http_req *r, const struct collect_import_result *res) {
    struct jw *w = api_audit_json(r);
    jw_obj(w);
    JW_Z(w, "import", "ended");
    JW_INT(w, "accepted", (int64_t)res->accepted);
    JW_INT(w, "duplicates", (int64_t)res->duplicates);
    JW_INT(w, "rejected", (int64_t)res->rejected);
    jw_obj_end(w);
    return api_audit_text(r);
}

/* Nothing more is taken of what is not told of: true when that was answered. */
static bool import_untold(const struct import *w) {
    struct err err = ERR_INIT;
    if (!api_row_failed(w->begun))
        return false;
    err_set(&err, E_UNAVAILABLE, "that the import began could not be recorded");
    err_hint(&err, "send it again; what was stored after all is recognised");
    refuse_for_now(w->r, &err, false);
    return true;
}

/* Everything is in, or not yet: true when the answer stands. */
static bool import_end(struct import *w) {
    struct collect_import_result res;
    struct err err = ERR_INIT;
    int rc = collect_import_end(w->im, w->r->received_ms, &res, &err);
    if (rc > 0)
        return false;
    if (import_untold(w))
        return true;
    if (rc < 0)
        import_refuse(w->r, &err);
    else
        import_answer(w->r, &res);
    if (rc == 0)
        api_audit(w->r, w->subject, (struct str){ NULL, 0 }, import_told(w->r, &res));
    w->counted = rc == 0;
    return true;
}

/* What was imported is told of before it is answered. */
static void import_leave(struct import *w) {
    if (w->counted)
        api_audit_ahead(w->r, NULL, http_resume);
    else
        http_resume(w->r);
}

static void import_ready(void *own) {
    struct import *w = own;
    if (w->ending && !import_end(w))
        collect_import_wait(w->im);
    else
        import_leave(w);
}

static int import_begin(struct http_req *r) {
    struct err err = ERR_INIT;
    struct source source;
    struct str key = http_query(r, "source");
    if (registry_source_find(app_of(r)->registry, key, &source)) {
        err_set(&err, E_INVALID, "there is no source \"%.*s\"",
                (int)(key.n < 80 ? key.n : 80), key.n ? key.s : "");
        err_within(&err, "query parameter \"source\"");
        http_problem(r, &err);
        return -1;
    }
    struct import *w = arena_zalloc(r->arena, sizeof(*w));
    w->r = r;
    w->subject = str_of(arena_printf(r->arena, "definition:source/%s", source.key));
    api_audit(r, w->subject, (struct str){ NULL, 0 }, STR("{\"import\":\"begun\"}"));
    if (api_audit_submit(r, &w->begun, &err)) {
        refuse_for_now(r, &err, true);
        return -1;
    }
    w->im = collect_import_new(app_of(r)->collect, source.id, import_ready, w);
    r->own = w;
    r->gone = import_gone;
    return 0;
}

int api_importEvents(struct http_req *r, struct str piece, bool last) {
    struct err err = ERR_INIT;
    if (!r->own && import_begin(r))
        return -1;
    struct import *w = r->own;
    if (!last) {
        if (import_untold(w))
            return -1;
        int rc = collect_import_feed(w->im, piece, r->received_ms, &err);
        if (rc < 0) {
            import_refuse(r, &err);
            return -1;
        }
        if (rc > 0) {
            http_park(r);
            collect_import_wait(w->im);
        }
        return 0;
    }
    w->ending = true;
    http_park(r);
    if (import_end(w))
        import_leave(w);
    else
        collect_import_wait(w->im);
    return 0;
}

/* ---- what could not be taken ---- */

struct errors_work {
    unsigned n;
    bool more;
    struct collect_reject_ref *refs;
    struct error_row { int64_t ms; struct reject_entry e; } *rows;
};

static int errors_filter(struct http_req *r, uint32_t *ret_source, unsigned *ret_reason,
                         struct err *err) {
    struct str source = http_query(r, "source"), reason = http_query(r, "reason");
    struct source s;
    *ret_source = 0;
    *ret_reason = 0;
    if (source.n) {
        if (registry_source_find(app_of(r)->registry, source, &s)) {
            err_set(err, E_INVALID, "there is no such source");
            return err_within(err, "query parameter \"source\"");
        }
        *ret_source = s.id;
    }
    if (reason.n) {
        *ret_reason = collect_reason_of(reason);
        if (!*ret_reason) {
            err_set(err, E_INVALID, "there is no such reason");
            return err_within(err, "query parameter \"reason\"");
        }
    }
    return 0;
}

static struct str keep(struct arena *a, struct str s) {
    return str_n(arena_dup(a, s.s, s.n), s.n);
}

static int errors_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct errors_work *w = own;
    w->rows = arena_alloc(r->arena, (w->n + 1) * sizeof(*w->rows));
    for (unsigned i = 0; i < w->n; i++) {
        struct entry e;
        struct error_row *row = &w->rows[i];
        if (log_read(rd->log, w->refs[i].seq, &e, err) || reject_decode(&e, &row->e, err))
            return -1;
        row->ms = e.ms;
        row->e.detail = keep(r->arena, row->e.detail);
        row->e.raw = keep(r->arena, row->e.raw);
    }
    return 0;
}

static void errors_render(struct http_req *r, void *own, struct jw *w) {
    struct errors_work *x = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (unsigned i = 0; i < x->n; i++) {
        const struct error_row *row = &x->rows[i];
        struct source source;
        jw_obj(w);
        JW_Z(w, "id", arena_printf(r->arena, "%llu", (unsigned long long)x->refs[i].seq));
        JW_TIME(w, "received", row->e.received_ms);
        jw_key(w, "source");
        if (registry_source(app_of(r)->registry, row->e.source, &source))
            jw_null(w);
        else
            jw_z(w, source.key);
        JW_Z(w, "reason", collect_reason_slug(row->e.reason));
        JW_STR(w, "detail", row->e.detail);
        jw_key(w, "position");
        if (row->e.line)
            jw_int(w, (int64_t)row->e.line);
        else
            jw_null(w);
        JW_STR(w, "raw", row->e.raw);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    uint64_t at = x->n ? x->refs[x->n - 1].seq : 0;
    api_cursor(r, w, "collect.errors",
               x->more ? str_n((const char *)&at, sizeof(at)) : (struct str){ NULL, 0 });
    jw_obj_end(w);
}

void api_listCollectErrors(struct http_req *r) {
    struct err err = ERR_INIT;
    struct errors_work *w = arena_zalloc(r->arena, sizeof(*w));
    int limit;
    struct str cursor;
    uint32_t source;
    unsigned reason;
    uint64_t before = 0;
    if (api_page(r, "collect.errors", &limit, &cursor, &err) ||
        errors_filter(r, &source, &reason, &err)) {
        http_problem(r, &err);
        return;
    }
    if (cursor.n == sizeof(before))
        memcpy(&before, cursor.s, sizeof(before));
    w->refs = arena_alloc(r->arena, ((size_t)limit + 1) * sizeof(*w->refs));
    w->n = collect_rejects(app_of(r)->collect, before, source, reason, w->refs,
                           (unsigned)limit + 1);
    w->more = w->n > (unsigned)limit;
    if (w->more)
        w->n = (unsigned)limit;
    api_read(r, errors_run, errors_render, w);
}

/* ---- figures ---- */

static double m_accepted(void *c) {
    struct collect_stats st;
    collect_stats(c, &st);
    return (double)st.accepted;
}

static double m_duplicates(void *c) {
    struct collect_stats st;
    collect_stats(c, &st);
    return (double)st.duplicates;
}

static double m_bytes(void *c) {
    struct collect_stats st;
    collect_stats(c, &st);
    return (double)st.bytes;
}

static double m_dedupe_ids(void *c) {
    struct collect_stats st;
    collect_stats(c, &st);
    return (double)st.dedupe_ids;
}

static double m_dedupe_bytes(void *c) {
    struct collect_stats st;
    collect_stats(c, &st);
    return (double)st.dedupe_bytes;
}

static double m_dedupe_bytes_max(void *c) {
    struct collect_stats st;
    collect_stats(c, &st);
    return (double)st.dedupe_bytes_max;
}

static double m_dedupe_window(void *c) {
    struct collect_stats st;
    collect_stats(c, &st);
    return (double)st.dedupe_window_ms / 1000.0;
}

static double m_dedupe_shrunk(void *c) {
    struct collect_stats st;
    collect_stats(c, &st);
    return (double)st.dedupe_shrunk;
}

struct reason_metric { struct collect *c; unsigned reason; char name[96]; };
static struct reason_metric reason_metrics[COLLECT_REASON_COUNT];

static double m_rejected(void *arg) {
    const struct reason_metric *m = arg;
    struct collect_stats st;
    collect_stats(m->c, &st);
    return (double)st.rejected[m->reason];
}

void api_collect_metrics(struct collect *c) {
    metrics_add("musubi_events_accepted_total", "Events taken since the start.", METRIC_COUNTER,
                m_accepted, c);
    metrics_add("musubi_events_duplicate_total", "Messages whose id was seen before.",
                METRIC_COUNTER, m_duplicates, c);
    metrics_add("musubi_events_bytes_total", "Bytes of the events taken, as JSON.",
                METRIC_COUNTER, m_bytes, c);
    metrics_add("musubi_dedupe_ids", "Message ids remembered.", METRIC_GAUGE, m_dedupe_ids, c);
    metrics_add("musubi_dedupe_bytes", "Memory of the ids remembered.", METRIC_GAUGE,
                m_dedupe_bytes, c);
    metrics_add("musubi_dedupe_bytes_max", "Budget of that memory.", METRIC_GAUGE,
                m_dedupe_bytes_max, c);
    metrics_add("musubi_dedupe_window_seconds", "Time between the oldest and the newest id.",
                METRIC_GAUGE, m_dedupe_window, c);
    metrics_add("musubi_dedupe_shrunk_total",
                "Times that ids were forgotten early for want of room; raise the budget.",
                METRIC_COUNTER, m_dedupe_shrunk, c);
    for (unsigned i = 1; i < COLLECT_REASON_COUNT; i++) {
        struct reason_metric *m = &reason_metrics[i];
        m->c = c;
        m->reason = i;
        snprintf(m->name, sizeof(m->name), "musubi_events_rejected_total{reason=\"%s\"}",
                 collect_reason_slug(i));
        metrics_add(m->name, "Messages that could not be taken.", METRIC_COUNTER, m_rejected, m);
    }
}
