/* clients.c - what clients send, what they are answered, and what then stands in the log.
 *
 * A message is made once and may be sent often: in the batch where it first was, in that batch
 * again while it is unanswered, or once more in another one.  The log is read as it grows, and
 * the model is told of each entry in its order; that is also where doubts are resolved.
 */
#include "sim/sim.h"

#include "core/core_internal.h"
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

#define GIVE_UP_MS (40 * 3600000ll) /* well inside of the dedupe window of three days */

/* ---- making ---- */

static const char *const kind_field[M_KINDS] = { "", "userId", "email", "phone" };

/* As the product normalises it: long enough to be told apart from whatever else a file holds. */
void sim_ident_text(int kind, int value, char out[40]) {
    static const char *const forms[M_KINDS] = { "d%d.sim", "u%d.sim", "e%d@example.com",
                                                "+8131%07d", "7744660%02d" };
    if (kind == 0 && value >= 32)
        kind = 1;
    snprintf(out, 40, forms[kind], kind == 3 ? 2000000 + value : kind <= 1 ? value % 32 : value);
}

unsigned sim_kind(int kind) {
    return kind == 0 ? IDENT_ANONYMOUS_ID : kind < 4 ? (unsigned)kind : IDENT_OWN_FIRST;
}

static const int *world_of(struct sim *s, int kind) {
    return kind == 1 ? &s->users : kind == 2 ? &s->emails : kind == 3 ? &s->phones : &s->cards;
}

/* Devices have numbers below 32; a user id taken for a device's is 32 and its number. */
static void alias_of(struct sim *s, struct m_event *e) {
    e->alias = true;
    e->prev_user = sim_roll(s, 2) ? (int)sim_roll(s, (uint32_t)s->users) : -1;
    e->prev_device = e->prev_user >= 0 ? 32 + e->prev_user
                                       : (int)sim_roll(s, (uint32_t)s->devices);
}

static int message_make(struct sim *s, uint8_t source) {
    if (s->n_messages == SIM_MESSAGES)
        return -1;
    struct message *x = &s->message[s->n_messages];
    *x = (struct message){ .e = { .device = (int)sim_roll(s, (uint32_t)s->devices + 1) - 1 } };
    static const uint8_t types[] = { EVENT_IDENTIFY, EVENT_IDENTIFY, EVENT_TRACK, EVENT_TRACK,
                                     EVENT_PAGE, EVENT_GROUP, EVENT_ALIAS };
    x->source = source;
    x->type = types[sim_roll(s, sizeof types)];
    uint32_t mask = sim_roll(s, 16);
    if (x->e.device < 0 && mask == 0)
        mask = 1 + sim_roll(s, 15);
    if (x->type == EVENT_ALIAS)
        mask |= 1;
    for (int k = 1; k < M_KINDS; k++)
        if (mask & (1u << (k - 1))) {
            x->e.kind[x->e.n] = k;
            x->e.value[x->e.n++] = (int)sim_roll(s, (uint32_t)*world_of(s, k));
        }
    if (x->type == EVENT_ALIAS)
        alias_of(s, &x->e);
    int64_t now = clock_wall_ms(&s->clock); /* mostly just now, at times late, early or equal */
    static const int64_t spans[] = { 1, 2000, 60000, 3600000, 86400000 * 3ll, 86400000 * 8ll };
    x->e.ms = now - sim_roll(s, (uint32_t)spans[sim_roll(s, 6)]);
    if (sim_roll(s, 12) == 0)
        x->e.ms = now + 1 + sim_roll(s, 3600000);
    x->e.ms -= x->e.ms % (sim_roll(s, 3) ? 1 : 60000);
    return s->n_messages++;
}

/* What sim_scan() looks for must not come about of something else: in a compressed block "p" and
 * "32.sim" stand side by side where between them a reference to earlier bytes was left out.  So
 * each text has one width and an end of its own. */
