/* provider.c - providers and the accounts of theirs that belong to members, as rows. */
#include "guard/guard_internal.h"
#include "guard/provider.h"
#include "guard/seal.h"

#define COLUMNS                                                                             \
    "SELECT id, title, issuer, client, secret, domains, roles, created_ms FROM staff_provider"

static void row(const struct guard *g, struct sql *q, struct arena *a, struct provider *ret) {
    struct str secret = sql_get_bytes(q, 4);
    *ret = (struct provider){
        .id = guard_text(q, 0, a), .title = guard_text(q, 1, a), .issuer = guard_text(q, 2, a),
        .client = guard_text(q, 3, a),
        .secret = str_n(arena_dup(a, secret.n ? secret.s : "", secret.n), secret.n),
        .domains = guard_text(q, 5, a), .roles = guard_roles_known(g, sql_get_text(q, 6)),
        .created_ms = sql_get_int(q, 7),
    };
}

int provider_list(struct guard *g, struct db *db, struct arena *a, struct provider **ret,
                  struct err *err) {
    struct sql *q = db_sql(db, SQL(COLUMNS " ORDER BY id LIMIT 20"), err);
    struct provider *rows = arena_alloc(a, PROVIDERS_MAX * sizeof(*rows));
    int n = 0, rc;
    if (!q)
        return -1;
    while ((rc = sql_step(q, err)) > 0 && n < PROVIDERS_MAX)
        row(g, q, a, &rows[n++]);
    sql_end(q);
    *ret = rows;
    return rc < 0 ? -1 : n;
}

int provider_get(struct guard *g, struct db *db, struct str id, struct arena *a,
                 struct provider *ret, struct err *err) {
    struct sql *q = db_sql(db, SQL(COLUMNS " WHERE id = $1"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, id);
    int rc = sql_step(q, err);
    if (rc > 0)
        row(g, q, a, ret);
    sql_end(q);
    if (rc == 0)
        return err_set(err, E_NOT_FOUND, "there is no such provider");
    return rc < 0 ? -1 : 0;
}

static int room_for_one(struct db *db, struct str id, struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT COUNT(*) FROM staff_provider WHERE id <> $1"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, id);
    int rc = sql_step(q, err);
    int64_t n = rc > 0 ? sql_get_int(q, 0) : 0;
    sql_end(q);
    if (rc >= 0 && n >= PROVIDERS_MAX)
        return err_set(err, E_LIMIT, "a workspace has at most %d providers", PROVIDERS_MAX);
    return rc < 0 ? -1 : 0;
}

int provider_put(struct guard *g, struct core *c, const struct provider *p, struct str secret,
                 struct err *err) {
    uint8_t sealed[SEAL_MAX + SEAL_EXTRA];
    size_t n = 0;
    struct db *db;
    struct arena a;
    if (core_db(c, &db, err) || room_for_one(db, p->id, err))
        return -1;
    arena_init(&a, "provider", 1 << 16);
    if (secret.n && guard_seal(g, c, arena_printf(&a, "provider:%.*s", STR_FMT(p->id)), secret,
                               sealed, &n, err)) {
        arena_release(&a);
        return -1;
    }
    struct sql *q = db_sql(db, SQL("INSERT INTO staff_provider (id, title, issuer, client,"
                                   " secret, domains, roles, created_ms)"
                                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
                                   " ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
                                   " issuer = excluded.issuer, client = excluded.client,"
                                   " secret = excluded.secret, domains = excluded.domains,"
                                   " roles = excluded.roles"), err);
    int64_t rc = -1;
    if (q) {
        sql_text_(q, 1, p->id);
        sql_text_(q, 2, p->title);
        sql_text_(q, 3, p->issuer);
        sql_text_(q, 4, p->client);
        sql_bytes(q, 5, secret.s ? str_n((const char *)sealed, n) : p->secret);
        sql_text_(q, 6, p->domains);
        sql_text_(q, 7, str_of(guard_role_names(g, p->roles, &a)));
        sql_int(q, 8, core_now(c));
        rc = sql_run(q, err);
    }
    arena_release(&a);
    return rc < 0 ? -1 : 0;
}

int provider_delete(struct core *c, struct str id, struct err *err) {
    struct db *db;
    if (core_db(c, &db, err))
        return -1;
    struct sql *q = db_sql(db, SQL("DELETE FROM staff_provider WHERE id = $1"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, id);
    int64_t n = sql_run(q, err);
    if (n == 0)
        return err_set(err, E_NOT_FOUND, "there is no such provider");
    return n < 0 ? -1 : 0;
}

bool provider_domain(const struct provider *p, struct str email) {
    const char *at = email.n ? memchr(email.s, '@', email.n) : NULL;
    struct str domain = at ? str_n(at + 1, (size_t)(email.s + email.n - at) - 1)
                           : (struct str){ NULL, 0 };
    for (size_t i = 0, from = 0; domain.n && i <= p->domains.n; i++)
        if (i == p->domains.n || p->domains.s[i] == ' ') {
            if (str_eq_nocase(domain, str_n(p->domains.s + from, i - from)))
                return true;
            from = i + 1;
        }
    return false;
}

int identity_find(struct db *db, struct str issuer, struct str subject, uint32_t *ret_staff,
                  struct err *err) {
    struct sql *q = db_sql(db, SQL("SELECT staff_id FROM staff_identity WHERE issuer = $1"
                                   " AND subject = $2"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, issuer);
    sql_text_(q, 2, subject);
    int rc = sql_step(q, err);
    if (rc > 0)
        *ret_staff = (uint32_t)sql_get_int(q, 0);
    sql_end(q);
    return rc;
}

int identity_link(struct core *c, struct str issuer, struct str subject, uint32_t staff,
                  struct err *err) {
    struct db *db;
    if (core_db(c, &db, err))
        return -1;
    struct sql *q = db_sql(db, SQL("INSERT INTO staff_identity (issuer, subject, staff_id,"
                                   " created_ms) VALUES ($1, $2, $3, $4)"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, issuer);
    sql_text_(q, 2, subject);
    sql_int(q, 3, staff);
    sql_int(q, 4, core_now(c));
    if (sql_run(q, err) < 0)
        return -1;
    guard_emit(c, staff, STAFF_LINKED, staff | GUARD_BY_STAFF, 0);
    return 0;
}
