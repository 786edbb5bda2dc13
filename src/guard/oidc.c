/* oidc.c - asking a provider: discovery, codes, keys (OpenID Connect Discovery and Core 1.0).
 *
 * THEORY      Documents of a provider are kept for KEEP_MS; keys are fetched anew when a token
 *             names one that is not among them, at most every KEYS_AGAIN_MS, which is how a
 *             provider changes its keys.  Everything goes by HTTPS to where the issuer's own
 *             document says; plain HTTP only where the issuer is on this very machine.  Redirects
 *             are not followed.
 * LIMITS      ANSWER_MAX bytes, ANSWER_S seconds an answer.
 * THREADS     Any that may block; one request at a time for each provider's documents. */
#include "guard/provider.h"

#include "base/check.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>

#define KEEP_MS (3600 * 1000LL)
#define KEYS_AGAIN_MS 30000
#define ANSWER_MAX (1u << 20)
#define ANSWER_S 10L

struct known { /* documents of one issuer */
    char issuer[500];
    struct buf discovery, keys;
    int64_t discovery_ms, keys_ms; /* 0: not there */
    int64_t again_ms; /* the keys were fetched because one was unknown */
};

struct oidc {
    pthread_mutex_t lock;
    struct known known[PROVIDERS_MAX];
};

