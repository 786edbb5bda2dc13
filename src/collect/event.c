/* event.c - layout of ENTRY_EVENT.
 *
 * THEORY      v1, little-endian, varint = LEB128:
 *                 u8 type | u8 flags | u64 dedupe hash | u64 arrival ms
 *                 varint arrival - time | varint source | varint atom | varint name number
 *                 varint n, n bytes of JSON
 *                 ref message id | ref group id | ref previous id
 *                 varint count, then each trait: varint name number | ref value
 *             A ref is a varint 2n + in: with in = 0 n bytes follow, with in = 1 a varint
 *             tells how far before the ref's own beginning the n bytes stand (inside the
 *             JSON), so nothing is written twice.
 *             v2, of what retention left: the same up to the name number, then
 *                 u8 kept | bytes group id | thinned: bytes JSON, ref message id
 *             Of a dropped event type, source and name number are 0.
 *             v3, erased: u8 0 | u8 flags | u64 dedupe hash | u64 arrival ms
 * INVARIANTS  (1) event_decode() has walked every trait: event_trait_next() on what it gave
 *                 never leaves the entry.
 * LIMITS      EVENT_TRAITS_MAX traits, time at most at arrival. */
#include "collect/event.h"

static bool inside(struct str part, struct str whole) {
    return part.n > 0 && part.s >= whole.s && part.s + part.n <= whole.s + whole.n;
}

static void put_ref(struct buf *out, struct str v, struct str json, size_t json_at) {
    if (!inside(v, json)) {
        buf_varint(out, (uint64_t)v.n << 1);
        buf_put_str(out, v);
        return;
    }
    size_t here = out->len;
    buf_varint(out, (uint64_t)v.n << 1 | 1);
    buf_varint(out, here - (json_at + (size_t)(v.s - json.s)));
}

/* begin: the oldest byte that a ref may point at. */
static struct str get_ref(struct rd *r, const uint8_t *begin) {
    const uint8_t *here = r->p;
    uint64_t head = rd_varint(r), n = head >> 1;
    if (!(head & 1))
        return n <= rd_left(r) ? rd_take(r, (size_t)n) : (r->bad = true, (struct str){ "", 0 });
    uint64_t back = rd_varint(r);
    if (r->bad || n == 0 || back > (uintptr_t)here - (uintptr_t)begin || n > back) {
        r->bad = true;
        return (struct str){ "", 0 };
    }
    return str_n((const char *)here - back, (size_t)n);
}

void event_encode(struct buf *out, const struct event *ev, uint32_t atom, uint32_t name,
                  const uint32_t *trait_names) {
    CHECK(ev->time_ms <= ev->received_ms && ev->time_ms >= 0);
    CHECK(ev->message_id.n >= 1 && ev->n_traits <= EVENT_TRAITS_MAX);
    buf_u8(out, ev->type);
    buf_u8(out, ev->flags);
    buf_u64(out, ev->dedupe_hash);
    buf_u64(out, (uint64_t)ev->received_ms);
    buf_varint(out, (uint64_t)(ev->received_ms - ev->time_ms));
    buf_varint(out, ev->source);
    buf_varint(out, atom);
    buf_varint(out, name);
    buf_varint(out, ev->json.n);
    size_t json_at = out->len;
    buf_put_str(out, ev->json);
    put_ref(out, ev->message_id, ev->json, json_at);
    put_ref(out, ev->group_id, ev->json, json_at);
    put_ref(out, ev->previous_id, ev->json, json_at);
    buf_varint(out, ev->n_traits);
    for (uint32_t i = 0; i < ev->n_traits; i++) {
        buf_varint(out, trait_names[i]);
        put_ref(out, ev->traits[i].json, ev->json, json_at);
    }
}

static uint32_t get_u32(struct rd *r) {
    uint64_t v = rd_varint(r);
    if (v > UINT32_MAX)
        r->bad = true;
    return (uint32_t)v;
}

/* Up to the name number, alike in versions 1 and 2. */
static void get_head(struct rd *r, struct event_entry *ev) {
    ev->type = rd_u8(r);
    ev->flags = rd_u8(r);
    ev->dedupe_hash = rd_u64(r);
    ev->received_ms = (int64_t)rd_u64(r);
    uint64_t ago = rd_varint(r);
    ev->source = get_u32(r);
    ev->atom = get_u32(r);
    ev->name = get_u32(r);
    if (ev->received_ms < 0 || ago > (uint64_t)ev->received_ms)
        r->bad = true;
    else
        ev->time_ms = ev->received_ms - (int64_t)ago;
}

int event_decode_kept(const struct entry *e, struct event_entry *ret, struct err *err) {
    struct rd r = rd_of(e->body.s, e->body.n);
    const uint8_t *begin = r.p;
    struct event_entry ev = { 0 };
    if (e->kind != ENTRY_EVENT || e->version != EVENT_VERSION_RETAINED)
        return err_set(err, E_CORRUPT, "not an event of version 2");
    get_head(&r, &ev);
    ev.kept = rd_u8(&r);
    ev.group_id = rd_bytes(&r);
    if (ev.kept == EVENT_THINNED) {
        ev.json = rd_bytes(&r);
        ev.message_id = get_ref(&r, begin);
    }
    bool thin = ev.kept == EVENT_THINNED && ev.type >= EVENT_TRACK && ev.type <= EVENT_ALIAS &&
                ev.message_id.n > 0;
    if (r.bad || rd_left(&r) || (!thin && (ev.kept != EVENT_DROPPED || ev.type != 0)))
        return err_set(err, E_CORRUPT, "event is damaged");
    *ret = ev;
    return 0;
}

