/* test_registry.c - keys and definitions on both stores. */
#include "core/registry.h"
#include "base/fault.h"
#include "world.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static enum db_kind kind;

#define SHOP "{\"name\":\"Shop\",\"type\":\"browser\"}"
#define SHOP2 "{\"name\":\"Shop two\",\"type\":\"server\",\"enabled\":false," \
              "\"settings\":{\"delivery\":\"batching\"}}"

/* ---- one call as a command ---- */

enum what { MAKE_SECRET, MAKE_WRITE, REVOKE, ROTATE, DRAFT, DISCARD, PUBLISH, ROLLBACK };
struct act {
    struct world *w;
    enum what what;
    uint32_t id;      /* of a key; source of a write key; version to roll back to */
    int64_t grace_ms;
    const char *key, *body; /* of a definition */
    struct str if_match;
    bool if_none_match, fail; /* fail: after it was done */
    uint32_t ret;
    char text[KEY_TEXT_SIZE];
};

static int act_do(struct core *c, struct act *a, struct err *err) {
    struct registry *r = a->w->registry;
    struct definition_who who = { .author = STR("test"), .note = STR("a note"),
                                  .if_match = a->if_match, .if_none_match = a->if_none_match };
    struct str source = STR("source"), key = str_of(a->key);
    switch (a->what) {
    case MAKE_SECRET: return key_create_secret(r, c, STR("Test"), 5, &a->ret, a->text, err);
    case MAKE_WRITE: return key_create_write(r, c, STR("Test"), a->id, &a->ret, a->text, err);
    case REVOKE: return key_revoke(r, c, a->id, err);
    case ROTATE: return key_rotate(r, c, a->id, a->grace_ms, &a->ret, a->text, err);
    case DRAFT:
        return definition_draft(r, c, source, key, str_of(a->body), &who, &a->ret, err);
    case DISCARD: return definition_discard(r, c, source, key, &who, err);
    case PUBLISH: return definition_publish(r, c, source, key, &who, &a->ret, err);
    case ROLLBACK: return definition_rollback(r, c, source, key, a->id, &who, &a->ret, err);
    }
    return -1;
}

static int act_run(struct core *c, void *ctx, struct err *err) {
    struct act *a = ctx;
    if (act_do(c, a, err))
        return -1;
    return a->fail ? err_set(err, E_INTERNAL, "failed on purpose") : 0;
}

/* Run it; fail the test when the outcome is another. */
static void act(struct act *a, enum err_code want) {
    struct err err = ERR_INIT;
    world_run(a->w, act_run, a, &err);
    if (err.code != want)
        fail_msg("act %d of \"%s\": error %d (%s: %s), expected %d", a->what,
                 a->key ? a->key : "", err.code, err.where, err.msg, want);
}
#define ACT(want, ...) \
    do { \
        struct act act_ = { .w = &w, __VA_ARGS__ }; \
        act(&act_, want); \
    } while (0)

static int auth(struct world *w, const char *text, struct who_key *ret) {
    return registry_auth(w->registry, str_of(text), ret);
}

/* ---- keys ---- */

static void test_first(void **state) {
    struct world w;
    struct registry_first first, again;
    struct who_key who;
    struct source source;
    struct err err = ERR_INIT;
    world_open(&w, kind);
    OK(registry_init_workspace(w.registry, &first, &err));
    assert_memory_equal(first.write_key, "wk_", 3);
    assert_int_equal(strlen(first.write_key), 35);
    assert_memory_equal(first.secret_key, "sk_", 3);
    assert_int_equal(strlen(first.secret_key), 46);
    assert_int_equal(auth(&w, first.write_key, &who), 0);
    assert_int_equal(who.kind, KEY_WRITE);
    assert_int_equal(who.scopes, 0);
    OK(registry_source(w.registry, who.source, &source));
    assert_string_equal(source.key, "default");
    assert_true(source.enabled);
    assert_int_equal(auth(&w, first.secret_key, &who), 0);
    assert_int_equal(who.kind, KEY_SECRET);
    assert_int_equal(who.scopes, 7);
    assert_int_equal(registry_init_workspace(w.registry, &again, &err), -1);
    assert_int_equal(err.code, E_CONFLICT);
    assert_int_equal(world_count(&w, SQL("SELECT COUNT(*) FROM api_key")), 2);
    world_close(&w);
}

