/* retain_try.c - what retention rules would take, changing nothing.
 *
 * THEORY      The very walk and the very judgement of a run (retain_scan.c), and sums of what it
 *             finds.
 * LIMITS      TRY_EVENTS_MAX events are read from the log; then the answer says that it is not
 *             complete.  TRY_NAMES_MAX names apart; the rest is summed up.
 * THREADS     Scan on the core thread, read on another, never both at once.
 */
#include "core/registry.h"
#include "unify/unify_internal.h"

#include <stdlib.h>

#define TRY_EVENTS_MAX 500000u
#define TRY_NAMES_MAX 200u
#define EXAMPLES_MAX 3u

struct sum { uint64_t events, bytes; int64_t oldest, newest; };
struct example { struct str message_id; int64_t time_ms; uint32_t source; };
struct named {
    struct str name;
    uint8_t type, kept;
    struct sum sum;
    struct example example[EXAMPLES_MAX];
    uint32_t n_examples;
};
struct unify_retain_trial {
    struct unify *u;
    struct retain_plan *plan;
    struct retain_scan scan;
    bool begun, over;
    uint64_t read;
    struct sum all[EVENT_DROPPED + 1];
    struct named named[TRY_NAMES_MAX];
    uint32_t n_named;
    struct sum others; /* names past TRY_NAMES_MAX */
    struct arena arena;
};

struct unify_retain_trial *unify_retain_trial_new(struct unify *u, struct json body,
                                                  struct err *err) {
    struct retain_plan *plan;
    if (retain_plan_make(u, body, &plan, err) < 0)
        return NULL;
    struct unify_retain_trial *t = calloc(1, sizeof *t);
    CHECK(t);
    t->u = u;
    t->plan = plan;
    arena_init(&t->arena, "retention trial", 1u << 20);
    return t;
}

void unify_retain_trial_free(struct unify_retain_trial *t) {
    if (!t)
        return;
    if (t->begun)
        retain_scan_release(&t->scan);
    retain_plan_free(t->plan);
    arena_release(&t->arena);
    free(t);
}

bool unify_retain_trial_scan(struct unify_retain_trial *t) {
    if (!t->begun)
        retain_scan_init(&t->scan, t->plan, core_now(t->u->core), t->u->root->events.n);
    else
        retain_scan_clear(&t->scan);
    t->begun = true;
    t->over = t->scan.row == t->scan.end;
    if (t->over || t->read >= TRY_EVENTS_MAX)
        return true;
    retain_scan_rows(t->u, &t->scan);
    return false;
}

static void add(struct sum *s, const struct retain_item *x) {
    s->oldest = s->events == 0 || x->time_ms < s->oldest ? x->time_ms : s->oldest;
    s->newest = s->events == 0 || x->time_ms > s->newest ? x->time_ms : s->newest;
    s->events++;
    s->bytes += x->bytes;
}

static struct named *named_of(struct unify_retain_trial *t, const struct retain_item *x) {
    for (uint32_t i = 0; i < t->n_named; i++) {
        struct named *n = &t->named[i];
        if (n->type == x->type && n->kept == x->kept && str_eq(n->name, x->name))
            return n;
    }
    if (t->n_named == TRY_NAMES_MAX)
        return NULL;
    struct named *n = &t->named[t->n_named++];
    n->name = str_n(arena_dup(&t->arena, x->name.s, x->name.n), x->name.n);
    n->type = x->type;
    n->kept = x->kept;
    return n;
}

int unify_retain_trial_read(struct unify_retain_trial *t, struct log_reader *log,
                            struct err *err) {
    t->read += t->scan.n;
    if (retain_scan_read(&t->scan, log, err) < 0)
        return -1;
    for (uint32_t i = 0; i < t->scan.n; i++) {
        const struct retain_item *x = &t->scan.items[i];
        struct named *n = named_of(t, x);
        add(&t->all[x->kept], x);
        add(n ? &n->sum : &t->others, x);
        if (n && n->n_examples < EXAMPLES_MAX)
            n->example[n->n_examples++] = (struct example){
                str_n(arena_dup(&t->arena, x->message_id.s, x->message_id.n), x->message_id.n),
                x->time_ms, x->source
            };
    }
    return 0;
}

static void sum_json(const struct sum *s, struct jw *w) {
    JW_INT(w, "events", (int64_t)s->events);
    JW_INT(w, "bytes", (int64_t)s->bytes);
    for (int newest = 0; newest < 2; newest++) {
        jw_key(w, newest ? "newest" : "oldest");
        if (s->events)
            jw_time(w, newest ? s->newest : s->oldest);
        else
            jw_null(w);
    }
}

static void named_json(const struct named *n, struct registry *r, struct jw *w) {
    static const char *const types[] = { "", "track", "identify", "page", "screen", "group",
                                         "alias" };
    jw_obj(w);
    JW_STR(w, "name", n->name);
    JW_Z(w, "type", types[n->type]);
    JW_Z(w, "action", n->kept == EVENT_DROPPED ? "drop" : "thin");
    sum_json(&n->sum, w);
    jw_key(w, "examples");
    jw_arr(w);
    for (uint32_t i = 0; i < n->n_examples; i++) {
        struct source src;
        bool known = r && registry_source(r, n->example[i].source, &src) == 0;
        jw_obj(w);
        JW_STR(w, "message_id", n->example[i].message_id);
        JW_TIME(w, "time", n->example[i].time_ms);
        JW_Z(w, "source", known ? src.key : "");
        jw_obj_end(w);
    }
    jw_arr_end(w);
    jw_obj_end(w);
}

void unify_retain_trial_json(const struct unify_retain_trial *t, struct registry *r,
                             struct jw *w) {
    jw_obj(w);
    JW_BOOL(w, "complete", t->over);
    JW_INT(w, "events_read", (int64_t)t->read);
    JW_OBJ_KEY(w, "drop");
    sum_json(&t->all[EVENT_DROPPED], w);
    jw_obj_end(w);
    JW_OBJ_KEY(w, "thin");
    sum_json(&t->all[EVENT_THINNED], w);
    jw_obj_end(w);
    jw_key(w, "by_name");
    jw_arr(w);
    for (uint32_t i = 0; i < t->n_named; i++)
        named_json(&t->named[i], r, w);
    jw_arr_end(w);
    JW_OBJ_KEY(w, "other_names");
    sum_json(&t->others, w);
    jw_obj_end(w);
    jw_obj_end(w);
}
