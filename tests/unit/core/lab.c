/* lab.c - see lab.h. */
#include "fault/temp.h"
#include "lab.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define LAB_ROOM 5 /* root in the heap */

struct lab_root { struct hvec rows; struct hidx ix; uint64_t sum, mix; };
struct lab_row { uint64_t seq, id, value; };

void lab_pause(void) {
    struct timespec ts = { 0, 2000000 };
    nanosleep(&ts, NULL);
}

enum db_kind lab_kind(void) {
    const char *s = getenv("MUSUBI_TEST_STORE");
    return s && strcmp(s, "postgres") == 0 ? DB_POSTGRES : DB_SQLITE;
}

/* ---- the room ---- */

static void on_begin(void *room) {
    struct lab *l = room;
    hvec_init(core_heap(l->core), &l->root->rows, sizeof(struct lab_row), 4096);
    hidx_init(core_heap(l->core), &l->root->ix, 4);
}

static uint64_t id_hash(uint64_t id) { return hash_xx64(&id, sizeof id, 9); }

static void on_entry(void *room, const struct entry *e) {
    struct lab *l = room;
    struct heap *h = core_heap(l->core);
    struct rd r = rd_of(e->body.s, e->body.n);
    struct lab_row row = { .seq = e->seq };
    row.id = rd_u64(&r);
    row.value = rd_u64(&r);
    CHECK(!r.bad);
    CHECK(l->trip == 0 || row.value != l->trip);
    void *p;
    uint32_t i = hvec_push(h, &l->root->rows, &p);
    memcpy(p, &row, sizeof row);
    hidx_put(h, &l->root->ix, id_hash(row.id), i);
    HEAP_SET(h, l->root->sum, l->root->sum + row.value);
    uint64_t mix = hash_xx64(&row, sizeof row, l->root->mix ^ (uint64_t)e->ms);
    HEAP_SET(h, l->root->mix, mix);
}

static void on_commit(void *room, uint64_t seq) {
    struct lab *l = room;
    if (seq < l->after_seq || seq != core_seq(l->core))
        l->torn = true;
    l->after_seq = seq;
}

static void on_fatal(void *ctx, const struct err *err) {
    struct lab *l = ctx;
    (void)err;
    atomic_fetch_add(&l->fatal, 1);
}

static void on_dump(void *room, core_line *line, void *ctx) {
    struct lab *l = room;
    char text[128];
    int n = snprintf(text, sizeof text, "lab rows=%u sum=%llu mix=%016llx", l->root->rows.n,
                     (unsigned long long)l->root->sum, (unsigned long long)l->root->mix);
    line(ctx, str_n(text, (size_t)n));
    for (uint32_t i = 0; i < l->root->rows.n; i++) {
        const struct lab_row *r = hvec_at(core_heap(l->core), &l->root->rows, i);
        n = snprintf(text, sizeof text, "%llu %llu %llu", (unsigned long long)r->seq,
                     (unsigned long long)r->id, (unsigned long long)r->value);
        line(ctx, str_n(text, (size_t)n));
    }
}

/* ---- life ---- */

void lab_make(struct lab *l, enum db_kind kind) {
    memset(l, 0, sizeof *l);
    temp_dir(l->dir, sizeof l->dir, "lab");
    l->store = kind == DB_POSTGRES ? stores_new(kind) : NULL;
}

int lab_try_open(struct lab *l, struct err *err) {
    if (l->real_clock)
        clock_init_real(&l->clock);
    else if (!l->clock.fake)
        clock_init_fake(&l->clock, LAB_START_MS);
    struct core_config cfg = { .data_dir = l->dir, .store = l->store, .clock = &l->clock,
                               .memory_max = l->memory_max ? l->memory_max : 64u << 20,
                               .snapshot_every_s = l->snapshot_every_s,
                               .snapshot_entries = l->snapshot_entries,
                               .read_only = l->read_only, .stepped = l->stepped,
                               .ignore_snapshot = l->ignore_snapshot,
                               .lease_ms = l->lease_ms, .fatal = on_fatal, .fatal_ctx = l };
    l->after_seq = 0;
    if (core_new(&cfg, &l->core, err) < 0) {
        l->core = NULL;
        return -1;
    }
    l->root = heap_root(core_heap(l->core), LAB_ROOM);
    core_on_begin(l->core, on_begin, l);
    core_on_entry(l->core, LAB_KIND, on_entry, l);
    core_on_commit(l->core, on_commit, l);
    core_on_dump(l->core, on_dump, l);
    core_state_version(l->core, "lab", 1);
    if (core_start(l->core, err) == 0)
        return 0;
    lab_close(l);
    return -1;
}