static void message_text(struct sim *s, int number, struct buf *b) {
    const struct message *x = &s->message[number];
    char traits[200] = "", user[60] = "", v[40], when[32];
    for (int i = 0; i < x->e.n; i++) {
        sim_ident_text(x->e.kind[i], x->e.value[i], v);
        size_t n = strlen(traits);
        if (x->e.kind[i] == 1)
            snprintf(user, sizeof user, ",\"userId\":\"%s\"", v);
        else if (x->e.kind[i] == 4)
            snprintf(traits + n, sizeof traits - n, "%s\"loyalty\":{\"card\":\"No. 00%s\"}",
                     n ? "," : "", v);
        else
            snprintf(traits + n, sizeof traits - n, "%s\"%s\":\"%s\"", n ? "," : "",
                     kind_field[x->e.kind[i]], v);
    }
    if (x->e.device < 0 && !user[0]) /* one of the two is wanted; blocked values are nobody's */
        snprintf(user, sizeof user, ",\"userId\":\"null\"");
    clock_format(x->e.ms, when);
    buf_printf(b, "{\"messageId\":\"m%04d.sent\",\"timestamp\":\"%s\"%s", number, when, user);
    if (x->e.device >= 0)
        buf_printf(b, ",\"anonymousId\":\"d%d.sim\"", x->e.device);
    if (x->e.alias && x->e.prev_user >= 0)
        buf_printf(b, ",\"previousId\":\"u%d.sim\"", x->e.prev_user);
    else if (x->e.alias)
        buf_printf(b, ",\"previousId\":\"d%d.sim\"", x->e.prev_device);
    static const char *const rest[] = {
        [EVENT_TRACK] = ",\"type\":\"track\",\"event\":\"E%d\",\"context\":{\"traits\":{%s}}",
        [EVENT_PAGE] = ",\"type\":\"page\",\"name\":\"P%d\",\"context\":{\"traits\":{%s}}",
        [EVENT_GROUP] = ",\"type\":\"group\",\"groupId\":\"g%d\",\"traits\":{\"email\":"
                        "\"group@example.com\"},\"context\":{\"traits\":{%s}}",
        [EVENT_ALIAS] = ",\"type\":\"alias\",\"n\":%d,\"context\":{\"traits\":{%s}}",
    };
    char line[400];
    if (x->type == EVENT_IDENTIFY)
        snprintf(line, sizeof line, ",\"type\":\"identify\",\"traits\":{\"n\":\"t%04d.trait\"%s%s}",
                 number, traits[0] ? "," : "", traits);
    else
        snprintf(line, sizeof line, rest[x->type], number % 7, traits);
    buf_printf(b, "%s,\"properties\":{\"p\":\"p%04d.said\"}}", line, number);
}

/* Items that nobody can take: each becomes one reject and hurts no other. */
static const char *const malformed[] = {
    "17", "null", "\"x\"", "[]", "{}", "{\"type\":\"track\",\"userId\":\"u0.sim\"}",
    "{\"type\":\"jump\",\"userId\":\"u0.sim\"}", "{\"type\":\"group\",\"userId\":\"u0.sim\"}",
    "{\"type\":\"alias\",\"userId\":\"u0.sim\"}", "{\"type\":\"track\",\"event\":\"E\"}",
    "{\"type\":7,\"userId\":\"u0.sim\"}",
    "{\"type\":\"identify\",\"userId\":\"null\",\"traits\":{\"email\":\"nobody at home\"}}",
};

static void batch_text(struct sim *s, struct batch *t) {
    struct buf b;
    buf_init(&b, "batch", 1u << 20);
    buf_puts(&b, "{\"batch\":[");
    for (int i = 0; i < t->n; i++) {
        buf_puts(&b, i ? "," : "");
        message_text(s, t->message[i], &b);
    }
    for (int i = 0; i < t->malformed; i++)
        buf_printf(&b, "%s%s", t->n + i ? "," : "",
                   malformed[sim_roll(s, sizeof malformed / sizeof *malformed)]);
    buf_puts(&b, "]}");
    char *copy = malloc(b.len + 1);
    CHECK(copy);
    memcpy(copy, b.data, b.len);
    copy[b.len] = 0;
    t->text = str_n(copy, b.len);
    buf_release(&b);
}

/* A message of before that a client may still send again, or -1. */
static int message_again(struct sim *s, uint8_t source) {
    int i = (int)sim_roll(s, (uint32_t)s->n_messages);
    struct message *x = &s->message[i];
    if (!x->first_sent_ms || x->source != source ||
        clock_wall_ms(&s->clock) - x->first_sent_ms > GIVE_UP_MS)
        return -1;
    x->shared = true;
    return i;
}

