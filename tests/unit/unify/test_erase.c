/* test_erase.c - erasures carried out piece by piece: what came of each is what a rebuilt state
 * says, and what comes in between keeps its rights.
 *
 * Runs on the store that MUSUBI_TEST_STORE names.
 */
#include "base/fault.h"
#include "core/verify.h"
#include "fault/house.h"
#include "guard/audit.h"

#include <stdio.h>
#include <stdlib.h>

struct asking { struct command cmd; struct house *h; const char *user; bool refuse; struct id id;
                struct buf *text; };

static int ask_run(struct core *c, struct command *cmd, struct err *err) {
    struct asking *k = (struct asking *)cmd;
    struct unify_named named = { IDENT_USER_ID, str_of(k->user) };
    (void)c;
    (void)err;
    unify_erase(k->h->unify, UNIFY_NONE, &named, 1, k->refuse, 1, &k->id);
    return 0;
}

static struct id ask(struct house *h, const char *user, bool refuse) {
    struct err err = ERR_INIT;
    struct asking k = { .cmd = { .name = "erase", .bytes = 1, .run = ask_run }, .h = h,
                        .user = user, .refuse = refuse };
    OK(core_call(h->core, &k.cmd, &err));
    return k.id;
}

static int receipt_run(struct core *c, struct command *cmd, struct err *err) {
    struct asking *k = (struct asking *)cmd;
    struct jw w;
    (void)c;
    (void)err;
    jw_init(&w, k->text);
    unify_erasure_json(k->h->unify, unify_erasure_find(k->h->unify, k->id), &w);
    return 0;
}

/* All that is asked for; then the receipt must hold this text. */
static void carry_out(struct house *h, struct id id, const char *holds) {
    struct err err = ERR_INIT;
    struct buf text;
    for (int rc = 1; rc > 0;) {
        rc = unify_erase_step(h->unify, 1, &err);
        OK(rc);
    }
    buf_init(&text, "receipt", 4096);
    struct asking k = { .cmd = { .name = "ask", .bytes = 1, .reads = true, .run = receipt_run },
                        .h = h, .id = id, .text = &text };
    OK(core_call(h->core, &k.cmd, &err));
    buf_putc(&text, 0);
    if (!strstr(text.data, holds) || !strstr(text.data, "\"state\":\"finished\""))
        fail_msg("the receipt should hold %s: %s", holds, (char *)text.data);
    buf_release(&text);
}

static void send(struct house *h, const char *body, uint32_t accepted) {
    struct collect_result r;
    struct err err = ERR_INIT;
    OK(house_send(h, body, 0, &r, &err));
    assert_int_equal(r.accepted, accepted);
}

/* An event of a user, and of a device where that is told, so many seconds after the start. */
static void seen(struct house *h, const char *user, const char *device, int s) {
    static int made;
    char body[400], when[32], user_id[60] = "", device_id[60] = "";
    clock_format(HOUSE_START_MS + s * 1000, when);
    if (user)
        snprintf(user_id, sizeof user_id, ",\"userId\":\"%s\"", user);
    if (device)
        snprintf(device_id, sizeof device_id, ",\"anonymousId\":\"%s\"", device);
    snprintf(body, sizeof body,
             "{\"batch\":[{\"type\":\"track\",\"event\":\"E\",\"messageId\":\"seen-%d\","
             "\"timestamp\":\"%s\"%s%s}]}", ++made, when, user_id, device_id);
    send(h, body, 1);
}

static void same_as_rebuilt(struct house *h) {
    struct house rebuilt;
    struct buf a = { 0 }, b = { 0 };
    house_dump(h, &a);
    house_open_rebuilt(h, &rebuilt);
    house_dump(&rebuilt, &b);
    house_same(&a, &b, "kept and rebuilt");
    house_close(&rebuilt);
    buf_release(&a);
    buf_release(&b);
}

static void events_of(struct house *h, const char *user, int n) {
    struct buf p = { 0 };
    char want[32] = "";
    if (n > 0)
        snprintf(want, sizeof want, "\"events\":%d,", n);
    house_person(h, IDENT_USER_ID, user, &p);
    buf_putc(&p, 0);
    if (n > 0 ? !strstr(p.data, want) : p.len > 1)
        fail_msg("%s should have %d events: %s", user, n, (char *)p.data);
    buf_release(&p);
}

