/* event_scan.c - a frame of the log at a time, filtered.
 *
 * THEORY      The entries of a frame are decoded on the reader's thread; numbers that only the
 *             state can read (atom, name) are then looked up for all of them in one command that
 *             only reads.  What belongs to somebody erased is left out, also where its frame is
 *             not rewritten yet.
 * LIMITS      Whole frames: about 1 MB, some 2,000 events.
 */
#include "api/event_scan.h"

#include "collect/collect.h"
#include "core/registry.h"

#include <stdlib.h>

static const char *const types[] = { "", "track", "identify", "page", "screen", "group",
                                     "alias" };

const char *event_type_text(unsigned type) { return types[type <= EVENT_ALIAS ? type : 0]; }

/* ---- filter ---- */

int event_number(struct str s, uint64_t *ret) {
    uint64_t v = 0;
    if (s.n == 0 || s.n > 18)
        return -1;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] < '0' || s.s[i] > '9')
            return -1;
        v = v * 10 + (uint64_t)(s.s[i] - '0');
    }
    *ret = v;
    return 0;
}

static int read_source(struct http_req *r, struct str key, uint32_t *ret, struct err *err) {
    struct source s;
    if (registry_source_find(((struct app *)r->app)->registry, key, &s) < 0) {
        err_set(err, E_INVALID, "there is no such source");
        return err_within(err, "query parameter \"source\"");
    }
    *ret = s.id;
    return 0;
}

int event_filter_read(struct http_req *r, struct event_filter *ret, struct err *err) {
    struct str source = http_query(r, "source"), type = http_query(r, "type");
    struct str name = http_query(r, "name"), person = http_query(r, "person");
    struct str errors = http_query(r, "errors");
    *ret = (struct event_filter){ .errors = str_is(errors, "only")  ? ERRORS_ONLY
                                            : str_is(errors, "too") ? EVENTS_AND_ERRORS
                                                                    : EVENTS_ONLY };
    ret->name = str_n(arena_dup(r->arena, name.n ? name.s : "", name.n), name.n);
    for (uint8_t i = 1; i <= EVENT_ALIAS && type.n; i++)
        if (str_is(type, types[i]))
            ret->type = i;
    if (source.n && read_source(r, source, &ret->source, err) < 0)
        return -1;
    if (person.n) {
        ret->by_person = true;
        if (id_parse(person, &ret->person) < 0) {
            err_set(err, E_INVALID, "a person's id looks like "
                                    "018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11");
            return err_within(err, "query parameter \"person\"");
        }
    }
    return 0;
}

struct state_look {
    struct command cmd; /* first */
    struct app *app;
    void (*look)(struct unify *u, void *ctx);
    void *ctx;
};

static int run_look(struct core *c, struct command *cmd, struct err *err) {
    struct state_look *s = (struct state_look *)cmd;
    (void)c;
    (void)err;
    s->look(s->app->unify, s->ctx);
    return 0;
}

int event_state_look(struct app *app, void (*look)(struct unify *u, void *ctx), void *ctx,
                     struct err *err) {
    struct state_look s = { .cmd = { .name = "events.look", .bytes = sizeof s, .reads = true,
                                     .run = run_look },
                            .app = app, .look = look, .ctx = ctx };
    return core_call(app->core, &s.cmd, err);
}

static void look_person(struct unify *u, void *ctx) {
    struct event_filter *f = ctx;
    uint32_t atom = unify_by_id(u, f->person);
    if (atom != UNIFY_NONE)
        f->person = unify_person_id(u, atom);
}

int event_filter_person(struct app *app, struct event_filter *f, struct err *err) {
    return f->by_person ? event_state_look(app, look_person, f, err) : 0;
}

static bool name_matches(const struct event_filter *f, const struct feed_item *x) {
    if (!f->name.n)
        return true;
    size_t n = f->name.n < FEED_TEXT_MAX ? f->name.n : FEED_TEXT_MAX;
    if (!x->name.n)
        return str_is(f->name, event_type_text(x->type));
    return x->name.n == n && memcmp(x->name.s, f->name.s, n) == 0;
}

bool event_filter_match(const struct event_filter *f, const struct feed_item *x) {
    if (f->source && x->source != f->source)
        return false;
    if (x->what == FEED_REJECT) /* nobody's, and of no name */
        return f->errors != EVENTS_ONLY && !f->type && !f->by_person && !f->name.n;
    return f->errors != ERRORS_ONLY && (!f->type || x->type == f->type) &&
           (!f->by_person || memcmp(&x->person, &f->person, sizeof f->person) == 0) &&
           name_matches(f, x);
}

/* ---- a frame ---- */

struct found { struct feed_item item; uint32_t atom, name; };

struct scanning {
    uint64_t lo, hi;
    const struct event_filter *f;
    struct arena *a;
    struct found *found;
    uint32_t n, cap;
    struct event_scan *out;
};

static struct str keep(struct scanning *s, struct str text) {
    return str_n(arena_dup(s->a, text.s, text.n), text.n);
}

static struct found *add(struct scanning *s) {
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 256;
        s->found = realloc(s->found, s->cap * sizeof *s->found);
        CHECK(s->found);
    }
    return &s->found[s->n++];
}

