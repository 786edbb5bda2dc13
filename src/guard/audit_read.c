/* audit_read.c - reading the audit log's rows back: lists, and what is to be cleared.
 *
 * THEORY      Ids grow with time, so every list is a walk along the ids, in helpings; what has an
 *             index (subject, principal) is looked up by it, the rest is compared on the way, for
 *             at most AUDIT_SCAN_MAX rows a call.
 * THREADS     Wherever the connection is used. */
#include "guard/audit_internal.h"

#include "base/check.h"

#include <stdio.h>

#define HELPING 500 /* rows read at a time */
#define LIST_BYTES (4u << 20) /* a page that holds so much has no further row */

static struct str keep(struct sql *q, int col, struct arena *a, bool bytes) {
    if (sql_is_null(q, col))
        return (struct str){ NULL, 0 };
    struct str s = bytes ? sql_get_bytes(q, col) : sql_get_text(q, col);
    return str_n(arena_dup(a, s.s, s.n), s.n);
}

void audit_row_read(struct sql *q, struct arena *arena, struct audit_row *ret) {
    *ret = (struct audit_row){
        .id = (uint64_t)sql_get_int(q, 0), .at_ms = sql_get_int(q, 1),
        .who = keep(q, 2, arena, false), .who_name = keep(q, 3, arena, false),
        .address = keep(q, 4, arena, false), .request = keep(q, 5, arena, false),
        .operation = keep(q, 6, arena, false), .subject = keep(q, 7, arena, false),
        .detail = keep(q, 8, arena, false), .salt = keep(q, 9, arena, true),
        .sealed = keep(q, 10, arena, true), .chain = keep(q, 11, arena, true)
    };
}

/* ---- a list ---- */

static bool contains(struct str text, struct str what) {
    for (size_t i = 0; i + what.n <= text.n; i++) {
        size_t k = 0;
        while (k < what.n && str_lower(text.s[i + k]) == str_lower(what.s[k]))
            k++;
        if (k == what.n)
            return true;
    }
    return false;
}

/* "key" stands for all of its kind. */
static bool who_is(struct str who, struct str want) {
    return str_eq(who, want) ||
           (str_starts(who, want) && who.n > want.n && who.s[want.n] == ':');
}

static bool matches(struct sql *q, const struct audit_filter *f) {
    if (f->who.n && !who_is(sql_get_text(q, 2), f->who))
        return false;
    if (f->operation.n && !str_eq(sql_get_text(q, 6), f->operation))
        return false;
    if (f->wants && !f->wants(sql_get_text(q, 6)))
        return false;
    bool found = f->text.n == 0;
    for (int col = 2; col <= (f->not_detail ? 7 : 8) && !found; col++)
        found = contains(sql_get_text(q, col), f->text);
    return found;
}

#define FROM "SELECT " AUDIT_COLUMNS " FROM audit WHERE "
#define DOWN " AND id <= $65 AND id >= $66 ORDER BY id DESC LIMIT $67"
#define UP " AND id >= $66 AND id <= $65 ORDER BY id LIMIT $67"

struct subjects { /* borrowed by a statement */
    char text[AUDIT_ATOMS_MAX][AUDIT_PERSON_SIZE];
};

/* The next rows that may match; a statement takes the same parameters in both directions. */
static struct sql *helping(struct db *db, const struct audit_filter *f, bool forward,
                           uint64_t from, uint64_t to, struct subjects *room,
                           struct err *err) {
    bool subjects = f->n_atoms > 0 || f->subject.n > 0;
    bool who = !subjects && f->who.n > 0 && memchr(f->who.s, ':', f->who.n);
    struct sql *q;
    if (subjects)
        q = forward ? db_sql(db, SQL(FROM "subject IN (" AUDIT_P64 ")" UP), err)
                    : db_sql(db, SQL(FROM "subject IN (" AUDIT_P64 ")" DOWN), err);
    else if (who)
        q = forward ? db_sql(db, SQL(FROM "who = $1 AND id >= $3 AND id <= $2 "
                                          "ORDER BY id LIMIT $4"), err)
                    : db_sql(db, SQL(FROM "who = $1 AND id <= $2 AND id >= $3 "
                                          "ORDER BY id DESC LIMIT $4"), err);
    else
        q = forward ? db_sql(db, SQL(FROM "id >= $2 AND id <= $1 ORDER BY id LIMIT $3"), err)
                    : db_sql(db, SQL(FROM "id <= $1 AND id >= $2 ORDER BY id DESC LIMIT $3"),
                             err);
    if (!q)
        return NULL;
    int at = subjects ? 65 : who ? 2 : 1;
    for (uint32_t i = 0; i < AUDIT_ATOMS_MAX && subjects; i++) {
        uint32_t k = i < f->n_atoms ? i : 0;
        sql_text_(q, (int)i + 1,
                  f->n_atoms ? audit_person(f->atoms[k], room->text[i]) : f->subject);
    }
    if (who)
        sql_text_(q, 1, f->who);
    sql_int(q, at, (int64_t)(forward ? to : from));
    sql_int(q, at + 1, (int64_t)(forward ? from : to));
    sql_int(q, at + 2, HELPING);
    return q;
}

struct listing {
    struct audit_row *rows;
    int n, max;
    uint32_t seen;
    uint64_t last;
    size_t bytes;
};

static bool is_full(const struct listing *l) { return l->n == l->max || l->bytes >= LIST_BYTES; }


