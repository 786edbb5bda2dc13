/* workspace.c - opening the rooms of a workspace in their order, and closing them in reverse. */
#include "cli/cli_internal.h"

#include "api/api_system.h"
#include "api/forward.h"
#include "api/live.h"
#include "api/routes_gen.h"
#include "guard/provider.h"
#include "segment/segment.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

volatile sig_atomic_t workspace_failed;

static int need_data(const struct options *o, struct err *err) {
    if (o->value[OPT_DATA])
        return 0;
    err_set(err, E_INVALID, "no folder given");
    return err_hint(err, "musubi … --data DIR");
}

static int open_rooms(struct workspace *w, const struct collect_config *cc,
                      const struct guard_config *gc, enum open_mode mode, struct err *err) {
    struct app *a = &w->app;
    if (mode == OPEN_SERVE &&
        (registry_new(a->core, api_scope_names, (int)api_n_scopes, &a->registry, err) < 0 ||
         guard_new(a->core, gc, &a->guard, err) < 0))
        return -1;
    a->audit = audit_new(a->core);
    a->collect = collect_new(a->core, cc);
    a->unify = unify_new(a->core);
    a->segment = segment_new(a->core, a->unify);
    struct collect_hooks hooks = unify_hooks(a->unify);
    collect_hooks_set(a->collect, &hooks);
    unify_audit_set(a->unify, a->audit);
    if (!a->registry)
        return 0;
    if (collect_plans_register(a->collect, a->registry, err) < 0)
        return -1;
    if (unify_rules_register(a->unify, a->registry, err) < 0)
        return -1;
    return segment_register(a->segment, a->registry, err);
}

/* The main thread waits for this signal; then everything is closed as always. */
static void fatal(void *ctx, const struct err *err) {
    char line[512];
    (void)ctx;
    fprintf(stderr, "musubi: this node stops: %s\n", err_line(err, line, sizeof line));
    workspace_failed = 1;
    kill(getpid(), SIGTERM);
}

int workspace_open(struct workspace *w, const struct options *o, enum open_mode mode,
                   struct err *err) {
    memset(w, 0, sizeof *w);
    clock_init_real(&w->clock);
    struct core_config cfg = { .data_dir = o->value[OPT_DATA], .store = o->value[OPT_STORE],
                               .clock = &w->clock };
    cfg.read_only = mode == OPEN_READ || mode == OPEN_READ_REBUILT;
    cfg.ignore_snapshot = mode == OPEN_REBUILD || mode == OPEN_READ_REBUILT;
    struct collect_config cc = { 0 };
    struct guard_config gc = { .roles = api_roles, .n_roles = api_n_roles,
                               .data_dir = o->value[OPT_DATA],
                               .factor_required = o->value[OPT_REQUIRE_FACTOR] != NULL };
    int64_t window_s;
    uint32_t lease_ms;
    if (need_data(o, err) < 0 ||
        option_number(o, OPT_LEASE, 2500, &lease_ms, err) < 0 ||
        option_bytes(o, OPT_MEMORY_MAX, 0, &cfg.memory_max, err) < 0 ||
        option_seconds(o, OPT_SNAPSHOT_EVERY, 300, &cfg.snapshot_every_s, err) < 0 ||
        option_bytes(o, OPT_SNAPSHOT_PACE, 100u << 20, &cfg.snapshot_pace, err) < 0 ||
        option_seconds(o, OPT_DEDUPE_WINDOW, 3 * 86400, &window_s, err) < 0 ||
        option_bytes(o, OPT_DEDUPE_MAX, 512u << 20, &cc.dedupe_bytes_max, err) < 0 ||
        option_seconds(o, OPT_SESSION_IDLE, 3600, &gc.idle_ms, err) < 0 ||
        option_seconds(o, OPT_SESSION_MAX, 86400, &gc.life_ms, err) < 0)
        return -1;
    gc.idle_ms *= 1000;
    gc.life_ms *= 1000;
    cc.dedupe_window_ms = window_s * 1000;
    if (lease_ms < 100 || lease_ms > 60000)
        return err_set(err, E_INVALID, "--lease wants 100 to 60000 milliseconds");
    if (cfg.store && strstr(cfg.store, "://")) /* a file is locked by who has it */
        cfg.lease_ms = lease_ms;
    cfg.fatal = fatal;
    if (core_new(&cfg, &w->app.core, err) < 0)
        return -1;
    if (open_rooms(w, &cc, &gc, mode, err) < 0) {
        workspace_close(w);
        return -1;
    }
    return 0;
}

int workspace_load(struct workspace *w, const struct options *o, enum open_mode mode,
                   struct err *err) {
    if (workspace_open(w, o, mode, err) < 0)
        return -1;
    if (core_start(w->app.core, err) == 0) {
        if (w->app.registry)
            unify_rules_start(w->app.unify);
        return 0;
    }
    workspace_close(w);
    return -1;
}

void workspace_close(struct workspace *w) {
    struct app *a = &w->app;
    live_free(a->live);
    backup_stop(a->backup);
    unify_retain_stop(a->unify);
    unify_erase_stop(a->unify);
    unify_find_stop(a->unify);
    segment_stop(a->segment);
    if (a->core)
        core_stop(a->core); /* what it answers last may go on to a reader or to another node */
    forward_free(a->forward);
    readers_free(a->slow);
    readers_free(a->outside);
    oidc_free(a->oidc);
    readers_free(a->readers);
    backup_free(a->backup);
    guard_free(a->guard);
    registry_free(a->registry);
    collect_free(a->collect);
    segment_free(a->segment);
    unify_free(a->unify);
    audit_free(a->audit);
    core_free(a->core);
    memset(a, 0, sizeof *a);
}
