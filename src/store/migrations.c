/* migrations.c - the schema, as numbered steps, and the list of its tables.
 *
 * THEORY      Version n of the schema is what steps 1 to n make.  A step that was released is
 *             never changed; a change is a new step.  All missing steps run in one transaction,
 *             under a lock, so two programs that start at once do not collide.
 * INVARIANTS  (1) store_tables describes the newest version; a test compares it with what the
 *                 steps really make, on both stores.
 *
 * Keys are given by the program, never by the store: the two would number differently.
 */
#include "store/store_internal.h"

#include "base/buf.h"
#include <stdio.h>
#include <stdlib.h>

#define TABLE(name, columns, types, key, values) \
    { name, columns, types, \
      { "SELECT " columns " FROM " name " ORDER BY " key }, \
      { "INSERT INTO " name " (" columns ") VALUES (" values ")" }, \
      { "SELECT count(*) FROM " name } }

const struct store_table store_tables[] = {
    TABLE("meta", "key,value", "tt", "key", "$1,$2"),
    TABLE("staff",
          "id,email,password_hash,created_ms,name,roles,locale,theme,disabled_ms,signed_in_ms,"
          "totp,totp_on,totp_step",
          "ittittttiibii", "id", "$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13"),
    TABLE("staff_session", "id,staff_id,state,hash,created_ms,seen_ms,ends_ms,address,agent",
          "iiibiiitt", "id", "$1,$2,$3,$4,$5,$6,$7,$8,$9"),
    TABLE("staff_link", "id,kind,hash,staff_id,email,roles,by_staff,created_ms,ends_ms",
          "itbittiii", "id", "$1,$2,$3,$4,$5,$6,$7,$8,$9"),
    TABLE("staff_provider", "id,title,issuer,client,secret,domains,roles,created_ms", "ttttbtti",
          "id", "$1,$2,$3,$4,$5,$6,$7,$8"),
    TABLE("staff_identity", "issuer,subject,staff_id,created_ms", "ttii", "issuer, subject",
          "$1,$2,$3,$4"),
    TABLE("staff_recovery", "staff_id,hash", "ib", "staff_id, hash", "$1,$2"),
    TABLE("api_key",
          "id,kind,name,hash,prefix,scopes,source_id,created_ms,last_used_ms,revoked_ms",
          "ittbttiiii", "id", "$1,$2,$3,$4,$5,$6,$7,$8,$9,$10"),
    TABLE("definition", "id,kind,key,draft,published,created_ms,updated_ms", "itttiii", "id",
          "$1,$2,$3,$4,$5,$6,$7"),
    TABLE("definition_version", "definition_id,version,body,author,at_ms,note", "iittit",
          "definition_id, version", "$1,$2,$3,$4,$5,$6"),
    TABLE("idempotency", "principal,key,request_hash,status,content_type,body,created_ms",
          "itbitbi", "principal, key", "$1,$2,$3,$4,$5,$6,$7"),
    TABLE("quarantine", "id,seq,digest,name,at_ms,detail", "iiitit", "id",
          "$1,$2,$3,$4,$5,$6"),
    TABLE("lease", "id,epoch,beat,holder,url", "iiitt", "id", "$1,$2,$3,$4,$5"),
    TABLE("node", "id,url,version,kinds,beat", "tttii", "id", "$1,$2,$3,$4,$5"),
    TABLE("audit",
          "id,at_ms,who,who_name,address,request,operation,subject,detail,salt,sealed,chain",
          "iitttttttbbb", "id", "$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12"),
    TABLE("log", "first_seq,n,first_ms,last_ms,epoch,prev_hash,body,body_hash", "iiiiibbb",
          "first_seq", "$1,$2,$3,$4,$5,$6,$7,$8"),
};
const int store_tables_n = sizeof store_tables / sizeof *store_tables;

/* ---- steps ---- */

