/* serve.c - musubi serve: the rooms behind the door, until SIGTERM or SIGINT. */
#include "cli/cli_internal.h"

#include "api/api_audit.h"
#include "api/api_collect.h"
#include "api/api_people.h"
#include "api/api_staff.h"
#include "api/api_system.h"
#include "api/forward.h"
#include "api/live.h"
#include "api/routes_gen.h"
#include "guard/provider.h"
#include "segment/segment.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define READERS 2
#define HELPERS 3 /* a page of events is read by so many more at once */
#define SLOW 2 /* passwords hashed at once, 64 MB each */
#define STOP_GRACE_MS 10000

static int authenticate(void *app, struct http_req *r, struct str key, struct who *ret,
                        struct err *err) {
    struct who_key k;
    (void)r;
    if (!atomic_load(&((struct app *)app)->open))
        return err_set(err, E_UNAVAILABLE, "the server is starting");
    if (registry_auth(((struct app *)app)->registry, key, &k) < 0)
        return err_set(err, E_UNAUTHENTICATED, "this key is unknown or revoked");
    *ret = (struct who){ .kind = k.kind == KEY_WRITE ? WHO_WRITE_KEY : WHO_SECRET_KEY,
                         .key_id = k.id, .source = k.source, .scopes = k.scopes };
    return 0;
}

static bool before(void *app, struct http_req *r) {
    struct forward *f = ((struct app *)app)->forward;
    api_audit_note(r);
    if (r->route->flags & ROUTE_WRITES) /* passed on, it is told of where it is carried out */
        return forward_before(f, r) || api_audit_look(r);
    if (api_audit_look(r))
        return true;
    return !api_audit_carries(r) && forward_before(f, r); /* what is carried waits by itself */
}

static void finish(void *app, struct http_req *r) {
    struct err err = ERR_INIT;
    if (api_audit_carries(r) && r->status < 400) { /* its handler did not have it told */
        err_set(&err, E_INTERNAL, "this was not recorded, so it is not shown");
        http_problem(r, &err);
    }
    api_mask(app, r);
}

static struct str passed_on_for(void *app, struct http_req *r) {
    return forward_client(((struct app *)app)->forward, r);
}

static void log_line(void *app, const char *line) {
    (void)app;
    fprintf(stderr, "%s\n", line);
}

static int check_node_url(const char *url, struct err *err) {
    size_t n = url ? strlen(url) : 0;
    if (!url || (n < CORE_URL_SIZE && (strncmp(url, "http://", 7) == 0 ||
                                       strncmp(url, "https://", 8) == 0)))
        return 0;
    err_set(err, E_INVALID, "--node-url: \"%.80s\" is no URL that a node can be reached at", url);
    return err_hint(err, "http://10.0.0.11:8080");
}

static int http_config_read(const struct options *o, struct workspace *w,
                            struct http_config *cfg, struct err *err) {
    int64_t timeout_s;
    if (option_number(o, OPT_THREADS, 2, &cfg->threads, err) < 0 ||
        option_number(o, OPT_CONNECTIONS_MAX, 4096, &cfg->connections_max, err) < 0 ||
        option_number(o, OPT_PER_IP_MAX, 0, &cfg->per_ip_max, err) < 0 ||
        option_seconds(o, OPT_TIMEOUT, 30, &timeout_s, err) < 0)
        return -1;
    cfg->app = &w->app;
    cfg->clock = &w->clock;
    cfg->listen = o->value[OPT_LISTEN] ? o->value[OPT_LISTEN] : "127.0.0.1:8080";
    cfg->routes = api_routes;
    cfg->n_routes = api_n_routes;
    cfg->schema_root = api_schema_root;
    cfg->site = o->site;
    cfg->scope_names = api_scope_names;
    cfg->n_scopes = api_n_scopes;
    cfg->authenticate = authenticate;
    cfg->session = api_session_of;
    cfg->public_url = o->value[OPT_PUBLIC_URL];
    cfg->before = before;
    cfg->finish = finish;
    cfg->passed_on_for = passed_on_for;
    cfg->log = log_line;
    cfg->timeout_ms = (uint32_t)(timeout_s * 1000);
    cfg->trust_forwarded = o->value[OPT_TRUST_FORWARDED] != NULL;
    cfg->tls_cert = o->value[OPT_TLS_CERT];
    cfg->tls_key = o->value[OPT_TLS_KEY];
    cfg->secure = cfg->tls_cert ||
                  (cfg->public_url && strncmp(cfg->public_url, "https://", 8) == 0);
    return 0;
}

