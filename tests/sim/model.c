/* model.c - see model.h. */
#include "sim/model.h"
#include <stdlib.h>
#include <string.h>

void model_init(struct model *m) {
    memset(m, 0, sizeof *m);
    m->rules = (struct m_rules){ .limit = { 0, 1, 5, 5, 5 }, .atoms_max = 2000 };
}

static void room(int n, int max) { if (n >= max) abort(); } /* make it larger */

static int known_ident(const struct model *m, int kind, int value) {
    for (int i = 0; i < m->n_idents; i++)
        if (m->ident[i].kind == kind && m->ident[i].value == value)
            return M_ATOMS + i;
    return -1;
}

int model_ident(struct model *m, int kind, int value) {
    int node = known_ident(m, kind, value);
    if (node >= 0)
        return node;
    room(m->n_idents, M_NODES);
    m->ident[m->n_idents] = (struct m_ident){ kind, value, m->now, M_ANYBODYS };
    return M_ATOMS + m->n_idents++;
}

/* As one person, would p and q have more atoms than may be? */
static bool too_large(const struct model *m, int p, int q) {
    int atoms = 0;
    for (int i = 0; i < m->n_atoms; i++)
        atoms += m->person[i] == p || m->person[i] == q;
    return atoms > m->rules.atoms_max;
}

/* More of a kind than its limit? */
static bool too_many(const struct model *m, int p, int q) {
    int count[M_KINDS] = { 0 };
    for (int i = 0; i < m->n_idents; i++)
        if (m->person[M_ATOMS + i] == p || m->person[M_ATOMS + i] == q)
            count[m->ident[i].kind]++;
    for (int k = 1; k < M_KINDS; k++)
        if (count[k] > m->rules.limit[k])
            return true;
    return false;
}

