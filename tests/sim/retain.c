/* retain.c - old events are dropped and thinned: rules are published, runs asked for and carried
 * out piece by piece among everything else.
 *
 * What a run may take is the model's word (model_retain.c), as of the run's beginning: each entry
 * that tells of a rewritten frame must name such events and no others, and when the run ends none
 * of them is left.  Who is one person, traits, first and last seen are the model's as before.
 */
#include "sim/sim.h"

#include "base/fault.h"
#include "core/core_internal.h"
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const type_name[] = { "", "track", "identify", "page", "screen", "group",
                                         "alias" };

/* ---- publishing ---- */

struct publishing { const char *kind, *key, *body; };

static int do_publish(struct sim *s, void *ctx, struct err *err) {
    const struct publishing *p = ctx;
    struct definition_who who = { .author = STR("sim"), .note = STR("") };
    struct str kind = str_of(p->kind), key = str_of(p->key);
    uint32_t id, version;
    if (definition_draft(s->registry, s->core, kind, key, str_of(p->body), &who, &id, err) < 0)
        return -1;
    return definition_publish(s->registry, s->core, kind, key, &who, &version, err);
}

void sim_publish(struct sim *s, const char *kind, const char *key, const char *body) {
    struct publishing p = { kind, key, body };
    struct err err = ERR_INIT;
    sim_tell(s, "op %d: %s is published: %s", s->op.number, kind, body);
    int rc = sim_call(s, do_publish, &p, false, &err);
    sim_tell(s, "    %s", rc == 0 ? "done" : err.msg);
    SIM_WANT(s, rc == 0 ? s->op.seen : err.code == E_UNAVAILABLE);
}

void sim_sources(struct sim *s) {
    for (int i = 0; i < SIM_SOURCES; i++) {
        char key[16];
        struct source found;
        snprintf(key, sizeof key, "s%d", i);
        s->op = (struct op){ .kind = OP_SOURCE, .number = ++s->n_ops };
        sim_publish(s, "source", key, "{\"name\":\"A source\",\"type\":\"server\"}");
        SIM_WANT(s, registry_source_find(s->registry, str_of(key), &found) == 0);
        s->source[i] = found.id;
    }
}

static void some_rules(struct sim *s, struct m_retention *r, struct buf *b) {
    static const char *const patterns[] = { "*", "*", "E*", "*3", "P*", "E1" };
    r->n = (int)sim_roll(s, M_OLD + 1);
    buf_puts(b, "{\"rules\":[");
    for (int i = 0; i < r->n; i++) {
        struct m_old *x = &r->rule[i];
        *x = (struct m_old){ .event = patterns[sim_roll(s, 6)],
                             .days = sim_roll(s, 2) ? 1 : 1 + (int)sim_roll(s, 6),
                             .left = sim_roll(s, 2) ? M_DROPPED : M_THINNED };
        buf_printf(b, "%s{\"event\":\"%s\",\"max_age_days\":%d,\"action\":\"%s\"", i ? "," : "",
                   x->event, x->days, x->left == M_DROPPED ? "drop" : "thin");
        if (sim_roll(s, 4) == 0) {
            x->type = 1 + (int)sim_roll(s, 6);
            buf_printf(b, ",\"type\":\"%s\"", type_name[x->type]);
        }
        if (sim_roll(s, 4) == 0) {
            uint32_t source = sim_roll(s, SIM_SOURCES);
            x->source = (int)s->source[source];
            buf_printf(b, ",\"source\":\"s%u\"", source);
        }
        buf_puts(b, "}");
    }
    buf_puts(b, "]}");
    buf_putc(b, 0);
}

void sim_retain_rules(struct sim *s) {
    struct buf b;
    if (!sim_settle(s) || s->n_retention >= SIM_VERSIONS - 2)
        return;
    s->op = (struct op){ .kind = OP_RETENTION, .number = ++s->n_ops };
    buf_init(&b, "rules", 4096);
    some_rules(s, &s->op.retention, &b);
    sim_publish(s, "retention", "rules", (const char *)b.data);
    buf_release(&b);
}

void sim_follow_retention(struct sim *s, unsigned version) {
    SIM_WANT(s, s->op.kind == OP_RETENTION && !s->op.seen &&
                    version == (unsigned)s->n_retention + 1);
    s->op.seen = true;
    s->retention[++s->n_retention] = s->op.retention;
}

/* ---- asking ---- */

static int do_ask(struct sim *s, void *ctx, struct err *err) {
    (void)ctx;
    return unify_retain_run(s->unify, 1, err);
}

