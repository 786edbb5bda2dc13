/* unify.h - one person out of many trails.
 *
 * An identifier is (kind, normalised value).  An atom is (device identifier or none, strongest
 * account identifier or none) and has an id for ever; every event belongs to one atom.  Atoms
 * that share an account identifier are linked, and the nameless atom of a device is linked to
 * the first account that signs in there.  A person is a connected set of atoms; its id is its
 * oldest atom's, and the ids of its other atoms keep answering for it.
 *
 * Threads: unify_new() before core_start(); the hooks as collect/event.h says; everything
 * that takes a person on the core thread.
 */
#ifndef MUSUBI_UNIFY_UNIFY_H
#define MUSUBI_UNIFY_UNIFY_H

#include "base/id.h"
#include "collect/event.h"

struct unify;

#define UNIFY_NONE UINT32_MAX
#define TIMELINE_MAX 200

/* ---- identifier kinds ---- */
enum ident_kind { /* numbers stand in the log */
    IDENT_USER_ID = 1,
    IDENT_EMAIL = 2,
    IDENT_PHONE = 3,
    IDENT_CUSTOMER_NUMBER = 4,
    IDENT_EXTERNAL = 5,       /* "type:id" of externalIds that are none of these */
    IDENT_PUSH_TOKEN = 6,
    IDENT_ADVERTISING_ID = 7,
    IDENT_DEVICE_ID = 8,
    IDENT_ANONYMOUS_ID = 9,
    IDENT_KIND_COUNT
};
struct ident_kind_info {
    const char *key;  /* "user_id" */
    bool device;      /* belongs to a device, not to an account */
    uint8_t priority; /* 1 is strongest */
};
const struct ident_kind_info *ident_kind(unsigned kind); /* NULL when there is none */
unsigned ident_kind_of(struct str key);                  /* 0 when there is none */

/* Normalise a value of this kind: trimmed, NFKC, e-mail in lower case, phone in E.164
 * (region: ISO 3166 of numbers without +, may be empty).  *ret is borrowed from `value` or
 * lies in `a`.  -1 E_INVALID when it is blocked, malformed or over 1,024 bytes. */
MUST_USE int ident_normalise(unsigned kind, struct str value, const char *region,
                             struct arena *a, struct str *ret, struct err *err);

/* ---- life ---- */
struct unify *unify_new(struct core *core);
void unify_free(struct unify *u);
struct collect_hooks unify_hooks(struct unify *u);

/* ---- persons: named by any of their atoms ---- */
/* UNIFY_NONE when there is none. */
uint32_t unify_by_id(struct unify *u, struct id id); /* aliases answer too */
uint32_t unify_by_ident(struct unify *u, unsigned kind, struct str normalised);
struct id unify_person_id(struct unify *u, uint32_t atom);

/* {"id","created","last_seen","events","traits","identifiers","groups","aliases",
 * "provenance"}: O(atoms + traits of the person). */
void unify_person_json(struct unify *u, uint32_t atom, struct jw *w);
/* {"id","atoms":[…],"links":[…]}: why these are one. */
void unify_identities_json(struct unify *u, uint32_t atom, struct jw *w);

struct timeline_at { int64_t time_ms; uint64_t seq; };
struct timeline_row { int64_t time_ms; struct log_at at; };
/* Events of the person before `before` (NULL: from the newest), newest first by time, then by
 * seq; how many of at most max <= TIMELINE_MAX.  name: only events of that name, empty for
 * all.  O(events of the person). */
unsigned unify_timeline(struct unify *u, uint32_t atom, const struct timeline_at *before,
                        struct str name, struct timeline_row *ret, unsigned max);

/* Newest persons first, from the atom below `from` (UNIFY_NONE: the newest) downward: those
 * with an identifier or a text trait that contains q (case and width aside; already folded by
 * unify_fold()), or all when q is empty.  Looks at no more than `budget` atoms.  Returns how
 * many of at most max, and *ret_next, from where to go on; 0 there: the end. */
unsigned unify_search(struct unify *u, struct str q, uint32_t from, uint32_t budget,
                      uint32_t *ret_atoms, unsigned max, uint32_t *ret_next);
MUST_USE int unify_fold(struct str q, struct buf *out, struct err *err);

struct unify_stats { uint64_t persons, atoms, identifiers, events, links, names, groups; };
void unify_stats(struct unify *u, struct unify_stats *ret); /* any thread; as of the last commit */

#endif
