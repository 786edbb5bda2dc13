/* throttle.h - how often somebody may try a password or a code. */
#ifndef MUSUBI_GUARD_THROTTLE_H
#define MUSUBI_GUARD_THROTTLE_H

#include "base/hash.h"
#include "base/str.h"

struct guard;
struct throttle;

struct attempt {
    const char *what;    /* "password", "code": counted apart */
    struct str account;  /* e-mail as it was given, in lower case; need not exist */
    struct str address;  /* of the client; of IPv6 the first 64 bits count */
    struct str device;   /* of a device that signed in to this account before; else empty */
    bool locks;          /* out: when it fails, the next one has to wait */
};
#define THROTTLE_FREE 5           /* failures of an account from an address, or of a device */
#define THROTTLE_FREE_ALL 50      /* of an address, or of an account, altogether */
#define THROTTLE_FIRST_MS 30000 /* the first wait; each failure after it doubles it */
#define THROTTLE_MS (15 * 60000)  /* the longest wait, and how long failures are remembered */

struct throttle *throttle_new(struct hash_key key);
void throttle_free(struct throttle *t); /* NULL is fine */
/* Any thread.  0: go on; it counts as a failure until throttle_well().  Else: come back after so
 * many ms; nothing is counted. */
int64_t throttle_try(struct throttle *t, struct attempt *a, int64_t now_ms);
void throttle_well(struct throttle *t, const struct attempt *a);
struct throttle *guard_throttle(struct guard *g);

#endif
