/* api_audit.c - telling the audit log of requests, in front of handlers and inside of changes.
 *
 * THEORY      A look is parked, a command adds its row, and when that is committed the handler is
 *             called: nothing leaves that is not told of.  Where the route says ROUTE_CARRIED the
 *             handler comes first and its reading goes along: it runs on the core thread, right
 *             behind the commit of the row, without another turn and another way through the
 *             connection's thread.  The same look of the same principal from the same address is
 *             told of once in ten minutes; a table in memory knows.  Of a look at a person it
 *             knows two things: what was asked, and of whom, since an id or an identifier may
 *             have become another person's meanwhile, or that person more.  Only where the first
 *             is known is the state asked for the second.  What was typed is not kept: it may be of
 *             somebody who was erased.
 *             Whose an event is stands in the log alone, and is read there first.
 *             On a node that follows, the look is told of by the writer: the request goes there
 *             as it came, with a mark that says to tell of it only (forward.c), and is answered
 *             here.  So the writer checks key and scopes itself, no second protocol is needed,
 *             and streams of any length stay on the node that was asked.
 *             An attempt to sign in that fails changes nothing, so its row is a command of its
 *             own, in front of the answer.
 * INVARIANTS  (1) What a look shows is read only after a row that tells of it is durable.
 *             (2) A look that is remembered as told of was committed within AUDIT_AGAIN_MS.
 *             (3) A follower shows, and remembers, once it has all that the writer had when it
 *                 told of the look: else it would show whom the row does not name.
 * THREADS     api_audit_note() and _look() on the connection's, the rest on the core's. */
#include "api/api_audit.h"

#include "api/app.h"
#include "api/event_scan.h"
#include "api/forward.h"
#include "base/check.h"
#include "base/fault.h"
#include "collect/event.h"
#include "core/readers.h"
#include "core/registry.h"
#include "guard/audit.h"
#include "guard/staff.h"
#include "guard/throttle.h"
#include "http/metrics.h"
#include "unify/unify.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define WORDS 16u
#define JSON_MAX (4u << 20) /* before and after of a change; rows hold AUDIT_DETAIL_MAX */

struct act {
    struct act *next;
    struct str subject, before, after;
    bool of_person;
    struct id person;
};

/* One person as it was then: it may become less, more, or another's. */
struct whom { uint32_t atom, oldest, size; };

struct noted { /* r->audit */
    struct command cmd; /* first */
    struct read_job read; /* of an event */
    struct http_req *r;
    struct str address, request;
    struct str query;     /* what of it is kept, a JSON object */
    struct str typed;     /* all of it, for the look's key */
    struct str words[WORDS]; /* values of the query */
    uint32_t n_words;
    bool has_id;          /* the query names a person; where the path does, that one counts */
    struct id id;
    uint64_t asked, key;  /* of the look: by whom for what, and also at whom */
    bool asked_before;
    uint64_t row;         /* that tells of it, 0: none */
    uint64_t min_seq;
    bool only;            /* another node asks to be told of, and answers itself */
    bool carries;         /* not told of yet: the handler's reading is to come along */
    struct command *with; /* that reading */
    bool moved;           /* follower: the person was another when the row was written */
    bool sought;          /* whom: what the state said, atom UINT32_MAX for nobody */
    struct whom whom;     /* is looked at */
    uint64_t event;       /* looked at, 0: none */
    uint32_t event_atom;  /* that it belongs to, or UINT32_MAX */
    struct job *job;      /* follower: what goes to the writer */
    uint32_t by;          /* member of staff who has signed in with it, 0: as in `who` */
    struct str by_name;
    bool failed;          /* an attempt; the rest is dropped */
    void (*note)(struct http_req *r), (*then)(struct http_req *r);
    struct act *acts, **tail;
    struct buf text;      /* being written; empty between */
    struct jw w;
};

