/* store_internal.h - what sql.c, the two drivers, migrations.c and copy.c share. */
#ifndef MUSUBI_STORE_INTERNAL_H
#define MUSUBI_STORE_INTERNAL_H

#include "store/sql.h"

#define SQL_PARAMS_MAX 999 /* parameters of one statement */

enum sql_type { SQL_NONE, SQL_NULL, SQL_INT, SQL_REAL, SQL_TEXT, SQL_BYTES };

struct sql_val {
    enum sql_type type; /* SQL_NONE: a parameter that nobody bound */
    union {
        int64_t i;
        double r;
        struct str s; /* text and bytes; borrowed */
    };
};

/* One per (connection, text).  `stmt` is the driver's part. */
struct sql {
    struct db *db;
    const char *text;
    struct sql *next; /* all statements of the connection */
    int nparams, ncols;
    struct sql_val *params; /* nparams of them, [0] is $1 */
    bool in_use;            /* between db_sql() and sql_end() */
    bool done;              /* the last step said end */
    bool row;               /* a row stands ready */
    struct err bad;         /* what was wrong with a bound value; code E_OK: nothing */
    int64_t changes;        /* rows changed, after the end */
    void *stmt;
};

enum savepoint_state { SP_NONE, SP_PENDING, SP_SET };

struct db {
    const struct store_driver *drv;
    char *where;
    enum db_mode mode;
    bool broken;
    bool in_tx, tx_read;
    bool tx_failed; /* a statement failed: nothing but a rollback helps (as in PostgreSQL) */
    enum savepoint_state sp;
    int64_t idle_ms; /* db_idle_limit(); 0: the default */
    struct sql *running; /* stepped and not at its end */
    struct sql *stmts;
    struct sql **slots; /* open addressing by text pointer, power of two */
    uint32_t nslots, nstmts;
    void *conn;
};

/* What a driver does.  sql.c has checked the state (not broken, nothing running, …) before it
 * calls; a driver sets db->broken where the outcome is unknown or the connection is gone. */
struct store_driver {
    enum db_kind kind;
    int (*open)(struct db *db, struct err *err);
    void (*close)(struct db *db); /* after every statement was dropped */

    int (*prepare)(struct sql *q, struct err *err); /* nparams is known */
    void (*drop)(struct sql *q);
    int (*start)(struct sql *q, struct err *err);            /* bind and send */
    int (*step)(struct sql *q, struct err *err);             /* 1, 0 or -1 */
    void (*finish)(struct sql *q);                           /* ready for another start */
    void (*column)(struct sql *q, int col, struct sql_val *ret);

    int (*exec)(struct db *db, const char *sql, struct err *err); /* one statement, no rows */
    int (*begin)(struct db *db, bool read, struct err *err);
    int (*commit)(struct db *db, struct err *err); /* on -1 the transaction is over, too */
    int (*rollback)(struct db *db);
    int (*savepoint)(struct db *db, struct err *err);
    int (*release)(struct db *db, struct err *err);
    int (*rollback_to)(struct db *db, struct err *err);

    int (*log_part)(struct db *db, int64_t first_seq, int64_t off, int64_t n, struct buf *out,
                    struct err *err);
    void (*log_rest)(struct db *db);
    int (*log_parts)(struct db *db, const struct log_part *parts, int n, db_got_part *got,
                     void *ctx, struct err *err);
    int64_t (*checkpoint)(struct db *db, bool truncate, struct err *err);
    int64_t (*size_bytes)(struct db *db);
    int (*has_table)(struct db *db, const char *name, struct err *err); /* 1, 0 or -1 */
};

extern const struct store_driver store_sqlite;
extern const struct store_driver store_postgres;

/* Memory of our own sizes: aborts when there is none. */
void *store_alloc(size_t n); /* zeroed */
char *store_dup(const char *z);

/* ---- tables, in an order in which they can be filled (migrations.c) ---- */
struct store_table {
    const char *name;
    const char *columns; /* "first_seq,n,…", as in the statements below */
    const char *types;   /* one letter a column: i int, r real, t text, b bytes */
    struct sql_text select; /* every row, in key order */
    struct sql_text insert;
    struct sql_text count;
};
extern const struct store_table store_tables[];
extern const int store_tables_n;

/* One migration; statements end with NULL and hold {int} {real} {text} {bytes} {id} {strict}.
 * {id} is an int primary key that the program gives. */
struct store_step {
    const char *const *both;
    const char *const *sqlite;   /* after `both`; NULL: nothing */
    const char *const *postgres;
};
extern const struct store_step store_steps[];

/* Replace {int} and its like for a dialect; malloc'd. */
char *store_dialect(enum db_kind kind, const char *text);

/* The schema's version as the store says it, 0 when it is empty; -1 on error. */
MUST_USE int store_version(struct db *db, struct err *err);

#define STORE_COPY_MARK "copying" /* key in meta while store_copy() is under way */

#endif