static void test_auth_refuses(void **state) {
    struct world w;
    struct registry_first first;
    struct who_key who;
    struct err err = ERR_INIT;
    world_open(&w, kind);
    OK(registry_init_workspace(w.registry, &first, &err));
    char cut[KEY_TEXT_SIZE], longer[KEY_TEXT_SIZE + 8], other[KEY_TEXT_SIZE];
    snprintf(cut, sizeof(cut), "%.*s", (int)strlen(first.secret_key) - 1, first.secret_key);
    snprintf(longer, sizeof(longer), "%s0", first.secret_key);
    snprintf(other, sizeof(other), "%s", first.secret_key);
    other[20] = other[20] == 'a' ? 'b' : 'a';
    static char long_key[4097];
    memset(long_key, '.', sizeof(long_key) - 1);
    const char *const bad[] = { "", "sk_", cut, longer, other, "Bearer something long enough 123",
                                long_key };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (auth(&w, bad[i], &who) == 0)
            fail_msg("\"%s\" was taken as key %u", bad[i], who.id);
    world_close(&w);
}

static void test_revoke_rotate(void **state) {
    struct world w;
    struct who_key who;
    world_open(&w, kind);
    struct act made = { .w = &w, .what = MAKE_SECRET };
    act(&made, E_OK);
    assert_int_equal(auth(&w, made.text, &who), 0);
    assert_int_equal(who.id, made.ret);
    assert_int_equal(who.scopes, 5);

    struct act rotated = { .w = &w, .what = ROTATE, .id = made.ret, .grace_ms = 5000 };
    act(&rotated, E_OK);
    assert_int_not_equal(rotated.ret, made.ret);
    ACT(E_CONFLICT, .what = ROTATE, .id = made.ret);
    clock_advance_ms(&w.clock, 4999);
    assert_int_equal(auth(&w, made.text, &who), 0);
    assert_int_equal(auth(&w, rotated.text, &who), 0);
    assert_int_equal(who.scopes, 5);
    clock_advance_ms(&w.clock, 1);
    assert_int_equal(auth(&w, made.text, &who), -1);
    assert_int_equal(auth(&w, rotated.text, &who), 0);

    ACT(E_OK, .what = REVOKE, .id = rotated.ret);
    assert_int_equal(auth(&w, rotated.text, &who), -1); /* with the answer, not later */
    ACT(E_OK, .what = REVOKE, .id = rotated.ret);
    ACT(E_CONFLICT, .what = ROTATE, .id = rotated.ret);
    ACT(E_NOT_FOUND, .what = REVOKE, .id = 999);
    ACT(E_NOT_FOUND, .what = MAKE_WRITE, .id = 999);

    struct act cut_short = { .w = &w, .what = MAKE_SECRET };
    act(&cut_short, E_OK);
    ACT(E_OK, .what = ROTATE, .id = cut_short.ret, .grace_ms = 100000);
    ACT(E_OK, .what = REVOKE, .id = cut_short.ret); /* the grace ends early */
    assert_int_equal(auth(&w, cut_short.text, &who), -1);
    world_close(&w);
}

/* What is undone was never in force. */
static void test_undone(void **state) {
    struct world w;
    struct err err = ERR_INIT;
    struct who_key who;
    struct core_stats st;
    world_open(&w, kind);
    struct act a = { .w = &w, .what = MAKE_SECRET, .fail = true };
    act(&a, E_INTERNAL);
    assert_int_equal(auth(&w, a.text, &who), -1);
    assert_int_equal(world_count(&w, SQL("SELECT COUNT(*) FROM api_key")), 0);

    a.fail = false;
    OK(fault_arm(kind == DB_SQLITE ? "sqlite.commitx*" : "pg.commitx*", &err));
    act(&a, E_UNAVAILABLE);
    fault_disarm();
    assert_int_equal(auth(&w, a.text, &who), -1);
    WORLD_WAIT((core_stats(w.core, &st), st.writable));
    assert_int_equal(auth(&w, a.text, &who), -1);

    /* the commit arrived, its answer did not: then the key is in force after all */
    OK(fault_arm(kind == DB_SQLITE ? "sqlite.commit.afterx*" : "pg.commit.afterx*", &err));
    act(&a, E_UNAVAILABLE);
    fault_disarm();
    WORLD_WAIT((core_stats(w.core, &st), st.writable));
    assert_int_equal(auth(&w, a.text, &who), 0);
    ACT(E_OK, .what = REVOKE, .id = who.id);
    assert_int_equal(auth(&w, a.text, &who), -1);
    world_close(&w);
}

