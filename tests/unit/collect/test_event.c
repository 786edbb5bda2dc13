/* test_event.c - event and reject entries: what is written is read, damage is noticed. */
#include "collect/collect_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static const char text[] = "{\"type\":\"identify\",\"messageId\":\"m-1\",\"userId\":\"u\","
                           "\"traits\":{\"plan\":\"gold\",\"age\":41},\"groupId\":\"g7\"}";

static struct str part(const char *what) {
    const char *p = strstr(text, what);
    assert_non_null(p);
    return str_n(p, strlen(what));
}

static struct event sample(struct event_trait *traits) {
    traits[0] = (struct event_trait){ STR("plan"), part("\"gold\"") };
    traits[1] = (struct event_trait){ STR("age"), part("41") };
    traits[2] = (struct event_trait){ STR("copy"), STR("\"elsewhere\"") };
    return (struct event){ .type = EVENT_IDENTIFY, .flags = EVENT_LATE | EVENT_SKEWED,
                           .source = 300, .time_ms = 1795435199000, .received_ms = 1795435200123,
                           .message_id = part("m-1"), .dedupe_hash = 0x123456789abcdef0,
                           .group_id = part("g7"), .previous_id = STR("outside"),
                           .json = str_of(text), .n_traits = 3, .traits = traits };
}

static struct entry entry_of(const struct buf *b) {
    return (struct entry){ .seq = 1, .kind = ENTRY_EVENT, .version = 1, .body = buf_str(b) };
}

static void same(struct str got, struct str want) {
    if (!str_eq(got, want))
        fail_msg("got \"%.*s\", want \"%.*s\"", STR_FMT(got), STR_FMT(want));
}

static void round_trip(void **state) {
    struct event_trait traits[3];
    struct event ev = sample(traits);
    const uint32_t names[] = { 5, 6, 70000 };
    struct event_entry got;
    struct err err = ERR_INIT;
    struct buf b;
    (void)state;
    buf_init(&b, "test", 1 << 20);
    buf_puts(&b, "before"); /* refs are relative, so an entry may stand anywhere */
    event_encode(&b, &ev, 77, 9, names);
    struct entry e = entry_of(&b);
    e.body = str_n(b.data + 6, b.len - 6);
    /* ids and traits that stand in the text are not written twice */
    assert_true(e.body.n < sizeof(text) + 80);
    assert_int_equal(event_decode(&e, &got, &err), 0);
    assert_int_equal(got.type, ev.type);
    assert_int_equal(got.flags, ev.flags);
    assert_int_equal(got.source, ev.source);
    assert_int_equal(got.atom, 77);
    assert_int_equal(got.name, 9);
    assert_int_equal(got.time_ms, ev.time_ms);
    assert_int_equal(got.received_ms, ev.received_ms);
    assert_true(got.dedupe_hash == ev.dedupe_hash);
    same(got.message_id, STR("m-1"));
    same(got.group_id, STR("g7"));
    same(got.previous_id, STR("outside"));
    same(got.json, ev.json);
    assert_int_equal(got.n_traits, 3);
    uint32_t name;
    struct str json;
    struct rd rd = got.traits;
    for (int i = 0; i < 3; i++) {
        assert_true(event_trait_next(&rd, &name, &json));
        assert_int_equal(name, names[i]);
        same(json, traits[i].json);
    }
    assert_false(event_trait_next(&rd, &name, &json));
    buf_release(&b);
}

/* Every cut and every changed byte is either refused or gives texts inside the entry. */
static void damage(void **state) {
    struct event_trait traits[3];
    struct event ev = sample(traits);
    const uint32_t names[] = { 5, 6, 70000 };
    struct buf b;
    (void)state;
    buf_init(&b, "test", 1 << 20);
    event_encode(&b, &ev, 77, 9, names);
    unsigned refused = 0;
    for (size_t at = 0; at < b.len; at++) {
        for (int how = 0; how < 4; how++) {
            size_t n = how == 0 ? at : b.len;
            char *copy = malloc(n + 1); /* its own block: overruns are caught */
            memcpy(copy, b.data, n);
            if (how)
                copy[at] = (char)(how == 1 ? 0xff : how == 2 ? 0 : copy[at] ^ 0x81);
            struct entry e = { .kind = ENTRY_EVENT, .version = 1, .body = str_n(copy, n) };
            struct event_entry got;
            struct err err = ERR_INIT;
            if (event_decode(&e, &got, &err)) {
                assert_int_equal(err.code, E_CORRUPT);
                refused++;
            } else {
                assert_int_not_equal(how, 0);
                uint32_t name;
                struct str json;
                while (event_trait_next(&got.traits, &name, &json))
                    assert_true(json.s >= copy && json.s + json.n <= copy + n);
            }
            free(copy);
        }
    }
    assert_true(refused >= b.len);
    struct entry e = entry_of(&b);
    struct event_entry got;
    struct err err = ERR_INIT;
    e.version = 2;
    assert_int_equal(event_decode(&e, &got, &err), -1);
    e = entry_of(&b);
    e.kind = ENTRY_REJECT;
    assert_int_equal(event_decode(&e, &got, &err), -1);
    buf_release(&b);
}

