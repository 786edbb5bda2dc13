/* maintain.c - looking after a workspace: person, verify, rebuild, backup, restore, copy.
 *
 * person, verify and backup only read, also beside a running server; rebuild, restore and the
 * target of copy want the folder for themselves.
 */
#include "cli/cli_internal.h"

#include "core/verify.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- person ---- */

static int show_person(struct unify *u, const char *kind_key, const char *text,
                       struct err *err) {
    unsigned kind = ident_kind_of(u, str_of(kind_key));
    struct arena a;
    struct str value;
    if (!kind)
        return ident_kind_unknown(u, str_of(kind_key), E_INVALID, err);
    arena_init(&a, "person", 1u << 16);
    int rc = ident_normalise(u, kind, str_of(text), "", &a, &value, err);
    uint32_t atom = rc == 0 ? unify_by_ident(u, kind, value) : UNIFY_NONE;
    if (rc == 0 && atom == UNIFY_NONE) {
        rc = err_set(err, E_NOT_FOUND, "nobody has %s \"%.80s\"", kind_key, text);
    } else if (rc == 0) {
        struct buf b;
        struct jw jw;
        buf_init(&b, "person", 256u << 20);
        jw_init(&jw, &b);
        unify_person_json(u, atom, &jw);
        printf("%.*s\n", (int)b.len, b.data);
        buf_release(&b);
    }
    arena_release(&a);
    return rc;
}

int cmd_person(const struct options *o, struct err *err) {
    if (o->n_args != 3) {
        err_set(err, E_INVALID, "person wants a kind and a value");
        return err_hint(err, "musubi person email mika@example.com --data DIR");
    }
    struct workspace w;
    if (workspace_load(&w, o, OPEN_READ, err) < 0)
        return -1;
    int rc = show_person(w.app.unify, o->args[1], o->args[2], err);
    workspace_close(&w);
    return rc;
}

/* ---- verify ---- */

struct digest { uint64_t hash, lines; FILE *to; };

static void digest_line(void *ctx, struct str line) {
    struct digest *d = ctx;
    d->hash = hash_xx64(line.s, line.n, d->hash);
    d->lines++;
    if (d->to)
        fprintf(d->to, "%.*s\n", STR_FMT(line));
}

/* Open in this mode, give the state's digest, close. */
static int digest_of(const struct options *o, enum open_mode mode, FILE *to,
                     struct digest *ret, uint64_t *ret_seq, struct err *err) {
    struct workspace w;
    if (workspace_load(&w, o, mode, err) < 0)
        return -1;
    *ret = (struct digest){ 0, 0, to };
    core_dump_all(w.app.core, digest_line, ret);
    struct core_stats st;
    core_stats(w.app.core, &st);
    *ret_seq = st.seq;
    workspace_close(&w);
    return 0;
}

static int verify_state(const struct options *o, struct digest *kept, struct digest *rebuilt,
                        struct err *err) {
    uint64_t seq_a, seq_b;
    FILE *to = NULL;
    if (o->value[OPT_DUMP] && !(to = fopen(o->value[OPT_DUMP], "we")))
        return err_set(err, E_INVALID, "cannot write %.100s: %s", o->value[OPT_DUMP],
                       strerror(errno));
    int rc = 0;
    for (int tries = 0; tries < 5; tries++) { /* a running server may write in between */
        rc = digest_of(o, OPEN_READ, NULL, kept, &seq_a, err);
        if (rc == 0)
            rc = digest_of(o, OPEN_READ_REBUILT, to, rebuilt, &seq_b, err);
        if (rc < 0 || seq_a == seq_b)
            break;
        if (to)
            rewind(to);
    }
    if (to)
        fclose(to);
    if (rc == 0 && (kept->hash != rebuilt->hash || kept->lines != rebuilt->lines)) {
        err_set(err, E_CORRUPT, "the state kept differs from the state rebuilt from the log");
        return err_hint(err, "stop the server and run musubi rebuild");
    }
    return rc;
}

int cmd_verify(const struct options *o, struct err *err) {
    struct verify_result r;
    struct db *db = NULL;
    struct workspace w;
    if (workspace_load(&w, o, OPEN_READ, err) < 0)
        return -1;
    struct audit_verified audit;
    struct db *rows = NULL;
    int rc = db_open(core_store_where(w.app.core), DB_READER, &db, err);
    if (rc == 0)
        rc = db_open(core_store_where(w.app.core), DB_READER, &rows, err);
    if (rc == 0)
        rc = audit_verify(db, rows, &r, &audit, err);
    db_close(rows);
    db_close(db);
    workspace_close(&w);
    struct digest kept = { 0, 0, NULL }, rebuilt = { 0, 0, NULL };
    if (rc == 0)
        rc = verify_state(o, &kept, &rebuilt, err);
    if (rc < 0)
        return -1;
    if (o->value[OPT_JSON])
        printf("{\"frames\":%llu,\"entries\":%llu,\"seq\":%llu,\"audit_rows\":%llu,"
               "\"audit_cleared\":%llu,\"state\":\"%016llx\"}\n",
               (unsigned long long)r.frames, (unsigned long long)r.entries,
               (unsigned long long)r.seq, (unsigned long long)audit.rows,
               (unsigned long long)audit.cleared, (unsigned long long)kept.hash);
    else
        printf("log     %llu frames, %llu entries, unbroken up to %llu\n"
               "audit   %llu rows as the log tells, %llu of them cleared\n"
               "state   %llu lines, the same kept and rebuilt (%016llx)\n",
               (unsigned long long)r.frames, (unsigned long long)r.entries,
               (unsigned long long)r.seq, (unsigned long long)audit.rows,
               (unsigned long long)audit.cleared, (unsigned long long)kept.lines,
               (unsigned long long)kept.hash);
    return 0;
}

