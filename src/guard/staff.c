/* staff.c - staff accounts: their rows and their passwords.
 *
 * THEORY      A password is hashed before the command is handed in, so that the core never
 *             waits for it.  Parameters are RFC 9106's second recommendation with one lane:
 *             64 MB and three passes.  Where there is no account, or none with a password, the
 *             same work is done on nothing, so that the time tells nobody which accounts exist.
 * INVARIANTS  (1) An owner in force is always left, once there is one.
 * THREADS     Passwords on any but the core's; what takes a struct core on the core thread. */
#define _GNU_SOURCE /* memmem */
#include "guard/guard_internal.h"

#include "base/check.h"
#include "base/utf8.h"

#include <argon2.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARGON_PASSES 3
#define ARGON_KB (64 * 1024)
#define ARGON_LANES 1
#define SALT_BYTES 16
#define TAG_BYTES 32
/* Of nothing: same parameters, a salt and a tag of zeros, which no password gives. */
#define NOBODYS_HASH                                                                        \
    "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"                                \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

/* ---- what is allowed ---- */

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

static int by_word(const void *key, const void *word) { return strcmp(key, word); }

/* What remains when the parts of the e-mail address and our own name are taken out, in lower
 * case; parts of under four letters are too common to count. */
static size_t password_rest(char *low, size_t n, struct str email) {
    char parts[STAFF_EMAIL_MAX + 8];
    snprintf(parts, sizeof(parts), "musubi@%.*s", STR_FMT(email));
    for (char *save, *part = strtok_r(parts, "@.+-_", &save); part;
         part = strtok_r(NULL, "@.+-_", &save)) {
        size_t m = strlen(part);
        for (char *at; m >= 4 && (at = memmem(low, n, part, m)); n -= m)
            memmove(at, at + m, n - (size_t)(at + m - low));
    }
    return n;
}

/* Passwords that somebody who guesses tries first. */
static int password_guessed(struct str password, struct str email, struct err *err) {
    char low[STAFF_PASSWORD_MAX + 1];
    for (size_t i = 0; i < password.n; i++)
        low[i] = (char)tolower((unsigned char)password.s[i]);
    low[password.n] = '\0';
    bool common = password.n < COMMON_PASSWORD_SIZE &&
                  bsearch(low, common_passwords, common_passwords_n, COMMON_PASSWORD_SIZE, by_word);
    size_t rest = common ? 0 : password_rest(low, password.n, email);
    int rc = 0;
    if (common)
        rc = err_set(err, E_INVALID, "this is one of the passwords that are guessed first");
    else if (rest < password.n && utf8_count(str_n(low, rest)) < STAFF_PASSWORD_CHARS_MIN)
        rc = err_set(err, E_INVALID,
                     "beside parts of the e-mail address the password has under %d characters",
                     STAFF_PASSWORD_CHARS_MIN);
    explicit_bzero(low, sizeof(low));
    if (rc < 0)
        err_hint(err, "take three or four words that have nothing to do with each other");
    return rc;
}

static int password_check(struct str password, struct str email, struct err *err) {
    if (password.n > STAFF_PASSWORD_MAX)
        return err_set(err, E_LIMIT, "a password is at most %d bytes", STAFF_PASSWORD_MAX);
    if (!utf8_valid(password.s, password.n))
        return err_set(err, E_INVALID, "the password is not UTF-8");
    if (utf8_count(password) < STAFF_PASSWORD_CHARS_MIN)
        return err_set(err, E_INVALID, "a password has at least %d characters",
                       STAFF_PASSWORD_CHARS_MIN);
    return password_guessed(password, email, err);
}

int staff_email(struct str email, struct arena *a, struct str *ret, struct err *err) {
    email = str_trim(email);
    if (email_check(email, err))
        return -1;
    char *lower = arena_dup(a, email.s, email.n);
    for (size_t i = 0; i < email.n; i++)
        if (lower[i] >= 'A' && lower[i] <= 'Z')
            lower[i] = (char)(lower[i] + 32);
    *ret = str_n(lower, email.n);
    return 0;
}

/* ---- passwords ---- */

int staff_password_hash(struct str password, struct str email, char ret[STAFF_HASH_SIZE],
                        struct err *err) {
    uint8_t salt[SALT_BYTES];
    if (password_check(password, email, err))
        return -1;
    hash_random(salt, sizeof(salt));
    int rc = argon2id_hash_encoded(ARGON_PASSES, ARGON_KB, ARGON_LANES, password.s, password.n,
                                   salt, sizeof(salt), TAG_BYTES, ret, STAFF_HASH_SIZE);
    return rc == ARGON2_OK ? 0
                           : err_set(err, E_INTERNAL, "cannot hash the password: %s",
                                     argon2_error_message(rc));
}

