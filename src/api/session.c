/* session.c - signing in and out: /api/session, /api/setup; the cookie.
 *
 * THEORY      The cookie holds the token and nothing else.  It is HttpOnly and SameSite=Lax; over
 *             HTTPS also Secure and named __Host-, so that no other host of the domain can plant
 *             one.  Whoever signs in gets a new token, whatever cookie came along; the session
 *             of that cookie ends, if it was the same member's.  A change with a cookie must
 *             also carry the session's token in X-CSRF-Token, and must not come from another
 *             site's page (http/origin.c).
 * THREADS     As api_command.h says. */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_staff.h"
#include "api/routes_gen.h"
#include "base/check.h"
#include "base/utf8.h"
#include "guard/factor.h"
#include "guard/provider.h"

#include <stdio.h>

_Static_assert(GUARD_BY_STAFF == WHO_NUMBER_STAFF, "one number for who did it");

static struct app *app_of(struct http_req *r) { return r->app; }

/* ---- the cookie ---- */

static const char *cookie_name(const struct app *app) {
    return app->secure ? "__Host-musubi_session" : "musubi_session";
}

struct str api_cookie(struct http_req *r, const char *name) {
    struct str all = http_header(r, "Cookie"), none = { NULL, 0 };
    while (all.n) {
        const char *semi = memchr(all.s, ';', all.n);
        struct str one = str_trim(str_n(all.s, semi ? (size_t)(semi - all.s) : all.n));
        const char *eq = one.n ? memchr(one.s, '=', one.n) : NULL;
        if (eq && str_is(str_n(one.s, (size_t)(eq - one.s)), name))
            return str_n(eq + 1, (size_t)(one.s + one.n - eq) - 1);
        if (!semi)
            break;
        all = str_n(semi + 1, (size_t)(all.s + all.n - semi) - 1);
    }
    return none;
}

struct str api_session_token(struct http_req *r) {
    return api_cookie(r, cookie_name(app_of(r)));
}

void api_session_cookie(struct http_req *r, const char *token, int64_t seconds) {
    const struct app *app = app_of(r);
    http_set_header(r, "Set-Cookie",
                    arena_printf(r->arena, "%s=%s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s",
                                 cookie_name(app), token ? token : "",
                                 (long long)(token ? seconds : 0), app->secure ? "; Secure" : ""));
}

#define LACKS_FACTOR "a second factor must be set up first: POST /api/me/second-factor"

int api_session_of(void *ctx, struct http_req *r, struct who *ret, struct err *err) {
    struct app *app = ctx;
    struct session_who s;
    struct str token = api_session_token(r);
    char csrf[SESSION_CSRF_SIZE];
    if (!token.n)
        return err_set(err, E_UNAUTHENTICATED, "there is no session");
    if (!atomic_load(&app->open))
        return err_set(err, E_UNAVAILABLE, "the server is starting");
    if (guard_auth(app->guard, token, &s) || s.state != SESSION_FULL)
        return err_set(err, E_UNAUTHENTICATED, "there is no such session, or it has ended");
    session_csrf(token, csrf);
    if (r->route->flags & ROUTE_WRITES &&
        !str_eq_secret(http_header(r, "X-CSRF-Token"), str_of(csrf))) {
        err_set(err, E_FORBIDDEN, "the session's token is missing or wrong");
        return err_hint(err, "send csrf of GET /api/session as X-CSRF-Token");
    }
    *ret = (struct who){ .kind = WHO_STAFF, .staff_id = s.staff, .session = s.session,
                         .scopes = s.scopes, .masked = s.masked,
                         .barred = s.lacks_factor ? LACKS_FACTOR : NULL,
                         .renew = guard_renew(app->guard, &s) };
    return 0;
}

void api_client(struct http_req *r, struct api_client *ret) {
    struct str ip = http_client_ip(r), agent = http_header(r, "User-Agent");
    agent.n = utf8_valid(agent.s, agent.n) ? utf8_cut(agent, SESSION_AGENT_MAX) : 0;
    ret->address = str_n(arena_dup(r->arena, ip.n ? ip.s : "", ip.n), ip.n);
    ret->agent = str_n(arena_dup(r->arena, agent.n ? agent.s : "", agent.n), agent.n);
}

/* ---- devices that are known ----
 * Whoever signed in once gets a cookie that proves it for this e-mail, for a year: by it such a
 * device is told from those who guess (guard/throttle.c).  It opens nothing. */

