/* Two nodes on one store, in one process: who writes, who follows, and what a takeover leaves.
 *
 * Both are stepped cores over one SQLite file with the lease switched on.  A node may be frozen
 * (it gets no turns) and woken when another has taken over, cut off from the store (what it
 * begins, writes and opens fails until that heals), left in doubt about a commit, killed,
 * stopped, started.  The power goes, for both and the disk that they share.  People are erased by
 * whoever writes, old events taken, rules published, while the other follows, or goes on with it.
 * Clients send to either, and again to the other when nobody answers.
 *
 * Checked besides what the simulator of one node checks: no epoch has two writers, a follower's
 * state is the writer's at the same seq, nothing acknowledged is lost or doubled, and nothing of
 * who is erased is left in the store or in either folder.
 *
 * SIM_SEED, SIM_STEPS, SIM_SEEDS, SIM_FROM, SIM_SECONDS as in test_sim.c; SIM_SEEDS / 3 are done.
 */
#include "sim/sim.h"

#include "base/fault.h"
#include "base/id.h"
#include "core/core_internal.h"
#include "fault/temp.h"
#include "fault/tornvfs.h"
#include "guard/audit.h"
#include "unify/unify_internal.h"

#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define LEASE_MS 2000
#define EPOCHS_MAX 4000

struct node {
    char dir[100];
    struct core *core; /* NULL: it does not run */
    struct collect *collect;
    struct unify *unify;
    struct audit *audit;
    struct registry *registry;
    struct db *reader;
    struct log_reader *log;
    bool frozen, cut;
    uint64_t entries, takeovers;
};

static struct sim sim;
static struct node node[2];
static int8_t epoch_of[EPOCHS_MAX]; /* 0: nobody's yet, else the node + 1 */
static struct { int takeovers, frozen, cut, doubts, kills, power, erased, runs, taken,
               contested; } seen;

static void use(struct sim *s, int i) {
    s->core = node[i].core;
    s->collect = node[i].collect;
    s->unify = node[i].unify;
    s->audit = node[i].audit;
    s->registry = node[i].registry;
    s->reader = node[i].reader;
    s->log = node[i].log;
}

static void on_fatal(void *ctx, const struct err *err) {
    snprintf(((struct sim *)ctx)->why, sizeof sim.why, "a node gave up: %s", err->msg);
}

/* ---- life ---- */

static int try_start(struct sim *s, struct node *n, struct err *err) {
    static const char *const scopes[] = { "all" };
    struct core_config cfg = { .data_dir = n->dir, .store = s->store, .clock = &s->clock,
                               .memory_max = 16u << 20, .stepped = true, .lease_ms = LEASE_MS,
                               .fatal = on_fatal, .fatal_ctx = s };
    n->entries = n->takeovers = 0;
    if (core_new(&cfg, &n->core, err) < 0)
        return n->core = NULL, -1;
    if (registry_new(n->core, scopes, 1, &n->registry, err) < 0)
        return -1;
    n->collect = collect_new(n->core, NULL);
    n->unify = unify_new(n->core);
    n->audit = audit_new(n->core);
    unify_audit_set(n->unify, n->audit);
    struct collect_hooks hooks = unify_hooks(n->unify);
    collect_hooks_set(n->collect, &hooks);
    if (unify_rules_register(n->unify, n->registry, err) < 0 || core_start(n->core, err) < 0)
        return -1;
    unify_rules_start(n->unify);
    if (unify_erase_open(n->unify, n->dir, err) < 0 ||
        db_open(s->store, DB_READER, &n->reader, err) < 0)
        return -1;
    return log_reader_new(n->reader, &n->log, err);
}

static bool turn(struct sim *s, int i);

