/* guard.h - who may do what: the roles and sessions of the people who work here.
 *
 * Accounts (staff.h), sessions and links are rows of the store, changed by commands in the
 * transaction that also carries an ENTRY_STAFF telling of the change.  What is needed at every
 * request (whose session is this, with which rights) is kept in memory, on every node, and read
 * anew after each commit that changed it.
 *
 * Threads: functions that take a `struct core *` run inside a command's run(); functions that
 * take a `struct db *` wherever that connection is used; guard_auth(), guard_live() and
 * guard_role_*() on any thread. */
#ifndef MUSUBI_GUARD_GUARD_H
#define MUSUBI_GUARD_GUARD_H

#include "base/arena.h"
#include "core/core.h"

struct guard;

/* ---- roles: what a member of staff is, and what follows from it ---- */
struct guard_role {
    const char *key;   /* "analyst" */
    const char *title; /* "Analyst" */
    uint64_t scopes;   /* bit per scope, as those of keys */
    bool masks;        /* personal data is shown masked */
};
#define GUARD_OWNER 1u /* bit of the first role, which has every right */

struct guard_config {
    const struct guard_role *roles; /* borrowed for good; the first is the owner's */
    uint32_t n_roles;               /* at most 32 */
    const char *data_dir;           /* where the master key lies (seal.h); borrowed */
    int64_t idle_ms;                /* a session that is not used ends after; 0: an hour */
    int64_t life_ms;                /* and any session after; 0: a day */
    bool factor_required;           /* accounts without a second factor have no rights */
};

/* Between core_new() and core_start(): registers with the core, reads what is in force. */
MUST_USE int guard_new(struct core *c, const struct guard_config *cfg, struct guard **ret,
                       struct err *err);
/* After core_start(): from now on last use of sessions is written, once a minute at most, and
 * what has expired is deleted. */
MUST_USE int guard_start(struct guard *g, struct err *err);
void guard_free(struct guard *g); /* after core_stop(); NULL is fine */

/* Bits of space-separated role keys; E_INVALID on an unknown one. */
MUST_USE int guard_role_bits(const struct guard *g, struct str names, uint32_t *ret,
                             struct err *err);
/* The keys of these bits, separated by one space. */
char *guard_role_names(const struct guard *g, uint32_t roles, struct arena *a);
uint64_t guard_role_scopes(const struct guard *g, uint32_t roles);
/* Whether all of these roles see personal data only masked. */
bool guard_role_masks(const struct guard *g, uint32_t roles);
const struct guard_role *guard_roles(const struct guard *g, uint32_t *ret_n);

/* ---- sessions ---- */
enum session_state {
    SESSION_HALF = 1, /* the password was right, the second factor is still to come */
    SESSION_FULL = 2
};
struct session_who {
    uint32_t staff, session;
    enum session_state state;
    uint64_t scopes;  /* none while half, and while a second factor is lacking */
    bool lacks_factor; /* full, but the account must get a second factor first */
    bool masked;
    int64_t ends_ms;  /* at the latest */
};
#define SESSION_TOKEN_SIZE 64 /* room for a token with its NUL */
#define SESSION_CSRF_SIZE 44
#define SESSION_AGENT_MAX 300  /* bytes that are kept of User-Agent */
#define SESSIONS_MAX 20        /* of one member; the one used longest ago gives way */
#define SESSION_HALF_MS (10 * 60 * 1000LL)

/* Whose session this token is; -1 when it is nobody's, has ended, or the account is disabled.
 * One SHA-256 under a read lock.  Counts as use. */
MUST_USE int guard_auth(struct guard *g, struct str token, struct session_who *ret);
/* On a follower: whether the writer must see this request of the session, because it has not seen
 * one for long (see session.c); true once, the caller then passes it on. */
bool guard_renew(struct guard *g, const struct session_who *s);
/* What a change must carry beside the cookie: follows from the token, which does not follow
 * from it. */
void session_csrf(struct str token, char out[SESSION_CSRF_SIZE]);

struct session_new {
    uint32_t staff;
    enum session_state state;
    struct str address, agent; /* of the client, for the list; text */
    uint32_t replaces;         /* session of this member that ends with it; 0: none */
};
/* Inside run(): begin a session.  ret_token gets its token, which is nowhere else. */
MUST_USE int session_open(struct guard *g, struct core *c, const struct session_new *s,
                          char ret_token[SESSION_TOKEN_SIZE], struct session_who *ret,
                          struct err *err);
/* End one session of this member (E_NOT_FOUND), or all but `except` (0: all). */
MUST_USE int session_end(struct core *c, uint32_t staff, uint32_t session, uint32_t by,
                         struct err *err);
MUST_USE int session_end_all(struct core *c, uint32_t staff, uint32_t except, uint32_t by,
                             struct err *err);

struct session_info { /* a row */
    uint32_t id;
    int64_t created_ms, seen_ms, ends_ms; /* seen: up to a minute behind */
    struct str address, agent;
};
/* The sessions of this member that are in force, the one used last first; their number. */
MUST_USE int session_list(struct guard *g, struct db *db, uint32_t staff, struct arena *a,
                          struct session_info **ret, struct err *err);

/* ---- what is in memory ---- */
struct staff;
/* The account as it is in force, in the arena; -1 when there is none. */
int guard_live(struct guard *g, uint32_t id, struct arena *a, struct staff *ret);
struct provider;
/* Where else one can sign in (provider.h), id and title alone; their number. */
int guard_providers(struct guard *g, struct arena *a, struct provider **ret);
bool guard_is_new(struct guard *g); /* nobody has an account yet */
/* What whoever sets up a workspace from another machine must know; the same on all nodes. */
void guard_setup_token(struct guard *g, char out[SESSION_CSRF_SIZE]);

/* ---- the log: ENTRY_STAFF version 1 ----
 * varint account | u8 enum staff_change | varint who did it (0: nobody signed in, or the command
 * line; a key's number; a member's with the top bit of 32) | varint number of the session or
 * link that it is about, or 0.  No secret and no name: the rows are the truth. */
enum staff_change {
    STAFF_CREATED = 1, STAFF_CHANGED, STAFF_DISABLED, STAFF_ENABLED, STAFF_PASSWORD,
    STAFF_FACTOR_ON, STAFF_FACTOR_OFF, STAFF_RECOVERY_USED, STAFF_SIGNED_IN, STAFF_SIGNED_OUT,
    STAFF_INVITED, STAFF_UNINVITED, STAFF_RESET_MADE, STAFF_LINKED, STAFF_UNLINKED,
    STAFF_HALF_SIGNED_IN, STAFF_PROVIDER
};
#define GUARD_BY_STAFF 0x80000000u
void guard_emit(struct core *c, uint32_t staff, enum staff_change what, uint32_t by,
                uint32_t about);

#endif
