/* test_rewrite.c - frames that are rewritten: blocks that lie elsewhere now, readers that hold
 * old offsets, the chain over what was and the digest of what is.  On the store that
 * MUSUBI_TEST_STORE names.
 */
#include "lab.h"

#include "core/verify.h"

#include <stdlib.h>

#define N 3000u /* entries of one frame, in many blocks */
#define HEAD 16u /* bytes of a lab entry without its padding */

struct rewriting { struct command cmd; uint64_t seq, modulo; struct lab *l; int changed; };

static bool thin(void *ctx, const struct entry *e, uint8_t *version, struct buf *out) {
    struct rewriting *w = ctx;
    if (e->kind != LAB_KIND || e->seq % w->modulo != 0 || e->body.n == HEAD)
        return false;
    buf_put(out, e->body.s, HEAD);
    *version = 1;
    return true;
}

static int rewrite_run(struct core *c, struct command *cmd, struct err *err) {
    struct rewriting *w = (struct rewriting *)cmd;
    struct buf out;
    buf_init(&out, "news", 1u << 20);
    buf_u8(&out, REWRITE_NEWS);
    w->changed = core_rewrite(c, w->seq, thin, w, &out, err);
    if (w->changed > 0)
        core_emit(c, ENTRY_ERASE, 1, buf_str(&out));
    buf_release(&out);
    return w->changed < 0 ? -1 : 0;
}

static void on_news(void *room, const struct entry *e) {
    struct lab *l = room;
    struct rd r = rd_of(e->body.s + 1, e->body.n - 1);
    uint64_t first;
    uint32_t n;
    core_rewritten(l->core, &r, &first, &n);
    assert_int_equal(first, 1);
    assert_int_equal(n, N);
}

static int rewrite(struct lab *l, uint64_t modulo) {
    struct err err;
    struct rewriting w = { .cmd = { .name = "rewrite", .bytes = 1, .run = rewrite_run },
                           .seq = N / 2, .modulo = modulo, .l = l };
    OK(core_call(l->core, &w.cmd, &err));
    return w.changed;
}

static struct log_at spots[N + 1];

static void locate(struct lab *l, void *ctx) {
    (void)ctx;
    for (uint64_t seq = 1; seq <= N; seq++)
        assert_true(core_locate(l->core, seq, &spots[seq]));
}

static void open_lab(struct lab *l) {
    lab_open(l);
    core_on_entry(l->core, ENTRY_ERASE, on_news, l);
}

/* Every entry through the reader; strict: rewritten ones must be so. */
static void read_all(struct log_reader *r, uint64_t modulo, bool strict, uint32_t pad) {
    struct err err;
    for (uint64_t seq = 1; seq <= N; seq++) {
        struct entry e;
        OK(log_read_at(r, &spots[seq], &e, &err));
        assert_int_equal(e.seq, seq);
        size_t want = seq % modulo == 0 ? HEAD : HEAD + pad;
        if (e.body.n != want && (strict || e.body.n != HEAD + pad))
            fail_msg("entry %u has %u bytes, not %u", (unsigned)seq, (unsigned)e.body.n,
                     (unsigned)want);
    }
}

static int verify(struct lab *l, struct verify_result *ret, struct err *ret_err) {
    struct db *db;
    struct err err;
    OK(db_open(core_store_where(l->core), DB_READER, &db, &err));
    int rc = verify_log(db, ret, ret_err);
    db_close(db);
    return rc;
}

static void blocks_move(void **state) {
    static struct lab_cmd cmd;
    struct lab l;
    struct err err = ERR_INIT;
    struct db *db;
    struct log_reader *r;
    struct verify_result v;
    (void)state;
    lab_make(&l, lab_kind());
    open_lab(&l);
    lab_cmd(&cmd, &l, 1, N, 7);
    cmd.pad = 100;
    OK(lab_post(&cmd, &err));
    OK(db_open(core_store_where(l.core), DB_READER, &db, &err));
    OK(log_reader_new(db, &r, &err));
    lab_read(&l, locate, NULL);
    read_all(r, N + 1, true, 100);
    db_log_rest(db);
    uint32_t far = spots[N].off;

    assert_int_equal(rewrite(&l, 2), N / 2);
    read_all(r, 2, false, 100); /* old offsets, blocks that were unpacked before */
    log_reader_free(r);
    db_log_rest(db);
    OK(log_reader_new(db, &r, &err));
    read_all(r, 2, true, 100); /* old offsets, nothing unpacked: found by seq */
    db_log_rest(db);
    lab_read(&l, locate, NULL);
    assert_true(spots[N].off < far);
    read_all(r, 2, true, 100);
    db_log_rest(db);
    assert_int_equal(rewrite(&l, 2), 0); /* again: nothing to do */
    assert_int_equal(rewrite(&l, 3), N / 3 - N / 6);
    lab_read(&l, locate, NULL);
    for (uint64_t seq = 6; seq <= N; seq += 6) { /* the same reader does not keep what was */
        struct entry e;
        OK(log_read_at(r, &spots[seq - 3], &e, &err));
        assert_int_equal(e.body.n, HEAD);
    }
    log_reader_free(r);
    db_close(db);
    OK(verify(&l, &v, &err));
    assert_int_equal(v.rewritten, 1);
    lab_check_rebuilt(&l);
    lab_close(&l);
    open_lab(&l); /* offsets of the snapshot */
    lab_read(&l, locate, NULL);
    lab_remove(&l);
}

static void change(struct lab *l, struct sql_text text) {
    struct err err;
    struct db *db;
    OK(db_open(core_store_where(l->core), DB_WRITER, &db, &err));
    struct sql *q = db_sql(db, text, &err);
    assert_non_null(q);
    assert_int_equal(sql_run(q, &err), 1);
    db_close(db);
}

/* What the log does not tell of is noticed: in the body, in the digest that was kept. */
static void tampering_is_noticed(void **state) {
    static struct lab_cmd cmd;
    struct lab l;
    struct err err = ERR_INIT;
    struct verify_result v;
    (void)state;
    lab_make(&l, lab_kind());
    open_lab(&l);
    lab_cmd(&cmd, &l, 1, N, 7);
    cmd.pad = 100;
    OK(lab_post(&cmd, &err));
    rewrite(&l, 2);
    OK(verify(&l, &v, &err));
    if (l.store)
        change(&l, SQL("UPDATE log SET body = set_byte(body, 7, 1) WHERE first_seq = 1"));
    else
        change(&l, SQL("UPDATE log SET body = CAST(substr(body, 1, 7) || x'01' || "
                       "substr(body, 9) AS BLOB) WHERE first_seq = 1"));
    assert_int_equal(verify(&l, &v, &err), -1); /* a byte that no checksum covers */
    assert_int_equal(err.code, E_CORRUPT);
    err = (struct err)ERR_INIT;
    change(&l, SQL("UPDATE log SET body_hash = prev_hash WHERE first_seq = 1"));
    assert_int_equal(verify(&l, &v, &err), -1);
    assert_non_null(strstr(err.msg, "does not continue"));
    lab_remove(&l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_move),
        cmocka_unit_test(tampering_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
