/* unify_internal.h - the state of this room in the heap, shared by its files only. */
#ifndef MUSUBI_UNIFY_UNIFY_INTERNAL_H
#define MUSUBI_UNIFY_UNIFY_INTERNAL_H

#include "unify/unify.h"

#include <stdatomic.h>

#define NONE UINT32_MAX
#define NAMES_MAX 65536u        /* event and trait names with a number */
#define IDENT_VALUE_MAX 1024u    /* bytes, normalised */
#define NAME_BYTES_MAX 1024u    /* longer ones get none */
#define CARRIES_MAX 1000u       /* identifiers of one atom */
#define AROUND_MAX 20000u       /* atoms that any evidence ties, looked at by one split or merge */
#define ATOM_TRAITS_MAX 512u    /* traits of one atom, or rather candidates for their values */
#define TRAIT_RULES_MAX 200u    /* traits with a rule */
#define TRAIT_SOURCES_MAX 16u   /* sources in an order */
#define TRAIT_VALUES_MAX 32u    /* TRAIT_MOST_FREQUENT: values of one trait of one atom */
#define TRAIT_LEAVES_MAX 64u    /* TRAIT_MERGE: members of one trait of one atom */
#define TRAIT_DEPTH_MAX 8u      /* TRAIT_MERGE: deeper ones are kept whole */
#define ATOM_TRAITS_BYTES 65536u

struct text { href at; uint32_t n; };

struct ident { /* 20 bytes: a person has three of them */
    href value;            /* its bytes; a UUID is packed to 16 */
    uint32_t n : 11;       /* bytes as text */
    uint32_t kind : 8;
    uint32_t device : 1;   /* of the kind */
    uint32_t packed : 2;   /* IDENT_PACKED, IDENT_ERASED */
    uint32_t constant : 2; /* enum constant_state */
    uint32_t seq_hi : 8;
    uint32_t carriers;     /* newest carry, or NONE */
    uint32_t tie;          /* ident_holder(), ident_signins(), or number of the erasure */
    uint32_t seq_lo;       /* the entry that gave the number */
};
#define IDENT_PACKED 1u /* value is 16 bytes of a lower-case UUID */
#define IDENT_ERASED 2u /* nobody's; its value is gone or about to go */

enum constant_state { CONSTANT_NEVER, CONSTANT_NOW, CONSTANT_RELEASED };
struct constant { /* an identifier that was noticed to be sent for everybody */
    int64_t ms;
    uint64_t seq;
    uint32_t ident, atoms; /* that carried it lately, then */
    uint32_t released, pad;
};

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
    uint32_t events, n_events;   /* newest row, or NONE; rows not dropped by retention */
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
enum withdraw { /* numbers stand in the log */
    WITHDRAW_CUT = 1, WITHDRAW_LINK = 2,
    WITHDRAW_IDENT = 3,    /* constant.c: it stands for nobody */
    WITHDRAW_IDENT_NOT = 4 /* it does again */
};
struct cut_row { uint32_t node, cut, side, next; }; /* next: older one of the same node */

struct __attribute__((packed, aligned(4))) event_row { /* 20 bytes: there are many */
    uint64_t seq : 40;
    int64_t time_ms : 56;
    uint32_t prev;      /* earlier arrival of the same atom, or NONE */
    uint32_t name : 29;
    uint32_t kept : 2;  /* enum event_kept: what retention left of it */
    uint32_t late : 1;  /* an earlier arrival of the atom has a later time */
};
_Static_assert(sizeof(struct event_row) == 20, "an event");

struct group { struct text id; href traits; uint16_t traits_bytes, n_traits; uint32_t members; };
struct member { uint32_t atom, group, next_of_atom; };

struct trait_head { /* packed, followed by n bytes of JSON, then padding to 4 */
    uint16_t name;       /* below NAMES_MAX */
    uint16_t more;       /* how often beyond once; stays at 65,535 */
    uint16_t n;
    uint16_t source;     /* 0: not known */
    uint32_t ms_lo, seq_lo;
    uint16_t ms_hi;      /* top bit: struct trait_rule.gen */
    uint16_t seq_hi;
};

