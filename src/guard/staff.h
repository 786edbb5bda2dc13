/* staff.h - the people who work here: rows of the table `staff`, and their passwords. */
#ifndef MUSUBI_GUARD_STAFF_H
#define MUSUBI_GUARD_STAFF_H

#include "guard/guard.h"

#define STAFF_EMAIL_MAX 254        /* bytes, RFC 5321 */
#define STAFF_NAME_MAX 200         /* bytes */
#define STAFF_PASSWORD_CHARS_MIN 8 /* code points, NIST SP 800-63B 5.1.1.1 */
#define STAFF_PASSWORD_MAX 1024    /* bytes */
#define STAFF_HASH_SIZE 256        /* room for an encoded password with its NUL */
#define STAFF_MAX 10000            /* accounts of a workspace */

struct staff { /* text lives in the arena that it was read into */
    uint32_t id;
    struct str email, name;
    struct str locale, theme; /* "ja", "dark"; empty: not chosen */
    struct str hash;          /* encoded password; empty: none, signs in elsewhere */
    uint32_t roles;           /* bit per role */
    bool second_factor;
    int64_t created_ms;
    int64_t disabled_ms;      /* 0: in force */
    int64_t signed_in_ms;     /* 0: never */
};

/* ---- passwords: any thread but the core's, about 0.1 s and 64 MB each ---- */

/* As Argon2id (RFC 9106) in its encoded form.  email: of whom it is.  E_INVALID, E_LIMIT for what
 * is no password: too short, among those that people choose most, or made of the address. */
MUST_USE int staff_password_hash(struct str password, struct str email,
                                 char ret[STAFF_HASH_SIZE], struct err *err);
/* Whether the password is the one that was hashed.  `encoded` NULL or empty: false, after the
 * same time. */
bool staff_password_ok(const char *encoded, struct str password);

/* ---- accounts ---- */

/* In lower case and trimmed, in the arena.  E_INVALID when it is no e-mail address. */
MUST_USE int staff_email(struct str email, struct arena *a, struct str *ret, struct err *err);

MUST_USE int staff_get(struct guard *g, struct db *db, uint32_t id, struct arena *a,
                       struct staff *ret, struct err *err); /* E_NOT_FOUND */
/* By e-mail in its lower case: 1, 0 when there is none, -1. */
MUST_USE int staff_find(struct guard *g, struct db *db, struct str email, struct arena *a,
                        struct staff *ret, struct err *err);
/* Accounts with id > after, in order of id; their number, at most `limit`. */
MUST_USE int staff_list(struct guard *g, struct db *db, uint32_t after, int limit,
                        struct arena *a, struct staff **ret, struct err *err);

/* Inside run().  by: see guard_emit(). */

/* Make an account; s->email, name, hash, roles, locale count.  E_CONFLICT when the e-mail is
 * taken. */
MUST_USE int staff_create(struct guard *g, struct core *c, const struct staff *s, uint32_t by,
                          uint32_t *ret_id, struct err *err);
/* Write name, locale, theme and roles. */
MUST_USE int staff_update(struct guard *g, struct core *c, const struct staff *s, uint32_t by,
                          struct err *err);
/* A disabled account cannot sign in, and its sessions end.  E_CONFLICT where no owner would be
 * left in force; the same with staff_update(). */
MUST_USE int staff_disable(struct guard *g, struct core *c, uint32_t id, bool disabled,
                           uint32_t by, struct err *err);
/* Another password; all sessions but `except` end. */
MUST_USE int staff_set_password(struct core *c, uint32_t id, struct str hash, uint32_t except,
                                uint32_t by, struct err *err);

/* Make the account that owns the workspace, for the command line.  Hashes on the calling thread
 * and waits for the core.  E_INVALID, E_CONFLICT when there is an account with this e-mail. */
MUST_USE int staff_create_owner(struct guard *g, struct core *c, struct str email,
                                struct str password, struct err *err);

#endif
