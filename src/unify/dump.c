/* dump.c - the state as lines that depend on nothing but its meaning.
 *
 * Atoms stand in order of their number, which the log gives; what hangs off them is summed
 * order-free where the order of arrival has no meaning and kept in order where it has.
 */
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

static void put_text(struct buf *b, const char *key, struct str s) {
    buf_printf(b, " %s=", key);
    struct jw w;
    jw_init(&w, b);
    jw_str(&w, s);
}

static void dump_traits(struct unify *u, href at, uint16_t bytes, struct buf *b) {
    uint64_t sum = 0; /* order in the block has no meaning */
    struct trait t;
    for (uint32_t off = 0; trait_next(u, at, bytes, &off, &t);) {
        uint64_t h = hash_xx64(t.json.s, t.json.n, t.seq);
        sum += hash_xx64(&h, sizeof h, (uint64_t)t.ms ^ (uint64_t)t.name << 40 ^ t.source ^
                                           (uint64_t)t.more << 20 ^ (uint64_t)t.gen << 63);
    }
    buf_printf(b, " traits=%016llx", (unsigned long long)sum);
}

static void dump_atom(struct unify *u, uint32_t i, struct buf *b) {
    const struct atom *a = atom_at(u, i);
    char id[37];
    if (atom_erased(u, i)) {
        buf_printf(b, "atom %u erased", i);
        return;
    }
    id_format(a->id, id);
    buf_printf(b, "atom %u %s oldest=%u of=%u events=%u", i, id,
               atom_at(u, a->rep)->oldest, atom_at(u, a->rep)->n_atoms, a->n_events);
    for (uint32_t c = a->carries; c != NONE;) {
        const struct carry *k = hvec_at(u->h, &u->root->carries, c);
        char room[40];
        put_text(b, kind_key(u, ident_at(u, k->ident)->kind), ident_text(u, k->ident, room));
        buf_printf(b, "@%llu%s", (unsigned long long)k->seq, k->state == TIE_HELD ? "" : "!");
        if (k->state != TIE_HELD)
            buf_printf(b, "%u", (unsigned)k->state);
        c = k->next_of_atom;
    }
    uint64_t sum = 0;
    for (uint32_t e = a->events; e != NONE;) {
        const struct event_row *r = hvec_at(u->h, &u->root->events, e);
        int64_t time_ms = r->time_ms;
        sum = hash_xx64(&time_ms, sizeof time_ms,
                        sum ^ r->seq ^ (uint64_t)r->name << 40 ^ (uint64_t)r->kept << 60);
        e = r->prev;
    }
    buf_printf(b, " rows=%016llx first=%lld last=%lld", (unsigned long long)sum,
               (long long)a->first_ms, (long long)a->last_ms);
    dump_traits(u, a->traits, a->traits_bytes, b);
    for (uint32_t m = a->groups; m != NONE;) {
        const struct member *k = hvec_at(u->h, &u->root->members, m);
        const struct group *g = hvec_at(u->h, &u->root->groups, k->group);
        put_text(b, "group", text_str(u, g->id));
        m = k->next_of_atom;
    }
}

static void dump_signins(struct unify *u, uint32_t i, struct buf *b) {
    char room[40];
    buf_puts(b, "device");
    put_text(b, "value", ident_text(u, i, room));
    for (uint32_t s = ident_signins(u, i); s != NONE;) {
        const struct signin *r = hvec_at(u->h, &u->root->signins, s);
        buf_printf(b, " %lld:%u", (long long)r->ms, r->atom);
        s = r->next;
    }
}

static void dump_cuts(struct unify *u, struct buf *b, core_line *line, void *ctx) {
    for (uint32_t i = 0; i < u->root->cuts.n; i++) {
        const struct cut *c = cut_at(u, i);
        const uint32_t *nodes = heap_at(u->h, c->nodes);
        buf_reset(b);
        buf_printf(b, "cut %u seq=%llu withdrawn=%u", i, (unsigned long long)c->seq,
                   c->withdrawn);
        for (uint32_t k = 0; k < c->n[0] + c->n[1]; k++)
            buf_printf(b, " %s%u%s", k == c->n[0] ? "| " : "", nodes[k] & ~NODE_IDENT,
                       nodes[k] & NODE_IDENT ? "i" : "");
        put_text(b, "text", text_str(u, c->text));
        line(ctx, buf_str(b));
    }
}

