#define _GNU_SOURCE /* memmem */
/* test_parse.c - messages as clients send them: what is stored, what is rejected and why.
 *
 * The identify hook here takes userId, anonymousId and external ids as they are; the real one
 * is unify's and has its own tests. */
#include "collect/collect_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define NOW_MS 1795435200000 /* 2026-11-23T12:00:00Z */
#define RECEIVED "\"receivedAt\":\"2026-11-23T12:00:00.000Z\""

static void add_ident(struct event *ev, struct arena *a, uint8_t kind, struct json v) {
    struct str s = json_str(v);
    if (!s.n || str_is(s, "null") || ev->n_idents == EVENT_IDENTS_MAX)
        return;
    (void)a;
    ev->idents[ev->n_idents++] = (struct event_ident){ kind, s, s.n }; /* borrowed: allowed */
}

static void identify(void *room, struct json m, struct event *ev, struct arena *a) {
    (void)room;
    add_ident(ev, a, 1, json_get(m, "userId"));
    for (struct json_it it = json_it(json_get(m, "externalIds")); json_next(&it);)
        add_ident(ev, a, 2, json_get(it.value, "id"));
    add_ident(ev, a, 3, json_get(m, "anonymousId"));
}

static const struct collect_hooks hooks = { .identify = identify };

struct rig {
    struct arena arena;
    struct scratch *s;
    struct collect_origin o;
    struct build b;
    char *body; /* its own block, so that reading past the end is caught */
};

static void rig_init(struct rig *r) {
    *r = (struct rig){ .s = scratch_new(), .o = { .source = 7, .received_ms = NOW_MS } };
    arena_init(&r->arena, "test", COLLECT_ARENA_MAX);
}

static void rig_release(struct rig *r) {
    arena_release(&r->arena);
    scratch_free(r->s);
    free(r->body);
}

static void rig_build(struct rig *r, enum collect_call call, struct str text) {
    struct err err = ERR_INIT;
    struct json doc;
    arena_reset(&r->arena);
    free(r->body);
    r->body = malloc(text.n + 1);
    memcpy(r->body, text.s, text.n);
    if (json_parse(r->s->parser, r->body, text.n, &doc, &err))
        fail_msg("%.*s: %s", STR_FMT(text), err.msg);
    r->b = (struct build){ .hooks = &hooks, .hash_key = { 1, 2 }, .origin = &r->o,
                           .arena = &r->arena, .s = r->s };
    build_start(&r->b, 3000);
    if (call == COLLECT_BATCH)
        build_batch(&r->b, doc, text);
    else
        build_message(&r->b, call, doc, (struct json){ 0 }, 0);
}

/* ---- what is stored ---- */

struct stored {
    enum collect_call call;
    const char *body, *want;
    uint8_t flags;
};