static void test_last_used(void **state) {
    struct world w;
    struct who_key who;
    world_open(&w, kind);
    struct act a = { .w = &w, .what = MAKE_SECRET };
    act(&a, E_OK);
    clock_advance_ms(&w.clock, 1234);
    assert_int_equal(auth(&w, a.text, &who), 0);
    assert_int_equal(world_count(&w, SQL("SELECT COUNT(last_used_ms) FROM api_key")), 0);
    clock_advance_ms(&w.clock, 60000);
    WORLD_WAIT(world_count(&w, SQL("SELECT COUNT(last_used_ms) FROM api_key")) == 1);
    assert_int_equal(world_count(&w, SQL("SELECT last_used_ms FROM api_key")),
                     WORLD_START_MS + 1234);
    /* a change of another key does not lose what was seen since */
    clock_advance_ms(&w.clock, 1000);
    int64_t seen = clock_wall_ms(&w.clock);
    assert_int_equal(auth(&w, a.text, &who), 0);
    ACT(E_OK, .what = MAKE_SECRET);
    clock_advance_ms(&w.clock, 60000);
    WORLD_WAIT(world_count(&w, SQL("SELECT MAX(last_used_ms) FROM api_key")) == seen);
    world_close(&w);
}

static void test_scopes(void **state) {
    static const struct {
        const char *names;
        enum err_code code;
        uint64_t bits;
    } cases[] = {
        { "", E_OK, 0 },
        { "people:read", E_OK, 1 },
        { "keys:write people:read", E_OK, 5 },
        { "  keys:read  keys:read ", E_OK, 2 },
        { "people", E_INVALID, 0 },
        { "people:read,keys:read", E_INVALID, 0 },
    };
    struct world w;
    world_open(&w, kind);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct err err = ERR_INIT;
        uint64_t bits = 0;
        int rc = registry_scopes(w.registry, str_of(cases[i].names), &bits, &err);
        if (err.code != cases[i].code || (rc == 0 && bits != cases[i].bits))
            fail_msg("\"%s\": error %d, bits %llu; expected %d, %llu", cases[i].names, err.code,
                     (unsigned long long)bits, cases[i].code,
                     (unsigned long long)cases[i].bits);
    }
    assert_int_equal(registry_scopes_all(w.registry), 7);
    world_close(&w);
}

/* ---- definitions ---- */

struct look {
    struct world *w;
    struct db *db;
    struct arena arena;
    struct definition def;
};

static void look(struct look *l, struct world *w, const char *key, enum err_code want) {
    struct err err = ERR_INIT;
    OK(db_open(core_store_where(w->core), DB_READER, &l->db, &err));
    arena_init(&l->arena, "look", 8 << 20);
    int rc = definition_get(l->db, STR("source"), str_of(key), &l->arena, &l->def, &err);
    assert_int_equal(err.code, want);
    assert_int_equal(rc, want == E_OK ? 0 : -1);
}

static void look_end(struct look *l) {
    arena_release(&l->arena);
    db_close(l->db);
}

/* Expect this draft and this body in force; NULL for none. */
static void expect(struct world *w, const char *key, const char *draft, const char *body,
                   uint32_t version, char ret_etag[24]) {
    struct look l;
    look(&l, w, key, E_OK);
    if (!str_is(l.def.draft, draft) || (l.def.draft.s == NULL) != (draft == NULL))
        fail_msg("draft %.*s, expected %s", STR_FMT(l.def.draft), draft ? draft : "none");
    if (!str_is(l.def.body, body) || (l.def.body.s == NULL) != (body == NULL))
        fail_msg("body %.*s, expected %s", STR_FMT(l.def.body), body ? body : "none");
    assert_int_equal(l.def.published, version);
    memcpy(ret_etag, l.def.etag, 24);
    look_end(&l);
}

