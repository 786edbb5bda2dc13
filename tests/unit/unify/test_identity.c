/* test_identity.c - stories: what clients sent, and which persons came of it.
 *
 * A story is a list of lines.  ">" sends a batch: each word after it is a message
 *     device+account@time     d1+u:ann@5   (either part may be missing, @ may be missing)
 * with accounts u:… (userId), e:… (e-mail), p:… (phone), c:… (customer number); several joined
 * by "+".  "~device=account" is an alias.  Times are minutes after the beginning; batches
 * arrive in the order of the story at minute 1,000 (so that "offline" ones bring old times).
 * "=" tells persons: each group of identifiers between "|" is one person, and different groups
 * are different persons.  "#id n" tells the number of events of the person.
 */
#include "fault/house.h"

#include <stdio.h>
#include <stdlib.h>

#define MINUTE 60000ll
#define ARRIVAL (HOUSE_START_MS)
#define BEGIN (ARRIVAL - 1000 * MINUTE)

static const struct story { const char *name; const char *lines[14]; } stories[] = {
    { "a visitor stays a visitor", { "> d1@1 d1@2", "= d:d1", "# d:d1 2" } },
    { "two visitors", { "> d1@1 d2@2", "= d:d1 | d:d2" } },
    { "anonymous, then signed in", { "> d1@1", "> d1+u:ann@5", "= d:d1 u:ann", "# u:ann 2" } },
    { "signed in at once", { "> d1+u:ann@5 u:ann@6", "= d:d1 u:ann", "# u:ann 2" } },
    { "after signing in, events without an account are the account's",
      { "> d1@1", "> d1+u:ann@5", "> d1@6 d1@7", "= d:d1 u:ann", "# u:ann 4" } },
    { "one account on two devices",
      { "> d1+u:ann@1", "> d2+u:ann@2", "= d:d1 d:d2 u:ann", "# u:ann 2" } },
    { "two visitors, then the same account",
      { "> d1@1 d2@1", "> d1+u:ann@5", "> d2+u:ann@6", "= d:d1 d:d2 u:ann", "# u:ann 4" } },
    { "two accounts on one tablet are never fused",
      { "> t@1", "> t+u:ann@5 t+u:bob@6 t+u:ann@7 t+u:bob@8", "= u:ann | u:bob",
        "# u:ann 3", "# u:bob 2" } },
    { "the tablet's events go to who is signed in at their time",
      { "> t+u:ann@10 t@11 t@12 t+u:bob@20 t@21 t+u:ann@30 t@31", "= u:ann | u:bob",
        "# u:ann 5", "# u:bob 2" } },
    { "an offline batch comes later and goes by its times",
      { "> t+u:ann@10 t+u:bob@20", "> t@25 t@12 t@21 t@11 t@19", "# u:ann 4", "# u:bob 3" } },
    { "before anyone signed in: the nameless one, who is the first account's",
      { "> t+u:ann@10 t+u:bob@20", "> t@5", "= u:ann | t:t u:bob", "# u:ann 2", "# u:bob 1" } },
    { "a sign-in that arrives late",
      { "> t+u:bob@20 t@21", "> t+u:ann@10", "> t@12 t@22", "= u:ann | u:bob", "# u:ann 2",
        "# u:bob 3" } },
    { "a late sign-in between two of another account",
      { "> t+u:ann@10 t+u:ann@30", "> t+u:bob@20", "> t@11 t@21 t@31", "# u:ann 4",
        "# u:bob 2" } },
    { "the first to sign in keeps the visitor, whoever comes after",
      { "> d1@1", "> d1+u:ann@2", "> d1+u:bob@3", "> d1+u:cyd@4", "= u:ann | u:bob | u:cyd",
        "# u:ann 2" } },
    { "a shared e-mail ties two user ids",
      { "> u:ann@1 u:anna@2", "> u:ann+e:a@example.com@3", "> u:anna+e:A@Example.COM@4",
        "= u:ann u:anna e:a@example.com", "# u:ann 4" } },
    { "an e-mail first, a user id later",
      { "> d5+e:a@example.com@1", "> u:ann+e:a@example.com@2",
        "= d:d5 u:ann e:a@example.com",
        "# u:ann 2" } },
    { "phone and customer number tie, too",
      { "> u:ann+p:+81-3-1234-5678@1", "> u:anna+p:+81312345678@2",
        "> u:anny+c:K77@3 u:anna+c:K77@4", "= u:ann u:anna u:anny c:K77", "# u:ann 4" } },
    { "a chain of identifiers is one person",
      { "> u:a+e:1@x.jp@1 u:b+e:2@x.jp@1 u:c+e:3@x.jp@1", "= u:a | u:b | u:c",
        "> u:b+e:1@x.jp@2", "= u:a u:b | u:c", "> u:c+e:2@x.jp@3", "= u:a u:b u:c",
        "# u:a 5" } },
    { "a shared device does not tie, a shared e-mail there does",
      { "> t+u:ann@1 t+u:bob@2", "= u:ann | u:bob", "> t+u:bob+e:fam@x.jp@3",
        "= u:ann | u:bob e:fam@x.jp", "> t+u:ann+e:fam@x.jp@4", "= u:ann u:bob e:fam@x.jp",
        "# u:ann 4" } },
    { "alias gives a visitor a name", { "> d1@1 d1@2", "> ~d1=ann", "= d:d1 u:ann", "# u:ann 3" } },
    { "alias of what nobody has seen yet",
      { "> ~d9=ann", "> d9@5", "= d:d9 u:ann", "# u:ann 2" } },
    { "alias of one user id to another",
      { "> u:old@1 u:new@2", "= u:old | u:new", "> ~old=new", "= u:old u:new", "# u:new 3" } },
    { "alias never takes a visitor away from the first account",
      { "> d1+u:ann@1", "> d1@0", "> ~d1=bob", "= d:d1 u:ann | u:bob" } },
    { "values that stand for nobody",
      { "> u:null+d1@1 u:0000+d1@2 u:undefined+d2@3 u:-1+d2@4 u:TEST+d3@5", "= d:d1 | d:d2 | d:d3",
        "# d:d1 2", "# d:d2 2", "# d:d3 1" } },
    { "an e-mail that is none ties nobody",
      { "> u:ann+e:none@1 u:bob+e:none@2", "> u:ann+e:nomail@3 u:bob+e:nomail@4",
        "= u:ann | u:bob" } },
    { "user ids keep their case", { "> u:Ann@1 u:ann@2", "= u:Ann | u:ann" } },
    { "white space around an id is nothing", { "> u:_ann_@1 u:ann@2", "= u:ann", "# u:ann 2" } },
    { "full-width and half-width are the same",
      { "> u:ＡＮＮ０１@1 u:ANN01@2", "> u:ｶﾀｶﾅ@3 u:カタカナ@4", "= u:ANN01 | u:カタカナ",
        "# u:ANN01 2", "# u:カタカナ 2" } },
    { "composed and decomposed are the same",
      { "> u:か\xe3\x82\x99@1 u:が@2", "= u:が", "# u:が 2" } },
    { "a full-width e-mail", { "> u:x+e:Ｍｉｋａ＠Ｅｘａｍｐｌｅ．ｃｏｍ@1 d6+e:mika@example.com@2",
                               "= u:x e:mika@example.com", "# u:x 2" } },
    { "a full-width phone number",
      { "> u:x+p:＋８１９０１２３４５６７８@1 u:y+p:+81-90-1234-5678@2", "= u:x u:y" } },
    { "ids of different kinds with the same text are not the same",
      { "> 77@1", "> u:77@2", "> u:other+c:77@3", "= d:77 | u:77 | u:other c:77" } },
};

