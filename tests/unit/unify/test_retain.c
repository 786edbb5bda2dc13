/* test_retain.c - retention at random moments of random histories: what people are stays as it
 * was but for the events that the rules name, and the log that is left gives the same state, also
 * in the middle of a run, after a stop, with erasures, splits, and new trait rules in between.
 *
 * Runs on the store that MUSUBI_TEST_STORE names.
 */
#include "base/fault.h"
#include "fault/house.h"
#include "fault/seed.h"
#include "unify/unify_internal.h"

#include <stdio.h>
#include <stdlib.h>

#define DAY (24 * 3600 * 1000ll)

/* ---- rules ---- */

static void rules(struct house *h, uint32_t version, const char *json) {
    struct json_parser *p = json_parser_new();
    struct json body;
    struct err err = ERR_INIT;
    OK(json_parse(p, json, strlen(json), &body, &err));
    OK(unify_retain_rules(h->unify, body, version, &err));
    json_parser_free(p);
}

struct asking { struct command cmd; struct house *h; };

static int asking_run(struct core *c, struct command *cmd, struct err *err) {
    (void)c;
    return unify_retain_run(((struct asking *)cmd)->h->unify, 4, err);
}

static void ask_for_run(struct house *h) {
    struct asking a = { .cmd = { .name = "ask", .bytes = 1, .run = asking_run }, .h = h };
    struct err err = ERR_INIT;
    OK(core_call(h->core, &a.cmd, &err));
}

static void run_now(struct house *h) {
    struct err err = ERR_INIT;
    ask_for_run(h);
    OK(unify_retain_now(h->unify, &err));
}

/* ---- looking ---- */

struct looking {
    struct command cmd;
    struct house *h;
    struct retain_run last, now;
    uint64_t whole, thinned, dropped; /* event rows */
    int64_t oldest[3];
    uint32_t trait_version;
    int64_t due_ms;
    bool filling;
};

static int looking_run(struct core *c, struct command *cmd, struct err *err) {
    struct looking *l = (struct looking *)cmd;
    struct unify *u = l->h->unify;
    (void)c;
    (void)err;
    l->last = u->root->retain_last;
    l->now = u->root->retain_now;
    l->filling = u->root->fill_end > 0;
    l->trait_version = u->root->trait_version;
    l->due_ms = u->root->retain_due_ms;
    for (int i = 0; i < 3; i++)
        l->oldest[i] = INT64_MAX;
    for (uint32_t i = 0; i < u->root->events.n; i++) {
        const struct event_row *r = hvec_at(u->h, &u->root->events, i);
        if (r->seq == 0)
            continue;
        *(r->kept == 0 ? &l->whole : r->kept == 1 ? &l->thinned : &l->dropped) += 1;
        if (r->time_ms < l->oldest[r->kept])
            l->oldest[r->kept] = r->time_ms;
    }
    return 0;
}

static struct looking look(struct house *h) {
    struct looking l = { .cmd = { .name = "look", .bytes = 1, .reads = true,
                                  .run = looking_run }, .h = h };
    struct err err = ERR_INIT;
    OK(core_call(h->core, &l.cmd, &err));
    return l;
}

static bool filled(struct house *h, uint32_t version) {
    struct looking l = look(h);
    return l.trait_version == version && !l.filling;
}

/* Nothing is under way, and nothing due. */
static bool quiet(struct house *h) {
    struct looking l = look(h);
    return l.now.version == 0 && l.due_ms > clock_wall_ms(&h->clock);
}

static void same_as_rebuilt(struct house *h, const char *what) {
    struct house rebuilt;
    struct buf a = { 0 }, b = { 0 };
    house_dump(h, &a);
    house_open_rebuilt(h, &rebuilt);
    house_dump(&rebuilt, &b);
    house_same(&a, &b, what);
    house_close(&rebuilt);
    buf_release(&a);
    buf_release(&b);
}

static void reopen(struct house *h, uint32_t version, const char *json) {
    struct buf a = { 0 }, b = { 0 };
    house_dump(h, &a);
    house_close(h);
    house_open(h);
    house_dump(h, &b);
    house_same(&a, &b, "before and after a restart");
    rules(h, version, json);
    buf_release(&a);
    buf_release(&b);
}

