/* trait_rules.c - which value of a trait a person has: rules are published, what came before is
 * read again some of it at a time, and the trait "n" of everybody is the model's.
 *
 * Each identify says "n", each its own value.  New rules know of events that retention took only
 * what the rules before had kept; where that was so the model does not say which value it is.
 */
#include "sim/sim.h"

#include "core/core_internal.h"
#include "unify/unify_internal.h"

#include <stdio.h>

void sim_trait_rules(struct sim *s) {
    static const char *const how[] = { "last", "first", "most_frequent", "source_order" };
    if (!sim_settle(s) || s->n_traits >= SIM_VERSIONS - 2)
        return;
    s->op = (struct op){ .kind = OP_TRAITS, .number = ++s->n_ops };
    struct m_rule *r = &s->op.trait;
    char body[120], sources[40] = "";
    r->how = (enum m_how)sim_roll(s, 4);
    if (r->how == M_SOURCES) {
        r->n_sources = 1;
        r->source[0] = (int)sim_roll(s, SIM_SOURCES);
        snprintf(sources, sizeof sources, ",\"sources\":[\"s%d\"]", r->source[0]);
    }
    snprintf(body, sizeof body, "{\"traits\":{\"n\":{\"rule\":\"%s\"%s}}}", how[r->how],
             sources);
    sim_publish(s, "traits", "rules", body);
}

void sim_follow_traits(struct sim *s, unsigned version) {
    SIM_WANT(s, s->op.kind == OP_TRAITS && !s->op.seen && version == (unsigned)s->n_traits + 1);
    s->op.seen = true;
    s->trait[++s->n_traits] = s->op.trait;
}

static bool same_rule(const struct m_rule *a, const struct m_rule *b) {
    return a->how == b->how && a->source[0] == b->source[0];
}

void sim_follow_trait_rules(struct sim *s, const struct entry *e) {
    struct rd r = rd_of(e->body.s, e->body.n);
    if (rd_u8(&r) != 1)
        return; /* values read again; how far it came */
    int was = s->trait_version, version = (int)rd_varint(&r);
    SIM_WANT(s, version > was && version <= s->n_traits);
    s->trait_version = version;
    if (same_rule(&s->trait[was], &s->trait[version]))
        return;
    for (int i = 0; i < s->n_rows; i++) {
        const struct message *x = &s->message[s->row[i]];
        s->unsure[x->atom] |= x->type == EVENT_IDENTIFY && x->kept != M_WHOLE;
    }
}

void sim_trait_fill(struct sim *s) {
    if (!unify_traits_step(s->unify))
        return;
    sim_tell(s, "events are read again for new trait rules");
    sim_turn(s);
}

bool sim_traits_filled(struct sim *s) {
    return s->unify->root->fill_end == 0 && s->trait_version == s->n_traits;
}

void sim_trait_fill_all(struct sim *s) {
    for (int tries = 0; !sim_traits_filled(s); tries++) {
        if (tries > 200)
            sim_fail(s, "trait rules %d are not in force", s->n_traits);
        SIM_WANT(s, sim_settle(s));
        sim_trait_fill(s);
        sim_clock(s, 1000);
    }
}

static void compare(struct sim *s, int a, struct arena *arena) {
    uint32_t n, name = name_find(s->unify, STR("n"));
    const struct trait_won *won = trait_fold(s->unify, (uint32_t)a, arena, &n), *got = NULL;
    struct m_won want = model_trait(&s->m, s->m.person[a], 0, &s->trait[s->trait_version]);
    for (uint32_t i = 0; i < n; i++)
        if (name && won[i].name == name)
            got = &won[i];
    uint64_t seq = got ? got->from.t.seq : 0;
    char text[24] = "";
    if (want.n)
        snprintf(text, sizeof text, "\"t%04d.trait\"", want.value.is[0] - M_EMPTY - 1);
    if (seq != want.seq || !str_is(got ? got->json : STR(""), text))
        sim_fail(s, "the person of atom %d has %.*s of %llu, should have %s of %llu", a,
                 STR_FMT(got ? got->json : STR("nothing")), (unsigned long long)seq, text,
                 (unsigned long long)want.seq);
}

void sim_compare_traits(struct sim *s) {
    const struct unify_root *root = s->unify->root;
    SIM_WANT(s, root->trait_version == (uint32_t)s->trait_version);
    if (root->fill_end > 0)
        return;
    for (int a = 0; a < s->m.n_atoms; a++) {
        struct arena arena;
        bool unsure = s->m.atom[a].kind == M_GONE;
        for (int b = 0; b < s->m.n_atoms; b++)
            unsure |= s->m.person[b] == s->m.person[a] && s->unsure[b];
        if (unsure)
            continue;
        arena_init(&arena, "traits", 1u << 24);
        compare(s, a, &arena);
        arena_release(&arena);
    }
}
