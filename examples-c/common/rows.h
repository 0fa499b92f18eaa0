/*
 * rows.h - the rows of an answer about journeys for programs: the inside of JSON objects, and lines of CSV without their end.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Names and counts are as they are; every other value is given with its exact numerator and denominator, and its state.
 */
#ifndef EXAMPLES_ROWS_H
#define EXAMPLES_ROWS_H

#include "answers.h"
#include "values.h"

/* How a value that is neither a name nor a count becomes text; `of` is handed to it. */
typedef struct row_values {
    void (*write)(const void *of, const leadline_column *column, size_t row, value_text *text);
    const void *of;
} row_values;

/* As value_write_counted. */
extern const row_values rows_as_counted;

void rows_json(const answer_columns *all, size_t row, const row_values *values);
void rows_csv_names(const answer_columns *all);
void rows_csv(const answer_columns *all, size_t row, const row_values *values);

#endif
