/* erase.c - people are erased: asked for, carried out piece by piece among everything else, and
 * then looked for in every file.
 *
 * Who goes is the model's word (model_erase.c): each entry that says so must name the same atoms
 * and identifiers.  What stood in the log before is remembered entry by entry, so that at the end
 * all that is theirs is another than it was, and nothing else.
 */
#include "sim/sim.h"

#include "base/fault.h"
#include "core/core_internal.h"
#include "core/search.h"
#include "fault/tornvfs.h"
#include "unify/unify_internal.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define ATOMS_LEFT 90 /* so many may still come to be after an erasure */

int sim_live(struct sim *s) {
    for (int tries = 0; tries < 20 && s->m.n_atoms > 0; tries++) {
        int a = (int)sim_roll(s, (uint32_t)s->m.n_atoms);
        if (s->m.atom[a].kind != M_GONE)
            return a;
    }
    return -1;
}

static uint64_t hash_of(struct sim *s, int kind, int value) {
    char text[40];
    sim_ident_text(kind, value, text);
    return ident_hash(s->unify, sim_kind(kind), str_of(text));
}

/* ---- asking ---- */

static int do_erase(struct sim *s, void *ctx, struct err *err) {
    struct erasing *x = &s->asked;
    struct unify_named named[SIM_WANTS];
    struct erased_ident want[SIM_WANTS];
    char text[SIM_WANTS][40];
    struct id id;
    (void)err;
    for (int i = 0; i < x->n_want; i++) {
        sim_ident_text(x->want[i][0], x->want[i][1], text[i]);
        named[i] = (struct unify_named){ (uint8_t)sim_kind(x->want[i][0]), str_of(text[i]) };
        want[i] = (struct erased_ident){ .hash = hash_of(s, x->want[i][0], x->want[i][1]),
                                         .kind = sim_kind(x->want[i][0]) };
    }
    if (*(bool *)ctx) { /* as the erasure list does after a restore: the request alone */
        id = id_new(core_now(s->core));
        erase_emit_request(s->unify, id, x->refuse, 0, want, (uint32_t)x->n_want);
    } else {
        unify_erase(s->unify, x->person < 0 ? UNIFY_NONE : (uint32_t)x->person, named,
                    (uint32_t)x->n_want, x->refuse, 1, &id);
    }
    return 0;
}

static void choose(struct sim *s, char *told, size_t size) {
    struct erasing *x = &s->asked;
    *x = (struct erasing){ .person = -1, .refuse = sim_roll(s, 4) == 0 };
    if (sim_roll(s, 5) < 2) {
        x->person = sim_live(s);
        snprintf(told, size, "the person of atom %d", x->person);
    }
    if (x->person >= 0)
        return;
    told[0] = 0;
    x->n_want = 1 + (int)sim_roll(s, SIM_WANTS);
    for (int i = 0; i < x->n_want; i++) {
        int kind = (int)sim_roll(s, s->declared ? M_KINDS : 4);
        int most[M_KINDS] = { s->devices, s->users, s->emails, s->phones, s->cards };
        int value = (int)sim_roll(s, (uint32_t)most[kind] + 1); /* perhaps nobody's ever */
        size_t n = strlen(told);
        char text[40];
        x->want[i][0] = kind;
        x->want[i][1] = value;
        sim_ident_text(kind, value, text);
        snprintf(told + n, size - n, "%s%s", n ? ", " : "", text);
    }
}

void sim_erase_ask(struct sim *s) {
    struct err err = ERR_INIT;
    char who[200];
    if (!sim_settle(s) || s->n_erasures == SIM_ERASURES || s->m.n_atoms > M_ATOMS - ATOMS_LEFT ||
        s->m.n_idents > M_NODES - ATOMS_LEFT / 3)
        return;
    choose(s, who, sizeof who);
    bool alone = s->asked.person < 0 && sim_roll(s, 3) == 0;
    s->op = (struct op){ .kind = OP_ERASE, .number = ++s->n_ops };
    sim_tell(s, "op %d: %s is erased%s%s", s->n_ops, who, s->asked.refuse ? ", for good" : "",
             alone ? ", by the list" : "");
    int rc = sim_call(s, do_erase, &alone, false, &err);
    sim_tell(s, "    %s", rc == 0 ? "done" : err.msg);
    SIM_WANT(s, rc == 0 ? s->op.seen : err.code == E_UNAVAILABLE);
}

