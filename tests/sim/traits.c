/* traits.c - see traits.h. */
#include "sim/traits.h"
#include "fault/seed.h"

#include <stdio.h>
#include <stdlib.h>

struct m_value sim_value(uint64_t *random) {
    struct m_value v = { { 0 } };
    v.is[0] = 1 + (int)seed_below(random, 5);
    if (seed_below(random, 3))
        return v;
    v.is[0] = M_OBJECT;
    for (int i = 1; i < 7; i++) {
        int roll = (int)seed_below(random, 7);
        if (v.is[(i - 1) / 2] != M_OBJECT)
            continue;
        v.is[i] = roll < 2 ? M_ABSENT : roll == 2 ? M_OBJECT : roll - 2;
    }
    return v;
}

static void put(const struct m_value *v, int i, struct buf *out) {
    if (v->is[i] == M_NULL)
        buf_puts(out, "null");
    else if (v->is[i] == M_EMPTY)
        buf_puts(out, "\"\"");
    else if (v->is[i] != M_OBJECT)
        buf_printf(out, "\"v%d\"", v->is[i]);
    if (v->is[i] != M_OBJECT)
        return;
    buf_puts(out, "{");
    bool first = true;
    for (int c = 2 * i + 1; i < 3 && c <= 2 * i + 2; c++) {
        if (v->is[c] == M_ABSENT)
            continue;
        buf_printf(out, "%s\"k\\\"%d\":", first ? "" : ",", c); /* a key that needs escaping */
        put(v, c, out);
        first = false;
    }
    buf_puts(out, "}");
}

void sim_value_json(const struct m_value *v, struct buf *out) { put(v, 0, out); }

struct m_rule told_rule(uint64_t *random) {
    struct m_rule r = { .how = (enum m_how)seed_below(random, 4), .keep = seed_below(random, 2) };
    r.merge = r.how == M_LAST && seed_below(random, 2);
    if (r.how == M_SOURCES)
        r.n_sources = 1 + (int)seed_below(random, 2);
    r.source[0] = 7 + (int)seed_below(random, 2);
    r.source[1] = 15 - r.source[0];
    return r;
}

struct rules_cmd { struct command cmd; struct house *h; struct trait_plan *plan; };

static int put_rules(struct core *c, struct command *cmd, struct err *err) {
    struct rules_cmd *r = (struct rules_cmd *)cmd;
    (void)c;
    (void)err;
    trait_plan_set(r->h->unify, r->plan, r->plan->version);
    return 0;
}

static int look_fill(struct core *c, struct command *cmd, struct err *err) {
    struct rules_cmd *r = (struct rules_cmd *)cmd;
    struct unify_root *root = r->h->unify->root;
    (void)c;
    if (root->trait_version == r->plan->version && root->fill_end == 0)
        return 0;
    return err_set(err, E_CONFLICT, "not yet");
}

static bool filled(struct rules_cmd *r) {
    struct err err = ERR_INIT;
    r->cmd = (struct command){ .name = "test", .reads = true, .run = look_fill };
    return core_call(r->h->core, &r->cmd, &err) == 0;
}

void told_rules(struct house *h, const struct m_rule rules[SIM_TRAITS], uint32_t version) {
    struct rules_cmd r = { .cmd = { .name = "test", .run = put_rules }, .h = h };
    struct err err = ERR_INIT;
    r.plan = calloc(1, sizeof *r.plan);
    assert_non_null(r.plan);
    arena_init(&r.plan->arena, "trait rules", 65536);
    r.plan->version = version;
    for (int i = 0; i < SIM_TRAITS; i++) {
        const struct m_rule *m = &rules[i];
        if (m->how == M_LAST && !m->keep && !m->merge)
            continue; /* the rule of those that have none */
        struct trait_rule *t = &r.plan->item[r.plan->n].rule;
        t->how = (uint8_t)m->how;
        t->flags = (uint8_t)((m->keep ? TRAIT_KEEP : 0) | (m->merge ? TRAIT_MERGE : 0));
        t->n_sources = (uint8_t)m->n_sources;
        for (int k = 0; k < m->n_sources; k++)
            t->sources[k] = (uint16_t)m->source[k];
        char name[16];
        int n = snprintf(name, sizeof name, "t%d", i);
        r.plan->item[r.plan->n++].name = str_n(arena_dup(&r.plan->arena, name, (size_t)n),
                                               (size_t)n);
    }
    assert_int_equal(core_call(h->core, &r.cmd, &err), 0);
    trait_fill_start(h->unify->trait_fill);
    HOUSE_WAIT(filled(&r));
}

