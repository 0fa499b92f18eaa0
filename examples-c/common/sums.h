/*
 * sums.h - totals over the rows of an answer, exact.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef EXAMPLES_SUMS_H
#define EXAMPLES_SUMS_H

#include "answers.h"

typedef struct sum {
    leadline_int128 value;
    uint32_t state; /* LEADLINE_DEFINED, or why there is none */
} sum;

void sum_add(sum *total, leadline_int128 more);
/* The sum has the state of the row where that is not defined. */
void sum_add_row(sum *total, const leadline_column *values, size_t row);
void sum_subtract(sum *total, sum less);
sum sum_of(const answer_columns *all, const char *column);
/* `top` / `bottom` of so many decimal digits behind the point. */
cell sum_ratio(sum top, sum bottom, uint32_t scale);
/* The sum as a value of so many decimal digits behind the point. */
cell sum_cell(sum total, uint32_t scale);

#endif