static void begin(struct house *h) {
    struct err err = ERR_INIT;
    house_make(h, house_kind());
    house_open(h);
    clock_advance_ms(&h->clock, 3600000);
    OK(unify_erase_open(h->unify, h->dir, &err));
}

/* A reject that names somebody lies in one frame with that person's events. */
static void rejects_in_the_same_frame(void **state) {
    struct house h;
    (void)state;
    begin(&h);
    seen(&h, "ann", NULL, 1);
    send(&h, "{\"batch\":["
             "{\"type\":\"track\",\"event\":\"E\",\"messageId\":\"a1\",\"userId\":\"ann\"},"
             "{\"type\":\"jump\",\"userId\":\"ann\"},"
             "{\"type\":\"track\",\"event\":\"E\",\"messageId\":\"a2\",\"userId\":\"ann\"}]}", 2);
    carry_out(&h, ask(&h, "ann", false), "\"events\":3,\"rejects\":1,");
    same_as_rebuilt(&h);
    house_remove(&h);
}

static void an_alias_does_not_bring_them_back(void **state) {
    struct house h;
    (void)state;
    begin(&h);
    seen(&h, "ann", NULL, 1);
    carry_out(&h, ask(&h, "ann", true), "\"people\":1,");
    send(&h, "{\"batch\":[{\"type\":\"alias\",\"previousId\":\"ann\",\"userId\":\"ben\","
             "\"messageId\":\"b1\"}]}", 0);
    send(&h, "{\"batch\":[{\"type\":\"alias\",\"previousId\":\"cat\",\"userId\":\"ben\","
             "\"messageId\":\"b2\"}]}", 1);
    house_remove(&h);
}

/* What comes after the request, and before it is carried out, begins somebody new; but not where
 * it was to be refused, were it only for a name that nobody had. */
static void what_comes_in_between(void **state) {
    struct house h;
    (void)state;
    begin(&h);
    seen(&h, "ann", NULL, 1);
    seen(&h, "ben", NULL, 1);
    struct id one = ask(&h, "ann", false), two = ask(&h, "cat", true);
    seen(&h, "ann", NULL, 2);
    seen(&h, "ann", NULL, 3);
    seen(&h, "cat", NULL, 4);
    carry_out(&h, one, "\"people\":1,");
    carry_out(&h, two, "\"people\":1,");
    events_of(&h, "ann", 2);
    events_of(&h, "ben", 1);
    events_of(&h, "cat", 0);
    same_as_rebuilt(&h);
    house_remove(&h);
}

/* X hid that A was seen at the very same moment: the device is A's from then on, not B's. */
static void seen_at_one_moment(void **state) {
    struct house h;
    (void)state;
    begin(&h);
    seen(&h, "a", "pad", 1);
    seen(&h, "a", "pad", 100);
    seen(&h, "x", "pad", 100);
    seen(&h, "b", "pad", 50);
    carry_out(&h, ask(&h, "x", false), "\"people\":1,");
    same_as_rebuilt(&h);
    seen(&h, NULL, "pad", 200);
    events_of(&h, "a", 3);
    events_of(&h, "b", 1);
    same_as_rebuilt(&h);
    house_remove(&h);
}

/* ---- a cut that names an identifier ---- */

struct split { struct command cmd; struct house *h; };

static int split_run(struct core *c, struct command *cmd, struct err *err) {
    struct house *h = ((struct split *)cmd)->h;
    uint32_t cut, atoms[2], ann = unify_by_ident(h->unify, IDENT_USER_ID, STR("ann"));
    uint8_t kind = IDENT_EMAIL;
    struct str value = STR("both@example.com");
    struct unify_part part = { .kinds = &kind, .values = &value, .n_idents = 1 };
    (void)c;
    return unify_split(h->unify, ann, &part, STR("not hers"), &cut, atoms, err);
}

