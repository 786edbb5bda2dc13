/* people_find.c - GET /api/people: everybody, or those who are searched for.
 *
 * THEORY      With `q`, the index is asked (unify/find.c) on a reader's thread, and the page is
 *             written in helpings on the core thread.  The order of what was found is made anew
 *             for every page, so a cursor is a place in it.  Without `q`, with match=contains,
 *             or while the index is still being made, atoms are gone through from the newest
 *             down, in helpings, so that the core is never held.
 * LIMITS      UNIFY_FIND_MAX found.
 */
#include "api/api_command.h"
#include "api/api_people.h"
#include "api/app.h"
#include "api/event_scan.h"
#include "api/routes_gen.h"
#include "unify/unify.h"

#define SEARCH_BUDGET 2000u /* atoms looked at before other commands get their turn */
#define RENDER_TAKE 25u     /* persons written by one look */
#define FRESH_MS 30         /* waited for what was sent just before */
#define FRESH_ATOMS 500u    /* when no more than these are not in the index yet */

static struct unify *unify_of(struct http_req *r) { return ((struct app *)r->app)->unify; }

struct place { uint32_t by_index, from; }; /* what a cursor holds */

struct search {
    struct command cmd; /* first */
    struct http_req *r;
    struct str q;
    struct api_columns columns;
    uint32_t from;      /* contains: below this atom; index: place in what was found */
    unsigned limit, n;
    uint32_t *atoms;
    struct jw w;
    /* index */
    unsigned found, at, end;
    bool by_index, cut;
    struct str page;
};

static void person(struct search *s, uint32_t atom) {
    if (s->columns.some)
        api_columns_json(unify_of(s->r), atom, &s->columns, &s->w);
    else
        unify_person_json(unify_of(s->r), atom, &s->w);
}

static void finish(struct search *s, bool more) {
    struct place p = { s->by_index, s->from };
    jw_arr_end(&s->w);
    api_cursor(s->r, &s->w, "people",
               more ? str_n((const char *)&p, sizeof p) : (struct str){ NULL, 0 });
    if (s->by_index) {
        JW_INT(&s->w, "found", s->found);
        JW_BOOL(&s->w, "found_more", s->cut);
    }
    jw_obj_end(&s->w);
}

/* ---- gone through from the newest ---- */

static int search_run(struct core *c, struct command *cmd, struct err *err) {
    struct search *s = (struct search *)cmd;
    (void)c;
    (void)err;
    unsigned more = unify_search(unify_of(s->r), s->q, s->from, SEARCH_BUDGET, s->atoms + s->n,
                                 s->limit - s->n, &s->from);
    for (unsigned i = 0; i < more; i++)
        person(s, s->atoms[s->n + i]);
    s->n += more;
    return 0;
}

static void search_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct search *s = (struct search *)cmd;
    struct http_req *r = s->r;
    struct err again = ERR_INIT;
    (void)seq;
    bool on = !err && s->from > 0 && s->n < s->limit;
    if (on && core_submit(((struct app *)r->app)->core, cmd, &again) == 0)
        return;
    finish(s, s->from > 0);
    if (!err && !on)
        (void)!buf_check(&r->out, &again);
    if (err || again.code != E_OK)
        http_problem(r, err ? err : &again);
    http_resume(r);
}

static void contains(struct http_req *r, struct search *s) {
    struct err err = ERR_INIT;
    struct buf q;
    buf_init(&q, "search text", 4096);
    if (unify_fold(s->q, &q, &err) < 0 || buf_check(&q, &err) < 0) {
        buf_release(&q);
        http_problem(r, &err);
        return;
    }
    s->q = str_n(arena_dup(r->arena, q.data, q.len), q.len);
    buf_release(&q);
    if (s->from == 0)
        s->from = UNIFY_NONE;
    s->atoms = arena_alloc(r->arena, s->limit * sizeof *s->atoms);
    s->cmd = (struct command){ .name = "people.search", .bytes = sizeof *s, .reads = true,
                               .run = search_run, .done = search_done };
    jw_init(&s->w, &r->out);
    jw_obj(&s->w);
    jw_key(&s->w, "items");
    jw_arr(&s->w);
    http_park(r);
    if (core_submit(((struct app *)r->app)->core, &s->cmd, &err) < 0) {
        http_problem(r, &err);
        http_resume(r);
    }
}

/* ---- found by the index ---- */

static void look_write(struct unify *u, void *ctx) {
    struct search *s = ctx;
    unsigned to = s->at + RENDER_TAKE < s->end ? s->at + RENDER_TAKE : s->end;
    for (; s->at < to; s->at++) {
        struct id id; /* erased between the search and this look: left out */
        if (unify_atom_person(u, s->atoms[s->at], &id))
            person(s, s->atoms[s->at]);
    }
}

/* Everything is written already: as one value. */
static void find_render(struct http_req *r, void *own, struct jw *w) {
    struct search *s = own;
    (void)r;
    jw_raw(w, s->page);
}

static int find_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct search *s = own;
    struct unify_find_stats st;
    struct err late = ERR_INIT;
    (void)rd;
    unify_find_stats(unify_of(r), &st);
    if (st.waiting > 0 && st.waiting <= FRESH_ATOMS)
        (void)!unify_find_wait(unify_of(r), FRESH_MS, &late);
    s->atoms = arena_alloc(r->arena, UNIFY_FIND_MAX * sizeof *s->atoms);
    int n = unify_find(unify_of(r), s->q, s->atoms, UNIFY_FIND_MAX, &s->cut, err);
    if (n < 0)
        return -1;
    s->found = (unsigned)n;
    s->at = s->from < s->found ? s->from : s->found;
    s->end = s->at + s->limit < s->found ? s->at + s->limit : s->found;
    s->from = s->end;
    struct buf out;
    buf_init(&out, "people", 64u << 20);
    jw_init(&s->w, &out);
    jw_obj(&s->w);
    jw_key(&s->w, "items");
    jw_arr(&s->w);
    int rc = 0;
    while (rc == 0 && s->at < s->end)
        rc = event_state_look(r->app, look_write, s, err);
    finish(s, s->end < s->found);
    if (rc == 0)
        rc = buf_check(&out, err);
    if (rc == 0)
        s->page = str_n(arena_dup(r->arena, out.data, out.len), out.len);
    buf_release(&out);
    return rc;
}

void api_listPeople(struct http_req *r) {
    struct search *s = arena_zalloc(r->arena, sizeof *s);
    struct err err = ERR_INIT;
    struct str cursor, q = http_query(r, "q");
    int limit;
    if (api_page(r, "people", &limit, &cursor, &err) < 0 ||
        api_columns_read(r, http_query(r, "columns"), &s->columns, &err) < 0) {
        http_problem(r, &err);
        return;
    }
    s->r = r;
    s->q = str_n(arena_dup(r->arena, q.n ? q.s : "", q.n), q.n);
    s->limit = (unsigned)limit;
    s->by_index = str_trim(s->q).n > 0 && !str_is(http_query(r, "match"), "contains") &&
                  unify_find_ready(unify_of(r));
    struct place p;
    if (cursor.n == sizeof p) { /* goes on as it began */
        memcpy(&p, cursor.s, sizeof p);
        s->from = p.from;
        s->by_index = p.by_index;
    }
    if (s->by_index)
        api_read(r, find_run, find_render, s);
    else
        contains(r, s);
}
