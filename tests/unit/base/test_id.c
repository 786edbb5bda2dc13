/* test_id.c - UUID version 7. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/id.h"

#include <pthread.h>

static void layout(void **state) {
    struct id id = id_new(INT64_C(0x019ABCDEF012));
    char text[37];
    id_format(id, text);
    assert_memory_equal(text, "019abcde-f012-7", 15);
    assert_int_equal(strlen(text), 36);
    assert_int_equal(id.b[6] >> 4, 7);
    assert_int_equal(id.b[8] >> 6, 2);
    struct id back;
    assert_int_equal(id_parse(str_of(text), &back), 0);
    assert_memory_equal(back.b, id.b, 16);
}

static void grows_whatever_the_clock(void **state) {
    struct id last = id_new(INT64_C(0x019ABCDEF012));
    for (int i = 0; i < 50000; i++) {
        int64_t ms = i % 3 == 0 ? 5 : INT64_C(0x019ABCDEF012) + i / 20000;
        struct id id = id_new(ms);
        if (memcmp(id.b, last.b, 16) <= 0)
            fail_msg("id %d is not above the one before", i);
        last = id;
    }
}

#define EACH 20000
static void *make_many(void *arg) {
    struct id *ids = arg;
    for (int i = 0; i < EACH; i++)
        ids[i] = id_new(INT64_C(0x019ABCDFFFFF));
    return NULL;
}

static int id_cmp(const void *a, const void *b) {
    return memcmp(a, b, sizeof(struct id));
}

static void threads_get_different_ones(void **state) {
    struct id *ids = malloc(4 * EACH * sizeof *ids);
    pthread_t t[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, make_many, ids + i * EACH), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    for (int t_i = 0; t_i < 4; t_i++)
        for (int i = 1; i < EACH; i++)
            assert_true(id_cmp(&ids[t_i * EACH + i - 1], &ids[t_i * EACH + i]) < 0);
    qsort(ids, 4 * EACH, sizeof *ids, id_cmp);
    for (int i = 1; i < 4 * EACH; i++)
        assert_true(id_cmp(&ids[i - 1], &ids[i]) < 0);
    free(ids);
}

static void parse_is_strict(void **state) {
    static const struct {
        const char *in;
        int rc;
    } CASES[] = {
        { "00000000-0000-0000-0000-000000000000", 0 },
        { "FFFFFFFF-ffff-FFFF-ffff-FFFFFFFFFFFF", 0 },
        { "019abcde-f012-7abc-8def-0123456789ab", 0 },
        { "", -1 },
        { "019abcdef0127abc8def0123456789ab", -1 },
        { "019abcde-f012-7abc-8def-0123456789a", -1 },
        { "019abcde-f012-7abc-8def-0123456789abc", -1 },
        { "019abcdef-012-7abc-8def-0123456789ab", -1 },
        { "019abcde-f012-7abc-8def-0123456789ag", -1 },
        { "019abcde-f012-7abc-8def_0123456789ab", -1 },
        { "{19abcde-f012-7abc-8def-0123456789a}", -1 },
        { "019abcde-f012-7abc-8def--123456789ab", -1 },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct id id;
        if (id_parse(str_of(CASES[i].in), &id) != CASES[i].rc)
            fail_msg("\"%s\": want %d", CASES[i].in, CASES[i].rc);
    }
}

static void count_up(void *ctx, void *p, size_t n) {
    uint8_t *next = ctx;
    for (size_t i = 0; i < n; i++)
        ((uint8_t *)p)[i] = (*next)++;
}

/* A simulation gets the same ids again from the same source of random bytes. */
static void repeat_with_their_source(void **state) {
    struct id first[600], again;
    (void)state;
    for (int run = 0; run < 2; run++) {
        uint8_t next = 17;
        hash_random_from(count_up, &next);
        id_forget();
        for (int i = 0; i < 600; i++) {
            again = id_new(INT64_C(0x019ABCDEF012) + i / 3);
            if (run == 0)
                first[i] = again;
            else
                assert_memory_equal(again.b, first[i].b, 16);
        }
    }
    hash_random_from(NULL, NULL);
    id_forget();
    again = id_new(INT64_C(0x019ABCDEF012));
    assert_memory_not_equal(again.b, first[0].b, 16);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout),
        cmocka_unit_test(grows_whatever_the_clock),
        cmocka_unit_test(threads_get_different_ones),
        cmocka_unit_test(parse_is_strict),
        cmocka_unit_test(repeat_with_their_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
