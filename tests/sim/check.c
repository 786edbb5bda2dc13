/* check.c - what must hold: the persons are the model's, kept state is rebuilt state, and the
 * log, read again from its beginning, is the one that was seen growing. */
#define _GNU_SOURCE /* memmem */
#include "sim/sim.h"

#include "core/core_internal.h"
#include "guard/audit.h"
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

static void dump_line(void *ctx, struct str line) {
    buf_put_str(ctx, line);
    buf_putc(ctx, '\n');
}

uint64_t sim_dump(struct core *c, struct buf *out) {
    buf_reset(out);
    core_dump_all(c, dump_line, out);
    CHECK(!out->full);
    return core_seq(c);
}

static struct str line_of(struct str *rest) {
    const char *nl = memchr(rest->s, '\n', rest->n);
    struct str line = str_n(rest->s, nl ? (size_t)(nl - rest->s) : rest->n);
    size_t skip = line.n + (nl != NULL);
    *rest = str_n(rest->s + skip, rest->n - skip);
    return line;
}

void sim_same(struct sim *s, const struct buf *a, const struct buf *b, const char *what) {
    struct str x = buf_str(a), y = buf_str(b);
    for (int n = 1; x.n || y.n; n++) {
        struct str p = line_of(&x), q = line_of(&y);
        if (!str_eq(p, q))
            sim_fail(s, "%s: line %d differs:\n  %.*s\n  %.*s", what, n,
                     (int)(p.n < 200 ? p.n : 200), p.s, (int)(q.n < 200 ? q.n : 200), q.s);
    }
}

/* ---- persons ---- */

static void compare_atom(struct sim *s, int a) {
    struct unify *u = s->unify;
    const struct atom *x = atom_at(u, (uint32_t)a);
    uint32_t n = 0, ring = 0, i = (uint32_t)a, oldest = NONE;
    if (atom_erased(u, (uint32_t)a) != (s->m.atom[a].kind == M_GONE))
        sim_fail(s, "atom %d is %serased, and should not be", a,
                 s->m.atom[a].kind == M_GONE ? "not " : "");
    if (s->m.atom[a].kind == M_GONE)
        return;
    if ((int)x->n_events != s->m.atom[a].events)
        sim_fail(s, "atom %d has %u events, not %d", a, x->n_events, s->m.atom[a].events);
    for (int b = 0; b < s->m.n_atoms; b++) {
        bool want = s->m.person[a] == s->m.person[b];
        n += want;
        if (want && oldest == NONE)
            oldest = (uint32_t)b;
        if (want != (person_rep(u, (uint32_t)a) == person_rep(u, (uint32_t)b)))
            sim_fail(s, "atoms %d and %d should be %s", a, b, want ? "one person" : "two");
    }
    do {
        ring++;
        i = atom_at(u, i)->next;
    } while (i != (uint32_t)a && ring <= n);
    const struct atom *rep = atom_at(u, person_rep(u, (uint32_t)a));
    if (ring != n || rep->n_atoms != n || rep->oldest != oldest)
        sim_fail(s, "atom %d: ring of %u, person of %u, oldest %u; should be %u, %u", a, ring,
                 rep->n_atoms, rep->oldest, n, oldest);
}

/* Each account identifier is held by the atom that the model says, or nobody knows it. */
static void compare_holders(struct sim *s) {
    struct unify *u = s->unify;
    for (int i = 0; i < s->m.n_idents; i++) {
        char text[40];
        int kind = s->m.ident[i].kind, value = s->m.ident[i].value;
        if (kind == M_GONE)
            continue;
        sim_ident_text(kind, value, text);
        struct str v = str_of(text);
        unsigned k = sim_kind(kind);
        uint32_t x = ident_find(u, k, v, ident_hash(u, k, v));
        if (x == NONE || (int)ident_holder(u, x) != s->m.holder[i])
            sim_fail(s, "%s is held by atom %d, should be %d", text,
                     x == NONE ? -2 : (int)ident_holder(u, x), s->m.holder[i]);
    }
    for (int kind = 0; kind < M_KINDS; kind++)
        for (int value = 0; value < M_VALUES; value++) {
            char text[40];
            unsigned k = sim_kind(kind);
            sim_ident_text(kind, value, text);
            struct str v = str_of(text);
            bool known = ident_find(u, k, v, ident_hash(u, k, v)) != NONE;
            if (known != model_knows(&s->m, kind, value))
                sim_fail(s, "%s is %sknown, and should not be", text, known ? "" : "not ");
        }
}