/* One helping: rows read, or -1. */
static int list_some(struct db *db, const struct audit_filter *f, bool forward, uint64_t from,
                     uint64_t to, struct arena *arena, struct listing *l, struct err *err) {
    struct subjects room;
    struct sql *q = helping(db, f, forward, from, to, &room, err);
    int rc = -1, n = 0;
    while (q && !is_full(l) && (rc = sql_step(q, err)) > 0) {
        n++;
        l->last = (uint64_t)sql_get_int(q, 0);
        if (matches(q, f)) {
            audit_row_read(q, arena, &l->rows[l->n++]);
            l->bytes += l->rows[l->n - 1].detail.n;
        }
    }
    sql_end(q);
    return rc < 0 ? -1 : n;
}

int audit_list(struct db *db, const struct audit_filter *f, bool forward, int max,
               struct arena *arena, struct audit_row **ret, uint64_t *ret_next,
               struct err *err) {
    struct listing l = { .max = max };
    uint64_t first = f->first ? f->first : 1, last = f->last ? f->last : INT64_MAX;
    uint64_t from = forward ? first : last, to = forward ? last : first;
    CHECK(f->n_atoms <= AUDIT_ATOMS_MAX && max > 0);
    l.rows = arena_alloc(arena, (size_t)max * sizeof *l.rows);
    *ret = l.rows;
    *ret_next = 0;
    while (forward ? from <= to : from >= to) {
        int n = list_some(db, f, forward, from, to, arena, &l, err);
        if (n < 0)
            return -1;
        if (n > 0)
            from = forward ? l.last + 1 : l.last - 1;
        if (n < HELPING && !is_full(&l))
            return l.n; /* the end */
        l.seen += (uint32_t)n;
        if (is_full(&l) || l.seen >= AUDIT_SCAN_MAX) {
            *ret_next = (forward ? from <= to : from >= to) ? from : 0;
            break;
        }
    }
    return l.n;
}

/* ---- one row's time ---- */

/* 1 and the time of the first row at or after id; 0: there is none. */
static int time_at(struct db *db, uint64_t id, uint64_t *ret_id, int64_t *ret_ms,
                   struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT id, at_ms FROM audit WHERE id >= $1 "
                                   "ORDER BY id LIMIT 1"), err);
    if (!q)
        return -1;
    sql_int(q, 1, (int64_t)id);
    int rc = sql_step(q, err);
    if (rc > 0) {
        *ret_id = (uint64_t)sql_get_int(q, 0);
        *ret_ms = sql_get_int(q, 1);
    }
    sql_end(q);
    return rc;
}

int audit_last_id(struct db *db, uint64_t *ret, struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT id FROM audit ORDER BY id DESC LIMIT 1"), err);
    if (!q)
        return -1;
    int rc = sql_step(q, err);
    *ret = rc > 0 ? (uint64_t)sql_get_int(q, 0) : 0;
    sql_end(q);
    return rc < 0 ? -1 : 0;
}

int audit_id_at(struct db *db, int64_t ms, uint64_t *ret, struct err *err) {
    uint64_t lo = 1, hi;
    if (audit_last_id(db, &hi, err) < 0)
        return -1;
    hi++;
    while (lo < hi) {
        uint64_t mid = lo + (hi - lo) / 2, id = 0;
        int64_t at = 0;
        int rc = time_at(db, mid, &id, &at, err);
        if (rc < 0)
            return -1;
        if (rc == 0 || at >= ms)
            hi = mid;
        else
            lo = id + 1;
    }
    *ret = lo;
    return 0;
}

/* ---- what is to be cleared ---- */

int audit_rows_of(struct db *db, struct str subject, uint64_t after, uint32_t max,
                  uint64_t *ret_ids, struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT id FROM audit WHERE subject = $1 AND id > $2 "
                                   "AND detail IS NOT NULL ORDER BY id LIMIT $3"), err);
    int rc, n = 0;
    if (!q)
        return -1;
    sql_text_(q, 1, subject);
    sql_int(q, 2, (int64_t)after);
    sql_int(q, 3, max);
    while ((rc = sql_step(q, err)) > 0)
        ret_ids[n++] = (uint64_t)sql_get_int(q, 0);
    sql_end(q);
    return rc < 0 ? -1 : n;
}

int audit_rows_asked(struct db *db, uint64_t *after, uint32_t max, struct arena *arena,
                     uint64_t *ret_ids, struct str *ret_details, bool *ret_more,
                     struct err *err) {
    uint64_t last, bound = *after + AUDIT_SCAN_MAX;
    int rc, n = 0;
    if (audit_last_id(db, &last, err) < 0)
        return -1;
    struct sql *q = db_sql(db, SQL("SELECT id, detail FROM audit WHERE id > $1 AND id <= $2 "
                                   "AND detail LIKE '%\"query\":{%' ORDER BY id LIMIT $3"), err);
    if (!q)
        return -1;
    sql_int(q, 1, (int64_t)*after);
    sql_int(q, 2, (int64_t)bound);
    sql_int(q, 3, max);
    while ((rc = sql_step(q, err)) > 0) {
        ret_ids[n] = (uint64_t)sql_get_int(q, 0);
        ret_details[n++] = keep(q, 1, arena, false);
    }
    sql_end(q);
    *after = (uint32_t)n == max ? ret_ids[n - 1] : bound;
    *ret_more = *after < last;
    return rc < 0 ? -1 : n;
}
