/* team.c - /api/staff, /api/invitations, /api/password-reset: the others.
 *
 * THEORY      Nobody gives or takes more than they have: whoever changes an account, invites or
 *             resets needs every scope of the roles concerned, and to be an owner where one of
 *             them is the owner's.  Else an administrator would be an owner in two steps.
 * THREADS     As api_command.h says. */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_core.h"
#include "api/api_staff.h"
#include "api/routes_gen.h"
#include "base/utf8.h"
#include "guard/factor.h"
#include "guard/link.h"

#include <stdio.h>

static struct guard *guard_of(struct http_req *r) { return ((struct app *)r->app)->guard; }

bool api_is_owner(struct http_req *r) {
    struct staff me;
    return r->who.kind == WHO_STAFF &&
           guard_live(guard_of(r), r->who.staff_id, r->arena, &me) == 0 &&
           me.roles & GUARD_OWNER;
}

static int may_manage(struct http_req *r, uint32_t roles, struct err *err) {
    bool lacks = (guard_role_scopes(guard_of(r), roles) & ~r->who.scopes) != 0;
    if (!lacks && (!(roles & GUARD_OWNER) || api_is_owner(r)))
        return 0;
    err_set(err, E_FORBIDDEN, "somebody with these roles may do more than you");
    return err_hint(err, "ask an owner");
}

/* The roles of a JSON array as bits. */
int api_read_roles(struct http_req *r, struct json names, uint32_t *ret, struct err *err) {
    *ret = 0;
    for (struct json_it it = json_it(names); json_next(&it);) {
        uint32_t bit;
        if (guard_role_bits(guard_of(r), json_str(it.value), &bit, err))
            return err_within(err, "/roles");
        *ret |= bit;
    }
    if (*ret)
        return may_manage(r, *ret, err);
    err_set(err, E_INVALID, "at least one role is needed");
    return err_within(err, "/roles");
}

static void optional_time(struct jw *w, const char *name, int64_t ms) {
    jw_key(w, name);
    if (ms)
        jw_time(w, ms);
    else
        jw_null(w);
}

static void write_member(struct http_req *r, const struct staff *s, struct jw *w) {
    jw_obj(w);
    JW_INT(w, "id", s->id);
    JW_STR(w, "name", s->name);
    JW_STR(w, "email", s->email);
    jw_key(w, "roles");
    api_roles_write(r, s->roles, w);
    JW_BOOL(w, "second_factor", s->second_factor);
    JW_BOOL(w, "password", s->hash.n > 0);
    JW_TIME(w, "created", s->created_ms);
    optional_time(w, "disabled", s->disabled_ms);
    optional_time(w, "signed_in", s->signed_in_ms);
    jw_obj_end(w);
}

/* ---- the list ---- */

struct team_work {
    uint32_t id, after;
    int limit, n;
    struct staff *list;
    struct link *links;
    struct staff staff;
    struct link link;
    char token[LINK_TOKEN_SIZE];
};

static struct team_work *list_new(struct http_req *r, const char *list) {
    struct team_work *w = arena_zalloc(r->arena, sizeof(*w));
    struct err err = ERR_INIT;
    struct str at;
    if (api_page(r, list, &w->limit, &at, &err)) {
        http_problem(r, &err);
        return NULL;
    }
    w->after = at.s ? api_number(at) : 0;
    return w;
}

static void list_end(struct http_req *r, struct jw *w, const char *list, struct team_work *t,
                     uint32_t last) {
    char at[16];
    struct str next = { NULL, 0 };
    jw_arr_end(w);
    if (t->n == t->limit)
        next = str_n(at, (size_t)snprintf(at, sizeof(at), "%u", last));
    api_cursor(r, w, list, next);
    jw_obj_end(w);
}

static int staff_list_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct team_work *w = own;
    w->n = staff_list(guard_of(r), rd->db, w->after, w->limit, r->arena, &w->list, err);
    return w->n < 0 ? -1 : 0;
}

static void staff_list_render(struct http_req *r, void *own, struct jw *w) {
    struct team_work *t = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (int i = 0; i < t->n; i++)
        write_member(r, &t->list[i], w);
    list_end(r, w, "staff", t, t->n ? t->list[t->n - 1].id : 0);
}

void api_listStaff(struct http_req *r) {
    struct team_work *w = list_new(r, "staff");
    if (w)
        api_read(r, staff_list_run, staff_list_render, w);
}

static int staff_one_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct team_work *w = own;
    return staff_get(guard_of(r), rd->db, w->id, r->arena, &w->staff, err);
}

static void staff_one_render(struct http_req *r, void *own, struct jw *w) {
    struct team_work *t = own;
    write_member(r, &t->staff, w);
}

void api_getStaff(struct http_req *r) {
    struct team_work *w = arena_zalloc(r->arena, sizeof(*w));
    w->id = api_number(r->params[0]);
    api_read(r, staff_one_run, staff_one_render, w);
}

/* ---- change ---- */

