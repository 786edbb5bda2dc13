/* audit_verify.c - every row of the audit log against what the log tells of it.
 *
 * THEORY      The log is walked from its first frame, which checks its own chain; each entry
 *             about a row brings the next row of the table along, read on a second connection.
 *             The commitment is computed from the row as it lies there and must be the entry's;
 *             the row's chain must be the fold so far.  A row that has lost its detail must be
 *             named by a later entry, and one that was named must have lost it.
 *             A row and its entry commit together, so what is read later (the row) is never of
 *             before what was read first (its entry); rows that lie past the log's end now were
 *             there when the walk began only if somebody put them there.
 * LIMITS      16 bytes of memory for each row that was cleared.
 * THREADS     Any; two connections of its own. */
#include "guard/audit_internal.h"

#include "base/check.h"
#include "core/verify.h"

#include <stdlib.h>

#define HELPING 100

struct ids { uint64_t *v; size_t n, cap; };

struct check {
    struct db *rows;
    struct arena arena;
    struct audit_row *helping;
    int n, at;
    uint64_t next;           /* id of the next row that an entry may name */
    struct audit_verified *r;
    struct ids bare, told;   /* rows without a detail; rows that were cleared */
};

static void ids_add(struct ids *x, uint64_t id) {
    if (x->n == x->cap) {
        x->cap = x->cap ? x->cap * 2 : 64;
        x->v = realloc(x->v, x->cap * sizeof *x->v);
        CHECK(x->v);
    }
    x->v[x->n++] = id;
}

static int by_id(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static int wrong(uint64_t id, const char *what, struct err *err) {
    err_set(err, E_CORRUPT, "%s", what);
    return err_within(err, "audit row %llu", (unsigned long long)id);
}

/* The row with this id, or NULL with an error. */
static const struct audit_row *row_of(struct check *k, uint64_t id, struct err *err) {
    if (k->at == k->n) {
        struct sql *q = db_sql(k->rows, SQL("SELECT " AUDIT_COLUMNS " FROM audit WHERE id >= $1 "
                                            "ORDER BY id LIMIT $2"), err);
        int rc = -1;
        arena_reset(&k->arena);
        k->helping = arena_alloc(&k->arena, HELPING * sizeof *k->helping);
        k->n = k->at = 0;
        if (q) {
            sql_int(q, 1, (int64_t)id);
            sql_int(q, 2, HELPING);
            while ((rc = sql_step(q, err)) > 0)
                audit_row_read(q, &k->arena, &k->helping[k->n++]);
        }
        sql_end(q);
        if (rc < 0)
            return NULL;
    }
    if (k->at < k->n && k->helping[k->at].id == id)
        return &k->helping[k->at++];
    if (k->at < k->n && k->helping[k->at].id < id)
        (void)!wrong(k->helping[k->at].id, "the log does not tell of this row", err);
    else
        (void)!wrong(id, "the row is gone", err);
    return NULL;
}

/* What is wrong with a row that follows `head`, which then is its own chain; NULL: nothing. */
static const char *row_fault(const struct audit_row *row, uint8_t head[AUDIT_DIGEST]) {
    uint8_t is[AUDIT_DIGEST];
    if (row->sealed.n != AUDIT_DIGEST)
        return "the row was changed";
    audit_commitment(row, is);
    audit_chain(head, is);
    if (row->chain.n != AUDIT_DIGEST || memcmp(row->chain.s, head, AUDIT_DIGEST) != 0)
        return "the row or its chain was changed";
    if (!row->detail.s != !row->salt.s)
        return "the row lost half of what goes together";
    if (row->detail.s) {
        audit_seal(row->salt, row->detail, is);
        if (memcmp(is, row->sealed.s, AUDIT_DIGEST) != 0)
            return "the row's detail was changed";
    }
    return NULL;
}

static int check_row(struct check *k, const struct entry *e, struct rd *r, struct err *err) {
    uint64_t id = rd_varint(r);
    struct str commitment = rd_take(r, AUDIT_DIGEST);
    uint8_t is[AUDIT_DIGEST];
    if (r->bad || id != k->next)
        return wrong(id, "the log tells of it in the wrong order", err);
    const struct audit_row *row = row_of(k, id, err);
    if (!row)
        return -1;
    audit_commitment(row, is);
    if (row->sealed.n != AUDIT_DIGEST || memcmp(is, commitment.s, AUDIT_DIGEST) != 0 ||
        row->at_ms != e->ms)
        return wrong(id, "the row was changed", err);
    const char *fault = row_fault(row, k->r->head);
    if (fault)
        return wrong(id, fault, err);
    if (!row->detail.s)
        ids_add(&k->bare, id);
    k->r->rows++;
    k->next++;
    return 0;
}

static int on_entry(void *ctx, const struct entry *e, struct err *err) {
    struct check *k = ctx;
    if (e->kind != ENTRY_AUDIT)
        return 0;
    struct rd r = rd_of(e->body.s, e->body.n);
    uint8_t what = rd_u8(&r);
    if (what == AUDIT_ROW)
        return check_row(k, e, &r, err);
    if (what == AUDIT_CLEARED)
        for (uint64_t n = rd_varint(&r); n > 0 && !r.bad; n--)
            ids_add(&k->told, rd_varint(&r));
    return r.bad ? err_set(err, E_CORRUPT, "log entry %llu is damaged",
                           (unsigned long long)e->seq)
                 : 0;
}

/* 1: the row has no detail (any more). */
static int is_bare(struct db *db, uint64_t id, struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT 1 FROM audit WHERE id = $1 AND detail IS NULL AND "
                                   "salt IS NULL"), err);
    if (!q)
        return -1;
    sql_int(q, 1, (int64_t)id);
    int rc = sql_step(q, err);
    sql_end(q);
    return rc;
}

