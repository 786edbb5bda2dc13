/* find.c - search as you type: what was typed, against the index, as persons in order.
 *
 * THEORY      Each word that was typed is a range of keys.  The rarest word gives candidates;
 *             a word that has few rows narrows them by a set of persons, one that has many is
 *             checked against the candidates' texts in memory.  So a common word beside a rare
 *             one costs what the rare one costs.  Words may be known from different devices and
 *             accounts of a person.
 *             Persons with whole words come before those with beginnings of words, then whoever
 *             was seen last.  The id of a person or a device that is typed whole is looked up.
 * LIMITS      ROWS_ONE keys for one word, ROWS_MANY for each of several, FOUND_MAX persons;
 *             *ret_cut says when there may be more.
 * THREADS     Any but the core's: the state is looked at in helpings.
 */
#include "base/utf8.h"
#include "unify/find_internal.h"

#include <stdlib.h>

#define ROWS_ONE 2000u
#define ROWS_MANY 8000u
#define CHECK_TAKE 100u  /* persons whose texts are checked by one look */
#define CHECK_MAX 2000u  /* and in all */
#define MAP_TAKE 5000u   /* atoms mapped to persons by one look */

struct cand { uint32_t rep, exact; int64_t last_ms; }; /* exact: whole words */
struct word { struct str text; struct cand *rows; uint32_t n; bool all; };

struct finding {
    struct unify *u;
    struct find_keys keys;       /* the words */
    struct word word[FIND_WORDS_MAX];
    uint32_t n_words;
    struct word *base;
    struct cand *c;              /* candidates */
    uint32_t n, at;
    const struct word *check;    /* the word that is being checked, or mapped */
    struct find_keys room;       /* core thread */
    struct str q;
    bool cut;
};

/* ---- the index ---- */

static int word_rows(struct db *db, struct word *w, uint32_t max, struct err *err) {
    char end[FIND_KEY_MAX + 1];
    memcpy(end, w->text.s, w->text.n);
    end[w->text.n] = (char)0xff; /* behind every key that begins so */
    struct sql *q = db_sql(db, SQL("SELECT key, back FROM term WHERE key >= $1 AND key < $2 "
                                   "ORDER BY key, back LIMIT $3"), err);
    if (!q)
        return -1;
    sql_bytes(q, 1, w->text);
    sql_bytes(q, 2, str_n(end, w->text.n + 1));
    sql_int(q, 3, max);
    w->rows = malloc((max + 1) * sizeof *w->rows);
    CHECK(w->rows);
    int rc;
    while ((rc = sql_step(q, err)) > 0)
        w->rows[w->n++] = (struct cand){ UINT32_MAX - (uint32_t)sql_get_int(q, 1),
                                         sql_get_bytes(q, 0).n == w->text.n, 0 };
    sql_end(q);
    w->all = w->n < max;
    return rc;
}

static int all_rows(struct finding *g, struct err *err) {
    struct finder *f = g->u->finder;
    int rc = 0;
    pthread_mutex_lock(&f->read_lock);
    if (!f->read)
        rc = db_open(f->path, DB_READER, &f->read, err);
    for (uint32_t i = 0; rc == 0 && i < g->n_words; i++)
        rc = word_rows(f->read, &g->word[i], g->n_words == 1 ? ROWS_ONE : ROWS_MANY, err);
    if (rc < 0) { /* made anew meanwhile, or damaged: the thread finds out */
        db_close(f->read);
        f->read = NULL;
    }
    pthread_mutex_unlock(&f->read_lock);
    return rc;
}

/* ---- persons: core thread, in helpings ---- */

static void look_map(struct unify *u, void *ctx) {
    struct finding *g = ctx;
    const struct word *w = g->check;
    uint32_t end = g->at + MAP_TAKE < w->n ? g->at + MAP_TAKE : w->n;
    for (; g->at < end; g->at++) {
        struct cand *c = &w->rows[g->at];
        bool there = c->rep < u->root->atoms.n && !atom_erased(u, c->rep);
        c->rep = there ? person_rep(u, c->rep) : NONE;
    }
}