enum trait_how { /* which value of a trait wins; numbers stand in the log */
    TRAIT_LAST = 0, TRAIT_FIRST = 1, TRAIT_MOST_FREQUENT = 2, TRAIT_SOURCE_ORDER = 3,
    TRAIT_HOW_COUNT
};
enum trait_flag {
    TRAIT_KEEP = 1,    /* null and "" are no values */
    TRAIT_MERGE = 2,   /* objects are merged by key */
    TRAIT_FILLING = 4  /* what came before the rule is not all there yet */
};
struct trait_rule { /* 44 bytes; a name that never had one goes by TRAIT_LAST */
    uint32_t name;
    uint8_t how, flags;
    uint8_t gen;       /* candidates of the other one were kept by the rule before */
    uint8_t n_sources;
    uint16_t sources[TRAIT_SOURCES_MAX]; /* TRAIT_SOURCE_ORDER: best first */
    uint32_t pad;
};

struct trait_told { uint64_t seq; uint32_t atom, pad; }; /* atom NONE: of somebody erased */

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

enum ident_step { /* of a declared kind's normalisation, in this order; bits stand in the log */
    STEP_TRIM = 1, STEP_NFKC = 2,
    STEP_LOWER = 4,      /* implies NFKC */
    STEP_DIGITS = 8,     /* nothing but digits is kept; implies NFKC */
    STEP_ZEROS = 16,     /* leading zeros go, but for the last digit */
    STEP_E164 = 32       /* with none of the three before */
};
#define IDENT_STEPS 6
#define IDENT_KEY_MAX 40
struct kind_known { /* a declared kind as it is for ever; 48 bytes */
    char key[IDENT_KEY_MAX + 1];
    uint8_t device;
    uint8_t steps;       /* enum ident_step */
    char region[3];      /* STEP_E164: of numbers without +, or empty: the message's */
    char pad[2];
};

struct retain_row { /* an atom or a group whose traits stand in a checkpoint */
    uint64_t seq;       /* the newest one; 0: erased */
    uint64_t stale_seq; /* the one before, to be taken out; 0: none */
    uint64_t key;       /* atom, or hash of a group | RETAIN_GROUP: a replay may meet the
                         * checkpoint before the group, whose first members were erased */
};
#define RETAIN_GROUP (1ull << 63)
#define RETAIN_NOBODY UINT64_MAX
struct retain_run {
    int64_t began_ms, ended_ms;
    uint32_t version;   /* of the rules; 0: never ran */
    uint32_t rows;      /* event rows that there were */
    uint32_t why, key;  /* enum retain_why; the secret key that asked */
    uint64_t count[RETAINED_COUNT];
    uint64_t left_over; /* frames of runs before it that did not end: old copies may be anywhere */
};

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
    uint32_t trait_version; /* of the trait rules by which values are kept */
    struct hvec constants;
    struct hvec trait_rules;
    struct hidx trait_rules_ix; /* by name */
    uint64_t fill_seq;      /* events up to here are read again for rules that are newer */
    uint32_t fill_end;      /* atoms that there were then; 0: nothing is being read */
    uint32_t fill_atom;     /* the next one */
    uint32_t fill_row;      /* its event to go on from; NONE: from its newest */
    struct hvec fills;      /* struct trait_told: entries that hold values read again */
    uint32_t pad;
    struct hvec erasures;
    struct hvec erased;      /* struct erased_ident: the erasure list */
    struct hidx erased_ix;   /* by hash */
    /* struct erase_row: newest event row, not yet rewritten, of an erased atom; other entries
     * to be rewritten; identifiers */
    struct hvec erase_heads, erase_seqs, erase_idents;
    struct hvec reject_groups; /* uint64_t: seq / REJECT_GROUP where rejects stand */
    struct hvec kinds;     /* struct kind_known, from number IDENT_OWN_FIRST on */
    uint64_t kinds_hash;   /* of the entries that they came by */
    struct hvec retains;       /* struct retain_row: one for each atom or group, ever */
    struct hidx retains_ix;    /* by key */
    struct retain_run retain_now, retain_last; /* under way (version 0: none); finished */
    int64_t retain_due_ms;     /* the next run; 0: none */
    uint32_t retain_version;   /* of the rules that it is planned for */
    uint32_t pad2;
};
_Static_assert(sizeof(struct unify_root) <= HEAP_ROOT_BYTES, "root fits");

