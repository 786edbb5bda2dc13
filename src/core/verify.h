/* verify.h - walking the whole log: every frame, block and entry. */
#ifndef MUSUBI_CORE_VERIFY_H
#define MUSUBI_CORE_VERIFY_H

#include "store/sql.h"

struct verify_result { uint64_t frames, entries, seq, rewritten; };

/* From the first frame on: the chain of hashes, the checksums of blocks, the order of entries.
 * E_CORRUPT names the frame.  Reads in helpings, so it may run beside a server. */
MUST_USE int verify_log(struct db *db, struct verify_result *ret, struct err *err);

/* The same, and each entry is shown to the caller, in order; -1 of it ends the walk. */
struct entry;
typedef int verify_entry(void *ctx, const struct entry *e, struct err *err);
MUST_USE int verify_log_with(struct db *db, verify_entry *each, void *ctx,
                             struct verify_result *ret, struct err *err);

#endif
