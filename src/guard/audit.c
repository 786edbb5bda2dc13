/* audit.c - the audit log: rows, their chain, and what is taken out of them.
 *
 * THEORY      A row's detail is covered by a digest over it and a random salt (`sealed`); its
 *             commitment is a digest over the other columns and `sealed`; the chain is a digest
 *             over the chain before and the commitment.  An entry of the log holds each row's
 *             commitment, so the chain's head is a fold like all state, and a row that differs
 *             from what the log tells is noticed.  Erasure sets detail and salt to NULL: `sealed`
 *             stays, so the commitment can still be computed, and without the salt nobody can
 *             try guesses against it.  Which rows were cleared stands in the log, too.
 *             The entry is emitted inside the command, so the core's undo covers it; rows wait in
 *             memory until the batch's transaction is about to commit, and then go out together.
 * INVARIANTS  (1) Ids are 1, 2, 3 … in the order of the log; row and entry commit together.
 *             (2) Between batches no row waits.
 *             (3) The first row waits until all nodes know such entries, as in the upgrade that
 *                 brings the audit log; from then on nothing goes on without.
 *             (4) A row that waits and whose id is past the state's count was undone.
 * LIMITS      WAIT_MAX bytes of a batch's rows: the core ends a batch long before.
 * THREADS     Core thread, but for the table of looks, which has a lock. */
#include "guard/audit_internal.h"

#include "base/check.h"
#include "base/utf8.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define STATE_VERSION 1
#define SALT 16
#define COLUMNS 12
#define WAIT_MAX (128u << 20)
#define ROWS_MAX 64           /* of one INSERT */
#define SEEN_SETS 16384u      /* of SEEN_WAYS looks each: 1 MB */
#define SEEN_WAYS 4u
#define NAMES 256u

struct audit_root {
    uint64_t n, cleared;
    uint8_t head[AUDIT_DIGEST];
    struct hvec forget;  /* uint32_t: atoms whose rows are to be cleared */
    uint32_t forgotten;  /* so many of them are done */
    uint32_t pad;
};

struct seen { uint64_t key; int64_t at_ms; };
struct name { uint16_t n_who, n; char who[32], text[AUDIT_NAME_MAX]; };

struct audit {
    struct core *core;
    struct audit_root *root;
    struct buf entry;
    struct buf wait;    /* rows as wait_row() puts them */
    size_t *starts;     /* of each in `wait` */
    uint32_t n_wait, cap_wait;
    uint64_t first_id;  /* of the first that waits */
    struct name *names; /* NAMES, by the principal's digest */
    pthread_mutex_t lock;
    struct seen (*seen)[SEEN_WAYS]; /* under lock */
    _Atomic uint64_t st_rows, st_cleared, st_repeated;
};

/* ---- digests ---- */

void audit_seal(struct str salt, struct str detail, uint8_t out[AUDIT_DIGEST]) {
    struct buf b;
    buf_init(&b, "sealed", detail.n + salt.n + 32);
    buf_bytes(&b, salt);
    buf_bytes(&b, detail);
    hash_sha256(b.data, b.len, out);
    buf_release(&b);
}

void audit_commitment(const struct audit_row *row, uint8_t out[AUDIT_DIGEST]) {
    const struct str fields[] = { row->who, row->who_name, row->address, row->request,
                                  row->operation, row->subject, row->sealed };
    struct buf b;
    buf_init(&b, "commitment", 1u << 20);
    buf_u64(&b, row->id);
    buf_u64(&b, (uint64_t)row->at_ms);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        buf_bytes(&b, fields[i]);
    CHECK(!b.full);
    hash_sha256(b.data, b.len, out);
    buf_release(&b);
}

void audit_chain(uint8_t head[AUDIT_DIGEST], const uint8_t commitment[AUDIT_DIGEST]) {
    uint8_t in[2 * AUDIT_DIGEST];
    memcpy(in, head, AUDIT_DIGEST);
    memcpy(in + AUDIT_DIGEST, commitment, AUDIT_DIGEST);
    hash_sha256(in, sizeof in, head);
}

