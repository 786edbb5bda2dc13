/* registry_internal.h - shared by registry.c, keys.c, definitions.c and sources.c. */
#ifndef MUSUBI_CORE_REGISTRY_INTERNAL_H
#define MUSUBI_CORE_REGISTRY_INTERNAL_H

#include "base/schema.h"
#include "core/idempotency.h"
#include "core/registry.h"

#include <pthread.h>
#include <stdatomic.h>

/* Bodies of the log entries, version 1 (the rows are the truth, these tell that they changed):
 *   ENTRY_DEFINITION  varint id | bytes kind | bytes key | u8 enum definition_change
 *                     | varint version (0 for drafts)
 *   ENTRY_KEY         varint id | u8 enum key_kind | u8 enum key_change | varint source
 */
enum definition_change { DEFINITION_DRAFTED = 1, DEFINITION_DISCARDED, DEFINITION_PUBLISHED,
                         DEFINITION_ROLLED_BACK };
enum key_change { KEY_CREATED = 1, KEY_REVOKED, KEY_ROTATED };

struct schema_file {
    const char *name; /* "source" */
    const char *text; /* JSON */
};
extern const struct schema_file schema_files[]; /* schemas_gen.c; ends with a NULL name */

/* ---- keys in memory ---- */
struct key_slot {
    uint8_t hash[32];   /* SHA-256 of the plain text */
    struct who_key who; /* who.id 0: free slot */
    int64_t revoked_ms; /* 0: in force */
    _Atomic int64_t used_ms;
    int64_t written_ms; /* last_used_ms of the row; core thread only, as the next */
    int64_t writing_ms; /* what a command under way writes there */
};
struct key_table { /* open addressing by the hash's first bytes; at most half full */
    uint32_t mask, n;
    struct key_slot slots[];
};

/* ---- definitions in memory: what is in force ---- */
struct in_force {
    uint32_t id, version;
    struct err *problem; /* why this program cannot put it in force; NULL: it is */
};
struct kind_state {
    struct registry_kind face;
    const char *schema_text;
    struct schema *schema;
    struct in_force *in_force; /* by id; under registry.lock, written on the core thread */
    size_t n_in_force;
};

/* Log entries that came and are not yet behind a commit: the first and the last. */
struct dirty {
    uint64_t from, to; /* 0: none */
};

struct registry {
    struct core *core;
    const char *const *scope_names;
    int n_scopes;
    struct db *db;        /* reads committed rows; core thread (main before it runs) */
    struct kind_state kinds[REGISTRY_KINDS_MAX];
    int n_kinds;
    struct dirty keys_dirty, definitions_dirty;
    struct command retry; /* reads again after a failure */
    bool retry_waits;
    struct command used;  /* writes last_used_ms */
    struct idempotency_sweeper *sweeper; /* NULL before registry_start() */
    _Atomic bool any_used;

    pthread_rwlock_t lock; /* over the pointers below; what they point to is replaced whole,
                              but for key_slot.used_ms */
    struct key_table *keys;
    struct source *sources; /* by id */
    size_t n_sources;
};

/* The next number of "key" or "definition"; never given twice. */
MUST_USE int registry_next_id(struct db *db, const char *of, uint32_t *ret, struct err *err);
/* A column's text, copied into the arena; NULL gives .s NULL. */
struct str registry_text(struct sql *q, int col, struct arena *a);

/* keys.c */
MUST_USE int keys_load(struct registry *r, struct err *err);
MUST_USE int keys_start(struct registry *r, struct err *err);
/* The bits of those names that this program knows; a newer one may have granted others. */
uint64_t registry_scopes_known(const struct registry *r, struct str names);

/* definitions.c */
MUST_USE int definitions_load(struct registry *r, struct kind_state *k, struct err *err);

/* sources.c */
MUST_USE int sources_register(struct registry *r, struct err *err);

#endif