struct oidc *oidc_new(void) {
    struct oidc *o = calloc(1, sizeof(*o));
    CHECK(o && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    pthread_mutex_init(&o->lock, NULL);
    for (int i = 0; i < PROVIDERS_MAX; i++) {
        buf_init(&o->known[i].discovery, "discovery document", ANSWER_MAX);
        buf_init(&o->known[i].keys, "keys of a provider", ANSWER_MAX);
    }
    return o;
}

void oidc_free(struct oidc *o) {
    if (!o)
        return;
    for (int i = 0; i < PROVIDERS_MAX; i++) {
        buf_release(&o->known[i].discovery);
        buf_release(&o->known[i].keys);
    }
    pthread_mutex_destroy(&o->lock);
    free(o);
}

/* ---- one request ---- */

static size_t take(char *data, size_t size, size_t n, void *ctx) {
    struct buf *b = ctx;
    buf_put(b, data, size * n);
    return b->full ? 0 : size * n;
}

struct ask {
    const char *url;
    const char *form;   /* POST; NULL: GET */
    const char *bearer; /* or NULL */
    const char *user, *password; /* or NULL */
};

static int fetch(const struct provider *p, const struct ask *q, struct buf *out,
                 struct err *err) {
    CURL *e = curl_easy_init();
    long status = 0;
    CHECK(e);
    bool here = str_starts(p->issuer, STR("http://"));
    buf_reset(out);
    curl_easy_setopt(e, CURLOPT_URL, q->url);
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, here ? "http" : "https");
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, 5L);
    curl_easy_setopt(e, CURLOPT_TIMEOUT, ANSWER_S);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, (void *)out);
    if (q->form)
        curl_easy_setopt(e, CURLOPT_POSTFIELDS, q->form);
    if (q->bearer) {
        curl_easy_setopt(e, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
        curl_easy_setopt(e, CURLOPT_XOAUTH2_BEARER, q->bearer);
    } else if (q->user) {
        curl_easy_setopt(e, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(e, CURLOPT_USERNAME, q->user);
        curl_easy_setopt(e, CURLOPT_PASSWORD, q->password);
    }
    CURLcode rc = curl_easy_perform(e);
    curl_easy_getinfo(e, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(e);
    if (rc != CURLE_OK)
        return err_set(err, E_UNAVAILABLE, "the provider cannot be reached: %s",
                       curl_easy_strerror(rc));
    if (status >= 400 && status < 500 && q->form)
        return err_set(err, E_UNAUTHENTICATED, "the provider refuses the code");
    return status == 200 ? 0
                         : err_set(err, E_UNAVAILABLE, "the provider answers %ld", status);
}

static int parse(struct json_parser *p, const struct buf *b, struct json *ret, struct err *err) {
    struct err bad = ERR_INIT;
    if (json_parse(p, b->data ? b->data : "", b->len, ret, &bad) || !json_is(*ret, JSON_OBJECT))
        return err_set(err, E_UNAVAILABLE, "the provider's answer is no JSON");
    return 0;
}

/* ---- documents (under the lock) ---- */

static struct known *known_of(struct oidc *o, struct str issuer) {
    struct known *at = &o->known[0];
    for (int i = 0; i < PROVIDERS_MAX; i++) {
        if (str_is(issuer, o->known[i].issuer))
            return &o->known[i];
        if (o->known[i].discovery_ms < at->discovery_ms)
            at = &o->known[i];
    }
    CHECK(issuer.n < sizeof(at->issuer)); /* bounded where it is set */
    memcpy(at->issuer, issuer.s, issuer.n);
    at->issuer[issuer.n] = 0;
    at->discovery_ms = at->keys_ms = at->again_ms = 0;
    return at;
}

/* An endpoint of the discovery document; empty when it has none. */
static int endpoint(struct oidc *o, const struct provider *p, const char *name, int64_t now,
                    struct arena *a, char **ret, struct err *err) {
    struct known *k = known_of(o, p->issuer);
    struct json_parser *parser = json_parser_new();
    struct json doc;
    int rc = 0;
    size_t n = p->issuer.n;
    while (n && p->issuer.s[n - 1] == '/')
        n--;
    if (!k->discovery_ms || now - k->discovery_ms >= KEEP_MS) {
        struct ask q = { .url = arena_printf(a, "%.*s/.well-known/openid-configuration", (int)n,
                                             p->issuer.s) };
        k->discovery_ms = 0;
        rc = fetch(p, &q, &k->discovery, err);
    }
    if (rc == 0)
        rc = parse(parser, &k->discovery, &doc, err);
    if (rc == 0 && !str_eq(json_str(json_get(doc, "issuer")), p->issuer))
        rc = err_set(err, E_UNAVAILABLE, "the provider calls itself by another name");
    if (rc == 0) {
        struct str url = json_str(json_get(doc, name));
        k->discovery_ms = k->discovery_ms ? k->discovery_ms : now;
        *ret = arena_dup(a, url.n ? url.s : "", url.n);
    }
    json_parser_free(parser);
    return rc;
}

static int keys_fetch(struct oidc *o, const struct provider *p, int64_t now, struct arena *a,
                      struct err *err) {
    struct known *k = known_of(o, p->issuer);
    char *url;
    if (endpoint(o, p, "jwks_uri", now, a, &url, err))
        return -1;
    struct ask q = { .url = url };
    k->keys_ms = 0;
    if (fetch(p, &q, &k->keys, err))
        return -1;
    k->keys_ms = now;
    return 0;
}

static int check_with_keys(struct oidc *o, const struct provider *p, struct str token,
                           const struct idtoken_want *want, struct arena *a,
                           struct idtoken *ret, struct err *err) {
    struct known *k = known_of(o, p->issuer);
    struct json_parser *parser = json_parser_new();
    struct json keys;
    int64_t now = want->now_ms;
    int rc = k->keys_ms && now - k->keys_ms < KEEP_MS ? 0 : keys_fetch(o, p, now, a, err);
    if (rc == 0)
        rc = parse(parser, &k->keys, &keys, err);
    if (rc == 0)
        rc = idtoken_check(token, keys, want, a, ret, err);
    if (rc && err->code == E_NOT_FOUND && now - k->again_ms >= KEYS_AGAIN_MS) {
        *err = ERR_INIT;
        k->again_ms = now;
        rc = keys_fetch(o, p, now, a, err);
        if (rc == 0)
            rc = parse(parser, &k->keys, &keys, err);
        if (rc == 0)
            rc = idtoken_check(token, keys, want, a, ret, err);
    }
    if (rc && err->code == E_NOT_FOUND)
        err->code = E_UNAUTHENTICATED;
    json_parser_free(parser);
    return rc;
}

/* ---- what is asked ---- */

int oidc_authorize(struct oidc *o, const struct provider *p, int64_t now_ms, struct arena *a,
                   struct str *ret_endpoint, struct err *err) {
    char *url = NULL;
    pthread_mutex_lock(&o->lock);
    int rc = endpoint(o, p, "authorization_endpoint", now_ms, a, &url, err);
    pthread_mutex_unlock(&o->lock);
    if (rc)
        return -1;
    *ret_endpoint = str_of(url);
    bool here = str_starts(p->issuer, STR("http://"));
    if (!str_starts(*ret_endpoint, here ? STR("http://") : STR("https://")))
        return err_set(err, E_UNAVAILABLE, "the provider has no page to sign in");
    return 0;
}

static char *form_of(const struct provider *p, const struct oidc_code *c, struct arena *a) {
    CURL *e = curl_easy_init();
    CHECK(e);
    char *code = curl_easy_escape(e, c->code.s, (int)c->code.n);
    char *redirect = curl_easy_escape(e, c->redirect.s, (int)c->redirect.n);
    char *client = curl_easy_escape(e, p->client.s, (int)p->client.n);
    CHECK(code && redirect && client);
    char *form = arena_printf(a, "grant_type=authorization_code&code=%s&redirect_uri=%s"
                                 "&code_verifier=%.*s%s%s", code, redirect,
                              STR_FMT(c->verifier), c->secret.n ? "" : "&client_id=",
                              c->secret.n ? "" : client);
    curl_free(code);
    curl_free(redirect);
    curl_free(client);
    curl_easy_cleanup(e);
    return form;
}

/* RFC 6749, 2.3.1: both are form-encoded before they go into Basic. */
static char *escaped(struct str s, struct arena *a) {
    CURL *e = curl_easy_init();
    CHECK(e);
    char *text = curl_easy_escape(e, s.n ? s.s : "", (int)s.n);
    CHECK(text);
    char *out = arena_dup(a, text, strlen(text));
    curl_free(text);
    curl_easy_cleanup(e);
    return out;
}

/* What the ID token leaves out. */
static int userinfo(struct oidc *o, const struct provider *p, struct str access, int64_t now,
                    struct arena *a, struct idtoken *t, struct err *err) {
    struct buf b;
    struct json doc;
    struct idtoken more;
    char *url = NULL;
    struct json_parser *parser = json_parser_new();
    buf_init(&b, "userinfo", ANSWER_MAX);
    int rc = endpoint(o, p, "userinfo_endpoint", now, a, &url, err);
    struct ask q = { .url = url, .bearer = arena_dup(a, access.n ? access.s : "", access.n) };
    if (rc == 0 && *url)
        rc = fetch(p, &q, &b, err) || parse(parser, &b, &doc, err) ? -1 : 0;
    if (rc == 0 && *url) {
        idtoken_claims(doc, a, &more);
        if (!str_eq(more.subject, t->subject))
            rc = err_set(err, E_UNAUTHENTICATED, "the provider speaks of two people");
        else
            *t = more;
    }
    buf_release(&b);
    json_parser_free(parser);
    return rc;
}

static int redeem(struct oidc *o, const struct provider *p, const struct oidc_code *code,
                  int64_t now, struct arena *a, struct idtoken *ret, struct err *err) {
    struct idtoken_want want = { p->issuer, p->client, code->nonce, now };
    struct buf b;
    struct json doc;
    char *url = NULL;
    struct json_parser *parser = json_parser_new();
    buf_init(&b, "token answer", ANSWER_MAX);
    int rc = endpoint(o, p, "token_endpoint", now, a, &url, err);
    struct ask q = { .url = url, .form = form_of(p, code, a),
                     .user = code->secret.n ? escaped(p->client, a) : NULL,
                     .password = escaped(code->secret, a) };
    if (rc == 0)
        rc = fetch(p, &q, &b, err) || parse(parser, &b, &doc, err) ? -1 : 0;
    if (rc == 0)
        rc = check_with_keys(o, p, json_str(json_get(doc, "id_token")), &want, a, ret, err);
    struct str access = rc == 0 ? json_str(json_get(doc, "access_token")) : (struct str){ 0 };
    if (rc == 0 && !ret->email.n && access.n)
        rc = userinfo(o, p, access, now, a, ret, err);
    buf_release(&b);
    json_parser_free(parser);
    return rc;
}

int oidc_redeem(struct oidc *o, const struct provider *p, const struct oidc_code *code,
                int64_t now_ms, struct arena *a, struct idtoken *ret, struct err *err) {
    pthread_mutex_lock(&o->lock);
    int rc = redeem(o, p, code, now_ms, a, ret, err);
    pthread_mutex_unlock(&o->lock);
    return rc;
}
