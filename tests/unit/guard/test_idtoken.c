/* test_idtoken.c - ID tokens, signed here: what is taken and what is not. */
#include "base/hash.h"
#include "guard/idtoken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#define NOW_S 1790000000LL

struct lab {
    EVP_PKEY *rsa, *ec, *small;
    char jwks[8192];
    struct json_parser *parser;
    struct json keys;
    struct arena a;
};
static struct lab lab;

static const char *bn_text(EVP_PKEY *key, const char *name, int pad) {
    BIGNUM *bn = NULL;
    uint8_t raw[600];
    assert_int_equal(EVP_PKEY_get_bn_param(key, name, &bn), 1);
    int n = pad ? BN_bn2binpad(bn, raw, pad) : BN_bn2bin(bn, raw);
    BN_free(bn);
    char *out = arena_alloc(&lab.a, 900);
    out[hash_base64url_encode(raw, (size_t)n, out)] = 0;
    return out;
}

static int open_lab(void **state) {
    struct err err = ERR_INIT;
    (void)state;
    arena_init(&lab.a, "lab", 8 << 20);
    lab.rsa = EVP_RSA_gen(2048);
    lab.small = EVP_RSA_gen(1024);
    lab.ec = EVP_EC_gen("P-256");
    assert_true(lab.rsa && lab.ec && lab.small);
    snprintf(lab.jwks, sizeof(lab.jwks),
             "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"r\",\"use\":\"sig\",\"n\":\"%s\",\"e\":\"%s\"},"
             "{\"kty\":\"RSA\",\"kid\":\"enc\",\"use\":\"enc\",\"n\":\"%s\",\"e\":\"%s\"},"
             "{\"kty\":\"RSA\",\"kid\":\"small\",\"n\":\"%s\",\"e\":\"%s\"},"
             "{\"kty\":\"EC\",\"kid\":\"e\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"},"
             "{\"kty\":\"oct\",\"kid\":\"o\",\"k\":\"c2VjcmV0\"}]}",
             bn_text(lab.rsa, OSSL_PKEY_PARAM_RSA_N, 0), bn_text(lab.rsa, OSSL_PKEY_PARAM_RSA_E, 0),
             bn_text(lab.rsa, OSSL_PKEY_PARAM_RSA_N, 0), bn_text(lab.rsa, OSSL_PKEY_PARAM_RSA_E, 0),
             bn_text(lab.small, OSSL_PKEY_PARAM_RSA_N, 0),
             bn_text(lab.small, OSSL_PKEY_PARAM_RSA_E, 0),
             bn_text(lab.ec, OSSL_PKEY_PARAM_EC_PUB_X, 32),
             bn_text(lab.ec, OSSL_PKEY_PARAM_EC_PUB_Y, 32));
    lab.parser = json_parser_new();
    return json_parse(lab.parser, lab.jwks, strlen(lab.jwks), &lab.keys, &err);
}

static int close_lab(void **state) {
    (void)state;
    json_parser_free(lab.parser);
    EVP_PKEY_free(lab.rsa);
    EVP_PKEY_free(lab.small);
    EVP_PKEY_free(lab.ec);
    arena_release(&lab.a);
    return 0;
}

static char *b64(const void *p, size_t n) {
    char *out = arena_alloc(&lab.a, 4 * ((n + 2) / 3) + 1);
    out[hash_base64url_encode(p, n, out)] = 0;
    return out;
}

/* An RSA signature, or r | s of an EC one. */
static size_t sign(EVP_PKEY *key, const char *text, uint8_t out[600]) {
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    size_t n = 600;
    assert_int_equal(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key), 1);
    assert_int_equal(EVP_DigestSign(ctx, out, &n, (const uint8_t *)text, strlen(text)), 1);
    EVP_MD_CTX_free(ctx);
    if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC)
        return n;
    const uint8_t *at = out;
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)n);
    assert_non_null(sig);
    uint8_t both[64];
    BN_bn2binpad(ECDSA_SIG_get0_r(sig), both, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(sig), both + 32, 32);
    ECDSA_SIG_free(sig);
    memcpy(out, both, 64);
    return 64;
}

static char *token(const char *head, const char *claims, EVP_PKEY *key) {
    uint8_t sig[600];
    char *text = arena_printf(&lab.a, "%s.%s", b64(head, strlen(head)),
                              b64(claims, strlen(claims)));
    size_t n = key ? sign(key, text, sig) : 0;
    return arena_printf(&lab.a, "%s.%s", text, b64(sig, n));
}

static int check(const char *text, struct idtoken *ret, struct err *err) {
    struct idtoken_want want = { STR("https://idp.example"), STR("musubi"), STR("n-1"),
                                 NOW_S * 1000 };
    *err = ERR_INIT;
    return idtoken_check(str_of(text), lab.keys, &want, &lab.a, ret, err);
}

#define RS "{\"alg\":\"RS256\",\"kid\":\"r\"}"
#define ES "{\"alg\":\"ES256\",\"kid\":\"e\"}"
#define BASE "\"iss\":\"https://idp.example\",\"sub\":\"u1\",\"nonce\":\"n-1\""
#define TIMES "\"exp\":1790000300,\"iat\":1789999990"
#define MAIL "\"email\":\"a@b.example\",\"email_verified\":true"
#define FINE "{" BASE ",\"aud\":\"musubi\"," TIMES "," MAIL "}"