static struct app *app_of(struct http_req *r) { return r->app; }
static struct noted *noted_of(struct http_req *r) { return r->audit; }

static bool about(struct http_req *r, const char *what) {
    return r->route->subject && strcmp(r->route->subject, what) == 0;
}

static struct str keep(struct arena *a, struct str s) {
    return str_n(arena_dup(a, s.s, s.n), s.n);
}

struct str api_who(struct http_req *r) {
    char text[WHO_TEXT_SIZE];
    if (noted_of(r) && noted_of(r)->by)
        return str_of(arena_printf(r->arena, "staff:%u", noted_of(r)->by));
    who_text(&r->who, text);
    return str_of(arena_dup(r->arena, text, strlen(text)));
}

/* ---- what only the connection knows ---- */

static bool pages(struct str name) { return str_is(name, "limit") || str_is(name, "cursor"); }

static struct str taken(struct http_req *r, struct buf *b) {
    struct str text = keep(r->arena, buf_str(b));
    buf_release(b);
    return text;
}

/* A person's id, also as "person:ID". */
static bool is_id(struct str value, struct id *ret) {
    value = str_trim(value);
    if (str_starts(value, STR("person:")))
        value = str_n(value.s + 7, value.n - 7);
    return id_parse(value, ret) == 0;
}

/* Parameters that mean a person where they hold an id; the first that does is who was looked at. */
static void find_id(struct http_req *r, struct noted *n) {
    static const char *const names[] = { "person", "subject", "q", "text" };
    for (size_t i = 0; i < sizeof names / sizeof *names && !n->has_id; i++)
        n->has_id = is_id(http_query(r, names[i]), &n->id);
}

/* An id is looked up, never written down as it was typed: it may be an erased person's. */
static void read_query(struct http_req *r, struct noted *n) {
    struct buf b, all;
    struct jw w;
    struct str name, value;
    struct id id;
    buf_init(&b, "audit", JSON_MAX);
    buf_init(&all, "look", JSON_MAX);
    jw_init(&w, &b);
    jw_obj(&w);
    for (uint32_t i = 0; http_query_at(r, i, &name, &value); i++) {
        if (pages(name))
            continue;
        buf_bytes(&all, name);
        buf_bytes(&all, value);
        if (is_id(value, &id))
            continue;
        jw_key_str(&w, name);
        jw_str(&w, value);
        if (n->n_words < WORDS)
            n->words[n->n_words++] = value;
    }
    jw_obj_end(&w);
    n->query = taken(r, &b);
    n->typed = taken(r, &all);
    find_id(r, n);
}

void api_audit_note(struct http_req *r) {
    if (r->route->audit == ROUTE_AUDIT_NONE)
        return;
    struct noted *n = arena_zalloc(r->arena, sizeof *n);
    struct str request = forward_request_id(app_of(r)->forward, r, &n->only);
    n->r = r;
    n->tail = &n->acts;
    n->address = keep(r->arena, http_client_ip(r));
    n->request = request.n ? keep(r->arena, request) : str_of(r->request_id);
    r->audit = n;
    read_query(r, n);
    if (about(r, "event"))
        (void)!event_number(r->params[0], &n->event);
}

/* ---- rows ---- */

static struct str called(const struct staff *s) { return s->name.n ? s->name : s->email; }

/* What the principal is called; of a key, read once for each.  Core thread. */
static struct str name_of(struct core *c, struct app *app, const struct who *who,
                          struct arena *arena) {
    char text[WHO_TEXT_SIZE];
    struct str name, none = STR("");
    struct key_info key;
    struct staff staff;
    struct db *db;
    struct err err = ERR_INIT;
    if (who->kind == WHO_STAFF)
        return guard_live(app->guard, who->staff_id, arena, &staff) == 0 ? called(&staff) : none;
    if (who->kind == WHO_NOBODY)
        return none;
    who_text(who, text);
    if (audit_name_known(app->audit, str_of(text), &name))
        return name;
    if (core_db(c, &db, &err) < 0 || key_get(db, who->key_id, arena, &key, &err) < 0)
        return none;
    audit_name_keep(app->audit, str_of(text), key.name);
    return key.name;
}

