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
    IDENT_KIND_COUNT,
    IDENT_OWN_FIRST = 32      /* kinds that the identity rules declare: numbers from the log */
};
#define IDENT_OWN_MAX 32u     /* of these that a workspace can ever have */
#define IDENT_NUMBERS (IDENT_OWN_FIRST + IDENT_OWN_MAX) /* every kind's number is below */
struct ident_kind_info {
    const char *key;  /* "user_id" */
    bool device;      /* belongs to a device, not to an account */
    uint8_t priority; /* 1 is strongest */
};
/* Any thread; as of the last commit.  What is returned lives as long as u.  NULL, or 0: there is
 * no such kind. */
const struct ident_kind_info *ident_kind(struct unify *u, unsigned kind);
unsigned ident_kind_of(struct unify *u, struct str key);
/* Sets err to this code, with what kinds there are as a hint; -1. */
int ident_kind_unknown(struct unify *u, struct str key, enum err_code code, struct err *err);
/* {"items":[…]}: all kinds as they are, the built-in ones first.  Core thread. */
void unify_kinds_json(struct unify *u, struct jw *w);

/* Normalise a value of this kind, any thread: trimmed, NFKC, e-mail in lower case, phone in E.164
 * (region: ISO 3166 of numbers without +, may be empty); a declared kind as it was declared.
 * *ret is borrowed from `value` or lies in `a`.  -1 E_INVALID when it is malformed or over 1,024
 * bytes.  Doing it twice changes nothing. */
MUST_USE int ident_normalise(struct unify *u, unsigned kind, struct str value,
                             const char *region, struct arena *a, struct str *ret,
                             struct err *err);

/* ---- life ---- */
struct unify *unify_new(struct core *core);
void unify_free(struct unify *u);
/* Before core_start(): what the audit log says of erased persons is cleared, too. */
struct audit;
void unify_audit_set(struct unify *u, struct audit *audit);
struct collect_hooks unify_hooks(struct unify *u);
/* Register the definition kind "identity", whose one definition "rules" replaces the built-in
 * rules.  After registry_new(), before core_start(). */
struct registry;
MUST_USE int unify_rules_register(struct unify *u, struct registry *r, struct err *err);
/* After core_start(): goes on judging all evidence where a newer version is in force. */
void unify_rules_start(struct unify *u);

/* In the core's stepped mode, while new trait rules are put in force: read some events again. */
bool unify_traits_step(struct unify *u);

/* ---- persons: named by any of their atoms ---- */
/* UNIFY_NONE when there is none. */
uint32_t unify_by_id(struct unify *u, struct id id); /* aliases answer too */
/* A device that several accounts use answers with the one that is signed in there now. */
uint32_t unify_by_ident(struct unify *u, unsigned kind, struct str normalised);
struct id unify_person_id(struct unify *u, uint32_t atom);
uint32_t unify_person_atoms(struct unify *u, uint32_t atom); /* how many */
/* Of an atom as an entry of the log names it: false when its person is erased. */
bool unify_atom_person(struct unify *u, uint32_t atom, struct id *ret);
/* The number of an event's or trait's name, 0 for none; and back, borrowed until the next
 * commit. */
uint32_t unify_name_number(struct unify *u, struct str name);
struct str unify_name_text(struct unify *u, uint32_t number);
/* Numbers of atoms are for ever and say nothing of anybody: the oldest of the person, whose id is
 * the person's; and all of them, at most `max`, the oldest not always first. */
uint32_t unify_person_oldest(struct unify *u, uint32_t atom);
uint32_t unify_person_numbers(struct unify *u, uint32_t atom, uint32_t *ret, uint32_t max);

/* {"id","first_seen","last_seen","events","traits","identifiers","groups","aliases",
 * "provenance"}: O(atoms + traits of the person). */
void unify_person_json(struct unify *u, uint32_t atom, struct jw *w);
/* {"id","atoms":[…],"links":[…],"cuts":[…]}: why these are one, what was refused, and who was
 * told never to be together. */
void unify_identities_json(struct unify *u, uint32_t atom, struct jw *w);

