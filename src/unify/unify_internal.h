/* unify_internal.h - the state of this room in the heap, shared by its files only. */
#ifndef MUSUBI_UNIFY_UNIFY_INTERNAL_H
#define MUSUBI_UNIFY_UNIFY_INTERNAL_H

#include "unify/unify.h"

#include <stdatomic.h>

#define NONE UINT32_MAX
#define NAMES_MAX 65536u        /* event and trait names with a number */
#define CARRIES_MAX 1000u       /* identifiers of one atom */
#define AROUND_MAX 20000u       /* atoms that any evidence ties, looked at by one split or merge */
#define ATOM_TRAITS_MAX 512u    /* traits of one atom */
#define ATOM_TRAITS_BYTES 65536u

struct text { href at; uint32_t n; };

struct ident { /* 28 bytes */
    href value;        /* its bytes; a UUID is packed to 16 */
    uint16_t n;        /* bytes as text */
    uint8_t kind;
    uint8_t packed;    /* IDENT_PACKED, IDENT_ERASED */
    uint32_t carriers; /* newest carry, or NONE */
    uint32_t signins;  /* device kinds: earliest sign-in, or NONE */
    uint32_t holder;   /* account kinds: an atom of the person that it belongs to, or NONE;
                        * erased: number of the erasure */
    uint32_t seq_lo, seq_hi; /* the entry that gave the number */
};
#define IDENT_PACKED 1u /* value is 16 bytes of a lower-case UUID */
#define IDENT_ERASED 2u /* nobody's; its value is gone or about to go */

enum tie_state { /* what became of a piece of evidence; numbers stand in the log */
    TIE_HELD = 0,      /* it ties */
    TIE_LIMIT = 1,     /* refused: the person would have more of a kind than its limit */
    TIE_CUT = 2,       /* refused: somebody said "never together" */
    TIE_CAP = 3,       /* refused: the person would have more atoms than the rules allow */
    TIE_WITHDRAWN = 4, /* taken back by hand */
    TIE_BLOCKED = 5    /* refused: the value stands for nobody, by rules made later */
};

struct carry { /* an atom carries an identifier; 24 bytes */
    uint64_t seq : 40;   /* the entry that says so */
    uint64_t day : 16;   /* of that entry, days since 1970: for limits with a window */
    uint64_t state : 4;  /* enum tie_state; device kinds are always held */
    uint32_t atom, ident;
    uint32_t next_of_atom, next_of_ident;
};

struct signin { /* from ms on, an account was signed in on a device */
    int64_t ms;
    uint32_t atom;
    uint32_t next; /* later one on the same device, or NONE */
};

struct atom { /* 88 bytes */
    struct id id;
    int64_t first_ms, last_ms;   /* times of its events; first > last when it has none */
    uint32_t device, account;    /* idents or NONE */
    uint32_t rep;                /* representative of its person */
    uint32_t next;               /* ring of the person's atoms */
    uint32_t oldest, n_atoms;    /* of the person; only the representative's are right.
                                  * Erased (id is zeros): oldest is the erasure's number */
    uint32_t carries;            /* newest, or NONE */
    uint32_t events, n_events;   /* newest row, or NONE */
    uint32_t links;              /* newest link, or NONE */
    uint32_t groups;             /* newest membership, or NONE */
    href traits;                 /* packed traits, 0 for none */
    uint16_t traits_bytes, n_traits;
};

struct link { /* evidence that two atoms are one person, apart from what they carry */
    uint64_t seq;
    uint32_t a, b;
    uint32_t ident;          /* of the device or alias, or NONE */
    uint16_t why;            /* enum link_why */
    uint16_t state;          /* enum tie_state */
    uint32_t next_a, next_b; /* further links of a, of b */
    struct text text;        /* LINK_MERGE: the evidence as somebody wrote it */
};
enum link_why { LINK_SHARED = 1, LINK_FIRST_SIGNIN = 2, LINK_ALIAS = 3, LINK_MERGE = 4 };

struct cut { /* never together: nothing of side 0 with anything of side 1 */
    uint64_t seq;
    href nodes;              /* n[0] of side 0, then n[1] of side 1 */
    uint32_t n[2];
    uint32_t withdrawn;      /* 1: taken back */
    struct text text;
};
enum withdraw { WITHDRAW_CUT = 1, WITHDRAW_LINK = 2 };
struct cut_row { uint32_t node, cut, side, next; }; /* next: older one of the same node */