static uint64_t add_row(struct core *c, struct http_req *r, struct str subject,
                        struct str detail) {
    struct noted *n = noted_of(r);
    struct audit_act act = { .who = api_who(r), .address = n->address, .request = n->request,
                             .operation = str_of(r->route->id), .subject = subject,
                             .detail = detail };
    act.who_name = n->by ? n->by_name : name_of(c, app_of(r), &r->who, r->arena);
    return audit_add(app_of(r)->audit, &act);
}

static void person_member(struct jw *w, struct id id) {
    char text[37];
    id_format(id, text);
    JW_Z(w, "person", text);
}

static struct str act_detail(struct http_req *r, const struct act *a) {
    struct buf b;
    struct jw w;
    buf_init(&b, "audit", 2 * JSON_MAX);
    jw_init(&w, &b);
    jw_obj(&w);
    if (a->of_person)
        person_member(&w, a->person);
    if (a->before.s) {
        jw_key(&w, "before");
        jw_raw(&w, a->before);
    }
    if (a->after.s) {
        jw_key(&w, "after");
        jw_raw(&w, a->after);
    }
    jw_obj_end(&w);
    return taken(r, &b);
}

/* Of a change whose handler said nothing. */
static void add_plain(struct core *c, struct http_req *r) {
    struct buf b;
    struct jw w;
    uint32_t at = 0;
    buf_init(&b, "audit", JSON_MAX);
    jw_init(&w, &b);
    jw_obj(&w);
    JW_OBJ_KEY(&w, "path");
    for (uint32_t i = 0; i < r->route->n_params && at < HTTP_PARAMS_MAX; i++)
        if (r->route->params[i].in == PARAM_PATH) {
            jw_key(&w, r->route->params[i].name);
            jw_str(&w, r->params[at++]);
        }
    jw_obj_end(&w);
    jw_obj_end(&w);
    const char *kind = r->route->subject ? r->route->subject : "workspace";
    struct str subject = at ? str_of(arena_printf(r->arena, "%s:%.*s", kind,
                                                  STR_FMT(r->params[0])))
                            : str_of(kind);
    add_row(c, r, subject, taken(r, &b));
}

void api_audit_add(struct core *c, struct http_req *r) {
    struct noted *n = noted_of(r);
    if (!n)
        return;
    for (struct act *a = n->acts; a; a = a->next)
        add_row(c, r, a->subject, act_detail(r, a));
    if (!n->acts)
        add_plain(c, r);
}

static struct act *new_act(struct http_req *r, struct str before, struct str after) {
    struct noted *n = noted_of(r);
    struct act *a = arena_zalloc(r->arena, sizeof *a);
    a->before = before;
    a->after = after;
    if (n) {
        *n->tail = a;
        n->tail = &a->next;
    }
    return a;
}

void api_audit(struct http_req *r, struct str subject, struct str before, struct str after) {
    new_act(r, before, after)->subject = subject;
}

void api_audit_staff(struct http_req *r, uint32_t staff, struct str before, struct str after) {
    api_audit(r, str_of(arena_printf(r->arena, "staff:%u", staff)), before, after);
}

void api_audit_by(struct http_req *r, const struct staff *s) {
    struct noted *n = noted_of(r);
    if (r->who.kind != WHO_NOBODY || !n)
        return;
    n->by = s->id;
    n->by_name = called(s);
}