struct ident_plan;
struct identity_rules;
struct rejudge;
struct trait_fill;
struct trait_plan;
struct retain_plan;
struct unify {
    struct core *core;
    struct heap *h;
    struct unify_root *root;
    struct hash_key key;
    struct buf entry; /* core thread: the entry being written */
    struct ident_plan *_Atomic plan; /* in force; older ones hang off it */
    struct identity_rules *rules;    /* all that there were, the newest first; core thread */
    struct rejudge *rejudge; /* rejudge.c */
    struct eraser *eraser;         /* eraser.c */
    struct feed *feed;             /* feed.c */
    struct finder *finder;         /* find_index.c */
    struct unify_watch watch;      /* room NULL: nobody watches */
    bool erasure_over;             /* since the last commit, not by our eraser; core thread */
    struct retainer *retainer;     /* retainer.c */
    struct retain_plan *_Atomic retain_plan; /* in force; NULL: no rules.  Older ones hang off it */
    struct audit *audit;           /* or NULL */
    struct registry *registry;     /* NULL in a program that only reads */
    struct trait_plan *_Atomic trait_plan; /* wanted; NULL: no rules.  Older ones hang off it */
    struct trait_fill *trait_fill; /* trait_fill.c */
    _Atomic uint64_t st_persons, st_atoms, st_idents, st_events, st_links, st_names, st_groups,
        st_constants;
};

/* ---- state.c: finding and adding ---- */
core_begin unify_begin;
uint32_t name_find(struct unify *u, struct str name); /* 0 when it has no number */
uint32_t name_add(struct unify *u, struct str name);
struct str name_text(struct unify *u, uint32_t name); /* empty for 0 */
uint64_t ident_hash(struct unify *u, unsigned kind, struct str value);
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
void signins_forget(struct unify *u, uint32_t device); /* those of erased atoms */
uint32_t group_find(struct unify *u, struct str id);
uint32_t group_add(struct unify *u, struct str id);
static inline struct ident *ident_at(struct unify *u, uint32_t i) {
    return hvec_at(u->h, &u->root->idents, i);
}
static inline struct atom *atom_at(struct unify *u, uint32_t i) {
    return hvec_at(u->h, &u->root->atoms, i);
}
/* The kinds as the state has them, committed or not. */
extern const struct ident_kind_info ident_built_in[IDENT_KIND_COUNT];
static inline bool kind_is_there(struct unify *u, unsigned kind) {
    return kind < IDENT_OWN_FIRST ? kind > 0 && kind < IDENT_KIND_COUNT
                                  : kind - IDENT_OWN_FIRST < u->root->kinds.n;
}
static inline const struct kind_known *kind_known(struct unify *u, unsigned kind) {
    return hvec_at(u->h, &u->root->kinds, kind - IDENT_OWN_FIRST);
}
static inline bool kind_is_device(struct unify *u, unsigned kind) {
    return kind < IDENT_OWN_FIRST ? ident_built_in[kind].device : kind_known(u, kind)->device;
}
static inline const char *kind_key(struct unify *u, unsigned kind) {
    return kind < IDENT_OWN_FIRST ? ident_built_in[kind].key : kind_known(u, kind)->key;
}
static inline bool ident_is_device(struct unify *u, uint32_t i) { return ident_at(u, i)->device; }
/* Account kinds: an atom of the person that it belongs to, or NONE. */
static inline uint32_t ident_holder(struct unify *u, uint32_t i) {
    const struct ident *x = ident_at(u, i);
    return x->device || (x->packed & IDENT_ERASED) ? NONE : x->tie;
}
/* Device kinds: the earliest sign-in, or NONE. */
static inline uint32_t ident_signins(struct unify *u, uint32_t i) {
    const struct ident *x = ident_at(u, i);
    return !x->device || (x->packed & IDENT_ERASED) ? NONE : x->tie;
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
    uint16_t more; /* see struct trait_head */
    uint8_t gen;
};
struct trait_set { href *at; uint16_t *bytes, *n; }; /* where an atom or group keeps them */
/* Keep the value unless a later one (by time, then seq) stands there.  False when it was
 * left out for want of room. */