/* ---- reading a story ---- */

struct word { char text[200]; };

static const char *next_word(const char *p, struct word *w) {
    while (*p == ' ')
        p++;
    size_t n = strcspn(p, " ");
    if (n == 0)
        return NULL;
    snprintf(w->text, sizeof w->text, "%.*s", (int)n, p);
    return p + n;
}

static void put_member(struct buf *b, const char *key, const char *value, size_t n) {
    char text[200];
    snprintf(text, sizeof text, "%.*s", (int)n, value);
    for (char *c = text; *c; c++)
        *c = *c == '_' ? ' ' : *c;
    buf_printf(b, ",\"%s\":\"%s\"", key, text);
}

static void put_message(struct buf *b, const char *word) {
    static int number;
    char when[32], *at;
    struct word w;
    snprintf(w.text, sizeof w.text, "%s", word);
    int64_t minute = 999;
    if ((at = strrchr(w.text, '@')) && strspn(at + 1, "0123456789") == strlen(at + 1)) {
        minute = strtol(at + 1, NULL, 10);
        *at = 0;
    }
    clock_format(BEGIN + minute * MINUTE, when);
    buf_printf(b, "{\"messageId\":\"m%d\",\"timestamp\":\"%s\"", ++number, when);
    if (w.text[0] == '~') {
        char *to = strchr(w.text, '=');
        buf_printf(b, ",\"type\":\"alias\",\"previousId\":\"%.*s\",\"userId\":\"%s\"}",
                   (int)(to - w.text - 1), w.text + 1, to + 1);
        return;
    }
    struct buf traits;
    buf_init(&traits, "traits", 1000);
    for (const char *p = w.text; *p;) {
        /* a '+' inside of a phone number stands behind "p:" */
        size_t n = strcspn(p + (strncmp(p, "p:+", 3) == 0 ? 3 : 0), "+") +
                   (strncmp(p, "p:+", 3) == 0 ? 3 : 0);
        const char *key = p[1] != ':' ? NULL : *p == 'e' ? "email" : *p == 'p' ? "phone"
                          : *p == 'c' ? "customer_number" : NULL;
        if (key)
            put_member(&traits, key, p + 2, n - 2);
        else if (strncmp(p, "u:", 2) == 0)
            put_member(b, "userId", p + 2, n - 2);
        else
            put_member(b, "anonymousId", p, n);
        p += n + (p[n] == '+');
    }
    if (traits.len)
        buf_printf(b, ",\"type\":\"identify\",\"traits\":{%.*s}}", (int)traits.len - 1,
                   traits.data + 1);
    else
        buf_puts(b, ",\"type\":\"track\",\"event\":\"Seen\"}");
    buf_release(&traits);
}

