/* The wheel against a plain list: whatever is set, moved and taken back comes off at its time, in
 * order, once. */
#include "segment/segment_internal.h"

#include "fault/seed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define PAIRS 400
#define AUDIENCES 4
#define START_MS 1790000000000LL

struct lab { struct segment s; int64_t due[AUDIENCES][PAIRS]; uint64_t random; };

static void lab_make(struct lab *l, uint64_t seed) {
    struct err err = ERR_INIT;
    *l = (struct lab){ .random = seed };
    assert_int_equal(heap_new(64u << 20, &l->s.h, &err), 0);
    l->s.root = heap_root(l->s.h, HEAP_ROOM_SEGMENT);
    seg_wheel_begin(&l->s);
    for (int a = 0; a < AUDIENCES; a++)
        for (int p = 0; p < PAIRS; p++)
            l->due[a][p] = INT64_MAX;
}

static int64_t earliest(const struct lab *l) {
    int64_t best = INT64_MAX;
    for (int a = 0; a < AUDIENCES; a++)
        for (int p = 0; p < PAIRS; p++)
            best = l->due[a][p] < best ? l->due[a][p] : best;
    return best;
}

/* How far ahead: the same second, minutes, months, decades, or already past. */
static int64_t ahead(struct lab *l) {
    static const int64_t spans[] = { 5, 1000, 60000, 7200000, 86400000ll * 40, 86400000ll * 9000 };
    int64_t span = spans[seed_below(&l->random, 6)];
    return (int64_t)(seed_next(&l->random) % (uint64_t)span) - span / 20;
}

static void set_one(struct lab *l, int64_t now) {
    uint32_t a = seed_below(&l->random, AUDIENCES), p = seed_below(&l->random, PAIRS);
    int64_t ms = seed_below(&l->random, 5) == 0 ? INT64_MAX : now + ahead(l);
    seg_due_set(&l->s, a, p, ms);
    l->due[a][p] = ms;
    assert_true(seg_due_of(&l->s, a, p) == ms);
}

static void pop_all(struct lab *l, int64_t now) {
    struct seg_due due;
    while (seg_due_pop(&l->s, now, &due)) {
        assert_true(due.ms <= now);
        assert_true(l->due[due.audience][due.atom] == due.ms);
        l->due[due.audience][due.atom] = INT64_MAX;
    }
    assert_true(earliest(l) > now);
    assert_true(seg_due_next(&l->s) <= earliest(l)); /* nobody sleeps too long */
}

static void as_a_list(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct lab l;
        int64_t now = START_MS;
        lab_make(&l, seed);
        for (int i = 0; i < 2000; i++) {
            set_one(&l, now);
            if (seed_below(&l.random, 4) == 0) {
                int64_t next = ahead(&l);
                now += next > 0 ? next : 0;
                pop_all(&l, now);
            }
        }
        pop_all(&l, INT64_MAX / 2);
        assert_int_equal(l.s.root->n_dues, 0);
        heap_free_all(l.s.h);
    }
}

static void within_a_second_in_order(void **state) {
    struct lab l;
    struct seg_due due;
    int64_t last = 0;
    (void)state;
    lab_make(&l, 1);
    for (uint32_t p = 0; p < PAIRS; p++)
        seg_due_set(&l.s, 0, p, START_MS + 5000 + (p * 37) % 900);
    for (int n = 0; n < PAIRS; n++) {
        assert_true(seg_due_pop(&l.s, START_MS + 6000, &due));
        assert_true(due.ms >= last);
        last = due.ms;
    }
    assert_false(seg_due_pop(&l.s, START_MS + 6000, &due));
    heap_free_all(l.s.h);
}

static void undone_it_is_as_before(void **state) {
    struct lab l;
    struct seg_due due;
    (void)state;
    lab_make(&l, 1);
    seg_due_set(&l.s, 1, 7, START_MS);
    heap_commit(l.s.h);
    heap_mark m = heap_here(l.s.h);
    assert_true(seg_due_pop(&l.s, START_MS + 999999, &due));
    seg_due_set(&l.s, 2, 8, START_MS + 1);
    heap_undo(l.s.h, m);
    assert_true(seg_due_of(&l.s, 1, 7) == START_MS && seg_due_of(&l.s, 2, 8) == INT64_MAX);
    assert_true(seg_due_pop(&l.s, START_MS, &due) && due.atom == 7);
    assert_false(seg_due_pop(&l.s, START_MS, &due));
    heap_free_all(l.s.h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_a_list),
        cmocka_unit_test(within_a_second_in_order),
        cmocka_unit_test(undone_it_is_as_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
