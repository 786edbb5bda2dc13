/* factor.c - the second factor.
 *
 * THEORY      RFC 6238: HMAC-SHA-1 over the number of 30-second steps since 1970, truncated to six
 *             digits; one step to either side is taken, for clocks that are not level.  The last
 *             step that was used is kept, so that a code that somebody looked at over a shoulder
 *             works no second time.  The secret must be read again, so it is sealed (seal.h);
 *             recovery codes are 120 random bits of which the SHA-256 is kept. */
#include "guard/factor.h"
#include "guard/guard_internal.h"
#include "guard/seal.h"

#include "base/check.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>

#define STEP_MS 30000
#define SKEW 1
#define RECOVERY_BYTES 15 /* 112 bits and more: then a fast hash will do */
#define RECOVERY_CHARS 24

uint32_t factor_code(const uint8_t *secret, size_t n, int64_t step) {
    uint8_t msg[8], mac[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    for (int i = 0; i < 8; i++)
        msg[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
    CHECK(HMAC(EVP_sha1(), secret, (int)n, msg, sizeof(msg), mac, &len) && len == 20);
    unsigned at = mac[19] & 15;
    uint32_t v = (uint32_t)(mac[at] & 127) << 24 | (uint32_t)mac[at + 1] << 16 |
                 (uint32_t)mac[at + 2] << 8 | mac[at + 3];
    return v % 1000000;
}

void factor_base32(const uint8_t *p, size_t n, char *out) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < n; i++) {
        bits = bits << 8 | p[i];
        for (have += 8; have >= 5; have -= 5)
            *out++ = letters[bits >> (have - 5) & 31];
    }
    if (have)
        *out++ = letters[bits << (5 - have) & 31];
    *out = 0;
}

struct secret {
    bool there, on;
    int64_t step; /* the last that was used */
    uint8_t bytes[SEAL_MAX + SEAL_EXTRA];
    size_t n;
};

static void purpose(uint32_t staff, char out[24]) { snprintf(out, 24, "totp:%u", staff); }

static int secret_read(struct guard *g, struct db *db, uint32_t staff, struct secret *ret,
                       struct err *err) {
    char what[24];
    uint8_t sealed[SEAL_MAX + SEAL_EXTRA];
    size_t n = 0;
    struct sql *q = db_sql(db, SQL("SELECT totp, totp_on, totp_step FROM staff WHERE id = $1"),
                           err);
    if (!q)
        return -1;
    sql_int(q, 1, staff);
    int rc = sql_step(q, err);
    if (rc > 0) {
        struct str v = sql_get_bytes(q, 0);
        n = v.n <= sizeof(sealed) ? v.n : sizeof(sealed);
        memcpy(sealed, n ? v.s : "", n);
        ret->there = !sql_is_null(q, 0);
        ret->on = sql_get_int(q, 1) != 0;
        ret->step = sql_get_int(q, 2);
    }
    sql_end(q);
    if (rc == 0)
        return err_set(err, E_NOT_FOUND, "there is no member of staff %u", staff);
    if (rc < 0 || !ret->there)
        return rc < 0 ? -1 : 0;
    purpose(staff, what);
    return guard_unseal(g, db, what, str_n((const char *)sealed, n), ret->bytes, &ret->n, err);
}

static int secret_write(struct db *db, uint32_t staff, struct str sealed, bool on, int64_t step,
                        struct err *err) {
    struct sql *q = sealed.s
                        ? db_sql(db, SQL("UPDATE staff SET totp_on = $1, totp_step = $2,"
                                         " totp = $4 WHERE id = $3"), err)
                        : db_sql(db, SQL("UPDATE staff SET totp_on = $1, totp_step = $2"
                                         " WHERE id = $3"), err);
    if (!q)
        return -1;
    sql_int(q, 1, on);
    sql_int(q, 2, step);
    sql_int(q, 3, staff);
    if (sealed.s)
        sql_bytes(q, 4, sealed);
    return sql_run(q, err) < 0 ? -1 : 0;
}

int factor_begin(struct guard *g, struct core *c, uint32_t staff,
                 char ret_secret[FACTOR_SECRET_SIZE], struct err *err) {
    struct db *db;
    struct secret old = { 0 };
    uint8_t bits[FACTOR_SECRET_BYTES], sealed[FACTOR_SECRET_BYTES + SEAL_EXTRA];
    char what[24];
    size_t n;
    if (core_db(c, &db, err) || secret_read(g, db, staff, &old, err))
        return -1;
    if (old.on) {
        err_set(err, E_CONFLICT, "there is a second factor already");
        return err_hint(err, "take it away first");
    }
    hash_random(bits, sizeof(bits));
    purpose(staff, what);
    if (guard_seal(g, c, what, str_n((const char *)bits, sizeof(bits)), sealed, &n, err) ||
        secret_write(db, staff, str_n((const char *)sealed, n), false, 0, err))
        return -1;
    factor_base32(bits, sizeof(bits), ret_secret);
    return 0;
}

/* ---- codes ---- */

/* The step whose code this is; -1 when it is of none that may be used now. */
static int64_t step_of(const struct secret *s, struct str code, int64_t now_ms) {
    uint32_t v = 0;
    if (code.n != 6)
        return -1;
    for (size_t i = 0; i < 6; i++) {
        if (code.s[i] < '0' || code.s[i] > '9')
            return -1;
        v = v * 10 + (uint32_t)(code.s[i] - '0');
    }
    int64_t found = -1;
    for (int64_t step = now_ms / STEP_MS - SKEW; step <= now_ms / STEP_MS + SKEW; step++)
        if (step > s->step && factor_code(s->bytes, s->n, step) == v)
            found = step;
    return found;
}