static void test_publish(void **state) {
    struct world w;
    struct source s;
    char tag[4][24];
    struct err err = ERR_INIT;
    world_open(&w, kind);
    struct act d = { .w = &w, .what = DRAFT, .key = "shop", .body = SHOP };
    act(&d, E_OK);
    expect(&w, "shop", SHOP, NULL, 0, tag[0]);
    assert_int_equal(registry_source(w.registry, d.ret, &s), -1);
    ACT(E_OK, .what = PUBLISH, .key = "shop");
    expect(&w, "shop", NULL, SHOP, 1, tag[1]);
    OK(registry_source(w.registry, d.ret, &s));
    assert_string_equal(s.name, "Shop");
    assert_int_equal(s.type, SOURCE_BROWSER);
    assert_true(s.enabled);
    assert_false(s.batching);
    ACT(E_CONFLICT, .what = PUBLISH, .key = "shop");

    ACT(E_OK, .what = DRAFT, .key = "shop", .body = SHOP2);
    OK(registry_source(w.registry, d.ret, &s));
    assert_int_equal(s.version, 1); /* a draft changes nothing */
    ACT(E_OK, .what = PUBLISH, .key = "shop");
    OK(registry_source(w.registry, d.ret, &s));
    assert_int_equal(s.version, 2);
    assert_string_equal(s.name, "Shop two");
    assert_int_equal(s.type, SOURCE_SERVER);
    assert_false(s.enabled);
    assert_true(s.batching);

    ACT(E_OK, .what = DRAFT, .key = "shop", .body = "{}");
    ACT(E_OK, .what = ROLLBACK, .key = "shop", .id = 1);
    expect(&w, "shop", "{}", SHOP, 3, tag[2]); /* the draft stays */
    OK(registry_source(w.registry, d.ret, &s));
    assert_int_equal(s.version, 3);
    assert_string_equal(s.name, "Shop");
    ACT(E_NOT_FOUND, .what = ROLLBACK, .key = "shop", .id = 4);
    ACT(E_INVALID, .what = PUBLISH, .key = "shop");
    ACT(E_OK, .what = DISCARD, .key = "shop");
    expect(&w, "shop", NULL, SHOP, 3, tag[3]);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(tag[i], tag[j]);
    world_close(&w);
}

static void test_versions(void **state) {
    struct world w;
    struct look l;
    struct definition_version *list, one;
    struct definition *defs;
    struct err err = ERR_INIT;
    world_open(&w, kind);
    static const char *const keys[] = { "b", "a-1", "a_1", "a" };
    for (int i = 0; i < 4; i++) {
        ACT(E_OK, .what = DRAFT, .key = keys[i], .body = SHOP);
        ACT(E_OK, .what = PUBLISH, .key = keys[i]);
    }
    for (int i = 0; i < 4; i++)
        ACT(E_OK, .what = ROLLBACK, .key = "b", .id = 1);
    look(&l, &w, "b", E_OK);
    assert_int_equal(definition_versions(l.db, l.def.id, 0, 3, &l.arena, &list, &err), 3);
    assert_int_equal(list[0].version, 5);
    assert_int_equal(list[2].version, 3);
    assert_int_equal(definition_versions(l.db, l.def.id, 3, 3, &l.arena, &list, &err), 2);
    assert_int_equal(list[1].version, 1);
    assert_true(str_is(list[1].author, "test"));
    assert_true(str_is(list[1].note, "a note"));
    OK(definition_version_get(l.db, l.def.id, 2, &l.arena, &one, &err));
    assert_true(str_is(one.body, SHOP));
    assert_int_equal(definition_version_get(l.db, l.def.id, 6, &l.arena, &one, &err), -1);
    assert_int_equal(err.code, E_NOT_FOUND);

    static const char *const order[] = { "a", "a-1", "a_1", "b" };
    struct str after = { NULL, 0 };
    for (int i = 0; i < 4; i += 2) {
        assert_int_equal(
            definition_list(l.db, STR("source"), after, 2, &l.arena, &defs, &err), 2);
        assert_true(str_is(defs[0].key, order[i]));
        assert_true(str_is(defs[1].key, order[i + 1]));
        after = defs[1].key;
    }
    assert_int_equal(definition_list(l.db, STR("source"), after, 2, &l.arena, &defs, &err), 0);
    look_end(&l);
    world_close(&w);
}