static const struct stored stored[] = {
    { COLLECT_TRACK,
      "{ \"writeKey\": \"k\", \"event\": \"E\", \"userId\": \"u\", \"messageId\": \"m\", "
      "\"timestamp\": \"2026-11-23T11:59:59Z\" }",
      "{\"type\":\"track\",\"messageId\":\"m\",\"timestamp\":\"2026-11-23T11:59:59.000Z\","
      RECEIVED ",\"originalTimestamp\":\"2026-11-23T11:59:59Z\",\"event\":\"E\",\"userId\":\"u\"}",
      0 },
    /* the path says what it is, whatever the body says */
    { COLLECT_PAGE, "{\"type\":\"track\",\"anonymousId\":\"a\",\"messageId\":\"m\"}",
      "{\"type\":\"page\",\"messageId\":\"m\",\"timestamp\":\"2026-11-23T12:00:00.000Z\"," RECEIVED
      ",\"anonymousId\":\"a\"}", EVENT_NO_TIME },
    /* members that a client may not set */
    { COLLECT_PAGE,
      "{\"receivedAt\":\"1999-01-01T00:00:00Z\",\"anonymousId\":\"a\",\"messageId\":\"m\","
      "\"writeKey\":\"secret\"}",
      "{\"type\":\"page\",\"messageId\":\"m\",\"timestamp\":\"2026-11-23T12:00:00.000Z\"," RECEIVED
      ",\"anonymousId\":\"a\"}", EVENT_NO_TIME },
    /* the last of two equal keys wins, and only it is kept */
    { COLLECT_TRACK,
      "{\"event\":\"A\",\"event\":\"B\",\"userId\":\"u\",\"messageId\":\"x\",\"messageId\":\"m\"}",
      "{\"type\":\"track\",\"messageId\":\"m\",\"timestamp\":\"2026-11-23T12:00:00.000Z\"," RECEIVED
      ",\"event\":\"B\",\"userId\":\"u\"}", EVENT_NO_TIME },
    /* U+0000 goes, escapes stay readable */
    { COLLECT_TRACK,
      "{\"event\":\"A\\u0000B\\\"\",\"userId\":\"u\",\"messageId\":\"m\\u0000\"}",
      "{\"type\":\"track\",\"messageId\":\"m\",\"timestamp\":\"2026-11-23T12:00:00.000Z\"," RECEIVED
      ",\"event\":\"AB\\\"\",\"userId\":\"u\"}", EVENT_NO_TIME },
    { COLLECT_BATCH,
      "{\"batch\":[{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"messageId\":\"m\","
      "\"context\":{\"a\":1,\"deep\":{\"x\":1}},\"integrations\":{\"All\":true}}],"
      "\"context\":{\"a\":2,\"b\":3,\"deep\":{\"x\":2,\"y\":3}},"
      "\"integrations\":{\"All\":false,\"Ads\":false},\"sentAt\":\"2026-11-23T12:00:00.000Z\"}",
      "{\"type\":\"track\",\"messageId\":\"m\",\"timestamp\":\"2026-11-23T12:00:00.000Z\"," RECEIVED
      ",\"sentAt\":\"2026-11-23T12:00:00.000Z\",\"event\":\"E\",\"userId\":\"u\","
      "\"context\":{\"a\":1,\"b\":3,\"deep\":{\"x\":1,\"y\":3}},"
      "\"integrations\":{\"All\":true,\"Ads\":false}}", EVENT_NO_TIME },
    { COLLECT_MERGE,
      "{\"messageId\":\"m\",\"mergeProperties\":[{\"type\":\"email\",\"value\":\"e\"},"
      "{\"type\":\"phone\",\"value\":\"p\"}]}",
      "{\"type\":\"merge\",\"messageId\":\"m\",\"timestamp\":\"2026-11-23T12:00:00.000Z\"," RECEIVED
      ",\"mergeProperties\":[{\"type\":\"email\",\"value\":\"e\"},{\"type\":\"phone\",\"value\":"
      "\"p\"}],\"externalIds\":[{\"id\":\"e\",\"type\":\"email\",\"collection\":\"users\","
      "\"encoding\":\"none\"},{\"id\":\"p\",\"type\":\"phone\",\"collection\":\"users\","
      "\"encoding\":\"none\"}]}", EVENT_NO_TIME },
};

static void what_is_stored(void **state) {
    struct rig r;
    (void)state;
    rig_init(&r);
    for (size_t i = 0; i < sizeof(stored) / sizeof(stored[0]); i++) {
        const struct stored *row = &stored[i];
        rig_build(&r, row->call, str_of(row->body));
        if (r.b.n_events != 1)
            fail_msg("%s: rejected: %.*s", row->body, STR_FMT(r.b.rejects->detail));
        const struct event *ev = &r.b.events[0];
        if (!str_is(ev->json, row->want) || ev->flags != row->flags)
            fail_msg("%s\n got %.*s flags %d\nwant %s flags %d", row->body, STR_FMT(ev->json),
                     ev->flags, row->want, row->flags);
        assert_true(str_is(ev->message_id, "m"));
        assert_int_equal(ev->source, 7);
        assert_true(ev->n_idents > 0);
    }
    rig_release(&r);
}

