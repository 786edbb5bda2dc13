/* test_log.c - frames: built, undone, walked, damaged; reading one entry agrees with a walk.
 *
 * Runs on the store that MUSUBI_TEST_STORE names.
 */
#include "core/core_internal.h"
#include "core/fetch.h"

#include "fault/seed.h"
#include "lab.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define ENTRIES_MAX 3000

struct want { uint16_t kind; uint8_t version; uint32_t n; uint8_t *body; };
struct made {
    struct frame_builder f;
    struct want want[ENTRIES_MAX];
    uint32_t n;
    struct block_row rows[4096];
    uint32_t n_rows;
    uint64_t first_seq;
    int64_t ms;
};

static void add_one(struct made *m, uint64_t *s) {
    struct want *w = &m->want[m->n++];
    uint32_t dice = seed_below(s, 40);
    w->n = dice == 0 ? seed_below(s, 60000) : dice < 3 ? 0 : seed_below(s, 400);
    w->kind = (uint16_t)(seed_below(s, 3) ? 1 + seed_below(s, 10) : seed_below(s, 65536));
    w->version = (uint8_t)seed_next(s);
    w->body = malloc(w->n + 1u);
    assert_non_null(w->body);
    seed_fill(s, w->body, w->n);
    if (seed_below(s, 2)) /* some can be compressed */
        memset(w->body, 'a', w->n);
    frame_add(&m->f, w->kind, w->version, str_n((char *)w->body, w->n));
}

static void keep_row(void *ctx, const struct block_row *row) {
    struct made *m = ctx;
    assert_true(m->n_rows < sizeof m->rows / sizeof *m->rows);
    m->rows[m->n_rows++] = *row;
}

static void drop_to(struct made *m, uint32_t n) {
    while (m->n > n)
        free(m->want[--m->n].body);
}

/* A packed frame of random entries; some were added and undone again. */
static void make(struct made *m, uint64_t *s, uint32_t entries) {
    m->n = m->n_rows = 0;
    m->first_seq = 1 + seed_next(s) % (1ull << 50);
    m->ms = (int64_t)(seed_next(s) % (1ull << 42));
    frame_reset(&m->f, m->first_seq);
    while (m->n < entries) {
        if (seed_below(s, 30) == 0) {
            struct frame_mark at = frame_here(&m->f);
            uint32_t n = m->n;
            for (uint32_t i = seed_below(s, 20); i > 0 && m->n < entries; i--)
                add_one(m, s);
            if (m->n < ENTRIES_MAX && seed_below(s, 2)) {
                frame_undo(&m->f, at);
                drop_to(m, n);
            }
        } else
            add_one(m, s);
    }
    frame_pack(&m->f, m->ms, keep_row, m);
}

struct walker { struct zblock *z; struct buf raw; };

static void walker_new(struct walker *w) {
    w->z = zblock_new(1);
    buf_init(&w->raw, "block", FRAME_BYTES_MAX);
}

static void walker_free(struct walker *w) {
    zblock_free(w->z);
    buf_release(&w->raw);
}

/* Entries read before the end or the damage; *ret_rc as frame_next() ended. */
static uint32_t walk(struct walker *w, const struct made *m, struct str body, uint32_t n,
                     int *ret_rc) {
    struct frame_walk fw;
    struct err err = ERR_INIT;
    struct entry e;
    uint32_t i = 0, block, blocks = 0;
    *ret_rc = frame_open(&fw, w->z, &w->raw, m->first_seq, n, body, &err);
    if (*ret_rc < 0) {
        assert_int_equal(err.code, E_CORRUPT);
        return 0;
    }
    while ((*ret_rc = frame_next(&fw, &e, &block, &err)) > 0) {
        const struct want *x = &m->want[i];
        assert_true(i < m->n);
        assert_int_equal(e.seq, m->first_seq + i);
        assert_int_equal(e.ms, m->ms);
        assert_int_equal(e.kind, x->kind);
        assert_int_equal(e.version, x->version);
        assert_int_equal(e.body.n, x->n);
        assert_memory_equal(e.body.s, x->body, x->n);
        if (block) {
            const struct block_row *r = &m->rows[blocks++];
            assert_int_equal(r->first_seq, e.seq);
            assert_int_equal(r->back, i);
            assert_int_equal(r->off, block);
        }
        i++;
    }
    if (*ret_rc < 0)
        assert_int_equal(err.code, E_CORRUPT);
    else
        assert_int_equal(blocks, m->n_rows);
    return i;
}

