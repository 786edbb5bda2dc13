/* resolve.c - which atom an event belongs to, and what it newly ties together.
 *
 * THEORY      The atom is the pair of the event's device and its strongest account.  An event
 *             with a device alone goes to whoever was signed in there at its time, else to the
 *             nameless atom of the device.  Whatever did not exist yet is judged (partition.c)
 *             and emitted with the verdict: identifier, atom, carried identifier, link.
 *             Applying those entries (apply.c) changes the state, so that the next piece of
 *             evidence is judged against it.
 * INVARIANTS  (1) This file changes no state but through core_emit().
 *             (2) A nameless atom is linked to one account atom at most, ever.
 * COST        A few look-ups for an event that brings nothing new.
 * THREADS     Core thread, inside a command.
 */
#include "unify/unify_internal.h"

void entry_emit(struct unify *u, enum entry_kind kind, uint8_t version) {
    struct err err = ERR_INIT;
    CHECK(buf_check(&u->entry, &err) == 0);
    core_emit(u->core, kind, version, buf_str(&u->entry));
}

static uint32_t today(struct unify *u) { return (uint32_t)(core_now(u->core) / 86400000); }

uint32_t unify_name(void *room, struct str name) {
    struct unify *u = room;
    if (name.n == 0)
        return 0;
    uint32_t i = name_find(u, name);
    if (i != 0 || u->root->names.n >= NAMES_MAX || name.n > NAME_BYTES_MAX)
        return i;
    i = u->root->names.n;
    buf_reset(&u->entry);
    buf_varint(&u->entry, i);
    buf_bytes(&u->entry, name);
    entry_emit(u, ENTRY_NAME, 1);
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
    entry_emit(u, ENTRY_IDENT, 1);
    return i;
}

void link_emit(struct unify *u, uint32_t a, uint32_t b, uint32_t ident, enum link_why why,
               struct str text) {
    enum tie_state state = tie_judge(u, a, b, 0);
    buf_reset(&u->entry);
    buf_varint(&u->entry, a);
    buf_varint(&u->entry, b);
    buf_varint(&u->entry, ident == NONE ? 0 : (uint64_t)ident + 1);
    buf_u8(&u->entry, (uint8_t)why);
    buf_u8(&u->entry, (uint8_t)state);
    buf_bytes(&u->entry, text);
    entry_emit(u, ENTRY_LINK, 2);
}

/* Was the nameless atom ever tied to an account, whatever became of it? */
static bool is_linked(struct unify *u, uint32_t nameless) {
    for (uint32_t i = atom_at(u, nameless)->links; i != NONE;) {
        const struct link *l = link_row(u, i);
        if (l->why == LINK_FIRST_SIGNIN || l->why == LINK_ALIAS)
            return true;
        i = l->a == nameless ? l->next_a : l->next_b;
    }
    return false;
}

/* The device's nameless atom joins the first account that signs in there. */
static void link_nameless(struct unify *u, uint32_t nameless, uint32_t named,
                          uint32_t device) {
    if (!is_linked(u, nameless))
        link_emit(u, nameless, named, device, LINK_FIRST_SIGNIN, STR(""));
}

/* A new atom stands alone, so only the size of the person it comes to can be in its way. */
static enum tie_state judge_new(struct unify *u, uint32_t account) {
    uint32_t holder = account == NONE ? NONE : ident_holder(u, account);
    if (account != NONE && ident_nobodys(u, ident_plan(u), account))
        return TIE_BLOCKED;
    if (holder != NONE && atom_at(u, person_rep(u, holder))->n_atoms >= ident_rules(u)->atoms_max)
        return TIE_CAP;
    return TIE_HELD;
}

