/*
 * bench - what the programs that measure the C library share. Facts, columns and intake are those of the comparison
 * with the peers, so that both measure the same thing.
 */
#ifndef LEADLINE_BENCH_H
#define LEADLINE_BENCH_H

#include "leadline_side.h"

enum { MOST_RUNS = 32, KINDS = 4 };

extern const uint16_t kinds[KINDS];

/* The seconds of each run of one thing, and the processor time they took. */
typedef struct runs {
    double seconds[MOST_RUNS], cpu[MOST_RUNS];
    unsigned count;
} runs;

/* Processor time so far, to be asked before a run and handed to add_run. */
double cpu_seconds(void);
void add_run(runs *r, double seconds, double cpu_before);
double median(const double *values, unsigned count);
double least(const runs *r);

/* One line of the table and one object of the JSON list. What is NULL or empty does not apply. */
typedef struct row {
    const char *workload, *shape, *state;
    unsigned threads;
    uint64_t facts;
    const runs *ours;
    const char *peer;
    const runs *theirs;
    const runs *reads; /* of merely reading the same */
    int equal;         /* whether the result was right; -1: nothing to compare */
} row;

void report(const row *r);
/* The object alone. */
void record(const row *r);
/* A line for people only, under the table. */
void note(const char *format, ...);
/* Memory held beside the least that keys and cells take. */
void report_memory(const char *shape, uint64_t cells, uint64_t held, uint64_t smallest);
/* A latency: the median, 99 %, worst of `count` nanoseconds, which get sorted. */
void report_latency(const char *workload, const char *shape, const char *state, unsigned threads, uint32_t *nanoseconds, size_t count,
                    int equal);
void open_report(void);
/* Prints the notes; 0 when every result was right. */
int close_report(void);

/* What was fed, by kind. */
typedef struct sums {
    int64_t count[KINDS], amount[KINDS];
} sums;

/* Of the first `rows` facts, repeats of an id left out. */
sums sums_of_facts(const facts *f, size_t rows);
sums sums_of_csv(const char *path);

/* Whether every rollup of the engine adds up to `times` times these sums. */
int holds(const leadline_engine *engine, unsigned rollups, const sums *expected, int64_t times);

/* Leaves a column in a file, for others to read. */
void save(const char *directory, const char *name, const void *values, size_t width, size_t count);

/* The cases. */
void bench_rollup(facts *f, const char *shape, unsigned most_threads, unsigned count);
void bench_one_fact(facts *f, unsigned count);
void bench_csv(facts *f, unsigned most_threads, unsigned count);
void bench_point(void);
void bench_indicators(unsigned count);
/* directory: where the facts are left for others to count; NULL: nowhere. */
void bench_persons(size_t count, unsigned runs, const char *directory);
void bench_journeys(size_t count, unsigned most_threads, unsigned runs, const char *directory);
void bench_attribution(size_t count, unsigned most_threads, unsigned runs, const char *directory);
void bench_chains(unsigned runs);
void bench_counted(const char *file, unsigned runs, const char *directory);

#endif