/* ---- the log says what became of it ---- */

static void on_request(struct sim *s, const struct entry *e, struct rd *r) {
    struct erasing *x = &s->erasure[s->n_erasures];
    SIM_WANT(s, s->op.kind == OP_ERASE && !s->op.seen && s->n_erasures < SIM_ERASURES);
    s->op.seen = true;
    s->n_erasures++;
    *x = s->asked;
    x->state = ERASURE_SEARCHING;
    x->born = s->m.now;
    (void)rd_take(r, sizeof(struct id));
    SIM_WANT(s, rd_u8(r) == x->refuse);
    (void)rd_varint(r);
    SIM_WANT(s, rd_varint(r) == (uint64_t)x->n_want && !r->bad && e->seq > 0);
}

/* Whom the request names next, as the model sees it; *ret_next: by which of its identifiers. */
static int next_named(struct sim *s, const struct erasing *x, int *ret_next) {
    int born = x->refuse ? INT32_MAX : x->born;
    model_persons(&s->m);
    *ret_next = 0;
    if (x->person >= 0)
        return x->people == 0 ? x->person : -1;
    for (int i = x->next; i < x->n_want; i++) {
        int a = model_named(&s->m, x->want[i][0], x->want[i][1], born);
        *ret_next = i;
        if (a >= 0)
            return a;
    }
    return -1;
}

static void atoms_gone(struct sim *s, int number, const struct m_erased *gone, struct rd *r) {
    uint64_t n = rd_varint(r), want = 0;
    for (int i = 0; i < M_ATOMS; i++)
        want += gone->atom[i];
    if (n != want)
        sim_fail(s, "%llu atoms are erased, should be %llu", (unsigned long long)n,
                 (unsigned long long)want);
    for (uint64_t i = 0; i < n; i++) {
        uint64_t a = rd_varint(r);
        if (a >= M_ATOMS || !gone->atom[a] || s->atom_erasure[a])
            sim_fail(s, "atom %llu is erased, and should not be", (unsigned long long)a);
        s->atom_erasure[a] = number + 1;
    }
}

static void ident_gone(struct sim *s, int number, uint32_t ident) {
    if (ident >= s->n_idents) {
        s->ident_erasure = realloc(s->ident_erasure, (ident + 64) * sizeof(int));
        CHECK(s->ident_erasure);
        memset(s->ident_erasure + s->n_idents, 0, (ident + 64 - s->n_idents) * sizeof(int));
        s->n_idents = ident + 64;
    }
    s->ident_erasure[ident] = number + 1;
}

static void idents_gone(struct sim *s, int number, struct m_erased *gone, struct rd *r,
                        uint64_t seq) {
    for (uint64_t n = rd_varint(r); n > 0; n--) {
        uint32_t ident = (uint32_t)rd_varint(r);
        unsigned k = rd_u8(r);
        uint64_t hash = rd_u64(r);
        int kind = 0, value = 0;
        while (kind < M_KINDS && sim_kind(kind) != k)
            kind++;
        SIM_WANT(s, !r->bad && kind < M_KINDS);
        while (value < 64 && !(gone->value[kind][value] && hash_of(s, kind, value) == hash))
            value++;
        if (value == 64)
            sim_fail(s, "an identifier of kind %u is erased, and should not be", k);
        gone->value[kind][value] = false;
        ident_gone(s, number, ident);
        s->gone_seq[kind][value] = seq;
        s->erasure[number].idents++;
        if (s->erasure[number].refuse)
            s->m.refused[kind][value] = true;
    }
    for (int kind = 0; kind < M_KINDS; kind++)
        for (int value = 0; value < 64; value++)
            if (gone->value[kind][value])
                sim_fail(s, "value %d of kind %d is left, and nobody else has it", value, kind);
}

