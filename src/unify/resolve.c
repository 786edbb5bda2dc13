/* resolve.c - which atom an event belongs to, and what it newly ties together.
 *
 * THEORY      The atom is the pair of the event's device and its strongest account.  An event
 *             with a device alone goes to whoever was signed in there at its time, else to the
 *             nameless atom of the device.  Whatever did not exist yet is emitted: identifier,
 *             atom, carried identifier, link.  Applying those entries (apply.c) changes the
 *             state, so that the next event already sees it.
 * INVARIANTS  (1) This file changes no state but through core_emit().
 *             (2) A nameless atom is linked to one account atom at most.
 * COST        A few look-ups for an event that brings nothing new.
 * THREADS     Core thread, inside a command.
 */
#include "unify/unify_internal.h"

static uint64_t emit(struct unify *u, enum entry_kind kind) {
    struct err err = ERR_INIT;
    CHECK(buf_check(&u->entry, &err) == 0);
    return core_emit(u->core, kind, 1, buf_str(&u->entry));
}

uint32_t unify_name(void *room, struct str name) {
    struct unify *u = room;
    if (name.n == 0)
        return 0;
    uint32_t i = name_find(u, name);
    if (i != 0 || u->root->names.n >= NAMES_MAX || name.n > 1024)
        return i;
    i = u->root->names.n;
    buf_reset(&u->entry);
    buf_varint(&u->entry, i);
    buf_bytes(&u->entry, name);
    emit(u, ENTRY_NAME);
    return i;
}

static uint32_t ident_number(struct unify *u, const struct event_ident *x) {
    uint32_t i = ident_find(u, x->kind, x->value, x->hash);
    if (i != NONE)
        return i;
    i = u->root->idents.n;
    buf_reset(&u->entry);
    buf_varint(&u->entry, i);
    buf_u8(&u->entry, x->kind);
    buf_bytes(&u->entry, x->value);
    emit(u, ENTRY_IDENT);
    return i;
}

static void emit_link(struct unify *u, uint32_t a, uint32_t b, uint32_t ident,
                      enum link_why why) {
    buf_reset(&u->entry);
    buf_varint(&u->entry, a);
    buf_varint(&u->entry, b);
    buf_varint(&u->entry, ident == NONE ? 0 : (uint64_t)ident + 1);
    buf_u8(&u->entry, (uint8_t)why);
    emit(u, ENTRY_LINK);
}

/* Link to whoever else carries this account identifier. */
static void link_shared(struct unify *u, uint32_t atom, uint32_t ident, uint32_t other_carry) {
    if (other_carry == NONE)
        return;
    const struct carry *k = hvec_at(u->h, &u->root->carries, other_carry);
    if (person_rep(u, k->atom) != person_rep(u, atom))
        emit_link(u, k->atom, atom, ident, LINK_SHARED);
}

static bool is_linked(struct unify *u, uint32_t nameless) {
    for (uint32_t i = atom_at(u, nameless)->links; i != NONE;) {
        const struct link *l = hvec_at(u->h, &u->root->links, i);
        if (l->why == LINK_FIRST_SIGNIN || l->why == LINK_ALIAS)
            return true;
        i = l->a == nameless ? l->next_a : l->next_b;
    }
    return false;
}

/* The device's nameless atom joins the first account that signs in there. */
static void link_nameless(struct unify *u, uint32_t nameless, uint32_t named,
                          uint32_t device) {
    if (!is_linked(u, nameless) && person_rep(u, nameless) != person_rep(u, named))
        emit_link(u, nameless, named, device, LINK_FIRST_SIGNIN);
}

