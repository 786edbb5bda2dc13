/* steps.c - what may happen, and how often.  A new kind of step is a function and a line of the
 * table. */
#include "sim/sim.h"

#include "base/fault.h"
#include "core/core_internal.h"
#include "fault/tornvfs.h"
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- clients ---- */

static void step_send(struct sim *s) {
    int n = 1 + (int)sim_roll(s, SIM_BATCH_MAX - 1);
    int first = s->n_batches;
    if (sim_roll(s, 4) == 0 && !sim_settle(s)) /* mostly while all is settled; an alias is */
        return;                                /* decided by who holds the id just then */
    if (s->unify->root->rules_version != ident_rules(s->unify)->version && !sim_settle(s))
        return;
    sim_batch_make(s, n);
    if (s->n_batches > first)
        sim_tell(s, "batch %d is sent: %.120s", first, s->batch[first].text.s + 9);
}

static void step_again(struct sim *s) {
    if (s->unify->root->rules_version != ident_rules(s->unify)->version && !sim_settle(s))
        return;
    for (int i = 0; i < s->n_batches; i++) {
        struct batch *t = &s->batch[i];
        if (t->state != BATCH_OPEN || sim_roll(s, 3) == 0)
            continue;
        sim_tell(s, "batch %d is sent again", i);
        sim_batch_send(s, i);
        return;
    }
}

/* Bodies that are no batch: refused, and nothing else. */
static void step_malformed(struct sim *s) {
    static const char *const bodies[] = { "", "{\"batch\":[", "[]", "17", "{\"batch\":[}]}", "\xff",
                                          "{\"batch\":[{\"type\":\"track\"]}" };
    struct err err = ERR_INIT;
    const char *body = bodies[sim_roll(s, sizeof bodies / sizeof *bodies)];
    struct collect_batch *b = collect_batch_new(s->collect);
    sim_tell(s, "a body that is no batch: %s", body);
    SIM_WANT(s, collect_batch_parse(b, str_of(body), &err) < 0 && err.code == E_INVALID);
    collect_batch_free(b);
}

static void step_turn(struct sim *s) {
    sim_tell(s, "a turn");
    sim_turn(s);
}

static void step_look(struct sim *s) {
    sim_tell(s, "persons are compared");
    sim_compare(s);
}

static void step_timeline(struct sim *s) {
    int a = sim_live(s);
    if (a < 0)
        return;
    sim_tell(s, "the timeline of atom %d is read", a);
    sim_compare_timeline(s, a);
}

/* ---- by hand ---- */

struct deed { uint32_t a, b, number, atoms[2]; struct unify_part part; bool preview; char text[24];
              const char *body; uint32_t version; };

static int was_preview(struct deed *d, int rc, struct err *err) {
    return rc == 0 && d->preview ? err_set(err, E_PRECONDITION, "it was only to be shown") : rc;
}

/* What the product answers must be what the model says; a doubt is resolved by the log. */
static void op_end(struct sim *s, int rc, const struct err *err, bool preview, bool may) {
    sim_tell(s, "    %s", rc == 0 ? "done" : err->msg);
    if (rc == 0)
        SIM_WANT(s, s->op.seen && !preview && may);
    else if (err->code == E_PRECONDITION)
        SIM_WANT(s, preview && !s->op.seen && may);
    else if (err->code != E_UNAVAILABLE)
        SIM_WANT(s, !s->op.seen && !may);
}

static void op_begin(struct sim *s, enum op_kind kind, struct deed *d) {
    s->op = (struct op){ .kind = kind, .number = ++s->n_ops };
    *d = (struct deed){ .preview = kind != OP_RULES && sim_roll(s, 5) == 0 };
    snprintf(d->text, sizeof d->text, "op %d", s->n_ops);
}

static int do_split(struct sim *s, void *ctx, struct err *err) {
    struct deed *d = ctx;
    return was_preview(d, unify_split(s->unify, d->a, &d->part, str_of(d->text), &d->number,
                                      d->atoms, err), err);
}

