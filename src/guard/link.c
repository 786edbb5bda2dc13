/* link.c - invitations and resets as rows that are found by the digest of their token.
 *
 * THEORY      Nothing has to be guessed or compared in secret: 256 random bits are looked up by
 *             their SHA-256.  A link that was used is deleted in the command that used it, so of
 *             two who use it at once one is refused. */
#include "guard/link.h"
#include "guard/guard_internal.h"

#include "base/check.h"

#define COLUMNS                                                                              \
    "SELECT id, staff_id, email, roles, by_staff, created_ms, ends_ms FROM staff_link"

static struct str kind_name(enum link_kind kind) {
    return kind == LINK_INVITATION ? STR("invitation") : STR("reset");
}

static void row(const struct guard *g, enum link_kind kind, struct sql *q, struct arena *a,
                struct link *ret) {
    *ret = (struct link){
        .id = (uint32_t)sql_get_int(q, 0),
        .kind = kind,
        .staff = sql_is_null(q, 1) ? 0 : (uint32_t)sql_get_int(q, 1),
        .email = guard_text(q, 2, a),
        .roles = guard_roles_known(g, sql_get_text(q, 3)),
        .by = (uint32_t)sql_get_int(q, 4),
        .created_ms = sql_get_int(q, 5),
        .ends_ms = sql_get_int(q, 6),
    };
}

static int one(const struct guard *g, enum link_kind kind, struct sql *q, struct arena *a,
               struct link *ret, struct err *err) {
    int rc = sql_step(q, err);
    if (rc > 0)
        row(g, kind, q, a, ret);
    sql_end(q);
    if (rc == 0) {
        err_set(err, E_NOT_FOUND, "there is no such link, or it was used, or it is too old");
        return err_hint(err, "ask for another one");
    }
    return rc < 0 ? -1 : 0;
}

int link_find(struct guard *g, struct db *db, enum link_kind kind, struct str token,
              struct arena *a, struct link *ret, struct err *err) {
    uint8_t hash[32];
    hash_sha256(token.s, token.n, hash);
    struct sql *q = db_sql(db, SQL(COLUMNS " WHERE hash = $1 AND kind = $2 AND ends_ms > $3"),
                           err);
    if (!q)
        return -1;
    sql_bytes(q, 1, str_n((const char *)hash, 32));
    sql_text_(q, 2, kind_name(kind));
    sql_int(q, 3, clock_wall_ms(core_clock(g->core)));
    return one(g, kind, q, a, ret, err);
}

int link_get(struct guard *g, struct db *db, enum link_kind kind, uint32_t id, struct arena *a,
             struct link *ret, struct err *err) {
    struct sql *q = db_sql(db, SQL(COLUMNS " WHERE id = $1 AND kind = $2"), err);
    if (!q)
        return -1;
    sql_int(q, 1, id);
    sql_text_(q, 2, kind_name(kind));
    return one(g, kind, q, a, ret, err);
}

