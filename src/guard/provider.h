/* provider.h - where else members can sign in: OpenID Connect providers, as rows, and what is
 * asked of them. */
#ifndef MUSUBI_GUARD_PROVIDER_H
#define MUSUBI_GUARD_PROVIDER_H

#include "guard/idtoken.h"
#include "guard/staff.h"

#define PROVIDERS_MAX 20
struct provider { /* text lives in the arena that it was read into */
    struct str id;      /* "google": stands in addresses */
    struct str title, issuer, client;
    struct str secret;  /* sealed; empty: a public client */
    struct str domains; /* whose addresses need no invitation, separated by one space */
    uint32_t roles;     /* that these get */
    int64_t created_ms;
};

/* All of them, in order of id; their number. */
MUST_USE int provider_list(struct guard *g, struct db *db, struct arena *a,
                           struct provider **ret, struct err *err);
MUST_USE int provider_get(struct guard *g, struct db *db, struct str id, struct arena *a,
                          struct provider *ret, struct err *err); /* E_NOT_FOUND */
/* Inside run().  secret: plain text; .s NULL: as it was. */
MUST_USE int provider_put(struct guard *g, struct core *c, const struct provider *p,
                          struct str secret, struct err *err);
MUST_USE int provider_delete(struct core *c, struct str id, struct err *err);
bool provider_domain(const struct provider *p, struct str email);

/* Whose account this is: 1, 0 for nobody's, -1.  Inside run(). */
MUST_USE int identity_find(struct db *db, struct str issuer, struct str subject,
                           uint32_t *ret_staff, struct err *err);
MUST_USE int identity_link(struct core *c, struct str issuer, struct str subject,
                           uint32_t staff, struct err *err);

/* ---- asking it (blocks; not on a connection's or the core's thread) ---- */
struct oidc;
struct oidc *oidc_new(void);
void oidc_free(struct oidc *o); /* NULL is fine */
/* Where to send a browser. */
MUST_USE int oidc_authorize(struct oidc *o, const struct provider *p, int64_t now_ms,
                            struct arena *a, struct str *ret_endpoint, struct err *err);
struct oidc_code {
    struct str code, redirect, verifier, nonce;
    struct str secret; /* plain */
};
/* Exchange a code, check what comes. */
MUST_USE int oidc_redeem(struct oidc *o, const struct provider *p, const struct oidc_code *code,
                         int64_t now_ms, struct arena *a, struct idtoken *ret, struct err *err);

#endif