/* Nobody's hands come before all is settled, so that the model is as far as the product. */
static bool hands(struct sim *s) { return sim_settle(s) && s->m.n_atoms > 0; }

static void step_split(struct sim *s) {
    struct deed d;
    struct err err = ERR_INIT;
    char text[40];
    if (!hands(s) || s->m.n_cuts == M_CUTS)
        return;
    int a = sim_live(s), kind = a < 0 ? 0 : s->m.atom[a].kind;
    if (a < 0)
        return;
    bool by_ident = kind && sim_roll(s, 2);
    op_begin(s, OP_SPLIT, &d);
    struct op *o = &s->op;
    model_persons(&s->m);
    for (int i = 0; i < s->m.n_atoms; i++) {
        if (s->m.person[i] != s->m.person[a])
            continue;
        bool mine = by_ident ? s->m.atom[i].kind == kind &&
                                   s->m.atom[i].value == s->m.atom[a].value
                             : i == a;
        o->side[mine][o->n[mine]++] = i;
    }
    struct id id = atom_at(s->unify, (uint32_t)a)->id;
    uint8_t k = (uint8_t)sim_kind(kind);
    sim_ident_text(kind, s->m.atom[a].value, text);
    struct str value = str_of(text);
    d.a = (uint32_t)a;
    d.part = (struct unify_part){ .atoms = &id, .n_atoms = 1 };
    if (by_ident) {
        d.part = (struct unify_part){ .kinds = &k, .values = &value, .n_idents = 1 };
        o->side[1][o->n[1]++] = model_ident(&s->m, kind, s->m.atom[a].value);
    }
    bool may = o->n[0] > 0;
    sim_tell(s, "%s: atom %d %s is parted%s", d.text, a, by_ident ? text : "",
             d.preview ? ", only to be shown" : "");
    int rc = sim_call(s, do_split, &d, false, &err);
    op_end(s, rc, &err, d.preview, may);
}

static int do_merge(struct sim *s, void *ctx, struct err *err) {
    struct deed *d = ctx;
    return was_preview(d, unify_merge(s->unify, d->a, d->b, str_of(d->text), &d->number, err),
                       err);
}

static int oldest(struct sim *s, int a) {
    for (int i = 0; i < s->m.n_atoms; i++)
        if (s->m.person[i] == s->m.person[a])
            return i;
    return a;
}

static void step_merge(struct sim *s) {
    struct deed d;
    struct err err = ERR_INIT;
    if (!hands(s) || s->m.n_facts >= M_FACTS - 16)
        return;
    int a = sim_live(s), b = sim_live(s);
    if (a < 0 || b < 0)
        return;
    op_begin(s, OP_MERGE, &d);
    d.a = (uint32_t)a;
    d.b = (uint32_t)b;
    model_persons(&s->m);
    s->op.a = oldest(s, a);
    s->op.b = oldest(s, b);
    bool may = model_merge(&s->m, s->op.a, s->op.b) >= 0; /* tried, and taken back */
    s->m.n_facts -= may;
    sim_tell(s, "%s: atoms %d and %d are tied%s", d.text, a, b,
             d.preview ? ", only to be shown" : "");
    int rc = sim_call(s, do_merge, &d, false, &err);
    op_end(s, rc, &err, d.preview, may);
}

static int do_undo(struct sim *s, void *ctx, struct err *err) {
    struct deed *d = ctx;
    bool cut = s->op.kind == OP_UNDO_CUT;
    return was_preview(d, cut ? unify_cut_undo(s->unify, d->a, d->atoms, err)
                              : unify_link_undo(s->unify, d->a, d->atoms, err), err);
}