/* A person's JSON without the count of events. */
static void person(struct house *h, uint32_t who, struct buf *out) {
    char id[16];
    snprintf(id, sizeof id, "u-%u", who);
    house_person(h, IDENT_USER_ID, id, out);
    buf_putc(out, 0);
    char *at = strstr(out->data, "\"events\":");
    for (at = at ? at + 9 : NULL; at && *at >= '0' && *at <= '9'; at++)
        *at = '#';
    char *to = out->data;
    for (const char *from = out->data; *from; from++)
        if (*from != '#')
            *to++ = *from;
    *to = 0;
    out->len = (size_t)(to - out->data);
}

/* ---- random messages ---- */

struct author { uint64_t s; uint32_t people, next; };

static void put_traits(struct author *a, struct buf *b) {
    static const char *const values[] = { "1", "true", "null", "\"gold\"", "\"東京\"", "[1,2]",
                                          "{\"a\":1,\"b\":{\"c\":2}}", "{\"b\":{\"d\":3}}", "\"\"",
                                          "\"a longer text than before\"" };
    uint32_t n = seed_below(&a->s, 5);
    buf_printf(b, ",\"traits\":{\"seen\":%u", a->next);
    for (uint32_t i = 0; i < n; i++)
        buf_printf(b, ",\"t%u\":%s", seed_below(&a->s, 6), values[seed_below(&a->s, 10)]);
    if (seed_below(&a->s, 10) == 0)
        buf_printf(b, ",\"email\":\"p%u@example.com\"", seed_below(&a->s, a->people * 2));
    buf_puts(b, "}");
}

static void put_message(struct author *a, struct buf *b, int64_t now) {
    static const char *const events[] = { "Seen", "Added", "Product Viewed", "Left", "注文" };
    char when[32];
    uint32_t kind = seed_below(&a->s, 20), who = seed_below(&a->s, a->people);
    clock_format(now - (int64_t)seed_below(&a->s, seed_below(&a->s, 4) ? 3600 : 40 * 86400) * 1000,
                 when);
    buf_printf(b, "{\"messageId\":\"m-%u\",\"timestamp\":\"%s\"", a->next++, when);
    if (kind == 0) {
        buf_printf(b, ",\"type\":\"alias\",\"previousId\":\"u-%u\",\"userId\":\"u-%u\"}",
                   seed_below(&a->s, a->people), who);
        return;
    }
    if (seed_below(&a->s, 3))
        buf_printf(b, ",\"userId\":\"u-%u\"", who);
    else
        who = seed_below(&a->s, a->people);
    buf_printf(b, ",\"anonymousId\":\"d-%u\"", who / 2);
    if (kind < 8) {
        buf_puts(b, ",\"type\":\"identify\"");
        put_traits(a, b);
    } else if (kind < 11) {
        buf_printf(b, ",\"type\":\"group\",\"groupId\":\"g-%u\"", seed_below(&a->s, 5));
        put_traits(a, b);
    } else if (kind < 13) {
        buf_puts(b, ",\"type\":\"page\",\"name\":\"Home\",\"properties\":{\"path\":\"/\"}");
    } else {
        buf_printf(b, ",\"type\":\"track\",\"event\":\"%s\",\"properties\":{\"n\":%u}",
                   events[seed_below(&a->s, 5)], seed_below(&a->s, 1000));
    }
    buf_putc(b, '}');
}

static void send_some(struct house *h, struct author *a, int batches) {
    struct buf b;
    buf_init(&b, "batch", 1u << 20);
    for (int i = 0; i < batches; i++) {
        struct err err = ERR_INIT;
        uint32_t n = 1 + seed_below(&a->s, 10);
        buf_reset(&b);
        buf_puts(&b, "{\"batch\":[");
        for (uint32_t k = 0; k < n; k++) {
            buf_puts(&b, k ? "," : "");
            put_message(a, &b, clock_wall_ms(&h->clock));
        }
        buf_puts(&b, "]}");
        buf_putc(&b, 0);
        for (int tries = 0; house_send(h, b.data, 0, NULL, &err) < 0; tries++) {
            if (err.code != E_UNAVAILABLE || tries > 5000)
                OK(-1);
            house_pause();
        }
        clock_advance_ms(&h->clock, (int64_t)seed_below(&a->s, 3 * 86400) * 1000);
    }
    buf_release(&b);
}

/* ---- runs in random histories ---- */

