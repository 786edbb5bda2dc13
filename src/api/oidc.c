/* oidc.c - signing in at a provider: /api/session/oidc/…; /api/providers.
 *
 * THEORY      Authorisation code with PKCE.  The browser keeps one random number in a cookie; it is
 *             the `state`, and nonce and code verifier are HMACs of it under the nodes' common
 *             secret.  So any node can finish what another began, nothing is kept meanwhile, and
 *             an answer that was meant for another browser fits no cookie.  Who comes back is let
 *             in by the provider's number for them if that was seen before; else by an e-mail
 *             address that the provider has verified and that has an account or an invitation
 *             here, or is of a domain that the provider's row allows.
 *
 *             Whoever sets up a provider decides who is let in as anybody, so that takes an owner.
 *             All redirects go to the provider's page of its own document, or to /app.
 * THREADS     As api_command.h says. */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/api_staff.h"
#include "api/routes_gen.h"
#include "base/utf8.h"
#include "guard/link.h"
#include "guard/provider.h"
#include "guard/seal.h"

#define STATE_CHARS 43
#define OIDC_S 600

static struct app *app_of(struct http_req *r) { return r->app; }

static struct str provider_subject(struct http_req *r) {
    return str_of(arena_printf(r->arena, "provider:%.*s", STR_FMT(r->params[0])));
}

struct oidc_work {
    struct api_begin begin; /* first */
    struct provider p;
    char state[STATE_CHARS + 2], nonce[STATE_CHARS + 2], verifier[STATE_CHARS + 2];
    struct str code;
    struct idtoken who;
    struct err denied; /* why nobody is signed in */
    struct provider *list;
    int n;
    struct str secret;
};

static const char *state_cookie(const struct app *app) {
    return app->secure ? "__Host-musubi_oidc" : "musubi_oidc";
}

static void set_state_cookie(struct http_req *r, const char *state) {
    http_set_header(r, "Set-Cookie",
                    arena_printf(r->arena, "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s",
                                 state_cookie(app_of(r)), state, *state ? OIDC_S : 0,
                                 app_of(r)->secure ? "; Secure" : ""));
}

static void derive(struct http_req *r, struct oidc_work *w, const char *what,
                   char out[STATE_CHARS + 2]) {
    uint8_t secret[32], mac[32];
    struct buf b;
    core_node_secret(app_of(r)->core, secret);
    buf_init(&b, "oidc", 4096);
    buf_puts(&b, what);
    buf_bytes(&b, r->params[0]);
    buf_puts(&b, w->state);
    hash_hmac_sha256(str_n((const char *)secret, 32), buf_str(&b), mac);
    buf_release(&b);
    out[hash_base64url_encode(mac, 32, out)] = 0;
}

static struct str redirect_uri(struct http_req *r, const struct provider *p) {
    return str_of(arena_printf(r->arena, "%.*s/api/session/oidc/%.*s/callback",
                               STR_FMT(api_base_url(r)), STR_FMT(p->id)));
}

/* ---- off to the provider ---- */

static void put_query(struct buf *b, const char *name, struct str v) {
    buf_printf(b, "&%s=", name);
    for (size_t i = 0; i < v.n; i++) {
        unsigned char c = (unsigned char)v.s[i];
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
            strchr("-._~", c))
            buf_putc(b, (char)c);
        else
            buf_printf(b, "%%%02X", c);
    }
}