/* By what their ids hash to: a group that somebody erased made first has another number when the
 * log is replayed, and numbers of groups have no meaning. */
static int by_hash(const void *a, const void *b) {
    const uint64_t *x = a, *y = b;
    return x[0] < y[0] ? -1 : x[0] > y[0];
}

static void dump_groups(struct unify *u, struct buf *b, core_line *line, void *ctx) {
    struct unify_root *r = u->root;
    uint64_t (*at)[2] = malloc((r->groups.n + 1) * sizeof *at);
    uint32_t n = 0;
    CHECK(at);
    for (uint32_t i = 0; i < r->groups.n; i++)
        if (((struct group *)hvec_at(u->h, &r->groups, i))->id.n) {
            at[n][0] = group_hash(u, i);
            at[n++][1] = i;
        }
    qsort(at, n, sizeof *at, by_hash);
    for (uint32_t i = 0; i < n; i++) {
        const struct group *g = hvec_at(u->h, &r->groups, (uint32_t)at[i][1]);
        buf_reset(b);
        buf_printf(b, "group members=%u", g->members);
        put_text(b, "id", text_str(u, g->id));
        dump_traits(u, g->traits, g->traits_bytes, b);
        line(ctx, buf_str(b));
    }
    free(at);
}

static void dump_erasures(struct unify *u, struct buf *b, core_line *line, void *ctx) {
    for (uint32_t i = 0; i < u->root->erasures.n; i++) {
        const struct erasure *e = erasure_at(u, i);
        buf_reset(b);
        buf_printf(b, "erasure %u seq=%llu state=%u refuse=%u wanted=%u/%u", i,
                   (unsigned long long)e->seq, e->state, e->refuse, e->next_want, e->n_want);
        for (unsigned k = 0; k < UNIFY_ERASED_COUNT; k++)
            buf_printf(b, " %u", e->count[k]);
        line(ctx, buf_str(b));
    }
    uint64_t sum = 0;
    for (uint32_t i = 0; i < u->root->erased.n; i++) {
        const struct erased_ident *x = hvec_at(u->h, &u->root->erased, i);
        sum = hash_xx64(x, sizeof *x, sum);
    }
    buf_reset(b);
    buf_printf(b, "erased identifiers=%u sum=%016llx", u->root->erased.n,
               (unsigned long long)sum);
    line(ctx, buf_str(b));
}

void unify_dump(void *room, core_line *line, void *ctx) {
    struct unify *u = room;
    struct unify_root *r = u->root;
    struct buf b;
    buf_init(&b, "dump line", 16u << 20);
    buf_printf(&b, "unify persons=%llu atoms=%u idents=%u events=%u links=%u names=%u",
               (unsigned long long)r->persons, r->atoms.n, r->idents.n, r->events.n, r->links.n,
               r->names.n);
    line(ctx, buf_str(&b));
    for (uint32_t i = 0; i < r->atoms.n; i++) {
        buf_reset(&b);
        dump_atom(u, i, &b);
        line(ctx, buf_str(&b));
    }
    for (uint32_t i = 0; i < r->idents.n; i++)
        if (ident_signins(u, i) != NONE) {
            buf_reset(&b);
            dump_signins(u, i, &b);
            line(ctx, buf_str(&b));
        }
    for (uint32_t i = 0; i < r->links.n; i++) {
        const struct link *l = hvec_at(u->h, &r->links, i);
        buf_reset(&b);
        buf_printf(&b, "link %u-%u ident=%u why=%u state=%u seq=%llu", l->a, l->b, l->ident,
                   l->why, l->state, (unsigned long long)l->seq);
        put_text(&b, "text", text_str(u, l->text));
        line(ctx, buf_str(&b));
    }
    dump_cuts(u, &b, line, ctx);
    ident_kinds_dump(u, line, ctx);
    constant_dump(u, line, ctx);
    trait_rules_dump(u, line, ctx);
    dump_groups(u, &b, line, ctx);
    dump_erasures(u, &b, line, ctx);
    retain_dump(u, line, ctx);
    buf_release(&b);
}
