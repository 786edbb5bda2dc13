/* test_golden.c - workspaces of earlier releases give the state that they gave then.
 *
 * See tests/golden/README.md.  Runs on the store that MUSUBI_TEST_STORE names.
 */
#define _GNU_SOURCE /* memmem */
#include "cli/cli.h"
#include "fault/house.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

static void inflate_file(const char *from, const char *to) {
    static char block[65536];
    gzFile in = gzopen(from, "rb");
    FILE *out = fopen(to, "wb");
    int n;
    assert_non_null(in);
    assert_non_null(out);
    while ((n = gzread(in, block, sizeof block)) > 0)
        assert_int_equal(fwrite(block, 1, (size_t)n, out), n);
    assert_int_equal(n, 0);
    assert_int_equal(gzclose(in), Z_OK);
    assert_int_equal(fclose(out), 0);
}

static void read_file(const char *path, struct buf *out) {
    static char block[65536];
    FILE *f = fopen(path, "rb");
    size_t n;
    if (!f)
        fail_msg("cannot read %s", path);
    buf_init(out, "file", 64u << 20);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        buf_put(out, block, n);
    fclose(f);
}

/* musubi COMMAND [ARG] --data DIR [--store URL] [OPTION VALUE] */
static void command(struct house *h, const char *name, const char *arg, const char *option,
                    const char *value) {
    const char *argv[12] = { "musubi", name };
    int n = 2;
    if (arg)
        argv[n++] = arg;
    argv[n++] = "--data";
    argv[n++] = h->dir;
    if (h->store) {
        argv[n++] = "--store";
        argv[n++] = h->store;
    }
    if (option) {
        argv[n++] = option;
        argv[n++] = value;
    }
    fflush(NULL);
    pid_t pid = fork(); /* a process of its own, as it is meant */
    if (pid == 0) {
        int rc = cli_main(n, (char **)(uintptr_t)argv, NULL);
        fflush(NULL);
        _exit(rc);
    }
    int status;
    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("musubi %s ended with status %x", name, (unsigned)status);
}

/* Which kinds of entries its log holds: a bit each. */
static uint32_t kinds_of(struct house *h) {
    struct err err;
    struct db *db;
    struct log_reader *reader;
    struct core_stats st;
    uint32_t kinds = 0;
    core_stats(h->core, &st);
    OK(db_open(core_store_where(h->core), DB_READER, &db, &err));
    OK(log_reader_new(db, &reader, &err));
    for (uint64_t seq = 1; seq <= st.seq; seq++) {
        struct entry e;
        OK(log_read(reader, seq, &e, &err));
        kinds |= 1u << e.kind;
    }
    log_reader_free(reader);
    db_close(db);
    return kinds;
}

/* The restored workspace goes on: known people are known, the state stays that of the log.
 * Which kinds of entries it came with. */
static uint32_t goes_on(struct house *h) {
    struct house rebuilt;
    struct collect_result r;
    struct buf a = { 0 }, b = { 0 };
    struct err err;
    house_open(h);
    uint32_t kinds = kinds_of(h);
    house_person(h, IDENT_USER_ID, "u-7", &a);
    assert_true(a.len > 0);
    OK(house_send(h, "{\"batch\":[{\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":"
                     "\"u-7\",\"messageId\":\"later\"},{\"type\":\"identify\",\"userId\":\"new\"},"
                     "{\"type\":\"track\",\"event\":\"x\",\"userId\":\"u-7\",\"messageId\":"
                     "\"later\"}]}", 0, &r, &err));
    assert_int_equal(r.accepted, 2);
    assert_int_equal(r.duplicates, 1);
    house_dump(h, &a);
    house_open_rebuilt(h, &rebuilt);
    house_dump(&rebuilt, &b);
    house_same(&a, &b, "after the golden log");
    house_close(&rebuilt);
    buf_release(&a);
    buf_release(&b);
    return kinds;
}

/* Lines of parts of the state that the release did not have: told by their first word. */
static void drop_newer(const struct buf *want, struct buf *got) {
    static const char *const words[] = { "figures ", "violations " };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]), to = 0;
        if (memmem(want->data, want->len, words[i], n))
            continue;
        for (size_t at = 0, end; at < got->len; at = end) {
            const char *nl = memchr(got->data + at, '\n', got->len - at);
            end = nl ? (size_t)(nl - got->data) + 1 : got->len;
            if (end - at > n && memcmp(got->data + at, words[i], n) == 0)
                continue;
            memmove(got->data + to, got->data + at, end - at);
            to += end - at;
        }
        got->len = to;
    }
}

static uint32_t check_one(const char *golden) {
    struct house h;
    char file[100], dump[100], want_path[300];
    struct buf want, got;
    house_make(&h, house_kind());
    snprintf(file, sizeof file, "%s/golden.db", h.dir);
    snprintf(dump, sizeof dump, "%s/dump.txt", h.dir);
    snprintf(want_path, sizeof want_path, "%.*stxt", (int)(strlen(golden) - 5), golden);
    inflate_file(golden, file);
    command(&h, "restore", file, NULL, NULL);
    command(&h, "verify", NULL, "--dump", dump);
    read_file(want_path, &want);
    read_file(dump, &got);
    assert_true(want.len > 1000);
    drop_newer(&want, &got);
    house_same(&want, &got, golden);
    buf_release(&want);
    buf_release(&got);
    uint32_t kinds = goes_on(&h);
    house_remove(&h);
    return kinds;
}

/* Given out; the golden log of the release that brings them will have them. */
#define NOT_YET (1u << 15 | 63u << 18) /* 18 to 23 */

static void golden_logs_give_their_state(void **state) {
    glob_t found;
    uint32_t kinds = 0;
    (void)state;
    assert_int_equal(glob("tests/golden/*.db.gz", 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= 1);
    for (size_t i = 0; i < found.gl_pathc; i++)
        kinds |= check_one(found.gl_pathv[i]);
    globfree(&found);
    for (unsigned k = 1; k < ENTRY_KIND_COUNT; k++) /* else it would go untested */
        if (!(kinds >> k & 1) && !(NOT_YET >> k & 1))
            fail_msg("no golden log has an entry of kind %u: see make.mjs", k);
}

int main(void) {
    unsetenv("MUSUBI_STORE"); /* the program's own options */
    unsetenv("MUSUBI_DATA");
    const struct CMUnitTest tests[] = { cmocka_unit_test(golden_logs_give_their_state) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
