/* model_erase.c - who is erased, and what is left of the others: see model.h. */
#include "sim/model.h"
#include <limits.h>
#include <string.h>

bool model_knows(const struct model *m, int kind, int value) {
    if (kind == 0)
        return m->devices >> value & 1;
    for (int i = 0; i < m->n_idents; i++)
        if (m->ident[i].kind == kind && m->ident[i].value == value)
            return true;
    return false;
}

/* A device stands for whoever was seen there last, or for the one without a name. */
static int on_device(const struct model *m, int device) {
    int best = -1, nameless = -1;
    for (int i = 0; i < m->n_seen; i++)
        if (m->seen[i].device == device && (best < 0 || m->seen[i].ms >= m->seen[best].ms))
            best = i;
    for (int i = 0; i < m->n_atoms; i++)
        if (m->atom[i].device == device && m->atom[i].kind == 0)
            nameless = i;
    return best < 0 ? nameless : m->seen[best].atom;
}

int model_named(const struct model *m, int kind, int value, int born) {
    if (kind == 0)
        return model_knows(m, 0, value) && m->device_born[value] <= born ? on_device(m, value)
                                                                         : -1;
    for (int i = 0; i < m->n_idents; i++)
        if (m->ident[i].kind == kind && m->ident[i].value == value)
            return m->ident[i].born <= born ? m->holder[i] : -1;
    return -1;
}

/* Carried by somebody who goes, and by nobody who stays. */
static bool only_theirs(const struct model *m, int node, const bool *gone) {
    bool theirs = false, others = false;
    for (int f = 0; f < m->n_facts; f++)
        if (m->fact[f].why == M_CARRY && m->fact[f].b == node) {
            theirs |= gone[m->fact[f].a];
            others |= !gone[m->fact[f].a];
        }
    return theirs && !others;
}

static bool device_only_theirs(const struct model *m, int device, const bool *gone) {
    bool theirs = false, others = false;
    for (int i = 0; i < m->n_atoms; i++)
        if (m->atom[i].device == device) {
            theirs |= gone[i];
            others |= !gone[i];
        }
    return theirs && !others;
}

/* What they said goes; links keep their numbers. */
static void forget_facts(struct model *m, const bool *gone) {
    int n = 0;
    for (int f = 0; f < m->n_facts; f++) {
        struct m_fact x = m->fact[f];
        if (x.why == M_CARRY && gone[x.a])
            continue;
        if (x.why != M_CARRY && (gone[x.a] || gone[x.b]))
            x = (struct m_fact){ .withdrawn = true, .why = M_ERASED };
        m->fact[n++] = x;
    }
    m->n_facts = n;
    n = 0;
    for (int i = 0; i < m->n_seen; i++)
        if (!gone[m->seen[i].atom])
            m->seen[n++] = m->seen[i];
    m->n_seen = n;
    for (int c = 0; c < m->n_cuts; c++)
        for (int s = 0; s < 2; s++) {
            int *side = m->cut[c].side[s], left = 0;
            for (int i = 0; i < m->cut[c].n[s]; i++)
                if (!gone[side[i]])
                    side[left++] = side[i];
            m->cut[c].n[s] = left;
        }
}

void model_erase(struct model *m, int a, struct m_erased *ret) {
    bool gone[M_ATOMS + M_NODES] = { false };
    memset(ret, 0, sizeof *ret);
    model_persons(m);
    for (int i = 0; i < m->n_atoms; i++)
        gone[i] = ret->atom[i] = m->person[i] == m->person[a];
    for (int d = 0; d < 64; d++)
        ret->value[0][d] = device_only_theirs(m, d, gone);
    for (int i = 0; i < m->n_idents; i++)
        if (m->ident[i].kind != M_GONE && only_theirs(m, M_ATOMS + i, gone)) {
            gone[M_ATOMS + i] = true;
            ret->value[m->ident[i].kind][m->ident[i].value] = true;
        }
    forget_facts(m, gone);
    for (int i = 0; i < m->n_atoms; i++)
        if (gone[i])
            m->atom[i] = (struct m_atom){ -2, M_GONE, M_GONE, 0 };
    for (int i = 0; i < m->n_idents; i++)
        if (gone[M_ATOMS + i])
            m->ident[i] = (struct m_ident){ M_GONE, M_GONE, INT_MAX, M_ANYBODYS };
    for (int d = 0; d < 64; d++)
        if (ret->value[0][d])
            m->devices &= ~(1ull << d);
}
