/* plan.c - what an expression speaks of: a person, its events, other audiences.
 *
 * THEORY      An expression is compiled on whatever thread checks it.  Each trait, event and
 *             property that it names is noted; later, on the core thread, the plan is bound: names
 *             get their numbers, events their tables, properties their columns.  What has no
 *             number yet was never seen, and nobody has it.
 * THREADS     Making a plan: any.  Binding and running: the core thread.
 */
#include "segment/segment_internal.h"

#include <stdlib.h>

#define PLAN_BYTES (16u << 20)

struct making { struct segment *s; struct seg_plan *p; };

/* ---- fields ---- */

static const char *const own_fields[SEG_OWN_FIELDS] = { "time", "name" };

static int field(void *ctx, uint32_t sort, struct str name, uint32_t at, uint32_t end,
                 uint32_t *ret_field, const struct cel_type **ret_type, struct err *err) {
    struct seg_plan *p = ((struct making *)ctx)->p;
    if (name.n > SEG_NAME_MAX)
        return err_set(err, E_LIMIT, "a name has at most %u bytes", SEG_NAME_MAX);
    if (sort > 0 && str_is(name, own_fields[SEG_OWN_TIME]))
        *ret_type = &cel_types[CEL_TIMESTAMP];
    if (sort > 0 && str_is(name, own_fields[SEG_OWN_NAME]))
        *ret_type = &cel_types[CEL_STRING];
    for (uint32_t i = 0; i < p->n_fields; i++)
        if (p->field[i].sort == sort && str_eq(p->field[i].name, name)) {
            *ret_field = i;
            return 0;
        }
    if (p->n_fields == SEG_FIELDS_MAX)
        return err_set(err, E_LIMIT, "an expression names at most %u fields", SEG_FIELDS_MAX);
    p->field[p->n_fields] = (struct seg_field){
        .sort = sort, .at = at, .end = end, .number = NONE,
        .name = str_n(arena_dup(&p->arena, name.s, name.n), name.n)
    };
    *ret_field = p->n_fields++;
    return 0;
}

/* ---- calls ---- */

static int text_of(const struct cel_value *v, const char *what, struct str *ret,
                   struct err *err) {
    if (!v || v->kind != CEL_STRING) {
        err_set(err, E_INVALID, "%s is written out, in quotes", what);
        return err_hint(err, "what is looked at must be known before it runs");
    }
    *ret = cel_str(*v);
    if (ret->n == 0 || ret->n > SEG_NAME_MAX)
        return err_set(err, E_INVALID, "%s has 1 to %u bytes", what, SEG_NAME_MAX);
    return 0;
}

static int events_called(struct seg_plan *p, uint8_t type, const struct cel_value *known,
                         uint32_t n, struct cel_called *ret, struct err *err) {
    struct str name = { NULL, 0 };
    if (n > 0 && text_of(known, "the name of events", &name, err) < 0)
        return -1;
    uint32_t i = 0;
    while (i < p->n_sources && !(p->source[i].type == type &&
                                 (p->source[i].name.s != NULL) == (n > 0) &&
                                 str_eq(p->source[i].name, name)))
        i++;
    if (i == SEG_SOURCES_MAX)
        return err_set(err, E_LIMIT, "an expression names at most %u kinds of events",
                       SEG_SOURCES_MAX);
    struct seg_source *x = &p->source[i];
    if (i == p->n_sources) {
        p->n_sources++;
        *x = (struct seg_source){ .type = type, .table = NONE };
        if (n > 0)
            x->name = str_n(arena_dup(&p->arena, name.s, name.n), name.n);
        x->record = (struct cel_type){ .kind = CEL_RECORD, .param = i + 1 };
        x->list = (struct cel_type){ .kind = CEL_LIST, .a = &x->record };
    }
    ret->type = &x->list;
    ret->own = i;
    return 0;
}