/* The account, when the caller may change it. */
static int target(struct core *c, struct http_req *r, struct team_work *w, struct err *err) {
    struct db *db;
    return core_db(c, &db, err) || staff_get(guard_of(r), db, w->id, r->arena, &w->staff, err) ||
                   may_manage(r, w->staff.roles, err)
               ? -1
               : 0;
}

static int change_disabled(struct core *c, struct http_req *r, struct team_work *w, bool off,
                           struct err *err) {
    if (off == (w->staff.disabled_ms != 0))
        return 0;
    if (off && r->who.kind == WHO_STAFF && r->who.staff_id == w->id) {
        err_set(err, E_CONFLICT, "you would lock yourself out");
        return err_within(err, "/disabled");
    }
    return staff_disable(guard_of(r), c, w->id, off, who_number(&r->who), err);
}

static int change_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct team_work *w = own;
    struct db *db;
    struct json roles = json_get(r->json, "roles"), name = json_get(r->json, "name");
    bool disabled, factor;
    if (target(c, r, w, err))
        return -1;
    struct str was = api_staff_told(r, &w->staff);
    if (json_is(roles, JSON_ARRAY) && api_read_roles(r, roles, &w->staff.roles, err))
        return -1;
    if (json_is(name, JSON_STRING))
        w->staff.name = utf8_trim(json_str(name));
    if ((json_is(roles, JSON_ARRAY) || json_is(name, JSON_STRING)) &&
        staff_update(guard_of(r), c, &w->staff, who_number(&r->who), err))
        return -1;
    if (json_bool(json_get(r->json, "disabled"), &disabled) &&
        change_disabled(c, r, w, disabled, err))
        return -1;
    if (json_bool(json_get(r->json, "second_factor"), &factor) && !factor &&
        w->staff.second_factor && factor_off(c, w->id, who_number(&r->who), err))
        return -1;
    if (core_db(c, &db, err) || staff_get(guard_of(r), db, w->id, r->arena, &w->staff, err))
        return -1;
    api_audit_staff(r, w->id, was, api_staff_told(r, &w->staff));
    return 0;
}

void api_changeStaff(struct http_req *r) {
    struct team_work *w = arena_zalloc(r->arena, sizeof(*w));
    w->id = api_number(r->params[0]);
    api_run(r, "staff.change", change_run, staff_one_render, w);
}

/* ---- links ---- */

static void write_url(struct http_req *r, const struct team_work *t, struct jw *w) {
    JW_Z(w, "url", api_page_url(r, t->link.kind == LINK_RESET ? "reset" : "invitation",
                                t->token));
    JW_TIME(w, "expires", t->link.ends_ms);
}

static int reset_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct team_work *w = own;
    if (target(c, r, w, err))
        return -1;
    w->link = (struct link){ .kind = LINK_RESET, .staff = w->id, .email = w->staff.email,
                             .by = who_number(&r->who) };
    r->status = 201;
    api_audit_staff(r, w->id, (struct str){ NULL, 0 }, STR("{\"reset_link\":\"made\"}"));
    return link_make(guard_of(r), c, &w->link, w->token, err);
}

static void reset_render(struct http_req *r, void *own, struct jw *w) {
    jw_obj(w);
    write_url(r, own, w);
    jw_obj_end(w);
}

void api_makeReset(struct http_req *r) {
    struct team_work *w = arena_zalloc(r->arena, sizeof(*w));
    w->id = api_number(r->params[0]);
    api_run_secret(r, "staff.reset", reset_run, reset_render, w);
}

static void write_invitation(struct http_req *r, const struct link *l, struct jw *w) {
    JW_INT(w, "id", l->id);
    JW_STR(w, "email", l->email);
    jw_key(w, "roles");
    api_roles_write(r, l->roles, w);
    JW_TIME(w, "created", l->created_ms);
}

/* Without what opens anything. */
static struct str invitation_told(struct http_req *r, const struct link *l) {
    struct jw *w = api_audit_json(r);
    jw_obj(w);
    write_invitation(r, l, w);
    jw_obj_end(w);
    return api_audit_text(r);
}

static struct str invitation_subject(struct http_req *r, const struct link *l) {
    return str_of(arena_printf(r->arena, "invitation:%u", l->id));
}

static int invite_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct team_work *w = own;
    w->link = (struct link){ .kind = LINK_INVITATION, .by = who_number(&r->who) };
    if (staff_email(json_str(json_get(r->json, "email")), r->arena, &w->link.email, err))
        return err_within(err, "/email");
    if (api_read_roles(r, json_get(r->json, "roles"), &w->link.roles, err))
        return -1;
    r->status = 201;
    if (link_make(guard_of(r), c, &w->link, w->token, err))
        return -1;
    api_audit(r, invitation_subject(r, &w->link), (struct str){ NULL, 0 },
              invitation_told(r, &w->link));
    return 0;
}

static void invite_render(struct http_req *r, void *own, struct jw *w) {
    struct team_work *t = own;
    jw_obj(w);
    write_invitation(r, &t->link, w);
    write_url(r, t, w);
    jw_obj_end(w);
}

void api_invite(struct http_req *r) {
    api_run_secret(r, "staff.invite", invite_run, invite_render,
                   arena_zalloc(r->arena, sizeof(struct team_work)));
}

