/* parse.c - a message as a client sends it becomes a struct event.
 *
 * THEORY      The body is parsed once.  Each message is walked twice: once to note where its
 *             known members are, once to write it out minified with what the server adds.  The
 *             texts of the event (message id, traits, ...) then point into that text, so that
 *             the core thread copies the message once and nothing else.  Only a message that
 *             gains something that identifies (context of the batch, header AnonymousId, merge
 *             properties) is parsed again, for the identify hook reads parsed messages.
 * INVARIANTS  (1) Whatever is wrong with a message makes one reject of it, never an error of
 *                 the batch, and none of it reaches the events.
 *             (2) An event points only into the arena.
 *             (3) Work on one body is bounded: COLLECT_OUT_MAX of output, and
 *                 COLLECT_MERGE_PAIRS_MAX comparisons a context.
 * THREADS     Any one thread at a time on one struct build. */
#include "collect/collect_internal.h"

#include "base/id.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct fields { /* known members of a message; JSON_NONE where absent */
    struct json type, message_id, timestamp, original, sent_at, user_id, anon_id, event, name,
        group_id, previous_id, traits, properties, context, integrations, merge, channel,
        external_ids;
};

struct message { /* one message on its way */
    struct build *b;
    struct json item, outer;
    uint64_t line;
    struct fields f;
    struct json outer_context, outer_integrations;
    struct event *ev;
    struct jw w;
    size_t added; /* bytes that are ours, not the client's */
    struct str message_id;
    char made_id[48];
    bool changed; /* the text says more about identity than the parsed item */
};

/* ---- tools of a thread ---- */

struct scratch *scratch_new(void) {
    struct scratch *s = calloc(1, sizeof(*s));
    CHECK(s);
    s->parser = json_parser_new();
    s->again = json_parser_new();
    buf_init(&s->out, "message", EVENT_BYTES_MAX + 8192);
    buf_init(&s->side, "reject", 2 * COLLECT_BODY_MAX);
    return s;
}

void scratch_free(struct scratch *s) {
    json_parser_free(s->parser);
    json_parser_free(s->again);
    buf_release(&s->out);
    buf_release(&s->side);
    free(s);
}

/* ---- rejects ---- */

/* At most COLLECT_RAW_MAX bytes of what was sent, as valid UTF-8. */
static struct str readable(struct arena *a, struct str raw) {
    size_t n = raw.n <= COLLECT_RAW_MAX ? raw.n : utf8_cut(raw, COLLECT_RAW_MAX);
    char *p = arena_dup(a, raw.s ? raw.s : "", n);
    if (!utf8_valid(p, n))
        for (size_t i = 0; i < n; i++)
            p[i] = p[i] & 0x80 ? '?' : p[i];
    return str_n(p, n);
}

void build_reject(struct build *b, enum collect_reason why, uint64_t line, struct str raw,
                  const char *fmt, ...) {
    char text[256];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1;
    struct rejected *r = arena_zalloc(b->arena, sizeof(*r));
    len = utf8_cut(str_n(text, len), len);
    *r = (struct rejected){ .reason = (uint8_t)why,
                            .line = line,
                            .detail = { arena_dup(b->arena, text, len), len },
                            .raw = readable(b->arena, raw) };
    *b->rejects_end = r;
    b->rejects_end = &r->next;
    b->n_rejects++;
}

/* Of a message: its raw text is what the client sent, less white space. */
#define REJECT(m, why, ...) \
    (side_text((m)->b, (m)->item), \
     build_reject((m)->b, why, (m)->line, buf_str(&(m)->b->s->side), __VA_ARGS__), -1)

/* Write v into the side buffer; drops what does not fit. */
static void side_text(struct build *b, struct json v) {
    struct jw w;
    buf_reset(&b->s->side);
    jw_init(&w, &b->s->side);
    jw_value(&w, v);
}

/* ---- members ---- */

