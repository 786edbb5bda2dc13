/* test_dedupe.c - seen ids: none lost, none invented, bounded bytes, undone exactly. */
#include "collect/collect_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define T0 (20000 * DAY_MS)
static const struct dedupe_limits wide = { 3 * DAY_MS, 1ull << 40 };

static uint64_t id(uint64_t n) { return hash_sip((struct hash_key){ 1, 2 }, &n, sizeof(n)); }

struct room { struct heap *h; struct dedupe *d; };

static struct room room_new(void) {
    struct err err = ERR_INIT;
    struct room r = { 0 };
    assert_int_equal(heap_new(2ull << 30, &r.h, &err), 0);
    r.d = &((struct collect_root *)heap_root(r.h, COLLECT_HEAP_ROOT))->dedupe;
    return r;
}

static void all_found_none_invented(void **state) {
    struct room r = room_new();
    (void)state;
    const uint64_t n = 1500000;
    for (uint64_t i = 0; i < n; i++) {
        if (dedupe_seen(r.h, r.d, id(i)))
            fail_msg("id %llu is there before it was added", (unsigned long long)i);
        dedupe_add(r.h, r.d, &wide, id(i), T0, T0);
        if (i % 4096 == 0)
            heap_commit(r.h);
        /* What an id costs, at every size that is not tiny. */
        if (i > 100000 && i % 10000 == 0 && r.d->bytes > i * 16)
            fail_msg("%llu ids take %llu bytes", (unsigned long long)i,
                     (unsigned long long)r.d->bytes);
    }
    for (uint64_t i = 0; i < n; i++)
        if (!dedupe_seen(r.h, r.d, id(i)))
            fail_msg("id %llu is lost", (unsigned long long)i);
    for (uint64_t i = n; i < 2 * n; i++)
        if (dedupe_seen(r.h, r.d, id(i)))
            fail_msg("id %llu was never added", (unsigned long long)i);
    assert_int_equal(r.d->n, n);
    heap_free_all(r.h);
}

static void zero_and_extremes(void **state) {
    struct room r = room_new();
    (void)state;
    static const uint64_t odd[] = { 0, UINT64_MAX, 1ull << 63, 0xffffffffull, 2 };
    assert_false(dedupe_seen(r.h, r.d, 0));
    for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
        dedupe_add(r.h, r.d, &wide, odd[i], T0, T0);
        assert_true(dedupe_seen(r.h, r.d, odd[i]));
        dedupe_prefetch(r.h, r.d, odd[i]);
    }
    heap_free_all(r.h);
}

static void window(void **state) {
    struct room r = room_new();
    (void)state;
    for (int day = 0; day < 10; day++) {
        int64_t now = T0 + day * DAY_MS + 5;
        dedupe_add(r.h, r.d, &wide, id((uint64_t)day), now, now);
        for (int back = 0; back <= day; back++) {
            bool want = back <= 3;
            bool got = dedupe_seen(r.h, r.d, id((uint64_t)(day - back)));
            if (got != want)
                fail_msg("day %d, id of %d days ago: seen %d, want %d", day, back, got, want);
        }
    }
    dedupe_expire(r.h, r.d, &wide, T0 + 100 * DAY_MS);
    assert_int_equal(r.d->n_gens, 0);
    assert_int_equal(r.d->bytes, 0);
    assert_int_equal(r.d->n, 0);
    heap_free_all(r.h);
}

static void budget(void **state) {
    struct room r = room_new();
    const struct dedupe_limits lim = { 3 * DAY_MS, 4 << 20 };
    (void)state;
    const uint64_t n = 2000000;
    for (uint64_t i = 0; i < n; i++) {
        dedupe_add(r.h, r.d, &lim, id(i), T0, T0);
        if (r.d->bytes > lim.bytes_max + 65536 + 12288)
            fail_msg("%llu bytes, budget %llu", (unsigned long long)r.d->bytes,
                     (unsigned long long)lim.bytes_max);
        heap_commit(r.h);
    }
    assert_true(r.d->shrunk > 0);
    /* The newest ids are kept: what three quarters of the budget hold. */
    for (uint64_t i = n - 200000; i < n; i++)
        assert_true(dedupe_seen(r.h, r.d, id(i)));
    heap_free_all(r.h);
}

/* Whatever is undone leaves no trace, so a set with undone adds is the set without them. */
static void undo(void **state) {
    struct room a = room_new(), b = room_new();
    (void)state;
    const struct dedupe_limits lim = { DAY_MS, 2 << 20 };
    for (uint64_t i = 0; i < 400000; i++) {
        int64_t now = T0 + (int64_t)(i / 40000) * DAY_MS / 2;
        if (i % 1000 == 0) {
            heap_mark m = heap_here(a.h);
            for (uint64_t j = 0; j < id(i) % 9000; j++)
                dedupe_add(a.h, a.d, &lim, id(1000000000 + j), now, now);
            heap_undo(a.h, m);
        }
        dedupe_add(a.h, a.d, &lim, id(i), now, now);
        dedupe_add(b.h, b.d, &lim, id(i), now, now);
        if (i % 5000 == 0) {
            heap_commit(a.h);
            heap_commit(b.h);
        }
    }
    assert_int_equal(a.d->n, b.d->n);
    assert_int_equal(a.d->bytes, b.d->bytes);
    assert_int_equal(a.d->n_gens, b.d->n_gens);
    assert_int_equal(heap_live_bytes(a.h), heap_live_bytes(b.h));
    for (uint64_t i = 0; i < 400000; i++)
        assert_int_equal(dedupe_seen(a.h, a.d, id(i)), dedupe_seen(b.h, b.d, id(i)));
    for (uint64_t j = 0; j < 9000; j++)
        assert_false(dedupe_seen(a.h, a.d, id(1000000000 + j)));
    heap_free_all(a.h);
    heap_free_all(b.h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_found_none_invented), cmocka_unit_test(zero_and_extremes),
        cmocka_unit_test(window), cmocka_unit_test(budget), cmocka_unit_test(undo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