static struct made made; /* large */

static void built_is_walked(void **state) {
    struct walker w;
    uint64_t s = seed_begin("built_is_walked");
    int rc;
    (void)state;
    walker_new(&w);
    frame_init(&made.f);
    for (int round = 0; round < 60; round++) {
        make(&made, &s, round < 20 ? 1 + seed_below(&s, 5) : 1 + seed_below(&s, 1500));
        struct str body = buf_str(&made.f.body);
        assert_int_equal(walk(&w, &made, body, made.n, &rc), made.n);
        assert_int_equal(rc, 0);
        walk(&w, &made, body, made.n + 1, &rc); /* the row says how many there are */
        assert_int_equal(rc, -1);
        drop_to(&made, 0);
    }
    frame_release(&made.f);
    walker_free(&w);
}

/* Any one damaged byte is noticed, or stands where nothing is read. */
static void damage_is_noticed(void **state) {
    struct walker w;
    uint64_t s = seed_begin("damage_is_noticed");
    int rc;
    (void)state;
    walker_new(&w);
    frame_init(&made.f);
    for (int round = 0; round < 12; round++) {
        make(&made, &s, 1 + seed_below(&s, 300));
        struct buf *b = &made.f.body;
        for (int i = 0; i < 400; i++) {
            size_t at = i < 64 ? (size_t)i : seed_next(&s) % b->len;
            uint8_t with = (uint8_t)(1 + seed_below(&s, 255));
            if (at >= b->len)
                continue;
            b->data[at] = (char)(b->data[at] ^ with);
            uint32_t n = walk(&w, &made, buf_str(b), made.n, &rc);
            if (rc == 0 && at != 1 && (at < 4 || at >= 4 + FRAME_SALT)) /* salt: the chain's */
                fail_msg("byte %u of %u changed by %u: not noticed", (unsigned)at,
                         (unsigned)b->len, with);
            assert_true(n <= made.n);
            b->data[at] = (char)(b->data[at] ^ with);
        }
        for (int i = 0; i < 100; i++) { /* cut, in memory that ends there */
            size_t n = i < 40 ? (size_t)i : seed_next(&s) % b->len;
            if (n >= b->len)
                continue;
            char *cut = malloc(n + (n == 0));
            assert_non_null(cut);
            memcpy(cut, b->data, n);
            walk(&w, &made, str_n(cut, n), made.n, &rc);
            free(cut);
            if (rc == 0)
                fail_msg("cut to %u of %u bytes: not noticed", (unsigned)n, (unsigned)b->len);
        }
        drop_to(&made, 0);
    }
    frame_release(&made.f);
    walker_free(&w);
}

