/* seed.h - random numbers of a test that can be had again.
 *
 * seed_begin() takes SEED=… from the environment, or a new one, and prints it, so that
 * SEED=123 make unit T=test_heap repeats what a failed run did.
 */
#ifndef MUSUBI_TESTS_SEED_H
#define MUSUBI_TESTS_SEED_H

#include <stdint.h>

uint64_t seed_begin(const char *test);
uint64_t seed_next(uint64_t *s);                   /* splitmix64 (Steele, Lea, Flood 2014) */
uint32_t seed_below(uint64_t *s, uint32_t n);      /* 0..n-1 */
void seed_fill(uint64_t *s, void *p, uint32_t n);  /* n random bytes */

#endif