/* May the persons p and q become one? */
static bool may_join(struct model *m, int p, int q) {
    if (too_large(m, p, q) || too_many(m, p, q))
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

static bool is_blocked(const struct model *m, int node) {
    const struct m_ident *x = &m->ident[node < M_ATOMS ? 0 : node - M_ATOMS];
    return node >= M_ATOMS && (x->whose == M_NOBODYS || m->rules.blocked[x->kind][x->value]);
}

/* Every node is its own person; then each fact in order joins two, where that may be. */
void model_persons(struct model *m) {
    for (int i = 0; i < M_ATOMS + M_NODES; i++)
        m->person[i] = i;
    memset(m->holder, -1, sizeof m->holder);
    for (int f = 0; f < m->n_facts; f++) {
        int a = m->fact[f].a, b = m->fact[f].b, p = m->person[a], q = m->person[b];
        if (m->fact[f].withdrawn || is_blocked(m, b) || (p != q && !may_join(m, p, q)))
            continue;
        for (int i = 0; i < M_ATOMS + M_NODES && p != q; i++)
            if (m->person[i] == q)
                m->person[i] = p;
        if (b >= M_ATOMS && m->holder[b - M_ATOMS] < 0)
            m->holder[b - M_ATOMS] = a;
    }
}

static int fact(struct model *m, int a, int b, enum m_why why, int ident) {
    for (int f = 0; f < m->n_facts; f++)
        if (m->fact[f].a == a && m->fact[f].b == b && m->fact[f].why == M_CARRY && why == M_CARRY)
            return f; /* known, whatever became of it */
    room(m->n_facts, M_FACTS);
    m->fact[m->n_facts] = (struct m_fact){ a, b, false, why, ident };
    return m->n_facts++;
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

/* The named atom that was seen on the device first, by time; of several, whoever came last. */
static int first_named(struct model *m, int device) {
    int best = -1;
    for (int i = 0; i < m->n_seen; i++)
        if (m->seen[i].device == device && (best < 0 || m->seen[i].ms <= m->seen[best].ms))
            best = i;
    return best < 0 ? -1 : m->seen[best].atom;
}

/* Was the nameless atom ever claimed, by a sign-in or an alias, whatever became of it? */
static bool is_claimed(struct model *m, int nameless) {
    for (int f = 0; f < m->n_facts; f++)
        if ((m->fact[f].why == M_SIGNIN || m->fact[f].why == M_ALIAS) &&
            (m->fact[f].a == nameless || m->fact[f].b == nameless))
            return true;
    return false;
}

static int make_atom(struct model *m, int device, int kind, int value) {
    int a = m->n_atoms++;
    room(a, M_ATOMS);
    m->atom[a] = (struct m_atom){ device, kind, value, 0 };
    if (kind)
        fact(m, a, model_ident(m, kind, value), M_CARRY, -1);
    if (device < 0)
        return a;
    int nameless = kind ? find_atom(m, device, 0, 0) : a;
    int named = kind ? a : first_named(m, device);
    if (nameless >= 0 && named >= 0 && !is_claimed(m, nameless))
        fact(m, nameless, named, M_SIGNIN, -1);
    return a;
}

static void know_device(struct model *m, int device) {
    if (!(m->devices >> device & 1))
        m->device_born[device] = m->now;
    m->devices |= 1ull << device;
}

/* The previous id is an account's where it is known as that and not as a device's. */
static void alias(struct model *m, int a, const struct m_event *e) {
    int node = e->prev_user < 0 ? -1 : known_ident(m, 1, e->prev_user);
    if (node >= 0 && !(m->devices >> e->prev_device & 1)) {
        model_persons(m);
        int other = m->holder[node - M_ATOMS];
        for (int f = 0; f < m->n_facts; f++)
            if (m->fact[f].why == M_ALIAS && m->fact[f].ident == node &&
                (m->fact[f].a == a || m->fact[f].b == a))
                return;
        if (other >= 0 && other != a)
            fact(m, other, a, M_ALIAS, node);
        return;
    }
    know_device(m, e->prev_device);
    int nameless = find_atom(m, e->prev_device, 0, 0);
    if (nameless < 0)
        nameless = make_atom(m, e->prev_device, 0, 0);
    if (nameless != a && !is_claimed(m, nameless))
        fact(m, nameless, a, M_ALIAS, -1);
}

static bool is_nobodys(const struct model *m, int kind, int value) {
    int node = known_ident(m, kind, value);
    return node >= 0 && m->ident[node - M_ATOMS].whose == M_NOBODYS;
}

/* Somebody carries what another person holds, and only a limit keeps the two apart. */
static void claim(struct model *m, int a, int node) {
    struct m_ident *x = &m->ident[node - M_ATOMS];
    int before = m->n_facts;
    fact(m, a, node, M_CARRY, -1);
    if (m->n_facts == before || !m->rules.contested[x->kind] || x->whose != M_ANYBODYS)
        return;
    model_persons(m);
    int p = m->person[a], q = m->person[node];
    if (p == q || m->holder[node - M_ATOMS] < 0 || too_large(m, p, q) || !too_many(m, p, q))
        return;
    x->whose = M_NOBODYS;
    m->contested[m->n_contested++] = node - M_ATOMS;
}

int model_event(struct model *m, const struct m_event *e) {
    int a = -1, main = 0;
    while (main < e->n && is_nobodys(m, e->kind[main], e->value[main]))
        main++;
    if (main == e->n && e->device < 0)
        main = 0; /* there is nothing else */
    int kind = main < e->n ? e->kind[main] : 0, value = main < e->n ? e->value[main] : 0;
    m->now++;
    if (e->device >= 0)
        know_device(m, e->device);
    if (!kind)
        a = signed_in(m, e->device, e->ms);
    if (a < 0)
        a = find_atom(m, e->device, kind, value);
    if (a < 0)
        a = make_atom(m, e->device, kind, value);
    for (int i = 0; i < e->n; i++)
        if (i != main && !is_nobodys(m, e->kind[i], e->value[i]))
            claim(m, a, model_ident(m, e->kind[i], e->value[i]));
    if (e->alias)
        alias(m, a, e);
    if (m->atom[a].kind && m->atom[a].device >= 0)
        m->seen[m->n_seen++] = (struct m_seen){ m->atom[a].device, a, e->ms };
    m->atom[a].events++;
    return a;
}

int model_merge(struct model *m, int a, int b) {
    model_persons(m);
    if (m->person[a] == m->person[b] || !may_join(m, m->person[a], m->person[b]))
        return -1;
    return fact(m, a, b, M_MERGE, -1);
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
    model_init(m);
}
