/* model_retain.c - what the retention rules leave of an event: see model.h. */
#include "sim/model.h"
#include <string.h>

/* A '*' at one end of the pattern, or alone. */
static bool fits(const char *pattern, const char *name) {
    size_t n = strlen(pattern), m = strlen(name);
    if (strcmp(pattern, "*") == 0)
        return true;
    if (pattern[0] == '*')
        return m >= n - 1 && strcmp(name + m - (n - 1), pattern + 1) == 0;
    if (pattern[n - 1] == '*')
        return strncmp(name, pattern, n - 1) == 0;
    return strcmp(name, pattern) == 0;
}

enum m_kept model_kept(const struct m_retention *r, const char *name, int type, int source,
                       int64_t age_ms) {
    enum m_kept kept = M_WHOLE;
    for (int i = 0; i < r->n; i++) {
        const struct m_old *x = &r->rule[i];
        if (fits(x->event, name) && (x->type == 0 || x->type == type) &&
            (x->source == 0 || x->source == source) && age_ms > x->days * 86400000ll &&
            x->left > kept)
            kept = x->left;
    }
    return kept;
}