void sim_batch_make(struct sim *s, int n) {
    if (s->n_batches == SIM_BATCHES)
        return;
    struct batch *t = &s->batch[s->n_batches];
    *t = (struct batch){ .state = BATCH_OPEN, .source = (uint8_t)sim_roll(s, SIM_SOURCES) };
    while (t->n < n) {
        int x = s->n_messages > 0 && sim_roll(s, 10) == 0 ? message_again(s, t->source) : -1;
        if (x < 0)
            x = message_make(s, t->source);
        if (x < 0)
            break;
        t->message[t->n++] = x;
        if (t->n < n && sim_roll(s, 20) == 0) /* twice in one batch */
            t->message[t->n++] = x;
    }
    t->malformed = sim_roll(s, 6) == 0 ? 1 + (int)sim_roll(s, 2) : 0;
    if (t->n + t->malformed == 0)
        return;
    batch_text(s, t);
    sim_batch_send(s, s->n_batches++);
}

/* ---- sending ---- */

/* The event as the door takes it: identifiers that the rules its node knows allow, strongest
 * first, and its time no later than its arrival.  So it stays, however long it then waits: a node
 * that is frozen has some in its queue, wakes when another has published rules, and writes them. */
static struct m_event event_by(struct sim *s, const struct message *x, int version,
                               int64_t received_ms) {
    const struct m_rules *rules = &s->version[version];
    struct m_event e = x->e;
    e.n = 0;
    for (int rank = 1; rank < M_KINDS; rank++)
        for (int i = 0; i < x->e.n; i++) {
            int kind = x->e.kind[i], value = x->e.value[i];
            if (s->version_rank[version][kind] != rank || rules->blocked[kind][value] ||
                rules->unread[kind])
                continue;
            e.kind[e.n] = kind;
            e.value[e.n++] = value;
        }
    e.ms = e.ms > received_ms ? received_ms : e.ms;
    return e;
}

static bool takeable(struct sim *s, const struct message *x, int version) {
    struct m_event e = event_by(s, x, version, 0);
    return e.n > 0 || e.device >= 0;
}

/* Does it name somebody who was erased and is never to come again? */
static bool names_refused(struct sim *s, const struct message *x, int version) {
    struct m_event e = event_by(s, x, version, 0);
    const struct model *m = &s->m;
    bool is = e.device >= 0 && m->refused[0][e.device];
    for (int i = 0; i < e.n; i++)
        is |= m->refused[e.kind[i]][e.value[i]];
    if (e.alias)
        is |= m->refused[0][e.prev_device] || (e.prev_user >= 0 && m->refused[1][e.prev_user]);
    return is;
}

/* Whatever the rules of then made of it. */
static bool may_be_refused(struct sim *s, const struct message *x) {
    const struct m_event *e = &x->e;
    bool may = e->device >= 0 && s->m.refused[0][e->device];
    for (int i = 0; i < e->n; i++)
        may |= s->m.refused[e->kind[i]][e->value[i]];
    return may || names_refused(s, x, s->n_versions);
}

struct sent { struct sim *s; int batch, version, expect_rejected; };

static void on_done(struct collect_batch *b, void *own, const struct err *err, uint64_t seq) {
    struct sent *k = own;
    struct batch *t = &k->s->batch[k->batch];
    t->answered = true;
    t->version = k->version;
    t->expect_rejected = k->expect_rejected;
    t->err = err ? *err : ERR_INIT;
    t->result = collect_batch_result(b);
    t->seq = seq;
    collect_batch_free(b);
    free(k);
}

/* By which rules was the message read that arrived then? */
static int read_by(struct sim *s, int number, int64_t ms) {
    for (int i = s->n_sendings - 1; i >= 0; i--) {
        const struct sending *x = &s->sending[i];
        const struct batch *t = &s->batch[x->batch];
        for (int k = 0; k < t->n && x->ms == ms; k++)
            if (t->message[k] == number)
                return x->version;
    }
    sim_fail(s, "message m%d in the log was not sent at %lld", number, (long long)ms);
}

