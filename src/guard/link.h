/* link.h - links that are handed on: invitations, and resets of a password.
 *
 * A link carries 256 random bits of which only the SHA-256 is stored; it works once and for a
 * while.  Functions with a `struct core *` run inside run(). */
#ifndef MUSUBI_GUARD_LINK_H
#define MUSUBI_GUARD_LINK_H

#include "guard/staff.h"

enum link_kind { LINK_INVITATION, LINK_RESET };
#define LINK_TOKEN_SIZE 44
#define LINK_INVITATION_MS (7 * 24 * 3600 * 1000LL)
#define LINK_RESET_MS (24 * 3600 * 1000LL)
#define LINKS_MAX 10000

struct link { /* text lives in the arena that it was read into */
    uint32_t id;
    enum link_kind kind;
    uint32_t staff;    /* reset: whose password */
    struct str email;  /* invitation: in lower case */
    uint32_t roles;    /* invitation */
    uint32_t by;       /* who made it, as in guard_emit() */
    int64_t created_ms, ends_ms;
};

/* Make one; earlier ones for the same e-mail or account end.  An invitation: E_CONFLICT when
 * the e-mail has an account. */
MUST_USE int link_make(struct guard *g, struct core *c, struct link *l,
                       char ret_token[LINK_TOKEN_SIZE], struct err *err);
/* The link of a token that is still good: E_NOT_FOUND. */
MUST_USE int link_find(struct guard *g, struct db *db, enum link_kind kind, struct str token,
                       struct arena *a, struct link *ret, struct err *err);
/* The invitation of an e-mail: 1, 0 when there is none, -1. */
MUST_USE int link_of_email(struct guard *g, struct db *db, struct str email, struct arena *a,
                           struct link *ret, struct err *err);
MUST_USE int link_get(struct guard *g, struct db *db, enum link_kind kind, uint32_t id,
                      struct arena *a, struct link *ret, struct err *err);
/* It works no more.  Tells nobody: the caller emits what happened. */
MUST_USE int link_delete(struct core *c, uint32_t id, struct err *err);
/* Invitations in force with id > after, in order of id; their number. */
MUST_USE int link_list(struct guard *g, struct db *db, uint32_t after, int limit,
                       struct arena *a, struct link **ret, struct err *err);

#endif