/* The identifier outlives the one who was parted from it, and goes with the next. */
static void a_cut_of_an_identifier(void **state) {
    struct house h;
    struct err err = ERR_INIT;
    (void)state;
    begin(&h);
    struct split k = { .cmd = { .name = "split", .bytes = 1, .run = split_run }, .h = &h };
    static const char *const mail[2] = {
        "{\"batch\":[{\"type\":\"identify\",\"userId\":\"ann\",\"messageId\":\"c1\",\"traits\":"
        "{\"email\":\"both@example.com\"}}]}",
        "{\"batch\":[{\"type\":\"identify\",\"userId\":\"ben\",\"messageId\":\"c2\",\"traits\":"
        "{\"email\":\"both@example.com\"}}]}" };
    send(&h, mail[0], 1);
    OK(core_call(h.core, &k.cmd, &err));
    send(&h, mail[1], 1);
    carry_out(&h, ask(&h, "ann", false), "\"people\":1,");
    carry_out(&h, ask(&h, "ben", false), "\"people\":1,");
    same_as_rebuilt(&h);
    house_remove(&h);
}

/* ---- the erasure list ---- */

static void a_line_cut_short(void **state) {
    struct house h;
    struct err err = ERR_INIT;
    char path[100], line[400];
    (void)state;
    begin(&h);
    seen(&h, "ann", NULL, 1);
    seen(&h, "ben", NULL, 1);
    struct id one = ask(&h, "ann", false);
    OK(fault_arm("erase.list", &err));
    int rc = 1;
    while (rc > 0)
        rc = unify_erase_step(h.unify, 1, &err);
    assert_int_equal(rc, -1);
    fault_disarm();
    carry_out(&h, one, "\"people\":1,");
    carry_out(&h, ask(&h, "ben", false), "\"people\":1,");
    snprintf(path, sizeof path, "%s/erasures", h.dir);
    FILE *f = fopen(path, "re");
    assert_non_null(f);
    int lines = 0;
    while (fgets(line, sizeof line, f)) {
        lines++;
        assert_int_equal(strspn(line, "0123456789abcdef-"), 36);
        assert_memory_equal(line + 36, " 0 1:", 5);
    }
    fclose(f);
    assert_int_equal(lines, 2);
    house_remove(&h);
}

/* ---- the audit log ---- */

#define LOOKS 150 /* at one person: several pieces */

struct telling { struct command cmd; struct house *h; const char *user; const char *words; int n; };

/* Looks at the user, or for the words. */
static int tell_run(struct core *c, struct command *cmd, struct err *err) {
    struct telling *k = (struct telling *)cmd;
    char room[AUDIT_PERSON_SIZE], detail[200];
    (void)c;
    (void)err;
    snprintf(detail, sizeof detail, "{\"query\":{\"q\":\"%s\"}}", k->words ? k->words : "");
    struct audit_act act = { .who = STR("key:1"), .operation = STR("getPerson"),
                             .subject = AUDIT_PEOPLE, .detail = str_of(detail) };
    if (k->user)
        act.subject = audit_person(
            unify_by_ident(k->h->unify, IDENT_USER_ID, str_of(k->user)), room);
    for (int i = 0; i < k->n; i++)
        audit_add(k->h->audit, &act);
    return 0;
}

static void tell(struct house *h, const char *user, const char *words, int n) {
    struct err err = ERR_INIT;
    struct telling k = { .cmd = { .name = "tell", .bytes = 1, .run = tell_run }, .h = h,
                         .user = user, .words = words, .n = n };
    OK(core_call(h->core, &k.cmd, &err));
}

/* As the log tells, and so many have lost their details. */
static void cleared(struct house *h, uint64_t rows, uint64_t want) {
    struct verify_result log;
    struct audit_verified is;
    struct db *a, *b;
    struct err err = ERR_INIT;
    OK(db_open(core_store_where(h->core), DB_READER, &a, &err));
    OK(db_open(core_store_where(h->core), DB_READER, &b, &err));
    OK(audit_verify(a, b, &log, &is, &err));
    db_close(a);
    db_close(b);
    assert_int_equal(is.rows, rows);
    assert_int_equal(is.cleared, want);
}

