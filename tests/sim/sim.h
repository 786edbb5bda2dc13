/* sim.h - one workspace in one process on a fake clock, and everything that may befall it.
 *
 * A seed decides all that happens; see README.md of this folder.
 */
#ifndef MUSUBI_TESTS_SIM_H
#define MUSUBI_TESTS_SIM_H

#include "collect/collect.h"
#include "core/readers.h"
#include "core/registry.h"
#include "fault/seed.h"
#include "segment/segment.h"
#include "sim/model.h"
#include "unify/unify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#define SIM_MESSAGES 1200
#define SIM_BATCHES 400
#define SIM_BATCH_MAX 6      /* messages of one batch */
#define SIM_SENDINGS 8000
#define SIM_STORY 30         /* steps told of a failure */
#define SIM_VERSIONS 64
#define SIM_ERASURES 48
#define SIM_WANTS 4
#define SIM_SOURCES 2
#define SIM_AUDIENCES 8
#define SIM_START_MS 1790000000000LL

enum sim_plant { /* what is broken on purpose: tests that the simulator sees it */
    PLANT_NONE,
    PLANT_SYNC_LIES,      /* fsync reports success and does nothing */
    PLANT_UNANNOUNCED,    /* a write that the undo journal and the snapshot do not see */
    PLANT_REPLAY_SKIPS,   /* a restart passes over one kind of entry */
    PLANT_DEDUPE_FORGETS, /* a restart forgets which messages were seen */
    PLANT_CUTS_IGNORED,   /* evidence is judged as if nobody had said "never together" */
    PLANT_ERASE_SKIPS,    /* an eraser that passes over a frame */
    PLANT_CONTESTED,      /* what two people claim stays the first one's */
    PLANT_RETAIN_SKIPS,   /* retention passes over an event */
    PLANT_ROWS_LOST,      /* rows of the audit log that are told of and not written */
    PLANT_NO_LEASE,       /* a writer that does not look whether it still is */
    PLANT_COUNT
};

struct message { /* what a client wants to tell */
    struct m_event e;       /* its time as claimed; all identifiers that it carries */
    uint8_t type;           /* enum event_type */
    uint8_t source;         /* below SIM_SOURCES */
    uint8_t kept;           /* enum m_kept */
    bool cleaned;           /* a run that took it is over */
    int64_t first_sent_ms;  /* 0: not yet */
    uint64_t seq;           /* where it stands in the log, 0: nowhere */
    int64_t time_ms;        /* there */
    int atom;               /* there */
    bool counted;           /* some answer, or the log after a doubt, told of it */
    bool shared;            /* is in more than one batch */
    bool refused;           /* some send of it had no usable identifier */
};
enum batch_state { BATCH_QUEUED, BATCH_OPEN, BATCH_ACKED, BATCH_GIVEN_UP };
struct batch {
    enum batch_state state;
    int n, message[SIM_BATCH_MAX];
    uint8_t source;         /* of all of them */
    int malformed;          /* items that nobody can take */
    bool poisoned;          /* the program failed on this very text */
    bool answered;          /* in this turn */
    int order;              /* of its last sending */
    int version;            /* of the rules that it was read by, of the answer */
    struct err err;         /* of the answer */
    struct collect_result result;
    int expect_rejected;
    uint64_t seq;           /* that the answer names */
    struct str text;        /* malloc'd */
};

struct sending { int batch, version; int64_t ms; }; /* rules that its node knew; arrival */

enum op_kind { OP_NONE, OP_SPLIT, OP_MERGE, OP_UNDO_CUT, OP_UNDO_LINK, OP_RULES, OP_ERASE,
               OP_RELEASE, OP_SOURCE, OP_RETENTION, OP_RETAIN, OP_TRAITS };
struct op { /* the one change by hand that is under way or in doubt */
    enum op_kind kind;
    int number;             /* told in its text */
    int side[2][M_ATOMS + M_NODES], n[2]; /* split, as the model has it */
    int a, b;               /* merge; undo: a is the cut's or link's number */
    struct m_rules rules;
    struct m_retention retention;
    struct m_rule trait;
    int rank[M_KINDS];
    bool seen;              /* it stands in the log */
};

struct erasing { /* a request to erase, as the model has it */
    int person;             /* an atom of whom it names, or -1 */
    int n_want, want[SIM_WANTS][2]; /* kind (0: a device) and value */
    bool refuse;
    int born;               /* what became known later is somebody new's */
    int next;               /* the first of want that may still name somebody */
    uint8_t state;          /* enum unify_erasure_state */
    uint32_t people, atoms, idents;
};
struct retaining { /* a run of retention, as the model has it */
    int version;            /* of the rules; 0: none */
    int64_t began_ms;
    uint64_t began_seq, dropped, thinned;
    int rows;               /* that there were when it began */
};
struct told { /* an entry of the log as it was when it was written */
    uint64_t hash;
    uint8_t kind, version;
    bool owned;             /* it goes when one of these does: atoms, or identifier | NODE_IDENT */
    uint32_t who[2];
};