static void on_person(struct sim *s, const struct entry *e, struct rd *r) {
    struct m_erased gone;
    int next, number = (int)rd_varint(r);
    SIM_WANT(s, number < s->n_erasures);
    struct erasing *x = &s->erasure[number];
    int a = next_named(s, x, &next);
    SIM_WANT(s, x->state == ERASURE_SEARCHING);
    if (a < 0)
        sim_fail(s, "erasure %d erases somebody whom it does not name", number);
    SIM_WANT(s, (int)rd_varint(r) == next);
    (void)rd_varint(r); /* traits */
    model_erase(&s->m, a, &gone);
    for (int i = 0; i < M_ATOMS; i++)
        x->atoms += gone.atom[i];
    atoms_gone(s, number, &gone, r);
    idents_gone(s, number, &gone, r, e->seq);
    x->people++;
    x->next = next;
}

static void on_values(struct sim *s, struct rd *r) {
    int next, number = (int)rd_varint(r);
    uint64_t unknown = 0;
    SIM_WANT(s, number < s->n_erasures);
    struct erasing *x = &s->erasure[number];
    int a = next_named(s, x, &next);
    if (a >= 0 || x->state != ERASURE_SEARCHING)
        sim_fail(s, "erasure %d leaves the person of atom %d", number, a);
    for (int i = 0; i < x->n_want; i++)
        if (!model_knows(&s->m, x->want[i][0], x->want[i][1])) {
            unknown++;
            if (x->refuse)
                s->m.refused[x->want[i][0]][x->want[i][1]] = true;
        }
    SIM_WANT(s, rd_varint(r) == unknown);
    x->state = ERASURE_REWRITING;
}

static void on_finish(struct sim *s, struct rd *r) {
    int number = (int)rd_varint(r);
    uint32_t events = 0;
    SIM_WANT(s, number < s->n_erasures);
    struct erasing *x = &s->erasure[number];
    const struct erasure *e = erasure_at(s->unify, (uint32_t)number);
    SIM_WANT(s, x->state == ERASURE_REWRITING);
    x->state = ERASURE_FINISHED;
    for (int i = 0; i < s->n_messages; i++)
        events += s->message[i].seq && s->atom_erasure[s->message[i].atom] == number + 1;
    if (e->count[ERASED_PEOPLE] != x->people || e->count[ERASED_ATOMS] != x->atoms ||
        e->count[ERASED_IDENTIFIERS] != x->idents || e->count[ERASED_EVENTS] != events)
        sim_fail(s, "the receipt of erasure %d says %u people, %u atoms, %u identifiers, %u "
                 "events; should be %u, %u, %u, %u", number, e->count[ERASED_PEOPLE],
                 e->count[ERASED_ATOMS], e->count[ERASED_IDENTIFIERS], e->count[ERASED_EVENTS],
                 x->people, x->atoms, x->idents, events);
}

void sim_follow_erase(struct sim *s, const struct entry *e) {
    struct rd r = rd_of(e->body.s, e->body.n);
    switch (rd_u8(&r)) {
    case 1:
        on_request(s, e, &r);
        break;
    case 2:
        on_person(s, e, &r);
        break;
    case 3:
        on_values(s, &r);
        break;
    case 5:
        on_finish(s, &r);
        break;
    default:
        break; /* a frame was rewritten: sim_same_log() sees to that */
    }
    SIM_WANT(s, !r.bad);
}

/* ---- how entries were before ---- */