static void end(struct sim *s, struct node *n, bool clean) {
    struct core_stats st;
    if (!n->core)
        return;
    core_stats(n->core, &st);
    for (int k = 0; clean && k < 20 && st.queue_len > 0; k++) { /* answers want the log */
        turn(s, (int)(n - node));
        core_stats(n->core, &st);
    }
    if (s->log == n->log)
        s->log = NULL;
    log_reader_free(n->log);
    db_close(n->reader);
    if (clean)
        core_stop(n->core);
    else
        core_kill(n->core);
    sim_answers(s);
    registry_free(n->registry);
    collect_free(n->collect);
    unify_free(n->unify);
    audit_free(n->audit);
    core_free(n->core);
    *n = (struct node){ .cut = n->cut };
}

static void start(struct sim *s, int i) {
    struct node *n = &node[i];
    struct err err = ERR_INIT;
    *n = (struct node){ .cut = n->cut };
    snprintf(n->dir, sizeof n->dir, "%s/n%d", s->dir, i);
    if (try_start(s, n, &err) < 0)
        sim_fail(s, "node %d does not start: %s", i, err.msg);
}

static void random_bytes(void *ctx, void *p, size_t n) { seed_fill(ctx, p, (uint32_t)n); }

static void make(struct sim *s) {
    temp_dir(s->dir, sizeof s->dir, "sim");
    snprintf(s->store, sizeof s->store, "vfs=torn:%s/musubi.db", s->dir);
    tornvfs_register();
    tornvfs_restart();
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(s->seed * 2 + 1), (sqlite3 *)NULL);
    hash_random_from(random_bytes, &s->id_random);
    id_forget();
    s->several = true;
    s->sys_ms = SIM_START_MS;
    clock_init_fake(&s->clock, s->sys_ms);
    memset(node, 0, sizeof node);
    memset(epoch_of, 0, sizeof epoch_of);
}

static void unmake(struct sim *s) {
    char command[128];
    fault_disarm();
    tornvfs_crash_now();
    for (int i = 0; i < 2; i++)
        end(s, &node[i], false);
    tornvfs_settle();
    tornvfs_restart();
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 0, (sqlite3 *)NULL);
    sim_erase_forget(s);
    hash_random_from(NULL, NULL);
    id_forget();
    for (int i = 0; i < s->n_batches; i++)
        free((char *)s->batch[i].text.s);
    model_free(&s->m);
    snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
    CHECK(system(command) == 0);
}

/* ---- turns ---- */

/* Whoever wrote a frame in an epoch is the only one who does. */
static void note_commits(struct sim *s, int i) {
    struct core_stats st;
    struct core_lease lease;
    core_stats(node[i].core, &st);
    core_lease(node[i].core, &lease);
    seen.takeovers += lease.takeovers > node[i].takeovers;
    node[i].takeovers = lease.takeovers;
    if (st.entries == node[i].entries)
        return;
    node[i].entries = st.entries;
    uint32_t epoch = node[i].core->root->epoch;
    SIM_WANT(s, epoch < EPOCHS_MAX);
    if (epoch_of[epoch] && epoch_of[epoch] != i + 1)
        sim_fail(s, "both nodes commit in epoch %u", epoch);
    epoch_of[epoch] = (int8_t)(i + 1);
}

static bool whole(int i) { return node[i].core && !node[i].core->recovering; }

/* The planted fault: whatever the row says, it is ours. */
static void believe(struct lease *mine, const struct lease *other) {
    if (other->row.epoch <= mine->row.epoch)
        return;
    mine->row = other->row;
    memcpy(mine->self, other->self, sizeof mine->self);
}

#define CUT_OFF "sqlite.readx*,sqlite.writex*,sqlite.beginx*,sqlite.openx*"

/* A connection that broke in a transaction holds SQLite's one lock until it is closed, which its
 * node does in its very next turns. */
static void mend(struct sim *s, int i) {
    struct err err = ERR_INIT;
    CHECK(fault_arm(node[i].cut ? CUT_OFF : "", &err) == 0);
    for (int k = 0; k < 2 && db_broken(node[i].core->db); k++) {
        sim_clock(s, 250);
        core_turn(node[i].core);
    }
    fault_disarm();
}