#define KEY(lit, member) \
    if (key.n == sizeof(lit) - 1 && memcmp(key.s, lit, sizeof(lit) - 1) == 0) \
        return &f->member

static struct json *field_of(struct fields *f, struct str key) {
    switch (key.n) {
    case 4:
        KEY("type", type);
        KEY("name", name);
        break;
    case 5:
        KEY("event", event);
        break;
    case 6:
        KEY("userId", user_id);
        KEY("sentAt", sent_at);
        KEY("traits", traits);
        break;
    case 7:
        KEY("context", context);
        KEY("groupId", group_id);
        KEY("channel", channel);
        break;
    case 9:
        KEY("messageId", message_id);
        KEY("timestamp", timestamp);
        break;
    case 10:
        KEY("properties", properties);
        KEY("previousId", previous_id);
        break;
    case 11:
        KEY("anonymousId", anon_id);
        KEY("externalIds", external_ids);
        break;
    case 12:
        KEY("integrations", integrations);
        break;
    case 15:
        KEY("mergeProperties", merge);
        break;
    case 17:
        KEY("originalTimestamp", original);
        break;
    default:
        break;
    }
    return NULL;
}

/* null counts as absent. */
static void read_fields(struct json item, struct fields *f) {
    for (struct json_it it = json_it(item); json_next(&it);) {
        struct json *at = field_of(f, it.key);
        if (at)
            *at = json_is(it.value, JSON_NULL) ? (struct json){ 0 } : it.value;
    }
}

static bool absent(struct json v) { return json_is(v, JSON_NONE); }

/* An object, or absent; PHP writes an empty object as []. */
static bool object_like(struct json v) {
    return absent(v) || json_is(v, JSON_OBJECT) || (json_is(v, JSON_ARRAY) && !json_count(v));
}

static bool number(struct json v) {
    return json_is(v, JSON_INT) || json_is(v, JSON_UINT) || json_is(v, JSON_DOUBLE);
}

static bool id_like(struct json v) { return absent(v) || json_is(v, JSON_STRING) || number(v); }

static bool given(struct json v) { return number(v) || json_str(v).n > 0; }