void sim_retain_ask(struct sim *s) {
    struct err err = ERR_INIT;
    if (!sim_settle(s))
        return;
    bool on = s->retention[s->n_retention].n > 0;
    bool runs = s->run.version && s->run.version == s->n_retention;
    s->op = (struct op){ .kind = runs ? OP_NONE : OP_RETAIN, .number = ++s->n_ops };
    int rc = sim_call(s, do_ask, NULL, false, &err);
    sim_tell(s, "op %d: retention is to begin: %s", s->n_ops, rc == 0 ? "it does" : err.msg);
    if (rc == 0)
        SIM_WANT(s, on && (runs || s->op.seen));
    else if (err.code != E_UNAVAILABLE)
        SIM_WANT(s, !on && err.code == E_CONFLICT);
}

/* ---- the log says what became of it ---- */

static void name_of(const struct message *x, int number, char out[16]) {
    out[0] = 0;
    if (x->type == EVENT_TRACK || x->type == EVENT_PAGE)
        snprintf(out, 16, "%c%d", x->type == EVENT_TRACK ? 'E' : 'P', number % 7);
}

/* What the run under way leaves of the message. */
static enum m_kept verdict(struct sim *s, int number) {
    const struct message *x = &s->message[number];
    char name[16];
    name_of(x, number, name);
    return model_kept(&s->retention[s->run.version], name, x->type, (int)s->source[x->source],
                      s->run.began_ms - x->time_ms);
}

static bool is_gone(struct sim *s, const struct message *x) {
    return s->m.atom[x->atom].kind == M_GONE;
}

static void on_begun(struct sim *s, const struct entry *e, struct rd *r) {
    int version = (int)rd_varint(r);
    unsigned why = rd_u8(r);
    SIM_WANT(s, version >= 1 && version <= s->n_retention && s->retention[version].n > 0);
    if (why == RETAIN_ASKED) {
        SIM_WANT(s, s->op.kind == OP_RETAIN && !s->op.seen);
        s->op.seen = true;
    }
    s->run = (struct retaining){ .version = version, .began_ms = e->ms, .began_seq = e->seq,
                                 .rows = s->n_rows };
}

/* What core_rewrite() has to say. */
static void skip_frame(struct rd *r) {
    (void)rd_varint(r);
    (void)rd_varint(r);
    (void)rd_take(r, 32);
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--)
        (void)rd_varint(r);
}

static void on_news(struct sim *s, struct rd *r) {
    SIM_WANT(s, s->run.version > 0 && s->run.version == s->n_retention);
    skip_frame(r);
    for (uint64_t n = rd_varint(r); n > 0 && !r->bad; n--) {
        uint64_t row = rd_varint(r), atom = rd_varint(r);
        unsigned kept = rd_u8(r);
        SIM_WANT(s, row < (uint64_t)s->run.rows);
        struct message *x = &s->message[s->row[row]];
        enum m_kept want = verdict(s, s->row[row]);
        if (is_gone(s, x) || (int)atom != x->atom || kept != (unsigned)want || want <= x->kept)
            sim_fail(s, "of message m%d, kept %d, retention leaves %u; should be %d", s->row[row],
                     x->kept, kept, want);
        x->kept = (uint8_t)kept;
        s->m.atom[x->atom].events -= kept == M_DROPPED;
        (kept == M_DROPPED ? &s->run.dropped : &s->run.thinned)[0]++;
    }
}

static void on_ended(struct sim *s, const struct entry *e) {
    SIM_WANT(s, s->run.version > 0 && s->run.version == s->n_retention);
    for (int i = 0; i < s->n_messages; i++) {
        struct message *x = &s->message[i];
        if (x->seq == 0 || x->seq > s->run.began_seq || is_gone(s, x))
            continue;
        if (verdict(s, i) > x->kept)
            sim_fail(s, "message m%d of seq %llu, kept %d, is old; the run from %llu on left it",
                     i, (unsigned long long)x->seq, x->kept,
                     (unsigned long long)s->run.began_seq);
        x->cleaned |= x->kept != M_WHOLE;
    }
    s->n_runs++;
    s->over_seq = e->seq;
    s->last_run = s->run;
    s->run = (struct retaining){ 0 };
}

void sim_follow_retain(struct sim *s, const struct entry *e) {
    struct rd r = rd_of(e->body.s, e->body.n);
    switch (rd_u8(&r)) {
    case 2: /* an atom's values, afresh */
        s->checkpoint[rd_varint(&r) % M_ATOMS] = e->seq;
        break;
    case 4:
        on_news(s, &r);
        break;
    case 5:
        on_begun(s, e, &r);
        break;
    case 6:
        on_ended(s, e);
        break;
    default:
        break; /* planned, a group's checkpoint, values read again */
    }
    SIM_WANT(s, !r.bad);
}

/* ---- carrying it out ---- */