struct sim {
    uint64_t seed, random, id_random;
    enum sim_plant plant;
    int steps, step;
    /* the workspace */
    char dir[64], store[100];
    int64_t sys_ms;         /* the machine's clock, which may be set back */
    struct clock clock;
    struct core *core;
    struct collect *collect;
    struct unify *unify;
    struct segment *segment;
    struct readers *readers;
    struct audit *audit;
    struct registry *registry;
    struct db *reader;
    struct log_reader *log;
    bool dying;             /* answers now are nobody's */
    int starts;
    bool several;           /* nodes: what is new and what is not depends on who was asked */
    const char *armed;      /* fault points of the next turn */
    int full_until;         /* step: the disk is full */
    /* what should be */
    struct model m;
    struct m_rules version[SIM_VERSIONS]; /* from 1; 0: the built-in ones */
    int version_rank[SIM_VERSIONS][M_KINDS], n_versions; /* priorities of kinds */
    struct message message[SIM_MESSAGES];
    int n_messages;
    struct batch batch[SIM_BATCHES];
    int n_batches;
    struct sending sending[SIM_SENDINGS];
    int n_sendings;
    struct op op;
    struct erasing asked, erasure[SIM_ERASURES]; /* by OP_ERASE; in the log */
    int n_erasures;
    int atom_erasure[M_ATOMS]; /* number + 1 of the erasure that it fell to */
    int *ident_erasure;     /* the same of the product's identifiers */
    uint32_t n_idents;
    uint64_t gone_seq[M_KINDS][64]; /* of the newest entry that erased the value */
    struct told *told;      /* by seq - 1 */
    struct m_retention retention[SIM_VERSIONS]; /* from 1 */
    struct retaining run, last_run; /* under way; the last that ended */
    int n_retention, n_runs;
    uint64_t over_seq;      /* where the last run ended */
    uint64_t checkpoint[M_ATOMS]; /* newest of the atom's values, or 0 */
    struct m_rule trait[SIM_VERSIONS]; /* of "n", from 1; 0: the rule of those that have none */
    int n_traits, trait_version; /* published; in force */
    bool unsure[M_ATOMS];   /* new rules came when some of what it had said was gone */
    int row[SIM_MESSAGES], n_rows; /* messages in the order of the log */
    uint32_t source[SIM_SOURCES]; /* numbers of their definitions */
    int n_sent, n_ops, n_links, n_cuts, n_contested, n_poisoned;
    uint64_t followed;      /* newest entry of the log that was looked at */
    uint64_t audit_acked;   /* newest row of the audit log that was acknowledged */
    uint64_t log_hash;      /* over all entries looked at */
    bool declared;          /* kind 4 has its number */
    int devices, users, emails, phones, cards; /* how crowded this world is */
    int n_members;          /* memberships that were compared */
    /* what happened */
    uint64_t trace;         /* over everything that could differ */
    int counts[64];         /* by step kind */
    char story[SIM_STORY][200];
    int n_story;
    jmp_buf failed;
    char why[600];
};

/* One run from its beginning to the last check; false: it failed, and s->why says how.  trace
 * tells two runs of one seed apart. */
bool sim_run(struct sim *s, uint64_t seed, int steps, enum sim_plant plant);
void sim_begin(struct sim *s, uint64_t seed, int steps, enum sim_plant plant);
void sim_over(void);
void sim_print(const struct sim *s); /* a failure, for people */
int sim_steps(uint64_t seed);        /* how many the seed asks for */

