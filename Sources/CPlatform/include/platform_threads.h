/* Threads and processes. Locks and joins come as they are from pthread.h. */

#ifndef PLATFORM_THREADS_H
#define PLATFORM_THREADS_H

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <unistd.h>

/* errno is a macro over a function call, which Swift does not import. */
static inline int32_t platform_errno(void) {
  return errno;
}

/* pthread_t is an integer on one system and a pointer on another; this hides which, so that the core's source is one. */
typedef struct platform_thread {
  pthread_t handle;
} platform_thread;

/* Starts `body(context)`; 0 or an errno value. The thread must be joined. */
static inline int32_t platform_thread_start(platform_thread *thread, void *(*body)(void *), void *context) {
  return pthread_create(&thread->handle, NULL, body, context);
}

static inline int32_t platform_thread_join(platform_thread thread) {
  return pthread_join(thread.handle, NULL);
}

/* A lock that a waiting writer gets before new readers, where the system offers that; 0 or an errno value. */
static inline int32_t platform_rwlock_init_writer_first(pthread_rwlock_t *lock) {
#if defined(__GLIBC__)
  pthread_rwlockattr_t attributes;
  int status = pthread_rwlockattr_init(&attributes);
  if (status != 0) {
    return status;
  }
  pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
  status = pthread_rwlock_init(lock, &attributes);
  pthread_rwlockattr_destroy(&attributes);
  return status;
#else
  return pthread_rwlock_init(lock, NULL);
#endif
}

/* A number that differs between threads running at once. */
static inline uintptr_t platform_thread_number(void) {
  return (uintptr_t)pthread_self();
}

/* A hint to the processor inside a spin loop. */
static inline __attribute__((always_inline)) void platform_spin_hint(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  __asm__ volatile("yield");
#endif
}

#endif