/* ---- applying ---- */

static void on_row(struct audit *a, struct rd *r) {
    struct audit_root *root = heap_touch(core_heap(a->core), a->root, sizeof *a->root);
    uint64_t id = rd_varint(r);
    struct str commitment = rd_take(r, AUDIT_DIGEST);
    CHECK(!r->bad && id == root->n + 1);
    root->n = id;
    audit_chain(root->head, (const uint8_t *)commitment.s);
}

static void on_entry(void *room, const struct entry *e) {
    struct audit *a = room;
    struct heap *h = core_heap(a->core);
    struct rd r = rd_of(e->body.s, e->body.n);
    switch (rd_u8(&r)) {
    case AUDIT_ROW:
        on_row(a, &r);
        break;
    case AUDIT_CLEARED:
        HEAP_SET(h, a->root->cleared, a->root->cleared + rd_varint(&r));
        break;
    case AUDIT_FORGET:
        for (uint64_t n = rd_varint(&r); n > 0 && !r.bad; n--) {
            void *p;
            uint32_t atom = (uint32_t)rd_varint(&r);
            hvec_push(h, &a->root->forget, &p);
            memcpy(p, &atom, sizeof atom);
        }
        break;
    case AUDIT_FORGOTTEN:
        HEAP_SET(h, a->root->forgotten, a->root->forgotten + 1);
        break;
    }
    CHECK(!r.bad);
}

static void on_begin(void *room) {
    struct audit *a = room;
    hvec_init(core_heap(a->core), &a->root->forget, sizeof(uint32_t), 4096);
}

static void on_commit(void *room, uint64_t seq) {
    struct audit *a = room;
    (void)seq;
    atomic_store_explicit(&a->st_rows, a->root->n, memory_order_relaxed);
    atomic_store_explicit(&a->st_cleared, a->root->cleared, memory_order_relaxed);
}

static void dump(void *room, core_line *line, void *ctx) {
    struct audit *a = room;
    char hex[2 * AUDIT_DIGEST + 1], text[200];
    if (a->root->n == 0 && a->root->forget.n == 0)
        return; /* as in workspaces of before there was an audit log */
    hash_hex(a->root->head, AUDIT_DIGEST, hex);
    int n = snprintf(text, sizeof text, "audit rows %llu cleared %llu head %s forget %u of %u",
                     (unsigned long long)a->root->n, (unsigned long long)a->root->cleared, hex,
                     a->root->forgotten, a->root->forget.n);
    line(ctx, str_n(text, (size_t)n));
}

static void emit(struct audit *a) {
    CHECK(!a->entry.full);
    core_emit(a->core, ENTRY_AUDIT, 1, buf_str(&a->entry));
}

/* ---- adding ---- */

struct str audit_person(uint32_t atom, char out[AUDIT_PERSON_SIZE]) {
    return str_n(out, (size_t)snprintf(out, AUDIT_PERSON_SIZE, "person:%u", atom));
}

static struct str digest_str(const uint8_t *p) { return str_n((const char *)p, AUDIT_DIGEST); }

/* Invariant 4. */
static void drop_undone(struct audit *a) {
    while (a->n_wait > 0 && a->first_id + a->n_wait - 1 > a->root->n)
        a->wait.len = a->starts[--a->n_wait];
}

static void wait_row(struct audit *a, const struct audit_row *row) {
    if (a->n_wait == a->cap_wait) {
        a->cap_wait = a->cap_wait ? a->cap_wait * 2 : 64;
        a->starts = realloc(a->starts, a->cap_wait * sizeof *a->starts);
        CHECK(a->starts);
    }
    if (a->n_wait == 0)
        a->first_id = row->id;
    a->starts[a->n_wait++] = a->wait.len;
    const struct str fields[] = { row->who, row->who_name, row->address, row->request,
                                  row->operation, row->subject, row->detail, row->salt,
                                  row->sealed, row->chain };
    buf_u64(&a->wait, (uint64_t)row->at_ms);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        buf_bytes(&a->wait, fields[i]);
    CHECK(!a->wait.full);
}