static const char *const rule_sets[] = {
    "{\"rules\":[{\"event\":\"*\",\"max_age_days\":20,\"action\":\"drop\"}]}",
    "{\"rules\":[{\"event\":\"*\",\"max_age_days\":10,\"action\":\"thin\"},"
    "{\"event\":\"*\",\"max_age_days\":40,\"action\":\"drop\"}]}",
    "{\"rules\":[{\"event\":\"*\",\"type\":\"identify\",\"max_age_days\":5,\"action\":\"drop\"},"
    "{\"event\":\"*\",\"type\":\"group\",\"max_age_days\":7,\"action\":\"drop\"},"
    "{\"event\":\"Pro*ed\",\"max_age_days\":1,\"action\":\"drop\"}]}",
    "{\"rules\":[{\"event\":\"*\",\"type\":\"identify\",\"max_age_days\":9,\"action\":\"thin\"},"
    "{\"event\":\"*\",\"type\":\"page\",\"max_age_days\":9,\"action\":\"thin\"},"
    "{\"event\":\"注*\",\"max_age_days\":2,\"action\":\"drop\"}]}",
};
#define RULE_SETS (sizeof rule_sets / sizeof *rule_sets)

static void trait_rules_random(struct house *h, struct author *a, uint32_t version) {
    struct trait_plan *p = calloc(1, sizeof *p);
    static const char *const names[] = { "t0", "t1", "t2", "t3", "t4" };
    assert_non_null(p);
    arena_init(&p->arena, "trait rules", 65536);
    p->n = 5;
    for (uint32_t i = 0; i < 5; i++) {
        struct trait_rule *r = &p->item[i].rule;
        p->item[i].name = str_of(names[i]);
        r->how = (uint8_t)seed_below(&a->s, TRAIT_HOW_COUNT);
        r->flags = seed_below(&a->s, 2) ? TRAIT_KEEP : 0;
        if (r->how == TRAIT_LAST && seed_below(&a->s, 2))
            r->flags |= TRAIT_MERGE;
        if (r->how == TRAIT_SOURCE_ORDER) {
            r->n_sources = 1;
            r->sources[0] = HOUSE_SOURCE + 1;
        }
    }
    trait_plan_set(h->unify, p, version);
    trait_fill_start(h->unify->trait_fill);
    HOUSE_WAIT(filled(h, version));
}

struct others { struct buf before[40]; };

static void remember(struct house *h, const struct author *a, struct others *o) {
    for (uint32_t i = 0; i < a->people && i < 40; i++)
        person(h, i, &o->before[i]);
}

static void unchanged(struct house *h, const struct author *a, struct others *o) {
    struct buf now = { 0 };
    for (uint32_t i = 0; i < a->people && i < 40; i++) {
        person(h, i, &now);
        if (!str_eq(buf_str(&now), buf_str(&o->before[i])))
            fail_msg("u-%u was changed:\n%s\n%s", i, o->before[i].data, now.data);
    }
    buf_release(&now);
}

/* A run that is cut short some times, at each frame a chance. */
static void run_in_pieces(struct house *h, struct author *a, uint32_t version,
                          const char *json) {
    char fault[40];
    struct err err = ERR_INIT;
    ask_for_run(h);
    for (int cut = 0; cut < 3; cut++) {
        snprintf(fault, sizeof fault, "retain.frame@%ux1", 1 + seed_below(&a->s, 6));
        OK(fault_arm(fault, &err));
        int rc = unify_retain_now(h->unify, &err);
        fault_disarm();
        same_as_rebuilt(h, "in the middle of a run");
        if (rc == 0)
            return;
        assert_int_equal(err.code, E_UNAVAILABLE);
        send_some(h, a, 2);
        same_as_rebuilt(h, "in the middle of a run, and more");
        if (cut == 1)
            reopen(h, version, json);
    }
    OK(unify_retain_now(h->unify, &err));
}

static void random_histories(void **state) {
    uint64_t seed = seed_begin("random_histories"), dropped = 0, thinned = 0;
    (void)state;
    for (uint64_t round = 0; round < 6; round++) {
        struct house h;
        struct others o = { 0 };
        struct author a = { seed + round, 3 + (uint32_t)round * 5, 1 };
        house_make(&h, house_kind());
        house_open(&h);
        for (uint32_t part = 0; part < 5; part++) {
            const char *json = rule_sets[(round + part / 2) % RULE_SETS];
            h.source = HOUSE_SOURCE + part % 2;
            if (round % 2)
                trait_rules_random(&h, &a, part + 1);
            send_some(&h, &a, 12);
            rules(&h, part / 2 + 1, json);
            if (part == 2) {
                run_in_pieces(&h, &a, part / 2 + 1, json);
                run_now(&h);
            }
            remember(&h, &a, &o);
            run_now(&h);
            unchanged(&h, &a, &o);
            same_as_rebuilt(&h, "after a run");
            send_some(&h, &a, 3);
            same_as_rebuilt(&h, "after a run, and more");
            if (part == 3)
                reopen(&h, part / 2 + 1, json);
        }
        struct looking l = look(&h);
        dropped += l.dropped;
        thinned += l.thinned;
        for (int i = 0; i < 40; i++)
            buf_release(&o.before[i]);
        house_remove(&h);
    }
    assert_true(dropped > 100 && thinned > 50);
}