#define DEVICE_S (365 * 24 * 3600LL)
#define DEVICE_CHARS 22

static const char *device_cookie(const struct app *app) {
    return app->secure ? "__Host-musubi_device" : "musubi_device";
}

static void device_mac(struct app *app, struct str nonce, struct str email, char out[45]) {
    uint8_t secret[32], mac[32];
    struct buf b;
    core_node_secret(app->core, secret);
    buf_init(&b, "device", 1 << 16);
    buf_puts(&b, "device ");
    buf_bytes(&b, nonce);
    buf_bytes(&b, email);
    hash_hmac_sha256(str_n((const char *)secret, 32), buf_str(&b), mac);
    buf_release(&b);
    out[hash_base64url_encode(mac, 32, out)] = 0;
}

/* What names the device, when it is known for this e-mail. */
static struct str device_of(struct http_req *r, struct str email) {
    struct str none = { NULL, 0 }, v = api_cookie(r, device_cookie(app_of(r)));
    char want[45];
    if (v.n != DEVICE_CHARS + 1 + 43 || v.s[DEVICE_CHARS] != '.')
        return none;
    struct str nonce = str_n(v.s, DEVICE_CHARS);
    device_mac(app_of(r), nonce, email, want);
    return str_eq_secret(str_n(v.s + DEVICE_CHARS + 1, 43), str_of(want))
               ? str_n(arena_dup(r->arena, nonce.s, nonce.n), nonce.n)
               : none;
}

static void device_set(struct http_req *r, struct str email) {
    struct app *app = app_of(r);
    uint8_t bits[16];
    char nonce[25], mac[45];
    hash_random(bits, sizeof(bits));
    nonce[hash_base64url_encode(bits, sizeof(bits), nonce)] = 0;
    device_mac(app, str_of(nonce), email, mac);
    http_set_header(r, "Set-Cookie",
                    arena_printf(r->arena, "%s=%s.%s; Path=/; Max-Age=%lld; HttpOnly; "
                                           "SameSite=Lax%s",
                                 device_cookie(app), nonce, mac, DEVICE_S,
                                 app->secure ? "; Secure" : ""));
}

int api_attempt(struct http_req *r, const char *what, struct str account, struct attempt *a) {
    struct err err = ERR_INIT, bad = ERR_INIT;
    struct api_client client;
    char seconds[24];
    struct str email = account;
    api_client(r, &client);
    if (staff_email(account, r->arena, &email, &bad))
        email.n = email.n < STAFF_EMAIL_MAX ? email.n : STAFF_EMAIL_MAX;
    *a = (struct attempt){ .what = what, .account = email, .address = client.address,
                           .device = device_of(r, email) };
    int64_t wait = throttle_try(guard_throttle(app_of(r)->guard), a,
                                clock_wall_ms(core_clock(app_of(r)->core)));
    if (!wait)
        return 0;
    snprintf(seconds, sizeof(seconds), "%lld", (long long)((wait + 999) / 1000));
    http_set_header(r, "Retry-After", seconds);
    err_set(&err, E_RATE, "too many attempts went wrong");
    err_hint(&err, "try again in %s s", seconds);
    http_problem(r, &err);
    return -1;
}

struct str api_base_url(struct http_req *r) {
    const char *base = app_of(r)->public_url;
    if (!base)
        base = atomic_load(&app_of(r)->own_url);
    struct str url = str_of(base);
    while (url.n && url.s[url.n - 1] == '/')
        url.n--;
    return url;
}

char *api_page_url(struct http_req *r, const char *page, const char *token) {
    return arena_printf(r->arena, "%.*s/app/%s#%s", STR_FMT(api_base_url(r)), page, token);
}

/* ---- the answer ---- */

void api_scopes_write(uint64_t scopes, struct jw *w) {
    jw_arr(w);
    for (uint32_t i = 0; i < api_n_scopes; i++)
        if (scopes >> i & 1)
            jw_z(w, api_scope_names[i]);
    jw_arr_end(w);
}

void api_roles_write(struct http_req *r, uint32_t roles, struct jw *w) {
    uint32_t n;
    const struct guard_role *all = guard_roles(app_of(r)->guard, &n);
    jw_arr(w);
    for (uint32_t i = 0; i < n; i++)
        if (roles >> i & 1)
            jw_z(w, all[i].key);
    jw_arr_end(w);
}