static void arm(struct sim *s, const struct node *n) {
    struct err err = ERR_INIT;
    const char *spec = n->cut ? CUT_OFF : s->armed ? s->armed : "";
    CHECK(fault_arm(spec, &err) == 0);
}

/* What came of a turn. */
static void look(struct sim *s, int i) {
    struct node *n = &node[i];
    fault_disarm();
    mend(s, i);
    s->armed = NULL;
    if (s->why[0])
        sim_fail(s, "%s", s->why);
    if (whole(i) && core_seq(n->core) > s->followed)
        sim_follow(s);
    sim_answers(s);
    note_commits(s, i);
}

static bool turn(struct sim *s, int i) {
    struct node *n = &node[i];
    if (!n->core || n->frozen)
        return false;
    use(s, i);
    arm(s, n);
    if (s->plant == PLANT_NO_LEASE && core_role(n->core) == CORE_WRITER && node[!i].core)
        believe(&n->core->lease, &node[!i].core->lease);
    bool some = core_turn(n->core);
    look(s, i);
    return some;
}

static void same_state(struct sim *s) {
    struct buf a, b;
    if (!whole(0) || !whole(1) || core_seq(node[0].core) != core_seq(node[1].core))
        return;
    buf_init(&a, "dump", 64u << 20);
    buf_init(&b, "dump", 64u << 20);
    sim_dump(node[0].core, &a);
    sim_dump(node[1].core, &b);
    sim_same(s, &a, &b, "the two nodes at one seq");
    s->trace = hash_xx64(a.data, a.len, s->trace);
    buf_release(&a);
    buf_release(&b);
}

/* Time goes on in small pieces, and the nodes with it. */
static void pass(struct sim *s, int ms) {
    for (int gone = 0; gone < ms; gone += 50) {
        sim_clock(s, 50);
        for (int i = 0; i < 2; i++)
            turn(s, i);
    }
}

/* The node that may write now as far as anybody can tell, -1 for none. */
static int writer(struct sim *s) {
    for (int i = 0; i < 2; i++) {
        const struct node *n = &node[i], *o = &node[!i];
        if (n->core && !n->frozen && !n->cut && core_role(n->core) == CORE_WRITER &&
            core_writable(n->core) && core_seq(n->core) == s->followed &&
            !(o->core && core_role(o->core) == CORE_WRITER &&
              o->core->lease.row.epoch > n->core->lease.row.epoch))
            return i;
    }
    return -1;
}

/* A batch is read by the rules that its node knows, and all evidence judged by them. */
static bool knows_rules(struct sim *s, int i) {
    struct unify *u = node[i].unify;
    return ident_rules(u)->version == (uint32_t)s->n_versions &&
           u->root->rules_version == (uint32_t)s->n_versions;
}

/* ---- steps ---- */

static void step_turns(struct sim *s) {
    int i = (int)sim_roll(s, 2), n = 1 + (int)sim_roll(s, 3);
    sim_tell(s, "node %d makes %d turns", i, n);
    while (n-- > 0) {
        sim_clock(s, sim_roll(s, 40));
        turn(s, i);
    }
    same_state(s);
}

static void step_pass(struct sim *s) {
    int ms = (int)sim_roll(s, 2 * LEASE_MS);
    sim_tell(s, "%d ms go by", ms);
    pass(s, ms);
    same_state(s);
}

static void step_send(struct sim *s) {
    int i = writer(s), first = s->n_batches;
    if (i < 0 || sim_roll(s, 4) == 0)
        i = (int)sim_roll(s, 2);
    if (!node[i].core || !knows_rules(s, i))
        return;
    use(s, i);
    sim_batch_make(s, 1 + (int)sim_roll(s, 4));
    if (s->n_batches > first)
        sim_tell(s, "batch %d goes to node %d", first, i);
}

