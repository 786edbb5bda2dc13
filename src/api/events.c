/* events.c - the log's events by time, and one of them with all that is known of it.
 *
 * THEORY      A call looks through at most ENTRIES_MAX entries or FRAMES_MAX frames, wherever
 *             it stands, and says with its cursor where to go on; so a filter that matches
 *             little costs many short calls instead of a long one.
 *             What an event brought stands right before it in the log: its new identifiers,
 *             atoms, links.  They are told as the state names them now.
 */
#include "api/api_command.h"
#include "api/api_people.h"
#include "api/event_scan.h"
#include "api/routes_gen.h"
#include "collect/collect.h"
#include "core/registry.h"

#include <stdlib.h>

#define ENTRIES_MAX 20000u
#define FRAMES_MAX 400u
#define MADE_MAX 64u /* entries told of one event */

static struct app *app_of(struct http_req *r) { return r->app; }

/* ---- by time ---- */

struct listing {
    struct event_filter f;
    bool forward, has_from, has_to;
    int64_t from_ms, to_ms;
    uint64_t lo, hi, pos;    /* entries; pos: the next to look at */
    uint32_t limit, n;
    uint64_t looked;
    bool more;
    struct buf items;
};

static void write_item(struct http_req *r, struct listing *l, const struct feed_item *x) {
    struct jw w;
    if (l->n++ > 0)
        buf_putc(&l->items, ',');
    jw_init(&w, &l->items);
    event_item_json(app_of(r), x, &w);
}

/* Of one frame, in the order asked for; pos moves behind the last that was written. */
static void take(struct http_req *r, struct listing *l, const struct event_scan *s) {
    for (uint32_t i = 0; i < s->n && l->n < l->limit; i++) {
        const struct feed_item *x = &s->items[l->forward ? i : s->n - 1 - i];
        write_item(r, l, x);
        l->pos = l->forward ? x->seq + 1 : x->seq - 1;
    }
    if (l->n < l->limit)
        l->pos = l->forward ? s->first + s->entries : s->first - 1;
}

static bool in_bounds(const struct listing *l) {
    return l->pos >= l->lo && l->pos <= l->hi && l->pos > 0;
}

static int bounds(struct reader *rd, struct http_req *r, struct listing *l, struct err *err) {
    struct core_stats st;
    core_stats(app_of(r)->core, &st);
    l->lo = 1;
    l->hi = st.seq;
    uint64_t end = 0;
    if (l->has_from && log_seq_at(rd->log, l->from_ms, &l->lo, err) < 0)
        return -1;
    if (l->has_to && log_seq_at(rd->log, l->to_ms, &end, err) < 0)
        return -1;
    if (l->has_to && end <= l->hi)
        l->hi = end > 0 ? end - 1 : 0;
    if (!l->pos)
        l->pos = l->forward ? l->lo : l->hi;
    return event_filter_person(app_of(r), &l->f, err);
}

static int list_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct listing *l = own;
    struct event_scan s;
    struct arena a;
    if (bounds(rd, r, l, err) < 0)
        return -1;
    arena_init(&a, "events of a frame", 256u << 20);
    int rc = 1;
    for (uint32_t k = 0; k < FRAMES_MAX && l->looked < ENTRIES_MAX && l->n < l->limit; k++) {
        if (!in_bounds(l))
            break;
        uint64_t pos = l->pos;
        rc = event_scan_frame(app_of(r), rd->log, pos, l->forward ? pos : l->lo,
                              l->forward ? l->hi : pos, &l->f, &a, &s, err);
        if (rc <= 0)
            break;
        l->looked += s.events + s.rejects + 1;
        take(r, l, &s);
        if (l->forward && l->pos <= pos) /* the newest frame ends before it */
            l->pos = l->hi + 1;
        arena_reset(&a);
    }
    l->more = rc > 0 && in_bounds(l);
    arena_release(&a);
    if (rc < 0 || buf_check(&l->items, err) < 0) {
        buf_release(&l->items);
        return -1;
    }
    return 0;
}

static void list_render(struct http_req *r, void *own, struct jw *w) {
    struct listing *l = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    if (l->items.len)
        jw_raw(w, buf_str(&l->items));
    jw_arr_end(w);
    api_cursor(r, w, "events", l->more ? str_n((const char *)&l->pos, sizeof l->pos)
                                       : (struct str){ NULL, 0 });
    jw_obj_end(w);
    buf_release(&l->items);
}

static int read_time(struct http_req *r, const char *name, bool *ret_has, int64_t *ret,
                     struct err *err) {
    struct str s = http_query(r, name);
    *ret_has = s.n > 0;
    if (!s.n || clock_parse(s.s, s.n, ret) == 0)
        return 0;
    err_set(err, E_INVALID, "not a time");
    err_hint(err, "2026-11-28T09:30:00Z");
    return err_within(err, "query parameter \"%s\"", name);
}

void api_listEvents(struct http_req *r) {
    struct listing *l = arena_zalloc(r->arena, sizeof *l);
    struct err err = ERR_INIT;
    struct str cursor;
    int limit;
    if (api_page(r, "events", &limit, &cursor, &err) < 0 ||
        event_filter_read(r, &l->f, &err) < 0 ||
        read_time(r, "from", &l->has_from, &l->from_ms, &err) < 0 ||
        read_time(r, "to", &l->has_to, &l->to_ms, &err) < 0) {
        http_problem(r, &err);
        return;
    }
    l->limit = (uint32_t)limit;
    l->forward = str_is(http_query(r, "order"), "oldest");
    if (cursor.n == sizeof l->pos)
        memcpy(&l->pos, cursor.s, sizeof l->pos);
    buf_init(&l->items, "events", 8u << 20);
    api_read(r, list_run, list_render, l);
}

