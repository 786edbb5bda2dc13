/* hash.c - SipHash-2-4, XXH64, OpenSSL's digests, random bytes, Base64.
 *
 * Sources: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF" (2012);
 * Y. Collet, "XXH64", doc/xxhash_spec.md of the xxHash project; RFC 4648 for Base64.
 * LIMITS      Little-endian machines (checked at compile time).
 * THREADS     Any. */
#include "base/hash.h"
#include "base/check.h"

#include <errno.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words are read as they lie");

static inline uint64_t load64(const uint8_t *p) {
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
}

static inline uint32_t load32(const uint8_t *p) {
    uint32_t v;
    memcpy(&v, p, 4);
    return v;
}

static inline uint64_t rotl(uint64_t v, int by) {
    return v << by | v >> (64 - by);
}

/* ---- SipHash ---- */

static inline void sip_round(uint64_t v[4]) {
    v[0] += v[1];
    v[1] = rotl(v[1], 13) ^ v[0];
    v[0] = rotl(v[0], 32);
    v[2] += v[3];
    v[3] = rotl(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotl(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotl(v[1], 17) ^ v[2];
    v[2] = rotl(v[2], 32);
}

uint64_t hash_sip(struct hash_key k, const void *p, size_t n) {
    const uint8_t *in = p;
    size_t words = n / 8, rest = n % 8;
    uint64_t v[4] = { k.k0 ^ 0x736f6d6570736575, k.k1 ^ 0x646f72616e646f6d,
                      k.k0 ^ 0x6c7967656e657261, k.k1 ^ 0x7465646279746573 };
    for (size_t i = 0; i < words; i++, in += 8) {
        uint64_t m = load64(in);
        v[3] ^= m;
        sip_round(v);
        sip_round(v);
        v[0] ^= m;
    }
    uint64_t last = (uint64_t)n << 56;
    for (size_t i = 0; i < rest; i++)
        last |= (uint64_t)in[i] << (8 * i);
    v[3] ^= last;
    sip_round(v);
    sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xFF;
    for (int i = 0; i < 4; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* ---- XXH64 ---- */

#define XX1 UINT64_C(0x9E3779B185EBCA87)
#define XX2 UINT64_C(0xC2B2AE3D27D4EB4F)
#define XX3 UINT64_C(0x165667B19E3779F9)
#define XX4 UINT64_C(0x85EBCA77C2B2AE63)
#define XX5 UINT64_C(0x27D4EB2F165667C5)

static inline uint64_t xx_round(uint64_t acc, uint64_t lane) {
    return rotl(acc + lane * XX2, 31) * XX1;
}

static inline uint64_t xx_merge(uint64_t acc, uint64_t lane) {
    return (acc ^ xx_round(0, lane)) * XX1 + XX4;
}

uint64_t hash_xx64(const void *p, size_t n, uint64_t seed) {
    const uint8_t *in = p;
    size_t left = n;
    uint64_t acc = seed + XX5;
    if (left >= 32) {
        uint64_t a = seed + XX1 + XX2, b = seed + XX2, c = seed, d = seed - XX1;
        for (; left >= 32; in += 32, left -= 32) {
            a = xx_round(a, load64(in));
            b = xx_round(b, load64(in + 8));
            c = xx_round(c, load64(in + 16));
            d = xx_round(d, load64(in + 24));
        }
        acc = rotl(a, 1) + rotl(b, 7) + rotl(c, 12) + rotl(d, 18);
        acc = xx_merge(xx_merge(xx_merge(xx_merge(acc, a), b), c), d);
    }
    acc += n;
    for (; left >= 8; in += 8, left -= 8)
        acc = rotl(acc ^ xx_round(0, load64(in)), 27) * XX1 + XX4;
    if (left >= 4) {
        acc = rotl(acc ^ load32(in) * XX1, 23) * XX2 + XX3;
        in += 4;
        left -= 4;
    }
    for (; left; in++, left--)
        acc = rotl(acc ^ *in * XX5, 11) * XX1;
    acc = (acc ^ acc >> 33) * XX2;
    acc = (acc ^ acc >> 29) * XX3;
    return acc ^ acc >> 32;
}

/* ---- digests, random ---- */

/* A context of the calling thread, freed when the thread ends. */
static pthread_key_t digest_key;
static pthread_once_t digest_key_once = PTHREAD_ONCE_INIT;
static void digest_free(void *ctx) { EVP_MD_CTX_free(ctx); }
static void digest_key_make(void) { CHECK(pthread_key_create(&digest_key, digest_free) == 0); }
static EVP_MD_CTX *thread_digest(void) {
    pthread_once(&digest_key_once, digest_key_make);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    CHECK(ctx && pthread_setspecific(digest_key, ctx) == 0);
    return ctx;
}

/* Looked up once: OpenSSL 3 else searches its providers by name at every digest. */
static EVP_MD *sha256;
static pthread_once_t sha256_once = PTHREAD_ONCE_INIT;
static void sha256_fetch(void) {
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    CHECK(sha256);
}

void hash_sha256(const void *p, size_t n, uint8_t out[32]) {
    static __thread EVP_MD_CTX *ctx;
    pthread_once(&sha256_once, sha256_fetch);
    if (!ctx)
        ctx = thread_digest();
    CHECK(EVP_DigestInit_ex2(ctx, sha256, NULL) == 1);
    CHECK(EVP_DigestUpdate(ctx, p ? p : "", n) == 1);
    CHECK(EVP_DigestFinal_ex(ctx, out, NULL) == 1);
}

void hash_hmac_sha256(struct str key, struct str msg, uint8_t out[32]) {
    unsigned len = 32;
    CHECK(HMAC(EVP_sha256(), key.s ? key.s : "", (int)key.n,
               (const unsigned char *)(msg.s ? msg.s : ""), msg.n, out, &len) != NULL);
    CHECK(len == 32);
}

void hash_hex(const uint8_t *p, size_t n, char *out) {
    static const char HEX[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        *out++ = HEX[p[i] >> 4];
        *out++ = HEX[p[i] & 15];
    }
    *out = '\0';
}

static struct { void (*fill)(void *ctx, void *p, size_t n); void *ctx; } random_source;

void hash_random_from(void (*source)(void *ctx, void *p, size_t n), void *ctx) {
    random_source.fill = source;
    random_source.ctx = ctx;
}

void hash_random(void *p, size_t n) {
    uint8_t *out = p;
    if (random_source.fill) {
        random_source.fill(random_source.ctx, p, n);
        return;
    }
    while (n) {
        ssize_t got = getrandom(out, n, 0);
        CHECK(got > 0 || (got < 0 && errno == EINTR));
        if (got > 0) {
            out += got;
            n -= (size_t)got;
        }
    }
}

/* ---- Base64 ---- */

static int sextet(char c) {
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

int hash_base64_decode(struct str in, uint8_t *out, size_t *ret_n) {
    if (in.n && in.n % 4 == 0 && in.s[in.n - 1] == '=')
        in.n -= in.s[in.n - 2] == '=' ? 2 : 1;
    if (in.n % 4 == 1)
        return -1;
    uint32_t bits = 0;
    size_t n = 0;
    for (size_t i = 0; i < in.n; i++) {
        int six = sextet(in.s[i]);
        if (six < 0)
            return -1;
        bits = bits << 6 | (uint32_t)six;
        if (i % 4 != 0)
            out[n++] = (uint8_t)(bits >> (6 - 2 * (i % 4)));
    }
    *ret_n = n;
    return 0;
}

size_t hash_base64url_encode(const uint8_t *p, size_t n, char *out) {
    static const char ALPHABET[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char *o = out;
    for (; n >= 3; n -= 3, p += 3) {
        uint32_t v = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
        for (int shift = 18; shift >= 0; shift -= 6)
            *o++ = ALPHABET[v >> shift & 63];
    }
    if (n) {
        uint32_t v = (uint32_t)p[0] << 16 | (n == 2 ? (uint32_t)p[1] << 8 : 0);
        *o++ = ALPHABET[v >> 18];
        *o++ = ALPHABET[v >> 12 & 63];
        if (n == 2)
            *o++ = ALPHABET[v >> 6 & 63];
    }
    *o = '\0';
    return (size_t)(o - out);
}