/* ---- what is rejected ---- */

#define A100 "0123456789012345678901234567890123456789012345678901234567890123456789012345678901" \
             "234567890123456789"
struct refused { enum collect_call call; const char *body; enum collect_reason why; };

static const struct refused refused[] = {
    { COLLECT_TRACK, "{\"event\":\"E\"}", COLLECT_NO_USER_ANON_ID },
    { COLLECT_TRACK, "{\"event\":\"E\",\"userId\":\"\",\"anonymousId\":null}",
      COLLECT_NO_USER_ANON_ID },
    { COLLECT_TRACK, "{\"event\":\"E\",\"userId\":\"null\"}", COLLECT_NO_USABLE_ID },
    { COLLECT_TRACK, "{\"event\":\"E\",\"userId\":{}}", COLLECT_WRONG_TYPE },
    { COLLECT_TRACK, "{\"event\":\"E\",\"userId\":[\"u\"]}", COLLECT_WRONG_TYPE },
    { COLLECT_TRACK, "{\"event\":\"E\",\"userId\":true}", COLLECT_WRONG_TYPE },
    { COLLECT_TRACK, "{\"event\":\"E\",\"anonymousId\":false}", COLLECT_WRONG_TYPE },
    { COLLECT_TRACK, "{\"userId\":\"u\"}", COLLECT_NO_EVENT },
    { COLLECT_TRACK, "{\"userId\":\"u\",\"event\":\"\"}", COLLECT_NO_EVENT },
    { COLLECT_TRACK, "{\"userId\":\"u\",\"event\":null}", COLLECT_NO_EVENT },
    { COLLECT_TRACK, "{\"userId\":\"u\",\"event\":7}", COLLECT_WRONG_TYPE },
    { COLLECT_TRACK, "{\"userId\":\"u\",\"event\":\"E\",\"properties\":\"p\"}",
      COLLECT_WRONG_TYPE },
    { COLLECT_TRACK, "{\"userId\":\"u\",\"event\":\"E\",\"properties\":[1]}",
      COLLECT_WRONG_TYPE },
    { COLLECT_TRACK, "{\"userId\":\"u\",\"event\":\"E\",\"context\":1}", COLLECT_WRONG_TYPE },
    { COLLECT_TRACK, "{\"userId\":\"u\",\"event\":\"E\",\"messageId\":1}", COLLECT_WRONG_TYPE },
    { COLLECT_TRACK, "{\"userId\":\"u\",\"event\":\"E\",\"messageId\":\"" A100 "x\"}",
      COLLECT_ID_TOO_LONG },
    { COLLECT_IDENTIFY, "{\"userId\":\"u\",\"traits\":\"t\"}", COLLECT_WRONG_TYPE },
    { COLLECT_PAGE, "{\"userId\":\"u\",\"name\":{}}", COLLECT_WRONG_TYPE },
    { COLLECT_GROUP, "{\"userId\":\"u\"}", COLLECT_NO_GROUP_ID },
    { COLLECT_GROUP, "{\"userId\":\"u\",\"groupId\":\"\"}", COLLECT_NO_GROUP_ID },
    { COLLECT_GROUP, "{\"userId\":\"u\",\"groupId\":{}}", COLLECT_WRONG_TYPE },
    { COLLECT_ALIAS, "{\"userId\":\"u\"}", COLLECT_NO_PREVIOUS_ID },
    { COLLECT_MERGE, "{}", COLLECT_NO_MERGE_PROPERTIES },
    { COLLECT_MERGE, "{\"mergeProperties\":[{\"type\":\"email\",\"value\":\"e\"}]}",
      COLLECT_NO_MERGE_PROPERTIES },
    { COLLECT_MERGE, "{\"mergeProperties\":[{\"type\":\"email\"},{\"value\":\"e\"}]}",
      COLLECT_NO_MERGE_PROPERTIES },
    { COLLECT_BATCH, "{}", COLLECT_NO_BATCH },
    { COLLECT_BATCH, "{\"batch\":{}}", COLLECT_NO_BATCH },
    { COLLECT_BATCH, "{\"batch\":null}", COLLECT_NO_BATCH },
    { COLLECT_BATCH, "{\"batch\":[7]}", COLLECT_NOT_AN_OBJECT },
    { COLLECT_BATCH, "{\"batch\":[null]}", COLLECT_NOT_AN_OBJECT },
    { COLLECT_BATCH, "{\"batch\":[[]]}", COLLECT_NOT_AN_OBJECT },
    { COLLECT_BATCH, "{\"batch\":[{\"userId\":\"u\"}]}", COLLECT_NO_TYPE },
    { COLLECT_BATCH, "{\"batch\":[{\"userId\":\"u\",\"type\":{}}]}", COLLECT_NO_TYPE },
    { COLLECT_BATCH, "{\"batch\":[{\"userId\":\"u\",\"type\":\"Track\"}]}",
      COLLECT_UNKNOWN_TYPE },
    { COLLECT_BATCH, "{\"batch\":[{\"userId\":\"u\",\"type\":\"batch\"}]}",
      COLLECT_UNKNOWN_TYPE },
};