/* At most n bytes of UTF-8. */
static struct str cut(struct str s, size_t n) {
    if (s.n > n) {
        while (n > 0 && ((unsigned char)s.s[n] & 0xc0) == 0x80)
            n--;
        s.n = n;
    }
    return s;
}

/* A text that no column takes would fail a whole batch: nothing of it is kept. */
static struct str text(struct str s, struct str instead) {
    bool fine = s.n == 0 || (utf8_valid(s.s, s.n) && !memchr(s.s, 0, s.n));
    return fine ? s : instead;
}

uint64_t audit_add(struct audit *a, const struct audit_act *act) {
    uint8_t salt[SALT], sealed[AUDIT_DIGEST], commitment[AUDIT_DIGEST];
    struct str none = STR("");
    bool fits = act->detail.n > 0 && act->detail.n <= AUDIT_DETAIL_MAX;
    if (a->root->n == 0 && !core_may_emit(a->core, ENTRY_AUDIT))
        return 0;
    drop_undone(a);
    hash_random(salt, sizeof salt);
    struct audit_row row = {
        .id = a->root->n + 1, .at_ms = core_now(a->core), .who = text(act->who, none),
        .who_name = text(cut(act->who_name, AUDIT_NAME_MAX), none),
        .address = text(act->address, none), .request = text(act->request, none),
        .operation = text(act->operation, none), .subject = text(act->subject, none),
        .detail = text(fits ? act->detail : STR("{\"truncated\":true}"), STR("{}")),
        .salt = str_n((const char *)salt, sizeof salt),
        .sealed = digest_str(sealed), .chain = digest_str(a->root->head)
    };
    audit_seal(row.salt, row.detail, sealed);
    audit_commitment(&row, commitment);
    buf_reset(&a->entry);
    buf_u8(&a->entry, AUDIT_ROW);
    buf_varint(&a->entry, row.id);
    buf_put(&a->entry, commitment, sizeof commitment);
    emit(a);
    wait_row(a, &row);
    return row.id;
}

uint64_t audit_add_own(struct audit *a, const char *operation, struct str subject,
                       struct str detail) {
    struct audit_act act = { .who = STR("system"), .who_name = STR("Musubi"),
                             .operation = str_of(operation), .subject = subject,
                             .detail = detail };
    return audit_add(a, &act);
}

static struct name *name_at(struct audit *a, struct str who) {
    return &a->names[hash_xx64(who.s, who.n, 0) % NAMES];
}

bool audit_name_known(struct audit *a, struct str who, struct str *ret) {
    const struct name *x = name_at(a, who);
    if (x->n_who == 0 || !str_eq(str_n(x->who, x->n_who), who))
        return false;
    *ret = str_n(x->text, x->n);
    return true;
}

void audit_name_keep(struct audit *a, struct str who, struct str name) {
    struct name *x = name_at(a, who);
    if (who.n == 0 || who.n > sizeof x->who)
        return;
    name = cut(name, AUDIT_NAME_MAX);
    x->n_who = (uint16_t)who.n;
    x->n = (uint16_t)name.n;
    memcpy(x->who, who.s, who.n);
    if (name.n)
        memcpy(x->text, name.s, name.n);
}

/* ---- writing: all rows of a batch in few statements ---- */

static const int sizes[] = { 64, 32, 16, 8, 4, 2, 1 };
#define N_SIZES (sizeof sizes / sizeof *sizes)
static char *inserts[N_SIZES]; /* made once, for good: statements are kept by their text */
static pthread_once_t inserts_once = PTHREAD_ONCE_INIT;