/* What is refused, or not answered by a node that is frozen, goes to any. */
static void step_again(struct sim *s) {
    int i = (int)sim_roll(s, 2);
    if (!node[i].core || node[i].frozen || !knows_rules(s, i))
        return;
    use(s, i);
    for (int b = 0; b < s->n_batches; b++) {
        bool late = s->batch[b].state == BATCH_QUEUED && node[!i].frozen;
        if ((s->batch[b].state != BATCH_OPEN && !late) || sim_roll(s, 3) == 0)
            continue;
        sim_tell(s, "batch %d goes to node %d again", b, i);
        sim_batch_send(s, b);
        return;
    }
}

static void step_freeze(struct sim *s) {
    int i = (int)sim_roll(s, 2);
    if (!node[i].core)
        return;
    node[i].frozen = !node[i].frozen;
    seen.frozen += node[i].frozen;
    sim_tell(s, "node %d is %s", i, node[i].frozen ? "frozen" : "woken");
}

static void step_cut(struct sim *s) {
    int i = (int)sim_roll(s, 2);
    node[i].cut = !node[i].cut;
    seen.cut += node[i].cut;
    sim_tell(s, "node %d %s the store", i, node[i].cut ? "is cut off from" : "reaches");
}

static void step_doubt(struct sim *s) {
    static const char *const faults[] = { "sqlite.commit", "sqlite.commit.after",
                                          "sqlite.commit.after,sqlite.openx3", "sqlite.write",
                                          "sqlite.begin", "sqlite.read", "sqlite.read@1",
                                          "sqlite.commit.after,sqlite.readx2" };
    s->armed = faults[sim_roll(s, sizeof faults / sizeof *faults)];
    seen.doubts++;
    sim_tell(s, "the next turn meets %s", s->armed);
}

static void step_end(struct sim *s) {
    int i = (int)sim_roll(s, 2);
    if (!node[i].core) {
        sim_tell(s, "node %d is started", i);
        node[i].cut = false;
        start(s, i);
        return;
    }
    bool clean = sim_roll(s, 2) && !node[i].frozen && !node[i].cut;
    seen.kills += !clean;
    sim_tell(s, "node %d is %s", i, clean ? "stopped" : "killed");
    end(s, &node[i], clean);
}

/* One machine holds the disk of both. */
static void step_power(struct sim *s) {
    sim_tell(s, "the power goes, and comes back");
    seen.power++;
    tornvfs_crash_now();
    for (int i = 0; i < 2; i++)
        end(s, &node[i], false);
    tornvfs_power_loss(seed_next(&s->random));
    tornvfs_restart();
    for (int i = 0; i < 2; i++) {
        node[i].cut = false;
        if (sim_roll(s, 3))
            start(s, i);
    }
}

/* One piece of the work: on a node that follows, nothing. */
static int erase_piece(struct sim *s, int i, struct err *err) {
    use(s, i);
    arm(s, &node[i]);
    int rc = unify_erase_step(node[i].unify, 1 + sim_roll(s, 4), err);
    look(s, i);
    return rc;
}

static void step_eraser(struct sim *s) {
    int i = writer(s);
    if (i < 0 || sim_roll(s, 4) == 0) /* or one that only thinks that it writes */
        i = (int)sim_roll(s, 2);
    if (!node[i].core || node[i].frozen)
        return;
    for (int n = 1 + (int)sim_roll(s, 3), rc = 1; n > 0 && rc > 0; n--) {
        struct err err = ERR_INIT;
        rc = erase_piece(s, i, &err);
        sim_tell(s, "the eraser of node %d did a piece: %s", i,
                 rc > 0 ? "well" : rc == 0 ? "nothing is left" : "it failed");
    }
}

static void at_writer(struct sim *s, const char *name) {
    int i = writer(s);
    if (i < 0)
        return;
    use(s, i);
    sim_step_run(s, name);
    mend(s, i);
    note_commits(s, i);
}