/* ---- one ---- */

struct one {
    uint64_t seq;
    struct entry target, made[MADE_MAX];
    uint32_t n_made;
    bool found;
    struct arena *a;
    struct http_req *r;
    struct event_entry e;
    struct reject_entry reject;
    struct str atom, name, identity;
    bool erased;
    struct id person;
};

static struct entry kept(struct one *o, const struct entry *e) {
    struct entry copy = *e;
    copy.body = str_n(arena_dup(o->a, e->body.s, e->body.n), e->body.n);
    return copy;
}

static int one_each(void *ctx, const struct entry *e, struct err *err) {
    struct one *o = ctx;
    (void)err;
    if (e->seq > o->seq)
        return 0;
    if (e->seq == o->seq) {
        o->found = e->kind == ENTRY_EVENT || e->kind == ENTRY_REJECT;
        o->target = kept(o, e);
    } else if (e->kind == ENTRY_EVENT || e->kind == ENTRY_REJECT) {
        o->n_made = 0; /* what stands before belongs to that one */
    } else if (o->n_made < MADE_MAX && o->seq - e->seq <= MADE_MAX * 4) {
        o->made[o->n_made++] = kept(o, e);
    }
    return 0;
}

/* Core thread. */
static void one_state(struct unify *u, void *ctx) {
    struct one *o = ctx;
    struct buf b;
    struct jw w;
    o->erased = !unify_atom_person(u, o->e.atom, &o->person);
    if (o->erased)
        return;
    buf_init(&b, "atom", 64u << 10);
    jw_init(&w, &b);
    (void)unify_atom_json(u, o->e.atom, &w);
    o->atom = str_n(arena_dup(o->a, b.data, b.len), b.len);
    buf_reset(&b);
    jw_init(&w, &b);
    jw_arr(&w);
    for (uint32_t i = 0; i < o->n_made; i++)
        (void)unify_made_json(u, &o->made[i], &w);
    jw_arr_end(&w);
    o->identity = str_n(arena_dup(o->a, b.data, b.len), b.len);
    buf_release(&b);
    struct str name = unify_name_text(u, o->e.name);
    o->name = str_n(arena_dup(o->a, name.s, name.n), name.n);
}

static int gone(struct err *err) {
    return err_set(err, E_NOT_FOUND, "there is no event with this number");
}

static int one_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct one *o = own;
    uint64_t first;
    uint32_t n;
    struct err decode = ERR_INIT;
    int rc = log_frame(rd->log, o->seq, one_each, o, &first, &n, err);
    if (rc < 0)
        return -1;
    if (!o->found)
        return gone(err);
    if (o->target.kind == ENTRY_REJECT)
        return reject_decode(&o->target, &o->reject, err);
    if (event_decode(&o->target, &o->e, &decode) < 0) {
        if (decode.code == E_NOT_FOUND)
            return gone(err);
        *err = decode;
        return -1;
    }
    if (event_state_look(app_of(r), one_state, o, err) < 0)
        return -1;
    return o->erased ? gone(err) : 0;
}

static void source_json(struct http_req *r, uint32_t number, struct jw *w) {
    struct source s;
    jw_key(w, "source");
    if (registry_source(app_of(r)->registry, number, &s) < 0)
        jw_null(w);
    else
        jw_z(w, arena_dup(r->arena, s.key, strlen(s.key)));
}

static void render_reject(struct one *o, struct jw *w) {
    const struct reject_entry *x = &o->reject;
    jw_obj(w);
    JW_INT(w, "seq", (int64_t)o->seq);
    JW_Z(w, "kind", "error");
    JW_Z(w, "reason", collect_reason_slug(x->reason));
    JW_STR(w, "detail", x->detail);
    source_json(o->r, x->source, w);
    JW_TIME(w, "received", x->received_ms);
    JW_TIME(w, "stored", o->target.ms);
    jw_key(w, "position");
    if (x->line)
        jw_int(w, (int64_t)x->line);
    else
        jw_null(w);
    JW_STR(w, "raw", x->raw);
    jw_obj_end(w);
}

static void one_render(struct http_req *r, void *own, struct jw *w) {
    struct one *o = own;
    const struct event_entry *e = &o->e;
    char id[37];
    if (o->target.kind == ENTRY_REJECT) {
        render_reject(o, w);
        return;
    }
    id_format(o->person, id);
    jw_obj(w);
    JW_INT(w, "seq", (int64_t)o->seq);
    JW_Z(w, "kind", "event");
    JW_STR(w, "message_id", e->message_id);
    JW_Z(w, "type", event_type_text(e->type));
    JW_STR(w, "name", o->name.n ? o->name : str_of(event_type_text(e->type)));
    source_json(r, e->source, w);
    JW_Z(w, "person", arena_dup(r->arena, id, 36));
    JW_TIME(w, "time", e->time_ms);
    JW_TIME(w, "received", e->received_ms);
    JW_TIME(w, "stored", o->target.ms);
    api_event_flags(e->flags, e->kept == EVENT_THINNED, w);
    jw_key(w, "atom");
    jw_raw(w, o->atom);
    jw_key(w, "identity");
    jw_raw(w, o->identity);
    JW_STR(w, "raw", e->json);
    jw_key(w, "message");
    jw_raw(w, e->json);
    jw_obj_end(w);
}

void api_getEvent(struct http_req *r) {
    struct one *o = arena_zalloc(r->arena, sizeof *o);
    struct err err = ERR_INIT;
    struct str s = r->params[0];
    if (event_number(s, &o->seq) < 0 || o->seq == 0) {
        (void)gone(&err);
        http_problem(r, &err);
        return;
    }
    o->a = r->arena;
    o->r = r;
    api_read(r, one_run, one_render, o);
}