/* Blocks whose checksum is right and whose content is anything: never a crash, always an end. */
static void nonsense_ends(void **state) {
    struct walker w;
    uint64_t s = seed_begin("nonsense_ends");
    struct buf raw, body;
    struct err err = ERR_INIT;
    (void)state;
    walker_new(&w);
    buf_init(&raw, "raw", 1u << 20);
    buf_init(&body, "body", 4u << 20);
    for (int round = 0; round < 3000; round++) {
        uint32_t blocks = seed_below(&s, 4), n = 0;
        buf_reset(&body);
        buf_u8(&body, FRAME_VERSION);
        buf_u8(&body, 0);
        buf_u16(&body, (uint16_t)blocks);
        buf_put(&body, "sixteen of salt.", FRAME_SALT);
        for (uint32_t i = 0; i < blocks; i++) {
            uint32_t count = seed_below(&s, 5) ? seed_below(&s, 20) : (uint32_t)seed_next(&s);
            buf_u32(&body, count);
            n += count;
        }
        for (uint32_t i = 0; i < blocks; i++) {
            buf_reset(&raw);
            if (seed_below(&s, 8)) {
                buf_u64(&raw, 100 + i * seed_below(&s, 20));
                buf_u64(&raw, seed_next(&s));
            }
            for (uint32_t k = seed_below(&s, 12); k > 0; k--) {
                uint8_t bytes[24];
                uint32_t len = seed_below(&s, sizeof bytes);
                seed_fill(&s, bytes, len);
                buf_varint(&raw, seed_below(&s, 3) ? 5 : seed_next(&s));
                buf_u8(&raw, 1);
                buf_varint(&raw, seed_below(&s, 6) ? len : seed_next(&s));
                buf_put(&raw, bytes, len);
            }
            zblock_pack(w.z, raw.len ? raw.data : "", raw.len, &body);
        }
        struct frame_walk fw;
        struct entry e;
        uint32_t block, read = 0;
        if (frame_open(&fw, w.z, &w.raw, 100, n, buf_str(&body), &err) == 0)
            while (frame_next(&fw, &e, &block, &err) > 0) {
                uint8_t sum = 0; /* every byte told of can be read */
                for (size_t i = 0; i < e.body.n; i++)
                    sum = (uint8_t)(sum + e.body.s[i]);
                read += 1 + (sum & 0);
            }
        assert_true(read <= 60);
    }
    buf_release(&raw);
    buf_release(&body);
    walker_free(&w);
}

static void chain_depends_on_all(void **state) {
    uint8_t a[CHAIN_BYTES] = { 0 }, b[CHAIN_BYTES] = { 0 };
    (void)state;
    chain_next(a, 1, STR("one"), STR(""));
    chain_next(b, 1, STR("one"), STR(""));
    assert_memory_equal(a, b, CHAIN_BYTES);
    chain_next(b, 1, STR("one"), STR(""));
    assert_memory_not_equal(a, b, CHAIN_BYTES);
    memset(b, 0, sizeof b);
    chain_next(b, 2, STR("one"), STR(""));
    assert_memory_not_equal(a, b, CHAIN_BYTES);
    memset(b, 0, sizeof b);
    chain_next(b, 1, STR("onf"), STR(""));
    assert_memory_not_equal(a, b, CHAIN_BYTES);
}

/* ---- reading one entry of a real log ---- */

struct spot { struct log_at at; bool there; };
struct spots { struct spot *s; uint64_t n; };

static void look_spots(struct lab *l, void *ctx) {
    struct spots *p = ctx;
    for (uint64_t seq = 0; seq < p->n; seq++)
        p->s[seq].there = core_locate(l->core, seq, &p->s[seq].at);
}

struct copy { uint16_t kind; struct buf body; };

/* Every entry by a plain walk over all frames. */
static void walk_all(struct lab *l, struct copy *all, uint64_t n) {
    struct err err = ERR_INIT;
    struct db *db;
    struct walker w;
    uint64_t at = 1;
    walker_new(&w);
    OK(db_open(core_store_where(l->core), DB_READER, &db, &err));
    struct sql *q = db_sql(db, SQL("SELECT first_seq, n, body FROM log ORDER BY first_seq"),
                           &err);
    assert_non_null(q);
    while (sql_step(q, &err) > 0) {
        struct frame_walk fw;
        struct entry e;
        uint32_t block;
        assert_int_equal(sql_get_int(q, 0), at);
        assert_int_equal(frame_open(&fw, w.z, &w.raw, at, (uint32_t)sql_get_int(q, 1),
                                    sql_get_bytes(q, 2), &err), 0);
        while (frame_next(&fw, &e, &block, &err) > 0) {
            assert_int_equal(e.seq, at);
            assert_true(at <= n);
            all[at].kind = e.kind;
            buf_init(&all[at].body, "copy", 1u << 20);
            buf_put_str(&all[at].body, e.body);
            at++;
        }
    }
    assert_int_equal(at, n + 1);
    sql_end(q);
    db_close(db);
    walker_free(&w);
}

