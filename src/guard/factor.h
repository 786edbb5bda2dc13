/* factor.h - the second factor: codes of an authenticator application (RFC 6238), and codes on
 * paper for when it is lost. */
#ifndef MUSUBI_GUARD_FACTOR_H
#define MUSUBI_GUARD_FACTOR_H

#include "guard/staff.h"

#define FACTOR_SECRET_BYTES 20
#define FACTOR_SECRET_SIZE 33  /* base32, with its NUL */
#define FACTOR_RECOVERY 10     /* codes */
#define FACTOR_RECOVERY_SIZE 30 /* "abcd-efgh-2345-wxyz-abcd-efgh" with its NUL */

/* The code of a step of 30 s, six digits (SHA-1, RFC 6238). */
uint32_t factor_code(const uint8_t *secret, size_t n, int64_t step);
void factor_base32(const uint8_t *p, size_t n, char *out);

/* All inside run(); they tell what happened by an entry. */

/* A new secret, not in force before factor_confirm().  E_CONFLICT when one is in force. */
MUST_USE int factor_begin(struct guard *g, struct core *c, uint32_t staff,
                          char ret_secret[FACTOR_SECRET_SIZE], struct err *err);
/* The first code puts it in force, and gives codes for paper, which are nowhere else. */
MUST_USE int factor_confirm(struct guard *g, struct core *c, uint32_t staff, struct str code,
                            char ret[FACTOR_RECOVERY][FACTOR_RECOVERY_SIZE], struct err *err);
/* Whether this is the code of now, of the step before or after, and of none that was used
 * already; or a recovery code, which is used up.  E_UNAUTHENTICATED when it is neither. */
MUST_USE int factor_check(struct guard *g, struct core *c, uint32_t staff, struct str code,
                          struct err *err);
MUST_USE int factor_off(struct core *c, uint32_t staff, uint32_t by, struct err *err);

#endif
