/* staff.h - the people who work here: rows of the table `staff`. */
#ifndef MUSUBI_GUARD_STAFF_H
#define MUSUBI_GUARD_STAFF_H

#include "core/core.h"

#define STAFF_EMAIL_MAX 254        /* bytes, RFC 5321 */
#define STAFF_PASSWORD_CHARS_MIN 8 /* code points, NIST SP 800-63B 5.1.1.1 */
#define STAFF_PASSWORD_MAX 1024    /* bytes */

/* Make the staff account that owns the workspace.  The e-mail is kept in lower case; the
 * password as Argon2id (RFC 9106) in its encoded form, hashed on the calling thread (about
 * 0.1 s, 64 MB).  Waits for the core: not from the core thread.  E_INVALID, E_CONFLICT when
 * there is an account with this e-mail. */
MUST_USE int staff_create_owner(struct core *c, struct str email, struct str password,
                                struct err *err);

/* Whether the password is the one that was hashed.  As slow as hashing it. */
bool staff_password_ok(const char *encoded, struct str password);

#endif
