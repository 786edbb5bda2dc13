/* guard_internal.h - what the files of the room share. */
#ifndef MUSUBI_GUARD_GUARD_INTERNAL_H
#define MUSUBI_GUARD_GUARD_INTERNAL_H

#include "guard/guard.h"
#include "guard/staff.h"

#include <pthread.h>
#include <stdatomic.h>

struct live_session {
    uint32_t id;
    uint8_t hash[32]; /* SHA-256 of its token */
    enum session_state state;
    int64_t created_ms, ends_ms;
    _Atomic int64_t seen_ms;
    int64_t written_ms, writing_ms; /* seen_ms of the row; core thread only, as the next */
    _Atomic int64_t passed_ms;      /* on a follower: when the writer last saw it from here */
};

struct live { /* an account in force and its sessions; replaced whole, but for seen_ms */
    struct staff staff; /* text lies in `text`; hash is not kept */
    struct arena text;
    int n;
    struct live_session sessions[SESSIONS_MAX];
};

#define DIRTY_MAX 64
struct guard {
    struct core *core;
    struct guard_config cfg;
    struct db *db; /* reads committed rows; core thread (main before it runs) */
    uint64_t dirty_from, dirty_to; /* entries that came and are not yet behind a commit */
    uint32_t dirty[DIRTY_MAX];     /* accounts that they are about */
    uint32_t n_dirty;              /* more than DIRTY_MAX: all */
    struct command retry;          /* reads again after a failure */
    bool retry_waits;
    struct command tick;           /* writes last use, deletes what has expired */
    _Atomic bool any_used;
    struct throttle *throttle;

    pthread_mutex_t key_lock; /* over the next two */
    bool key_known;
    uint8_t key[32];

    pthread_rwlock_t lock; /* over what follows */
    struct live **live;    /* by id; NULL: no such account */
    uint32_t n_live;       /* length of the array */
    uint32_t n_accounts;
    struct arena provider_text;
    struct provider *providers;
    int n_providers;
};

/* Whether a session is over at this time. */
bool session_over(const struct guard *g, const struct live_session *s, int64_t now);

/* session.c */
MUST_USE int session_start(struct guard *g, struct err *err);
MUST_USE int session_load(struct guard *g, uint32_t staff, struct live *into, struct err *err);

/* guard.c */
/* The next number of "staff", "session", "link"; never given twice. */
MUST_USE int guard_next_id(struct db *db, const char *of, uint32_t *ret, struct err *err);
struct str guard_text(struct sql *q, int col, struct arena *a);
uint32_t guard_roles_known(const struct guard *g, struct str names);

/* staff.c: a row of STAFF_COLUMNS */
void staff_row(const struct guard *g, struct sql *q, struct arena *a, struct staff *ret);
#define STAFF_COLUMNS                                                                       \
    "SELECT id, email, name, locale, theme, password_hash, roles, totp_on, created_ms,"     \
    " disabled_ms, signed_in_ms FROM staff"

/* passwords_gen.c: what people choose most, in lower case, in order. */
#define COMMON_PASSWORD_SIZE 24
extern const char common_passwords[][COMMON_PASSWORD_SIZE];
extern const size_t common_passwords_n;

#endif
