/* audit.c - /api/audit: who changed what and looked at whom, all of it as a file, and whether its
 * chain holds.
 *
 * Rows name a person by the number of an atom (guard/audit.h); a filter by a person's id is turned
 * into the numbers of all its atoms, on the core thread, before the table is read. */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_staff.h"
#include "api/app.h"
#include "api/routes_gen.h"
#include "guard/audit.h"
#include "unify/unify.h"

#define EXPORT_ROWS 200 /* at a time */
#define CHAIN_ROWS 20000u

struct listing {
    struct audit_filter filter;
    bool of_person;
    struct id person;
    uint32_t atoms[AUDIT_ATOMS_MAX];
    int64_t from_ms, to_ms; /* INT64_MIN: open */
    bool forward;
    int limit, n;
    uint64_t next;
    struct audit_row *rows;
};

/* ---- what is asked for ---- */

static bool is_look(struct str operation) {
    for (uint32_t i = 0; i < api_n_routes; i++)
        if (str_is(operation, api_routes[i].id))
            return api_routes[i].audit == ROUTE_AUDIT_LOOK;
    return false;
}

static bool is_change(struct str operation) { return !is_look(operation); }

static int read_time(struct http_req *r, const char *name, int64_t *ret, struct err *err) {
    struct str text = http_query(r, name);
    *ret = INT64_MIN;
    if (!text.n || clock_parse(text.s, text.n, ret) == 0)
        return 0;
    err_set(err, E_INVALID, "\"%.*s\" is no time", (int)(text.n < 40 ? text.n : 40), text.s);
    err_hint(err, "2026-11-28T09:00:00Z");
    return err_within(err, "query parameter \"%s\"", name);
}

static struct str kept(struct http_req *r, const char *name) {
    struct str s = http_query(r, name);
    return str_n(arena_dup(r->arena, s.s, s.n), s.n);
}

static int read_filter(struct http_req *r, struct listing *l, struct err *err) {
    struct audit_filter *f = &l->filter;
    f->who = kept(r, "principal");
    f->operation = kept(r, "operation");
    f->subject = kept(r, "subject");
    f->text = kept(r, "text");
    f->not_detail = r->who.masked; /* what is masked must not be found by trying */
    struct str kind = http_query(r, "kind");
    if (kind.n)
        f->wants = str_is(kind, "look") ? is_look : is_change;
    if (str_starts(f->subject, STR("person:")) &&
        id_parse(str_n(f->subject.s + 7, f->subject.n - 7), &l->person) == 0) {
        l->of_person = true;
        f->atoms = l->atoms;
    }
    return read_time(r, "from", &l->from_ms, err) || read_time(r, "to", &l->to_ms, err) ? -1 : 0;
}

static int find_atoms(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct listing *l = own;
    struct unify *u = ((struct app *)r->app)->unify;
    (void)c;
    if (!l->of_person)
        return 0;
    uint32_t atom = unify_by_id(u, l->person);
    if (atom == UNIFY_NONE)
        return err_set(err, E_NOT_FOUND, "there is no person with this id");
    l->filter.n_atoms = unify_person_numbers(u, atom, l->atoms, AUDIT_ATOMS_MAX);
    return 0;
}

static int read_bounds(struct db *db, struct listing *l, struct err *err) {
    struct audit_filter *f = &l->filter;
    if (l->from_ms != INT64_MIN && audit_id_at(db, l->from_ms, &f->first, err) < 0)
        return -1;
    uint64_t end;
    if (l->to_ms != INT64_MIN) {
        if (audit_id_at(db, l->to_ms, &end, err) < 0)
            return -1;
        if (end <= 1)
            f->first = UINT32_MAX + 1ull; /* nothing is before it: an empty range */
        f->last = end > 1 ? end - 1 : 1;
    }
    l->from_ms = l->to_ms = INT64_MIN;
    return 0;
}

/* ---- what is answered ---- */