static void inserts_make(void) {
    for (size_t s = 0; s < N_SIZES; s++) {
        struct buf b;
        buf_init(&b, "INSERT", 1u << 16);
        buf_puts(&b, "INSERT INTO audit (" AUDIT_COLUMNS ") VALUES ");
        for (int i = 0, n = 1; i < sizes[s]; i++) {
            for (int c = 0; c < COLUMNS; c++)
                buf_printf(&b, "%s$%d", c ? "," : i ? ",(" : "(", n++);
            buf_putc(&b, ')');
        }
        inserts[s] = buf_take(&b, NULL);
    }
}

static void bind_row(struct sql *q, int at, uint64_t id, struct rd *r) {
    sql_int(q, at, (int64_t)id);
    sql_int(q, at + 1, (int64_t)rd_u64(r));
    for (int c = 2; c < COLUMNS; c++) {
        struct str v = rd_bytes(r);
        if (c < 9)
            sql_text_(q, at + c, v);
        else
            sql_bytes(q, at + c, v);
    }
    CHECK(!r->bad);
}

static int write_rows(struct audit *a, struct db *db, struct err *err) {
    struct rd r = rd_of(a->wait.data, a->wait.len);
    uint32_t done = 0;
    for (size_t s = 0; s < N_SIZES; s++)
        while (a->n_wait - done >= (uint32_t)sizes[s]) {
            struct sql *q = db_sql(db, (struct sql_text){ inserts[s] }, err);
            if (!q)
                return -1;
            for (int i = 0; i < sizes[s]; i++)
                bind_row(q, 1 + i * COLUMNS, a->first_id + done++, &r);
            if (sql_run(q, err) < 0)
                return err_within(err, "audit log");
        }
    return 0;
}

static int seal(void *room, struct db *db, struct err *err) {
    struct audit *a = room;
    drop_undone(a);
    int rc = db && a->n_wait > 0 ? write_rows(a, db, err) : 0;
    a->n_wait = 0;
    if (a->wait.cap > 1u << 20)
        buf_release(&a->wait);
    buf_reset(&a->wait);
    return rc;
}

/* ---- taking details away ---- */

static void bind_ids(struct sql *q, const uint64_t *ids, uint32_t n) {
    for (uint32_t i = 0; i < AUDIT_CLEAR_MAX; i++)
        sql_int(q, (int)i + 1, (int64_t)ids[i < n ? i : 0]);
}

/* Those of them that have a detail, in order. */
static int still_there(struct db *db, const uint64_t *ids, uint32_t n, uint64_t *ret,
                       uint32_t *ret_n, struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT id FROM audit WHERE detail IS NOT NULL AND id IN ("
                                   AUDIT_P64 ") ORDER BY id"), err);
    int rc;
    *ret_n = 0;
    if (!q)
        return -1;
    bind_ids(q, ids, n);
    while ((rc = sql_step(q, err)) > 0)
        ret[(*ret_n)++] = (uint64_t)sql_get_int(q, 0);
    sql_end(q);
    return rc;
}

int audit_clear(struct audit *a, const uint64_t *ids, uint32_t n, struct err *err) {
    struct db *db;
    uint64_t some[AUDIT_CLEAR_MAX];
    uint32_t n_some;
    CHECK(n <= AUDIT_CLEAR_MAX);
    if (n == 0)
        return 0;
    if (core_db(a->core, &db, err) < 0 || still_there(db, ids, n, some, &n_some, err) < 0)
        return -1;
    if (n_some == 0)
        return 0;
    struct sql *q = db_sql(db, SQL("UPDATE audit SET detail = NULL, salt = NULL WHERE id IN ("
                                   AUDIT_P64 ")"), err);
    if (!q)
        return -1;
    bind_ids(q, some, n_some);
    if (sql_run(q, err) < 0)
        return -1;
    buf_reset(&a->entry);
    buf_u8(&a->entry, AUDIT_CLEARED);
    buf_varint(&a->entry, n_some);
    for (uint32_t i = 0; i < n_some; i++)
        buf_varint(&a->entry, some[i]);
    emit(a);
    return 0;
}