int cmd_rebuild(const struct options *o, struct err *err) {
    struct workspace w;
    if (workspace_load(&w, o, OPEN_REBUILD, err) < 0)
        return -1;
    struct core_stats st;
    core_stats(w.app.core, &st);
    workspace_close(&w);
    printf("rebuilt from %llu log entries\n", (unsigned long long)st.replayed);
    return 0;
}

/* ---- backup, restore, copy ---- */

static const char *place_of(struct arena *a, const char *data, const char *store) {
    return store ? store : arena_printf(a, "%s/musubi.db", data);
}

static int want_file(const struct options *o, const char *what, struct err *err) {
    if (o->n_args == 2 && (o->value[OPT_DATA] || o->value[OPT_STORE]))
        return 0;
    err_set(err, E_INVALID, "%s wants a file, and --data or --store", what);
    return err_hint(err, "musubi %s FILE --data DIR", what);
}

int cmd_backup(const struct options *o, struct err *err) {
    if (want_file(o, "backup", err) < 0)
        return -1;
    const char *to = o->args[1];
    if (access(to, F_OK) == 0)
        return err_set(err, E_CONFLICT, "%.100s exists", to);
    char *part = arena_printf(o->arena, "%s.part", to);
    unlink(part);
    int rc = store_copy_to(place_of(o->arena, o->value[OPT_DATA], o->value[OPT_STORE]), part, err);
    if (rc == 0 && rename(part, to) < 0)
        rc = err_set(err, E_INTERNAL, "cannot name %.100s: %s", to, strerror(errno));
    if (rc < 0) {
        unlink(part);
        return -1;
    }
    printf("backed up to %s\n", to);
    return 0;
}

static int make_dir(const char *dir, struct err *err) {
    if (mkdir(dir, 0700) == 0 || errno == EEXIST)
        return 0;
    return err_set(err, E_INTERNAL, "cannot make %.100s: %s", dir, strerror(errno));
}

static int copy_file(const char *from, const char *to, struct err *err) {
    static char bytes[1 << 16];
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t n = in < 0 || out < 0 ? -1 : 1;
    while (n > 0 && (n = read(in, bytes, sizeof bytes)) > 0)
        if (write(out, bytes, (size_t)n) != n)
            n = -1;
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return n < 0 ? err_set(err, E_UNAVAILABLE, "cannot copy %.100s: %s", from, strerror(errno))
                 : 0;
}

/* A backup of an older schema is brought up to date in a copy of it: the file stays as it is. */
static int restore_from(const struct options *o, const char *file, const char *to,
                        struct err *err) {
    struct db *db = NULL;
    struct err older = ERR_INIT;
    if (db_open(file, DB_READER, &db, err) < 0)
        return -1;
    int rc = store_migrate(db, &older);
    db_close(db);
    if (rc == 0)
        return store_copy_to(file, to, err);
    if (older.code != E_CONFLICT) {
        *err = older;
        return -1;
    }
    char *part = arena_printf(o->arena, "%s.restoring", file);
    rc = copy_file(file, part, err);
    if (rc == 0)
        rc = db_open(part, DB_WRITER, &db, err);
    if (rc == 0) {
        rc = store_migrate(db, err);
        if (rc == 0 && db_checkpoint(db, true, err) < 0)
            rc = -1;
        db_close(db);
    }
    if (rc == 0)
        rc = store_copy_to(part, to, err);
    unlink(part);
    unlink(arena_printf(o->arena, "%s-wal", part));
    unlink(arena_printf(o->arena, "%s-shm", part));
    return rc;
}

int cmd_restore(const struct options *o, struct err *err) {
    if (want_file(o, "restore", err) < 0)
        return -1;
    if (access(o->args[1], R_OK) < 0)
        return err_set(err, E_NOT_FOUND, "cannot read %.100s: %s", o->args[1], strerror(errno));
    if (o->value[OPT_DATA] && make_dir(o->value[OPT_DATA], err) < 0)
        return -1;
    const char *to = place_of(o->arena, o->value[OPT_DATA], o->value[OPT_STORE]);
    if (restore_from(o, o->args[1], to, err) < 0)
        return -1;
    printf("restored from %s\n", o->args[1]);
    return 0;
}

int cmd_copy(const struct options *o, struct err *err) {
    const char *to = o->value[OPT_TO];
    if (!to || !(o->value[OPT_DATA] || o->value[OPT_STORE])) {
        err_set(err, E_INVALID, "copy wants where from and where to");
        return err_hint(err, "musubi copy --data DIR --to postgresql://…");
    }
    if (!strstr(to, "://")) {
        if (make_dir(to, err) < 0)
            return -1;
        to = place_of(o->arena, to, NULL);
    }
    if (store_copy_to(place_of(o->arena, o->value[OPT_DATA], o->value[OPT_STORE]), to, err) < 0)
        return -1;
    printf("copied\n");
    return 0;
}