static void test_conditions(void **state) {
    struct world w;
    char old[24], now[24], list[80];
    world_open(&w, kind);
    ACT(E_PRECONDITION, .what = DRAFT, .key = "k", .body = SHOP, .if_match = STR("*"));
    ACT(E_OK, .what = DRAFT, .key = "k", .body = SHOP, .if_none_match = true);
    ACT(E_PRECONDITION, .what = DRAFT, .key = "k", .body = SHOP, .if_none_match = true);
    expect(&w, "k", SHOP, NULL, 0, old);
    ACT(E_OK, .what = DRAFT, .key = "k", .body = SHOP, .if_match = str_of(old));
    expect(&w, "k", SHOP, NULL, 0, now); /* same text, same ms, and yet another tag */
    assert_string_not_equal(old, now);
    ACT(E_PRECONDITION, .what = DRAFT, .key = "k", .body = SHOP, .if_match = str_of(old));
    ACT(E_PRECONDITION, .what = PUBLISH, .key = "k", .if_match = str_of(old));
    ACT(E_PRECONDITION, .what = DISCARD, .key = "k", .if_match = str_of(old));
    snprintf(list, sizeof(list), "W/%s", now); /* weak: never good enough */
    ACT(E_PRECONDITION, .what = PUBLISH, .key = "k", .if_match = str_of(list));
    snprintf(list, sizeof(list), "%s, %s", old, now);
    ACT(E_OK, .what = PUBLISH, .key = "k", .if_match = str_of(list));
    ACT(E_PRECONDITION, .what = ROLLBACK, .key = "k", .id = 1, .if_match = str_of(now));
    ACT(E_OK, .what = ROLLBACK, .key = "k", .id = 1, .if_match = STR("*"));
    world_close(&w);
}

static void test_refusals(void **state) {
    static const struct {
        const char *key, *body;
        enum err_code draft, publish;
    } cases[] = {
        { "ok", SHOP, E_OK, E_OK },
        { "0", SHOP, E_OK, E_OK },
        { "", SHOP, E_INVALID, E_NOT_FOUND },
        { "Shop", SHOP, E_INVALID, E_NOT_FOUND },
        { ".x", SHOP, E_INVALID, E_NOT_FOUND },
        { "a/b", SHOP, E_INVALID, E_NOT_FOUND },
        { "a b", SHOP, E_INVALID, E_NOT_FOUND },
        { "empty", "{}", E_OK, E_INVALID },
        { "no-type", "{\"name\":\"x\"}", E_OK, E_INVALID },
        { "type", "{\"name\":\"x\",\"type\":\"ship\"}", E_OK, E_INVALID },
        { "name", "{\"name\":1,\"type\":\"other\"}", E_OK, E_INVALID },
        { "blank", "{\"name\":\"  \",\"type\":\"other\"}", E_OK, E_INVALID },
        { "more", "{\"name\":\"x\",\"type\":\"other\",\"y\":1}", E_OK, E_INVALID },
        { "delivery", "{\"name\":\"x\",\"type\":\"other\",\"settings\":{\"delivery\":\"x\"}}",
          E_OK, E_INVALID },
    };
    struct world w;
    world_open(&w, kind);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ACT(cases[i].draft, .what = DRAFT, .key = cases[i].key, .body = cases[i].body);
        ACT(cases[i].publish, .what = PUBLISH, .key = cases[i].key);
    }
    assert_int_equal(world_count(&w, SQL("SELECT COUNT(*) FROM definition_version")), 2);
    world_close(&w);
}

/* A definition that was never published goes with its draft; its number is not given again. */
static void test_discard(void **state) {
    struct world w;
    struct look l;
    world_open(&w, kind);
    struct act first = { .w = &w, .what = DRAFT, .key = "x", .body = SHOP };
    act(&first, E_OK);
    ACT(E_OK, .what = DISCARD, .key = "x");
    look(&l, &w, "x", E_NOT_FOUND);
    look_end(&l);
    ACT(E_NOT_FOUND, .what = DISCARD, .key = "x");
    struct act second = first;
    act(&second, E_OK);
    assert_int_not_equal(second.ret, first.ret);
    ACT(E_OK, .what = PUBLISH, .key = "x");
    ACT(E_CONFLICT, .what = DISCARD, .key = "x");
    world_close(&w);
}

/* ---- over a restart ---- */

static int spoil_run(struct core *c, void *ctx, struct err *err) {
    struct db *db;
    if (core_db(c, &db, err))
        return -1;
    struct sql *q = db_sql(db, SQL("UPDATE definition_version SET body = '{\"name\":3}'"
                                   " WHERE definition_id = $1"), err);
    if (!q)
        return -1;
    sql_int(q, 1, *(uint32_t *)ctx);
    return sql_run(q, err) < 0 ? -1 : 0;
}