/* What can be told without the state: the rest of the filter comes after it. */
static bool may_match(const struct event_filter *f, const struct event_entry *v) {
    return f->errors != ERRORS_ONLY && (!f->source || v->source == f->source) &&
           (!f->type || v->type == f->type);
}

static int one_event(struct scanning *s, const struct entry *e, struct err *err) {
    struct event_entry v;
    struct err gone = ERR_INIT;
    if (event_decode(e, &v, &gone) < 0) {
        if (gone.code == E_NOT_FOUND)
            return 0;
        *err = gone;
        return -1;
    }
    s->out->events++;
    if (!may_match(s->f, &v))
        return 0;
    *add(s) = (struct found){
        .item = { .seq = e->seq, .what = FEED_EVENT, .type = v.type, .flags = v.flags,
                  .source = v.source, .time_ms = v.time_ms, .received_ms = v.received_ms,
                  .message_id = keep(s, v.message_id) },
        .atom = v.atom, .name = v.name };
    return 0;
}

static int one_reject(struct scanning *s, const struct entry *e, struct err *err) {
    struct reject_entry v;
    if (reject_decode(e, &v, err) < 0)
        return -1;
    s->out->rejects++;
    struct feed_item x = { .seq = e->seq, .what = FEED_REJECT, .reason = v.reason,
                           .source = v.source, .time_ms = v.received_ms, .line = v.line,
                           .received_ms = v.received_ms, .message_id = STR(""),
                           .name = v.detail };
    if (!event_filter_match(s->f, &x))
        return 0;
    x.name = keep(s, v.detail);
    *add(s) = (struct found){ .item = x };
    return 0;
}

static int each(void *ctx, const struct entry *e, struct err *err) {
    struct scanning *s = ctx;
    if (e->seq < s->lo || e->seq > s->hi)
        return 0;
    if (e->kind == ENTRY_EVENT)
        return one_event(s, e, err);
    return e->kind == ENTRY_REJECT ? one_reject(s, e, err) : 0;
}

/* Core thread. */
static void fill(struct unify *u, void *ctx) {
    struct scanning *s = ctx;
    for (uint32_t i = 0; i < s->n; i++) {
        struct found *x = &s->found[i];
        if (x->item.what != FEED_EVENT)
            continue;
        if (!unify_atom_person(u, x->atom, &x->item.person))
            x->item.what = 0; /* erased */
        else
            x->item.name = keep(s, unify_name_text(u, x->name));
    }
}

int event_scan_frame(struct app *app, struct log_reader *log, uint64_t seq, uint64_t lo,
                     uint64_t hi, const struct event_filter *f, struct arena *a,
                     struct event_scan *ret, struct err *err) {
    struct scanning s = { .lo = lo, .hi = hi, .f = f, .a = a, .out = ret };
    *ret = (struct event_scan){ .n = 0 };
    int rc = log_frame(log, seq, each, &s, &ret->first, &ret->entries, err);
    if (rc > 0 && s.n > 0 && event_state_look(app, fill, &s, err) < 0)
        rc = -1;
    if (rc > 0)
        ret->items = arena_alloc(a, (s.n + 1) * sizeof *ret->items);
    for (uint32_t i = 0; rc > 0 && i < s.n; i++)
        if (s.found[i].item.what && event_filter_match(f, &s.found[i].item))
            ret->items[ret->n++] = s.found[i].item;
    free(s.found);
    return rc;
}

/* ---- as JSON ---- */

static void source_json(struct app *app, uint32_t number, struct jw *w) {
    struct source s;
    jw_key(w, "source");
    if (registry_source(app->registry, number, &s) < 0)
        jw_null(w);
    else
        jw_z(w, s.key);
}

static void reject_json(struct app *app, const struct feed_item *x, struct jw *w) {
    jw_obj(w);
    JW_INT(w, "seq", (int64_t)x->seq);
    JW_Z(w, "reason", collect_reason_slug(x->reason));
    JW_STR(w, "detail", x->name);
    source_json(app, x->source, w);
    JW_TIME(w, "received", x->received_ms);
    jw_key(w, "position");
    if (x->line)
        jw_int(w, (int64_t)x->line);
    else
        jw_null(w);
    jw_obj_end(w);
}

void event_item_json(struct app *app, const struct feed_item *x, struct jw *w) {
    char id[37];
    if (x->what == FEED_REJECT) {
        reject_json(app, x, w);
        return;
    }
    jw_obj(w);
    JW_INT(w, "seq", (int64_t)x->seq);
    JW_STR(w, "message_id", x->message_id);
    JW_Z(w, "type", event_type_text(x->type));
    JW_STR(w, "name", x->name.n ? x->name : str_of(event_type_text(x->type)));
    source_json(app, x->source, w);
    id_format(x->person, id);
    JW_Z(w, "person", id);
    JW_TIME(w, "time", x->time_ms);
    JW_TIME(w, "received", x->received_ms);
    if (x->flags & EVENT_LATE)
        JW_BOOL(w, "late", true);
    if (x->flags & EVENT_FUTURE)
        JW_BOOL(w, "future", true);
    if (x->flags & EVENT_IMPORTED)
        JW_BOOL(w, "imported", true);
    jw_obj_end(w);
}
