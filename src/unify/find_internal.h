/* find_internal.h - shared by find.c, find_keys.c and find_index.c. */
#ifndef MUSUBI_UNIFY_FIND_INTERNAL_H
#define MUSUBI_UNIFY_FIND_INTERNAL_H

#include "unify/unify_internal.h"

#include <pthread.h>

#define FIND_KEY_MAX 48u    /* bytes of a key; the rest is not searched */
#define FIND_KEYS_MAX 96u   /* of one atom */
#define FIND_TEXT_MAX 256u  /* bytes of a text that are looked at */
#define FIND_WORDS_MAX 8u

/* ---- find_keys.c: what somebody can be found by ---- */
enum find_class { FIND_NOT, FIND_NAME, FIND_EMAIL, FIND_PHONE, FIND_ID };
/* How a trait of this name is searched; FIND_NOT: not at all. */
enum find_class find_class_of(struct str trait);

struct find_keys { /* of one atom: each once */
    uint32_t n;
    struct buf text;                /* one behind the other */
    struct { uint32_t at, n; } key[FIND_KEYS_MAX];
    struct buf fold;                /* room */
};
void find_keys_init(struct find_keys *k);
void find_keys_release(struct find_keys *k);
void find_keys_reset(struct find_keys *k);
void find_keys_add(struct find_keys *k, enum find_class class, struct str text);
static inline struct str find_key(const struct find_keys *k, uint32_t i) {
    return str_n(k->text.data + k->key[i].at, k->key[i].n);
}
/* What is typed, as words that are the beginnings of keys; their texts lie in k->text. */
void find_words(struct find_keys *k, struct str q);

/* ---- the atom's texts, on the core thread ---- */
typedef void find_text(void *ctx, enum find_class class, struct str text);
void find_texts(struct unify *u, uint32_t atom, find_text *fn, void *ctx);

/* ---- the index ---- */
#define FIND_SAMPLE 1024u
struct finder {
    struct unify *u;
    char *path;
    pthread_t thread;
    _Atomic bool on;       /* marks are kept */
    bool runs;             /* the thread; set before others search */
    pthread_mutex_t lock;
    pthread_cond_t wake, done;
    bool stop, kick;       /* under lock */
    uint64_t asked, given; /* under lock: rounds that somebody waits for */
    uint64_t erased_asked, erased_given; /* the same of what was erased */
    bool broken;           /* under lock: the last round failed */
    /* core thread */
    uint64_t *dirty;       /* a bit for each atom */
    uint32_t n_words, n_dirty, from;
    uint32_t *gone, n_gone, gone_cap; /* erased and marked: taken first */
    bool anew;             /* the state began anew: nothing of the index is true */
    uint8_t class[NAMES_MAX]; /* find_class + 1, once known */
    /* the thread's */
    struct db *db;
    struct find_keys keys;
    bool loaded, erased, caught_up;
    uint64_t rested_seq;   /* of the log at the last rest */
    bool bulk;             /* the file is being filled: docs only, for now */
    struct { char s[FIND_KEY_MAX]; uint32_t n; } sample[FIND_SAMPLE];
    uint64_t sampled;      /* keys that were offered */
    uint32_t unwritten;    /* rounds since the last checkpoint */
    /* who searches, under read_lock */
    pthread_mutex_t read_lock;
    struct db *read;
    _Atomic bool ready;    /* everything was indexed once */
    _Atomic uint64_t st_dirty, st_flight, st_indexed; /* flight: taken, not written yet */
};
bool find_stopping(struct finder *f);
/* find_bulk.c: offer a key to the sample; make `term` of all docs. */
void find_sample(struct finder *f, struct str key);
MUST_USE int find_bulk(struct finder *f, struct err *err);

/* Not the core thread: a look at the state. */
typedef void find_look(struct unify *u, void *ctx);
MUST_USE int find_state(struct unify *u, find_look *look, void *ctx, struct err *err);

#endif
