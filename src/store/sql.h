/* sql.h - one SQL interface over SQLite and PostgreSQL.
 *
 * A `struct db` is one connection, used by one thread at a time.  SQL is written once in the
 * subset that both run (store/README.md has the parity table); parameters are $1, $2, … and
 * every value is bound, by name: in SQLite "$1" is a name, not an index.
 */
#ifndef MUSUBI_STORE_SQL_H
#define MUSUBI_STORE_SQL_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include <stdint.h>

struct sql_text { const char *text; };
#define SQL(literal) ((struct sql_text){ "" literal }) /* a variable does not compile */

enum db_kind { DB_SQLITE, DB_POSTGRES };
enum db_mode { DB_WRITER, DB_READER }; /* a reader's connection cannot write */

struct db;
struct sql; /* a prepared statement in use; belongs to its db */

/* where: "postgresql://…" or a path of an SQLite file (created by a writer).  SQLite: WAL,
 * synchronous=FULL, page_size 16384, foreign_keys on, secure_delete on for the writer, no
 * automatic checkpoint; "vfs=NAME:path" or the variable MUSUBI_SQLITE_VFS choose another VFS
 * (tests/fault/tornvfs.h).  PostgreSQL: application_name, statement (60 s) and TCP time-outs,
 * UTF-8, UTC. */
MUST_USE int db_open(const char *where, enum db_mode mode, struct db **ret, struct err *err);
void db_close(struct db *db);
enum db_kind db_kind(const struct db *db);

/* The connection or file is in an unknown state after a failure; db_reopen() before use. */
bool db_broken(const struct db *db);
MUST_USE int db_reopen(struct db *db, struct err *err);
/* PostgreSQL: the server ends the session, and with it the locks, of a client that is silent
 * for so long inside of a transaction (60,000 unless set): a frozen writer must not hold the
 * lease's row.  Also after each db_reopen().  SQLite: nothing. */
MUST_USE int db_idle_limit(struct db *db, int64_t ms, struct err *err);

/* ---- statements: prepared once per text and connection, then reused ----
 *     struct sql *q = db_sql(db, SQL("SELECT body FROM log WHERE first_seq = $1"), err);
 *     if (!q) return -1;
 *     sql_int(q, 1, seq);
 *     while ((rc = sql_step(q, err)) > 0) … sql_get_bytes(q, 0) …
 *     sql_end(q);
 * A statement must be ended before its text is asked for again on the same connection.  Many
 * may be prepared, but only one may be between its first step and its end: read rows out
 * before the next statement.  Ending early reads the rest on PostgreSQL: use LIMIT.
 *
 * Fails at the first step, on both stores alike: a parameter that was not bound (E_INTERNAL),
 * text with U+0000 or broken UTF-8, a real that is no number (E_INVALID).  Faulty SQL is told
 * by db_sql() on SQLite and by the first step on PostgreSQL. */
MUST_USE struct sql *db_sql(struct db *db, struct sql_text text, struct err *err);
void sql_int(struct sql *q, int n, int64_t v);
void sql_real(struct sql *q, int n, double v);
void sql_text_(struct sql *q, int n, struct str v); /* borrowed until sql_end */
void sql_bytes(struct sql *q, int n, struct str v); /* borrowed until sql_end */
void sql_null(struct sql *q, int n);

/* 1: a row stands ready, 0: end, -1: error.  Rows stream; memory is bounded by one row
 * (PostgreSQL: single-row mode). */
MUST_USE int sql_step(struct sql *q, struct err *err);
/* Step to the end and sql_end(); returns rows changed, or -1. */
MUST_USE int64_t sql_run(struct sql *q, struct err *err);
void sql_end(struct sql *q); /* NULL is fine */

/* Columns of the row, from 0.  Borrowed until the next step.  NULL reads as 0 or empty, as does
 * a value of another type; ints and reals read as each other, text as bytes. */