/* ---- a person's traits: which value won, by which rule, and over which ---- */
struct unify_trait_from { /* a value that an atom has */
    struct str value;     /* JSON; of merged objects one member: {"city":"x"} */
    struct id atom;
    uint32_t source;      /* number; 0: not known */
    uint32_t times;       /* how often it came (most_frequent), else 1 */
    bool won;             /* it is the trait's value, a part of it, or the same */
    int64_t ms;           /* of the event */
    struct log_at at;     /* where the event lies */
};
struct unify_trait {
    struct str name, value; /* value: JSON, null when the trait has none */
    const char *rule;     /* "last", "first", "most_frequent", "source_order" */
    bool keep, merge;
    bool filling;         /* what came before the rule is still being read */
    struct unify_trait_from *from; /* newest first */
    uint32_t n;
};
/* At most `max` candidates and `bytes` of values.  Everything lies in `a`.  Returns the number
 * of traits; *ret_cut: there were more candidates. */
uint32_t unify_traits(struct unify *u, uint32_t person, uint32_t max, size_t bytes,
                      struct arena *a, struct unify_trait **ret, bool *ret_cut);

/* The value of one trait, JSON; empty when the person has none, or a has no room.  Borrowed
 * until the state changes, or in a.  O(traits of the person's atoms). */
struct str unify_trait_value(struct unify *u, uint32_t person, uint32_t name, struct arena *a);
void unify_person_seen(struct unify *u, uint32_t person, int64_t *ret_first_ms,
                       int64_t *ret_last_ms); /* of its events; first > last when it has none */
/* Has it an identifier of this kind? */
bool unify_person_has(struct unify *u, uint32_t person, unsigned kind);
uint32_t unify_atoms(struct unify *u);                       /* numbers that were given */
bool unify_is_person(struct unify *u, uint32_t atom);        /* it is the oldest of its person */

/* ---- what befalls persons, told to a room above ---- */
struct unify_watch { /* core thread, in commands and replays alike; must be quick */
    void *room;
    /* The atom is new, and a person by itself. */
    void (*born)(void *room, uint32_t atom);
    /* Right before: this atom's person (all its atoms) becomes one with another, or is parted. */
    void (*moving)(void *room, uint32_t atom);
    /* The event was applied, traits included.  v->kept may be EVENT_DROPPED. */
    void (*event)(void *room, const struct entry *e, const struct event_entry *v);
    /* It has a further identifier, or one less that counts. */
    void (*carried)(void *room, uint32_t atom);
    /* Traits may have other values without an event; UNIFY_NONE: anybody's. */
    void (*traits)(void *room, uint32_t atom);
    /* Retention took this event away, or (what: EVENT_THINNED) most of what it said. */
    void (*retained)(void *room, uint32_t atom, uint64_t seq, uint32_t name, unsigned what);
    /* Right before the atom is erased: nothing may be left of it. */
    void (*forget)(void *room, uint32_t atom);
};
void unify_watch(struct unify *u, const struct unify_watch *w); /* before core_start() */

/* ---- splitting and merging by hand: inside a command's run() ---- */
struct unify_part { /* what is to be parted from the rest of a person */
    const struct id *atoms;
    uint32_t n_atoms;
    const uint8_t *kinds;      /* of the identifiers */
    const struct str *values;  /* normalised */
    uint32_t n_idents;
};
#define UNIFY_PART_MAX 5000u   /* atoms and identifiers named in one split */
/* Cut the part off: its atoms and account identifiers never come together again with the rest,
 * by whatever path, until the cut is withdrawn.  An identifier takes along the atoms whose
 * device or account it is now; what comes later is judged by its own evidence.
 * ret_atoms: one of the rest, one of the part (UNIFY_NONE when no atom is left there).
 * E_INVALID when something is not of this person or nothing would remain. */
MUST_USE int unify_split(struct unify *u, uint32_t person, const struct unify_part *part,
                         struct str reason, uint32_t *ret_cut, uint32_t ret_atoms[2],
                         struct err *err);
/* Say that two persons are one.  E_CONFLICT when a cut or a limit stands in the way. */
MUST_USE int unify_merge(struct unify *u, uint32_t a, uint32_t b, struct str evidence,
                         uint32_t *ret_link, struct err *err);
/* Take a cut, or a link with an id, back: everything is as if it had never been, with what came
 * meanwhile.  ret_atoms: an atom of either side.  E_NOT_FOUND, E_CONFLICT when it is withdrawn
 * already. */
MUST_USE int unify_cut_undo(struct unify *u, uint32_t cut, uint32_t ret_atoms[2],
                            struct err *err);