void api_audit_failed(struct http_req *r, uint32_t staff, const struct attempt *a) {
    struct noted *n = noted_of(r);
    struct str none = { NULL, 0 };
    if (!n)
        return;
    n->failed = true;
    n->acts = NULL; /* what the command noted is undone */
    n->tail = &n->acts;
    n->by = 0;
    const char *told = arena_printf(r->arena, "{\"failed\":\"%s\"%s}", a->what,
                                    a->locks ? ",\"locked\":true" : "");
    if (staff) /* what was typed is not kept: it may be anything, a password too */
        api_audit_staff(r, staff, none, str_of(told));
    else
        api_audit(r, STR("staff"), none, str_of(told));
}

bool api_audit_refusal(struct http_req *r) {
    if (!noted_of(r) || !noted_of(r)->failed)
        return false;
    api_audit_ahead(r, NULL, http_resume);
    return true;
}

static struct str person_subject(struct http_req *r, uint32_t atom) {
    char *room = arena_alloc(r->arena, AUDIT_PERSON_SIZE);
    return audit_person(unify_person_oldest(app_of(r)->unify, atom), room);
}

void api_audit_person(struct http_req *r, uint32_t atom, struct str before, struct str after) {
    static const struct id nobody;
    struct act *a = new_act(r, before, after);
    a->person = unify_person_id(app_of(r)->unify, atom);
    a->subject = AUDIT_PEOPLE;
    if (memcmp(&a->person, &nobody, sizeof nobody) == 0) /* erased just now */
        return;
    a->of_person = true;
    a->subject = person_subject(r, atom);
}

void api_audit_outcome(struct http_req *r, struct str after) {
    for (struct act *a = noted_of(r) ? noted_of(r)->acts : NULL; a; a = a->next)
        if (!a->after.s)
            a->after = after;
}

struct jw *api_audit_json(struct http_req *r) {
    struct noted *n = noted_of(r);
    CHECK(n); /* for operations with "x-audit" only */
    buf_init(&n->text, "audit", JSON_MAX);
    jw_init(&n->w, &n->text);
    return &n->w;
}

struct str api_audit_text(struct http_req *r) {
    return taken(r, &noted_of(r)->text);
}

/* ---- looks ---- */

/* By kind and value: whose it is may change between two looks. */
static bool by_ident(struct http_req *r) {
    return about(r, "person") && r->params[1].s;
}

static bool of_person(struct http_req *r) {
    return noted_of(r)->has_id || about(r, "person");
}

/* A look at one person, whoever that may be by now. */
static bool at_one(struct http_req *r) {
    return of_person(r) || about(r, "event");
}

static void look_key(struct http_req *r) {
    struct noted *n = noted_of(r);
    struct hash_key secret = core_hash_key(app_of(r)->core);
    struct buf b;
    buf_init(&b, "look", 1u << 20);
    buf_bytes(&b, api_who(r));
    buf_bytes(&b, n->address);
    buf_bytes(&b, str_of(r->route->id));
    for (int i = 0; i < HTTP_PARAMS_MAX; i++)
        buf_bytes(&b, r->params[i]);
    buf_bytes(&b, n->typed);
    buf_bytes(&b, r->body);
    buf_varint(&b, core_dropped(app_of(r)->core)); /* rows of a log that is gone are gone, too */
    n->asked = hash_sip(secret, b.data, b.len);
    buf_varint(&b, n->whom.oldest);
    buf_varint(&b, n->whom.size);
    n->key = hash_sip(secret, b.data, b.len);
    buf_release(&b);
}

static void find_person(struct http_req *r) {
    struct noted *n = noted_of(r);
    struct unify *u = app_of(r)->unify;
    struct err err = ERR_INIT;
    struct str value;
    struct id id = n->id;
    n->whom.atom = UNIFY_NONE;
    n->sought = true;
    if (by_ident(r)) {
        unsigned kind = ident_kind_of(u, r->params[0]);
        if (kind && ident_normalise(u, kind, r->params[1], "", r->arena, &value, &err) == 0)
            n->whom.atom = unify_by_ident(u, kind, value);
    } else if (about(r, "event")) {
        if (n->event && unify_atom_person(u, n->event_atom, &id))
            n->whom.atom = n->event_atom;
    } else if (about(r, "person") ? id_parse(r->params[0], &id) == 0 : n->has_id) {
        n->whom.atom = unify_by_id(u, id);
    }
    n->whom.oldest = n->whom.size = 0;
    if (n->whom.atom != UNIFY_NONE) {
        n->whom.oldest = unify_person_oldest(u, n->whom.atom);
        n->whom.size = unify_person_atoms(u, n->whom.atom);
    }
}

