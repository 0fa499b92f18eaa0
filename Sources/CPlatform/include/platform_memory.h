/* Memory: the C heap, pages, byte moves, prefetch. */

#ifndef PLATFORM_MEMORY_H
#define PLATFORM_MEMORY_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Memory of `size` bytes aligned to `alignment` (a power of two), or NULL. Given back by platform_deallocate.
   posix_memalign, because aligned_alloc may refuse a size that is no multiple of the alignment. */
static inline void *platform_allocate(size_t size, size_t alignment) {
  if (alignment <= 2 * sizeof(void *)) { /* what malloc aligns to */
    return malloc(size);
  }
  void *memory = NULL;
  if (posix_memalign(&memory, alignment, size) != 0) {
    return NULL;
  }
  return memory;
}

/* Size and alignment as they were asked for; the C heap does not need them, another one may. */
static inline void platform_deallocate(void *memory, size_t size, size_t alignment) {
  (void)size;
  (void)alignment;
  free(memory);
}

static inline size_t platform_strlen(const char *text) {
  return strlen(text);
}

static inline int32_t platform_memcmp(const void *a, const void *b, size_t size) {
  return memcmp(a, b, size);
}

static inline void platform_memcpy(void *to, const void *from, size_t size) {
  memcpy(to, from, size);
}

static inline void platform_memmove(void *to, const void *from, size_t size) {
  memmove(to, from, size);
}

static inline void platform_memset(void *to, int32_t byte, size_t size) {
  memset(to, byte, size);
}

/* Anonymous zeroed pages, or NULL: MAP_FAILED is a cast, which Swift does not import. */
static inline void *platform_map_pages(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

/* Gives back what platform_map_pages or platform_map_file gave. */
static inline void platform_unmap_pages(void *memory, size_t size) {
  munmap(memory, size);
}

static inline size_t platform_page_size(void) {
  long size = sysconf(_SC_PAGESIZE);
  return size > 0 ? (size_t)size : 4096;
}

/* Asks for huge pages over the whole pages in the range. Advice only, so the outcome is not reported. */
static inline void platform_advise_huge(void *memory, size_t size) {
#ifdef MADV_HUGEPAGE
  int saved = errno;
  uintptr_t page = platform_page_size();
  uintptr_t first = ((uintptr_t)memory + page - 1) & ~(page - 1);
  uintptr_t end = ((uintptr_t)memory + size) & ~(page - 1);
  if (first < end) {
    madvise((void *)first, end - first, MADV_HUGEPAGE);
  }
  errno = saved;
#else
  (void)memory;
  (void)size;
#endif
}

/* Makes a child after fork see these pages as zeros; `memory` must be page-aligned. 1 when it took effect, 0 where the
   system cannot do it (then compare getpid()). */
static inline int32_t platform_wipe_on_fork(void *memory, size_t size) {
#ifdef MADV_WIPEONFORK
  return madvise(memory, size, MADV_WIPEONFORK) == 0;
#else
  (void)memory;
  (void)size;
  return 0;
#endif
}

/* Brings the line of `address` into the caches. Any address is allowed: a prefetch never faults. */
static inline __attribute__((always_inline)) void platform_prefetch_read(const void *address) {
  __builtin_prefetch(address, 0, 3);
}

static inline __attribute__((always_inline)) void platform_prefetch_write(const void *address) {
  __builtin_prefetch(address, 1, 3);
}

#endif
