/* cursor.h - opaque cursors and limits of lists: ?limit=&cursor=
 *
 * base64url( position bytes | 8 bytes SipHash of them and the list's name ).  The client gets
 * back what it was given or nothing: a forged cursor and one of another list are refused.
 */
#ifndef MUSUBI_HTTP_CURSOR_H
#define MUSUBI_HTTP_CURSOR_H

#include "base/arena.h"
#include "base/hash.h"

#define CURSOR_BYTES_MAX 512 /* of a position */
#define LIST_LIMIT_DEFAULT 50
#define LIST_LIMIT_MAX 200

/* at: the position, made with the buf_… encoders.  The result lives in the arena, NUL ended.
 * list: its name, "people". */
const char *cursor_encode(struct arena *a, struct hash_key key, const char *list,
                          struct str at);
/* E_INVALID when it is not one that cursor_encode() made with this key and list. */
MUST_USE int cursor_decode(struct arena *a, struct hash_key key, const char *list,
                           struct str text, struct str *ret_at, struct err *err);

/* ?limit=: empty or NULL gives the default.  E_INVALID unless 1 to LIST_LIMIT_MAX. */
MUST_USE int list_limit(struct str text, uint32_t *ret, struct err *err);

#endif
