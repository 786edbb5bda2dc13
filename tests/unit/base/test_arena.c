/* test_arena.c - arenas: alignment, caps, reset. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

static void pieces_are_aligned_and_apart(void **state) {
    struct arena a;
    unsigned char *piece[300];
    arena_init(&a, "request", 1 << 20);
    for (size_t i = 0; i < 300; i++) {
        piece[i] = arena_alloc(&a, i);
        assert_non_null(piece[i]);
        assert_int_equal((uintptr_t)piece[i] % 16, 0);
        memset(piece[i], (int)(i & 0xFF), i);
    }
    for (size_t i = 0; i < 300; i++)
        for (size_t j = 0; j < i; j++)
            assert_int_equal(piece[i][j], i & 0xFF);
    arena_release(&a);
    assert_int_equal(a.bytes_used, 0);
}

static void cap_is_exact(void **state) {
    static const struct {
        size_t cap, first, second;
        int fits;
    } CASES[] = {
        { 64, 32, 32, 1 },       { 64, 32, 33, 0 },          { 64, 33, 16, 1 },
        { 64, 33, 17, 0 },       { 64, 64, 0, 0 },           { 48, 16, 0, 1 },
        { 15, 0, 1, 0 },         { 1 << 20, 16, (1 << 20) - 16, 1 },
        { 1 << 20, 16, (1 << 20) - 15, 0 },
        { 1 << 20, 16, SIZE_MAX, 0 }, { 1 << 20, 16, SIZE_MAX - 15, 0 },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct arena a;
        struct err e = ERR_INIT;
        arena_init(&a, "request", CASES[i].cap);
        void *first = arena_try_alloc(&a, CASES[i].first, &e);
        void *second = first ? arena_try_alloc(&a, CASES[i].second, &e) : NULL;
        if ((second != NULL) != CASES[i].fits)
            fail_msg("case %zu: second piece %p, want fits = %d", i, second, CASES[i].fits);
        assert_int_equal(e.code, CASES[i].fits ? E_OK : E_LIMIT);
        assert_true(a.bytes_used <= a.bytes_max);
        arena_release(&a);
    }
}

static void past_cap_aborts(void **state) {
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct arena a;
        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr))
            _exit(1);
        arena_init(&a, "request", 4096);
        arena_alloc(&a, 4097);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) > 1); /* ASan exits instead */
    assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void reset_gives_the_room_again(void **state) {
    struct arena a;
    arena_init(&a, "request", 100000);
    for (int round = 0; round < 50; round++) {
        struct err e = ERR_INIT;
        for (int i = 0; i < 6; i++)
            memset(arena_alloc(&a, 16000), 1, 16000);
        assert_null(arena_try_alloc(&a, 16000, &e));
        assert_int_equal(e.code, E_LIMIT);
        arena_reset(&a);
        assert_int_equal(a.bytes_used, 0);
    }
    arena_release(&a);
}

static void big_pieces_keep_the_head(void **state) {
    struct arena a;
    arena_init(&a, "request", 1 << 24);
    char *small = arena_alloc(&a, 16);
    for (int i = 0; i < 10; i++) {
        memset(arena_alloc(&a, 3 << 18), i, 3 << 18);
        char *next = arena_alloc(&a, 16);
        assert_ptr_not_equal(small, next);
        memset(next, 7, 16);
    }
    arena_reset(&a);
    arena_release(&a);
}

static void copies_end_with_nul(void **state) {
    struct arena a;
    arena_init(&a, "request", 1 << 20);
    assert_string_equal(arena_dup(&a, "abcdef", 3), "abc");
    assert_string_equal(arena_dup(&a, NULL, 0), "");
    assert_string_equal(arena_printf(&a, "%d-%s", 7, "x"), "7-x");
    char *zero = arena_zalloc(&a, 100);
    for (int i = 0; i < 100; i++)
        assert_int_equal(zero[i], 0);
    arena_release(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_aligned_and_apart),
        cmocka_unit_test(cap_is_exact),
        cmocka_unit_test(past_cap_aborts),
        cmocka_unit_test(reset_gives_the_room_again),
        cmocka_unit_test(big_pieces_keep_the_head),
        cmocka_unit_test(copies_end_with_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
