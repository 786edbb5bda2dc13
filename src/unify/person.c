/* person.c - a person as it is shown: traits folded over its atoms, identifiers, groups, and
 * why its atoms are one.
 *
 * THREADS     Core thread; reads only.
 */
#include "unify/unify_internal.h"

#include <stdlib.h>

#define FOR_ATOMS(u, i, first) \
    for (uint32_t i = (first), once_ = 1; once_ || i != (first); \
         once_ = 0, i = atom_at(u, i)->next)

static void jw_id(struct jw *w, struct id id) {
    char text[37];
    id_format(id, text);
    jw_z(w, text);
}

/* ---- traits ---- */

static bool shown(struct str json) { return !str_is(json, "null"); }

static void traits_json(struct unify *u, uint32_t person, struct jw *w) {
    struct arena a;
    uint32_t n;
    arena_init(&a, "traits of a person", FOLD_BYTES_MAX);
    const struct trait_won *t = trait_fold(u, person, &a, &n);
    JW_OBJ_KEY(w, "traits");
    for (uint32_t i = 0; i < n; i++)
        if (shown(t[i].json)) {
            jw_key_str(w, name_text(u, t[i].name));
            jw_raw(w, t[i].json);
        }
    jw_obj_end(w);
    JW_OBJ_KEY(w, "provenance");
    for (uint32_t i = 0; i < n; i++) {
        if (!shown(t[i].json))
            continue;
        jw_key_str(w, name_text(u, t[i].name));
        jw_obj(w);
        JW_TIME(w, "time", t[i].from.t.ms);
        JW_INT(w, "seq", (int64_t)t[i].from.t.seq);
        JW_INT(w, "source", t[i].from.t.source);
        jw_obj_end(w);
    }
    jw_obj_end(w);
    arena_release(&a);
}

/* ---- in short ---- */

void unify_person_seen(struct unify *u, uint32_t person, int64_t *ret_first_ms,
                       int64_t *ret_last_ms) {
    *ret_first_ms = INT64_MAX;
    *ret_last_ms = INT64_MIN;
    FOR_ATOMS(u, i, person) {
        const struct atom *a = atom_at(u, i);
        *ret_first_ms = a->first_ms < *ret_first_ms ? a->first_ms : *ret_first_ms;
        *ret_last_ms = a->last_ms > *ret_last_ms ? a->last_ms : *ret_last_ms;
    }
}

bool unify_person_has(struct unify *u, uint32_t person, unsigned kind) {
    FOR_ATOMS(u, i, person)
        for (uint32_t c = atom_at(u, i)->carries; c != NONE; c = carry_at(u, c)->next_of_atom)
            if (carry_at(u, c)->state == TIE_HELD &&
                ident_at(u, carry_at(u, c)->ident)->kind == kind)
                return true;
    return false;
}

/* ---- identifiers ---- */

struct held { uint32_t ident; uint64_t seq; };

static int held_cmp(const void *a, const void *b) {
    const struct held *x = a, *y = b;
    if (x->ident != y->ident)
        return x->ident < y->ident ? -1 : 1;
    return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* All identifiers of the person, once each with the entry that first said so. */
static struct held *held_all(struct unify *u, uint32_t person, uint32_t *ret_n) {
    uint32_t n = 0, cap = 16;
    struct held *h = malloc(cap * sizeof *h);
    CHECK(h);
    FOR_ATOMS(u, i, person)
        for (uint32_t c = atom_at(u, i)->carries; c != NONE;) {
            const struct carry *k = carry_at(u, c);
            c = k->next_of_atom;
            if (k->state != TIE_HELD)
                continue;
            if (n == cap) {
                cap *= 2;
                h = realloc(h, cap * sizeof *h);
                CHECK(h);
            }
            h[n++] = (struct held){ k->ident, k->seq };
        }
    qsort(h, n, sizeof *h, held_cmp);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || h[kept - 1].ident != h[i].ident)
            h[kept++] = h[i];
    *ret_n = kept;
    return h;
}

