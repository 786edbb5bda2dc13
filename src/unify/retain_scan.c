/* retain_scan.c - finding the events that retention rules concern now.
 *
 * THEORY      The rows of all events stand in memory with time and name; a walk over them finds
 *             those that may be old enough, some thousand at a time.  Type and source stand in the
 *             log alone: another thread reads these events, decides, and makes what will stand in
 *             their place.
 *             What the last finished run of the same rules has looked at is looked at again only
 *             where a rule's age has been reached since.
 * LIMITS      RETAIN_ITEMS events at a time.
 * THREADS     As each function says.
 */
#include "base/fault.h"
#include "unify/unify_internal.h"

#include <stdlib.h>

#define SLICE_NS 1000000
#define ROWS_A_LOOK 256u
#define PREFETCH 64u
#define TEXTS_MAX (RETAIN_ITEMS * EVENT_BYTES_MAX * 3u) /* names, ids, what is left */

void retain_scan_init(struct retain_scan *s, const struct retain_plan *plan, int64_t now_ms,
                      uint32_t rows) {
    *s = (struct retain_scan){ .plan = plan, .now_ms = now_ms, .end = rows,
                               .parser = json_parser_new() };
    s->names = calloc(NAMES_MAX, sizeof *s->names); /* touched where a name is met */
    s->items = malloc(RETAIN_ITEMS * sizeof *s->items);
    CHECK(s->names && s->items);
    arena_init(&s->arena, "retention", TEXTS_MAX);
}

void retain_scan_release(struct retain_scan *s) {
    json_parser_free(s->parser);
    arena_release(&s->arena);
    free(s->names);
    free(s->items);
}

void retain_scan_clear(struct retain_scan *s) {
    s->n = 0;
    arena_reset(&s->arena);
}

/* ---- rows ---- */

static uint64_t rules_of(struct unify *u, struct retain_scan *s, uint32_t name) {
    if (name == 0 && u->root->names.n >= NAMES_MAX)
        return ~0ull; /* its name may be one that got no number */
    if (!(s->names[name] & RETAIN_KNOWN))
        s->names[name] = retain_rules_of(s->plan, name_text(u, name)) | RETAIN_KNOWN;
    return s->names[name];
}

static bool may_be_due(const struct retain_scan *s, const struct event_row *r, uint64_t rules) {
    bool seen = s->last.version == s->plan->version && s->row < s->last.rows;
    for (uint32_t i = 0; i < s->plan->n; i++) {
        const struct retain_rule *x = &s->plan->rule[i];
        if ((rules >> i & 1) && x->what > r->kept && r->time_ms < s->now_ms - x->age_ms &&
            !(seen && r->time_ms < s->last.began_ms - x->age_ms))
            return true;
    }
    return false;
}

void retain_scan_rows(struct unify *u, struct retain_scan *s) {
    int64_t began = clock_mono_ns(core_clock(u->core));
    for (uint32_t looked = 1; s->row < s->end && s->n < RETAIN_ITEMS; s->row++, looked++) {
        const struct event_row *r = hvec_at(u->h, &u->root->events, s->row);
        if (looked % ROWS_A_LOOK == 0 && clock_mono_ns(core_clock(u->core)) - began > SLICE_NS)
            return;
        if (r->seq == 0 || r->kept == EVENT_DROPPED ||
            !may_be_due(s, r, rules_of(u, s, r->name)) || fault_hit("unify.retain_skips"))
            continue;
        struct retain_item *x = &s->items[s->n++];
        *x = (struct retain_item){ .seq = r->seq, .row = s->row, .was = (uint8_t)r->kept };
        CHECK(core_locate(u->core, r->seq, &x->at));
    }
}

/* ---- the log ---- */

static struct str keep(struct retain_scan *s, struct str text) {
    return str_n(arena_dup(&s->arena, text.s, text.n), text.n);
}

static struct str name_of(struct retain_scan *s, const struct event_entry *e) {
    struct json m;
    struct err err = ERR_INIT;
    if ((e->type != EVENT_TRACK && e->type != EVENT_PAGE && e->type != EVENT_SCREEN) ||
        json_parse(s->parser, e->json.s, e->json.n, &m, &err) < 0)
        return STR("");
    return keep(s, json_str(json_get(m, e->type == EVENT_TRACK ? "event" : "name")));
}

/* What a thinned event has for its message. */
static void put_message(const struct event_entry *e, struct str name, struct buf *b) {
    static const char *const types[] = { "", "track", "identify", "page", "screen", "group",
                                         "alias" };
    struct jw w;
    jw_init(&w, b);
    jw_obj(&w);
    JW_Z(&w, "type", types[e->type]);
    JW_STR(&w, "messageId", e->message_id);
    if (name.n > 0)
        JW_STR(&w, e->type == EVENT_TRACK ? "event" : "name", name);
    jw_obj_end(&w);
}

/* Decide; false: it is not due. */
static int judge(struct retain_scan *s, const struct entry *entry, struct retain_item *x,
                 struct err *err) {
    struct event_entry e;
    struct buf message, body;
    if (event_decode(entry, &e, err) < 0)
        return -1;
    struct str name = name_of(s, &e);
    enum event_kept kept = retain_verdict(s->plan, &e, name, s->now_ms);
    if (kept <= x->was)
        return 0;
    x->kept = (uint8_t)kept;
    x->type = e.type;
    x->atom = e.atom;
    x->source = e.source;
    x->time_ms = e.time_ms;
    bool group = e.type == EVENT_GROUP && e.group_id.n > 0;
    x->traits = e.n_traits > 0 && !group;
    x->group_id = e.n_traits > 0 && group ? keep(s, e.group_id) : STR("");
    x->name = name;
    x->message_id = keep(s, e.message_id);
    buf_init(&message, "thinned message", EVENT_BYTES_MAX);
    buf_init(&body, "thinned event", EVENT_BYTES_MAX * 2u);
    put_message(&e, name, &message);
    int rc = event_retain(entry, kept, buf_str(&message), &body, err);
    if (rc == 0 && (buf_check(&message, err) < 0 || buf_check(&body, err) < 0))
        rc = -1;
    x->body = keep(s, buf_str(&body));
    x->bytes = entry->body.n > body.len ? (uint32_t)(entry->body.n - body.len) : 0;
    buf_release(&message);
    buf_release(&body);
    return rc < 0 ? -1 : 1;
}

static void prefetch(struct retain_scan *s, uint32_t from, struct log_reader *log) {
    struct log_at at[PREFETCH];
    uint32_t n = 0;
    for (; n < PREFETCH && from + n < s->n; n++)
        at[n] = s->items[from + n].at;
    log_prefetch(log, at, (int)n);
}

int retain_scan_read(struct retain_scan *s, struct log_reader *log, struct err *err) {
    uint32_t due = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        struct entry entry;
        struct err own = ERR_INIT;
        if (i % PREFETCH == 0)
            prefetch(s, i, log);
        int rc = log_read_at(log, &s->items[i].at, &entry, &own);
        if (rc == 0)
            rc = judge(s, &entry, &s->items[i], &own);
        if (rc < 0 && own.code != E_NOT_FOUND) { /* that was erased meanwhile */
            *err = own;
            return -1;
        }
        if (rc > 0)
            s->items[due++] = s->items[i];
    }
    s->n = due;
    return 0;
}