MUST_USE int unify_link_undo(struct unify *u, uint32_t link, uint32_t ret_atoms[2],
                             struct err *err);

/* ---- identifiers that are sent for everybody (constant.c) ---- */
/* Write a list of at most `max`, from number `from` on; the next number, or UNIFY_NONE. */
uint32_t unify_constants_json(struct unify *u, uint32_t from, uint32_t max, struct jw *w);
/* Let it count again, for good.  Inside a command's run(). */
MUST_USE int unify_constant_release(struct unify *u, uint32_t number, struct err *err);

/* ---- what other identity rules would make of everybody, changing nothing ---- */
struct unify_trial;
/* Any thread; body: as of the definition identity/rules.  NULL with E_INVALID. */
MUST_USE struct unify_trial *unify_trial_new(struct unify *u, struct json body,
                                             struct err *err);
/* Core thread: about a millisecond of the work; true when it is done. */
bool unify_trial_step(struct unify_trial *t);
/* {"people_now","people_then","would_join","would_part","too_large_to_say","examples"} */
void unify_trial_json(const struct unify_trial *t, struct jw *w);
void unify_trial_free(struct unify_trial *t);

/* ---- erasure: a request, carried out beside other work by a thread of its own ---- */
enum unify_erasure_state { /* numbers stand in no log, only in memory */
    ERASURE_SEARCHING = 1, /* nobody can read them any more; rejects are being searched */
    ERASURE_REWRITING = 2, /* no value is left in memory; frames are being rewritten */
    ERASURE_FINISHED = 3
};
enum unify_erased { /* what was removed, by count */
    ERASED_PEOPLE, ERASED_ATOMS, ERASED_IDENTIFIERS, ERASED_TRAITS, ERASED_EVENTS,
    ERASED_REJECTS, ERASED_ENTRIES, ERASED_FRAMES,
    ERASED_ANSWERS,     /* stored answers to requests with an Idempotency-Key */
    ERASED_DEFINITIONS, /* texts of definitions that hold a value: found, and left */
    ERASED_SNAPSHOTS,   /* replaced by one without them */
    UNIFY_ERASED_COUNT
};
#define UNIFY_ERASE_MAX 10000u /* identifiers of one request */
struct unify_named { uint8_t kind; struct str value; /* normalised */ };

/* Inside run().  Erase this person, or (person UNIFY_NONE) whoever has these identifiers.
 * refuse: events with their identifiers are refused from now on; else they begin somebody new.
 * An identifier that another person carries, too, stays with that one.  key: who asks, as
 * in guard_emit(). */
void unify_erase(struct unify *u, uint32_t person, const struct unify_named *named, uint32_t n,
                 bool refuse, uint32_t key, struct id *ret_id);
void unify_erase_kick(struct unify *u); /* after such a command's commit: begin now */
/* After core_start(): goes on where a stop left off, and applies the erasure list (the file
 * `erasures` in dir) where the log is of before: when it returns those people are not readable.
 * dir NULL: no file. */
MUST_USE int unify_erase_start(struct unify *u, const char *dir, struct err *err);
void unify_erase_stop(struct unify *u); /* before core_stop(); goes on at the next start */
/* Where the core is stepped: the same without a thread, and then one piece of the work after the
 * other, most of them one command (a core_call()). frames: a command rewrites at most so many, 0:
 * while they are quick. 1: there is more, 0: nothing is left; after an error just go on. */
MUST_USE int unify_erase_open(struct unify *u, const char *dir, struct err *err);
MUST_USE int unify_erase_step(struct unify *u, uint32_t frames, struct err *err);
/* Core thread. */
uint32_t unify_erasure_find(struct unify *u, struct id id); /* or UNIFY_NONE */
uint32_t unify_erasures(struct unify *u);                   /* how many */
void unify_erasure_json(struct unify *u, uint32_t erasure, struct jw *w);