static void send_line(struct house *h, const char *p, const char *name) {
    struct buf b;
    struct word w;
    struct err err;
    struct collect_result r;
    uint32_t n = 0;
    buf_init(&b, "body", 1u << 20);
    buf_puts(&b, "{\"batch\":[");
    while ((p = next_word(p, &w))) {
        buf_puts(&b, n++ ? "," : "");
        put_message(&b, w.text);
    }
    buf_puts(&b, "]}");
    buf_putc(&b, 0);
    OK(house_send(h, b.data, ARRIVAL, &r, &err));
    if (r.accepted != n)
        fail_msg("%s: %u of %u taken: %s", name, r.accepted, n, b.data);
    buf_release(&b);
}

/* The person's id of "u:ann"; empty when there is none.  out holds 40 bytes. */
static void id_of(struct house *h, const char *word, char *out, uint64_t *ret_events) {
    static const struct { char c; unsigned kind; } kinds[] = {
        { 'u', IDENT_USER_ID }, { 'e', IDENT_EMAIL }, { 'p', IDENT_PHONE },
        { 'c', IDENT_CUSTOMER_NUMBER }, { 'd', IDENT_ANONYMOUS_ID }, { 't', IDENT_ANONYMOUS_ID },
    };
    struct buf b = { 0 };
    unsigned kind = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].c == word[0])
            kind = kinds[i].kind;
    house_person(h, kind, word + 2, &b);
    buf_putc(&b, 0);
    out[0] = 0;
    const char *id = strstr(b.data, "\"id\":\""), *events = strstr(b.data, "\"events\":");
    if (id)
        snprintf(out, 40, "%.36s", id + 6);
    if (ret_events)
        *ret_events = events ? strtoull(events + 9, NULL, 10) : 0;
    buf_release(&b);
}

static void check_persons(struct house *h, const char *p, const char *name) {
    char ids[32][40];
    int group[32], n = 0, g = 0;
    struct word w, words[32];
    for (; (p = next_word(p, &w)); n++) {
        if (strcmp(w.text, "|") == 0) {
            g++;
            n--;
            continue;
        }
        words[n] = w;
        group[n] = g;
        id_of(h, w.text, ids[n], NULL);
        if (!*ids[n])
            fail_msg("%s: nobody has %s", name, w.text);
    }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++)
            if ((group[i] == group[j]) != (strcmp(ids[i], ids[j]) == 0))
                fail_msg("%s: %s and %s are %s person: %s %s", name, words[j].text,
                         words[i].text, group[i] == group[j] ? "not one" : "one", ids[j], ids[i]);
}