struct event_row { /* 24 bytes */
    int64_t time_ms;
    uint64_t seq;
    uint32_t prev;      /* earlier arrival of the same atom, or NONE */
    uint32_t name : 31;
    uint32_t late : 1;  /* an earlier arrival of the atom has a later time */
};

struct group { struct text id; href traits; uint16_t traits_bytes, n_traits; uint32_t members; };
struct member { uint32_t atom, group, next_of_atom; };

struct trait_head { /* packed, followed by n bytes of JSON, then padding to 4 */
    uint32_t name;
    uint16_t n;
    uint16_t source;     /* 0: not known */
    uint32_t ms_lo, seq_lo;
    uint16_t ms_hi, seq_hi;
};

struct erasure { /* one request */
    struct id id;
    uint64_t seq;            /* its entry */
    int64_t requested_ms, finished_ms;
    uint32_t key;            /* of the secret key that asked */
    uint8_t refuse;          /* its identifiers are refused from now on */
    uint8_t state;           /* enum unify_erasure_state */
    uint16_t pad;
    href want;               /* struct erased_ident: what was named and is still to be looked at */
    uint32_t n_want, next_want;
    uint32_t heads, n_heads; /* its rows of erase_heads: from where on, how many */
    uint32_t seqs, n_seqs;   /* of erase_seqs */
    uint32_t idents, n_idents; /* of erase_idents */
    uint32_t count[UNIFY_ERASED_COUNT];
    uint32_t pad2;
};
struct erase_row { uint64_t v; uint32_t erasure, pad; };
struct erased_ident { uint64_t hash; uint32_t kind, erasure; };

struct unify_root {
    struct hvec names;   /* struct text; number 0 is nobody's */
    struct hidx names_ix;
    struct hvec idents;
    struct hidx idents_ix;
    struct hvec carries, signins;
    struct hvec atoms;
    struct hidx atoms_ix; /* by (device, account) */
    struct hidx ids_ix;   /* by id */
    struct hvec links;
    struct hvec cuts, cut_rows;
    struct hidx cut_rows_ix; /* by node: its newest row; nearly no node has one */
    struct hvec events;
    struct hvec groups;
    struct hidx groups_ix;
    struct hvec members;
    uint64_t persons;
    uint32_t rules_version; /* by which all evidence was judged */
    uint32_t pad;
    struct hvec erasures;
    struct hvec erased;      /* struct erased_ident: the erasure list */
    struct hidx erased_ix;   /* by hash */
    /* struct erase_row: newest event row, not yet rewritten, of an erased atom; other entries
     * to be rewritten; identifiers */
    struct hvec erase_heads, erase_seqs, erase_idents;
    struct hvec reject_groups; /* uint64_t: seq / REJECT_GROUP where rejects stand */
};
_Static_assert(sizeof(struct unify_root) <= HEAP_ROOT_BYTES, "root fits");

struct identity_rules;
struct rejudge;
struct unify {
    struct core *core;
    struct heap *h;
    struct unify_root *root;
    struct hash_key key;
    struct buf entry; /* core thread: the entry being written */
    struct identity_rules *_Atomic rules; /* in force; older ones hang off it */
    struct rejudge *rejudge; /* rejudge.c */
    struct eraser *eraser;   /* eraser.c */
    _Atomic uint64_t st_persons, st_atoms, st_idents, st_events, st_links, st_names, st_groups;
};

/* ---- state.c: finding and adding ---- */
core_begin unify_begin;
uint32_t name_find(struct unify *u, struct str name); /* 0 when it has no number */
uint32_t name_add(struct unify *u, struct str name);
struct str name_text(struct unify *u, uint32_t name); /* empty for 0 */
uint64_t ident_hash(struct hash_key k, unsigned kind, struct str value);
uint32_t ident_find(struct unify *u, unsigned kind, struct str value, uint64_t hash);
uint32_t ident_add(struct unify *u, unsigned kind, struct str value, uint64_t seq);
struct str ident_text(struct unify *u, uint32_t ident, char room[40]); /* may lie in room */
uint32_t atom_find(struct unify *u, uint32_t device, uint32_t account);
uint32_t atom_add(struct unify *u, struct id id, uint32_t device, uint32_t account,
                  uint64_t seq, int64_t ms, enum tie_state account_state);
