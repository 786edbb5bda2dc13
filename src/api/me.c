/* me.c - /api/me: one's own account, password and sessions; /api/roles. */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_core.h"
#include "api/api_staff.h"
#include "api/routes_gen.h"
#include "base/utf8.h"
#include "guard/factor.h"

static struct guard *guard_of(struct http_req *r) { return ((struct app *)r->app)->guard; }
static uint32_t by_me(struct http_req *r) { return who_number(&r->who); }

/* ---- the account ---- */

void api_getMe(struct http_req *r) {
    struct staff s;
    struct jw w;
    struct err err = ERR_INIT;
    if (guard_live(guard_of(r), r->who.staff_id, r->arena, &s)) {
        err_set(&err, E_NOT_FOUND, "there is no member of staff %u", r->who.staff_id);
        http_problem(r, &err);
        return;
    }
    jw_init(&w, &r->out);
    api_me_write(r, &s, &w);
}

static struct str settings_told(struct http_req *r, const struct staff *s) {
    struct jw *w = api_audit_json(r);
    jw_obj(w);
    JW_STR(w, "name", s->name);
    JW_STR(w, "locale", s->locale);
    JW_STR(w, "theme", s->theme);
    jw_obj_end(w);
    return api_audit_text(r);
}

static int change_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct staff *s = own;
    struct db *db;
    struct json name = json_get(r->json, "name"), locale = json_get(r->json, "locale"),
                theme = json_get(r->json, "theme");
    if (core_db(c, &db, err) ||
        staff_get(guard_of(r), db, r->who.staff_id, r->arena, s, err))
        return -1;
    struct str was = settings_told(r, s);
    if (json_is(name, JSON_STRING))
        s->name = utf8_trim(json_str(name));
    if (json_is(locale, JSON_STRING))
        s->locale = json_str(locale);
    if (json_is(theme, JSON_STRING))
        s->theme = json_str(theme);
    api_audit_staff(r, s->id, was, settings_told(r, s));
    return staff_update(guard_of(r), c, s, by_me(r), err);
}

static void change_render(struct http_req *r, void *own, struct jw *w) {
    api_me_write(r, own, w);
}

void api_changeMe(struct http_req *r) {
    api_run(r, "me.change", change_run, change_render,
            arena_zalloc(r->arena, sizeof(struct staff)));
}

/* ---- the password ---- */

/* Whoever holds a session that was left open may not guess, either. */
static int attempt_of_me(struct http_req *r, struct attempt *a) {
    struct staff s;
    struct str email = { NULL, 0 };
    if (guard_live(guard_of(r), r->who.staff_id, r->arena, &s) == 0)
        email = s.email;
    return api_attempt(r, "password", email, a);
}

struct password_work {
    struct api_begin begin; /* first */
    struct attempt attempt;
    struct str before;      /* encoded, as it was checked */
    char hash[STAFF_HASH_SIZE];
};

static int password_slow(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct password_work *p = own;
    struct staff s;
    if (staff_get(guard_of(r), rd->db, r->who.staff_id, r->arena, &s, err))
        return -1;
    if (!staff_password_ok(s.hash.s, json_str(json_get(r->json, "old")))) {
        api_audit_failed(r, s.id, &p->attempt);
        err_set(err, E_FORBIDDEN, "the old password is wrong");
        return err_within(err, "/old");
    }
    throttle_well(guard_throttle(guard_of(r)), &p->attempt);
    p->before = s.hash;
    return staff_password_hash(json_str(json_get(r->json, "new")), s.email, p->hash, err)
               ? err_within(err, "/new")
               : 0;
}

static int password_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct password_work *p = own;
    struct db *db;
    struct staff s;
    if (core_db(c, &db, err) ||
        staff_get(guard_of(r), db, r->who.staff_id, r->arena, &s, err))
        return -1;
    if (!str_eq(s.hash, p->before))
        return err_set(err, E_CONFLICT, "the password was changed meanwhile");
    return staff_set_password(c, s.id, str_of(p->hash), r->who.session, by_me(r), err) ||
                   api_begin_run(c, r, &p->begin, s.id, SESSION_FULL, err)
               ? -1
               : 0;
}