/* Letters and digits of a recovery code, in upper case; 0 when it cannot be one. */
static size_t recovery_plain(struct str code, char out[RECOVERY_CHARS]) {
    size_t n = 0;
    for (size_t i = 0; i < code.n; i++) {
        char ch = code.s[i];
        if (ch == '-' || ch == ' ')
            continue;
        if (ch >= 'a' && ch <= 'z')
            ch = (char)(ch - 32);
        if (!((ch >= 'A' && ch <= 'Z') || (ch >= '2' && ch <= '7')) || n == RECOVERY_CHARS)
            return 0;
        out[n++] = ch;
    }
    return n == RECOVERY_CHARS ? n : 0;
}

static int recovery_use(struct db *db, uint32_t staff, struct str code, bool *ret_used,
                        struct err *err) {
    char plain[RECOVERY_CHARS];
    uint8_t hash[32];
    *ret_used = false;
    if (!recovery_plain(code, plain))
        return 0;
    hash_sha256(plain, sizeof(plain), hash);
    struct sql *q = db_sql(db, SQL("DELETE FROM staff_recovery WHERE staff_id = $1"
                                   " AND hash = $2"), err);
    if (!q)
        return -1;
    sql_int(q, 1, staff);
    sql_bytes(q, 2, str_n((const char *)hash, 32));
    int64_t n = sql_run(q, err);
    *ret_used = n > 0;
    return n < 0 ? -1 : 0;
}

int factor_check(struct guard *g, struct core *c, uint32_t staff, struct str code,
                 struct err *err) {
    struct db *db;
    struct secret s = { 0 };
    bool used;
    code = str_trim(code);
    if (core_db(c, &db, err) || recovery_use(db, staff, code, &used, err))
        return -1;
    if (used) { /* works also where the master key was lost */
        guard_emit(c, staff, STAFF_RECOVERY_USED, staff | GUARD_BY_STAFF, 0);
        return 0;
    }
    if (secret_read(g, db, staff, &s, err))
        return -1;
    int64_t step = s.on ? step_of(&s, code, core_now(c)) : -1;
    if (step < 0)
        return err_set(err, E_UNAUTHENTICATED, "this is not the code, or it was used already");
    return secret_write(db, staff, (struct str){ 0 }, true, step, err);
}

static int recovery_make(struct db *db, uint32_t staff, char ret[FACTOR_RECOVERY_SIZE],
                         struct err *err) {
    uint8_t bits[RECOVERY_BYTES], hash[32];
    char text[RECOVERY_CHARS + 1];
    hash_random(bits, sizeof(bits));
    factor_base32(bits, sizeof(bits), text);
    hash_sha256(text, RECOVERY_CHARS, hash);
    snprintf(ret, FACTOR_RECOVERY_SIZE, "%.4s-%.4s-%.4s-%.4s-%.4s-%.4s", text, text + 4, text + 8,
             text + 12, text + 16, text + 20);
    struct sql *q = db_sql(db, SQL("INSERT INTO staff_recovery (staff_id, hash)"
                                   " VALUES ($1, $2)"), err);
    if (!q)
        return -1;
    sql_int(q, 1, staff);
    sql_bytes(q, 2, str_n((const char *)hash, 32));
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int recovery_drop(struct db *db, uint32_t staff, struct err *err) {
    struct sql *q = db_sql(db, SQL("DELETE FROM staff_recovery WHERE staff_id = $1"), err);
    if (!q)
        return -1;
    sql_int(q, 1, staff);
    return sql_run(q, err) < 0 ? -1 : 0;
}

int factor_confirm(struct guard *g, struct core *c, uint32_t staff, struct str code,
                   char ret[FACTOR_RECOVERY][FACTOR_RECOVERY_SIZE], struct err *err) {
    struct db *db;
    struct secret s = { 0 };
    if (core_db(c, &db, err) || secret_read(g, db, staff, &s, err))
        return -1;
    if (!s.there || s.on) {
        err_set(err, E_CONFLICT, s.on ? "the second factor is in force already"
                                      : "there is no second factor to confirm");
        return err_hint(err, "POST /api/me/second-factor begins");
    }
    int64_t step = step_of(&s, str_trim(code), core_now(c));
    if (step < 0)
        return err_set(err, E_INVALID, "this is not the code of now");
    if (secret_write(db, staff, (struct str){ 0 }, true, step, err) ||
        recovery_drop(db, staff, err))
        return -1;
    for (int i = 0; i < FACTOR_RECOVERY; i++)
        if (recovery_make(db, staff, ret[i], err))
            return -1;
    guard_emit(c, staff, STAFF_FACTOR_ON, staff | GUARD_BY_STAFF, 0);
    return 0;
}

int factor_off(struct core *c, uint32_t staff, uint32_t by, struct err *err) {
    struct db *db;
    if (core_db(c, &db, err))
        return -1;
    struct sql *q = db_sql(db, SQL("UPDATE staff SET totp = NULL, totp_on = 0, totp_step = 0"
                                   " WHERE id = $1"), err);
    if (!q)
        return -1;
    sql_int(q, 1, staff);
    if (sql_run(q, err) < 0 || recovery_drop(db, staff, err))
        return -1;
    guard_emit(c, staff, STAFF_FACTOR_OFF, by, 0);
    return 0;
}
