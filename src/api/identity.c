/* identity.c - splitting and merging persons by hand over HTTP, with a preview of either; what
 * other rules would make of everybody.
 *
 * A preview does the very thing, writes down what came of it, and then fails on purpose, so that
 * the core undoes it: what is shown is what would be.
 */
#include "api/api_audit.h"
#include "api/api_command.h"
#include "api/app.h"
#include "api/routes_gen.h"
#include "unify/unify.h"

enum deed { DEED_SPLIT, DEED_MERGE, DEED_CUT_UNDO, DEED_LINK_UNDO };

struct surgery {
    struct command cmd; /* first */
    struct http_req *r;
    enum deed deed;
    bool preview, shown;
    uint32_t atoms[2];    /* one of each person that came of it */
    struct id people[2];
    uint32_t number;      /* of a cut or a link */
    struct str words;     /* reason or evidence */
    struct unify_part part;
};

static struct unify *unify_of(struct http_req *r) { return ((struct app *)r->app)->unify; }

static int find(struct unify *u, struct id id, uint32_t *ret, struct err *err) {
    *ret = unify_by_id(u, id);
    if (*ret != UNIFY_NONE)
        return 0;
    return err_set(err, E_NOT_FOUND, "there is no person with this id");
}

static int perform(struct surgery *s, uint32_t atoms[2], struct err *err) {
    struct unify *u = unify_of(s->r);
    switch (s->deed) {
    case DEED_SPLIT:
        if (find(u, s->people[0], &atoms[0], err) < 0)
            return -1;
        return unify_split(u, atoms[0], &s->part, s->words, &s->number, atoms, err);
    case DEED_MERGE:
        if (find(u, s->people[0], &atoms[0], err) < 0 || find(u, s->people[1], &atoms[1], err) < 0)
            return -1;
        return unify_merge(u, atoms[0], atoms[1], s->words, &s->number, err);
    case DEED_CUT_UNDO:
        return unify_cut_undo(u, s->number, atoms, err);
    default:
        return unify_link_undo(u, s->number, atoms, err);
    }
}

/* ---- what the audit log is told: each person's row names nobody else ---- */

static bool is_cut(const struct surgery *s) {
    return s->deed == DEED_SPLIT || s->deed == DEED_CUT_UNDO;
}

static bool is_undo(const struct surgery *s) {
    return s->deed == DEED_CUT_UNDO || s->deed == DEED_LINK_UNDO;
}

static struct str atoms_told(struct surgery *s, uint32_t atom, bool after) {
    struct jw *w = api_audit_json(s->r);
    jw_obj(w);
    if (after)
        JW_INT(w, is_cut(s) ? "cut" : "link", s->number);
    if (after && is_undo(s))
        JW_BOOL(w, "withdrawn", true);
    if (s->preview)
        JW_BOOL(w, "preview", true);
    JW_INT(w, "atoms", unify_person_atoms(unify_of(s->r), atom));
    jw_obj_end(w);
    return api_audit_text(s->r);
}

static void told_before(struct surgery *s) {
    for (int i = 0; i < (s->deed == DEED_MERGE ? 2 : 1) && !is_undo(s); i++) {
        uint32_t atom = unify_by_id(unify_of(s->r), s->people[i]);
        if (atom != UNIFY_NONE)
            api_audit_person(s->r, atom, atoms_told(s, atom, false), (struct str){ NULL, 0 });
    }
}

static bool one_person(struct unify *u, uint32_t a, uint32_t b) {
    struct id x = unify_person_id(u, a), y = unify_person_id(u, b);
    return memcmp(&x, &y, sizeof x) == 0;
}

/* The persons of s->atoms as they are now. */
static void told_people(struct surgery *s, int from) {
    struct str none = { NULL, 0 };
    for (int i = from; i < 2; i++)
        if (s->atoms[i] != UNIFY_NONE &&
            (i == 0 || s->atoms[0] == UNIFY_NONE ||
             !one_person(unify_of(s->r), s->atoms[0], s->atoms[1])))
            api_audit_person(s->r, s->atoms[i], none, atoms_told(s, s->atoms[i], true));
}