static enum collect_call type_of(struct str s) {
    static const struct { const char *name; enum collect_call call; } types[] = {
        { "track", COLLECT_TRACK }, { "identify", COLLECT_IDENTIFY }, { "page", COLLECT_PAGE },
        { "screen", COLLECT_SCREEN }, { "group", COLLECT_GROUP }, { "alias", COLLECT_ALIAS },
        { "merge", COLLECT_MERGE },
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (str_is(s, types[i].name))
            return types[i].call;
    return COLLECT_BATCH;
}

static const char *type_name(enum collect_call call) {
    static const char *const names[] = { "", "track", "identify", "page", "screen", "group",
                                         "alias", "merge" };
    return names[call];
}

/* ---- checks ---- */

static int check_types(struct message *m) {
    const struct fields *f = &m->f;
    const struct { struct json v; const char *name; } ids[] = {
        { f->user_id, "userId" }, { f->anon_id, "anonymousId" }, { f->group_id, "groupId" },
        { f->previous_id, "previousId" } };
    const struct { struct json v; const char *name; } objects[] = {
        { f->traits, "traits" }, { f->properties, "properties" }, { f->context, "context" } };
    const struct { struct json v; const char *name; } texts[] = {
        { f->message_id, "messageId" }, { f->event, "event" }, { f->name, "name" } };
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
        if (!id_like(ids[i].v))
            return REJECT(m, COLLECT_WRONG_TYPE, "%s is not a string", ids[i].name);
    for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
        if (!object_like(objects[i].v))
            return REJECT(m, COLLECT_WRONG_TYPE, "%s is not an object", objects[i].name);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (!absent(texts[i].v) && !json_is(texts[i].v, JSON_STRING))
            return REJECT(m, COLLECT_WRONG_TYPE, "%s is not a string", texts[i].name);
    return 0;
}

static int check_merge(struct message *m) {
    int n = 0;
    for (struct json_it it = json_it(m->f.merge); json_next(&it);) {
        if (!json_str(json_get(it.value, "type")).n || !json_str(json_get(it.value, "value")).n)
            n = 2;
        n++;
    }
    if (n == 2 && json_is(m->f.merge, JSON_ARRAY))
        return 0;
    return REJECT(m, COLLECT_NO_MERGE_PROPERTIES,
                  "mergeProperties must be two objects with type and value");
}

static int check_call(struct message *m, enum collect_call call) {
    const struct fields *f = &m->f;
    if (json_str(f->message_id).n > COLLECT_MESSAGE_ID_MAX)
        return REJECT(m, COLLECT_ID_TOO_LONG, "messageId is longer than %u bytes",
                      COLLECT_MESSAGE_ID_MAX);
    if (call == COLLECT_MERGE)
        return check_merge(m);
    if (!given(f->user_id) && !given(f->anon_id) && !m->b->origin->anonymous_id.n)
        return REJECT(m, COLLECT_NO_USER_ANON_ID, "neither userId nor anonymousId is given");
    if (call == COLLECT_TRACK && !json_str(f->event).n)
        return REJECT(m, COLLECT_NO_EVENT, "a track call needs event");
    if (call == COLLECT_GROUP && !given(f->group_id))
        return REJECT(m, COLLECT_NO_GROUP_ID, "a group call needs groupId");
    if (call == COLLECT_ALIAS && !given(f->previous_id))
        return REJECT(m, COLLECT_NO_PREVIOUS_ID, "an alias call needs previousId");
    return 0;
}

/* ---- writing ---- */

/* Where the value just written stands, without a colon before it. */
static size_t value_at(const struct buf *out, size_t from) {
    return from < out->len && out->data[from] == ':' ? from + 1 : from;
}

/* The string whose JSON stands at [from, out.len): in the output where it needed no escapes,
 * else a copy less U+0000.  Offsets, for the output still moves: see settle(). */
struct spot { size_t at, n; struct str copy; };

static struct str without_nul(struct arena *a, struct str s) {
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i])
            p[n++] = s.s[i];
    p[n] = 0;
    return str_n(p, n);
}

static struct spot spot_of(struct message *m, size_t from, struct str s) {
    const struct buf *out = m->w.b;
    from = value_at(out, from);
    if (out->len - from == s.n + 2)
        return (struct spot){ .at = from + 1, .n = s.n };
    return (struct spot){ .copy = without_nul(m->b->arena, s) };
}

static struct str settle(struct spot s, const char *json) {
    return s.at ? str_n(json + s.at, s.n) : s.copy;
}

/* Members of both, those of `item` winning; objects merge.  -1 when that is too much work. */
static int write_merged(struct jw *w, struct json outer, struct json item) {
    if (json_count(outer) * json_count(item) > COLLECT_MERGE_PAIRS_MAX)
        return -1;
    jw_obj(w);
    for (struct json_it it = json_it(outer); it.object && json_next(&it);) {
        struct json own = json_get_str(item, it.key);
        jw_key_str(w, it.key);
        if (absent(own)) {
            jw_value(w, it.value);
        } else if (json_is(own, JSON_OBJECT) && json_is(it.value, JSON_OBJECT)) {
            if (write_merged(w, it.value, own))
                return -1;
        } else {
            jw_value(w, own);
        }
    }
    for (struct json_it it = json_it(item); it.object && json_next(&it);) {
        if (absent(json_get_str(outer, it.key))) {
            jw_key_str(w, it.key);
            jw_value(w, it.value);
        }
    }
    jw_obj_end(w);
    return 0;
}

