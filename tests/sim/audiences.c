/* audiences.c - some audiences from the beginning, and who should be in them.
 *
 * Who is in one is worked out here from the messages, in plain C, for everybody; what an expression
 * asks of traits and identifiers is taken from unify, which check.c compares for itself.
 */
#include "sim/sim.h"

#include "segment/segment_internal.h"
#include "unify/unify_internal.h"

#include <stdio.h>

#define HOUR 3600000ll

static const char *const expressions[SIM_AUDIENCES] = {
    "events(\\\"E1\\\").count() >= 2",
    "events(\\\"E2\\\").within(duration(\\\"20h\\\")).count() >= 1",
    "pages().within(duration(\\\"3h\\\")).count() == 0 && has(person.n)",
    "in_audience(\\\"a0\\\") || events(\\\"E3\\\").where(e, e.p > \\\"p0030\\\").count() >= 1",
    "events().between(now - duration(\\\"72h\\\"), now - duration(\\\"24h\\\")).count() >= 1",
    "knows(\\\"email\\\") && !in_audience(\\\"a1\\\")",
    "has(person.n) && person.n < \\\"t0040\\\"",
    "events().max(e, e.time) < now - duration(\\\"50h\\\")",
};

void sim_audiences(struct sim *s) {
    for (int i = 0; i < SIM_AUDIENCES; i++) {
        char key[16], body[300];
        snprintf(key, sizeof key, "a%d", i);
        snprintf(body, sizeof body, "{\"name\":\"A\",\"expression\":\"%s\"}", expressions[i]);
        s->op = (struct op){ .kind = OP_SOURCE, .number = ++s->n_ops };
        sim_publish(s, "audience", key, body);
    }
    sim_drain(s);
}

/* ---- the truth ---- */

struct asked { struct sim *s; int atom; int64_t now; bool in[SIM_AUDIENCES]; };

typedef bool one_of(const struct asked *q, const struct message *x, int number);

static bool is_track(const struct message *x, int number, int name) {
    return x->type == EVENT_TRACK && (name < 0 || number % 7 == name);
}

static int count(const struct asked *q, one_of *is) {
    int n = 0;
    for (int i = 0; i < q->s->n_messages; i++) {
        const struct message *x = &q->s->message[i];
        if (x->seq && x->kept != M_DROPPED &&
            q->s->m.person[x->atom] == q->s->m.person[q->atom])
            n += is(q, x, i);
    }
    return n;
}

static bool is_e1(const struct asked *q, const struct message *x, int number) {
    (void)q;
    return is_track(x, number, 1);
}

static bool is_e2(const struct asked *q, const struct message *x, int number) {
    return is_track(x, number, 2) && x->time_ms > q->now - 20 * HOUR && x->time_ms <= q->now;
}

static bool is_page(const struct asked *q, const struct message *x, int number) {
    (void)number;
    return x->type == EVENT_PAGE && x->time_ms > q->now - 3 * HOUR && x->time_ms <= q->now;
}

static bool is_e3(const struct asked *q, const struct message *x, int number) {
    char p[24];
    (void)q;
    snprintf(p, sizeof p, "p%04d.said", number);
    return is_track(x, number, 3) && x->kept == M_WHOLE && strcmp(p, "p0030") > 0;
}

static bool is_of_days(const struct asked *q, const struct message *x, int number) {
    return is_track(x, number, -1) && x->time_ms >= q->now - 72 * HOUR &&
           x->time_ms < q->now - 24 * HOUR;
}

static bool is_any(const struct asked *q, const struct message *x, int number) {
    (void)q;
    return is_track(x, number, -1);
}

static bool is_late(const struct asked *q, const struct message *x, int number) {
    return is_track(x, number, -1) && x->time_ms >= q->now - 50 * HOUR;
}

static void truth(struct asked *q) {
    struct unify *u = q->s->unify;
    struct arena a;
    arena_init(&a, "trait", 64u << 20);
    struct str n = unify_trait_value(u, (uint32_t)q->atom, unify_name_number(u, STR("n")), &a);
    bool has = n.n > 0 && !str_is(n, "null");
    q->in[0] = count(q, is_e1) >= 2;
    q->in[1] = count(q, is_e2) >= 1;
    q->in[2] = count(q, is_page) == 0 && has;
    q->in[3] = q->in[0] || count(q, is_e3) >= 1;
    q->in[4] = count(q, is_of_days) >= 1;
    q->in[5] = unify_person_has(u, (uint32_t)q->atom, IDENT_EMAIL) && !q->in[1];
    q->in[6] = has && n.s[0] == '"' && str_cmp(str_n(n.s + 1, n.n - 2), STR("t0040")) < 0;
    q->in[7] = count(q, is_any) > 0 && count(q, is_late) == 0;
    arena_release(&a);
}

/* ---- compared ---- */

static bool is_settled(const struct sim *s) {
    struct segment *g = s->segment; /* NULL where there are several nodes: these have none */
    if (!g || g->all_stale || g->root->audiences.n < SIM_AUDIENCES)
        return false;
    for (uint32_t i = 0; i < SIM_AUDIENCES; i++)
        if (seg_audience_at(g, i)->version != 1 || seg_audience_at(g, i)->next_version ||
            g->live[i].behind)
            return false;
    return true;
}

static int look(struct sim *s, void *ctx, struct err *err) {
    int *members = ctx;
    int64_t now = core_now(s->core);
    for (int a = 0; a < s->m.n_atoms; a++) {
        struct asked q = { .s = s, .atom = a, .now = now };
        if (s->m.atom[a].kind == M_GONE || !unify_is_person(s->unify, (uint32_t)a))
            continue;
        truth(&q);
        for (uint32_t i = 0; i < SIM_AUDIENCES; i++) {
            char key[16];
            snprintf(key, sizeof key, "a%u", i);
            uint32_t number = segment_find(s->segment, str_of(key));
            bool in = segment_has(s->segment, number, (uint32_t)a);
            members[i] += in;
            if (in != q.in[i])
                return err_set(err, E_CORRUPT, "person %d is %sin audience %u at %lld", a,
                               in ? "" : "not ", i, (long long)now);
        }
    }
    return 0;
}

void sim_compare_audiences(struct sim *s) {
    struct err err = ERR_INIT;
    int members[SIM_AUDIENCES] = { 0 };
    if (!is_settled(s))
        return;
    model_persons(&s->m);
    if (sim_call(s, look, members, true, &err) < 0)
        sim_fail(s, "%s", err.msg);
    for (int i = 0; i < SIM_AUDIENCES; i++)
        s->n_members += members[i];
}