static void what_is_rejected(void **state) {
    struct rig r;
    (void)state;
    rig_init(&r);
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        const struct refused *row = &refused[i];
        rig_build(&r, row->call, str_of(row->body));
        if (r.b.n_events != 0 || r.b.n_rejects != 1 || r.b.rejects->reason != row->why)
            fail_msg("%s: %u events, %u rejects, %s; want %s", row->body, r.b.n_events,
                     r.b.n_rejects,
                     collect_reason_slug(r.b.rejects ? r.b.rejects->reason : 0),
                     collect_reason_slug(row->why));
        assert_true(r.b.rejects->detail.n > 0 && r.b.rejects->raw.n > 0);
    }
    rig_release(&r);
}

/* ---- traits, identity, names ---- */

static void traits(void **state) {
    struct rig r;
    (void)state;
    rig_init(&r);
    rig_build(&r, COLLECT_IDENTIFY,
              STR("{\"userId\":\"u\",\"traits\":{\"a\":1,\"b\\\"\":{\"c\":[1, 2]},\"\":0,"
                  "\"n\":null,\"s\":\"x\"},\"context\":{\"traits\":{\"z\":1}}}"));
    static const char *const want[][2] = {
        { "a", "1" }, { "b\"", "{\"c\":[1,2]}" }, { "n", "null" }, { "s", "\"x\"" } };
    const struct event *ev = &r.b.events[0];
    assert_int_equal(ev->n_traits, 4);
    for (int i = 0; i < 4; i++) {
        if (!str_is(ev->traits[i].name, want[i][0]) || !str_is(ev->traits[i].json, want[i][1]))
            fail_msg("trait %d: %.*s = %.*s, want %s = %s", i, STR_FMT(ev->traits[i].name),
                     STR_FMT(ev->traits[i].json), want[i][0], want[i][1]);
    }
    /* RudderStack's place for them */
    rig_build(&r, COLLECT_IDENTIFY, STR("{\"userId\":\"u\",\"context\":{\"traits\":{\"z\":1}}}"));
    assert_int_equal(r.b.events[0].n_traits, 1);
    assert_true(str_is(r.b.events[0].traits[0].name, "z"));
    /* a track's traits are not the person's */
    rig_build(&r, COLLECT_TRACK,
              STR("{\"userId\":\"u\",\"event\":\"E\",\"traits\":{\"a\":1},\"context\":{\"traits\":"
                  "{\"z\":1}}}"));
    assert_int_equal(r.b.events[0].n_traits, 0);
    /* PHP's empty objects */
    rig_build(&r, COLLECT_IDENTIFY,
              STR("{\"userId\":\"u\",\"traits\":[],\"context\":[],\"properties\":[]}"));
    assert_int_equal(r.b.n_events, 1);
    rig_release(&r);
}