static int check_cleared(struct check *k, struct err *err) {
    if (k->told.n > 1)
        qsort(k->told.v, k->told.n, sizeof *k->told.v, by_id);
    for (size_t i = 0; i < k->bare.n; i++)
        if (k->told.n == 0 ||
            !bsearch(&k->bare.v[i], k->told.v, k->told.n, sizeof *k->told.v, by_id))
            return wrong(k->bare.v[i], "its detail was removed, and the log does not tell of it",
                         err);
    for (size_t i = 0; i < k->told.n; i++) {
        uint64_t id = k->told.v[i];
        if (k->bare.n > 0 && bsearch(&id, k->bare.v, k->bare.n, sizeof id, by_id))
            continue;
        int rc = is_bare(k->rows, id, err); /* cleared since it was read? */
        if (rc < 0)
            return -1;
        if (rc == 0)
            return wrong(id, "its detail was removed, and is there again", err);
    }
    k->r->cleared = k->told.n;
    return 0;
}

int audit_verify(struct db *log, struct db *rows, struct verify_result *ret_log,
                 struct audit_verified *ret, struct err *err) {
    struct check k = { .rows = rows, .r = ret, .next = 1 };
    uint64_t last = 0;
    *ret = (struct audit_verified){ 0 };
    arena_init(&k.arena, "audit rows", 512u << 20);
    int rc = audit_last_id(rows, &last, err);
    if (rc == 0)
        rc = verify_log_with(log, on_entry, &k, ret_log, err);
    if (rc == 0 && last >= k.next)
        rc = wrong(last, "the log does not tell of this row", err);
    if (rc == 0)
        rc = check_cleared(&k, err);
    arena_release(&k.arena);
    free(k.bare.v);
    free(k.told.v);
    return rc;
}

/* ---- the table alone ---- */

static int step_over(struct audit_walk *w, const struct audit_row *row) {
    w->fault = row->id == w->next ? row_fault(row, w->head) : "the row is gone";
    if (w->fault)
        return -1;
    w->cleared += !row->detail.s;
    w->next++;
    return 0;
}

int audit_walk(struct db *db, struct audit_walk *w, uint64_t last, uint32_t max,
               struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT " AUDIT_COLUMNS " FROM audit WHERE id >= $1 AND "
                                   "id <= $2 ORDER BY id LIMIT $3"), err);
    struct arena a;
    uint64_t began = w->next;
    int rc = -1;
    arena_init(&a, "audit row", 16u << 20);
    if (q) {
        sql_int(q, 1, (int64_t)w->next);
        sql_int(q, 2, (int64_t)last);
        sql_int(q, 3, max);
        while ((rc = sql_step(q, err)) > 0) {
            struct audit_row row;
            arena_reset(&a);
            audit_row_read(q, &a, &row);
            if (step_over(w, &row) < 0)
                break;
        }
    }
    sql_end(q);
    arena_release(&a);
    if (rc == 0 && w->next - began < max && w->next <= last)
        w->fault = "the row is gone";
    return rc < 0 ? -1 : 0;
}