static void step_undo(struct sim *s) {
    struct deed d;
    struct err err = ERR_INIT;
    if (!hands(s))
        return;
    bool cut = sim_roll(s, 2);
    int n = cut ? s->n_cuts : s->n_links;
    if (n == 0)
        return;
    op_begin(s, cut ? OP_UNDO_CUT : OP_UNDO_LINK, &d);
    s->op.a = (int)sim_roll(s, (uint32_t)n);
    d.a = (uint32_t)s->op.a;
    const struct m_cut *c = &s->m.cut[s->op.a];
    bool may = cut ? !c->withdrawn && c->n[0] + c->n[1] > 0
                   : !sim_link(s, s->op.a)->withdrawn;
    sim_tell(s, "%s: %s %d is withdrawn%s", d.text, cut ? "cut" : "link", s->op.a,
             d.preview ? ", only to be shown" : "");
    int rc = sim_call(s, do_undo, &d, false, &err);
    op_end(s, rc, &err, d.preview, may);
}

static int do_release(struct sim *s, void *ctx, struct err *err) {
    struct deed *d = ctx;
    return was_preview(d, unify_constant_release(s->unify, d->a, err), err);
}

static void step_release(struct sim *s) {
    struct deed d;
    struct err err = ERR_INIT;
    if (!hands(s) || s->m.n_contested == 0)
        return;
    op_begin(s, OP_RELEASE, &d);
    s->op.a = (int)sim_roll(s, (uint32_t)s->m.n_contested);
    d.a = (uint32_t)s->op.a;
    bool may = s->m.ident[s->m.contested[s->op.a]].whose == M_NOBODYS;
    sim_tell(s, "%s: contested %d is released%s", d.text, s->op.a,
             d.preview ? ", only to be shown" : "");
    int rc = sim_call(s, do_release, &d, false, &err);
    op_end(s, rc, &err, d.preview, may);
}

/* ---- rules ---- */

static int do_rules(struct sim *s, void *ctx, struct err *err) {
    struct deed *d = ctx;
    struct definition_who who = { .author = STR("sim"), .note = STR("") };
    struct str kind = STR("identity"), key = STR("rules");
    uint32_t id, version;
    if (d->version)
        return definition_rollback(s->registry, s->core, kind, key, d->version, &who, &version,
                                   err);
    if (definition_draft(s->registry, s->core, kind, key, str_of(d->body), &who, &id, err) < 0)
        return -1;
    return definition_publish(s->registry, s->core, kind, key, &who, &version, err);
}

static const char *contested(const struct m_rules *r, int kind) {
    return r->contested[kind] ? ",\"contested\":\"nobody\"" : "";
}

/* The kind that the rules declare: read, known and not read, or dropped, which leaves it with
 * what holds for any such kind. */
static void rules_card(struct sim *s, const char *blocked, char *out, size_t size) {
    struct m_rules *r = &s->op.rules;
    uint32_t how = sim_roll(s, 6);
    out[0] = 0;
    r->unread[4] = how < 2;
    if (how == 0) {
        r->limit[4] = 5;
        r->contested[4] = false;
        memset(r->blocked[4], 0, sizeof r->blocked[4]);
        return;
    }
    snprintf(out, size,
             ",\"card\":{\"from\":[%s],\"normalise\":[\"strip_leading_zeros\",\"digits\"],"
             "\"limit\":%d,\"priority\":%d%s%s}",
             how == 1 ? "" : "\"traits.loyalty.card\"", r->limit[4], s->op.rank[4], blocked,
             contested(r, 4));
}