bool sql_is_null(struct sql *q, int col);
int64_t sql_get_int(struct sql *q, int col);
double sql_get_real(struct sql *q, int col);
struct str sql_get_text(struct sql *q, int col);
struct str sql_get_bytes(struct sql *q, int col);

/* ---- transactions ----
 * When a statement fails inside of a transaction, everything but db_rollback() and
 * db_rollback_to() is refused (E_INTERNAL) from then on: PostgreSQL knows no other way.
 * A savepoint without a statement behind it costs nothing. */
MUST_USE int db_begin(struct db *db, struct err *err);
MUST_USE int db_begin_read(struct db *db, struct err *err); /* one consistent view until commit */
/* -1 with E_UNAVAILABLE: the outcome may be unknown; db_broken() is then true. */
MUST_USE int db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db); /* never fails: a connection that cannot is marked broken */
MUST_USE int db_savepoint(struct db *db, struct err *err);    /* one level, reused name */
MUST_USE int db_release(struct db *db, struct err *err);
MUST_USE int db_rollback_to(struct db *db, struct err *err);  /* and release */

/* Constraint violations come as E_CONFLICT; overflow, division by zero and values of a wrong
 * type as E_INVALID; a full disk, a lost server or a busy writer as E_UNAVAILABLE; a write
 * through a reader and faulty SQL as E_INTERNAL. */

/* SQLite: copy what it can of the WAL into the file without blocking anyone; returns WAL
 * bytes left.  truncate: and empty the WAL, which is done when 0 is returned; somebody who reads
 * holds it up, never the caller.  PostgreSQL: 0. */
MUST_USE int64_t db_checkpoint(struct db *db, bool truncate, struct err *err);
int64_t db_size_bytes(struct db *db);

/* Append bytes off … off + n - 1 (fewer at the end) of log.body of the row first_seq to out.
 * Reads only the pages or chunks that hold them, which a SELECT of substr() does not on SQLite.
 * 1, 0 when there is no such row, -1 on error (E_LIMIT when out is full).  Outside a
 * transaction.  The view of the log stays the one of the first call, and holds up checkpoints,
 * until db_log_rest(). */
MUST_USE int db_log_part(struct db *db, int64_t first_seq, int64_t off, int64_t n,
                         struct buf *out, struct err *err);
void db_log_rest(struct db *db);

/* Several parts in few round trips: got() is called for each row that is there, in any order;
 * bytes are borrowed for the call. */
struct log_part { int64_t first_seq, off, n; };
typedef void db_got_part(void *ctx, int i, struct str bytes);
MUST_USE int db_log_parts(struct db *db, const struct log_part *parts, int n, db_got_part *got,
                          void *ctx, struct err *err);

/* ---- schema: store/migrations.c holds numbered steps in a dialect with {int} {real}
 * {text} {bytes} and {strict} for what differs ---- */
MUST_USE int store_migrate(struct db *db, struct err *err); /* E_CONFLICT on a newer schema */
int store_version_known(void);

/* Texts and bytes of every row of every table but the log; borrowed for the call. */
typedef void store_value(void *ctx, const char *table, struct str bytes);
MUST_USE int store_each_value(struct db *db, store_value *got, void *ctx, struct err *err);
/* PostgreSQL: every row as it lies in its table's pages, dead ones, too; toast: a piece of a
 * value that lies apart, as chunk id, number and bytes.  0 when the role may not look. */
typedef void store_row(void *ctx, const char *table, bool toast, struct str bytes);
MUST_USE int store_each_row(struct db *db, store_row *got, void *ctx, struct err *err);

/* Copy every table of `from` (one consistent read) into an empty, migrated `to`. */
MUST_USE int store_copy(struct db *from, struct db *to, struct err *err);
/* The same by where they are: opens both, migrates `to`, and leaves it without a log beside. */
MUST_USE int store_copy_to(const char *from, const char *to, struct err *err);

#endif