static void check_events(struct house *h, const char *p, const char *name) {
    struct word who, number;
    char id[40];
    uint64_t events, want;
    p = next_word(p, &who);
    assert_non_null(next_word(p, &number));
    want = strtoull(number.text, NULL, 10);
    id_of(h, who.text, id, &events);
    if (events != want)
        fail_msg("%s: %s has %d events, not %d", name, who.text, (int)events, (int)want);
}

static void tell(struct house *h, const struct story *s) {
    for (const char *const *l = s->lines; l < s->lines + 14 && *l; l++) {
        const char *rest = *l + 1;
        if (**l == '>')
            send_line(h, rest, s->name);
        else if (**l == '=')
            check_persons(h, rest, s->name);
        else
            check_events(h, rest, s->name);
    }
}

static void persons_come_out(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++) {
        struct house h, rebuilt;
        struct buf a = { 0 }, b = { 0 };
        house_make(&h, DB_SQLITE);
        house_open(&h);
        tell(&h, &stories[i]);
        house_dump(&h, &a);
        house_open_rebuilt(&h, &rebuilt);
        house_dump(&rebuilt, &b);
        house_same(&a, &b, stories[i].name);
        house_close(&rebuilt);
        buf_release(&a);
        buf_release(&b);
        house_remove(&h);
    }
}

/* ---- traits and groups ---- */

static void send_json(struct house *h, const char *json) {
    struct err err;
    struct collect_result r;
    OK(house_send(h, json, ARRIVAL, &r, &err));
    if (r.rejected || r.accepted == 0)
        fail_msg("not taken: %s", json);
}

static void has(struct house *h, unsigned kind, const char *value, const char *text, bool want) {
    struct buf b = { 0 };
    house_person(h, kind, value, &b);
    buf_putc(&b, 0);
    if ((strstr(b.data, text) != NULL) != want)
        fail_msg("%s is %s: %s", text, want ? "missing" : "there", b.data);
    buf_release(&b);
}

#define AT(m) "\"timestamp\":\"2026-09-2" m "\""

static void last_by_time_wins(void **state) {
    struct house h;
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\"," AT("0T10:00:00Z")
                  ",\"traits\":{\"plan\":\"gold\",\"n\":1}}]}");
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\"," AT("0T09:00:00Z")
                  ",\"traits\":{\"plan\":\"free\",\"city\":\"Kobe\"}}]}");
    has(&h, IDENT_USER_ID, "a", "\"plan\":\"gold\"", true); /* the older one came later */
    has(&h, IDENT_USER_ID, "a", "\"city\":\"Kobe\"", true);
    /* at the same time the later entry wins, within one batch, too */
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\"," AT("0T11:00:00Z")
                  ",\"traits\":{\"n\":2}},{\"type\":\"identify\",\"userId\":\"a\","
                  AT("0T11:00:00Z") ",\"traits\":{\"n\":3}}]}");
    has(&h, IDENT_USER_ID, "a", "\"n\":3", true);
    /* null takes a trait away, and an older value does not bring it back */
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\"," AT("0T12:00:00Z")
                  ",\"traits\":{\"city\":null}}]}");
    has(&h, IDENT_USER_ID, "a", "\"city\"", false);
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\"," AT("0T11:30:00Z")
                  ",\"traits\":{\"city\":\"Nara\"}}]}");
    has(&h, IDENT_USER_ID, "a", "\"city\"", false);
    house_remove(&h);
}

static void traits_fold_over_merged_atoms(void **state) {
    struct house h;
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\"," AT("0T10:00:00Z")
                  ",\"traits\":{\"plan\":\"gold\",\"seat\":1}},"
                  "{\"type\":\"identify\",\"userId\":\"b\"," AT("0T09:00:00Z")
                  ",\"traits\":{\"plan\":\"free\",\"seat\":2,\"city\":\"Kobe\"}}]}");
    has(&h, IDENT_USER_ID, "b", "\"plan\":\"free\"", true);
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\"," AT("0T08:00:00Z")
                  ",\"traits\":{\"email\":\"x@example.com\"}},"
                  "{\"type\":\"identify\",\"userId\":\"b\"," AT("0T08:00:00Z")
                  ",\"traits\":{\"email\":\"x@example.com\",\"seat\":9}}]}");
    for (const char *id = "ab"; *id; id++) { /* both names show the same person */
        char name[2] = { *id, 0 };
        has(&h, IDENT_USER_ID, name, "\"plan\":\"gold\"", true);
        has(&h, IDENT_USER_ID, name, "\"seat\":1", true);
        has(&h, IDENT_USER_ID, name, "\"city\":\"Kobe\"", true);
        has(&h, IDENT_USER_ID, name, "\"events\":4", true);
    }
    house_remove(&h);
}