bool trait_put(struct unify *u, struct trait_set s, const struct trait *t);
/* Iterate: for (uint32_t off = 0; trait_next(u, at, bytes, &off, &t);) */
bool trait_next(struct unify *u, href at, uint16_t bytes, uint32_t *off, struct trait *ret);
/* These are all, in this order. */
void trait_set_all(struct unify *u, struct trait_set s, const struct trait *list, uint32_t n);
/* One more candidate, whatever stands there.  False for want of room. */
bool trait_add(struct unify *u, struct trait_set s, const struct trait *t);
void trait_del(struct unify *u, struct trait_set s, uint32_t off);
static inline bool trait_before(const struct trait *a, const struct trait *b) {
    return a->ms != b->ms ? a->ms < b->ms : a->seq < b->seq;
}
static inline struct trait_set atom_traits(struct atom *a) {
    return (struct trait_set){ &a->traits, &a->traits_bytes, &a->n_traits };
}

/* ---- trait_keep.c: what an atom keeps of the values that come, so that any rule is exact ---- */
void trait_keep(struct unify *u, struct trait_set s, const struct trait *t);
/* Of these rules: forget what was kept by the rules before. */
void trait_forget_old(struct unify *u, struct trait_set s);
bool trait_blank(struct str json); /* null or "" */
/* The members of a value, each as an object with one path: {"a":{"b":5}}; the value itself
 * when it is no object. */
typedef void trait_leaf(void *ctx, struct str json);
void trait_leaves(struct str json, trait_leaf *leaf, void *ctx);
/* Where the value of such a member begins; what stands before it is its path. */
uint32_t trait_path(struct str leaf);
struct str trait_leaf_value(struct str leaf);

/* ---- trait_fold.c: a person's values, over all its atoms ---- */
struct trait_cand {
    struct trait t;   /* json: a member where they are merged, {"a":{"b":5}} */
    uint32_t atom;
    bool won;         /* it is the value, or a part of it */
};
#define FOLD_BYTES_MAX (512u << 20) /* 2,000 atoms full of traits */
struct trait_won { /* one trait */
    uint32_t name;
    enum trait_how how;
    uint8_t flags;             /* enum trait_flag */
    struct str json;           /* the value; "null": it has none */
    struct trait_cand from;    /* the candidate that won, the newest where they are merged */
    uint64_t times;            /* how often the value came; TRAIT_MOST_FREQUENT */
    struct trait_cand *all;    /* by time, then seq */
    uint32_t n;
};
/* Members of one value, put together again (one of them as it is): for retention. */
struct str trait_join(const struct trait *list, uint32_t n, struct arena *a);
/* In order of their names' numbers, into a; O(n log n) of the candidates of all atoms. */
struct trait_won *trait_fold(struct unify *u, uint32_t person, struct arena *a,
                             uint32_t *ret_n);

/* ---- trait_rules.c ---- */
/* NULL: the name never had a rule. */
const struct trait_rule *trait_rule_of(struct unify *u, uint32_t name);
void trait_rules_begin(struct unify *u);
core_apply on_trait_rules;
void trait_rules_dump(struct unify *u, core_line *line, void *ctx);
struct trait_plan { /* a version of the definition traits/rules; immutable */
    struct trait_plan *next;
    uint32_t version, n;
    struct { struct str name; struct trait_rule rule; } item[TRAIT_RULES_MAX];
    struct arena arena;
};
MUST_USE int trait_plan_make(struct unify *u, struct json body, struct trait_plan **ret,
                             struct err *err);
void trait_plan_free(struct trait_plan *p); /* and the older ones */
/* This version is wanted from now on; owns p.  trait_fill_start() puts it in force. */
void trait_plan_set(struct unify *u, struct trait_plan *p, uint32_t version);
MUST_USE int trait_rules_register(struct unify *u, struct registry *r, struct err *err);
/* Emit that values are kept by these rules from here on. */
void trait_rules_emit(struct unify *u, const struct trait_plan *p);
const char *trait_how_text(unsigned how);

/* ---- trait_fill.c: what came before a rule is read again ---- */
struct trait_fill *trait_fill_new(struct unify *u);
void trait_fill_free(struct trait_fill *f);
void trait_fill_start(struct trait_fill *f); /* where a newer version is wanted; any thread */

