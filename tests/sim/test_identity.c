/* Random histories of events, splits, merges and undos, against the plain model: after every
 * step persons, traits by every rule with where they came from, and timelines are the same, and
 * judging all evidence afresh changes nothing.  In a second kind of history the trait rules
 * change on the way.
 *
 * HISTORIES (10,000; 1,000 on PostgreSQL, where each commit takes longer) and SEED in the
 * environment.
 */
#include "fault/house.h"
#include "fault/seed.h"
#include "sim/traits.h"
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

#define STEPS 24
#define DEVICES_MAX 4
#define VALUES_MAX 4

struct run {
    struct house h;
    struct model m;
    uint32_t atom[M_ATOMS];  /* the product's number of the model's atom */
    int link_fact[256];      /* the model's fact of each merge */
    uint32_t link[256];
    int n_links;
    uint32_t cut_base;       /* cuts of earlier histories */
    uint32_t devices, values, seconds, named; /* how crowded this history is */
    uint64_t random;
    int messages;
    char story[16384];       /* what happened, for the failure */
    int64_t base_ms;
    int prefix;              /* keeps the histories of one workspace apart */
    struct m_rule rules[SIM_TRAITS];
    uint32_t rules_version;
};

static uint32_t roll(struct run *r, uint32_t n) { return seed_below(&r->random, n); }