static void step_hands(struct sim *s) {
    static const char *const names[] = { "split", "merge", "undo", "timeline", "audit" };
    at_writer(s, names[sim_roll(s, 5)]);
}

static void step_erase(struct sim *s) { at_writer(s, "erase"); }

/* Rules of who is one person, and of retention, go through the log to the other node. */
static void step_rules(struct sim *s) {
    static const char *const names[] = { "rules", "rules", "release", "retention rules",
                                         "retention rules", "retain", "retain", "retain",
                                         "trait rules" };
    at_writer(s, names[sim_roll(s, 9)]);
}

/* For new trait rules, some events are read again. */
static void fill(struct sim *s, int i) {
    use(s, i);
    arm(s, &node[i]);
    if (unify_traits_step(node[i].unify))
        sim_tell(s, "node %d reads events again for new trait rules", i);
    look(s, i);
}

static void step_fill(struct sim *s) {
    int i = (int)sim_roll(s, 2);
    if (node[i].core && !node[i].frozen)
        fill(s, i);
}

static int retain_piece(struct sim *s, int i, struct err *err) {
    use(s, i);
    arm(s, &node[i]);
    int rc = unify_retain_step(node[i].unify, 1 + sim_roll(s, 3), err);
    look(s, i);
    return rc;
}

static void step_retainer(struct sim *s) {
    int i = writer(s);
    if (i < 0 || sim_roll(s, 4) == 0)
        i = (int)sim_roll(s, 2);
    if (!node[i].core || node[i].frozen)
        return;
    for (int n = 1 + (int)sim_roll(s, 4), rc = 1; n > 0 && rc > 0; n--) {
        struct err err = ERR_INIT;
        rc = retain_piece(s, i, &err);
        sim_tell(s, "retention of node %d did a piece: %s", i,
                 rc > 0 ? "well" : rc == 0 ? "nothing is due" : err.msg);
    }
}

static void step_look(struct sim *s) {
    for (int i = 0; i < 2; i++)
        if (whole(i) && !node[i].frozen && core_seq(node[i].core) == s->followed) {
            sim_tell(s, "persons of node %d are compared", i);
            use(s, i);
            sim_compare(s);
            mend(s, i);
            note_commits(s, i);
        }
}

static void step_snapshot(struct sim *s) {
    int i = (int)sim_roll(s, 2);
    if (!whole(i))
        return;
    use(s, i);
    sim_step_run(s, "snapshot");
}

static const struct { const char *name; void (*run)(struct sim *s); int weight; } steps[] = {
    { "turns", step_turns, 40 }, { "pass", step_pass, 12 },     { "send", step_send, 25 },
    { "again", step_again, 10 }, { "freeze", step_freeze, 5 },  { "cut", step_cut, 4 },
    { "doubt", step_doubt, 5 },  { "end", step_end, 5 },        { "hands", step_hands, 8 },
    { "look", step_look, 6 },    { "snapshot", step_snapshot, 4 },
    { "erase", step_erase, 4 },  { "eraser", step_eraser, 20 }, { "power", step_power, 1 },
    { "rules", step_rules, 10 }, { "retainer", step_retainer, 24 },
    { "fill", step_fill, 10 },
};

static void step(struct sim *s) {
    int all = 0, k = 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        all += steps[i].weight;
    int at = (int)sim_roll(s, (uint32_t)all);
    for (; at >= steps[k].weight; k++)
        at -= steps[k].weight;
    steps[k].run(s);
}

/* ---- the end: all is whole, one writes, the other has it all ---- */

static void epochs_rise(struct sim *s) {
    struct err err = ERR_INIT;
    int64_t last = 0;
    struct sql *q = db_sql(s->reader, SQL("SELECT epoch FROM log ORDER BY first_seq"), &err);
    SIM_WANT(s, q);
    while (sql_step(q, &err) > 0) {
        SIM_WANT(s, sql_get_int(q, 0) >= last);
        last = sql_get_int(q, 0);
    }
    sql_end(q);
    SIM_WANT(s, err.code == E_OK);
}

