/* stories.c - see stories.h: reading a story, doing what it says, asking who is who.
 *
 * THEORY      A line is cut into words once; a cursor goes over them.  Every failure names the
 *             file's line, and a line must be used up.
 * LIMITS      WORDS_MAX words a line, USERS_MAX users and DEEDS_MAX splits or merges a story.
 */
#include "stories.h"

#include "fault/house.h"

#include <stdio.h>
#include <stdlib.h>

#define WORDS_MAX 160
#define USERS_MAX 64
#define DEEDS_MAX 16
#define CHUNK 400 /* messages a batch, of the many */

struct word { char text[120]; bool quoted; };
struct thing { unsigned kind; char value[120]; };
enum deed_kind { SPLIT, MERGE, CUT_UNDO, LINK_UNDO };

struct story {
    struct house h;
    const char *path;
    int line;
    char title[120];
    struct word words[WORDS_MAX];
    int n, at;                      /* words; the cursor */
    char users[USERS_MAX][120];
    int n_users;
    uint32_t done[2][DEEDS_MAX];    /* cuts, links */
    int n_done[2];
    char newest[24];                /* time of any message so far */
    int told;                       /* "Then" lines */
    unsigned message;
};

#define BAD(s, ...) \
    do { \
        char bad_text[600]; \
        snprintf(bad_text, sizeof bad_text, __VA_ARGS__); \
        fail_msg("%s:%d: %s (%s)", (s)->path, (s)->line, bad_text, (s)->title); \
    } while (0)

/* ---- words ---- */

static void cut_words(struct story *s, const char *p) {
    s->n = s->at = 0;
    while (*(p += strspn(p, " "))) {
        if (s->n == WORDS_MAX)
            BAD(s, "too many words");
        struct word *w = &s->words[s->n++];
        w->quoted = *p == '"';
        size_t n = w->quoted ? strcspn(++p, "\"") : strcspn(p, " ");
        bool mark = !w->quoted && n > 1 && strchr(",;", p[n - 1]);
        if (n >= sizeof w->text || (w->quoted && !p[n]))
            BAD(s, "a word is too long, or a \" is missing");
        snprintf(w->text, sizeof w->text, "%.*s", (int)(n - mark), p);
        p += n + w->quoted - mark;
    }
}

/* Goes past the phrase when it stands here. */
static bool accept(struct story *s, const char *phrase) {
    int at = s->at;
    for (const char *p = phrase; *p; at++) {
        size_t n = strcspn(p, " ");
        if (at >= s->n || s->words[at].quoted || strlen(s->words[at].text) != n ||
            memcmp(s->words[at].text, p, n) != 0)
            return false;
        p += n + (p[n] == ' ');
    }
    s->at = at;
    return true;
}

static const char *here(struct story *s) {
    return s->at < s->n ? s->words[s->at].text : "the end of the line";
}

static void expect(struct story *s, const char *phrase) {
    if (!accept(s, phrase))
        BAD(s, "\"%s\" is expected, not %s", phrase, here(s));
}

static const char *take(struct story *s) {
    if (s->at == s->n)
        BAD(s, "a word is missing at the end");
    return s->words[s->at++].text;
}

static bool another(struct story *s) { return accept(s, "and") || accept(s, ","); }

/* A number like 2,001 when one stands here. */
static bool number(struct story *s, long *ret) {
    if (s->at == s->n || s->words[s->at].quoted)
        return false;
    long v = 0;
    for (const char *p = s->words[s->at].text; *p; p++)
        if (*p >= '0' && *p <= '9')
            v = v * 10 + (*p - '0');
        else if (*p != ',' || p == s->words[s->at].text)
            return false;
    s->at++;
    *ret = v;
    return true;
}

/* ---- things ---- */