static void password_render(struct http_req *r, void *own, struct jw *w) {
    api_begin_render(r, own, w);
}

void api_changePassword(struct http_req *r) {
    struct password_work *p = arena_zalloc(r->arena, sizeof(*p));
    if (attempt_of_me(r, &p->attempt))
        return;
    api_begin(r, &p->begin);
    p->begin.device = p->attempt.device;
    api_slow_run(r, "me.password", password_slow, password_run, password_render, p);
}

/* ---- the second factor ---- */

struct factor_work {
    struct attempt attempt;
    bool password_ok;
    char secret[FACTOR_SECRET_SIZE];
    char codes[FACTOR_RECOVERY][FACTOR_RECOVERY_SIZE];
    struct str email;
};

static int factor_begin_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct factor_work *f = own;
    struct db *db;
    struct staff s;
    if (core_db(c, &db, err) ||
        staff_get(guard_of(r), db, r->who.staff_id, r->arena, &s, err))
        return -1;
    f->email = s.email;
    api_audit_staff(r, s.id, (struct str){ NULL, 0 }, STR("{\"second_factor\":\"begun\"}"));
    return factor_begin(guard_of(r), c, s.id, f->secret, err);
}

static void factor_begin_render(struct http_req *r, void *own, struct jw *w) {
    struct factor_work *f = own;
    struct buf b;
    buf_init(&b, "label", 4096);
    for (size_t i = 0; i < f->email.n; i++) {
        unsigned char ch = (unsigned char)f->email.s[i];
        if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '.' || ch == '-')
            buf_putc(&b, (char)ch);
        else
            buf_printf(&b, "%%%02X", ch);
    }
    buf_putc(&b, 0);
    jw_obj(w);
    JW_Z(w, "secret", f->secret);
    JW_Z(w, "uri", arena_printf(r->arena, "otpauth://totp/Musubi:%s?secret=%s&issuer=Musubi",
                                b.data, f->secret));
    jw_obj_end(w);
    buf_release(&b);
}

void api_beginSecondFactor(struct http_req *r) {
    api_run_secret(r, "me.factor.begin", factor_begin_run, factor_begin_render,
                   arena_zalloc(r->arena, sizeof(struct factor_work)));
}

static int factor_confirm_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct factor_work *f = own;
    api_audit_staff(r, r->who.staff_id, STR("{\"second_factor\":false}"),
                    STR("{\"second_factor\":true}"));
    return factor_confirm(guard_of(r), c, r->who.staff_id,
                          json_str(json_get(r->json, "code")), f->codes, err) ||
                   session_end_all(c, r->who.staff_id, r->who.session, by_me(r), err)
               ? -1
               : 0;
}

static void factor_confirm_render(struct http_req *r, void *own, struct jw *w) {
    struct factor_work *f = own;
    (void)r;
    jw_obj(w);
    jw_key(w, "recovery_codes");
    jw_arr(w);
    for (int i = 0; i < FACTOR_RECOVERY; i++)
        jw_z(w, f->codes[i]);
    jw_arr_end(w);
    jw_obj_end(w);
}

void api_confirmSecondFactor(struct http_req *r) {
    api_run_secret(r, "me.factor.confirm", factor_confirm_run, factor_confirm_render,
                   arena_zalloc(r->arena, sizeof(struct factor_work)));
}

static int factor_off_slow(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct factor_work *f = own;
    struct staff s;
    struct json password = json_get(r->json, "password");
    if (!json_is(password, JSON_STRING))
        return 0; /* a code, then */
    if (staff_get(guard_of(r), rd->db, r->who.staff_id, r->arena, &s, err))
        return -1;
    f->password_ok = staff_password_ok(s.hash.s, json_str(password));
    if (f->password_ok)
        return 0;
    api_audit_failed(r, s.id, &f->attempt);
    err_set(err, E_FORBIDDEN, "the password is wrong");
    return err_within(err, "/password");
}

