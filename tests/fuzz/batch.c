/* batch.c - fuzz: the body of a tracking call.
 *
 * The first byte chooses the call and what the door says of the sender; the rest is the body.
 * Whatever comes, each event that is made must decode again to what was encoded. */
#include "collect/collect_internal.h"

#include <stdlib.h>

static void identify(void *room, struct json m, struct event *ev, struct arena *a) {
    (void)room;
    static const char *const keys[] = { "userId", "anonymousId" };
    for (int i = 0; i < 2; i++) {
        struct str s = json_str(json_get(m, keys[i]));
        if (s.n)
            ev->idents[ev->n_idents++] =
                (struct event_ident){ (uint8_t)i, { arena_dup(a, s.s, s.n), s.n }, s.n };
    }
    for (struct json_it it = json_it(json_get(m, "externalIds"));
         json_next(&it) && ev->n_idents < EVENT_IDENTS_MAX;)
        ev->idents[ev->n_idents++] = (struct event_ident){ 9, STR("x"), 1 };
}

static void same(struct str a, struct str b) { CHECK(str_eq(a, b)); }

static void check_event(const struct event *ev) {
    uint32_t names[EVENT_TRAITS_MAX], name;
    struct err err = ERR_INIT;
    struct event_entry got;
    struct str json;
    struct buf b;
    CHECK(ev->json.n <= EVENT_BYTES_MAX + 1024 && ev->n_idents > 0);
    CHECK(ev->message_id.n >= 1 && ev->message_id.n <= COLLECT_MESSAGE_ID_MAX);
    CHECK(!memchr(ev->json.s, 0, ev->json.n));
    for (uint32_t i = 0; i < ev->n_traits; i++)
        names[i] = i * 1000;
    buf_init(&b, "entry", 4u << 20);
    event_encode(&b, ev, 5, 6, names);
    struct entry e = { .kind = ENTRY_EVENT, .version = 1, .body = buf_str(&b) };
    int rc = event_decode(&e, &got, &err);
    CHECK(rc == 0);
    same(got.json, ev->json);
    same(got.message_id, ev->message_id);
    same(got.group_id, ev->group_id);
    same(got.previous_id, ev->previous_id);
    CHECK(got.time_ms == ev->time_ms && got.n_traits == ev->n_traits);
    for (uint32_t i = 0; i < ev->n_traits; i++) {
        bool more = event_trait_next(&got.traits, &name, &json);
        CHECK(more && name == names[i]);
        same(json, ev->traits[i].json);
    }
    buf_release(&b);
}

/* What is stored is JSON again, and an object. */
static void check_text(struct scratch *s, struct str text) {
    struct err err = ERR_INIT;
    struct json v;
    int rc = json_parse(s->again, text.s, text.n, &v, &err);
    CHECK(rc == 0 && json_is(v, JSON_OBJECT) && json_is(json_get(v, "writeKey"), JSON_NONE));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct collect_hooks hooks = { .identify = identify };
    static struct scratch *s;
    static struct arena arena;
    if (!s) {
        s = scratch_new();
        arena_init(&arena, "fuzz", COLLECT_ARENA_MAX);
    }
    if (size < 1 || size > COLLECT_BODY_MAX)
        return 0;
    uint8_t how = data[0];
    struct str body = str_n((const char *)data + 1, size - 1);
    struct collect_origin o = { .source = 3, .received_ms = 1795435200000,
                                .browser = how & 16, .gpc = how & 32, .import = how & 64,
                                .ip = STR("192.0.2.1"),
                                .anonymous_id = how & 128 ? STR("anon") : STR("") };
    struct build b = { .hooks = &hooks, .hash_key = { 1, 2 }, .origin = &o, .arena = &arena,
                       .s = s };
    struct err err = ERR_INIT;
    struct json doc;
    arena_reset(&arena);
    if (json_parse(s->parser, body.s, body.n, &doc, &err))
        return 0;
    build_start(&b, COLLECT_BATCH_EVENTS_MAX + 1);
    enum collect_call call = how % 8 + 1;
    if (call == COLLECT_BATCH)
        build_batch(&b, doc, body);
    else
        build_message(&b, call, doc, (struct json){ 0 }, 0);
    for (uint32_t i = 0; i < b.n_events; i++) {
        check_event(&b.events[i]);
        check_text(s, b.events[i].json);
    }
    return 0;
}