/* Does this message come from a person's device (and not from a server of the customer's)? */
static bool from_device(const struct message *m) {
    struct json c = m->f.context;
    if (m->b->origin->server || str_is(json_str(m->f.channel), "server") ||
        str_is(json_str(json_get(c, "channel")), "server"))
        return false;
    return m->b->origin->browser || !absent(json_get(c, "userAgent")) ||
           !absent(json_get(c, "page")) || !absent(json_get(c, "device")) ||
           !absent(json_get(c, "screen"));
}

/* The address is filled in where the client leaves it open; "0.0.0.0" asks for none. */
static bool wants_ip(const struct message *m, struct json ip) {
    return m->b->origin->ip.n && !m->b->origin->import && from_device(m) &&
           (absent(ip) || json_is(ip, JSON_NULL) || json_true(ip) ||
            (json_is(ip, JSON_STRING) && !json_str(ip).n));
}

static int write_context(struct message *m) {
    struct jw *w = &m->w;
    struct json c = m->f.context, outer = m->outer_context;
    struct json ip = json_get(c, "ip");
    if (absent(ip))
        ip = json_get(outer, "ip");
    bool fill = wants_ip(m, ip), gpc = m->b->origin->gpc;
    if (absent(c) && absent(outer) && !fill && !gpc)
        return 0;
    size_t before = w->b->len;
    jw_key(w, "context");
    if (!absent(outer)) {
        m->changed = true;
        if (!fill && !gpc)
            return write_merged(w, outer, c);
    } else if (!fill && !gpc) {
        jw_value(w, c);
        return 0;
    }
    /* What we add stands first, the rest follows less the members that it replaces. */
    if (json_count(outer) * json_count(c) > COLLECT_MERGE_PAIRS_MAX)
        return -1;
    jw_obj(w);
    size_t from = w->b->len;
    if (fill)
        JW_STR(w, "ip", m->b->origin->ip);
    if (gpc)
        JW_BOOL(w, "gpc", true);
    m->added += w->b->len - from + 1; /* a comma */
    for (int pass = 0; pass < 2; pass++) {
        for (struct json_it it = json_it(pass ? c : outer); it.object && json_next(&it);) {
            struct json own = pass ? (struct json){ 0 } : json_get_str(c, it.key);
            if ((fill && str_is(it.key, "ip")) || (gpc && str_is(it.key, "gpc")) ||
                (pass && !absent(outer) && !absent(json_get_str(outer, it.key))))
                continue;
            jw_key_str(w, it.key);
            if (json_is(own, JSON_OBJECT) && json_is(it.value, JSON_OBJECT)) {
                if (write_merged(w, it.value, own))
                    return -1;
            } else {
                jw_value(w, absent(own) ? it.value : own);
            }
        }
    }
    jw_obj_end(w);
    if (absent(c) && absent(outer))
        m->added += from - before; /* the frame is ours too: ,"context":{ less the comma, and } */
    return 0;
}

/* {"traits": {...}}: remember where each value stands. */
static int write_traits(struct message *m, struct json traits, struct spot *names,
                        struct spot *values) {
    struct jw *w = &m->w;
    struct event *ev = m->ev;
    jw_obj(w);
    for (struct json_it it = json_it(traits); it.object && json_next(&it);) {
        size_t from = w->b->len + (ev->n_traits > 0);
        jw_key_str(w, it.key);
        if (ev->n_traits == EVENT_TRAITS_MAX)
            return REJECT(m, COLLECT_TOO_MANY_TRAITS, "more than %d traits", EVENT_TRAITS_MAX);
        struct spot name = { 0 };
        size_t key_end = w->b->len;
        while (key_end > from && w->b->data[key_end - 1] == ':')
            key_end--;
        if (key_end - from == it.key.n + 2)
            name = (struct spot){ .at = from + 1, .n = it.key.n };
        else
            name.copy = without_nul(m->b->arena, it.key);
        from = w->b->len;
        jw_value(w, it.value);
        from = value_at(w->b, from);
        names[ev->n_traits] = name;
        values[ev->n_traits++] = (struct spot){ .at = from, .n = w->b->len - from };
    }
    jw_obj_end(w);
    return 0;
}

