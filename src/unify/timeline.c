/* timeline.c - a person's newest events, and finding persons by text.
 *
 * THEORY      Rows hang off their atom in order of arrival, so a page sorts: a small heap keeps
 *             the newest `max` before the cursor.  A row knows whether anything that arrived
 *             before it happened after it; where nothing did, a full page is complete.
 *             Searching walks atoms from the newest down, in helpings, and tells a person at the
 *             newest of its atoms that matches.
 * THREADS     Core thread; reads only.
 */
#include "base/utf8.h"
#include "unify/unify_internal.h"

#include <stdlib.h>

/* ---- timeline ---- */

static bool older(const struct timeline_at *a, const struct timeline_at *b) {
    return a->time_ms != b->time_ms ? a->time_ms < b->time_ms : a->seq < b->seq;
}

/* Min-heap of the newest: the root is the oldest kept. */
struct page { struct timeline_at at[TIMELINE_MAX]; unsigned n, max; };

static void page_sift(struct page *p, unsigned i) {
    for (;;) {
        unsigned least = i, l = 2 * i + 1, r = l + 1;
        if (l < p->n && older(&p->at[l], &p->at[least]))
            least = l;
        if (r < p->n && older(&p->at[r], &p->at[least]))
            least = r;
        if (least == i)
            return;
        struct timeline_at t = p->at[i];
        p->at[i] = p->at[least];
        p->at[least] = t;
        i = least;
    }
}

static void page_offer(struct page *p, struct timeline_at at) {
    if (p->n < p->max) {
        unsigned i = p->n++;
        p->at[i] = at;
        for (; i > 0 && older(&p->at[i], &p->at[(i - 1) / 2]); i = (i - 1) / 2) {
            struct timeline_at t = p->at[i];
            p->at[i] = p->at[(i - 1) / 2];
            p->at[(i - 1) / 2] = t;
        }
    } else if (older(&p->at[0], &at)) {
        p->at[0] = at;
        page_sift(p, 0);
    }
}

static int newest_first(const void *a, const void *b) {
    return older(a, b) ? 1 : older(b, a) ? -1 : 0;
}

unsigned unify_timeline(struct unify *u, uint32_t atom, const struct timeline_at *before,
                        struct str name, struct timeline_row *ret, unsigned max) {
    struct page p = { .n = 0, .max = max > TIMELINE_MAX ? TIMELINE_MAX : max };
    uint32_t wanted = name.n ? name_find(u, name) : 0;
    if (p.max == 0 || (name.n && wanted == 0))
        return 0;
    uint32_t i = atom;
    do {
        const struct atom *a = atom_at(u, i);
        for (uint32_t e = a->events; e != NONE;) {
            const struct event_row *r = hvec_at(u->h, &u->root->events, e);
            struct timeline_at at = { r->time_ms, r->seq };
            if (r->kept != EVENT_DROPPED && (!before || older(&at, before)) &&
                (!wanted || r->name == wanted))
                page_offer(&p, at);
            if (p.n == p.max && !r->late && older(&at, &p.at[0]))
                break; /* whatever arrived earlier happened earlier, too */
            e = r->prev;
        }
        i = a->next;
    } while (i != atom);
    qsort(p.at, p.n, sizeof *p.at, newest_first);
    for (unsigned k = 0; k < p.n; k++) {
        ret[k].time_ms = p.at[k].time_ms;
        CHECK(core_locate(u->core, p.at[k].seq, &ret[k].at));
    }
    return p.n;
}

/* ---- search ---- */

int unify_fold(struct str q, struct buf *out, struct err *err) {
    return utf8_nfkc(utf8_trim(q), true, out, err);
}

/* Does the text contain q, case and width aside?  Folds only what is not plain ASCII. */
static bool contains(struct str text, struct str q, struct buf *room) {
    if (!utf8_is_ascii(text)) {
        struct err err = ERR_INIT;
        buf_reset(room);
        if (utf8_nfkc(text, true, room, &err) < 0)
            return false;
        text = buf_str(room);
    }
    for (size_t i = 0; i + q.n <= text.n; i++) {
        size_t j = 0;
        while (j < q.n) {
            char c = text.s[i + j];
            if (c >= 'A' && c <= 'Z')
                c = (char)(c | 0x20);
            if (c != q.s[j])
                break;
            j++;
        }
        if (j == q.n)
            return true;
    }
    return false;
}

static bool atom_matches(struct unify *u, uint32_t i, struct str q, struct buf *room) {
    if (q.n == 0)
        return true;
    const struct atom *a = atom_at(u, i);
    for (uint32_t c = a->carries; c != NONE;) {
        const struct carry *k = hvec_at(u->h, &u->root->carries, c);
        char text[40];
        if (contains(ident_text(u, k->ident, text), q, room))
            return true;
        c = k->next_of_atom;
    }
    struct trait t;
    for (uint32_t off = 0; trait_next(u, a->traits, a->traits_bytes, &off, &t);)
        if (t.json.n >= 2 && t.json.s[0] == '"' &&
            contains(str_n(t.json.s + 1, t.json.n - 2), q, room))
            return true;
    return false;
}

/* Was the person already told at a newer atom? */
static bool told_before(struct unify *u, uint32_t i, struct str q, struct buf *room) {
    for (uint32_t j = atom_at(u, i)->next; j != i; j = atom_at(u, j)->next)
        if (j > i && atom_matches(u, j, q, room))
            return true;
    return false;
}

unsigned unify_search(struct unify *u, struct str q, uint32_t from, uint32_t budget,
                      uint32_t *ret_atoms, unsigned max, uint32_t *ret_next) {
    struct buf room;
    buf_init(&room, "search", 1u << 20);
    uint32_t i = from > u->root->atoms.n ? u->root->atoms.n : from;
    unsigned n = 0;
    while (i > 0 && n < max && budget-- > 0) {
        i--;
        if (!atom_erased(u, i) && atom_matches(u, i, q, &room) && !told_before(u, i, q, &room))
            ret_atoms[n++] = i;
    }
    buf_release(&room);
    *ret_next = i;
    return n;
}