/* A snapshot of before the events that a run took, as after a crash: the tail is replayed with
 * less in it. */
static void from_an_older_snapshot(void **state) {
    uint64_t seed = seed_begin("from_an_older_snapshot");
    (void)state;
    for (uint64_t round = 0; round < 4; round++) {
        struct house h;
        struct author a = { seed + round, 12, 1 };
        struct buf before = { 0 }, after = { 0 };
        char command[300];
        house_make(&h, house_kind());
        house_open(&h);
        rules(&h, 1, rule_sets[round]);
        send_some(&h, &a, 12);
        run_now(&h);
        house_close(&h);
        snprintf(command, sizeof command, "cp -r '%s/snapshot' '%s/older'", h.dir, h.dir);
        assert_int_equal(system(command), 0);
        house_open(&h);
        rules(&h, 1, rule_sets[round]);
        send_some(&h, &a, 30);
        run_now(&h);
        send_some(&h, &a, 5);
        run_now(&h); /* empties checkpoints that the snapshot does not know */
        send_some(&h, &a, 2);
        house_dump(&h, &before);
        struct looking l = look(&h);
        house_close(&h);
        snprintf(command, sizeof command, "rm -r '%s/snapshot' && mv '%s/older' '%s/snapshot'",
                 h.dir, h.dir, h.dir);
        assert_int_equal(system(command), 0);
        house_open(&h);
        struct core_stats st;
        core_stats(h.core, &st);
        assert_true(st.replayed > 0 && st.replayed < st.seq);
        house_dump(&h, &after);
        house_same(&before, &after, "from an older snapshot");
        assert_true(l.dropped + l.thinned > 20);
        buf_release(&before);
        buf_release(&after);
        house_remove(&h);
    }
}

/* ---- with erasures and splits ---- */

struct erasing { struct command cmd; struct house *h; struct author *a; struct id id; };

static int erasing_run(struct core *c, struct command *cmd, struct err *err) {
    struct erasing *e = (struct erasing *)cmd;
    char text[16];
    (void)c;
    (void)err;
    snprintf(text, sizeof text, "u-%u", seed_below(&e->a->s, e->a->people));
    struct unify_named named = { IDENT_USER_ID, str_of(text) };
    unify_erase(e->h->unify, UNIFY_NONE, &named, 1, false, 1, &e->id);
    return 0;
}

struct finished { struct command cmd; struct house *h; bool all; };

static int finished_run(struct core *c, struct command *cmd, struct err *err) {
    struct finished *f = (struct finished *)cmd;
    (void)c;
    (void)err;
    f->all = true;
    for (uint32_t i = 0; i < unify_erasures(f->h->unify); i++)
        f->all &= erasure_at(f->h->unify, i)->state == ERASURE_FINISHED;
    return 0;
}

static bool all_finished(struct house *h) {
    struct finished f = { .cmd = { .name = "ask", .bytes = 1, .reads = true,
                                   .run = finished_run }, .h = h };
    struct err err = ERR_INIT;
    OK(core_call(h->core, &f.cmd, &err));
    return f.all;
}

static void erase_one(struct house *h, struct author *a) {
    struct err err = ERR_INIT;
    struct erasing e = { .cmd = { .name = "erase", .bytes = 1, .run = erasing_run }, .h = h,
                         .a = a };
    OK(core_call(h->core, &e.cmd, &err));
    unify_erase_kick(h->unify);
}

struct splitting { struct command cmd; struct house *h; struct author *a; bool undo; uint32_t n; };

static int splitting_run(struct core *c, struct command *cmd, struct err *err) {
    struct splitting *s = (struct splitting *)cmd;
    struct unify *u = s->h->unify;
    uint32_t cut, atoms[2];
    (void)c;
    if (s->undo)
        return unify_cut_undo(u, seed_below(&s->a->s, u->root->cuts.n + 1), atoms, err);
    for (int i = 0; i < 20; i++) {
        uint32_t atom = seed_below(&s->a->s, u->root->atoms.n);
        if (atom_erased(u, atom) || unify_person_atoms(u, atom) < 2)
            continue;
        struct unify_part part = { .atoms = &atom_at(u, atom)->id, .n_atoms = 1 };
        return unify_split(u, atom, &part, STR("test"), &cut, atoms, err);
    }
    return err_set(err, E_NOT_FOUND, "nobody to split");
}

