/* seed.c - see seed.h. */
#include "fault/seed.h"

#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>

uint64_t seed_begin(const char *test) {
    uint64_t seed = 0;
    const char *env = getenv("SEED");
    if (env && *env)
        seed = strtoull(env, NULL, 10);
    else
        hash_random(&seed, 4); /* short enough to type */
    fprintf(stderr, "# %s: SEED=%llu\n", test, (unsigned long long)seed);
    return seed;
}

uint64_t seed_next(uint64_t *s) {
    uint64_t z = (*s += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint32_t seed_below(uint64_t *s, uint32_t n) { return (uint32_t)(seed_next(s) >> 32) % n; }

void seed_fill(uint64_t *s, void *p, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        ((uint8_t *)p)[i] = (uint8_t)seed_next(s);
}
