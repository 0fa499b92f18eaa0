/*
 * columns - raw column files in memory, a team of threads that takes them in batches, and the time to merely
 * read them.
 */
#ifndef LEADLINE_BENCH_COLUMNS_H
#define LEADLINE_BENCH_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { BATCH_ROWS = 65536, MOST_COLUMNS = 8, MOST_THREADS = 64 };

/* One column of fixed-width values, in huge pages where the system gives them. */
typedef struct column {
    char name[24]; /* of the file: time.i64 */
    size_t width;  /* bytes a value */
    size_t count;
    void *values;
} column;

/* Reads DIRECTORY/name; the width is that of the name's ending. Returns 0, or -1 when there is no such file. */
int column_load(column *out, const char *directory, const char *name);
void column_free(column *c);

/* Work on rows first ..< first + count, at most BATCH_ROWS of them, by the given thread of the team.
 * Returns 0, anything else ends the run. */
typedef int (*batch_work)(void *context, unsigned thread, size_t first, size_t count);

/* Runs work over rows 0 ..< total, each thread taking the next batch as it gets free, in order. Starting the threads is
 * outside the timer. Returns the seconds, or -1 when work failed. */
double run_batches(size_t total, unsigned threads, batch_work work, void *context);

/* Seconds to add up every value of the columns in the same batches, and the sum, so that nothing is optimised away. */
double read_columns(const column *columns, size_t columns_count, unsigned threads, uint64_t *sum);

/* Of a clock that only goes forward. */
double now_seconds(void);

#ifdef __cplusplus
}
#endif

#endif
