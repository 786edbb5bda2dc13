/* search.h - does a value occur anywhere in what is stored?  Also as JSON escapes it, in any
 * ASCII case, and a UUID in its 16 bytes; inside compressed blocks, wherever they lie. */
#ifndef MUSUBI_CORE_SEARCH_H
#define MUSUBI_CORE_SEARCH_H

#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

struct search;
/* place: where, for people; at: bytes from the beginning of that piece. */
typedef void search_hit(void *ctx, const char *place, uint64_t at);
struct search *search_new(struct str value, search_hit *hit, void *ctx);
void search_free(struct search *s);
uint64_t search_hits(const struct search *s);

void search_bytes(struct search *s, const char *place, struct str bytes);
void search_blob(struct search *s, const char *place, struct str bytes); /* and blocks in it */
MUST_USE int search_frame(struct search *s, uint64_t first_seq, uint32_t n, struct str body,
                          struct err *err);
/* A database file or its -wal: every page, in use or free, and the blocks that go on in others. */
void search_sqlite(struct search *s, const char *file, struct str bytes);

#endif