/* Words that are an erased identifier are not written down again. */
static bool says_erased(struct http_req *r) {
    struct noted *n = noted_of(r);
    bool erased = false;
    for (uint32_t i = 0; i < n->n_words; i++)
        erased |= unify_erased_value(app_of(r)->unify, n->words[i], r->arena);
    return erased;
}

static int look_run(struct core *c, struct command *cmd, struct err *err) {
    struct noted *n = (struct noted *)cmd;
    struct http_req *r = n->r;
    struct unify *u = app_of(r)->unify;
    struct buf b;
    struct jw w;
    (void)err;
    find_person(r);
    buf_init(&b, "audit", JSON_MAX);
    jw_init(&w, &b);
    jw_obj(&w);
    if (n->whom.atom != UNIFY_NONE)
        person_member(&w, unify_person_id(u, n->whom.atom));
    else if (of_person(r))
        JW_BOOL(&w, "found", false);
    unsigned kind = by_ident(r) ? ident_kind_of(u, r->params[0]) : 0;
    if (kind)
        JW_Z(&w, "by", ident_kind(u, kind)->key);
    if (n->event)
        JW_INT(&w, "event", (int64_t)n->event);
    if (says_erased(r))
        JW_BOOL(&w, "erased", true);
    else if (n->query.n > 2) {
        jw_key(&w, "query");
        jw_raw(&w, n->query);
    }
    jw_obj_end(&w);
    bool found = n->whom.atom != UNIFY_NONE;
    n->row = add_row(c, r, found ? person_subject(r, n->whom.atom) : AUDIT_PEOPLE, taken(r, &b));
    return 0;
}

/* The other node shows nothing that is older than what the row was made of (invariant 3). */
static void told_at(struct http_req *r, uint64_t seq) {
    r->status = 204;
    http_set_header(r, "Musubi-Seq",
                    arena_printf(r->arena, "%llu", (unsigned long long)seq));
}

/* It is told of: on to the handler or its reading, or to the seq that it waits for. */
static void go_on(struct http_req *r, uint64_t seq) {
    struct noted *n = noted_of(r);
    if (n->with) {
        core_read_next(app_of(r)->core, n->with);
    } else if (n->only) {
        told_at(r, seq);
        http_resume(r);
    } else {
        forward_wait(app_of(r)->forward, r, n->min_seq);
    }
}

static void remember(struct http_req *r) {
    struct noted *n = noted_of(r);
    struct audit *a = app_of(r)->audit;
    int64_t now = clock_wall_ms(core_clock(app_of(r)->core));
    if (n->moved)
        return;
    if (at_one(r) && !by_ident(r) && (!n->sought || n->whom.atom == UNIFY_NONE))
        return; /* nobody was found, or only the writer has looked whose the event is */
    look_key(r);
    audit_saw(a, n->asked, now);
    audit_saw(a, n->key, now);
}

static void refused(struct http_req *r, const struct err *why) {
    struct err err = ERR_INIT;
    err_set(&err, E_UNAVAILABLE, "this cannot be recorded: %.100s", why->msg);
    err_hint(&err, "nothing is shown or done that is not recorded; try again shortly");
    http_set_header(r, "Retry-After", "1");
    http_problem(r, &err);
}

static void look_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct noted *n = (struct noted *)cmd;
    struct http_req *r = n->r;
    if (!err) {
        if (n->row)
            remember(r);
        go_on(r, seq);
        return;
    }
    refused(r, err);
    http_resume(r);
}

