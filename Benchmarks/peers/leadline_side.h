/*
 * leadline_side - what the parts of Leadline's side of the comparison share.
 */
#ifndef LEADLINE_SIDE_H
#define LEADLINE_SIDE_H

#include "columns.h"
#include "leadline.h"

#include <stdio.h>

enum { CAMPAIGN, CHANNEL, REGION, CREATIVE, DIMENSIONS };

/* Ends the program with a line on standard error unless the call succeeded. */
#define CHECK(call) check((call), #call, __FILE__, __LINE__)
void check(leadline_status status, const char *call, const char *file, int line);

/* The facts of one shape, in memory, and how they are taken in. */
typedef struct facts {
    const char *path;    /* directory of the columns, or the CSV file */
    int csv;
    unsigned threads;
    column time, kind, amount, codes[DIMENSIONS], id; /* absent ones have no values */
    uint32_t names[DIMENSIONS];                       /* how many names a dimension has */
} facts;

int has_column(const column *c);
unsigned dimension_count(const facts *f);

/* Reads the columns of f->path. The numbers in the code columns become codes of any engine from open_engine. */
void load_facts(facts *f);

/* A new engine for f, with all names interned. */
leadline_engine *open_engine(const facts *f);

/* Seconds to take in all facts in batches, or the first count of them through a writer on one thread. */
double take_in_batches(const facts *f, leadline_engine *engine);
double take_in_by_writer(const facts *f, leadline_engine *engine, size_t count);

/* Seconds to take in the CSV file; with engine NULL to merely read its bytes. */
double run_csv(const facts *f, leadline_engine *engine);

/* Seconds to merely read the same columns, or bytes of the CSV file, on as many threads. */
double read_facts(const facts *f);

/* Writes what the engine holds to directory, as the files 0-key.u64, 0-count.i64, 0-amount.i64 for the first group-by
 * and 1-... for the second: one row a group, in no order. The key is
 *     campaign << 41 | channel << 37 | region << 31 | creative << 23 | day << 7 | kind
 * with day in days since 1970 (of a month: its first) and 0 for what is not grouped by. Returns the seconds that the
 * queries took. */
double write_answer(const facts *f, const leadline_engine *engine, const char *directory);

#endif
