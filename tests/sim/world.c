/* world.c - the workspace of a simulation: opening, turning, and the ways in which it ends.
 *
 * A kill is what the operating system makes of it: what was written is there, in the page
 * cache; nothing is said to anybody.  A loss of power also takes what was not synced
 * (fault/tornvfs.h), and may leave a snapshot in any condition, for a snapshot is a view.
 */
#include "sim/sim.h"

#include "collect/collect_internal.h"
#include "core/core_internal.h"
#include "fault/tornvfs.h"
#include "guard/audit.h"
#include "unify/unify_internal.h"

#include "base/fault.h"
#include "base/id.h"
#include "fault/temp.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void random_bytes(void *ctx, void *p, size_t n) {
    seed_fill(ctx, p, (uint32_t)n);
}

void sim_make(struct sim *s) {
    temp_dir(s->dir, sizeof s->dir, "sim");
    snprintf(s->store, sizeof s->store, "vfs=torn:%s/musubi.db", s->dir);
    tornvfs_register();
    tornvfs_restart();
    tornvfs_sync_lies(s->plant == PLANT_SYNC_LIES);
    hash_random_from(random_bytes, &s->id_random);
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(s->seed * 2 + 1), (sqlite3 *)NULL);
    s->sys_ms = SIM_START_MS;
}

/* ---- planted faults ---- */

/* A write that is not announced to the heap. */
static void unannounced(void *room, const struct entry *e) {
    struct unify *u = room;
    (void)e;
    if (u->root->atoms.n > 1)
        atom_at(u, 0)->last_ms++;
}

static int lose_rows(void *room, struct db *db, struct err *err) {
    (void)room, (void)db, (void)err;
    return 0;
}

static void skip(void *room, const struct entry *e) {
    (void)room;
    (void)e;
}

void sim_plant_rooms(struct sim *s, struct core *c, struct unify *u) {
    if (s->plant == PLANT_UNANNOUNCED)
        core_on_entry(c, ENTRY_CARRY, unannounced, u);
}

static void plant_before(struct sim *s, core_apply **was) {
    sim_plant_rooms(s, s->core, s->unify);
    if (s->plant == PLANT_ROWS_LOST)
        s->core->seal[0].fn = lose_rows;
    if (s->plant == PLANT_REPLAY_SKIPS) {
        *was = s->core->apply[ENTRY_WITHDRAW][0].fn;
        s->core->apply[ENTRY_WITHDRAW][0].fn = skip;
    }
}

static void plant_after(struct sim *s, core_apply *was) {
    if (s->plant == PLANT_REPLAY_SKIPS)
        s->core->apply[ENTRY_WITHDRAW][0].fn = was;
    if (s->plant == PLANT_DEDUPE_FORGETS)
        memset(&collect_root(s->collect)->dedupe, 0, sizeof(struct dedupe));
}

/* ---- opening and closing ---- */

static void forget(struct sim *s) {
    segment_stop(s->segment);
    log_reader_free(s->log);
    db_close(s->reader);
    readers_free(s->readers);
    registry_free(s->registry);
    collect_free(s->collect);
    segment_free(s->segment);
    unify_free(s->unify);
    audit_free(s->audit);
    core_free(s->core);
    s->log = NULL;
    s->reader = NULL;
    s->registry = NULL;
    s->collect = NULL;
    s->segment = NULL;
    s->readers = NULL;
    s->unify = NULL;
    s->audit = NULL;
    s->core = NULL;
}

static int try_open(struct sim *s, struct err *err) {
    static const char *const scopes[] = { "all" };
    struct core_config cfg = { .data_dir = s->dir, .store = s->store, .clock = &s->clock,
                               .memory_max = 16u << 20, .stepped = true };
    core_apply *was = NULL;
    clock_init_fake(&s->clock, s->sys_ms);
    id_forget();
    if (core_new(&cfg, &s->core, err) < 0) {
        s->core = NULL;
        return -1;
    }
    if (registry_new(s->core, scopes, 1, &s->registry, err) < 0)
        return -1;
    s->collect = collect_new(s->core, NULL);
    s->unify = unify_new(s->core);
    s->segment = segment_new(s->core, s->unify);
    s->audit = audit_new(s->core);
    unify_audit_set(s->unify, s->audit);
    struct collect_hooks hooks = unify_hooks(s->unify);
    collect_hooks_set(s->collect, &hooks);
    if (unify_rules_register(s->unify, s->registry, err) < 0 ||
        segment_register(s->segment, s->registry, err) < 0)
        return -1;
    plant_before(s, &was);
    if (core_start(s->core, err) < 0)
        return -1;
    plant_after(s, was);
    unify_rules_start(s->unify);
    if (readers_new(s->core, 1, 0, &s->readers, err) < 0)
        return -1;
    segment_start(s->segment, s->readers);
    if (unify_erase_open(s->unify, s->dir, err) < 0 ||
        db_open(s->store, DB_READER, &s->reader, err) < 0 ||
        log_reader_new(s->reader, &s->log, err) < 0)
        return -1;
    return 0;
}

