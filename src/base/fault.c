/* fault.c - places that tests can make fail.
 *
 * THEORY      What is armed is a short list of (name or number, skip, times); a hit walks it
 *             under a mutex.  fault_armed is true while the list is not empty, and is all
 *             that an unarmed program ever reads.
 * LIMITS      FAULTS_MAX points at once, names up to NAME_MAX_BYTES - 1 bytes.
 * THREADS     Any. */
#include "base/fault.h"
#include "base/str.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAULTS_MAX 32
#define NAME_MAX_BYTES 64

struct fault {
    char name[NAME_MAX_BYTES]; /* "" : any point */
    uint64_t skip;             /* hits that still pass */
    uint64_t times;            /* hits that then fail; UINT64_MAX: for ever */
};

_Atomic bool fault_armed;

static struct {
    pthread_mutex_t lock;
    struct fault list[FAULTS_MAX];
    size_t n;
    uint64_t hits;
} state = { .lock = PTHREAD_MUTEX_INITIALIZER };

bool fault_hit_slow(const char *name) {
    bool fail = false;
    pthread_mutex_lock(&state.lock);
    state.hits++;
    for (size_t i = 0; i < state.n; i++) {
        struct fault *f = &state.list[i];
        if (f->name[0] && strcmp(f->name, name) != 0)
            continue;
        if (f->skip) {
            f->skip--;
        } else if (f->times) {
            f->times -= f->times != UINT64_MAX;
            fail = true;
        }
    }
    pthread_mutex_unlock(&state.lock);
    return fail;
}

/* A run of decimal digits, all of s; -1 when it is none or has more than 18. */
static int parse_count(struct str s, uint64_t *ret) {
    uint64_t v = 0;
    if (s.n == 0 || s.n > 18)
        return -1;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] < '0' || s.s[i] > '9')
            return -1;
        v = v * 10 + (uint64_t)(s.s[i] - '0');
    }
    *ret = v;
    return 0;
}

/* Cut a trailing xN or x* off *s, into *times. */
static void cut_times(struct str *s, uint64_t *times) {
    for (size_t i = s->n; i-- > 1;) {
        if (s->s[i] != 'x')
            continue;
        struct str tail = str_n(s->s + i + 1, s->n - i - 1);
        if (str_is(tail, "*"))
            *times = UINT64_MAX;
        else if (parse_count(tail, times) != 0)
            return;
        s->n = i;
        return;
    }
}

static int parse_one(struct str s, struct fault *f, struct err *err) {
    struct str all = s;
    *f = (struct fault){ .times = 1 };
    cut_times(&s, &f->times);
    const char *at = memchr(s.s, '@', s.n);
    if (at) {
        if (parse_count(str_n(at + 1, (size_t)(s.s + s.n - at - 1)), &f->skip) != 0)
            return err_set(err, E_INVALID, "fault \"%.*s\": no number behind @", STR_FMT(all));
        s.n = (size_t)(at - s.s);
    }
    if (s.n && s.s[0] == '#') {
        uint64_t nth;
        if (at || parse_count(str_n(s.s + 1, s.n - 1), &nth) != 0 || nth == 0)
            return err_set(err, E_INVALID, "fault \"%.*s\": # takes a number from 1",
                           STR_FMT(all));
        f->skip = nth - 1;
        return 0;
    }
    if (s.n == 0 || s.n >= sizeof f->name)
        return err_set(err, E_INVALID, "fault \"%.*s\": a name has 1 to %d bytes", STR_FMT(all),
                       NAME_MAX_BYTES - 1);
    memcpy(f->name, s.s, s.n);
    return 0;
}

int fault_arm(const char *spec, struct err *err) {
    struct fault list[FAULTS_MAX];
    size_t n = 0;
    for (const char *p = spec; *p;) {
        size_t len = strcspn(p, ",");
        if (n == FAULTS_MAX)
            return err_set(err, E_LIMIT, "more than %d faults at once", FAULTS_MAX);
        if (parse_one(str_n(p, len), &list[n++], err) != 0)
            return -1;
        p += len;
        if (*p == ',' && *++p == '\0')
            return err_set(err, E_INVALID, "faults end with a comma");
    }
    pthread_mutex_lock(&state.lock);
    memcpy(state.list, list, n * sizeof list[0]);
    state.n = n;
    state.hits = 0;
    atomic_store(&fault_armed, n > 0);
    pthread_mutex_unlock(&state.lock);
    return 0;
}

void fault_disarm(void) {
    pthread_mutex_lock(&state.lock);
    state.n = 0;
    atomic_store(&fault_armed, false);
    pthread_mutex_unlock(&state.lock);
}

uint64_t fault_hits(void) {
    pthread_mutex_lock(&state.lock);
    uint64_t hits = state.hits;
    pthread_mutex_unlock(&state.lock);
    return hits;
}

/* A misspelt MUSUBI_FAULT ends the program: a fault that never strikes proves nothing. */
__attribute__((constructor)) static void arm_from_environment(void) {
    const char *spec = getenv("MUSUBI_FAULT");
    struct err err = ERR_INIT;
    if (spec && fault_arm(spec, &err) != 0) {
        fprintf(stderr, "MUSUBI_FAULT: %s\n", err.msg);
        exit(2);
    }
}
