/* model.c - see model.h. */
#include "sim/model.h"

#include <stdlib.h>
#include <string.h>

static const int limit_of[4] = { 0, 1, 5, 5 };

int model_ident(struct model *m, int kind, int value) {
    for (int i = 0; i < m->n_idents; i++)
        if (m->ident[i].kind == kind && m->ident[i].value == value)
            return M_ATOMS + i;
    m->ident[m->n_idents].kind = kind;
    m->ident[m->n_idents].value = value;
    return M_ATOMS + m->n_idents++;
}

/* May the persons p and q become one? */
static bool may_join(struct model *m, int p, int q) {
    int count[4] = { 0 };
    for (int i = 0; i < m->n_idents; i++)
        if (m->person[M_ATOMS + i] == p || m->person[M_ATOMS + i] == q)
            count[m->ident[i].kind]++;
    for (int k = 1; k < 4; k++)
        if (count[k] > limit_of[k])
            return false;
    for (int c = 0; c < m->n_cuts; c++) {
        bool on[2] = { false, false };
        for (int s = 0; s < 2; s++)
            for (int i = 0; i < m->cut[c].n[s]; i++) {
                int who = m->person[m->cut[c].side[s][i]];
                on[s] |= who == p || who == q;
            }
        if (!m->cut[c].withdrawn && on[0] && on[1])
            return false;
    }
    return true;
}

/* Every node is its own person; then each fact in order joins two, where that may be. */
void model_persons(struct model *m) {
    for (int i = 0; i < M_ATOMS + M_NODES; i++)
        m->person[i] = i;
    for (int f = 0; f < m->n_facts; f++) {
        int p = m->person[m->fact[f].a], q = m->person[m->fact[f].b];
        if (m->fact[f].withdrawn || p == q || !may_join(m, p, q))
            continue;
        for (int i = 0; i < M_ATOMS + M_NODES; i++)
            if (m->person[i] == q)
                m->person[i] = p;
    }
}

static void fact(struct model *m, int a, int b, bool first_signin) {
    for (int f = 0; f < m->n_facts; f++)
        if (m->fact[f].a == a && m->fact[f].b == b && !first_signin)
            return; /* known, whatever became of it */
    m->fact[m->n_facts++] = (struct m_fact){ a, b, false, first_signin };
}

static int find_atom(struct model *m, int device, int kind, int value) {
    for (int i = 0; i < m->n_atoms; i++)
        if (m->atom[i].device == device && m->atom[i].kind == kind && m->atom[i].value == value)
            return i;
    return -1;
}

/* Who was signed in on the device at that time: of the named events up to then, the latest. */
static int signed_in(struct model *m, int device, int64_t ms) {
    int best = -1;
    for (int i = 0; i < m->n_seen; i++)
        if (m->seen[i].device == device && m->seen[i].ms <= ms &&
            (best < 0 || m->seen[i].ms >= m->seen[best].ms))
            best = i;
    return best < 0 ? -1 : m->seen[best].atom;
}

/* The named atom that was seen on the device first, by time. */
static int first_named(struct model *m, int device) {
    int best = -1;
    for (int i = 0; i < m->n_seen; i++)
        if (m->seen[i].device == device && (best < 0 || m->seen[i].ms < m->seen[best].ms))
            best = i;
    return best < 0 ? -1 : m->seen[best].atom;
}

static bool has_first_signin(struct model *m, int nameless) {
    for (int f = 0; f < m->n_facts; f++)
        if (m->fact[f].first_signin && m->fact[f].a == nameless)
            return true;
    return false;
}

static int make_atom(struct model *m, int device, int kind, int value) {
    int a = m->n_atoms++;
    m->atom[a] = (struct m_atom){ device, kind, value, 0 };
    if (kind)
        fact(m, a, model_ident(m, kind, value), false);
    if (device < 0)
        return a;
    int nameless = kind ? find_atom(m, device, 0, 0) : a;
    int named = kind ? a : first_named(m, device);
    if (nameless >= 0 && named >= 0 && !has_first_signin(m, nameless))
        fact(m, nameless, named, true);
    return a;
}

int model_event(struct model *m, const struct m_event *e) {
    int a = -1, kind = e->n ? e->kind[0] : 0, value = e->n ? e->value[0] : 0;
    if (!kind)
        a = signed_in(m, e->device, e->ms);
    if (a < 0)
        a = find_atom(m, e->device, kind, value);
    if (a < 0)
        a = make_atom(m, e->device, kind, value);
    for (int i = 1; i < e->n; i++)
        fact(m, a, model_ident(m, e->kind[i], e->value[i]), false);
    if (m->atom[a].kind && m->atom[a].device >= 0)
        m->seen[m->n_seen++] = (struct m_seen){ m->atom[a].device, a, e->ms };
    m->atom[a].events++;
    return a;
}

int model_merge(struct model *m, int a, int b) {
    model_persons(m);
    if (m->person[a] == m->person[b] || !may_join(m, m->person[a], m->person[b]))
        return -1;
    m->fact[m->n_facts] = (struct m_fact){ a, b, false, false };
    return m->n_facts++;
}

int model_cut(struct model *m, const int *a, int na, const int *b, int nb) {
    struct m_cut *c = &m->cut[m->n_cuts];
    *c = (struct m_cut){ .n = { na, nb } };
    for (int s = 0; s < 2; s++) {
        c->side[s] = malloc((size_t)(c->n[s] + 1) * sizeof(int));
        memcpy(c->side[s], s ? b : a, (size_t)c->n[s] * sizeof(int));
    }
    return m->n_cuts++;
}

void model_free(struct model *m) {
    for (int c = 0; c < m->n_cuts; c++) {
        free(m->cut[c].side[0]);
        free(m->cut[c].side[1]);
    }
    memset(m, 0, sizeof *m);
}