static void groups_are_joined(void **state) {
    struct house h;
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    send_json(&h, "{\"batch\":[{\"type\":\"group\",\"userId\":\"a\",\"groupId\":\"acme\","
                  "\"traits\":{\"name\":\"Acme\",\"email\":\"office@acme.example\"}},"
                  "{\"type\":\"group\",\"userId\":\"b\",\"groupId\":\"acme\"},"
                  "{\"type\":\"group\",\"userId\":\"b\",\"groupId\":\"beta\","
                  "\"traits\":{\"name\":\"Beta\"}}]}");
    has(&h, IDENT_USER_ID, "a", "\"groups\":[{\"id\":\"acme\",\"traits\":{\"name\":\"Acme\"", true);
    has(&h, IDENT_USER_ID, "a", "\"beta\"", false);
    has(&h, IDENT_USER_ID, "b", "\"acme\"", true);
    has(&h, IDENT_USER_ID, "b", "\"Beta\"", true);
    has(&h, IDENT_USER_ID, "b", "\"office@acme.example\"", true); /* the group's trait … */
    struct buf p = { 0 };
    house_person(&h, IDENT_EMAIL, "office@acme.example", &p); /* … is nobody's address */
    assert_int_equal(p.len, 0);
    buf_release(&p);
    house_remove(&h);
}

static void the_first_id_answers_for_ever(void **state) {
    struct house h;
    char first[40], second[40], both[40];
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    send_line(&h, "u:a@1", "aliases");
    send_line(&h, "u:b@2", "aliases");
    id_of(&h, "u:a", first, NULL);
    id_of(&h, "u:b", second, NULL);
    send_line(&h, "u:a+e:x@x.jp@3 u:b+e:x@x.jp@4", "aliases");
    id_of(&h, "u:b", both, NULL);
    assert_string_equal(both, first); /* the oldest atom's */
    char aliases[80];
    snprintf(aliases, sizeof aliases, "\"aliases\":[\"%s\"]", second);
    has(&h, IDENT_USER_ID, "a", aliases, true);
    struct id id;
    assert_int_equal(id_parse(str_of(second), &id), 0);
    house_close(&h); /* so that the state may be looked at from here */
    h.read_only = true;
    house_open(&h);
    uint32_t atom = unify_by_id(h.unify, id);
    assert_int_not_equal(atom, UNIFY_NONE);
    id_format(unify_person_id(h.unify, atom), both);
    assert_string_equal(both, first);
    house_remove(&h);
}

/* ---- normalisation ---- */

