/* test_partition.c - judging all evidence afresh, where there is next to none. */
#include "fault/house.h"
#include "unify/unify_internal.h"

struct again { struct command cmd; struct house *h; };

static int again_run(struct core *c, struct command *cmd, struct err *err) {
    struct again *a = (struct again *)cmd;
    uint32_t atom = 0;
    uint64_t seq = core_seq(c);
    if (partition_again(a->h->unify, &atom, 1, err) < 0)
        return -1;
    return core_seq(c) == seq ? 0 : err_set(err, E_INTERNAL, "it changed something");
}

/* The nameless atom of a device is tied to nothing (under UBSan this was an empty qsort). */
static void a_nameless_atom_alone(void **state) {
    struct house h;
    struct err err;
    struct collect_result r;
    (void)state;
    house_make(&h, DB_SQLITE);
    house_open(&h);
    OK(house_send(&h, "{\"batch\":[{\"type\":\"page\",\"anonymousId\":\"d\"}]}", 0, &r, &err));
    assert_int_equal(r.accepted, 1);
    struct again a = { .cmd = { .name = "test", .run = again_run }, .h = &h };
    OK(core_call(h.core, &a.cmd, &err));
    house_remove(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_nameless_atom_alone) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