static int piece(struct sim *s, const char *fault, struct err *err) {
    sim_arm(s, s->plant == PLANT_RETAIN_SKIPS ? "unify.retain_skips@1x1" : fault);
    int rc = unify_retain_step(s->unify, 1 + sim_roll(s, 3), err);
    fault_disarm();
    sim_look(s);
    return rc;
}

void sim_retain_step(struct sim *s) {
    static const char *const faults[] = { "retain.frame", "core.scrub", "snapshot.sync",
                                          "snapshot.gone" };
    struct err err = ERR_INIT;
    for (int n = 1 + (int)sim_roll(s, 4); n > 0; n--) {
        const char *fault = sim_roll(s, 20) == 0 ? faults[sim_roll(s, 4)] : NULL;
        int starts = s->starts;
        int rc = piece(s, fault, &err);
        sim_tell(s, "retention did a piece%s%s: %s", fault ? " and met " : "", fault ? fault : "",
                 rc > 0 ? "well" : rc == 0 ? "nothing is due" : err.msg);
        if (rc == 0 || starts != s->starts)
            return;
    }
}

void sim_retain_all(struct sim *s) {
    int rc = 1;
    for (int tries = 0; rc != 0 && tries < 2000; tries++) {
        struct err err = ERR_INIT;
        sim_trait_fill(s); /* it waits for that */
        rc = piece(s, NULL, &err);
        if (rc < 0) {
            SIM_WANT(s, sim_settle(s));
            sim_clock(s, 1000);
        }
    }
    if (rc != 0 || (s->run.version && s->retention[s->n_retention].n > 0))
        sim_fail(s, "retention does not end");
}

/* ---- comparing ---- */

static void compare_rows(struct sim *s) {
    struct unify *u = s->unify;
    SIM_WANT(s, u->root->events.n == (uint32_t)s->n_rows);
    for (int i = 0; i < s->n_rows; i++) {
        const struct event_row *row = hvec_at(u->h, &u->root->events, (uint32_t)i);
        const struct message *x = &s->message[s->row[i]];
        if (!is_gone(s, x) && (row->seq != x->seq || (int)row->kept != x->kept ||
                               row->time_ms != x->time_ms))
            sim_fail(s, "row %d is of %llu, kept %u; should be of %llu, %d", i,
                     (unsigned long long)row->seq, row->kept, (unsigned long long)x->seq, x->kept);
    }
}

/* First and last seen: of all events there ever were. */
static void compare_seen(struct sim *s, int a) {
    const struct atom *x = atom_at(s->unify, (uint32_t)a);
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (int i = 0; i < s->n_rows; i++) {
        const struct message *m = &s->message[s->row[i]];
        if (m->atom != a)
            continue;
        first = m->time_ms < first ? m->time_ms : first;
        last = m->time_ms > last ? m->time_ms : last;
    }
    if (first <= last && (x->first_ms != first || x->last_ms != last))
        sim_fail(s, "atom %d was seen from %lld to %lld; should be %lld, %lld", a,
                 (long long)x->first_ms, (long long)x->last_ms, (long long)first,
                 (long long)last);
}

void sim_compare_retention(struct sim *s) {
    const struct retain_run *now = &s->unify->root->retain_now;
    const struct retain_run *last = &s->unify->root->retain_last;
    SIM_WANT(s, now->version == (uint32_t)s->run.version &&
                    last->version == (uint32_t)s->last_run.version);
    SIM_WANT(s, now->count[RETAINED_DROPPED] == s->run.dropped &&
                    now->count[RETAINED_THINNED] == s->run.thinned);
    SIM_WANT(s, last->count[RETAINED_DROPPED] == s->last_run.dropped &&
                    last->count[RETAINED_THINNED] == s->last_run.thinned);
    compare_rows(s);
    for (int a = 0; a < s->m.n_atoms; a++) {
        if (s->m.atom[a].kind != M_GONE)
            compare_seen(s, a);
    }
}

/* Of checkpoints only the newest is left, once a run is over; values that were read again may
 * have gone behind one. */
void sim_retained_entry(struct sim *s, const struct entry *e, bool *may, bool *must) {
    struct rd r = rd_of(e->body.s, e->body.n);
    const struct told *t = &s->told[e->seq - 1];
    if (e->kind == ENTRY_EVENT) {
        for (int i = 0; i < s->n_rows; i++)
            if (s->message[s->row[i]].seq == e->seq)
                *may = *must = s->message[s->row[i]].kept != M_WHOLE;
        return;
    }
    if (e->kind == ENTRY_TRAIT_RULES) {
        *may = t->owned;
        return;
    }
    unsigned what = rd_u8(&r);
    *may = what == 2 || what == 3 || what == 7; /* values of an atom, of a group, read again */
    if (what == 2 && t->owned)
        *must = s->run.version == 0 && s->last_run.began_seq > 0 && s->over_seq > e->seq &&
                s->checkpoint[t->who[0]] != e->seq;
}
