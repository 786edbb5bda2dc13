/* id.c - UUID version 7.
 *
 * THEORY      One state for the process: the ms last used and a 12-bit counter (rand_a).  A
 *             new ms seeds the counter with 11 random bits, the top bit clear, so at least
 *             2,048 ids fit before the counter runs over; then the ms runs ahead by one (RFC
 *             9562, 6.2).  rand_b is random in each id, taken from a pool so that a system
 *             call serves 256 ids.
 * INVARIANTS  (1) (ms, counter) grows from id to id, whatever the caller's clock does.
 * THREADS     Any; one mutex. */
#include "base/id.h"
#include "base/hash.h"

#include <pthread.h>

#define POOL_WORDS 256u
#define MS_MASK UINT64_C(0xFFFFFFFFFFFF)

static struct {
    pthread_mutex_t lock;
    uint64_t ms;
    uint32_t counter;
    uint32_t pool_left;
    uint64_t pool[POOL_WORDS];
} state = { .lock = PTHREAD_MUTEX_INITIALIZER };

static uint64_t random_word(void) {
    if (state.pool_left == 0) {
        hash_random(state.pool, sizeof state.pool);
        state.pool_left = POOL_WORDS;
    }
    return state.pool[--state.pool_left];
}

struct id id_new(int64_t wall_ms) {
    uint64_t now = wall_ms < 0 ? 0 : (uint64_t)wall_ms & MS_MASK;
    pthread_mutex_lock(&state.lock);
    uint64_t random = random_word();
    if (now > state.ms) {
        state.ms = now;
        state.counter = (uint32_t)random_word() & 0x7FF;
    } else if (++state.counter > 0xFFF) {
        state.ms++;
        state.counter = (uint32_t)random_word() & 0x7FF;
    }
    uint64_t high = state.ms << 16 | 0x7000 | state.counter;
    pthread_mutex_unlock(&state.lock);
    uint64_t low = (random & ~(UINT64_C(3) << 62)) | UINT64_C(1) << 63;
    struct id id;
    for (int i = 0; i < 8; i++) {
        id.b[i] = (uint8_t)(high >> (56 - 8 * i));
        id.b[8 + i] = (uint8_t)(low >> (56 - 8 * i));
    }
    return id;
}

void id_forget(void) {
    pthread_mutex_lock(&state.lock);
    state.ms = 0;
    state.counter = state.pool_left = 0;
    pthread_mutex_unlock(&state.lock);
}

void id_format(struct id id, char out[37]) {
    static const uint8_t GROUPS[6] = { 0, 4, 6, 8, 10, 16 };
    for (int g = 0; g < 5; g++) {
        hash_hex(id.b + GROUPS[g], (size_t)(GROUPS[g + 1] - GROUPS[g]), out);
        out += 2 * (GROUPS[g + 1] - GROUPS[g]);
        if (g < 4)
            *out++ = '-';
    }
}

static int nibble(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int id_parse(struct str s, struct id *ret_id) {
    struct id id;
    if (s.n != 36)
        return -1;
    for (size_t i = 0, n = 0; i < 36;) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (s.s[i++] != '-')
                return -1;
            continue;
        }
        int high = nibble(s.s[i]), low = nibble(s.s[i + 1]);
        if (high < 0 || low < 0)
            return -1;
        id.b[n++] = (uint8_t)(high << 4 | low);
        i += 2;
    }
    *ret_id = id;
    return 0;
}