static void write_merge_ids(struct message *m) {
    struct jw *w = &m->w;
    size_t from = w->b->len;
    jw_key(w, "externalIds");
    jw_arr(w);
    for (struct json_it it = json_it(m->f.merge); json_next(&it);) {
        jw_obj(w);
        JW_STR(w, "id", json_str(json_get(it.value, "value")));
        JW_STR(w, "type", json_str(json_get(it.value, "type")));
        JW_Z(w, "collection", "users");
        JW_Z(w, "encoding", "none");
        jw_obj_end(w);
    }
    jw_arr_end(w);
    m->added += w->b->len - from;
    m->changed = true;
}

/* What the server decides stands first. */
static struct spot write_head(struct message *m, enum collect_call call) {
    struct jw *w = &m->w;
    size_t ours = w->b->len;
    JW_Z(w, "type", type_name(call));
    if (absent(m->f.type))
        m->added += w->b->len - ours + 1; /* a comma */
    ours = w->b->len;
    jw_key(w, "messageId");
    size_t from = w->b->len;
    jw_str(w, m->message_id);
    if (m->ev->flags & EVENT_NO_DEDUPE)
        m->added += w->b->len - ours;
    struct spot id = spot_of(m, from, m->message_id);
    ours = w->b->len;
    JW_TIME(w, "timestamp", m->ev->time_ms);
    JW_TIME(w, "receivedAt", m->ev->received_ms);
    m->added += w->b->len - ours;
    struct json original = absent(m->f.timestamp) ? m->f.original : m->f.timestamp;
    if (!absent(original)) {
        m->added += sizeof("originalT") - sizeof("t"); /* it came as "timestamp" */
        jw_key(w, "originalTimestamp");
        jw_value(w, original);
    }
    struct json sent = absent(m->f.sent_at) ? json_get(m->outer, "sentAt") : m->f.sent_at;
    if (!absent(sent) && !json_is(sent, JSON_NULL)) {
        jw_key(w, "sentAt");
        jw_value(w, sent);
    }
    if (m->b->origin->anonymous_id.n && call != COLLECT_MERGE && !given(m->f.user_id) &&
        !given(m->f.anon_id)) {
        ours = w->b->len;
        JW_STR(w, "anonymousId", m->b->origin->anonymous_id);
        m->added += w->b->len - ours;
        m->changed = true;
    }
    return id;
}

static bool is_head(struct str key) {
    return str_is(key, "type") || str_is(key, "messageId") || str_is(key, "timestamp") ||
           str_is(key, "originalTimestamp") || str_is(key, "sentAt") ||
           str_is(key, "receivedAt") || str_is(key, "writeKey");
}

struct spots { /* texts of the event, by offset into the output */
    struct spot id, name, group_id, previous_id;
    struct spot names[EVENT_TRAITS_MAX], values[EVENT_TRAITS_MAX];
};

/* A member that is a text of the event: where to note it. */
static struct spot *spot_for(struct spots *sp, const struct message *m, struct json *at,
                             enum collect_call call) {
    const struct fields *f = &m->f;
    if (at == &f->event && call == COLLECT_TRACK)
        return &sp->name;
    if (at == &f->name && (call == COLLECT_PAGE || call == COLLECT_SCREEN))
        return &sp->name;
    if (at == &f->group_id && call == COLLECT_GROUP)
        return &sp->group_id;
    if (at == &f->previous_id && call == COLLECT_ALIAS)
        return &sp->previous_id;
    return NULL;
}