static int audience_called(struct seg_plan *p, const struct cel_value *known,
                           struct cel_called *ret, struct err *err) {
    struct str key;
    uint32_t i = 0;
    if (text_of(known, "the key of an audience", &key, err) < 0)
        return -1;
    if (str_eq(key, p->key))
        return err_set(err, E_INVALID, "the audience asks for itself");
    while (i < p->n_audiences && !str_eq(p->audience[i], key))
        i++;
    if (i == SEG_FIELDS_MAX)
        return err_set(err, E_LIMIT, "an expression asks for at most %u audiences",
                       SEG_FIELDS_MAX);
    if (i == p->n_audiences)
        p->audience[p->n_audiences++] = str_n(arena_dup(&p->arena, key.s, key.n), key.n);
    ret->own = i;
    return 0;
}

static int unit_called(const struct cel_value *known, struct cel_called *ret, struct err *err) {
    static const char *const units[] = { "day", "week", "month", "quarter", "year" };
    struct str unit;
    if (text_of(known, "the unit", &unit, err) < 0)
        return -1;
    for (uint32_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_is(unit, units[i])) {
            ret->own = i;
            return 0;
        }
    err_set(err, E_INVALID, "there is no unit \"%.*s\"", (int)(unit.n < 40 ? unit.n : 40), unit.s);
    return err_hint(err, "day, week, month, quarter or year");
}

static int call(void *ctx, const struct cel_func *fn, const struct cel_value *const *known,
                uint32_t n, uint32_t at, uint32_t end, struct cel_called *ret, struct err *err) {
    struct making *m = ctx;
    const char *name = fn->name;
    static const struct { const char *name; uint8_t type; } lists[] = {
        { "events", EVENT_TRACK }, { "pages", EVENT_PAGE }, { "screens", EVENT_SCREEN }
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(name, lists[i].name) == 0) {
            if (events_called(m->p, lists[i].type, known[0], n, ret, err) < 0)
                return -1;
            struct seg_source *x = &m->p->source[ret->own];
            if (x->end == 0) {
                x->at = at;
                x->end = end;
            }
            return 0;
        }
    if (strcmp(name, "in_audience") == 0)
        return audience_called(m->p, known[0], ret, err);
    if (strcmp(name, "startOf") == 0)
        return unit_called(known[0], ret, err);
    if (strcmp(name, "knows") == 0) {
        struct str key;
        if (text_of(known[0], "the kind of identifier", &key, err) < 0)
            return -1;
        ret->own = ident_kind_of(m->s->unify, key);
        m->p->any_change = true;
        return ret->own ? 0 : ident_kind_unknown(m->s->unify, key, E_INVALID, err);
    }
    if (strcmp(name, "firstSeen") == 0 || strcmp(name, "lastSeen") == 0)
        m->p->any_event = true;
    ret->moves = strcmp(name, "since") == 0 || strcmp(name, "between") == 0;
    return 0;
}

/* ---- making one ---- */

static struct seg_plan *plan_new(void) {
    struct seg_plan *p = calloc(1, sizeof *p);
    CHECK(p);
    arena_init(&p->arena, "audience", PLAN_BYTES);
    atomic_init(&p->refs, 1);
    return p;
}

struct seg_plan *seg_plan_ref(struct seg_plan *p) {
    atomic_fetch_add(&p->refs, 1);
    return p;
}

void seg_plan_unref(struct seg_plan *p) {
    if (!p || atomic_fetch_sub(&p->refs, 1) > 1)
        return;
    cel_plan_free(p->cel);
    arena_release(&p->arena);
    free(p);
}

void segment_plan_free(struct seg_plan *p) { seg_plan_unref(p); }