static bool finished(struct sim *s) {
    int i = writer(s);
    if (i < 0 || core_role(node[!i].core) != CORE_FOLLOWER ||
        core_seq(node[!i].core) != s->followed)
        return false;
    use(s, i);
    bool open = false;
    for (int b = 0; b < s->n_batches; b++) {
        open |= s->batch[b].state == BATCH_OPEN || s->batch[b].state == BATCH_QUEUED;
        if (s->batch[b].state == BATCH_OPEN && knows_rules(s, i))
            sim_batch_send(s, b);
    }
    return !open && knows_rules(s, i);
}

static void fill_rest(struct sim *s) {
    for (int tries = 0;; tries++) {
        int i = writer(s);
        if (tries > 200)
            sim_fail(s, "trait rules %d are not in force", s->n_traits);
        if (i >= 0) {
            fill(s, i);
            if (sim_traits_filled(s))
                return;
        }
        pass(s, 500);
    }
}

static void retain_rest(struct sim *s) {
    int tries = 0, rc = 1;
    if (s->retention[s->n_retention].n == 0)
        at_writer(s, "retention rules");
    at_writer(s, "retain");
    while (rc != 0 || !finished(s)) {
        struct err err = ERR_INIT;
        int i = writer(s);
        rc = i < 0 ? -1 : retain_piece(s, i, &err);
        if (++tries > 1000)
            sim_fail(s, "retention does not end: %s", err.msg);
        if (rc <= 0)
            pass(s, 500);
    }
    for (int i = 0; i < s->n_messages; i++)
        seen.taken += s->message[i].kept != M_WHOLE;
    seen.runs += s->n_runs;
}

/* What was asked for is carried out; either node then writes the snapshot that it owes. */
static void erase_rest(struct sim *s) {
    int tries = 0, rc = 1;
    while (rc != 0 || !finished(s)) {
        struct err err = ERR_INIT;
        int i = writer(s);
        rc = i < 0 ? -1 : erase_piece(s, i, &err);
        if (++tries > 1000)
            sim_fail(s, "the erasures do not end: %s", err.msg);
        if (rc <= 0)
            pass(s, 500);
    }
    for (int i = 0; i < s->n_erasures; i++)
        SIM_WANT(s, s->erasure[i].state == ERASURE_FINISHED);
    seen.erased += s->n_erasures;
    seen.contested += s->n_contested;
    for (int i = 0; i < 4; i++) {
        SIM_OK(s, core_snapshot_end(node[i % 2].core, err));
        turn(s, i % 2);
        SIM_OK(s, core_snapshot_end(node[i % 2].core, err));
    }
}

static void all_whole(struct sim *s) {
    s->armed = NULL;
    for (int i = 0; i < 2; i++) {
        node[i].cut = node[i].frozen = false;
        if (!node[i].core)
            start(s, i);
    }
    int tries = 0;
    while (!finished(s)) {
        if (++tries > 100)
            sim_fail(s, "the nodes do not come together: roles %d and %d", core_role(node[0].core),
                     core_role(node[1].core));
        pass(s, 500);
    }
    fill_rest(s);
    retain_rest(s);
    erase_rest(s);
    same_state(s);
    for (int i = 0; i < 2; i++) {
        use(s, i);
        SIM_WANT(s, core_seq(s->core) == s->followed);
        sim_compare(s);
    }
    int i = writer(s);
    SIM_WANT(s, i >= 0);
    use(s, i);
    epochs_rise(s);
    for (int a = 0; a < s->m.n_atoms; a++)
        if (s->m.atom[a].kind != M_GONE)
            sim_compare_timeline(s, a);
    sim_same_log(s);
    sim_rebuilt(s);
    sim_scan(s);
}