static void ident_json(struct unify *u, uint32_t ident, struct jw *w) {
    char room[40];
    JW_Z(w, "kind", kind_key(u, ident_at(u, ident)->kind));
    JW_STR(w, "value", ident_text(u, ident, room));
}

static uint8_t strength(struct unify *u, uint32_t ident) {
    const struct ident_kind_info *k = ident_kind(u, ident_at(u, ident)->kind);
    return k ? k->priority : UINT8_MAX;
}

static void identifiers_json(struct unify *u, uint32_t person, struct jw *w) {
    uint32_t n;
    struct held *h = held_all(u, person, &n);
    jw_key(w, "identifiers");
    jw_arr(w);
    bool some[UINT8_MAX + 1] = { false };
    for (uint32_t i = 0; i < n; i++)
        some[strength(u, h[i].ident)] = true;
    for (unsigned p = 0; p <= UINT8_MAX; p++) /* strongest first */
        for (uint32_t i = 0; some[p] && i < n; i++) {
            if (strength(u, h[i].ident) != p)
                continue;
            jw_obj(w);
            ident_json(u, h[i].ident, w);
            JW_INT(w, "since_seq", (int64_t)h[i].seq);
            jw_obj_end(w);
        }
    jw_arr_end(w);
    free(h);
}

static void group_json(struct unify *u, const struct group *g, struct jw *w) {
    jw_obj(w);
    JW_STR(w, "id", str_n(g->id.n ? heap_at(u->h, g->id.at) : "", g->id.n));
    JW_OBJ_KEY(w, "traits");
    struct trait t;
    for (uint32_t off = 0; trait_next(u, g->traits, g->traits_bytes, &off, &t);)
        if (shown(t.json)) {
            jw_key_str(w, name_text(u, t.name));
            jw_raw(w, t.json);
        }
    jw_obj_end(w);
    jw_obj_end(w);
}

#define GROUPS_MAX 200u /* shown of one person */

static void groups_json(struct unify *u, uint32_t person, struct jw *w) {
    uint32_t seen[GROUPS_MAX], n = 0;
    jw_key(w, "groups");
    jw_arr(w);
    FOR_ATOMS(u, i, person)
        for (uint32_t m = atom_at(u, i)->groups; m != NONE && n < GROUPS_MAX;) {
            const struct member *k = hvec_at(u->h, &u->root->members, m);
            bool again = false;
            for (uint32_t j = 0; j < n && !again; j++)
                again = seen[j] == k->group;
            if (!again) {
                seen[n++] = k->group;
                group_json(u, hvec_at(u->h, &u->root->groups, k->group), w);
            }
            m = k->next_of_atom;
        }
    jw_arr_end(w);
}

/* ---- the whole ---- */

static void time_or_null(struct jw *w, const char *key, int64_t ms, bool have) {
    jw_key(w, key);
    if (have)
        jw_time(w, ms);
    else
        jw_null(w);
}

static void person_head(struct unify *u, uint32_t oldest, struct jw *w) {
    int64_t first = INT64_MAX, last = INT64_MIN;
    uint64_t events = 0;
    FOR_ATOMS(u, i, oldest) {
        const struct atom *a = atom_at(u, i);
        first = a->first_ms < first ? a->first_ms : first;
        last = a->last_ms > last ? a->last_ms : last;
        events += a->n_events;
    }
    jw_key(w, "id");
    jw_id(w, atom_at(u, oldest)->id);
    time_or_null(w, "first_seen", first, first <= last);
    time_or_null(w, "last_seen", last, first <= last);
    JW_INT(w, "events", (int64_t)events);
}

void unify_person_json(struct unify *u, uint32_t atom, struct jw *w) {
    uint32_t oldest = atom_at(u, person_rep(u, atom))->oldest;
    jw_obj(w);
    person_head(u, oldest, w);
    traits_json(u, oldest, w);
    identifiers_json(u, oldest, w);
    groups_json(u, oldest, w);
    jw_key(w, "aliases");
    jw_arr(w);
    FOR_ATOMS(u, i, oldest)
        if (i != oldest)
            jw_id(w, atom_at(u, i)->id);
    jw_arr_end(w);
    jw_obj_end(w);
}