struct carry *carry_at(struct unify *u, uint32_t i);
uint32_t carry_find(struct unify *u, uint32_t atom, uint32_t ident); /* or NONE */
void carry_add(struct unify *u, uint32_t atom, uint32_t ident, uint64_t seq, int64_t ms,
               enum tie_state state);
void carry_set(struct unify *u, uint32_t carry, enum tie_state state);
struct link *link_row(struct unify *u, uint32_t i);
void link_add(struct unify *u, const struct link *l, struct str text);
struct cut *cut_at(struct unify *u, uint32_t i);
uint32_t cut_rows_of(struct unify *u, uint32_t node); /* its newest row, or NONE */
/* nodes: n0 of side 0, then n1 of side 1. */
void cut_add(struct unify *u, uint64_t seq, const uint32_t *nodes, uint32_t n0, uint32_t n1,
             struct str text);
struct str text_str(struct unify *u, struct text t);
void persons_join(struct unify *u, uint32_t a, uint32_t b);
/* These atoms are one person from now on, and nobody else is in it. */
void person_make(struct unify *u, const uint32_t *atoms, uint32_t n);
uint32_t signin_at(struct unify *u, uint32_t device, int64_t ms); /* atom or NONE */
void signin_add(struct unify *u, uint32_t device, int64_t ms, uint32_t atom);
uint32_t group_find(struct unify *u, struct str id);
uint32_t group_add(struct unify *u, struct str id);
static inline struct ident *ident_at(struct unify *u, uint32_t i) {
    return hvec_at(u->h, &u->root->idents, i);
}
static inline struct atom *atom_at(struct unify *u, uint32_t i) {
    return hvec_at(u->h, &u->root->atoms, i);
}
static inline bool ident_is_device(struct unify *u, uint32_t i) {
    return ident_kind(ident_at(u, i)->kind)->device;
}
static inline bool atom_erased(struct unify *u, uint32_t i) {
    static const struct id zeros;
    return memcmp(&atom_at(u, i)->id, &zeros, sizeof zeros) == 0;
}
static inline uint32_t person_rep(struct unify *u, uint32_t atom) { return atom_at(u, atom)->rep; }

/* ---- traits.c ---- */
struct trait { /* unpacked; json borrowed from the heap */
    uint32_t name;
    uint16_t source;
    int64_t ms;
    uint64_t seq;
    struct str json;
};
struct trait_set { href *at; uint16_t *bytes, *n; }; /* where an atom or group keeps them */
/* Keep the value unless a later one (by time, then seq) stands there.  False when it was
 * left out for want of room. */
bool trait_put(struct unify *u, struct trait_set s, const struct trait *t);
/* Iterate: for (uint32_t off = 0; trait_next(u, at, bytes, &off, &t);) */
bool trait_next(struct unify *u, href at, uint16_t bytes, uint32_t *off, struct trait *ret);

/* ---- rules.c: immutable once made; any thread reads them ---- */
struct kind_rule {
    uint32_t max;          /* identifiers of this kind that a person may have */
    uint32_t window_days;  /* counted over so many days; 0: for ever */
    uint8_t priority;      /* 1 is strongest */
    struct str *words;     /* blocked values, compared without ASCII case */
    uint32_t n_words;
    struct re **patterns;  /* blocked patterns */
    uint32_t n_patterns;
};
struct identity_rules {
    struct identity_rules *next; /* older ones: a connection thread may still read them */
    uint32_t version;            /* of the definition; 0: the built-in rules */
    uint32_t atoms_max;          /* of one person */
    struct kind_rule kind[IDENT_KIND_COUNT];
    struct arena arena;
};
/* NULL body: the built-in rules. */
MUST_USE int ident_rules_make(struct json body, struct identity_rules **ret, struct err *err);
void ident_rules_free(struct identity_rules *r);
bool ident_rules_blocked(const struct identity_rules *r, unsigned kind, struct str value);
static inline const struct identity_rules *ident_rules(struct unify *u) {
    return atomic_load_explicit(&u->rules, memory_order_acquire);
}

/* ---- rejudge.c ---- */
struct rejudge *rejudge_new(struct unify *u); /* freed by free() */

/* ---- apply.c ---- */
void unify_register(struct unify *u);

/* ---- partition.c: who is one person, given all evidence and cuts ---- */
/* A node is an atom, or an account identifier. */
#define NODE_IDENT 0x80000000u

