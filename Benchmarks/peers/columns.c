#define _GNU_SOURCE
#include "columns.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static size_t width_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    if (!dot)
        return 0;
    return strcmp(dot, ".i64") == 0 || strcmp(dot, ".u64") == 0 ? 8 : strcmp(dot, ".u32") == 0 ? 4 : 2;
}

static size_t in_huge_pages(size_t bytes)
{
    const size_t huge = (size_t)2 << 20;
    return (bytes + huge - 1) / huge * huge;
}

int column_load(column *out, const char *directory, const char *name)
{
    char path[4096];
    struct stat status;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    int file = open(path, O_RDONLY);
    if (file < 0)
        return -1;
    if (fstat(file, &status) != 0 || status.st_size == 0) {
        close(file);
        return -1;
    }
    size_t bytes = (size_t)status.st_size;
    /* Copied, not mapped: a mapped file has small pages, and prefetching stops at the end of each. */
    char *values = mmap(NULL, in_huge_pages(bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (values == MAP_FAILED) {
        close(file);
        return -1;
    }
#ifdef MADV_HUGEPAGE
    madvise(values, in_huge_pages(bytes), MADV_HUGEPAGE);
#endif
    for (size_t done = 0; done < bytes;) {
        ssize_t n = read(file, values + done, bytes - done);
        if (n <= 0) {
            close(file);
            munmap(values, in_huge_pages(bytes));
            return -1;
        }
        done += (size_t)n;
    }
    close(file);
    snprintf(out->name, sizeof out->name, "%s", name);
    out->width = width_of(name);
    out->count = bytes / out->width;
    out->values = values;
    return 0;
}

void column_free(column *c)
{
    if (c->values)
        munmap(c->values, in_huge_pages(c->width * c->count));
    c->values = NULL;
}

typedef struct team {
    pthread_barrier_t start;
    atomic_size_t next;
    atomic_int failed;
    size_t total;
    batch_work work;
    void *context;
} team;

typedef struct member {
    team *team;
    unsigned number;
    double began, ended;
} member;

static void *take_batches(void *argument)
{
    member *me = argument;
    team *t = me->team;
    pthread_barrier_wait(&t->start);
    me->began = now_seconds();
    while (!atomic_load_explicit(&t->failed, memory_order_relaxed)) {
        size_t first = atomic_fetch_add_explicit(&t->next, BATCH_ROWS, memory_order_relaxed);
        if (first >= t->total)
            break;
        size_t count = t->total - first < BATCH_ROWS ? t->total - first : BATCH_ROWS;
        if (t->work(t->context, me->number, first, count) != 0)
            atomic_store(&t->failed, 1);
    }
    me->ended = now_seconds();
    return NULL;
}

double run_batches(size_t total, unsigned threads, batch_work work, void *context)
{
    team t = {.total = total, .work = work, .context = context};
    member members[MOST_THREADS];
    pthread_t handles[MOST_THREADS];
    if (threads == 0 || threads > MOST_THREADS || pthread_barrier_init(&t.start, NULL, threads) != 0)
        return -1;
    for (unsigned i = 0; i < threads; i++)
        members[i] = (member){.team = &t, .number = i};
    for (unsigned i = 1; i < threads; i++)
        if (pthread_create(&handles[i], NULL, take_batches, &members[i]) != 0)
            return -1;
    take_batches(&members[0]);
    for (unsigned i = 1; i < threads; i++)
        pthread_join(handles[i], NULL);
    pthread_barrier_destroy(&t.start);
    double began = members[0].began, ended = members[0].ended;
    for (unsigned i = 1; i < threads; i++) {
        began = members[i].began < began ? members[i].began : began;
        ended = members[i].ended > ended ? members[i].ended : ended;
    }
    return atomic_load(&t.failed) ? -1 : ended - began;
}

typedef struct reading {
    const column *columns;
    size_t columns_count;
    _Atomic uint64_t sum;
} reading;

static int read_batch(void *context, unsigned thread, size_t first, size_t count)
{
    reading *r = context;
    uint64_t sum = 0;
    (void)thread;
    for (size_t c = 0; c < r->columns_count; c++) {
        const column *col = &r->columns[c];
        if (col->width == 8) {
            const uint64_t *v = (const uint64_t *)col->values + first;
            for (size_t i = 0; i < count; i++)
                sum += v[i];
        } else if (col->width == 4) {
            const uint32_t *v = (const uint32_t *)col->values + first;
            uint32_t part = 0; /* wraps, which is all the same: the sum only has to depend on every value */
            for (size_t i = 0; i < count; i++)
                part += v[i];
            sum += part;
        } else {
            const uint16_t *v = (const uint16_t *)col->values + first;
            uint16_t part = 0;
            for (size_t i = 0; i < count; i++)
                part = (uint16_t)(part + v[i]);
            sum += part;
        }
    }
    atomic_fetch_add_explicit(&r->sum, sum, memory_order_relaxed);
    return 0;
}

double read_columns(const column *columns, size_t columns_count, unsigned threads, uint64_t *sum)
{
    reading r = {.columns = columns, .columns_count = columns_count};
    double seconds = columns_count ? run_batches(columns[0].count, threads, read_batch, &r) : -1;
    *sum = atomic_load(&r.sum);
    return seconds;
}
