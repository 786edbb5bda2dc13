/* reject.c - what could not be taken is kept, with the reason.
 *
 * THEORY      ENTRY_REJECT v1: u8 reason | u64 arrival ms | varint source | varint line
 *             | bytes detail | bytes raw (what the client sent, cut to 32 KB).
 *             v2 ends with the line: what was sent held somebody who is erased.
 *             The heap keeps where the newest COLLECT_REJECTS_KEPT of them stand and counts
 *             them all; the texts are read from the log.
 * THREADS     reject_apply() on the core thread, the rest anywhere. */
#include "collect/collect_internal.h"

static const char *const slugs[COLLECT_REASON_COUNT] = {
    [0] = "other",
    [COLLECT_NOT_AN_OBJECT] = "not_an_object",
    [COLLECT_INVALID_JSON] = "invalid_json",
    [COLLECT_NO_TYPE] = "no_type",
    [COLLECT_UNKNOWN_TYPE] = "unknown_type",
    [COLLECT_NO_USER_ANON_ID] = "no_user_anon_id",
    [COLLECT_NO_USABLE_ID] = "no_usable_id",
    [COLLECT_NO_EVENT] = "no_event",
    [COLLECT_NO_GROUP_ID] = "no_group_id",
    [COLLECT_NO_PREVIOUS_ID] = "no_previous_id",
    [COLLECT_NO_MERGE_PROPERTIES] = "no_merge_properties",
    [COLLECT_WRONG_TYPE] = "wrong_type",
    [COLLECT_ID_TOO_LONG] = "id_too_long",
    [COLLECT_EVENT_TOO_LARGE] = "event_too_large",
    [COLLECT_TOO_MANY_TRAITS] = "too_many_traits",
    [COLLECT_TOO_MANY_EVENTS] = "too_many_events",
    [COLLECT_NO_BATCH] = "no_batch",
    [COLLECT_BATCH_EXPANDS] = "batch_expands",
    [COLLECT_ERASED] = "erased",
    [COLLECT_UNPLANNED] = "unplanned_event",
    [COLLECT_PLAN_VIOLATION] = "plan_violation",
};

const char *collect_reason_slug(unsigned reason) {
    return slugs[reason < COLLECT_REASON_COUNT ? reason : 0];
}

unsigned collect_reason_of(struct str slug) {
    for (unsigned i = 1; i < COLLECT_REASON_COUNT; i++)
        if (str_is(slug, slugs[i]))
            return i;
    return 0;
}

void reject_encode(struct buf *out, const struct rejected *r, uint32_t source,
                   int64_t received_ms) {
    buf_u8(out, r->reason);
    buf_u64(out, (uint64_t)received_ms);
    buf_varint(out, source);
    buf_varint(out, r->line);
    buf_bytes(out, r->detail);
    buf_bytes(out, r->raw);
}

int reject_decode(const struct entry *e, struct reject_entry *ret, struct err *err) {
    struct rd r = rd_of(e->body.s, e->body.n);
    if (e->kind != ENTRY_REJECT || (e->version != 1 && e->version != REJECT_VERSION_ERASED))
        return err_set(err, E_CORRUPT, "not a reject of a known version");
    struct reject_entry x = { .reason = rd_u8(&r) };
    x.received_ms = (int64_t)rd_u64(&r);
    uint64_t source = rd_varint(&r);
    x.source = (uint32_t)source;
    x.line = rd_varint(&r);
    x.detail = x.raw = STR("");
    if (e->version == 1) {
        x.detail = rd_bytes(&r);
        x.raw = rd_bytes(&r);
    }
    if (r.bad || rd_left(&r) || source > UINT32_MAX)
        return err_set(err, E_CORRUPT, "reject is damaged");
    *ret = x;
    return 0;
}

void reject_apply(void *room, const struct entry *e) {
    struct collect *c = room;
    struct heap *h = core_heap(c->core);
    struct collect_root *root = collect_root(c);
    struct reject_entry x;
    struct err err = ERR_INIT;
    int rc = reject_decode(e, &x, &err);
    CHECK(rc == 0); /* blocks are checksummed, and we wrote it */
    if (!root->ring) {
        href ring = heap_alloc(h, COLLECT_REJECTS_KEPT * sizeof(struct reject_slot));
        HEAP_SET(h, root->ring, ring);
    }
    struct reject_slot *slot = heap_at(h, root->ring);
    slot += root->rejects % COLLECT_REJECTS_KEPT;
    heap_touch(h, slot, sizeof(*slot));
    *slot = (struct reject_slot){ .seq = e->seq, .source = x.source, .reason = x.reason };
    HEAP_SET(h, root->rejects, root->rejects + 1);
    uint64_t *count = &root->by_reason[x.reason < COLLECT_REASON_COUNT ? x.reason : 0];
    HEAP_SET(h, *count, *count + 1);
    figures_reject(c, e, &x);
}

unsigned collect_rejects(struct collect *c, uint64_t before, uint32_t source, unsigned reason,
                         struct collect_reject_ref *ret, unsigned max) {
    unsigned n = 0;
    pthread_mutex_lock(&c->look_lock);
    uint64_t oldest = c->rejects > COLLECT_REJECTS_KEPT ? c->rejects - COLLECT_REJECTS_KEPT : 0;
    for (uint64_t i = c->rejects; i-- > oldest && n < max;) {
        const struct reject_slot *s = &c->ring[i % COLLECT_REJECTS_KEPT];
        if ((before && s->seq >= before) || (source && s->source != source) ||
            (reason && s->reason != reason))
            continue;
        ret[n++] = (struct collect_reject_ref){ s->seq, s->source, (uint8_t)s->reason };
    }
    pthread_mutex_unlock(&c->look_lock);
    return n;
}

void reject_erase(const struct entry *e, struct buf *out) {
    struct rd r = rd_of(e->body.s, e->body.n);
    rd_take(&r, 9); /* reason, arrival */
    rd_varint(&r);
    rd_varint(&r);
    CHECK(!r.bad);
    buf_put(out, e->body.s, e->body.n - rd_left(&r));
}
