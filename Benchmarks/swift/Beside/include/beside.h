/* beside - what the Swift side of the benchmarks needs from C. No name of the contract appears here, so that it cannot
 * collide with the module that the Swift API imports. */
#ifndef LEADLINE_BESIDE_H
#define LEADLINE_BESIDE_H

#include <stddef.h>
#include <stdint.h>

/* Which side a run is of. */
enum { BESIDE_SWIFT, BESIDE_LINKED, BESIDE_LOADED, BESIDE_SIDES };

/* How many facts are recorded one at a time. */
enum { BESIDE_EVENTS = 5000000 };

/* The columns of 1000-ordered; campaigns are codes. */
typedef struct beside_facts {
    size_t count;
    uint32_t campaigns;
    const int64_t *time;
    const uint16_t *kind;
    const uint32_t *campaign;
    const int64_t *amount;
    size_t events; /* how many are recorded one at a time */
} beside_facts;

beside_facts beside_load(const char *directory);

/* Loads the C library; 0, or -1 with a line on standard error. */
int beside_open_library(const char *path);

/* Count or amount of a kind (place 0 to 3: impression, click, lead, sale) of all facts, or of those that are recorded
 * one at a time. */
int64_t beside_expected(int of_events, int of_amounts, unsigned place);

/* Seconds of the C side, in batches or one at a time: with the engine that the Swift API is linked with, and with the C
 * library. */
double beside_linked(int events, int *right);
double beside_loaded(int events, int *right);

/* A comparison: begin, add runs of all sides in turn, end. */
void beside_begin(void);
double beside_now(void);
double beside_cpu(void);
void beside_add(int side, double seconds, double cpu_before, int right);
int beside_end(const char *workload, size_t count);

#endif
