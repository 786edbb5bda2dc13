/* rejudge.c - after new identity rules: all evidence is judged again, a little at a time.
 *
 * THEORY      A command looks at some atoms, has partition_again() emit what changes around
 *             each person, and submits itself for the next; the last one emits ENTRY_RULES with
 *             the version.  A restart in between begins anew, which changes nothing where the
 *             work was done already.
 * INVARIANTS  (1) root->rules_version == rules->version: every verdict is by those rules.
 * LIMITS      SLICE_NS of work a command, or one person.
 * THREADS     Core thread; unify_rules_start() from any.
 */
#include "unify/unify_internal.h"

#include <stdlib.h>

#define SLICE_NS 1000000ll
#define RETRY_MS 1000 /* after a commit that failed */

struct rejudge {
    struct command cmd; /* first */
    struct unify *u;
    uint32_t next;    /* atom */
    uint32_t version; /* of the rules that it began with */
    uint32_t skipped; /* persons too large to judge */
    _Atomic bool busy;
};

static void slice(struct rejudge *j, struct core *c) {
    struct unify *u = j->u;
    int64_t began = clock_mono_ns(core_clock(c));
    if (j->version != ident_rules(u)->version) { /* newer ones came meanwhile */
        j->version = ident_rules(u)->version;
        j->next = 0;
    }
    for (uint32_t done = 0; j->next < u->root->atoms.n; j->next++) {
        struct err err = ERR_INIT;
        uint32_t atom = j->next;
        if (atom_erased(u, atom) || atom_at(u, person_rep(u, atom))->oldest != atom)
            continue; /* its person is judged at its oldest atom */
        if (++done % 16 == 0 && clock_mono_ns(core_clock(c)) - began > SLICE_NS)
            return;
        if (partition_again(u, &atom, 1, &err) < 0)
            j->skipped++;
    }
}

static int run(struct core *c, struct command *cmd, struct err *err) {
    struct rejudge *j = (struct rejudge *)cmd;
    struct unify *u = j->u;
    (void)err;
    if (u->root->rules_version == ident_rules(u)->version)
        return 0;
    slice(j, c);
    if (j->next < u->root->atoms.n)
        return 0;
    buf_reset(&u->entry);
    buf_varint(&u->entry, j->version);
    entry_emit(u, ENTRY_RULES, 1);
    return 0;
}

static void done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct rejudge *j = (struct rejudge *)cmd;
    struct unify *u = j->u;
    struct err again = ERR_INIT;
    (void)seq;
    if (err)
        j->next = 0; /* what it did is undone */
    bool more = u->root->rules_version != ident_rules(u)->version;
    if (!more)
        atomic_store(&j->busy, false);
    else if (err || core_submit(u->core, cmd, &again) < 0)
        core_timer_in(u->core, RETRY_MS, cmd);
}

void unify_rules_start(struct unify *u) {
    struct rejudge *j = u->rejudge;
    struct err err = ERR_INIT;
    trait_fill_start(u->trait_fill);
    if (atomic_exchange(&j->busy, true))
        return; /* it notices newer rules by itself */
    if (core_submit(u->core, &j->cmd, &err) < 0)
        atomic_store(&j->busy, false); /* not yet started: it is called again then */
}

struct rejudge *rejudge_new(struct unify *u) {
    struct rejudge *j = calloc(1, sizeof *j);
    CHECK(j);
    j->u = u;
    j->cmd = (struct command){ .name = "unify.rejudge", .bytes = 4096, .run = run, .done = done };
    return j;
}

/* ---- a dry run: the same work with other rules, and nothing changed ---- */

#define EXAMPLES_MAX 10u

struct unify_trial {
    struct unify *u;
    struct identity_rules *rules;
    struct ident_plan *plan;
    uint64_t *seen;  /* a bit for each atom there was at the beginning */
    uint32_t n, next;
    uint64_t before, after, joined, parted, skipped;
    struct { struct id person; uint32_t before, after; } example[EXAMPLES_MAX];
    uint32_t n_examples;
};

struct unify_trial *unify_trial_new(struct unify *u, struct json body, struct err *err) {
    struct identity_rules *rules;
    if (ident_rules_make(body, &rules, err) < 0)
        return NULL;
    if (ident_plan_fits(ident_plan(u), rules, err) < 0) {
        ident_rules_free(rules);
        return NULL;
    }
    struct unify_trial *t = calloc(1, sizeof *t);
    CHECK(t);
    t->u = u;
    t->rules = rules;
    t->plan = ident_plan_with(ident_plan(u), rules);
    return t;
}

void unify_trial_free(struct unify_trial *t) {
    if (!t)
        return;
    ident_plan_free(t->plan);
    ident_rules_free(t->rules);
    free(t->seen);
    free(t);
}

static void trial_one(struct unify_trial *t, uint32_t atom) {
    struct partition_trial p;
    struct err err = ERR_INIT;
    if (partition_try(t->u, atom, t->plan, &p, &err) < 0) {
        t->skipped++;
        return;
    }
    for (uint32_t i = 0; i < p.n; i++)
        if (p.atoms[i] < t->n)
            t->seen[p.atoms[i] / 64] |= 1ull << (p.atoms[i] % 64);
    free(p.atoms);
    t->before += p.before;
    t->after += p.after;
    t->joined += p.joined;
    t->parted += p.parted;
    if ((p.joined || p.parted) && t->n_examples < EXAMPLES_MAX) {
        t->example[t->n_examples].person = unify_person_id(t->u, atom);
        t->example[t->n_examples].before = p.before;
        t->example[t->n_examples++].after = p.after;
    }
}

bool unify_trial_step(struct unify_trial *t) {
    int64_t began = clock_mono_ns(core_clock(t->u->core));
    if (!t->seen) {
        t->n = t->u->root->atoms.n;
        t->seen = calloc(t->n / 64 + 1, sizeof *t->seen);
        CHECK(t->seen);
    }
    for (uint32_t done = 0; t->next < t->n; t->next++) {
        if (atom_erased(t->u, t->next) || t->seen[t->next / 64] >> (t->next % 64) & 1)
            continue;
        if (++done % 16 == 0 && clock_mono_ns(core_clock(t->u->core)) - began > SLICE_NS)
            return false;
        trial_one(t, t->next);
    }
    return true;
}

void unify_trial_json(const struct unify_trial *t, struct jw *w) {
    jw_obj(w);
    JW_INT(w, "people_now", (int64_t)t->before);
    JW_INT(w, "people_then", (int64_t)t->after);
    JW_INT(w, "would_join", (int64_t)t->joined);
    JW_INT(w, "would_part", (int64_t)t->parted);
    JW_INT(w, "too_large_to_say", (int64_t)t->skipped);
    jw_key(w, "examples");
    jw_arr(w);
    for (uint32_t i = 0; i < t->n_examples; i++) {
        char text[37];
        id_format(t->example[i].person, text);
        jw_obj(w);
        JW_Z(w, "person", text);
        JW_INT(w, "people_now", t->example[i].before);
        JW_INT(w, "people_then", t->example[i].after);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
}
