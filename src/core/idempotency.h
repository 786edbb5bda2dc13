/* idempotency.h - a repeated request is answered, not carried out again.
 *
 * A client that did not see its answer sends the same request with the same Idempotency-Key.
 * The answer is stored in the transaction of the effect, so that either both are there or
 * neither: begin and finish are called inside a command's run().
 *
 *     switch (idempotency_begin(db, now, &req, arena, &answer, err)) {
 *     case IDEMPOTENCY_STORED: answer with `answer`, do nothing else
 *     case IDEMPOTENCY_NEW:    do the work, then idempotency_finish(db, &req, &answer, err)
 *     …
 * Work that takes several commands reserves the key in its first (idempotency_reserve) and
 * finishes or releases it in its last; others with the key get IDEMPOTENCY_BUSY meanwhile.
 */
#ifndef MUSUBI_CORE_IDEMPOTENCY_H
#define MUSUBI_CORE_IDEMPOTENCY_H

#include "base/arena.h"
#include "core/core.h"

#define IDEMPOTENCY_KEY_MAX 255
#define IDEMPOTENCY_KEEP_MS (24 * 3600 * 1000LL)
#define IDEMPOTENCY_BODY_MAX (1u << 20) /* a larger answer is not stored, its fact is */

struct idempotency_request {
    uint32_t principal;       /* key id: keys of different callers never meet */
    struct str key;           /* the header's value */
    uint8_t request_hash[32]; /* SHA-256 of what was asked for */
    int64_t now_ms;           /* set by idempotency_begin() */
};

struct idempotency_answer {
    int status; /* 100-599 */
    struct str content_type;
    struct str body;
};

enum idempotency {
    IDEMPOTENCY_FAILED = -1, /* err is set: another request under this key (E_CONFLICT), the
                                answer was not kept (E_CONFLICT), or the store's error */
    IDEMPOTENCY_NEW,
    IDEMPOTENCY_STORED,      /* *ret_answer is what was answered; lives in the arena */
    IDEMPOTENCY_BUSY         /* err is set (E_CONFLICT): reserved and not finished yet */
};

/* E_INVALID unless 1 to IDEMPOTENCY_KEY_MAX printable ASCII characters. */
MUST_USE int idempotency_key_check(struct str key, struct err *err);

/* now_ms: core_now().  An answer older than IDEMPOTENCY_KEEP_MS counts as gone.  One point
 * read. */
enum idempotency idempotency_begin(struct db *db, int64_t now_ms,
                                   struct idempotency_request *req, struct arena *a,
                                   struct idempotency_answer *ret_answer, struct err *err);

/* Only after IDEMPOTENCY_NEW (or a reservation of one's own).  answer NULL: remember that it
 * was done, not what was answered (the answer holds a secret). */
MUST_USE int idempotency_finish(struct db *db, const struct idempotency_request *req,
                                const struct idempotency_answer *answer, struct err *err);
MUST_USE int idempotency_reserve(struct db *db, const struct idempotency_request *req,
                                 struct err *err);
MUST_USE int idempotency_release(struct db *db, const struct idempotency_request *req,
                                 struct err *err);

/* Delete what has expired, in slices on the core; goes on by itself with a timer.  At start
 * it also drops reservations, which no request of this process holds.  registry_start() calls
 * it; stop (NULL is fine) after core_stop(). */
struct idempotency_sweeper;
MUST_USE int idempotency_sweep_start(struct core *c, struct idempotency_sweeper **ret,
                                     struct err *err);
void idempotency_sweep_stop(struct idempotency_sweeper *s);

#endif