/* Pages of entries from all over the log, read with helpers by several at once. */
struct pages {
    struct lab *l;
    struct fetchers *f;
    const struct spots *p;
    const struct copy *all;
    uint64_t n, seed;
};

static void *read_pages(void *arg) {
    struct pages *g = arg;
    struct err err = ERR_INIT;
    struct db *db;
    struct log_reader *r;
    struct log_at at[50];
    struct entry e;
    CHECK(db_open(core_store_where(g->l->core), DB_READER, &db, &err) == 0);
    for (int page = 0; page < 20; page++) {
        CHECK(log_reader_new(db, &r, &err) == 0); /* which knows no block yet */
        log_reader_help(r, g->f);
        for (int i = 0; i < 50; i++)
            at[i] = g->p->s[1 + seed_next(&g->seed) % g->n].at;
        log_prefetch(r, at, 50);
        for (int i = 0; i < 50; i++) {
            CHECK(log_read_at(r, &at[i], &e, &err) == 0);
            CHECK(str_eq(e.body, buf_str(&g->all[at[i].seq].body)));
        }
        log_reader_free(r);
    }
    db_close(db);
    return NULL;
}

static void check_pages(struct lab *l, struct copy *all, const struct spots *p, uint64_t n,
                        uint64_t *s) {
    struct err err = ERR_INIT;
    struct fetchers *f;
    struct pages g[3];
    pthread_t t[3];
    OK(fetchers_new(l->core, 2, &f, &err));
    for (int i = 0; i < 3; i++) {
        g[i] = (struct pages){ l, f, p, all, n, seed_next(s) };
        assert_int_equal(pthread_create(&t[i], NULL, read_pages, &g[i]), 0);
    }
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    fetchers_free(f);
}

static void check_spots(struct lab *l, struct copy *all, uint64_t n, uint64_t *s) {
    struct err err = ERR_INIT;
    struct spots p = { calloc(n + 3, sizeof *p.s), n + 3 };
    struct db *db;
    struct log_reader *r;
    assert_non_null(p.s);
    lab_read(l, look_spots, &p);
    assert_false(p.s[0].there || p.s[n + 1].there || p.s[n + 2].there);
    OK(db_open(core_store_where(l->core), DB_READER, &db, &err));
    OK(log_reader_new(db, &r, &err));
    for (uint64_t i = 0; i < n * 2; i++) { /* in order, then at random */
        uint64_t seq = i < n ? i + 1 : 1 + seed_next(s) % n;
        struct entry e, f;
        assert_true(p.s[seq].there);
        assert_int_equal(p.s[seq].at.seq, seq);
        OK(log_read_at(r, &p.s[seq].at, &e, &err));
        assert_int_equal(e.seq, seq);
        assert_int_equal(e.kind, all[seq].kind);
        assert_true(str_eq(e.body, buf_str(&all[seq].body)));
        if (seed_below(s, 10) == 0) {
            OK(log_read(r, seq, &f, &err));
            assert_int_equal(f.seq, seq);
            assert_true(str_eq(f.body, buf_str(&all[seq].body)));
        }
    }
    check_pages(l, all, &p, n, s);
    struct entry e;
    struct log_at gone = { n + 1, n + 1, 16, 0, 0 };
    assert_int_equal(log_read_at(r, &gone, &e, &err), -1);
    assert_int_equal(err.code, E_NOT_FOUND);
    assert_int_equal(log_read(r, n + 1, &e, &err), -1);
    assert_int_equal(err.code, E_NOT_FOUND);
    assert_int_equal(log_read(r, 0, &e, &err), -1);
    log_reader_free(r);
    db_close(db);
    free(p.s);
}