static int write_member(struct message *m, enum collect_call call, struct json_it *it,
                        struct spots *sp) {
    struct jw *w = &m->w;
    struct json *at = field_of(&m->f, it->key);
    if (at && it->value.at != at->at && !json_is(it->value, JSON_NULL))
        return 0; /* the key comes again, and the last one wins */
    bool own_traits = call == COLLECT_IDENTIFY || call == COLLECT_GROUP;
    jw_key_str(w, it->key);
    if (at == &m->f.traits && own_traits)
        return write_traits(m, it->value, sp->names, sp->values);
    struct spot *spot = spot_for(sp, m, at, call);
    size_t from = w->b->len;
    jw_value(w, it->value);
    if (!spot)
        return 0;
    if (json_is(it->value, JSON_STRING)) {
        *spot = spot_of(m, from, json_str(it->value));
    } else { /* a number as an id: its digits */
        from = value_at(w->b, from);
        *spot = (struct spot){ .at = from, .n = w->b->len - from };
    }
    return 0;
}

static int write_message(struct message *m, enum collect_call call, struct spots *sp) {
    struct jw *w = &m->w;
    jw_init(w, &m->b->s->out);
    jw_obj(w);
    sp->id = write_head(m, call);
    bool no_anon = m->changed;
    for (struct json_it it = json_it(m->item); json_next(&it);) {
        if (is_head(it.key) || str_is(it.key, "context") ||
            (no_anon && str_is(it.key, "anonymousId")) ||
            (call == COLLECT_MERGE && str_is(it.key, "externalIds")) ||
            (str_is(it.key, "integrations") && !absent(m->outer_integrations)))
            continue;
        if (write_member(m, call, &it, sp))
            return -1;
    }
    if (write_context(m))
        return REJECT(m, COLLECT_EVENT_TOO_LARGE, "context has too many members to merge");
    if (!absent(m->outer_integrations)) {
        jw_key(w, "integrations");
        if (write_merged(w, m->outer_integrations, m->f.integrations))
            return REJECT(m, COLLECT_EVENT_TOO_LARGE, "integrations has too many members");
    }
    if (call == COLLECT_MERGE)
        write_merge_ids(m);
    jw_obj_end(w);
    return 0;
}

/* ---- from text to event ---- */

static int too_large(struct message *m) {
    m->b->too_large = true;
    return REJECT(m, COLLECT_EVENT_TOO_LARGE, "event is larger than %d bytes", EVENT_BYTES_MAX);
}

static int take_text(struct message *m) {
    struct build *b = m->b;
    struct buf *out = &b->s->out;
    if (out->full || out->len > EVENT_BYTES_MAX + m->added)
        return too_large(m);
    if (b->out_bytes + out->len > COLLECT_OUT_MAX)
        return REJECT(m, COLLECT_BATCH_EXPANDS, "with its context in every item the batch is "
                      "larger than %u bytes", COLLECT_OUT_MAX);
    b->out_bytes += out->len;
    m->ev->json = str_n(arena_dup(b->arena, out->data, out->len), out->len);
    return 0;
}

/* A nameless trait, or one with an endless name, stays in the text only. */
static void add_trait(struct event *ev, struct str name, struct str json) {
    if (name.n > 0 && name.n <= COLLECT_ID_MAX)
        ev->traits[ev->n_traits++] = (struct event_trait){ name, json };
}

static int take_texts(struct message *m, const struct spots *sp) {
    struct event *ev = m->ev;
    const char *json = ev->json.s;
    ev->message_id = settle(sp->id, json);
    ev->name = settle(sp->name, json);
    ev->name.n = utf8_cut(ev->name, ev->name.n < COLLECT_ID_MAX ? ev->name.n : COLLECT_ID_MAX);
    ev->group_id = settle(sp->group_id, json);
    ev->previous_id = settle(sp->previous_id, json);
    if (ev->group_id.n > COLLECT_ID_MAX || ev->previous_id.n > COLLECT_ID_MAX)
        return REJECT(m, COLLECT_ID_TOO_LONG, "%s is longer than %u bytes",
                      ev->group_id.n ? "groupId" : "previousId", COLLECT_ID_MAX);
    if (!ev->n_traits)
        return 0;
    ev->traits = arena_alloc(m->b->arena, ev->n_traits * sizeof(*ev->traits));
    uint32_t n = ev->n_traits;
    ev->n_traits = 0;
    for (uint32_t i = 0; i < n; i++)
        add_trait(ev, settle(sp->names[i], json), settle(sp->values[i], json));
    return 0;
}