static uint32_t split_one(struct house *h, struct author *a, bool undo) {
    struct err err = ERR_INIT;
    struct splitting s = { .cmd = { .name = "split", .bytes = 1, .run = splitting_run }, .h = h,
                           .a = a, .undo = undo };
    return core_call(h->core, &s.cmd, &err) == 0;
}

static void in_the_middle(struct house *h) {
    struct err err = ERR_INIT;
    unify_retain_stop(h->unify);
    unify_erase_stop(h->unify);
    same_as_rebuilt(h, "both under way");
    OK(unify_erase_start(h->unify, h->dir, &err));
    OK(unify_retain_start(h->unify, &err));
}

/* Both threads at work on the same frames, commits in doubt under them. */
static void with_erasures(void **state) {
    static const char *const doubts[2] = {
        [DB_SQLITE] = "sqlite.commit@4x1,sqlite.commit.after@6x1,sqlite.commit@12x2",
        [DB_POSTGRES] = "pg.commit@4x1,pg.commit.after@6x1,pg.commit@12x2",
    };
    uint64_t seed = seed_begin("with_erasures"), dropped = 0;
    uint32_t splits = 0, undone = 0;
    (void)state;
    for (uint64_t round = 0; round < 5; round++) {
        struct house h;
        struct err err = ERR_INIT;
        struct author a = { seed + round, 5 + (uint32_t)round * 4, 1 };
        house_make(&h, house_kind());
        house_open(&h);
        rules(&h, 1, rule_sets[round % RULE_SETS]);
        OK(unify_erase_start(h.unify, h.dir, &err));
        OK(unify_retain_start(h.unify, &err));
        for (int part = 0; part < 4; part++) {
            send_some(&h, &a, 14);
            if (part == 2)
                OK(fault_arm(doubts[house_kind()], &err));
            else
                ask_for_run(&h);
            unify_retain_kick(h.unify);
            if (part % 2)
                erase_one(&h, &a);
            for (int i = 0; i < 4; i++) {
                if (part != 2) {
                    splits += split_one(&h, &a, false);
                    undone += split_one(&h, &a, true);
                }
                send_some(&h, &a, 1);
            }
            if (part != 2)
                in_the_middle(&h);
            fault_disarm();
            HOUSE_WAIT(core_writable(h.core));
            erase_one(&h, &a);
            HOUSE_WAIT(all_finished(&h));
            HOUSE_WAIT(quiet(&h));
            same_as_rebuilt(&h, "erased and retained");
            ask_for_run(&h);
            unify_retain_kick(h.unify);
            HOUSE_WAIT(quiet(&h));
            same_as_rebuilt(&h, "retained again");
        }
        dropped += look(&h).dropped;
        unify_retain_stop(h.unify);
        unify_erase_stop(h.unify);
        reopen(&h, 1, rule_sets[0]);
        house_remove(&h);
    }
    assert_true(splits > 10 && undone > 3);
    assert_true(dropped > 20);
}

/* ---- exactly those that are due ---- */

static void send_one(struct house *h, const char *user, int64_t ms, const char *rest) {
    static unsigned made;
    struct err err = ERR_INIT;
    struct collect_result r;
    char text[600], when[32];
    clock_format(ms, when);
    snprintf(text, sizeof text, "{\"batch\":[{\"messageId\":\"one-%u\",\"timestamp\":\"%s\","
             "\"userId\":\"%s\",%s}]}", made++, when, user, rest);
    OK(house_send(h, text, 0, &r, &err));
    assert_int_equal(r.accepted, 1);
}

#define TRACK(name) "\"type\":\"track\",\"event\":\"" name "\",\"properties\":{\"secret\":\"s\"}"
#define SAYS(json) "\"type\":\"identify\",\"traits\":{" json "}"

