/* find_bulk.c - making the table of keys at once, when it is empty.
 *
 * THEORY      All docs are read SLICES times; each time the keys of one range are taken, sorted
 *             in memory and added in order, so that every page is written once.  Where the
 *             ranges begin comes from a sample of the keys, taken while the docs were written.
 * LIMITS      Memory for a SLICES-th of all keys, some 10 MB for a million people.
 * THREADS     The index' thread.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* qsort_r */
#endif
#include "unify/find_internal.h"

#include <stdlib.h>

#define SLICES 24u

void find_sample(struct finder *f, struct str key) {
    uint64_t n = f->sampled++, at = n;
    if (n >= FIND_SAMPLE) /* any of those offered so far stays with the same chance */
        at = hash_xx64(&n, sizeof n, 0) % (n + 1);
    if (at >= FIND_SAMPLE)
        return;
    memcpy(f->sample[at].s, key.s, key.n);
    f->sample[at].n = (uint32_t)key.n;
}

struct row { uint32_t at, n, back; };
struct slice {
    struct buf text;
    struct row *rows;
    size_t n, cap;
};

static int str_order(struct str a, struct str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.s, b.s, n) : 0;
    return c ? c : a.n < b.n ? -1 : a.n > b.n;
}

static int sample_order(const void *a, const void *b) {
    return str_order(*(const struct str *)a, *(const struct str *)b);
}

static int row_order(const void *a, const void *b, void *text) {
    const struct row *x = a, *y = b;
    const char *t = text;
    int c = str_order(str_n(t + x->at, x->n), str_n(t + y->at, y->n));
    return c ? c : x->back < y->back ? -1 : x->back > y->back;
}

static void take(struct slice *s, struct str key, uint32_t atom) {
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 65536;
        s->rows = realloc(s->rows, s->cap * sizeof *s->rows);
        CHECK(s->rows);
    }
    s->rows[s->n++] = (struct row){ (uint32_t)s->text.len, (uint32_t)key.n, UINT32_MAX - atom };
    buf_put_str(&s->text, key);
}

/* The keys from lo (included) to hi; hi.s NULL: to the end. */
static int gather(struct finder *f, struct slice *s, struct str lo, struct str hi,
                  struct err *err) {
    struct sql *q = db_sql(f->db, SQL("SELECT atom, keys FROM doc ORDER BY atom"), err);
    int rc = q ? 0 : -1;
    s->n = 0;
    buf_reset(&s->text);
    for (uint32_t k = 0; rc >= 0 && (rc = sql_step(q, err)) > 0; k++) {
        struct str keys = sql_get_bytes(q, 1);
        uint32_t atom = (uint32_t)sql_get_int(q, 0);
        for (struct rd r = rd_of(keys.s, keys.n); rd_left(&r) > 0 && !r.bad;) {
            struct str key = rd_bytes(&r);
            if (str_order(key, lo) >= 0 && (!hi.s || str_order(key, hi) < 0))
                take(s, key, atom);
        }
        if (k % 4096 == 0 && find_stopping(f))
            rc = err_set(err, E_UNAVAILABLE, "the server is stopping");
    }
    sql_end(q);
    return rc < 0 || buf_check(&s->text, err) < 0 ? -1 : 0;
}

static int add(struct finder *f, struct slice *s, struct err *err) {
    if (db_begin(f->db, err) < 0)
        return -1;
    for (size_t i = 0; i < s->n; i++) {
        const struct row *r = &s->rows[i];
        struct sql *q = db_sql(f->db, SQL("INSERT INTO term (key, back) VALUES ($1, $2) "
                                          "ON CONFLICT DO NOTHING"), err);
        if (!q) {
            db_rollback(f->db);
            return -1;
        }
        sql_bytes(q, 1, str_n(s->text.data + r->at, r->n));
        sql_int(q, 2, r->back);
        if (sql_run(q, err) < 0) {
            db_rollback(f->db);
            return -1;
        }
    }
    if (db_commit(f->db, err) < 0)
        return -1;
    return db_checkpoint(f->db, false, err) < 0 ? -1 : 0;
}

int find_bulk(struct finder *f, struct err *err) {
    uint32_t n = f->sampled < FIND_SAMPLE ? (uint32_t)f->sampled : FIND_SAMPLE;
    struct str keys[FIND_SAMPLE];
    struct slice s = { .n = 0 };
    struct str lo = STR("");
    int rc = 0;
    for (uint32_t i = 0; i < n; i++)
        keys[i] = str_n(f->sample[i].s, f->sample[i].n);
    qsort(keys, n, sizeof *keys, sample_order);
    buf_init(&s.text, "keys", (size_t)3 << 30);
    uint32_t slices = f->sampled < 100000 ? 1 : SLICES;
    for (uint32_t i = 1; rc == 0 && i <= slices; i++) {
        struct str hi = i < slices ? keys[(uint64_t)n * i / slices] : (struct str){ NULL, 0 };
        rc = gather(f, &s, lo, hi, err);
        if (rc == 0 && s.n > 0) {
            qsort_r(s.rows, s.n, sizeof *s.rows, row_order, s.text.data);
            rc = add(f, &s, err);
        }
        lo = hi;
    }
    free(s.rows);
    buf_release(&s.text);
    f->sampled = 0;
    return rc;
}
