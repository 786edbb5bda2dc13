/* seal.h - secrets that must be read again, encrypted under the workspace's master key. */
#ifndef MUSUBI_GUARD_SEAL_H
#define MUSUBI_GUARD_SEAL_H

#include "guard/guard.h"

#define SEAL_MAX 1024  /* bytes of a secret */
#define SEAL_EXTRA 28u /* that a sealed one is longer */

/* Inside run().  what: what it is for, "totp:7"; opens only with the same.  ret holds
 * secret.n + SEAL_EXTRA bytes.  E_UNAVAILABLE when this node has another key. */
MUST_USE int guard_seal(struct guard *g, struct core *c, const char *what, struct str secret,
                        uint8_t *ret, size_t *ret_n, struct err *err);
/* ret holds sealed.n bytes.  E_CORRUPT when it does not open. */
MUST_USE int guard_unseal(struct guard *g, struct db *db, const char *what, struct str sealed,
                          uint8_t *ret, size_t *ret_n, struct err *err);

#endif