static bool detail(struct story *s, struct thing *t) {
    static const struct { const char *words; unsigned kind; } known[] = {
        { "e-mail", IDENT_EMAIL }, { "phone", IDENT_PHONE }, { "user", IDENT_USER_ID },
        { "customer number", IDENT_CUSTOMER_NUMBER }, { "crm number", IDENT_EXTERNAL },
        { "device", IDENT_ANONYMOUS_ID },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (accept(s, known[i].words)) {
            t->kind = known[i].kind;
            snprintf(t->value, sizeof t->value, "%s%s", t->kind == IDENT_EXTERNAL ? "crm:" : "",
                     take(s));
            return true;
        }
    return false;
}

static struct thing thing(struct story *s) {
    struct thing t;
    if (detail(s, &t))
        return t;
    t.kind = IDENT_ANONYMOUS_ID;
    snprintf(t.value, sizeof t.value, "%s", take(s));
    for (int i = 0; i < s->n_users; i++)
        if (strcmp(s->users[i], t.value) == 0)
            t.kind = IDENT_USER_ID;
    return t;
}

static const char *user(struct story *s) {
    const char *name = take(s);
    if (s->n_users == USERS_MAX)
        BAD(s, "too many users");
    snprintf(s->users[s->n_users++], sizeof s->users[0], "%s", name);
    return name;
}

/* ---- messages ---- */

static void when(struct story *s, char out[24]) {
    bool late = accept(s, "late:");
    const char *w = take(s), *day = "2026-09-20";
    int a, b, c, used = 0;
    if (sscanf(w, "%4d-%2d-%2d%n", &a, &b, &c, &used) == 3 && !w[used]) {
        day = w;
        w = take(s);
    }
    used = 0;
    if (strlen(w) != 5 || sscanf(w, "%2d:%2d%n", &a, &b, &used) != 2 || used != 5 || a > 23 ||
        b > 59)
        BAD(s, "a time like 09:05 is expected, not %s", w);
    snprintf(out, 24, "%.10sT%.5s:00Z", day, w);
    if (late != (strcmp(out, s->newest) < 0))
        BAD(s, late ? "%s is not late" : "%s is late and does not say so", out);
    if (!late)
        snprintf(s->newest, sizeof s->newest, "%s", out);
}

static void details(struct story *s, struct jw *w) {
    char crm[120] = "";
    jw_key(w, "traits");
    jw_obj(w);
    do {
        struct thing t;
        if (!detail(s, &t) || t.kind == IDENT_USER_ID || t.kind == IDENT_ANONYMOUS_ID)
            BAD(s, "an e-mail, phone or number is expected, not %s", here(s));
        if (t.kind == IDENT_EXTERNAL)
            snprintf(crm, sizeof crm, "%s", t.value + 4);
        else
            JW_Z(w, ident_kind(s->h.unify, t.kind)->key, t.value);
    } while (another(s));
    jw_obj_end(w);
    if (*crm) {
        JW_OBJ_KEY(w, "context");
        jw_key(w, "externalIds");
        jw_arr(w);
        jw_obj(w);
        JW_Z(w, "type", "crm");
        JW_Z(w, "id", crm);
        jw_obj_end(w);
        jw_arr_end(w);
        jw_obj_end(w);
    }
}

static void begin(struct story *s, struct jw *w, const char *at, const char *type) {
    char id[32];
    snprintf(id, sizeof id, "m%u", ++s->message);
    jw_obj(w);
    JW_Z(w, "messageId", id);
    JW_Z(w, "timestamp", at);
    JW_Z(w, "type", type);
    if (strcmp(type, "track") == 0)
        JW_Z(w, "event", "Seen");
}

static void message(struct story *s, struct jw *w, const char *at) {
    if (accept(s, "an alias says that")) {
        begin(s, w, at, "alias");
        JW_Z(w, "previousId", take(s));
        expect(s, "is");
        JW_Z(w, "userId", user(s));
    } else if (accept(s, "the back office records")) {
        begin(s, w, at, "identify");
        JW_Z(w, "userId", user(s));
        if (accept(s, "with"))
            details(s, w);
    } else {
        const char *device = take(s);
        if (accept(s, "looks around")) {
            begin(s, w, at, "track");
        } else {
            begin(s, w, at, "identify");
            if (accept(s, "signs in as")) {
                JW_Z(w, "userId", user(s));
                if (accept(s, "with"))
                    details(s, w);
            } else {
                expect(s, "gives");
                details(s, w);
            }
        }
        JW_Z(w, "anonymousId", device);
    }
    jw_obj_end(w);
}

static void send_off(struct story *s, struct buf *b, unsigned n) {
    struct collect_result r;
    struct err err = ERR_INIT;
    buf_puts(b, "]}");
    buf_putc(b, 0);
    if (house_send(&s->h, b->data, HOUSE_START_MS, &r, &err) < 0 || r.accepted != n)
        BAD(s, "not taken: %s", err.msg);
    buf_reset(b);
    buf_puts(b, "{\"batch\":[");
}

static void many(struct story *s, struct buf *b, const char *at, long n) {
    char who[120], device[140];
    snprintf(who, sizeof who, "%s", user(s));
    for (long i = 1; i <= n; i++) {
        struct jw w;
        jw_init(&w, b);
        begin(s, &w, at, "identify");
        JW_Z(&w, "userId", who);
        snprintf(device, sizeof device, "%s-%ld", who, i);
        JW_Z(&w, "anonymousId", device);
        jw_obj_end(&w);
        if (i == n || i % CHUNK == 0)
            send_off(s, b, (unsigned)((i - 1) % CHUNK + 1));
        else
            buf_putc(b, ',');
    }
}

static void send_line(struct story *s) {
    struct buf b;
    char at[24];
    unsigned n = 0;
    long count;
    buf_init(&b, "body", 1u << 20);
    buf_puts(&b, "{\"batch\":[");
    do {
        struct jw w;
        when(s, at);
        int word = s->at;
        if (number(s, &count) && accept(s, "devices sign in as")) {
            if (n)
                BAD(s, "many devices stand on a line of their own");
            many(s, &b, at, count);
            break;
        }
        s->at = word;
        buf_puts(&b, n++ ? "," : "");
        jw_init(&w, &b);
        message(s, &w, at);
    } while (accept(s, ";"));
    if (n)
        send_off(s, &b, n);
    buf_release(&b);
}

/* ---- on the core thread: asking, and doing by hand ---- */

struct job {
    struct command cmd; /* first */
    struct unify *u;
    const struct thing *t; /* 0: whose person; further ones as `deed` says */
    uint32_t n, number;
    enum deed_kind deed;
    struct str words;
    char id[40];           /* answer: of the person of t[0]; empty when there is none */
    struct buf person, identities;
};

static int who(struct job *j, const struct thing *t, struct arena *a, struct str *v,
               uint32_t *ret, struct err *err) {
    if (ident_normalise(j->u, t->kind, str_of(t->value), "", a, v, err) < 0)
        return -1;
    *ret = unify_by_ident(j->u, t->kind, *v);
    return 0;
}

static int ask_run(struct core *c, struct command *cmd, struct err *err) {
    struct job *j = (struct job *)cmd;
    struct arena a;
    struct str v;
    uint32_t atom = UNIFY_NONE;
    struct jw w;
    (void)c;
    arena_init(&a, "ask", 65536);
    int rc = who(j, j->t, &a, &v, &atom, err);
    if (rc == 0 && atom != UNIFY_NONE) {
        id_format(unify_person_id(j->u, atom), j->id);
        jw_init(&w, &j->person);
        unify_person_json(j->u, atom, &w);
        jw_init(&w, &j->identities);
        unify_identities_json(j->u, atom, &w);
    }
    buf_putc(&j->person, 0);
    buf_putc(&j->identities, 0);
    arena_release(&a);
    return rc;
}

static int deed_run(struct core *c, struct command *cmd, struct err *err) {
    struct job *j = (struct job *)cmd;
    struct arena a;
    uint32_t atoms[2] = { UNIFY_NONE, UNIFY_NONE }, ignored[2];
    uint8_t kinds[WORDS_MAX];
    struct str v[WORDS_MAX];
    int rc = 0;
    (void)c;
    arena_init(&a, "deed", 1u << 20);
    for (uint32_t i = 0; rc == 0 && i < j->n; i++) {
        kinds[i] = (uint8_t)j->t[i].kind;
        rc = who(j, &j->t[i], &a, &v[i], i == 0 ? &atoms[0] : &atoms[1], err);
    }
    if (rc == 0 && j->n > 0 && (atoms[0] == UNIFY_NONE || atoms[1] == UNIFY_NONE))
        rc = err_set(err, E_NOT_FOUND, "nobody has one of these");
    struct unify_part part = { .n_idents = j->n - 1, .kinds = kinds + 1, .values = v + 1 };
    if (rc == 0)
        switch (j->deed) {
        case SPLIT:
            rc = unify_split(j->u, atoms[0], &part, j->words, &j->number, ignored, err);
            break;
        case MERGE:
            rc = unify_merge(j->u, atoms[0], atoms[1], j->words, &j->number, err);
            break;
        case CUT_UNDO: rc = unify_cut_undo(j->u, j->number, ignored, err); break;
        default: rc = unify_link_undo(j->u, j->number, ignored, err);
        }
    arena_release(&a);
    return rc;
}

/* ---- by hand ---- */

static void read_take_back(struct story *s, struct job *j) {
    static const char *const ordinals[] = { "first", "second", "third" };
    int which = -1;
    for (int i = 0; i < 3 && which < 0; i++)
        if (accept(s, ordinals[i]))
            which = i;
    bool last = accept(s, "last"), split = accept(s, "split");
    if (!split)
        expect(s, "merge");
    expect(s, "back");
    int n = s->n_done[!split];
    which = last ? n - 1 : which < 0 ? 0 : which;
    if (which < 0 || which >= n)
        BAD(s, "there is no such split or merge");
    j->deed = split ? CUT_UNDO : LINK_UNDO;
    j->number = s->done[!split][which];
}

static void check_refusal(struct story *s, bool failed, const struct err *err) {
    static const struct { const char *words, *text; } known[] = {
        { "a limit", "too many identifiers" }, { "a cut", "a cut keeps these apart" },
        { "already one", "one person already" }, { "too large", "atoms" },
        { "already taken back", "withdrawn already" },
        { "nothing would remain", "nothing of the person would remain" },
        { "not of this person", "is not of this person" },
    };
    expect(s, ":");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (accept(s, known[i].words)) {
            if (!failed || !strstr(err->msg, known[i].text))
                BAD(s, "the answer is: %s", failed ? err->msg : "done");
            return;
        }
    BAD(s, "a reason is expected, not %s", here(s));
}

static void do_line(struct story *s) {
    struct thing t[WORDS_MAX];
    bool cannot = accept(s, "cannot");
    struct job j = { .cmd = { .name = "deed", .bytes = 64, .run = deed_run }, .t = t,
                     .u = s->h.unify };
    if (accept(s, "take the")) {
        read_take_back(s, &j);
    } else {
        j.deed = accept(s, "part") ? SPLIT : MERGE;
        if (j.deed == MERGE)
            expect(s, "merge");
        j.n = j.deed == SPLIT; /* whom from comes first */
        do
            t[j.n++] = thing(s);
        while (another(s));
        if (j.deed == SPLIT) {
            expect(s, "from");
            t[0] = thing(s);
        } else if (j.n != 2) {
            BAD(s, "two are merged, not %u", j.n);
        }
        expect(s, "because");
        j.words = str_of(take(s));
    }
    struct err err = ERR_INIT;
    bool failed = core_call(s->h.core, &j.cmd, &err) < 0;
    if (cannot)
        check_refusal(s, failed, &err);
    else if (failed)
        BAD(s, "the answer is: %s", err.msg);
    else if (j.deed <= MERGE && s->n_done[j.deed] < DEEDS_MAX)
        s->done[j.deed][s->n_done[j.deed]++] = j.number;
}

/* ---- who is who ---- */

static void ask(struct story *s, const struct thing *t, struct job *j) {
    struct err err = ERR_INIT;
    *j = (struct job){ .cmd = { .name = "ask", .bytes = 64, .reads = true, .run = ask_run },
                       .t = t, .u = s->h.unify };
    buf_init(&j->person, "person", 16u << 20);
    buf_init(&j->identities, "identities", 16u << 20);
    if (core_call(s->h.core, &j->cmd, &err) < 0)
        BAD(s, "%s: %s", t->value, err.msg);
}

static void forget(struct job *j) {
    buf_release(&j->person);
    buf_release(&j->identities);
}

static void check_refused(struct story *s, struct job *j) {
    struct thing t;
    char want[400];
    if (!detail(s, &t))
        BAD(s, "an identifier is expected, not %s", here(s));
    expect(s, "because of");
    const char *state = accept(s, "a limit") ? "over_limit" : accept(s, "a cut") ? "cut"
                        : accept(s, "quarantine") ? "blocked" : NULL;
    if (!state)
        expect(s, "its size");
    for (int i = 0; i < 2; i++) { /* as a further identifier, or the account itself */
        snprintf(want, sizeof want,
                 "\"kind\":\"%s\",\"value\":\"%s\",\"role\":\"%s\",\"state\":\"%s\"",
                 ident_kind(j->u, t.kind)->key, t.value, i ? "account" : "further",
                 state ? state : "person_too_large");
        if (strstr(j->identities.data, want))
            return;
    }
    BAD(s, "not so: %.450s", j->identities.data);
}

static void check_has(struct story *s, const struct thing *of, struct job *j) {
    do {
        long n;
        if (number(s, &n)) {
            expect(s, n == 1 ? "event" : "events");
            const char *events = strstr(j->person.data, "\"events\":");
            if (strtol(events + 9, NULL, 10) != n)
                BAD(s, "%s has %ld events, not %ld", of->value, strtol(events + 9, NULL, 10), n);
        } else {
            struct thing t = thing(s);
            struct job k;
            ask(s, &t, &k);
            if (strcmp(k.id, j->id) != 0)
                BAD(s, "%s does not have %s: %s %s", of->value, t.value, j->id,
                    *k.id ? k.id : "(nobody has)");
            forget(&k);
        }
    } while (another(s));
}

static void check_line(struct story *s) {
    char ids[16][40];
    int n = 0;
    s->told++;
    do {
        bool nobody = accept(s, "nobody");
        struct thing t;
        struct job j;
        if (nobody)
            expect(s, "has");
        t = thing(s);
        ask(s, &t, &j);
        if (nobody ? *j.id : !*j.id)
            BAD(s, "%s has %s", nobody ? "somebody" : "nobody", t.value);
        if (!nobody && accept(s, "was refused")) {
            check_refused(s, &j);
        } else if (!nobody) {
            expect(s, "has");
            check_has(s, &t, &j);
            for (int i = 0; i < n; i++)
                if (strcmp(ids[i], j.id) == 0)
                    BAD(s, "%s is one person with whom an earlier clause names", t.value);
            if (n < 16)
                snprintf(ids[n++], sizeof ids[0], "%s", j.id);
        }
        forget(&j);
    } while (accept(s, "|"));
}

/* ---- a file ---- */

static void end(struct story *s) {
    struct house rebuilt;
    struct buf a = { 0 }, b = { 0 };
    if (!s->h.core)
        return;
    if (!s->told)
        BAD(s, "the story tells nothing");
    house_dump(&s->h, &a);
    house_open_rebuilt(&s->h, &rebuilt);
    house_dump(&rebuilt, &b);
    house_same(&a, &b, s->title);
    house_close(&rebuilt);
    buf_release(&a);
    buf_release(&b);
    house_remove(&s->h);
}

static void tell(struct story *s, char *text) {
    cut_words(s, text);
    if (s->n == 0 || s->words[0].text[0] == '#')
        return;
    if (accept(s, "Story:")) {
        struct story fresh = { .path = s->path, .line = s->line };
        end(s);
        *s = fresh;
        snprintf(s->title, sizeof s->title, "%s", strchr(text, ':') + 2);
        house_make(&s->h, DB_SQLITE);
        house_open(&s->h);
        return;
    }
    if (!s->h.core)
        BAD(s, "a story begins with \"Story:\"");
    if (accept(s, "we"))
        do_line(s);
    else if (accept(s, "Then"))
        check_line(s);
    else
        send_line(s);
    if (s->at != s->n)
        BAD(s, "what does \"%s\" mean here?", here(s));
}

int stories_tell(const char *path) {
    static struct story s;
    char text[4000];
    int n = 0;
    FILE *f = fopen(path, "r");
    memset(&s, 0, sizeof s);
    s.path = path;
    if (!f)
        fail_msg("cannot read %s", path);
    while (fgets(text, sizeof text, f)) {
        text[strcspn(text, "\n")] = 0;
        s.line++;
        tell(&s, text);
        n += strncmp(text, "Story:", 6) == 0;
    }
    end(&s);
    fclose(f);
    return n;
}