struct str api_staff_told(struct http_req *r, const struct staff *s) {
    struct jw *w = api_audit_json(r);
    jw_obj(w);
    JW_STR(w, "name", s->name);
    JW_STR(w, "email", s->email);
    jw_key(w, "roles");
    api_roles_write(r, s->roles, w);
    JW_BOOL(w, "disabled", s->disabled_ms != 0);
    JW_BOOL(w, "second_factor", s->second_factor);
    jw_obj_end(w);
    return api_audit_text(r);
}

void api_me_write(struct http_req *r, const struct staff *s, struct jw *w) {
    jw_obj(w);
    JW_INT(w, "id", s->id);
    JW_STR(w, "name", s->name);
    JW_STR(w, "email", s->email);
    jw_key(w, "roles");
    api_roles_write(r, s->roles, w);
    JW_STR(w, "locale", s->locale);
    JW_STR(w, "theme", s->theme);
    JW_BOOL(w, "second_factor", s->second_factor);
    jw_obj_end(w);
}

/* who, staff and token NULL: nobody is signed in. */
static void write_session(struct http_req *r, const struct session_who *who,
                          const struct staff *s, struct str token, struct jw *w) {
    char csrf[SESSION_CSRF_SIZE];
    bool full = who && who->state == SESSION_FULL;
    bool lacks = full && who->lacks_factor;
    if (who)
        session_csrf(token, csrf);
    jw_obj(w);
    JW_Z(w, "state", lacks                             ? "second_factor_missing"
                     : full                            ? "signed_in"
                     : who                             ? "second_factor"
                     : guard_is_new(app_of(r)->guard) ? "setup"
                                                       : "signed_out");
    jw_key(w, "staff");
    if (full)
        api_me_write(r, s, w);
    else
        jw_null(w);
    jw_key(w, "scopes");
    api_scopes_write(full ? who->scopes : 0, w);
    JW_Z(w, "csrf", who ? csrf : NULL);
    jw_key(w, "providers");
    jw_arr(w);
    struct provider *providers;
    int n = guard_providers(app_of(r)->guard, r->arena, &providers);
    for (int i = 0; i < n; i++) {
        jw_obj(w);
        JW_STR(w, "id", providers[i].id);
        JW_STR(w, "title", providers[i].title);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_key(w, "expires");
    if (who)
        jw_time(w, who->ends_ms);
    else
        jw_null(w);
    jw_obj_end(w);
}

void api_getSession(struct http_req *r) {
    struct app *app = app_of(r);
    struct session_who who;
    struct staff s;
    struct str token = api_session_token(r);
    struct jw w;
    http_set_header(r, "Cache-Control", "no-store");
    jw_init(&w, &r->out);
    if (token.n && guard_auth(app->guard, token, &who) == 0 &&
        guard_live(app->guard, who.staff, r->arena, &s) == 0)
        write_session(r, &who, &s, token, &w);
    else
        write_session(r, NULL, NULL, (struct str){ NULL, 0 }, &w);
}

/* ---- a session that begins ---- */

void api_begin(struct http_req *r, struct api_begin *b) {
    struct session_who old;
    struct str token = api_session_token(r);
    http_set_header(r, "Cache-Control", "no-store");
    api_client(r, &b->client);
    if (token.n && guard_auth(app_of(r)->guard, token, &old) == 0) {
        b->replaces = old.session;
        b->replaces_of = old.staff;
    }
}

static void begin_told(struct http_req *r, const struct api_begin *b) {
    struct jw *w = api_audit_json(r);
    jw_obj(w);
    JW_INT(w, "session", b->who.session);
    JW_Z(w, "state", b->who.state == SESSION_FULL ? "signed_in" : "second_factor");
    jw_obj_end(w);
    api_audit_by(r, &b->staff);
    api_audit_staff(r, b->staff.id, (struct str){ NULL, 0 }, api_audit_text(r));
}

int api_begin_run(struct core *c, struct http_req *r, struct api_begin *b, uint32_t staff,
                  enum session_state state, struct err *err) {
    struct guard *g = app_of(r)->guard;
    struct db *db;
    struct session_new s = { .staff = staff, .state = state, .address = b->client.address,
                             .agent = b->client.agent,
                             .replaces = b->replaces_of == staff ? b->replaces : 0 };
    if (core_db(c, &db, err) || session_open(g, c, &s, b->token, &b->who, err) ||
        staff_get(g, db, staff, r->arena, &b->staff, err))
        return -1;
    api_session_cookie(r, b->token, (b->who.ends_ms - core_now(c)) / 1000);
    if (state == SESSION_FULL && !b->device.n)
        device_set(r, b->staff.email);
    begin_told(r, b);
    return 0;
}

void api_begin_render(struct http_req *r, const struct api_begin *b, struct jw *w) {
    write_session(r, &b->who, &b->staff, str_of(b->token), w);
}

/* ---- sign in ---- */

struct sign_in {
    struct api_begin begin; /* first */
    struct str email, password;
    struct attempt attempt;
    uint32_t staff;
    struct str hash; /* that the password fits */
};

static int wrong(struct err *err) {
    return err_set(err, E_UNAUTHENTICATED, "wrong e-mail address or password");
}

static int sign_in_slow(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct sign_in *s = own;
    struct staff who = { 0 };
    struct err bad = ERR_INIT;
    struct str email = { NULL, 0 };
    int found = 0;
    if (staff_email(s->email, r->arena, &email, &bad) == 0)
        found = staff_find(app_of(r)->guard, rd->db, email, r->arena, &who, err);
    if (found < 0)
        return -1;
    bool ok = staff_password_ok(found ? who.hash.s : NULL, s->password);
    if (!ok || who.disabled_ms) {
        api_audit_failed(r, who.id, &s->attempt);
        return wrong(err);
    }
    throttle_well(guard_throttle(app_of(r)->guard), &s->attempt);
    s->staff = who.id;
    s->hash = who.hash;
    return 0;
}

static int sign_in_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct sign_in *s = own;
    struct guard *g = app_of(r)->guard;
    struct db *db;
    struct staff who;
    if (core_db(c, &db, err) || staff_get(g, db, s->staff, r->arena, &who, err))
        return -1;
    if (!str_eq(who.hash, s->hash) || who.disabled_ms) { /* changed meanwhile */
        api_audit_failed(r, who.id, &s->attempt);
        return wrong(err);
    }
    return api_begin_run(c, r, &s->begin, s->staff,
                         who.second_factor ? SESSION_HALF : SESSION_FULL, err);
}