static void rules_body(struct sim *s, char *out, size_t size) {
    static const int ranks[6][M_KINDS] = { { 0, 1, 2, 3, 4 }, { 0, 1, 2, 4, 3 },
                                           { 0, 1, 2, 3, 4 }, { 0, 2, 1, 3, 4 },
                                           { 0, 3, 4, 1, 2 }, { 0, 2, 4, 3, 1 } };
    struct m_rules *r = &s->op.rules;
    char blocked[3][100] = { "", "", "" }, card[300];
    memcpy(s->op.rank, ranks[sim_roll(s, 6)], sizeof s->op.rank);
    *r = (struct m_rules){ .limit = { 0, 1 + (int)sim_roll(s, 2), 1 + (int)sim_roll(s, 4),
                                      1 + (int)sim_roll(s, 4), 1 + (int)sim_roll(s, 3) },
                           .atoms_max = sim_roll(s, 3) ? 2000 : 10 };
    for (int k = 2; k < M_KINDS; k++) {
        r->contested[k] = sim_roll(s, 2);
        if (sim_roll(s, 3) == 0) {
            int world = k == 2 ? s->emails : k == 3 ? s->phones : s->cards;
            char v[40];
            int value = (int)sim_roll(s, (uint32_t)world);
            r->blocked[k][value] = true;
            sim_ident_text(k, value, v);
            snprintf(blocked[k - 2], sizeof blocked[0], ",\"blocked\":[\"%s\"]", v);
        }
    }
    rules_card(s, blocked[2], card, sizeof card);
    snprintf(out, size,
             "{\"atoms_max\":%d,\"kinds\":{\"user_id\":{\"limit\":%d,\"priority\":%d},"
             "\"email\":{\"limit\":%d,\"priority\":%d%s%s},"
             "\"phone\":{\"limit\":%d,\"priority\":%d%s%s}%s}}",
             r->atoms_max, r->limit[1], s->op.rank[1], r->limit[2], s->op.rank[2], blocked[0],
             contested(r, 2), r->limit[3], s->op.rank[3], blocked[1], contested(r, 3), card);
}

static void step_rules(struct sim *s) {
    struct deed d;
    struct err err = ERR_INIT;
    char body[800];
    if (!sim_settle(s) || s->n_versions >= SIM_VERSIONS - 2)
        return;
    op_begin(s, OP_RULES, &d);
    if (s->n_versions > 0 && sim_roll(s, 3) == 0) {
        d.version = 1 + sim_roll(s, (uint32_t)s->n_versions);
        s->op.rules = s->version[d.version];
        memcpy(s->op.rank, s->version_rank[d.version], sizeof s->op.rank);
        sim_tell(s, "%s: rules are rolled back to version %u", d.text, d.version);
    } else {
        rules_body(s, body, sizeof body);
        d.body = body;
        sim_tell(s, "%s: rules are published: %s", d.text, body);
    }
    int rc = sim_call(s, do_rules, &d, false, &err);
    op_end(s, rc, &err, false, true);
    if (sim_roll(s, 2))
        sim_settle(s);
}

/* ---- the machine ---- */

static void step_clock(struct sim *s) {
    static const int64_t spans[] = { 10, 1000, 60000, 3600000, 6 * 3600000ll };
    int64_t ms = 1 + sim_roll(s, (uint32_t)spans[sim_roll(s, 5)]);
    bool back = sim_roll(s, 6) == 0;
    sim_tell(s, "the clock goes %s by %lld ms", back ? "back" : "on", (long long)ms);
    sim_clock(s, back ? -ms : ms);
}

static void step_snapshot(struct sim *s) {
    struct err err = ERR_INIT;
    bool fails = sim_roll(s, 8) == 0;
    if (sim_roll(s, 2) == 0) {
        sim_tell(s, "a snapshot begins");
        core_snapshot_begin(s->core);
        return;
    }
    sim_tell(s, "a snapshot is written, if one was begun%s", fails ? ", and cannot be synced" : "");
    CHECK(!fails || fault_arm("snapshot.sync", &err) == 0);
    SIM_WANT(s, core_snapshot_end(s->core, &err) == 0 || fails);
    fault_disarm();
}

static void step_checkpoint(struct sim *s) {
    struct err err = ERR_INIT;
    bool truncates = sim_roll(s, 2);
    sim_tell(s, "the database is checkpointed%s", truncates ? ", its log emptied" : "");
    if (!sim_writable(s) || core_checkpoint(s->core, truncates, &err) >= 0)
        return;
    if (!tornvfs_crashed())
        sim_fail(s, "checkpoint: %s", err.msg);
    sim_tell(s, "the power goes");
    sim_power(s);
}

static void step_restart(struct sim *s) {
    sim_tell(s, "a clean restart");
    sim_restart(s);
}