/* ---- rules.c: immutable once made; any thread reads them ---- */
struct kind_rule {
    uint32_t max;          /* identifiers of this kind that a person may have */
    uint32_t window_days;  /* counted over so many days; 0: for ever */
    uint8_t priority;      /* 1 is strongest */
    struct str *words;     /* blocked values, compared without ASCII case */
    uint32_t n_words;
    struct re **patterns;  /* blocked patterns */
    uint32_t n_patterns;
    bool contested_nobody; /* what two people claim is neither's (constant.c) */
};
#define OWN_FROM_MAX 16u   /* places that one kind is read from */
#define OWN_DEPTH_MAX 8u
enum own_place { OWN_EXTERNAL, OWN_TRAITS, OWN_CONTEXT, OWN_PROPERTIES };
struct own_from {
    enum own_place place;
    uint32_t n;                        /* parts; OWN_EXTERNAL: one, the type */
    struct str part[OWN_DEPTH_MAX];
};
struct own_kind { /* a kind as these rules declare it */
    struct kind_known is;
    struct str title;
    bool keep_external;                /* what stands in externalIds is an external ID, too */
    struct own_from *from;
    uint32_t n_from;
    struct kind_rule rule;
};
struct identity_rules {
    struct identity_rules *next; /* older ones: a connection thread may still read them */
    uint32_t version;            /* of the definition; 0: the built-in rules */
    uint32_t atoms_max;          /* of one person */
    uint32_t constant_atoms;     /* carriers past which an identifier is everybody's; 0: never */
    uint32_t constant_days;      /* that they came within */
    struct kind_rule kind[IDENT_KIND_COUNT];
    struct kind_rule dropped[2]; /* of known kinds that these rules do not name: account, device */
    struct own_kind own[IDENT_OWN_MAX];
    uint32_t n_own;
    struct arena arena;
};
/* NULL body: the built-in rules. */
MUST_USE int ident_rules_make(struct json body, struct identity_rules **ret, struct err *err);
void ident_rules_free(struct identity_rules *r);
bool kind_rule_blocks(const struct kind_rule *q, struct str value);

/* ---- kinds.c: which kinds there are; rules and kinds together ---- */
struct ident_plan { /* immutable once published; any thread reads it */
    struct ident_plan *next; /* an older one, which somebody may still read */
    const struct identity_rules *rules;
    uint64_t kinds_hash;     /* struct unify_root's */
    uint32_t n_known;
    struct kind_known known[IDENT_OWN_MAX];
    struct ident_kind_info info[IDENT_NUMBERS]; /* key NULL: there is none */
    const struct kind_rule *rule[IDENT_NUMBERS]; /* never NULL */
    uint8_t number[IDENT_OWN_MAX]; /* of rules->own[i]; 0: it has none */
};
/* r with the kinds that the state has.  Core thread. */
struct ident_plan *ident_plan_make(struct unify *u, const struct identity_rules *r);
/* r with the same kinds as p; any thread. */
struct ident_plan *ident_plan_with(const struct ident_plan *p, const struct identity_rules *r);
void ident_plan_free(struct ident_plan *p); /* one */
/* These rules are in force from now on; owns r.  Core thread, not within a command. */
void ident_plan_set(struct unify *u, struct identity_rules *r);
/* After a commit: kinds that came with it are known to everybody. */
void ident_plan_renew(struct unify *u);
/* E_INVALID where the rules would change what a kind is for ever, or declare one too many. */
MUST_USE int ident_plan_fits(const struct ident_plan *p, const struct identity_rules *r,
                             struct err *err);
/* Inside run(): emit the kinds of r that have no number yet. */
MUST_USE int ident_kinds_emit(struct unify *u, const struct identity_rules *r, struct err *err);
core_apply on_ident_kind;
void ident_kinds_dump(struct unify *u, core_line *line, void *ctx);
extern const char *const ident_step_names[IDENT_STEPS]; /* of 1 << i */
static inline const struct ident_plan *ident_plan(struct unify *u) {
    return atomic_load_explicit(&u->plan, memory_order_acquire);
}
static inline const struct identity_rules *ident_rules(struct unify *u) {
    return ident_plan(u)->rules;
}
static inline bool ident_blocked(const struct ident_plan *p, unsigned kind, struct str value) {
    return kind_rule_blocks(p->rule[kind], value);
}
/* The keyed hash of an identifier.  A declared kind counts by its key, so that an erasure list
 * means the same in a log in which the kind has another number. */