void sim_tell_entry(struct sim *s, const struct entry *e) {
    if ((e->seq & (e->seq - 1)) == 0) {
        s->told = realloc(s->told, e->seq * 2 * sizeof *s->told);
        CHECK(s->told);
    }
    struct told *t = &s->told[e->seq - 1];
    struct rd r = rd_of(e->body.s, e->body.n);
    *t = (struct told){ hash_xx64(e->body.s, e->body.n, e->version), (uint8_t)e->kind, e->version,
                        .owned = true };
    switch (e->kind) {
    case ENTRY_IDENT:
        t->who[0] = t->who[1] = (uint32_t)rd_varint(&r) | NODE_IDENT;
        if ((t->who[0] & ~NODE_IDENT) >= s->n_idents)
            ident_gone(s, -1, t->who[0] & ~NODE_IDENT);
        break;
    case ENTRY_ATOM:
    case ENTRY_CARRY:
        t->who[0] = t->who[1] = (uint32_t)rd_varint(&r);
        break;
    case ENTRY_LINK:
        t->who[0] = (uint32_t)rd_varint(&r);
        t->who[1] = (uint32_t)rd_varint(&r);
        break;
    case ENTRY_EVENT:
        t->who[0] = t->who[1] = event_atom(e);
        break;
    case ENTRY_TRAIT_RULES:
    case ENTRY_RETAIN: {
        unsigned what = rd_u8(&r);
        t->owned = what == 2 || what == RETAIN_CARRIED; /* values of an atom */
        t->who[0] = t->who[1] = t->owned ? (uint32_t)rd_varint(&r) : 0;
        break;
    }
    default:
        t->owned = false;
    }
    if (t->owned && !(t->who[0] & NODE_IDENT))
        SIM_WANT(s, t->who[0] < M_ATOMS && t->who[1] < M_ATOMS);
}

void sim_erase_forget(struct sim *s) {
    free(s->told);
    free(s->ident_erasure);
    s->told = NULL;
    s->ident_erasure = NULL;
}

/* ---- carrying it out ---- */

static int piece(struct sim *s, const char *fault, struct err *err) {
    sim_arm(s, s->plant == PLANT_ERASE_SKIPS ? "unify.erase_skips@2x1" : fault);
    int rc = unify_erase_step(s->unify, 1 + sim_roll(s, 4), err);
    fault_disarm();
    sim_look(s);
    return rc;
}

void sim_erase_step(struct sim *s) {
    static const char *const faults[] = { "erase.frame", "erase.list", "core.scrub",
                                          "snapshot.sync", "snapshot.gone" };
    struct err err = ERR_INIT;
    int n = 1 + (int)sim_roll(s, 3);
    while (n-- > 0) {
        const char *fault = sim_roll(s, 12) == 0 ? faults[sim_roll(s, 5)] : NULL;
        int starts = s->starts;
        int rc = piece(s, fault, &err);
        sim_tell(s, "the eraser did a piece%s%s: %s", fault ? " and met " : "", fault ? fault : "",
                 rc > 0 ? "well" : rc == 0 ? "nothing is left" : "it failed");
        if (rc == 0 || starts != s->starts)
            return;
    }
}

void sim_erase_all(struct sim *s) {
    int rc = 1;
    for (int tries = 0; rc != 0 && tries < 2000; tries++) {
        struct err err = ERR_INIT;
        rc = piece(s, NULL, &err);
        if (rc < 0)
            SIM_WANT(s, sim_settle(s));
    }
    for (int i = 0; i < s->n_erasures; i++)
        if (s->erasure[i].state != ERASURE_FINISHED)
            sim_fail(s, "erasure %d does not end", i);
}

/* ---- is anything of them in any file? ---- */

static void hit(void *ctx, const char *place, uint64_t at) {
    char *first = ctx;
    (void)at;
    if (!first[0])
        snprintf(first, 200, "%.190s", place);
}

static void scan_file(struct search *q, const char *path) {
    struct stat st;
    size_t n = strlen(path);
    FILE *f = fopen(path, "rb");
    CHECK(f && fstat(fileno(f), &st) == 0);
    char *p = malloc((size_t)st.st_size + 1);
    CHECK(p && fread(p, 1, (size_t)st.st_size, f) == (size_t)st.st_size);
    fclose(f);
    struct str all = str_n(p, (size_t)st.st_size);
    if (strcmp(path + n - 3, ".db") == 0 || strcmp(path + n - 4, "-wal") == 0)
        search_sqlite(q, path, all);
    else
        search_blob(q, path, all);
    free(p);
}

static void scan_dir(struct search *q, const char *dir) {
    DIR *d = opendir(dir);
    CHECK(d);
    for (struct dirent *e; (e = readdir(d));) {
        char path[500];
        struct stat st;
        snprintf(path, sizeof path, "%s/%.200s", dir, e->d_name);
        if (e->d_name[0] == '.' || stat(path, &st) < 0)
            continue;
        if (S_ISDIR(st.st_mode))
            scan_dir(q, path);
        else
            scan_file(q, path);
    }
    closedir(d);
}

