/* erase_names.c - what erased people were called, for searches of the audit log.
 *
 * THEORY      Somebody may have searched for a person's name, and the audit log keeps words. The
 *             names leave the state with their person; but what was said of them stands in the
 *             log until its frames are rewritten, which comes later. So they are read there: a
 *             crash in between loses nothing, and names of long ago are found as well.
 *             Traits that are names are those that people are searched by (find_keys.c).
 * LIMITS      ERASE_NAMES_LOOK rows or names a look. NAMES_BYTES of names; what more somebody was
 *             called is not searched for.
 * THREADS     erase_names_look(): core thread. erase_names_read(): another.
 */
#include "unify/find_internal.h"

#include "collect/event.h"

#include <stdlib.h>

#define ERASE_NAMES_LOOK 2000u
#define NAMES_BYTES (4u << 20)
#define SEEN 1024u

void erase_names_init(struct erase_names *x) {
    *x = (struct erase_names){ .row = NONE };
    x->is_name = calloc(NAMES_MAX / 64, sizeof *x->is_name);
    x->seen = calloc(SEEN, sizeof *x->seen);
    CHECK(x->is_name && x->seen);
    buf_init(&x->found, "names of the erased", NAMES_BYTES);
}

void erase_names_release(struct erase_names *x) {
    if (x->found.data)
        explicit_bzero(x->found.data, x->found.len);
    buf_release(&x->found);
    free(x->is_name);
    free(x->seen);
}

/* ---- what is to be read ---- */

/* Which traits are names. */
static void look_at_traits(struct unify *u, struct erase_names *x) {
    for (uint32_t n = 0; n < ERASE_NAMES_LOOK && x->traits < u->root->names.n; n++) {
        uint32_t name = ++x->traits;
        if (find_class_of(name_text(u, name)) == FIND_NAME)
            x->is_name[name / 64] |= 1ull << name % 64;
    }
}

static void add_entry(struct unify *u, struct erase_names *x, uint64_t seq) {
    if (seq && core_locate(u->core, seq, &x->at[x->n]))
        x->n++;
}

/* The events of one atom, the newest first. */
static void look_at_events(struct unify *u, struct erase_names *x) {
    while (x->row != NONE && x->n < ERASE_NAMES_AT_ONCE) {
        const struct event_row *e = hvec_at(u->h, &u->root->events, x->row);
        if (e->kept == EVENT_WHOLE)
            add_entry(u, x, e->seq);
        x->row = e->prev;
        if (++x->looked % ERASE_NAMES_LOOK == 0)
            return;
    }
}

bool erase_names_look(struct unify *u, uint32_t erasure, struct erase_names *x) {
    const struct erase_row *row;
    x->n = 0;
    if (x->traits < u->root->names.n) {
        look_at_traits(u, x);
        return true;
    }
    if (x->row != NONE) {
        look_at_events(u, x);
        return true;
    }
    if (!x->begun) {
        x->begun = true;
        x->head = erasure_at(u, erasure)->heads;
        x->other = erasure_at(u, erasure)->seqs;
    }
    row = erase_row_next(u, &u->root->erase_heads, &x->head, erasure);
    if (row) {
        x->row = (uint32_t)row->v;
        return true;
    }
    while (x->n < ERASE_NAMES_AT_ONCE &&
           (row = erase_row_next(u, &u->root->erase_seqs, &x->other, erasure)) != NULL)
        add_entry(u, x, row->v);
    return x->n > 0;
}

/* ---- reading ---- */

struct reading {
    struct erase_names *x;
    struct json_parser *parser;
    struct buf text;
};

static void add_name(struct reading *g, uint32_t trait, struct str json) {
    struct erase_names *x = g->x;
    struct json v;
    struct jw w;
    struct err none = ERR_INIT;
    uint64_t hash = hash_xx64(json.s, json.n, 0) | 1;
    if (trait >= NAMES_MAX || !(x->is_name[trait / 64] >> trait % 64 & 1) || json.n < 3 ||
        json.s[0] != '"' || x->seen[hash % SEEN] == hash ||
        json_parse(g->parser, json.s, json.n, &v, &none) < 0)
        return;
    x->seen[hash % SEEN] = hash;
    buf_reset(&g->text);
    jw_init(&w, &g->text);
    jw_str(&w, json_str(v));
    if (!g->text.full && x->found.len + g->text.len + 16 < NAMES_BYTES)
        buf_bytes(&x->found, str_n(g->text.data + 1, g->text.len - 2));
}

static void in_event(struct reading *g, const struct entry *e) {
    struct event_entry v;
    struct err none = ERR_INIT;
    uint32_t trait;
    struct str json;
    if (event_decode(e, &v, &none) < 0 || (v.type == EVENT_GROUP && v.group_id.n > 0))
        return;
    while (event_trait_next(&v.traits, &trait, &json))
        add_name(g, trait, json);
}

/* A checkpoint, or values that the rules before had kept. */
static void in_retained(struct reading *g, struct rd *r) {
    unsigned what = rd_u8(r);
    if (what != RETAIN_ATOM && what != RETAIN_CARRIED)
        return;
    rd_varint(r); /* the atom */
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        struct trait t = retain_get_trait(r);
        if (!r->bad)
            add_name(g, t.name, t.json);
    }
}

/* Values that new trait rules had read again. */
static void in_told(struct reading *g, struct rd *r) {
    if (rd_u8(r) != 2)
        return;
    rd_varint(r); /* the atom */
    rd_u8(r);
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        uint32_t trait = (uint32_t)rd_varint(r);
        rd_varint(r);
        rd_varint(r);
        rd_varint(r);
        struct str json = rd_bytes(r);
        if (!r->bad)
            add_name(g, trait, json);
    }
}

static void in_entry(struct reading *g, const struct entry *e) {
    struct rd r = rd_of(e->body.s, e->body.n);
    if (e->kind == ENTRY_EVENT)
        in_event(g, e);
    else if (e->kind == ENTRY_RETAIN && e->version == 1)
        in_retained(g, &r);
    else if (e->kind == ENTRY_TRAIT_RULES && e->version == 1)
        in_told(g, &r);
}

int erase_names_read(struct erase_names *x, struct log_reader *log, struct err *err) {
    struct reading g = { .x = x, .parser = json_parser_new() };
    int rc = 0;
    buf_init(&g.text, "name", 1u << 20);
    log_prefetch(log, x->at, (int)x->n);
    for (uint32_t i = 0; i < x->n && rc == 0; i++) {
        struct entry e;
        struct err gone = ERR_INIT;
        if (log_read_at(log, &x->at[i], &e, &gone) < 0 && gone.code == E_NOT_FOUND) {
            gone = ERR_INIT; /* rewritten meanwhile, for another's sake */
            (void)!log_read(log, x->at[i].seq, &e, &gone);
        }
        if (gone.code == E_OK)
            in_entry(&g, &e);
        else if (gone.code != E_NOT_FOUND) {
            *err = gone;
            rc = -1;
        }
    }
    buf_release(&g.text);
    json_parser_free(g.parser);
    return rc;
}
