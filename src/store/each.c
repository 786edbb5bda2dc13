/* each.c - every value of every table, and what lies in a PostgreSQL table's pages beside live
 * rows: for those who look whether something is really gone.
 *
 * THEORY      Pages are read through the extension pageinspect, which only a superuser may use;
 *             a row that was updated or deleted stands there until VACUUM has taken it away.
 */
#include "store/store_internal.h"

int store_each_value(struct db *db, store_value *got, void *ctx, struct err *err) {
    for (int i = 0; i < store_tables_n; i++) {
        const struct store_table *t = &store_tables[i];
        if (strcmp(t->name, "log") == 0)
            continue; /* read as frames */
        struct sql *q = db_sql(db, t->select, err);
        int rc = q ? 0 : -1;
        while (q && (rc = sql_step(q, err)) > 0)
            for (int c = 0; t->types[c]; c++)
                if (t->types[c] == 't' || t->types[c] == 'b')
                    got(ctx, t->name, t->types[c] == 't' ? sql_get_text(q, c)
                                                         : sql_get_bytes(q, c));
        sql_end(q);
        if (rc < 0)
            return -1;
    }
    return 0;
}

/* 1 when pages can be read. */
static int may_inspect(struct db *db, struct err *err) {
    struct sql *q = db_sql(db,
                           SQL("SELECT count(*) FROM pg_extension, pg_roles "
                               "WHERE extname = 'pageinspect' AND rolname = current_user "
                               "AND rolsuper"),
                           err);
    int rc = q ? sql_step(q, err) : -1;
    if (rc > 0)
        rc = sql_get_int(q, 0) > 0;
    sql_end(q);
    return rc;
}

static int64_t page_count(struct db *db, const char *table, char name[160], bool toast,
                          struct err *err) {
    struct sql *q = db_sql(db,
                           SQL("SELECT CASE WHEN $2 = 1 THEN reltoastrelid ELSE oid END"
                               "::regclass::text, pg_relation_size(CASE WHEN $2 = 1 THEN "
                               "reltoastrelid ELSE oid END) / 8192 FROM pg_class "
                               "WHERE oid = to_regclass($1) AND ($2 = 0 OR reltoastrelid <> 0)"),
                           err);
    int64_t n = -1;
    if (!q)
        return -1;
    sql_text_(q, 1, str_of(table));
    sql_int(q, 2, toast);
    int rc = sql_step(q, err);
    if (rc >= 0)
        n = 0;
    if (rc > 0) {
        struct str s = sql_get_text(q, 0);
        size_t len = s.n < 159 ? s.n : 159;
        memcpy(name, s.s, len);
        name[len] = 0;
        n = sql_get_int(q, 1);
    }
    sql_end(q);
    return n;
}

static int pages_of(struct db *db, const char *table, bool toast, store_row *got, void *ctx,
                    struct err *err) {
    char name[160];
    int64_t n = page_count(db, table, name, toast, err);
    for (int64_t page = 0; page < n; page++) {
        struct sql *q = db_sql(db,
                               SQL("SELECT t_data, t_xmax::text::bigint FROM "
                                   "heap_page_items(get_raw_page($1, $2)) "
                                   "WHERE t_data IS NOT NULL"),
                               err);
        if (!q)
            return -1;
        sql_text_(q, 1, str_of(name));
        sql_int(q, 2, page);
        int rc;
        while ((rc = sql_step(q, err)) > 0)
            got(ctx, table, toast, sql_get_bytes(q, 0));
        sql_end(q);
        if (rc < 0)
            return -1;
    }
    return n < 0 ? -1 : 0;
}

int store_each_row(struct db *db, store_row *got, void *ctx, struct err *err) {
    int may = db_kind(db) == DB_POSTGRES ? may_inspect(db, err) : 0;
    if (may <= 0)
        return may;
    for (int i = 0; i < store_tables_n; i++)
        if (pages_of(db, store_tables[i].name, false, got, ctx, err) < 0 ||
            pages_of(db, store_tables[i].name, true, got, ctx, err) < 0)
            return err_within(err, "table %s", store_tables[i].name);
    return 1;
}
