/* cuts.c - splitting and merging by hand, and taking either back.
 *
 * THEORY      A split is a cut between what is parted and the rest of the person; a merge is a
 *             link with somebody's words as its evidence.  Both are evidence like any other:
 *             they are emitted, and partition_again() computes who is one person now.
 * INVARIANTS  (1) A split that answers success has parted them; a merge has joined them.
 * THREADS     Core thread, inside a command.
 */
#include "unify/unify_internal.h"

#include <stdlib.h>

/* ---- split ---- */

struct parting { uint32_t *nodes[2], n[2]; };

static int not_here(struct err *err, const char *what) {
    err_set(err, E_INVALID, "%s is not of this person", what);
    return err_hint(err, "GET /api/people/{id}/identities lists what is");
}

static bool listed(const uint32_t *list, uint32_t n, uint32_t v) {
    for (uint32_t i = 0; i < n; i++)
        if (list[i] == v)
            return true;
    return false;
}

static int part_atoms(struct unify *u, uint32_t person, const struct unify_part *part,
                      struct parting *p, struct err *err) {
    for (uint32_t i = 0; i < part->n_atoms; i++) {
        uint32_t atom = unify_by_id(u, part->atoms[i]);
        if (atom == NONE || person_rep(u, atom) != person_rep(u, person))
            return not_here(err, "an atom");
        if (!listed(p->nodes[1], p->n[1], atom))
            p->nodes[1][p->n[1]++] = atom;
    }
    return 0;
}

/* The identifiers, as numbers behind the atoms that they take along. */
static int part_idents(struct unify *u, uint32_t person, const struct unify_part *part,
                       struct parting *p, uint32_t *idents, struct err *err) {
    for (uint32_t i = 0; i < part->n_idents; i++) {
        struct str v = part->values[i];
        idents[i] = ident_find(u, part->kinds[i], v, ident_hash(u, part->kinds[i], v));
        if (idents[i] == NONE)
            return not_here(err, "an identifier");
    }
    uint32_t found = 0, atom = person;
    do {
        const struct atom *a = atom_at(u, atom);
        for (uint32_t i = 0; i < part->n_idents; i++) {
            found |= carry_find(u, atom, idents[i]) != NONE;
            if ((a->device == idents[i] || a->account == idents[i]) &&
                !listed(p->nodes[1], p->n[1], atom))
                p->nodes[1][p->n[1]++] = atom;
        }
        atom = a->next;
    } while (atom != person);
    if (part->n_idents > 0 && !found)
        return not_here(err, "an identifier");
    for (uint32_t i = 0; i < part->n_idents; i++)
        if (!ident_is_device(u, idents[i]))
            p->nodes[1][p->n[1]++] = idents[i] | NODE_IDENT;
    return 0;
}

static int the_rest(struct unify *u, uint32_t person, struct parting *p, struct err *err) {
    uint32_t atom = person;
    do {
        if (!listed(p->nodes[1], p->n[1], atom))
            p->nodes[0][p->n[0]++] = atom;
        atom = atom_at(u, atom)->next;
    } while (atom != person);
    if (p->n[1] == 0)
        return err_set(err, E_INVALID, "nothing is named that could be parted");
    if (p->n[0] == 0)
        return err_set(err, E_INVALID, "nothing of the person would remain");
    return 0;
}

static void emit_cut(struct unify *u, const struct parting *p, struct str reason) {
    buf_reset(&u->entry);
    buf_varint(&u->entry, p->n[0]);
    buf_varint(&u->entry, p->n[1]);
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < p->n[side]; i++)
            buf_u32(&u->entry, p->nodes[side][i]);
    buf_bytes(&u->entry, reason);
    entry_emit(u, ENTRY_CUT, 1);
}

static uint32_t first_atom(const uint32_t *nodes, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (!(nodes[i] & NODE_IDENT))
            return nodes[i];
    return NONE;
}

static int cut_apart(struct unify *u, struct parting *p, struct str reason, uint32_t *ret_cut,
                     uint32_t ret_atoms[2], struct err *err) {
    *ret_cut = u->root->cuts.n;
    emit_cut(u, p, reason);
    if (partition_again(u, p->nodes[0], p->n[0], err) < 0)
        return -1;
    ret_atoms[0] = p->nodes[0][0];
    ret_atoms[1] = first_atom(p->nodes[1], p->n[1]);
    CHECK(ret_atoms[1] == NONE || person_rep(u, ret_atoms[0]) != person_rep(u, ret_atoms[1]));
    return 0;
}