static void step_kill(struct sim *s) {
    sim_tell(s, "the process is killed, and started");
    sim_kill(s);
}

static void step_power(struct sim *s) {
    if (sim_roll(s, 4) == 0) {
        sim_tell(s, "the power goes, and comes back");
        sim_power(s);
        return;
    }
    int n = 1 + (int)sim_roll(s, 24);
    sim_tell(s, "the power will go at write or sync %d from here", n);
    tornvfs_crash_at((uint64_t)n);
}

static void step_fault(struct sim *s) {
    static const char *const faults[] = { "sqlite.commit", "sqlite.commit.after",
                                          "sqlite.commit.after,sqlite.openx2", "sqlite.write",
                                          "sqlite.begin", "sqlite.read",
                                          "sqlite.commit.after,sqlite.readx2" };
    s->armed = faults[sim_roll(s, sizeof faults / sizeof *faults)];
    sim_tell(s, "the next turn meets %s", s->armed);
}

static void step_full(struct sim *s) {
    s->full_until = s->step + 2 + (int)sim_roll(s, 12);
    sim_tell(s, "the disk is full until step %d", s->full_until);
}

static void step_poison(struct sim *s) {
    struct batch *first = NULL;
    for (int i = 0; i < s->n_batches; i++)
        if (s->batch[i].state == BATCH_QUEUED && (!first || s->batch[i].order < first->order))
            first = &s->batch[i];
    if (!first || !sim_writable(s) || tornvfs_crashed() || s->full_until > s->step)
        return;
    for (int i = 0; i < s->n_batches; i++)
        if (s->batch[i].poisoned && str_eq(s->batch[i].text, first->text))
            return; /* it would only be refused */
    sim_tell(s, "the program fails on batch %d", (int)(first - s->batch));
    first->poisoned = true;
    sim_poison(s);
}

static void step_rebuilt(struct sim *s) {
    sim_tell(s, "kept and rebuilt are compared");
    sim_rebuilt(s);
}

/* ---- the table ---- */

static const struct step { const char *name; void (*run)(struct sim *s); int weight; } steps[] = {
    { "send", step_send, 30 },         { "send again", step_again, 8 },
    { "malformed", step_malformed, 2 }, { "turn", step_turn, 20 },
    { "look", step_look, 8 },          { "timeline", step_timeline, 5 },
    { "split", step_split, 5 },        { "merge", step_merge, 5 },
    { "undo", step_undo, 6 },          { "rules", step_rules, 5 },
    { "release", step_release, 3 },
    { "clock", step_clock, 8 },        { "snapshot", step_snapshot, 6 },
    { "checkpoint", step_checkpoint, 3 }, { "restart", step_restart, 2 },
    { "kill", step_kill, 2 },          { "power", step_power, 4 },
    { "fault", step_fault, 5 },        { "full disk", step_full, 1 },
    { "poison", step_poison, 1 },      { "rebuilt", step_rebuilt, 2 },
    { "erase", sim_erase_ask, 4 },     { "eraser", sim_erase_step, 24 },
    { "retention rules", sim_retain_rules, 4 }, { "retain", sim_retain_ask, 6 },
    { "retainer", sim_retain_step, 30 }, { "trait rules", sim_trait_rules, 3 },
    { "trait fill", sim_trait_fill, 12 },
    { "audit", sim_step_audit, 5 },
};
enum { STEPS = sizeof steps / sizeof *steps };

const char *sim_step_name(int kind) { return kind < STEPS ? steps[kind].name : NULL; }

void sim_step_run(struct sim *s, const char *name) {
    for (int k = 0; k < STEPS; k++)
        if (strcmp(steps[k].name, name) == 0)
            steps[k].run(s);
}

void sim_step(struct sim *s) {
    int all = 0, i = 0;
    for (int k = 0; k < STEPS; k++)
        all += steps[k].weight;
    int at = (int)sim_roll(s, (uint32_t)all);
    for (; at >= steps[i].weight; i++)
        at -= steps[i].weight;
    s->counts[i]++;
    steps[i].run(s);
}