/* "key:3" as {"kind":"key","id":"3"}, with what else. */
static void split(struct jw *w, struct str text, struct str *ret_id) {
    const char *colon = text.n ? memchr(text.s, ':', text.n) : NULL;
    size_t n = colon ? (size_t)(colon - text.s) : text.n;
    JW_STR(w, "kind", str_n(text.s, n));
    *ret_id = colon ? str_n(colon + 1, text.n - n - 1) : (struct str){ NULL, 0 };
}

static void str_or_null(struct jw *w, const char *name, struct str s) {
    jw_key(w, name);
    if (s.s)
        jw_str(w, s);
    else
        jw_null(w);
}

static void hex_member(struct jw *w, const char *name, struct str bytes) {
    char hex[2 * AUDIT_DIGEST + 1];
    jw_key(w, name);
    if (!bytes.s || bytes.n > AUDIT_DIGEST) {
        jw_null(w);
        return;
    }
    hash_hex((const uint8_t *)bytes.s, bytes.n, hex);
    jw_z(w, hex);
}

static void subject_json(const struct audit_row *row, struct json_parser *p, struct jw *w) {
    struct str id;
    struct json detail;
    struct err none = ERR_INIT;
    JW_OBJ_KEY(w, "subject");
    split(w, row->subject, &id);
    if (str_starts(row->subject, STR("person:"))) {
        id = (struct str){ NULL, 0 };
        if (row->detail.s && json_parse(p, row->detail.s, row->detail.n, &detail, &none) == 0 &&
            json_is(json_get(detail, "person"), JSON_STRING))
            id = json_str(json_get(detail, "person"));
    }
    str_or_null(w, "id", id);
    JW_STR(w, "key", row->subject);
    jw_obj_end(w);
}

/* What names people stands in the detail alone, so that alone is masked where roles say so, and
 * its salt: with that and `sealed`, guesses could be tried. */
static void detail_json(struct http_req *r, const struct audit_row *row, struct json_parser *p,
                        struct jw *w) {
    struct json v;
    struct err none = ERR_INIT;
    jw_key(w, "detail");
    if (!row->detail.s)
        jw_null(w);
    else if (!r->who.masked)
        jw_raw(w, row->detail);
    else if (json_parse(p, row->detail.s, row->detail.n, &v, &none) == 0)
        api_mask_json(v, w);
    else
        jw_null(w);
}

/* proof: with what the chain is computed of. */
static void row_json(struct http_req *r, const struct audit_row *row, struct json_parser *p,
                     bool proof, struct jw *w) {
    struct str id;
    jw_obj(w);
    JW_INT(w, "id", (int64_t)row->id);
    JW_TIME(w, "time", row->at_ms);
    JW_OBJ_KEY(w, "principal");
    split(w, row->who, &id);
    str_or_null(w, "id", id);
    JW_STR(w, "name", row->who_name);
    jw_obj_end(w);
    JW_STR(w, "address", row->address);
    JW_STR(w, "request_id", row->request);
    JW_STR(w, "operation", row->operation);
    JW_Z(w, "kind", is_look(row->operation) ? "look" : "change");
    subject_json(row, p, w);
    detail_json(r, row, p, w);
    JW_BOOL(w, "cleared", !row->detail.s);
    if (proof) {
        hex_member(w, "salt", r->who.masked ? (struct str){ NULL, 0 } : row->salt);
        hex_member(w, "sealed", row->sealed);
    }
    hex_member(w, "chain", row->chain);
    jw_obj_end(w);
}

static int list_read(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct listing *l = own;
    if (read_bounds(rd->db, l, err) < 0)
        return -1;
    l->n = audit_list(rd->db, &l->filter, l->forward, l->limit, r->arena, &l->rows, &l->next,
                      err);
    return l->n < 0 ? -1 : 0;
}

static void list_render(struct http_req *r, void *own, struct jw *w) {
    struct listing *l = own;
    struct json_parser *p = json_parser_new();
    r->masks_itself = true;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (int i = 0; i < l->n; i++)
        row_json(r, &l->rows[i], p, false, w);
    jw_arr_end(w);
    api_cursor(r, w, "audit",
               l->next ? str_n((const char *)&l->next, sizeof l->next)
                       : (struct str){ NULL, 0 });
    jw_obj_end(w);
    json_parser_free(p);
}