static void what_is_due(void **state) {
    static const struct { const char *what, *rules; uint32_t version; uint64_t whole, thinned,
                          dropped; } rows[] = {
        { "by name", "{\"rules\":[{\"event\":\"Gone\",\"max_age_days\":10,\"action\":\"drop\"}]}",
          1, 6, 0, 1 },
        { "a repeated run", NULL, 1, 6, 0, 1 },
        { "by pattern, thinned",
          "{\"rules\":[{\"event\":\"G*\",\"max_age_days\":10,\"action\":\"thin\"}]}", 2, 5, 1, 1 },
        { "by type", "{\"rules\":[{\"event\":\"*\",\"type\":\"identify\",\"max_age_days\":10,"
          "\"action\":\"drop\"}]}", 3, 4, 1, 2 },
        { "all, the thinned as well",
          "{\"rules\":[{\"event\":\"*\",\"max_age_days\":10,\"action\":\"drop\"}]}", 4, 3, 0, 4 },
        { "no rule", "{\"rules\":[]}", 5, 3, 0, 4 },
    };
    struct house h;
    struct err err = ERR_INIT;
    (void)state;
    house_make(&h, house_kind());
    house_open(&h);
    int64_t now = clock_wall_ms(&h.clock);
    send_one(&h, "u-1", now - 11 * DAY, TRACK("Gone"));
    send_one(&h, "u-1", now - 11 * DAY, TRACK("Going"));
    send_one(&h, "u-1", now - 11 * DAY, TRACK("Stays"));
    send_one(&h, "u-1", now - 11 * DAY, SAYS("\"a\":1"));
    send_one(&h, "u-1", now - 10 * DAY, TRACK("Gone")); /* on the day: not yet */
    send_one(&h, "u-1", now - 9 * DAY, SAYS("\"b\":1"));
    send_one(&h, "u-1", now, TRACK("Stays"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].rules)
            rules(&h, rows[i].version, rows[i].rules);
        if (rows[i].version < 5)
            run_now(&h);
        else
            OK(unify_retain_now(h.unify, &err));
        struct looking l = look(&h);
        if (l.whole != rows[i].whole || l.thinned != rows[i].thinned ||
            l.dropped != rows[i].dropped)
            fail_msg("%s: %llu whole, %llu thinned, %llu dropped", rows[i].what,
                     (unsigned long long)l.whole, (unsigned long long)l.thinned,
                     (unsigned long long)l.dropped);
        same_as_rebuilt(&h, rows[i].what);
    }
    struct asking a = { .cmd = { .name = "ask", .bytes = 1, .run = asking_run }, .h = &h };
    assert_int_equal(core_call(h.core, &a.cmd, &err), -1);
    assert_int_equal(err.code, E_CONFLICT);
    house_remove(&h);
}

/* What was imported late and is old goes in the next run, although older rows were looked at. */
static void imported_late(void **state) {
    struct house h;
    (void)state;
    house_make(&h, house_kind());
    house_open(&h);
    rules(&h, 1, rule_sets[0]);
    int64_t now = clock_wall_ms(&h.clock);
    send_one(&h, "u-1", now - 30 * DAY, TRACK("Old"));
    send_one(&h, "u-1", now - 19 * DAY, TRACK("Nearly"));
    run_now(&h);
    assert_int_equal(look(&h).dropped, 1);
    send_one(&h, "u-1", now - 300 * DAY, TRACK("Older"));
    run_now(&h);
    assert_int_equal(look(&h).dropped, 2);
    clock_advance_ms(&h.clock, 2 * DAY);
    run_now(&h);
    assert_int_equal(look(&h).dropped, 3);
    assert_int_equal(look(&h).whole, 0);
    same_as_rebuilt(&h, "imported late");
    house_remove(&h);
}

/* Other rules come, and a run of theirs begins, while a run of the first is under way: each time
 * after one more of its pieces.  What the new rules name is gone in the end. */
static void other_rules_meanwhile(void **state) {
    (void)state;
    for (int pieces = 1; pieces < 9; pieces++) {
        struct house h;
        struct err err = ERR_INIT;
        house_make(&h, house_kind());
        house_open(&h);
        rules(&h, 1, "{\"rules\":[{\"event\":\"None\",\"max_age_days\":1,\"action\":\"drop\"}]}");
        send_one(&h, "u-1", clock_wall_ms(&h.clock) - 30 * DAY, TRACK("Old"));
        ask_for_run(&h);
        for (int i = 0; i < pieces; i++)
            assert_true(unify_retain_step(h.unify, 1, &err) >= 0);
        rules(&h, 2, rule_sets[0]);
        ask_for_run(&h);
        for (int tries = 0; unify_retain_now(h.unify, &err) < 0; tries++)
            assert_true(err.code == E_CONFLICT && tries < 3);
        assert_int_equal(look(&h).dropped, 1);
        house_remove(&h);
    }
}

/* Until it is over, or fails. */
static int steps(struct house *h, struct err *err) {
    int rc = 1;
    while (rc > 0)
        rc = unify_retain_step(h->unify, 1, err);
    return rc;
}