/* Parked: have it told of. */
static void tell(struct http_req *r) {
    struct noted *n = noted_of(r);
    struct err err = ERR_INIT;
    if (n->job) {
        forward_look(app_of(r)->forward, n->job);
        return;
    }
    n->cmd = (struct command){ .name = "audit.look", .bytes = sizeof *n, .run = look_run,
                               .done = look_done };
    if (core_submit(app_of(r)->core, &n->cmd, &err) < 0) {
        refused(r, &err);
        http_resume(r);
    }
}

static bool seen(struct http_req *r, uint64_t key) {
    struct app *a = app_of(r);
    return audit_seen(a->audit, key, clock_wall_ms(core_clock(a->core)));
}

static bool was_told(struct http_req *r) {
    look_key(r);
    if (!seen(r, noted_of(r)->key))
        return false;
    audit_repeated(app_of(r)->audit);
    return true;
}

/* Who is it now? */
static int who_run(struct core *c, struct command *cmd, struct err *err) {
    (void)c;
    (void)err;
    find_person(((struct noted *)cmd)->r);
    return 0;
}

static void who_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct http_req *r = ((struct noted *)cmd)->r;
    struct noted *n = noted_of(r);
    if (err) {
        if (n->job)
            forward_look_drop(n->job);
        http_problem(r, err);
        http_resume(r);
    } else if (was_told(r)) {
        if (n->job)
            forward_look_drop(n->job);
        go_on(r, seq);
    } else {
        tell(r);
    }
}

/* Whoever asked the same before may have been told of: that depends on who it is now.  A follower
 * keeps in mind whom it found by an identifier, to see whether the writer found another. */
static void ask_or_tell(struct http_req *r) {
    struct noted *n = noted_of(r);
    struct err err = ERR_INIT;
    if (!n->asked_before && !(n->job && by_ident(r))) {
        tell(r);
        return;
    }
    n->cmd = (struct command){ .name = "audit.who", .bytes = sizeof *n, .reads = true,
                               .min_seq = n->min_seq, .run = who_run, .done = who_done };
    if (core_submit(app_of(r)->core, &n->cmd, &err) < 0) {
        if (n->job)
            forward_look_drop(n->job);
        refused(r, &err);
        http_resume(r);
    }
}

/* Whose is the event?  Nobody's where it is a message that was rejected, or is gone. */
static void event_read(struct read_job *job, struct reader *rd) {
    struct noted *n = (struct noted *)((char *)job - offsetof(struct noted, read));
    struct entry e;
    struct err err = ERR_INIT;
    n->event_atom = UNIFY_NONE;
    if (log_read(rd->log, n->event, &e, &err) < 0 && err.code != E_NOT_FOUND) {
        http_problem(n->r, &err);
        http_resume(n->r);
        return;
    }
    if (err.code == E_OK && e.kind == ENTRY_EVENT && e.version < EVENT_VERSION_ERASED)
        n->event_atom = event_atom(&e);
    ask_or_tell(n->r);
}

static void look_parked(struct http_req *r) {
    struct noted *n = noted_of(r);
    struct err err = ERR_INIT;
    if (n->job || !n->event) {
        ask_or_tell(r);
        return;
    }
    n->read.run = event_read;
    if (readers_submit(app_of(r)->readers, &n->read, &err) < 0) {
        refused(r, &err);
        http_resume(r);
    }
}

void api_audit_look_parked(struct http_req *r) {
    if (r->route->audit != ROUTE_AUDIT_LOOK) {
        http_again(r);
        return;
    }
    noted_of(r)->job = NULL;
    noted_of(r)->carries = false;
    look_parked(r);
}

