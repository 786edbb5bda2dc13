/* test_guard.c - sessions over time, second factors, sealed secrets, counting of failures: on both
 * stores. */
#include "core/core.h"
#include "fault/stores.h"
#include "fault/temp.h"
#include "guard/factor.h"
#include "guard/guard_internal.h"
#include "guard/link.h"
#include "guard/seal.h"
#include "guard/throttle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define START_MS 1790000000000LL
#define MINUTE 60000LL
#define HOUR (60 * MINUTE)

static const struct guard_role roles[] = { { "owner", "Owner", 7, false },
                                           { "analyst", "Analyst", 1, true },
                                           { "marketer", "Marketer", 3, false } };
#define ANALYST 2u
#define MARKETER 4u

struct room {
    char dir[64];
    const char *store;
    struct clock clock;
    struct core *core;
    struct guard *g;
};

static void room_start(struct room *r) {
    struct err err = ERR_INIT;
    struct core_config cfg = { .data_dir = r->dir, .store = r->store, .clock = &r->clock,
                               .memory_max = 64 << 20 };
    struct guard_config gc = { .roles = roles, .n_roles = 3, .data_dir = r->dir };
    OK(core_new(&cfg, &r->core, &err));
    OK(guard_new(r->core, &gc, &r->g, &err));
    OK(core_start(r->core, &err));
    OK(guard_start(r->g, &err));
}

static void room_stop(struct room *r) {
    core_stop(r->core);
    guard_free(r->g);
    core_free(r->core);
}

static void room_open(struct room *r, void **state) {
    enum db_kind kind = *(enum db_kind *)*state;
    memset(r, 0, sizeof(*r));
    temp_dir(r->dir, sizeof(r->dir), "guard");
    r->store = kind == DB_POSTGRES ? stores_new(kind) : NULL;
    clock_init_fake(&r->clock, START_MS);
    room_start(r);
}

static void room_close(struct room *r) {
    char command[128];
    room_stop(r);
    snprintf(command, sizeof(command), "rm -rf '%s'", r->dir);
    assert_int_equal(system(command), 0);
}

typedef int room_fn(struct room *r, struct core *c, void *ctx, struct err *err);
struct call {
    struct command cmd; /* first */
    struct room *r;
    room_fn *fn;
    void *ctx;
};

static int call_run(struct core *c, struct command *cmd, struct err *err) {
    struct call *call = (struct call *)cmd;
    return call->fn(call->r, c, call->ctx, err);
}

static int run(struct room *r, room_fn *fn, void *ctx, struct err *err) {
    struct call call = { .cmd = { .name = "test", .bytes = 100, .run = call_run },
                         .r = r, .fn = fn, .ctx = ctx };
    return core_call(r->core, &call.cmd, err);
}

/* ---- accounts and sessions ---- */

struct account { const char *email; uint32_t roles, id; };

static int make_account(struct room *r, struct core *c, void *ctx, struct err *err) {
    struct account *a = ctx;
    struct staff s = { .email = str_of(a->email), .roles = a->roles };
    return staff_create(r->g, c, &s, 0, &a->id, err);
}

static uint32_t account(struct room *r, const char *email, uint32_t bits) {
    struct err err = ERR_INIT;
    struct account a = { email, bits, 0 };
    OK(run(r, make_account, &a, &err));
    return a.id;
}

struct opened {
    struct session_new s;
    char token[SESSION_TOKEN_SIZE];
    struct session_who who;
};

static int open_one(struct room *r, struct core *c, void *ctx, struct err *err) {
    struct opened *o = ctx;
    return session_open(r->g, c, &o->s, o->token, &o->who, err);
}

static struct opened sign_in(struct room *r, uint32_t staff, enum session_state state) {
    struct err err = ERR_INIT;
    struct opened o = { .s = { .staff = staff, .state = state, .address = STR("192.0.2.7"),
                               .agent = STR("Test") } };
    OK(run(r, open_one, &o, &err));
    return o;
}

static bool in(struct room *r, const struct opened *o) {
    struct session_who w;
    return guard_auth(r->g, str_of(o->token), &w) == 0;
}

static void pass(struct room *r, int64_t ms) { clock_advance_ms(&r->clock, ms); }