uint64_t ident_plan_hash(const struct ident_plan *p, struct hash_key k, unsigned kind,
                         struct str value);

/* ---- rejudge.c ---- */
struct rejudge *rejudge_new(struct unify *u); /* freed by free() */

/* ---- apply.c ---- */
void unify_register(struct unify *u);

/* ---- partition.c: who is one person, given all evidence and cuts ---- */
/* A node is an atom, or an account identifier. */
#define NODE_IDENT 0x80000000u

/* Does the identifier stand for nobody now, by these rules or in quarantine?  The door leaves out
 * what its rules block; newer ones may be in force when the event is written. */
bool ident_nobodys(struct unify *u, const struct ident_plan *p, uint32_t ident);
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
/* May partition_again() be called?  E_LIMIT. */
MUST_USE int partition_fits(struct unify *u, uint32_t atom, struct err *err);
/* What other rules would make of all that is around this atom, changing nothing. */
struct partition_trial {
    uint32_t before, after; /* persons */
    uint32_t joined, parted; /* persons that would lose their own id; that would come to be */
    uint32_t *atoms, n;     /* all around; malloc'd, the caller frees */
};
MUST_USE int partition_try(struct unify *u, uint32_t atom, const struct ident_plan *plan,
                           struct partition_trial *ret, struct err *err);

/* ---- constant.c ---- */
/* The atom carries the identifier since just now: are these too many? */
void constant_notice(struct unify *u, uint32_t atom, uint32_t ident);
/* The atom claims an identifier that a limit leaves to the person who held it first. */
void constant_contested(struct unify *u, uint32_t atom, uint32_t ident);
void constant_apply(struct unify *u, const struct entry *e, enum withdraw what, uint32_t number,
                    uint32_t atoms);
void constant_dump(struct unify *u, core_line *line, void *ctx);
uint32_t constants_in_force(struct unify *u);
static inline bool is_constant(struct unify *u, uint32_t ident) {
    return ident_at(u, ident)->constant == CONSTANT_NOW;
}

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
/* ident_normalise() by this plan. */
MUST_USE int ident_plan_normalise(const struct ident_plan *p, unsigned kind, struct str value,
                                  const char *region, struct arena *a, struct str *ret,
                                  struct err *err);
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
/* The next row of this erasure from *i on; requests may come between. */
struct erase_row *erase_row_next(struct unify *u, struct hvec *of, uint32_t *i,
                                 uint32_t erasure);
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

/* ---- erase_names.c: what erased people were called ---- */
#define ERASE_NAMES_AT_ONCE 256u
struct erase_names {
    struct buf found;    /* bytes name …, each as JSON writes it, without its quotes */
    uint32_t n;          /* to be read now */
    struct log_at at[ERASE_NAMES_AT_ONCE];
    /* its own */
    uint64_t *is_name;   /* a bit for each trait's number */
    uint64_t *seen;      /* hashes of names that were found */
    uint32_t traits;     /* so many were looked at */
    uint32_t head, row, other, looked;
    bool begun;
};
void erase_names_init(struct erase_names *x);
void erase_names_release(struct erase_names *x);
/* Core thread, reads, before the erasure's frames are rewritten: what to read next; false: that
 * was all. */
bool erase_names_look(struct unify *u, uint32_t erasure, struct erase_names *x);
MUST_USE int erase_names_read(struct erase_names *x, struct log_reader *log, struct err *err);

/* ---- eraser.c: the thread that carries erasures out ---- */
struct eraser *eraser_new(struct unify *u);
void eraser_free(struct eraser *e);

