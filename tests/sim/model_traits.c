/* model_traits.c - which value of a trait a person has, computed the plain way: all that was ever
 * told, put into order of time, and the rule applied to it.  See model.h.
 */
#include "sim/model.h"

#include <string.h>

static bool blank(const struct m_value *v) { return v->is[0] == M_NULL || v->is[0] == M_EMPTY; }

static bool childless(const struct m_value *v, int i) {
    return i >= 3 || (v->is[2 * i + 1] == M_ABSENT && v->is[2 * i + 2] == M_ABSENT);
}

/* Leave out blank members, and objects of nothing else. */
static void strip(struct m_value *v, int i) {
    if (v->is[i] == M_NULL || v->is[i] == M_EMPTY)
        v->is[i] = M_ABSENT;
    if (v->is[i] != M_OBJECT || childless(v, i))
        return;
    strip(v, 2 * i + 1);
    strip(v, 2 * i + 2);
    if (childless(v, i))
        v->is[i] = M_ABSENT;
}

static void lay_over(struct m_value *to, int *from, const struct m_value *v, int i, int event) {
    bool both = to->is[i] == M_OBJECT && v->is[i] == M_OBJECT;
    to->is[i] = v->is[i];
    from[i] = event;
    for (int c = 2 * i + 1; i < 3 && c <= 2 * i + 2; c++)
        if (!both || v->is[c] != M_ABSENT)
            lay_over(to, from, v, c, event);
}

static struct m_won merged(const struct m_told *const *t, int n, bool keep) {
    struct m_won won = { .n = 0 };
    int from[7] = { 0 }, newest = 0;
    for (int i = 0; i < n; i++) {
        struct m_value v = t[i]->value;
        if (keep)
            strip(&v, 0);
        if (v.is[0] == M_ABSENT)
            continue;
        lay_over(&won.value, from, &v, 0, i);
        won.n = n;
    }
    for (int k = 0; k < 7; k++)
        if (won.value.is[k] != M_ABSENT && from[k] > newest &&
            (won.value.is[k] != M_OBJECT || childless(&won.value, k)))
            newest = from[k];
    won.seq = won.n ? t[newest]->seq : 0;
    return won;
}

static int most(const struct m_told *const *t, int n) {
    int best = 0, best_times = 0;
    for (int i = 0; i < n; i++) {
        int times = 0;
        for (int j = 0; j < n; j++)
            times += memcmp(&t[i]->value, &t[j]->value, sizeof t[i]->value) == 0;
        if (times >= best_times) {
            best = i;
            best_times = times;
        }
    }
    return best;
}

static int by_source(const struct m_told *const *t, int n, const struct m_rule *r) {
    int fallback = -1;
    for (int rank = 0; rank <= r->n_sources; rank++) {
        int newest = -1;
        for (int i = 0; i < n; i++) {
            int k = 0;
            while (k < r->n_sources && r->source[k] != t[i]->source)
                k++;
            if (k == rank)
                newest = i;
        }
        if (newest >= 0 && !blank(&t[newest]->value))
            return newest;
        if (fallback < 0)
            fallback = newest;
    }
    return fallback;
}

struct m_won model_trait(const struct model *m, int person, int trait, const struct m_rule *r) {
    const struct m_told *t[M_TOLD];
    int n = 0;
    for (int i = 0; i < m->n_told; i++) { /* into order of time, then arrival */
        const struct m_told *x = &m->told[i];
        if (x->trait != trait || m->person[x->atom] != person || (r->keep && blank(&x->value)))
            continue;
        int at = n++;
        for (; at > 0 && t[at - 1]->ms > x->ms; at--)
            t[at] = t[at - 1];
        t[at] = x;
    }
    if (n == 0)
        return (struct m_won){ .n = 0 };
    if (r->merge)
        return merged(t, n, r->keep);
    int i = r->how == M_FIRST ? 0 : r->how == M_MOST ? most(t, n)
            : r->how == M_SOURCES ? by_source(t, n, r) : n - 1;
    return (struct m_won){ t[i]->value, t[i]->seq, n };
}