/* Is this atom's person the very one that was found? */
static bool is_same(struct http_req *r, uint32_t atom) {
    struct whom w = noted_of(r)->whom;
    struct unify *u = app_of(r)->unify;
    if (atom == UNIFY_NONE || w.atom == UNIFY_NONE)
        return atom == w.atom;
    return unify_person_oldest(u, atom) == w.oldest && unify_person_atoms(u, atom) == w.size;
}

int api_audit_covers(struct http_req *r, uint32_t atom, struct err *err) {
    if (!noted_of(r) || !noted_of(r)->sought || is_same(r, atom))
        return 0;
    err_set(err, E_UNAVAILABLE, "the person has just become another");
    return err_hint(err, "ask again");
}

/* Whom it is now, with all that the row was made of: when that is somebody else than this node
 * knew before, the row may name either, and what was found before stays: so nobody is shown. */
static int told_run(struct core *c, struct command *cmd, struct err *err) {
    struct noted *n = (struct noted *)cmd;
    struct whom before = n->whom;
    (void)c, (void)err;
    if (about(n->r, "event") || !of_person(n->r))
        return 0;
    bool known = n->sought;
    find_person(n->r);
    n->moved = known && !is_same(n->r, before.atom);
    if (n->moved)
        n->whom = before;
    return 0;
}

static void told_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct http_req *r = ((struct noted *)cmd)->r;
    (void)seq;
    if (!err) {
        remember(r);
        http_again(r);
        return;
    }
    http_problem(r, err);
    http_resume(r);
}

void api_audit_told(struct http_req *r, uint64_t seq) {
    struct noted *n = noted_of(r);
    struct err err = ERR_INIT;
    if (n->min_seq < seq)
        n->min_seq = seq;
    n->cmd = (struct command){ .name = "audit.told", .bytes = sizeof *n, .reads = true,
                               .min_seq = n->min_seq, .run = told_run, .done = told_done };
    if (core_submit(app_of(r)->core, &n->cmd, &err) < 0) {
        refused(r, &err);
        http_resume(r);
    }
}

/* Its handler says so by itself. */
static bool names_nobody(struct http_req *r) {
    struct id id;
    return about(r, "person") && !by_ident(r) && id_parse(r->params[0], &id) < 0;
}

bool api_audit_look(struct http_req *r) {
    struct app *a = app_of(r);
    struct noted *n = noted_of(r);
    struct err err = ERR_INIT;
    if (r->route->audit != ROUTE_AUDIT_LOOK)
        return false;
    if (forward_seq(r, &n->min_seq, &err) < 0) {
        http_problem(r, &err);
        return true;
    }
    bool follower = core_role(a->core) == CORE_FOLLOWER;
    if (!follower && !core_writable(a->core)) {
        err_set(&err, E_UNAVAILABLE, "the store cannot be written at the moment");
        refused(r, &err);
        return true;
    }
    look_key(r);
    n->asked_before = seen(r, n->asked);
    if (n->asked_before && !at_one(r)) {
        struct core_stats st;
        core_stats(a->core, &st);
        audit_repeated(a->audit);
        if (n->only)
            told_at(r, st.seq);
        return n->only;
    }
    n->carries = r->route->flags & ROUTE_CARRIED && !n->only;
    if (n->carries && (!follower || names_nobody(r)))
        return false;
    n->carries = false;
    if (follower) {
        n->job = forward_look_new(a->forward, r);
        if (!n->job)
            return true;
    }
    http_park(r);
    look_parked(r);
    return true;
}

bool api_audit_carries(const struct http_req *r) {
    const struct noted *n = r->audit;
    return n && n->carries;
}

void api_audit_carry(struct http_req *r, struct command *reads) {
    struct noted *n = noted_of(r);
    n->carries = false;
    n->with = reads;
    reads->min_seq = n->min_seq;
    look_parked(r);
}

/* ---- rows by themselves ---- */

static int ahead_run(struct core *c, struct command *cmd, struct err *err) {
    struct noted *n = (struct noted *)cmd;
    (void)err;
    if (n->note)
        n->note(n->r);
    api_audit_add(c, n->r);
    return 0;
}