static int perform_deed(struct core *c, struct http_req *r, void *own, struct err *err) {
    struct surgery *s = own;
    (void)c;
    (void)r;
    if (s->preview)
        return perform(s, s->atoms, err);
    told_before(s);
    if (perform(s, s->atoms, err) < 0)
        return -1;
    if (is_undo(s)) {
        told_people(s, 0);
        return 0;
    }
    api_audit_outcome(r, atoms_told(s, s->atoms[0], true));
    if (s->deed == DEED_SPLIT)
        told_people(s, 1);
    return 0;
}

static void render(struct http_req *r, void *own, struct jw *w) {
    struct surgery *s = own;
    struct unify *u = unify_of(r);
    uint32_t a = s->atoms[0], b = s->atoms[1];
    bool cut = is_cut(s), two = b != UNIFY_NONE;
    jw_obj(w);
    JW_INT(w, cut ? "cut" : "link", s->number);
    JW_BOOL(w, "preview", s->preview);
    jw_key(w, "people");
    jw_arr(w);
    if (a != UNIFY_NONE) {
        unify_person_json(u, a, w);
        struct id x = unify_person_id(u, a), y = two ? unify_person_id(u, b) : x;
        two = memcmp(&x, &y, sizeof x) != 0;
    }
    if (two)
        unify_person_json(u, b, w);
    jw_arr_end(w);
    jw_obj_end(w);
}

/* ---- a preview: the deed, and then a failure on purpose ---- */

static int preview_run(struct core *c, struct command *cmd, struct err *err) {
    struct surgery *s = (struct surgery *)cmd;
    struct jw w;
    if (perform_deed(c, s->r, s, err) < 0)
        return -1;
    jw_init(&w, &s->r->out);
    render(s->r, s, &w);
    if (buf_check(&s->r->out, err) < 0)
        return -1;
    s->shown = true;
    return err_set(err, E_CONFLICT, "only a preview");
}

/* It is a look at whoever it shows. */
static void preview_told(struct http_req *r) { told_people(r->own, 0); }

static void preview_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct surgery *s = (struct surgery *)cmd;
    (void)seq;
    if (s->shown) {
        api_audit_ahead(s->r, preview_told, http_resume);
        return;
    }
    http_problem_status(s->r, err->code == E_INVALID ? 422 : err_http_status(err->code), err);
    http_resume(s->r);
}

static void submit(struct http_req *r, struct surgery *s, const char *name) {
    struct err err = ERR_INIT;
    s->r = r;
    s->atoms[0] = s->atoms[1] = UNIFY_NONE;
    if (!s->preview) {
        api_run(r, name, perform_deed, render, s);
        return;
    }
    s->cmd = (struct command){ .name = name, .bytes = sizeof *s + r->body.n,
                               .digest = hash_xx64(r->body.s, r->body.n, s->number + 1) | 1,
                               .run = preview_run, .done = preview_done };
    r->own = s;
    http_park(r);
    if (core_submit(((struct app *)r->app)->core, &s->cmd, &err) < 0) {
        http_problem(r, &err);
        http_resume(r);
    }
}

/* ---- reading what is asked ---- */

static int bad_id(struct err *err) {
    err_set(err, E_NOT_FOUND, "an id looks like 018f3c5e-7a10-7c3b-9d2e-5b1f0a6c4d11");
    return -1;
}

static int read_atoms(struct http_req *r, struct surgery *s, struct err *err) {
    struct json list = json_get(r->json, "atoms");
    struct id *ids = arena_alloc(r->arena, (json_count(list) + 1) * sizeof *ids);
    for (struct json_it it = json_it(list); json_next(&it);)
        if (id_parse(json_str(it.value), &ids[s->part.n_atoms++]) < 0)
            return bad_id(err);
    s->part.atoms = ids;
    return 0;
}