static int by_rep(const void *a, const void *b) {
    const struct cand *x = a, *y = b;
    if (x->rep != y->rep)
        return x->rep < y->rep ? -1 : 1;
    return x->exact > y->exact ? -1 : x->exact < y->exact;
}

/* Rows become persons, each once, in order of their numbers. */
static int map_word(struct finding *g, struct word *w, struct err *err) {
    g->check = w;
    for (g->at = 0; g->at < w->n;)
        if (find_state(g->u, look_map, g, err) < 0)
            return -1;
    qsort(w->rows, w->n, sizeof *w->rows, by_rep);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->n; i++)
        if (w->rows[i].rep != NONE && (kept == 0 || w->rows[kept - 1].rep != w->rows[i].rep))
            w->rows[kept++] = w->rows[i];
    w->n = kept;
    return 0;
}

/* Candidates that also have this word. */
static void narrow(struct finding *g, const struct word *w) {
    uint32_t kept = 0;
    for (uint32_t i = 0, j = 0; i < g->n && j < w->n;) {
        if (g->c[i].rep < w->rows[j].rep) {
            i++;
        } else if (g->c[i].rep > w->rows[j].rep) {
            j++;
        } else {
            g->c[kept] = g->c[i++];
            g->c[kept++].exact += w->rows[j++].exact;
        }
    }
    g->n = kept;
}

static void check_text(void *ctx, enum find_class class, struct str text) {
    find_keys_add(ctx, class, text);
}

static bool has_word(struct finding *g, uint32_t rep, struct str word, bool *ret_exact) {
    bool found = false;
    uint32_t i = rep, n = 0;
    *ret_exact = false;
    do {
        find_keys_reset(&g->room);
        find_texts(g->u, i, check_text, &g->room);
        for (uint32_t k = 0; k < g->room.n; k++) {
            struct str key = find_key(&g->room, k);
            found |= str_starts(key, word);
            *ret_exact |= str_eq(key, word);
        }
        i = atom_at(g->u, i)->next;
    } while (i != rep && ++n < 64);
    return found;
}

/* A person may have become part of another since: its number still stands for it. */
static void look_check(struct unify *u, void *ctx) {
    struct finding *g = ctx;
    uint32_t end = g->at + CHECK_TAKE < g->n ? g->at + CHECK_TAKE : g->n;
    for (; g->at < end; g->at++) {
        struct cand *c = &g->c[g->at];
        bool exact;
        if (c->rep == NONE || atom_erased(u, c->rep) ||
            !has_word(g, person_rep(u, c->rep), g->check->text, &exact))
            c->rep = NONE;
        else
            c->exact += exact;
    }
}

static int check_word(struct finding *g, const struct word *w, struct err *err) {
    if (g->n > CHECK_MAX) {
        g->n = CHECK_MAX;
        g->cut = true;
    }
    g->check = w;
    for (g->at = 0; g->at < g->n;)
        if (find_state(g->u, look_check, g, err) < 0)
            return -1;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < g->n; i++)
        if (g->c[i].rep != NONE)
            g->c[kept++] = g->c[i];
    g->n = kept;
    return 0;
}

/* ---- order ---- */

/* Typed whole: ids of persons, devices, tokens. */
static uint32_t whole_id(struct unify *u, struct str q) {
    struct id id;
    if (id_parse(q, &id) == 0) {
        uint32_t atom = unify_by_id(u, id);
        if (atom != UNIFY_NONE)
            return atom;
    }
    for (unsigned k = 1; k < IDENT_NUMBERS && q.n > 0 && q.n <= IDENT_VALUE_MAX; k++)
        if (kind_is_there(u, k) && kind_is_device(u, k)) {
            uint32_t atom = unify_by_ident(u, k, q);
            if (atom != UNIFY_NONE && !atom_erased(u, atom))
                return atom;
        }
    return UNIFY_NONE;
}