/* ---- for steps ---- */
uint32_t sim_roll(struct sim *s, uint32_t n);
void sim_tell(struct sim *s, const char *fmt, ...) PRINTF_LIKE(2, 3);
_Noreturn void sim_fail(struct sim *s, const char *fmt, ...) PRINTF_LIKE(2, 3);
#define SIM_WANT(s, cond) \
    do { \
        if (!(cond)) \
            sim_fail((s), "%s:%d: wanted %s", __FILE__, __LINE__, #cond); \
    } while (0)
#define SIM_OK(s, call) \
    do { \
        struct err sim_err_ = ERR_INIT, *err = &sim_err_; \
        if ((call) < 0) \
            sim_fail((s), "%s: %s", #call, sim_err_.msg); \
    } while (0)

/* world.c */
void sim_make(struct sim *s);
void sim_unmake(struct sim *s);
void sim_open(struct sim *s);           /* must work, but for the power */
void sim_turn(struct sim *s);           /* one turn, and a look at what came of it */
void sim_drain(struct sim *s);          /* turns until nothing waits */
/* An identifier of a kind of the model's (0: a device): as the product normalises it, and its
 * kind there. */
void sim_ident_text(int kind, int value, char out[40]);
unsigned sim_kind(int kind);
bool sim_settle(struct sim *s);         /* and until all evidence is judged by the rules in force */
void sim_restart(struct sim *s);        /* a clean one */
void sim_kill(struct sim *s);           /* kill -9 and a start */
void sim_power(struct sim *s);          /* the power goes, and comes back */
void sim_poison(struct sim *s);         /* the next batch makes the program fail */
void sim_clock(struct sim *s, int64_t ms); /* time goes on; below 0: the machine's is set back */
/* One command, to its answer. */
typedef int sim_deed(struct sim *s, void *ctx, struct err *err);
int sim_call(struct sim *s, sim_deed *deed, void *ctx, bool reads, struct err *err);
bool sim_writable(struct sim *s);
void sim_arm(struct sim *s, const char *more); /* what the next turn meets; NULL: nothing more */
void sim_look(struct sim *s);           /* after turns that somebody else made */
/* What a planted fault adds to the rooms of a core. */
void sim_plant_rooms(struct sim *s, struct core *c, struct unify *u);

/* clients.c */
void sim_batch_make(struct sim *s, int n);
void sim_batch_send(struct sim *s, int batch);
void sim_answers(struct sim *s);        /* look at those of the last turn */
void sim_follow(struct sim *s);         /* what is new in the log, told to the model */
struct m_fact *sim_link(struct sim *s, int n); /* the model's, of the product's link n */

/* erase.c */
void sim_follow_erase(struct sim *s, const struct entry *e);
void sim_tell_entry(struct sim *s, const struct entry *e); /* remember how it was */
void sim_erase_ask(struct sim *s);      /* a step: somebody is to be erased */
void sim_erase_step(struct sim *s);     /* a step: one piece of the eraser's work */
void sim_erase_all(struct sim *s);      /* all of it, however often something fails */
void sim_erase_forget(struct sim *s);   /* frees */
int sim_live(struct sim *s);            /* some atom that is not erased, or -1 */
void sim_scan(struct sim *s);           /* nothing of who is erased is in any file */

/* trait_rules.c */
void sim_follow_traits(struct sim *s, unsigned version);
void sim_follow_trait_rules(struct sim *s, const struct entry *e);
void sim_trait_rules(struct sim *s);    /* a step: rules are published */
void sim_trait_fill(struct sim *s);     /* a step: what came before is read again, some of it */
bool sim_traits_filled(struct sim *s);
void sim_trait_fill_all(struct sim *s);
void sim_compare_traits(struct sim *s);
/* Publish a definition, for the op under way. */
void sim_publish(struct sim *s, const char *kind, const char *key, const char *body);

/* retain.c */
void sim_sources(struct sim *s);        /* they are published, at the beginning */
void sim_follow_retention(struct sim *s, unsigned version);
void sim_follow_retain(struct sim *s, const struct entry *e);
void sim_retain_rules(struct sim *s);   /* a step: rules are published */
void sim_retain_ask(struct sim *s);     /* a step: a run is to begin */
void sim_retain_step(struct sim *s);    /* a step: one piece of a run */
void sim_retain_all(struct sim *s);     /* all that is due, however often something fails */
void sim_compare_retention(struct sim *s);
/* May it be another than it was, must it? */
void sim_retained_entry(struct sim *s, const struct entry *e, bool *may, bool *must);

/* check.c */
void sim_compare(struct sim *s);        /* persons, events: the model's */
void sim_compare_timeline(struct sim *s, int atom);
void sim_rebuilt(struct sim *s);        /* kept equals rebuilt */
uint64_t sim_dump(struct core *c, struct buf *out);
void sim_same(struct sim *s, const struct buf *a, const struct buf *b, const char *what);
void sim_same_log(struct sim *s);       /* read again, it is the one that was seen growing */
void sim_end(struct sim *s);            /* all of it */

/* audiences.c */
void sim_audiences(struct sim *s);         /* they are published, at the beginning */
void sim_compare_audiences(struct sim *s); /* their members are who should be, now */

/* audit.c */
void sim_step_audit(struct sim *s);
void sim_audit(struct sim *s);          /* the table is what the log tells, and whole */

/* steps.c */
void sim_step(struct sim *s);
const char *sim_step_name(int kind); /* NULL past the last */
void sim_step_run(struct sim *s, const char *name);

#endif