static void lose_power(struct sim *s);

void sim_open(struct sim *s) {
    struct err err = ERR_INIT;
    s->starts++;
    while (try_open(s, &err) < 0) {
        if (!tornvfs_crashed())
            sim_fail(s, "it does not start: %s (%s)", err.msg, err.where);
        sim_tell(s, "… and the power goes again while it starts");
        lose_power(s);
        err = ERR_INIT;
    }
    SIM_WANT(s, core_seq(s->core) >= s->followed);
    struct core_stats st;
    core_stats(s->core, &st);
    SIM_WANT(s, st.quarantined == (uint64_t)s->n_poisoned);
    sim_follow(s);
}

/* The state of before an end and after the start are the same, where the log is. */
static void open_and_compare(struct sim *s, uint64_t seq, struct buf *before) {
    struct buf after;
    sim_open(s);
    if (core_seq(s->core) == seq) {
        buf_init(&after, "dump", 64u << 20);
        sim_dump(s->core, &after);
        sim_same(s, before, &after, "before and after a restart");
        buf_release(&after);
    }
    buf_release(before);
}

static uint64_t dump_before(struct sim *s, struct buf *b) {
    buf_init(b, "dump", 64u << 20);
    return sim_dump(s->core, b);
}

static void die(struct sim *s) {
    s->dying = true;
    if (s->core)
        core_kill(s->core);
    sim_answers(s);
    s->dying = false;
    forget(s);
}

static void lose_power(struct sim *s) {
    tornvfs_crash_now();
    die(s);
    tornvfs_power_loss(seed_next(&s->random));
    tornvfs_restart();
    if (sim_roll(s, 4) == 0)
        tornvfs_crash_at(1 + sim_roll(s, 40));
}

/* Snapshots are files of their own: one may be torn or gone, which costs time only. */
static void hurt_snapshots(struct sim *s) {
    char path[400];
    snprintf(path, sizeof path, "%s/snapshot", s->dir);
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d));) {
        struct stat st;
        snprintf(path, sizeof path, "%s/snapshot/%.200s", s->dir, e->d_name);
        if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
            continue;
        uint32_t how = sim_roll(s, 6);
        if (how == 0) {
            CHECK(unlink(path) == 0);
        } else if (how == 1) {
            CHECK(truncate(path, st.st_size / 2) == 0);
        } else if (how == 2 && st.st_size > 0) {
            int fd = open(path, O_WRONLY);
            CHECK(fd >= 0 && pwrite(fd, "?", 1, sim_roll(s, (uint32_t)st.st_size)) == 1);
            close(fd);
        }
    }
    if (d)
        closedir(d);
}

void sim_power(struct sim *s) {
    struct buf before;
    uint64_t seq = dump_before(s, &before);
    lose_power(s);
    hurt_snapshots(s);
    open_and_compare(s, seq, &before);
}

void sim_kill(struct sim *s) {
    struct buf before;
    uint64_t seq = dump_before(s, &before);
    tornvfs_crash_now(); /* the closing of files below does nothing */
    die(s);
    tornvfs_settle();
    tornvfs_restart();
    open_and_compare(s, seq, &before);
}

void sim_restart(struct sim *s) {
    sim_drain(s);
    struct buf before;
    uint64_t seq = dump_before(s, &before);
    log_reader_free(s->log);
    db_close(s->reader);
    s->log = NULL;
    s->reader = NULL;
    core_stop(s->core);
    sim_answers(s);
    forget(s);
    open_and_compare(s, seq, &before);
}

/* A process of its own meets the fault, with the product's own way to die. */
void sim_poison(struct sim *s) {
    int status = 0;
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
        struct err err = ERR_INIT;
        struct rlimit none = { 0, 0 };
        setrlimit(RLIMIT_CORE, &none);
        int fd = open("/dev/null", O_WRONLY);
        dup2(fd, 2);
        signal(SIGABRT, SIG_DFL);
        quarantine_watch(&s->core->quarantine);
        if (fault_arm("core.poisonx*", &err) == 0)
            core_turn(s->core);
        _exit(0);
    }
    CHECK(waitpid(pid, &status, 0) == pid);
    SIM_WANT(s, WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    s->n_poisoned++;
    sim_kill(s);
}

