/* cli_internal.h - shared by the commands. */
#ifndef MUSUBI_CLI_CLI_INTERNAL_H
#define MUSUBI_CLI_CLI_INTERNAL_H

#include "api/app.h"
#include "cli/cli.h"
#include "collect/collect.h"
#include "core/registry.h"
#include "guard/staff.h"
#include "core/readers.h"
#include "guard/audit.h"
#include "unify/unify.h"

#include <signal.h>

enum option {
    OPT_DATA, OPT_STORE, OPT_LISTEN, OPT_PUBLIC_URL, OPT_NODE_URL, OPT_LEASE, OPT_DRAIN,
    OPT_THREADS,
    OPT_MEMORY_MAX,
    OPT_SNAPSHOT_EVERY, OPT_SNAPSHOT_PACE, OPT_DEDUPE_WINDOW, OPT_DEDUPE_MAX, OPT_TIMEOUT,
    OPT_CONNECTIONS_MAX, OPT_PER_IP_MAX, OPT_TRUST_FORWARDED, OPT_TLS_CERT, OPT_TLS_KEY,
    OPT_SESSION_IDLE, OPT_SESSION_MAX, OPT_REQUIRE_FACTOR,
    OPT_OWNER, OPT_PASSWORD_FILE, OPT_TO, OPT_JSON, OPT_DUMP, OPT_COUNT
};

struct options {
    const char *value[OPT_COUNT]; /* NULL: not given; switches hold "true" */
    const char *args[4];          /* what is not an option */
    int n_args;
    const struct site *site;      /* given to cli_main() */
    struct arena *arena;          /* of values read from files, and for the command's own */
};

/* The options of argv, then of the environment, then of DIR/musubi.conf. */
MUST_USE int options_read(struct options *o, struct arena *a, int argc, char **argv,
                          struct err *err);
/* 64k, 24m, 2g or plain; `fallback` when not given. */
MUST_USE int option_bytes(const struct options *o, enum option opt, uint64_t fallback,
                          uint64_t *ret, struct err *err);
/* 90s, 15m, 12h, 3d or plain seconds. */
MUST_USE int option_seconds(const struct options *o, enum option opt, int64_t fallback,
                            int64_t *ret, struct err *err);
MUST_USE int option_number(const struct options *o, enum option opt, uint32_t fallback,
                           uint32_t *ret, struct err *err);
void options_help(void);

/* ---- workspace.c: the rooms of one workspace, opened ---- */
enum open_mode { OPEN_SERVE, OPEN_READ, OPEN_READ_REBUILT, OPEN_REBUILD };
struct workspace {
    struct clock clock;
    struct app app;
};
/* Opens the store and registers every room; OPEN_SERVE and OPEN_REBUILD lock the folder.  The
 * caller then calls core_start(). */
MUST_USE int workspace_open(struct workspace *w, const struct options *o, enum open_mode mode,
                            struct err *err);
/* The same and core_start(). */
MUST_USE int workspace_load(struct workspace *w, const struct options *o, enum open_mode mode,
                            struct err *err);
extern volatile sig_atomic_t workspace_failed; /* it had to stop by itself, and has said why */
void workspace_close(struct workspace *w); /* in order; writes the last snapshot */

/* The first line of --password-file. */
MUST_USE int cli_read_password(const struct options *o, char *out, size_t size,
                               struct err *err);

/* ---- the commands ---- */
int cmd_serve(const struct options *o, struct err *err);
int cmd_staff(const struct options *o, struct err *err);
int cmd_init(const struct options *o, struct err *err);
int cmd_person(const struct options *o, struct err *err);
int cmd_verify(const struct options *o, struct err *err);
int cmd_rebuild(const struct options *o, struct err *err);
int cmd_backup(const struct options *o, struct err *err);
int cmd_restore(const struct options *o, struct err *err);
int cmd_scan(const struct options *o, struct err *err);
int cmd_copy(const struct options *o, struct err *err);
int cmd_eval(const struct options *o, struct err *err);

#endif
