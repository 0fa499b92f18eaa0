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

void rows_json(const answer_columns *all, size_t row);
void rows_csv_names(const answer_columns *all);
void rows_csv(const answer_columns *all, size_t row);

#endif
