/* idtoken.h - what a provider says about who signed in: an ID token, checked (OpenID Connect Core
 * 1.0, 3.1.3.7; RFC 7519, 7515, 7517, 7518). */
#ifndef MUSUBI_GUARD_IDTOKEN_H
#define MUSUBI_GUARD_IDTOKEN_H

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"

#define IDTOKEN_MAX 16384      /* bytes */
#define IDTOKEN_SKEW_MS 60000  /* that two clocks may differ */

struct idtoken_want {
    struct str issuer, client, nonce;
    int64_t now_ms;
};
struct idtoken { /* text in the arena */
    struct str subject, email, name;
    bool email_verified;
};
/* keys: a JWK set, parsed.  RS256 and ES256.  E_UNAUTHENTICATED with what is wrong; E_NOT_FOUND
 * when the set lacks its key, so that a newer set may be fetched. */
MUST_USE int idtoken_check(struct str token, struct json keys, const struct idtoken_want *want,
                           struct arena *a, struct idtoken *ret, struct err *err);
/* Claims of a document that is trusted otherwise (userinfo). */
void idtoken_claims(struct json claims, struct arena *a, struct idtoken *ret);

#endif
