/* thread.c - see thread.h.  The C library has no sched_setattr(), so the system call is made as
 * sched_setattr(2) describes it. */
#define _GNU_SOURCE /* syscall */
#include "base/thread.h"

#include <sched.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NICE_BACKGROUND 10
#define SLICE_PROMPT_NS 100000u    /* the shortest there is */
#define SLICE_BACKGROUND_NS 3000000u

struct attributes { /* struct sched_attr, its first version */
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime_ns, deadline_ns, period_ns;
};

static void set(int nice, uint64_t slice_ns) {
    int now = getpriority(PRIO_PROCESS, 0); /* as the operator has it, at least */
    struct attributes a = { .size = sizeof a, .policy = SCHED_OTHER,
                            .nice = nice > now ? nice : now, .runtime_ns = slice_ns };
    (void)syscall(SYS_sched_setattr, 0, &a, 0u);
}

void thread_prompt(void) { set(0, SLICE_PROMPT_NS); }

void thread_background(void) { set(NICE_BACKGROUND, SLICE_BACKGROUND_NS); }
