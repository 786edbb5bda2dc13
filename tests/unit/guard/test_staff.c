/* test_staff.c - the owner's account: checked, hashed, made once. */
#include "core/core.h"
#include "fault/stores.h"
#include "fault/temp.h"
#include "guard/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define FINE "correct horse battery"

static const struct guard_role roles[] = { { "owner", "Owner", 7, false },
                                          { "analyst", "Analyst", 1, true } };
static struct guard *guard;

static void open_core(char dir[64], struct clock *clock, struct core **ret) {
    struct err err = ERR_INIT;
    temp_dir(dir, 64, "staff");
    clock_init_fake(clock, 1790000000000LL);
    struct core_config cfg = { .data_dir = dir, .clock = clock, .memory_max = 64 << 20 };
    OK(core_new(&cfg, ret, &err));
    OK(guard_new(*ret, &(struct guard_config){ .roles = roles, .n_roles = 2 }, &guard, &err));
    OK(core_start(*ret, &err));
}

static void close_core(const char *dir, struct core *c) {
    char command[128];
    core_stop(c);
    guard_free(guard);
    core_free(c);
    snprintf(command, sizeof(command), "rm -rf '%s'", dir);
    assert_int_equal(system(command), 0);
}

/* Read the only account. */
static int64_t accounts(struct core *c, char email[300], char hash[300]) {
    struct err err = ERR_INIT;
    struct db *db;
    int64_t n = 0;
    OK(db_open(core_store_where(c), DB_READER, &db, &err));
    struct sql *q = db_sql(db, SQL("SELECT email, password_hash FROM staff"), &err);
    assert_non_null(q);
    while (sql_step(q, &err) > 0) {
        snprintf(email, 300, "%.*s", STR_FMT(sql_get_text(q, 0)));
        snprintf(hash, 300, "%.*s", STR_FMT(sql_get_text(q, 1)));
        n++;
    }
    sql_end(q);
    db_close(db);
    return n;
}

static void test_owner(void **state) {
    char dir[64], email[300] = "", hash[300] = "";
    struct clock clock;
    struct core *c;
    struct err err = ERR_INIT;
    open_core(dir, &clock, &c);
    OK(staff_create_owner(guard, c, STR(" Owner@Example.COM\n"), STR(FINE), &err));
    assert_int_equal(accounts(c, email, hash), 1);
    assert_string_equal(email, "owner@example.com");
    assert_memory_equal(hash, "$argon2id$v=19$m=65536,t=3,p=1$", 31);
    assert_null(strstr(hash, FINE));
    assert_true(staff_password_ok(hash, STR(FINE)));
    assert_false(staff_password_ok(hash, STR(FINE " ")));
    assert_false(staff_password_ok(hash, STR("")));
    assert_false(staff_password_ok("not a hash", STR(FINE)));

    assert_int_equal(staff_create_owner(guard, c, STR("OWNER@example.com"), STR(FINE), &err), -1);
    assert_int_equal(err.code, E_CONFLICT);
    OK(staff_create_owner(guard, c, STR("second@example.com"), STR(FINE), &err));
    assert_int_equal(accounts(c, email, hash), 2);
    close_core(dir, c);
}

static void test_refusals(void **state) {
    static char long_email[STAFF_EMAIL_MAX + 2], long_password[STAFF_PASSWORD_MAX + 2];
    memset(long_email, 'a', STAFF_EMAIL_MAX + 1);
    memcpy(long_email + STAFF_EMAIL_MAX + 1 - 12, "@example.com", 12);
    memset(long_password, 'p', STAFF_PASSWORD_MAX + 1);
    const struct {
        const char *email, *password;
        enum err_code want;
    } cases[] = {
        { "", FINE, E_INVALID },
        { "owner", FINE, E_INVALID },
        { "@example.com", FINE, E_INVALID },
        { "owner@", FINE, E_INVALID },
        { "owner@example", FINE, E_INVALID },
        { "a@b@example.com", FINE, E_INVALID },
        { "ow ner@example.com", FINE, E_INVALID },
        { "owner\n@example.com", FINE, E_INVALID },
        { "\xff@example.com", FINE, E_INVALID },
        { long_email, FINE, E_INVALID },
        { "owner@example.com", "", E_INVALID },
        { "owner@example.com", "seven77", E_INVALID },
        { "owner@example.com", "\xe5\xba\x97\xe5\xba\x97\xe5\xba\x97", E_INVALID }, /* 3 chars */
        { "owner@example.com", "broken \xff utf-8", E_INVALID },
        { "owner@example.com", long_password, E_LIMIT },
        { "owner@example.com", "qwertyuiop", E_INVALID }, /* what people choose most */
        { "owner@example.com", "TrustNo1", E_INVALID },
        { "owner@example.com", "owner-2026", E_INVALID }, /* made of the address */
        { "sato.mika@bank.example.com", "MikaSato!", E_INVALID },
        { "owner@example.com", "Musubi-Example1", E_INVALID },
        { "owner@example.com", "\xe5\xba\x97\xe5\xba\x97owner\xe5\xba\x97", E_INVALID },
    };
    char dir[64], email[300], hash[300];
    struct clock clock;
    struct core *c;
    open_core(dir, &clock, &c);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err = ERR_INIT;
        int rc = staff_create_owner(guard, c, str_of(cases[i].email), str_of(cases[i].password),
                                    &err);
        if (rc != -1 || err.code != cases[i].want)
            fail_msg("case %zu (\"%s\"): %d, error %d; expected error %d", i, cases[i].email, rc,
                     err.code, cases[i].want);
    }
    assert_int_equal(accounts(c, email, hash), 0);
    close_core(dir, c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_owner),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