static void test_ends(void **state) {
    struct room r;
    struct session_who w;
    room_open(&r, state);
    uint32_t id = account(&r, "a@example.com", GUARD_OWNER);
    struct opened idle = sign_in(&r, id, SESSION_FULL), used = sign_in(&r, id, SESSION_FULL);
    struct opened half = sign_in(&r, id, SESSION_HALF);
    assert_int_equal(guard_auth(r.g, str_of(half.token), &w), 0);
    assert_int_equal(w.state, SESSION_HALF);
    assert_int_equal(w.scopes, 0);
    assert_int_equal(guard_auth(r.g, str_of(idle.token), &w), 0);
    assert_int_equal(w.scopes, 7);
    pass(&r, 10 * MINUTE);
    assert_false(in(&r, &half)); /* ten minutes for the second factor */
    pass(&r, 49 * MINUTE);
    assert_true(in(&r, &used));
    pass(&r, MINUTE);
    assert_false(in(&r, &idle)); /* an hour without use */
    for (int i = 0; i < 23 * 2 - 1; i++) {
        pass(&r, 30 * MINUTE);
        assert_true(in(&r, &used));
    }
    pass(&r, 30 * MINUTE);
    assert_false(in(&r, &used)); /* a day, however busy */
    room_close(&r);
}

static void test_start_keeps(void **state) {
    struct room r;
    room_open(&r, state);
    uint32_t id = account(&r, "a@example.com", MARKETER);
    struct opened o = sign_in(&r, id, SESSION_FULL);
    room_stop(&r);
    room_start(&r);
    assert_true(in(&r, &o));
    pass(&r, HOUR);
    room_stop(&r);
    room_start(&r);
    assert_false(in(&r, &o));
    room_close(&r);
}

static int64_t rows(struct room *r) {
    struct err err = ERR_INIT;
    struct db *db;
    OK(db_open(core_store_where(r->core), DB_READER, &db, &err));
    struct sql *q = db_sql(db, SQL("SELECT COUNT(*) FROM staff_session"), &err);
    assert_non_null(q);
    assert_int_equal(sql_step(q, &err), 1);
    int64_t n = sql_get_int(q, 0);
    sql_end(q);
    db_close(db);
    return n;
}

/* Last use is written within a minute, so that it holds over a start; what is over is deleted. */
static void test_last_use(void **state) {
    struct room r;
    struct err err = ERR_INIT;
    room_open(&r, state);
    uint32_t id = account(&r, "a@example.com", MARKETER);
    struct opened o = sign_in(&r, id, SESSION_FULL);
    pass(&r, 50 * MINUTE);
    assert_true(in(&r, &o));
    pass(&r, MINUTE);
    struct account other = { "b@example.com", MARKETER, 0 };
    for (int i = 0; i < 3; i++) { /* the timer's command is among these turns */
        char email[32];
        snprintf(email, sizeof(email), "b%d@example.com", i);
        other.email = email;
        OK(run(&r, make_account, &other, &err));
    }
    room_stop(&r);
    pass(&r, 40 * MINUTE);
    room_start(&r);
    assert_true(in(&r, &o)); /* 90 minutes after its beginning, 41 after its use */
    assert_int_equal(rows(&r), 1);
    pass(&r, 26 * HOUR);
    for (int i = 0; i < 3; i++) {
        char email[32];
        snprintf(email, sizeof(email), "c%d@example.com", i);
        other.email = email;
        OK(run(&r, make_account, &other, &err));
    }
    assert_int_equal(rows(&r), 0);
    room_close(&r);
}

static void test_twenty(void **state) {
    struct room r;
    room_open(&r, state);
    uint32_t id = account(&r, "a@example.com", MARKETER);
    struct opened first = sign_in(&r, id, SESSION_FULL), second = sign_in(&r, id, SESSION_FULL);
    for (int i = 0; i < SESSIONS_MAX - 1; i++) {
        pass(&r, 1);
        sign_in(&r, id, SESSION_FULL);
    }
    assert_int_equal(rows(&r), SESSIONS_MAX);
    assert_false(in(&r, &first));
    assert_true(in(&r, &second));
    room_close(&r);
}