/* A run took something and could not clear the old copies away; before it can, other rules are in
 * force, by which there is nothing to take. */
static void a_later_run_clears_away(void **state) {
    static const char later[] =
        "{\"rules\":[{\"event\":\"*\",\"max_age_days\":99,\"action\":\"drop\"}]}";
    struct house h;
    struct err err = ERR_INIT;
    (void)state;
    house_make(&h, house_kind());
    house_open(&h);
    send_one(&h, "u-1", clock_wall_ms(&h.clock) - 30 * DAY, TRACK("Old"));
    rules(&h, 1, rule_sets[0]);
    ask_for_run(&h);
    OK(fault_arm("core.scrubx*", &err));
    assert_int_equal(steps(&h, &err), -1);
    assert_int_equal(look(&h).dropped, 1);
    for (uint32_t version = 2; version < 4; version++) {
        rules(&h, version, later);
        ask_for_run(&h);
        reopen(&h, version, later);
        err = ERR_INIT;
        assert_int_equal(steps(&h, &err), -1);
        assert_string_equal(err.msg, "fault core.scrub");
        same_as_rebuilt(&h, "old copies are left");
    }
    fault_disarm();
    OK(steps(&h, &err));
    OK(fault_arm("core.scrubx*", &err)); /* once is enough */
    ask_for_run(&h);
    OK(steps(&h, &err));
    fault_disarm();
    house_remove(&h);
}

/* ---- once a day ---- */

static void once_a_day(void **state) {
    struct house h;
    struct err err = ERR_INIT;
    (void)state;
    house_make(&h, house_kind());
    house_open(&h);
    rules(&h, 1, rule_sets[0]);
    send_one(&h, "u-1", clock_wall_ms(&h.clock) - 30 * DAY, TRACK("Old"));
    OK(unify_retain_start(h.unify, &err));
    HOUSE_WAIT(look(&h).due_ms != 0);
    int64_t due = look(&h).due_ms;
    assert_int_equal(due, clock_wall_ms(&h.clock) + DAY); /* a day to mend a mistake */
    unify_retain_stop(h.unify);
    clock_advance_ms(&h.clock, DAY / 2);
    reopen(&h, 1, rule_sets[0]);
    OK(unify_retain_start(h.unify, &err));
    unify_retain_kick(h.unify);
    assert_int_equal(look(&h).last.version, 0);
    assert_int_equal(look(&h).due_ms, due); /* a restart puts nothing off */
    for (int day = 0; day < 3; day++) {
        clock_advance_ms(&h.clock, DAY / 2 + 1000);
        int64_t before = clock_wall_ms(&h.clock);
        if (day == 1)
            send_one(&h, "u-1", before - 30 * DAY, TRACK("Old"));
        HOUSE_WAIT(look(&h).last.began_ms == before || day == 1);
        clock_advance_ms(&h.clock, day == 0 ? DAY / 4 : DAY / 2);
    }
    assert_int_equal(look(&h).last.why, RETAIN_DAILY);
    HOUSE_WAIT(look(&h).dropped == 2);
    house_remove(&h);
}

/* Runs that were asked for in between: the next daily one still comes, once. */
static void asked_and_once_a_day(void **state) {
    struct house h;
    struct err err = ERR_INIT;
    (void)state;
    house_make(&h, house_kind());
    house_open(&h);
    rules(&h, 1, rule_sets[0]);
    OK(unify_retain_start(h.unify, &err));
    HOUSE_WAIT(look(&h).due_ms != 0);
    for (int i = 0; i < 12; i++) { /* after some of them at least, the thread plans anew */
        clock_advance_ms(&h.clock, DAY / 20);
        int64_t before = clock_wall_ms(&h.clock);
        ask_for_run(&h);
        unify_retain_kick(h.unify);
        HOUSE_WAIT(look(&h).last.began_ms == before);
        assert_int_equal(look(&h).last.why, RETAIN_ASKED);
        send_one(&h, "u-1", before, TRACK("New"));
    }
    clock_advance_ms(&h.clock, 3 * DAY); /* as a machine does that slept */
    HOUSE_WAIT(look(&h).last.why == RETAIN_DAILY);
    send_one(&h, "u-1", clock_wall_ms(&h.clock), TRACK("New"));
    house_remove(&h);
}

/* ---- what trait rules keep of events that are gone ---- */