static void too_many_traits(void **state) {
    struct rig r;
    struct buf b;
    (void)state;
    rig_init(&r);
    buf_init(&b, "test", 1 << 20);
    for (int n = EVENT_TRAITS_MAX; n <= EVENT_TRAITS_MAX + 1; n++) {
        for (int where = 0; where < 2; where++) {
            buf_reset(&b);
            buf_puts(&b, where ? "{\"userId\":\"u\",\"context\":{\"traits\":{"
                               : "{\"userId\":\"u\",\"traits\":{");
            for (int i = 0; i < n; i++)
                buf_printf(&b, "%s\"t%d\":%d", i ? "," : "", i, i);
            buf_puts(&b, where ? "}}}" : "}}");
            rig_build(&r, COLLECT_IDENTIFY, buf_str(&b));
            bool fits = n <= EVENT_TRAITS_MAX;
            assert_int_equal(r.b.n_events, fits);
            if (fits)
                assert_int_equal(r.b.events[0].n_traits, n);
            else
                assert_int_equal(r.b.rejects->reason, COLLECT_TOO_MANY_TRAITS);
        }
    }
    buf_release(&b);
    rig_release(&r);
}

static void identity(void **state) {
    struct rig r;
    (void)state;
    rig_init(&r);
    /* the header counts only where a message names nobody, and the hook sees it */
    r.o.anonymous_id = STR("from-header");
    rig_build(&r, COLLECT_TRACK, STR("{\"event\":\"E\",\"anonymousId\":\"\"}"));
    assert_int_equal(r.b.n_events, 1);
    assert_true(str_is(r.b.events[0].idents[0].value, "from-header"));
    rig_build(&r, COLLECT_TRACK, STR("{\"event\":\"E\",\"userId\":\"u\"}"));
    assert_int_equal(r.b.events[0].n_idents, 1);
    assert_true(str_is(r.b.events[0].idents[0].value, "u"));
    r.o.anonymous_id = (struct str){ NULL, 0 };
    /* both ids of a merge */
    rig_build(&r, COLLECT_MERGE, STR("{\"mergeProperties\":[{\"type\":\"email\",\"value\":\"e\"},"
                                     "{\"type\":\"phone\",\"value\":\"p\"}]}"));
    assert_int_equal(r.b.events[0].n_idents, 2);
    assert_int_equal(r.b.events[0].type, EVENT_ALIAS);
    /* ids and names that the core needs */
    rig_build(&r, COLLECT_GROUP, STR("{\"userId\":\"u\",\"groupId\":42}"));
    assert_true(str_is(r.b.events[0].group_id, "42"));
    rig_build(&r, COLLECT_ALIAS, STR("{\"userId\":\"u\",\"previousId\":\"p\\u00e9\\n\"}"));
    assert_true(str_is(r.b.events[0].previous_id, "p\u00e9\n"));
    rig_build(&r, COLLECT_SCREEN, STR("{\"userId\":\"u\",\"name\":\"Home\"}"));
    assert_true(str_is(r.b.events[0].name, "Home"));
    rig_build(&r, COLLECT_IDENTIFY, STR("{\"userId\":\"u\",\"name\":\"Home\"}"));
    assert_int_equal(r.b.events[0].name.n, 0);
    rig_release(&r);
}