static uint32_t atom_make(struct unify *u, uint32_t device, uint32_t account) {
    uint32_t before = account == NONE ? NONE : ident_at(u, account)->carriers;
    uint32_t atom = u->root->atoms.n;
    struct id id = id_new(core_now(u->core));
    buf_reset(&u->entry);
    buf_varint(&u->entry, atom);
    buf_put(&u->entry, id.b, sizeof id.b);
    buf_varint(&u->entry, device == NONE ? 0 : (uint64_t)device + 1);
    buf_varint(&u->entry, account == NONE ? 0 : (uint64_t)account + 1);
    emit(u, ENTRY_ATOM);
    if (account != NONE)
        link_shared(u, atom, account, before);
    if (device == NONE)
        return atom;
    if (account != NONE) {
        uint32_t nameless = atom_find(u, device, NONE);
        if (nameless != NONE)
            link_nameless(u, nameless, atom, device);
    } else if (ident_at(u, device)->signins != NONE) {
        const struct signin *first =
            hvec_at(u->h, &u->root->signins, ident_at(u, device)->signins);
        link_nameless(u, atom, first->atom, device);
    }
    return atom;
}

static uint32_t atom_for(struct unify *u, uint32_t device, uint32_t account, int64_t ms) {
    if (account == NONE) {
        uint32_t who = signin_at(u, device, ms);
        if (who != NONE)
            return who;
    }
    uint32_t atom = atom_find(u, device, account);
    return atom != NONE ? atom : atom_make(u, device, account);
}

static void carry(struct unify *u, uint32_t atom, uint32_t ident) {
    if (carry_has(u, atom, ident) || atom_at(u, atom)->n_carries >= CARRIES_MAX)
        return;
    uint32_t before = ident_at(u, ident)->carriers;
    buf_reset(&u->entry);
    buf_varint(&u->entry, atom);
    buf_varint(&u->entry, ident);
    emit(u, ENTRY_CARRY);
    if (!ident_kind(ident_at(u, ident)->kind)->device)
        link_shared(u, atom, ident, before);
}

/* alias: the previous id is a device's or an account's, whichever is known; a new one is taken
 * for a device's, which is what anonymous visitors have before they are named. */
static void alias(struct unify *u, const struct event *ev, uint32_t atom, struct arena *a) {
    struct err err = ERR_INIT;
    struct str v;
    if (ev->previous_id.n == 0 ||
        ident_normalise(IDENT_ANONYMOUS_ID, ev->previous_id, "", a, &v, &err) < 0)
        return;
    uint32_t account = ident_find(u, IDENT_USER_ID, v, ident_hash(u->key, IDENT_USER_ID, v));
    struct event_ident x = { IDENT_ANONYMOUS_ID, v, ident_hash(u->key, IDENT_ANONYMOUS_ID, v) };
    if (account != NONE && ident_find(u, x.kind, v, x.hash) == NONE) {
        uint32_t other = unify_by_ident(u, IDENT_USER_ID, v);
        if (other != NONE && person_rep(u, other) != person_rep(u, atom))
            emit_link(u, other, atom, account, LINK_ALIAS);
        return;
    }
    uint32_t device = ident_number(u, &x);
    uint32_t nameless = atom_find(u, device, NONE);
    if (nameless == NONE)
        nameless = atom_make(u, device, NONE);
    if (!is_linked(u, nameless) && person_rep(u, nameless) != person_rep(u, atom))
        emit_link(u, nameless, atom, device, LINK_ALIAS);
}

uint32_t unify_resolve(void *room, const struct event *ev) {
    struct unify *u = room;
    CHECK(ev->n_idents > 0);
    uint32_t number[EVENT_IDENTS_MAX], device = NONE, account = NONE;
    for (unsigned i = 0; i < ev->n_idents; i++) {
        number[i] = ident_number(u, &ev->idents[i]);
        if (!ident_kind(ev->idents[i].kind)->device) {
            if (account == NONE)
                account = number[i];
        } else if (device == NONE || ev->idents[i].kind == IDENT_ANONYMOUS_ID) {
            device = number[i];
        }
    }
    uint32_t atom = atom_for(u, device, account, ev->time_ms);
    for (unsigned i = 0; i < ev->n_idents; i++)
        if (number[i] != device && number[i] != account)
            carry(u, atom, number[i]);
    if (ev->type == EVENT_ALIAS) {
        struct arena a;
        arena_init(&a, "alias", 65536);
        alias(u, ev, atom, &a);
        arena_release(&a);
    }
    return atom;
}
