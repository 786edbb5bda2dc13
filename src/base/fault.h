/* fault.h - places that tests can make fail, by name or by number.
 *
 *     if (fault_hit("sqlite.commit"))
 *         return err_set(err, E_UNAVAILABLE, "injected fault");
 *
 * Armed through MUSUBI_FAULT="name[@skip][xTimes][,…]" (read once at start) or
 * fault_arm() in tests; skip counts hits that pass first, times is how many then fail
 * (default 1, x* for ever).  "#N" instead of a name fails the Nth hit of any point.
 * Costs one relaxed atomic load when nothing is armed.  Thread safe.
 */
#ifndef MUSUBI_BASE_FAULT_H
#define MUSUBI_BASE_FAULT_H

#include "base/err.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

extern _Atomic bool fault_armed;
bool fault_hit_slow(const char *name);
static inline bool fault_hit(const char *name) {
    return __builtin_expect(atomic_load_explicit(&fault_armed, memory_order_relaxed), 0) &&
           fault_hit_slow(name);
}
MUST_USE int fault_arm(const char *spec, struct err *err); /* replaces what was armed */
void fault_disarm(void);
uint64_t fault_hits(void); /* hits of any point since arming */

#endif