static int read_idents(struct http_req *r, struct surgery *s, struct err *err) {
    struct json list = json_get(r->json, "identifiers");
    size_t n = json_count(list);
    uint8_t *kinds = arena_alloc(r->arena, n + 1);
    struct str *values = arena_alloc(r->arena, (n + 1) * sizeof *values);
    for (struct json_it it = json_it(list); json_next(&it);) {
        uint32_t i = s->part.n_idents++;
        struct str value = json_str(json_get(it.value, "value"));
        struct str kind = json_str(json_get(it.value, "kind"));
        kinds[i] = (uint8_t)ident_kind_of(unify_of(r), kind);
        if (!kinds[i]) {
            ident_kind_unknown(unify_of(r), kind, E_INVALID, err);
            return err_within(err, "/identifiers/%u/kind", i);
        }
        if (ident_normalise(unify_of(r), kinds[i], value, "", r->arena, &values[i], err) < 0)
            return err_within(err, "/identifiers/%u/value", i);
    }
    s->part.kinds = kinds;
    s->part.values = values;
    return 0;
}

void api_splitPerson(struct http_req *r) {
    struct surgery *s = arena_zalloc(r->arena, sizeof *s);
    struct err err = ERR_INIT;
    s->deed = DEED_SPLIT;
    s->words = json_str(json_get(r->json, "reason"));
    s->preview = json_true(json_get(r->json, "preview"));
    if (id_parse(r->params[0], &s->people[0]) < 0 ? bad_id(&err)
                                                  : read_atoms(r, s, &err) < 0 ||
                                                        read_idents(r, s, &err) < 0)
        http_problem_status(r, err.code == E_INVALID ? 422 : err_http_status(err.code), &err);
    else
        submit(r, s, "people.split");
}

void api_mergePeople(struct http_req *r) {
    struct surgery *s = arena_zalloc(r->arena, sizeof *s);
    struct err err = ERR_INIT;
    int n = 0;
    s->deed = DEED_MERGE;
    s->words = json_str(json_get(r->json, "evidence"));
    s->preview = json_true(json_get(r->json, "preview"));
    for (struct json_it it = json_it(json_get(r->json, "people")); n < 2 && json_next(&it); n++)
        if (id_parse(json_str(it.value), &s->people[n]) < 0)
            bad_id(&err);
    if (err.code != E_OK)
        http_problem(r, &err);
    else
        submit(r, s, "people.merge");
}

/* The number in the path; -1: answered. */
static int read_number(struct http_req *r, const char *what, uint32_t *ret) {
    struct err err = ERR_INIT;
    uint64_t n = 0;
    for (size_t i = 0; i < r->params[0].n && n <= UINT32_MAX; i++) {
        char ch = r->params[0].s[i];
        n = ch >= '0' && ch <= '9' ? n * 10 + (uint64_t)(ch - '0') : UINT64_MAX / 2;
    }
    if (n < UINT32_MAX) {
        *ret = (uint32_t)n;
        return 0;
    }
    err_set(&err, E_NOT_FOUND, "there is no %s with this number", what);
    http_problem(r, &err);
    return -1;
}

static void undo(struct http_req *r, enum deed deed, const char *name) {
    struct surgery *s = arena_zalloc(r->arena, sizeof *s);
    if (read_number(r, deed == DEED_CUT_UNDO ? "cut" : "link", &s->number) < 0)
        return;
    s->deed = deed;
    s->preview = json_true(json_get(r->json, "preview"));
    submit(r, s, name);
}

void api_undoCut(struct http_req *r) { undo(r, DEED_CUT_UNDO, "people.cut.undo"); }
void api_undoLink(struct http_req *r) { undo(r, DEED_LINK_UNDO, "people.link.undo"); }

/* ---- dry run of other rules: in helpings, so that the core is never held ---- */

struct trial {
    struct command cmd; /* first */
    struct http_req *r;
    struct unify_trial *t;
    bool over;
};