bool staff_password_ok(const char *encoded, struct str password) {
    bool nobody = !encoded || !*encoded;
    if (password.n > STAFF_PASSWORD_MAX)
        return false;
    int rc = argon2id_verify(nobody ? NOBODYS_HASH : encoded, password.s ? password.s : "",
                             password.n);
    return rc == ARGON2_OK && !nobody;
}

/* ---- rows ---- */

void staff_row(const struct guard *g, struct sql *q, struct arena *a, struct staff *ret) {
    *ret = (struct staff){
        .id = (uint32_t)sql_get_int(q, 0),
        .email = guard_text(q, 1, a),
        .name = guard_text(q, 2, a),
        .locale = guard_text(q, 3, a),
        .theme = guard_text(q, 4, a),
        .hash = guard_text(q, 5, a),
        .roles = guard_roles_known(g, sql_get_text(q, 6)),
        .second_factor = sql_get_int(q, 7) != 0,
        .created_ms = sql_get_int(q, 8),
        .disabled_ms = sql_is_null(q, 9) ? 0 : sql_get_int(q, 9),
        .signed_in_ms = sql_is_null(q, 10) ? 0 : sql_get_int(q, 10),
    };
}

int staff_get(struct guard *g, struct db *db, uint32_t id, struct arena *a, struct staff *ret,
              struct err *err) {
    struct sql *q = db_sql(db, SQL(STAFF_COLUMNS " WHERE id = $1"), err);
    if (!q)
        return -1;
    sql_int(q, 1, id);
    int rc = sql_step(q, err);
    if (rc > 0)
        staff_row(g, q, a, ret);
    sql_end(q);
    if (rc == 0)
        return err_set(err, E_NOT_FOUND, "there is no member of staff %u", id);
    return rc < 0 ? -1 : 0;
}

