/* stores.c - empty stores for tests, of both kinds. */
#include "fault/stores.h"
#include "fault/temp.h"

#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define STORES_MAX 512

static char dir[64];
static char server[256];     /* URL up to the database's name; "" until first use */
static char server_tail[128]; /* what stood behind it: ?options */
static char own_dir[64];     /* of a server that was started here */
static char own_url[256];
static char *places[STORES_MAX];
static int nplaces, ndatabases;
static char databases[STORES_MAX][64];

static int run(const char *fmt, ...) PRINTF_LIKE(1, 2);
static int run(const char *fmt, ...)
{
    char cmd[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(cmd, sizeof cmd, fmt, ap);
    va_end(ap);
    return system(cmd);
}

static void admin(const char *fmt, const char *arg, bool must)
{
    char url[512], sql[256];
    snprintf(url, sizeof url, "%s/postgres%s", server, server_tail);
    snprintf(sql, sizeof sql, fmt, arg);
    PGconn *c = PQconnectdb(url);
    PGresult *res = PQexec(c, sql);
    if (must && PQresultStatus(res) != PGRES_COMMAND_OK) {
        fprintf(stderr, "stores: %s: %s", sql, PQerrorMessage(c));
        exit(1);
    }
    PQclear(res);
    PQfinish(c);
}

static void clean_up(void)
{
    static pid_t once;
    if (once == getpid())
        return;
    once = getpid();
    if (*own_dir) {
        run("tools/pg_throwaway.sh stop %s immediate", own_dir);
        run("rm -rf %s", own_dir);
    }
    if (*server && strncmp(server, own_url, strlen(server)) != 0)
        for (int i = 0; i < ndatabases; i++)
            admin("DROP DATABASE IF EXISTS %s WITH (FORCE)", databases[i], false);
    if (*dir)
        run("rm -rf %s", dir);
    for (int i = 0; i < nplaces; i++)
        free(places[i]);
}

static void at_end(void)
{
    static bool asked;
    if (!asked)
        atexit(clean_up);
    asked = true;
}

const char *stores_dir(void)
{
    at_end();
    if (!*dir)
        temp_dir(dir, sizeof dir, "store");
    return dir;
}

static bool ask_url(const char *action)
{
    char cmd[160];
    snprintf(cmd, sizeof cmd, "tools/pg_throwaway.sh %s %s", action, own_dir);
    FILE *f = popen(cmd, "r");
    bool ok = f && fgets(own_url, sizeof own_url, f);
    if (f)
        pclose(f);
    own_url[strcspn(own_url, "\n")] = 0;
    return ok && strncmp(own_url, "postgresql://", 13) == 0;
}

const char *stores_pg_own(void)
{
    at_end();
    if (*own_dir)
        return own_url;
    temp_dir(own_dir, sizeof own_dir, "pg");
    if (ask_url("start"))
        return own_url;
    fprintf(stderr, "stores: no PostgreSQL server to test with\n");
    return NULL;
}

void stores_pg_crash(void)
{
    run("tools/pg_throwaway.sh stop %s immediate", own_dir);
}

void stores_pg_restart(void)
{
    if (!ask_url("restart"))
        fail_msg("the PostgreSQL server did not come back");
}

static void find_server(void)
{
    const char *url = getenv("MUSUBI_TEST_PG");
    if (!url || !*url)
        url = stores_pg_own();
    if (!url)
        exit(1);
    const char *host = strstr(url, "://");
    const char *slash = host ? strchr(host + 3, '/') : NULL;
    const char *query = strchr(url, '?');
    size_t n = slash ? (size_t)(slash - url) : query ? (size_t)(query - url) : strlen(url);
    snprintf(server, sizeof server, "%.*s", (int)n, url);
    snprintf(server_tail, sizeof server_tail, "%s", query ? query : "");
}

const char *stores_new(enum db_kind kind)
{
    char place[512];
    if (nplaces == STORES_MAX)
        fail_msg("more than %d stores in one test", STORES_MAX);
    if (kind == DB_SQLITE) {
        snprintf(place, sizeof place, "%s/s%d.db", stores_dir(), nplaces);
    } else {
        at_end();
        if (!*server)
            find_server();
        char *name = databases[ndatabases++];
        snprintf(name, sizeof databases[0], "musubi_test_%d_%d", (int)getpid(), ndatabases);
        admin("CREATE DATABASE %s ENCODING 'UTF8' TEMPLATE template0", name, true);
        snprintf(place, sizeof place, "%s/%s%s", server, name, server_tail);
    }
    places[nplaces] = strdup(place);
    return places[nplaces++];
}

void stores_settle(const char *where)
{
    struct err err = ERR_INIT;
    struct db *db;
    OK(db_open(where, DB_READER, &db, &err));
    for (int64_t others = db_kind(db) == DB_POSTGRES, turns = 0; others > 0; turns++) {
        struct sql *q = db_sql(db, SQL("SELECT count(*) FROM pg_stat_activity WHERE "
                                       "datname = current_database() AND "
                                       "pid <> pg_backend_pid() AND "
                                       "backend_type = 'client backend'"), &err);
        assert_non_null(q);
        assert_int_equal(sql_step(q, &err), 1);
        others = sql_get_int(q, 0);
        sql_end(q);
        if (turns == 15000)
            fail_msg("%d connections of a killed process do not end", (int)others);
        nanosleep(&(struct timespec){ 0, 2000000 }, NULL);
    }
    db_close(db);
}

void stores_ok(int rc, const struct err *err, const char *file, int line)
{
    if (rc == 0)
        return;
    char text[512];
    print_error("%s\n", err_line(err, text, sizeof text));
    _fail(file, line);
}