void api_listAudit(struct http_req *r) {
    struct listing *l = arena_zalloc(r->arena, sizeof *l);
    struct err err = ERR_INIT;
    struct str cursor;
    if (api_page(r, "audit", &l->limit, &cursor, &err) < 0 || read_filter(r, l, &err) < 0) {
        http_problem(r, &err);
        return;
    }
    if (cursor.n == sizeof l->filter.last) { /* within the bounds, which the first page found */
        memcpy(&l->filter.last, cursor.s, sizeof l->filter.last);
        l->to_ms = INT64_MIN;
    }
    api_look_then_read(r, "audit.list", find_atoms, list_read, list_render, l);
}

/* ---- all of it, as lines ---- */

struct export {
    struct read_job job; /* first */
    struct http_req *r;
    struct listing list;
    struct arena rows; /* of a page */
};

static void export_gone(struct http_req *r) {
    arena_release(&((struct export *)r->own)->rows);
}

static int export_page(struct export *x, struct db *db, struct err *err) {
    struct listing *l = &x->list;
    struct json_parser *p = json_parser_new();
    struct jw w;
    arena_reset(&x->rows);
    int n = read_bounds(db, l, err);
    if (n == 0)
        n = audit_list(db, &l->filter, true, EXPORT_ROWS, &x->rows, &l->rows, &l->next, err);
    for (int i = 0; i < n; i++) {
        jw_init(&w, &x->r->out);
        row_json(x->r, &l->rows[i], p, true, &w);
        buf_putc(&x->r->out, '\n');
    }
    json_parser_free(p);
    l->filter.first = l->next;
    return n < 0 ? -1 : buf_check(&x->r->out, err);
}

static void export_read(struct read_job *job, struct reader *rd) {
    struct export *x = (struct export *)job;
    struct http_req *r = x->r;
    struct err err = ERR_INIT;
    do /* a page may hold nothing; an empty piece would end the answer */
        if (export_page(x, rd->db, &err) < 0)
            break;
    while (r->out.len == 0 && x->list.next);
    if (err.code != E_OK)
        http_problem(r, &err);
    else if (!x->list.next)
        r->more = NULL;
    http_resume(r);
}

static void export_more(struct http_req *r) {
    struct export *x = r->own;
    struct err err = ERR_INIT;
    x->job.run = export_read;
    http_park(r);
    if (readers_submit(((struct app *)r->app)->readers, &x->job, &err) < 0) {
        http_problem(r, &err);
        http_resume(r);
    }
}

static int export_look(struct core *c, struct http_req *r, void *own, struct err *err) {
    return find_atoms(c, r, &((struct export *)own)->list, err);
}

static int export_begin(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    (void)rd, (void)r, (void)own, (void)err;
    return 0;
}

static void export_render(struct http_req *r, void *own, struct jw *w) {
    (void)w;
    r->own = own;
    r->gone = export_gone;
    r->more = export_more;
    r->masks_itself = true;
    r->content_type = "application/x-ndjson";
    http_set_header(r, "Content-Disposition", "attachment; filename=\"audit.ndjson\"");
}

void api_exportAudit(struct http_req *r) {
    struct export *x = arena_zalloc(r->arena, sizeof *x);
    struct err err = ERR_INIT;
    x->r = r;
    x->list.forward = true;
    arena_init(&x->rows, "audit rows", 64u << 20);
    if (read_filter(r, &x->list, &err) < 0) {
        http_problem(r, &err);
        return;
    }
    api_look_then_read(r, "audit.export", export_look, export_begin, export_render, x);
}

/* ---- does the chain hold? ---- */

struct chain_place { /* in the cursor, which nobody else can make */
    uint64_t next, cleared;
    uint8_t head[AUDIT_DIGEST];
};

struct chain {
    struct command again; /* first */
    struct audit *audit;
    struct audit_walk walk;
    struct audit_told told; /* when this stretch began, or after it */
    bool behind;            /* the table is ahead of what this node knows */
};

static int chain_look(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct chain *x = own;
    (void)c, (void)err;
    x->audit = ((struct app *)r->app)->audit;
    audit_told(x->audit, &x->told);
    return 0;
}