static void test_restart(void **state) {
    struct world w;
    struct registry_first first;
    struct who_key who;
    struct source s;
    struct err err = ERR_INIT, problem = ERR_INIT;
    int k;
    world_open(&w, kind);
    OK(registry_init_workspace(w.registry, &first, &err));
    struct act other = { .w = &w, .what = DRAFT, .key = "other", .body = SHOP };
    act(&other, E_OK);
    ACT(E_OK, .what = PUBLISH, .key = "other");
    world_stop(&w);
    world_start(&w);
    assert_int_equal(auth(&w, first.write_key, &who), 0);
    OK(registry_source(w.registry, who.source, &s));
    assert_string_equal(s.key, "default");
    OK(registry_source(w.registry, other.ret, &s));
    OK(registry_kind_find(w.registry, STR("source"), &k, &err));
    assert_false(registry_problem(w.registry, k, other.ret, &problem));

    /* a body of another program's making: not in force, and said so */
    OK(world_run(&w, spoil_run, &other.ret, &err));
    world_stop(&w);
    world_start(&w);
    assert_int_equal(registry_source(w.registry, other.ret, &s), -1);
    assert_true(registry_problem(w.registry, k, other.ret, &problem));
    assert_int_equal(problem.code, E_INVALID);
    OK(registry_source(w.registry, who.source, &s));
    ACT(E_OK, .what = DRAFT, .key = "other", .body = SHOP2);
    ACT(E_OK, .what = PUBLISH, .key = "other");
    OK(registry_source(w.registry, other.ret, &s));
    assert_false(registry_problem(w.registry, k, other.ret, &problem));
    world_close(&w);
}

/* ---- many threads ---- */

struct asking {
    struct world *w;
    const char *key;
    _Atomic bool *stop;
    uint64_t asked, refused;
};

static void *ask(void *arg) {
    struct asking *a = arg;
    struct who_key who;
    struct source s;
    while (!atomic_load(a->stop)) {
        a->asked++;
        if (auth(a->w, a->key, &who) || registry_source(a->w->registry, who.source, &s))
            a->refused++;
    }
    return NULL;
}

/* While keys come and go by the hundred, a key that stays is known at every moment. */
static void test_threads(void **state) {
    struct world w;
    struct registry_first first;
    struct err err = ERR_INIT;
    _Atomic bool stop = false;
    pthread_t threads[3];
    struct asking asking[3];
    world_open(&w, kind);
    OK(registry_init_workspace(w.registry, &first, &err));
    for (int i = 0; i < 3; i++) {
        asking[i] = (struct asking){ .w = &w, .key = first.write_key, .stop = &stop };
        assert_int_equal(pthread_create(&threads[i], NULL, ask, &asking[i]), 0);
    }
    for (int i = 0; i < 200; i++) {
        struct act made = { .w = &w, .what = MAKE_SECRET };
        struct who_key who;
        act(&made, E_OK);
        assert_int_equal(auth(&w, made.text, &who), 0);
        if (i % 3 == 0)
            ACT(E_OK, .what = REVOKE, .id = made.ret);
        assert_int_equal(auth(&w, made.text, &who), i % 3 == 0 ? -1 : 0);
        if (i % 20 == 0) {
            ACT(E_OK, .what = DRAFT, .key = "shop", .body = i % 40 ? SHOP : SHOP2);
            ACT(E_OK, .what = PUBLISH, .key = "shop");
        }
    }
    atomic_store(&stop, true);
    for (int i = 0; i < 3; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(asking[i].refused, 0);
        assert_true(asking[i].asked > 0);
    }
    world_close(&w);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_first),      cmocka_unit_test(test_auth_refuses),
    cmocka_unit_test(test_revoke_rotate), cmocka_unit_test(test_undone),
    cmocka_unit_test(test_last_used),  cmocka_unit_test(test_scopes),
    cmocka_unit_test(test_publish),    cmocka_unit_test(test_versions),
    cmocka_unit_test(test_conditions), cmocka_unit_test(test_refusals),
    cmocka_unit_test(test_discard),    cmocka_unit_test(test_restart),
    cmocka_unit_test(test_threads),
};

int main(void) {
    kind = DB_SQLITE;
    int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
    if (getenv("MUSUBI_TEST_PG")) {
        kind = DB_POSTGRES;
        failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
    }
    return failed;
}
