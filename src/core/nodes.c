/* nodes.c - which nodes there are, and what they understand.
 *
 * THEORY      A program stops at an entry of a kind that it does not know.  So while an older
 *             program still follows, the newer one that writes must not write newer kinds: each
 *             node keeps a row that says how many kinds it knows, and the writer writes none
 *             beyond what all of them know.  A command that has an older way asks
 *             core_may_emit(); one that has none fails, and is told why.
 *             A row whose beat stands still for GONE_LEASES leases is of a node that is gone.
 * INVARIANTS  (1) No frame holds an entry of a kind above the floor that the writer last saw.
 *                 A node that starts between two looks may still meet one; it then stops.
 * LIMITS      NODES_MAX rows are looked at.
 * THREADS     Core thread.
 */
#include "core/core_internal.h"

#include <stdio.h>

#define GONE_LEASES 10

bool core_may_emit(struct core *c, enum entry_kind kind) {
    return !c->lease.on || (int64_t)kind <= c->nodes.floor;
}

void nodes_open(struct core *c) { c->nodes.floor = ENTRY_KINDS_KNOWN; }

static struct str own_id(const struct core *c) {
    return str_n(c->lease.self, strcspn(c->lease.self, "."));
}

static int beat(struct core *c, struct err *err) {
    struct sql *q = db_sql(c->db, SQL("INSERT INTO node (id, url, version, kinds, beat) "
                                      "VALUES ($1, $2, $3, $4, 1) ON CONFLICT (id) DO UPDATE SET "
                                      "url = excluded.url, version = excluded.version, "
                                      "kinds = excluded.kinds, beat = node.beat + 1"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, own_id(c));
    sql_text_(q, 2, str_of(c->lease.url));
    sql_text_(q, 3, STR(MUSUBI_VERSION));
    sql_int(q, 4, ENTRY_KINDS_KNOWN);
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int forget(struct core *c, struct str id, struct err *err) {
    struct sql *q = db_sql(c->db, SQL("DELETE FROM node WHERE id = $1"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, id);
    return sql_run(q, err) < 0 ? -1 : 0;
}

/* What is known of the node with this id; a free place when nothing is. */
static struct node_seen *seen_of(struct nodes *n, struct str id) {
    struct node_seen *free = NULL;
    for (int i = 0; i < NODES_MAX; i++) {
        if (n->seen[i].id[0] && str_is(id, n->seen[i].id))
            return &n->seen[i];
        if (!free && !n->seen[i].id[0])
            free = &n->seen[i];
    }
    if (free) {
        *free = (struct node_seen){ .beat = -1 };
        snprintf(free->id, sizeof free->id, "%.*s", STR_FMT(id));
    }
    return free;
}

int nodes_look(struct core *c, struct err *err) {
    struct nodes *n = &c->nodes;
    int64_t now = clock_mono_ns(c->clock), floor = ENTRY_KINDS_KNOWN;
    char gone[sizeof n->seen[0].id] = "";
    struct sql *q = db_sql(c->db, SQL("SELECT id, kinds, beat FROM node ORDER BY id LIMIT 64"),
                           err);
    int rc = q ? 0 : -1;
    while (q && (rc = sql_step(q, err)) > 0) {
        struct node_seen *s = seen_of(n, sql_get_text(q, 0));
        int64_t beats = sql_get_int(q, 2);
        if (s && s->beat != beats) {
            s->beat = beats;
            s->changed_ns = now;
        }
        if (s && now - s->changed_ns > GONE_LEASES * c->cfg.lease_ms * 1000000)
            snprintf(gone, sizeof gone, "%s", s->id);
        else if (sql_get_int(q, 1) < floor)
            floor = sql_get_int(q, 1);
    }
    sql_end(q);
    if (rc < 0)
        return -1;
    n->floor = floor;
    if (gone[0] && !str_is(own_id(c), gone)) {
        seen_of(n, str_of(gone))->id[0] = 0;
        return forget(c, str_of(gone), err);
    }
    return 0;
}

int nodes_turn(struct core *c, bool writer, struct err *err) {
    int64_t now = clock_mono_ns(c->clock);
    if (now < c->nodes.due_ns)
        return 0;
    c->nodes.due_ns = now + c->cfg.lease_ms * 1000000;
    if (beat(c, err) < 0)
        return -1;
    return writer ? nodes_look(c, err) : 0;
}

void nodes_leave(struct core *c) {
    struct err err = ERR_INIT;
    if (c->lease.on && !db_broken(c->db))
        (void)!forget(c, own_id(c), &err); /* else it is forgotten later */
}
