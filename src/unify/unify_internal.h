/* unify_internal.h - the state of this room in the heap, shared by its files only. */
#ifndef MUSUBI_UNIFY_UNIFY_INTERNAL_H
#define MUSUBI_UNIFY_UNIFY_INTERNAL_H

#include "unify/unify.h"

#include <stdatomic.h>

#define NONE UINT32_MAX
#define NAMES_MAX 65536u        /* event and trait names with a number */
#define CARRIES_MAX 1000u       /* identifiers of one atom */
#define ATOM_TRAITS_MAX 512u    /* traits of one atom */
#define ATOM_TRAITS_BYTES 65536u

struct text { href at; uint32_t n; };

struct ident { /* 20 bytes */
    href value;        /* its bytes; a UUID is packed to 16 */
    uint16_t n;        /* bytes as text */
    uint8_t kind;
    uint8_t packed;    /* value is 16 bytes of a lower-case UUID */
    uint32_t carriers; /* newest carry, or NONE */
    uint32_t signins;  /* device kinds: earliest sign-in, or NONE */
    uint32_t n_carriers;
};

struct carry { /* an atom carries an identifier */
    uint64_t seq;  /* the entry that says so */
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
    uint32_t oldest, n_atoms;    /* of the person; only the representative's are right */
    uint32_t carries, n_carries; /* newest, or NONE */
    uint32_t events, n_events;   /* newest row, or NONE */
    uint32_t links;              /* newest link, or NONE */
    uint32_t groups;             /* newest membership, or NONE */
    href traits;                 /* packed traits, 0 for none */
    uint16_t traits_bytes, n_traits;
};

struct link { /* two persons became one */
    uint64_t seq;
    uint32_t a, b;
    uint32_t ident;          /* what they share, or NONE */
    uint32_t why;            /* enum link_why */
    uint32_t next_a, next_b; /* further links of a, of b */
};
enum link_why { LINK_SHARED = 1, LINK_FIRST_SIGNIN = 2, LINK_ALIAS = 3 };

struct event_row { /* 24 bytes */
    int64_t time_ms;
    uint64_t seq;
    uint32_t prev;      /* earlier arrival of the same atom, or NONE */
    uint32_t name : 31;
    uint32_t late : 1;  /* an earlier arrival of the atom has a later time */
};

struct group { struct text id; href traits; uint16_t traits_bytes, n_traits; };
struct member { uint32_t atom, group, next_of_atom; };

struct trait_head { /* packed, followed by n bytes of JSON, then padding to 4 */
    uint32_t name;
    uint16_t n;
    uint16_t source;     /* 0: not known */
    uint32_t ms_lo, seq_lo;
    uint16_t ms_hi, seq_hi;
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
    struct hvec events;
    struct hvec groups;
    struct hidx groups_ix;
    struct hvec members;
    uint64_t persons;
};
_Static_assert(sizeof(struct unify_root) <= HEAP_ROOT_BYTES, "root fits");

struct unify {
    struct core *core;
    struct heap *h;
    struct unify_root *root;
    struct hash_key key;
    struct buf entry; /* core thread: the entry being written */
    _Atomic uint64_t st_persons, st_atoms, st_idents, st_events, st_links, st_names, st_groups;
};

/* ---- state.c: finding and adding ---- */
core_begin unify_begin;
uint32_t name_find(struct unify *u, struct str name); /* 0 when it has no number */
uint32_t name_add(struct unify *u, struct str name);
struct str name_text(struct unify *u, uint32_t name); /* empty for 0 */
uint64_t ident_hash(struct hash_key k, unsigned kind, struct str value);
uint32_t ident_find(struct unify *u, unsigned kind, struct str value, uint64_t hash);
uint32_t ident_add(struct unify *u, unsigned kind, struct str value);
struct str ident_text(struct unify *u, uint32_t ident, char room[40]); /* may lie in room */
uint32_t atom_find(struct unify *u, uint32_t device, uint32_t account);
uint32_t atom_add(struct unify *u, struct id id, uint32_t device, uint32_t account, uint64_t seq);
void carry_add(struct unify *u, uint32_t atom, uint32_t ident, uint64_t seq);
bool carry_has(struct unify *u, uint32_t atom, uint32_t ident);
void link_add(struct unify *u, uint32_t a, uint32_t b, uint32_t ident, uint32_t why,
              uint64_t seq);
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

/* ---- apply.c ---- */
void unify_register(struct unify *u);

/* ---- resolve.c ---- */
uint32_t unify_resolve(void *room, const struct event *ev);
uint32_t unify_name(void *room, struct str name);

/* ---- identify.c ---- */
void unify_identify(void *room, struct json message, struct event *ev, struct arena *a);

/* ---- dump.c ---- */
core_dump unify_dump;

/* ---- phone.cc: E.164 through libphonenumber ---- */
#ifdef __cplusplus
extern "C"
#endif
    /* The valid number as E.164 into out (at least 20 bytes), its length, or 0. */
    size_t phone_e164(const char *s, size_t n, const char *region, char *out);

#endif
