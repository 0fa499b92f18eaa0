/* Atomic operations on plain words in raw memory, where Swift's Atomic, which must own its storage, cannot stand.
   Loads acquire, stores release, the rest do both; `_relaxed` orders nothing and is for counters. */

#ifndef PLATFORM_ATOMICS_H
#define PLATFORM_ATOMICS_H

#include <stdint.h>

#define PLATFORM_INLINE static inline __attribute__((always_inline))

PLATFORM_INLINE intptr_t platform_load(const intptr_t *word) {
  return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

PLATFORM_INLINE intptr_t platform_load_relaxed(const intptr_t *word) {
  return __atomic_load_n(word, __ATOMIC_RELAXED);
}

PLATFORM_INLINE void platform_store(intptr_t *word, intptr_t value) {
  __atomic_store_n(word, value, __ATOMIC_RELEASE);
}

PLATFORM_INLINE void platform_store_relaxed(intptr_t *word, intptr_t value) {
  __atomic_store_n(word, value, __ATOMIC_RELAXED);
}

/* The value before. Wraps. */
PLATFORM_INLINE intptr_t platform_add(intptr_t *word, intptr_t value) {
  return __atomic_fetch_add(word, value, __ATOMIC_ACQ_REL);
}

PLATFORM_INLINE intptr_t platform_add_relaxed(intptr_t *word, intptr_t value) {
  return __atomic_fetch_add(word, value, __ATOMIC_RELAXED);
}

/* The value before. */
PLATFORM_INLINE intptr_t platform_exchange(intptr_t *word, intptr_t value) {
  return __atomic_exchange_n(word, value, __ATOMIC_ACQ_REL);
}

/* 1 and the word becomes `desired` if it was `expected`; else 0. */
PLATFORM_INLINE int32_t platform_compare_exchange(intptr_t *word, intptr_t expected, intptr_t desired) {
  return __atomic_compare_exchange_n(word, &expected, desired, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

/* For a sequence lock: nothing that follows is read before, nothing that precedes is read after. */
PLATFORM_INLINE void platform_fence_acquire(void) {
  __atomic_thread_fence(__ATOMIC_ACQUIRE);
}

PLATFORM_INLINE void platform_fence_release(void) {
  __atomic_thread_fence(__ATOMIC_RELEASE);
}

#undef PLATFORM_INLINE

#endif
