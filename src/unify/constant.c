/* constant.c - identifiers that stand for nobody alone: a shop's own e-mail address, a test
 * user's id, "0000" from a call centre; where the rules say so, a couple's common address.
 *
 * THEORY      An account identifier that more atoms begin to carry within some days than any
 *             person has devices stands for nobody.  It is noticed when the carrier too many comes,
 *             put into quarantine by an entry, and everything around it is judged again as if its
 *             value were blocked.  From then on events count without it; one that has nothing else
 *             belongs to the identifier's own atom, which is tied to nobody.
 *             What two people claim (a limit refused it to the second) may be put there, too: a
 *             trail that brings nothing but a couple's address is then neither's, instead of
 *             being counted to whoever was first.
 *             Whoever knows better releases it; it then counts again, with all evidence from
 *             before, and is never noticed again.
 *             Of somebody who is erased the row stays, since rows have numbers, and is not told.
 * INVARIANTS  (1) What is in quarantine is held by no atom.
 * COST        A walk over its newest carriers for each new carrier, at most the limit's.
 * LIMITS      constant_atoms, constant_days of the rules.  Where more than AROUND_MAX atoms are
 *             tied around it, it is left alone: the person's cap holds as ever.
 * THREADS     Core thread.
 */
#include "base/fault.h"
#include "unify/unify_internal.h"

static struct constant *row_at(struct unify *u, uint32_t i) {
    return hvec_at(u->h, &u->root->constants, i);
}

static uint32_t lately(struct unify *u, uint32_t ident, uint32_t days, uint32_t max) {
    uint32_t n = 0, today = (uint32_t)(core_now(u->core) / 86400000);
    for (uint32_t c = ident_at(u, ident)->carriers; c != NONE && n <= max;) {
        const struct carry *k = carry_at(u, c); /* newest first */
        if ((uint32_t)k->day + days <= today)
            break;
        n++;
        c = k->next_of_ident;
    }
    return n;
}

static bool is_erased(struct unify *u, const struct constant *c) {
    return ident_at(u, c->ident)->packed & IDENT_ERASED;
}

/* atoms: how many carry it lately; 0: it is contested. */
static void quarantine(struct unify *u, uint32_t atom, uint32_t ident, uint32_t atoms) {
    struct err err = ERR_INIT;
    buf_reset(&u->entry);
    buf_u8(&u->entry, WITHDRAW_IDENT);
    buf_varint(&u->entry, ident);
    buf_varint(&u->entry, atoms);
    entry_emit(u, ENTRY_WITHDRAW, 1);
    CHECK(partition_again(u, &atom, 1, &err) == 0);
}

void constant_contested(struct unify *u, uint32_t atom, uint32_t ident) {
    const struct ident *x = ident_at(u, ident);
    struct err err = ERR_INIT;
    if (!ident_plan(u)->rule[x->kind]->contested_nobody || x->constant != CONSTANT_NEVER ||
        ident_holder(u, ident) == NONE || partition_fits(u, atom, &err) < 0 ||
        fault_hit("unify.contested_ignored"))
        return;
    quarantine(u, atom, ident, 0);
}

void constant_notice(struct unify *u, uint32_t atom, uint32_t ident) {
    const struct identity_rules *r = ident_rules(u);
    struct err err = ERR_INIT;
    if (ident_is_device(u, ident) || ident_at(u, ident)->constant != CONSTANT_NEVER ||
        r->constant_atoms == 0)
        return;
    uint32_t n = lately(u, ident, r->constant_days, r->constant_atoms);
    if (n <= r->constant_atoms || partition_fits(u, atom, &err) < 0)
        return;
    quarantine(u, atom, ident, n);
}

int unify_constant_release(struct unify *u, uint32_t number, struct err *err) {
    if (number >= u->root->constants.n)
        return err_set(err, E_NOT_FOUND, "there is no constant identifier %u", number);
    if (is_erased(u, row_at(u, number)))
        return err_set(err, E_NOT_FOUND, "constant identifier %u was of somebody who is erased",
                       number);
    if (row_at(u, number)->released)
        return err_set(err, E_CONFLICT, "the identifier is released already");
    uint32_t atom = carry_at(u, ident_at(u, row_at(u, number)->ident)->carriers)->atom;
    buf_reset(&u->entry);
    buf_u8(&u->entry, WITHDRAW_IDENT_NOT);
    buf_varint(&u->entry, number);
    entry_emit(u, ENTRY_WITHDRAW, 1);
    return partition_again(u, &atom, 1, err);
}

void constant_apply(struct unify *u, const struct entry *e, enum withdraw what, uint32_t number,
                    uint32_t atoms) {
    if (what == WITHDRAW_IDENT) {
        struct constant c = { .ms = e->ms, .seq = e->seq, .ident = number, .atoms = atoms };
        void *p;
        hvec_push(u->h, &u->root->constants, &p);
        memcpy(p, &c, sizeof c);
        heap_touch(u->h, ident_at(u, number), sizeof(struct ident));
        ident_at(u, number)->constant = CONSTANT_NOW;
        return;
    }
    HEAP_SET(u->h, row_at(u, number)->released, 1);
    uint32_t ident = row_at(u, number)->ident;
    heap_touch(u->h, ident_at(u, ident), sizeof(struct ident));
    ident_at(u, ident)->constant = CONSTANT_RELEASED;
}

void constant_dump(struct unify *u, core_line *line, void *ctx) {
    struct buf b;
    buf_init(&b, "dump line", 65536);
    for (uint32_t i = 0; i < u->root->constants.n; i++) {
        const struct constant *c = row_at(u, i);
        buf_reset(&b);
        buf_printf(&b, "constant %u ident=%u atoms=%u seq=%llu released=%u", i, c->ident, c->atoms,
                   (unsigned long long)c->seq, c->released);
        line(ctx, buf_str(&b));
    }
    buf_release(&b);
}

uint32_t constants_in_force(struct unify *u) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < u->root->constants.n; i++)
        n += !row_at(u, i)->released && !is_erased(u, row_at(u, i));
    return n;
}

uint32_t unify_constants_json(struct unify *u, uint32_t from, uint32_t max, struct jw *w) {
    uint32_t i = from;
    jw_arr(w);
    for (; i < u->root->constants.n && i - from < max; i++) {
        const struct constant *c = row_at(u, i);
        char room[40];
        if (is_erased(u, c))
            continue; /* its value may be there until rejects were searched for it */
        jw_obj(w);
        JW_INT(w, "id", i);
        JW_Z(w, "kind", kind_key(u, ident_at(u, c->ident)->kind));
        JW_STR(w, "value", ident_text(u, c->ident, room));
        JW_TIME(w, "since", c->ms);
        JW_INT(w, "seq", (int64_t)c->seq);
        JW_Z(w, "reason", c->atoms ? "everybody" : "contested");
        JW_INT(w, "atoms", c->atoms);
        JW_BOOL(w, "released", c->released);
        jw_obj_end(w);
    }
    jw_arr_end(w);
    return i < u->root->constants.n ? i : UNIFY_NONE;
}