static int disable(struct room *r, struct core *c, void *ctx, struct err *err) {
    return staff_disable(r->g, c, *(uint32_t *)ctx, true, 0, err);
}

static int fails_late(struct room *r, struct core *c, void *ctx, struct err *err) {
    if (disable(r, c, ctx, err))
        return -1;
    return err_set(err, E_INVALID, "changed its mind");
}

static void test_disabled(void **state) {
    struct room r;
    struct err err = ERR_INIT;
    room_open(&r, state);
    uint32_t owner = account(&r, "o@example.com", GUARD_OWNER);
    uint32_t id = account(&r, "a@example.com", MARKETER);
    struct opened o = sign_in(&r, id, SESSION_FULL);
    assert_int_equal(run(&r, fails_late, &id, &err), -1);
    assert_true(in(&r, &o)); /* undone */
    OK(run(&r, disable, &id, &err));
    assert_false(in(&r, &o));
    struct opened again = { .s = { .staff = id, .state = SESSION_FULL, .address = STR(""),
                                   .agent = STR("") } };
    assert_int_equal(run(&r, open_one, &again, &err), -1);
    assert_int_equal(err.code, E_FORBIDDEN);
    err = ERR_INIT;
    assert_int_equal(run(&r, disable, &owner, &err), -1);
    assert_int_equal(err.code, E_CONFLICT);
    room_close(&r);
}

static void test_roles(void **state) {
    struct room r;
    struct err err = ERR_INIT;
    struct arena a;
    uint32_t bits;
    room_open(&r, state);
    arena_init(&a, "test", 1 << 20);
    OK(guard_role_bits(r.g, STR(" marketer  analyst "), &bits, &err));
    assert_int_equal(bits, ANALYST | MARKETER);
    assert_string_equal(guard_role_names(r.g, bits, &a), "analyst marketer");
    assert_int_equal(guard_role_scopes(r.g, bits), 3);
    assert_false(guard_role_masks(r.g, bits)); /* one of them sees it all */
    assert_true(guard_role_masks(r.g, ANALYST));
    assert_int_equal(guard_role_bits(r.g, STR("king"), &bits, &err), -1);
    assert_int_equal(guard_roles_known(r.g, STR("king analyst")), ANALYST);
    arena_release(&a);
    room_close(&r);
}

/* ---- the second factor ---- */