/* ---- some of it, for lists ---- */

static void some_traits(struct unify *u, uint32_t person, const struct str *names, uint32_t n,
                        struct jw *w) {
    struct arena a;
    uint32_t n_won;
    JW_OBJ_KEY(w, "traits");
    if (n > 0) {
        arena_init(&a, "traits of a person", FOLD_BYTES_MAX);
        const struct trait_won *t = trait_fold(u, person, &a, &n_won);
        for (uint32_t i = 0; i < n_won; i++)
            for (uint32_t k = 0; k < n; k++)
                if (shown(t[i].json) && str_eq(name_text(u, t[i].name), names[k])) {
                    jw_key_str(w, names[k]);
                    jw_raw(w, t[i].json);
                    break;
                }
        arena_release(&a);
    }
    jw_obj_end(w);
}

static void some_identifiers(struct unify *u, uint32_t person, uint64_t kinds, struct jw *w) {
    uint32_t n = 0;
    struct held *h = kinds ? held_all(u, person, &n) : NULL;
    jw_key(w, "identifiers");
    jw_arr(w);
    for (uint32_t i = 0; i < n; i++) {
        if (!(kinds >> ident_at(u, h[i].ident)->kind & 1))
            continue;
        jw_obj(w);
        ident_json(u, h[i].ident, w);
        JW_INT(w, "since_seq", (int64_t)h[i].seq);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    free(h);
}

void unify_person_brief_json(struct unify *u, uint32_t atom, const struct str *traits,
                             uint32_t n_traits, uint64_t kinds, struct jw *w) {
    uint32_t oldest = atom_at(u, person_rep(u, atom))->oldest;
    jw_obj(w);
    person_head(u, oldest, w);
    some_traits(u, oldest, traits, n_traits, w);
    JW_OBJ_KEY(w, "provenance");
    jw_obj_end(w);
    some_identifiers(u, oldest, kinds, w);
    jw_key(w, "groups");
    jw_arr(w);
    jw_arr_end(w);
    jw_key(w, "aliases");
    jw_arr(w);
    jw_arr_end(w);
    jw_obj_end(w);
}

static const char *state_text(unsigned state) {
    static const char *const names[] = { "held", "over_limit", "cut", "person_too_large",
                                         "withdrawn", "blocked" };
    CHECK(state < sizeof names / sizeof *names);
    return names[state];
}

static void atom_json(struct unify *u, uint32_t i, struct jw *w) {
    const struct atom *a = atom_at(u, i);
    jw_obj(w);
    jw_key(w, "id");
    jw_id(w, a->id);
    time_or_null(w, "first_seen", a->first_ms, a->first_ms <= a->last_ms);
    time_or_null(w, "last_seen", a->last_ms, a->first_ms <= a->last_ms);
    JW_INT(w, "events", a->n_events);
    jw_key(w, "identifiers");
    jw_arr(w);
    for (uint32_t c = a->carries; c != NONE; c = carry_at(u, c)->next_of_atom) {
        const struct carry *k = carry_at(u, c);
        jw_obj(w);
        ident_json(u, k->ident, w);
        const char *role = k->ident == a->device ? "device"
                           : k->ident == a->account ? "account" : "further";
        JW_Z(w, "role", role);
        JW_Z(w, "state", state_text((unsigned)k->state));
        JW_INT(w, "since_seq", (int64_t)k->seq);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
}

/* ---- why these atoms are one ---- */

static void link_head(struct unify *u, uint32_t from, uint32_t to, const char *because,
                      struct jw *w) {
    jw_obj(w);
    jw_key(w, "from");
    jw_id(w, atom_at(u, from)->id);
    jw_key(w, "to");
    jw_id(w, atom_at(u, to)->id);
    JW_Z(w, "because", because);
}

/* Through identifiers: each further carrier with the one that held it first. */
static void shared_json(struct unify *u, uint32_t i, struct jw *w) {
    for (uint32_t c = atom_at(u, i)->carries; c != NONE; c = carry_at(u, c)->next_of_atom) {
        const struct carry *k = carry_at(u, c);
        uint32_t holder = ident_holder(u, k->ident);
        if (k->state != TIE_HELD || holder == NONE || holder == i)
            continue;
        link_head(u, holder, i, "shared_identifier", w);
        ident_json(u, k->ident, w);
        JW_Z(w, "state", "held");
        JW_INT(w, "seq", (int64_t)k->seq);
        jw_obj_end(w);
    }
}

static void explicit_json(struct unify *u, uint32_t i, struct jw *w) {
    static const char *const why[] = { "", "shared_identifier", "first_sign_in", "alias",
                                       "merge" };
    for (uint32_t at = atom_at(u, i)->links; at != NONE;) {
        const struct link *l = link_row(u, at);
        /* once: from its first end, or from whichever end is here when they are apart */
        if (l->a == i || person_rep(u, l->a) != person_rep(u, l->b)) {
            link_head(u, l->a, l->b, why[l->why], w);
            JW_INT(w, "id", at);
            if (l->ident != NONE)
                ident_json(u, l->ident, w);
            if (l->text.n)
                JW_STR(w, "evidence", text_str(u, l->text));
            JW_Z(w, "state", state_text(l->state));
            JW_INT(w, "seq", (int64_t)l->seq);
            jw_obj_end(w);
        }
        at = l->a == i ? l->next_a : l->next_b;
    }
}

static void cut_json(struct unify *u, uint32_t number, struct jw *w) {
    const struct cut *c = cut_at(u, number);
    const uint32_t *nodes = heap_at(u->h, c->nodes);
    jw_obj(w);
    JW_INT(w, "id", number);
    JW_STR(w, "reason", text_str(u, c->text));
    JW_BOOL(w, "in_force", !c->withdrawn);
    JW_INT(w, "seq", (int64_t)c->seq);
    jw_key(w, "sides");
    jw_arr(w);
    for (uint32_t side = 0; side < 2; side++) {
        jw_arr(w);
        for (uint32_t i = 0; i < c->n[side]; i++) {
            uint32_t node = nodes[i + (side ? c->n[0] : 0)];
            jw_obj(w);
            if (node & NODE_IDENT) {
                ident_json(u, node & ~NODE_IDENT, w);
            } else {
                jw_key(w, "atom");
                jw_id(w, atom_at(u, node)->id);
            }
            jw_obj_end(w);
        }
        jw_arr_end(w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
}

static void cuts_json(struct unify *u, uint32_t oldest, struct jw *w) {
    uint32_t rep = person_rep(u, oldest);
    jw_key(w, "cuts");
    jw_arr(w);
    for (uint32_t n = 0; n < u->root->cuts.n; n++) {
        const struct cut *c = cut_at(u, n);
        const uint32_t *nodes = heap_at(u->h, c->nodes);
        for (uint32_t i = 0; i < c->n[0] + c->n[1]; i++) {
            uint32_t atom = nodes[i] & NODE_IDENT ? ident_holder(u, nodes[i] & ~NODE_IDENT)
                                                  : nodes[i];
            if (atom != NONE && person_rep(u, atom) == rep) {
                cut_json(u, n, w);
                break;
            }
        }
    }
    jw_arr_end(w);
}

void unify_identities_json(struct unify *u, uint32_t atom, struct jw *w) {
    uint32_t oldest = atom_at(u, person_rep(u, atom))->oldest;
    jw_obj(w);
    jw_key(w, "id");
    jw_id(w, atom_at(u, oldest)->id);
    jw_key(w, "atoms");
    jw_arr(w);
    FOR_ATOMS(u, i, oldest)
        atom_json(u, i, w);
    jw_arr_end(w);
    jw_key(w, "links");
    jw_arr(w);
    FOR_ATOMS(u, i, oldest) {
        shared_json(u, i, w);
        explicit_json(u, i, w);
    }
    jw_arr_end(w);
    cuts_json(u, oldest, w);
    jw_obj_end(w);
}

/* ---- what one event brought ---- */

static void ident_or_null(struct unify *u, const char *key, uint32_t ident, struct jw *w) {
    jw_key(w, key);
    if (ident == NONE || ident >= u->root->idents.n) {
        jw_null(w);
        return;
    }
    jw_obj(w);
    ident_json(u, ident, w);
    jw_obj_end(w);
}

bool unify_atom_json(struct unify *u, uint32_t atom, struct jw *w) {
    if (atom >= u->root->atoms.n || atom_erased(u, atom))
        return false;
    jw_obj(w);
    jw_key(w, "id");
    jw_id(w, atom_at(u, atom)->id);
    ident_or_null(u, "device", atom_at(u, atom)->device, w);
    ident_or_null(u, "account", atom_at(u, atom)->account, w);
    jw_obj_end(w);
    return true;
}

static void made(const char *what, struct jw *w) {
    jw_obj(w);
    JW_Z(w, "what", what);
}

static bool made_link(struct unify *u, const struct entry *e, struct rd *r, struct jw *w) {
    static const char *const why[] = { "", "shared_identifier", "first_sign_in", "alias",
                                       "merge" };
    uint32_t a = (uint32_t)rd_varint(r), b = (uint32_t)rd_varint(r);
    (void)rd_varint(r);
    unsigned because = rd_u8(r);
    unsigned state = e->version >= 2 ? rd_u8(r) : TIE_HELD;
    if (r->bad || because > LINK_MERGE || a >= u->root->atoms.n || b >= u->root->atoms.n ||
        atom_erased(u, a) || atom_erased(u, b) || state > TIE_BLOCKED)
        return false;
    made("link", w);
    jw_key(w, "from");
    jw_id(w, atom_at(u, a)->id);
    jw_key(w, "to");
    jw_id(w, atom_at(u, b)->id);
    JW_Z(w, "because", why[because]);
    JW_Z(w, "state", state_text(state));
    jw_obj_end(w);
    return true;
}

static bool made_carry(struct unify *u, const struct entry *e, struct rd *r, struct jw *w) {
    uint32_t atom = (uint32_t)rd_varint(r), ident = (uint32_t)rd_varint(r);
    unsigned state = e->version >= 2 ? rd_u8(r) : TIE_HELD;
    if (r->bad || atom >= u->root->atoms.n || atom_erased(u, atom) || state > TIE_BLOCKED)
        return false;
    made("carry", w);
    ident_or_null(u, "identifier", ident, w);
    JW_Z(w, "state", state_text(state));
    jw_obj_end(w);
    return true;
}

bool unify_made_json(struct unify *u, const struct entry *e, struct jw *w) {
    struct rd r = rd_of(e->body.s, e->body.n);
    if (e->version >= 3 || (e->kind == ENTRY_IDENT && e->version != 1))
        return false; /* erased */
    if (e->kind == ENTRY_LINK)
        return made_link(u, e, &r, w);
    if (e->kind == ENTRY_CARRY)
        return made_carry(u, e, &r, w);
    uint32_t number = (uint32_t)rd_varint(&r);
    if (e->kind == ENTRY_ATOM && number < u->root->atoms.n && !atom_erased(u, number)) {
        made("atom", w);
        jw_key(w, "atom");
        (void)unify_atom_json(u, number, w);
    } else if (e->kind == ENTRY_IDENT && number < u->root->idents.n) {
        made("identifier", w);
        ident_or_null(u, "identifier", number, w);
    } else if (e->kind == ENTRY_NAME) {
        made("name", w);
        JW_STR(w, "name", name_text(u, number));
    } else {
        return false;
    }
    jw_obj_end(w);
    return true;
}
