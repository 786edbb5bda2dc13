/* ident.c - fuzz: normalising identifiers, of built-in kinds and of declared ones.  What comes out
 * is valid, within bounds, and stays as it is when it is normalised again. */
#include "unify/unify_internal.h"

#include <stdlib.h>

/* Every set of steps that rules may declare is a kind. */
static struct ident_plan *plan_make(void) {
    static struct ident_plan seed;
    struct identity_rules *rules;
    struct err err = ERR_INIT;
    CHECK(ident_rules_make((struct json){ 0 }, &rules, &err) == 0);
    for (unsigned steps = 0; steps < 1u << IDENT_STEPS && seed.n_known < IDENT_OWN_MAX; steps++) {
        bool folds = steps & (STEP_LOWER | STEP_DIGITS);
        if ((steps & STEP_E164 && (folds || steps & STEP_ZEROS)) ||
            (folds && !(steps & STEP_NFKC)))
            continue;
        struct kind_known *k = &seed.known[seed.n_known];
        *k = (struct kind_known){ .steps = (uint8_t)steps };
        k->key[0] = 'a' + (char)(seed.n_known % 26);
        k->key[1] = '0' + (char)(seed.n_known++ / 26);
        if (steps & STEP_E164 && steps & STEP_TRIM)
            memcpy(k->region, "JP", 2);
    }
    return ident_plan_with(&seed, rules);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const regions[] = { "", "JP", "US", "DE", "??" };
    static struct ident_plan *plan;
    if (!plan)
        plan = plan_make();
    if (size < 2 || size > 4096)
        return 0;
    unsigned kind = data[0] % (IDENT_KIND_COUNT - 1 + plan->n_known) + 1;
    if (kind >= IDENT_KIND_COUNT)
        kind += IDENT_OWN_FIRST - IDENT_KIND_COUNT;
    const char *region = regions[data[1] % 5];
    struct arena a;
    struct err err = ERR_INIT;
    struct str v, again;
    arena_init(&a, "fuzz", 1u << 20);
    if (ident_plan_normalise(plan, kind, str_n((const char *)data + 2, size - 2), region, &a, &v,
                             &err) == 0) {
        CHECK(v.n > 0 && v.n <= 1024);
        CHECK(ident_plan_normalise(plan, kind, v, region, &a, &again, &err) == 0);
        CHECK(str_eq(v, again));
    }
    arena_release(&a);
    return 0;
}