static const char *const step1[] = {
    "CREATE TABLE meta (key {text} NOT NULL PRIMARY KEY, value {text} NOT NULL) {strict}",
    "CREATE TABLE log (first_seq {rowid}, n {int} NOT NULL, first_ms {int} NOT NULL,"
    " last_ms {int} NOT NULL, epoch {int} NOT NULL, prev_hash {bytes} NOT NULL,"
    " body {bytes} NOT NULL) {strict}",
    "CREATE TABLE definition (id {id}, kind {text} NOT NULL, key {text} NOT NULL, draft {text},"
    " published {int}, created_ms {int} NOT NULL, updated_ms {int} NOT NULL,"
    " UNIQUE (kind, key)) {strict}",
    "CREATE TABLE definition_version (definition_id {int} NOT NULL, version {int} NOT NULL,"
    " body {text} NOT NULL, author {text} NOT NULL, at_ms {int} NOT NULL, note {text} NOT NULL,"
    " PRIMARY KEY (definition_id, version)) {strict}",
    "CREATE TABLE api_key (id {id}, kind {text} NOT NULL, name {text} NOT NULL,"
    " hash {bytes} NOT NULL UNIQUE, prefix {text} NOT NULL, scopes {text} NOT NULL,"
    " source_id {int}, created_ms {int} NOT NULL, last_used_ms {int}, revoked_ms {int}) {strict}",
    "CREATE TABLE idempotency (principal {int} NOT NULL, key {text} NOT NULL,"
    " request_hash {bytes} NOT NULL, status {int} NOT NULL, content_type {text} NOT NULL,"
    " body {bytes} NOT NULL, created_ms {int} NOT NULL, PRIMARY KEY (principal, key)) {strict}",
    "CREATE INDEX idempotency_created ON idempotency (created_ms)",
    "CREATE TABLE quarantine (id {id}, seq {int}, digest {int} NOT NULL, name {text} NOT NULL,"
    " at_ms {int} NOT NULL, detail {text} NOT NULL) {strict}",
    "CREATE TABLE staff (id {id}, email {text} NOT NULL UNIQUE, password_hash {text} NOT NULL,"
    " created_ms {int} NOT NULL) {strict}",
    NULL,
};

/* What SQLite has by itself or gets from sqlite.c.  Storage EXTERNAL: frames are compressed
 * already, and substr() then reads only the pieces that it needs. */
static const char *const step1_postgres[] = {
    "ALTER TABLE log ALTER COLUMN body SET STORAGE EXTERNAL",
    "CREATE OR REPLACE FUNCTION int_add(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE"
    " STRICT PARALLEL SAFE AS 'SELECT $1 + $2'",
    "CREATE OR REPLACE FUNCTION int_sub(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE"
    " STRICT PARALLEL SAFE AS 'SELECT $1 - $2'",
    "CREATE OR REPLACE FUNCTION int_mul(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE"
    " STRICT PARALLEL SAFE AS 'SELECT $1 * $2'",
    "CREATE OR REPLACE FUNCTION int_div(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE"
    " STRICT PARALLEL SAFE AS 'SELECT $1 / $2'",
    "CREATE OR REPLACE FUNCTION int_mod(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE"
    " STRICT PARALLEL SAFE AS 'SELECT $1 % $2'",
    /* int parameters are bigint, substr() of PostgreSQL takes int4 */
    "CREATE OR REPLACE FUNCTION substr(bytea, bigint, bigint) RETURNS bytea LANGUAGE sql"
    " IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT pg_catalog.substr($1, $2::int4, $3::int4)'",
    "CREATE OR REPLACE FUNCTION substr(text, bigint, bigint) RETURNS text LANGUAGE sql"
    " IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT pg_catalog.substr($1, $2::int4, $3::int4)'",
    NULL,
};

/* Who writes, and who else is there (core/lease.c).  Times of one machine mean nothing to
 * another, so there are none: `beat` grows, and whoever looks counts its own seconds. */
static const char *const step2[] = {
    "CREATE TABLE lease (id {id}, epoch {int} NOT NULL, beat {int} NOT NULL,"
    " holder {text} NOT NULL, url {text} NOT NULL) {strict}",
    "CREATE TABLE node (id {text} NOT NULL PRIMARY KEY, url {text} NOT NULL,"
    " version {text} NOT NULL, kinds {int} NOT NULL, beat {int} NOT NULL) {strict}",
    NULL,
};

/* SHA-256 of the body that a frame had before it was rewritten, for the chain. */
static const char *const step3[] = {
    "ALTER TABLE log ADD COLUMN body_hash {bytes}",
    NULL,
};

/* Staff: accounts with roles, sessions, links that were sent out (invitations, resets), recovery
 * codes of the second factor.  Whoever had an account before owned the workspace. */