void sim_unmake(struct sim *s) {
    char command[128];
    tornvfs_crash_now();
    die(s);
    tornvfs_settle();
    tornvfs_restart();
    tornvfs_sync_lies(false);
    hash_random_from(NULL, NULL);
    id_forget();
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 0, (sqlite3 *)NULL);
    for (int i = 0; i < s->n_batches; i++)
        free((char *)s->batch[i].text.s);
    sim_erase_forget(s);
    model_free(&s->m);
    snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
    CHECK(system(command) == 0);
}

/* ---- time and turns ---- */

void sim_clock(struct sim *s, int64_t ms) {
    s->sys_ms += ms;
    if (ms > 0)
        s->clock.mono_ns += ms * 1000000;
    clock_set_at_least_ms(&s->clock, s->sys_ms);
}

bool sim_writable(struct sim *s) { return core_writable(s->core); }

void sim_arm(struct sim *s, const char *more) {
    struct err err = ERR_INIT;
    const char *plant = s->plant == PLANT_CUTS_IGNORED ? "unify.cuts_ignoredx*"
                        : s->plant == PLANT_CONTESTED  ? "unify.contested_ignoredx*"
                                                       : NULL;
    const char *all[4] = { s->armed, s->full_until > s->step ? "sqlite.writex*" : NULL, plant,
                           more };
    char spec[240] = "";
    for (int i = 0; i < 4; i++)
        if (all[i])
            snprintf(spec + strlen(spec), sizeof spec - strlen(spec), "%s%s", spec[0] ? "," : "",
                     all[i]);
    CHECK(fault_arm(spec, &err) == 0);
    s->armed = NULL;
}

static bool turn(struct sim *s) {
    sim_arm(s, NULL);
    bool some = core_turn(s->core);
    fault_disarm();
    return (s->readers && readers_step(s->readers)) || some;
}

/* After every turn: did the power go?  What was answered, and what is in the log? */
void sim_look(struct sim *s) {
    sim_answers(s);
    if (tornvfs_crashed()) {
        bool power = sim_roll(s, 3); /* or the process alone, in the middle of a commit */
        sim_tell(s, power ? "the power goes" : "the process is killed");
        if (power)
            sim_power(s);
        else
            sim_kill(s);
    } else if (sim_writable(s)) {
        sim_follow(s);
    }
}

void sim_turn(struct sim *s) {
    turn(s);
    sim_look(s);
}

void sim_drain(struct sim *s) {
    struct core_stats st;
    for (int i = 0; i < 50; i++) {
        sim_turn(s);
        core_stats(s->core, &st);
        if (st.queue_len == 0)
            return;
    }
    sim_fail(s, "the queue does not run empty");
}

bool sim_settle(struct sim *s) {
    sim_drain(s);
    for (int i = 0; i < 20; i++) {
        struct unify *u = s->unify;
        if (sim_writable(s) && u->root->rules_version == ident_rules(u)->version)
            return true;
        if (s->full_until > s->step)
            return false;
        sim_clock(s, 1000); /* what is tried again does not wait for a clock that was set back */
        sim_drain(s);
    }
    sim_fail(s, "the store is whole, and it does not go on: %swritable, rules %u of %u",
             sim_writable(s) ? "" : "not ", s->unify->root->rules_version,
             ident_rules(s->unify)->version);
}

struct call { struct command cmd; struct sim *s; sim_deed *deed; void *ctx; bool over, failed;
              struct err err; };

static int call_run(struct core *c, struct command *cmd, struct err *err) {
    struct call *k = (struct call *)cmd;
    (void)c;
    return k->deed(k->s, k->ctx, err);
}

static void call_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct call *k = (struct call *)cmd;
    (void)seq;
    k->over = true;
    k->failed = err != NULL;
    if (err)
        k->err = *err;
}

int sim_call(struct sim *s, sim_deed *deed, void *ctx, bool reads, struct err *err) {
    struct call k = { .cmd = { .name = "sim", .bytes = 64, .reads = reads, .run = call_run,
                               .done = call_done },
                      .s = s, .deed = deed, .ctx = ctx };
    if (core_submit(s->core, &k.cmd, err) < 0)
        return -1;
    while (!k.over)
        turn(s);
    sim_look(s);
    if (k.failed)
        *err = k.err;
    return k.failed ? -1 : 0;
}