static void readers_agree_with_a_walk(void **state) {
    enum { N = 120 };
    static struct lab_cmd cmds[N];
    struct lab l;
    struct err err;
    uint64_t s = seed_begin("readers_agree_with_a_walk"), entries = 0, id = 1;
    (void)state;
    lab_make(&l, lab_kind());
    lab_open(&l);
    for (int i = 0; i < N; i++) {
        uint32_t n = 1 + seed_below(&s, 30);
        lab_cmd(&cmds[i], &l, id, n, seed_next(&s) | 1);
        cmds[i].pad = seed_below(&s, 5) ? seed_below(&s, 300) : seed_below(&s, 30000);
        OK(lab_submit(&cmds[i], &err));
        id += n;
        entries += n;
        if (i % 10 == 0)
            LAB_WAIT(atomic_load(&cmds[i].answered));
    }
    for (int i = 0; i < N; i++)
        LAB_WAIT(atomic_load(&cmds[i].answered) == 1);
    struct copy *all = calloc(entries + 1, sizeof *all);
    assert_non_null(all);
    walk_all(&l, all, entries);
    check_spots(&l, all, entries, &s);
    lab_close(&l);
    lab_open(&l); /* with the directory of blocks from the snapshot */
    check_spots(&l, all, entries, &s);
    lab_close(&l);
    l.ignore_snapshot = true; /* and as replay makes it */
    lab_open(&l);
    check_spots(&l, all, entries, &s);
    for (uint64_t i = 1; i <= entries; i++)
        buf_release(&all[i].body);
    free(all);
    lab_remove(&l);
}

/* A log that is damaged on the disk stops the start and names the frame. */
static void damaged_log_is_told(void **state) {
    static const struct { const char *name; struct sql_text text; } cases[] = {
        { "a frame is missing", SQL("DELETE FROM log WHERE first_seq = 11") },
        { "a frame is of another length", SQL("UPDATE log SET n = n - 1 WHERE first_seq = 21") },
        { "the chain is broken",
          SQL("UPDATE log SET prev_hash = substr(prev_hash, 2, 31) WHERE first_seq = 21") },
        { "the body is cut",
          SQL("UPDATE log SET body = substr(body, 1, 20) WHERE first_seq = 21") },
        { "the body is another's",
          SQL("UPDATE log SET body = (SELECT body FROM log WHERE first_seq = 11) "
              "WHERE first_seq = 21") },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lab l;
        struct lab_cmd c;
        struct err err = ERR_INIT;
        struct db *db;
        lab_make(&l, lab_kind());
        lab_open(&l);
        for (uint64_t id = 1; id <= 41; id += 10) {
            lab_cmd(&c, &l, id, 10, id);
            OK(lab_post(&c, &err));
        }
        char where[300];
        snprintf(where, sizeof where, "%s", core_store_where(l.core));
        lab_close(&l);
        OK(db_open(where, DB_WRITER, &db, &err));
        struct sql *q = db_sql(db, cases[i].text, &err);
        assert_non_null(q);
        assert_int_equal(sql_run(q, &err), 1);
        db_close(db);
        l.ignore_snapshot = true;
        if (lab_try_open(&l, &err) == 0)
            fail_msg("%s: not noticed", cases[i].name);
        assert_int_equal(err.code, E_CORRUPT);
        assert_non_null(strstr(err.where, "21"));
        lab_remove(&l);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_is_walked),
        cmocka_unit_test(damage_is_noticed),
        cmocka_unit_test(nonsense_ends),
        cmocka_unit_test(chain_depends_on_all),
        cmocka_unit_test(readers_agree_with_a_walk),
        cmocka_unit_test(damaged_log_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