void sim_batch_send(struct sim *s, int batch) {
    struct batch *t = &s->batch[batch];
    struct err err = ERR_INIT;
    if (s->several)
        sim_clock(s, 1); /* sent twice, it has two times, by which the log tells which it was */
    int64_t now = clock_wall_ms(&s->clock);
    int version = (int)ident_rules(s->unify)->version;
    struct collect_origin o = { .source = s->source[t->source], .received_ms = now };
    struct collect_batch *b = collect_batch_new(s->collect);
    SIM_WANT(s, collect_batch_parse(b, t->text, &err) == 0);
    SIM_WANT(s, collect_batch_build(b, COLLECT_BATCH, &o, &err) == 0);
    int rejected = t->malformed;
    for (int i = 0; i < t->n; i++) {
        struct message *x = &s->message[t->message[i]];
        rejected += !takeable(s, x, version);
        x->refused |= !takeable(s, x, version);
        x->first_sent_ms = x->first_sent_ms ? x->first_sent_ms : now;
    }
    struct sent *k = malloc(sizeof *k);
    CHECK(k);
    *k = (struct sent){ s, batch, version, rejected };
    SIM_WANT(s, s->n_sendings < SIM_SENDINGS);
    s->sending[s->n_sendings++] = (struct sending){ batch, version, now };
    if (collect_batch_submit(b, on_done, k, &err) == 0) {
        t->state = BATCH_QUEUED;
        t->order = ++s->n_sent;
        return;
    }
    SIM_WANT(s, err.code == E_UNAVAILABLE && !sim_writable(s));
    collect_batch_free(b);
    free(k);
}

/* ---- answers ---- */

static void acknowledged(struct sim *s, int number, struct batch *t) {
    uint32_t fresh = 0, known = 0, refused = (uint32_t)t->expect_rejected;
    bool wrote = t->result.accepted + t->result.rejected > 0; /* else whole() sees whether all */
    for (int i = 0; i < t->n; i++) {
        struct message *x = &s->message[t->message[i]];
        if (!takeable(s, x, t->version))
            continue;
        if (!x->counted && wrote && names_refused(s, x, t->version)) {
            refused++;
            continue;
        }
        fresh += !x->counted && wrote;
        known += x->counted || !wrote;
        x->counted = true;
    }
    bool count = t->result.accepted == fresh && t->result.duplicates == known;
    if (s->several)
        count = t->result.accepted + t->result.duplicates == fresh + known;
    if (!count || t->result.rejected != refused)
        sim_fail(s, "batch %d: accepted %u, twice %u, rejected %u; should be %u, %u, %u", number,
                 t->result.accepted, t->result.duplicates, t->result.rejected, fresh, known,
                 refused);
    t->state = BATCH_ACKED;
}

/* A batch that the program failed on: the client sends each message by itself. */
static void split_up(struct sim *s, struct batch *t) {
    int n = t->n, message[SIM_BATCH_MAX];
    memcpy(message, t->message, sizeof message);
    t->state = BATCH_GIVEN_UP;
    if (n == 1 && t->malformed == 0)
        return; /* it is the one at fault */
    for (int i = 0; i < n && s->n_batches < SIM_BATCHES; i++) {
        struct batch *one = &s->batch[s->n_batches++];
        *one = (struct batch){ .state = BATCH_OPEN, .n = 1, .message = { message[i] },
                               .source = t->source };
        s->message[message[i]].shared = true;
        batch_text(s, one);
    }
}

static bool poisoned(struct sim *s, const struct batch *t) {
    for (int i = 0; i < s->n_batches; i++)
        if (s->batch[i].poisoned && str_eq(s->batch[i].text, t->text))
            return true;
    return false;
}

/* In the order in which they were sent, which is the one in which they were taken. */
static int next_answered(struct sim *s) {
    int next = -1;
    for (int i = 0; i < s->n_batches; i++)
        if (s->batch[i].answered && (next < 0 || s->batch[i].order < s->batch[next].order))
            next = i;
    return next;
}

static void follow_to(struct sim *s, uint64_t seq);

/* The model comes as far as the log was when the batch was taken: who is refused depends on it.
 * What turns up after a doubt may be in a frame of before. */
static void follow_before(struct sim *s, const struct batch *t) {
    struct log_at at;
    if (!s->log || t->seq == 0)
        return;
    SIM_WANT(s, core_locate(s->core, t->seq, &at));
    follow_to(s, at.frame - 1);
}

void sim_answers(struct sim *s) {
    for (int i; (i = next_answered(s)) >= 0;) {
        struct batch *t = &s->batch[i];
        t->answered = false;
        t->state = BATCH_OPEN;
        if (t->err.code == E_OK)
            follow_before(s, t);
        if (t->err.code == E_OK && poisoned(s, t))
            sim_fail(s, "batch %d is in quarantine and was taken", i);
        if (t->err.code == E_OK)
            acknowledged(s, i, t);
        else if (t->err.code == E_INVALID && poisoned(s, t))
            split_up(s, t);
        else if (t->err.code != E_UNAVAILABLE)
            sim_fail(s, "batch %d: %s", i, t->err.msg);
    }
}