/* What two people claimed, in that order. */
static void compare_contested(struct sim *s) {
    struct unify *u = s->unify;
    SIM_WANT(s, u->root->constants.n == (uint32_t)s->m.n_contested);
    for (int i = 0; i < s->m.n_contested; i++) {
        const struct constant *c = hvec_at(u->h, &u->root->constants, (uint32_t)i);
        const struct m_ident *x = &s->m.ident[s->m.contested[i]];
        char want[40], room[40];
        if (x->kind == M_GONE)
            continue; /* its value may be there until rejects were searched for it */
        struct str have = ident_text(u, c->ident, room);
        sim_ident_text(x->kind, x->value, want);
        if (!str_is(have, want) || c->released != (x->whose == M_RELEASED))
            sim_fail(s, "contested %d is \"%.*s\", released %u; should be \"%s\", %d", i,
                     STR_FMT(have), c->released, want, x->whose == M_RELEASED);
    }
}

static int judge_again(struct sim *s, void *ctx, struct err *err) {
    (void)ctx;
    uint64_t seq = core_seq(s->core);
    for (uint32_t a = 0; a < (uint32_t)s->m.n_atoms; a++)
        if (s->m.atom[a].kind != M_GONE && partition_again(s->unify, &a, 1, err) < 0)
            return -1;
    return core_seq(s->core) == seq ? 0 : err_set(err, E_INTERNAL, "it changed something");
}

void sim_compare(struct sim *s) {
    struct unify *u = s->unify;
    struct err err = ERR_INIT;
    if (u->root->rules_version != ident_rules(u)->version)
        return; /* on the way from one set of rules to the other */
    SIM_WANT(s, u->root->atoms.n == (uint32_t)s->m.n_atoms);
    SIM_WANT(s, u->root->links.n == (uint32_t)s->n_links);
    SIM_WANT(s, u->root->cuts.n == (uint32_t)s->n_cuts);
    model_persons(&s->m);
    uint64_t persons = 0;
    for (int a = 0; a < s->m.n_atoms; a++) {
        compare_atom(s, a);
        persons += atom_at(u, (uint32_t)a)->rep == (uint32_t)a && s->m.atom[a].kind != M_GONE;
    }
    SIM_WANT(s, u->root->persons == persons);
    compare_holders(s);
    compare_contested(s);
    sim_compare_retention(s);
    sim_compare_traits(s);
    sim_compare_audiences(s);
    if (!sim_writable(s) || sim_roll(s, 3))
        return;
    if (sim_call(s, judge_again, NULL, false, &err) < 0 && err.code != E_UNAVAILABLE)
        sim_fail(s, "judging all evidence afresh: %s", err.msg);
}

struct seen_at { int64_t ms; uint64_t seq; };

static int newest_first(const void *a, const void *b) {
    const struct seen_at *x = a, *y = b;
    if (x->ms != y->ms)
        return x->ms < y->ms ? 1 : -1;
    return x->seq < y->seq ? 1 : x->seq > y->seq ? -1 : 0;
}

void sim_compare_timeline(struct sim *s, int atom) {
    static struct seen_at want[SIM_MESSAGES];
    struct timeline_row rows[60];
    struct timeline_at before;
    int n = 0, at = 0;
    struct unify *u = s->unify;
    if (u->root->rules_version != ident_rules(u)->version)
        return;
    model_persons(&s->m);
    for (int i = 0; i < s->n_messages; i++) {
        const struct message *x = &s->message[i];
        if (x->seq && x->kept != M_DROPPED &&
            s->m.person[x->atom] == s->m.person[atom]) /* an erased atom is alone */
            want[n++] = (struct seen_at){ x->time_ms, x->seq };
    }
    qsort(want, (size_t)n, sizeof *want, newest_first);
    for (;;) {
        unsigned got = unify_timeline(u, (uint32_t)atom, at ? &before : NULL, STR(""), rows, 7);
        for (unsigned i = 0; i < got; i++, at++)
            if (at >= n || rows[i].time_ms != want[at].ms || rows[i].at.seq != want[at].seq)
                sim_fail(s, "timeline of atom %d: item %d of %d is %llu", atom, at, n,
                         (unsigned long long)rows[i].at.seq);
        if (got == 0)
            break;
        before = (struct timeline_at){ rows[got - 1].time_ms, rows[got - 1].at.seq };
    }
    if (at != n)
        sim_fail(s, "timeline of atom %d: %d items of %d", atom, at, n);
}

/* ---- rebuilt from the log alone ---- */

void sim_rebuilt(struct sim *s) {
    struct buf kept, rebuilt;
    struct clock clock;
    struct core *c;
    if (!sim_writable(s))
        return; /* the log may hold more than memory does */
    clock_init_fake(&clock, SIM_START_MS);
    struct core_config cfg = { .data_dir = s->dir, .store = s->store, .clock = &clock,
                               .memory_max = 16u << 20, .read_only = true,
                               .ignore_snapshot = true };
    SIM_OK(s, core_new(&cfg, &c, err));
    struct collect *collect = collect_new(c, NULL);
    struct unify *u = unify_new(c);
    struct segment *segment = segment_new(c, u);
    struct audit *audit = audit_new(c);
    struct collect_hooks hooks = unify_hooks(u);
    collect_hooks_set(collect, &hooks);
    sim_plant_rooms(s, c, u);
    SIM_OK(s, core_start(c, err));
    quarantine_watch(&s->core->quarantine); /* this thread runs the other one */
    buf_init(&kept, "dump", 64u << 20);
    buf_init(&rebuilt, "dump", 64u << 20);
    sim_dump(s->core, &kept);
    sim_dump(c, &rebuilt);
    core_stop(c);
    collect_free(collect);
    segment_free(segment);
    unify_free(u);
    audit_free(audit);
    core_free(c);
    s->trace = hash_xx64(kept.data, kept.len, s->trace);
    sim_same(s, &kept, &rebuilt, "kept and rebuilt");
    buf_release(&kept);
    buf_release(&rebuilt);
    sim_audit(s);
}