static int decode_whole(const struct entry *e, struct event_entry *ret, struct err *err) {
    struct rd r = rd_of(e->body.s, e->body.n);
    const uint8_t *begin = r.p;
    struct event_entry ev = { 0 };
    get_head(&r, &ev);
    ev.json = rd_bytes(&r);
    if (r.bad || ev.type < EVENT_TRACK || ev.type > EVENT_ALIAS)
        return err_set(err, E_CORRUPT, "event is damaged");
    ev.message_id = get_ref(&r, begin);
    ev.group_id = get_ref(&r, begin);
    ev.previous_id = get_ref(&r, begin);
    ev.n_traits = get_u32(&r);
    ev.traits = r;
    for (uint32_t i = 0; i < ev.n_traits && !r.bad; i++) {
        get_u32(&r);
        get_ref(&r, begin);
    }
    if (r.bad || rd_left(&r) || !ev.message_id.n || ev.n_traits > EVENT_TRAITS_MAX)
        return err_set(err, E_CORRUPT, "event is damaged");
    *ret = ev;
    return 0;
}

int event_decode(const struct entry *e, struct event_entry *ret, struct err *err) {
    struct event_entry ev;
    if (e->kind == ENTRY_EVENT && e->version == EVENT_VERSION_ERASED)
        return err_set(err, E_NOT_FOUND, "the event was erased");
    if (e->kind == ENTRY_EVENT && e->version == EVENT_VERSION_RETAINED) {
        if (event_decode_kept(e, &ev, err) < 0)
            return -1;
        if (ev.kept == EVENT_DROPPED)
            return err_set(err, E_NOT_FOUND, "the event was dropped by a retention rule");
        *ret = ev;
        return 0;
    }
    if (e->kind != ENTRY_EVENT || e->version != 1)
        return err_set(err, E_CORRUPT, "not an event of version 1");
    return decode_whole(e, ret, err);
}

bool event_trait_next(struct rd *traits, uint32_t *ret_name, struct str *ret_json) {
    if (traits->bad || rd_left(traits) == 0)
        return false;
    *ret_name = get_u32(traits);
    /* Decoding has checked how far back the refs point. */
    *ret_json = get_ref(traits, NULL);
    return !traits->bad;
}

#define HEAD_BYTES 18u /* type, flags, hash, arrival: alike in all versions */

void event_erase(const struct entry *e, struct buf *out) {
    CHECK(e->body.n >= HEAD_BYTES);
    buf_u8(out, 0);
    buf_put(out, e->body.s + 1, HEAD_BYTES - 1);
    buf_varint(out, event_source(e));
}

uint32_t event_source(const struct entry *e) {
    struct rd r = rd_of(e->body.s, e->body.n);
    rd_take(&r, HEAD_BYTES);
    if (e->version == EVENT_VERSION_ERASED && rd_left(&r) == 0)
        return 0; /* erased before there were figures */
    if (e->version != EVENT_VERSION_ERASED)
        rd_varint(&r); /* time */
    uint64_t source = rd_varint(&r);
    return r.bad || source > UINT32_MAX ? 0 : (uint32_t)source;
}

int event_retain(const struct entry *e, enum event_kept kept, struct str json, struct buf *out,
                 struct err *err) {
    struct event_entry ev;
    if ((e->version == 1 ? decode_whole(e, &ev, err) : event_decode_kept(e, &ev, err)) < 0)
        return -1;
    bool drop = kept == EVENT_DROPPED;
    buf_u8(out, drop ? 0 : ev.type);
    buf_u8(out, ev.flags);
    buf_u64(out, ev.dedupe_hash);
    buf_u64(out, (uint64_t)ev.received_ms);
    buf_varint(out, (uint64_t)(ev.received_ms - ev.time_ms));
    buf_varint(out, ev.source); /* what came from where stays counted */
    buf_varint(out, ev.atom);
    buf_varint(out, drop ? 0 : ev.name);
    buf_u8(out, (uint8_t)kept);
    /* a version 2 has one only where somebody joined */
    buf_bytes(out, ev.type == EVENT_GROUP || ev.kept == EVENT_DROPPED ? ev.group_id : STR(""));
    if (drop)
        return 0;
    buf_bytes(out, json);
    put_ref(out, ev.message_id, STR(""), 0);
    return 0;
}

uint32_t event_atom(const struct entry *e) {
    struct rd r = rd_of(e->body.s, e->body.n);
    rd_take(&r, HEAD_BYTES);
    rd_varint(&r); /* time */
    rd_varint(&r); /* source */
    uint64_t atom = rd_varint(&r);
    return r.bad || atom > UINT32_MAX ? UINT32_MAX : (uint32_t)atom;
}