/* "127.0.0.1:0" and the real port make the address that is printed. */
static void url_of(const struct http_config *cfg, uint16_t port, char *out, size_t size) {
    const char *colon = strrchr(cfg->listen, ':');
    int host = colon ? (int)(colon - cfg->listen) : (int)strlen(cfg->listen);
    snprintf(out, size, "%s://%.*s:%u", cfg->tls_cert ? "https" : "http", host ? host : 9,
             host ? cfg->listen : "127.0.0.1", port);
}

/* An address that says nothing to another machine. */
static bool everywhere(const struct http_config *cfg) {
    return cfg->listen[0] == ':' || strncmp(cfg->listen, "0.0.0.0:", 8) == 0 ||
           strncmp(cfg->listen, "[::]:", 5) == 0;
}

/* A workspace without an owner belongs to whoever sees what its server prints. */
static void tell_setup(struct workspace *w, const char *url) {
    char token[SESSION_CSRF_SIZE];
    if (!guard_is_new(w->app.guard))
        return;
    guard_setup_token(w->app.guard, token);
    printf("nobody has an account yet: set up the owner at %s/ (from another machine with the "
           "token %s)\n", w->app.public_url ? w->app.public_url : url, token);
    fflush(stdout);
}

/* Go on as before while load balancers find out; a second signal ends it. */
static void drain(struct workspace *w, int64_t seconds, const sigset_t *stop) {
    struct timespec ts = { seconds, 0 };
    atomic_store(&w->app.draining, true);
    if (seconds > 0 && !workspace_failed)
        (void)sigtimedwait(stop, NULL, &ts);
}

/* The door opens before the log is replayed: until then it answers "starting". */
static int serve_until(struct workspace *w, const struct options *o, const sigset_t *stop,
                       struct err *err) {
    struct http_config cfg = { 0 };
    struct http_server *server;
    char url[300];
    int64_t drain_s;
    if (option_seconds(o, OPT_DRAIN, 0, &drain_s, err) < 0 ||
        check_node_url(o->value[OPT_NODE_URL], err) < 0 ||
        http_config_read(o, w, &cfg, err) < 0 ||
        readers_new(w->app.core, READERS, HELPERS, &w->app.readers, err) < 0 ||
        readers_new(w->app.core, SLOW, 0, &w->app.slow, err) < 0 ||
        readers_new(w->app.core, SLOW, 0, &w->app.outside, err) < 0)
        return -1;
    w->app.oidc = oidc_new();
    if (forward_new(w->app.core, &w->app.forward, err) < 0)
        return -1;
    forward_metrics(w->app.forward);
    if (live_new(&w->app, &w->app.live, err) < 0)
        return -1;
    live_metrics(w->app.live);
    w->app.backup = backup_new(&w->app);
    w->app.started_ns = clock_mono_ns(&w->clock);
    w->app.public_url = o->value[OPT_PUBLIC_URL];
    w->app.secure = cfg.secure;
    api_collect_metrics(w->app.collect);
    api_people_metrics(w->app.unify);
    api_audit_metrics(w->app.audit);
    if (http_start(&cfg, &server, err) < 0)
        return -1;
    url_of(&cfg, http_port(server), url, sizeof url);
    atomic_store(&w->app.own_url, url);
    core_set_url(w->app.core, o->value[OPT_NODE_URL] ? o->value[OPT_NODE_URL]
                              : everywhere(&cfg)      ? NULL : url);
    printf("listening on %s\n", url);
    fflush(stdout);
    int rc = core_start(w->app.core, err);
    if (rc == 0)
        rc = registry_start(w->app.registry, err);
    if (rc == 0)
        rc = guard_start(w->app.guard, err);
    if (rc == 0)
        unify_rules_start(w->app.unify);
    if (rc == 0) /* before erasures go on: these wait for the index to lose what is erased */
        rc = unify_find_start(w->app.unify, o->value[OPT_DATA], err);
    if (rc == 0) /* those on the erasure list are out before anybody can ask for them */
        rc = unify_erase_start(w->app.unify, o->value[OPT_DATA], err);
    if (rc == 0)
        rc = unify_retain_start(w->app.unify, err);
    if (rc == 0)
        segment_start(w->app.segment, w->app.readers);
    if (rc == 0)
        tell_setup(w, url);
    if (rc == 0)
        atomic_store(&w->app.open, true);
    if (rc == 0) {
        int sig;
        sigwait(stop, &sig);
        fprintf(stderr, "stopping\n");
        drain(w, drain_s, stop);
    }
    http_stop(server, STOP_GRACE_MS);
    return rc;
}