static int factor_off_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct factor_work *f = own;
    struct err bad = ERR_INIT;
    if (!f->password_ok && factor_check(guard_of(r), c, r->who.staff_id,
                                        json_str(json_get(r->json, "code")), &bad)) {
        *err = bad;
        if (bad.code == E_UNAUTHENTICATED)
            api_audit_failed(r, r->who.staff_id, &f->attempt);
        err->code = bad.code == E_UNAUTHENTICATED ? E_FORBIDDEN : bad.code;
        return err_within(err, "/code");
    }
    throttle_well(guard_throttle(guard_of(r)), &f->attempt);
    r->status = 204;
    api_audit_staff(r, r->who.staff_id, STR("{\"second_factor\":true}"),
                    STR("{\"second_factor\":false}"));
    return factor_off(c, r->who.staff_id, by_me(r), err);
}

void api_endSecondFactor(struct http_req *r) {
    struct factor_work *f = arena_zalloc(r->arena, sizeof(*f));
    if (attempt_of_me(r, &f->attempt))
        return;
    api_slow_run(r, "me.factor.end", factor_off_slow, factor_off_run, NULL, f);
}

/* ---- sessions ---- */

struct sessions_work {
    struct session_info *list;
    int n;
    uint32_t id;
};

static int sessions_read(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct sessions_work *s = own;
    s->n = session_list(guard_of(r), rd->db, r->who.staff_id, r->arena, &s->list, err);
    return s->n < 0 ? -1 : 0;
}

static void sessions_render(struct http_req *r, void *own, struct jw *w) {
    struct sessions_work *s = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (int i = 0; i < s->n; i++) {
        jw_obj(w);
        JW_INT(w, "id", s->list[i].id);
        JW_BOOL(w, "current", s->list[i].id == r->who.session);
        JW_TIME(w, "created", s->list[i].created_ms);
        JW_TIME(w, "last_seen", s->list[i].seen_ms);
        JW_TIME(w, "expires", s->list[i].ends_ms);
        JW_STR(w, "address", s->list[i].address);
        JW_STR(w, "agent", s->list[i].agent);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
}

void api_listMySessions(struct http_req *r) {
    api_read(r, sessions_read, sessions_render,
             arena_zalloc(r->arena, sizeof(struct sessions_work)));
}

static int end_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct sessions_work *s = own;
    r->status = 204;
    return session_end(c, r->who.staff_id, s->id, by_me(r), err);
}

void api_endMySession(struct http_req *r) {
    struct sessions_work *s = arena_zalloc(r->arena, sizeof(*s));
    s->id = api_number(r->params[0]);
    if (s->id == r->who.session)
        api_session_cookie(r, NULL, 0);
    api_run(r, "me.session.end", end_run, NULL, s);
}

static int end_others_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    (void)own;
    r->status = 204;
    api_audit_staff(r, r->who.staff_id, (struct str){ NULL, 0 },
                    STR("{\"other_sessions\":\"ended\"}"));
    return session_end_all(c, r->who.staff_id, r->who.session, by_me(r), err);
}

void api_endMyOtherSessions(struct http_req *r) {
    api_run(r, "me.sessions.end", end_others_run, NULL, NULL);
}

/* ---- roles ---- */

void api_listRoles(struct http_req *r) {
    uint32_t n;
    const struct guard_role *roles = guard_roles(guard_of(r), &n);
    struct jw w;
    jw_init(&w, &r->out);
    jw_obj(&w);
    jw_key(&w, "items");
    jw_arr(&w);
    for (uint32_t i = 0; i < n; i++) {
        jw_obj(&w);
        JW_Z(&w, "key", roles[i].key);
        JW_Z(&w, "title", roles[i].title);
        jw_key(&w, "scopes");
        api_scopes_write(roles[i].scopes, &w);
        JW_BOOL(&w, "masks_personal_data", roles[i].masks);
        jw_obj_end(&w);
    }
    jw_arr_end(&w);
    jw_obj_end(&w);
}
