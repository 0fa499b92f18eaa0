/* Files, as far as the core reads and writes them. read, write, pread, fsync, close and rename come as they are. */

#ifndef PLATFORM_FILES_H
#define PLATFORM_FILES_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* open is variadic, which Swift does not import. A descriptor, or -1 with errno set. Close-on-exec, because the host may
   start other programs at any moment. */
static inline int32_t platform_open_read(const char *path) {
  int descriptor;
  do {
    descriptor = open(path, O_RDONLY | O_CLOEXEC);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

/* Reads until `size` bytes, the end or an error; the number of bytes read, or -1 with errno set and nothing to use. */
static inline int64_t platform_read_full(int32_t descriptor, void *bytes, size_t size) {
  size_t done = 0;
  while (done < size) {
    ssize_t count = read(descriptor, (char *)bytes + done, size - done);
    if (count > 0) {
      done += (size_t)count;
    } else if (count == 0) {
      break;
    } else if (errno != EINTR) {
      return -1;
    }
  }
  return (int64_t)done;
}

/* The size of a regular file, or -1 for anything else (pipes and devices have none). */
static inline int64_t platform_file_size(int32_t descriptor) {
  struct stat status;
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    return -1;
  }
  return (int64_t)status.st_size;
}

/* The file's bytes as read-only pages, or NULL. A file shortened meanwhile raises SIGBUS in whoever reads past the new
   end, so this is for files nobody changes. Undone by platform_unmap_pages. */
static inline const void *platform_map_file(int32_t descriptor, size_t size) {
  void *memory = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

#endif