static int start_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct oidc_work *w = own;
    uint8_t bits[32], challenge[32];
    char text[STATE_CHARS + 2];
    struct str page;
    struct buf b;
    if (provider_get(app_of(r)->guard, rd->db, r->params[0], r->arena, &w->p, err) ||
        oidc_authorize(app_of(r)->oidc, &w->p, clock_wall_ms(core_clock(app_of(r)->core)),
                       r->arena, &page, err))
        return -1;
    hash_random(bits, sizeof(bits));
    w->state[hash_base64url_encode(bits, 32, w->state)] = 0;
    derive(r, w, "nonce", w->nonce);
    derive(r, w, "verifier", w->verifier);
    hash_sha256(w->verifier, STATE_CHARS, challenge);
    text[hash_base64url_encode(challenge, 32, text)] = 0;
    buf_init(&b, "address of a provider", 8192);
    buf_put_str(&b, page);
    buf_puts(&b, memchr(page.s, '?', page.n) ? "&response_type=code" : "?response_type=code");
    put_query(&b, "client_id", w->p.client);
    put_query(&b, "redirect_uri", redirect_uri(r, &w->p));
    put_query(&b, "scope", STR("openid email profile"));
    put_query(&b, "state", str_of(w->state));
    put_query(&b, "nonce", str_of(w->nonce));
    put_query(&b, "code_challenge", str_of(text));
    put_query(&b, "code_challenge_method", STR("S256"));
    int rc = buf_check(&b, err);
    if (rc == 0) {
        http_set_header(r, "Location", arena_dup(r->arena, b.data, b.len));
        set_state_cookie(r, w->state);
        r->status = 302;
    }
    buf_release(&b);
    return rc;
}

void api_startOidc(struct http_req *r) {
    http_set_header(r, "Cache-Control", "no-store");
    api_outside_read(r, start_run, NULL, arena_zalloc(r->arena, sizeof(struct oidc_work)));
}

/* ---- and back ---- */

static int redeem(struct reader *rd, struct http_req *r, struct oidc_work *w, struct err *err) {
    struct guard *g = app_of(r)->guard;
    uint8_t plain[SEAL_MAX + SEAL_EXTRA];
    size_t n = 0;
    if (!w->code.n)
        return err_set(err, E_UNAUTHENTICATED, "the provider has not let them in");
    if (provider_get(g, rd->db, r->params[0], r->arena, &w->p, err))
        return -1;
    if (w->p.secret.n &&
        guard_unseal(g, rd->db, arena_printf(r->arena, "provider:%.*s", STR_FMT(w->p.id)),
                     w->p.secret, plain, &n, err))
        return -1;
    struct oidc_code code = { .code = w->code, .redirect = redirect_uri(r, &w->p),
                              .verifier = str_of(w->verifier), .nonce = str_of(w->nonce),
                              .secret = str_n((const char *)plain, n) };
    int rc = oidc_redeem(app_of(r)->oidc, &w->p, &code,
                         clock_wall_ms(core_clock(app_of(r)->core)), r->arena, &w->who, err);
    explicit_bzero(plain, sizeof(plain));
    return rc;
}

static int callback_slow(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct oidc_work *w = own;
    (void)err;
    if (redeem(rd, r, w, &w->denied) == 0)
        w->denied = ERR_INIT;
    return 0;
}

/* An account for somebody whose number was not seen before; 0 and *ret_id 0: not let in. */
static int newcomer(struct core *c, struct http_req *r, struct oidc_work *w, uint32_t *ret_id,
                    struct err *err) {
    struct guard *g = app_of(r)->guard;
    struct db *db;
    struct staff s = { 0 };
    struct link l;
    struct err bad = ERR_INIT;
    *ret_id = 0;
    if (!w->who.email_verified || staff_email(w->who.email, r->arena, &s.email, &bad))
        return 0;
    struct str email = s.email;
    if (core_db(c, &db, err))
        return -1;
    int found = staff_find(g, db, email, r->arena, &s, err);
    if (found < 0)
        return -1;
    if (!found) {
        int invited = link_of_email(g, db, email, r->arena, &l, err);
        bool domain = w->p.roles && provider_domain(&w->p, email);
        if (invited < 0 || (!invited && !domain))
            return invited < 0 ? -1 : 0;
        struct str name = w->who.name;
        name.n = utf8_cut(name, STAFF_NAME_MAX);
        s = (struct staff){ .email = email, .name = name,
                            .roles = invited ? l.roles : w->p.roles };
        if ((invited && link_delete(c, l.id, err)) ||
            staff_create(g, c, &s, invited ? l.by : 0, &s.id, err))
            return -1;
        api_audit_staff(r, s.id, (struct str){ NULL, 0 }, api_staff_told(r, &s));
    }
    *ret_id = s.id;
    return identity_link(c, w->p.issuer, w->who.subject, s.id, err);
}