static int invitations_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct team_work *w = own;
    w->n = link_list(guard_of(r), rd->db, w->after, w->limit, r->arena, &w->links, err);
    return w->n < 0 ? -1 : 0;
}

static void invitations_render(struct http_req *r, void *own, struct jw *w) {
    struct team_work *t = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (int i = 0; i < t->n; i++) {
        jw_obj(w);
        write_invitation(r, &t->links[i], w);
        JW_TIME(w, "expires", t->links[i].ends_ms);
        jw_obj_end(w);
    }
    list_end(r, w, "invitations", t, t->n ? t->links[t->n - 1].id : 0);
}

void api_listInvitations(struct http_req *r) {
    struct team_work *w = list_new(r, "invitations");
    if (w)
        api_read(r, invitations_run, invitations_render, w);
}

static int uninvite_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct team_work *w = own;
    struct db *db;
    if (core_db(c, &db, err) ||
        link_get(guard_of(r), db, LINK_INVITATION, w->id, r->arena, &w->link, err) ||
        link_delete(c, w->id, err))
        return -1;
    guard_emit(c, 0, STAFF_UNINVITED, who_number(&r->who), w->id);
    api_audit(r, invitation_subject(r, &w->link), invitation_told(r, &w->link),
              (struct str){ NULL, 0 });
    r->status = 204;
    return 0;
}

void api_withdrawInvitation(struct http_req *r) {
    struct team_work *w = arena_zalloc(r->arena, sizeof(*w));
    w->id = api_number(r->params[0]);
    api_run(r, "staff.uninvite", uninvite_run, NULL, w);
}

static int by_token_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct team_work *w = own;
    return link_find(guard_of(r), rd->db, LINK_INVITATION, r->params[0], r->arena, &w->link, err);
}

static void by_token_render(struct http_req *r, void *own, struct jw *w) {
    struct team_work *t = own;
    http_set_header(r, "Cache-Control", "no-store");
    jw_obj(w);
    JW_STR(w, "email", t->link.email);
    jw_key(w, "roles");
    api_roles_write(r, t->link.roles, w);
    JW_TIME(w, "expires", t->link.ends_ms);
    jw_obj_end(w);
}

void api_getInvitation(struct http_req *r) {
    api_read(r, by_token_run, by_token_render, arena_zalloc(r->arena, sizeof(struct team_work)));
}

/* ---- whoever got a link ---- */

struct use_work {
    struct api_begin begin; /* first */
    enum link_kind kind;
    char hash[STAFF_HASH_SIZE];
};

/* Only who has a link may have a password hashed. */
static int use_slow(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct use_work *u = own;
    struct link l;
    struct staff s = { .id = 0 };
    if (link_find(guard_of(r), rd->db, u->kind, json_str(json_get(r->json, "token")), r->arena,
                  &l, err))
        return -1;
    if (u->kind == LINK_RESET && staff_get(guard_of(r), rd->db, l.staff, r->arena, &s, err))
        return -1;
    struct str email = u->kind == LINK_RESET ? s.email : l.email;
    return staff_password_hash(json_str(json_get(r->json, "password")), email, u->hash, err)
               ? err_within(err, "/password")
               : 0;
}

static int use_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct use_work *u = own;
    struct guard *g = guard_of(r);
    struct db *db;
    struct link l;
    struct staff s = { .hash = str_of(u->hash) };
    if (core_db(c, &db, err) ||
        link_find(g, db, u->kind, json_str(json_get(r->json, "token")), r->arena, &l, err) ||
        link_delete(c, l.id, err))
        return -1;
    if (u->kind == LINK_INVITATION) {
        s.name = utf8_trim(json_str(json_get(r->json, "name")));
        s.email = l.email;
        s.roles = l.roles;
        r->status = 201;
        if (staff_create(g, c, &s, l.by, &s.id, err))
            return -1;
        api_audit(r, invitation_subject(r, &l), invitation_told(r, &l), (struct str){ NULL, 0 });
        api_audit_staff(r, s.id, (struct str){ NULL, 0 }, api_staff_told(r, &s));
    } else if (staff_set_password(c, l.staff, s.hash, 0, l.by, err) ||
               staff_get(g, db, l.staff, r->arena, &s, err)) {
        return -1;
    }
    return api_begin_run(c, r, &u->begin, s.id, s.second_factor ? SESSION_HALF : SESSION_FULL,
                         err);
}

static void use_render(struct http_req *r, void *own, struct jw *w) {
    api_begin_render(r, own, w);
}

static void use(struct http_req *r, const char *name, enum link_kind kind) {
    struct use_work *u = arena_zalloc(r->arena, sizeof(*u));
    u->kind = kind;
    api_begin(r, &u->begin);
    api_slow_run(r, name, use_slow, use_run, use_render, u);
}

void api_acceptInvitation(struct http_req *r) { use(r, "staff.accept", LINK_INVITATION); }
void api_resetPassword(struct http_req *r) { use(r, "staff.reset.use", LINK_RESET); }