static int take_idents(struct message *m) {
    struct build *b = m->b;
    struct json message = m->item;
    struct err err = ERR_INIT;
    if (m->changed && json_parse(b->s->again, m->ev->json.s, m->ev->json.n, &message, &err))
        return REJECT(m, COLLECT_WRONG_TYPE, "%s", err.msg); /* nested too deeply once merged */
    b->hooks->identify(b->hooks->room, message, m->ev, b->arena);
    for (uint32_t i = 0; i < m->ev->n_idents; i++) { /* they may borrow from the parser */
        struct str *v = &m->ev->idents[i].value;
        *v = str_n(arena_dup(b->arena, v->s, v->n), v->n);
    }
    if (!m->ev->n_idents)
        return REJECT(m, COLLECT_NO_USABLE_ID, "every identifier is blocked or malformed");
    return 0;
}

static void take_message_id(struct message *m) {
    struct str id = json_str(m->f.message_id);
    bool nul = id.n && memchr(id.s, 0, id.n);
    if (nul)
        id = without_nul(m->b->arena, id);
    if (!id.n) {
        char text[37];
        id_format(id_new(m->ev->received_ms), text);
        int n = snprintf(m->made_id, sizeof(m->made_id), "srv-%s", text);
        id = str_n(m->made_id, (size_t)n);
        m->ev->flags |= EVENT_NO_DEDUPE;
    }
    m->message_id = id;
    /* source | id: a prefix of fixed length keeps the two apart */
    char key[4 + COLLECT_MESSAGE_ID_MAX];
    uint32_t source = m->ev->source;
    memcpy(key, &source, 4);
    memcpy(key + 4, id.s, id.n);
    m->ev->dedupe_hash = hash_sip(m->b->hash_key, key, 4 + id.n);
}

static int make_event(struct message *m, enum collect_call call) {
    const struct collect_origin *o = m->b->origin;
    struct event *ev = m->ev;
    struct spots sp;
    memset(&sp, 0, offsetof(struct spots, names));
    *ev = (struct event){ .type = (uint8_t)(call == COLLECT_MERGE ? COLLECT_ALIAS : call),
                          .flags = o->import ? EVENT_IMPORTED : 0,
                          .source = o->source,
                          .received_ms = o->received_ms };
    struct time_in t = { .timestamp = m->f.timestamp, .original = m->f.original,
                         .sent_at = absent(m->f.sent_at) ? json_get(m->outer, "sentAt")
                                                         : m->f.sent_at,
                         .received_ms = o->received_ms, .import = o->import };
    ev->time_ms = time_correct(&t, &ev->flags);
    take_message_id(m);
    buf_reset(&m->b->s->out);
    if (write_message(m, call, &sp) || take_text(m) || take_texts(m, &sp))
        return -1;
    return take_idents(m);
}

/* RudderStack's clients put what they know of a person into context.traits. */
static int borrow_traits(struct message *m, enum collect_call call) {
    struct json traits = json_get(m->f.context, "traits");
    if (call != COLLECT_IDENTIFY || json_count(m->f.traits) || !json_is(traits, JSON_OBJECT))
        return 0;
    struct event *ev = m->ev;
    if (json_count(traits) > EVENT_TRAITS_MAX)
        return REJECT(m, COLLECT_TOO_MANY_TRAITS, "more than %d traits", EVENT_TRAITS_MAX);
    ev->traits = arena_alloc(m->b->arena, (json_count(traits) + 1) * sizeof(*ev->traits));
    for (struct json_it it = json_it(traits); json_next(&it);) {
        side_text(m->b, it.value);
        struct str v = buf_str(&m->b->s->side);
        add_trait(ev, without_nul(m->b->arena, it.key),
                  str_n(arena_dup(m->b->arena, v.s, v.n), v.n));
    }
    return 0;
}

