/*
 * random.h - a small generator of random numbers, the same on every machine.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * SplitMix64, after Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014): a counter that steps
 * by an odd constant, and a mixing function. Whole numbers only, so that no two machines can differ.
 */
#ifndef EXAMPLES_RANDOM_H
#define EXAMPLES_RANDOM_H

#include <stdint.h>

/* Scatters the bits of a number; a good hash of small numbers, too. */
static inline uint64_t random_mix(uint64_t z) {
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static inline uint64_t random_next(uint64_t *state) {
    *state += UINT64_C(0x9E3779B97F4A7C15);
    return random_mix(*state);
}

/* A number below `bound`, which is 1 to 2^32. Off from even by less than one in 2^32 / bound. */
static inline uint64_t random_below(uint64_t *state, uint64_t bound) {
    return ((random_next(state) >> 32) * bound) >> 32;
}

/* A number from least to most. */
static inline uint64_t random_between(uint64_t *state, uint64_t least, uint64_t most) {
    return least + random_below(state, most - least + 1);
}

/* Whether something with a chance of `parts` in a million happens. */
static inline int random_chance(uint64_t *state, uint64_t parts) {
    return random_below(state, 1000000) < parts;
}

#endif