static int trial_run(struct core *c, struct command *cmd, struct err *err) {
    struct trial *t = (struct trial *)cmd;
    (void)c;
    (void)err;
    t->over = unify_trial_step(t->t);
    return 0;
}

static void trial_done(struct command *cmd, const struct err *err, uint64_t seq) {
    struct trial *t = (struct trial *)cmd;
    struct http_req *r = t->r;
    struct err again = ERR_INIT;
    (void)seq;
    if (!err && !t->over && core_submit(((struct app *)r->app)->core, cmd, &again) == 0)
        return;
    if (err || again.code != E_OK) {
        http_problem(r, err ? err : &again);
    } else {
        struct jw w;
        jw_init(&w, &r->out);
        unify_trial_json(t->t, &w);
    }
    unify_trial_free(t->t);
    http_resume(r);
}

void api_tryIdentityRules(struct http_req *r) {
    struct trial *t = arena_zalloc(r->arena, sizeof *t);
    struct err err = ERR_INIT;
    t->r = r;
    t->t = unify_trial_new(unify_of(r), r->json, &err);
    if (!t->t) {
        http_problem_status(r, 422, &err);
        return;
    }
    t->cmd = (struct command){ .name = "identity.try", .bytes = sizeof *t, .reads = true,
                               .run = trial_run, .done = trial_done };
    http_park(r);
    if (core_submit(((struct app *)r->app)->core, &t->cmd, &err) < 0) {
        unify_trial_free(t->t);
        http_problem(r, &err);
        http_resume(r);
    }
}

/* ---- kinds of identifiers ---- */

static int look_at_all(struct core *c, struct http_req *r, void *own, struct err *err) {
    (void)c, (void)r, (void)own, (void)err;
    return 0;
}

static void kinds_render(struct http_req *r, void *own, struct jw *w) {
    (void)own;
    unify_kinds_json(unify_of(r), w);
}

void api_listIdentifierKinds(struct http_req *r) {
    api_look(r, "identity.kinds", look_at_all, kinds_render, NULL);
}

/* ---- identifiers that are sent for everybody ---- */

struct constants { uint32_t from, limit; };

static void constants_render(struct http_req *r, void *own, struct jw *w) {
    struct constants *x = own;
    jw_obj(w);
    jw_key(w, "items");
    uint32_t next = unify_constants_json(unify_of(r), x->from, x->limit, w);
    api_cursor(r, w, "constant",
               next != UNIFY_NONE ? str_n((const char *)&next, sizeof next)
                                  : (struct str){ NULL, 0 });
    jw_obj_end(w);
}

void api_listConstantIdentifiers(struct http_req *r) {
    struct constants *x = arena_zalloc(r->arena, sizeof *x);
    struct err err = ERR_INIT;
    struct str cursor;
    int limit;
    if (api_page(r, "constant", &limit, &cursor, &err) < 0) {
        http_problem(r, &err);
        return;
    }
    x->limit = (uint32_t)limit;
    if (cursor.n == sizeof x->from)
        memcpy(&x->from, cursor.s, sizeof x->from);
    api_look(r, "identity.constant", look_at_all, constants_render, x);
}

static int release_run(struct core *c, struct http_req *r, void *own, struct err *err) {
    uint32_t number = *(uint32_t *)own;
    (void)c;
    if (unify_constant_release(unify_of(r), number, err) < 0)
        return -1;
    api_audit(r, str_of(arena_printf(r->arena, "constant:%u", number)), (struct str){ NULL, 0 },
              STR("{\"released\":true}"));
    return 0;
}

static void release_render(struct http_req *r, void *own, struct jw *w) {
    (void)r;
    jw_obj(w);
    JW_INT(w, "id", *(uint32_t *)own);
    JW_BOOL(w, "released", true);
    jw_obj_end(w);
}

void api_releaseConstantIdentifier(struct http_req *r) {
    uint32_t *number = arena_zalloc(r->arena, sizeof *number);
    if (read_number(r, "constant identifier", number) == 0)
        api_run(r, "identity.constant.release", release_run, release_render, number);
}
