/* export.c - everything that is known of one person, as one JSON document.
 *
 * THEORY      The document is streamed: first what the state holds, then the events, a page of
 *             the timeline at a time, each found on the core thread and read and written by a
 *             reader thread once the page before is sent.  So neither memory nor the core ever
 *             holds more than a page.
 *             Pages go backward in time, so what arrives meanwhile is left out, unless it came
 *             late.  A person that is merged or split meanwhile is another one: the answer is
 *             then cut off, which a client sees from the missing end of the chunks.
 * LIMITS      PAGE events at a time; TRAITS_MAX values of traits and TRAITS_BYTES_MAX of them,
 *             "traits_truncated" says so.
 */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_people.h"
#include "api/app.h"
#include "api/routes_gen.h"

#define PAGE 100u
#define TRAITS_MAX 50000u
#define TRAITS_BYTES_MAX (8u << 20)

struct export {
    struct id id, person;
    uint32_t atom, n_atoms; /* of the person as the document began */
    struct timeline_at before;
    bool begun, any;
    unsigned n;
    struct timeline_row rows[PAGE];
};

static struct unify *unify_of(struct http_req *r) { return ((struct app *)r->app)->unify; }

/* ---- the events, page by page ---- */

static int page_look(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct export *x = own;
    struct unify *u = unify_of(r);
    struct id now = unify_person_id(u, x->atom);
    (void)c;
    if (memcmp(&now, &x->person, sizeof now) != 0 || unify_person_atoms(u, x->atom) != x->n_atoms)
        return err_set(err, E_CONFLICT, "the person was merged or split meanwhile");
    x->n = unify_timeline(u, x->atom, x->begun ? &x->before : NULL, STR(""), x->rows, PAGE);
    x->begun = true;
    if (x->n > 0)
        x->before = (struct timeline_at){ x->rows[x->n - 1].time_ms, x->rows[x->n - 1].at.seq };
    return 0;
}

static int page_events(struct export *x, struct reader *rd, struct http_req *r,
                       struct json_parser *p, struct err *err) {
    struct log_at at[PAGE];
    for (unsigned i = 0; i < x->n; i++)
        at[i] = x->rows[i].at;
    log_prefetch(rd->log, at, (int)x->n);
    for (unsigned i = 0; i < x->n; i++) {
        struct entry entry = { 0 };
        struct event_entry e;
        struct jw w;
        if (log_read_at(rd->log, &at[i], &entry, err) < 0)
            return -1;
        if (event_decode(&entry, &e, err) < 0) {
            if (entry.version != EVENT_VERSION_RETAINED || err->code != E_NOT_FOUND)
                return -1;
            *err = (struct err)ERR_INIT; /* a retention rule dropped it meanwhile */
            continue;
        }
        if (x->any)
            buf_u8(&r->out, ',');
        x->any = true;
        jw_init(&w, &r->out);
        api_timeline_item(r, &entry, &e, p, &w);
    }
    return buf_check(&r->out, err);
}


struct page_work { /* one after the other; one page is under way at a time */
    struct command cmd; /* first */
    struct read_job job;
    struct http_req *r;
    struct export *x;
};

static void page_read(struct read_job *job, struct reader *rd) {
    struct page_work *p =
        (struct page_work *)((char *)job - offsetof(struct page_work, job));
    struct http_req *r = p->r;
    struct err err = ERR_INIT;
    struct json_parser *parser = json_parser_new();
    if (page_events(p->x, rd, r, parser, &err) < 0) {
        http_problem(r, &err);
    } else if (p->x->n < PAGE) {
        buf_puts(&r->out, "],\"complete\":true}");
        r->more = NULL;
    }
    json_parser_free(parser);
    http_resume(r);
}

static int page_run(struct core *c, struct command *cmd, struct err *err) {
    struct page_work *p = (struct page_work *)cmd;
    return page_look(c, p->r, p->x, err);
}

static void page_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct page_work *p = (struct page_work *)cmd;
    struct http_req *r = p->r;
    struct err full = ERR_INIT;
    (void)seq;
    p->job.run = page_read;
    if (!err && readers_submit(((struct app *)r->app)->readers, &p->job, &full) == 0)
        return;
    http_problem(r, err ? err : &full);
    http_resume(r);
}

static void more(struct http_req *r) {
    struct page_work *p = r->own;
    struct err err = ERR_INIT;
    p->cmd = (struct command){ .name = "people.export", .bytes = sizeof *p, .reads = true,
                               .run = page_run, .done = page_done };
    http_park(r);
    if (core_submit(((struct app *)r->app)->core, &p->cmd, &err) < 0) {
        http_problem(r, &err);
        http_resume(r);
    }
}

/* ---- the beginning: what the state holds ---- */

static int begin(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct export *x = own;
    struct unify *u = unify_of(r);
    (void)c;
    x->atom = unify_by_id(u, x->id);
    if (x->atom == UNIFY_NONE)
        return err_set(err, E_NOT_FOUND, "there is no person with this id");
    if (api_audit_covers(r, x->atom, err) < 0)
        return -1;
    x->person = unify_person_id(u, x->atom);
    x->n_atoms = unify_person_atoms(u, x->atom);
    return 0;
}

static void render(struct http_req *r, void *own, struct jw *w) {
    struct export *x = own;
    struct unify *u = unify_of(r);
    struct page_work *p = arena_zalloc(r->arena, sizeof *p);
    p->r = r;
    p->x = x;
    jw_obj(w);
    JW_TIME(w, "exported", clock_wall_ms(core_clock(((struct app *)r->app)->core)));
    jw_key(w, "person");
    unify_person_json(u, x->atom, w);
    jw_key(w, "identities");
    unify_identities_json(u, x->atom, w);
    jw_key(w, "traits");
    bool all = api_traits_json(r, x->atom, TRAITS_MAX, TRAITS_BYTES_MAX, w);
    JW_BOOL(w, "traits_truncated", !all);
    jw_key(w, "events");
    jw_arr(w);
    r->own = p;
    r->more = more;
    http_set_header(r, "Content-Disposition", "attachment; filename=\"person.json\"");
}

void api_exportPerson(struct http_req *r) {
    struct export *x = arena_zalloc(r->arena, sizeof *x);
    struct err err = ERR_INIT;
    if (id_parse(r->params[0], &x->id) == 0) {
        api_look(r, "people.export", begin, render, x);
        return;
    }
    err_set(&err, E_NOT_FOUND, "a person's id looks like 018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11");
    http_problem(r, &err);
}
