/* test_readers.c - jobs run once each, on several threads; the queue has an end. */
#include "base/fault.h"
#include "core/readers.h"
#include "world.h"

#include <pthread.h>
#include <stdatomic.h>

struct job {
    struct read_job job; /* first */
    _Atomic int *ran;
    int64_t rows;        /* -1: its statement failed */
    pthread_barrier_t *gate;
};

static void count_rows(struct read_job *rj, struct reader *rd) {
    struct job *j = (struct job *)rj;
    struct err err = ERR_INIT;
    if (j->gate)
        pthread_barrier_wait(j->gate);
    struct sql *q = db_sql(rd->db, SQL("SELECT COUNT(*) FROM definition"), &err);
    j->rows = -1;
    if (q && sql_step(q, &err) > 0)
        j->rows = sql_get_int(q, 0);
    sql_end(q);
    assert_non_null(rd->log);
    atomic_fetch_add(j->ran, 1);
}

static void test_each_once(void **state) {
    enum { N = 500 };
    struct world w;
    struct readers *r;
    struct err err = ERR_INIT;
    static struct job jobs[N];
    _Atomic int ran = 0;
    world_open(&w, DB_SQLITE);
    OK(readers_new(w.core, 3, 0, &r, &err));
    for (int i = 0; i < N; i++) {
        jobs[i] = (struct job){ .job = { .run = count_rows }, .ran = &ran };
        OK(readers_submit(r, &jobs[i].job, &err));
    }
    readers_free(r); /* finishes what is queued */
    assert_int_equal(atomic_load(&ran), N);
    for (int i = 0; i < N; i++)
        assert_int_equal(jobs[i].rows, 0);
    world_close(&w);
}

/* Two jobs that wait for each other end only when they run at the same time. */
static void test_side_by_side(void **state) {
    struct world w;
    struct readers *r;
    struct err err = ERR_INIT;
    struct job jobs[2];
    _Atomic int ran = 0;
    pthread_barrier_t gate;
    pthread_barrier_init(&gate, NULL, 2);
    world_open(&w, DB_SQLITE);
    OK(readers_new(w.core, 2, 0, &r, &err));
    for (int i = 0; i < 2; i++) {
        jobs[i] = (struct job){ .job = { .run = count_rows }, .ran = &ran, .gate = &gate };
        OK(readers_submit(r, &jobs[i].job, &err));
    }
    WORLD_WAIT(atomic_load(&ran) == 2);
    readers_free(r);
    pthread_barrier_destroy(&gate);
    world_close(&w);
}

static void test_queue_ends(void **state) {
    struct world w;
    struct readers *r;
    struct err err = ERR_INIT;
    static struct job jobs[1200];
    _Atomic int ran = 0;
    pthread_barrier_t gate;
    pthread_barrier_init(&gate, NULL, 2);
    world_open(&w, DB_SQLITE);
    OK(readers_new(w.core, 1, 0, &r, &err));
    jobs[0] = (struct job){ .job = { .run = count_rows }, .ran = &ran, .gate = &gate };
    OK(readers_submit(r, &jobs[0].job, &err)); /* holds the only thread */
    int taken = 0;
    for (int i = 1; i < 1200; i++, taken++) {
        jobs[i] = (struct job){ .job = { .run = count_rows }, .ran = &ran };
        if (readers_submit(r, &jobs[i].job, &err))
            break;
    }
    assert_in_range(taken, 1023, 1024); /* the first may wait in the queue itself */
    assert_int_equal(err.code, E_UNAVAILABLE);
    pthread_barrier_wait(&gate);
    readers_free(r);
    assert_int_equal(atomic_load(&ran), taken + 1);
    pthread_barrier_destroy(&gate);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_once),
        cmocka_unit_test(test_side_by_side),
        cmocka_unit_test(test_queue_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