static uint32_t atom_make(struct unify *u, uint32_t device, uint32_t account) {
    uint32_t atom = u->root->atoms.n;
    struct id id = id_new(core_now(u->core));
    enum tie_state state = judge_new(u, account);
    buf_reset(&u->entry);
    buf_varint(&u->entry, atom);
    buf_put(&u->entry, id.b, sizeof id.b);
    buf_varint(&u->entry, device == NONE ? 0 : (uint64_t)device + 1);
    buf_varint(&u->entry, account == NONE ? 0 : (uint64_t)account + 1);
    buf_u8(&u->entry, (uint8_t)state);
    entry_emit(u, ENTRY_ATOM, 2);
    if (account != NONE)
        constant_notice(u, atom, account);
    if (device == NONE)
        return atom;
    if (account != NONE) {
        uint32_t nameless = atom_find(u, device, NONE);
        if (nameless != NONE)
            link_nameless(u, nameless, atom, device);
    } else if (ident_signins(u, device) != NONE) {
        const struct signin *first =
            hvec_at(u->h, &u->root->signins, ident_signins(u, device));
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
    uint32_t n = 0;
    for (uint32_t c = atom_at(u, atom)->carries; c != NONE; c = carry_at(u, c)->next_of_atom)
        if (carry_at(u, c)->ident == ident || ++n >= CARRIES_MAX)
            return;
    enum tie_state state = ident_is_device(u, ident)
                               ? TIE_HELD
                               : tie_judge(u, atom, ident | NODE_IDENT, today(u));
    buf_reset(&u->entry);
    buf_varint(&u->entry, atom);
    buf_varint(&u->entry, ident);
    buf_u8(&u->entry, (uint8_t)state);
    entry_emit(u, ENTRY_CARRY, 2);
    if (state == TIE_LIMIT)
        constant_contested(u, atom, ident);
    constant_notice(u, atom, ident);
}

static bool aliased(struct unify *u, uint32_t atom, uint32_t ident) {
    for (uint32_t i = atom_at(u, atom)->links; i != NONE;) {
        const struct link *l = link_row(u, i);
        if (l->why == LINK_ALIAS && l->ident == ident)
            return true;
        i = l->a == atom ? l->next_a : l->next_b;
    }
    return false;
}

/* alias: the previous id is a device's or an account's, whichever is known; a new one is taken
 * for a device's, which is what anonymous visitors have before they are named. */
static void alias(struct unify *u, const struct event *ev, uint32_t atom, struct arena *a) {
    struct err err = ERR_INIT;
    struct str v;
    if (ev->previous_id.n == 0 ||
        ident_normalise(u, IDENT_ANONYMOUS_ID, ev->previous_id, "", a, &v, &err) < 0)
        return;
    uint32_t account = ident_find(u, IDENT_USER_ID, v, ident_hash(u, IDENT_USER_ID, v));
    struct event_ident x = { IDENT_ANONYMOUS_ID, v, ident_hash(u, IDENT_ANONYMOUS_ID, v) };
    if (account != NONE && ident_find(u, x.kind, v, x.hash) == NONE) {
        uint32_t other = ident_holder(u, account);
        if (other != NONE && other != atom && !aliased(u, atom, account))
            link_emit(u, other, atom, account, LINK_ALIAS, STR(""));
        return;
    }
    uint32_t device = ident_number(u, &x);
    uint32_t nameless = atom_find(u, device, NONE);
    if (nameless == NONE)
        nameless = atom_make(u, device, NONE);
    if (nameless != atom && !is_linked(u, nameless))
        link_emit(u, nameless, atom, device, LINK_ALIAS, STR(""));
}

uint32_t unify_resolve(void *room, const struct event *ev) {
    struct unify *u = room;
    CHECK(ev->n_idents > 0);
    uint32_t number[EVENT_IDENTS_MAX], device = NONE, account = NONE, nobodys = NONE;
    for (unsigned i = 0; i < ev->n_idents; i++) {
        number[i] = ident_number(u, &ev->idents[i]);
        if (!kind_is_device(u, ev->idents[i].kind)) {
            if (is_constant(u, number[i]))
                nobodys = nobodys == NONE ? number[i] : nobodys;
            else if (account == NONE)
                account = number[i];
        } else if (device == NONE || ev->idents[i].kind == IDENT_ANONYMOUS_ID) {
            device = number[i];
        }
    }
    if (device == NONE && account == NONE)
        account = nobodys; /* there is nothing else */
    uint32_t atom = atom_for(u, device, account, ev->time_ms);
    for (unsigned i = 0; i < ev->n_idents; i++)
        if (number[i] != device && number[i] != account && !is_constant(u, number[i]))
            carry(u, atom, number[i]);
    if (ev->type == EVENT_ALIAS) {
        struct arena a;
        arena_init(&a, "alias", 65536);
        alias(u, ev, atom, &a);
        arena_release(&a);
    }
    return atom;
}