/* The parsers go on to other bodies while an event waits for the core. */
static void outlives_the_parsers(void **state) {
    static const char other[] = "{\"userId\":\"XXXXXXXX\",\"event\":\"XXXXXXXX\"}";
    struct rig r;
    struct json v;
    struct err err = ERR_INIT;
    (void)state;
    rig_init(&r);
    for (int header = 0; header < 2; header++) {
        r.o.anonymous_id = header ? STR("11111111") : (struct str){ NULL, 0 };
        rig_build(&r, COLLECT_TRACK,
                  header ? STR("{\"event\":\"22222222\"}")
                         : STR("{\"anonymousId\":\"11111111\",\"event\":\"22222222\"}"));
        assert_int_equal(json_parse(r.s->parser, other, sizeof(other) - 1, &v, &err), 0);
        assert_int_equal(json_parse(r.s->again, other, sizeof(other) - 1, &v, &err), 0);
        assert_true(str_is(r.b.events[0].idents[0].value, "11111111"));
        assert_true(str_is(r.b.events[0].name, "22222222"));
    }
    rig_release(&r);
}

static void message_ids(void **state) {
    struct rig r;
    (void)state;
    rig_init(&r);
    rig_build(&r, COLLECT_PAGE, STR("{\"userId\":\"u\"}"));
    assert_true(str_starts(r.b.events[0].message_id, STR("srv-")));
    assert_int_equal(r.b.events[0].message_id.n, 40);
    assert_true(r.b.events[0].flags & EVENT_NO_DEDUPE);
    rig_build(&r, COLLECT_PAGE, STR("{\"userId\":\"u\",\"messageId\":\"" A100 "\"}"));
    assert_int_equal(r.b.events[0].message_id.n, 100);
    assert_false(r.b.events[0].flags & EVENT_NO_DEDUPE);
    uint64_t hash = r.b.events[0].dedupe_hash;
    rig_build(&r, COLLECT_TRACK, STR("{\"anonymousId\":\"a\",\"event\":\"E\",\"messageId\":\"" A100
                                     "\"}"));
    assert_true(r.b.events[0].dedupe_hash == hash); /* of source and id only */
    r.o.source = 8;
    rig_build(&r, COLLECT_PAGE, STR("{\"userId\":\"u\",\"messageId\":\"" A100 "\"}"));
    assert_true(r.b.events[0].dedupe_hash != hash);
    rig_release(&r);
}

/* ---- context ---- */

struct ctx { struct collect_origin o; const char *context, *want; };

static void context(void **state) {
    static const struct ctx rows[] = {
        /* a browser's address is filled in, a server's is not */
        { { .ip = STR("192.0.2.7"), .browser = true }, "{\"a\":1}",
          "\"context\":{\"ip\":\"192.0.2.7\",\"a\":1}" },
        { { .ip = STR("192.0.2.7") }, "{\"a\":1}", "\"context\":{\"a\":1}" },
        { { .ip = STR("192.0.2.7") }, "{\"userAgent\":\"x\"}",
          "\"context\":{\"ip\":\"192.0.2.7\",\"userAgent\":\"x\"}" },
        { { .ip = STR("192.0.2.7"), .server = true }, "{\"userAgent\":\"x\"}",
          "\"context\":{\"userAgent\":\"x\"}" },
        { { .ip = STR("192.0.2.7") }, "{\"userAgent\":\"x\",\"channel\":\"server\"}",
          "\"context\":{\"userAgent\":\"x\",\"channel\":\"server\"}" },
        /* what the client says stands; 0.0.0.0 asks for none */
        { { .ip = STR("192.0.2.7"), .browser = true }, "{\"ip\":\"203.0.113.9\"}",
          "\"context\":{\"ip\":\"203.0.113.9\"}" },
        { { .ip = STR("192.0.2.7"), .browser = true }, "{\"ip\":\"0.0.0.0\"}",
          "\"context\":{\"ip\":\"0.0.0.0\"}" },
        { { .ip = STR("192.0.2.7"), .browser = true }, "{\"ip\":\"\"}",
          "\"context\":{\"ip\":\"192.0.2.7\"}" },
        { { .ip = STR("192.0.2.7"), .browser = true }, "{\"ip\":true,\"b\":2}",
          "\"context\":{\"ip\":\"192.0.2.7\",\"b\":2}" },
        { { .ip = STR("192.0.2.7"), .browser = true }, "null",
          "\"context\":{\"ip\":\"192.0.2.7\"}" },
        { { .gpc = true }, "{\"gpc\":false,\"a\":1}", "\"context\":{\"gpc\":true,\"a\":1}" },
        { { .gpc = true }, "[]", "\"context\":{\"gpc\":true}" },
        { { .ip = STR("192.0.2.7"), .browser = true, .import = true }, "{\"page\":{}}",
          "\"context\":{\"page\":{}}" },
    };
    struct rig r;
    char body[256];
    (void)state;
    rig_init(&r);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        r.o = rows[i].o;
        r.o.received_ms = NOW_MS;
        snprintf(body, sizeof(body), "{\"userId\":\"u\",\"context\":%s}", rows[i].context);
        rig_build(&r, COLLECT_PAGE, str_of(body));
        struct str got = r.b.events[0].json;
        if (!memmem(got.s, got.n, rows[i].want, strlen(rows[i].want)))
            fail_msg("%s\n got %.*s\nwant %s", rows[i].context, STR_FMT(got), rows[i].want);
    }
    rig_release(&r);
}