static void ahead_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct noted *n = (struct noted *)cmd;
    (void)seq;
    if (!err) {
        n->then(n->r);
        return;
    }
    refused(n->r, err);
    http_resume(n->r);
}

void api_audit_ahead(struct http_req *r, void (*note)(struct http_req *r),
                     void (*then)(struct http_req *r)) {
    struct noted *n = noted_of(r);
    struct err err = ERR_INIT;
    n->note = note;
    n->then = then;
    n->cmd = (struct command){ .name = "audit.ahead", .bytes = sizeof *n, .run = ahead_run,
                               .done = ahead_done };
    if (core_submit(app_of(r)->core, &n->cmd, &err) < 0) {
        refused(r, &err);
        http_resume(r);
    }
}

struct api_row {
    struct command cmd; /* first */
    _Atomic int holders; /* the core, and who asked for it */
    _Atomic bool failed;
    struct app *app;
    struct who who;
    struct audit_act act;
    char text[];
};

static int alone_run(struct core *c, struct command *cmd, struct err *err) {
    struct api_row *x = (struct api_row *)cmd;
    struct arena a;
    if (fault_hit("audit.alone"))
        return err_set(err, E_UNAVAILABLE, "fault audit.alone");
    arena_init(&a, "name", 65536);
    x->act.who_name = name_of(c, x->app, &x->who, &a);
    audit_add(x->app->audit, &x->act);
    arena_release(&a);
    return 0;
}

void api_row_drop(struct api_row *x) {
    if (x && atomic_fetch_sub(&x->holders, 1) == 1)
        free(x);
}

bool api_row_failed(const struct api_row *x) { return atomic_load(&x->failed); }

static void alone_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct api_row *x = (struct api_row *)cmd;
    (void)seq;
    atomic_store(&x->failed, err != NULL);
    api_row_drop(x);
}

int api_audit_submit(struct http_req *r, struct api_row **ret, struct err *err) {
    struct noted *n = noted_of(r);
    CHECK(n->acts && !n->acts->next);
    struct str fields[] = { api_who(r), n->address, n->request, n->acts->subject,
                            act_detail(r, n->acts) };
    size_t bytes = 0, at = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        bytes += fields[i].n;
    struct api_row *x = calloc(1, sizeof *x + bytes + 1);
    CHECK(x);
    atomic_store(&x->holders, 2);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (fields[i].n)
            memcpy(x->text + at, fields[i].s, fields[i].n);
        fields[i].s = x->text + at;
        at += fields[i].n;
    }
    x->app = app_of(r);
    x->who = r->who;
    x->act = (struct audit_act){ .who = fields[0], .address = fields[1], .request = fields[2],
                                 .operation = str_of(r->route->id), .subject = fields[3],
                                 .detail = fields[4] };
    x->cmd = (struct command){ .name = "audit.alone", .bytes = sizeof *x + bytes,
                               .run = alone_run, .done = alone_done };
    n->acts = NULL;
    n->tail = &n->acts;
    if (core_submit(app_of(r)->core, &x->cmd, err) < 0) {
        free(x);
        return -1;
    }
    *ret = x;
    return 0;
}

/* ---- figures ---- */

static double m_rows(void *a) {
    struct audit_stats st;
    audit_stats(a, &st);
    return (double)st.rows;
}

static double m_repeated(void *a) {
    struct audit_stats st;
    audit_stats(a, &st);
    return (double)st.repeated;
}

void api_audit_metrics(struct audit *a) {
    metrics_add("musubi_audit_rows", "Rows of the audit log.", METRIC_GAUGE, m_rows, a);
    metrics_add("musubi_audit_repeated_total", "Looks within ten minutes of the same look, told "
                "of once.", METRIC_COUNTER, m_repeated, a);
}