/* As after a kill: what was only in memory is gone. */
static void again(struct house *h) {
    struct err err = ERR_INIT;
    house_close(h);
    h->ignore_snapshot = true;
    house_open(h);
    OK(unify_erase_open(h->unify, h->dir, &err));
}

/* The program ends after any number of pieces: the rows about the person, and the searches for
 * what it was ever called, lose what they hold; another's keep it. */
static void what_the_audit_log_holds(void **state) {
    struct house h;
    struct err err = ERR_INIT;
    uint64_t rows = 0, gone = 0;
    (void)state;
    begin(&h);
    for (int pieces = 0; pieces < 10; pieces++) {
        char body[500], user[20];
        snprintf(user, sizeof user, "user-%d", pieces);
        snprintf(body, sizeof body,
                 "{\"batch\":[{\"type\":\"identify\",\"messageId\":\"a-%d\",\"userId\":\"%s\","
                 "\"traits\":{\"name\":\"Old %d\",\"kana\":\"\\u30b9\\u30ba %d\"}},"
                 "{\"type\":\"identify\",\"messageId\":\"b-%d\",\"userId\":\"%s\","
                 "\"traits\":{\"name\":\"New %d\",\"plan\":\"p%d\"}}]}",
                 pieces, user, pieces, pieces, pieces, user, pieces, pieces);
        send(&h, body, 2);
        tell(&h, user, NULL, LOOKS);
        const char *words[] = { "Old", "new", "スズ", "p", "user-" };
        for (int i = 0; i < 5; i++) {
            char text[40];
            snprintf(text, sizeof text, i == 3 || i == 4 ? "%s%d" : "%s %d", words[i], pieces);
            tell(&h, NULL, text, 1);
        }
        tell(&h, NULL, "somebody else", 1);
        rows += LOOKS + 6;
        gone += LOOKS + 4; /* the plan is no name */
        struct id id = ask(&h, user, false);
        for (int i = 0; i < pieces; i++)
            OK(unify_erase_step(h.unify, 1, &err));
        again(&h);
        carry_out(&h, id, "\"people\":1,");
        cleared(&h, rows, gone);
    }
    same_as_rebuilt(&h);
    house_remove(&h);
}

static int retain_run(struct core *c, struct command *cmd, struct err *err) {
    (void)c;
    return unify_retain_run(((struct asking *)cmd)->h->unify, 1, err);
}

/* What an event said is gone; its person's names stand in a checkpoint. */
static void drop_events(struct house *h) {
    static const char json[] = "{\"rules\":[{\"event\":\"*\",\"max_age_days\":1,"
                               "\"action\":\"drop\"}]}";
    struct json_parser *p = json_parser_new();
    struct json body;
    struct err err = ERR_INIT;
    OK(json_parse(p, json, strlen(json), &body, &err));
    OK(unify_retain_rules(h->unify, body, 1, &err));
    json_parser_free(p);
    clock_advance_ms(&h->clock, 3 * 24 * 3600000ll);
    struct asking a = { .cmd = { .name = "ask", .bytes = 1, .run = retain_run }, .h = h };
    OK(core_call(h->core, &a.cmd, &err));
    OK(unify_retain_now(h->unify, &err));
}

static void names_of_a_checkpoint(void **state) {
    struct house h;
    (void)state;
    begin(&h);
    send(&h, "{\"batch\":[{\"type\":\"identify\",\"messageId\":\"a\",\"userId\":\"ann\","
             "\"traits\":{\"name\":\"Ann Ash\",\"plan\":\"free\"}}]}", 1);
    tell(&h, NULL, "ann ash", 1);
    tell(&h, NULL, "free", 1);
    drop_events(&h); /* tells that it ended */
    carry_out(&h, ask(&h, "ann", false), "\"people\":1,");
    cleared(&h, 3, 1);
    house_remove(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rejects_in_the_same_frame),
        cmocka_unit_test(an_alias_does_not_bring_them_back),
        cmocka_unit_test(what_comes_in_between),
        cmocka_unit_test(seen_at_one_moment),
        cmocka_unit_test(a_cut_of_an_identifier),
        cmocka_unit_test(a_line_cut_short),
        cmocka_unit_test(what_the_audit_log_holds),
        cmocka_unit_test(names_of_a_checkpoint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