static void batch_context_and_address(void **state) {
    struct rig r;
    (void)state;
    rig_init(&r);
    r.o.ip = STR("192.0.2.7");
    r.o.browser = r.o.gpc = true;
    rig_build(&r, COLLECT_BATCH,
              STR("{\"batch\":[{\"type\":\"page\",\"userId\":\"u\",\"context\":{\"d\":{\"x\":1},"
                  "\"own\":1}}],\"context\":{\"d\":{\"x\":2,\"y\":3},\"ip\":null,\"lib\":\"l\"}}"));
    assert_int_equal(r.b.n_events, 1);
    static const char want[] = "\"context\":{\"ip\":\"192.0.2.7\",\"gpc\":true,"
                               "\"d\":{\"x\":1,\"y\":3},\"lib\":\"l\",\"own\":1}}";
    struct str got = r.b.events[0].json;
    if (!memmem(got.s, got.n, want, sizeof(want) - 1))
        fail_msg("got %.*s\nwant %s", STR_FMT(got), want);
    rig_release(&r);
}

/* ---- limits ---- */

/* A track call whose minified text, as the client sent it, has n bytes. */
static void sized(struct buf *b, size_t n) {
    static const char head[] = "{\"event\":\"E\",\"userId\":\"u\",\"messageId\":\"m\","
                               "\"type\":\"track\",\"properties\":{\"p\":\"";
    buf_reset(b);
    buf_puts(b, head);
    for (size_t i = sizeof(head) - 1 + 3; i < n; i++)
        buf_putc(b, 'x');
    buf_puts(b, "\"}}");
    assert_int_equal(b->len, n);
}

static void event_size(void **state) {
    struct rig r;
    struct buf b;
    (void)state;
    rig_init(&r);
    buf_init(&b, "test", 1 << 20);
    r.o.ip = STR("2001:db8::1");
    r.o.browser = r.o.gpc = true; /* what we add does not count */
    for (size_t n = EVENT_BYTES_MAX - 2; n <= EVENT_BYTES_MAX + 2; n++) {
        sized(&b, n);
        rig_build(&r, COLLECT_TRACK, buf_str(&b));
        if (r.b.n_events != (n <= EVENT_BYTES_MAX) || r.b.too_large != (n > EVENT_BYTES_MAX))
            fail_msg("%zu bytes: %u events", n, r.b.n_events);
    }
    buf_release(&b);
    rig_release(&r);
}