/* ---- comparing ---- */

static bool same_json(struct str a, struct str b) {
    struct err err = ERR_INIT;
    struct json x, y;
    if (str_eq(a, b))
        return true;
    struct json_parser *p = json_parser_new(), *q = json_parser_new();
    bool same = json_parse(p, a.s, a.n, &x, &err) == 0 && json_parse(q, b.s, b.n, &y, &err) == 0 &&
                json_equal(x, y);
    json_parser_free(p);
    json_parser_free(q);
    return same;
}

static int compare_trait(const struct model *m, int person, int trait, const struct m_rule *rule,
                         const struct trait_won *got, struct err *err) {
    struct m_won want = model_trait(m, person, trait, rule);
    struct buf text;
    buf_init(&text, "value", 4096);
    if (want.n)
        sim_value_json(&want.value, &text);
    else
        buf_puts(&text, "null");
    int rc = 0;
    struct str have = got ? got->json : STR("null");
    if (!same_json(buf_str(&text), have))
        rc = err_set(err, E_INTERNAL, "t%d: want %.*s, have %.*s", trait,
                     STR_FMT(buf_str(&text)), STR_FMT(have));
    else if (want.n && want.seq != got->from.t.seq)
        rc = err_set(err, E_INTERNAL, "t%d: want of seq %llu, have of %llu", trait,
                     (unsigned long long)want.seq, (unsigned long long)got->from.t.seq);
    buf_release(&text);
    return rc;
}

static int compare_timeline(struct unify *u, const struct model *m, int person, uint32_t atom,
                            struct err *err) {
    struct timeline_row row[TIMELINE_MAX];
    unsigned n = unify_timeline(u, atom, NULL, STR(""), row, TIMELINE_MAX), want = 0;
    for (int i = 0; i < m->n_came; i++)
        want += m->person[m->came[i].atom] == person;
    if (n != want)
        return err_set(err, E_INTERNAL, "timeline of %u, want %u", n, want);
    for (unsigned i = 0; i < n; i++) {
        bool found = false;
        for (int k = 0; k < m->n_came && !found; k++)
            found = m->came[k].seq == row[i].at.seq && m->came[k].ms == row[i].time_ms &&
                    m->person[m->came[k].atom] == person;
        bool after = i > 0 && (row[i - 1].time_ms < row[i].time_ms ||
                               (row[i - 1].time_ms == row[i].time_ms &&
                                row[i - 1].at.seq <= row[i].at.seq));
        if (!found || after)
            return err_set(err, E_INTERNAL, "timeline row %u is %s", i,
                           after ? "out of order" : "another person's");
    }
    return 0;
}

int told_compare(struct unify *u, const struct model *m, int person, uint32_t atom,
                const struct m_rule rules[SIM_TRAITS], struct err *err) {
    struct arena a;
    uint32_t n;
    int rc = 0;
    arena_init(&a, "traits", 1u << 24);
    const struct trait_won *won = trait_fold(u, atom, &a, &n);
    for (int t = 0; t < SIM_TRAITS && rc == 0; t++) {
        char name[16];
        snprintf(name, sizeof name, "t%d", t);
        uint32_t number = name_find(u, str_of(name));
        const struct trait_won *got = NULL;
        for (uint32_t i = 0; i < n; i++)
            if (number && won[i].name == number)
                got = &won[i];
        rc = compare_trait(m, person, t, &rules[t], got, err);
    }
    arena_release(&a);
    return rc < 0 ? rc : compare_timeline(u, m, person, atom, err);
}