void lab_open(struct lab *l) {
    struct err err;
    OK(lab_try_open(l, &err));
}

void lab_close(struct lab *l) {
    core_free(l->core); /* stops it first */
    l->core = NULL;
}

void lab_remove(struct lab *l) {
    char command[128];
    lab_close(l);
    assert_false(l->torn);
    snprintf(command, sizeof command, "rm -rf '%s'", l->dir);
    assert_int_equal(system(command), 0);
}

/* ---- commands ---- */

static bool row_eq(const void *ctx, uint32_t i) {
    const struct lab_cmd *c = ctx;
    const struct lab_row *r = hvec_at(core_heap(c->lab->core), &c->lab->root->rows, i);
    return r->id == c->first_id;
}

static bool stands(struct lab *l, uint64_t id) {
    struct lab_cmd probe = { .lab = l, .first_id = id };
    return hidx_find(core_heap(l->core), &l->root->ix, id_hash(id), row_eq, &probe) !=
           UINT32_MAX;
}

static int insert_row(struct core *c, uint64_t id, struct err *err) {
    struct db *db;
    char key[40];
    if (core_db(c, &db, err) < 0)
        return -1;
    snprintf(key, sizeof key, "lab %llu", (unsigned long long)id);
    struct sql *q = db_sql(db, SQL("INSERT INTO meta (key, value) VALUES ($1, 'x') "
                                   "ON CONFLICT (key) DO NOTHING"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, str_of(key));
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int break_sql(struct core *c, struct err *err) {
    struct db *db;
    if (core_db(c, &db, err) < 0)
        return -1;
    struct sql *q = db_sql(db, SQL("INSERT INTO meta (key, value) VALUES ('hash_key', 'x')"),
                           err);
    return q && sql_run(q, err) >= 0 ? 0 : -1;
}

static int cmd_run(struct core *c, struct command *cmd, struct err *err) {
    struct lab_cmd *lc = (struct lab_cmd *)cmd;
    struct buf b;
    buf_init(&b, "lab entry", 16u << 20);
    lc->posted = 0;
    for (uint32_t i = 0; i < lc->n; i++) {
        if (stands(lc->lab, lc->first_id + i))
            continue;
        buf_reset(&b);
        buf_u64(&b, lc->first_id + i);
        buf_u64(&b, lc->value);
        char *pad = buf_room(&b, lc->pad + 1);
        memset(pad, (int)(lc->first_id & 0xff), lc->pad);
        b.len += lc->pad;
        core_emit(c, LAB_KIND, 1, buf_str(&b));
        lc->posted++;
    }
    buf_release(&b);
    if (lc->row && insert_row(c, lc->first_id, err) < 0)
        return -1;
    if (lc->fail == LAB_FAILS)
        return err_set(err, E_INVALID, "asked to fail");
    if (lc->fail == LAB_FAILS_SQL)
        return break_sql(c, err);
    return 0;
}

static void cmd_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct lab_cmd *lc = (struct lab_cmd *)cmd;
    if (err)
        lc->err = *err;
    lc->seq = seq;
    atomic_store(&lc->answered, err ? -1 : 1);
}

void lab_cmd(struct lab_cmd *c, struct lab *l, uint64_t first_id, uint32_t n, uint64_t value) {
    *c = (struct lab_cmd){ .cmd = { .name = "lab", .bytes = 64 + n * 32, .run = cmd_run,
                                    .done = cmd_done },
                           .lab = l, .first_id = first_id, .n = n, .value = value };
}

int lab_submit(struct lab_cmd *c, struct err *err) {
    c->answered = 0;
    c->cmd.done = cmd_done;
    c->err = ERR_INIT;
    return core_submit(c->lab->core, &c->cmd, err);
}

int lab_post(struct lab_cmd *c, struct err *err) {
    if (lab_submit(c, err) < 0)
        return -1;
    LAB_WAIT(atomic_load(&c->answered));
    if (c->answered < 0)
        *err = c->err;
    return c->answered < 0 ? -1 : 0;
}

void lab_insist(struct lab_cmd *c) {
    struct err err = ERR_INIT;
    for (int tries = 0; lab_post(c, &err) < 0; tries++) {
        if (err.code != E_UNAVAILABLE || tries > 10000)
            OK(-1);
        lab_pause();
    }
}

/* ---- looking ---- */

struct look { struct command cmd; struct lab *l; lab_look *fn; void *ctx; };

static int look_run(struct core *c, struct command *cmd, struct err *err) {
    struct look *k = (struct look *)cmd;
    (void)c;
    (void)err;
    k->fn(k->l, k->ctx);
    return 0;
}

void lab_read(struct lab *l, lab_look *fn, void *ctx) {
    struct err err;
    struct look k = { .cmd = { .name = "look", .bytes = 32, .reads = true, .run = look_run },
                      .l = l, .fn = fn, .ctx = ctx };
    OK(core_call(l->core, &k.cmd, &err));
}

uint64_t lab_rows_here(struct lab *l) { return l->root->rows.n; }
uint64_t lab_sum_here(struct lab *l) { return l->root->sum; }

uint32_t lab_times_here(struct lab *l, uint64_t id) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->root->rows.n; i++)
        n += ((struct lab_row *)hvec_at(core_heap(l->core), &l->root->rows, i))->id == id;
    return n;
}

