/* A choice that is never compiled to a branch: for conditions that nobody can guess. */

#ifndef PLATFORM_CHOOSE_H
#define PLATFORM_CHOOSE_H

#include <stdint.h>

/* a where the condition is 1, b where it is 0. */
static inline __attribute__((always_inline)) intptr_t platform_choose(intptr_t condition, intptr_t a, intptr_t b) {
  intptr_t mask = -condition;
  /* What the compiler knows nothing about it cannot turn into a jump. */
  __asm__("" : "+r"(mask));
  return b ^ ((a ^ b) & mask);
}

#endif