static void test_taken(void **state) {
    struct idtoken t;
    struct err err;
    (void)state;
    const char *const fine[] = {
        token(RS, FINE, lab.rsa), token(ES, FINE, lab.ec),
        token("{\"alg\":\"ES256\"}", FINE, lab.ec), /* the only key of its type */
        token(RS, "{" BASE ",\"aud\":[\"musubi\"]," TIMES ",\"email\":\"a@b.example\","
                  "\"email_verified\":\"true\"}", lab.rsa),
        token(RS, "{" BASE ",\"aud\":[\"x\",\"musubi\"],\"azp\":\"musubi\"," TIMES
                  ",\"email\":\"a@b.example\",\"email_verified\":true}", lab.rsa),
        token(RS, "{" BASE ",\"aud\":\"musubi\",\"exp\":1789999950,\"iat\":1790000050,"
                  "\"email\":\"a@b.example\",\"email_verified\":true}", lab.rsa), /* skew */
    };
    for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++) {
        if (check(fine[i], &t, &err))
            fail_msg("case %zu: %s", i, err.msg);
        assert_true(str_is(t.subject, "u1") && str_is(t.email, "a@b.example"));
        assert_true(t.email_verified);
    }
}

static void test_refused(void **state) {
    struct idtoken t;
    struct err err;
    (void)state;
    static const struct { const char *head, *claims; } cases[] = {
        { "{\"alg\":\"none\"}", FINE },
        { "{\"alg\":\"HS256\",\"kid\":\"o\"}", FINE },
        { "{\"alg\":\"RS512\",\"kid\":\"r\"}", FINE },
        { "{\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":[\"x\"]}", FINE },
        { "{}", FINE },
        { "not json", FINE },
        { RS, "not json" },
        { RS, "{" BASE ",\"aud\":\"other\"," TIMES "}" },
        { RS, "{" BASE ",\"aud\":[\"musubi\",\"other\"]," TIMES "}" }, /* without azp */
        { RS, "{" BASE ",\"aud\":\"musubi\",\"azp\":\"other\"," TIMES "}" },
        { RS, "{" BASE "," TIMES "}" },
        { RS, "{" BASE ",\"aud\":\"musubi\",\"exp\":1789999940,\"iat\":1789999000}" },
        { RS, "{" BASE ",\"aud\":\"musubi\",\"iat\":1789999990}" },
        { RS, "{" BASE ",\"aud\":\"musubi\",\"exp\":1790000300,\"iat\":1790000061}" },
        { RS, "{" BASE ",\"aud\":\"musubi\"," TIMES ",\"nbf\":1790000100}" },
        { RS, "{\"iss\":\"https://idp.example/\",\"sub\":\"u1\",\"nonce\":\"n-1\","
              "\"aud\":\"musubi\"," TIMES "}" },
        { RS, "{\"iss\":\"https://idp.example\",\"sub\":\"u1\",\"nonce\":\"n-2\","
              "\"aud\":\"musubi\"," TIMES "}" },
        { RS, "{\"iss\":\"https://idp.example\",\"sub\":\"u1\",\"aud\":\"musubi\"," TIMES "}" },
        { RS, "{\"iss\":\"https://idp.example\",\"nonce\":\"n-1\",\"aud\":\"musubi\"," TIMES
              "}" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (check(token(cases[i].head, cases[i].claims, lab.rsa), &t, &err) == 0 ||
            err.code != E_UNAUTHENTICATED)
            fail_msg("case %zu (%s %s): code %d", i, cases[i].head, cases[i].claims, err.code);
}

static void test_keys(void **state) {
    struct idtoken t;
    struct err err;
    (void)state;
    const struct { const char *text; enum err_code want; } cases[] = {
        { token("{\"alg\":\"RS256\",\"kid\":\"new\"}", FINE, lab.rsa), E_NOT_FOUND },
        { token("{\"alg\":\"RS256\"}", FINE, lab.rsa), E_NOT_FOUND }, /* which of two */
        { token("{\"alg\":\"RS256\",\"kid\":\"enc\"}", FINE, lab.rsa), E_NOT_FOUND },
        { token("{\"alg\":\"RS256\",\"kid\":\"small\"}", FINE, lab.small), E_NOT_FOUND },
        { token("{\"alg\":\"RS256\",\"kid\":\"e\"}", FINE, lab.ec), E_NOT_FOUND },
        { token(RS, FINE, lab.small), E_UNAUTHENTICATED },
        { token(ES, FINE, lab.rsa), E_UNAUTHENTICATED },
        { token(RS, FINE, NULL), E_UNAUTHENTICATED },
        { "", E_UNAUTHENTICATED }, { ".", E_UNAUTHENTICATED }, { "..", E_UNAUTHENTICATED },
        { "a.b.c", E_UNAUTHENTICATED }, { "!!.!!.!!", E_UNAUTHENTICATED },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (check(cases[i].text, &t, &err) == 0 || err.code != cases[i].want)
            fail_msg("case %zu: code %d, expected %d", i, err.code, cases[i].want);
    char *whole = token(ES, FINE, lab.ec);
    for (size_t i = 0; i < strlen(whole); i += 3) { /* any change anywhere */
        char was = whole[i];
        whole[i] = was == 'A' ? 'Z' : 'A';
        if (check(whole, &t, &err) == 0 && i + 2 < strlen(whole))
            fail_msg("taken with another character at %zu", i);
        whole[i] = was;
    }
    assert_int_equal(check(whole, &t, &err), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_keys),
    };
    return cmocka_run_group_tests(tests, open_lab, close_lab);
}