/* What becomes of the evidence that node (an identifier, or another atom) belongs with atom,
 * the persons being as they are.  day: of the evidence. */
enum tie_state tie_judge(struct unify *u, uint32_t atom, uint32_t node, uint32_t day);
/* Judge again all evidence around these atoms, in the order of the log, and emit what changes:
 * ENTRY_PARTITION.  E_LIMIT past AROUND_MAX atoms. */
MUST_USE int partition_again(struct unify *u, const uint32_t *atoms, uint32_t n,
                             struct err *err);
/* The same without a limit, and everything is told, changed or not: so that a replay in which
 * somebody was erased goes on from the same. */
void partition_afresh(struct unify *u, const uint32_t *atoms, uint32_t n);
/* What other rules would make of all that is around this atom, changing nothing. */
struct partition_trial {
    uint32_t before, after; /* persons */
    uint32_t joined, parted; /* persons that would lose their own id; that would come to be */
    uint32_t *atoms, n;     /* all around; malloc'd, the caller frees */
};
MUST_USE int partition_try(struct unify *u, uint32_t atom, const struct identity_rules *rules,
                           struct partition_trial *ret, struct err *err);

/* ---- resolve.c ---- */
/* Emit what stands in u->entry. */
void entry_emit(struct unify *u, enum entry_kind kind, uint8_t version);
uint32_t unify_resolve(void *room, const struct event *ev);
uint32_t unify_name(void *room, struct str name);
bool unify_refused(void *room, const struct event *ev); /* erase.c */
/* Emit that a and b are one, with the verdict that this gets now. */
void link_emit(struct unify *u, uint32_t a, uint32_t b, uint32_t ident, enum link_why why,
               struct str text);

/* ---- identify.c ---- */
void unify_identify(void *room, struct json message, struct event *ev, struct arena *a);

/* ---- erase.c: what an erasure does to the state; emitting it ---- */
#define REJECT_GROUP 256u
core_apply erase_on_entry, erase_on_reject;
static inline struct erasure *erasure_at(struct unify *u, uint32_t i) {
    return hvec_at(u->h, &u->root->erasures, i);
}
/* Inside run(). */
void erase_emit_request(struct unify *u, struct id id, bool refuse, uint32_t key,
                        const struct erased_ident *want, uint32_t n);
/* Erase one more of those who are named; false when nobody is left. */
bool erase_next(struct unify *u, uint32_t erasure);
void erase_emit_values(struct unify *u, uint32_t erasure);
void erase_emit_finish(struct unify *u, uint32_t erasure, const uint32_t counts[3]);
/* Rewrite the newest frame below `below` that holds something of the erasure: 1 and *ret_below
 * for the next, 0 when there is none. */
MUST_USE int erase_frame(struct unify *u, uint32_t erasure, uint64_t below, uint64_t *ret_below,
                         struct err *err);
/* Rewrite the rejects with these seqs, all of one frame. */
MUST_USE int erase_rejects(struct unify *u, uint32_t erasure, const uint64_t *seqs, uint32_t n,
                           struct err *err);
/* Rows of numbers and atoms that erased entries leave behind. */
void atom_add_erased(struct unify *u, uint32_t carries);
void carry_add_erased(struct unify *u);
void link_add_erased(struct unify *u);
void event_add_erased(struct unify *u);
void atom_unindex(struct unify *u, uint32_t atom);
void carry_unlink(struct unify *u, uint32_t carry); /* from its identifier's chain */
uint64_t ident_hash_of(struct unify *u, uint32_t ident);
uint64_t group_hash(struct unify *u, uint32_t group);
uint32_t group_by_hash(struct unify *u, uint64_t hash); /* or NONE */
void group_erase(struct unify *u, uint32_t group);
void trait_drop(struct unify *u, struct trait_set s, uint32_t name);

/* ---- eraser.c: the thread that carries erasures out ---- */
struct eraser *eraser_new(struct unify *u);
void eraser_free(struct eraser *e);

/* ---- dump.c ---- */
core_dump unify_dump;

/* ---- phone.cc: E.164 through libphonenumber ---- */
#ifdef __cplusplus
extern "C"
#endif
    /* The valid number as E.164 into out (at least 20 bytes), its length, or 0. */
    size_t phone_e164(const char *s, size_t n, const char *region, char *out);

#endif