static void values_are_normalised(void **state) {
    static const struct { unsigned kind; const char *region, *in, *out; } cases[] = {
        { IDENT_USER_ID, "", "  u-1 ", "u-1" },
        { IDENT_USER_ID, "", "\xe3\x80\x80u-1\xe3\x80\x80", "u-1" }, /* U+3000 */
        { IDENT_USER_ID, "", "Ｕ－１", "U-1" },
        { IDENT_USER_ID, "", "株式会社", "株式会社" },
        { IDENT_USER_ID, "", "㍿", "株式会社" },
        { IDENT_USER_ID, "", "ｱｲｳ", "アイウ" },
        { IDENT_USER_ID, "", "0", NULL },
        { IDENT_USER_ID, "", "００００", NULL }, /* full-width zeros */
        { IDENT_USER_ID, "", "0-0-0", NULL },
        { IDENT_USER_ID, "", "NULL", NULL },
        { IDENT_USER_ID, "", "ｎｕｌｌ", NULL },
        { IDENT_USER_ID, "", "[object Object]", NULL },
        { IDENT_USER_ID, "", "nullable", "nullable" },
        { IDENT_USER_ID, "", "", NULL },
        { IDENT_USER_ID, "", "   ", NULL },
        { IDENT_USER_ID, "", "a\xff", NULL },
        { IDENT_EMAIL, "", " Mika@Example.COM ", "mika@example.com" },
        { IDENT_EMAIL, "", "ＭＩＫＡ＠ｅｘａｍｐｌｅ．ｊｐ", "mika@example.jp" },
        { IDENT_EMAIL, "", "müller@EXAMPLE.de", "müller@example.de" },
        { IDENT_EMAIL, "", "a@b", "a@b" },
        { IDENT_EMAIL, "", "a@", NULL },
        { IDENT_EMAIL, "", "@b", NULL },
        { IDENT_EMAIL, "", "a b@c.d", NULL },
        { IDENT_EMAIL, "", "a\nb@c.d", NULL },
        { IDENT_EMAIL, "", "nobody", NULL },
        { IDENT_PHONE, "", "+81 90-1234-5678", "+819012345678" },
        { IDENT_PHONE, "", "＋８１ ９０ １２３４ ５６７８", "+819012345678" },
        { IDENT_PHONE, "JP", "090-1234-5678", "+819012345678" },
        { IDENT_PHONE, "JP", "０９０－１２３４－５６７８", "+819012345678" },
        { IDENT_PHONE, "JP", "03(1234)5678", "+81312345678" },
        { IDENT_PHONE, "US", "(212) 555-2368", "+12125552368" },
        { IDENT_PHONE, "", "090-1234-5678", NULL }, /* whose country? */
        { IDENT_PHONE, "", "12", NULL },
        { IDENT_PHONE, "", "call me", NULL },
        { IDENT_PHONE, "", "+999999", NULL },
        { IDENT_ANONYMOUS_ID, "", "5F2B9B1E-9D2E-4C5F-8A57-3B1D6B1B6C11",
          "5F2B9B1E-9D2E-4C5F-8A57-3B1D6B1B6C11" },
        { IDENT_ANONYMOUS_ID, "", "00000000-0000-0000-0000-000000000000", NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a;
        struct str got = { "", 0 };
        struct err err = ERR_INIT;
        arena_init(&a, "case", 65536);
        int rc = ident_normalise(cases[i].kind, str_of(cases[i].in), cases[i].region, &a, &got,
                                 &err);
        if (cases[i].out ? rc < 0 || !str_is(got, cases[i].out) : rc == 0)
            fail_msg("\"%s\" gives \"%.*s\" (%d), not \"%s\"", cases[i].in, STR_FMT(got), rc,
                     cases[i].out ? cases[i].out : "nothing");
        if (rc < 0)
            assert_int_equal(err.code, E_INVALID);
        else { /* once more changes nothing */
            struct str again;
            OK(ident_normalise(cases[i].kind, got, "", &a, &again, &err));
            assert_true(str_eq(got, again));
        }
        arena_release(&a);
    }
}

/* What identifies without tying: the region of a phone number comes off context.locale. */
static void phones_by_locale(void **state) {
    struct house h;
    struct buf p = { 0 };
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    send_json(&h, "{\"batch\":[{\"type\":\"identify\",\"userId\":\"a\",\"context\":{\"locale\":"
                  "\"ja-JP\"},\"traits\":{\"phone\":\"090-1234-5678\"}},"
                  "{\"type\":\"identify\",\"userId\":\"b\",\"traits\":"
                  "{\"phone\":\"090-1234-5678\"}}]}");
    house_person(&h, IDENT_PHONE, "+81 90 1234 5678", &p);
    buf_putc(&p, 0);
    assert_non_null(strstr(p.data, "\"value\":\"a\""));
    assert_null(strstr(p.data, "\"value\":\"b\""));
    has(&h, IDENT_USER_ID, "b", "\"phone\":\"090-1234-5678\"", true); /* the trait is kept */
    buf_release(&p);
    house_remove(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_come_out),
        cmocka_unit_test(last_by_time_wins),
        cmocka_unit_test(traits_fold_over_merged_atoms),
        cmocka_unit_test(groups_are_joined),
        cmocka_unit_test(the_first_id_answers_for_ever),
        cmocka_unit_test(values_are_normalised),
        cmocka_unit_test(phones_by_locale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