/* Is it as planned?  -1: it is refused. */
static int check_plan(struct message *m) {
    struct event *ev = m->ev;
    struct plan_found *found;
    if (!m->b->plan)
        return 0;
    bool traits = ev->type == EVENT_IDENTIFY || ev->type == EVENT_GROUP;
    bool taken = plan_check(m->b->plan, ev->type, ev->name,
                            traits ? m->f.traits : m->f.properties, m->b->arena, &found);
    ev->found = found;
    if (taken)
        return 0;
    struct rejected **at = m->b->rejects_end;
    (void)REJECT(m, found->item[0].reason == PLAN_UNPLANNED ? COLLECT_UNPLANNED
                                                            : COLLECT_PLAN_VIOLATION,
                 "%s", found->detail);
    (*at)->found = found;
    return -1;
}

void build_message(struct build *b, enum collect_call call, struct json item,
                   struct json outer, uint64_t line) {
    struct message m = { .b = b, .item = item, .outer = outer, .line = line };
    b->too_large = false;
    if (!json_is(item, JSON_OBJECT)) {
        (void)REJECT(&m, COLLECT_NOT_AN_OBJECT, "the message is not an object");
        return;
    }
    read_fields(item, &m.f);
    m.outer_context = json_get(outer, "context");
    if (!json_count(m.outer_context) || !json_is(m.outer_context, JSON_OBJECT))
        m.outer_context = (struct json){ 0 };
    m.outer_integrations = json_get(outer, "integrations");
    if (!json_count(m.outer_integrations) || !json_is(m.outer_integrations, JSON_OBJECT))
        m.outer_integrations = (struct json){ 0 };
    if (call == COLLECT_BATCH) {
        struct json type = m.f.type;
        if (absent(type) || !given(type)) {
            (void)REJECT(&m, COLLECT_NO_TYPE, "the message has no type");
            return;
        }
        call = type_of(json_str(type));
        if (call == COLLECT_BATCH) {
            (void)REJECT(&m, COLLECT_UNKNOWN_TYPE, "unknown type");
            return;
        }
    }
    CHECK(b->n_events < b->events_max);
    m.ev = &b->events[b->n_events];
    if (check_types(&m) || check_call(&m, call) || make_event(&m, call) ||
        borrow_traits(&m, call) || check_plan(&m))
        return;
    b->n_events++;
}

void build_start(struct build *b, uint32_t events_max) {
    b->events = arena_alloc(b->arena, events_max * sizeof(struct event));
    b->events_max = events_max;
    b->n_events = b->n_rejects = 0;
    b->rejects = NULL;
    b->rejects_end = &b->rejects;
    b->out_bytes = 0;
    b->too_large = false;
}

void build_batch(struct build *b, struct json body, struct str raw) {
    struct json batch = json_get(body, "batch");
    size_t n = json_count(batch);
    uint64_t line = 0;
    if (!json_is(batch, JSON_ARRAY)) {
        build_reject(b, COLLECT_NO_BATCH, 0, raw, "batch is not an array");
        return;
    }
    if (n > COLLECT_BATCH_EVENTS_MAX) {
        build_reject(b, COLLECT_TOO_MANY_EVENTS, 0, raw,
                     "%zu events in one batch, at most %u are taken", n,
                     COLLECT_BATCH_EVENTS_MAX);
        return;
    }
    CHECK(n <= b->events_max);
    for (struct json_it it = json_it(batch); json_next(&it);)
        build_message(b, COLLECT_BATCH, it.value, body, ++line);
}