/* Who it was is not kept: the provider's word of somebody who has no account here. */
static void denied_told(struct http_req *r, uint32_t staff) {
    struct str none = { NULL, 0 }, told = STR("{\"failed\":\"provider\"}");
    if (staff)
        api_audit_staff(r, staff, none, told);
    else
        api_audit(r, provider_subject(r), none, told);
}

static int callback_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct oidc_work *w = own;
    struct guard *g = app_of(r)->guard;
    struct db *db;
    struct staff s = { 0 };
    uint32_t id = 0;
    int found = 0;
    if (core_db(c, &db, err))
        return -1;
    if (!w->denied.code)
        found = identity_find(db, w->p.issuer, w->who.subject, &id, err);
    if (found < 0 || (!w->denied.code && !found && newcomer(c, r, w, &id, err)) ||
        (id && staff_get(g, db, id, r->arena, &s, err)))
        return -1;
    const char *to = "/app";
    if (id && !s.disabled_ms) {
        if (api_begin_run(c, r, &w->begin, id, s.second_factor ? SESSION_HALF : SESSION_FULL,
                          err))
            return -1;
    } else {
        enum err_code code = w->denied.code ? w->denied.code : E_FORBIDDEN;
        denied_told(r, id);
        to = arena_printf(r->arena, "/app#sign-in-error=%s", err_slug(code));
    }
    http_set_header(r, "Location", to);
    r->status = 302;
    return 0;
}

static struct str query(struct http_req *r, const char *name) {
    struct str v = http_query(r, name);
    return str_n(arena_dup(r->arena, v.n ? v.s : "", v.n), v.n);
}

void api_finishOidc(struct http_req *r) {
    struct oidc_work *w = arena_zalloc(r->arena, sizeof(*w));
    struct str state = query(r, "state"), kept = api_cookie(r, state_cookie(app_of(r)));
    w->denied = ERR_INIT;
    if (state.n != STATE_CHARS || !str_eq_secret(state, kept)) {
        struct err err = ERR_INIT;
        err_set(&err, E_FORBIDDEN, "this browser has not begun to sign in, or too long ago");
        err_hint(&err, "begin again");
        http_problem(r, &err);
        return;
    }
    memcpy(w->state, state.s, STATE_CHARS);
    derive(r, w, "nonce", w->nonce);
    derive(r, w, "verifier", w->verifier);
    w->code = query(r, "code");
    set_state_cookie(r, "");
    api_begin(r, &w->begin);
    api_outside_run(r, "session.oidc", callback_slow, callback_run, NULL, w);
}

/* ---- providers ---- */

static void write_provider(struct http_req *r, const struct provider *p, struct jw *w) {
    jw_obj(w);
    JW_STR(w, "id", p->id);
    JW_STR(w, "title", p->title);
    JW_STR(w, "issuer", p->issuer);
    JW_STR(w, "client_id", p->client);
    JW_BOOL(w, "client_secret", p->secret.n > 0);
    jw_key(w, "domains");
    jw_arr(w);
    for (size_t i = 0, from = 0; i <= p->domains.n; i++)
        if (i == p->domains.n || p->domains.s[i] == ' ') {
            if (i > from)
                jw_str(w, str_n(p->domains.s + from, i - from));
            from = i + 1;
        }
    jw_arr_end(w);
    jw_key(w, "roles");
    api_roles_write(r, p->roles, w);
    JW_STR(w, "redirect_uri", redirect_uri(r, p));
    jw_obj_end(w);
}

static int providers_run(struct reader *rd, struct http_req *r, void *own, struct err *err) {
    struct oidc_work *w = own;
    w->n = provider_list(app_of(r)->guard, rd->db, r->arena, &w->list, err);
    return w->n < 0 ? -1 : 0;
}

static void providers_render(struct http_req *r, void *own, struct jw *w) {
    struct oidc_work *o = own;
    jw_obj(w);
    jw_key(w, "items");
    jw_arr(w);
    for (int i = 0; i < o->n; i++)
        write_provider(r, &o->list[i], w);
    jw_arr_end(w);
    jw_obj_end(w);
}

void api_listProviders(struct http_req *r) {
    api_read(r, providers_run, providers_render, arena_zalloc(r->arena, sizeof(struct oidc_work)));
}