static void sign_in_render(struct http_req *r, void *own, struct jw *w) {
    api_begin_render(r, own, w);
}

void api_signIn(struct http_req *r) {
    struct sign_in *s = arena_zalloc(r->arena, sizeof(*s));
    s->email = json_str(json_get(r->json, "email"));
    s->password = json_str(json_get(r->json, "password"));
    api_begin(r, &s->begin);
    if (api_attempt(r, "password", s->email, &s->attempt))
        return;
    s->begin.device = s->attempt.device;
    api_slow_run(r, "session.begin", sign_in_slow, sign_in_run, sign_in_render, s);
}

/* ---- the second factor ---- */

struct second {
    struct api_begin begin; /* first */
    struct attempt attempt;
    uint32_t staff;
};

static int second_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct second *s = own;
    struct guard *g = app_of(r)->guard;
    if (factor_check(g, c, s->staff, json_str(json_get(r->json, "code")), err)) {
        if (err->code == E_UNAUTHENTICATED)
            api_audit_failed(r, s->staff, &s->attempt);
        return -1;
    }
    if (api_begin_run(c, r, &s->begin, s->staff, SESSION_FULL, err))
        return -1;
    throttle_well(guard_throttle(g), &s->attempt);
    return 0;
}

void api_secondFactor(struct http_req *r) {
    struct second *s = arena_zalloc(r->arena, sizeof(*s));
    struct session_who who;
    struct staff staff;
    struct err err = ERR_INIT;
    struct str token = api_session_token(r);
    if (!token.n || guard_auth(app_of(r)->guard, token, &who) || who.state != SESSION_HALF ||
        guard_live(app_of(r)->guard, who.staff, r->arena, &staff)) {
        err_set(&err, E_UNAUTHENTICATED, "sign in with the password first");
        http_problem(r, &err);
        return;
    }
    s->staff = who.staff;
    api_begin(r, &s->begin);
    if (api_attempt(r, "code", staff.email, &s->attempt))
        return;
    s->begin.device = s->attempt.device;
    api_run(r, "session.second", second_run, sign_in_render, s);
}