/* It must be a condition, and one of which it is known until when it holds. */
static int is_condition(struct seg_plan *p, uint32_t *ret_at, uint32_t *ret_n, struct err *err) {
    const struct cel_type *t = cel_plan_type(p->cel);
    uint32_t at, n;
    if (t->kind != CEL_BOOL && t->kind != CEL_DYN) {
        struct buf b;
        buf_init(&b, "type", 80);
        cel_type_text(t, &b);
        err_set(err, E_INVALID, "an audience is a condition, this is a %.*s", STR_FMT(buf_str(&b)));
        buf_release(&b);
        return err_hint(err, "compare it with something, as in … > 3");
    }
    if (cel_plan_now(p->cel, &at, &n) != CEL_NOW_OTHER || p->refresh_s > 0)
        return 0;
    *ret_at = at;
    *ret_n = n;
    err_set(err, E_INVALID, "when this changes cannot be foreseen");
    cel_plan_place(p->cel, at, err);
    return err_hint(err, "compare now with a time and a duration, or set refresh_minutes");
}

static int compile(struct segment *s, struct seg_plan *p, struct str text, uint32_t *ret_at,
                   uint32_t *ret_n, struct err *err) {
    static const struct cel_type person = { .kind = CEL_RECORD, .param = 0 };
    static const struct cel_var vars[] = { { "person", &person },
                                           { "now", &cel_types[CEL_TIMESTAMP] } };
    struct making m = { s, p };
    p->host = seg_host;
    p->host.lib = &seg_library;
    p->host.ctx = &m;
    p->host.field = field;
    p->host.call = call;
    const struct cel_env env = { .vars = vars, .n_vars = 2, .host = &p->host, .has_now = true,
                                 .now = 1 };
    p->text = str_n(arena_dup(&p->arena, text.s, text.n), text.n);
    p->cel = cel_compile(&env, p->text, ret_at, ret_n, err);
    p->host.ctx = NULL;
    return p->cel ? is_condition(p, ret_at, ret_n, err) : -1;
}

struct seg_plan *segment_compile(struct segment *s, struct str expression, uint32_t *ret_at,
                                 uint32_t *ret_n, struct err *err) {
    struct seg_plan *p = plan_new();
    if (compile(s, p, expression, ret_at, ret_n, err) == 0)
        return p;
    seg_plan_unref(p);
    return NULL;
}

int seg_plan_make(struct segment *s, struct str key, struct json body, struct seg_plan **ret,
                  struct err *err) {
    struct seg_plan *p = plan_new();
    int64_t minutes = 0;
    uint32_t at, n;
    p->key = str_n(arena_dup(&p->arena, key.s, key.n), key.n);
    struct str name = json_str(json_get(body, "name"));
    p->name = str_n(arena_dup(&p->arena, name.s, name.n), name.n);
    p->archived = json_true(json_get(body, "archived"));
    if (json_int(json_get(body, "refresh_minutes"), &minutes))
        p->refresh_s = (uint32_t)minutes * 60;
    if (compile(s, p, json_str(json_get(body, "expression")), &at, &n, err) < 0) {
        seg_plan_unref(p);
        return err_within(err, "/expression");
    }
    *ret = p;
    return 0;
}

/* ---- binding ---- */

static void bind_field(struct segment *s, struct seg_plan *p, struct seg_field *f) {
    f->number = NONE;
    if (f->sort == 0) {
        f->number = unify_name_number(s->unify, f->name);
        return;
    }
    uint32_t table = p->source[f->sort - 1].table;
    if (table == NONE || str_is(f->name, own_fields[SEG_OWN_TIME]) ||
        str_is(f->name, own_fields[SEG_OWN_NAME]))
        return;
    f->number = seg_col_find(s, table, f->name);
    if (f->number == NONE)
        p->ready = false;
}

void seg_plan_bind(struct segment *s, struct seg_plan *p) {
    if (p->bound_gen == s->gen)
        return;
    p->bound_gen = s->gen;
    p->ready = true;
    for (uint32_t i = 0; i < p->n_sources; i++) {
        struct seg_source *x = &p->source[i];
        uint32_t name = x->name.s ? unify_name_number(s->unify, x->name) : 0;
        bool never = x->name.s && name == 0;
        x->table = never ? NONE : seg_table_find(s, x->type, name);
        if (x->table == NONE && !never)
            p->ready = false;
    }
    for (uint32_t i = 0; i < p->n_fields; i++)
        bind_field(s, p, &p->field[i]);
}
