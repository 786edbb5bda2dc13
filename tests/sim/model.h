/* model.h - who is one person, computed the plain way.
 *
 * Written apart from the product and to be believed by reading: no index, no increment, no
 * undo.  It keeps what happened as a list and computes everything anew whenever it is asked.
 */
#ifndef MUSUBI_TESTS_SIM_MODEL_H
#define MUSUBI_TESTS_SIM_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#define M_ATOMS 256
#define M_IDS 8        /* account identifiers of one event, strongest first */
#define M_NODES 128
#define M_FACTS 2048
#define M_CUTS 64
#define M_KINDS 5      /* 1 user_id, 2 email, 3 phone, 4 one that the rules declare */
#define M_VALUES 8     /* of a kind */

#define M_TOLD 1200

/* A value of a trait: a tree of 7, children of i are 2i+1 and 2i+2. */
struct m_value { int is[7]; };
enum { M_ABSENT = 0, M_OBJECT = -1, M_NULL = 1, M_EMPTY = 2 /* others: a text each */ };
enum m_how { M_LAST, M_FIRST, M_MOST, M_SOURCES };
struct m_rule { enum m_how how; bool keep, merge; int n_sources, source[2]; };
struct m_told { /* an event told a trait */
    int atom, trait, source;
    int64_t ms;
    uint64_t seq;
    struct m_value value;
};
struct m_won { struct m_value value; uint64_t seq; int n; }; /* n 0: nobody told it */

struct m_event {
    int device;        /* number, or -1 */
    int n;
    int kind[M_IDS];
    int value[M_IDS];
    int64_t ms;
    bool alias;        /* the previous id: a user id or -1, and the device of that name */
    int prev_user, prev_device;
};

enum m_kept { M_WHOLE, M_THINNED, M_DROPPED }; /* what retention left of an event */
#define M_OLD 3
struct m_old { const char *event; int type, source, days; enum m_kept left; }; /* 0: any */
struct m_retention { int n; struct m_old rule[M_OLD]; };

struct m_rules {
    int limit[M_KINDS], atoms_max;
    bool blocked[M_KINDS][M_VALUES];
    bool unread[M_KINDS]; /* not looked for in messages; the model itself does not care */
    bool contested[M_KINDS]; /* what two people claim is neither's */
};
struct m_atom { int device, kind, value; int events; }; /* kind 0: nameless, M_GONE: erased */
#define M_GONE (-1)
enum m_whose { M_ANYBODYS, M_NOBODYS, M_RELEASED };     /* NOBODYS: two people claimed it */
struct m_ident { int kind, value, born; enum m_whose whose; }; /* kind M_GONE: erased */
enum m_why { M_CARRY, M_SIGNIN, M_ALIAS, M_MERGE, M_ERASED };
struct m_fact { int a, b; bool withdrawn; enum m_why why; int ident; }; /* in order of arrival */
struct m_cut { int *side[2], n[2]; bool withdrawn; };
struct m_seen { int device, atom; int64_t ms; }; /* a named event on a device */

struct model {
    struct m_rules rules;
    struct m_atom atom[M_ATOMS];
    int n_atoms;
    struct m_ident ident[M_NODES]; /* node M_ATOMS + i */
    int n_idents;
    int contested[M_NODES]; /* idents that two people claimed, in that order */
    int n_contested;
    struct m_fact fact[M_FACTS];
    int n_facts;
    struct m_cut cut[M_CUTS];
    int n_cuts;
    struct m_seen seen[M_FACTS];
    int n_seen;
    uint64_t devices; /* bit set of those that were ever named */
    int device_born[64];
    int now;          /* events so far: what was born when */
    bool refused[M_KINDS][64]; /* values that may never come again; kind 0: devices */
    /* after model_persons() */
    int person[M_ATOMS + M_NODES]; /* of each node */
    int holder[M_NODES];           /* the atom that holds the identifier first, or -1 */
    struct m_told told[M_TOLD];
    int n_told;
    struct { int atom; int64_t ms; uint64_t seq; } came[M_FACTS]; /* all events */
    int n_came;
};

void model_init(struct model *m); /* with the built-in rules */
int model_event(struct model *m, const struct m_event *e); /* the atom it belongs to */
int model_ident(struct model *m, int kind, int value);     /* its node */
int model_merge(struct model *m, int a, int b);            /* number of the fact, or -1: refused */
int model_cut(struct model *m, const int *a, int na, const int *b, int nb);
/* The value that the person (as of model_persons()) has by this rule. */
struct m_won model_trait(const struct model *m, int person, int trait, const struct m_rule *r);
void model_persons(struct model *m);

/* model_erase.c.  Kind 0 is a device. */
struct m_erased { bool atom[M_ATOMS], value[M_KINDS][64]; };
/* Forget the person of atom a and whatever nobody else carries; what that is. */
void model_erase(struct model *m, int a, struct m_erased *ret);
bool model_knows(const struct model *m, int kind, int value);
/* An atom of whom the value stands for, as of model_persons(), or -1.  born: it came to be known
 * no later. */
int model_named(const struct model *m, int kind, int value, int born);
void model_free(struct model *m);

/* model_retain.c.  Of an event that is so old; name: empty where it has none. */
enum m_kept model_kept(const struct m_retention *r, const char *name, int type, int source,
                       int64_t age_ms);

#endif