static void tell(struct run *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void tell(struct run *r, const char *fmt, ...) {
    size_t n = strlen(r->story);
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(r->story + n, sizeof r->story - n, fmt, ap);
    va_end(ap);
}

/* ---- a step as a command on the core ---- */

struct deed {
    struct command cmd;
    struct run *r;
    int (*run)(struct run *r, struct unify *u, struct deed *d, struct err *err);
    uint32_t a, b, number, atoms[2];
    struct unify_part part;
};

static int deed_run(struct core *c, struct command *cmd, struct err *err) {
    struct deed *d = (struct deed *)cmd;
    (void)c;
    return d->run(d->r, d->r->h.unify, d, err);
}

static int perform(struct run *r, struct deed *d, struct err *err) {
    d->r = r;
    d->cmd.name = "test";
    d->cmd.run = deed_run;
    return core_call(r->h.core, &d->cmd, err);
}

/* ---- events ---- */

static const char *const kind_field[] = { "", "userId", "email", "phone" };
static const char card_rules[] =
    "{\"kinds\":{\"card\":{\"from\":[\"externalIds.card\"],\"normalise\":[\"digits\"],"
    "\"limit\":2}}}";

static unsigned product_kind(int kind) { return kind < 4 ? (unsigned)kind : IDENT_OWN_FIRST; }

static void value_text(struct run *r, int kind, int value, char out[64]) {
    if (kind == 1)
        snprintf(out, 64, "u%d-%d", r->prefix, value);
    else if (kind == 2)
        snprintf(out, 64, "e%d-%d@example.com", r->prefix, value);
    else if (kind == 4)
        snprintf(out, 64, "77%d9%d", r->prefix, value);
    else
        snprintf(out, 64, "+8131%07d", (r->prefix % 100000) * 10 + value + 2000000);
}

/* Some random traits, told to the model as well. */
static void body_traits(struct run *r, const struct m_event *e, char *out, size_t size) {
    size_t n = strlen(out);
    for (uint32_t i = roll(r, 4); i > 0; i--) {
        struct m_told *t = &r->m.told[r->m.n_told];
        *t = (struct m_told){ .trait = (int)roll(r, SIM_TRAITS), .source = (int)r->h.source,
                              .ms = e->ms, .value = sim_value(&r->random) };
        bool again = false;
        for (int k = r->m.n_told - 1; k >= 0 && r->m.told[k].seq == 0; k--)
            again |= r->m.told[k].trait == t->trait;
        if (again)
            continue; /* one value of a trait in an event */
        struct buf b;
        buf_init(&b, "value", 4096);
        sim_value_json(&t->value, &b);
        n += (size_t)snprintf(out + n, size - n, "%s\"t%d\":%.*s", n ? "," : "", t->trait,
                              STR_FMT(buf_str(&b)));
        buf_release(&b);
        r->m.n_told++;
    }
}

/* The event that was sent last is the model's atom a's. */
static void note_event(struct run *r, const struct m_event *e, int a) {
    uint64_t seq = core_seq(r->h.core);
    for (int k = r->m.n_told - 1; k >= 0 && r->m.told[k].seq == 0; k--) {
        r->m.told[k].seq = seq;
        r->m.told[k].atom = a;
        tell(r, "   t%d of source %d\n", r->m.told[k].trait, r->m.told[k].source);
    }
    r->m.came[r->m.n_came].atom = a;
    r->m.came[r->m.n_came].ms = e->ms;
    r->m.came[r->m.n_came++].seq = seq;
}

static void body_of(struct run *r, const struct m_event *e, char *out, size_t size) {
    char traits[2048] = "", user[80] = "", device[64] = "", v[64], when[32], card[160] = "";
    for (int i = 0; i < e->n; i++) {
        value_text(r, e->kind[i], e->value[i], v);
        size_t n = strlen(traits);
        if (e->kind[i] == 1)
            snprintf(user, sizeof user, "\"userId\":\"%s\",", v);
        else if (e->kind[i] == 4)
            snprintf(card, sizeof card, "\"context\":{\"externalIds\":[{\"type\":\"card\","
                     "\"id\":\"No. %s\"}]},", v);
        else
            snprintf(traits + n, sizeof traits - n, "%s\"%s\":\"%s\"", n ? "," : "",
                     kind_field[e->kind[i]], v);
    }
    if (e->device >= 0)
        snprintf(device, sizeof device, "\"anonymousId\":\"d%d-%d\",", r->prefix, e->device);
    else if (!user[0]) /* a message wants one of the two; blocked values are nobody's */
        snprintf(user, sizeof user, "\"userId\":\"null\",");
    body_traits(r, e, traits, sizeof traits);
    clock_format(e->ms, when);
    snprintf(out, size,
             "{\"batch\":[{\"type\":\"identify\",\"messageId\":\"m%d-%d\",%s%s%s"
             "\"timestamp\":\"%s\",\"traits\":{%s}}]}",
             r->prefix, r->messages++, user, device, card, when, traits);
}

static int find_new_atom(struct run *r, struct unify *u, struct deed *d, struct err *err) {
    (void)r;
    (void)err;
    d->number = u->root->atoms.n;
    return 0;
}

static void send_event(struct run *r) {
    struct m_event e = { .device = (int)roll(r, r->devices + 1) - 1 };
    struct err err = ERR_INIT;
    struct collect_result res;
    char body[4096];
    uint32_t mask = roll(r, r->named ? 2 : 16);
    if (e.device < 0 && mask == 0)
        mask = 1;
    for (int k = 1; k < M_KINDS; k++)
        if (mask & (1u << (k - 1))) {
            e.kind[e.n] = k;
            e.value[e.n++] = (int)roll(r, r->values);
        }
    e.ms = r->base_ms + (int64_t)roll(r, r->seconds) * 1000;
    struct deed before = { .run = find_new_atom };
    assert_int_equal(perform(r, &before, &err), 0);
    int known = r->m.n_atoms;
    int a = model_event(&r->m, &e);
    r->h.source = HOUSE_SOURCE + roll(r, 3);
    body_of(r, &e, body, sizeof body);
    tell(r, "  event d%d", e.device);
    for (int i = 0; i < e.n; i++)
        tell(r, " %c%d", "?uepc"[e.kind[i]], e.value[i]);
    tell(r, " at %d -> atom %d\n", (int)((e.ms - r->base_ms) / 1000), a);
    assert_int_equal(house_send(&r->h, body, 0, &res, &err), 0);
    assert_int_equal(res.accepted, 1);
    if (a >= known)
        r->atom[a] = before.number;
    note_event(r, &e, a);
}

/* ---- surgery ---- */

static int do_split(struct run *r, struct unify *u, struct deed *d, struct err *err) {
    (void)r;
    return unify_split(u, d->a, &d->part, STR("test"), &d->number, d->atoms, err);
}

static void split(struct run *r) {
    int a = (int)roll(r, (uint32_t)r->m.n_atoms);
    int rest[M_ATOMS], part[M_ATOMS + 1], n_rest = 0, n_part = 0;
    struct err err = ERR_INIT;
    model_persons(&r->m);
    bool by_ident = roll(r, 2) && r->m.atom[a].kind;
    for (int i = 0; i < r->m.n_atoms; i++) {
        if (r->m.person[i] != r->m.person[a])
            continue;
        bool mine = by_ident ? r->m.atom[i].kind == r->m.atom[a].kind &&
                                   r->m.atom[i].value == r->m.atom[a].value
                             : i == a;
        if (mine)
            part[n_part++] = i;
        else
            rest[n_rest++] = i;
    }
    struct id id = atom_at(r->h.unify, r->atom[a])->id;
    int kind = r->m.atom[a].kind;
    uint8_t known_as = (uint8_t)product_kind(kind);
    char text[64];
    value_text(r, kind, r->m.atom[a].value, text);
    struct str value = str_of(text);
    struct deed d = { .run = do_split, .a = r->atom[a] };
    if (by_ident) {
        part[n_part++] = model_ident(&r->m, kind, r->m.atom[a].value);
        d.part = (struct unify_part){ .kinds = &known_as, .values = &value, .n_idents = 1 };
    } else {
        d.part = (struct unify_part){ .atoms = &id, .n_atoms = 1 };
    }
    int rc = perform(r, &d, &err);
    tell(r, "  split atom %d%s: %s\n", a, by_ident ? " by identifier" : "", rc ? err.msg : "ok");
    assert_int_equal(rc == 0, n_rest > 0);
    if (rc == 0)
        assert_int_equal(model_cut(&r->m, rest, n_rest, part, n_part), d.number - r->cut_base);
}

static int do_merge(struct run *r, struct unify *u, struct deed *d, struct err *err) {
    (void)r;
    d->a = atom_at(u, person_rep(u, d->a))->oldest; /* what the product ties */
    d->b = atom_at(u, person_rep(u, d->b))->oldest;
    return unify_merge(u, d->a, d->b, STR("test"), &d->number, err);
}

static int model_atom(struct run *r, uint32_t atom) {
    for (int i = 0; i < r->m.n_atoms; i++)
        if (r->atom[i] == atom)
            return i;
    fail_msg("atom %u is not the model's", atom);
    return -1;
}

static void merge(struct run *r) {
    int a = (int)roll(r, (uint32_t)r->m.n_atoms), b = (int)roll(r, (uint32_t)r->m.n_atoms);
    struct err err = ERR_INIT;
    struct deed d = { .run = do_merge, .a = r->atom[a], .b = r->atom[b] };
    int rc = perform(r, &d, &err);
    tell(r, "  merge %d %d: %s\n", a, b, rc ? err.msg : "ok");
    int f = model_merge(&r->m, rc ? a : model_atom(r, d.a), rc ? b : model_atom(r, d.b));
    assert_int_equal(rc == 0, f >= 0);
    if (rc == 0) {
        r->link[r->n_links] = d.number;
        r->link_fact[r->n_links++] = f;
    }
}

static int do_cut_undo(struct run *r, struct unify *u, struct deed *d, struct err *err) {
    (void)r;
    return unify_cut_undo(u, d->number, d->atoms, err);
}

static int do_link_undo(struct run *r, struct unify *u, struct deed *d, struct err *err) {
    (void)r;
    return unify_link_undo(u, d->number, d->atoms, err);
}

static void undo(struct run *r) {
    struct err err = ERR_INIT;
    if (roll(r, 2) && r->m.n_cuts > 0) {
        uint32_t n = roll(r, (uint32_t)r->m.n_cuts);
        struct deed d = { .run = do_cut_undo, .number = r->cut_base + n };
        struct m_cut *c = &r->m.cut[n];
        tell(r, "  withdraw cut %u\n", n);
        assert_int_equal(perform(r, &d, &err) == 0, !c->withdrawn);
        c->withdrawn = true;
    } else if (r->n_links > 0) {
        uint32_t i = roll(r, (uint32_t)r->n_links);
        struct deed d = { .run = do_link_undo, .number = r->link[i] };
        struct m_fact *f = &r->m.fact[r->link_fact[i]];
        tell(r, "  withdraw merge %u\n", i);
        assert_int_equal(perform(r, &d, &err) == 0, !f->withdrawn);
        f->withdrawn = true;
    }
}

/* ---- comparing ---- */

static int compare(struct run *r, struct unify *u, struct deed *d, struct err *err) {
    (void)d;
    model_persons(&r->m);
    for (int a = 0; a < r->m.n_atoms; a++) {
        const struct atom *x = atom_at(u, r->atom[a]);
        if ((int)x->n_events != r->m.atom[a].events)
            return err_set(err, E_INTERNAL, "atom %d has %u events, not %d", a, x->n_events,
                           r->m.atom[a].events);
        uint32_t n = 0, ring = 0, i = r->atom[a];
        for (int b = 0; b < r->m.n_atoms; b++) {
            bool want = r->m.person[a] == r->m.person[b];
            n += want;
            if (want != (person_rep(u, r->atom[a]) == person_rep(u, r->atom[b])))
                return err_set(err, E_INTERNAL, "atoms %d and %d: want %s", a, b,
                               want ? "one" : "two");
        }
        do {
            ring++;
            i = atom_at(u, i)->next;
        } while (i != r->atom[a]);
        if (ring != n || atom_at(u, person_rep(u, r->atom[a]))->n_atoms != n)
            return err_set(err, E_INTERNAL, "atom %d: ring of %u, want %u", a, ring, n);
    }
    for (int a = 0; a < r->m.n_atoms; a++) {
        bool told = false; /* once for each person */
        for (int b = 0; b < a; b++)
            told |= r->m.person[a] == r->m.person[b];
        if (!told && told_compare(u, &r->m, r->m.person[a], r->atom[a], r->rules, err) < 0)
            return err_within(err, "person of atom %d", a);
    }
    uint64_t seq = core_seq(r->h.core);
    for (int a = 0; a < r->m.n_atoms; a++)
        if (partition_again(u, &r->atom[a], 1, err) < 0)
            return -1;
    if (core_seq(r->h.core) != seq)
        return err_set(err, E_INTERNAL, "judging afresh changed something");
    return 0;
}

static void history(struct run *r) {
    struct err err = ERR_INIT;
    for (int step = 0; step < STEPS && r->m.n_atoms < M_ATOMS / 2; step++) {
        uint32_t what = roll(r, 10);
        if (what < 6 || r->m.n_atoms == 0)
            send_event(r);
        else if (what == 6)
            split(r);
        else if (what == 7)
            merge(r);
        else
            undo(r);
        struct deed d = { .run = compare };
        if (perform(r, &d, &err) < 0)
            fail_msg("%s: %s after step %d of\n%s", err.where, err.msg, step, r->story);
    }
}

static void new_rules(struct run *r) {
    for (int t = 0; t < SIM_TRAITS; t++)
        if (r->rules_version == 0 || roll(r, 2))
            r->rules[t] = told_rule(&r->random);
    r->rules[0] = (struct m_rule){ .how = M_LAST }; /* as without one */
    told_rules(&r->h, r->rules, ++r->rules_version);
    tell(r, "  new trait rules\n");
}

static void begin(struct run *r, int prefix) {
    r->prefix = prefix;
    r->base_ms = clock_wall_ms(&r->h.clock) - 3600000;
    r->story[0] = 0;
    r->devices = 1 + roll(r, DEVICES_MAX);
    r->values = 1 + roll(r, VALUES_MAX);
    r->seconds = 4 + roll(r, 40);
    r->named = roll(r, 4) == 0; /* user ids only: who is signed in where, and when */
    r->n_links = 0;
    r->cut_base = r->h.unify->root->cuts.n;
    model_free(&r->m);
    r->m.rules.limit[4] = 2;
}

static void compare_rebuilt(struct run *r) {
    struct house again;
    struct buf kept, rebuilt;
    buf_init(&kept, "dump", 1u << 30);
    buf_init(&rebuilt, "dump", 1u << 30);
    house_dump(&r->h, &kept);
    house_open_rebuilt(&r->h, &again);
    house_dump(&again, &rebuilt);
    house_same(&kept, &rebuilt, "kept and rebuilt");
    house_close(&again);
    buf_release(&kept);
    buf_release(&rebuilt);
}

static int wanted(int usual) {
    const char *want = getenv("HISTORIES");
    return want ? (int)strtol(want, NULL, 10) : usual;
}

static void histories(void **state) {
    (void)state;
    int n = wanted(house_kind() == DB_SQLITE ? 10000 : 1000);
    struct run *r = calloc(1, sizeof *r);
    model_init(&r->m);
    house_make(&r->h, house_kind());
    r->h.memory_max = 256u << 20;
    r->h.stepped = true;
    r->h.rules = card_rules;
    house_open(&r->h);
    r->random = seed_begin("identity");
    for (int i = 0; i < n; i++) {
        if (i == 0)
            new_rules(r);
        begin(r, i);
        history(r);
    }
    compare_rebuilt(r);
    model_free(&r->m);
    house_remove(&r->h);
    free(r);
}

/* The rules change between the steps: what came before is read again, and after that all is as
 * if they had always been in force. */
static void changing_rules(void **state) {
    (void)state;
    int n = wanted(house_kind() == DB_SQLITE ? 100 : 30);
    struct run *r = calloc(1, sizeof *r);
    model_init(&r->m);
    r->random = seed_begin("trait rules");
    for (int i = 0; i < n; i++) {
        if (i % 10 == 0) {
            house_make(&r->h, house_kind());
            r->h.rules = card_rules;
            house_open(&r->h);
            r->rules_version = 0;
        }
        begin(r, i);
        for (int part = 0; part < 3; part++) {
            new_rules(r);
            history(r);
        }
        if (i % 10 == 9 || i == n - 1) {
            compare_rebuilt(r);
            house_remove(&r->h);
        }
    }
    model_free(&r->m);
    free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(histories),
                                        cmocka_unit_test(changing_rules) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
