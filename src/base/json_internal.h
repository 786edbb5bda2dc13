/* json_internal.h - what json.cc gives to the C files of this room.  C++ may include it. */
#ifndef MUSUBI_BASE_JSON_INTERNAL_H
#define MUSUBI_BASE_JSON_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define JSON_PADDING 64u         /* readable bytes that simdjson wants behind the text */
#define JSON_NUMBER_BYTES_MAX 32 /* no number is written longer */

enum json_simd_status {
    JSON_SIMD_OK,
    JSON_SIMD_EMPTY,
    JSON_SIMD_DEPTH,
    JSON_SIMD_NUMBER,
    JSON_SIMD_CAPACITY,
    JSON_SIMD_MEMORY,
    JSON_SIMD_OTHER
};

struct json_simd; /* one simdjson parser with its document */
struct json_simd *json_simd_new(size_t depth_max); /* NULL: out of memory */
void json_simd_free(struct json_simd *p);

/* Parse n bytes that JSON_PADDING readable bytes follow.  Tape and strings live until the
 * next parse. */
enum json_simd_status json_simd_parse(struct json_simd *p, const char *s, size_t n,
                                      const uint64_t **ret_tape, const uint8_t **ret_strings);

/* The shortest decimal that reads back as the finite v; its length.  Not NUL-terminated. */
size_t json_simd_double(double v, char out[JSON_NUMBER_BYTES_MAX]);

#ifdef __cplusplus
}
#endif
#endif
