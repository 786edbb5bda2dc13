/* options.c - options from the command line, the environment and musubi.conf. */
#include "cli/cli_internal.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define CONF_BYTES_MAX 65536u

static const struct {
    const char *name, *arg, *help; /* arg NULL: a switch */
} table[OPT_COUNT] = {
    [OPT_DATA] = { "data", "DIR", "folder of the workspace" },
    [OPT_STORE] = { "store", "URL", "postgresql://… instead of the file in the folder" },
    [OPT_LISTEN] = { "listen", "ADDRESS", "127.0.0.1:8080 unless set; port 0 takes a free one" },
    [OPT_PUBLIC_URL] = { "public-url", "URL", "how clients reach us, when a proxy is in front" },
    [OPT_NODE_URL] = { "node-url", "URL", "how other nodes reach this one (that of --listen)" },
    [OPT_LEASE] = { "lease", "MS", "a silent writer is replaced after (2500), on PostgreSQL" },
    [OPT_DRAIN] = { "drain", "TIME", "from SIGTERM, when /readyz says 503, to the stop (0)" },
    [OPT_THREADS] = { "threads", "N", "connection threads (2)" },
    [OPT_MEMORY_MAX] = { "memory-max", "BYTES", "of state; 3/4 of the machine's unless set" },
    [OPT_SNAPSHOT_EVERY] = { "snapshot-every", "TIME", "between snapshots (5m); 0: only at stop" },
    [OPT_SNAPSHOT_PACE] = { "snapshot-pace", "BYTES", "a second (100m); 0: as fast as it goes" },
    [OPT_DEDUPE_WINDOW] = { "dedupe-window", "TIME", "message ids are remembered for (3d)" },
    [OPT_DEDUPE_MAX] = { "dedupe-max", "BYTES", "memory for that (512m)" },
    [OPT_TIMEOUT] = { "timeout", "TIME", "for a slow client (30s)" },
    [OPT_CONNECTIONS_MAX] = { "connections-max", "N", "open at once (4096)" },
    [OPT_PER_IP_MAX] = { "per-ip-max", "N", "connections of one address; no limit unless set" },
    [OPT_TRUST_FORWARDED] = { "trust-forwarded", NULL, "take client addresses from a proxy" },
    [OPT_TLS_CERT] = { "tls-cert", "FILE", "PEM; with --tls-key: serve HTTPS" },
    [OPT_TLS_KEY] = { "tls-key", "FILE", "PEM" },
    [OPT_SESSION_IDLE] = { "session-idle", "TIME", "staff are signed out when idle for (1h)" },
    [OPT_SESSION_MAX] = { "session-max", "TIME", "and in any case after (24h)" },
    [OPT_REQUIRE_FACTOR] = { "require-second-factor", NULL, "of staff; same on all nodes" },
    [OPT_OWNER] = { "owner", "EMAIL", "init: account of the owner" },
    [OPT_PASSWORD_FILE] = { "password-file", "FILE", "init, staff: a password, first line" },
    [OPT_TO] = { "to", "PLACE", "copy: target folder or postgresql://…" },
    [OPT_JSON] = { "json", NULL, "print JSON" },
    [OPT_DUMP] = { "dump", "FILE", "verify: write the state as text" },
};

void options_help(void) {
    for (int i = 0; i < OPT_COUNT; i++) {
        char left[48];
        snprintf(left, sizeof left, "--%s%s%s", table[i].name, table[i].arg ? " " : "",
                 table[i].arg ? table[i].arg : "");
        printf("  %-26s %s\n", left, table[i].help);
    }
}

static int option_find(struct str name) {
    for (int i = 0; i < OPT_COUNT; i++)
        if (str_is(name, table[i].name))
            return i;
    return -1;
}

static int unknown(const char *what, struct err *err) {
    err_set(err, E_INVALID, "unknown option %.80s", what);
    return err_hint(err, "musubi help lists them");
}

static int read_args(struct options *o, int argc, char **argv, struct err *err) {
    for (int i = 0; i < argc; i++) {
        const char *a = argv[i];
        if (strncmp(a, "--", 2) != 0) {
            if (o->n_args == (int)(sizeof o->args / sizeof *o->args))
                return err_set(err, E_INVALID, "too many arguments at \"%.80s\"", a);
            o->args[o->n_args++] = a;
            continue;
        }
        const char *eq = strchr(a, '=');
        struct str name = eq ? str_n(a + 2, (size_t)(eq - a) - 2) : str_of(a + 2);
        int opt = option_find(name);
        if (opt < 0)
            return unknown(a, err);
        if (eq)
            o->value[opt] = eq + 1;
        else if (!table[opt].arg)
            o->value[opt] = "true";
        else if (i + 1 < argc)
            o->value[opt] = argv[++i];
        else
            return err_set(err, E_INVALID, "--%s wants %s", table[opt].name, table[opt].arg);
    }
    return 0;
}

static void read_env(struct options *o) {
    for (int i = 0; i < OPT_COUNT; i++) {
        char name[64] = "MUSUBI_";
        size_t n = strlen(name);
        for (const char *p = table[i].name; *p && n + 1 < sizeof name; p++)
            name[n++] = *p == '-' ? '_' : (char)toupper((unsigned char)*p);
        name[n] = 0;
        const char *v = getenv(name);
        if (v && *v && !o->value[i])
            o->value[i] = v;
    }
}

