/* system.c - health, metrics, version, and the documents that describe the API. */
#include "api/api_system.h"
#include "api/routes_gen.h"
#include "http/metrics.h"

#include <stdio.h>
#include <unistd.h>

#define BEHIND_MAX_MS 5000 /* a node that old is left out by a load balancer */

static const struct app *app_of(struct http_req *r) {
    return r->app;
}

void api_getHealth(struct http_req *r) {
    buf_puts(&r->out, "{\"status\":\"ok\"}");
}

const char *api_ready_status(const struct app *app, const struct core_stats *st,
                             const struct core_lease *l) {
    bool follows = l->role == CORE_FOLLOWER;
    if (atomic_load(&app->draining))
        return "stopping";
    if (!st->started || !atomic_load(&app->open))
        return "starting";
    if (!follows && !st->writable)
        return "read_only";
    return l->behind_ms > BEHIND_MAX_MS ? "behind" : "ready";
}

const char *api_role_text(enum core_role role) {
    return role == CORE_FOLLOWER ? "follower" : role == CORE_WRITER ? "writer" : "alone";
}

void api_getReadiness(struct http_req *r) {
    struct core_stats st = { 0 };
    core_stats(app_of(r)->core, &st);
    struct core_lease l;
    core_lease(app_of(r)->core, &l);
    const char *status = api_ready_status(app_of(r), &st, &l);
    bool ready = strcmp(status, "ready") == 0;
    r->status = ready ? 200 : 503;
    if (!ready)
        http_set_header(r, "Retry-After", "1");
    struct jw w;
    jw_init(&w, &r->out);
    jw_obj(&w);
    JW_Z(&w, "status", status);
    JW_BOOL(&w, "started", st.started);
    JW_BOOL(&w, "writable", st.writable);
    jw_key(&w, "seq");
    jw_uint(&w, st.seq);
    JW_Z(&w, "role", api_role_text(l.role));
    JW_INT(&w, "epoch", l.epoch);
    if (l.role != CORE_ALONE && l.behind_ms < INT64_MAX)
        JW_INT(&w, "behind_ms", l.behind_ms);
    jw_obj_end(&w);
}

void api_getServerVersion(struct http_req *r) {
    struct jw w;
    jw_init(&w, &r->out);
    jw_obj(&w);
    JW_Z(&w, "name", "musubi");
    JW_Z(&w, "version", MUSUBI_VERSION);
    jw_obj_end(&w);
}

static void gauge(struct buf *out, const char *name, const char *type, const char *help,
                  double v) {
    buf_printf(out, "# HELP musubi_%s %s\n# TYPE musubi_%s %s\nmusubi_%s %.15g\n", name, help,
               name, type, name, v);
}

static void core_metrics(struct core *core, struct buf *out) {
    struct core_stats st = { 0 };
    struct core_lease l;
    core_stats(core, &st);
    core_lease(core, &l);
    const struct { const char *name, *type, *help; double v; } rows[] = {
        { "log_seq", "gauge", "Newest durable log entry.", (double)st.seq },
        { "commits_total", "counter", "Batches committed.", (double)st.commits },
        { "entries_total", "counter", "Log entries written.", (double)st.entries },
        { "commit_failures_total", "counter", "Commits that failed.",
          (double)st.commit_failures },
        { "last_commit_seconds", "gauge", "Duration of the newest commit.",
          (double)st.last_commit_us / 1e6 },
        { "queue_commands", "gauge", "Commands waiting.", (double)st.queue_len },
        { "queue_bytes", "gauge", "Their rough size.", (double)st.queue_bytes },
        { "snapshot_seq", "gauge", "Log entry of the newest snapshot.",
          (double)st.snapshot_seq },
        { "snapshots_total", "counter", "Snapshots written.", (double)st.snapshots },
        { "replayed_entries", "gauge", "Entries replayed at the start.", (double)st.replayed },
        { "state_bytes", "gauge", "State in memory.", (double)st.heap_bytes },
        { "quarantined", "gauge", "Inputs passed over because they tripped a check.",
          (double)st.quarantined },
        { "writable", "gauge", "1 while the store takes changes.", st.writable },
        { "writer", "gauge", "1 on the node that writes.", l.role != CORE_FOLLOWER },
        { "lease_epoch", "gauge", "Of the lease: how often the writer has changed.",
          (double)l.epoch },
        { "takeovers_total", "counter", "Times that this process became the writer.",
          (double)l.takeovers },
        { "behind_seconds", "gauge", "Since this node last had the whole log for certain.",
          l.behind_ms == INT64_MAX ? 0 : (double)l.behind_ms / 1e3 },
        { "state_dropped_total", "counter",
          "Times that the log was another one, and the state was dropped.", (double)st.dropped },
        { "started", "gauge", "1 once the log is replayed.", st.started },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        gauge(out, rows[i].name, rows[i].type, rows[i].help, rows[i].v);
}

double api_resident_bytes(void) {
    unsigned long total, resident;
    FILE *f = fopen("/proc/self/statm", "re");
    if (!f)
        return 0;
    int n = fscanf(f, "%lu %lu", &total, &resident);
    fclose(f);
    return n == 2 ? (double)resident * (double)sysconf(_SC_PAGESIZE) : 0;
}

void api_getMetrics(struct http_req *r) {
    r->content_type = "text/plain; version=0.0.4; charset=utf-8";
    buf_printf(&r->out,
               "# HELP musubi_build_info Version of the program.\n"
               "# TYPE musubi_build_info gauge\nmusubi_build_info{version=\"%s\"} 1\n",
               MUSUBI_VERSION);
    gauge(&r->out, "resident_bytes", "gauge", "Resident memory.", api_resident_bytes());
    core_metrics(app_of(r)->core, &r->out);
    http_metrics(r->server, &r->out);
    metrics_write(&r->out);
}

static void constant(struct http_req *r, const char *type, const char *bytes, size_t n) {
    r->content_type = type;
    http_set_header(r, "Cache-Control", "no-cache");
    buf_put(&r->out, bytes, n);
}

void api_getOpenapi(struct http_req *r) {
    constant(r, "application/json", api_openapi, api_openapi_bytes);
}

void api_getDocs(struct http_req *r) {
    constant(r, "text/html; charset=utf-8", api_docs_html, api_docs_html_bytes);
}

void api_getDocsStyle(struct http_req *r) {
    constant(r, "text/css; charset=utf-8", api_docs_css, api_docs_css_bytes);
}

void api_getDocsScript(struct http_req *r) {
    constant(r, "text/javascript; charset=utf-8", api_docs_js, api_docs_js_bytes);
}
