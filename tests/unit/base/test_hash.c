/* test_hash.c - hashes against published vectors, Base64, random bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"

/* The first of the 64 vectors of the SipHash reference (key 00..0f, message 00 01 02 …). */
static void siphash_vectors(void **state) {
    static const struct {
        size_t n;
        uint64_t want;
    } CASES[] = {
        { 0, 0x726fdb47dd0e0e31 },  { 1, 0x74f839c593dc67fd },  { 2, 0x0d6c8009d9a94f5a },
        { 3, 0x85676696d7fb7e2d },  { 4, 0xcf2794e0277187b7 },  { 5, 0x18765564cd99a68d },
        { 6, 0xcbc9466e58fee3ce },  { 7, 0xab0200f58b01d137 },  { 8, 0x93f5f5799a932462 },
        { 15, 0xa129ca6149be45e5 }, { 63, 0x958a324ceb064572 },
    };
    struct hash_key key = { 0x0706050403020100, 0x0f0e0d0c0b0a0908 };
    uint8_t message[64];
    for (int i = 0; i < 64; i++)
        message[i] = (uint8_t)i;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        if (hash_sip(key, message, CASES[i].n) != CASES[i].want)
            fail_msg("%zu bytes: got %016llx, want %016llx", CASES[i].n,
                     (unsigned long long)hash_sip(key, message, CASES[i].n),
                     (unsigned long long)CASES[i].want);
}

/* From the sanity checks of the xxHash project: bytes made by this generator. */
static void xxh64_vectors(void **state) {
    static const uint64_t PRIME32 = 2654435761u, PRIME64 = UINT64_C(11400714785074694797);
    static const struct {
        size_t n;
        uint64_t seed, want;
    } CASES[] = {
        { 0, 0, 0xEF46DB3751D8E999 },           { 0, 2654435761u, 0xAC75FDA2929B17EF },
        { 1, 0, 0xE934A84ADB052768 },           { 1, 2654435761u, 0x5014607643A9B4C3 },
        { 4, 0, 0x9136A0DCA57457EE },           { 14, 0, 0x8282DCC4994E35C8 },
        { 14, 2654435761u, 0xC3BD6BF63DEB6DF0 }, { 222, 0, 0xB641AE8CB691C174 },
        { 222, 2654435761u, 0x20CB8AB7AE10C14A },
    };
    uint8_t bytes[256];
    uint64_t gen = PRIME32;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(gen >> 56);
        gen *= PRIME64;
    }
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        if (hash_xx64(bytes, CASES[i].n, CASES[i].seed) != CASES[i].want)
            fail_msg("%zu bytes: got %016llx, want %016llx", CASES[i].n,
                     (unsigned long long)hash_xx64(bytes, CASES[i].n, CASES[i].seed),
                     (unsigned long long)CASES[i].want);
    assert_true(hash_xx64("abc", 3, 0) == 0x44BC2CF5AD770999);
}

static void sha256_vectors(void **state) {
    uint8_t out[32];
    char hex[65];
    hash_sha256("abc", 3, out);
    hash_hex(out, 32, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash_sha256(NULL, 0, out);
    hash_hex(out, 32, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    /* RFC 4231, case 2 */
    hash_hmac_sha256(STR("Jefe"), STR("what do ya want for nothing?"), out);
    hash_hex(out, 32, hex);
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void base64(void **state) {
    static const struct {
        const char *in, *out; /* out NULL: refused */
    } CASES[] = {
        { "", "" },          { "Zg==", "f" },      { "Zg", "f" },       { "Zm8=", "fo" },
        { "Zm8", "fo" },     { "Zm9v", "foo" },    { "Zm9vYg==", "foob" },
        { "Zm9vYmE", "fooba" }, { "Zm9vYmFy", "foobar" },
        { "+/+/", "\xfb\xff\xbf" }, { "-_-_", "\xfb\xff\xbf" }, { "+_-/", "\xfb\xff\xbf" },
        { "Z", NULL },       { "Zm9vY", NULL },    { "Zg=", NULL },     { "Zg===", NULL },
        { "=", NULL },       { "====", NULL },     { "Z===", NULL },    { "Zm=v", NULL },
        { "Zm9v\n", NULL },  { " Zm9v", NULL },    { "Zm9*", NULL },    { "Zm9\xC3", NULL },
        { "==", NULL },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        size_t n = strlen(CASES[i].in), got = 0;
        uint8_t *out = malloc(n * 3 / 4 + 3);
        int rc = hash_base64_decode(str_n(CASES[i].in, n), out, &got);
        if ((rc == 0) != (CASES[i].out != NULL))
            fail_msg("\"%s\": got %d", CASES[i].in, rc);
        if (rc == 0) {
            assert_int_equal(got, strlen(CASES[i].out));
            assert_memory_equal(out, CASES[i].out, got);
        }
        free(out);
    }
}

static void base64_there_and_back(void **state) {
    uint8_t bytes[100], back[100];
    for (size_t n = 0; n < 96; n++) {
        char *text = malloc(4 * ((n + 2) / 3) + 1);
        size_t got = 0;
        hash_random(bytes, n);
        size_t len = hash_base64url_encode(bytes, n, text);
        assert_int_equal(len, strlen(text));
        assert_int_equal(len, (n * 4 + 2) / 3);
        assert_int_equal(hash_base64_decode(str_n(text, len), back, &got), 0);
        assert_int_equal(got, n);
        assert_memory_equal(back, bytes, n);
        free(text);
    }
}

static void random_differs(void **state) {
    uint8_t a[32], b[32];
    hash_random(a, 32);
    hash_random(b, 32);
    assert_memory_not_equal(a, b, 32);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(siphash_vectors),
        cmocka_unit_test(xxh64_vectors),
        cmocka_unit_test(sha256_vectors),
        cmocka_unit_test(base64),
        cmocka_unit_test(base64_there_and_back),
        cmocka_unit_test(random_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