static void batch_size(void **state) {
    struct rig r;
    struct buf b;
    (void)state;
    rig_init(&r);
    buf_init(&b, "test", 1 << 20);
    for (unsigned n = COLLECT_BATCH_EVENTS_MAX; n <= COLLECT_BATCH_EVENTS_MAX + 1; n++) {
        buf_reset(&b);
        buf_puts(&b, "{\"batch\":[");
        for (unsigned i = 0; i < n; i++)
            buf_puts(&b, i ? ",{\"type\":\"page\",\"userId\":\"u\"}"
                           : "{\"type\":\"page\",\"userId\":\"u\"}");
        buf_puts(&b, "]}");
        rig_build(&r, COLLECT_BATCH, buf_str(&b));
        if (n <= COLLECT_BATCH_EVENTS_MAX) {
            assert_int_equal(r.b.n_events, n);
        } else {
            assert_int_equal(r.b.n_events, 0);
            assert_int_equal(r.b.n_rejects, 1);
            assert_int_equal(r.b.rejects->reason, COLLECT_TOO_MANY_EVENTS);
        }
    }
    buf_release(&b);
    rig_release(&r);
}

/* A small body must not become a large one: its context goes into every item. */
static void expansion(void **state) {
    struct rig r;
    struct buf b;
    (void)state;
    rig_init(&r);
    buf_init(&b, "test", 1 << 20);
    buf_puts(&b, "{\"context\":{\"big\":\"");
    for (int i = 0; i < 30000; i++)
        buf_putc(&b, 'x');
    buf_puts(&b, "\"},\"batch\":[");
    for (int i = 0; i < 2000; i++)
        buf_puts(&b, i ? ",{\"type\":\"page\",\"userId\":\"u\"}"
                       : "{\"type\":\"page\",\"userId\":\"u\"}");
    buf_puts(&b, "]}");
    rig_build(&r, COLLECT_BATCH, buf_str(&b));
    assert_int_equal(r.b.n_events + r.b.n_rejects, 2000);
    assert_true(r.b.n_events > 100);
    assert_true(r.b.out_bytes <= COLLECT_OUT_MAX);
    assert_int_equal(r.b.rejects->reason, COLLECT_BATCH_EXPANDS);
    /* as many members on both sides as there are */
    buf_reset(&b);
    buf_puts(&b, "{\"context\":{");
    for (int i = 0; i < 3000; i++)
        buf_printf(&b, "%s\"%d\":1", i ? "," : "", i);
    buf_puts(&b, "},\"batch\":[{\"type\":\"page\",\"userId\":\"u\",\"context\":{");
    for (int i = 0; i < 2000; i++)
        buf_printf(&b, "%s\"x%d\":1", i ? "," : "", i);
    buf_puts(&b, "}}]}");
    rig_build(&r, COLLECT_BATCH, buf_str(&b));
    assert_int_equal(r.b.n_events, 0);
    assert_int_equal(r.b.rejects->reason, COLLECT_EVENT_TOO_LARGE);
    buf_release(&b);
    rig_release(&r);
}

static void one_bad_item(void **state) {
    struct rig r;
    (void)state;
    rig_init(&r);
    rig_build(&r, COLLECT_BATCH,
              STR("{\"batch\":[{\"type\":\"page\",\"userId\":\"1\"},{\"type\":\"track\",\"userId\":"
                  "\"2\"},{\"type\":\"page\",\"userId\":\"3\"}]}"));
    assert_int_equal(r.b.n_events, 2);
    assert_int_equal(r.b.n_rejects, 1);
    assert_true(str_is(r.b.events[1].idents[0].value, "3"));
    assert_int_equal(r.b.rejects->line, 2);
    assert_true(str_is(r.b.rejects->raw, "{\"type\":\"track\",\"userId\":\"2\"}"));
    rig_release(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_stored), cmocka_unit_test(what_is_rejected),
        cmocka_unit_test(traits), cmocka_unit_test(too_many_traits), cmocka_unit_test(identity),
        cmocka_unit_test(message_ids),
        cmocka_unit_test(outlives_the_parsers), cmocka_unit_test(context),
        cmocka_unit_test(batch_context_and_address), cmocka_unit_test(event_size),
        cmocka_unit_test(batch_size), cmocka_unit_test(expansion),
        cmocka_unit_test(one_bad_item),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