int unify_split(struct unify *u, uint32_t person, const struct unify_part *part,
                struct str reason, uint32_t *ret_cut, uint32_t ret_atoms[2], struct err *err) {
    uint32_t n = atom_at(u, person_rep(u, person))->n_atoms;
    if (part->n_atoms + part->n_idents > UNIFY_PART_MAX)
        return err_set(err, E_LIMIT, "more than %u things to part", UNIFY_PART_MAX);
    size_t room = (size_t)n + part->n_atoms + part->n_idents + 1;
    uint32_t *all = malloc(room * 3 * sizeof *all);
    CHECK(all);
    struct parting p = { { all, all + room }, { 0, 0 } };
    int rc = part_atoms(u, person, part, &p, err);
    if (rc == 0)
        rc = part_idents(u, person, part, &p, all + 2 * room, err);
    if (rc == 0)
        rc = the_rest(u, person, &p, err);
    if (rc == 0)
        rc = cut_apart(u, &p, reason, ret_cut, ret_atoms, err);
    free(all);
    return rc;
}

/* ---- merge ---- */

int unify_merge(struct unify *u, uint32_t a, uint32_t b, struct str evidence,
                uint32_t *ret_link, struct err *err) {
    if (person_rep(u, a) == person_rep(u, b))
        return err_set(err, E_CONFLICT, "these are one person already");
    switch (tie_judge(u, a, b, 0)) {
    case TIE_CUT:
        err_set(err, E_CONFLICT, "a cut keeps these apart");
        return err_hint(err, "withdraw it first: identities lists the cuts");
    case TIE_LIMIT:
        err_set(err, E_CONFLICT, "the person would have too many identifiers of one kind");
        return err_hint(err, "part the identifier that is wrong, or raise the kind's limit");
    case TIE_CAP:
        return err_set(err, E_CONFLICT, "the person would have more than %u atoms",
                       ident_rules(u)->atoms_max);
    default:
        break;
    }
    *ret_link = u->root->links.n;
    link_emit(u, atom_at(u, person_rep(u, a))->oldest, atom_at(u, person_rep(u, b))->oldest, NONE,
              LINK_MERGE, evidence);
    CHECK(person_rep(u, a) == person_rep(u, b));
    return 0;
}

/* ---- taking back ---- */

static void emit_withdraw(struct unify *u, enum withdraw what, uint32_t number) {
    buf_reset(&u->entry);
    buf_u8(&u->entry, (uint8_t)what);
    buf_varint(&u->entry, number);
    entry_emit(u, ENTRY_WITHDRAW, 1);
}

int unify_cut_undo(struct unify *u, uint32_t cut, uint32_t ret_atoms[2], struct err *err) {
    if (cut >= u->root->cuts.n)
        return err_set(err, E_NOT_FOUND, "there is no cut %u", cut);
    const struct cut *c = cut_at(u, cut);
    if (c->withdrawn)
        return err_set(err, E_CONFLICT, "the cut is withdrawn already");
    if (c->n[0] + c->n[1] == 0)
        return err_set(err, E_NOT_FOUND, "cut %u was of somebody who is erased", cut);
    const uint32_t *nodes = heap_at(u->h, c->nodes);
    uint32_t n = c->n[0] + c->n[1], atoms = 0;
    uint32_t *from = malloc(n * sizeof *from); /* both sides may be tied to others by now */
    CHECK(from);
    for (uint32_t i = 0; i < n; i++)
        if (!(nodes[i] & NODE_IDENT))
            from[atoms++] = nodes[i];
    ret_atoms[0] = first_atom(nodes, c->n[0]);
    ret_atoms[1] = first_atom(nodes + c->n[0], n - c->n[0]);
    emit_withdraw(u, WITHDRAW_CUT, cut);
    int rc = partition_again(u, from, atoms, err);
    free(from);
    return rc;
}

int unify_link_undo(struct unify *u, uint32_t link, uint32_t ret_atoms[2], struct err *err) {
    if (link >= u->root->links.n)
        return err_set(err, E_NOT_FOUND, "there is no link %u", link);
    const struct link *l = link_row(u, link);
    if (l->why == 0)
        return err_set(err, E_NOT_FOUND, "link %u was of somebody who is erased", link);
    if (l->state == TIE_WITHDRAWN)
        return err_set(err, E_CONFLICT, "the link is withdrawn already");
    ret_atoms[0] = l->a;
    ret_atoms[1] = l->b;
    emit_withdraw(u, WITHDRAW_LINK, link);
    return partition_again(u, ret_atoms, 2, err);
}