int cmd_serve(const struct options *o, struct err *err) {
    struct workspace w;
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, NULL); /* inherited by every thread to come */
    signal(SIGPIPE, SIG_IGN);
    if (workspace_open(&w, o, OPEN_SERVE, err) < 0)
        return -1;
    int rc = serve_until(&w, o, &stop, err);
    workspace_close(&w);
    return rc == 0 && workspace_failed ? 1 : rc;
}

/* ---- init ---- */

int cli_read_password(const struct options *o, char *out, size_t size, struct err *err) {
    FILE *f = fopen(o->value[OPT_PASSWORD_FILE], "re");
    if (!f || !fgets(out, (int)size, f)) {
        if (f)
            fclose(f);
        return err_set(err, E_INVALID, "cannot read a password from %.100s",
                       o->value[OPT_PASSWORD_FILE]);
    }
    fclose(f);
    out[strcspn(out, "\r\n")] = 0;
    return 0;
}

static int make_owner(struct app *app, const struct options *o, struct err *err) {
    char password[STAFF_PASSWORD_MAX + 2];
    const char *email = o->value[OPT_OWNER];
    if (!email)
        return 0;
    if (!o->value[OPT_PASSWORD_FILE]) {
        err_set(err, E_INVALID, "an owner needs a password");
        return err_hint(err, "--password-file FILE");
    }
    if (cli_read_password(o, password, sizeof password, err) < 0)
        return -1;
    int rc = staff_create_owner(app->guard, app->core, str_of(email), str_of(password), err);
    explicit_bzero(password, sizeof password);
    if (rc < 0 && err->code == E_CONFLICT)
        err_hint(err, "an earlier init was cut short: begin with an empty folder or database");
    return rc;
}

struct init_command {
    struct command cmd; /* first */
    struct app *app;
    struct registry_first *first;
};

static int init_run(struct core *c, struct command *cmd, struct err *err) {
    struct init_command *in = (struct init_command *)cmd;
    struct audit_act act = { .who = STR("system"), .who_name = STR("musubi init"),
                             .operation = STR("init"), .subject = STR("workspace"),
                             .detail = STR("{\"after\":{\"source\":\"default\",\"keys\":2}}") };
    if (registry_init_run(in->app->registry, c, in->first, err) < 0)
        return -1;
    audit_add(in->app->audit, &act);
    return 0;
}

static int init_workspace(struct app *app, struct registry_first *ret, struct err *err) {
    struct init_command in = { .cmd = { .name = "init", .bytes = sizeof in, .run = init_run },
                               .app = app, .first = ret };
    return core_call(app->core, &in.cmd, err);
}

int cmd_init(const struct options *o, struct err *err) {
    struct workspace w;
    struct registry_first first;
    if (workspace_load(&w, o, OPEN_SERVE, err) < 0)
        return -1;
    int rc = make_owner(&w.app, o, err);
    if (rc == 0)
        rc = init_workspace(&w.app, &first, err);
    workspace_close(&w);
    if (rc < 0)
        return -1;
    if (o->value[OPT_JSON])
        printf("{\"write_key\":\"%s\",\"secret_key\":\"%s\"}\n", first.write_key,
               first.secret_key);
    else
        printf("The workspace is made.\n\n"
               "  write key   %s   (public: browsers and apps send with it)\n"
               "  secret key  %s   (shown once: keep it)\n\n"
               "Start it:  musubi serve --data %s\n",
               first.write_key, first.secret_key, o->value[OPT_DATA]);
    explicit_bzero(&first, sizeof first);
    return 0;
}
