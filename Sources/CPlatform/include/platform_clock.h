/* Clocks, for ages and durations only: no answer depends on them. */

#ifndef PLATFORM_CLOCK_H
#define PLATFORM_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Nanoseconds of a clock that never goes back. */
static inline uint64_t platform_monotonic_nanoseconds(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
    return 0;
  }
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* The same to the last scheduler tick (a few milliseconds), at a few nanoseconds a call. */
static inline uint64_t platform_coarse_nanoseconds(void) {
#if defined(CLOCK_MONOTONIC_COARSE)
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC_COARSE, &now) != 0) {
    return 0;
  }
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
#else
  return platform_monotonic_nanoseconds();
#endif
}

#endif