static void test_codes(void **state) {
    static const struct { int64_t s; uint32_t code; } cases[] = { /* RFC 6238, appendix B */
        { 59, 287082 }, { 1111111109, 81804 }, { 1111111111, 50471 }, { 1234567890, 5924 },
        { 2000000000, 279037 }, { 20000000000, 353130 },
    };
    static const struct { const char *in, *out; } texts[] = { /* RFC 4648, no padding */
        { "", "" }, { "f", "MY" }, { "fo", "MZXQ" }, { "foo", "MZXW6" }, { "foob", "MZXW6YQ" },
        { "fooba", "MZXW6YTB" }, { "foobar", "MZXW6YTBOI" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(factor_code((const uint8_t *)"12345678901234567890", 20,
                                     cases[i].s / 30), cases[i].code);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        char out[32];
        factor_base32((const uint8_t *)texts[i].in, strlen(texts[i].in), out);
        assert_string_equal(out, texts[i].out);
    }
}

struct factor {
    uint32_t staff;
    char secret[FACTOR_SECRET_SIZE];
    char codes[FACTOR_RECOVERY][FACTOR_RECOVERY_SIZE];
    char code[FACTOR_RECOVERY_SIZE];
};

static int begin(struct room *r, struct core *c, void *ctx, struct err *err) {
    struct factor *f = ctx;
    return factor_begin(r->g, c, f->staff, f->secret, err);
}
static int confirm(struct room *r, struct core *c, void *ctx, struct err *err) {
    struct factor *f = ctx;
    return factor_confirm(r->g, c, f->staff, str_of(f->code), f->codes, err);
}
static int check(struct room *r, struct core *c, void *ctx, struct err *err) {
    struct factor *f = ctx;
    return factor_check(r->g, c, f->staff, str_of(f->code), err);
}

static size_t unbase32(const char *in, uint8_t *out) {
    uint32_t bits = 0;
    int have = 0;
    size_t n = 0;
    for (; *in; in++) {
        bits = bits << 5 | (uint32_t)(*in >= 'A' ? *in - 'A' : *in - '2' + 26);
        have += 5;
        if (have >= 8) {
            have -= 8;
            out[n++] = (uint8_t)(bits >> have);
        }
    }
    return n;
}

/* The code of now, or of so many steps from now. */
static void code_at(struct room *r, struct factor *f, int steps) {
    uint8_t raw[FACTOR_SECRET_BYTES + 1];
    size_t n = unbase32(f->secret, raw);
    snprintf(f->code, sizeof(f->code), "%06u",
             factor_code(raw, n, clock_wall_ms(&r->clock) / 30000 + steps));
}

static void test_factor(void **state) {
    struct room r;
    struct err err = ERR_INIT;
    struct factor f = { 0 };
    room_open(&r, state);
    f.staff = account(&r, "a@example.com", MARKETER);
    OK(run(&r, begin, &f, &err));
    code_at(&r, &f, 0);
    assert_int_equal(run(&r, check, &f, &err), -1); /* not in force before it is confirmed */
    OK(run(&r, confirm, &f, &err));
    static const struct { int steps; bool good; } cases[] = {
        { 0, false },                /* used to confirm */
        { 2, false }, { -2, false }, /* further than one step */
        { -1, false },               /* before the last that was used */
        { 1, true }, { 1, false },   /* a clock that is ahead; and no second time */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        code_at(&r, &f, cases[i].steps);
        err = ERR_INIT;
        int rc = run(&r, check, &f, &err);
        if ((rc == 0) != cases[i].good)
            fail_msg("case %zu: step %d gives %d: %s", i, cases[i].steps, rc, err.msg);
    }
    pass(&r, 90000);
    code_at(&r, &f, -1);
    OK(run(&r, check, &f, &err)); /* a clock that is behind */
    for (int i = 0; i < 2; i++) {
        snprintf(f.code, sizeof(f.code), "%s", f.codes[5]);
        assert_int_equal(run(&r, check, &f, &err), i == 0 ? 0 : -1);
    }
    room_close(&r);
}

struct sealed { const char *what; uint8_t bytes[200], plain[200]; size_t n, n_plain; };

static int seal(struct room *r, struct core *c, void *ctx, struct err *err) {
    struct sealed *s = ctx;
    return guard_seal(r->g, c, "a:1", STR("secret"), s->bytes, &s->n, err);
}
static int unseal(struct room *r, struct core *c, void *ctx, struct err *err) {
    struct sealed *s = ctx;
    struct db *db;
    return core_db(c, &db, err) ||
                   guard_unseal(r->g, db, s->what, str_n((const char *)s->bytes, s->n), s->plain,
                                &s->n_plain, err)
               ? -1
               : 0;
}

static void test_seal(void **state) {
    struct room r;
    struct err err = ERR_INIT;
    struct sealed s = { .what = "a:1" };
    char path[96];
    room_open(&r, state);
    OK(run(&r, seal, &s, &err));
    assert_int_equal(s.n, 6 + SEAL_EXTRA);
    OK(run(&r, unseal, &s, &err));
    assert_int_equal(s.n_plain, 6);
    assert_memory_equal(s.plain, "secret", 6);
    for (size_t i = 0; i < s.n; i++) {
        s.bytes[i] ^= 1;
        assert_int_equal(run(&r, unseal, &s, &err), -1);
        s.bytes[i] ^= 1;
    }
    s.what = "a:2"; /* another's place */
    assert_int_equal(run(&r, unseal, &s, &err), -1);
    s.what = "a:1";
    room_stop(&r);
    snprintf(path, sizeof(path), "%s/key", r.dir);
    assert_int_equal(unlink(path), 0);
    room_start(&r); /* a new key is made, and found to be another */
    err = ERR_INIT;
    assert_int_equal(run(&r, unseal, &s, &err), -1);
    assert_int_equal(err.code, E_UNAVAILABLE);
    assert_int_equal(run(&r, seal, &s, &err), -1);
    room_close(&r);
}

/* ---- failures ---- */

static bool locked; /* what the last failure did */

static int fails(struct throttle *t, const char *account_, const char *address,
                 const char *device, int64_t now) {
    struct attempt a = { .what = "password", .account = str_of(account_),
                         .address = str_of(address) };
    if (device)
        a.device = str_of(device);
    int wait = (int)throttle_try(t, &a, now);
    locked = a.locks;
    return wait;
}

static void test_throttle(void **state) {
    struct throttle *t = throttle_new((struct hash_key){ 1, 2 });
    int64_t now = START_MS;
    (void)state;
    for (int i = 0; i < THROTTLE_FREE; i++) {
        assert_int_equal(fails(t, "a", "192.0.2.1", NULL, now), 0);
        assert_int_equal(locked, i == THROTTLE_FREE - 1);
    }
    assert_int_equal(fails(t, "a", "192.0.2.1", NULL, now), THROTTLE_FIRST_MS);
    assert_false(locked); /* refused, which is no failure */
    assert_int_equal(fails(t, "a", "192.0.2.1", NULL, now + 1000), THROTTLE_FIRST_MS - 1000);
    assert_int_equal(fails(t, "a", "192.0.2.2", NULL, now), 0); /* from elsewhere */
    assert_int_equal(fails(t, "b", "192.0.2.1", NULL, now), 0); /* another account */
    assert_int_equal(fails(t, "a", "192.0.2.1", "device", now), 0);
    now += THROTTLE_FIRST_MS;
    assert_int_equal(fails(t, "a", "192.0.2.1", NULL, now), 0); /* one more */
    assert_int_equal(fails(t, "a", "192.0.2.1", NULL, now), 2 * THROTTLE_FIRST_MS);
    for (int i = 0, wait; i < 10; i++)
        if ((wait = fails(t, "a", "192.0.2.1", NULL, now)) != 0) {
            assert_true(wait <= THROTTLE_MS);
            now += wait;
        }
    now += THROTTLE_MS; /* forgotten */
    for (int i = 0; i < THROTTLE_FREE; i++)
        assert_int_equal(fails(t, "a", "192.0.2.1", NULL, now), 0);
    struct attempt well = { .what = "password", .account = STR("a"),
                            .address = STR("192.0.2.1") };
    throttle_well(t, &well);
    assert_int_equal(fails(t, "a", "192.0.2.1", NULL, now), 0);

    now += THROTTLE_MS; /* an account from many addresses: unknown devices wait, known do not */
    int free_n = 0;
    for (int i = 0; i < 100; i++) {
        char address[32];
        snprintf(address, sizeof(address), "198.51.100.%d", i);
        free_n += fails(t, "c", address, NULL, now) == 0;
    }
    assert_int_equal(free_n, THROTTLE_FREE_ALL);
    assert_int_equal(fails(t, "c", "192.0.2.9", "known", now), 0);
    now += THROTTLE_MS; /* many accounts from one network of IPv6 */
    free_n = 0;
    for (int i = 0; i < 100; i++) {
        char address[48], name[16];
        snprintf(address, sizeof(address), "2001:db8:1:2::%x", i + 1);
        snprintf(name, sizeof(name), "n%d", i);
        free_n += fails(t, name, address, NULL, now) == 0;
    }
    assert_int_equal(free_n, THROTTLE_FREE_ALL);
    assert_int_equal(fails(t, "z", "2001:db8:1:3::1", NULL, now), 0);
    throttle_free(t);
}

static enum db_kind sqlite = DB_SQLITE, postgres = DB_POSTGRES;
#define ON(fn, kind) { #fn " (" #kind ")", fn, NULL, NULL, &kind }
#define BOTH(fn) ON(fn, sqlite), ON(fn, postgres)

int main(void) {
    unsetenv("MUSUBI_KEY");
    const struct CMUnitTest tests[] = {
        BOTH(test_ends), BOTH(test_start_keeps), BOTH(test_last_use), BOTH(test_twenty),
        BOTH(test_disabled), BOTH(test_roles), BOTH(test_factor), BOTH(test_seal),
        cmocka_unit_test(test_codes), cmocka_unit_test(test_throttle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
