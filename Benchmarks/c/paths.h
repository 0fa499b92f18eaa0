/*
 * paths - the facts of people over time that journeys and attribution are measured on: made, and taken in.
 */
#ifndef LEADLINE_BENCH_PATHS_H
#define LEADLINE_BENCH_PATHS_H

#include "bench.h"

enum { CAMPAIGNS = 1000, CHANNELS = 12, SOURCES = 16, PATH_DIMENSIONS = 3 };

/* Monday, the first of January 2024. */
#define FIRST_TIME INT64_C(1704067200000000)

typedef struct paths {
    size_t count;
    int64_t *time, *amount;
    uint16_t *kind;
    uint32_t *campaign, *channel;
    uint64_t *person;
} paths;

/* So many parts of all facts are of this kind. */
typedef struct share {
    uint16_t kind;
    unsigned parts;
} share;

uint64_t mix_bits(uint64_t x);
void *room_for(size_t count, size_t width);

/* A tenth as many persons as facts, over 90 days, in the order of time to the microsecond, no two at once. Leads and what comes
 * behind them are worth something. */
void make_paths(paths *p, size_t count, const share *shares, size_t share_count);
void free_paths(paths *p);
/* Of how many persons facts may be, and of which of them, from 0, a fact is. */
size_t path_persons(const paths *p);
size_t path_person(const paths *p, size_t fact);
/* Leaves all columns in files. */
void save_paths(const paths *p, const char *directory);

/* An engine whose facts have the first `dimensions` of campaign, channel and source, all named; codes[d] is that of name 0. */
leadline_engine *open_paths(uint32_t journeys, uint32_t threads, size_t dimensions, const leadline_allocator *allocator,
                            uint32_t codes[PATH_DIMENSIONS]);
/* Seconds of the thread that took longest. */
double take_in(const paths *p, leadline_engine *engine, size_t dimensions, const uint32_t codes[PATH_DIMENSIONS], unsigned threads);
/* Seconds to read so many bytes. */
double read_bytes(const uint64_t *words, size_t count);

#endif