/* Sources there are from the beginning. */
static void first_steps(struct sim *s) {
    for (int tries = 0; writer(s) < 0; tries++) {
        SIM_WANT(s, tries < 100);
        pass(s, 500);
    }
    use(s, writer(s));
    sim_sources(s);
}

static bool run(struct sim *s, uint64_t seed, int n, enum sim_plant plant) {
    sim_begin(s, seed, n, plant);
    make(s);
    volatile bool good = false;
    if (setjmp(s->failed) == 0) {
        start(s, 0);
        start(s, 1);
        first_steps(s);
        for (; s->step < s->steps; s->step++)
            step(s);
        all_whole(s);
        good = true;
    }
    unmake(s);
    sim_over();
    return good;
}

/* ---- tests ---- */

static int64_t number(const char *name, int64_t usual) {
    const char *env = getenv(name);
    return env && *env ? strtoll(env, NULL, 10) : usual;
}

static void seeds(void **state) {
    struct clock clock;
    int64_t one = number("SIM_SEED", 0), n = number("SIM_SEEDS", 300) / 3;
    int64_t from = number("SIM_FROM", 1), box_s = number("SIM_SECONDS", 600);
    int done = 0;
    (void)state;
    clock_init_real(&clock);
    int64_t end_ns = clock_mono_ns(&clock) + box_s * 1000000000;
    memset(&seen, 0, sizeof seen);
    for (; done < (one ? 1 : n) && clock_mono_ns(&clock) < end_ns; done++) {
        uint64_t seed = (uint64_t)(one ? one : from + done);
        if (!run(&sim, seed, (int)number("SIM_STEPS", sim_steps(seed)), PLANT_NONE)) {
            sim_print(&sim);
            fail_msg("seed %d fails; %d seeds were well", (int)seed, done);
        }
    }
    fprintf(stderr, "# %d seeds: %d takeovers, %d times frozen, %d cut off, %d in doubt, "
            "%d kills, power gone %d times, %d erasures, %d runs of retention that took %d events, "
            "%d contested\n", done, seen.takeovers, seen.frozen, seen.cut, seen.doubts, seen.kills,
            seen.power, seen.erased, seen.runs, seen.taken, seen.contested);
    if (one)
        return;
    if (done < n)
        fail_msg("%d seeds of %d were done in %d s", done, (int)n, (int)box_s);
    if (n >= 100)
        assert_true(seen.takeovers > 2 * done && seen.frozen > done && seen.cut > done &&
                    seen.erased > done / 2 && seen.power > done / 3 && seen.runs > done / 2 &&
                    seen.taken > done / 3 && seen.contested > done / 8);
}

static void a_seed_repeats(void **state) {
    (void)state;
    for (uint64_t seed = 3; seed < 6; seed++) {
        assert_true(run(&sim, seed, sim_steps(seed), PLANT_NONE));
        uint64_t trace = sim.trace, log = sim.log_hash;
        assert_true(run(&sim, seed, sim_steps(seed), PLANT_NONE));
        assert_true(sim.log_hash == log);
        assert_true(sim.trace == trace);
    }
}

static void a_writer_without_lease_is_found(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++)
        if (!run(&sim, seed, sim_steps(seed), PLANT_NO_LEASE)) {
            fprintf(stderr, "# found by seed %d: %s\n", (int)seed, sim.why);
            return;
        }
    fail_msg("not found within 300 seeds");
}

int main(void) {
    const struct CMUnitTest one[] = { cmocka_unit_test(seeds) };
    const struct CMUnitTest all[] = {
        cmocka_unit_test(a_seed_repeats),
        cmocka_unit_test(a_writer_without_lease_is_found),
        cmocka_unit_test(seeds),
    };
    return getenv("SIM_SEED") || getenv("SIM_FROM")
               ? cmocka_run_group_tests(one, NULL, NULL)
               : cmocka_run_group_tests(all, NULL, NULL);
}
