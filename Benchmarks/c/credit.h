/*
 * credit - the credit that rule models give, worked out outcome by outcome: what answers of attribution are held against.
 */
#ifndef LEADLINE_BENCH_CREDIT_H
#define LEADLINE_BENCH_CREDIT_H

#include "paths.h"

/* First, last, linear, position, time decay: the five rule models that are asked together. Of the last only sums are known here. */
enum { FIRST, LAST, LINEAR, POSITION, DECAY, RULES, EXACT_RULES = DECAY, MODELS = LEADLINE_MODEL_SHAPLEY_RATE };

typedef struct credit {
    int64_t units, value; /* millionths of outcomes; cents */
} credit;

typedef struct credits {
    credit of[CAMPAIGNS][RULES];
    credit given; /* what outcomes with a touch are and are worth: the sum of each model */
    size_t outcomes, touches;
} credits;

int is_touch(uint16_t kind);
/* Paths are those of the usual windows: clicks of 180 days and views of 30. `by` is 0 for campaigns, 1 for channels. */
void credit_exactly(const paths *p, unsigned by, credits *result);

/* The credits of a table: of model m the count of outcomes in column 2 m, their value behind it. Other columns are not integers of
 * 128 bits. */
typedef struct credit_columns {
    leadline_column of[2 * MODELS];
    size_t rows;
} credit_columns;

void find_columns(const leadline_table *table, credit_columns *columns);
credit credit_at(const credit_columns *columns, size_t model, size_t row);
/* The number of the key in a row: "c0042". */
size_t key_at(const leadline_table *table, size_t row);
/* Leaves the credit and the removal effects of a chain in files, by key: KEYS-chain.i64 and KEYS-removal.f64. */
void save_chain(const leadline_table *table, const char *keys, const char *directory);

#endif
