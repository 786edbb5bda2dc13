/* idtoken.c - signatures and claims of ID tokens.
 *
 * THEORY      The algorithm is ours to allow, not the token's to choose: RS256 with an RSA key of
 *             2,048 bits or more, ES256 with a P-256 key, and the key must be of that type; "none"
 *             and HMAC (with the public key as its secret) have no way in.
 * THREADS     Any. */
#include "guard/idtoken.h"

#include "base/check.h"
#include "base/hash.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#define KEY_MAX 1024 /* bytes of a number in a key */

enum algorithm { ALG_NONE, ALG_RS256, ALG_ES256 };

static int wrong(struct err *err, const char *what) {
    return err_set(err, E_UNAUTHENTICATED, "the provider's token is not valid: %s", what);
}

/* ---- keys ---- */

static size_t number(struct json jwk, const char *name, uint8_t out[KEY_MAX + 3]) {
    struct str s = json_str(json_get(jwk, name));
    size_t n = 0;
    return s.n == 0 || s.n > KEY_MAX || hash_base64_decode(s, out, &n) ? 0 : n;
}

static EVP_PKEY *key_from(const char *type, OSSL_PARAM_BLD *bld) {
    OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(bld);
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    EVP_PKEY *key = NULL;
    if (params && ctx && EVP_PKEY_fromdata_init(ctx) == 1 &&
        EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(ctx);
    OSSL_PARAM_free(params);
    return key;
}

static EVP_PKEY *rsa_key(struct json jwk) {
    uint8_t n[KEY_MAX + 3], e[KEY_MAX + 3];
    size_t n_bytes = number(jwk, "n", n), e_bytes = number(jwk, "e", e);
    if (n_bytes < 256 || !e_bytes)
        return NULL;
    OSSL_PARAM_BLD *bld = OSSL_PARAM_BLD_new();
    BIGNUM *bn = BN_bin2bn(n, (int)n_bytes, NULL), *be = BN_bin2bn(e, (int)e_bytes, NULL);
    CHECK(bld && bn && be);
    EVP_PKEY *key = NULL;
    if (OSSL_PARAM_BLD_push_BN(bld, OSSL_PKEY_PARAM_RSA_N, bn) == 1 &&
        OSSL_PARAM_BLD_push_BN(bld, OSSL_PKEY_PARAM_RSA_E, be) == 1)
        key = key_from("RSA", bld);
    OSSL_PARAM_BLD_free(bld);
    BN_free(bn);
    BN_free(be);
    return key;
}

static EVP_PKEY *ec_key(struct json jwk) {
    uint8_t x[KEY_MAX + 3], y[KEY_MAX + 3], point[65] = { 4 };
    if (!str_is(json_str(json_get(jwk, "crv")), "P-256") || number(jwk, "x", x) != 32 ||
        number(jwk, "y", y) != 32)
        return NULL;
    memcpy(point + 1, x, 32);
    memcpy(point + 33, y, 32);
    OSSL_PARAM_BLD *bld = OSSL_PARAM_BLD_new();
    CHECK(bld);
    EVP_PKEY *key = NULL;
    if (OSSL_PARAM_BLD_push_utf8_string(bld, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(bld, OSSL_PKEY_PARAM_PUB_KEY, point, 65) == 1)
        key = key_from("EC", bld);
    OSSL_PARAM_BLD_free(bld);
    return key;
}

/* The key of that number, or the only one of the type where the token names none. */
static EVP_PKEY *find_key(struct json keys, enum algorithm alg, struct str kid) {
    struct json found = { 0 };
    int n = 0;
    for (struct json_it it = json_it(json_get(keys, "keys")); json_next(&it);) {
        struct str type = json_str(json_get(it.value, "kty"));
        struct str use = json_str(json_get(it.value, "use"));
        if (!str_is(type, alg == ALG_RS256 ? "RSA" : "EC") || (use.n && !str_is(use, "sig")))
            continue;
        if (kid.n && !str_eq(kid, json_str(json_get(it.value, "kid"))))
            continue;
        found = it.value;
        n++;
    }
    if (n != 1)
        return NULL;
    return alg == ALG_RS256 ? rsa_key(found) : ec_key(found);
}

/* ---- signature ---- */

/* r | s as ECDSA's DER. */
static size_t der_of(const uint8_t *sig, size_t n, uint8_t out[80]) {
    if (n != 64)
        return 0;
    ECDSA_SIG *s = ECDSA_SIG_new();
    BIGNUM *br = BN_bin2bn(sig, 32, NULL), *bs = BN_bin2bn(sig + 32, 32, NULL);
    CHECK(s && br && bs && ECDSA_SIG_set0(s, br, bs) == 1);
    int len = i2d_ECDSA_SIG(s, NULL);
    uint8_t *at = out;
    if (len > 0 && len <= 80)
        len = i2d_ECDSA_SIG(s, &at);
    ECDSA_SIG_free(s);
    return len > 0 && len <= 80 ? (size_t)len : 0;
}

static bool signed_by(EVP_PKEY *key, enum algorithm alg, struct str text, const uint8_t *sig,
                      size_t n) {
    uint8_t der[80];
    if (alg == ALG_ES256) {
        n = der_of(sig, n, der);
        sig = der;
    }
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    CHECK(ctx);
    bool well = n > 0 && EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
                EVP_DigestVerify(ctx, sig, n, (const uint8_t *)text.s, text.n) == 1;
    EVP_MD_CTX_free(ctx);
    return well;
}

/* ---- claims ---- */

static struct str copy(struct str s, struct arena *a) {
    return str_n(arena_dup(a, s.n ? s.s : "", s.n), s.n);
}

void idtoken_claims(struct json claims, struct arena *a, struct idtoken *ret) {
    struct json verified = json_get(claims, "email_verified");
    ret->subject = copy(json_str(json_get(claims, "sub")), a);
    ret->email = copy(json_str(json_get(claims, "email")), a);
    ret->name = copy(json_str(json_get(claims, "name")), a);
    ret->email_verified = json_true(verified) || str_is(json_str(verified), "true");
}

static bool for_us(struct json claims, struct str client) {
    struct json aud = json_get(claims, "aud"), azp = json_get(claims, "azp");
    size_t n = 1;
    bool found = str_eq(json_str(aud), client);
    if (json_is(aud, JSON_ARRAY)) {
        n = json_count(aud);
        for (struct json_it it = json_it(aud); json_next(&it);)
            found = found || str_eq(json_str(it.value), client);
    }
    bool named = !json_is(azp, JSON_NONE);
    return found && (named ? str_eq(json_str(azp), client) : n == 1);
}

static int check_claims(struct json claims, const struct idtoken_want *w, struct err *err) {
    int64_t exp_s, iat_s, nbf_s, now_s = w->now_ms / 1000, skew_s = IDTOKEN_SKEW_MS / 1000;
    if (!str_eq(json_str(json_get(claims, "iss")), w->issuer))
        return wrong(err, "another issuer");
    if (!for_us(claims, w->client))
        return wrong(err, "it is for somebody else");
    if (!json_int(json_get(claims, "exp"), &exp_s) || now_s - skew_s >= exp_s)
        return wrong(err, "it has expired");
    if (!json_int(json_get(claims, "iat"), &iat_s) || iat_s - skew_s > now_s)
        return wrong(err, "it is of the future");
    if (json_int(json_get(claims, "nbf"), &nbf_s) && nbf_s - skew_s > now_s)
        return wrong(err, "it is of the future");
    if (!str_eq_secret(json_str(json_get(claims, "nonce")), w->nonce))
        return wrong(err, "it is of another sign-in");
    return json_str(json_get(claims, "sub")).n ? 0 : wrong(err, "it names nobody");
}

static int parse_part(struct json_parser *p, struct str part, struct arena *a, struct json *ret,
                      struct err *err) {
    uint8_t *raw = arena_alloc(a, part.n * 3 / 4 + 3);
    struct err bad = ERR_INIT;
    size_t n = 0;
    if (hash_base64_decode(part, raw, &n) ||
        json_parse(p, (const char *)raw, n, ret, &bad) || !json_is(*ret, JSON_OBJECT))
        return wrong(err, "it cannot be read");
    return 0;
}

static int check_signature(struct str text, struct str sig, struct json head, struct json keys,
                           struct arena *a, struct err *err) {
    struct str alg_name = json_str(json_get(head, "alg"));
    enum algorithm alg = str_is(alg_name, "RS256")   ? ALG_RS256
                         : str_is(alg_name, "ES256") ? ALG_ES256
                                                     : ALG_NONE;
    uint8_t *raw = arena_alloc(a, sig.n * 3 / 4 + 3);
    size_t n = 0;
    if (alg == ALG_NONE || !json_is(json_get(head, "crit"), JSON_NONE))
        return wrong(err, "neither RS256 nor ES256");
    if (hash_base64_decode(sig, raw, &n))
        return wrong(err, "it cannot be read");
    EVP_PKEY *key = find_key(keys, alg, json_str(json_get(head, "kid")));
    if (!key)
        return err_set(err, E_NOT_FOUND, "the provider has no key that signed its token");
    bool well = signed_by(key, alg, text, raw, n);
    EVP_PKEY_free(key);
    return well ? 0 : wrong(err, "the signature does not fit");
}

int idtoken_check(struct str token, struct json keys, const struct idtoken_want *want,
                  struct arena *a, struct idtoken *ret, struct err *err) {
    const char *dot = token.n && token.n <= IDTOKEN_MAX ? memchr(token.s, '.', token.n) : NULL;
    size_t head_n = dot ? (size_t)(dot - token.s) : 0;
    const char *dot2 = dot ? memchr(dot + 1, '.', token.n - head_n - 1) : NULL;
    if (!dot2)
        return wrong(err, "it cannot be read");
    struct str head_text = str_n(token.s, head_n);
    struct str body_text = str_n(dot + 1, (size_t)(dot2 - dot) - 1);
    struct str sig = str_n(dot2 + 1, (size_t)(token.s + token.n - dot2) - 1);
    struct json_parser *p = json_parser_new(), *q = json_parser_new();
    struct json head, claims;
    int rc = parse_part(p, head_text, a, &head, err);
    if (rc == 0)
        rc = check_signature(str_n(token.s, (size_t)(dot2 - token.s)), sig, head, keys, a, err);
    if (rc == 0)
        rc = parse_part(q, body_text, a, &claims, err);
    if (rc == 0)
        rc = check_claims(claims, want, err);
    if (rc == 0)
        idtoken_claims(claims, a, ret);
    json_parser_free(p);
    json_parser_free(q);
    return rc;
}
