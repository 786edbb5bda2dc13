/* hash.h - hashes, digests and random bytes. */
#ifndef MUSUBI_BASE_HASH_H
#define MUSUBI_BASE_HASH_H

#include "base/str.h"
#include <stdint.h>

struct hash_key { uint64_t k0, k1; };

/* SipHash-2-4 (Aumasson, Bernstein 2012): keyed, for tables that outsiders can fill. */
uint64_t hash_sip(struct hash_key k, const void *p, size_t n);

/* XXH64 (through libzstd's or our own copy of the published algorithm): checksums of blocks. */
uint64_t hash_xx64(const void *p, size_t n, uint64_t seed);

/* SHA-256 and HMAC-SHA-256 (OpenSSL). */
void hash_sha256(const void *p, size_t n, uint8_t out[32]);
void hash_hmac_sha256(struct str key, struct str msg, uint8_t out[32]);
void hash_hex(const uint8_t *p, size_t n, char *out); /* 2n chars and a NUL, lower case */

/* From the system's generator; aborts when there is none. */
void hash_random(void *p, size_t n);
/* For simulations only: from now on the bytes come from source(), until it is NULL again.  Not
 * while other threads run.  Nothing in the program calls it. */
void hash_random_from(void (*source)(void *ctx, void *p, size_t n), void *ctx);

/* Base64, standard and URL alphabets, with or without padding.  -1 on a foreign character.
 * out holds n * 3 / 4 + 3 bytes.  base64url encoder: out holds 4 * ((n + 2) / 3) + 1. */
int hash_base64_decode(struct str in, uint8_t *out, size_t *ret_n);
size_t hash_base64url_encode(const uint8_t *p, size_t n, char *out);

#endif