/* ---- sign out ---- */

static int sign_out_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct session_who *s = own;
    struct staff who;
    struct err gone = ERR_INIT;
    r->status = 204;
    if (guard_live(app_of(r)->guard, s->staff, r->arena, &who) == 0)
        api_audit_by(r, &who);
    api_audit_staff(r, s->staff,
                    str_of(arena_printf(r->arena, "{\"session\":%u}", s->session)),
                    (struct str){ NULL, 0 });
    if (session_end(c, s->staff, s->session, s->staff | GUARD_BY_STAFF, &gone) &&
        gone.code != E_NOT_FOUND) {
        *err = gone;
        return -1;
    }
    return 0;
}

void api_signOut(struct http_req *r) {
    struct session_who *s = arena_zalloc(r->arena, sizeof(*s));
    struct str token = api_session_token(r);
    api_session_cookie(r, NULL, 0);
    if (token.n && guard_auth(app_of(r)->guard, token, s) == 0)
        api_run(r, "session.end", sign_out_run, NULL, s);
    else
        r->status = 204;
}

/* ---- the first owner ---- */

struct set_up {
    struct api_begin begin; /* first */
    struct staff staff;
    struct str email, password;
    char hash[STAFF_HASH_SIZE];
};

/* A host of this machine, with a port or without. */
static bool loopback(struct str host) {
    static const char *const names[] = { "localhost", "127.0.0.1", "[::1]", "::1" };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct str name = str_of(names[i]);
        if (str_eq(host, name))
            return true;
        if (i < 3 && str_starts(host, name) && host.s[name.n] == ':')
            return true;
    }
    return false;
}

/* From this very machine, and not through a proxy that stands on it, nor by a name that somebody
 * made point here. */
static bool from_here(struct http_req *r) {
    return loopback(http_client_ip(r)) && loopback(http_header(r, "Host")) &&
           !http_header(r, "X-Forwarded-For").s && !http_header(r, "Forwarded").s &&
           !http_header(r, "Via").s && !http_header(r, "Musubi-Forwarded").s;
}

static int set_up_slow(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct set_up *s = own;
    (void)rd;
    if (staff_email(s->email, r->arena, &s->staff.email, err))
        return err_within(err, "/email");
    if (staff_password_hash(s->password, s->staff.email, s->hash, err))
        return err_within(err, "/password");
    s->staff.hash = str_of(s->hash);
    return 0;
}

static int set_up_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct set_up *s = own;
    struct guard *g = app_of(r)->guard;
    struct db *db;
    struct staff *any;
    uint32_t id;
    int n;
    if (core_db(c, &db, err) || (n = staff_list(g, db, 0, 1, r->arena, &any, err)) < 0)
        return -1;
    if (n > 0)
        return err_set(err, E_CONFLICT, "somebody has an account already");
    r->status = 201;
    if (staff_create(g, c, &s->staff, 0, &id, err))
        return -1;
    api_audit_staff(r, id, (struct str){ NULL, 0 }, api_staff_told(r, &s->staff));
    return api_begin_run(c, r, &s->begin, id, SESSION_FULL, err);
}

void api_setUp(struct http_req *r) {
    struct set_up *s = arena_zalloc(r->arena, sizeof(*s));
    struct guard *g = app_of(r)->guard;
    struct err err = ERR_INIT;
    char token[SESSION_CSRF_SIZE];
    guard_setup_token(g, token);
    if (!guard_is_new(g))
        err_set(&err, E_CONFLICT, "somebody has an account already");
    else if (!from_here(r) &&
             !str_eq_secret(json_str(json_get(r->json, "token")), str_of(token)))
        err_set(&err, E_FORBIDDEN, "the token is missing or wrong");
    if (err.code == E_FORBIDDEN)
        err_hint(&err, "the server prints it when it starts");
    if (err.code) {
        http_problem(r, &err);
        return;
    }
    s->email = json_str(json_get(r->json, "email"));
    s->password = json_str(json_get(r->json, "password"));
    s->staff.name = utf8_trim(json_str(json_get(r->json, "name")));
    s->staff.roles = GUARD_OWNER;
    api_begin(r, &s->begin);
    api_slow_run(r, "staff.setup", set_up_slow, set_up_run, sign_in_render, s);
}
