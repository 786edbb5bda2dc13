/* stores.h - empty stores for tests, of both kinds.
 *
 * SQLite files lie in a temporary folder.  PostgreSQL databases are made in the server that
 * MUSUBI_TEST_PG names (postgresql://…, a user who may create databases), or in a throwaway
 * one that is started on first use.  All of it goes away when the test ends.
 */
#ifndef MUSUBI_TESTS_STORES_H
#define MUSUBI_TESTS_STORES_H

#include "store/sql.h"

/* The place of a new, empty store for db_open(); lives to the end of the test program. */
const char *stores_new(enum db_kind kind);
/* The folder of the SQLite files; made on first use. */
const char *stores_dir(void);
/* A throwaway server of the test's own, which it may crash: NULL (with a message) when it does
 * not start.  stores_pg_crash() stops it hard, stores_pg_restart() brings it back. */
const char *stores_pg_own(void);
void stores_pg_crash(void);
void stores_pg_restart(void);

/* After a process that used the store was killed: wait until the server has noticed.  It may
 * still be at that process's last COMMIT, which then lands behind the back of whoever opens the
 * store (in the product the lease is there for that). */
void stores_settle(const char *where);

/* Fail the test with the error's text. */
void stores_ok(int rc, const struct err *err, const char *file, int line);
#define OK(call) (err = ERR_INIT, stores_ok((call) < 0 ? -1 : 0, &err, __FILE__, __LINE__))

#endif