int staff_find(struct guard *g, struct db *db, struct str email, struct arena *a,
               struct staff *ret, struct err *err) {
    struct sql *q = db_sql(db, SQL(STAFF_COLUMNS " WHERE email = $1"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, email);
    int rc = sql_step(q, err);
    if (rc > 0)
        staff_row(g, q, a, ret);
    sql_end(q);
    return rc;
}

int staff_list(struct guard *g, struct db *db, uint32_t after, int limit, struct arena *a,
               struct staff **ret, struct err *err) {
    struct sql *q = db_sql(db, SQL(STAFF_COLUMNS " WHERE id > $1 ORDER BY id LIMIT $2"), err);
    struct staff *rows = arena_alloc(a, (size_t)limit * sizeof(*rows));
    int n = 0, rc;
    if (!q)
        return -1;
    sql_int(q, 1, after);
    sql_int(q, 2, limit);
    while ((rc = sql_step(q, err)) > 0 && n < limit)
        staff_row(g, q, a, &rows[n++]);
    sql_end(q);
    *ret = rows;
    return rc < 0 ? -1 : n;
}

static int count(struct db *db, struct sql_text text, struct str email, int64_t *ret,
                 struct err *err) {
    struct sql *q = db_sql(db, text, err);
    if (!q)
        return -1;
    if (email.s)
        sql_text_(q, 1, email);
    int rc = sql_step(q, err);
    if (rc > 0)
        *ret = sql_get_int(q, 0);
    sql_end(q);
    return rc < 0 ? -1 : 0;
}

/* ---- changes ---- */

/* The next free number; -1 when the e-mail is taken, or there are too many. */
static int next_id(struct db *db, struct str email, int64_t *ret, struct err *err) {
    int64_t n = 0;
    if (count(db, SQL("SELECT COUNT(*) FROM staff WHERE email = $1"), email, &n, err))
        return -1;
    if (n)
        return err_set(err, E_CONFLICT, "there is a staff account for %.*s already",
                       (int)(email.n < 100 ? email.n : 100), email.s);
    if (count(db, SQL("SELECT COALESCE(MAX(id), 0) + 1 FROM staff"), (struct str){ 0 }, ret, err))
        return -1;
    return *ret <= STAFF_MAX ? 0
                             : err_set(err, E_LIMIT, "a workspace has at most %d staff accounts",
                                       STAFF_MAX);
}

int staff_create(struct guard *g, struct core *c, const struct staff *s, uint32_t by,
                 uint32_t *ret_id, struct err *err) {
    struct db *db;
    struct arena a;
    int64_t id = 0;
    if (core_db(c, &db, err) || next_id(db, s->email, &id, err))
        return -1;
    struct sql *q = db_sql(db, SQL("INSERT INTO staff (id, email, password_hash, created_ms,"
                                   " name, roles, locale, theme, totp_on, totp_step)"
                                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)"), err);
    if (!q)
        return -1;
    arena_init(&a, "roles", 1 << 16);
    sql_int(q, 1, id);
    sql_text_(q, 2, s->email);
    sql_text_(q, 3, s->hash.s ? s->hash : STR(""));
    sql_int(q, 4, core_now(c));
    sql_text_(q, 5, s->name.s ? s->name : STR(""));
    sql_text_(q, 6, str_of(guard_role_names(g, s->roles, &a)));
    sql_text_(q, 7, s->locale.s ? s->locale : STR(""));
    sql_text_(q, 8, s->theme.s ? s->theme : STR(""));
    int64_t n = sql_run(q, err);
    arena_release(&a);
    if (n < 0)
        return -1;
    *ret_id = (uint32_t)id;
    guard_emit(c, *ret_id, STAFF_CREATED, by, 0);
    return 0;
}

/* Invariant 1, after a change. */
static int owner_left(struct guard *g, struct db *db, struct err *err) {
    struct arena a;
    struct staff *rows;
    uint32_t after = 0;
    int n;
    bool found = false;
    do {
        arena_init(&a, "accounts", 4 << 20);
        n = staff_list(g, db, after, 200, &a, &rows, err);
        for (int i = 0; i < n; i++) {
            found = found || (rows[i].roles & GUARD_OWNER && !rows[i].disabled_ms);
            after = rows[i].id;
        }
        arena_release(&a);
    } while (n == 200 && !found);
    if (n < 0 || found)
        return n < 0 ? -1 : 0;
    err_set(err, E_CONFLICT, "nobody would be left who owns the workspace");
    return err_hint(err, "make somebody else an owner first");
}

int staff_update(struct guard *g, struct core *c, const struct staff *s, uint32_t by,
                 struct err *err) {
    struct db *db;
    struct arena a;
    if (core_db(c, &db, err))
        return -1;
    struct sql *q = db_sql(db, SQL("UPDATE staff SET name = $1, locale = $2, theme = $3,"
                                   " roles = $4 WHERE id = $5"), err);
    if (!q)
        return -1;
    arena_init(&a, "roles", 1 << 16);
    sql_text_(q, 1, s->name);
    sql_text_(q, 2, s->locale);
    sql_text_(q, 3, s->theme);
    sql_text_(q, 4, str_of(guard_role_names(g, s->roles, &a)));
    sql_int(q, 5, s->id);
    int64_t n = sql_run(q, err);
    arena_release(&a);
    if (n < 0 || (!(s->roles & GUARD_OWNER) && owner_left(g, db, err)))
        return -1;
    guard_emit(c, s->id, STAFF_CHANGED, by, 0);
    return 0;
}

int staff_disable(struct guard *g, struct core *c, uint32_t id, bool disabled, uint32_t by,
                  struct err *err) {
    struct db *db;
    if (core_db(c, &db, err))
        return -1;
    struct sql *q = db_sql(db, SQL("UPDATE staff SET disabled_ms = $1 WHERE id = $2"), err);
    if (!q)
        return -1;
    if (disabled)
        sql_int(q, 1, core_now(c));
    else
        sql_null(q, 1);
    sql_int(q, 2, id);
    if (sql_run(q, err) < 0 || (disabled && (owner_left(g, db, err) ||
                                             session_end_all(c, id, 0, by, err))))
        return -1;
    guard_emit(c, id, disabled ? STAFF_DISABLED : STAFF_ENABLED, by, 0);
    return 0;
}

int staff_set_password(struct core *c, uint32_t id, struct str hash, uint32_t except,
                       uint32_t by, struct err *err) {
    struct db *db;
    if (core_db(c, &db, err))
        return -1;
    struct sql *q = db_sql(db, SQL("UPDATE staff SET password_hash = $1 WHERE id = $2"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, hash);
    sql_int(q, 2, id);
    if (sql_run(q, err) < 0 || session_end_all(c, id, except, by, err))
        return -1;
    guard_emit(c, id, STAFF_PASSWORD, by, 0);
    return 0;
}

/* ---- the command line's owner ---- */

struct owner_command {
    struct command cmd; /* first */
    struct guard *g;
    struct staff staff;
};

static int owner_run(struct core *c, struct command *cmd, struct err *err) {
    struct owner_command *o = (struct owner_command *)cmd;
    uint32_t id;
    return staff_create(o->g, c, &o->staff, 0, &id, err);
}

int staff_create_owner(struct guard *g, struct core *c, struct str email, struct str password,
                       struct err *err) {
    char hash[STAFF_HASH_SIZE];
    struct arena a;
    struct owner_command o = {
        .cmd = { .name = "staff.owner", .bytes = sizeof(o), .run = owner_run },
        .g = g,
        .staff = { .roles = GUARD_OWNER },
    };
    arena_init(&a, "owner", 1 << 16);
    int rc = staff_email(email, &a, &o.staff.email, err);
    if (!rc)
        rc = staff_password_hash(password, o.staff.email, hash, err);
    o.staff.hash = str_of(hash);
    if (!rc)
        rc = core_call(c, &o.cmd, err);
    arena_release(&a);
    return rc;
}