/* ---- the log ---- */

static void follow_event(struct sim *s, const struct entry *e) {
    struct event_entry v;
    char id[24];
    int number;
    SIM_OK(s, event_decode(e, &v, err));
    snprintf(id, sizeof id, "%.*s", STR_FMT(v.message_id));
    if (sscanf(id, "m%d.sent", &number) != 1 || number < 0 || number >= s->n_messages)
        sim_fail(s, "message %s in the log was never made", id);
    struct message *x = &s->message[number];
    if (!x->first_sent_ms || v.type != x->type || v.source != s->source[x->source] ||
        v.received_ms < x->first_sent_ms - 86400000)
        sim_fail(s, "message %s in the log is not the one that was sent", id);
    if (x->seq)
        sim_fail(s, "message %s stands in the log at %llu and at %llu", id,
                 (unsigned long long)x->seq, (unsigned long long)e->seq);
    struct m_event m = event_by(s, x, read_by(s, number, v.received_ms), v.received_ms);
    x->seq = e->seq;
    x->time_ms = m.ms;
    s->row[s->n_rows++] = number;
    x->counted = true;
    x->atom = model_event(&s->m, &m);
    if (x->type == EVENT_IDENTIFY && s->m.n_told < M_TOLD)
        s->m.told[s->m.n_told++] = (struct m_told){ .atom = x->atom, .source = x->source,
                                                    .ms = x->time_ms, .seq = e->seq,
                                                    .value = { { M_EMPTY + 1 + number } } };
    if (s->m.n_contested != s->n_contested)
        sim_fail(s, "by message %s, %d identifiers are nobody's; should be %d", id, s->n_contested,
                 s->m.n_contested);
    if (x->atom != (int)v.atom || m.ms != v.time_ms)
        sim_fail(s, "message %s: atom %u at %lld, should be %d at %lld", id, v.atom,
                 (long long)v.time_ms, x->atom, (long long)m.ms);
}

/* The product numbers its links in the order in which the model has facts of these kinds. */
struct m_fact *sim_link(struct sim *s, int n) {
    for (int f = 0; f < s->m.n_facts; f++)
        if (s->m.fact[f].why != M_CARRY && n-- == 0)
            return &s->m.fact[f];
    sim_fail(s, "the model has fewer links than the log");
}

static bool link_by_hand(const struct entry *e) {
    struct rd r = rd_of(e->body.s, e->body.n);
    for (int i = 0; i < 3; i++)
        (void)rd_varint(&r);
    return rd_u8(&r) == 4;
}

/* What two people claim is neither's, or is released; true: the entry said so. */
static bool follow_contested(struct sim *s, const struct entry *e) {
    struct rd r = rd_of(e->body.s, e->body.n);
    unsigned what = rd_u8(&r);
    uint64_t number = rd_varint(&r);
    if (e->kind != ENTRY_WITHDRAW || what < WITHDRAW_IDENT)
        return false;
    if (what == WITHDRAW_IDENT) {
        SIM_WANT(s, rd_varint(&r) == 0 && !r.bad);
        s->n_contested++; /* of an event, which comes next */
        return true;
    }
    SIM_WANT(s, s->op.kind == OP_RELEASE && !s->op.seen && number == (uint64_t)s->op.a);
    s->op.seen = true;
    struct m_ident *x = &s->m.ident[s->m.contested[number]];
    SIM_WANT(s, x->whose == M_NOBODYS);
    x->whose = M_RELEASED;
    return true;
}

static void follow_op(struct sim *s, const struct entry *e) {
    struct op *o = &s->op;
    int number = 0;
    if (follow_contested(s, e))
        return;
    if (e->kind == ENTRY_LINK && !link_by_hand(e)) {
        s->n_links++; /* of an event, which comes next */
        return;
    }
    SIM_WANT(s, o->kind != OP_NONE && !o->seen);
    o->seen = true;
    if (e->kind == ENTRY_CUT) {
        SIM_WANT(s, o->kind == OP_SPLIT);
        number = model_cut(&s->m, o->side[0], o->n[0], o->side[1], o->n[1]);
        SIM_WANT(s, number == s->n_cuts);
        s->n_cuts++;
    } else if (e->kind == ENTRY_LINK) {
        SIM_WANT(s, o->kind == OP_MERGE);
        SIM_WANT(s, model_merge(&s->m, o->a, o->b) >= 0);
        s->n_links++;
    } else if (o->kind == OP_UNDO_CUT) {
        SIM_WANT(s, !s->m.cut[o->a].withdrawn);
        s->m.cut[o->a].withdrawn = true;
    } else {
        SIM_WANT(s, o->kind == OP_UNDO_LINK);
        struct m_fact *f = sim_link(s, o->a);
        SIM_WANT(s, !f->withdrawn);
        f->withdrawn = true;
    }
}