/* What retention leaves of an event, thinned and then dropped; every cut of it is refused. */
static void kept(void **state) {
    struct event_trait traits[3];
    struct event ev = sample(traits);
    const uint32_t names[] = { 5, 6, 70000 };
    struct event_entry got;
    struct err err = ERR_INIT;
    struct buf b, thin, drop;
    (void)state;
    ev.type = EVENT_GROUP;
    buf_init(&b, "test", 1 << 20);
    buf_init(&thin, "test", 1 << 20);
    buf_init(&drop, "test", 1 << 20);
    event_encode(&b, &ev, 77, 9, names);
    struct entry e = entry_of(&b);
    assert_int_equal(event_retain(&e, EVENT_THINNED, STR("{\"a\":1}"), &thin, &err), 0);
    e.version = EVENT_VERSION_RETAINED;
    e.body = buf_str(&thin);
    assert_int_equal(event_decode(&e, &got, &err), 0);
    assert_int_equal(got.kept, EVENT_THINNED);
    assert_int_equal(got.type, EVENT_GROUP);
    assert_int_equal(got.source, 300);
    assert_int_equal(got.name, 9);
    assert_int_equal(got.time_ms, ev.time_ms);
    assert_true(got.dedupe_hash == ev.dedupe_hash);
    same(got.message_id, STR("m-1"));
    same(got.group_id, STR("g7"));
    same(got.json, STR("{\"a\":1}"));
    assert_int_equal(got.n_traits, 0);
    assert_int_equal(event_retain(&e, EVENT_DROPPED, STR(""), &drop, &err), 0);
    e.body = buf_str(&drop);
    assert_int_equal(event_decode(&e, &got, &err), -1);
    assert_int_equal(err.code, E_NOT_FOUND);
    assert_int_equal(event_decode_kept(&e, &got, &err), 0);
    assert_int_equal(got.kept, EVENT_DROPPED);
    assert_int_equal(got.type + got.name + got.n_traits, 0);
    assert_int_equal(got.source, ev.source); /* the figures rest on it */
    assert_int_equal(got.atom, 77);
    assert_int_equal(event_atom(&e), 77);
    assert_int_equal(got.time_ms, ev.time_ms);
    assert_int_equal(got.message_id.n + got.json.n, 0);
    same(got.group_id, STR("g7"));
    assert_true(drop.len < thin.len && thin.len < b.len);
    for (const struct buf *of = &thin; of; of = of == &thin ? &drop : NULL)
        for (size_t n = 0; n < of->len; n++) {
            char *copy = malloc(n + 1);
            memcpy(copy, of->data, n);
            e.body = str_n(copy, n);
            assert_int_equal(event_decode_kept(&e, &got, &err), -1);
            free(copy);
        }
    buf_release(&b);
    buf_release(&thin);
    buf_release(&drop);
}

static void rejects(void **state) {
    struct rejected r = { .reason = COLLECT_NO_EVENT, .line = 1234567, .detail = STR("why"),
                          .raw = STR("{\"a\":1}") };
    struct buf b;
    struct reject_entry got;
    struct err err = ERR_INIT;
    (void)state;
    buf_init(&b, "test", 1 << 20);
    reject_encode(&b, &r, 300, 1795435200123);
    for (size_t n = 0; n <= b.len; n++) {
        struct entry e = { .kind = ENTRY_REJECT, .version = 1, .body = str_n(b.data, n) };
        int rc = reject_decode(&e, &got, &err);
        if (rc != (n == b.len ? 0 : -1))
            fail_msg("%zu of %zu bytes: %d", n, b.len, rc);
    }
    assert_int_equal(got.reason, COLLECT_NO_EVENT);
    assert_int_equal(got.source, 300);
    assert_int_equal(got.received_ms, 1795435200123);
    assert_int_equal(got.line, 1234567);
    same(got.detail, r.detail);
    same(got.raw, r.raw);
    buf_release(&b);
    for (unsigned i = 1; i < COLLECT_REASON_COUNT; i++)
        assert_int_equal(collect_reason_of(str_of(collect_reason_slug(i))), i);
    assert_int_equal(collect_reason_of(STR("nonsense")), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(round_trip), cmocka_unit_test(damage),
                                        cmocka_unit_test(kept), cmocka_unit_test(rejects) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