void audit_told(struct audit *a, struct audit_told *ret) {
    *ret = (struct audit_told){ .rows = a->root->n, .cleared = a->root->cleared };
    memcpy(ret->head, a->root->head, AUDIT_DIGEST);
}

bool audit_begun(struct audit *a) { return a->root->n > 0; }

void audit_forget(struct audit *a, const uint32_t *atoms, uint32_t n) {
    if (a->root->n == 0)
        return; /* nothing was said of anybody */
    buf_reset(&a->entry);
    buf_u8(&a->entry, AUDIT_FORGET);
    buf_varint(&a->entry, n);
    for (uint32_t i = 0; i < n; i++)
        buf_varint(&a->entry, atoms[i]);
    emit(a);
}

uint32_t audit_to_forget(struct audit *a) {
    if (a->root->forgotten == a->root->forget.n)
        return UINT32_MAX;
    return *(uint32_t *)hvec_at(core_heap(a->core), &a->root->forget, a->root->forgotten);
}

void audit_forgotten(struct audit *a) {
    CHECK(a->root->forgotten < a->root->forget.n);
    buf_reset(&a->entry);
    buf_u8(&a->entry, AUDIT_FORGOTTEN);
    emit(a);
}

/* ---- looks repeated ---- */

bool audit_seen(struct audit *a, uint64_t key, int64_t now_ms) {
    bool found = false;
    pthread_mutex_lock(&a->lock);
    const struct seen *set = a->seen[key & (SEEN_SETS - 1)];
    for (unsigned i = 0; i < SEEN_WAYS; i++)
        found |= set[i].key == key && set[i].at_ms <= now_ms &&
                 now_ms - set[i].at_ms < AUDIT_AGAIN_MS;
    pthread_mutex_unlock(&a->lock);
    return found;
}

void audit_repeated(struct audit *a) {
    atomic_fetch_add_explicit(&a->st_repeated, 1, memory_order_relaxed);
}

void audit_saw(struct audit *a, uint64_t key, int64_t at_ms) {
    pthread_mutex_lock(&a->lock);
    struct seen *set = a->seen[key & (SEEN_SETS - 1)], *to = set;
    for (unsigned i = 1; i < SEEN_WAYS && to->key != key; i++)
        if (set[i].key == key || set[i].at_ms < to->at_ms)
            to = &set[i];
    *to = (struct seen){ key, at_ms };
    pthread_mutex_unlock(&a->lock);
}

/* ---- life ---- */

struct audit *audit_new(struct core *c) {
    struct audit *a = calloc(1, sizeof *a);
    CHECK(a);
    pthread_once(&inserts_once, inserts_make);
    a->core = c;
    a->root = heap_root(core_heap(c), HEAP_ROOM_AUDIT);
    a->seen = calloc(SEEN_SETS, sizeof *a->seen);
    a->names = calloc(NAMES, sizeof *a->names);
    CHECK(a->seen && a->names);
    buf_init(&a->entry, "audit entry", 1u << 20);
    buf_init(&a->wait, "audit rows", WAIT_MAX);
    pthread_mutex_init(&a->lock, NULL);
    core_state_version(c, "audit", STATE_VERSION);
    core_on_begin(c, on_begin, a);
    core_on_entry(c, ENTRY_AUDIT, on_entry, a);
    core_on_commit(c, on_commit, a);
    core_on_dump(c, dump, a);
    core_on_seal(c, seal, a);
    return a;
}

void audit_free(struct audit *a) {
    if (!a)
        return;
    buf_release(&a->entry);
    buf_release(&a->wait);
    free(a->starts);
    free(a->seen);
    free(a->names);
    pthread_mutex_destroy(&a->lock);
    free(a);
}

void audit_stats(struct audit *a, struct audit_stats *ret) {
    *ret = (struct audit_stats){ atomic_load(&a->st_rows), atomic_load(&a->st_cleared),
                                 atomic_load(&a->st_repeated) };
}