static const char *const step4[] = {
    "ALTER TABLE staff ADD COLUMN name {text} NOT NULL DEFAULT ''",
    "ALTER TABLE staff ADD COLUMN roles {text} NOT NULL DEFAULT ''",
    "ALTER TABLE staff ADD COLUMN locale {text} NOT NULL DEFAULT ''",
    "ALTER TABLE staff ADD COLUMN theme {text} NOT NULL DEFAULT ''",
    "ALTER TABLE staff ADD COLUMN disabled_ms {int}",
    "ALTER TABLE staff ADD COLUMN signed_in_ms {int}",
    "ALTER TABLE staff ADD COLUMN totp {bytes}",
    "ALTER TABLE staff ADD COLUMN totp_on {int} NOT NULL DEFAULT 0",
    "ALTER TABLE staff ADD COLUMN totp_step {int} NOT NULL DEFAULT 0",
    "UPDATE staff SET roles = 'owner'",
    "CREATE TABLE staff_session (id {id}, staff_id {int} NOT NULL, state {int} NOT NULL,"
    " hash {bytes} NOT NULL UNIQUE, created_ms {int} NOT NULL, seen_ms {int} NOT NULL,"
    " ends_ms {int} NOT NULL, address {text} NOT NULL, agent {text} NOT NULL) {strict}",
    "CREATE INDEX staff_session_staff ON staff_session (staff_id)",
    "CREATE TABLE staff_link (id {id}, kind {text} NOT NULL, hash {bytes} NOT NULL UNIQUE,"
    " staff_id {int}, email {text} NOT NULL, roles {text} NOT NULL, by_staff {int} NOT NULL,"
    " created_ms {int} NOT NULL, ends_ms {int} NOT NULL) {strict}",
    "CREATE TABLE staff_recovery (staff_id {int} NOT NULL, hash {bytes} NOT NULL,"
    " PRIMARY KEY (staff_id, hash)) {strict}",
    NULL,
};

/* OpenID Connect: where else staff signs in, and whose accounts there are whose here. */
static const char *const step5[] = {
    "CREATE TABLE staff_provider (id {text} NOT NULL PRIMARY KEY, title {text} NOT NULL,"
    " issuer {text} NOT NULL, client {text} NOT NULL, secret {bytes} NOT NULL,"
    " domains {text} NOT NULL, roles {text} NOT NULL, created_ms {int} NOT NULL) {strict}",
    "CREATE TABLE staff_identity (issuer {text} NOT NULL, subject {text} NOT NULL,"
    " staff_id {int} NOT NULL, created_ms {int} NOT NULL, PRIMARY KEY (issuer, subject)) {strict}",
    NULL,
};

/* Who changed or looked at what (guard/audit.h).  detail and salt are NULL once cleared. */
static const char *const step6[] = {
    "CREATE TABLE audit (id {rowid}, at_ms {int} NOT NULL, who {text} NOT NULL,"
    " who_name {text} NOT NULL, address {text} NOT NULL, request {text} NOT NULL,"
    " operation {text} NOT NULL, subject {text} NOT NULL, detail {text}, salt {bytes},"
    " sealed {bytes} NOT NULL, chain {bytes} NOT NULL) {strict}",
    "CREATE INDEX audit_who ON audit (who, id)",
    "CREATE INDEX audit_subject ON audit (subject, id)",
    NULL,
};

const struct store_step store_steps[] = {
    { .both = step1, .postgres = step1_postgres },
    { .both = step2 },
    { .both = step3 },
    { .both = step4 },
    { .both = step5 },
    { .both = step6 },
};

int store_version_known(void)
{
    return sizeof store_steps / sizeof *store_steps;
}

/* ---- dialect ---- */