static int chain_again(struct core *c, struct command *cmd, struct err *err) {
    struct chain *x = (struct chain *)cmd;
    struct audit_told now;
    (void)c, (void)err;
    audit_told(x->audit, &now);
    x->told.cleared = now.cleared;
    return 0;
}

/* What the log tells, at least up to its end as the table's reader sees it: rows were cleared
 * while we walked, or this node follows and has not read of it. */
static int chain_tell_again(struct reader *rd, struct http_req *r, struct chain *x,
                            struct err *err) {
    struct err late = ERR_INIT;
    struct sql *q = db_sql(rd->db, SQL("SELECT first_seq + n - 1 FROM log "
                                       "ORDER BY first_seq DESC LIMIT 1"), err);
    int rc = q ? sql_step(q, err) : -1;
    uint64_t seq = rc > 0 ? (uint64_t)sql_get_int(q, 0) : 0;
    sql_end(q);
    x->again = (struct command){ .name = "audit.chain", .bytes = sizeof *x, .reads = true,
                                 .min_seq = seq, .run = chain_again };
    if (rc >= 0 && core_call(((struct app *)r->app)->core, &x->again, &late) < 0)
        x->behind = true;
    return rc < 0 ? -1 : 0;
}

static int chain_read(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct chain *x = own;
    struct audit_walk *w = &x->walk;
    if (audit_walk(rd->db, w, x->told.rows, CHAIN_ROWS, err) < 0)
        return -1;
    x->behind = w->next > x->told.rows + 1; /* a page before was another node's */
    if (w->fault || x->behind || w->next <= x->told.rows)
        return 0;
    if (memcmp(w->head, x->told.head, sizeof w->head) != 0) {
        w->fault = "the chain is not what the log tells";
        return 0;
    }
    if (w->cleared > x->told.cleared && chain_tell_again(rd, r, x, err) < 0)
        return -1;
    if (!x->behind && w->cleared > x->told.cleared) /* fewer: some were cleared behind us */
        w->fault = "details were removed that the log does not tell of";
    return 0;
}

static void chain_render(struct http_req *r, void *own, struct jw *w) {
    struct chain *x = own;
    const struct audit_walk *k = &x->walk;
    bool over = k->fault || (!x->behind && k->next > x->told.rows);
    struct chain_place at = { .next = k->next, .cleared = k->cleared };
    memcpy(at.head, k->head, sizeof at.head);
    jw_obj(w);
    JW_Z(w, "state", k->fault ? "broken" : over ? "intact" : "unfinished");
    JW_INT(w, "rows", (int64_t)x->told.rows);
    JW_INT(w, "checked", (int64_t)k->next - 1);
    JW_INT(w, "cleared", (int64_t)k->cleared);
    hex_member(w, "head", str_n((const char *)k->head, sizeof k->head));
    jw_key(w, "fault");
    if (k->fault) {
        jw_obj(w);
        JW_INT(w, "row", (int64_t)(k->next < x->told.rows ? k->next : x->told.rows));
        JW_Z(w, "what", k->fault);
        jw_obj_end(w);
    } else {
        jw_null(w);
    }
    api_cursor(r, w, "audit chain",
               over ? (struct str){ NULL, 0 } : str_n((const char *)&at, sizeof at));
    jw_obj_end(w);
}

void api_checkAudit(struct http_req *r) {
    struct chain *x = arena_zalloc(r->arena, sizeof *x);
    struct err err = ERR_INIT;
    struct chain_place at;
    struct str cursor;
    int limit;
    if (api_page(r, "audit chain", &limit, &cursor, &err) < 0) {
        http_problem(r, &err);
        return;
    }
    x->walk.next = 1;
    if (cursor.n == sizeof at) {
        memcpy(&at, cursor.s, sizeof at);
        x->walk.next = at.next;
        x->walk.cleared = at.cleared;
        memcpy(x->walk.head, at.head, sizeof at.head);
    }
    api_look_then_read(r, "audit.check", chain_look, chain_read, chain_render, x);
}
