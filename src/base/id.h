/* id.h - UUID version 7 (RFC 9562): 48 bits of Unix ms, then random. */
#ifndef MUSUBI_BASE_ID_H
#define MUSUBI_BASE_ID_H

#include "base/str.h"
#include <stdint.h>

struct id { uint8_t b[16]; };

/* Increasing within a process even inside one ms (RFC 9562 6.2 method 1: a counter in rand_a
 * seeded afresh each ms).  Thread safe.  wall_ms comes from the caller's clock. */
struct id id_new(int64_t wall_ms);
/* Forget what was given out, as a new process does: for simulations that restart in one. */
void id_forget(void);
void id_format(struct id id, char out[37]);   /* 36 chars, lower case, NUL */
int id_parse(struct str s, struct id *ret_id); /* -1 unless 8-4-4-4-12 hex, any case */

#endif