char *store_dialect(enum db_kind kind, const char *text)
{
    static const struct { const char *word, *sqlite, *postgres; } words[] = {
        { "{int}", "INTEGER", "bigint" },
        { "{real}", "REAL", "double precision" },
        { "{text}", "TEXT", "text COLLATE \"C\"" },
        { "{bytes}", "BLOB", "bytea" },
        /* INT, not INTEGER: SQLite would make up a number for NULL */
        { "{id}", "INT NOT NULL PRIMARY KEY", "bigint PRIMARY KEY" },
        { "{rowid}", "INTEGER PRIMARY KEY", "bigint PRIMARY KEY" }, /* without gaps */
        { "{strict}", "STRICT", "" },
    };
    struct buf out;
    buf_init(&out, "SQL text", 1 << 20);
    while (*text) {
        size_t i = 0, n = sizeof words / sizeof *words;
        while (i < n && strncmp(text, words[i].word, strlen(words[i].word)) != 0)
            i++;
        if (i == n) {
            buf_putc(&out, *text++);
            continue;
        }
        buf_puts(&out, kind == DB_SQLITE ? words[i].sqlite : words[i].postgres);
        text += strlen(words[i].word);
    }
    buf_putc(&out, 0);
    return buf_take(&out, NULL);
}

/* ---- running them ---- */

static int run_list(struct db *db, const char *const *list, struct err *err)
{
    for (; list && *list; list++) {
        char *sql = store_dialect(db_kind(db), *list);
        int rc = db->drv->exec(db, sql, err);
        free(sql);
        if (rc)
            return -1;
    }
    return 0;
}

/* 1 and the value, 0 when there is none, -1 on error. */
static int meta_int(struct db *db, const char *key, int *ret, struct err *err)
{
    struct sql *q = db_sql(db, SQL("SELECT value FROM meta WHERE key = $1"), err);
    if (!q)
        return -1;
    sql_text_(q, 1, str_of(key));
    int rc = sql_step(q, err);
    if (rc > 0) {
        char z[16];
        snprintf(z, sizeof z, "%.*s", STR_FMT(sql_get_text(q, 0)));
        *ret = (int)strtol(z, NULL, 10);
    }
    sql_end(q);
    return rc;
}

int store_version(struct db *db, struct err *err)
{
    int version = 0;
    int rc = db->drv->has_table(db, "meta", err);
    if (rc > 0)
        rc = meta_int(db, "schema_version", &version, err);
    return rc < 0 ? -1 : version;
}

static int set_version(struct db *db, int version, struct err *err)
{
    char z[16];
    struct sql *q = db_sql(db, SQL("INSERT INTO meta (key, value) VALUES ('schema_version', $1)"
                                   " ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
                           err);
    if (!q)
        return -1;
    snprintf(z, sizeof z, "%d", version);
    sql_text_(q, 1, str_of(z));
    return sql_run(q, err) < 0 ? -1 : 0;
}

static int check_version(struct db *db, int version, struct err *err)
{
    int known = store_version_known(), mark;
    if (version > known) {
        err_set(err, E_CONFLICT, "the store has schema %d, this program knows %d", version,
                known);
        return err_hint(err, "use the newer program, or a backup of before");
    }
    if (version == 0)
        return 0;
    int rc = meta_int(db, STORE_COPY_MARK, &mark, err);
    if (rc > 0) {
        err_set(err, E_CONFLICT, "the store holds an unfinished copy");
        return err_hint(err, "empty it and copy again");
    }
    return rc;
}

static int run_missing(struct db *db, struct err *err)
{
    /* the lock falls with the transaction; SQLite's BEGIN IMMEDIATE is one */
    if (db_kind(db) == DB_POSTGRES &&
        db->drv->exec(db, "SELECT pg_advisory_xact_lock(7811005290264424050)", err))
        return -1;
    int version = store_version(db, err);
    if (version < 0 || check_version(db, version, err))
        return -1;
    for (int i = version; i < store_version_known(); i++) {
        const struct store_step *s = &store_steps[i];
        bool lite = db_kind(db) == DB_SQLITE;
        if (run_list(db, s->both, err) ||
            run_list(db, lite ? s->sqlite : s->postgres, err)) {
            err_within(err, "schema step %d", i + 1);
            return -1;
        }
    }
    return version == store_version_known() ? 0 : set_version(db, store_version_known(), err);
}

int store_migrate(struct db *db, struct err *err)
{
    int version = store_version(db, err);
    if (version < 0 || check_version(db, version, err))
        return -1;
    if (version == store_version_known())
        return 0;
    if (db->mode == DB_READER) {
        err_set(err, E_CONFLICT, "the store has schema %d, this program needs %d", version,
                store_version_known());
        return err_hint(err, "start the server once");
    }
    if (db_begin(db, err))
        return -1;
    if (run_missing(db, err)) {
        db_rollback(db);
        return -1;
    }
    return db_commit(db, err);
}