static void want_rule(struct house *h, uint32_t version, enum trait_how how, unsigned flags) {
    struct trait_plan *p = calloc(1, sizeof *p);
    assert_non_null(p);
    arena_init(&p->arena, "trait rules", 65536);
    p->n = 1;
    p->item[0].name = STR("v");
    p->item[0].rule.how = (uint8_t)how;
    p->item[0].rule.flags = (uint8_t)flags;
    trait_plan_set(h->unify, p, version);
    trait_fill_start(h->unify->trait_fill);
    HOUSE_WAIT(filled(h, version));
}

static void has(struct house *h, const char *what, const char *json) {
    struct buf b = { 0 };
    house_person(h, IDENT_USER_ID, "u-1", &b);
    buf_putc(&b, 0);
    if (!strstr(b.data, json))
        fail_msg("%s: no %s in %s", what, json, b.data);
    buf_release(&b);
}

static void trait_rules_after(void **state) {
    static const struct {
        const char *what;
        enum trait_how before, after;
        unsigned flags_before, flags_after;
        const char *said[4]; /* the first two are dropped in between */
        const char *want;
    } rows[] = {
        { "the last stays the last", TRAIT_LAST, TRAIT_LAST, 0, TRAIT_KEEP,
          { "1", "2", NULL, NULL }, "\"v\":2" },
        { "the first is what is known", TRAIT_LAST, TRAIT_FIRST, 0, 0, { "1", "2", "3", NULL },
          "\"v\":3" },
        { "the first, with nothing since", TRAIT_LAST, TRAIT_FIRST, 0, 0,
          { "1", "2", NULL, NULL }, "\"v\":2" },
        { "the first that was kept", TRAIT_FIRST, TRAIT_FIRST, 0, TRAIT_KEEP,
          { "1", "2", "3", NULL }, "\"v\":1" },
        { "counts", TRAIT_MOST_FREQUENT, TRAIT_MOST_FREQUENT, 0, TRAIT_KEEP,
          { "1", "1", "2", NULL }, "\"v\":1" },
        { "counts, and one more", TRAIT_MOST_FREQUENT, TRAIT_MOST_FREQUENT, 0, TRAIT_KEEP,
          { "1", "1", "2", "2" }, "\"v\":2" },
        { "merged, then the last", TRAIT_LAST, TRAIT_LAST, TRAIT_MERGE, 0,
          { "{\"a\":1,\"b\":{\"c\":2}}", "{\"d\":4,\"b\":{\"e\":5}}", NULL, NULL },
          "\"v\":{\"d\":4,\"b\":{\"e\":5}}" },
        { "merged, and still", TRAIT_LAST, TRAIT_LAST, TRAIT_MERGE, TRAIT_MERGE | TRAIT_KEEP,
          { "{\"a\":1,\"b\":{\"c\":2}}", "{\"d\":4}", "{\"a\":3}", NULL },
          "\"v\":{\"b\":{\"c\":2},\"d\":4,\"a\":3}" },
        { "the last, then merged", TRAIT_LAST, TRAIT_LAST, 0, TRAIT_MERGE,
          { "{\"a\":1}", "{\"d\":4}", "{\"a\":3}", NULL }, "\"v\":{\"a\":3}" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct house h;
        house_make(&h, house_kind());
        house_open(&h);
        rules(&h, 1, rule_sets[0]);
        want_rule(&h, 1, rows[i].before, rows[i].flags_before);
        for (int k = 0; k < 4 && rows[i].said[k]; k++) {
            char text[200];
            snprintf(text, sizeof text, "\"type\":\"identify\",\"traits\":{\"v\":%s}",
                     rows[i].said[k]);
            send_one(&h, "u-1", clock_wall_ms(&h.clock) - (k < 2 ? 30 : 3) * DAY + k, text);
        }
        run_now(&h);
        assert_int_equal(look(&h).dropped, 2);
        want_rule(&h, 2, rows[i].after, rows[i].flags_after);
        has(&h, rows[i].what, rows[i].want);
        same_as_rebuilt(&h, rows[i].what);
        clock_advance_ms(&h.clock, 40 * DAY); /* the rest, and values that were carried over */
        run_now(&h);
        has(&h, rows[i].what, rows[i].want);
        same_as_rebuilt(&h, rows[i].what);
        house_remove(&h);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_due),
        cmocka_unit_test(imported_late),
        cmocka_unit_test(other_rules_meanwhile),
        cmocka_unit_test(a_later_run_clears_away),
        cmocka_unit_test(once_a_day),
        cmocka_unit_test(asked_and_once_a_day),
        cmocka_unit_test(trait_rules_after),
        cmocka_unit_test(random_histories),
        cmocka_unit_test(from_an_older_snapshot),
        cmocka_unit_test(with_erasures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