/* ---- retain_rules.c: the definition retention/rules, and which events it concerns ---- */
#define RETAIN_RULES_MAX 60u
#define RETAIN_KNOWN (1ull << 63) /* a set of rules that was worked out */
struct retain_rule {
    struct str pattern; /* of the event's name; '*' stands for any text */
    int64_t age_ms;     /* older ones are concerned, by the time of the event */
    uint32_t source;    /* number, or 0: any */
    uint8_t type;       /* enum event_type, or 0: any */
    uint8_t what;       /* EVENT_THINNED or EVENT_DROPPED */
};
struct retain_plan { /* a version; immutable */
    struct retain_plan *next;
    uint32_t version, n;
    struct retain_rule rule[RETAIN_RULES_MAX];
    struct arena arena;
};
MUST_USE int retain_plan_make(struct unify *u, struct json body, struct retain_plan **ret,
                              struct err *err);
void retain_plan_free(struct retain_plan *p); /* and the older ones */
MUST_USE int retain_rules_register(struct unify *u, struct registry *r, struct err *err);
/* What becomes of it at `now`.  name: empty where it has none. */
enum event_kept retain_verdict(const struct retain_plan *p, const struct event_entry *e,
                               struct str name, int64_t now);
/* The rules that may concern events of this name, a bit each. */
uint64_t retain_rules_of(const struct retain_plan *p, struct str name);

/* ---- retain_scan.c: finding the events that are due ---- */
struct retain_item { /* texts lie in the scan's arena */
    uint64_t seq;
    struct log_at at;
    uint32_t row;             /* its event row */
    uint32_t atom, source;
    int64_t time_ms;
    uint8_t was, kept, type;  /* enum event_kept: found so, to become; of the event */
    bool traits;              /* it said something of the person */
    bool take, done;          /* retain_frame()'s own */
    struct str group_id;      /* empty unless it said something of a group */
    struct str name, message_id;
    struct str body;          /* of the entry that takes its place */
    uint32_t bytes;           /* that go */
};
#define RETAIN_ITEMS 4096u /* more than a frame has, as a rule: few are rewritten twice */
struct retain_scan {
    const struct retain_plan *plan;
    int64_t now_ms;
    uint32_t row, end;      /* where to go on, where to stop */
    struct retain_run last; /* what this run looked at needs no second look; version 0: none */
    struct retain_item *items; /* RETAIN_ITEMS */
    uint32_t n;
    uint64_t *names;        /* of each name's number: rules that may concern it */
    struct json_parser *parser;
    struct arena arena;     /* of the items */
};
void retain_scan_init(struct retain_scan *s, const struct retain_plan *plan, int64_t now_ms,
                      uint32_t rows);
void retain_scan_release(struct retain_scan *s);
void retain_scan_clear(struct retain_scan *s); /* no items */
/* Core thread, reads: some more rows, and items that may be due.  About a millisecond. */
void retain_scan_rows(struct unify *u, struct retain_scan *s);
/* Enough of them, or the end. */
static inline bool retain_scan_full(const struct retain_scan *s) {
    return s->n == RETAIN_ITEMS || s->row >= s->end;
}
/* Another thread: read the items and leave those that are due, in order of seq. */
MUST_USE int retain_scan_read(struct retain_scan *s, struct log_reader *log, struct err *err);

/* ---- retain.c: what retention does to the state and to frames ---- */
core_apply retain_on_entry;
void retain_begin(struct unify *u);
void retain_dump(struct unify *u, core_line *line, void *ctx);
enum retain_why { RETAIN_DAILY = 0, RETAIN_ASKED = 1 };
/* Inside run(). */
void retain_emit_planned(struct unify *u, uint32_t version, int64_t due_ms);
void retain_emit_begun(struct unify *u, uint32_t version, enum retain_why why, uint32_t key);
void retain_emit_finished(struct unify *u);
/* Frames of which old copies are to go when the run ends. */
static inline uint64_t retain_rewrote(const struct retain_run *r) {
    return r->left_over + r->count[RETAINED_FRAMES];
}
/* Is there a checkpoint behind seq?  key: as in struct retain_row. */
bool retain_covered(struct unify *u, uint64_t key, uint64_t seq);
uint64_t retain_group_key(struct unify *u, uint32_t group);
/* Emit one.  E_CONFLICT while the one before the last is still to be taken out. */
MUST_USE int retain_checkpoint(struct unify *u, uint32_t atom, struct err *err);
/* Of a group: who said what.  1: done; 0: something else was said since. */
struct retain_said { uint64_t seq; struct log_at at; uint32_t atom; };
MUST_USE int retain_checkpoint_group(struct unify *u, uint32_t group,
                                     const struct retain_said *said, uint32_t n,
                                     struct err *err);
