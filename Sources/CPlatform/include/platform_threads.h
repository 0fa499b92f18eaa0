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

/* A hint to the processor inside a spin loop. */
static inline __attribute__((always_inline)) void platform_spin_hint(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  __asm__ volatile("yield");
#endif
}

#endif