/* ---- retention: old events are dropped or thinned by rules, once a day ---- */
enum unify_retained { /* what a run did, by count */
    RETAINED_DROPPED, RETAINED_THINNED, RETAINED_CHECKPOINTS,
    RETAINED_ENTRIES, /* others that lost values: older checkpoints, values read again */
    RETAINED_FRAMES,
    RETAINED_BYTES,   /* of entries, before compression */
    RETAINED_COUNT
};
/* After core_start(): goes on where a stop left off; runs once a day. */
MUST_USE int unify_retain_start(struct unify *u, struct err *err);
void unify_retain_stop(struct unify *u); /* before core_stop(); goes on at the next start */
void unify_retain_kick(struct unify *u); /* after such a command's commit: begin now */
/* Inside run(): begin a run now, unless one is under way.  E_CONFLICT without rules. */
MUST_USE int unify_retain_run(struct unify *u, uint32_t key, struct err *err);
/* Core thread: {"state","rules_version","next","running","last"} */
void unify_retain_json(struct unify *u, struct jw *w);
/* Carry out what is due now, on the caller's thread; without unify_retain_start(), and without
 * looking after old copies: snapshots, the write-ahead log. */
MUST_USE int unify_retain_now(struct unify *u, struct err *err);
/* One piece of all, on the caller's thread: 1 go on, 0 nothing is due, -1.  most: atoms or frames
 * of one command; 0: while they are quick. */
MUST_USE int unify_retain_step(struct unify *u, uint32_t most, struct err *err);
/* These rules are in force from now on (body: of the definition retention/rules); for a program
 * without a registry.  Versions must grow. */
MUST_USE int unify_retain_rules(struct unify *u, struct json body, uint32_t version,
                                struct err *err);

/* What rules would do, changing nothing: scan on the core thread (a command that reads), read on
 * another with a log reader, in turns, until scan says true: over. */
struct unify_retain_trial;
MUST_USE struct unify_retain_trial *unify_retain_trial_new(struct unify *u, struct json body,
                                                           struct err *err);
bool unify_retain_trial_scan(struct unify_retain_trial *t);
MUST_USE int unify_retain_trial_read(struct unify_retain_trial *t, struct log_reader *log,
                                     struct err *err);
/* {"complete","events_read","drop":{…},"thin":{…},"by_name":[…]} */
void unify_retain_trial_json(const struct unify_retain_trial *t, struct registry *r,
                             struct jw *w);
void unify_retain_trial_free(struct unify_retain_trial *t);

/* {"id","device":{"kind","value"},"account":…}, null for what it has not; false: erased. */
bool unify_atom_json(struct unify *u, uint32_t atom, struct jw *w);
/* What an entry of this room made: {"what":"identifier"|"atom"|"carry"|"link"|"name",…}.  False
 * when it tells nothing of one event, or of somebody erased. */
bool unify_made_json(struct unify *u, const struct entry *e, struct jw *w);
/* Core thread: is this text or a part of it, as an identifier of any kind and in any form that it
 * may be typed in, one that was erased?  A telephone number costs some 100 us, and no more than a
 * few of a text are tried. */
bool unify_erased_value(struct unify *u, struct str text, struct arena *a);

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

/* ---- search as you type (find.c): over an index that follows in the background ---- */
/* After core_start(): makes or goes on with the file search.db in dir. */
MUST_USE int unify_find_start(struct unify *u, const char *dir, struct err *err);
void unify_find_stop(struct unify *u); /* before core_stop() */
bool unify_find_ready(struct unify *u); /* false: still being made; use unify_search() */
#define UNIFY_FIND_MAX 1000u
/* Persons with all the words of q as beginnings of their names' words, of e-mail addresses,
 * telephone numbers or ids: best first, how many of at most max <= UNIFY_FIND_MAX.  *ret_cut:
 * there may be more.  -1 E_UNAVAILABLE.  Blocks for some looks at the state, so not on the core
 * thread.  Milliseconds over a million people. */
MUST_USE int unify_find(struct unify *u, struct str q, uint32_t *ret_atoms, unsigned max,
                        bool *ret_cut, struct err *err);
/* Wait, ms at most, until what is committed is in the index.  -1 E_UNAVAILABLE: it is not. */
MUST_USE int unify_find_wait(struct unify *u, int64_t ms, struct err *err);
struct unify_find_stats { bool ready; uint64_t waiting, indexed; }; /* atoms */
void unify_find_stats(struct unify *u, struct unify_find_stats *ret);

/* A person with these traits and kinds of identifiers (bit per number of a kind) only. */
void unify_person_brief_json(struct unify *u, uint32_t atom, const struct str *traits,
                             uint32_t n_traits, uint64_t kinds, struct jw *w);

struct unify_stats { uint64_t persons, atoms, identifiers, events, links, names, groups,
                     constants; };
void unify_stats(struct unify *u, struct unify_stats *ret); /* any thread; as of the last commit */

#endif