static void look_rank(struct unify *u, void *ctx) {
    struct finding *g = ctx;
    uint32_t end = g->at + MAP_TAKE < g->n ? g->at + MAP_TAKE : g->n;
    for (; g->at < end; g->at++) {
        struct cand *c = &g->c[g->at];
        uint32_t n = 0;
        if (atom_erased(u, c->rep)) {
            c->rep = NONE;
            continue;
        }
        c->rep = person_rep(u, c->rep);
        uint32_t i = c->rep;
        c->last_ms = INT64_MIN;
        do {
            const struct atom *a = atom_at(u, i);
            c->last_ms = a->last_ms > c->last_ms ? a->last_ms : c->last_ms;
            i = a->next;
        } while (i != c->rep && ++n < 64);
    }
    uint32_t whole = g->at == g->n ? whole_id(u, g->q) : UNIFY_NONE;
    if (whole != UNIFY_NONE)
        g->c[g->n++] = (struct cand){ person_rep(u, whole), UINT32_MAX, 0 };
    g->at = whole != UNIFY_NONE ? g->n : g->at;
}

static int best_first(const void *a, const void *b) {
    const struct cand *x = a, *y = b;
    if (x->exact != y->exact)
        return x->exact > y->exact ? -1 : 1;
    if (x->last_ms != y->last_ms)
        return x->last_ms > y->last_ms ? -1 : 1;
    return x->rep > y->rep ? -1 : x->rep < y->rep;
}

static int rank(struct finding *g, struct err *err) {
    g->at = 0;
    do {
        if (find_state(g->u, look_rank, g, err) < 0)
            return -1;
    } while (g->at < g->n);
    qsort(g->c, g->n, sizeof *g->c, best_first);
    return 0;
}

/* ---- all of it ---- */

static int candidates(struct finding *g, struct err *err) {
    if (all_rows(g, err) < 0)
        return -1;
    for (uint32_t i = 0; i < g->n_words; i++) {
        struct word *w = &g->word[i];
        if (!g->base || w->n < g->base->n || (w->n == g->base->n && w->text.n > g->base->text.n))
            g->base = w;
    }
    if (g->base && map_word(g, g->base, err) < 0)
        return -1;
    uint32_t n = g->base ? g->base->n : 0;
    g->c = malloc((n + 2) * sizeof *g->c);
    CHECK(g->c);
    for (uint32_t i = 0; i < n; i++)
        g->c[g->n++] = g->base->rows[i];
    g->cut = g->base && !g->base->all;
    for (int pass = 0; pass < 2; pass++) /* sets first: they leave less to check */
        for (uint32_t i = 0; i < g->n_words; i++) {
            struct word *w = &g->word[i];
            if (w == g->base || w->all != (pass == 0))
                continue;
            if (pass == 0 && map_word(g, w, err) < 0)
                return -1;
            if (pass == 0)
                narrow(g, w);
            else if (check_word(g, w, err) < 0)
                return -1;
        }
    return 0;
}

int unify_find(struct unify *u, struct str q, uint32_t *ret_atoms, unsigned max,
               bool *ret_cut, struct err *err) {
    struct finding g = { .u = u, .q = utf8_trim(q) };
    find_keys_init(&g.keys);
    find_keys_init(&g.room);
    find_words(&g.keys, q);
    for (uint32_t i = 0; i < g.keys.n; i++)
        g.word[g.n_words++] = (struct word){ .text = find_key(&g.keys, i) };
    int rc = candidates(&g, err);
    if (rc == 0)
        rc = rank(&g, err);
    unsigned n = 0;
    for (uint32_t i = 0; rc == 0 && i < g.n && n < max; i++)
        if (g.c[i].rep != NONE && (n == 0 || ret_atoms[n - 1] != g.c[i].rep))
            ret_atoms[n++] = g.c[i].rep;
    *ret_cut = g.cut || g.n > max;
    for (uint32_t i = 0; i < g.n_words; i++)
        free(g.word[i].rows);
    free(g.c);
    find_keys_release(&g.keys);
    find_keys_release(&g.room);
    return rc < 0 ? -1 : (int)n;
}

bool unify_find_ready(struct unify *u) {
    return u->finder && u->finder->on && atomic_load(&u->finder->ready);
}

void unify_find_stats(struct unify *u, struct unify_find_stats *ret) {
    struct finder *f = u->finder;
    *ret = (struct unify_find_stats){ .ready = unify_find_ready(u),
                                      .waiting = atomic_load(&f->st_dirty) +
                                                 atomic_load(&f->st_flight),
                                      .indexed = atomic_load(&f->st_indexed) };
}