static int conf_line(struct options *o, struct str line, int number, struct err *err) {
    line = str_trim(line);
    if (line.n == 0 || line.s[0] == '#')
        return 0;
    const char *eq = memchr(line.s, '=', line.n);
    struct str name = eq ? str_trim(str_n(line.s, (size_t)(eq - line.s))) : line;
    int opt = option_find(name);
    if (!eq || opt < 0) {
        err_set(err, E_INVALID, "expected NAME = VALUE, got \"%.*s\"",
                (int)(line.n > 60 ? 60 : line.n), line.s);
        return err_within(err, "musubi.conf line %d", number);
    }
    struct str v = str_trim(str_n(eq + 1, (size_t)(line.s + line.n - eq) - 1));
    if (!o->value[opt])
        o->value[opt] = arena_dup(o->arena, v.s, v.n);
    return 0;
}

static int read_conf(struct options *o, struct err *err) {
    char path[4096];
    snprintf(path, sizeof path, "%s/musubi.conf", o->value[OPT_DATA]);
    FILE *f = fopen(path, "re");
    if (!f)
        return errno == ENOENT || errno == ENOTDIR
                   ? 0
                   : err_set(err, E_INVALID, "cannot read %s: %s", path, strerror(errno));
    char *text = arena_alloc(o->arena, CONF_BYTES_MAX);
    size_t n = fread(text, 1, CONF_BYTES_MAX, f);
    fclose(f);
    if (n == CONF_BYTES_MAX)
        return err_set(err, E_LIMIT, "%s is over %u bytes", path, CONF_BYTES_MAX);
    int number = 0, rc = 0;
    for (size_t at = 0; at < n && rc == 0;) {
        const char *end = memchr(text + at, '\n', n - at);
        size_t len = end ? (size_t)(end - (text + at)) : n - at;
        rc = conf_line(o, str_n(text + at, len), ++number, err);
        at += len + 1;
    }
    return rc;
}

int options_read(struct options *o, struct arena *a, int argc, char **argv, struct err *err) {
    *o = (struct options){ .arena = a };
    if (read_args(o, argc, argv, err) < 0)
        return -1;
    read_env(o);
    return o->value[OPT_DATA] ? read_conf(o, err) : 0;
}

/* A whole number and a suffix letter; *ret_suffix is 0 without one. */
static int number_suffix(const struct options *o, enum option opt, uint64_t *ret,
                         char *ret_suffix, struct err *err) {
    const char *v = o->value[opt];
    char *end;
    errno = 0;
    unsigned long long n = strtoull(v, &end, 10);
    if (errno || end == v || v[0] == '-' || (end[0] && end[1]))
        return err_set(err, E_INVALID, "--%s: \"%.40s\" is not a number", table[opt].name, v);
    *ret = n;
    *ret_suffix = (char)tolower((unsigned char)end[0]);
    return 0;
}

static int bad_suffix(enum option opt, const char *allowed, struct err *err) {
    err_set(err, E_INVALID, "--%s: unknown unit", table[opt].name);
    return err_hint(err, "one of %s", allowed);
}

int option_bytes(const struct options *o, enum option opt, uint64_t fallback, uint64_t *ret,
                 struct err *err) {
    static const char units[] = "kmgt";
    char s;
    *ret = fallback;
    if (!o->value[opt])
        return 0;
    if (number_suffix(o, opt, ret, &s, err) < 0)
        return -1;
    const char *at = s ? strchr(units, s) : NULL;
    if (s && !at)
        return bad_suffix(opt, "k, m, g", err);
    for (long i = at ? at - units + 1 : 0; i > 0; i--)
        if (__builtin_mul_overflow(*ret, 1024u, ret))
            return err_set(err, E_INVALID, "--%s is too large", table[opt].name);
    return 0;
}

int option_seconds(const struct options *o, enum option opt, int64_t fallback, int64_t *ret,
                   struct err *err) {
    char s;
    uint64_t n;
    *ret = fallback;
    if (!o->value[opt])
        return 0;
    if (number_suffix(o, opt, &n, &s, err) < 0)
        return -1;
    int64_t unit = s == 0 || s == 's' ? 1 : s == 'm' ? 60 : s == 'h' ? 3600 : s == 'd' ? 86400 : 0;
    if (!unit)
        return bad_suffix(opt, "s, m, h, d", err);
    if (n > (uint64_t)(INT32_MAX))
        return err_set(err, E_INVALID, "--%s is too large", table[opt].name);
    *ret = (int64_t)n * unit;
    return 0;
}

int option_number(const struct options *o, enum option opt, uint32_t fallback, uint32_t *ret,
                  struct err *err) {
    char s;
    uint64_t n;
    *ret = fallback;
    if (!o->value[opt])
        return 0;
    if (number_suffix(o, opt, &n, &s, err) < 0)
        return -1;
    if (s || n > 1000000)
        return err_set(err, E_INVALID, "--%s is out of range", table[opt].name);
    *ret = (uint32_t)n;
    return 0;
}