static void follow_rules(struct sim *s, const struct entry *e) {
    struct rd r = rd_of(e->body.s, e->body.n);
    (void)rd_varint(&r);
    struct str kind = rd_bytes(&r), key = rd_bytes(&r);
    unsigned what = rd_u8(&r), version = (unsigned)rd_varint(&r);
    SIM_WANT(s, !r.bad);
    if (what == 1)
        return; /* the draft */
    if (str_is(kind, "source") || str_is(kind, "audience")) {
        SIM_WANT(s, s->op.kind == OP_SOURCE && !s->op.seen);
        s->op.seen = true;
        return;
    }
    SIM_WANT(s, str_is(key, "rules"));
    if (str_is(kind, "traits")) {
        sim_follow_traits(s, version);
        return;
    }
    if (str_is(kind, "retention")) {
        sim_follow_retention(s, version);
        return;
    }
    SIM_WANT(s, str_is(kind, "identity"));
    SIM_WANT(s, s->op.kind == OP_RULES && !s->op.seen && version == (unsigned)s->n_versions + 1);
    SIM_WANT(s, s->declared || s->op.rules.unread[4]);
    s->op.seen = true;
    s->n_versions++;
    s->version[version] = s->m.rules = s->op.rules;
    memcpy(s->version_rank[version], s->op.rank, sizeof s->op.rank);
}

static void follow_entry(struct sim *s, const struct entry *e) {
    sim_tell_entry(s, e);
    s->log_hash = hash_xx64(e->body.s, e->body.n, s->log_hash ^ e->seq ^ (uint64_t)e->kind << 40);
    switch (e->kind) {
    case ENTRY_EVENT:
        follow_event(s, e);
        break;
    case ENTRY_CUT:
    case ENTRY_LINK:
    case ENTRY_WITHDRAW:
        follow_op(s, e);
        break;
    case ENTRY_IDENT_KIND: /* with the first version that declares it, and never again */
        SIM_WANT(s, s->op.kind == OP_RULES && !s->op.seen && !s->declared);
        s->declared = true;
        break;
    case ENTRY_DEFINITION:
        follow_rules(s, e);
        break;
    case ENTRY_ERASE:
        sim_follow_erase(s, e);
        break;
    case ENTRY_TRAIT_RULES:
        sim_follow_trait_rules(s, e);
        break;
    case ENTRY_RETAIN:
        sim_follow_retain(s, e);
        break;
    default:
        break;
    }
}

/* Nothing is half written, and nothing acknowledged is missing. */
static void whole(struct sim *s) {
    for (int i = 0; i < s->n_batches; i++) {
        const struct batch *t = &s->batch[i];
        int there = 0, own = 0, missing = 0;
        for (int k = 0; k < t->n; k++) {
            const struct message *x = &s->message[t->message[k]];
            bool plain = !x->shared && !x->refused && !may_be_refused(s, x);
            there += x->seq != 0 && plain;
            own += plain;
            missing += x->seq == 0 && x->counted;
        }
        if (missing)
            sim_fail(s, "batch %d: %d acknowledged messages are not in the log", i, missing);
        if (there != 0 && there != own)
            sim_fail(s, "batch %d: %d of its %d messages are in the log", i, there, own);
    }
}

static void follow_to(struct sim *s, uint64_t seq) {
    while (s->followed < seq) {
        struct log_at at;
        struct entry e;
        SIM_WANT(s, core_locate(s->core, s->followed + 1, &at));
        SIM_OK(s, log_read_at(s->log, &at, &e, err));
        SIM_WANT(s, e.seq == s->followed + 1);
        s->followed++;
        follow_entry(s, &e);
    }
    db_log_rest(s->reader); /* or no checkpoint gets past it */
}

void sim_follow(struct sim *s) {
    follow_to(s, core_seq(s->core));
    whole(s);
}