int link_of_email(struct guard *g, struct db *db, struct str email, struct arena *a,
                  struct link *ret, struct err *err) {
    struct sql *q = db_sql(db, SQL(COLUMNS " WHERE email = $1 AND kind = 'invitation'"
                                           " AND ends_ms > $2"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, email);
    sql_int(q, 2, clock_wall_ms(core_clock(g->core)));
    int rc = sql_step(q, err);
    if (rc > 0)
        row(g, LINK_INVITATION, q, a, ret);
    sql_end(q);
    return rc;
}

int link_list(struct guard *g, struct db *db, uint32_t after, int limit, struct arena *a,
              struct link **ret, struct err *err) {
    struct sql *q = db_sql(db, SQL(COLUMNS " WHERE kind = 'invitation' AND id > $1 AND"
                                           " ends_ms > $2 ORDER BY id LIMIT $3"), err);
    struct link *rows = arena_alloc(a, (size_t)limit * sizeof(*rows));
    int n = 0, rc;
    if (!q)
        return -1;
    sql_int(q, 1, after);
    sql_int(q, 2, clock_wall_ms(core_clock(g->core)));
    sql_int(q, 3, limit);
    while ((rc = sql_step(q, err)) > 0 && n < limit)
        row(g, LINK_INVITATION, q, a, &rows[n++]);
    sql_end(q);
    *ret = rows;
    return rc < 0 ? -1 : n;
}

int link_delete(struct core *c, uint32_t id, struct err *err) {
    struct db *db;
    if (core_db(c, &db, err))
        return -1;
    struct sql *q = db_sql(db, SQL("DELETE FROM staff_link WHERE id = $1"), err);
    if (!q)
        return -1;
    sql_int(q, 1, id);
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int drop_earlier(struct db *db, const struct link *l, struct err *err) {
    struct sql *q = db_sql(db, SQL("DELETE FROM staff_link WHERE kind = $1 AND email = $2"
                                   " AND COALESCE(staff_id, 0) = $3"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, kind_name(l->kind));
    sql_text_(q, 2, l->email);
    sql_int(q, 3, l->staff);
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int insert(struct guard *g, struct db *db, const struct link *l, struct str token,
                  struct err *err) {
    uint8_t hash[32];
    struct arena a;
    struct sql *q = db_sql(db, SQL("INSERT INTO staff_link (id, kind, hash, staff_id, email,"
                                   " roles, by_staff, created_ms, ends_ms)"
                                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"), err);
    if (!q)
        return -1;
    arena_init(&a, "roles", 1 << 16);
    hash_sha256(token.s, token.n, hash);
    sql_int(q, 1, l->id);
    sql_text_(q, 2, kind_name(l->kind));
    sql_bytes(q, 3, str_n((const char *)hash, 32));
    if (l->staff)
        sql_int(q, 4, l->staff);
    else
        sql_null(q, 4);
    sql_text_(q, 5, l->email);
    sql_text_(q, 6, str_of(guard_role_names(g, l->roles, &a)));
    sql_int(q, 7, l->by);
    sql_int(q, 8, l->created_ms);
    sql_int(q, 9, l->ends_ms);
    int64_t n = sql_run(q, err);
    arena_release(&a);
    return n < 0 ? -1 : 0;
}

static int room_for_one(struct db *db, struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT COUNT(*) FROM staff_link"), err);
    if (!q)
        return -1;
    int rc = sql_step(q, err);
    int64_t n = rc > 0 ? sql_get_int(q, 0) : 0;
    sql_end(q);
    if (rc >= 0 && n >= LINKS_MAX)
        return err_set(err, E_LIMIT, "there are %d links already", LINKS_MAX);
    return rc < 0 ? -1 : 0;
}

int link_make(struct guard *g, struct core *c, struct link *l, char ret_token[LINK_TOKEN_SIZE],
              struct err *err) {
    struct db *db;
    struct arena a;
    struct staff s;
    uint8_t bits[32];
    char text[4 * 11 + 1];
    arena_init(&a, "link", 1 << 16);
    int found = core_db(c, &db, err) ? -1 : 0;
    if (!found && l->kind == LINK_INVITATION)
        found = staff_find(g, db, l->email, &a, &s, err);
    arena_release(&a);
    if (found > 0)
        return err_set(err, E_CONFLICT, "there is a staff account for %.*s already",
                       (int)(l->email.n < 100 ? l->email.n : 100), l->email.s);
    if (found < 0 || drop_earlier(db, l, err) || room_for_one(db, err) ||
        guard_next_id(db, "link", &l->id, err))
        return -1;
    l->created_ms = core_now(c);
    l->ends_ms = l->created_ms +
                 (l->kind == LINK_INVITATION ? LINK_INVITATION_MS : LINK_RESET_MS);
    hash_random(bits, sizeof(bits));
    size_t n = hash_base64url_encode(bits, sizeof(bits), text);
    CHECK(n + 1 == LINK_TOKEN_SIZE);
    memcpy(ret_token, text, n);
    ret_token[n] = 0;
    if (insert(g, db, l, str_of(ret_token), err))
        return -1;
    guard_emit(c, l->staff, l->kind == LINK_INVITATION ? STAFF_INVITED : STAFF_RESET_MADE, l->by,
               l->id);
    return 0;
}