/* ---- the end ---- */

static bool is_gone(struct sim *s, uint32_t who, bool finished) {
    int erasure = who & NODE_IDENT ? s->ident_erasure[who & ~NODE_IDENT] : s->atom_erasure[who];
    return erasure && (!finished || s->erasure[erasure - 1].state == ERASURE_FINISHED);
}

/* Does the cut still name somebody whose erasure is over? */
static bool cut_names_gone(struct sim *s, const struct entry *e) {
    struct rd r = rd_of(e->body.s, e->body.n);
    uint64_t n = rd_varint(&r);
    n += rd_varint(&r);
    bool gone = false;
    while (n-- > 0)
        gone |= is_gone(s, rd_u32(&r), true);
    return gone;
}

/* Does the reject still hold a value that was erased after it came? */
static bool reject_names_gone(struct sim *s, const struct entry *e) {
    struct reject_entry x;
    SIM_OK(s, reject_decode(e, &x, err));
    return e->seq < s->gone_seq[1][0] && memmem(x.raw.s, x.raw.n, "\"u0.sim\"", 8) != NULL;
}

/* What is of nobody who is erased is as it was written; what is, is not. */
static void same_entry(struct sim *s, const struct entry *e) {
    const struct told *t = &s->told[e->seq - 1];
    bool same = hash_xx64(e->body.s, e->body.n, e->version) == t->hash;
    bool may = e->kind == ENTRY_CUT || e->kind == ENTRY_REJECT, must = false;
    if (e->kind == ENTRY_RETAIN || e->kind == ENTRY_EVENT || e->kind == ENTRY_TRAIT_RULES)
        sim_retained_entry(s, e, &may, &must);
    for (int i = 0; i < 2 && t->owned; i++) {
        may |= is_gone(s, t->who[i], false);
        must |= is_gone(s, t->who[i], true);
    }
    if (e->kind == ENTRY_CUT)
        must = cut_names_gone(s, e);
    if (e->kind == ENTRY_REJECT)
        must = reject_names_gone(s, e);
    if (e->kind != t->kind || (same && must) || (!same && !may))
        sim_fail(s, "entry %llu of kind %u is %s", (unsigned long long)e->seq, e->kind,
                 same ? "left, and was to go" : "another than it was");
}

void sim_same_log(struct sim *s) {
    uint64_t hash = 0;
    for (uint64_t seq = 1; seq <= s->followed; seq++) {
        struct log_at at;
        struct entry e;
        SIM_WANT(s, core_locate(s->core, seq, &at));
        SIM_OK(s, log_read_at(s->log, &at, &e, err));
        SIM_WANT(s, e.seq == seq);
        same_entry(s, &e);
        hash = hash_xx64(e.body.s, e.body.n, hash ^ e.seq ^ (uint64_t)e.kind << 40);
    }
    db_log_rest(s->reader);
    s->trace = hash_xx64(&hash, sizeof hash, s->trace);
}

/* All is well again: clients get rid of what they have, and everything is looked at. */
void sim_end(struct sim *s) {
    s->full_until = 0;
    s->armed = NULL;
    for (int tries = 0; tries < 5; tries++) {
        bool open = false;
        SIM_WANT(s, sim_settle(s));
        for (int i = 0; i < s->n_batches; i++)
            if (s->batch[i].state == BATCH_OPEN) {
                sim_batch_send(s, i);
                sim_drain(s);
                open = true;
            }
        if (!open)
            break;
    }
    for (int i = 0; i < s->n_batches; i++)
        SIM_WANT(s, s->batch[i].state == BATCH_ACKED || s->batch[i].state == BATCH_GIVEN_UP);
    if (s->retention[s->n_retention].n == 0)
        sim_retain_rules(s);
    sim_retain_ask(s);
    sim_trait_fill_all(s);
    sim_erase_all(s);
    sim_retain_all(s);
    sim_scan(s);
    sim_restart(s);
    SIM_WANT(s, sim_settle(s));
    sim_compare(s);
    for (int a = 0; a < s->m.n_atoms; a++)
        if (s->m.atom[a].kind != M_GONE)
            sim_compare_timeline(s, a);
    sim_same_log(s);
    sim_rebuilt(s);
    sim_scan(s);
}