static void scan_log(struct sim *s, struct search *q) {
    struct err err = ERR_INIT;
    struct sql *sql = db_sql(s->reader, SQL("SELECT first_seq, n, body FROM log"), &err);
    SIM_WANT(s, sql);
    while (sql_step(sql, &err) > 0)
        SIM_WANT(s, search_frame(q, (uint64_t)sql_get_int(sql, 0), (uint32_t)sql_get_int(sql, 1),
                                 sql_get_bytes(sql, 2), &err) == 0);
    sql_end(sql);
}

/* Where the text is found; empty: nowhere. */
static void scan_for(struct sim *s, const char *text, char where[200]) {
    where[0] = 0;
    struct search *q = search_new(str_of(text), hit, where);
    scan_log(s, q);
    scan_dir(q, s->dir);
    search_free(q);
}

/* Some message that stands in the log, of somebody erased or of somebody who is not; or -1.  One
 * that was a reject before may be there still: it names nobody. */
static int some_message(struct sim *s, bool gone) {
    for (int tries = 0; tries < 60 && s->n_messages > 0; tries++) {
        int i = (int)sim_roll(s, (uint32_t)s->n_messages);
        const struct message *x = &s->message[i];
        if (x->seq && !x->refused && (s->m.atom[x->atom].kind == M_GONE) == gone)
            return i;
    }
    return -1;
}

/* Does the message, or what was refused of it, stay and name the value? */
static bool still_said(struct sim *s, const struct message *x, int kind, int value) {
    bool stays = x->refused || (x->seq && s->m.atom[x->atom].kind != M_GONE), names = false;
    for (int k = 0; k < x->e.n; k++)
        names |= x->e.kind[k] == kind && x->e.value[k] == value;
    return stays && names;
}

/* An address or a card that was erased and of which nobody who is left has said anything. */
static bool some_address(struct sim *s, char text[40]) {
    int kind = 2 + (int)sim_roll(s, 3), value = (int)sim_roll(s, 3);
    if (!s->gone_seq[kind][value] || model_knows(&s->m, kind, value))
        return false;
    for (int i = 0; i < s->n_messages; i++)
        if (still_said(s, &s->message[i], kind, value))
            return false;
    for (int v = 1; v <= s->n_versions; v++) /* what people wrote into definitions is left */
        if (s->version[v].blocked[kind][value])
            return false;
    sim_ident_text(kind, value, text);
    return true;
}

/* What an event said that retention took. */
static void scan_taken(struct sim *s) {
    char text[40], where[200];
    for (int tries = 0; tries < 60 && s->n_rows > 0; tries++) {
        int i = s->row[sim_roll(s, (uint32_t)s->n_rows)];
        if (!s->message[i].cleaned || s->message[i].refused)
            continue;
        snprintf(text, sizeof text, "p%04d.said", i);
        scan_for(s, text, where);
        if (where[0])
            sim_fail(s, "%s is taken by retention, and found in %s", text, where);
        return;
    }
}

/* What is found while it is not erased is found nowhere when it is; all requests are finished. */
void sim_scan(struct sim *s) {
    char text[40], where[200];
    tornvfs_settle(); /* what connections see is what the files hold */
    scan_taken(s);
    int kept = some_message(s, false), gone = some_message(s, true);
    if (gone < 0)
        return;
    if (kept >= 0 && s->message[kept].kept != M_DROPPED) {
        snprintf(text, sizeof text, "m%04d.sent", kept);
        scan_for(s, text, where);
        if (!where[0])
            sim_fail(s, "the scanner does not find %s, which is there", text);
    }
    snprintf(text, sizeof text, "m%04d.sent", gone);
    scan_for(s, text, where);
    if (where[0])
        sim_fail(s, "%s is erased, and found in %s", text, where);
    snprintf(text, sizeof text, "t%04d.trait", gone);
    scan_for(s, text, where);
    if (where[0])
        sim_fail(s, "the trait %s is erased, and found in %s", text, where);
    if (!some_address(s, text))
        return;
    scan_for(s, text, where);
    if (where[0])
        sim_fail(s, "%s is erased, and found in %s", text, where);
}