/* What has to be found out for that: the atoms of these entries; malloc'd. */
struct retain_said *retain_group_said(struct unify *u, uint32_t group, uint32_t *ret_n);
/* Entries whose values stand in later checkpoints, too. */
struct retain_told { uint64_t seq, frame, key; }; /* key: whose checkpoint; RETAIN_NOBODY */
struct retain_place { uint32_t row; bool told, over; };    /* begins with zeros */
/* Core thread, reads: some of them, at most max, where the last call left off. */
uint32_t retain_stale(struct unify *u, struct retain_place *at, struct retain_told *ret,
                      uint32_t max);
/* Rewrite the one frame that holds these items and these entries; either in order of seq. */
MUST_USE int retain_frame(struct unify *u, struct retain_item *items, uint32_t n,
                          const struct retain_told *told, uint32_t n_told, struct err *err);
/* The first byte of a checkpoint of an atom, and (trait_fill.c) of values of an atom whose events
 * are gone; behind it varint atom, varint n, each a trait. */
#define RETAIN_ATOM 2u
#define RETAIN_CARRIED 7u
void retain_put_trait(struct buf *b, const struct trait *t);
struct trait retain_get_trait(struct rd *r);
/* An erasure: push() gets the seqs of checkpoints of this atom or group. */
typedef void retain_push(struct unify *u, struct erasure *e, uint64_t seq);
void retain_forget(struct unify *u, uint64_t key, struct erasure *e, retain_push *push);
void retain_clear(struct unify *u, uint64_t key); /* it is nobody's any more */
/* What becomes of an ENTRY_RETAIN when those of whom gone() says so are erased; false: it
 * stays. */
typedef bool retain_gone(void *ctx, uint32_t atom);
bool retain_erase(const struct entry *e, retain_gone *gone, void *ctx, uint8_t *version,
                  struct buf *out);

/* ---- retainer.c: the thread that carries retention out ---- */
struct retainer *retainer_new(struct unify *u);
void retainer_free(struct retainer *r);

/* ---- find_index.c: search as you type ---- */
struct finder *find_new(struct unify *u);
void find_free(struct finder *f);
/* Core thread: an atom may have other texts now; the state begins anew. */
void find_mark(struct unify *u, uint32_t atom);
/* Another number when the traits that the atom is searched by are others; 0 while nobody asks. */
uint64_t find_print(struct unify *u, uint32_t atom);
void find_mark_erased(struct unify *u, uint32_t atom);
void find_mark_all(struct unify *u);
/* Until what was erased before is in the index no more, nor on its disk; `ms` at most.  -1
 * E_UNAVAILABLE. */
MUST_USE int find_wait_erased(struct unify *u, int64_t ms, struct err *err);

bool erased_hash_known(struct unify *u, uint64_t hash); /* an identifier that was erased, ever */

/* ---- erase_words.c ---- */
/* Is the text, or a part of it, most of one of these, from its beginning?  Any thread. */
bool erase_word_begins(struct str text, const struct str *values, uint32_t n);
/* Is the text, or a part of it, one of these normalised values, typed in whatever form?  Any
 * thread. */
bool erase_word_is(struct unify *u, struct str text, const struct str *values, uint32_t n,
                   struct arena *a);

/* ---- feed.c: what was committed, for who watches ---- */
struct feed *feed_new(struct unify *u);
void feed_free(struct feed *f);
bool feed_on(struct unify *u);
void feed_event(struct unify *u, const struct entry *e, const struct event_entry *v);

/* ---- dump.c ---- */
core_dump unify_dump;

/* ---- phone.cc: E.164 through libphonenumber ---- */
#ifdef __cplusplus
extern "C"
#endif
    /* The valid number as E.164 into out (at least 20 bytes), its length, or 0. */
    size_t phone_e164(const char *s, size_t n, const char *region, char *out);
#ifdef __cplusplus
extern "C"
#endif
    /* All calling codes there are, how many; static. */
    size_t phone_codes(const uint16_t **ret);

#endif
