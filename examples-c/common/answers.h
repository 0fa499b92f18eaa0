/*
 * answers.h - the columns of an answer about journeys.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef EXAMPLES_ANSWERS_H
#define EXAMPLES_ANSWERS_H

#include "arena.h"
#include "cells.h"

typedef struct answer_columns {
    leadline_column *columns;
    size_t count;
    size_t rows;
    size_t key_count; /* the first so many are names, the last of them the period where there is one */
    leadline_column starts; /* of periods */
    size_t period;          /* which column the period's name is, from 1; 0: there are no periods */
    int64_t as_of;
} answer_columns;

answer_columns answers_read(arena *memory, const leadline_table *table);
/* The column of a name, which there must be, behind the keys. */
const leadline_column *answers_column(const answer_columns *all, const char *name);
/* The number in a row before it is divided by anything: as the engine counts it. */
leadline_int128 answers_number(const leadline_column *column, size_t row);
/* A line where rows have media cost that was booked in two ways. */
void answers_note_double_booking(const leadline_table *table);

#endif
