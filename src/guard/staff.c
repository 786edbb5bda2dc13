/* staff.c - staff accounts.
 *
 * THEORY      A password is hashed before the command is handed in, so that the core never
 *             waits for it.  Parameters are RFC 9106's second recommendation with one lane:
 *             64 MB and three passes.
 * THREADS     Any but the core's. */
#include "guard/staff.h"
#include "base/utf8.h"

#include <argon2.h>

#define ARGON_PASSES 3
#define ARGON_KB (64 * 1024)
#define ARGON_LANES 1
#define SALT_BYTES 16
#define TAG_BYTES 32

struct owner_command {
    struct command cmd; /* first */
    struct str email;
    struct str hash;
};

static int email_check(struct str email, struct err *err) {
    const char *at = email.n ? memchr(email.s, '@', email.n) : NULL;
    size_t local = at ? (size_t)(at - email.s) : 0;
    bool fine = at && local >= 1 && email.n - local >= 4 && email.n <= STAFF_EMAIL_MAX &&
                utf8_valid(email.s, email.n) &&
                !memchr(at + 1, '@', email.n - local - 1) &&
                memchr(at + 1, '.', email.n - local - 1);
    for (size_t i = 0; fine && i < email.n; i++)
        fine = (unsigned char)email.s[i] > 0x20 && email.s[i] != 0x7f;
    return fine ? 0 : err_set(err, E_INVALID, "\"%.*s\" is not an e-mail address",
                              (int)(email.n < 80 ? email.n : 80), email.n ? email.s : "");
}

static int password_check(struct str password, struct err *err) {
    if (password.n > STAFF_PASSWORD_MAX)
        return err_set(err, E_LIMIT, "a password is at most %d bytes", STAFF_PASSWORD_MAX);
    if (!utf8_valid(password.s, password.n))
        return err_set(err, E_INVALID, "the password is not UTF-8");
    if (utf8_count(password) < STAFF_PASSWORD_CHARS_MIN)
        return err_set(err, E_INVALID, "a password has at least %d characters",
                       STAFF_PASSWORD_CHARS_MIN);
    return 0;
}

/* The next free number; -1 when the e-mail is taken. */
static int next_id(struct db *db, struct str email, int64_t *ret, struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT COUNT(*) FROM staff WHERE email = $1"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, email);
    int rc = sql_step(q, err);
    bool taken = rc > 0 && sql_get_int(q, 0) > 0;
    sql_end(q);
    if (taken)
        return err_set(err, E_CONFLICT, "there is a staff account for %.*s already",
                       (int)(email.n < 100 ? email.n : 100), email.s);
    if (rc < 0)
        return -1;
    q = db_sql(db, SQL("SELECT COALESCE(MAX(id), 0) + 1 FROM staff"), err);
    if (!q)
        return -1;
    rc = sql_step(q, err);
    if (rc > 0)
        *ret = sql_get_int(q, 0);
    sql_end(q);
    return rc < 0 ? -1 : 0;
}

static int owner_run(struct core *c, struct command *cmd, struct err *err) {
    struct owner_command *o = (struct owner_command *)cmd;
    struct db *db;
    int64_t id = 0;
    if (core_db(c, &db, err) || next_id(db, o->email, &id, err))
        return -1;
    struct sql *q = db_sql(db, SQL("INSERT INTO staff (id, email, password_hash, created_ms)"
                                   " VALUES ($1, $2, $3, $4)"), err);
    if (!q)
        return -1;
    sql_int(q, 1, id);
    sql_text_(q, 2, o->email);
    sql_text_(q, 3, o->hash);
    sql_int(q, 4, core_now(c));
    return sql_run(q, err) < 0 ? -1 : 0;
}

int staff_create_owner(struct core *c, struct str email, struct str password,
                       struct err *err) {
    char lower[STAFF_EMAIL_MAX], hash[256];
    uint8_t salt[SALT_BYTES];
    email = str_trim(email);
    if (email_check(email, err) || password_check(password, err))
        return -1;
    for (size_t i = 0; i < email.n; i++)
        lower[i] = email.s[i] >= 'A' && email.s[i] <= 'Z' ? (char)(email.s[i] + 32)
                                                         : email.s[i];
    hash_random(salt, sizeof(salt));
    int rc = argon2id_hash_encoded(ARGON_PASSES, ARGON_KB, ARGON_LANES, password.s, password.n,
                                   salt, sizeof(salt), TAG_BYTES, hash, sizeof(hash));
    if (rc != ARGON2_OK)
        return err_set(err, E_INTERNAL, "cannot hash the password: %s",
                       argon2_error_message(rc));
    struct owner_command o = {
        .cmd = { .name = "staff.owner", .bytes = sizeof(o), .run = owner_run },
        .email = { lower, email.n },
        .hash = str_of(hash),
    };
    return core_call(c, &o.cmd, err);
}

bool staff_password_ok(const char *encoded, struct str password) {
    return password.n <= STAFF_PASSWORD_MAX &&
           argon2id_verify(encoded, password.s, password.n) == ARGON2_OK;
}