static int owner_only(struct http_req *r, struct err *err) {
    if (api_is_owner(r))
        return 0;
    return err_set(err, E_FORBIDDEN, "who may sign in from elsewhere is for an owner to say");
}

/* HTTPS, or plain HTTP to this very machine. */
static int check_issuer(struct str issuer, struct err *err) {
    static const char *const here[] = { "http://127.0.0.1:", "http://localhost:",
                                        "http://[::1]:" };
    bool fine = str_starts(issuer, STR("https://")) && issuer.n > 8;
    for (size_t i = 0; i < sizeof(here) / sizeof(here[0]); i++)
        fine = fine || str_starts(issuer, str_of(here[i]));
    for (size_t i = 0; fine && i < issuer.n; i++)
        fine = issuer.s[i] > 0x20 && !strchr("?#\"<>\\", issuer.s[i]);
    if (fine)
        return 0;
    err_set(err, E_INVALID, "an issuer is an https address without a query");
    return err_within(err, "/issuer");
}

static int read_provider(struct http_req *r, struct oidc_work *w, struct err *err) {
    struct json roles = json_get(r->json, "roles");
    struct buf b;
    w->p.id = r->params[0];
    w->p.title = json_str(json_get(r->json, "title"));
    w->p.issuer = json_str(json_get(r->json, "issuer"));
    w->p.client = json_str(json_get(r->json, "client_id"));
    if (json_is(json_get(r->json, "client_secret"), JSON_STRING))
        w->secret = json_str(json_get(r->json, "client_secret"));
    buf_init(&b, "domains", 1 << 16);
    for (struct json_it it = json_it(json_get(r->json, "domains")); json_next(&it);) {
        if (b.len)
            buf_putc(&b, ' ');
        buf_put_str(&b, json_str(it.value));
    }
    w->p.domains = str_n(arena_dup(r->arena, b.len ? b.data : "", b.len), b.len);
    buf_release(&b);
    w->p.secret = STR("");
    return check_issuer(w->p.issuer, err) ||
                   (json_count(roles) && api_read_roles(r, roles, &w->p.roles, err))
               ? -1
               : 0;
}

/* Without the secret. */
static struct str provider_told(struct http_req *r, const struct provider *p) {
    write_provider(r, p, api_audit_json(r));
    return api_audit_text(r);
}

static int put_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct oidc_work *w = own;
    struct guard *g = app_of(r)->guard;
    struct provider old;
    struct err none = ERR_INIT;
    struct db *db;
    if (owner_only(r, err) || read_provider(r, w, err) || core_db(c, &db, err))
        return -1;
    int rc = provider_get(g, db, w->p.id, r->arena, &old, &none);
    if (rc && none.code != E_NOT_FOUND) {
        *err = none;
        return -1;
    }
    if (rc == 0 && !w->secret.s)
        w->p.secret = old.secret;
    if (provider_put(g, c, &w->p, w->secret, err))
        return -1;
    guard_emit(c, 0, STAFF_PROVIDER, who_number(&r->who), 0);
    if (provider_get(g, db, w->p.id, r->arena, &w->p, err))
        return -1;
    api_audit(r, provider_subject(r),
              rc == 0 ? provider_told(r, &old) : (struct str){ NULL, 0 }, provider_told(r, &w->p));
    return 0;
}

static void put_render(struct http_req *r, void *own, struct jw *w) {
    struct oidc_work *o = own;
    write_provider(r, &o->p, w);
}

void api_putProvider(struct http_req *r) {
    api_run(r, "staff.provider", put_run, put_render,
            arena_zalloc(r->arena, sizeof(struct oidc_work)));
}

static int delete_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct provider old;
    struct db *db;
    (void)own;
    if (owner_only(r, err) || core_db(c, &db, err) ||
        provider_get(app_of(r)->guard, db, r->params[0], r->arena, &old, err) ||
        provider_delete(c, r->params[0], err))
        return -1;
    api_audit(r, provider_subject(r), provider_told(r, &old), (struct str){ NULL, 0 });
    guard_emit(c, 0, STAFF_PROVIDER, who_number(&r->who), 0);
    r->status = 204;
    return 0;
}

void api_deleteProvider(struct http_req *r) {
    api_run(r, "staff.provider.delete", delete_run, NULL, NULL);
}