static void look_rows(struct lab *l, void *ctx) { *(uint64_t *)ctx = lab_rows_here(l); }

uint64_t lab_rows(struct lab *l) {
    uint64_t n = 0;
    lab_read(l, look_rows, &n);
    return n;
}

struct times { uint64_t id; uint32_t n; };
static void look_times(struct lab *l, void *ctx) {
    struct times *t = ctx;
    t->n = lab_times_here(l, t->id);
}

uint32_t lab_times(struct lab *l, uint64_t id) {
    struct times t = { id, 0 };
    lab_read(l, look_times, &t);
    return t.n;
}

static void dump_line(void *ctx, struct str line) {
    buf_put_str(ctx, line);
    buf_putc(ctx, '\n');
}

static void look_dump(struct lab *l, void *ctx) {
    buf_reset(ctx);
    core_dump_all(l->core, dump_line, ctx);
}

void lab_dump(struct lab *l, struct buf *out) {
    if (!out->name)
        buf_init(out, "dump", 256u << 20);
    lab_read(l, look_dump, out);
    assert_false(out->full);
}

/* ---- checks ---- */

void lab_check_rebuilt(struct lab *l) {
    struct buf kept = { 0 }, rebuilt = { 0 };
    struct lab again = *l;
    again.core = NULL;
    again.read_only = again.ignore_snapshot = true;
    lab_dump(l, &kept);
    lab_open(&again);
    lab_dump(&again, &rebuilt);
    lab_close(&again);
    buf_putc(&kept, 0);
    buf_putc(&rebuilt, 0);
    assert_string_equal(kept.data, rebuilt.data);
    buf_release(&kept);
    buf_release(&rebuilt);
}

struct range { uint64_t from, to; };
static void look_once(struct lab *l, void *ctx) {
    struct range *r = ctx;
    uint64_t n = r->to - r->from + 1;
    uint32_t *times = calloc(n, sizeof *times);
    assert_non_null(times);
    for (uint32_t i = 0; i < l->root->rows.n; i++) {
        uint64_t id = ((struct lab_row *)hvec_at(core_heap(l->core), &l->root->rows, i))->id;
        if (id >= r->from && id <= r->to)
            times[id - r->from]++;
    }
    for (uint64_t i = 0; i < n; i++)
        if (times[i] != 1)
            fail_msg("id %llu stands there %u times", (unsigned long long)(r->from + i), times[i]);
    free(times);
}

void lab_check_once(struct lab *l, uint64_t from, uint64_t to) {
    struct range r = { from, to };
    struct lab again = *l; /* a failure must be reported on this thread */
    again.core = NULL;
    again.read_only = again.ignore_snapshot = true;
    lab_open(&again);
    lab_read(&again, look_once, &r);
    lab_close(&again);
}

int64_t lab_count(struct lab *l, struct sql_text text) {
    struct err err;
    struct db *db;
    OK(db_open(core_store_where(l->core), DB_READER, &db, &err));
    struct sql *q = db_sql(db, text, &err);
    assert_non_null(q);
    assert_int_equal(sql_step(q, &err), 1);
    int64_t v = sql_get_int(q, 0);
    sql_end(q);
    db_close(db);
    return v;
}
