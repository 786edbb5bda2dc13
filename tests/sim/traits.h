/* traits.h - random trait values for the histories of test_identity.c, and the comparison of
 * what the product makes of them with the model.
 */
#ifndef MUSUBI_TESTS_SIM_TRAITS_H
#define MUSUBI_TESTS_SIM_TRAITS_H

#include "fault/house.h"
#include "sim/model.h"
#include "unify/unify_internal.h"

#define SIM_TRAITS 10

/* A random value, and the same as JSON (at most 200 bytes). */
struct m_value sim_value(uint64_t *random);
void sim_value_json(const struct m_value *v, struct buf *out);
/* A random rule; sources 7 and 8. */
struct m_rule told_rule(uint64_t *random);
/* Put rules in force for traits "t0" …; core_call()s. */
void told_rules(struct house *h, const struct m_rule rules[SIM_TRAITS], uint32_t version);
/* The person's traits, their provenance and the timeline are the model's.  `person`: as of
 * model_persons(); atom: the product's number of one of the person's. */
MUST_USE int told_compare(struct unify *u, const struct model *m, int person, uint32_t atom,
                         const struct m_rule rules[SIM_TRAITS], struct err *err);

#endif
